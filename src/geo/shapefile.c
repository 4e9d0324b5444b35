#include "geo/shapefile.h"
#include "base/fileio.h"
#include "base/hash.h"
#include "base/text.h"
#include "geo/antimeridian.h"
#include "geo/dbf.h"
#include "geo/grid.h"
#include "geo/shp_reader.h"
#include "geo/sibling.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PRJ_BYTES_MAX ((size_t)64 << 10)
#define SAY_WHICH     "say which system the coordinates are in, as --crs EPSG:3006"

typedef struct loader { /* what one load needs while it runs */
    const char *path;
    const shapefile_options *options;
    shapefile *out;
    shp_reader *shp;
    dbf *table;
    size_t key_field, name_field;
    crs_transform *transform;
    antimeridian *cutter;
    geometry_builder *builder;
    district_id district; /* of the record at hand */
    size_t clamped, deleted, cut, cap_xy;
    double *xy; /* scratch: x then y of one ring */
} loader;

/* ---- the files ----------------------------------------------------------------------- */

static err_code hash_file(const char *path, uint64_t *h, err *e) {
    uint8_t chunk[1 << 16];
    uint64_t size = 0;
    FILE *f = fopen(path, "rb");
    for (size_t n; f && (n = fread(chunk, 1, sizeof chunk, f)); size += n)
        *h = hash_bytes(*h, chunk, n);
    *h = hash_u64(*h, size);
    bool bad = f && ferror(f);
    if (f) fclose(f);
    return bad ? err_set(e, ERR_IO, "%s: cannot read", path) : ERR_OK;
}

/* A file that is not there counts as an empty one. */
static err_code hash_files(loader *l, err *e) {
    static const char *const extensions[] = {"shp", "shx", "dbf", "prj", "cpg"};
    uint64_t h = HASH_INIT;
    for (size_t i = 0; i < sizeof extensions / sizeof *extensions; i++) {
        char *path = i ? sibling_path(l->path, extensions[i]) : strdup(l->path);
        err_code rc = path ? hash_file(path, &h, e) : err_nomem(e);
        free(path);
        if (rc) return rc;
    }
    const shapefile_options *o = l->options;
    const char *texts[] = {o->key_field, o->name_field, o->encoding, o->crs};
    for (size_t i = 0; i < 4; i++) h = hash_str(h, texts[i] ? texts[i] : "");
    l->out->hash = h;
    return ERR_OK;
}

static err_code open_shapes(loader *l, err *e) {
    err_code rc = shp_reader_open(l->path, &l->out->warnings, &l->shp, e);
    if (!rc) l->out->records = shp_reader_index(l->shp)->records;
    return rc;
}

static err_code find_fields(loader *l, err *e) {
    const shapefile_options *o = l->options;
    err_code rc = o->key_field ? dbf_find_field(l->table, o->key_field, &l->key_field, e) : ERR_OK;
    l->name_field = l->key_field;
    if (!rc && o->name_field) rc = dbf_find_field(l->table, o->name_field, &l->name_field, e);
    return rc;
}

static err_code open_table(loader *l, err *e) {
    char *path = sibling_path(l->path, "dbf");
    if (!path) return err_nomem(e);
    bool needed = l->options->key_field || l->options->name_field || file_exists(path);
    err_code rc = needed ? dbf_load_head(path, l->options->encoding,
                                         l->options->as_one ? 0 : SIZE_MAX, &l->table, e)
                         : ERR_OK;
    free(path);
    if (rc || !l->table) return rc;
    snprintf(l->out->encoding, sizeof l->out->encoding, "%s", dbf_encoding(l->table));
    l->out->encoding_from = dbf_encoding_from(l->table);
    const strlist *w = dbf_warnings(l->table);
    for (size_t i = 0; i < w->count && !rc; i++) rc = strlist_add(&l->out->warnings, w->item[i], e);
    if (!rc && dbf_records(l->table) != l->out->records)
        rc = err_set(e, ERR_FORMAT, "has %zu shapes but its .dbf %zu rows", l->out->records,
                     dbf_records(l->table));
    return rc ? rc : find_fields(l, e);
}

/* ---- the coordinate system ----------------------------------------------------------------- */

