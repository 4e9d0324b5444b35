/* How a comparison's figures are said, the same in JSON, CSV and on sheets. */
#include "atlas/comparison.h"

#include <assert.h>
#include <math.h>

static const char *const words[COMPARISON__WORDS][LANG_COUNT] = {
    [COMPARISON_RANK] = {"{1} of {2}", "{1} av {2}"},
    [COMPARISON_ORDER] = {"highest first", "högst först"},
    [COMPARISON_POINTS] = {"points", "p.e."},
};

const char *comparison_word_of(comparison_word w, lang l) {
    assert(w < COMPARISON__WORDS);
    return words[w][l];
}

#define PERCENT_DECIMALS 0

/* A number with the plus sign, and what it counts. */
static void add_signed(double v, int decimals, const char *unit, lang l, buf *out) {
    number_format_signed_value(v, decimals, unit, l, out);
    if (*unit && *unit != '%') buf_addf(out, " %s", unit);
}

/* A difference in the row's own terms: `percent` where it has one. */
static void add_difference(const comparison_row *r, double difference, double percent, lang l,
                           buf *out) {
    buf unit = BUF_EMPTY;
    if (isnan(difference)) return;
    if (!isnan(percent)) {
        add_signed(percent, PERCENT_DECIMALS, "%", l, out);
        return;
    }
    if (choropleth_indicator(r->map)->kind != KIND_INDEX) /* points of it have no name */
        choropleth_unit(r->map, l, &unit);
    add_signed(difference, choropleth_decimals(r->map),
               r->in_points ? comparison_word_of(COMPARISON_POINTS, l) : buf_text(&unit), l, out);
    if (unit.failed) out->failed = 1;
    buf_free(&unit);
}

void comparison_difference_text(const comparison_row *r, const comparison_cell *c, lang l,
                                buf *out) {
    add_difference(r, c->difference, c->percent, l, out);
}

double comparison_change_percent(const comparison_row *r, const comparison_cell *c) {
    double then = metric_difference(c->value, c->change);
    return r->in_points || r->in_unit || !(then > 0) ? (double)NAN : 100 * c->change / then;
}

void comparison_change_text(const comparison_row *r, const comparison_cell *c, lang l, buf *out) {
    add_difference(r, c->change, comparison_change_percent(r, c), l, out);
}

void comparison_rank_text(const comparison_cell *c, lang l, buf *out) {
    buf place = BUF_EMPTY, all = BUF_EMPTY;
    if (!c->ranked) return;
    number_format_range((double)c->rank_from, (double)c->rank_to, 0, l, &place);
    number_format_text((double)c->ranked, 0, l, &all);
    wording_fill_text(comparison_word_of(COMPARISON_RANK, l),
                      (const char *const[]){buf_text(&place), buf_text(&all)}, 2, out);
    if (place.failed || all.failed) out->failed = 1;
    buf_free(&place);
    buf_free(&all);
}

const char *comparison_kind_text(const comparison *c, const comparison_subject *s) {
    return localized_get(s->group == SIZE_MAX ? &c->atlas->layer[s->layer].title
                                              : &c->atlas->group[s->group].kind,
                         c->language);
}

const char *comparison_source_text(const comparison_row *r, lang l) {
    const indicator *ind = choropleth_indicator(r->map);
    const char *own = localized_get(&ind->source, l);
    return *own ? own : ind->data.source[r->period];
}
