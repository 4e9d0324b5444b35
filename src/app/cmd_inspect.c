/* kartblad inspect: what is in a shapefile, or in a tile. */
#include "app/command.h"
#include "app/inspect.h"
#include "app/map.h"
#include "base/fileio.h"
#include "base/json.h"
#include "geo/dbf.h"
#include "geo/sibling.h"

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
