#include "geo/simplify_line.h"

#include <stdlib.h>

#define NONE       UINT32_MAX
#define SHORT      48  /* points; the others near such a line are listed once */
#define NEAR_MAX   64  /* at most */
#define LEAST_SIZE -60 /* power of two */

/* ---- the heap: four children to an entry, which are near in memory ---- */

/* By area.  Of equal ones the shortest base first, so that even on a straight line long triangles,
 * which take long to look through, come about last. */
static bool sooner(const simplify_entry *a, const simplify_entry *b) {
    if (a->area != b->area) return a->area < b->area;
    if (a->base != b->base) return a->base < b->base;
    return a->at < b->at;
}

static void put(simplify_line *l, uint32_t slot, simplify_entry moved) {
    l->heap[slot] = moved;
    l->slot[moved.at] = slot;
}

static uint32_t rise(simplify_line *l, uint32_t slot) {
    simplify_entry moved = l->heap[slot];
    for (; slot > 0 && sooner(&moved, &l->heap[(slot - 1) / 4]); slot = (slot - 1) / 4)
        put(l, slot, l->heap[(slot - 1) / 4]);
    put(l, slot, moved);
    return slot;
}

static void sink(simplify_line *l, uint32_t slot) {
    simplify_entry moved = l->heap[slot];
    for (uint32_t first; (first = 4 * slot + 1) < l->n_heap;) {
        uint32_t next = first, end = first + 4 < l->n_heap ? first + 4 : l->n_heap;
        for (uint32_t child = first + 1; child < end; child++)
            if (sooner(&l->heap[child], &l->heap[next])) next = child;
        if (!sooner(&l->heap[next], &moved)) break;
        put(l, slot, l->heap[next]);
        slot = next;
    }
    put(l, slot, moved);
}

static simplify_entry pop(simplify_line *l) {
    simplify_entry top = l->heap[0], last = l->heap[--l->n_heap];
    l->slot[top.at] = NONE;
    if (l->n_heap) {
        put(l, 0, last);
        sink(l, 0);
    }
    return top;
}

/* ---- triangles ---- */

static simplify_entry measure(const simplify_line *l, uint32_t at) {
    spot a = l->spots[l->before[at]], b = l->spots[l->after[at]];
    double dx = b.x - a.x, dy = b.y - a.y;
    return (simplify_entry){triangle_area(a, l->spots[at], b), (float)(dx * dx + dy * dy), at};
}

/* Puts a point into the heap, or moves it there, by the triangle it has now. */
static void weigh(simplify_line *l, uint32_t at) {
    if (at == 0 || at + 1 == l->n) return;
    simplify_entry now = measure(l, at);
    uint32_t slot = l->slot[at];
    if (slot == NONE && !(now.area < l->rules->limit)) return;
    if (slot == NONE) slot = l->n_heap++;
    put(l, slot, now);
    sink(l, rise(l, slot));
}

static bool is_left(const void *data, uint32_t p) {
    const float *weight = data;
    return isinf(weight[p]);
}

static bool is_free(const simplify_line *l, uint32_t at) {
    triangle t = triangle_of(l->spots[l->before[at]], l->spots[at], l->spots[l->after[at]]);
    if (!l->listed) {
        point_strips_except own = {l->first, l->last, is_left, l->rules->weight};
        return !point_strips_hold(l->rules->others, &t, &own);
    }
    for (uint32_t i = 0; i < l->n_near; i++)
        if (triangle_is_near(&t, l->spots[i]) && triangle_holds(&t, l->spots[i])) return false;
    return true;
}

static void take_out(simplify_line *l, simplify_entry gone) {
    uint32_t a = l->before[gone.at], b = l->after[gone.at];
    float weight = (float)gone.area;
    if (weight > l->given) l->given = weight;
    l->rules->weight[l->point[gone.at]] = l->given;
    if (l->listed) l->spots[gone.at] = (spot){NAN, NAN};
    l->left--;
    l->after[a] = b;
    l->before[b] = a;
    weigh(l, a);
    weigh(l, b);
}

