#include "aid_ramps.h"
#include "carto/classify.h"
#include "carto/gate.h"
#include "carto/ramp_json.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))

static gate judge(const ramp_set *s, const char *name, size_t k, bool dark) {
    gate g;
    const ramp *r = ramp_find(s, name);
    assert_non_null(r);
    gate_judge(r, k, dark, &g);
    return g;
}

static const ramp_set *parse(const char *rows, ramp_set **out) {
    char yaml[1024] = "author: A\nlicense: L\nramps:\n";
    strcat(yaml, rows);
    err e = {0};
    if (ramp_set_parse("r.yaml", (bytes){(const uint8_t *)yaml, strlen(yaml)}, out, &e))
        fail_msg("%s", e.text);
    return *out;
}

/* Truth: every pair of every ramp by brute force on the public functions of color.h. */
static void the_least_of_all_pairs_is_found(void **state) {
    const ramp_set *s = *state;
    for (size_t n = 0; n < ramp_set_count(s); n++)
        for (size_t k = 1; k <= CLASSES_MAX; k += 3) {
            gate g;
            rgba c[CLASSES_MAX];
            gate_judge(ramp_at(s, n), k, false, &g);
            ramp_classes(ramp_at(s, n), k, true, c);
            for (int eye = 0; eye < SIGHT__COUNT; eye++) {
                double least = INFINITY;
                for (size_t i = 0; i < k; i++)
                    for (size_t j = 0; j < k; j++)
                        if (i != j)
                            least =
                                fmin(least,
                                     color_difference_2000(color_simulate(c[i], (color_sight)eye),
                                                           color_simulate(c[j], (color_sight)eye)));
                assert_true(least == g.least[eye] || fabs(least - g.least[eye]) < 1e-9);
            }
        }
}

/* Truth: what cartographers know of these ramps; ColorBrewer's own tags say the same of each of
 * its own.  (Set2's green and pink, RdYlGn's ends, Set3's pastels.) */
static void known_ramps_pass_what_they_are_known_for(void **state) {
    const struct {
        const char *name;
        size_t k;
        unsigned passes, fails;
    } row[] = {
        {"teal", 5, GATE_NORMAL | GATE_COLOR_BLIND | GATE_GRAY | GATE_BACKGROUND, 0},
        {"teal", 7, GATE_BACKGROUND, GATE_GRAY},
        {"viridis", 5, GATE_NORMAL | GATE_COLOR_BLIND | GATE_GRAY, 0},
        {"cividis", 5, GATE_NORMAL | GATE_COLOR_BLIND | GATE_GRAY, 0},
        {"ylgnbu", 5, GATE_NORMAL | GATE_COLOR_BLIND, 0},
        {"rdylgn", 5, GATE_NORMAL, GATE_COLOR_BLIND | GATE_GRAY},
        {"rdbu", 5, GATE_NORMAL | GATE_COLOR_BLIND | GATE_BACKGROUND, GATE_GRAY},
        {"set2", 3, GATE_NORMAL | GATE_COLOR_BLIND, GATE_GRAY},
        {"set2", 4, GATE_NORMAL, GATE_COLOR_BLIND},
        {"dark2", 3, GATE_NORMAL | GATE_COLOR_BLIND, 0},
        {"set3", 12, 0, GATE_COLOR_BLIND | GATE_GRAY},
        {"paired", 4, GATE_NORMAL | GATE_COLOR_BLIND, 0},
        {"greys", 9, 0, GATE_NORMAL | GATE_BACKGROUND},
        {"kinds", 6, GATE_NORMAL | GATE_COLOR_BLIND | GATE_BACKGROUND, GATE_GRAY},
        {"brown-blue-dark", 7, GATE_NORMAL | GATE_COLOR_BLIND | GATE_BACKGROUND, GATE_GRAY},
        {"brown-blue-dark", 5, GATE_NORMAL | GATE_COLOR_BLIND | GATE_BACKGROUND, GATE_GRAY},
    };
    for (size_t i = 0; i < COUNT(row); i++) {
        const ramp *r = ramp_find(*state, row[i].name);
        gate g = judge(*state, row[i].name, row[i].k, ramp_is_dark(r));
        if ((g.passes & row[i].passes) != row[i].passes || g.passes & row[i].fails)
            fail_msg("%s with %zu classes passes %x", row[i].name, row[i].k, g.passes);
    }
}

/* Every scheme whose authors call it bad for color-blind readers fails, and every one that they
 * call good on a screen passes for normal sight. */
static void no_judgment_contradicts_colorbrewer(void **state) {
    const ramp_set *s = *state;
    size_t told = 0;
    for (size_t n = 0; n < ramp_set_count(s); n++)
        for (size_t k = GATE_FIRST; k <= GATE_LAST; k++) {
            const ramp *r = ramp_at(s, n);
            gate g = judge(s, ramp_name(r), k, false);
            ramp_tag blind = ramp_tag_of(r, RAMP_COLOR_BLIND, k),
                     screen = ramp_tag_of(r, RAMP_SCREEN, k);
            told += blind != RAMP_UNTOLD;
            if (blind == RAMP_BAD && g.passes & GATE_COLOR_BLIND)
                fail_msg("%s with %zu classes is bad for color-blind readers", ramp_name(r), k);
            if (screen == RAMP_OK && !(g.passes & GATE_NORMAL))
                fail_msg("%s with %zu classes is good on a screen", ramp_name(r), k);
        }
    assert_int_equal(told, 18 * 7 + 9 * 7 + 4 * 6 + 4 * 7); /* up to 9; 4 sets have 8 colors */
}

