/* atlas_context: the part of atlas_load() that reads what is drawn for orientation. */
#ifndef ATLAS_ATLAS_CONTEXT_H
#define ATLAS_ATLAS_CONTEXT_H
#include "atlas/atlas.h"

/* After the layers; adds to a->warnings.  Without `data` only what the manifest says of them. */
err_code atlas_context_load(const manifest *m, atlas *a, bool data, pool *workers, err *e);
/* Adds their files' bytes to the version: the same with and without data. */
err_code atlas_context_hash(const manifest *m, const atlas *a, uint64_t *h, err *e);
void atlas_context_free(atlas *a);
#endif
