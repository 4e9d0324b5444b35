/* How what a choropleth maps is called and written. */
#include "atlas/choropleth.h"
#include "carto/legend_pair.h"
#include "carto/wording.h"

#include <string.h>

static bool has_metric(const choropleth *c) { return c->rule.metric != &metric_kinds[0]; }

/* ---- pairs ---- */

void choropleth_side_title(const choropleth *c, int side, lang l, buf *out) {
    const choropleth_second *s = &c->second;
    const char *period[] = {c->rule.ind->data.period[c->period], s->ind->data.period[s->period]};
    buf_adds(out, localized_get(side ? &s->ind->title : &c->rule.ind->title, l));
    if (strcmp(period[0], period[1]) != 0) buf_addf(out, ", %s", period[side]);
}

static void pair_title(const choropleth *c, lang l, buf *out) {
    const char *first = localized_get(&c->rule.ind->title, l);
    buf second = BUF_EMPTY;
    legend_pair_lower(localized_get(&c->second.ind->title, l), &second);
    if (c->second.ind == c->rule.ind)
        buf_adds(out, first);
    else
        wording_fill(WORD_PAIR_TITLE, l, (const char *const[]){first, buf_text(&second)}, 2, out);
    if (second.failed) out->failed = 1;
    buf_free(&second);
}

/* Two texts, or one where they are alike. */
static void both(const char *a, const char *b, const char *between, buf *out) {
    buf_adds(out, a);
    if (strcmp(a, b) != 0) buf_addf(out, "%s%s", between, b);
}

/* ---- what is mapped ---- */

void choropleth_title(const choropleth *c, lang l, buf *out) {
    if (c->second.ind) {
        pair_title(c, l, out);
        return;
    }
    const indicator *ind = c->rule.ind, *other = c->rule.other;
    const char *const titles[] = {localized_get(&ind->title, l),
                                  other ? localized_get(&other->title, l) : ""};
    if (!other)
        buf_adds(out, titles[0]);
    else
        wording_fill(other == ind ? WORD_CHANGE_TITLE : WORD_MINUS_TITLE, l, titles, 2, out);
}

void choropleth_unit(const choropleth *c, lang l, buf *out) {
    const metric_kind *m = c->rule.metric;
    const char *unit = localized_get(&c->rule.ind->unit, l);
    const char *whole = c->atlas->whole_key ? localized_get(&c->atlas->whole_name, l) : "";
    if (has_metric(c))
        wording_fill_text(l == LANG_SV ? m->unit_sv : m->unit_en,
                          (const char *const[]){*whole ? whole : wording_get(WORD_WHOLE, l)}, 1,
                          out);
    else if (c->second.ind)
        both(unit, localized_get(&c->second.ind->unit, l), "; ", out);
    else if (c->rule.percent)
        buf_adds(out, "%");
    else
        buf_adds(out, c->rule.other && unit[0] == '%' ? wording_get(WORD_POINTS, l) : unit);
}

void choropleth_period_text(const choropleth *c, lang l, buf *out) {
    const char *mine = c->rule.ind->data.period[c->period];
    if (c->second.ind) {
        both(mine, c->second.ind->data.period[c->second.period], wording_get(WORD_ALT_AND, l), out);
        return;
    }
    const char *other = c->rule.other && c->rule.other_period != SIZE_MAX
                            ? c->rule.other->data.period[c->rule.other_period]
                            : mine;
    if (!strcmp(mine, other))
        buf_adds(out, mine);
    else
        wording_fill(WORD_CHANGE_PERIODS, l, (const char *const[]){mine, other}, 2, out);
}

bool choropleth_is_signed(const choropleth *c) {
    return has_metric(c) ? c->rule.metric->is_signed : c->rule.other != NULL;
}

#define PERCENT_DECIMALS 1

int choropleth_decimals(const choropleth *c) {
    const indicator *other = c->rule.other;
    int mine = c->rule.ind->decimals;
    if (has_metric(c)) return c->rule.metric->decimals;
    if (c->rule.percent) return PERCENT_DECIMALS;
    return other && other->decimals > mine ? other->decimals : mine;
}

void choropleth_number_text(const choropleth *c, double v, lang l, buf *out) {
    buf unit = BUF_EMPTY;
    choropleth_unit(c, l, &unit);
    (choropleth_is_signed(c) ? number_format_signed_value : number_format_value)(
        v, choropleth_decimals(c), buf_text(&unit), l, out);
    if (unit.failed) out->failed = 1;
    buf_free(&unit);
}

void choropleth_difference_text(const choropleth *c, double v, lang l, buf *out) {
    number_format_signed_value(v, choropleth_decimals(c), c->rule.percent ? "%" : "", l, out);
}

static void add_value(const indicator *ind, double v, lang l, buf *out) {
    number_format_value(v, ind->decimals, localized_get(&ind->unit, l), l, out);
}

static void add_both(const choropleth *c, district_id d, lang l, buf *out) {
    buf one = BUF_EMPTY, two = BUF_EMPTY;
    add_value(c->rule.ind, c->value[d], l, &one);
    add_value(c->second.ind, c->second.value[d], l, &two);
    const char *const args[] = {buf_text(&one), buf_text(&two)};
    wording_fill(WORD_PAIR_VALUE, l, args, 2, out);
    if (one.failed || two.failed) out->failed = 1;
    buf_free(&one);
    buf_free(&two);
}

void choropleth_value_text(const choropleth *c, district_id d, buf *out) {
    const indicator *ind = c->rule.ind;
    lang l = c->look.language;
    double v = choropleth_values(c)[d];
    if (c->state[d] != VALUE_PRESENT)
        buf_adds(out, wording_get(WORD_MISSING, l));
    else if (c->second.ind)
        add_both(c, d, l, out);
    else if (ind->kind == KIND_CATEGORY)
        buf_adds(out, localized_get(&ind->category[(size_t)v].title, l));
    else
        choropleth_number_text(c, v, l, out);
}
