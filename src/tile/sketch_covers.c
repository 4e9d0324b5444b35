/* sketch_covers: what lies over the districts of a tile: contexts, lines on water, the layer's
 * outline and labels, each drawn to a plane of its own; then the districts' spans are cut where
 * that changes. */
#include "base/buf.h"
#include "tile/sketch_parts.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define BORDER_ON_WATER_PX  1.0 /* visual.md, Water */
#define OUTLINE_ON_WATER_PX 0.8

void cover_planes_free(cover_planes *p) {
    for (int k = 0; k < COVERS; k++) free(p->level[k]);
    free(p->text);
    free(p->halo);
    free(p->owner);
    free(p->label);
    free(p->changes);
    free(p->spans);
    free(p->covers);
}

/* ---- planes ----------------------------------------------------------------------------- */

static size_t pixels_of(const cover_planes *p) { return (size_t)p->size * p->size; }

#define SIDE_MAX 512 /* pixels of a tile */

/* Memory of the largest tile, cleared for this one. */
static err_code clear_bytes(const cover_planes *p, void *memory, size_t each, err *e) {
    void **at = memory;
    if (!*at) *at = malloc(SIDE_MAX * SIDE_MAX * each);
    if (!*at) return err_nomem(e);
    memset(*at, 0, pixels_of(p) * each);
    return ERR_OK;
}

typedef struct ink_use { /* which inks a drawing's fill and stroke are; COVERS: none */
    unsigned fill, line;
    uint8_t place;
    bool hairline;
} ink_use;

/* A new plane above the others; *out: its levels.  COVERS: none is needed. */
static err_code add_plane(cover_planes *p, unsigned id, const ink_use *use, uint8_t **out, err *e) {
    *out = NULL;
    if (id == COVERS) return ERR_OK;
    err_code rc = clear_bytes(p, &p->level[id], 1, e);
    if (rc) return rc;
    bool hairline = use->hairline && id == use->line;
    *out = p->level[id];
    p->plane[p->count++] = (cover_plane){(uint8_t)id, use->place, hairline, *out};
    return ERR_OK;
}

static uint8_t share_of(const raster_span *s, district_id d) {
    for (int i = 0; i < s->n_parts; i++)
        if (s->part[i].district == d) return (uint8_t)(s->part[i].share * COVER_FULL + 0.5F);
    return 0;
}

static bool shows(const raster_span *spans, size_t n, const ink_use *use) {
    for (const raster_span *s = spans; s < spans + n; s++)
        if ((use->fill != COVERS && share_of(s, 0)) || (use->line != COVERS && s->ink[1] > 0))
            return true;
    return false;
}

/* Ends a drawing in which district 0 is what is filled, and the second ink the line. */
static err_code take_planes(sketch *s, const ink_use *use, err *e) {
    const raster_span *spans;
    size_t n;
    uint8_t *fill, *line;
    err_code rc = raster_finish(s->raster, &spans, &n, e);
    if (rc || !shows(spans, n, use)) return rc;
    rc = add_plane(&s->planes, use->fill, use, &fill, e);
    if (!rc) rc = add_plane(&s->planes, use->line, use, &line, e);
    for (size_t i = 0; i < n && !rc; i++) {
        size_t at = (size_t)spans[i].y * s->planes.size + spans[i].x;
        if (fill) memset(fill + at, share_of(&spans[i], 0), spans[i].len);
        if (line) memset(line + at, (int)(spans[i].ink[1] * COVER_FULL + 0.5F), spans[i].len);
    }
    return rc;
}

/* ---- drawings --------------------------------------------------------------------------- */

static void begin(sketch *s, const sketch_input *in, double line_px) {
    const double ink_px[RASTER_INKS] = {0, line_px * in->scale};
    raster_begin(s->raster, s->planes.size, s->planes.size, ink_px);
    raster_corner(s->raster, DISTRICT_NONE);
}

