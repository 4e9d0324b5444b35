#include "atlas/choropleth_alt.h"
#include "atlas/target.h"
#include "carto/wording.h"

#include <math.h>
#include <string.h>

#define NAMES_MAX 3 /* more are counted */

typedef struct telling {
    const choropleth *c;
    const indicator *ind;
    const double *value; /* [n] */
    size_t n, known;
    double low, high;
    lang in;
} telling;

static telling begin(const choropleth *c, lang in) {
    const indicator *ind = choropleth_indicator(c);
    telling t = {c, ind,         choropleth_values(c), ind->data.n_districts,
                 0, (double)NAN, (double)NAN,          in};
    for (size_t d = 0; d < t.n; d++) {
        if (isnan(t.value[d])) continue;
        if (!t.known || t.value[d] < t.low) t.low = t.value[d];
        if (!t.known || t.value[d] > t.high) t.high = t.value[d];
        t.known++;
    }
    return t;
}

/* Adds the sentence, and empties what was put into it. */
static void say(const telling *t, wording w, buf *a, buf *b, buf *out) {
    const char *const args[] = {a ? buf_text(a) : "", b ? buf_text(b) : ""};
    wording_fill(w, t->in, args, 2, out);
    if ((a && a->failed) || (b && b->failed)) out->failed = 1;
    if (a) buf_free(a);
    if (b) buf_free(b);
}

static void add_figure(const telling *t, double v, buf *out) {
    choropleth_number_text(t->c, v, t->in, out);
}

static void add_count(const telling *t, size_t n, buf *out) {
    number_format_text((double)n, 0, t->in, out);
}

/* ---- names ------------------------------------------------------------------------------ */

typedef bool meant(const telling *t, size_t d, double v);

static bool has_value(const telling *t, size_t d, double v) { /* NaN: those without a figure */
    return isnan(v) ? isnan(t->value[d]) : t->value[d] == v;
}

static bool has_class(const telling *t, size_t d, double v) { return t->c->class_of[d] == (int)v; }

static bool is_within(const telling *t, size_t d, double v) {
    (void)v;
    return choropleth_is_within(t->c, (district_id)d);
}

static size_t count_of(const telling *t, meant *is_meant, double v) {
    size_t n = 0;
    for (size_t d = 0; d < t->n; d++) n += is_meant(t, d, v);
    return n;
}

/* "A", "A and B", "A, B and C", "4 districts". */
static void add_names(const telling *t, meant *is_meant, double v, buf *out) {
    size_t n = count_of(t, is_meant, v), told = 0;
    if (n > NAMES_MAX) {
        buf count = BUF_EMPTY;
        add_count(t, n, &count);
        say(t, WORD_ALT_DISTRICTS, &count, NULL, out);
        return;
    }
    for (size_t d = 0; d < t->n; d++) {
        if (!is_meant(t, d, v)) continue;
        if (told) buf_adds(out, told + 1 == n ? wording_get(WORD_ALT_AND, t->in) : ", ");
        buf_adds(out, district_name(choropleth_layer(t->c)->shape->districts, (district_id)d));
        told++;
    }
}

/* ---- sentences -------------------------------------------------------------------------- */

static void tell_extreme(const telling *t, wording w, double v, buf *out) {
    buf names = BUF_EMPTY, figure = BUF_EMPTY;
    add_names(t, has_value, v, &names);
    add_figure(t, v, &figure);
    say(t, w, &names, &figure, out);
}

static void tell_numbers(const telling *t, buf *out) {
    buf low = BUF_EMPTY, high = BUF_EMPTY;
    add_figure(t, t->low, &low);
    if (t->low == t->high) {
        say(t, WORD_ALT_ALIKE, &low, NULL, out);
        return;
    }
    add_figure(t, t->high, &high);
    say(t, WORD_ALT_RANGE, &low, &high, out);
    bool from_high = t->c->rule.metric->from_high; /* then 1 is the highest place */
    tell_extreme(t, WORD_ALT_HIGHEST, from_high ? t->low : t->high, out);
    tell_extreme(t, WORD_ALT_LOWEST, from_high ? t->high : t->low, out);
}

static void tell_categories(const telling *t, buf *out) {
    const char *before = " ";
    for (size_t k = 0; k < t->ind->n_categories; k++) {
        size_t n = count_of(t, has_value, (double)k);
        buf count = BUF_EMPTY;
        if (!n) continue;
        add_count(t, n, &count);
        buf_adds(out, before);
        const char *const args[] = {localized_get(&t->ind->category[k].title, t->in),
                                    buf_text(&count)};
        wording_fill(WORD_LABEL_COUNT, t->in, args, 2, out);
        if (count.failed) out->failed = 1;
        buf_free(&count);
        before = "; ";
    }
    buf_adds(out, ".");
}

