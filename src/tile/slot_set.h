/* slot_set: the different slots of a tile, numbered in the order they come, up to a limit.
 * Scratch memory that is used again; belongs to one thread. */
#ifndef TILE_SLOT_SET_H
#define TILE_SLOT_SET_H
#include "tile/slot.h"

typedef struct slot_set { /* starts as {0} */
    slot_key *keys;       /* [count] */
    size_t count, limit;
    /* [table_size] number + 1, above it the key's hash; 0: free.  At most half full: few slots keep
     * to a small part of the caches. */
    uint64_t *table;
    size_t table_size, keys_cap, table_cap;
} slot_set;

/* Empties the set; it will hold up to `limit` slots. */
err_code slot_set_begin(slot_set *s, size_t limit, err *e);
/* Makes the table larger; to be called when slot_set_add() has returned SLOT_SET_GROW. */
err_code slot_set_grow(slot_set *s, err *e);
void slot_set_free(slot_set *s);

#define SLOT_SET_FULL UINT32_MAX       /* the slot is new, and there are `limit` already */
#define SLOT_SET_GROW (UINT32_MAX - 1) /* it is new, and the table is full */

/* Has the place where a slot is looked for brought near; for those who know what comes next. */
static inline void slot_set_expect(const slot_set *s, uint32_t hash) {
    __builtin_prefetch(&s->table[hash & (s->table_size - 1)]);
}

/* The slot's number, or one of the two above; hash: slot_key_hash() of it. */
static inline uint32_t slot_set_add(slot_set *s, slot_key x, uint32_t hash) {
    size_t mask = s->table_size - 1, at = hash & mask;
    for (uint64_t entry; (entry = s->table[at]); at = (at + 1) & mask)
        if (entry >> 32 == hash && slot_key_equal(s->keys[(uint32_t)entry - 1], x))
            return (uint32_t)entry - 1;
    if (s->count == s->limit) return SLOT_SET_FULL;
    if (s->count == s->table_size / 2) return SLOT_SET_GROW;
    s->keys[s->count++] = x;
    s->table[at] = (uint64_t)hash << 32 | s->count;
    return (uint32_t)s->count - 1;
}
#endif
