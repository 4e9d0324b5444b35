/* carry, weighted means.  Truth: rows of shapes/stockholm/figures.csv, sums made by hand of
 * an atlas that is made up, and sums over units of random ones. */
#include "aid_atlas.h"
#include "aid_cmocka.h"
#include "aid_files.h"
#include "aid_layers.h"
#include "aid_random.h"
#include "aid_sheet.h"
#include "atlas/carry.h"
#include "atlas/choropleth_alt.h"
#include "atlas/division.h"
#include "data/stats.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- Stockholm ---- */

typedef struct expected {
    const char *period, *key;
    double value;
    bool derived;
} expected;

static void assert_figures(const atlas *a, const char *id, const expected *x, size_t n) {
    size_t i = aid_indicator(a, id);
    const joined *j = &a->indicator[i].data;
    for (size_t k = 0; k < n; k++) {
        size_t p = aid_period(a, i, x[k].period);
        size_t at = p * j->n_districts + aid_district(a, a->indicator_layer[i], x[k].key);
        if (isnan(x[k].value) ? !isnan(j->value[at]) : fabs(j->value[at] - x[k].value) > 1e-9)
            fail_msg("%s, %s, %s: %g, not %g", id, x[k].period, x[k].key, j->value[at], x[k].value);
        assert_int_equal((j->flags[at] & VALUE_DERIVED) != 0, x[k].derived);
        assert_int_equal(j->state[at] == VALUE_PRESENT, !isnan(x[k].value));
    }
}

/* Rows of figures.csv: 2000 of the 14 districts in 2 to 16, 2010 of the 11 in 460 to 515. */
static void test_stockholms_population(void **state) {
    (void)state;
    static const char *const periods[] = {"2000", "2005", "2010", "2011", "2015", "2020", "2024"};
    static const expected rows[] = {
        {"2000", "Järva", 45078 + 33949, true},             /* Rinkeby-Kista, Spånga-Tensta */
        {"2005", "Järva", 45153 + 34629, true},             /* likewise */
        {"2000", "Norra innerstaden", 61038 + 61519, true}, /* Norrmalm, Östermalm */
        {"2000", "Hägersten-Älvsjö", 59882 + 20744, true},
        {"2000", "Bromma", 58506, false}, /* the same in both */
        {"2000", "Skärholmen", 31124, false},
        {"2010", "Järva", 83027, false}, /* published: not the sum of its parts, 83,366 */
        {"2010", "Bromma", 65519, false},
        {"2024", "Järva", 95220, false},
    };
    const atlas *a = aid_stockholm;
    size_t i = aid_indicator(a, "population"), from = aid_indicator(a, "population_14");
    const joined *j = &a->indicator[i].data;
    assert_int_equal(j->n_periods, 7);
    for (size_t p = 0; p < 7; p++) {
        bool carried = p < 2 || p == 3;
        assert_string_equal(j->period[p], periods[p]);
        assert_int_equal(carry_from(a, i, p), carried ? from : SIZE_MAX);
        carry_count n = carry_count_of(a, i, p);
        assert_int_equal(n.derived, carried ? 3 : 0);
        assert_int_equal(n.missing, 0);
    }
    assert_int_equal(carry_published(a, i), 4);
    assert_true(j->whole[0] == 750348); /* row 16: the city as published comes along */
    assert_non_null(strstr(j->source[0], "statistik.stockholm.se"));
    assert_figures(a, "population", rows, sizeof rows / sizeof *rows);
    assert_int_equal(a->origin[i].cells, 48); /* what the file has stays what is told of it */
}

static void test_what_stockholm_does_not_carry(void **state) {
    (void)state;
    const atlas *a = aid_stockholm;
    /* 91 of 117 neighborhoods: neither today's 2024 nor a 2024 of the earlier districts is their
     * sum; and today's districts are not cut up for the earlier ones */
    assert_int_equal(a->indicator[aid_indicator(a, "population_14")].data.n_periods, 4);
    assert_int_equal(a->indicator[aid_indicator(a, "population_nbh")].data.n_periods, 1);
    assert_int_equal(a->indicator[aid_indicator(a, "population_forecast")].data.n_periods, 1);
    for (size_t i = 0; i < a->n_indicators; i++)
        if (strcmp(a->indicator[i].id, "population") != 0) assert_null(a->origin[i].carried);
}

