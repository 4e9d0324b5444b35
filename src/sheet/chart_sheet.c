#include "sheet/chart_sheet.h"
#include "sheet/poster_option.h"
#include "sheet/sheet_words.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#define MARK_R     1.6 /* mm on A3 */
#define MARK_LINE  0.42
#define FOOT_GAP   2.0 /* under its rule */
#define UNDER_RULE 2.5

static const paper *paper_of(const compare_style *s) { return s->paper ? s->paper : &papers[1]; }

err_code chart_sheet_make(const comparison *c, const compare_style *s, bool single,
                          chart_sheet *out, err *e) {
    const paper *p = paper_of(s);
    *out = (chart_sheet){.c = c,
                         .style = s,
                         .paper = p,
                         .inks = &chart_inks_paper,
                         .in = c->language,
                         .single = single,
                         .width = s->landscape ? p->height : p->width,
                         .height = s->landscape ? p->width : p->height,
                         .margin = p->margin,
                         .k = paper_type(p)};
    out->source =
        (sheet_source){.paper = p, .inks = backdrop_find("light"), .language = c->language};
    return sheet_rows_make(c, out->inks, PAPER_MM(MARK_R) * out->k, PAPER_MM(MARK_LINE) * p->line,
                           single, &out->rows, e);
}

void chart_sheet_free(chart_sheet *s) { sheet_rows_free(&s->rows); }

double chart_sheet_inner(const chart_sheet *s) { return s->width - 2 * s->margin; }

const char *chart_sheet_theme(const chart_sheet *s, size_t theme) {
    const atlas *a = s->c->atlas;
    return theme < a->n_themes ? localized_get(&a->theme[theme].title, s->in) : "";
}

#define DPI 150 /* where none is asked for */

err_code chart_sheet_open(const chart_sheet *s, double height, canvas_format f, canvas **out,
                          err *e) {
    double dpi = s->style->dpi ? s->style->dpi : DPI, inch = dpi / 25.4;
    double pixels = s->width * height * inch * inch;
    if (f == CANVAS_PNG && pixels > POSTER_PIXELS_MAX)
        return err_set(e, ERR_RANGE, "dpi: %.0f make %.0f million pixels of this sheet; at most %d",
                       dpi, pixels / 1e6, POSTER_PIXELS_MAX / 1000000);
    return canvas_create(f, PAPER_MM(s->width), PAPER_MM(height), dpi / 96, lang_codes[s->in], out,
                         e);
}

/* ---- texts ------------------------------------------------------------------------------ */

double chart_sheet_pt(const chart_sheet *s, double pt_on_a3) {
    return fmax(CHART_SHEET_LEAST_PT, pt_on_a3 * s->k);
}

double chart_sheet_leading(double pt) { return sheet_line(pt); }

static text_style style_of(const chart_text *t) {
    return t->figures ? paper_figures(t->pt, t->weight, t->color)
                      : paper_text(t->pt, t->weight, t->color);
}

double chart_sheet_width_of(const chart_text *t, const char *text) {
    const text_style s = style_of(t);
    return sheet_text_width(&s, text);
}

#define MIDDLE 0.36 /* of the size: half of what figures and capitals are high */

void chart_sheet_line(const chart_sheet *s, canvas *c, double x, double y, double align,
                      double width, const chart_text *t, const char *text) {
    chart_text as = *t;
    (void)s;
    if (!c || !*text) return;
    double wide = width > 0 ? chart_sheet_width_of(t, text) : 0;
    if (wide > width) as.pt = fmax(CHART_SHEET_LEAST_PT, t->pt * width / wide * 0.995);
    const text_style style = style_of(&as);
    canvas_text(c, PAPER_MM(x), PAPER_MM(y) + MIDDLE * style.size_px, align, &style, text);
}

double chart_sheet_paragraph(canvas *c, double x, double y, double width, const chart_text *t,
                             const char *text) {
    const text_style s = style_of(t);
    return sheet_paragraph(c, x, y, width, &s, text);
}

void chart_sheet_rule(const chart_sheet *s, canvas *c, double x, double y, double width,
                      double line) {
    canvas_rect(c,
                (box){PAPER_MM(x), PAPER_MM(y), PAPER_MM(width), PAPER_MM(line) * s->paper->line},
                s->inks->rule);
}

