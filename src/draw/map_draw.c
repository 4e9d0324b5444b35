#include "draw/map_draw.h"
#include "draw/map_parts.h"
#include "draw/map_project.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define TOLERANCE_PX2 (1.0 / 16) /* of a device pixel: as tiles have it */

#define MM MAP_MM_PX

static shore_measures paper_measures(double px, double m) {
    return shore_measures_paper(px * MM, m, false);
}
static shore_measures small_measures(double px, double m) {
    return shore_measures_paper(px * MM, m, true);
}

const map_style map_style_screen = {
    .labels = &label_style_screen,
    .measures = shore_measures_screen,
    .label_px = 1,
    .lines = {1, 1, 1, 1, 1, .group = 1, .water_border = 1, .water_outline = 0.8, .trap = 1.4}};

/* What the looks of screens and of paper have in common: a border of 0.5 px is 0.16 mm, a casing
 * of 1.5 px 0.75 mm, an outline of 1 px 0.42 mm, a group's 0.6 mm, context and shoreline of 0.6 px
 * 0.14 and 0.16 mm. */
const map_style map_style_paper = {.measures = paper_measures,
                                   .label_px = MM / 10,
                                   .lines = {.border = 0.16 / 0.5 * MM,
                                             .casing = 0.75 / 1.5 * MM,
                                             .outline = 0.42 * MM,
                                             .context = 0.14 / 0.6 * MM,
                                             .shoreline = 0.16 / 0.6 * MM,
                                             .group = 0.6 / GROUP_LINE_PX * MM,
                                             .water_border = 0.28 * MM,
                                             .water_outline = 0.24 * MM,
                                             .hatch = 0.28 * MM,
                                             .hatch_step = 1.5 * MM,
                                             .trap = 5,
                                             .trap_clipped = true}};
const map_style map_style_paper_small = {.measures = small_measures,
                                         .label_px = MM / 10,
                                         .lines = {.border = 0.12 / 0.5 * MM,
                                                   .casing = 0.45 / 1.5 * MM,
                                                   .outline = 0.28 * MM,
                                                   .context = 0.1 / 0.6 * MM,
                                                   .shoreline = 0.1 / 0.6 * MM,
                                                   .group = 0.4 / GROUP_LINE_PX * MM,
                                                   .water_border = 0.18 * MM,
                                                   .water_outline = 0.16 * MM,
                                                   .hatch = 0.2 * MM,
                                                   .hatch_step = 1.1 * MM,
                                                   .trap = 5,
                                                   .trap_clipped = true}};

/* ---- the scene -------------------------------------------------------------------------- */

err_code map_scene_make(const choropleth *c, const map_frame *f, map_scene *out, err *e) {
    double pixel = 1 / (f->scale * f->detail);
    const atlas_layer *layer = choropleth_layer(c);
    *out = (map_scene){.map = c,
                       .layer = layer,
                       .tolerance = pixel * pixel * TOLERANCE_PX2,
                       .borders = layer->borders,
                       .index = layer->index,
                       .meter = grid_stretch(layer->shape->bounds),
                       .mercator = 1};
    for (size_t i = 0; i < c->atlas->n_contexts; i++)
        if (c->atlas->context[i].with[c->atlas->indicator_layer[c->indicator]])
            out->context[i] = c->atlas->context[i].data;
    return coverage_level_make(out->borders, out->tolerance, &out->level, e);
}

void map_scene_free(map_scene *s) {
    map_projected_free(s->own);
    coverage_level_free(s->level);
    *s = (map_scene){0};
}

static bool line_meets(const double *x, const double *y, size_t n, rect r) {
    const map_frame units = {
        .at = {r.x0, -r.y1, r.x1 - r.x0, r.y1 - r.y0}, .x0 = r.x0, .y0 = r.y1, .scale = 1};
    map_path p = {0};
    map_path_add_line(&p, &units, 0, x, y, n);
    bool meets = p.parts > 0 || p.failed;
    map_path_free(&p);
    return meets;
}

