#include "carto/classify.h"
#include "carto/jenks.h"
#include "data/stats.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *const closure_names[2] = {[CLOSED_RIGHT] = "right", [CLOSED_LEFT] = "left"};

/* ---- the methods ---- */

static err_code equal(const double *sorted, size_t n, const classify_request *r, double *inner,
                      size_t *n_inner, err *e) {
    (void)e;
    double low = sorted[0], range = sorted[n - 1] - low;
    for (size_t i = 1; i < r->classes; i++)
        inner[i - 1] = low + range * (double)i / (double)r->classes;
    *n_inner = r->classes - 1;
    return ERR_OK;
}

static err_code quantile(const double *sorted, size_t n, const classify_request *r, double *inner,
                         size_t *n_inner, err *e) {
    (void)e;
    for (size_t i = 1; i < r->classes; i++)
        inner[i - 1] = stats_quantile(sorted, n, (double)i / (double)r->classes);
    *n_inner = r->classes - 1;
    return ERR_OK;
}

/* Edges are values: where right-closed, the highest of the class below; else the lowest above. */
static err_code jenks(const double *sorted, size_t n, const classify_request *r, double *inner,
                      size_t *n_inner, err *e) {
    size_t first[CLASSES_MAX], count;
    err_code rc = jenks_classes(sorted, n, r->classes, first, &count, e);
    if (rc) return rc;
    for (size_t c = 1; c < count; c++)
        inner[c - 1] = sorted[r->closed == CLOSED_RIGHT ? first[c] - 1 : first[c]];
    *n_inner = count - 1;
    return ERR_OK;
}

static err_code manual(const double *sorted, size_t n, const classify_request *r, double *inner,
                       size_t *n_inner, err *e) {
    (void)sorted, (void)n, (void)e;
    memcpy(inner, r->breaks, r->n_breaks * sizeof *inner);
    *n_inner = r->n_breaks;
    return ERR_OK;
}

const classify_method classify_methods[] = {
    {"quantile", "Quantiles", "Kvantiler", false, EMPTY_MERGED, quantile},
    {"equal", "Equal intervals", "Lika intervall", false, EMPTY_BETWEEN, equal},
    {"jenks", "Natural breaks (Jenks)", "Naturliga brytpunkter (Jenks)", false, EMPTY_MERGED,
     jenks},
    {"manual", "Manual breaks", "Egna klassgränser", true, EMPTY_KEPT, manual},
};
const size_t classify_method_count = sizeof classify_methods / sizeof *classify_methods;

const classify_method *classify_find(const char *name) {
    for (size_t i = 0; i < classify_method_count; i++)
        if (!strcmp(classify_methods[i].name, name)) return &classify_methods[i];
    return NULL;
}

/* ---- from inner edges to classes ---- */

static err_code check_request(const classify_method *m, const classify_request *r, err *e) {
    if (!m->takes_breaks) {
        if (r->classes >= CLASSES_MIN && r->classes <= CLASSES_MAX) return ERR_OK;
        return err_set(e, ERR_RANGE,
                       "classes: \"%zu\" is not allowed: a whole number from %d to %d", r->classes,
                       CLASSES_MIN, CLASSES_MAX);
    }
    if (!r->n_breaks || r->n_breaks >= CLASSES_MAX)
        return err_set(e, ERR_RANGE, "breaks: %zu given; the method \"%s\" takes from 1 to %d",
                       r->n_breaks, m->name, CLASSES_MAX - 1);
    for (size_t i = 0; i < r->n_breaks; i++)
        if (!isfinite(r->breaks[i]) || (i && !(r->breaks[i] > r->breaks[i - 1])))
            return err_set(e, ERR_RANGE,
                           "breaks: must be finite numbers, each larger than the last");
    return ERR_OK;
}

/* True if `v` belongs to a class below the edge. */
static bool is_below(double v, double edge, closure closed) {
    return closed == CLOSED_RIGHT ? v <= edge : v < edge;
}

