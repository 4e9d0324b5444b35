/* choropleth.  Truth: the published figures of Stockholm's districts (2024: violent crimes per
 * 1,000 residents, in the yearbook 9.0 to 18.8), classed by hand. */
#include "aid_atlas.h"
#include "aid_cmocka.h"
#include "base/pool.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static district_id district(const choropleth *c, const char *key) {
    district_id d = DISTRICT_NONE;
    assert_true(districts_find(choropleth_layer(c)->shape->districts, key, &d));
    return d;
}

static bool is(rgba a, rgba b) { return a.r == b.r && a.g == b.g && a.b == b.b && a.a == b.a; }

/* The eleven values in order are 9.0 10.1 10.6 | 11.4 11.7 | 12.6 13.4 | 15.1 16.0 | 17.3 18.8:
 * type 7's quantiles lie at the 3rd, 5th, 7th and 9th value and belong to the class below. */
static void test_quantiles_of_violence(void **state) {
    (void)state;
    static const struct {
        const char *key;
        double value;
        int in;
    } rows[] = {
        {"Bromma", 9.0, 0},
        {"Skarpnäck", 10.1, 0},
        {"Hägersten-Älvsjö", 10.6, 0},
        {"Kungsholmen", 11.4, 1},
        {"Farsta", 11.7, 1},
        {"Hässelby-Vällingby", 12.6, 2},
        {"Enskede-Årsta-Vantör", 13.4, 2},
        {"Järva", 15.1, 3},
        {"Norra innerstaden", 16.0, 3},
        {"Södermalm", 17.3, 4},
        {"Skärholmen", 18.8, 4},
    };
    static const look_setting o[] = {{"period", "2024"}, {"method", "quantile"}, {"classes", "5"}};
    static const double edges[] = {9.0, 10.6, 11.7, 13.4, 16.0, 18.8};
    choropleth *c = aid_map(aid_stockholm, "violence", o, 3);
    assert_int_equal(c->breaks.count, 5);
    for (size_t i = 0; i < 6; i++) assert_true(fabs(c->breaks.edge[i] - edges[i]) < 1e-12);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        district_id d = district(c, rows[i].key);
        assert_true(choropleth_values(c)[d] == rows[i].value);
        assert_int_equal(c->class_of[d], rows[i].in);
        assert_true(is(c->paint.fill[d], c->color[rows[i].in]));
        assert_int_equal(c->paint.pattern[d], PATTERN_NONE);
    }
    size_t counts[5], wanted[5] = {3, 2, 2, 2, 2};
    classify_counts(&c->breaks, choropleth_values(c), 11, counts);
    assert_memory_equal(counts, wanted, sizeof wanted);
    choropleth_unref(c);
}

static void test_the_whole_takes_no_part(void **state) {
    (void)state;
    static const look_setting o[] = {{"period", "2024"}, {"lang", "sv"}};
    choropleth *c = aid_map(aid_stockholm, "violence", o, 2);
    const indicator *ind = choropleth_indicator(c);
    district_id d;
    assert_int_equal(ind->data.n_districts, 11);
    assert_false(districts_find(choropleth_layer(c)->shape->districts, "Hela staden", &d));
    assert_int_equal(ind->data.report.matched, 11);
    assert_int_equal(ind->data.report.n_unmatched_values, 0);
    assert_true(ind->data.whole[c->period] == 13.5);
    legend *l = NULL;
    assert_int_equal(choropleth_legend(c, &l, NULL), ERR_OK);
    assert_string_equal(l->reference.kind, "whole");
    assert_string_equal(l->reference.label, "Hela staden 13,5");
    assert_int_equal(l->districts, 11);
    assert_int_equal(l->no_data_count, 0);
    assert_string_equal(l->period, "2024");
    for (size_t i = 0; i < l->count; i++) assert_int_equal(l->classes[i].count, i ? 2 : 3);
    legend_free(l);
    choropleth_unref(c);
}

/* Brå has no figures before 2024 for the two districts formed in July 2023. */
static void test_missing_districts_are_hatched(void **state) {
    (void)state;
    static const look_setting o[] = {{"period", "2022"}, {"no_data_color", "#123456"}};
    choropleth *c = aid_map(aid_stockholm, "robbery", o, 2);
    static const char *const missing[] = {"Järva", "Norra innerstaden"};
    size_t hatched = 0;
    for (district_id d = 0; d < 11; d++) hatched += c->paint.pattern[d] == PATTERN_RISING;
    assert_int_equal(hatched, 2);
    for (size_t i = 0; i < 2; i++) {
        district_id d = district(c, missing[i]);
        assert_int_equal(c->paint.pattern[d], PATTERN_RISING);
        assert_int_equal(c->class_of[d], -1);
        assert_true(isnan(choropleth_values(c)[d]));
        assert_true(is(c->paint.fill[d], (rgba){0x12, 0x34, 0x56, 255}));
    }
    legend *l = NULL;
    assert_int_equal(choropleth_legend(c, &l, NULL), ERR_OK);
    assert_int_equal(l->no_data_count, 2);
    legend_free(l);
    choropleth_unref(c);
}

