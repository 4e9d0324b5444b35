#include "data/spatial.h"
#include "data/stats.h"

#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK 32 /* permutations that share their memory */
/* Deals that put the same figures beside one another differ by rounding only. */
#define SAME 1e-12

const char *const spatial_quadrant_names[SPATIAL__QUADRANTS] = {
    [SPATIAL_NONE] = "none",         [SPATIAL_HIGH_HIGH] = "high-high",
    [SPATIAL_LOW_LOW] = "low-low",   [SPATIAL_HIGH_LOW] = "high-low",
    [SPATIAL_LOW_HIGH] = "low-high",
};

/* ---- chance: streams of its own for each permutation ------------------------- */

typedef struct chance {
    uint64_t state;
} chance;

/* SplitMix64: Steele, Lea and Flood 2014. */
static uint64_t next_bits(chance *c) {
    uint64_t x = c->state += UINT64_C(0x9e3779b97f4a7c15);
    x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
    return x ^ x >> 31;
}

static chance stream(uint64_t seed, uint64_t number) {
    chance c = {seed};
    c.state = next_bits(&c) ^ number;
    c.state = next_bits(&c);
    return c;
}

/* Evenly in [0, n): the upper half of a product, without the few values that would make it
 * uneven (Lemire 2019). */
static uint32_t below(chance *c, uint32_t n) {
    uint64_t product = (next_bits(c) >> 32) * n;
    if ((uint32_t)product < n)
        for (uint32_t least = -n % n; (uint32_t)product < least;)
            product = (next_bits(c) >> 32) * n;
    return (uint32_t)(product >> 32);
}

/* ---- the districts that count --------------------------------------------------------------- */

typedef struct field {
    size_t n;
    uint32_t *first, *other; /* CSR over those that count */
    double *share;           /* [n] 1 / neighbors */
    double *z;               /* [n] figure - mean */
    district_id *district;   /* [n] */
    double squares;          /* sum of z^2 */
} field;

static void field_free(field *f) {
    free(f->first);
    free(f->other);
    free(f->share);
    free(f->z);
    free(f->district);
}

static size_t neighbors_with(const double *v, const spatial_graph *g, size_t i) {
    size_t k = 0;
    for (uint32_t at = g->first[i]; at < g->first[i + 1]; at++) k += !isnan(v[g->other[at]]);
    return k;
}

/* A neighbor of one that counts counts too: neighbors are mutual. */
static err_code field_make(const double *v, const spatial_graph *g, field *f, size_t *islands,
                           err *e) {
    uint32_t *place = calloc(g->n + 1, sizeof *place), edges = 0;
    f->first = calloc(g->n + 1, sizeof *f->first);
    f->other = calloc((size_t)g->first[g->n] + 1, sizeof *f->other);
    f->share = calloc(g->n + 1, sizeof *f->share);
    f->z = calloc(g->n + 1, sizeof *f->z);
    f->district = calloc(g->n + 1, sizeof *f->district);
    bool room = place && f->first && f->other && f->share && f->z && f->district;
    for (size_t i = 0; i < g->n && room; i++) {
        if (isnan(v[i])) continue;
        size_t k = neighbors_with(v, g, i);
        *islands += !k;
        if (!k) continue;
        place[i] = (uint32_t)f->n;
        f->share[f->n] = 1 / (double)k;
        f->z[f->n] = v[i];
        f->district[f->n++] = (district_id)i;
    }
    for (size_t i = 0; i < f->n; i++) {
        size_t d = f->district[i];
        for (uint32_t at = g->first[d]; at < g->first[d + 1]; at++)
            if (!isnan(v[g->other[at]])) f->other[edges++] = place[g->other[at]];
        f->first[i + 1] = edges;
    }
    free(place);
    return room ? ERR_OK : err_nomem(e);
}

/* False where there is nothing to compare. */
static bool center(field *f) {
    bool varies = false;
    for (size_t i = 1; i < f->n; i++) varies |= f->z[i] != f->z[0];
    if (!varies || f->n < SPATIAL_LEAST) return false;
    double mean = stats_mean(f->z, f->n);
    for (size_t i = 0; i < f->n; i++) {
        f->z[i] -= mean;
        f->squares += f->z[i] * f->z[i];
    }
    return true;
}

