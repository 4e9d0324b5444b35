/* label's plan, worked by hand: places, lines, ponds, ranks. */
#include "aid_cmocka.h"
#include "aid_label.h"
#include "aid_random.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- worked by hand ------------------------------------------------------------------------- */

static void test_in_the_middle_of_a_rectangle(void **state) {
    (void)state;
    const double xy[] = {0, 0, 200, 0, 200, 100, 0, 100};
    aid_sheet s = aid_sheet_of((aid_ring[]){{"a", xy, 4}}, 1, aid_nacka, NULL);
    const label *l = aid_sheet_only(&s);
    aid_label_at(l, 100, 50);
    assert_int_equal(l->n_lines, 1);
    assert_string_equal(l->line[0].text, "Nacka");
    assert_true(fabs(l->line[0].width - text_width(&aid_label_name, "Nacka")) < 0.01);
    assert_true(fabs(l->line[0].x + l->line[0].width / 2) < 1e-9);
    aid_sheet_drop(&s);
}

/* Apex above, base 300 below at a height of 300.  Widened by m the box stands on the base less m
 * and touches the sides with its upper corners: a + m = 150 - (b + m). */
static void test_low_in_a_triangle(void **state) {
    (void)state;
    const double xy[] = {150, 0, 300, 300, 0, 300};
    aid_sheet s = aid_sheet_of((aid_ring[]){{"a", xy, 3}}, 1, aid_nacka, NULL);
    const label *l = aid_sheet_only(&s);
    double a = l->line[0].width / 2, b = 7, m = (150 - a - b) / 2;
    aid_label_at(l, 150, llround(300 - b - m));
    aid_sheet_drop(&s);
}

/* Bands of 100 around a hole: those above and below it give a flat box most room. */
static void test_beside_a_hole(void **state) {
    (void)state;
    const double out[] = {0, 0, 300, 0, 300, 300, 0, 300};
    const double in[] = {100, 100, 100, 200, 200, 200, 200, 100};
    aid_sheet s = aid_sheet_of((aid_ring[]){{"a", out, 4}, {"a", in, 4}}, 2, aid_nacka, NULL);
    const label *l = aid_sheet_only(&s);
    aid_label_at(l, 150, l->y < 150 ? 50 : 250);
    aid_sheet_drop(&s);
    /* whichever way the hole runs */
    const double same[] = {100, 100, 200, 100, 200, 200, 100, 200};
    s = aid_sheet_of((aid_ring[]){{"a", out, 4}, {"a", same, 4}}, 2, aid_nacka, NULL);
    l = aid_sheet_only(&s);
    aid_label_at(l, 150, l->y < 150 ? 50 : 250);
    aid_sheet_drop(&s);
}

/* A value under a long name fits where one box around both does not. */
static void test_each_line_has_its_own_box(void **state) {
    (void)state;
    const char *const name[] = {"Sundbyberg"}, *const value[] = {"7"};
    double w = text_width(&aid_label_name, "Sundbyberg") / 2 + 1;
    /* a T: as wide as the name for 16 px, then 20 wide */
    const double xy[] = {-w, 0, w, 0, w, 16, 10, 16, 10, 40, -10, 40, -10, 16, -w, 16};
    aid_sheet s = aid_sheet_of((aid_ring[]){{"a", xy, 8}}, 1, name, value);
    const label *l = aid_sheet_only(&s);
    assert_non_null(l);
    assert_int_equal(l->n_lines, 2);
    assert_string_equal(l->line[1].text, "7");
    assert_int_equal(l->line[1].style.weight, 400);
    assert_true(l->line[1].style.tabular);
    assert_true(l->line[1].baseline > l->line[0].baseline);
    aid_sheet_drop(&s);
}

/* Two slabs for a long line each, and a short line between them: its place counts for half of
 * theirs, so that at twice the scale the lines still stand on what was seen through the waist. */
static void test_a_waist_of_half_the_width(void **state) {
    (void)state;
    const char *const name[] = {"Sundbyberg-ö-Hallonbergen"};
    double line = text_width(&aid_label_name, "Hallonbergen"), w = line / 2 + 1;
    for (int wide = 0; wide < 2; wide++) {
        double a = wide ? line / 4 + 1 : line / 4 - 1;
        const double xy[] = {-w, 0,  w,  0,  w,  16, a,  16, a,  28, w,  28,
                             w,  44, -w, 44, -w, 28, -a, 28, -a, 16, -w, 16};
        aid_sheet s = aid_sheet_of((aid_ring[]){{"a", xy, 12}}, 1, name, NULL);
        const label *l = aid_sheet_only(&s);
        assert_true((l != NULL) == wide);
        if (l) assert_int_equal(l->n_lines, 3);
        aid_sheet_drop(&s);
    }
}

