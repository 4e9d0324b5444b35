/* Thin strips of land between water and outside.
 *
 * The outline on land is gone along in steps.  Where the nearest shore is within `thin` all along,
 * the quadrilaterals between the steps and their nearest points on the shore cover the strip.  That
 * must go on for twice `thin`, or from water to water: the corner where a shore runs into the
 * outline is none. */
#include "base/buf.h"
#include "geo/shore_water.h"

#include <math.h>
#include <stdlib.h>

#define MOST_STEPS 200000 /* along all of the outline */

typedef struct step {
    double x, y, foot[2];
    bool near;
} step;

typedef struct strips {
    const shore_near *shore;
    double thin, fine;
    step *at; /* along one arc */
    size_t n, cap;
    geometry_builder *to;
    district_id *next;
} strips;

/* Whether the land side of the way (ux, uy) is where the nearest shore is; `left`: land is at the
 * left. */
static bool over_land(const step *s, double ux, double uy, bool left) {
    double z = ux * (s->foot[1] - s->y) - uy * (s->foot[0] - s->x);
    return left ? z >= 0 : z <= 0;
}

static err_code add_step(strips *s, double x, double y, double ux, double uy, bool left,
                         double *distance, err *e) {
    err_code rc = array_reserve(&s->at, &s->cap, s->n + 1, sizeof *s->at, e);
    if (rc) return rc;
    step *p = &s->at[s->n++];
    *p = (step){.x = x, .y = y};
    *distance = shore_near_distance(s->shore, x, y, 16 * s->thin, p->foot);
    p->near = *distance <= s->thin && over_land(p, ux, uy, left);
    return ERR_OK;
}

static err_code step_along(strips *s, const shore_cover *cut, size_t k, err *e) {
    const double *x = cut->l->x, *y = cut->l->y;
    bool left = cut->c->arcs[k].left == SHORE_LAND;
    err_code rc = ERR_OK;
    s->n = 0;
    for (uint32_t i = cut->l->first[k]; i + 1 < cut->l->first[k + 1] && !rc; i++) {
        double ux = x[i + 1] - x[i], uy = y[i + 1] - y[i], length = hypot(ux, uy), d;
        for (double t = 0; t < 1 && !rc; t += fmax(d - s->thin, s->fine) / length)
            rc = add_step(s, x[i] + t * ux, y[i] + t * uy, ux, uy, left, &d, e);
        if (!rc) rc = add_step(s, x[i + 1], y[i + 1], ux, uy, left, &d, e);
    }
    return rc;
}

static err_code cover_run(strips *s, size_t from, size_t to, err *e) {
    err_code rc = ERR_OK;
    for (size_t i = from; i < to && !rc; i++) {
        const step *a = &s->at[i], *b = a + 1;
        const double x[] = {a->x, b->x, b->foot[0], a->foot[0]};
        const double y[] = {a->y, b->y, b->foot[1], a->foot[1]};
        bool kept;
        rc = geometry_builder_add(s->to, *s->next, x, y, 4, &kept, e);
        if (!rc && kept) ++*s->next;
    }
    return rc;
}

static err_code cover_arc(strips *s, err *e) {
    err_code rc = ERR_OK;
    for (size_t from = 0, to; from < s->n && !rc; from = to + 1) {
        double length = 0;
        to = from;
        if (!s->at[from].near) continue;
        for (; to + 1 < s->n && s->at[to + 1].near; to++)
            length += hypot(s->at[to + 1].x - s->at[to].x, s->at[to + 1].y - s->at[to].y);
        bool whole = from == 0 && to + 1 == s->n;
        if (whole || length >= 2 * s->thin) rc = cover_run(s, from, to, e);
    }
    return rc;
}

static bool is_outline(const arc *a) {
    return (a->left == SHORE_OUTSIDE && a->right == SHORE_LAND) ||
           (a->left == SHORE_LAND && a->right == SHORE_OUTSIDE);
}

static double outline_length(const shore_cover *cut) {
    double sum = 0;
    for (size_t k = 0; k < cut->c->n_arcs; k++)
        for (uint32_t i = cut->l->first[k] + 1;
             is_outline(&cut->c->arcs[k]) && i < cut->l->first[k + 1]; i++)
            sum += hypot(cut->l->x[i] - cut->l->x[i - 1], cut->l->y[i] - cut->l->y[i - 1]);
    return sum;
}

err_code shore_strips_add(const shore_cover *cut, const shore_measures *m, geometry_builder *b,
                          district_id *next, err *e) {
    shore_near *edges = NULL;
    strips s = {.thin = m->thin, .to = b, .next = next};
    if (!(m->thin > m->near / 4)) return ERR_OK; /* nobody sees them */
    s.fine = fmax(fmax(m->thin, m->near) / 4, outline_length(cut) / MOST_STEPS);
    err_code rc = shore_near_make(cut, SHORE_WATER, SHORE_OUTSIDE, &edges, e);
    s.shore = edges;
    for (size_t k = 0; k < cut->c->n_arcs && !rc; k++) {
        if (!is_outline(&cut->c->arcs[k])) continue;
        rc = step_along(&s, cut, k, e);
        if (!rc) rc = cover_arc(&s, e);
    }
    shore_near_free(edges);
    free(s.at);
    return rc;
}
