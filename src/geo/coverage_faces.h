/* coverage_faces: the faces between a net's strands, and the district that each belongs to.
 *
 * The half-strands that have one face at their left form cycles; a face has one for its outside and
 * one for each hole.  Which districts cover a face is found by a walk from the outside: it changes
 * by the sides of each strand that is crossed.  The lowest of them is the face's. */
#ifndef GEO_COVERAGE_FACES_H
#define GEO_COVERAGE_FACES_H
#include "geo/coverage_strands.h"

typedef struct coverage_faces {
    uint32_t *start; /* [n_junctions + 1] into out */
    uint32_t *out;   /* half-strands that leave a junction, counterclockwise from -180 degrees */
    uint32_t *next;  /* [2 n strands] the next of the cycle */
    uint32_t *cycle; /* [2 n strands] */
    size_t n_cycles;
    uint32_t *enter;    /* [n_cycles] the lowest half-strand of it */
    district_id *label; /* [n_cycles]; DISTRICT_NONE: no district covers it */
} coverage_faces;

err_code coverage_faces_make(const coverage_strands *s, coverage_faces **out, err *e);
void coverage_faces_free(coverage_faces *f);

static inline district_id coverage_left(const coverage_faces *f, uint32_t half) {
    return f->label[f->cycle[half]];
}
static inline district_id coverage_right(const coverage_faces *f, uint32_t half) {
    return f->label[f->cycle[half ^ 1]];
}

/* Parts of the net that hang together, and where they lie (coverage_nest.c). */
typedef struct coverage_nest {
    size_t n;        /* parts, by their leftmost vertex (of equal ones the lowest) */
    uint32_t *outer; /* [n] the cycle that runs around it */
    uint32_t
        *host; /* [n] a cycle of the face it lies in, of a part before it, or UINT32_MAX: outside */
} coverage_nest;
err_code coverage_nest_make(const coverage_strands *s, const coverage_faces *f, coverage_nest *out,
                            err *e);
void coverage_nest_free(coverage_nest *nest);
/* Fills the labels (coverage_flood.c). */
err_code coverage_flood(const coverage_strands *s, const coverage_nest *nest, coverage_faces *f,
                        err *e);
#endif
