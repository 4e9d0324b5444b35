#include "geo/coverage_chain.h"
#include "base/buf.h"

#include <stdlib.h>

#define NONE UINT32_MAX

typedef struct chain {
    const coverage_net *net;
    const coverage_faces *faces;
    coverage *to;
    size_t cap_arcs, cap_x, cap_y;
    uint32_t *node; /* [n_points] its number; NONE: no node */
    bool *walked;   /* [n_edges] is in an arc, or vanishes */
} chain;

static bool is_border(const chain *c, uint32_t half) {
    return coverage_left(c->faces, half) != coverage_right(c->faces, half);
}

/* Of the borders at a vertex, whether exactly two meet and have the same districts. */
static bool passes_through(const chain *c, uint32_t v, bool *any) {
    uint32_t first = 0, second = 0;
    size_t count = 0;
    for (uint32_t i = c->faces->start[v]; i < c->faces->start[v + 1]; i++) {
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
    for (uint32_t v = 0; v < c->net->n_points; v++) {
        bool any = false;
        bool node = !passes_through(c, v, &any) && any;
        c->node[v] = node ? (uint32_t)c->to->n_nodes++ : NONE;
    }
}

static err_code add_point(chain *c, uint32_t v, err *e) {
    coverage *to = c->to;
    if (to->n_points >= NONE)
        return err_set(e, ERR_UNSUPPORTED, "borders have more than 4 billion points");
    err_code rc = array_reserve(&to->x, &c->cap_x, to->n_points + 1, sizeof *to->x, e);
    if (!rc) rc = array_reserve(&to->y, &c->cap_y, to->n_points + 1, sizeof *to->y, e);
    if (rc) return rc;
    to->x[to->n_points] = (double)c->net->points[v].x * c->net->unit;
    to->y[to->n_points++] = (double)c->net->points[v].y * c->net->unit;
    return ERR_OK;
}

/* The border that goes on from where `half` ends, a vertex that is no node. */
static uint32_t onward(const chain *c, uint32_t half) {
    uint32_t v = coverage_origin(c->net, half ^ 1);
    for (uint32_t i = c->faces->start[v]; i < c->faces->start[v + 1]; i++) {
        uint32_t h = c->faces->out[i];
        if (h != (half ^ 1) && is_border(c, h)) return h;
    }
    return half ^ 1; /* not reached: two borders meet here */
}

/* Points from the half-edge's begin to the next node, or, in a ring, back to there. */
static err_code walk_arc(chain *c, uint32_t half, err *e) {
    coverage *to = c->to;
    uint32_t begin = coverage_origin(c->net, half), end;
    err_code rc = array_reserve(&to->arcs, &c->cap_arcs, to->n_arcs + 1, sizeof *to->arcs, e);
    if (rc) return rc;
    arc *a = &to->arcs[to->n_arcs++];
    *a = (arc){.first = (uint32_t)to->n_points,
               .left = coverage_left(c->faces, half),
               .right = coverage_right(c->faces, half),
               .from = c->node[begin]};
    rc = add_point(c, begin, e);
    for (bool more = !rc; more && !rc; half = more ? onward(c, half) : half) {
        c->walked[half / 2] = true;
        end = coverage_origin(c->net, half ^ 1);
        rc = add_point(c, end, e);
        more = c->node[end] == NONE && end != begin;
        a->to = c->node[end];
    }
    a->count = (uint32_t)(to->n_points - a->first);
    if (a->from == NONE) a->from = a->to = (uint32_t)to->n_nodes++;
    return rc;
}

/* The half-edge of the ring that leaves its first point, with the lower district at its left. */
static uint32_t ring_begin(const chain *c, uint32_t half) {
    const exact_point *p = c->net->points;
    if (coverage_left(c->faces, half) > coverage_right(c->faces, half)) half ^= 1;
    uint32_t best = half;
    for (uint32_t h = onward(c, half); h != half; h = onward(c, h))
        if (exact_before(p[coverage_origin(c->net, h)], p[coverage_origin(c->net, best)])) best = h;
    return best;
}

static err_code walk_all(chain *c, err *e) {
    err_code rc = ERR_OK;
    for (size_t i = 0; i < c->net->n_edges; i++) c->walked[i] = !is_border(c, (uint32_t)(2 * i));
    for (uint32_t v = 0; v < c->net->n_points && !rc; v++) {
        if (c->node[v] == NONE) continue;
        for (uint32_t i = c->faces->start[v]; i < c->faces->start[v + 1] && !rc; i++)
            if (!c->walked[c->faces->out[i] / 2]) rc = walk_arc(c, c->faces->out[i], e);
    }
    for (uint32_t i = 0; i < c->net->n_edges && !rc; i++)
        if (!c->walked[i]) rc = walk_arc(c, ring_begin(c, 2 * i), e);
    return rc;
}

err_code coverage_chain(const coverage_net *n, const coverage_faces *f, coverage *to, err *e) {
    chain c = {.net = n, .faces = f, .to = to};
    c.node = malloc((n->n_points ? n->n_points : 1) * sizeof *c.node);
    c.walked = malloc((n->n_edges ? n->n_edges : 1) * sizeof *c.walked);
    err_code rc = c.node && c.walked ? ERR_OK : err_nomem(e);
    if (!rc) {
        find_nodes(&c);
        rc = walk_all(&c, e);
    }
    free(c.node);
    free(c.walked);
    return rc;
}