static double lag(const field *f, const double *z, size_t i) {
    double sum = 0;
    for (uint32_t at = f->first[i]; at < f->first[i + 1]; at++) sum += z[f->other[at]];
    return sum * f->share[i];
}

static double moran(const field *f, const double *z) {
    double sum = 0;
    for (size_t i = 0; i < f->n; i++) sum += z[i] * lag(f, z, i);
    return sum / f->squares;
}

/* ---- dealt out anew ------------------------------------------------------------------------- */

/* A local I without its lag: what is compared for each deal. */
typedef struct local_test {
    double factor, limit; /* factor x the sum of k others >= limit: as extreme */
    uint32_t k;
} local_test;

typedef struct dealing { /* whole counts add up in any order: threads do not matter */
    const field *f;
    spatial *out;
    atomic_uint extreme, *local; /* local[n] */
    local_test *test;            /* [n] */
    uint32_t longest;            /* most neighbors, and one */
} dealing;

static double p_of(unsigned extreme, unsigned permutations) {
    return ((double)extreme + 1) / ((double)permutations + 1);
}

/* Fisher and Yates 1938, as Durstenfeld 1964. */
static void shuffle(chance *c, double *z, size_t n) {
    for (size_t i = n - 1; i > 0; i--) {
        size_t k = below(c, (uint32_t)i + 1);
        double kept = z[i];
        z[i] = z[k];
        z[k] = kept;
    }
}

static err_code deal_all(void *ctx, size_t block, err *e) {
    dealing *d = ctx;
    const field *f = d->f;
    double *z = calloc(f->n, sizeof *z), limit = d->out->i - SAME * (1 + fabs(d->out->i));
    if (!z) return err_nomem(e);
    for (size_t r = block * BLOCK; r < (block + 1) * BLOCK && r < d->out->permutations; r++) {
        chance c = stream(d->out->seed, r);
        memcpy(z, f->z, f->n * sizeof *z);
        shuffle(&c, z, f->n);
        if (moran(f, z) >= limit) atomic_fetch_add(&d->extreme, 1);
    }
    free(z);
    return ERR_OK;
}

static spatial_quadrant quadrant(double z, double beside) {
    if (z >= 0) return beside >= 0 ? SPATIAL_HIGH_HIGH : SPATIAL_HIGH_LOW;
    return beside < 0 ? SPATIAL_LOW_LOW : SPATIAL_LOW_HIGH;
}

typedef struct row { /* of one deal: the first districts of an order of all by chance */
    uint32_t length, *slot, *chosen, *place; /* place[n]: 1 + where it is in the row, or 0 */
    double *sum;                             /* [length + 1] of the first so many */
} row;

/* slot[n] holds the numbers in order, and does so again afterwards, so that no deal depends on
 * another. */
static void row_deal(row *w, const field *f, chance *c) {
    for (uint32_t at = 0; at < w->length; at++) {
        uint32_t from = w->chosen[at] = at + below(c, (uint32_t)f->n - at), kept = w->slot[from];
        w->slot[from] = w->slot[at];
        w->slot[at] = kept;
        w->place[kept] = at + 1;
        w->sum[at + 1] = w->sum[at] + f->z[kept];
    }
}

static void row_undo(row *w) {
    for (uint32_t at = 0; at < w->length; at++) w->place[w->slot[at]] = 0;
    for (uint32_t at = w->length; at-- > 0;) {
        uint32_t kept = w->slot[w->chosen[at]];
        w->slot[w->chosen[at]] = w->slot[at];
        w->slot[at] = kept;
    }
}

/* Of an order of all by chance, the first k that are not i are k others by chance: so one row
 * serves all districts. */
static double row_others(const row *w, const double *z, size_t i, uint32_t k) {
    bool among = w->place[i] && w->place[i] <= k;
    return among ? w->sum[k + 1] - z[i] : w->sum[k];
}

