/* Legends of several maps: the common one, a panel's own, and the bars that count its districts. */
#include "carto/wording.h"
#include "draw/legend_parts.h"
#include "sheet/multiples.h"

#include <math.h>

#define RAMP     4.2 /* mm on A3: blocks of the common legend */
#define BARS     9.0 /* the longest bar */
#define TRIANGLE 1.7 /* high */
#define SWATCH   6.0

static double unit(const multiples *m) { return paper_type(m->source->paper); }

static void rect_mm(canvas *c, box b, rgba fill) {
    canvas_rect(c, (box){PAPER_MM(b.x), PAPER_MM(b.y), PAPER_MM(b.width), PAPER_MM(b.height)},
                fill);
}

static void frame_mm(canvas *c, const multiples *m, box b) {
    canvas_rect_line(c, (box){PAPER_MM(b.x), PAPER_MM(b.y), PAPER_MM(b.width), PAPER_MM(b.height)},
                     m->source->inks->ink, PAPER_MM(0.12 * m->source->paper->line));
}

/* ---- swatches beside each other --------------------------------------------------------- */

typedef struct flow { /* mm */
    canvas *c;
    const multiples *m;
    legend_plan plan; /* for swatches' measures */
    legend_size size;
    box at;
    double x, y, row;
    double column; /* what all take at least, to stand under each other */
} flow;

static void flow_begin(flow *f, canvas *c, const multiples *m, box at) {
    paper_legend_size(m->source->paper, &f->size);
    f->plan = (legend_plan){.l = &m->shared, .z = &f->size, .inks = m->source->inks};
    f->c = c, f->m = m, f->at = at;
    f->x = at.x, f->y = at.y, f->column = 0;
    f->row = 5.2 * unit(m);
}

/* Writes the label; returns the place for what stands before it, in px. */
static box flow_next(flow *f, const char *label) {
    const sheet_source *s = f->m->source;
    double k = unit(f->m), pt = s->paper->body, wide = SWATCH * k, high = 3.6 * k, gap = 1.6 * k;
    text_style t = paper_figures(pt, 400, s->inks->ink);
    double text = sheet_text_width(&t, label), all = wide + gap + text;
    if (f->x > f->at.x && f->x + all > f->at.x + f->at.width) f->x = f->at.x, f->y += f->row;
    double room = f->at.width - wide - gap;
    if (text > room) t.size_px *= room / text; /* a category's name may be long */
    box b = {PAPER_MM(f->x), PAPER_MM(f->y + (f->row - high) / 2), PAPER_MM(wide), PAPER_MM(high)};
    sheet_text(f->c, f->x + wide + gap, f->y + (f->row - sheet_line(pt)) / 2, 0, pt, &t, label);
    f->x += fmax(all, f->column) + 5 * k;
    return b;
}

static void flow_add(flow *f, rgba fill, const legend_row *state, rgba line, const char *label) {
    box b = flow_next(f, label);
    legend_mark_swatch(f->c, &f->plan, b, fill, state);
    if (line.a) canvas_rect_line(f->c, b, line, f->size.outline);
}

static double flow_end(const flow *f) { return f->x > f->at.x ? f->y + f->row : f->y; }

/* ---- the common legend ------------------------------------------------------------------ */

/* Blocks of one width where all labels stand under their own. */
static bool blocks_fit(const multiples *m, double width) {
    const legend *l = &m->shared;
    const text_style t = paper_figures(m->source->paper->body, 500, m->source->inks->ink);
    double block = width / (double)l->count;
    for (size_t i = 0; i < l->count; i++)
        if (sheet_text_width(&t, l->classes[i].label) > block - 1.5 * unit(m)) return false;
    return true;
}

static double draw_blocks(canvas *c, const multiples *m, box at) {
    const legend *l = &m->shared;
    double k = unit(m), block = at.width / (double)l->count, pt = m->source->paper->body;
    const text_style t = paper_figures(pt, 500, m->source->inks->ink);
    for (size_t i = 0; i < l->count; i++) {
        double x = at.x + block * (double)i;
        rect_mm(c, (box){x, at.y, block, RAMP * k}, l->classes[i].color);
        if (i) rect_mm(c, (box){x - 0.15, at.y, 0.3, RAMP * k}, m->source->inks->paper);
        sheet_text(c, x + block / 2, at.y + RAMP * k + 0.8 * k, 0.5, pt, &t, l->classes[i].label);
    }
    frame_mm(c, m, (box){at.x, at.y, at.width, RAMP * k});
    return (RAMP + 0.8) * k + sheet_line(pt);
}

