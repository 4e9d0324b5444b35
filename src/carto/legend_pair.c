#include "carto/legend_pair.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

int legend_pair_class(const legend_input *in, size_t i) {
    int column = class_of(in->breaks, in->values[i]);
    int row = class_of(in->second->breaks, in->second->values[i]);
    return column < 0 || row < 0 ? -1 : row * (int)in->breaks->count + column;
}

size_t legend_pair_fewest(const legend *l) {
    if (!l->pairs) return l->count;
    return l->side[0].count < l->side[1].count ? l->side[0].count : l->side[1].count;
}

/* Letters of ASCII and Latin-1, which have their small ones 0x20 above. */
void legend_pair_lower(const char *title, buf *out) {
    unsigned char c = (unsigned char)title[0], d = c ? (unsigned char)title[1] : 0;
    bool wide = c == 0xc3 && d >= 0x80 && d <= 0x9e && d != 0x97;
    const char *rest = title + (wide ? 2 : 1);
    unsigned char next = c ? (unsigned char)*rest : 0;
    bool word = islower(next) || next == ' ' || next == 0xc3;
    if (wide && word) {
        buf_put(out, c);
        buf_put(out, (uint8_t)(d + 0x20));
        buf_adds(out, rest);
    } else if (c >= 'A' && c <= 'Z' && word) {
        buf_put(out, (uint8_t)(c + 0x20));
        buf_adds(out, rest);
    } else {
        buf_adds(out, title);
    }
}

/* ---- sides ---- */

#define OWN_DECIMALS_MAX 2 /* of an indicator that does not say how many it has */

/* Edges that were chosen or moved to round numbers are written as they are. */
static int decimals_of(const legend_input *in, const class_breaks *b, const double *v, bool chosen,
                       int decimals) {
    if (decimals < 0) decimals = number_decimals_of(v, in->n, OWN_DECIMALS_MAX);
    if ((in->look->rounded || chosen) && b->count > 1)
        return number_decimals_of(b->edge + 1, b->count - 1, NUMBER_DECIMALS_MAX);
    return number_decimals_needed(b->edge, b->count ? b->count + 1 : 0, decimals);
}

static err_code take(buf *b, char **out, err *e) {
    err_code rc = buf_status(b, e);
    if (!rc && !(*out = strdup(buf_text(b)))) rc = err_nomem(e);
    buf_free(b);
    return rc;
}

static err_code fill_more(const legend *l, legend_side *s, err *e) {
    buf what = BUF_EMPTY, more = BUF_EMPTY;
    legend_pair_lower(s->title, &what);
    if (*s->unit) buf_addf(&what, ", %s", s->unit);
    wording_fill(WORD_PAIR_MORE, l->language, (const char *const[]){buf_text(&what)}, 1, &more);
    more.failed |= what.failed;
    buf_free(&what);
    return take(&more, &s->more, e);
}

static err_code fill_side(const legend_input *in, legend *l, int i, err *e) {
    const legend_second *second = in->second;
    const class_breaks *b = i ? second->breaks : in->breaks;
    legend_side *s = &l->side[i];
    *s = (legend_side){
        .title = strdup(second->title[i]), .unit = strdup(second->unit[i]), .count = b->count};
    bool chosen = i ? in->look->has_second_breaks : in->look->method->takes_breaks;
    s->decimals = decimals_of(in, b, i ? second->values : in->values, chosen,
                              i ? second->decimals : in->decimals);
    if (b->count) memcpy(s->edge, b->edge, (b->count + 1) * sizeof *s->edge);
    return s->title && s->unit ? fill_more(l, s, e) : err_nomem(e);
}

/* ---- classes ---- */

static const char *level(size_t i, size_t n, lang in) {
    static const wording words[] = {WORD_PAIR_LOW, WORD_PAIR_MIDDLE, WORD_PAIR_HIGH};
    return wording_get(words[i == 0 && n > 1 ? 0 : i + 1 == n && n > 1 ? 2 : 1], in);
}

static void add_level(const legend *l, int side, size_t i, buf *out) {
    const legend_side *s = &l->side[side];
    const char *const args[] = {s->title, level(i, s->count, l->language)};
    wording_fill(WORD_PAIR_SIDE, l->language, args, 2, out);
}

static err_code fill_class(const legend_input *in, legend *l, size_t i, err *e) {
    legend_class *c = &l->classes[i];
    buf first = BUF_EMPTY, second = BUF_EMPTY, label = BUF_EMPTY;
    *c = (legend_class){.from = NAN, .to = NAN, .color = in->colors[i]};
    add_level(l, 0, i % l->side[0].count, &first);
    add_level(l, 1, i / l->side[0].count, &second);
    wording_fill(WORD_PAIR_CLASS, l->language,
                 (const char *const[]){buf_text(&first), buf_text(&second)}, 2, &label);
    if (first.failed || second.failed) label.failed = 1;
    buf_free(&first);
    buf_free(&second);
    return take(&label, &c->label, e);
}

err_code legend_pair_fill(const legend_input *in, legend *l, err *e) {
    l->pairs = true;
    err_code rc = fill_side(in, l, 0, e);
    if (!rc) rc = fill_side(in, l, 1, e);
    l->count = l->side[0].count * l->side[1].count;
    for (size_t i = 0; i < l->count && !rc; i++) rc = fill_class(in, l, i, e);
    return rc;
}

void legend_pair_free(legend *l) {
    for (int i = 0; i < 2; i++) {
        free(l->side[i].title);
        free(l->side[i].unit);
        free(l->side[i].more);
    }
}
