/* tokens_parts: what tokens.c, tokens_parse.c and tokens_emit.c share.  Not for others. */
#ifndef TILE_TOKENS_PARTS_H
#define TILE_TOKENS_PARTS_H
#include "tile/tokens.h"

#define MATCH_MIN 3
#define MATCH_MAX 258
#define WINDOW    32768
#define FILTER    TOKENS_SLOTS_MAX /* a row's filter byte, as if it were a slot */

enum { /* RFC 1951, 3.2.5 */
       END_OF_BLOCK = 256,
       LENGTH_FIRST = 257,
       LENGTH_SYMBOLS = 29,
       LITERAL_SYMBOLS = LENGTH_FIRST + LENGTH_SYMBOLS,
       DISTANCE_SYMBOLS = 30
};

/* A symbol of RFC 1951, 3.2.5 stands for the lengths or distances base .. base + 2^extra - 1. */
typedef struct symbol_range {
    uint32_t base, extra;
} symbol_range;
symbol_range length_range(unsigned symbol);   /* < LENGTH_SYMBOLS, counted from LENGTH_FIRST */
symbol_range distance_range(unsigned symbol); /* < DISTANCE_SYMBOLS */
unsigned length_symbol(unsigned length);
unsigned distance_symbol(unsigned distance);

/* The steps that lead through `symbol` (slots, and FILTER before each row) at the least price. */
typedef struct parse_step {
    uint16_t length; /* 1: a literal, else MATCH_MIN..MATCH_MAX */
    uint16_t back;   /* distance - 1 */
} parse_step;
/* step[n]: the step to be taken at each position, whether one comes there or not; stride: from a
 * pixel to the one below it. */
err_code tokens_parse(const uint16_t *symbol, size_t n, uint32_t stride, parse_step *step, err *e);

/* Words of 16 bits.  Below WORD_MATCH a literal: the slot, or WORD_FILTER, or WORD_FAR_SLOT and the
 * slot as the next word.  Else a match: length - MATCH_MIN in the low 8 bits, above them 7 bits: an
 * index into `distance`, or WORD_FAR and the distance - 1 as the next word. */
enum {
    WORD_FILTER = 0x7ffe,
    WORD_FAR_SLOT = 0x7fff,
    WORD_MATCH = 0x8000,
    WORD_FAR = 127,
};

/* A slot with more literals than a byte counts. */
typedef struct many_literals {
    uint32_t slot, more;
} many_literals;

struct tokens {
    size_t memory;
    uint32_t decoded, tokens, words, slots, pairs, distances, many;
    uint32_t filters; /* literals that are a row's filter byte */
    uint32_t length_count[LENGTH_SYMBOLS], distance_count[DISTANCE_SYMBOLS];
    uint8_t distance_length[DISTANCE_SYMBOLS]; /* of the code: no look changes distances */
    /* [many], [words], [slots] ...: all behind this struct, in its allocation */
    many_literals *more;
    uint16_t *word;
    uint16_t *sum; /* [slots] pixels of the slot, modulo ADLER */
    uint16_t
        *weight; /* [slots] of those pixels, bytes from there to the end, added up, modulo ADLER */
    uint16_t *distance; /* [distances] the most frequent, at most WORD_FAR */
    uint16_t *pair;     /* [2 * pairs] slots on both sides of where a token ends */
    uint8_t *literals;  /* [slots] literals of the slot, 255 at most; see `more` */
};
#define ADLER 65521
#endif
