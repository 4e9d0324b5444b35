/* correlate: whether two figures of the same districts go together.
 *
 * It is of districts, not of people (Robinson 1950, American Sociological Review 15(3)): nothing
 * follows for persons, nor what causes what.  Neighbors are alike, so districts are not
 * independent, and no p is given.  Pearson's r sees straight lines only and is moved by single
 * districts (Anscombe 1973, The American Statistician 27(1)): look at the plot. */
#ifndef DATA_CORRELATE_H
#define DATA_CORRELATE_H
#include "base/err.h"
#include <stddef.h>

#define CORRELATE_LEAST 3 /* of two districts r is always 1 or -1 */

typedef struct correlation {
    size_t n; /* districts with both */
    /* -1..1; NaN below CORRELATE_LEAST, or where one of the figures is the same everywhere.
     * Pearson 1896: sum of (x - mx)(y - my) / sqrt(sum of (x - mx)^2 sum of (y - my)^2).
     * Spearman 1904: the same of the ranks, where equal figures share the mean of theirs. */
    double pearson, spearman;
} correlation;

/* NaN in either: the district is left out. */
err_code correlate(const double *x, const double *y, size_t n, correlation *out, err *e);
#endif
