#include "sheet/scatter.h"
#include "carto/wording.h"
#include "draw/canvas_pattern.h"

#include <math.h>
#include <stdlib.h>

/* mm on A3, by the type */
#define DOT    1.35
#define RING   2.1 /* of the whole: a dot within it is seen */
#define DASH   0.9
#define GAP    1.2
#define TICK_X 16.0 /* room of a number */
#define TICK_Y 8.0
#define NAMES  6 /* of districts, at most */

/* ---- axes ------------------------------------------------------------------------------- */

scatter_axis scatter_axis_of(double low, double high, size_t ticks) {
    static const double steps[] = {1, 2, 2.5, 5};
    if (low > 0 && low < high / 2) low = 0;
    double range = high - low;
    if (!(range > 0)) return (scatter_axis){low - 1, low + 1, 1, 0};
    double power = pow(10, floor(log10(range)) - 2);
    scatter_axis a = {0};
    for (int i = 0;; i++) {
        a.step = steps[i % 4] * power;
        if (i % 4 == 3) power *= 10;
        a.low = floor(low / a.step + 1e-9) * a.step;
        a.high = ceil(high / a.step - 1e-9) * a.step;
        if ((a.high - a.low) / a.step < (double)ticks - 0.5) break;
    }
    a.decimals = number_decimals_of(&a.step, 1, NUMBER_DECIMALS_MAX);
    return a;
}

static size_t ticks_of(const scatter_axis *a) {
    return (size_t)lround((a->high - a->low) / a->step) + 1;
}

/* ---- the plot --------------------------------------------------------------------------- */

typedef struct plot {
    const sheet_source *source;
    scatter_axis axis[2];
    box at;               /* mm, of the points */
    box named[NAMES + 1]; /* of names that were set, the whole's too */
    size_t n_named;
    bool failed;
} plot;

static double unit(const plot *p) { return paper_type(p->source->paper); }

static size_t count_of(const sheet_source *s) { return s->legend->n_values; }

static double x_of(const plot *p, double v) {
    const scatter_axis *a = &p->axis[0];
    return p->at.x + (v - a->low) / (a->high - a->low) * p->at.width;
}

static double y_of(const plot *p, double v) {
    const scatter_axis *a = &p->axis[1];
    return p->at.y + p->at.height - (v - a->low) / (a->high - a->low) * p->at.height;
}

/* The whole's published figure; NaN: that of one side is not known, and it is no point. */
static double whole_of(const sheet_source *s, int side) {
    const choropleth *m = s->map;
    const double both[] = {m->whole, m->second.ind->data.whole[m->second.period]};
    return isnan(both[0]) || isnan(both[1]) ? (double)NAN : both[side];
}

static double reach(const sheet_source *s, int side, bool high) {
    const legend *l = s->legend;
    double v = high ? -INFINITY : INFINITY, whole = whole_of(s, side);
    if (!isnan(whole)) v = whole;
    for (size_t i = 0; i < l->n_values; i++) {
        double one = side ? l->values[i].second : l->values[i].value;
        v = high ? fmax(v, one) : fmin(v, one);
    }
    return v;
}

static void number(plot *p, double v, int decimals, buf *out) {
    number_format_text(v, decimals, p->source->language, out);
    p->failed |= out->failed;
}

static double widest_tick(plot *p, const text_style *t) {
    const scatter_axis *a = &p->axis[1];
    double widest = 0;
    for (size_t i = 0; i < ticks_of(a); i++) {
        buf text = BUF_EMPTY;
        number(p, a->low + (double)i * a->step, a->decimals, &text);
        widest = fmax(widest, sheet_text_width(t, buf_text(&text)));
        buf_free(&text);
    }
    return widest;
}

static text_style tick_style(const sheet_source *s) {
    return paper_figures(s->paper->foot, 400, s->inks->muted);
}

static void title_text(const sheet_source *s, int side, buf *out) {
    const legend_side *one = &s->legend->side[side];
    buf_addf(out, "%s%s%s", one->title, *one->unit ? ", " : "", one->unit);
}

