#include "serve/panel_json.h"
#include "base/json.h"
#include "data/margin.h"
#include "serve/district_json.h"

#include <math.h>
#include <string.h>

static json_t *text_of(buf *b) {
    json_t *out = b->failed ? NULL : json_text(buf_text(b));
    buf_free(b);
    return out;
}

/* A member that cannot be added takes the whole object with it; NULL stays NULL. */
static json_t *with(json_t *o, const char *name, json_t *member) {
    if (!json_object_set_new(o, name, member)) return o;
    json_decref(o);
    return NULL;
}

static json_t *with_item(json_t *a, json_t *item) {
    if (!json_array_append_new(a, item)) return a;
    json_decref(a);
    return NULL;
}

/* ---- against the reference ---- */

bool panel_json_has_percent(const choropleth *c, double reference) {
    const indicator *ind = choropleth_indicator(c);
    bool amount = ind->kind == KIND_COUNT || ind->kind == KIND_RATE || ind->kind == KIND_MEAN;
    if (c->atlas->design[c->indicator].in_unit || c->second.ind) return false;
    return c->rule.plain && amount && localized_get(&ind->unit, LANG_EN)[0] != '%' && reference > 0;
}

static json_t *percent_text(const choropleth *c, double difference, double reference) {
    buf out = BUF_EMPTY;
    if (!panel_json_has_percent(c, reference)) return json_null();
    number_format_signed_value(100 * difference / reference, 0, "%", c->look.language, &out);
    return text_of(&out);
}

/* Of a difference that reads as something else than zero. */
static json_t *is_better(const choropleth *c, double difference) {
    const indicator *ind = choropleth_indicator(c);
    if (ind->better == DIRECTION_NEITHER || c->rule.metric->from_high) return json_null();
    return json_boolean((difference > 0) == (ind->better == DIRECTION_HIGHER));
}

/* Of a map without a center the figure stands against the published whole by itself. */
static bool is_within(const choropleth *c, const legend_reference *reference, district_id d,
                      double difference) {
    if (!isnan(c->center)) return choropleth_is_within(c, d);
    if (!c->rule.plain || strcmp(reference->kind, "whole") != 0) return false;
    int toward = difference < 0 ? 1 : -1;
    return margin_covers(difference,
                         margin_of(choropleth_indicator(c), choropleth_at(c, d), toward, NULL));
}

static json_t *against_json(const choropleth *c, const legend_reference *reference, district_id d) {
    double difference = c->value[d] - reference->value;
    buf text = BUF_EMPTY;
    if (!reference->kind || !isfinite(difference)) return json_null();
    difference = metric_difference(c->value[d], reference->value);
    choropleth_difference_text(c, difference, c->look.language, &text);
    bool equal = !buf_text(&text)[strcspn(buf_text(&text), "123456789")];
    json_t *o = with(json_object(), "text", text_of(&text));
    o = with(o, "percent_text", percent_text(c, difference, reference->value));
    o = with(o, "side", json_string(equal ? "equal" : difference > 0 ? "above" : "below"));
    bool sure = !equal && !is_within(c, reference, d, difference);
    return with(o, "better", sure ? is_better(c, difference) : json_null());
}

static json_t *margin_json(const choropleth *c, district_id d) {
    const joined *j = &choropleth_indicator(c)->data;
    size_t at = choropleth_at(c, d);
    buf text = BUF_EMPTY;
    if (!c->rule.plain || !j->margin || isnan(j->margin[at])) return NULL;
    buf_adds(&text, "\xc2\xb1"); /* plus-minus */
    choropleth_number_text(c, j->margin[at], c->look.language, &text);
    return text_of(&text);
}

json_t *panel_json_district(const choropleth *c, const legend_reference *reference, district_id d,
                            json_t *district) {
    json_t *margin = margin_json(c, d);
    district = with(district, "against", against_json(c, reference, d));
    return margin ? with(district, "margin_text", margin) : district;
}

/* ---- axes ---- */

typedef struct span {
    double low, high; /* NaN: nothing yet */
} span;

static void widen(span *s, double v) {
    if (!isfinite(v)) return;
    if (!(s->low <= v)) s->low = v;
    if (!(s->high >= v)) s->high = v;
}

#define TICKS_MAX 6 /* with both ends */