void chart_sheet_cell(const chart_sheet *s, canvas *c, const char *role, double x, double y,
                      double align, double width, const chart_text *t, const char *text) {
    canvas_tag_begin(c, role, NULL);
    chart_sheet_line(s, c, x, y, align, width, t, text);
    canvas_tag_end(c);
}

#define PLACE_MAX 40 /* bytes: longer is no place's name */

const char *chart_sheet_place(const comparison *c) {
    const char *place = c->atlas->has_manifest ? localized_get(&c->atlas->title, c->language) : "";
    return strlen(place) <= PLACE_MAX && !strpbrk(place, ",:;.(") ? place : "";
}

/* ---- strips ----------------------------------------------------------------------------- */

#define STRIP_PT 6.0

chart_strip_size chart_sheet_strip_size(const chart_sheet *s, double width) {
    return chart_strip_size_of(PAPER_MM(width), s->k, s->paper->line, chart_sheet_pt(s, STRIP_PT));
}

void chart_sheet_strip(const chart_sheet *s, canvas *c, const sheet_row *row, double x, double y,
                       double width, double height, bool ends) {
    chart_strip_size z = chart_sheet_strip_size(s, width);
    z.half = fmin(z.half, PAPER_MM(height / 2));
    chart_strip strip = row->strip;
    buf alt = BUF_EMPTY;
    if (strip.low_text && !strip.words)
        sheet_words_fill(SHEET_STRIP, s->in, (const char *const[]){strip.low_text, strip.high_text},
                         2, &alt);
    else
        buf_adds(&alt, sheet_words_get(SHEET_MISSING_ALT, s->in));
    if (!ends) strip.low_text = strip.high_text = NULL;
    canvas_tag_begin(c, "Figure", buf_text(&alt));
    if (c) chart_strip_draw(c, s->inks, &strip, &z, PAPER_MM(x), PAPER_MM(y));
    canvas_tag_end(c);
    buf_free(&alt);
}

void chart_sheet_hatch(const chart_sheet *s, canvas *c, double x, double y, double width,
                       const char *words) {
    const chart_strip_size z = chart_sheet_strip_size(s, width);
    const chart_strip none = {.city = (double)NAN, .target = (double)NAN, .words = words};
    if (c) chart_strip_draw(c, s->inks, &none, &z, PAPER_MM(x), PAPER_MM(y));
}

/* ---- pages ------------------------------------------------------------------------------ */

err_code chart_sheet_describe(const chart_sheet *s, canvas *c, char letter, const char *title,
                              void (*tell)(const chart_sheet *, buf *), err *e) {
    buf prefix = BUF_EMPTY, text = BUF_EMPTY;
    buf_addf(&prefix, "%c%016" PRIx64 "-", letter, s->c->atlas->version);
    tell(s, &text);
    err_code rc = buf_status(&prefix, e);
    if (!rc) rc = buf_status(&text, e);
    if (!rc) canvas_describe(c, buf_text(&prefix), title, buf_text(&text));
    buf_free(&prefix);
    buf_free(&text);
    return rc;
}

double chart_sheet_next_head(const chart_sheet *s, canvas *c, const char *title) {
    const chart_text t = {chart_sheet_pt(s, 9), 700, s->inks->ink, false};
    double y = s->margin, inner = chart_sheet_inner(s);
    chart_sheet_rule(s, c, s->margin, y, inner, CHART_SHEET_RULE);
    if (!*title) return y;
    y += UNDER_RULE * s->k;
    return y + chart_sheet_paragraph(c, s->margin, y, inner, &t, title);
}

void chart_sheet_continued(const chart_sheet *s, size_t theme, buf *out) {
    const char *title = chart_sheet_theme(s, theme);
    if (*title) sheet_words_fill(SHEET_CONTINUED, s->in, &title, 1, out);
}

double chart_sheet_foot_need(const chart_sheet *s, const poster_texts *t) {
    return poster_foot_need(t, chart_sheet_inner(s), 0).least + FOOT_GAP * s->k;
}

void chart_sheet_foot(const chart_sheet *s, canvas *c, poster_texts *t, double y, double height,
                      err *e) {
    double inner = chart_sheet_inner(s), under = FOOT_GAP * s->k;
    chart_sheet_rule(s, c, s->margin, y, inner, CHART_SHEET_THIN);
    poster_foot_draw(t, c, (box){s->margin, y + under, inner, height - under}, 0, e);
}
