/* Truth: forms and colors worked out by hand; the definition of a covered pixel once more, layer by
 * layer in doubles; what was drawn, pixel by pixel. */
#include "aid_cmocka.h"
#include "aid_random.h"
#include "aid_spans.h"
#include "carto/context.h"
#include "tile/direct.h"
#include "tile/slot_merge.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define NONE  DISTRICT_NONE
#define CLEAR ((rgba){0})
#define KEY(a, b, weight, casing, line)                                                            \
    { (uint64_t)(a) << 32 | (b), (uint32_t)(weight) << 24 | (casing) << 8 | (line), 0 }

enum { WATER, SHORE, ROAD = COVER_FILL(1), SEA = COVER_FILL(2), LINE = COVER_OUTLINE };
#define OPAQUE_ONES (1U << WATER | 1U << SHORE | 1U << LINE)

/* ---- one form ----------------------------------------------------------------------- */

static void test_a_pixel_has_one_form(void **state) {
    (void)state;
    const struct {
        cover drawn;
        unsigned step;
        slot_key key, want_key;
        cover want;
    } rows[] = {
        /* levels: 128 of 255 are 8.03 of 16, 7 of 255 are 0.44 */
        {{NONE, 0, 0, 2, {{WATER, CONTEXT_OVER, 128}, {SHORE, CONTEXT_OVER, 7}}},
         1,
         KEY(3, 5, 6, 0, 0),
         KEY(3, 5, 6, 0, 0),
         {NONE, 0, 0, 1, {{WATER, CONTEXT_OVER, 8}}}},
        /* in steps of four: 100 of 255 are 6.27, and nearest to 8 */
        {{NONE, 0, 0, 1, {{WATER, CONTEXT_OVER, 100}}},
         4,
         KEY(3, NONE, 0, 0, 0),
         KEY(3, NONE, 0, 0, 0),
         {NONE, 0, 0, 1, {{WATER, CONTEXT_OVER, 8}}}},
        /* water hides the districts, and not the borders over it */
        {{NONE, 0, 0, 2, {{ROAD, CONTEXT_OVER, 90}, {WATER, CONTEXT_OVER, 255}}},
         1,
         KEY(3, 5, 6, 2, 1),
         KEY(NONE, NONE, 0, 2, 1),
         {NONE, 0, 0, 1, {{WATER, CONTEXT_OVER, 16}}}},
        /* a line on top hides the borders too */
        {{NONE, 0, 0, 2, {{WATER, CONTEXT_OVER, 255}, {LINE, CONTEXT_TOP, 255}}},
         1,
         KEY(3, 5, 6, 2, 1),
         KEY(NONE, NONE, 0, 0, 0),
         {NONE, 0, 0, 1, {{LINE, CONTEXT_TOP, 16}}}},
        /* the road is not opaque */
        {{NONE, 0, 0, 1, {{ROAD, CONTEXT_OVER, 255}}},
         1,
         KEY(3, NONE, 0, 0, 0),
         KEY(3, NONE, 0, 0, 0),
         {NONE, 0, 0, 1, {{ROAD, CONTEXT_OVER, 16}}}},
        /* the sea under the districts shows where there is none */
        {{NONE, 0, 0, 1, {{SEA, CONTEXT_UNDER, 255}}},
         1,
         KEY(3, 5, 6, 0, 0),
         KEY(3, 5, 6, 0, 0),
         {.label = NONE}},
        {{NONE, 0, 0, 1, {{SEA, CONTEXT_UNDER, 255}}},
         1,
         KEY(3, NONE, 6, 0, 0),
         KEY(3, NONE, 6, 0, 0),
         {NONE, 0, 0, 1, {{SEA, CONTEXT_UNDER, 16}}}},
        /* under text nothing is seen */
        {{4, 255, 255, 1, {{WATER, CONTEXT_OVER, 90}}},
         1,
         KEY(4, NONE, 0, 3, 0),
         KEY(NONE, NONE, 0, 0, 0),
         {4, 0, 16, 0, {{0}}}},
        /* a halo leaves the bare fill, and is nothing where there is nothing else */
        {{4, 255, 0, 1, {{ROAD, CONTEXT_OVER, 90}}},
         1,
         KEY(4, NONE, 0, 3, 0),
         KEY(4, NONE, 0, 0, 0),
         {.label = NONE}},
        {{4, 128, 0, 0, {{0}}}, 1, KEY(4, NONE, 0, 0, 0), KEY(4, NONE, 0, 0, 0), {.label = NONE}},
        {{4, 128, 64, 0, {{0}}},
         1,
         KEY(4, NONE, 0, 0, 2),
         KEY(4, NONE, 0, 0, 2),
         {4, 8, 4, 0, {{0}}}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        slot_key k = rows[i].key;
        cover got;
        slot_levels levels = {1, (uint8_t)rows[i].step, false, COVER_INKS};
        cover_settle(&rows[i].drawn, &levels, OPAQUE_ONES, false, &k, &got);
        if (!slot_key_equal(k, rows[i].want_key) || !cover_equal(&got, &rows[i].want))
            fail_msg("row %zu", i);
    }
}

static void test_a_hatched_variant_keeps_halos(void **state) {
    (void)state;
    slot_key k = KEY(4, NONE, 0, 0, 0);
    cover got;
    cover_settle(&(cover){4, 255, 0, 0, {{0}}}, &slot_rungs[0], 0, true, &k, &got);
    assert_int_equal(got.halo, 16);
}

static void test_of_many_inks_the_lowest_is_lost(void **state) {
    (void)state;
    cover c = cover_none;
    for (uint8_t i = 0; i < COVER_INKS + 2; i++) cover_add(&c, i, CONTEXT_OVER, (uint8_t)(i + 1));
    assert_int_equal(c.n, COVER_INKS);
    for (uint8_t i = 0; i < COVER_INKS; i++) assert_int_equal(c.ink[i].id, i + 2);
    cover_add(&c, 0, CONTEXT_OVER, 0);
    assert_int_equal(c.ink[0].id, 2);
}

static void test_a_set_numbers_each_cover_once(void **state) {
    (void)state;
    cover_set s = {0};
    err e = {0};
    assert_int_equal(cover_set_begin(&s, &e), ERR_OK);
    assert_int_equal(cover_set_add(&s, &cover_none), 0);
    for (int pass = 0; pass < 2; pass++)
        for (uint32_t i = 1; i < COVERS_MAX; i++)
            assert_int_equal(cover_set_add(&s, &(cover){.label = i, .text = 3}), i);
    assert_int_equal(cover_set_add(&s, &(cover){.label = COVERS_MAX, .text = 3}), UINT32_MAX);
    cover_set_free(&s);
}

/* ---- colors ------------------------------------------------------------------------- */

#define DISTRICTS 16

typedef struct brush {
    rgba fill[DISTRICTS], hatch[DISTRICTS], text[DISTRICTS], ink[COVERS];
    uint8_t pattern[DISTRICTS];
    paint paint;
} brush;

static void make_brush(brush *b, aid_random *r, bool opaque) {
    memset(b, 0, sizeof *b);
    uint8_t *all = (uint8_t *)b->fill;
    for (size_t i = 0; i < offsetof(brush, pattern); i++) all[i] = (uint8_t)aid_random_bits(r);
    for (int d = 0; d < DISTRICTS; d++) {
        b->pattern[d] = d % 2 ? PATTERN_RISING : 0;
        b->fill[d].a = b->hatch[d].a = b->text[d].a = 255;
    }
    for (int k = 0; opaque && k < COVERS; k++) b->ink[k].a = 255;
    b->paint = (paint){.fill = b->fill,
                       .pattern = b->pattern,
                       .hatch = b->hatch,
                       .border = {250, 240, 230, 255},
                       .casing = {10, 20, 30, opaque ? 255 : 128},
                       .border_px = 1,
                       .casing_px = 2,
                       .cover = b->ink,
                       .text = b->text,
                       .place = {90, 91, 92, 255},
                       .opacity = 1};
}

typedef struct real { /* premultiplied, 0..1 */
    double c[4];
} real;

static real real_of(rgba c) {
    double a = c.a / 255.0;
    return (real){{c.r / 255.0 * a, c.g / 255.0 * a, c.b / 255.0 * a, a}};
}

static real mixed(real x, real y, double share) {
    for (int i = 0; i < 4; i++) x.c[i] += (y.c[i] - x.c[i]) * share;
    return x;
}

static real laid(real x, rgba color, double share) { /* ink of a translucent color */
    real opaque = real_of((rgba){color.r, color.g, color.b, 255});
    return mixed(x, opaque, share * color.a / 255.0);
}

static real fill_of(const brush *b, district_id d, double lines, real outside) {
    if (d == NONE) return outside;
    real fill = real_of(b->fill[d]);
    return b->pattern[d] ? mixed(fill, real_of(b->hatch[d]), lines) : fill;
}

static real fills_of(const slot *s, const brush *b, double lines, real outside) {
    real a = fill_of(b, s->a, lines, outside);
    return s->weight_b ? mixed(a, fill_of(b, s->b, lines, outside), s->weight_b / 16.0) : a;
}

static real inks_of(real x, const cover *c, const brush *b, context_place place) {
    for (uint8_t i = 0; i < c->n; i++) {
        const cover_ink *k = &c->ink[i];
        if (k->place != place) continue;
        bool clears = b->paint.clears >> k->id & 1;
        x = clears ? mixed(x, (real){{0}}, k->level / 16.0)
                   : laid(x, b->ink[k->id], k->level / 16.0);
    }
    return x;
}

/* The definition in tile/cover.h. */
static real definition(const slot *s, const cover *c, double lines, const brush *b) {
    real outside = inks_of((real){{0}}, c, b, CONTEXT_UNDER);
    real x = inks_of(fills_of(s, b, lines, outside), c, b, CONTEXT_OVER);
    x = laid(laid(x, b->paint.casing, s->ink[0] / 16.0), b->paint.border, s->ink[1] / 16.0);
    x = inks_of(x, c, b, CONTEXT_TOP);
    x = mixed(x, fills_of(s, b, 0, (real){{0}}), c->halo / 16.0);
    rgba text = c->label == NONE ? b->paint.place : b->text[c->label];
    return mixed(x, real_of(text), c->text / 16.0);
}

/* A translucent ink's share is rounded to 1/256, and there may be seven of them. */
static void assert_near(rgba got, real want, size_t row, bool opaque) {
    double a = want.c[3];
    const double w[] = {a > 0 ? want.c[0] / a * 255 : 0, a > 0 ? want.c[1] / a * 255 : 0,
                        a > 0 ? want.c[2] / a * 255 : 0, a * 255};
    const uint8_t g[] = {got.r, got.g, got.b, got.a};
    for (int i = 0; i < 4; i++)
        if (fabs(g[i] - w[i]) > (a < 0.5 && i < 3 ? 8 : opaque ? 0.6 : 2.6))
            fail_msg("row %zu, channel %d: %d is not %.2f (alpha %.3f)", row, i, g[i], w[i], a);
}

static uint8_t up_to(aid_random *r, unsigned most) {
    return (uint8_t)(aid_random_bits(r) % (most + 1));
}

static slot random_slot(aid_random *r) {
    slot s = {.a = up_to(r, DISTRICTS), .b = NONE, .ink = {up_to(r, 16), up_to(r, 16)}};
    if (s.a == DISTRICTS) s.a = NONE;
    if (s.a != NONE && up_to(r, 1)) {
        s.b = s.a + 1 < DISTRICTS ? s.a + 1 : NONE;
        s.weight_b = (uint8_t)(1 + up_to(r, 14));
    }
    s.phase = s.a == NONE ? 0 : up_to(r, 1);
    s.cover = 1;
    return s;
}

static cover random_cover(aid_random *r) {
    cover c = {.label = up_to(r, DISTRICTS), .halo = up_to(r, 16), .text = up_to(r, 16)};
    if (c.label == DISTRICTS) c.label = NONE;
    if (up_to(r, 1)) c.halo = c.text = 0;
    uint8_t place = CONTEXT_UNDER;
    for (uint8_t n = up_to(r, COVER_INKS); c.n < n;) {
        place = (uint8_t)(place + (place < CONTEXT_TOP && up_to(r, 1)));
        cover_add(&c, up_to(r, COVERS - 1), place, (uint8_t)(1 + up_to(r, 15)));
    }
    return c;
}

static void test_covered_pixels_have_the_color_of_their_layers(void **state) {
    (void)state;
    aid_random r = {88172645463325252};
    brush b;
    for (size_t row = 0; row < 20000; row++) {
        bool opaque = row % 2;
        make_brush(&b, &r, opaque);
        slot s = random_slot(&r);
        const cover list[] = {cover_none, random_cover(&r)};
        const phase hatch[] = {{{0}}, {{0, 4, 9, 16, 1}}};
        skeleton k = {.size = 256,
                      .patterns = ~0U,
                      .n_slots = 1,
                      .n_phases = 2,
                      .n_covers = 2,
                      .slots = &s,
                      .phases = hatch,
                      .covers = list,
                      .inks = (1U << COVERS) - 1};
        b.paint.clears = up_to(&r, 3) ? 0 : 1U << up_to(&r, COVERS - 1);
        rgba got;
        painting_colors(&k, &b.paint, &got);
        double lines = s.phase ? hatch[1].cover[PATTERN_RISING] / 16.0 : 0;
        assert_near(got, definition(&s, &list[1], lines, &b), row, opaque);
    }
}

/* ---- skeletons ---------------------------------------------------------------------- */

/* Two districts, and water whose shore crosses them: level (x * 8 + y) % 256 in some rows. */
static void test_each_pixel_keeps_its_cover(void **state) {
    (void)state;
    enum { SIZE = 256 };
    raster_span *spans = calloc(SIZE * SIZE, sizeof *spans);
    cover *covers = calloc(SIZE * SIZE, sizeof *covers);
    for (size_t i = 0; i < SIZE * SIZE; i++) {
        size_t x = i % SIZE, y = i / SIZE;
        spans[i] = (raster_span){.x = (uint16_t)x,
                                 .y = (uint16_t)y,
                                 .len = 1,
                                 .n_parts = 1,
                                 .part = {{.district = x < 100 ? 0 : 1, .share = 1}}};
        covers[i] = cover_none;
        if (y >= 50 && y < 60) cover_add(&covers[i], WATER, CONTEXT_OVER, (uint8_t)(x * 8 + y));
        if (y >= 100) cover_add(&covers[i], WATER, CONTEXT_OVER, 255);
    }
    skeleton_scratch *scratch = NULL;
    skeleton *s = NULL;
    err e = {0};
    uint16_t *pixels = calloc(SIZE * SIZE, sizeof *pixels);
    skeleton_input in = {.size = SIZE,
                         .spans = spans,
                         .n_spans = SIZE * SIZE,
                         .covers = covers,
                         .hiding = OPAQUE_ONES,
                         .opaque_inks = true};
    assert_int_equal(skeleton_scratch_create(&scratch, &e), ERR_OK);
    assert_int_equal(skeleton_make(scratch, &in, &s, &e), ERR_OK);
    assert_int_equal(skeleton_pixels(scratch, s, pixels, &e), ERR_OK);
    /* At most two districts, each with 7 levels of water and none, and water alone; levels are of
     * the second rung, half a sixteenth off at most, and those that became one off by what is told.
     */
    assert_in_range(s->n_slots, 2 * 4 + 1, 2 * 8 + 1);
    assert_int_equal(s->inks, 1U << WATER);
    assert_true(s->merged > 0 && s->merged <= SLOT_MERGE_MOST);
    for (size_t i = 0; i < SIZE * SIZE; i++) {
        const slot *one = &s->slots[pixels[i]];
        double drawn = covers[i].n ? covers[i].ink[0].level / 255.0 : 0;
        const cover *c = &s->covers[one->cover];
        double level = (c->n ? c->ink[0].level : 0) / 16.0;
        assert_true(fabs(level - drawn) <= 1 / 16.0 + s->merged + 1e-6);
        if (level < 1) assert_int_equal(one->a, spans[i].part[0].district);
        if (drawn == 0 || drawn == 1) assert_true(level == drawn);
    }
    skeleton_unref(s);
    skeleton_scratch_free(scratch);
    free(spans);
    free(covers);
    free(pixels);
}

/* A tile that a skeleton does carry at the finest levels: both ways give the same pixels. */
static void test_direct_painting_is_the_same(void **state) {
    (void)state;
    aid_random r = {362436069};
    for (int hatched = 0; hatched < 2; hatched++) {
        aid_spans tile = {.size = 512};
        brush b;
        make_brush(&b, &r, true);
        aid_spans_cells(&tile, 2, 0, 0, 7);
        skeleton *s = aid_skeleton(&tile, hatched ? PHASES_PATTERN(PATTERN_RISING) : 0, true);
        assert_int_equal(s->rung, 0);
        if (!hatched) memset(b.pattern, 0, sizeof b.pattern);
        skeleton_input in = {.size = 512,
                             .spans = tile.list,
                             .n_spans = tile.count,
                             .x0 = 3 * 512,
                             .y0 = 5 * 512,
                             .opaque_inks = true};
        rgba *colors = calloc(s->n_slots, sizeof *colors), *got = calloc(512 * 512, sizeof *got);
        uint16_t *pixels = calloc(512 * 512, sizeof *pixels);
        skeleton_scratch *scratch = NULL;
        err e = {0};
        assert_int_equal(skeleton_scratch_create(&scratch, &e), ERR_OK);
        assert_int_equal(skeleton_pixels(scratch, s, pixels, &e), ERR_OK);
        painting_colors(s, &b.paint, colors);
        assert_int_equal(direct_paint(&in, &b.paint, DISTRICTS, got, &e), ERR_OK);
        for (size_t i = 0; i < 512 * 512; i++)
            assert_memory_equal(&got[i], &colors[pixels[i]], sizeof *got);
        skeleton_scratch_free(scratch);
        skeleton_unref(s);
        aid_spans_free(&tile);
        free(colors);
        free(got);
        free(pixels);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_pixel_has_one_form),
        cmocka_unit_test(test_a_hatched_variant_keeps_halos),
        cmocka_unit_test(test_of_many_inks_the_lowest_is_lost),
        cmocka_unit_test(test_a_set_numbers_each_cover_once),
        cmocka_unit_test(test_covered_pixels_have_the_color_of_their_layers),
        cmocka_unit_test(test_each_pixel_keeps_its_cover),
        cmocka_unit_test(test_direct_painting_is_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
