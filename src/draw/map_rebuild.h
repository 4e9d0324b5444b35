/* map_rebuild: a coverage made anew of its own polygons: cut to a box, or with what was cut apart
 * before joined again. */
#ifndef DRAW_MAP_REBUILD_H
#define DRAW_MAP_REBUILD_H
#include "geo/coverage.h"

/* At a tolerance (area), of which nothing outside of that is left; `within` NULL: all is kept.
 * Points nearer than `snap` (> 0, units) become one, so that edges of one district that lie on each
 * other vanish. */
err_code map_rebuild(const coverage *c, double tolerance, const rect *within, double snap,
                     coverage **out, err *e);
#endif
