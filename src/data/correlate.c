#include "data/correlate.h"
#include "data/stats.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

static bool varies(const double *v, size_t n) {
    for (size_t i = 1; i < n; i++)
        if (v[i] != v[0]) return true;
    return false;
}

static double pearson(const double *x, const double *y, size_t n) {
    if (n < CORRELATE_LEAST || !varies(x, n) || !varies(y, n)) return NAN;
    double mx = stats_mean(x, n), my = stats_mean(y, n), xx = 0, yy = 0, xy = 0;
    for (size_t i = 0; i < n; i++) {
        double a = x[i] - mx, b = y[i] - my;
        xx += a * a;
        yy += b * b;
        xy += a * b;
    }
    double r = xy / (sqrt(xx) * sqrt(yy)); /* their product could overflow */
    return fmax(-1, fmin(1, r));
}

/* Ranks from the largest down, ties at their middle; v is replaced. */
static err_code to_ranks(double *v, size_t n, size_t *best, size_t *last, err *e) {
    err_code rc = stats_rank(v, n, best, last, e);
    for (size_t i = 0; i < n && !rc; i++) v[i] = ((double)best[i] + (double)last[i]) / 2;
    return rc;
}

err_code correlate(const double *x, const double *y, size_t n, correlation *out, err *e) {
    double *a = calloc(n ? n : 1, 2 * sizeof *a), *b = a ? a + n : NULL;
    size_t *best = calloc(n ? n : 1, 2 * sizeof *best), count = 0;
    err_code rc = a && best ? ERR_OK : err_nomem(e);
    for (size_t i = 0; i < n && !rc; i++) {
        if (isnan(x[i]) || isnan(y[i])) continue;
        a[count] = x[i];
        b[count++] = y[i];
    }
    double straight = rc ? (double)NAN : pearson(a, b, count);
    if (!rc) rc = to_ranks(a, count, best, best + n, e);
    if (!rc) rc = to_ranks(b, count, best, best + n, e);
    if (!rc) *out = (correlation){count, straight, pearson(a, b, count)};
    free(a);
    free(best);
    return rc;
}
