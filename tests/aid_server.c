#include "aid_server.h"
#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <string.h>
#include <time.h>

#include <cmocka.h>

void aid_server_pause(int ms) {
    nanosleep(&(struct timespec){ms / 1000, ms % 1000 * 1000000L}, NULL);
}

void aid_server_open_gate(aid_server *s) {
    pthread_mutex_lock(&s->service.lock);
    s->service.open = true;
    pthread_cond_broadcast(&s->service.changed);
    pthread_mutex_unlock(&s->service.lock);
}

void aid_server_wait_inside(aid_server *s, int n) {
    pthread_mutex_lock(&s->service.lock);
    while (s->service.inside < n) pthread_cond_wait(&s->service.changed, &s->service.lock);
    pthread_mutex_unlock(&s->service.lock);
}

static err_code say(void *ctx, const http_request *q, http_reply *r, err *e) {
    buf b = BUF_EMPTY;
    (void)ctx;
    buf_addf(&b, "hello %s", http_request_var(q, "x"));
    return http_reply_buf(r, "text/plain", &b, e);
}

static err_code wait_at_gate(void *ctx, const http_request *q, http_reply *r, err *e) {
    aid_service *s = ctx;
    pthread_mutex_lock(&s->lock);
    s->inside++;
    pthread_cond_broadcast(&s->changed);
    while (!s->open) pthread_cond_wait(&s->changed, &s->lock);
    pthread_mutex_unlock(&s->lock);
    return say(ctx, q, r, e);
}

static err_code draw(void *ctx, const http_request *q, http_reply *r, err *e) {
    static const char picture[] = "picture";
    aid_service *s = ctx;
    http_reply_etag(r, "v1-7");
    r->cache_control = "max-age=60";
    if (http_request_matches(q, "v1-7")) return ERR_OK;
    atomic_fetch_add(&s->drawn, 1);
    http_reply_body(r, "image/png", (bytes){(const uint8_t *)picture, 7}, NULL, NULL);
    return http_reply_header(r, "X-Own", "yes", e);
}

static void count_release(void *owner) { atomic_fetch_add(&((aid_service *)owner)->released, 1); }

static err_code keep_then_defer(void *ctx, const http_request *q, http_reply *r, err *e) {
    (void)q, (void)e;
    http_reply_keep(r, ctx, count_release);
    return http_reply_defer(r);
}

static err_code lend(void *ctx, const http_request *q, http_reply *r, err *e) {
    static const char text[] = "lent";
    (void)q;
    if (r->kept != ctx) return err_set(e, ERR_IO, "what was kept is gone");
    http_reply_body(r, "text/plain", (bytes){(const uint8_t *)text, 4}, count_release, ctx);
    return ERR_OK;
}

uint8_t aid_server_byte(size_t i) { return (uint8_t)(i * 7 + i / 251); }

static err_code fill(void *ctx, const http_request *q, http_reply *r, err *e) {
    unsigned long n;
    buf b = BUF_EMPTY;
    (void)ctx;
    if (!text_to_uint(http_request_var(q, "n"), 64ul << 20, &n))
        return http_fail_parameter(r, "n", "0 to 67108864", "not a number of bytes", e);
    for (size_t i = 0; i < n; i++) buf_add(&b, &(uint8_t){aid_server_byte(i)}, 1);
    return http_reply_buf(r, "application/octet-stream", &b, e);
}

static err_code fall(void *ctx, const http_request *q, http_reply *r, err *e) {
    (void)ctx, (void)q, (void)r;
    return err_set(e, ERR_IO, "SECRET: disk on fire");
}

const route aid_server_routes[] = {
    {ROUTE_READ, "/quick/{x}", NULL, "answers on the event loop", 0, ROUTE_KEPT_BY_VERSION, say,
     NULL},
    {ROUTE_READ, "/work/{x}", NULL, "answers on a worker", 0, ROUTE_KEPT_BY_VERSION, NULL, say},
    {ROUTE_READ, "/gate/{x}", NULL, "waits", 0, ROUTE_KEPT_BY_VERSION, NULL, wait_at_gate},
    {ROUTE_READ, "/heavy/{x}", NULL, "waits among the heavy", ROUTE_HEAVY, ROUTE_KEPT_BY_VERSION,
     NULL, wait_at_gate},
    {ROUTE_READ, "/draw", NULL, "has an etag", 0, ROUTE_KEPT_BY_VERSION, draw, NULL},
    {ROUTE_READ, "/lend", NULL, "lends its body", 0, ROUTE_KEPT_BY_VERSION, keep_then_defer, lend},
    {ROUTE_READ, "/fill/{n}.bin", NULL, "n bytes", 0, ROUTE_KEPT_BY_VERSION, NULL, fill},
    {ROUTE_READ, "/fail/quick", NULL, "fails", 0, ROUTE_KEPT_BY_VERSION, fall, NULL},
    {ROUTE_READ, "/fail/work", NULL, "fails", 0, ROUTE_KEPT_BY_VERSION, NULL, fall},
    {ROUTE_READ, "/page/{x}", NULL, "ignores what it does not know", ROUTE_LENIENT,
     ROUTE_KEPT_BY_VERSION, say, NULL},
};
const size_t aid_server_route_count = sizeof aid_server_routes / sizeof *aid_server_routes;

void aid_server_start(aid_server *s, server_options o) {
    err e = {0};
    *s = (aid_server){0};
    pthread_mutex_init(&s->service.lock, NULL);
    pthread_cond_init(&s->service.changed, NULL);
    if (!o.listen) o.listen = "127.0.0.1:0";
    if (server_start(&o, aid_server_routes, aid_server_route_count, &s->service, &s->server, &e))
        fail_msg("%s", e.text);
    s->port = server_port(s->server);
}

void aid_server_stop(aid_server *s) {
    server_stop(s->server);
    pthread_cond_destroy(&s->service.changed);
    pthread_mutex_destroy(&s->service.lock);
}

void aid_server_expect(aid_http *c, int status, const char *body) {
    aid_http_reply r;
    assert_true(aid_http_read(c, false, &r));
    if (r.status != status || !strstr(aid_http_body(&r), body))
        fail_msg("%d %s, not %d %s", r.status, aid_http_body(&r), status, body);
    aid_http_reply_free(&r);
}

void aid_server_assert_field(aid_http_reply *r, const char *name, const char *expected) {
    const char *value = aid_http_field(r, name);
    if (!value || strcmp(value, expected)) fail_msg("%s: %s", name, value ? value : "(none)");
}

void aid_server_check(int port, const char *method, const char *target, const char *headers,
                      int status, const char *part_of_body) {
    aid_http_reply r;
    if (!aid_http_request(port, method, target, headers, &r)) fail_msg("%.60s: no answer", target);
    if (r.status != status) fail_msg("%s %.60s: %d", method, target, r.status);
    if (!strstr(aid_http_body(&r), part_of_body))
        fail_msg("%s %.60s: %s", method, target, aid_http_body(&r));
    aid_server_assert_field(&r, "Access-Control-Allow-Origin", "*");
    aid_server_assert_field(&r, "X-Content-Type-Options", "nosniff");
    aid_http_reply_free(&r);
}
