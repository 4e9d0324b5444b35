#include "draw/map_project.h"
#include "draw/map_rebuild.h"
#include "geo/coverage_rings.h"
#include "geo/grid.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct map_projected {
    coverage *borders;
    arc_index *index;
    context_data *context[ATLAS_CONTEXTS_MAX];
};

void map_projected_free(map_projected *p) {
    if (!p) return;
    for (size_t i = 0; i < ATLAS_CONTEXTS_MAX; i++) context_data_free(p->context[i]);
    arc_index_free(p->index);
    coverage_free(p->borders);
    free(p);
}

/* ---- lines ------------------------------------------------------------------------------ */

typedef struct tracer { /* lines one after another */
    const map_projection *by;
    double *x, *y;
    size_t n, x_cap, y_cap;
} tracer;

static void tracer_free(tracer *t) {
    free(t->x);
    free(t->y);
}

static err_code project(const map_projection *by, double *x, double *y, err *e) {
    double lon, lat;
    grid_unproject(*x, *y, &lon, &lat);
    *x = lon, *y = lat;
    return crs_from_lonlat(by->to, x, y, 1, e);
}

static err_code put(tracer *t, double x, double y, err *e) {
    err_code rc = array_reserve(&t->x, &t->x_cap, t->n + 1, sizeof *t->x, e);
    if (!rc) rc = array_reserve(&t->y, &t->y_cap, t->n + 1, sizeof *t->y, e);
    if (rc) return rc;
    t->x[t->n] = x;
    t->y[t->n++] = y;
    return ERR_OK;
}

typedef struct end {
    double x, y;   /* Mercator */
    double px, py; /* projected */
} end;

#define BEND_DEPTH 12 /* times that an edge is halved, at most */

/* Points between a and b, so many that the line is nowhere farther than the sag from theirs: a
 * short piece of a curve is farthest from its chord near the middle. */
static err_code bend(tracer *t, const end *a, const end *b, int depth, err *e) {
    end m = {(a->x + b->x) / 2, (a->y + b->y) / 2, 0, 0};
    m.px = m.x, m.py = m.y;
    err_code rc = project(t->by, &m.px, &m.py, e);
    double off = hypot(m.px - (a->px + b->px) / 2, m.py - (a->py + b->py) / 2);
    if (rc || !depth || off <= t->by->sag) return rc;
    rc = bend(t, a, &m, depth - 1, e);
    if (!rc) rc = put(t, m.px, m.py, e);
    return rc ? rc : bend(t, &m, b, depth - 1, e);
}

/* Both ways along a line give the same points: halves are the same from both ends. */
static err_code trace(tracer *t, bool straight, const double *x, const double *y, size_t n,
                      err *e) {
    end before = {0};
    err_code rc = ERR_OK;
    for (size_t i = 0; i < n && !rc; i++) {
        end at = {x[i], y[i], x[i], y[i]};
        rc = project(t->by, &at.px, &at.py, e);
        if (i && !straight && !rc) rc = bend(t, &before, &at, BEND_DEPTH, e);
        if (!rc) rc = put(t, at.px, at.py, e);
        before = at;
    }
    return rc;
}

static rect bounds_of(const double *x, const double *y, size_t n) {
    rect r = RECT_EMPTY;
    for (size_t i = 0; i < n; i++) rect_extend(&r, x[i], y[i]);
    return r;
}

static float *no_weights(size_t n) {
    float *w = malloc((n + 1) * sizeof *w);
    for (size_t i = 0; w && i < n; i++) w[i] = INFINITY;
    return w;
}

/* ---- coverages -------------------------------------------------------------------------- */

static err_code trace_arcs(tracer *t, const coverage *c, const coverage_level *l, bool straight,
                           coverage *out, err *e) {
    err_code rc = ERR_OK;
    for (size_t k = 0; k < c->n_arcs && !rc; k++) {
        size_t first = t->n;
        rc = trace(t, straight, l->x + l->first[k], l->y + l->first[k],
                   l->first[k + 1] - l->first[k], e);
        out->arcs[k] = c->arcs[k];
        out->arcs[k].first = (uint32_t)first;
        out->arcs[k].count = (uint32_t)(t->n - first);
        if (!rc) out->bounds[k] = bounds_of(t->x + first, t->y + first, t->n - first);
    }
    return rc;
}

