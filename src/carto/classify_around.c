#include "carto/classify_around.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

bool classify_around_can(const classify_method *m) { return !m->own_count && !m->takes_breaks; }

size_t classify_around_count(size_t asked) {
    if (asked % 2) return asked;
    return asked < CLASSES_MAX ? asked + 1 : asked - 1;
}

typedef struct reach { /* how far the values lie out on each side; NaN: there are none */
    double below, above;
} reach;

static reach reach_of(const double *deviation, size_t n) {
    reach r = {(double)NAN, (double)NAN};
    for (size_t i = 0; i < n; i++) { /* fmax() skips NaN */
        if (deviation[i] <= 0) r.below = fmax(r.below, -deviation[i]);
        if (deviation[i] >= 0) r.above = fmax(r.above, deviation[i]);
    }
    return r;
}

static void open_ends(class_breaks *b) {
    b->edge[0] = -HUGE_VAL;
    b->edge[b->count] = HUGE_VAL;
}

/* mult x 10^exponent x share / 2: one rounding, so that edges read as the decimals they are. */
static double step_part(int mult, int exponent, int share) {
    double halves = mult * 5.0 * share; /* in tenths */
    return exponent > 0 ? halves * pow(10, exponent - 1) : halves / pow(10, 1 - exponent);
}

/* Of classes of one width that cover as much on either side. */
static double even_step(reach r, size_t k) { return 2 * fmax(r.below, r.above) / (double)k; }

static double widest_step(reach r, size_t k) {
    double near = fmin(r.below, r.above), t = even_step(r, k);
    bool both = r.below > 0 && r.above > 0;
    return both ? fmin(t, fmax(2 * near / (double)(k - 2), t / 2)) : t;
}

typedef struct step { /* mult x 10^exponent */
    int mult, exponent;
} step;

typedef struct rounding {
    const double *deviation;
    size_t n, k;
    closure closed;
    size_t low, high; /* values in the outer classes of the step that was not rounded */
} rounding;

static void count_ends(const rounding *r, double edge, size_t *low, size_t *high) {
    bool right = r->closed == CLOSED_RIGHT;
    *low = *high = 0;
    for (size_t i = 0; i < r->n; i++) {
        double v = r->deviation[i];
        *low += right ? v <= -edge : v < -edge;
        *high += right ? v > edge : v >= edge;
    }
}

static bool end_keeps(size_t before, size_t after, size_t known) {
    return (after > 0 || before == 0) && (2 * after <= known || 2 * before > known);
}

static bool step_keeps(const rounding *r, size_t known, step s) {
    size_t low, high;
    count_ends(r, step_part(s.mult, s.exponent, (int)r->k - 2), &low, &high);
    return end_keeps(r->low, low, known) && end_keeps(r->high, high, known);
}

static size_t count_known(const double *deviation, size_t n) {
    size_t known = 0;
    for (size_t i = 0; i < n; i++) known += !isnan(deviation[i]);
    return known;
}

/* The nearest to the target of those that keep what the outer classes hold. */
static bool nearest_round(const rounding *r, size_t known, double target, step *out) {
    static const int mults[] = {10, 20, 25, 30, 40, 50, 60, 80};
    int first = (int)floor(log10(target)) - 1;
    double best = INFINITY;
    for (int exponent = first - 1; exponent <= first + 1; exponent++)
        for (size_t i = 0; i < sizeof mults / sizeof *mults; i++) {
            const step s = {mults[i], exponent};
            double away = fabs(step_part(s.mult, s.exponent, 2) - target);
            if (away >= best || !step_keeps(r, known, s)) continue;
            best = away;
            *out = s;
        }
    return best <= target / 2;
}

#define DIGITS_MAX 9 /* of a step that cannot be rounder */

static step finer_step(const rounding *r, size_t known, double target) {
    int first = (int)floor(log10(target));
    step s = {0, 0};
    for (int digits = 2; digits <= DIGITS_MAX; digits++) {
        s.exponent = first + 1 - digits;
        s.mult = (int)lround(target / step_part(2, s.exponent, 1));
        if (step_keeps(r, known, s)) break;
    }
    return s;
}

static class_breaks symmetric_classes(reach far, const double *deviation, size_t n, size_t k,
                                      closure closed) {
    class_breaks b = {.count = k, .closed = closed};
    double target = widest_step(far, k);
    rounding r = {deviation, n, k, closed, 0, 0};
    size_t known = count_known(deviation, n);
    step s;
    count_ends(&r, target * (double)(k - 2) / 2, &r.low, &r.high);
    if (2 * r.low > known || 2 * r.high > known) {
        target = even_step(far, k);
        count_ends(&r, target * (double)(k - 2) / 2, &r.low, &r.high);
    }
    if (!nearest_round(&r, known, target, &s)) s = finer_step(&r, known, target);
    for (size_t i = 1; i < k; i++) b.edge[i] = step_part(s.mult, s.exponent, 2 * (int)i - (int)k);
    open_ends(&b);
    return b;
}

/* The deviations of one side, and 0. */
static err_code side_classes(const classify_method *m, bool above, const double *deviation,
                             size_t n, const classify_request *r, class_breaks *out, err *e) {
    double *side = malloc((n + 1) * sizeof *side);
    size_t count = 0;
    if (!side) return err_nomem(e);
    side[count++] = 0;
    for (size_t i = 0; i < n; i++)
        if (above ? deviation[i] >= 0 : deviation[i] <= 0) side[count++] = deviation[i];
    classify_request half = *r;
    half.classes = (r->classes + 1) / 2;
    err_code rc = classify(m, side, count, &half, out, e);
    free(side);
    return rc;
}

static err_code classes_by_side(const classify_method *m, const double *deviation, size_t n,
                                const classify_request *r, class_breaks *out, err *e) {
    class_breaks side[2], b = {.closed = r->closed};
    for (int above = 0; above < 2; above++) {
        err_code rc = side_classes(m, above, deviation, n, r, &side[above], e);
        if (rc) return rc;
        for (size_t i = 1; i < side[above].count; i++) b.edge[++b.count] = side[above].edge[i];
    }
    b.count++;
    open_ends(&b);
    *out = b;
    return ERR_OK;
}

err_code classify_around(const classify_method *m, bool symmetric, const double *deviation,
                         size_t n, const classify_request *r, class_breaks *out, err *e) {
    reach far = reach_of(deviation, n);
    double most = fmax(far.below, far.above);
    assert(classify_around_can(m) && r->classes % 2);
    if (isinf(most * CLASSES_MAX) || (most > 0 && most < 1e-290))
        return err_tell(
            e, ERR_RANGE, "values at most %g from the reference cannot be classed",
            "värden som ligger högst %g från jämförelsevärdet kan inte delas in i klasser", most);
    if (most > 0 && !symmetric) return classes_by_side(m, deviation, n, r, out, e);
    if (most > 0)
        *out = symmetric_classes(far, deviation, n, r->classes, r->closed);
    else
        *out = (class_breaks){.count = most == 0, .closed = r->closed};
    return ERR_OK;
}
