#include "geo/crs.h"
#include "base/buf.h"

#include <math.h>
#include <proj.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct crs_transform {
    PJ_CONTEXT *context;
    PJ *to_lonlat;
    char name[CRS_NAME_MAX];
};

static void stay_silent(void *data, int level, const char *text) {
    (void)data, (void)level, (void)text; /* errors are returned, never printed */
}

/* "NAME (EPSG:CODE)", the code only where PROJ is sure of it. */
static void describe(PJ_CONTEXT *context, PJ *crs, char out[CRS_NAME_MAX]) {
    const char *name = proj_get_name(crs), *code = proj_get_id_code(crs, 0);
    const char *authority = proj_get_id_auth_name(crs, 0);
    int *confidence = NULL;
    PJ_OBJ_LIST *same = NULL;
    PJ *known = NULL;
    if (!code && (same = proj_identify(context, crs, "EPSG", NULL, &confidence)) &&
        proj_list_get_count(same) > 0 && confidence[0] >= 70 &&
        (known = proj_list_get(context, same, 0))) {
        code = proj_get_id_code(known, 0);
        authority = proj_get_id_auth_name(known, 0);
        name = proj_get_name(known);
    }
    if (code && authority)
        snprintf(out, CRS_NAME_MAX, "%s (%s:%s)", name ? name : "unnamed", authority, code);
    else
        snprintf(out, CRS_NAME_MAX, "%s", name ? name : "unnamed");
    proj_destroy(known);
    proj_int_list_destroy(confidence);
    proj_list_destroy(same);
}

/* A PROJ string is an operation for proj_create() unless it says that it is a CRS, which those
 * that people have at hand do not. */
static PJ *create_crs(PJ_CONTEXT *context, const char *definition) {
    if (!strstr(definition, "proj=") || strstr(definition, "type=crs"))
        return proj_create(context, definition);
    buf text = BUF_EMPTY;
    buf_addf(&text, "%s +type=crs", definition);
    PJ *crs = text.failed ? NULL : proj_create(context, buf_text(&text));
    buf_free(&text);
    return crs;
}

static err_code open_transform(crs_transform *t, const char *definition, err *e) {
    PJ *from = create_crs(t->context, definition);
    if (!from || !proj_is_crs(from)) {
        proj_destroy(from);
        return err_set(e, ERR_FORMAT, "\"%.60s\" is no coordinate reference system that PROJ knows",
                       definition);
    }
    describe(t->context, from, t->name);
    PJ *to = proj_create(t->context, "OGC:CRS84"); /* WGS 84, longitude first */
    PJ *plain = to ? proj_create_crs_to_crs_from_pj(t->context, from, to, NULL, NULL) : NULL;
    if (plain) t->to_lonlat = proj_normalize_for_visualization(t->context, plain);
    proj_destroy(plain);
    proj_destroy(to);
    proj_destroy(from);
    if (t->to_lonlat) return ERR_OK;
    return err_set(e, ERR_UNSUPPORTED, "PROJ has no way from %s to WGS 84", t->name);
}

err_code crs_open(const char *definition, crs_transform **out, err *e) {
    crs_transform *t = calloc(1, sizeof *t);
    if (!t || !(t->context = proj_context_create())) {
        free(t);
        return err_nomem(e);
    }
    proj_log_func(t->context, NULL, stay_silent);
    proj_context_set_enable_network(t->context, 0);
    err_code rc = open_transform(t, definition, e);
    if (rc)
        crs_free(t);
    else
        *out = t;
    return rc;
}

void crs_free(crs_transform *t) {
    if (!t) return;
    proj_destroy(t->to_lonlat);
    proj_context_destroy(t->context);
    free(t);
}

const char *crs_name(const crs_transform *t) { return t->name; }

err_code crs_to_lonlat(crs_transform *t, double *x, double *y, size_t n, err *e) {
    for (size_t i = 0; i < n; i++) {
        PJ_COORD out = proj_trans(t->to_lonlat, PJ_FWD, proj_coord(x[i], y[i], 0, HUGE_VAL));
        if (!isfinite(out.xy.x) || !isfinite(out.xy.y) || fabs(out.xy.y) > 90.000001)
            return err_set(e, ERR_FORMAT, "the point (%g, %g) lies outside %s", x[i], y[i],
                           t->name);
        x[i] = out.xy.x;
        y[i] = out.xy.y;
    }
    return ERR_OK;
}
