/* An indicator's values with borders: RFC 7946. */
#include "base/json.h"
#include "base/text.h"
#include "geo/coverage_rings.h"
#include "geo/grid.h"
#include "serve/district_json.h"
#include "serve/service.h"
#include "tile/sketch.h"

#include <stdio.h>
#include <stdlib.h>

#define FITS_PX 2048 /* the layer's longer side at the zoom that is taken by itself */

typedef struct geojson_request {
    map_request map;
    unsigned zoom;
} geojson_request;

/* The first zoom at which the layer is at least that large. */
static unsigned fitting_zoom(const atlas_layer *l) {
    rect b = l->shape->bounds;
    double side = rect_is_empty(b) ? 1 : b.x1 - b.x0 > b.y1 - b.y0 ? b.x1 - b.x0 : b.y1 - b.y0;
    unsigned z = 0;
    while (z < GRID_ZOOM_MAX && side * grid_pixels_per_m(z, GRID_TILE_PX) < FITS_PX) z++;
    return z;
}

err_code geojson_begin(void *s, const http_request *q, http_reply *r, err *e) {
    static const char *const others[] = {"zoom", NULL};
    geojson_request *g = NULL;
    char what[32];
    unsigned long zoom = 0;
    err_code rc = params_keep(sizeof *g, &g, r, e);
    if (!rc) rc = params_map(s, q, others, &g->map, r, e);
    if (rc) return rc;
    const char *text = http_request_param(q, "zoom");
    if (text && !text_to_uint(text, GRID_ZOOM_MAX, &zoom))
        return http_fail_parameter(r, "zoom", "0 to 22", "it is no zoom", e);
    g->zoom = text ? (unsigned)zoom : fitting_zoom(atlas_layer_of(g->map.atlas, g->map.indicator));
    snprintf(what, sizeof what, "geojson/%u", g->zoom);
    if (params_cached(&g->map, q, what, r)) return ERR_OK;
    return http_reply_defer(r);
}

/* Of a degree, so that rounding stays well below a pixel of that zoom. */
static int decimals_of(unsigned zoom) {
    return zoom <= 8 ? 4 : zoom <= 12 ? 5 : zoom <= 15 ? 6 : 7;
}

typedef struct shapes {
    const geometry *g;
    int decimals;
} shapes;

static void write_point(const shapes *s, uint32_t i, buf *out) {
    double lon, lat;
    grid_unproject(s->g->x[i], s->g->y[i], &lon, &lat);
    buf_addf(out, "[%.*f,%.*f]", s->decimals, lon, s->decimals, lat);
}

static void write_ring(const shapes *s, ring r, buf *out) {
    buf_adds(out, "[");
    for (uint32_t i = 0; i < r.count; i++) {
        write_point(s, r.first + i, out);
        buf_adds(out, ",");
    }
    write_point(s, r.first, out);
    buf_adds(out, "]");
}

/* Each outer ring begins a polygon, and its holes follow. */
static void write_shape(const shapes *s, district_id d, buf *out) {
    const geometry *g = s->g;
    uint32_t begin = g->ring_of[d], end = g->ring_of[d + 1];
    if (begin == end) {
        buf_adds(out, "null");
        return;
    }
    buf_adds(out, "{\"type\":\"MultiPolygon\",\"coordinates\":[");
    for (uint32_t i = begin; i < end; i++) {
        bool outer = coverage_rings_area2(g, g->rings[i]) > 0;
        buf_adds(out, i == begin ? "[" : outer ? "],[" : ",");
        write_ring(s, g->rings[i], out);
    }
    buf_adds(out, "]]}");
}

static err_code write_feature(const choropleth *c, const shapes *s, district_id d, size_t rank,
                              buf *out, err *e) {
    buf_adds(out, d ? ",\n{\"type\":\"Feature\",\"properties\":"
                    : "\n{\"type\":\"Feature\",\"properties\":");
    err_code rc = json_print(district_json(c, d, rank), 0, out, e);
    buf_adds(out, ",\"geometry\":");
    write_shape(s, d, out);
    buf_adds(out, "}");
    return rc;
}

/* What belongs to all: members that RFC 7946 leaves to us (its section 6.1). */
static json_t *head_json(const choropleth *c, const edition *d) {
    const indicator *ind = choropleth_indicator(c);
    lang in = c->look.language;
    buf source = BUF_EMPTY;
    choropleth_source(c, in, &source);
    json_t *out = json_pack(
        "{s:s,s:s,s:s,s:o,s:o,s:o,s:o,s:o,s:o}", "atlas", c->atlas->id, "version", d->version,
        "indicator", ind->id, "title", json_text(localized_get(&ind->title, in)), "unit",
        json_text(localized_get(&ind->unit, in)), "period", json_text(ind->data.period[c->period]),
        "source", source.failed ? NULL : json_text(buf_text(&source)), "attribution",
        json_text(localized_get(&c->atlas->attribution, in)), "mapped", district_json_mapped(c));
    buf_free(&source);
    return out;
}

static err_code write_head(const choropleth *c, const edition *d, buf *out, err *e) {
    rect b = choropleth_layer(c)->shape->lonlat;
    buf_addf(out,
             "{\"type\":\"FeatureCollection\",\"bbox\":[%.7g,%.7g,%.7g,%.7g],\"kartblad\":", b.x0,
             b.y0, b.x1, b.y1);
    return json_print(head_json(c, d), 0, out, e);
}

static err_code write_all(const choropleth *c, const edition *d, unsigned zoom, buf *out, err *e) {
    const coverage *borders = choropleth_layer(c)->borders;
    coverage_level *l = NULL;
    geometry *g = NULL;
    size_t *rank = NULL;
    err_code rc = coverage_level_make(borders, sketch_tolerance_m2(zoom, 1), &l, e);
    if (!rc) rc = coverage_rings_make(borders, l, &g, e);
    if (!rc) rc = district_json_ranks(c, &rank, e);
    if (!rc) rc = write_head(c, d, out, e);
    buf_adds(out, ",\"features\":[");
    for (district_id k = 0; !rc && k < g->n_districts; k++)
        rc = write_feature(c, &(shapes){g, decimals_of(zoom)}, k, rank[k], out, e);
    buf_adds(out, "\n]}\n");
    coverage_level_free(l);
    geometry_free(g);
    free(rank);
    return rc;
}

err_code geojson_work(void *s, const http_request *q, http_reply *r, err *e) {
    const geojson_request *g = r->kept;
    choropleth *c = NULL;
    buf out = BUF_EMPTY;
    err_code rc = params_choropleth(s, &g->map, &c, r, e);
    if (!rc) rc = write_all(c, g->map.edition, g->zoom, &out, e);
    if (!rc) rc = http_reply_buf(r, q->type, &out, e);
    buf_free(&out);
    choropleth_unref(c);
    return rc;
}
