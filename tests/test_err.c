/* Truth: texts written out by hand; strerror() for the operating system's. */
#include "aid_cmocka.h"
#include "base/err.h"
#include "base/text.h"

#include <errno.h>
#include <string.h>

static void test_set_and_wrap_put_the_context_in_front(void **state) {
    (void)state;
    err e = {0};
    assert_int_equal(err_set(&e, ERR_FORMAT, "ring of %d points is not closed", 3), ERR_FORMAT);
    assert_int_equal(e.code, ERR_FORMAT);
    assert_int_equal(err_wrap(&e, ERR_FORMAT, "record %d", 12), ERR_FORMAT);
    assert_int_equal(err_wrap(&e, ERR_FORMAT, "%s", "a.shp"), ERR_FORMAT);
    assert_string_equal(e.text, "a.shp: record 12: ring of 3 points is not closed");
    err_clear(&e);
    assert_int_equal(e.code, ERR_OK);
    assert_string_equal(e.text, "");
}

static void test_without_a_place_for_the_text_the_code_stays(void **state) {
    (void)state;
    errno = EACCES;
    assert_int_equal(err_set(NULL, ERR_RANGE, "x"), ERR_RANGE);
    assert_int_equal(err_wrap(NULL, ERR_RANGE, "x"), ERR_RANGE);
    assert_int_equal(err_nomem(NULL), ERR_NOMEM);
    assert_int_equal(err_set_errno(NULL, "x"), ERR_IO);
    err_clear(NULL);
}

static void test_errno_becomes_code_and_text(void **state) {
    (void)state;
    static const struct {
        int number;
        err_code code;
    } rows[] = {{ENOENT, ERR_NOTFOUND}, {ENOMEM, ERR_NOMEM}, {EACCES, ERR_IO}, {ENOSPC, ERR_IO}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        err e = {0};
        errno = rows[i].number;
        assert_int_equal(err_set_errno(&e, "%s: cannot open", "f"), rows[i].code);
        assert_int_equal(e.code, rows[i].code);
        assert_memory_equal(e.text, "f: cannot open: ", 16);
        assert_string_equal(e.text + 16, strerror(rows[i].number));
    }
}

static const char *in(const err *e, lang asked, lang *got) {
    *got = asked;
    return err_text(e, got);
}

static void test_a_fault_is_told_in_two_languages(void **state) {
    (void)state;
    lang got;
    err e = {0};
    assert_int_equal(err_tell(&e, ERR_RANGE, "%s: %d is too much", "%s: %d är för mycket", "x", 7),
                     ERR_RANGE);
    assert_int_equal(e.code, ERR_RANGE);
    assert_int_equal(err_wrap(&e, ERR_RANGE, "%s", "bivariate"), ERR_RANGE);
    assert_string_equal(in(&e, LANG_EN, &got), "bivariate: x: 7 is too much");
    assert_int_equal(got, LANG_EN);
    assert_string_equal(in(&e, LANG_SV, &got), "bivariate: x: 7 är för mycket");
    assert_int_equal(got, LANG_SV);
    err_set(&e, ERR_IO, "cannot be read"); /* another fault, which has no Swedish text */
    err_wrap(&e, ERR_IO, "a.csv");
    assert_string_equal(in(&e, LANG_SV, &got), "a.csv: cannot be read");
    assert_int_equal(got, LANG_EN);
    assert_int_equal(err_sv(&e, ERR_IO, "a.csv kan inte\n%s", "läsas"), ERR_IO);
    assert_string_equal(in(&e, LANG_SV, &got), "a.csv kan inte läsas");
    assert_string_equal(e.text, "a.csv: cannot be read");
    assert_int_equal(err_tell(NULL, ERR_RANGE, "%d", "%d", 1), ERR_RANGE);
    assert_int_equal(err_sv(NULL, ERR_RANGE, "%d", 1), ERR_RANGE);
}

/* 254 letters of two bytes and the three points: 511 bytes of 512. */
static void test_a_long_text_is_cut_in_both_languages(void **state) {
    (void)state;
    char name[700];
    err e = {0};
    for (size_t i = 0; i < 600; i += 2) memcpy(name + i, "å", 3);
    err_tell(&e, ERR_RANGE, "%s", "%s", name);
    assert_int_equal(strlen(e.text_sv), 511);
    assert_string_equal(e.text_sv, e.text);
    assert_string_equal(e.text_sv + 508, "...");
}

