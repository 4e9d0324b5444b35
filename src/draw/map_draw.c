#include "draw/map_draw.h"
#include "draw/map_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define TOLERANCE_PX2 (1.0 / 16) /* of a device pixel: as tiles have it */

const map_style map_style_screen = {.labels = &label_style_screen,
                                    .measures = shore_measures_screen};

/* ---- the scene -------------------------------------------------------------------------- */

err_code map_scene_make(const choropleth *c, const map_frame *f, map_scene *out, err *e) {
    double pixel = 1 / (f->scale * f->detail);
    *out = (map_scene){
        .map = c, .layer = choropleth_layer(c), .tolerance = pixel * pixel * TOLERANCE_PX2};
    return coverage_level_make(out->layer->borders, out->tolerance, &out->level, e);
}

void map_scene_free(map_scene *s) {
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
    err_code rc = arc_index_query(s->layer->index, r, &near, e);
    *out = !rc;
    for (size_t i = 0; i < near.count && *out; i++) {
        uint32_t k = near.arc[i];
        *out =
            !line_meets(l->x + l->first[k], l->y + l->first[k], l->first[k + 1] - l->first[k], r);
    }
    if (*out) {
        rc = arc_index_district_at(s->layer->index, l, (r.x0 + r.x1) / 2, (r.y0 + r.y1) / 2, &near,
                                   &at, e);
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
        const context_data *data = a->context[i].data;
        bool within = a->context[i].style.kind == CONTEXT_WATER; /* the layer: it is clipped */
        if (map_shows(s, f, i) && !within && rect_touches(data->bounds, r)) return ERR_OK;
    }
    return layer_is_free(s, r, out, e);
}

/* ---- what is seen of the atlas ---------------------------------------------------------- */

bool map_shows(const map_scene *s, const map_frame *f, size_t context) {
    const atlas *a = s->map->atlas;
    const atlas_context *k = &a->context[context];
    double zoom = log2(f->scale / grid_pixels_per_m(0, GRID_TILE_PX));
    return k->data && k->with[a->indicator_layer[s->map->indicator]] &&
           zoom >= k->style.zoom_min - 0.5 && zoom < k->style.zoom_max + 0.5;
}

/* The layer's water, if it is drawn or cut away. */
static size_t water_of(const map_scene *s, const map_frame *f) {
    const look *l = &s->map->look;
    size_t w = atlas_water_of(s->map->atlas, s->map->atlas->indicator_layer[s->map->indicator]);
    bool wanted = w != SIZE_MAX && (l->context || l->clip) && map_shows(s, f, w);
    return wanted && s->map->atlas->context[w].data->areas ? w : SIZE_MAX;
}

static double meters_on_map(const map_scene *s) { /* units a meter on the ground */
    rect b = s->layer->shape->bounds;
    double lon, lat;
    if (rect_is_empty(b)) return 1;
    grid_unproject(0, (b.y0 + b.y1) / 2, &lon, &lat);
    return 1 / cos(lat * (3.14159265358979323846 / 180));
}

static err_code rings_at(const coverage *c, double tolerance, geometry **out, err *e) {
    coverage_level *l = NULL;
    err_code rc = coverage_level_make(c, tolerance, &l, e);
    if (!rc) rc = coverage_rings_make(c, l, out, e);
    coverage_level_free(l);
    return rc;
}

static err_code make_shore(map_drawing *d, const map_style *style, err *e) {
    const map_scene *s = d->scene;
    geometry *water = NULL;
    shore_measures m = style->measures(1 / d->frame->scale, meters_on_map(s));
    err_code rc = ERR_OK;
    if (d->water != SIZE_MAX)
        rc = rings_at(s->map->atlas->context[d->water].data->areas, s->tolerance, &water, e);
    if (!rc) rc = shore_make(s->layer->borders, s->level, water, &m, &d->shore, e);
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
    err_code rc = coverage_rings_make(d->scene->layer->borders, d->scene->level, &d->whole, e);
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

void map_clip_to_land(map_drawing *d) {
    map_path_clear(&d->path);
    for (district_id k = 0; k < d->shore->land->n_districts; k++)
        map_add_rings(d, d->shore->land, k);
    canvas_path land = map_take(d);
    canvas_clip_path(d->canvas, &land);
}

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

#define WATER_BORDER_PX  1.0
#define WATER_OUTLINE_PX 0.8

static void draw_borders(map_drawing *d) {
    const paint *p = &d->scene->map->paint;
    bool own_outline = p->outline_px >= 0, any = p->border_px > 0 || p->casing_px > 0;
    unsigned borders = KIND(SHORE_BORDER) | (own_outline ? 0 : KIND(SHORE_OUTLINE));
    /* Where water is cut away, lines on it would hang in the air. */
    bool wet = d->shore->water && d->scene->map->look.context && !is_clipped(d);
    if (any && wet)
        draw_pieces(d, KIND(SHORE_BORDER_ON_WATER), p->cover[COVER_WATER_BORDER], WATER_BORDER_PX,
                    false);
    draw_pieces(d, borders, p->casing, p->casing_px, true);
    draw_pieces(d, borders, p->border, p->border_px, true);
    if (wet && (own_outline ? p->outline_px > 0 : any))
        draw_pieces(d, KIND(SHORE_OUTLINE_ON_WATER), p->cover[COVER_WATER_OUTLINE],
                    WATER_OUTLINE_PX, false);
    if (own_outline)
        draw_pieces(d, KIND(SHORE_OUTLINE), p->cover[COVER_OUTLINE], p->outline_px, true);
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
    draw_pieces(d, KIND(SHORE_LINE), p->cover[COVER_LINE(d->water)], style->width_px, true);
}

/* Lines of a context keep off the labels. */
static void stroke_context(map_drawing *d, rgba color, double width) {
    map_path_cut_out(&d->path, d->gap, d->n_gaps);
    map_stroke(d, color, width, true);
}

static err_code draw_area(map_drawing *d, size_t i, err *e) {
    const atlas_context *k = &d->scene->map->atlas->context[i];
    const paint *p = &d->scene->map->paint;
    const coverage *c = k->data->areas;
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
    const polylines *l = k->data->lines;
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

/* ---- the whole -------------------------------------------------------------------------- */

static err_code draw_all(map_drawing *d, err *e) {
    err_code rc = draw_contexts(d, CONTEXT_UNDER, e);
    if (!rc) rc = map_fill(d, e);
    if (!rc) rc = draw_contexts(d, CONTEXT_OVER, e);
    if (rc) return rc;
    draw_borders(d);
    rc = draw_contexts(d, CONTEXT_TOP, e);
    if (!rc) map_write_labels(d);
    return rc;
}

static void free_drawing(map_drawing *d) {
    label_plan_free(d->labels);
    shore_free(d->shore);
    geometry_free(d->wet);
    geometry_free(d->whole);
    map_path_free(&d->path);
    free(d->gap);
}

err_code map_draw(canvas *c, const map_scene *s, const map_frame *f, const map_style *style,
                  err *e) {
    map_drawing d = {.canvas = c, .scene = s, .frame = f, .water = water_of(s, f)};
    err_code rc = make_shore(&d, style, e);
    if (!rc) rc = make_districts(&d, e);
    if (!rc) rc = map_plan_labels(&d, style->labels, e);
    canvas_push(c, 0, 0);
    canvas_clip_box(c, f->at);
    canvas_push_faded(c, s->map->paint.opacity);
    if (!rc) rc = draw_all(&d, e);
    canvas_pop(c);
    canvas_pop(c);
    if (!rc && d.path.failed) rc = err_nomem(e);
    free_drawing(&d);
    return rc;
}
