/* coverage_strands: the edges of a net joined where just two meet, so that what follows has to do
 * with junctions only: real borders have ten vertices for each of those.
 *
 * Along a strand the districts of the edges are the same, as each ring that comes goes on.  A
 * strand runs the way in which its lowest edge goes from u to v; strands are ordered by that edge.
 * A ring without a junction gets one where its lowest edge begins.  Half-strand 2s is strand s as
 * it runs, 2s + 1 the way back. */
#ifndef GEO_COVERAGE_STRANDS_H
#define GEO_COVERAGE_STRANDS_H
#include "geo/coverage_net.h"

#define STRAND_NONE UINT32_MAX

typedef struct strand {
    uint32_t edge;        /* the lowest */
    uint32_t from, to;    /* junctions */
    uint32_t first, last; /* edges */
    uint32_t length;      /* in edges */
    uint32_t leftmost; /* the vertex of lowest x, then y, between its ends; STRAND_NONE: none is */
    uint32_t beyond;   /* the edge by which it leaves that */
} strand;

typedef struct coverage_strands {
    const coverage_net *net; /* borrowed */
    size_t n, n_junctions;
    strand *strands;    /* [n] */
    uint32_t *junction; /* [n_junctions] vertices, ascending */
    uint32_t *link;     /* [n_points] between junctions: its two edges, exclusive-or */
} coverage_strands;

err_code coverage_strands_make(const coverage_net *n, coverage_strands *out, err *e);
void coverage_strands_free(coverage_strands *s);

static inline uint32_t coverage_origin(const coverage_strands *s, uint32_t half) {
    return half & 1 ? s->strands[half / 2].to : s->strands[half / 2].from;
}

/* A walk along a half-strand: as many steps as it is long. */
typedef struct strand_walk {
    uint32_t at;   /* vertex */
    uint32_t edge; /* the next */
} strand_walk;

static inline strand_walk strand_begin(const coverage_strands *s, uint32_t half) {
    const strand *k = &s->strands[half / 2];
    return (strand_walk){s->junction[half & 1 ? k->to : k->from], half & 1 ? k->last : k->first};
}
static inline void strand_step(const coverage_strands *s, strand_walk *w) {
    const net_edge *edge = &s->net->edges[w->edge];
    w->at ^= edge->u ^ edge->v;
    w->edge ^= s->link[w->at]; /* past the end: of no meaning */
}
static inline exact_point strand_toward(const coverage_strands *s, uint32_t half) {
    strand_walk w = strand_begin(s, half);
    strand_step(s, &w);
    return s->net->points[w.at];
}
#endif
