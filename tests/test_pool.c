/* Truth: sums and counts by hand; a serial loop. */
#include "aid_cmocka.h"
#include "base/hash.h"
#include "base/pool.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <string.h>

static pool *create(unsigned threads, size_t queue) {
    pool *p = NULL;
    err e = {0};
    if (pool_create(threads, queue, &p, &e)) fail_msg("%s", e.text);
    return p;
}

typedef struct table {
    uint64_t value[5000];
    atomic_uint calls[5000];
} table;

static err_code fill(void *ctx, size_t i, err *e) {
    (void)e;
    table *t = ctx;
    t->value[i] = hash_u64(HASH_INIT, i);
    atomic_fetch_add(&t->calls[i], 1);
    return ERR_OK;
}

static void test_any_number_of_threads_gives_the_same(void **state) {
    (void)state;
    static table t;
    for (unsigned threads = 1; threads <= 16; threads++) {
        pool *p = create(threads, 0);
        assert_int_equal(pool_threads(p), threads);
        for (size_t n = 0; n <= 5000; n = n < 3 ? n + 1 : n * 10 + 500) {
            memset(t.value, 0, sizeof t.value);
            for (size_t i = 0; i < 5000; i++) atomic_store(&t.calls[i], 0);
            assert_int_equal(pool_run(p, n, fill, &t, NULL), ERR_OK);
            for (size_t i = 0; i < 5000; i++) {
                assert_int_equal(atomic_load(&t.calls[i]), i < n);
                assert_true(t.value[i] == (i < n ? hash_u64(HASH_INIT, i) : 0));
            }
        }
        pool_free(p);
    }
}

static void test_threads_are_counted(void **state) {
    (void)state;
    pool *p = create(0, 0);
    assert_true(pool_threads(p) >= 1);
    pool_free(p);
    p = create(100000, 0);
    assert_int_equal(pool_threads(p), 256);
    pool_free(p);
    pool_free(NULL);
}

typedef struct failing {
    size_t at; /* the index that fails */
    atomic_size_t begun, after;
    atomic_bool failed;
} failing;

static err_code fail_at(void *ctx, size_t i, err *e) {
    failing *f = ctx;
    if (atomic_load(&f->failed)) atomic_fetch_add(&f->after, 1);
    atomic_fetch_add(&f->begun, 1);
    if (i != f->at) return ERR_OK;
    err_code rc = err_set(e, ERR_RANGE, "index %zu", i);
    atomic_store(&f->failed, true);
    return rc;
}

static void test_the_first_failure_stops(void **state) {
    (void)state;
    for (unsigned threads = 1; threads <= 8; threads *= 2) {
        pool *p = create(threads, 0);
        failing f = {.at = 1000};
        err e = {0};
        assert_int_equal(pool_run(p, 1000000, fail_at, &f, &e), ERR_RANGE);
        assert_string_equal(e.text, "index 1000");
        assert_true(atomic_load(&f.begun) >= 1001); /* indices are begun in order */
        assert_true(atomic_load(&f.begun) < 1000000);
        failing again = {.at = 7};
        assert_int_equal(pool_run(p, 8, fail_at, &again, NULL), ERR_RANGE); /* nowhere to tell */
        pool_free(p);
    }
}

static void test_a_lone_thread_stops_at_once(void **state) {
    (void)state;
    pool *p = create(1, 1);
    failing f = {.at = 0};
    assert_int_equal(pool_run(p, 1, fail_at, &f, NULL), ERR_RANGE); /* n = 1: the caller alone */
    assert_int_equal(atomic_load(&f.begun), 1);
    assert_int_equal(atomic_load(&f.after), 0);
    pool_free(p);
}

typedef struct gate { /* holds a worker until it is opened */
    pthread_mutex_t lock;
    pthread_cond_t change;
    bool open;
    unsigned inside, done;
} gate;

#define GATE_CLOSED                                                                                \
    { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, false, 0, 0 }

