#include "sheet/legend_block.h"
#include "carto/wording.h"
#include "draw/legend_parts.h"

#include <math.h>

#define LOWER 0.45 /* of the height of values and bands, from level 1 on */

static bool lies(const legend_plan *p) {
    return p->form == FORM_RAMP || p->form == FORM_BLOCKS || p->form == FORM_BAND;
}

static const char *title_of(const legend *l) {
    if (!l->count && !l->n_stops) return l->no_data_label;
    wording w = l->pairs        ? WORD_PAIR_HEAD
                : l->categories ? WORD_POSTER_CATEGORIES
                : l->n_stops    ? WORD_POSTER_COLORS
                                : WORD_POSTER_CLASSES;
    return wording_get(w, l->language);
}

static const char *text_of(const legend_plan *p) {
    if (p->form == FORM_SQUARE) return wording_get(WORD_PAIR_COUNTS, p->l->language);
    bool scaled = p->form == FORM_BAND || p->true_axis;
    if (p->has_dots && p->l->n_values)
        return wording_get(scaled ? WORD_POSTER_DOTS : WORD_POSTER_DOTS_CLASSED, p->l->language);
    return p->has_bins ? wording_get(WORD_POSTER_BINS, p->l->language) : "";
}

static double draw_body(canvas *c, legend_plan *p, double y, bool caption) {
    const legend_size *z = p->z;
    double from = y;
    if (p->form == FORM_NONE) return legend_list_states(c, p, y);
    y += lies(p) ? legend_axis_draw(c, p, y) : legend_list_draw(c, p, y);
    if (caption && lies(p) && p->l->count && p->form != FORM_BAND)
        y += legend_mark_text(c, p, y, &z->small, p->inks->muted,
                              wording_get(WORD_POSTER_COUNTS, p->l->language));
    y += z->space / 2;
    return y + legend_list_states(c, p, y) - from;
}

/* Paper has no row for a state that no district is in.  Shares all texts with the legend. */
static legend without_empty(const legend *l) {
    legend out = *l;
    out.n_rows = 0;
    for (size_t i = 0; i < l->n_rows; i++)
        if (l->rows[i].count) out.rows[out.n_rows++] = l->rows[i];
    return out;
}

/* Units of what is within are px. */
static double draw(canvas *c, const sheet_source *s, box at, int level) {
    legend_size size;
    legend_plan plan;
    paper_legend_size(s->paper, &size);
    if (level >= 1) {
        size.dots_height *= LOWER, size.bins_height *= LOWER, size.band_height *= LOWER;
        size.cell *= level > 1 ? 0.3 : 0.75;
        size.row_height = fmax(size.row.leading * 1.02, size.row_height * (level > 1 ? 0 : 0.85));
    }
    const legend_style style = {.compact = true, .size = &size, .width_px = PAPER_MM(at.width)};
    if (PAPER_MM(at.width) < LEGEND_WIDTH_MIN) return INFINITY;
    const legend shown = without_empty(s->legend);
    legend_plan_make(&shown, &style, &plan);
    if (level >= 2) plan.has_dots = plan.has_bins = false;
    double y =
        sheet_heading(c, s, at.x, at.y, at.width, title_of(s->legend), level ? "" : text_of(&plan));
    canvas_push(c, PAPER_MM(at.x), PAPER_MM(at.y + y));
    double height = draw_body(c, &plan, 0, level == 0);
    canvas_pop(c);
    return plan.failed ? (double)NAN : y + height / PAPER_MM(1);
}

layout_need legend_block_need(const void *data, double width, int level) {
    double height = draw(NULL, data, (box){0, 0, width, 0}, level);
    return layout_rigid(height);
}

err_code legend_block_draw(void *data, canvas *c, box at, int level, err *e) {
    const sheet_source *s = data;
    canvas_tag_begin(c, "Figure", title_of(s->legend));
    double height = draw(c, s, at, level);
    canvas_tag_end(c);
    return isnan(height) ? err_nomem(e) : ERR_OK;
}
