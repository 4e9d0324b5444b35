#include "geo/coverage_net.h"
#include "base/buf.h"

#include <assert.h>
#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define UNITS_IN_SNAP 8  /* at least; up to twice as many */
#define BLOCKS        16 /* pieces of the list of vertices, for the threads */
#define NONE          UINT32_MAX

err_code coverage_net_each(const coverage_net *n, size_t count, pool_fn *fn, void *ctx, err *e) {
    if (n->workers) return pool_run(n->workers, count, fn, ctx, e);
    err_code rc = ERR_OK;
    for (size_t i = 0; i < count && !rc; i++) rc = fn(ctx, i, e);
    return rc;
}

err_code coverage_net_add_point(coverage_net *n, exact_point p, uint32_t *out, err *e) {
    if (n->n_points >= NONE)
        return err_set(e, ERR_UNSUPPORTED, "borders have more than 4 billion points");
    err_code rc = array_reserve(&n->points, &n->cap_points, n->n_points + 1, sizeof *n->points, e);
    if (rc) return rc;
    *out = (uint32_t)n->n_points++;
    n->points[*out] = p;
    return ERR_OK;
}

static err_code too_many(err *e) {
    return err_set(e, ERR_UNSUPPORTED, "borders have more than 2 billion edges");
}

/* ---- edges out of rings ---- */

typedef struct claim { /* of a district, on the edge from the vertex it is listed at to v */
    uint32_t v;        /* the higher end; NONE: no more at this vertex */
    district_id district;
} claim;

typedef struct maker {
    coverage_net *net;
    const geometry *g;
    const uint32_t *vertices; /* of its points, ring by ring */
    size_t begin_of[BLOCKS];  /* districts: where in `vertices` a block begins */
    atomic_uint *begin;       /* [n_points + 1] into claims */
    claim *claims;
    size_t edges[BLOCKS + 1], sides[BLOCKS + 1]; /* counts, then where a block's begin */
} maker;

static uint32_t begin_at(const maker *m, size_t u) {
    return atomic_load_explicit(&m->begin[u], memory_order_relaxed);
}

static void set_begin(maker *m, size_t u, uint32_t at) {
    atomic_store_explicit(&m->begin[u], at, memory_order_relaxed);
}

/* Counts each vertex's claims, or, once there is room for them, lists them: `begin` is then moved
 * to the end of each list.  In which order they come does not matter: they are sorted. */
static void claim_ring(maker *m, const uint32_t *vertex, size_t count, district_id d) {
    for (size_t i = 0, before = count - 1; i < count; before = i++) {
        uint32_t u = vertex[before], v = vertex[i];
        if (u == v) continue;
        uint32_t low = u < v ? u : v;
        uint32_t at = atomic_fetch_add_explicit(&m->begin[low], 1, memory_order_relaxed);
        if (m->claims) m->claims[at] = (claim){u < v ? v : u, d};
    }
}

static size_t first_district(const maker *m, size_t block) {
    return m->g->n_districts * block / BLOCKS;
}

static err_code claim_block(void *ctx, size_t block, err *e) {
    maker *m = ctx;
    const geometry *g = m->g;
    const uint32_t *vertex = m->vertices + m->begin_of[block];
    (void)e;
    for (size_t d = first_district(m, block); d < first_district(m, block + 1); d++)
        for (uint32_t r = g->ring_of[d]; r < g->ring_of[d + 1]; vertex += g->rings[r++].count)
            claim_ring(m, vertex, g->rings[r].count, (district_id)d);
    return ERR_OK;
}

static void find_blocks(maker *m) {
    size_t at = 0;
    for (size_t block = 0; block < BLOCKS; block++) {
        m->begin_of[block] = at;
        uint32_t end = m->g->ring_of[first_district(m, block + 1)];
        for (uint32_t r = m->g->ring_of[first_district(m, block)]; r < end; r++)
            at += m->g->rings[r].count;
    }
}

static err_code list_claims(maker *m, err *e) {
    size_t n = m->net->n_points, sum = 0;
    if (m->g->n_points >= NET_SIDES_MAX) return too_many(e);
    m->begin = calloc(n + 1, sizeof *m->begin);
    if (!m->begin) return err_nomem(e);
    find_blocks(m);
    err_code rc = coverage_net_each(m->net, BLOCKS, claim_block, m, e);
    for (size_t v = 0; v <= n; v++) {
        uint32_t count = begin_at(m, v);
        set_begin(m, v, (uint32_t)sum);
        sum += count;
    }
    if (!rc && !(m->claims = malloc((sum + 1) * sizeof *m->claims))) rc = err_nomem(e);
    if (!rc) rc = coverage_net_each(m->net, BLOCKS, claim_block, m, e);
    for (size_t v = n; v > 0; v--) set_begin(m, v, begin_at(m, v - 1));
    set_begin(m, 0, 0);
    return rc;
}

