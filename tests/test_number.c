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

static const number_rules plain = {0};

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
            number_value v;
            assert_int_equal(number_parse(g->cells[k], &f, &plain, &v, &e), ERR_OK);
            assert_int_equal(v.state, VALUE_PRESENT);
            assert_int_equal(v.flags, 0);
            if (v.value != g->values[k]) fail_msg("\"%s\" read as %.17g", g->cells[k], v.value);
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
        number_value v = {0};
        snprintf(cell, sizeof cell, " %s" NBSP, *m);
        assert_true(number_is_missing(cell, &plain));
        assert_int_equal(number_parse(cell, &f, &plain, &v, NULL), ERR_OK);
        assert_true(isnan(v.value));
        assert_int_equal(v.state, VALUE_MISSING);
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
    number_value v;
    assert_true(number_is_missing("X", &scb));
    assert_true(number_is_missing("", &scb)); /* always */
    assert_false(number_is_missing("..", &scb));
    assert_int_equal(number_parse(" - ", &f, &scb, &v, NULL), ERR_OK);
    assert_int_equal(v.state, VALUE_PRESENT);
    assert_true(v.value == 0);
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
    number_value v = {.value = 7};
    err e = {0};
    assert_int_equal(number_parse("1.5", &comma, &plain, &v, &e), ERR_FORMAT);
    assert_non_null(strstr(e.text, "\"1.5\""));
    assert_int_equal(number_parse("1e999", &comma, &plain, &v, &e), ERR_RANGE);
    assert_true(v.value == 7); /* outputs only on success */
}

typedef struct marked {
    const char *cell;
    double value;
    unsigned flags;
} marked;

static void read_marked(const marked *m, const number_rules *rules) {
    number_format f;
    number_value v = {0};
    size_t bad;
    err e = {0};
    if (number_decide(&m->cell, 1, rules, 0, &f, &bad, &e) ||
        number_parse(m->cell, &f, rules, &v, &e))
        fail_msg("%s", e.text);
    if (v.value != m->value || v.flags != m->flags)
        fail_msg("\"%s\" read as %g, flags %u", m->cell, v.value, v.flags);
}

static void test_marks_are_kept_as_flags(void **state) {
    (void)state;
    static const marked rows[] = {
        {"2,5*", 2.5, VALUE_FOOTNOTE},
        {"2,5 **", 2.5, VALUE_FOOTNOTE},
        {"2,5" NBSP "***", 2.5, VALUE_FOOTNOTE},
        {"2,5 1)", 2.5, VALUE_FOOTNOTE},
        {"1 234 12)", 1234, VALUE_FOOTNOTE},
        {"2,5 a)", 2.5, VALUE_FOOTNOTE},
        {"2,5\u00b9", 2.5, VALUE_FOOTNOTE},
        {"2,5\u00b9\u207e", 2.5, VALUE_FOOTNOTE},
        {"12 %\u2020", 12, VALUE_FOOTNOTE},
        {"[2,5]", 2.5, VALUE_BRACKETED},
        {"[ -2,5 ]", -2.5, VALUE_BRACKETED},
        {"[2,5] 1)", 2.5, VALUE_BRACKETED | VALUE_FOOTNOTE},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) read_marked(&rows[i], &plain);
}

static void test_marks_that_are_none(void **state) {
    (void)state;
    static const char *const cells[] = {"*",       "1)",    "2,51)",  "2,5 123)", "2,5****", "(2,5",
                                        "2,5)",    "[2,5)", "[]",     "()",       "(abc)",   "[*]",
                                        "2,5 ab)", "((5))", "\u00b9", "(5 1)",    "- 1)x"};
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        number_format f;
        size_t bad;
        err e = {0};
        if (number_decide(&cells[i], 1, &plain, 0, &f, &bad, &e) != ERR_FORMAT)
            fail_msg("\"%s\" was taken", cells[i]);
        assert_non_null(strstr(e.text, "neither a number"));
    }
}