/* The arcs of an area near the tile; stroked or not. */
static err_code add_area(sketch *s, const sketch_input *in, const coverage *c,
                         const coverage_level *l, const arc_index *index, double line_px,
                         bool stroked, err *e) {
    rect r = grid_tile_bounds(in->tile);
    district_id corner = DISTRICT_NONE;
    err_code rc = arc_index_district_at(index, l, r.x0, r.y1, &s->ray, &corner, e);
    raster_corner(s->raster, corner);
    /* The list of the districts' own arcs is s->arcs, and still needed. */
    if (!rc) rc = arc_index_query(index, sketch_reach(in, line_px * in->scale / 2 + 1), &s->ray, e);
    for (size_t i = 0; i < s->ray.count && !rc; i++) {
        uint32_t k = s->ray.arc[i];
        rc = sketch_add_line(s, in,
                             &(sketch_line){.x = l->x + l->first[k],
                                            .y = l->y + l->first[k],
                                            .n = l->first[k + 1] - l->first[k],
                                            .left = c->arcs[k].left,
                                            .right = c->arcs[k].right,
                                            .stroked = stroked},
                             e);
    }
    return rc;
}

typedef struct visited { /* lines of a context, while they are visited */
    sketch *sketch;
    const sketch_input *in;
    const polylines *lines;
    rect reach;
    err_code rc;
    err *e;
} visited;

static bool add_visited(void *data, size_t place) {
    visited *v = data;
    uint32_t k = v->lines->index->item[place], first = v->lines->first[k];
    if (!rect_touches(v->lines->bounds[k], v->reach)) return true;
    v->rc =
        sketch_add_line(v->sketch, v->in,
                        &(sketch_line){.x = v->lines->x + first,
                                       .y = v->lines->y + first,
                                       .weight = v->lines->weight + first,
                                       .n = v->lines->first[k + 1] - first,
                                       .least = sketch_tolerance_m2(v->in->tile.z, v->in->scale),
                                       .left = DISTRICT_NONE,
                                       .right = DISTRICT_NONE,
                                       .stroked = true},
                        v->e);
    return !v->rc;
}

static err_code add_lines(sketch *s, const sketch_input *in, const polylines *l, double px,
                          err *e) {
    visited v = {s, in, l, sketch_reach(in, px * in->scale / 2 + 1), ERR_OK, e};
    box_tree_visit(l->index, &v.reach, add_visited, &v);
    return v.rc;
}

static err_code draw_water(sketch *s, const sketch_input *in, const shore *sh, double px, err *e) {
    if (!sh->water) return ERR_OK;
    err_code rc = add_area(s, in, sh->water, sh->water_level, sh->water_index, px, false, e);
    return rc ? rc : sketch_add_pieces(s, in, sh, 1U << SHORE_LINE, px, e);
}

static err_code draw_area(sketch *s, cache *c, const sketch_input *in, size_t i, double px,
                          err *e) {
    const context_data *d = in->atlas->context[i].data;
    kept *level = NULL;
    err_code rc = kept_context(c, in, i, &level, e);
    if (!rc) rc = add_area(s, in, d->areas, kept_as_level(level), d->index, px, true, e);
    kept_drop(level);
    return rc;
}

static bool is_seen(context_color c) { return c.light.a || c.dark.a; }

static err_code draw_context(sketch *s, cache *c, const sketch_input *in, size_t i, const shore *sh,
                             err *e) {
    const atlas_context *x = &in->atlas->context[i];
    double px = is_seen(x->style.line) ? x->style.width_px : 0;
    bool area = x->data->shape == CONTEXT_POLYGONS, water = x->style.kind == CONTEXT_WATER;
    ink_use use = {.fill = area && is_seen(x->style.fill) ? COVER_FILL((unsigned)i) : COVERS,
                   .line = px > 0 ? COVER_LINE((unsigned)i) : COVERS,
                   .place = (uint8_t)x->style.place,
                   .hairline = !water};
    if (x->data->shape == CONTEXT_POINTS) return ERR_OK; /* they are labels */
    begin(s, in, px);
    err_code rc;
    if (water)
        rc = draw_water(s, in, sh, px, e);
    else if (area)
        rc = draw_area(s, c, in, i, px, e);
    else
        rc = add_lines(s, in, x->data->lines, px, e);
    return rc ? rc : take_planes(s, &use, e);
}

