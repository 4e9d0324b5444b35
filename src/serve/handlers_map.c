/* Tiles, TileJSON, legends. */
#include "base/json.h"
#include "draw/legend_draw.h"
#include "draw/legend_option.h"
#include "serve/service.h"
#include "tile/tiler.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- tiles ------------------------------------------------------------------------------- */

typedef struct tile_request {
    map_request map;
    tile_id tile;
    unsigned scale;
} tile_request;

/* "301" or "301@2x" */
static err_code read_tile(const http_request *q, tile_request *t, http_reply *r, err *e) {
    char y[24];
    snprintf(y, sizeof y, "%s", http_request_var(q, "y"));
    size_t n = strlen(y);
    t->scale = n > 3 && !strcmp(y + n - 3, "@2x") ? 2 : 1;
    if (t->scale == 2) y[n - 3] = 0;
    err_code rc =
        grid_tile_from_text(http_request_var(q, "z"), http_request_var(q, "x"), y, &t->tile, e);
    if (rc) r->status = 404; /* an address outside the pyramid is not there */
    return rc;
}

err_code tile_begin(void *s, const http_request *q, http_reply *r, err *e) {
    char what[64];
    tile_request *t = calloc(1, sizeof *t);
    if (!t) return err_nomem(e);
    http_reply_keep(r, t, free);
    err_code rc = read_tile(q, t, r, e);
    if (!rc) rc = params_map(s, q, NULL, &t->map, r, e);
    if (rc) return rc;
    snprintf(what, sizeof what, "tile/%u/%u/%u/%u", t->tile.z, t->tile.x, t->tile.y, t->scale);
    if (params_cached(&t->map, q, what, r)) return ERR_OK;
    return http_reply_defer(r);
}

err_code tile_work(void *s, const http_request *q, http_reply *r, err *e) {
    (void)q;
    const service *serving = s;
    const tile_request *t = r->kept;
    choropleth *c = NULL;
    buf png = BUF_EMPTY;
    err_code rc = params_choropleth(serving, &t->map, &c, r, e);
    if (!rc) rc = tiler_png(serving->tiler, c, t->tile, t->scale, &png, e);
    if (!rc) rc = http_reply_buf(r, "image/png", &png, e);
    buf_free(&png);
    choropleth_unref(c);
    return rc;
}

/* ---- TileJSON ------------------------------------------------------------------------------ */

static bool plain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           strchr("-_.,~", c);
}

static void add_escaped(buf *out, const char *text) {
    for (; *text; text++)
        if (plain(*text))
            buf_add(out, text, 1);
        else
            buf_addf(out, "%%%02X", (unsigned)(unsigned char)*text);
}

/* Where this map's tiles are, with the request's own look and the atlas's version. */
static void add_tiles_url(const service *s, const map_request *m, const http_request *q, buf *out) {
    buf_addf(out, "%stiles/%s/%s/{z}/{x}/{y}.png?", atomic_load(&s->base_url), m->atlas->id,
             m->atlas->indicator[m->indicator].id);
    for (size_t i = 0; i < q->params; i++) {
        if (!strcmp(q->param[i].name, "v")) continue;
        add_escaped(out, q->param[i].name);
        buf_adds(out, "=");
        add_escaped(out, q->param[i].value);
        buf_adds(out, "&");
    }
    buf_addf(out, "v=%016" PRIx64, m->atlas->version);
}

static json_t *tilejson(const map_request *m, const char *tiles) {
    const indicator *ind = &m->atlas->indicator[m->indicator];
    const atlas_layer *l = atlas_layer_of(m->atlas, m->indicator);
    lang in = m->look.language;
    rect b = l->shape->lonlat;
    double x = (b.x0 + b.x1) / 2, y = (b.y0 + b.y1) / 2;
    return json_pack("{s:s,s:s,s:o,s:o,s:o,s:s,s:[o],s:i,s:i,s:[o,o,o,o],s:[o,o,i]}", "tilejson",
                     "3.0.0", "version", "1.0.0", "name", json_text(localized_get(&ind->title, in)),
                     "description", json_text(localized_get(&ind->unit, in)), "attribution",
                     json_text(localized_get(&m->atlas->attribution, in)), "scheme", "xyz", "tiles",
                     json_text(tiles), "minzoom", 0, "maxzoom", GRID_ZOOM_MAX, "bounds",
                     json_number(b.x0), json_number(b.y0), json_number(b.x1), json_number(b.y1),
                     "center", json_number(x), json_number(y), 9);
}

