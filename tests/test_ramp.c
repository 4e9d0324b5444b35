#include "aid_ramps.h"
#include "carto/classify.h"
#include "carto/ramp.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
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

static void is_color(rgba c, const char *want) {
    char text[COLOR_TEXT_MAX];
    color_format(c, text);
    assert_string_equal(text, want);
}

static const char *const own[] = {"teal",       "blues",        "plum",
                                  "amber",      "gray",         "teal-dark",
                                  "brown-blue", "purple-green", "brown-blue-dark",
                                  "kinds",      "blue-orange",  "blue-orange-dark",
                                  "pink-green"};

static void our_own_come_first(void **state) {
    const ramp_set *s = *state;
    assert_true(ramp_set_count(s) > COUNT(own));
    for (size_t i = 0; i < COUNT(own); i++) {
        const ramp *r = ramp_at(s, i);
        assert_string_equal(ramp_name(r), own[i]);
        assert_string_equal(ramp_author(r), "The kartblad authors");
        assert_string_equal(ramp_license(r), "MIT");
        assert_string_not_equal(ramp_title(r, LANG_EN), ramp_title(r, LANG_SV));
        static const size_t tabled[RAMP_KINDS] = {TABLED_SEQUENTIAL, TABLED_DIVERGING, 6, 9};
        assert_int_equal(ramp_longest(r), tabled[ramp_kind_of(r)]);
        assert_int_equal(ramp_is_dark(r), strstr(own[i], "-dark") != NULL);
    }
    assert_null(ramp_find(s, "turbo"));
}

static void every_row_tells_what_it_is(void **state) {
    const ramp_set *s = *state;
    for (size_t i = 0; i < ramp_set_count(s); i++) {
        const ramp *r = ramp_at(s, i);
        assert_ptr_equal(ramp_find(s, ramp_name(r)), r);
        assert_true(*ramp_title(r, LANG_EN) && *ramp_title(r, LANG_SV));
        assert_true(*ramp_author(r) && *ramp_license(r));
        assert_true(i < COUNT(own) || !strncmp(ramp_source(r), "https://", 8));
    }
}

static void defaults_are_by_kind_and_ground(void **state) {
    const ramp_set *s = *state;
    const char *const want[RAMP_KINDS][2] = {{"teal", "teal-dark"},
                                             {"brown-blue", "brown-blue-dark"},
                                             {"kinds", "kinds"},
                                             {"blue-orange", "blue-orange-dark"}};
    for (int k = 0; k < RAMP_KINDS; k++)
        for (int dark = 0; dark < 2; dark++)
            assert_string_equal(ramp_name(ramp_default(s, (ramp_kind)k, dark)), want[k][dark]);
}

