/* stats: what both classification and comparison need of a column of values.
 * NaN is missing and skipped everywhere; every other value is finite. */
#ifndef DATA_STATS_H
#define DATA_STATS_H
#include "base/err.h"
#include <stdbool.h>
#include <stddef.h>

typedef struct stats {
    size_t n, missing;
    double min, max, mean, sd, median, q1, q3; /* NaN when n == 0; sd (n-1) NaN when n < 2 */
} stats;

err_code stats_of(const double *v, size_t n, stats *out, err *e);
/* The values that are there, ascending; -0 as 0.  *out is freed by the caller (never NULL). */
err_code stats_sorted(const double *v, size_t n, double **out, size_t *out_n, err *e);
/* Type 7 of Hyndman & Fan 1996, as R and numpy by default; n >= 1, 0 <= q <= 1. */
double stats_quantile(const double *sorted, size_t n, double q);
double stats_mean(const double *v, size_t n); /* compensated (Neumaier 1974); NaN if none */
/* Sum of w v / sum of w over the places that have both, likewise compensated.  w >= 0; NaN where
 * the weights there are add up to 0.  *n_used and *total (either may be NULL) get how many places
 * that are, and their weight. */
double stats_mean_weighted(const double *v, const double *w, size_t n, size_t *n_used,
                           double *total);
/* That, or where `w` is NULL, has a negative weight or gives NaN, the plain mean; *weighted says
 * which, *n_used how many places it covers. */
double stats_mean_by(const double *v, const double *w, size_t n, size_t *n_used, bool *weighted);
/* rank[i] among the values there: 1 = largest; equal values share the best rank ("7" of
 * "7-10"); *last (may be NULL) gets the worst rank of the tie.  0 where missing. */
err_code stats_rank(const double *v, size_t n, size_t *rank, size_t *last, err *e);
#endif
