/* The map of the districts of a finer layer that a profile's district is made of. */
#include "atlas/choropleth_alt.h"
#include "draw/legend_parts.h"
#include "sheet/profile_parts.h"
#include "sheet/sheet_words.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LABEL_PT 6.8 /* on A3 */
#define NOTE_PT  7.0

/* ---- which layer, which indicator ------------------------------------------------------- */

static size_t count_members(const comparison *c, size_t layer, bool *member) {
    size_t n = districts_count(c->atlas->layer[layer].shape->districts), found = 0;
    if (!chart_locator_members(c, &c->subject[0], layer, member)) return 0;
    for (district_id d = 0; d < n; d++) found += member[d];
    return found;
}

static size_t largest_layer(const atlas *a) {
    size_t most = 0;
    for (size_t i = 0; i < a->n_layers; i++) {
        size_t n = districts_count(a->layer[i].shape->districts);
        most = n > most ? n : most;
    }
    return most;
}

static size_t finest(const chart_sheet *s, bool *member) {
    size_t best = SIZE_MAX, most = 1;
    for (size_t i = 0; i < s->c->atlas->n_layers; i++) {
        size_t n = i == s->c->home ? 0 : count_members(s->c, i, member);
        if (n > most) most = n, best = i;
    }
    if (best != SIZE_MAX) count_members(s->c, best, member);
    return best;
}

static bool tells(const indicator *ind, bool directed) {
    return (ind->kind == KIND_SHARE || ind->kind == KIND_RATE || ind->kind == KIND_MEAN) &&
           (!directed || ind->better != DIRECTION_NEITHER);
}

/* Known of at least half of them, and of the most; of the later one of equals, since themes go from
 * what describes to what matters. */
static size_t choose_of(const atlas *a, size_t layer, const bool *member, bool directed) {
    size_t best = SIZE_MAX, most = 2;
    for (size_t i = 0; i < a->n_indicators; i++) {
        const joined *j = &a->indicator[i].data;
        if (a->indicator_layer[i] != layer || !tells(&a->indicator[i], directed)) continue;
        size_t known = 0, all = 0;
        const double *v = joined_values(j, j->n_periods - 1);
        for (district_id d = 0; d < j->n_districts; d++)
            all += member[d], known += member[d] && !isnan(v[d]);
        if (known >= most && 2 * known >= all) most = known, best = i;
    }
    return best;
}

/* One with a direction, if it can be. */
static size_t choose_indicator(const atlas *a, size_t layer, const bool *member) {
    size_t best = choose_of(a, layer, member, true);
    return best != SIZE_MAX ? best : choose_of(a, layer, member, false);
}

static bool is_known(const atlas *a, size_t index, const bool *member) {
    const joined *j = &a->indicator[index].data;
    const double *v = joined_values(j, j->n_periods - 1);
    for (district_id d = 0; d < j->n_districts; d++)
        if (member[d] && !isnan(v[d])) return true;
    return false;
}

/* The manifest's, where its layer divides the district and something is known there; else one of
 * the finest layer.  SIZE_MAX: there is none. */
static size_t choose(const chart_sheet *s, bool *member) {
    const atlas *a = s->c->atlas;
    size_t own = a->profile.map, layer = own == SIZE_MAX ? own : a->indicator_layer[own];
    if (own != SIZE_MAX && layer != s->c->home && count_members(s->c, layer, member) > 1 &&
        is_known(a, own, member))
        return own;
    layer = finest(s, member);
    return layer == SIZE_MAX ? layer : choose_indicator(a, layer, member);
}

/* ---- made ------------------------------------------------------------------------------- */

static err_code make_map(const chart_sheet *s, size_t which, profile_inside *out, err *e) {
    look l = s->c->atlas->design[which].look;
    l.language = s->in;
    l.backdrop = s->source.inks;
    l.labels = LABELS_BOTH;
    l.clip = false;
    l.context = true;
    l.opacity = 1;
    err_code rc = choropleth_make(s->c->atlas, which, &l, &out->map, e);
    if (!rc) rc = choropleth_legend(out->map, &out->legend, e);
    if (!rc) out->shape = part_map_shape(out->map, out->member);
    return rc;
}

err_code profile_inside_make(const chart_sheet *s, profile_inside *out, err *e) {
    *out = (profile_inside){.shape = (double)NAN};
    out->member = calloc(largest_layer(s->c->atlas) + 1, sizeof *out->member);
    if (!out->member) return err_nomem(e);
    size_t which = choose(s, out->member);
    return which == SIZE_MAX ? ERR_OK : make_map(s, which, out, e);
}

void profile_inside_free(profile_inside *p) {
    legend_free(p->legend);
    choropleth_unref(p->map);
    free(p->member);
    *p = (profile_inside){0};
}

/* ---- the legend ------------------------------------------------------------------------- */

