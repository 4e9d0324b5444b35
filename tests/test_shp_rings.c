/* Truth: PROJ itself, point by point, and one thread against many. */
#include "aid_cmocka.h"
#include "aid_files.h"
#include "aid_random.h"
#include "geo/grid.h"

#include <math.h>
#include <proj.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WKT_MERCATOR                                                                               \
    "PROJCS[\"WGS_1984_Web_Mercator_Auxiliary_Sphere\",GEOGCS[\"GCS_WGS_1984\","                   \
    "DATUM[\"D_WGS_1984\",SPHEROID[\"WGS_1984\",6378137.0,298.257223563]],"                        \
    "PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]],"                              \
    "PROJECTION[\"Mercator_Auxiliary_Sphere\"],PARAMETER[\"False_Easting\",0.0],"                  \
    "PARAMETER[\"False_Northing\",0.0],PARAMETER[\"Central_Meridian\",0.0],"                       \
    "PARAMETER[\"Standard_Parallel_1\",0.0],PARAMETER[\"Auxiliary_Sphere_Type\",0.0],"             \
    "UNIT[\"Meter\",1.0]]"

static void write_ring(const char *dir, const double *xy, size_t n, const char *crs) {
    char path[AID_PATH];
    const aid_ring r = {"a", xy, n};
    aid_path(dir, "a.shp", path);
    aid_shapefile(path, &r, 1, crs);
}

static shapefile *load(const char *dir, const shapefile_options *o) {
    char path[AID_PATH];
    shapefile *s = NULL;
    err e = {0};
    aid_path(dir, "a.shp", path);
    if (shapefile_load(path, o, &s, &e)) fail_msg("%s", e.text);
    return s;
}

/* What PROJ and the formula of the sphere make of a point. */
static void by_proj(PJ *to_degrees, double *x, double *y) {
    PJ_COORD c = proj_trans(to_degrees, PJ_FWD, proj_coord(*x, *y, 0, HUGE_VAL));
    grid_project(c.xy.x, c.xy.y, x, y);
}

/* The nearest point of the layer: order and first point of a ring are the file's. */
static double distance_to(const geometry *g, double x, double y) {
    double nearest = INFINITY;
    for (size_t i = 0; i < g->n_points; i++)
        nearest = fmin(nearest, fmax(fabs(g->x[i] - x), fabs(g->y[i] - y)));
    return nearest;
}

static void test_what_does_not_pass_through_proj_agrees_with_it(void **state) {
    static const struct {
        const char *prj, *code;
        double x, y; /* points lie within, and to the edges */
    } rows[] = {
        {aid_wgs84, "EPSG:4326", 179.999, 85.0},
        {aid_mercator, "EPSG:3857", 20037508, 20037508},
        {WKT_MERCATOR, "EPSG:3857", 3e6, 1.9e7},
        {"EPSG:900913", "EPSG:3857", 1e5, 1e5},
    };
    enum { CORNERS = 500 };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        double xy[2 * CORNERS];
        aid_random r = {i + 3};
        /* narrower than half the globe, so that no edge goes the other way round it */
        aid_star(&r, rows[i].x / 2, 0, rows[i].x / 100, rows[i].x / 2, CORNERS, xy);
        for (size_t k = 0; k < CORNERS; k++) xy[2 * k + 1] *= 2 * rows[i].y / rows[i].x;
        write_ring(*state, xy, CORNERS, rows[i].prj);
        shapefile *s = load(*state, &(shapefile_options){.key_field = "KEY"});
        PJ *plain = proj_create_crs_to_crs(NULL, rows[i].code, "OGC:CRS84", NULL);
        PJ *p = proj_normalize_for_visualization(NULL, plain);
        assert_non_null(p);
        assert_int_equal(s->mercator->n_points, CORNERS);
        for (size_t k = 0; k < CORNERS; k++) {
            double x = xy[2 * k], y = xy[2 * k + 1];
            by_proj(p, &x, &y);
            double off = distance_to(s->mercator, x, y);
            if (!(off < 1e-6)) fail_msg("row %zu: %.12g %.12g is %g m off", i, x, y, off);
        }
        proj_destroy(p);
        proj_destroy(plain);
        shapefile_free(s);
    }
}

