/* spatial: whether neighbors are alike: Moran's I, global (Moran 1950, Biometrika 37) and local
 * (Anselin 1995, Geographical Analysis 27(2)).
 *
 * Weights: each district's neighbors count the same and add up to 1 (row-standardized).  A district
 * without a figure is left out, also as a neighbor; one that has no neighbor with a figure is an
 * island, left out and counted.  With z = v - mean over the n others:
 *     lag(i)  = mean of z over the neighbors of i
 *     I       = sum of z(i) lag(i) / sum of z^2                expected by chance: -1 / (n - 1)
 *     I(i)    = z(i) lag(i) / (sum of z^2 / n)                 their sum is n I
 *
 * p: the figures are dealt out anew to the districts many times; p = (r + 1) / (permutations + 1)
 * with r the times that were as extreme (Phipson and Smyth 2010).  One-sided: of the global I,
 * at least as large, so that a small p says that neighbors are alike, and one near 1 that they
 * are unlike; of a local one at least as far to its own side (I(i) >= 0: as large, else as
 * small), with its district's own figure held and the others dealt out (one deal serves all
 * districts, so that their p are not independent).
 *
 * Not to be used as proof of why; of rates whose districts have very different populations, where
 * the small ones vary by chance (Assuncao and Reis 1999); nor by choosing among local p: of 100
 * districts without any pattern some 10 are under 0.05 on one of the two sides.  Under 30
 * districts a pattern is hard to tell from chance. */
#ifndef DATA_SPATIAL_H
#define DATA_SPATIAL_H
#include "base/pool.h"
#include "data/districts.h"

#define SPATIAL_PERMUTATIONS 999
#define SPATIAL_SEED         20240701 /* any number would do; it is fixed so that p is */
#define SPATIAL_LEAST        3        /* districts; with fewer all is NaN */

typedef struct spatial_graph { /* as geo/coverage.h makes it: CSR, symmetric, none its own */
    size_t n;
    const uint32_t *first;    /* [n + 1] */
    const district_id *other; /* [first[n]] */
} spatial_graph;

typedef enum spatial_quadrant { /* of the district's figure and its lag, against the mean */
                                SPATIAL_NONE, /* left out */
                                SPATIAL_HIGH_HIGH,
                                SPATIAL_LOW_LOW,
                                SPATIAL_HIGH_LOW, /* high among low ones */
                                SPATIAL_LOW_HIGH,
                                SPATIAL__QUADRANTS
} spatial_quadrant;
extern const char *const spatial_quadrant_names[SPATIAL__QUADRANTS]; /* "none", "high-high" ... */

typedef struct spatial_local {
    double i, p; /* NaN: left out */
    spatial_quadrant quadrant;
} spatial_local;

typedef struct spatial {
    size_t n, islands;
    double i, expected, p; /* NaN where n < SPATIAL_LEAST or all figures are equal */
    unsigned permutations;
    uint64_t seed;
    spatial_local *local; /* [graph's n] */
} spatial;

/* v[g->n], NaN: missing.  `workers` share the work, and may be NULL; the result is the same to the
 * last bit, and on every machine.  Time: permutations x (districts + neighbors); 100,000 districts
 * take some seconds. */
err_code spatial_moran(const double *v, const spatial_graph *g, unsigned permutations,
                       uint64_t seed, pool *workers, spatial *out, err *e);
void spatial_free(spatial *s); /* what it holds, not itself */
#endif
