#include "geo/coverage_chain.h"
#include "base/buf.h"

#include <stdlib.h>
#include <string.h>

#define NONE   UINT32_MAX
#define BLOCKS 64 /* pieces of the list of arcs, for the threads */

typedef struct chain {
    const coverage_strands *strands;
    const coverage_faces *faces;
    coverage *to;
    coverage_trails *trails;
    size_t cap_arcs, cap_begin;
    uint32_t *node;  /* [n_junctions] its number; NONE: no node */
    bool *walked;    /* [n strands] is in an arc, or vanishes */
    uint32_t *begin; /* [n_arcs] the half-strand that an arc begins with */
} chain;

static bool is_border(const chain *c, uint32_t half) {
    return coverage_left(c->faces, half) != coverage_right(c->faces, half);
}

/* Of the borders at a junction, whether exactly two meet and have the same districts. */
static bool passes_through(const chain *c, uint32_t j, bool *any) {
    uint32_t first = 0, second = 0;
    size_t count = 0;
    for (uint32_t i = c->faces->start[j]; i < c->faces->start[j + 1]; i++) {
        uint32_t h = c->faces->out[i];
        if (!is_border(c, h)) continue;
        if (count++ == 0)
            first = h;
        else
            second = h;
    }
    *any = count > 0;
    return count == 2 && coverage_left(c->faces, first) == coverage_right(c->faces, second) &&
           coverage_right(c->faces, first) == coverage_left(c->faces, second);
}

static void find_nodes(chain *c) {
    for (uint32_t j = 0; j < c->strands->n_junctions; j++) {
        bool any = false;
        bool node = !passes_through(c, j, &any) && any;
        c->node[j] = node ? (uint32_t)c->to->n_nodes++ : NONE;
    }
}

/* The border that goes on from where `half` ends, a junction that is no node. */
static uint32_t onward(const chain *c, uint32_t half) {
    uint32_t j = coverage_origin(c->strands, half ^ 1);
    for (uint32_t i = c->faces->start[j]; i < c->faces->start[j + 1]; i++) {
        uint32_t h = c->faces->out[i];
        if (h != (half ^ 1) && is_border(c, h)) return h;
    }
    return half ^ 1; /* not reached: two borders meet here */
}

/* ---- arcs ---- */

/* From the half-strand's begin to the next node, or, in a ring, back to there. */
static err_code walk_arc(chain *c, uint32_t half, err *e) {
    coverage *to = c->to;
    uint32_t origin = coverage_origin(c->strands, half), end;
    err_code rc = array_reserve(&to->arcs, &c->cap_arcs, to->n_arcs + 1, sizeof *to->arcs, e);
    if (!rc) rc = array_reserve(&c->begin, &c->cap_begin, to->n_arcs + 1, sizeof *c->begin, e);
    if (rc) return rc;
    c->begin[to->n_arcs] = half;
    arc *a = &to->arcs[to->n_arcs++];
    *a = (arc){.first = (uint32_t)to->n_points,
               .count = 1,
               .left = coverage_left(c->faces, half),
               .right = coverage_right(c->faces, half),
               .from = c->node[origin]};
    size_t count = 1;
    for (bool more = true; more; half = more ? onward(c, half) : half) {
        c->walked[half / 2] = true;
        count += c->strands->strands[half / 2].length;
        end = coverage_origin(c->strands, half ^ 1);
        more = c->node[end] == NONE && end != origin;
        a->to = c->node[end];
    }
    if (to->n_points + count > NONE)
        return err_set(e, ERR_UNSUPPORTED, "borders have more than 4 billion points");
    a->count = (uint32_t)count;
    to->n_points += count;
    if (a->from == NONE) a->from = a->to = (uint32_t)to->n_nodes++;
    return ERR_OK;
}

/* The half-strand of a ring with the lower district at its left; where two junctions are passed,
 * the one to begin with does not matter. */
static uint32_t ring_begin(const chain *c, uint32_t half) {
    return coverage_left(c->faces, half) > coverage_right(c->faces, half) ? half ^ 1 : half;
}

static err_code walk_all(chain *c, err *e) {
    err_code rc = ERR_OK;
    for (size_t i = 0; i < c->strands->n; i++) c->walked[i] = !is_border(c, (uint32_t)(2 * i));
    for (uint32_t j = 0; j < c->strands->n_junctions && !rc; j++) {
        if (c->node[j] == NONE) continue;
        for (uint32_t i = c->faces->start[j]; i < c->faces->start[j + 1] && !rc; i++)
            if (!c->walked[c->faces->out[i] / 2]) rc = walk_arc(c, c->faces->out[i], e);
    }
    for (uint32_t i = 0; i < c->strands->n && !rc; i++)
        if (!c->walked[i]) rc = walk_arc(c, ring_begin(c, 2 * i), e);
    return rc;
}