static void test_the_bounds_of_mercator_meters_are_degrees(void **state) {
    static const double xy[] = {1e6, 5e6, 2e6, 5e6, 2e6, 6e6, 1e6, 6e6};
    write_ring(*state, xy, 4, aid_mercator);
    shapefile *s = load(*state, &(shapefile_options){.key_field = "KEY"});
    PJ *p = proj_create_crs_to_crs(NULL, "EPSG:3857", "OGC:CRS84", NULL);
    PJ_COORD low = proj_trans(p, PJ_FWD, proj_coord(1e6, 5e6, 0, HUGE_VAL));
    PJ_COORD high = proj_trans(p, PJ_FWD, proj_coord(2e6, 6e6, 0, HUGE_VAL));
    const double got[] = {s->lonlat.x0, s->lonlat.y0, s->lonlat.x1, s->lonlat.y1};
    const double wanted[] = {low.xy.x, low.xy.y, high.xy.x, high.xy.y};
    for (size_t i = 0; i < 4; i++) assert_true(fabs(got[i] - wanted[i]) < 1e-9);
    proj_destroy(p);
    shapefile_free(s);
}

/* Meters beyond the square: moved to its edge, and said. */
static void test_meters_beyond_the_square(void **state) {
    static const double xy[] = {0, 0, 1e6, 0, 1e6, 3e7, 0, 3e7};
    write_ring(*state, xy, 4, aid_mercator);
    shapefile *s = load(*state, &(shapefile_options){.key_field = "KEY"});
    assert_true(s->mercator->bounds[0].y1 == GRID_HALF_M);
    assert_int_equal(s->warnings.count, 1);
    assert_string_equal(s->warnings.item[0],
                        "2 points beyond 85.05113 degrees north or south were moved there");
    shapefile_free(s);
}

static bool has_point(const geometry *g, district_id d, double x, double y) {
    for (uint32_t r = g->ring_of[d]; r < g->ring_of[d + 1]; r++)
        for (uint32_t i = 0; i < g->rings[r].count; i++) {
            size_t at = g->rings[r].first + i;
            if (g->x[at] == x && g->y[at] == y) return true;
        }
    return false;
}

/* Two squares with an edge in common, one of them cut at 180 degrees: to the last bit. */
static void test_a_cut_ring_keeps_its_points_in_common(void **state) {
    static const double left[] = {1.91e7, 1.1e6 / 3, 1.99e7, 1e6 / 3, 1.99e7, 7e6 / 3, 1.91e7, 2e6};
    static const double right[] = {1.99e7, 1e6 / 3, 2.03e7, 1e6, 2.03e7, 2e6, 1.99e7, 7e6 / 3};
    static const aid_ring rings[] = {{"l", left, 4}, {"r", right, 4}};
    char path[AID_PATH];
    aid_path(*state, "a.shp", path);
    aid_shapefile(path, rings, 2, aid_mercator);
    shapefile *s = load(*state, &(shapefile_options){.key_field = "KEY"});
    const geometry *g = s->mercator;
    assert_int_equal(g->n_rings, 3);
    assert_string_equal(s->warnings.item[0], "1 ring across 180 degrees was cut there");
    size_t common = 0;
    for (uint32_t i = 0; i < g->rings[0].count; i++)
        common += has_point(g, 1, g->x[g->rings[0].first + i], g->y[g->rings[0].first + i]);
    assert_int_equal(common, 2);
    assert_true(fabs(g->bounds[1].x0 + GRID_HALF_M) < 1e-6);
    assert_true(fabs(geometry_area(g, 1) - 5.0e11) < 1e6 + 5e11); /* both sides are there */
    assert_true(geometry_contains(g, 1, -2e7, 1.5e6));
    assert_true(geometry_contains(g, 1, 2e7, 1.5e6));
    shapefile_free(s);
}

/* ---- many threads ---------------------------------------------------------------------------- */

enum { STARS = 300, CORNERS = 1500 }; /* 7 MB: several pieces */

static void write_stars(const char *dir, const char *crs, double unit) {
    static double xy[STARS][2 * CORNERS];
    static char key[STARS][8];
    static aid_ring rings[STARS];
    aid_random r = {99};
    for (int i = 0; i < STARS; i++) {
        aid_star(&r, (i % 20 + 1) * unit, (i / 20 + 1) * unit, unit / 9, unit / 3, CORNERS, xy[i]);
        snprintf(key[i], sizeof key[i], "k%d", i % 290); /* the last ten have been there */
        rings[i] = (aid_ring){key[i], xy[i], CORNERS};
    }
    char path[AID_PATH];
    aid_path(dir, "a.shp", path);
    aid_shapefile(path, rings, STARS, crs);
}

