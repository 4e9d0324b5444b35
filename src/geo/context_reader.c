#include "geo/context_reader.h"
#include "base/text.h"
#include "geo/shp_project.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static err_code open_table(const char *path, context_reader *r, err *e) {
    const context_data_options *o = r->options;
    const char *first = o->name_field ? o->name_field : o->rank_field;
    const char *const fields[3] = {first, first == o->rank_field ? NULL : o->rank_field, NULL};
    err_code rc = shp_files_table(path, o->encoding, fields, first != NULL, &r->table, e);
    if (rc || !r->table) return rc;
    rc = shp_files_check_table(r->table, r->records, r->warnings, e);
    if (!rc && o->name_field) rc = dbf_find_field(r->table, o->name_field, &r->name_field, e);
    if (!rc && o->rank_field) rc = dbf_find_field(r->table, o->rank_field, &r->rank_field, e);
    return rc;
}

err_code context_reader_open(const char *path, shp_family wanted, const context_data_options *o,
                             strlist *warnings, context_reader *r, err *e) {
    *r = (context_reader){.options = o, .warnings = warnings};
    err_code rc = shp_reader_open(path, wanted, warnings, &r->shp, e);
    if (!rc) r->records = shp_reader_index(r->shp)->records;
    if (!rc) rc = open_table(path, r, e);
    if (!rc) rc = shp_files_crs(path, o->crs, &r->crs, e);
    if (!rc) r->kind = crs_kind_of(r->crs.transform);
    return rc ? rc : shp_files_warn_crs(&r->crs, warnings, e);
}

void context_reader_close(context_reader *r) {
    shp_reader_close(r->shp);
    shp_crs_free(&r->crs);
    dbf_free(r->table);
    free(r->x);
    free(r->y);
    *r = (context_reader){0};
}

static err_code take_points(context_reader *r, const shp_shape *s, err *e) {
    err_code rc = array_reserve(&r->x, &r->cap_x, s->points, sizeof *r->x, e);
    if (!rc) rc = array_reserve(&r->y, &r->cap_y, s->points, sizeof *r->y, e);
    if (rc) return rc;
    memcpy(r->x, s->x, s->points * sizeof *r->x);
    memcpy(r->y, s->y, s->points * sizeof *r->y);
    for (size_t i = 0; i < s->points; i++)
        if ((rc = shp_project_check(r->crs.assumed, r->x[i], r->y[i], e)))
            return err_wrap(e, rc, "point %zu", i + 1);
    return shp_project_longitudes(r->crs.transform, r->x, r->y, s->points, e);
}

err_code context_reader_next(context_reader *r, size_t *record, shp_shape *out, err *e) {
    for (; *record < r->records; ++*record) {
        if (r->table && dbf_deleted(r->table, *record)) {
            r->deleted++;
            continue;
        }
        err_code rc = shp_reader_read(r->shp, *record, out, e);
        if (!rc && !out->points) {
            r->null_shapes++;
            continue;
        }
        if (!rc) rc = take_points(r, out, e);
        return rc ? err_wrap(e, rc, "record %zu", *record + 1) : ERR_OK;
    }
    return ERR_OK;
}

const char *context_reader_name(const context_reader *r, size_t record) {
    return r->options->name_field ? dbf_cell(r->table, record, r->name_field) : "";
}

err_code context_reader_rank(const context_reader *r, size_t record, double *out, err *e) {
    *out = 0;
    if (!r->options->rank_field) return ERR_OK;
    const char *text = dbf_cell(r->table, record, r->rank_field);
    *out = -INFINITY;
    if (!*text || text_to_double(text, out)) return ERR_OK;
    return err_set(e, ERR_FORMAT,
                   "record %zu: the rank \"%.40s\" in the field %s is no number; leave it empty or "
                   "take another field",
                   record + 1, text, r->options->rank_field);
}
