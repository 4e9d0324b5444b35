/* Truth: joins of a few rows, worked out by hand. */
#include "data/indicator.h"
#include "data/join_report.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

typedef struct fixture {
    districts *d; /* a, b, Järva */
    table *t;
    value_cells cells;
} fixture;

/* rows: lines of KEY,PERIOD,VALUE,SOURCE */
static fixture setup(const char *rows) {
    fixture f = {0};
    err e = {0};
    char text[512];
    static const char *const keys[] = {"a", "b", "Järva"};
    assert_int_equal(districts_create(&f.d, NULL), ERR_OK);
    for (size_t i = 0; i < 3; i++) {
        district_id id;
        bool added;
        assert_int_equal(districts_add(f.d, keys[i], keys[i], &id, &added, NULL), ERR_OK);
    }
    snprintf(text, sizeof text, "key,period,value,source\n%s", rows);
    if (table_parse("t.csv", (bytes){(const uint8_t *)text, strlen(text)}, &f.t, &e))
        fail_msg("%s", e.text);
    const values_spec s = {.key_column = "key",
                           .value_column = "value",
                           .period_column = "period",
                           .source_column = "source"};
    if (values_read(f.t, &s, &f.cells, &e)) fail_msg("%s", e.text);
    return f;
}

static void teardown(fixture *f) {
    value_cells_free(&f->cells);
    table_free(f->t);
    districts_free(f->d);
}

static const join_spec spec = {.file = "t.csv", .whole_key = "all of it", .column = "value"};

static void assert_refused(const char *rows, const char *says) {
    fixture f = setup(rows);
    joined j = {.n_periods = 77};
    err e = {0};
    assert_int_equal(join(&spec, &f.cells, f.d, &j, &e), ERR_FORMAT);
    assert_int_equal(j.n_periods, 77); /* outputs only on success */
    if (strncmp(e.text, "t.csv: ", 7) || !strstr(e.text, says)) fail_msg("%s", e.text);
    teardown(&f);
}

static joined join_ok(const fixture *f, const char *const *order) {
    joined j;
    err e = {0};
    join_spec s = spec;
    s.period_order = order;
    if (join(&s, &f->cells, f->d, &j, &e)) fail_msg("%s", e.text);
    return j;
}

static void test_values_whole_and_report(void **state) {
    (void)state;
    fixture f = setup("a,2023,1,X\n"
                      "all of it,2024,9.5,Z\n"
                      "a,2024,2,X\n"
                      "Jarva,2024,5,W\n"
                      "b,2024,..,Y\n"
                      "nowhere,2024,6,W\n"
                      "Jarva,2022,5,W\n"
                      "a,2023,1.0,X\n");
    joined j = join_ok(&f, NULL);
    assert_int_equal(j.n_districts, 3);
    assert_int_equal(j.n_periods, 2); /* 2022 has an unmatched key only */
    assert_string_equal(j.period[0], "2023");
    assert_string_equal(j.period[1], "2024");
    assert_true(joined_values(&j, 0)[0] == 1 && joined_values(&j, 1)[0] == 2);
    assert_true(isnan(joined_values(&j, 0)[1]) && isnan(joined_values(&j, 1)[1]));
    assert_true(isnan(j.whole[0]) && j.whole[1] == 9.5);
    assert_string_equal(j.source[0], "X");
    assert_string_equal(j.source[1], "Z; X; Y");

    const join_report *r = &j.report;
    assert_int_equal(r->matched, 2); /* b has a row, though a missing figure */
    assert_int_equal(r->n_unmatched_districts, 1);
    assert_int_equal(r->unmatched_districts[0], 2);
    assert_int_equal(r->n_unmatched_values, 2);
    assert_string_equal(r->unmatched_values[0].key, "Jarva");
    assert_string_equal(r->unmatched_values[0].nearest, "Järva");
    assert_int_equal(r->unmatched_values[0].line, 5);
    assert_string_equal(r->unmatched_values[1].key, "nowhere");
    assert_null(r->unmatched_values[1].nearest);
    assert_int_equal(r->n_duplicates, 1);
    assert_string_equal(r->duplicates[0], "a, 2023");
    assert_int_equal(r->missing, 4); /* of 2 x 3 */
    assert_false(r->saw_dash);

    size_t at = 9;
    assert_true(joined_find_period(&j, "2024", &at));
    assert_int_equal(at, 1);
    assert_false(joined_find_period(&j, "2022", &at));
    joined_free(&j);
    teardown(&f);
}

