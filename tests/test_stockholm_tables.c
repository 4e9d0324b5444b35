/* The demo atlas's tables, read as its manifest says.  Truth: the numbers of figures and the
 * single values were looked up in the CSV files by hand (and counted there with another CSV
 * reader). */
#include "base/lang.h"
#include "base/text.h"
#include "base/ydoc.h"
#include "data/indicator.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define FOLDER     "shapes/stockholm/"
#define WHOLE      "Hela staden"
#define INDICATORS 64
#define WHERE_MAX  4

typedef struct atlas { /* what the tests share: read once */
    ydoc *doc;
    table *yearbook, *regso, *neighborhoods;
    districts *layers[3];
    value_cells cells[INDICATORS];
    joined data[INDICATORS];
} atlas;

typedef struct layer_row {
    const char *name, *column; /* of neighborhoods.csv, which holds the layer's keys */
    size_t count;
} layer_row;

static const layer_row layers[3] = {{"districts", "districts", 11},
                                    {"districts14", "districts14", 14},
                                    {"neighborhoods", "id", 117}};

static table *read_table(const char *path) {
    table *t = NULL;
    err e = {0};
    if (table_read(path, &t, &e)) fail_msg("%s", e.text);
    return t;
}

static districts *read_layer(const table *t, const char *column) {
    districts *d = NULL;
    size_t at = 0;
    assert_int_equal(districts_create(&d, NULL), ERR_OK);
    assert_int_equal(table_find_column(t, column, &at, NULL), ERR_OK);
    for (size_t row = 0; row < table_rows(t); row++) {
        district_id id;
        bool added;
        const char *key = table_cell(t, row, at);
        assert_int_equal(districts_add(d, key, key, &id, &added, NULL), ERR_OK);
    }
    return d;
}

static ynode get(ynode map, const char *key) {
    ynode n = ynode_get(map, key);
    if (ynode_kind_of(n) == YNODE_ABSENT) fail_msg("line %u: no \"%s\"", ynode_line(map), key);
    return n;
}

static const char *text(ynode map, const char *key) {
    const char *t = ynode_text(get(map, key));
    if (!t) fail_msg("line %u: \"%s\" is no text", ynode_line(map), key);
    return t;
}

static ynode indicator_at(const atlas *a, size_t i) {
    return ynode_item(get(ydoc_root(a->doc), "indicators"), i);
}

static size_t find(const atlas *a, const char *id) {
    for (size_t i = 0; i < INDICATORS; i++)
        if (!strcmp(text(indicator_at(a, i), "id"), id)) return i;
    fail_msg("no indicator %s", id);
    return 0;
}

static const char *column_of(ynode map, const char *key) {
    ynode n = ynode_get(map, key);
    return ynode_kind_of(n) == YNODE_MAP ? text(n, "column") : NULL;
}

static void read_values(atlas *a, size_t i) {
    ynode ind = indicator_at(a, i), values = get(ydoc_root(a->doc), "values");
    ynode file = get(values, text(ind, "values")), where = ynode_get(ind, "where");
    bool wide = !strcmp(text(ind, "values"), "regso");
    name_pair pairs[WHERE_MAX];
    values_spec s = {.key_column = text(file, "key"), .where = pairs};
    s.value_column = wide ? text(ind, "column") : text(file, "value");
    s.period_column = column_of(file, "period");
    s.period = s.period_column ? NULL : text(file, "period");
    s.source_column = column_of(file, "source");
    s.note_column = column_of(file, "note");
    assert_true(ynode_count(where) <= WHERE_MAX);
    for (; s.n_where < ynode_count(where); s.n_where++)
        pairs[s.n_where] = (name_pair){ynode_text(ynode_key(where, s.n_where)),
                                       ynode_text(ynode_value(where, s.n_where))};
    err e = {0};
    if (values_read(wide ? a->regso : a->yearbook, &s, &a->cells[i], &e))
        fail_msg("%s: %s", text(ind, "id"), e.text);
}

