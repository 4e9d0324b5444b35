/* Lines over time: a grid of round numbers, gaps where figures are missing, forecasts dashed, what
 * a line is said at its end. */
#include "carto/wording.h"
#include "draw/chart.h"
#include "draw/goal.h"

#include <math.h>
#include <string.h>

/* ---- axes ------------------------------------------------------------------------------- */

#define FROM_ZERO 0.5

chart_axis chart_axis_of(double low, double high, int steps, int decimals) {
    static const double rounds[] = {1, 2, 2.5, 5};
    chart_axis a = {.low = 0, .high = 1, .step = 1};
    if (!(low <= high)) return a;
    if (low > 0 && low < FROM_ZERO * high) low = 0;
    if (high < 0 && high > FROM_ZERO * low) high = 0;
    if (!(high > low)) {
        double around = fmax(fabs(low) * 0.1, 1e-9);
        low -= around, high += around;
    }
    double power = pow(10, floor(log10((high - low) / steps)) - 1);
    for (int i = 0;; i++) {
        double step = rounds[i % 4] * power;
        if (i % 4 == 3) power *= 10;
        a.low = floor(low / step + 1e-9) * step;
        a.high = ceil(high / step - 1e-9) * step;
        a.step = step;
        a.decimals = number_decimals_of(&a.step, 1, NUMBER_DECIMALS_MAX);
        bool written = decimals < 0 || a.decimals <= decimals;
        if (written && lround((a.high - a.low) / step) <= steps) break;
    }
    return a;
}

static size_t count_steps(const chart_axis *a) {
    return (size_t)lround((a->high - a->low) / a->step);
}

/* ---- where values stand ----------------------------------------------------------------- */

#define STEPS 4
#define GAP   0.6 /* of the letters: between numbers and lines, lines and labels */

static double widest_number(const chart_plot *p, const chart_axis *a) {
    double wide = 0;
    for (size_t i = 0; i <= count_steps(a); i++) {
        buf text = BUF_EMPTY;
        number_format_text(a->low + (double)i * a->step, a->decimals, p->language, &text);
        wide = fmax(wide, text_width(&p->axis, buf_text(&text)));
        buf_free(&text);
    }
    return wide;
}

static text_style quiet(const chart_plot *p) {
    text_style s = p->label;
    s.weight = 400;
    return s;
}

static double widest_label(const chart_plot *p) {
    const text_style name = quiet(p);
    double wide = 0;
    for (size_t i = 0; i < p->n_lines; i++) {
        if (p->line[i].end) wide = fmax(wide, text_width(&p->label, p->line[i].end));
        if (p->line[i].name) wide = fmax(wide, text_width(&name, p->line[i].name));
    }
    return wide;
}

static double widest_mark(const chart_plot *p) {
    double r = 0;
    for (size_t i = 0; i < p->n_lines; i++) r = fmax(r, p->line[i].r);
    return r;
}

chart_frame chart_plot_frame(const chart_plot *p, box at) {
    double low = INFINITY, high = -INFINITY;
    chart_frame f = {.from = INFINITY, .to = -INFINITY};
    for (size_t i = 0; i < p->n_lines; i++)
        for (size_t k = 0; k < p->line[i].n; k++) {
            if (isnan(p->line[i].value[k])) continue;
            low = fmin(low, p->line[i].value[k]), high = fmax(high, p->line[i].value[k]);
            f.from = fmin(f.from, p->line[i].at[k]), f.to = fmax(f.to, p->line[i].at[k]);
        }
    f.has_goal = p->goal_text && goal_fits(low, high, p->goal);
    if (f.has_goal) low = fmin(low, p->goal), high = fmax(high, p->goal);
    if (!(f.from < f.to)) f.from = isfinite(f.from) ? f.from - 1 : 0, f.to = f.from + 2;
    f.y = chart_axis_of(low, high, STEPS, p->decimals);
    double letters = p->axis.size_px, left = widest_number(p, &f.y) + 1.4 * letters;
    double labels = widest_label(p),
           right = labels > 0 ? labels + widest_mark(p) + 0.9 * letters : letters;
    f.at = (box){at.x + left, at.y + letters, at.width - left - right,
                 at.height - letters - 1.9 * letters};
    return f;
}

double chart_frame_x(const chart_frame *f, double at) {
    return f->at.x + (at - f->from) / (f->to - f->from) * f->at.width;
}

double chart_frame_y(const chart_frame *f, double value) {
    return f->at.y + (f->y.high - value) / (f->y.high - f->y.low) * f->at.height;
}

/* ---- the grid --------------------------------------------------------------------------- */