static void one_class_has_no_pair(void **state) {
    gate g = judge(*state, "teal", 1, false);
    for (int eye = 0; eye < SIGHT__COUNT; eye++) assert_true(isinf(g.least[eye]));
    assert_int_equal(g.passes, GATE_NORMAL | GATE_COLOR_BLIND | GATE_GRAY | GATE_BACKGROUND);
}

static void a_color_used_again_fails(void **state) {
    gate g = judge(*state, "kinds", 7, false);
    assert_true(g.least[SIGHT_NORMAL] == 0 && !(g.passes & GATE_NORMAL));
}

/* Truth: the fill itself differs from itself by 0. */
static void the_surroundings_are_those_of_the_ground(void **state) {
    (void)state;
    ramp_set *s;
    parse("- {name: a, kind: sequential, title: {en: A, sv: A}, colors: "
          "['#FFFFFF', '#D2DCE8', '#880000']}\n"
          "- {name: b, kind: sequential, title: {en: A, sv: A}, colors: "
          "['#0E1317', '#060B13', '#1B2228']}\n"
          "- {name: c, kind: sequential, title: {en: A, sv: A}, colors: ['#F1F1EE', '#880000']}\n",
          &s);
    gate light = judge(s, "a", 3, false), night = judge(s, "b", 3, true),
         empty = judge(s, "c", 2, false);
    assert_true(light.ground == 0 && light.water == 0 && light.no_data > 0);
    assert_true(night.ground == 0 && night.water == 0 && night.no_data == 0);
    assert_true(empty.no_data == 0 && empty.ground > 0 && !(empty.passes & GATE_BACKGROUND));
    light = judge(s, "b", 3, false); /* near black on paper */
    assert_true(light.ground > 50 && light.no_data > 50 && light.passes & GATE_BACKGROUND);
    ramp_set_free(s);
}

static void a_neutral_middle_may_recede(void **state) {
    (void)state;
    ramp_set *s;
    parse("- {name: d, kind: diverging, title: {en: A, sv: A}, colors: "
          "['#800000', '#FFFFFF', '#000080']}\n"
          "- {name: s, kind: sequential, title: {en: A, sv: A}, colors: "
          "['#800000', '#FFFFFF', '#000080']}\n",
          &s);
    assert_true(judge(s, "d", 3, false).passes & GATE_BACKGROUND);
    assert_false(judge(s, "s", 3, false).passes & GATE_BACKGROUND);
    assert_true(isinf(judge(s, "d", 1, false).ground));
    ramp_set_free(s);
}

static void the_nearest_that_passes_is_found(void **state) {
    (void)state;
    ramp_set *s;
    /* made up: `bad` is too light; `far` and `close` pass, and `other` is of another kind */
    parse(
        "- {name: bad, kind: sequential, title: {en: A, sv: A}, colors: ['#FFFFFF', '#EEEEFF']}\n"
        "- {name: far, kind: sequential, title: {en: A, sv: A}, colors: ['#FFE0A0', '#600000']}\n"
        "- {name: close, kind: sequential, title: {en: A, sv: A}, colors: ['#D0D0FF', '#8080C0']}\n"
        "- {name: other, kind: diverging, title: {en: A, sv: A}, colors: ['#E0E0FF', '#B0B0E0']}\n",
        &s);
    const ramp *bad = ramp_find(s, "bad"), *near = ramp_find(s, "close"),
               *other = ramp_find(s, "other");
    unsigned all = GATE_NORMAL | GATE_COLOR_BLIND | GATE_GRAY | GATE_BACKGROUND;
    assert_ptr_equal(gate_nearest(s, bad, 2, false, false, all), near);
    assert_ptr_equal(gate_nearest(s, bad, 2, true, false, all), near);
    assert_ptr_equal(gate_nearest(s, bad, 2, false, false, 0), bad);
    assert_ptr_equal(gate_nearest(s, near, 2, false, false, all), near);
    assert_ptr_equal(gate_nearest(s, other, 2, false, false, all), other);
    assert_null(gate_nearest(s, bad, 12, false, false, GATE_GRAY));
    ramp_set_free(s);
}

