#include "geo/simplify.h"
#include "base/buf.h"
#include "geo/simplify_line.h"

#include <assert.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define NONE        UINT32_MAX
#define STRETCH     4096  /* points: what a thread takes at a time */
#define CUT         8192  /* points left: longer arcs are cut, but for the last phase */
#define SAMPLE      8     /* of how many stretches one is looked at to find the first limit */
#define SHARE       0.9   /* of the triangles over a limit, those that the next one lets go */
#define FEW         50    /* triangles over the limit: the next phase is the last */
#define FEW_OF      3     /* or less than one for so many points */
#define FEW_THREADS 20000 /* points: with fewer, threads take longer to start than they save */

typedef struct stretch {  /* of work */
    uint32_t arc, end;    /* whole arcs [arc, end); or a part of one: */
    uint32_t first, last; /* its points [first, last]; else first > last */
} stretch;

typedef struct work {
    coverage *c;
    pool *pool;           /* NULL: one thread */
    bool *may_straighten; /* [n_arcs] */
    point_strips *left;   /* when the phase began */
    stretch *stretches;
    size_t n_stretches, cap_stretches;
    size_t step; /* every how many-th of them is done */
    simplify_rules rules;
    atomic_uint most;                 /* the largest weight given: its bits, which have its order */
    atomic_uint over[SIMPLIFY_SIZES]; /* as in simplify_line */
} work;

/* ---- stretches ---- */

static err_code add_stretch(work *w, stretch s, err *e) {
    if (s.arc == s.end) return ERR_OK;
    if (array_reserve(&w->stretches, &w->cap_stretches, w->n_stretches + 1, sizeof s, e))
        return ERR_NOMEM;
    w->stretches[w->n_stretches++] = s;
    return ERR_OK;
}

/* The first part has `first_cut` points that are left, the others CUT. */
static err_code cut_arc(work *w, uint32_t k, uint32_t first_cut, err *e) {
    const arc *a = &w->c->arcs[k];
    stretch s = {k, k + 1, a->first, a->first};
    uint32_t n = CUT - first_cut;
    err_code rc = ERR_OK;
    for (uint32_t p = a->first; p < a->first + a->count && !rc; p++) {
        if (!isinf(w->c->weight[p])) continue;
        if (n++ == CUT) {
            rc = add_stretch(w, s, e);
            s.first = p;
            n = 1;
        }
        s.last = p;
    }
    return rc ? rc : add_stretch(w, s, e);
}

static err_code plan(work *w, uint32_t first_cut, err *e) {
    stretch s = {0, 0, 1, 0};
    size_t points = 0;
    err_code rc = ERR_OK;
    w->n_stretches = 0;
    while (s.end < w->c->n_arcs && !rc) {
        uint32_t count = w->c->arcs[s.end].count;
        bool cut = count > CUT && !isinf(w->rules.limit);
        points += count;
        if (!cut) s.end++;
        if (points < STRETCH) continue;
        rc = add_stretch(w, s, e);
        if (!rc && cut) rc = cut_arc(w, s.end++, first_cut, e);
        s.arc = s.end;
        points = 0;
    }
    return rc ? rc : add_stretch(w, s, e);
}

static uint32_t longest(const coverage *c, const stretch *s) {
    uint32_t most = 0;
    for (uint32_t k = s->arc; k < s->end; k++)
        if (c->arcs[k].count > most) most = c->arcs[k].count;
    return s->first <= s->last ? CUT : most;
}

static uint32_t fewest(const arc *a, bool may_straighten) {
    return a->from == a->to ? 4 /* one is there twice */ : may_straighten ? 2 : 3;
}

static void note(work *w, const simplify_line *l) {
    unsigned most, before = atomic_load(&w->most);
    static_assert(sizeof most == sizeof l->most, "bits of a float");
    memcpy(&most, &l->most, sizeof most);
    while (before < most && !atomic_compare_exchange_weak(&w->most, &before, most)) continue;
    for (size_t i = 0; i < SIMPLIFY_SIZES; i++)
        if (l->over[i]) atomic_fetch_add(&w->over[i], l->over[i]);
}

static err_code run_stretch(void *ctx, size_t i, err *e) {
    work *w = ctx;
    const stretch *s = &w->stretches[i * w->step];
    simplify_line l;
    if (simplify_line_make(&w->rules, longest(w->c, s), &l, e)) return ERR_NOMEM;
    bool part = s->first <= s->last; /* of one that may not straighten: its end is no node */
    for (uint32_t k = s->arc; k < s->end; k++) {
        const arc *a = &w->c->arcs[k];
        uint32_t first = part ? s->first : a->first;
        uint32_t last = part ? s->last : a->first + a->count - 1;
        simplify_line_run(&l, first, last, fewest(a, !part && w->may_straighten[k]));
    }
    note(w, &l);
    simplify_line_clear(&l);
    return ERR_OK;
}

/* ---- phases ---- */

static double next_limit(const work *w) {
    size_t n = 0, sum = 0, left = w->left ? point_strips_count(w->left) : SIZE_MAX, i = 0;
    for (size_t k = 0; k < SIMPLIFY_SIZES; k++) n += w->over[k] * w->step;
    if (n <= FEW || (w->left && n < left / FEW_OF)) return INFINITY;
    for (; i < SIMPLIFY_SIZES && (double)sum < SHARE * (double)n; i++) sum += w->over[i] * w->step;
    return i < SIMPLIFY_SIZES ? simplify_size(i) : (double)INFINITY;
}

