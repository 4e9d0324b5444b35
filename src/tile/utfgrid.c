#include "tile/utfgrid.h"
#include "base/buf.h"
#include "base/json.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define CELL_PX 4

/* The shares of a cell: at most two districts a pixel. */
typedef struct shares {
    district_id who[2 * CELL_PX * CELL_PX];
    unsigned much[2 * CELL_PX * CELL_PX];
    size_t count;
} shares;

static void add_share(shares *s, district_id d, unsigned much) {
    size_t i = 0;
    while (i < s->count && s->who[i] != d) i++;
    if (i == s->count) {
        s->who[s->count] = d;
        s->much[s->count++] = 0;
    }
    s->much[i] += much;
}

static district_id largest(const shares *s) {
    size_t best = 0;
    for (size_t i = 1; i < s->count; i++)
        if (s->much[i] > s->much[best] || (s->much[i] == s->much[best] && s->who[i] < s->who[best]))
            best = i;
    return s->who[best];
}

static district_id cell_at(const skeleton *s, const uint16_t *pixels, size_t column, size_t row) {
    shares sum = {.count = 0};
    for (size_t y = row * CELL_PX; y < (row + 1) * CELL_PX; y++)
        for (size_t x = column * CELL_PX; x < (column + 1) * CELL_PX; x++) {
            const slot *one = &s->slots[pixels[y * s->size + x]];
            add_share(&sum, one->a, SLOT_WHOLE - one->weight_b);
            if (one->weight_b) add_share(&sum, one->b, one->weight_b);
        }
    return largest(&sum);
}

static int by_id(const void *pa, const void *pb) {
    district_id a = *(const district_id *)pa, b = *(const district_id *)pb;
    return (a > b) - (a < b);
}

err_code utfgrid_make(const skeleton *s, const uint16_t *pixels, utfgrid *out, err *e) {
    assert(s->size == UTFGRID_SIDE * CELL_PX && !s->patterns);
    const size_t n = UTFGRID_SIDE * UTFGRID_SIDE;
    district_id *sorted = malloc(n * sizeof *sorted);
    if (!sorted) return err_nomem(e);
    for (size_t i = 0; i < n; i++)
        out->cell[i] = sorted[i] = cell_at(s, pixels, i % UTFGRID_SIDE, i / UTFGRID_SIDE);
    qsort(sorted, n, sizeof *sorted, by_id);
    out->count = 0;
    for (size_t i = 0; i < n; i++)
        if (sorted[i] != DISTRICT_NONE && (!i || sorted[i] != sorted[i - 1]))
            sorted[out->count++] = sorted[i];
    out->district = sorted;
    return ERR_OK;
}

void utfgrid_free(utfgrid *g) {
    free(g->district);
    g->district = NULL;
}

/* The code point for the i-th key: from 32 on, without the two that JSON escapes. */
static uint32_t code_of(size_t i) {
    uint32_t code = (uint32_t)i + 32;
    if (code >= 34) code++;
    if (code >= 92) code++;
    return code;
}

static void add_utf8(buf *out, uint32_t code) {
    const uint8_t text[3] = {
        (uint8_t)(code < 0x80    ? code
                  : code < 0x800 ? 0xc0 | code >> 6
                                 : 0xe0 | code >> 12),
        (uint8_t)(code < 0x800 ? 0x80 | (code & 0x3f) : 0x80 | (code >> 6 & 0x3f)),
        (uint8_t)(0x80 | (code & 0x3f))};
    buf_add(out, text, code < 0x80 ? 1 : code < 0x800 ? 2 : 3);
}

/* Key 0 is the outside's; at most 4,096 districts are in a tile, so surrogates are not reached. */
static size_t key_index(const utfgrid *g, district_id d) {
    const district_id *at =
        d == DISTRICT_NONE ? NULL : bsearch(&d, g->district, g->count, sizeof d, by_id);
    return at ? (size_t)(at - g->district) + 1 : 0;
}

static json_t *json_row(const utfgrid *g, size_t row) {
    buf text = BUF_EMPTY;
    for (size_t i = 0; i < UTFGRID_SIDE; i++)
        add_utf8(&text, code_of(key_index(g, g->cell[row * UTFGRID_SIDE + i])));
    json_t *out = json_text(buf_text(&text));
    buf_free(&text);
    return out;
}

json_t *utfgrid_json(const utfgrid *g, const char *(*key_of)(void *ctx, district_id d),
                     json_t *(*data_of)(void *ctx, district_id d), void *ctx) {
    json_t *rows = json_array(), *keys = json_pack("[s]", ""), *data = json_object();
    for (size_t i = 0; i < UTFGRID_SIDE; i++) json_array_append_new(rows, json_row(g, i));
    for (size_t i = 0; i < g->count; i++) {
        const char *key = key_of(ctx, g->district[i]);
        json_array_append_new(keys, json_text(key));
        json_object_set_new(data, key, data_of(ctx, g->district[i]));
    }
    return json_pack("{s:o,s:o,s:o}", "grid", rows, "keys", keys, "data", data);
}
