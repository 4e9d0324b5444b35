/* polylines: lines of a shapefile as flat arrays, with the weight of each point: those that weigh
 * less than a drawing's tolerance are left out of it, as in a coverage. */
#ifndef GEO_POLYLINES_H
#define GEO_POLYLINES_H
#include "geo/box_tree.h"

typedef struct polylines {
    size_t n, n_points;
    uint32_t *first; /* [n + 1]: line k has the points [first[k], first[k + 1]), at least 2 */
    double *x, *y;   /* [n_points] Mercator meters */
    float *weight;   /* [n_points] square meters; INFINITY for the ends of a line */
    rect *bounds;    /* [n] */
    box_tree *index; /* over the bounds */
} polylines;

void polylines_free(polylines *l); /* NULL is fine */
#endif
