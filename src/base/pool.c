#include "base/pool.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

#define THREADS_MAX       256
#define QUEUE_MAX_DEFAULT 1024

typedef struct job {
    pool_job *run;
    void *ctx;
} job;

struct pool {
    pthread_mutex_t lock;
    pthread_cond_t wake;
    job *ring; /* [ring_cap] */
    size_t ring_cap, head, waiting;
    bool stopping;
    unsigned n_threads;
    pthread_t thread[THREADS_MAX];
};

static void *work(void *arg) {
    pool *p = arg;
    pthread_mutex_lock(&p->lock);
    for (;;) {
        while (!p->waiting && !p->stopping) pthread_cond_wait(&p->wake, &p->lock);
        if (!p->waiting) break;
        job j = p->ring[p->head];
        p->head = (p->head + 1) % p->ring_cap;
        p->waiting--;
        pthread_mutex_unlock(&p->lock);
        j.run(j.ctx);
        pthread_mutex_lock(&p->lock);
    }
    pthread_mutex_unlock(&p->lock);
    return NULL;
}

unsigned pool_cores(void) {
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    return n < 1 ? 1 : (unsigned)n;
}

err_code pool_create(unsigned threads, size_t queue_max, pool **out, err *e) {
    if (!threads) threads = pool_cores();
    if (threads > THREADS_MAX) threads = THREADS_MAX;
    pool *p = calloc(1, sizeof *p);
    if (!p) return err_nomem(e);
    p->ring_cap = queue_max ? queue_max : QUEUE_MAX_DEFAULT;
    p->ring = calloc(p->ring_cap, sizeof *p->ring);
    pthread_mutex_init(&p->lock, NULL);
    pthread_cond_init(&p->wake, NULL);
    if (!p->ring) {
        pool_free(p);
        return err_nomem(e);
    }
    for (; p->n_threads < threads; p->n_threads++)
        if (pthread_create(&p->thread[p->n_threads], NULL, work, p)) {
            pool_free(p);
            return err_set(e, ERR_IO, "cannot start a thread");
        }
    *out = p;
    return ERR_OK;
}

void pool_free(pool *p) {
    if (!p) return;
    pthread_mutex_lock(&p->lock);
    p->stopping = true;
    pthread_cond_broadcast(&p->wake);
    pthread_mutex_unlock(&p->lock);
    for (unsigned i = 0; i < p->n_threads; i++) pthread_join(p->thread[i], NULL);
    pthread_cond_destroy(&p->wake);
    pthread_mutex_destroy(&p->lock);
    free(p->ring);
    free(p);
}

unsigned pool_threads(const pool *p) { return p->n_threads; }

err_code pool_submit(pool *p, pool_job *run, void *ctx, err *e) {
    pthread_mutex_lock(&p->lock);
    bool full = p->waiting == p->ring_cap || p->stopping;
    if (!full) {
        p->ring[(p->head + p->waiting++) % p->ring_cap] = (job){run, ctx};
        pthread_cond_signal(&p->wake);
    }
    pthread_mutex_unlock(&p->lock);
    return full ? err_set(e, ERR_BUSY, "%zu jobs wait already", p->ring_cap) : ERR_OK;
}

typedef struct loop { /* lives on pool_run()'s stack until every helper has left it */
    pool_fn *fn;
    void *ctx;
    size_t n;
    atomic_size_t next;
    pthread_mutex_t lock;
    pthread_cond_t left;
    unsigned helpers;
    err_code rc;
    err error;
} loop;

static void loop_work(loop *l) {
    err e = {0};
    for (size_t i; (i = atomic_fetch_add(&l->next, 1)) < l->n;) {
        err_code rc = l->fn(l->ctx, i, &e);
        if (!rc) continue;
        atomic_store(&l->next, l->n);
        pthread_mutex_lock(&l->lock);
        if (!l->rc) {
            l->rc = rc;
            l->error = e;
        }
        pthread_mutex_unlock(&l->lock);
    }
}

static void loop_help(void *ctx) {
    loop *l = ctx;
    loop_work(l);
    pthread_mutex_lock(&l->lock);
    l->helpers--;
    pthread_cond_signal(&l->left);
    pthread_mutex_unlock(&l->lock);
}

err_code pool_run(pool *p, size_t n, pool_fn *fn, void *ctx, err *e) {
    loop l = {.fn = fn, .ctx = ctx, .n = n};
    atomic_init(&l.next, 0);
    pthread_mutex_init(&l.lock, NULL);
    pthread_cond_init(&l.left, NULL);
    for (unsigned i = 0; p && i < p->n_threads && i + 1 < n; i++) {
        pthread_mutex_lock(&l.lock);
        l.helpers++;
        pthread_mutex_unlock(&l.lock);
        if (!pool_submit(p, loop_help, &l, NULL)) continue;
        pthread_mutex_lock(&l.lock); /* a full queue: this thread does the work alone */
        l.helpers--;
        pthread_mutex_unlock(&l.lock);
        break;
    }
    loop_work(&l);
    pthread_mutex_lock(&l.lock);
    while (l.helpers) pthread_cond_wait(&l.left, &l.lock);
    pthread_mutex_unlock(&l.lock);
    pthread_mutex_destroy(&l.lock);
    pthread_cond_destroy(&l.left);
    if (l.rc && e) *e = l.error;
    return l.rc;
}
