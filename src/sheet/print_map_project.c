/* Which projection, and at which scale. */
#include "draw/map_project.h"
#include "geo/grid.h"
#include "sheet/print_map_parts.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define PI            3.14159265358979323846
#define EDGE_MM       0.5  /* between the layer and the box: more than half of its outline */
#define SAG_MM        0.05 /* how far a line may be from where it should be */
#define POINT_MM      0.1  /* of what size shapes count */
#define TOLERANCE     (1.0 / 16)
#define UNEQUAL       0.03 /* by which the scales of a plane may differ at the center */
#define WIDE_DEGREES  120.0
#define PROBE_M       1000.0
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

static err_code open_own(print_map *m, rect degrees, err *e) {
    double lon = (degrees.x0 + degrees.x1) / 2, lat = (degrees.y0 + degrees.y1) / 2;
    bool wide = degrees.x1 - degrees.x0 > WIDE_DEGREES;
    char definition[160];
    lon = round(lon * 10) / 10, lat = round(lat * 10) / 10; /* what one can say */
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
    rect b = shape->bounds, d;
    grid_unproject(b.x0, b.y0, &d.x0, &d.y0);
    grid_unproject(b.x1, b.y1, &d.x1, &d.y1);
    if (shape->crs_definition && !crs_open(shape->crs_definition, &m->crs, NULL)) {
        if (is_true(m->crs, (d.x0 + d.x1) / 2, (d.y0 + d.y1) / 2)) {
            snprintf(m->projection, CRS_NAME_MAX, "%s", crs_name(m->crs));
            return ERR_OK;
        }
        crs_free(m->crs);
        m->crs = NULL;
    }
    return open_own(m, d, e);
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

static double next_denominator(double least) {
    static const double steps[] = {1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 7.5, 10};
    double power = pow(10, floor(log10(least)));
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (steps[i] * power >= least) return steps[i] * power;
    return 10 * power;
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
    rect b = m->bounds;
    double mm = 1000 / m->meter; /* a unit at 1:1 */
    double least = fmax((b.x1 - b.x0) * mm / (m->width - 2 * EDGE_MM),
                        (b.y1 - b.y0) * mm / (m->height - 2 * EDGE_MM));
    m->denominator = next_denominator(least);
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
        .around = {b.x0 - reach / 2, b.y0 - reach / 2, b.x1 + reach / 2, b.y1 + reach / 2}};
    return map_scene_project(m->map, &p, &m->scene, e);
}
