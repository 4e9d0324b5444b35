/* Truth: each column below was read by hand, by the rules of number.h. */
#include "data/number.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define CELLS_MAX 4
#define NBSP      "\u00a0"
#define NNBSP     "\u202f"
#define THIN      "\u2009"
#define MINUS     "\u2212"

static const number_rules plain = {NULL, NULL};

static size_t count(const char *const *cells) {
    size_t n = 0;
    while (n < CELLS_MAX && cells[n]) n++;
    return n;
}

typedef struct readable {
    const char *cells[CELLS_MAX];
    char given; /* the user's `decimal`, or 0 */
    char decimal, thousand;
    double values[CELLS_MAX];
} readable;

static const readable good[] = {
    {{"1 234,5"}, 0, ',', ' ', {1234.5}},
    {{"1" NBSP "234,5", "1" NNBSP "234" THIN "567"}, 0, ',', ' ', {1234.5, 1234567}},
    {{"1,234.5"}, 0, '.', ',', {1234.5}},
    {{"1.234,5"}, 0, ',', '.', {1234.5}},
    {{"1.234.567"}, 0, 0, '.', {1234567}},
    {{"1,234,567"}, 0, 0, ',', {1234567}},
    {{"12,5", "1 234"}, 0, ',', ' ', {12.5, 1234}},
    {{"0,5"}, 0, ',', 0, {0.5}},
    {{"0,500"}, 0, ',', 0, {0.5}},
    {{"0.500", "1.234"}, 0, '.', 0, {0.5, 1.234}},
    {{"1,234", "12,5"}, 0, ',', 0, {1.234, 12.5}},
    {{"12,5", "1,234"}, 0, ',', 0, {12.5, 1.234}},
    {{"1,234", "1,234,567"}, 0, 0, ',', {1234, 1234567}},
    {{"12,34"}, 0, ',', 0, {12.34}},
    {{"1234.567"}, 0, '.', 0, {1234.567}},
    {{"5.123", "6.1"}, 0, '.', 0, {5.123, 6.1}},
    {{"1,234", "1 234"}, 0, ',', ' ', {1.234, 1234}},
    {{"1 234", "5"}, 0, 0, ' ', {1234, 5}},
    {{"12", "1234567"}, 0, 0, 0, {12, 1234567}},
    {{"1,234"}, ',', ',', 0, {1.234}},
    {{"1,234"}, '.', 0, ',', {1234}},
    {{"1.234", "7"}, '.', '.', 0, {1.234, 7}},
    {{"1.234", "7"}, ',', 0, '.', {1234, 7}},
    {{"12 %", "7,5%", "8" NBSP "%"}, 0, ',', 0, {12, 7.5, 8}},
    {{MINUS "4", "-4", "+4"}, 0, 0, 0, {-4, -4, 4}},
    {{MINUS "1 234,5"}, 0, ',', ' ', {-1234.5}},
    {{".5", "-.25"}, 0, '.', 0, {0.5, -0.25}},
    {{"1e-05", "1.234E+3"}, 0, '.', 0, {0.00001, 1234}},
    {{" 12 ", NBSP "13" NNBSP, "\t14\r"}, 0, 0, 0, {12, 13, 14}},
    {{"0", "-0", "007"}, 0, 0, 0, {0, 0, 7}},
};

static void test_columns_are_decided_and_read(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        const readable *g = &good[i];
        size_t n = count(g->cells), bad;
        number_format f;
        err e = {0};
        if (number_decide(g->cells, n, &plain, g->given, &f, &bad, &e))
            fail_msg("column %zu: %s", i, e.text);
        if (f.decimal != g->decimal || f.thousand != g->thousand)
            fail_msg("column %zu (%s): decided '%c' '%c'", i, g->cells[0],
                     f.decimal ? f.decimal : '0', f.thousand ? f.thousand : '0');
        for (size_t k = 0; k < n; k++) {
            double v;
            value_state s;
            assert_int_equal(number_parse(g->cells[k], &f, &plain, &v, &s, &e), ERR_OK);
            assert_int_equal(s, VALUE_PRESENT);
            if (v != g->values[k]) fail_msg("\"%s\" read as %.17g", g->cells[k], v);
        }
    }
}

typedef struct refused {
    const char *cells[CELLS_MAX];
    char given;
    size_t bad;
    const char *says;
} refused;

static const refused wrong[] = {
    {{"1,234"}, 0, 0, "decimal: \",\""},
    {{"7", "1,234", "123,456"}, 0, 1, "\"1,234\" can be read"},
    {{"1.234"}, 0, 0, "decimal: \".\""},
    {{"-123.456", "0"}, 0, 0, "can be read"},
    {{"12", "abc"}, 0, 1, "\"abc\" is neither"},
    {{"1.2.3"}, 0, 0, "\"1.2.3\" is neither"},
    {{"12,5", "7", "1.5"}, 0, 2, "\"12,5\" and \"1.5\""},
    {{"1 234", "1,234,567"}, 0, 1, "\"1 234\" and \"1,234,567\""},
    {{"1,234,567"}, ',', 0, "cannot be read with `decimal: \",\"`"},
    {{"12,5"}, '.', 0, "cannot be read with `decimal: \".\"`"},
    {{"0 123"}, 0, 0, "neither"},
    {{"12 34"}, 0, 0, "neither"},
    {{"1234 567"}, 0, 0, "neither"},
    {{"1  234"}, 0, 0, "neither"},
    {{"5."}, 0, 0, "neither"},
    {{"12,"}, 0, 0, "neither"},
    {{"%"}, 0, 0, "neither"},
    {{"- 5"}, 0, 0, "neither"},
    {{"+-5"}, 0, 0, "neither"},
    {{"1e"}, 0, 0, "neither"},
    {{"1e99999"}, 0, 0, "neither"},
    {{"0x10"}, 0, 0, "neither"},
    {{"nan"}, 0, 0, "neither"},
    {{"inf"}, 0, 0, "neither"},
    {{"12 % 3"}, 0, 0, "neither"},
    {{"-"
      "-"},
     0,
     0,
     "neither"},
    {{MINUS}, 0, 0, "neither"},
    {{"\xe2\x88"}, 0, 0, "neither"},
};