/* ---- keys that do not fit, and why ------------------------------------------------------ */

typedef struct slip_row {
    const char *districts[5], *names[5]; /* NULL-terminated; names NULL: the keys */
    const char *keys[5]; /* of values; "=" in front: a district's, as it should be */
    key_slip slip;       /* of each key without "=" */
    const char *nearest; /* of the first such key */
    const char *says;    /* in the first warning */
} slip_row;

/* Truth: what a spreadsheet, a statistics office or a typist does to a key, by hand. */
static const slip_row slip_rows[] = {
    {{"04051", "04052", "12"},
     {NULL},
     {"=12", "4051", "4052"},
     KEY_SLIP_ZEROS,
     "04051",
     "both unmatched keys match but for leading zeros: \"4051\" (line 3) for \"04051\", \"4052\" "
     "(line 4) for \"04052\"; write them as"},
    {{"4051", "4052", "12"},
     {NULL},
     {"=12", "004051"},
     KEY_SLIP_ZEROS,
     "4051",
     "line 3: no district of layer l is called \"004051\"; the nearest is \"4051\", which differs "
     "in "
     "leading zeros only: write them"},
    {{"04051", "4052", "12"},
     {NULL},
     {"=12", "4051.0", "4052.00"},
     KEY_SLIP_DECIMALS,
     "04051",
     "match but for decimals that no key has"},
    {{"Bromma", "Farsta", "12"},
     {NULL},
     {"=12", "BROMMA", "farsta"},
     KEY_SLIP_CASE,
     "Bromma",
     "match but for upper and lower case"},
    {{"Norra innerstaden", "Hägersten-Älvsjö", "12"},
     {NULL},
     {"=12", "Norra\u00a0innerstaden", "Hägersten\u2010Älvsjö"},
     KEY_SLIP_LETTERS,
     "Norra innerstaden",
     "look the same but have other blanks, hyphens or forms of letters"},
    {{"0180", "12"},
     {NULL},
     {"=12", "\uff10\uff11\uff18\uff10"},
     KEY_SLIP_LETTERS,
     "0180",
     "looks the same"},
    {{"Järva", "Södermalm", "12"},
     {NULL},
     {"=12", "Jarva", "SODERMALM"},
     KEY_SLIP_ACCENTS,
     "Järva",
     "match but for accents or case"},
    {{"0180", "0181", "12"},
     {NULL},
     {"=12", "0180 Stockholm", "0181 Södertälje"},
     KEY_SLIP_LABEL,
     "0180",
     "match but for the words after the code"},
    {{"0180", "0181", "12"},
     {NULL},
     {"=12", "SE0180", "SE0181"},
     KEY_SLIP_PREFIX,
     "0180",
     "match without what stands in front (\"SE\"): \"SE0180\" (line 3) for \"0180\""},
    {{"SE0180", "SE0181", "12"},
     {NULL},
     {"=12", "0180", "0181"},
     KEY_SLIP_NO_PREFIX,
     "SE0180",
     "match with more in front (\"SE\"): \"0180\" (line 3) for \"SE0180\""},
    {{"01", "02", "12"},
     {"Bromma", "Farsta", "X"},
     {"=12", "Bromma", "Farsta"},
     KEY_SLIP_NAME,
     "01",
     "are names of districts, not keys"},
    /* no slip: two districts would fit; one key has no prefix; a word is no label */
    {{"01", "001", "12"}, {NULL}, {"=12", "0001"}, KEY_SLIP_NONE, "001", "the nearest is"},
    {{"0180", "12"}, {NULL}, {"=12", "SE0180"}, KEY_SLIP_NONE, "0180", "the nearest is"},
    {{"Norra", "12"},
     {NULL},
     {"=12", "Norra Ängby backe"},
     KEY_SLIP_NONE,
     NULL,
     "line 3: no district of layer l is called \"Norra Ängby backe\""},
};

