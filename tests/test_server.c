/* server: its answers, over real sockets on ports that the system chooses.  What is expected
 * follows from RFC 9110 and 9112 and from the handlers of aid_server, not from the code. */
#include "aid_server.h"
#include "base/log.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

/* ---- answers ---- */

static void test_quick_and_work(void **state) {
    aid_server f;
    char address[64];
    (void)state;
    aid_server_start(&f, (server_options){0});
    aid_server_check(f.port, "GET", "/quick/a%20b", NULL, 200, "hello a b");
    aid_server_check(f.port, "GET", "/work/%C3%A5", NULL, 200, "hello \xc3\xa5");
    aid_server_check(f.port, "GET", "/fill/0.bin", NULL, 200, "");
    snprintf(address, sizeof address, "http://127.0.0.1:%d/", f.port);
    assert_string_equal(server_address(f.server), address);
    aid_server_stop(&f);
}

static void test_refusals(void **state) {
    aid_server f;
    (void)state;
    aid_server_start(&f, (server_options){0});
    aid_server_check(f.port, "GET", "/none", NULL, 404, "\"code\":\"not_found\"");
    aid_server_check(f.port, "GET", "/quick/a/", NULL, 404, "not_found");
    aid_server_check(f.port, "DELETE", "/quick/a", NULL, 405, "method_not_allowed");
    aid_server_check(f.port, "GET", "/quick/%zz", NULL, 400, "bad_request");
    aid_server_check(f.port, "GET", "/quick/%00", NULL, 400, "bad_request");
    aid_server_check(f.port, "GET", "/quick/%FF", NULL, 400, "UTF-8");
    aid_server_check(f.port, "GET", "/quick/a%2Fb", NULL, 400, "%2F");
    aid_server_check(f.port, "GET", "/quick/a?x=%", NULL, 400, "query");
    aid_server_check(f.port, "GET", "/quick/a?x=1&x=2", NULL, 400, "\"parameter\":\"x\"");
    aid_server_check(f.port, "GET", "/page/a?x=1&x=2", NULL, 200, "hello a");
    aid_server_check(f.port, "GET", "/fill/x.bin", NULL, 400, "\"allowed\":\"0 to 67108864\"");
    aid_server_check(f.port, "GET", "/fail/quick", NULL, 500, "\"status\":500");
    aid_server_check(f.port, "GET", "/fail/work", NULL, 500, "internal");
    aid_http_reply r;
    assert_true(aid_http_get(f.port, "/fail/work", &r));
    assert_null(strstr(aid_http_body(&r), "SECRET"));
    aid_server_assert_field(&r, "Cache-Control", "no-store");
    aid_http_reply_free(&r);
    assert_true(aid_http_request(f.port, "PUT", "/draw", NULL, &r));
    aid_server_assert_field(&r, "Allow", "GET, HEAD, OPTIONS");
    aid_http_reply_free(&r);
    aid_server_stop(&f);
}

static void check_repeated(int port, const char *start_text, const char *piece, size_t n,
                           int status, const char *part_of_body) {
    buf target = BUF_EMPTY;
    buf_adds(&target, start_text);
    for (size_t i = 0; i < n; i++) buf_adds(&target, piece);
    aid_server_check(port, "GET", buf_text(&target), NULL, status, part_of_body);
    buf_free(&target);
}

static void test_long_urls(void **state) {
    aid_server f;
    aid_http_reply r;
    buf b = BUF_EMPTY;
    (void)state;
    aid_server_start(&f, (server_options){0});
    check_repeated(f.port, "/quick/", "a", 8000, 200, "hello aaa");
    check_repeated(f.port, "/quick/", "a", 8192, 414, "url_too_long");
    check_repeated(f.port, "/quick/", "a", 20000, 414, "url_too_long");
    check_repeated(f.port, "/quick/a?", "x&", 4000, 400, "64 parameters");
    for (int i = 0; i < 100000; i++) buf_adds(&b, "/");
    /* beyond what libmicrohttpd reads: it answers by itself */
    assert_true(aid_http_get(f.port, buf_text(&b), &r));
    assert_int_equal(r.status, 414);
    aid_http_reply_free(&r);
    buf_reset(&b);
    for (int i = 0; i < 1000; i++) buf_adds(&b, "X: y\r\n");
    assert_true(aid_http_request(f.port, "GET", "/quick/a", buf_text(&b), &r));
    assert_int_equal(r.status, 431);
    aid_http_reply_free(&r);
    aid_server_check(f.port, "GET", "/quick/a", NULL, 200, "hello a");
    buf_free(&b);
    aid_server_stop(&f);
}

