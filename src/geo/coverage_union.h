/* coverage_union: all that any district of a coverage covers, as one district: what polygons are
 * dissolved by, since a coverage has put right already where they overlap or cross themselves. */
#ifndef GEO_COVERAGE_UNION_H
#define GEO_COVERAGE_UNION_H
#include "geo/coverage.h"

/* One district, 0, even-odd; its rings keep the points of the coverage, and may touch themselves.
 * Time grows as n log n. */
err_code coverage_union_make(const coverage *c, geometry **out, err *e);
#endif
