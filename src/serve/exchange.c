#include "serve/exchange.h"
#include "base/log.h"
#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define BODY_MAX      65536 /* bytes of a request body that are read and dropped */
#define BYTES_PER_MS  4     /* a client that takes an answer slower than this is cut off */
#define LOG_URL_BYTES 300

typedef enum stage { IDLE, READING, WORKING, WORKED, SENDING } stage;

typedef struct exchange {
    watched watched;
    exchange_host *host;
    struct MHD_Connection *connection;
    address peer;
    stage stage;
    bool counted; /* in host->busy */
    bool entered; /* in host->crowd */
    int64_t since_us, queued_ms;
    uint64_t generation;  /* of the service when the request began */
    size_t dropped, sent; /* bytes of bodies */
    char method[16];
    http_request request;
    http_reply reply;
    const route *route;
    err_code parsed;
    err error;
} exchange;

/* ---- the host ---- */

void exchange_host_init(exchange_host *h) {
    pthread_condattr_t monotonic;
    pthread_mutex_init(&h->lock, NULL);
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&h->quiet, &monotonic);
    pthread_condattr_destroy(&monotonic);
    atomic_init(&h->hurry, false);
}

void exchange_host_destroy(exchange_host *h) {
    free(h->crowd.one);
    hot_free(&h->hot);
    pthread_cond_destroy(&h->quiet);
    pthread_mutex_destroy(&h->lock);
}

void exchange_host_quiesce(exchange_host *h, int64_t ms) {
    int64_t end = watch_now_ms() + ms;
    struct timespec t = {.tv_sec = (time_t)(end / 1000), .tv_nsec = (long)(end % 1000) * 1000000};
    pthread_mutex_lock(&h->lock);
    h->stopping = true;
    while (h->busy && !pthread_cond_timedwait(&h->quiet, &h->lock, &t)) continue;
    pthread_mutex_unlock(&h->lock);
}

static void count(exchange *x) {
    pthread_mutex_lock(&x->host->lock);
    x->host->busy++;
    pthread_mutex_unlock(&x->host->lock);
    x->counted = true;
}

static void uncount(exchange *x) {
    exchange_host *h = x->host;
    if (!x->counted) return;
    x->counted = false;
    pthread_mutex_lock(&h->lock);
    if (!--h->busy) pthread_cond_signal(&h->quiet);
    pthread_mutex_unlock(&h->lock);
}

static bool is_stopping(exchange_host *h) {
    pthread_mutex_lock(&h->lock);
    bool stopping = h->stopping;
    pthread_mutex_unlock(&h->lock);
    return stopping;
}

/* ---- beginning and end ---- */

/* Ready for the connection's next request. */
static void reset(exchange *x) {
    uncount(x);
    atomic_store(&x->watched.listening, true);
    http_reply_free(&x->reply);
    http_request_free(&x->request);
    x->stage = IDLE;
    x->route = NULL;
    x->dropped = x->sent = 0;
    x->method[0] = '\0';
    err_clear(&x->error);
}

static bool is_limited(const exchange_host *h, address a) {
    return h->address_max && address_is_known(a) && !address_ranges_have(&h->trusted, a);
}

/* Asked for each connection before it is one. */
enum MHD_Result exchange_accept(void *host, const struct sockaddr *from, socklen_t len) {
    exchange_host *h = host;
    address a = address_of_socket(from);
    (void)len;
    if (!is_limited(h, a) || crowd_count(&h->crowd, a) < h->address_max) return MHD_YES;
    metrics_add(h->metrics, METRIC_CONNECTIONS_REFUSED, 1);
    return MHD_NO;
}

static address peer_of(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    return address_of_socket(info ? info->client_addr : NULL);
}

static void open_exchange(exchange_host *h, struct MHD_Connection *connection, void **context) {
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    exchange *x = info ? calloc(1, sizeof *x) : NULL;
    *context = x;
    if (!x) return; /* its requests are then refused by exchange_handle() */
    x->host = h;
    x->connection = connection;
    x->peer = peer_of(connection);
    x->entered = is_limited(h, x->peer) && crowd_enter(&h->crowd, x->peer);
    metrics_add(h->metrics, METRIC_CONNECTIONS, 1);
    watch_add(h->watch, &x->watched, info->connect_fd, h->idle_ms);
}