static void test_head(void **state) {
    static const char *const same[] = {"Content-Length", "Content-Type", "ETag", "Cache-Control",
                                       "X-Own"};
    aid_server f;
    aid_http_reply get, head;
    (void)state;
    aid_server_start(&f, (server_options){0});
    assert_true(aid_http_get(f.port, "/draw", &get));
    assert_true(aid_http_request(f.port, "HEAD", "/draw", NULL, &head));
    assert_int_equal(head.status, 200);
    assert_int_equal(head.body.len, 0);
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        aid_server_assert_field(&head, same[i], aid_http_field(&get, same[i]));
    aid_http_reply_free(&get);
    aid_http_reply_free(&head);
    /* no byte follows a HEAD's headers: the next answer begins right there */
    aid_http c;
    assert_true(aid_http_open(&c, f.port));
    assert_true(aid_http_sends(&c, "HEAD /work/a HTTP/1.1\r\nHost: t\r\n\r\n"
                                   "GET /quick/b HTTP/1.1\r\nHost: t\r\n\r\n"));
    assert_true(aid_http_read(&c, true, &head));
    aid_server_assert_field(&head, "Content-Length", "7");
    assert_true(aid_http_read(&c, false, &get));
    assert_string_equal(aid_http_body(&get), "hello b");
    aid_http_reply_free(&get);
    aid_http_reply_free(&head);
    aid_http_close(&c);
    aid_server_stop(&f);
}

static void test_etag(void **state) {
    aid_server f;
    aid_http_reply r;
    (void)state;
    aid_server_start(&f, (server_options){0});
    assert_true(aid_http_get(f.port, "/draw", &r));
    aid_server_assert_field(&r, "ETag", "\"v1-7\"");
    assert_int_equal(atomic_load(&f.service.drawn), 1);
    aid_http_reply_free(&r);
    assert_true(aid_http_request(f.port, "GET", "/draw", "If-None-Match: W/\"v1-7\"\r\n", &r));
    assert_int_equal(r.status, 304);
    aid_server_assert_field(&r, "ETag", "\"v1-7\"");
    aid_server_assert_field(&r, "Cache-Control", "max-age=60");
    assert_int_equal(r.body.len, 0);
    assert_int_equal(atomic_load(&f.service.drawn), 1); /* nothing was drawn for it */
    aid_http_reply_free(&r);
    aid_server_check(f.port, "GET", "/draw", "If-None-Match: \"v1-6\"\r\n", 200, "picture");
    aid_server_stop(&f);
}

static void test_options(void **state) {
    aid_server f;
    aid_http_reply r;
    (void)state;
    aid_server_start(&f, (server_options){0});
    assert_true(aid_http_request(f.port, "OPTIONS", "/work/a",
                                 "Origin: https://x.example\r\n"
                                 "Access-Control-Request-Method: GET\r\n",
                                 &r));
    assert_int_equal(r.status, 204);
    aid_server_assert_field(&r, "Access-Control-Allow-Origin", "*");
    aid_server_assert_field(&r, "Access-Control-Allow-Methods", "GET, HEAD, OPTIONS");
    aid_server_assert_field(&r, "Allow", "GET, HEAD, OPTIONS");
    aid_http_reply_free(&r);
    aid_server_stop(&f);
}

static void test_lent_bodies_are_released(void **state) {
    aid_server f;
    (void)state;
    aid_server_start(&f, (server_options){0});
    for (int i = 0; i < 3; i++) aid_server_check(f.port, "GET", "/lend", NULL, 200, "lent");
    server_stop(f.server);
    f.server = NULL;
    assert_int_equal(atomic_load(&f.service.released), 6); /* three bodies, three kept things */
    aid_server_stop(&f);
}

static void test_large_body(void **state) {
    aid_server f;
    aid_http_reply r;
    (void)state;
    aid_server_start(&f, (server_options){0});
    assert_true(aid_http_get(f.port, "/fill/5000000.bin", &r));
    assert_int_equal(r.body.len, 5000000);
    for (size_t i = 0; i < r.body.len; i++)
        if (r.body.data[i] != aid_server_byte(i)) fail_msg("byte %zu differs", i);
    aid_http_reply_free(&r);
    aid_server_stop(&f);
}

/* ---- addresses ---- */

