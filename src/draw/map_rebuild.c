#include "draw/map_rebuild.h"
#include "draw/map_path.h"
#include "geo/coverage_rings.h"

static err_code add_cut_ring(geometry_builder *b, map_path *path, const map_frame *f,
                             const geometry *g, district_id d, ring r, err *e) {
    map_path_clear(path);
    map_path_add_ring(path, f, 0, g->x + r.first, g->y + r.first, r.count);
    if (path->failed) return err_nomem(e);
    for (size_t i = 0; i < path->points; i++) path->y[i] = -path->y[i];
    err_code rc = ERR_OK;
    for (size_t k = 0; k < path->parts && !rc; k++)
        rc = geometry_builder_add(b, d, path->x + path->first[k], path->y + path->first[k],
                                  path->first[k + 1] - path->first[k], NULL, e);
    return rc;
}

static err_code cut(const geometry *g, rect r, geometry **out, err *e) {
    /* units are px, y downward */
    const map_frame f = {
        .at = {r.x0, -r.y1, r.x1 - r.x0, r.y1 - r.y0}, .x0 = r.x0, .y0 = r.y1, .scale = 1};
    geometry_builder *b = NULL;
    map_path path = {0};
    err_code rc = geometry_builder_create(&b, e);
    for (district_id d = 0; !rc && d < g->n_districts; d++)
        for (uint32_t i = g->ring_of[d]; !rc && i < g->ring_of[d + 1]; i++)
            rc = add_cut_ring(b, &path, &f, g, d, g->rings[i], e);
    map_path_free(&path);
    if (!rc) return geometry_builder_finish(b, g->n_districts, out, e);
    geometry_builder_free(b);
    return rc;
}

err_code map_rebuild(const coverage *c, double tolerance, const rect *within, double snap,
                     coverage **out, err *e) {
    coverage_level *l = NULL;
    geometry *all = NULL, *part = NULL;
    err_code rc = coverage_level_make(c, tolerance, &l, e);
    if (!rc) rc = coverage_rings_make(c, l, &all, e);
    if (!rc && within) rc = cut(all, *within, &part, e);
    if (!rc) rc = coverage_build(within ? part : all, snap, NULL, out, e);
    coverage_level_free(l);
    geometry_free(all);
    geometry_free(part);
    return rc;
}
