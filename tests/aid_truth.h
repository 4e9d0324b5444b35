/* aid_truth: what a map must show, told by GEOS. */
#ifndef AID_TRUTH_H
#define AID_TRUTH_H
#include "atlas/choropleth.h"
#include "geo/geometry.h"

typedef struct aid_colors { /* a paint with one opaque color a district */
    rgba *fill, *hatch;
    uint8_t *pattern;
    paint colors;
} aid_colors;
void aid_colors_make(aid_colors *c, size_t districts, double border_px);
void aid_colors_free(aid_colors *c);
rgba aid_color_of(size_t district);

/* Up to `wanted` seeded points in each district of `truth`, each at least `clear_px` from any
 * border of it at that zoom, must show the district's color in tiles drawn from `drawn` (the same
 * geometry, or another that should look the same).  Adds up the points, and the districts that had
 * room for all of them. */
void aid_truth_points(const geometry *truth, const geometry *drawn, unsigned z, size_t wanted,
                      size_t tries, double clear_px, size_t *points, size_t *full_districts);

/* All districts in one color without borders: every pixel that lies wholly in their union (as GEOS
 * dissolves it) must be that color.  Returns how many pixels that were. */
size_t aid_truth_seams(const geometry *g, unsigned z_low, unsigned z_top);

/* All tiles of a map at a zoom: pixels well inside a district have its class color, or, without
 * data, the no-data color or a mix with the hatch. */
void aid_truth_tiles(const choropleth *c, const geometry *g, unsigned z);
#endif
