#include "geo/pole.h"
#include "geo/coverage_rings.h"

#include <geos_c.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct finder {
    GEOSContextHandle_t context;
    char message[200]; /* GEOS's last complaint */
} finder;

static void keep_message(const char *text, void *data) {
    finder *f = data;
    snprintf(f->message, sizeof f->message, "%s", text);
}

static err_code complaint(const finder *f, err *e) {
    return *f->message ? err_set(e, ERR_FORMAT, "GEOS: %s", f->message) : err_nomem(e);
}

static GEOSGeometry *line_of(finder *f, const geometry *g, ring r) {
    GEOSCoordSequence *s = GEOSCoordSeq_create_r(f->context, r.count + 1, 2);
    for (uint32_t i = 0; s && i <= r.count; i++) {
        uint32_t at = r.first + i % r.count;
        GEOSCoordSeq_setXY_r(f->context, s, i, g->x[at], g->y[at]);
    }
    return s ? GEOSGeom_createLinearRing_r(f->context, s) : NULL; /* takes s */
}

static GEOSGeometry *polygon_of(finder *f, const geometry *g, uint32_t outer, const bool *hole,
                                uint32_t n) {
    GEOSGeometry **inner = calloc(n + 1, sizeof *inner);
    GEOSGeometry *shell = inner ? line_of(f, g, g->rings[outer]) : NULL, *polygon = NULL;
    unsigned holes = 0;
    bool ok = shell != NULL;
    for (uint32_t i = 0; i < n && ok; i++)
        if (hole[i]) ok = (inner[holes] = line_of(f, g, g->rings[outer + 1 + i])) && ++holes;
    if (ok) {
        polygon = GEOSGeom_createPolygon_r(f->context, shell, inner, holes); /* takes them all */
    } else {
        for (unsigned i = 0; i < holes; i++) GEOSGeom_destroy_r(f->context, inner[i]);
        if (shell) GEOSGeom_destroy_r(f->context, shell);
    }
    free(inner);
    return polygon;
}

/* A circle comes as the line from its center to the border. */
static bool read_circle(finder *f, const GEOSGeometry *circle, pole *out) {
    const GEOSCoordSequence *s = circle ? GEOSGeom_getCoordSeq_r(f->context, circle) : NULL;
    return s && GEOSCoordSeq_getXY_r(f->context, s, 0, &out->x, &out->y) &&
           GEOSGeomGetLength_r(f->context, circle, &out->radius);
}

err_code pole_find(const geometry *g, uint32_t outer, const bool *hole, uint32_t n,
                   double tolerance, pole *out, err *e) {
    finder f = {.context = GEOS_init_r()};
    if (!f.context) return err_nomem(e);
    GEOSContext_setErrorMessageHandler_r(f.context, keep_message, &f);
    GEOSGeometry *polygon = polygon_of(&f, g, outer, hole, n);
    GEOSGeometry *circle =
        polygon ? GEOSMaximumInscribedCircle_r(f.context, polygon, tolerance) : NULL;
    err_code rc = read_circle(&f, circle, out) ? ERR_OK : complaint(&f, e);
    if (circle) GEOSGeom_destroy_r(f.context, circle);
    if (polygon) GEOSGeom_destroy_r(f.context, polygon);
    GEOS_finish_r(f.context);
    return rc;
}

err_code pole_of_district(const geometry *g, district_id d, double tolerance, pole *out, err *e) {
    uint32_t from = g->ring_of[d], to = g->ring_of[d + 1], best = from, n = 0;
    double most = -1;
    bool *hole = calloc(to - from + 1, sizeof *hole);
    if (!hole) return err_nomem(e);
    for (uint32_t r = from; r < to; r++) {
        double area = coverage_rings_area2(g, g->rings[r]);
        hole[r - from] = area < 0;
        if (area > most) most = area, best = r;
    }
    while (best + 1 + n < to && hole[best + 1 + n - from]) n++;
    err_code rc = pole_find(g, best, hole + (best + 1 - from), n, tolerance, out, e);
    free(hole);
    return rc;
}
