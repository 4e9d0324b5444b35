#include "geo/shapefile.h"
#include "base/fileio.h"
#include "base/hash.h"
#include "base/text.h"
#include "geo/dbf.h"
#include "geo/grid.h"

#include <shapefil.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FILE_BYTES_MAX ((size_t)4 << 30)

static void stay_silent(const char *text) { (void)text; }

static SHPHandle open_shp(const char *path, const char *access) {
    SAHooks hooks;
    SASetupDefaultHooks(&hooks);
    hooks.Error = stay_silent;
    return *access == 'r' ? SHPOpenLL(path, access, &hooks)
                          : SHPCreateLL(path, SHPT_POLYGON, &hooks);
}

/* ---- reading --------------------------------------------------------------------- */

typedef struct loader { /* what one load needs while it runs */
    const char *path;
    const shapefile_options *options;
    shapefile *out;
    SHPHandle shp;
    dbf *table;
    size_t key_field, name_field;
    crs_transform *transform;
    geometry_builder *builder;
    size_t clamped, deleted, cap_xy;
    double *xy; /* scratch: x then y of one ring */
} loader;

static bool is_polygon(int type) {
    return type == SHPT_POLYGON || type == SHPT_POLYGONZ || type == SHPT_POLYGONM;
}

static err_code hash_files(loader *l, err *e) {
    static const char *const extensions[] = {"shp", "shx", "dbf", "prj", "cpg"};
    uint64_t h = HASH_INIT;
    err_code rc = ERR_OK;
    for (size_t i = 0; i < sizeof extensions / sizeof *extensions && !rc; i++) {
        char *path = path_sibling(l->path, extensions[i]);
        buf data = BUF_EMPTY;
        if (!path) return err_nomem(e);
        rc = file_exists(path) ? file_read(path, FILE_BYTES_MAX, &data, e) : ERR_OK;
        h = hash_u64(hash_bytes(h, data.data, data.len), data.len);
        buf_free(&data);
        free(path);
    }
    const shapefile_options *o = l->options;
    const char *texts[] = {o->key_field, o->name_field, o->encoding, o->crs};
    for (size_t i = 0; i < 4; i++) h = hash_str(h, texts[i] ? texts[i] : "");
    l->out->hash = h;
    return rc;
}

static err_code open_files(loader *l, err *e) {
    if (!file_exists(l->path)) return err_set(e, ERR_NOTFOUND, "no such file");
    char *shx = path_sibling(l->path, "shx");
    if (!shx) return err_nomem(e);
    bool has_shx = file_exists(shx);
    free(shx);
    if (!has_shx) return err_set(e, ERR_NOTFOUND, "the .shx file beside it is missing");
    if (!(l->shp = open_shp(l->path, "rb")))
        return err_set(e, ERR_FORMAT, "not a shapefile, or its header is damaged");
    int type = SHPT_NULL, count = 0;
    SHPGetInfo(l->shp, &count, &type, NULL, NULL);
    if (!is_polygon(type))
        return err_set(e, ERR_UNSUPPORTED, "holds shapes of type %s; districts must be polygons",
                       SHPTypeName(type));
    l->out->records = (size_t)count;
    return ERR_OK;
}

static err_code open_table(loader *l, err *e) {
    char *path = path_sibling(l->path, "dbf");
    if (!path) return err_nomem(e);
    bool needed = l->options->key_field || l->options->name_field || file_exists(path);
    err_code rc = needed ? dbf_load(path, l->options->encoding, &l->table, e) : ERR_OK;
    free(path);
    if (rc || !l->table) return rc;
    strncpy(l->out->encoding, dbf_encoding(l->table), sizeof l->out->encoding - 1);
    l->out->encoding_from = dbf_encoding_from(l->table);
    const strlist *w = dbf_warnings(l->table);
    for (size_t i = 0; i < w->count && !rc; i++) rc = strlist_add(&l->out->warnings, w->item[i], e);
    if (!rc && dbf_records(l->table) != l->out->records)
        rc = err_set(e, ERR_FORMAT, "has %zu shapes but its .dbf %zu rows", l->out->records,
                     dbf_records(l->table));
    if (!rc && l->options->key_field)
        rc = dbf_find_field(l->table, l->options->key_field, &l->key_field, e);
    l->name_field = l->key_field;
    if (!rc && l->options->name_field)
        rc = dbf_find_field(l->table, l->options->name_field, &l->name_field, e);
    return rc;
}

