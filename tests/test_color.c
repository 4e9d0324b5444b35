#include "carto/color.h"

#include <cairo.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#define COUNT(a)              (sizeof(a) / sizeof *(a))
#define near(a, b, tolerance) assert_true(fabs((a) - (b)) <= (tolerance))

static rgba hex(const char *text) {
    rgba c;
    assert_int_equal(color_parse(text, &c, NULL), ERR_OK);
    return c;
}

static void same_within(rgba a, rgba b, int tolerance) {
    assert_true(abs(a.r - b.r) <= tolerance && abs(a.g - b.g) <= tolerance &&
                abs(a.b - b.b) <= tolerance && a.a == b.a);
}

static void texts_become_colors(void **state) {
    (void)state;
    same_within(hex("#fff"), (rgba){255, 255, 255, 255}, 0);
    same_within(hex("#1aB"), (rgba){0x11, 0xaa, 0xbb, 255}, 0);
    same_within(hex("#0912EF"), (rgba){0x09, 0x12, 0xef, 255}, 0);
    same_within(hex("#12345678"), (rgba){0x12, 0x34, 0x56, 0x78}, 0);
}

static void other_texts_are_refused(void **state) {
    (void)state;
    const char *const bad[] = {"",         "#",
                               "fff",      "#ff",
                               "#ffff",    "#fffff",
                               "#gggggg",  "#12345g",
                               "#1234567", "#123456789",
                               " #ffffff", "#ffffff ",
                               "#-1-1-1",  "#\xc3\xa5\xc3\xa5\xc3\xa5",
                               "white"};
    for (size_t i = 0; i < COUNT(bad); i++) {
        rgba c = {1, 2, 3, 4};
        err e = {0};
        assert_int_equal(color_parse(bad[i], &c, &e), ERR_RANGE);
        assert_true(e.text[0] && c.r == 1 && c.a == 4);
    }
}

static void colors_become_texts(void **state) {
    (void)state;
    char text[COLOR_TEXT_MAX];
    color_format((rgba){0x0a, 0xff, 0, 255}, text);
    assert_string_equal(text, "#0aff00");
    color_format((rgba){1, 2, 3, 0}, text);
    assert_string_equal(text, "#01020300");
}

/* Truth: cairo's OVER on an ARGB32 surface, which may round the premultiplied color by one. */
static void over_is_as_cairo_does_it(void **state) {
    (void)state;
    cairo_surface_t *s = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, 1, 1);
    cairo_t *cr = cairo_create(s);
    for (unsigned i = 0; i < 500; i++) {
        uint8_t v[7];
        for (unsigned j = 0; j < 7; j++) v[j] = (uint8_t)((i * 97 + j * 59 + i * j * 31) % 256);
        rgba top = {v[0], v[1], v[2], v[3]}, bottom = {v[4], v[5], v[6], 255};
        cairo_set_source_rgb(cr, bottom.r / 255.0, bottom.g / 255.0, bottom.b / 255.0);
        cairo_paint(cr);
        cairo_set_source_rgba(cr, top.r / 255.0, top.g / 255.0, top.b / 255.0, top.a / 255.0);
        cairo_paint(cr);
        cairo_surface_flush(s);
        uint32_t p = *(const uint32_t *)(const void *)cairo_image_surface_get_data(s);
        rgba want = {(uint8_t)(p >> 16), (uint8_t)(p >> 8), (uint8_t)p, (uint8_t)(p >> 24)};
        same_within(color_over(top, bottom), want, 1);
    }
    cairo_destroy(cr);
    cairo_surface_destroy(s);
}

static void over_at_both_ends(void **state) {
    (void)state;
    rgba bottom = {10, 20, 30, 255};
    same_within(color_over((rgba){200, 100, 50, 255}, bottom), (rgba){200, 100, 50, 255}, 0);
    same_within(color_over((rgba){200, 100, 50, 0}, bottom), bottom, 0);
}

