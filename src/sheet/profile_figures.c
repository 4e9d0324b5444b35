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

/* ---- which ------------------------------------------------------------------------------ */

static size_t find_population(const chart_sheet *s) {
    const atlas *a = s->c->atlas;
    size_t best = SIZE_MAX, most = 0;
    for (size_t i = 0; i < a->n_indicators; i++) {
        size_t n = 0;
        if (a->indicator_layer[i] != s->c->home || a->indicator[i].kind != KIND_COUNT) continue;
        for (size_t k = 0; k < a->n_indicators; k++) n += a->design[k].weight == i;
        if (n > most) most = n, best = i;
    }
    return best;
}

static double of_subject(const chart_sheet *s, size_t index, size_t period) {
    const comparison_subject *k = &s->c->subject[0];
    const atlas *a = s->c->atlas;
    if (k->group != SIZE_MAX) return group_figure_of(a, k->group, index, period).value;
    if (a->indicator_layer[index] != k->layer) return (double)NAN;
    return joined_values(&a->indicator[index].data, period)[k->district];
}

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

static err_code add_population(chart_sheet *s, size_t index, profile_figure *out, size_t *n,
                               err *e) {
    const indicator *ind = &s->c->atlas->indicator[index];
    size_t period = ind->data.n_periods - 1;
    double v = of_subject(s, index, period);
    buf label = BUF_EMPTY, value = BUF_EMPTY, detail = BUF_EMPTY;
    if (isnan(v)) return ERR_OK;
    buf_addf(&label, "%s %s", localized_get(&ind->title, s->in), ind->data.period[period]);
    number_format_text(v, ind->decimals, s->in, &value);
    share_of_whole(s, v, ind->data.whole[period], &detail);
    return keep(s, &out[(*n)++], &label, &value, &detail, e);
}

static err_code add_row(chart_sheet *s, const sheet_row *row, profile_figure *out, err *e) {
    buf label = BUF_EMPTY, value = BUF_EMPTY, detail = BUF_EMPTY, whole = BUF_EMPTY;
    bool percent = row->unit[0] == '%', beside = letters(row->unit) <= SHORT_UNIT;
    const char *sign = s->in == LANG_SV ? "\xc2\xa0%" : "%";
    buf_addf(&whole, "%s%s", row->whole, percent ? sign : "");
    buf_addf(&label, "%s %s", row->name, row->period);
    sheet_rows_number(row->of, row->of->cell[0].value, s->in, &value);
    buf_adds(&value, percent ? sign : "");
    if (!percent && beside) buf_addf(&value, "\xc2\xa0%s", row->unit);
    if (!percent && !beside) buf_addf(&detail, "%s", row->unit);
    if (!isnan(row->of->reference)) {
        buf_adds(&detail, detail.len ? ", " : "");
        bool mean = row->of->reference_is == REFERENCE_MEAN;
        sheet_words_fill(mean ? SHEET_MEAN_IS : SHEET_WHOLE_IS, s->in,
                         (const char *const[]){s->rows.whole_low, buf_text(&whole)}, 2, &detail);
    }
    if (row->of->cell[0].derived) buf_adds(&value, "°");
    buf_free(&whole);
    return keep(s, out, &label, &value, &detail, e);
}

static bool is_told(const sheet_row *row, const sheet_row *const *told, size_t n, bool by_theme) {
    for (size_t i = 0; i < n; i++)
        if (told[i] == row || (by_theme && told[i]->of->theme == row->of->theme)) return true;
    return false;
}

/* First those of themes that none is of, then others, as they come. */
static size_t choose_rows(const chart_sheet *s, size_t most, const sheet_row *out[]) {
    size_t n = 0;
    for (int by_theme = 1; by_theme >= 0; by_theme--)
        for (size_t i = 0; i < s->rows.n && n < most; i++) {
            const sheet_row *row = &s->rows.row[i];
            bool change = row->of->since != SIZE_MAX;
            if (row->cell[0].known && !change && !is_told(row, out, n, by_theme)) out[n++] = row;
        }
    return n;
}

err_code profile_figures_make(chart_sheet *s, profile_figure out[PROFILE_FIGURES], size_t *n,
                              size_t *population, err *e) {
    const sheet_row *row[PROFILE_FIGURES];
    err_code rc = ERR_OK;
    *n = 0;
    *population = find_population(s);
    if (*population != SIZE_MAX) rc = add_population(s, *population, out, n, e);
    size_t rows = choose_rows(s, PROFILE_FIGURES - *n, row);
    for (size_t i = 0; i < rows && !rc; i++) rc = add_row(s, row[i], &out[(*n)++], e);
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
