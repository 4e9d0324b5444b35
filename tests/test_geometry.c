/* Truth: areas and boxes by hand; points in convex polygons by the sign of cross products. */
#include "aid_cmocka.h"
#include "aid_random.h"
#include "geo/geometry.h"

#include <math.h>
#include <string.h>

static geometry_builder *begin(void) {
    geometry_builder *b = NULL;
    assert_int_equal(geometry_builder_create(&b, NULL), ERR_OK);
    return b;
}

static bool add(geometry_builder *b, district_id d, const double *xy, size_t n) {
    double x[64], y[64];
    bool kept = false;
    err e = {0};
    assert_true(n <= 64);
    for (size_t i = 0; i < n; i++) x[i] = xy[2 * i], y[i] = xy[2 * i + 1];
    if (geometry_builder_add(b, d, x, y, n, &kept, &e)) fail_msg("%s", e.text);
    return kept;
}

/* An axis-parallel rectangle whose first corner is `start` of its four, turned either way. */
static void add_rect(geometry_builder *b, district_id d, rect r, int start, bool clockwise) {
    const double corner[8] = {r.x0, r.y0, r.x1, r.y0, r.x1, r.y1, r.x0, r.y1};
    double xy[8];
    for (int i = 0; i < 4; i++) {
        int at = (start + (clockwise ? 4 - i : i)) % 4;
        xy[2 * i] = corner[2 * at], xy[2 * i + 1] = corner[2 * at + 1];
    }
    assert_true(add(b, d, xy, 4));
}

static geometry *finish(geometry_builder *b, size_t n) {
    geometry *g = NULL;
    assert_int_equal(geometry_builder_finish(b, n, &g, NULL), ERR_OK);
    return g;
}

static void assert_near(double a, double b) {
    if (!(fabs(a - b) <= 1e-12)) fail_msg("%.17g is not %.17g", a, b);
}

static void test_rings_are_sorted_by_district_and_stay_in_order(void **state) {
    (void)state;
    geometry_builder *b = begin();
    add_rect(b, 2, (rect){0, 0, 1, 1}, 0, false);
    add_rect(b, 0, (rect){10, 0, 12, 1}, 0, false);
    add_rect(b, 2, (rect){20, 0, 23, 1}, 0, false);
    add_rect(b, 0, (rect){30, 0, 34, 1}, 0, false);
    geometry *g = finish(b, 4);
    const uint32_t ring_of[] = {0, 2, 2, 4, 4};
    assert_memory_equal(g->ring_of, ring_of, sizeof ring_of);
    const double first_x[] = {10, 30, 0, 20};
    for (size_t r = 0; r < 4; r++) assert_true(g->x[g->rings[r].first] == first_x[r]);
    assert_int_equal(g->n_points, 16);
    assert_true(rect_is_empty(g->bounds[1]) && rect_is_empty(g->bounds[3]));
    assert_true(g->bounds[0].x0 == 10 && g->bounds[0].x1 == 34 && g->bounds[0].y1 == 1);
    rect all = geometry_bounds(g);
    assert_true(all.x0 == 0 && all.y0 == 0 && all.x1 == 34 && all.y1 == 1);
    assert_near(geometry_area(g, 0), 6);
    assert_near(geometry_area(g, 1), 0);
    assert_false(geometry_contains(g, 1, 0.5, 0.5));
    geometry_free(g);
    geometry_free(NULL);
}

static void test_repeated_points_are_dropped(void **state) {
    (void)state;
    static const double closed[] = {0, 0, 0, 0, 1, 0, 1, 0, 1, 1, 1, 1, 0, 1, 0, 0, 0, 0};
    static const double line[] = {0, 0, 5, 5, 0, 0};
    static const double point[] = {7, 7, 7, 7, 7, 7, 7, 7};
    geometry_builder *b = begin();
    assert_true(add(b, 0, closed, 9));
    assert_false(add(b, 0, line, 3));
    assert_false(add(b, 0, point, 4));
    assert_false(add(b, 0, point, 0));
    geometry *g = finish(b, 1);
    assert_int_equal(g->n_rings, 1);
    assert_int_equal(g->rings[0].count, 4);
    assert_int_equal(g->n_points, 4);
    assert_near(geometry_area(g, 0), 1);
    geometry_free(g);
}

