#include "geo/shapefile.h"
#include "base/fileio.h"
#include "base/memory.h"
#include "base/text.h"
#include "base/window.h"
#include "geo/shp_files.h"
#include "geo/shp_rings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* More threads than this read no faster. */
#define THREADS_MAX 8
/* A file that is read in less time than threads take to start. */
#define ALONE_BYTES ((uint64_t)2 << 20)

typedef struct loader { /* what one load needs while it runs */
    const char *path;
    const shapefile_options *options;
    shapefile *out;
    shp_reader *shp;
    dbf *table;
    size_t key_field, name_field;
    shp_crs crs;
    district_id *district; /* [records] DISTRICT_NONE: the row is deleted */
    size_t deleted;
    shp_rings found;
    pool *workers; /* NULL: a small file */
} loader;

/* ---- the files ----------------------------------------------------------------------- */

static err_code hash_files(loader *l, err *e) {
    const shapefile_options *o = l->options;
    const char *const texts[] = {o->key_field, o->name_field, o->encoding, o->crs};
    return shp_files_hash(l->path, texts, 4, &l->out->hash, e);
}

static err_code open_shapes(loader *l, err *e) {
    err_code rc = shp_reader_open(l->path, SHP_POLYGONS, &l->out->warnings, &l->shp, e);
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
    const shapefile_options *o = l->options;
    const char *fields[3] = {o->key_field ? o->key_field : o->name_field, o->name_field, NULL};
    bool needed = o->key_field || o->name_field;
    return shp_files_table(l->path, o->encoding, o->as_one ? NULL : fields, needed, &l->table, e);
}

static err_code take_table(loader *l, err *e) {
    if (!l->table) return ERR_OK;
    snprintf(l->out->encoding, sizeof l->out->encoding, "%s", dbf_encoding(l->table));
    l->out->encoding_from = dbf_encoding_from(l->table);
    err_code rc = shp_files_check_table(l->table, l->out->records, &l->out->warnings, e);
    return rc ? rc : find_fields(l, e);
}

static err_code open_crs(loader *l, err *e) {
    return shp_files_crs(l->path, l->options->crs, &l->crs, e);
}

static err_code take_crs(loader *l, err *e) {
    snprintf(l->out->crs, sizeof l->out->crs, "%s", crs_name(l->crs.transform));
    l->out->crs_from = l->crs.from;
    l->out->crs_definition = l->crs.definition;
    l->crs.definition = NULL;
    return shp_files_warn_crs(&l->crs, &l->out->warnings, e);
}

/* ---- side by side ---- */

/* Reading that needs nothing but the files, side by side; errors come as if in turn. */
enum { STEP_HASH, STEP_SHAPES, STEP_TABLE, STEP_CRS, STEPS }; /* the longest first */

static err_code (*const steps[STEPS])(loader *, err *) = {[STEP_HASH] = hash_files,
                                                          [STEP_SHAPES] = open_shapes,
                                                          [STEP_TABLE] = open_table,
                                                          [STEP_CRS] = open_crs};

typedef struct stepping {
    loader *l;
    err_code rc[STEPS];
    err error[STEPS];
} stepping;

static err_code run_step(void *ctx, size_t i, err *e) {
    (void)e;
    stepping *s = ctx;
    s->rc[i] = steps[i](s->l, &s->error[i]);
    return ERR_OK;
}

static err_code start_workers(loader *l, err *e) {
    window *w = NULL;
    if (window_open(l->path, &w, NULL)) return ERR_OK; /* open_shapes() tells */
    bool small = window_size(w) < ALONE_BYTES;
    window_close(w);
    unsigned threads = l->options->threads ? l->options->threads : pool_cores();
    if (threads > THREADS_MAX && !l->options->threads) threads = THREADS_MAX;
    /* the calling thread is one of them */
    return small || threads < 2 ? ERR_OK : pool_create(threads - 1, 0, &l->workers, e);
}

static err_code open_files(loader *l, stepping *s, err *e) {
    err_code rc = start_workers(l, e);
    if (!rc && l->workers) rc = pool_run(l->workers, STEPS, run_step, s, e);
    for (size_t i = 0; !rc && !l->workers && i < STEPS && !s->rc[STEP_SHAPES]; i++)
        run_step(s, i, e);
    for (size_t i = STEP_SHAPES; !rc && i <= STEP_TABLE; i++)
        if ((rc = s->rc[i]) && e) *e = s->error[i];
    if (!rc) rc = take_table(l, e);
    if (!rc && (rc = s->rc[STEP_CRS]) && e) *e = s->error[STEP_CRS];
    return rc ? rc : take_crs(l, e);
}

