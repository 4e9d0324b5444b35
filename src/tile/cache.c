#include "tile/cache.h"
#include "base/hash.h"

#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define SHARDS        16
#define BUCKETS_FIRST 64

typedef struct entry {
    struct entry *next;          /* in its bucket; once taken out, among those that go */
    struct entry *newer, *older; /* by use; only of entries that are kept */
    const cache_kind *kind;
    cache_key key;
    uint64_t hash;
    atomic_uint refs; /* the table's, and one a thread that makes it or waits for it */
    void *value;      /* a reference; NULL: being made, or its making failed */
    size_t bytes;
    bool done;
    err_code failed;
    err *why; /* of a failure; NULL without memory for it */
} entry;

typedef struct shard {
    pthread_mutex_t lock;
    pthread_cond_t made;
    entry **bucket;
    size_t buckets, entries;
    entry *newest, *oldest;
    size_t bytes, budget;
    uint64_t hits[CACHE_ROWS], misses[CACHE_ROWS], waits, evictions;
} shard;

const char *const cache_row_names[CACHE_ROWS] = {
    [CACHE_CHOROPLETH] = "choropleth", [CACHE_SKELETON] = "skeleton", [CACHE_SOLID] = "solid",
    [CACHE_LEVEL] = "level",           [CACHE_PNG] = "png",
};

struct cache {
    shard shard[SHARDS];
};

/* ---- a shard's table; its lock is held ---- */

static entry **place_of(shard *s, const cache_kind *kind, const cache_key *key, uint64_t hash) {
    entry **at = &s->bucket[(hash >> 8) & (s->buckets - 1)];
    while (*at && ((*at)->hash != hash || (*at)->kind != kind || (*at)->key.len != key->len ||
                   memcmp((*at)->key.bytes, key->bytes, key->len) != 0))
        at = &(*at)->next;
    return at;
}

/* Without memory the table stays as it is: slower, and right. */
static void grow(shard *s) {
    entry **bucket = s->entries < 2 * s->buckets ? NULL : calloc(2 * s->buckets, sizeof *bucket);
    if (!bucket) return;
    for (size_t i = 0; i < s->buckets; i++)
        for (entry *at = s->bucket[i], *next; at; at = next) {
            entry **to = &bucket[(at->hash >> 8) & (2 * s->buckets - 1)];
            next = at->next;
            at->next = *to;
            *to = at;
        }
    free(s->bucket);
    s->bucket = bucket;
    s->buckets *= 2;
}

static void unlink_used(shard *s, entry *x) {
    *(x->newer ? &x->newer->older : &s->newest) = x->older;
    *(x->older ? &x->older->newer : &s->oldest) = x->newer;
    x->newer = x->older = NULL;
}

static void link_newest(shard *s, entry *x) {
    x->newer = NULL;
    x->older = s->newest;
    *(s->newest ? &s->newest->newer : &s->oldest) = x;
    s->newest = x;
}

static void touch(shard *s, entry *x) {
    if (s->newest == x) return;
    unlink_used(s, x);
    link_newest(s, x);
}

static void take_out(shard *s, entry *x) {
    entry **at = place_of(s, x->kind, &x->key, x->hash);
    assert(*at == x);
    *at = x->next;
    s->entries--;
}

static void entry_unref(entry *x) {
    if (atomic_fetch_sub(&x->refs, 1) != 1) return;
    if (x->value) x->kind->unref(x->value);
    free(x->why);
    free(x);
}

/* ---- what goes ---- */

static void drop(shard *s, entry *x, entry **gone) {
    unlink_used(s, x);
    take_out(s, x);
    s->bytes -= x->bytes;
    x->next = *gone;
    *gone = x;
}

/* Values are let go outside the lock: freeing may take long. */
static entry *evict(shard *s) {
    entry *gone = NULL;
    for (; s->bytes > s->budget && s->oldest; s->evictions++) drop(s, s->oldest, &gone);
    return gone;
}

static void let_go(entry *gone) {
    for (entry *next; gone; gone = next) {
        next = gone->next;
        entry_unref(gone);
    }
}

/* ---- a value is asked for ---- */

static entry *add_pending(shard *s, entry **at, const cache_kind *kind, const cache_key *key,
                          uint64_t hash) {
    entry *x = calloc(1, sizeof *x);
    if (!x) return NULL;
    *x = (entry){.next = *at, .kind = kind, .key = *key, .hash = hash};
    atomic_init(&x->refs, 2); /* the table's and the maker's */
    *at = x;
    s->entries++;
    grow(s);
    return x;
}

static void *new_reference(const entry *x) {
    x->kind->ref(x->value);
    return x->value;
}

static err_code tell(const entry *x, err *e) {
    return x->why ? err_set(e, x->failed, "%s", x->why->text) : err_nomem(e);
}

/* Unlocks. */
static err_code wait_for(shard *s, entry *x, void **out, err *e) {
    atomic_fetch_add(&x->refs, 1);
    s->waits++;
    while (!x->done) pthread_cond_wait(&s->made, &s->lock);
    if (!x->failed) *out = new_reference(x);
    pthread_mutex_unlock(&s->lock);
    err_code rc = x->failed ? tell(x, e) : ERR_OK;
    entry_unref(x);
    return rc;
}

/* Tells those who wait; keeps the value if there is room for it.  Returns what has to go. */
static entry *finish(shard *s, entry *x) {
    pthread_mutex_lock(&s->lock);
    x->done = true;
    if (!x->failed && x->bytes <= s->budget) {
        link_newest(s, x);
        s->bytes += x->bytes;
    } else {
        take_out(s, x);
        entry_unref(x); /* the table's reference; the maker still has its own */
    }
    entry *gone = evict(s);
    pthread_cond_broadcast(&s->made);
    pthread_mutex_unlock(&s->lock);
    return gone;
}

