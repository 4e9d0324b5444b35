/* kartblad classify: numbers on standard input, class breaks out. */
#include "app/command.h"
#include "app/map.h"
#include "base/json.h"
#include "base/text.h"
#include "data/excerpt.h"
#include "data/number.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- in ---- */

#define WORD_MAX 127 /* bytes */

typedef struct numbers {
    double *v;
    size_t count, cap, missing;
    double low, high; /* NaN: no number at all */
} numbers;

/* The next word, divided by blanks or line ends; false at the end.  A byte 0, or a word longer
 * than fits, is kept as something that is no number. */
static bool next_word(FILE *in, char word[WORD_MAX + 1]) {
    size_t n = 0;
    int c = getc(in);
    while (c != EOF && isspace(c)) c = getc(in);
    for (; c != EOF && !isspace(c); c = getc(in))
        if (n < WORD_MAX) word[n++] = c ? (char)c : '?';
    if (n == WORD_MAX) word[0] = '?';
    word[n] = 0;
    return n > 0;
}

static err_code add_word(const char *word, numbers *out, err *e) {
    double v = (double)NAN;
    if (number_is_missing(word, &(number_rules){0}))
        out->missing++;
    else if (!text_to_double(word, &v))
        return err_set(e, ERR_FORMAT,
                       "standard input: number %zu: \"%s\" is no number; write numbers with a "
                       "decimal point, divided by blanks or lines",
                       out->count + 1, excerpt_of(word).text);
    err_code rc = array_reserve(&out->v, &out->cap, out->count + 1, sizeof *out->v, e);
    if (rc) return rc;
    out->v[out->count++] = v;
    out->low = fmin(out->low, v); /* passes over NaN */
    out->high = fmax(out->high, v);
    return ERR_OK;
}

static err_code read_numbers(FILE *in, numbers *out, err *e) {
    char word[WORD_MAX + 1];
    err_code rc = ERR_OK;
    *out = (numbers){.low = (double)NAN, .high = (double)NAN};
    while (!rc && next_word(in, word)) rc = add_word(word, out, e);
    if (!rc && ferror(in)) rc = err_set_errno(e, "standard input");
    if (!rc && out->count == out->missing)
        rc = err_set(e, ERR_FORMAT, "standard input: there is no number%s",
                     out->count ? ": all are missing" : "");
    return rc;
}

/* ---- out ---- */

typedef struct answer {
    const look *look;
    const numbers *in;
    class_breaks breaks;
    size_t counts[CLASSES_MAX];
    double gvf;
} answer;

static json_t *to_json(const answer *a) {
    const class_breaks *b = &a->breaks;
    const classify_method *m = a->look->method;
    json_t *breaks = json_array(), *each = json_array();
    for (size_t i = 0; i < b->count; i++) {
        if (i) json_array_append_new(breaks, json_number(b->edge[i]));
        json_array_append_new(each, json_integer((json_int_t)a->counts[i]));
    }
    bool own = m->own_count || m->takes_breaks;
    return json_pack(
        "{s:s,s:s,s:I,s:o,s:o,s:o,s:o,s:o,s:I,s:I,s:o,s:b,s:b,s:s}", "method", m->name, "closed",
        closure_names[b->closed], "classes", (json_int_t)b->count, "breaks", breaks, "min",
        json_number(a->in->low), "max", json_number(a->in->high), "counts", each, "gvf",
        json_number(a->gvf), "n", (json_int_t)(a->in->count - a->in->missing), "missing",
        (json_int_t)a->in->missing, "asked",
        own ? json_null() : json_integer((json_int_t)a->look->classes), "rounded",
        a->look->rounded && m->can_round, "continuous", b->continuous, "method_title", m->title_en);
}

static const char *plural(size_t n, const char *one, const char *many) {
    return n == 1 ? one : many;
}

/* "[1, 3.25]", with the brackets that tell which edge belongs to the class. */
static void add_range(const class_breaks *b, size_t i, buf *out) {
    char from[32] = "-infinity", to[32] = "infinity";
    double low = b->edge[i], high = b->edge[i + 1];
    bool right = b->closed == CLOSED_RIGHT, first = i == 0, last = i + 1 == b->count;
    if (isfinite(low)) json_shortest(low, from);
    if (isfinite(high)) json_shortest(high, to);
    buf_addf(out, "%c%s, %s%c", isfinite(low) && (!right || first) ? '[' : '(', from, to,
             isfinite(high) && (right || last) ? ']' : ')');
}

