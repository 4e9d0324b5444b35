/* strmap: string -> uint32_t.  Not to be changed by two threads at once; any
 * number of threads may read a map that nobody changes. */
#ifndef BASE_STRMAP_H
#define BASE_STRMAP_H
#include "base/err.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct strmap strmap;

err_code strmap_create(strmap **out, err *e);
void strmap_free(strmap *m);
/* Copies the key.  A key that is there keeps its old value, and *added is false. */
err_code strmap_put(strmap *m, const char *key, uint32_t value, bool *added, err *e);
bool strmap_get(const strmap *m, const char *key, uint32_t *value /* may be NULL */);
/* The map's own copy, which stays where it is until the map is freed; NULL: not there. */
const char *strmap_find(const strmap *m, const char *key);
size_t strmap_count(const strmap *m);
#endif