static void test_round_brackets_must_be_explained(void **state) {
    (void)state;
    static const char *const cells[] = {"1,5", "( 2,5 )"};
    number_format f = {',', 0};
    number_value v;
    size_t bad;
    err e = {0};
    assert_int_equal(number_decide(cells, 2, &plain, 0, &f, &bad, &e), ERR_FORMAT);
    assert_int_equal(bad, 1);
    assert_non_null(strstr(e.text, "`brackets: negative` or `brackets: uncertain`"));
    assert_int_equal(number_parse("(2,5)", &f, &plain, &v, NULL), ERR_FORMAT);
    const number_rules uncertain = {.brackets = BRACKETS_UNCERTAIN};
    const number_rules negative = {.brackets = BRACKETS_NEGATIVE};
    static const marked as_uncertain[] = {{"(2,5)", 2.5, VALUE_BRACKETED},
                                          {"(-2,5)", -2.5, VALUE_BRACKETED},
                                          {"(2,5)*", 2.5, VALUE_BRACKETED | VALUE_FOOTNOTE},
                                          {"[2,5]", 2.5, VALUE_BRACKETED}};
    static const marked as_negative[] = {{"(2,5)", -2.5, 0},
                                         {"(1 234 %)", -1234, 0},
                                         {"(2,5) 1)", -2.5, VALUE_FOOTNOTE},
                                         {"[2,5]", 2.5, VALUE_BRACKETED}};
    for (size_t i = 0; i < 4; i++) {
        read_marked(&as_uncertain[i], &uncertain);
        read_marked(&as_negative[i], &negative);
    }
    const char *minus = "(-2,5)"; /* negative twice */
    assert_int_equal(number_decide(&minus, 1, &negative, 0, &f, &bad, NULL), ERR_FORMAT);
}

static void test_every_state_has_its_symbols(void **state) {
    (void)state;
    const number_rules rules = {.zero = (const char *const[]){"-", NULL},
                                .suppressed = (const char *const[]){"x", "*", NULL},
                                .cannot_occur = (const char *const[]){".", NULL},
                                .rounded_zero = (const char *const[]){"0.0", "-", NULL}};
    static const struct {
        const char *cell;
        value_state state;
        unsigned flags;
    } rows[] = {
        {"..", VALUE_MISSING, 0},
        {"", VALUE_MISSING, 0},
        {" . ", VALUE_CANNOT_OCCUR, 0},
        {"X", VALUE_SUPPRESSED, 0},
        {"*", VALUE_SUPPRESSED, 0},
        {"0.0", VALUE_ROUNDED_ZERO, 0},
        {"-", VALUE_PRESENT, 0}, /* zero wins */
        {"NA", VALUE_MISSING, 0},
        {".. 1)", VALUE_MISSING, VALUE_FOOTNOTE},
        {"x**", VALUE_SUPPRESSED, VALUE_FOOTNOTE},
    };
    const number_format f = {'.', 0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        number_value v;
        assert_int_equal(number_parse(rows[i].cell, &f, &rules, &v, NULL), ERR_OK);
        if (v.state != rows[i].state || v.flags != rows[i].flags)
            fail_msg("\"%s\" is state %d", rows[i].cell, (int)v.state);
        assert_int_equal(isnan(v.value) != 0, v.state != VALUE_PRESENT);
        if (!v.flags) assert_int_equal(number_symbol_state(rows[i].cell, &rules), rows[i].state);
    }
    assert_int_equal(number_symbol_state("12", &rules), VALUE_PRESENT);
}

static void test_a_format_is_put_into_words(void **state) {
    (void)state;
    assert_string_equal(number_describe((number_format){0, 0}), "whole numbers");
    assert_string_equal(number_describe((number_format){',', ' '}),
                        "decimal comma, thousands by spaces");
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) { /* whatever is decided has words */
        const char *text = number_describe((number_format){good[i].decimal, good[i].thousand});
        assert_int_equal(strstr(text, "comma") != NULL,
                         good[i].decimal == ',' || good[i].thousand == ',');
        assert_int_equal(strstr(text, "thousands") != NULL, good[i].thousand != 0);
    }
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
        cmocka_unit_test(test_marks_are_kept_as_flags),
        cmocka_unit_test(test_marks_that_are_none),
        cmocka_unit_test(test_round_brackets_must_be_explained),
        cmocka_unit_test(test_every_state_has_its_symbols),
        cmocka_unit_test(test_a_format_is_put_into_words),
        cmocka_unit_test(test_long_cells_are_refused),
        cmocka_unit_test(test_readable_is_more_than_decided),
    };
    return cmocka_run_group_tests_name("number", tests, NULL, NULL);
}
