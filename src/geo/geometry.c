#include "geo/geometry.h"
#include "base/buf.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

struct geometry_builder {
    geometry *g; /* rings in the order they were added; ring_of and bounds are still empty */
    size_t cap_points_x, cap_points_y, cap_rings, cap_owner;
    district_id *owner; /* [n_rings] */
};

err_code geometry_builder_create(geometry_builder **out, err *e) {
    geometry_builder *b = calloc(1, sizeof *b);
    if (!b || !(b->g = calloc(1, sizeof *b->g))) {
        geometry_builder_free(b);
        return err_nomem(e);
    }
    *out = b;
    return ERR_OK;
}

void geometry_builder_free(geometry_builder *b) {
    if (!b) return;
    geometry_free(b->g);
    free(b->owner);
    free(b);
}

err_code geometry_builder_reserve(geometry_builder *b, size_t rings, size_t points, err *e) {
    geometry *g = b->g;
    if (points >= UINT32_MAX || rings >= UINT32_MAX)
        return err_set(e, ERR_UNSUPPORTED, "more than 4 billion points");
    err_code rc = array_reserve(&g->x, &b->cap_points_x, points, sizeof *g->x, e);
    if (!rc) rc = array_reserve(&g->y, &b->cap_points_y, points, sizeof *g->y, e);
    if (!rc) rc = array_reserve(&g->rings, &b->cap_rings, rings, sizeof *g->rings, e);
    if (!rc) rc = array_reserve(&b->owner, &b->cap_owner, rings, sizeof *b->owner, e);
    return rc;
}

err_code geometry_builder_add(geometry_builder *b, district_id d, const double *x, const double *y,
                              size_t n, bool *kept, err *e) {
    geometry *g = b->g;
    if (kept) *kept = false;
    err_code rc = geometry_builder_reserve(b, g->n_rings + 1, g->n_points + n, e);
    if (rc) return rc;
    size_t first = g->n_points, count = 0;
    for (size_t i = 0; i < n; i++) {
        if (!isfinite(x[i]) || !isfinite(y[i]))
            return err_set(e, ERR_FORMAT, "point %zu of a ring has a coordinate that is no number",
                           i + 1);
        size_t at = first + count;
        if (count && g->x[at - 1] == x[i] && g->y[at - 1] == y[i]) continue;
        g->x[at] = x[i];
        g->y[at] = y[i];
        count++;
    }
    while (count > 1 && g->x[first] == g->x[first + count - 1] &&
           g->y[first] == g->y[first + count - 1])
        count--;
    if (count < 3) return ERR_OK;
    b->owner[g->n_rings] = d;
    g->rings[g->n_rings++] = (ring){(uint32_t)first, (uint32_t)count};
    g->n_points += count;
    if (kept) *kept = true;
    return ERR_OK;
}

err_code geometry_builder_append(geometry_builder *b, geometry_builder *from, err *e) {
    geometry *g = b->g, *other = from->g;
    err_code rc =
        geometry_builder_reserve(b, g->n_rings + other->n_rings, g->n_points + other->n_points, e);
    if (rc) return rc;
    if (other->n_points) {
        memcpy(g->x + g->n_points, other->x, other->n_points * sizeof *g->x);
        memcpy(g->y + g->n_points, other->y, other->n_points * sizeof *g->y);
    }
    for (size_t r = 0; r < other->n_rings; r++) {
        b->owner[g->n_rings] = from->owner[r];
        g->rings[g->n_rings++] =
            (ring){(uint32_t)(g->n_points + other->rings[r].first), other->rings[r].count};
    }
    g->n_points += other->n_points;
    other->n_points = other->n_rings = 0;
    return ERR_OK;
}

/* Counting sort of the rings by district, stable. */
static err_code sort_rings(geometry_builder *b, err *e) {
    geometry *g = b->g;
    ring *sorted = calloc(g->n_rings ? g->n_rings : 1, sizeof *sorted);
    if (!sorted) return err_nomem(e);
    for (size_t r = 0; r < g->n_rings; r++) {
        assert(b->owner[r] < g->n_districts);
        g->ring_of[b->owner[r] + 1]++;
    }
    for (size_t d = 0; d < g->n_districts; d++) g->ring_of[d + 1] += g->ring_of[d];
    for (size_t r = 0; r < g->n_rings; r++) sorted[g->ring_of[b->owner[r]]++] = g->rings[r];
    memmove(g->ring_of + 1, g->ring_of, g->n_districts * sizeof *g->ring_of);
    g->ring_of[0] = 0;
    free(g->rings);
    g->rings = sorted;
    return ERR_OK;
}

/* Gives back what many dropped points leave; a little is not worth a copy. */
static void shrink(double **array, size_t cap, size_t used) {
    double *smaller =
        cap - used > cap / 4 ? realloc(*array, (used ? used : 1) * sizeof *smaller) : NULL;
    if (smaller) *array = smaller;
}

