#include "carto/wording.h"

#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))
#define NBSP     "\xc2\xa0"
#define MINUS    "\xe2\x88\x92"
#define DASH     "\xe2\x80\x93"

static void is_text(buf *got, const char *want) {
    assert_int_equal(buf_status(got, NULL), ERR_OK);
    assert_string_equal(buf_text(got), want);
    buf_free(got);
}

static void number(double v, int decimals, const char *en, const char *sv) {
    buf b = BUF_EMPTY;
    number_format_text(v, decimals, LANG_EN, &b);
    is_text(&b, en);
    number_format_text(v, decimals, LANG_SV, &b);
    is_text(&b, sv);
}

/* Truth in all number tests: visual.md "Numbers". */
static void numbers_in_both_languages(void **state) {
    (void)state;
    number(0, 0, "0", "0");
    number(13.5, 1, "13.5", "13,5");
    number(1072, 0, "1,072", "1" NBSP "072");
    number(999, 0, "999", "999");
    number(1234567.891, 2, "1,234,567.89", "1" NBSP "234" NBSP "567,89");
    number(-39, 0, MINUS "39", MINUS "39");
    number(-100000.25, 1, MINUS "100,000.3", MINUS "100" NBSP "000,3");
    number(7, 2, "7.00", "7,00");
}

static void zero_has_no_sign(void **state) {
    (void)state;
    number(-0.0, 0, "0", "0");
    number(-0.04, 1, "0.0", "0,0");
    number(-0.4, 0, "0", "0");
}

static void halves_go_away_from_zero(void **state) {
    (void)state;
    number(12.5, 0, "13", "13");
    number(13.5, 0, "14", "14");
    number(-12.5, 0, MINUS "13", MINUS "13");
    number(0.25, 1, "0.3", "0,3");
    number(9.95, 1, "10.0", "10,0");
    number(999.5, 0, "1,000", "1" NBSP "000");
}

static void as_few_decimals_as_needed(void **state) {
    (void)state;
    number(12, -1, "12", "12");
    number(12.5, -1, "12.5", "12,5");
    number(0.1 + 0.2, -1, "0.3", "0,3");
    number(1.0 / 3, -1, "0.333333", "0,333333");
    number(0.000001, -1, "0.000001", "0,000001");
    number(12.5, 99, "12.500000", "12,500000");
}

static void not_a_number_is_a_dash(void **state) {
    (void)state;
    number(NAN, 1, DASH, DASH);
    number(INFINITY, 0, DASH, DASH);
    number(-INFINITY, -1, DASH, DASH);
}

static void the_largest_number_fits(void **state) {
    (void)state;
    buf b = BUF_EMPTY;
    number_format_text(-DBL_MAX, 6, LANG_EN, &b);
    assert_int_equal(buf_status(&b, NULL), ERR_OK);
    /* minus, 309 digits, 102 commas, point, 6 zeros */
    assert_int_equal(b.len, 3 + 309 + 102 + 1 + 6);
    assert_memory_equal(b.data, MINUS "179,769,313,", 15);
    buf_free(&b);
}

static void units_after_the_number(void **state) {
    (void)state;
    const struct {
        const char *unit, *en, *sv;
    } row[] = {{"%", "13.5%", "13,5" NBSP "%"},
               {"% av invånarna", "13.5%", "13,5" NBSP "%"},
               {"kr", "13.5", "13,5"},
               {"", "13.5", "13,5"},
               {NULL, "13.5", "13,5"}};
    for (size_t i = 0; i < COUNT(row); i++) {
        buf b = BUF_EMPTY;
        number_format_value(13.5, 1, row[i].unit, LANG_EN, &b);
        is_text(&b, row[i].en);
        number_format_value(13.5, 1, row[i].unit, LANG_SV, &b);
        is_text(&b, row[i].sv);
        number_format_value(NAN, 1, row[i].unit, LANG_SV, &b);
        is_text(&b, DASH);
    }
}

static void ranges(void **state) {
    (void)state;
    const struct {
        double from, to;
        int decimals;
        const char *en, *sv;
    } row[] = {
        {12.5, 18, 1, "12.5" DASH "18.0", "12,5" DASH "18,0"},
        {12.5, 18, -1, "12.5" DASH "18.0", "12,5" DASH "18,0"},
        {-4, 12, 0, MINUS "4 to 12", MINUS "4 till 12"},
        {-4, -1, 0, MINUS "4 to " MINUS "1", MINUS "4 till " MINUS "1"},
        {38, 38, 0, "38", "38"},
        {38.1, 38.2, 0, "38", "38"},
        {-0.2, 3, 0, "0" DASH "3", "0" DASH "3"},
        {1000, 2000, 0, "1,000" DASH "2,000", "1" NBSP "000" DASH "2" NBSP "000"},
    };
    for (size_t i = 0; i < COUNT(row); i++) {
        buf b = BUF_EMPTY;
        number_format_range(row[i].from, row[i].to, row[i].decimals, LANG_EN, &b);
        is_text(&b, row[i].en);
        number_format_range(row[i].from, row[i].to, row[i].decimals, LANG_SV, &b);
        is_text(&b, row[i].sv);
    }
}