static bool looks_like_degrees(SHPHandle shp) {
    double low[4], high[4];
    SHPGetInfo(shp, NULL, NULL, low, high);
    return low[0] >= -180.0001 && high[0] <= 180.0001 && low[1] >= -90.0001 && high[1] <= 90.0001;
}

static err_code decide_crs(loader *l, buf *definition, err *e) {
    shapefile *s = l->out;
    if (l->options->crs) {
        s->crs_from = "--crs";
        buf_adds(definition, l->options->crs);
        return buf_status(definition, e);
    }
    char *path = path_sibling(l->path, "prj");
    if (!path) return err_nomem(e);
    s->crs_from = ".prj";
    err_code rc = file_exists(path) ? file_read(path, 1 << 20, definition, e) : ERR_OK;
    free(path);
    if (rc || definition->len) return rc;
    if (!looks_like_degrees(l->shp))
        return err_set(e, ERR_FORMAT,
                       "there is no .prj file and the coordinates are not degrees; say which "
                       "system they are in, as --crs EPSG:3006");
    s->crs_from = "assumed";
    buf_adds(definition, "OGC:CRS84");
    return strlist_add(&s->warnings,
                       "no .prj file: the coordinates look like degrees and are taken as WGS 84; "
                       "--crs says otherwise",
                       e);
}

static err_code open_crs(loader *l, err *e) {
    buf definition = BUF_EMPTY;
    err_code rc = decide_crs(l, &definition, e);
    if (!rc) {
        rc = crs_open(buf_text(&definition), &l->transform, e);
        if (rc) rc = err_wrap(e, rc, "%s", l->out->crs_from);
    }
    if (!rc) {
        strncpy(l->out->crs, crs_name(l->transform), sizeof l->out->crs - 1);
        l->out->crs_definition = (char *)buf_detach(&definition, NULL);
    }
    buf_free(&definition);
    return rc;
}

static err_code add_ring(loader *l, district_id d, const SHPObject *o, int from, int to, err *e) {
    size_t n = (size_t)(to - from);
    err_code rc = array_reserve(&l->xy, &l->cap_xy, 2 * n, sizeof *l->xy, e);
    if (rc) return rc;
    double *x = l->xy, *y = l->xy + n;
    memcpy(x, o->padfX + from, n * sizeof *x);
    memcpy(y, o->padfY + from, n * sizeof *y);
    for (size_t i = 0; i < n; i++)
        if (!isfinite(x[i]) || !isfinite(y[i]))
            return err_set(e, ERR_FORMAT, "point %zu has a coordinate that is no number", i + 1);
    if ((rc = crs_to_lonlat(l->transform, x, y, n, e))) return rc;
    for (size_t i = 0; i < n; i++) {
        rect_add(&l->out->lonlat, x[i], y[i]);
        if (grid_project(x[i], y[i], &x[i], &y[i])) l->clamped++;
    }
    bool kept;
    rc = geometry_builder_add(l->builder, d, x, y, n, &kept, e);
    if (!rc && !kept) l->out->dropped_rings++;
    return rc;
}

static err_code add_shape(loader *l, district_id d, const SHPObject *o, err *e) {
    if (o->nSHPType == SHPT_NULL || o->nVertices == 0) {
        l->out->null_shapes++;
        return ERR_OK;
    }
    if (!is_polygon(o->nSHPType))
        return err_set(e, ERR_UNSUPPORTED, "is a %s among polygons", SHPTypeName(o->nSHPType));
    err_code rc = ERR_OK;
    for (int part = 0; part < o->nParts && !rc; part++) {
        int from = o->panPartStart[part];
        int to = part + 1 < o->nParts ? o->panPartStart[part + 1] : o->nVertices;
        if (from < 0 || to < from || to > o->nVertices)
            return err_set(e, ERR_FORMAT, "part %d has points %d to %d of %d", part + 1, from, to,
                           o->nVertices);
        rc = add_ring(l, d, o, from, to, e);
    }
    return rc;
}

