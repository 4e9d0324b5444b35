/* tokens: the LZ77 parse of a wide tile, kept, so that a look costs Huffman codes only.
 *
 * A wide tile is an image of 16-bit slots.  A look gives each slot a byte (an index into its
 * palette), and wherever a run of slots repeats, so does the run of bytes.  The search for repeats,
 * which is most of the work of deflating, is therefore done once, on slots; each look maps the
 * literals, makes its own codes and writes a zlib stream.  What is not done: repeats that only a
 * look makes, where neighbors get one color, are not found.  tokens_same_share() tells how much of
 * that there is, so that a caller can paint and deflate instead.
 *
 * The stream that is parsed is the image data of a PNG of bit depth 8: each row is a filter byte 0
 * (none) and then one byte a pixel; height * (1 + width) bytes.  RFC 1950, RFC 1951.
 *
 * A `tokens` never changes after tokens_make() and may be used by any number of threads. */
#ifndef TILE_TOKENS_H
#define TILE_TOKENS_H
#include "base/buf.h"

#define TOKENS_SIDE_MAX  1024  /* pixels, of width and of height */
#define TOKENS_SLOTS_MAX 65535 /* slots are below this */

typedef struct tokens tokens;

/* slots: [height * width], row by row.  Slots should be numbered densely from 0: memory and each
 * tokens_emit() grow with the largest.  The parse is the cheapest that was found for prices as
 * looks of a few classes have them; equal slots give equal tokens.  Takes 0.1 to 0.2 us a pixel,
 * and, while it runs, 16 bytes a pixel and 2 MB.  ERR_RANGE: a side of 0 or over the limit, or a
 * slot over the limit; ERR_NOMEM.  The caller frees. */
err_code tokens_make(const uint16_t *slots, uint32_t width, uint32_t height, tokens **out, err *e);
void tokens_free(tokens *t); /* NULL is fine */

size_t tokens_memory(const tokens *t); /* bytes, all in one allocation */
size_t tokens_count(const tokens *t);  /* literals and matches */
size_t tokens_slots(const tokens *t); /* the largest slot + 1: the bytes that a mapping must have */
size_t tokens_decoded(const tokens *t); /* height * (1 + width) */

/* Appends the zlib stream of the image in which slot s is byte_of_slot[s]; byte_of_slot has
 * tokens_slots() entries.  One block: dynamic Huffman codes, or fixed ones or stored bytes where
 * that is smaller; at most tokens_decoded() + 5 for every 65,535 of it or part thereof + 6 bytes.
 * Allocates nothing but `out`, which on failure is as it was: ERR_NOMEM.  Takes about 3 ns a token
 * and a few us more. */
err_code tokens_emit(const tokens *t, const uint8_t *byte_of_slot, buf *out, err *e);

/* How many of the borders between different slots vanish in this look: the share, 0 to 1, of the
 * places where one token ends and the next begins with another slot, and both slots have the same
 * byte.  A sample of at most TOKENS_PAIRS_MAX places, spread evenly over the tile; 0 if there are
 * none.  Well under 1 us.  By `make bench-tokens`: up to 0.2 a stream has 0.89 to
 * 1.07 times the bytes that painting and libdeflate 3 give, at 0.5 1.25 to 1.31 times. */
#define TOKENS_PAIRS_MAX 256
double tokens_same_share(const tokens *t, const uint8_t *byte_of_slot);
#endif
