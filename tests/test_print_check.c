/* What check --print finds.  Truth: colors of a known luminance or known to be confused, all pairs
 * by brute force, and districts on paper whose size in mm is worked by hand. */
#include "aid_atlas.h"
#include "aid_cmocka.h"
#include "aid_files.h"
#include "app/check_print.h"
#include "carto/classify.h"
#include "carto/print_check.h"
#include "draw/text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static rgba hex(const char *text) {
    rgba c;
    assert_int_equal(color_parse(text, &c, NULL), ERR_OK);
    return c;
}

static size_t troubles(const char *const *color, size_t k, print_trouble out[PRINT_TROUBLES]) {
    rgba c[CLASSES_MAX];
    for (size_t i = 0; i < k; i++) c[i] = hex(color[i]);
    return print_check_colors(c, k, 1, out);
}

/* Red's luminance is 0.2126, that of the gray #7f7f7f 0.2122: in gray they are one. */
static void test_equal_luminance_is_one_gray(void **state) {
    (void)state;
    static const char *const color[] = {"#ffffff", "#ff0000", "#000000", "#7f7f7f"};
    print_trouble t[PRINT_TROUBLES];
    size_t n = troubles(color, 4, t);
    assert_true(n >= 1);
    assert_int_equal(t[0].sight, SIGHT_GRAY);
    assert_true(t[0].a == 1 && t[0].b == 3);
    assert_true(t[0].difference < 0.5);
    buf said = BUF_EMPTY;
    print_check_say(&t[0], NULL, &said);
    assert_non_null(strstr(buf_text(&said), "in gray, classes 2 and 4 look alike (CIEDE2000 0."));
    assert_non_null(strstr(buf_text(&said), "; at least 7 is wanted)"));
    buf_free(&said);
    static const char *const name[] = {"a", "b", "c", "d"};
    print_check_say(&t[0], name, &said);
    assert_non_null(strstr(buf_text(&said), "in gray, \"b\" and \"d\" look alike"));
    buf_free(&said);
}

/* ColorBrewer says of YlGnBu that it is safe for color-blind readers, of Spectral and RdYlGn that
 * they are not; ends of a diverging ramp are as dark as each other. */
static void test_known_ramps(void **state) {
    (void)state;
    static const char *const safe[] = {"#ffffcc", "#a1dab4", "#41b6c4", "#2c7fb8", "#253494"};
    static const char *const grays[] = {"#ffffff", "#bbbbbb", "#777777", "#000000"};
    static const char *const signals[] = {"#d7191c", "#fdae61", "#ffffbf", "#a6d96a", "#1a9641"};
    print_trouble t[PRINT_TROUBLES];
    assert_int_equal(troubles(safe, 5, t), 0);
    assert_int_equal(troubles(grays, 4, t), 0);
    assert_int_equal(troubles(signals, 5, t), 2);
    assert_int_equal(t[0].sight, SIGHT_GRAY);
    assert_true(t[1].sight == SIGHT_PROTAN || t[1].sight == SIGHT_DEUTAN);
    assert_true(t[1].a == 1 && t[1].b == 3); /* orange and light green */
}

static void test_all_pairs_count(void **state) {
    (void)state;
    uint32_t random = 12345;
    for (int round = 0; round < 300; round++) {
        rgba c[6];
        print_trouble t[PRINT_TROUBLES];
        double least[2] = {INFINITY, INFINITY}; /* color-blind, gray */
        for (int i = 0; i < 6; i++) {
            random = random * 1664525u + 1013904223u;
            c[i] = (rgba){(uint8_t)(random >> 24), (uint8_t)(random >> 16), (uint8_t)(random >> 8),
                          255};
        }
        for (color_sight s = SIGHT_PROTAN; s <= SIGHT_GRAY; s++)
            for (int i = 0; i < 6; i++)
                for (int j = 0; j < i; j++) {
                    double d =
                        color_difference_2000(color_simulate(c[i], s), color_simulate(c[j], s));
                    least[s == SIGHT_GRAY] = fmin(least[s == SIGHT_GRAY], d);
                }
        size_t n = print_check_colors(c, 6, 1, t), want = (least[1] < 7) + (least[0] < 5);
        assert_int_equal(n, want);
        for (size_t i = 0; i < n; i++)
            assert_true(fabs(t[i].difference - least[t[i].sight == SIGHT_GRAY]) < 1e-9);
    }
}

static void test_what_is_seen_through_is_paler(void **state) {
    (void)state;
    const rgba c[] = {{0, 0, 0, 255}, {255, 255, 255, 255}};
    print_trouble t[PRINT_TROUBLES];
    assert_int_equal(print_check_colors(c, 2, 1, t), 0);
    assert_int_equal(print_check_colors(c, 2, 0.02, t), 2);
    assert_int_equal(print_check_colors(c, 2, 0, t), 2);
    assert_true(t[0].difference == 0 && t[1].difference == 0);
    assert_int_equal(print_check_colors(c, 1, 1, t), 0);
    assert_int_equal(print_check_colors(c, 0, 1, t), 0);
}

/* ---- room for names --------------------------------------------------------------------- */

/* On A3 the map is 297 - 2 * 14 = 269 mm wide: a layer of 269 km by 20 km has 1 mm a km.  A
 * district of `side` km between two others. */
