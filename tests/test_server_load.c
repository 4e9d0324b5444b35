/* server: connections, slow and broken clients, many requests at once, stopping.  What is
 * expected follows from RFC 9112 and from the handlers of aid_server. */
#include "aid_server.h"
#include "base/log.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include <cmocka.h>

/* ---- connections ---- */

static void test_keep_alive_and_pipelining(void **state) {
    aid_server f;
    aid_http c;
    (void)state;
    aid_server_start(&f, (server_options){0});
    assert_true(aid_http_open(&c, f.port));
    for (int i = 0; i < 3; i++) {
        assert_true(aid_http_sends(&c, "GET /work/k HTTP/1.1\r\nHost: t\r\n\r\n"));
        aid_server_expect(&c, 200, "hello k");
    }
    assert_true(aid_http_sends(&c, "GET /work/1 HTTP/1.1\r\nHost: t\r\n\r\n"
                                   "GET /quick/2 HTTP/1.1\r\nHost: t\r\n\r\n"
                                   "GET /quick/%2F HTTP/1.1\r\nHost: t\r\n\r\n"
                                   "GET /work/4 HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n"));
    aid_server_expect(&c, 200, "hello 1");
    aid_server_expect(&c, 200, "hello 2");
    aid_server_expect(&c, 400, "%2F");
    aid_server_expect(&c, 200, "hello 4");
    assert_true(aid_http_is_closed(&c, 5000));
    aid_http_close(&c);
    aid_server_stop(&f);
}

static void test_bodies_of_requests(void **state) {
    aid_server f;
    aid_http c;
    (void)state;
    aid_server_start(&f, (server_options){0});
    assert_true(aid_http_open(&c, f.port));
    assert_true(aid_http_sends(&c,
                               "POST /quick/a HTTP/1.1\r\nHost: t\r\nContent-Length: 5\r\n\r\nabcde"
                               "GET /quick/b HTTP/1.1\r\nHost: t\r\nContent-Length: 5\r\n\r\nabcde"
                               "GET /quick/c HTTP/1.1\r\nHost: t\r\n\r\n"));
    aid_server_expect(&c, 405, "method_not_allowed");
    aid_server_expect(&c, 200, "hello b");
    aid_server_expect(&c, 200, "hello c"); /* the bodies were not taken for requests */
    assert_true(aid_http_sends(&c, "GET /quick/d HTTP/1.1\r\nHost: t\r\nContent-Length: 3\r\n"
                                   "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
                                   "GET /quick/smuggled HTTP/1.1\r\nHost: t\r\n\r\n"));
    aid_server_expect(&c, 413, "body");
    aid_http_reply r;
    assert_false(aid_http_read(&c, false, &r)); /* what followed is not looked at */
    aid_http_reply_free(&r);
    aid_http_close(&c);
    aid_server_check(f.port, "POST", "/quick/a", "Content-Length: 99999999999\r\n", 413, "body");
    aid_server_stop(&f);
}

static void test_broken_clients(void **state) {
    static const char *const openings[] = {
        "",
        "\r\n\r\n",
        "GET",
        "GET /quick/a HTTP/1.1\r\nHost",
        "\x16\x03",
        "\xff\xff",
        "garbage\r\n\r\n",
        "GET /quick/a HTTP/9.9\r\nHost: t\r\n\r\n",
        "GET /quick/a HTTP/1.1\r\n\r\n",
        "GET  HTTP/1.1\r\nHost: t\r\n\r\n",
        "GET /fill/5000000.bin HTTP/1.1\r\nHost: t\r\n\r\n",
    };
    aid_server f;
    (void)state;
    aid_server_start(&f, (server_options){0});
    for (size_t i = 0; i < sizeof openings / sizeof *openings; i++) {
        aid_http c;
        assert_true(aid_http_open(&c, f.port));
        assert_true(aid_http_sends(&c, openings[i]));
        aid_http_close(&c);
        aid_server_check(f.port, "GET", "/quick/a", NULL, 200, "hello a");
    }
    aid_server_stop(&f);
}

