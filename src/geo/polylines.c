#include "geo/polylines.h"
#include "base/buf.h"
#include "geo/simplify.h"

#include <stdlib.h>
#include <string.h>

struct polylines_builder {
    double *x, *y;
    uint32_t *first; /* [n] */
    size_t n, n_points, cap_x, cap_y, cap_first;
};

err_code polylines_builder_create(polylines_builder **out, err *e) {
    *out = calloc(1, sizeof **out);
    return *out ? ERR_OK : err_nomem(e);
}

void polylines_builder_free(polylines_builder *b) {
    if (!b) return;
    free(b->x);
    free(b->y);
    free(b->first);
    free(b);
}

err_code polylines_builder_add(polylines_builder *b, const double *x, const double *y, size_t n,
                               bool *kept, err *e) {
    size_t from = b->n_points, end = from;
    if (kept) *kept = false;
    if (n >= UINT32_MAX - from) return err_set(e, ERR_UNSUPPORTED, "more than 4 billion points");
    err_code rc = array_reserve(&b->x, &b->cap_x, from + n, sizeof *b->x, e);
    if (!rc) rc = array_reserve(&b->y, &b->cap_y, from + n, sizeof *b->y, e);
    if (!rc) rc = array_reserve(&b->first, &b->cap_first, b->n + 1, sizeof *b->first, e);
    if (rc) return rc;
    for (size_t i = 0; i < n; i++) {
        if (end > from && b->x[end - 1] == x[i] && b->y[end - 1] == y[i]) continue;
        b->x[end] = x[i];
        b->y[end++] = y[i];
    }
    if (end < from + 2) return ERR_OK;
    b->first[b->n++] = (uint32_t)from;
    b->n_points = end;
    if (kept) *kept = true;
    return ERR_OK;
}

/* ---- made of lines or arcs ----------------------------------------------------------------- */

static rect box_of(const void *data, uint32_t i) { return ((const polylines *)data)->bounds[i]; }

static err_code index_lines(polylines *l, err *e) {
    if (!(l->bounds = malloc((l->n + 1) * sizeof *l->bounds))) return err_nomem(e);
    for (size_t k = 0; k < l->n; k++) {
        l->bounds[k] = RECT_EMPTY;
        for (uint32_t i = l->first[k]; i < l->first[k + 1]; i++)
            rect_extend(&l->bounds[k], l->x[i], l->y[i]);
    }
    return box_tree_build(l->n, box_of, l, &l->index, e);
}

static bool is_closed(const polylines *l, size_t k) {
    uint32_t a = l->first[k], b = l->first[k + 1] - 1;
    return l->x[a] == l->x[b] && l->y[a] == l->y[b];
}

/* To be weighed, each line is an arc between nodes of its own. */
static err_code weigh(polylines *l, err *e) {
    coverage c = {.n_arcs = l->n, .n_points = l->n_points, .x = l->x, .y = l->y};
    c.n_nodes = 2 * l->n;
    if (!(c.arcs = calloc(l->n + 1, sizeof *c.arcs))) return err_nomem(e);
    for (size_t k = 0; k < l->n; k++) {
        uint32_t node = (uint32_t)(2 * k);
        c.arcs[k] = (arc){.first = l->first[k],
                          .count = l->first[k + 1] - l->first[k],
                          .from = node,
                          .to = is_closed(l, k) ? node : node + 1};
    }
    err_code rc = simplify_weigh(&c, NULL, e);
    l->weight = c.weight;
    free(c.arcs);
    return rc;
}

err_code polylines_builder_finish(polylines_builder *b, polylines **out, err *e) {
    polylines *l = calloc(1, sizeof *l);
    err_code rc =
        l ? array_reserve(&b->first, &b->cap_first, b->n + 1, sizeof *b->first, e) : err_nomem(e);
    if (!rc && b->n > UINT32_MAX / 2 - 1) rc = err_set(e, ERR_UNSUPPORTED, "too many lines");
    if (!rc) {
        b->first[b->n] = (uint32_t)b->n_points;
        *l = (polylines){
            .n = b->n, .n_points = b->n_points, .first = b->first, .x = b->x, .y = b->y};
        b->first = NULL;
        b->x = b->y = NULL;
        rc = weigh(l, e);
    }
    if (!rc) rc = index_lines(l, e);
    polylines_builder_free(b);
    if (rc)
        polylines_free(l);
    else
        *out = l;
    return rc;
}

static err_code copy_arcs(const coverage *c, polylines *l, err *e) {
    l->n = c->n_arcs;
    l->n_points = c->n_points;
    l->first = malloc((l->n + 1) * sizeof *l->first);
    l->x = malloc((l->n_points + 1) * sizeof *l->x);
    l->y = malloc((l->n_points + 1) * sizeof *l->y);
    l->weight = malloc((l->n_points + 1) * sizeof *l->weight);
    if (!l->first || !l->x || !l->y || !l->weight) return err_nomem(e);
    uint32_t at = 0;
    for (size_t k = 0; k < l->n; k++) {
        const arc *a = &c->arcs[k];
        l->first[k] = at;
        memcpy(l->x + at, c->x + a->first, a->count * sizeof *l->x);
        memcpy(l->y + at, c->y + a->first, a->count * sizeof *l->y);
        memcpy(l->weight + at, c->weight + a->first, a->count * sizeof *l->weight);
        at += a->count;
    }
    l->first[l->n] = at;
    return ERR_OK;
}

err_code polylines_of_borders(const coverage *c, polylines **out, err *e) {
    polylines *l = calloc(1, sizeof *l);
    if (!l) return err_nomem(e);
    err_code rc = copy_arcs(c, l, e);
    if (!rc) rc = index_lines(l, e);
    if (rc)
        polylines_free(l);
    else
        *out = l;
    return rc;
}

void polylines_free(polylines *l) {
    if (!l) return;
    free(l->first);
    free(l->x);
    free(l->y);
    free(l->weight);
    free(l->bounds);
    box_tree_free(l->index);
    free(l);
}
