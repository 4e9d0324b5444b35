#include "tile/skeleton_parts.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Of libdeflate's, on the counties of the United States, zooms 3 to 9, a line of 0.5 px: 5 takes
 * 0.1 ms a tile less than 7 and gives 3 % more bytes, which skeleton_improve() wins as well; 3
 * takes as long as 5 and gives another 4 %. */
#define INLINE_LEVEL 5

/* A wide tile of more slots than this, a phase, has districts of a few pixels, where almost every
 * pixel is a mix: finer rungs than WIDE_RUNG would double its bytes there, and its colors would not
 * fit a palette. */
#define WIDE_FINE 1280
#define WIDE_RUNG 2

/* ---- numbering pixels --------------------------------------------------------------- */

typedef struct numberer { /* one attempt: the slots of a tile at one rung */
    const skeleton_input *in;
    const slot_draft *drafts; /* of its spans */
    uint16_t *numbers;        /* of their slots */
    const slot_levels *levels;
    slot_set *set;
    cover_set *covers;
    const phases *phases;
    uint16_t *pixels;
} numberer;

/* False if the set is full, or without memory, which *rc tells. */
static inline bool number_of(numberer *n, slot_key x, uint32_t hash, uint32_t *number, err_code *rc,
                             err *e) {
    while ((*number = slot_set_add(n->set, x, hash)) == SLOT_SET_GROW)
        if ((*rc = slot_set_grow(n->set, e))) return false;
    return *number != SLOT_SET_FULL;
}

#define AHEAD 32 /* spans whose slots are made before they are looked for */

static void make_keys(const numberer *n, const slot_draft *drafts, size_t count,
                      slot_key keys[AHEAD], uint32_t hashes[AHEAD]) {
    const slot_levels levels = *n->levels;
    for (size_t i = 0; i < count; i++) {
        keys[i] = slot_key_of_draft(&drafts[i], &levels);
        hashes[i] = slot_key_hash(keys[i]);
        slot_set_expect(n->set, hashes[i]);
    }
}

/* The slot of a span, with what covers it; false: there are too many covers. */
static bool key_of(const numberer *n, size_t i, slot_key *k) {
    *k = slot_key_of_draft(&n->drafts[i], n->levels);
    if (!n->in->covers || cover_equal(&n->in->covers[i], &cover_none)) return true;
    cover settled;
    cover_settle(&n->in->covers[i], n->levels, n->in->hiding, n->in->patterns != 0, k, &settled);
    k->cover = cover_set_add(n->covers, &settled);
    return k->cover != UINT32_MAX;
}

static err_code number_covered(numberer *n, bool *fits, err *e) {
    err_code rc = ERR_OK;
    for (size_t i = 0; i < n->in->n_spans && *fits; i++) {
        slot_key k;
        uint32_t number = 0;
        *fits = key_of(n, i, &k) && number_of(n, k, slot_key_hash(k), &number, &rc, e);
        n->numbers[i] = (uint16_t)number;
    }
    return rc;
}

/* *fits: there are at most `limit` slots.  The pixels of a span share one. */
static err_code number_plain(numberer *n, bool *fits, err *e) {
    slot_key keys[AHEAD];
    uint32_t hashes[AHEAD];
    err_code rc = ERR_OK;
    for (size_t from = 0, count; from < n->in->n_spans && *fits; from += count) {
        count = n->in->n_spans - from < AHEAD ? n->in->n_spans - from : AHEAD;
        make_keys(n, &n->drafts[from], count, keys, hashes);
        for (size_t i = 0; i < count && *fits; i++) {
            uint32_t number;
            *fits = number_of(n, keys[i], hashes[i], &number, &rc, e);
            n->numbers[from + i] = (uint16_t)number;
        }
    }
    return rc;
}

