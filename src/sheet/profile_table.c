/* The rows of a profile: name, unit and period, strip, value, the whole's value, rank. */
#include "sheet/profile_parts.h"
#include "sheet/sheet_words.h"

#include <math.h>

/* on A3: pt, mm */
#define NAME_PT     8.2
#define DETAIL_PT   7.0
#define VALUE_PT    8.4
#define SMALL_PT    6.0
#define HEAD_PT     8.0
#define TITLE_PT    10.6
#define ROW         8.1
#define ROW_LEAST   4.9
#define THEME       7.2
#define THEME_LEAST 4.6
#define THEME_PAD   0.5 /* around the letters, at least */
#define GAP         4.0
#define NAME_SHARE  0.36 /* of the sheet, at most, with unit and period */
#define NAME_LEAST  40.0
#define STRIP_LEAST 30.0
#define PAD         1.2
#define PART_GAP    1.3
#define PART_LINE   0.86 /* of a line */

typedef struct type {
    chart_text name, detail, value, city, small, head, title;
} type;

static type type_of(const chart_sheet *s) {
    const chart_inks *i = s->inks;
    return (type){.name = {chart_sheet_pt(s, NAME_PT), 500, i->ink, false},
                  .detail = {chart_sheet_pt(s, DETAIL_PT), 400, i->muted, true},
                  .value = {chart_sheet_pt(s, VALUE_PT), 600, s->rows.color[0], true},
                  .city = {chart_sheet_pt(s, VALUE_PT), 400, i->ink, true},
                  .small = {chart_sheet_pt(s, SMALL_PT), 400, i->muted, true},
                  .head = {chart_sheet_pt(s, HEAD_PT), 600, i->ink, false},
                  .title = {chart_sheet_pt(s, TITLE_PT), 700, i->ink, false}};
}

/* ---- columns ---------------------------------------------------------------------------- */

static double value_width(const chart_sheet *s, const type *t, const sheet_cell *cell) {
    double wide = chart_sheet_width_of(&t->value, cell->value);
    for (size_t i = 0; i < cell->n_parts; i++)
        wide = fmax(wide, chart_sheet_width_of(&t->small, cell->initials[i]) + PART_GAP * s->k +
                              chart_sheet_width_of(&t->value, cell->part[i]));
    return wide;
}

#define HEAD_MOST 30.0 /* mm of a head before it is set smaller */

void profile_columns_make(const chart_sheet *s, profile_columns *out) {
    const type t = type_of(s);
    double gap = GAP * s->k, inner = chart_sheet_inner(s);
    double value = fmin(chart_sheet_width_of(&t.head, s->c->subject[0].name), HEAD_MOST * s->k);
    double city = fmin(chart_sheet_width_of(&t.head, s->rows.whole), HEAD_MOST * s->k);
    double rank = chart_sheet_width_of(&t.head, sheet_words_get(SHEET_RANK, s->in));
    double name = 0;
    for (size_t i = 0; i < s->rows.n; i++) {
        const sheet_row *row = &s->rows.row[i];
        if (!chart_sheet_shows(s, row)) continue;
        value = fmax(value, value_width(s, &t, &row->cell[0]));
        city = fmax(city, chart_sheet_width_of(&t.city, row->whole));
        rank = fmax(rank, chart_sheet_width_of(&t.city, row->cell[0].rank_full));
        name = fmax(name, chart_sheet_width_of(&t.name, row->name) + gap / 2 +
                              chart_sheet_width_of(&t.detail, row->detail));
    }
    *out = (profile_columns){.name = s->margin};
    out->name_width = fmax(fmin(name, NAME_SHARE * inner), NAME_LEAST * s->k);
    out->rank = s->width - s->margin;
    out->city = out->rank - rank - gap;
    out->value = out->city - city - gap;
    out->strip = out->name + out->name_width + gap;
    out->strip_width = out->value - value - gap - out->strip;
    double lacks = STRIP_LEAST * s->k - out->strip_width;
    if (lacks <= 0) return;
    out->name_width -= lacks, out->strip -= lacks, out->strip_width += lacks;
}

