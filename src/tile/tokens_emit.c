/* A look's zlib stream: counts, codes, bits.
 *
 * Of the counts only those of the literals depend on the look, and they are sums over slots; so is
 * Adler-32.  The tokens themselves are gone through once, when their codes are written. */
#include "tile/huffman.h"
#include "tile/tokens_parts.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>

#define STORED_MAX 65535 /* bytes of a stored block, RFC 1951, 3.2.4 */
#define SLACK      8     /* the writer stores that many bytes at a time */

enum {
    BLOCK_STORED,
    BLOCK_FIXED,
    BLOCK_DYNAMIC,
    LENGTHS_MAX = LITERAL_SYMBOLS + DISTANCE_SYMBOLS,
    LENGTH_CODES = 19, /* the alphabet that code lengths are written in, RFC 1951, 3.2.7 */
    LENGTH_CODE_BITS_MAX = 7
};

typedef struct run { /* of code lengths */
    uint8_t symbol, extra, extra_bits;
} run;

/* How the block is written, and how long that becomes. */
typedef struct plan {
    uint32_t literal_count[LITERAL_SYMBOLS];
    uint8_t length[LENGTHS_MAX]; /* of literals and match lengths, and right behind of distances */
    size_t literals, distances;  /* how many of each are written */
    run run[LENGTHS_MAX];
    size_t runs;
    uint8_t code_length[LENGTH_CODES];
    size_t code_lengths; /* in code_order */
    int block;
    size_t bytes; /* of the whole stream */
} plan;

/* ---- what the look makes of the slots ----------------------------------------------------- */

static void count_literals(const tokens *t, const uint8_t *byte_of_slot, uint32_t *count) {
    memset(count, 0, END_OF_BLOCK * sizeof *count);
    for (uint32_t s = 0; s < t->slots; s++) count[byte_of_slot[s]] += t->literals[s];
    for (uint32_t i = 0; i < t->many; i++) count[byte_of_slot[t->more[i].slot]] += t->more[i].more;
    count[0] += t->filters;
    count[END_OF_BLOCK] = 1;
    memcpy(count + LENGTH_FIRST, t->length_count, sizeof t->length_count);
}

/* RFC 1950: a = 1 + the bytes; b = how many bytes + each as often as its weight says.  65,535 slots
 * of at most 255 * ADLER stay below 2^41. */
static uint32_t adler32_of(const tokens *t, const uint8_t *byte_of_slot) {
    uint64_t a = 1, b = t->decoded;
    for (uint32_t s = 0; s < t->slots; s++) {
        a += (uint32_t)byte_of_slot[s] * t->sum[s];
        b += (uint32_t)byte_of_slot[s] * t->weight[s];
    }
    return (uint32_t)(b % ADLER) << 16 | (uint32_t)(a % ADLER);
}

/* ---- the dynamic block's header, RFC 1951, 3.2.7 ------------------------------------------- */

static const uint8_t code_order[LENGTH_CODES] = {16, 17, 18, 0, 8,  7, 9,  6, 10, 5,
                                                 11, 4,  12, 3, 13, 2, 14, 1, 15};

static void add_run(plan *p, unsigned symbol, size_t extra, unsigned extra_bits) {
    p->run[p->runs++] = (run){(uint8_t)symbol, (uint8_t)extra, (uint8_t)extra_bits};
}

static size_t at_most(size_t n, size_t most) { return n < most ? n : most; }

/* `n` equal lengths: 18 stands for 11 to 138 zeros, 17 for 3 to 10, 16 for 3 to 6 of the one
 * before. */
static void add_equal(plan *p, uint8_t length, size_t n) {
    if (length) {
        add_run(p, length, 0, 0);
        n--;
    }
    while (n >= 3) {
        bool many = !length && n >= 11;
        unsigned symbol = length ? 16 : many ? 18 : 17, extra_bits = length ? 2 : many ? 7 : 3;
        size_t least = many ? 11 : 3, taken = at_most(n, least + (1u << extra_bits) - 1);
        add_run(p, symbol, taken - least, extra_bits);
        n -= taken;
    }
    while (n--) add_run(p, length, 0, 0);
}

