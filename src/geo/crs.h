/* crs: coordinate reference systems, by PROJ.  A transform owns a PJ_CONTEXT and
 * belongs to one thread. */
#ifndef GEO_CRS_H
#define GEO_CRS_H
#include "base/err.h"
#include <stdbool.h>
#include <stddef.h>

typedef struct crs_transform crs_transform;

#define CRS_NAME_MAX 160

/* From any definition that PROJ reads ("EPSG:3011", WKT of OGC or ESRI, a PROJ string with or
 * without +type=crs) to longitude and latitude in degrees, WGS 84.  Coordinates go in as GIS files
 * hold them: x east, y north, whatever order the authority names.  Nothing is fetched from the
 * network. */
err_code crs_open(const char *definition, crs_transform **out, err *e);
void crs_free(crs_transform *t);
/* The same transform for another thread. */
err_code crs_share(const crs_transform *t, crs_transform **out, err *e);

typedef enum crs_kind {
    CRS_OTHER,
    CRS_DEGREES, /* longitude and latitude of WGS 84 already: crs_to_lonlat() leaves them alone */
    CRS_MERCATOR /* spherical Mercator meters already (EPSG:3857) */
} crs_kind;

crs_kind crs_kind_of(const crs_transform *t);
bool crs_is_projected(const crs_transform *t); /* a plane in some unit of length */
const char *crs_name(const crs_transform *t);  /* "SWEREF99 18 00 (EPSG:3011)"; borrowed */
/* In place.  A point that PROJ cannot transform fails the call and is named by its coordinates. */
err_code crs_to_lonlat(crs_transform *t, double *x, double *y, size_t n, err *e);
/* The inverse, likewise; the point is named by its degrees. */
err_code crs_from_lonlat(crs_transform *t, double *x, double *y, size_t n, err *e);

/* On the ellipsoid of WGS 84, by Karney's algorithms (J. Geodesy 87, 2013) as PROJ has them. */
double crs_distance(double lon0, double lat0, double lon1, double lat1); /* meters */
/* Where one is after so many meters from a point in a direction: degrees clockwise from north. */
void crs_walk(double lon, double lat, double azimuth, double meters, double *lon_out,
              double *lat_out);
#endif
