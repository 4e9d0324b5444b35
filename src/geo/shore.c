/* Everything is overlaid by coverage_build(), on a grid that holds the layer's own points: exact,
 * the same on every machine, and with points in common wherever lines meet.  First the water is
 * cleaned (shore_water.c); then it is laid over the districts, which gives the land, the shore and
 * the borders on land; then the land is laid over the districts, which leaves the borders on water.
 */
#include "geo/shore.h"
#include "geo/coverage_rings.h"
#include "geo/shore_lines.h"
#include "geo/shore_water.h"

#include <math.h>
#include <stdlib.h>

shore_measures shore_measures_screen(double px, double m) {
    return (shore_measures){.near = 0.9 * px,
                            .least_piece = 3 * px,
                            .outline_near = fmax(30 * m, 0.9 * px),
                            .least_ring = 27 * px,
                            .least_outline = 9 * px,
                            .shore_apart = 35 * m,
                            .thin = 36 * m,
                            .least_water = 12 * px * px,
                            .least_island = 5 * px * px};
}

shore_measures shore_measures_paper(double mm, double m, bool small) {
    return (shore_measures){.near = 0.22 * mm,
                            .least_piece = 0.8 * mm,
                            .outline_near = fmax(30 * m, 0.22 * mm),
                            .least_ring = 7 * mm,
                            .least_outline = 2.4 * mm,
                            .shore_apart = 35 * m,
                            .thin = 36 * m,
                            .least_water = (small ? 0.8 : 1) * mm * mm,
                            .least_island = (small ? 0.3 : 0.4) * mm * mm};
}

/* ---- overlays ---- */

/* District 0 of `top` over the districts, which are counted from 1. */
static err_code overlay(const geometry *top, const geometry *layer, double snap, shore_cover *out,
                        err *e) {
    geometry_builder *b = NULL;
    geometry *g = NULL;
    size_t n = layer->n_districts;
    err_code rc = geometry_builder_create(&b, e);
    if (!rc)
        rc = geometry_builder_reserve(b, top->n_rings + layer->n_rings,
                                      top->n_points + layer->n_points, e);
    if (!rc) rc = shore_cover_add(b, top, 0, 0, e);
    for (district_id d = 0; d < n && !rc; d++) rc = shore_cover_add(b, layer, d, d + 1, e);
    if (rc) {
        geometry_builder_free(b);
        return rc;
    }
    rc = geometry_builder_finish(b, n + 1, &g, e);
    return rc ? rc : shore_cover_build(g, snap, out, e);
}

static err_code cut_by_land(const geometry *layer, double snap, shore_cuts *cuts, err *e) {
    const shore_cover *v = &cuts->by_water;
    geometry *land = NULL;
    district_id *label = calloc(v->c->n_districts, sizeof *label);
    if (!label) return err_nomem(e);
    label[0] = DISTRICT_NONE;
    err_code rc = shore_cover_rings(v->c, v->l, label, &land, e);
    if (!rc) rc = overlay(land, layer, snap, &cuts->by_land, e);
    geometry_free(land);
    free(label);
    return rc;
}

/* ---- results ---- */

/* The districts' rings without the water's. */
static err_code keep_land(const shore_cover *v, geometry **out, err *e) {
    size_t n = v->c->n_districts - 1;
    shore_cover moved = {0};
    district_id *label = malloc((n + 1) * sizeof *label);
    if (!label) return err_nomem(e);
    label[0] = DISTRICT_NONE;
    for (size_t d = 0; d < n; d++) label[d + 1] = (district_id)d;
    err_code rc = shore_cover_relabel(v->c, v->l, label, n, &moved, e);
    if (!rc) rc = coverage_rings_make(moved.c, moved.l, out, e);
    shore_cover_free(&moved);
    free(label);
    return rc;
}

static err_code keep_water(const shore_cover *v, shore *s, err *e) {
    size_t n = v->c->n_districts;
    shore_cover water = {0};
    district_id *label = malloc(n * sizeof *label);
    if (!label) return err_nomem(e);
    for (size_t d = 0; d < n; d++) label[d] = d ? DISTRICT_NONE : 0;
    err_code rc = shore_cover_relabel(v->c, v->l, label, 1, &water, e);
    free(label);
    if (rc) return rc;
    s->water = water.c;
    s->water_level = water.l;
    return arc_index_build(s->water, &s->water_index, e);
}

static err_code fill_wet(const geometry *layer, const geometry *water, const shore_measures *m,
                         double snap, shore *s, err *e) {
    shore_cuts cuts = {{0}, {0}};
    err_code rc = overlay(water, layer, snap, &cuts.by_water, e);
    if (!rc) rc = cut_by_land(layer, snap, &cuts, e);
    if (!rc) rc = keep_land(&cuts.by_water, &s->land, e);
    if (!rc) rc = keep_water(&cuts.by_water, s, e);
    if (!rc) rc = shore_lines_make(&cuts, m, s, e);
    shore_cover_free(&cuts.by_water);
    shore_cover_free(&cuts.by_land);
    return rc;
}

static err_code fill(const coverage *c, const coverage_level *l, const geometry *water,
                     const shore_measures *m, shore *s, err *e) {
    geometry *clean = NULL, *layer = NULL;
    bool any = water && water->n_rings && c->n_arcs;
    double snap = any ? shore_cover_snap(l, m->near) : 0;
    err_code rc = any ? shore_water_make(c, l, water, m, snap, &clean, e) : ERR_OK;
    if (!rc) rc = coverage_rings_make(c, l, &layer, e);
    if (!rc && clean && clean->n_rings) {
        rc = fill_wet(layer, clean, m, snap, s, e);
        geometry_free(layer);
    } else if (!rc) {
        s->land = layer;
        rc = shore_lines_plain(c, l, s, e);
    }
    geometry_free(clean);
    return rc;
}

err_code shore_make(const coverage *c, const coverage_level *l, const geometry *water,
                    const shore_measures *m, shore **out, err *e) {
    shore *s = calloc(1, sizeof *s);
    if (!s) return err_nomem(e);
    err_code rc = fill(c, l, water, m, s, e);
    if (rc) {
        shore_free(s);
        return water ? err_wrap(e, rc, "water over districts") : rc;
    }
    *out = s;
    return ERR_OK;
}

void shore_free(shore *s) {
    if (!s) return;
    arc_index_free(s->water_index);
    coverage_free(s->water);
    coverage_level_free(s->water_level);
    geometry_free(s->land);
    free(s->piece);
    free(s->x);
    free(s->y);
    box_tree_free(s->index);
    free(s);
}

static size_t tree_memory(size_t items) {
    return items * sizeof(uint32_t) + (items / (BOX_TREE_FAN - 1) + 1) * sizeof(rect);
}

size_t shore_memory(const shore *s) {
    const geometry *g = s->land;
    size_t sum = sizeof *s + s->n_pieces * sizeof *s->piece + 2 * s->n_points * sizeof *s->x +
                 tree_memory(s->n_pieces);
    sum += sizeof *g + g->n_rings * sizeof *g->rings + 2 * g->n_points * sizeof *g->x +
           g->n_districts * (sizeof *g->bounds + sizeof *g->ring_of);
    if (!s->water) return sum;
    sum += s->water->n_arcs * (sizeof(arc) + sizeof(rect)) + tree_memory(s->water->n_arcs);
    return sum + s->water->n_points * (4 * sizeof(double) + sizeof(float));
}
