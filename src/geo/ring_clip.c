#include "geo/ring_clip.h"

/* Where an edge crosses u = at; its ends in one order, so that both neighbors of a border get the
 * same point. */
static double crossing(double u0, double v0, double u1, double v1, double at) {
    if (u0 > u1 || (u0 == u1 && v0 > v1)) {
        double u = u0, v = v0;
        u0 = u1, v0 = v1, u1 = u, v1 = v;
    }
    return v0 + (v1 - v0) * ((at - u0) / (u1 - u0));
}

/* One side: keeps u * sign <= at * sign. */
static size_t clip_side(const double *u, const double *v, size_t n, double at, double sign,
                        double *out_u, double *out_v) {
    size_t kept = 0;
    for (size_t i = 0, j = n - 1; i < n; j = i++) {
        bool in = u[i] * sign <= at * sign, before = u[j] * sign <= at * sign;
        if (in != before) {
            out_u[kept] = at;
            out_v[kept++] = crossing(u[j], v[j], u[i], v[i], at);
        }
        if (in) {
            out_u[kept] = u[i];
            out_v[kept++] = v[i];
        }
    }
    return kept;
}

size_t ring_clip(rect to, double *x, double *y, size_t n, double *spare_x, double *spare_y) {
    if (n) n = clip_side(x, y, n, to.x1, 1, spare_x, spare_y);
    if (n) n = clip_side(spare_x, spare_y, n, to.x0, -1, x, y);
    if (n) n = clip_side(y, x, n, to.y1, 1, spare_y, spare_x);
    if (n) n = clip_side(spare_y, spare_x, n, to.y0, -1, y, x);
    return n;
}