static err_code layer_is_free(const map_scene *s, rect r, bool *out, err *e) {
    const coverage_level *l = s->level;
    arc_list near = {0};
    district_id at = DISTRICT_NONE;
    err_code rc = arc_index_query(s->index, r, &near, e);
    *out = !rc;
    for (size_t i = 0; i < near.count && *out; i++) {
        uint32_t k = near.arc[i];
        *out =
            !line_meets(l->x + l->first[k], l->y + l->first[k], l->first[k + 1] - l->first[k], r);
    }
    if (*out) {
        rc =
            arc_index_district_at(s->index, l, (r.x0 + r.x1) / 2, (r.y0 + r.y1) / 2, &near, &at, e);
        *out = !rc && at == DISTRICT_NONE;
    }
    arc_list_free(&near);
    return rc;
}

err_code map_scene_is_outside(const map_scene *s, const map_frame *f, bool *out, err *e) {
    return layer_is_free(s, map_frame_units(f, f->at), out, e);
}

err_code map_scene_is_free(const map_scene *s, const map_frame *f, box b, bool *out, err *e) {
    const atlas *a = s->map->atlas;
    rect r = map_frame_units(f, b);
    *out = false;
    for (size_t i = 0; i < a->n_contexts; i++) {
        const context_data *data = s->context[i];
        bool within = a->context[i].style.kind == CONTEXT_WATER; /* the layer: it is clipped */
        if (map_shows(s, f, i) && !within && rect_touches(data->bounds, r)) return ERR_OK;
    }
    return layer_is_free(s, r, out, e);
}

/* ---- what is seen of the atlas ---------------------------------------------------------- */

bool map_shows(const map_scene *s, const map_frame *f, size_t context) {
    const atlas *a = s->map->atlas;
    const atlas_context *k = &a->context[context];
    double zoom = log2(f->scale / s->mercator / grid_pixels_per_m(0, GRID_TILE_PX));
    return s->context[context] && zoom >= k->style.zoom_min - 0.5 && zoom < k->style.zoom_max + 0.5;
}

/* The layer's water, if it is drawn or cut away. */
static size_t water_of(const map_scene *s, const map_frame *f) {
    const look *l = &s->map->look;
    size_t w = atlas_water_of(s->map->atlas, s->map->atlas->indicator_layer[s->map->indicator]);
    bool wanted = w != SIZE_MAX && (l->context || l->clip) && map_shows(s, f, w);
    return wanted && s->context[w]->areas ? w : SIZE_MAX;
}

static err_code rings_at(const coverage *c, double tolerance, geometry **out, err *e) {
    coverage_level *l = NULL;
    err_code rc = coverage_level_make(c, tolerance, &l, e);
    if (!rc) rc = coverage_rings_make(c, l, out, e);
    coverage_level_free(l);
    return rc;
}

static err_code make_shore(map_drawing *d, err *e) {
    const map_scene *s = d->scene;
    geometry *water = NULL;
    shore_measures m = d->style->measures(1 / d->frame->scale, s->meter);
    err_code rc = ERR_OK;
    if (d->water != SIZE_MAX) rc = rings_at(s->context[d->water]->areas, s->tolerance, &water, e);
    if (!rc) rc = shore_make(s->borders, s->level, water, &m, &d->shore, e);
    geometry_free(water);
    if (!rc && d->shore->water)
        rc = coverage_rings_make(d->shore->water, d->shore->water_level, &d->wet, e);
    return rc;
}

static bool is_clipped(const map_drawing *d) { return d->scene->map->paint.clears != 0; }

/* What is filled: the land alone, or whole districts, since water over them hides more than any
 * edge beside it. */
static err_code make_districts(map_drawing *d, err *e) {
    if (is_clipped(d) || !d->shore->water) {
        d->district = d->shore->land;
        return ERR_OK;
    }
    err_code rc = coverage_rings_make(d->scene->borders, d->scene->level, &d->whole, e);
    d->district = d->whole;
    return rc;
}