/* ---- a made-up atlas: aid_two_divisions() ---- */

static void test_counts(void **state) {
    const atlas *a = aid_two_divisions(*state);
    static const expected rows[] = {
        {"2000", "AB", 30, true},
        {"2000", "C", 30, false},
        {"2000", "D", 40, false},
        /* not all of 2001 is known: nothing is added up, what has the same borders stands */
        {"2001", "AB", NAN, false},
        {"2001", "C", 31, false},
        {"2001", "D", 41, false},
        {"2002", "AB", NAN, false},
        {"2002", "C", NAN, false},
        {"2002", "D", 42, false},
        {"2003", "AB", 99, false},
        {"2003", "C", NAN, false},
        {"2003", "D", NAN, false},
        {"2004", "AB", 38, true},
        {"2004", "C", 34, false},
        {"2010", "AB", 100, false},
    };
    size_t i = aid_indicator(a, "today");
    const joined *j = &a->indicator[i].data;
    assert_figures(a, "today", rows, sizeof rows / sizeof *rows);
    assert_int_equal(j->n_periods, 6); /* 2000 to 2004, 2010; no forecast */
    assert_true(j->whole[0] == 105 && isnan(j->whole[1]) && isnan(j->whole[3]));
    assert_true(j->whole[4] == 222); /* published beats what would come along */
    assert_int_equal(carry_from(a, i, 3), SIZE_MAX);
    assert_int_equal(carry_from(a, i, 4), aid_indicator(a, "count"));
    carry_count n = carry_count_of(a, i, 2);
    assert_true(n.published == 1 && n.derived == 0 && n.missing == 2);
    assert_null(a->origin[aid_indicator(a, "count")].carried); /* and nothing goes back */
    assert_null(a->origin[aid_indicator(a, "guess")].carried);
    atlas_unref(a);
}

static void test_shares_by_weight(void **state) {
    const atlas *a = aid_two_divisions(*state);
    static const expected rows[] = {
        {"1999", "AB", NAN, false},
        {"1999", "C", 7, false},
        {"2000", "AB", (10 * 10 + 40 * 20) / 30.0, true},
        {"2000", "D", 8, false},
        {"2001", "AB", NAN, false}, /* A's weight is not known */
        {"2001", "C", 7, false},
    };
    size_t i = aid_indicator(a, "share11");
    const joined *j = &a->indicator[i].data;
    assert_figures(a, "share11", rows, sizeof rows / sizeof *rows);
    /* a margin goes with the figure as published, and is not known of one put together */
    size_t at = aid_period(a, i, "2000") * 3;
    assert_true(isnan(j->margin[at]) && j->margin[at + 1] == 0.5 && isnan(j->margin[at + 2]));
    group_figure f = carry_figure(a, aid_indicator(a, "share"), 0, 0, 0);
    assert_int_equal(f.lack, GROUP_NO_WEIGHT);
    atlas_unref(a);
}

static void test_what_has_no_sum(void **state) {
    const atlas *a = aid_two_divisions(*state);
    static const expected rows[] = {{"2000", "AB", NAN, false}, {"2000", "C", 3, false}};
    assert_figures(a, "index11", rows, 2);
    assert_int_equal(carry_figure(a, aid_indicator(a, "index"), 0, 0, 0).lack, GROUP_KIND);
    assert_null(a->origin[aid_indicator(a, "type11")].carried);
    assert_false(carry_same_measure(a, aid_indicator(a, "count"), aid_indicator(a, "other")));
    assert_true(carry_same_measure(a, aid_indicator(a, "count"), aid_indicator(a, "today")));
    atlas_unref(a);
}

/* ---- what is said of it ---- */

static void assert_text(const choropleth *c, void (*tell)(const choropleth *, lang, buf *), lang l,
                        const char *wanted) {
    buf text = BUF_EMPTY;
    tell(c, l, &text);
    assert_string_equal(buf_text(&text), wanted);
    buf_free(&text);
}

