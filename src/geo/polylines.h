/* polylines: lines of a shapefile as flat arrays, with the weight of each point: those that weigh
 * less than a drawing's tolerance are left out of it, as in a coverage. */
#ifndef GEO_POLYLINES_H
#define GEO_POLYLINES_H
#include "geo/box_tree.h"
#include "geo/coverage.h"

typedef struct polylines {
    size_t n, n_points;
    uint32_t *first; /* [n + 1]: line k has the points [first[k], first[k + 1]), at least 2 */
    double *x, *y;   /* [n_points] Mercator meters */
    float *weight;   /* [n_points] square meters; INFINITY for the ends of a line */
    rect *bounds;    /* [n] */
    box_tree *index; /* over the bounds */
} polylines;

typedef struct polylines_builder polylines_builder;

err_code polylines_builder_create(polylines_builder **out, err *e);
void polylines_builder_free(polylines_builder *b); /* NULL is fine */
/* Points equal to the one before are dropped; a line of fewer than 2 points after that has no
 * length and is dropped: *kept (may be NULL) tells.  All coordinates are finite. */
err_code polylines_builder_add(polylines_builder *b, const double *x, const double *y, size_t n,
                               bool *kept, err *e);
/* Weighs the points as geo/simplify.h does: lines may cross one another, and cross nowhere else
 * without a few of their points.  Frees the builder, also on failure. */
err_code polylines_builder_finish(polylines_builder *b, polylines **out, err *e);
/* The borders of a coverage, with its own weights: a line for each arc. */
err_code polylines_of_borders(const coverage *c, polylines **out, err *e);
void polylines_free(polylines *l); /* NULL is fine */
#endif
