/* Which districts share a border or a point: pairs from arcs and nodes, sorted. */
#include "base/buf.h"
#include "geo/coverage.h"

#include <stdlib.h>

#define MOST_PAIRS ((size_t)50000000) /* one node of 7,000 districts makes 49 million */

typedef struct pair {
    uint32_t key, value;
} pair;

typedef struct pairs {
    pair *at;
    size_t n, cap;
} pairs;

static err_code add(pairs *p, uint32_t key, uint32_t value, err *e) {
    if (p->n >= MOST_PAIRS)
        return err_set(e, ERR_UNSUPPORTED, "too many districts meet in one point");
    err_code rc = array_reserve(&p->at, &p->cap, p->n + 1, sizeof *p->at, e);
    if (!rc) p->at[p->n++] = (pair){key, value};
    return rc;
}

static int by_both(const void *pa, const void *pb) {
    const pair *a = pa, *b = pb;
    if (a->key != b->key) return a->key < b->key ? -1 : 1;
    return (a->value > b->value) - (a->value < b->value);
}

static void sort_once(pairs *p) { /* each pair once */
    if (p->n) qsort(p->at, p->n, sizeof *p->at, by_both);
    size_t kept = 0;
    for (size_t i = 0; i < p->n; i++)
        if (!kept || by_both(&p->at[kept - 1], &p->at[i])) p->at[kept++] = p->at[i];
    p->n = kept;
}

static err_code add_both(pairs *p, district_id a, district_id b, err *e) {
    if (a == b || a == DISTRICT_NONE || b == DISTRICT_NONE) return ERR_OK;
    err_code rc = add(p, a, b, e);
    return rc ? rc : add(p, b, a, e);
}

/* The districts at each node. */
static err_code list_nodes(const coverage *c, pairs *at_node, err *e) {
    err_code rc = ERR_OK;
    for (size_t k = 0; k < c->n_arcs && !rc; k++) {
        const arc *a = &c->arcs[k];
        const uint32_t ends[2] = {a->from, a->to};
        const district_id sides[2] = {a->left, a->right};
        for (int i = 0; i < 4 && !rc; i++)
            if (sides[i % 2] != DISTRICT_NONE) rc = add(at_node, ends[i / 2], sides[i % 2], e);
    }
    sort_once(at_node);
    return rc;
}

static err_code pair_at_nodes(const coverage *c, pairs *p, err *e) {
    pairs at_node = {0};
    err_code rc = list_nodes(c, &at_node, e);
    for (size_t i = 0, end; i < at_node.n && !rc; i = end) {
        for (end = i + 1; end < at_node.n && at_node.at[end].key == at_node.at[i].key;) end++;
        for (size_t a = i; a < end && !rc; a++)
            for (size_t b = a + 1; b < end && !rc; b++)
                rc = add_both(p, at_node.at[a].value, at_node.at[b].value, e);
    }
    free(at_node.at);
    return rc;
}

static err_code to_rows(const pairs *p, size_t districts_n, neighbors **out, err *e) {
    neighbors *n = calloc(1, sizeof *n);
    if (!n) return err_nomem(e);
    n->n = districts_n;
    n->first = calloc(districts_n + 1, sizeof *n->first);
    n->other = malloc((p->n ? p->n : 1) * sizeof *n->other);
    if (!n->first || !n->other) {
        neighbors_free(n);
        return err_nomem(e);
    }
    for (size_t i = 0; i < p->n; i++) {
        n->first[p->at[i].key + 1]++;
        n->other[i] = p->at[i].value;
    }
    for (size_t d = 0; d < districts_n; d++) n->first[d + 1] += n->first[d];
    *out = n;
    return ERR_OK;
}

err_code coverage_neighbors(const coverage *c, bool points, neighbors **out, err *e) {
    pairs p = {0};
    err_code rc = ERR_OK;
    for (size_t k = 0; k < c->n_arcs && !rc; k++)
        rc = add_both(&p, c->arcs[k].left, c->arcs[k].right, e);
    if (!rc && points) rc = pair_at_nodes(c, &p, e);
    sort_once(&p);
    if (!rc) rc = to_rows(&p, c->n_districts, out, e);
    free(p.at);
    return rc;
}

void neighbors_free(neighbors *n) {
    if (!n) return;
    free(n->first);
    free(n->other);
    free(n);
}
