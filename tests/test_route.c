/* route: patterns against paths, and what a request comes to without any socket.  The
 * expected variables are worked out by hand from the grammar in route.h. */
#include "serve/route.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static err_code never(void *service, const http_request *q, http_reply *r, err *e) {
    (void)service, (void)q, (void)r;
    return err_set(e, ERR_IO, "not to be called");
}

static void parse(http_request *q, const char *target) {
    http_reply r = {0};
    assert_int_equal(http_request_parse(q, target, &r, NULL), ERR_OK);
}

/* `vars` is "name=value,name=value", or NULL where the path must not match. */
static void check_match(const char *pattern, const char *path, const char *vars) {
    route row = {ROUTE_READ, pattern, NULL, "test", 0, ROUTE_KEPT_BY_VERSION, never, NULL};
    http_request q;
    char got[256] = "";
    size_t n = 0;
    assert_true(route_is_valid(&row));
    parse(&q, path);
    bool matches = route_match(&row, &q);
    if (matches != (vars != NULL)) fail_msg("%s %s: matches is %d", pattern, path, matches);
    for (size_t i = 0; matches && i < q.vars; i++)
        n += (size_t)snprintf(got + n, sizeof got - n, "%s%.*s=%s", i ? "," : "",
                              (int)q.var[i].name_len, q.var[i].name, q.var[i].value);
    if (matches && strcmp(got, vars)) fail_msg("%s %s: %s", pattern, path, got);
    http_request_free(&q);
}

