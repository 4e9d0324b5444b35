/* Truth: colors worked out by hand; the definition once more, in doubles; libpng's reader for
 * files; the reference drawing for hatches and for a border between two squares. */
#include "aid_cmocka.h"
#include "aid_files.h"
#include "aid_random.h"
#include "aid_spans.h"
#include "draw/png.h"
#include "tile/painting.h"
#include "tile/reference.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define NONE  DISTRICT_NONE
#define MANY  1600 /* districts */
#define CLEAR ((rgba){0})

static const rgba red = {200, 30, 20, 255}, blue = {10, 60, 210, 255}, white = {255, 255, 255, 255},
                  dark = {1, 2, 3, 255};

typedef struct brush { /* a paint with its arrays */
    rgba fill[MANY], hatch[MANY];
    uint8_t pattern[MANY];
    paint paint;
} brush;

static brush *new_brush(void) {
    brush *b = calloc(1, sizeof *b);
    assert_non_null(b);
    for (int i = 0; i < MANY; i++) b->fill[i] = i % 2 ? blue : red, b->hatch[i] = dark;
    b->paint = (paint){.fill = b->fill,
                       .pattern = b->pattern,
                       .hatch = b->hatch,
                       .border = white,
                       .border_px = 1,
                       .opacity = 1};
    return b;
}

static rgba random_color(aid_random *r) {
    uint64_t bits = aid_random_bits(r) >> 20;
    rgba c;
    memcpy(&c, &bits, sizeof c);
    return c;
}

static void assert_color(rgba got, rgba want, int tolerance) {
    const uint8_t g[] = {got.r, got.g, got.b, got.a}, w[] = {want.r, want.g, want.b, want.a};
    for (int i = 0; i < 4; i++)
        if (abs(g[i] - w[i]) > tolerance)
            fail_msg("#%02x%02x%02x%02x is not #%02x%02x%02x%02x", g[0], g[1], g[2], g[3], w[0],
                     w[1], w[2], w[3]);
}

/* The color of one slot; `phases` may be NULL. */
static paint with_casing(const brush *b, rgba casing) {
    paint p = b->paint;
    p.casing = casing;
    return p;
}

static rgba color_of(slot x, const phase *list, const brush *b, rgba casing) {
    static const phase plain = {{0}};
    skeleton s = {.size = 256,
                  .patterns = list ? ~0U : 0,
                  .n_slots = 1,
                  .n_phases = 1,
                  .slots = &x,
                  .phases = list ? list : &plain};
    rgba out;
    paint with = with_casing(b, casing);
    painting_colors(&s, &with, &out);
    return out;
}

/* ---- colors ------------------------------------------------------------------------- */

