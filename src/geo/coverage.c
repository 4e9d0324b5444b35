#include "geo/coverage.h"
#include "geo/coverage_chain.h"
#include "geo/coverage_node.h"
#include "geo/simplify.h"

#include <stdlib.h>

/* `own`: g itself where it may be let go, or NULL. */
static err_code trace(const geometry *g, geometry *own, double snap, pool *workers, coverage *c,
                      err *e) {
    coverage_net *n = NULL;
    coverage_strands s = {0};
    coverage_faces *f = NULL;
    coverage_trails t = {0};
    err_code rc = coverage_net_create(g, own, snap, workers, &n, e);
    geometry_free(own);
    if (!rc) rc = coverage_node(n, e);
    if (!rc) rc = coverage_strands_make(n, &s, e);
    if (!rc) rc = coverage_faces_make(&s, &f, e);
    if (!rc) coverage_net_drop_sides(n);
    if (!rc) rc = coverage_chain(&s, f, c, &t, e);
    coverage_faces_free(f);
    coverage_strands_free(&s);
    if (!rc) {
        coverage_net_drop_edges(n);
        rc = coverage_chain_points(n, &t, c, e);
    }
    coverage_trails_free(&t);
    coverage_net_free(n);
    return rc;
}

static err_code build(const geometry *g, geometry *own, double snap, pool *workers, coverage **out,
                      err *e) {
    coverage *c = calloc(1, sizeof *c);
    if (!c) {
        geometry_free(own);
        return err_nomem(e);
    }
    c->n_districts = g->n_districts;
    err_code rc = trace(g, own, snap, workers, c, e);
    if (!rc) rc = simplify_weigh(c, workers, e);
    if (rc)
        coverage_free(c);
    else
        *out = c;
    return rc;
}

err_code coverage_build(const geometry *g, double snap, pool *workers, coverage **out, err *e) {
    return build(g, NULL, snap, workers, out, e);
}

err_code coverage_build_taking(geometry *g, double snap, pool *workers, coverage **out, err *e) {
    return build(g, g, snap, workers, out, e);
}

void coverage_free(coverage *c) {
    if (!c) return;
    free(c->arcs);
    free(c->x);
    free(c->y);
    free(c->weight);
    free(c->bounds);
    free(c);
}

static size_t count_kept(const coverage *c, double tolerance_area) {
    size_t kept = 0;
    for (size_t i = 0; i < c->n_points; i++) kept += !((double)c->weight[i] < tolerance_area);
    return kept;
}

err_code coverage_level_make(const coverage *c, double tolerance_area, coverage_level **out,
                             err *e) {
    coverage_level *l = calloc(1, sizeof *l);
    if (!l) return err_nomem(e);
    size_t kept = count_kept(c, tolerance_area);
    l->n_arcs = c->n_arcs;
    l->first = malloc((c->n_arcs + 1) * sizeof *l->first);
    l->x = malloc((kept ? kept : 1) * sizeof *l->x);
    l->y = malloc((kept ? kept : 1) * sizeof *l->y);
    if (!l->first || !l->x || !l->y) {
        coverage_level_free(l);
        return err_nomem(e);
    }
    for (size_t k = 0; k < c->n_arcs; k++) {
        l->first[k] = (uint32_t)l->n_points;
        for (uint32_t i = c->arcs[k].first, n = 0; n < c->arcs[k].count; i++, n++) {
            if ((double)c->weight[i] < tolerance_area) continue;
            l->x[l->n_points] = c->x[i];
            l->y[l->n_points++] = c->y[i];
        }
    }
    l->first[c->n_arcs] = (uint32_t)l->n_points;
    *out = l;
    return ERR_OK;
}

void coverage_level_free(coverage_level *l) {
    if (!l) return;
    free(l->first);
    free(l->x);
    free(l->y);
    free(l);
}
