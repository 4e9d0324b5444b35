#include "geo/shp_project.h"
#include "geo/grid.h"

#include <math.h>

/* Longitude is linear in Mercator's x, so that cutting can go by it. */
#define METERS_A_DEGREE (GRID_HALF_M / 180)

err_code shp_project_check(bool assumed, double x, double y, err *e) {
    if (!isfinite(x) || !isfinite(y))
        return err_set(e, ERR_FORMAT, "has a coordinate that is no number");
    if (!assumed || (fabs(x) <= 180.0001 && fabs(y) <= 90.0001)) return ERR_OK;
    return err_set(e, ERR_FORMAT,
                   "(%.10g, %.10g): there is no .prj file and the coordinates are not "
                   "degrees; " SHP_PROJECT_SAY_WHICH,
                   x, y);
}

err_code shp_project_longitudes(crs_transform *t, double *x, double *y, size_t n, err *e) {
    if (crs_kind_of(t) != CRS_MERCATOR) return crs_to_lonlat(t, x, y, n, e);
    for (size_t i = 0; i < n; i++) x[i] /= METERS_A_DEGREE;
    return ERR_OK;
}

bool shp_project_point(crs_kind kind, double *x, double *y) {
    if (kind != CRS_MERCATOR) return grid_project(*x, *y, x, y);
    bool clamped = fabs(*y) > GRID_HALF_M;
    *x *= METERS_A_DEGREE;
    if (clamped) *y = copysign(GRID_HALF_M, *y);
    return clamped;
}
