#include "carto/classify.h"
#include "carto/ramp.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))

/* The limits of visual.md, in OKLab. */
#define APART_MIN         0.09  /* two classes of the tabled count, in every sight */
#define NEIGHBORS_MIN     0.055 /* neighboring classes of any count from 3 to 7, in every sight */
#define WATER_MIN         0.04  /* a class and water */
#define NO_DATA_MIN       0.028 /* a class and no data, which its hatch tells too */
#define LABEL_CONTRAST    4.5   /* the better of ink and white on a class */
#define TABLED_SEQUENTIAL 5
#define TABLED_DIVERGING  7

static const rgba water = {0xd2, 0xdc, 0xe8, 255}, no_data = {0xf1, 0xf1, 0xee, 255},
                  ink = {0x1b, 0x21, 0x27, 255}, white = {255, 255, 255, 255};

static int load(void **state) {
    ramp_set *s = NULL;
    err e = {0};
    if (ramp_set_builtin(&s, &e)) print_error("%s\n", e.text);
    *state = s;
    return s ? 0 : -1;
}

static int unload(void **state) {
    ramp_set_free(*state);
    return 0;
}

static void is_color(rgba c, const char *want) {
    char text[COLOR_TEXT_MAX];
    color_format(c, text);
    assert_string_equal(text, want);
}

static void the_six_are_there(void **state) {
    const ramp_set *s = *state;
    const char *const names[] = {"teal", "blues", "plum", "amber", "brown-blue", "purple-green"};
    assert_int_equal(ramp_set_count(s), COUNT(names));
    for (size_t i = 0; i < COUNT(names); i++) {
        const ramp *r = ramp_at(s, i);
        assert_string_equal(ramp_name(r), names[i]);
        assert_ptr_equal(ramp_find(s, names[i]), r);
        assert_true(*ramp_title(r, LANG_EN) && *ramp_title(r, LANG_SV));
        assert_string_not_equal(ramp_title(r, LANG_EN), ramp_title(r, LANG_SV));
        assert_true(*ramp_author(r));
        assert_string_equal(ramp_license(r), "MIT");
        assert_int_equal(ramp_kind_of(r), i < 4 ? RAMP_SEQUENTIAL : RAMP_DIVERGING);
        assert_int_equal(ramp_longest(r), i < 4 ? TABLED_SEQUENTIAL : TABLED_DIVERGING);
    }
    assert_null(ramp_find(s, "viridis"));
    assert_string_equal(ramp_name(ramp_default(s, RAMP_SEQUENTIAL)), "teal");
    assert_string_equal(ramp_name(ramp_default(s, RAMP_DIVERGING)), "brown-blue");
    assert_null(ramp_default(s, RAMP_QUALITATIVE));
}

/* The smallest distance over the four sights. */
static double apart(rgba a, rgba b) {
    double least = INFINITY;
    for (int s = 0; s < SIGHT__COUNT; s++) {
        double d = color_distance_oklab(color_simulate(a, (color_sight)s),
                                        color_simulate(b, (color_sight)s));
        if (d < least) least = d;
    }
    return least;
}

static void check(bool good, const ramp *r, size_t k, size_t i, const char *what, double got) {
    if (!good)
        fail_msg("%s with %zu classes, class %zu: %s is %.4f", ramp_name(r), k, i, what, got);
}

static void tabled_classes_are_told_apart(void **state) {
    const ramp_set *s = *state;
    for (size_t n = 0; n < ramp_set_count(s); n++) {
        const ramp *r = ramp_at(s, n);
        rgba c[CLASSES_MAX];
        size_t k = ramp_longest(r);
        ramp_classes(r, k, false, c);
        for (size_t i = 0; i < k; i++) {
            for (size_t j = 0; j < i; j++)
                check(apart(c[i], c[j]) >= APART_MIN, r, k, i, "distance to a lower class",
                      apart(c[i], c[j]));
            double on_white = color_contrast(c[i], white), on_ink = color_contrast(c[i], ink);
            check(fmax(on_white, on_ink) >= LABEL_CONTRAST, r, k, i, "contrast of its label",
                  fmax(on_white, on_ink));
        }
    }
}

/* brown-blue's neutral middle is as good as the no-data color; there the hatch alone tells. */
static bool hatch_tells(const ramp *r, size_t k, size_t i) {
    return !strcmp(ramp_name(r), "brown-blue") && k == 7 && i == 3;
}

