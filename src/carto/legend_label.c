#include "carto/legend_label.h"
#include "carto/wording.h"

#include <math.h>
#include <string.h>

#define OWN_DECIMALS_MAX 2 /* of an indicator that does not say how many it has */

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

static bool all_whole(const legend *l) {
    for (size_t i = 0; i < l->n_values; i++)
        if (l->values[i].value != floor(l->values[i].value)) return false;
    return true;
}

/* The outer edges count too: they can come from other periods. */
static bool fits_whole(const class_breaks *b) {
    if (!b->count) return true;
    double low = b->edge[0], high = b->edge[b->count];
    bool fits = low == floor(low) && high == floor(high);
    for (size_t i = 0; i < b->count && fits; i++) {
        range r = whole_range(b, i);
        fits = r.low <= r.high;
    }
    return fits;
}

static int own_decimals(const legend *l) {
    int most = 0;
    for (size_t i = 0; i < l->n_values && most < OWN_DECIMALS_MAX; i++) {
        int d = number_decimals_of(&l->values[i].value, 1, OWN_DECIMALS_MAX);
        if (d > most) most = d;
    }
    return most;
}

/* Round inner edges are written as they are; the outer ones are values, and may be rounded. */
static int edge_decimals(const legend_input *in, int decimals) {
    const class_breaks *b = in->breaks;
    if (in->look->rounded && b->count > 1)
        decimals = number_decimals_of(b->edge + 1, b->count - 1, NUMBER_DECIMALS_MAX);
    return number_decimals_needed(b->edge, b->count + 1, decimals);
}

static bool lies_around_zero(const class_breaks *b, const legend *l) {
    if (!b->count || !l->n_values) return false;
    double low = l->values[0].value, high = l->values[l->n_values - 1].value;
    double first = b->edge[0], last = b->edge[b->count];
    return (low < 0 || (first < 0 && !isinf(first))) && (high > 0 || (last > 0 && !isinf(last)));
}

label_style legend_label_style(const legend_input *in, const legend *l) {
    const class_breaks *b = in->breaks;
    label_style s = {.decimals = in->decimals, .language = l->language, .closed = b->closed};
    s.is_signed = in->is_signed || lies_around_zero(b, l);
    if (in->decimals < 0) s.decimals = own_decimals(l);
    s.whole = !s.decimals && all_whole(l) && fits_whole(b);
    if (!s.whole && b->count) s.decimals = edge_decimals(in, s.decimals);
    return s;
}

static void add_number(const label_style *s, double v, buf *out) {
    (s->is_signed ? number_format_signed : number_format_text)(v, s->decimals, s->language, out);
}

static void add_open(const label_style *s, wording w, double v, buf *out) {
    buf number = BUF_EMPTY;
    add_number(s, v, &number);
    if (number.failed) out->failed = 1;
    wording_fill(w, s->language, (const char *const[]){buf_text(&number)}, 1, out);
    buf_free(&number);
}

static void add_closed(const label_style *s, range r, buf *out) {
    (s->is_signed ? number_format_signed_range : number_format_range)(r.low, r.high, s->decimals,
                                                                      s->language, out);
}

void legend_label_add(const label_style *s, const class_breaks *b, size_t i, buf *out) {
    bool right = s->closed == CLOSED_RIGHT;
    range r = s->whole ? whole_range(b, i) : (range){b->edge[i], b->edge[i + 1]};
    if (isinf(r.low) && (right || s->whole)) /* whole numbers: the last one inside on both sides */
        add_open(s, WORD_OR_LESS, r.high, out);
    else if (isinf(r.low))
        add_open(s, WORD_UNDER, r.high, out);
    else if (isinf(r.high) && right && !s->whole)
        add_open(s, WORD_OVER, r.low, out);
    else if (isinf(r.high))
        add_open(s, WORD_OR_MORE, r.low, out);
    else
        add_closed(s, r, out);
}

/* ---- methods whose edges mean something ---- */

typedef struct method_words {
    const char *method;
    size_t classes;
    wording sentence, lowest; /* `classes` wordings from `lowest` on */
} method_words;

static const method_words methods[] = {
    {"stddev", 5, WORD_STDDEV, WORD_STDDEV_1},
    {"boxplot", 6, WORD_BOXPLOT, WORD_BOXPLOT_1},
};

static const method_words *words_of(const char *method) {
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
        if (!strcmp(methods[i].method, method)) return &methods[i];
    return NULL;
}

const char *legend_label_meaning(const char *method, size_t i, size_t n, lang l) {
    const method_words *w = words_of(method);
    return w && w->classes == n ? wording_get((wording)((size_t)w->lowest + i), l) : NULL;
}

const char *legend_label_method(const char *method, lang l) {
    const method_words *w = words_of(method);
    return w ? wording_get(w->sentence, l) : NULL;
}
