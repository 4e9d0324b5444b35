#include "tile/cache.h"
#include "base/hash.h"

#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define SHARDS       16
#define PLACES_FIRST 128 /* a power of two */
#define LINE         64  /* bytes that a processor takes at once from memory */
#define AHEAD        14  /* lines of a value that its users will want first */

/* What a hit reads and writes lies in the first line, with keys of four words: among thousands of
 * entries each line is one not yet in any of the processor's caches, and that is most of a hit. */
typedef struct entry {
    _Alignas(LINE) void *value; /* a reference; NULL: being made, or its making failed */
    const cache_kind *kind;
    atomic_uint refs; /* the table's, and one a thread that makes it or waits for it */
    bool done, used;  /* used: asked for since it was last passed over */
    cache_key key;
    struct entry *newer, *older; /* only of entries that are kept; once taken out, `older` is the
                                    next of those that go */
    uint64_t hash;
    size_t bytes;
    err_code failed;
    err *why; /* of a failure; NULL without memory for it */
} entry;

typedef struct place { /* of the table: open addressing, linear probing */
    uint64_t hash;
    entry *entry; /* NULL: free */
} place;

typedef struct shard {
    _Alignas(LINE) pthread_mutex_t lock;
    place *table;
    size_t places, entries;
    uint64_t hits[CACHE_ROWS], misses[CACHE_ROWS], waits, evictions;
    entry *newest, *oldest;
    size_t bytes, budget;
    pthread_cond_t made;
} shard;

const char *const cache_row_names[CACHE_ROWS] = {
    [CACHE_CHOROPLETH] = "choropleth", [CACHE_SKELETON] = "skeleton", [CACHE_SOLID] = "solid",
    [CACHE_LEVEL] = "level",           [CACHE_LABELS] = "labels",     [CACHE_PNG] = "png",
};

struct cache {
    shard shard[SHARDS];
};

/* ---- a shard's table; its lock is held ---- */

static size_t home_of(const shard *s, uint64_t hash) { return (hash >> 8) & (s->places - 1); }

static bool is_key(const entry *x, const cache_kind *kind, const cache_key *key) {
    return x->kind == kind && x->key.len == key->len && !memcmp(x->key.bytes, key->bytes, key->len);
}

/* Where it is, else the free place where it would be put. */
static place *place_of(shard *s, const cache_kind *kind, const cache_key *key, uint64_t hash) {
    size_t at = home_of(s, hash);
    while (s->table[at].entry &&
           (s->table[at].hash != hash || !is_key(s->table[at].entry, kind, key)))
        at = (at + 1) & (s->places - 1);
    return &s->table[at];
}

static void put(shard *s, place p) {
    size_t at = home_of(s, p.hash);
    while (s->table[at].entry) at = (at + 1) & (s->places - 1);
    s->table[at] = p;
}

/* At most half full.  Without memory the table stays as it is: slower, and right. */
static void grow(shard *s) {
    place *old = s->table;
    size_t n = s->places;
    place *table = 2 * s->entries < n ? NULL : calloc(2 * n, sizeof *table);
    if (!table) return;
    s->table = table;
    s->places = 2 * n;
    for (size_t i = 0; i < n; i++)
        if (old[i].entry) put(s, old[i]);
    free(old);
}

/* What follows is moved up where a search for it would else end at the gap. */
static void clear_place(shard *s, place *gap) {
    size_t mask = s->places - 1, hole = (size_t)(gap - s->table);
    for (size_t at = (hole + 1) & mask; s->table[at].entry; at = (at + 1) & mask) {
        size_t from_home = (at - home_of(s, s->table[at].hash)) & mask;
        if (from_home < ((at - hole) & mask)) continue; /* its home lies behind the gap */
        s->table[hole] = s->table[at];
        hole = at;
    }
    s->table[hole] = (place){0};
    s->entries--;
}

