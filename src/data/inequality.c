#include "data/inequality.h"
#include "data/stats.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

typedef struct counted {
    double v, w;
} counted;

static int ascending(const void *a, const void *b) {
    const counted *x = a, *y = b;
    if (x->v != y->v) return (x->v > y->v) - (x->v < y->v);
    return (x->w > y->w) - (x->w < y->w); /* one order, however the districts are numbered */
}

static double weight_at(const double *w, size_t i) { return w ? w[i] : 1; }

static bool counts(const double *v, const double *w, size_t i) {
    return !isnan(v[i]) && weight_at(w, i) > 0; /* false for NaN */
}

/* Those that count, ascending by figure; caller frees. */
static err_code sorted(const double *v, const double *w, size_t n, counted **out, size_t *count,
                       err *e) {
    counted *c = calloc(n ? n : 1, sizeof *c);
    if (!c) return err_nomem(e);
    *count = 0;
    for (size_t i = 0; i < n; i++)
        if (counts(v, w, i)) c[(*count)++] = (counted){v[i], weight_at(w, i)};
    qsort(c, *count, sizeof *c, ascending);
    *out = c;
    return ERR_OK;
}

/* The terms of one district of T, by its share of the weight. */
static double theil_term(double v, double mean) { return v > 0 ? v / mean * log(v / mean) : 0; }

static err_code measure(const counted *c, size_t n, inequality *out, err *e) {
    double all = 0, sum = 0, under = 0, amount = 0, area = 0, theil = 0;
    if (!(out->lorenz = calloc(n + 1, sizeof *out->lorenz))) return err_nomem(e);
    for (size_t i = 0; i < n; i++) {
        all += c[i].w;
        sum += c[i].w * c[i].v;
    }
    double mean = sum / all;
    for (size_t i = 0; i < n; i++) {
        under += c[i].w;
        amount += c[i].w * c[i].v;
        double f = under / all;
        if (i + 1 < n) area += (c[i + 1].v - c[i].v) * f * (1 - f);
        theil += c[i].w * theil_term(c[i].v, mean);
        out->lorenz[i + 1] = (lorenz_point){f, amount / sum};
    }
    out->lorenz[n] = (lorenz_point){1, 1};
    out->gini = area / mean;
    out->theil = c[0].v == c[n - 1].v ? 0 : fmax(0, theil / all); /* rounding of equal figures */
    return ERR_OK;
}

err_code inequality_of(const double *v, const double *w, size_t n, inequality *out, err *e) {
    counted *c = NULL;
    size_t count = 0;
    err_code rc = sorted(v, w, n, &c, &count, e);
    if (rc) return rc;
    inequality q = {count, false, NAN, NAN, NAN, NAN, NULL};
    if (count) {
        double low = c[0].v, high = c[count - 1].v;
        q.negative = low < 0;
        q.gap = high - low;
        if (low > 0) q.ratio = high / low;
        if (low >= 0 && high > 0) rc = measure(c, count, &q, e);
    }
    free(c);
    if (rc)
        inequality_free(&q);
    else
        *out = q;
    return rc;
}

void inequality_free(inequality *q) {
    free(q->lorenz);
    *q = (inequality){0};
}

/* ---- parts ---- */

typedef struct tally {
    double weight, amount, theil; /* theil: sum of w (v/m) ln(v/m) */
} tally;

/* False where T is not defined. */
static bool add_up(const double *v, const double *w, const uint32_t *part, size_t n, tally *each,
                   tally *all, inequality_parts *out) {
    bool negative = false;
    for (size_t i = 0; i < n; i++) {
        if (!counts(v, w, i) || part[i] == INEQUALITY_NO_PART) continue;
        assert(part[i] < out->n_parts);
        double weight = weight_at(w, i);
        tally *mine = &each[part[i]];
        mine->weight += weight;
        mine->amount += weight * v[i];
        all->weight += weight;
        all->amount += weight * v[i];
        negative |= v[i] < 0;
        out->part[part[i]].n++;
        out->n++;
    }
    for (size_t k = 0; k < out->n_parts; k++)
        out->part[k].mean = out->part[k].n ? each[k].amount / each[k].weight : (double)NAN;
    return !negative && all->amount > 0;
}

static void take_apart(const double *v, const double *w, const uint32_t *part, size_t n,
                       tally *each, const tally *all, inequality_parts *out) {
    double mean = all->amount / all->weight;
    for (size_t i = 0; i < n; i++)
        if (counts(v, w, i) && part[i] != INEQUALITY_NO_PART)
            each[part[i]].theil += weight_at(w, i) * theil_term(v[i], out->part[part[i]].mean);
    out->between = out->within = 0;
    for (size_t k = 0; k < out->n_parts; k++) {
        inequality_part *p = &out->part[k];
        p->share = each[k].amount / all->amount;
        if (!(each[k].amount > 0)) continue;
        p->theil = fmax(0, each[k].theil / each[k].weight);
        out->between += p->share * log(p->mean / mean);
        out->within += p->share * p->theil;
    }
    out->between = fmax(0, out->between);
    out->theil = out->between + out->within;
}

err_code inequality_theil_parts(const double *v, const double *w, const uint32_t *part, size_t n,
                                size_t n_parts, inequality_parts *out, err *e) {
    tally *each = calloc(n_parts ? n_parts : 1, sizeof *each), all = {0};
    inequality_parts p = {0, NAN, NAN, NAN, n_parts, calloc(n_parts ? n_parts : 1, sizeof *p.part)};
    if (!each || !p.part) {
        free(each);
        free(p.part);
        return err_nomem(e);
    }
    for (size_t k = 0; k < n_parts; k++) p.part[k] = (inequality_part){0, NAN, NAN, NAN};
    if (add_up(v, w, part, n, each, &all, &p)) take_apart(v, w, part, n, each, &all, &p);
    free(each);
    *out = p;
    return ERR_OK;
}

void inequality_parts_free(inequality_parts *p) {
    free(p->part);
    *p = (inequality_parts){0};
}
