/* reference: the drawing that all others must equal: right rather than fast.
 *
 * Each pixel is sampled REFERENCE_SAMPLES x REFERENCE_SAMPLES times: cairo fills and strokes
 * without anti-aliasing at that scale, which gives every sample to exactly one of two polygons
 * that share a border; the samples' colors are then averaged, premultiplied, as sRGB bytes.
 * Where polygons overlap the lower district wins.  Vertices are rounded to 1/256 of a sample
 * in world pixels, and all is clipped in double before cairo sees it, so a pixel is
 * the same in whichever window it is drawn.  Bounds: only edges of over REFERENCE_MARGIN_PX
 * pixels are cut, where rounding may move them by 1/512 of a sample. */
#ifndef TILE_REFERENCE_H
#define TILE_REFERENCE_H
#include "atlas/choropleth.h"
#include "geo/grid.h"

#define REFERENCE_SAMPLES   8
#define REFERENCE_MARGIN_PX 2048

/* mercator: meters; colors: of its districts; scale: device pixels a CSS pixel (1 or 2), for
 * the border's width and the hatch.  `out` has w->width * w->height pixels, row by row, straight
 * alpha, transparent outside the districts.  Thread-safe. */
err_code reference_draw(const geometry *mercator, const paint *colors, unsigned scale,
                        const pixel_window *w, rgba *out, err *e);
#endif