/* Silence is libmicrohttpd's to notice (timeout_s), a drip is the watch's. */
static void test_slow_clients_are_cut_off(void **state) {
    aid_server f;
    aid_http silent, dripping, deaf;
    aid_http_reply r;
    buf text = BUF_EMPTY;
    (void)state;
    aid_server_start(&f, (server_options){.timeout_s = 1, .request_deadline_s = 1});
    time_t begun = time(NULL);
    assert_true(aid_http_open(&silent, f.port));
    assert_true(aid_http_open(&deaf, f.port));
    /* more than the sockets' buffers hold, so that the server must wait for the client */
    assert_true(aid_http_sends(&deaf, "GET /fill/33554432.bin HTTP/1.1\r\nHost: t\r\n\r\n"));
    assert_true(aid_http_open(&dripping, f.port));
    buf_adds(&text, "GET /quick/a HTTP/1.1\r\nHost: t\r\nX: ");
    for (int i = 0; i < 1000; i++) buf_adds(&text, "x");
    assert_false(aid_http_drip(&dripping, buf_text(&text), 50)); /* 50 s if it were let */
    assert_true(time(NULL) - begun < 15);
    assert_true(aid_http_is_closed(&silent, 5000));
    /* From when the answer began to come: how long a worker took to make it does not count. */
    assert_int_equal(poll(&(struct pollfd){.fd = deaf.fd, .events = POLLIN}, 1, 30000), 1);
    aid_server_pause(3000);
    assert_false(aid_http_read(&deaf, false, &r)); /* cut short */
    aid_http_reply_free(&r);
    buf_free(&text);
    aid_http_close(&silent);
    aid_http_close(&dripping);
    aid_http_close(&deaf);
    aid_server_check(f.port, "GET", "/quick/a", NULL, 200, "hello a");
    aid_server_stop(&f);
}

static void test_connections_over_the_limit_wait(void **state) {
    aid_server f;
    aid_http held, next;
    (void)state;
    aid_server_start(&f, (server_options){.connections_max = 1});
    assert_true(aid_http_open(&held, f.port));
    assert_true(aid_http_sends(&held, "GET /quick/1 HTTP/1.1\r\nHost: t\r\n\r\n"));
    aid_server_expect(&held, 200, "hello 1");
    assert_true(aid_http_open(&next, f.port));
    assert_true(aid_http_sends(&next, "GET /quick/2 HTTP/1.1\r\nHost: t\r\n\r\n"));
    assert_false(aid_http_is_closed(&next, 200));
    aid_http_close(&held);
    aid_server_expect(&next, 200, "hello 2");
    aid_http_close(&next);
    aid_server_stop(&f);
}

/* ---- many at once ---- */

typedef struct requester {
    pthread_t thread;
    int port, id, right;
    const char *target;
    int status;
} requester;

#define CLIENTS  16
#define REQUESTS 200

static void *request_many(void *arg) {
    requester *p = arg;
    aid_http c;
    if (!aid_http_open(&c, p->port)) return NULL;
    for (int i = p->id; i < REQUESTS; i += CLIENTS) {
        char text[128], expected[32];
        aid_http_reply r;
        snprintf(text, sizeof text, "GET /%s/n%d HTTP/1.1\r\nHost: t\r\n\r\n",
                 i % 3 ? "work" : "quick", i);
        snprintf(expected, sizeof expected, "hello n%d", i);
        if (aid_http_sends(&c, text) && aid_http_read(&c, false, &r))
            p->right += r.status == 200 && !strcmp(aid_http_body(&r), expected);
        aid_http_reply_free(&r);
    }
    aid_http_close(&c);
    return NULL;
}