/* They share it but for the phase; each phase of a span is looked up once. */
static bool number_hatched(numberer *n, const raster_span *s, slot_key x, err_code *rc, err *e) {
    bool outside = x.districts >> 32 == DISTRICT_NONE ||        /* which alone has no phase, */
                   n->covers->list[x.cover].halo == SLOT_WHOLE; /* but for a bare fill */
    uint32_t known[PHASES_MAX];
    bool is_known[PHASES_MAX] = {false};
    uint16_t *p = n->pixels + (size_t)s->y * n->in->size + s->x;
    for (uint32_t i = 0; i < s->len; i++) {
        uint8_t at = phases_at(n->phases, n->in->x0 + s->x + i, n->in->y0 + s->y);
        if (!is_known[at]) {
            slot_key here = {x.districts, x.shares | (outside ? 0 : SLOT_KEY_PHASE(at)), x.cover};
            if (!number_of(n, here, slot_key_hash(here), &known[at], rc, e)) return false;
            is_known[at] = true;
        }
        p[i] = (uint16_t)known[at];
    }
    return true;
}

static err_code number_phases(numberer *n, bool *fits, err *e) {
    err_code rc = ERR_OK;
    for (size_t i = 0; i < n->in->n_spans && *fits; i++) {
        slot_key x;
        *fits = key_of(n, i, &x) && number_hatched(n, &n->in->spans[i], x, &rc, e);
    }
    return rc;
}

static err_code number_pixels(numberer *n, size_t limit, bool *fits, err *e) {
    err_code rc = slot_set_begin(n->set, limit, e);
    if (!rc) rc = cover_set_begin(n->covers, e);
    *fits = !rc;
    if (rc) return rc;
    if (n->in->patterns) return number_phases(n, fits, e);
    return n->in->covers ? number_covered(n, fits, e) : number_plain(n, fits, e);
}

/* ---- putting them in order ---------------------------------------------------------- */

/* slot_compare() as a number of KEY_BYTES bytes, of which this is one, the last being 0. */
enum { KEY_BYTES = 15 };

static uint8_t key_byte(slot_key k, unsigned at) {
    if (at < 2) return (uint8_t)(k.cover >> (8 * at));
    if (at < 6) return (uint8_t)(k.shares >> (8 * (at - 2)));
    if (at < 14) return (uint8_t)(k.districts >> (8 * (at - 6)));
    return (uint8_t)slot_key_rank(k);
}

/* Stable by one byte; nothing is moved if all have the same, and false. */
static bool sort_by(const slot_key *keys, unsigned byte, const uint32_t *from, uint32_t *to,
                    size_t n) {
    uint32_t start[257] = {0};
    for (size_t i = 0; i < n; i++) start[key_byte(keys[i], byte) + 1]++;
    if (start[key_byte(keys[0], byte) + 1] == n) return false;
    for (size_t k = 1; k < 257; k++) start[k] += start[k - 1];
    for (size_t i = 0; i < n; i++) to[start[key_byte(keys[from[i]], byte)]++] = from[i];
    return true;
}

/* Writes the slots in their order to s->slots, and where each number went to s->number_of. */
static err_code order_slots(skeleton_scratch *s, err *e) {
    size_t n = s->set.count;
    err_code rc = array_reserve(&s->slots, &s->slots_cap, n, sizeof *s->slots, e);
    if (!rc) rc = array_reserve(&s->number_of, &s->number_cap, n, sizeof *s->number_of, e);
    if (!rc) rc = array_reserve(&s->order, &s->order_cap, 2 * n, sizeof *s->order, e);
    if (rc) return rc;
    uint32_t *from = s->order, *to = from + n;
    for (size_t i = 0; i < n; i++) from[i] = (uint32_t)i;
    for (unsigned byte = 0; byte < KEY_BYTES; byte++)
        if (sort_by(s->set.keys, byte, from, to, n)) {
            uint32_t *swap = from;
            from = to, to = swap;
        }
    for (size_t i = 0; i < n; i++) {
        s->slots[i] = slot_of_key(s->set.keys[from[i]]);
        s->number_of[from[i]] = (uint16_t)i;
    }
    return ERR_OK;
}

/* ---- making ------------------------------------------------------------------------- */

static void check_spans(const skeleton_input *in) {
    assert(in->size == 256 || in->size == 512);
    uint32_t x = 0, y = 0;
    for (const raster_span *s = in->spans; s < in->spans + in->n_spans; s++) {
        assert(s->x == x && s->y == y && s->len >= 1 && s->len <= in->size - x);
        assert(s->n_parts >= 1 && s->n_parts <= RASTER_PARTS);
        x += s->len;
        if (x == in->size) x = 0, y++;
    }
    assert(x == 0 && y == in->size);
}

