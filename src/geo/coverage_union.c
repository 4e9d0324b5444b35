#include "geo/coverage_union.h"
#include "base/buf.h"

#include <assert.h>
#include <stdlib.h>

/* Only arcs with the outside on one side bound the union.  Each is walked with the union at its
 * left; as many of them come to a node as leave it, so that any way on from there leads back to
 * where a walk began, and by the rule of even and odd it does not matter which way is taken. */

typedef struct way { /* an arc, walked with the union at its left */
    uint32_t node;   /* that it leaves */
    uint32_t arc;
} way;

typedef struct maker {
    const coverage *c;
    way *ways; /* [n] by node */
    size_t n;
    uint32_t *taken; /* [n] at the first way of each node: how many of its ways were walked */
    double *x, *y;
    size_t n_points, cap_x, cap_y;
    geometry_builder *to;
} maker;

static uint32_t from_of(const arc *a) { return a->right == DISTRICT_NONE ? a->from : a->to; }
static uint32_t to_of(const arc *a) { return a->right == DISTRICT_NONE ? a->to : a->from; }

static int by_node(const void *pa, const void *pb) {
    const way *a = pa, *b = pb;
    if (a->node != b->node) return a->node < b->node ? -1 : 1;
    return (a->arc > b->arc) - (a->arc < b->arc);
}

static err_code list_ways(maker *m, err *e) {
    const coverage *c = m->c;
    m->ways = malloc((c->n_arcs + 1) * sizeof *m->ways);
    m->taken = calloc(c->n_arcs + 1, sizeof *m->taken);
    if (!m->ways || !m->taken) return err_nomem(e);
    for (uint32_t k = 0; k < c->n_arcs; k++)
        if (c->arcs[k].left == DISTRICT_NONE || c->arcs[k].right == DISTRICT_NONE)
            m->ways[m->n++] = (way){from_of(&c->arcs[k]), k};
    if (m->n) qsort(m->ways, m->n, sizeof *m->ways, by_node);
    return ERR_OK;
}

/* Of those that leave a node, the first that was not walked; NULL: there is none. */
static const way *take_way(maker *m, uint32_t node) {
    size_t low = 0, high = m->n;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (m->ways[middle].node < node)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == m->n) return NULL;
    size_t at = low + m->taken[low];
    if (at == m->n || m->ways[at].node != node) return NULL;
    m->taken[low]++;
    return &m->ways[at];
}

static err_code add_points(maker *m, const arc *a, err *e) {
    bool ahead = a->right == DISTRICT_NONE;
    size_t n = a->count - 1; /* the last is the next one's first */
    err_code rc = array_reserve(&m->x, &m->cap_x, m->n_points + n, sizeof *m->x, e);
    if (!rc) rc = array_reserve(&m->y, &m->cap_y, m->n_points + n, sizeof *m->y, e);
    for (size_t i = 0; i < n && !rc; i++) {
        size_t at = ahead ? a->first + i : a->first + a->count - 1 - i;
        m->x[m->n_points] = m->c->x[at];
        m->y[m->n_points++] = m->c->y[at];
    }
    return rc;
}

static err_code walk(maker *m, const way *w, err *e) {
    uint32_t begin = w->node;
    err_code rc = ERR_OK;
    m->n_points = 0;
    for (;;) {
        const arc *a = &m->c->arcs[w->arc];
        if ((rc = add_points(m, a, e))) return rc;
        if (to_of(a) == begin) break;
        w = take_way(m, to_of(a));
        assert(w); /* as many leave a node as come to it */
    }
    return geometry_builder_add(m->to, 0, m->x, m->y, m->n_points, NULL, e);
}

err_code coverage_union_make(const coverage *c, geometry **out, err *e) {
    maker m = {.c = c};
    err_code rc = list_ways(&m, e);
    if (!rc) rc = geometry_builder_create(&m.to, e);
    for (size_t i = 0; i < m.n && !rc; i++)
        for (const way *w; !rc && (w = take_way(&m, m.ways[i].node));) rc = walk(&m, w, e);
    if (rc)
        geometry_builder_free(m.to);
    else
        rc = geometry_builder_finish(m.to, 1, out, e);
    free(m.ways);
    free(m.taken);
    free(m.x);
    free(m.y);
    return rc;
}
