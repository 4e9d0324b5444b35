/* A shapefile: five lengths (32 bits, little-endian) of .shp, .shx, .dbf, .prj and .cpg, then their
 * bytes in that order.  A length beyond what is left takes what is left; a file of none is not
 * there.  Read by the field KEY, as a map does, or, where that fails, without a key, as `inspect`
 * does, and then the table alone; and as a context, whatever shapes it holds. */
#include "base/fileio.h"
#include "fuzz.h"
#include "geo/context_data.h"
#include "geo/dbf.h"
#include "geo/shapefile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILES = 5, PATH_BYTES = 64 };

static const char *const extensions[FILES] = {"shp", "shx", "dbf", "prj", "cpg"};

static void file_path(const char *dir, int i, char path[PATH_BYTES]) {
    snprintf(path, PATH_BYTES, "%s/a.%s", dir, extensions[i]);
}

static void write_files(const char *dir, const uint8_t *data, size_t size) {
    const uint8_t *next = data + 4 * FILES;
    size_t left = size - 4 * FILES;
    for (int i = 0; i < FILES; i++) {
        const uint8_t *p = data + 4 * i;
        size_t len = (size_t)p[0] | (size_t)p[1] << 8 | (size_t)p[2] << 16 | (size_t)p[3] << 24;
        if (len > left) len = left;
        char path[PATH_BYTES];
        file_path(dir, i, path);
        FILE *f = len ? fopen(path, "wb") : NULL;
        if (len && (!f || fwrite(next, 1, len, f) != len || fclose(f))) abort();
        next += len;
        left -= len;
    }
}

static void check(const shapefile *s) {
    const geometry *g = s->mercator;
    for (size_t i = 0; i < g->n_points; i++)
        if (!isfinite(g->x[i]) || !isfinite(g->y[i])) abort();
    if (!(s->lonlat.x0 >= -180 && s->lonlat.x1 <= 180 && s->lonlat.y0 >= -91 && s->lonlat.y1 <= 91))
        abort();
}

static bool load(const char *shp, const char *key) {
    shapefile *s = NULL;
    const shapefile_options o = {.key_field = key};
    if (shapefile_load(shp, &o, &s, NULL)) return false;
    check(s);
    shapefile_free(s);
    return true;
}

static void load_table(const char *path) {
    dbf *d = NULL;
    buf csv = BUF_EMPTY;
    if (dbf_load(path, NULL, &d, NULL)) return;
    if (dbf_to_csv(d, &csv, NULL)) abort();
    buf_free(&csv);
    dbf_free(d);
}

static void check_context(const context_data *c) {
    const coverage *a = c->areas;
    const polylines *l = c->lines;
    for (size_t i = 0; a && i < a->n_points; i++)
        if (!isfinite(a->x[i]) || !isfinite(a->y[i])) abort();
    for (size_t i = 0; l && i < l->n_points; i++)
        if (!isfinite(l->x[i]) || !isfinite(l->y[i])) abort();
    for (size_t i = 0; i < c->n_points; i++)
        if (!isfinite(c->point[i].x) || !isfinite(c->point[i].y) || !c->point[i].name) abort();
    if (!a && !l && !c->n_points) abort();
}

static void load_context(const char *shp, const context_data_options *o) {
    context_data *c = NULL;
    err e = {0};
    if (context_data_load(shp, o, &c, &e)) {
        if (!*e.text || strchr(e.text, '\n')) abort();
        return;
    }
    check_context(c);
    context_data_free(c);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char dir[32], path[PATH_BYTES];
    if (size < 4 * FILES) return 0;
    snprintf(dir, sizeof dir, "/tmp/kartblad-fuzz-%ld", (long)getpid());
    mkdir(dir, 0700);
    write_files(dir, data, size);
    file_path(dir, 0, path);
    if (!load(path, "KEY") && !load(path, NULL)) {
        file_path(dir, 2, path);
        load_table(path);
    }
    file_path(dir, 0, path);
    load_context(path, &(context_data_options){.name_field = "NAME", .rank_field = "KEY"});
    load_context(path, &(context_data_options){.borders = true});
    for (int i = 0; i < FILES; i++) {
        file_path(dir, i, path);
        unlink(path);
    }
    rmdir(dir);
    return 0;
}
