#include "carto/legend.h"
#include "carto/legend_bins.h"
#include "carto/legend_label.h"
#include "carto/legend_pair.h"
#include "carto/wording.h"
#include "data/stats.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static err_code copy_text(const char *text, char **out, err *e) {
    *out = strdup(text ? text : "");
    return *out ? ERR_OK : err_nomem(e);
}

static err_code take_text(buf *b, char **out, err *e) {
    err_code rc = buf_status(b, e);
    if (rc) {
        buf_free(b);
        return rc;
    }
    *out = (char *)buf_detach(b, NULL);
    return *out ? ERR_OK : copy_text("", out, e);
}

/* The number of districts, as a text. */
static void add_count(const legend *l, size_t n, buf *out) {
    number_format_text((double)n, 0, l->language, out);
}

/* ---- the parts ---- */

static err_code fill_texts(const legend_input *in, legend *l, err *e) {
    err_code rc = copy_text(in->title, &l->title, e);
    if (!rc) rc = copy_text(in->unit, &l->unit, e);
    if (!rc) rc = copy_text(in->period, &l->period, e);
    if (!rc) rc = copy_text(in->period_text ? in->period_text : in->period, &l->period_text, e);
    if (!rc) rc = copy_text(in->source, &l->source, e);
    if (!rc) rc = copy_text(in->note, &l->note, e);
    if (!rc && in->rate_title) rc = copy_text(in->rate_title, &l->rate_title, e);
    if (!rc && in->rate_title) rc = copy_text(in->rate_id, &l->rate_id, e);
    return rc;
}

/* The outer class that has two edges includes both; an open one has only one. */
static wording closed_word(const class_breaks *b) {
    bool right = b->closed == CLOSED_RIGHT;
    if (b->count && isinf(b->edge[right ? 0 : b->count]))
        return right ? WORD_CLOSED_RIGHT_OPEN : WORD_CLOSED_LEFT_OPEN;
    return right ? WORD_CLOSED_RIGHT : WORD_CLOSED_LEFT;
}

static void fill_look(const legend_input *in, legend *l) {
    const classify_method *m = in->look->method;
    l->language = in->look->language;
    l->method = m->name;
    l->method_title = l->language == LANG_SV ? m->title_sv : m->title_en;
    l->method_text = in->method_text ? in->method_text : legend_label_method(m->name, l->language);
    l->closed = in->breaks->closed;
    l->closed_text = wording_get(closed_word(in->breaks), l->language);
    l->backdrop = in->look->backdrop;
    l->reversed = in->look->reverse;
    l->no_data_color = in->look->no_data_color;
    l->hatch_color = in->look->hatch_color;
    l->no_data_label = wording_get(WORD_NO_DATA, l->language);
    l->categories = in->category != NULL;
    l->ordered = l->categories && in->ordered;
    l->gvf = in->gvf;
    l->center = in->diverges ? in->center : (double)NAN;
    l->hash = in->hash;
}

/* Equal values: the certain ones first, so that the order is one. */
static int by_value(const void *a, const void *b) {
    const legend_value *x = a, *y = b;
    if (x->value != y->value) return x->value < y->value ? -1 : 1;
    if (x->second != y->second) return x->second < y->second ? -1 : 1;
    return (x->uncertain + 2 * x->within) - (y->uncertain + 2 * y->within);
}

static legend_value value_of(const legend_input *in, size_t i) {
    int k = in->second ? legend_pair_class(in, i) : class_of(in->breaks, in->values[i]);
    size_t class_index = k < 0 || in->n_stops ? 0 : (size_t)k;
    return (legend_value){.value = in->values[i] == 0 ? 0 : in->values[i], /* -0 is 0 */
                          .second = in->second ? in->second->values[i] : 0,
                          .color = in->fill ? in->fill[i]
                                   : k < 0  ? in->look->no_data_color
                                            : in->colors[k],
                          .class_index = class_index,
                          .uncertain = in->uncertain && in->uncertain[i],
                          .within = in->within && in->within[i]};
}

static err_code fill_values(const legend_input *in, legend *l, err *e) {
    l->values = calloc(in->n + 1, sizeof *l->values);
    if (!l->values) return err_nomem(e);
    for (size_t i = 0; i < in->n; i++)
        if (!isnan(in->values[i])) l->values[l->n_values++] = value_of(in, i);
    qsort(l->values, l->n_values, sizeof *l->values, by_value);
    l->districts = in->n;
    l->no_data_count = in->n - l->n_values;
    return ERR_OK;
}

