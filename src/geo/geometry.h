/* geometry: the polygons of all districts of a layer, as flat arrays.
 * District d has the rings [ring_of[d], ring_of[d + 1]); ring r has the points
 * [first, first + count) of x and y.  Rings are closed implicitly (the first
 * point is not repeated) and have at least 3 points; inside is where a point lies in an
 * odd number of the district's rings, so order and direction of rings do not matter. */
#ifndef GEO_GEOMETRY_H
#define GEO_GEOMETRY_H
#include "data/districts.h"
#include "geo/rect.h"

typedef struct ring {
    uint32_t first, count;
} ring;

typedef struct geometry {
    size_t n_districts, n_rings, n_points;
    uint32_t *ring_of; /* [n_districts + 1] */
    ring *rings;       /* [n_rings] */
    double *x, *y;     /* [n_points]: degrees or meters, as the owner says */
    rect *bounds;      /* [n_districts]; RECT_EMPTY for a district without rings */
} geometry;

typedef struct geometry_builder geometry_builder;

err_code geometry_builder_create(geometry_builder **out, err *e);
void geometry_builder_free(geometry_builder *b);
/* Makes room for so many rings and points in all, where they are known: no more is then taken. */
err_code geometry_builder_reserve(geometry_builder *b, size_t rings, size_t points, err *e);
/* Adds a ring to a district; in any order of districts.  A closing point that repeats the first
 * and points equal to the one before are dropped; a ring of fewer than 3 points after that has
 * no area and is dropped: *kept (may be NULL) tells.  ERR_FORMAT: a coordinate is not finite. */
err_code geometry_builder_add(geometry_builder *b, district_id d, const double *x, const double *y,
                              size_t n, bool *kept, err *e);
/* Adds all that `from` holds, behind what is there, and empties it.  With room reserved it cannot
 * fail. */
err_code geometry_builder_append(geometry_builder *b, geometry_builder *from, err *e);
/* Rings of a district keep the order they were added in.  Frees the builder, also on failure. */
err_code geometry_builder_finish(geometry_builder *b, size_t n_districts, geometry **out, err *e);
void geometry_free(geometry *g);
void geometry_drop_points(geometry *g); /* x and y become NULL; all else stays, n_points too */

rect geometry_bounds(const geometry *g); /* of all districts; RECT_EMPTY if none has a ring */
/* Of what lies in an odd number of its rings, which may touch but not cross; units squared. */
double geometry_area(const geometry *g, district_id d);
/* Even-odd; a point on a border may be told in or out.  For tests and hit lookup. */
bool geometry_contains(const geometry *g, district_id d, double x, double y);
void geometry_update_bounds(geometry *g); /* after x and y were changed in place */
#endif
