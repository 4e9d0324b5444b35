/* arena: many small texts that are freed together.  A text stays where it is until then, and takes
 * its own bytes and no more, where malloc() takes 32 for a key of 7.  Belongs to one thread while
 * texts are added. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H
#include "base/err.h"
#include <stddef.h>

typedef struct arena {          /* starts as {0} */
    struct arena_block *newest; /* each names the one before */
} arena;

/* A copy with a NUL behind it. */
err_code arena_add(arena *a, const char *text, size_t len, const char **out, err *e);
void arena_free(arena *a); /* back to {0} */
#endif
