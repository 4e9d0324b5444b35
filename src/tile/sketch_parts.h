/* sketch_parts: what sketch*.c share; no other module includes it. */
#ifndef TILE_SKETCH_PARTS_H
#define TILE_SKETCH_PARTS_H
#include "draw/label.h"
#include "geo/shore.h"
#include "tile/raster.h"
#include "tile/sketch.h"

/* ---- sketch_kept.c: what is kept by zoom ---------------------------------------------- */

typedef struct kept kept; /* counted; any number of threads may read it */
void kept_drop(kept *k);  /* NULL is fine */

/* The layer's borders at the tile's zoom: a zoom at 2 device px a CSS px is drawn as the next. */
err_code kept_level(cache *c, const sketch_input *in, kept **out, err *e);
const coverage_level *kept_as_level(const kept *k);
/* An area of the context likewise; `i`: of the atlas's contexts. */
err_code kept_context(cache *c, const sketch_input *in, size_t i, kept **out, err *e);
/* Land, water and lines of the layer. */
err_code kept_shore(cache *c, const sketch_input *in, kept **out, err *e);
const shore *kept_as_shore(const kept *k);
/* The labels of the layer at this zoom: the same at either scale. */
err_code kept_labels(cache *c, const sketch_input *in, kept **out, err *e);
const label_plan *kept_as_labels(const kept *k);

/* ---- sketch_covers.c: what lies over the districts ------------------------------------ */

typedef struct cover_plane { /* one ink's share of each pixel, of COVER_FULL */
    uint8_t id, place;       /* COVER_..., context_place */
    bool hairline;           /* stops at labels */
    uint8_t *level;          /* [size * size] */
} cover_plane;

typedef struct cover_planes {  /* scratch of one tile */
    uint32_t size;             /* pixels a side */
    cover_plane plane[COVERS]; /* [count] from below */
    size_t count;
    uint8_t *level[COVERS], *text, *halo; /* memory; planes take theirs from here */
    uint16_t *owner;                      /* of text: into `label` */
    district_id *label;
    size_t n_labels, label_cap;
    bool has_text;
    uint8_t *changes; /* [size] of a row: whether a pixel differs from the one before */
    raster_span *spans;
    cover *covers; /* [n_spans] */
    size_t n_spans, spans_cap, covers_cap;
} cover_planes;

void cover_planes_free(cover_planes *p);

struct sketch {
    raster *raster;
    skeleton_scratch *scratch;
    label_pen *pen; /* made when first needed */
    arc_list arcs, ray;
    district_id corner;
    double *x, *y; /* one line, in the tile's pixels */
    size_t x_cap, y_cap;
    cover_planes planes;
};

/* Draws all that lies over the districts of the tile; s->planes.count and has_text tell what there
 * is.  `sh`: NULL without water and labels. */
err_code sketch_covers_draw(sketch *s, cache *c, const sketch_input *in, const shore *sh, err *e);
/* Cuts the spans of the districts where a cover begins or ends: planes.spans with planes.covers. */
err_code sketch_covers_cut(sketch *s, const raster_span *spans, size_t n, err *e);

/* ---- sketch.c -------------------------------------------------------------------------- */

/* A line in Mercator meters to the raster, in the tile's pixels.  Points that weigh less than
 * `least` are left out; weight NULL: none is. */
typedef struct sketch_line {
    const double *x, *y;
    const float *weight;
    size_t n;
    double least;
    district_id left, right;
    bool stroked;
} sketch_line;
err_code sketch_add_line(sketch *s, const sketch_input *in, const sketch_line *l, err *e);
/* The tile's bounds and `px` device pixels around it, in Mercator meters. */
rect sketch_reach(const sketch_input *in, double px);
/* The pieces of some kinds (bit k: shore_kind k), as strokes. */
err_code sketch_add_pieces(sketch *s, const sketch_input *in, const shore *sh, unsigned kinds,
                           double width_px, err *e);
#endif
