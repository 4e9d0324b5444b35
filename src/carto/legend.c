#include "carto/legend.h"
#include "carto/wording.h"
#include "data/stats.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define OWN_DECIMALS_MAX 2 /* of an indicator that does not say how many it has */

static err_code copy_text(const char *text, char **out, err *e) {
    *out = strdup(text ? text : "");
    return *out ? ERR_OK : err_nomem(e);
}

static err_code take_text(buf *b, char **out, err *e) {
    err_code rc = buf_status(b, e);
    if (rc)
        buf_free(b);
    else
        *out = (char *)buf_detach(b, NULL);
    return rc;
}

/* ---- labels ---- */

/* How all labels of one legend are written. */
typedef struct label_style {
    bool whole; /* ranges of whole numbers that do not overlap */
    int decimals;
    lang language;
    closure closed;
} label_style;

typedef struct range {
    double low, high; /* as written; infinite where open */
} range;

/* Class i as whole numbers: low > high if no whole number lies in it. */
static range whole_range(const class_breaks *b, size_t i) {
    double from = b->edge[i], to = b->edge[i + 1];
    bool right = b->closed == CLOSED_RIGHT, first = i == 0, last = i + 1 == b->count;
    return (range){first || !right ? ceil(from) : floor(from) + 1,
                   last || right ? floor(to) : ceil(to) - 1};
}

static bool all_whole(const double *values, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (values[i] != floor(values[i])) return false;
    return true;
}

/* The outer edges count too: they can come from other periods. */
static bool fits_whole(const class_breaks *b) {
    if (!b->count) return true;
    bool fits = all_whole((double[]){b->edge[0], b->edge[b->count]}, 2);
    for (size_t i = 0; i < b->count && fits; i++) {
        range r = whole_range(b, i);
        fits = r.low <= r.high;
    }
    return fits;
}

static label_style choose_style(const legend_input *in, const legend *l) {
    const class_breaks *b = in->breaks;
    label_style s = {.decimals = in->decimals, .language = l->language, .closed = b->closed};
    if (in->decimals < 0) s.decimals = number_decimals_of(l->values, l->n_values, OWN_DECIMALS_MAX);
    s.whole = !s.decimals && all_whole(l->values, l->n_values) && fits_whole(b);
    if (!s.whole && b->count)
        s.decimals = number_decimals_needed(b->edge, b->count + 1, s.decimals);
    return s;
}

static void add_open(const label_style *s, wording w, double v, buf *out) {
    buf number = BUF_EMPTY;
    number_format_text(v, s->decimals, s->language, &number);
    if (number.failed) out->failed = 1;
    wording_fill(w, s->language, (const char *const[]){buf_text(&number)}, 1, out);
    buf_free(&number);
}

static void add_label(const label_style *s, const class_breaks *b, size_t i, buf *out) {
    bool right = s->closed == CLOSED_RIGHT;
    double step = s->whole ? 1 : 0; /* from the last number inside to the first outside */
    range r = s->whole ? whole_range(b, i) : (range){b->edge[i], b->edge[i + 1]};
    if (isinf(r.low) && right)
        add_open(s, WORD_OR_LESS, r.high, out);
    else if (isinf(r.low))
        add_open(s, WORD_UNDER, r.high + step, out);
    else if (isinf(r.high) && right)
        add_open(s, WORD_OVER, r.low - step, out);
    else if (isinf(r.high))
        add_open(s, WORD_OR_MORE, r.low, out);
    else
        number_format_range(r.low, r.high, s->decimals, s->language, out);
}

/* ---- the parts ---- */

static err_code fill_texts(const legend_input *in, legend *l, err *e) {
    err_code rc = copy_text(in->title, &l->title, e);
    if (!rc) rc = copy_text(in->unit, &l->unit, e);
    if (!rc) rc = copy_text(in->period, &l->period, e);
    if (!rc) rc = copy_text(in->source, &l->source, e);
    if (!rc) rc = copy_text(in->note, &l->note, e);
    return rc;
}

static void fill_look(const legend_input *in, legend *l) {
    const classify_method *m = in->look->method;
    bool right = in->breaks->closed == CLOSED_RIGHT;
    l->language = in->look->language;
    l->method = m->name;
    l->method_title = l->language == LANG_SV ? m->title_sv : m->title_en;
    l->closed = in->breaks->closed;
    l->closed_text = wording_get(right ? WORD_CLOSED_RIGHT : WORD_CLOSED_LEFT, l->language);
    l->no_data_color = in->look->no_data_color;
    l->hatch_color = in->look->hatch_color;
    l->no_data_label = wording_get(WORD_NO_DATA, l->language);
}

static err_code fill_values(const legend_input *in, legend *l, err *e) {
    err_code rc = stats_sorted(in->values, in->n, &l->values, &l->n_values, e);
    l->districts = in->n;
    l->no_data_count = in->n - l->n_values;
    return rc;
}

