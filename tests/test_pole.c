/* pole.  Truth: worked by hand, and distances to all edges from points on a grid. */
#include "aid_cmocka.h"
#include "aid_files.h"
#include "aid_random.h"
#include "geo/pole.h"

#include <math.h>

static double edge_distance(const double *a, const double *b, double x, double y) {
    double dx = b[0] - a[0], dy = b[1] - a[1];
    double t = ((x - a[0]) * dx + (y - a[1]) * dy) / (dx * dx + dy * dy);
    t = fmin(1, fmax(0, t));
    return hypot(a[0] + t * dx - x, a[1] + t * dy - y);
}

static double border_distance(const aid_ring *rings, size_t n, double x, double y) {
    double least = INFINITY;
    for (size_t r = 0; r < n; r++)
        for (size_t i = 0; i < rings[r].n; i++)
            least = fmin(least, edge_distance(rings[r].xy + 2 * i,
                                              rings[r].xy + 2 * ((i + 1) % rings[r].n), x, y));
    return least;
}

static pole find(const aid_ring *rings, size_t n, const bool *hole) {
    districts *d = NULL;
    geometry *g = NULL;
    aid_geometry(rings, n, &d, &g);
    pole p = {0};
    err e = {0};
    if (pole_find(g, 0, hole, (uint32_t)n - 1, 0.01, &p, &e)) fail_msg("%s", e.text);
    assert_true(geometry_contains(g, 0, p.x, p.y));
    assert_true(fabs(border_distance(rings, n, p.x, p.y) - p.radius) < 1e-6);
    geometry_free(g);
    districts_free(d);
    return p;
}

static void test_worked_by_hand(void **state) {
    (void)state;
    const double square[] = {0, 0, 10, 0, 10, 10, 0, 10};
    pole p = find((aid_ring[]){{"a", square, 4}}, 1, NULL);
    assert_true(fabs(p.x - 5) < 0.02 && fabs(p.y - 5) < 0.02 && fabs(p.radius - 5) < 0.02);
    /* of a triangle: the incenter, twice the area by the perimeter */
    const double triangle[] = {0, 0, 12, 0, 0, 5};
    p = find((aid_ring[]){{"a", triangle, 3}}, 1, NULL);
    assert_true(fabs(p.x - 2) < 0.05 && fabs(p.y - 2) < 0.05 && fabs(p.radius - 2) < 0.02);
}

static void test_holes_are_kept_away_from(void **state) {
    (void)state;
    const double square[] = {0, 0, 30, 0, 30, 30, 0, 30};
    const double hole[] = {2, 2, 2, 16, 16, 16, 16, 2};
    const aid_ring rings[] = {{"a", square, 4}, {"a", hole, 4}};
    pole p = find(rings, 2, (bool[]){true});
    /* on the diagonal, as far from two sides as from the hole's corner: r = (14 - r) sqrt(2) */
    double r = 14 * sqrt(2) / (1 + sqrt(2));
    assert_true(fabs(p.radius - r) < 0.02);
    assert_true(fabs(p.x - (30 - r)) < 0.2 && fabs(p.y - (30 - r)) < 0.2);
    pole whole = find(rings, 1, NULL);
    assert_true(fabs(whole.radius - 15) < 0.02);
}

static void test_no_point_is_farther_from_the_border(void **state) {
    (void)state;
    aid_random r = {77};
    for (int round = 0; round < 30; round++) {
        double outer[2 * 40], inner[2 * 9];
        aid_star(&r, 50, 50, 20, 50, 40, outer);
        aid_star(&r, 50, 50, 3, 15, 9, inner);
        const aid_ring rings[] = {{"a", outer, 40}, {"a", inner, 9}};
        pole p = find(rings, 2, (bool[]){true});
        districts *d = NULL;
        geometry *g = NULL;
        aid_geometry(rings, 2, &d, &g);
        for (int y = 0; y < 100; y++)
            for (int x = 0; x < 100; x++)
                if (geometry_contains(g, 0, x, y))
                    assert_true(border_distance(rings, 2, x, y) <= p.radius + 0.01);
        geometry_free(g);
        districts_free(d);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_worked_by_hand),
        cmocka_unit_test(test_holes_are_kept_away_from),
        cmocka_unit_test(test_no_point_is_farther_from_the_border),
    };
    return cmocka_run_group_tests_name("pole", tests, NULL, NULL);
}
