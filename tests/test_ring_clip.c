/* Truth: corners worked out by hand; GEOS's intersection of random stars with a square. */
#include "aid_cmocka.h"
#include "aid_random.h"
#include "geo/geos.h"
#include "geo/ring_clip.h"

#include <math.h>
#include <stdlib.h>

#define POINTS 40

static double area(const double *x, const double *y, size_t n) {
    double sum = 0;
    for (size_t i = 0, j = n ? n - 1 : 0; i < n; j = i++) sum += x[j] * y[i] - x[i] * y[j];
    return fabs(sum) / 2;
}

/* A triangle whose tip is cut off. */
static void test_by_hand(void **state) {
    (void)state;
    double x[RING_CLIP_MOST(3)] = {0, 4, 2}, y[RING_CLIP_MOST(3)] = {0, 0, 4}, u[RING_CLIP_MOST(3)],
           v[RING_CLIP_MOST(3)];
    size_t n = ring_clip((rect){-9, -9, 9, 2}, x, y, 3, u, v);
    assert_int_equal(n, 4);
    assert_true(area(x, y, n) == 6); /* of 8, the tip has 2 */
    for (size_t i = 0; i < n; i++)
        assert_true(y[i] == 0 || (y[i] == 2 && (x[i] == 1 || x[i] == 3)));
    double far_x[RING_CLIP_MOST(3)] = {20, 24, 22}, far_y[RING_CLIP_MOST(3)] = {0, 0, 4};
    assert_int_equal(ring_clip((rect){-9, -9, 9, 9}, far_x, far_y, 3, u, v), 0);
}

static double geos_says(const double *x, const double *y, size_t n, rect r) {
    geometry_builder *b = NULL;
    geometry *g = NULL, *all = NULL;
    geos *gs = NULL;
    geos_area *a = NULL;
    const double sx[] = {r.x0, r.x1, r.x1, r.x0}, sy[] = {r.y0, r.y0, r.y1, r.y1};
    const district_id group[] = {0, 0};
    assert_int_equal(geometry_builder_create(&b, NULL), ERR_OK);
    assert_int_equal(geometry_builder_add(b, 0, x, y, n, NULL, NULL), ERR_OK);
    assert_int_equal(geometry_builder_add(b, 1, sx, sy, 4, NULL, NULL), ERR_OK);
    assert_int_equal(geometry_builder_finish(b, 2, &g, NULL), ERR_OK);
    assert_int_equal(geos_open(&gs, NULL), ERR_OK);
    assert_int_equal(geos_dissolve(gs, g, group, 1, &all, NULL), ERR_OK);
    assert_int_equal(geos_area_of(gs, all, 0, &a, NULL), ERR_OK);
    /* Of both together: what they share is what their sum has too much. */
    double shared = area(x, y, n) + area(sx, sy, 4) - geos_area_size(a);
    geos_area_free(a);
    geos_close(gs);
    geometry_free(g);
    geometry_free(all);
    return shared;
}

static void test_random_stars(void **state) {
    (void)state;
    aid_random r = {2718281828};
    for (int k = 0; k < 200; k++) {
        double xy[2 * POINTS], x[RING_CLIP_MOST(POINTS)], y[RING_CLIP_MOST(POINTS)],
            u[RING_CLIP_MOST(POINTS)], v[RING_CLIP_MOST(POINTS)];
        rect to = {-3, -2, aid_random_in(&r, -2, 6), aid_random_in(&r, -1, 6)};
        aid_star(&r, aid_random_in(&r, -4, 4), aid_random_in(&r, -4, 4), 0.5, 5, POINTS, xy);
        for (size_t i = 0; i < POINTS; i++) x[i] = xy[2 * i], y[i] = xy[2 * i + 1];
        double want = geos_says(x, y, POINTS, to);
        size_t n = ring_clip(to, x, y, POINTS, u, v);
        assert_true(n <= RING_CLIP_MOST(POINTS));
        assert_true(fabs(area(x, y, n) - want) < 1e-9);
        for (size_t i = 0; i < n; i++)
            assert_true(x[i] >= to.x0 && x[i] <= to.x1 && y[i] >= to.y0 && y[i] <= to.y1);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_by_hand),
        cmocka_unit_test(test_random_stars),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
