/* The walk through all faces that finds out which districts cover each. */
#include "geo/coverage_faces.h"

#include <stdlib.h>

#define NONE        UINT32_MAX
#define COVER_DEPTH 6 /* 64^6 > 2^32 districts */

/* The districts that cover the place where the walk is: a bit each, and above 64 words a bit each
 * that tells whether the word has any, so that the lowest is found in a few steps. */
typedef struct cover {
    uint64_t *level[COVER_DEPTH];
    unsigned depth;
} cover;

static err_code cover_create(cover *c, size_t count, err *e) {
    for (size_t words = count; c->depth == 0 || words > 1; c->depth++) {
        words = words / 64 + 1;
        if (!(c->level[c->depth] = calloc(words, sizeof **c->level))) return err_nomem(e);
    }
    return ERR_OK;
}

static void cover_free(cover *c) {
    for (unsigned k = 0; k < c->depth; k++) free(c->level[k]);
}

static void cover_toggle(cover *c, size_t d) {
    c->level[0][d / 64] ^= UINT64_C(1) << d % 64;
    for (unsigned k = 1; k < c->depth; k++) {
        d /= 64;
        uint64_t bit = UINT64_C(1) << d % 64;
        if (c->level[k - 1][d])
            c->level[k][d / 64] |= bit;
        else
            c->level[k][d / 64] &= ~bit;
    }
}

static district_id cover_lowest(const cover *c) {
    size_t at = 0;
    for (unsigned k = c->depth; k-- > 0;) {
        if (!c->level[k][at]) return DISTRICT_NONE;
        at = at * 64 + (size_t)__builtin_ctzll(c->level[k][at]);
    }
    return (district_id)at;
}

typedef struct place { /* a cycle that the walk is in */
    uint32_t at;       /* the half-strand to look across next */
    uint32_t through;  /* the strand it came by; NONE: none, from the same face */
    uint32_t guest;    /* the next part that lies in the face */
    bool done;         /* has looked across all */
} place;

typedef struct walk {
    const coverage_strands *strands;
    const coverage_nest *nest;
    coverage_faces *faces;
    cover covering;
    bool *seen;      /* [n_cycles] */
    uint32_t *guest; /* [n_cycles] the first part in this cycle's face, by this cycle */
    uint32_t *other; /* [parts] the next of the same host */
    place *stack;    /* [n_cycles]: each is on it once at most */
    size_t depth;
} walk;

static void cross_strand(walk *w, uint32_t crossed) {
    const coverage_net *n = w->strands->net;
    const net_edge *at = &n->edges[w->strands->strands[crossed].edge];
    for (uint32_t i = at->first; i < at[1].first; i++) cover_toggle(&w->covering, n->sides[i]);
}

static void enter(walk *w, uint32_t cycle, uint32_t through) {
    if (through != NONE) cross_strand(w, through);
    w->seen[cycle] = true;
    w->faces->label[cycle] = cover_lowest(&w->covering);
    w->stack[w->depth++] = (place){w->faces->enter[cycle], through, w->guest[cycle], false};
}

static void step(walk *w) {
    coverage_faces *f = w->faces;
    place *p = &w->stack[w->depth - 1];
    if (!p->done) {
        uint32_t h = p->at, beyond = f->cycle[h ^ 1];
        p->at = f->next[h];
        p->done = p->at == f->enter[f->cycle[h]];
        if (!w->seen[beyond]) enter(w, beyond, h / 2);
    } else if (p->guest != NONE) {
        uint32_t part = p->guest;
        p->guest = w->other[part];
        if (!w->seen[w->nest->outer[part]]) enter(w, w->nest->outer[part], NONE);
    } else {
        if (p->through != NONE) cross_strand(w, p->through);
        w->depth--;
    }
}

static err_code prepare(walk *w, err *e) {
    size_t cycles = w->faces->n_cycles, parts = w->nest->n;
    w->seen = calloc(cycles ? cycles : 1, sizeof *w->seen);
    w->guest = malloc((cycles ? cycles : 1) * sizeof *w->guest);
    w->other = malloc((parts ? parts : 1) * sizeof *w->other);
    w->stack = malloc((cycles ? cycles : 1) * sizeof *w->stack);
    if (!w->seen || !w->guest || !w->other || !w->stack) return err_nomem(e);
    for (size_t i = 0; i < cycles; i++) w->guest[i] = NONE;
    for (size_t i = parts; i-- > 0;) {
        uint32_t host = w->nest->host[i];
        w->other[i] = host == NONE ? NONE : w->guest[host];
        if (host != NONE) w->guest[host] = (uint32_t)i;
    }
    district_id highest = 0;
    for (size_t i = 0; i < w->strands->net->n_sides; i++)
        if (w->strands->net->sides[i] > highest) highest = w->strands->net->sides[i];
    return cover_create(&w->covering, (size_t)highest + 1, e);
}

err_code coverage_flood(const coverage_strands *s, const coverage_nest *nest, coverage_faces *f,
                        err *e) {
    walk w = {.strands = s, .nest = nest, .faces = f};
    err_code rc = prepare(&w, e);
    for (size_t i = 0; i < nest->n && !rc; i++) {
        if (nest->host[i] != NONE) continue;
        enter(&w, nest->outer[i], NONE);
        while (w.depth) step(&w);
    }
    /* Only where noding left a crossing can a cycle be unreached: such a speck is outside. */
    for (size_t i = 0; i < f->n_cycles && !rc; i++)
        if (!w.seen[i]) f->label[i] = DISTRICT_NONE;
    cover_free(&w.covering);
    free(w.seen);
    free(w.guest);
    free(w.other);
    free(w.stack);
    return rc;
}