static size_t left_out(const char *dir, double side) {
    char path[AID_PATH];
    const double west[] = {0, 0, 0, 20, 100, 20, 100, 0},
                 east[] = {169, 0, 169, 20, 269, 20, 269, 0};
    const double middle[] = {120, 0, 120, side, 120 + side, side, 120 + side, 0};
    double xy[3][8];
    for (int i = 0; i < 8; i++) {
        xy[0][i] = west[i] * 1000;
        xy[1][i] = middle[i] * 1000;
        xy[2][i] = east[i] * 1000;
    }
    const aid_ring rings[] = {{"Vest", xy[0], 4}, {"Mitten", xy[1], 4}, {"Ost", xy[2], 4}};
    aid_path(dir, "r.shp", path);
    aid_shapefile(path, rings, 3, aid_mercator);
    aid_write(dir, "v.csv", "KEY,score\nVest,1\nMitten,2\nOst,3\n", NULL);
    char csv[AID_PATH];
    aid_path(dir, "v.csv", csv);
    const manifest_plain p = {.shapes = path, .key = "KEY", .values = csv, .key_column = "KEY"};
    const atlas *a = aid_atlas_plain(&p);
    district_id which = DISTRICT_NONE;
    size_t n = 99;
    err e = {0};
    if (check_room(a, 0, paper_find("A3"), &which, 1, &n, &e)) fail_msg("%s", e.text);
    if (n) assert_string_equal(district_name(a->layer[0].shape->districts, which), "Mitten");
    atlas_unref(a);
    return n;
}

/* "Mitten" at 6 pt, and half a mm on each side of it. */
static void test_room_for_a_name(void **state) {
    const text_style s = {100, 600, false, {0, 0, 0, 255}};
    double need = text_width(&s, "Mitten") / 100 * 6 * 25.4 / 72 + 1;
    assert_true(need > 6 && need < 10);
    assert_int_equal(left_out(*state, need + 0.7), 0);
    assert_int_equal(left_out(*state, need - 0.7), 1);
    assert_int_equal(left_out(*state, 1), 1);
}

static void test_papers(void **state) {
    (void)state;
    assert_null(paper_find("A6"));
    for (size_t i = 1; i < PAPERS; i++) { /* each is two of the one before */
        assert_true(papers[i].width == papers[i - 1].height);
        assert_true(fabs(papers[i].height - 2 * papers[i - 1].width) <= 1);
    }
}

/* ---- an atlas --------------------------------------------------------------------------- */

static size_t count_of(const print_findings *f, const atlas *a, const char *id, const char *check,
                       const char *part) {
    size_t n = 0;
    for (size_t i = 0; i < f->count; i++)
        n += !strcmp(a->indicator[f->item[i].indicator].id, id) &&
             !strcmp(f->item[i].check, check) && strstr(f->item[i].text, part);
    return n;
}

static const char *const yaml =
    "id: t\n"
    "layers:\n"
    "  d: {shapefile: d.shp, key: KEY}\n"
    "values:\n"
    "  v: {file: v.csv, key: KEY, value: score, period: '2024'}\n"
    "indicators:\n"
    "  - {id: plain, layer: d, values: v, title: T, kind: index}\n"
    "  - {id: bad, layer: d, values: v, title: T, kind: mean,\n"
    "     look: {ramp: rdylgn, classes: 7, method: equal}}\n"
    "  - {id: number, layer: d, values: v, title: T, kind: count, rate: plain}\n";

static void test_an_atlas(void **state) {
    const char *dir = *state;
    char path[AID_PATH];
    const double xy[] = {0, 0, 0, 90000, 90000, 90000, 90000, 0};
    double moved[5][8];
    aid_ring rings[5];
    static const char *const key[] = {"a", "b", "c", "d", "e"};
    for (int k = 0; k < 5; k++) {
        for (int i = 0; i < 8; i++) moved[k][i] = xy[i] + (i % 2 ? 0 : k * 90000);
        rings[k] = (aid_ring){key[k], moved[k], 4};
    }
    aid_path(dir, "d.shp", path);
    aid_shapefile(path, rings, 5, aid_mercator);
    aid_write(dir, "v.csv", "KEY,score\na,1\nb,2\nc,3\nd,4\ne,5\n", NULL);
    aid_write(dir, "atlas.yaml", yaml, path);
    const atlas *a = aid_atlas(path);
    print_findings f = {0};
    err e = {0};
    if (check_print(a, paper_find("A3"), SIZE_MAX, &f, &e)) fail_msg("%s", e.text);
    assert_int_equal(count_of(&f, a, "bad", "gray", "no diverging ramp of 7 classes passes"), 1);
    assert_int_equal(count_of(&f, a, "bad", "color_blind", "the nearest ramp that passes is "), 1);
    /* of 5 classes, the one that its makers did not make symmetric */
    assert_int_equal(count_of(&f, a, "plain", "gray", "the nearest ramp that passes is prgn"), 1);
    assert_int_equal(count_of(&f, a, "number", "count", "plain is the one to map"), 1);
    assert_int_equal(count_of(&f, a, "bad", "count", ""), 0);
    assert_int_equal(count_of(&f, a, "plain", "color_blind", ""), 0);
    for (size_t i = 0; i < f.count; i++) assert_string_not_equal(f.item[i].check, "label");
    check_print_free(&f);
    assert_int_equal(check_print(a, paper_find("A3"), 2, &f, NULL), ERR_OK);
    for (size_t i = 0; i < f.count; i++) assert_int_equal(f.item[i].indicator, 2);
    check_print_free(&f);
    atlas_unref(a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_equal_luminance_is_one_gray),
        cmocka_unit_test(test_known_ramps),
        cmocka_unit_test(test_all_pairs_count),
        cmocka_unit_test(test_what_is_seen_through_is_paler),
        IN_A_FOLDER(test_room_for_a_name),
        cmocka_unit_test(test_papers),
        IN_A_FOLDER(test_an_atlas),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
