/* GEOS against geometry.c, which shares no code with it, and shapes by hand. */
#include "aid_cmocka.h"
#include "aid_files.h"
#include "aid_random.h"
#include "geo/geos.h"

#include <math.h>
#include <string.h>

static void assert_near(double a, double b, double tolerance) {
    if (!(fabs(a - b) <= tolerance)) fail_msg("%.17g is not %.17g within %g", a, b, tolerance);
}

typedef struct scene {
    geos *geos;
    districts *d;
    geometry *g;
} scene;

static scene make(const aid_ring *rings, size_t n) {
    scene s = {0};
    assert_int_equal(geos_open(&s.geos, NULL), ERR_OK);
    aid_geometry(rings, n, &s.d, &s.g);
    return s;
}

static void drop(scene *s) {
    geometry_free(s->g);
    districts_free(s->d);
    geos_close(s->geos);
}

static geos_area *area_of(const scene *s, district_id d) {
    geos_area *a = NULL;
    err e = {0};
    if (geos_area_of(s->geos, s->g, d, &a, &e)) fail_msg("%s", e.text);
    return a;
}

static geometry *dissolve(const scene *s, const district_id *group, size_t n) {
    geometry *out = NULL;
    err e = {0};
    if (geos_dissolve(s->geos, s->g, group, n, &out, &e)) fail_msg("%s", e.text);
    return out;
}

/* Stars with a star-shaped hole, their areas and 200 points each, told alike by both. */
static void test_random_stars_agree(void **state) {
    (void)state;
    aid_random r = {2024};
    for (int round = 0; round < 60; round++) {
        double outer[2 * 80], hole[2 * 20];
        size_t n = 5 + (size_t)(aid_random_bits(&r) % 76);
        double cx = aid_random_in(&r, -2e6, 2e6), cy = aid_random_in(&r, 7e6, 9e6);
        aid_star(&r, cx, cy, 3000, 9000, n, outer);
        aid_star(&r, cx, cy, 100, 500, 20, hole); /* the outer ring stays over 900 m away */
        const aid_ring rings[] = {{"a", outer, n}, {"a", hole, 20}};
        scene s = make(rings, 2);
        geos_area *a = area_of(&s, 0);
        double size = geometry_area(s.g, 0);
        assert_near(geos_area_size(a), size, 1e-9 * size);
        for (int k = 0; k < 200; k++) {
            double x = cx + aid_random_in(&r, -9000, 9000), y = cy + aid_random_in(&r, -9000, 9000);
            assert_int_equal(geos_area_contains(a, x, y), geometry_contains(s.g, 0, x, y));
        }
        geos_area_free(a);
        drop(&s);
    }
}

static void test_squares_and_distances_by_hand(void **state) {
    (void)state;
    static const double outer[] = {0, 0, 10, 0, 10, 10, 0, 10}, hole[] = {4, 4, 6, 4, 6, 6, 4, 6};
    const aid_ring rings[] = {{"a", outer, 4}, {"a", hole, 4}};
    scene s = make(rings, 2);
    geos_area *a = area_of(&s, 0);
    assert_true(geos_area_size(a) == 96);
    assert_true(geos_area_contains(a, 1, 1));
    assert_false(geos_area_contains(a, 5, 5));
    assert_false(geos_area_contains(a, 11, 5));
    assert_true(geos_area_contains_rect(a, (rect){0, 0, 4, 10})); /* borders may touch */
    assert_false(geos_area_contains_rect(a, (rect){3, 3, 7, 7})); /* around the hole */
    assert_false(geos_area_contains_rect(a, (rect){9, 9, 11, 11}));
    assert_near(geos_area_border_distance(a, 1, 5), 1, 1e-12);
    assert_near(geos_area_border_distance(a, 5, 5), 1, 1e-12);   /* to the hole */
    assert_near(geos_area_border_distance(a, 13, 14), 5, 1e-12); /* 3-4-5 from the corner */
    geos_area_free(a);
    geos_area_free(NULL);
    drop(&s);
}

/* Inside is what lies in an odd number of rings, also where a ring crosses itself or another. */
static void test_odd_rings_are_inside(void **state) {
    (void)state;
    static const double tie[] = {0, 0, 4, 4, 4, 0, 0, 4}; /* two triangles of area 4 */
    static const double a4[] = {10, 0, 14, 0, 14, 4, 10, 4}, b4[] = {12, 0, 16, 0, 16, 4, 12, 4};
    double star[10]; /* a pentagram: its middle lies in it twice */
    for (int i = 0; i < 5; i++) {
        star[2 * i] = 30 + 10 * sin(4 * 3.14159265358979323846 * i / 5);
        star[2 * i + 1] = 10 * cos(4 * 3.14159265358979323846 * i / 5);
    }
    const aid_ring rings[] = {{"tie", tie, 4}, {"two", a4, 4}, {"two", b4, 4}, {"star", star, 5}};
    scene s = make(rings, 4);
    geos_area *a = area_of(&s, 0), *b = area_of(&s, 1), *c = area_of(&s, 2);
    assert_near(geos_area_size(a), 8, 1e-12);
    assert_near(geos_area_size(b), 16, 1e-12); /* 16 + 16 - 2 * 8 */
    assert_true(geos_area_contains(b, 11, 2) && geos_area_contains(b, 15, 2));
    assert_false(geos_area_contains(b, 13, 2));
    aid_random r = {5};
    for (int k = 0; k < 500; k++) {
        double x = aid_random_in(&r, 20, 40), y = aid_random_in(&r, -10, 10);
        assert_int_equal(geos_area_contains(c, x, y), geometry_contains(s.g, 2, x, y));
    }
    assert_false(geos_area_contains(c, 30, 0));
    geos_area_free(a), geos_area_free(b), geos_area_free(c);
    drop(&s);
}

