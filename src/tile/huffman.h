/* huffman: prefix codes of bounded length, as deflate wants them (RFC 1951, 3.2.2).
 *
 * Not a compressor: it turns counts into code lengths and lengths into codes.  Nothing is
 * allocated; equal counts give equal codes on every machine.  Thread-safe. */
#ifndef TILE_HUFFMAN_H
#define TILE_HUFFMAN_H
#include <stddef.h>
#include <stdint.h>

#define HUFFMAN_SYMBOLS_MAX 288
#define HUFFMAN_BITS_MAX    15
#define HUFFMAN_COUNT_MAX   (1u << 22) /* of one symbol */

/* Bits to be written lowest first. */
typedef struct huffman_code {
    uint32_t bits;
    uint32_t n; /* how many; 0: the symbol has no code */
} huffman_code;

/* count[symbols] -> length[symbols] of at most `bits_max` bits, 0 for a symbol that does not occur.
 * The code is complete: if fewer than two symbols occur, the first ones that do not get a code too,
 * since some decoders refuse a code with holes.  Lengths are optimal unless the limit is reached,
 * and then within 15 % of it even for Fibonacci's numbers.  2 <= symbols <= HUFFMAN_SYMBOLS_MAX,
 * bits_max <= HUFFMAN_BITS_MAX, 2^bits_max >= symbols. */
void huffman_lengths(const uint32_t *count, size_t symbols, unsigned bits_max, uint8_t *length);
/* The canonical codes of those lengths, turned round so that they can be written lowest bit first.
 */
void huffman_codes(const uint8_t *length, size_t symbols, huffman_code *code);
#endif