static err_code fill_stops(const legend_input *in, legend *l, err *e) {
    if (!in->n_stops || !in->breaks->count) return ERR_OK;
    assert(in->n_stops >= 2);
    l->stops = calloc(in->n_stops, sizeof *l->stops);
    if (!l->stops) return err_nomem(e);
    memcpy(l->stops, in->stops, in->n_stops * sizeof *l->stops);
    l->n_stops = in->n_stops;
    l->method_text = wording_get(WORD_UNCLASSED, l->language);
    return ERR_OK;
}

static err_code fill_class(const legend_input *in, const label_style *style, legend *l, size_t i,
                           err *e) {
    const class_breaks *b = in->breaks;
    legend_class *c = &l->classes[i];
    *c = (legend_class){.from = b->edge[i], .to = b->edge[i + 1], .color = in->colors[i]};
    if (in->category) {
        c->from = c->to = NAN;
        return copy_text(in->category[i], &c->label, e);
    }
    c->meaning = legend_label_meaning(l->method, i, b->count, l->language);
    buf label = BUF_EMPTY;
    legend_label_add(style, b, i, &label);
    return take_text(&label, &c->label, e);
}

static err_code fill_classes(const legend_input *in, legend *l, err *e) {
    label_style style = legend_label_style(in, l);
    err_code rc = ERR_OK;
    l->decimals = style.decimals;
    l->is_signed = style.is_signed && !l->categories;
    if (l->n_stops) return ERR_OK;
    l->count = in->breaks->count;
    if (in->second)
        rc = legend_pair_fill(in, l, e);
    else
        for (size_t i = 0; i < l->count && !rc; i++) rc = fill_class(in, &style, l, i, e);
    for (size_t i = 0; i < l->n_values && l->count; i++) {
        legend_class *c = &l->classes[l->values[i].class_index];
        c->count++;
        c->uncertain += l->values[i].uncertain;
        c->within += l->values[i].within;
    }
    return rc;
}

/* ---- states ---- */

static err_code label_row(const legend_input *in, const legend *l, legend_row *r, err *e) {
    bool why = r->state == LEGEND_UNCERTAIN && in->uncertain_why && *in->uncertain_why;
    bool sample = r->state == LEGEND_WITHIN && in->of_samples;
    wording w = why      ? WORD_UNCERTAIN_WHY
                : sample ? WORD_WITHIN_SAMPLE
                         : legend_states[r->state].label;
    buf label = BUF_EMPTY;
    wording_fill(w, l->language, (const char *const[]){in->uncertain_why}, 1, &label);
    return take_text(&label, &r->label, e);
}

/* The color that shows the pattern of a state that lies on classes: one in their middle, but of
 * differences that of a class that has some, and not the pale one around the center, whose hatch
 * would look like that of no data. */
static rgba state_color(const legend *l, legend_state s) {
    size_t best = l->count / 2;
    if (l->n_stops) return l->stops[l->n_stops / 2].color;
    for (size_t i = 0, most = 0; i < l->count && s == LEGEND_WITHIN; i++) {
        const legend_class *c = &l->classes[i];
        bool center = c->from <= l->center && l->center <= c->to;
        if (!center && c->within > most) best = i, most = c->within;
    }
    return l->classes[best].color;
}

static err_code add_row(const legend_input *in, legend *l, legend_state s, size_t n, err *e) {
    const legend_state_kind *kind = &legend_states[s];
    legend_row *r = &l->rows[l->n_rows++];
    *r = (legend_row){s, kind->name, NULL, n, l->no_data_color, l->hatch_color, kind->pattern};
    if (kind->has_number) {
        r->color = state_color(l, s);
        r->hatch = backdrop_uncertain(r->color);
    }
    return label_row(in, l, r, e);
}

static err_code fill_rows(const legend_input *in, legend *l, err *e) {
    size_t n[LEGEND__STATES], other = 0;
    memcpy(n, in->states, sizeof n);
    n[LEGEND_UNCERTAIN] = n[LEGEND_WITHIN] = 0;
    for (size_t i = 0; i < l->n_values; i++) {
        n[LEGEND_UNCERTAIN] += l->values[i].uncertain;
        n[LEGEND_WITHIN] += l->values[i].within;
    }
    for (int s = LEGEND_MISSING + 1; s < LEGEND__STATES; s++)
        if (!legend_states[s].has_number) other += n[s];
    assert(other <= l->no_data_count);
    n[LEGEND_MISSING] = l->no_data_count - other;
    err_code rc = ERR_OK;
    for (int s = 0; s < LEGEND__STATES && !rc; s++)
        if (s == LEGEND_MISSING || n[s]) rc = add_row(in, l, (legend_state)s, n[s], e);
    return rc;
}

/* ---- context ---- */

