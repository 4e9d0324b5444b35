/* kartblad serve. */
#include "app/command.h"
#include "app/map.h"
#include "base/log.h"
#include "base/text.h"
#include "serve/reload.h"
#include "serve/server.h"
#include "serve/service.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WARNINGS_LOGGED 20

/* Absolute links need a scheme; a final '/' is added so that paths can follow. */
static err_code make_base_url(const args *a, const char *address, buf *out, err *e) {
    const char *url = a->base_url ? a->base_url : address;
    if (out->len || !url) return ERR_OK; /* made already, or to be made when the address is known */
    if (a->base_url && strncmp(url, "http://", 7) && strncmp(url, "https://", 8))
        return err_set(e, ERR_USAGE, "--base-url: \"%s\" must begin with http:// or https://", url);
    if (!strncmp(url, "unix:", 5)) url = "http://localhost/";
    buf_adds(out, url);
    if (out->len && out->data[out->len - 1] != '/') buf_adds(out, "/");
    return buf_status(out, e);
}

/* A whole number of the command line; *out is as before if it was not given. */
static err_code read_number(const char *name, const char *text, unsigned long min,
                            unsigned long max, unsigned *out, err *e) {
    unsigned long n = 0;
    if (!text) return ERR_OK;
    if (!text_to_uint(text, max, &n) || n < min)
        return err_set(e, ERR_USAGE, "--%s: \"%s\" is not allowed: a whole number from %lu to %lu",
                       name, text, min, max);
    *out = (unsigned)n;
    return ERR_OK;
}

#define CACHE_MB    256
#define ADDRESS_MAX 200 /* more than the pages of one office open; fewer than all */

static err_code read_options(const args *a, server_options *o, unsigned *cache_mb, err *e) {
    *o = (server_options){.listen = a->listen,
                          .access_log = a->access_log,
                          .trusted_proxy = a->trusted_proxy,
                          .address_max = ADDRESS_MAX};
    *cache_mb = CACHE_MB;
    const struct {
        const char *name, *text;
        unsigned long min, max;
        unsigned *out;
    } numbers[] = {
        {"threads", a->threads, 1, 256, &o->threads},
        {"cache-mb", a->cache_mb, 16, 1048576, cache_mb},
        {"max-connections", a->max_connections, 1, 100000, &o->connections_max},
        {"max-per-address", a->max_per_address, 0, 100000, &o->address_max},
    };
    err_code rc = ERR_OK;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers && !rc; i++)
        rc = read_number(numbers[i].name, numbers[i].text, numbers[i].min, numbers[i].max,
                         numbers[i].out, e);
    if (!rc && a->log_format && strcmp(a->log_format, "lines") && strcmp(a->log_format, "json"))
        rc = err_set(e, ERR_USAGE, "--log-format: \"%s\" is not allowed: lines or json",
                     a->log_format);
    if (!rc && a->log_format && !strcmp(a->log_format, "json")) log_set_format(LOG_JSON);
    return rc;
}

static void tell_warnings(const atlas *a) {
    size_t n = a->warnings.count;
    for (size_t i = 0; i < n && i < WARNINGS_LOGGED; i++) log_warn("%s", a->warnings.item[i]);
    if (n > WARNINGS_LOGGED)
        log_warn("and %zu more warnings: kartblad check tells them", n - WARNINGS_LOGGED);
    map_warn_font();
}

/* Blocked before any thread starts, so that only sigwait() below gets them. */
static void block_signals(sigset_t *set) {
    sigemptyset(set);
    sigaddset(set, SIGINT);
    sigaddset(set, SIGTERM);
    sigaddset(set, SIGHUP);
    pthread_sigmask(SIG_BLOCK, set, NULL);
}

/* "https://example.org/maps/" -> "/maps/"; NULL where there is no more than "/". */
static const char *path_of(const char *base_url) {
    const char *host = strstr(base_url, "://");
    const char *path = host ? strchr(host + 3, '/') : NULL;
    return path && path[1] ? path : NULL;
}

static err_code load_again(void *ctx, const atlas **out, err *e) {
    return map_open_atlas(ctx, ATLAS_TILES, NULL, out, e);
}

static void wait_for_end(const sigset_t *set, reload *r) {
    int number = 0;
    while (!sigwait(set, &number) && number == SIGHUP) reload_now(r);
    log_info("%s: ending", number == SIGINT ? "interrupted" : "terminated");
}

static err_code serve_until_signal(const args *a, const server_options *o, service *s, buf *base,
                                   err *e) {
    sigset_t set;
    server *running = NULL;
    reload *r = NULL;
    block_signals(&set);
    /* The atlas is loaded by the same arguments as at first. */
    const reload_source from = {.load = load_again, .ctx = (void *)(uintptr_t)a};
    err_code rc = server_start(o, routes, route_count, s, &running, e);
    if (!rc) rc = make_base_url(a, server_address(running), base, e);
    if (!rc) rc = reload_start(s, &from, &r, e);
    if (!rc) {
        const atlas *first = s->now->atlas;
        atomic_store(&s->base_url, buf_text(base));
        log_info("serving %s: %zu indicators on %zu layers", first->id, first->n_indicators,
                 first->n_layers);
        printf("%s\n", server_address(running));
        fflush(stdout);
        wait_for_end(&set, r);
    }
    reload_stop(r);
    server_stop(running);
    return rc;
}

static const char *pattern_of(size_t i) { return routes[i].pattern; }

static err_code serve(const args *a, const server_options *o, unsigned cache_mb, const atlas *first,
                      err *e) {
    service s = {0};
    metrics *m = NULL;
    tiler *t = NULL;
    server_options options = *o;
    buf base = BUF_EMPTY;
    err_code rc = metrics_create(route_count, pattern_of, &m, e);
    if (!rc) rc = tiler_create((size_t)cache_mb << 20, true, &t, e);
    if (!rc) rc = service_open(&s, first, t, m, e);
    if (!rc) rc = make_base_url(a, NULL, &base, e);
    options.base_path = path_of(buf_text(&base));
    options.metrics = m;
    options.generation = &s.generation;
    atlas_unref(first); /* the service has its own, and lets go of it when another comes */
    if (!rc) {
        rc = serve_until_signal(a, &options, &s, &base, e);
        service_close(&s);
    }
    buf_free(&base);
    tiler_free(t);
    metrics_free(m);
    return rc;
}

err_code command_serve(const args *a, int *status, err *e) {
    (void)status;
    server_options o;
    unsigned cache_mb;
    const atlas *first = NULL;
    if (a->n_rest) return err_set(e, ERR_USAGE, "\"%s\" is one argument too many", a->rest[0]);
    err_code rc = read_options(a, &o, &cache_mb, e);
    if (!rc) rc = map_open_atlas(a, ATLAS_TILES, NULL, &first, e);
    if (rc) return rc;
    tell_warnings(first);
    rc = log_queue_start(e);
    if (rc)
        atlas_unref(first);
    else
        rc = serve(a, &o, cache_mb, first, e);
    log_queue_stop();
    return rc;
}
