#include "geo/simplify.h"
#include "geo/box_tree.h"

#include <stdlib.h>

#define NONE UINT32_MAX

typedef struct entry { /* a point that may go */
    double area;       /* of its triangle */
    uint32_t point;
} entry;

typedef struct spot { /* NaN once the point has gone */
    double x, y;
} spot;

typedef struct work {
    coverage *c;
    uint32_t *before, *after; /* [n_points] neighbors among those left; NONE: an end of the arc */
    entry *heap;              /* the smallest area on top */
    uint32_t *slot;           /* [n_points] where it is in the heap; NONE: it is not */
    size_t n_heap;
    uint32_t *arc_of; /* [n_points] */
    uint32_t *left;   /* [n_arcs] points left */
    uint32_t *group;  /* [n_arcs] arcs between the same two nodes have one number */
    bool *straight;   /* [groups <= n_arcs] one of them is a straight line */
    box_tree *points;
    spot *spots;     /* [n_points] in the tree's order, so that what is near is near in memory */
    uint32_t *place; /* [n_points] of each point in that order */
} work;

/* ---- the heap: four children to an entry, which are near in memory ---- */

static bool sooner(entry a, entry b) {
    return a.area < b.area || (a.area == b.area && a.point < b.point);
}

static void put(work *w, size_t at, entry moved) {
    w->heap[at] = moved;
    w->slot[moved.point] = (uint32_t)at;
}

static size_t rise(work *w, size_t at) {
    entry moved = w->heap[at];
    for (; at > 0 && sooner(moved, w->heap[(at - 1) / 4]); at = (at - 1) / 4)
        put(w, at, w->heap[(at - 1) / 4]);
    put(w, at, moved);
    return at;
}

static void sink(work *w, size_t at) {
    entry moved = w->heap[at];
    for (size_t first; (first = 4 * at + 1) < w->n_heap;) {
        size_t least = first, end = first + 4 < w->n_heap ? first + 4 : w->n_heap;
        for (size_t child = first + 1; child < end; child++)
            if (sooner(w->heap[child], w->heap[least])) least = child;
        if (!sooner(w->heap[least], moved)) break;
        put(w, at, w->heap[least]);
        at = least;
    }
    put(w, at, moved);
}

static entry pop(work *w) {
    entry top = w->heap[0], last = w->heap[--w->n_heap];
    w->slot[top.point] = NONE;
    if (w->n_heap) {
        put(w, 0, last);
        sink(w, 0);
    }
    return top;
}

/* ---- triangles ---- */

/* In long double: exact for the grid that a coverage's points lie on, up to triangles as large as a
 * continent. */
static long double turn(const coverage *c, uint32_t a, uint32_t b, uint32_t p) {
    long double ux = c->x[b] - c->x[a], uy = c->y[b] - c->y[a];
    long double vx = c->x[p] - c->x[a], vy = c->y[p] - c->y[a];
    return ux * vy - uy * vx;
}

/* Puts a point into the heap, or moves it there, by the area it has now. */
static void weigh(work *w, uint32_t p) {
    if (w->before[p] == NONE || w->after[p] == NONE) return;
    entry now = {(double)(fabsl(turn(w->c, w->before[p], p, w->after[p])) / 2), p};
    put(w, w->slot[p] == NONE ? w->n_heap++ : w->slot[p], now);
    sink(w, rise(w, w->slot[p]));
}

typedef struct triangle {
    const work *w;
    uint32_t corner[3];
    rect bounds;
    int turning; /* the sign of its area; 0: a line */
    bool hit;
} triangle;

/* Whether p lies in the triangle or on its edge.  (One without area: within its bounds, on a line.)
 */
static bool holds(const triangle *t, uint32_t p) {
    const coverage *c = t->w->c;
    bool in = true;
    for (int i = 0; i < 3; i++) {
        long double z = turn(c, t->corner[i], t->corner[(i + 1) % 3], p);
        in = in && (t->turning == 0 ? z == 0 : t->turning > 0 ? z >= 0 : z <= 0);
    }
    return in;
}

static bool is_corner(const triangle *t, spot s) { /* other arcs may have a node of this one */
    const coverage *c = t->w->c;
    for (int i = 0; i < 3; i++)
        if (c->x[t->corner[i]] == s.x && c->y[t->corner[i]] == s.y) return true;
    return false;
}

static bool look_at(void *data, size_t place) {
    triangle *t = data;
    spot s = t->w->spots[place];
    bool near = s.x >= t->bounds.x0 && s.x <= t->bounds.x1 && s.y >= t->bounds.y0 &&
                s.y <= t->bounds.y1; /* false for one that has gone */
    t->hit = near && !is_corner(t, s) && holds(t, t->w->points->item[place]);
    return !t->hit;
}

static bool triangle_is_free(const work *w, uint32_t p) {
    const coverage *c = w->c;
    triangle t = {.w = w, .corner = {w->before[p], p, w->after[p]}, .bounds = RECT_EMPTY};
    long double area = turn(c, t.corner[0], t.corner[1], t.corner[2]);
    t.turning = (area > 0) - (area < 0);
    for (int i = 0; i < 3; i++) rect_add(&t.bounds, c->x[t.corner[i]], c->y[t.corner[i]]);
    box_tree_visit(w->points, &t.bounds, look_at, &t);
    return !t.hit;
}

