/* The rows of a compare sheet: name, strip, the whole's value, each subject's value over its
 * difference. */
#include "sheet/compare_parts.h"
#include "sheet/sheet_words.h"

#include <math.h>
#include <string.h>

/* on A3: pt, mm */
#define NAME_PT     8.6
#define DETAIL_PT   7.2
#define VALUE_PT    8.8
#define SMALL_PT    6.0
#define HEAD_PT     8.6
#define ROW         12.75
#define ROW_LEAST   10.2
#define THEME       8.4
#define THEME_LEAST 6.6
#define GAP         3.2 /* between columns */
#define PART_GAP    1.3 /* between a part's initials and its value */
#define NAME_LEAST  34.0
#define NAME_SHARE  0.39 /* of what name and strip have together */
#define STRIP_LEAST 40.0
#define STRIP_ROOMY 56.0 /* with which ranks stand beside the values */
#define STRIP_MOST  150.0
#define CITY_GAP    5.0
#define STRIP_HIGH  8.2  /* wash and the ends' texts under it */
#define STRIP_UP    1.3  /* how far its middle is above the row's */
#define BELOW_HIGH  10.2 /* of a strip under the texts of its row */
#define BELOW_DOWN  4.4  /* from there to its middle */

typedef struct type {
    chart_text name, detail, value, small, head;
} type;

static type type_of(const chart_sheet *s) {
    const chart_inks *i = s->inks;
    return (type){.name = {chart_sheet_pt(s, NAME_PT), 500, i->ink, false},
                  .detail = {chart_sheet_pt(s, DETAIL_PT), 400, i->muted, true},
                  .value = {chart_sheet_pt(s, VALUE_PT), 600, i->ink, true},
                  .small = {chart_sheet_pt(s, SMALL_PT), 400, i->muted, true},
                  .head = {chart_sheet_pt(s, HEAD_PT), 700, i->ink, false}};
}

/* ---- columns ---------------------------------------------------------------------------- */

static double cell_width(const chart_sheet *s, const type *t, const sheet_cell *cell, bool ranks) {
    double wide = fmax(chart_sheet_width_of(&t->value, cell->value),
                       chart_sheet_width_of(&t->detail, cell->difference));
    if (ranks && *cell->rank)
        wide = fmax(wide, chart_sheet_width_of(&t->value, cell->value) + PART_GAP * s->k +
                              chart_sheet_width_of(&t->small, cell->rank));
    for (size_t i = 0; i < cell->n_parts; i++)
        wide = fmax(wide, chart_sheet_width_of(&t->small, cell->initials[i]) + PART_GAP * s->k +
                              chart_sheet_width_of(&t->value, cell->part[i]));
    return wide;
}

/* The widest word of a head, which is wrapped at blanks. */
static double head_width(const chart_text *t, const char *name) {
    double widest = 0;
    char word[128];
    for (const char *at = name; *at;) {
        size_t n = strcspn(at, " ");
        size_t part = n < sizeof word - 1 ? n : sizeof word - 1;
        memcpy(word, at, part);
        word[part] = 0;
        widest = fmax(widest, chart_sheet_width_of(t, word));
        at += n + strspn(at + n, " ");
    }
    return widest;
}

static double values_width(const chart_sheet *s, const type *t, bool ranks) {
    chart_text head = t->head;
    double wide = 0;
    head.pt = chart_sheet_pt(s, DETAIL_PT);
    for (size_t j = 0; j < s->c->n_subjects; j++) {
        wide = fmax(wide, head_width(&head, s->c->subject[j].name));
        for (size_t i = 0; i < s->rows.n; i++)
            wide = fmax(wide, cell_width(s, t, &s->rows.row[i].cell[j], ranks));
    }
    return wide + GAP * s->k;
}

static double city_width(const chart_sheet *s, const type *t) {
    double wide = head_width(&t->head, s->rows.whole);
    for (size_t i = 0; i < s->rows.n; i++)
        wide = fmax(wide, chart_sheet_width_of(&t->value, s->rows.row[i].whole));
    return wide + CITY_GAP * s->k;
}

static void place_values(const chart_sheet *s, compare_columns *k) {
    size_t n = s->c->n_subjects;
    for (size_t j = 0; j < n; j++)
        k->right[j] = s->width - s->margin - (double)(n - 1 - j) * k->width;
    k->city = s->width - s->margin - (double)n * k->width;
}

#define VALUES_MOST 0.72 /* of the sheet: texts are set smaller rather than wider columns */