static void test_colors_by_hand(void **state) {
    (void)state;
    brush *b = new_brush();
    const struct {
        slot slot;
        rgba casing, line, want;
    } rows[] = {
        {{0, NONE, 0, {0, 0}, 0, 0}, dark, white, red},
        {{NONE, NONE, 0, {0, 0}, 0, 0}, dark, white, CLEAR},
        /* (3 * 200 + 5 * 10) / 8 = 81.25, (90 + 300) / 8 = 48.75, (60 + 1050) / 8 = 138.75 */
        {{0, 1, 10, {0, 0}, 0, 0}, dark, white, {81, 49, 139, 255}},
        /* half ink: (200 + 255) / 2 = 227.5, (30 + 255) / 2 = 142.5, (20 + 255) / 2 = 137.5 */
        {{0, NONE, 0, {0, 8}, 0, 0}, dark, white, {228, 143, 138, 255}},
        {{0, 1, 10, {0, 16}, 0, 0}, dark, white, white},
        /* half casing: (200 + 1) / 2 = 100.5, (30 + 2) / 2 = 16, (20 + 3) / 2 = 11.5; a quarter of
         * white over it: 75.375 + 63.75 = 139.125, 12 + 63.75 = 75.75, 8.625 + 63.75 = 72.375 */
        {{0, NONE, 0, {8, 4}, 0, 0}, dark, white, {139, 76, 72, 255}},
        /* a quarter outside: alpha 191.25, the color stays */
        {{1, NONE, 4, {0, 0}, 0, 0}, dark, white, {10, 60, 210, 191}},
        /* half red, half outside, under half white: red 100, 15, 10 of alpha 127.5; half of
         * it 50, 7.5, 5 of 63.75, and 127.5 of white: 177.5, 135, 132.5 of 191.25 */
        {{0, NONE, 8, {0, 8}, 0, 0}, dark, white, {237, 180, 177, 191}},
        /* a line of half opacity (128 of 255) in the outside: its own color */
        {{NONE, NONE, 0, {0, 16}, 0, 0}, dark, {200, 30, 20, 128}, {200, 30, 20, 128}},
        /* 51 of 255 is a fifth: 0.8 * 200 + 0.2 * 255 = 211, 24 + 51 = 75, 16 + 51 = 67 */
        {{0, NONE, 0, {0, 16}, 0, 0}, dark, {255, 255, 255, 51}, {211, 75, 67, 255}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        b->paint.border = rows[i].line;
        assert_color(color_of(rows[i].slot, NULL, b, rows[i].casing), rows[i].want, 0);
    }
    b->paint.opacity = 0.4;
    assert_color(color_of((slot){0, NONE, 0, {0, 0}, 0, 0}, NULL, b, dark),
                 (rgba){200, 30, 20, 102}, 0);
    b->paint.opacity = 0;
    assert_color(color_of((slot){0, NONE, 0, {0, 0}, 0, 0}, NULL, b, dark), CLEAR, 0);
    free(b);
}

/* A quarter of dark lines over red: (3 * 200 + 1) / 4 = 150.25, (90 + 2) / 4 = 23, (60 + 3) / 4 =
 * 15.75; blue is not hatched.  Mixed half and half: 80.125, 41.5, 112.875. */
static void test_a_hatch_is_mixed_by_what_its_lines_cover(void **state) {
    (void)state;
    brush *b = new_brush();
    const phase list[] = {{{0}}, {{0, 4, 9, 16, 1}}};
    b->pattern[0] = PATTERN_RISING;
    assert_color(color_of((slot){0, NONE, 0, {0, 0}, 1, 0}, list, b, dark),
                 (rgba){150, 23, 16, 255}, 0);
    assert_color(color_of((slot){0, NONE, 0, {0, 0}, 0, 0}, list, b, dark), red, 0);
    assert_color(color_of((slot){1, NONE, 0, {0, 0}, 1, 0}, list, b, dark), blue, 0);
    assert_color(color_of((slot){0, 1, 8, {0, 0}, 1, 0}, list, b, dark), (rgba){80, 42, 113, 255},
                 0);
    b->pattern[0] = PATTERN_CROSSED;
    assert_color(color_of((slot){0, NONE, 0, {0, 0}, 1, 0}, list, b, dark), dark, 0);
    free(b);
}

typedef struct exact { /* premultiplied, 0..1 */
    double v[4];
} exact;

static exact exact_of(rgba c) {
    double a = c.a / 255.0;
    return (exact){{c.r / 255.0 * a, c.g / 255.0 * a, c.b / 255.0 * a, a}};
}

static exact over(exact x, rgba top, double share) {
    exact t = exact_of(top);
    for (int i = 0; i < 4; i++) x.v[i] = x.v[i] * (1 - share * (top.a / 255.0)) + t.v[i] * share;
    return x;
}

static exact between(exact x, exact y, double share) {
    for (int i = 0; i < 4; i++) x.v[i] = x.v[i] * (1 - share) + y.v[i] * share;
    return x;
}

static exact district(const brush *b, district_id d, const phase *at) {
    if (d == NONE) return (exact){{0}};
    return between(exact_of(b->fill[d]), exact_of(b->hatch[d]), at->cover[b->pattern[d]] / 16.0);
}

/* The definition in the header, without any rounding before the end. */
static rgba definition(slot s, const phase *at, const brush *b, rgba casing) {
    exact c = between(district(b, s.a, at), district(b, s.b, at), s.weight_b / 16.0);
    c = over(over(c, casing, s.ink[0] / 16.0), b->paint.border, s.ink[1] / 16.0);
    double k = c.v[3] > 0 ? 255 / c.v[3] : 0, alpha = c.v[3] * 255 * b->paint.opacity;
    if (alpha < 0.5) return CLEAR;
    return (rgba){(uint8_t)lround(c.v[0] * k), (uint8_t)lround(c.v[1] * k),
                  (uint8_t)lround(c.v[2] * k), (uint8_t)lround(alpha)};
}

/* Within 1 where doubles and halves meet; translucent inks: 1/512 of a share, and unpremultiplying
 * enlarges it where little is seen. */
static void test_random_slots_follow_the_definition(void **state) {
    (void)state;
    brush *b = new_brush();
    aid_random r = {77};
    for (int round = 0; round < 20000; round++) {
        bool opaque = round % 2;
        for (int d = 0; d < 2; d++) {
            b->fill[d] = random_color(&r), b->hatch[d] = random_color(&r);
            b->pattern[d] = (uint8_t)(aid_random_bits(&r) % PATTERN__COUNT);
            if (opaque) b->fill[d].a = b->hatch[d].a = 255;
        }
        rgba casing = random_color(&r);
        b->paint.border = random_color(&r);
        if (opaque) casing.a = b->paint.border.a = 255;
        phase at = {{0}};
        for (int k = 1; k < PATTERN__COUNT; k++) at.cover[k] = (uint8_t)(aid_random_bits(&r) % 17);
        slot s = {0,
                  aid_random_bits(&r) % 3 ? 1 : NONE,
                  (uint8_t)(1 + aid_random_bits(&r) % 15),
                  {(uint8_t)(aid_random_bits(&r) % 17), (uint8_t)(aid_random_bits(&r) % 17)},
                  0,
                  0};
        rgba want = definition(s, &at, b, casing), got = color_of(s, &at, b, casing);
        if (opaque || want.a > 64)
            assert_color(got, want, opaque ? 1 : 3);
        else
            assert_in_range(got.a, want.a ? want.a - 1 : 0, want.a + 1);
    }
    free(b);
}

/* ---- files -------------------------------------------------------------------------- */

static rgba *paint_and_decode(const skeleton *s, const brush *b, rgba casing, buf *file) {
    painting *p = NULL;
    rgba *got = NULL;
    uint32_t w = 0, h = 0;
    err e = {0};
    buf_reset(file);
    assert_int_equal(painting_create(&p, &e), ERR_OK);
    paint with = with_casing(b, casing);
    if (painting_png(p, s, &with, file, &e)) fail_msg("%s", e.text);
    if (png_decode(buf_view(file), &got, &w, &h, &e)) fail_msg("%s", e.text);
    assert_true(w == s->size && h == s->size);
    painting_free(p);
    return got;
}

static uint16_t *pixels_of(const skeleton *s) {
    uint16_t *pixels = malloc((size_t)s->size * s->size * sizeof *pixels);
    skeleton_scratch *scratch = NULL;
    assert_true(pixels && !skeleton_scratch_create(&scratch, NULL));
    assert_int_equal(skeleton_pixels(scratch, s, pixels, NULL), ERR_OK);
    skeleton_scratch_free(scratch);
    return pixels;
}

static uint8_t type_of(const buf *file) { return file->data[25]; } /* IHDR: 3 palette, 6 RGBA */
static uint8_t depth_of(const buf *file) { return file->data[24]; }

/* Each pixel of the file is its slot's color; then the same slots as if they were wide. */
static void assert_painted(const skeleton *s, const brush *b, rgba casing, uint8_t type,
                           uint8_t depth) {
    uint16_t *pixels = pixels_of(s);
    rgba *colors = malloc(s->n_slots * sizeof *colors);
    assert_non_null(colors);
    buf file = BUF_EMPTY;
    rgba *got = paint_and_decode(s, b, casing, &file);
    assert_int_equal(type_of(&file), type);
    assert_int_equal(depth_of(&file), depth);
    paint with = with_casing(b, casing);
    painting_colors(s, &with, colors);
    size_t n = (size_t)s->size * s->size;
    for (size_t i = 0; i < n; i++) assert_memory_equal(&got[i], &colors[pixels[i]], sizeof(rgba));
    if (!s->pixels) {
        skeleton wide = *s;
        wide.pixels = pixels, wide.depth = 16, wide.tail = (bytes){0};
        rgba *again = paint_and_decode(&wide, b, casing, &file);
        assert_memory_equal(again, got, n * sizeof *got);
        free(again);
    }
    free(got);
    free(colors);
    free(pixels);
    buf_free(&file);
}

static void test_indexed_wide_and_slots_agree(void **state) {
    (void)state;
    static const struct {
        uint32_t size;
        unsigned cells, colors; /* as many different fills */
        double casing, line;
        uint8_t type, depth;
    } rows[] = {
        {256, 1, 1, 0, 0, 3, 1},    {256, 5, 9, 0, 1, 3, 8},  {256, 6, 5, 1.5, 0.5, 3, 8},
        {256, 24, 2, 0, 0, 3, 8},   /* wide, few colors */
        {256, 24, 500, 0, 1, 6, 8}, /* wide, many */
        {512, 3, 5, 0, 2, 3, 8},    {512, 30, 3, 0, 0, 3, 8}, {512, 20, 400, 3, 1, 6, 8},
    };
    aid_random r = {5};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        brush *b = new_brush();
        for (size_t d = 0; d < MANY; d++)
            b->fill[d] = d < rows[i].colors ? random_color(&r) : b->fill[d % rows[i].colors],
            b->fill[d].a = 255;
        aid_spans spans = {.size = rows[i].size};
        aid_spans_cells(&spans, rows[i].cells, rows[i].casing, rows[i].line, 40 + i);
        skeleton *s = aid_skeleton(&spans, 0, true);
        assert_painted(s, b, dark, rows[i].type, rows[i].depth);
        b->paint.opacity = 0.35;
        assert_painted(s, b, dark, rows[i].type, rows[i].depth);
        skeleton_unref(s);
        aid_spans_free(&spans);
        free(b);
    }
}

