/* Truth: the slippy map formulas of the OpenStreetMap wiki (asinh(tan) where the code has
 * atanh(sin)), corners by hand, and the worked example for EPSG:3857 in IOGP Guidance Note 373-7-2.
 */
#include "aid_cmocka.h"
#include "aid_random.h"
#include "geo/grid.h"

#include <string.h>

#define PI 3.14159265358979323846

static void assert_near(double a, double b, double tolerance) {
    if (!(fabs(a - b) <= tolerance)) fail_msg("%.17g is not %.17g within %g", a, b, tolerance);
}

static void test_valid_tiles(void **state) {
    (void)state;
    assert_true(grid_tile_valid((tile_id){0, 0, 0}));
    assert_false(grid_tile_valid((tile_id){0, 1, 0}));
    assert_false(grid_tile_valid((tile_id){0, 0, 1}));
    assert_true(grid_tile_valid((tile_id){22, (1u << 22) - 1, (1u << 22) - 1}));
    assert_false(grid_tile_valid((tile_id){22, 1u << 22, 0}));
    assert_false(grid_tile_valid((tile_id){23, 0, 0}));
    assert_false(grid_tile_valid((tile_id){40, 0, 0})); /* no shift by more than a word */
}

static void test_parsing(void **state) {
    (void)state;
    tile_id t = {9, 9, 9};
    err e = {0};
    assert_int_equal(grid_tile_parse("12/2251/1201", &t, &e), ERR_OK);
    assert_true(t.z == 12 && t.x == 2251 && t.y == 1201);
    assert_int_equal(grid_tile_parse("0/0/0", &t, &e), ERR_OK);
    static const struct {
        const char *text, *says;
    } bad[] = {
        {"", "no tile"},
        {"12", "no tile"},
        {"12/1", "no tile"},
        {"12/1/1/1", "no tile"},
        {"12/1/1 ", "no tile"},
        {" 12/1/1", "no tile"},
        {"a/1/1", "no tile"},
        {"-1/0/0", "no tile"},
        {"1/+1/0", "no tile"},
        {"1/1/0x1", "no tile"},
        {"1//0", "no tile"},
        {"99999999999999999999/0/0", "no tile"}, /* longer than any number of a tile */
        {"23/0/0", "zoom 23 is outside 0 to 22"},
        {"1/4294967296/0", "whole numbers"},
        {"1/2/0", "tile 1/2/0 does not exist: at zoom 1, x and y are 0 to 1"},
        {"0/0/1", "x and y are 0 to 0"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        tile_id before = t;
        assert_int_equal(grid_tile_parse(bad[i].text, &t, &e), ERR_RANGE);
        if (!strstr(e.text, bad[i].says)) fail_msg("\"%s\": %s", bad[i].text, e.text);
        assert_memory_equal(&t, &before, sizeof t);
    }
    assert_int_equal(grid_tile_from_text("3", "7", "0", &t, &e), ERR_OK);
    assert_int_equal(grid_tile_from_text("3", "8", "0", &t, &e), ERR_RANGE);
    assert_int_equal(grid_tile_from_text("3", "", "0", &t, &e), ERR_RANGE);
}

static void test_windows_tile_the_world(void **state) {
    (void)state;
    pixel_window w = grid_tile_window((tile_id){22, (1u << 22) - 1, 3}, 512);
    assert_int_equal(w.x0, ((INT64_C(1) << 22) - 1) * 512); /* beyond 31 bits */
    assert_int_equal(w.y0, 3 * 512);
    assert_true(w.width == 512 && w.height == 512 && w.z == 22 && w.tile_px == 512);
}

static void test_bounds_by_hand(void **state) {
    (void)state;
    rect r = grid_tile_bounds((tile_id){0, 0, 0});
    assert_true(r.x0 == -GRID_HALF_M && r.x1 == GRID_HALF_M);
    assert_true(r.y0 == -GRID_HALF_M && r.y1 == GRID_HALF_M);
    r = grid_tile_bounds((tile_id){1, 0, 0}); /* north-west */
    assert_true(r.x0 == -GRID_HALF_M && r.x1 == 0 && r.y0 == 0 && r.y1 == GRID_HALF_M);
    r = grid_tile_bounds((tile_id){2, 3, 2});
    assert_near(r.x0, GRID_HALF_M / 2, 1e-8);
    assert_near(r.y1, 0, 0);
    assert_near(r.y0, -GRID_HALF_M / 2, 1e-8);
    for (uint32_t i = 0; i < 7; i++) { /* neighbors share their edge exactly: no gap, no overlap */
        rect a = grid_tile_bounds((tile_id){3, i, i}),
             b = grid_tile_bounds((tile_id){3, i + 1, i + 1});
        assert_true(a.x1 == b.x0 && a.y0 == b.y1);
    }
}

static void test_pixels_by_hand(void **state) {
    (void)state;
    double px, py;
    grid_m_to_pixel(0, 256, 0, 0, &px, &py);
    assert_near(px, 128, 1e-12);
    assert_near(py, 128, 1e-12);
    grid_m_to_pixel(3, 512, -GRID_HALF_M, GRID_HALF_M, &px, &py);
    assert_true(px == 0 && py == 0);
    grid_m_to_pixel(3, 512, GRID_HALF_M, -GRID_HALF_M, &px, &py);
    assert_near(px, 4096, 1e-9);
    assert_near(py, 4096, 1e-9);
    /* 156543.03392804097 m a pixel at zoom 0: the number in every web map's documentation */
    assert_near(1 / grid_pixels_per_m(0, 256), 156543.03392804097, 1e-8);
    assert_near(1 / grid_pixels_per_m(10, 512), 156543.03392804097 / 2048, 1e-11);
}

static void test_the_slippy_formulas(void **state) {
    (void)state;
    aid_random r = {42};
    for (int i = 0; i < 20000; i++) {
        double lon = aid_random_in(&r, -180, 180), lat = aid_random_in(&r, -85, 85), x, y, px, py;
        unsigned z = (unsigned)(aid_random_bits(&r) % 23);
        double n = (double)(1u << z);
        assert_false(grid_project(lon, lat, &x, &y));
        grid_m_to_pixel(z, 256, x, y, &px, &py);
        assert_near(px / 256, (lon + 180) / 360 * n, n * 1e-15);
        assert_near(py / 256, (1 - asinh(tan(lat * PI / 180)) / PI) / 2 * n, n * 2e-15);
    }
    double x, y, px, py; /* Stockholm's city hall, by hand: 12/2253/1204 */
    grid_project(18.0550, 59.3275, &x, &y);
    grid_m_to_pixel(12, 256, x, y, &px, &py);
    assert_int_equal((int)(px / 256), 2253);
    assert_int_equal((int)(py / 256), 1204);
}

static void test_a_published_point(void **state) {
    (void)state;
    double x, y, lon, lat;
    double lon0 = -(100 + 20 / 60.0), lat0 = 24 + 22 / 60.0 + 54.433 / 3600;
    assert_false(grid_project(lon0, lat0, &x, &y));
    assert_near(x, -11169055.58, 0.005); /* as printed, to the centimeter */
    assert_near(y, 2800000.00, 0.02);    /* 0.001" of latitude is 3 cm */
    grid_unproject(-11169055.58, 2800000.00, &lon, &lat);
    assert_near(lon, lon0, 1e-7);
    assert_near(lat, lat0, 3e-7);
}

/* 1 / cos 60° is 2. */
static void test_how_far_a_meter_is_stretched(void **state) {
    (void)state;
    double x, y;
    grid_project(0, 60, &x, &y);
    assert_true(fabs(grid_stretch((rect){-1, y - 1000, 5, y + 1000}) - 2) < 1e-12);
    assert_true(grid_stretch((rect){3, -7, 9, 7}) == 1);
    assert_true(grid_stretch(RECT_EMPTY) == 1);
}

static void test_there_and_back(void **state) {
    (void)state;
    for (double lat = -85; lat <= 85; lat += 2.5)
        for (double lon = -180; lon <= 180; lon += 7.5) {
            double x, y, lon2, lat2;
            grid_project(lon, lat, &x, &y);
            grid_unproject(x, y, &lon2, &lat2);
            assert_near(lon2, lon, 1e-12);
            assert_near(lat2, lat, 1e-11);
        }
}

static void test_the_square_ends_at_its_latitude(void **state) {
    (void)state;
    double x, y, top;
    assert_false(grid_project(180, GRID_LATITUDE_MAX, &x, &y));
    assert_near(x, GRID_HALF_M, 1e-8);
    assert_near(y, GRID_HALF_M, 1e-6);
    top = y;
    assert_true(grid_project(0, 90, &x, &y));
    assert_true(y == top);
    assert_true(grid_project(0, -89, &x, &y));
    assert_true(y == -top);
    assert_true(grid_project(0, 85.06, &x, &y));
    assert_false(grid_project(0, 85.05, &x, &y));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_valid_tiles),
        cmocka_unit_test(test_parsing),
        cmocka_unit_test(test_windows_tile_the_world),
        cmocka_unit_test(test_bounds_by_hand),
        cmocka_unit_test(test_pixels_by_hand),
        cmocka_unit_test(test_the_slippy_formulas),
        cmocka_unit_test(test_a_published_point),
        cmocka_unit_test(test_how_far_a_meter_is_stretched),
        cmocka_unit_test(test_there_and_back),
        cmocka_unit_test(test_the_square_ends_at_its_latitude),
    };
    return cmocka_run_group_tests_name("grid", tests, NULL, NULL);
}
