/* Truth: shapefiles put together byte by byte after ESRI's description (aid_bytes), with
 * coordinates in degrees, which spherical Mercator turns to x = R * longitude by hand. */
#include "aid_bytes.h"
#include "aid_cmocka.h"
#include "aid_files.h"
#include "base/fileio.h"
#include "geo/grid.h"
#include "geo/shapefile.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define METERS_A_DEGREE (GRID_HALF_M / 180)

static const aid_field fields[] = {{"KEY", 'C', 8, 0}, {"NAME", 'C', 12, 0}};
/* Clockwise outer rings and a hole the other way, closed, as the format wants them. */
static const double square[] = {0, 0, 0, 2, 2, 2, 2, 0, 0, 0};
static const double second[] = {2, 0, 2, 2, 4, 2, 4, 0, 2, 0};
static const double parts[] = {0, 0, 0, 10, 10, 10, 10, 0, 0, 0, 2, 2, 4, 2, 4, 4, 2, 4, 2, 2};
static const uint32_t one_part[] = {0}, two_parts[] = {0, 5};

static const aid_shape square_shape = {AID_POLYGON, one_part, 1, square, 5};
static const aid_shape second_shape = {AID_POLYGON, one_part, 1, second, 5};
static const aid_shape holed_shape = {AID_POLYGON, two_parts, 2, parts, 10};

static void write_shapes(const char *dir, uint32_t type, const aid_shape *s, size_t n) {
    buf shp = BUF_EMPTY, shx = BUF_EMPTY;
    aid_shp(type, s, n, &shp, &shx);
    aid_write_buf(dir, "a.shp", &shp);
    aid_write_buf(dir, "a.shx", &shx);
    buf_free(&shp);
    buf_free(&shx);
}

static void write_table(const char *dir, const char *const *cells, size_t n, const char *flags) {
    buf data = BUF_EMPTY;
    aid_dbf(&(aid_table){0, fields, 2, n, cells, flags}, &data);
    aid_write_buf(dir, "a.dbf", &data);
    buf_free(&data);
}

/* .shp, .shx, .dbf and a .prj of WGS 84. */
static void write_all(const char *dir, const aid_shape *s, size_t n, const char *const *cells) {
    write_shapes(dir, AID_POLYGON, s, n);
    write_table(dir, cells, n, NULL);
    aid_write(dir, "a.prj", aid_wgs84, NULL);
}

static const shapefile_options by_key = {.key_field = "KEY", .name_field = "NAME"};

static shapefile *load(const char *dir, const shapefile_options *o) {
    char path[AID_PATH];
    shapefile *s = NULL;
    err e = {0};
    aid_path(dir, "a.shp", path);
    if (shapefile_load(path, o, &s, &e)) fail_msg("%s", e.text);
    return s;
}

/* The error's text behind "PATH: ". */
static const char *refused(const char *dir, const shapefile_options *o, err_code wanted) {
    static err e;
    char path[AID_PATH];
    shapefile *s = NULL;
    aid_path(dir, "a.shp", path);
    err_code rc = shapefile_load(path, o, &s, &e);
    assert_null(s);
    if (rc != wanted) fail_msg("%d is not %d: %s", rc, wanted, e.text);
    assert_memory_equal(e.text, path, strlen(path));
    return e.text + strlen(path) + 2;
}

static void assert_says(const char *text, const char *part) {
    if (!strstr(text, part)) fail_msg("\"%s\" does not say \"%s\"", text, part);
}

static void assert_near(double a, double b, double tolerance) {
    if (!(fabs(a - b) <= tolerance)) fail_msg("%.17g is not %.17g within %g", a, b, tolerance);
}

