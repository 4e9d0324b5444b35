#define _GNU_SOURCE /* SCHED_IDLE */
#include "tile/improver.h"

#include <pthread.h>
#include <sched.h>
#include <stdlib.h>

#define QUEUE_MAX 1024

typedef struct item {
    cache *cache;
    const cache_kind *kind;
    cache_key key;
} item;

struct improver {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    skeleton_scratch *scratch;
    item queue[QUEUE_MAX]; /* a ring: [first, first + count) */
    size_t first, count;
    bool busy, ending, running;
    uint64_t done;
};

static bool take(improver *i, item *out) {
    while (!i->count && !i->ending) pthread_cond_wait(&i->changed, &i->lock);
    if (i->ending) return false;
    *out = i->queue[i->first];
    i->first = (i->first + 1) % QUEUE_MAX;
    i->count--;
    i->busy = true;
    return true;
}

/* Without memory the first one is good enough. */
static void improve(improver *i, const item *x) {
    skeleton *s = cache_find(x->cache, x->kind, &x->key), *better = NULL;
    if (!s) return; /* it had to make room meanwhile */
    if (!s->improved && !skeleton_improve(i->scratch, s, &better, NULL)) {
        if (better != s) cache_replace(x->cache, x->kind, &x->key, s, better);
        skeleton_unref(better);
    }
    skeleton_unref(s);
}

static void *work(void *ctx) {
    improver *i = ctx;
    item x;
    /* Only what requests leave of the processors; where that is not granted, it works as they do.
     */
    pthread_setschedparam(pthread_self(), SCHED_IDLE, &(struct sched_param){0});
    pthread_mutex_lock(&i->lock);
    while (take(i, &x)) {
        pthread_mutex_unlock(&i->lock);
        improve(i, &x);
        pthread_mutex_lock(&i->lock);
        i->busy = false;
        i->done++;
        pthread_cond_broadcast(&i->changed);
    }
    pthread_mutex_unlock(&i->lock);
    return NULL;
}

err_code improver_create(improver **out, err *e) {
    improver *i = calloc(1, sizeof *i);
    if (!i) return err_nomem(e);
    pthread_mutex_init(&i->lock, NULL);
    pthread_cond_init(&i->changed, NULL);
    err_code rc = skeleton_scratch_create(&i->scratch, e);
    if (!rc && pthread_create(&i->thread, NULL, work, i))
        rc = err_set(e, ERR_NOMEM, "no thread can be started");
    i->running = !rc;
    if (rc)
        improver_free(i);
    else
        *out = i;
    return rc;
}

void improver_free(improver *i) {
    if (!i) return;
    pthread_mutex_lock(&i->lock);
    i->ending = true;
    pthread_cond_broadcast(&i->changed);
    pthread_mutex_unlock(&i->lock);
    if (i->running) pthread_join(i->thread, NULL);
    skeleton_scratch_free(i->scratch);
    pthread_mutex_destroy(&i->lock);
    pthread_cond_destroy(&i->changed);
    free(i);
}

void improver_add(improver *i, cache *c, const cache_kind *kind, const cache_key *key,
                  const skeleton *s) {
    if (s->improved || skeleton_is_solid(s)) return;
    pthread_mutex_lock(&i->lock);
    if (i->count < QUEUE_MAX) {
        i->queue[(i->first + i->count++) % QUEUE_MAX] = (item){c, kind, *key};
        pthread_cond_broadcast(&i->changed);
    }
    pthread_mutex_unlock(&i->lock);
}

uint64_t improver_count(improver *i) {
    pthread_mutex_lock(&i->lock);
    uint64_t done = i->done;
    pthread_mutex_unlock(&i->lock);
    return done;
}

void improver_wait(improver *i) {
    pthread_mutex_lock(&i->lock);
    while (i->count || i->busy) pthread_cond_wait(&i->changed, &i->lock);
    pthread_mutex_unlock(&i->lock);
}
