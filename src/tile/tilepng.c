#include "tile/tilepng.h"
#include "tile/tokens.h"

#include <assert.h>
#include <libdeflate.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define STRONGEST 12 /* of libdeflate's levels */

/* ---- chunks: PNG specification, second edition, 5.3 --------------------------------- */

static uint8_t *put_u32(uint8_t *at, uint32_t v) {
    const uint8_t big[4] = {(uint8_t)(v >> 24), (uint8_t)(v >> 16), (uint8_t)(v >> 8), (uint8_t)v};
    memcpy(at, big, sizeof big);
    return at + sizeof big;
}

/* Frames `len` bytes that lie at chunk + 8; returns where the next chunk begins. */
static uint8_t *close_chunk(uint8_t *chunk, const char name[4], size_t len) {
    put_u32(chunk, (uint32_t)len);
    memcpy(chunk + 4, name, 4);
    return put_u32(chunk + 8 + len, libdeflate_crc32(0, chunk + 4, len + 4));
}

/* ---- rows --------------------------------------------------------------------------- */

unsigned tilepng_depth(size_t n_colors) {
    return n_colors <= 2 ? 1 : n_colors <= 4 ? 2 : n_colors <= 16 ? 4 : 8;
}

static size_t row_size(uint32_t width, unsigned depth) {
    return 1 + ((size_t)width * depth + 7) / 8;
}

size_t tilepng_rows_size(uint32_t width, uint32_t height, unsigned depth) {
    return row_size(width, depth) * height;
}

static unsigned entry(uint16_t number, const uint8_t *entry_of) {
    return entry_of ? entry_of[number] : number;
}

/* The leftmost pixel is in the high bits (7.2).  Inlined for each depth, whose loops then unroll.
 */
static inline void pack_row_of(const uint16_t *pixels, const uint8_t *entry_of, uint32_t width,
                               unsigned depth, uint8_t *row) {
    const unsigned each = 8 / depth;
    for (; width >= each; width -= each, pixels += each) {
        unsigned byte = 0;
        for (unsigned i = 0; i < each; i++) byte = byte << depth | entry(pixels[i], entry_of);
        *row++ = (uint8_t)byte;
    }
    unsigned byte = 0;
    for (unsigned i = 0; i < width; i++)
        byte |= entry(pixels[i], entry_of) << (8 - depth * (i + 1));
    if (width) *row = (uint8_t)byte;
}

static void pack_row(const uint16_t *pixels, const uint8_t *entry_of, uint32_t width,
                     unsigned depth, uint8_t *row) {
    if (depth == 1) pack_row_of(pixels, entry_of, width, 1, row);
    if (depth == 2) pack_row_of(pixels, entry_of, width, 2, row);
    if (depth == 4) pack_row_of(pixels, entry_of, width, 4, row);
}

static void bytes_row(const uint16_t *pixels, const uint8_t *entry_of, uint32_t width,
                      uint8_t *row) {
    if (entry_of)
        for (uint32_t x = 0; x < width; x++) row[x] = entry_of[pixels[x]];
    else
        for (uint32_t x = 0; x < width; x++) row[x] = (uint8_t)pixels[x];
}

void tilepng_rows(const uint16_t *pixels, const uint8_t *entry_of, uint32_t width, uint32_t height,
                  unsigned depth, uint8_t *rows) {
    for (uint32_t y = 0; y < height; y++, pixels += width) {
        *rows = 0; /* filter: none */
        if (depth == 8)
            bytes_row(pixels, entry_of, width, rows + 1);
        else
            pack_row(pixels, entry_of, width, depth, rows + 1);
        rows += row_size(width, depth);
    }
}

void tilepng_rows_rgba(const uint16_t *pixels, const rgba *color_of, uint32_t width,
                       uint32_t height, uint8_t *rows) {
    for (uint32_t y = 0; y < height; y++, pixels += width) {
        *rows++ = 0;
        for (uint32_t x = 0; x < width; x++, rows += sizeof(rgba))
            memcpy(rows, &color_of[pixels[x]], sizeof(rgba));
    }
}

void tilepng_pixels(const uint8_t *rows, uint32_t width, uint32_t height, unsigned depth,
                    uint16_t *pixels) {
    unsigned mask = (1U << depth) - 1;
    for (uint32_t y = 0; y < height; y++, rows += row_size(width, depth))
        for (uint32_t x = 0; x < width; x++) {
            size_t bit = (size_t)x * depth;
            *pixels++ = (uint16_t)(rows[1 + bit / 8] >> (8 - depth - bit % 8) & mask);
        }
}

/* ---- head --------------------------------------------------------------------------- */

static uint8_t *put_header(uint8_t *at, uint32_t width, uint32_t height, unsigned depth,
                           bool has_palette) {
    static const uint8_t signature[8] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    memcpy(at, signature, sizeof signature);
    uint8_t *chunk = at + sizeof signature;
    put_u32(put_u32(chunk + 8, width), height);
    const uint8_t rest[5] = {(uint8_t)(has_palette ? depth : 8), has_palette ? 3 : 6};
    memcpy(chunk + 16, rest, sizeof rest); /* deflate, the five filters, not interlaced: 0 */
    return close_chunk(chunk, "IHDR", 13);
}