void exchange_connection(void *host, struct MHD_Connection *connection, void **context,
                         enum MHD_ConnectionNotificationCode what) {
    exchange_host *h = host;
    exchange *x = *context;
    if (what == MHD_CONNECTION_NOTIFY_STARTED) {
        open_exchange(h, connection, context);
    } else if (x) {
        /* 0.9.75 does not report the end of a request whose headers it gave up on, so what
         * exchange_uri() made may still be here. */
        reset(x);
        watch_remove(h->watch, &x->watched);
        if (x->entered) crowd_leave(&h->crowd, x->peer);
        metrics_add(h->metrics, METRIC_CONNECTIONS, -1);
        free(x);
        *context = NULL;
    }
}

void *exchange_uri(void *host, const char *uri, struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    exchange *x = info ? info->socket_context : NULL;
    (void)host;
    if (!x) return NULL;
    reset(x);
    x->since_us = watch_now_us();
    size_t base = x->host->base_path ? strlen(x->host->base_path) : 0;
    bool based = base && !strncmp(uri, x->host->base_path, base);
    x->parsed = http_request_parse(&x->request, based ? uri + base - 1 : uri, &x->reply, &x->error);
    /* libmicrohttpd splits the query too, and when its memory does not suffice, as for 500
     * parameters, it leaves the connection hanging (0.9.75).  So it gets an empty query: the
     * text is its own writable buffer. */
    char *query = strchr(uri, '?');
    if (query && query[1]) query[1] = '\0';
    return x;
}

size_t exchange_unescape(void *host, struct MHD_Connection *connection, char *text) {
    (void)host;
    (void)connection;
    return strlen(text);
}

static address client_of(const exchange *x) {
    const char *forwarded = MHD_lookup_connection_value(x->connection, MHD_HEADER_KIND,
                                                        http_field_names[HTTP_FORWARDED_FOR]);
    return address_behind(&x->host->trusted, x->peer, forwarded);
}

static void write_access(const exchange *x, const char *target, double ms, bool whole) {
    char client[ADDRESS_TEXT_MAX], line[LOG_URL_BYTES + 200];
    address_format(client_of(x), client);
    const log_field fields[] = {
        {.name = "client", .text = client},
        {.name = "method", .text = x->method},
        {.name = "target", .text = target},
        {.name = "route", .text = x->route ? x->route->pattern : ""},
        {.name = "status", .number = x->reply.status},
        {.name = "bytes", .number = (double)x->sent},
        {.name = "ms", .number = ms},
        {.name = "whole", .number = whole},
    };
    snprintf(line, sizeof line, "%s %s %s %d %zu B %.3f ms%s", client, x->method, target,
             x->reply.status, x->sent, ms, whole ? "" : ", not sent to its end");
    log_event(LOG_INFO, line, fields, sizeof fields / sizeof *fields);
}

static void write_log(const exchange *x, int64_t us, bool whole) {
    char target[LOG_URL_BYTES + 1];
    snprintf(target, sizeof target, "%s", x->request.target ? x->request.target : "?");
    if (x->reply.status >= 500)
        log_warn("%s %s: %d: %s", x->method, target, x->reply.status,
                 x->error.text[0] ? x->error.text : "refused");
    if (x->host->access_log) write_access(x, target, (double)us / 1000, whole);
}

static void note_end(const exchange *x, bool whole) {
    metrics *m = x->host->metrics;
    const route_table *t = &x->host->table;
    int64_t us = watch_now_us() - x->since_us;
    metrics_request(m, x->route ? (size_t)(x->route - t->row) : t->count, x->reply.status, us);
    metrics_add(m, METRIC_BYTES_SENT, (int64_t)x->sent);
    if (!whole) metrics_add(m, METRIC_UNSENT, 1);
    write_log(x, us, whole);
}

void exchange_completed(void *host, struct MHD_Connection *connection, void **context,
                        enum MHD_RequestTerminationCode why) {
    exchange *x = *context;
    (void)host;
    (void)connection;
    if (!x) return;
    if (x->stage != IDLE) note_end(x, why == MHD_REQUEST_TERMINATED_COMPLETED_OK);
    reset(x);
    watch_set(&x->watched, x->host->idle_ms);
    *context = NULL;
}

/* ---- sending ---- */