/* The largest part, or another of at least a quarter of it. */
static void test_another_part_of_a_quarter(void **state) {
    (void)state;
    const double thin[] = {0, 0, 800, 0, 800, 10, 0, 10};       /* 8,000: too low for any line */
    const double fits[] = {0, 100, 100, 100, 100, 125, 0, 125}; /* 2,500 */
    const double small[] = {0, 100, 78, 100, 78, 125, 0, 125};  /* 1,950 */
    aid_sheet s = aid_sheet_of((aid_ring[]){{"a", thin, 4}, {"a", fits, 4}}, 2, aid_nacka, NULL);
    aid_label_at(aid_sheet_only(&s), 50, 112);
    aid_sheet_drop(&s);
    s = aid_sheet_of((aid_ring[]){{"a", thin, 4}, {"a", small, 4}}, 2, aid_nacka, NULL);
    assert_null(aid_sheet_only(&s));
    aid_sheet_drop(&s);
}

static void test_ponds(void **state) {
    (void)state;
    const double out[] = {0, 0, 60, 0, 60, 24, 0, 24};
    const double pond[] = {28, 10, 28, 14, 32, 14, 32, 10}, lake[] = {25, 7, 25, 17, 35, 17, 35, 7};
    const double sea[] = {0, 0, 60, 0, 60, -24, 0, -24}; /* y upward */
    const double far[] = {0, 0, 20, 0, 20, -24, 0, -24};
    const char *const name[] = {"Nacka ö"};
    for (int large = 0; large < 2; large++) {
        aid_sheet s =
            aid_sheet_of((aid_ring[]){{"a", out, 4}, {"a", large ? lake : pond, 4}}, 2, name, NULL);
        assert_null(aid_sheet_only(&s)); /* a gap or another district, not a pond */
        districts *d = NULL;
        geometry *water = NULL;
        aid_geometry((aid_ring[]){{"w", sea, 4}}, 1, &d, &water);
        s.request.water = water;
        const label *l = aid_sheet_only(&s);
        assert_true((l != NULL) == !large); /* 16 and 100 px2 */
        geometry_free(water);
        districts_free(d);
        aid_geometry((aid_ring[]){{"w", far, 4}}, 1, &d, &water);
        s.request.water = water;
        assert_null(aid_sheet_only(&s)); /* the hole is not in the water */
        geometry_free(water);
        districts_free(d);
        aid_sheet_drop(&s);
    }
}

/* ---- lines ---------------------------------------------------------------------------------- */

static void assert_lines(const char *text, double width, double height, const char *wanted) {
    const double xy[] = {0, 0, width, 0, width, height, 0, height};
    const char *const name[] = {text};
    aid_sheet s = aid_sheet_of((aid_ring[]){{"a", xy, 4}}, 1, name, NULL);
    const label *l = aid_sheet_only(&s);
    char got[1000] = "";
    for (size_t i = 0; l && i < l->n_lines; i++) {
        if (i) strcat(got, "/");
        strcat(got, l->line[i].text);
    }
    assert_string_equal(got, wanted);
    aid_sheet_drop(&s);
}

static void test_splitting(void **state) {
    (void)state;
    assert_lines("Hässelby-Vällingby", 200, 60, "Hässelby-Vällingby");
    assert_lines("Hässelby-Vällingby", 80, 60, "Hässelby-/Vällingby");
    assert_lines("Enskede-Årsta-Vantör", 100, 60, "Enskede-/Årsta-Vantör");
    assert_lines("Enskede-Årsta-Vantör", 70, 60, "Enskede-/Årsta-/Vantör");
    assert_lines("Norra innerstaden", 85, 60, "Norra/innerstaden");
    assert_lines("Kungsholmen", 60, 300, ""); /* not broken */
    assert_lines("a-b -- c", 300, 60, "a-b -- c");
    assert_lines("Upplands Väsby kyrkby norra", 110, 60, "Upplands Väsby/kyrkby norra");
    assert_lines("aaaa bbbb cccc dddd", 42, 400, ""); /* three lines at most */
    /* the widest padding decides, before the number of lines; a position is whole, so that it can
     * cost 1 px */
    double w = text_width(&aid_label_name, "Norra innerstaden");
    assert_lines("Norra innerstaden", w + 9.1, 60, "Norra innerstaden");
    assert_lines("Norra innerstaden", w + 7.8, 60, "Norra/innerstaden");
    assert_lines("Norra innerstaden", w + 5.1, 22, "Norra innerstaden"); /* too low for two lines */
}

