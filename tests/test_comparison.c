/* Comparisons of districts.  Truth: rows of shapes/stockholm/figures.csv, stated where they are
 * used and worked by hand, and an atlas of five squares whose figures are made up. */
#include "aid_atlas.h"
#include "aid_cmocka.h"
#include "aid_comparison.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static void fails(const atlas *a, const comparison_wish *w, err_code wanted, const char *part) {
    comparison *c = NULL;
    err e = {0};
    err_code rc = comparison_make(a, w, &c, &e);
    if (rc != wanted || !strstr(e.text, part))
        fail_msg("%s, %s: %d, \"%s\", not \"%s\"", w->districts, w->indicators ? w->indicators : "",
                 (int)rc, e.text, part);
}

static const char four[] = "Järva,Skärholmen,Norra innerstaden,Södermalm";

/* valdsbrott_per_1000, 2024: Skärholmen 18.8, Södermalm 17.3, Norra innerstaden 16.0, Järva 15.1,
 * Enskede-Årsta-Vantör 13.4, Bromma 9.0 the lowest of 11; Hela staden 13.5; lower is better. */
static void test_a_rate(void **state) {
    (void)state;
    comparison *c = aid_comparison(aid_stockholm, four, NULL);
    const comparison_row *r = aid_comparison_row(c, "violence");
    static const struct {
        double value, difference;
        size_t rank;
    } wanted[] = {{15.1, 1.6, 4}, {18.8, 5.3, 1}, {16.0, 2.5, 3}, {17.3, 3.8, 2}};
    assert_non_null(r);
    for (size_t i = 0; i < 4; i++) {
        const comparison_cell *cell = &r->cell[i];
        assert_true(cell->value == wanted[i].value);
        assert_true(cell->difference == wanted[i].difference);
        aid_near(cell->percent, 100 * wanted[i].difference / 13.5);
        assert_int_equal(cell->rank_from, wanted[i].rank);
        assert_int_equal(cell->rank_to, wanted[i].rank);
        assert_int_equal(cell->ranked, 11);
        assert_int_equal(cell->side, -1);
        assert_true(cell->is_district && !cell->derived && cell->lack == COMPARISON_HAS);
        assert_true(!cell->n_parts && !cell->change_from && isnan(cell->change));
        assert_true(isnan(cell->margin) && !cell->within_margin);
    }
    assert_true(r->reference == 13.5 && r->whole == 13.5);
    assert_int_equal(r->reference_is, REFERENCE_WHOLE);
    assert_true(r->low == 9.0 && r->high == 18.8 && r->n == 11);
    const districts *names = choropleth_layer(r->map)->shape->districts;
    assert_string_equal(district_key(names, r->lowest), "Bromma");
    assert_string_equal(district_key(names, r->highest), "Skärholmen");
    assert_true(!r->in_points && !r->in_unit);
    comparison_free(c);
}

/* medelalder, 2024: Södermalm 44, Kungsholmen 43, Norra innerstaden 42, Bromma, Skarpnäck and
 * Farsta 40, four (Skärholmen among them) 39, Järva 37; Hela staden 40.  2010: Skärholmen 37, line
 * 590. */
static void test_ties_and_a_unit(void **state) {
    (void)state;
    comparison *c = aid_comparison(aid_stockholm, four, "mean_age");
    const comparison_row *r = aid_comparison_row(c, "mean_age");
    const comparison_cell *cell = &r->cell[1];
    assert_true(cell->rank_from == 7 && cell->rank_to == 10 && cell->ranked == 11);
    assert_true(cell->difference == -1 && isnan(cell->percent) && cell->side == 0);
    assert_true(r->in_unit && !r->in_points);
    assert_true(cell->change == 2);
    assert_string_equal(cell->change_from, "2010");
    assert_int_equal(r->cell[0].rank_from, 11);
    assert_int_equal(r->cell[3].rank_from, 1);
    buf text = BUF_EMPTY;
    comparison_rank_text(cell, LANG_SV, &text);
    assert_string_equal(buf_text(&text), "7–10 av 11");
    buf_reset(&text);
    comparison_difference_text(r, cell, LANG_SV, &text);
    assert_string_equal(buf_text(&text), "−1 år");
    buf_free(&text);
    comparison_free(c);
}