static void test_patterns(void **state) {
    static const char *const cases[][3] = {
        {"/", "/", ""},
        {"/", "/a", NULL},
        {"/", "//", NULL},
        {"/a", "/a", ""},
        {"/a", "/", NULL},
        {"/a", "/a/", NULL},
        {"/a", "/ab", NULL},
        {"/a", "/b", NULL},
        {"/a", "/A", NULL},
        {"/a/{x}", "/a/b", "x=b"},
        {"/a/{x}", "/a/b%20c", "x=b c"},
        {"/a/{x}", "/a/", NULL},
        {"/a/{x}", "/a", NULL},
        {"/a/{x}", "/a/b/c", NULL},
        {"/t/{a}/{i}/{z}/{x}/{y}", "/t/s/pop/3/4/5@2x.png", "a=s,i=pop,z=3,x=4,y=5@2x.png"},
        {"/t/{a}/{i}/{z}/{x}/{y}.png", "/t/s/pop/3/4/5.png", "a=s,i=pop,z=3,x=4,y=5"},
        {"/t/{a}/{i}/{z}/{x}/{y}.png", "/t/s/pop/3/4/5.jpg", NULL},
        {"/t/{a}/{i}/{z}/{x}/{y}.png", "/t/s/pop//4/5.png", NULL},
        {"/t/{a}/{i}.json", "/t/a/b.json", "a=a,i=b"},
        {"/t/{a}/{i}.json", "/t/a/.json", NULL},
        {"/t/{a}/{i}.json", "/t/a/b.json.json", "a=a,i=b.json"},
        {"/t/{a}/{i}.json", "/t/a/bjson", NULL},
        {"/l/{i}.{format}", "/l/pop.svg", "i=pop,format=svg"},
        {"/l/{i}.{format}", "/l/a.b.svg", "i=a.b,format=svg"},
        {"/l/{i}.{format}", "/l/pop.", NULL},
        {"/l/{i}.{format}", "/l/.svg", NULL},
        {"/l/{i}.{format}", "/l/pop", NULL},
        {"/l/{i}.{format}", "/l/a..", "i=a,format=."},
        {"/l/{i}@2x.{f}", "/l/7@2x.png", "i=7,f=png"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check_match(cases[i][0], cases[i][1], cases[i][2]);
}

static void test_bad_patterns_are_found(void **state) {
    static const char *const bad[] = {
        "",    "a",       "/a/",          "//",        "/a{x}",  "/{x",         "/x}",
        "/{}", "/{x}{y}", "/{x}.{y}.{z}", "/{x}.{y}z", "/{x-y}", "/{x}/{}.{a}",
    };
    route good = {ROUTE_READ, "/a/{b}.{c}", NULL, "t", 0, ROUTE_KEPT_BY_VERSION, never, NULL},
          row = good;
    (void)state;
    assert_true(route_is_valid(&good));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        row.pattern = bad[i];
        if (route_is_valid(&row)) fail_msg("%s passes", bad[i]);
    }
    row = good, row.title = "";
    assert_false(route_is_valid(&row));
    row = good, row.quick = NULL;
    assert_false(route_is_valid(&row));
    row = good, row.methods = ROUTE_METHOD(HTTP_OTHER);
    assert_false(route_is_valid(&row));
    row = good, row.pattern = "/{a}/{b}/{c}/{d}/{e}/{f}/{g}/{h}/{i}"; /* one over HTTP_VARS_MAX */
    assert_false(route_is_valid(&row));
}

/* ---- requests ---- */

static err_code say(void *service, const http_request *q, http_reply *r, err *e) {
    buf b = BUF_EMPTY;
    (void)service;
    buf_adds(&b, http_request_var(q, "x"));
    http_reply_etag(r, "tag");
    return http_reply_buf(r, "text/plain", &b, e);
}

static err_code defer(void *service, const http_request *q, http_reply *r, err *e) {
    (void)service, (void)q, (void)e;
    return http_reply_defer(r);
}

static const route rows[] = {
    {ROUTE_READ, "/quick/{x}", NULL, "t", 0, ROUTE_KEPT_BY_VERSION, say, NULL},
    {ROUTE_READ, "/quick/{x}", NULL, "hidden by the row before", 0, ROUTE_KEPT_BY_VERSION, never,
     NULL},
    {ROUTE_READ, "/work/{x}", NULL, "t", 0, ROUTE_KEPT_BY_VERSION, NULL, say},
    {ROUTE_READ, "/both/{x}", NULL, "t", 0, ROUTE_KEPT_BY_VERSION, defer, say},
    {ROUTE_READ, "/page/{x}", NULL, "t", ROUTE_LENIENT, ROUTE_KEPT_BY_VERSION, say, NULL},
    {ROUTE_METHOD(HTTP_GET), "/get", NULL, "t", 0, ROUTE_KEPT_BY_VERSION, never, NULL},
};
static const route_table table = {rows, sizeof rows / sizeof *rows, NULL};

/* Runs a request to its end; the caller frees both. */
static bool run(http_method method, const char *target, const char *if_none_match, http_request *q,
                http_reply *r) {
    const route *row = NULL;
    err e = {0};
    *r = (http_reply){0};
    parse(q, target);
    q->method = method;
    q->field[HTTP_IF_NONE_MATCH] = if_none_match;
    bool worked = route_begin(&table, q, r, &row, &e);
    if (worked) route_work(&table, row, q, r, &e);
    route_finish(row, q, r);
    return worked;
}

static void test_statuses(void **state) {
    static const struct {
        http_method method;
        const char *target, *if_none_match;
        int status;
        bool worked;
    } cases[] = {
        {HTTP_GET, "/quick/a", NULL, 200, false},
        {HTTP_HEAD, "/quick/a", NULL, 200, false},
        {HTTP_GET, "/work/a", NULL, 200, true},
        {HTTP_GET, "/both/a", NULL, 200, true},
        {HTTP_GET, "/quick/a", "\"tag\"", 304, false},
        {HTTP_GET, "/work/a", "\"x\", W/\"tag\"", 304, true},
        {HTTP_GET, "/quick/a", "\"other\"", 200, false},
        {HTTP_GET, "/none", "*", 404, false},
        {HTTP_GET, "/quick/a/", NULL, 404, false},
        {HTTP_OTHER, "/quick/a", NULL, 405, false},
        {HTTP_HEAD, "/get", NULL, 405, false},
        {HTTP_OTHER, "/none", NULL, 404, false},
        {HTTP_OPTIONS, "/quick/a", NULL, 204, false},
        {HTTP_OPTIONS, "*", NULL, 204, false},
        {HTTP_OPTIONS, "/none", NULL, 404, false},
        {HTTP_GET, "/get", NULL, 500, false},
        {HTTP_GET, "/quick/a?n=1&n=2", NULL, 400, false},
        {HTTP_GET, "/work/a?n=1&n=2", NULL, 400, false},
        {HTTP_GET, "/page/a?n=1&n=2", NULL, 200, false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        http_request q;
        http_reply r;
        bool worked = run(cases[i].method, cases[i].target, cases[i].if_none_match, &q, &r);
        if (r.status != cases[i].status) fail_msg("case %zu: %d", i, r.status);
        assert_int_equal(worked, cases[i].worked);
        assert_int_equal(r.status == 304 || r.status == 204, r.body.len == 0);
        http_request_free(&q);
        http_reply_free(&r);
    }
}

static void check_allow(http_method method, const char *target, const char *allow) {
    http_request q;
    http_reply r;
    run(method, target, NULL, &q, &r);
    const char *got = NULL;
    for (size_t i = 0; i < r.headers; i++)
        if (!strcmp(r.header[i].name, "Allow")) got = r.header[i].value;
    assert_non_null(got);
    assert_string_equal(got, allow);
    http_request_free(&q);
    http_reply_free(&r);
}

static void test_allow(void **state) {
    (void)state;
    check_allow(HTTP_OTHER, "/quick/a", "GET, HEAD, OPTIONS");
    check_allow(HTTP_HEAD, "/get", "GET, OPTIONS");
    check_allow(HTTP_OPTIONS, "/get", "GET, OPTIONS");
    check_allow(HTTP_OPTIONS, "*", "GET, HEAD, OPTIONS");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_patterns),
        cmocka_unit_test(test_bad_patterns_are_found),
        cmocka_unit_test(test_statuses),
        cmocka_unit_test(test_allow),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