void compare_columns_make(const chart_sheet *s, compare_columns *out) {
    const type t = type_of(s);
    double inner = chart_sheet_inner(s), city = city_width(s, &t), n = (double)s->c->n_subjects;
    double roomy = 24.75 * s->k; /* wide paper has wider columns */
    if (s->style->landscape) roomy = 32 * s->k;
    *out = (compare_columns){.name = s->margin, .ranks = s->rows.ranks};
    out->width = values_width(s, &t, out->ranks);
    double rest = inner - city - n * out->width;
    if (rest < (NAME_LEAST + GAP + STRIP_ROOMY) * s->k && out->ranks) {
        out->ranks = false;
        out->width = values_width(s, &t, false);
        rest = inner - city - n * out->width;
    }
    if (city + n * out->width > VALUES_MOST * inner) out->width = (VALUES_MOST * inner - city) / n;
    double wanted = (NAME_LEAST + STRIP_ROOMY + GAP) * 1.15 * s->k;
    if (out->width < roomy && inner - city - n * roomy > wanted) out->width = roomy;
    rest = inner - city - n * out->width;
    place_values(s, out);
    out->below = rest < (NAME_LEAST + GAP + STRIP_LEAST) * s->k;
    out->strip = s->margin;
    out->name_width = rest - GAP * s->k;
    out->strip_width = inner;
    if (out->below) return;
    out->name_width = fmax(NAME_LEAST * s->k, NAME_SHARE * rest);
    out->strip_width = fmin(rest - out->name_width - GAP * s->k, STRIP_MOST * s->k);
    out->name_width = rest - out->strip_width - GAP * s->k;
    out->strip = out->name + out->name_width + GAP * s->k;
}

/* ---- rows ------------------------------------------------------------------------------- */

static double name_height(const type *t, const compare_columns *k, const sheet_row *row) {
    return chart_sheet_paragraph(NULL, 0, 0, k->name_width, &t->name, row->name) +
           chart_sheet_paragraph(NULL, 0, 0, k->name_width, &t->detail, row->detail);
}

static double cell_height(const type *t, const sheet_cell *cell) {
    double line = chart_sheet_leading(t->value.pt) * 0.92;
    if (cell->n_parts) return line * (double)cell->n_parts;
    return line + (*cell->difference ? chart_sheet_leading(t->detail.pt) : 0);
}

static double texts_height(const chart_sheet *s, const type *t, const compare_columns *k,
                           const sheet_row *row) {
    double high = name_height(t, k, row);
    for (size_t j = 0; j < s->c->n_subjects; j++) high = fmax(high, cell_height(t, &row->cell[j]));
    return high;
}

double compare_row_height(const chart_sheet *s, const compare_columns *k, const sheet_row *row,
                          double squeeze) {
    const type t = type_of(s);
    double texts = texts_height(s, &t, k, row), strip = STRIP_HIGH * s->k;
    double high = s->k * (ROW + (ROW_LEAST - ROW) * squeeze);
    if (k->below) return fmax(texts + (BELOW_HIGH + 1) * s->k, high);
    return fmax(fmax(texts + 1.8 * s->k, strip + 1.4 * s->k), high);
}

static rgba side_ink(const chart_sheet *s, int side) {
    return side > 0 ? s->inks->better : side < 0 ? s->inks->worse : s->inks->muted;
}

static void draw_parts(const chart_sheet *s, const type *t, const sheet_cell *cell, canvas *c,
                       double right, double y) {
    double line = chart_sheet_leading(t->value.pt) * 0.92;
    double first = y - line * (double)(cell->n_parts - 1) / 2;
    for (size_t i = 0; i < cell->n_parts; i++) {
        double at = first + (double)i * line;
        double wide = chart_sheet_width_of(&t->value, cell->part[i]);
        chart_sheet_line(s, c, right - wide - PART_GAP * s->k, at, 1, 0, &t->small,
                         cell->initials[i]);
        chart_sheet_line(s, c, right, at, 1, 0, &t->value, cell->part[i]);
    }
}

static void draw_cell(const chart_sheet *s, const type *t, const compare_columns *k,
                      const sheet_cell *cell, canvas *c, double right, double y) {
    double most = k->width - GAP * s->k * 0.6, half = chart_sheet_leading(t->value.pt) * 0.46;
    chart_text value = t->value, difference = t->detail;
    difference.color = side_ink(s, cell->side);
    canvas_tag_begin(c, "TD", NULL);
    if (cell->n_parts) {
        draw_parts(s, t, cell, c, right, y);
    } else {
        if (!cell->known) value.weight = 400, value.color = s->inks->muted;
        bool under = *cell->difference != 0;
        double at = under ? y - half : y - STRIP_UP * s->k;
        if (k->ranks && *cell->rank)
            chart_sheet_line(s, c,
                             right - chart_sheet_width_of(&value, cell->value) - PART_GAP * s->k,
                             at, 1, 0, &t->small, cell->rank);
        chart_sheet_line(s, c, right, at, 1, most, &value, cell->value);
        if (under) chart_sheet_line(s, c, right, y + half, 1, most, &difference, cell->difference);
    }
    canvas_tag_end(c);
}