static double title_height(plot *p, int side, double room) {
    const text_style t = tick_style(p->source);
    buf text = BUF_EMPTY;
    title_text(p->source, side, &text);
    double height = sheet_paragraph(NULL, 0, 0, room, &t, buf_text(&text));
    p->failed |= text.failed;
    buf_free(&text);
    return height;
}

/* The box has the second's title above, and the first's with its numbers below. */
static plot make_plot(const sheet_source *s, box at) {
    plot p = {.source = s};
    const text_style t = tick_style(s);
    double line = sheet_line(s->paper->foot), u = unit(&p);
    for (int i = 0; i < 2; i++) {
        double room = i ? at.height / (TICK_Y * u) : at.width / (TICK_X * u);
        size_t ticks = (size_t)fmin(fmax(room, 3), 8);
        p.axis[i] = scatter_axis_of(reach(s, i, false), reach(s, i, true), ticks);
    }
    double left = widest_tick(&p, &t) + GAP * u, right = 2 * DOT * u;
    double above = title_height(&p, 1, at.width) + GAP * u;
    double below = line + title_height(&p, 0, at.width - right) + GAP * u;
    p.at = (box){at.x + left, at.y + above, at.width - left - right, at.height - above - below};
    return p;
}

/* ---- drawing ---------------------------------------------------------------------------- */

static void line(canvas *c, double x0, double y0, double x1, double y1, rgba color, double width) {
    canvas_line(c, PAPER_MM(x0), PAPER_MM(y0), PAPER_MM(x1), PAPER_MM(y1), color, PAPER_MM(width));
}

static void dashed(canvas *c, const plot *p, double x0, double y0, double x1, double y1) {
    double dash = DASH * unit(p), length = hypot(x1 - x0, y1 - y0);
    for (double at = 0; at < length; at += 2 * dash) {
        double from = at / length, to = fmin(at + dash, length) / length;
        line(c, x0 + from * (x1 - x0), y0 + from * (y1 - y0), x0 + to * (x1 - x0),
             y0 + to * (y1 - y0), p->source->inks->muted, 0.16 * p->source->paper->line);
    }
}

static void draw_edges(canvas *c, const plot *p) {
    const legend_side *side = p->source->legend->side;
    double right = p->at.x + p->at.width, bottom = p->at.y + p->at.height;
    for (size_t i = 1; i < side[0].count; i++) {
        double x = x_of(p, side[0].edge[i]);
        if (x >= p->at.x && x <= right) dashed(c, p, x, p->at.y, x, bottom);
    }
    for (size_t i = 1; i < side[1].count; i++) {
        double y = y_of(p, side[1].edge[i]);
        if (y >= p->at.y && y <= bottom) dashed(c, p, p->at.x, y, right, y);
    }
}

static void draw_ticks(canvas *c, plot *p) {
    const sheet_source *s = p->source;
    const text_style t = tick_style(s);
    double row = sheet_line(s->paper->foot), bottom = p->at.y + p->at.height, u = unit(p);
    for (int side = 0; side < 2; side++)
        for (size_t i = 0; i < ticks_of(&p->axis[side]); i++) {
            const scatter_axis *a = &p->axis[side];
            double v = a->low + (double)i * a->step;
            buf text = BUF_EMPTY;
            number(p, v, a->decimals, &text);
            if (side) {
                double y = y_of(p, v);
                line(c, p->at.x, y, p->at.x + p->at.width, y, s->inks->line, 0.14 * s->paper->line);
                sheet_text(c, p->at.x - GAP * u, y - row / 2, 1, s->paper->foot, &t,
                           buf_text(&text));
            } else {
                sheet_text(c, x_of(p, v), bottom + 0.5 * u, 0.5, s->paper->foot, &t,
                           buf_text(&text));
            }
            buf_free(&text);
        }
    line(c, p->at.x, bottom, p->at.x + p->at.width, bottom, s->inks->ink, 0.3 * s->paper->line);
}

