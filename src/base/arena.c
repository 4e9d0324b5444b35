#include "base/arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Blocks grow with what was added, so that a few texts cost little and many few calls. */
#define BLOCK_MIN ((size_t)1 << 8)
#define BLOCK_MAX ((size_t)1 << 16)

typedef struct arena_block {
    struct arena_block *before;
    size_t used, cap;
    char data[];
} arena_block;

static arena_block *add_block(arena *a, size_t need) {
    size_t cap = a->newest ? a->newest->cap * 2 : BLOCK_MIN;
    if (cap > BLOCK_MAX) cap = BLOCK_MAX;
    if (cap < need) cap = need;
    arena_block *b = cap > SIZE_MAX - sizeof *b ? NULL : malloc(sizeof *b + cap);
    if (!b) return NULL;
    *b = (arena_block){.before = a->newest, .cap = cap};
    return a->newest = b;
}

err_code arena_add(arena *a, const char *text, size_t len, const char **out, err *e) {
    arena_block *b = a->newest;
    if (!b || b->cap - b->used <= len) b = len < SIZE_MAX ? add_block(a, len + 1) : NULL;
    if (!b) return err_nomem(e);
    char *copy = b->data + b->used;
    memcpy(copy, text, len);
    copy[len] = 0;
    b->used += len + 1;
    *out = copy;
    return ERR_OK;
}

void arena_free(arena *a) {
    for (arena_block *b = a->newest, *before; b; b = before) {
        before = b->before;
        free(b);
    }
    *a = (arena){0};
}