/* Truth: the CSS Color 4 values of the primaries (oklab() of red, lime, blue). */
static void oklab_of_primaries(void **state) {
    (void)state;
    const struct {
        const char *text;
        oklab lab;
    } row[] = {{"#ff0000", {0.62796, 0.22486, 0.12585}},
               {"#00ff00", {0.86644, -0.23389, 0.17950}},
               {"#0000ff", {0.45201, -0.03246, -0.31153}},
               {"#ffffff", {1, 0, 0}},
               {"#000000", {0, 0, 0}},
               {"#808080", {0.59987, 0, 0}}};
    for (size_t i = 0; i < COUNT(row); i++) {
        oklab got = color_oklab(hex(row[i].text));
        near(got.l, row[i].lab.l, 1e-4);
        near(got.a, row[i].lab.a, 1e-4);
        near(got.b, row[i].lab.b, 1e-4);
    }
    near(color_distance_oklab(hex("#000"), hex("#fff")), 1, 1e-6);
    /* red to lime from the same table */
    near(color_distance_oklab(hex("#f00"), hex("#0f0")), 0.51981, 1e-4);
}

static void lerp_keeps_its_ends(void **state) {
    (void)state;
    for (unsigned i = 0; i < 256; i++) {
        rgba a = {(uint8_t)i, (uint8_t)(i * 7), (uint8_t)(255 - i), (uint8_t)i};
        rgba b = {(uint8_t)(i * 3), (uint8_t)(i * 5), (uint8_t)(i * 11), a.a};
        same_within(color_lerp_oklab(a, b, 0), a, 0);
        same_within(color_lerp_oklab(a, b, 1), b, 0);
    }
    /* Half way from black to white is l = 0.5, whose cube 0.125 is linear light: sRGB 99. */
    same_within(color_lerp_oklab(hex("#000"), hex("#fff"), 0.5), hex("#636363"), 0);
}

/* Truth: WCAG 2.1, and the gray that its tools list as the lightest with 4.5 on white. */
static void contrast_of_known_pairs(void **state) {
    (void)state;
    near(color_contrast(hex("#000"), hex("#fff")), 21, 1e-12);
    near(color_contrast(hex("#767676"), hex("#fff")), 4.54, 0.005);
    near(color_contrast(hex("#fff"), hex("#777777")), 4.48, 0.005);
    near(color_contrast(hex("#abc"), hex("#abc")), 1, 0);
}

/* Truth: the published rows sum to 1, so grays stay; primaries are the columns of the matrices,
 * encoded as sRGB by hand (0.152286 -> 0.4270 -> 109 and so on). */
static void simulated_sight(void **state) {
    (void)state;
    for (int s = 0; s < SIGHT__COUNT; s++)
        for (int i = 0; i < 256; i++) {
            rgba gray = {(uint8_t)i, (uint8_t)i, (uint8_t)i, 255};
            same_within(color_simulate(gray, (color_sight)s), gray, 0);
        }
    same_within(color_simulate(hex("#f00"), SIGHT_NORMAL), hex("#f00"), 0);
    same_within(color_simulate(hex("#f00"), SIGHT_PROTAN), hex("#6d5f00"), 0);
    same_within(color_simulate(hex("#f00"), SIGHT_DEUTAN), hex("#a39000"), 0);
    same_within(color_simulate(hex("#f00"), SIGHT_TRITAN), hex("#ff000f"), 0);
    same_within(color_simulate(hex("#0f0"), SIGHT_PROTAN), hex("#ffe500"), 0);
    same_within(color_simulate(hex("#00f"), SIGHT_DEUTAN), hex("#003dfb"), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_become_colors), cmocka_unit_test(other_texts_are_refused),
        cmocka_unit_test(colors_become_texts), cmocka_unit_test(over_is_as_cairo_does_it),
        cmocka_unit_test(over_at_both_ends),   cmocka_unit_test(oklab_of_primaries),
        cmocka_unit_test(lerp_keeps_its_ends), cmocka_unit_test(contrast_of_known_pairs),
        cmocka_unit_test(simulated_sight),
    };
    return cmocka_run_group_tests_name("color", tests, NULL, NULL);
}