static err_code draw_contexts(sketch *s, cache *c, const sketch_input *in, context_place place,
                              const shore *sh, err *e) {
    err_code rc = ERR_OK;
    for (size_t i = 0; i < in->atlas->n_contexts && !rc; i++)
        if ((in->contexts >> i & 1) && in->atlas->context[i].style.place == place)
            rc = draw_context(s, c, in, i, sh, e);
    return rc;
}

/* ---- lines of the layer ----------------------------------------------------------------- */

static err_code draw_pieces(sketch *s, const sketch_input *in, const shore *sh, shore_kind kind,
                            unsigned id, double px, err *e) {
    ink_use use = {.fill = COVERS, .line = id, .place = CONTEXT_TOP};
    if (px <= 0) return ERR_OK;
    begin(s, in, px);
    err_code rc = sketch_add_pieces(s, in, sh, 1U << kind, px, e);
    return rc ? rc : take_planes(s, &use, e);
}

typedef struct edge { /* a line along borders */
    size_t from, to;  /* around each of the map's groups [from, to); equal: around the layer */
    unsigned id;      /* its ink */
    double px;
} edge;

static bool is_member(const bool *of, district_id d) { return d != DISTRICT_NONE && of[d]; }

static bool runs_along(const edge *line, const sketch_input *in, const arc *a) {
    if (line->from == line->to) return a->left == DISTRICT_NONE || a->right == DISTRICT_NONE;
    for (size_t i = line->from; i < line->to; i++) {
        const bool *of = choropleth_group(in->map, i);
        if (is_member(of, a->left) != is_member(of, a->right)) return true;
    }
    return false;
}

static err_code draw_edge(sketch *s, cache *c, const sketch_input *in, const edge *line, err *e) {
    ink_use use = {.fill = COVERS, .line = line->id, .place = CONTEXT_TOP};
    const atlas_layer *layer = &in->atlas->layer[in->layer];
    double px = line->px;
    kept *level = NULL;
    begin(s, in, px);
    err_code rc = kept_level(c, in, &level, e);
    if (!rc)
        rc = arc_index_query(layer->index, sketch_reach(in, px * in->scale / 2 + 1), &s->ray, e);
    for (size_t i = 0; i < s->ray.count && !rc; i++) {
        uint32_t k = s->ray.arc[i];
        const arc *a = &layer->borders->arcs[k];
        const coverage_level *l = kept_as_level(level);
        if (!runs_along(line, in, a)) continue;
        rc = sketch_add_line(s, in,
                             &(sketch_line){.x = l->x + l->first[k],
                                            .y = l->y + l->first[k],
                                            .n = l->first[k + 1] - l->first[k],
                                            .left = DISTRICT_NONE,
                                            .right = DISTRICT_NONE,
                                            .stroked = true},
                             e);
    }
    kept_drop(level);
    return rc ? rc : take_planes(s, &use, e);
}

/* Borders on water; the outline there, then on land.  Without an outline of its own it is a border
 * like others. */
static err_code draw_layer_lines(sketch *s, cache *c, const sketch_input *in, const shore *sh,
                                 err *e) {
    bool bordered = in->border_px > 0 || in->casing_px > 0, own = in->outline_px >= 0;
    const edge around = {.id = COVER_OUTLINE, .px = in->outline_px};
    if (!sh) return in->outline_px > 0 ? draw_edge(s, c, in, &around, e) : ERR_OK;
    double border = bordered ? BORDER_ON_WATER_PX : 0;
    double outline = own ? (in->outline_px > 0 ? OUTLINE_ON_WATER_PX : 0) : border;
    err_code rc = draw_pieces(s, in, sh, SHORE_BORDER_ON_WATER, COVER_WATER_BORDER, border, e);
    if (!rc) rc = draw_pieces(s, in, sh, SHORE_OUTLINE_ON_WATER, COVER_WATER_OUTLINE, outline, e);
    if (!rc && own) rc = draw_pieces(s, in, sh, SHORE_OUTLINE, COVER_OUTLINE, in->outline_px, e);
    return rc;
}

