/* tilepng: the bytes of a tile's PNG, made of two parts, so that a look costs no deflating:
 *     head   signature, IHDR, PLTE and tRNS: of the look
 *     tail   IDAT and IEND, with their checksums: of the pixels
 * Not a general encoder (that is draw/png.h): no filter but none, no text, no gamma. */
#ifndef TILE_TILEPNG_H
#define TILE_TILEPNG_H
#include "base/buf.h"
#include "carto/color.h"

#define TILEPNG_HEAD_MAX   (8 + 25 + 12 + 3 * 256 + 12 + 256) /* bytes */
#define TILEPNG_COLORS_MAX 256

/* ---- rows: what is deflated, each with its filter byte in front --------------------- */

unsigned tilepng_depth(size_t n_colors); /* the fewest bits that tell them apart: 1, 2, 4 or 8 */
/* depth: bits a pixel: 1, 2, 4, 8, or 32 (RGBA). */
size_t tilepng_rows_size(uint32_t width, uint32_t height, unsigned depth);
/* Pixels of numbers, mapped to palette entries below 2^depth; depth 1 to 8.  entry_of NULL: the
 * numbers are the entries. */
void tilepng_rows(const uint16_t *pixels /* [width * height] */, const uint8_t *entry_of,
                  uint32_t width, uint32_t height, unsigned depth, uint8_t *rows);
void tilepng_rows_rgba(const uint16_t *pixels, const rgba *color_of, uint32_t width,
                       uint32_t height, uint8_t *rows);
/* Palette entries back from rows of depth 1 to 8. */
void tilepng_pixels(const uint8_t *rows, uint32_t width, uint32_t height, unsigned depth,
                    uint16_t *pixels);

/* ---- head --------------------------------------------------------------------------- */

/* Writes it and returns its length.  1 to 2^depth colors, straight alpha; NULL and 0: RGBA of 8
 * bits. tRNS ends with the last color that is not opaque; it is left out if all are. */
size_t tilepng_head(uint32_t width, uint32_t height, unsigned depth, const rgba *palette,
                    size_t n_colors, uint8_t out[TILEPNG_HEAD_MAX]);

/* Appends a chunk of that name, for between head and tail. */
void tilepng_add_chunk(const char name[4], bytes data, buf *out);

/* ---- tail --------------------------------------------------------------------------- */

/* A zlib stream of z bytes becomes a tail where it lies: it has TILEPNG_BEFORE bytes of room in
 * front of it and TILEPNG_AFTER behind; `tail` is where the room begins.  Returns the tail's
 * length. */
#define TILEPNG_BEFORE 8
#define TILEPNG_AFTER  16
size_t tilepng_frame(uint8_t *tail, size_t z);

/* Deflates and inflates rows by libdeflate.  Compressors are made when first used and kept, with
 * the memory for results; belongs to one thread. */
typedef struct tilepng_deflater tilepng_deflater;
err_code tilepng_deflater_create(tilepng_deflater **out, err *e);
void tilepng_deflater_free(tilepng_deflater *d); /* NULL is fine */
/* level: 1 to 12 as libdeflate's.  The tail is valid until the next call. */
err_code tilepng_tail(tilepng_deflater *d, int level, const uint8_t *rows, size_t size, bytes *tail,
                      err *e);
/* The smallest that is known: libdeflate's at 12, which tells blocks apart, or that of
 * tile/tokens.h, whose parse is closer to the best: either wins on half of the tiles.  Takes some
 * 20 ms.  depth: 1 to 8, rows of at most 1024 bytes. */
err_code tilepng_tail_least(tilepng_deflater *d, const uint8_t *rows, uint32_t width,
                            uint32_t height, unsigned depth, bytes *tail, err *e);
/* The rows of a tail that these made; ERR_FORMAT if they are not `size` bytes. */
err_code tilepng_tail_rows(tilepng_deflater *d, bytes tail, uint8_t *rows, size_t size, err *e);
#endif
