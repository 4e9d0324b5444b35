#include "geo/shore_lines.h"
#include "base/buf.h"
#include "geo/shore_chain.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define FIRST 0 /* the water, or the land */

/* What runs along something is near it for longer than what comes out of it. */
#define ALONG_OUTLINE 1.5
#define ALONG_WATER   3.0

typedef struct liner {
    const shore_cover *v;
    const shore_measures *m;
    const shore_near *water, *outline;
    bool *wet; /* [n_nodes] */
    shore *to;
    size_t cap_pieces, cap_x, cap_y;
    shore_runs runs, some;
    shore_path part;
} liner;

/* ---- pieces ---- */

static err_code add_piece(liner *w, const double *x, const double *y, size_t n, shore_kind kind,
                          err *e) {
    shore *s = w->to;
    if (n < 2) return ERR_OK;
    err_code rc = array_reserve(&s->piece, &w->cap_pieces, s->n_pieces + 1, sizeof *s->piece, e);
    if (!rc) rc = array_reserve(&s->x, &w->cap_x, s->n_points + n, sizeof *s->x, e);
    if (!rc) rc = array_reserve(&s->y, &w->cap_y, s->n_points + n, sizeof *s->y, e);
    if (rc) return rc;
    if (s->n_points + n > UINT32_MAX)
        return err_set(e, ERR_UNSUPPORTED, "lines have more than 4 billion points");
    shore_piece *p = &s->piece[s->n_pieces++];
    *p = (shore_piece){(uint32_t)s->n_points, (uint32_t)n, kind, RECT_EMPTY};
    memcpy(s->x + s->n_points, x, n * sizeof *x);
    memcpy(s->y + s->n_points, y, n * sizeof *y);
    for (size_t i = 0; i < n; i++) rect_extend(&p->bounds, x[i], y[i]);
    s->n_points += n;
    return ERR_OK;
}

static err_code add_run(liner *w, const shore_path *p, shore_run r, shore_kind kind, err *e) {
    err_code rc = shore_path_part(p, r, &w->part, e);
    return rc ? rc : add_piece(w, w->part.x, w->part.y, w->part.n, kind, e);
}

static rect piece_box(const void *data, uint32_t i) {
    return ((const shore_piece *)data)[i].bounds;
}

static err_code index_pieces(shore *s, err *e) {
    return box_tree_build(s->n_pieces, piece_box, s->piece, &s->index, e);
}

/* ---- which arcs ---- */

static bool is_border(const arc *a) {
    return a->left != FIRST && a->right != FIRST && a->left != DISTRICT_NONE &&
           a->right != DISTRICT_NONE;
}
static bool is_outline(const arc *a) {
    return a->left == DISTRICT_NONE || a->right == DISTRICT_NONE;
}
static bool is_wet(const arc *a) { return a->left == FIRST || a->right == FIRST; }
static bool is_shore(const arc *a) { return is_wet(a) && !is_outline(a); }

/* ---- each kind's rules ---- */

/* A short border stays where it leads to another on land. */
static err_code visit_border(void *data, const shore_chain *c, err *e) {
    liner *w = data;
    bool near = false;
    bool cut = !c->closed && w->wet[c->from] && w->wet[c->to];
    if (cut && shore_path_length(&c->path, c->path.n - 1) < w->m->least_piece) return ERR_OK;
    err_code rc = shore_near_all(w->water, &c->path, w->m->near, &w->runs, &near, e);
    return rc || near ? rc : add_piece(w, c->path.x, c->path.y, c->path.n, SHORE_BORDER, e);
}

static err_code visit_wet_border(void *data, const shore_chain *c, err *e) {
    liner *w = data;
    bool near = false;
    err_code rc = shore_near_all(w->water, &c->path, w->m->near, &w->runs, &near, e);
    return rc || near ? rc
                      : add_piece(w, c->path.x, c->path.y, c->path.n, SHORE_BORDER_ON_WATER, e);
}

static err_code visit_shore(void *data, const shore_chain *c, err *e) {
    liner *w = data;
    double apart = w->m->shore_apart;
    w->runs.n = 0;
    err_code rc = shore_near_runs(w->outline, &c->path, 0, c->path.n - 1, 0, apart, &w->runs, e);
    if (rc) return rc;
    shore_runs_join(&w->runs, true, ALONG_OUTLINE * apart);
    shore_runs_join(&w->runs, false, w->m->least_piece);
    for (size_t i = 0; i < w->runs.n && !rc; i++)
        if (!w->runs.run[i].near) rc = add_run(w, &c->path, w->runs.run[i], SHORE_LINE, e);
    return rc;
}