/* One line stands at the right end of `room`; a longer title is wrapped, from the left. */
static void draw_title(canvas *c, plot *p, int side, double x, double y, double room, bool right) {
    const sheet_source *s = p->source;
    const text_style t = tick_style(s);
    buf text = BUF_EMPTY;
    title_text(s, side, &text);
    if (right && sheet_text_width(&t, buf_text(&text)) <= room)
        sheet_text(c, x + room, y, 1, s->paper->foot, &t, buf_text(&text));
    else
        sheet_paragraph(c, x, y, room, &t, buf_text(&text));
    p->failed |= text.failed;
    buf_free(&text);
}

static void draw_titles(canvas *c, plot *p, box at) {
    double room = p->at.x + p->at.width - at.x;
    draw_title(c, p, 1, at.x, at.y, at.width, false);
    draw_title(c, p, 0, at.x, at.y + at.height - title_height(p, 0, room), room, true);
}

static void draw_dots(canvas *c, const plot *p) {
    const sheet_source *s = p->source;
    const choropleth *m = s->map;
    double r = PAPER_MM(DOT * unit(p)), width = PAPER_MM(0.16 * s->paper->line);
    for (district_id d = 0; d < s->legend->districts; d++) {
        if (m->class_of[d] < 0) continue;
        double x = PAPER_MM(x_of(p, m->value[d])), y = PAPER_MM(y_of(p, m->second.value[d]));
        bool hatched = m->paint.pattern[d] == PATTERN_FALLING;
        const pattern_style lines = {PATTERN_FALLING, m->paint.hatch[d],
                                     PAPER_MM(0.25 * s->paper->line), PAPER_MM(0.95 * unit(p))};
        if (hatched) canvas_pattern_disc(c, x, y, r, m->paint.fill[d], &lines);
        canvas_circle(c, x, y, r, hatched ? (rgba){0} : m->paint.fill[d], s->inks->ink, width);
    }
}

/* ---- names ------------------------------------------------------------------------------ */

static bool overlap(box a, box b) {
    return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height &&
           b.y < a.y + a.height;
}

static bool is_free(const plot *p, box b, district_id own) {
    const choropleth *m = p->source->map;
    double r = DOT * unit(p);
    if (b.x < p->at.x || b.x + b.width > p->at.x + p->at.width || b.y < p->at.y ||
        b.y + b.height > p->at.y + p->at.height)
        return false;
    for (size_t i = 0; i < p->n_named; i++)
        if (overlap(b, p->named[i])) return false;
    for (district_id d = 0; d < p->source->legend->districts; d++) {
        if (m->class_of[d] < 0 || d == own) continue;
        box dot = {x_of(p, m->value[d]) - r, y_of(p, m->second.value[d]) - r, 2 * r, 2 * r};
        if (overlap(b, dot)) return false;
    }
    return true;
}

/* To the left or the right of its mark, where that hides nothing. */
static void set_name(canvas *c, plot *p, double x, double middle, double r, const char *name,
                     int weight, district_id d) {
    const sheet_source *s = p->source;
    const text_style t = paper_text(s->paper->foot, weight, s->inks->ink);
    double width = sheet_text_width(&t, name), row = sheet_line(s->paper->foot);
    double y = middle - row / 2, away = (r + 0.8) * unit(p);
    for (int left = 1; left >= 0; left--) {
        box b = {left ? x - away - width : x + away, y, width, row};
        if (!is_free(p, b, d)) continue;
        p->named[p->n_named++] = b;
        sheet_text(c, b.x, b.y, 0, s->paper->foot, &t, name);
        return;
    }
}

static void name_one(canvas *c, plot *p, district_id d) {
    const choropleth *m = p->source->map;
    set_name(c, p, x_of(p, m->value[d]), y_of(p, m->second.value[d]), DOT,
             district_name(choropleth_layer(m)->shape->districts, d), 500, d);
}

