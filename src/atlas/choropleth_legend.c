/* The legend of a choropleth. */
#include "atlas/choropleth.h"
#include "atlas/group.h"
#include "atlas/target.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define STOPS 33 /* of a continuous ramp: what lies between two of them is straight to the eye */

typedef struct gathered {     /* what is made for legend_make() and not kept */
    bool *uncertain, *within; /* [districts] */
    legend_second second;
    buf side[2]; /* titles of both */
    buf source, note;
    const char *category[CLASSES_MAX];
    legend_stop stop[STOPS];
    legend_context_input context[ATLAS_CONTEXTS_MAX];
    legend_group_input group[CHOROPLETH_GROUPS];
    buf title, unit, period; /* of what is mapped */
    buf goal;                /* the target's name */
    wording warning[1];
} gathered;

static err_code gather_districts(const choropleth *c, gathered *g, legend_input *in, err *e) {
    const joined *j = &choropleth_indicator(c)->data;
    g->uncertain = calloc(j->n_districts + 1, sizeof *g->uncertain);
    g->within = calloc(j->n_districts + 1, sizeof *g->within);
    if (!g->uncertain || !g->within) return err_nomem(e);
    for (district_id d = 0; d < j->n_districts; d++) {
        bool hatched = c->paint.pattern[d] == PATTERN_FALLING;
        g->uncertain[d] = hatched && c->flags[d] & VALUE_BRACKETED;
        g->within[d] = hatched && choropleth_is_within(c, d);
        in->with_margin += c->margin && !isnan(c->margin[d]);
        value_state state = (value_state)c->state[d];
        if (state != VALUE_PRESENT) in->states[choropleth_legend_state(state)]++;
    }
    in->uncertain = g->uncertain;
    if (c->margin) in->within = g->within;
    in->of_samples = c->basis == MARGIN_SAMPLE;
    return ERR_OK;
}

static void gather_categories(const choropleth *c, gathered *g, legend_input *in) {
    const indicator *ind = choropleth_indicator(c);
    if (ind->kind != KIND_CATEGORY) return;
    for (size_t i = 0; i < c->breaks.count; i++)
        g->category[i] = localized_get(&ind->category[i].title, c->look.language);
    in->category = g->category;
    in->ordered = ind->ordered;
}

static void gather_stops(const choropleth *c, gathered *g, legend_input *in) {
    if (!c->look.method->continuous || !c->breaks.count) return;
    double low = c->breaks.edge[0], range = c->breaks.edge[c->breaks.count] - low;
    for (size_t i = 0; i < STOPS; i++) {
        double v = i + 1 < STOPS ? low + range * (double)i / (STOPS - 1) : low + range;
        g->stop[i] = (legend_stop){v, choropleth_color(c, v)};
    }
    in->stops = g->stop;
    in->n_stops = STOPS;
    in->fill = c->paint.fill;
}

static void offer_rate(const choropleth *c, legend_input *in) {
    size_t rate = c->atlas->design[c->indicator].rate;
    if (rate == SIZE_MAX) return;
    in->rate_id = c->atlas->indicator[rate].id;
    in->rate_title = localized_get(&c->atlas->indicator[rate].title, c->look.language);
}

/* Those that the map shows as areas of a color, and that have a name.  Water that the map is cut
 * at shows what is under the map, and so has no color of its own. */
static void gather_context(const choropleth *c, gathered *g, legend_input *in) {
    const atlas *a = c->atlas;
    size_t layer = a->indicator_layer[c->indicator], n = 0;
    for (size_t i = 0; i < a->n_contexts && c->look.context; i++) {
        const atlas_context *x = &a->context[i];
        const char *label = localized_get(&x->title, c->look.language);
        rgba fill = context_fill(&x->style, c->look.backdrop);
        bool hidden = c->look.clip && x->style.kind == CONTEXT_WATER;
        if (!x->with[layer] || !*label || !fill.a || hidden) continue;
        rgba line = x->style.width_px > 0 ? context_line(&x->style, c->look.backdrop) : (rgba){0};
        g->context[n++] = (legend_context_input){x->id, label, fill, line};
    }
    in->context = g->context;
    in->n_contexts = n;
}

static void gather_groups(const choropleth *c, gathered *g, legend_input *in) {
    for (size_t i = 0; i < c->n_groups; i++) {
        const atlas_group *one = &c->atlas->group[c->group[i]];
        g->group[i] = (legend_group_input){one->id, localized_get(&one->title, c->look.language),
                                           choropleth_group_color(c, i)};
    }
    in->groups = g->group;
    in->n_groups = c->n_groups;
}

/* The dots of districts that are not looked at are dimmed as they are. */
static void gather_focus(const choropleth *c, legend_input *in) {
    if (c->seen) in->fill = c->paint.fill;
}

static const char *source_of(const indicator *ind, size_t period, lang l) {
    const char *own = localized_get(&ind->source, l);
    return *own ? own : ind->data.source[period];
}

static void add_other(const char *other, const char *between, buf *out) {
    if (*other && strcmp(other, buf_text(out)) != 0)
        buf_addf(out, "%s%s", out->len ? between : "", other);
}

static void gather_second(const choropleth *c, gathered *g, legend_input *in) {
    const choropleth_second *s = &c->second;
    const indicator *ind = choropleth_indicator(c);
    lang l = c->look.language;
    if (!s->ind) return;
    const char *other = source_of(s->ind, s->period, l);
    for (int i = 0; i < 2; i++) choropleth_side_title(c, i, l, &g->side[i]);
    add_other(other, "; ", &g->source);
    add_other(localized_get(&s->ind->note, l), " ", &g->note);
    g->second = (legend_second){
        .title = {buf_text(&g->side[0]), buf_text(&g->side[1])},
        .unit = {localized_get(&ind->unit, l), localized_get(&s->ind->unit, l)},
        .decimals = s->ind->decimals,
        .breaks = &s->breaks,
        .values = s->value,
    };
    in->source = buf_text(&g->source);
    in->note = buf_text(&g->note);
    in->second = &g->second;
}

