#include "data/margin.h"

#include <math.h>

const char *const margin_basis_names[MARGIN__BASES] = {NULL, "interval", "margin", "sample"};

/* ---- one figure ---- */

double margin_of_share(double p, double n) {
    if (!(p > 0 && p < 1 && n > 0)) return NAN;
    return MARGIN_Z * sqrt(p * (1 - p) / n);
}

static double entry(const double *all, size_t at) { return all ? all[at] : (double)NAN; }

static double wider(double a, double b) { return isnan(a) || b > a ? b : a; }

/* An end on the wrong side of its figure tells nothing. */
static double to_end(double distance) { return distance >= 0 ? distance : (double)NAN; }

static double of_interval(const joined *j, size_t at, int toward) {
    double above = to_end(entry(j->high, at) - j->value[at]);
    double below = to_end(j->value[at] - entry(j->low, at));
    return toward > 0 ? above : toward < 0 ? below : wider(above, below);
}

static double of_sample(const indicator *ind, size_t at) {
    const joined *j = &ind->data;
    double all = localized_get(&ind->unit, LANG_EN)[0] == '%' ? 100 : 1;
    if (ind->kind != KIND_SHARE) return NAN;
    return all * margin_of_share(j->value[at] / all, entry(j->sample, at));
}

double margin_of(const indicator *ind, size_t at, int toward, margin_basis *basis) {
    const joined *j = &ind->data;
    double each[MARGIN__BASES] = {NAN, NAN, NAN, NAN};
    margin_basis found = MARGIN_UNKNOWN;
    if (j->state[at] == VALUE_PRESENT) {
        each[MARGIN_INTERVAL] = of_interval(j, at, toward);
        each[MARGIN_PUBLISHED] = entry(j->margin, at);
        each[MARGIN_SAMPLE] = of_sample(ind, at);
    }
    for (int b = MARGIN__BASES - 1; b > MARGIN_UNKNOWN; b--)
        if (!isnan(each[b])) found = (margin_basis)b;
    if (basis) *basis = found;
    return each[found];
}

bool margin_is_known(const indicator *ind) {
    const joined *j = &ind->data;
    return j->margin || j->low || j->high || (j->sample && ind->kind == KIND_SHARE);
}

/* ---- differences ---- */

double margin_of_difference(double margin_a, double margin_b) {
    return sqrt(margin_a * margin_a + margin_b * margin_b);
}

double margin_of_change(double a, double margin_a, double b, double margin_b) {
    if (!(b > 0)) return NAN;
    return 100 / b * margin_of_difference(margin_a, a / b * margin_b);
}

static double weight_at(const double *w, size_t i) { return !w ? 1 : isnan(w[i]) ? 0 : w[i]; }

double margin_of_mean(const double *x, const double *margin, const double *w, size_t n) {
    double squares = 0, total = 0;
    for (size_t i = 0; i < n; i++) {
        double wi = weight_at(w, i);
        if (isnan(x[i]) || wi == 0) continue;
        squares += wi * margin[i] * wi * margin[i];
        total += wi;
    }
    return total > 0 ? sqrt(squares) / total : (double)NAN;
}

double margin_from_mean(double margin, double share, double mean_margin) {
    double square = (1 - 2 * share) * margin * margin + mean_margin * mean_margin;
    return isnan(square) ? square : sqrt(fmax(square, 0));
}

bool margin_covers(double difference, double margin) { return fabs(difference) <= margin; }
