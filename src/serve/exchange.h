/* exchange: one connection and the request that it is at: libmicrohttpd's
 * callbacks on one side, route.h on the other.
 *
 * The life of a request, all on the event loop but for one step:
 *   exchange_uri        its first line is read: parse the target
 *   exchange_handle     its headers are read; again for each piece of a body, which
 *                       is dropped; again when it is whole: route_begin()
 *       work            on a worker, while the connection is suspended: route_work()
 *   exchange_handle     again when resumed: the reply is sent
 *   exchange_completed  sent, or the client is gone: logged and freed
 * A worker touches the exchange only before it resumes the connection, so the two
 * threads never have it at once; libmicrohttpd's lock hands it over. */
#ifndef SERVE_EXCHANGE_H
#define SERVE_EXCHANGE_H
#include "base/pool.h"
#include "serve/crowd.h"
#include "serve/hot.h"
#include "serve/metrics.h"
#include "serve/route.h"
#include "serve/watch.h"
#include <microhttpd.h>
#include <pthread.h>

/* What all exchanges of a server share. */
typedef struct exchange_host {
    route_table table;
    pool *pool, *heavy; /* the latter of routes that are ROUTE_HEAVY */
    watch *watch;
    metrics *metrics; /* NULL: nothing is counted */
    bool access_log;
    address_ranges trusted; /* proxies, whose X-Forwarded-For counts */
    unsigned address_max;   /* connections of one address; 0: any number */
    crowd crowd;            /* the event loop's, as what follows */
    hot hot;
    const _Atomic uint64_t *generation; /* see server_options, as what follows */
    const char *base_path;
    int64_t idle_ms; /* for a whole request to arrive, from the accept or the last answer */
    int64_t work_ms; /* for a request to wait for a worker */
    pthread_mutex_t lock;
    pthread_cond_t quiet; /* `busy` came down to 0 */
    size_t busy;          /* requests from their headers to their end */
    bool stopping;        /* nothing more goes to the pool, and answers end their connections */
    atomic_bool hurry;    /* what waits for a worker is refused when its turn comes */
} exchange_host;

void exchange_host_init(exchange_host *h); /* table, pool, watch and times are the caller's */
void exchange_host_destroy(exchange_host *h);
/* Lets no more requests reach the pool, then waits until none is under way, at most `ms`. */
void exchange_host_quiesce(exchange_host *h, int64_t ms);

/* libmicrohttpd's callbacks; `host` is an exchange_host. */
enum MHD_Result exchange_accept(void *host, const struct sockaddr *address, socklen_t len);
void exchange_connection(void *host, struct MHD_Connection *connection, void **context,
                         enum MHD_ConnectionNotificationCode what);
void *exchange_uri(void *host, const char *uri, struct MHD_Connection *connection);
enum MHD_Result exchange_handle(void *host, struct MHD_Connection *connection, const char *url,
                                const char *method, const char *version, const char *body,
                                size_t *body_len, void **context);
void exchange_completed(void *host, struct MHD_Connection *connection, void **context,
                        enum MHD_RequestTerminationCode why);
size_t exchange_unescape(void *host, struct MHD_Connection *connection, char *text); /* does not */
#endif
