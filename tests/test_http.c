/* http: parsing of targets, If-None-Match, replies and error bodies.  Expected values are
 * worked out by hand from RFC 3986 (escapes) and RFC 9110 (entity tags). */
#include "serve/http.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Parses and prints: "seg|seg?name=value&name=value", or "CODE STATUS". */
static void check_target(const char *target, const char *expected) {
    http_request q;
    http_reply r = {0};
    err e = {0};
    char line[512] = "";
    size_t n = 0;
    err_code rc = http_request_parse(&q, target, &r, &e);
    if (rc) {
        http_reply_fail(&r, rc, &e);
        snprintf(line, sizeof line, "error %d", r.status);
    }
    for (size_t i = 0; !rc && i < q.segments; i++)
        n += (size_t)snprintf(line + n, sizeof line - n, "%s%s", i ? "|" : "", q.segment[i]);
    for (size_t i = 0; !rc && i < q.params; i++)
        n += (size_t)snprintf(line + n, sizeof line - n, "%c%s=%s", i ? '&' : '?', q.param[i].name,
                              q.param[i].value);
    if (strcmp(line, expected)) fail_msg("%s gave %s, not %s", target, line, expected);
    http_request_free(&q);
    http_reply_free(&r);
}

static void test_targets(void **state) {
    static const char *const cases[][2] = {
        {"/", ""},
        {"/a", "a"},
        {"/a/", "a|"},
        {"//", "|"},
        {"/a/b%20c+d", "a|b c+d"},
        {"/%C3%A5%3F%26/x", "\xc3\xa5?&|x"},
        {"/a?x=1&y=b+c%2B&z", "a?x=1&y=b c+&z="},
        {"/a?x=1=2&&y=%2F%26", "a?x=1=2&y=/&"},
        {"/a?", "a"},
        {"/?x", "?x="},
        {"/a?b?c=d", "a?b?c=d"},
        {"http://host:80/a/b?c=d", "a|b?c=d"},
        {"HTTPS://host?c=d", "?c=d"},
        {"http://host", ""},
        {"*", ""},
        {"/a%2Fb", "error 400"},
        {"/a%2fb", "error 400"},
        {"/a%00", "error 400"},
        {"/a%zz", "error 400"},
        {"/a%4", "error 400"},
        {"/a%", "error 400"},
        {"/%FF", "error 400"},
        {"/%C3", "error 400"},
        {"/%C0%AF", "error 400"}, /* '/' in two bytes: not UTF-8 */
        {"/\xff", "error 400"},
        {"/a?x=%00", "error 400"},
        {"/a?x=%1", "error 400"},
        {"/a?%FF=1", "error 400"},
        {"a", "error 400"},
        {"", "error 400"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check_target(cases[i][0], cases[i][1]);
}

static char *repeat(const char *start, const char *piece, size_t n) {
    size_t a = strlen(start), b = strlen(piece);
    char *out = malloc(a + b * n + 1);
    assert_non_null(out);
    memcpy(out, start, a + 1);
    for (size_t i = 0; i < n; i++) memcpy(out + a + b * i, piece, b + 1);
    return out;
}

static err_code parse_repeated(const char *start, const char *piece, size_t n, int *status) {
    http_request q;
    http_reply r = {0};
    char *target = repeat(start, piece, n);
    err_code rc = http_request_parse(&q, target, &r, NULL);
    *status = r.status;
    free(target);
    http_request_free(&q);
    http_reply_free(&r);
    return rc;
}

static void test_limits(void **state) {
    int status;
    (void)state;
    assert_int_equal(parse_repeated("/", "x", HTTP_TARGET_MAX - 1, &status), ERR_OK);
    assert_int_equal(parse_repeated("/", "x", HTTP_TARGET_MAX, &status), ERR_RANGE);
    assert_int_equal(status, 414);
    assert_int_equal(parse_repeated("", "/x", HTTP_SEGMENTS_MAX, &status), ERR_OK);
    assert_int_equal(parse_repeated("", "/x", HTTP_SEGMENTS_MAX + 1, &status), ERR_RANGE);
    assert_int_equal(parse_repeated("/?", "x&", HTTP_PARAMS_MAX, &status), ERR_OK);
    assert_int_equal(parse_repeated("/?", "x&", HTTP_PARAMS_MAX + 1, &status), ERR_RANGE);
    assert_int_equal(parse_repeated("/?", "&", 1000, &status), ERR_OK);
}

static void test_parameters(void **state) {
    static const char *const names[] = {"a", "b", NULL};
    http_request q;
    http_reply r = {0};
    err e = {0};
    (void)state;
    assert_int_equal(http_request_parse(&q, "/?a=1&b=2&A=3&b=4", &r, &e), ERR_OK);
    assert_string_equal(http_request_param(&q, "b"), "2");
    assert_null(http_request_param(&q, "c"));
    assert_string_equal(http_request_param(&q, "A"), "3");
    assert_string_equal(http_request_param_any_case(&q, "B"), "2");
    assert_string_equal(q.repeated, "b");
    assert_int_equal(http_request_only(&q, names, &r, &e), ERR_RANGE);
    assert_string_equal(r.parameter, "A");
    assert_string_equal(r.allowed, "a, b");
    http_request_free(&q);
    http_reply_free(&r);
}

static void test_if_none_match(void **state) {
    static const struct {
        const char *sent;
        bool matches; /* the etag v1-ab */
    } cases[] = {
        {NULL, false},
        {"", false},
        {"*", true},
        {"\"v1-ab\"", true},
        {"W/\"v1-ab\"", true}, /* weak comparison */
        {"\"v1-a\"", false},
        {"\"v1-abc\"", false},
        {"\"V1-AB\"", false},
        {"v1-ab", false}, /* not quoted: no entity tag */
        {"\"x\", \"v1-ab\"", true},
        {"\"x\",W/\"y\" ,\t\"v1-ab\"", true},
        {"\"a,b\", \"v1-ab\"", true}, /* a comma inside a tag */
        {"\"x\", v1-ab", false},
        {"\"v1-ab", false},
        {", , \"v1-ab\"", true},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        http_request q = {.field = {[HTTP_IF_NONE_MATCH] = cases[i].sent}};
        if ((http_request_matches(&q, "v1-ab") != NULL) != cases[i].matches)
            fail_msg("%s: wrong", cases[i].sent ? cases[i].sent : "(none)");
    }
}

static void test_methods(void **state) {
    (void)state;
    assert_int_equal(http_method_of("GET"), HTTP_GET);
    assert_int_equal(http_method_of("HEAD"), HTTP_HEAD);
    assert_int_equal(http_method_of("OPTIONS"), HTTP_OPTIONS);
    assert_int_equal(http_method_of("get"), HTTP_OTHER);
    assert_int_equal(http_method_of("POST"), HTTP_OTHER);
}

static int released;
static void count_release(void *owner) {
    (void)owner;
    released++;
}

static void assert_body(const http_reply *r, const char *expected) {
    assert_int_equal(r->body.len, strlen(expected));
    assert_memory_equal(r->body.data, expected, r->body.len);
}

static void test_body_is_released_once(void **state) {
    static const uint8_t data[] = "abc";
    http_reply r = {0};
    err e = {0};
    (void)state;
    released = 0;
    http_reply_body(&r, "text/plain", (bytes){data, 3}, count_release, NULL);
    http_reply_keep(&r, &r, count_release);
    assert_int_equal(http_reply_header(&r, "X", "y", &e), ERR_OK);
    http_reply_etag(&r, "e");
    http_reply_error(&r, 404, "no"); /* an error drops what a handler had begun */
    assert_int_equal(released, 1);
    assert_int_equal(r.headers, 0);
    assert_string_equal(r.etag, "");
    http_reply_free(&r);
    assert_int_equal(released, 2);
    http_reply_free(&r);
    assert_int_equal(released, 2);
}

static void test_error_bodies(void **state) {
    http_reply r = {0};
    err e = {0};
    (void)state;
    err_code rc = http_fail_parameter(&r, "classes", "2 to 12", "not a number", &e);
    http_reply_fail(&r, rc, &e);
    assert_int_equal(r.status, 400);
    assert_string_equal(r.type, "application/json");
    assert_string_equal(r.cache_control, "no-store");
    assert_body(&r,
                "{\"error\":{\"status\":400,\"code\":\"bad_parameter\",\"parameter\":\"classes\","
                "\"allowed\":\"2 to 12\",\"message\":\"classes: not a number\","
                "\"language\":\"en\"}}");
    http_reply_free(&r);

    http_reply_error(&r, 503, "wait \"a\" bit");
    assert_body(&r,
                "{\"error\":{\"status\":503,\"code\":\"busy\",\"message\":\"wait \\\"a\\\" bit\","
                "\"language\":\"en\"}}");
    assert_int_equal(r.headers, 1);
    assert_string_equal(r.header[0].name, "Retry-After");
    http_reply_free(&r);
}

/* The request's language, where the error has it; else English, and it says so. */
static void test_errors_are_in_the_language_asked_for(void **state) {
    static const struct {
        const char *target;
        bool swedish; /* the error has a Swedish text */
        const char *message, *language;
    } rows[] = {
        {"/x?lang=sv", true, "för mycket", "sv"},
        {"/x?lang=en", true, "too much", "en"},
        {"/x", true, "too much", "en"},
        {"/x?lang=de", true, "too much", "en"},
        {"/x?a=1&lang=sv", false, "too much", "en"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        http_request q = {0};
        http_reply r = {0};
        err e = {0};
        char body[200];
        assert_int_equal(http_request_parse(&q, rows[i].target, &r, &e), ERR_OK);
        http_reply_language(&r, &q);
        err_set(&e, ERR_RANGE, "too much");
        if (rows[i].swedish) err_sv(&e, ERR_RANGE, "för mycket");
        http_reply_fail(&r, ERR_RANGE, &e);
        snprintf(body, sizeof body,
                 "{\"error\":{\"status\":400,\"code\":\"bad_request\",\"message\":\"%s\","
                 "\"language\":\"%s\"}}",
                 rows[i].message, rows[i].language);
        assert_body(&r, body);
        http_reply_free(&r);
        http_request_free(&q);
    }
}

static void test_errors_become_statuses(void **state) {
    static const struct {
        err_code rc;
        int asked, status;
    } cases[] = {
        {ERR_FORMAT, 0, 400},   {ERR_RANGE, 0, 400},       {ERR_USAGE, 0, 400},
        {ERR_NOTFOUND, 0, 404}, {ERR_BUSY, 0, 503},        {ERR_IO, 0, 500},
        {ERR_NOMEM, 0, 500},    {ERR_UNSUPPORTED, 0, 500}, {ERR_RANGE, 413, 413},
        {ERR_RANGE, 200, 400},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        http_reply r = {.status = cases[i].asked};
        err e = {0};
        err_set(&e, cases[i].rc, "SECRET");
        http_reply_fail(&r, cases[i].rc, &e);
        assert_int_equal(r.status, cases[i].status);
        bool told = strstr((const char *)r.body.data, "SECRET") != NULL;
        assert_int_equal(told, cases[i].status != 500); /* an internal error's text stays here */
        http_reply_free(&r);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_targets),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_parameters),
        cmocka_unit_test(test_if_none_match),
        cmocka_unit_test(test_methods),
        cmocka_unit_test(test_body_is_released_once),
        cmocka_unit_test(test_error_bodies),
        cmocka_unit_test(test_errors_are_in_the_language_asked_for),
        cmocka_unit_test(test_errors_become_statuses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
