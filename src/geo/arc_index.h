/* arc_index: which arcs touch a rectangle: a packed R-tree over bounds, in Hilbert order, built
 * once and never changed. */
#ifndef GEO_ARC_INDEX_H
#define GEO_ARC_INDEX_H
#include "geo/coverage.h"

/* Reads the coverage, which so must stay; any number of threads may read both. */
typedef struct arc_index arc_index;
err_code arc_index_build(const coverage *c, arc_index **out, err *e);
void arc_index_free(arc_index *x);

typedef struct arc_list { /* starts as {0}; reused from query to query */
    uint32_t *arc;        /* [count] ascending */
    size_t count, cap;
} arc_list;
/* The arcs whose bounds touch r, borders included. */
err_code arc_index_query(const arc_index *x, rect r, arc_list *out, err *e);
void arc_list_free(arc_list *l);
/* The district at a point (DISTRICT_NONE: outside), by a ray through the index: cost O(log n + arcs
 * met).  On a border either side may be told.  `l`: the level whose points are meant (its lines,
 * not the full ones, are what is drawn). */
err_code arc_index_district_at(const arc_index *x, const coverage_level *l, double px, double py,
                               arc_list *scratch, district_id *out, err *e);
#endif
