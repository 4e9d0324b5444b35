/* Truth: levels, slots and rungs counted by hand; the spans themselves, pixel by pixel; the C
 * library for sizes of allocations. */
#include "aid_cmocka.h"
#include "aid_spans.h"
#include "tile/skeleton.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#define NONE DISTRICT_NONE
#define ALL_PATTERNS                                                                               \
    (PHASES_PATTERN(PATTERN_RISING) | PHASES_PATTERN(PATTERN_FALLING) |                            \
     PHASES_PATTERN(PATTERN_CROSSED) | PHASES_PATTERN(PATTERN_LEVEL))

/* ---- slots -------------------------------------------------------------------------- */

static void assert_slot(slot got, slot want) {
    if (!slot_equal(&got, &want))
        fail_msg("{%u %u %u/16 ink %u %u phase %u} is not {%u %u %u/16 ink %u %u phase %u}", got.a,
                 got.b, got.weight_b, got.ink[0], got.ink[1], got.phase, want.a, want.b,
                 want.weight_b, want.ink[0], want.ink[1], want.phase);
}

static void test_shares_go_to_the_nearest_level_in_one_form(void **state) {
    (void)state;
    const struct {
        raster_span span;
        unsigned rung;
        slot want;
    } rows[] = {
        {aid_one(7), 0, {7, NONE, 0, {0, 0}, 0, 0}},
        {aid_one(NONE), 0, {NONE, NONE, 0, {0, 0}, 0, 0}},
        {aid_two(3, 5, 0.40), 0, {3, 5, 6, {0, 0}, 0, 0}}, /* 6.4 of 16 */
        {aid_two(5, 3, 0.40),
         0,
         {3, 5, 10, {0, 0}, 0, 0}}, /* the same border from the other side */
        {aid_two(5, NONE, 0.40), 0, {5, NONE, 6, {0, 0}, 0, 0}},
        {aid_two(NONE, 5, 0.40), 0, {5, NONE, 10, {0, 0}, 0, 0}},
        {aid_two(3, 5, 0.03), 0, {3, NONE, 0, {0, 0}, 0, 0}},  /* 0.48 of 16 */
        {aid_two(3, 5, 0.97), 0, {5, NONE, 0, {0, 0}, 0, 0}},  /* likewise */
        {aid_two(3, 5, 1 / 32.0), 0, {3, 5, 1, {0, 0}, 0, 0}}, /* a half goes up, of the smaller */
        {aid_two(3, 5, 31 / 32.0), 0, {3, 5, 15, {0, 0}, 0, 0}}, /* likewise */
        {aid_two(3, 5, 0.40), 1, {3, 5, 6, {0, 0}, 0, 0}},       /* 3.2 of 8 */
        {aid_two(3, 5, 0.28), 1, {3, 5, 4, {0, 0}, 0, 0}},       /* 2.24 of 8, not by way of 4.48 */
        {aid_two(3, 5, 0.28), 3, {3, 5, 4, {0, 0}, 0, 0}},       /* 1.12 of 4 */
        {aid_inked(aid_one(2), 0.5, 0.1), 0, {2, NONE, 0, {8, 2}, 0, 0}},
        {aid_inked(aid_one(2), 0.5, 0.1), 1, {2, NONE, 0, {8, 2}, 0, 0}},
        {aid_inked(aid_one(2), 0.5, 0.1), 3, {2, NONE, 0, {8, 0}, 0, 0}}, /* 0.4 of 4 */
        {aid_inked(aid_two(3, 5, 0.40), 0, 0.5), 1, {3, 5, 6, {0, 8}, 0, 0}},
        {aid_inked(aid_two(3, 5, 0.40), 0, 0.5),
         2,
         {3, NONE, 0, {0, 8}, 0, 0}}, /* the larger one */
        {aid_inked(aid_two(3, 5, 0.60), 0, 0.5), 2, {5, NONE, 0, {0, 8}, 0, 0}},
        {aid_inked(aid_two(3, 5, 0.40), 0, 0.05), 2, {3, 5, 6, {0, 0}, 0, 0}}, /* no level of ink */
        {aid_inked(aid_two(3, 5, 0.40), 0, 1), 0, {3, 5, 6, {0, 16}, 0, 0}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_slot(slot_of_span(&rows[i].span, &slot_rungs[rows[i].rung], false), rows[i].want);
}

/* A vertical border at x of the pixel, and a line of 0.5 px on it: what is open of either side. */
static void test_opaque_ink_hides_half_of_each(void **state) {
    (void)state;
    const struct {
        raster_span span;
        slot want;
    } rows[] = {
        /* border at 0.5: ink 0.25..0.75, a quarter open on each side */
        {aid_inked(aid_two(3, 5, 0.5), 0, 0.5), {3, 5, 8, {0, 8}, 0, 0}},
        /* at 0.25: ink 0..0.5, and only 5 is open */
        {aid_inked(aid_two(3, 5, 0.75), 0, 0.5), {5, NONE, 0, {0, 8}, 0, 0}},
        /* at 0.125: ink 0..0.375 */
        {aid_inked(aid_two(3, 5, 0.875), 0, 0.375), {5, NONE, 0, {0, 6}, 0, 0}},
        /* at 0.375: ink 0.125..0.625; open are 1/8 and 3/8 of the pixel, 1 : 3 */
        {aid_inked(aid_two(3, 5, 0.625), 0, 0.5), {3, 5, 12, {0, 8}, 0, 0}},
        /* the casing is wider than the line, so it tells what is open */
        {aid_inked(aid_two(3, 5, 0.625), 0.5, 0.25), {3, 5, 12, {8, 4}, 0, 0}},
        {aid_inked(aid_two(3, 5, 0.4), 0, 1), {NONE, NONE, 0, {0, 16}, 0, 0}},
        {aid_two(3, 5, 0.4), {3, 5, 6, {0, 0}, 0, 0}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_slot(slot_of_span(&rows[i].span, &slot_rungs[0], true), rows[i].want);
}

/* 0.5, 0.3, 0.2: the two largest as 5 : 3, which is 6 of 16; equal ones: the lower is taken. */
static void test_of_three_districts_the_two_largest_are_mixed(void **state) {
    (void)state;
    raster_span s = {.n_parts = 3, .part = {{9, 0.5F}, {4, 0.3F}, {6, 0.2F}}};
    assert_slot(slot_of_span(&s, &slot_rungs[0], false), (slot){4, 9, 10, {0, 0}, 0, 0});
    raster_span tie = {.n_parts = 3, .part = {{9, 0.5F}, {6, 0.25F}, {4, 0.25F}}};
    assert_slot(slot_of_span(&tie, &slot_rungs[0], false), (slot){4, 9, 11, {0, 0}, 0, 0});
    raster_span inked = aid_inked(s, 0, 0.25); /* ink as it is */
    assert_slot(slot_of_span(&inked, &slot_rungs[0], false), (slot){4, 9, 10, {0, 4}, 0, 0});
}

static void test_slots_that_meet_the_outside_come_first(void **state) {
    (void)state;
    const slot order[] = {
        {1, NONE, 4, {0, 0}, 0, 0},    {2, NONE, 9, {0, 8}, 0, 0}, {NONE, NONE, 0, {0, 0}, 0, 0},
        {NONE, NONE, 0, {0, 9}, 0, 0}, {0, NONE, 0, {0, 0}, 0, 0}, {8, NONE, 0, {0, 0}, 0, 0},
        {8, NONE, 0, {0, 0}, 1, 0},    {0, 1, 5, {0, 0}, 0, 0},    {0, 1, 9, {0, 0}, 0, 0},
        {8, NONE, 0, {0, 1}, 0, 0},
    };
    size_t n = sizeof order / sizeof *order;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) {
            int by = slot_compare(&order[i], &order[j]);
            assert_int_equal((by > 0) - (by < 0), (i > j) - (i < j));
            assert_int_equal(slot_equal(&order[i], &order[j]), i == j);
            assert_int_equal(slot_meets_outside(&order[i]), i < 4);
        }
}

/* ---- the cascade -------------------------------------------------------------------- */

typedef struct made { /* spans of which the first pixels matter; the rest is district 0 */
    aid_spans spans;
    skeleton *skeleton;
} made;

static void finish(made *m) {
    aid_spans_fill(&m->spans, aid_one(0));
    m->skeleton = aid_skeleton(&m->spans, 0, false);
}

static void end(made *m) {
    skeleton_unref(m->skeleton);
    aid_spans_free(&m->spans);
}

static void test_whole_districts_decide_the_depth(void **state) {
    (void)state;
    static const struct {
        unsigned districts, depth;
    } rows[] = {{1, 1}, {2, 1}, {3, 2}, {4, 2}, {5, 4}, {16, 4}, {17, 8}, {256, 8}, {257, 16}};
    for (uint32_t size = 256; size <= 512; size += 256)
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
            made m = {.spans = {.size = size}};
            for (unsigned d = 0; d < rows[i].districts; d++) aid_spans_add(&m.spans, aid_one(d));
            finish(&m);
            assert_int_equal(m.skeleton->n_slots, rows[i].districts);
            assert_int_equal(m.skeleton->depth, rows[i].depth);
            assert_int_equal(m.skeleton->rung, 0); /* coarser levels would not help */
            assert_int_equal(m.skeleton->pixels != NULL, rows[i].depth == 16);
            assert_int_equal(m.skeleton->tail.len != 0, rows[i].depth < 16);
            assert_int_equal(skeleton_is_solid(m.skeleton), rows[i].districts == 1);
            end(&m);
        }
}

/* `pairs` of districts, each mixed in all `steps` - 1 shares, without ink and with it at each of
 * the shares ink/16, 2 * ink/16 ... 1 (0: none). */
static made mixed_pairs(unsigned pairs, unsigned steps, unsigned ink) {
    made m = {.spans = {.size = 256}};
    for (unsigned p = 0; p < pairs; p++)
        for (unsigned k = 1; k < steps; k++) {
            raster_span two = aid_two(2 * p, 2 * p + 1, k / (double)steps);
            aid_spans_add(&m.spans, two);
            for (unsigned i = ink; ink && i <= 16; i += ink)
                aid_spans_add(&m.spans, aid_inked(two, 0, i / 16.0));
        }
    finish(&m);
    return m;
}

/* Slots counted by hand; "+ 1" is the rest of the tile, district 0 without ink.
 *  17 pairs, 16 steps: 17 * 15 + 1 = 256, the finest rung.
 *  18 pairs, 16 steps: 18 * 15 + 1 = 271 > 256.  8 levels: the smaller shares 1, 3, 5, 7 of 16 go
 * up to 2, 4, 6, 8, so each pair has 2, 4 ... 14: 18 * 7 + 1 = 127. 10 pairs, 8 steps, ink 0, 8,
 * 16: 10 * 7 * 3 + 1 = 211: all are levels of 16. 13 pairs: 13 * 21 + 1 = 274 at 16 and at 8.  With
 * the larger district alone under ink: 13 * 7 without, 13 * 2 districts * 2 inks with: 91 + 52 + 1
 * = 144. 30 pairs: 30 * 7 + 30 * 4 + 1 = 331 at that.  4 levels: the smaller shares 1/8 and 3/8 go
 * up to 1/4 and 1/2, so each pair has 1/4, 1/2, 3/4: 30 * 3 + 120 + 1 = 211. 50 pairs: 50 * 7 + 1 =
 * 351 even so: wide, at the finest: 50 * 21 + 1 = 1051. */
static void test_the_finest_rung_that_fits_is_taken(void **state) {
    (void)state;
    static const struct {
        unsigned pairs, steps, ink, rung, n_slots, depth;
    } rows[] = {
        {17, 16, 0, 0, 256, 8}, {18, 16, 0, 1, 127, 8}, {10, 8, 8, 0, 211, 8},
        {13, 8, 8, 2, 144, 8},  {30, 8, 8, 3, 211, 8},  {50, 8, 8, 0, 1051, 16},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        made m = mixed_pairs(rows[i].pairs, rows[i].steps, rows[i].ink);
        assert_int_equal(m.skeleton->n_slots, rows[i].n_slots);
        assert_int_equal(m.skeleton->rung, rows[i].rung);
        assert_int_equal(m.skeleton->depth, rows[i].depth);
        end(&m);
    }
}

/* 5,000 pairs in 15 shares are 75,000 slots, too many for 16 bits, and 35,000 of 8 levels; 70,000
 * whole districts are too many at any. */
static void test_wide_ones_have_an_end_too(void **state) {
    (void)state;
    made m = {.spans = {.size = 512}};
    for (unsigned p = 0; p < 5000; p++)
        for (unsigned k = 1; k < 16; k++)
            aid_spans_add(&m.spans, aid_two(2 * p, 2 * p + 1, k / 16.0));
    finish(&m);
    assert_int_equal(m.skeleton->n_slots, 35001);
    assert_int_equal(m.skeleton->rung, 1);
    end(&m);

    m = (made){.spans = {.size = 512}};
    for (unsigned d = 0; d < 70000; d++) aid_spans_add(&m.spans, aid_one(d));
    aid_spans_fill(&m.spans, aid_one(0));
    skeleton_scratch *scratch = NULL;
    skeleton *none = NULL;
    err e = {0};
    assert_int_equal(skeleton_scratch_create(&scratch, &e), ERR_OK);
    skeleton_input in = {.size = 512, .spans = m.spans.list, .n_spans = m.spans.count};
    assert_int_equal(skeleton_make(scratch, &in, &none, &e), ERR_UNSUPPORTED);
    assert_null(none);
    skeleton_scratch_free(scratch);
    end(&m);
}

/* ---- pixels ------------------------------------------------------------------------- */

/* Every pixel has the slot of its span, in its phase; no slot is there twice or for nothing. */
static void assert_pixels(const aid_spans *spans, const skeleton *s, unsigned patterns) {
    uint16_t *pixels = malloc((size_t)s->size * s->size * sizeof *pixels);
    uint8_t *used = calloc(s->n_slots, 1);
    skeleton_scratch *scratch = NULL;
    phases table;
    phases_make(&table, patterns, s->size / 256);
    assert_true(pixels && used && !skeleton_scratch_create(&scratch, NULL));
    assert_int_equal(skeleton_pixels(scratch, s, pixels, NULL), ERR_OK);
    for (const raster_span *span = spans->list; span < spans->list + spans->count; span++) {
        slot want = slot_of_span(span, &slot_rungs[s->rung], s->opaque_inks);
        for (uint32_t x = span->x; x < (uint32_t)span->x + span->len; x++) {
            uint16_t at = pixels[(size_t)span->y * s->size + x];
            assert_in_range(at, 0, s->n_slots - 1);
            uint8_t here = phases_at(&table, 3 * s->size + x, 5 * s->size + span->y);
            assert_slot(s->slots[at], slot_in_phase(want, here));
            used[at] = 1;
        }
    }
    for (size_t i = 0; i < s->n_slots; i++) {
        assert_true(used[i]);
        if (i) assert_true(slot_compare(&s->slots[i - 1], &s->slots[i]) < 0);
    }
    skeleton_scratch_free(scratch);
    free(used);
    free(pixels);
}

static void test_every_pixel_has_its_slot(void **state) {
    (void)state;
    static const struct {
        uint32_t size;
        unsigned cells, patterns;
        double casing, line;
        bool opaque, wide;
    } rows[] = {
        {256, 2, 0, 0, 1, true, false},
        {256, 6, 0, 0, 0.5, true, false},
        {256, 3, 0, 1.5, 0.5, false, false},
        {256, 4, PHASES_PATTERN(PATTERN_RISING), 0, 0.5, true, false},
        {256, 16, 0, 0, 1, false, true},
        {256, 6, ALL_PATTERNS, 0, 1, true, true},
        {512, 4, 0, 0, 1, true, false},
        {512, 12, 0, 2, 1, false, true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        aid_spans spans = {.size = rows[i].size};
        aid_spans_cells(&spans, rows[i].cells, rows[i].casing, rows[i].line, 5 + i);
        skeleton *s = aid_skeleton(&spans, rows[i].patterns, rows[i].opaque);
        assert_int_equal(s->pixels != NULL, rows[i].wide);
        assert_pixels(&spans, s, rows[i].patterns);
        skeleton_unref(s);
        aid_spans_free(&spans);
    }
}

/* ---- hatches ------------------------------------------------------------------------ */

static unsigned most_cover(const phases *p, unsigned pattern_index) {
    unsigned most = 0;
    for (size_t i = 0; i < p->count; i++)
        if (p->list[i].cover[pattern_index] > most) most = p->list[i].cover[pattern_index];
    return most;
}

/* By hand, of 64 samples: lines at 45° are 14 of 64 samples wide along a row.  Pixel 0 of a period
 * has them but for the last sample (63), pixel 1 where i + j <= 5 (21), pixel 7 where i + j >= 8
 * (28), the others none: 15.75, 5.25 and 7 of 16.  Level lines are 10 of 48 high: 8 of 8 rows, 2 of
 * 8, none. */
static void test_phases_are_what_lines_cover(void **state) {
    (void)state;
    phases p;
    phases_make(&p, PHASES_PATTERN(PATTERN_RISING), 1);
    assert_int_equal(p.count, 4);
    static const uint8_t row[8] = {16, 5, 0, 0, 0, 0, 0, 7};
    for (int64_t y = -9; y < 9; y++)
        for (int64_t x = -9; x < 9; x++) {
            const phase *at = &p.list[phases_at(&p, x, y)];
            assert_int_equal(at->cover[PATTERN_RISING], row[(x + y + 80) % 8]);
            assert_int_equal(at->cover[PATTERN_FALLING], 0); /* not asked for */
        }
    phases_make(&p, PHASES_PATTERN(PATTERN_LEVEL), 1);
    assert_int_equal(p.count, 3);
    static const uint8_t column[6] = {16, 4, 0, 0, 0, 0};
    for (int64_t y = -12; y < 12; y++)
        assert_int_equal(p.list[phases_at(&p, 1000003, y)].cover[PATTERN_LEVEL],
                         column[(y + 60) % 6]);
    phases_make(&p, 0, 2);
    assert_int_equal(p.count, 1);
    assert_int_equal(phases_at(&p, 123, -77), 0);
}

static void test_one_phase_serves_all_patterns(void **state) {
    (void)state;
    for (unsigned scale = 1; scale <= 2; scale++) {
        phases all;
        phases_make(&all, ALL_PATTERNS, scale);
        assert_in_range(all.count, 2, PHASES_MAX);
        for (unsigned k = 0; k < PATTERN__COUNT; k++) {
            phases one;
            phases_make(&one, PHASES_PATTERN(k), scale);
            assert_int_equal(all.list[0].cover[k], 0);
            for (int64_t y = -30; y < 30; y++)
                for (int64_t x = -30; x < 30; x++)
                    assert_int_equal(all.list[phases_at(&all, x, y)].cover[k],
                                     one.list[phases_at(&one, x, y)].cover[k]);
            assert_in_range(most_cover(&all, k), k ? 15 : 0, k ? 16 : 0); /* falling: 15.25 */
        }
    }
}

/* The outside has no phase, a district with lines at 45° has four. */
static void test_hatched_skeletons_have_phases_of_districts_only(void **state) {
    (void)state;
    aid_spans spans = {.size = 256};
    for (int i = 0; i < 256 * 100; i++) aid_spans_add(&spans, aid_one(NONE));
    aid_spans_fill(&spans, aid_one(6));
    skeleton *s = aid_skeleton(&spans, PHASES_PATTERN(PATTERN_RISING), true);
    assert_int_equal(s->n_slots, 5);
    assert_int_equal(s->n_phases, 4);
    assert_int_equal(s->patterns, PHASES_PATTERN(PATTERN_RISING));
    assert_true(slot_is_outside(&s->slots[0]) && !s->slots[0].phase);
    skeleton_unref(s);
    aid_spans_free(&spans);
}

/* ---- as a thing in a cache ---------------------------------------------------------- */

/* malloc_usable_size() is what was asked for, rounded up: to 16 bytes and a header, or to a page.
 */
static void assert_memory(skeleton *s) {
    size_t parts = sizeof *s + s->n_slots * sizeof *s->slots + s->n_phases * sizeof *s->phases +
                   s->tail.len + (s->pixels ? 2 * (size_t)s->size * s->size : 0);
    size_t memory = skeleton_memory(s), usable = malloc_usable_size(s);
    assert_in_range(memory, parts, parts + 32); /* the count of references */
    assert_in_range(memory, usable - (usable < 100000 ? 24 : 4096 + 24), usable);
}

static void test_memory_is_counted_exactly(void **state) {
    (void)state;
    for (unsigned cells = 1; cells < 20; cells += 3) {
        aid_spans spans = {.size = 256};
        aid_spans_cells(&spans, cells, 0, 1, cells);
        skeleton *s = aid_skeleton(&spans, 0, true);
        assert_memory(s);
        skeleton_unref(s);
        aid_spans_free(&spans);
    }
}

static void test_equal_inputs_give_equal_bytes(void **state) {
    (void)state;
    for (unsigned cells = 5; cells <= 15; cells += 10) {
        aid_spans a = {.size = 256}, b = {.size = 256}, c = {.size = 256};
        aid_spans_cells(&a, cells, 0, 1, 9);
        aid_spans_cells(&b, cells, 0, 1, 9);
        aid_spans_cells(&c, cells, 0, 1, 10);
        skeleton *s = aid_skeleton(&a, 0, true), *t = aid_skeleton(&b, 0, true),
                 *u = aid_skeleton(&c, 0, true);
        assert_true(skeleton_equal(s, t) && skeleton_hash(s) == skeleton_hash(t));
        assert_false(skeleton_equal(s, u) || skeleton_hash(s) == skeleton_hash(u));
        assert_int_equal(s->tail.len, t->tail.len);
        assert_memory_equal(s->tail.data, t->tail.data, s->tail.len);
        skeleton_unref(s), skeleton_unref(t), skeleton_unref(u);
        aid_spans_free(&a), aid_spans_free(&b), aid_spans_free(&c);
    }
}

static void test_a_tile_inside_one_district_is_the_same_wherever(void **state) {
    (void)state;
    skeleton_scratch *scratch = NULL;
    assert_int_equal(skeleton_scratch_create(&scratch, NULL), ERR_OK);
    for (uint32_t size = 256; size <= 512; size += 256) {
        aid_spans spans = {.size = size};
        aid_spans_fill(&spans, aid_one(4));
        skeleton *s = NULL, *outside = NULL, *t = aid_skeleton(&spans, 0, false);
        assert_int_equal(skeleton_make_solid(scratch, size, 4, &s, NULL), ERR_OK);
        assert_int_equal(skeleton_make_solid(scratch, size, NONE, &outside, NULL), ERR_OK);
        assert_true(skeleton_is_solid(s) && skeleton_equal(s, t));
        assert_true(skeleton_is_solid(outside) && !skeleton_equal(s, outside));
        assert_true(slot_is_outside(&outside->slots[0]));
        assert_true(skeleton_memory(s) < 300);
        skeleton_unref(s), skeleton_unref(t), skeleton_unref(outside);
        aid_spans_free(&spans);
    }
    skeleton_scratch_free(scratch);
}

static void test_improving_changes_bytes_only(void **state) {
    (void)state;
    aid_spans spans = {.size = 256};
    aid_spans_cells(&spans, 5, 0, 1, 3);
    skeleton *s = aid_skeleton(&spans, 0, true), *better = NULL, *again = NULL;
    skeleton_scratch *scratch = NULL;
    assert_int_equal(skeleton_scratch_create(&scratch, NULL), ERR_OK);
    assert_int_equal(skeleton_improve(scratch, s, &better, NULL), ERR_OK);
    assert_true(better != s && better->improved && better->tail.len < s->tail.len);
    assert_memory(better);
    skeleton_unref(s);
    assert_pixels(&spans, better, 0);
    assert_int_equal(skeleton_improve(scratch, better, &again, NULL), ERR_OK);
    assert_ptr_equal(again, better); /* nothing left to gain: a reference */
    skeleton_unref(again);
    assert_pixels(&spans, better, 0);
    skeleton_unref(better);
    skeleton_unref(NULL);
    skeleton_scratch_free(scratch);
    aid_spans_free(&spans);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shares_go_to_the_nearest_level_in_one_form),
        cmocka_unit_test(test_opaque_ink_hides_half_of_each),
        cmocka_unit_test(test_of_three_districts_the_two_largest_are_mixed),
        cmocka_unit_test(test_slots_that_meet_the_outside_come_first),
        cmocka_unit_test(test_whole_districts_decide_the_depth),
        cmocka_unit_test(test_the_finest_rung_that_fits_is_taken),
        cmocka_unit_test(test_wide_ones_have_an_end_too),
        cmocka_unit_test(test_every_pixel_has_its_slot),
        cmocka_unit_test(test_phases_are_what_lines_cover),
        cmocka_unit_test(test_one_phase_serves_all_patterns),
        cmocka_unit_test(test_hatched_skeletons_have_phases_of_districts_only),
        cmocka_unit_test(test_memory_is_counted_exactly),
        cmocka_unit_test(test_equal_inputs_give_equal_bytes),
        cmocka_unit_test(test_a_tile_inside_one_district_is_the_same_wherever),
        cmocka_unit_test(test_improving_changes_bytes_only),
    };
    return cmocka_run_group_tests_name("skeleton", tests, NULL, NULL);
}