static void test_columns_are_refused_with_a_reason(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        const refused *w = &wrong[i];
        number_format f;
        size_t bad = SIZE_MAX;
        err e = {0};
        err_code rc = number_decide(w->cells, count(w->cells), &plain, w->given, &f, &bad, &e);
        if (rc != ERR_FORMAT) fail_msg("column %zu (%s) was taken", i, w->cells[0]);
        if (bad != w->bad || !strstr(e.text, w->says)) fail_msg("column %zu: %s", i, e.text);
    }
}

static void test_every_default_symbol_is_missing(void **state) {
    (void)state;
    const number_format f = {0, 0};
    for (const char *const *m = number_missing_default; *m; m++) {
        char cell[32];
        double v = 0;
        value_state s = VALUE_PRESENT;
        snprintf(cell, sizeof cell, " %s" NBSP, *m);
        assert_true(number_is_missing(cell, &plain));
        assert_int_equal(number_parse(cell, &f, &plain, &v, &s, NULL), ERR_OK);
        assert_true(isnan(v));
        assert_int_equal(s, VALUE_MISSING);
    }
    assert_true(number_is_missing("N/A", &plain));
    assert_false(number_is_missing("0", &plain));
    assert_false(number_is_missing("...", &plain));
}

static void test_rules_replace_the_symbols(void **state) {
    (void)state;
    const char *const only_x[] = {"x", NULL}, *const dash[] = {"-", NULL};
    const number_rules scb = {.missing = only_x, .zero = dash};
    const number_format f = {0, 0};
    double v;
    value_state s;
    assert_true(number_is_missing("X", &scb));
    assert_true(number_is_missing("", &scb)); /* always */
    assert_false(number_is_missing("..", &scb));
    assert_int_equal(number_parse(" - ", &f, &scb, &v, &s, NULL), ERR_OK);
    assert_int_equal(s, VALUE_PRESENT);
    assert_true(v == 0);
    const number_rules zero_wins = {.missing = NULL, .zero = dash};
    assert_false(number_is_missing("-", &zero_wins));
    assert_true(number_is_zero_symbol("-", &zero_wins));
}

static void test_missing_cells_decide_nothing(void **state) {
    (void)state;
    const char *const cells[] = {"..", "", ".", "-", "NA"};
    number_format f = {'x', 'x'};
    size_t bad;
    assert_int_equal(number_decide(cells, 5, &plain, 0, &f, &bad, NULL), ERR_OK);
    assert_true(f.decimal == 0 && f.thousand == 0);
    assert_int_equal(number_decide(NULL, 0, &plain, 0, &f, &bad, NULL), ERR_OK);
}

static void test_a_cell_must_keep_to_the_format(void **state) {
    (void)state;
    const number_format comma = {',', ' '};
    double v = 7;
    value_state s = VALUE_PRESENT;
    err e = {0};
    assert_int_equal(number_parse("1.5", &comma, &plain, &v, &s, &e), ERR_FORMAT);
    assert_non_null(strstr(e.text, "\"1.5\""));
    assert_int_equal(number_parse("1e999", &comma, &plain, &v, &s, &e), ERR_RANGE);
    assert_true(v == 7); /* outputs only on success */
}

static void test_long_cells_are_refused(void **state) {
    (void)state;
    char cell[4001];
    memset(cell, '9', sizeof cell - 1);
    cell[sizeof cell - 1] = 0;
    assert_false(number_is_readable(cell));
    cell[NUMBER_TEXT_MAX + 1] = 0;
    assert_false(number_is_readable(cell));
    cell[NUMBER_TEXT_MAX] = 0;
    assert_true(number_is_readable(cell));
}

static void test_readable_is_more_than_decided(void **state) {
    (void)state;
    assert_true(number_is_readable("1,234")); /* ambiguous, but a number */
    assert_true(number_is_readable("1.234,5"));
    assert_false(number_is_readable(""));
    assert_false(number_is_readable("Bromma"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_columns_are_decided_and_read),
        cmocka_unit_test(test_columns_are_refused_with_a_reason),
        cmocka_unit_test(test_every_default_symbol_is_missing),
        cmocka_unit_test(test_rules_replace_the_symbols),
        cmocka_unit_test(test_missing_cells_decide_nothing),
        cmocka_unit_test(test_a_cell_must_keep_to_the_format),
        cmocka_unit_test(test_long_cells_are_refused),
        cmocka_unit_test(test_readable_is_more_than_decided),
    };
    return cmocka_run_group_tests_name("number", tests, NULL, NULL);
}