static void test_many_at_once(void **state) {
    aid_server f;
    requester clients[CLIENTS];
    int right = 0;
    (void)state;
    aid_server_start(&f, (server_options){.threads = 4});
    for (int i = 0; i < CLIENTS; i++) {
        clients[i] = (requester){.port = f.port, .id = i};
        pthread_create(&clients[i].thread, NULL, request_many, &clients[i]);
    }
    for (int i = 0; i < CLIENTS; i++) {
        pthread_join(clients[i].thread, NULL);
        right += clients[i].right;
    }
    assert_int_equal(right, REQUESTS);
    aid_server_stop(&f);
}

static void *request_one(void *arg) {
    requester *p = arg;
    aid_http_reply r;
    aid_http_get(p->port, p->target, &r);
    p->status = r.status;
    aid_http_reply_free(&r);
    return NULL;
}

static void begin_request(requester *p, int port, const char *target) {
    *p = (requester){.port = port, .target = target};
    pthread_create(&p->thread, NULL, request_one, p);
}

static int end_request(requester *p) {
    pthread_join(p->thread, NULL);
    return p->status;
}

static void test_slow_does_not_block_quick(void **state) {
    aid_server f;
    requester slow;
    (void)state;
    aid_server_start(&f, (server_options){.threads = 1});
    begin_request(&slow, f.port, "/gate/a");
    aid_server_wait_inside(&f, 1);
    aid_server_check(f.port, "GET", "/quick/b", NULL, 200,
                     "hello b"); /* the only worker is at the gate */
    aid_server_open_gate(&f);
    assert_int_equal(end_request(&slow), 200);
    aid_server_stop(&f);
}

/* Asks for work until the queue is full: when it is, the answer is a 503 at once. */
static void test_full_queue(void **state) {
    aid_server f;
    requester slow, waiting;
    aid_http_reply r;
    (void)state;
    aid_server_start(&f, (server_options){.threads = 1, .queue_max = 1});
    begin_request(&slow, f.port, "/gate/a");
    aid_server_wait_inside(&f, 1);
    begin_request(&waiting, f.port, "/gate/b");
    aid_server_pause(300); /* for it to be queued; were it late, it would get the 503 itself */
    assert_true(aid_http_get(f.port, "/work/c?lang=sv", &r));
    assert_int_equal(r.status, 503);
    aid_server_assert_field(&r, "Retry-After", "1");
    aid_server_assert_field(&r, "Cache-Control", "no-store");
    assert_non_null(strstr(aid_http_body(&r), "\"code\":\"busy\""));
    assert_non_null(strstr(aid_http_body(&r), "\"message\":\"för många väntar redan på svar\""));
    aid_http_reply_free(&r);
    aid_server_open_gate(&f);
    assert_int_equal(end_request(&slow), 200);
    assert_int_equal(end_request(&waiting), 200);
    aid_server_check(f.port, "GET", "/work/d", NULL, 200, "hello d");
    aid_server_stop(&f);
}

/* Those that are heavy wait for one another and hold up nothing else. */
static void test_heavy_requests_have_a_queue_of_their_own(void **state) {
    aid_server f;
    requester drawn, waiting;
    aid_http_reply r;
    (void)state;
    aid_server_start(&f, (server_options){.threads = 1, .heavy_threads = 1, .heavy_queue_max = 1});
    begin_request(&drawn, f.port, "/heavy/a");
    aid_server_wait_inside(&f, 1);
    begin_request(&waiting, f.port, "/heavy/b");
    aid_server_pause(300); /* for it to be queued */
    for (int i = 0; i < 20; i++) aid_server_check(f.port, "GET", "/work/c", NULL, 200, "hello c");
    assert_true(aid_http_get(f.port, "/heavy/d", &r));
    assert_int_equal(r.status, 503);
    aid_server_assert_field(&r, "Retry-After", "1");
    aid_server_assert_field(&r, "Cache-Control", "no-store");
    aid_http_reply_free(&r);
    assert_int_equal(f.service.inside, 1); /* one at a time */
    aid_server_open_gate(&f);
    assert_int_equal(end_request(&drawn), 200);
    assert_int_equal(end_request(&waiting), 200);
    aid_server_check(f.port, "GET", "/heavy/e", NULL, 200, "hello e");
    aid_server_stop(&f);
}

