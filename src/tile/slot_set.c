#include "tile/slot_set.h"
#include "base/buf.h"

#include <stdlib.h>
#include <string.h>

err_code slot_set_begin(slot_set *s, size_t limit, err *e) {
    size_t size = 2;
    while (size < 2 * limit) size *= 2;
    err_code rc = array_reserve(&s->slots, &s->slots_cap, limit, sizeof *s->slots, e);
    if (!rc) rc = array_reserve(&s->table, &s->table_cap, size, sizeof *s->table, e);
    if (rc) return rc;
    memset(s->table, 0, size * sizeof *s->table);
    s->table_size = size;
    s->limit = limit;
    s->count = 0;
    return ERR_OK;
}

bool slot_set_add(slot_set *s, const slot *x, uint32_t *number) {
    size_t mask = s->table_size - 1, at = slot_hash(x) & mask;
    for (; s->table[at]; at = (at + 1) & mask) {
        *number = s->table[at] - 1;
        if (slot_equal(&s->slots[*number], x)) return true;
    }
    if (s->count == s->limit) return false;
    *number = (uint32_t)s->count;
    s->slots[s->count++] = *x;
    s->table[at] = *number + 1;
    return true;
}

void slot_set_free(slot_set *s) {
    free(s->slots);
    free(s->table);
    *s = (slot_set){0};
}