static void test_every_depth_comes_out(void **state) {
    (void)state;
    static const unsigned counts[][2] = {{1, 1}, {2, 1},  {3, 2},  {4, 2},
                                         {5, 4}, {16, 4}, {17, 8}, {256, 8}};
    brush *b = new_brush();
    aid_random r = {6};
    for (size_t d = 0; d < MANY; d++) b->fill[d] = random_color(&r);
    for (uint32_t size = 256; size <= 512; size += 256)
        for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
            aid_spans spans = {.size = size};
            for (uint32_t k = 0; k < size * size; k++)
                aid_spans_add(&spans, aid_one((district_id)(k / 3 % counts[i][0])));
            skeleton *s = aid_skeleton(&spans, 0, false);
            assert_painted(s, b, dark, 3, (uint8_t)counts[i][1]);
            skeleton_unref(s);
            aid_spans_free(&spans);
        }
    free(b);
}

static size_t chunk_length(const buf *file, const char name[4]) {
    for (size_t at = 8; at + 12 <= file->len;) {
        const uint8_t *p = file->data + at;
        size_t len = (size_t)p[0] << 24 | (size_t)p[1] << 16 | (size_t)p[2] << 8 | p[3];
        if (!memcmp(p + 4, name, 4)) return len;
        at += 12 + len;
    }
    return 0;
}