/* ---- vertices ---- */

static void reverse(uint32_t *v, size_t n) {
    for (size_t i = 0; i < n / 2; i++) {
        uint32_t moved = v[i];
        v[i] = v[n - 1 - i];
        v[n - 1 - i] = moved;
    }
}

/* A ring begins at its point of lowest x, then y. */
static void turn_ring(const exact_point *p, uint32_t *v, size_t n) {
    size_t best = 0;
    for (size_t i = 1; i + 1 < n; i++)
        if (exact_before(p[v[i]], p[v[best]])) best = i;
    reverse(v, best);
    reverse(v + best, n - 1 - best);
    reverse(v, n - 1);
    v[n - 1] = v[0];
}

static void follow_arc(const chain *c, size_t k) {
    const arc *a = &c->to->arcs[k];
    uint32_t *v = c->trails->vertex + a->first, n = 0;
    for (uint32_t half = c->begin[k];; half = onward(c, half)) {
        strand_walk w = strand_begin(c->strands, half);
        if (!n) v[n++] = w.at;
        for (uint32_t i = 0; i < c->strands->strands[half / 2].length; i++) {
            strand_step(c->strands, &w);
            v[n++] = w.at;
        }
        if (n == a->count) break;
    }
    if (c->node[coverage_origin(c->strands, c->begin[k])] == NONE)
        turn_ring(c->strands->net->points, v, n);
}

static err_code follow_block(void *ctx, size_t block, err *e) {
    const chain *c = ctx;
    (void)e;
    size_t n = c->to->n_arcs;
    for (size_t k = n * block / BLOCKS; k < n * (block + 1) / BLOCKS; k++) follow_arc(c, k);
    return ERR_OK;
}

static err_code follow_all(chain *c, err *e) {
    size_t n = c->to->n_points;
    c->trails->vertex = malloc((n ? n : 1) * sizeof *c->trails->vertex);
    if (!c->trails->vertex) return err_nomem(e);
    return coverage_net_each(c->strands->net, BLOCKS, follow_block, c, e);
}

/* Gives back what growing took too much; an array that cannot be made smaller is kept as it is. */
static void shrink_arcs(coverage *c) {
    arc *smaller = realloc(c->arcs, (c->n_arcs ? c->n_arcs : 1) * sizeof *c->arcs);
    if (smaller) c->arcs = smaller;
}

err_code coverage_chain(const coverage_strands *s, const coverage_faces *f, coverage *to,
                        coverage_trails *trails, err *e) {
    chain c = {.strands = s, .faces = f, .to = to, .trails = trails};
    c.node = malloc((s->n_junctions ? s->n_junctions : 1) * sizeof *c.node);
    c.walked = malloc((s->n ? s->n : 1) * sizeof *c.walked);
    err_code rc = c.node && c.walked ? ERR_OK : err_nomem(e);
    if (!rc) {
        find_nodes(&c);
        rc = walk_all(&c, e);
    }
    if (!rc) shrink_arcs(to);
    if (!rc) rc = follow_all(&c, e);
    free(c.node);
    free(c.walked);
    free(c.begin);
    return rc;
}

void coverage_trails_free(coverage_trails *t) {
    free(t->vertex);
    *t = (coverage_trails){0};
}

/* ---- points ---- */

typedef struct placing {
    const coverage_net *net;
    const uint32_t *vertex;
    coverage *to;
} placing;

static void place_arc(const placing *p, size_t k) {
    const arc *a = &p->to->arcs[k];
    double *x = p->to->x + a->first, *y = p->to->y + a->first, unit = p->net->unit;
    const uint32_t *v = p->vertex + a->first;
    rect box = RECT_EMPTY;
    for (size_t i = 0; i < a->count; i++) {
        exact_point at = p->net->points[v[i]];
        x[i] = (double)at.x * unit;
        y[i] = (double)at.y * unit;
        rect_extend(&box, x[i], y[i]);
    }
    p->to->bounds[k] = box;
}

static err_code place_block(void *ctx, size_t block, err *e) {
    const placing *p = ctx;
    (void)e;
    size_t n = p->to->n_arcs;
    for (size_t k = n * block / BLOCKS; k < n * (block + 1) / BLOCKS; k++) place_arc(p, k);
    return ERR_OK;
}

err_code coverage_chain_points(const coverage_net *n, const coverage_trails *t, coverage *to,
                               err *e) {
    placing p = {n, t->vertex, to};
    to->x = malloc((to->n_points ? to->n_points : 1) * sizeof *to->x);
    to->y = malloc((to->n_points ? to->n_points : 1) * sizeof *to->y);
    to->bounds = malloc((to->n_arcs ? to->n_arcs : 1) * sizeof *to->bounds);
    if (!to->x || !to->y || !to->bounds) return err_nomem(e);
    return coverage_net_each(n, BLOCKS, place_block, &p, e);
}
