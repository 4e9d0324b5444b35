/* grid: where a tile is addressed: the XYZ scheme over spherical Mercator
 * (EPSG:3857).  z in [0, GRID_ZOOM_MAX], (0, 0) is north-west, y grows southward.
 *
 * World pixels: at a zoom with tiles of `tile_px`, the world is a square of
 * tile_px * 2^z pixels, x eastward from -180°, y southward from 85.05113° north;
 * pixel (i, j) is [i, i+1) x [j, j+1) and is sampled at its center. */
#ifndef GEO_GRID_H
#define GEO_GRID_H
#include "base/err.h"
#include "geo/rect.h"
#include <stdint.h>

#define GRID_ZOOM_MAX     22
#define GRID_TILE_PX      256 /* CSS px a side; device px are the scale times that */
#define GRID_RADIUS_M     6378137.0
#define GRID_HALF_M       20037508.342789244 /* pi * radius */
#define GRID_LATITUDE_MAX 85.0511287798066   /* atan(sinh(pi)): where the square ends */

typedef struct tile_id {
    unsigned z;
    uint32_t x, y;
} tile_id;

typedef struct pixel_window { /* a rectangle of world pixels at one zoom */
    unsigned z;
    uint32_t tile_px; /* 256 or 512: with z, the scale */
    int64_t x0, y0;   /* world pixel of the upper left corner */
    uint32_t width, height;
} pixel_window;

bool grid_tile_valid(tile_id t);
/* "12/2251/1201"; ERR_RANGE says what is wrong. */
err_code grid_tile_parse(const char *text, tile_id *out, err *e);
err_code grid_tile_from_text(const char *z, const char *x, const char *y, tile_id *out, err *e);
pixel_window grid_tile_window(tile_id t, uint32_t tile_px);
rect grid_tile_bounds(tile_id t);                       /* Mercator meters */
double grid_pixels_per_m(unsigned z, uint32_t tile_px); /* world pixels a Mercator meter */
/* Mercator meters to world pixels (a double: pixel corners are whole). */
void grid_m_to_pixel(unsigned z, uint32_t tile_px, double x_m, double y_m, double *px, double *py);

/* Degrees to Mercator meters (spherical: Snyder 1987, eq. 7-1, 7-2) and back.  A latitude beyond
 * ±GRID_LATITUDE_MAX is clamped; returns true if it was. */
bool grid_project(double lon, double lat, double *x_m, double *y_m);
void grid_unproject(double x_m, double y_m, double *lon, double *lat);
/* Mercator meters a meter on the ground, in the middle of those bounds (Snyder 1987, eq. 7-4); 1 if
 * they are empty. */
double grid_stretch(rect bounds);
#endif