static void add_classes(const answer *a, buf *out) {
    const class_breaks *b = &a->breaks;
    buf range = BUF_EMPTY;
    int width = 0;
    for (size_t i = 0; i < b->count; i++) {
        buf_reset(&range);
        add_range(b, i, &range);
        if ((int)range.len > width) width = (int)range.len;
    }
    for (size_t i = 0; i < b->count; i++) {
        buf_reset(&range);
        add_range(b, i, &range);
        buf_addf(out, "  %-*s  %6zu\n", width, buf_text(&range), a->counts[i]);
    }
    if (range.failed) out->failed = 1;
    buf_free(&range);
}

static void add_heading(const answer *a, buf *out) {
    const classify_method *m = a->look->method;
    size_t k = a->breaks.count, n = a->in->count - a->in->missing;
    char low[32], high[32];
    json_shortest(a->in->low, low);
    json_shortest(a->in->high, high);
    buf_addf(out, "%s (%s): %s\n", m->title_en, m->name, m->help_en);
    buf_addf(out, "%zu %s from %s to %s, %zu missing; ", n, plural(n, "value", "values"), low, high,
             a->in->missing);
    if (a->breaks.continuous)
        buf_adds(out, "continuous\n");
    else
        buf_addf(out, "%zu %s, %s-closed%s\n", k, plural(k, "class", "classes"),
                 closure_names[a->breaks.closed],
                 a->look->rounded && m->can_round ? ", edges rounded" : "");
}

static void to_text(const answer *a, buf *out) {
    const classify_method *m = a->look->method;
    add_heading(a, out);
    add_classes(a, out);
    if (!isnan(a->gvf)) buf_addf(out, "goodness of variance fit %.6g\n", a->gvf);
    if (!m->own_count && !m->takes_breaks && a->breaks.count < a->look->classes)
        buf_addf(out, "%zu classes were asked for; the values make no more than %zu\n",
                 a->look->classes, a->breaks.count);
}

/* ---- the command ---- */

static void warn_of_ignored(const args *a, const classify_method *m) {
    if (m->own_count && args_gives(a, "classes"))
        fprintf(stderr,
                "kartblad classify: warning: --classes is ignored: the method \"%s\" decides how "
                "many classes there are\n",
                m->name);
    if (!m->can_round && args_gives(a, "rounded"))
        fprintf(stderr,
                "kartblad classify: warning: --rounded is ignored: the edges of the method \"%s\" "
                "stay where they are\n",
                m->name);
}

static err_code answer_make(const look *l, const numbers *in, answer *out, err *e) {
    *out = (answer){.look = l, .in = in};
    classify_request r = {l->classes, l->closed, l->breaks, l->n_breaks, l->rounded};
    err_code rc = classify(l->method, in->v, in->count, &r, &out->breaks, e);
    if (rc) return err_wrap(e, rc, "standard input");
    classify_counts(&out->breaks, in->v, in->count, out->counts);
    out->gvf = classify_gvf(&out->breaks, in->v, in->count);
    return ERR_OK;
}

err_code command_classify(const args *a, int *status, err *e) {
    (void)status;
    look l;
    numbers in = {0};
    answer found;
    buf out = BUF_EMPTY;
    look_default(&l);
    if (a->n_rest) return err_set(e, ERR_USAGE, "numbers are read from standard input");
    err_code rc = args_look(a, &(look_sources){0}, &l, e);
    if (!rc) rc = read_numbers(stdin, &in, e);
    if (!rc) rc = answer_make(&l, &in, &found, e);
    if (!rc) warn_of_ignored(a, l.method);
    if (!rc && a->json) rc = json_print(to_json(&found), 0, &out, e);
    if (!rc && a->json) buf_adds(&out, "\n");
    if (!rc && !a->json) to_text(&found, &out);
    if (!rc) rc = map_print(&out, e);
    buf_free(&out);
    free(in.v);
    return rc;
}
