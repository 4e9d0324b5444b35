/* coverage_rings: the districts of a level as polygons again, for what is drawn or written as
 * vectors.  Neighbors have exactly the same points on their border. */
#ifndef GEO_COVERAGE_RINGS_H
#define GEO_COVERAGE_RINGS_H
#include "geo/coverage.h"

/* Rings do not repeat their first point and pass each node at most once; y upward, outer rings run
 * counterclockwise and holes clockwise, each outer ring followed by its holes: as RFC 7946 wants
 * them.  A district without borders has no ring. */
err_code coverage_rings_make(const coverage *c, const coverage_level *l, geometry **out, err *e);
/* The same of some districts: those for which wanted[] is true, [n_districts]; the others have no
 * ring. */
err_code coverage_rings_some(const coverage *c, const coverage_level *l, const bool *wanted,
                             geometry **out, err *e);
/* Twice its signed area; positive: an outer ring. */
double coverage_rings_area2(const geometry *g, ring r);
#endif
