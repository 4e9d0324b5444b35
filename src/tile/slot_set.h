/* slot_set: the different slots of a tile, numbered in the order they come, up to a limit.
 * Scratch memory that is used again; belongs to one thread. */
#ifndef TILE_SLOT_SET_H
#define TILE_SLOT_SET_H
#include "tile/slot.h"

typedef struct slot_set { /* starts as {0} */
    slot *slots;          /* [count] */
    size_t count, limit;
    uint32_t *table; /* [table_size] number + 1, or 0: free; at most half full */
    size_t table_size, slots_cap, table_cap;
} slot_set;

/* Empties the set; it will hold up to `limit` slots. */
err_code slot_set_begin(slot_set *s, size_t limit, err *e);
/* The slot's number; false if it is new and the set is full. */
bool slot_set_add(slot_set *s, const slot *x, uint32_t *number);
void slot_set_free(slot_set *s);
#endif
