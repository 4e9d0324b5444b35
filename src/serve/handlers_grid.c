/* UTFGrid: what lies under the pointer. */
#include "base/json.h"
#include "serve/district_json.h"
#include "serve/service.h"
#include "tile/utfgrid.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct grid_request {
    map_request map;
    tile_id tile;
} grid_request;

err_code grid_begin(void *s, const http_request *q, http_reply *r, err *e) {
    char what[64];
    grid_request *g = NULL;
    err_code rc = params_keep(sizeof *g, &g, r, e);
    if (!rc) rc = params_tile(q, NULL, &g->tile, r, e);
    if (!rc) rc = params_map(s, q, NULL, &g->map, r, e);
    if (rc) return rc;
    snprintf(what, sizeof what, "grid/%u/%u/%u", g->tile.z, g->tile.x, g->tile.y);
    if (params_cached(&g->map, q, what, r)) return ERR_OK;
    return http_reply_defer(r);
}

typedef struct teller {
    const choropleth *c;
    const size_t *rank;
} teller;

static const char *key_of(void *ctx, district_id d) {
    const teller *t = ctx;
    return district_key(choropleth_layer(t->c)->shape->districts, d);
}

static json_t *data_of(void *ctx, district_id d) {
    const teller *t = ctx;
    json_t *out = district_json(t->c, d, t->rank[d]);
    const indicator *ind = choropleth_indicator(t->c);
    if (out)
        json_object_set_new(out, "unit", json_text(localized_get(&ind->unit, t->c->look.language)));
    if (out && !t->c->rule.plain) json_object_set_new(out, "mapped_unit", district_json_unit(t->c));
    return out;
}

err_code grid_work(void *service_, const http_request *q, http_reply *r, err *e) {
    const service *s = service_;
    const grid_request *g = r->kept;
    choropleth *c = NULL;
    size_t *rank = NULL;
    utfgrid *grid = calloc(1, sizeof *grid);
    (void)q;
    err_code rc = grid ? params_choropleth(s, &g->map, &c, r, e) : err_nomem(e);
    if (!rc) rc = district_json_ranks(c, &rank, e);
    if (!rc)
        rc = tiler_utfgrid(s->tiler, c->atlas, c->atlas->indicator_layer[c->indicator], g->tile,
                           grid, e);
    teller t = {c, rank};
    if (!rc) rc = http_reply_json(r, utfgrid_json(grid, key_of, data_of, &t), e);
    if (grid) utfgrid_free(grid);
    free(grid);
    free(rank);
    choropleth_unref(c);
    return rc;
}
