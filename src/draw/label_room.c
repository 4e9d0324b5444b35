/* Room on the land: its parts as chains of edges with their bounds, so that most edges are passed
 * over when the nearest is looked for. */
#include "draw/label_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define CHAIN 8 /* edges */

void room_free(room *m) {
    free(m->x);
    free(m->y);
    free(m->chain);
    free(m->part);
    free(m->hole);
    *m = (room){0};
}

/* ---- rings ---------------------------------------------------------------------------------- */

bool label_ring_has(const geometry *g, ring r, double x, double y) {
    bool inside = false;
    for (uint32_t i = 0, k = r.count - 1; i < r.count; k = i++) {
        double xa = g->x[r.first + k], ya = g->y[r.first + k];
        double xb = g->x[r.first + i], yb = g->y[r.first + i];
        if ((ya > y) != (yb > y) && x < xa + (y - ya) / (yb - ya) * (xb - xa)) inside = !inside;
    }
    return inside;
}

rect label_ring_bounds(const geometry *g, ring r) {
    rect b = RECT_EMPTY;
    for (uint32_t i = r.first; i < r.first + r.count; i++) rect_add(&b, g->x[i], g->y[i]);
    return b;
}

/* Twice the signed area, and its moments about the ring's first point. */
static double ring_moments(const geometry *g, ring r, double *mx, double *my) {
    double x0 = g->x[r.first], y0 = g->y[r.first], sum = 0;
    *mx = *my = 0;
    for (uint32_t i = r.first + 1; i + 1 < r.first + r.count; i++) {
        double xa = g->x[i] - x0, ya = g->y[i] - y0, xb = g->x[i + 1] - x0, yb = g->y[i + 1] - y0;
        double twice = xa * yb - xb * ya;
        sum += twice;
        *mx += twice * (xa + xb) / 3;
        *my += twice * (ya + yb) / 3;
    }
    return sum;
}

/* A point inside the ring: the middle of the widest stretch of a line through it. */
static void point_inside(const geometry *g, ring r, rect b, double *x, double *y) {
    double best = -1, line = b.y0 + (b.y1 - b.y0) * 0.4931; /* hardly through a corner */
    *x = (b.x0 + b.x1) / 2, *y = line;
    for (double from = -INFINITY;;) { /* crossings from left to right */
        double first = INFINITY, second = INFINITY;
        for (uint32_t i = 0, k = r.count - 1; i < r.count; k = i++) {
            double xa = g->x[r.first + k], ya = g->y[r.first + k];
            double xb = g->x[r.first + i], yb = g->y[r.first + i];
            if ((ya > line) == (yb > line)) continue;
            double at = xa + (line - ya) / (yb - ya) * (xb - xa);
            if (!(at > from)) continue;
            if (at < first)
                second = first, first = at;
            else if (at < second)
                second = at;
        }
        if (isinf(second)) return;
        if (second - first > best) best = second - first, *x = (first + second) / 2;
        from = second;
    }
}

/* Which rings are holes: those inside the outer ring before them and in none of its holes. */
static void find_holes(room *m, const geometry *g, district_id d) {
    uint32_t first = g->ring_of[d], n = g->ring_of[d + 1] - first, outer = 0;
    rect around = RECT_EMPTY;
    for (uint32_t i = 0; i < n; i++) {
        ring r = g->rings[first + i];
        rect b = label_ring_bounds(g, r);
        m->hole[i] =
            i && b.x0 >= around.x0 && b.y0 >= around.y0 && b.x1 <= around.x1 && b.y1 <= around.y1;
        if (m->hole[i]) {
            double x, y;
            point_inside(g, r, b, &x, &y);
            m->hole[i] = label_ring_has(g, g->rings[first + outer], x, y);
            for (uint32_t k = outer + 1; k < i && m->hole[i]; k++)
                m->hole[i] = !label_ring_has(g, g->rings[first + k], x, y);
        }
        if (!m->hole[i]) outer = i, around = b;
    }
}

/* ---- parts ------------------------------------------------------------------------------------
 */

static bool is_pond(const label_request *q, const label_spots *spots, ring r) {
    double mx, my, x, y, scale2 = q->scale * q->scale;
    if (fabs(ring_moments(q->land, r, &mx, &my)) / 2 * scale2 >= q->style->pond) return false;
    point_inside(q->land, r, label_ring_bounds(q->land, r), &x, &y);
    return label_spots_wet(spots, x, y);
}