/* The arcs of a level, all of whose points count. */
static err_code project_coverage(const map_projection *by, const coverage *c, bool straight,
                                 coverage **out, err *e) {
    coverage_level *l = NULL;
    coverage *p = calloc(1, sizeof *p);
    tracer t = {.by = by};
    err_code rc = p ? coverage_level_make(c, by->tolerance, &l, e) : err_nomem(e);
    if (!rc) {
        *p = (coverage){.n_districts = c->n_districts, .n_arcs = c->n_arcs, .n_nodes = c->n_nodes};
        p->arcs = calloc(c->n_arcs + 1, sizeof *p->arcs);
        p->bounds = calloc(c->n_arcs + 1, sizeof *p->bounds);
        rc = p->arcs && p->bounds ? trace_arcs(&t, c, l, straight, p, e) : err_nomem(e);
    }
    coverage_level_free(l);
    if (!rc && !(p->weight = no_weights(t.n))) rc = err_nomem(e);
    if (rc) {
        tracer_free(&t);
        coverage_free(p);
        return rc;
    }
    p->x = t.x, p->y = t.y, p->n_points = t.n;
    *out = p;
    return ERR_OK;
}

/* ---- context ---------------------------------------------------------------------------- */

static bool holds(rect outer, rect r) {
    return rect_is_empty(r) ||
           (outer.x0 <= r.x0 && outer.y0 <= r.y0 && outer.x1 >= r.x1 && outer.y1 >= r.y1);
}

static map_frame frame_of(rect r) { /* with which units are px, y downward */
    return (map_frame){
        .at = {r.x0, -r.y1, r.x1 - r.x0, r.y1 - r.y0}, .x0 = r.x0, .y0 = r.y1, .scale = 1};
}

static err_code project_areas(const context_data *from, const map_projection *by, bool straight,
                              context_data *to, err *e) {
    coverage *cut = NULL;
    err_code rc = ERR_OK;
    /* Areas that go far beyond what is seen, where the projection may not have them. */
    if (!holds(by->around, from->bounds))
        rc = map_rebuild(from->areas, by->tolerance, &by->around, sqrt(by->tolerance) / 4, &cut, e);
    if (!rc) rc = project_coverage(by, cut ? cut : from->areas, straight, &to->areas, e);
    coverage_free(cut);
    return rc;
}

/* The points of line k that count, cut to what may be seen. */
static err_code take_line(const polylines *l, size_t k, const map_projection *by, map_path *path,
                          err *e) {
    const map_frame f = frame_of(by->around);
    uint32_t from = l->first[k], to = l->first[k + 1];
    double *xy = malloc((2 * (size_t)(to - from) + 1) * sizeof *xy), *y = xy + (to - from);
    size_t n = 0;
    if (!xy) return err_nomem(e);
    for (uint32_t i = from; i < to; i++) {
        if ((double)l->weight[i] < by->tolerance) continue;
        xy[n] = l->x[i];
        y[n++] = l->y[i];
    }
    size_t before = path->points;
    map_path_add_line(path, &f, 0, xy, y, n);
    free(xy);
    for (size_t i = before; i < path->points; i++) path->y[i] = -path->y[i];
    return path->failed ? err_nomem(e) : ERR_OK;
}

static err_code trace_lines(tracer *t, const map_path *path, bool straight, polylines *out,
                            err *e) {
    err_code rc = ERR_OK;
    out->first = calloc(path->parts + 1, sizeof *out->first);
    out->bounds = calloc(path->parts + 1, sizeof *out->bounds);
    if (!out->first || !out->bounds) return err_nomem(e);
    for (size_t k = 0; k < path->parts && !rc; k++) {
        uint32_t from = path->first[k], n = path->first[k + 1] - from;
        size_t first = t->n;
        rc = trace(t, straight, path->x + from, path->y + from, n, e);
        out->first[k + 1] = (uint32_t)t->n;
        if (!rc) out->bounds[k] = bounds_of(t->x + first, t->y + first, t->n - first);
    }
    out->n = path->parts;
    return rc;
}