/* A ring, on a casing, under the districts: none of them has that form. */
static void draw_whole(canvas *c, plot *p) {
    const sheet_source *s = p->source;
    double first = whole_of(s, 0), r = RING * unit(p), line = 0.42 * s->paper->line;
    const char *name = localized_get(&s->map->atlas->whole_name, s->language);
    if (isnan(first)) return;
    double x = x_of(p, first), y = y_of(p, whole_of(s, 1));
    canvas_circle(c, PAPER_MM(x), PAPER_MM(y), PAPER_MM(r), (rgba){0}, s->inks->under,
                  PAPER_MM(2.2 * line));
    canvas_circle(c, PAPER_MM(x), PAPER_MM(y), PAPER_MM(r), (rgba){0}, s->inks->ink,
                  PAPER_MM(line));
    if (!*name) name = wording_get(WORD_WHOLE, s->language);
    set_name(c, p, x, y, RING, name, 700, DISTRICT_NONE);
}

/* How far out a district lies in one of four directions: high in both, low in both, high in one. */
static double outness(const plot *p, district_id d, size_t way) {
    static const double sign[4][2] = {{1, 1}, {1, -1}, {-1, 1}, {-1, -1}};
    const choropleth *m = p->source->map;
    double x = (m->value[d] - p->axis[0].low) / (p->axis[0].high - p->axis[0].low);
    double y = (m->second.value[d] - p->axis[1].low) / (p->axis[1].high - p->axis[1].low);
    return sign[way][0] * x + sign[way][1] * y;
}

/* The three highest in both, then the one that lies farthest out in each other direction. */
static void draw_names(canvas *c, plot *p) {
    static const size_t ways[NAMES] = {0, 0, 0, 1, 2, 3};
    district_id named[NAMES];
    for (size_t i = 0; i < NAMES; i++) {
        named[i] = DISTRICT_NONE;
        for (district_id d = 0; d < p->source->legend->districts; d++) {
            bool again = p->source->map->class_of[d] < 0;
            for (size_t k = 0; k < i; k++) again |= named[k] == d;
            if (again) continue;
            if (named[i] == DISTRICT_NONE || outness(p, d, ways[i]) > outness(p, named[i], ways[i]))
                named[i] = d;
        }
        if (named[i] != DISTRICT_NONE) name_one(c, p, named[i]);
    }
}

/* ---- the block -------------------------------------------------------------------------- */

static double heading(canvas *c, const sheet_source *s, box at, buf *n, buf *title) {
    number_format_text((double)count_of(s), 0, s->language, n);
    wording_fill(WORD_PAIR_POINTS, s->language, (const char *const[]){buf_text(n)}, 1, title);
    return sheet_heading(c, s, at.x, at.y, at.width, buf_text(title),
                         wording_get(WORD_PAIR_EDGES, s->language));
}

static double head_height(canvas *c, const sheet_source *s, box at) {
    buf n = BUF_EMPTY, title = BUF_EMPTY;
    double height = heading(c, s, at, &n, &title);
    if (n.failed || title.failed) height = NAN;
    buf_free(&n);
    buf_free(&title);
    return height;
}

layout_need scatter_need(const void *data, double width, int level) {
    static const double least[SCATTER_LEVELS] = {62, 50, 42, 36, 0};
    const sheet_source *s = data;
    if (level == SCATTER_LEVELS - 1) return layout_rigid(0);
    double head = head_height(NULL, s, (box){0, 0, width, 0}), low = least[level];
    double u = paper_type(s->paper), wanted = fmax(low * u, 0.62 * width);
    return (layout_need){head + low * u, head + wanted, head + fmax(wanted, 0.8 * width)};
}

err_code scatter_draw(void *data, canvas *c, box at, int level, err *e) {
    const sheet_source *s = data;
    if (level == SCATTER_LEVELS - 1) return ERR_OK;
    canvas_tag_begin(c, "Figure", s->legend->title);
    double head = head_height(c, s, at);
    double most = fmax(0.8 * at.width, 40 * paper_type(s->paper));
    box rest = {at.x, at.y + head, at.width, fmin(at.height - head, most)};
    plot p = make_plot(s, rest);
    draw_ticks(c, &p);
    draw_edges(c, &p);
    draw_whole(c, &p);
    draw_dots(c, &p);
    draw_names(c, &p);
    draw_titles(c, &p, rest);
    canvas_tag_end(c);
    return p.failed || isnan(head) ? err_nomem(e) : ERR_OK;
}
