/* make_shapes DIR: writes DIR/{neighborhoods,districts,districts14}.shp from the coordinate table
 * DIR/boundaries.csv and the table of divisions DIR/neighborhoods.csv, and DIR/water.shp from
 * DIR/water.csv.  Districts are the neighborhoods of one division, dissolved. */
#include "base/fileio.h"
#include "base/text.h"
#include "data/table.h"
#include "geo/geos.h"
#include "geo/shapefile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char sweref_18_00[] =
    "PROJCS[\"SWEREF99_18_00\",GEOGCS[\"GCS_SWEREF99\",DATUM[\"D_SWEREF99\","
    "SPHEROID[\"GRS_1980\",6378137.0,298.257222101]],PRIMEM[\"Greenwich\",0.0],"
    "UNIT[\"Degree\",0.0174532925199433]],PROJECTION[\"Transverse_Mercator\"],"
    "PARAMETER[\"False_Easting\",150000.0],PARAMETER[\"False_Northing\",0.0],"
    "PARAMETER[\"Central_Meridian\",18.0],PARAMETER[\"Scale_Factor\",1.0],"
    "PARAMETER[\"Latitude_Of_Origin\",0.0],UNIT[\"Meter\",1.0]]";

typedef struct division {
    const char *layer, *key_column, *name_column;
} division;

static const division divisions[] = {
    {"neighborhoods", "id", "name"},
    {"districts", "districts", "districts"},
    {"districts14", "districts14", "districts14"},
};

typedef struct work {
    const char *dir;
    table *boundaries, *names;
    districts *neighborhoods; /* by id */
    geometry *outlines;       /* of the neighborhoods, SWEREF 99 18 00 */
} work;

static err_code open_table(const char *dir, const char *file, table **out, err *e) {
    char *path = path_join(dir, file);
    if (!path) return err_nomem(e);
    err_code rc = table_read(path, out, e);
    free(path);
    return rc;
}

static err_code read_names(work *w, err *e) {
    size_t id;
    err_code rc = table_find_column(w->names, "id", &id, e);
    if (!rc) rc = districts_create(&w->neighborhoods, e);
    for (size_t r = 0; r < table_rows(w->names) && !rc; r++) {
        bool added;
        district_id d;
        const char *key = table_cell(w->names, r, id);
        rc = districts_add(w->neighborhoods, key, key, &d, &added, e);
        if (!rc && !added) rc = err_set(e, ERR_FORMAT, "neighborhood %s stands twice", key);
    }
    return rc;
}

enum { COLUMN_ID, COLUMN_PART, COLUMN_RING, COLUMN_X, COLUMN_Y, COLUMNS };
typedef const char *const coordinate_columns[COLUMNS];
static coordinate_columns outline_columns = {"neighborhood_id", "part", "ring", "x_m", "y_m"};
static coordinate_columns water_columns = {"part", "part", "ring", "x_m", "y_m"};

static bool same_ring(const table *t, size_t a, size_t b, const size_t *column) {
    for (int c = COLUMN_ID; c <= COLUMN_RING; c++)
        if (strcmp(table_cell(t, a, column[c]), table_cell(t, b, column[c]))) return false;
    return true;
}

static err_code add_ring(const table *t, const districts *owners, const size_t *column, size_t from,
                         size_t to, double *xy, geometry_builder *b, err *e) {
    const char *id = table_cell(t, from, column[COLUMN_ID]);
    district_id d;
    if (!districts_find(owners, id, &d))
        return err_set(e, ERR_FORMAT, "line %zu: there is no neighborhood %s", table_line(t, from),
                       id);
    size_t n = to - from;
    for (size_t i = 0; i < n; i++)
        if (!text_to_double(table_cell(t, from + i, column[COLUMN_X]), &xy[i]) ||
            !text_to_double(table_cell(t, from + i, column[COLUMN_Y]), &xy[n + i]))
            return err_set(e, ERR_FORMAT, "line %zu: no coordinate", table_line(t, from + i));
    return geometry_builder_add(b, d, xy, xy + n, n, NULL, e);
}