/* folkmangd, 2010 and 2024: Järva 83027, 95220; Skärholmen 33565, 38112; Norra innerstaden 131983,
 * 155286; Hela staden 847073, 995574. */
static void test_a_change(void **state) {
    (void)state;
    comparison *c = aid_comparison(aid_stockholm, four, NULL);
    const comparison_row *r = aid_comparison_row(c, "population");
    double whole = 100 * 148501. / 847073;
    assert_string_equal(c->atlas->indicator[r->indicator].data.period[r->since], "2010");
    assert_string_equal(c->atlas->indicator[r->indicator].data.period[r->period], "2024");
    aid_near(r->reference, whole);
    aid_near(r->cell[0].value, 100 * 12193. / 83027);
    aid_near(r->cell[1].value, 100 * 4547. / 33565);
    aid_near(r->cell[2].value, 100 * 23303. / 131983);
    aid_near(r->cell[0].difference, 100 * 12193. / 83027 - whole);
    assert_true(r->in_points && isnan(r->cell[0].percent));
    assert_true(!r->cell[0].change_from); /* a change of a change says nothing */
    buf text = BUF_EMPTY;
    comparison_difference_text(r, &r->cell[0], LANG_EN, &text);
    assert_string_equal(buf_text(&text), "−2.8 points");
    buf_free(&text);
    comparison_free(c);
}

/* Burglaries, per 100,000: Skärholmen 759 in 2021, 370 in 2025; Järva ".." until 2023, 442 in 2024,
 * 386 in 2025: -389/759 and -56/442. */
static void test_change_begins_where_there_are_figures(void **state) {
    (void)state;
    comparison *c = aid_comparison(aid_stockholm, "Järva,Skärholmen", "burglary");
    const comparison_row *r = &c->row[0];
    assert_string_equal(r->cell[0].change_from, "2024");
    assert_true(r->cell[0].change == -56);
    assert_string_equal(r->cell[1].change_from, "2021");
    assert_true(r->cell[1].change == -389);
    aid_near(comparison_change_percent(r, &r->cell[0]), -100 * 56. / 442);
    buf text = BUF_EMPTY;
    comparison_change_text(r, &r->cell[1], LANG_EN, &text);
    assert_string_equal(buf_text(&text), "−51%");
    buf_free(&text);
    comparison_free(c);
}

/* 2005, under the earlier division: Rinkeby-Kista 45153, Spånga-Tensta 34629.  Its own line begins
 * in 2010: what came before lies beyond a break. */
static void test_a_carried_figure(void **state) {
    (void)state;
    comparison *c = aid_comparison(aid_stockholm, "Järva", "population@2005,population");
    assert_true(c->row[0].cell[0].value == 79782 && c->row[0].cell[0].derived);
    assert_true(c->row[0].cell[0].is_district && !c->row[0].cell[0].change_from);
    assert_true(!c->row[1].cell[0].derived && c->row[1].cell[0].change == 95220 - 83027);
    assert_string_equal(c->row[1].cell[0].change_from, "2010");
    comparison_free(c);
}

static void expect_part(const comparison_row *r, const comparison_cell *cell, const char *key,
                        const char *initials, double value) {
    const districts *names = choropleth_layer(r->map)->shape->districts;
    for (size_t i = 0; i < cell->n_parts; i++) {
        const comparison_part *p = &cell->part[i];
        if (strcmp(district_key(names, p->district), key) != 0) continue;
        assert_string_equal(p->initials, initials);
        assert_true(isnan(value) ? isnan(p->value) : p->value == value);
        return;
    }
    fail_msg("%s is no part", key);
}

/* Employed, of the foreign-born, 2007: Rinkeby-Kista 49.9, Spånga-Tensta 49.0, Norrmalm 65.0,
 * Östermalm 55.9, Skärholmen 56.3, and nobody tells of how many; days of 2013: Rinkeby-Kista 32,
 * Östermalm 12, Skärholmen none. */