static void draw_numbers(canvas *c, const chart_inks *inks, const chart_plot *p,
                         const chart_frame *f) {
    text_style s = p->axis;
    s.color = inks->muted;
    for (size_t i = 0; i <= count_steps(&f->y); i++) {
        double v = f->y.low + (double)i * f->y.step, y = chart_frame_y(f, v);
        buf text = BUF_EMPTY;
        number_format_text(v, f->y.decimals, p->language, &text);
        canvas_line(c, f->at.x - GAP * s.size_px, y, f->at.x + f->at.width, y, inks->row, p->rule);
        canvas_text(c, f->at.x - 2 * GAP * s.size_px, y + 0.36 * s.size_px, 1, &s, buf_text(&text));
        buf_free(&text);
    }
}

/* From the last one back, so that it is there for certain, and the first one too. */
static void draw_ticks(canvas *c, const chart_inks *inks, const chart_plot *p,
                       const chart_frame *f) {
    text_style s = p->axis;
    s.color = inks->muted;
    double base = f->at.y + f->at.height + 1.6 * s.size_px, apart = 0.6 * s.size_px;
    double free_to = INFINITY, first_end = -INFINITY;
    if (p->n_ticks > 1)
        first_end = chart_frame_x(f, p->tick[0].at) + text_width(&s, p->tick[0].text) / 2;
    for (size_t i = p->n_ticks; i-- > 0;) {
        double x = chart_frame_x(f, p->tick[i].at), half = text_width(&s, p->tick[i].text) / 2;
        bool last = i + 1 == p->n_ticks;
        if (!last && x + half + apart > free_to) continue;
        if (!last && i && x - half - apart < first_end) continue;
        canvas_text(c, x, base, 0.5, &s, p->tick[i].text);
        free_to = x - half;
    }
}

/* ---- lines ------------------------------------------------------------------------------ */

#define DASH       3.0 /* widths */
#define HOLE       2.2
#define PIECES_MAX 400

static void stroke(canvas *c, const double *x, const double *y, size_t n, const chart_line *l) {
    const uint32_t first[] = {0, (uint32_t)n};
    const canvas_path p = {x, y, first, 1};
    if (n > 1) canvas_stroke(c, &p, l->color, l->width, true);
}

static void dash(canvas *c, const chart_line *l, double x0, double y0, double x1, double y1) {
    double length = hypot(x1 - x0, y1 - y0), step = (DASH + HOLE) * l->width;
    if (!(length > 0) || !(step > 0)) return;
    size_t n = (size_t)fmin(ceil(length / step), PIECES_MAX);
    for (size_t i = 0; i < n; i++) {
        double a = (double)i * step / length, b = fmin(1, a + DASH * l->width / length);
        canvas_line(c, x0 + a * (x1 - x0), y0 + a * (y1 - y0), x0 + b * (x1 - x0),
                    y0 + b * (y1 - y0), l->color, l->width);
    }
}

static bool is_forecast(const chart_line *l, size_t i) { return l->forecast && l->forecast[i]; }

#define RUN_MAX 512 /* points of a line that are drawn in one stroke */

/* A figure alone between gaps is a point of the line's width. */
static void draw_runs(canvas *c, const chart_line *l, const chart_frame *f) {
    double x[RUN_MAX], y[RUN_MAX];
    size_t n = 0;
    for (size_t i = 0; i <= l->n; i++) {
        bool ends = i == l->n || isnan(l->value[i]) || is_forecast(l, i) || n == RUN_MAX;
        if (ends) {
            stroke(c, x, y, n, l);
            if (n == 1 && !(l->r > 0))
                canvas_circle(c, x[0], y[0], l->width, l->color, (rgba){0}, 0);
            if (n && i < l->n && is_forecast(l, i) && !isnan(l->value[i]))
                dash(c, l, x[n - 1], y[n - 1], chart_frame_x(f, l->at[i]),
                     chart_frame_y(f, l->value[i]));
            if (n < RUN_MAX)
                n = 0;
            else
                x[0] = x[n - 1], y[0] = y[n - 1], n = 1;
        }
        if (i == l->n || isnan(l->value[i])) continue;
        if (is_forecast(l, i)) n = 0;
        x[n] = chart_frame_x(f, l->at[i]);
        y[n++] = chart_frame_y(f, l->value[i]);
    }
}

static void draw_points(canvas *c, const chart_inks *inks, const chart_line *l,
                        const chart_frame *f) {
    for (size_t i = 0; i < l->n && l->r > 0; i++) {
        if (isnan(l->value[i])) continue;
        const chart_mark m = {l->shape, l->color, l->r, l->r * 0.36, is_forecast(l, i), false};
        chart_mark_draw(c, inks, chart_frame_x(f, l->at[i]), chart_frame_y(f, l->value[i]), &m);
    }
}

/* ---- the goal --------------------------------------------------------------------------- */

#define GOAL_LINE 2.4 /* of the grid's */
#define HALO      0.22

