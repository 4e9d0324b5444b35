#include "draw/legend_draw.h"
#include "carto/wording.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- measures (CSS px) and inks ----------------------------------------------------------- */

#define PADDING      12.0
#define INNER        (LEGEND_WIDTH_PX - 2 * PADDING)
#define LEADING      16.0
#define SMALL        14.0 /* leading of small print */
#define RAMP_HEIGHT  12.0
#define NARROWEST    28.0
#define DOT_RADIUS   4.5
#define DOT_STEP     9.6
#define DOTS_MAX     30
#define BINS         27
#define BINS_HEIGHT  36.0
#define EDGE_GAP     6.0
#define SWATCH_WIDTH 20.0
#define ROW_HEIGHT   20.0
#define ROW_COUNT    56.0 /* kept free for the number of districts, at the right */
#define ROW_TEXT     (INNER - SWATCH_WIDTH - 8 - ROW_COUNT)
#define NUMBER_SIZE  640 /* bytes: the 309 digits of the largest double, grouped */

static const rgba paper = {255, 255, 255, 255}, ink = {0x1b, 0x21, 0x27, 255},
                  ink_2 = {0x45, 0x4e, 0x57, 255}, muted = {0x5f, 0x69, 0x72, 255};

static text_style style(double size, int weight, rgba color) {
    return (text_style){.size_px = size, .weight = weight, .tabular = true, .color = color};
}

/* ---- what is drawn, decided before anything is ---------------------------------------------- */

typedef enum form { FORM_NONE, FORM_RAMP, FORM_BLOCKS, FORM_LIST } form;

typedef struct plan {
    const legend *l;
    form form;
    bool true_axis;
    double at[CLASSES_MAX + 1];              /* x of each edge */
    char edge[CLASSES_MAX + 1][NUMBER_SIZE]; /* its text */
    size_t levels;                           /* of stacked dots */
    bool dots, bins, compact;
    bool *failed; /* set where memory for a text was missing */
} plan;

static void done_with(const plan *p, buf *b) {
    if (b->failed) *p->failed = true;
    buf_free(b);
}

static void text_of(const plan *p, double v, char out[NUMBER_SIZE]) {
    buf b = BUF_EMPTY;
    number_format_text(v, p->l->decimals, p->l->language, &b);
    snprintf(out, NUMBER_SIZE, "%s", buf_text(&b));
    done_with(p, &b);
}

static double edge_value(const legend *l, size_t i) {
    return i ? l->classes[i - 1].to : l->classes[0].from;
}

/* How many classes say one value rather than a range. */
static size_t one_value_classes(const plan *p) {
    const legend *l = p->l;
    size_t n = 0;
    for (size_t i = 0; i < l->count; i++) {
        char text[NUMBER_SIZE];
        text_of(p, l->classes[i].to, text);
        n += !strcmp(text, l->classes[i].label);
    }
    return n;
}

static bool axis_is_wide_enough(const legend *l) {
    double range = edge_value(l, l->count) - edge_value(l, 0), narrowest = INNER;
    for (size_t i = 0; i < l->count; i++)
        narrowest = fmin(narrowest, (edge_value(l, i + 1) - edge_value(l, i)) / range * INNER);
    return narrowest >= NARROWEST;
}

static void place_edges(plan *p, bool true_axis) {
    const legend *l = p->l;
    double low = edge_value(l, 0), range = edge_value(l, l->count) - low;
    p->true_axis = true_axis;
    for (size_t i = 0; i <= l->count; i++) {
        double share =
            p->true_axis ? (edge_value(l, i) - low) / range : (double)i / (double)l->count;
        p->at[i] = PADDING + share * INNER;
        text_of(p, edge_value(l, i), p->edge[i]);
    }
}

static double edge_align(const plan *p, size_t i) {
    return i == 0 ? 0 : i == p->l->count ? 1 : 0.5;
}