/* Types 1 to 5, as a category: one class each, whatever number is asked for. */
static void test_categories_are_their_values(void **state) {
    (void)state;
    static const look_setting o[] = {{"classes", "3"}};
    choropleth *c = aid_map(aid_stockholm, "area_type", o, 1);
    assert_int_equal(c->breaks.count, 5);
    const double *v = choropleth_values(c);
    size_t missing = 0;
    for (size_t d = 0; d < choropleth_indicator(c)->data.n_districts; d++) {
        if (isnan(v[d]))
            missing++;
        else
            assert_int_equal(c->class_of[d], (int)v[d]);
    }
    assert_int_equal(missing, 117 - 74); /* as the manifest's note says */
    choropleth_unref(c);
}

static void test_every_indicator_in_every_period(void **state) {
    (void)state;
    assert_int_equal(aid_stockholm->n_layers, 3);
    assert_int_equal(aid_stockholm->warnings.count, 0);
    for (size_t i = 0; i < aid_stockholm->n_indicators; i++) {
        const indicator *ind = &aid_stockholm->indicator[i];
        size_t n = districts_count(atlas_layer_of(aid_stockholm, i)->shape->districts);
        assert_int_equal(ind->data.n_districts, n);
        for (size_t p = 0; p < ind->data.n_periods; p++) {
            look l = aid_stockholm->look;
            choropleth *c = NULL;
            legend *k = NULL;
            err e = {0};
            snprintf(l.period, sizeof l.period, "%s", ind->data.period[p]);
            if (choropleth_make(aid_stockholm, i, &l, &c, &e)) fail_msg("%s: %s", ind->id, e.text);
            assert_int_equal(c->period, p);
            if (choropleth_legend(c, &k, &e)) fail_msg("%s: %s", ind->id, e.text);
            size_t sum = k->no_data_count;
            for (size_t j = 0; j < k->count; j++) sum += k->classes[j].count;
            assert_int_equal(sum, n);
            legend_free(k);
            choropleth_unref(c);
        }
    }
}

/* Equal steps between the lowest and the highest figure of all years, found here by looking. */
static void test_pooled_classes_are_those_of_all_periods(void **state) {
    (void)state;
    size_t index;
    assert_int_equal(atlas_find_indicator(aid_stockholm, "assault", &index, NULL), ERR_OK);
    const joined *j = &aid_stockholm->indicator[index].data;
    double low = INFINITY, high = -INFINITY;
    for (size_t p = 0; p < j->n_periods; p++)
        for (size_t d = 0; d < j->n_districts; d++) {
            double v = joined_values(j, p)[d];
            if (v < low) low = v;
            if (v > high) high = v;
        }
    assert_true(j->n_periods > 1);
    for (size_t p = 0; p < j->n_periods; p++) {
        const look_setting o[] = {
            {"period", j->period[p]}, {"pool", "periods"}, {"method", "equal"}, {"classes", "5"}};
        choropleth *c = aid_map(aid_stockholm, "assault", o, 4);
        for (int k = 0; k <= 5; k++)
            assert_true(fabs(c->breaks.edge[k] - (low + k * (high - low) / 5)) < 1e-9);
        for (size_t d = 0; d < j->n_districts; d++) {
            double v = joined_values(j, p)[d];
            int want = isnan(v) ? -1 : (int)ceil((v - low) / (high - low) * 5 - 1e-9) - 1;
            assert_int_equal(c->class_of[d], want < 0 && !isnan(v) ? 0 : want);
        }
        legend *l = NULL;
        assert_int_equal(choropleth_legend(c, &l, NULL), ERR_OK);
        assert_int_equal(l->count, 5);
        legend_free(l);
        choropleth_unref(c);
    }
}