static err_code run_phase(work *w, uint32_t first_cut, err *e) {
    const coverage *c = w->c;
    err_code rc = plan(w, first_cut, e);
    for (size_t i = 0; i < SIMPLIFY_SIZES; i++) w->over[i] = 0;
    w->step = w->rules.limit > 0 ? 1 : SAMPLE;
    point_strips_free(w->left);
    w->left = NULL;
    if (!rc && w->rules.limit > 0)
        rc = point_strips_build(c->x, c->y, c->weight, c->n_points, w->pool, &w->left, e);
    w->rules.others = w->left;
    return rc ? rc : pool_run(w->pool, (w->n_stretches + w->step - 1) / w->step, run_stretch, w, e);
}

/* The first phase has no limit but 0: none goes, but the triangles are counted.  Cuts lie elsewhere
 * in every second phase, so that none keeps a point for good. */
static err_code run_phases(work *w, err *e) {
    w->rules = (simplify_rules){w->c->x, w->c->y, w->c->weight, NULL, 0, 0};
    for (bool odd = false;; odd = !odd) {
#ifdef VERB
        struct timespec t0, t1;
        clock_gettime(CLOCK_MONOTONIC, &t0);
#endif
        err_code rc = run_phase(w, odd ? CUT / 2 : CUT, e);
#ifdef VERB
        clock_gettime(CLOCK_MONOTONIC, &t1);
        printf("limit %g left %zu %.1f ms\n", w->rules.limit,
               w->left ? point_strips_count(w->left) : 0,
               (t1.tv_sec - t0.tv_sec) * 1e3 + (t1.tv_nsec - t0.tv_nsec) * 1e-6);
#endif
        if (rc || isinf(w->rules.limit)) return rc;
        unsigned most = w->most;
        memcpy(&w->rules.floor, &most, sizeof most);
        w->rules.limit = next_limit(w);
    }
}

/* ---- setting up ---- */

static uint64_t ends_of(const arc *a) {
    bool up = a->from < a->to;
    return (uint64_t)(up ? a->from : a->to) << 32 | (up ? a->to : a->from);
}

static size_t place_of(uint64_t ends, size_t mask) {
    return (ends * UINT64_C(0x9e3779b97f4a7c15) >> 24) & mask; /* 2^64 / golden ratio */
}

/* The shortest arc is the one that can become straight first.  One that is straight comes before
 * all others, whose lengths may be rounded to its own. */
static float length_of(const coverage *c, uint32_t k) {
    const arc *a = &c->arcs[k];
    double sum = 0;
    for (uint32_t i = a->first + 1; i < a->first + a->count; i++) {
        double dx = c->x[i] - c->x[i - 1], dy = c->y[i] - c->y[i - 1];
        sum += sqrt(dx * dx + dy * dy);
    }
    return a->count == 2 ? 0 : (float)sum;
}

typedef struct choice { /* of the arcs with the same ends */
    uint32_t arc;
    float length; /* NAN until there is another */
} choice;

static void choose(work *w, choice *best, uint32_t k) {
    w->may_straighten[k] = best->arc == NONE;
    if (best->arc == NONE) {
        *best = (choice){k, NAN};
        return;
    }
    float length = length_of(w->c, k);
    if (isnan(best->length)) best->length = length_of(w->c, best->arc);
    if (length >= best->length) return;
    w->may_straighten[best->arc] = false;
    w->may_straighten[k] = true;
    *best = (choice){k, length};
}

static err_code choose_straight(work *w, err *e) {
    const arc *arcs = w->c->arcs;
    size_t mask = 1;
    while (mask < 2 * w->c->n_arcs) mask = 2 * mask + 1;
    choice *best = malloc((mask + 1) * sizeof *best); /* by ends; open addressing */
    if (!best) return err_nomem(e);
    for (size_t i = 0; i <= mask; i++) best[i].arc = NONE;
    for (uint32_t k = 0; k < w->c->n_arcs; k++) {
        uint64_t ends = ends_of(&arcs[k]);
        size_t at = place_of(ends, mask);
        while (best[at].arc != NONE && ends_of(&arcs[best[at].arc]) != ends) at = (at + 1) & mask;
        choose(w, &best[at], k);
    }
    free(best);
    return ERR_OK;
}

static err_code set_up(work *w, pool *workers, err *e) {
    coverage *c = w->c;
    c->weight = malloc((c->n_points + 1) * sizeof *c->weight);
    w->may_straighten = malloc((c->n_arcs + 1) * sizeof *w->may_straighten);
    if (!c->weight || !w->may_straighten) return err_nomem(e);
    for (size_t i = 0; i < c->n_points; i++) c->weight[i] = INFINITY;
    if (c->n_points >= FEW_THREADS) w->pool = workers;
    return choose_straight(w, e);
}

err_code simplify_weigh(coverage *c, pool *workers, err *e) {
    work w = {.c = c};
    err_code rc = set_up(&w, workers, e);
    if (!rc) rc = run_phases(&w, e);
    point_strips_free(w.left);
    free(w.may_straighten);
    free(w.stretches);
    return rc;
}