static err_code gather_texts(const choropleth *c, gathered *g, err *e) {
    choropleth_title(c, c->look.language, &g->title);
    choropleth_unit(c, c->look.language, &g->unit);
    choropleth_period_text(c, c->look.language, &g->period);
    choropleth_source(c, c->look.language, &g->source);
    choropleth_note(c, c->look.language, &g->note);
    if (target_of_map(c)) target_name(c->atlas, c->indicator, c->look.language, &g->goal);
    g->title.failed |=
        g->unit.failed | g->period.failed | g->source.failed | g->note.failed | g->goal.failed;
    return buf_status(&g->title, e);
}

/* A reference that was asked for, and that is not there or is another. */
static void gather_warnings(const choropleth *c, gathered *g, legend_input *in) {
    look_reference wanted = c->look.reference;
    if (wanted == c->against) return;
    bool mean = c->against == REFERENCE_MEAN, count = c->rule.is_count;
    g->warning[0] = mean ? WORD_MEAN_INSTEAD : count ? WORD_COUNT_NO_REFERENCE : WORD_NO_REFERENCE;
    in->warnings = g->warning;
    in->n_warnings = 1;
}

static void describe_target(const choropleth *c, const gathered *g, legend_input *in) {
    const atlas_target *t = target_of_map(c);
    if (!t) return;
    in->target_name = buf_text(&g->goal);
    in->target_source = localized_get(&t->source, c->look.language);
    in->target = t->value;
    in->target_apart = !target_is_comparable(c->atlas, c->indicator);
    in->target_is_it = c->against == REFERENCE_TARGET;
}

static void describe_comparison(const choropleth *c, legend_input *in) {
    bool sentence = c->around_text != WORD__COUNT, mean = c->against == REFERENCE_MEAN;
    bool category = choropleth_indicator(c)->kind == KIND_CATEGORY || c->second.ind;
    in->diverges = !isnan(c->center);
    in->center = c->center;
    in->changes = c->against == REFERENCE_NONE && c->rule.other == c->rule.ind &&
                  c->rule.metric == &metric_kinds[0];
    in->is_signed = choropleth_is_signed(c);
    in->has_number = c->against == REFERENCE_NUMBER;
    in->number = in->has_number ? c->center : 0;
    in->method_text = sentence ? wording_get(c->around_text, c->look.language) : NULL;
    if (c->second.ind && !(c->look.method->takes_breaks && c->look.has_second_breaks))
        in->method_text = wording_get(WORD_PAIR_BOTH, c->look.language);
    in->classes_asked = c->classes_asked;
    in->is_count = c->rule.is_count || (c->second.ind && c->second.ind->kind == KIND_COUNT);
    in->whole = category || in->is_count || mean ? (double)NAN : c->whole;
    in->weights = choropleth_weights(c, c->period);
    in->has_mean = !category && !in->is_count && c->rule.metric->has_whole;
}

static legend_input describe(const choropleth *c, const gathered *g) {
    const indicator *ind = choropleth_indicator(c);
    lang l = c->look.language;
    bool classless = ind->kind == KIND_CATEGORY || c->second.ind;
    legend_input in = {
        .title = buf_text(&g->title),
        .unit = buf_text(&g->unit),
        .period = ind->data.period[c->period],
        .period_text = buf_text(&g->period),
        .source = buf_text(&g->source),
        .note = buf_text(&g->note),
        .whole_name = c->atlas->whole_key ? localized_get(&c->atlas->whole_name, l) : NULL,
        .uncertain_why = localized_get(&ind->uncertain, l),
        .decimals = choropleth_decimals(c),
        .breaks = &c->breaks,
        .colors = c->color,
        .values = choropleth_values(c),
        .n = ind->data.n_districts,
        .classes_ignored = c->look.classes_idle,
        .category_forced = c->category_forced,
        .gvf = classless ? (double)NAN
                         : classify_gvf(&c->breaks, choropleth_values(c), ind->data.n_districts),
        .hash = c->hash,
        .look = &c->look,
    };
    describe_comparison(c, &in);
    describe_target(c, g, &in);
    return in;
}

err_code choropleth_legend(const choropleth *c, legend **out, err *e) {
    gathered g = {0};
    err_code rc = gather_texts(c, &g, e);
    legend_input in = describe(c, &g);
    if (!rc) rc = gather_districts(c, &g, &in, e);
    gather_second(c, &g, &in);
    gather_focus(c, &in);
    gather_warnings(c, &g, &in);
    gather_categories(c, &g, &in);
    gather_stops(c, &g, &in);
    gather_context(c, &g, &in);
    gather_groups(c, &g, &in);
    offer_rate(c, &in);
    if (!rc && (g.side[0].failed || g.side[1].failed || g.source.failed || g.note.failed))
        rc = err_nomem(e);
    if (!rc) rc = legend_make(&in, out, e);
    free(g.uncertain);
    free(g.within);
    buf_free(&g.side[0]);
    buf_free(&g.side[1]);
    buf_free(&g.source);
    buf_free(&g.note);
    buf_free(&g.title);
    buf_free(&g.unit);
    buf_free(&g.period);
    buf_free(&g.source);
    buf_free(&g.note);
    buf_free(&g.goal);
    return rc;
}
