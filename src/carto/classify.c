#include "carto/classify.h"
#include "carto/classify_round.h"
#include "data/stats.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *const closure_names[2] = {[CLOSED_RIGHT] = "right", [CLOSED_LEFT] = "left"};

/* ---- from inner edges to classes ---- */

static err_code check_request(const classify_method *m, const classify_request *r, err *e) {
    if (m->own_count) return ERR_OK;
    if (!m->takes_breaks) {
        if (r->classes >= CLASSES_MIN && r->classes <= CLASSES_MAX) return ERR_OK;
        return err_tell(e, ERR_RANGE,
                        "classes: \"%zu\" is not allowed: a whole number from %d to %d",
                        "classes: \"%zu\" är inte tillåtet: ett heltal från %d till %d", r->classes,
                        CLASSES_MIN, CLASSES_MAX);
    }
    if (!r->n_breaks || r->n_breaks >= CLASSES_MAX)
        return err_tell(e, ERR_RANGE, "breaks: %zu given; the method \"%s\" takes from 1 to %d",
                        "breaks: %zu angivna; metoden \"%s\" tar från 1 till %d", r->n_breaks,
                        m->name, CLASSES_MAX - 1);
    for (size_t i = 0; i < r->n_breaks; i++)
        if (!isfinite(r->breaks[i]) || (i && !(r->breaks[i] > r->breaks[i - 1])))
            return err_tell(e, ERR_RANGE,
                            "breaks: must be finite numbers, each larger than the last",
                            "breaks: ska vara ändliga tal, vart och ett större än det före");
    return ERR_OK;
}

/* True if `v` belongs to a class below the edge. */
static bool is_below(double v, double edge, closure closed) {
    return closed == CLOSED_RIGHT ? v <= edge : v < edge;
}

size_t classify_count_below(const double *sorted, size_t n, double edge, closure closed) {
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

/* Copies the edges that stay.  One goes if it repeats the last (classes have a width, even where
 * empty ones are kept); if it has nothing on one side; and where empty classes are merged, if no
 * value lies between it and the last. */
static void keep_edges(const classify_method *m, const double *inner, size_t n_inner,
                       const double *sorted, size_t n, class_breaks *b) {
    size_t kept = 0, below_last = 0;
    for (size_t i = 0; i < n_inner; i++) {
        double edge = inner[i] == 0 ? 0 : inner[i]; /* -0 */
        size_t below = classify_count_below(sorted, n, edge, b->closed);
        if (kept && edge <= b->edge[kept]) continue;
        if (m->empty != EMPTY_KEPT && (!below || below == n)) continue;
        if (m->empty == EMPTY_MERGED && below == below_last) continue;
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

/* Edges lie at most twice the range beyond the values (stddev, boxplot), and the methods'
 * arithmetic takes up to CLASSES_MAX times the range. */
static bool has_room(double min, double max) {
    double range = max - min;
    return isfinite(range * CLASSES_MAX) && isfinite(min - 2 * range) && isfinite(max + 2 * range);
}

static err_code classify_sorted(const classify_method *m, const double *sorted, size_t n,
                                const classify_request *r, class_breaks *out, err *e) {
    double inner[CLASSES_MAX - 1], min = sorted[0], max = sorted[n - 1];
    size_t n_inner = 0;
    if (!has_room(min, max))
        return err_tell(e, ERR_RANGE,
                        "values from %g to %g are too large or too far apart to be classed",
                        "värden från %g till %g är för stora eller för långt från varandra för att "
                        "delas in i klasser",
                        min, max);
    if (min < max || m->takes_breaks) {
        err_code rc = m->compute(sorted, n, r, inner, &n_inner, e);
        if (rc) return rc == ERR_NOMEM ? rc : err_wrap(e, rc, "method"); /* the option at fault */
    }
    class_breaks b = {.closed = r->closed, .continuous = m->continuous};
    keep_edges(m, inner, n_inner, sorted, n, &b);
    if (r->rounded && m->can_round) classify_round_edges(&b, sorted, n);
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
        *out = (class_breaks){.closed = r->closed, .continuous = m->continuous};
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

/* The power of two that scales all values to [-1, 1], so that no square overflows or vanishes. */
static int scale_of(const double *values, size_t n) {
    double most = 0;
    int exponent;
    for (size_t i = 0; i < n; i++) most = fmax(most, fabs(values[i])); /* skips NaN */
    frexp(most, &exponent);
    return exponent;
}

double classify_gvf(const class_breaks *b, const double *values, size_t n) {
    tally all = {0}, class[CLASSES_MAX] = {{0}};
    int exponent = scale_of(values, n);
    double origin = NAN; /* one of the values: where all are equal, all differences are exactly 0 */
    for (size_t i = 0; i < n; i++) {
        int c = class_of(b, values[i]);
        if (c < 0) continue;
        double v = ldexp(values[i], -exponent);
        if (isnan(origin)) origin = v;
        class[c].n++, class[c].sum += v - origin;
        all.n++, all.sum += v - origin;
    }
    if (isnan(origin) || b->continuous) return NAN;
    double total = 0, within = 0;
    for (size_t i = 0; i < n; i++) {
        int c = class_of(b, values[i]);
        if (c < 0) continue;
        double v = ldexp(values[i], -exponent) - origin;
        total += squared(v, all);
        within += squared(v, class[c]);
    }
    return total > 0 ? 1 - within / total : 1;
}