static void test_texts_of_any_kind(void **state) {
    (void)state;
    assert_lines("A\x01\x7f"
                 "b\xc2\x85"
                 "c\n d",
                 300, 60, "Ab c d");
    assert_lines("\xff"
                 "A\xc3",
                 300, 60, "A"); /* no UTF-8 */
    assert_lines(" \t ", 300, 60, "");
    assert_lines("A\xcc\x8a", 300, 60, "A\xcc\x8a"); /* a combining ring */
    assert_lines("القدس", 300, 60, "القدس");
    char longer[400] = "";
    for (int i = 0; i < 150; i++) strcat(longer, "å"); /* 300 bytes */
    char cut[400] = "";
    for (int i = 0; i < 100; i++) strcat(cut, "å");
    strcat(cut, "…");
    assert_lines(longer, 3000, 60, cut);
    memset(longer, 'a', 199);
    strcpy(longer + 199, "e\xcc\x81zz"); /* the letter goes with its accent */
    memset(cut, 'a', 199);
    strcpy(cut + 199, "…");
    assert_lines(longer, 3000, 60, cut);
}

static void test_the_value_alone_and_missing_ones(void **state) {
    (void)state;
    const double xy[] = {0, 0, 40, 0, 40, 60, 0, 60};
    const char *const name[] = {"Kungsholmen"}, *const value[] = {"809"};
    const bool muted[] = {true};
    aid_sheet s = aid_sheet_of((aid_ring[]){{"a", xy, 4}}, 1, name, value);
    const label *l = aid_sheet_only(&s);
    assert_non_null(l);
    assert_int_equal(l->n_lines, 1);
    assert_string_equal(l->line[0].text, "809");
    assert_false(l->muted);
    s.request.name = aid_nacka;
    s.request.muted = muted;
    l = aid_sheet_only(&s);
    assert_true(l && l->muted && l->n_lines == 2);
    assert_int_equal(l->line[0].style.weight, 500);
    s.request.value = NULL;
    s.request.name = NULL;
    assert_null(aid_sheet_only(&s));
    aid_sheet_drop(&s);
}

/* Paper: nothing is left out.  The pole of a strip is in its middle line. */
static void test_always(void **state) {
    (void)state;
    const double xy[] = {0, 0, 300, 0, 300, 6, 0, 6}, big[] = {0, 50, 20, 50, 20, 69, 0, 69};
    aid_sheet s = aid_sheet_of((aid_ring[]){{"a", xy, 4}}, 1, aid_nacka, NULL);
    label_style paper = label_style_screen;
    paper.always = true;
    assert_null(aid_sheet_only(&s));
    s.request.style = &paper;
    const label *l = aid_sheet_only(&s);
    assert_true(l && l->y == 3 && l->x >= 2 && l->x <= 298);
    aid_sheet_drop(&s);
    s = aid_sheet_of((aid_ring[]){{"a", big, 4}}, 1, (const char *[]){"Norra innerstaden"}, NULL);
    s.request.style = &paper;
    l = aid_sheet_only(&s);
    aid_label_at(l, 10, 60);
    assert_int_equal(l->n_lines, 2); /* sticks out less than one line */
    aid_sheet_drop(&s);
    const double crossed[] = {0, 0, 40, 12, 40, 0, 0, 10}; /* no area that GEOS knows of */
    s = aid_sheet_of((aid_ring[]){{"a", crossed, 4}}, 1, aid_nacka, NULL);
    s.request.style = &paper;
    assert_non_null(aid_sheet_only(&s));
    aid_sheet_drop(&s);
}

/* ---- places ---------------------------------------------------------------------------------- */

static const label *place_named(const label_plan *p, const char *name) {
    for (size_t i = 0; i < label_plan_count(p); i++) {
        const label *l = label_plan_at(p, i);
        if (l->place && !strcmp(l->line[0].text, name)) return l;
    }
    return NULL;
}