static districts *make_districts(const char *const *keys, const char *const *names) {
    districts *d = NULL;
    assert_int_equal(districts_create(&d, NULL), ERR_OK);
    for (size_t i = 0; keys[i]; i++) {
        district_id id;
        bool added;
        assert_int_equal(districts_add(d, keys[i], names[0] ? names[i] : NULL, &id, &added, NULL),
                         ERR_OK);
    }
    return d;
}

/* One cell a key, the number 1, from line 2. */
static size_t make_cells(const char *const *keys, value_cell *out) {
    static char period[] = "2024";
    size_t n = 0;
    for (; keys[n]; n++)
        out[n] = (value_cell){.key = keys[n] + (keys[n][0] == '='),
                              .period = period,
                              .value = 1,
                              .line = n + 2,
                              .source = "",
                              .note = ""};
    return n;
}

static void check_slips(const slip_row *row) {
    districts *d = make_districts(row->districts, row->names);
    value_cell cell[5];
    value_cells cells = {.cell = cell, .count = make_cells(row->keys, cell)};
    const join_spec s = {.file = "t.csv", .layer = "l"};
    joined j;
    err e = {0};
    strlist says = {0};
    if (join(&s, &cells, d, &j, &e)) fail_msg("%s", e.text);
    const join_report *r = &j.report;
    assert_int_equal(r->n_unmatched_values, cells.count - 1);
    for (size_t i = 0; i < r->n_unmatched_values; i++)
        assert_int_equal(r->unmatched_values[i].slip, row->slip);
    if (row->nearest)
        assert_string_equal(r->unmatched_values[0].nearest, row->nearest);
    else
        assert_null(r->unmatched_values[0].nearest);
    assert_int_equal(join_report_warnings(&j, "l", 5, &says, &e), ERR_OK);
    assert_true(says.count > 0);
    if (!strstr(says.item[0], row->says)) fail_msg("%s", says.item[0]);
    assert_true(isnan(joined_values(&j, 0)[0])); /* told, and never applied */
    strlist_free(&says);
    joined_free(&j);
    districts_free(d);
}

static void test_slips_are_named_and_never_applied(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof slip_rows / sizeof *slip_rows; i++) check_slips(&slip_rows[i]);
}

static void test_names_of_slips(void **state) {
    (void)state;
    assert_null(key_slip_names[KEY_SLIP_NONE]);
    for (int k = KEY_SLIP_NONE + 1; k < KEY_SLIP__COUNT; k++) assert_non_null(key_slip_names[k]);
}