static void unlink_kept(shard *s, entry *x) {
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

static void take_out(shard *s, entry *x) {
    place *p = place_of(s, x->kind, &x->key, x->hash);
    assert(p->entry == x);
    clear_place(s, p);
}

static void entry_unref(entry *x) {
    if (atomic_fetch_sub(&x->refs, 1) != 1) return;
    if (x->value) x->kind->unref(x->value);
    free(x->why);
    free(x);
}

/* ---- what goes ---- */

static void drop(shard *s, entry *x, entry **gone) {
    unlink_kept(s, x);
    take_out(s, x);
    s->bytes -= x->bytes;
    x->older = *gone;
    *gone = x;
}

/* From the oldest on.  One that was used is passed over once and counts as new from then on, so
 * that a hit writes no more than a mark.  `fresh` (NULL: none) has just come, and stays.  Values
 * are let go outside the lock: freeing may take long. */
static entry *evict(shard *s, const entry *fresh) {
    entry *gone = NULL;
    while (s->bytes > s->budget && s->oldest) {
        entry *x = s->oldest;
        if (x->used || x == fresh) {
            unlink_kept(s, x);
            link_newest(s, x);
            x->used = false;
        } else {
            drop(s, x, &gone);
            s->evictions++;
        }
    }
    return gone;
}

static void let_go(entry *gone) {
    for (entry *next; gone; gone = next) {
        next = gone->older;
        entry_unref(gone);
    }
}

/* ---- a value is asked for ---- */

static entry *add_pending(shard *s, const cache_kind *kind, const cache_key *key, uint64_t hash) {
    grow(s);
    entry *x = s->entries + 1 < s->places ? aligned_alloc(LINE, sizeof *x) : NULL;
    if (!x) return NULL;
    *x = (entry){.kind = kind, .key = *key, .hash = hash};
    atomic_init(&x->refs, 2); /* the table's and the maker's */
    put(s, (place){hash, x});
    s->entries++;
    return x;
}

static void *new_reference(const entry *x) {
    x->kind->ref(x->value);
    return x->value;
}

/* Of a hit. */
static void *use(shard *s, entry *x) {
    const char *value = x->value;
    for (size_t i = 0; i < AHEAD; i++) __builtin_prefetch(value + i * LINE);
    s->hits[x->kind->row]++;
    x->used = true;
    return new_reference(x);
}

static err_code tell(const entry *x, err *e) {
    if (!x->why) return err_nomem(e);
    if (e) *e = *x->why;
    return x->failed;
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
    entry *gone = evict(s, x);
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
    return hash_short(HASH_INIT + kind->row, key->bytes, key->len);
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
    entry *x = place_of(s, kind, key, hash)->entry;
    if (x && !x->done) return wait_for(s, x, out, e);
    if (x) {
        *out = use(s, x);
        pthread_mutex_unlock(&s->lock);
        return ERR_OK;
    }
    s->misses[kind->row]++;
    x = add_pending(s, kind, key, hash);
    pthread_mutex_unlock(&s->lock);
    return x ? make_value(s, x, make, ctx, out, e) : err_nomem(e);
}

void *cache_find(cache *c, const cache_kind *kind, const cache_key *key) {
    uint64_t hash = hash_of(kind, key);
    shard *s = lock_shard(c, hash);
    entry *x = place_of(s, kind, key, hash)->entry;
    void *value = x && x->done ? use(s, x) : NULL;
    pthread_mutex_unlock(&s->lock);
    return value;
}

void cache_replace(cache *c, const cache_kind *kind, const cache_key *key, const void *old,
                   void *value) {
    uint64_t hash = hash_of(kind, key);
    size_t bytes = kind->bytes(value) + sizeof(entry);
    shard *s = lock_shard(c, hash);
    entry *x = place_of(s, kind, key, hash)->entry, *gone = NULL;
    void *replaced = NULL;
    if (x && x->done && x->value == old) {
        kind->ref(value);
        replaced = x->value;
        x->value = value;
        s->bytes += bytes - x->bytes;
        x->bytes = bytes;
        gone = evict(s, NULL);
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
            if (!keep(ctx, x->kind, &x->key, x->value)) drop(s, x, &gone);
        }
        pthread_mutex_unlock(&s->lock);
        let_go(gone);
    }
}

/* ---- the whole ---- */

static err_code shard_open(shard *s, size_t budget, err *e) {
    *s = (shard){.budget = budget, .places = PLACES_FIRST};
    if (!(s->table = calloc(s->places, sizeof *s->table))) return err_nomem(e);
    pthread_mutex_init(&s->lock, NULL);
    pthread_cond_init(&s->made, NULL);
    return ERR_OK;
}

static void shard_close(shard *s) {
    if (!s->table) return;
    s->budget = 0;
    let_go(evict(s, NULL));
    assert(!s->entries); /* else somebody is still inside */
    free(s->table);
    pthread_mutex_destroy(&s->lock);
    pthread_cond_destroy(&s->made);
}

err_code cache_create(size_t budget_bytes, cache **out, err *e) {
    cache *c = aligned_alloc(LINE, sizeof *c);
    if (!c) return err_nomem(e);
    memset(c, 0, sizeof *c);
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
