/* Tokens: the first bytes say how wide, which slots and which look; the rest is pixels.  What zlib
 * inflates must be the painted image. */
#include "fuzz.h"
#include "tile/tokens.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum { HEAD = 4, PIXELS_MAX = 1 << 14 };

/* Slots: small ones, or such as need a second word. */
static uint16_t slot_of(uint8_t pixel, uint8_t kind) {
    return kind & 1 ? (uint16_t)(0x7f80 + pixel) : pixel;
}

/* Looks of 1, 2, 4 ... 256 bytes. */
static uint8_t byte_of(size_t slot, uint8_t seed, uint8_t kind) {
    uint32_t mixed = ((uint32_t)slot + 1) * (2u * seed + 1) * 0x9e3779b1u;
    return (uint8_t)((mixed >> 24) & ((2u << (kind >> 1 & 7)) - 1) >> 1);
}

static void check(const tokens *t, const uint16_t *slot, uint32_t width,
                  const uint8_t *byte_of_slot) {
    buf out = BUF_EMPTY;
    uLongf n = (uLongf)tokens_decoded(t), row = 1 + (uLongf)width;
    uint8_t *decoded = malloc(n);
    if (!decoded || tokens_emit(t, byte_of_slot, &out, NULL)) abort();
    uLongf got = n, read = (uLongf)out.len;
    if (uncompress2(decoded, &got, out.data, &read) != Z_OK || got != n || read != out.len) abort();
    for (uLongf i = 0; i < n; i++)
        if (decoded[i] != (i % row ? byte_of_slot[*slot++] : 0)) abort();
    free(decoded);
    buf_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size <= HEAD || size > PIXELS_MAX) return 0;
    uint32_t width = 1 + ((data[0] | (uint32_t)data[1] << 8) & 1023),
             pixels = (uint32_t)size - HEAD;
    if (width > pixels) width = pixels;
    uint32_t height = pixels / width < TOKENS_SIDE_MAX ? pixels / width : TOKENS_SIDE_MAX;
    uint16_t *slot = calloc(width * height, sizeof *slot);
    tokens *t = NULL;
    if (!slot) abort();
    for (uint32_t i = 0; i < width * height; i++) slot[i] = slot_of(data[HEAD + i], data[3]);
    if (tokens_make(slot, width, height, &t, NULL)) abort();
    uint8_t *byte_of_slot = malloc(tokens_slots(t));
    if (!byte_of_slot) abort();
    for (size_t s = 0; s < tokens_slots(t); s++) byte_of_slot[s] = byte_of(s, data[2], data[3]);
    check(t, slot, width, byte_of_slot);
    tokens_free(t);
    free(byte_of_slot);
    free(slot);
    return 0;
}