/* Two builders, one put behind the other, against all rings in one. */
static void test_builders_can_be_put_together(void **state) {
    (void)state;
    geometry_builder *one = begin(), *first = begin(), *then = begin();
    for (int i = 0; i < 40; i++) {
        rect r = {i, i, i + 1.5, i + 2};
        add_rect(one, (district_id)(i % 7), r, i % 4, i % 2);
        add_rect(i < 15 ? first : then, (district_id)(i % 7), r, i % 4, i % 2);
    }
    assert_int_equal(geometry_builder_append(first, then, NULL), ERR_OK);
    assert_int_equal(geometry_builder_append(first, then, NULL), ERR_OK); /* it is empty now */
    geometry_builder_free(then);
    geometry *a = finish(one, 7), *b = finish(first, 7);
    assert_int_equal(b->n_rings, 40);
    assert_int_equal(b->n_points, a->n_points);
    assert_memory_equal(a->x, b->x, a->n_points * sizeof *a->x);
    assert_memory_equal(a->y, b->y, a->n_points * sizeof *a->y);
    assert_memory_equal(a->rings, b->rings, 40 * sizeof *a->rings);
    assert_memory_equal(a->bounds, b->bounds, 7 * sizeof *a->bounds);
    geometry_free(a);
    geometry_free(b);
}

static void test_what_is_no_number_is_refused(void **state) {
    (void)state;
    const double bad[] = {(double)NAN, (double)INFINITY, -(double)INFINITY};
    for (size_t i = 0; i < 3; i++)
        for (int in_y = 0; in_y < 2; in_y++) {
            geometry_builder *b = begin();
            double x[3] = {0, 1, 1}, y[3] = {0, 0, 1};
            err e = {0};
            (in_y ? y : x)[1] = bad[i];
            assert_int_equal(geometry_builder_add(b, 0, x, y, 3, NULL, &e), ERR_FORMAT);
            assert_non_null(strstr(e.text, "point 2 "));
            y[1] = 0, x[1] = 1;
            assert_int_equal(geometry_builder_add(b, 0, x, y, 3, NULL, &e), ERR_OK);
            geometry *g = finish(b, 1); /* the bad ring left nothing behind */
            assert_int_equal(g->n_rings, 1);
            assert_int_equal(g->n_points, 3);
            assert_near(geometry_area(g, 0), 0.5);
            geometry_free(g);
        }
}

static void test_no_district_and_no_ring(void **state) {
    (void)state;
    geometry *g = finish(begin(), 0);
    assert_true(rect_is_empty(geometry_bounds(g)));
    geometry_free(g);
    g = finish(begin(), 3);
    assert_true(rect_is_empty(geometry_bounds(g)));
    geometry_free(g);
    geometry_builder_free(begin());
    geometry_builder_free(NULL);
}

/* 10 x 10 with a hole of 6 x 6 and an island of 2 x 2 in it: 100 - 36 + 4, in any order and
 * direction of rings, from any first corner. */
