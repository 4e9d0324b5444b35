#include "geo/context_data.h"
#include "geo/context_reader.h"
#include "geo/coverage_union.h"
#include "geo/shapefile.h"
#include "geo/shp_project.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Points of two records that are nearer than this are one, as in layers. */
#define SNAP_M 0.05

typedef struct loader {
    const char *path;
    const context_data_options *options;
    context_data *out;
    context_reader reader;
    polylines_builder *lines;
    size_t cap_points;
    size_t clamped, cut, dropped;
} loader;

/* ---- polygons: those of a layer are read just so ------------------------------------------- */

static size_t count_shapes(const geometry *g) {
    size_t n = 0;
    for (size_t d = 0; d < g->n_districts; d++) n += g->ring_of[d + 1] > g->ring_of[d];
    return n;
}

/* One record alone is an area already, by the rule of even and odd. */
static geometry *as_one_district(geometry *g) {
    g->ring_of[1] = (uint32_t)g->n_rings;
    g->ring_of[0] = 0;
    g->bounds[0] = geometry_bounds(g);
    g->n_districts = 1;
    return g;
}

static err_code dissolve(loader *l, geometry **taken, geometry **out, err *e) {
    geometry *g = *taken;
    coverage *c = NULL;
    *taken = NULL;
    if (count_shapes(g) == 1) {
        *out = as_one_district(g);
        return ERR_OK;
    }
    err_code rc = coverage_build_taking(g, SNAP_M, l->options->workers, &c, e);
    if (!rc) rc = coverage_union_make(c, out, e);
    coverage_free(c);
    return rc;
}

static err_code take_areas(loader *l, shapefile *s, err *e) {
    geometry *one = NULL;
    context_data *d = l->out;
    err_code rc = dissolve(l, &s->mercator, &one, e);
    if (!rc) rc = coverage_build_taking(one, SNAP_M, l->options->workers, &d->areas, e);
    if (!rc && !d->areas->n_arcs)
        rc = err_set(e, ERR_FORMAT, "has no polygon of more than %g m", SNAP_M);
    return rc ? rc : arc_index_build(d->areas, &d->index, e);
}

static err_code take_borders(loader *l, shapefile *s, err *e) {
    coverage *c = NULL;
    err_code rc = coverage_build_taking(s->mercator, SNAP_M, l->options->workers, &c, e);
    s->mercator = NULL;
    if (!rc) rc = polylines_of_borders(c, &l->out->lines, e);
    coverage_free(c);
    return rc;
}

static err_code load_polygons(loader *l, err *e) {
    const shapefile_options o = {.encoding = l->options->encoding, .crs = l->options->crs};
    context_data *d = l->out;
    shapefile *s = NULL;
    err_code rc = shapefile_load(l->path, &o, &s, e);
    if (rc) return rc;
    d->records = s->records;
    d->null_shapes = s->null_shapes;
    d->bounds = s->bounds;
    d->hash = s->hash;
    snprintf(d->crs, sizeof d->crs, "%s", s->crs);
    d->warnings = s->warnings;
    s->warnings = (strlist){0};
    rc = l->options->borders ? take_borders(l, s, e) : take_areas(l, s, e);
    shapefile_free(s);
    return rc ? err_wrap(e, rc, "%s", l->path) : ERR_OK;
}

/* ---- lines --------------------------------------------------------------------------------- */

static err_code add_line(loader *l, double *x, double *y, size_t n, bool *kept, err *e) {
    for (size_t i = 0; i < n; i++) l->clamped += shp_project_point(l->reader.kind, &x[i], &y[i]);
    for (size_t i = 0; i < n; i++) rect_add(&l->out->bounds, x[i], y[i]);
    return polylines_builder_add(l->lines, x, y, n, kept, e);
}

/* Longitudes beyond ±180° are moved by whole turns. */
static double within_turn(double lon) {
    if (lon >= -180 && lon <= 180) return lon;
    return lon - 360 * floor((lon + 180) / 360);
}

/* The end of an edge on ±180°, where it goes the shorter way round the globe: between point i and
 * the one behind it. */
