#include "geo/grid.h"
#include "base/text.h"

#include <stdio.h>
#include <string.h>

#define RADIANS (3.14159265358979323846 / 180.0)

bool grid_tile_valid(tile_id t) {
    return t.z <= GRID_ZOOM_MAX && t.x < (1u << t.z) && t.y < (1u << t.z);
}

err_code grid_tile_from_text(const char *z, const char *x, const char *y, tile_id *out, err *e) {
    unsigned long v[3];
    if (!text_to_uint(z, UINT32_MAX, &v[0]) || !text_to_uint(x, UINT32_MAX, &v[1]) ||
        !text_to_uint(y, UINT32_MAX, &v[2]))
        return err_set(e, ERR_RANGE, "a tile is Z/X/Y in whole numbers, as 12/2251/1201");
    if (v[0] > GRID_ZOOM_MAX)
        return err_set(e, ERR_RANGE, "zoom %lu is outside 0 to %d", v[0], GRID_ZOOM_MAX);
    tile_id t = {(unsigned)v[0], (uint32_t)v[1], (uint32_t)v[2]};
    if (!grid_tile_valid(t))
        return err_set(e, ERR_RANGE,
                       "tile %u/%u/%u does not exist: at zoom %u, x and y are 0 to %u", t.z, t.x,
                       t.y, t.z, (1u << t.z) - 1);
    *out = t;
    return ERR_OK;
}

err_code grid_tile_parse(const char *text, tile_id *out, err *e) {
    char part[3][16];
    char rest;
    if (sscanf(text, "%15[0-9]/%15[0-9]/%15[0-9]%c", part[0], part[1], part[2], &rest) != 3)
        return err_set(e, ERR_RANGE, "\"%s\" is no tile: use Z/X/Y, as 12/2251/1201", text);
    return grid_tile_from_text(part[0], part[1], part[2], out, e);
}

pixel_window grid_tile_window(tile_id t, uint32_t tile_px) {
    return (pixel_window){t.z,     tile_px, (int64_t)t.x * tile_px, (int64_t)t.y * tile_px,
                          tile_px, tile_px};
}

/* Each edge by one expression, so that neighbors have it in common to the last bit. */
rect grid_tile_bounds(tile_id t) {
    double side = 2 * GRID_HALF_M / (double)(1u << t.z);
    return (rect){t.x * side - GRID_HALF_M, GRID_HALF_M - (t.y + 1.0) * side,
                  (t.x + 1.0) * side - GRID_HALF_M, GRID_HALF_M - t.y * side};
}

double grid_pixels_per_m(unsigned z, uint32_t tile_px) {
    return tile_px * (double)(1u << z) / (2 * GRID_HALF_M);
}

void grid_m_to_pixel(unsigned z, uint32_t tile_px, double x_m, double y_m, double *px, double *py) {
    double scale = grid_pixels_per_m(z, tile_px);
    *px = (x_m + GRID_HALF_M) * scale;
    *py = (GRID_HALF_M - y_m) * scale;
}

bool grid_project(double lon, double lat, double *x_m, double *y_m) {
    bool clamped = fabs(lat) > GRID_LATITUDE_MAX;
    if (clamped) lat = copysign(GRID_LATITUDE_MAX, lat);
    *x_m = GRID_RADIUS_M * lon * RADIANS;
    *y_m = GRID_RADIUS_M * atanh(sin(lat * RADIANS));
    return clamped;
}

void grid_unproject(double x_m, double y_m, double *lon, double *lat) {
    *lon = x_m / GRID_RADIUS_M / RADIANS;
    *lat = atan(sinh(y_m / GRID_RADIUS_M)) / RADIANS;
}

double grid_stretch(rect bounds) {
    return rect_is_empty(bounds) ? 1 : cosh((bounds.y0 + bounds.y1) / 2 / GRID_RADIUS_M);
}
