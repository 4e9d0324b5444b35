/* shore_lines: the pieces of a shore's lines. */
#ifndef GEO_SHORE_LINES_H
#define GEO_SHORE_LINES_H
#include "geo/shore.h"
#include "geo/shore_cover.h"

/* What the lines are made of, both of n_districts + 1 districts of which the first is no district
 * of the layer: the water; or all land. */
typedef struct shore_cuts {
    shore_cover by_water, by_land;
} shore_cuts;

/* Fills pieces, points and index. */
err_code shore_lines_make(const shore_cuts *cuts, const shore_measures *m, shore *s, err *e);
/* Without water: the arcs themselves. */
err_code shore_lines_plain(const coverage *c, const coverage_level *l, shore *s, err *e);
#endif
