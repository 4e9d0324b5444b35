/* geos: districts as GEOS sees them, and what GEOS does for us: dissolving.
 * A geos belongs to one thread. */
#ifndef GEO_GEOS_H
#define GEO_GEOS_H
#include "geo/geometry.h"

typedef struct geos geos;

err_code geos_open(geos **out, err *e);
void geos_close(geos *g);

/* Merges the districts of each group into one: district i of `in` goes to `group[i]` in
 * [0, n_groups), DISTRICT_NONE to nowhere.  Vertices along borders that stay are kept. */
err_code geos_dissolve(geos *g, const geometry *in, const district_id *group, size_t n_groups,
                       geometry **out, err *e);

/* Tests of points and squares against one district, prepared once. */
typedef struct geos_area geos_area;
err_code geos_area_of(geos *g, const geometry *in, district_id d, geos_area **out, err *e);
void geos_area_free(geos_area *a);
bool geos_area_contains(const geos_area *a, double x, double y);
bool geos_area_contains_rect(const geos_area *a, rect r);
double geos_area_border_distance(const geos_area *a, double x,
                                 double y); /* to the nearest border */
double geos_area_size(const geos_area *a);  /* units squared */
#endif
