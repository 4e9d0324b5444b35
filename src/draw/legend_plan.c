#include "draw/legend_plan.h"
#include "carto/wording.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

void legend_plan_done(legend_plan *p, buf *b) {
    if (b->failed) p->failed = true;
    buf_free(b);
}

static void text_of(legend_plan *p, double v, int decimals, char out[LEGEND_NUMBER]) {
    buf b = BUF_EMPTY;
    legend_number(p->l, v, decimals, &b);
    snprintf(out, LEGEND_NUMBER, "%s", buf_text(&b));
    legend_plan_done(p, &b);
}

void legend_plan_number(legend_plan *p, double v, int decimals, char out[LEGEND_NUMBER]) {
    buf b = BUF_EMPTY;
    number_format_text(v, decimals, p->l->language, &b);
    snprintf(out, LEGEND_NUMBER, "%s", buf_text(&b));
    legend_plan_done(p, &b);
}

void legend_plan_count(legend_plan *p, size_t n, char out[LEGEND_NUMBER]) {
    legend_plan_number(p, (double)n, 0, out);
}

bool legend_plan_has_reference(const legend_plan *p) {
    const legend_reference *r = &p->l->reference;
    return isfinite(r->value) && strcmp(r->kind, "target") != 0;
}

/* ---- edges ---- */

/* Which classes say one value rather than a range. */
static void find_singles(legend_plan *p) {
    const legend *l = p->l;
    for (size_t i = 0; i < l->count; i++) {
        char low[LEGEND_NUMBER], high[LEGEND_NUMBER];
        text_of(p, l->classes[i].from, l->decimals, low);
        text_of(p, l->classes[i].to, l->decimals, high);
        p->single[i] = !strcmp(low, l->classes[i].label) || !strcmp(high, l->classes[i].label);
        p->n_single += p->single[i];
    }
}

static bool axis_is_wide_enough(const legend_plan *p) {
    const legend *l = p->l;
    double range = legend_edge(l, l->count) - legend_edge(l, 0), narrowest = p->axis_width;
    if (!isfinite(range)) return false; /* open ends have no place on a true axis */
    for (size_t i = 0; i < l->count; i++)
        narrowest =
            fmin(narrowest, (legend_edge(l, i + 1) - legend_edge(l, i)) / range * p->axis_width);
    return narrowest >= p->z->narrowest;
}

static double end_align(size_t i, size_t n) { return i == 0 ? 0 : i + 1 == n ? 1 : 0.5; }

static void place_edges(legend_plan *p, bool true_axis) {
    const legend *l = p->l;
    double low = legend_edge(l, 0), range = legend_edge(l, l->count) - low;
    p->true_axis = true_axis;
    p->n_ticks = l->count + 1;
    for (size_t i = 0; i <= l->count; i++) {
        double v = legend_edge(l, i);
        double share = true_axis ? (v - low) / range : (double)i / (double)l->count;
        legend_tick *t = &p->tick[i];
        p->at[i] = t->x = p->axis + share * p->axis_width;
        t->value = v;
        t->align = end_align(i, p->n_ticks);
        t->open = isinf(v);
        text_of(p, v, l->decimals, t->text);
    }
}

static bool ticks_fit(const legend_plan *p) {
    text_style s = legend_size_text(&p->z->edge, p->inks->ink);
    double end = -INFINITY;
    for (size_t i = 0; i < p->n_ticks; i++) {
        const legend_tick *t = &p->tick[i];
        if (t->open) continue;
        double width = text_width(&s, t->text), from = t->x - t->align * width;
        if (from < fmax(end + p->z->gap, p->left) || from + width > p->left + p->inner)
            return false;
        end = from + width;
    }
    return true;
}

static bool labels_fit(const legend_plan *p) {
    text_style s = legend_size_text(&p->z->edge, p->inks->ink);
    for (size_t i = 0; i < p->l->count; i++)
        if (text_width(&s, p->l->classes[i].label) + p->z->gap > p->at[i + 1] - p->at[i])
            return false;
    return true;
}

static bool counts_fit(legend_plan *p) {
    if (p->bare) return true;
    text_style s = legend_size_text(&p->z->count, p->inks->muted);
    for (size_t i = 0; i < p->l->count; i++) {
        char number[LEGEND_NUMBER];
        legend_plan_count(p, p->l->classes[i].count, number);
        if (text_width(&s, number) + 2 > p->at[i + 1] - p->at[i]) return false;
    }
    return true;
}

