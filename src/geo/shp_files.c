#include "geo/shp_files.h"
#include "base/fileio.h"
#include "base/hash.h"
#include "base/window.h"
#include "geo/shp_project.h"
#include "geo/sibling.h"

#include <stdlib.h>
#include <string.h>

#define PRJ_BYTES_MAX ((size_t)64 << 10)
#define SAY_WHICH     SHP_PROJECT_SAY_WHICH

/* ---- bytes --------------------------------------------------------------------------------- */

/* A file that is not there counts as an empty one. */
static err_code hash_file(const char *path, uint64_t *h, err *e) {
    window *w = NULL;
    err why;
    if (window_open(path, &w, &why)) {
        *h = hash_u64(*h, 0);
        return ERR_OK;
    }
    err_code rc = window_hash(w, h, &why);
    window_close(w);
    return rc ? err_set(e, rc, "%s: cannot read", path) : ERR_OK;
}

err_code shp_files_hash(const char *shp, const char *const *texts, size_t n, uint64_t *out,
                        err *e) {
    static const char *const extensions[] = {"shp", "shx", "dbf", "prj", "cpg"};
    uint64_t h = HASH_INIT;
    for (size_t i = 0; i < sizeof extensions / sizeof *extensions; i++) {
        char *path = i ? sibling_path(shp, extensions[i]) : strdup(shp);
        err_code rc = path ? hash_file(path, &h, e) : err_nomem(e);
        free(path);
        if (rc) return rc;
    }
    for (size_t i = 0; i < n; i++) h = hash_str(h, texts[i] ? texts[i] : "");
    *out = h;
    return ERR_OK;
}

/* ---- the table ----------------------------------------------------------------------------- */

err_code shp_files_table(const char *shp, const char *encoding, const char *const *fields,
                         bool needed, dbf **out, err *e) {
    char *path = sibling_path(shp, "dbf");
    if (!path) return err_nomem(e);
    err_code rc = ERR_OK;
    if (!needed && !file_exists(path))
        *out = NULL;
    else if (fields)
        rc = dbf_load_fields(path, encoding, fields, out, e);
    else
        rc = dbf_load_head(path, encoding, 0, out, e);
    free(path);
    return rc;
}

err_code shp_files_check_table(const dbf *table, size_t records, strlist *warnings, err *e) {
    const strlist *w = dbf_warnings(table);
    err_code rc = ERR_OK;
    for (size_t i = 0; i < w->count && !rc; i++) rc = strlist_add(warnings, w->item[i], e);
    if (rc || dbf_records(table) == records) return rc;
    return err_set(e, ERR_FORMAT, "has %zu shapes but its .dbf %zu rows", records,
                   dbf_records(table));
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

static err_code decide(const char *shp, const char *crs, shp_crs *c, buf *definition, err *e) {
    if (crs) {
        c->from = "--crs";
        buf_adds(definition, crs);
        return buf_status(definition, e);
    }
    char *path = sibling_path(shp, "prj");
    if (!path) return err_nomem(e);
    bool there = file_exists(path);
    err_code rc = there ? read_prj(path, definition, e) : ERR_OK;
    free(path);
    c->from = there ? ".prj" : "assumed";
    c->assumed = !there;
    if (rc || there) return rc;
    buf_adds(definition, "OGC:CRS84");
    return buf_status(definition, e);
}

err_code shp_files_crs(const char *path, const char *crs, shp_crs *out, err *e) {
    buf definition = BUF_EMPTY;
    err why;
    err_code rc = decide(path, crs, out, &definition, e);
    if (!rc && (rc = crs_open(buf_text(&definition), &out->transform, &why)))
        rc = err_set(e, rc, "%s: %s%s", out->from, why.text, crs ? "" : "; " SAY_WHICH);
    if (rc)
        buf_free(&definition);
    else
        out->definition = (char *)buf_detach(&definition, NULL);
    return rc;
}

err_code shp_files_warn_crs(const shp_crs *c, strlist *warnings, err *e) {
    if (!c->assumed) return ERR_OK;
    return strlist_add(warnings,
                       "no .prj file: the coordinates look like degrees and are taken as WGS 84; "
                       "--crs says otherwise",
                       e);
}

void shp_crs_free(shp_crs *c) {
    crs_free(c->transform);
    free(c->definition);
    *c = (shp_crs){0};
}
