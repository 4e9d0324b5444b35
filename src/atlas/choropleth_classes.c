#include "atlas/choropleth_classes.h"
#include "carto/classify_around.h"
#include "data/stats.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- the center ---- */

/* A count has no reference, and ranks have no middle that means anything. */
static bool can_compare(const mapped_rule *r) { return !r->is_count && r->metric->has_whole; }

static double natural_center(const mapped_rule *r) {
    if (r->is_count && r->metric->needs_whole) return NAN; /* a part is not to be like the whole */
    if (r->metric != &metric_kinds[0]) return r->metric->center;
    return r->other ? 0 : (double)NAN;
}

/* Of figures of any period, so that pooled ones lie around their own. */
static double center_of(const choropleth *c, size_t period, const double *value, double whole,
                        look_reference *against) {
    size_t used;
    bool weighted;
    *against = c->look.reference;
    if (*against == REFERENCE_NUMBER) return c->look.reference_number;
    if (*against == REFERENCE_TARGET) return c->atlas->design[c->indicator].target.value;
    if (*against == REFERENCE_NONE || !can_compare(&c->rule)) {
        *against = REFERENCE_NONE;
        return natural_center(&c->rule);
    }
    if (*against == REFERENCE_WHOLE && isfinite(whole)) return whole;
    double mean = stats_mean_by(value, choropleth_weights(c, period), c->rule.ind->data.n_districts,
                                &used, &weighted);
    *against = isnan(mean) ? REFERENCE_NONE : REFERENCE_MEAN;
    return mean;
}

/* ---- the numbers that are classed: of this period or of all, around their centers or not ---- */

typedef struct pile {
    double *value; /* [n] */
    size_t n;
} pile;

static void add_figures(const choropleth *c, size_t period, const double *value, double whole,
                        bool around, pile *p) {
    size_t n = c->rule.ind->data.n_districts;
    look_reference against;
    double center = around ? center_of(c, period, value, whole, &against) : 0;
    for (size_t d = 0; d < n; d++)
        p->value[p->n++] = around ? metric_difference(value[d], center) : value[d];
}

static err_code add_period(const choropleth *c, size_t period, bool around, pile *p, err *e) {
    const joined *j = &c->rule.ind->data;
    mapped_figures f = {0};
    if (c->rule.plain) {
        add_figures(c, period, joined_values(j, period), j->whole[period], around, p);
        return ERR_OK;
    }
    err_code rc = choropleth_mapped_period(&c->rule, period, true, &f, e);
    if (!rc) add_figures(c, period, f.value, f.whole, around, p);
    choropleth_mapped_free(&f);
    return rc;
}

static err_code pile_up(const choropleth *c, bool around, pile *p, err *e) {
    const joined *j = &c->rule.ind->data;
    size_t periods = c->look.pooled ? j->n_periods : 1;
    err_code rc = ERR_OK;
    *p = (pile){malloc((j->n_districts * periods + 1) * sizeof *p->value), 0};
    if (!p->value) return err_nomem(e);
    if (!c->look.pooled) add_figures(c, c->period, c->value, c->whole, around, p);
    for (size_t i = 0; c->look.pooled && i < periods && !rc; i++)
        rc = add_period(c, i, around, p, e);
    return rc;
}

/* ---- classes around the center ---- */

/* Rounding must not put a value on another side of an edge than its deviation. */
static void keep_sides(const choropleth *c, const class_breaks *from, size_t i, double *edge) {
    bool right = from->closed == CLOSED_RIGHT;
    for (size_t d = 0; d < c->rule.ind->data.n_districts; d++) {
        double v = c->value[d];
        if (isnan(v)) continue;
        bool below = class_of(from, metric_difference(v, c->center)) < (int)i;
        if (below && (right ? v > *edge : v >= *edge)) *edge = right ? v : nextafter(v, INFINITY);
        if (!below && (right ? v <= *edge : v < *edge)) *edge = right ? nextafter(v, -INFINITY) : v;
    }
}

static class_breaks moved(const choropleth *c, const class_breaks *from) {
    class_breaks b = *from;
    for (size_t i = 0; i <= b.count && b.count; i++)
        if (isfinite(b.edge[i])) b.edge[i] = metric_sum(c->center, b.edge[i]);
    for (size_t i = 1; i < b.count; i++) keep_sides(c, from, i, &b.edge[i]);
    return b;
}

static wording sentence(const choropleth *c) {
    bool sides = c->look.sides_by_method;
    if (c->center == 0 && c->against == REFERENCE_NONE)
        return sides ? WORD_AROUND_ZERO_SIDES : WORD_AROUND_ZERO;
    return sides ? WORD_AROUND_SIDES : WORD_AROUND;
}

static err_code class_around(choropleth *c, const pile *p, classify_request *r, err *e) {
    bool symmetric = !c->look.sides_by_method;
    class_breaks b;
    r->classes = classify_around_count(c->look.classes);
    err_code rc = classify_around(c->look.method, symmetric, p->value, p->n, r, &b, e);
    if (rc) return rc;
    c->breaks = moved(c, &b);
    if (r->classes != c->look.classes) c->classes_asked = c->look.classes;
    c->look.classes = r->classes;
    c->around_text = sentence(c);
    if (symmetric) c->look.method = classify_find("equal"); /* what the steps are */
    return ERR_OK;
}

err_code choropleth_classes(choropleth *c, err *e) {
    c->center = center_of(c, c->period, c->value, c->whole, &c->against);
    bool around = !isnan(c->center) && classify_around_can(c->look.method);
    classify_request r = {.classes = c->look.classes,
                          .closed = c->look.closed,
                          .breaks = c->look.breaks,
                          .n_breaks = c->look.n_breaks,
                          .rounded = c->look.rounded};
    pile p;
    err_code rc = pile_up(c, around, &p, e);
    if (!rc)
        rc = around ? class_around(c, &p, &r, e)
                    : classify(c->look.method, p.value, p.n, &r, &c->breaks, e);
    free(p.value);
    return rc;
}