/* Comes unlocked. */
static err_code make_value(shard *s, entry *x, cache_make *make, void *ctx, void **out, err *e) {
    void *value = NULL;
    err why = {0};
    x->failed = make(ctx, &value, &why);
    if (x->failed) {
        if ((x->why = malloc(sizeof *x->why))) *x->why = why;
    } else {
        x->value = value;
        x->bytes = x->kind->bytes(value) + sizeof *x;
        *out = new_reference(x);
    }
    entry *gone = finish(s, x);
    err_code rc = x->failed ? tell(x, e) : ERR_OK;
    entry_unref(x);
    let_go(gone);
    return rc;
}

static uint64_t hash_of(const cache_kind *kind, const cache_key *key) {
    return hash_bytes(hash_u64(HASH_INIT, kind->row), key->bytes, key->len);
}

static shard *lock_shard(cache *c, uint64_t hash) {
    shard *s = &c->shard[hash % SHARDS];
    pthread_mutex_lock(&s->lock);
    return s;
}

err_code cache_get(cache *c, const cache_kind *kind, const cache_key *key, cache_make *make,
                   void *ctx, void **out, err *e) {
    uint64_t hash = hash_of(kind, key);
    shard *s = lock_shard(c, hash);
    entry **at = place_of(s, kind, key, hash), *x = *at;
    if (x && !x->done) return wait_for(s, x, out, e);
    if (x) {
        s->hits[kind->row]++;
        touch(s, x);
        *out = new_reference(x);
        pthread_mutex_unlock(&s->lock);
        return ERR_OK;
    }
    s->misses[kind->row]++;
    x = add_pending(s, at, kind, key, hash);
    pthread_mutex_unlock(&s->lock);
    return x ? make_value(s, x, make, ctx, out, e) : err_nomem(e);
}

void *cache_find(cache *c, const cache_kind *kind, const cache_key *key) {
    uint64_t hash = hash_of(kind, key);
    shard *s = lock_shard(c, hash);
    entry *x = *place_of(s, kind, key, hash);
    void *value = x && x->done ? new_reference(x) : NULL;
    if (value) {
        s->hits[kind->row]++;
        touch(s, x);
    }
    pthread_mutex_unlock(&s->lock);
    return value;
}

void cache_replace(cache *c, const cache_kind *kind, const cache_key *key, const void *old,
                   void *value) {
    uint64_t hash = hash_of(kind, key);
    size_t bytes = kind->bytes(value) + sizeof(entry);
    shard *s = lock_shard(c, hash);
    entry *x = *place_of(s, kind, key, hash), *gone = NULL;
    void *replaced = NULL;
    if (x && x->done && x->value == old) {
        kind->ref(value);
        replaced = x->value;
        x->value = value;
        s->bytes += bytes - x->bytes;
        x->bytes = bytes;
        gone = evict(s);
    }
    pthread_mutex_unlock(&s->lock);
    if (replaced) kind->unref(replaced);
    let_go(gone);
}

void cache_forget(cache *c, cache_keep *keep, void *ctx) {
    for (size_t i = 0; i < SHARDS; i++) {
        entry *gone = NULL;
        shard *s = lock_shard(c, i);
        for (entry *x = s->newest, *older; x; x = older) {
            older = x->older;
            if (!keep(ctx, x->kind, &x->key)) drop(s, x, &gone);
        }
        pthread_mutex_unlock(&s->lock);
        let_go(gone);
    }
}

/* ---- the whole ---- */

static err_code shard_open(shard *s, size_t budget, err *e) {
    *s = (shard){.budget = budget, .buckets = BUCKETS_FIRST};
    if (!(s->bucket = calloc(s->buckets, sizeof *s->bucket))) return err_nomem(e);
    pthread_mutex_init(&s->lock, NULL);
    pthread_cond_init(&s->made, NULL);
    return ERR_OK;
}

static void shard_close(shard *s) {
    if (!s->bucket) return;
    s->budget = 0;
    let_go(evict(s));
    assert(!s->entries); /* else somebody is still inside */
    free(s->bucket);
    pthread_mutex_destroy(&s->lock);
    pthread_cond_destroy(&s->made);
}

err_code cache_create(size_t budget_bytes, cache **out, err *e) {
    cache *c = calloc(1, sizeof *c);
    if (!c) return err_nomem(e);
    err_code rc = ERR_OK;
    for (size_t i = 0; i < SHARDS && !rc; i++)
        rc = shard_open(&c->shard[i], budget_bytes / SHARDS, e);
    if (rc)
        cache_free(c);
    else
        *out = c;
    return rc;
}

void cache_free(cache *c) {
    for (size_t i = 0; c && i < SHARDS; i++) shard_close(&c->shard[i]);
    free(c);
}

cache_stats cache_stats_get(cache *c) {
    cache_stats all = {0};
    for (size_t i = 0; i < SHARDS; i++) {
        shard *s = &c->shard[i];
        pthread_mutex_lock(&s->lock);
        for (size_t row = 0; row < CACHE_ROWS; row++) {
            all.hits[row] += s->hits[row];
            all.misses[row] += s->misses[row];
        }
        all.waits += s->waits, all.evictions += s->evictions;
        all.bytes += s->bytes, all.entries += s->entries;
        pthread_mutex_unlock(&s->lock);
    }
    return all;
}

cache_key cache_key_of(const uint64_t *words, size_t n) {
    cache_key key = {.len = n * sizeof *words};
    assert(key.len <= CACHE_KEY_MAX);
    memcpy(key.bytes, words, key.len);
    return key;
}