/* ---- ticks of a continuous axis ---- */

static double stop_value(const legend *l, bool last) {
    return l->stops[last ? l->n_stops - 1 : 0].value;
}

static void set_tick(legend_plan *p, double v, int decimals, double align) {
    legend_tick *t = &p->tick[p->n_ticks++];
    *t = (legend_tick){.value = v, .x = legend_plan_x(p, v), .align = align};
    text_of(p, v, decimals, t->text);
}

/* Multiples of the step, if there are two or more that read differently. */
static bool place_ticks(legend_plan *p, double step) {
    double low = stop_value(p->l, false), high = stop_value(p->l, true);
    double first = ceil(low / step), n = floor(high / step) - first + 1;
    int decimals = number_decimals_of(&step, 1, NUMBER_DECIMALS_MAX);
    p->n_ticks = 0;
    if (!(n >= 2 && n <= LEGEND_TICKS_MAX)) return false;
    for (size_t i = 0; i < (size_t)n; i++) set_tick(p, (first + (double)i) * step, decimals, 0.5);
    return strcmp(p->tick[0].text, p->tick[1].text) != 0;
}

static void place_ends(legend_plan *p) {
    double low = stop_value(p->l, false), high = stop_value(p->l, true);
    p->n_ticks = 0;
    set_tick(p, low, p->l->decimals, low < high ? 0 : 0.5);
    if (low < high) set_tick(p, high, p->l->decimals, 1);
}

static bool tower_fits(const legend_plan *p) {
    const legend_size *z = p->z;
    text_style s = legend_size_text(&z->edge, p->inks->ink);
    double room = p->inner - z->swatch_width - z->gap - z->tick, widest = 0;
    for (size_t i = 0; i < p->n_ticks; i++) widest = fmax(widest, text_width(&s, p->tick[i].text));
    return widest <= room && (double)p->n_ticks * z->edge.leading * 1.2 <= z->band_height;
}

/* Ticks at round numbers, at the smallest step that leaves them room; else at both ends. */
static bool choose_ticks(legend_plan *p) {
    static const double steps[] = {1, 2, 2.5, 5, 10, 20, 25, 50, 100};
    double range = stop_value(p->l, true) - stop_value(p->l, false);
    double unit = range > 0 ? pow(10, floor(log10(range / LEGEND_TICKS_MAX))) : 0;
    for (size_t i = 0; unit > 0 && i < sizeof steps / sizeof *steps; i++)
        if (place_ticks(p, unit * steps[i]) &&
            (p->form == FORM_TOWER ? tower_fits(p) : p->n_ticks <= 7 && ticks_fit(p)))
            return true;
    place_ends(p);
    return ticks_fit(p);
}

/* ---- values ---- */

static double within(double share) { return fmin(fmax(share, 0), 1); }

static double x_on_band(const legend_plan *p, double v) {
    double low = stop_value(p->l, false), high = stop_value(p->l, true);
    return p->axis + (high > low ? within((v - low) / (high - low)) : 0.5) * p->axis_width;
}

double legend_plan_x(const legend_plan *p, double v) {
    const legend *l = p->l;
    size_t i = 0;
    if (l->n_stops) return x_on_band(p, v);
    while (i + 1 < l->count && v > l->classes[i].to) i++;
    double from = legend_edge_drawn(l, i), to = legend_edge_drawn(l, i + 1);
    bool middle = !(to > from) || (p->form == FORM_BLOCKS && p->single[i]);
    double share = middle ? 0.5 : within((v - from) / (to - from));
    return p->at[i] + share * (p->at[i + 1] - p->at[i]);
}

/* A dot stands in the block of its class, whichever edge is closed. */
static double dot_x(const legend_plan *p, const legend_value *v) {
    double x = legend_plan_x(p, v->value);
    if (p->form != FORM_BLOCKS) return x;
    double r = p->z->dot_radius, low = p->at[v->class_index], high = p->at[v->class_index + 1];
    if (p->single[v->class_index] || high - low < 2 * r) return (low + high) / 2;
    return fmin(fmax(x, low + r), high - r);
}

/* The lowest level at which a dot touches none placed before it. */
static size_t dot_level(const legend_plan *p, const size_t *level, size_t i) {
    for (size_t wanted = 0;; wanted++) {
        bool free_here = true;
        for (size_t j = 0; j < i && free_here; j++)
            free_here = level[j] != wanted || fabs(p->dot_x[i] - p->dot_x[j]) >= p->z->dot_distance;
        if (free_here) return wanted;
    }
}