/* ---- paths ------------------------------------------------------------------------------ */

void map_add_rings(map_drawing *d, const geometry *g, district_id k) {
    for (uint32_t i = g->ring_of[k]; i < g->ring_of[k + 1]; i++)
        map_path_add_ring(&d->path, d->frame, MAP_REACH_PX, g->x + g->rings[i].first,
                          g->y + g->rings[i].first, g->rings[i].count);
}

canvas_path map_take(map_drawing *d) { return map_path_view(&d->path); }

void map_clip_to(map_drawing *d, const geometry *g) {
    map_path_clear(&d->path);
    for (district_id k = 0; k < g->n_districts; k++) map_add_rings(d, g, k);
    canvas_path all = map_take(d);
    canvas_clip_path(d->canvas, &all);
}

void map_clip_to_land(map_drawing *d) { map_clip_to(d, d->shore->land); }

static void add_pieces(map_drawing *d, unsigned kinds) {
    const shore *s = d->shore;
    map_path_clear(&d->path);
    for (size_t i = 0; i < s->n_pieces; i++) {
        const shore_piece *p = &s->piece[i];
        if (kinds >> p->kind & 1)
            map_path_add_line(&d->path, d->frame, MAP_REACH_PX, s->x + p->first, s->y + p->first,
                              p->count);
    }
}

void map_stroke(map_drawing *d, rgba color, double width, bool round_ends) {
    canvas_path p = map_take(d);
    canvas_stroke(d->canvas, &p, color, width, round_ends);
}

static void draw_pieces(map_drawing *d, unsigned kinds, rgba color, double width, bool round_ends) {
    if (!color.a || width <= 0) return;
    add_pieces(d, kinds);
    map_stroke(d, color, width, round_ends);
}

/* ---- borders ---------------------------------------------------------------------------- */

#define KIND(k) (1u << (k))

static void draw_borders(map_drawing *d) {
    const paint *p = &d->scene->map->paint;
    const map_lines *l = &d->style->lines;
    bool own_outline = p->outline_px >= 0, any = p->border_px > 0 || p->casing_px > 0;
    unsigned borders = KIND(SHORE_BORDER) | (own_outline ? 0 : KIND(SHORE_OUTLINE));
    /* Where water is cut away, lines on it would hang in the air. */
    bool wet = d->shore->water && d->scene->map->look.context && !is_clipped(d);
    if (any && wet)
        draw_pieces(d, KIND(SHORE_BORDER_ON_WATER), p->cover[COVER_WATER_BORDER], l->water_border,
                    false);
    draw_pieces(d, borders, p->casing, p->casing_px * l->casing, true);
    draw_pieces(d, borders, p->border, p->border_px * l->border, true);
    if (wet && (own_outline ? p->outline_px > 0 : any))
        draw_pieces(d, KIND(SHORE_OUTLINE_ON_WATER), p->cover[COVER_WATER_OUTLINE],
                    l->water_outline, false);
    if (own_outline)
        draw_pieces(d, KIND(SHORE_OUTLINE), p->cover[COVER_OUTLINE], p->outline_px * l->outline,
                    true);
}

/* ---- context ---------------------------------------------------------------------------- */

static void fill_all(map_drawing *d, const geometry *g, rgba fill) {
    if (!fill.a) return;
    map_path_clear(&d->path);
    for (district_id k = 0; k < g->n_districts; k++) map_add_rings(d, g, k);
    canvas_path p = map_take(d);
    canvas_area(d->canvas, &p, fill, NULL);
}

static void draw_water(map_drawing *d) {
    const paint *p = &d->scene->map->paint;
    const context_style *style = &d->scene->map->atlas->context[d->water].style;
    if (!d->wet) return;
    if (!is_clipped(d)) fill_all(d, d->wet, p->cover[COVER_FILL(d->water)]);
    draw_pieces(d, KIND(SHORE_LINE), p->cover[COVER_LINE(d->water)],
                style->width_px * d->style->lines.shoreline, true);
}