static void draw_goal(canvas *c, const chart_inks *inks, const chart_plot *p,
                      const chart_frame *f) {
    const chart_line l = {.color = inks->ink_2, .width = GOAL_LINE * p->rule};
    double y = chart_frame_y(f, p->goal);
    if (f->has_goal) dash(c, &l, f->at.x, y, f->at.x + f->at.width, y);
}

/* Over its line, or under one at the upper edge. */
static void name_goal(canvas *c, const chart_inks *inks, const chart_plot *p,
                      const chart_frame *f) {
    text_style s = p->axis;
    double y = chart_frame_y(f, p->goal), size = s.size_px;
    if (!c || !f->has_goal) return;
    s.color = inks->ink_2;
    y += y - f->at.y < size ? 1.1 * size : -0.45 * size;
    canvas_text_halo(c, f->at.x + GAP * size, y, 0, &s, p->goal_text, inks->ground, HALO * size);
}

/* ---- labels at the ends ----------------------------------------------------------------- */

#define LABELS_MAX 16
#define LEADING    1.18

typedef struct end_label {
    const chart_line *line;
    double x, y, height; /* y: of its middle */
} end_label;

static size_t find_labels(const chart_plot *p, const chart_frame *f, end_label *out) {
    size_t n = 0;
    for (size_t i = 0; i < p->n_lines && n < LABELS_MAX; i++) {
        const chart_line *l = &p->line[i];
        size_t last = l->n;
        while (last && isnan(l->value[last - 1])) last--;
        if (!l->end || !last) continue;
        double lines = l->name ? 2 : 1;
        end_label e = {l, chart_frame_x(f, l->at[last - 1]), chart_frame_y(f, l->value[last - 1]),
                       lines * LEADING * p->label.size_px};
        size_t at = n++;
        for (; at && out[at - 1].y > e.y; at--) out[at] = out[at - 1];
        out[at] = e;
    }
    return n;
}

/* Downward until none lies on the one above, then up from the lower edge. */
static void push_apart(end_label *l, size_t n, double top, double bottom) {
    for (size_t i = 0; i < n; i++) {
        double least = i ? l[i - 1].y + (l[i - 1].height + l[i].height) / 2 : top + l[i].height / 2;
        l[i].y = fmax(l[i].y, least);
    }
    for (size_t i = n; i-- > 0;) {
        double most =
            i + 1 < n ? l[i + 1].y - (l[i + 1].height + l[i].height) / 2 : bottom - l[i].height / 2;
        l[i].y = fmin(l[i].y, most);
    }
}

static void draw_labels(canvas *c, const chart_plot *p, const chart_frame *f) {
    end_label l[LABELS_MAX];
    size_t n = find_labels(p, f, l);
    double size = p->label.size_px;
    push_apart(l, n, f->at.y - size, f->at.y + f->at.height + 0.3 * size);
    for (size_t i = 0; i < n; i++) {
        text_style s = p->label, name = quiet(p);
        double base = l[i].y - l[i].height / 2 + 0.9 * size;
        double x = fmax(l[i].x, f->at.x + f->at.width) + widest_mark(p) + GAP * size;
        s.color = name.color = l[i].line->color;
        canvas_text(c, x, base, 0, &s, l[i].line->end);
        if (l[i].line->name) canvas_text(c, x, base + LEADING * size, 0, &name, l[i].line->name);
    }
}

/* Over the point and left of it, where the line to the next one leaves room. */
static void draw_notes(canvas *c, const chart_plot *p, const chart_frame *f) {
    for (size_t i = 0; i < p->n_lines; i++) {
        const chart_line *l = &p->line[i];
        if (!l->note || l->note_at >= l->n || isnan(l->value[l->note_at])) continue;
        text_style s = p->label;
        s.color = l->color;
        double x = chart_frame_x(f, l->at[l->note_at]), wide = text_width(&s, l->note);
        double y = chart_frame_y(f, l->value[l->note_at]) - l->r - 0.5 * s.size_px;
        canvas_text(c, fmax(f->at.x, x + l->r - wide), y, 0, &s, l->note);
    }
}

void chart_plot_draw(canvas *c, const chart_inks *inks, const chart_plot *p, box at) {
    const chart_frame f = chart_plot_frame(p, at);
    draw_numbers(c, inks, p, &f);
    draw_ticks(c, inks, p, &f);
    draw_goal(c, inks, p, &f);
    for (size_t i = 0; i < p->n_lines; i++) draw_runs(c, &p->line[i], &f);
    for (size_t i = 0; i < p->n_lines; i++) draw_points(c, inks, &p->line[i], &f);
    name_goal(c, inks, p, &f);
    draw_notes(c, p, &f);
    draw_labels(c, p, &f);
}
