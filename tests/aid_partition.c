#include "aid_partition.h"
#include "aid_cmocka.h"

#include <stdlib.h>
#include <string.h>

#define STEPS_MAX 64

/* Small enough that borders which meet at a node do not cross: nodes move by up to 0.15 of a cell,
 * so edges there stand at 44 degrees or more, and wiggles leave an edge at up to 18. */
#define NODE_SHIFT 0.15
#define WIGGLE     0.08

static void add_border(aid_random *r, aid_partition *p, const double from[2], const double to[2],
                       district_id left, district_id right) {
    aid_border *b = &p->borders[p->n_borders++];
    *b = (aid_border){p->n_points, p->steps + 1, left, right};
    double dx = to[0] - from[0], dy = to[1] - from[1];
    for (size_t i = 0; i <= p->steps; i++, p->n_points++) {
        double t = (double)i / (double)p->steps, off = 4 * t * (1 - t) * WIGGLE;
        off = i && i < p->steps ? off * aid_random_in(r, -1, 1) : 0;
        p->x[p->n_points] = i == p->steps ? to[0] : from[0] + t * dx - off * dy;
        p->y[p->n_points] = i == p->steps ? to[1] : from[1] + t * dy + off * dx;
    }
}

static district_id cell_at(const aid_partition *p, size_t column, size_t row) {
    bool there = column < p->columns && row < p->rows; /* -1 wraps around */
    return there ? p->district[row * p->columns + column] : DISTRICT_NONE;
}

static void make_borders(aid_random *r, aid_partition *p, const double *nodes) {
    size_t across = p->columns + 1;
    for (size_t j = 0; j <= p->rows; j++) /* eastward: north is left */
        for (size_t i = 0; i < p->columns; i++)
            add_border(r, p, nodes + 2 * (j * across + i), nodes + 2 * (j * across + i + 1),
                       cell_at(p, i, j - 1), cell_at(p, i, j));
    for (size_t j = 0; j < p->rows; j++) /* southward: east is left */
        for (size_t i = 0; i <= p->columns; i++)
            add_border(r, p, nodes + 2 * (j * across + i), nodes + 2 * ((j + 1) * across + i),
                       cell_at(p, i, j), cell_at(p, i - 1, j));
}

void aid_partition_make(aid_random *r, size_t columns, size_t rows, size_t steps, double x0,
                        double y0, double size, aid_partition *out) {
    size_t n = columns * (rows + 1) + rows * (columns + 1), cells = columns * rows;
    *out = (aid_partition){.columns = columns, .rows = rows, .steps = steps};
    out->district = calloc(cells, sizeof *out->district);
    out->borders = calloc(n, sizeof *out->borders);
    out->x = calloc(n * (steps + 1), sizeof *out->x);
    out->y = calloc(n * (steps + 1), sizeof *out->y);
    double *nodes = calloc((columns + 1) * (rows + 1), 2 * sizeof *nodes);
    assert_true(steps <= STEPS_MAX && out->district && out->borders && out->x && out->y && nodes);
    for (size_t k = 0; k < cells; k++) {
        uint64_t dice = aid_random_bits(r) % 10;
        out->district[k] = dice == 0            ? DISTRICT_NONE
                           : dice == 1 && k > 0 ? out->district[k - 1]
                                                : (district_id)k;
    }
    for (size_t j = 0, k = 0; j <= rows; j++)
        for (size_t i = 0; i <= columns; i++) {
            nodes[k++] = x0 + size * ((double)i + aid_random_in(r, -NODE_SHIFT, NODE_SHIFT));
            nodes[k++] = y0 + size * ((double)j + aid_random_in(r, -NODE_SHIFT, NODE_SHIFT));
        }
    make_borders(r, out, nodes);
    free(nodes);
}

void aid_partition_free(aid_partition *p) {
    free(p->district);
    free(p->borders);
    free(p->x);
    free(p->y);
}

static size_t add_points(const aid_partition *p, size_t border, bool backward, double *x,
                         double *y) {
    size_t first = p->borders[border].first;
    for (size_t i = 0; i < p->steps; i++) {
        size_t at = first + (backward ? p->steps - i : i);
        x[i] = p->x[at], y[i] = p->y[at];
    }
    return p->steps;
}

size_t aid_partition_ring(const aid_partition *p, size_t cell, double *x, double *y) {
    size_t i = cell % p->columns, j = cell / p->columns;
    size_t upright = p->columns * (p->rows + 1) + j * (p->columns + 1) + i;
    size_t n = add_points(p, cell, false, x, y);
    n += add_points(p, upright + 1, false, x + n, y + n);
    n += add_points(p, cell + p->columns, true, x + n, y + n);
    return n + add_points(p, upright, true, x + n, y + n);
}

district_id aid_partition_at(const aid_partition *p, double px, double py) {
    double x[4 * STEPS_MAX], y[4 * STEPS_MAX];
    for (size_t k = 0; k < p->columns * p->rows; k++) {
        size_t n = aid_partition_ring(p, k, x, y);
        bool in = false;
        for (size_t i = 0, j = n - 1; i < n; j = i++)
            if ((y[i] > py) != (y[j] > py) &&
                px < x[i] + (py - y[i]) / (y[j] - y[i]) * (x[j] - x[i]))
                in = !in;
        if (in) return p->district[k];
    }
    return DISTRICT_NONE;
}
