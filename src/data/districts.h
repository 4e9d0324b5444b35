/* districts: the list every other part indexes by.  A district_id is dense, in
 * [0, count), and fixed once loaded: geometry, values and colors are arrays over
 * it.  The key is what values are joined by: text, normalized (text_key()),
 * unique, case-sensitive. */
#ifndef DATA_DISTRICTS_H
#define DATA_DISTRICTS_H
#include "base/err.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef uint32_t district_id;
#define DISTRICT_NONE UINT32_MAX /* outside every district */
#define DISTRICTS_MAX 4000000

typedef struct districts districts;

err_code districts_create(districts **out, err *e);
void districts_free(districts *d);
/* Copies both.  A key that is there gives its old id and *added = false. */
err_code districts_add(districts *d, const char *key, const char *name, district_id *out,
                       bool *added, err *e);
bool districts_is_blank(const char *key); /* nothing is left of it when it is normalized */
size_t districts_count(const districts *d);
bool districts_find(const districts *d, const char *key, district_id *out); /* normalized key */
const char *district_key(const districts *d, district_id id);
const char *district_name(const districts *d, district_id id);
/* The key nearest in spelling to `key` (text_distance), or NULL if none is near:
 * over a third of its letters would have to change.  One that differs in case and accents
 * only ("JÄRVA", "Järva") comes before all others. */
const char *districts_nearest(const districts *d, const char *key);
#endif
