/* kartblad inspect: what is in a shapefile, or in a tile. */
#include "app/command.h"
#include "app/map.h"
#include "base/fileio.h"
#include "base/json.h"
#include "geo/dbf.h"
#include "geo/sibling.h"
#include "tile/tile.h"

#include <stdlib.h>
#include <string.h>

/* ---- a shapefile ---------------------------------------------------------------------------- */

static json_t *fields_of(const dbf *attributes) {
    json_t *out = json_array();
    for (size_t f = 0; attributes && f < dbf_fields(attributes); f++)
        json_array_append_new(
            out, json_pack("{s:o,s:o}", "name", json_text(dbf_field_name(attributes, f)), "first",
                           dbf_records(attributes) ? json_text(dbf_cell(attributes, 0, f))
                                                   : json_null()));
    return out;
}

static json_t *json_of_shapefile(const char *path, const shapefile *s, const dbf *attributes) {
    json_t *warnings = json_array();
    for (size_t i = 0; i < s->warnings.count; i++)
        json_array_append_new(warnings, json_text(s->warnings.item[i]));
    return json_pack(
        "{s:o,s:I,s:I,s:I,s:I,s:o,s:o,s:o,s:[o,o,o,o],s:o,s:o}", "file", json_text(path), "records",
        (json_int_t)s->records, "rings", (json_int_t)s->mercator->n_rings, "points",
        (json_int_t)s->mercator->n_points, "null_shapes", (json_int_t)s->null_shapes, "encoding",
        json_text(s->encoding), "crs", json_text(s->crs), "crs_from", json_text(s->crs_from),
        "bounds", json_number(s->lonlat.x0), json_number(s->lonlat.y0), json_number(s->lonlat.x1),
        json_number(s->lonlat.y1), "fields", fields_of(attributes), "warnings", warnings);
}

static void text_of_shapefile(const char *path, const shapefile *s, const dbf *attributes,
                              buf *out) {
    buf_addf(out, "%s: %zu polygons of %zu rings and %zu points", path, s->records,
             s->mercator->n_rings, s->mercator->n_points);
    if (s->null_shapes) buf_addf(out, ", %zu without a shape", s->null_shapes);
    buf_addf(out, "\ncoordinates: %s (%s)\n", s->crs, s->crs_from);
    buf_addf(out, "bounds: %.5f to %.5f east, %.5f to %.5f north\n", s->lonlat.x0, s->lonlat.x1,
             s->lonlat.y0, s->lonlat.y1);
    if (attributes)
        buf_addf(out, "text: %s (%s)\nfields, with the first record's text:\n", s->encoding,
                 s->encoding_from);
    for (size_t f = 0; attributes && f < dbf_fields(attributes); f++)
        buf_addf(out, "  %-11s %s\n", dbf_field_name(attributes, f),
                 dbf_records(attributes) ? dbf_cell(attributes, 0, f) : "");
    for (size_t i = 0; i < s->warnings.count; i++)
        buf_addf(out, "warning: %s\n", s->warnings.item[i]);
}

static err_code inspect_shapefile(const args *a, const char *path, buf *out, err *e) {
    shapefile *s = NULL;
    dbf *attributes = NULL;
    shapefile_options o = {.encoding = a->encoding, .crs = a->crs, .as_one = true};
    char *beside = sibling_path(path, "dbf");
    err_code rc = beside ? shapefile_load(path, &o, &s, e) : err_nomem(e);
    if (!rc && file_exists(beside)) rc = dbf_load_head(beside, a->encoding, 1, &attributes, e);
    if (!rc && a->json) rc = json_print(json_of_shapefile(path, s, attributes), 2, out, e);
    if (!rc && !a->json) text_of_shapefile(path, s, attributes, out);
    free(beside);
    dbf_free(attributes);
    shapefile_free(s);
    return rc;
}

/* ---- a tile ------------------------------------------------------------------------------------
 */

typedef struct tile_facts {
    size_t *pixels; /* [districts] whose center lies in the district */
    size_t outside, bytes;
} tile_facts;