/* Trailing zeros are left out, but not below `least`. */
static size_t trimmed(const uint8_t *length, size_t n, size_t least) {
    while (n > least && !length[n - 1]) n--;
    return n;
}

static void plan_lengths(const tokens *t, plan *p) {
    huffman_lengths(p->literal_count, LITERAL_SYMBOLS, HUFFMAN_BITS_MAX, p->length);
    p->literals = trimmed(p->length, LITERAL_SYMBOLS, LENGTH_FIRST);
    p->distances = trimmed(t->distance_length, DISTANCE_SYMBOLS, 1);
    memcpy(p->length + p->literals, t->distance_length, p->distances);
}

static void plan_runs(plan *p) {
    size_t n = p->literals + p->distances;
    p->runs = 0;
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && p->length[end] == p->length[i];) end++;
        add_equal(p, p->length[i], end - i);
    }
    uint32_t count[LENGTH_CODES] = {0};
    for (size_t i = 0; i < p->runs; i++) count[p->run[i].symbol]++;
    huffman_lengths(count, LENGTH_CODES, LENGTH_CODE_BITS_MAX, p->code_length);
    p->code_lengths = LENGTH_CODES;
    while (p->code_lengths > 4 && !p->code_length[code_order[p->code_lengths - 1]])
        p->code_lengths--;
}

/* ---- which block is the smallest ----------------------------------------------------------- */

static unsigned fixed_length(size_t symbol) { /* RFC 1951, 3.2.6 */
    return symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8;
}

/* Extra bits are the same in both kinds of codes. */
static uint64_t extra_bits(const tokens *t) {
    uint64_t bits = 0;
    for (unsigned i = 0; i < LENGTH_SYMBOLS; i++)
        bits += (uint64_t)t->length_count[i] * length_range(i).extra;
    for (unsigned i = 0; i < DISTANCE_SYMBOLS; i++)
        bits += (uint64_t)t->distance_count[i] * distance_range(i).extra;
    return bits;
}

static uint64_t dynamic_bits(const tokens *t, const plan *p) {
    uint64_t bits = 3 + 5 + 5 + 4 + 3 * p->code_lengths;
    for (size_t i = 0; i < p->runs; i++)
        bits += p->code_length[p->run[i].symbol] + p->run[i].extra_bits;
    for (size_t i = 0; i < p->literals; i++) bits += (uint64_t)p->literal_count[i] * p->length[i];
    for (size_t i = 0; i < p->distances; i++)
        bits += (uint64_t)t->distance_count[i] * t->distance_length[i];
    return bits;
}

static uint64_t fixed_bits(const tokens *t, const plan *p) {
    uint64_t bits = 3;
    for (size_t i = 0; i < LITERAL_SYMBOLS; i++)
        bits += (uint64_t)p->literal_count[i] * fixed_length(i);
    for (size_t i = 0; i < DISTANCE_SYMBOLS; i++) bits += (uint64_t)t->distance_count[i] * 5;
    return bits;
}

static size_t stored_blocks(const tokens *t) { return (t->decoded + STORED_MAX - 1) / STORED_MAX; }

static void make_plan(const tokens *t, const uint8_t *byte_of_slot, plan *p) {
    count_literals(t, byte_of_slot, p->literal_count);
    plan_lengths(t, p);
    plan_runs(p);
    uint64_t extra = extra_bits(t);
    uint64_t bits[] = {[BLOCK_STORED] = 8 * (t->decoded + 5 * (uint64_t)stored_blocks(t)),
                       [BLOCK_FIXED] = fixed_bits(t, p) + extra,
                       [BLOCK_DYNAMIC] = dynamic_bits(t, p) + extra};
    p->block = BLOCK_DYNAMIC;
    for (int i = 0; i < BLOCK_DYNAMIC; i++)
        if (bits[i] < bits[p->block]) p->block = i;
    p->bytes = 2 + (size_t)((bits[p->block] + 7) / 8) + 4;
}

/* ---- bits ---------------------------------------------------------------------------------- */

typedef struct writer {
    uint8_t *to;
    uint64_t bits;
    unsigned n; /* bits that wait in `bits`; below 8 after flush() */
} writer;

