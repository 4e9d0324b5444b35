/* The panels of a sheet of several maps, in rows and columns, and the map of names. */
#include "atlas/choropleth_alt.h"
#include "carto/wording.h"
#include "sheet/multiples.h"

#include <assert.h>
#include <math.h>

#define TITLE_PT   13.0 /* on A3, as all of these */
#define GUTTER     9.0  /* mm */
#define LEAST_WIDE 30.0 /* of a panel */
#define LEAST_HIGH 26.0 /* of its map */
#define SLACK      1.04 /* of a map's height, for what stands beside the layer */
#define LEADERS    24
#define NAMES_LOW  50.0 /* of the map of names, at least */
#define NAMES_PT   6.0
#define BARS_GROW  8.0

static double unit(const multiples *m) { return paper_type(m->source->paper); }

/* ---- head ------------------------------------------------------------------------------- */

/* Title left, the whole's figure right on its line; of an indicator under it, with its unit. */
static double draw_head(canvas *c, const multiples *m, const multiples_panel *p, box at) {
    const sheet_source *s = m->source;
    double k = unit(m), y = at.y + 1.8 * k, title_pt = TITLE_PT * k, pt = s->paper->body;
    if (!m->by_period) title_pt *= 0.85;
    const text_style title = paper_text(title_pt, 700, s->inks->ink);
    const text_style body = paper_figures(pt, 400, s->inks->ink_2);
    double whole = sheet_text_width(&body, buf_text(&p->whole)), gap = 3 * k;
    double down = (title_pt - pt) * PAPER_POINT_MM * 1.05; /* to stand on one baseline */
    const char *left = buf_text(m->by_period ? &p->title : &p->detail);
    y += sheet_paragraph(c, at.x, y, at.width, &title, buf_text(&p->title));
    double wide = sheet_text_width(m->by_period ? &title : &body, left);
    bool beside = wide + gap + whole <= at.width;
    if (m->by_period && beside) {
        sheet_text(c, at.x + at.width, y - sheet_line(title_pt) + down, 1, pt, &body,
                   buf_text(&p->whole));
        return y - at.y;
    }
    if (!m->by_period) {
        double from = y;
        y += sheet_paragraph(c, at.x, y, at.width, &body, left);
        if (beside) sheet_text(c, at.x + at.width, from, 1, pt, &body, buf_text(&p->whole));
    }
    if (!beside || m->by_period)
        y += sheet_paragraph(c, at.x, y, at.width, &body, buf_text(&p->whole));
    return y - at.y;
}

static double draw_foot(canvas *c, const multiples *m, const multiples_panel *p, box at) {
    return m->by_period ? multiples_bars(c, m, p, at) : multiples_own_legend(c, m, p, at);
}

/* ---- rows and columns ------------------------------------------------------------------- */

typedef struct grid { /* mm */
    size_t columns, rows;
    double wide, head, foot, map; /* of a panel: its width; heights of its parts */
    double between;               /* of rows */
    double taller;                /* bars are, by so much */
} grid;

static bool measure(const multiples *m, size_t columns, double width, grid *out) {
    double k = unit(m), gutter = GUTTER * k;
    *out = (grid){.columns = columns, .rows = (m->n + columns - 1) / columns};
    out->wide = (width - gutter * (double)(columns - 1)) / (double)columns;
    out->between = gutter * 0.8;
    if (out->wide < LEAST_WIDE * k) return false;
    for (size_t i = 0; i < m->n; i++) {
        const box at = {0, 0, out->wide, 0};
        out->head = fmax(out->head, draw_head(NULL, m, &m->panel[i], at));
        double foot = draw_foot(NULL, m, &m->panel[i], at);
        if (!isfinite(foot)) return false;
        out->foot = fmax(out->foot, foot);
    }
    out->head += 2 * k, out->foot += 2 * k;
    return true;
}

static double height_of(const grid *g, double map) {
    return (double)g->rows * (g->head + g->foot + map) + (double)(g->rows - 1) * g->between;
}

static bool has_bars(const multiples *m) { return m->by_period && !m->shared.n_stops; }

