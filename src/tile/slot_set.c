#include "tile/slot_set.h"
#include "base/buf.h"

#include <stdlib.h>
#include <string.h>

#define TABLE_LEAST 1024
#define TABLE_FIRST 16384 /* where so many may come, they mostly do */

static err_code set_table(slot_set *s, size_t size, err *e) {
    err_code rc = array_reserve(&s->table, &s->table_cap, size, sizeof *s->table, e);
    if (!rc) rc = array_reserve(&s->keys, &s->keys_cap, size / 2, sizeof *s->keys, e);
    if (rc) return rc;
    memset(s->table, 0, size * sizeof *s->table);
    s->table_size = size;
    return ERR_OK;
}

err_code slot_set_begin(slot_set *s, size_t limit, err *e) {
    s->limit = limit;
    s->count = 0;
    return set_table(s, limit > TABLE_FIRST ? TABLE_FIRST : TABLE_LEAST, e);
}

err_code slot_set_grow(slot_set *s, err *e) {
    err_code rc = set_table(s, 2 * s->table_size, e);
    if (rc) return rc;
    size_t mask = s->table_size - 1;
    for (size_t i = 0; i < s->count; i++) {
        uint32_t hash = slot_key_hash(s->keys[i]);
        size_t at = hash & mask;
        while (s->table[at]) at = (at + 1) & mask;
        s->table[at] = (uint64_t)hash << 32 | (i + 1);
    }
    return ERR_OK;
}

void slot_set_free(slot_set *s) {
    free(s->keys);
    free(s->table);
    *s = (slot_set){0};
}
