#include "carto/jenks.h"

#include <assert.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

/* Equal values are one item with a weight, so that no cut can split them.  The sums run over
 * items [0, i).  Values are scaled by a power of two to a range of at most 1, so that no square
 * overflows, and centered on their mean, which keeps the squares small and so the difference of
 * two sums exact to about 1e-15 of the total sum of squares. */
typedef struct items {
    size_t count, *start;          /* [count] index of an item's first value */
    double *weight, *sum, *square; /* [count + 1] prefix sums */
    double *before, *now;          /* [count + 1] least cost of items [0, j) */
    uint32_t *cut;                 /* [k * (count + 1)] where the last class begins */
} items;

static void items_free(items *t) {
    free(t->start);
    free(t->weight);
    free(t->cut);
}

static err_code items_alloc(items *t, size_t n, size_t k, err *e) {
    t->start = calloc(n, sizeof *t->start);
    t->weight = calloc(n + 1, 5 * sizeof *t->weight);
    t->cut = n < SIZE_MAX / k ? calloc((n + 1) * k, sizeof *t->cut) : NULL;
    if (!t->start || !t->weight || !t->cut) return err_nomem(e);
    t->sum = t->weight + (n + 1);
    t->square = t->sum + (n + 1);
    t->before = t->square + (n + 1);
    t->now = t->before + (n + 1);
    return ERR_OK;
}

static size_t count_different(const double *sorted, size_t n) {
    size_t count = 1;
    for (size_t i = 1; i < n; i++) count += sorted[i] != sorted[i - 1];
    return count;
}

/* Adds to a running sum and its lost low part (Neumaier 1974): rounding does not grow with n. */
static void add(double *sum, double *lost, double v) {
    double next = *sum + v;
    *lost += fabs(*sum) >= fabs(v) ? (*sum - next) + v : (v - next) + *sum;
    *sum = next;
}

static double scaled_mean(const double *sorted, size_t n, int exponent) {
    double sum = 0, lost = 0;
    for (size_t i = 0; i < n; i++) add(&sum, &lost, ldexp(sorted[i] - sorted[0], -exponent));
    return (sum + lost) / (double)n;
}

static void items_fill(items *t, const double *sorted, size_t n) {
    int exponent;
    frexp(sorted[n - 1] - sorted[0], &exponent);
    double mean = scaled_mean(sorted, n, exponent);
    double sum = 0, sum_lost = 0, square = 0, square_lost = 0;
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && sorted[end] == sorted[i];) end++;
        double w = (double)(end - i), d = ldexp(sorted[i] - sorted[0], -exponent) - mean;
        add(&sum, &sum_lost, w * d);
        add(&square, &square_lost, w * d * d);
        t->start[t->count++] = i;
        t->weight[t->count] = (double)end;
        t->sum[t->count] = sum + sum_lost;
        t->square[t->count] = square + square_lost;
    }
}

/* The sum of squares of items [i, j) about their own mean. */
static double cost(const items *t, size_t i, size_t j) {
    if (j - i < 2) return 0;
    double w = t->weight[j] - t->weight[i], s = t->sum[j] - t->sum[i];
    return fmax(0, t->square[j] - t->square[i] - s * s / w);
}

/* Fills now[] and cut[] for j in [j0, j1], whose best last cut is known to lie in [i0, i1].  The
 * best cut never moves down as j grows (the cost obeys the quadrangle inequality), so the
 * middle's cut bounds both halves. */
static void solve(const items *t, uint32_t *cut, size_t j0, size_t j1, size_t i0, size_t i1) {
    while (j0 <= j1) {
        size_t j = j0 + (j1 - j0) / 2, best = i0, last = i1 < j - 1 ? i1 : j - 1;
        double least = INFINITY;
        for (size_t i = i0; i <= last; i++) {
            double c = t->before[i] + cost(t, i, j);
            if (c < least) least = c, best = i;
        }
        t->now[j] = least;
        cut[j] = (uint32_t)best;
        if (j > j0) solve(t, cut, j0, j - 1, i0, best);
        j0 = j + 1;
        i0 = best;
    }
}

static void optimize(items *t, size_t k) {
    size_t m = t->count;
    for (size_t j = 0; j <= m; j++) t->now[j] = cost(t, 0, j);
    for (size_t c = 1; c < k; c++) {
        double *swap = t->before;
        t->before = t->now;
        t->now = swap;
        /* Of the last class only the whole row of items is asked for. */
        solve(t, t->cut + c * (m + 1), c + 1 == k ? m : c + 1, m, c, m - 1);
    }
}

err_code jenks_classes(const double *sorted, size_t n, size_t k, size_t *first, size_t *count,
                       err *e) {
    assert(n >= 1 && n < UINT32_MAX && k >= 1);
    items t = {0};
    size_t m = count_different(sorted, n);
    if (k > m) k = m;
    err_code rc = items_alloc(&t, m, k, e);
    if (!rc) {
        items_fill(&t, sorted, n);
        optimize(&t, k);
        size_t j = m;
        for (size_t c = k; c-- > 0; first[c] = t.start[j]) j = c ? t.cut[c * (m + 1) + j] : 0;
        *count = k;
    }
    items_free(&t);
    return rc;
}