static bool edges_fit(const plan *p) {
    text_style s = style(12, 500, ink);
    double end = -INFINITY;
    for (size_t i = 0; i <= p->l->count; i++) {
        double width = text_width(&s, p->edge[i]), from = p->at[i] - edge_align(p, i) * width;
        if (from < end + EDGE_GAP) return false;
        end = from + width;
    }
    return true;
}

static bool blocks_fit(const plan *p) {
    text_style s = style(12, 500, ink);
    for (size_t i = 0; i < p->l->count; i++)
        if (text_width(&s, p->l->classes[i].label) + EDGE_GAP > p->at[i + 1] - p->at[i])
            return false;
    return true;
}

static bool counts_fit(const plan *p) {
    text_style s = style(12, 400, muted);
    for (size_t i = 0; i < p->l->count; i++) {
        char number[24];
        snprintf(number, sizeof number, "%zu", p->l->classes[i].count);
        if (text_width(&s, number) > p->at[i + 1] - p->at[i]) return false;
    }
    return true;
}

/* Where a value stands on the ramp; values outside it stand at its ends. */
static double x_of(const plan *p, double v) {
    const legend *l = p->l;
    size_t i = 0;
    while (i + 1 < l->count && v > l->classes[i].to) i++;
    double from = edge_value(l, i), to = edge_value(l, i + 1);
    double share = to > from ? (v - from) / (to - from) : 0.5;
    return p->at[i] + fmin(fmax(share, 0), 1) * (p->at[i + 1] - p->at[i]);
}

/* The lowest level at which a dot touches none placed before it (those stand to its left). */
static size_t dot_level(const double *x, const size_t *level, size_t i) {
    for (size_t wanted = 0;; wanted++) {
        bool free_here = true;
        for (size_t j = 0; j < i && free_here; j++)
            free_here = level[j] != wanted || x[i] - x[j] >= DOT_STEP;
        if (free_here) return wanted;
    }
}

static void place_dots(const plan *p, double x[DOTS_MAX], size_t level[DOTS_MAX], size_t *levels) {
    *levels = 0;
    for (size_t i = 0; i < p->l->n_values; i++) {
        x[i] = fmin(fmax(x_of(p, p->l->values[i]), PADDING + DOT_RADIUS),
                    PADDING + INNER - DOT_RADIUS);
        level[i] = dot_level(x, level, i);
        if (level[i] + 1 > *levels) *levels = level[i] + 1;
    }
}

static plan make_plan(const legend *l, bool *failed) {
    plan p = {.l = l, .failed = failed};
    if (!l->count) return p;
    size_t single = one_value_classes(&p);
    bool open = isinf(l->classes[0].from) || isinf(l->classes[l->count - 1].to);
    p.form = open ? FORM_LIST : single == l->count ? FORM_BLOCKS : single ? FORM_LIST : FORM_RAMP;
    if (p.form == FORM_LIST) return p;
    place_edges(&p, p.form == FORM_RAMP && axis_is_wide_enough(l));
    if (p.true_axis && !(edges_fit(&p) && counts_fit(&p))) place_edges(&p, false);
    if (!(p.form == FORM_RAMP ? edges_fit(&p) : blocks_fit(&p)) || !counts_fit(&p)) {
        p.form = FORM_LIST;
        return p;
    }
    p.dots = p.form == FORM_RAMP && l->n_values <= DOTS_MAX;
    p.bins = p.true_axis && l->n_values > DOTS_MAX;
    if (p.dots) {
        double x[DOTS_MAX];
        size_t level[DOTS_MAX];
        place_dots(&p, x, level, &p.levels);
    }
    return p;
}

/* ---- parts: each draws at y (or only measures, without a canvas) and returns its height -------
 */

static double paragraph(canvas *c, double y, double leading, const text_style *s,
                        const char *text) {
    if (c) return canvas_paragraph(c, PADDING, y, INNER, leading, s, text);
    return text_paragraph_height(INNER, leading, s, text);
}

