/* An indicator's values with borders, or where its districts are: RFC 7946. */
#include "base/json.h"
#include "base/strlist.h"
#include "base/text.h"
#include "geo/coverage_rings.h"
#include "geo/grid.h"
#include "geo/pole.h"
#include "serve/district_json.h"
#include "serve/service.h"
#include "tile/sketch.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FITS_PX 2048 /* the layer's longer side at the zoom that is taken by itself */

typedef struct geojson_request {
    map_request map;
    unsigned zoom;
    bool points;
} geojson_request;

/* The first zoom at which the layer is at least that large. */
static unsigned fitting_zoom(const atlas_layer *l) {
    rect b = l->shape->bounds;
    double side = rect_is_empty(b) ? 1 : b.x1 - b.x0 > b.y1 - b.y0 ? b.x1 - b.x0 : b.y1 - b.y0;
    unsigned z = 0;
    while (z < GRID_ZOOM_MAX && side * grid_pixels_per_m(z, GRID_TILE_PX) < FITS_PX) z++;
    return z;
}

/* ---- what is asked for ---- */

static err_code read_zoom(const http_request *q, geojson_request *g, http_reply *r, err *e) {
    const char *text = http_request_param(q, "zoom");
    unsigned long zoom = 0;
    if (text && !text_to_uint(text, GRID_ZOOM_MAX, &zoom))
        return http_fail_parameter(r, "zoom", "0 to 22", "it is no zoom", e);
    g->zoom = text ? (unsigned)zoom : fitting_zoom(atlas_layer_of(g->map.atlas, g->map.indicator));
    return ERR_OK;
}

static err_code read_geometry(const http_request *q, geojson_request *g, http_reply *r, err *e) {
    const char *text = http_request_param(q, "geometry");
    g->points = text && !strcmp(text, "point");
    if (!text || g->points || !strcmp(text, "borders")) return ERR_OK;
    return http_fail_parameter(r, "geometry", "borders or point", "there is no such geometry", e);
}

static bool is_cached(const geojson_request *g, const http_request *q, http_reply *r) {
    const char *keys = http_request_param(q, "districts");
    buf what = BUF_EMPTY;
    buf_addf(&what, "geojson/%u/%d/%s%s", g->zoom, g->points, keys ? "of " : "", keys ? keys : "");
    bool cached = !what.failed && params_cached(&g->map, q, buf_text(&what), r);
    buf_free(&what);
    return cached;
}

err_code geojson_begin(void *s, const http_request *q, http_reply *r, err *e) {
    static const char *const others[] = {"zoom", "geometry", "districts", NULL};
    geojson_request *g = NULL;
    err_code rc = params_keep(sizeof *g, &g, r, e);
    if (!rc) rc = params_map(s, q, others, &g->map, r, e);
    if (!rc) rc = read_zoom(q, g, r, e);
    if (!rc) rc = read_geometry(q, g, r, e);
    if (rc || is_cached(g, q, r)) return rc;
    return http_reply_defer(r);
}

/* ---- which districts ---- */

static err_code unknown(const districts *all, const char *key, err *e) {
    const char *near = districts_nearest(all, key);
    return err_set(e, ERR_RANGE, "districts: the layer has no district \"%.80s\"%s%s%s", key,
                   near ? "; the nearest is \"" : "", near ? near : "", near ? "\"" : "");
}

static err_code want(const districts *all, const char *name, bool *wanted, err *e) {
    char *key = NULL;
    district_id d;
    err_code rc = text_key(name, &key, e);
    if (!rc && !districts_find(all, key, &d)) rc = unknown(all, key, e);
    if (!rc && wanted[d]) rc = err_set(e, ERR_RANGE, "districts: \"%.80s\" is named twice", key);
    if (!rc) wanted[d] = true;
    free(key);
    return rc;
}