static void test_parts_are_not_averaged(void **state) {
    (void)state;
    comparison *c = aid_comparison(aid_stockholm, four, NULL);
    const comparison_row *r = aid_comparison_row(c, "employed_foreign_born");
    const comparison_cell *cell = &r->cell[0];
    assert_true(isnan(cell->value) && isnan(cell->difference) && !cell->is_district);
    assert_true(cell->lack == COMPARISON_NO_WEIGHT && cell->n_parts == 2 && !cell->ranked);
    expect_part(r, cell, "Rinkeby-Kista", "R-K", 49.9);
    expect_part(r, cell, "Spånga-Tensta", "S-T", 49.0);
    assert_string_equal(r->cell[2].part[0].initials, "Norrm."); /* by name */
    expect_part(r, &r->cell[2], "Norrmalm", "Norrm.", 65.0);
    expect_part(r, &r->cell[2], "Östermalm", "Österm.", 55.9);
    assert_true(r->cell[1].is_district && r->cell[1].value == 56.3);
    assert_int_equal(r->cell[1].ranked, 14);
    r = aid_comparison_row(c, "sick_days");
    assert_int_equal(r->cell[0].lack, COMPARISON_PART_MISSING);
    expect_part(r, &r->cell[0], "Rinkeby-Kista", "R-K", 32);
    expect_part(r, &r->cell[0], "Spånga-Tensta", "S-T", NAN);
    assert_true(r->cell[1].lack == COMPARISON_MISSING && !r->cell[1].n_parts);
    comparison_free(c);
}

/* 2011: Rinkeby-Kista 79.0 % of 46792, Spånga-Tensta 56.4 % of 38115; Hela staden 29.8. */
static void test_parts_with_weights(void **state) {
    (void)state;
    comparison *c =
        aid_comparison(aid_stockholm, "Järva", "foreign_background,foreign_background_count");
    const comparison_row *r = aid_comparison_row(c, "foreign_background");
    double mean = (79.0 * 46792 + 56.4 * 38115) / (46792 + 38115);
    aid_near(r->cell[0].value, mean);
    aid_near(r->cell[0].difference, mean - 29.8);
    assert_true(r->cell[0].derived && !r->cell[0].is_district && !r->cell[0].ranked);
    assert_int_equal(r->cell[0].n_parts, 0);
    r = aid_comparison_row(
        c, "foreign_background_count"); /* 36977 + 21493; a count has no reference */
    assert_true(r->cell[0].value == 58470 && r->cell[0].derived && isnan(r->cell[0].difference));
    assert_true(isnan(r->reference) && r->reference_is == REFERENCE_NONE && r->whole == 257693);
    comparison_free(c);
}

static size_t rows_of(const comparison *c, const char *theme) {
    size_t n = 0;
    for (size_t i = 0; i < c->n_rows; i++)
        n += c->row[i].theme < c->atlas->n_themes &&
             !strcmp(c->atlas->theme[c->row[i].theme].id, theme);
    return n;
}

/* The mock-up's rows and the turnout, by theme; nothing of the neighborhoods, no counts. */
static void test_rows_by_themselves(void **state) {
    (void)state;
    static const struct {
        const char *theme;
        size_t rows;
    } wanted[] = {{"population", 3}, {"culture", 1}, {"school", 2}, {"jobs", 3},
                  {"prevention", 2}, {"living", 0},  {"health", 1}, {"safety", 7}};
    comparison *c = aid_comparison(aid_stockholm, four, NULL);
    assert_false(c->chosen);
    assert_int_equal(c->n_rows, 19);
    for (size_t i = 0; i < 8; i++) assert_int_equal(rows_of(c, wanted[i].theme), wanted[i].rows);
    for (size_t i = 1; i < c->n_rows; i++) assert_true(c->row[i - 1].theme <= c->row[i].theme);
    for (size_t i = 0; i < c->n_rows; i++)
        assert_string_not_equal(c->atlas->layer[c->row[i].layer].id, "neighborhoods");
    assert_null(aid_comparison_row(c, "vandalism_bra")); /* the other source of vandalism */
    assert_non_null(aid_comparison_row(c, "vandalism"));
    comparison_free(c);
    c = aid_comparison(aid_stockholm, "1,2",
                       NULL); /* neighborhoods: nothing of the districts they lie in */
    assert_string_equal(c->atlas->layer[c->home].id, "neighborhoods");
    for (size_t i = 0; i < c->n_rows; i++) assert_int_equal(c->row[i].layer, c->home);
    assert_int_equal(rows_of(c, "living"), 4);
    comparison_free(c);
}