/* The corners of the square: what goes together, and what does not. */
static void tell_pairs(const telling *t, buf *out) {
    static const wording corner[2][2] = {{WORD_ALT_PAIR_LOW, WORD_ALT_PAIR_FIRST},
                                         {WORD_ALT_PAIR_SECOND, WORD_ALT_PAIR_HIGH}};
    size_t columns = t->c->breaks.count, rows = t->c->second.breaks.count;
    for (int row = 1; row >= 0 && rows > 1 && columns > 1; row--)
        for (int column = 1; column >= 0; column--) {
            size_t k = (row ? rows - 1 : 0) * columns + (column ? columns - 1 : 0);
            buf names = BUF_EMPTY;
            if (!count_of(t, has_class, (double)k)) continue;
            add_names(t, has_class, (double)k, &names);
            say(t, corner[row][column], &names, NULL, out);
        }
}

static void tell_within(const telling *t, buf *out) {
    buf names = BUF_EMPTY;
    if (!count_of(t, is_within, 0)) return;
    add_names(t, is_within, 0, &names);
    say(t, WORD_ALT_WITHIN, &names, NULL, out);
}

static void tell_whole(const telling *t, buf *out) {
    double v = t->c->whole;
    if (!isfinite(v) || t->ind->kind == KIND_CATEGORY || t->c->second.ind) return;
    const char *name = localized_get(&t->c->atlas->whole_name, t->in);
    buf_addf(out, " %s: ", *name ? name : wording_get(WORD_WHOLE, t->in));
    add_figure(t, v, out);
    buf_adds(out, ".");
}

static void tell_target(const telling *t, buf *out) {
    if (!target_of_map(t->c)) return;
    buf_adds(out, " ");
    target_text(t->c->atlas, t->c->indicator, t->in, out);
    buf_adds(out, ".");
}

void choropleth_alt_title(const choropleth *c, lang in, buf *out) {
    buf unit = BUF_EMPTY, period = BUF_EMPTY;
    choropleth_unit(c, in, &unit);
    choropleth_period_text(c, in, &period);
    choropleth_title(c, in, out);
    if (unit.len) buf_addf(out, ", %s", buf_text(&unit));
    if (period.len) buf_addf(out, ", %s", buf_text(&period));
    if (unit.failed || period.failed) out->failed = 1;
    buf_free(&unit);
    buf_free(&period);
}

void choropleth_alt_text(const choropleth *c, bool outside, lang in, buf *out) {
    telling t = begin(c, in);
    buf a = BUF_EMPTY, b = BUF_EMPTY;
    choropleth_alt_title(c, in, &a);
    say(&t, WORD_ALT_MAP, &a, NULL, out);
    if (outside) say(&t, WORD_ALT_OUTSIDE, NULL, NULL, out);
    if (!t.known) {
        buf_addf(out, " %s", wording_get(WORD_NO_FIGURES, in));
    } else {
        add_count(&t, t.known, &a);
        add_count(&t, t.n, &b);
        say(&t, WORD_ALT_COVERED, &a, &b, out);
        if (t.ind->kind == KIND_CATEGORY)
            tell_categories(&t, out);
        else if (c->second.ind)
            tell_pairs(&t, out);
        else
            tell_numbers(&t, out);
    }
    tell_whole(&t, out);
    tell_within(&t, out);
    tell_target(&t, out);
    if (t.known && t.known != t.n) {
        add_names(&t, has_value, (double)NAN, &a);
        say(&t, WORD_ALT_MISSING, &a, NULL, out);
    }
    choropleth_carried_note(c, in, &b);
    if (b.len) buf_addf(out, " %s", buf_text(&b));
    if (b.failed) out->failed = 1;
    buf_free(&b);
}

json_t *choropleth_alt_json(const choropleth *c, bool outside) {
    json_t *all = json_object();
    for (int in = 0; in < LANG_COUNT && all; in++) {
        buf text = BUF_EMPTY;
        choropleth_alt_text(c, outside, (lang)in, &text);
        if (text.failed || json_object_set_new(all, lang_codes[in], json_text(buf_text(&text)))) {
            json_decref(all);
            all = NULL;
        }
        buf_free(&text);
    }
    return all;
}