static double crossing(const double *x, const double *y, size_t i) {
    double side = copysign(180, x[i]), step = x[i + 1] + copysign(360, x[i]) - x[i];
    return step == 0 ? y[i] : y[i] + (side - x[i]) / step * (y[i + 1] - y[i]);
}

/* Room for a point more at either end. */
static err_code cut_line(loader *l, const double *x, const double *y, size_t n, double *to_x,
                         double *to_y, err *e) {
    size_t k = 0;
    err_code rc = ERR_OK;
    for (size_t i = 0; i + 1 < n && !rc; i++) {
        to_x[k] = x[i];
        to_y[k++] = y[i];
        if (!(fabs(x[i + 1] - x[i]) > 180)) continue;
        double at = crossing(x, y, i);
        to_x[k] = copysign(180, x[i]);
        to_y[k++] = at;
        rc = add_line(l, to_x, to_y, k, NULL, e);
        to_x[0] = -copysign(180, x[i]);
        to_y[0] = at;
        k = 1;
    }
    to_x[k] = x[n - 1];
    to_y[k++] = y[n - 1];
    return rc ? rc : add_line(l, to_x, to_y, k, NULL, e);
}

/* Where an edge is longer than half a turn, it crosses ±180°. */
static err_code add_part(loader *l, double *x, double *y, size_t n, err *e) {
    size_t crossed = 0;
    bool kept = true;
    for (size_t i = 0; i < n; i++) x[i] = within_turn(x[i]);
    for (size_t i = 0; i + 1 < n; i++) crossed += fabs(x[i + 1] - x[i]) > 180;
    if (!crossed) {
        err_code rc = add_line(l, x, y, n, &kept, e);
        l->dropped += !kept;
        return rc;
    }
    l->cut++;
    double *room = malloc(2 * (n + 2) * sizeof *room);
    err_code rc = room ? cut_line(l, x, y, n, room, room + n + 2, e) : err_nomem(e);
    free(room);
    return rc;
}

static err_code add_parts(loader *l, const shp_shape *s, err *e) {
    err_code rc = ERR_OK;
    for (size_t p = 0; p < s->parts && !rc; p++) {
        size_t from = (size_t)s->start[p];
        size_t end = p + 1 < s->parts ? (size_t)s->start[p + 1] : s->points;
        rc = add_part(l, l->reader.x + from, l->reader.y + from, end - from, e);
    }
    return rc;
}

static err_code read_lines(loader *l, err *e) {
    shp_shape s = {0};
    err_code rc = polylines_builder_create(&l->lines, e);
    for (size_t record = 0; !rc; record++) {
        rc = context_reader_next(&l->reader, &record, &s, e);
        if (rc || record >= l->reader.records) break;
        rc = add_parts(l, &s, e);
    }
    if (rc) {
        polylines_builder_free(l->lines);
        return rc;
    }
    return polylines_builder_finish(l->lines, &l->out->lines, e);
}

/* ---- points -------------------------------------------------------------------------------- */

static err_code add_point(loader *l, size_t record, double x, double y, err *e) {
    context_data *d = l->out;
    context_point p = {.x = within_turn(x), .y = y, .record = (uint32_t)record + 1};
    err_code rc = array_reserve(&d->point, &l->cap_points, d->n_points + 1, sizeof *d->point, e);
    if (!rc) rc = context_reader_rank(&l->reader, record, &p.rank, e);
    if (rc) return rc;
    l->clamped += shp_project_point(l->reader.kind, &p.x, &p.y);
    rect_add(&d->bounds, p.x, p.y);
    if (!(p.name = strdup(context_reader_name(&l->reader, record)))) return err_nomem(e);
    d->point[d->n_points++] = p;
    return ERR_OK;
}

static err_code read_points(loader *l, err *e) {
    shp_shape s = {0};
    err_code rc = ERR_OK;
    for (size_t record = 0; !rc; record++) {
        rc = context_reader_next(&l->reader, &record, &s, e);
        if (rc || record >= l->reader.records) break;
        for (size_t i = 0; i < s.points && !rc; i++)
            rc = add_point(l, record, l->reader.x[i], l->reader.y[i], e);
    }
    return rc;
}

/* ---- both ---------------------------------------------------------------------------------- */