/* The finest rung from `first` on, before `end`, with at most `limit` slots; `end` if there is
 * none. */
static err_code find_rung(numberer *n, unsigned first, unsigned end, size_t limit, unsigned *rung,
                          err *e) {
    bool fits = false;
    err_code rc = ERR_OK;
    for (*rung = first; *rung < end && !fits && !rc; *rung += !fits) {
        n->levels = &slot_rungs[*rung];
        rc = number_pixels(n, limit, &fits, e);
    }
    return rc;
}

static bool has_ink(const skeleton_input *in) {
    for (const raster_span *s = in->spans; s < in->spans + in->n_spans; s++)
        if (s->ink[0] > 0 || s->ink[1] > 0) return true;
    return false;
}

static err_code find_wide_rung(numberer *n, unsigned *rung, err *e) {
    size_t few = WIDE_FINE * n->phases->count;
    bool fits = false;
    *rung = 0;
    n->levels = &slot_rungs[0];
    err_code rc = number_pixels(n, few < SKELETON_WIDE_MAX ? few : SKELETON_WIDE_MAX, &fits, e);
    if (rc || fits) return rc;
    /* Without ink what happens under it makes no difference, and the finer one is told. */
    return find_rung(n, has_ink(n->in) ? WIDE_RUNG : WIDE_RUNG - 1, SLOT_RUNGS, SKELETON_WIDE_MAX,
                     rung, e);
}

/* From numbers as they came to places in order, of spans or, with phases, of pixels. */
static void place_slots(const numberer *n, const uint16_t *number_of) {
    size_t n_pixels = (size_t)n->in->size * n->in->size;
    if (n->in->patterns)
        for (size_t i = 0; i < n_pixels; i++) n->pixels[i] = number_of[n->pixels[i]];
    else
        for (size_t i = 0; i < n->in->n_spans; i++) n->numbers[i] = number_of[n->numbers[i]];
}

/* ---- merging ------------------------------------------------------------------------ */

#define MERGE_RUNG 1    /* whose slots are merged */
#define MERGE_HOPE 2048 /* of more slots there are never few enough for an index */

static err_code reserve_merge(skeleton_scratch *s, err *e) {
    err_code rc = s->merge ? ERR_OK : slot_merge_create(&s->merge, e);
    if (!rc) rc = array_reserve(&s->counts, &s->counts_cap, SLOT_MERGE_MAX, sizeof *s->counts, e);
    return rc ? rc
              : array_reserve(&s->leader, &s->leader_cap, SLOT_MERGE_MAX, sizeof *s->leader, e);
}

static void count_pixels(const numberer *n, uint32_t *counts) {
    size_t n_pixels = (size_t)n->in->size * n->in->size;
    memset(counts, 0, n->set->count * sizeof *counts);
    if (n->in->patterns)
        for (size_t i = 0; i < n_pixels; i++) counts[n->pixels[i]]++;
    else
        for (size_t i = 0; i < n->in->n_spans; i++) counts[n->numbers[i]] += n->in->spans[i].len;
}

/* Leaves the leaders in the set, numbered anew in `leader`. */
static void keep_leaders(const numberer *n, uint16_t *leader) {
    size_t kept = 0;
    for (size_t i = 0; i < n->set->count; i++)
        if (leader[i] == i)
            n->set->keys[kept++] = n->set->keys[i], leader[i] = (uint16_t)(kept - 1) | 0x8000;
    for (size_t i = 0; i < n->set->count; i++)
        if (!(leader[i] & 0x8000)) leader[i] = leader[leader[i]];
    for (size_t i = 0; i < n->set->count; i++) leader[i] &= 0x7fff;
    n->set->count = kept;
}

