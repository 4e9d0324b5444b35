/* coverage_fresh: the edges of a net that lie near a fresh one, and a few more. */
#ifndef GEO_COVERAGE_FRESH_H
#define GEO_COVERAGE_FRESH_H
#include "geo/coverage_net.h"

typedef struct coverage_fresh {
    uint32_t *edges; /* ascending, all that come within `snap` of a fresh one, and those; the
                        caller's to free.  NULL: so much is fresh that it is not worth a list */
    size_t n;
} coverage_fresh;

err_code coverage_fresh_find(const coverage_net *n, coverage_fresh *out, err *e);
#endif
