/* shore_cover: what shore_make() works with: a coverage and a level of all its points, made on a
 * grid that the layer's own points lie on, so that they stay where they are. */
#ifndef GEO_SHORE_COVER_H
#define GEO_SHORE_COVER_H
#include "geo/coverage.h"

typedef struct shore_cover { /* starts as {0} */
    coverage *c;
    coverage_level *l;
} shore_cover;

/* What coverage_build() is told for overlays of a level: the grid is that of the level's points,
 * if they have one that is not far finer than `near`, and at least fine against `near`. */
double shore_cover_snap(const coverage_level *l, double near);
/* Takes the geometry, on failure too. */
err_code shore_cover_build(geometry *g, double snap, shore_cover *out, err *e);
void shore_cover_free(shore_cover *v);
/* The same with label[d], below n_labels or DISTRICT_NONE, instead of each district d; borders
 * within a label go.  Nodes keep their numbers. */
err_code shore_cover_relabel(const coverage *c, const coverage_level *l, const district_id *label,
                             size_t n_labels, shore_cover *out, err *e);
/* All that has label[d] == 0 as the rings of one district. */
err_code shore_cover_rings(const coverage *c, const coverage_level *l, const district_id *label,
                           geometry **out, err *e);
/* Adds all rings of a district as the district `as`. */
err_code shore_cover_add(geometry_builder *b, const geometry *g, district_id d, district_id as,
                         err *e);
#endif
