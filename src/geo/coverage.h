/* coverage: the districts of a layer as arcs, so that each border exists once, with the district on
 * either side.  Built from polygons that may overlap a little or leave slivers: where they overlap
 * the lower district wins, and what no district covers is outside, as everywhere in kartblad.
 * Immutable once built; any number of threads may read it. */
#ifndef GEO_COVERAGE_H
#define GEO_COVERAGE_H
#include "base/pool.h"
#include "geo/geometry.h"

typedef struct arc {         /* a border from node to node, or a ring of its own */
    uint32_t first, count;   /* points; a ring repeats its first point as its last */
    district_id left, right; /* walking along it, y upward; DISTRICT_NONE: outside; never equal */
    uint32_t from, to;       /* nodes; equal for a ring */
} arc;

typedef struct coverage {
    size_t n_districts, n_arcs, n_points, n_nodes;
    arc *arcs;     /* [n_arcs] */
    double *x, *y; /* [n_points] in the units of the geometry (Mercator meters) */
    float *weight; /* [n_points] the area (units squared) up to which a point counts: it is left out
                      of a drawing whose tolerance is larger; INFINITY for the ends of arcs */
    rect *bounds;  /* [n_arcs] */
} coverage;

/* `snap` > 0: points nearer than that become one (the first in the geometry's order stays), and a
 * point nearer than 0.7 of it to a line is put on it; units of the geometry, 0.05 m does for
 * surveyed borders.  So slivers thinner than it vanish, wider gaps and overlaps stay what they are.
 * All points are first rounded to a grid of a power of two, snap / 16 to snap / 8 wide, on which
 * everything is computed exactly.  Time grows as n log n where borders do not cross by the
 * thousand.  ERR_UNSUPPORTED: they cross or come near one another in millions of places, or have
 * more than 2 billion edges.  `workers` share the work, and may be NULL; the result is the same. */
err_code coverage_build(const geometry *g, double snap, pool *workers, coverage **out, err *e);
/* The same, and takes the geometry, on failure too: its points go as soon as they are vertices, so
 * that building takes a third less memory. */
err_code coverage_build_taking(geometry *g, double snap, pool *workers, coverage **out, err *e);
void coverage_free(coverage *c);

/* The arcs at a tolerance: points whose weight is less are gone, so neighbors stay matched and
 * nothing crosses; arcs whose ends differ keep 2 points, rings 4.  A level owns its points. */
typedef struct coverage_level {
    size_t n_arcs, n_points;
    uint32_t *first; /* [n_arcs + 1] into x, y: arc k has the points [first[k], first[k + 1]) */
    double *x, *y;
} coverage_level;
err_code coverage_level_make(const coverage *c, double tolerance_area, coverage_level **out,
                             err *e);
void coverage_level_free(coverage_level *l);

/* Neighbors share a border, or, with `points`, at least a node.  CSR, ascending, no district is its
 * own neighbor; the outside is none.  ERR_UNSUPPORTED: over 7,000 districts meet in one point. */
typedef struct neighbors {
    size_t n;           /* districts */
    uint32_t *first;    /* [n + 1] */
    district_id *other; /* [first[n]] */
} neighbors;
err_code coverage_neighbors(const coverage *c, bool points, neighbors **out, err *e);
void neighbors_free(neighbors *n);
#endif