static err_code add_warnings(loader *l, err *e) {
    const struct {
        size_t count;
        const char *one, *more; /* behind the count */
    } said[] = {
        {l->out->null_shapes, "record has no shape", "records have no shape"},
        {l->dropped, "line of fewer than 2 points was left out",
         "lines of fewer than 2 points were left out"},
        {l->clamped, "point beyond 85.05113 degrees north or south was moved there",
         "points beyond 85.05113 degrees north or south were moved there"},
        {l->reader.deleted, "deleted row was left out", "deleted rows were left out"},
        {l->cut, "line across 180 degrees was cut there",
         "lines across 180 degrees were cut there"},
    };
    err_code rc = ERR_OK;
    for (size_t i = 0; i < sizeof said / sizeof *said && !rc; i++)
        if (said[i].count)
            rc = strlist_addf(&l->out->warnings, e, "%zu %s", said[i].count,
                              said[i].count == 1 ? said[i].one : said[i].more);
    return rc;
}

static err_code check_found(const context_data *d, err *e) {
    if (d->shape == CONTEXT_LINES && !d->lines->n)
        return err_set(e, ERR_FORMAT, "has no line with a length");
    if (d->shape == CONTEXT_POINTS && !d->n_points) return err_set(e, ERR_FORMAT, "has no point");
    return ERR_OK;
}

static err_code load_records(loader *l, shp_family family, err *e) {
    context_data *d = l->out;
    context_reader *r = &l->reader;
    err_code rc = context_reader_open(l->path, family, l->options, &d->warnings, r, e);
    if (!rc) snprintf(d->crs, sizeof d->crs, "%s", crs_name(r->crs.transform));
    d->bounds = RECT_EMPTY;
    if (!rc) rc = family == SHP_LINES ? read_lines(l, e) : read_points(l, e);
    d->records = r->records;
    d->null_shapes = r->null_shapes;
    if (!rc) rc = check_found(d, e);
    if (!rc) rc = add_warnings(l, e);
    if (!rc) rc = context_data_hash(l->path, l->options, &d->hash, e);
    context_reader_close(r);
    return rc ? err_wrap(e, rc, "%s", l->path) : ERR_OK;
}

/* ---- asked, loaded, freed ------------------------------------------------------------------ */

err_code context_data_shape(const char *path, context_shape *out, err *e) {
    static const context_shape shapes[SHP__FAMILIES] = {
        [SHP_POLYGONS] = CONTEXT_POLYGONS,
        [SHP_LINES] = CONTEXT_LINES,
        [SHP_POINTS] = CONTEXT_POINTS,
    };
    shp_family family = SHP_POLYGONS;
    err_code rc = shp_index_family(path, &family, e);
    if (rc) return err_wrap(e, rc, "%s", path);
    *out = shapes[family];
    return ERR_OK;
}

/* Of polygons the same as geo/shapefile.h tells. */
err_code context_data_hash(const char *path, const context_data_options *o, uint64_t *out, err *e) {
    const char *const texts[] = {o->name_field, o->rank_field, o->encoding, o->crs};
    return shp_files_hash(path, texts, 4, out, e);
}

err_code context_data_load(const char *path, const context_data_options *o, context_data **out,
                           err *e) {
    loader l = {.path = path, .options = o, .out = calloc(1, sizeof *l.out)};
    if (!l.out) return err_nomem(e);
    err_code rc = context_data_shape(path, &l.out->shape, e);
    bool polygons = l.out->shape == CONTEXT_POLYGONS;
    if (polygons && o->borders) l.out->shape = CONTEXT_LINES;
    if (!rc && polygons)
        rc = load_polygons(&l, e);
    else if (!rc)
        rc = load_records(&l, l.out->shape == CONTEXT_LINES ? SHP_LINES : SHP_POINTS, e);
    if (rc)
        context_data_free(l.out);
    else
        *out = l.out;
    return rc;
}

void context_data_free(context_data *c) {
    if (!c) return;
    arc_index_free(c->index);
    coverage_free(c->areas);
    polylines_free(c->lines);
    for (size_t i = 0; i < c->n_points; i++) free(c->point[i].name);
    free(c->point);
    strlist_free(&c->warnings);
    free(c);
}
