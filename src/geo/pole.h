/* pole: the pole of inaccessibility of an area: the point inside it that is farthest from its
 * border, holes' borders too, by GEOS. */
#ifndef GEO_POLE_H
#define GEO_POLE_H
#include "geo/geometry.h"

typedef struct pole {
    double x, y;   /* units of the geometry */
    double radius; /* to the nearest border */
} pole;

/* Of one outer ring, `outer`, and those that follow it, for which hole[i] is true: ring
 * outer + 1 + i, i in [0, n).  `tolerance` > 0, in the units of the geometry: how much farther from
 * the border another point may be.  ERR_FORMAT: what GEOS says of rings that are no area. */
err_code pole_find(const geometry *g, uint32_t outer, const bool *hole, uint32_t n,
                   double tolerance, pole *out, err *e);
/* The same of a district's largest part; rings as coverage_rings.h has them, and at least one. */
err_code pole_of_district(const geometry *g, district_id d, double tolerance, pole *out, err *e);
#endif
