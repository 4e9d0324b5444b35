#include "carto/metric.h"
#include "data/stats.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- decimals ---- */

#define DIGITS_MAX 6
static const double power_of_ten[DIGITS_MAX + 1] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6};

/* A quotient of whole numbers below 2^53 is the double that the decimal text reads as. */
static double at_digits(double v, int digits) {
    return round(v * power_of_ten[digits]) / power_of_ten[digits];
}

/* The fewest digits after the point that write it exactly; -1: more than DIGITS_MAX, or so large
 * that it has no room for them. */
static int digits_of(double v) {
    for (int d = 0; d <= DIGITS_MAX && fabs(v * power_of_ten[d]) < 0x1p50; d++)
        if (at_digits(v, d) == v) return d;
    return -1;
}

double metric_sum(double a, double b) {
    int of_a = digits_of(a), of_b = digits_of(b), d = of_a > of_b ? of_a : of_b;
    double sum = a + b;
    bool fits = of_a >= 0 && of_b >= 0 && fabs(a * power_of_ten[d]) < 0x1p50 &&
                fabs(b * power_of_ten[d]) < 0x1p50;
    if (fits) sum = at_digits(sum, d);
    return sum == 0 ? 0 : sum; /* -0 */
}

double metric_difference(double a, double b) { return metric_sum(a, -b); }

/* ---- the metrics ---- */

static err_code value(const double *v, size_t n, double whole, double *out, double *out_whole,
                      err *e) {
    (void)e;
    memcpy(out, v, n * sizeof *out);
    *out_whole = whole;
    return ERR_OK;
}

static err_code ranks_of(const double *v, size_t n, size_t **first, size_t **last, err *e) {
    *first = calloc(n + 1, sizeof **first);
    *last = calloc(n + 1, sizeof **last);
    if (!*first || !*last) return err_nomem(e);
    return stats_rank(v, n, *first, *last, e);
}

static err_code rank(const double *v, size_t n, double whole, double *out, double *out_whole,
                     err *e) {
    (void)whole;
    size_t *first = NULL, *last = NULL;
    err_code rc = ranks_of(v, n, &first, &last, e);
    for (size_t i = 0; i < n && !rc; i++) out[i] = first[i] ? (double)first[i] : (double)NAN;
    *out_whole = NAN;
    free(first);
    free(last);
    return rc;
}

/* Of N figures, last - first + 1 are equal to this one and N - last lie below it. */
static err_code percentile(const double *v, size_t n, double whole, double *out, double *out_whole,
                           err *e) {
    (void)whole;
    size_t *first = NULL, *last = NULL, known = 0;
    err_code rc = ranks_of(v, n, &first, &last, e);
    for (size_t i = 0; i < n && !rc; i++) known += first[i] > 0;
    for (size_t i = 0; i < n && !rc; i++) {
        double below = (double)(known - last[i]), equal = (double)(last[i] - first[i] + 1);
        out[i] = first[i] ? 100 * (below + equal / 2) / (double)known : (double)NAN;
    }
    *out_whole = NAN;
    free(first);
    free(last);
    return rc;
}

static double standard(const stats *s, double v) {
    if (isnan(v)) return NAN;
    return v == s->mean || !(s->sd > 0) ? 0 : (v - s->mean) / s->sd;
}

static err_code zscore(const double *v, size_t n, double whole, double *out, double *out_whole,
                       err *e) {
    stats s;
    err_code rc = stats_of(v, n, &s, e);
    if (rc) return rc;
    for (size_t i = 0; i < n; i++) out[i] = standard(&s, v[i]);
    *out_whole = s.n ? standard(&s, whole) : (double)NAN;
    return ERR_OK;
}

static err_code ratio(const double *v, size_t n, double whole, double *out, double *out_whole,
                      err *e) {
    (void)e;
    for (size_t i = 0; i < n; i++) out[i] = 100 * v[i] / whole;
    *out_whole = isnan(whole) ? (double)NAN : 100;
    return ERR_OK;
}

const metric_kind metric_kinds[] = {
    {"value", "Value", "Värde", "the figures as they are", "uppgifterna som de är", "", "", false,
     true, false, false, (double)NAN, -1, value},
    {"rank", "Rank", "Rang", "the place among the districts, 1 the highest; equal figures share it",
     "platsen bland områdena, 1 är högst; lika värden delar den", "rank, highest first",
     "rang, högst först", false, false, true, false, (double)NAN, 0, rank},
    {"percentile", "Percentile", "Percentil",
     "how many percent of the districts lie below, half of those that are equal counted",
     "hur många procent av områdena som ligger under, hälften av de lika medräknad", "percentile",
     "percentil", false, false, false, false, (double)NAN, 0, percentile},
    {"zscore", "Standard score", "Standardpoäng",
     "standard deviations from the unweighted mean of the districts",
     "standardavvikelser från områdenas oviktade medelvärde", "standard deviations from the mean",
     "standardavvikelser från medelvärdet", false, true, false, true, 0, 2, zscore},
    {"ratio", "Compared with the whole", "Jämfört med helheten", "in percent of the whole's value",
     "i procent av helhetens värde", "{1} = 100", "{1} = 100", true, true, false, false, 100, 0,
     ratio},
};
const size_t metric_kind_count = sizeof metric_kinds / sizeof *metric_kinds;

const metric_kind *metric_find(const char *name) {
    for (size_t i = 0; i < metric_kind_count; i++)
        if (!strcmp(metric_kinds[i].name, name)) return &metric_kinds[i];
    return NULL;
}
