#include "tile/raster.h"
#include "tile/raster_parts.h"

#include <assert.h>
#include <stdlib.h>

err_code raster_create(raster **out, err *e) {
    raster *r = calloc(1, sizeof *r);
    if (!r) return err_nomem(e);
    r->stroke.kind = stroke_lanes_best();
    *out = r;
    return ERR_OK;
}

void raster_free(raster *r) {
    if (!r) return;
    free(r->fill.cells);
    free(r->fill.sorted);
    free(r->fill.turns);
    free(r->stroke.lines);
    free(r->stroke.order);
    free(r->stroke.active);
    free(r->out.spans);
    free(r->out.shares);
    free(r);
}

void raster_begin(raster *r, uint32_t width, uint32_t height, const double ink_px[RASTER_INKS]) {
    assert(width <= RASTER_SIDE_MAX && height <= RASTER_SIDE_MAX);
    r->fill.width = width, r->fill.height = height;
    r->fill.n_cells = r->fill.n_turns = 0;
    raster_stroke_begin(&r->stroke, width, height, ink_px);
    r->out.n_spans = r->out.n_shares = r->out.faults = 0;
    r->corner = DISTRICT_NONE;
}

err_code raster_arc(raster *r, const double *x, const double *y, size_t n, district_id left,
                    district_id right, bool stroked, err *e) {
    err_code rc = ERR_OK;
    if (left != right) rc = raster_fill_arc(&r->fill, x, y, n, left, right, e);
    if (!rc && stroked && r->stroke.reach > 0) rc = raster_stroke_arc(&r->stroke, x, y, n, e);
    return rc;
}

void raster_corner(raster *r, district_id d) { r->corner = d; }

err_code raster_finish(raster *r, const raster_span **out, size_t *n, err *e) {
    err_code rc = raster_fill_sort(&r->fill, e);
    if (!rc) rc = raster_stroke_sort(&r->stroke, e);
    if (!rc && r->fill.width) rc = raster_spans_make(r, e);
    if (rc) return rc;
    *out = r->out.spans;
    *n = r->out.n_spans;
    return ERR_OK;
}

size_t raster_faults(const raster *r) { return r->out.faults; }
