/* coverage_near: some of a net's vertices by place: which of them is nearest to a point, if any is
 * within `snap`.  Belongs to one thread. */
#ifndef GEO_COVERAGE_NEAR_H
#define GEO_COVERAGE_NEAR_H
#include "base/err.h"
#include "geo/coverage_exact.h"
#include <stddef.h>

typedef struct near_item {
    exact_point at;
    uint32_t vertex, next; /* of its bucket */
} near_item;

typedef struct coverage_near { /* starts as coverage_near_of() */
    int64_t snap;
    unsigned shift;   /* a cell is 2^shift wide: most disks of `snap` lie in one cell */
    uint32_t *bucket; /* [mask + 1] */
    size_t mask, n, cap;
    near_item *items; /* [n] */
} coverage_near;

coverage_near coverage_near_of(int64_t snap); /* empty */
void coverage_near_free(coverage_near *s);
err_code coverage_near_put(coverage_near *s, exact_point at, uint32_t vertex, err *e);
/* The nearest within `snap`, of equally near ones the lowest; false: none. */
bool coverage_near_find(const coverage_near *s, exact_point p, uint32_t *vertex);

/* The cells that the square of `snap` around a point meets: up to four, each once. */
typedef struct near_cells {
    size_t n;
    uint64_t hash[4]; /* all 64 bits are mixed */
} near_cells;
near_cells coverage_near_cells(const coverage_near *s, exact_point p);
uint64_t coverage_near_cell(const coverage_near *s, exact_point p); /* the one it lies in */
#endif