/* The smallest round step that takes at most TICKS_MAX ticks. */
static double step_of(span s) {
    static const double round[] = {1, 2, 2.5, 5, 10};
    double width = s.high - s.low;
    double power = pow(10, floor(log10(width / TICKS_MAX)));
    for (size_t i = 0;; i++) {
        double step = power * round[i % 5];
        if (ceil(s.high / step) - floor(s.low / step) < TICKS_MAX) return step;
        if (i % 5 == 4) power *= 10;
    }
}

static size_t ticks_of(span s, double tick[TICKS_MAX]) {
    if (!(s.high > s.low)) {
        tick[0] = s.low;
        return isnan(s.low) ? 0 : 1;
    }
    double step = step_of(s), first = floor(s.low / step), last = ceil(s.high / step);
    for (double k = first; k <= last; k++) tick[(size_t)(k - first)] = k * step;
    return (size_t)(last - first) + 1;
}

static json_t *axis_json(const choropleth *c, span s, const char *unit, bool is_signed) {
    double tick[TICKS_MAX];
    size_t n = ticks_of(s, tick);
    int decimals = number_decimals_needed(tick, n, 0);
    json_t *out = json_array();
    for (size_t i = 0; i < n; i++) {
        buf text = BUF_EMPTY;
        (is_signed ? number_format_signed_value : number_format_value)(tick[i], decimals, unit,
                                                                       c->look.language, &text);
        out = with_item(
            out, with(with(json_object(), "value", json_number(tick[i])), "text", text_of(&text)));
    }
    return out;
}

json_t *panel_json_axis(const choropleth *c, const legend_reference *reference) {
    const indicator *ind = choropleth_indicator(c);
    span s = {(double)NAN, (double)NAN};
    buf unit = BUF_EMPTY;
    if (ind->kind == KIND_CATEGORY) return json_array();
    for (size_t d = 0; d < ind->data.n_districts; d++) widen(&s, c->value[d]);
    if (reference->kind) widen(&s, reference->value);
    choropleth_unit(c, c->look.language, &unit);
    json_t *out = axis_json(c, s, buf_text(&unit), choropleth_is_signed(c));
    buf_free(&unit);
    return out;
}

/* ---- lines over periods ---- */

/* Lines may begin at zero where it is near. */
static span with_zero(span s) {
    if (s.low > 0 && s.low < 0.6 * s.high) s.low = 0;
    return s;
}

/* Figures first, first + step, ...; a number and a text of each. */
static void add_line(const choropleth *c, const double *first, size_t step, json_t **values,
                     json_t **texts, span *s) {
    json_t *value = json_array(), *text = json_array();
    for (size_t p = 0; p < choropleth_indicator(c)->data.n_periods; p++) {
        widen(s, first[p * step]);
        value = with_item(value, json_number(first[p * step]));
        text = with_item(text, district_json_text(c, first[p * step]));
    }
    *values = *values ? with_item(*values, value) : value;
    *texts = *texts ? with_item(*texts, text) : text;
}

json_t *panel_json_series(const choropleth *c) {
    const indicator *ind = choropleth_indicator(c);
    const joined *j = &ind->data;
    span s = {(double)NAN, (double)NAN};
    json_t *periods = json_array(), *whole = NULL, *whole_text = NULL;
    json_t *values = json_array(), *texts = json_array();
    if (ind->kind == KIND_CATEGORY) {
        json_decref(periods), json_decref(values), json_decref(texts);
        return json_null();
    }
    for (size_t p = 0; p < j->n_periods; p++) periods = with_item(periods, json_text(j->period[p]));
    add_line(c, j->whole, 1, &whole, &whole_text, &s);
    if (ind->kind == KIND_COUNT) s = (span){(double)NAN, (double)NAN}; /* would flatten the rest */
    for (size_t d = 0; d < j->n_districts; d++)
        add_line(c, joined_values(j, 0) + d, j->n_districts, &values, &texts, &s);
    json_t *o = with(json_object(), "periods", periods);
    o = with(with(o, "whole", whole), "whole_text", whole_text);
    o = with(with(o, "values", values), "texts", texts);
    return with(o, "axis",
                axis_json(c, with_zero(s), localized_get(&ind->unit, c->look.language), false));
}