static void put(writer *w, uint64_t bits, unsigned n) {
    w->bits |= bits << w->n;
    w->n += n;
}

/* Stores all 8 bytes, of which the whole ones stay: no branch.  At most 56 bits between two. */
static void flush(writer *w) {
    uint64_t b = w->bits; /* spelt out, compilers make it one store; as a loop they do not */
    uint8_t *to = w->to;
    to[0] = (uint8_t)b, to[1] = (uint8_t)(b >> 8), to[2] = (uint8_t)(b >> 16);
    to[3] = (uint8_t)(b >> 24), to[4] = (uint8_t)(b >> 32), to[5] = (uint8_t)(b >> 40);
    to[6] = (uint8_t)(b >> 48), to[7] = (uint8_t)(b >> 56);
    w->to += w->n >> 3;
    w->bits >>= w->n & ~7u;
    w->n &= 7;
}

static void put_flush(writer *w, uint32_t bits, unsigned n) {
    put(w, bits, n);
    flush(w);
}

/* ---- a block of codes ---------------------------------------------------------------------- */

typedef struct codes {
    huffman_code literal[HUFFMAN_SYMBOLS_MAX]; /* and END_OF_BLOCK, and match lengths' symbols */
    huffman_code distance[DISTANCE_SYMBOLS];
    huffman_code length[MATCH_MAX - MATCH_MIN + 1]; /* with extra bits */
    huffman_code frequent[WORD_FAR];                /* with extra bits: of t->distance */
} codes;

static huffman_code with_extra(huffman_code c, uint32_t extra, uint32_t extra_bits) {
    return (huffman_code){c.bits | extra << c.n, c.n + extra_bits};
}

static huffman_code distance_code(const codes *c, unsigned distance) {
    unsigned symbol = distance_symbol(distance);
    symbol_range r = distance_range(symbol);
    return with_extra(c->distance[symbol], distance - r.base, r.extra);
}

static void join_extra(const tokens *t, codes *c) {
    for (unsigned i = 0; i < LENGTH_SYMBOLS; i++) {
        symbol_range r = length_range(i);
        for (uint32_t k = 0; k < 1u << r.extra && r.base + k <= MATCH_MAX; k++)
            c->length[r.base + k - MATCH_MIN] =
                with_extra(c->literal[LENGTH_FIRST + i], k, r.extra);
    }
    for (uint32_t i = 0; i < t->distances; i++)
        c->frequent[i] = distance_code(c, t->distance[i] + 1u);
}

static void fixed_codes(codes *c) {
    uint8_t length[HUFFMAN_SYMBOLS_MAX];
    for (size_t i = 0; i < HUFFMAN_SYMBOLS_MAX; i++) length[i] = (uint8_t)fixed_length(i);
    huffman_codes(length, HUFFMAN_SYMBOLS_MAX, c->literal);
    memset(length, 5, DISTANCE_SYMBOLS);
    huffman_codes(length, DISTANCE_SYMBOLS, c->distance);
}

static void dynamic_codes(const plan *p, codes *c) {
    memset(c, 0, sizeof c->literal + sizeof c->distance);
    huffman_codes(p->length, p->literals, c->literal);
    huffman_codes(p->length + p->literals, p->distances, c->distance);
}

static void write_header(writer *w, const plan *p) {
    huffman_code code[LENGTH_CODES];
    huffman_codes(p->code_length, LENGTH_CODES, code);
    put(w, p->literals - LENGTH_FIRST, 5);
    put(w, p->distances - 1, 5);
    put_flush(w, (uint32_t)p->code_lengths - 4, 4);
    for (size_t i = 0; i < p->code_lengths; i++) put_flush(w, p->code_length[code_order[i]], 3);
    for (size_t i = 0; i < p->runs; i++) {
        const run *r = &p->run[i];
        put(w, code[r->symbol].bits, code[r->symbol].n);
        put_flush(w, r->extra, r->extra_bits);
    }
}

