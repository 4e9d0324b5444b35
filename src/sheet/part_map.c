#include "sheet/part_map.h"
#include "draw/label_texts.h"
#include "draw/map_draw.h"
#include "geo/coverage_rings.h"
#include "sheet/paper.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define EDGE_MM 0.4 /* between what is shown and the box: half of its outline and more */
#define LEAST_M 100 /* meters that a box shows at least */
#define DETAIL  2   /* device px a px: for vectors */
#define REACH   24  /* px beyond the frame, as maps have it */

struct part_map {
    choropleth map; /* the caller's, with other colors */
    part_map_style style;
    map_style lines;
    label_style letters;
    map_frame frame;
    map_scene scene;
    map_plan *plan;
    label_plan *labels;
    district_id *unlabeled; /* [n_unlabeled] */
    size_t n_unlabeled;
    uint8_t *pattern;   /* none, of all districts */
    rgba cover[COVERS]; /* of water and outlines alone */
};

static bool is_shown(const bool *shown, district_id d) {
    return d != DISTRICT_NONE && (!shown || shown[d]);
}

static rect bounds_of(const coverage *c, const bool *shown) {
    rect b = RECT_EMPTY;
    for (size_t i = 0; i < c->n_arcs; i++)
        if (is_shown(shown, c->arcs[i].left) || is_shown(shown, c->arcs[i].right))
            b = rect_union(b, c->bounds[i]);
    return b;
}

double part_map_shape(const choropleth *c, const bool *shown) {
    const coverage *borders = choropleth_layer(c)->borders;
    rect b = borders ? bounds_of(borders, shown) : RECT_EMPTY;
    if (rect_is_empty(b) || !(b.y1 > b.y0) || !(b.x1 > b.x0)) return (double)NAN;
    return (b.x1 - b.x0) / (b.y1 - b.y0);
}

/* ---- labels ----------------------------------------------------------------------------- */

static err_code find_unlabeled(part_map *m, err *e) {
    size_t n = districts_count(choropleth_layer(&m->map)->shape->districts);
    bool *told = calloc(n + 1, sizeof *told);
    m->unlabeled = calloc(n + 1, sizeof *m->unlabeled);
    if (!told || !m->unlabeled) {
        free(told);
        return err_nomem(e);
    }
    for (size_t i = 0; i < label_plan_count(m->labels); i++) {
        district_id d = label_plan_at(m->labels, i)->district;
        if (d != DISTRICT_NONE) told[d] = true;
    }
    for (district_id d = 0; d < n; d++)
        if (is_shown(m->style.shown, d) && !told[d]) m->unlabeled[m->n_unlabeled++] = d;
    free(told);
    return ERR_OK;
}

static err_code place_labels(part_map *m, err *e) {
    static const context_data *const none[ATLAS_CONTEXTS_MAX];
    label_texts t;
    m->letters = label_style_paper(m->style.label_pt, m->style.label_pt);
    err_code rc = label_texts_make(&m->map, none, &t, e);
    for (district_id d = 0; !rc && d < t.n; d++)
        if (!is_shown(m->style.shown, d)) {
            t.name[d] = NULL;
            free(t.value[d]);
            t.value[d] = NULL;
        }
    const label_request r = {.land = map_plan_land(m->plan),
                             .x0 = m->frame.x0,
                             .y0 = m->frame.y0,
                             .scale = m->frame.scale / m->lines.label_px,
                             .name = t.name,
                             .value = (const char *const *)t.value,
                             .muted = t.muted,
                             .water = map_plan_water(m->plan),
                             .style = &m->letters};
    if (!rc) rc = label_plan_make(&r, &m->labels, e);
    label_texts_free(&t);
    return rc ? rc : find_unlabeled(m, e);
}

static void write_label(const part_map *m, canvas *c, const label *l) {
    const paint *p = &m->map.paint;
    double unit = m->lines.label_px;
    bool hatched = p->pattern[l->district] != PATTERN_NONE;
    canvas_row row[LABEL_LINES_MAX];
    for (size_t i = 0; i < l->n_lines; i++) {
        const label_line *line = &l->line[i];
        row[i] = (canvas_row){((double)l->x + line->x) * unit,
                              ((double)l->y + line->baseline) * unit, line->style, line->text};
        row[i].style.color = p->text[l->district];
        row[i].style.size_px *= unit;
    }
    canvas_rows_halo(c, row, l->n_lines, p->fill[l->district],
                     (hatched ? m->letters.halo_hatched : m->letters.halo) * unit);
}

/* ---- made ------------------------------------------------------------------------------- */

/* Small maps have no other context. */
static void keep_water(part_map *m) {
    size_t water = atlas_water_of(m->map.atlas, m->map.atlas->indicator_layer[m->map.indicator]);
    if (!m->map.paint.cover) return;
    memcpy(m->cover, m->map.paint.cover, sizeof m->cover);
    for (size_t i = 0; i < ATLAS_CONTEXTS_MAX; i++)
        if (i != water) m->cover[COVER_FILL(i)] = m->cover[COVER_LINE(i)] = (rgba){0};
    m->map.paint.cover = m->cover;
}

