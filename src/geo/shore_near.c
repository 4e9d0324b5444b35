#include "geo/shore_near.h"
#include "base/buf.h"

#include <math.h>
#include <stdlib.h>

#define MOST_STEPS 100000 /* along one path, besides its points */

static bool wanted(const arc *a, district_id side, district_id but) {
    return (a->left == side && a->right != but) || (a->right == side && a->left != but);
}

static rect edge_box(const void *data, uint32_t i) {
    const shore_edge *s = (const shore_edge *)data + i;
    return (rect){fmin(s->x0, s->x1), fmin(s->y0, s->y1), fmax(s->x0, s->x1), fmax(s->y0, s->y1)};
}

static err_code take_edges(shore_near *n, const shore_cover *v, district_id side, district_id but,
                           err *e) {
    size_t count = 0;
    for (size_t k = 0; k < v->c->n_arcs; k++)
        if (wanted(&v->c->arcs[k], side, but)) count += v->l->first[k + 1] - v->l->first[k] - 1;
    n->edge = malloc((count ? count : 1) * sizeof *n->edge);
    if (!n->edge) return err_nomem(e);
    for (size_t k = 0; k < v->c->n_arcs; k++) {
        if (!wanted(&v->c->arcs[k], side, but)) continue;
        for (uint32_t i = v->l->first[k] + 1; i < v->l->first[k + 1]; i++)
            n->edge[n->n++] = (shore_edge){v->l->x[i - 1], v->l->y[i - 1], v->l->x[i], v->l->y[i]};
    }
    return box_tree_build(n->n, edge_box, n->edge, &n->tree, e);
}

err_code shore_near_make(const shore_cover *v, district_id side, district_id but, shore_near **out,
                         err *e) {
    shore_near *n = calloc(1, sizeof *n);
    if (!n) return err_nomem(e);
    err_code rc = take_edges(n, v, side, but, e);
    if (rc)
        shore_near_free(n);
    else
        *out = n;
    return rc;
}

void shore_near_free(shore_near *n) {
    if (!n) return;
    box_tree_free(n->tree);
    free(n->edge);
    free(n);
}

typedef struct search {
    const shore_near *in;
    double x, y, best2, foot[2];
    rect r;
} search;

static bool try_edge(void *data, size_t place) {
    search *s = data;
    const shore_edge *g = &s->in->edge[s->in->tree->item[place]];
    double ux = g->x1 - g->x0, uy = g->y1 - g->y0, vx = s->x - g->x0, vy = s->y - g->y0;
    double length2 = ux * ux + uy * uy, t = length2 > 0 ? (ux * vx + uy * vy) / length2 : 0;
    t = t < 0 ? 0 : t > 1 ? 1 : t;
    double fx = t < 1 ? g->x0 + t * ux : g->x1, fy = t < 1 ? g->y0 + t * uy : g->y1;
    double d2 = (s->x - fx) * (s->x - fx) + (s->y - fy) * (s->y - fy);
    if (!(d2 < s->best2)) return true;
    s->best2 = d2;
    s->foot[0] = fx, s->foot[1] = fy;
    double d = sqrt(d2);
    s->r = (rect){s->x - d, s->y - d, s->x + d, s->y + d};
    return true;
}

double shore_near_distance(const shore_near *n, double x, double y, double limit, double *foot) {
    search s = {.in = n, .x = x, .y = y, .best2 = limit * limit};
    s.r = (rect){x - limit, y - limit, x + limit, y + limit};
    box_tree_visit(n->tree, &s.r, try_edge, &s);
    if (foot) foot[0] = s.foot[0], foot[1] = s.foot[1];
    return s.best2 < limit * limit ? sqrt(s.best2) : limit;
}

/* ---- paths ---- */

err_code shore_path_add(shore_path *p, double x, double y, err *e) {
    err_code rc = array_reserve(&p->x, &p->cap_x, p->n + 1, sizeof *p->x, e);
    if (!rc) rc = array_reserve(&p->y, &p->cap_y, p->n + 1, sizeof *p->y, e);
    if (rc) return rc;
    p->x[p->n] = x;
    p->y[p->n++] = y;
    return ERR_OK;
}

void shore_path_free(shore_path *p) {
    free(p->x);
    free(p->y);
    *p = (shore_path){0};
}

static double edge_length(const shore_path *p, size_t i) {
    return hypot(p->x[i + 1] - p->x[i], p->y[i + 1] - p->y[i]);
}

double shore_path_length(const shore_path *p, size_t to) {
    double sum = 0;
    for (size_t i = 0; i < to; i++) sum += edge_length(p, i);
    return sum;
}

err_code shore_path_part(const shore_path *p, shore_run r, shore_path *out, err *e) {
    double at = 0;
    err_code rc = ERR_OK;
    out->n = 0;
    for (size_t i = 0; i + 1 < p->n && at <= r.to && !rc; i++) {
        double length = edge_length(p, i), from = at, ux = p->x[i + 1] - p->x[i],
               uy = p->y[i + 1] - p->y[i];
        at += length;
        if (at <= r.from || !(length > 0)) continue;
        if (!out->n) {
            double t = r.from > from ? (r.from - from) / length : 0;
            rc = shore_path_add(out, p->x[i] + t * ux, p->y[i] + t * uy, e);
        }
        double t = r.to < at ? (r.to - from) / length : 1;
        if (!rc && t > 0)
            rc = t < 1 ? shore_path_add(out, p->x[i] + t * ux, p->y[i] + t * uy, e)
                       : shore_path_add(out, p->x[i + 1], p->y[i + 1], e);
    }
    return rc;
}