/* Counts of the districts that are seen; states that they are in. */
static void count_shown(const profile_inside *p, legend *l) {
    const choropleth *m = p->map;
    size_t all = districts_count(choropleth_layer(m)->shape->districts);
    legend_row row[LEGEND__STATES];
    size_t n = 0;
    memcpy(row, l->rows, sizeof row);
    l->districts = l->no_data_count = 0;
    for (size_t i = 0; i < l->count; i++) l->classes[i].count = l->classes[i].uncertain = 0;
    for (size_t i = 0; i < l->n_rows; i++) row[i].count = 0;
    for (district_id d = 0; d < all; d++) {
        if (!p->member[d]) continue;
        l->districts++;
        if (m->class_of[d] >= 0) l->classes[m->class_of[d]].count++;
        for (size_t i = 0; i < l->n_rows && m->state[d] != VALUE_PRESENT; i++)
            row[i].count += row[i].state == choropleth_legend_state((value_state)m->state[d]);
    }
    for (size_t i = 0; i < l->n_rows; i++)
        if (row[i].count) l->rows[n++] = row[i];
    l->n_rows = n;
    l->n_contexts = 0;
}

/* The ramp with its edges, and the states: no values. */
static double draw_legend(const chart_sheet *s, const profile_inside *p, canvas *c, double x,
                          double y, double width) {
    legend_size size;
    legend_plan plan;
    legend shown = *p->legend;
    paper_legend_size(s->paper, &size);
    count_shown(p, &shown);
    const legend_style style = {
        .compact = true, .size = &size, .width_px = fmax(PAPER_MM(width), LEGEND_WIDTH_MIN)};
    shown.reference = (legend_reference){.value = (double)NAN};
    legend_plan_make(&shown, &style, &plan);
    plan.has_dots = plan.has_bins = false;
    bool lies = plan.form == FORM_RAMP || plan.form == FORM_BLOCKS || plan.form == FORM_BAND;
    canvas_push(c, PAPER_MM(x), PAPER_MM(y));
    double high = lies ? legend_axis_draw(c, &plan, 0) : legend_list_draw(c, &plan, 0);
    high += size.space / 2;
    high += legend_list_states(c, &plan, high);
    canvas_pop(c);
    return high / PAPER_MM(1);
}

/* ---- drawing ---------------------------------------------------------------------------- */

static void say_unlabeled(const chart_sheet *s, const profile_inside *p, const part_map *m,
                          buf *out) {
    const district_id *d;
    size_t n = part_map_unlabeled(m, &d);
    buf names = BUF_EMPTY;
    for (size_t i = 0; i < n; i++) {
        buf_addf(&names, "%s%s ", i ? ", " : "",
                 district_name(choropleth_layer(p->map)->shape->districts, d[i]));
        choropleth_value_text(p->map, d[i], &names);
    }
    const char *said = buf_text(&names);
    if (n) sheet_words_fill(SHEET_UNLABELED, s->in, &said, 1, out);
    if (names.failed) out->failed = 1;
    buf_free(&names);
}

/* All figures of the map in words. */
static void say_all(const profile_inside *p, const char *title, buf *out) {
    const districts *all = choropleth_layer(p->map)->shape->districts;
    buf_addf(out, "%s:", title);
    for (district_id d = 0; d < districts_count(all); d++) {
        if (!p->member[d]) continue;
        buf_addf(out, " %s ", district_name(all, d));
        choropleth_value_text(p->map, d, out);
        buf_adds(out, ";");
    }
}

/* Where map and legend stand. */
typedef struct arrangement {
    box map;
    double key_x, key_y, key_width; /* of the legend */
    double under; /* height of the names of those without a label; 0: none are told */
} arrangement;

/* How large the map would be. */
static double extent(const profile_inside *p, box map) {
    return fmin(map.width, map.height * p->shape);
}

#define KEY_LEAST (LEGEND_WIDTH_MIN / PAPER_MM(1)) /* mm */
#define KEY_SHARE 0.42                             /* of the width, beside the map */

/* The legend under the map or beside it, whichever leaves the map larger. */
static arrangement arrange(const chart_sheet *s, const profile_inside *p, box at, double under) {
    double gap = 1.5 * s->k, beside = fmax(KEY_LEAST, KEY_SHARE * at.width);
    double key = draw_legend(s, p, NULL, 0, 0, at.width);
    double high = at.height - under - (under > 0 ? gap : 0);
    const arrangement below = {{at.x, at.y, at.width, fmax(0, high - key - gap)},
                               at.x,
                               at.y + high - key,
                               at.width,
                               under};
    const arrangement right = {{at.x, at.y, at.width - beside - 2 * gap, high},
                               at.x + at.width - beside,
                               at.y + high - draw_legend(s, p, NULL, 0, 0, beside),
                               beside,
                               under};
    bool fits = right.map.width > 0 && right.key_y >= at.y;
    return fits && extent(p, right.map) > extent(p, below.map) * 1.1 ? right : below;
}