static void test_polygons_become_districts_in_mercator(void **state) {
    static const char *const cells[] = {"01", "One", "1", "Two"};
    const aid_shape shapes[] = {square_shape, second_shape};
    write_all(*state, shapes, 2, cells);
    shapefile *s = load(*state, &by_key);
    assert_int_equal(s->records, 2);
    assert_int_equal(districts_count(s->districts), 2);
    assert_string_equal(district_key(s->districts, 0), "01");
    assert_string_equal(district_name(s->districts, 1), "Two");
    const geometry *g = s->mercator;
    assert_int_equal(g->n_rings, 2);
    assert_int_equal(g->rings[1].count, 4); /* the closing point is gone */
    assert_near(g->bounds[1].x0, 2 * METERS_A_DEGREE, 1e-6);
    assert_near(g->bounds[1].x1, 4 * METERS_A_DEGREE, 1e-6);
    assert_near(g->bounds[0].y0, 0, 1e-9);
    assert_near(s->lonlat.x0, 0, 1e-12);
    assert_near(s->lonlat.x1, 4, 1e-12);
    assert_near(s->lonlat.y1, 2, 1e-12);
    assert_string_equal(s->crs_from, ".prj");
    assert_string_equal(s->crs_definition, aid_wgs84);
    assert_string_equal(s->encoding, "UTF-8");
    assert_int_equal(s->warnings.count, 0);
    shapefile_free(s);
    shapefile_free(NULL);
}

static void test_parts_and_holes(void **state) {
    static const char *const cells[] = {"a", "A"};
    write_all(*state, &holed_shape, 1, cells);
    shapefile *s = load(*state, &by_key);
    assert_int_equal(s->mercator->n_rings, 2);
    double m = METERS_A_DEGREE;
    assert_true(geometry_contains(s->mercator, 0, 1 * m, 3 * m));
    assert_false(geometry_contains(s->mercator, 0, 3 * m, 3 * m)); /* in the hole */
    shapefile_free(s);
}

static void test_records_that_share_a_key_are_one_district(void **state) {
    static const char *const cells[] = {"a", "First", "b", "Other", "a", "Second"};
    const aid_shape shapes[] = {square_shape, holed_shape, second_shape};
    write_all(*state, shapes, 3, cells);
    shapefile *s = load(*state, &by_key);
    assert_int_equal(s->records, 3);
    assert_int_equal(districts_count(s->districts), 2);
    assert_string_equal(district_name(s->districts, 0), "First");
    assert_int_equal(s->mercator->ring_of[1], 2);
    assert_near(s->mercator->bounds[0].x1, 4 * METERS_A_DEGREE, 1e-6);
    shapefile_free(s);
}

static void test_all_records_as_one(void **state) {
    static const char *const cells[] = {"a", "First", "b", "Other", "c", "Second"};
    const aid_shape shapes[] = {square_shape, holed_shape, second_shape};
    write_all(*state, shapes, 3, cells);
    shapefile *s = load(*state, &(shapefile_options){.as_one = true});
    shapefile *each = load(*state, &by_key);
    assert_int_equal(s->records, 3);
    assert_int_equal(districts_count(s->districts), 1);
    assert_int_equal(s->mercator->n_rings, each->mercator->n_rings);
    assert_int_equal(s->mercator->n_points, each->mercator->n_points);
    shapefile_free(s);
    shapefile_free(each);
}

/* A square of 10 with a hole of 6 with an island of 2, told in every order and direction, closed
 * and not: 100 - 36 + 4 square degrees (near the equator, where Mercator keeps them within 1 %). */
static void test_rings_in_any_order_and_direction(void **state) {
    static const double corner[3] = {0, 2, 4}, side[3] = {10, 6, 2};
    static const int orders[][3] = {{0, 1, 2}, {2, 1, 0}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}};
    static const char *const cells[] = {"a", "A"};
    for (unsigned way = 0; way < 5 * 16; way += 3) { /* meets each order and each direction */
        double xy[2 * 3 * 6];
        uint32_t start[3], n = 0;
        bool closed = way / 5 & 8;
        for (unsigned p = 0; p < 3; p++) {
            int which = orders[way % 5][p];
            start[p] = n;
            for (unsigned i = 0; i < (closed ? 6 : 5); i++, n++) { /* the second corner twice */
                unsigned at = (i > 1 ? i - 1 : i) % 4;
                if (way / 5 & 1u << which) at = 3 - at;
                xy[2 * n] = corner[which] + (at == 1 || at == 2 ? side[which] : 0);
                xy[2 * n + 1] = corner[which] + (at >= 2 ? side[which] : 0);
            }
        }
        const aid_shape shape = {AID_POLYGON, start, 3, xy, n};
        write_all(*state, &shape, 1, cells);
        shapefile *s = load(*state, &by_key);
        double m = METERS_A_DEGREE;
        assert_int_equal(s->mercator->n_rings, 3);
        assert_int_equal(s->mercator->n_points, 12);
        assert_near(geometry_area(s->mercator, 0), 68 * m * m, 0.01 * 68 * m * m);
        assert_true(geometry_contains(s->mercator, 0, 1 * m, 1 * m));
        assert_false(geometry_contains(s->mercator, 0, 3 * m, 3 * m));
        assert_true(geometry_contains(s->mercator, 0, 5 * m, 5 * m));
        shapefile_free(s);
    }
}