/* The limit of visual.md over four sights, in OKLab, and that of the gate for the same pairs. */
static void pairs_of_classes_are_told_apart(void **state) {
    const ramp_set *s = *state;
    size_t seen = 0;
    for (size_t n = 0; n < ramp_set_count(s); n++) {
        const ramp *r = ramp_at(s, n);
        rgba c[CLASSES_MAX];
        char counts[GATE_TEXT_MAX];
        double least = INFINITY;
        if (ramp_kind_of(r) != RAMP_BIVARIATE) continue;
        ramp_classes(r, 9, false, c);
        for (int eye = 0; eye < SIGHT_GRAY; eye++)
            for (size_t i = 0; i < 9; i++)
                for (size_t j = 0; j < i; j++)
                    least =
                        fmin(least, color_distance_oklab(color_simulate(c[i], (color_sight)eye),
                                                         color_simulate(c[j], (color_sight)eye)));
        if (least < 0.09) fail_msg("%s: %.4f", ramp_name(r), least);
        gate_counts(r, GATE_NORMAL | GATE_COLOR_BLIND | GATE_BACKGROUND, counts);
        assert_string_equal(counts, "9");
        gate_counts(r, GATE_GRAY, counts); /* gray has no room for nine */
        assert_string_equal(counts, "–");
        seen++;
    }
    assert_int_equal(seen, 3);
}

static void counts_are_written_as_runs(void **state) {
    const struct {
        const char *name;
        unsigned need;
        const char *want;
    } row[] = {{"teal", GATE_BACKGROUND, "3–9"},
               {"teal", GATE_NORMAL | GATE_COLOR_BLIND, "3–5"},
               {"dark2", GATE_COLOR_BLIND, "3"},
               {"cork", GATE_COLOR_BLIND, "3–5, 7, 9"},
               {"rdylgn", GATE_COLOR_BLIND, "–"}};
    for (size_t i = 0; i < COUNT(row); i++) {
        char text[GATE_TEXT_MAX];
        gate_counts(ramp_find(*state, row[i].name), row[i].need, text);
        assert_string_equal(text, row[i].want);
    }
}

static bool has_number(const json_t *list, json_int_t v) {
    for (size_t i = 0; i < json_array_size(list); i++)
        if (json_integer_value(json_array_get(list, i)) == v) return true;
    return false;
}

static void json_says_what_the_gate_says(void **state) {
    const ramp_set *s = *state;
    for (size_t n = 0; n < ramp_set_count(s); n++) {
        const ramp *r = ramp_at(s, n);
        json_t *j = ramp_json(r, true), *passes = json_object_get(j, "passes");
        assert_string_equal(json_string_value(json_object_get(j, "name")), ramp_name(r));
        for (size_t k = GATE_FIRST; k <= GATE_LAST; k++) {
            char key[8];
            gate g;
            gate_judge(r, k, ramp_is_dark(r), &g);
            if (!ramp_suits(r, k)) {
                assert_int_equal(g.passes, 0);
                continue;
            }
            snprintf(key, sizeof key, "%zu", k);
            const json_t *one = json_object_get(json_object_get(j, "classes"), key);
            assert_int_equal(json_array_size(json_object_get(one, "colors")), k);
            for (size_t b = 0; b < GATE_NEEDS; b++) {
                bool good = g.passes & 1u << b;
                assert_int_equal(
                    has_number(json_object_get(passes, gate_need_names[b]), (json_int_t)k), good);
                assert_int_equal(json_is_true(json_object_get(one, gate_need_names[b])), good);
            }
            double gray = json_number_value(json_object_get(json_object_get(one, "least"), "gray"));
            assert_true(fabs(gray - g.least[SIGHT_GRAY]) <= 0.05 + 1e-9);
        }
        json_decref(j);
    }
}

static void short_json_has_tags_and_one_list(void **state) {
    json_t *j = ramp_json(ramp_find(*state, "set3"), false);
    json_t *print = json_object_get(json_object_get(j, "tags"), "print");
    assert_null(json_object_get(j, "classes"));
    assert_int_equal(json_array_size(json_object_get(j, "colors")), 12);
    assert_int_equal(json_array_size(print), 10); /* 3 to 12 */
    assert_string_equal(json_string_value(json_array_get(print, 6)), "maybe");
    assert_string_equal(json_string_value(json_object_get(j, "license")), "Apache-2.0");
    json_decref(j);
    j = ramp_json(ramp_find(*state, "teal-dark"), false);
    assert_int_equal(json_array_size(json_object_get(j, "colors")), 5);
    assert_int_equal(json_object_size(json_object_get(j, "tags")), 0);
    assert_string_equal(json_string_value(json_object_get(j, "background")), "dark");
    assert_true(json_is_null(json_object_get(j, "source")));
    json_decref(j);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_least_of_all_pairs_is_found),
        cmocka_unit_test(known_ramps_pass_what_they_are_known_for),
        cmocka_unit_test(no_judgment_contradicts_colorbrewer),
        cmocka_unit_test(one_class_has_no_pair),
        cmocka_unit_test(a_color_used_again_fails),
        cmocka_unit_test(the_surroundings_are_those_of_the_ground),
        cmocka_unit_test(a_neutral_middle_may_recede),
        cmocka_unit_test(the_nearest_that_passes_is_found),
        cmocka_unit_test(pairs_of_classes_are_told_apart),
        cmocka_unit_test(counts_are_written_as_runs),
        cmocka_unit_test(json_says_what_the_gate_says),
        cmocka_unit_test(short_json_has_tags_and_one_list),
    };
    return cmocka_run_group_tests_name("gate", tests, aid_ramps_open, aid_ramps_close);
}