static err_code add_ring(room *m, const label_request *q, room_part *p, ring r, err *e) {
    const geometry *g = q->land;
    err_code rc = array_reserve(&m->chain, &m->chains_cap, m->n_chains + r.count / CHAIN + 1,
                                sizeof *m->chain, e);
    size_t need = m->n_points + r.count + 1, cap = m->points_cap;
    if (!rc) rc = array_reserve(&m->x, &cap, need, sizeof *m->x, e);
    if (!rc) rc = array_reserve(&m->y, &m->points_cap, need, sizeof *m->y, e);
    if (rc) return rc;
    size_t at = m->n_points;
    for (uint32_t i = 0; i <= r.count; i++) {
        uint32_t k = r.first + i % r.count;
        m->x[at + i] = (g->x[k] - q->x0) * q->scale;
        m->y[at + i] = (q->y0 - g->y[k]) * q->scale;
    }
    for (uint32_t i = 0; i < r.count; i += CHAIN) {
        uint32_t edges = r.count - i < CHAIN ? r.count - i : CHAIN;
        room_chain c = {RECT_EMPTY, (uint32_t)at + i, edges};
        for (uint32_t k = 0; k <= edges; k++) rect_add(&c.box, m->x[at + i + k], m->y[at + i + k]);
        p->bounds = rect_union(p->bounds, c.box);
        m->chain[m->n_chains++] = c;
    }
    p->chains = (uint32_t)m->n_chains - p->first;
    m->n_points = need;
    return ERR_OK;
}

/* Area in pixels and centroid, holes taken out whichever way they run. */
static void weigh(room_part *p, const label_request *q, uint32_t first, const bool *hole) {
    double sum = 0, sx = 0, sy = 0;
    const geometry *g = q->land;
    for (uint32_t i = p->ring; i < p->ring + p->rings; i++) {
        ring r = g->rings[first + i];
        double mx, my, twice = ring_moments(g, r, &mx, &my);
        double sign = (twice < 0) == hole[i] ? 1 : -1;
        sum += sign * twice;
        sx += sign * (mx + twice * (g->x[r.first] - q->x0));
        sy += sign * (my + twice * (g->y[r.first] - q->y0));
    }
    p->area = sum / 2 * q->scale * q->scale;
    p->cx = (sum > 0 ? sx / sum : 0) * q->scale;
    p->cy = -(sum > 0 ? sy / sum : 0) * q->scale;
}

static int larger_first(const void *a, const void *b) {
    const room_part *p = a, *q = b;
    if (p->area != q->area) return p->area > q->area ? -1 : 1;
    return (p->ring > q->ring) - (p->ring < q->ring);
}

static err_code add_parts(room *m, const label_request *q, district_id d, err *e) {
    uint32_t first = q->land->ring_of[d], n = q->land->ring_of[d + 1] - first;
    err_code rc = ERR_OK;
    for (uint32_t i = 0; i < n && !rc;) {
        room_part p = {.ring = i, .rings = 1};
        while (i + p.rings < n && m->hole[i + p.rings]) p.rings++;
        weigh(&p, q, first, m->hole);
        i += p.rings;
        rc = array_reserve(&m->part, &m->parts_cap, m->n_parts + 1, sizeof *m->part, e);
        if (!rc) m->part[m->n_parts++] = p;
    }
    if (rc) return rc;
    if (m->n_parts > 1) qsort(m->part, m->n_parts, sizeof *m->part, larger_first);
    while (m->n_parts > 1 && m->part[m->n_parts - 1].area < m->part[0].area / 4) m->n_parts--;
    return ERR_OK;
}

err_code room_make(room *m, const label_request *r, const label_spots *spots, district_id d,
                   bool over_ponds, err *e) {
    uint32_t first = r->land->ring_of[d], n = r->land->ring_of[d + 1] - first;
    m->n_points = m->n_chains = m->n_parts = 0;
    m->ponds = false;
    m->n_rings = n;
    err_code rc = array_reserve(&m->hole, &m->holes_cap, n + 1, sizeof *m->hole, e);
    if (rc) return rc;
    find_holes(m, r->land, d);
    rc = add_parts(m, r, d, e);
    for (size_t i = 0; i < m->n_parts && !rc; i++) {
        room_part *p = &m->part[i];
        p->first = (uint32_t)m->n_chains;
        p->bounds = RECT_EMPTY;
        for (uint32_t k = p->ring; k < p->ring + p->rings && !rc; k++) {
            bool pond = over_ponds && m->hole[k] && is_pond(r, spots, r->land->rings[first + k]);
            m->ponds |= pond;
            if (!pond) rc = add_ring(m, r, p, r->land->rings[first + k], e);
        }
    }
    return rc;
}

