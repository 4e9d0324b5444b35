/* Which face each part of a net lies in: that of the nearest edge to the left of its leftmost
 * vertex. That edge belongs to a part that begins further left, so hosts come before their guests.
 */
#include "geo/box_tree.h"
#include "geo/coverage_faces.h"

#include <stdlib.h>

#define NONE UINT32_MAX

/* ---- parts: a forest in which each junction points to one nearer to its root ---- */

static uint32_t root_of(uint32_t *up, uint32_t v) {
    for (; up[v] != v; v = up[v]) up[v] = up[up[v]];
    return v;
}

static void join_ends(const coverage_strands *s, uint32_t *up) {
    for (size_t v = 0; v < s->n_junctions; v++) up[v] = (uint32_t)v;
    for (size_t i = 0; i < s->n; i++) {
        uint32_t a = root_of(up, s->strands[i].from), b = root_of(up, s->strands[i].to);
        if (a < b)
            up[b] = a;
        else
            up[a] = b;
    }
}

typedef struct part {
    exact_point at; /* its leftmost vertex */
    uint32_t cycle; /* that runs around it */
} part;

static int by_place(const void *pa, const void *pb) { /* no two parts share a vertex */
    const part *a = pa, *b = pb;
    return exact_before(b->at, a->at) - exact_before(a->at, b->at);
}

/* Nothing lies left of a part's leftmost vertex: of the half-strands that leave it, the last
 * counterclockwise has the outside at its left. */
static void offer(part *best, exact_point at, uint32_t cycle) {
    if (best->cycle == NONE || exact_before(at, best->at)) *best = (part){at, cycle};
}

static void offer_junction(const coverage_strands *s, const coverage_faces *f, uint32_t j,
                           part *best) {
    offer(best, s->net->points[s->junction[j]], f->cycle[f->out[f->start[j + 1] - 1]]);
}

static void offer_strand(const coverage_strands *s, const coverage_faces *f, uint32_t i,
                         part *best) {
    const strand *k = &s->strands[i];
    const exact_point *p = s->net->points;
    if (k->leftmost == STRAND_NONE || !exact_before(p[k->leftmost], best->at)) return;
    strand_walk on = {k->leftmost, k->beyond},
                back = {k->leftmost, k->beyond ^ s->link[k->leftmost]};
    strand_step(s, &on);
    strand_step(s, &back);
    bool on_last = exact_by_angle(p[k->leftmost], p[back.at], p[on.at]) < 0;
    offer(best, p[k->leftmost], f->cycle[2 * i + !on_last]);
}

/* *out is the caller's to free. */
static err_code find_parts(const coverage_strands *s, const coverage_faces *f, part **out,
                           size_t *count, err *e) {
    size_t size = s->n_junctions ? s->n_junctions : 1, parts = 0;
    uint32_t *up = malloc(size * sizeof *up);
    part *p = malloc(size * sizeof *p);
    if (!up || !p) {
        free(up);
        free(p);
        return err_nomem(e);
    }
    join_ends(s, up);
    for (size_t j = 0; j < s->n_junctions; j++) p[j].cycle = NONE;
    for (uint32_t j = 0; j < s->n_junctions; j++) offer_junction(s, f, j, &p[root_of(up, j)]);
    for (uint32_t i = 0; i < s->n; i++) offer_strand(s, f, i, &p[root_of(up, s->strands[i].from)]);
    for (size_t j = 0; j < s->n_junctions; j++)
        if (p[j].cycle != NONE) p[parts++] = p[j];
    if (parts) qsort(p, parts, sizeof *p, by_place);
    free(up);
    *out = p;
    *count = parts;
    return ERR_OK;
}

/* ---- strands in pieces, so that a long coast is not looked at as a whole ---- */

#define PIECE 32 /* edges */

typedef struct piece {
    strand_walk begin;
    uint32_t strand, edges;
} piece;

typedef struct pieces {
    const coverage_strands *strands;
    piece *at;
    rect *box; /* of each */
    size_t n;
} pieces;

static void cut_strand(pieces *p, uint32_t i) {
    const coverage_strands *s = p->strands;
    strand_walk w = strand_begin(s, 2 * i);
    for (uint32_t left = s->strands[i].length; left; p->n++) {
        piece *to = &p->at[p->n];
        *to = (piece){w, i, left < PIECE ? left : PIECE};
        rect box = RECT_EMPTY;
        rect_add(&box, (double)s->net->points[w.at].x, (double)s->net->points[w.at].y);
        for (uint32_t k = 0; k < to->edges; k++) {
            strand_step(s, &w);
            rect_add(&box, (double)s->net->points[w.at].x, (double)s->net->points[w.at].y);
        }
        p->box[p->n] = box;
        left -= to->edges;
    }
}