static void test_holes_and_islands(void **state) {
    (void)state;
    static const rect rings[3] = {{0, 0, 10, 10}, {2, 2, 8, 8}, {4, 4, 6, 6}};
    static const int orders[6][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2},
                                     {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    for (int o = 0; o < 6; o++)
        for (int turn = 0; turn < 32; turn++) {
            geometry_builder *b = begin();
            for (int i = 0; i < 3; i++)
                add_rect(b, 0, rings[orders[o][i]], turn & 3, turn >> (2 + i) & 1);
            geometry *g = finish(b, 1);
            assert_near(geometry_area(g, 0), 68);
            assert_true(geometry_contains(g, 0, 1, 5) && geometry_contains(g, 0, 5, 5));
            assert_false(geometry_contains(g, 0, 3, 5) || geometry_contains(g, 0, 11, 5));
            geometry_free(g);
        }
}

/* Parts with a common border, as records that share a key have: the sum of both. */
static void test_parts_that_touch(void **state) {
    (void)state;
    for (int turn = 0; turn < 64; turn++) {
        geometry_builder *b = begin();
        add_rect(b, 0, (rect){0, 0, 1, 1}, turn & 3, turn >> 4 & 1);
        add_rect(b, 0, (rect){1, 0, 3, 1}, turn >> 2 & 3, turn >> 5 & 1);
        geometry *g = finish(b, 1);
        assert_near(geometry_area(g, 0), 3);
        geometry_free(g);
    }
}

/* A hole that touches the outer ring with a corner, and one along an edge. */
static void test_holes_that_touch(void **state) {
    (void)state;
    static const double corner[] = {0, 2, 2, 0, 4, 2, 2, 4}; /* a diamond of area 8 */
    geometry_builder *b = begin();
    add_rect(b, 0, (rect){0, 0, 10, 10}, 0, false);
    assert_true(add(b, 0, corner, 4));
    add_rect(b, 0, (rect){8, 3, 10, 5}, 1, false);
    geometry *g = finish(b, 1);
    assert_near(geometry_area(g, 0), 100 - 8 - 4);
    geometry_free(g);
}

/* A ring that is there twice covers nothing: every point lies in none or two. */
static void test_a_ring_given_twice_is_nothing(void **state) {
    (void)state;
    geometry_builder *b = begin();
    add_rect(b, 0, (rect){0, 0, 1, 1}, 0, false);
    add_rect(b, 0, (rect){0, 0, 1, 1}, 2, true);
    geometry *g = finish(b, 1);
    assert_near(geometry_area(g, 0), 0);
    assert_false(geometry_contains(g, 0, 0.5, 0.5));
    geometry_free(g);
}

/* Far from the origin areas keep their digits: a square of 0.5 m at SWEREF 99 TM's northings. */
static void test_small_areas_far_away(void **state) {
    (void)state;
    geometry_builder *b = begin();
    add_rect(b, 0, (rect){674000.25, 6580000.5, 674000.75, 6580001}, 0, false);
    geometry *g = finish(b, 1);
    assert_true(geometry_area(g, 0) == 0.25);
    geometry_free(g);
}

/* Inside a convex polygon is left of all its edges. */
static void test_points_in_a_hexagon(void **state) {
    (void)state;
    static const double xy[] = {4, 0, 9, 1, 10, 6, 6, 10, 1, 8, 0, 3};
    geometry_builder *b = begin();
    assert_true(add(b, 0, xy, 6));
    geometry *g = finish(b, 1);
    aid_random r = {7};
    for (int k = 0; k < 5000; k++) {
        double x = aid_random_in(&r, -1, 11), y = aid_random_in(&r, -1, 11);
        bool inside = true;
        for (int i = 0; i < 6; i++) {
            const double *a = xy + 2 * i, *c = xy + 2 * ((i + 1) % 6);
            inside = inside && (c[0] - a[0]) * (y - a[1]) - (c[1] - a[1]) * (x - a[0]) > 0;
        }
        assert_int_equal(geometry_contains(g, 0, x, y), inside);
    }
    geometry_free(g);
}

/* Each point belongs to exactly one of two districts with a common border, also on it. */
static void test_a_shared_border_belongs_to_one(void **state) {
    (void)state;
    static const double left[] = {0, 0, 5, 0, 6, 4, 5, 10, 0, 10};
    static const double right[] = {5, 0, 12, 0, 12, 10, 5, 10, 6, 4};
    geometry_builder *b = begin();
    assert_true(add(b, 0, left, 5) && add(b, 1, right, 5));
    geometry *g = finish(b, 2);
    for (double y = 0.5; y < 10; y += 0.5)
        for (double x = 0.5; x < 12; x += 0.5)
            assert_int_equal(geometry_contains(g, 0, x, y) + geometry_contains(g, 1, x, y), 1);
    geometry_free(g);
}

static void test_bounds_follow_the_points(void **state) {
    (void)state;
    geometry_builder *b = begin();
    add_rect(b, 0, (rect){0, 0, 1, 1}, 0, false);
    geometry *g = finish(b, 1);
    for (size_t i = 0; i < g->n_points; i++) g->x[i] = 10 - g->x[i];
    geometry_update_bounds(g);
    assert_true(g->bounds[0].x0 == 9 && g->bounds[0].x1 == 10);
    geometry_free(g);
}

/* Room is made, not used: what is added is the same with and without it. */
static void test_reserving(void **state) {
    (void)state;
    static const double x[] = {0, 0, 1}, y[] = {0, 1, 1};
    geometry_builder *b = NULL;
    geometry *g = NULL;
    err e = {0};
    assert_int_equal(geometry_builder_create(&b, &e), ERR_OK);
    assert_int_equal(geometry_builder_reserve(b, 1, UINT32_MAX, &e), ERR_UNSUPPORTED);
    assert_int_equal(geometry_builder_reserve(b, UINT32_MAX, 1, &e), ERR_UNSUPPORTED);
    assert_int_equal(geometry_builder_reserve(b, 1000, 100000, &e), ERR_OK);
    assert_int_equal(geometry_builder_add(b, 0, x, y, 3, NULL, &e), ERR_OK);
    assert_int_equal(geometry_builder_finish(b, 1, &g, &e), ERR_OK);
    assert_int_equal(g->n_points, 3);
    assert_true(geometry_area(g, 0) == 0.5);
    geometry_free(g);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rings_are_sorted_by_district_and_stay_in_order),
        cmocka_unit_test(test_repeated_points_are_dropped),
        cmocka_unit_test(test_builders_can_be_put_together),
        cmocka_unit_test(test_what_is_no_number_is_refused),
        cmocka_unit_test(test_no_district_and_no_ring),
        cmocka_unit_test(test_holes_and_islands),
        cmocka_unit_test(test_parts_that_touch),
        cmocka_unit_test(test_holes_that_touch),
        cmocka_unit_test(test_a_ring_given_twice_is_nothing),
        cmocka_unit_test(test_small_areas_far_away),
        cmocka_unit_test(test_points_in_a_hexagon),
        cmocka_unit_test(test_a_shared_border_belongs_to_one),
        cmocka_unit_test(test_bounds_follow_the_points),
        cmocka_unit_test(test_reserving),
    };
    return cmocka_run_group_tests_name("geometry", tests, NULL, NULL);
}
