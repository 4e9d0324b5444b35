/* jenks: natural breaks, as Fisher's optimum: of all ways to cut n sorted values into k
 * classes the one with the least sum of squares within classes.
 *   W. D. Fisher, "On grouping for maximum homogeneity", JASA 53, 1958;
 *   G. F. Jenks, "The data model concept in statistical mapping", 1967. */
#ifndef CARTO_JENKS_H
#define CARTO_JENKS_H
#include "base/err.h"
#include <stddef.h>

/* sorted[n] ascending, finite, their range too, 1 <= n < 2^32 - 1; k >= 1.  first[c], 0 <= c <
 * *count, is the index in sorted of the lowest value of class c; equal values stay together. *count
 * is k, or the number of different values if there are fewer.  O(k n log n) time and O(k n) memory.
 *
 * The sum reached is the least but for rounding: 1e-15 of itself, and 1e-28 of the total sum of
 * squares, so that groups far apart (0, 1, 3 and 10000000000, 10000000001, 10000000003) are cut as
 * well as each would be alone.  Where several ways reach it, one of them. */
err_code jenks_classes(const double *sorted, size_t n, size_t k, size_t *first, size_t *count,
                       err *e);
#endif