/* How many of the sorted values lie below the edge. */
static size_t count_below(const double *sorted, size_t n, double edge, closure closed) {
    size_t low = 0, high = n;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (is_below(sorted[mid], edge, closed))
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

/* Copies the edges that stay.  One goes if it repeats the last or has nothing on one side; where
 * empty classes are merged, also if no value lies between it and the last. */
static void keep_edges(const classify_method *m, const double *inner, size_t n_inner,
                       const double *sorted, size_t n, class_breaks *b) {
    size_t kept = 0, below_last = 0;
    for (size_t i = 0; i < n_inner; i++) {
        double edge = inner[i] == 0 ? 0 : inner[i]; /* -0 */
        size_t below = count_below(sorted, n, edge, b->closed);
        bool drop = (kept && edge <= b->edge[kept]) || !below || below == n ||
                    (m->empty == EMPTY_MERGED && below == below_last);
        if (drop && m->empty != EMPTY_KEPT) continue;
        b->edge[++kept] = edge;
        below_last = below;
    }
    b->count = kept + 1;
}

/* The outer edges are the extremes, unless the outer class lies beyond them. */
static void set_ends(class_breaks *b, double min, double max) {
    bool open_below = b->count > 1 && !is_below(min, b->edge[1], b->closed);
    bool open_above = b->count > 1 && is_below(max, b->edge[b->count - 1], b->closed);
    b->edge[0] = open_below ? -HUGE_VAL : min;
    b->edge[b->count] = open_above ? HUGE_VAL : max;
}

static err_code classify_sorted(const classify_method *m, const double *sorted, size_t n,
                                const classify_request *r, class_breaks *out, err *e) {
    double inner[CLASSES_MAX - 1], min = sorted[0], max = sorted[n - 1];
    size_t n_inner = 0;
    if (!isfinite((max - min) * CLASSES_MAX)) /* room for the methods' arithmetic */
        return err_set(e, ERR_RANGE, "values from %g to %g are too far apart", min, max);
    if (min < max || m->empty == EMPTY_KEPT) {
        err_code rc = m->compute(sorted, n, r, inner, &n_inner, e);
        if (rc) return rc;
    }
    class_breaks b = {.closed = r->closed};
    keep_edges(m, inner, n_inner, sorted, n, &b);
    set_ends(&b, min, max);
    *out = b;
    return ERR_OK;
}

err_code classify(const classify_method *m, const double *values, size_t n,
                  const classify_request *r, class_breaks *out, err *e) {
    err_code rc = check_request(m, r, e);
    if (rc) return rc;
    double *sorted;
    size_t count;
    if ((rc = stats_sorted(values, n, &sorted, &count, e))) return rc;
    if (count)
        rc = classify_sorted(m, sorted, count, r, out, e);
    else
        *out = (class_breaks){.closed = r->closed};
    free(sorted);
    return rc;
}

int class_of(const class_breaks *b, double value) {
    if (isnan(value) || !b->count) return -1;
    size_t i = 0;
    while (i + 1 < b->count && !is_below(value, b->edge[i + 1], b->closed)) i++;
    return (int)i;
}

void classify_counts(const class_breaks *b, const double *values, size_t n, size_t *counts) {
    memset(counts, 0, b->count * sizeof *counts);
    for (size_t i = 0; i < n; i++) {
        int c = class_of(b, values[i]);
        if (c >= 0) counts[c]++;
    }
}

/* ---- goodness of fit ---- */

typedef struct tally {
    double n, sum;
} tally;

static double squared(double v, tally t) {
    double d = v - t.sum / t.n;
    return d * d;
}

double classify_gvf(const class_breaks *b, const double *values, size_t n) {
    tally all = {0}, class[CLASSES_MAX] = {{0}};
    double origin = NAN; /* one of the values: where all are equal, all differences are exactly 0 */
    for (size_t i = 0; i < n; i++) {
        int c = class_of(b, values[i]);
        if (c < 0) continue;
        if (isnan(origin)) origin = values[i];
        class[c].n++, class[c].sum += values[i] - origin;
        all.n++, all.sum += values[i] - origin;
    }
    if (isnan(origin)) return NAN;
    double total = 0, within = 0;
    for (size_t i = 0; i < n; i++) {
        int c = class_of(b, values[i]);
        if (c < 0) continue;
        total += squared(values[i] - origin, all);
        within += squared(values[i] - origin, class[c]);
    }
    return total > 0 ? 1 - within / total : 1;
}
