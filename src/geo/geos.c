#include "geo/geos.h"

#include <geos_c.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

struct geos {
    GEOSContextHandle_t context;
    char message[200]; /* GEOS's last complaint */
};

struct geos_area {
    geos *owner;
    GEOSGeometry *area, *border;
    const GEOSPreparedGeometry *prepared, *prepared_border;
};

static void keep_message(const char *text, void *data) {
    geos *g = data;
    snprintf(g->message, sizeof g->message, "%s", text);
}

static err_code complaint(geos *g, err *e) {
    if (!*g->message) return err_nomem(e);
    err_code rc = err_set(e, ERR_FORMAT, "GEOS: %s", g->message);
    *g->message = 0;
    return rc;
}

err_code geos_open(geos **out, err *e) {
    geos *g = calloc(1, sizeof *g);
    if (!g || !(g->context = GEOS_init_r())) {
        free(g);
        return err_nomem(e);
    }
    GEOSContext_setErrorMessageHandler_r(g->context, keep_message, g);
    *out = g;
    return ERR_OK;
}

void geos_close(geos *g) {
    if (!g) return;
    GEOS_finish_r(g->context);
    free(g);
}

static GEOSGeometry *polygon_of_ring(geos *g, const geometry *in, ring r) {
    GEOSCoordSequence *s = GEOSCoordSeq_create_r(g->context, r.count + 1, 2);
    if (!s) return NULL;
    for (uint32_t i = 0; i <= r.count; i++) {
        uint32_t at = r.first + i % r.count;
        GEOSCoordSeq_setXY_r(g->context, s, i, in->x[at], in->y[at]);
    }
    GEOSGeometry *shell = GEOSGeom_createLinearRing_r(g->context, s); /* takes s */
    return shell ? GEOSGeom_createPolygon_r(g->context, shell, NULL, 0) : NULL;
}

/* What lies in the ring an odd number of times; a ring that crosses itself is put right by
 * cutting it where it does.  What is left of it as mere lines adds nothing to a symmetric
 * difference of areas, but GEOS refuses the mixture: it is taken out by a zero buffer. */
static GEOSGeometry *area_of_ring(geos *g, const geometry *in, ring r) {
    GEOSGeometry *p = polygon_of_ring(g, in, r);
    if (!p || GEOSisValid_r(g->context, p) == 1) return p;
    GEOSGeometry *valid = GEOSMakeValid_r(g->context, p);
    GEOSGeometry *area = valid ? GEOSBuffer_r(g->context, valid, 0, 1) : NULL;
    GEOSGeom_destroy_r(g->context, p);
    GEOSGeom_destroy_r(g->context, valid);
    return area;
}

/* The district's area: what lies in an odd number of its rings. */
static GEOSGeometry *area_of(geos *g, const geometry *in, district_id d) {
    uint32_t first = in->ring_of[d], n = in->ring_of[d + 1] - first;
    GEOSGeometry *sum = GEOSGeom_createEmptyPolygon_r(g->context);
    for (uint32_t i = 0; i < n && sum; i++) {
        GEOSGeometry *one = area_of_ring(g, in, in->rings[first + i]);
        GEOSGeometry *next = one ? GEOSSymDifference_r(g->context, sum, one) : NULL;
        GEOSGeom_destroy_r(g->context, one);
        GEOSGeom_destroy_r(g->context, sum);
        sum = next;
    }
    return sum;
}

static err_code add_line(geos *g, const GEOSGeometry *line, district_id d, geometry_builder *b,
                         err *e) {
    const GEOSCoordSequence *s = GEOSGeom_getCoordSeq_r(g->context, line);
    unsigned n = 0;
    if (!s || !GEOSCoordSeq_getSize_r(g->context, s, &n)) return complaint(g, e);
    double *x = calloc(n ? n : 1, sizeof *x), *y = calloc(n ? n : 1, sizeof *y);
    err_code rc = x && y ? ERR_OK : err_nomem(e);
    for (unsigned i = 0; i < n && !rc; i++) GEOSCoordSeq_getXY_r(g->context, s, i, &x[i], &y[i]);
    if (!rc) rc = geometry_builder_add(b, d, x, y, n, NULL, e);
    free(x);
    free(y);
    return rc;
}

static err_code add_polygon(geos *g, const GEOSGeometry *p, district_id d, geometry_builder *b,
                            err *e) {
    err_code rc = add_line(g, GEOSGetExteriorRing_r(g->context, p), d, b, e);
    int holes = GEOSGetNumInteriorRings_r(g->context, p);
    for (int i = 0; i < holes && !rc; i++)
        rc = add_line(g, GEOSGetInteriorRingN_r(g->context, p, i), d, b, e);
    return rc;
}

