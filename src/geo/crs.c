#include "geo/crs.h"
#include "base/buf.h"

#include <geodesic.h>
#include <math.h>
#include <proj.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct crs_transform {
    PJ_CONTEXT *context;
    PJ *to_lonlat;
    crs_kind kind;
    bool projected;
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

/* Whatever the definition's order of axes: coordinates come as x and y. */
static bool is_same(crs_transform *t, PJ *crs, const char *known) {
    PJ *other = proj_create(t->context, known);
    bool same = other && proj_is_equivalent_to_with_ctx(
                             t->context, crs, other, PJ_COMP_EQUIVALENT_EXCEPT_AXIS_ORDER_GEOGCRS);
    proj_destroy(other);
    return same;
}

static crs_kind find_kind(crs_transform *t, PJ *crs) {
    if (is_same(t, crs, "OGC:CRS84")) return CRS_DEGREES;
    return is_same(t, crs, "EPSG:3857") ? CRS_MERCATOR : CRS_OTHER;
}

static bool is_projected(PJ_CONTEXT *context, PJ *crs) {
    PJ_TYPE type = proj_get_type(crs);
    if (type != PJ_TYPE_COMPOUND_CRS && type != PJ_TYPE_BOUND_CRS)
        return type == PJ_TYPE_PROJECTED_CRS;
    PJ *inner = type == PJ_TYPE_BOUND_CRS ? proj_get_source_crs(context, crs)
                                          : proj_crs_get_sub_crs(context, crs, 0);
    bool projected = inner && proj_get_type(inner) == PJ_TYPE_PROJECTED_CRS;
    proj_destroy(inner);
    return projected;
}

static err_code open_transform(crs_transform *t, const char *definition, err *e) {
    PJ *from = create_crs(t->context, definition);
    if (!from || !proj_is_crs(from)) {
        proj_destroy(from);
        return err_set(e, ERR_FORMAT, "\"%.60s\" is no coordinate reference system that PROJ knows",
                       definition);
    }
    describe(t->context, from, t->name);
    t->kind = find_kind(t, from);
    t->projected = is_projected(t->context, from);
    PJ *to = proj_create(t->context, "OGC:CRS84"); /* WGS 84, longitude first */
    PJ *plain = to ? proj_create_crs_to_crs_from_pj(t->context, from, to, NULL, NULL) : NULL;
    if (plain) t->to_lonlat = proj_normalize_for_visualization(t->context, plain);
    proj_destroy(plain);
    proj_destroy(to);
    proj_destroy(from);
    if (t->to_lonlat) return ERR_OK;
    return err_set(e, ERR_UNSUPPORTED, "PROJ has no way from %s to WGS 84", t->name);
}

static crs_transform *create(void) {
    crs_transform *t = calloc(1, sizeof *t);
    if (!t || !(t->context = proj_context_create())) {
        free(t);
        return NULL;
    }
    proj_log_func(t->context, NULL, stay_silent);
    proj_context_set_enable_network(t->context, 0);
    return t;
}

err_code crs_open(const char *definition, crs_transform **out, err *e) {
    crs_transform *t = create();
    err_code rc = t ? open_transform(t, definition, e) : err_nomem(e);
    if (rc)
        crs_free(t);
    else
        *out = t;
    return rc;
}

err_code crs_share(const crs_transform *from, crs_transform **out, err *e) {
    crs_transform *t = create();
    if (!t || !(t->to_lonlat = proj_clone(t->context, from->to_lonlat))) {
        crs_free(t);
        return err_nomem(e);
    }
    t->kind = from->kind;
    t->projected = from->projected;
    memcpy(t->name, from->name, sizeof t->name);
    *out = t;
    return ERR_OK;
}

void crs_free(crs_transform *t) {
    if (!t) return;
    proj_destroy(t->to_lonlat);
    proj_context_destroy(t->context);
    free(t);
}

const char *crs_name(const crs_transform *t) { return t->name; }

crs_kind crs_kind_of(const crs_transform *t) { return t->kind; }
bool crs_is_projected(const crs_transform *t) { return t->projected; }

err_code crs_to_lonlat(crs_transform *t, double *x, double *y, size_t n, err *e) {
    for (size_t i = 0; i < n; i++) {
        PJ_COORD out = {.xyzt = {x[i], y[i], 0, HUGE_VAL}};
        if (t->kind != CRS_DEGREES) out = proj_trans(t->to_lonlat, PJ_FWD, out);
        if (!isfinite(out.xy.x) || !isfinite(out.xy.y) || fabs(out.xy.y) > 90.000001)
            return err_set(e, ERR_FORMAT, "the point (%g, %g) lies outside %s", x[i], y[i],
                           t->name);
        x[i] = out.xy.x;
        y[i] = out.xy.y;
    }
    return ERR_OK;
}

err_code crs_from_lonlat(crs_transform *t, double *x, double *y, size_t n, err *e) {
    for (size_t i = 0; i < n; i++) {
        PJ_COORD out = {.xyzt = {x[i], y[i], 0, HUGE_VAL}};
        if (t->kind != CRS_DEGREES) out = proj_trans(t->to_lonlat, PJ_INV, out);
        if (!isfinite(out.xy.x) || !isfinite(out.xy.y))
            return err_set(e, ERR_FORMAT, "longitude %g, latitude %g lies outside %s", x[i], y[i],
                           t->name);
        x[i] = out.xy.x;
        y[i] = out.xy.y;
    }
    return ERR_OK;
}

/* ---- lengths ---------------------------------------------------------------------------- */

#define WGS84_RADIUS     6378137.0
#define WGS84_FLATTENING (1 / 298.257223563)

double crs_distance(double lon0, double lat0, double lon1, double lat1) {
    struct geod_geodesic g;
    double meters = (double)NAN;
    geod_init(&g, WGS84_RADIUS, WGS84_FLATTENING);
    geod_inverse(&g, lat0, lon0, lat1, lon1, &meters, NULL, NULL);
    return meters;
}

void crs_walk(double lon, double lat, double azimuth, double meters, double *lon_out,
              double *lat_out) {
    struct geod_geodesic g;
    geod_init(&g, WGS84_RADIUS, WGS84_FLATTENING);
    geod_direct(&g, lat, lon, azimuth, meters, lat_out, lon_out, NULL);
}
