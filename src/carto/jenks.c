#include "carto/jenks.h"

#include <assert.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

/* A number as the sum of two doubles, the second at most half a unit in the last place of the
 * first: 106 bits (Dekker 1971).  The sum of squares within a class is a difference of sums over
 * all values; where groups are far apart, 53 bits would leave nothing of it. */
typedef struct twofold {
    double high, low;
} twofold;

/* Sums over items [0, i). */
typedef struct prefix {
    double weight;
    twofold sum, square;
} prefix;

/* Equal values are one item with a weight, so that no cut can split them.  Values are taken from
 * the middle one and scaled by a power of two to a range of at most 1, so that no square
 * overflows or vanishes. */
typedef struct items {
    size_t count, *start; /* [count] index of an item's first value */
    prefix *prefix;       /* [count + 1] */
    double *before, *now; /* [count + 1] least cost of items [0, j); one allocation, *costs */
    double *costs;
    uint32_t *cut; /* [k * (count + 1)] where the last class begins */
} items;

static void items_free(items *t) {
    free(t->start);
    free(t->prefix);
    free(t->costs);
    free(t->cut);
}

static err_code items_alloc(items *t, size_t n, size_t k, err *e) {
    t->start = calloc(n, sizeof *t->start);
    t->prefix = calloc(n + 1, sizeof *t->prefix);
    t->costs = calloc(n + 1, 2 * sizeof *t->costs);
    t->cut = n < SIZE_MAX / k ? calloc((n + 1) * k, sizeof *t->cut) : NULL;
    if (!t->start || !t->prefix || !t->costs || !t->cut) return err_nomem(e);
    t->before = t->costs;
    t->now = t->costs + (n + 1);
    return ERR_OK;
}

static size_t count_different(const double *sorted, size_t n) {
    size_t count = 1;
    for (size_t i = 1; i < n; i++) count += sorted[i] != sorted[i - 1];
    return count;
}

/* a + b and what it loses by rounding (Knuth, TAOCP 2, 4.2.2). */
static twofold sum_of(double a, double b) {
    double s = a + b, part = s - a;
    return (twofold){s, (a - (s - part)) + (b - part)};
}

static twofold product_of(double a, double b) {
    double p = a * b;
    return (twofold){p, fma(a, b, -p)};
}

static twofold add(twofold a, twofold b) {
    twofold s = sum_of(a.high, b.high);
    return sum_of(s.high, s.low + (a.low + b.low));
}

static twofold times(twofold a, double b) {
    twofold p = product_of(a.high, b);
    return sum_of(p.high, p.low + a.low * b);
}

static twofold squared(twofold a) {
    twofold p = product_of(a.high, a.high);
    return sum_of(p.high, p.low + 2 * a.high * a.low);
}

static void items_fill(items *t, const double *sorted, size_t n) {
    int exponent;
    frexp(sorted[n - 1] - sorted[0], &exponent);
    double middle = sorted[n / 2];
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && sorted[end] == sorted[i];) end++;
        double w = (double)(end - i);
        twofold d = sum_of(sorted[i], -middle);
        d = (twofold){ldexp(d.high, -exponent), ldexp(d.low, -exponent)};
        const prefix *last = &t->prefix[t->count];
        t->start[t->count++] = i;
        t->prefix[t->count] = (prefix){(double)end, add(last->sum, times(d, w)),
                                       add(last->square, times(squared(d), w))};
    }
}

/* b - a, for b >= a in what they sum; the parts are not normalized. */
static twofold between(twofold a, twofold b) {
    twofold d = sum_of(b.high, -a.high);
    d.low += b.low - a.low;
    return d;
}

/* The sum of squares of items [i, j) about their own mean: that of the squares less the square of
 * the sum by the weight. */
static double cost(const items *t, size_t i, size_t j) {
    if (j - i < 2) return 0;
    const prefix *a = &t->prefix[i], *b = &t->prefix[j];
    double w = b->weight - a->weight;
    twofold s = between(a->sum, b->sum), q = between(a->square, b->square);
    twofold p = product_of(s.high, s.high);
    double mean = p.high / w, rest = fma(-mean, w, p.high) + (p.low + 2 * s.high * s.low);
    double squares = (q.high - mean) + (q.low - rest / w);
    return squares > 0 ? squares : 0;
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
