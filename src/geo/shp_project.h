/* shp_project: coordinates of a .shp to longitudes, and on to Mercator meters.
 *
 * Coordinates that are degrees of WGS 84 or Mercator meters already do not pass through PROJ.  What
 * becomes of a point depends on nothing but its own coordinates, so that neighbors keep theirs in
 * common to the last bit.  In between, x is a longitude in degrees, and y a latitude or, of a file
 * in Mercator meters, those: what lies across ±180° is cut there. */
#ifndef GEO_SHP_PROJECT_H
#define GEO_SHP_PROJECT_H
#include "geo/crs.h"
#include <stdbool.h>

#define SHP_PROJECT_SAY_WHICH "say which system the coordinates are in, as --crs EPSG:3006"

/* Bounds in the file's header may be anything: each point is to be checked.  `assumed`: nobody said
 * that coordinates are degrees, and others are refused. */
err_code shp_project_check(bool assumed, double x, double y, err *e);
/* In place. */
err_code shp_project_longitudes(crs_transform *t, double *x, double *y, size_t n, err *e);
/* One point on to Mercator, in place; true: it was beyond the square of the tiles and is clamped.
 */
bool shp_project_point(crs_kind kind, double *x, double *y);
#endif
