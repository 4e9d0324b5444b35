/* How the server is, for those who run it. */
#include "base/json.h"
#include "serve/openapi.h"
#include "serve/service.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

static json_t *json_time(time_t t) {
    char text[40];
    struct tm utc;
    gmtime_r(&t, &utc);
    strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc);
    return json_text(text);
}

/* With the service's lock. */
static json_t *json_problem(const service *s) {
    if (!s->problem) return json_null();
    return json_pack("{s:o,s:o}", "since", json_time(s->problem_since), "message",
                     json_text(s->problem));
}

err_code health_answer(void *service_, const http_request *q, http_reply *r, err *e) {
    service *s = service_;
    (void)q;
    pthread_mutex_lock(&s->lock);
    const edition *d = s->now;
    json_t *root = json_pack(
        "{s:s,s:b,s:[{s:s,s:s,s:o,s:I,s:I}],s:o}", "status", s->problem ? "stale" : "ok", "ready",
        atomic_load(&s->base_url) != NULL, "atlases", "id", d->atlas->id, "version", d->version,
        "loaded", json_time(d->since), "indicators", (json_int_t)d->atlas->n_indicators, "warnings",
        (json_int_t)d->atlas->warnings.count, "reload_problem", json_problem(s));
    pthread_mutex_unlock(&s->lock);
    return http_reply_json(r, root, e);
}

/* Resident memory in bytes; 0 where /proc has none. */
static double resident_bytes(void) {
    unsigned long size, resident = 0;
    FILE *f = fopen("/proc/self/statm", "r");
    if (!f) return 0;
    if (fscanf(f, "%lu %lu", &size, &resident) != 2) resident = 0;
    fclose(f);
    return (double)resident * (double)sysconf(_SC_PAGESIZE);
}

static void print_hits(const cache_stats *c, buf *out) {
    const struct {
        const char *name, *help;
        const uint64_t *count;
    } both[] = {{"cache_hits_total", "What was in the cache, by kind.", c->hits},
                {"cache_misses_total", "What was not.", c->misses}};
    for (size_t i = 0; i < 2; i++) {
        metrics_print_head(out, both[i].name, "counter", both[i].help);
        for (int k = 0; k < CACHE_ROWS; k++)
            buf_addf(out, METRICS_PREFIX "%s{kind=\"%s\"} %" PRIu64 "\n", both[i].name,
                     cache_row_names[k], both[i].count[k]);
    }
}

static void print_tiler(const service *s, buf *out) {
    tiler_stats t = tiler_stats_get(s->tiler);
    const struct {
        const char *name, *type, *help;
        double value;
    } all[] = {
        {"skeletons_drawn_total", "counter", "Tiles drawn from geometry.", (double)t.drawn},
        {"tiles_painted_total", "counter", "Tiles painted from a skeleton.", (double)t.painted},
        {"skeletons_improved_total", "counter", "Skeletons deflated again.", (double)t.improved},
        {"cache_waits_total", "counter", "Waits for what another was making.",
         (double)t.cache.waits},
        {"cache_evictions_total", "counter", "What had to make room.", (double)t.cache.evictions},
        {"cache_bytes", "gauge", "Memory of the cache.", (double)t.cache.bytes},
        {"cache_entries", "gauge", "What the cache holds.", (double)t.cache.entries},
        {"resident_memory_bytes", "gauge", "Memory of the process.", resident_bytes()},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        metrics_print_one(out, all[i].name, all[i].type, all[i].help, all[i].value);
    print_hits(&t.cache, out);
}

static void print_edition(service *s, buf *out) {
    pthread_mutex_lock(&s->lock);
    double since = (double)s->now->since, stale = s->problem != NULL;
    pthread_mutex_unlock(&s->lock);
    metrics_print_one(out, "atlas_loaded_timestamp_seconds", "gauge",
                      "When the atlas that is served was loaded.", since);
    metrics_print_one(out, "atlas_stale", "gauge", "1: a newer one could not be loaded.", stale);
}

err_code metrics_answer(void *service_, const http_request *q, http_reply *r, err *e) {
    service *s = service_;
    buf out = BUF_EMPTY;
    if (s->metrics) metrics_print(s->metrics, &out);
    print_tiler(s, &out);
    print_edition(s, &out);
    err_code rc = http_reply_buf(r, q->type, &out, e);
    buf_free(&out);
    return rc;
}

static err_code print_openapi(void *ctx, buf *out, err *e) {
    (void)ctx;
    return json_print(openapi_json(routes, route_count), 1, out, e);
}

err_code openapi_work(void *service_, const http_request *q, http_reply *r, err *e) {
    service *s = service_;
    err_code rc = kept_text_get(&s->openapi, print_openapi, NULL, e);
    if (rc) return rc;
    http_reply_body(r, q->type, buf_view(&s->openapi.plain), NULL, NULL); /* outlives the server */
    http_reply_gzip(r, buf_view(&s->openapi.gzip));
    return ERR_OK;
}
