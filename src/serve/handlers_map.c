/* Tiles and TileJSON. */
#include "base/json.h"
#include "serve/service.h"
#include "tile/tiler.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- tiles ------------------------------------------------------------------------------- */

typedef struct tile_request {
    map_request map;
    tile_id tile;
    unsigned scale;
} tile_request;

/* A palette takes less than the way to a worker. */
static bool reply_if_kept(const service *s, const tile_request *t, const http_request *q,
                          http_reply *r, err *e) {
    buf png = BUF_EMPTY;
    bool there = tiler_png_if_kept(s->tiler, t->map.atlas, t->map.indicator, &t->map.look,
                                   t->map.look_hash, t->tile, t->scale, &png) &&
                 !http_reply_buf(r, q->type, &png, e);
    buf_free(&png);
    return there;
}

err_code tile_begin(void *s, const http_request *q, http_reply *r, err *e) {
    char what[64];
    tile_request *t = NULL;
    err_code rc = params_keep(sizeof *t, &t, r, e);
    if (!rc) rc = params_tile(q, &t->scale, &t->tile, r, e);
    if (!rc) rc = params_map(s, q, NULL, &t->map, r, e);
    if (rc) return rc;
    snprintf(what, sizeof what, "tile/%u/%u/%u/%u", t->tile.z, t->tile.x, t->tile.y, t->scale);
    if (params_cached(&t->map, q, what, r)) return ERR_OK;
    return reply_if_kept(s, t, q, r, e) ? ERR_OK : http_reply_defer(r);
}

err_code tile_work(void *s, const http_request *q, http_reply *r, err *e) {
    const service *serving = s;
    const tile_request *t = r->kept;
    choropleth *c = NULL;
    buf png = BUF_EMPTY;
    err_code rc = params_choropleth(serving, &t->map, &c, r, e);
    if (!rc) rc = tiler_png(serving->tiler, c, t->tile, t->scale, &png, e);
    if (!rc) rc = http_reply_buf(r, q->type, &png, e);
    buf_free(&png);
    choropleth_unref(c);
    return rc;
}

/* ---- TileJSON ------------------------------------------------------------------------------ */

/* Where this map's tiles are, with the request's own look and the atlas's version. */
static void add_tiles_url(const service *s, const map_request *m, const http_request *q, buf *out) {
    buf_addf(out, "%stiles/%s/%s/{z}/{x}/{y}.png?", atomic_load(&s->base_url), m->atlas->id,
             m->atlas->indicator[m->indicator].id);
    for (size_t i = 0; i < q->params; i++) {
        if (!strcmp(q->param[i].name, "v")) continue;
        http_escape(out, q->param[i].name);
        buf_adds(out, "=");
        http_escape(out, q->param[i].value);
        buf_adds(out, "&");
    }
    buf_addf(out, "v=%s", m->edition->version);
}

static json_t *tilejson(const map_request *m, const char *tiles) {
    const indicator *ind = &m->atlas->indicator[m->indicator];
    const atlas_layer *l = atlas_layer_of(m->atlas, m->indicator);
    lang in = m->look.language;
    rect b = l->shape->lonlat;
    double x = (b.x0 + b.x1) / 2, y = (b.y0 + b.y1) / 2;
    json_t *periods = json_array();
    for (size_t p = 0; p < ind->data.n_periods; p++)
        json_array_append_new(periods, json_text(ind->data.period[p]));
    return json_pack("{s:s,s:s,s:o,s:o,s:o,s:s,s:[o],s:i,s:i,s:[o,o,o,o],s:[o,o,i],s:o}",
                     "tilejson", "3.0.0", "version", "1.0.0", "name",
                     json_text(localized_get(&ind->title, in)), "description",
                     json_text(localized_get(&ind->unit, in)), "attribution",
                     json_text(localized_get(&m->atlas->attribution, in)), "scheme", "xyz", "tiles",
                     json_text(tiles), "minzoom", 0, "maxzoom", GRID_ZOOM_MAX, "bounds",
                     json_number(b.x0), json_number(b.y0), json_number(b.x1), json_number(b.y1),
                     "center", json_number(x), json_number(y), 9, "periods", periods);
}

err_code tilejson_answer(void *service_, const http_request *q, http_reply *r, err *e) {
    service *s = service_;
    map_request m = {0};
    buf url = BUF_EMPTY;
    if (!atomic_load(&s->base_url)) return err_tell(e, ERR_BUSY, "starting", "startar");
    err_code rc = params_map(s, q, NULL, &m, r, e);
    if (!rc) {
        params_cached(&m, q, "tilejson", r);
        add_tiles_url(s, &m, q, &url);
        rc = buf_status(&url, e);
    }
    if (!rc) rc = http_reply_json(r, tilejson(&m, buf_text(&url)), e);
    buf_free(&url);
    params_clear(&m);
    return rc;
}
