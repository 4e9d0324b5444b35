#include "base/log_queue.h"
#include "base/log.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define ROOM     ((size_t)1 << 20)
#define PAUSE_MS 100 /* lines are gathered for so long */

typedef struct half { /* one is filled while the other is written */
    size_t len;
    char text[ROOM];
} half;

/* Standard error is process-wide, and so is its queue. */
static struct {
    pthread_mutex_t lock;
    pthread_cond_t wake, gone;
    pthread_t thread;
    bool running, stopping, urgent, ended;
    half *filling, *writing;
    size_t dropped;
} queue = {.lock = PTHREAD_MUTEX_INITIALIZER};

bool log_queue_add(const char *line, size_t len, bool now) {
    pthread_mutex_lock(&queue.lock);
    bool taken = queue.running;
    if (taken && queue.filling->len + len > ROOM) {
        queue.dropped++;
    } else if (taken) {
        memcpy(queue.filling->text + queue.filling->len, line, len);
        queue.filling->len += len;
    }
    if (taken && now && !queue.urgent) {
        queue.urgent = true;
        pthread_cond_signal(&queue.wake);
    }
    pthread_mutex_unlock(&queue.lock);
    return taken;
}

static void write_all(const char *text, size_t len) {
    while (len) {
        ssize_t n = write(STDERR_FILENO, text, len);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return; /* nowhere left to complain */
        text += n;
        len -= (size_t)n;
    }
}

static struct timespec in_ms(long ms) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    t.tv_nsec += ms % 1000 * 1000000;
    t.tv_sec += ms / 1000 + t.tv_nsec / 1000000000;
    t.tv_nsec %= 1000000000;
    return t;
}

static void pause_or_wake(void) {
    struct timespec end = in_ms(PAUSE_MS);
    while (!queue.urgent && !queue.stopping)
        if (pthread_cond_timedwait(&queue.wake, &queue.lock, &end)) return;
}

/* With the lock, which it gives up meanwhile. */
static void empty(void) {
    half *full = queue.filling;
    size_t dropped = queue.dropped;
    char note[80] = "";
    queue.filling = queue.writing;
    queue.writing = full;
    queue.filling->len = queue.dropped = 0;
    queue.urgent = false;
    pthread_mutex_unlock(&queue.lock);
    write_all(full->text, full->len);
    if (dropped) snprintf(note, sizeof note, "(%zu lines of the log were dropped)\n", dropped);
    write_all(note, strlen(note));
    pthread_mutex_lock(&queue.lock);
}

static void *run(void *unused) {
    (void)unused;
    pthread_mutex_lock(&queue.lock);
    while (!queue.stopping) {
        pause_or_wake();
        if (queue.filling->len) empty();
    }
    if (queue.filling->len) empty();
    queue.ended = true;
    pthread_cond_signal(&queue.gone);
    pthread_mutex_unlock(&queue.lock);
    return NULL;
}

static bool start_thread(void) {
    sigset_t all, before;
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&queue.wake, &monotonic);
    pthread_cond_init(&queue.gone, &monotonic);
    pthread_condattr_destroy(&monotonic);
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    bool started = !pthread_create(&queue.thread, NULL, run, NULL);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return started;
}

err_code log_queue_start(err *e) {
    half *a = malloc(sizeof *a), *b = malloc(sizeof *b);
    bool ok = a && b;
    pthread_mutex_lock(&queue.lock);
    if (ok) {
        a->len = b->len = 0;
        queue.filling = a;
        queue.writing = b;
        queue.stopping = queue.ended = queue.urgent = false;
        queue.dropped = 0;
        ok = queue.running = start_thread();
    }
    pthread_mutex_unlock(&queue.lock);
    if (ok) return ERR_OK;
    free(a);
    free(b);
    return err_set(e, ERR_NOMEM, "cannot start the log");
}

void log_queue_stop(void) {
    struct timespec end = in_ms(1000);
    pthread_mutex_lock(&queue.lock);
    bool was = queue.running;
    queue.running = false; /* later lines are written by those who log them */
    queue.stopping = true;
    if (was) pthread_cond_signal(&queue.wake);
    while (was && !queue.ended && !pthread_cond_timedwait(&queue.gone, &queue.lock, &end)) continue;
    bool ended = queue.ended;
    pthread_mutex_unlock(&queue.lock);
    if (!was || !ended) return; /* nobody reads: the process ends with the thread waiting */
    pthread_join(queue.thread, NULL);
    pthread_cond_destroy(&queue.wake);
    pthread_cond_destroy(&queue.gone);
    free(queue.filling);
    free(queue.writing);
}