/* A join that matches nothing says what would make it match. */
static void test_a_refusal_gives_the_reason(void **state) {
    (void)state;
    static const struct {
        const char *rows, *says;
    } rows[] = {
        {"A,2023,1,\nB,2023,1,\n", "both unmatched keys match but for upper and lower case"},
        {"A,2023,1,\nx,2023,1,\n",
         "the nearest to \"A\" is \"a\", which differs in upper and lower case only: write them"},
        {"x,2023,1,\n",
         "and there is no other; districts have keys like \"a\": check the key column"},
        {"A,2023,1,\nx,2023,1,\ny,2023,1,\n", "and neither is any other; districts have keys like"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_refused(rows[i].rows, rows[i].says);
}

/* Vintages: Norrmalm is a district of another division, by its exact key only. */
static void test_keys_of_another_layer(void **state) {
    (void)state;
    fixture f = setup("a,2023,1,\nNorrmalm,2023,2,\nOdenplan,2023,2,\nNorrmalms,2023,3,\n");
    static const char *const old[] = {"Norrmalm", "a", NULL}, *const older[] = {"Odenplan",
                                                                                "Norrmalm", NULL};
    static const char *const none[] = {NULL};
    districts *first = make_districts(old, none), *second = make_districts(older, none);
    const join_layer others[] = {{"old", first}, {"older", second}};
    join_spec s = spec;
    s.others = others, s.n_others = 2;
    joined j;
    err e = {0};
    strlist says = {0};
    assert_int_equal(join(&s, &f.cells, f.d, &j, &e), ERR_OK);
    const unmatched_value *u = j.report.unmatched_values;
    assert_string_equal(u[0].layer, "old"); /* the first that has it */
    assert_string_equal(u[1].layer, "older");
    assert_null(u[2].layer);
    assert_int_equal(join_report_warnings(&j, "new", 5, &says, &e), ERR_OK);
    assert_int_equal(says.count, 3);
    assert_string_equal(says.item[0],
                        "\"Norrmalm\" (line 3) is a district of layer old, not of new; figures of "
                        "that division belong to an indicator with `layer: old`");
    assert_non_null(strstr(says.item[2], "\"Norrmalms\""));
    strlist_free(&says);
    joined_free(&j);
    teardown(&f);
    f = setup("Norrmalm,2023,2,\n"); /* nothing matches: the same reason */
    assert_int_equal(join(&s, &f.cells, f.d, &j, &e), ERR_FORMAT);
    assert_non_null(strstr(e.text, "\"Norrmalm\" (line 2) is a district of layer old"));
    districts_free(first);
    districts_free(second);
    teardown(&f);
}

static void test_long_lists_are_cut(void **state) {
    (void)state;
    fixture f = setup("a,1,1,\nu1,1,1,\nv2,1,1,\nw3,1,1,\nx4,1,1,\n");
    joined j = join_ok(&f, NULL);
    strlist says = {0};
    assert_int_equal(join_report_warnings(&j, "l", 2, &says, NULL), ERR_OK);
    assert_int_equal(says.count, 3);
    assert_string_equal(says.item[2], "and 2 more keys that are no district of layer l");
    strlist_free(&says);
    joined_free(&j);
    teardown(&f);
}

static void test_rows_without_a_number(void **state) {
    (void)state;
    fixture f = setup("a,1,1,\na,2,..,\nb,1,..,\nb,2,NA,\n");
    joined j = join_ok(&f, NULL);
    strlist says = {0};
    assert_int_equal(j.report.n_without_number, 1); /* b; Järva has no row at all */
    assert_int_equal(j.report.without_number[0], 1);
    assert_int_equal(join_report_warnings(&j, "l", 2, &says, NULL), ERR_OK);
    assert_int_equal(says.count, 0);
    joined_free(&j);
    teardown(&f);
    f = setup("a,1,..,\nb,1,-,\n");
    j = join_ok(&f, NULL);
    assert_int_equal(join_report_warnings(&j, "l", 2, &says, NULL), ERR_OK);
    assert_int_equal(says.count, 2);
    assert_string_equal(says.item[0], "no district has a number: every value is missing");
    assert_non_null(strstr(says.item[1], "\"-\" was taken as missing; does it mean zero"));
    strlist_free(&says);
    joined_free(&j);
    teardown(&f);
}

static void assert_periods(const char *rows, const char *const *order, const char *expected) {
    fixture f = setup(rows);
    joined j = join_ok(&f, order);
    char list[128] = "";
    for (size_t p = 0; p < j.n_periods; p++) {
        strncat(list, j.period[p], sizeof list - strlen(list) - 1);
        strncat(list, "|", sizeof list - strlen(list) - 1);
    }
    assert_string_equal(list, expected);
    /* The value of each row is the place where its period must come. */
    for (size_t p = 0; p < j.n_periods; p++) assert_true(joined_values(&j, p)[0] == (double)p);
    joined_free(&j);
    teardown(&f);
}

static void test_order_of_periods(void **state) {
    (void)state;
    static const char *const order[] = {"later", " now ", "never", NULL};
    assert_periods("a,2017/18,1,\na,Aug 2018,2,\na,2005,0,\na,other,3,\n", NULL,
                   "2005|2017/18|Aug 2018|other|");
    assert_periods("a,2020-02,1,\na,2020-01,0,\na,99,2,\n", NULL, "2020-01|2020-02|99|");
    assert_periods("a,2020,2,\na,now,1,\na,2021,3,\na,later,0,\n", order, "later|now|2020|2021|");
}

static void test_a_single_unnamed_period(void **state) {
    (void)state;
    fixture f = setup("a,x,1,\na,x,1,\n");
    for (size_t i = 0; i < f.cells.count; i++) f.cells.cell[i].period = "";
    joined j = join_ok(&f, NULL);
    assert_int_equal(j.n_periods, 1);
    assert_string_equal(j.period[0], "");
    assert_string_equal(j.source[0], "");
    assert_string_equal(j.report.duplicates[0], "a");
    joined_free(&j);
    teardown(&f);
}

static void test_known_for_the_whole_only(void **state) {
    (void)state;
    fixture f = setup("all of it,2018,83.5,S\n");
    joined j = join_ok(&f, NULL);
    assert_int_equal(j.n_periods, 1);
    assert_true(j.whole[0] == 83.5);
    assert_int_equal(j.report.matched, 0);
    assert_int_equal(j.report.missing, 3);
    assert_int_equal(j.report.n_unmatched_districts, 3);
    joined_free(&j);
    teardown(&f);
}

static void test_contradictions_are_refused(void **state) {
    (void)state;
    assert_refused(
        "a,2023,1,\nb,2023,1,\na,2023,2,\n",
        "lines 2 and 4, column \"value\", give different values for \"a\", 2023: 1 and 2;");
    assert_refused("a,2023,..,\na,2023,2,\n", "\"a\", 2023: .. and 2;"); /* missing is not 2 */
    assert_refused(
        "a,2023,1,\nall of it,2023,5,\nall of it,2023,6,\n",
        "lines 3 and 4, column \"value\", give different values for \"all of it\", 2023");
}

static void test_a_join_that_matches_nothing_is_refused(void **state) {
    (void)state;
    assert_refused("A,2023,1,\nB,2023,1,\n", "line 2: the key \"A\" is no district");
    assert_refused("all of it,2023,5,\nB,2023,1,\n", "line 3: the key \"B\"");
}

static void test_twice_missing_is_a_duplicate(void **state) {
    (void)state;
    fixture f = setup("a,2023,..,\na,2023,NA,\n");
    joined j = join_ok(&f, NULL);
    assert_int_equal(j.report.n_duplicates, 1);
    joined_free(&j);
    teardown(&f);
}

static void test_too_many_periods_are_refused(void **state) {
    (void)state;
    fixture f = setup("a,1,1,\n");
    enum { N = JOIN_PERIODS_MAX + 1 };
    static char periods[N][8];
    static char key[] = "a";
    value_cell *cell = calloc(N, sizeof *cell);
    assert_non_null(cell);
    for (size_t i = 0; i < N; i++) {
        snprintf(periods[i], sizeof periods[i], "%zu", i);
        cell[i] = (value_cell){
            .key = key, .period = periods[i], .line = i + 2, .text = "", .source = "", .note = ""};
    }
    value_cells many = {.cell = cell, .count = N};
    joined j;
    err e = {0};
    assert_int_equal(join(&spec, &many, f.d, &j, &e), ERR_RANGE);
    assert_non_null(strstr(e.text, "line 1002: more than 1000 periods"));
    many.count = N - 1;
    assert_int_equal(join(&spec, &many, f.d, &j, &e), ERR_OK);
    assert_int_equal(j.n_periods, JOIN_PERIODS_MAX);
    joined_free(&j);
    free(cell);
    teardown(&f);
}

static void assert_row(const joined *j, size_t p, const char *period, double first, double whole,
                       const char *source) {
    double v = joined_values(j, p)[0];
    assert_string_equal(j->period[p], period);
    assert_true(isnan(first) ? isnan(v) : v == first);
    assert_true(isnan(whole) ? isnan(j->whole[p]) : j->whole[p] == whole);
    assert_string_equal(j->source[p], source);
    for (size_t d = 0; d < j->n_districts; d++) {
        size_t at = p * j->n_districts + d;
        assert_int_equal(j->state[at] == VALUE_PRESENT, !isnan(j->value[at]));
        assert_int_equal(j->flags[at], 0);
    }
}

/* The given order stays, "late" without a year is last; what goes with a figure moves with it. */
static void test_periods_are_added(void **state) {
    (void)state;
    static const char *const order[] = {"2010", "2000", NULL};
    fixture f = setup("a,2000,1,S\na,2010,2,T\nb,2010,4,T\nall,2010,9,T\na,late,3,U\n");
    const join_spec how = {.file = "t.csv", .whole_key = "all", .period_order = order};
    joined j;
    size_t at = 9;
    assert_int_equal(join(&how, &f.cells, f.d, &j, NULL), ERR_OK);
    char en[] = "note", sv[] = "not";
    const localized told = {{[LANG_EN] = en, [LANG_SV] = sv}};
    const value_cell noted = {.value = 5,
                              .margin = 0.5,
                              .low = NAN,
                              .high = NAN,
                              .sample = NAN,
                              .note = "N",
                              .told = &told};
    assert_int_equal(joined_store(&j, 1, 0, &noted, NULL), ERR_OK); /* 2000 */
    assert_int_equal(joined_add_period(&j, "2005", &at, NULL), ERR_OK);
    assert_int_equal(at, 0); /* before 2010, the first that comes after it */
    assert_int_equal(joined_add_period(&j, "2011 Q1", &at, NULL), ERR_OK);
    assert_int_equal(at, 3);
    assert_int_equal(joined_add_period(&j, "never", &at, NULL), ERR_OK);
    assert_int_equal(at, 5);
    assert_int_equal(j.n_periods, 6);
    assert_row(&j, 0, "2005", NAN, NAN, "");
    assert_row(&j, 1, "2010", 2, 9, "T");
    assert_row(&j, 2, "2000", 5, NAN, "S");
    assert_row(&j, 3, "2011 Q1", NAN, NAN, "");
    assert_row(&j, 4, "late", 3, NAN, "U");
    assert_row(&j, 5, "never", NAN, NAN, "");
    assert_true(j.value[1 * 3 + 1] == 4);
    for (size_t i = 0; i < 6 * 3; i++) {
        assert_true(i == 2 * 3 ? j.margin[i] == 0.5 : isnan(j.margin[i]));
        assert_true(i == 2 * 3 ? !strcmp(j.note[i], "N") : !j.note[i]);
        assert_string_equal(joined_note(&j, i, LANG_SV), i == 2 * 3 ? "not" : "");
    }
    assert_true(joined_compare_periods("2009", "2010") < 0);
    assert_true(joined_compare_periods("2010 Q2", "2010 Q1") > 0);
    assert_true(joined_compare_periods("late", "2010") > 0);
    assert_int_equal(joined_compare_periods("x", "x"), 0);
    joined_free(&j);
    teardown(&f);
}

static void test_an_indicator_frees_what_it_holds(void **state) {
    (void)state;
    fixture f = setup("a,2023,-,S\n");
    indicator ind = {.id = "x", .kind = KIND_RATE, .theme = strdup(""), .series = strdup("s")};
    ind.title.text[LANG_SV] = strdup("Titel");
    ind.data = join_ok(&f, NULL);
    assert_true(ind.data.report.saw_dash);
    assert_string_equal(indicator_kind_names[ind.kind], "rate");
    assert_string_equal(direction_names[ind.better], "neither");
    indicator_free(&ind);
    assert_null(ind.data.value);
    teardown(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values_whole_and_report),
        cmocka_unit_test(test_slips_are_named_and_never_applied),
        cmocka_unit_test(test_names_of_slips),
        cmocka_unit_test(test_a_refusal_gives_the_reason),
        cmocka_unit_test(test_keys_of_another_layer),
        cmocka_unit_test(test_long_lists_are_cut),
        cmocka_unit_test(test_rows_without_a_number),
        cmocka_unit_test(test_order_of_periods),
        cmocka_unit_test(test_a_single_unnamed_period),
        cmocka_unit_test(test_known_for_the_whole_only),
        cmocka_unit_test(test_contradictions_are_refused),
        cmocka_unit_test(test_a_join_that_matches_nothing_is_refused),
        cmocka_unit_test(test_twice_missing_is_a_duplicate),
        cmocka_unit_test(test_too_many_periods_are_refused),
        cmocka_unit_test(test_periods_are_added),
        cmocka_unit_test(test_an_indicator_frees_what_it_holds),
    };
    return cmocka_run_group_tests_name("join", tests, NULL, NULL);
}