static double draw_head(canvas *c, const plan *p, double y) {
    buf line = BUF_EMPTY;
    bool both = *p->l->unit && *p->l->period;
    buf_addf(&line, "%s%s%s", p->l->unit, both ? ", " : "", p->l->period);
    text_style title = style(13, 600, ink), unit = style(12, 400, ink_2);
    title.tabular = false;
    double height = paragraph(c, y, LEADING, &title, p->l->title);
    height += paragraph(c, y + height, LEADING, &unit, buf_text(&line));
    done_with(p, &line);
    return height;
}

static double reference_height(const plan *p) {
    text_style s = style(12, 600, ink);
    return text_paragraph_height(INNER, LEADING, &s, p->l->reference.label);
}

static void draw_reference(canvas *c, const plan *p, double y, double ramp_y) {
    double x = x_of(p, p->l->reference.value), height = reference_height(p), top = y + height;
    text_style s = style(12, 600, ink);
    if (height > LEADING) { /* too long for a line: not above its mark */
        canvas_paragraph(c, PADDING, y, INNER, LEADING, &s, p->l->reference.label);
    } else {
        double half = text_width(&s, p->l->reference.label) / 2;
        double middle = fmin(fmax(x, PADDING + half), PADDING + INNER - half);
        canvas_text(c, middle, y + 11.5, 0.5, &s, p->l->reference.label);
    }
    canvas_line(c, x, ramp_y - 1, x, ramp_y + RAMP_HEIGHT + 1, paper, 4);
    canvas_line(c, x, top + 3, x, ramp_y + RAMP_HEIGHT, ink, 1.5);
    const double triangle[] = {x - 4.5, top, x + 4.5, top, x, top + 6};
    canvas_polygon(c, triangle, 3, ink);
}

static void draw_dots(canvas *c, const plan *p, double ramp_y) {
    double x[DOTS_MAX];
    size_t level[DOTS_MAX], levels, k = 0;
    place_dots(p, x, level, &levels);
    size_t left = p->l->classes[0].count; /* values are ascending: classes follow by their counts */
    for (size_t i = 0; i < p->l->n_values; i++) {
        while (!left && k + 1 < p->l->count) left = p->l->classes[++k].count;
        if (left) left--;
        double y = ramp_y - 2 - DOT_RADIUS - (double)level[i] * DOT_STEP;
        canvas_circle(c, x[i], y, DOT_RADIUS, p->l->classes[k].color, ink, 0.8);
    }
}

static size_t bins_in(const plan *p, size_t k) {
    double share = (p->at[k + 1] - p->at[k]) / INNER * BINS;
    return share < 1 ? 1 : (size_t)(share + 0.5);
}

/* Values from `low` to `high`, either with its closed end; of the outermost bins both are. */
static size_t count_between(const legend *l, double low, double high, bool first, bool last) {
    size_t n = 0;
    bool right = l->closed == CLOSED_RIGHT;
    for (size_t i = 0; i < l->n_values; i++) {
        double v = l->values[i];
        n += (v > low && v < high) || (v == low && (first || !right)) ||
             (v == high && low < high && (last || right));
    }
    return n;
}

/* The edges of a class's bins; neighbors have theirs in common to the last bit. */
static double bin_edge(const legend *l, size_t k, size_t i, size_t n) {
    double from = edge_value(l, k), to = edge_value(l, k + 1);
    return i == n ? to : from + (to - from) / (double)n * (double)i;
}

/* The histogram: each class cut into bins of nearly one width; heights are counts a px, so
 * that areas tell the number of districts. */