static err_code add_area(geos *g, const GEOSGeometry *area, district_id d, geometry_builder *b,
                         err *e) {
    int n = GEOSGetNumGeometries_r(g->context, area);
    err_code rc = ERR_OK;
    for (int i = 0; i < n && !rc; i++) {
        const GEOSGeometry *part = GEOSGetGeometryN_r(g->context, area, i);
        if (GEOSGeomTypeId_r(g->context, part) == GEOS_POLYGON && !GEOSisEmpty_r(g->context, part))
            rc = add_polygon(g, part, d, b, e);
    }
    return rc;
}

/* The union of all districts of one group; NULL on failure. */
static GEOSGeometry *union_of(geos *g, const geometry *in, const district_id *group,
                              district_id wanted) {
    GEOSGeometry **member = calloc(in->n_districts ? in->n_districts : 1, sizeof *member);
    unsigned n = 0;
    bool ok = member != NULL;
    for (district_id d = 0; ok && d < in->n_districts; d++)
        if (group[d] == wanted) ok = (member[n] = area_of(g, in, d)) != NULL && ++n;
    GEOSGeometry *all =
        ok ? GEOSGeom_createCollection_r(g->context, GEOS_GEOMETRYCOLLECTION, member, n) : NULL;
    GEOSGeometry *merged = all ? GEOSUnaryUnion_r(g->context, all) : NULL;
    if (!all)
        for (unsigned i = 0; i < n; i++) GEOSGeom_destroy_r(g->context, member[i]);
    GEOSGeom_destroy_r(g->context, all);
    free(member);
    return merged;
}

err_code geos_dissolve(geos *g, const geometry *in, const district_id *group, size_t n_groups,
                       geometry **out, err *e) {
    geometry_builder *b = NULL;
    err_code rc = geometry_builder_create(&b, e);
    for (size_t i = 0; i < n_groups && !rc; i++) {
        GEOSGeometry *merged = union_of(g, in, group, (district_id)i);
        rc = merged ? add_area(g, merged, (district_id)i, b, e) : complaint(g, e);
        GEOSGeom_destroy_r(g->context, merged);
    }
    if (rc) {
        geometry_builder_free(b);
        return rc;
    }
    return geometry_builder_finish(b, n_groups, out, e);
}

err_code geos_area_of(geos *g, const geometry *in, district_id d, geos_area **out, err *e) {
    geos_area *a = calloc(1, sizeof *a);
    if (!a) return err_nomem(e);
    a->owner = g;
    a->area = area_of(g, in, d);
    a->border = a->area ? GEOSBoundary_r(g->context, a->area) : NULL;
    a->prepared = a->area ? GEOSPrepare_r(g->context, a->area) : NULL;
    a->prepared_border = a->border ? GEOSPrepare_r(g->context, a->border) : NULL;
    if (!a->prepared || !a->prepared_border) {
        geos_area_free(a);
        return complaint(g, e);
    }
    *out = a;
    return ERR_OK;
}

void geos_area_free(geos_area *a) {
    if (!a) return;
    GEOSContextHandle_t c = a->owner->context;
    GEOSPreparedGeom_destroy_r(c, a->prepared);
    GEOSPreparedGeom_destroy_r(c, a->prepared_border);
    GEOSGeom_destroy_r(c, a->area);
    GEOSGeom_destroy_r(c, a->border);
    free(a);
}

bool geos_area_contains(const geos_area *a, double x, double y) {
    GEOSContextHandle_t c = a->owner->context;
    GEOSGeometry *point = GEOSGeom_createPointFromXY_r(c, x, y);
    bool in = point && GEOSPreparedContains_r(c, a->prepared, point) == 1;
    GEOSGeom_destroy_r(c, point);
    return in;
}

bool geos_area_contains_rect(const geos_area *a, rect r) {
    GEOSContextHandle_t c = a->owner->context;
    GEOSGeometry *box = GEOSGeom_createRectangle_r(c, r.x0, r.y0, r.x1, r.y1);
    bool in = box && GEOSPreparedCovers_r(c, a->prepared, box) == 1;
    GEOSGeom_destroy_r(c, box);
    return in;
}

double geos_area_border_distance(const geos_area *a, double x, double y) {
    GEOSContextHandle_t c = a->owner->context;
    GEOSGeometry *point = GEOSGeom_createPointFromXY_r(c, x, y);
    double distance = NAN;
    if (point) GEOSPreparedDistance_r(c, a->prepared_border, point, &distance);
    GEOSGeom_destroy_r(c, point);
    return distance;
}

double geos_area_size(const geos_area *a) {
    double size = NAN;
    GEOSArea_r(a->owner->context, a->area, &size);
    return size;
}
