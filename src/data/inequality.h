/* inequality: how unevenly a figure is spread over districts.
 *
 * All are measures *between districts*: what differs inside a district is not in them, so they are
 * below the inequality between people, and a finer division gives higher ones.  Two divisions
 * must not be compared by them.  Figures need a natural zero and none below it (amounts, shares,
 * rates, incomes; not degrees, nor indexes with a made-up zero): with a negative one ratio, Gini,
 * Theil and Lorenz curve are NaN.
 *
 * v[n]: NaN is missing and skipped.  w[n]: how much a district counts, >= 0, NaN or 0: not at all;
 * NULL: each counts the same.  The measures do not depend on the unit, nor on the weights' scale.
 * m = sum of w v / sum of w. */
#ifndef DATA_INEQUALITY_H
#define DATA_INEQUALITY_H
#include "base/err.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct lorenz_point { /* the districts with the lowest figures, */
    double districts;         /* 0..1: their part of the weight, */
    double amount;            /* 0..1: and of the sum of w v */
} lorenz_point;

typedef struct inequality {
    size_t n;      /* districts that count */
    bool negative; /* one of their figures is below zero */
    double gap;    /* highest - lowest; NaN if n is 0 */
    double ratio;  /* highest / lowest; NaN where the lowest is not above zero */
    /* Half the mean difference of two districts, by the mean: 0 all equal, to 1 - 1/n (w NULL).
     * Gini 1912; summed as F (1 - F) between neighboring figures (Dorfman 1979), so that no terms
     * cancel and equal figures give exactly 0.  Not divided by (n - 1)/n. */
    double gini;
    /* T = sum of w (v/m) ln(v/m) / sum of w, 0 ln 0 = 0: 0 all equal, to ln n (w NULL).
     * Theil 1967, Economics and Information Theory, ch. 4. */
    double theil;
    /* [n + 1] from (0, 0) to (1, 1), by ascending figures: Lorenz 1905.  NULL
     * where gini is NaN. */
    lorenz_point *lorenz;
} inequality; /* gini, theil: NaN if n is 0, a figure is negative or all are 0 */

err_code inequality_of(const double *v, const double *w, size_t n, inequality *out, err *e);
void inequality_free(inequality *q); /* what it holds, not itself */

/* Theil's T taken apart: T = between + within, with s = a part's share of the sum of w v:
 * between = sum of s ln(m of the part / m), what would be left if all districts of a part were
 * alike; within = sum of s T(part).  Shorrocks 1980, Econometrica 48(3), for T.  Districts with
 * no part are left out of all of it. */
#define INEQUALITY_NO_PART UINT32_MAX
typedef struct inequality_part {
    size_t n;           /* districts that count */
    double mean, theil; /* NaN: none; theil NaN also where all are 0 */
    double share;       /* of the sum of w v */
} inequality_part;
typedef struct inequality_parts {
    size_t n;                      /* districts that count */
    double theil, between, within; /* NaN as in inequality */
    size_t n_parts;
    inequality_part *part; /* [n_parts] */
} inequality_parts;
/* part[n]: below n_parts, or INEQUALITY_NO_PART. */
err_code inequality_theil_parts(const double *v, const double *w, const uint32_t *part, size_t n,
                                size_t n_parts, inequality_parts *out, err *e);
void inequality_parts_free(inequality_parts *p);
#endif