/* Outside (1 slot), the outer border (15), 3 whole districts, 2 inner mixes: alpha for the first 16
 * of 21; none without the outside; for all when the whole map is translucent. */
static void test_alpha_is_told_as_far_as_needed(void **state) {
    (void)state;
    brush *b = new_brush();
    aid_spans outer = {.size = 256}, inner = {.size = 256};
    for (int k = 1; k < 16; k++) aid_spans_add(&outer, aid_two(0, NONE, k / 16.0));
    aid_spans *both[] = {&outer, &inner};
    for (int i = 0; i < 2; i++) {
        aid_spans_add(both[i], aid_one(0));
        aid_spans_add(both[i], aid_one(1));
        aid_spans_add(both[i], aid_two(0, 1, 0.5));
        aid_spans_add(both[i], aid_two(1, 2, 0.5));
        aid_spans_fill(both[i], i ? aid_one(2) : aid_one(NONE));
    }
    outer.list[outer.count - 2].part[0].district = 2; /* the last row but one */
    skeleton *s = aid_skeleton(&outer, 0, false), *t = aid_skeleton(&inner, 0, false);
    buf file = BUF_EMPTY;
    assert_int_equal(s->n_slots, 21);
    free(paint_and_decode(s, b, dark, &file));
    assert_int_equal(chunk_length(&file, "tRNS"), 16);
    assert_int_equal(chunk_length(&file, "PLTE"), 3 * 21);
    free(paint_and_decode(t, b, dark, &file));
    assert_int_equal(chunk_length(&file, "tRNS"), 0);
    b->paint.opacity = 0.5;
    free(paint_and_decode(t, b, dark, &file));
    assert_int_equal(chunk_length(&file, "tRNS"), 5);
    buf_free(&file);
    skeleton_unref(s), skeleton_unref(t);
    aid_spans_free(&outer), aid_spans_free(&inner);
    free(b);
}

