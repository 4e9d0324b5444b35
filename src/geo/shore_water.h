/* shore_water: the water that is drawn at one scale: clipped to the layer, with thin strips of land
 * filled, and without what is too small. */
#ifndef GEO_SHORE_WATER_H
#define GEO_SHORE_WATER_H
#include "geo/shore.h"
#include "geo/shore_near.h"

enum { SHORE_OUTSIDE, SHORE_WATER, SHORE_LAND, SHORE_SIDES }; /* the districts of a cut layer */

/* One district, 0; its rings may have edges in common, which then are none.  No rings: there is no
 * water. */
err_code shore_water_make(const coverage *c, const coverage_level *l, const geometry *water,
                          const shore_measures *m, double snap, geometry **out, err *e);

/* Adds to `b` polygons over the thin strips of land between water and outside, each as a district
 * of its own from *next on; `cut`: of the districts above. */
err_code shore_strips_add(const shore_cover *cut, const shore_measures *m, geometry_builder *b,
                          district_id *next, err *e);
/* Adds the water's rings to `b`, as SHORE_WATER, clipped to a rectangle; edges may run along it. */
err_code shore_clip_add(const geometry *water, rect r, geometry_builder *b, err *e);
#endif
