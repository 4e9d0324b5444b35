/* Truth: areas in square degrees and positions worked out by hand. */
#include "aid_cmocka.h"
#include "geo/antimeridian.h"
#include "geo/rect.h"

#include <math.h>
#include <string.h>

typedef struct result {
    int rings;
    double area[8]; /* by the shoelace formula, square degrees */
    rect box[8];
} result;

static err_code take(void *ctx, double *lon, double *lat, size_t n, err *e) {
    (void)e;
    result *r = ctx;
    double sum = 0;
    assert_true(r->rings < 8);
    r->box[r->rings] = RECT_EMPTY;
    for (size_t i = 0, j = n - 1; i < n; j = i++) {
        sum += lon[j] * lat[i] - lon[i] * lat[j];
        rect_add(&r->box[r->rings], lon[i], lat[i]);
    }
    r->area[r->rings++] = fabs(sum) / 2;
    return ERR_OK;
}

static err_code cut(const double *xy, size_t n, result *out, bool *was_cut, err *e) {
    antimeridian *a = NULL;
    double x[64], y[64];
    for (size_t i = 0; i < n; i++) x[i] = xy[2 * i], y[i] = xy[2 * i + 1];
    assert_int_equal(antimeridian_create(90, &a, NULL), ERR_OK);
    *out = (result){0};
    err_code rc = antimeridian_cut(a, x, y, n, take, out, was_cut, e);
    antimeridian_free(a);
    return rc;
}

static void assert_near(double a, double b) {
    if (!(fabs(a - b) <= 1e-9)) fail_msg("%.12g is not %.12g", a, b);
}

static void assert_box(rect r, double x0, double y0, double x1, double y1) {
    assert_near(r.x0, x0), assert_near(r.y0, y0), assert_near(r.x1, x1), assert_near(r.y1, y1);
}

static void test_most_rings_are_passed_on(void **state) {
    (void)state;
    static const double rows[][8] = {
        {0, 0, 0, 1, 1, 1, 1, 0},
        {-180, -10, -180, 10, 180, 10, 180, -10}, /* the whole belt: edges from edge to edge */
        {170, 0, 170, 1, 180, 1, 180, 0},         /* touches only */
        {179, 0, 179, 1, 180.00000001, 1, 180, 0},
        {-90, 0, 0, 80, 90, 0, 0, -80}, /* edges of 180 degrees at most */
    };
    static const double areas[] = {1, 7200, 10, 1, 14400};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        result r;
        bool was_cut = true;
        assert_int_equal(cut(rows[i], 4, &r, &was_cut, NULL), ERR_OK);
        assert_false(was_cut);
        assert_int_equal(r.rings, 1);
        assert_true(fabs(r.area[0] - areas[i]) < 1e-6);
        assert_true(r.box[0].x1 <= 180);
    }
}

static void test_a_square_across(void **state) {
    (void)state;
    static const double ways[][10] = {
        {170, 0, 170, 10, -160, 10, -160, 0, 170, 0},
        {-160, 0, 170, 0, 170, 10, -160, 10, -160, 0}, /* begun elsewhere, turned round */
        {170, 0, 170, 10, 200, 10, 200, 0, 170, 0},    /* degrees that run on */
        {-190, 0, -190, 10, -160, 10, -160, 0, -190, 0},
    };
    for (size_t i = 0; i < 4; i++) {
        result r;
        bool was_cut = false;
        assert_int_equal(cut(ways[i], 5, &r, &was_cut, NULL), ERR_OK);
        assert_true(was_cut);
        assert_int_equal(r.rings, 2);
        size_t east = r.box[0].x0 > 0 ? 0 : 1;
        assert_box(r.box[east], 170, 0, 180, 10);
        assert_box(r.box[1 - east], -180, 0, -160, 10);
        assert_near(r.area[east], 100);
        assert_near(r.area[1 - east], 200);
    }
}

static void test_degrees_from_0_to_360(void **state) {
    (void)state;
    static const double xy[] = {200, 0, 200, 10, 220, 10, 220, 0};
    result r;
    bool was_cut = false;
    assert_int_equal(cut(xy, 4, &r, &was_cut, NULL), ERR_OK);
    assert_int_equal(r.rings, 1);
    assert_box(r.box[0], -160, 0, -140, 10);
}

/* A slanted edge crosses at the same latitude whichever way it is walked. */
static void test_a_shared_edge_crosses_once(void **state) {
    (void)state;
    static const double north[] = {170, 3, -163, 8.1, -163, 50, 170, 50},
                        south[] = {-163, 8.1, 170, 3, 170, -50, -163, -50};
    result n, s;
    bool was_cut;
    assert_int_equal(cut(north, 4, &n, &was_cut, NULL), ERR_OK);
    assert_int_equal(cut(south, 4, &s, &was_cut, NULL), ERR_OK);
    /* together they are the whole: 10 by 100 and 17 by 100 degrees */
    assert_near(n.area[0] + s.area[0], 1000);
    assert_near(n.area[1] + s.area[1], 1700);
    assert_true(n.box[1].y0 == s.box[1].y1 || n.box[0].y1 == 50);
}

static void test_a_ring_round_a_pole(void **state) {
    (void)state;
    static const double cap[] = {-120, 80, 0, 80, 120, 80},
                        antarctic[] = {120, -70, 0, -70, -120, -70};
    result r;
    bool was_cut = false;
    assert_int_equal(cut(cap, 3, &r, &was_cut, NULL), ERR_OK);
    assert_true(was_cut);
    double area = 0;
    for (int i = 0; i < r.rings; i++) area += r.area[i];
    assert_near(area, 3600); /* 360 by 10 */
    assert_int_equal(cut(antarctic, 3, &r, &was_cut, NULL), ERR_OK);
    area = 0;
    for (int i = 0; i < r.rings; i++) area += r.area[i], assert_near(r.box[i].y0, -90);
    assert_near(area, 7200); /* 360 by 20 */
}

static void test_what_cannot_be(void **state) {
    (void)state;
    static const double far[] = {0, 0, 541, 0, 541, 1};
    double spiral[2 * 21];
    result r;
    bool was_cut;
    err e = {0};
    assert_int_equal(cut(far, 3, &r, &was_cut, &e), ERR_RANGE);
    assert_string_equal(e.text, "longitude 541 is beyond 540 degrees");
    for (int i = 0; i < 21; i++) { /* 120 degrees a step, 2,400 in all */
        spiral[2 * i] = i % 3 == 0 ? -120 : i % 3 == 1 ? 0 : 120;
        spiral[2 * i + 1] = i;
    }
    assert_int_equal(cut(spiral, 21, &r, &was_cut, &e), ERR_RANGE);
    assert_string_equal(e.text, "goes round the globe more than twice");
    assert_int_equal(cut(far, 0, &r, &was_cut, &e), ERR_OK);
    antimeridian_free(NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_most_rings_are_passed_on),
        cmocka_unit_test(test_a_square_across),
        cmocka_unit_test(test_degrees_from_0_to_360),
        cmocka_unit_test(test_a_shared_edge_crosses_once),
        cmocka_unit_test(test_a_ring_round_a_pole),
        cmocka_unit_test(test_what_cannot_be),
    };
    return cmocka_run_group_tests_name("antimeridian", tests, NULL, NULL);
}