static err_code row_make(row *w, size_t n, uint32_t length, err *e) {
    *w = (row){length, calloc(n, sizeof *w->slot), calloc(n, sizeof *w->chosen),
               calloc(n, sizeof *w->place), calloc(n + 1, sizeof *w->sum)};
    for (size_t i = 0; w->slot && i < n; i++) w->slot[i] = (uint32_t)i;
    return w->slot && w->chosen && w->place && w->sum ? ERR_OK : err_nomem(e);
}

static void row_free(row *w) {
    free(w->slot);
    free(w->chosen);
    free(w->place);
    free(w->sum);
}

static err_code deal_local(void *ctx, size_t block, err *e) {
    dealing *d = ctx;
    const field *f = d->f;
    row w;
    err_code rc = row_make(&w, f->n, d->longest, e);
    for (size_t r = block * BLOCK; !rc && r < (block + 1) * BLOCK && r < d->out->permutations;
         r++) {
        chance c = stream(~d->out->seed, r);
        row_deal(&w, f, &c);
        for (size_t i = 0; i < f->n; i++) {
            const local_test *t = &d->test[i];
            if (t->factor * row_others(&w, f->z, i, t->k) >= t->limit)
                atomic_fetch_add_explicit(&d->local[i], 1, memory_order_relaxed);
        }
        row_undo(&w);
    }
    row_free(&w);
    return rc;
}

/* What there is before anything is dealt out. */
static void look_at(dealing *d, size_t i) {
    const field *f = d->f;
    spatial_local *out = &d->out->local[f->district[i]];
    double scale = f->z[i] * (double)f->n / f->squares, beside = lag(f, f->z, i);
    uint32_t k = f->first[i + 1] - f->first[i];
    out->i = scale * beside;
    out->quadrant = quadrant(f->z[i], beside);
    double side = out->i < 0 ? -1 : 1;
    d->test[i] =
        (local_test){side * scale * f->share[i], fabs(out->i) - SAME * (1 + fabs(out->i)), k};
    if (k + 1 > d->longest) d->longest = k + 1; /* at most n: k others and itself */
}

static err_code measure(const field *f, pool *workers, spatial *out, err *e) {
    size_t blocks = (out->permutations + BLOCK - 1) / BLOCK;
    dealing d = {.f = f, .out = out};
    d.test = calloc(f->n, sizeof *d.test);
    d.local = calloc(f->n, sizeof *d.local);
    err_code rc = d.test && d.local ? ERR_OK : err_nomem(e);
    atomic_init(&d.extreme, 0);
    for (size_t i = 0; i < f->n && !rc; i++) look_at(&d, i);
    out->i = moran(f, f->z);
    out->expected = -1 / ((double)f->n - 1);
    if (!rc) rc = pool_run(workers, blocks, deal_all, &d, e);
    if (!rc) rc = pool_run(workers, blocks, deal_local, &d, e);
    out->p = p_of(atomic_load(&d.extreme), out->permutations);
    for (size_t i = 0; i < f->n && !rc; i++)
        out->local[f->district[i]].p = p_of(atomic_load(&d.local[i]), out->permutations);
    free(d.test);
    free(d.local);
    return rc;
}

err_code spatial_moran(const double *v, const spatial_graph *g, unsigned permutations,
                       uint64_t seed, pool *workers, spatial *out, err *e) {
    field f = {0};
    spatial s = {0, 0, NAN, NAN, NAN, permutations, seed, calloc(g->n + 1, sizeof *s.local)};
    err_code rc = s.local ? field_make(v, g, &f, &s.islands, e) : err_nomem(e);
    for (size_t i = 0; i < g->n && !rc; i++) s.local[i] = (spatial_local){NAN, NAN, SPATIAL_NONE};
    s.n = f.n;
    if (!rc && center(&f)) rc = measure(&f, workers, &s, e);
    field_free(&f);
    if (rc)
        spatial_free(&s);
    else
        *out = s;
    return rc;
}

void spatial_free(spatial *s) {
    free(s->local);
    *s = (spatial){0};
}
