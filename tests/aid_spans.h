/* aid_spans: tiles as a raster would give them, made up pixel by pixel. */
#ifndef AID_SPANS_H
#define AID_SPANS_H
#include "tile/skeleton.h"

typedef struct aid_spans { /* starts as {.size = px} */
    uint32_t size;
    raster_span *list;
    size_t count, cap, pixels;
} aid_spans;

/* The next pixel, row by row; joins the span before it if that is equal.  x, y, len are set here.
 */
void aid_spans_add(aid_spans *s, raster_span pixel);
void aid_spans_fill(aid_spans *s, raster_span pixel); /* to the end of the tile */
void aid_spans_free(aid_spans *s);
/* A whole tile: cells x cells districts with wiggly borders, every seventh of them outside, and ink
 * of those widths along the borders; 4 x 4 samples a pixel. */
void aid_spans_cells(aid_spans *s, unsigned cells, double casing_px, double line_px, uint64_t seed);

/* Pixels of one district, and of two with `share` of b. */
raster_span aid_one(district_id d);
raster_span aid_two(district_id a, district_id b, double share);
raster_span aid_inked(raster_span s, double casing, double line);

skeleton *aid_skeleton(const aid_spans *s, unsigned patterns, bool opaque_inks);
#endif
