/* kartblad serve. */
#include "app/command.h"
#include "app/map.h"
#include "base/log.h"
#include "base/text.h"
#include "draw/canvas.h"
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
    if (a->base_url && strncmp(url, "http://", 7) && strncmp(url, "https://", 8))
        return err_set(e, ERR_USAGE, "--base-url: \"%s\" must begin with http:// or https://", url);
    if (!strncmp(url, "unix:", 5)) url = "http://localhost/";
    buf_adds(out, url);
    if (out->len && out->data[out->len - 1] != '/') buf_adds(out, "/");
    return buf_status(out, e);
}

static err_code read_threads(const args *a, unsigned *out, err *e) {
    unsigned long n = 0;
    if (a->threads && (!text_to_uint(a->threads, 256, &n) || !n))
        return err_set(e, ERR_USAGE,
                       "--threads: \"%s\" is not allowed: a whole number from 1 to 256",
                       a->threads);
    *out = (unsigned)n;
    return ERR_OK;
}

#define CACHE_MB     256
#define CACHE_MB_MAX 1048576
#define CACHE_MB_MIN 16

static err_code open_tiler(const args *a, tiler **out, err *e) {
    unsigned long mb = CACHE_MB;
    if (a->cache_mb && (!text_to_uint(a->cache_mb, CACHE_MB_MAX, &mb) || mb < CACHE_MB_MIN))
        return err_set(e, ERR_USAGE,
                       "--cache-mb: \"%s\" is not allowed: a whole number from %d to %d",
                       a->cache_mb, CACHE_MB_MIN, CACHE_MB_MAX);
    return tiler_create((size_t)mb << 20, true, out, e);
}

static void tell_warnings(const atlas *a) {
    size_t n = a->warnings.count;
    for (size_t i = 0; i < n && i < WARNINGS_LOGGED; i++) log_warn("%s", a->warnings.item[i]);
    if (n > WARNINGS_LOGGED)
        log_warn("and %zu more warnings: kartblad check tells them", n - WARNINGS_LOGGED);
    if (!text_font_found())
        log_warn("the font " CANVAS_FONT
                 " is not installed (Debian: fonts-inter): legends use another");
}

/* Blocked before any thread starts, so that only sigwait() below gets them. */
static void block_signals(sigset_t *set) {
    sigemptyset(set);
    sigaddset(set, SIGINT);
    sigaddset(set, SIGTERM);
    pthread_sigmask(SIG_BLOCK, set, NULL);
}

static err_code serve_until_signal(const args *a, const server_options *o, service *s, buf *base,
                                   err *e) {
    sigset_t set;
    server *running = NULL;
    int signal_number = 0;
    block_signals(&set);
    err_code rc = server_start(o, routes, route_count, s, &running, e);
    if (!rc) rc = make_base_url(a, server_address(running), base, e);
    if (!rc) {
        atomic_store(&s->base_url, buf_text(base));
        log_info("serving %s: %zu indicators on %zu layers", s->atlas->id, s->atlas->n_indicators,
                 s->atlas->n_layers);
        printf("%s\n", server_address(running));
        fflush(stdout);
        sigwait(&set, &signal_number);
        log_info("%s: ending", signal_number == SIGINT ? "interrupted" : "terminated");
    }
    server_stop(running);
    return rc;
}

err_code command_serve(const args *a, int *status, err *e) {
    (void)status;
    service s = {0};
    server_options o = {.listen = a->listen};
    buf base = BUF_EMPTY;
    if (a->n_rest) return err_set(e, ERR_USAGE, "\"%s\" is one argument too many", a->rest[0]);
    err_code rc = read_threads(a, &o.threads, e);
    if (!rc) rc = open_tiler(a, &s.tiler, e);
    if (!rc) rc = map_open_atlas(a, ATLAS_TILES, NULL, &s.atlas, e);
    if (!rc) {
        tell_warnings(s.atlas);
        rc = serve_until_signal(a, &o, &s, &base, e);
    }
    buf_free(&base);
    tiler_free(s.tiler);
    atlas_unref(s.atlas);
    return rc;
}
