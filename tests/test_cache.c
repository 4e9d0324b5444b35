/* cache.  Truth: a value is a number that counts its own references, so what is made, kept and let
 * go can be counted. */
#include "aid_cmocka.h"
#include "base/pool.h"
#include "tile/cache.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static atomic_int alive, made;

typedef struct thing {
    atomic_int refs;
    uint64_t number;
    size_t bytes;
} thing;

static thing *thing_new(uint64_t number, size_t bytes) {
    thing *t = calloc(1, sizeof *t);
    assert_non_null(t);
    atomic_init(&t->refs, 1);
    t->number = number;
    t->bytes = bytes;
    atomic_fetch_add(&alive, 1);
    return t;
}

static size_t thing_bytes(const void *v) { return ((const thing *)v)->bytes; }
static void thing_ref(void *v) { atomic_fetch_add(&((thing *)v)->refs, 1); }
static void thing_unref(void *v) {
    thing *t = v;
    if (atomic_fetch_sub(&t->refs, 1) != 1) return;
    free(t);
    atomic_fetch_sub(&alive, 1);
}

static const cache_kind things = {CACHE_SKELETON, thing_bytes, thing_ref, thing_unref};
static const cache_kind others = {CACHE_PNG, thing_bytes, thing_ref, thing_unref};

typedef struct order { /* what a maker is to do */
    uint64_t number;
    size_t bytes;
    err_code fail;
    long pause_ms;
} order;

static err_code make(void *ctx, void **out, err *e) {
    const order *o = ctx;
    if (o->pause_ms) nanosleep(&(struct timespec){0, o->pause_ms * 1000000}, NULL);
    atomic_fetch_add(&made, 1);
    if (o->fail) return err_set(e, o->fail, "thing %d cannot be made", (int)o->number);
    *out = thing_new(o->number, o->bytes);
    return ERR_OK;
}

static cache_key key_of(uint64_t number) { return cache_key_of(&number, 1); }

static thing *get(cache *c, const cache_kind *kind, order o) {
    cache_key key = key_of(o.number);
    void *v = NULL;
    err e = {0};
    if (cache_get(c, kind, &key, make, &o, &v, &e)) fail_msg("%s", e.text);
    assert_int_equal(((thing *)v)->number, o.number);
    return v;
}

static cache *open_cache(size_t budget) {
    cache *c = NULL;
    atomic_store(&made, 0);
    assert_int_equal(atomic_load(&alive), 0);
    assert_int_equal(cache_create(budget, &c, NULL), ERR_OK);
    return c;
}

static void close_cache(cache *c) {
    cache_free(c);
    assert_int_equal(atomic_load(&alive), 0);
}

static void test_a_thing_is_made_once(void **state) {
    (void)state;
    cache *c = open_cache(1 << 20);
    thing *a = get(c, &things, (order){.number = 7, .bytes = 100});
    thing *b = get(c, &things, (order){.number = 7, .bytes = 100});
    assert_ptr_equal(a, b);
    assert_int_equal(atomic_load(&made), 1);
    thing *other = get(c, &others, (order){.number = 7, .bytes = 100});
    assert_ptr_not_equal(a, other); /* kinds never meet */
    cache_key key = key_of(7), none = key_of(8);
    void *found = cache_find(c, &things, &key);
    assert_ptr_equal(found, a);
    assert_null(cache_find(c, &things, &none));
    cache_stats s = cache_stats_get(c);
    assert_int_equal(s.hits[CACHE_SKELETON], 2);
    assert_int_equal(s.hits[CACHE_PNG], 0);
    assert_int_equal(s.misses[CACHE_SKELETON], 1);
    assert_int_equal(s.misses[CACHE_PNG], 1);
    assert_int_equal(s.entries, 2);
    thing_unref(found);
    thing_unref(a);
    thing_unref(b);
    thing_unref(other);
    assert_int_equal(atomic_load(&alive), 2); /* the cache's own */
    close_cache(c);
}

/* Of equal things as many are kept as fit; which ones is a matter of use. */
static void test_the_budget_holds(void **state) {
    (void)state;
    const size_t budget = 1 << 20, each = 4000;
    cache *c = open_cache(budget);
    for (uint64_t i = 0; i < 2000; i++)
        thing_unref(get(c, &things, (order){.number = i, .bytes = each}));
    cache_stats s = cache_stats_get(c);
    assert_true(s.bytes <= budget);
    assert_true(s.bytes > budget / 10 * 8);
    assert_int_equal(s.entries + s.evictions, 2000);
    assert_int_equal((int)s.entries, atomic_load(&alive));
    size_t overhead = s.bytes / s.entries - each; /* what an entry takes is counted */
    assert_true(overhead > sizeof(cache_key) && overhead < 400);
    assert_int_equal(s.bytes, s.entries * (each + overhead));
    close_cache(c);
}

static void test_what_is_used_stays(void **state) {
    (void)state;
    cache *c = open_cache(1 << 18);
    thing_unref(get(c, &things, (order){.number = 0, .bytes = 1000}));
    for (uint64_t i = 1; i < 3000; i++) {
        thing_unref(get(c, &things, (order){.number = i, .bytes = 1000}));
        thing_unref(get(c, &things, (order){.number = 0, .bytes = 1000}));
    }
    assert_int_equal(atomic_load(&made), 3000); /* number 0 once */
    close_cache(c);
}

