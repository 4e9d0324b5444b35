/* kartblad classify: numbers on standard input, class breaks out. */
#include "app/command.h"
#include "app/map.h"
#include "base/json.h"
#include "base/text.h"
#include "data/number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct numbers {
    double *v;
    size_t count, cap;
} numbers;

/* One number or missing symbol a word; words are divided by blanks or line ends. */
static err_code read_numbers(FILE *in, numbers *out, err *e) {
    char word[128];
    err_code rc = ERR_OK;
    while (!rc && fscanf(in, "%127s", word) == 1) {
        double v = (double)NAN;
        if (!number_is_missing(word, &(number_rules){0}) && !text_to_double(word, &v))
            return err_set(e, ERR_FORMAT, "standard input: number %zu: \"%.40s\" is no number",
                           out->count + 1, word);
        rc = array_reserve(&out->v, &out->cap, out->count + 1, sizeof *out->v, e);
        if (!rc) out->v[out->count++] = v;
    }
    if (!rc && ferror(in)) rc = err_set_errno(e, "standard input");
    return rc;
}

static json_t *to_json(const look *l, const class_breaks *b, const numbers *in) {
    size_t counts[CLASSES_MAX], missing = 0;
    for (size_t i = 0; i < in->count; i++) missing += isnan(in->v[i]) != 0;
    classify_counts(b, in->v, in->count, counts);
    json_t *breaks = json_array(), *each = json_array();
    for (size_t i = 0; i < b->count; i++) {
        if (i) json_array_append_new(breaks, json_number(b->edge[i]));
        json_array_append_new(each, json_integer((json_int_t)counts[i]));
    }
    double low = (double)NAN, high = (double)NAN; /* of the data: outer edges may be open */
    for (size_t i = 0; i < in->count; i++) low = fmin(low, in->v[i]), high = fmax(high, in->v[i]);
    return json_pack("{s:s,s:s,s:i,s:o,s:o,s:o,s:o,s:o,s:i,s:i}", "method", l->method->name,
                     "closed", closure_names[l->closed], "classes", (int)b->count, "breaks", breaks,
                     "min", json_number(low), "max", json_number(high), "counts", each, "gvf",
                     json_number(classify_gvf(b, in->v, in->count)), "n",
                     (int)(in->count - missing), "missing", (int)missing);
}

static void to_text(const look *l, const class_breaks *b, const numbers *in, buf *out) {
    size_t counts[CLASSES_MAX];
    classify_counts(b, in->v, in->count, counts);
    buf_addf(out, "%s, %zu classes, %s-closed\n", l->method->name, b->count,
             closure_names[l->closed]);
    for (size_t i = 0; i < b->count; i++) {
        char from[32], to[32];
        json_shortest(b->edge[i], from);
        json_shortest(b->edge[i + 1], to);
        bool left = l->closed == CLOSED_RIGHT ? i == 0 : true;
        bool right = l->closed == CLOSED_LEFT ? i + 1 == b->count : true;
        buf_addf(out, "  %c%s, %s%c  %zu\n", left ? '[' : '(', from, to, right ? ']' : ')',
                 counts[i]);
    }
    buf_addf(out, "goodness of variance fit %.6g\n", classify_gvf(b, in->v, in->count));
}

err_code command_classify(const args *a, int *status, err *e) {
    (void)status;
    look l;
    numbers in = {0};
    class_breaks b;
    buf out = BUF_EMPTY;
    look_default(&l);
    if (a->n_rest) return err_set(e, ERR_USAGE, "numbers are read from standard input");
    err_code rc = args_look(a, NULL, &l, e);
    if (!rc) rc = read_numbers(stdin, &in, e);
    classify_request r = {l.classes, l.closed, l.breaks, l.n_breaks};
    if (!rc) rc = classify(l.method, in.v, in.count, &r, &b, e);
    if (!rc && !b.count) rc = err_set(e, ERR_FORMAT, "standard input: there is no number");
    if (!rc && a->json) rc = json_print(to_json(&l, &b, &in), 0, &out, e);
    if (!rc && a->json) buf_adds(&out, "\n");
    if (!rc && !a->json) to_text(&l, &b, &in, &out);
    if (!rc) rc = map_print(&out, e);
    buf_free(&out);
    free(in.v);
    return rc;
}
