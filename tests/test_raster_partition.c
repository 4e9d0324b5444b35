/* Random partitions of the plane.  Truth: the area of each cell's polygon clipped to the pixel
 * (Sutherland & Hodgman 1974, shoelace); for ink, 16 x 16 samples a pixel by their distances to all
 * segments; for windows, a larger one. */
#include "aid_cmocka.h"
#include "aid_raster.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SAMPLES  16
#define RING_MAX 512 /* points, clipped */

/* ---- areas ---------------------------------------------------------------------------- */

static size_t clip_half(const double *u, const double *v, size_t n, double limit, double sign,
                        double *out_u, double *out_v) {
    size_t kept = 0;
    for (size_t i = 0, j = n - 1; i < n; j = i++) {
        bool in = u[i] * sign <= limit * sign, before = u[j] * sign <= limit * sign;
        if (in != before) {
            out_u[kept] = limit;
            out_v[kept++] = v[j] + (v[i] - v[j]) * (limit - u[j]) / (u[i] - u[j]);
        }
        if (in) out_u[kept] = u[i], out_v[kept++] = v[i];
    }
    return kept;
}

/* The area of a ring within the pixel whose corner is (px, py). */
static double area_in_pixel(const double *rx, const double *ry, size_t n, double px, double py) {
    double x[RING_MAX], y[RING_MAX], u[RING_MAX], v[RING_MAX], sum = 0;
    n = clip_half(rx, ry, n, px + 1, 1, u, v);
    if (n) n = clip_half(u, v, n, px, -1, x, y);
    if (n) n = clip_half(y, x, n, py + 1, 1, v, u);
    if (n) n = clip_half(v, u, n, py, -1, y, x);
    for (size_t i = 0, j = n - 1; i < n; j = i++)
        sum += (x[j] - px) * (y[i] - py) - (x[i] - px) * (y[j] - py);
    return fabs(sum) / 2;
}

typedef struct truth { /* areas of districts in one pixel */
    district_id district[64];
    double area[64];
    size_t n;
} truth;

static void add_truth(truth *t, district_id d, double area) {
    size_t i = 0;
    while (i < t->n && t->district[i] != d) i++;
    if (i == t->n) t->area[i] = 0, t->district[i] = d, t->n++;
    assert_true(t->n < 64);
    t->area[i] += area;
}

/* Every part is right to the shares that were dropped; a pixel of one district has one part. */
static void assert_truth(const raster_span *s, const truth *t) {
    double dropped = 0, largest = 0;
    for (size_t i = 0; i < t->n; i++) {
        double got = aid_share(s, t->district[i]);
        if (got <= 0) dropped += t->area[i];
        if (t->area[i] > largest) largest = t->area[i];
    }
    for (size_t i = 0; i < t->n; i++) {
        double got = aid_share(s, t->district[i]);
        if (got > 0) aid_assert_near(got, t->area[i], dropped + 1e-5);
        if (got <= 0) assert_true(s->n_parts == RASTER_PARTS || t->area[i] < 1 / 512.0 + 1e-5);
    }
    if (largest > 1 - 1 / 512.0) assert_int_equal(s->n_parts, 1);
}

static void assert_partition(const aid_picture *p, const aid_partition *q, double dx, double dy) {
    static truth t[64 * 64];
    memset(t, 0, sizeof t);
    assert_true((size_t)p->width * p->height <= 64 * 64);
    for (size_t cell = 0; cell < q->columns * q->rows; cell++) {
        double x[RING_MAX], y[RING_MAX], low_x = 1e9, low_y = 1e9, top_x = -1e9, top_y = -1e9;
        size_t n = aid_partition_ring(q, cell, x, y);
        for (size_t i = 0; i < n; i++) {
            x[i] += dx, y[i] += dy;
            low_x = fmin(low_x, x[i]), top_x = fmax(top_x, x[i]);
            low_y = fmin(low_y, y[i]), top_y = fmax(top_y, y[i]);
        }
        for (uint32_t j = 0; j < p->height; j++)
            for (uint32_t i = 0; i < p->width; i++)
                if (i + 1 > low_x && i < top_x && j + 1 > low_y && j < top_y)
                    add_truth(&t[j * p->width + i], q->district[cell],
                              area_in_pixel(x, y, n, i, j));
    }
    for (uint32_t i = 0; i < p->width * p->height; i++) {
        double sum = 0;
        for (size_t k = 0; k < t[i].n; k++) sum += t[i].area[k];
        add_truth(&t[i], DISTRICT_NONE, fmax(0, 1 - sum));
        assert_truth(&p->px[i], &t[i]);
    }
}