/* The grid in which the maps are largest; of equal ones the one with the fewest places left. */
static bool choose(const multiples *m, double width, double height, grid *out) {
    double best = 0;
    *out = (grid){0};
    for (size_t columns = 1; columns <= m->n; columns++) {
        grid g;
        if (!measure(m, columns, width, &g)) continue;
        g.map = (height - height_of(&g, 0)) / (double)g.rows;
        if (g.map < LEAST_HIGH * unit(m) * 0.999) continue;
        double size = fmin(g.wide, g.map * m->wide);
        double full = (double)m->n / (double)(g.columns * g.rows);
        if (size * sqrt(full) <= best) continue;
        best = size * sqrt(full);
        *out = g;
    }
    if (!(best > 0)) return false;
    double enough = fmax(out->wide / m->wide * SLACK, LEAST_HIGH * unit(m));
    double rest = out->map - enough; /* of each row: to its bars, then between rows */
    if (!(rest > 0)) return true;
    out->map = enough;
    if (has_bars(m)) out->taller = fmin(rest, BARS_GROW * unit(m));
    if (out->rows > 1)
        out->between += fmin((rest - out->taller) * (double)out->rows / (double)(out->rows - 1),
                             2 * GUTTER * unit(m));
    return true;
}

double multiples_map_size(const multiples *m, box panels) {
    grid g;
    return choose(m, panels.width, panels.height, &g) ? fmin(g.wide, g.map * m->wide) : 0;
}

layout_need multiples_panels_need(const void *data, double width, int level) {
    const multiples *m = data;
    double least = INFINITY;
    (void)level;
    for (size_t columns = 1; columns <= m->n; columns++) {
        grid g;
        if (measure(m, columns, width, &g))
            least = fmin(least, height_of(&g, LEAST_HIGH * unit(m)));
    }
    least = fmax(least, m->least);
    grid g;
    if (!isfinite(least) || m->fills) return (layout_need){least, fmax(least, m->wanted), INFINITY};
    double most = least;
    if (choose(m, width, fmax(least, m->wanted), &g))
        most = fmax(least, height_of(&g, g.map + g.taller));
    return (layout_need){least, most, most};
}

static void place(multiples *m, const grid *g, box at) {
    double high = g->head + g->map + g->foot + g->taller;
    for (size_t i = 0; i < m->n; i++) {
        double x = at.x + (double)(i % g->columns) * (g->wide + GUTTER * unit(m));
        double y = at.y + (double)(i / g->columns) * (high + g->between);
        m->panel[i].at = (box){x, y, g->wide, high};
        m->panel[i].on = (box){x, y + g->head, g->wide, g->map};
    }
}

/* ---- maps ------------------------------------------------------------------------------- */

static err_code make_maps(multiples *m, bool *clear, err *e) {
    const paper *p = m->source->paper;
    double pt = fmax(p->body, 6);
    const print_map_style style = {.label_name_pt = pt,
                                   .label_value_pt = pt,
                                   .small = true,
                                   .labels = m->values,
                                   .max_leaders = (unsigned)(m->shared.districts / 2)};
    err_code rc = ERR_OK;
    *clear = true;
    for (size_t i = 0; i < m->n && !rc; i++) {
        multiples_panel *one = &m->panel[i];
        const print_map_key *key;
        print_map_free(one->drawn);
        one->drawn = NULL;
        rc = print_map_create(one->map, one->on.width, one->on.height, &style, &one->drawn, e);
        *clear &= !rc && !print_map_keys(one->drawn, &key);
    }
    return rc;
}

err_code multiples_make_maps(multiples *m, box panels, err *e) {
    grid g;
    bool clear;
    bool found = choose(m, panels.width, panels.height, &g);
    assert(found); /* the block's need has seen to it */
    if (!found) return err_set(e, ERR_RANGE, "paper: the maps have no room");
    place(m, &g, panels);
    m->taller = g.taller;
    err_code rc = make_maps(m, &clear, e);
    if (rc || clear) return rc;
    m->values = false; /* numbers without a list tell nothing */
    return make_maps(m, &clear, e);
}

