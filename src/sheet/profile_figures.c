/* The main figures of a profile. */
#include "sheet/profile_parts.h"
#include "sheet/sheet_words.h"

#include <math.h>
#include <string.h>

/* on A3 */
#define LABEL_PT   8.2
#define VALUE_PT   22.0
#define DETAIL_PT  8.6
#define COLUMN_GAP 8.0
#define ROW_GAP    2.6
#define SHORT_UNIT 5 /* letters of a unit that stands beside its number */

static size_t letters(const char *text) {
    size_t n = 0;
    for (; *text; text++) n += ((unsigned char)*text & 0xc0) != 0x80;
    return n;
}

/* ---- texts ------------------------------------------------------------------------------ */

static err_code keep(chart_sheet *s, profile_figure *f, buf *label, buf *value, buf *detail,
                     err *e) {
    err_code rc = sheet_rows_keep(&s->rows, label, &f->label, e);
    if (!rc) rc = sheet_rows_keep(&s->rows, value, &f->value, e);
    if (!rc) rc = sheet_rows_keep(&s->rows, detail, &f->detail, e);
    buf_free(value);
    buf_free(detail);
    return rc;
}

static void share_of_whole(const chart_sheet *s, double v, double whole, buf *out) {
    buf percent = BUF_EMPTY;
    if (!(whole > 0)) return;
    number_format_value(100 * v / whole, 1, "%", s->in, &percent);
    sheet_words_fill(SHEET_OF_WHOLE, s->in,
                     (const char *const[]){buf_text(&percent), s->rows.whole_low}, 2, out);
    if (percent.failed) out->failed = 1;
    buf_free(&percent);
}

/* The unit beside the number where it is short, else before the detail. */
static void put_unit(const chart_sheet *s, const char *unit, buf *value, buf *detail) {
    bool percent = *unit == '%', beside = letters(unit) <= SHORT_UNIT;
    if (percent) buf_adds(value, s->in == LANG_SV ? "\xc2\xa0%" : "%");
    if (!percent && beside) buf_addf(value, "\xc2\xa0%s", unit);
    if (!percent && !beside) buf_addf(detail, "%s", unit);
}

static void put_whole(const chart_sheet *s, const char *unit, bool mean, buf *whole, buf *detail) {
    if (*unit == '%') buf_adds(whole, s->in == LANG_SV ? "\xc2\xa0%" : "%");
    buf_adds(detail, detail->len ? ", " : "");
    sheet_words_fill(mean ? SHEET_MEAN_IS : SHEET_WHOLE_IS, s->in,
                     (const char *const[]){s->rows.whole_low, buf_text(whole)}, 2, detail);
}

/* An indicator that has no row: of a count the part of the whole, and no unit. */
static err_code add_plain(chart_sheet *s, const comparison_main *f, profile_figure *out, err *e) {
    const indicator *ind = &s->c->atlas->indicator[f->indicator];
    const char *unit = localized_get(&ind->unit, s->in);
    bool count = ind->kind == KIND_COUNT;
    buf label = BUF_EMPTY, value = BUF_EMPTY, detail = BUF_EMPTY, whole = BUF_EMPTY;
    buf_addf(&label, "%s\xc2\xa0%s", localized_get(&ind->title, s->in),
             ind->data.period[f->period]);
    number_format_text(f->value, ind->decimals, s->in, &value);
    if (count) share_of_whole(s, f->value, f->whole, &detail);
    if (!count) put_unit(s, unit, &value, &detail);
    if (!count && !isnan(f->whole)) {
        number_format_text(f->whole, ind->decimals, s->in, &whole);
        put_whole(s, unit, false, &whole, &detail);
    }
    if (f->derived) buf_adds(&value, "°");
    s->rows.derived |= f->derived;
    buf_free(&whole);
    return keep(s, out, &label, &value, &detail, e);
}

