#include "carto/wording.h"
#include "draw/legend_parts.h"

#include <math.h>

/* Where labels begin: beside swatches there may stand the reference's mark. */
static double label_x(const legend_plan *p) {
    bool mark = legend_plan_has_reference(p) && p->form == FORM_LIST;
    return p->left + p->z->swatch_width + p->z->gap + (mark ? p->z->mark_height * 0.6 : 0);
}

/* ---- columns: swatch, label, what it means, count or bar ---- */

typedef struct columns {
    double label, label_width;
    double meaning;         /* x; 0: not shown */
    double count;           /* x of the numbers' right end */
    double bar, bar_widest; /* 0: no bars */
} columns;

static double widest_count(legend_plan *p) {
    text_style s = legend_size_text(&p->z->count, p->inks->muted);
    char number[LEGEND_NUMBER]; /* no class has more, and tabular figures are of one width */
    legend_plan_count(p, p->l->districts, number);
    return text_width(&s, number);
}

static double widest_label(const legend_plan *p) {
    text_style s = legend_size_text(&p->z->row, p->inks->ink);
    double widest = 0;
    for (size_t i = 0; i < p->l->count; i++)
        widest = fmax(widest, text_width(&s, p->l->classes[i].label));
    for (size_t i = 0; p->form == FORM_BARS && i < p->l->n_rows; i++)
        widest = fmax(widest, text_width(&s, p->l->rows[i].label));
    return widest;
}

static double widest_meaning(const legend_plan *p) {
    text_style s = legend_size_text(&p->z->small, p->inks->muted);
    double widest = 0;
    for (size_t i = 0; i < p->l->count; i++)
        if (p->l->classes[i].meaning)
            widest = fmax(widest, text_width(&s, p->l->classes[i].meaning));
    return widest;
}

#define LABEL_SHARE 0.5 /* of the width, at most, for the names of categories beside bars */

/* Numbers stand at the right end; beside categories, with room for them, before the bars. */
static columns choose_columns(legend_plan *p) {
    const legend_size *z = p->z;
    double count = widest_count(p), label = widest_label(p), meaning = widest_meaning(p);
    columns k = {.label = label_x(p), .count = p->left + p->inner};
    double texts = label + (meaning > 0 ? 2 * z->gap + meaning : 0);
    k.count = fmin(k.count, k.label + texts + 4 * z->gap + count); /* not far from what it counts */
    k.label_width = k.count - count - z->gap - k.label;
    if (meaning && label + 2 * z->gap + meaning <= k.label_width)
        k.meaning = k.label + label + 2 * z->gap;
    if (p->form != FORM_BARS) return k;
    double name = fmin(ceil(label) + 1, p->inner * LABEL_SHARE);
    double bar = k.label + name + z->gap + count + z->gap;
    if (p->left + p->inner - bar < z->bar_narrowest) return k;
    k.label_width = name;
    k.count = bar - z->gap;
    k.bar = bar;
    k.bar_widest = p->left + p->inner - bar;
    return k;
}

/* ---- rows ---- */

static double row_height(const legend_plan *p, const columns *k, const char *label) {
    const legend_type *t = &p->z->row;
    text_style s = legend_size_text(t, p->inks->ink);
    double lines = text_paragraph_height(k->label_width, t->leading, &s, label);
    return lines > t->leading ? lines + t->leading / 4 : p->z->row_height;
}

static void draw_texts(canvas *c, legend_plan *p, const columns *k, double y, rgba color,
                       const char *label, size_t n) {
    const legend_size *z = p->z;
    text_style name = legend_size_text(&z->row, color);
    text_style count = legend_size_text(&z->count, p->inks->muted);
    char number[LEGEND_NUMBER];
    double pad = (z->row_height - z->row.leading) / 2;
    legend_plan_count(p, n, number);
    if (row_height(p, k, label) > z->row_height) pad = z->row.leading / 8;
    canvas_paragraph(c, k->label, y + pad, k->label_width, z->row.leading, &name, label);
    canvas_text(c, k->count, y + pad + legend_mark_baseline(&z->count, z->row.leading), 1, &count,
                number);
}

/* A class of numbers: swatches stand on each other, as the classes do. */
static double draw_class(canvas *c, legend_plan *p, const columns *k, double y, size_t i) {
    const legend_size *z = p->z;
    const legend_class *class = &p->l->classes[i];
    double height = row_height(p, k, class->label);
    box swatch = {p->left, y, z->swatch_width, height - z->ramp_divider};
    legend_mark_class(c, i);
    legend_mark_swatch(c, p, swatch, class->color, NULL);
    draw_texts(c, p, k, y, p->inks->ink, class->label, class->count);
    if (k->meaning > 0) {
        text_style s = legend_size_text(&z->small, p->inks->muted);
        canvas_text(c, k->meaning, y + legend_mark_baseline(&z->small, height), 0, &s,
                    class->meaning);
    }
    legend_mark_end(c);
    return height;
}