static void test_names_that_are_not_there(void **state) {
    (void)state;
    static const look_setting o[] = {{"period", "1848"}};
    choropleth *c = NULL;
    err e = {0};
    size_t at = 0;
    assert_int_equal(aid_map_try(aid_stockholm, "violence", o, 1, &c, &e), ERR_NOTFOUND);
    assert_non_null(strstr(e.text, "violence has none called \"1848\"; it has "));
    assert_non_null(strstr(e.text, "2024"));
    assert_int_equal(atlas_find_indicator(aid_stockholm, "none", &at, &e), ERR_NOTFOUND);
    assert_non_null(strstr(e.text, "atlas stockholm has no indicator \"none\"; it has "));
    assert_null(c);
}

static uint64_t hash_of(const look_setting *o, size_t n) {
    choropleth *c = aid_map(aid_stockholm, "violence", o, n);
    uint64_t hash = c->hash;
    choropleth_unref(c);
    return hash;
}

static void test_looks_that_draw_the_same_hash_the_same(void **state) {
    (void)state;
    static const look_setting same[][2] = {
        /* as the atlas's own look has it */
        {{"classes", "5"}, {"period", "2024"}},
        {{"method", "quantile"}, {"closed", "right"}},
        {{"border-width", "0.50"}, {"casing_width", "1.5"}},
        {{"border-color", "#1b212780"}, {"no-data-color", "#f1f1ee"}},
        {{"opacity", "1.000"}, {"reverse", "false"}},
        {{"lang", "en"}, {"classes", "05"}},
    };
    static const look_setting other[] = {
        {"classes", "4"},  {"ramp", "plum"},          {"method", "equal"},      {"closed", "left"},
        {"reverse", "1"},  {"border-width", "2"},     {"border-color", "#000"}, {"opacity", "0.5"},
        {"ramp", "blues"}, {"no-data-color", "#fff"}, {"breaks", "10,12"}};
    uint64_t first = hash_of(NULL, 0);
    const char *first_ramp =
        ramp_name(ramp_default(aid_stockholm->library.ramps, RAMP_SEQUENTIAL, false));
    assert_true(hash_of(&(look_setting){"ramp", first_ramp}, 1) == first);
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        if (hash_of(same[i], 2) != first) fail_msg("%s", same[i][0].name);
    uint64_t hashes[11];
    for (size_t i = 0; i < 11; i++) {
        hashes[i] = hash_of(&other[i], 1);
        assert_true(hashes[i] != first);
        for (size_t j = 0; j < i; j++) assert_true(hashes[i] != hashes[j]);
    }
    choropleth *a = aid_map(aid_stockholm, "robbery", &(look_setting){"period", "2022"}, 1);
    choropleth *b = aid_map(aid_stockholm, "robbery", &(look_setting){"period", "2023"}, 1);
    choropleth *c = aid_map(aid_stockholm, "crime_bra", &(look_setting){"period", "2023"}, 1);
    assert_true(a->hash != b->hash && b->hash != c->hash && a->hash != first);
    choropleth_unref(a), choropleth_unref(b), choropleth_unref(c);
}

typedef struct shared_map {
    uint64_t hash[200];
} shared_map;

static err_code make_one(void *ctx, size_t i, err *e) {
    shared_map *s = ctx;
    choropleth *c = NULL;
    look l = aid_stockholm->look;
    err_code rc = choropleth_make(aid_stockholm, i % 7, &l, &c, e);
    if (rc) return rc;
    s->hash[i] = choropleth_ref(c)->hash;
    choropleth_unref(c);
    choropleth_unref(c);
    return ERR_OK;
}

static void test_one_atlas_for_many_threads(void **state) {
    (void)state;
    static shared_map s;
    pool *p = NULL;
    assert_int_equal(pool_create(4, 0, &p, NULL), ERR_OK);
    assert_int_equal(pool_run(p, 200, make_one, &s, NULL), ERR_OK);
    pool_free(p);
    for (size_t i = 7; i < 200; i++) assert_true(s.hash[i] == s.hash[i - 7]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_quantiles_of_violence),
        cmocka_unit_test(test_the_whole_takes_no_part),
        cmocka_unit_test(test_missing_districts_are_hatched),
        cmocka_unit_test(test_categories_are_their_values),
        cmocka_unit_test(test_every_indicator_in_every_period),
        cmocka_unit_test(test_pooled_classes_are_those_of_all_periods),
        cmocka_unit_test(test_names_that_are_not_there),
        cmocka_unit_test(test_looks_that_draw_the_same_hash_the_same),
        cmocka_unit_test(test_one_atlas_for_many_threads),
    };
    return cmocka_run_group_tests_name("choropleth", tests, aid_stockholm_open,
                                       aid_stockholm_close);
}
