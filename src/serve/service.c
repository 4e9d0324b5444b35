#include "serve/service.h"

#include <stdlib.h>
#include <string.h>

/* Nobody is at the old atlas any more: what its last requests left in the cache goes too. */
static void forget_others(void *ctx) {
    service *s = ctx;
    edition *now = service_edition(s);
    if (now) tiler_forget_all_but(s->tiler, now->atlas);
    edition_unref(now);
}

err_code service_open(service *s, const atlas *a, tiler *t, metrics *m, err *e) {
    *s = (service){.tiler = t, .metrics = m};
    kept_text_init(&s->openapi);
    pthread_mutex_init(&s->lock, NULL);
    return edition_create(a, &s->now, e);
}

void service_close(service *s) {
    edition *last = s->now;
    s->now = NULL;
    edition_unref(last);
    kept_text_free(&s->openapi);
    pthread_mutex_destroy(&s->lock);
    free(s->problem);
}

edition *service_edition(service *s) {
    pthread_mutex_lock(&s->lock);
    edition *now = s->now ? edition_ref(s->now) : NULL; /* NULL: being closed */
    pthread_mutex_unlock(&s->lock);
    return now;
}

/* With the lock. */
static void forget_problem(service *s) {
    free(s->problem);
    s->problem = NULL;
}

static void swap(service *s, edition *fresh) {
    pthread_mutex_lock(&s->lock);
    edition *old = s->now;
    s->now = fresh;
    atomic_fetch_add(&s->generation, 1);
    forget_problem(s);
    pthread_mutex_unlock(&s->lock);
    metrics_add(s->metrics, METRIC_RELOADS, 1);
    old->ended = forget_others;
    old->ctx = s;
    tiler_forget_all_but(s->tiler, fresh->atlas);
    edition_unref(old);
}

err_code service_replace(service *s, const atlas *a, bool *changed, err *e) {
    edition *fresh = NULL;
    pthread_mutex_lock(&s->lock);
    *changed = a->version != s->now->atlas->version;
    if (!*changed) forget_problem(s);
    pthread_mutex_unlock(&s->lock);
    if (!*changed) return ERR_OK;
    err_code rc = edition_create(a, &fresh, e);
    if (!rc) swap(s, fresh);
    return rc;
}

/* The world need not know where files lie: "/srv/maps/a.csv: ..." becomes "a.csv: ...". */
static void drop_folders(char *text) {
    char *to = text, *word = text;
    for (const char *from = text; *from; from++) {
        if (*from == '/' && from[1] && from[1] != ' ')
            to = word;
        else
            *to++ = *from;
        if (*from == ' ' || *from == '"') word = to;
    }
    *to = '\0';
}

void service_failed(service *s, const char *problem) {
    pthread_mutex_lock(&s->lock);
    forget_problem(s);
    if ((s->problem = strdup(problem))) drop_folders(s->problem);
    s->problem_since = time(NULL);
    pthread_mutex_unlock(&s->lock);
    metrics_add(s->metrics, METRIC_RELOADS_FAILED, 1);
}