/* The smallest distance over the four sights. */
static double apart(rgba a, rgba b) {
    double least = INFINITY;
    for (int s = 0; s < SIGHT_GRAY; s++) {
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
    for (size_t n = 0; n < COUNT(own); n++) {
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

/* brown-blue's neutral middle is as good as the no-data color, and so is what is low in both of two
 * indicators; there the hatch alone tells. */
static bool hatch_tells(const ramp *r, size_t k, size_t i) {
    if (ramp_kind_of(r) == RAMP_BIVARIATE) return i == 0;
    return !strcmp(ramp_name(r), "brown-blue") && k == 7 && i == 3;
}

static void classes_are_not_water_nor_no_data(void **state) {
    const ramp_set *s = *state;
    for (size_t n = 0; n < COUNT(own); n++) {
        const ramp *r = ramp_at(s, n);
        if (ramp_is_dark(r)) continue;
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
        for (size_t k = 3; k <= 7 && ramp_suits(r, k); k++) {
            ramp_classes(r, k, false, c);
            for (size_t i = 0; i < k; i++)
                check(color_distance_oklab(c[i], water) >= WATER_MIN, r, k, i, "distance to water",
                      color_distance_oklab(c[i], water));
        }
    }
}

/* Truth: visual.md, "Water". */
static void dark_classes_are_not_dark_water(void **state) {
    const rgba dark_water = {0x06, 0x0b, 0x13, 255};
    size_t seen = 0;
    for (size_t n = 0; n < COUNT(own); n++) {
        const ramp *r = ramp_at(*state, n);
        rgba c[CLASSES_MAX];
        size_t k = ramp_longest(r);
        if (!ramp_is_dark(r)) continue;
        ramp_classes(r, k, false, c);
        for (size_t i = 0; i < k; i++)
            check(apart(c[i], dark_water) >= 0.15, r, k, i, "distance to water",
                  apart(c[i], dark_water));
        seen++;
    }
    assert_int_equal(seen, 3);
}

/* Truth: visual.md, "Bivariate". */
static void pairs_are_rows_of_three(void **state) {
    static const char *const rows[9] = {"#efede4", "#a9c6e8", "#3f97d0", "#edbe86", "#a48894",
                                        "#33689b", "#dc6a2b", "#96443a", "#22305a"};
    const ramp *r = ramp_find(*state, "blue-orange");
    rgba c[9], back[9];
    ramp_classes(r, 9, false, c);
    ramp_classes(r, 9, true, back);
    for (size_t i = 0; i < 9; i++) {
        is_color(c[i], rows[i]);
        is_color(back[i], rows[8 - i]);
    }
    assert_true(ramp_suits(r, 9) && !ramp_suits(r, 8) && !ramp_suits(r, 3));
    assert_true(ramp_suits(ramp_find(*state, "teal"), 3));
}

static void neighbors_stay_apart_in_any_count(void **state) {
    const ramp_set *s = *state;
    for (size_t n = 0; n < COUNT(own); n++)
        for (size_t k = 3; k <= 7; k++) {
            const ramp *r = ramp_at(s, n);
            rgba c[CLASSES_MAX];
            if (!ramp_suits(r, k)) continue;
            ramp_classes(r, k, false, c);
            for (size_t i = 1; i < k; i++)
                check(apart(c[i], c[i - 1]) >= NEIGHBORS_MIN, r, k, i, "distance to its neighbor",
                      apart(c[i], c[i - 1]));
        }
}

/* Those of others that are made for a dark ground are all sequential. */
static bool ours_dark(size_t n, const ramp *r) { return n < COUNT(own) && ramp_is_dark(r); }

/* Sequential: away from the ground upward.  Diverging: toward the ground up to the middle, away
 * from it from there. */
static void lightness_is_monotone(void **state) {
    const ramp_set *s = *state;
    for (size_t n = 0; n < COUNT(own); n++)
        for (size_t k = 2; k <= CLASSES_MAX; k++) {
            const ramp *r = ramp_at(s, n);
            if (ramp_kind_of(r) == RAMP_QUALITATIVE || ramp_kind_of(r) == RAMP_BIVARIATE) continue;
            bool diverging = ramp_kind_of(r) == RAMP_DIVERGING;
            rgba c[CLASSES_MAX];
            ramp_classes(r, k, false, c);
            for (size_t i = 1; i < k; i++) {
                double step = color_oklab(c[i]).l - color_oklab(c[i - 1]).l;
                bool rising = diverging ? (2 * i < k) != ours_dark(n, r) : ramp_is_dark(r);
                bool top = diverging && 2 * i == k;
                check(top || (rising ? step > 0 : step < 0), r, k, i, "step in lightness", step);
            }
        }
}

/* A map's higher values stand out from its ground; a ramp for the other ground would hide them. */
static void sequential_ramps_lead_away_from_their_ground(void **state) {
    const ramp_set *s = *state;
    for (size_t n = 0; n < ramp_set_count(s); n++) {
        const ramp *r = ramp_at(s, n);
        if (ramp_kind_of(r) != RAMP_SEQUENTIAL) continue;
        double rise =
            color_oklab(ramp_color(r, 1, false)).l - color_oklab(ramp_color(r, 0, false)).l;
        check(ramp_is_dark(r) ? rise > 0.4 : rise < -0.4, r, 2, 1, "rise in lightness", rise);
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

/* Truth: colorbrewer2.org's YlGnBu, RdYlBu and Set3 as published, and its tags of Set3. */
static void brewer_has_colors_of_its_own_for_each_count(void **state) {
    rgba c[CLASSES_MAX];
    const ramp *seq = ramp_find(*state, "ylgnbu"), *div = ramp_find(*state, "rdylbu"),
               *set3 = ramp_find(*state, "set3");
    ramp_classes(seq, 3, false, c);
    is_color(c[1], "#7fcdbb");
    ramp_classes(seq, 5, false, c);
    is_color(c[3], "#2c7fb8");
    ramp_classes(seq, 9, false, c);
    is_color(c[8], "#081d58");
    ramp_classes(div, 11, true, c);
    is_color(c[0], "#313695");
    is_color(c[5], "#ffffbf");
    ramp_classes(set3, 12, false, c);
    is_color(c[11], "#ffed6f");
    assert_int_equal(ramp_tag_of(set3, RAMP_COLOR_BLIND, 4), RAMP_MAYBE);
    assert_int_equal(ramp_tag_of(set3, RAMP_COLOR_BLIND, 12), RAMP_BAD);
    assert_int_equal(ramp_tag_of(set3, RAMP_PRINT, 8), RAMP_OK);
    assert_int_equal(ramp_tag_of(set3, RAMP_PRINT, 9), RAMP_MAYBE);
    assert_int_equal(ramp_tag_of(set3, RAMP_COPY, 3), RAMP_OK);
    assert_int_equal(ramp_tag_of(set3, RAMP_COPY, 2), RAMP_UNTOLD);
    assert_int_equal(ramp_tag_of(seq, RAMP_COLOR_BLIND, 9), RAMP_OK);
    assert_int_equal(ramp_tag_of(ramp_find(*state, "paired"), RAMP_PRINT, 12), RAMP_UNTOLD);
    assert_int_equal(ramp_tag_of(ramp_find(*state, "teal"), RAMP_PRINT, 5), RAMP_UNTOLD);
}

/* Truth: entries of the published tables of 256 that are no stops (multiples of 15 are). */
static void stops_meet_the_published_tables(void **state) {
    const struct {
        const char *name;
        int tolerance; /* as the files' comments say */
        const char *at7, *at52, *at128, *at187, *at247;
    } row[] = {
        {"viridis", 7, "#460b5e", "#404588", "#21918c", "#54c568", "#eae51a"},
        {"cividis", 11, "#002859", "#36466c", "#7d7c78", "#b7a96e", "#f8df3c"},
        {"magma", 7, "#03030f", "#3d0f71", "#b73779", "#fa7f5e", "#fceeb0"},
        {"batlow", 8, "#07245b", "#195662", "#828231", "#ed9a62", "#fbc6e8"},
        {"vik", 8, "#021d68", "#136697", "#ece5e0", "#c6794c", "#670a07"},
        {"lajolla", 8, "#fefac0", "#f6d36f", "#de744f", "#863e37", "#241e09"},
    };
    const int at[5] = {7, 52, 128, 187, 247};
    for (size_t i = 0; i < COUNT(row); i++) {
        const ramp *r = ramp_find(*state, row[i].name);
        const char *const want[5] = {row[i].at7, row[i].at52, row[i].at128, row[i].at187,
                                     row[i].at247};
        for (size_t j = 0; j < 5; j++) {
            rgba w, got = ramp_color(r, at[j] / 255.0, false);
            assert_int_equal(color_parse(want[j], &w, NULL), ERR_OK);
            assert_in_range(abs(got.r - w.r), 0, row[i].tolerance);
            assert_in_range(abs(got.g - w.g), 0, row[i].tolerance);
            assert_in_range(abs(got.b - w.b), 0, row[i].tolerance);
        }
    }
}

static void a_continuous_scale_meets_its_classes(void **state) {
    const ramp_set *s = *state;
    const char *const names[] = {"teal", "ylgnbu", "rdylbu", "viridis"};
    for (size_t n = 0; n < COUNT(names); n++) {
        const ramp *r = ramp_find(s, names[n]);
        size_t k = ramp_longest(r) ? ramp_longest(r) : 7;
        rgba c[CLASSES_MAX];
        ramp_classes(r, k, false, c);
        for (size_t i = 0; i < k; i++) {
            double t = (double)i / (double)(k - 1);
            rgba up = ramp_color(r, t, false), down = ramp_color(r, 1 - t, true);
            assert_true(color_difference_2000(up, c[i]) < 0.5);
            assert_true(color_difference_2000(down, c[i]) < 0.5);
        }
        rgba low = ramp_color(r, -3, false), high = ramp_color(r, 1e300, false);
        assert_memory_equal(&low, &c[0], sizeof low);
        assert_memory_equal(&high, &c[k - 1], sizeof high);
    }
    const ramp *kinds = ramp_find(s, "kinds"); /* six equal steps */
    is_color(ramp_color(kinds, 0.16, false), "#6fa8d8");
    is_color(ramp_color(kinds, 0.17, false), "#e0a93b");
    is_color(ramp_color(kinds, 1, false), "#b9bdb8");
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
        {ROW("sequential", "['#f00', '#0f0'], stops: ['#f00', '#0f0']"), "either colors or stops"},
        {ROW("sequential", "['#f00', '#0f0'], background: grey"), "light or dark"},
        {ROW("sequential", "['#f00', '#0f0'], tags: {print: good}"), "ok, maybe or bad"},
        {ROW("sequential", "['#f00', '#0f0'], tags: {web: ok}"), "unknown key \"web\""},
        {ROW("sequential", "['#f00', '#0f0', '#00f'], tags: {print: [ok, ok]}"), "from 3 to 3"},
        {ROW("sequential", "['#f00', '#0f0'], source: [x]"), "source"},
        {"ramps:\n- {name: a, kind: sequential, title: {en: A, sv: B}, author: C, license: D, "
         "stops: ['#f00']}\n",
         "2 to 64"},
        {"ramps:\n- {name: a, kind: qualitative, title: {en: A, sv: B}, author: C, license: D, "
         "stops: ['#f00', '#0f0']}\n",
         "nothing lies between"},
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
         "\"a\" is taken"},
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

static void a_file_may_tell_its_author_once(void **state) {
    (void)state;
    ramp_set *s;
    assert_int_equal(parse("author: A\nlicense: L\nsource: S\nramps:\n"
                           "- {name: a, kind: sequential, title: {en: A, sv: B}, stops: ['#f00', "
                           "'#0f0', '#00f']}\n"
                           "- {name: b, kind: sequential, title: {en: A, sv: B}, author: X, "
                           "colors: ['#f00', '#0f0']}\n",
                           &s, NULL),
                     ERR_OK);
    assert_string_equal(ramp_author(ramp_at(s, 0)), "A");
    assert_string_equal(ramp_source(ramp_at(s, 0)), "S");
    assert_string_equal(ramp_author(ramp_at(s, 1)), "X");
    assert_string_equal(ramp_license(ramp_at(s, 1)), "L");
    assert_int_equal(ramp_longest(ramp_at(s, 0)), 0);
    ramp_set_free(s);
}

/* ---- an atlas's own ramps ---- */

static err_code add(ramp_set *s, const char *yaml, err *e) {
    ydoc *doc = NULL;
    assert_int_equal(
        ydoc_parse("atlas.yaml", (bytes){(const uint8_t *)yaml, strlen(yaml)}, &doc, e), ERR_OK);
    err_code rc = ramp_set_add(s, ynode_get(ydoc_root(doc), "ramps"), "The city", e);
    ydoc_free(doc);
    return rc;
}

static void own_ramps_are_added(void **state) {
    (void)state;
    ramp_set *s = NULL;
    err e = {0};
    char yaml[4096] = "ramps:\n";
    rgba c[3];
    assert_int_equal(ramp_set_builtin(&s, NULL), ERR_OK);
    const ramp *teal = ramp_find(s, "teal");
    size_t before = ramp_set_count(s);
    for (int i = 0; i < 40; i++) /* enough for the set's array to move */
        snprintf(yaml + strlen(yaml), sizeof yaml - strlen(yaml),
                 "- {name: own%d, kind: diverging, title: T%d, colors: ['#f00', '#fff', '#00f']}\n",
                 i, i);
    if (add(s, yaml, &e)) fail_msg("%s", e.text);
    assert_int_equal(ramp_set_count(s), before + 40);
    assert_ptr_equal(ramp_find(s, "teal"), teal);
    assert_string_equal(ramp_title(teal, LANG_SV), "Blågrön");
    const ramp *last = ramp_at(s, before + 39);
    assert_string_equal(ramp_name(last), "own39");
    assert_string_equal(ramp_title(last, LANG_SV), "T39");
    assert_string_equal(ramp_author(last), "The city");
    assert_string_equal(ramp_license(last), "");
    ramp_classes(last, 3, false, c);
    is_color(c[1], "#ffffff");
    assert_string_equal(ramp_nearest_name(s, "own4o"), "own4");
    assert_ptr_equal(ramp_default(s, RAMP_SEQUENTIAL, false), teal);
    ramp_set_free(s);
}

static void bad_own_ramps_add_nothing(void **state) {
    (void)state;
    const struct {
        const char *yaml, *says;
    } bad[] = {
        {"ramps: 3\n", "atlas.yaml: line 1"},
        {"ramps:\n- {name: good, kind: sequential, title: T, colors: ['#f00', '#00f']}\n"
         "- {name: teal, kind: sequential, title: T, colors: ['#f00', '#00f']}\n",
         "line 3, column 10: name: \"teal\" is taken"},
        {"ramps:\n- {name: good, kind: sequential, title: T, colors: ['#f00', '#00f']}\n"
         "- {name: good, kind: sequential, title: T, colors: ['#f00', '#00f']}\n",
         "line 3, column 10: name: \"good\" is taken"},
        {"ramps:\n- {name: Good, kind: sequential, title: T, colors: ['#f00', '#00f']}\n",
         "only a-z"},
        {"ramps:\n- {name: good, kind: sequential, title: {de: T}, colors: ['#f00', '#00f']}\n",
         "\"de\" is no language here"},
        {"ramps:\n- {name: good, kind: sequential, colors: ['#f00', '#00f']}\n", "title"},
        {"ramps:\n- {name: good, kind: sequential, title: T}\n", "colors"},
    };
    ramp_set *s = NULL;
    assert_int_equal(ramp_set_builtin(&s, NULL), ERR_OK);
    size_t before = ramp_set_count(s);
    for (size_t i = 0; i < COUNT(bad); i++) {
        err e = {0};
        assert_int_equal(add(s, bad[i].yaml, &e), ERR_FORMAT);
        if (!strstr(e.text, bad[i].says))
            fail_msg("%zu: \"%s\" does not say \"%s\"", i, e.text, bad[i].says);
        assert_int_equal(ramp_set_count(s), before);
        assert_null(ramp_find(s, "good"));
    }
    ramp_set_free(s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(our_own_come_first),
        cmocka_unit_test(every_row_tells_what_it_is),
        cmocka_unit_test(defaults_are_by_kind_and_ground),
        cmocka_unit_test(tabled_classes_are_told_apart),
        cmocka_unit_test(classes_are_not_water_nor_no_data),
        cmocka_unit_test(neighbors_stay_apart_in_any_count),
        cmocka_unit_test(dark_classes_are_not_dark_water),
        cmocka_unit_test(pairs_are_rows_of_three),
        cmocka_unit_test(lightness_is_monotone),
        cmocka_unit_test(sequential_ramps_lead_away_from_their_ground),
        cmocka_unit_test(six_of_teal_are_as_in_the_design),
        cmocka_unit_test(brewer_has_colors_of_its_own_for_each_count),
        cmocka_unit_test(stops_meet_the_published_tables),
        cmocka_unit_test(a_continuous_scale_meets_its_classes),
        cmocka_unit_test(a_file_may_tell_its_author_once),
        cmocka_unit_test(own_ramps_are_added),
        cmocka_unit_test(bad_own_ramps_add_nothing),
        cmocka_unit_test(tabled_ends_and_middle_are_kept),
        cmocka_unit_test(reversed_is_backward),
        cmocka_unit_test(qualitative_colors_are_not_mixed),
        cmocka_unit_test(bad_files_are_refused),
    };
    return cmocka_run_group_tests_name("ramp", tests, aid_ramps_open, aid_ramps_close);
}
