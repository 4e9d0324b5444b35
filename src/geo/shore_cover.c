#include "geo/shore_cover.h"
#include "geo/coverage_rings.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>

#define FINEST 20 /* powers of two below the coarsest grid that will do */

/* The power of two of the last bit that is set. */
static int last_bit(double v) {
    int exponent;
    double mantissa = frexp(fabs(v), &exponent);
    uint64_t bits = (uint64_t)ldexp(mantissa, 53);
    if (!bits) return INT_MAX;
    int zeros = 0;
    for (; !(bits & 1); bits >>= 1) zeros++;
    return exponent - 53 + zeros;
}

/* A coverage's vertices are at least 8 units of its grid apart: a snap of 6 joins none of them. */
double shore_cover_snap(const coverage_level *l, double near) {
    int coarsest = near > 0 ? (int)floor(log2(near / 128)) : -10, grid = coarsest;
    for (size_t i = 0; i < l->n_points && grid > coarsest - FINEST; i++) {
        int x = last_bit(l->x[i]), y = last_bit(l->y[i]);
        if (x < grid) grid = x;
        if (y < grid) grid = y;
    }
    if (grid < coarsest - FINEST) grid = coarsest - FINEST;
    return ldexp(6, grid);
}

err_code shore_cover_build(geometry *g, double snap, shore_cover *out, err *e) {
    err_code rc = coverage_build_taking(g, snap, NULL, &out->c, e);
    if (!rc) rc = coverage_level_make(out->c, 0, &out->l, e);
    if (rc) shore_cover_free(out);
    return rc;
}

void shore_cover_free(shore_cover *v) {
    coverage_free(v->c);
    coverage_level_free(v->l);
    *v = (shore_cover){0};
}

/* ---- other labels ---- */

static district_id label_of(const district_id *label, district_id d) {
    return d == DISTRICT_NONE ? d : label[d];
}

static err_code make_room(const coverage *c, size_t arcs, size_t points, size_t n_labels,
                          shore_cover *out, err *e) {
    coverage *k = out->c = calloc(1, sizeof *k);
    coverage_level *l = out->l = calloc(1, sizeof *l);
    if (!k || !l) return err_nomem(e);
    size_t a = arcs ? arcs : 1, p = points ? points : 1;
    *k = (coverage){.n_districts = n_labels, .n_nodes = c->n_nodes};
    k->arcs = malloc(a * sizeof *k->arcs);
    k->bounds = malloc(a * sizeof *k->bounds);
    k->x = malloc(p * sizeof *k->x), k->y = malloc(p * sizeof *k->y);
    k->weight = malloc(p * sizeof *k->weight);
    l->first = malloc((a + 1) * sizeof *l->first);
    l->x = malloc(p * sizeof *l->x), l->y = malloc(p * sizeof *l->y);
    bool ok = k->arcs && k->bounds && k->x && k->y && k->weight && l->first && l->x && l->y;
    return ok ? ERR_OK : err_nomem(e);
}

/* Weights are the coverage's where the level has all of its points, else none can go. */
static void add_arc(shore_cover *out, const coverage *c, const coverage_level *l, size_t k,
                    district_id left, district_id right) {
    uint32_t first = l->first[k], count = l->first[k + 1] - first;
    coverage *to = out->c;
    bool same = count == c->arcs[k].count;
    arc a = c->arcs[k];
    a.first = (uint32_t)to->n_points, a.count = count, a.left = left, a.right = right;
    rect box = RECT_EMPTY;
    out->l->first[to->n_arcs] = a.first;
    for (uint32_t i = 0; i < count; i++) {
        size_t p = to->n_points++;
        out->l->x[p] = to->x[p] = l->x[first + i];
        out->l->y[p] = to->y[p] = l->y[first + i];
        to->weight[p] = same ? c->weight[c->arcs[k].first + i] : INFINITY;
        rect_extend(&box, to->x[p], to->y[p]);
    }
    to->bounds[to->n_arcs] = box;
    to->arcs[to->n_arcs++] = a;
}

err_code shore_cover_relabel(const coverage *c, const coverage_level *l, const district_id *label,
                             size_t n_labels, shore_cover *out, err *e) {
    size_t arcs = 0, points = 0;
    for (size_t k = 0; k < c->n_arcs; k++) {
        if (label_of(label, c->arcs[k].left) == label_of(label, c->arcs[k].right)) continue;
        arcs++;
        points += l->first[k + 1] - l->first[k];
    }
    err_code rc = make_room(c, arcs, points, n_labels, out, e);
    if (rc) {
        shore_cover_free(out);
        return rc;
    }
    for (size_t k = 0; k < c->n_arcs; k++) {
        district_id left = label_of(label, c->arcs[k].left);
        district_id right = label_of(label, c->arcs[k].right);
        if (left != right) add_arc(out, c, l, k, left, right);
    }
    out->l->n_arcs = out->c->n_arcs;
    out->l->n_points = out->c->n_points;
    out->l->first[out->c->n_arcs] = (uint32_t)out->c->n_points;
    return ERR_OK;
}

err_code shore_cover_rings(const coverage *c, const coverage_level *l, const district_id *label,
                           geometry **out, err *e) {
    shore_cover v = {0};
    err_code rc = shore_cover_relabel(c, l, label, 1, &v, e);
    if (!rc) rc = coverage_rings_make(v.c, v.l, out, e);
    shore_cover_free(&v);
    return rc;
}

err_code shore_cover_add(geometry_builder *b, const geometry *g, district_id d, district_id as,
                         err *e) {
    err_code rc = ERR_OK;
    for (uint32_t i = g->ring_of[d]; i < g->ring_of[d + 1] && !rc; i++) {
        ring r = g->rings[i];
        rc = geometry_builder_add(b, as, g->x + r.first, g->y + r.first, r.count, NULL, e);
    }
    return rc;
}