static void assert_carried(const choropleth *c, district_id d, const char *wanted) {
    buf text = BUF_EMPTY;
    choropleth_carried(c, d, LANG_EN, &text);
    assert_string_equal(buf_text(&text), wanted);
    buf_free(&text);
}

static choropleth *map_of(const atlas *a, const char *id, const char *period, const char *minus) {
    const look_setting o[] = {{"period", period}, {"minus", minus}};
    return aid_map(a, id, o, minus ? 2 : 1);
}

static void test_what_legends_say(void **state) {
    const atlas *a = aid_two_divisions(*state);
    choropleth *c = map_of(a, "share11", "2000", NULL);
    assert_text(c, choropleth_source, LANG_EN, "Old source");
    assert_text(c, choropleth_note, LANG_EN,
                "Old note Put together from the figures of another division (Then): 1 of 3 "
                "districts, AB.");
    assert_text(c, choropleth_note, LANG_SV,
                "Old note Sammanräknade av uppgifter för en annan indelning (Förr): 1 av 3 "
                "områden, AB.");
    assert_carried(c, 0, "Not published: the weighted mean of A and B.");
    assert_carried(c, 1, "");
    choropleth_unref(c);
    c = map_of(a, "share11", "1999", NULL);
    assert_text(c, choropleth_note, LANG_EN,
                "Old note Figures of another division (Then), for districts with the same borders. "
                "Could not be put together: 1 of 3 districts, AB.");
    assert_carried(c, 0, "Cannot be put together: the weights of its parts are not known.");
    buf alt = BUF_EMPTY;
    choropleth_alt_text(c, false, LANG_EN, &alt);
    assert_non_null(strstr(buf_text(&alt), "Could not be put together: 1 of 3 districts, AB."));
    buf_free(&alt);
    choropleth_unref(c);
    c = map_of(a, "share11", "2010", "@2000");
    assert_text(c, choropleth_source, LANG_EN, "New source; Old source");
    assert_text(c, choropleth_note, LANG_EN,
                "New note Old note 2000: Put together from the figures of another division "
                "(Then): 1 of 3 districts, AB.");
    choropleth_unref(c);
    c = map_of(a, "share11", "2010", NULL);
    assert_text(c, choropleth_source, LANG_EN, "New source");
    assert_text(c, choropleth_note, LANG_EN, "New note");
    choropleth_unref(c);
    c = map_of(a, "today", "2001", NULL);
    assert_carried(c, 0, "Cannot be put together: the figures do not cover all parts.");
    choropleth_unref(c);
    c = map_of(a, "today", "2000", NULL);
    assert_carried(c, 0, "Not published: the sum of A and B.");
    choropleth_unref(c);
    c = map_of(a, "index11", "2000", NULL);
    assert_carried(c, 0, "Cannot be put together: an index is no sum and no mean of parts.");
    choropleth_unref(c);
    atlas_unref(a);
}

/* Of seven maps, which are of which division. */
static void test_what_sheets_of_years_say(void **state) {
    (void)state;
    choropleth *c = aid_map(aid_stockholm, "population", NULL, 0);
    poster_style style;
    buf svg = BUF_EMPTY;
    poster_style_default(&style);
    style.paper = paper_find("A1");
    snprintf(style.periods, sizeof style.periods, "all");
    aid_sheet_draw(c, &style, CANVAS_SVG, &svg, NULL);
    assert_non_null(strstr(buf_text(&svg), "2000, 2005, 2011: Put together"));
    assert_non_null(strstr(buf_text(&svg), "2010, 2015, 2020, 2024: The whole"));
    buf_free(&svg);
    choropleth_unref(c);
}

/* ---- random atlases: a district's count is that of its units ---- */

enum { UNITS = 40, OLD = 12, NEW = 5 };