/* ---- near and far ---- */

typedef struct walk {
    const shore_near *in;
    const shore_path *p;
    double limit, fine, reach; /* reach: how far is looked at once */
    size_t i;                  /* the edge that is walked */
} walk;

static double distance_at(const walk *w, double t) {
    const shore_path *p = w->p;
    double x = p->x[w->i] + t * (p->x[w->i + 1] - p->x[w->i]);
    double y = p->y[w->i] + t * (p->y[w->i + 1] - p->y[w->i]);
    return shore_near_distance(w->in, x, y, w->reach, NULL);
}

typedef struct probe {
    const shore_near *in;
    const rect *r;
    bool met;
} probe;

static bool meets_edge(void *data, size_t place) {
    probe *q = data;
    q->met = rect_touches(edge_box(q->in->edge, q->in->tree->item[place]), *q->r);
    return !q->met;
}

/* How far from t on no edge comes within the limit: up to all that is left, at least to `least`,
 * which is known. */
static double skip_far(const walk *w, double t, double least) {
    const double *x = w->p->x + w->i, *y = w->p->y + w->i, by = w->limit;
    for (double to = 1; to > least; to = t + (to - t) / 2) {
        double x0 = x[0] + t * (x[1] - x[0]), x1 = x[0] + to * (x[1] - x[0]);
        double y0 = y[0] + t * (y[1] - y[0]), y1 = y[0] + to * (y[1] - y[0]);
        rect r = {fmin(x0, x1) - by, fmin(y0, y1) - by, fmax(x0, x1) + by, fmax(y0, y1) + by};
        probe q = {w->in, &r, false};
        box_tree_visit(w->in->tree, &r, meets_edge, &q);
        if (!q.met) return to;
    }
    return least;
}

/* Where in (low, high] the edge changes from `near`. */
static double find_change(const walk *w, double low, double high, bool near) {
    for (int k = 0; k < 10; k++) {
        double middle = (low + high) / 2;
        if ((distance_at(w, middle) <= w->limit) == near)
            low = middle;
        else
            high = middle;
    }
    return high;
}

err_code shore_runs_add(shore_runs *r, shore_run run, err *e) {
    if (r->n && r->run[r->n - 1].near == run.near) {
        r->run[r->n - 1].to = run.to;
        return ERR_OK;
    }
    err_code rc = array_reserve(&r->run, &r->cap, r->n + 1, sizeof *r->run, e);
    if (!rc) r->run[r->n++] = run;
    return rc;
}

/* The run that is open ends there. */
static err_code change_run(shore_runs *out, double at, bool near, err *e) {
    out->run[out->n - 1].to = at;
    return shore_runs_add(out, (shore_run){at, at, near}, e);
}

/* A point that is d away from the edges changes no sooner than |d - limit| further on. */
static err_code walk_edge(const walk *w, double at, double length, bool begins, shore_runs *out,
                          err *e) {
    double t = 0, before = 0;
    err_code rc = ERR_OK;
    for (bool first = begins; !rc; first = false) {
        double d = distance_at(w, t);
        bool near = d <= w->limit;
        if (first)
            rc = shore_runs_add(out, (shore_run){at, at, near}, e);
        else if (out->run[out->n - 1].near != near)
            rc = change_run(out, at + length * (t > 0 ? find_change(w, before, t, !near) : 0), near,
                            e);
        if (t >= 1) break;
        before = t;
        t = fmin(1, t + fmax(fabs(d - w->limit), w->fine) / length);
        if (d >= w->reach) t = skip_far(w, before, t);
    }
    return rc;
}

err_code shore_near_runs(const shore_near *n, const shore_path *p, size_t first, size_t last,
                         double at, double limit, shore_runs *out, err *e) {
    walk w = {.in = n, .p = p, .limit = limit, .reach = 4 * limit, .i = first};
    double end = shore_path_length(p, last);
    if (!(limit > 0)) return shore_runs_add(out, (shore_run){at, end, false}, e);
    bool begins = true;
    err_code rc = ERR_OK;
    w.fine = fmax(limit / 8, (end - at) / MOST_STEPS);
    for (; w.i < last && !rc; w.i++) {
        double length = edge_length(p, w.i);
        if (!(length > 0)) continue;
        rc = walk_edge(&w, at, length, begins, out, e);
        begins = false;
        at += length;
    }
    if (!rc && !begins) out->run[out->n - 1].to = at;
    return rc;
}

err_code shore_near_all(const shore_near *n, const shore_path *p, double limit, shore_runs *scratch,
                        bool *out, err *e) {
    *out = false;
    for (size_t i = 0; i < p->n; i++)
        if (!(shore_near_distance(n, p->x[i], p->y[i], 2 * limit, NULL) <= limit)) return ERR_OK;
    scratch->n = 0;
    err_code rc = shore_near_runs(n, p, 0, p->n - 1, 0, limit, scratch, e);
    *out = !rc && scratch->n == 1 && scratch->run[0].near;
    return rc;
}

void shore_runs_join(shore_runs *r, bool near, double least) {
    size_t n = 0;
    if (r->n < 2) return;
    for (size_t i = 0; i < r->n; i++) {
        shore_run run = r->run[i];
        if (run.near == near && run.to - run.from < least) run.near = !near;
        if (n && r->run[n - 1].near == run.near)
            r->run[n - 1].to = run.to;
        else
            r->run[n++] = run;
    }
    r->n = n;
}