/* Cells from a third of a pixel to 40 px, windows in their middle and over their rim. */
static void random_partitions(void **state) {
    (void)state;
    static const double sizes[] = {0.37, 1, 2.5, 7.3, 16, 40};
    aid_random r = {20240611};
    aid_picture p;
    aid_picture_open(&p);
    for (int round = 0; round < 36; round++) {
        double size = sizes[round % 6];
        size_t cells = size < 4 ? 14 : 5;
        aid_partition q;
        aid_partition_make(&r, cells, cells, 1 + (size_t)round % 9, 0, 0, size, &q);
        double dx = aid_random_in(&r, -size * 3, size * 2);
        double dy = aid_random_in(&r, -size * 3, size * 2);
        if (round % 3 == 0) dx = nearbyint(dx), dy = nearbyint(dy);
        aid_picture_begin(&p, 20 + (uint32_t)round, 50 - (uint32_t)round, aid_no_ink);
        aid_picture_partition(&p, &q, dx, dy);
        aid_picture_finish(&p);
        assert_partition(&p, &q, dx, dy);
        aid_partition_free(&q);
    }
    aid_picture_close(&p);
}

/* ---- ink ------------------------------------------------------------------------------ */

static double distance(double px, double py, double x0, double y0, double x1, double y1) {
    double dx = x1 - x0, dy = y1 - y0, l2 = dx * dx + dy * dy;
    double t = l2 > 0 ? fmin(1, fmax(0, ((px - x0) * dx + (py - y0) * dy) / l2)) : 0;
    return hypot(px - x0 - t * dx, py - y0 - t * dy);
}

typedef struct ink_error { /* over the pixels that are covered in part */
    double most, rms;
} ink_error;

/* Of one pixel, against samples; `near` lists the segments that can reach it. */
static double sampled_ink(const aid_partition *q, const size_t *near, size_t n, double x, double y,
                          double half) {
    int inked = 0;
    for (int k = 0; k < SAMPLES * SAMPLES; k++) {
        double sx = x + (k % SAMPLES + 0.5) / SAMPLES, sy = y + (k / SAMPLES + 0.5) / SAMPLES;
        bool in = false;
        for (size_t i = 0; i < n && !in; i++) {
            size_t s = near[i];
            in = distance(sx, sy, q->x[s], q->y[s], q->x[s + 1], q->y[s + 1]) <= half;
        }
        inked += in;
    }
    return (double)inked / (SAMPLES * SAMPLES);
}

static size_t segments_near(const aid_partition *q, double x, double y, double reach,
                            size_t *near) {
    size_t n = 0;
    for (size_t b = 0; b < q->n_borders; b++) {
        const aid_border *a = &q->borders[b];
        for (size_t s = a->first; s + 1 < a->first + a->count && a->left != a->right; s++)
            if (distance(x, y, q->x[s], q->y[s], q->x[s + 1], q->y[s + 1]) < reach) near[n++] = s;
    }
    return n;
}

static ink_error compare_ink(const aid_picture *p, const aid_partition *q, double half, int k) {
    size_t *near = calloc(q->n_points, sizeof *near), partly = 0;
    assert_non_null(near);
    ink_error out = {0};
    for (uint32_t i = 0; i < p->width * p->height; i++) {
        uint32_t x = i % p->width, y = i / p->width;
        size_t n = segments_near(q, x + 0.5, y + 0.5, half + 0.8, near);
        double want = n ? sampled_ink(q, near, n, x, y, half) : 0;
        double off = fabs((double)p->px[i].ink[k] - want);
        out.most = fmax(out.most, off);
        out.rms += off * off;
        partly += want > 0 && want < 1;
    }
    out.rms = sqrt(out.rms / (double)partly);
    free(near);
    return out;
}

/* Samples are themselves off by up to half a row of them, where an edge is nearly level.  The bound
 * is half a level of 16, and 2 of 255; for hairlines, whose joins are finer than the raster's
 * samples, twice as much at a few pixels. */
static void ink_of_random_partitions(void **state) {
    (void)state;
    static const double widths[][RASTER_INKS] = {{2, 1}, {3.2, 0.5}, {6, 1.5}, {1, 0.25}};
    aid_random r = {77};
    aid_picture p;
    aid_picture_open(&p);
    for (int round = 0; round < 8; round++) {
        const double *width = widths[round % 4];
        aid_partition q;
        aid_partition_make(&r, 4, 4, 1 + (size_t)round * 2, -7.3, -9.1, 11, &q);
        aid_picture_begin(&p, 32, 24, width);
        aid_picture_partition(&p, &q, 0, 0);
        aid_picture_finish(&p);
        for (int k = 0; k < RASTER_INKS; k++) {
            ink_error off = compare_ink(&p, &q, width[k] / 2, k);
            if (getenv("RASTER_ERRORS"))
                print_message("ink %g px: most %.4f, rms %.4f\n", width[k], off.most, off.rms);
            double bound = 1 / 32.0 + 2 / 255.0;
            assert_true(off.most < (width[k] < 0.5 ? 2 * bound : bound));
            assert_true(off.rms < 0.01);
        }
        aid_partition_free(&q);
    }
    aid_picture_close(&p);
}

