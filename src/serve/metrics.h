/* metrics: what the server did, counted; printed as Prometheus text (exposition format 0.0.4).
 * Counting takes no lock; any number of threads. */
#ifndef SERVE_METRICS_H
#define SERVE_METRICS_H
#include "base/buf.h"
#include <stdatomic.h>
#include <stdint.h>

typedef struct metrics metrics;

typedef enum metric {                     /* besides requests; the rows of a table in metrics.c */
                      METRIC_CONNECTIONS, /* open now */
                      METRIC_CONNECTIONS_REFUSED, /* over the limit of one address */
                      METRIC_QUEUE,               /* requests that wait for a worker now */
                      METRIC_QUEUE_REFUSED,       /* answered 503 */
                      METRIC_CUT,                 /* connections past their deadline */
                      METRIC_UNSENT,     /* answers whose client went away before their end */
                      METRIC_BYTES_SENT, /* of bodies */
                      METRIC_RELOADS,
                      METRIC_RELOADS_FAILED,
                      METRIC_COUNT
} metric;

/* pattern_of(i): the label of route i, static; i in [0, routes).  What no route answers is counted
 * apart. */
err_code metrics_create(size_t routes, const char *(*pattern_of)(size_t i), metrics **out, err *e);
void metrics_free(metrics *m); /* NULL is fine */

/* `m` may be NULL: nothing is counted. */
void metrics_request(metrics *m, size_t route, int status, int64_t us); /* route: or `routes` */
void metrics_add(metrics *m, metric which, int64_t n);
int64_t metrics_get(const metrics *m, metric which);
void metrics_print(const metrics *m, buf *out);

#define METRICS_PREFIX "kartblad_"
void metrics_print_head(buf *out, const char *name, const char *type, const char *help);
/* One more, with its HELP and TYPE ("counter" or "gauge"); name without the prefix. */
void metrics_print_one(buf *out, const char *name, const char *type, const char *help, double v);
#endif