/* ---- rows ------------------------------------------------------------------------------- */

/* Name and detail on one line, or the detail under the name. */
static bool on_one_line(const chart_sheet *s, const type *t, const profile_columns *k,
                        const sheet_row *row) {
    return chart_sheet_width_of(&t->name, row->name) + GAP / 2 * s->k +
               chart_sheet_width_of(&t->detail, row->detail) <=
           k->name_width;
}

static double name_height(const type *t, const profile_columns *k, const sheet_row *row) {
    return chart_sheet_paragraph(NULL, 0, 0, k->name_width, &t->name, row->name);
}

static double texts_height(const chart_sheet *s, const type *t, const profile_columns *k,
                           const sheet_row *row) {
    double high = name_height(t, k, row);
    double parts = chart_sheet_leading(t->value.pt) * PART_LINE * (double)row->cell[0].n_parts;
    if (!on_one_line(s, t, k, row))
        high += chart_sheet_paragraph(NULL, 0, 0, k->name_width, &t->detail, row->detail);
    return fmax(high, parts);
}

double profile_row_height(const chart_sheet *s, const profile_columns *k, const sheet_row *row,
                          double squeeze) {
    const type t = type_of(s);
    double pad = PAD * s->k * (1 - 0.7 * squeeze);
    return fmax(s->k * (ROW + (ROW_LEAST - ROW) * squeeze), texts_height(s, &t, k, row) + pad);
}

static void draw_name(const chart_sheet *s, const type *t, const profile_columns *k,
                      const sheet_row *row, canvas *c, double y) {
    canvas_tag_begin(c, "TH", NULL);
    if (on_one_line(s, t, k, row)) {
        chart_sheet_line(s, c, k->name, y, 0, 0, &t->name, row->name);
        chart_sheet_line(s, c, k->name + k->name_width, y, 1, 0, &t->detail, row->detail);
    } else {
        double detail = chart_sheet_paragraph(NULL, 0, 0, k->name_width, &t->detail, row->detail);
        double top = y - (name_height(t, k, row) + detail) / 2;
        top += chart_sheet_paragraph(c, k->name, top, k->name_width, &t->name, row->name);
        chart_sheet_paragraph(c, k->name, top, k->name_width, &t->detail, row->detail);
    }
    canvas_tag_end(c);
}

static void draw_value(const chart_sheet *s, const type *t, const profile_columns *k,
                       const sheet_cell *cell, canvas *c, double y) {
    double line = chart_sheet_leading(t->value.pt) * PART_LINE;
    double first = y - line * ((double)cell->n_parts - 1) / 2;
    canvas_tag_begin(c, "TD", NULL);
    if (!cell->n_parts) chart_sheet_line(s, c, k->value, y, 1, 0, &t->value, cell->value);
    for (size_t i = 0; i < cell->n_parts; i++) {
        double at = first + (double)i * line;
        double wide = chart_sheet_width_of(&t->value, cell->part[i]);
        chart_sheet_line(s, c, k->value - wide - PART_GAP * s->k, at, 1, 0, &t->small,
                         cell->initials[i]);
        chart_sheet_line(s, c, k->value, at, 1, 0, &t->value, cell->part[i]);
    }
    canvas_tag_end(c);
}