/* A key may have commas in it: what is a key as a whole is no list. */
static bool is_one(const districts *all, const char *text) {
    char *key = NULL;
    district_id d;
    bool found = !text_key(text, &key, NULL) && districts_find(all, key, &d);
    free(key);
    return found;
}

static err_code want_all_of(const districts *all, const char *text, bool *wanted, err *e) {
    strlist names = {0};
    err_code rc = is_one(all, text) ? strlist_add(&names, text, e) : strlist_split(&names, text, e);
    if (!rc && !names.count) rc = err_set(e, ERR_RANGE, "districts: none is named");
    for (size_t i = 0; i < names.count && !rc; i++) rc = want(all, names.item[i], wanted, e);
    strlist_free(&names);
    return rc;
}

/* *wanted: [districts]; NULL: all of them. */
static err_code find_wanted(const choropleth *c, const http_request *q, bool **wanted,
                            http_reply *r, err *e) {
    const char *text = http_request_param(q, "districts");
    const districts *all = choropleth_layer(c)->shape->districts;
    if (!text) return ERR_OK;
    *wanted = calloc(districts_count(all) + 1, sizeof **wanted);
    if (!*wanted) return err_nomem(e);
    err_code rc = want_all_of(all, text, *wanted, e);
    if (rc == ERR_RANGE) http_reply_blame(r, "districts", "keys of the layer, with commas");
    return rc;
}

/* ---- geometries ---- */

/* Of a degree, so that rounding stays well below a pixel of that zoom. */
static int decimals_of(unsigned zoom) {
    return zoom <= 8 ? 4 : zoom <= 12 ? 5 : zoom <= 15 ? 6 : 7;
}

typedef struct shapes {
    const geometry *g;
    const bool *wanted; /* NULL: all districts */
    int decimals;
    bool points;
} shapes;

static void write_place(double x, double y, int decimals, buf *out) {
    double lon, lat;
    grid_unproject(x, y, &lon, &lat);
    buf_addf(out, "[%.*f,%.*f]", decimals, lon, decimals, lat);
}