static size_t layer_of(const atlas *a, size_t i) {
    const char *name = text(indicator_at(a, i), "layer");
    for (size_t k = 0; k < 3; k++)
        if (!strcmp(layers[k].name, name)) return k;
    fail_msg("no layer %s", name);
    return 0;
}

static void read_indicator(atlas *a, size_t i) {
    err e = {0};
    read_values(a, i);
    const join_spec s = {.file = "values", .whole_key = WHOLE};
    if (join(&s, &a->cells[i], a->layers[layer_of(a, i)], &a->data[i], &e))
        fail_msg("%s: %s", text(indicator_at(a, i), "id"), e.text);
}

static int setup(void **state) {
    atlas *a = calloc(1, sizeof *a);
    assert_non_null(a);
    err e = {0};
    if (ydoc_load(FOLDER "atlas.yaml", &a->doc, &e)) fail_msg("%s", e.text);
    ynode values = get(ydoc_root(a->doc), "values");
    char path[128];
    snprintf(path, sizeof path, FOLDER "%s", text(get(values, "yearbook"), "file"));
    a->yearbook = read_table(path);
    snprintf(path, sizeof path, FOLDER "%s", text(get(values, "regso"), "file"));
    a->regso = read_table(path);
    a->neighborhoods = read_table(FOLDER "neighborhoods.csv");
    for (size_t k = 0; k < 3; k++) a->layers[k] = read_layer(a->neighborhoods, layers[k].column);
    assert_int_equal(ynode_count(get(ydoc_root(a->doc), "indicators")), INDICATORS);
    for (size_t i = 0; i < INDICATORS; i++) read_indicator(a, i);
    *state = a;
    return 0;
}

static int teardown(void **state) {
    atlas *a = *state;
    for (size_t i = 0; i < INDICATORS; i++) {
        joined_free(&a->data[i]);
        value_cells_free(&a->cells[i]);
    }
    for (size_t k = 0; k < 3; k++) districts_free(a->layers[k]);
    table_free(a->yearbook);
    table_free(a->regso);
    table_free(a->neighborhoods);
    ydoc_free(a->doc);
    free(a);
    return 0;
}

static void test_all_figures_are_read(void **state) {
    const atlas *a = *state;
    size_t yearbook = 0, missing = 0, regso = 0, regso_present = 0;
    for (size_t i = 0; i < INDICATORS; i++) {
        const value_cells *c = &a->cells[i];
        bool wide = !strcmp(text(indicator_at(a, i), "values"), "regso");
        *(wide ? &regso : &yearbook) += c->count;
        for (size_t k = 0; k < c->count; k++) {
            missing += !wide && c->cell[k].state == VALUE_MISSING;
            regso_present += wide && c->cell[k].state == VALUE_PRESENT;
        }
        assert_false(c->saw_dash);
    }
    assert_int_equal(table_rows(a->yearbook), 1513);
    assert_int_equal(yearbook, 1513);
    assert_int_equal(missing, 78); /* ".." */
    assert_int_equal(regso, 11 * 117);
    assert_int_equal(regso_present, 6 * 91 + 5 * 74); /* six columns of 91 figures, five of 74 */
}

/* NaN if the figure is missing. */
static double value_of(const atlas *a, const char *id, const char *key, const char *period) {
    size_t i = find(a, id), p = 0;
    const joined *j = &a->data[i];
    district_id d = 0;
    if (!joined_find_period(j, period, &p)) fail_msg("%s has no period %s", id, period);
    if (!strcmp(key, WHOLE)) return j->whole[p];
    if (!districts_find(a->layers[layer_of(a, i)], key, &d)) fail_msg("no district %s", key);
    return joined_values(j, p)[d];
}