/* Takes the body over. */
static struct MHD_Response *make_response(http_reply *r) {
    static char none[] = "";
    char *data = r->body.len ? (char *)(uintptr_t)r->body.data : none;
    struct MHD_Response *response =
        r->release ? MHD_create_response_from_buffer_with_free_callback_cls(r->body.len, data,
                                                                            r->release, r->owner)
                   : MHD_create_response_from_buffer(r->body.len, data, MHD_RESPMEM_PERSISTENT);
    if (!response) return NULL;
    r->release = NULL;
    r->owner = NULL;
    return response;
}

static bool add(struct MHD_Response *response, const char *name, const char *value) {
    return !value || MHD_add_response_header(response, name, value) == MHD_YES;
}

static bool add_headers(struct MHD_Response *response, const http_reply *r, bool last) {
    char etag[sizeof r->etag + 2];
    snprintf(etag, sizeof etag, "\"%s\"", r->etag);
    bool ok = add(response, "Content-Type", r->type) &&
              add(response, "ETag", r->etag[0] ? etag : NULL) &&
              add(response, "Cache-Control", r->cache_control) &&
              add(response, "Content-Encoding", r->encoding) &&
              add(response, "Vary", r->varies ? "Accept-Encoding" : NULL) &&
              add(response, "Access-Control-Allow-Origin", "*") &&
              add(response, "X-Content-Type-Options", "nosniff") &&
              add(response, "Connection", last ? "close" : NULL);
    for (size_t i = 0; i < r->headers; i++)
        ok = ok && add(response, r->header[i].name, r->header[i].value);
    return ok;
}

/* What depends on nothing but the target: no coding, no last words. */
static bool may_be_hot(const exchange *x) {
    return x->host->generation && !x->parsed &&
           (x->request.method == HTTP_GET || x->request.method == HTTP_HEAD) &&
           !is_stopping(x->host);
}

static bool is_wanted_hot(exchange *x) {
    return x->reply.status == 200 && x->route && x->route->flags & ROUTE_HOT && x->reply.etag[0] &&
           x->request.method == HTTP_GET && may_be_hot(x) &&
           hot_wants(&x->host->hot, x->request.target, x->generation, x->sent);
}

/* True: the response is the cache's from here on. */
static bool keep_hot(exchange *x, struct MHD_Response *response) {
    static char none[] = "";
    if (!is_wanted_hot(x)) return false;
    hot_answer a = {.response = response, .row = x->route, .bytes = x->sent};
    snprintf(a.etag, sizeof a.etag, "%s", x->reply.etag);
    a.not_modified = MHD_create_response_from_buffer(0, none, MHD_RESPMEM_PERSISTENT);
    http_reply head = x->reply;
    head.type = NULL;
    if (!a.not_modified || !add_headers(a.not_modified, &head, false)) {
        if (a.not_modified) MHD_destroy_response(a.not_modified);
        return false;
    }
    hot_keep(&x->host->hot, x->request.target, x->generation, &a);
    return true;
}

/* MHD_NO closes the connection: all that is left to do without memory. */
static enum MHD_Result send_reply(exchange *x) {
    http_reply *r = &x->reply;
    enum MHD_Result result = MHD_NO;
    /* A 304 gets a Content-Length of 0 from 0.9.75; clients cope. */
    route_finish(x->route, &x->request, r);
    x->stage = SENDING;
    x->sent = x->request.method == HTTP_HEAD ? 0 : r->body.len;
    watch_set(&x->watched, x->host->idle_ms + (int64_t)(x->sent / BYTES_PER_MS));
    struct MHD_Response *response = make_response(r);
    if (!response) return MHD_NO;
    if (add_headers(response, r, is_stopping(x->host)))
        result = MHD_queue_response(x->connection, (unsigned)r->status, response);
    if (result == MHD_NO || !keep_hot(x, response)) MHD_destroy_response(response);
    return result;
}

/* The same answer as before, whole, if it is there. */
static bool send_hot(exchange *x, enum MHD_Result *result) {
    exchange_host *h = x->host;
    if (!may_be_hot(x)) return false;
    const hot_answer *a = hot_find(&h->hot, x->request.target, x->generation);
    if (!a) return false;
    bool known = http_request_matches(&x->request, a->etag) != NULL;
    x->route = a->row;
    x->reply.status = known ? 304 : 200;
    x->stage = SENDING;
    x->sent = known || x->request.method == HTTP_HEAD ? 0 : a->bytes;
    watch_set(&x->watched, h->idle_ms + (int64_t)(x->sent / BYTES_PER_MS));
    *result = MHD_queue_response(x->connection, (unsigned)x->reply.status,
                                 known ? a->not_modified : a->response);
    return true;
}