/* ---- margins ----------------------------------------------------------------------------------
 */

static double beyond(double x, double y, double a, double b) {
    double dx = fabs(x) - a, dy = fabs(y) - b;
    return dx > dy ? dx : dy;
}

/* The least of beyond() along an edge.  It is the greatest of four functions that are linear along
 * it, so the least is at an end or where two of them are equal. */
static double edge_beyond(double xa, double ya, double xb, double yb, double a, double b) {
    double dx = xb - xa, dy = yb - ya, c = a - b;
    double least = beyond(xa, ya, a, b), other = beyond(xb, yb, a, b);
    if (other < least) least = other;
    const double top[6] = {-xa, -ya, c - (xa - ya), -c - (xa - ya), c - (xa + ya), -c - (xa + ya)};
    const double under[6] = {dx, dy, dx - dy, dx - dy, dx + dy, dx + dy};
    for (int i = 0; i < 6; i++) {
        double t = top[i] / under[i];
        if (!(t > 0 && t < 1)) continue; /* also where it is no number */
        double at = beyond(xa + t * dx, ya + t * dy, a, b);
        if (at < least) least = at;
    }
    return least;
}

/* How far the box [x - a, x + a] [y - b, y + b] stays from r, at least. */
static double rect_beyond(rect r, double x, double y, double a, double b) {
    double dx = r.x0 - x > x - r.x1 ? r.x0 - x : x - r.x1;
    double dy = r.y0 - y > y - r.y1 ? r.y0 - y : y - r.y1;
    dx -= a, dy -= b;
    return dx > dy ? dx : dy;
}

typedef struct probe {
    double x, y, a, b, near;
    bool inside;
} probe;

static void probe_edges(const room *m, const room_chain *c, probe *p, bool nearer) {
    const double *x = m->x + c->first, *y = m->y + c->first;
    for (uint32_t i = 0; i < c->edges; i++) {
        double xa = x[i] - p->x, ya = y[i] - p->y, xb = x[i + 1] - p->x, yb = y[i + 1] - p->y;
        if ((ya > 0) != (yb > 0) && xa - ya / (yb - ya) * (xb - xa) > 0) p->inside = !p->inside;
        if (!nearer) continue;
        rect around = {xa < xb ? xa : xb, ya < yb ? ya : yb, xa < xb ? xb : xa, ya < yb ? yb : ya};
        if (rect_beyond(around, 0, 0, p->a, p->b) >= p->near) continue;
        double at = edge_beyond(xa, ya, xb, yb, p->a, p->b);
        if (at < p->near) p->near = at;
    }
}

static double box_margin(const room *m, const room_part *part, rect line, double x, double y,
                         double least) {
    probe p = {
        .x = x + (line.x0 + line.x1) / 2, .y = y + (line.y0 + line.y1) / 2, .near = INFINITY};
    p.a = (line.x1 - line.x0) / 2, p.b = (line.y1 - line.y0) / 2;
    double deepest = p.a < p.b ? p.a : p.b;
    for (const room_chain *c = m->chain + part->first, *end = c + part->chains; c < end; c++) {
        bool nearer = rect_beyond(c->box, p.x, p.y, p.a, p.b) < p.near;
        bool level = c->box.y0 <= p.y && p.y <= c->box.y1 && c->box.x1 >= p.x;
        if (level && !nearer && c->box.x0 > p.x) { /* it crosses the ray as often as its ends say */
            p.inside ^= (m->y[c->first] > p.y) != (m->y[c->first + c->edges] > p.y);
        } else if (level || nearer) {
            probe_edges(m, c, &p, nearer);
            if (p.near < least) return p.near;
        }
    }
    return p.inside ? p.near : -2 * deepest - p.near;
}

double room_margin(const room *m, const room_part *p, const rect *line, size_t n, double x,
                   double y, double least) {
    double all = INFINITY;
    for (size_t i = 0; i < n && all >= least; i++) {
        double one = box_margin(m, p, line[i], x, y, least);
        if (one < all) all = one;
    }
    return all;
}
