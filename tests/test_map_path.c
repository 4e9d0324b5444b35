/* map_path.  Truth: worked by hand, and for random lines by points along them. */
#include "aid_cmocka.h"
#include "aid_random.h"
#include "draw/map_path.h"

#include <math.h>
#include <stdlib.h>

#define NEAR 1e-9

static void test_fitting(void **state) {
    (void)state;
    const box at = {10, 20, 220, 120};
    map_frame f = map_frame_fit(at, (rect){100, 1000, 200, 1100}, 10, 0.5, 0.5, 1);
    assert_true(fabs(f.scale - 1) < NEAR); /* 100 px for 100 units; 50 px are left on both sides */
    assert_true(fabs(map_frame_x(&f, 100) - 70) < NEAR && fabs(map_frame_y(&f, 1100) - 30) < NEAR);
    assert_true(fabs(map_frame_y(&f, 1000) - 130) < NEAR);
    f = map_frame_fit(at, (rect){100, 1000, 200, 1100}, 10, 0, 0.5, 1);
    assert_true(fabs(map_frame_x(&f, 100) - 20) < NEAR);
    f = map_frame_fit(at, (rect){100, 1000, 200, 1100}, 10, 1, 0.5, 1);
    assert_true(fabs(map_frame_x(&f, 200) - 220) < NEAR);
    rect seen = map_frame_units(&f, at);
    assert_true(fabs(seen.x1 - 210) < NEAR && fabs(seen.x0 + 10) < NEAR &&
                fabs(seen.y0 - 990) < NEAR && fabs(seen.y1 - 1110) < NEAR);
    f = map_frame_fit(at, (rect){5, 6, 5, 6}, 10, 0.5, 0.5, 1000); /* a point */
    assert_true(fabs(f.scale - 0.2) < NEAR);
    assert_true(fabs(map_frame_x(&f, 5) - 120) < NEAR && fabs(map_frame_y(&f, 6) - 80) < NEAR);
    f = map_frame_fit(at, RECT_EMPTY, 10, 0.5, 0.5, 1000);
    assert_true(isfinite(f.scale) && f.scale > 0 && isfinite(f.x0) && isfinite(f.y0));
}

static const map_frame ten = {.at = {0, 0, 10, 10}, .x0 = 0, .y0 = 10, .scale = 1, .detail = 1};

static double area_of(const map_path *p, size_t k) {
    double sum = 0;
    for (uint32_t i = p->first[k], j = p->first[k + 1] - 1; i < p->first[k + 1]; j = i++)
        sum += p->x[j] * p->y[i] - p->x[i] * p->y[j];
    return fabs(sum / 2);
}

/* Squares that lie inside, across an edge, across a corner, around, and outside. */
static void test_rings_are_cut(void **state) {
    (void)state;
    static const struct {
        double x, y, side, area; /* the last: what is left; the box is -1..11 with its reach */
    } rows[] = {
        {2, 2, 3, 9},         {-3, 2, 4, 8},  {9, 9, 4, 4},
        {-50, -50, 200, 144}, {20, 20, 5, 0}, {-3, -3, 1, 0},
    };
    map_path p = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        double a = rows[i].x, b = rows[i].y, s = rows[i].side;
        const double x[] = {a, a + s, a + s, a}, y[] = {b, b, b + s, b + s};
        map_path_clear(&p);
        map_path_add_ring(&p, &ten, 1, x, y, 4);
        assert_int_equal(p.parts, rows[i].area > 0);
        if (p.parts) assert_true(fabs(area_of(&p, 0) - rows[i].area) < NEAR);
    }
    map_path_free(&p);
}

static bool on_path(const map_path *p, double x, double y) {
    for (size_t k = 0; k < p->parts; k++)
        for (uint32_t i = p->first[k] + 1; i < p->first[k + 1]; i++) {
            double ax = p->x[i - 1], ay = p->y[i - 1], bx = p->x[i], by = p->y[i];
            double dx = bx - ax, dy = by - ay, n = dx * dx + dy * dy;
            double t = n > 0 ? ((x - ax) * dx + (y - ay) * dy) / n : 0;
            t = t < 0 ? 0 : t > 1 ? 1 : t;
            if (hypot(x - ax - t * dx, y - ay - t * dy) < 1e-7) return true;
        }
    return false;
}

/* A point of the line is on the path if and only if it is in the box and in no gap. */
static void test_lines_are_cut(void **state) {
    (void)state;
    static const rect gaps[] = {{2, 2, 5, 4}, {4, 3, 7, 8}};
    aid_random r = {8};
    map_path p = {0};
    for (int round = 0; round < 300; round++) {
        double x[12], y[12];
        for (int i = 0; i < 12; i++) {
            x[i] = aid_random_in(&r, -3, 13);
            y[i] = aid_random_in(&r, -3, 13);
        }
        map_path_clear(&p);
        map_path_add_line(&p, &ten, 0, x, y, 12);
        if (round & 1) map_path_cut_out(&p, gaps, 2);
        for (int i = 1; i < 12; i++)
            for (double t = 0.013; t < 1; t += 0.07) {
                double px = x[i - 1] + t * (x[i] - x[i - 1]);
                double py = 10 - (y[i - 1] + t * (y[i] - y[i - 1]));
                bool in = px > 0 && px < 10 && py > 0 && py < 10;
                for (int g = 0; g < 2 && round & 1; g++)
                    in = in && !(px > gaps[g].x0 && px < gaps[g].x1 && py > gaps[g].y0 &&
                                 py < gaps[g].y1);
                assert_int_equal(on_path(&p, px, py), in);
            }
    }
    map_path_free(&p);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fitting),
        cmocka_unit_test(test_rings_are_cut),
        cmocka_unit_test(test_lines_are_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
