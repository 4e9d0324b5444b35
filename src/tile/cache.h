/* cache: things that are costly to make, kept within a budget of bytes: skeletons, levels of
 * geometry, choropleths, finished tiles.  Those go first that were not asked for since they came,
 * or since they were last passed over: nearly the least recently used.
 *
 * Values are reference-counted by their own kind: the cache holds a reference and hands out
 * others, never copies.  What two threads ask for at once is made once: the second waits for the
 * first.  Sharded by key; any number of threads. */
#ifndef TILE_CACHE_H
#define TILE_CACHE_H
#include "base/err.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CACHE_KEY_MAX 64 /* bytes */

typedef struct cache cache;

typedef enum cache_row { /* what is kept: the rows of the statistics */
                         CACHE_CHOROPLETH,
                         CACHE_SKELETON,
                         CACHE_SOLID,  /* a skeleton of one slot, shared by tiles */
                         CACHE_LEVEL,  /* of geometry, and shores */
                         CACHE_LABELS, /* of a layer at a zoom */
                         CACHE_PNG,    /* a tile that is costly to paint */
                         CACHE_ROWS
} cache_row;
extern const char *const cache_row_names[CACHE_ROWS];

typedef struct cache_kind { /* one static object a kind of value; two kinds never meet */
    cache_row row;
    size_t (*bytes)(const void *value); /* memory it takes, all of it */
    void (*ref)(void *value);
    void (*unref)(void *value);
} cache_kind;

typedef struct cache_key { /* compared as bytes: padding of what it is made from must be zero */
    size_t len;
    uint8_t bytes[CACHE_KEY_MAX];
} cache_key;

/* Makes a value; on success *out is a new reference. */
typedef err_code cache_make(void *ctx, void **out, err *e);

typedef struct cache_stats { /* since the start, but for the last two */
    uint64_t hits[CACHE_ROWS], misses[CACHE_ROWS], waits, evictions;
    size_t bytes, entries; /* now; bytes with what the cache itself takes for each entry */
} cache_stats;

err_code cache_create(size_t budget_bytes, cache **out, err *e);
void cache_free(cache *c); /* nobody may be in cache_get(); NULL is fine */

/* *out is a new reference.  A failure of `make` is everybody's who waited for it, and is not
 * kept.  A value that alone is over a shard's share of the budget is handed out and not kept. */
err_code cache_get(cache *c, const cache_kind *kind, const cache_key *key, cache_make *make,
                   void *ctx, void **out, err *e);
/* A new reference if it is there, else NULL; never waits for a maker.  Counts as a hit only. */
void *cache_find(cache *c, const cache_kind *kind, const cache_key *key);
/* Puts `value` in the place of what is kept under the key, if it still is that; takes its own
 * reference. */
void cache_replace(cache *c, const cache_kind *kind, const cache_key *key, const void *old,
                   void *value);
/* Lets go of all for which keep() is false; what is being made meanwhile stays. */
typedef bool cache_keep(void *ctx, const cache_kind *kind, const cache_key *key, const void *value);
void cache_forget(cache *c, cache_keep *keep, void *ctx);
cache_stats cache_stats_get(cache *c);

/* A key from numbers: each uint64_t as 8 bytes; at most CACHE_KEY_MAX / 8. */
cache_key cache_key_of(const uint64_t *words, size_t n);
#endif