/* ---- answering ---- */

static void refuse(exchange *x, const char *en, const char *sv) {
    metrics_add(x->host->metrics, METRIC_QUEUE_REFUSED, 1);
    err_set(&x->error, ERR_BUSY, "%s", en);
    err_sv(&x->error, ERR_BUSY, "%s", sv);
    http_reply_fail(&x->reply, ERR_BUSY, &x->error);
}

static void work(void *arg) {
    exchange *x = arg;
    exchange_host *h = x->host;
    if (atomic_load(&h->hurry))
        refuse(x, "the server is being stopped", "servern stängs av");
    else if (watch_now_ms() - x->queued_ms > h->work_ms)
        refuse(x, "the request waited too long for its turn",
               "begäran väntade för länge på sin tur");
    else
        route_work(&h->table, x->route, &x->request, &x->reply, &x->error);
    metrics_add(h->metrics, METRIC_QUEUE, -1);
    x->stage = WORKED;
    MHD_resume_connection(x->connection); /* the exchange is the event loop's from here on */
}

static pool *queue_of(const exchange *x) {
    return x->route->flags & ROUTE_HEAVY ? x->host->heavy : x->host->pool;
}

static err_code submit(exchange *x) {
    exchange_host *h = x->host;
    pthread_mutex_lock(&h->lock); /* so that no job comes after `stopping` was set */
    err_code rc = h->stopping ? ERR_BUSY : pool_submit(queue_of(x), work, x, NULL);
    pthread_mutex_unlock(&h->lock);
    return rc;
}

/* Suspends first: a worker may be done, and resume, before submit() returns. */
static enum MHD_Result send_to_worker(exchange *x) {
    watch_set(&x->watched, 0);
    x->stage = WORKING;
    x->queued_ms = watch_now_ms();
    MHD_suspend_connection(x->connection);
    metrics_add(x->host->metrics, METRIC_QUEUE, 1);
    if (!submit(x)) return MHD_YES;
    metrics_add(x->host->metrics, METRIC_QUEUE, -1);
    refuse(x, "too many requests are waiting already", "för många väntar redan på svar");
    x->stage = WORKED;
    MHD_resume_connection(x->connection);
    return MHD_YES;
}

static enum MHD_Result answer(exchange *x) {
    atomic_store(&x->watched.listening, false);
    for (int f = 0; f < HTTP_FIELD_COUNT; f++)
        x->request.field[f] =
            MHD_lookup_connection_value(x->connection, MHD_HEADER_KIND, http_field_names[f]);
    enum MHD_Result sent;
    if (x->host->generation) x->generation = atomic_load(x->host->generation);
    if (send_hot(x, &sent)) return sent;
    if (x->parsed)
        http_reply_fail(&x->reply, x->parsed, &x->error);
    else if (route_begin(&x->host->table, &x->request, &x->reply, &x->route, &x->error))
        return send_to_worker(x);
    return send_reply(x);
}

/* A request with a body has its body dropped, since nothing here takes one.  A body that is
 * too long, or of unknown length (which also disarms a contradiction of the two headers), is
 * refused before it is read: libmicrohttpd then closes the connection after the answer. */
static bool has_bad_body(struct MHD_Connection *connection) {
    unsigned long len;
    const char *text = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Content-Length");
    if (MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Transfer-Encoding")) return true;
    return text && !text_to_uint(text, BODY_MAX, &len);
}

static enum MHD_Result begin(exchange *x, const char *method) {
    x->stage = READING;
    x->request.method = http_method_of(method);
    snprintf(x->method, sizeof x->method, "%s", method);
    count(x);
    if (!has_bad_body(x->connection)) return MHD_YES;
    http_reply_error(&x->reply, 413, "requests here have no body");
    return send_reply(x);
}

enum MHD_Result exchange_handle(void *host, struct MHD_Connection *connection, const char *url,
                                const char *method, const char *version, const char *body,
                                size_t *body_len, void **context) {
    exchange *x = *context;
    (void)host, (void)connection, (void)url, (void)version, (void)body;
    if (!x) return MHD_NO;
    if (x->stage == IDLE) return begin(x, method);
    if (x->stage == WORKED) return send_reply(x);
    if (!*body_len) return answer(x);
    *body_len = 0;
    return MHD_YES;
}