/* *fits: slots of that rung were merged, to what an index can tell apart if that can be. */
static err_code merge_slots(skeleton_scratch *s, numberer *n, bool *fits, double *merged, err *e) {
    n->levels = &slot_rungs[MERGE_RUNG];
    err_code rc = number_pixels(n, SLOT_MERGE_MAX, fits, e);
    if (!rc && *fits) rc = reserve_merge(s, e);
    if (rc || !*fits) return rc;
    count_pixels(n, s->counts);
    size_t count = n->set->count, most = count > MERGE_HOPE ? count : SKELETON_INDEXED_MAX;
    const skeleton_input *in = n->in;
    *merged = slot_merge_run(s->merge, n->set->keys, n->covers->list, s->counts, count, in->hiding,
                             in->opaque_inks, most, s->leader);
    if (isnan(*merged)) /* for a wide one fewer are better too */
        *merged = slot_merge_run(s->merge, n->set->keys, n->covers->list, s->counts, count,
                                 in->hiding, in->opaque_inks, count, s->leader);
    keep_leaders(n, s->leader);
    place_slots(n, s->leader);
    return ERR_OK;
}

static err_code make_drafts(skeleton_scratch *s, const skeleton_input *in, err *e) {
    err_code rc = array_reserve(&s->drafts, &s->drafts_cap, in->n_spans, sizeof *s->drafts, e);
    if (!rc) rc = array_reserve(&s->numbers, &s->numbers_cap, in->n_spans, sizeof *s->numbers, e);
    for (size_t i = 0; i < in->n_spans && !rc; i++)
        slot_draft_of(&in->spans[i], in->opaque_inks, &s->drafts[i]);
    return rc;
}

/* Spans are mostly shorter than what is stored at once.  What goes beyond a span's end is stored
 * over by those that follow; `pixels` and `rows` have SLACK bytes of room beyond the last. */
#define SLACK 8

static void fill_pixels(const numberer *n) {
    enum { STEP = SLACK / sizeof *n->pixels };
    for (size_t i = 0; i < n->in->n_spans; i++) {
        const raster_span *s = &n->in->spans[i];
        uint64_t all = n->numbers[i] * UINT64_C(0x0001000100010001);
        uint16_t *p = n->pixels + (size_t)s->y * n->in->size + s->x;
        for (uint32_t k = 0; k < s->len; k += STEP) memcpy(p + k, &all, sizeof all);
    }
}

/* As tilepng_rows() would, without the pixels. */
static void fill_rows(const numberer *n, uint8_t *rows) {
    size_t row = tilepng_rows_size(n->in->size, 1, 8);
    for (size_t i = 0; i < n->in->n_spans; i++) {
        const raster_span *s = &n->in->spans[i];
        uint64_t all = n->numbers[i] * UINT64_C(0x0101010101010101);
        uint8_t *p = rows + s->y * row;
        if (!s->x) *p = 0; /* filter: none */
        p += 1 + s->x;
        for (uint32_t k = 0; k < s->len; k += SLACK) memcpy(p + k, &all, sizeof all);
    }
}

static err_code finish_indexed(skeleton_scratch *s, const numberer *n, skeleton *view,
                               skeleton **out, err *e) {
    view->depth = tilepng_depth(view->n_slots);
    size_t size = tilepng_rows_size(view->size, view->size, view->depth);
    err_code rc = array_reserve(&s->rows, &s->rows_cap, size + SLACK, 1, e);
    if (rc) return rc;
    if (view->depth == 8 && !n->in->patterns) {
        fill_rows(n, s->rows);
    } else {
        if (!n->in->patterns) fill_pixels(n);
        tilepng_rows(s->pixels, NULL, view->size, view->size, view->depth, s->rows);
    }
    rc = tilepng_tail(s->deflater, INLINE_LEVEL, s->rows, size, &view->tail, e);
    return rc ? rc : skeleton_copy(view, out, e);
}

static err_code finish_wide(const numberer *n, skeleton *view, skeleton **out, err *e) {
    if (!n->in->patterns) fill_pixels(n);
    view->depth = 16;
    view->pixels = n->pixels;
    return skeleton_copy(view, out, e);
}

static uint32_t inks_of(const cover_set *s) {
    uint32_t inks = 0;
    for (const cover *c = s->list; c < s->list + s->count; c++)
        for (uint8_t i = 0; i < c->n; i++) inks |= UINT32_C(1) << c->ink[i].id;
    return inks;
}

