/* raster_parts: what raster*.c share; nobody else includes it but test_raster_lanes.c. */
#ifndef TILE_RASTER_PARTS_H
#define TILE_RASTER_PARTS_H
#include "tile/raster.h"

/* ---- fill ----------------------------------------------------------------------------- */

/* What an arc does to a pixel and to the rest of its row: `plus` gains `area` in the pixel and
 * `cover` (a height) in all pixels right of it, `minus` loses as much.  In 1 / RASTER_ONE. */
typedef struct fill_cell {
    uint16_t x, y;
    int32_t cover, area;
    district_id plus, minus;
} fill_cell;

typedef struct fill_turn { /* where an arc crosses the window's left edge */
    int32_t y;             /* 0..height * RASTER_ONE */
    district_id above, below;
} fill_turn;

typedef struct raster_fill {
    uint32_t width, height;
    fill_cell *cells, *sorted; /* the second is scratch */
    size_t n_cells, cap_cells, cap_sorted;
    fill_turn *turns;
    size_t n_turns, cap_turns;
} raster_fill;

err_code raster_fill_arc(raster_fill *f, const double *x, const double *y, size_t n,
                         district_id left, district_id right, err *e);
/* Cells by row, then column, then as they came; turns from the top down. */
err_code raster_fill_sort(raster_fill *f, err *e);

/* ---- stroke --------------------------------------------------------------------------- */

#define STROKE_GRID    4 /* samples a pixel along each axis */
#define STROKE_SAMPLES (STROKE_GRID * STROKE_GRID)
#define STROKE_STEP    (1.0 / STROKE_GRID)
#define STROKE_BAND    8 /* rows that are inked together */

typedef struct stroke_line { /* a segment as a point, a unit vector and a length */
    double x, y, along_x, along_y, length;
    uint16_t first, last; /* rows that its ink may reach */
} stroke_line;

struct stroke_lanes;

typedef struct raster_stroke {
    uint32_t width, height;
    double half[RASTER_INKS]; /* half the width of each ink */
    double reach;             /* beyond that from a segment no sample is inked; 0: no ink at all */
    const struct stroke_lanes *kind;
    stroke_line *lines;
    uint32_t *order, *active; /* lines by first band; those that reach the current one */
    size_t n_lines, cap_lines, cap_order, cap_active, n_active, n_begun;
    uint32_t row;  /* the current one */
    uint32_t far;  /* columns of distance2 that have been used */
    bool given_up; /* unless more rows come */
    /* The current band: which pixels lines reach, and their samples' least squared distances:
     * FLT_MAX in all others, and in those of which the ink is made. */
    uint64_t touched[STROKE_BAND][RASTER_SIDE_MAX / 64];
    float distance2[RASTER_SIDE_MAX][STROKE_BAND][STROKE_SAMPLES];
    float ink[RASTER_SIDE_MAX][RASTER_INKS]; /* of the current row */
} raster_stroke;

/* The loops over samples, by what the processor can do; all give the same bits. */
typedef struct stroke_lanes {
    const char *name;
    bool (*usable)(void);
    /* Distances to the active lines, in the band that begins with row `top`. */
    void (*add_lines)(raster_stroke *s, uint32_t top);
    void (*make_row)(raster_stroke *s, uint32_t row); /* ink of the pixels touched */
} stroke_lanes;
extern const stroke_lanes stroke_lanes_all[]; /* the best first; the last is plain C */
extern const size_t stroke_lanes_count;
const stroke_lanes *stroke_lanes_best(void);

void raster_stroke_begin(raster_stroke *s, uint32_t width, uint32_t height,
                         const double ink_px[RASTER_INKS]);
err_code raster_stroke_arc(raster_stroke *s, const double *x, const double *y, size_t n, err *e);
err_code raster_stroke_sort(raster_stroke *s, err *e);  /* before the first row */
void raster_stroke_row(raster_stroke *s, uint32_t row); /* 0, 1, 2, ... in turn */
/* The first pixel in [x, end) that lines reach in the current row; `end` if there is none. */
uint32_t raster_stroke_next(const raster_stroke *s, uint32_t x, uint32_t end);

/* ---- spans ---------------------------------------------------------------------------- */

typedef struct span_share { /* of a district, while a row is swept; in 1 / RASTER_ONE */
    district_id district;
    int64_t here, beyond; /* in this pixel; in those right of it */
} span_share;

typedef struct raster_spans {
    raster_span *spans;
    size_t n_spans, cap_spans;
    span_share *shares; /* [n_shares] districts with a share of the pixel or what follows */
    size_t n_shares, cap_shares;
    size_t faults;
} raster_spans;

struct raster {
    raster_fill fill;
    raster_stroke stroke;
    raster_spans out;
    district_id corner;
};

err_code raster_spans_make(raster *r, err *e); /* of what is sorted */
#endif
