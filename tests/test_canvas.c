/* canvas.  Truth: pixels as libpng reads them, and coordinates worked by hand. */
#include "aid_cmocka.h"
#include "aid_legend.h"
#include "draw/canvas_pattern.h"
#include "draw/png.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct picture {
    rgba *pixels;
    uint32_t width, height;
} picture;

#define ROUGH 12 /* of 255: what cairo rounds away at the edge of a polygon */

static bool is(rgba a, rgba b) { return a.r == b.r && a.g == b.g && a.b == b.b && a.a == b.a; }

static const rgba black = {0, 0, 0, 255}, red = {255, 0, 0, 255}, clear = {0, 0, 0, 0},
                  white = {255, 255, 255, 255};

static picture finish(canvas *c) {
    picture p = {0};
    buf png = BUF_EMPTY;
    err e = {0};
    if (canvas_finish(c, &png, &e)) fail_msg("%s", e.text);
    assert_int_equal(png_decode(buf_view(&png), &p.pixels, &p.width, &p.height, NULL), ERR_OK);
    buf_free(&png);
    canvas_free(c);
    return p;
}

static void test_shapes_fill_the_pixels_they_say(void **state) {
    (void)state;
    canvas *c = NULL;
    assert_int_equal(canvas_create(CANVAS_PNG, 10, 6, 2, "en", &c, NULL), ERR_OK);
    canvas_rect(c, (box){1, 1, 3, 2}, red);
    canvas_rect_line(c, (box){5, 1, 4, 4}, black, 1);
    picture p = finish(c);
    assert_true(p.width == 20 && p.height == 12);
    for (uint32_t y = 0; y < 12; y++)
        for (uint32_t x = 0; x < 20; x++) {
            bool filled = x >= 2 && x < 8 && y >= 2 && y < 6;
            bool outer = x >= 10 && x < 18 && y >= 2 && y < 10;
            bool inner = x >= 12 && x < 16 && y >= 4 && y < 8; /* the line lies inside the edge */
            assert_true(is(p.pixels[y * 20 + x], filled ? red : outer && !inner ? black : clear));
        }
    free(p.pixels);
}

/* Lines at 45° that rise to the right: a pixel's color is that of the one up and right of it. */
static void test_the_hatch_rises_to_the_right(void **state) {
    (void)state;
    canvas *c = NULL;
    assert_int_equal(canvas_create(CANVAS_PNG, 40, 20, 1, "en", &c, NULL), ERR_OK);
    pattern_style s = {PATTERN_RISING, black, 1.2, 5.66};
    canvas_pattern_box(c, (box){2, 2, 36, 16}, white, &s);
    picture p = finish(c);
    unsigned dark = 0, differs = 0;
    for (uint32_t y = 3; y < 17; y++)
        for (uint32_t x = 3; x < 36; x++) {
            const rgba *a = &p.pixels[y * 40 + x], *b = &p.pixels[(y - 1) * 40 + x + 1];
            dark += a->r < 128;
            differs += y > 3 && abs(a->r - b->r) > ROUGH;
        }
    assert_int_equal(differs, 0);
    assert_in_range(dark, 14 * 33 / 10, 14 * 33 / 3); /* about 1.2 of 5.66 */
    for (uint32_t x = 0; x < 40; x++) assert_true(is(p.pixels[40 + x], clear)); /* clipped */
    free(p.pixels);
}

static void test_text_measures(void **state) {
    (void)state;
    if (!text_font_found()) skip(); /* another font has other widths */
    text_style s = {.size_px = 12, .weight = 400, .tabular = true, .color = black};
    assert_true(text_width(&s, "") == 0);
    double one = text_width(&s, "1"), eight = text_width(&s, "8");
    assert_true(one > 4 && fabs(one - eight) < 0.01); /* tabular figures */
    assert_true(fabs(text_width(&s, "11111111") - 8 * one) < 0.05);
    text_style twice = s;
    twice.size_px = 24;
    assert_true(fabs(text_width(&twice, "Stockholm") - 2 * text_width(&s, "Stockholm")) < 0.1);
    assert_true(text_paragraph_height(100, 16, &s, "") == 0);
    assert_true(text_paragraph_height(1000, 16, &s, "one line") == 16);
    assert_true(text_paragraph_height(20, 16, &s, "three short words") >= 48);
    assert_true(text_paragraph_height(1000, 16, &s, "two\nlines") == 32);
}

static void test_paragraphs_lose_no_word(void **state) {
    (void)state;
    canvas *c = NULL;
    buf svg = BUF_EMPTY;
    text_style s = {.size_px = 12, .weight = 400, .color = black};
    assert_int_equal(canvas_create(CANVAS_SVG, 100, 100, 1, "en", &c, NULL), ERR_OK);
    double height =
        canvas_paragraph(c, 0, 0, 60, 16, &s, "alpha beta\ngamma deltaepsilonzetaetatheta");
    assert_int_equal(canvas_finish(c, &svg, NULL), ERR_OK);
    aid_xml(buf_text(&svg));
    size_t lines = 0;
    char letters[200] = "";
    for (const char *p = buf_text(&svg); (p = strstr(p, "<text ")); lines++)
        for (p = strchr(p, '>') + 1; *p != '<'; p++)
            if (*p != ' ') strncat(letters, p, 1);
    assert_string_equal(letters, "alphabetagammadeltaepsilonzetaetatheta");
    assert_true(lines >= 3 && height == 16.0 * (double)lines);
    canvas_free(c);
    canvas_free(NULL);
    buf_free(&svg);
}