/* There and back along one line: no area, and no harm to the square beside it. */
static void test_slivers(void **state) {
    static const double xy[] = {0, 0, 0, 2, 2, 2, 2, 0, 0, 0, 5, 5, 6, 6, 7, 7, 6, 6, 5, 5};
    static const char *const cells[] = {"a", "A"};
    const aid_shape shape = {AID_POLYGON, two_parts, 2, xy, 10};
    write_all(*state, &shape, 1, cells);
    shapefile *s = load(*state, &by_key);
    double m = METERS_A_DEGREE;
    assert_near(geometry_area(s->mercator, 0), 4 * m * m, 0.01 * 4 * m * m);
    assert_true(geometry_contains(s->mercator, 0, m, m));
    assert_false(geometry_contains(s->mercator, 0, 6 * m, 5.5 * m));
    shapefile_free(s);
}

/* From 170° east to 170° west: 10° on either side of the edge of the map, 10° high. */
static void test_squares_across_180_degrees(void **state) {
    static const double wrapped[] = {170, 0, 170, 10, -170, 10, -170, 0, 170, 0},
                        beyond[] = {170, 0, 170, 10, 190, 10, 190, 0, 170, 0};
    static const char *const cells[] = {"a", "A"};
    const double *const ways[] = {wrapped, beyond};
    for (size_t i = 0; i < 2; i++) {
        const aid_shape shape = {AID_POLYGON, one_part, 1, ways[i], 5};
        write_all(*state, &shape, 1, cells);
        shapefile *s = load(*state, &by_key);
        double m = METERS_A_DEGREE;
        assert_int_equal(s->mercator->n_rings, 2);
        assert_true(geometry_contains(s->mercator, 0, 175 * m, 5 * m));
        assert_true(geometry_contains(s->mercator, 0, -175 * m, 5 * m));
        assert_false(geometry_contains(s->mercator, 0, 165 * m, 5 * m));
        assert_false(geometry_contains(s->mercator, 0, 0, 5 * m));
        assert_near(s->lonlat.x0, -180, 0);
        assert_near(s->lonlat.x1, 180, 0);
        assert_near(s->mercator->bounds[0].x1, GRID_HALF_M, 1e-6);
        assert_string_equal(s->warnings.item[0], "1 ring across 180 degrees was cut there");
        shapefile_free(s);
    }
}

static void test_null_shapes_are_counted(void **state) {
    static const char *const cells[] = {"a", "A", "b", "B"};
    const aid_shape shapes[] = {{.type = AID_NULL}, square_shape};
    write_all(*state, shapes, 2, cells);
    shapefile *s = load(*state, &by_key);
    assert_int_equal(s->null_shapes, 1);
    assert_int_equal(districts_count(s->districts), 2);
    assert_true(rect_is_empty(s->mercator->bounds[0]));
    assert_string_equal(s->warnings.item[0], "1 record has no shape");
    shapefile_free(s);
}

static void test_no_area_at_all_is_refused(void **state) {
    static const char *const cells[] = {"a", "A"};
    const aid_shape null = {.type = AID_NULL};
    write_all(*state, &null, 1, cells);
    assert_says(refused(*state, &by_key, ERR_FORMAT), "has no polygon with an area");
    write_all(*state, NULL, 0, NULL);
    assert_says(refused(*state, &by_key, ERR_FORMAT), "has no polygon with an area");
}

static void test_rings_without_area_are_dropped(void **state) {
    static const char *const cells[] = {"a", "A"};
    static const double xy[] = {0, 0, 0, 2, 2, 2, 2, 0, 0, 0, 5, 5, 6, 6, 5, 5};
    const aid_shape shape = {AID_POLYGON, two_parts, 2, xy, 8};
    write_all(*state, &shape, 1, cells);
    shapefile *s = load(*state, &by_key);
    assert_int_equal(s->dropped_rings, 1);
    assert_int_equal(s->mercator->n_rings, 1);
    assert_string_equal(s->warnings.item[0], "1 ring of fewer than 3 points was left out");
    shapefile_free(s);
}