static void test_a_look_tells_which_patterns_it_needs(void **state) {
    (void)state;
    brush *b = new_brush();
    aid_spans spans = {.size = 256};
    aid_spans_add(&spans, aid_two(3, 8, 0.5)); /* district 8 is in a mix alone */
    aid_spans_fill(&spans, aid_one(3));
    skeleton *s = aid_skeleton(&spans, 0, false);
    assert_int_equal(painting_patterns(s, &b->paint), 0);
    b->pattern[5] = PATTERN_LEVEL; /* not in the tile */
    assert_int_equal(painting_patterns(s, &b->paint), 0);
    b->pattern[8] = PATTERN_FALLING;
    assert_int_equal(painting_patterns(s, &b->paint), PHASES_PATTERN(PATTERN_FALLING));
    b->pattern[3] = PATTERN_RISING;
    assert_int_equal(painting_patterns(s, &b->paint),
                     PHASES_PATTERN(PATTERN_FALLING) | PHASES_PATTERN(PATTERN_RISING));
    skeleton_unref(s);
    aid_spans_free(&spans);
    free(b);
}

/* ---- beside the reference drawing --------------------------------------------------- */

/* Zoom 0 at 256 px: one pixel is this many meters. */
#define PX_M (2 * GRID_HALF_M / 256)

static void add_rect(double *xy, double x0, double y0, double x1, double y1) { /* in z0 pixels */
    const double px[8] = {x0, y0, x1, y0, x1, y1, x0, y1};
    for (int i = 0; i < 8; i += 2) {
        xy[i] = px[i] * PX_M - GRID_HALF_M;
        xy[i + 1] = GRID_HALF_M - px[i + 1] * PX_M;
    }
}

static rgba *reference_of(const aid_ring *rings, size_t n, const brush *b, unsigned scale,
                          const pixel_window *w) {
    districts *d = NULL;
    geometry *g = NULL;
    err e = {0};
    rgba *out = malloc((size_t)w->width * w->height * sizeof *out);
    assert_non_null(out);
    aid_geometry(rings, n, &d, &g);
    if (reference_draw(g, &b->paint, scale, w, out, &e)) fail_msg("%s", e.text);
    districts_free(d);
    geometry_free(g);
    return out;
}