static err_code project_lines(const polylines *l, const map_projection *by, bool straight,
                              polylines **out, err *e) {
    polylines *p = calloc(1, sizeof *p);
    map_path path = {0};
    tracer t = {.by = by};
    err_code rc = p ? ERR_OK : err_nomem(e);
    for (size_t k = 0; k < l->n && !rc; k++)
        if (rect_touches(l->bounds[k], by->around)) rc = take_line(l, k, by, &path, e);
    if (!rc) rc = trace_lines(&t, &path, straight, p, e);
    map_path_free(&path);
    if (!rc && !(p->weight = no_weights(t.n))) rc = err_nomem(e);
    if (rc) {
        tracer_free(&t);
        polylines_free(p);
        return rc;
    }
    p->x = t.x, p->y = t.y, p->n_points = t.n;
    *out = p;
    return ERR_OK;
}

static err_code project_points(const context_data *from, const map_projection *by, context_data *to,
                               err *e) {
    err_code rc = ERR_OK;
    to->point = calloc(from->n_points + 1, sizeof *to->point);
    if (!to->point) return err_nomem(e);
    for (size_t i = 0; i < from->n_points && !rc; i++) {
        context_point p = from->point[i];
        if (!rect_touches((rect){p.x, p.y, p.x, p.y}, by->around)) continue;
        rc = project(by, &p.x, &p.y, e);
        if (!rc && !(p.name = strdup(p.name))) rc = err_nomem(e);
        if (!rc) to->point[to->n_points++] = p;
    }
    return rc;
}

static rect bounds_of_context(const context_data *c) {
    rect r = RECT_EMPTY;
    for (size_t k = 0; c->areas && k < c->areas->n_arcs; k++)
        r = rect_union(r, c->areas->bounds[k]);
    for (size_t k = 0; c->lines && k < c->lines->n; k++) r = rect_union(r, c->lines->bounds[k]);
    for (size_t k = 0; k < c->n_points; k++) rect_extend(&r, c->point[k].x, c->point[k].y);
    return r;
}

static err_code project_context(const context_data *from, const map_projection *by,
                                context_data **out, err *e) {
    bool straight = !strcmp(from->crs, crs_name(by->to));
    context_data *to = calloc(1, sizeof *to);
    if (!to) return err_nomem(e);
    to->shape = from->shape;
    memcpy(to->crs, crs_name(by->to), strlen(crs_name(by->to)) + 1);
    err_code rc = ERR_OK;
    if (from->areas) rc = project_areas(from, by, straight, to, e);
    if (from->lines && !rc) rc = project_lines(from->lines, by, straight, &to->lines, e);
    if (from->n_points && !rc) rc = project_points(from, by, to, e);
    to->bounds = bounds_of_context(to);
    if (rc)
        context_data_free(to);
    else
        *out = to;
    return rc;
}

/* ---- the scene -------------------------------------------------------------------------- */

static err_code project_layer(const map_projection *by, const map_scene *s, bool straight,
                              coverage **out, err *e) {
    coverage *all = NULL;
    bool cut = by->cut.x1 > by->cut.x0;
    if (!cut && !by->joined) return project_coverage(by, s->layer->borders, straight, out, e);
    err_code rc = project_coverage(by, s->layer->borders, straight, &all, e);
    if (!rc) rc = map_rebuild(all, 0, cut ? &by->cut : NULL, by->sag, out, e);
    coverage_free(all);
    return rc;
}

static err_code fill(const map_projection *by, map_scene *s, err *e) {
    const atlas *a = s->map->atlas;
    map_projected *own = s->own;
    bool straight = !strcmp(s->layer->shape->crs, crs_name(by->to));
    err_code rc = project_layer(by, s, straight, &own->borders, e);
    if (!rc) rc = arc_index_build(own->borders, &own->index, e);
    if (!rc) rc = coverage_level_make(own->borders, 0, &s->level, e);
    s->borders = own->borders;
    s->index = own->index;
    for (size_t i = 0; i < a->n_contexts && !rc; i++) {
        const atlas_context *k = &a->context[i];
        if (!k->data || !k->with[a->indicator_layer[s->map->indicator]]) continue;
        rc = project_context(k->data, by, &own->context[i], e);
        if (rc) rc = err_wrap(e, rc, "context %s", k->id);
        s->context[i] = own->context[i];
    }
    return rc;
}

err_code map_scene_project(const choropleth *c, const map_projection *p, map_scene *out, err *e) {
    map_projected *own = calloc(1, sizeof *own);
    if (!own) return err_nomem(e);
    *out = (map_scene){.map = c,
                       .layer = choropleth_layer(c),
                       .meter = p->meter,
                       .mercator = p->mercator,
                       .own = own};
    err_code rc = fill(p, out, e);
    if (rc) map_scene_free(out);
    return rc;
}
