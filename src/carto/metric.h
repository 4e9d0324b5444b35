/* metric: what is mapped of an indicator's figures: the figures themselves, or each compared with
 * the others or with the whole.  One table: a new metric is one function and one row in metric.c,
 * and tests/test_metric.c runs its checks over every row.
 *
 * NaN is missing: it takes no part, and stays NaN.  All metrics but "rank" rise with the figure;
 * equal figures have equal numbers.  Definitions, with their sources: docs/definitions.md. */
#ifndef CARTO_METRIC_H
#define CARTO_METRIC_H
#include "base/err.h"
#include <stdbool.h>
#include <stddef.h>

typedef struct metric_kind {
    const char *name; /* as in a look: "zscore" */
    const char *title_en, *title_sv;
    const char *help_en, *help_sv; /* one sentence: what the numbers are */
    const char *unit_en, *unit_sv; /* "": the indicator's; {1} stands for the whole's name */
    bool needs_whole;              /* a value of the whole, above zero */
    bool has_whole;                /* the whole has a number of its own, as the mean has */
    bool from_high;                /* the highest figure has the lowest number */
    bool is_signed;                /* written with a plus sign above zero */
    double center;                 /* the number that colors diverge from; NaN: none */
    int decimals;                  /* of the numbers as texts; -1: the indicator's */
    /* v[n] finite or NaN, out[n]; *out_whole NaN unless has_whole and the whole is known. */
    err_code (*compute)(const double *v, size_t n, double whole, double *out, double *out_whole,
                        err *e);
} metric_kind;

extern const metric_kind metric_kinds[]; /* "value" first */
extern const size_t metric_kind_count;
const metric_kind *metric_find(const char *name); /* NULL if unknown */

/* a - b and a + b without the noise of binary fractions: where both are decimals of at most six
 * digits after the point, as published figures are, so is the result (17.3 - 13.5 is 3.8, the same
 * double as that text), and equal differences are equal numbers.  NaN if one of them is. */
double metric_difference(double a, double b);
double metric_sum(double a, double b);
#endif