static void test_waiting_too_long(void **state) {
    aid_server f;
    requester slow, waiting;
    (void)state;
    aid_server_start(&f, (server_options){.threads = 1, .request_deadline_s = 1});
    begin_request(&slow, f.port, "/gate/a");
    aid_server_wait_inside(&f, 1);
    begin_request(&waiting, f.port, "/gate/b");
    aid_server_pause(1700);
    aid_server_open_gate(&f);
    assert_int_equal(end_request(&slow), 200); /* it runs, so it may take its time */
    assert_int_equal(end_request(&waiting), 503);
    assert_int_equal(f.service.inside, 1); /* no work was done for it */
    aid_server_stop(&f);
}

static void test_client_leaves_during_work(void **state) {
    aid_server f;
    (void)state;
    aid_server_start(&f, (server_options){.threads = 2});
    for (int i = 0; i < 2; i++) {
        aid_http c;
        assert_true(aid_http_open(&c, f.port));
        assert_true(aid_http_sends(&c, "GET /gate/a HTTP/1.1\r\nHost: t\r\n\r\n"));
        aid_server_wait_inside(&f, i + 1);
        aid_http_close(&c);
    }
    aid_server_open_gate(&f);
    aid_server_check(f.port, "GET", "/work/b", NULL, 200, "hello b");
    aid_server_stop(&f);
}

/* ---- stopping ---- */

static void *stop_server(void *arg) {
    server_stop(arg);
    return NULL;
}

static const char *no_pattern(size_t i) {
    (void)i;
    return "";
}

/* Their end comes with their last bytes, and must be seen long before the timeout of 30 s. */
static void test_clients_that_leave_in_a_request(void **state) {
    aid_server f;
    metrics *m;
    (void)state;
    assert_int_equal(metrics_create(1, no_pattern, &m, NULL), ERR_OK);
    aid_server_start(&f, (server_options){.metrics = m});
    for (int i = 0; i < 50; i++) {
        aid_http c;
        assert_true(aid_http_open(&c, f.port));
        assert_true(aid_http_sends(&c, "GET /quick/a"));
        aid_http_close(&c);
    }
    for (int i = 0; i < 500 && metrics_get(m, METRIC_CONNECTIONS); i++) aid_server_pause(20);
    assert_int_equal(metrics_get(m, METRIC_CONNECTIONS), 0);
    aid_server_stop(&f);
    metrics_free(m);
}

/* Who closes only its sending side after a whole request gets its answer, however long it takes. */
static void test_a_client_that_only_listens(void **state) {
    aid_server f;
    aid_http c;
    (void)state;
    aid_server_start(&f, (server_options){0});
    assert_true(aid_http_open(&c, f.port));
    assert_true(aid_http_sends(&c, "GET /gate/a HTTP/1.1\r\nHost: t\r\n\r\n"));
    assert_int_equal(shutdown(c.fd, SHUT_WR), 0);
    aid_server_wait_inside(&f, 1);
    aid_server_pause(1500); /* three looks of the watch */
    aid_server_open_gate(&f);
    aid_server_expect(&c, 200, "hello a");
    aid_http_close(&c);
    aid_server_stop(&f);
}

static void test_stop_lets_requests_finish(void **state) {
    aid_server f;
    aid_http c, idle;
    aid_http_reply r;
    pthread_t stopper;
    (void)state;
    aid_server_start(&f, (server_options){.threads = 1});
    assert_true(aid_http_open(&idle, f.port));
    assert_true(aid_http_open(&c, f.port));
    assert_true(aid_http_sends(&c, "GET /gate/a HTTP/1.1\r\nHost: t\r\n\r\n"));
    aid_server_wait_inside(&f, 1);
    pthread_create(&stopper, NULL, stop_server, f.server);
    f.server = NULL;
    aid_server_pause(200);
    aid_http late;
    assert_false(aid_http_open(&late, f.port)); /* no one is let in any more */
    aid_server_open_gate(&f);
    assert_true(aid_http_read(&c, false, &r));
    assert_int_equal(r.status, 200);
    assert_true(r.ended);
    pthread_join(stopper, NULL);
    assert_true(aid_http_is_closed(&idle, 1000));
    aid_http_reply_free(&r);
    aid_http_close(&c);
    aid_http_close(&idle);
    aid_server_stop(&f);
}

