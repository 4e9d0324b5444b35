#include "geo/arc_index.h"
#include "base/buf.h"
#include "geo/box_tree.h"

#include <stdlib.h>
#include <string.h>

struct arc_index {
    const coverage *of;
    box_tree *tree;
    rect all;
};

static rect arc_box(const void *data, uint32_t i) { return ((const coverage *)data)->bounds[i]; }

err_code arc_index_build(const coverage *c, arc_index **out, err *e) {
    arc_index *x = calloc(1, sizeof *x);
    if (!x) return err_nomem(e);
    x->of = c;
    err_code rc = box_tree_build(c->n_arcs, arc_box, c, &x->tree, e);
    if (!rc) x->all = box_tree_bounds(x->tree);
    if (rc)
        arc_index_free(x);
    else
        *out = x;
    return rc;
}

void arc_index_free(arc_index *x) {
    if (!x) return;
    box_tree_free(x->tree);
    free(x);
}

void arc_list_free(arc_list *l) {
    free(l->arc);
    *l = (arc_list){0};
}

typedef struct query {
    const arc_index *index;
    rect r;
    arc_list *out;
    err *e;
    err_code rc;
} query;

static bool collect(void *data, size_t place) {
    query *q = data;
    uint32_t k = q->index->tree->item[place];
    if (!rect_touches(q->index->of->bounds[k], q->r)) return true;
    arc_list *l = q->out;
    q->rc = array_reserve(&l->arc, &l->cap, l->count + 1, sizeof *l->arc, q->e);
    if (!q->rc) l->arc[l->count++] = k;
    return !q->rc;
}

static int by_number(const void *pa, const void *pb) { /* no arc is there twice */
    const uint32_t *a = pa, *b = pb;
    return (*a > *b) - (*a < *b);
}

err_code arc_index_query(const arc_index *x, rect r, arc_list *out, err *e) {
    query q = {x, r, out, e, ERR_OK};
    out->count = 0;
    if (rect_is_empty(r)) return ERR_OK;
    box_tree_visit(x->tree, &q.r, collect, &q);
    if (!q.rc && out->count) qsort(out->arc, out->count, sizeof *out->arc, by_number);
    return q.rc;
}

/* ---- the district at a point ---- */

typedef struct crossing { /* the nearest border left of the point, on a ray a little above it */
    bool found;
    double x;               /* where it is met */
    double low[2], high[2]; /* its ends by height */
    district_id beyond;     /* the district right of it */
} crossing;

/* In long double: exact for points on a coverage's grid. */
static int side_of(const double a[2], const double b[2], const double p[2]) {
    long double ux = b[0] - a[0], uy = b[1] - a[1], vx = p[0] - a[0], vy = p[1] - a[1];
    long double z = ux * vy - uy * vx;
    return (z > 0) - (z < 0);
}

/* Whether a border lies right of another where both cross the ray.  By their ends, which are exact,
 * since borders can be nearer to each other than the rounding of where the ray meets them. */
static bool right_of(const crossing *a, const crossing *b) {
    int side = a->low[1] > b->low[1] ? -side_of(b->low, b->high, a->low)
                                     : side_of(a->low, a->high, b->low);
    if (side) return side > 0;
    return (a->high[1] < b->high[1] ? -side_of(b->low, b->high, a->high)
                                    : side_of(a->low, a->high, b->high)) > 0;
}

static void meet(crossing *best, const double from[2], const double to[2], district_id left,
                 district_id right, const double p[2]) {
    if ((from[1] <= p[1]) == (to[1] <= p[1])) return;
    bool up = from[1] < to[1];
    crossing c = {.found = true, .beyond = up ? right : left};
    memcpy(c.low, up ? from : to, sizeof c.low);
    memcpy(c.high, up ? to : from, sizeof c.high);
    if (side_of(c.low, c.high, p) >= 0) return; /* the point lies left of it, or on it */
    c.x = c.low[0] + (p[1] - c.low[1]) * (c.high[0] - c.low[0]) / (c.high[1] - c.low[1]);
    if (!best->found || right_of(&c, best)) *best = c;
}

static void meet_arc(crossing *best, const arc_index *x, const coverage_level *l, uint32_t k,
                     const double p[2]) {
    for (uint32_t i = l->first[k] + 1; i < l->first[k + 1]; i++) {
        const double from[2] = {l->x[i - 1], l->y[i - 1]}, to[2] = {l->x[i], l->y[i]};
        meet(best, from, to, x->of->arcs[k].left, x->of->arcs[k].right, p);
    }
}

/* Looks leftward in steps that double, so that a layer's width is not searched for what is near: a
 * border that was met within a step is the nearest. */
err_code arc_index_district_at(const arc_index *x, const coverage_level *l, double px, double py,
                               arc_list *scratch, district_id *out, err *e) {
    const double p[2] = {px, py};
    crossing best = {.beyond = DISTRICT_NONE};
    double step = fmax(x->all.x1 - x->all.x0, 0) / 1024;
    for (bool more = true; more; step *= 2) {
        best = (crossing){.beyond = DISTRICT_NONE};
        err_code rc = arc_index_query(x, (rect){px - step, py, px, py}, scratch, e);
        if (rc) return rc;
        for (size_t i = 0; i < scratch->count; i++) meet_arc(&best, x, l, scratch->arc[i], p);
        more = px - step > x->all.x0 && step > 0 && !(best.found && best.x >= px - step);
    }
    *out = best.beyond;
    return ERR_OK;
}