/* ---- districts and their shapes ------------------------------------------------------------ */

static err_code add_district(loader *l, size_t record, err *e) {
    if (l->table && dbf_deleted(l->table, record)) {
        l->deleted++;
        return ERR_OK;
    }
    char number[24];
    const char *name = number, *key = number;
    snprintf(number, sizeof number, "%zu", record + 1);
    if (l->options->as_one) key = name = "all";
    if (l->options->key_field) key = name = dbf_cell(l->table, record, l->key_field);
    if (l->options->name_field) name = dbf_cell(l->table, record, l->name_field);
    bool added;
    err_code rc = districts_add(l->out->districts, key, name, &l->district[record], &added, e);
    if (rc == ERR_FORMAT && l->options->key_field && districts_is_blank(key))
        rc = err_set(e, ERR_FORMAT, "the key field %s is empty", l->options->key_field);
    return rc;
}

/* Up to the first that has no good key: *good of them. */
static err_code add_districts(loader *l, size_t *good, err *e) {
    size_t n = l->out->records;
    err_code rc = districts_create(&l->out->districts, e);
    if (rc) return rc;
    if (!(l->district = malloc((n ? n : 1) * sizeof *l->district))) return err_nomem(e);
    for (*good = 0; *good < n && !rc; *good += !rc) {
        l->district[*good] = DISTRICT_NONE;
        rc = add_district(l, *good, e);
    }
    return rc ? err_wrap(e, rc, "record %zu", *good + 1) : ERR_OK;
}

static err_code read_rings(loader *l, size_t records, geometry_builder *b, err *e) {
    const shp_rings_spec spec = {
        .shp = l->shp,
        .transform = l->crs.transform,
        .assumed = l->crs.assumed,
        .district = l->district,
        .records = records,
        .workers = l->workers,
    };
    return shp_rings_read(&spec, b, &l->found, e);
}

/* A damaged shape before the first bad key is told before it. */
static err_code add_records(loader *l, err *e) {
    size_t good = 0;
    err why;
    geometry_builder *b = NULL;
    err_code bad = add_districts(l, &good, &why);
    err_code rc = bad == ERR_NOMEM ? err_nomem(e) : geometry_builder_create(&b, e);
    if (!rc) rc = read_rings(l, good, b, e);
    if (!rc && bad) rc = err_set(e, bad, "%s", why.text);
    if (rc) {
        geometry_builder_free(b);
        return rc;
    }
    l->out->lonlat = l->found.lonlat;
    l->out->null_shapes = l->found.null_shapes;
    l->out->dropped_rings = l->found.dropped_rings;
    rc = geometry_builder_finish(b, districts_count(l->out->districts), &l->out->mercator, e);
    if (!rc) l->out->bounds = geometry_bounds(l->out->mercator);
    return rc;
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
        {l->found.clamped, "point beyond 85.05113 degrees north or south was moved there",
         "points beyond 85.05113 degrees north or south were moved there"},
        {l->deleted, "deleted row was left out", "deleted rows were left out"},
        {l->found.cut, "ring across 180 degrees was cut there",
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

static void close_loader(loader *l) {
    shp_reader_close(l->shp);
    dbf_free(l->table);
    shp_crs_free(&l->crs);
    free(l->district);
    pool_free(l->workers);
    if (l->workers) memory_trim(); /* before the borders take theirs */
}

static err_code load(loader *l, err *e) {
    stepping s = {.l = l};
    err_code rc = open_files(l, &s, e);
    if (!rc) rc = add_records(l, e);
    if (!rc) rc = add_warnings(l, e);
    if (!rc && (rc = s.rc[STEP_HASH]) && e) *e = s.error[STEP_HASH];
    return rc;
}

err_code shapefile_load(const char *path, const shapefile_options *o, shapefile **out, err *e) {
    loader l = {.path = path, .options = o, .out = calloc(1, sizeof *l.out)};
    if (!l.out) return err_nomem(e);
    l.out->lonlat = RECT_EMPTY;
    err_code rc = load(&l, e);
    close_loader(&l);
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
