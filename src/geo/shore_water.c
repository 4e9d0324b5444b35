/* The steps, each an overlay of rings that are there already:
 *   1. outside over water over the layer: cut;
 *   2. with thin strips, they over land; what they leave of it in crumbs goes as well;
 *   3. crumbs of land between water and outside become water;
 *   4. rings of small water and small islands are left out. */
#include "geo/shore_water.h"
#include "geo/coverage_rings.h"

#include <math.h>
#include <stdlib.h>

typedef struct cleaner {
    const shore_measures *m;
    double snap;
    shore_cover cut;   /* SHORE_OUTSIDE, _WATER, _LAND */
    geometry *sides;   /* their rings */
    shore_near *shore; /* between water and land */
    box_tree *strips;  /* of what the strips left; NULL: none */
} cleaner;

static void forget(cleaner *w) {
    shore_cover_free(&w->cut);
    geometry_free(w->sides);
    shore_near_free(w->shore);
    w->sides = NULL, w->shore = NULL;
}

/* Overlays what `b` holds: SHORE_OUTSIDE, _WATER, then districts up to `land`, which are water too,
 * but for `land` itself. */
static err_code overlay(cleaner *w, geometry_builder *b, district_id land, err *e) {
    geometry *g = NULL;
    shore_cover all = {0}, cut = {0};
    forget(w);
    district_id *label = malloc(((size_t)land + 1) * sizeof *label);
    err_code rc = geometry_builder_finish(b, (size_t)land + 1, &g, e);
    if (!rc && !label) rc = err_nomem(e);
    if (rc)
        geometry_free(g);
    else
        rc = shore_cover_build(g, w->snap, &all, e);
    for (district_id d = 0; d < land && !rc; d++) label[d] = d ? SHORE_WATER : SHORE_OUTSIDE;
    if (!rc) {
        label[land] = SHORE_LAND;
        rc = shore_cover_relabel(all.c, all.l, label, SHORE_SIDES, &cut, e);
    }
    shore_cover_free(&all);
    free(label);
    w->cut = cut;
    if (!rc) rc = coverage_rings_make(w->cut.c, w->cut.l, &w->sides, e);
    if (!rc) rc = shore_near_make(&w->cut, SHORE_WATER, SHORE_OUTSIDE, &w->shore, e);
    return rc;
}

/* ---- 1: clipped ---- */

static rect wider(rect r, double by) { return (rect){r.x0 - by, r.y0 - by, r.x1 + by, r.y1 + by}; }

static err_code add_outside(const geometry *outline, rect r, geometry_builder *b, err *e) {
    const double x[] = {r.x0, r.x1, r.x1, r.x0}, y[] = {r.y0, r.y0, r.y1, r.y1};
    err_code rc = geometry_builder_add(b, SHORE_OUTSIDE, x, y, 4, NULL, e);
    return rc ? rc : shore_cover_add(b, outline, 0, SHORE_OUTSIDE, e);
}

static err_code outline_of(const coverage *c, const coverage_level *l, geometry **out, err *e) {
    district_id *one = calloc(c->n_districts ? c->n_districts : 1, sizeof *one);
    err_code rc = one ? shore_cover_rings(c, l, one, out, e) : err_nomem(e);
    free(one);
    return rc;
}

static err_code cut_layer(cleaner *w, const geometry *outline, const geometry *water, err *e) {
    geometry_builder *b = NULL;
    rect layer = outline->bounds[0];
    double margin = fmax(8 * w->m->near, fmax(layer.x1 - layer.x0, layer.y1 - layer.y0) / 64);
    rect near = wider(layer, margin);
    err_code rc = geometry_builder_create(&b, e);
    if (!rc) rc = add_outside(outline, wider(near, margin), b, e);
    if (!rc) rc = shore_clip_add(water, near, b, e);
    if (!rc) rc = shore_cover_add(b, outline, 0, SHORE_LAND, e);
    if (!rc) return overlay(w, b, SHORE_LAND, e);
    geometry_builder_free(b);
    return rc;
}

static err_code copy_sides(const cleaner *w, district_id land, geometry_builder *b, err *e) {
    err_code rc = shore_cover_add(b, w->sides, SHORE_OUTSIDE, SHORE_OUTSIDE, e);
    if (!rc) rc = shore_cover_add(b, w->sides, SHORE_WATER, SHORE_WATER, e);
    return rc ? rc : shore_cover_add(b, w->sides, SHORE_LAND, land, e);
}

/* ---- 2: strips ---- */

static rect district_box(const void *data, uint32_t i) { return ((const rect *)data)[i]; }

/* The places of the strips, for the crumbs. */
static err_code remember_strips(cleaner *w, geometry_builder *b, district_id end, geometry **out,
                                err *e) {
    err_code rc = geometry_builder_finish(b, end, out, e);
    if (rc) return rc;
    return box_tree_build(end - SHORE_LAND, district_box, (*out)->bounds + SHORE_LAND, &w->strips,
                          e);
}