typedef struct bar { /* a category, or a state beside categories */
    rgba color;
    const legend_row *state; /* NULL: a category */
    const char *label;
    size_t n;
} bar;

/* `unit`: px a district. */
static double draw_bar(canvas *c, legend_plan *p, const columns *k, double y, const bar *b,
                       double unit) {
    const legend_size *z = p->z;
    double top = y + (z->row_height - z->ramp_height) / 2, inset = z->ramp_height / 8;
    double width = unit * (double)b->n;
    box swatch = {p->left, top, z->swatch_width, z->ramp_height};
    box line = {k->bar, top + inset, width, z->ramp_height - 2 * inset};
    draw_texts(c, p, k, y, b->state ? p->inks->ink_2 : p->inks->ink, b->label, b->n);
    legend_mark_swatch(c, p, swatch, b->color, b->state);
    if (width >= 2 * z->outline) legend_mark_swatch(c, p, line, b->color, b->state);
    return row_height(p, k, b->label);
}

static size_t longest_bar(const legend *l) {
    size_t most = 1;
    for (size_t i = 0; i < l->count; i++)
        if (l->classes[i].count > most) most = l->classes[i].count;
    for (size_t i = 0; i < l->n_rows; i++)
        if (l->rows[i].count > most) most = l->rows[i].count;
    return most;
}

static double draw_bars(canvas *c, legend_plan *p, double y) {
    const legend *l = p->l;
    columns k = choose_columns(p);
    double from = y, unit = k.bar_widest / (double)longest_bar(l);
    for (size_t i = 0; i < l->count; i++) {
        const legend_class *class = &l->classes[i];
        bar b = {class->color, NULL, class->label, class->count};
        legend_mark_class(c, i);
        y += draw_bar(c, p, &k, y, &b, unit);
        legend_mark_end(c);
    }
    y += p->z->space / 2;
    for (size_t i = 0; i < l->n_rows; i++) {
        const legend_row *r = &l->rows[i];
        bar b = {r->color, r, r->label, r->count};
        legend_mark_state(c, r);
        y += draw_bar(c, p, &k, y, &b, unit);
        legend_mark_end(c);
    }
    return y - from;
}

/* ---- the reference, pointing at its row from beside the swatches ---- */

static void point_at(canvas *c, const legend_plan *p, double y) {
    legend_mark_tip(c, p, p->left + p->z->swatch_width + p->z->outline, y, TIP_LEFT, p->inks->ink);
}

static double key_x(const legend_plan *p) {
    const legend_size *z = p->z;
    if (p->form == FORM_LIST) return label_x(p);
    return p->left + (p->form == FORM_TOWER ? z->swatch_width + z->gap + z->tick : 0);
}

/* The key to that mark. */
static double draw_reference_row(canvas *c, const legend_plan *p, double y) {
    const legend_size *z = p->z;
    const legend_type *t = &z->reference;
    text_style s = legend_size_text(t, p->inks->ink);
    bool marked = p->form == FORM_LIST || p->form == FORM_TOWER;
    double x = key_x(p), top = y + (marked ? z->gap / 2 : 0);
    if (!legend_plan_has_reference(p)) return 0;
    if (marked) point_at(c, p, top + t->leading / 2);
    return top - y +
           canvas_paragraph(c, x, top, p->left + p->inner - x, t->leading, &s,
                            p->l->reference.label);
}

static double share_of(double from, double to, double v) {
    return to > from ? fmin(fmax((v - from) / (to - from), 0), 1) : 0.5;
}

/* Which class it is beside, for marks only: those outside point at the end that is nearest. */
static size_t class_at(const legend *l, double v) {
    size_t i = 0;
    while (i + 1 < l->count && v > l->classes[i].to) i++;
    return i;
}

/* ---- forms ---- */

/* Between the row above y and the one below it; on a casing, since classes can be as light or
 * dark as the ink. */
static void draw_zero_line(canvas *c, const legend_plan *p, double y) {
    const legend_size *z = p->z;
    double middle = y - z->ramp_divider / 2, out = fmin(2 * z->zero_line, z->padding);
    double left = p->left, right = p->left + z->swatch_width;
    canvas_line(c, left, middle, right, middle, p->inks->under, z->mark_casing);
    canvas_line(c, left - out, middle, right + out, middle, p->inks->ink, z->zero_line);
}