static err_code read_rings(const table *t, coordinate_columns names, const districts *owners,
                           geometry **out, err *e) {
    size_t column[COLUMNS], rows = table_rows(t);
    err_code rc = ERR_OK;
    for (int c = 0; c < COLUMNS && !rc; c++) rc = table_find_column(t, names[c], &column[c], e);
    if (rc) return rc;
    geometry_builder *b = NULL;
    double *xy = calloc(2 * rows + 1, sizeof *xy);
    if (!xy) return err_nomem(e);
    rc = geometry_builder_create(&b, e);
    for (size_t from = 0, to; from < rows && !rc; from = to) {
        for (to = from + 1; to < rows && same_ring(t, from, to, column);) to++;
        rc = add_ring(t, owners, column, from, to, xy, b, e);
    }
    free(xy);
    if (rc)
        geometry_builder_free(b);
    else
        rc = geometry_builder_finish(b, districts_count(owners), out, e);
    return rc;
}

static err_code write_shapes(const work *w, const char *name, const districts *d, const geometry *g,
                             err *e) {
    buf path = BUF_EMPTY;
    buf_addf(&path, "%s/%s.shp", w->dir, name);
    err_code rc = buf_status(&path, e);
    if (!rc) rc = shapefile_write(buf_text(&path), d, g, sweref_18_00, e);
    buf_free(&path);
    return rc;
}

/* A record for each part; rings that lie in others are islands. */
static err_code write_water(const work *w, err *e) {
    table *t = NULL;
    districts *parts = NULL;
    geometry *g = NULL;
    size_t part;
    err_code rc = open_table(w->dir, "water.csv", &t, e);
    if (!rc) rc = table_find_column(t, "part", &part, e);
    if (!rc) rc = districts_create(&parts, e);
    for (size_t r = 0; !rc && r < table_rows(t); r++) {
        bool added;
        district_id d;
        const char *key = table_cell(t, r, part);
        rc = districts_add(parts, key, key, &d, &added, e);
    }
    if (!rc) rc = read_rings(t, water_columns, parts, &g, e);
    if (!rc) rc = write_shapes(w, "water", parts, g, e);
    geometry_free(g);
    districts_free(parts);
    table_free(t);
    return rc;
}

/* Which district of the division each neighborhood lies in, and those districts' keys and names. */
static err_code group_by(const work *w, const division *v, districts *out, district_id *group,
                         err *e) {
    size_t key, name;
    err_code rc = table_find_column(w->names, v->key_column, &key, e);
    if (!rc) rc = table_find_column(w->names, v->name_column, &name, e);
    for (size_t r = 0; r < table_rows(w->names) && !rc; r++) {
        bool added;
        rc = districts_add(out, table_cell(w->names, r, key), table_cell(w->names, r, name),
                           &group[r], &added, e);
    }
    return rc;
}

static err_code write_division(const work *w, const division *v, err *e) {
    districts *d = NULL;
    geos *g = NULL;
    geometry *merged = NULL;
    district_id *group = calloc(table_rows(w->names) + 1, sizeof *group);
    err_code rc = group ? ERR_OK : err_nomem(e);
    if (!rc) rc = districts_create(&d, e);
    if (!rc) rc = group_by(w, v, d, group, e);
    if (!rc) rc = geos_open(&g, e);
    if (!rc) rc = geos_dissolve(g, w->outlines, group, districts_count(d), &merged, e);
    if (!rc) rc = write_shapes(w, v->layer, d, merged, e);
    geometry_free(merged);
    geos_close(g);
    districts_free(d);
    free(group);
    return rc;
}

int main(int argc, char **argv) {
    if (argc != 2) {
        fprintf(stderr, "usage: make_shapes DIR\n");
        return 2;
    }
    err e = {0};
    work w = {.dir = argv[1]};
    err_code rc = open_table(w.dir, "boundaries.csv", &w.boundaries, &e);
    if (!rc) rc = open_table(w.dir, "neighborhoods.csv", &w.names, &e);
    if (!rc) rc = read_names(&w, &e);
    if (!rc) rc = read_rings(w.boundaries, outline_columns, w.neighborhoods, &w.outlines, &e);
    for (size_t i = 0; i < sizeof divisions / sizeof *divisions && !rc; i++)
        rc = write_division(&w, &divisions[i], &e);
    if (!rc) rc = write_water(&w, &e);
    if (rc) fprintf(stderr, "make_shapes: %s\n", e.text);
    geometry_free(w.outlines);
    districts_free(w.neighborhoods);
    table_free(w.names);
    table_free(w.boundaries);
    return rc ? 1 : 0;
}
