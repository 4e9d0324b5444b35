#include "app/map.h"
#include "base/fileio.h"
#include "base/log.h"
#include "draw/text.h"

#include <stdio.h>
#include <string.h>

static err_code open_manifest(const args *a, look_library *library, manifest **out, err *e) {
    if (a->atlas && a->shapes) return err_set(e, ERR_USAGE, "give either -a or -s, not both");
    if (a->atlas) return manifest_load(a->atlas, library, out, e);
    if (!a->shapes)
        return err_set(e, ERR_USAGE, "which map? give -a ATLAS, or -s SHAPES.shp -k KEYFIELD");
    if (!a->key)
        return err_set(e, ERR_USAGE,
                       "-s needs -k FIELD, the shapefile's field that values are "
                       "joined by (kartblad inspect lists them)");
    manifest_plain p = {.shapes = a->shapes,
                        .key = a->key,
                        .name = a->name,
                        .encoding = a->encoding,
                        .crs = a->crs,
                        .values = a->values,
                        .key_column = a->key_column,
                        .period_column = a->period_column,
                        .whole = a->whole,
                        .columns = a->column,
                        .n_columns = a->n_columns};
    if (a->decimal && strcmp(a->decimal, ",") && strcmp(a->decimal, "."))
        return err_set(e, ERR_USAGE, "--decimal: \"%s\" is not allowed: , or .", a->decimal);
    if (a->decimal) p.decimal = a->decimal[0];
    return manifest_make_plain(&p, out, e);
}

static err_code load(const args *a, atlas_use use, strlist *problems, const atlas **out, err *e) {
    look_library library = {0};
    manifest *m = NULL;
    atlas *loaded = NULL;
    err_code rc = look_library_open(&library, e);
    if (!rc) rc = open_manifest(a, &library, &m, e);
    if (!rc) rc = atlas_load(m, &library, use, problems, &loaded, e);
    manifest_free(m);
    look_library_close(&library);
    if (!rc) *out = loaded;
    return rc;
}

static err_code refuse(const strlist *problems, err *e) {
    if (problems->count == 1) return err_set(e, ERR_FORMAT, "%s", problems->item[0]);
    return err_set(e, ERR_FORMAT,
                   "%zu indicators cannot be trusted (kartblad check tells all); the first: %s",
                   problems->count, problems->item[0]);
}

err_code map_open_atlas(const args *a, atlas_use use, strlist *problems, const atlas **out,
                        err *e) {
    strlist own = {0};
    const atlas *loaded = NULL;
    err_code rc = load(a, use, problems ? problems : &own, &loaded, e);
    if (!rc && own.count) rc = refuse(&own, e);
    if (rc)
        atlas_unref(loaded);
    else
        *out = loaded;
    strlist_free(&own);
    return rc;
}

err_code map_find_indicator(const args *a, const atlas *from, size_t *out, err *e) {
    *out = 0;
    if (a->indicator) return atlas_find_indicator(from, a->indicator, out, e);
    return from->n_indicators ? ERR_OK : err_set(e, ERR_NOTFOUND, "there is no indicator to draw");
}

err_code map_open(const args *a, atlas_use use, choropleth **out, err *e) {
    const atlas *from = NULL;
    size_t index;
    err_code rc = map_open_atlas(a, use, NULL, &from, e);
    if (rc) return rc;
    rc = map_find_indicator(a, from, &index, e);
    if (!rc) {
        look l = from->design[index].look;
        const look_sources sources = look_library_sources(&from->library);
        rc = args_look(a, &sources, &l, e);
        if (!rc) rc = choropleth_make(from, index, &l, out, e);
    }
    atlas_unref(from);
    return rc;
}

err_code map_write(const args *a, bytes data, err *e) {
    if (!a->output) return err_set(e, ERR_USAGE, "where to? give -o FILE");
    if (strcmp(a->output, "-")) return file_write_atomic(a->output, data, e);
    if (fwrite(data.data, 1, data.len, stdout) == data.len && !fflush(stdout)) return ERR_OK;
    return err_set_errno(e, "standard output");
}

err_code map_print(const buf *text, err *e) {
    err_code rc = buf_status(text, e);
    if (rc) return rc;
    if (fputs(buf_text(text), stdout) >= 0 && !fflush(stdout)) return ERR_OK;
    return err_set_errno(e, "standard output");
}

void map_warn_font(void) {
    if (!text_font_found())
        log_warn("the font " CANVAS_FONT
                 " is not installed (Debian: fonts-inter): texts are drawn in another");
}