static void place_dots(legend_plan *p) {
    const legend_size *z = p->z;
    size_t level[LEGEND_DOTS_MAX], levels = 0;
    for (size_t i = 0; i < p->l->n_values; i++) {
        p->dot_x[i] = dot_x(p, &p->l->values[i]);
        level[i] = dot_level(p, level, i);
        if (level[i] + 1 > levels) levels = level[i] + 1;
    }
    double lowest = z->dot_radius + 2 * z->dot_line, room = z->dots_height - 2 * lowest;
    double rise = levels > 1 ? fmin(z->dot_distance, room / (double)(levels - 1)) : 0;
    for (size_t i = 0; i < p->l->n_values; i++) p->dot_up[i] = lowest + (double)level[i] * rise;
    p->dots_height = levels ? 2 * lowest + (double)(levels - 1) * rise : 0;
}

/* ---- the form ---- */

static bool lies(const legend_plan *p) {
    return p->form == FORM_RAMP || p->form == FORM_BLOCKS || p->form == FORM_BAND;
}

/* Dots at the ends of the axis need room beyond it. */
static void inset_axis(legend_plan *p) {
    bool dots = !p->bare && p->l->n_values <= LEGEND_DOTS_MAX && p->form != FORM_BLOCKS;
    double inset = dots ? p->z->dot_radius + p->z->dot_line : p->z->outline;
    bool marked = legend_plan_has_reference(p) || p->l->target.on_scale;
    if (!dots && marked) inset = p->z->mark_width / 2;
    p->axis = p->left + inset;
    p->axis_width = p->inner - 2 * inset;
}

static void lay_classes(legend_plan *p) {
    bool edges = p->form == FORM_RAMP;
    place_edges(p, edges && axis_is_wide_enough(p));
    if (p->true_axis && !(ticks_fit(p) && counts_fit(p))) place_edges(p, false);
    if (!(edges ? ticks_fit(p) : labels_fit(p)) || !counts_fit(p)) p->form = FORM_LIST;
}

static void lay_band(legend_plan *p, bool stands) {
    if (!stands && choose_ticks(p)) return;
    p->form = FORM_TOWER;
    choose_ticks(p);
}

static legend_form wished_form(const legend_plan *p, bool stands) {
    if (p->l->categories && p->l->count) return FORM_BARS;
    if (p->l->pairs && p->l->count) return FORM_SQUARE;
    if (p->l->n_stops) return FORM_BAND;
    if (!p->l->count) return FORM_NONE;
    return stands ? FORM_LIST : p->n_single ? FORM_BLOCKS : FORM_RAMP;
}

/* Bins have their place on a true axis, and where open ends leave none: there each class is as wide
 * as the next, and areas still tell how many districts there are.  A class whose values are all its
 * inner edge has no width to stand on. */
static bool bins_stand(const legend_plan *p) {
    const legend *l = p->l;
    if (p->true_axis) return true;
    if (!isinf(legend_edge(l, 0)) || !isinf(legend_edge(l, l->count))) return false;
    for (size_t i = 0; i < l->n_bins; i++)
        if (l->bins[i].count && !(l->bins[i].to > l->bins[i].from)) return false;
    return true;
}

void legend_plan_make(const legend *l, const legend_style *o, legend_plan *p) {
    const legend_size *z = o->size ? o->size : legend_size_find("page");
    bool stands = o->direction == LEGEND_VERTICAL;
    *p = (legend_plan){
        .l = l, .z = z, .inks = l->backdrop, .compact = o->compact || o->bare, .bare = o->bare};
    p->width = fmax(o->width_px > 0 ? o->width_px : z->width, LEGEND_WIDTH_MIN);
    p->left = z->padding;
    p->inner = p->width - 2 * z->padding;
    if (!l->categories && !l->pairs) find_singles(p);
    p->form = wished_form(p, stands);
    inset_axis(p);
    if (p->form == FORM_BAND) lay_band(p, stands);
    if (p->form == FORM_RAMP || p->form == FORM_BLOCKS) lay_classes(p);
    p->has_dots = !p->bare && lies(p) && l->n_values <= LEGEND_DOTS_MAX;
    p->has_bins =
        !p->bare && l->n_bins && (p->form == FORM_BAND || (p->form == FORM_RAMP && bins_stand(p)));
    if (p->has_dots) place_dots(p);
}