static void write_point(const shapes *s, uint32_t i, buf *out) {
    write_place(s->g->x[i], s->g->y[i], s->decimals, out);
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

#define NEAR     8.0 /* a part of the district's size: that far from the best a point may be */
#define DECIMALS 9   /* a tenth of a millimeter */
#define DEGREE_M 111319.49079327358

/* A coarse search may end outside of what is thin. */
static err_code find_inside(const geometry *g, district_id d, pole *out, err *e) {
    rect b = g->bounds[d];
    double tolerance = sqrt((b.x1 - b.x0) * (b.y1 - b.y0)) / NEAR;
    err_code rc = ERR_OK;
    for (int tries = 0; tries < 4 && !rc; tries++, tolerance /= NEAR) {
        rc = pole_of_district(g, d, tolerance, out, e);
        if (!rc && out->radius > 0 && geometry_contains(g, d, out->x, out->y)) break;
    }
    return rc;
}

/* Rounded by less than half of the way to its border. */
static err_code write_inside(const shapes *s, district_id d, buf *out, err *e) {
    pole p = {0};
    int decimals = s->decimals;
    err_code rc = find_inside(s->g, d, &p, e);
    while (decimals < DECIMALS && pow(10, -decimals) * DEGREE_M > p.radius) decimals++;
    buf_adds(out, "{\"type\":\"Point\",\"coordinates\":");
    write_place(p.x, p.y, decimals, out);
    buf_adds(out, "}");
    return rc;
}

static err_code write_geometry(const shapes *s, district_id d, buf *out, err *e) {
    if (s->points && s->g->ring_of[d] < s->g->ring_of[d + 1]) return write_inside(s, d, out, e);
    write_shape(s, d, out);
    return ERR_OK;
}

/* A point stands for the district, whose figures are elsewhere: 5,000 of them are to be light. */
static json_t *properties(const choropleth *c, const shapes *s, district_id d, size_t rank) {
    const districts *all = choropleth_layer(c)->shape->districts;
    if (s->points) return json_pack("{s:o}", "key", json_text(district_key(all, d)));
    return district_json(c, d, rank);
}

static err_code write_feature(const choropleth *c, const shapes *s, district_id d, size_t rank,
                              buf *out, err *e) {
    buf_adds(out, "\n{\"type\":\"Feature\",\"properties\":");
    err_code rc = json_print(properties(c, s, d, rank), 0, out, e);
    buf_adds(out, ",\"geometry\":");
    if (!rc) rc = write_geometry(s, d, out, e);
    buf_adds(out, "}");
    return rc;
}

static err_code write_features(const choropleth *c, const shapes *s, const size_t *rank, buf *out,
                               err *e) {
    err_code rc = ERR_OK;
    const char *between = "";
    buf_adds(out, ",\"features\":[");
    for (district_id d = 0; !rc && d < s->g->n_districts; d++) {
        if (s->wanted && !s->wanted[d]) continue;
        buf_adds(out, between);
        between = ",";
        rc = write_feature(c, s, d, rank[d], out, e);
    }
    buf_adds(out, "\n]}\n");
    return rc;
}

/* ---- the whole answer ---- */

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

/* Of the districts that are told of; empty if they have no borders. */
static rect box_of(const choropleth *c, const shapes *s) {
    if (!s->wanted) return choropleth_layer(c)->shape->lonlat;
    rect m = RECT_EMPTY, b;
    for (size_t d = 0; d < s->g->n_districts; d++)
        if (s->wanted[d]) m = rect_union(m, s->g->bounds[d]);
    if (rect_is_empty(m)) return m;
    grid_unproject(m.x0, m.y0, &b.x0, &b.y0);
    grid_unproject(m.x1, m.y1, &b.x1, &b.y1);
    return b;
}

static err_code write_head(const choropleth *c, const edition *d, const shapes *s, buf *out,
                           err *e) {
    rect b = box_of(c, s);
    buf_adds(out, "{\"type\":\"FeatureCollection\"");
    if (!rect_is_empty(b)) buf_addf(out, ",\"bbox\":[%.7g,%.7g,%.7g,%.7g]", b.x0, b.y0, b.x1, b.y1);
    buf_adds(out, ",\"kartblad\":");
    return json_print(head_json(c, d), 0, out, e);
}

static err_code write_all(const choropleth *c, const geojson_request *q, const bool *wanted,
                          buf *out, err *e) {
    const coverage *borders = choropleth_layer(c)->borders;
    coverage_level *l = NULL;
    geometry *g = NULL;
    size_t *rank = NULL;
    err_code rc = coverage_level_make(borders, sketch_tolerance_m2(q->zoom, 1), &l, e);
    if (!rc) rc = coverage_rings_some(borders, l, wanted, &g, e);
    if (!rc) rc = district_json_ranks(c, &rank, e);
    shapes s = {g, wanted, decimals_of(q->zoom), q->points};
    if (!rc) rc = write_head(c, q->map.edition, &s, out, e);
    if (!rc) rc = write_features(c, &s, rank, out, e);
    coverage_level_free(l);
    geometry_free(g);
    free(rank);
    return rc;
}

err_code geojson_work(void *s, const http_request *q, http_reply *r, err *e) {
    const geojson_request *g = r->kept;
    choropleth *c = NULL;
    bool *wanted = NULL;
    buf out = BUF_EMPTY;
    err_code rc = params_choropleth(s, &g->map, &c, r, e);
    if (!rc) rc = find_wanted(c, q, &wanted, r, e);
    if (!rc) rc = write_all(c, g, wanted, &out, e);
    if (!rc) rc = http_reply_buf(r, q->type, &out, e);
    buf_free(&out);
    free(wanted);
    choropleth_unref(c);
    return rc;
}
