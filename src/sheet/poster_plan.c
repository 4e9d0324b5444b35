#include "sheet/poster_plan.h"

double sheet_line(double pt) { return pt * PAPER_POINT_MM * PAPER_LEADING; }

double sheet_paragraph(canvas *c, double x, double y, double width, const text_style *s,
                       const char *text) {
    double px = canvas_paragraph(c, PAPER_MM(x), PAPER_MM(y), PAPER_MM(width),
                                 s->size_px * PAPER_LEADING, s, text);
    return px / PAPER_MM(1);
}

void sheet_text(canvas *c, double x, double y, double align, double pt, const text_style *s,
                const char *text) {
    double leading = PAPER_PT(pt) * PAPER_LEADING;
    canvas_text(c, PAPER_MM(x), PAPER_MM(y) + text_baseline(PAPER_PT(pt), leading), align, s, text);
}

double sheet_text_width(const text_style *s, const char *text) {
    return text_width(s, text) / PAPER_MM(1);
}

double sheet_heading(canvas *c, const sheet_source *s, double x, double y, double width,
                     const char *title, const char *text) {
    const paper *p = s->paper;
    const text_style head = paper_text(p->head, 700, s->inks->ink);
    const text_style body = paper_figures(p->body, 400, s->inks->muted);
    double from = y;
    y += sheet_paragraph(c, x, y, width, &head, title) + 0.6 * paper_type(p);
    y += sheet_paragraph(c, x, y, width, &body, text);
    return y - from + 2.5 * paper_type(p);
}