err_code tilejson_answer(void *service_, const http_request *q, http_reply *r, err *e) {
    const service *s = service_;
    map_request m;
    buf url = BUF_EMPTY;
    if (!atomic_load(&s->base_url)) return err_set(e, ERR_BUSY, "starting");
    err_code rc = params_map(s, q, NULL, &m, r, e);
    if (rc) return rc;
    params_cached(&m, q, "tilejson", r);
    add_tiles_url(s, &m, q, &url);
    rc = buf_status(&url, e);
    if (!rc) rc = http_reply_json(r, tilejson(&m, buf_text(&url)), e);
    buf_free(&url);
    return rc;
}

/* ---- legends ----------------------------------------------------------------------------------
 */

typedef struct legend_kind {
    const char *format, *type;
    canvas_format canvas;
    bool is_json;
} legend_kind;

static const legend_kind legend_kinds[] = {
    {"svg", "image/svg+xml", CANVAS_SVG, false},
    {"png", "image/png", CANVAS_PNG, false},
    {"json", "application/json", CANVAS_SVG, true},
};

typedef struct legend_request {
    map_request map;
    const legend_kind *kind;
    legend_style style;
} legend_request;

static err_code read_kind(const http_request *q, legend_request *l, err *e) {
    const char *format = http_request_var(q, "format");
    for (size_t i = 0; i < sizeof legend_kinds / sizeof *legend_kinds; i++)
        if (!strcmp(format, legend_kinds[i].format)) {
            l->kind = &legend_kinds[i];
            return ERR_OK;
        }
    return err_set(e, ERR_NOTFOUND, "a legend comes as .svg, .png or .json, not as .%.20s", format);
}

static err_code read_style(const http_request *q, legend_style *out, http_reply *r, err *e) {
    for (size_t i = 0; i < LEGEND_OPTIONS; i++) {
        const legend_option *o = &legend_options[i];
        const char *text = http_request_param(q, o->name);
        err_code rc = text ? legend_option_set(out, o, text, e) : ERR_OK;
        if (!rc) continue;
        http_reply_blame(r, o->name, o->value ? o->value : "0 or 1");
        return rc;
    }
    return ERR_OK;
}

static void describe_legend(const legend_request *l, char out[96]) {
    const legend_style *s = &l->style;
    snprintf(out, 96, "legend/%s/%g/%d/%d/%s/%g", l->kind->format, s->scale, s->compact,
             (int)s->direction, s->size ? s->size->name : "", s->width_px);
}

err_code legend_begin(void *s, const http_request *q, http_reply *r, err *e) {
    const char *others[LEGEND_OPTIONS + 1] = {NULL};
    char what[96];
    legend_request *l = calloc(1, sizeof *l);
    if (!l) return err_nomem(e);
    http_reply_keep(r, l, free);
    for (size_t i = 0; i < LEGEND_OPTIONS; i++) others[i] = legend_options[i].name;
    err_code rc = read_kind(q, l, e);
    if (!rc) rc = params_map(s, q, others, &l->map, r, e);
    if (!rc) rc = read_style(q, &l->style, r, e);
    if (rc) return rc;
    describe_legend(l, what);
    if (params_cached(&l->map, q, what, r)) return ERR_OK;
    return http_reply_defer(r);
}

err_code legend_work(void *s, const http_request *q, http_reply *r, err *e) {
    (void)q;
    const legend_request *request = r->kept;
    choropleth *c = NULL;
    legend *l = NULL;
    buf out = BUF_EMPTY;
    err_code rc = params_choropleth(s, &request->map, &c, r, e);
    if (!rc) rc = choropleth_legend(c, &l, e);
    if (!rc && request->kind->is_json) rc = http_reply_json(r, legend_json(l), e);
    if (!rc && !request->kind->is_json) {
        rc = legend_draw(l, &request->style, request->kind->canvas, &out, e);
        if (!rc) rc = http_reply_buf(r, request->kind->type, &out, e);
    }
    buf_free(&out);
    legend_free(l);
    choropleth_unref(c);
    return rc;
}