static void test_what_is_no_number_is_named_by_record(void **state) {
    static const char *const cells[] = {"a", "A", "b", "B"};
    double bad[10];
    memcpy(bad, second, sizeof bad);
    const double wrong[] = {(double)NAN, (double)INFINITY, -(double)INFINITY};
    const aid_shape shapes[] = {square_shape, {AID_POLYGON, one_part, 1, bad, 5}};
    for (size_t i = 0; i < 3; i++) {
        bad[5] = wrong[i];
        write_all(*state, shapes, 2, cells);
        assert_string_equal(refused(*state, &by_key, ERR_FORMAT),
                            "record 2: point 3: has a coordinate that is no number");
    }
}

/* Heights and measures follow the points: 16 + 8 n bytes each; measures may be left out. */
static void test_heights_and_measures_are_dropped(void **state) {
    static const uint32_t types[] = {AID_POLYGON_Z, AID_POLYGON_M};
    static const char *const cells[] = {"a", "A"};
    for (size_t i = 0; i < 2; i++) {
        const aid_shape shape = {types[i], two_parts, 2, parts, 10};
        write_all(*state, &shape, 1, cells);
        write_shapes(*state, types[i], &shape, 1);
        shapefile *s = load(*state, &by_key);
        assert_int_equal(s->mercator->n_rings, 2);
        assert_int_equal(s->mercator->n_points, 8);
        assert_near(geometry_area(s->mercator, 0), 96 * METERS_A_DEGREE * METERS_A_DEGREE, 1.2e10);
        shapefile_free(s);
    }
}

static void test_other_shapes_are_refused_by_what_they_are(void **state) {
    static const struct {
        uint32_t type;
        const char *what;
    } rows[] = {
        {0, "no shapes (Null)"},
        {1, "points (Point)"},
        {3, "lines (PolyLine)"},
        {8, "points (MultiPoint)"},
        {11, "points (PointZ)"},
        {13, "lines (PolyLineZ)"},
        {18, "points (MultiPointZ)"},
        {21, "points (PointM)"},
        {23, "lines (PolyLineM)"},
        {28, "points (MultiPointM)"},
        {31, "surfaces in space (MultiPatch)"},
    };
    static const char *const cells[] = {"a", "A"};
    char wanted[128];
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const aid_shape shape = {rows[i].type, one_part, 1, square, 5};
        write_all(*state, &shape, 1, cells);
        if (rows[i].type) { /* alone in a file of polygons; a null shape may be there */
            snprintf(wanted, sizeof wanted,
                     "record 1: is among polygons but holds %s; districts must be polygons",
                     rows[i].what);
            assert_string_equal(refused(*state, &by_key, ERR_UNSUPPORTED), wanted);
        }
        write_shapes(*state, rows[i].type, &shape, 1);
        snprintf(wanted, sizeof wanted, "holds %s; districts must be polygons", rows[i].what);
        assert_string_equal(refused(*state, &by_key, ERR_UNSUPPORTED), wanted);
    }
    write_shapes(*state, 77, &square_shape, 1);
    assert_string_equal(refused(*state, &by_key, ERR_FORMAT),
                        "holds shapes of the unknown type 77");
}

static void remove_file(const char *dir, const char *name) {
    char path[AID_PATH];
    aid_path(dir, name, path);
    assert_int_equal(unlink(path), 0);
}

static void test_missing_files(void **state) {
    static const char *const cells[] = {"a", "A"};
    write_all(*state, &square_shape, 1, cells);
    remove_file(*state, "a.dbf");
    assert_says(refused(*state, &by_key, ERR_NOTFOUND), "a.dbf: no such file");
    const shapefile_options plain = {0};
    shapefile *s = load(*state, &plain); /* keys are then the records' numbers */
    assert_string_equal(district_key(s->districts, 0), "1");
    assert_string_equal(district_name(s->districts, 0), "1");
    assert_string_equal(s->encoding, "");
    shapefile_free(s);
    remove_file(*state, "a.shp");
    assert_string_equal(refused(*state, &plain, ERR_NOTFOUND), "no such file");
}