static void draw_bins(canvas *c, const plan *p, double ramp_y) {
    double tallest = 0;
    for (int pass = 0; pass < 2; pass++)
        for (size_t k = 0; k < p->l->count; k++) {
            size_t n = bins_in(p, k);
            double width = (p->at[k + 1] - p->at[k]) / (double)n;
            for (size_t i = 0; i < n; i++) {
                bool first = k + i == 0, last = k + 1 == p->l->count && i + 1 == n;
                double low = bin_edge(p->l, k, i, n), high = bin_edge(p->l, k, i + 1, n);
                double dense = (double)count_between(p->l, low, high, first, last) / width;
                if (!pass) tallest = fmax(tallest, dense);
                if (!pass || dense <= 0) continue;
                double height = dense / tallest * BINS_HEIGHT;
                box b = {p->at[k] + width * (double)i, ramp_y - height, width, height};
                canvas_rect(c, b, p->l->classes[k].color);
                canvas_rect_line(c, b, muted, 0.5);
            }
        }
}

static void draw_ramp(canvas *c, const plan *p, double y) {
    const legend *l = p->l;
    text_style edge = style(12, 500, ink), count = style(12, 400, muted);
    for (size_t i = 0; i < l->count; i++)
        canvas_rect(c, (box){p->at[i], y, p->at[i + 1] - p->at[i], RAMP_HEIGHT},
                    l->classes[i].color);
    for (size_t i = 1; i < l->count; i++)
        canvas_line(c, p->at[i], y, p->at[i], y + RAMP_HEIGHT, paper, 1);
    canvas_rect_line(c, (box){PADDING, y, INNER, RAMP_HEIGHT}, ink, 0.6);
    double text_y = y + RAMP_HEIGHT + 4 + 11;
    for (size_t i = 0; i <= l->count && p->form == FORM_RAMP; i++) {
        double x = fmin(fmax(p->at[i], PADDING + 0.3), PADDING + INNER - 0.3);
        canvas_line(c, x, y + RAMP_HEIGHT, x, y + RAMP_HEIGHT + 4, ink, 0.6);
        canvas_text(c, p->at[i], text_y + 1, edge_align(p, i), &edge, p->edge[i]);
    }
    for (size_t i = 0; i < l->count; i++) {
        char number[24];
        double middle = (p->at[i] + p->at[i + 1]) / 2;
        snprintf(number, sizeof number, "%zu", l->classes[i].count);
        if (p->form == FORM_BLOCKS) canvas_text(c, middle, text_y, 0.5, &edge, l->classes[i].label);
        canvas_text(c, middle, text_y + LEADING, 0.5, &count, number);
    }
}

static double draw_axis(canvas *c, const plan *p, double y) {
    bool reference = isfinite(p->l->reference.value);
    double above = reference ? reference_height(p) + 8 : 4;
    if (p->dots) above += (double)p->levels * DOT_STEP + 2;
    if (p->bins) above += BINS_HEIGHT + 2;
    if (c) {
        draw_ramp(c, p, y + above);
        if (p->bins) draw_bins(c, p, y + above);
        if (reference) draw_reference(c, p, y, y + above);
        if (p->dots) draw_dots(c, p, y + above);
    }
    return above + RAMP_HEIGHT + 4 + 2 * LEADING;
}

/* One class; returns the height, more than a row's where the label takes several lines. */
static double draw_row(canvas *c, double y, rgba color, const char *label, size_t number) {
    text_style name = style(12, 400, ink), count = style(12, 400, muted);
    double height = text_paragraph_height(ROW_TEXT, LEADING, &name, label);
    height = height > LEADING ? height + 4 : ROW_HEIGHT;
    if (!c) return height;
    char text[24];
    box swatch = {PADDING, y + (ROW_HEIGHT - RAMP_HEIGHT) / 2, SWATCH_WIDTH, RAMP_HEIGHT};
    snprintf(text, sizeof text, "%zu", number);
    canvas_rect(c, swatch, color);
    canvas_rect_line(c, swatch, ink, 0.6);
    canvas_paragraph(c, PADDING + SWATCH_WIDTH + 8, y + 1.8, ROW_TEXT, LEADING, &name, label);
    canvas_text(c, PADDING + INNER, y + 14.2, 1, &count, text);
    return height;
}