static double draw_list(canvas *c, const multiples *m, box at) {
    const legend *l = &m->shared;
    flow f;
    const text_style t = paper_figures(m->source->paper->body, 400, m->source->inks->ink);
    flow_begin(&f, c, m, at);
    for (size_t i = 0; i < l->count; i++) {
        double wide = (SWATCH + 1.6) * unit(m) + sheet_text_width(&t, l->classes[i].label);
        f.column = fmin(fmax(f.column, wide), at.width);
    }
    for (size_t i = 0; i < l->count; i++)
        flow_add(&f, l->classes[i].color, NULL, (rgba){0}, l->classes[i].label);
    return flow_end(&f) - at.y;
}

static double draw_band(canvas *c, const multiples *m, box at) {
    legend_size size;
    legend_plan plan;
    legend l = m->shared;
    paper_legend_size(m->source->paper, &size);
    const legend_style style = {.compact = true,
                                .direction = LEGEND_HORIZONTAL,
                                .size = &size,
                                .width_px = PAPER_MM(at.width)};
    if (PAPER_MM(at.width) < LEGEND_WIDTH_MIN) return INFINITY;
    legend_plan_make(&l, &style, &plan);
    plan.has_dots = plan.has_bins = false;
    canvas_push(c, PAPER_MM(at.x), PAPER_MM(at.y));
    double px =
        plan.form == FORM_BAND ? legend_axis_draw(c, &plan, 0) : legend_list_draw(c, &plan, 0);
    canvas_pop(c);
    return plan.failed ? (double)NAN : px / PAPER_MM(1);
}

static double draw_states(canvas *c, const multiples *m, box at) {
    const legend *l = &m->shared;
    flow f;
    flow_begin(&f, c, m, at);
    for (size_t i = 0; i < l->n_rows; i++)
        flow_add(&f, l->rows[i].color, &l->rows[i], (rgba){0}, l->rows[i].label);
    for (size_t i = 0; i < l->n_contexts; i++)
        flow_add(&f, l->context[i].fill, NULL, l->context[i].line, l->context[i].label);
    for (size_t i = 0; i < l->n_groups; i++)
        legend_mark_outline(c, &f.plan, flow_next(&f, l->groups[i].label), l->groups[i].color);
    return flow_end(&f) - at.y;
}

/* Head, and the unit at its right end or under it. */
static double draw_head(canvas *c, const multiples *m, box at) {
    const sheet_source *s = m->source;
    const paper *p = s->paper;
    lang in = m->shared.language;
    const text_style head = paper_text(p->head, 700, s->inks->ink);
    const text_style body = paper_text(p->body, 400, s->inks->muted);
    buf n = BUF_EMPTY, title = BUF_EMPTY;
    number_format_text((double)m->n, 0, in, &n);
    wording_fill(WORD_MULTIPLES_LEGEND, in, (const char *const[]){buf_text(&n)}, 1, &title);
    double wide = sheet_text_width(&head, buf_text(&title)) +
                  sheet_text_width(&body, m->shared.unit) + 4 * unit(m);
    bool beside = wide <= at.width;
    double y = sheet_paragraph(c, at.x, at.y, at.width, &head, buf_text(&title));
    if (beside)
        sheet_text(c, at.x + at.width, at.y + (sheet_line(p->head) - sheet_line(p->body)) / 2, 1,
                   p->body, &body, m->shared.unit);
    else
        y += sheet_paragraph(c, at.x, at.y + y, at.width, &body, m->shared.unit);
    bool failed = n.failed || title.failed;
    buf_free(&n);
    buf_free(&title);
    return failed ? (double)NAN : y + 0.8 * unit(m);
}

static double draw_shared(canvas *c, const multiples *m, box at) {
    const legend *l = &m->shared;
    double from = at.y;
    at.y += 2.5 * unit(m); /* as the title's letters stand under the rule */
    at.y += draw_head(c, m, at);
    if (l->n_stops)
        at.y += draw_band(c, m, at);
    else if (l->count)
        at.y += blocks_fit(m, at.width) ? draw_blocks(c, m, at) : draw_list(c, m, at);
    at.y += 0.6 * unit(m);
    if (l->target.label) {
        const text_style t = paper_text(m->source->paper->body, 600, m->source->inks->ink);
        at.y += sheet_paragraph(c, at.x, at.y, at.width, &t, l->target.label);
    }
    at.y += draw_states(c, m, at);
    return at.y - from;
}

layout_need multiples_legend_need(const void *data, double width, int level) {
    (void)level;
    double height = draw_shared(NULL, data, (box){0, 0, width, 0});
    return layout_rigid(height);
}

