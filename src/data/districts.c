#include "data/districts.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/strmap.h"
#include "base/text.h"
#include "data/excerpt.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

typedef struct entry {
    const char *key;  /* in by_key */
    const char *name; /* the key itself, or in `names` */
} entry;

struct districts {
    entry *entries;
    size_t count, cap;
    strmap *by_key;
    arena names;
};

err_code districts_create(districts **out, err *e) {
    districts *d = calloc(1, sizeof *d);
    if (!d) return err_nomem(e);
    err_code rc = strmap_create(&d->by_key, e);
    if (rc)
        free(d);
    else
        *out = d;
    return rc;
}

void districts_free(districts *d) {
    if (!d) return;
    arena_free(&d->names);
    free(d->entries);
    strmap_free(d->by_key);
    free(d);
}

/* A text normalized: itself, if it is already; else *own, to be freed. */
static err_code normalize(const char *text, const char **out, char **own, err *e) {
    err_code rc = text_is_plain(text) ? ERR_OK : text_key(text, own, e);
    *out = *own ? *own : text;
    return rc;
}

static err_code copy_name(districts *d, const char *name, const char *key, const char **out,
                          err *e) {
    *out = key;
    if (!strcmp(name, key)) return ERR_OK;
    return arena_add(&d->names, name, strlen(name), out, e);
}

static err_code append(districts *d, const char *key, const char *name, err *e) {
    if (d->count == DISTRICTS_MAX)
        return err_set(e, ERR_RANGE, "more than %d districts", DISTRICTS_MAX);
    err_code rc = array_reserve(&d->entries, &d->cap, d->count + 1, sizeof *d->entries, e);
    if (rc) return rc;
    bool added;
    if ((rc = strmap_put(d->by_key, key, (uint32_t)d->count, &added, e))) return rc;
    assert(added);
    entry *new = &d->entries[d->count];
    new->key = strmap_find(d->by_key, key);
    if ((rc = copy_name(d, name, new->key, &new->name, e))) return rc;
    d->count++;
    return ERR_OK;
}

static err_code append_named(districts *d, const char *key, const char *name, err *e) {
    char *own = NULL;
    const char *normal = key;
    err_code rc = name && *name ? normalize(name, &normal, &own, e) : ERR_OK;
    if (!rc) rc = append(d, key, normal, e);
    free(own);
    return rc;
}

err_code districts_add(districts *d, const char *key, const char *name, district_id *out,
                       bool *added, err *e) {
    char *own = NULL;
    const char *k;
    district_id id = (district_id)d->count;
    err_code rc = normalize(key, &k, &own, e);
    if (!rc && !*k) rc = err_set(e, ERR_FORMAT, "the key is empty");
    bool old = !rc && districts_find(d, k, &id);
    if (!rc && !old) rc = append_named(d, k, name, e);
    free(own);
    if (rc) return rc;
    *out = id;
    *added = !old;
    return ERR_OK;
}

bool districts_is_blank(const char *key) {
    char *normal = NULL;
    bool blank = !text_key(key, &normal, NULL) && !*normal;
    free(normal);
    return blank;
}

size_t districts_count(const districts *d) { return d->count; }

bool districts_find(const districts *d, const char *key, district_id *out) {
    return strmap_get(d->by_key, key, out);
}

const char *district_key(const districts *d, district_id id) {
    assert(id < d->count);
    return d->entries[id].key;
}

const char *district_name(const districts *d, district_id id) {
    assert(id < d->count);
    return d->entries[id].name;
}

static unsigned count_letters(const char *text) {
    unsigned n = 0;
    for (; *text; text++) n += ((unsigned char)*text & 0xc0) != 0x80;
    return n;
}

static bool is_alike(const char *slug, const char *other) {
    char b[TEXT_ID_MAX + 1];
    text_slug(other, b);
    return *slug && !strcmp(slug, b);
}

const char *districts_nearest(const districts *d, const char *key) {
    const char *nearest = NULL;
    char slug[TEXT_ID_MAX + 1];
    text_slug(key, slug);
    unsigned letters = count_letters(key);
    /* Distances are doubled edits: a third of the letters is 2/3 of their number. */
    unsigned limit = 2 * letters / 3 + 1;
    for (size_t i = 0; i < d->count; i++) {
        const char *other = d->entries[i].key;
        unsigned n = count_letters(other), gap = n > letters ? n - letters : letters - n;
        if (2 * gap > letters) continue; /* at least that many letters come or go */
        unsigned distance = text_distance(key, other);
        if (distance <= letters && is_alike(slug, other)) return other;
        if (distance >= limit) continue;
        limit = distance;
        nearest = other;
    }
    return nearest;
}