static err_code add_record(loader *l, size_t record, err *e) {
    if (l->table && dbf_deleted(l->table, record)) {
        l->deleted++;
        return ERR_OK;
    }
    char *key = NULL, number[24];
    const char *name = number, *text = number;
    snprintf(number, sizeof number, "%zu", record + 1);
    if (l->options->key_field) text = name = dbf_cell(l->table, record, l->key_field);
    if (l->options->name_field) name = dbf_cell(l->table, record, l->name_field);
    err_code rc = text_key(text, &key, e);
    if (!rc && !*key)
        rc = err_set(e, ERR_FORMAT, "the key field %s is empty", l->options->key_field);
    district_id id;
    bool added;
    if (!rc) rc = districts_add(l->out->districts, key, name, &id, &added, e);
    free(key);
    if (rc) return rc;
    SHPObject *o = SHPReadObject(l->shp, (int)record);
    if (!o) return err_set(e, ERR_FORMAT, "the shape cannot be read: the file is damaged or cut");
    rc = add_shape(l, id, o, e);
    SHPDestroyObject(o);
    return rc;
}

static err_code add_records(loader *l, err *e) {
    err_code rc = districts_create(&l->out->districts, e);
    if (!rc) rc = geometry_builder_create(&l->builder, e);
    for (size_t i = 0; i < l->out->records && !rc; i++)
        if ((rc = add_record(l, i, e))) rc = err_wrap(e, rc, "record %zu", i + 1);
    if (rc) return rc;
    geometry_builder *b = l->builder;
    l->builder = NULL; /* finish frees it */
    return geometry_builder_finish(b, districts_count(l->out->districts), &l->out->mercator, e);
}

static err_code add_warnings(loader *l, err *e) {
    strlist *w = &l->out->warnings;
    err_code rc = ERR_OK;
    if (l->out->null_shapes)
        rc = strlist_addf(w, e, "%zu records have no shape", l->out->null_shapes);
    if (!rc && l->out->dropped_rings)
        rc = strlist_addf(w, e, "%zu rings of fewer than 3 points were left out",
                          l->out->dropped_rings);
    if (!rc && l->clamped)
        rc = strlist_addf(
            w, e, "%zu points beyond 85.05113 degrees north or south were moved there", l->clamped);
    if (!rc && l->deleted) rc = strlist_addf(w, e, "%zu deleted rows were left out", l->deleted);
    if (!rc && !l->out->mercator->n_rings)
        rc = err_set(e, ERR_FORMAT, "has no polygon with an area");
    return rc;
}

err_code shapefile_load(const char *path, const shapefile_options *o, shapefile **out, err *e) {
    loader l = {.path = path, .options = o, .out = calloc(1, sizeof *l.out)};
    if (!l.out) return err_nomem(e);
    l.out->lonlat = RECT_EMPTY;
    err_code rc = open_files(&l, e);
    if (!rc) rc = open_table(&l, e);
    if (!rc) rc = open_crs(&l, e);
    if (!rc) rc = add_records(&l, e);
    if (!rc) rc = add_warnings(&l, e);
    if (!rc) rc = hash_files(&l, e);
    if (l.shp) SHPClose(l.shp);
    dbf_free(l.table);
    crs_free(l.transform);
    geometry_builder_free(l.builder);
    free(l.xy);
    if (rc) {
        shapefile_free(l.out);
        return err_wrap(e, rc, "%s", path);
    }
    *out = l.out;
    return ERR_OK;
}

void shapefile_free(shapefile *s) {
    if (!s) return;
    districts_free(s->districts);
    geometry_free(s->mercator);
    strlist_free(&s->warnings);
    free(s->crs_definition);
    free(s);
}

