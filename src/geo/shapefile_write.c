#include "base/fileio.h"
#include "geo/shapefile.h"

#include <shapefil.h>
#include <stdlib.h>
#include <string.h>

static void stay_silent(const char *text) { (void)text; }

static SHPHandle create_shp(const char *path) {
    SAHooks hooks;
    SASetupDefaultHooks(&hooks);
    hooks.Error = stay_silent;
    return SHPCreateLL(path, SHPT_POLYGON, &hooks);
}

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
    SHPHandle shp = create_shp(path);
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