/* As in the picture of signed keys: a plus above zero, none at it, and always "to". */
static void signed_numbers(void **state) {
    (void)state;
    const struct {
        double from, to;
        const char *en, *sv;
    } row[] = {
        {-400, 0, MINUS "400 to 0", MINUS "400 till 0"},
        {0, 400, "0 to +400", "0 till +400"},
        {800, 2232, "+800 to +2,232", "+800 till +2" NBSP "232"},
        {442, 442, "+442", "+442"},
        {-0.2, 0.2, "0", "0"},
    };
    for (size_t i = 0; i < COUNT(row); i++) {
        buf b = BUF_EMPTY;
        number_format_signed_range(row[i].from, row[i].to, 0, LANG_EN, &b);
        is_text(&b, row[i].en);
        number_format_signed_range(row[i].from, row[i].to, 0, LANG_SV, &b);
        is_text(&b, row[i].sv);
    }
    buf b = BUF_EMPTY;
    number_format_signed(442, 0, LANG_EN, &b);
    is_text(&b, "+442");
    number_format_signed(-39.25, 1, LANG_SV, &b);
    is_text(&b, MINUS "39,3");
    number_format_signed(0.04, 1, LANG_SV, &b);
    is_text(&b, "0,0");
}

static void decimals_that_tell_edges_apart(void **state) {
    (void)state;
    assert_int_equal(number_decimals_needed((double[]){1, 2, 3}, 3, 0), 0);
    assert_int_equal(number_decimals_needed((double[]){1, 2, 3}, 3, 1), 1);
    assert_int_equal(number_decimals_needed((double[]){1, 2, 3}, 3, -1), 0);
    assert_int_equal(number_decimals_needed((double[]){1, 1.4, 3}, 3, 0), 1);
    assert_int_equal(number_decimals_needed((double[]){0.111, 0.112}, 2, 0), 3);
    assert_int_equal(number_decimals_needed((double[]){5, 5, 7}, 3, 0), 0); /* nothing to tell */
    assert_int_equal(number_decimals_needed((double[]){1, nextafter(1, 2)}, 2, 0), 6);
    assert_int_equal(number_decimals_needed((double[]){-INFINITY, 1, INFINITY}, 3, 0), 0);
    assert_int_equal(number_decimals_needed(NULL, 0, 2), 2);
}

static void decimals_of_values(void **state) {
    (void)state;
    assert_int_equal(number_decimals_of((double[]){1, NAN, 2}, 3, 2), 0);
    assert_int_equal(number_decimals_of((double[]){1, 2.5, INFINITY}, 3, 2), 1);
    assert_int_equal(number_decimals_of((double[]){0.25, 2.5}, 2, 6), 2);
    assert_int_equal(number_decimals_of((double[]){1.0 / 3}, 1, 2), 2);
    assert_int_equal(number_decimals_of(NULL, 0, 2), 0);
}

/* The highest placeholder of a text, 0 if none; fails if a brace is anything else. */
static int placeholders(const char *text) {
    int highest = 0;
    for (const char *p = text; (p = strpbrk(p, "{}")); p += 3) {
        assert_true(p[0] == '{' && p[1] >= '1' && p[1] <= '3' && p[2] == '}');
        if (p[1] - '0' > highest) highest = p[1] - '0';
    }
    return highest;
}

static void every_text_is_in_every_language(void **state) {
    (void)state;
    for (int w = 0; w < WORD__COUNT; w++)
        for (int l = 0; l < LANG_COUNT; l++) {
            const char *text = wording_get((wording)w, (lang)l);
            assert_non_null(text);
            assert_true(*text);
            assert_int_equal(placeholders(text), placeholders(wording_get((wording)w, LANG_EN)));
        }
}

static void texts_are_filled(void **state) {
    (void)state;
    buf b = BUF_EMPTY;
    wording_fill(WORD_NO_DATA_OF, LANG_SV, (const char *const[]){"43", "117"}, 2, &b);
    is_text(&b, "Uppgift saknas: 43 av 117");
    wording_fill(WORD_WHOLE_VALUE, LANG_SV, (const char *const[]){"Hela staden", "13,5"}, 2, &b);
    is_text(&b, "Hela staden 13,5");
    wording_fill(WORD_OVER, LANG_EN, (const char *const[]){"{2}%s"}, 1, &b); /* no second pass */
    is_text(&b, "over {2}%s");
    wording_fill(WORD_NO_DATA, LANG_EN, NULL, 0, &b);
    is_text(&b, "No data");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_in_both_languages),
        cmocka_unit_test(zero_has_no_sign),
        cmocka_unit_test(halves_go_away_from_zero),
        cmocka_unit_test(as_few_decimals_as_needed),
        cmocka_unit_test(not_a_number_is_a_dash),
        cmocka_unit_test(the_largest_number_fits),
        cmocka_unit_test(units_after_the_number),
        cmocka_unit_test(ranges),
        cmocka_unit_test(signed_numbers),
        cmocka_unit_test(decimals_that_tell_edges_apart),
        cmocka_unit_test(decimals_of_values),
        cmocka_unit_test(every_text_is_in_every_language),
        cmocka_unit_test(texts_are_filled),
    };
    return cmocka_run_group_tests_name("wording", tests, NULL, NULL);
}
