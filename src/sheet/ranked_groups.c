/* Districts by category: names behind each other. */
#include "carto/wording.h"
#include "draw/canvas_pattern.h"
#include "sheet/ranked.h"

#include <math.h>

static const size_t names_at_level[RANKED_LEVELS] = {SIZE_MAX, 40, 16, 8, 3};

typedef struct group { /* a category, or those without one */
    int class_index;   /* -1: no figure */
    const char *title;
    rgba color;
} group;

static bool is_in(const ranked *r, const ranked_row *row, const group *g) {
    return r->source->map->class_of[row->district] == g->class_index;
}

static void add_rest(const ranked *r, wording w, size_t n, buf *out) {
    buf text = BUF_EMPTY;
    number_format_text((double)n, 0, r->source->language, &text);
    wording_fill(w, r->source->language, (const char *const[]){buf_text(&text)}, 1, out);
    if (text.failed) out->failed = 1;
    buf_free(&text);
}

/* Of those without a figure either all or none. */
static void add_names(const ranked *r, const group *g, size_t most, buf *out) {
    const districts *d = choropleth_layer(r->source->map)->shape->districts;
    size_t n = 0, all = 0;
    for (size_t i = 0; i < r->n; i++) all += is_in(r, &r->row[i], g);
    if (g->class_index < 0 && all && most != SIZE_MAX) {
        add_rest(r, WORD_ALT_DISTRICTS, all, out);
        return;
    }
    for (size_t i = 0; i < r->n && n < most; i++) {
        if (!is_in(r, &r->row[i], g)) continue;
        buf_addf(out, "%s%s", n ? ", " : "", district_name(d, r->row[i].district));
        n++;
    }
    if (n == all) return;
    buf_adds(out, " ");
    add_rest(r, WORD_POSTER_MORE, all - n, out);
}

static double draw_group(canvas *c, const ranked *r, box at, const group *g, size_t most,
                         err_code *rc) {
    const sheet_source *s = r->source;
    const paper *p = s->paper;
    double k = paper_type(p), mark = 3.2 * k, in = mark + 2 * k, y = at.y;
    const text_style head = paper_text(p->body, 600, s->inks->ink);
    const text_style body = paper_text(p->body, 400, s->inks->ink_2);
    buf names = BUF_EMPTY;
    add_names(r, g, most, &names);
    if (names.failed) *rc = ERR_NOMEM;
    if (names.len) {
        box swatch = {PAPER_MM(at.x), PAPER_MM(y + (sheet_line(p->body) - mark) / 2),
                      PAPER_MM(mark), PAPER_MM(mark)};
        const pattern_style hatch = {PATTERN_RISING, s->legend->hatch_color,
                                     PAPER_MM(0.28) * p->line, PAPER_MM(1.5) * k};
        if (g->class_index < 0)
            canvas_pattern_box(c, swatch, g->color, &hatch);
        else
            canvas_rect(c, swatch, g->color);
        canvas_rect_line(c, swatch, s->inks->ink, PAPER_MM(0.12) * p->line);
        y += sheet_paragraph(c, at.x + in, y, at.width - in, &head, g->title);
        y += sheet_paragraph(c, at.x + in, y, at.width - in, &body, buf_text(&names));
        y += 1.2 * k;
    }
    buf_free(&names);
    return y - at.y;
}

double ranked_groups(canvas *c, const ranked *r, box at, int level, err_code *rc) {
    const sheet_source *s = r->source;
    const legend *l = s->legend;
    double y = at.y;
    y += sheet_heading(c, s, at.x, y, at.width, wording_get(WORD_POSTER_GROUPED, s->language), "");
    for (size_t i = 0; i <= l->count; i++) {
        group g = {-1, l->no_data_label, l->no_data_color};
        if (i < l->count) g = (group){(int)i, l->classes[i].label, l->classes[i].color};
        y += draw_group(c, r, (box){at.x, y, at.width, 0}, &g, names_at_level[level], rc);
    }
    return y - at.y;
}
