#include "app/check_room.h"
#include "carto/print_check.h"
#include "draw/label.h"
#include "draw/map_path.h"
#include "geo/coverage_rings.h"
#include "geo/grid.h"
#include "geo/shore.h"

#include <stdlib.h>

/* ---- the map on paper: a unit is 0.1 mm, since labels stand on whole units ---- */

#define UNITS_A_MM   10.0
#define MAP_SHARE    0.59 /* of the paper's height */
#define PADDING_MM   0.5
#define MM_A_PT      (25.4 / 72)
#define ALONE_M      1000 /* meters around a layer without any extent */
#define TOLERANCE_MM 0.05 /* of borders */

typedef struct room {
    const atlas *atlas;
    const atlas_layer *layer;
    map_frame frame;
    coverage_level *level;
    geometry *water, *wet;
    shore *shore;
    const char **name;
    label_plan *plan;
} room;

static void free_room(room *r) {
    coverage_level_free(r->level);
    geometry_free(r->water);
    geometry_free(r->wet);
    shore_free(r->shore);
    free(r->name);
    label_plan_free(r->plan);
}

static map_frame frame_on(const paper *p, rect bounds) {
    box at = {0, 0, (p->width - 2 * p->margin) * UNITS_A_MM, p->height * MAP_SHARE * UNITS_A_MM};
    return map_frame_fit(at, bounds, 0, 0.5, 0.5, ALONE_M);
}

static double tolerance(const room *r) { /* an area, in units of the geometry */
    double side = TOLERANCE_MM * UNITS_A_MM / r->frame.scale;
    return side * side;
}

static err_code make_water(room *r, size_t layer, err *e) {
    size_t w = atlas_water_of(r->atlas, layer);
    const coverage *c =
        w == SIZE_MAX || !r->atlas->context[w].data ? NULL : r->atlas->context[w].data->areas;
    coverage_level *l = NULL;
    if (!c) return ERR_OK;
    err_code rc = coverage_level_make(c, tolerance(r), &l, e);
    if (!rc) rc = coverage_rings_make(c, l, &r->water, e);
    coverage_level_free(l);
    return rc;
}

static err_code make_land(room *r, size_t layer, err *e) {
    shore_measures m = shore_measures_paper(UNITS_A_MM / r->frame.scale,
                                            grid_stretch(r->layer->shape->bounds), false);
    err_code rc = coverage_level_make(r->layer->borders, tolerance(r), &r->level, e);
    if (!rc) rc = make_water(r, layer, e);
    if (!rc) rc = shore_make(r->layer->borders, r->level, r->water, &m, &r->shore, e);
    if (!rc && r->shore->water)
        rc = coverage_rings_make(r->shore->water, r->shore->water_level, &r->wet, e);
    return rc;
}

static label_style least_style(void) {
    const double pt = MM_A_PT * UNITS_A_MM, mm = UNITS_A_MM;
    return (label_style){.name = PRINT_LABEL_MIN_PT * pt,
                         .value = PRINT_LABEL_MIN_PT * pt,
                         .place = PRINT_LABEL_MIN_PT * pt,
                         .leading = 1.15,
                         .padding = {PADDING_MM * mm, PADDING_MM * mm, PADDING_MM * mm},
                         .halo = PADDING_MM * mm,
                         .halo_hatched = PADDING_MM * mm,
                         .clear = 0,
                         .pond = 0};
}

static err_code make_plan(room *r, err *e) {
    const label_style style = least_style();
    size_t n = districts_count(r->layer->shape->districts);
    r->name = calloc(n + 1, sizeof *r->name);
    if (!r->name) return err_nomem(e);
    for (district_id k = 0; k < n; k++) r->name[k] = district_name(r->layer->shape->districts, k);
    const label_request request = {.land = r->shore->land,
                                   .x0 = r->frame.x0,
                                   .y0 = r->frame.y0,
                                   .scale = r->frame.scale,
                                   .name = r->name,
                                   .water = r->wet,
                                   .style = &style};
    return label_plan_make(&request, &r->plan, e);
}

static err_code count_left_out(const room *r, district_id *which, size_t max, size_t *out, err *e) {
    size_t n = districts_count(r->layer->shape->districts), labels = label_plan_count(r->plan);
    bool *named = calloc(n + 1, sizeof *named);
    *out = 0;
    if (!named) return err_nomem(e);
    for (size_t i = 0; i < labels; i++) {
        const label *l = label_plan_at(r->plan, i);
        if (!l->place && l->district < n) named[l->district] = true;
    }
    for (district_id k = 0; k < n; k++) {
        if (named[k] || !*r->name[k]) continue;
        if (*out < max) which[*out] = k;
        ++*out;
    }
    free(named);
    return ERR_OK;
}

err_code check_room(const atlas *a, size_t layer, const paper *sheet, district_id *which,
                    size_t max, size_t *out, err *e) {
    room r = {.atlas = a, .layer = &a->layer[layer]};
    r.frame = frame_on(sheet, r.layer->shape->bounds);
    err_code rc = make_land(&r, layer, e);
    if (!rc) rc = make_plan(&r, e);
    if (!rc) rc = count_left_out(&r, which, max, out, e);
    free_room(&r);
    return rc;
}