static err_code cut_all(const coverage_strands *s, pieces *p, err *e) {
    size_t count = 0;
    for (size_t i = 0; i < s->n; i++) count += (s->strands[i].length + PIECE - 1) / PIECE;
    p->strands = s;
    p->at = malloc((count + 1) * sizeof *p->at);
    p->box = malloc((count + 1) * sizeof *p->box);
    if (!p->at || !p->box) return err_nomem(e);
    for (uint32_t i = 0; i < s->n; i++) cut_strand(p, i);
    return ERR_OK;
}

static void pieces_free(pieces *p) {
    free(p->at);
    free(p->box);
}

static rect piece_box(const void *data, uint32_t i) { return ((const pieces *)data)->box[i]; }

/* ---- the nearest edge to the left ---- */

typedef struct ray { /* leftward from a point, and a little above it: no vertex lies on it */
    const pieces *pieces;
    const box_tree *tree;
    exact_point from;
    rect reach;
    bool met;
    exact_point low, high; /* of the nearest edge */
    uint32_t half;         /* half-strand that has the place right of that edge at its left */
} ray;

/* Whether the edge lies right of the nearest so far where both cross the ray; they may meet in an
 * end. */
static bool right_of(const ray *r, exact_point low, exact_point high) {
    bool starts_later = low.y > r->low.y;
    int side = starts_later ? -exact_side(r->low, r->high, low) : exact_side(low, high, r->low);
    if (side) return side > 0;
    bool ends_sooner = high.y < r->high.y;
    return (ends_sooner ? -exact_side(r->low, r->high, high) : exact_side(low, high, r->high)) > 0;
}

static void meet_edge(ray *r, exact_point a, exact_point b, uint32_t strand_at) {
    bool up = a.y < b.y;
    exact_point low = up ? a : b, high = up ? b : a;
    if (low.y > r->from.y || high.y <= r->from.y || exact_side(low, high, r->from) >= 0) return;
    if (r->met && !right_of(r, low, high)) return;
    r->met = true;
    r->low = low;
    r->high = high;
    r->half = 2 * strand_at + up; /* walking down, right of the edge is at the left hand */
    r->reach.x0 = (double)(low.x < high.x ? low.x : high.x);
}

static bool meet(void *data, size_t place) {
    ray *r = data;
    uint32_t i = r->tree->item[place];
    if (!rect_touches(r->pieces->box[i], r->reach)) return true;
    const piece *at = &r->pieces->at[i];
    const exact_point *p = r->pieces->strands->net->points;
    strand_walk w = at->begin;
    for (uint32_t k = 0; k < at->edges; k++) {
        exact_point from = p[w.at];
        strand_step(r->pieces->strands, &w);
        meet_edge(r, from, p[w.at], at->strand);
    }
    return true;
}

static uint32_t host_of(const pieces *p, const box_tree *t, const coverage_faces *f,
                        exact_point at) {
    double x = (double)at.x, y = (double)at.y;
    ray r = {.pieces = p, .tree = t, .from = at, .reach = {-INFINITY, y, x, y}};
    box_tree_visit(t, &r.reach, meet, &r);
    return r.met ? f->cycle[r.half] : NONE;
}

static err_code find_hosts(const coverage_strands *s, const coverage_faces *f, const part *parts,
                           coverage_nest *out, err *e) {
    pieces p = {0};
    box_tree *t = NULL;
    err_code rc = cut_all(s, &p, e);
    if (!rc) rc = box_tree_build(p.n, piece_box, &p, &t, e);
    for (size_t i = 1; i < out->n && !rc; i++) out->host[i] = host_of(&p, t, f, parts[i].at);
    box_tree_free(t);
    pieces_free(&p);
    return rc;
}

err_code coverage_nest_make(const coverage_strands *s, const coverage_faces *f, coverage_nest *out,
                            err *e) {
    part *parts = NULL;
    err_code rc = find_parts(s, f, &parts, &out->n, e);
    size_t size = out->n ? out->n : 1;
    if (!rc) {
        out->outer = malloc(size * sizeof *out->outer);
        out->host = malloc(size * sizeof *out->host);
        if (!out->outer || !out->host) rc = err_nomem(e);
    }
    for (size_t i = 0; i < out->n && !rc; i++) out->outer[i] = parts[i].cycle;
    if (!rc) out->host[0] = NONE; /* nothing lies left of the first */
    if (!rc && out->n > 1) rc = find_hosts(s, f, parts, out, e);
    free(parts);
    return rc;
}

void coverage_nest_free(coverage_nest *nest) {
    free(nest->outer);
    free(nest->host);
}