static double share_in_class(const legend_plan *p, size_t i, double v) {
    if (p->single[i]) return 0.5;
    return share_of(legend_edge_drawn(p->l, i), legend_edge_drawn(p->l, i + 1), v);
}

static double draw_classes(canvas *c, legend_plan *p, double y) {
    const legend *l = p->l;
    columns k = choose_columns(p);
    double from = y, v = l->reference.value, mark = NAN, zero = NAN;
    double goal = l->target.value, goal_y = NAN;
    for (size_t i = l->count; i-- > 0;) {
        double height = draw_class(c, p, &k, y, i);
        if (legend_plan_has_reference(p) && class_at(l, v) == i)
            mark = y + height * (1 - share_in_class(p, i, v));
        if (class_at(l, goal) == i) goal_y = y + height * (1 - share_in_class(p, i, goal));
        y += height;
        if (i && l->classes[i].from == 0 && l->is_signed) zero = y;
    }
    if (!isnan(zero)) draw_zero_line(c, p, zero);
    if (!isnan(mark)) point_at(c, p, mark);
    legend_target_mark(c, p, p->left + p->z->swatch_width / 2, goal_y);
    return y - from + draw_reference_row(c, p, y);
}

/* Ticks that stand: round numbers at their heights, or texts of any length at both ends. */
static void draw_tower_ticks(canvas *c, const legend_plan *p, box b, double ends) {
    const legend *l = p->l;
    const legend_size *z = p->z;
    const legend_type *t = &z->edge;
    text_style s = legend_size_text(t, p->inks->ink);
    double low = l->stops[0].value, high = l->stops[l->n_stops - 1].value;
    double right = b.x + b.width, x = right + z->gap + z->tick;
    for (size_t i = 0; i < p->n_ticks; i++) {
        const legend_tick *k = &p->tick[i];
        double y = b.y + b.height * (1 - share_of(low, high, k->value));
        canvas_line(c, right, y, right + z->tick, y, p->inks->ink, z->outline);
        bool top = y < b.y + b.height / 2;
        if (ends > 0)
            canvas_paragraph(c, x, top ? b.y : b.y + b.height - ends, p->left + p->inner - x,
                             t->leading, &s, k->text);
        else
            canvas_text(c, x, y - t->leading / 2 + legend_mark_baseline(t, t->leading), 0, &s,
                        k->text);
    }
}

static bool at_ends(const legend_plan *p) {
    return p->tick[0].value == p->l->stops[0].value && p->n_ticks <= 2;
}

static double draw_tower(canvas *c, legend_plan *p, double y) {
    const legend *l = p->l;
    const legend_size *z = p->z;
    text_style s = legend_size_text(&z->edge, p->inks->ink);
    double ends = 0, x = p->left + z->swatch_width + z->gap + z->tick;
    for (size_t i = 0; i < p->n_ticks && at_ends(p); i++)
        ends = fmax(ends, text_paragraph_height(p->left + p->inner - x, z->edge.leading, &s,
                                                p->tick[i].text));
    double pad = ends > 0 ? 0 : z->edge.leading / 2; /* of a number beside the end */
    box b = {p->left, y + pad, z->swatch_width, fmax(z->band_height, 2 * ends + z->space)};
    legend_mark_band(c, p, b, true);
    draw_tower_ticks(c, p, b, ends);
    if (legend_plan_has_reference(p))
        point_at(c, p,
                 b.y + b.height * (1 - share_of(l->stops[0].value, l->stops[l->n_stops - 1].value,
                                                l->reference.value)));
    legend_target_mark(c, p, b.x + b.width / 2,
                       b.y + b.height *
                                 (1 - share_of(l->stops[0].value, l->stops[l->n_stops - 1].value,
                                               l->target.value)));
    y += b.height + 2 * pad;
    return b.height + 2 * pad + draw_reference_row(c, p, y);
}

double legend_list_draw(canvas *c, legend_plan *p, double y) {
    if (p->form == FORM_SQUARE) return legend_square_draw(c, p, y);
    if (p->form == FORM_LIST) return draw_classes(c, p, y);
    if (p->form == FORM_TOWER) return draw_tower(c, p, y);
    double height = p->form == FORM_BARS ? draw_bars(c, p, y) : 0;
    return height + draw_reference_row(c, p, y + height);
}

/* ---- states ---- */

