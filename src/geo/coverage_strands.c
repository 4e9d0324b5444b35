#include "geo/coverage_strands.h"
#include "base/buf.h"

#include <stdlib.h>

#define BETWEEN 2 /* edges of a vertex that is no junction */
#define MANY    3

typedef struct joiner {
    const coverage_net *net;
    coverage_strands *out;
    uint8_t *edges_at; /* [n_points] how many edges meet, MANY at most */
    bool *joined;      /* [n_edges] */
    size_t cap;
} joiner;

static void count_edges(joiner *j) {
    const coverage_net *n = j->net;
    for (uint32_t i = 0; i < n->n_edges; i++) {
        uint32_t u = n->edges[i].u, v = n->edges[i].v;
        j->out->link[u] ^= i;
        j->out->link[v] ^= i;
        j->edges_at[u] = (uint8_t)(j->edges_at[u] + (j->edges_at[u] < MANY));
        j->edges_at[v] = (uint8_t)(j->edges_at[v] + (j->edges_at[v] < MANY));
    }
}

/* Back from the edge's u to where its strand begins; a ring begins there. */
static strand_walk find_begin(const joiner *j, uint32_t edge) {
    strand_walk w = {j->net->edges[edge].u, edge};
    while (j->edges_at[w.at] == BETWEEN) {
        w.edge ^= j->out->link[w.at];
        if (w.edge == edge) return (strand_walk){j->net->edges[edge].u, edge};
        w.at ^= j->net->edges[w.edge].u ^ j->net->edges[w.edge].v;
    }
    return w;
}

/* From and to are vertices as yet. */
static strand walk_strand(joiner *j, uint32_t edge) {
    const exact_point *p = j->net->points;
    strand_walk w = find_begin(j, edge);
    strand s = {.edge = edge, .from = w.at, .first = w.edge, .leftmost = STRAND_NONE};
    for (bool more = true; more;) {
        j->joined[w.edge] = true;
        s.last = w.edge;
        s.length++;
        strand_step(j->out, &w);
        more = j->edges_at[w.at] == BETWEEN && w.at != s.from;
        if (more && (s.leftmost == STRAND_NONE || exact_before(p[w.at], p[s.leftmost])))
            s.leftmost = w.at, s.beyond = w.edge;
    }
    s.to = w.at;
    return s;
}

static err_code walk_strands(joiner *j, err *e) {
    coverage_strands *o = j->out;
    err_code rc = ERR_OK;
    for (uint32_t i = 0; i < j->net->n_edges && !rc; i++) {
        if (j->joined[i]) continue;
        rc = array_reserve(&o->strands, &j->cap, o->n + 1, sizeof *o->strands, e);
        if (rc) break;
        strand s = walk_strand(j, i);
        j->edges_at[s.from] = MANY; /* that of a ring, too, is a junction now */
        o->strands[o->n++] = s;
    }
    return rc;
}

/* A junction has no use for its link: it holds the number until all ends are known by it. */
static err_code number_junctions(joiner *j, err *e) {
    coverage_strands *o = j->out;
    for (size_t v = 0; v < j->net->n_points; v++)
        o->n_junctions += j->edges_at[v] && j->edges_at[v] != BETWEEN;
    o->junction = malloc((o->n_junctions + 1) * sizeof *o->junction);
    if (!o->junction) return err_nomem(e);
    size_t to = 0;
    for (uint32_t v = 0; v < j->net->n_points; v++) {
        if (!j->edges_at[v] || j->edges_at[v] == BETWEEN) continue;
        o->junction[to] = v;
        o->link[v] = (uint32_t)to++;
    }
    for (size_t i = 0; i < o->n; i++) {
        o->strands[i].from = o->link[o->strands[i].from];
        o->strands[i].to = o->link[o->strands[i].to];
    }
    return ERR_OK;
}

err_code coverage_strands_make(const coverage_net *n, coverage_strands *out, err *e) {
    size_t points = n->n_points ? n->n_points : 1;
    joiner j = {.net = n, .out = out};
    out->net = n;
    out->link = calloc(points, sizeof *out->link);
    j.edges_at = calloc(points, sizeof *j.edges_at);
    j.joined = calloc(n->n_edges ? n->n_edges : 1, sizeof *j.joined);
    err_code rc = out->link && j.edges_at && j.joined ? ERR_OK : err_nomem(e);
    if (!rc) {
        count_edges(&j);
        rc = walk_strands(&j, e);
    }
    if (!rc) rc = number_junctions(&j, e);
    free(j.edges_at);
    free(j.joined);
    return rc;
}

void coverage_strands_free(coverage_strands *s) {
    free(s->strands);
    free(s->junction);
    free(s->link);
    *s = (coverage_strands){0};
}