static void test_without_prj_degrees_are_assumed_and_said(void **state) {
    static const char *const cells[] = {"a", "A"};
    write_all(*state, &square_shape, 1, cells);
    remove_file(*state, "a.prj");
    shapefile *s = load(*state, &by_key);
    assert_string_equal(s->crs_from, "assumed");
    assert_int_equal(s->warnings.count, 1);
    assert_says(s->warnings.item[0], "taken as WGS 84");
    assert_near(s->mercator->bounds[0].x1, 2 * METERS_A_DEGREE, 1e-6);
    shapefile_free(s);
}

static void test_without_prj_meters_are_refused(void **state) {
    static const char *const cells[] = {"a", "A"};
    /* around the central meridian of SWEREF 99 18 00, where x is 150000 */
    static const double xy[] = {149000, 6580000, 149000, 6581000, 151000, 6581000, 151000, 6580000};
    const aid_shape shape = {AID_POLYGON, one_part, 1, xy, 4};
    write_all(*state, &shape, 1, cells);
    remove_file(*state, "a.prj");
    const char *text = refused(*state, &by_key, ERR_FORMAT);
    assert_says(text, "record 1: point 1: (149000, 6580000): there is no .prj file and the");
    assert_says(text, "--crs");
    shapefile_options o = by_key;
    o.crs = "EPSG:3011";
    shapefile *s = load(*state, &o);
    assert_string_equal(s->crs_from, "--crs");
    assert_string_equal(s->crs, "SWEREF99 18 00 (EPSG:3011)");
    assert_near((s->lonlat.x0 + s->lonlat.x1) / 2, 18, 1e-9); /* the same distance to both sides */
    shapefile_free(s);
    o.crs = "EPSG:4326";
    assert_says(refused(*state, &o, ERR_FORMAT),
                "record 1: the point (149000, 6.58e+06) lies outside");
}

static void test_a_prj_that_is_none(void **state) {
    static const struct {
        const char *text, *answer;
    } rows[] = {
        {"", "the .prj file is empty: remove it or say which system the coordinates are in"},
        {"\xef\xbb\xbf \r\n", "the .prj file is empty"},
        {"<!DOCTYPE html><html><body>404", "the .prj file is a web page"},
        {"\n<?xml version=\"1.0\"?>", "the .prj file is a web page"},
        {"no projection", ".prj: \"no projection\" is no coordinate"},
        {"\x7f\x45\x4c\x46\x02\x01", "is no coordinate reference system"},
        {"GEOGCS[\"GCS_WGS_1984\",DATUM[", "is no coordinate reference system"},
        {"EPSG:999999", "is no coordinate reference system"},
    };
    static const char *const cells[] = {"a", "A"};
    shapefile_options told = by_key;
    told.crs = "EPSG:4326"; /* says otherwise */
    write_all(*state, &square_shape, 1, cells);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        aid_write(*state, "a.prj", rows[i].text, NULL);
        const char *text = refused(*state, &by_key, ERR_FORMAT);
        assert_says(text, rows[i].answer);
        assert_says(text, "--crs EPSG:3006");
        shapefile_free(load(*state, &told));
    }
    aid_write(*state, "a.prj", "\xef\xbb\xbf\r\nEPSG:4326", NULL); /* a byte order mark is none */
    shapefile_free(load(*state, &by_key));
}

static void test_the_table_must_fit(void **state) {
    static const char *const cells[] = {"a", "A", " ", "B", "c", "C"};
    const aid_shape shapes[] = {square_shape, second_shape};
    write_all(*state, shapes, 2, cells);
    assert_string_equal(refused(*state, &by_key, ERR_FORMAT),
                        "record 2: the key field KEY is empty");
    write_table(*state, cells, 3, NULL);
    assert_string_equal(refused(*state, &by_key, ERR_FORMAT), "has 2 shapes but its .dbf 3 rows");
    write_table(*state, cells, 2, NULL);
    const shapefile_options no_field = {.key_field = "ID"},
                            no_name = {.key_field = "KEY", .name_field = "NAMN"};
    assert_says(refused(*state, &no_field, ERR_NOTFOUND),
                "no field \"ID\"; the fields are: KEY, NAME");
    assert_says(refused(*state, &no_name, ERR_NOTFOUND), "no field \"NAMN\"");
}