/* A stretch of outline on land, from link to link. */
static err_code judge_dry(liner *w, const shore_chain *c, size_t from, size_t to, err *e) {
    size_t first = c->link[from].first;
    size_t last = to < c->n ? c->link[to].first : c->path.n - 1;
    w->some.n = 0;
    err_code rc =
        shore_near_runs(w->water, &c->path, first, last, shore_path_length(&c->path, first),
                        w->m->outline_near, &w->some, e);
    if (rc) return rc;
    shore_runs_join(&w->some, true, ALONG_WATER * w->m->outline_near);
    for (size_t i = 0; i < w->some.n && !rc; i++) rc = shore_runs_add(&w->runs, w->some.run[i], e);
    return rc;
}

static err_code add_wet(liner *w, const shore_chain *c, size_t from, size_t to, err *e) {
    size_t last = to < c->n ? c->link[to].first : c->path.n - 1;
    shore_run r = {shore_path_length(&c->path, c->link[from].first),
                   shore_path_length(&c->path, last), true};
    return shore_runs_add(&w->runs, r, e);
}

/* A gap between districts of a few pixels: its outline would be a blot. */
static bool is_blot(const liner *w, const shore_path *p) {
    bool closed = p->x[0] == p->x[p->n - 1] && p->y[0] == p->y[p->n - 1];
    return closed && shore_path_length(p, p->n - 1) < w->m->least_ring;
}

static err_code visit_outline(void *data, const shore_chain *c, err *e) {
    liner *w = data;
    err_code rc = ERR_OK;
    if (is_blot(w, &c->path)) return ERR_OK;
    w->runs.n = 0;
    for (size_t from = 0, to; from < c->n && !rc; from = to) {
        bool wet = is_wet(&w->v->c->arcs[c->link[from].arc]);
        for (to = from + 1; to < c->n && is_wet(&w->v->c->arcs[c->link[to].arc]) == wet;) to++;
        rc = wet ? add_wet(w, c, from, to, e) : judge_dry(w, c, from, to, e);
    }
    if (!rc) shore_runs_join(&w->runs, false, w->m->least_outline);
    for (size_t i = 0; i < w->runs.n && !rc; i++)
        rc = add_run(w, &c->path, w->runs.run[i],
                     w->runs.run[i].near ? SHORE_OUTLINE_ON_WATER : SHORE_OUTLINE, e);
    return rc;
}

static err_code find_wet_nodes(liner *w, err *e) {
    const coverage *c = w->v->c;
    w->wet = calloc(c->n_nodes ? c->n_nodes : 1, sizeof *w->wet);
    if (!w->wet) return err_nomem(e);
    for (size_t k = 0; k < c->n_arcs; k++)
        if (is_wet(&c->arcs[k])) w->wet[c->arcs[k].from] = w->wet[c->arcs[k].to] = true;
    return ERR_OK;
}

static const struct {
    shore_chain_rule rule;
    bool by_land;
    shore_chain_wanted *begins;
    shore_chain_visitor *visit;
} kinds[] = {
    {{is_border, true}, false, NULL, visit_border},
    {{is_border, true}, true, NULL, visit_wet_border},
    {{is_outline, false}, false, is_wet, visit_outline},
    {{is_shore, false}, false, NULL, visit_shore},
};

err_code shore_lines_make(const shore_cuts *cuts, const shore_measures *m, shore *s, err *e) {
    liner w = {.v = &cuts->by_water, .m = m, .to = s};
    shore_near *water = NULL, *outline = NULL;
    err_code rc = find_wet_nodes(&w, e);
    if (!rc) rc = shore_near_make(w.v, FIRST, FIRST, &water, e);
    if (!rc) rc = shore_near_make(w.v, DISTRICT_NONE, DISTRICT_NONE, &outline, e);
    w.water = water, w.outline = outline;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds && !rc; i++)
        rc = shore_chain_each(kinds[i].by_land ? &cuts->by_land : &cuts->by_water, kinds[i].rule,
                              kinds[i].begins, kinds[i].visit, &w, e);
    if (!rc) rc = index_pieces(s, e);
    shore_near_free(water);
    shore_near_free(outline);
    shore_path_free(&w.part);
    free(w.runs.run);
    free(w.some.run);
    free(w.wet);
    return rc;
}

err_code shore_lines_plain(const coverage *c, const coverage_level *l, shore *s, err *e) {
    liner w = {.to = s};
    err_code rc = ERR_OK;
    for (size_t k = 0; k < c->n_arcs && !rc; k++) {
        uint32_t first = l->first[k];
        rc = add_piece(&w, l->x + first, l->y + first, l->first[k + 1] - first,
                       is_outline(&c->arcs[k]) ? SHORE_OUTLINE : SHORE_BORDER, e);
    }
    return rc ? rc : index_pieces(s, e);
}
