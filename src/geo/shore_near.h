/* shore_near: how far lines are away: the edges of some arcs in a tree. */
#ifndef GEO_SHORE_NEAR_H
#define GEO_SHORE_NEAR_H
#include "geo/box_tree.h"
#include "geo/shore_cover.h"

typedef struct shore_edge {
    double x0, y0, x1, y1;
} shore_edge;

typedef struct shore_near {
    shore_edge *edge;
    size_t n;
    box_tree *tree;
} shore_near;

/* Of the arcs that have the district `side` at one side and not `but` at the other. */
err_code shore_near_make(const shore_cover *v, district_id side, district_id but, shore_near **out,
                         err *e);
void shore_near_free(shore_near *n);
/* The distance to the nearest edge, at most `limit`; foot[2]: where, unless it is `limit` (may be
 * NULL). */
double shore_near_distance(const shore_near *n, double x, double y, double limit, double *foot);

typedef struct shore_path { /* a polyline; starts as {0}, and is reused */
    double *x, *y;
    size_t n, cap_x, cap_y;
} shore_path;
err_code shore_path_add(shore_path *p, double x, double y, err *e);
void shore_path_free(shore_path *p);
/* Up to one of its points.  Sums are always made in the same order, so that equal places are equal
 * numbers. */
double shore_path_length(const shore_path *p, size_t to);

/* Parts of a path that are by turns near and far, from its begin to its end. */
typedef struct shore_run {
    double from, to; /* lengths along the path */
    bool near;
} shore_run;
typedef struct shore_runs { /* starts as {0}, and is reused */
    shore_run *run;
    size_t n, cap;
} shore_runs;
/* Adds those between two of the path's points; `at`: the length up to the first.  Near: within
 * `limit` of the edges.  Changes of less than a quarter of the limit may be missed; where it
 * changes is found to a thousandth of it. */
err_code shore_near_runs(const shore_near *n, const shore_path *p, size_t first, size_t last,
                         double at, double limit, shore_runs *out, err *e);
/* Whether a whole path is near. */
err_code shore_near_all(const shore_near *n, const shore_path *p, double limit, shore_runs *scratch,
                        bool *out, err *e);
/* Adds one run, or lengthens the last if it is alike. */
err_code shore_runs_add(shore_runs *r, shore_run run, err *e);
/* Changes those that are `near` and shorter than `least` to what is beside them, and joins them; a
 * path of one run stays as it is. */
void shore_runs_join(shore_runs *r, bool near, double least);
/* The part of a path, cut in its edges. */
err_code shore_path_part(const shore_path *p, shore_run r, shore_path *out, err *e);
#endif