static void test_values_looked_up_by_hand(void **state) {
    static const struct {
        const char *id, *key, *period;
        double value;
    } rows[] = {
        {"violence", "Bromma", "2024", 9.0},
        {"violence", WHOLE, "2024", 13.5},
        {"violence", "Skärholmen", "2024", 18.8},
        {"population", WHOLE, "2024", 995574},
        {"population_forecast", "Järva", "2034", 104610},
        {"population_14", "Rinkeby-Kista", "2000", 45078},
        {"population_14", "Bromma", "2000", 58506},
        {"foreign_background", "Spånga-Tensta", "2011", 56.4},
        {"net_migration", "Norra innerstaden", "2024", -727},
        {"net_commuting", "Skarpnäck", "2015", -15310},
        {"income_median", "Norrmalm", "2016", 468.3},
        {"unemployment", "Skärholmen", "2017-08", 5.4},
        {"safe_living", "Rinkeby-Kista", "2021", 40},
        {"sick_days", "Östermalm", "2013", 12},
        {"turnout", WHOLE, "2018", 83.5},
        {"school_merit", WHOLE, "2017/18", 251},
        {"persons_per_household", "1", "2024", 1.82},
        {"rental", "2", "2024", 25.9},
        {"owner_occupied", "1", "2024", 0},
        {"area_type", "3", "2024", 5},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        double v = value_of(*state, rows[i].id, rows[i].key, rows[i].period);
        if (v != rows[i].value) fail_msg("%s %s: %.17g", rows[i].id, rows[i].key, v);
    }
}

static void test_two_dots_are_missing(void **state) {
    static const char *const periods[] = {"2021", "2022", "2023"};
    for (size_t p = 0; p < 3; p++) {
        assert_true(isnan(value_of(*state, "robbery", "Järva", periods[p])));
        assert_true(isnan(value_of(*state, "robbery", "Norra innerstaden", periods[p])));
        assert_false(isnan(value_of(*state, "robbery", "Bromma", periods[p])));
    }
    assert_false(isnan(value_of(*state, "robbery", "Järva", "2024")));
    assert_true(isnan(value_of(*state, "net_migration", WHOLE, "2024"))); /* no row at all */
}

typedef struct partial {
    const char *id;
    const char *keys[11]; /* the districts with a row, ending with NULL */
} partial;

static const partial partials[] = {
    {"income_median",
     {"Rinkeby-Kista", "Spånga-Tensta", "Hässelby-Vällingby", "Bromma", "Kungsholmen", "Norrmalm",
      "Östermalm", "Södermalm", "Enskede-Årsta-Vantör", "Skarpnäck"}},
    {"unemployment", {"Rinkeby-Kista", "Spånga-Tensta", "Skärholmen"}},
    {"safe_living", {"Rinkeby-Kista", "Spånga-Tensta"}},
    {"safe_walking", {"Rinkeby-Kista", "Spånga-Tensta"}},
    {"survey_response", {"Rinkeby-Kista", "Spånga-Tensta"}},
    {"sick_days", {"Rinkeby-Kista", "Östermalm"}},
    {"turnout", {NULL}},
    {"school_merit", {NULL}},
    {"school_eligible", {NULL}},
};
#define PARTIALS (sizeof partials / sizeof *partials)

static void test_partial_indicators_have_their_districts_only(void **state) {
    const atlas *a = *state;
    for (size_t k = 0; k < PARTIALS; k++) {
        const joined *j = &a->data[find(a, partials[k].id)];
        size_t n = 0;
        assert_int_equal(j->n_periods, 1);
        for (; partials[k].keys[n]; n++) {
            double v = value_of(a, partials[k].id, partials[k].keys[n], j->period[0]);
            if (isnan(v)) fail_msg("%s: %s is missing", partials[k].id, partials[k].keys[n]);
        }
        assert_int_equal(j->report.matched, n);
        assert_int_equal(j->report.missing, 14 - n);
    }
}

static bool is_partial(const char *id) {
    for (size_t k = 0; k < PARTIALS; k++)
        if (!strcmp(partials[k].id, id)) return true;
    return false;
}

