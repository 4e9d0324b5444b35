/* raster: coverage of a tile's pixels by districts and by border ink, from arcs: every border is
 * drawn once, for both its sides.
 *
 * Fill: signed areas accumulated per pixel and district (the method of FreeType's smooth rasterizer
 * and of AGG), in integers of 1 / RASTER_ONE of a pixel, so that the shares of a pixel add up to
 * exactly 1.  Ink: the union of the stroked arcs with round joins and caps, from the least distance
 * to a segment at 4 x 4 samples a pixel; off by at most 0.02 of a pixel, under 1 px of width at
 * most 0.05, at joins (against 96 x 96 samples; 0.007 in the mean square).
 *
 * Coordinates are tile-local device pixels, x to the right, y DOWN; a pixel (i, j) is
 * [i, i+1) x [j, j+1).  What a pixel shows depends on world coordinates only, not on the window
 * it is drawn in, but for rounding (1e-6): crossings are computed from the ends of each segment
 * as they were given, however far outside they lie. */
#ifndef TILE_RASTER_H
#define TILE_RASTER_H
#include "base/err.h"
#include "data/districts.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RASTER_SIDE_MAX 1024
#define RASTER_PARTS    4 /* districts (the outside counts as one) that one pixel tells apart */
#define RASTER_INKS     2 /* strokes: casing, then the line over it */
#define RASTER_ONE      (1 << 20) /* shares are multiples of 1 / RASTER_ONE: exact as floats */

typedef struct raster_part {
    district_id district; /* DISTRICT_NONE: outside */
    float share;          /* of the pixel's area, 1/512..1 */
} raster_part;

typedef struct raster_span { /* equal pixels in a row */
    uint16_t x, y, len;
    uint8_t n_parts; /* 1..RASTER_PARTS, the rest of part[] is zero */
    /* Largest share first, of equal ones the lower district; the shares add up to 1.  Districts
     * beyond the fourth and shares under 1/512 are given to the largest. */
    raster_part part[RASTER_PARTS];
    float ink[RASTER_INKS]; /* covered share, 0..1; under 1/512 is 0, over 511/512 is 1 */
} raster_span;

typedef struct raster raster; /* scratch memory that is used again; belongs to one thread */
err_code raster_create(raster **out, err *e);
void raster_free(raster *r);

/* Starts a tile.  width, height <= RASTER_SIDE_MAX (0: no pixels).  ink_px: widths of the strokes
 * in px, 0: none.  The corner is DISTRICT_NONE until it is told. */
void raster_begin(raster *r, uint32_t width, uint32_t height, const double ink_px[RASTER_INKS]);
/* A border of n points; fewer than 2 draw nothing.  `left` and `right` as one walks along it on the
 * map, north up: walking down the picture, left is at greater x.  Any part may lie outside of the
 * window; coordinates are finite and below 1e9.  Equal districts on both sides fill nothing, and
 * `stroked` false (a border that is not drawn) gives no ink.  ERR_NOMEM: the tile is lost. */
err_code raster_arc(raster *r, const double *x, const double *y, size_t n, district_id left,
                    district_id right, bool stroked, err *e);
/* What lies at the window's upper left corner (0, 0); where arcs meet there, any of their districts
 * may be told.  The raster follows the left edge from there by the arcs that cross it, so arcs
 * wholly left of, above, or below the window need not be given (those whose stroke reaches in must
 * be).  Where arcs contradict the corner, they are believed. */
void raster_corner(raster *r, district_id d);
/* Ends the tile: the spans of all pixels, row by row, left to right, without a gap and with no two
 * equal ones side by side; valid until the next raster_begin(). */
err_code raster_finish(raster *r, const raster_span **out, size_t *n, err *e);
/* How often the last tile contradicted itself by more than 1/100 of a pixel: arcs that do not
 * close, wrong sides, a wrong corner.  Such a fault stays in its row, and shares are still between
 * 0 and 1.  0 for the arcs of a coverage. */
size_t raster_faults(const raster *r);
#endif