static err_code fill_strips(cleaner *w, err *e) {
    geometry_builder *found = NULL, *b = NULL;
    geometry *strips = NULL;
    district_id end = SHORE_LAND;
    err_code rc = geometry_builder_create(&found, e);
    if (!rc) rc = shore_strips_add(&w->cut, w->m, found, &end, e);
    if (rc || end == SHORE_LAND) {
        geometry_builder_free(found);
        return rc;
    }
    rc = remember_strips(w, found, end, &strips, e);
    if (!rc) rc = geometry_builder_create(&b, e);
    for (district_id d = SHORE_LAND; d < end && !rc; d++) rc = shore_cover_add(b, strips, d, d, e);
    if (!rc) rc = copy_sides(w, end, b, e);
    geometry_free(strips);
    if (!rc) return overlay(w, b, end, e);
    geometry_builder_free(b);
    return rc;
}

/* ---- 3 and 4: sizes ---- */

static double size_of(const geometry *g, uint32_t r) {
    return coverage_rings_area2(g, g->rings[r]) / 2;
}

/* Whether at least a quarter of a ring is shore. */
static bool is_at_shore(const cleaner *w, ring r) {
    const double *x = w->sides->x + r.first, *y = w->sides->y + r.first;
    double all = 0, at_shore = 0, little = w->snap / 8;
    for (uint32_t i = 0, k = r.count - 1; i < r.count; k = i++) {
        double length = hypot(x[i] - x[k], y[i] - y[k]);
        all += length;
        if (shore_near_distance(w->shore, (x[i] + x[k]) / 2, (y[i] + y[k]) / 2, little, NULL) <
            little)
            at_shore += length;
    }
    return at_shore >= all / 4;
}

static bool see_any(void *data, size_t place) {
    (void)place;
    *(bool *)data = true;
    return false;
}

static bool is_at_strip(const cleaner *w, ring r) {
    bool found = false;
    rect box = RECT_EMPTY;
    for (uint32_t i = 0; i < r.count; i++)
        rect_extend(&box, w->sides->x[r.first + i], w->sides->y[r.first + i]);
    if (w->strips) box_tree_visit(w->strips, &box, see_any, &found);
    return found;
}

/* The ring after an outer ring's holes. */
static uint32_t part_end(const geometry *g, uint32_t r, uint32_t end) {
    for (r++; r < end && size_of(g, r) < 0;) r++;
    return r;
}

static double part_size(const geometry *g, uint32_t r, uint32_t end) {
    double sum = 0;
    for (; r < end; r++) sum += size_of(g, r);
    return sum;
}

/* Land that becomes water, with its holes. */
static bool is_crumb(const cleaner *w, uint32_t r, uint32_t end) {
    double size = part_size(w->sides, r, end), thin = w->m->thin;
    ring outer = w->sides->rings[r];
    if (size < w->m->least_island) return is_at_shore(w, outer);
    return size < thin * thin / 2 && is_at_strip(w, outer) && is_at_shore(w, outer);
}

static err_code drop_crumbs(cleaner *w, err *e) {
    geometry_builder *b = NULL;
    const geometry *g = w->sides;
    bool any = false;
    err_code rc = geometry_builder_create(&b, e);
    for (uint32_t r = g->ring_of[SHORE_LAND], next; r < g->ring_of[SHORE_LAND + 1] && !rc;
         r = next) {
        next = part_end(g, r, g->ring_of[SHORE_LAND + 1]);
        bool crumb = is_crumb(w, r, next);
        any = any || crumb;
        for (uint32_t i = r; i < next && crumb && !rc; i++)
            rc = geometry_builder_add(b, SHORE_WATER, g->x + g->rings[i].first,
                                      g->y + g->rings[i].first, g->rings[i].count, NULL, e);
    }
    if (!rc && any) rc = copy_sides(w, SHORE_LAND, b, e);
    if (!rc && any) return overlay(w, b, SHORE_LAND, e);
    geometry_builder_free(b);
    return rc;
}

static err_code keep_large(const cleaner *w, geometry **out, err *e) {
    geometry_builder *b = NULL;
    const geometry *g = w->sides;
    err_code rc = geometry_builder_create(&b, e);
    for (uint32_t r = g->ring_of[SHORE_WATER], next; r < g->ring_of[SHORE_WATER + 1] && !rc;
         r = next) {
        next = part_end(g, r, g->ring_of[SHORE_WATER + 1]);
        if (part_size(g, r, next) < w->m->least_water) continue;
        rc = ERR_OK;
        for (uint32_t i = r; i < next && !rc; i++)
            rc = geometry_builder_add(b, 0, g->x + g->rings[i].first, g->y + g->rings[i].first,
                                      g->rings[i].count, NULL, e);
    }
    if (!rc) return geometry_builder_finish(b, 1, out, e);
    geometry_builder_free(b);
    return rc;
}

err_code shore_water_make(const coverage *c, const coverage_level *l, const geometry *water,
                          const shore_measures *m, double snap, geometry **out, err *e) {
    cleaner w = {.m = m, .snap = snap};
    geometry *outline = NULL;
    err_code rc = outline_of(c, l, &outline, e);
    if (!rc) rc = cut_layer(&w, outline, water, e);
    if (!rc) rc = fill_strips(&w, e);
    if (!rc) rc = drop_crumbs(&w, e);
    if (!rc) rc = keep_large(&w, out, e);
    forget(&w);
    box_tree_free(w.strips);
    geometry_free(outline);
    return rc;
}