static void test_places_by_rank(void **state) {
    (void)state;
    const double one[] = {0, 0, 400, 0, 400, 200, 0, 200},
                 two[] = {400, 0, 800, 0, 800, 200, 400, 200};
    const double lake[] = {500, -20, 600, -20, 600, -80, 500, -80}; /* y upward */
    const char *const name[] = {"Nacka", NULL};
    const label_place places[] = {
        {200, -100, "under the label", 9},
        {100, -40, "low", 1},
        {110, -40, "high", 2},
        {300, -40, "first", 1},
        {310, -40, "second", 1},
        {550, -50, "lake", 0},
        {700, -150, "land", NAN},
        {900, -50, "out", 0},
        {390, -180, "at the border", 0},
        {50, -180, "", 5},
    };
    aid_sheet s = aid_sheet_of((aid_ring[]){{"a", one, 4}, {"b", two, 4}}, 2, name, NULL);
    districts *d = NULL;
    geometry *water = NULL;
    aid_geometry((aid_ring[]){{"w", lake, 4}}, 1, &d, &water);
    s.request.places = places;
    s.request.n_places = sizeof places / sizeof *places;
    s.request.water = water;
    aid_sheet_plan(&s);
    aid_label_at(aid_label_of(s.plan, 0), 200, 100);
    assert_null(place_named(s.plan, "under the label"));
    assert_null(place_named(s.plan, "low"));
    aid_label_at(place_named(s.plan, "high"), 110, 40);
    aid_label_at(place_named(s.plan, "first"), 300, 40);
    assert_null(place_named(s.plan, "second"));
    assert_int_equal(place_named(s.plan, "first")->district, 0);
    assert_int_equal(place_named(s.plan, "land")->district, 1);
    assert_int_equal(place_named(s.plan, "lake")->district, DISTRICT_NONE);
    assert_int_equal(place_named(s.plan, "out")->district, DISTRICT_NONE);
    assert_int_equal(place_named(s.plan, "at the border")->district, 0);
    assert_int_equal(label_plan_count(s.plan), 7);
    assert_string_equal(label_plan_at(s.plan, 0)->line[0].text,
                        "Nacka"); /* districts, then records */
    assert_string_equal(label_plan_at(s.plan, 1)->line[0].text, "high");
    geometry_free(water);
    districts_free(d);
    aid_sheet_drop(&s);
}

/* Many places: none covers what another covers, and each that is missing would have. */
static void test_a_crowd_of_places(void **state) {
    (void)state;
    enum { N = 400 };
    static label_place places[N];
    aid_random r = {12};
    for (int i = 0; i < N; i++)
        places[i] = (label_place){aid_random_in(&r, -600, 600), aid_random_in(&r, -400, 400),
                                  i % 3 ? "Ort" : "En längre ort", (double)(i % 7)};
    const double far[] = {9000, 0, 9100, 0, 9100, 100};
    aid_sheet s = aid_sheet_of((aid_ring[]){{"a", far, 3}}, 1, (const char *[]){NULL}, NULL);
    s.request.places = places;
    s.request.n_places = N;
    aid_sheet_plan(&s);
    const label *kept[N] = {NULL};
    size_t at = 0;
    for (int i = 0; i < N && at < label_plan_count(s.plan); i++) {
        const label *l = label_plan_at(s.plan, at);
        if (l->x == llround(places[i].x) && l->y == llround(-places[i].y)) kept[i] = l, at++;
    }
    assert_int_equal(at, label_plan_count(s.plan));
    assert_in_range(at, 50, N - 50);
    for (int i = 0; i < N; i++) {
        bool meets = false;
        s.request.places = &places[i];
        s.request.n_places = 1;
        label_plan *alone = NULL;
        assert_int_equal(label_plan_make(&s.request, &alone, NULL), ERR_OK);
        const label *l = label_plan_at(alone, 0);
        for (int k = 0; k < N; k++) {
            const label *o = kept[k];
            bool over =
                o && k != i && l->x0 < o->x1 && o->x0 < l->x1 && l->y0 < o->y1 && o->y0 < l->y1;
            assert_false(over && kept[i]);
            bool earlier =
                places[k].rank > places[i].rank || (places[k].rank == places[i].rank && k < i);
            meets |= over && earlier;
        }
        assert_true(meets == !kept[i]);
        label_plan_free(alone);
    }
    aid_sheet_drop(&s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_in_the_middle_of_a_rectangle),
        cmocka_unit_test(test_low_in_a_triangle),
        cmocka_unit_test(test_beside_a_hole),
        cmocka_unit_test(test_each_line_has_its_own_box),
        cmocka_unit_test(test_a_waist_of_half_the_width),
        cmocka_unit_test(test_another_part_of_a_quarter),
        cmocka_unit_test(test_ponds),
        cmocka_unit_test(test_splitting),
        cmocka_unit_test(test_texts_of_any_kind),
        cmocka_unit_test(test_the_value_alone_and_missing_ones),
        cmocka_unit_test(test_always),
        cmocka_unit_test(test_places_by_rank),
        cmocka_unit_test(test_a_crowd_of_places),
    };
    return cmocka_run_group_tests_name("label", tests, NULL, NULL);
}