/* Around whole areas, on water too; one casing under all, so that none hides another's line. */
static err_code draw_groups(sketch *s, cache *c, const sketch_input *in, err *e) {
    const edge casing = {0, in->n_groups, COVER_GROUP_CASING, GROUP_CASING_PX};
    err_code rc = in->n_groups ? draw_edge(s, c, in, &casing, e) : ERR_OK;
    for (size_t i = 0; i < in->n_groups && !rc; i++) {
        const edge line = {i, i + 1, COVER_GROUP + (unsigned)i, GROUP_LINE_PX};
        rc = draw_edge(s, c, in, &line, e);
    }
    return rc;
}

/* ---- labels ----------------------------------------------------------------------------- */

typedef struct lettering { /* while labels are visited */
    sketch *sketch;
    const sketch_input *in;
    int64_t x0, y0; /* device pixel of the tile's upper left corner */
    err_code rc;
    err *e;
} lettering;

/* The part of a mask within the tile: columns [x0, x1) of its row y. */
typedef struct mask_part {
    int64_t dx, dy; /* from the mask to the tile */
    uint32_t x0, x1, y0, y1;
} mask_part;

static uint32_t within(int64_t v, uint32_t max) {
    return v < 0 ? 0 : v > (int64_t)max ? max : (uint32_t)v;
}

static mask_part part_of(const lettering *l, const label_mask *m) {
    int64_t size = l->sketch->planes.size;
    mask_part p = {.dx = m->x - l->x0, .dy = m->y - l->y0};
    p.x0 = within(-p.dx, m->width), p.x1 = within(size - p.dx, m->width);
    p.y0 = within(-p.dy, m->height), p.y1 = within(size - p.dy, m->height);
    return p;
}

static void clear_hairlines(cover_planes *p, size_t at) {
    for (size_t k = 0; k < p->count; k++)
        if (p->plane[k].hairline) p->plane[k].level[at] = 0;
}

static void write_mask(lettering *l, const label_mask *m, uint16_t owner, bool on_ground) {
    cover_planes *p = &l->sketch->planes;
    mask_part part = part_of(l, m);
    for (uint32_t y = part.y0; y < part.y1; y++)
        for (uint32_t x = part.x0; x < part.x1; x++) {
            size_t from = (size_t)y * m->width + x;
            size_t at = (size_t)(y + part.dy) * p->size + (size_t)(x + part.dx);
            if (m->clear[from]) clear_hairlines(p, at);
            if (m->halo[from] > p->halo[at] && !on_ground) p->halo[at] = m->halo[from];
            if (m->text[from] <= p->text[at]) continue;
            p->text[at] = m->text[from];
            p->owner[at] = owner;
        }
}

static err_code own_label(cover_planes *p, const label *l, err *e) {
    err_code rc = array_reserve(&p->label, &p->label_cap, p->n_labels + 1, sizeof *p->label, e);
    if (!rc) p->label[p->n_labels++] = l->district;
    return rc;
}

static void write_label(void *data, const label *l) {
    lettering *x = data;
    cover_planes *p = &x->sketch->planes;
    label_mask m;
    if (x->rc || p->n_labels == UINT16_MAX) return;
    x->rc = own_label(p, l, x->e);
    if (!x->rc)
        x->rc = label_pen_draw(x->sketch->pen, l, &label_style_screen, x->in->scale, &m, x->e);
    if (!x->rc) write_mask(x, &m, (uint16_t)(p->n_labels - 1), l->district == DISTRICT_NONE);
}

static err_code begin_text(sketch *s, err *e) {
    cover_planes *p = &s->planes;
    err_code rc = s->pen ? ERR_OK : label_pen_create(&s->pen, e);
    if (!rc) rc = clear_bytes(p, &p->text, 1, e);
    if (!rc) rc = clear_bytes(p, &p->halo, 1, e);
    if (!rc) rc = clear_bytes(p, &p->owner, sizeof *p->owner, e);
    return rc;
}

