#include "tile/skeleton_file.h"
#include "tile/tilepng.h"

#include <assert.h>

/* ---- numbers ---- */

/* Seven bits a byte, the lowest first; the high bit says that more follow (LEB128). */
static void add_number(buf *out, uint32_t v) {
    for (; v >= 0x80; v >>= 7) buf_put(out, (uint8_t)(v | 0x80));
    buf_put(out, (uint8_t)v);
}

static void add_district(buf *out, district_id d) {
    add_number(out, d == DISTRICT_NONE ? 0 : d + 1);
}

/* ---- tables ---- */

static void add_phases(const skeleton *s, buf *out) {
    size_t n = s->patterns ? s->n_phases : 0;
    add_number(out, (uint32_t)n);
    for (size_t i = 0; i < n; i++)
        for (int p = PATTERN_NONE + 1; p < PATTERN__COUNT; p++) buf_put(out, s->phases[i].cover[p]);
}

static void add_cover(const cover *c, buf *out) {
    add_district(out, c->label);
    buf_put(out, c->halo);
    buf_put(out, c->text);
    buf_put(out, c->n);
    for (uint8_t i = 0; i < c->n; i++) {
        buf_put(out, c->ink[i].id);
        buf_put(out, (uint8_t)(c->ink[i].place << 5 | c->ink[i].level));
    }
}

/* The first, which is none, is left out. */
static void add_covers(const skeleton *s, buf *out) {
    size_t n = s->n_covers ? s->n_covers - 1 : 0;
    add_number(out, (uint32_t)n);
    for (size_t i = 0; i < n; i++) add_cover(&s->covers[i + 1], out);
}

/* ---- slots ---- */

enum { /* bits of a slot's first byte: what follows, in this order */
       HAS_FIRST = 1,
       HAS_SECOND = 2,
       HAS_WEIGHT = 4,
       HAS_CASING = 8,
       HAS_LINE = 16,
       HAS_PHASE = 32,
       HAS_COVER = 64
};

/* Districts that are those of the slot before are not said again: slots are sorted by them. */
static void add_slot(const slot *x, district_id *first, district_id *second, buf *out) {
    unsigned has =
        (x->a != *first ? HAS_FIRST : 0U) | (x->weight_b && x->b != *second ? HAS_SECOND : 0U) |
        (x->weight_b ? HAS_WEIGHT : 0U) | (x->ink[0] ? HAS_CASING : 0U) |
        (x->ink[1] ? HAS_LINE : 0U) | (x->phase ? HAS_PHASE : 0U) | (x->cover ? HAS_COVER : 0U);
    buf_put(out, (uint8_t)has);
    if (has & HAS_FIRST) add_district(out, *first = x->a);
    if (has & HAS_SECOND) add_district(out, *second = x->b);
    if (has & HAS_WEIGHT) buf_put(out, x->weight_b);
    if (has & HAS_CASING) buf_put(out, x->ink[0]);
    if (has & HAS_LINE) buf_put(out, x->ink[1]);
    if (has & HAS_PHASE) buf_put(out, x->phase);
    if (has & HAS_COVER) add_number(out, x->cover);
}

static void add_slots(const skeleton *s, buf *out) {
    district_id first = DISTRICT_NONE, second = DISTRICT_NONE;
    add_number(out, (uint32_t)s->n_slots);
    for (size_t i = 0; i < s->n_slots; i++) add_slot(&s->slots[i], &first, &second, out);
}

/* ---- the file ---- */

static void add_head(uint32_t size, unsigned depth, const rgba *colors, size_t n, buf *out) {
    uint8_t head[TILEPNG_HEAD_MAX];
    buf_add(out, head, tilepng_head(size, size, depth, colors, n, head));
}

static err_code add_chunk(const skeleton *s, buf *out, err *e) {
    buf chunk = BUF_EMPTY;
    buf_put(&chunk, SKELETON_FILE_VERSION);
    buf_put(&chunk, s ? SKELETON_FILE_INDEXED : SKELETON_FILE_WIDE);
    if (s) {
        add_phases(s, &chunk);
        add_covers(s, &chunk);
        add_slots(s, &chunk);
    }
    err_code rc = buf_status(&chunk, e);
    if (!rc) tilepng_add_chunk(SKELETON_FILE_CHUNK, buf_view(&chunk), out);
    buf_free(&chunk);
    return rc;
}

static err_code add_nothing(buf *out, err *e) {
    static const rgba clear = {0};
    static const uint8_t row[2] = {0}; /* its filter, its pixel */
    tilepng_deflater *d = NULL;
    bytes tail;
    add_head(1, 1, &clear, 1, out);
    err_code rc = add_chunk(NULL, out, e);
    if (!rc) rc = tilepng_deflater_create(&d, e);
    if (!rc) rc = tilepng_tail(d, 1, row, sizeof row, &tail, e);
    if (!rc) buf_add(out, tail.data, tail.len);
    tilepng_deflater_free(d);
    return rc ? rc : buf_status(out, e);
}

err_code skeleton_file_png(const skeleton *s, buf *out, err *e) {
    rgba numbers[SKELETON_INDEXED_MAX];
    if (!s || s->pixels) return add_nothing(out, e);
    assert(s->n_slots <= SKELETON_INDEXED_MAX);
    for (size_t i = 0; i < s->n_slots; i++) numbers[i] = (rgba){(uint8_t)i, 0, 0, 255};
    add_head(s->size, s->depth, numbers, s->n_slots, out);
    err_code rc = add_chunk(s, out, e);
    if (rc) return rc;
    buf_add(out, s->tail.data, s->tail.len);
    return buf_status(out, e);
}
