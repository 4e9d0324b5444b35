/* Water from the neighborhood of a layer only: a map of one city may come with a whole sea. */
#include "geo/shore_water.h"

#include <math.h>

typedef struct side { /* of the rectangle */
    bool vertical, low;
    double at;
} side;

static bool inside(side s, double x, double y) {
    double v = s.vertical ? x : y;
    return s.low ? v >= s.at : v <= s.at;
}

static err_code add_crossing(side s, double x0, double y0, double x1, double y1, shore_path *to,
                             err *e) {
    return s.vertical ? shore_path_add(to, s.at, y0 + (s.at - x0) / (x1 - x0) * (y1 - y0), e)
                      : shore_path_add(to, x0 + (s.at - y0) / (y1 - y0) * (x1 - x0), s.at, e);
}

/* One half-plane after the other (Sutherland and Hodgman 1974). */
static err_code clip(side s, const shore_path *from, shore_path *to, err *e) {
    err_code rc = ERR_OK;
    to->n = 0;
    for (size_t i = 0, k = from->n ? from->n - 1 : 0; i < from->n && !rc; k = i++) {
        bool in = inside(s, from->x[i], from->y[i]);
        if (in != inside(s, from->x[k], from->y[k]))
            rc = add_crossing(s, from->x[k], from->y[k], from->x[i], from->y[i], to, e);
        if (in && !rc) rc = shore_path_add(to, from->x[i], from->y[i], e);
    }
    return rc;
}

static bool holds(rect a, rect b) {
    return a.x0 <= b.x0 && b.x1 <= a.x1 && a.y0 <= b.y0 && b.y1 <= a.y1;
}

static err_code add_ring(const geometry *g, ring r, rect box, shore_path p[2], geometry_builder *b,
                         err *e) {
    const side sides[] = {
        {true, true, box.x0}, {true, false, box.x1}, {false, true, box.y0}, {false, false, box.y1}};
    const double *x = g->x + r.first, *y = g->y + r.first;
    rect bounds = RECT_EMPTY;
    for (uint32_t i = 0; i < r.count; i++) rect_extend(&bounds, x[i], y[i]);
    if (!rect_touches(bounds, box)) return ERR_OK;
    if (holds(box, bounds)) return geometry_builder_add(b, SHORE_WATER, x, y, r.count, NULL, e);
    err_code rc = ERR_OK;
    p[0].n = 0;
    for (uint32_t i = 0; i < r.count && !rc; i++) rc = shore_path_add(&p[0], x[i], y[i], e);
    for (int i = 0; i < 4 && !rc; i++) rc = clip(sides[i], &p[i % 2], &p[1 - i % 2], e);
    if (!rc && p[0].n) rc = geometry_builder_add(b, SHORE_WATER, p[0].x, p[0].y, p[0].n, NULL, e);
    return rc;
}

err_code shore_clip_add(const geometry *water, rect r, geometry_builder *b, err *e) {
    shore_path p[2] = {{0}, {0}};
    err_code rc = ERR_OK;
    for (uint32_t i = water->ring_of[0]; i < water->ring_of[1] && !rc; i++)
        rc = add_ring(water, water->rings[i], r, p, b, e);
    shore_path_free(&p[0]);
    shore_path_free(&p[1]);
    return rc;
}
