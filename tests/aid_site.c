#include "aid_site.h"
#include "aid_atlas.h"
#include "aid_cmocka.h"

#include <stdio.h>
#include <string.h>

static const char *pattern_of(size_t i) { return routes[i].pattern; }

void aid_site_open(aid_site *s, const char *path, server_options o) {
    const atlas *a = aid_atlas(path);
    aid_site_serve(s, a, o);
    s->path = path;
    atlas_unref(a);
}

void aid_site_serve(aid_site *s, const atlas *a, server_options o) {
    err e = {0};
    tiler *t;
    *s = (aid_site){.path = NULL};
    assert_int_equal(metrics_create(route_count, pattern_of, &s->metrics, NULL), ERR_OK);
    assert_int_equal(tiler_create(32 << 20, true, &t, NULL), ERR_OK);
    assert_int_equal(service_open(&s->service, a, t, s->metrics, NULL), ERR_OK);
    strcpy(s->version, s->service.now->version);
    if (!o.listen) o.listen = "127.0.0.1:0";
    if (!o.threads) o.threads = 3;
    o.metrics = s->metrics;
    o.generation = &s->service.generation;
    if (server_start(&o, routes, route_count, &s->service, &s->server, &e)) fail_msg("%s", e.text);
    atomic_store(&s->service.base_url, "https://maps.example/sub/");
    s->port = server_port(s->server);
}

void aid_site_close(aid_site *s) {
    reload_stop(s->reload);
    server_stop(s->server);
    service_close(&s->service);
    tiler_free(s->service.tiler);
    metrics_free(s->metrics);
}

aid_site aid_site_stockholm;

int aid_site_stockholm_open(void **state) {
    aid_stockholm_open(state);
    aid_site_serve(&aid_site_stockholm, aid_stockholm, (server_options){0});
    return 0;
}

int aid_site_stockholm_close(void **state) {
    aid_site_close(&aid_site_stockholm);
    return aid_stockholm_close(state);
}

static err_code load(void *ctx, const atlas **out, err *e) {
    return aid_atlas_try(((aid_site *)ctx)->path, NULL, out, e);
}

void aid_site_watch(aid_site *s, unsigned quiet_ms) {
    reload_source from = {.load = load, .ctx = s, .quiet_ms = quiet_ms};
    assert_int_equal(reload_start(&s->service, &from, &s->reload, NULL), ERR_OK);
}

aid_http_reply aid_site_get(const aid_site *s, const char *target, const char *headers,
                            int status) {
    aid_http_reply r;
    assert_true(aid_http_request(s->port, "GET", target, headers, &r));
    if (r.status != status)
        fail_msg("%s: %d, not %d: %s", target, r.status, status, aid_http_body(&r));
    return r;
}

json_t *aid_site_json(const aid_site *s, const char *target, int status) {
    aid_http_reply r = aid_site_get(s, target, NULL, status);
    json_error_t why;
    json_t *root = json_loads(aid_http_body(&r), 0, &why);
    if (!root) fail_msg("%s: %s", target, why.text);
    aid_http_reply_free(&r);
    return root;
}

const char *aid_json_text(const json_t *object, const char *key) {
    const char *text = json_string_value(json_object_get(object, key));
    assert_non_null(text);
    return text;
}

void aid_site_refuses(const aid_site *s, const char *target, int status, const char *parameter) {
    json_t *root = aid_site_json(s, target, status);
    const json_t *named = json_object_get(json_object_get(root, "error"), "parameter");
    const char *text = json_string_value(named);
    if (!text != !parameter || (text && strcmp(text, parameter) != 0))
        fail_msg("%s names %s, not %s", target, text ? text : "none",
                 parameter ? parameter : "none");
    json_decref(root);
}

void aid_site_serves(const aid_site *s, const char *target, const char *type, bytes wanted) {
    aid_http_reply r = aid_site_get(s, target, NULL, 200);
    assert_string_equal(aid_http_field(&r, "Content-Type"), type);
    if (r.body.len != wanted.len || memcmp(r.body.data, wanted.data, wanted.len) != 0)
        fail_msg("%s is not the file that is drawn here", target);
    aid_http_reply_free(&r);
}

void aid_site_keeps(const aid_site *s, const char *target, const char *const *others, size_t n) {
    char again[200], versioned[1024];
    aid_http_reply r = aid_site_get(s, target, NULL, 200);
    assert_string_equal(aid_http_field(&r, "Cache-Control"), "public, max-age=60");
    snprintf(again, sizeof again, "If-None-Match: %s\r\n", aid_http_field(&r, "ETag"));
    aid_http_reply_free(&r);
    r = aid_site_get(s, target, again, 304);
    aid_http_reply_free(&r);
    for (size_t i = 0; i < n; i++) {
        r = aid_site_get(s, others[i], again, 200);
        aid_http_reply_free(&r);
    }
    snprintf(versioned, sizeof versioned, "%s&v=%s", target, s->version);
    r = aid_site_get(s, versioned, NULL, 200);
    assert_non_null(strstr(aid_http_field(&r, "Cache-Control"), "immutable"));
    aid_http_reply_free(&r);
}