static void draw_rule(canvas *c, const multiples *m, box at) {
    double line = 0.3 * m->source->paper->line;
    canvas_rect(c, (box){PAPER_MM(at.x), PAPER_MM(at.y), PAPER_MM(at.width), PAPER_MM(line)},
                m->source->inks->ink);
}

static err_code draw_map(canvas *c, print_map *map, const choropleth *of, lang in, box at, err *e) {
    buf alt = BUF_EMPTY;
    choropleth_alt_text(of, false, in, &alt);
    err_code rc = buf_status(&alt, e);
    if (!rc) {
        box on = {PAPER_MM(at.x), PAPER_MM(at.y), PAPER_MM(at.width), PAPER_MM(at.height)};
        canvas_tag_begin(c, "Figure", buf_text(&alt));
        rc = print_map_draw(map, c, on, e);
        canvas_tag_end(c);
    }
    buf_free(&alt);
    return rc;
}

static err_code draw_panel(canvas *c, const multiples *m, const multiples_panel *p, err *e) {
    box foot = p->at;
    foot.y = p->on.y + p->on.height + 2 * unit(m);
    foot.height = 0;
    draw_rule(c, m, p->at);
    canvas_tag_begin(c, "H2", NULL);
    draw_head(c, m, p, p->at);
    canvas_tag_end(c);
    err_code rc = draw_map(c, p->drawn, p->map, m->shared.language, p->on, e);
    if (rc) return rc;
    canvas_tag_begin(c, "P", NULL);
    draw_foot(c, m, p, foot);
    canvas_tag_end(c);
    return ERR_OK;
}

err_code multiples_panels_draw(void *data, canvas *c, box at, int level, err *e) {
    const multiples *m = data;
    err_code rc = ERR_OK;
    (void)at, (void)level;
    for (size_t i = 0; i < m->n && !rc; i++) rc = draw_panel(c, m, &m->panel[i], e);
    return rc;
}

/* ---- the map of names ------------------------------------------------------------------- */

static double draw_names_head(canvas *c, const multiples *m, box at) {
    return sheet_heading(c, m->source, at.x, at.y, at.width,
                         wording_get(WORD_MULTIPLES_NAMES, m->shared.language), "");
}

layout_need multiples_names_need(const void *data, double width, int level) {
    const multiples *m = data;
    double head = draw_names_head(NULL, m, (box){0, 0, width, 0}), k = unit(m);
    double most = width / m->wide * SLACK;
    (void)level;
    double least = head + fmin(NAMES_LOW * k, most);
    return (layout_need){least, least, INFINITY}; /* maps come first */
}

err_code multiples_make_names(multiples *m, box at, bool *named, err *e) {
    const print_map_key *key;
    double head = draw_names_head(NULL, m, at), pt = fmax(6, NAMES_PT * unit(m));
    const print_map_style style = {.label_name_pt = pt,
                                   .label_value_pt = pt,
                                   .small = true,
                                   .labels = true,
                                   .max_leaders = LEADERS};
    print_map_free(m->key);
    m->key = NULL;
    m->key_at =
        (box){at.x, at.y + head, at.width, fmin(at.height - head, at.width / m->wide * SLACK)};
    err_code rc = print_map_create(m->names, m->key_at.width, m->key_at.height, &style, &m->key, e);
    *named = !rc && !print_map_keys(m->key, &key);
    return rc;
}

err_code multiples_names_draw(void *data, canvas *c, box at, int level, err *e) {
    const multiples *m = data;
    (void)level;
    canvas_tag_begin(c, "H2", NULL);
    draw_names_head(c, m, at);
    canvas_tag_end(c);
    canvas_tag_begin(c, "Figure", wording_get(WORD_MULTIPLES_NAMES, m->shared.language));
    box on = {PAPER_MM(m->key_at.x), PAPER_MM(m->key_at.y), PAPER_MM(m->key_at.width),
              PAPER_MM(m->key_at.height)};
    err_code rc = print_map_draw(m->key, c, on, e);
    canvas_tag_end(c);
    return rc;
}