/* ---- windows -------------------------------------------------------------------------- */

static void assert_close(const raster_span *a, const raster_span *b) {
    for (int k = 0; k < RASTER_INKS; k++) aid_assert_near(a->ink[k], b->ink[k], 1e-6);
    for (int i = 0; i < a->n_parts; i++)
        aid_assert_near(a->part[i].share, aid_share(b, a->part[i].district), 1e-6);
}

/* The same borders through a large window and through small ones all over it. */
static void windows_agree(void **state) {
    (void)state;
    static const double ink[] = {3, 1.5};
    aid_random r = {4711};
    for (int round = 0; round < 6; round++) {
        aid_partition q;
        double size = round % 2 ? 23 : 5;
        aid_partition_make(&r, 12, 12, 1 + (size_t)round, -17.77, -3.3, size, &q);
        aid_picture big, small;
        aid_picture_open(&big);
        aid_picture_open(&small);
        aid_picture_begin(&big, 100, 90, ink);
        aid_picture_partition(&big, &q, 0, 0);
        aid_picture_finish(&big);
        for (uint32_t k = 0; k < 9; k++) {
            uint32_t x0 = 7 * k, y0 = (5 * k + 13) % 60, side = 20 + k;
            aid_picture_begin(&small, side, side, ink);
            aid_picture_partition(&small, &q, -(double)x0, -(double)y0);
            aid_picture_finish(&small);
            for (uint32_t i = 0; i < side * side; i++)
                assert_close(&small.px[i], aid_at(&big, x0 + i % side, y0 + i / side));
        }
        aid_picture_close(&big);
        aid_picture_close(&small);
        aid_partition_free(&q);
    }
}

static void draw_backward(aid_picture *p, const aid_partition *q) {
    double x[RING_MAX], y[RING_MAX];
    for (size_t i = q->n_borders; i-- > 0;) {
        const aid_border *b = &q->borders[i];
        for (size_t k = 0; k < b->count; k++) {
            x[k] = q->x[b->first + b->count - 1 - k];
            y[k] = q->y[b->first + b->count - 1 - k];
        }
        err_code rc =
            raster_arc(p->r, x, y, b->count, b->right, b->left, b->left != b->right, NULL);
        assert_int_equal(rc, ERR_OK);
    }
    raster_corner(p->r, aid_partition_at(q, 0, 0));
}

/* A raster that has drawn other tiles draws the same bytes again; neither the order of borders nor
 * their direction matters. */
static void order_does_not_matter(void **state) {
    (void)state;
    static const double ink[] = {2, 0.5};
    aid_random r = {5};
    aid_partition q;
    aid_partition_make(&r, 9, 9, 4, -11.1, -7.9, 9, &q);
    aid_picture first, again;
    aid_picture_open(&first);
    aid_picture_open(&again);
    aid_picture_begin(&first, 64, 60, ink);
    aid_picture_partition(&first, &q, 0, 0);
    aid_picture_finish(&first);
    aid_picture_begin(&again, 200, 100, aid_no_ink);
    aid_picture_partition(&again, &q, 50, 3);
    aid_picture_finish(&again);
    aid_picture_begin(&again, 64, 60, ink);
    aid_picture_partition(&again, &q, 0, 0);
    aid_picture_finish(&again);
    for (uint32_t i = 0; i < 64 * 60; i++) assert_true(aid_same_look(&first.px[i], &again.px[i]));
    aid_picture_begin(&again, 64, 60, ink);
    draw_backward(&again, &q);
    aid_picture_finish(&again);
    for (uint32_t i = 0; i < 64 * 60; i++) assert_close(&first.px[i], &again.px[i]);
    aid_picture_close(&first);
    aid_picture_close(&again);
    aid_partition_free(&q);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_partitions),
        cmocka_unit_test(ink_of_random_partitions),
        cmocka_unit_test(windows_agree),
        cmocka_unit_test(order_does_not_matter),
    };
    return cmocka_run_group_tests_name("raster on partitions", tests, NULL, NULL);
}