/* ---- what may go ---- */

static bool keeps_shape(const work *w, uint32_t p) {
    uint32_t k = w->arc_of[p];
    const arc *a = &w->c->arcs[k];
    if (a->from == a->to) return w->left[k] > 4; /* a triangle, its first point repeated */
    return w->left[k] > 3 || !w->straight[w->group[k]];
}

static void take_out(work *w, uint32_t p) {
    uint32_t k = w->arc_of[p], a = w->before[p], b = w->after[p];
    w->spots[w->place[p]] = (spot){NAN, NAN};
    box_tree_drop(w->points, w->place[p]);
    w->after[a] = b;
    w->before[b] = a;
    if (--w->left[k] == 2) w->straight[w->group[k]] = true;
    weigh(w, a);
    weigh(w, b);
}

static void eliminate(work *w) {
    double most = 0;
    while (w->n_heap) {
        entry next = pop(w);
        if (!keeps_shape(w, next.point) || !triangle_is_free(w, next.point)) continue;
        most = fmax(most, next.area);
        w->c->weight[next.point] = (float)most;
        take_out(w, next.point);
    }
}

/* ---- setting up ---- */

typedef struct link {
    uint32_t low, high, arc; /* nodes, low <= high */
} link;

static int by_nodes(const void *pa, const void *pb) {
    const link *a = pa, *b = pb;
    if (a->low != b->low) return a->low < b->low ? -1 : 1;
    if (a->high != b->high) return a->high < b->high ? -1 : 1;
    return (a->arc > b->arc) - (a->arc < b->arc);
}

static err_code group_arcs(work *w, err *e) {
    size_t n = w->c->n_arcs;
    link *l = malloc((n ? n : 1) * sizeof *l);
    if (!l) return err_nomem(e);
    for (uint32_t k = 0; k < n; k++) {
        uint32_t a = w->c->arcs[k].from, b = w->c->arcs[k].to;
        l[k] = (link){a < b ? a : b, a < b ? b : a, k};
    }
    if (n) qsort(l, n, sizeof *l, by_nodes);
    uint32_t group = 0;
    for (size_t i = 0; i < n; i++) {
        if (i && (l[i].low != l[i - 1].low || l[i].high != l[i - 1].high)) group++;
        w->group[l[i].arc] = group;
        if (w->c->arcs[l[i].arc].count == 2) w->straight[group] = true;
    }
    free(l);
    return ERR_OK;
}

static rect point_box(const void *data, uint32_t i) {
    const coverage *c = data;
    return (rect){c->x[i], c->y[i], c->x[i], c->y[i]};
}

static err_code allocate(work *w, err *e) {
    size_t n = w->c->n_points ? w->c->n_points : 1, arcs = w->c->n_arcs ? w->c->n_arcs : 1;
    w->before = malloc(n * sizeof *w->before);
    w->after = malloc(n * sizeof *w->after);
    w->heap = malloc(n * sizeof *w->heap);
    w->slot = malloc(n * sizeof *w->slot);
    w->arc_of = malloc(n * sizeof *w->arc_of);
    w->spots = malloc(n * sizeof *w->spots);
    w->place = malloc(n * sizeof *w->place);
    w->left = malloc(arcs * sizeof *w->left);
    w->group = malloc(arcs * sizeof *w->group);
    w->straight = calloc(arcs, sizeof *w->straight);
    w->c->weight = malloc(n * sizeof *w->c->weight);
    if (!w->before || !w->after || !w->heap || !w->slot || !w->arc_of || !w->spots || !w->place ||
        !w->left || !w->group || !w->straight || !w->c->weight)
        return err_nomem(e);
    err_code rc = box_tree_build(w->c->n_points, point_box, w->c, &w->points, e);
    for (size_t i = 0; i < w->c->n_points && !rc; i++) {
        uint32_t p = w->points->item[i];
        w->place[p] = (uint32_t)i;
        w->spots[i] = (spot){w->c->x[p], w->c->y[p]};
    }
    return rc ? rc : group_arcs(w, e);
}

static void start_arc(work *w, uint32_t k) {
    const arc *a = &w->c->arcs[k];
    uint32_t last = a->first + a->count - 1;
    w->left[k] = a->count;
    for (uint32_t i = a->first; i <= last; i++) {
        w->arc_of[i] = k;
        w->slot[i] = NONE;
        w->c->weight[i] = INFINITY;
        w->before[i] = i == a->first ? NONE : i - 1;
        w->after[i] = i == last ? NONE : i + 1;
    }
    for (uint32_t i = a->first; i <= last; i++) weigh(w, i);
}

static void clear(work *w) {
    void *const all[] = {w->before, w->after, w->heap, w->slot,     w->arc_of,
                         w->spots,  w->place, w->left, w->straight, w->group};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) free(all[i]);
    box_tree_free(w->points);
}

err_code simplify_weigh(coverage *c, err *e) {
    work w = {.c = c};
    err_code rc = allocate(&w, e);
    for (uint32_t k = 0; k < c->n_arcs && !rc; k++) start_arc(&w, k);
    if (!rc) eliminate(&w);
    clear(&w);
    return rc;
}