static err_code recolor(part_map *m, const part_map_style *s, err *e) {
    size_t n = districts_count(choropleth_layer(&m->map)->shape->districts);
    m->map.look.labels = s->label_pt > 0 ? LABELS_BOTH : LABELS_NONE;
    m->map.paint.opacity = 1;
    keep_water(m);
    if (!s->fill) return ERR_OK;
    m->pattern = calloc(n + 1, sizeof *m->pattern);
    if (!m->pattern) return err_nomem(e);
    m->map.paint.fill = s->fill;
    m->map.paint.border_px = 0; /* the casing alone: white lines */
    m->map.paint.pattern = m->pattern;
    m->map.paint.plain = true;
    return ERR_OK;
}

static err_code make(part_map *m, double width, double height, err *e) {
    const coverage *borders = choropleth_layer(&m->map)->borders;
    rect b = borders ? bounds_of(borders, m->style.shown) : RECT_EMPTY;
    if (rect_is_empty(b)) return err_set(e, ERR_RANGE, "nothing of the map has any extent");
    const box at = {0, 0, PAPER_MM(width), PAPER_MM(height)};
    m->frame = map_frame_fit(at, b, PAPER_MM(EDGE_MM), 0.5, 0.5, LEAST_M);
    m->frame.detail = DETAIL;
    m->lines = map_style_paper_small;
    err_code rc = map_scene_make(&m->map, &m->frame, &m->scene, e);
    if (!rc) rc = map_plan_make(&m->scene, &m->frame, &m->lines, &m->plan, e);
    if (!rc && m->style.label_pt > 0) rc = place_labels(m, e);
    return rc;
}

err_code part_map_create(const choropleth *c, double width_mm, double height_mm,
                         const part_map_style *s, part_map **out, err *e) {
    part_map *m = calloc(1, sizeof *m);
    if (!m) return err_nomem(e);
    m->map = *c;
    m->style = *s;
    err_code rc = recolor(m, s, e);
    if (!rc) rc = make(m, width_mm, height_mm, e);
    if (rc)
        part_map_free(m);
    else
        *out = m;
    return rc;
}

void part_map_free(part_map *m) {
    if (!m) return;
    label_plan_free(m->labels);
    map_plan_free(m->plan);
    map_scene_free(&m->scene);
    free(m->unlabeled);
    free(m->pattern);
    free(m);
}

size_t part_map_unlabeled(const part_map *m, const district_id **out) {
    *out = m->unlabeled;
    return m->n_unlabeled;
}

/* ---- drawing ---------------------------------------------------------------------------- */

/* Arcs with what is shown on one side alone: inner borders have it on both. */
static void stroke_outline(part_map *m, canvas *c, map_path *p) {
    const coverage *borders = m->scene.borders;
    const coverage_level *l = m->scene.level;
    map_path_clear(p);
    for (size_t i = 0; i < borders->n_arcs; i++)
        if (is_shown(m->style.shown, borders->arcs[i].left) !=
            is_shown(m->style.shown, borders->arcs[i].right))
            map_path_add_line(p, &m->frame, REACH, l->x + l->first[i], l->y + l->first[i],
                              l->first[i + 1] - l->first[i]);
    const canvas_path all = map_path_view(p);
    canvas_stroke(c, &all, m->style.outline, m->lines.lines.outline, true);
}

static err_code clip_to_shown(part_map *m, canvas *c, map_path *p, err *e) {
    geometry *g = NULL;
    err_code rc = coverage_rings_some(m->scene.borders, m->scene.level, m->style.shown, &g, e);
    if (rc) return rc;
    map_path_clear(p);
    for (district_id d = 0; d < g->n_districts; d++)
        for (uint32_t i = g->ring_of[d]; i < g->ring_of[d + 1]; i++)
            map_path_add_ring(p, &m->frame, REACH, g->x + g->rings[i].first,
                              g->y + g->rings[i].first, g->rings[i].count);
    const canvas_path all = map_path_view(p);
    canvas_clip_path(c, &all);
    geometry_free(g);
    return ERR_OK;
}

err_code part_map_draw(part_map *m, canvas *c, double x_mm, double y_mm, err *e) {
    map_path p = {0};
    err_code rc = ERR_OK;
    if (!c) return ERR_OK;
    canvas_push(c, PAPER_MM(x_mm), PAPER_MM(y_mm));
    canvas_push(c, 0, 0);
    if (m->style.shown) rc = clip_to_shown(m, c, &p, e);
    m->map.look.labels = LABELS_NONE;
    if (!rc) rc = map_plan_draw(m->plan, c, e);
    canvas_pop(c);
    if (!rc && m->style.shown) stroke_outline(m, c, &p);
    for (size_t i = 0; m->labels && !rc && i < label_plan_count(m->labels); i++)
        write_label(m, c, label_plan_at(m->labels, i));
    canvas_pop(c);
    if (!rc && p.failed) rc = err_nomem(e);
    map_path_free(&p);
    return rc;
}