static void test_deleted_rows_are_left_out(void **state) {
    static const char *const cells[] = {"a", "A", "b", "B"};
    const aid_shape shapes[] = {square_shape, second_shape};
    write_all(*state, shapes, 2, cells);
    write_table(*state, cells, 2, "* ");
    shapefile *s = load(*state, &by_key);
    assert_int_equal(districts_count(s->districts), 1);
    assert_string_equal(district_key(s->districts, 0), "b");
    assert_string_equal(s->warnings.item[0], "1 deleted row was left out");
    shapefile_free(s);
}

static void test_names_and_their_encoding(void **state) {
    static const char *const cells[] = {"\xc4\x41", "\xc5\xe4\xf6"};
    write_all(*state, &square_shape, 1, cells);
    aid_write(*state, "a.cpg", "UTF-8", NULL);
    shapefile *s = load(*state, &by_key);
    assert_string_equal(district_key(s->districts, 0), "ÄA");
    assert_string_equal(district_name(s->districts, 0), "Åäö");
    assert_string_equal(s->encoding, "CP1252");
    assert_string_equal(s->encoding_from, "fallback");
    assert_says(s->warnings.item[0], ".cpg says UTF-8");
    shapefile_free(s);
}

static void test_latitudes_beyond_the_square_are_moved_and_said(void **state) {
    static const char *const cells[] = {"a", "A"};
    static const double xy[] = {0, 80, 0, 90, 10, 90, 10, 80, 0, 80};
    const aid_shape shape = {AID_POLYGON, one_part, 1, xy, 5};
    write_all(*state, &shape, 1, cells);
    shapefile *s = load(*state, &by_key);
    assert_near(s->mercator->bounds[0].y1, GRID_HALF_M, 1e-6);
    assert_near(s->lonlat.y1, 90, 1e-12);
    assert_says(s->warnings.item[0], "2 points beyond 85.05113 degrees");
    shapefile_free(s);
}

static void test_names_in_any_case(void **state) {
    static const char *const cells[] = {"a", "A"};
    static const char *const from[] = {"a.shp", "a.shx", "a.dbf", "a.prj"};
    static const char *const to[][4] = {{"a.SHP", "a.SHX", "a.DBF", "a.PRJ"},
                                        {"A.Shp", "a.ShX", "A.dBF", "a.Prj"}};
    for (size_t n = 0; n < 2; n++) {
        write_all(*state, &square_shape, 1, cells);
        shapefile *lower = load(*state, &by_key), *s = NULL;
        char old[AID_PATH], path[AID_PATH];
        err e = {0};
        for (size_t i = 4; i-- > 0;) {
            aid_path(*state, from[i], old);
            aid_path(*state, to[n][i], path);
            assert_int_equal(rename(old, path), 0);
        }
        if (shapefile_load(path, &by_key, &s, &e)) fail_msg("%s", e.text); /* the .shp came last */
        assert_true(s->hash == lower->hash);
        assert_string_equal(s->crs_from, ".prj");
        assert_int_equal(s->warnings.count, 0);
        shapefile_free(lower);
        shapefile_free(s);
        for (size_t i = 0; i < 4; i++) remove_file(*state, to[n][i]);
    }
}

static uint64_t hash_of(const char *dir, const shapefile_options *o) {
    shapefile *s = load(dir, o);
    uint64_t hash = s->hash;
    shapefile_free(s);
    return hash;
}

static void test_the_hash_is_of_bytes_and_options(void **state) {
    static const char *const cells[] = {"a", "A"}, *const other[] = {"a", "B"};
    write_all(*state, &square_shape, 1, cells);
    uint64_t first = hash_of(*state, &by_key);
    char path[AID_PATH];
    aid_path(*state, "a.dbf", path);
    const struct timespec times[2] = {{1000000000, 0}, {1000000000, 0}};
    assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
    assert_true(hash_of(*state, &by_key) == first); /* touched, not changed */
    const shapefile_options no_name = {.key_field = "KEY"};
    assert_true(hash_of(*state, &no_name) != first);
    write_table(*state, other, 1, NULL);
    assert_true(hash_of(*state, &by_key) != first);
    write_table(*state, cells, 1, NULL);
    assert_true(hash_of(*state, &by_key) == first);
    write_shapes(*state, AID_POLYGON, &second_shape, 1);
    assert_true(hash_of(*state, &by_key) != first);
}

