#include "geo/coverage_net.h"
#include "base/buf.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#define UNITS_IN_SNAP 8 /* at least; up to twice as many */
#define CELL_SNAPS    8 /* width of a cell of the hash grid: most disks of `snap` lie in one cell */
#define NO_VERTEX     UINT32_MAX

/* The largest power of two that is fine enough, or the smallest whose grid reaches all points. */
static double grid_unit(const geometry *g, double snap) {
    rect box = geometry_bounds(g);
    double far = 0;
    if (!rect_is_empty(box))
        far = fmax(fmax(fabs(box.x0), fabs(box.x1)), fmax(fabs(box.y0), fabs(box.y1)));
    double unit = exp2(floor(log2(snap / UNITS_IN_SNAP)));
    while (far / unit > COVERAGE_REACH / 2) unit *= 2;
    return unit;
}

static size_t bucket_of(const coverage_net *n, int64_t cell_x, int64_t cell_y) {
    uint64_t h = (uint64_t)cell_x * UINT64_C(0x9E3779B97F4A7C15) + (uint64_t)cell_y;
    h = (h ^ (h >> 32)) * UINT64_C(0xD6E8FEB86659FD93); /* odd constants; any that mix well do */
    return (size_t)(h ^ (h >> 32)) & n->mask;
}

static int64_t cell_of(const coverage_net *n, int64_t at) {
    int64_t width = n->snap * CELL_SNAPS;
    return at >= 0 ? at / width : -1 - (-1 - at) / width;
}

/* Of one bucket, what is nearer than *distance (squared), or as near and lower. */
static void nearest_in_bucket(const coverage_net *n, size_t bucket, exact_point p,
                              uint32_t *nearest, double *distance) {
    for (uint32_t v = n->bucket[bucket]; v != NO_VERTEX; v = n->chain[v]) {
        double dx = (double)(n->points[v].x - p.x), dy = (double)(n->points[v].y - p.y);
        double d = dx * dx + dy * dy;
        if (d < *distance || (d == *distance && v < *nearest)) *nearest = v, *distance = d;
    }
}

static void put_vertex(coverage_net *n, uint32_t v) {
    size_t bucket = bucket_of(n, cell_of(n, n->points[v].x), cell_of(n, n->points[v].y));
    n->chain[v] = n->bucket[bucket];
    n->bucket[bucket] = v;
}

/* At least as many buckets as points; those that are there are put in anew. */
static err_code make_buckets(coverage_net *n, size_t points, err *e) {
    size_t size = 64;
    while (size < points) size *= 2;
    uint32_t *bucket = malloc(size * sizeof *bucket);
    if (!bucket) return err_nomem(e);
    free(n->bucket);
    n->bucket = bucket;
    n->mask = size - 1;
    for (size_t i = 0; i < size; i++) bucket[i] = NO_VERTEX;
    for (uint32_t v = 0; v < n->n_points; v++) put_vertex(n, v);
    return ERR_OK;
}

static err_code add_vertex(coverage_net *n, exact_point p, uint32_t *out, err *e) {
    if (n->n_points >= NO_VERTEX)
        return err_set(e, ERR_UNSUPPORTED, "borders have more than 4 billion points");
    err_code rc = array_reserve(&n->points, &n->cap_points, n->n_points + 1, sizeof *n->points, e);
    if (!rc) rc = array_reserve(&n->chain, &n->cap_chain, n->n_points + 1, sizeof *n->chain, e);
    if (!rc && n->n_points > 2 * n->mask) rc = make_buckets(n, 2 * n->n_points, e);
    if (rc) return rc;
    *out = (uint32_t)n->n_points++;
    n->points[*out] = p;
    put_vertex(n, *out);
    return ERR_OK;
}

err_code coverage_net_vertex(coverage_net *n, exact_point p, uint32_t *out, err *e) {
    uint32_t nearest = NO_VERTEX;
    double distance = (double)n->snap * (double)n->snap;
    int64_t x1 = cell_of(n, p.x + n->snap), y1 = cell_of(n, p.y + n->snap);
    for (int64_t x = cell_of(n, p.x - n->snap); x <= x1; x++)
        for (int64_t y = cell_of(n, p.y - n->snap); y <= y1; y++)
            nearest_in_bucket(n, bucket_of(n, x, y), p, &nearest, &distance);
    if (nearest == NO_VERTEX) return add_vertex(n, p, out, e);
    *out = nearest;
    return ERR_OK;
}

err_code coverage_net_add(coverage_net *n, uint32_t u, uint32_t v, district_id d, uint32_t round,
                          err *e) {
    if (u == v) return ERR_OK;
    if (n->n_sides >= UINT32_MAX / 2 - 1) /* half-edges are numbered by 32 bits */
        return err_set(e, ERR_UNSUPPORTED, "borders have more than 2 billion edges");
    err_code rc = array_reserve(&n->sides, &n->cap_sides, n->n_sides + 1, sizeof *n->sides, e);
    if (rc) return rc;
    n->sides[n->n_sides++] = (net_side){u < v ? u : v, u < v ? v : u, d, round};
    return ERR_OK;
}

