/* raster_fill: arcs as cells: a pixel, and what a segment does to it and to those right of it. */
#include "tile/raster_parts.h"

#include "base/buf.h"

#include <stdlib.h>

/* Segments of one arc in one pixel share a cell, as long as its sums cannot overflow. */
#define SHARED_MAX (1 << 29)

typedef struct segment {
    double x0, y0, x1, y1;
    double dx_dy, dy_dx; /* slopes; 0 where there is none, or none is needed */
} segment;

typedef struct place { /* on a segment, within the window */
    double x;
    int32_t y; /* in 1 / RASTER_ONE */
} place;

/* Comparisons rather than fmin(), which gcc calls for its NaN rules. */
static double smaller(double a, double b) { return a < b ? a : b; }
static double larger(double a, double b) { return a > b ? a : b; }

static double between(double v, double a, double b) {
    return smaller(larger(v, smaller(a, b)), larger(a, b));
}

static int32_t clamped(int32_t v, int32_t a, int32_t b) {
    int32_t low = a < b ? a : b, high = a < b ? b : a;
    return v < low ? low : v > high ? high : v;
}

/* From the ends as given, and between them: so that the windows of two tiles, which clip a segment
 * at different points, cross a pixel's edge at one. */
static double x_at(const segment *s, double y) {
    return between(s->x0 + (y - s->y0) * s->dx_dy, s->x0, s->x1);
}

static double y_at(const segment *s, double x) {
    return between(s->y0 + (x - s->x0) * s->dy_dx, s->y0, s->y1);
}

static int32_t to_units(double y, uint32_t height) {
    return (int32_t)(between(y, 0, height) * RASTER_ONE + 0.5);
}

/* ---- cells ---------------------------------------------------------------------------- */

typedef struct cell_writer {
    raster_fill *f;
    size_t first; /* cell of the arc */
    district_id left, right;
} cell_writer;

/* There is room (raster_fill_arc).  `height` is positive going down; `x` is the mean of the edge.
 */
static void add_cell(cell_writer *w, uint32_t column, uint32_t row, int32_t height, double x) {
    raster_fill *f = w->f;
    if (!height || column >= f->width) return;
    double right_of_it = 1 - (x - column);
    int32_t area = (int32_t)(height * right_of_it + (height > 0 ? 0.5 : -0.5));
    fill_cell *c = f->n_cells > w->first ? &f->cells[f->n_cells - 1] : NULL;
    if (c && c->x == column && c->y == row && abs(c->area) < SHARED_MAX &&
        abs(c->cover) < SHARED_MAX) {
        c->cover += height;
        c->area += area;
        return;
    }
    f->cells[f->n_cells++] =
        (fill_cell){(uint16_t)column, (uint16_t)row, height, area, w->left, w->right};
}

/* The part of a segment in one row, from a down to b; `sign` -1 if the arc goes up. */
static void add_row_part(cell_writer *w, const segment *s, uint32_t row, place a, place b,
                         int32_t sign) {
    if (a.x > b.x) {
        place swap = a;
        a = b, b = swap, sign = -sign;
    }
    uint32_t column = (uint32_t)a.x;
    for (; column + 1 < b.x; column++) {
        place next = {column + 1, to_units(y_at(s, column + 1), w->f->height)};
        next.y = clamped(next.y, a.y, b.y);
        add_cell(w, column, row, sign * (next.y - a.y), (a.x + next.x) / 2);
        a = next;
    }
    add_cell(w, column, row, sign * (b.y - a.y), (a.x + b.x) / 2);
}

/* Row by row from a to b. */
static void add_inside(cell_writer *w, const segment *s, place a, place b) {
    int32_t sign = 1;
    if (a.y > b.y) {
        place swap = a;
        a = b, b = swap, sign = -1;
    }
    while (a.y < b.y) {
        int32_t row = a.y / RASTER_ONE, bottom = (row + 1) * RASTER_ONE;
        place next = b;
        if (bottom < b.y) next = (place){between(x_at(s, row + 1), a.x, b.x), bottom};
        add_row_part(w, s, (uint32_t)row, a, next, sign);
        a = next;
    }
}

static place place_at(double x, double y) { /* in the window */
    return (place){x, (int32_t)(y * RASTER_ONE + 0.5)};
}

/* ---- clipping ------------------------------------------------------------------------- */

/* An end of a segment, or where the segment enters the window on the way to the other. */
static place clip_end(const segment *s, double x, double y, uint32_t width, uint32_t height) {
    double inside = between(x, 0, width);
    if (inside != x) y = y_at(s, inside);
    double kept = between(y, 0, height);
    if (kept != y) inside = between(x_at(s, kept), 0, width);
    return (place){inside, to_units(kept, height)};
}