static err_code draw_labels(sketch *s, cache *c, const sketch_input *in, err *e) {
    pixel_window w = grid_tile_window(in->tile, GRID_TILE_PX);
    lettering l = {s, in, w.x0 * in->scale, w.y0 * in->scale, ERR_OK, e};
    kept *plan = NULL;
    err_code rc = begin_text(s, e);
    if (!rc) rc = kept_labels(c, in, &plan, e);
    if (rc) return rc;
    label_plan_visit(kept_as_labels(plan), w.x0, w.y0, w.x0 + w.width, w.y0 + w.height, write_label,
                     &l);
    s->planes.has_text = s->planes.n_labels > 0;
    kept_drop(plan);
    return l.rc;
}

err_code sketch_covers_draw(sketch *s, cache *c, const sketch_input *in, const shore *sh, err *e) {
    cover_planes *p = &s->planes;
    p->size = GRID_TILE_PX * in->scale;
    p->count = p->n_labels = 0;
    p->has_text = false;
    err_code rc = draw_contexts(s, c, in, CONTEXT_UNDER, sh, e);
    if (!rc) rc = draw_contexts(s, c, in, CONTEXT_OVER, sh, e);
    if (!rc) rc = draw_layer_lines(s, c, in, sh, e);
    if (!rc) rc = draw_contexts(s, c, in, CONTEXT_TOP, sh, e);
    if (!rc) rc = draw_groups(s, c, in, e);
    if (!rc && in->labels != LABELS_NONE) rc = draw_labels(s, c, in, e);
    return rc;
}

/* ---- cutting ---------------------------------------------------------------------------- */

static void mark_changes(uint8_t *changes, const uint8_t *row, uint32_t n) {
    for (uint32_t x = 1; x < n; x++) changes[x] |= row[x] ^ row[x - 1];
}

static void find_changes(cover_planes *p, uint32_t y) {
    size_t at = (size_t)y * p->size;
    memset(p->changes, 0, p->size);
    for (size_t k = 0; k < p->count; k++) mark_changes(p->changes, p->plane[k].level + at, p->size);
    if (!p->has_text) return;
    mark_changes(p->changes, p->text + at, p->size);
    mark_changes(p->changes, p->halo + at, p->size);
    for (uint32_t x = 1; x < p->size; x++)
        p->changes[x] |= p->owner[at + x] != p->owner[at + x - 1];
}

static cover cover_at(const cover_planes *p, size_t at) {
    cover c = cover_none;
    for (size_t k = 0; k < p->count; k++)
        cover_add(&c, p->plane[k].id, p->plane[k].place, p->plane[k].level[at]);
    if (!p->has_text) return c;
    c.halo = p->halo[at];
    c.text = p->text[at];
    if (c.text) c.label = p->label[p->owner[at]];
    return c;
}

static err_code cut_span(cover_planes *p, const raster_span *s, err *e) {
    err_code rc = array_reserve(&p->spans, &p->spans_cap, p->n_spans + s->len, sizeof *p->spans, e);
    if (!rc)
        rc = array_reserve(&p->covers, &p->covers_cap, p->n_spans + s->len, sizeof *p->covers, e);
    if (rc) return rc;
    for (uint32_t x = s->x, end = s->x + s->len, to; x < end; x = to) {
        to = x + 1;
        while (to < end && !p->changes[to]) to++;
        p->covers[p->n_spans] = cover_at(p, (size_t)s->y * p->size + x);
        raster_span *cut = &p->spans[p->n_spans++];
        *cut = *s;
        cut->x = (uint16_t)x;
        cut->len = (uint16_t)(to - x);
    }
    return ERR_OK;
}

err_code sketch_covers_cut(sketch *s, const raster_span *spans, size_t n, err *e) {
    cover_planes *p = &s->planes;
    if (!p->changes && !(p->changes = malloc(SIDE_MAX))) return err_nomem(e);
    p->n_spans = 0;
    err_code rc = ERR_OK;
    for (size_t i = 0; i < n && !rc; i++) {
        if (!spans[i].x) find_changes(p, spans[i].y);
        rc = cut_span(p, &spans[i], e);
    }
    return rc;
}