static err_code fill_context(const legend_input *in, legend *l, err *e) {
    rgba under = l->backdrop->under;
    l->context = calloc(in->n_contexts + 1, sizeof *l->context);
    err_code rc = l->context ? ERR_OK : err_nomem(e);
    for (size_t i = 0; i < in->n_contexts && !rc; i++) {
        const legend_context_input *one = &in->context[i];
        legend_context *c = &l->context[l->n_contexts++];
        c->fill = color_over(one->fill, under);
        if (one->line.a) c->line = color_over(one->line, under);
        rc = copy_text(one->id, &c->id, e);
        if (!rc) rc = copy_text(one->label, &c->label, e);
    }
    return rc;
}

static err_code fill_groups(const legend_input *in, legend *l, err *e) {
    l->groups = calloc(in->n_groups + 1, sizeof *l->groups);
    err_code rc = l->groups ? ERR_OK : err_nomem(e);
    for (size_t i = 0; i < in->n_groups && !rc; i++) {
        legend_group *g = &l->groups[l->n_groups++];
        g->color = in->groups[i].color;
        rc = copy_text(in->groups[i].id, &g->id, e);
        if (!rc) rc = copy_text(in->groups[i].label, &g->label, e);
    }
    return rc;
}

/* ---- the reference ---- */

/* A reference of an indicator that does not say its decimals may need more than the values, and
 * edges that were rounded may have fewer than it. */
static int own_decimals_of(const legend_input *in, const legend *l, double v) {
    int own = in->decimals;
    if (own < 0) own = number_decimals_of(&v, 1, 2);
    return own > l->decimals ? own : l->decimals;
}

static int target_decimals(const legend_input *in, const legend *l) {
    int own = own_decimals_of(in, l, in->target);
    int as_set = number_decimals_of(&in->target, 1, NUMBER_DECIMALS_MAX);
    return as_set > own ? as_set : own;
}

/* Only a name that begins with an ordinary word may be written small: others may be proper names.
 */
static void add_whole_inside(const legend *l, const char *name, buf *out) {
    const char *head = wording_get(WORD_INSIDE_WHOLE_HEAD, l->language);
    size_t n = strlen(head);
    if (strncmp(name, head, n) != 0)
        buf_adds(out, name);
    else
        wording_fill(WORD_INSIDE_WHOLE, l->language, (const char *const[]){name + n}, 1, out);
}

typedef struct reference_words {
    wording label, inside;
} reference_words;

static reference_words words_of(const legend_reference *r) {
    if (r->weighted) return (reference_words){WORD_WEIGHTED_MEAN_VALUE, WORD_INSIDE_WEIGHTED_MEAN};
    if (r->n) return (reference_words){WORD_MEAN_VALUE, WORD_INSIDE_MEAN};
    return (reference_words){WORD_REFERENCE_VALUE, WORD_INSIDE_REFERENCE};
}

static err_code label_reference(const legend_input *in, legend *l, err *e) {
    bool named = in->whole_name && *in->whole_name;
    buf n = BUF_EMPTY, of = BUF_EMPTY, label = BUF_EMPTY, inside = BUF_EMPTY;
    add_count(l, l->reference.n, &n);
    add_count(l, l->districts, &of);
    const char *name = named ? in->whole_name : wording_get(WORD_WHOLE, l->language);
    const char *const whole[] = {name, l->reference.text};
    const char *const other[] = {l->reference.text, buf_text(&n), buf_text(&of)};
    if (!strcmp(l->reference.kind, "whole")) {
        wording_fill(WORD_WHOLE_VALUE, l->language, whole, 2, &label);
        add_whole_inside(l, name, &inside);
    } else {
        wording_fill(words_of(&l->reference).label, l->language, other, 3, &label);
        wording_fill(words_of(&l->reference).inside, l->language, other + 1, 2, &inside);
    }
    if (n.failed || of.failed) label.failed = 1;
    buf_free(&n);
    buf_free(&of);
    err_code rc = take_text(&inside, &l->reference.name, e);
    if (rc)
        buf_free(&label);
    else
        rc = take_text(&label, &l->reference.label, e);
    return rc;
}

/* Hints at the ends of a diverging ramp: on the sides of the class that the center is in, or of a
 * middle class that the reference is in. */