/* Lines of a context keep off the labels. */
static void stroke_context(map_drawing *d, rgba color, double width) {
    map_path_cut_out(&d->path, d->gap, d->n_gaps);
    map_stroke(d, color, width * d->style->lines.context, true);
}

static err_code draw_area(map_drawing *d, size_t i, err *e) {
    const atlas_context *k = &d->scene->map->atlas->context[i];
    const paint *p = &d->scene->map->paint;
    const coverage *c = d->scene->context[i]->areas;
    coverage_level *l = NULL;
    geometry *g = NULL;
    if (!c) return ERR_OK;
    err_code rc = coverage_level_make(c, d->scene->tolerance, &l, e);
    if (!rc) rc = coverage_rings_make(c, l, &g, e);
    if (!rc) {
        fill_all(d, g, p->cover[COVER_FILL(i)]);
        map_path_clear(&d->path);
        for (size_t a = 0; a < l->n_arcs; a++)
            map_path_add_line(&d->path, d->frame, MAP_REACH_PX, l->x + l->first[a],
                              l->y + l->first[a], l->first[a + 1] - l->first[a]);
        stroke_context(d, p->cover[COVER_LINE(i)], k->style.width_px);
    }
    geometry_free(g);
    coverage_level_free(l);
    return rc;
}

static err_code draw_lines(map_drawing *d, size_t i, err *e) {
    const atlas_context *k = &d->scene->map->atlas->context[i];
    const polylines *l = d->scene->context[i]->lines;
    if (!l) return ERR_OK;
    double *xy = malloc((2 * l->n_points + 1) * sizeof *xy), *y = xy + l->n_points;
    if (!xy) return err_nomem(e);
    map_path_clear(&d->path);
    for (size_t a = 0; a < l->n; a++) {
        size_t n = 0;
        for (uint32_t j = l->first[a]; j < l->first[a + 1]; j++) {
            if ((double)l->weight[j] < d->scene->tolerance) continue;
            xy[n] = l->x[j];
            y[n++] = l->y[j];
        }
        map_path_add_line(&d->path, d->frame, MAP_REACH_PX, xy, y, n);
    }
    free(xy);
    stroke_context(d, d->scene->map->paint.cover[COVER_LINE(i)], k->style.width_px);
    return ERR_OK;
}

static err_code draw_context(map_drawing *d, size_t i, err *e) {
    const context_style *style = &d->scene->map->atlas->context[i].style;
    if (style->kind == CONTEXT_LINE) return draw_lines(d, i, e);
    if (style->kind != CONTEXT_POINT) return draw_area(d, i, e);
    return ERR_OK;
}

/* What water would have covered ends at the shore where there is none. */
static err_code draw_context_on_land(map_drawing *d, size_t i, err *e) {
    canvas_push(d->canvas, 0, 0);
    map_clip_to_land(d);
    err_code rc = draw_context(d, i, e);
    canvas_pop(d->canvas);
    return rc;
}

static err_code draw_contexts(map_drawing *d, context_place place, err *e) {
    const atlas *a = d->scene->map->atlas;
    err_code rc = ERR_OK;
    for (size_t i = 0; i < a->n_contexts && !rc && d->scene->map->look.context; i++) {
        if (a->context[i].style.place != place || !map_shows(d->scene, d->frame, i)) continue;
        bool under_water = d->wet && i < d->water && place == CONTEXT_OVER;
        if (i == d->water)
            draw_water(d);
        else if (is_clipped(d) && under_water)
            rc = draw_context_on_land(d, i, e);
        else
            rc = draw_context(d, i, e);
    }
    return rc;
}

/* ---- groups ---- */

