#include "base/strmap.h"
#include "base/arena.h"
#include "base/hash.h"

#include <stdlib.h>
#include <string.h>

typedef struct slot {
    const char *key; /* in the map's arena; NULL: free */
    uint32_t hash;   /* of 32 bits: 16 bytes a slot instead of 24 */
    uint32_t value;
} slot;

struct strmap { /* open addressing, linear probing, at most 3/4 full */
    slot *slots;
    size_t cap, count; /* cap is a power of two */
    arena keys;
};

err_code strmap_create(strmap **out, err *e) {
    strmap *m = calloc(1, sizeof *m);
    if (m) m->slots = calloc(m->cap = 16, sizeof *m->slots);
    if (!m || !m->slots) {
        free(m);
        return err_nomem(e);
    }
    *out = m;
    return ERR_OK;
}

void strmap_free(strmap *m) {
    if (!m) return;
    arena_free(&m->keys);
    free(m->slots);
    free(m);
}

/* FNV's upper half is the better mixed one. */
static uint32_t hash_of(const char *key, size_t len) {
    uint64_t h = hash_bytes(HASH_INIT, key, len);
    return (uint32_t)(h ^ h >> 32);
}

static slot *find(slot *slots, size_t cap, const char *key, uint32_t hash) {
    size_t i = hash & (cap - 1);
    while (slots[i].key && (slots[i].hash != hash || strcmp(slots[i].key, key)))
        i = (i + 1) & (cap - 1);
    return &slots[i];
}

static err_code grow(strmap *m, err *e) {
    slot *slots = calloc(m->cap * 2, sizeof *slots);
    if (!slots) return err_nomem(e);
    for (size_t i = 0; i < m->cap; i++)
        if (m->slots[i].key)
            *find(slots, m->cap * 2, m->slots[i].key, m->slots[i].hash) = m->slots[i];
    free(m->slots);
    m->slots = slots;
    m->cap *= 2;
    return ERR_OK;
}

err_code strmap_put(strmap *m, const char *key, uint32_t value, bool *added, err *e) {
    size_t len = strlen(key);
    uint32_t hash = hash_of(key, len);
    slot *s = find(m->slots, m->cap, key, hash);
    *added = false;
    if (s->key) return ERR_OK;
    if ((m->count + 1) * 4 > m->cap * 3) {
        err_code rc = grow(m, e);
        if (rc) return rc;
        s = find(m->slots, m->cap, key, hash);
    }
    const char *copy;
    err_code rc = arena_add(&m->keys, key, len, &copy, e);
    if (rc) return rc;
    *s = (slot){copy, hash, value};
    m->count++;
    *added = true;
    return ERR_OK;
}

bool strmap_get(const strmap *m, const char *key, uint32_t *value) {
    const slot *s = find(m->slots, m->cap, key, hash_of(key, strlen(key)));
    if (s->key && value) *value = s->value;
    return s->key != NULL;
}

const char *strmap_find(const strmap *m, const char *key) {
    return find(m->slots, m->cap, key, hash_of(key, strlen(key)))->key;
}

size_t strmap_count(const strmap *m) { return m->count; }