/* One request runs past the grace, two wait behind it. */
static void test_stop_refuses_what_still_waits(void **state) {
    aid_server f;
    requester running, waiting[2];
    pthread_t stopper;
    (void)state;
    aid_server_start(&f, (server_options){.threads = 1, .stop_grace_s = 1});
    begin_request(&running, f.port, "/gate/a");
    aid_server_wait_inside(&f, 1);
    for (int i = 0; i < 2; i++) begin_request(&waiting[i], f.port, "/gate/b");
    aid_server_pause(300);
    pthread_create(&stopper, NULL, stop_server, f.server);
    f.server = NULL;
    aid_server_pause(1500);
    aid_server_open_gate(&f);
    assert_int_equal(end_request(&running), 200);
    for (int i = 0; i < 2; i++) assert_int_equal(end_request(&waiting[i]), 503);
    pthread_join(stopper, NULL);
    assert_int_equal(f.service.inside, 1);
    aid_server_stop(&f);
}

static void test_stop_under_load(void **state) {
    (void)state;
    for (int round = 0; round < 5; round++) {
        aid_server f;
        requester clients[8];
        aid_server_start(&f, (server_options){.threads = 2});
        for (int i = 0; i < 8; i++) {
            clients[i] = (requester){.port = f.port, .id = i};
            pthread_create(&clients[i].thread, NULL, request_many, &clients[i]);
        }
        aid_server_pause(round * 3);
        server_stop(f.server);
        f.server = NULL;
        for (int i = 0; i < 8; i++) pthread_join(clients[i].thread, NULL);
        aid_server_stop(&f);
    }
}

/* Stopped while one is at work and one waits: the first ends, the other is refused. */
static void test_stopping_with_heavy_requests(void **state) {
    aid_server f;
    requester drawn, waiting;
    pthread_t stopper;
    (void)state;
    aid_server_start(&f, (server_options){.heavy_threads = 1, .stop_grace_s = 1});
    begin_request(&drawn, f.port, "/heavy/a");
    aid_server_wait_inside(&f, 1);
    begin_request(&waiting, f.port, "/heavy/b");
    aid_server_pause(300);
    pthread_create(&stopper, NULL, stop_server, f.server);
    f.server = NULL;
    aid_server_pause(1500); /* past the grace */
    aid_server_open_gate(&f);
    pthread_join(stopper, NULL);
    assert_int_equal(end_request(&drawn), 200);
    assert_int_equal(end_request(&waiting), 503);
    aid_server_stop(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_keep_alive_and_pipelining),
        cmocka_unit_test(test_bodies_of_requests),
        cmocka_unit_test(test_broken_clients),
        cmocka_unit_test(test_slow_clients_are_cut_off),
        cmocka_unit_test(test_connections_over_the_limit_wait),
        cmocka_unit_test(test_many_at_once),
        cmocka_unit_test(test_slow_does_not_block_quick),
        cmocka_unit_test(test_full_queue),
        cmocka_unit_test(test_heavy_requests_have_a_queue_of_their_own),
        cmocka_unit_test(test_stopping_with_heavy_requests),
        cmocka_unit_test(test_waiting_too_long),
        cmocka_unit_test(test_client_leaves_during_work),
        cmocka_unit_test(test_clients_that_leave_in_a_request),
        cmocka_unit_test(test_a_client_that_only_listens),
        cmocka_unit_test(test_stop_lets_requests_finish),
        cmocka_unit_test(test_stop_refuses_what_still_waits),
        cmocka_unit_test(test_stop_under_load),
    };
    log_set_level(LOG_ERROR); /* the 5xx are meant */
    return cmocka_run_group_tests(tests, NULL, NULL);
}
