#include "serve/server.h"
#include "base/log.h"
#include "serve/exchange.h"
#include "serve/listener.h"

#include <assert.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

#define MEMORY_PER_CONNECTION 32768 /* the request's line and headers must fit */
#define LAST_WORDS_MS         1000  /* then for answers to be sent */

struct server {
    exchange_host host;
    listener listener;
    struct MHD_Daemon *daemon;
    int64_t grace_ms;
};

static void log_library(void *unused, const char *fmt, va_list ap) ERR_PRINTF(2, 0);
static void log_library(void *unused, const char *fmt, va_list ap) {
    char line[300];
    (void)unused;
    if (!log_enabled(LOG_DEBUG)) return;
    vsnprintf(line, sizeof line, fmt, ap);
    log_debug("libmicrohttpd: %s", line);
}

static server_options with_defaults(const server_options *o) {
    server_options out = *o;
    if (!out.listen) out.listen = "127.0.0.1:8080";
    if (!out.connections_max) out.connections_max = 1000;
    if (!out.timeout_s) out.timeout_s = 30;
    if (!out.request_deadline_s) out.request_deadline_s = 15;
    if (!out.stop_grace_s) out.stop_grace_s = 5;
    if (!out.heavy_threads) out.heavy_threads = pool_cores() < 4 ? 1 : 2;
    if (!out.heavy_queue_max) out.heavy_queue_max = 8;
    return out;
}

static err_code start_daemon(server *s, const server_options *o, err *e) {
    exchange_host *h = &s->host;
    /* The event loop itself is one thread; MHD_OPTION_THREAD_POOL_SIZE would make it several,
     * and nothing in exchange.c would have to change. */
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG;
    struct MHD_OptionItem items[] = {
        {MHD_OPTION_LISTEN_SOCKET, s->listener.fd, NULL},
        {MHD_OPTION_CONNECTION_LIMIT, o->connections_max, NULL},
        {MHD_OPTION_CONNECTION_TIMEOUT, o->timeout_s, NULL},
        {MHD_OPTION_CONNECTION_MEMORY_LIMIT, MEMORY_PER_CONNECTION, NULL},
        {MHD_OPTION_STRICT_FOR_CLIENT, 1, NULL},
        {MHD_OPTION_URI_LOG_CALLBACK, (intptr_t)exchange_uri, h},
        {MHD_OPTION_UNESCAPE_CALLBACK, (intptr_t)exchange_unescape, h},
        {MHD_OPTION_NOTIFY_CONNECTION, (intptr_t)exchange_connection, h},
        {MHD_OPTION_NOTIFY_COMPLETED, (intptr_t)exchange_completed, h},
        {MHD_OPTION_END, 0, NULL},
    };
    s->daemon = MHD_start_daemon(flags, 0, exchange_accept, h, exchange_handle, h,
                                 MHD_OPTION_EXTERNAL_LOGGER, log_library, NULL, /* the first */
                                 MHD_OPTION_ARRAY, items, MHD_OPTION_END);
    return s->daemon ? ERR_OK : err_set(e, ERR_IO, "cannot start the HTTP server");
}

static err_code start_threads(server *s, const server_options *o, err *e) {
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before); /* new threads inherit it */
    err_code rc = pool_create(o->threads, o->queue_max, &s->host.pool, e);
    if (!rc) rc = pool_create(o->heavy_threads, o->heavy_queue_max, &s->host.heavy, e);
    if (!rc) rc = watch_start(o->metrics, &s->host.watch, e);
    if (!rc) rc = start_daemon(s, o, e);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return rc;
}

err_code server_start(const server_options *options, const route *routes, size_t route_count,
                      void *service, server **out, err *e) {
    server_options o = with_defaults(options);
    for (size_t i = 0; i < route_count; i++) assert(route_is_valid(&routes[i]));
    server *s = calloc(1, sizeof *s);
    if (!s) return err_nomem(e);
    s->host.table = (route_table){routes, route_count, service};
    s->host.work_ms = (int64_t)o.request_deadline_s * 1000;
    s->host.idle_ms = (int64_t)o.timeout_s * 1000 + s->host.work_ms;
    s->grace_ms = (int64_t)o.stop_grace_s * 1000;
    s->host.metrics = o.metrics;
    s->host.access_log = o.access_log;
    s->host.generation = o.generation;
    s->host.base_path = o.base_path;
    s->host.address_max = o.address_max;
    s->listener.fd = -1;
    exchange_host_init(&s->host);
    err_code rc =
        o.trusted_proxy ? address_ranges_parse(o.trusted_proxy, &s->host.trusted, e) : ERR_OK;
    if (rc) rc = err_wrap(e, rc, "trusted proxies");
    if (!rc) rc = listener_open(o.listen, &s->listener, e);
    if (!rc) rc = start_threads(s, &o, e);
    if (rc)
        server_stop(s);
    else
        *out = s;
    return rc;
}

int server_port(const server *s) { return s->listener.port; }

const char *server_address(const server *s) { return s->listener.address; }

/* Order matters: libmicrohttpd must not be stopped while a connection is suspended, so each
 * job must have resumed its own before; and no job may come once the pool is freed. */
static void drain(server *s) {
    exchange_host *h = &s->host;
    MHD_quiesce_daemon(s->daemon);
    shutdown(s->listener.fd, SHUT_RDWR); /* refuses clients, and keeps the number from reuse */
    exchange_host_quiesce(h, s->grace_ms);
    atomic_store(&h->hurry, true);
    pool_free(h->pool);
    pool_free(h->heavy);
    h->pool = h->heavy = NULL;
    exchange_host_quiesce(h, LAST_WORDS_MS);
    MHD_stop_daemon(s->daemon);
}

void server_stop(server *s) {
    if (!s) return;
    if (s->daemon) drain(s);
    pool_free(s->host.pool);
    pool_free(s->host.heavy);
    watch_stop(s->host.watch);
    listener_close(&s->listener);
    exchange_host_destroy(&s->host);
    free(s);
}
