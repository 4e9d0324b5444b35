#include "serve/watch.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

#define TICK_MS 500

struct watch {
    pthread_mutex_t lock;
    pthread_cond_t wake;
    pthread_t thread;
    watched list; /* the head of a ring */
    bool stopping;
    metrics *metrics;
};

int64_t watch_now_us(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

int64_t watch_now_ms(void) { return watch_now_us() / 1000; }

static void wait_until(watch *w, int64_t ms) {
    struct timespec t = {.tv_sec = (time_t)(ms / 1000), .tv_nsec = (long)(ms % 1000) * 1000000};
    pthread_cond_timedwait(&w->wake, &w->lock, &t);
}

/* Once; the event loop may have set another deadline meanwhile. */
static void cut(watch *w, watched *c, int64_t deadline) {
    if (!atomic_compare_exchange_strong(&c->deadline_ms, &deadline, 0)) return;
    shutdown(c->fd, SHUT_RDWR);
    metrics_add(w->metrics, METRIC_CUT, 1);
}

/* Twice in a row: what was read at the first look may be a whole request by the second, and who
 * asked it may have closed only its sending side. */
static void look_for_end(watched *c) {
    char one;
    bool gone = atomic_load(&c->listening) && !recv(c->fd, &one, 1, MSG_PEEK | MSG_DONTWAIT);
    if (gone && c->left) shutdown(c->fd, SHUT_RDWR);
    c->left = gone;
}

static void *run(void *arg) {
    watch *w = arg;
    pthread_mutex_lock(&w->lock);
    while (!w->stopping) {
        int64_t now = watch_now_ms();
        for (watched *c = w->list.next; c != &w->list; c = c->next) {
            int64_t deadline = atomic_load(&c->deadline_ms);
            if (deadline && now >= deadline) cut(w, c, deadline);
            look_for_end(c);
        }
        wait_until(w, now + TICK_MS);
    }
    pthread_mutex_unlock(&w->lock);
    return NULL;
}

err_code watch_start(metrics *m, watch **out, err *e) {
    watch *w = calloc(1, sizeof *w);
    pthread_condattr_t monotonic;
    if (!w) return err_nomem(e);
    w->metrics = m;
    w->list.next = w->list.prev = &w->list;
    pthread_mutex_init(&w->lock, NULL);
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&w->wake, &monotonic);
    pthread_condattr_destroy(&monotonic);
    if (!pthread_create(&w->thread, NULL, run, w)) {
        *out = w;
        return ERR_OK;
    }
    pthread_cond_destroy(&w->wake);
    pthread_mutex_destroy(&w->lock);
    free(w);
    return err_set(e, ERR_IO, "cannot start a thread");
}

void watch_stop(watch *w) {
    if (!w) return;
    pthread_mutex_lock(&w->lock);
    w->stopping = true;
    pthread_cond_signal(&w->wake);
    pthread_mutex_unlock(&w->lock);
    pthread_join(w->thread, NULL);
    pthread_cond_destroy(&w->wake);
    pthread_mutex_destroy(&w->lock);
    free(w);
}

void watch_add(watch *w, watched *c, int fd, int64_t patience_ms) {
    c->fd = fd;
    c->left = false;
    atomic_store(&c->listening, true);
    watch_set(c, patience_ms);
    pthread_mutex_lock(&w->lock);
    c->next = &w->list;
    c->prev = w->list.prev;
    c->prev->next = c->next->prev = c;
    pthread_mutex_unlock(&w->lock);
}

void watch_remove(watch *w, watched *c) {
    pthread_mutex_lock(&w->lock);
    c->prev->next = c->next;
    c->next->prev = c->prev;
    pthread_mutex_unlock(&w->lock);
}

void watch_set(watched *c, int64_t patience_ms) {
    atomic_store(&c->deadline_ms, patience_ms ? watch_now_ms() + patience_ms : 0);
}