static int by_end(const void *pa, const void *pb) { /* those that compare equal are equal */
    const claim *a = pa, *b = pb;
    if (a->v != b->v) return a->v < b->v ? -1 : 1;
    return (a->district > b->district) - (a->district < b->district);
}

static void sort_claims(claim *c, size_t count) {
    if (count > 24) {
        qsort(c, count, sizeof *c, by_end);
        return;
    }
    for (size_t i = 1; i < count; i++) {
        claim moved = c[i];
        size_t k = i;
        for (; k > 0 && by_end(&c[k - 1], &moved) > 0; k--) c[k] = c[k - 1];
        c[k] = moved;
    }
}

/* What a district has an even number of times goes, of an odd number one stays. */
static size_t cancel_claims(claim *c, size_t count) {
    size_t kept = 0;
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && !by_end(&c[i], &c[end]);) end++;
        if ((end - i) % 2) c[kept++] = c[i];
    }
    if (kept < count) c[kept].v = NONE;
    return kept;
}

static size_t block_begin(const maker *m, size_t block) {
    return m->net->n_points * block / BLOCKS;
}

static err_code settle_block(void *ctx, size_t block, err *e) {
    maker *m = ctx;
    (void)e;
    for (size_t u = block_begin(m, block); u < block_begin(m, block + 1); u++) {
        claim *c = m->claims + begin_at(m, u);
        size_t count = begin_at(m, u + 1) - begin_at(m, u);
        sort_claims(c, count);
        count = cancel_claims(c, count);
        m->sides[block] += count;
        for (size_t i = 0; i < count; i++) m->edges[block] += !i || c[i].v != c[i - 1].v;
    }
    return ERR_OK;
}

static err_code make_block(void *ctx, size_t block, err *e) {
    maker *m = ctx;
    (void)e;
    net_edge *edge = m->net->edges + m->edges[block];
    size_t side = m->sides[block];
    for (size_t u = block_begin(m, block); u < block_begin(m, block + 1); u++) {
        uint32_t last = NONE;
        size_t end = begin_at(m, u + 1);
        for (size_t i = begin_at(m, u); i < end && m->claims[i].v != NONE; i++) {
            uint32_t v = m->claims[i].v;
            if (v != last) *edge++ = (net_edge){(uint32_t)u, v, (uint32_t)side & NET_SIDES_MAX, 1};
            last = v;
            m->net->sides[side++] = m->claims[i].district;
        }
    }
    return ERR_OK;
}

static void sum_up(size_t *count) { /* counts to begins; the last is the sum */
    size_t sum = 0;
    for (size_t k = 0; k <= BLOCKS; k++) {
        size_t own = count[k];
        count[k] = sum;
        sum += own;
    }
}

static err_code make_edges(maker *m, err *e) {
    coverage_net *n = m->net;
    err_code rc = coverage_net_each(n, BLOCKS, settle_block, m, e);
    sum_up(m->edges);
    sum_up(m->sides);
    n->n_edges = m->edges[BLOCKS];
    n->n_sides = m->sides[BLOCKS];
    n->edges = malloc((n->n_edges + 1) * sizeof *n->edges);
    n->sides = malloc((n->n_sides + 1) * sizeof *n->sides);
    if (!rc && (!n->edges || !n->sides)) rc = err_nomem(e);
    if (!rc) rc = coverage_net_each(n, BLOCKS, make_block, m, e);
    if (!rc) n->edges[n->n_edges] = (net_edge){.first = (uint32_t)n->n_sides & NET_SIDES_MAX};
    return rc;
}

/* ---- the net ---- */

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

err_code coverage_net_create(const geometry *g, geometry *own, double snap, pool *workers,
                             coverage_net **out, err *e) {
    assert(snap > 0 && isfinite(snap));
    coverage_net *n = calloc(1, sizeof *n);
    if (!n) return err_nomem(e);
    n->workers = workers;
    n->unit = grid_unit(g, snap);
    n->snap = (int64_t)fmax(1, floor(snap / n->unit));
    uint32_t *vertices = NULL;
    err_code rc = coverage_snap(n, g, &vertices, e);
    if (own) geometry_drop_points(own);
    maker m = {.net = n, .g = g, .vertices = vertices};
    if (!rc) rc = list_claims(&m, e);
    free(vertices);
    if (!rc) rc = make_edges(&m, e);
    free(m.begin);
    free(m.claims);
    if (rc)
        coverage_net_free(n);
    else
        *out = n;
    return rc;
}