/* Why an indicator that compares is not there. */
static void test_what_is_left_out(void **state) {
    (void)state;
    static const struct {
        const char *id;
        comparison_why why;
    } rows[] = {{"vandalism_bra", COMPARISON_BY_MANIFEST},
                {"low_standard", COMPARISON_BY_LAYER},
                {"violence", COMPARISON_SHOWN},
                {"crime_count", COMPARISON_SHOWN}};
    comparison *c = aid_comparison(aid_stockholm, "Järva", NULL);
    for (size_t i = 0; i < 4; i++) {
        size_t at;
        assert_int_equal(atlas_find_indicator(aid_stockholm, rows[i].id, &at, NULL), ERR_OK);
        assert_int_equal(comparison_why_not(c, at), rows[i].why);
    }
    comparison_free(c);
}

/* skola_meritvarde_17_ak9, 2017/18: Hela staden 251.0 and nothing else. */
static void test_the_whole_alone(void **state) {
    (void)state;
    comparison *c = aid_comparison(aid_stockholm, four, NULL);
    const comparison_row *r = aid_comparison_row(c, "school_merit");
    assert_true(r->reference == 251.0 && r->low == 251.0 && r->high == 251.0 && r->n == 0);
    assert_true(r->lowest == DISTRICT_NONE && r->highest == DISTRICT_NONE);
    for (size_t i = 0; i < 4; i++) {
        assert_true(isnan(r->cell[i].value) && r->cell[i].lack == COMPARISON_MISSING);
        assert_true(!r->cell[i].n_parts && !r->cell[i].ranked && r->cell[i].side == 0);
    }
    comparison_free(c);
}

/* Folkmängd 2024, the districts of Västerort: Järva 95220, Hässelby-Vällingby and Bromma, asked of
 * the atlas itself, which other tests hold against the file. */
static void test_groups(void **state) {
    (void)state;
    comparison *c = aid_comparison(aid_stockholm, "vasterort,jarva",
                                   "population,violence,employed_foreign_born");
    const comparison_row *r = aid_comparison_row(c, "population");
    const districts *names = choropleth_layer(r->map)->shape->districts;
    static const char *const members[] = {"Järva", "Hässelby-Vällingby", "Bromma"};
    const comparison_row *rate = aid_comparison_row(c, "violence");
    double sum = 0, cases = 0;
    for (size_t i = 0; i < 3; i++) {
        district_id d;
        assert_true(districts_find(names, members[i], &d));
        sum += choropleth_values(r->map)[d];
        cases += choropleth_values(rate->map)[d] * choropleth_values(r->map)[d];
    }
    assert_string_equal(c->atlas->layer[c->home].id, "districts");
    assert_true(c->subject[0].group != SIZE_MAX && c->subject[0].layer == SIZE_MAX);
    assert_string_equal(c->subject[0].name, "Västerort");
    assert_true(r->cell[0].value == sum && r->cell[0].derived && !r->cell[0].ranked);
    assert_true(r->cell[1].value == 95220 && !r->cell[1].derived && r->cell[1].ranked == 11);
    aid_near(rate->cell[0].value, cases / sum);
    r = aid_comparison_row(c, "employed_foreign_born");
    assert_true(isnan(r->cell[0].value) && r->cell[0].lack == COMPARISON_NO_WEIGHT);
    assert_int_equal(r->cell[0].n_parts, 4); /* R-K, S-T, H-V, Bromma under the earlier division */
    assert_int_equal(r->cell[1].n_parts, 2); /* made of today's Järva, which was two */
    comparison_free(c);
}

/* A district of the earlier division is no part of today's, and the other way round it is. */
static void test_a_part_is_not_the_whole(void **state) {
    (void)state;
    comparison *c = aid_comparison(aid_stockholm, "Rinkeby-Kista", "violence,income_mean");
    assert_string_equal(c->atlas->layer[c->home].id, "districts14");
    assert_true(isnan(aid_comparison_row(c, "violence")->cell[0].value));
    assert_int_equal(aid_comparison_row(c, "violence")->cell[0].lack, COMPARISON_ABSENT);
    assert_true(aid_comparison_row(c, "income_mean")->cell[0].value == 394.5);
    comparison_free(c);
}