void profile_row_draw(const chart_sheet *s, const profile_columns *k, const sheet_row *row,
                      canvas *c, double y, double height) {
    const type t = type_of(s);
    const sheet_cell *cell = &row->cell[0];
    double middle = y + height / 2;
    chart_text rank = t.city;
    rank.color = s->inks->ink_2;
    canvas_rect(c,
                (box){PAPER_MM(s->margin), PAPER_MM(y + height), PAPER_MM(chart_sheet_inner(s)),
                      PAPER_MM(0.14) * s->paper->line},
                s->inks->row);
    canvas_tag_begin(c, "TR", NULL);
    draw_name(s, &t, k, row, c, middle);
    canvas_tag_begin(c, "TD", NULL);
    chart_sheet_strip(s, c, row, k->strip, middle, k->strip_width, height * 0.84, false);
    canvas_tag_end(c);
    draw_value(s, &t, k, cell, c, middle);
    chart_sheet_cell(s, c, "TD", k->city, middle, 1, 0, &t.city, row->whole);
    chart_sheet_cell(s, c, "TD", k->rank, middle, 1, 0, &rank,
                     *cell->rank_full ? cell->rank_full : "–");
    canvas_tag_end(c);
}

/* ---- themes and heads ------------------------------------------------------------------- */

double profile_theme_height(const chart_sheet *s, double squeeze) {
    const type t = type_of(s);
    double least = chart_sheet_leading(t.head.pt) + THEME_PAD * s->k;
    return fmax(s->k * (THEME + (THEME_LEAST - THEME) * squeeze), least);
}

void profile_theme_draw(const chart_sheet *s, const char *title, canvas *c, double y,
                        double height) {
    const type t = type_of(s);
    chart_text head = t.head;
    head.weight = 700;
    chart_sheet_rule(s, c, s->margin, y, chart_sheet_inner(s), 0.3);
    if (!*title) return;
    canvas_tag_begin(c, "TR", NULL);
    chart_sheet_cell(s, c, "TH", s->margin, y + height / 2 + 0.3 * s->k, 0, chart_sheet_inner(s),
                     &head, title);
    canvas_tag_end(c);
}

#define KEY_GAP 8.0 /* between title and key */

/* The key beside the title, or under it over the whole width; the height of both. */
static double draw_title(const chart_sheet *s, const type *t, canvas *c, double y) {
    double inner = chart_sheet_inner(s), high = chart_sheet_leading(t->title.pt);
    buf title = BUF_EMPTY;
    sheet_words_fill(SHEET_AGAINST, s->in, &s->rows.whole_low, 1, &title);
    double from = chart_sheet_width_of(&t->title, buf_text(&title)) + KEY_GAP * s->k;
    double key =
        from < inner ? chart_sheet_key(s, NULL, 0, 0, inner - from, false) : (double)INFINITY;
    bool beside = key <= high * 1.05;
    canvas_tag_begin(c, "H2", NULL);
    high = chart_sheet_paragraph(c, s->margin, y, inner, &t->title, buf_text(&title));
    canvas_tag_end(c);
    buf_free(&title);
    if (beside) {
        chart_sheet_key(s, c, s->margin + from, y + (high - key) * 0.75, inner - from, false);
        return high + 1.6 * s->k;
    }
    high += 1.0 * s->k;
    return high + chart_sheet_key(s, c, s->margin, y + high, inner, false) + 1.6 * s->k;
}

double profile_heads_draw(const chart_sheet *s, const profile_columns *k, bool first, canvas *c,
                          double y) {
    const type t = type_of(s);
    chart_text name = t.head;
    canvas *tags = first ? c : NULL;
    double from = y, line = chart_sheet_leading(t.head.pt), most = HEAD_MOST * s->k;
    const struct {
        double right;
        const chart_text *text;
        const char *said;
    } heads[] = {{k->value, &name, s->c->subject[0].name},
                 {k->city, &t.head, s->rows.whole},
                 {k->rank, &t.head, sheet_words_get(SHEET_RANK, s->in)}};
    name.color = s->rows.color[0];
    if (first) y += draw_title(s, &t, c, y);
    canvas_tag_begin(tags, "Table", NULL);
    canvas_tag_begin(tags, "TR", NULL);
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        canvas_tag_begin(tags, "TH", NULL);
        chart_sheet_line(s, c, heads[i].right, y + line / 2, 1, most, heads[i].text, heads[i].said);
        canvas_tag_end(tags);
    }
    canvas_tag_end(tags); /* the row; the table goes on */
    return y + line + 1.2 * s->k - from;
}