static void assert_near(rgba got, rgba want, const rgba ends[2], double step) {
    const uint8_t g[] = {got.r, got.g, got.b, got.a}, w[] = {want.r, want.g, want.b, want.a};
    const uint8_t u[] = {ends[0].r, ends[0].g, ends[0].b, ends[0].a},
                  v[] = {ends[1].r, ends[1].g, ends[1].b, ends[1].a};
    for (int i = 0; i < 4; i++)
        if (abs(g[i] - w[i]) > step * abs(u[i] - v[i]) + 1)
            fail_msg("channel %d is %d, not %d", i, g[i], w[i]);
}

static void assert_hatched(const rgba *want, const pixel_window *w, const brush *b,
                           unsigned patterns, unsigned scale) {
    const rgba ends[2] = {red, dark};
    aid_spans spans = {.size = 256 * scale};
    aid_spans_fill(&spans, aid_one(0));
    skeleton *s = aid_skeleton(&spans, patterns, true);
    buf file = BUF_EMPTY;
    rgba *got = paint_and_decode(s, b, dark, &file);
    for (uint32_t y = 0; y < w->height; y++)
        for (uint32_t x = 0; x < w->width; x++)
            assert_near(got[y * s->size + x], want[y * w->width + x], ends, 1 / 32.0);
    free(got);
    buf_free(&file);
    skeleton_unref(s);
    aid_spans_free(&spans);
}

/* A tile inside one district, hatched: half a level of the difference of its two colors. */
static void test_hatches_are_the_references(void **state) {
    (void)state;
    double xy[8];
    add_rect(xy, 0, 0, 256, 256);
    const aid_ring whole = {"a", xy, 4};
    unsigned all = 0;
    for (unsigned k = 1; k < PATTERN__COUNT; k++) all |= PHASES_PATTERN(k);
    brush *b = new_brush();
    b->paint.border_px = 0;
    for (unsigned scale = 1; scale <= 2; scale++)
        for (unsigned k = 1; k < PATTERN__COUNT; k++) {
            b->pattern[0] = (uint8_t)k;
            pixel_window w = grid_tile_window((tile_id){3, 3, 5}, 256 * scale);
            w.width = w.height = 50; /* two periods of each */
            rgba *want = reference_of(&whole, 1, b, scale, &w);
            assert_hatched(want, &w, b, PHASES_PATTERN(k), scale);
            assert_hatched(want, &w, b, all, scale);
            free(want);
        }
    free(b);
}

/* Two squares, their common border at x = 120 + at, and ink along it: the pixels of a row, their
 * shares worked out from the place of border and ink. */
static void compare_border(double at, double ink_px, bool opaque) {
    double xy[2][8];
    add_rect(xy[0], 40, 40, 120 + at, 200);
    add_rect(xy[1], 120 + at, 40, 200, 200);
    const aid_ring rings[] = {{"a", xy[0], 4}, {"b", xy[1], 4}};
    brush *b = new_brush();
    b->paint.border_px = ink_px;
    if (!opaque) b->paint.border.a = 128;
    pixel_window w = {0, 256, 112, 100, 16, 1};
    rgba *want = reference_of(rings, 2, b, 1, &w);
    for (int x = 112; x < 128; x++) {
        double share = fmin(fmax(x + 1 - (120 + at), 0), 1); /* of b */
        double ink = fmin(x + 1, 120 + at + ink_px / 2) - fmax(x, 120 + at - ink_px / 2);
        raster_span s = share <= 0 ? aid_one(0) : share >= 1 ? aid_one(1) : aid_two(0, 1, share);
        s = aid_inked(s, 0, fmax(ink, 0));
        rgba got = color_of(slot_of_span(&s, &slot_rungs[0], opaque), NULL, b, dark);
        /* half a level of the districts' difference, and half of what ink differs from them; under
         * a half translucent line that is not centered, the shares of the pixel's open part and of
         * its inked part are not told apart: a sixteenth */
        const rgba ends[2] = {{10, 30, 20, 255}, {255, 255, 255, 255}};
        assert_near(got, want[x - 112], ends, opaque ? 1 / 32.0 + 1 / 64.0 : 1 / 32.0 + 1 / 16.0);
    }
    free(want);
    free(b);
}