/* A match has at most 15 + 5 bits of length and 15 + 13 of distance. */
static void write_words(writer *out, const tokens *t, const uint8_t *byte_of_slot, const codes *c) {
    writer w = *out;
    for (const uint16_t *word = t->word, *end = word + t->words; word < end; word++) {
        huffman_code k;
        if (*word & WORD_MATCH) {
            unsigned rank = *word >> 8 & WORD_FAR;
            k = c->length[*word & UINT8_MAX];
            put(&w, k.bits, k.n);
            k = rank < WORD_FAR ? c->frequent[rank] : distance_code(c, *++word + 1u);
        } else if (*word < WORD_FILTER)
            k = c->literal[byte_of_slot[*word]];
        else
            k = c->literal[*word == WORD_FILTER ? 0 : byte_of_slot[*++word]];
        put(&w, k.bits, k.n);
        flush(&w);
    }
    put_flush(&w, c->literal[END_OF_BLOCK].bits, c->literal[END_OF_BLOCK].n);
    *out = w;
}

static uint8_t *write_coded(uint8_t *to, const tokens *t, const uint8_t *byte_of_slot,
                            const plan *p) {
    codes c;
    writer w = {.to = to};
    bool dynamic = p->block == BLOCK_DYNAMIC;
    dynamic ? dynamic_codes(p, &c) : fixed_codes(&c);
    join_extra(t, &c);
    put_flush(&w, 1u | (dynamic ? 2u : 1u) << 1, 3); /* the last block, and its kind */
    if (dynamic) write_header(&w, p);
    write_words(&w, t, byte_of_slot, &c);
    return w.to + (w.n > 0);
}

/* ---- stored blocks ------------------------------------------------------------------------- */

static void expand(uint8_t *to, const tokens *t, const uint8_t *byte_of_slot) {
    for (const uint16_t *word = t->word, *end = word + t->words; word < end; word++) {
        if (*word & WORD_MATCH) {
            unsigned rank = *word >> 8 & WORD_FAR, n = MATCH_MIN + (*word & UINT8_MAX);
            size_t distance = (rank < WORD_FAR ? t->distance[rank] : *++word) + 1u;
            for (; n; n--, to++) *to = *(to - distance);
        } else if (*word < WORD_FILTER)
            *to++ = byte_of_slot[*word];
        else
            *to++ = *word == WORD_FILTER ? 0 : byte_of_slot[*++word];
    }
}

/* The bytes are first put at the end of what they and the blocks' heads take, then moved up. */
static uint8_t *write_stored(uint8_t *to, const tokens *t, const uint8_t *byte_of_slot) {
    uint8_t *from = to + 5 * stored_blocks(t);
    expand(from, t, byte_of_slot);
    for (size_t left = t->decoded; left;) {
        size_t n = at_most(left, STORED_MAX);
        *to++ = n == left; /* the last block? */
        *to++ = (uint8_t)n;
        *to++ = (uint8_t)(n >> 8);
        *to++ = (uint8_t)~n;
        *to++ = (uint8_t)(~n >> 8);
        memmove(to, from, n);
        to += n;
        from += n;
        left -= n;
    }
    return to;
}

/* ---- the stream ---------------------------------------------------------------------------- */

err_code tokens_emit(const tokens *t, const uint8_t *byte_of_slot, buf *out, err *e) {
    plan p;
    make_plan(t, byte_of_slot, &p);
    if (out->failed) return err_nomem(e);
    err_code rc = array_reserve(&out->data, &out->cap, out->len + p.bytes + SLACK, 1, e);
    if (rc) return rc;
    uint8_t *to = out->data + out->len, *end = to + p.bytes;
    *to++ = 0x78; /* deflate, a window of 32 KB; with the next byte a multiple of 31 */
    *to++ = 0x9c;
    to = p.block == BLOCK_STORED ? write_stored(to, t, byte_of_slot)
                                 : write_coded(to, t, byte_of_slot, &p);
    uint32_t check = adler32_of(t, byte_of_slot);
    for (int shift = 24; shift >= 0; shift -= 8) *to++ = (uint8_t)(check >> shift);
    assert(to == end);
    out->len += p.bytes;
    *to = 0; /* as a buf always ends */
    return ERR_OK;
}
