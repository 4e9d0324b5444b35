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

/* Truth: the table of test data in Sharma, Wu, Dalal 2005 (see color_cie.c), pairs by its numbers:
 * near gray, hues on both sides of 0, blues where the rotation acts, large and small. */
static void differences_are_as_published(void **state) {
    (void)state;
    const struct {
        int pair;
        cielab a, b;
        double want;
    } row[] = {
        {1, {50, 2.6772, -79.7751}, {50, 0, -82.7485}, 2.0425},
        {2, {50, 3.1571, -77.2803}, {50, 0, -82.7485}, 2.8615},
        {3, {50, 2.8361, -74.0200}, {50, 0, -82.7485}, 3.4412},
        {4, {50, -1.3802, -84.2814}, {50, 0, -82.7485}, 1.0000},
        {7, {50, 0, 0}, {50, -1, 2}, 2.3669},
        {9, {50, 2.4900, -0.0010}, {50, -2.4900, 0.0009}, 7.1792},
        {10, {50, 2.4900, -0.0010}, {50, -2.4900, 0.0010}, 7.1792},
        {11, {50, 2.4900, -0.0010}, {50, -2.4900, 0.0011}, 7.2195},
        {12, {50, 2.4900, -0.0010}, {50, -2.4900, 0.0012}, 7.2195},
        {13, {50, -0.0010, 2.4900}, {50, 0.0009, -2.4900}, 4.8045},
        {15, {50, -0.0010, 2.4900}, {50, 0.0011, -2.4900}, 4.7461},
        {16, {50, 2.5, 0}, {50, 0, -2.5}, 4.3065},
        {17, {50, 2.5, 0}, {73, 25, -18}, 27.1492},
        {18, {50, 2.5, 0}, {61, -5, 29}, 22.8977},
        {19, {50, 2.5, 0}, {56, -27, -3}, 31.9030},
        {20, {50, 2.5, 0}, {58, 24, 15}, 19.4535},
        {25, {60.2574, -34.0099, 36.2677}, {60.4626, -34.1751, 39.4387}, 1.2644},
        {26, {63.0109, -31.0961, -5.8663}, {62.8187, -29.7946, -4.0864}, 1.2630},
        {28, {35.0831, -44.1164, 3.7933}, {35.0232, -40.0716, 1.5901}, 1.8645},
        {29, {22.7233, 20.0904, -46.6940}, {23.0331, 14.9730, -42.5619}, 2.0373},
        {30, {36.4612, 47.8580, 18.3852}, {36.2715, 50.5065, 21.2231}, 1.4146},
        {31, {90.8027, -2.0831, 1.4410}, {91.1528, -1.6435, 0.0447}, 1.4441},
        {33, {6.7747, -0.2908, -2.4247}, {5.8714, -0.0985, -2.2286}, 0.6377},
        {34, {2.0776, 0.0795, -1.1350}, {0.9033, -0.0636, -0.5514}, 0.9082},
    };
    for (size_t i = 0; i < COUNT(row); i++) {
        double there = color_difference_lab(row[i].a, row[i].b),
               back = color_difference_lab(row[i].b, row[i].a);
        if (fabs(there - row[i].want) > 0.00005 || fabs(back - there) > 1e-9)
            fail_msg("pair %d: %.5f and %.5f, not %.4f", row[i].pair, there, back, row[i].want);
    }
}

/* Truth: the L*a*b* that color tables give for sRGB's primaries under D65. */
static void cielab_of_primaries(void **state) {
    (void)state;
    const struct {
        const char *text;
        cielab lab;
    } row[] = {{"#ff0000", {53.24, 80.09, 67.20}},
               {"#00ff00", {87.73, -86.18, 83.18}},
               {"#0000ff", {32.30, 79.19, -107.86}},
               {"#ffffff", {100, 0, 0}},
               {"#000000", {0, 0, 0}},
               {"#808080", {53.59, 0, 0}}};
    for (size_t i = 0; i < COUNT(row); i++) {
        cielab got = color_cielab(hex(row[i].text));
        near(got.l, row[i].lab.l, 0.02);
        near(got.a, row[i].lab.a, 0.03);
        near(got.b, row[i].lab.b, 0.03);
    }
    near(color_difference_2000(hex("#000"), hex("#fff")), 100, 1e-6);
    near(color_difference_2000(hex("#6fa8d8"), hex("#6fa8d8")), 0, 0);
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
    /* 0.2126, 0.7152 and 0.0722 of white's light, encoded by hand: 127.1, 219.9, 76.0 */
    same_within(color_simulate(hex("#f00"), SIGHT_GRAY), hex("#7f7f7f"), 0);
    same_within(color_simulate(hex("#0f0"), SIGHT_GRAY), hex("#dcdcdc"), 0);
    same_within(color_simulate(hex("#00f"), SIGHT_GRAY), hex("#4c4c4c"), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_become_colors), cmocka_unit_test(other_texts_are_refused),
        cmocka_unit_test(colors_become_texts), cmocka_unit_test(over_is_as_cairo_does_it),
        cmocka_unit_test(over_at_both_ends),   cmocka_unit_test(oklab_of_primaries),
        cmocka_unit_test(lerp_keeps_its_ends), cmocka_unit_test(contrast_of_known_pairs),
        cmocka_unit_test(simulated_sight),     cmocka_unit_test(differences_are_as_published),
        cmocka_unit_test(cielab_of_primaries),
    };
    return cmocka_run_group_tests_name("color", tests, NULL, NULL);
}
