/* A name's lines. */
#include "draw/label_parts.h"

#include <math.h>
#include <stdint.h>
#include <string.h>
#include <utf8proc.h>

#define OVERSHOOT 0.15 /* of the size: how far ink may leave its line before lines move apart */

/* ---- the text ----------------------------------------------------------------------------- */

static bool is_blank(utf8proc_int32_t c) {
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0x2028 || c == 0x2029;
}
static bool is_dropped(utf8proc_int32_t c) { return c < 0x20 || (c >= 0x7f && c < 0xa0); }
static bool is_hyphen(utf8proc_int32_t c) { return c == '-' || c == 0x2010; }

/* Adds a letter if it fits; a mark that does not fit takes its letter along. */
typedef struct cleaner {
    char *text;
    size_t len, letter; /* where the last whole letter begins */
    utf8proc_int32_t last, state;
} cleaner;

static bool add(cleaner *c, utf8proc_int32_t code) {
    utf8proc_uint8_t unit[4];
    size_t n = (size_t)utf8proc_encode_char(code, unit);
    if (!c->len || utf8proc_grapheme_break_stateful(c->last, code, &c->state)) c->letter = c->len;
    if (c->len + n > LABEL_TEXT_MAX) {
        c->len = c->letter;
        while (c->len && c->text[c->len - 1] == ' ') c->len--;
        memcpy(c->text + c->len, "\u2026", 3);
        c->len += 3;
        return false;
    }
    memcpy(c->text + c->len, unit, n);
    c->len += n;
    c->last = code;
    return true;
}

static void clean(const char *text, cleaner *c) {
    const utf8proc_uint8_t *at = (const utf8proc_uint8_t *)text;
    bool blank = false;
    while (*at) {
        utf8proc_int32_t code;
        utf8proc_ssize_t n = utf8proc_iterate(at, -1, &code);
        at += n > 0 ? n : 1;
        if (n <= 0) continue;
        if (is_blank(code)) {
            blank = c->len > 0;
        } else if (!is_dropped(code)) {
            if (blank && !add(c, ' ')) break;
            blank = false;
            if (!add(c, code)) break;
        }
    }
    c->text[c->len] = 0;
}

/* Pieces end behind a hyphen that has letters on either side, and before a blank. */
static void find_pieces(label_words *w) {
    const char *t = w->text;
    size_t begin = 0, at = 0;
    while (t[at] && w->n_pieces + 1 < LABEL_PIECES_MAX) {
        utf8proc_int32_t code;
        utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)t + at, -1, &code);
        size_t next = at + (size_t)n;
        bool hyphen = is_hyphen(code) && at > begin && t[next] && t[next] != ' ' && t[next] != '-';
        if ((code == ' ' && at > begin) || hyphen) {
            w->piece[w->n_pieces].begin = begin;
            w->piece[w->n_pieces++].end = hyphen ? next : at;
            begin = next;
        }
        at = next;
    }
    if (!t[begin]) return;
    w->piece[w->n_pieces].begin = begin;
    w->piece[w->n_pieces++].end = strlen(t);
}

void label_words_of(text_ruler *r, const text_style *s, const char *text, label_words *out) {
    out->n_pieces = 0;
    out->measured = out->known = false;
    out->least = out->least_piece = 0;
    cleaner c = {.text = out->text};
    clean(text ? text : "", &c);
    find_pieces(out);
    for (size_t i = 0; i < out->n_pieces; i++) {
        size_t begin = out->piece[i].begin, len = out->piece[i].end - begin;
        double least = text_least_width(r, s, out->text + begin, len);
        out->least += least;
        out->least_piece = fmax(out->least_piece, least);
    }
}

/* ---- splitting ---------------------------------------------------------------------------- */

static void measure_pieces(text_ruler *r, const text_style *s, label_words *w) {
    if (w->measured) return;
    double blank = text_measure(r, s, "x x", 3).width - text_measure(r, s, "xx", 2).width;
    for (size_t i = 0; i < w->n_pieces; i++) {
        size_t begin = w->piece[i].begin, end = w->piece[i].end;
        w->piece[i].width = text_measure(r, s, w->text + begin, end - begin).width;
        w->piece[i].gap = w->text[end] == ' ' ? blank : 0;
    }
    w->measured = true;
}

static double run_width(const label_words *w, size_t from, size_t to) { /* pieces [from, to) */
    double sum = 0;
    for (size_t i = from; i < to; i++)
        sum += w->piece[i].width + (i + 1 < to ? w->piece[i].gap : 0);
    return sum;
}

/* The last piece of each line but the last, so that the widest line is narrowest, and of such the
 * lines most alike: squares tell. */
static void balance(const label_words *w, size_t lines, size_t cut[2]) {
    double least = INFINITY, least_squares = INFINITY;
    size_t n = w->n_pieces;
    for (size_t a = 1; a < n; a++)
        for (size_t b = lines == 3 ? a + 1 : n; b < n + (lines == 2); b++) {
            double width[3] = {run_width(w, 0, a), run_width(w, a, b), run_width(w, b, n)};
            double widest = fmax(width[0], fmax(width[1], width[2])), squares = 0;
            for (size_t i = 0; i < 3; i++) squares += width[i] * width[i];
            if (widest > least || (widest == least && squares >= least_squares)) continue;
            least = widest, least_squares = squares;
            cut[0] = a, cut[1] = b;
        }
}