static void test_what_is_too_large_is_not_kept(void **state) {
    (void)state;
    cache *c = open_cache(16 * 1000);
    thing *t = get(c, &things, (order){.number = 1, .bytes = 5000});
    cache_stats s = cache_stats_get(c);
    assert_int_equal(s.bytes, 0);
    assert_int_equal(s.entries, 0);
    thing_unref(t);
    close_cache(c);
}

static void test_failures_are_told_and_not_kept(void **state) {
    (void)state;
    cache *c = open_cache(1 << 20);
    cache_key key = key_of(3);
    void *v = NULL;
    err e = {0};
    order bad = {.number = 3, .fail = ERR_RANGE};
    assert_int_equal(cache_get(c, &things, &key, make, &bad, &v, &e), ERR_RANGE);
    assert_string_equal(e.text, "thing 3 cannot be made");
    assert_null(v);
    assert_int_equal(cache_stats_get(c).entries, 0);
    thing_unref(get(c, &things, (order){.number = 3, .bytes = 10})); /* it may go well next time */
    close_cache(c);
}

static void test_a_better_one_takes_its_place(void **state) {
    (void)state;
    cache *c = open_cache(1 << 20);
    cache_key key = key_of(5), none = key_of(6);
    thing *old = get(c, &things, (order){.number = 5, .bytes = 1000}), *new = thing_new(5, 600);
    size_t before = cache_stats_get(c).bytes;
    cache_replace(c, &things, &none, old, new); /* not there */
    cache_replace(c, &things, &key, new, new);  /* not what is there */
    void *found = cache_find(c, &things, &key);
    assert_ptr_equal(found, old);
    thing_unref(found);
    cache_replace(c, &things, &key, old, new);
    assert_int_equal(before - cache_stats_get(c).bytes, 400);
    found = cache_find(c, &things, &key);
    assert_ptr_equal(found, new);
    thing_unref(found);
    thing_unref(old);
    thing_unref(new);
    close_cache(c);
}

/* ---- threads ---- */

typedef struct crowd {
    cache *c;
    unsigned numbers;
    long pause_ms;
    err_code fail;
    atomic_int failed;
} crowd;

static err_code ask(void *ctx, size_t i, err *e) {
    crowd *w = ctx;
    order o = {.number = i % w->numbers, .bytes = 1000, .pause_ms = w->pause_ms, .fail = w->fail};
    cache_key key = key_of(o.number);
    void *v = NULL;
    err why;
    (void)e;
    err_code rc = cache_get(w->c, &things, &key, make, &o, &v, &why);
    if (rc == w->fail && rc) atomic_fetch_add(&w->failed, 1);
    if (!rc) assert_int_equal(((thing *)v)->number, o.number);
    if (!rc) thing_unref(v);
    return ERR_OK;
}

static void run(crowd *w, size_t n) {
    pool *p = NULL;
    assert_int_equal(pool_create(8, 0, &p, NULL), ERR_OK);
    assert_int_equal(pool_run(p, n, ask, w, NULL), ERR_OK);
    pool_free(p);
}

static void test_many_ask_and_one_makes(void **state) {
    (void)state;
    crowd w = {.c = open_cache(1 << 20), .numbers = 1, .pause_ms = 100};
    run(&w, 9); /* eight threads and this one */
    assert_int_equal(atomic_load(&made), 1);
    cache_stats s = cache_stats_get(w.c);
    assert_int_equal(s.misses[CACHE_SKELETON], 1);
    assert_int_equal(s.hits[CACHE_SKELETON] + s.waits, 8);
    assert_true(s.waits > 0);
    close_cache(w.c);
}

static void test_those_who_wait_hear_of_the_failure(void **state) {
    (void)state;
    crowd w = {.c = open_cache(1 << 20), .numbers = 1, .pause_ms = 100, .fail = ERR_RANGE};
    run(&w, 9);
    assert_int_equal(atomic_load(&w.failed), 9);
    assert_int_equal(cache_stats_get(w.c).entries, 0);
    close_cache(w.c);
}

/* Far more things than fit, asked for by all at once. */
static void test_a_crowd_in_a_small_cache(void **state) {
    (void)state;
    crowd w = {.c = open_cache(1 << 17), .numbers = 997};
    run(&w, 200000);
    cache_stats s = cache_stats_get(w.c);
    assert_int_equal(s.hits[CACHE_SKELETON] + s.misses[CACHE_SKELETON] + s.waits, 200000);
    assert_true(s.bytes <= 1 << 17);
    assert_int_equal((int)s.entries, atomic_load(&alive));
    close_cache(w.c);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_thing_is_made_once),
        cmocka_unit_test(test_the_budget_holds),
        cmocka_unit_test(test_what_is_used_stays),
        cmocka_unit_test(test_what_is_too_large_is_not_kept),
        cmocka_unit_test(test_failures_are_told_and_not_kept),
        cmocka_unit_test(test_a_better_one_takes_its_place),
        cmocka_unit_test(test_many_ask_and_one_makes),
        cmocka_unit_test(test_those_who_wait_hear_of_the_failure),
        cmocka_unit_test(test_a_crowd_in_a_small_cache),
    };
    return cmocka_run_group_tests_name("cache", tests, NULL, NULL);
}