static void test_a_text_is_one_line(void **state) {
    (void)state;
    err e = {0};
    err_set(&e, ERR_FORMAT, "a\nb\tc\x1b[31m\x7f");
    assert_string_equal(e.text, "a b c [31m ");
    err_wrap(&e, ERR_FORMAT, "x\r\ny");
    assert_string_equal(e.text, "x  y: a b c [31m ");
}

static void test_a_text_is_utf8_whatever_goes_in(void **state) {
    (void)state;
    err e = {0};
    err_set(&e, ERR_FORMAT, "j\xe4rva.shp"); /* a file's name in Latin-1 */
    assert_string_equal(e.text, "j?rva.shp");
    err_set(&e, ERR_FORMAT, "\"%.2s\"",
            "å"
            "ä"); /* a precision that cuts no letter */
    assert_string_equal(e.text, "\"å\"");
    err_set(&e, ERR_FORMAT, "\"%.3s\"",
            "å"
            "ä"); /* one that does */
    assert_string_equal(e.text, "\"å?\"");
}

/* Every length around the limit: cut at whole letters, by "...". */
static void test_a_long_text_is_cut_at_a_letter(void **state) {
    (void)state;
    char text[1200];
    for (size_t letters = 240; letters < 270; letters++)
        for (int odd = 0; odd < 2; odd++) {
            size_t len = 0;
            if (odd) text[len++] = 'x';
            for (size_t i = 0; i < letters; i++, len += 2) memcpy(text + len, "ö", 2);
            text[len] = 0;
            err e = {0};
            err_set(&e, ERR_FORMAT, "%s", text);
            size_t got = strlen(e.text);
            assert_true(text_is_utf8((bytes){(const uint8_t *)e.text, got}));
            if (len < sizeof e.text) {
                assert_string_equal(e.text, text);
                continue;
            }
            assert_in_range(got, sizeof e.text - 3, sizeof e.text - 1);
            assert_string_equal(e.text + got - 3, "...");
            assert_memory_equal(e.text, text, got - 3);
        }
}

static void test_wrapping_a_full_text_keeps_its_beginning(void **state) {
    (void)state;
    char text[600];
    err e = {0};
    memset(text, 'y', 599);
    text[599] = 0;
    err_set(&e, ERR_FORMAT, "%s", text);
    err_wrap(&e, ERR_FORMAT, "file");
    assert_memory_equal(e.text, "file: yyy", 9);
    assert_int_equal(strlen(e.text), sizeof e.text - 1);
    assert_string_equal(e.text + sizeof e.text - 4, "...");
    err_wrap(&e, ERR_FORMAT, "%s", text); /* the context alone is too long */
    assert_int_equal(strlen(e.text), sizeof e.text - 1);
}

static void test_every_code_has_a_name(void **state) {
    (void)state;
    for (int i = 0; i < ERR__COUNT; i++) {
        assert_true(*err_name((err_code)i));
        for (int j = 0; j < i; j++)
            assert_string_not_equal(err_name((err_code)i), err_name((err_code)j));
    }
    assert_string_equal(err_name(ERR_NOMEM), "out of memory");
    assert_string_equal(err_name((err_code)99), "unknown error");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_set_and_wrap_put_the_context_in_front),
        cmocka_unit_test(test_without_a_place_for_the_text_the_code_stays),
        cmocka_unit_test(test_errno_becomes_code_and_text),
        cmocka_unit_test(test_a_fault_is_told_in_two_languages),
        cmocka_unit_test(test_a_long_text_is_cut_in_both_languages),
        cmocka_unit_test(test_a_text_is_one_line),
        cmocka_unit_test(test_a_text_is_utf8_whatever_goes_in),
        cmocka_unit_test(test_a_long_text_is_cut_at_a_letter),
        cmocka_unit_test(test_wrapping_a_full_text_keeps_its_beginning),
        cmocka_unit_test(test_every_code_has_a_name),
    };
    return cmocka_run_group_tests_name("err", tests, NULL, NULL);
}