static err_code find_plain_rung(numberer *n, unsigned *rung, bool *wide, err *e) {
    err_code rc = find_rung(n, 0, SLOT_RUNGS, SKELETON_INDEXED_MAX, rung, e);
    *wide = !rc && *rung == SLOT_RUNGS;
    return *wide ? find_wide_rung(n, rung, e) : rc;
}

/* Numbers the pixels at the rung that is to be; *rung SLOT_RUNGS: there are too many slots. */
static err_code choose_rung(skeleton_scratch *s, numberer *n, skeleton *view, bool *wide, err *e) {
    bool fits = false;
    *wide = false;
    if (!n->in->covers) return find_plain_rung(n, &view->rung, wide, e);
    err_code rc = merge_slots(s, n, &fits, &view->merged, e);
    view->rung = MERGE_RUNG;
    *wide = fits && n->set->count > SKELETON_INDEXED_MAX;
    if (rc || fits) return rc;
    *wide = true;
    view->merged = 0;
    return find_wide_rung(n, &view->rung, e);
}

/* Leaves out the covers that no slot has any more, and numbers the others anew, in their order. */
static err_code keep_used_covers(skeleton_scratch *s, err *e) {
    uint16_t *number = calloc(s->covers.count, sizeof *number);
    if (!number) return err_nomem(e);
    for (size_t i = 0; i < s->set.count; i++) number[s->slots[i].cover] = 1;
    size_t kept = 1;
    for (size_t i = 1; i < s->covers.count; i++) {
        if (!number[i]) continue;
        s->covers.list[kept] = s->covers.list[i];
        number[i] = (uint16_t)kept++;
    }
    number[0] = 0;
    for (size_t i = 0; i < s->set.count; i++) s->slots[i].cover = number[s->slots[i].cover];
    s->covers.count = kept;
    free(number);
    return ERR_OK;
}

err_code skeleton_make(skeleton_scratch *s, const skeleton_input *in, skeleton **out, err *e) {
    unsigned scale = in->size / 256;
    check_spans(in);
    if (s->phases.patterns != in->patterns || s->phases.scale != scale)
        phases_make(&s->phases, in->patterns, scale);
    size_t n_pixels = (size_t)in->size * in->size;
    err_code rc = array_reserve(&s->pixels, &s->pixels_cap, n_pixels + SLACK, sizeof *s->pixels, e);
    if (!rc) rc = make_drafts(s, in, e);
    numberer n = {.in = in,
                  .drafts = s->drafts,
                  .numbers = s->numbers,
                  .set = &s->set,
                  .covers = &s->covers,
                  .phases = &s->phases,
                  .pixels = s->pixels};
    skeleton view = {.size = in->size, .patterns = in->patterns, .opaque_inks = in->opaque_inks};
    bool wide = false;
    if (!rc) rc = choose_rung(s, &n, &view, &wide, e);
    if (!rc && view.rung == SLOT_RUNGS)
        rc = err_set(e, ERR_UNSUPPORTED, "a tile of more than %d slots", SKELETON_WIDE_MAX);
    if (!rc) rc = order_slots(s, e);
    if (!rc && in->covers) rc = keep_used_covers(s, e);
    if (rc) return rc;
    place_slots(&n, s->number_of);
    view.n_slots = s->set.count, view.slots = s->slots;
    view.n_phases = s->phases.count, view.phases = s->phases.list;
    view.n_covers = s->covers.count > 1 ? s->covers.count : 0, view.covers = s->covers.list;
    view.inks = inks_of(&s->covers);
    return wide ? finish_wide(&n, &view, out, e) : finish_indexed(s, &n, &view, out, e);
}

err_code skeleton_make_solid(skeleton_scratch *s, uint32_t size, district_id d, skeleton **out,
                             err *e) {
    err_code rc = array_reserve(&s->spans, &s->spans_cap, size, sizeof *s->spans, e);
    if (rc) return rc;
    for (uint32_t y = 0; y < size; y++)
        s->spans[y] = (raster_span){.y = (uint16_t)y,
                                    .len = (uint16_t)size,
                                    .n_parts = 1,
                                    .part = {{.district = d, .share = 1}}};
    return skeleton_make(s, &(skeleton_input){.size = size, .spans = s->spans, .n_spans = size},
                         out, e);
}