static void assert_same(const geometry *a, const geometry *b) {
    assert_int_equal(a->n_points, b->n_points);
    assert_int_equal(a->n_rings, b->n_rings);
    assert_int_equal(a->n_districts, b->n_districts);
    assert_memory_equal(a->x, b->x, a->n_points * sizeof *a->x);
    assert_memory_equal(a->y, b->y, a->n_points * sizeof *a->y);
    assert_memory_equal(a->rings, b->rings, a->n_rings * sizeof *a->rings);
    assert_memory_equal(a->ring_of, b->ring_of, (a->n_districts + 1) * sizeof *a->ring_of);
    assert_memory_equal(a->bounds, b->bounds, a->n_districts * sizeof *a->bounds);
}

static void test_any_number_of_threads_gives_the_same_bits(void **state) {
    static const struct {
        const char *crs;
        double unit;
    } rows[] = {{aid_wgs84, 0.5}, {aid_mercator, 5e4}, {"EPSG:3011", 5e3}};
    static const unsigned threads[] = {2, 3, 16};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        write_stars(*state, rows[i].crs, rows[i].unit);
        shapefile_options o = {.key_field = "KEY", .threads = 1};
        shapefile *one = load(*state, &o);
        assert_int_equal(one->mercator->n_districts, 290);
        assert_int_equal(one->mercator->n_points, STARS * CORNERS);
        for (size_t t = 0; t < sizeof threads / sizeof *threads; t++) {
            o.threads = threads[t];
            shapefile *many = load(*state, &o);
            assert_same(one->mercator, many->mercator);
            assert_memory_equal(&one->lonlat, &many->lonlat, sizeof one->lonlat);
            assert_true(one->hash == many->hash);
            shapefile_free(many);
        }
        shapefile_free(one);
    }
}

/* x of a point of a record of one part, made not a number; the .shx tells where the record is. */
static void damage(const char *dir, size_t record, size_t point) {
    char path[AID_PATH];
    uint8_t word[4];
    const double no_number = (double)NAN;
    aid_path(dir, "a.shx", path);
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    fseek(f, (long)(100 + 8 * (record - 1)), SEEK_SET);
    assert_int_equal(fread(word, 1, 4, f), 4);
    fclose(f);
    long at = 2 * ((long)word[0] << 24 | word[1] << 16 | word[2] << 8 | word[3]);
    aid_path(dir, "a.shp", path);
    assert_non_null(f = fopen(path, "r+b"));
    fseek(f, at + 8 + 48 + 16 * (long)(point - 1), SEEK_SET);
    fwrite(&no_number, sizeof no_number, 1, f);
    fclose(f);
}

static void test_the_first_error_of_the_file_is_told(void **state) {
    char path[AID_PATH];
    write_stars(*state, aid_wgs84, 0.5);
    aid_path(*state, "a.shp", path);
    damage(*state, 290, 3);
    damage(*state, 120, 1500);
    damage(*state, 121, 1);
    for (unsigned threads = 1; threads <= 8; threads++) {
        shapefile *s = NULL;
        err e = {0};
        shapefile_options o = {.key_field = "KEY", .threads = threads};
        assert_int_equal(shapefile_load(path, &o, &s, &e), ERR_FORMAT);
        assert_string_equal(e.text + strlen(path),
                            ": record 120: point 1500: has a coordinate that is no number");
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        IN_A_FOLDER(test_what_does_not_pass_through_proj_agrees_with_it),
        IN_A_FOLDER(test_the_bounds_of_mercator_meters_are_degrees),
        IN_A_FOLDER(test_meters_beyond_the_square),
        IN_A_FOLDER(test_a_cut_ring_keeps_its_points_in_common),
        IN_A_FOLDER(test_any_number_of_threads_gives_the_same_bits),
        IN_A_FOLDER(test_the_first_error_of_the_file_is_told),
    };
    return cmocka_run_group_tests_name("shp_rings", tests, NULL, NULL);
}