static void state_text(legend_plan *p, const legend_row *r, buf *out) {
    const legend *l = p->l;
    char n[LEGEND_NUMBER], all[LEGEND_NUMBER];
    legend_plan_count(p, r->count, n);
    legend_plan_count(p, l->districts, all);
    if (r->state == LEGEND_MISSING)
        wording_fill(WORD_NO_DATA_OF, l->language, (const char *const[]){n, all}, 2, out);
    else
        wording_fill(WORD_LABEL_COUNT, l->language, (const char *const[]){r->label, n}, 2, out);
}

typedef struct flow {    /* swatches with texts behind each other, wrapped where they do not fit */
    double x, y, height; /* of the row that is being filled */
    double text_at, widest;
    text_style style;
} flow;

static flow start_flow(const legend_plan *p, double y) {
    const legend_size *z = p->z;
    flow f = {.x = p->left, .y = y, .text_at = z->swatch_width + z->gap};
    f.widest = p->inner - f.text_at;
    f.style = legend_size_text(&z->row, p->inks->ink_2);
    return f;
}

static double item_width(const flow *f, const char *text) {
    return f->text_at + fmin(text_width(&f->style, text), f->widest);
}

static box next_swatch(const legend_plan *p, flow *f, double width) {
    const legend_size *z = p->z;
    if (f->x > p->left && f->x + width > p->left + p->inner)
        f->x = p->left, f->y += f->height, f->height = 0;
    return (box){f->x, f->y + (z->row_height - z->ramp_height) / 2, z->swatch_width,
                 z->ramp_height};
}

static void draw_item(canvas *c, const legend_plan *p, flow *f, double width, const char *text) {
    const legend_size *z = p->z;
    double pad = (z->row_height - z->row.leading) / 2;
    double lines = canvas_paragraph(c, f->x + f->text_at, f->y + pad, f->widest, z->row.leading,
                                    &f->style, text);
    f->height = fmax(f->height, 2 * pad + lines);
    f->x += width + 2 * z->gap;
}

static void draw_states(canvas *c, legend_plan *p, flow *f) {
    for (size_t i = 0; i < p->l->n_rows; i++) {
        const legend_row *r = &p->l->rows[i];
        buf text = BUF_EMPTY;
        if (p->bare && !r->count) continue;
        state_text(p, r, &text);
        double width = item_width(f, buf_text(&text));
        legend_mark_state(c, r);
        legend_mark_swatch(c, p, next_swatch(p, f, width), r->color, r);
        draw_item(c, p, f, width, buf_text(&text));
        legend_mark_end(c);
        legend_plan_done(p, &text);
    }
}

/* On the row of states if all fit there, under a ramp at its right end, else below it. */
static void draw_context(canvas *c, const legend_plan *p, flow *f) {
    const legend *l = p->l;
    bool lies = p->form == FORM_RAMP || p->form == FORM_BLOCKS || p->form == FORM_BAND;
    double all = -2 * p->z->gap;
    for (size_t i = 0; i < l->n_contexts; i++)
        all += item_width(f, l->context[i].label) + 2 * p->z->gap;
    double right = p->left + p->inner - all;
    bool fits = right >= f->x;
    if (f->x > p->left && !fits) f->x = p->left + p->inner;
    if (f->x > p->left && fits && lies) f->x = right;
    for (size_t i = 0; i < l->n_contexts; i++) {
        const legend_context *one = &l->context[i];
        double width = item_width(f, one->label);
        /* what fits does so whatever rounding says */
        box b = next_swatch(p, f, fits ? 0 : width);
        canvas_rect(c, b, one->fill);
        if (one->line.a) canvas_rect_line(c, b, one->line, p->z->outline);
        draw_item(c, p, f, width, one->label);
    }
}

/* Below what districts and areas are filled with. */
static void draw_groups(canvas *c, const legend_plan *p, flow *f) {
    const legend *l = p->l;
    if (l->n_groups && f->x > p->left) f->x = p->left, f->y += f->height, f->height = 0;
    for (size_t i = 0; i < l->n_groups; i++) {
        double width = item_width(f, l->groups[i].label);
        legend_mark_outline(c, p, next_swatch(p, f, width), l->groups[i].color);
        draw_item(c, p, f, width, l->groups[i].label);
    }
}

double legend_list_states(canvas *c, legend_plan *p, double y) {
    double goal = legend_target_row(c, p, key_x(p), y);
    flow f = start_flow(p, y + goal);
    if (p->form != FORM_BARS) draw_states(c, p, &f); /* there they have their bars */
    if (p->z->context && p->l->n_contexts) draw_context(c, p, &f);
    draw_groups(c, p, &f);
    return f.y + f.height - y;
}
