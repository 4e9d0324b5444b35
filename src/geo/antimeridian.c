#include "geo/antimeridian.h"
#include "base/buf.h"

#include <math.h>
#include <stdlib.h>

#define LONGITUDE_MAX 540.0
#define SPAN_MAX      720.0
#define NEARLY        1e-7 /* degrees, a centimeter: so far off 180 is rounding */

typedef struct path {
    double *x, *y;
    size_t n, cap_x, cap_y;
} path;

struct antimeridian {
    double pole;
    path whole; /* the ring unwrapped: its longitudes run on beyond ±180 */
    path half, piece;
};

err_code antimeridian_create(double pole, antimeridian **out, err *e) {
    antimeridian *a = calloc(1, sizeof *a);
    if (!a) return err_nomem(e);
    a->pole = pole;
    *out = a;
    return ERR_OK;
}

static void path_free(path *p) {
    free(p->x);
    free(p->y);
}

void antimeridian_free(antimeridian *a) {
    if (!a) return;
    path_free(&a->whole);
    path_free(&a->half);
    path_free(&a->piece);
    free(a);
}

static err_code path_start(path *p, size_t room, err *e) {
    p->n = 0;
    err_code rc = array_reserve(&p->x, &p->cap_x, room, sizeof *p->x, e);
    return rc ? rc : array_reserve(&p->y, &p->cap_y, room, sizeof *p->y, e);
}

static void path_add(path *p, double x, double y) {
    p->x[p->n] = x;
    p->y[p->n++] = y;
}

/* The way from one longitude to the next: the shorter one round the globe. */
static double step(double from, double to) {
    double d = to - from;
    if (fabs(d) <= 180 || fabs(fabs(d) - 360) <= NEARLY) return d;
    return d - 360 * round(d / 360);
}

static bool must_cut(double *lon, size_t n) {
    bool cut = false;
    for (size_t i = 0; i < n; i++) {
        if (fabs(lon[i]) > 180 && fabs(lon[i]) <= 180 + NEARLY) lon[i] = copysign(180, lon[i]);
        double before = lon[i ? i - 1 : n - 1];
        cut = cut || fabs(lon[i]) > 180 || step(before, lon[i]) != lon[i] - before;
    }
    return cut;
}

static err_code unwrap(antimeridian *a, const double *lon, const double *lat, size_t n, err *e) {
    path *p = &a->whole;
    err_code rc = path_start(p, n + 3, e);
    if (rc) return rc;
    double x = lon[0], mean = 0;
    for (size_t i = 0; i < n; i++) {
        if (fabs(lon[i]) > LONGITUDE_MAX)
            return err_set(e, ERR_RANGE, "longitude %g is beyond 540 degrees", lon[i]);
        if (i) x += step(lon[i - 1], lon[i]);
        path_add(p, x, lat[i]);
        mean += lat[i] / (double)n;
    }
    x += step(lon[n - 1], lon[0]);
    if (fabs(x - lon[0]) <= NEARLY) return ERR_OK;
    path_add(p, x, lat[0]); /* once round: close it along the pole */
    path_add(p, x, copysign(a->pole, mean));
    path_add(p, lon[0], copysign(a->pole, mean));
    return ERR_OK;
}

/* Both directions of a shared edge must cross at the very same latitude. */
static double latitude_at(double x, double ax, double ay, double bx, double by) {
    if (ax > bx) return ay + (by - ay) * ((ax - x) / (ax - bx));
    return by + (ay - by) * ((bx - x) / (bx - ax));
}

/* What lies on one side of a meridian: side 1 east, -1 west (Sutherland and Hodgman 1974). */
static err_code clip(const path *in, double meridian, int side, path *out, err *e) {
    err_code rc = path_start(out, 2 * in->n, e);
    for (size_t i = 0, j = in->n - 1; !rc && i < in->n; j = i++) {
        double here = side * (in->x[i] - meridian), before = side * (in->x[j] - meridian);
        if ((here > 0 && before < 0) || (here < 0 && before > 0))
            path_add(out, meridian, latitude_at(meridian, in->x[j], in->y[j], in->x[i], in->y[i]));
        if (here >= 0) path_add(out, in->x[i], in->y[i]);
    }
    return rc;
}

/* The part within one turn of the globe, moved to [-180, 180]. */
static err_code cut_turn(antimeridian *a, double turn, antimeridian_sink *sink, void *ctx, err *e) {
    double west = 360 * turn - 180, east = 360 * turn + 180;
    err_code rc = clip(&a->whole, west, 1, &a->half, e);
    if (!rc && a->half.n) rc = clip(&a->half, east, -1, &a->piece, e);
    if (rc || !a->half.n || !a->piece.n) return rc;
    for (size_t i = 0; i < a->piece.n; i++) a->piece.x[i] -= 360 * turn;
    return sink(ctx, a->piece.x, a->piece.y, a->piece.n, e);
}

err_code antimeridian_cut(antimeridian *a, double *lon, double *lat, size_t n,
                          antimeridian_sink *sink, void *ctx, bool *cut, err *e) {
    *cut = n && must_cut(lon, n);
    if (!*cut) return sink(ctx, lon, lat, n, e);
    double low = INFINITY, high = -INFINITY;
    err_code rc = unwrap(a, lon, lat, n, e);
    for (size_t i = 0; !rc && i < a->whole.n; i++) {
        low = fmin(low, a->whole.x[i]);
        high = fmax(high, a->whole.x[i]);
    }
    if (!rc && high - low > SPAN_MAX)
        rc = err_set(e, ERR_RANGE, "goes round the globe more than twice");
    double first = floor((low + 180) / 360);
    for (double turn = first; !rc && (turn == first || 360 * turn - 180 < high); turn++)
        rc = cut_turn(a, turn, sink, ctx, e);
    return rc;
}
