/* server: listens and answers by a table of routes; knows nothing of maps.
 *
 * One thread (libmicrohttpd's, with epoll) reads requests, runs quick handlers
 * and sends; the workers of a pool run the others.  All its threads block every
 * signal, so that signals reach the caller's threads; SIGPIPE cannot arise.
 *
 * What it withstands: URLs over 8 KB, over 64 parameters, headers over 32 KB in all,
 * bodies (dropped up to 64 KB, refused beyond), clients that send or take bytes so
 * slowly that their deadline passes, more connections than connections_max (they
 * wait in the kernel's queue) or than address_max from one address (closed at once),
 * more work than the queue holds (503). */
#ifndef SERVE_SERVER_H
#define SERVE_SERVER_H
#include "serve/metrics.h"
#include "serve/route.h"

typedef struct server server;

typedef struct server_options { /* 0 or NULL: the default */
    const char *listen;         /* see listener.h; 127.0.0.1:8080 */
    metrics *metrics;           /* outlives the server; NULL: nothing is counted */
    /* Raised whenever an answer may have changed, which is then not sent from memory any more;
     * outlives the server.  NULL: every answer is made anew. */
    const _Atomic uint64_t *generation;
    /* "/maps/": taken off a path that begins with it, for proxies that leave it on; NULL: none. */
    const char *base_path;
    bool access_log;           /* a line of the log for each request */
    const char *trusted_proxy; /* address_ranges_parse(); NULL: none */
    unsigned address_max; /* connections of one address that is no trusted proxy; 0: any number */
    unsigned threads;     /* workers; as many as cores */
    size_t queue_max;     /* requests that may wait for a worker; 1,024 */
    /* Those that are heavy (route.h) have workers of their own: one, or two on a machine of four
     * cores and more; and so many may wait for them: 8. */
    unsigned heavy_threads;
    size_t heavy_queue_max;
    unsigned connections_max; /* 1,000 */
    unsigned timeout_s;       /* silence after which a connection is closed; 30 */
    /* 15.  How long a request may wait for a worker.  A whole request must arrive within
     * timeout_s + request_deadline_s of the accept or of the last answer; an answer must be
     * taken within the same and a second for each 4,000 bytes. */
    unsigned request_deadline_s;
    unsigned stop_grace_s; /* 5: see server_stop() */
} server_options;

/* The routes (asserted to be valid) and the service outlive the server. */
err_code server_start(const server_options *options, const route *routes, size_t route_count,
                      void *service, server **out, err *e);
int server_port(const server *s);            /* the real one where 0 was asked; 0 for unix: */
const char *server_address(const server *s); /* "http://127.0.0.1:8080/", or "unix:PATH" */
/* Accepts no more, lets requests under way finish for stop_grace_s, refuses those that still
 * wait for a worker then, and waits for the handlers that run; then frees.  NULL is let be.
 * Not from a handler. */
void server_stop(server *s);
#endif