static void test_a_district_without_rings(void **state) {
    (void)state;
    geometry_builder *b = NULL;
    scene s = {0};
    assert_int_equal(geos_open(&s.geos, NULL), ERR_OK);
    assert_int_equal(geometry_builder_create(&b, NULL), ERR_OK);
    assert_int_equal(geometry_builder_finish(b, 1, &s.g, NULL), ERR_OK);
    geos_area *a = area_of(&s, 0);
    assert_true(geos_area_size(a) == 0);
    assert_false(geos_area_contains(a, 0, 0));
    assert_false(geos_area_contains_rect(a, (rect){0, 0, 1, 1}));
    geos_area_free(a);
    const district_id group[] = {0};
    geometry *merged = dissolve(&s, group, 1);
    assert_int_equal(merged->n_rings, 0);
    geometry_free(merged);
    drop(&s);
}

/* Four squares in a row, and one in the gap: areas add up, the border between them goes, a
 * vertex on a border that stays is kept. */
static void test_dissolving_by_hand(void **state) {
    (void)state;
    static const double a[] = {0, 0, 1, 0, 2, 0, 2, 2, 0, 2}; /* (1, 0) lies on a straight edge */
    static const double b[] = {2, 0, 4, 0, 4, 2, 2, 2}, c[] = {6, 0, 8, 0, 8, 2, 6, 2};
    static const double d[] = {10, 0, 12, 0, 12, 2, 10, 2};
    const aid_ring rings[] = {{"a", a, 5}, {"b", b, 4}, {"c", c, 4}, {"d", d, 4}};
    scene s = make(rings, 4);
    const district_id group[] = {1, 1, 1, DISTRICT_NONE};
    geometry *m = dissolve(&s, group, 3);
    assert_int_equal(m->n_districts, 3);
    assert_true(rect_is_empty(m->bounds[0]) && rect_is_empty(m->bounds[2])); /* nobody's groups */
    assert_int_equal(m->n_rings, 2);
    assert_near(geometry_area(m, 1), 12, 1e-12);
    assert_true(m->bounds[1].x0 == 0 && m->bounds[1].x1 == 8);
    bool kept = false;
    for (size_t i = 0; i < m->n_points; i++) {
        kept = kept || (m->x[i] == 1 && m->y[i] == 0);
        assert_false(m->x[i] == 2 && m->y[i] > 0 && m->y[i] < 2);
    }
    assert_true(kept);
    geometry_free(m);
    drop(&s);
}

/* A ring of eight squares around nothing has a hole. */
static void test_dissolving_leaves_holes(void **state) {
    (void)state;
    double xy[8][8];
    aid_ring rings[8];
    static const int cell[8][2] = {{0, 0}, {1, 0}, {2, 0}, {0, 1}, {2, 1}, {0, 2}, {1, 2}, {2, 2}};
    static const char *const keys[] = {"a", "b", "c", "d", "e", "f", "g", "h"};
    for (int i = 0; i < 8; i++) {
        double x = cell[i][0], y = cell[i][1];
        const double square[8] = {x, y, x + 1, y, x + 1, y + 1, x, y + 1};
        memcpy(xy[i], square, sizeof square);
        rings[i] = (aid_ring){keys[i], xy[i], 4};
    }
    scene s = make(rings, 8);
    const district_id group[8] = {0};
    geometry *m = dissolve(&s, group, 1);
    assert_int_equal(m->n_rings, 2);
    assert_near(geometry_area(m, 0), 8, 1e-12);
    assert_false(geometry_contains(m, 0, 1.5, 1.5));
    geometry_free(m);
    drop(&s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random_stars_agree),
        cmocka_unit_test(test_squares_and_distances_by_hand),
        cmocka_unit_test(test_odd_rings_are_inside),
        cmocka_unit_test(test_a_district_without_rings),
        cmocka_unit_test(test_dissolving_by_hand),
        cmocka_unit_test(test_dissolving_leaves_holes),
    };
    return cmocka_run_group_tests_name("geos", tests, NULL, NULL);
}