static double double_at(const uint8_t *p) { /* little-endian bytes of a file */
    uint64_t bits = 0;
    double v;
    for (int i = 7; i >= 0; i--) bits = bits << 8 | p[i];
    memcpy(&v, &bits, sizeof v);
    return v;
}

static void test_writing(void **state) {
    static const double corners[] = {0, 0, 2, 0, 2, 2, 0, 2}; /* counterclockwise, not closed */
    const aid_ring rings[] = {{"å", corners, 4}};
    char path[AID_PATH];
    aid_path(*state, "w.shp", path);
    aid_shapefile(path, rings, 1, aid_wgs84);
    buf first = BUF_EMPTY, data = BUF_EMPTY;
    assert_int_equal(file_read(path, 1 << 20, &first, NULL), ERR_OK);
    assert_int_equal(first.len,
                     100 + 8 + 44 + 4 + 5 * 16); /* header, record, box.., part, points */
    double area = 0;                             /* by the shoelace formula */
    for (int i = 0; i < 4; i++) {
        const uint8_t *p = first.data + 156 + 16 * i;
        area += double_at(p) * double_at(p + 24) - double_at(p + 16) * double_at(p + 8);
    }
    assert_near(area / 2, -4, 1e-12); /* outer rings are clockwise */
    shapefile *s = NULL;
    err e = {0};
    const shapefile_options o = {.key_field = "KEY", .name_field = "NAME"};
    if (shapefile_load(path, &o, &s, &e)) fail_msg("%s", e.text);
    assert_string_equal(district_key(s->districts, 0), "å");
    assert_string_equal(s->encoding_from, ".cpg");
    shapefile_free(s);
    for (size_t i = 0; i < 2; i++) { /* again: the same bytes */
        buf again = BUF_EMPTY;
        aid_path(*state, i ? "w.dbf" : "w.shp", path);
        assert_int_equal(file_read(path, 1 << 20, &data, NULL), ERR_OK);
        char shp[AID_PATH];
        aid_path(*state, "w.shp", shp);
        aid_shapefile(shp, rings, 1, aid_wgs84);
        assert_int_equal(file_read(path, 1 << 20, &again, NULL), ERR_OK);
        assert_int_equal(again.len, data.len);
        assert_memory_equal(again.data, data.data, data.len);
        buf_free(&again);
    }
    buf_free(&first);
    buf_free(&data);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        IN_A_FOLDER(test_polygons_become_districts_in_mercator),
        IN_A_FOLDER(test_parts_and_holes),
        IN_A_FOLDER(test_records_that_share_a_key_are_one_district),
        IN_A_FOLDER(test_all_records_as_one),
        IN_A_FOLDER(test_rings_in_any_order_and_direction),
        IN_A_FOLDER(test_slivers),
        IN_A_FOLDER(test_squares_across_180_degrees),
        IN_A_FOLDER(test_null_shapes_are_counted),
        IN_A_FOLDER(test_no_area_at_all_is_refused),
        IN_A_FOLDER(test_rings_without_area_are_dropped),
        IN_A_FOLDER(test_what_is_no_number_is_named_by_record),
        IN_A_FOLDER(test_heights_and_measures_are_dropped),
        IN_A_FOLDER(test_other_shapes_are_refused_by_what_they_are),
        IN_A_FOLDER(test_missing_files),
        IN_A_FOLDER(test_without_prj_degrees_are_assumed_and_said),
        IN_A_FOLDER(test_without_prj_meters_are_refused),
        IN_A_FOLDER(test_a_prj_that_is_none),
        IN_A_FOLDER(test_the_table_must_fit),
        IN_A_FOLDER(test_deleted_rows_are_left_out),
        IN_A_FOLDER(test_names_and_their_encoding),
        IN_A_FOLDER(test_latitudes_beyond_the_square_are_moved_and_said),
        IN_A_FOLDER(test_names_in_any_case),
        IN_A_FOLDER(test_the_hash_is_of_bytes_and_options),
        IN_A_FOLDER(test_writing),
    };
    return cmocka_run_group_tests_name("shapefile", tests, NULL, NULL);
}