#define MAP_LEAST 30.0 /* mm of its longer side, on any paper */

static bool is_large(const profile_inside *p, box map) {
    double wide = extent(p, map);
    return fmax(wide, wide / p->shape) >= MAP_LEAST;
}

#define UNLABELED_MOST 16 /* of more, a list cannot be read; the alternative text has them */

/* Without room for every label the map is made anew, smaller, over the names of those; but for a
 * map that would then be too small, which stays as it is. */
static err_code make_drawing(const chart_sheet *s, const profile_inside *p, box at,
                             arrangement *form, part_map **out, buf *rest, err *e) {
    const chart_text note = {chart_sheet_pt(s, NOTE_PT), 400, s->inks->muted, true};
    const part_map_style style = {
        .shown = p->member, .label_pt = chart_sheet_pt(s, LABEL_PT), .outline = s->inks->ink};
    const district_id *d;
    double under = 0;
    for (int round = 0; round < 3; round++) {
        *form = arrange(s, p, at, under);
        buf_reset(rest);
        part_map_free(*out);
        *out = NULL;
        err_code rc = part_map_create(p->map, form->map.width, form->map.height, &style, out, e);
        if (rc) return rc;
        if (part_map_unlabeled(*out, &d) <= UNLABELED_MOST) say_unlabeled(s, p, *out, rest);
        double need = chart_sheet_paragraph(NULL, 0, 0, at.width, &note, buf_text(rest));
        if (need <= under + 1e-9) break;
        if (!is_large(p, arrange(s, p, at, need).map)) {
            buf_reset(rest);
            break;
        }
        under = need;
    }
    return ERR_OK;
}

static void draw_rest(const chart_sheet *s, canvas *c, box at, double under, const char *text) {
    const chart_text note = {chart_sheet_pt(s, NOTE_PT), 400, s->inks->muted, true};
    if (!*text) return;
    canvas_tag_begin(c, "P", NULL);
    chart_sheet_paragraph(c, at.x, at.y + at.height - under, at.width, &note, text);
    canvas_tag_end(c);
}

static err_code draw_figure(const chart_sheet *s, const profile_inside *p, canvas *c, box at,
                            const char *detail, err *e) {
    arrangement form;
    part_map *m = NULL;
    buf rest = BUF_EMPTY, alt = BUF_EMPTY;
    err_code rc = make_drawing(s, p, at, &form, &m, &rest, e);
    say_all(p, detail, &alt);
    if (!rc) rc = buf_status(&alt, e);
    if (!rc) {
        canvas_tag_begin(c, "Figure", buf_text(&alt));
        rc = part_map_draw(m, c, form.map.x, form.map.y, e);
        draw_legend(s, p, c, form.key_x, form.key_y, form.key_width);
        canvas_tag_end(c);
        draw_rest(s, c, at, form.under, buf_text(&rest));
    }
    part_map_free(m);
    buf_free(&rest);
    buf_free(&alt);
    return rc;
}

void profile_inside_title(const chart_sheet *s, const profile_inside *p, buf *out) {
    sheet_words_fill(SHEET_INSIDE, s->in,
                     (const char *const[]){localized_get(&choropleth_layer(p->map)->title, s->in),
                                           s->c->subject[0].name},
                     2, out);
}

/* What is left under the head. */
static box under_head(const chart_sheet *s, const profile_inside *p, canvas *c, box at, buf *title,
                      buf *detail) {
    profile_inside_title(s, p, title);
    choropleth_alt_title(p->map, s->in, detail);
    double head =
        profile_block_head(s, c, at.x, at.y, at.width, buf_text(title), buf_text(detail)) +
        1.5 * s->k;
    return (box){at.x, at.y + head, at.width, at.height - head};
}

bool profile_inside_fits(const chart_sheet *s, const profile_inside *p, box at) {
    buf title = BUF_EMPTY, detail = BUF_EMPTY;
    box rest = under_head(s, p, NULL, at, &title, &detail);
    buf_free(&title);
    buf_free(&detail);
    return is_large(p, arrange(s, p, rest, 0).map);
}

err_code profile_inside_draw(const chart_sheet *s, const profile_inside *p, canvas *c, box at,
                             err *e) {
    buf title = BUF_EMPTY, detail = BUF_EMPTY;
    box rest = under_head(s, p, c, at, &title, &detail);
    err_code rc = draw_figure(s, p, c, rest, buf_text(&detail), e);
    if (!rc) rc = buf_status(&title, e);
    if (!rc) rc = buf_status(&detail, e);
    buf_free(&title);
    buf_free(&detail);
    return rc;
}