static void wait_at_gate(void *ctx) {
    gate *g = ctx;
    pthread_mutex_lock(&g->lock);
    g->inside++;
    pthread_cond_broadcast(&g->change);
    while (!g->open) pthread_cond_wait(&g->change, &g->lock);
    g->done++;
    pthread_mutex_unlock(&g->lock);
}

static void wait_until_inside(gate *g, unsigned n) {
    pthread_mutex_lock(&g->lock);
    while (g->inside < n) pthread_cond_wait(&g->change, &g->lock);
    pthread_mutex_unlock(&g->lock);
}

static void open_gate(gate *g) {
    pthread_mutex_lock(&g->lock);
    g->open = true;
    pthread_cond_broadcast(&g->change);
    pthread_mutex_unlock(&g->lock);
}

static void test_a_full_queue_is_busy_and_every_job_ends(void **state) {
    (void)state;
    gate g = GATE_CLOSED;
    pool *p = create(2, 3);
    err e = {0};
    for (int i = 0; i < 2; i++) assert_int_equal(pool_submit(p, wait_at_gate, &g, &e), ERR_OK);
    wait_until_inside(&g, 2); /* both workers hold one, the queue is empty */
    for (int i = 0; i < 3; i++) assert_int_equal(pool_submit(p, wait_at_gate, &g, &e), ERR_OK);
    assert_int_equal(pool_submit(p, wait_at_gate, &g, &e), ERR_BUSY);
    assert_string_equal(e.text, "3 jobs wait already");
    open_gate(&g);
    pool_free(p); /* runs what waits */
    assert_int_equal(g.done, 5);
}

/* Helpers that find no room are not needed: the calling thread does it all. */
static void test_a_loop_runs_beside_a_full_queue(void **state) {
    (void)state;
    static table t;
    gate g = GATE_CLOSED;
    pool *p = create(1, 1);
    assert_int_equal(pool_submit(p, wait_at_gate, &g, NULL), ERR_OK);
    wait_until_inside(&g, 1);
    assert_int_equal(pool_submit(p, wait_at_gate, &g, NULL), ERR_OK); /* fills the queue */
    for (size_t i = 0; i < 5000; i++) atomic_store(&t.calls[i], 0);
    assert_int_equal(pool_run(p, 5000, fill, &t, NULL), ERR_OK);
    for (size_t i = 0; i < 5000; i++) assert_int_equal(atomic_load(&t.calls[i]), 1);
    open_gate(&g);
    pool_free(p);
    assert_int_equal(g.done, 2);
}

static void *run_a_loop(void *ctx) {
    static table tables[4];
    static atomic_uint next;
    table *t = &tables[atomic_fetch_add(&next, 1) % 4];
    for (int round = 0; round < 20; round++) {
        for (size_t i = 0; i < 5000; i++) atomic_store(&t->calls[i], 0);
        if (pool_run(ctx, 5000, fill, t, NULL)) return (void *)1;
        for (size_t i = 0; i < 5000; i++)
            if (atomic_load(&t->calls[i]) != 1) return (void *)1;
    }
    return NULL;
}

static void test_several_loops_share_a_pool(void **state) {
    (void)state;
    pool *p = create(3, 4);
    pthread_t caller[4];
    for (int i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&caller[i], NULL, run_a_loop, p), 0);
    for (int i = 0; i < 4; i++) {
        void *failed = NULL;
        pthread_join(caller[i], &failed);
        assert_null(failed);
    }
    pool_free(p);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_any_number_of_threads_gives_the_same),
        cmocka_unit_test(test_threads_are_counted),
        cmocka_unit_test(test_the_first_failure_stops),
        cmocka_unit_test(test_a_lone_thread_stops_at_once),
        cmocka_unit_test(test_a_full_queue_is_busy_and_every_job_ends),
        cmocka_unit_test(test_a_loop_runs_beside_a_full_queue),
        cmocka_unit_test(test_several_loops_share_a_pool),
    };
    return cmocka_run_group_tests_name("pool", tests, NULL, NULL);
}