static err_code add_row(chart_sheet *s, const sheet_row *row, profile_figure *out, err *e) {
    buf label = BUF_EMPTY, value = BUF_EMPTY, detail = BUF_EMPTY, whole = BUF_EMPTY;
    buf_adds(&whole, row->whole);
    buf_addf(&label, "%s\xc2\xa0%s", row->name, row->period);
    sheet_rows_number(row->of, row->of->cell[0].value, s->in, &value);
    put_unit(s, row->unit, &value, &detail);
    if (!isnan(row->of->reference))
        put_whole(s, row->unit, row->of->reference_is == REFERENCE_MEAN, &whole, &detail);
    if (row->of->cell[0].derived) buf_adds(&value, "°");
    buf_free(&whole);
    return keep(s, out, &label, &value, &detail, e);
}

static const sheet_row *row_of(const chart_sheet *s, const comparison_row *r) {
    for (size_t i = 0; i < s->rows.n && r; i++)
        if (s->rows.row[i].of == r) return &s->rows.row[i];
    return NULL;
}

err_code profile_figures_make(chart_sheet *s, profile_figure out[PROFILE_FIGURES], size_t *n,
                              err *e) {
    comparison_main f[PROFILE_FIGURES];
    err_code rc = ERR_OK;
    *n = comparison_main_of(s->c, f);
    for (size_t i = 0; i < *n && !rc; i++) {
        const sheet_row *row = row_of(s, f[i].row);
        rc = row ? add_row(s, row, &out[i], e) : add_plain(s, &f[i], &out[i], e);
    }
    return rc;
}

/* ---- drawing ---------------------------------------------------------------------------- */

static chart_text label_text(const chart_sheet *s) {
    return (chart_text){chart_sheet_pt(s, LABEL_PT), 400, s->inks->ink_2, true};
}

static double label_height(const chart_sheet *s, const profile_figure *f, double width) {
    const chart_text t = label_text(s);
    return chart_sheet_paragraph(NULL, 0, 0, width, &t, f->label);
}

/* Labels of one row are equally high, so that the figures stand on one line. */
static double draw_one(const chart_sheet *s, const profile_figure *f, canvas *c, double x, double y,
                       double width, double labels) {
    const chart_text label = label_text(s);
    const chart_text value = {chart_sheet_pt(s, VALUE_PT), 600, s->inks->ink, false};
    const chart_text detail = {chart_sheet_pt(s, DETAIL_PT), 400, s->inks->muted, true};
    double from = y, apart = 3 * s->k;
    chart_sheet_rule(s, c, x, y, width, 0.3);
    y += 2 * s->k;
    canvas_tag_begin(c, "P", NULL);
    chart_sheet_paragraph(c, x, y, width, &label, f->label);
    y += labels;
    double high = chart_sheet_leading(value.pt) * 0.86,
           wide = chart_sheet_width_of(&value, f->value);
    double base = y + high / 2;
    chart_sheet_line(s, c, x, base, 0, width, &value, f->value);
    bool beside = wide + apart + chart_sheet_width_of(&detail, f->detail) <= width;
    double down = (value.pt - detail.pt) * PAPER_POINT_MM * 0.36; /* on one baseline */
    if (beside) chart_sheet_line(s, c, x + wide + apart, base + down, 0, 0, &detail, f->detail);
    y += high;
    if (!beside) y += chart_sheet_paragraph(c, x, y, width, &detail, f->detail);
    canvas_tag_end(c);
    return y - from;
}

double profile_figures_draw(const chart_sheet *s, const profile_figure *f, size_t n, canvas *c,
                            double x, double y, double width) {
    double gap = COLUMN_GAP * s->k, wide = (width - gap) / 2, from = y;
    for (size_t i = 0; i < n; i += 2) {
        bool two = i + 1 < n;
        double labels = label_height(s, &f[i], wide);
        if (two) labels = fmax(labels, label_height(s, &f[i + 1], wide));
        double high = draw_one(s, &f[i], c, x, y, wide, labels);
        if (two) high = fmax(high, draw_one(s, &f[i + 1], c, x + wide + gap, y, wide, labels));
        y += high + (i + 2 < n ? ROW_GAP * s->k : 0);
    }
    return y - from;
}