static picture draw_pattern(pattern kind) {
    canvas *c = NULL;
    assert_int_equal(canvas_create(CANVAS_PNG, 24, 24, 1, "en", &c, NULL), ERR_OK);
    pattern_style s = {kind, black, 2, 8};
    canvas_pattern_box(c, (box){0, 0, 24, 24}, white, &s);
    return finish(c);
}

/* Pixel (i, j) and its mirror image: rising and falling lines are each other's, crossed ones and
 * level ones their own; level rows are of one color. */
static void test_patterns_lie_as_they_are_called(void **state) {
    (void)state;
    picture p[PATTERN__COUNT];
    for (int k = 0; k < PATTERN__COUNT; k++) p[k] = draw_pattern((pattern)k);
    for (uint32_t y = 0; y < 24; y++)
        for (uint32_t x = 0; x < 24; x++) {
            uint32_t here = y * 24 + x, there = y * 24 + 23 - x;
            assert_true(is(p[PATTERN_NONE].pixels[here], white));
            assert_in_range(
                abs(p[PATTERN_RISING].pixels[here].r - p[PATTERN_FALLING].pixels[there].r), 0,
                ROUGH);
            assert_in_range(
                abs(p[PATTERN_CROSSED].pixels[here].r - p[PATTERN_CROSSED].pixels[there].r), 0,
                ROUGH);
            assert_true(is(p[PATTERN_LEVEL].pixels[here], p[PATTERN_LEVEL].pixels[y * 24]));
        }
    /* Level lines 2 px wide, 8 px apart, around the middle: at 8 and 16, and half of those at the
     * edges. */
    for (uint32_t y = 0; y < 24; y++) {
        bool line = y % 8 == 7 || y % 8 == 0;
        assert_true(is(p[PATTERN_LEVEL].pixels[y * 24], line ? black : white));
    }
    for (int k = 0; k < PATTERN__COUNT; k++) free(p[k].pixels);
}

static void test_lines_end_at_the_disc(void **state) {
    (void)state;
    canvas *c = NULL;
    assert_int_equal(canvas_create(CANVAS_PNG, 40, 40, 1, "en", &c, NULL), ERR_OK);
    pattern_style s = {PATTERN_FALLING, black, 1, 5};
    canvas_pattern_disc(c, 20, 20, 15, red, &s);
    picture p = finish(c);
    unsigned dark = 0;
    for (uint32_t y = 0; y < 40; y++)
        for (uint32_t x = 0; x < 40; x++) {
            rgba at = p.pixels[y * 40 + x];
            dark += at.a == 255 && at.r < 128;
            if (hypot(x + 0.5 - 20, y + 0.5 - 20) > 16.5) assert_true(is(at, clear));
        }
    assert_true(dark > 50);
    free(p.pixels);
}

static void test_nothing_is_drawn_on_no_canvas(void **state) {
    (void)state;
    text_style s = {.size_px = 12, .weight = 400, .color = black};
    canvas_push(NULL, 1, 1);
    canvas_rect(NULL, (box){0, 0, 1, 1}, red);
    canvas_rect_line(NULL, (box){0, 0, 1, 1}, red, 1);
    canvas_line(NULL, 0, 0, 1, 1, red, 1);
    canvas_circle(NULL, 0, 0, 1, red, red, 1);
    canvas_polygon(NULL, (const double[]){0, 0, 1, 0, 1, 1}, 3, red);
    canvas_text(NULL, 0, 0, 0, &s, "text");
    canvas_pop(NULL);
    assert_true(canvas_paragraph(NULL, 0, 0, 1000, 16, &s, "one line") == 16);
}

static void test_the_origin_moves_and_returns(void **state) {
    (void)state;
    canvas *c = NULL;
    assert_int_equal(canvas_create(CANVAS_PNG, 10, 10, 1, "en", &c, NULL), ERR_OK);
    canvas_push(c, 4, 2);
    canvas_push(c, 1, 1);
    canvas_rect(c, (box){0, 0, 1, 1}, red);
    canvas_pop(c);
    canvas_pop(c);
    canvas_rect(c, (box){0, 0, 1, 1}, black);
    picture p = finish(c);
    for (uint32_t i = 0; i < 100; i++)
        assert_true(is(p.pixels[i], i == 35 ? red : i == 0 ? black : clear));
    free(p.pixels);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shapes_fill_the_pixels_they_say),
        cmocka_unit_test(test_the_hatch_rises_to_the_right),
        cmocka_unit_test(test_patterns_lie_as_they_are_called),
        cmocka_unit_test(test_lines_end_at_the_disc),
        cmocka_unit_test(test_nothing_is_drawn_on_no_canvas),
        cmocka_unit_test(test_the_origin_moves_and_returns),
        cmocka_unit_test(test_text_measures),
        cmocka_unit_test(test_paragraphs_lose_no_word),
    };
    return cmocka_run_group_tests_name("canvas", tests, NULL, NULL);
}