static void test_sums_of_units(void **state) {
    aid_random r = {7};
    static const char *const keys[OLD] = {"a", "b", "c", "d", "e", "f",
                                          "g", "h", "i", "j", "k", "l"};
    for (int round = 0; round < 6; round++) {
        double old[OLD] = {0}, new[NEW] = {0};
        size_t home[OLD], parts[NEW] = {0};
        buf csv = BUF_EMPTY, v = BUF_EMPTY;
        for (size_t o = 0; o < OLD; o++) home[o] = o < NEW ? o : aid_random_bits(&r) % NEW;
        buf_adds(&csv, "unit,old,new\n");
        for (size_t u = 0; u < UNITS; u++) {
            size_t o = u < OLD ? u : aid_random_bits(&r) % OLD;
            double people = (double)(aid_random_bits(&r) % 1000);
            old[o] += people;
            new[home[o]] += people;
            buf_addf(&csv, "%zu,%s,%s\n", u, keys[o], keys[home[o]]);
        }
        buf_adds(&v, "area,then,now\n");
        for (size_t o = 0; o < OLD; o++) {
            buf_addf(&v, "%s,%g,%s\n", keys[o], old[o], o < NEW ? "1" : "");
            parts[home[o]]++;
        }
        aid_squares(*state, "old", keys, OLD);
        aid_squares(*state, "new", keys, NEW);
        aid_write(*state, "u.csv", buf_text(&csv), NULL);
        aid_write(*state, "v.csv", buf_text(&v), NULL);
        aid_write(*state, "atlas.yaml",
                  "layers:\n"
                  "  old: {shapefile: old.shp, key: KEY}\n"
                  "  new: {shapefile: new.shp, key: KEY}\n"
                  "divisions: {file: u.csv, key: unit, layers: {old: old, new: new}}\n"
                  "values: {v: {file: v.csv, key: area}}\n"
                  "indicators:\n"
                  "  - {id: then, layer: old, values: v, columns: {2000: then}, title: T, kind: "
                  "count, series: s}\n"
                  "  - {id: now, layer: new, values: v, columns: {2010: now}, title: N, kind: "
                  "count, series: s}\n",
                  NULL);
        const atlas *a = aid_atlas(*state);
        expected x[NEW];
        for (size_t d = 0; d < NEW; d++) x[d] = (expected){"2000", keys[d], new[d], parts[d] > 1};
        assert_figures(a, "now", x, NEW);
        atlas_unref(a);
        buf_free(&csv);
        buf_free(&v);
    }
}

/* ---- weighted means ---- */

static void assert_reference(const choropleth *c, double value, size_t n, bool weighted,
                             const char *label) {
    legend *l = NULL;
    assert_int_equal(choropleth_legend(c, &l, NULL), ERR_OK);
    assert_true(fabs(l->reference.value - value) < 1e-12);
    assert_int_equal(l->reference.n, n);
    assert_int_equal(l->reference.weighted, weighted);
    assert_string_equal(l->reference.label, label);
    legend_free(l);
}

/* share11 of 2010 is 1, 2, 3 and today's counts 100, 200, 300: 14 / 6, not 2; of 1999 there is no
 * weight at all. */
static void test_means_that_are_weighted(void **state) {
    const atlas *a = aid_two_divisions(*state);
    const look_setting mean[] = {{"reference", "mean"}, {"period", "2010"}},
                       no_weight[] = {{"reference", "mean"}, {"period", "1999"}},
                       sv[] = {{"lang", "sv"}, {"period", "2010"}};
    choropleth *c = aid_map(a, "share11", mean, 2);
    assert_true(fabs(c->center - 14.0 / 6) < 1e-12);
    assert_int_equal(c->against, REFERENCE_MEAN);
    assert_reference(c, 14.0 / 6, 3, true, "Weighted mean 2.33 (3 of 3 districts)");
    choropleth_unref(c);
    c = aid_map(a, "share11", sv, 2);
    assert_reference(c, 14.0 / 6, 3, true, "Vägt medelvärde 2,33 (3 av 3 områden)");
    choropleth_unref(c);
    c = aid_map(a, "share11", no_weight, 2);
    assert_true(c->center == 7.5); /* C and D alone */
    assert_reference(c, 7.5, 2, false, "Unweighted mean 7.50 (2 of 3 districts)");
    choropleth_unref(c);
    atlas_unref(a);
}