void coverage_net_drop_sides(coverage_net *n) {
    free(n->sides);
    n->sides = NULL;
    n->n_sides = 0;
}

void coverage_net_drop_edges(coverage_net *n) {
    free(n->edges);
    n->edges = NULL;
    n->n_edges = 0;
}

void coverage_net_free(coverage_net *n) {
    if (!n) return;
    free(n->points);
    free(n->sides);
    free(n->edges);
    free(n);
}

/* ---- changes ---- */

static int by_edge(const void *pa, const void *pb) {
    const net_side *a = pa, *b = pb;
    if (a->u != b->u) return a->u < b->u ? -1 : 1;
    if (a->v != b->v) return a->v < b->v ? -1 : 1;
    return (a->district > b->district) - (a->district < b->district);
}

/* Sorted, each once, without what cancels or has no length. */
static size_t settle_sides(net_side *s, size_t count) {
    size_t kept = 0;
    if (count) qsort(s, count, sizeof *s, by_edge);
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && !by_edge(&s[i], &s[end]);) end++;
        if ((end - i) % 2 && s[i].u != s[i].v) s[kept++] = s[i];
    }
    return kept;
}

typedef struct merger { /* of the edges that stay and the sides that come */
    const coverage_net *from;
    const net_side *in;
    size_t old, i, n_in; /* the next of each */
    net_edge *edges;
    district_id *sides;
    size_t n_edges, n_sides;
} merger;

/* -1: the next edge is an old one, 1: it is new, 0: it is there already. */
static int which_next(const merger *m) {
    if (m->i == m->n_in) return -1;
    if (m->old == m->from->n_edges) return 1;
    const net_edge *a = &m->from->edges[m->old];
    const net_side *b = &m->in[m->i];
    if (a->u != b->u) return a->u < b->u ? -1 : 1;
    return a->v == b->v ? 0 : a->v < b->v ? -1 : 1;
}

/* One edge out of the sides that were there and those that come: what is in both goes. */
static void merge_edge(merger *m) {
    int which = which_next(m);
    const net_edge *old = &m->from->edges[m->old];
    const district_id *k = m->from->sides + (which <= 0 ? old->first : 0);
    const district_id *k_end = m->from->sides + (which <= 0 ? old[1].first : 0);
    uint32_t u = which <= 0 ? old->u : m->in[m->i].u, v = which <= 0 ? old->v : m->in[m->i].v;
    bool fresh = true;
    size_t first = m->n_sides;
    while (k < k_end ||
           (which >= 0 && m->i < m->n_in && m->in[m->i].u == u && m->in[m->i].v == v)) {
        bool comes = which >= 0 && m->i < m->n_in && m->in[m->i].u == u && m->in[m->i].v == v;
        if (comes && k < k_end && m->in[m->i].district == *k) {
            m->i++, k++;
        } else if (comes && (k == k_end || m->in[m->i].district < *k)) {
            m->sides[m->n_sides++] = m->in[m->i++].district;
        } else {
            m->sides[m->n_sides++] = *k++;
            fresh = false;
        }
    }
    m->old += which <= 0;
    if (m->n_sides > first)
        m->edges[m->n_edges++] = (net_edge){u, v, (uint32_t)first & NET_SIDES_MAX, fresh};
}

err_code coverage_net_change(coverage_net *n, const bool *out, net_side *in, size_t n_in, err *e) {
    n_in = settle_sides(in, n_in);
    if (n->n_sides + n_in >= NET_SIDES_MAX) return too_many(e);
    merger m = {.from = n, .in = in, .n_in = n_in};
    m.edges = malloc((n->n_edges + n_in + 1) * sizeof *m.edges);
    m.sides = malloc((n->n_sides + n_in + 1) * sizeof *m.sides);
    if (!m.edges || !m.sides) {
        free(m.edges);
        free(m.sides);
        return err_nomem(e);
    }
    while (m.old < n->n_edges || m.i < n_in)
        if (m.old < n->n_edges && out[m.old])
            m.old++;
        else
            merge_edge(&m);
    m.edges[m.n_edges] = (net_edge){.first = (uint32_t)m.n_sides & NET_SIDES_MAX};
    free(n->edges);
    free(n->sides);
    n->edges = m.edges;
    n->sides = m.sides;
    n->n_edges = m.n_edges;
    n->n_sides = m.n_sides;
    return ERR_OK;
}