static void classes_are_not_water_nor_no_data(void **state) {
    const ramp_set *s = *state;
    for (size_t n = 0; n < ramp_set_count(s); n++) {
        const ramp *r = ramp_at(s, n);
        rgba c[CLASSES_MAX];
        size_t tabled = ramp_longest(r);
        ramp_classes(r, tabled, false, c);
        for (size_t i = 0; i < tabled; i++) {
            double far = color_distance_oklab(c[i], no_data);
            check(apart(c[i], water) >= WATER_MIN, r, tabled, i, "distance to water",
                  apart(c[i], water));
            check(far > NO_DATA_MIN || hatch_tells(r, tabled, i), r, tabled, i,
                  "distance to no data", far);
        }
        for (size_t k = 3; k <= 7; k++) {
            ramp_classes(r, k, false, c);
            for (size_t i = 0; i < k; i++)
                check(color_distance_oklab(c[i], water) >= WATER_MIN, r, k, i, "distance to water",
                      color_distance_oklab(c[i], water));
        }
    }
}

static void neighbors_stay_apart_in_any_count(void **state) {
    const ramp_set *s = *state;
    for (size_t n = 0; n < ramp_set_count(s); n++)
        for (size_t k = 3; k <= 7; k++) {
            const ramp *r = ramp_at(s, n);
            rgba c[CLASSES_MAX];
            ramp_classes(r, k, false, c);
            for (size_t i = 1; i < k; i++)
                check(apart(c[i], c[i - 1]) >= NEIGHBORS_MIN, r, k, i, "distance to its neighbor",
                      apart(c[i], c[i - 1]));
        }
}

/* Sequential: darker upward.  Diverging: lighter up to the middle, darker from there. */
static void lightness_is_monotone(void **state) {
    const ramp_set *s = *state;
    for (size_t n = 0; n < ramp_set_count(s); n++)
        for (size_t k = 2; k <= CLASSES_MAX; k++) {
            const ramp *r = ramp_at(s, n);
            bool diverging = ramp_kind_of(r) == RAMP_DIVERGING;
            rgba c[CLASSES_MAX];
            ramp_classes(r, k, false, c);
            for (size_t i = 1; i < k; i++) {
                double step = color_oklab(c[i]).l - color_oklab(c[i - 1]).l;
                bool rising = diverging && 2 * i < k, top = diverging && 2 * i == k;
                check(top || (rising ? step > 0 : step < 0), r, k, i, "step in lightness", step);
            }
        }
}

static void six_of_teal_are_as_in_the_design(void **state) {
    const int want[6][3] = {{0xe3, 0xee, 0xdf}, {0xb5, 0xd8, 0xc9}, {0x7e, 0xbd, 0xba},
                            {0x4a, 0x99, 0xa8}, {0x25, 0x6e, 0x8e}, {0x15, 0x3f, 0x66}};
    rgba c[6];
    ramp_classes(ramp_find(*state, "teal"), 6, false, c);
    for (size_t i = 0; i < 6; i++)
        assert_true(abs(c[i].r - want[i][0]) <= 1 && abs(c[i].g - want[i][1]) <= 1 &&
                    abs(c[i].b - want[i][2]) <= 1 && c[i].a == 255);
}

static void tabled_ends_and_middle_are_kept(void **state) {
    rgba c[CLASSES_MAX];
    const ramp *teal = ramp_find(*state, "teal"), *brown = ramp_find(*state, "brown-blue");
    for (size_t k = 2; k <= CLASSES_MAX; k++) {
        ramp_classes(teal, k, false, c);
        is_color(c[0], "#e3eedf");
        is_color(c[k - 1], "#153f66");
        ramp_classes(brown, k, true, c);
        is_color(c[0], "#1a5480");
        is_color(c[k - 1], "#8c4108");
        if (k % 2) is_color(c[k / 2], "#f3f1ec");
    }
    ramp_classes(teal, 1, false, c);
    is_color(c[0], "#5faeb3");
    ramp_classes(brown, 1, true, c);
    is_color(c[0], "#f3f1ec");
    ramp_classes(brown, 6, false, c); /* a list of its own */
    is_color(c[2], "#ebc49b");
    is_color(c[3], "#afcbdd");
}