/* Residents by households of the 91 neighborhoods: the figures, in two decimals, give it again. */
static void test_stockholms_weighted_mean(void **state) {
    (void)state;
    const atlas *a = aid_stockholm;
    const joined *people = &a->indicator[aid_indicator(a, "population_nbh")].data,
                 *homes = &a->indicator[aid_indicator(a, "households_nbh")].data;
    double all = 0, in = 0;
    for (size_t d = 0; d < people->n_districts; d++)
        if (!isnan(people->value[d])) all += people->value[d], in += homes->value[d];
    choropleth *c = aid_map(a, "persons_per_household", NULL, 0);
    legend *l = NULL;
    assert_int_equal(choropleth_legend(c, &l, NULL), ERR_OK);
    assert_true(all == 658644); /* SOURCES.md */
    assert_true(l->reference.weighted && l->reference.n == 91);
    assert_true(fabs(l->reference.value - all / in) < 0.001);
    legend_free(l);
    choropleth_unref(c);
    /* the mean income of 2016 weighted by households is the city's as published, row by row */
    size_t i = aid_indicator(a, "income_mean");
    const joined *income = &a->indicator[i].data;
    bool weighted;
    size_t n;
    double mean = stats_mean_by(income->value, atlas_weights(a, i, "2016"), income->n_districts, &n,
                                &weighted);
    assert_true(weighted && n == 14 && fabs(mean - income->whole[0]) < 0.05);
}

/* C and D have the same borders in both; that note goes with the figure, in both languages. */
static void test_notes_go_with_their_figures(void **state) {
    static const char yaml[] =
        "layers: {new: {shapefile: new.shp, key: KEY}, old: {shapefile: old.shp, key: KEY}}\n"
        "divisions: {file: u.csv, key: unit, layers: {old: old, new: new}}\n"
        "values:\n"
        "  o: {file: o.csv, key: k, value: x, period: '2000', note: {column: n},\n"
        "      notes: {guess: {en: a guess, sv: en gissning}}}\n"
        "  t: {file: t.csv, key: k, value: x, period: '2010'}\n"
        "indicators:\n"
        "  - {id: was, layer: old, values: o, title: W, kind: count, series: s}\n"
        "  - {id: is, layer: new, values: t, title: I, kind: count, series: s}\n";
    atlas_unref(aid_two_divisions(*state));
    aid_write(*state, "o.csv", "k,x,n\nA,1,guess\nB,2,guess\nC,3,guess\nD,4,own\n", NULL);
    aid_write(*state, "t.csv", "k,x\nAB,5\nC,6\nD,7\n", NULL);
    aid_write(*state, "atlas.yaml", yaml, NULL);
    const atlas *a = aid_atlas(*state);
    size_t i = aid_indicator(a, "is"), first;
    const joined *j = &a->indicator[i].data;
    first = aid_period(a, i, "2000") * j->n_districts;
    size_t layer = a->indicator_layer[i];
    assert_string_equal(joined_note(j, first + aid_district(a, layer, "AB"), LANG_SV), "");
    assert_string_equal(joined_note(j, first + aid_district(a, layer, "C"), LANG_SV),
                        "en gissning");
    assert_string_equal(joined_note(j, first + aid_district(a, layer, "C"), LANG_EN), "a guess");
    assert_string_equal(joined_note(j, first + aid_district(a, layer, "D"), LANG_SV), "own");
    atlas_unref(a);
}

int main(void) {
    const struct CMUnitTest stockholm[] = {
        cmocka_unit_test(test_stockholms_population),
        cmocka_unit_test(test_what_stockholm_does_not_carry),
        cmocka_unit_test(test_stockholms_weighted_mean),
        cmocka_unit_test(test_what_sheets_of_years_say),
    };
    const struct CMUnitTest made[] = {
        IN_A_FOLDER(test_counts),
        IN_A_FOLDER(test_shares_by_weight),
        IN_A_FOLDER(test_what_has_no_sum),
        IN_A_FOLDER(test_what_legends_say),
        IN_A_FOLDER(test_sums_of_units),
        IN_A_FOLDER(test_means_that_are_weighted),
        IN_A_FOLDER(test_notes_go_with_their_figures),
    };
    return cmocka_run_group_tests(stockholm, aid_stockholm_open, aid_stockholm_close) +
           cmocka_run_group_tests(made, NULL, NULL);
}