static err_code fill_classes(const legend_input *in, legend *l, err *e) {
    const class_breaks *b = in->breaks;
    label_style style = choose_style(in, l);
    size_t counts[CLASSES_MAX];
    err_code rc = ERR_OK;
    classify_counts(b, in->values, in->n, counts);
    l->decimals = style.decimals;
    l->count = b->count;
    for (size_t i = 0; i < b->count && !rc; i++) {
        legend_class *c = &l->classes[i];
        buf label = BUF_EMPTY;
        *c = (legend_class){b->edge[i], b->edge[i + 1], NULL, in->colors[i], counts[i]};
        add_label(&style, b, i, &label);
        rc = take_text(&label, &c->label, e);
    }
    return rc;
}

/* A reference of an indicator that does not say its decimals may need more than the values. */
static int reference_decimals(const legend_input *in, const legend *l) {
    if (in->decimals >= 0) return l->decimals;
    int own = number_decimals_of(&l->reference.value, 1, OWN_DECIMALS_MAX);
    return own > l->decimals ? own : l->decimals;
}

static err_code label_reference(const legend_input *in, legend *l, err *e) {
    bool named = in->whole_name && *in->whole_name;
    buf value = BUF_EMPTY, n = BUF_EMPTY, of = BUF_EMPTY, label = BUF_EMPTY;
    number_format_text(l->reference.value, reference_decimals(in, l), l->language, &value);
    number_format_text((double)l->reference.n, 0, l->language, &n);
    number_format_text((double)l->districts, 0, l->language, &of);
    const char *name = named ? in->whole_name : wording_get(WORD_WHOLE, l->language);
    const char *const whole[] = {name, buf_text(&value)};
    const char *const mean[] = {buf_text(&value), buf_text(&n), buf_text(&of)};
    if (l->reference.n)
        wording_fill(WORD_MEAN_VALUE, l->language, mean, 3, &label);
    else
        wording_fill(WORD_WHOLE_VALUE, l->language, whole, 2, &label);
    if (value.failed || n.failed || of.failed) label.failed = 1;
    buf_free(&value);
    buf_free(&n);
    buf_free(&of);
    return take_text(&label, &l->reference.label, e);
}

static err_code fill_reference(const legend_input *in, legend *l, err *e) {
    l->reference.value = NAN;
    if (in->is_count) return ERR_OK;
    if (!isnan(in->whole))
        l->reference = (legend_reference){.value = in->whole, .kind = "whole"};
    else if (in->has_mean && l->n_values)
        l->reference =
            (legend_reference){stats_mean(l->values, l->n_values), NULL, "mean", l->n_values};
    else
        return ERR_OK;
    return label_reference(in, l, e);
}

static err_code add_warning(legend *l, wording w, const char *const *args, size_t n, err *e) {
    assert(l->n_warnings < LEGEND_WARNINGS_MAX);
    buf text = BUF_EMPTY;
    wording_fill(w, l->language, args, n, &text);
    err_code rc = take_text(&text, &l->warnings[l->n_warnings], e);
    if (!rc) l->n_warnings++;
    return rc;
}

static err_code warn_of_fewer(const legend_input *in, legend *l, err *e) {
    buf got = BUF_EMPTY, asked = BUF_EMPTY;
    number_format_text((double)l->count, 0, l->language, &got);
    number_format_text((double)in->look->classes, 0, l->language, &asked);
    err_code rc = add_warning(l, WORD_FEWER_CLASSES,
                              (const char *const[]){buf_text(&got), buf_text(&asked)}, 2, e);
    buf_free(&got);
    buf_free(&asked);
    return rc;
}

static err_code fill_warnings(const legend_input *in, legend *l, err *e) {
    err_code rc = ERR_OK;
    if (!l->n_values) rc = add_warning(l, WORD_NO_FIGURES, NULL, 0, e);
    if (!rc && in->is_count && l->n_values) rc = add_warning(l, WORD_COUNT_WARNING, NULL, 0, e);
    if (!rc && l->count && l->count < in->look->classes) rc = warn_of_fewer(in, l, e);
    return rc;
}

err_code legend_make(const legend_input *in, legend **out, err *e) {
    legend *l = calloc(1, sizeof *l);
    if (!l) return err_nomem(e);
    fill_look(in, l);
    err_code rc = fill_texts(in, l, e);
    if (!rc) rc = fill_values(in, l, e);
    if (!rc) rc = fill_classes(in, l, e);
    if (!rc) rc = fill_reference(in, l, e);
    if (!rc) rc = fill_warnings(in, l, e);
    if (rc)
        legend_free(l);
    else
        *out = l;
    return rc;
}

void legend_free(legend *l) {
    if (!l) return;
    char *const texts[] = {l->title, l->unit, l->period, l->source, l->note, l->reference.label};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) free(texts[i]);
    for (size_t i = 0; i < l->count; i++) free(l->classes[i].label);
    for (size_t i = 0; i < l->n_warnings; i++) free(l->warnings[i]);
    free(l->values);
    free(l);
}