static uint8_t *put_palette(uint8_t *chunk, const rgba *palette, size_t n) {
    uint8_t *p = chunk + 8;
    for (size_t i = 0; i < n; i++, p += 3)
        p[0] = palette[i].r, p[1] = palette[i].g, p[2] = palette[i].b;
    chunk = close_chunk(chunk, "PLTE", 3 * n);
    while (n && palette[n - 1].a == 255) n--;
    if (!n) return chunk;
    for (size_t i = 0; i < n; i++) chunk[8 + i] = palette[i].a;
    return close_chunk(chunk, "tRNS", n);
}

size_t tilepng_head(uint32_t width, uint32_t height, unsigned depth, const rgba *palette,
                    size_t n_colors, uint8_t out[TILEPNG_HEAD_MAX]) {
    assert(palette ? n_colors >= 1 && depth <= 8 && n_colors <= (size_t)1 << depth : depth == 32);
    uint8_t *at = put_header(out, width, height, depth, palette != NULL);
    if (palette) at = put_palette(at, palette, n_colors);
    return (size_t)(at - out);
}

void tilepng_add_chunk(const char name[4], bytes data, buf *out) {
    static const uint8_t room[8];
    size_t at = out->len;
    buf_add(out, room, sizeof room);
    buf_add(out, data.data, data.len);
    buf_add(out, room, 4);
    if (!out->failed) close_chunk(out->data + at, name, data.len);
}

/* ---- tail --------------------------------------------------------------------------- */

size_t tilepng_frame(uint8_t *tail, size_t z) {
    return (size_t)(close_chunk(close_chunk(tail, "IDAT", z), "IEND", 0) - tail);
}

struct tilepng_deflater {
    struct libdeflate_compressor *level[13];
    struct libdeflate_decompressor *inflater;
    uint8_t *tail;
    size_t cap;
};

err_code tilepng_deflater_create(tilepng_deflater **out, err *e) {
    tilepng_deflater *d = calloc(1, sizeof *d);
    if (!d) return err_nomem(e);
    *out = d;
    return ERR_OK;
}

void tilepng_deflater_free(tilepng_deflater *d) {
    if (!d) return;
    for (size_t i = 0; i < sizeof d->level / sizeof *d->level; i++)
        if (d->level[i]) libdeflate_free_compressor(d->level[i]);
    if (d->inflater) libdeflate_free_decompressor(d->inflater);
    free(d->tail);
    free(d);
}

err_code tilepng_tail(tilepng_deflater *d, int level, const uint8_t *rows, size_t size, bytes *tail,
                      err *e) {
    assert(level >= 1 && level <= 12);
    struct libdeflate_compressor **c = &d->level[level];
    if (!*c && !(*c = libdeflate_alloc_compressor(level))) return err_nomem(e);
    size_t bound = libdeflate_zlib_compress_bound(*c, size);
    err_code rc = array_reserve(&d->tail, &d->cap, TILEPNG_BEFORE + bound + TILEPNG_AFTER, 1, e);
    if (rc) return rc;
    size_t z = libdeflate_zlib_compress(*c, rows, size, d->tail + TILEPNG_BEFORE, bound);
    assert(z); /* the bound holds */
    *tail = (bytes){d->tail, tilepng_frame(d->tail, z)};
    return ERR_OK;
}

/* The bytes of the rows as slots that every look maps to themselves. */
static err_code parse_rows(const uint8_t *rows, size_t stride, uint32_t height, tokens **out,
                           err *e) {
    uint16_t *slots = calloc((stride - 1) * height, sizeof *slots), *to = slots;
    if (!slots) return err_nomem(e);
    for (uint32_t y = 0; y < height; y++, rows += stride)
        for (size_t x = 1; x < stride; x++) *to++ = rows[x];
    err_code rc = tokens_make(slots, (uint32_t)stride - 1, height, out, e);
    free(slots);
    return rc;
}

static err_code deflate_parsed(const uint8_t *rows, size_t stride, uint32_t height, buf *out,
                               err *e) {
    uint8_t same[256];
    tokens *t = NULL;
    for (int i = 0; i < 256; i++) same[i] = (uint8_t)i;
    err_code rc = parse_rows(rows, stride, height, &t, e);
    if (!rc) rc = tokens_emit(t, same, out, e);
    tokens_free(t);
    return rc;
}

err_code tilepng_tail_least(tilepng_deflater *d, const uint8_t *rows, uint32_t width,
                            uint32_t height, unsigned depth, bytes *tail, err *e) {
    const size_t frame = TILEPNG_BEFORE + TILEPNG_AFTER, stride = row_size(width, depth);
    bytes least;
    buf own = BUF_EMPTY;
    err_code rc = tilepng_tail(d, STRONGEST, rows, stride * height, &least, e);
    if (!rc) rc = deflate_parsed(rows, stride, height, &own, e);
    if (!rc && own.len + frame < least.len) {
        memcpy(d->tail + TILEPNG_BEFORE, own.data, own.len);
        least.len = tilepng_frame(d->tail, own.len);
    }
    buf_free(&own);
    if (!rc) *tail = least;
    return rc;
}

err_code tilepng_tail_rows(tilepng_deflater *d, bytes tail, uint8_t *rows, size_t size, err *e) {
    if (!d->inflater && !(d->inflater = libdeflate_alloc_decompressor())) return err_nomem(e);
    size_t frame = TILEPNG_BEFORE + TILEPNG_AFTER;
    if (tail.len < frame || libdeflate_zlib_decompress(d->inflater, tail.data + TILEPNG_BEFORE,
                                                       tail.len - frame, rows, size, NULL))
        return err_set(e, ERR_FORMAT, "the rows of a tile do not inflate");
    return ERR_OK;
}
