/* The chart of change: each district's figure in the first and in the last period, those that grew
 * most first, the whole among them. */
#include "carto/wording.h"
#include "sheet/chart_axis.h"
#include "sheet/multiples.h"

#include <math.h>
#include <stdlib.h>

/* mm on A3, by the type */
#define ROW        6.15
#define ROW_LEAST  4.0
#define DOT        1.5
#define STEM       0.7
#define GAP        3.0
#define NAME_SHARE 0.4
#define ROWS_LEAST 2

static double unit(const multiples *m) { return paper_type(m->source->paper); }

/* ---- made ------------------------------------------------------------------------------- */

static const char *name_of(const multiples *m, const multiples_row *row) {
    const choropleth *c = m->panel[0].map;
    const char *whole = localized_get(&c->atlas->whole_name, m->shared.language);
    if (row->district != DISTRICT_NONE)
        return district_name(choropleth_layer(c)->shape->districts, row->district);
    return *whole ? whole : wording_get(WORD_WHOLE, m->shared.language);
}

static int by_change(const void *a_, const void *b_) {
    const multiples_row *a = a_, *b = b_;
    double da = a->to - a->from, db = b->to - b->from;
    if (da != db) return da > db ? -1 : 1;
    return (a->district > b->district) - (a->district < b->district);
}

static void add_row(multiples *m, district_id d, double from, double to, rgba color) {
    if (isfinite(from) && isfinite(to)) m->row[m->n_rows++] = (multiples_row){d, from, to, color};
}

static double whole_of(const multiples_panel *p) {
    const legend_reference *r = &p->legend->reference;
    return r->label && !r->n ? r->value : (double)NAN;
}

err_code multiples_make_change(multiples *m, err *e) {
    const multiples_panel *first = &m->panel[0], *last = &m->panel[m->n - 1];
    size_t n = m->shared.districts;
    if (!m->by_period || m->shared.categories || n > MULTIPLES_DISTRICTS) return ERR_OK;
    m->row = calloc(n + 1, sizeof *m->row);
    if (!m->row) return err_nomem(e);
    for (district_id d = 0; d < n; d++)
        add_row(m, d, choropleth_values(first->map)[d], choropleth_values(last->map)[d],
                last->map->paint.fill[d]);
    if (m->n_rows < ROWS_LEAST) m->n_rows = 0;
    if (m->n_rows) add_row(m, DISTRICT_NONE, whole_of(first), whole_of(last), m->source->inks->ink);
    qsort(m->row, m->n_rows, sizeof *m->row, by_change);
    return ERR_OK;
}

static void ends_of(const multiples *m, double *low, double *high) {
    *low = *high = m->row[0].from;
    for (size_t i = 0; i < m->n_rows; i++) {
        *low = fmin(*low, fmin(m->row[i].from, m->row[i].to));
        *high = fmax(*high, fmax(m->row[i].from, m->row[i].to));
    }
}

/* NaN: there is none. */
static double goal_of(const multiples *m, buf *text) {
    double low, high;
    ends_of(m, &low, &high);
    return chart_axis_goal(m->source, low, high, text);
}

static chart_axis axis_of(const multiples *m, double goal, double x0, double x1) {
    double low, high;
    ends_of(m, &low, &high);
    return chart_axis_make(m->source, x0, x1, fmin(low, goal), fmax(high, goal));
}

/* ---- drawing ---------------------------------------------------------------------------- */

static void change_text(const multiples *m, const multiples_row *row, buf *out) {
    int decimals = choropleth_indicator(m->panel[0].map)->decimals;
    number_format_signed(row->to - row->from, decimals, m->shared.language, out);
}

static void dot(canvas *c, const multiples *m, double x, double y, rgba fill) {
    canvas_circle(c, PAPER_MM(x), PAPER_MM(y), PAPER_MM(DOT * unit(m)), fill, m->source->inks->ink,
                  PAPER_MM(0.16) * m->source->paper->line);
}

/* A mark and what it stands for; returns where the next one begins. */
static double key(canvas *c, const multiples *m, double x, double y, rgba fill, const char *text) {
    const paper *p = m->source->paper;
    const text_style t = paper_figures(p->body, 400, m->source->inks->ink_2);
    double k = unit(m);
    dot(c, m, x + DOT * k, y + sheet_line(p->body) / 2, fill);
    sheet_text(c, x + 2 * DOT * k + 1.2 * k, y, 0, p->body, &t, text);
    return x + 2 * DOT * k + 5 * k + sheet_text_width(&t, text);
}

/* What the dashed line is; the height. */
static double goal_key(canvas *c, const multiples *m, double x, double y, bool *failed) {
    const paper *p = m->source->paper;
    const text_style t = paper_figures(p->body, 400, m->source->inks->ink_2);
    double k = unit(m), row = sheet_line(p->body);
    buf text = BUF_EMPTY;
    bool has = !isnan(goal_of(m, &text));
    if (has) {
        chart_axis_goal_line(c, m->source, x + DOT * k, y, y + row);
        sheet_text(c, x + 2 * DOT * k + 1.2 * k, y, 0, p->body, &t, buf_text(&text));
    }
    *failed |= text.failed != 0;
    buf_free(&text);
    return has ? row + 0.4 * k : 0;
}