static err_code read_prj(const char *path, buf *definition, err *e) {
    buf raw = BUF_EMPTY;
    err_code rc = file_read(path, PRJ_BYTES_MAX, &raw, e);
    const char *text = buf_text(&raw);
    if (!strncmp(text, "\xef\xbb\xbf", 3)) text += 3;
    text += strspn(text, " \t\r\n");
    if (!rc && !*text)
        rc = err_set(e, ERR_FORMAT, "the .prj file is empty: remove it or " SAY_WHICH);
    else if (!rc && *text == '<')
        rc = err_set(e, ERR_FORMAT,
                     "the .prj file is a web page and no coordinate reference "
                     "system: " SAY_WHICH);
    if (!rc) buf_adds(definition, text);
    buf_free(&raw);
    return rc ? rc : buf_status(definition, e);
}

static err_code decide_crs(loader *l, buf *definition, err *e) {
    shapefile *s = l->out;
    if (l->options->crs) {
        s->crs_from = "--crs";
        buf_adds(definition, l->options->crs);
        return buf_status(definition, e);
    }
    char *path = sibling_path(l->path, "prj");
    if (!path) return err_nomem(e);
    bool there = file_exists(path);
    err_code rc = there ? read_prj(path, definition, e) : ERR_OK;
    free(path);
    s->crs_from = ".prj";
    if (rc || there) return rc;
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
        const char *advice = l->options->crs ? "" : "; " SAY_WHICH;
        err why;
        rc = crs_open(buf_text(&definition), &l->transform, &why);
        if (rc) err_set(e, rc, "%s: %s%s", l->out->crs_from, why.text, advice);
    }
    if (!rc) {
        snprintf(l->out->crs, sizeof l->out->crs, "%s", crs_name(l->transform));
        l->out->crs_definition = (char *)buf_detach(&definition, NULL);
    }
    buf_free(&definition);
    return rc;
}

/* ---- shapes -------------------------------------------------------------------------------- */

/* Bounds in the file's header may be anything: what is assumed is checked on each point. */
static err_code check_point(const loader *l, double x, double y, err *e) {
    if (!isfinite(x) || !isfinite(y))
        return err_set(e, ERR_FORMAT, "has a coordinate that is no number");
    bool degrees = fabs(x) <= 180.0001 && fabs(y) <= 90.0001;
    if (degrees || l->options->crs || strcmp(l->out->crs_from, "assumed") != 0) return ERR_OK;
    return err_set(
        e, ERR_FORMAT,
        "(%.10g, %.10g): there is no .prj file and the coordinates are not degrees; " SAY_WHICH, x,
        y);
}

static err_code keep_ring(void *ctx, double *lon, double *lat, size_t n, err *e) {
    loader *l = ctx;
    for (size_t i = 0; i < n; i++) {
        rect_add(&l->out->lonlat, lon[i], lat[i]);
        if (grid_project(lon[i], lat[i], &lon[i], &lat[i])) l->clamped++;
    }
    bool kept;
    err_code rc = geometry_builder_add(l->builder, l->district, lon, lat, n, &kept, e);
    if (!rc && !kept) l->out->dropped_rings++;
    return rc;
}

static err_code add_ring(loader *l, const shp_polygon *p, size_t from, size_t to, err *e) {
    size_t n = to - from;
    err_code rc = array_reserve(&l->xy, &l->cap_xy, 2 * n, sizeof *l->xy, e);
    if (rc) return rc;
    double *x = l->xy, *y = l->xy + n;
    memcpy(x, p->x + from, n * sizeof *x);
    memcpy(y, p->y + from, n * sizeof *y);
    for (size_t i = 0; i < n; i++)
        if ((rc = check_point(l, x[i], y[i], e))) return err_wrap(e, rc, "point %zu", from + i + 1);
    bool cut = false;
    rc = crs_to_lonlat(l->transform, x, y, n, e);
    if (!rc) rc = antimeridian_cut(l->cutter, x, y, n, keep_ring, l, &cut, e);
    l->cut += cut;
    return rc;
}