static void add_turn(raster_fill *f, const segment *s, district_id left, district_id right) {
    double y = y_at(s, 0);
    if (y < 0 || y > f->height) return;
    bool eastward = s->x1 >= 0;
    f->turns[f->n_turns++] =
        (fill_turn){to_units(y, f->height), eastward ? left : right, eastward ? right : left};
}

/* In one pixel or beyond the window's top or bottom no slope is asked for. */
static void add_segment(cell_writer *w, segment *s) {
    raster_fill *f = w->f;
    double low_y = smaller(s->y0, s->y1), high_y = larger(s->y0, s->y1);
    if (high_y < 0 || low_y > f->height) return;
    double low_x = smaller(s->x0, s->x1), high_x = larger(s->x0, s->x1);
    bool inside = low_x >= 0 && high_x < f->width && low_y >= 0 && high_y < f->height;
    if (inside && (int32_t)s->x0 == (int32_t)s->x1 && (int32_t)s->y0 == (int32_t)s->y1) {
        add_inside(w, s, place_at(s->x0, s->y0), place_at(s->x1, s->y1));
        return;
    }
    s->dx_dy = s->y1 != s->y0 ? (s->x1 - s->x0) / (s->y1 - s->y0) : 0;
    s->dy_dx = s->x1 != s->x0 ? (s->y1 - s->y0) / (s->x1 - s->x0) : 0;
    if (inside) {
        add_inside(w, s, place_at(s->x0, s->y0), place_at(s->x1, s->y1));
        return;
    }
    bool out0 = s->x0 < 0, out1 = s->x1 < 0; /* a border on the edge itself is inside */
    if (out0 != out1) add_turn(f, s, w->left, w->right);
    if ((out0 && out1) || low_x >= f->width) return;
    add_inside(w, s, clip_end(s, s->x0, s->y0, f->width, f->height),
               clip_end(s, s->x1, s->y1, f->width, f->height));
}

static err_code make_room(raster_fill *f, size_t cells, err *e) {
    err_code rc = array_reserve(&f->cells, &f->cap_cells, f->n_cells + cells, sizeof *f->cells, e);
    return rc ? rc : array_reserve(&f->turns, &f->cap_turns, f->n_turns + 1, sizeof *f->turns, e);
}

err_code raster_fill_arc(raster_fill *f, const double *x, const double *y, size_t n,
                         district_id left, district_id right, err *e) {
    cell_writer w = {f, f->n_cells, left, right};
    size_t most = (size_t)f->width + f->height + 4; /* cells that one segment can make */
    for (size_t i = 1; i < n; i++) {
        segment s = {.x0 = x[i - 1], .y0 = y[i - 1], .x1 = x[i], .y1 = y[i]};
        if (f->cap_cells - f->n_cells < most || f->cap_turns == f->n_turns) {
            err_code rc = make_room(f, most, e);
            if (rc) return rc;
        }
        add_segment(&w, &s);
    }
    return ERR_OK;
}

/* ---- order ---------------------------------------------------------------------------- */

/* One pass of a radix sort: stable, by column or by row. */
static void sort_pass(const fill_cell *from, fill_cell *to, size_t n, bool by_row) {
    size_t start[RASTER_SIDE_MAX + 1] = {0};
    for (size_t i = 0; i < n; i++) start[(by_row ? from[i].y : from[i].x) + 1]++;
    for (size_t k = 1; k <= RASTER_SIDE_MAX; k++) start[k] += start[k - 1];
    for (size_t i = 0; i < n; i++) to[start[by_row ? from[i].y : from[i].x]++] = from[i];
}

static int compare_ids(district_id a, district_id b) { return (a > b) - (a < b); }

static int compare_turns(const void *a, const void *b) {
    const fill_turn *p = a, *q = b;
    if (p->y != q->y) return p->y < q->y ? -1 : 1;
    int by_above = compare_ids(p->above, q->above);
    return by_above ? by_above : compare_ids(p->below, q->below);
}

err_code raster_fill_sort(raster_fill *f, err *e) {
    err_code rc = array_reserve(&f->sorted, &f->cap_sorted, f->n_cells, sizeof *f->sorted, e);
    if (rc) return rc;
    sort_pass(f->cells, f->sorted, f->n_cells, false);
    sort_pass(f->sorted, f->cells, f->n_cells, true);
    if (f->n_turns) qsort(f->turns, f->n_turns, sizeof *f->turns, compare_turns);
    return ERR_OK;
}