static void add_edges(map_drawing *d, const bool *of) {
    const coverage *c = d->scene->borders;
    const coverage_level *l = d->scene->level;
    for (size_t k = 0; k < c->n_arcs; k++) {
        const arc *a = &c->arcs[k];
        bool left = a->left != DISTRICT_NONE && of[a->left];
        bool right = a->right != DISTRICT_NONE && of[a->right];
        if (left != right)
            map_path_add_line(&d->path, d->frame, MAP_REACH_PX, l->x + l->first[k],
                              l->y + l->first[k], l->first[k + 1] - l->first[k]);
    }
}

/* Around whole areas, on water too; one casing under all, as tiles have it. */
static void draw_groups(map_drawing *d) {
    const choropleth *c = d->scene->map;
    double k = d->style->lines.group;
    map_path_clear(&d->path);
    for (size_t i = 0; i < c->n_groups; i++) add_edges(d, choropleth_group(c, i));
    map_stroke(d, c->paint.cover[COVER_GROUP_CASING], GROUP_CASING_PX * k, true);
    for (size_t i = 0; i < c->n_groups; i++) {
        map_path_clear(&d->path);
        add_edges(d, choropleth_group(c, i));
        map_stroke(d, c->paint.cover[COVER_GROUP + i], GROUP_LINE_PX * k, true);
    }
}

/* ---- the whole -------------------------------------------------------------------------- */

static err_code draw_all(map_drawing *d, err *e) {
    err_code rc = draw_contexts(d, CONTEXT_UNDER, e);
    if (!rc) rc = map_fill(d, e);
    if (!rc) rc = draw_contexts(d, CONTEXT_OVER, e);
    if (rc) return rc;
    draw_borders(d);
    rc = draw_contexts(d, CONTEXT_TOP, e);
    if (!rc && d->scene->map->n_groups) draw_groups(d);
    if (!rc) map_write_labels(d);
    return rc;
}

void map_plan_free(map_plan *p) {
    if (!p) return;
    label_plan_free(p->labels);
    shore_free(p->shore);
    geometry_free(p->wet);
    geometry_free(p->whole);
    map_path_free(&p->path);
    free(p->gap);
    free(p);
}

err_code map_plan_make(const map_scene *s, const map_frame *f, const map_style *style,
                       map_plan **out, err *e) {
    map_plan *d = calloc(1, sizeof *d);
    if (!d) return err_nomem(e);
    d->scene = s, d->frame = f, d->style = style;
    d->water = water_of(s, f);
    err_code rc = make_shore(d, e);
    if (!rc) rc = make_districts(d, e);
    if (!rc) rc = map_place_labels(d, e);
    if (rc)
        map_plan_free(d);
    else
        *out = d;
    return rc;
}

const geometry *map_plan_land(const map_plan *p) { return p->shore->land; }
const geometry *map_plan_water(const map_plan *p) { return p->wet; }
const label_plan *map_plan_labels(const map_plan *p) { return p->labels; }

err_code map_plan_label_again(map_plan *p, err *e) {
    label_plan_free(p->labels);
    p->labels = NULL;
    p->n_gaps = 0;
    return map_place_labels(p, e);
}

err_code map_plan_keep_clear(map_plan *p, const rect *out, size_t n, err *e) {
    err_code rc = array_reserve(&p->gap, &p->gap_cap, p->n_gaps + n, sizeof *p->gap, e);
    for (size_t i = 0; i < n && !rc; i++) p->gap[p->n_gaps++] = out[i];
    return rc;
}

err_code map_plan_draw(map_plan *d, canvas *c, err *e) {
    d->canvas = c;
    canvas_push(c, 0, 0);
    canvas_clip_box(c, d->frame->at);
    canvas_push_faded(c, d->scene->map->paint.opacity);
    err_code rc = draw_all(d, e);
    canvas_pop(c);
    canvas_pop(c);
    return !rc && d->path.failed ? err_nomem(e) : rc;
}

err_code map_draw(canvas *c, const map_scene *s, const map_frame *f, const map_style *style,
                  err *e) {
    map_plan *p = NULL;
    err_code rc = map_plan_make(s, f, style, &p, e);
    if (!rc) rc = map_plan_draw(p, c, e);
    map_plan_free(p);
    return rc;
}
