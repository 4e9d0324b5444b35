#include "draw/legend_draw.h"
#include "carto/wording.h"
#include "draw/legend_parts.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- head and foot ---- */

static void add_unit_and_period(const legend *l, buf *out) {
    buf_addf(out, "%s%s%s", l->unit, *l->unit && *l->period_text ? ", " : "", l->period_text);
}

static double draw_head(canvas *c, legend_plan *p, double y) {
    const legend_size *z = p->z;
    buf line = BUF_EMPTY;
    text_style title = legend_size_text(&z->title, p->inks->ink);
    title.tabular = false;
    add_unit_and_period(p->l, &line);
    double height =
        canvas_paragraph(c, p->left, y, p->inner, z->title.leading, &title, p->l->title);
    height += legend_mark_text(c, p, y + height, &z->unit, p->inks->ink_2, buf_text(&line));
    legend_plan_done(p, &line);
    return height;
}

/* Whether ranges are shown whose edges need to be explained. */
static bool shows_ranges(const legend_plan *p) {
    return p->l->n_stops == 0 && !p->l->categories && p->l->count > 1 && p->n_single < p->l->count;
}

static void add_method(const legend_plan *p, buf *out) {
    const legend *l = p->l;
    if (shows_ranges(p)) buf_addf(out, "%s. ", l->method_title);
    if (l->method_text && (l->n_stops || shows_ranges(p))) buf_addf(out, "%s ", l->method_text);
    if (shows_ranges(p)) buf_adds(out, l->closed_text);
}

static double draw_small(canvas *c, const legend_plan *p, double y, const char *text) {
    double height = legend_mark_text(c, p, y, &p->z->small, p->inks->muted, text);
    return height > 0 ? height + p->z->small.leading / 7 : 0;
}

static double draw_foot(canvas *c, legend_plan *p, double y) {
    const legend *l = p->l;
    double from = y;
    buf line = BUF_EMPTY;
    add_method(p, &line);
    y += draw_small(c, p, y, buf_text(&line));
    legend_plan_done(p, &line);
    for (size_t i = 0; i < l->n_warnings; i++) y += draw_small(c, p, y, l->warnings[i]);
    if (p->compact) return y - from;
    y += draw_small(c, p, y, l->note);
    if (*l->source)
        wording_fill(WORD_SOURCE, l->language, (const char *const[]){l->source}, 1, &line);
    y += draw_small(c, p, y, buf_text(&line));
    legend_plan_done(p, &line);
    if (l->target.source)
        wording_fill(WORD_TARGET_SOURCE, l->language, (const char *const[]){l->target.source}, 1,
                     &line);
    y += draw_small(c, p, y, buf_text(&line));
    legend_plan_done(p, &line);
    return y - from;
}

/* ---- the whole ---- */

static bool lies(legend_form f) { return f == FORM_RAMP || f == FORM_BLOCKS || f == FORM_BAND; }

static double draw_all(canvas *c, legend_plan *p) {
    const legend_size *z = p->z;
    double y = z->padding;
    if (!p->compact) y += draw_head(c, p, y) + z->space;
    double body = lies(p->form) ? legend_axis_draw(c, p, y) : legend_list_draw(c, p, y);
    y += body > 0 ? body + z->space / 2 : 0;
    double states = legend_list_states(c, p, y);
    y += states > 0 ? states + z->space / 2 : 0;
    return y + (p->bare ? 0 : draw_foot(c, p, y)) + z->padding;
}

double legend_draw_on(canvas *c, const legend *l, const legend_style *o, double x, double y) {
    legend_plan p;
    legend_plan_make(l, o, &p);
    canvas_push(c, x, y);
    double height = draw_all(c, &p);
    canvas_pop(c);
    return p.failed ? (double)NAN : height;
}

/* ---- what it says to those who do not see it ---- */

static void add_line(buf *out, const char *label, size_t n) {
    if (label) buf_addf(out, "%s: %zu; ", label, n);
}

static void describe(canvas *c, const legend *l) {
    buf prefix = BUF_EMPTY, title = BUF_EMPTY, text = BUF_EMPTY;
    buf_addf(&prefix, "k%016" PRIx64 "-", l->hash);
    buf_addf(&title, "%s%s", l->title, *l->unit || *l->period_text ? ", " : "");
    add_unit_and_period(l, &title);
    for (size_t i = 0; i < l->count; i++) add_line(&text, l->classes[i].label, l->classes[i].count);
    for (size_t i = 0; i < l->n_stops; i += l->n_stops - 1) {
        legend_number(l, l->stops[i].value, l->decimals, &text);
        buf_adds(&text, i ? "; " : " – ");
    }
    for (size_t i = 0; i < l->n_rows; i++) add_line(&text, l->rows[i].label, l->rows[i].count);
    buf_adds(&text, l->reference.label ? l->reference.label : "");
    if (l->target.label && (!l->reference.kind || strcmp(l->reference.kind, "target") != 0))
        buf_addf(&text, "%s%s", l->reference.label ? "; " : "", l->target.label);
    canvas_describe(c, buf_text(&prefix), buf_text(&title), buf_text(&text));
    buf_free(&prefix);
    buf_free(&title);
    buf_free(&text);
}

err_code legend_draw(const legend *l, const legend_style *o, canvas_format f, buf *out, err *e) {
    legend_plan p;
    canvas *c = NULL;
    legend_plan_make(l, o, &p);
    double height = ceil(draw_all(NULL, &p));
    if (p.failed || isnan(height)) return err_nomem(e);
    err_code rc = canvas_create(f, p.width, height, o->scale > 0 ? o->scale : 1,
                                lang_codes[l->language], &c, e);
    if (rc) return rc;
    describe(c, l);
    if (l->backdrop->paper.a) canvas_rect(c, (box){0, 0, p.width, height}, l->backdrop->paper);
    draw_all(c, &p);
    rc = p.failed ? err_nomem(e) : canvas_finish(c, out, e);
    canvas_free(c);
    return rc;
}
