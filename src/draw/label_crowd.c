/* Labels by squares of the map: each is in all those that it covers something of. */
#include "draw/label_parts.h"

#include <stdlib.h>

#define SQUARE 64

typedef struct entry {
    const label *l;
    int64_t x, y; /* square */
    uint32_t next;
} entry;

struct label_crowd {
    size_t n, cap, slots;
    entry *entries;
    uint32_t *head; /* [slots] 0: none, else an entry's number and 1 */
};

err_code label_crowd_create(size_t labels, label_crowd **out, err *e) {
    label_crowd *c = calloc(1, sizeof *c);
    if (!c) return err_nomem(e);
    for (c->slots = 64; c->slots < 4 * labels;) c->slots *= 2;
    c->head = calloc(c->slots, sizeof *c->head);
    if (!c->head) {
        free(c);
        return err_nomem(e);
    }
    *out = c;
    return ERR_OK;
}

void label_crowd_free(label_crowd *c) {
    if (!c) return;
    free(c->head);
    free(c->entries);
    free(c);
}

static int64_t square(int64_t v) { return v >= 0 ? v / SQUARE : -((SQUARE - 1 - v) / SQUARE); }

static size_t slot_of(const label_crowd *c, int64_t x, int64_t y) {
    uint64_t h =
        (uint64_t)x * UINT64_C(0x9e3779b97f4a7c15) ^ (uint64_t)y * UINT64_C(0xc2b2ae3d27d4eb4f);
    return (size_t)((h ^ h >> 29) & (c->slots - 1));
}

static bool overlap(const label *a, const label *b) {
    return a->x0 < b->x1 && b->x0 < a->x1 && a->y0 < b->y1 && b->y0 < a->y1;
}

bool label_crowd_meets(const label_crowd *c, const label *l) {
    for (int64_t y = square(l->y0); y <= square(l->y1 - 1); y++)
        for (int64_t x = square(l->x0); x <= square(l->x1 - 1); x++)
            for (uint32_t i = c->head[slot_of(c, x, y)]; i; i = c->entries[i - 1].next) {
                const entry *at = &c->entries[i - 1];
                if (at->x == x && at->y == y && overlap(at->l, l)) return true;
            }
    return false;
}

err_code label_crowd_add(label_crowd *c, const label *l, err *e) {
    for (int64_t y = square(l->y0); y <= square(l->y1 - 1); y++)
        for (int64_t x = square(l->x0); x <= square(l->x1 - 1); x++) {
            err_code rc = array_reserve(&c->entries, &c->cap, c->n + 1, sizeof *c->entries, e);
            if (rc) return rc;
            uint32_t *head = &c->head[slot_of(c, x, y)];
            c->entries[c->n++] = (entry){l, x, y, *head};
            *head = (uint32_t)c->n;
        }
    return ERR_OK;
}
