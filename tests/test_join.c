/* Truth: joins of a few rows, worked out by hand. */
#include "data/indicator.h"

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

static void assert_refused(const char *rows, const char *says) {
    fixture f = setup(rows);
    joined j = {.n_periods = 77};
    err e = {0};
    assert_int_equal(join("t.csv", &f.cells, f.d, "all of it", NULL, &j, &e), ERR_FORMAT);
    assert_int_equal(j.n_periods, 77); /* outputs only on success */
    if (strncmp(e.text, "t.csv: ", 7) || !strstr(e.text, says)) fail_msg("%s", e.text);
    teardown(&f);
}

static joined join_ok(const fixture *f, const char *const *order) {
    joined j;
    err e = {0};
    if (join("t.csv", &f->cells, f->d, "all of it", order, &j, &e)) fail_msg("%s", e.text);
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
    for (size_t i = 0; i < f.cells.count; i++) f.cells.cell[i].period[0] = 0;
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
    assert_refused("a,2023,1,\nb,2023,1,\na,2023,2,\n",
                   "lines 2 and 4 give different values for \"a\", 2023");
    assert_refused("a,2023,..,\na,2023,2,\n", "lines 2 and 3"); /* missing is not 2 */
    assert_refused("a,2023,1,\nall of it,2023,5,\nall of it,2023,6,\n",
                   "lines 3 and 4 give different values for \"all of it\", 2023");
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
        cell[i] = (value_cell){.key = key, .period = periods[i], .line = i + 2, .source = ""};
    }
    value_cells many = {.cell = cell, .count = N};
    joined j;
    err e = {0};
    assert_int_equal(join("t.csv", &many, f.d, NULL, NULL, &j, &e), ERR_RANGE);
    assert_non_null(strstr(e.text, "line 1002: more than 1000 periods"));
    many.count = N - 1;
    assert_int_equal(join("t.csv", &many, f.d, NULL, NULL, &j, &e), ERR_OK);
    assert_int_equal(j.n_periods, JOIN_PERIODS_MAX);
    joined_free(&j);
    free(cell);
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
        cmocka_unit_test(test_order_of_periods),
        cmocka_unit_test(test_a_single_unnamed_period),
        cmocka_unit_test(test_known_for_the_whole_only),
        cmocka_unit_test(test_contradictions_are_refused),
        cmocka_unit_test(test_a_join_that_matches_nothing_is_refused),
        cmocka_unit_test(test_twice_missing_is_a_duplicate),
        cmocka_unit_test(test_too_many_periods_are_refused),
        cmocka_unit_test(test_an_indicator_frees_what_it_holds),
    };
    return cmocka_run_group_tests_name("join", tests, NULL, NULL);
}
