/* Which projection, and at which scale. */
#include "draw/map_project.h"
#include "geo/coverage_rings.h"
#include "geo/grid.h"
#include "sheet/print_map_parts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PI            3.14159265358979323846
#define SAG_MM        0.05 /* how far a line may be from where it should be */
#define POINT_MM      0.1  /* of what size shapes count */
#define TOLERANCE     (1.0 / 16)
#define UNEQUAL       0.03 /* by which the scales of a plane may differ at the center */
#define WIDE_DEGREES  120.0
#define GAP_DEGREES   60.0 /* a narrower gap makes no layer of the whole world a part of it */
#define PROBE_M       1000.0
#define BEYOND_MM     0.3  /* of a part that is cut out: more than half of its outline */
#define BOUNDS_DETAIL 8000 /* of the layer's width, to find its bounds */

/* ---- the projection --------------------------------------------------------------------- */

/* How many units of the plane a meter is, to the east and to the north. */
static bool scales_at(crs_transform *t, double lon, double lat, double *east, double *north) {
    double x[4], y[4];
    for (int i = 0; i < 4; i++) crs_walk(lon, lat, 90.0 * i, PROBE_M / 2, &x[i], &y[i]);
    if (crs_from_lonlat(t, x, y, 4, NULL)) return false;
    *north = hypot(x[0] - x[2], y[0] - y[2]) / PROBE_M;
    *east = hypot(x[1] - x[3], y[1] - y[3]) / PROBE_M;
    return *north > 0 && *east > 0;
}

static bool is_true(crs_transform *t, double lon, double lat) {
    double east, north;
    return crs_is_projected(t) && crs_kind_of(t) != CRS_MERCATOR &&
           scales_at(t, lon, lat, &east, &north) && fabs(east / north - 1) <= UNEQUAL;
}

/* Longitudes of the layer; east may be over 180. */
typedef struct span {
    double west, east, south, north;
} span;

static int by_west(const void *a_, const void *b_) {
    const rect *a = a_, *b = b_;
    return (a->x0 > b->x0) - (a->x0 < b->x0);
}

/* The widest part of the circle without any ring, if it does not hold the 180th meridian and the
 * layer is not the whole world: the layer goes on over that meridian. */
static void widest_gap(rect *of, size_t n, span *s) {
    double east = -180, widest = fmax(GAP_DEGREES, 360 - (s->east - s->west)), from = 0, to = 0;
    qsort(of, n, sizeof *of, by_west);
    for (size_t i = 0; i < n; i++) {
        if (i && of[i].x0 - east > widest) {
            widest = of[i].x0 - east;
            from = east, to = of[i].x0;
        }
        east = fmax(east, of[i].x1);
    }
    if (to > from) s->west = to, s->east = from + 360;
}

static err_code rings_of(const coverage *c, double tolerance, geometry **out, err *e) {
    coverage_level *l = NULL;
    err_code rc = coverage_level_make(c, tolerance, &l, e);
    if (!rc) rc = coverage_rings_make(c, l, out, e);
    coverage_level_free(l);
    return rc;
}

static err_code look_for_gap(const coverage *c, double tolerance, span *s, err *e) {
    geometry *g = NULL;
    err_code rc = rings_of(c, tolerance, &g, e);
    rect *all = rc ? NULL : calloc(g->n_rings + 1, sizeof *all);
    if (!rc && !all) rc = err_nomem(e);
    for (size_t i = 0; !rc && i < g->n_rings; i++) {
        all[i] = RECT_EMPTY;
        for (uint32_t k = 0; k < g->rings[i].count; k++) {
            double lon, lat;
            grid_unproject(g->x[g->rings[i].first + k], g->y[g->rings[i].first + k], &lon, &lat);
            rect_extend(&all[i], lon, lat);
        }
    }
    if (!rc) widest_gap(all, g->n_rings, s);
    free(all);
    geometry_free(g);
    return rc;
}

static err_code find_span(print_map *m, span *s, err *e) {
    const atlas_layer *layer = choropleth_layer(m->map);
    rect b = layer->shape->bounds;
    double step = (b.x1 - b.x0) / BOUNDS_DETAIL;
    grid_unproject(b.x0, b.y0, &s->west, &s->south);
    grid_unproject(b.x1, b.y1, &s->east, &s->north);
    if (s->east - s->west <= 360 - GAP_DEGREES) return ERR_OK;
    err_code rc = look_for_gap(layer->borders, step * step, s, e);
    m->joined = s->east > 180;
    return rc;
}

static err_code open_own(print_map *m, const span *s, err *e) {
    double lon = (s->west + s->east) / 2, lat = (s->south + s->north) / 2;
    bool wide = s->east - s->west > WIDE_DEGREES;
    char definition[160];
    lon = round((lon > 180 ? lon - 360 : lon) * 10) / 10; /* what one can say */
    lat = round(lat * 10) / 10;
    snprintf(definition, sizeof definition,
             wide ? "+proj=eqearth +lon_0=%.1f +datum=WGS84 +units=m"
                  : "+proj=laea +lon_0=%.1f +lat_0=%.1f +datum=WGS84 +units=m",
             lon, lat);
    char *name = m->projection;
    int n = wide ? snprintf(name, CRS_NAME_MAX, "Equal Earth ")
                 : snprintf(name, CRS_NAME_MAX, "Lambert (LAEA) %g° %c ", fabs(lat),
                            lat < 0 ? 'S' : 'N');
    snprintf(name + n, CRS_NAME_MAX - (size_t)n, "%g° %c", fabs(lon), lon < 0 ? 'W' : 'E');
    return crs_open(definition, &m->crs, e);
}

