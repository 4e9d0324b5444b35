#include "geo/shore_chain.h"
#include "base/buf.h"

#include <stdlib.h>
#include <string.h>

typedef struct meeting { /* of the wanted arcs' ends in a node */
    uint32_t end[2];     /* 2 k where arc k begins, 2 k + 1 where it ends */
    uint32_t count;
} meeting;

typedef struct chainer {
    const shore_cover *v;
    shore_chain_rule rule;
    meeting *at; /* [n_nodes] */
    bool *used;  /* [n_arcs] */
    shore_chain chain;
} chainer;

static uint32_t node_of(const chainer *c, uint32_t end) {
    const arc *a = &c->v->c->arcs[end / 2];
    return end % 2 ? a->to : a->from;
}

static void note_end(chainer *c, uint32_t end) {
    meeting *m = &c->at[node_of(c, end)];
    if (m->count < 2) m->end[m->count] = end;
    m->count++;
}

static bool same_sides(const arc *a, const arc *b) {
    return (a->left == b->left && a->right == b->right) ||
           (a->left == b->right && a->right == b->left);
}

/* The end of the arc that goes on where another ends; the same end: none. */
static uint32_t onward(const chainer *c, uint32_t end) {
    const meeting *m = &c->at[node_of(c, end)];
    if (m->count != 2) return end;
    uint32_t other = m->end[0] == end ? m->end[1] : m->end[0];
    const arc *a = c->v->c->arcs;
    return c->rule.same_sides && !same_sides(&a[end / 2], &a[other / 2]) ? end : other;
}

/* From that end to the other, but for the first point if one is there already. */
static err_code add_arc(chainer *c, uint32_t end, err *e) {
    const coverage_level *l = c->v->l;
    uint32_t k = end / 2, first = l->first[k], count = l->first[k + 1] - first;
    shore_chain *to = &c->chain;
    err_code rc = array_reserve(&to->link, &to->cap, to->n + 1, sizeof *to->link, e);
    if (rc) return rc;
    to->link[to->n++] = (shore_link){k, to->path.n ? (uint32_t)to->path.n - 1 : 0};
    c->used[k] = true;
    for (uint32_t i = to->path.n ? 1 : 0; i < count && !rc; i++) {
        uint32_t p = end % 2 ? first + count - 1 - i : first + i;
        rc = shore_path_add(&to->path, l->x[p], l->y[p], e);
    }
    return rc;
}

static err_code walk(chainer *c, uint32_t end, err *e) {
    err_code rc = ERR_OK;
    c->chain.n = c->chain.path.n = 0;
    c->chain.from = node_of(c, end);
    for (bool more = true; more && !rc;) {
        rc = add_arc(c, end, e);
        uint32_t last = end ^ 1, next = onward(c, last);
        c->chain.to = node_of(c, last);
        more = next != last && !c->used[next / 2];
        end = next;
    }
    c->chain.closed = c->chain.from == c->chain.to;
    return rc;
}

enum pass { FROM_ENDS, FROM_BEGINS, FROM_ANY, PASSES };

/* The end of an arc that a chain can begin with in this pass; UINT32_MAX: none. */
static uint32_t begin_of(const chainer *c, uint32_t k, int pass, shore_chain_wanted *begins) {
    if (pass == FROM_ANY) return 2 * k;
    if (pass == FROM_BEGINS) return begins && begins(&c->v->c->arcs[k]) ? 2 * k : UINT32_MAX;
    if (onward(c, 2 * k) == 2 * k) return 2 * k;
    return onward(c, 2 * k + 1) == 2 * k + 1 ? 2 * k + 1 : UINT32_MAX;
}

err_code shore_chain_each(const shore_cover *v, shore_chain_rule rule, shore_chain_wanted *begins,
                          shore_chain_visitor *visit, void *data, err *e) {
    const coverage *of = v->c;
    chainer c = {.v = v, .rule = rule};
    c.at = calloc(of->n_nodes ? of->n_nodes : 1, sizeof *c.at);
    c.used = calloc(of->n_arcs ? of->n_arcs : 1, sizeof *c.used);
    err_code rc = c.at && c.used ? ERR_OK : err_nomem(e);
    for (uint32_t k = 0; k < of->n_arcs && !rc; k++) {
        c.used[k] = !rule.wanted(&of->arcs[k]);
        if (!c.used[k]) note_end(&c, 2 * k), note_end(&c, 2 * k + 1);
    }
    for (int pass = 0; pass < PASSES; pass++)
        for (uint32_t k = 0; k < of->n_arcs && !rc; k++) {
            uint32_t end = c.used[k] ? UINT32_MAX : begin_of(&c, k, pass, begins);
            if (end == UINT32_MAX) continue;
            rc = walk(&c, end, e);
            if (!rc) rc = visit(data, &c.chain, e);
        }
    free(c.at);
    free(c.used);
    free(c.chain.link);
    shore_path_free(&c.chain.path);
    return rc;
}