/* Lines of the name, one after another in its buffer. */
static void split_lines(label_words *w, size_t lines, char *line[3]) {
    size_t cut[2] = {w->n_pieces, w->n_pieces}, from = 0, used = 0;
    if (lines > 1) balance(w, lines, cut);
    for (size_t i = 0; i < lines; i++) {
        size_t to = i < 2 && i + 1 < lines ? cut[i] : w->n_pieces;
        size_t begin = w->piece[from].begin, len = w->piece[to - 1].end - begin;
        line[i] = w->split + used;
        memcpy(line[i], w->text + begin, len);
        line[i][len] = 0;
        used += len + 1;
        from = to;
    }
}

/* ---- lines over one another ------------------------------------------------------------------ */

text_style label_text_style(double size, int weight, bool tabular) {
    return (text_style){.size_px = size, .weight = weight, .tabular = tabular};
}

void label_line_reach(const label_style *s, double size, double *up, double *down) {
    double height = size * s->leading;
    *up = text_baseline(size, height);
    *down = height - *up;
    if (s->always) return; /* paper: any height will do */
    *up = round(*up);      /* on screens letters stand on whole pixels */
    *down = round(*down);
}

rect label_line_box(const label_style *s, const label_line *l) {
    double up, down;
    label_line_reach(s, l->style.size_px, &up, &down);
    return (rect){l->x, l->baseline - up, l->x + l->width, l->baseline + down};
}

/* `whole`: the words that are the line as they are, whose measure is kept; NULL: none. */
static void measure_line(text_ruler *r, label_line *l, label_words *whole, text_extent *ink) {
    *ink = whole && whole->known ? whole->extent
                                 : text_measure(r, &l->style, l->text, strlen(l->text));
    if (whole) whole->extent = *ink, whole->known = true;
    l->width = ink->width;
    l->x = -l->width / 2;
}

/* The position is in the middle of the middle line, or between the two that are: from there each
 * line can be seen in full, so what fits on a map fits on one of twice its scale too. */
static void stack(const label_style *s, label_setting *t, const text_extent *ink) {
    double top[LABEL_LINES_MAX + 1] = {0}, up[LABEL_LINES_MAX];
    for (size_t i = 0; i < t->n; i++) {
        double size = t->line[i].style.size_px, down;
        label_line_reach(s, size, &up[i], &down);
        if (-ink[i].y0 > up[i] + OVERSHOOT * size)
            up[i] = s->always ? -ink[i].y0 : ceil(-ink[i].y0);
        if (ink[i].y1 > down + OVERSHOOT * size) down = s->always ? ink[i].y1 : ceil(ink[i].y1);
        top[i + 1] = top[i] + up[i] + down;
    }
    size_t half = t->n / 2;
    double middle = t->n % 2 ? (top[half] + top[half + 1]) / 2 : top[half];
    if (!s->always) middle = round(middle);
    t->ink = RECT_EMPTY;
    for (size_t i = 0; i < t->n; i++) {
        label_line *l = &t->line[i];
        l->baseline = top[i] - middle + up[i];
        rect around = {l->x + ink[i].x0, l->baseline + ink[i].y0, l->x + ink[i].x1,
                       l->baseline + ink[i].y1};
        rect whole = {l->x, top[i] - middle, l->x + l->width, top[i + 1] - middle};
        t->box[i] = rect_union(whole, around);
        t->ink = rect_union(t->ink, around);
    }
}

/* A line between others counts for at least half their widths, for the same reason. */
static void widen_waists(label_setting *t) {
    for (size_t i = 1; i + 1 < t->n; i++) {
        double half = 0;
        for (size_t k = 0; k < t->n; k++) half = fmax(half, t->line[k].width / 4);
        t->box[i].x0 = fmin(t->box[i].x0, -half);
        t->box[i].x1 = fmax(t->box[i].x1, half);
    }
}

bool label_set(text_ruler *r, const label_style *s, label_words *name, const text_style *name_style,
               size_t lines, label_words *value, label_setting *out) {
    *out = (label_setting){.n = lines, .chosen = lines};
    if (lines > 1 && name->n_pieces < lines) return false;
    if (lines > 1) measure_pieces(r, name_style, name);
    char *line[3] = {NULL};
    if (lines) split_lines(name, lines, line);
    for (size_t i = 0; i < lines; i++)
        out->line[i] = (label_line){.text = line[i], .style = *name_style};
    if (value)
        out->line[out->n++] =
            (label_line){.text = value->text, .style = label_text_style(s->value, 400, true)};
    text_extent ink[LABEL_LINES_MAX];
    for (size_t i = 0; i < out->n; i++)
        measure_line(r, &out->line[i], i >= lines ? value : lines == 1 ? name : NULL, &ink[i]);
    stack(s, out, ink);
    widen_waists(out);
    return out->n > 0;
}

void label_set_again(label_words *name, label_setting *t) {
    char *line[3] = {NULL};
    if (t->chosen) split_lines(name, t->chosen, line);
    for (size_t i = 0; i < t->chosen; i++) t->line[i].text = line[i];
}

bool label_may_fit(const room *m, const label_style *s, const label_words *name, size_t lines,
                   const label_words *value) {
    double up, down, high = 0, area = 0, wide = 0;
    if (lines) {
        label_line_reach(s, s->name, &up, &down);
        high += (double)lines * (up + down);
        area += name->least * (up + down);
        wide = fmax(name->least_piece, name->least / (double)lines);
    }
    if (value) {
        label_line_reach(s, s->value, &up, &down);
        high += up + down;
        area += value->least * (up + down);
        wide = fmax(wide, value->least);
    }
    double frame = 2 * s->padding[2];
    for (size_t i = 0; i < m->n_parts; i++) {
        const room_part *p = &m->part[i];
        if (p->bounds.x1 - p->bounds.x0 >= wide + frame && p->area >= area &&
            p->bounds.y1 - p->bounds.y0 >= high + frame)
            return true;
    }
    return false;
}