static void test_every_key_is_a_district(void **state) {
    const atlas *a = *state;
    for (size_t k = 0; k < 3; k++) assert_int_equal(districts_count(a->layers[k]), layers[k].count);
    for (size_t i = 0; i < INDICATORS; i++) {
        const join_report *r = &a->data[i].report;
        const char *id = text(indicator_at(a, i), "id");
        assert_int_equal(r->n_unmatched_values, 0);
        assert_int_equal(r->n_duplicates, 0);
        if (!is_partial(id) && r->n_unmatched_districts) fail_msg("%s lacks districts", id);
    }
}

static void assert_both_languages(ynode map, const char *key) {
    for (int l = 0; l < LANG_COUNT; l++)
        assert_true(strlen(text(get(map, key), lang_codes[l])) > 0);
}

static void assert_one_of(const char *name, const char *const *names, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (!strcmp(names[i], name)) return;
    fail_msg("\"%s\" is not allowed", name);
}

static void test_indicators_are_fully_described(void **state) {
    static const char *const themes[] = {"population", "culture", "school", "jobs",
                                         "prevention", "living",  "health", "safety"};
    const atlas *a = *state;
    ynode list = get(ydoc_root(a->doc), "themes");
    assert_int_equal(ynode_count(list), 8);
    for (size_t i = 0; i < 8; i++) {
        assert_string_equal(text(ynode_item(list, i), "id"), themes[i]);
        assert_both_languages(ynode_item(list, i), "title");
    }
    for (size_t i = 0; i < INDICATORS; i++) {
        ynode ind = indicator_at(a, i);
        unsigned long decimals;
        assert_true(text_is_id(text(ind, "id")));
        assert_int_equal(find(a, text(ind, "id")), i); /* the id is unique */
        assert_both_languages(ind, "title");
        assert_both_languages(ind, "unit");
        assert_one_of(text(ind, "kind"), indicator_kind_names, KIND__COUNT);
        assert_one_of(text(ind, "better"), direction_names, DIRECTION__COUNT);
        assert_one_of(text(ind, "theme"), themes, 8);
        assert_true(text_to_uint(text(ind, "decimals"), 2, &decimals));
        if (ynode_kind_of(ynode_get(ind, "note")) != YNODE_ABSENT)
            assert_both_languages(ind, "note");
        if (is_partial(text(ind, "id"))) assert_both_languages(ind, "note");
    }
}

/* Every note of the table has a text in both languages, and each of those is a note of the table.
 */
static void test_all_notes_are_told_in_both_languages(void **state) {
    const atlas *a = *state;
    ynode notes = get(get(get(ydoc_root(a->doc), "values"), "yearbook"), "notes");
    size_t column, seen[32] = {0};
    assert_int_equal(table_find_column(a->yearbook, "note", &column, NULL), ERR_OK);
    assert_true(ynode_count(notes) <= 32);
    for (size_t row = 0; row < table_rows(a->yearbook); row++) {
        const char *cell = table_cell(a->yearbook, row, column);
        if (!*cell) continue;
        assert_both_languages(notes, cell);
        for (size_t i = 0; i < ynode_count(notes); i++)
            seen[i] += !strcmp(cell, ynode_text(ynode_key(notes, i)));
    }
    for (size_t i = 0; i < ynode_count(notes); i++) assert_true(seen[i] > 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_figures_are_read),
        cmocka_unit_test(test_values_looked_up_by_hand),
        cmocka_unit_test(test_two_dots_are_missing),
        cmocka_unit_test(test_partial_indicators_have_their_districts_only),
        cmocka_unit_test(test_every_key_is_a_district),
        cmocka_unit_test(test_indicators_are_fully_described),
        cmocka_unit_test(test_all_notes_are_told_in_both_languages),
    };
    return cmocka_run_group_tests_name("stockholm_tables", tests, setup, teardown);
}
