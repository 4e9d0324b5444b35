/* Truth: Unicode's own tables for single letters, code page tables (CP1252: 0x80 is the euro,
 * 0x81 is nothing; CP850: 0x84 is ä), edits counted by hand. */
#include "aid_cmocka.h"
#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bytes view(const char *s) { return (bytes){(const uint8_t *)s, strlen(s)}; }

static void test_utf8_is_told_from_other_bytes(void **state) {
    (void)state;
    assert_true(text_is_utf8(view("")));
    assert_true(text_is_utf8((bytes){NULL, 0}));
    assert_true(text_is_utf8(view("Älvsjö € \xf0\x9f\x97\xba")));
    assert_true(text_is_utf8((bytes){(const uint8_t *)"a\0b", 3}));
    static const char *const bad[] = {
        "\xe4lv",       "\xc3",
        "a\xc3",        "\x80",         /* lone, cut, lone tail */
        "\xc0\xaf",     "\xe0\x80\xaf", /* overlong '/' */
        "\xed\xa0\x80", "\xf4\x90\x80\x80",
        "\xff", /* surrogate, > U+10FFFF */
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) assert_false(text_is_utf8(view(bad[i])));
}

/* Long runs of ASCII are passed over in words. */
static void test_utf8_at_every_place_of_a_word(void **state) {
    (void)state;
    for (size_t len = 1; len <= 40; len++)
        for (size_t at = 0; at < len; at++) {
            uint8_t text[41];
            memset(text, 'a', sizeof text);
            assert_true(text_is_utf8((bytes){text, len}));
            text[at] = 0xe4;
            assert_false(text_is_utf8((bytes){text, len}));
            text[at] = 0xc3, text[at + 1] = 0xa4;
            assert_int_equal(text_is_utf8((bytes){text, len}), at + 1 < len);
        }
}

static void test_plain_texts_are_their_own_keys(void **state) {
    (void)state;
    static const char *const plain[] = {"a", "0114", "a b", "x-1", "~"};
    static const char *const others[] = {"", " ", " a", "a ", "a\t", "\x7f\xc3\xa4", "ä", "\x01"};
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) assert_true(text_is_plain(plain[i]));
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_false(text_is_plain(others[i]));
}

static void test_code_pages_become_utf8(void **state) {
    (void)state;
    static const struct {
        const char *encoding, *in, *out;
    } rows[] = {
        {"ISO-8859-1", "\xc5rsta \xd6", "Årsta Ö"},
        {"CP1252", "\x80 \xe4", "€ ä"},
        {"CP850", "\x84\x94\x86", "äöå"},
        {"CP437", "\x84\x94\x86", "äöå"},
        {"UTF-8", "Järva", "Järva"},
        {"CP1250", "\xb3", "ł"},
        {"CP1258", "\xe2", "â"}, /* iconv holds it back: a tone mark may follow */
        {"CP1258", "a\xcc", "à"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        buf out = BUF_EMPTY;
        err e = {0};
        assert_int_equal(text_to_utf8(rows[i].encoding, view(rows[i].in), &out, &e), ERR_OK);
        assert_string_equal(buf_text(&out), rows[i].out);
        buf_free(&out);
    }
}

static void test_a_byte_that_does_not_fit_is_named(void **state) {
    (void)state;
    buf out = BUF_EMPTY;
    err e = {0};
    assert_int_equal(text_to_utf8("CP1252", view("abc\x81"), &out, &e), ERR_FORMAT);
    assert_string_equal(e.text, "text is not CP1252: byte 3 (0x81) does not fit");
    assert_int_equal(text_to_utf8("UTF-8", view("ab\xc3"), &out, &e), ERR_FORMAT);
    assert_string_equal(e.text, "text is not UTF-8: byte 2 (0xc3) does not fit");
    assert_int_equal(text_to_utf8("KLINGON-1", view("a"), &out, &e), ERR_UNSUPPORTED);
    assert_string_equal(e.text, "\"KLINGON-1\" is no known text encoding");
    assert_int_equal(text_to_utf8("", view("a"), &out, &e), ERR_UNSUPPORTED);
    buf_free(&out);
}

/* Longer than the converter's chunk of 4,096 bytes, with letters across its ends. */
static void test_long_texts_are_converted_whole(void **state) {
    (void)state;
    enum { N = 20001 };
    char *in = malloc(N + 1);
    assert_non_null(in);
    memset(in, 0xe5, N);
    in[N] = 0;
    buf out = BUF_EMPTY;
    assert_int_equal(text_to_utf8("ISO-8859-1", view(in), &out, NULL), ERR_OK);
    assert_int_equal(out.len, 2 * N);
    for (size_t i = 0; i < N; i++) assert_memory_equal(out.data + 2 * i, "å", 2);
    buf_free(&out);
    free(in);
}

static void test_keys_are_normalized_and_trimmed(void **state) {
    (void)state;
    static const char *const rows[][2] = {
        {"0114", "0114"},
        {" \t0114\r\n", "0114"},
        {"\u00a0\u2009A  b\u202f\u3000", "A  b"}, /* inner blanks stay */
        {"\ufeffkey", "key"},                     /* a byte order mark */
        {"A\u030a", "Å"},                         /* composed */
        {"\u212b", "Å"},                          /* the angstrom sign is Å in NFC */
        {"ÅRSTA", "ÅRSTA"},                       /* case stays */
        {"", ""},
        {" \u00a0 ", ""},
        {"\u00bd", "\u00bd"}, /* NFC, not NFKC: a half stays */
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *key = NULL;
        err e = {0};
        assert_int_equal(text_key(rows[i][0], &key, &e), ERR_OK);
        assert_string_equal(key, rows[i][1]);
        free(key);
    }
    char *key = NULL;
    err e = {0};
    assert_int_equal(text_key("\xe5", &key, &e), ERR_FORMAT);
    assert_null(key);
}

static void test_slugs(void **state) {
    (void)state;
    static const char *const rows[][2] = {
        {"Utländsk bakgrund, %", "utlandsk_bakgrund"},
        {"Hägersten-Älvsjö", "hagersten-alvsjo"},
        {"  (POP 2024)  ", "pop_2024"},
        {"Straße", "strasse"},
        {"ﬁ", "fi"},
        {"…", ""}, /* dots fold to dots, which no id has */
        {"%", ""},
        {"", ""},
        {"a__b", "a_b"},
    };
    char out[TEXT_ID_MAX + 1];
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        text_slug(rows[i][0], out);
        assert_string_equal(out, rows[i][1]);
    }
    char lengthy[300];
    for (size_t n = 60; n < 70; n++) { /* cut at 64, never ending in '_' */
        memset(lengthy, 'x', n);
        snprintf(lengthy + n, sizeof lengthy - n, " yz");
        text_slug(lengthy, out);
        assert_true(strlen(out) <= TEXT_ID_MAX);
        assert_true(out[strlen(out) - 1] != '_');
        assert_true(text_is_id(out));
    }
    text_slug("\xff\xfe", out); /* not UTF-8: nothing is left */
    assert_string_equal(out, "");
}