static double draw_list(canvas *c, const plan *p, double y) {
    const legend *l = p->l;
    double height = 0;
    for (size_t i = l->count; i-- > 0;) {
        const legend_class *k = &l->classes[i];
        height += draw_row(c, y + height, k->color, k->label, k->count);
    }
    if (!isfinite(l->reference.value)) return height;
    text_style s = style(12, 600, ink);
    return height + 4 + paragraph(c, y + height + 4, LEADING, &s, l->reference.label);
}

static double draw_no_data(canvas *c, const plan *p, double y) {
    if (!c) return ROW_HEIGHT;
    const legend *l = p->l;
    box swatch = {PADDING, y + (ROW_HEIGHT - RAMP_HEIGHT) / 2, SWATCH_WIDTH, RAMP_HEIGHT};
    text_style s = style(12, 400, ink_2);
    char missing[24], all[24];
    snprintf(missing, sizeof missing, "%zu", l->no_data_count);
    snprintf(all, sizeof all, "%zu", l->districts);
    buf text = BUF_EMPTY;
    wording_fill(WORD_NO_DATA_OF, l->language, (const char *const[]){missing, all}, 2, &text);
    canvas_hatch(c, swatch, l->no_data_color, l->hatch_color, 1.2, 5.66);
    canvas_rect_line(c, swatch, muted, 0.6);
    canvas_text(c, PADDING + SWATCH_WIDTH + 8, y + 14.2, 0, &s, buf_text(&text));
    done_with(p, &text);
    return ROW_HEIGHT;
}

static double draw_small_print(canvas *c, const plan *p, double y) {
    const legend *l = p->l;
    text_style s = style(11, 400, muted);
    double from = y;
    buf line = BUF_EMPTY;
    y += 4;
    if (p->form == FORM_RAMP || (p->form == FORM_LIST && l->count > 1)) {
        buf_addf(&line, "%s. %s", l->method_title, l->closed_text);
        y += paragraph(c, y, SMALL, &s, buf_text(&line)) + 2;
    }
    for (size_t i = 0; i < l->n_warnings; i++) y += paragraph(c, y, SMALL, &s, l->warnings[i]) + 2;
    if (*l->note && !p->compact) y += paragraph(c, y, SMALL, &s, l->note) + 2;
    done_with(p, &line);
    if (*l->source && !p->compact)
        wording_fill(WORD_SOURCE, l->language, (const char *const[]){l->source}, 1, &line);
    if (line.len) y += paragraph(c, y, SMALL, &s, buf_text(&line));
    done_with(p, &line);
    return y - from;
}

static double draw_all(canvas *c, const plan *p) {
    double y = PADDING - 2;
    if (!p->compact) y += draw_head(c, p, y) + 8;
    if (p->form == FORM_LIST)
        y += draw_list(c, p, y) + 2;
    else if (p->form == FORM_NONE && isfinite(p->l->reference.value))
        y += draw_list(c, p, y) + 4;
    else if (p->form != FORM_NONE)
        y += draw_axis(c, p, y) + 2;
    y += draw_no_data(c, p, y);
    y += draw_small_print(c, p, y);
    return y + PADDING - 2;
}

err_code legend_draw(const legend *l, canvas_format f, double scale, bool compact, buf *out,
                     err *e) {
    bool failed = false;
    plan p = make_plan(l, &failed);
    p.compact = compact;
    double height = ceil(draw_all(NULL, &p));
    canvas *c = NULL;
    err_code rc = canvas_create(f, LEGEND_WIDTH_PX, height, scale, lang_codes[l->language], &c, e);
    if (rc) return rc;
    canvas_rect(c, (box){0, 0, LEGEND_WIDTH_PX, height}, paper);
    draw_all(c, &p);
    rc = failed ? err_nomem(e) : canvas_finish(c, out, e);
    canvas_free(c);
    return rc;
}
