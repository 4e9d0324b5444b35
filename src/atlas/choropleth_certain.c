#include "atlas/choropleth_certain.h"
#include "data/margin.h"
#include "data/stats.h"

#include <math.h>
#include <stdlib.h>

static bool is_known(const choropleth *c) {
    const mapped_rule *r = &c->rule;
    bool linear = r->metric == &metric_kinds[0] || (r->metric->needs_whole && !r->other);
    if (isnan(c->center) || !linear || c->second.ind) return false;
    return margin_is_known(r->ind) && (!r->other || margin_is_known(r->other));
}

/* The last of all there are: a map whose margins are all published says so. */
static void take_basis(choropleth *c, margin_basis basis) {
    if (basis > c->basis) c->basis = basis;
}

static double of_figure(choropleth *c, const indicator *ind, size_t at, int toward) {
    margin_basis basis;
    double m = margin_of(ind, at, toward, &basis);
    take_basis(c, basis);
    return m;
}

static size_t other_at(const choropleth *c, district_id d) {
    const mapped_rule *r = &c->rule;
    size_t period = r->other_period;
    if (period == SIZE_MAX)
        joined_find_period(&r->other->data, r->ind->data.period[c->period], &period);
    return period * r->other->data.n_districts + d;
}

/* `toward`: where the center lies from what is mapped. */
static double of_mapped(choropleth *c, district_id d, int toward) {
    const mapped_rule *r = &c->rule;
    size_t at = choropleth_at(c, d);
    double m = of_figure(c, r->ind, at, toward);
    if (r->other) {
        size_t other = other_at(c, d);
        double off = of_figure(c, r->other, other, -toward), v = r->ind->data.value[at];
        m = r->percent ? margin_of_change(v, m, r->other->data.value[other], off)
                       : margin_of_difference(m, off);
    }
    return r->metric->needs_whole ? 100 * m / choropleth_whole_figure(c) : m;
}

static double weight_at(const double *w, size_t d) { return !w ? 1 : isnan(w[d]) ? 0 : w[d]; }

static void from_mean(choropleth *c, size_t n) {
    bool weighted;
    size_t used;
    const double *w = choropleth_weights(c, c->period);
    stats_mean_by(c->value, w, n, &used, &weighted);
    if (!weighted) w = NULL;
    double total = 0, all = margin_of_mean(c->value, c->margin, w, n);
    for (size_t d = 0; d < n; d++) total += isnan(c->value[d]) ? 0 : weight_at(w, d);
    for (size_t d = 0; d < n && total > 0; d++)
        c->margin[d] = margin_from_mean(c->margin[d], weight_at(w, d) / total, all);
}

err_code choropleth_certain(choropleth *c, err *e) {
    size_t n = choropleth_indicator(c)->data.n_districts;
    if (!is_known(c)) return ERR_OK;
    c->margin = malloc((n + 1) * sizeof *c->margin);
    if (!c->margin) return err_nomem(e);
    for (district_id d = 0; d < n; d++) {
        double difference = choropleth_difference(c, d);
        int toward = (difference < 0) - (difference > 0);
        c->margin[d] = isnan(difference) ? (double)NAN : of_mapped(c, d, toward);
    }
    if (c->against == REFERENCE_MEAN) from_mean(c, n);
    return ERR_OK;
}