static void count_pixels(const choropleth *c, tile_id t, tile_facts *out) {
    const geometry *g = choropleth_layer(c)->shape->mercator;
    rect extent = grid_tile_bounds(t);
    double step = (extent.x1 - extent.x0) / TILE_PX;
    for (int j = 0; j < TILE_PX; j++)
        for (int i = 0; i < TILE_PX; i++) {
            double x = extent.x0 + (i + 0.5) * step, y = extent.y1 - (j + 0.5) * step;
            size_t d = 0;
            rect at = {x, y, x, y};
            while (d < g->n_districts &&
                   !(rect_touches(g->bounds[d], at) && geometry_contains(g, (district_id)d, x, y)))
                d++;
            (*(d < g->n_districts ? &out->pixels[d] : &out->outside))++;
        }
}

static json_t *json_of_tile(const choropleth *c, tile_id t, const tile_facts *f) {
    const districts *d = choropleth_layer(c)->shape->districts;
    rect extent = grid_tile_bounds(t), deg;
    grid_unproject(extent.x0, extent.y0, &deg.x0, &deg.y0);
    grid_unproject(extent.x1, extent.y1, &deg.x1, &deg.y1);
    json_t *list = json_array();
    for (district_id i = 0; i < districts_count(d); i++) {
        if (!f->pixels[i]) continue;
        char color[COLOR_TEXT_MAX];
        color_format(c->paint.fill[i], color);
        json_array_append_new(
            list, json_pack("{s:o,s:o,s:I,s:i,s:s}", "key", json_text(district_key(d, i)), "name",
                            json_text(district_name(d, i)), "pixels", (json_int_t)f->pixels[i],
                            "class", c->class_of[i], "color", color));
    }
    return json_pack("{s:[i,I,I],s:[o,o,o,o],s:I,s:I,s:o}", "tile", (int)t.z, (json_int_t)t.x,
                     (json_int_t)t.y, "bounds", json_number(deg.x0), json_number(deg.y0),
                     json_number(deg.x1), json_number(deg.y1), "bytes", (json_int_t)f->bytes,
                     "outside", (json_int_t)f->outside, "districts", list);
}

static void text_of_tile(const choropleth *c, tile_id t, const tile_facts *f, buf *out) {
    const districts *d = choropleth_layer(c)->shape->districts;
    buf_addf(out, "tile %u/%u/%u: %zu bytes; pixels by district:\n", t.z, t.x, t.y, f->bytes);
    for (district_id i = 0; i < districts_count(d); i++) {
        char color[COLOR_TEXT_MAX];
        color_format(c->paint.fill[i], color);
        if (f->pixels[i])
            buf_addf(out, "  %6zu  %s  %s\n", f->pixels[i], color, district_name(d, i));
    }
    buf_addf(out, "  %6zu  outside\n", f->outside);
}

static err_code inspect_tile(const args *a, const char *tile, buf *out, err *e) {
    choropleth *c = NULL;
    tile_facts f = {0};
    buf png = BUF_EMPTY;
    tile_id t;
    err_code rc = grid_tile_parse(tile, &t, e);
    if (rc) return ERR_USAGE;
    rc = map_open(a, &c, e);
    if (!rc) {
        f.pixels = calloc(districts_count(choropleth_layer(c)->shape->districts), sizeof *f.pixels);
        rc = f.pixels ? tile_render(c, t, 1, &png, e) : err_nomem(e);
    }
    if (!rc) {
        f.bytes = png.len;
        count_pixels(c, t, &f);
        if (a->json)
            rc = json_print(json_of_tile(c, t, &f), 2, out, e);
        else
            text_of_tile(c, t, &f, out);
    }
    free(f.pixels);
    buf_free(&png);
    choropleth_unref(c);
    return rc;
}

err_code command_inspect(const args *a, int *status, err *e) {
    (void)status;
    if (a->n_rest != 1)
        return err_set(e, ERR_USAGE, "inspect what? give FILE.shp, or a map and Z/X/Y");
    buf out = BUF_EMPTY;
    bool map = a->atlas || a->shapes;
    err_code rc =
        map ? inspect_tile(a, a->rest[0], &out, e) : inspect_shapefile(a, a->rest[0], &out, e);
    if (!rc) rc = map_print(&out, e);
    buf_free(&out);
    return rc;
}
