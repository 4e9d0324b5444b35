/* A map's figures in sum, as `kartblad stats --json` has them. */
#include "atlas/statistics.h"
#include "base/hash.h"
#include "serve/service.h"

#include <inttypes.h>
#include <stdio.h>

/* The request's own texts live as long as the request, which outlives the work. */
static statistics_wish wish_of(const http_request *q) {
    return (statistics_wish){http_request_param(q, "with"), http_request_param(q, "weight"),
                             http_request_param(q, "parts")};
}

static uint64_t hash_wish(const http_request *q) {
    uint64_t h = HASH_INIT;
    for (size_t i = 0; i < STATISTICS_WISHES; i++) {
        const char *text = http_request_param(q, statistics_wish_names[i]);
        h = hash_str(hash_u64(h, text != NULL), text ? text : "");
    }
    return h;
}

err_code stats_begin(void *s, const http_request *q, http_reply *r, err *e) {
    char what[32];
    map_request *m = NULL;
    err_code rc = params_keep(sizeof *m, &m, r, e);
    if (!rc) rc = params_map(s, q, statistics_wish_names, m, r, e);
    snprintf(what, sizeof what, "stats/%016" PRIx64, hash_wish(q));
    if (rc || params_cached(m, q, what, r)) return rc;
    return http_reply_defer(r);
}

err_code stats_work(void *s, const http_request *q, http_reply *r, err *e) {
    const map_request *m = r->kept;
    const statistics_wish wish = wish_of(q);
    const char *at_fault = NULL;
    choropleth *c = NULL;
    statistics *found = NULL;
    err_code rc = params_choropleth(s, m, &c, r, e);
    if (!rc) rc = statistics_make(c, &wish, NULL, &found, &at_fault, e);
    if (at_fault) http_reply_blame(r, at_fault, NULL);
    if (!rc) rc = http_reply_json(r, statistics_json(found), e);
    statistics_free(found);
    choropleth_unref(c);
    return rc;
}