static void draw_values(const chart_sheet *s, const type *t, const compare_columns *k,
                        const sheet_row *row, canvas *c, double y) {
    chart_text whole = t->value;
    bool known = !isnan(isnan(row->of->reference) ? row->of->whole : row->of->reference);
    if (!known) whole.weight = 400, whole.color = s->inks->muted;
    if (row->of->reference_is == REFERENCE_MEAN) whole.color = s->inks->muted;
    chart_sheet_cell(s, c, "TD", k->city, y - STRIP_UP * s->k, 1, 0, &whole, row->whole);
    for (size_t j = 0; j < s->c->n_subjects; j++)
        draw_cell(s, t, k, &row->cell[j], c, k->right[j], y);
}

void compare_row_draw(const chart_sheet *s, const compare_columns *k, const sheet_row *row,
                      canvas *c, double y, double height) {
    const type t = type_of(s);
    double strip = k->below ? BELOW_HIGH * s->k : 0, middle = y + (height - strip) / 2;
    double top = middle - name_height(&t, k, row) / 2;
    canvas_rect(c,
                (box){PAPER_MM(s->margin), PAPER_MM(y + height), PAPER_MM(chart_sheet_inner(s)),
                      PAPER_MM(0.14) * s->paper->line},
                s->inks->row);
    canvas_tag_begin(c, "TR", NULL);
    canvas_tag_begin(c, "TH", NULL);
    top += chart_sheet_paragraph(c, k->name, top, k->name_width, &t.name, row->name);
    chart_sheet_paragraph(c, k->name, top, k->name_width, &t.detail, row->detail);
    canvas_tag_end(c);
    draw_values(s, &t, k, row, c, middle);
    canvas_tag_begin(c, "TD", NULL);
    double at = k->below ? y + height - strip + BELOW_DOWN * s->k : middle - STRIP_UP * s->k;
    chart_sheet_strip(s, c, row, k->strip, at, k->strip_width, height, true);
    canvas_tag_end(c);
    canvas_tag_end(c);
}

/* ---- themes ----------------------------------------------------------------------------- */

double compare_theme_height(const chart_sheet *s, const compare_columns *k, const char *title,
                            double squeeze) {
    const type t = type_of(s);
    double texts = chart_sheet_paragraph(NULL, 0, 0, k->name_width, &t.head, title);
    return fmax(s->k * (THEME + (THEME_LEAST - THEME) * squeeze), texts + 1.6 * s->k);
}

void compare_theme_draw(const chart_sheet *s, const compare_columns *k, const char *title,
                        canvas *c, double y, double height) {
    const type t = type_of(s);
    chart_sheet_rule(s, c, s->margin, y, chart_sheet_inner(s), 0.3);
    if (!*title) return;
    double texts = chart_sheet_paragraph(NULL, 0, 0, chart_sheet_inner(s), &t.head, title);
    canvas_tag_begin(c, "TR", NULL);
    canvas_tag_begin(c, "TH", NULL);
    chart_sheet_paragraph(c, k->name, y + (height - texts) / 2 + 0.6 * s->k, chart_sheet_inner(s),
                          &t.head, title);
    canvas_tag_end(c);
    canvas_tag_end(c);
}

void compare_missing_draw(const chart_sheet *s, const compare_columns *k, const char *title,
                          canvas *c, double y, double height) {
    const type t = type_of(s);
    double texts = chart_sheet_paragraph(NULL, 0, 0, k->name_width, &t.head, title);
    double middle = y + height / 2;
    chart_text dash = t.value;
    dash.weight = 400, dash.color = s->inks->muted;
    chart_sheet_rule(s, c, s->margin, y, chart_sheet_inner(s), 0.3);
    canvas_tag_begin(c, "TR", NULL);
    canvas_tag_begin(c, "TH", NULL);
    chart_sheet_paragraph(c, k->name, middle - texts / 2, k->name_width, &t.head, title);
    canvas_tag_end(c);
    canvas_tag_begin(c, "TD", NULL);
    double from = k->below ? k->name + k->name_width + GAP * s->k : k->strip;
    double wide = k->below ? s->width - s->margin - from : k->strip_width;
    chart_sheet_hatch(s, c, from, middle, wide, sheet_words_get(SHEET_NO_VALUES, s->in));
    canvas_tag_end(c);
    for (size_t j = 0; j <= s->c->n_subjects && !k->below; j++)
        chart_sheet_cell(s, c, "TD", j ? k->right[j - 1] : k->city, middle, 1, 0, &dash, "–");
    canvas_tag_end(c);
}