static double draw_head(canvas *c, const multiples *m, box at, bool *failed) {
    const sheet_source *s = m->source;
    const multiples_panel *last = &m->panel[m->n - 1];
    const char *const ends[] = {buf_text(&m->panel[0].title), buf_text(&last->title)};
    const paper *p = s->paper;
    const text_style head = paper_text(p->head, 700, s->inks->ink);
    const text_style body = paper_text(p->body, 400, s->inks->muted);
    const char *measure =
        *m->shared.unit == '%' ? wording_get(WORD_POINTS, m->shared.language) : m->shared.unit;
    buf title = BUF_EMPTY;
    wording_fill(WORD_MULTIPLES_CHANGE, m->shared.language, ends, 2, &title);
    double y = at.y;
    y += sheet_paragraph(c, at.x, y, at.width, &head, buf_text(&title)) + 0.6 * unit(m);
    double x = key(c, m, at.x, y, s->inks->paper, ends[0]);
    x = key(c, m, x, y,
            m->shared.count ? m->shared.classes[m->shared.count / 2].color : s->inks->ink, ends[1]);
    *failed |= title.failed != 0;
    buf_free(&title);
    bool beside = x + sheet_text_width(&body, measure) <= at.x + at.width;
    if (!beside) y += sheet_line(p->body);
    sheet_text(c, beside ? at.x + at.width : at.x, y, beside, p->body, &body, measure);
    y += sheet_line(p->body) + 0.4 * unit(m);
    return y + goal_key(c, m, at.x, y, failed) + 2.1 * unit(m) - at.y;
}

static void draw_row(canvas *c, const multiples *m, const chart_axis *k, box at, double name,
                     const multiples_row *row) {
    const sheet_source *s = m->source;
    bool whole = row->district == DISTRICT_NONE;
    const text_style t = paper_figures(s->paper->body, whole ? 700 : 600, s->inks->ink);
    double middle = at.y + at.height / 2, from = chart_axis_x(k, row->from),
           to = chart_axis_x(k, row->to);
    rgba stem = whole ? s->inks->ink : color_lerp_oklab(s->inks->under, s->inks->muted, 0.5);
    buf text = BUF_EMPTY;
    change_text(m, row, &text);
    canvas_tag_begin(c, "TR", NULL);
    canvas_tag_begin(c, "TD", NULL);
    chart_name(c, s, at.x + name, name, middle, name_of(m, row), whole ? 700 : 400, s->inks->ink);
    canvas_tag_end(c);
    canvas_tag_begin(c, "TD", NULL);
    sheet_text(c, at.x + at.width, middle - sheet_line(s->paper->body) / 2, 1, s->paper->body, &t,
               buf_text(&text));
    canvas_tag_end(c);
    canvas_tag_end(c);
    buf_free(&text);
    chart_line(c, from, middle, to, middle, stem, STEM * s->paper->line);
    dot(c, m, from, middle, s->inks->paper);
    dot(c, m, to, middle, row->color);
}

static void widest(const multiples *m, double *name, double *value, bool *failed) {
    const sheet_source *s = m->source;
    const text_style t = paper_figures(s->paper->body, 700, s->inks->ink);
    *name = *value = 0;
    for (size_t i = 0; i < m->n_rows; i++) {
        buf text = BUF_EMPTY;
        change_text(m, &m->row[i], &text);
        *name = fmax(*name, sheet_text_width(&t, name_of(m, &m->row[i])));
        *value = fmax(*value, sheet_text_width(&t, buf_text(&text)));
        *failed |= text.failed != 0;
        buf_free(&text);
    }
}

static void draw_rows(canvas *c, const multiples *m, box at, double row, bool *failed) {
    double name, value, k = unit(m);
    buf text = BUF_EMPTY;
    const double goal = goal_of(m, &text);
    widest(m, &name, &value, failed);
    name = fmin(name, NAME_SHARE * at.width);
    const chart_axis axis =
        axis_of(m, goal, at.x + name + (GAP + DOT) * k, at.x + at.width - value - (GAP + DOT) * k);
    double bottom = at.y + (double)m->n_rows * row;
    chart_axis_draw(c, m->source, &axis, at.y, bottom);
    if (!isnan(goal)) chart_axis_goal_line(c, m->source, chart_axis_x(&axis, goal), at.y, bottom);
    buf_free(&text);
    for (size_t i = 0; i < m->n_rows; i++)
        draw_row(c, m, &axis, (box){at.x, at.y + (double)i * row, at.width, row}, name, &m->row[i]);
}

/* ---- the block -------------------------------------------------------------------------- */

layout_need multiples_change_need(const void *data, double width, int level) {
    const multiples *m = data;
    bool failed = false;
    (void)level;
    double fixed =
        draw_head(NULL, m, (box){0, 0, width, 0}, &failed) + chart_axis_ticks_height(m->source);
    double least = fixed + (double)m->n_rows * ROW_LEAST * unit(m);
    double most = fixed + (double)m->n_rows * ROW * unit(m);
    return failed ? layout_rigid((double)NAN) : (layout_need){least, most, most};
}

err_code multiples_change_draw(void *data, canvas *c, box at, int level, err *e) {
    const multiples *m = data;
    bool failed = false;
    (void)level;
    canvas_tag_begin(c, "P", NULL);
    double head = draw_head(c, m, at, &failed);
    canvas_tag_end(c);
    double row = (at.height - head - chart_axis_ticks_height(m->source)) / (double)m->n_rows;
    canvas_tag_begin(c, "Table", NULL);
    draw_rows(c, m, (box){at.x, at.y + head, at.width, 0}, fmin(row, ROW * unit(m)), &failed);
    canvas_tag_end(c);
    return failed ? err_nomem(e) : ERR_OK;
}