static void reversed_is_backward(void **state) {
    const ramp_set *s = *state;
    for (size_t n = 0; n < ramp_set_count(s); n++)
        for (size_t k = 1; k <= CLASSES_MAX; k++) {
            rgba up[CLASSES_MAX], down[CLASSES_MAX];
            ramp_classes(ramp_at(s, n), k, false, up);
            ramp_classes(ramp_at(s, n), k, true, down);
            for (size_t i = 0; i < k; i++)
                assert_memory_equal(&up[i], &down[k - 1 - i], sizeof *up);
        }
}

#define ROW(kind, colors)                                                                          \
    "ramps:\n- {name: a, kind: " kind ", title: {en: A, sv: B}, author: C, license: MIT, "         \
    "colors: " colors "}\n"

static err_code parse(const char *yaml, ramp_set **out, err *e) {
    return ramp_set_parse("r.yaml", (bytes){(const uint8_t *)yaml, strlen(yaml)}, out, e);
}

static void qualitative_colors_are_not_mixed(void **state) {
    (void)state;
    ramp_set *s;
    rgba c[4];
    assert_int_equal(parse(ROW("qualitative", "[['#f00', '#0f0', '#00f']]"), &s, NULL), ERR_OK);
    ramp_classes(ramp_at(s, 0), 2, false, c);
    is_color(c[1], "#00ff00");
    ramp_classes(ramp_at(s, 0), 4, false, c);
    is_color(c[2], "#0000ff");
    is_color(c[3], "#ff0000");
    ramp_set_free(s);
}

static void bad_files_are_refused(void **state) {
    (void)state;
    const struct {
        const char *yaml, *says;
    } bad[] = {
        {"", "mapping"},
        {"ramps: []\n", "a list is needed"},
        {"ramps: 3\n", "a list is needed"},
        {"ramp: []\n", "unknown key \"ramp\""},
        {"ramps: [3]\n", "mapping"},
        {ROW("rainbow", "[['#f00', '#0f0']]"), "kind"},
        {ROW("sequential", "[]"), "colors"},
        {ROW("sequential", "['#f00']"), "list of 2 to 12"},
        {ROW("sequential", "[['#f00']]"), "list of 2 to 12"},
        {ROW("sequential", "[[a,a,a,a,a,a,a,a,a,a,a,a,a]]"), "list of 2 to 12"},
        {ROW("sequential", "[['#f00', '#0f0'], ['#f00', '#0f0']]"), "a second list of 2"},
        {ROW("sequential", "[['#f00', 'green']]"), "#rrggbb"},
        {ROW("sequential", "[['#f00', '#00ff0080']]"), "opaque"},
        {ROW("sequential", "[['#f00', #0f0]]"), "r.yaml"},
        {ROW("sequential", "[['#f00', [x]]]"), "in quotes"},
        {"ramps:\n- {name: A b, kind: sequential}\n", "name"},
        {"ramps:\n- {name: a, kind: sequential, title: {en: A}}\n", "title"},
        {"ramps:\n- {name: a, kind: sequential, title: {en: A, sv: }}\n", "sv"},
        {"ramps:\n- {name: a, kind: sequential, title: {en: A, sv: B}}\n", "author"},
        {ROW("sequential", "[['#f00', '#0f0']]") "- {name: a, kind: sequential, title: {en: A, "
                                                 "sv: B}, author: C, license: D, colors: "
                                                 "[['#f00', '#0f0']]}\n",
         "second ramp"},
    };
    for (size_t i = 0; i < COUNT(bad); i++) {
        ramp_set *s = NULL;
        err e = {0};
        assert_int_equal(parse(bad[i].yaml, &s, &e), ERR_FORMAT);
        assert_null(s);
        if (!strstr(e.text, bad[i].says) || strncmp(e.text, "r.yaml", 6) != 0)
            fail_msg("%zu: \"%s\" does not say \"%s\"", i, e.text, bad[i].says);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_six_are_there),
        cmocka_unit_test(tabled_classes_are_told_apart),
        cmocka_unit_test(classes_are_not_water_nor_no_data),
        cmocka_unit_test(neighbors_stay_apart_in_any_count),
        cmocka_unit_test(lightness_is_monotone),
        cmocka_unit_test(six_of_teal_are_as_in_the_design),
        cmocka_unit_test(tabled_ends_and_middle_are_kept),
        cmocka_unit_test(reversed_is_backward),
        cmocka_unit_test(qualitative_colors_are_not_mixed),
        cmocka_unit_test(bad_files_are_refused),
    };
    return cmocka_run_group_tests_name("ramp", tests, load, unload);
}