static err_code add_ring(coverage_net *n, const geometry *g, ring r, district_id d, err *e) {
    uint32_t first = 0, before = 0, v = 0;
    err_code rc = ERR_OK;
    for (uint32_t i = 0; i < r.count && !rc; i++) {
        exact_point p = {llround(g->x[r.first + i] / n->unit),
                         llround(g->y[r.first + i] / n->unit)};
        rc = coverage_net_vertex(n, p, &v, e);
        if (i == 0) first = v;
        if (i && !rc) rc = coverage_net_add(n, before, v, d, 0, e);
        before = v;
    }
    return rc ? rc : coverage_net_add(n, before, first, d, 0, e);
}

err_code coverage_net_create(const geometry *g, double snap, coverage_net **out, err *e) {
    assert(snap > 0 && isfinite(snap));
    coverage_net *n = calloc(1, sizeof *n);
    if (!n) return err_nomem(e);
    n->unit = grid_unit(g, snap);
    n->snap = (int64_t)fmax(1, floor(snap / n->unit));
    err_code rc = make_buckets(n, g->n_points / 2, e); /* most are shared by two districts */
    for (size_t d = 0; d < g->n_districts && !rc; d++)
        for (uint32_t r = g->ring_of[d]; r < g->ring_of[d + 1] && !rc; r++)
            rc = add_ring(n, g, g->rings[r], (district_id)d, e);
    if (!rc) rc = coverage_net_settle(n, e);
    if (rc)
        coverage_net_free(n);
    else
        *out = n;
    return rc;
}

void coverage_net_free(coverage_net *n) {
    if (!n) return;
    free(n->points);
    free(n->bucket);
    free(n->chain);
    free(n->sides);
    free(n->edges);
    free(n);
}

/* A total order: sides that compare equal are equal. */
static int by_end(const void *pa, const void *pb) {
    const net_side *a = pa, *b = pb;
    if (a->v != b->v) return a->v < b->v ? -1 : 1;
    if (a->district != b->district) return a->district < b->district ? -1 : 1;
    return (a->round > b->round) - (a->round < b->round);
}

static void sort_few(net_side *s, size_t count) {
    if (count > 24) {
        qsort(s, count, sizeof *s, by_end);
        return;
    }
    for (size_t i = 1; i < count; i++) {
        net_side moved = s[i];
        size_t k = i;
        for (; k > 0 && by_end(&s[k - 1], &moved) > 0; k--) s[k] = s[k - 1];
        s[k] = moved;
    }
}

/* By u in one counting sort, then each vertex's few by themselves. */
static err_code sort_sides(coverage_net *n, err *e) {
    size_t *end = calloc(n->n_points + 1, sizeof *end);
    net_side *sorted = malloc((n->n_sides ? n->n_sides : 1) * sizeof *sorted);
    if (!end || !sorted) {
        free(end);
        free(sorted);
        return err_nomem(e);
    }
    for (size_t i = 0; i < n->n_sides; i++) end[n->sides[i].u + 1]++;
    for (size_t v = 0; v < n->n_points; v++) end[v + 1] += end[v];
    for (size_t i = 0; i < n->n_sides; i++) sorted[end[n->sides[i].u]++] = n->sides[i];
    for (size_t v = 0; v < n->n_points; v++) { /* end[v] has come to where v + 1 begins */
        size_t begin = v ? end[v - 1] : 0;
        sort_few(sorted + begin, end[v] - begin);
    }
    free(end);
    free(n->sides);
    n->sides = sorted;
    n->cap_sides = n->n_sides ? n->n_sides : 1;
    return ERR_OK;
}

static bool same_side(const net_side *a, const net_side *b) {
    return a->u == b->u && a->v == b->v && a->district == b->district;
}

/* What a district has an even number of times goes, of an odd number one stays. */
static void cancel_sides(coverage_net *n) {
    size_t kept = 0;
    for (size_t i = 0, end; i < n->n_sides; i = end) {
        for (end = i + 1; end < n->n_sides && same_side(&n->sides[i], &n->sides[end]);) end++;
        if ((end - i) % 2) n->sides[kept++] = n->sides[i];
    }
    n->n_sides = kept;
}

static void make_edges(coverage_net *n) {
    size_t count = 0;
    for (size_t i = 0; i < n->n_sides; i++) {
        const net_side *s = &n->sides[i];
        net_edge *last = count ? &n->edges[count - 1] : NULL;
        if (!last || last->u != s->u || last->v != s->v)
            n->edges[count++] = (net_edge){s->u, s->v, (uint32_t)i, s->round};
        else if (s->round < last->round)
            last->round = s->round;
    }
    n->edges[count] = (net_edge){.first = (uint32_t)n->n_sides};
    n->n_edges = count;
}

static size_t count_edges(const coverage_net *n) {
    size_t count = n->n_sides > 0;
    for (size_t i = 1; i < n->n_sides; i++)
        count += n->sides[i].u != n->sides[i - 1].u || n->sides[i].v != n->sides[i - 1].v;
    return count;
}

err_code coverage_net_settle(coverage_net *n, err *e) {
    err_code rc = sort_sides(n, e);
    if (rc) return rc;
    cancel_sides(n);
    free(n->edges);
    n->n_edges = 0;
    if (!(n->edges = malloc((count_edges(n) + 1) * sizeof *n->edges))) return err_nomem(e);
    make_edges(n);
    return ERR_OK;
}
