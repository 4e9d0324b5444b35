/* Truth: RFC 8259 texts by hand, jansson's own parser, and strtod(). */
#include "aid_cmocka.h"
#include "base/json.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void assert_prints(json_t *v, unsigned indent, const char *wanted) {
    buf out = BUF_EMPTY;
    assert_non_null(v);
    assert_int_equal(json_print(v, indent, &out, NULL), ERR_OK);
    assert_string_equal(buf_text(&out), wanted);
    buf_free(&out);
}

static void test_numbers_are_as_short_as_they_can_be(void **state) {
    (void)state;
    static const struct {
        double v;
        const char *text;
    } rows[] = {
        {0.1, "0.1"},
        {13.5, "13.5"},
        {0, "0"},
        {-0.0, "0"},
        {-3, "-3"},
        {658644, "658644"},
        {1e15, "1000000000000000"}, /* a whole number below 2^53 is written out */
        {1e300, "1e+300"},
        {1.0 / 3, "0.3333333333333333"},
        {0.1 + 0.2, "0.30000000000000004"}, /* 17 digits are needed */
        {5e-324, "5e-324"},                 /* the smallest double needs one */
        {9007199254740993.0, "9007199254740992"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_prints(json_number(rows[i].v), 0, rows[i].text);
    assert_prints(json_number(NAN), 0, "null");
    assert_prints(json_number(INFINITY), 0, "null");
    assert_prints(json_number(-INFINITY), 0, "null");
}

/* xorshift64 (Marsaglia 2003) bits as doubles: every finite one reads back. */
static void test_shortest_reads_back(void **state) {
    (void)state;
    uint64_t x = 88172645463325252u;
    for (int i = 0; i < 20000; i++) {
        x ^= x << 13, x ^= x >> 7, x ^= x << 17;
        double v;
        char text[32];
        memcpy(&v, &x, sizeof v);
        if (!isfinite(v)) continue;
        json_shortest(v, text);
        assert_true(strlen(text) < sizeof text);
        assert_true(strtod(text, NULL) == v);
    }
}

static void test_texts_are_escaped(void **state) {
    (void)state;
    assert_prints(json_text("a\"b\\c\n\t\x01 å"), 0, "\"a\\\"b\\\\c\\n\\t\\u0001 å\"");
    assert_prints(json_text(""), 0, "\"\"");
    assert_prints(json_text(NULL), 0, "null");
    assert_prints(json_text("j\xe4rva"), 0, "\"j?rva\"");
    assert_prints(json_stringn("a\0b", 3), 0, "\"a\\u0000b\"");
}

static void test_members_keep_their_order_and_layout(void **state) {
    (void)state;
    json_t *v = json_pack("{s:[i,f,n],s:b,s:{},s:[],s:[{s:i},[i]]}", "z", 1, 2.5, "a", 1, "o", "l",
                          "deep", "k", 1, 2);
    json_incref(v);
    assert_prints(v, 0,
                  "{\"z\":[1,2.5,null],\"a\":true,\"o\":{},\"l\":[],"
                  "\"deep\":[{\"k\":1},[2]]}");
    assert_prints(v, 2,
                  "{\n  \"z\": [1, 2.5, null],\n  \"a\": true,\n  \"o\": {},\n  \"l\": [],\n"
                  "  \"deep\": [\n    {\n      \"k\": 1\n    },\n    [2]\n  ]\n}\n");
}

static void test_another_parser_reads_the_same(void **state) {
    (void)state;
    json_t *v = json_pack("{s:s, s:[f,f,i], s:{s:n}}", "å\"\\\n", "\u2028\x7f", "n", 0.1, -1e-7, 3,
                          "o", "x");
    for (unsigned indent = 0; indent < 5; indent += 2) {
        buf out = BUF_EMPTY;
        json_incref(v);
        assert_int_equal(json_print(v, indent, &out, NULL), ERR_OK);
        json_t *again = json_loads(buf_text(&out), 0, NULL);
        assert_non_null(again);
        assert_true(json_equal(v, again));
        json_decref(again);
        buf_free(&out);
    }
    json_decref(v);
}

static void test_what_memory_failed_to_make_is_an_error(void **state) {
    (void)state;
    buf out = BUF_EMPTY;
    err e = {0};
    assert_int_equal(json_print(NULL, 0, &out, &e), ERR_NOMEM);
    assert_int_equal(out.len, 0);
    buf_free(&out);
}

static void test_members_one_after_another(void **state) {
    (void)state;
    json_t *o = json_with(json_object(), "b", json_number(1));
    assert_prints(json_with(o, "a", json_text("x")), 0, "{\"b\":1,\"a\":\"x\"}");
    assert_null(json_with(json_object(), "a", NULL));  /* and frees the object */
    assert_null(json_with(NULL, "a", json_number(1))); /* and the member */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbers_are_as_short_as_they_can_be),
        cmocka_unit_test(test_shortest_reads_back),
        cmocka_unit_test(test_texts_are_escaped),
        cmocka_unit_test(test_members_keep_their_order_and_layout),
        cmocka_unit_test(test_members_one_after_another),
        cmocka_unit_test(test_another_parser_reads_the_same),
        cmocka_unit_test(test_what_memory_failed_to_make_is_an_error),
    };
    return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}
