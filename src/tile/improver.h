/* improver: one thread that improves skeletons (skeleton_improve()), one after the other, and puts
 * the better ones in the place of the first.  What comes faster than it works is left as it is. */
#ifndef TILE_IMPROVER_H
#define TILE_IMPROVER_H
#include "tile/cache.h"
#include "tile/skeleton.h"

typedef struct improver improver;

err_code improver_create(improver **out, err *e);
void improver_free(improver *i); /* drops what waits; NULL is fine */
/* Queues a skeleton that `c` keeps under that key; improved ones, and those of one slot, are not
 * taken.  Only the key waits, outside the cache's budget nothing is held: what has left the cache
 * by its turn is left alone. */
void improver_add(improver *i, cache *c, const cache_kind *kind, const cache_key *key,
                  const skeleton *s);
uint64_t improver_count(improver *i); /* done so far */
void improver_wait(improver *i);      /* until nothing waits; for tests */
#endif
