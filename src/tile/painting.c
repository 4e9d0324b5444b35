#include "tile/painting.h"
#include "tile/tilepng.h"

#include <stdlib.h>
#include <string.h>

#define WIDE_LEVEL 3 /* of libdeflate: faster and smaller than 1 on such tiles */

#define TABLE_BITS   14 /* open addressing, at most a quarter full */
#define TABLE_SIZE   (1U << TABLE_BITS)
#define DISTINCT_MAX (TABLE_SIZE / 4)

/* Of 255 in each channel: colors that may become one to fit a palette, the first that is enough.
 * Those are of pixels on borders; eight of them are not seen, and a palette is half the bytes. */
static const int merged_apart[] = {2, 4, 8};

typedef struct palette {
    size_t count;
    rgba color[TILEPNG_COLORS_MAX];
} palette;

typedef struct distinct { /* the different colors of a look, as they come */
    size_t count;
    rgba color[DISTINCT_MAX];
    bool own[DISTINCT_MAX];      /* of a district inside its borders: never another one's */
    uint16_t number[TABLE_SIZE]; /* of a color + 1; 0: free */
} distinct;

struct painting {
    tilepng_deflater *deflater;
    distinct distinct; /* colors of the tile at hand */
    rgba *colors;      /* of slots */
    uint16_t *number;  /* of slots: among the distinct colors */
    uint8_t *entry_of; /* of slots: palette entries */
    uint8_t *rows;
    size_t colors_cap, numbers_cap, entries_cap, rows_cap;
};

err_code painting_create(painting **out, err *e) {
    painting *p = calloc(1, sizeof *p);
    if (!p) return err_nomem(e);
    err_code rc = tilepng_deflater_create(&p->deflater, e);
    if (rc)
        free(p);
    else
        *out = p;
    return rc;
}

void painting_free(painting *p) {
    if (!p) return;
    tilepng_deflater_free(p->deflater);
    free(p->colors);
    free(p->number);
    free(p->entry_of);
    free(p->rows);
    free(p);
}

/* ---- indexed ------------------------------------------------------------------------ */

static void add_head(const skeleton *s, unsigned depth, const rgba *colors, size_t n, buf *out) {
    uint8_t head[TILEPNG_HEAD_MAX];
    buf_add(out, head, tilepng_head(s->size, s->size, depth, colors, n, head));
}

/* The tail comes from memory while the colors are mixed. */
static void fetch(bytes b) {
    for (size_t at = 0; at < b.len; at += 64) __builtin_prefetch(b.data + at);
}

static err_code paint_indexed(const skeleton *s, const paint *paints, buf *out, err *e) {
    rgba colors[SKELETON_INDEXED_MAX];
    fetch(s->tail);
    painting_colors(s, paints, colors);
    buf_reserve(out, TILEPNG_HEAD_MAX + s->tail.len);
    add_head(s, s->depth, colors, s->n_slots, out);
    buf_add(out, s->tail.data, s->tail.len);
    return buf_status(out, e);
}

/* ---- wide --------------------------------------------------------------------------- */

/* The number of a color, added if it is new; -1 if there is no room. */
static int distinct_number(distinct *d, rgba c) {
    uint32_t word;
    memcpy(&word, &c, sizeof word);
    unsigned at = (word * 2654435761U) >> (32 - TABLE_BITS);
    for (; d->number[at]; at = (at + 1) % TABLE_SIZE)
        if (!memcmp(&d->color[d->number[at] - 1], &c, sizeof c)) return d->number[at] - 1;
    if (d->count == DISTINCT_MAX) return -1;
    d->color[d->count] = c;
    d->own[d->count++] = false;
    d->number[at] = (uint16_t)d->count;
    return (int)d->count - 1;
}

static bool near(rgba a, rgba b, int apart) {
    return abs(a.r - b.r) <= apart && abs(a.g - b.g) <= apart && abs(a.b - b.b) <= apart &&
           a.a == b.a;
}

/* The first entry that is near enough, else a new one; -1 if there is no room. */
static int merged_entry(palette *p, rgba c, bool own, int apart) {
    for (size_t i = 0; i < p->count && !own; i++)
        if (near(p->color[i], c, apart)) return (int)i;
    if (p->count == TILEPNG_COLORS_MAX) return -1;
    p->color[p->count] = c;
    return (int)p->count++;
}

/* Colors to entries: each its own where they fit, else near ones share one. */
static bool merge_colors(const distinct *d, palette *p, int apart, uint8_t *entry_of_color) {
    bool fits = d->count <= TILEPNG_COLORS_MAX;
    p->count = 0;
    for (size_t i = 0; i < d->count; i++) {
        int entry = (int)i;
        if (fits)
            p->color[p->count++] = d->color[i];
        else if ((entry = merged_entry(p, d->color[i], d->own[i], apart)) < 0)
            return false;
        entry_of_color[i] = (uint8_t)entry;
    }
    return true;
}