static void fill_hints(const legend_input *in, legend *l) {
    bool diverging = in->look->ramp && ramp_kind_of(in->look->ramp) == RAMP_DIVERGING;
    if (!diverging || l->count < 2 || l->categories) return;
    int in_class = class_of(in->breaks, in->diverges ? in->center : l->reference.value);
    bool middle = l->count >= 3 && l->count % 2 && in_class == (int)(l->count / 2);
    if (!in->diverges && !middle) return;
    if (in_class > 0) l->below = wording_get(in->changes ? WORD_FELL : WORD_BELOW, l->language);
    if (in_class + 1 < (int)l->count)
        l->above = wording_get(in->changes ? WORD_ROSE : WORD_ABOVE, l->language);
}

static legend_reference find_reference(const legend_input *in, const legend *l) {
    if (in->target_is_it) return (legend_reference){.value = in->target, .kind = "target"};
    if (in->has_number) return (legend_reference){.value = in->number, .kind = "number"};
    if (in->is_count) return (legend_reference){.value = NAN};
    if (!isnan(in->whole)) return (legend_reference){.value = in->whole, .kind = "whole"};
    if (!in->has_mean || !l->n_values) return (legend_reference){.value = NAN};
    legend_reference r = {.kind = "mean"};
    r.value = stats_mean_by(in->values, in->weights, in->n, &r.n, &r.weighted);
    return r;
}

static err_code fill_reference(const legend_input *in, legend *l, err *e) {
    l->reference = find_reference(in, l);
    buf value = BUF_EMPTY;
    fill_hints(in, l);
    if (!l->reference.kind) return ERR_OK;
    legend_number(l, l->reference.value,
                  in->target_is_it ? target_decimals(in, l)
                                   : own_decimals_of(in, l, l->reference.value),
                  &value);
    err_code rc = take_text(&value, &l->reference.text, e);
    if (rc || !in->target_is_it) return rc ? rc : label_reference(in, l, e);
    rc = copy_text(in->target_name, &l->reference.name, e);
    return rc ? rc : copy_text(l->target.label, &l->reference.label, e);
}

/* ---- the target ---- */

static bool is_beyond(const legend *l, double v) {
    if (l->n_stops) return v < l->stops[0].value || v > l->stops[l->n_stops - 1].value;
    return l->count && (v < legend_edge_drawn(l, 0) || v > legend_edge_drawn(l, l->count));
}

static err_code label_target(const legend_input *in, legend *l, err *e) {
    buf value = BUF_EMPTY, text = BUF_EMPTY, label = BUF_EMPTY;
    legend_number(l, in->target, target_decimals(in, l), &value);
    wording_fill(WORD_TARGET_VALUE, l->language,
                 (const char *const[]){in->target_name, buf_text(&value)}, 2, &text);
    wording_fill_text(l->target.beyond ? wording_get(WORD_TARGET_BEYOND, l->language) : "{1}",
                      (const char *const[]){buf_text(&text)}, 1, &label);
    if (value.failed || text.failed) label.failed = 1;
    buf_free(&value);
    buf_free(&text);
    return take_text(&label, &l->target.label, e);
}

static err_code fill_target(const legend_input *in, legend *l, err *e) {
    l->target = (legend_target){.value = (double)NAN};
    if (!in->target_name) return ERR_OK;
    l->target.value = in->target;
    l->target.beyond = !in->target_apart && is_beyond(l, in->target);
    l->target.on_scale = !in->target_apart && !l->target.beyond && (l->count || l->n_stops);
    err_code rc = label_target(in, l, e);
    if (!rc && in->target_source) rc = copy_text(in->target_source, &l->target.source, e);
    return rc;
}

/* ---- warnings ---- */

static err_code add_warning(legend *l, wording w, const char *const *args, size_t n, err *e) {
    assert(l->n_warnings < LEGEND_WARNINGS_MAX);
    buf text = BUF_EMPTY;
    wording_fill(w, l->language, args, n, &text);
    err_code rc = take_text(&text, &l->warnings[l->n_warnings], e);
    if (!rc) l->n_warnings++;
    return rc;
}

static err_code warn_of_classes(legend *l, wording w, size_t made, size_t wanted, err *e) {
    buf got = BUF_EMPTY, asked = BUF_EMPTY, center = BUF_EMPTY;
    add_count(l, made, &got);
    add_count(l, wanted, &asked);
    number_format_text(l->center, l->center == 0 ? 0 : l->decimals, l->language, &center);
    err_code rc = add_warning(
        l, w, (const char *const[]){buf_text(&got), buf_text(&asked), buf_text(&center)}, 3, e);
    buf_free(&got);
    buf_free(&asked);
    buf_free(&center);
    return rc;
}

/* Classes of each side by a method are fewer where a side has no value, or by ties. */
static wording fewer_word(const legend_input *in, const legend *l) {
    bool sides = in->look->sides_by_method && isfinite(l->center) && l->n_values;
    if (sides && l->values[0].value >= l->center) return WORD_NONE_BELOW;
    if (sides && l->values[l->n_values - 1].value <= l->center) return WORD_NONE_ABOVE;
    return WORD_FEWER_CLASSES;
}