static void test_the_same_figures_as_maps(void **state) {
    (void)state;
    comparison *c = aid_comparison(aid_stockholm, four, NULL);
    for (size_t i = 0; i < c->n_rows; i++) {
        const comparison_row *r = &c->row[i];
        if (r->since != SIZE_MAX) continue;
        choropleth *map =
            aid_map(aid_stockholm, aid_stockholm->indicator[r->indicator].id, NULL, 0);
        assert_int_equal(map->period, r->period);
        for (size_t s = 0; s < c->n_subjects; s++)
            if (r->cell[s].is_district && !isnan(r->cell[s].value))
                assert_true(choropleth_figures(map)[r->cell[s].district] == r->cell[s].value);
        choropleth_unref(map);
    }
    comparison_free(c);
}

static void test_rows_that_are_named(void **state) {
    (void)state;
    comparison *c =
        aid_comparison(aid_stockholm, "Järva", " violence , mean_age@2010,population@change");
    assert_true(c->chosen && c->n_rows == 3);
    assert_string_equal(aid_stockholm->indicator[c->row[0].indicator].id,
                        "mean_age"); /* by theme */
    assert_string_equal(aid_stockholm->indicator[c->row[1].indicator].id, "population");
    assert_true(c->row[1].since != SIZE_MAX && c->row[0].since == SIZE_MAX);
    assert_true(!c->row[0].cell[0].change_from); /* 2010 is the earliest */
    comparison_free(c);
}

static void test_refusals(void **state) {
    (void)state;
    static const struct {
        comparison_wish wish;
        err_code code;
        const char *part;
    } rows[] = {
        {{"Jarva", false, NULL, LANG_EN}, ERR_NOTFOUND, "the nearest is \"Järva\"; there are "},
        {{"Jarva", true, NULL, LANG_EN}, ERR_NOTFOUND, "district: there is no"},
        {{"skarholmem", false, NULL, LANG_EN}, ERR_NOTFOUND, "the nearest is \"Skärholmen\""},
        {{"soderor", false, NULL, LANG_EN}, ERR_NOTFOUND, "the nearest is \"soderort\""},
        {{"zzz", false, NULL, LANG_EN}, ERR_NOTFOUND, "\"zzz\"; there are "},
        {{"Järva,Bromma", true, NULL, LANG_EN}, ERR_NOTFOUND, "\"Järva,Bromma\""},
        {{"", false, NULL, LANG_EN}, ERR_RANGE, "districts: name one to 4"},
        {{"Järva,", false, NULL, LANG_EN}, ERR_NOTFOUND, "districts: there is no"},
        {{"a,b,c,d,e", false, NULL, LANG_EN}, ERR_RANGE, "at most 4 can be told apart"},
        {{"Järva, Järva", false, NULL, LANG_EN}, ERR_RANGE, "named twice"},
        {{"Järva", false, "violins", LANG_EN}, ERR_NOTFOUND, "indicators: atlas stockholm has no"},
        {{"Järva", false, "violence@1800", LANG_EN}, ERR_NOTFOUND, "no period \"1800\""},
        {{"Järva", false, "violence@change", LANG_EN}, ERR_RANGE, "no earlier period"},
        {{"Järva", false, "area_type", LANG_EN}, ERR_RANGE, "has categories"},
        {{"Järva", false, "violence,violence@2024", LANG_EN}, ERR_RANGE, "named twice"},
        {{"Järva", false, " ", LANG_EN}, ERR_RANGE, "name at least one"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        fails(aid_stockholm, &rows[i].wish, rows[i].code, rows[i].part);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_rate),
        cmocka_unit_test(test_ties_and_a_unit),
        cmocka_unit_test(test_a_change),
        cmocka_unit_test(test_change_begins_where_there_are_figures),
        cmocka_unit_test(test_a_carried_figure),
        cmocka_unit_test(test_parts_are_not_averaged),
        cmocka_unit_test(test_parts_with_weights),
        cmocka_unit_test(test_rows_by_themselves),
        cmocka_unit_test(test_what_is_left_out),
        cmocka_unit_test(test_the_whole_alone),
        cmocka_unit_test(test_groups),
        cmocka_unit_test(test_a_part_is_not_the_whole),
        cmocka_unit_test(test_the_same_figures_as_maps),
        cmocka_unit_test(test_rows_that_are_named),
        cmocka_unit_test(test_refusals),
    };
    return cmocka_run_group_tests(tests, aid_stockholm_open, aid_stockholm_close);
}