err_code multiples_legend_draw(void *data, canvas *c, box at, int level, err *e) {
    (void)level;
    const multiples *m = data;
    canvas_tag_begin(c, "Figure", wording_get(WORD_POSTER_CLASSES, m->shared.language));
    double height = draw_shared(c, m, at);
    canvas_tag_end(c);
    return isnan(height) ? err_nomem(e) : ERR_OK;
}

/* ---- a panel's own ---------------------------------------------------------------------- */

double multiples_own_legend(canvas *c, const multiples *m, const multiples_panel *p, box at) {
    legend_size size;
    legend_plan plan;
    legend l = *p->legend;
    l.n_contexts = 0; /* the notes say it once */
    l.n_rows = 0;
    for (size_t i = 0; i < p->legend->n_rows; i++)
        if (p->legend->rows[i].count) l.rows[l.n_rows++] = p->legend->rows[i];
    paper_legend_size(m->source->paper, &size);
    size.dots_height *= 0.6, size.bins_height *= 0.6;
    const legend_style style = {.compact = true, .size = &size, .width_px = PAPER_MM(at.width)};
    if (PAPER_MM(at.width) < LEGEND_WIDTH_MIN) return INFINITY;
    legend_plan_make(&l, &style, &plan);
    bool lies = plan.form == FORM_RAMP || plan.form == FORM_BLOCKS || plan.form == FORM_BAND;
    canvas_push(c, PAPER_MM(at.x), PAPER_MM(at.y));
    double y = 0;
    if (plan.form != FORM_NONE)
        y += lies ? legend_axis_draw(c, &plan, y) : legend_list_draw(c, &plan, y);
    y += size.space / 2;
    y += legend_list_states(c, &plan, y);
    canvas_pop(c);
    return plan.failed ? (double)NAN : y / PAPER_MM(1);
}

/* ---- bars ------------------------------------------------------------------------------- */

static void draw_bar(canvas *c, const multiples *m, const legend_class *k, box at) {
    const sheet_source *s = m->source;
    double pt = s->paper->body, height = 0;
    const text_style t = paper_figures(pt, 400, k->count ? s->inks->ink : s->inks->muted);
    if (m->most) height = at.height * (double)k->count / (double)m->most;
    box b = {at.x + 0.15, at.y + at.height - height, at.width - 0.3, height};
    buf text = BUF_EMPTY;
    if (k->count) {
        rect_mm(c, b, k->color);
        frame_mm(c, m, b);
    }
    number_format_text((double)k->count, 0, m->shared.language, &text);
    sheet_text(c, at.x + at.width / 2, b.y - sheet_line(pt), 0.5, pt, &t, buf_text(&text));
    buf_free(&text);
}

static void draw_triangle(canvas *c, const multiples *m, double x, double y) {
    double k = unit(m), half = 1.2 * k, high = TRIANGLE * k;
    const double xy[] = {PAPER_MM(x),        PAPER_MM(y),        PAPER_MM(x - half),
                         PAPER_MM(y + high), PAPER_MM(x + half), PAPER_MM(y + high)};
    canvas_polygon(c, xy, 3, m->source->inks->ink);
}

double multiples_bars(canvas *c, const multiples *m, const multiples_panel *p, box at) {
    const legend *l = p->legend;
    const sheet_source *s = m->source;
    double k = unit(m), y = at.y, pt = s->paper->foot, line = 0.25 * s->paper->line;
    bool marked = false, missing = false;
    for (size_t i = 0; i < m->n; i++) {
        marked |= m->panel[i].marked >= 0;
        missing |= m->panel[i].missing.len > 0;
    }
    if (m->shared.count && !m->shared.n_stops) {
        double wide = at.width / (double)l->count;
        y += sheet_line(s->paper->body);
        for (size_t i = 0; i < l->count; i++)
            draw_bar(c, m, &l->classes[i],
                     (box){at.x + wide * (double)i, y, wide, BARS * k + m->taller});
        y += BARS * k + m->taller;
        rect_mm(c, (box){at.x, y, at.width, line}, s->inks->ink);
        if (p->marked >= 0)
            draw_triangle(c, m, at.x + wide * (p->marked + 0.5), y + line + 0.7 * k);
        y += line + (marked ? TRIANGLE * k + 1.2 * k : 0.6 * k);
    }
    const text_style t = paper_figures(pt, 400, s->inks->ink_2);
    if (missing) {
        sheet_text(c, at.x, y, 0, pt, &t, buf_text(&p->missing));
        y += sheet_line(pt);
    }
    return y - at.y;
}