static err_code warn_of_count(legend *l, err *e) {
    const char *const rate[] = {l->rate_title};
    return add_warning(l, l->rate_title ? WORD_COUNT_RATE : WORD_COUNT_WARNING, rate, 1, e);
}

static err_code fill_warnings(const legend_input *in, legend *l, err *e) {
    const classify_method *m = in->look->method;
    bool counted = !m->own_count && !m->at_most && !m->continuous && !l->categories && l->count;
    bool some = in->within && in->with_margin && in->with_margin < l->n_values;
    const char *const method[] = {l->method_title};
    err_code rc = ERR_OK;
    if (!l->n_values) rc = add_warning(l, WORD_NO_FIGURES, NULL, 0, e);
    if (!rc && in->is_count && l->n_values) rc = warn_of_count(l, e);
    if (!rc && counted && legend_pair_fewest(l) < in->look->classes)
        rc = warn_of_classes(l, fewer_word(in, l), legend_pair_fewest(l), in->look->classes, e);
    if (!rc && some) rc = warn_of_classes(l, WORD_WITHIN_SOME, in->with_margin, l->n_values, e);
    if (!rc && in->classes_asked && l->count)
        rc = warn_of_classes(l, WORD_ODD_CLASSES, in->look->classes, in->classes_asked, e);
    for (size_t i = 0; i < in->n_warnings && !rc; i++)
        rc = add_warning(l, in->warnings[i], NULL, 0, e);
    if (!rc && in->classes_ignored) rc = add_warning(l, WORD_CLASSES_IGNORED, method, 1, e);
    if (!rc && in->category_forced) rc = add_warning(l, WORD_CATEGORY_FORCED, NULL, 0, e);
    return rc;
}

/* ---- made, asked, freed ---- */

err_code legend_make(const legend_input *in, legend **out, err *e) {
    legend *l = calloc(1, sizeof *l);
    if (!l) return err_nomem(e);
    fill_look(in, l);
    err_code rc = fill_texts(in, l, e);
    if (!rc) rc = fill_values(in, l, e);
    if (!rc) rc = fill_stops(in, l, e);
    if (!rc) rc = fill_classes(in, l, e);
    if (!rc) legend_bins_fill(l);
    if (!rc) rc = fill_rows(in, l, e);
    if (!rc) rc = fill_context(in, l, e);
    if (!rc) rc = fill_groups(in, l, e);
    if (!rc) rc = fill_target(in, l, e);
    if (!rc) rc = fill_reference(in, l, e);
    if (!rc) rc = fill_warnings(in, l, e);
    if (rc)
        legend_free(l);
    else
        *out = l;
    return rc;
}

double legend_edge(const legend *l, size_t i) {
    assert(i <= l->count && l->count);
    return i ? l->classes[i - 1].to : l->classes[0].from;
}

double legend_edge_drawn(const legend *l, size_t i) {
    double edge = legend_edge(l, i);
    if (!isinf(edge)) return edge;
    bool low = i == 0;
    double inner = legend_edge(l, low ? 1 : l->count - 1);
    if (!l->n_values) return inner;
    double outermost = l->values[low ? 0 : l->n_values - 1].value;
    if (isinf(inner)) return outermost;
    return low ? fmin(inner, outermost) : fmax(inner, outermost);
}

void legend_number(const legend *l, double v, int decimals, buf *out) {
    (l->is_signed ? number_format_signed : number_format_text)(v, decimals, l->language, out);
}

void legend_free(legend *l) {
    if (!l) return;
    char *const texts[] = {l->title,         l->unit,         l->period,        l->source,
                           l->note,          l->rate_id,      l->rate_title,    l->reference.label,
                           l->period_text,   l->target.label, l->target.source, l->reference.name,
                           l->reference.text};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) free(texts[i]);
    legend_pair_free(l);
    for (size_t i = 0; i < l->count; i++) free(l->classes[i].label);
    for (size_t i = 0; i < l->n_rows; i++) free(l->rows[i].label);
    for (size_t i = 0; i < l->n_contexts; i++) {
        free(l->context[i].id);
        free(l->context[i].label);
    }
    free(l->context);
    for (size_t i = 0; i < l->n_groups; i++) {
        free(l->groups[i].id);
        free(l->groups[i].label);
    }
    free(l->groups);
    for (size_t i = 0; i < l->n_warnings; i++) free(l->warnings[i]);
    free(l->values);
    free(l->stops);
    free(l);
}
