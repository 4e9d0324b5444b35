#include "serve/metrics.h"

#include <inttypes.h>
#include <stdlib.h>

/* Statuses that the server gives; the last stands for any other. */
static const int statuses[] = {200, 204, 304, 400, 404, 405, 413, 414, 500, 501, 503, 0};
#define STATUSES (sizeof statuses / sizeof *statuses)

/* Upper edges of the histogram, seconds: from a palette to a cold tile under load. */
static const double edges[] = {0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01,
                               0.025,  0.05,    0.1,    0.25,  0.5,    1,     5};
#define EDGES (sizeof edges / sizeof *edges)

typedef struct route_counts {
    atomic_uint_fast64_t status[STATUSES], bucket[EDGES + 1], us;
} route_counts;

struct metrics {
    size_t routes;
    const char *(*pattern_of)(size_t i);
    _Atomic int64_t one[METRIC_COUNT];
    route_counts route[]; /* [routes + 1] */
};

static const struct {
    const char *name, *type, *help;
} rows[METRIC_COUNT] = {
    [METRIC_CONNECTIONS] = {"connections", "gauge", "Open connections."},
    [METRIC_CONNECTIONS_REFUSED] = {"connections_refused_total", "counter",
                                    "Connections refused because their address has too many."},
    [METRIC_QUEUE] = {"queue_waiting", "gauge", "Requests that wait for a worker or are at one."},
    [METRIC_QUEUE_REFUSED] = {"queue_refused_total", "counter",
                              "Requests answered 503 because the queue was full or slow."},
    [METRIC_CUT] = {"connections_cut_total", "counter", "Connections past their deadline."},
    [METRIC_UNSENT] = {"answers_unsent_total", "counter",
                       "Answers whose client left before their end."},
    [METRIC_BYTES_SENT] = {"body_bytes_sent_total", "counter", "Bytes of bodies."},
    [METRIC_RELOADS] = {"reloads_total", "counter", "Atlases loaded and put in place."},
    [METRIC_RELOADS_FAILED] = {"reloads_failed_total", "counter",
                               "Atlases that could not be loaded; the old one went on."},
};

err_code metrics_create(size_t routes, const char *(*pattern_of)(size_t i), metrics **out, err *e) {
    metrics *m = calloc(1, sizeof *m + (routes + 1) * sizeof *m->route);
    if (!m) return err_nomem(e);
    m->routes = routes;
    m->pattern_of = pattern_of;
    *out = m;
    return ERR_OK;
}

void metrics_free(metrics *m) { free(m); }

static size_t status_index(int status) {
    size_t i = 0;
    while (i + 1 < STATUSES && statuses[i] != status) i++;
    return i;
}

void metrics_request(metrics *m, size_t route, int status, int64_t us) {
    if (!m) return;
    route_counts *r = &m->route[route < m->routes ? route : m->routes];
    size_t b = 0;
    while (b < EDGES && (double)us > edges[b] * 1e6) b++;
    atomic_fetch_add_explicit(&r->status[status_index(status)], 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&r->bucket[b], 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&r->us, (uint64_t)(us > 0 ? us : 0), memory_order_relaxed);
}

void metrics_add(metrics *m, metric which, int64_t n) {
    if (m) atomic_fetch_add_explicit(&m->one[which], n, memory_order_relaxed);
}

int64_t metrics_get(const metrics *m, metric which) {
    return m ? atomic_load_explicit(&m->one[which], memory_order_relaxed) : 0;
}

static const char *pattern(const metrics *m, size_t i) {
    return i < m->routes ? m->pattern_of(i) : "";
}

void metrics_print_head(buf *out, const char *name, const char *type, const char *help) {
    buf_addf(out, "# HELP " METRICS_PREFIX "%s %s\n# TYPE " METRICS_PREFIX "%s %s\n", name, help,
             name, type);
}

void metrics_print_one(buf *out, const char *name, const char *type, const char *help, double v) {
    metrics_print_head(out, name, type, help);
    buf_addf(out, METRICS_PREFIX "%s %.15g\n", name, v);
}

static void print_requests(const metrics *m, buf *out) {
    metrics_print_head(out, "requests_total", "counter", "Requests by route and status.");
    for (size_t i = 0; i <= m->routes; i++)
        for (size_t s = 0; s < STATUSES; s++) {
            uint64_t n = atomic_load(&m->route[i].status[s]);
            if (!n) continue;
            buf_addf(out, METRICS_PREFIX "requests_total{route=\"%s\",status=\"", pattern(m, i));
            buf_addf(out, statuses[s] ? "%d" : "other", statuses[s]);
            buf_addf(out, "\"} %" PRIu64 "\n", n);
        }
}

/* Of one route; a route that nobody asked for is left out. */
static void print_histogram(const metrics *m, size_t i, buf *out) {
    const route_counts *r = &m->route[i];
    uint64_t count[EDGES + 1], sum = 0, all = 0;
    for (size_t b = 0; b <= EDGES; b++) all += count[b] = atomic_load(&r->bucket[b]);
    if (!all) return;
    for (size_t b = 0; b < EDGES; b++) {
        sum += count[b];
        buf_addf(out, METRICS_PREFIX "request_seconds_bucket{route=\"%s\",le=\"%g\"} %" PRIu64 "\n",
                 pattern(m, i), edges[b], sum);
    }
    buf_addf(out, METRICS_PREFIX "request_seconds_bucket{route=\"%s\",le=\"+Inf\"} %" PRIu64 "\n",
             pattern(m, i), all);
    buf_addf(out, METRICS_PREFIX "request_seconds_sum{route=\"%s\"} %.6f\n", pattern(m, i),
             (double)atomic_load(&r->us) / 1e6);
    buf_addf(out, METRICS_PREFIX "request_seconds_count{route=\"%s\"} %" PRIu64 "\n", pattern(m, i),
             all);
}

void metrics_print(const metrics *m, buf *out) {
    print_requests(m, out);
    metrics_print_head(out, "request_seconds", "histogram",
                       "From a request's first line to the end of its answer.");
    for (size_t i = 0; i <= m->routes; i++) print_histogram(m, i, out);
    for (size_t i = 0; i < METRIC_COUNT; i++)
        metrics_print_one(out, rows[i].name, rows[i].type, rows[i].help,
                          (double)metrics_get(m, (metric)i));
}