static void test_a_border_is_the_references(void **state) {
    (void)state;
    for (double at = 0; at < 1; at += 0.125)
        for (double ink_px = 0; ink_px <= 2; ink_px += 0.5) {
            compare_border(at, ink_px, true);
            compare_border(at, ink_px, false);
        }
}

/* ---- other decoders ------------------------------------------------------------------ */

static void write_file(const char *path, const buf *file) {
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(file->data, 1, file->len, f), file->len);
    assert_int_equal(fclose(f), 0);
}

static void run_command(const char *command) {
    if (system(command)) fail_msg("%s: failed", command);
}

/* GDAL reads the file as RGBA, pixel by pixel. */
static void check_gdal(const char *dir, const char *png, const buf *file, const rgba *want,
                       size_t pixels) {
    char command[3 * AID_PATH], raw[AID_PATH];
    bool palette = file->data[25] == 3;
    rgba *got = malloc((pixels + 1) * sizeof *got);
    aid_path(dir, "raw", raw);
    snprintf(command, sizeof command, "gdal_translate -q -of ENVI -co INTERLEAVE=BIP %s %s %s",
             palette ? "-expand rgba" : "", png, raw);
    run_command(command);
    FILE *f = fopen(raw, "rb");
    assert_non_null(f);
    assert_int_equal(fread(got, sizeof *got, pixels + 1, f), pixels);
    fclose(f);
    assert_memory_equal(got, want, pixels * sizeof *got);
    free(got);
}

/* pngcheck finds nothing to say, and GDAL reads the same pixels as libpng. */
static void test_others_decode_every_kind(void **state) {
    const char *dir = *state;
    char name[32], path[AID_PATH], command[AID_PATH + 64];
    if (system("pngcheck -h > /dev/null 2>&1") ||
        system("gdal_translate --version > /dev/null 2>&1"))
        fail_msg("pngcheck or gdal_translate is missing: make setup-check");
    brush *b = new_brush();
    int number = 0;
    buf file = BUF_EMPTY;
    aid_random r = {8};
    for (unsigned cells = 1; cells <= 28; cells += 9) {
        aid_spans spans = {.size = cells == 10 ? 512 : 256};
        aid_spans_cells(&spans, cells, 0, 1, cells);
        for (int kind = 0; kind < 4; kind++) { /* two colors, many, translucent, hatched */
            skeleton *s =
                aid_skeleton(&spans, kind == 3 ? PHASES_PATTERN(PATTERN_RISING) : 0, true);
            for (size_t d = 0; d < MANY; d++)
                b->fill[d] = kind == 1 ? random_color(&r) : d % 2 ? blue : red;
            b->paint.opacity = kind == 2 ? 0.5 : 1;
            rgba *pixels = paint_and_decode(s, b, dark, &file);
            snprintf(name, sizeof name, "%d.png", number++);
            aid_path(dir, name, path);
            write_file(path, &file);
            check_gdal(dir, path, &file, pixels, (size_t)s->size * s->size);
            free(pixels);
            skeleton_unref(s);
        }
        aid_spans_free(&spans);
    }
    assert_int_equal(number, 16);
    snprintf(command, sizeof command, "pngcheck -q %s/*.png", dir);
    run_command(command);
    buf_free(&file);
    free(b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_colors_by_hand),
        cmocka_unit_test(test_a_hatch_is_mixed_by_what_its_lines_cover),
        cmocka_unit_test(test_random_slots_follow_the_definition),
        cmocka_unit_test(test_indexed_wide_and_slots_agree),
        cmocka_unit_test(test_every_depth_comes_out),
        cmocka_unit_test(test_alpha_is_told_as_far_as_needed),
        cmocka_unit_test(test_a_look_tells_which_patterns_it_needs),
        cmocka_unit_test(test_hatches_are_the_references),
        cmocka_unit_test(test_a_border_is_the_references),
        IN_A_FOLDER(test_others_decode_every_kind),
    };
    return cmocka_run_group_tests_name("painting", tests, NULL, NULL);
}