static err_code choose(print_map *m, err *e) {
    const shapefile *shape = choropleth_layer(m->map)->shape;
    span s;
    err_code rc = find_span(m, &s, e);
    if (rc) return rc;
    if (shape->crs_definition && !crs_open(shape->crs_definition, &m->crs, NULL)) {
        if (is_true(m->crs, (s.west + s.east) / 2, (s.south + s.north) / 2)) {
            snprintf(m->projection, CRS_NAME_MAX, "%s", crs_name(m->crs));
            return ERR_OK;
        }
        crs_free(m->crs);
        m->crs = NULL;
    }
    return open_own(m, &s, e);
}

/* ---- bounds and center ------------------------------------------------------------------ */

static err_code find_bounds(print_map *m, err *e) {
    const atlas_layer *layer = choropleth_layer(m->map);
    const coverage *c = layer->borders;
    rect b = layer->shape->bounds;
    double step = fmax(b.x1 - b.x0, b.y1 - b.y0) / BOUNDS_DETAIL;
    m->bounds = RECT_EMPTY;
    for (size_t i = 0; i < c->n_points; i++) {
        double x, y;
        if ((double)c->weight[i] < step * step) continue;
        grid_unproject(c->x[i], c->y[i], &x, &y);
        err_code rc = crs_from_lonlat(m->crs, &x, &y, 1, e);
        if (rc) return rc;
        rect_extend(&m->bounds, x, y);
    }
    if (rect_is_empty(m->bounds) || m->bounds.x1 <= m->bounds.x0 || m->bounds.y1 <= m->bounds.y0)
        return err_set(e, ERR_RANGE, "the layer has no extent, so no map can be printed of it");
    return ERR_OK;
}

/* Units a meter along the horizontal, and where north is. */
static err_code find_center(print_map *m, err *e) {
    rect b = m->bounds;
    m->cx = (b.x0 + b.x1) / 2, m->cy = (b.y0 + b.y1) / 2;
    double half = (b.x1 - b.x0) / 200;
    double x[3] = {m->cx, m->cx - half, m->cx + half}, y[3] = {m->cy, m->cy, m->cy};
    err_code rc = crs_to_lonlat(m->crs, x, y, 3, e);
    if (rc) return rc;
    m->lon = x[0], m->lat = y[0];
    m->meter = 2 * half / crs_distance(x[1], y[1], x[2], y[2]);
    crs_walk(m->lon, m->lat, 0, PROBE_M, &x[1], &y[1]);
    rc = crs_from_lonlat(m->crs, x, y, 2, e);
    m->north = atan2(x[1] - x[0], y[1] - y[0]) * (180 / PI);
    return rc;
}

/* ---- the scale -------------------------------------------------------------------------- */

static const double steps[] = {1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 7.5, 10};
#define STEPS (sizeof steps / sizeof *steps)

double print_map_round(double denominator) {
    double power = pow(10, floor(log10(denominator)));
    for (size_t i = 0; i < STEPS; i++)
        if (steps[i] * power >= denominator) return steps[i] * power;
    return 10 * power;
}

double print_map_larger(double denominator) {
    double power = pow(10, floor(log10(denominator * (1 - 1e-9))));
    for (size_t i = STEPS; i-- > 0;)
        if (steps[i] * power < denominator * (1 - 1e-9)) return steps[i] * power;
    return power;
}

double print_map_fitting(double wide, double high, double width_mm, double height_mm) {
    return print_map_round(
        fmax(wide / (width_mm - PRINT_MAP_EDGES), high / (height_mm - PRINT_MAP_EDGES)));
}

static void set_frame(print_map *m) {
    double scale = 1000 / (m->meter * m->denominator) * MAP_MM_PX;
    double width = m->width * MAP_MM_PX, height = m->height * MAP_MM_PX;
    m->frame = (map_frame){.at = {0, 0, width, height},
                           .x0 = m->cx - width / 2 / scale,
                           .y0 = m->cy + height / 2 / scale,
                           .scale = scale,
                           .detail = 1 / (POINT_MM * MAP_MM_PX)};
}

err_code print_map_fit(print_map *m, err *e) {
    err_code rc = choose(m, e);
    if (!rc) rc = find_bounds(m, e);
    if (!rc) rc = find_center(m, e);
    if (rc) return rc;
    if (m->part) {
        m->cx = (m->window.x0 + m->window.x1) / 2, m->cy = (m->window.y0 + m->window.y1) / 2;
        set_frame(m);
        return ERR_OK;
    }
    rect b = m->bounds;
    double mm = 1000 / m->meter; /* a unit at 1:1 */
    m->denominator = print_map_fitting((b.x1 - b.x0) * mm, (b.y1 - b.y0) * mm, m->width, m->height);
    set_frame(m);
    return ERR_OK;
}

err_code print_map_scene(print_map *m, err *e) {
    rect b = choropleth_layer(m->map)->shape->bounds;
    double unit_mm = m->frame.scale / MAP_MM_PX; /* mm a unit */
    double stretch = 1 / cos(m->lat * (PI / 180)) / m->meter;
    double pixel = POINT_MM / unit_mm * stretch; /* Mercator meters */
    double reach = fmax(m->width, m->height) / unit_mm * stretch;
    map_projection p = {
        .to = m->crs,
        .tolerance = pixel * pixel * TOLERANCE,
        .sag = SAG_MM / unit_mm / 2,
        .meter = m->meter,
        .mercator = stretch,
        .around = {b.x0 - reach / 2, b.y0 - reach / 2, b.x1 + reach / 2, b.y1 + reach / 2},
        .joined = m->joined};
    double beyond = BEYOND_MM / unit_mm;
    rect w = m->window;
    if (m->part) p.cut = (rect){w.x0 - beyond, w.y0 - beyond, w.x1 + beyond, w.y1 + beyond};
    return map_scene_project(m->map, &p, &m->scene, e);
}
