/* png: pixels to the bytes of a PNG file, by libpng: a palette of the fewest bits where there are
 * at most 256 colors, else 8-bit RGBA.  No filter, no time, no gamma: the same pixels give
 * the same bytes with one version of zlib. */
#ifndef DRAW_PNG_H
#define DRAW_PNG_H
#include "base/buf.h"
#include "carto/color.h"

err_code png_encode(const rgba *pixels /* [width * height], row by row */, uint32_t width,
                    uint32_t height, buf *out, err *e);
/* For tests and comparison: any PNG as straight RGBA; *pixels is freed by the caller. */
err_code png_decode(bytes file, rgba **pixels, uint32_t *width, uint32_t *height, err *e);
#endif
