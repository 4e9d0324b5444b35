#include "data/stats.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

err_code stats_sorted(const double *v, size_t n, double **out, size_t *out_n, err *e) {
    double *sorted = calloc(n ? n : 1, sizeof *sorted);
    if (!sorted) return err_nomem(e);
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        if (!isnan(v[i])) sorted[count++] = v[i] == 0 ? 0 : v[i]; /* -0 */
    qsort(sorted, count, sizeof *sorted, ascending);
    *out = sorted;
    *out_n = count;
    return ERR_OK;
}

double stats_quantile(const double *sorted, size_t n, double q) {
    assert(n >= 1 && q >= 0 && q <= 1);
    double h = (double)(n - 1) * q;
    size_t i = (size_t)h;
    if (i + 1 >= n) return sorted[n - 1];
    double low = sorted[i], high = sorted[i + 1];
    return fmin(low + (h - (double)i) * (high - low), high); /* rounding must not pass `high` */
}

double stats_mean(const double *v, size_t n) {
    double sum = 0, lost = 0;
    size_t count = 0;
    for (size_t i = 0; i < n; i++) {
        if (isnan(v[i])) continue;
        double next = sum + v[i];
        lost += fabs(sum) >= fabs(v[i]) ? (sum - next) + v[i] : (v[i] - next) + sum;
        sum = next;
        count++;
    }
    return count ? (sum + lost) / (double)count : (double)NAN;
}

/* Two passes; the second sum takes out what rounding left in the mean (Chan et al. 1983). */
static double deviation(const double *v, size_t n, double mean) {
    if (n < 2) return NAN;
    double squares = 0, rest = 0;
    for (size_t i = 0; i < n; i++) {
        double d = v[i] - mean;
        squares += d * d;
        rest += d;
    }
    return sqrt(fmax(0, squares - rest * rest / (double)n) / (double)(n - 1));
}

err_code stats_of(const double *v, size_t n, stats *out, err *e) {
    double *s;
    size_t count;
    err_code rc = stats_sorted(v, n, &s, &count, e);
    if (rc) return rc;
    *out = (stats){count, n - count, NAN, NAN, NAN, NAN, NAN, NAN, NAN};
    if (count) {
        out->min = s[0];
        out->max = s[count - 1];
        out->mean = stats_mean(s, count);
        out->sd = deviation(s, count, out->mean);
        out->median = stats_quantile(s, count, 0.5);
        out->q1 = stats_quantile(s, count, 0.25);
        out->q3 = stats_quantile(s, count, 0.75);
    }
    free(s);
    return ERR_OK;
}

typedef struct placed {
    double value;
    size_t index;
} placed;

static int largest_first(const void *a, const void *b) {
    double x = ((const placed *)a)->value, y = ((const placed *)b)->value;
    return (x < y) - (x > y);
}

err_code stats_rank(const double *v, size_t n, size_t *rank, size_t *last, err *e) {
    placed *p = calloc(n ? n : 1, sizeof *p);
    if (!p) return err_nomem(e);
    size_t count = 0;
    for (size_t i = 0; i < n; i++) {
        rank[i] = 0;
        if (last) last[i] = 0;
        if (!isnan(v[i])) p[count++] = (placed){v[i], i};
    }
    qsort(p, count, sizeof *p, largest_first);
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && p[end].value == p[i].value;) end++;
        for (size_t j = i; j < end; j++) {
            rank[p[j].index] = i + 1;
            if (last) last[p[j].index] = end;
        }
    }
    free(p);
    return ERR_OK;
}