err_code geometry_builder_finish(geometry_builder *b, size_t n_districts, geometry **out, err *e) {
    geometry *g = b->g;
    g->n_districts = n_districts;
    g->ring_of = calloc(n_districts + 1, sizeof *g->ring_of);
    g->bounds = calloc(n_districts ? n_districts : 1, sizeof *g->bounds);
    err_code rc = g->ring_of && g->bounds ? sort_rings(b, e) : err_nomem(e);
    if (!rc) {
        shrink(&g->x, b->cap_points_x, g->n_points);
        shrink(&g->y, b->cap_points_y, g->n_points);
        geometry_update_bounds(g);
        *out = g;
        b->g = NULL;
    }
    geometry_builder_free(b);
    return rc;
}

void geometry_free(geometry *g) {
    if (!g) return;
    free(g->ring_of);
    free(g->rings);
    free(g->x);
    free(g->y);
    free(g->bounds);
    free(g);
}

void geometry_drop_points(geometry *g) {
    free(g->x);
    free(g->y);
    g->x = g->y = NULL;
}

void geometry_update_bounds(geometry *g) {
    for (size_t d = 0; d < g->n_districts; d++) {
        rect box = RECT_EMPTY;
        for (uint32_t r = g->ring_of[d]; r < g->ring_of[d + 1]; r++)
            for (uint32_t i = 0; i < g->rings[r].count; i++)
                rect_add(&box, g->x[g->rings[r].first + i], g->y[g->rings[r].first + i]);
        g->bounds[d] = box;
    }
}

rect geometry_bounds(const geometry *g) {
    rect all = RECT_EMPTY;
    for (size_t d = 0; d < g->n_districts; d++) all = rect_union(all, g->bounds[d]);
    return all;
}

static double ring_area(const geometry *g, ring r) {
    double sum = 0;
    const double *x = g->x + r.first, *y = g->y + r.first;
    for (uint32_t i = 0, j = r.count - 1; i < r.count; j = i++)
        sum += (x[j] - x[0]) * (y[i] - y[0]) - (x[i] - x[0]) * (y[j] - y[0]);
    return fabs(sum) / 2;
}

static bool ring_contains(const geometry *g, ring r, double px, double py) {
    const double *x = g->x + r.first, *y = g->y + r.first;
    bool inside = false;
    for (uint32_t i = 0, j = r.count - 1; i < r.count; j = i++)
        if ((y[i] > py) != (y[j] > py) && px < (x[j] - x[i]) * (py - y[i]) / (y[j] - y[i]) + x[i])
            inside = !inside;
    return inside;
}

/* A point inside a ring: midway between its two leftmost crossings at half its height. */
static void inner_point(const geometry *g, ring r, double *px, double *py) {
    const double *x = g->x + r.first, *y = g->y + r.first;
    rect box = RECT_EMPTY;
    for (uint32_t i = 0; i < r.count; i++) rect_add(&box, x[i], y[i]);
    double level = (box.y0 + box.y1) / 2, leftmost = INFINITY, second = INFINITY;
    for (uint32_t i = 0, j = r.count - 1; i < r.count; j = i++) {
        if ((y[i] > level) == (y[j] > level)) continue;
        double at = (x[j] - x[i]) * (level - y[i]) / (y[j] - y[i]) + x[i];
        second = fmin(second, fmax(at, leftmost));
        leftmost = fmin(leftmost, at);
    }
    *px = (leftmost + second) / 2;
    *py = level;
}

/* Of rings that do not cross, only a larger one can hold a ring; of equal ones the first does. */
static bool ring_within(const geometry *g, uint32_t inner, uint32_t outer) {
    double a = ring_area(g, g->rings[inner]), b = ring_area(g, g->rings[outer]), x, y;
    if (b < a || (b == a && outer > inner)) return false;
    inner_point(g, g->rings[inner], &x, &y);
    return ring_contains(g, g->rings[outer], x, y);
}

double geometry_area(const geometry *g, district_id d) {
    double sum = 0;
    for (uint32_t r = g->ring_of[d]; r < g->ring_of[d + 1]; r++) {
        unsigned around = 0; /* rings that hold this one: a hole in an odd number */
        for (uint32_t o = g->ring_of[d]; o < g->ring_of[d + 1]; o++)
            around += o != r && ring_within(g, r, o);
        double area = ring_area(g, g->rings[r]);
        sum += around % 2 ? -area : area;
    }
    return sum;
}

bool geometry_contains(const geometry *g, district_id d, double x, double y) {
    bool inside = false;
    for (uint32_t r = g->ring_of[d]; r < g->ring_of[d + 1]; r++)
        inside ^= ring_contains(g, g->rings[r], x, y);
    return inside;
}
