/* Free room around the districts, by counting squares of a grid: sums from the upper left, so that
 * a box is asked about at once. */
#include "geo/coverage_union.h"
#include "sheet/print_map_parts.h"

#include <cairo.h>
#include <math.h>
#include <stdlib.h>

#define SQUARE_MM 0.5
#define SQUARES   700 /* across, at most about so many */
#define EDGE_MM   0.5 /* kept free at the box's edge */

struct print_ground {
    double square, width, height; /* mm */
    size_t columns, rows;
    uint32_t *land, *layer; /* [rows + 1][columns + 1] squares above and to the left */
};

void print_ground_free(print_ground *g) {
    if (!g) return;
    free(g->land);
    free(g->layer);
    free(g);
}

static void add_path(cairo_t *cr, const map_path *p) {
    for (size_t k = 0; k < p->parts; k++) {
        for (uint32_t i = p->first[k]; i < p->first[k + 1]; i++)
            cairo_line_to(cr, p->x[i], p->y[i]);
        cairo_close_path(cr);
    }
}

static uint32_t *sums_of(const print_ground *g, cairo_surface_t *s) {
    size_t across = g->columns + 1;
    uint32_t *sum = calloc((g->rows + 1) * across, sizeof *sum);
    const uint8_t *at = cairo_image_surface_get_data(s);
    int stride = cairo_image_surface_get_stride(s);
    for (size_t y = 0; sum && y < g->rows; y++, at += stride)
        for (size_t x = 0; x < g->columns; x++)
            sum[(y + 1) * across + x + 1] = (at[x] > 0) + sum[(y + 1) * across + x] +
                                            sum[y * across + x + 1] - sum[y * across + x];
    return sum;
}

/* Squares that something of the geometry is in. */
static err_code count(const print_ground *g, const print_map *m, const geometry *of,
                      uint32_t **sums, err *e) {
    map_frame f = m->frame;
    map_path p = {0};
    f.at = (box){0, 0, (double)g->columns, (double)g->rows};
    f.scale /= g->square * MAP_MM_PX;
    for (size_t i = 0; i < of->n_rings; i++)
        map_path_add_ring(&p, &f, 2, of->x + of->rings[i].first, of->y + of->rings[i].first,
                          of->rings[i].count);
    cairo_surface_t *s = cairo_image_surface_create(CAIRO_FORMAT_A8, (int)g->columns, (int)g->rows);
    cairo_t *cr = cairo_create(s);
    cairo_set_fill_rule(cr, CAIRO_FILL_RULE_EVEN_ODD);
    add_path(cr, &p);
    cairo_fill(cr);
    bool failed = p.failed || cairo_status(cr);
    cairo_destroy(cr);
    cairo_surface_flush(s);
    *sums = failed ? NULL : sums_of(g, s);
    cairo_surface_destroy(s);
    map_path_free(&p);
    return *sums ? ERR_OK : err_nomem(e);
}

err_code print_ground_make(const print_map *m, print_ground **out, err *e) {
    geometry *all = NULL;
    print_ground *g = calloc(1, sizeof *g);
    if (!g) return err_nomem(e);
    g->width = m->width, g->height = m->height;
    g->square = fmax(SQUARE_MM, fmax(m->width, m->height) / SQUARES);
    g->columns = (size_t)ceil(m->width / g->square);
    g->rows = (size_t)ceil(m->height / g->square);
    err_code rc = count(g, m, map_plan_land(m->plan), &g->land, e);
    if (!rc) rc = coverage_union_make(m->scene.borders, &all, e);
    if (!rc) rc = count(g, m, all, &g->layer, e);
    geometry_free(all);
    if (rc)
        print_ground_free(g);
    else
        *out = g;
    return rc;
}

static uint32_t squares_in(const print_ground *g, const uint32_t *sum, size_t x0, size_t y0,
                           size_t x1, size_t y1) {
    size_t across = g->columns + 1;
    return sum[y1 * across + x1] - sum[y0 * across + x1] - sum[y1 * across + x0] +
           sum[y0 * across + x0];
}

bool print_ground_is_free(const print_ground *g, box b, double *wet) {
    if (b.x < EDGE_MM || b.y < EDGE_MM || b.x + b.width > g->width - EDGE_MM ||
        b.y + b.height > g->height - EDGE_MM)
        return false;
    size_t x0 = (size_t)(b.x / g->square), y0 = (size_t)(b.y / g->square);
    size_t x1 = (size_t)((b.x + b.width) / g->square) + 1;
    size_t y1 = (size_t)((b.y + b.height) / g->square) + 1;
    if (x1 > g->columns) x1 = g->columns;
    if (y1 > g->rows) y1 = g->rows;
    if (squares_in(g, g->land, x0, y0, x1, y1)) return false;
    *wet = (double)squares_in(g, g->layer, x0, y0, x1, y1) / (double)((x1 - x0) * (y1 - y0));
    return true;
}

bool print_ground_is_land(const print_ground *g, double x, double y) {
    if (!(x >= 0 && y >= 0 && x < g->width && y < g->height)) return false;
    size_t i = (size_t)(x / g->square), k = (size_t)(y / g->square);
    return i < g->columns && k < g->rows && squares_in(g, g->land, i, k, i + 1, k + 1);
}

double print_ground_height(const print_ground *g, double x0, double x1, bool from_below) {
    size_t c0 = (size_t)fmax(0, x0 / g->square), c1 = (size_t)fmax(0, x1 / g->square) + 1, n = 0;
    if (c1 > g->columns) c1 = g->columns;
    while (n < g->rows) {
        size_t r = from_below ? g->rows - 1 - n : n;
        if (squares_in(g, g->layer, c0, r, c1, r + 1)) break;
        n++;
    }
    return fmin((double)n * g->square, g->height);
}
