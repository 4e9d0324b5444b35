/* aid_coverage: coverages for tests, and what must hold of each, found by brute force and by GEOS.
 */
#ifndef AID_COVERAGE_H
#define AID_COVERAGE_H
#include "aid_files.h"
#include "geo/coverage.h"

typedef struct aid_cover {
    districts *names; /* NULL where the geometry is borrowed */
    geometry *g;
    coverage *c;
    coverage_level *all; /* every point */
} aid_cover;
/* Fails the test where it cannot, or where aid_cover_check() does. */
aid_cover aid_cover_of(const aid_ring *rings, size_t n, double snap);
aid_cover aid_cover_of_geometry(geometry *g, double snap); /* takes g */
void aid_cover_free(aid_cover *v);

/* Sides differ, ends fit nodes, bounds hold the points, no edge is there twice. */
void aid_cover_check(const coverage *c);
/* By GEOS: edges meet in their ends only. */
void aid_cover_check_crossings(const coverage_level *l);
/* The district that has an odd number of border crossings left of the point; fails the test if
 * there is more than one. */
district_id aid_cover_label(const coverage *c, const coverage_level *l, double x, double y);
double aid_cover_area(const coverage *c, const coverage_level *l, district_id d);
/* What must be there: the lowest district that geometry_contains() the point. */
district_id aid_cover_truth(const geometry *g, double x, double y);
/* Distance to the nearest edge of any ring of the geometry. */
double aid_cover_distance(const geometry *g, double x, double y);
/* The areas by GEOS of each district less those before it, and its borders' lengths; [n_districts].
 */
void aid_cover_geos(const geometry *g, double *area, double *length);
/* By GEOS: whether two districts touch or overlap, [n_districts * n_districts]: 1 in a point, 2
 * along a line or in an area. */
void aid_cover_geos_touches(const geometry *g, unsigned char *touches);
#endif