static void test_ids(void **state) {
    (void)state;
    char id[TEXT_ID_MAX + 2];
    memset(id, 'a', sizeof id);
    id[TEXT_ID_MAX + 1] = 0;
    assert_false(text_is_id(id));
    id[TEXT_ID_MAX] = 0;
    assert_true(text_is_id(id));
    static const char *const good[] = {"a", "0", "_", "-", "population_14", "alla"};
    static const char *const bad[] = {"", "all", "A", "å", "a b", "a/b", "a.b", "a\n"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) assert_true(text_is_id(good[i]));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) assert_false(text_is_id(bad[i]));
}

static void test_distances_by_hand(void **state) {
    (void)state;
    static const struct {
        const char *a, *b;
        unsigned doubled;
    } rows[] = {
        {"", "", 0},
        {"abc", "abc", 0},
        {"abc", "", 6},
        {"abc", "abd", 2},
        {"abc", "ab", 2},
        {"kitten", "sitting", 6},
        {"Järva", "järva", 1},
        {"Järva", "Jarva", 1},
        {"Älvsjö", "alvsjo", 2},
        {"ab", "ba", 4},
        {"Skärholmen", "SKÄRHOLMEN", 9},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(text_distance(rows[i].a, rows[i].b), rows[i].doubled);
        assert_int_equal(text_distance(rows[i].b, rows[i].a), rows[i].doubled);
    }
    char lengthy[200];
    memset(lengthy, 'x', 199);
    lengthy[199] = 0;
    assert_int_equal(text_distance(lengthy, ""), 2 * 64); /* cut at 64 letters */
    assert_int_equal(text_distance("\xff\xff", "\xff\xff"), 0);
}

static void test_trim_in_place(void **state) {
    (void)state;
    char a[] = " \t a b\r\n", b[] = "\v\f ", c[] = "";
    assert_string_equal(text_trim(a), "a b");
    assert_string_equal(text_trim(b), "");
    assert_string_equal(text_trim(c), "");
}

static void test_strict_numbers(void **state) {
    (void)state;
    double v = 7;
    assert_true(text_to_double("-1.5e3", &v) && v == -1500);
    assert_true(text_to_double("+.5", &v) && v == 0.5);
    assert_true(text_to_double("5.", &v) && v == 5);
    v = 7;
    static const char *const bad[] = {"",   " 1", "1 ",    "0x10", "inf",   "nan", "1,5",
                                      "1e", "e1", "1e999", "--1",  "1.2.3", "+",   "."};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_false(text_to_double(bad[i], &v));
        assert_true(v == 7);
    }
    unsigned long n = 7;
    assert_true(text_to_uint("0", 0, &n) && n == 0);
    assert_true(text_to_uint("0042", 42, &n) && n == 42);
    n = 7;
    static const char *const no[] = {"", "43", "-1", "+1", "1.0", " 1", "99999999999999999999999"};
    for (size_t i = 0; i < sizeof no / sizeof *no; i++) {
        assert_false(text_to_uint(no[i], 42, &n));
        assert_int_equal(n, 7);
    }
    assert_false(text_to_uint("99999999999999999999999", (unsigned long)-1, &n));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_utf8_is_told_from_other_bytes),
        cmocka_unit_test(test_utf8_at_every_place_of_a_word),
        cmocka_unit_test(test_plain_texts_are_their_own_keys),
        cmocka_unit_test(test_code_pages_become_utf8),
        cmocka_unit_test(test_a_byte_that_does_not_fit_is_named),
        cmocka_unit_test(test_long_texts_are_converted_whole),
        cmocka_unit_test(test_keys_are_normalized_and_trimmed),
        cmocka_unit_test(test_slugs),
        cmocka_unit_test(test_ids),
        cmocka_unit_test(test_distances_by_hand),
        cmocka_unit_test(test_trim_in_place),
        cmocka_unit_test(test_strict_numbers),
    };
    return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