static bool is_inside(const slot *s) {
    return !s->weight_b && !s->ink[0] && !s->ink[1] && !s->cover;
}

/* Entries are in the order of slots, so those that can be translucent come first.  False if there
 * are too many colors. */
static bool make_palette(painting *p, const skeleton *s, palette *out) {
    uint8_t entry_of_color[DISTINCT_MAX];
    distinct *d = &p->distinct;
    d->count = 0;
    memset(d->number, 0, sizeof d->number);
    for (size_t i = 0; i < s->n_slots; i++) {
        int number = distinct_number(d, p->colors[i]);
        if (number < 0) return false;
        p->number[i] = (uint16_t)number;
        d->own[number] |= is_inside(&s->slots[i]);
    }
    size_t k = 0, tries = sizeof merged_apart / sizeof *merged_apart;
    while (k < tries && !merge_colors(d, out, merged_apart[k], entry_of_color)) k++;
    if (k == tries) return false;
    for (size_t i = 0; i < s->n_slots; i++) p->entry_of[i] = entry_of_color[p->number[i]];
    return true;
}

static err_code reserve_slots(painting *p, size_t n, err *e) {
    err_code rc = array_reserve(&p->colors, &p->colors_cap, n, sizeof *p->colors, e);
    if (!rc) rc = array_reserve(&p->number, &p->numbers_cap, n, sizeof *p->number, e);
    return rc ? rc : array_reserve(&p->entry_of, &p->entries_cap, n, 1, e);
}

static err_code reserve_rows(painting *p, const skeleton *s, unsigned depth, err *e) {
    size_t size = tilepng_rows_size(s->size, s->size, depth);
    return array_reserve(&p->rows, &p->rows_cap, size, 1, e);
}

static err_code add_tail(painting *p, const skeleton *s, unsigned depth, buf *out, err *e) {
    bytes tail;
    size_t size = tilepng_rows_size(s->size, s->size, depth);
    err_code rc = tilepng_tail(p->deflater, WIDE_LEVEL, p->rows, size, &tail, e);
    if (rc) return rc;
    buf_add(out, tail.data, tail.len);
    return buf_status(out, e);
}

/* More borders than that between two districts of one color: painted areas deflate better. */
#define SAME_SHARE_MAX 0.25

/* The kept parse with this look's codes. */
static err_code emit_tokens(const skeleton *s, const uint8_t *entry_of, buf *out, err *e) {
    static const uint8_t room[TILEPNG_BEFORE > TILEPNG_AFTER ? TILEPNG_BEFORE : TILEPNG_AFTER];
    size_t at = out->len;
    buf_add(out, room, TILEPNG_BEFORE);
    err_code rc = tokens_emit(s->tokens, entry_of, out, e);
    size_t z = out->len - at - TILEPNG_BEFORE;
    buf_add(out, room, TILEPNG_AFTER);
    if (!rc) rc = buf_status(out, e);
    if (!rc) out->len = at + tilepng_frame(out->data + at, z);
    return rc;
}

static err_code paint_palette(painting *p, const skeleton *s, const palette *colors, buf *out,
                              err *e) {
    add_head(s, 8, colors->color, colors->count, out);
    if (s->tokens && tokens_same_share(s->tokens, p->entry_of) <= SAME_SHARE_MAX)
        return emit_tokens(s, p->entry_of, out, e);
    err_code rc = reserve_rows(p, s, 8, e);
    if (rc) return rc;
    tilepng_rows(s->pixels, p->entry_of, s->size, s->size, 8, p->rows);
    return add_tail(p, s, 8, out, e);
}

static err_code paint_rgba(painting *p, const skeleton *s, buf *out, err *e) {
    err_code rc = reserve_rows(p, s, 32, e);
    if (rc) return rc;
    add_head(s, 32, NULL, 0, out);
    tilepng_rows_rgba(s->pixels, p->colors, s->size, s->size, p->rows);
    return add_tail(p, s, 32, out, e);
}

static err_code paint_wide(painting *p, const skeleton *s, const paint *paints, buf *out, err *e) {
    err_code rc = reserve_slots(p, s->n_slots, e);
    if (rc) return rc;
    painting_colors(s, paints, p->colors);
    palette colors;
    return make_palette(p, s, &colors) ? paint_palette(p, s, &colors, out, e)
                                       : paint_rgba(p, s, out, e);
}

err_code painting_png(painting *p, const skeleton *s, const paint *paints, buf *out, err *e) {
    return s->pixels ? paint_wide(p, s, paints, out, e) : paint_indexed(s, paints, out, e);
}