static void eliminate(simplify_line *l) {
    while (l->left > l->least && l->n_heap && l->heap[0].area < l->rules->limit) {
        simplify_entry next = pop(l);
        if (is_free(l, next.at)) take_out(l, next);
    }
}

/* ---- a line ---- */

static void gather(simplify_line *l) {
    const simplify_rules *r = l->rules;
    l->n = l->n_heap = 0;
    for (uint32_t p = l->first; p <= l->last; p++) {
        if (!isinf(r->weight[p])) continue;
        l->point[l->n] = p;
        l->spots[l->n++] = (spot){r->x[p], r->y[p]};
    }
    l->left = l->n;
}

/* Every triangle lies within the bounds of the line, so that what may ever be in one is known
 * beforehand.  What is at an end is there already. */
static void list_others(simplify_line *l) {
    uint32_t found[NEAR_MAX];
    spot from = l->spots[0], to = l->spots[l->n - 1];
    rect bounds = RECT_EMPTY;
    l->n_near = l->n;
    l->listed = false;
    if (l->n > SHORT) return;
    for (uint32_t i = 0; i < l->n; i++) rect_extend(&bounds, l->spots[i].x, l->spots[i].y);
    point_strips_except own = {l->first, l->last, NULL, NULL};
    size_t n = point_strips_in(l->rules->others, bounds, &own, NEAR_MAX, found);
    l->listed = n <= NEAR_MAX;
    for (size_t i = 0; i < n && l->listed; i++) {
        spot s = {l->rules->x[found[i]], l->rules->y[found[i]]};
        bool at_end = (s.x == from.x && s.y == from.y) || (s.x == to.x && s.y == to.y);
        if (!at_end) l->spots[l->n_near++] = s;
    }
}

static size_t size_of(double area) {
    int power = 0;
    (void)frexp(area, &power);
    power -= LEAST_SIZE;
    if (!(area > 0) || power < 0) return 0;
    return power < SIMPLIFY_SIZES ? (size_t)power : SIMPLIFY_SIZES - 1;
}

double simplify_size(size_t i) { return i ? ldexp(0.5, (int)i + LEAST_SIZE) : 0; }

static void count_over(simplify_line *l) {
    if (l->left <= l->least || isinf(l->rules->limit)) return;
    for (uint32_t at = l->after[0]; at + 1 < l->n; at = l->after[at]) {
        double area = measure(l, at).area;
        if (!(area < l->rules->limit)) l->over[size_of(area)]++;
    }
}

void simplify_line_run(simplify_line *l, uint32_t first, uint32_t last, uint32_t least) {
    l->first = first;
    l->last = last;
    l->least = least;
    if (last - first < least) return; /* `least` points or fewer */
    gather(l);
    if (l->left <= least) return;
    for (uint32_t at = 0; at < l->n; at++) {
        l->slot[at] = NONE;
        l->before[at] = at - 1;
        l->after[at] = at + 1;
    }
    for (uint32_t at = 1; at + 1 < l->n; at++) weigh(l, at);
    if (l->n_heap) list_others(l);
    l->given = l->rules->floor;
    eliminate(l);
    if (l->given > l->most) l->most = l->given;
    count_over(l);
}

err_code simplify_line_make(const simplify_rules *rules, uint32_t n, simplify_line *l, err *e) {
    *l = (simplify_line){.rules = rules};
    size_t each = sizeof *l->heap + sizeof *l->spots + 4 * sizeof *l->point;
    l->heap = malloc(n * each + NEAR_MAX * sizeof *l->spots);
    if (!l->heap) return err_nomem(e);
    l->spots = (spot *)(l->heap + n);
    l->point = (uint32_t *)(l->spots + n + NEAR_MAX);
    l->before = l->point + n;
    l->after = l->before + n;
    l->slot = l->after + n;
    return ERR_OK;
}

void simplify_line_clear(simplify_line *l) { free(l->heap); }