static err_code try_to_listen(const char *where, err *e) {
    server *s = NULL;
    server_options o = {.listen = where};
    err_code rc = server_start(&o, aid_server_routes, 1, NULL, &s, e);
    server_stop(s);
    return rc;
}

static void test_address_in_use(void **state) {
    aid_server f;
    char where[64];
    err e = {0};
    (void)state;
    aid_server_start(&f, (server_options){0});
    snprintf(where, sizeof where, "127.0.0.1:%d", f.port);
    assert_int_equal(try_to_listen(where, &e), ERR_IO);
    assert_non_null(strstr(e.text, where));
    assert_non_null(strstr(e.text, "another program"));
    /* the server closes first, so its end of this connection lingers */
    aid_server_check(f.port, "GET", "/quick/a", "Connection: close\r\n", 200, "hello a");
    aid_server_stop(&f);
    assert_int_equal(try_to_listen(where, &e), ERR_OK); /* and yet, free at once */
}

static void test_bad_addresses(void **state) {
    static const char *const bad[] = {
        "",
        "8080",
        ":8080",
        "127.0.0.1",
        "127.0.0.1:",
        "127.0.0.1:65536",
        "127.0.0.1:http",
        "::1:8080",
        "[::1]",
        "[::1]8080",
        "[::1:8080",
        "example.org:8080",
        "1.2.3.4.5:80",
        "unix:",
    };
    err e = {0};
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (try_to_listen(bad[i], &e) != ERR_USAGE) fail_msg("%s is taken", bad[i]);
    assert_int_equal(try_to_listen("192.0.2.1:0", &e), ERR_IO); /* RFC 5737: nobody's */
    assert_int_equal(try_to_listen("localhost:0", &e), ERR_OK);
}

static void test_ipv6(void **state) {
    server *s = NULL;
    server_options o = {.listen = "[::1]:0"};
    err e = {0};
    (void)state;
    if (server_start(&o, aid_server_routes, 1, NULL, &s, &e)) {
        assert_non_null(strstr(e.text, "[::1]:0")); /* a machine without IPv6 */
        skip();
    }
    assert_int_equal(strncmp(server_address(s), "http://[::1]:", 13), 0);
    assert_true(server_port(s) > 0);
    server_stop(s);
}

static void leave_dead_socket(const char *path) {
    struct sockaddr_un a = {.sun_family = AF_UNIX};
    snprintf(a.sun_path, sizeof a.sun_path, "%s", path);
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&a, sizeof a), 0);
    close(fd);
}

static void test_unix_socket(void **state) {
    char dir[] = "/tmp/kartblad-test-XXXXXX", path[64], where[80], file[80];
    aid_server f;
    aid_http c;
    err e = {0};
    (void)state;
    assert_non_null(mkdtemp(dir));
    snprintf(path, sizeof path, "%s/socket", dir);
    snprintf(where, sizeof where, "unix:%s", path);
    leave_dead_socket(path);
    aid_server_start(&f, (server_options){.listen = where});
    assert_int_equal(server_port(f.server), 0);
    assert_string_equal(server_address(f.server), where);
    assert_true(aid_http_open_unix(&c, path));
    assert_true(aid_http_sends(&c, "GET /work/u HTTP/1.1\r\nHost: t\r\n\r\n"));
    aid_server_expect(&c, 200, "hello u");
    aid_http_close(&c);
    assert_int_equal(try_to_listen(where, &e), ERR_IO); /* a living one is not taken over */
    assert_non_null(strstr(e.text, path));
    aid_server_stop(&f);
    struct stat info;
    assert_int_equal(stat(path, &info), -1); /* removed */
    snprintf(file, sizeof file, "unix:%s", dir);
    assert_int_equal(try_to_listen(file, &e), ERR_IO); /* nor is what is no socket */
    assert_int_equal(rmdir(dir), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_quick_and_work),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_long_urls),
        cmocka_unit_test(test_head),
        cmocka_unit_test(test_etag),
        cmocka_unit_test(test_options),
        cmocka_unit_test(test_lent_bodies_are_released),
        cmocka_unit_test(test_large_body),
        cmocka_unit_test(test_address_in_use),
        cmocka_unit_test(test_bad_addresses),
        cmocka_unit_test(test_ipv6),
        cmocka_unit_test(test_unix_socket),
    };
    log_set_level(LOG_ERROR); /* the 5xx are meant */
    return cmocka_run_group_tests(tests, NULL, NULL);
}