/* ---- writing ---------------------------------------------------------------------- */

static SHPObject *make_object(const geometry *g, district_id d) {
    uint32_t first = g->ring_of[d], n = g->ring_of[d + 1] - first;
    size_t points = 0;
    for (uint32_t r = 0; r < n; r++) points += g->rings[first + r].count + 1;
    int *starts = calloc(n ? n : 1, sizeof *starts);
    double *x = calloc(points ? points : 1, sizeof *x), *y = calloc(points ? points : 1, sizeof *y);
    SHPObject *o = NULL;
    if (starts && x && y) {
        size_t at = 0;
        for (uint32_t r = 0; r < n; r++) {
            ring one = g->rings[first + r];
            starts[r] = (int)at;
            for (uint32_t i = 0; i <= one.count; i++, at++) { /* the first point again at the end */
                x[at] = g->x[one.first + i % one.count];
                y[at] = g->y[one.first + i % one.count];
            }
        }
        o = SHPCreateObject(n ? SHPT_POLYGON : SHPT_NULL, (int)d, (int)n, starts, NULL, (int)points,
                            x, y, NULL, NULL);
    }
    free(starts);
    free(x);
    free(y);
    return o;
}

static err_code write_shapes(const char *path, const geometry *g, err *e) {
    SHPHandle shp = open_shp(path, "w");
    if (!shp) return err_set(e, ERR_IO, "%s: cannot create", path);
    err_code rc = ERR_OK;
    for (district_id d = 0; d < g->n_districts && !rc; d++) {
        SHPObject *o = make_object(g, d);
        if (o) {
            SHPRewindObject(shp, o);
            if (SHPWriteObject(shp, -1, o) < 0) rc = err_set(e, ERR_IO, "%s: cannot write", path);
            SHPDestroyObject(o);
        } else
            rc = err_nomem(e);
    }
    SHPClose(shp);
    return rc;
}

static err_code write_table(const char *path, const districts *d, err *e) {
    DBFHandle h = DBFCreate(path);
    if (!h) return err_set(e, ERR_IO, "%s: cannot create", path);
    err_code rc = ERR_OK;
    DBFSetLastModifiedDate(h, 100, 1, 1); /* a constant: the same input gives the same bytes */
    int width[2] = {1, 1};
    for (district_id i = 0; i < districts_count(d); i++) {
        int key = (int)strlen(district_key(d, i)), name = (int)strlen(district_name(d, i));
        if (key > width[0]) width[0] = key;
        if (name > width[1]) width[1] = name;
    }
    bool ok = width[0] < 255 && width[1] < 255 &&
              DBFAddField(h, "KEY", FTString, width[0], 0) >= 0 &&
              DBFAddField(h, "NAME", FTString, width[1], 0) >= 0;
    for (district_id i = 0; ok && i < districts_count(d); i++)
        ok = DBFWriteStringAttribute(h, (int)i, 0, district_key(d, i)) &&
             DBFWriteStringAttribute(h, (int)i, 1, district_name(d, i));
    if (!ok) rc = err_set(e, ERR_IO, "%s: cannot write", path);
    DBFClose(h);
    return rc;
}

static err_code write_text(const char *path, const char *extension, const char *text, err *e) {
    char *file = path_with_extension(path, extension);
    if (!file) return err_nomem(e);
    err_code rc = file_write_atomic(file, (bytes){(const uint8_t *)text, strlen(text)}, e);
    free(file);
    return rc;
}

err_code shapefile_write(const char *path, const districts *d, const geometry *g, const char *wkt,
                         err *e) {
    char *table = path_with_extension(path, "dbf");
    if (!table) return err_nomem(e);
    err_code rc = write_shapes(path, g, e);
    if (!rc) rc = write_table(table, d, e);
    if (!rc) rc = write_text(path, "prj", wkt, e);
    if (!rc) rc = write_text(path, "cpg", "UTF-8", e);
    free(table);
    return rc;
}