static err_code add_shape(loader *l, size_t record, err *e) {
    shp_polygon p;
    err_code rc = shp_reader_read(l->shp, record, &p, e);
    if (!rc && !p.points) l->out->null_shapes++;
    for (size_t part = 0; part < p.parts && !rc; part++) {
        size_t to = part + 1 < p.parts ? (size_t)p.start[part + 1] : p.points;
        rc = add_ring(l, &p, (size_t)p.start[part], to, e);
    }
    return rc;
}

static err_code add_record(loader *l, size_t record, err *e) {
    if (l->table && dbf_deleted(l->table, record)) {
        l->deleted++;
        return ERR_OK;
    }
    if (l->options->as_one && districts_count(l->out->districts)) return add_shape(l, record, e);
    char *key = NULL, number[24];
    const char *name = number, *text = number;
    snprintf(number, sizeof number, "%zu", record + 1);
    if (l->options->as_one) text = name = "all";
    if (l->options->key_field) text = name = dbf_cell(l->table, record, l->key_field);
    if (l->options->name_field) name = dbf_cell(l->table, record, l->name_field);
    err_code rc = text_key(text, &key, e);
    if (!rc && !*key)
        rc = err_set(e, ERR_FORMAT, "the key field %s is empty", l->options->key_field);
    bool added;
    if (!rc) rc = districts_add(l->out->districts, key, name, &l->district, &added, e);
    free(key);
    return rc ? rc : add_shape(l, record, e);
}

/* Room for all points at once: what is not written to takes no memory. */
static err_code start(loader *l, err *e) {
    const shp_index *x = shp_reader_index(l->shp);
    err_code rc = districts_create(&l->out->districts, e);
    if (!rc) rc = antimeridian_create(&l->cutter, e);
    if (!rc) rc = geometry_builder_create(&l->builder, e);
    return rc ? rc : geometry_builder_reserve(l->builder, x->rings, x->points, e);
}

static err_code add_records(loader *l, err *e) {
    err_code rc = start(l, e);
    for (size_t i = 0; i < l->out->records && !rc; i++)
        if ((rc = add_record(l, i, e))) rc = err_wrap(e, rc, "record %zu", i + 1);
    if (rc) return rc;
    geometry_builder *b = l->builder;
    l->builder = NULL; /* finish frees it */
    return geometry_builder_finish(b, districts_count(l->out->districts), &l->out->mercator, e);
}

/* ---- what is said of it -------------------------------------------------------------------------
 */

static err_code add_warnings(loader *l, err *e) {
    const struct {
        size_t count;
        const char *one, *more; /* behind the count */
    } said[] = {
        {l->out->null_shapes, "record has no shape", "records have no shape"},
        {l->out->dropped_rings, "ring of fewer than 3 points was left out",
         "rings of fewer than 3 points were left out"},
        {l->clamped, "point beyond 85.05113 degrees north or south was moved there",
         "points beyond 85.05113 degrees north or south were moved there"},
        {l->deleted, "deleted row was left out", "deleted rows were left out"},
        {l->cut, "ring across 180 degrees was cut there",
         "rings across 180 degrees were cut there"},
    };
    err_code rc = ERR_OK;
    for (size_t i = 0; i < sizeof said / sizeof *said && !rc; i++)
        if (said[i].count)
            rc = strlist_addf(&l->out->warnings, e, "%zu %s", said[i].count,
                              said[i].count == 1 ? said[i].one : said[i].more);
    if (!rc && !l->out->mercator->n_rings)
        rc = err_set(e, ERR_FORMAT, "has no polygon with an area");
    return rc;
}

err_code shapefile_load(const char *path, const shapefile_options *o, shapefile **out, err *e) {
    loader l = {.path = path, .options = o, .out = calloc(1, sizeof *l.out)};
    if (!l.out) return err_nomem(e);
    l.out->lonlat = RECT_EMPTY;
    err_code rc = open_shapes(&l, e);
    if (!rc) rc = open_table(&l, e);
    if (!rc) rc = open_crs(&l, e);
    if (!rc) rc = add_records(&l, e);
    if (!rc) rc = add_warnings(&l, e);
    if (!rc) rc = hash_files(&l, e);
    shp_reader_close(l.shp);
    dbf_free(l.table);
    crs_free(l.transform);
    antimeridian_free(l.cutter);
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
