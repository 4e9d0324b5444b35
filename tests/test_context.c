/* Contexts from files put together byte by byte.  Truth: lengths and areas by hand, GEOS for what
 * polygons cover together. */
#include "aid_atlas.h"
#include "aid_bytes.h"
#include "aid_cmocka.h"
#include "aid_files.h"
#include "aid_random.h"
#include "base/fileio.h"
#include "geo/context_data.h"
#include "geo/coverage_rings.h"
#include "geo/coverage_union.h"
#include "geo/geos.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const uint32_t one_part[] = {0}, two_parts[] = {0, 3};

/* In Mercator meters. */
static void write_meters(const char *dir, uint32_t type, const aid_shape *s, size_t n) {
    aid_write_shapes(dir, "c", type, s, n, aid_mercator);
}

static void write_degrees(const char *dir, uint32_t type, const aid_shape *s, size_t n) {
    aid_write_shapes(dir, "c", type, s, n, aid_wgs84);
}

static const context_data_options plain = {0}, borders = {.borders = true},
                                  named = {.name_field = "NAME", .rank_field = "RANK"};

static err_code try(const char *dir, const context_data_options *o, context_data **out, err *e) {
    char path[AID_PATH];
    aid_path(dir, "c.shp", path);
    *e = (err){0};
    return context_data_load(path, o, out, e);
}

static context_data *load(const char *dir, const context_data_options *o) {
    context_data *c = NULL;
    err e;
    if (try(dir, o, &c, &e)) fail_msg("%s", e.text);
    return c;
}

/* The error's text behind "PATH: ". */
static const char *refused(const char *dir, const context_data_options *o, err_code wanted) {
    static err e;
    char path[AID_PATH];
    context_data *c = NULL;
    assert_int_equal(try(dir, o, &c, &e), wanted);
    assert_null(c);
    aid_path(dir, "c.shp", path);
    assert_memory_equal(e.text, path, strlen(path));
    assert_null(strchr(e.text, '\n'));
    return e.text + strlen(path) + 2;
}

static void assert_near(double a, double b, double tolerance) {
    if (!(fabs(a - b) <= tolerance)) fail_msg("%.17g is not %.17g within %g", a, b, tolerance);
}

static geometry *rings_of(const coverage *c) {
    coverage_level *l = NULL;
    geometry *g = NULL;
    err e = {0};
    if (coverage_level_make(c, 0, &l, &e)) fail_msg("%s", e.text);
    if (coverage_rings_make(c, l, &g, &e)) fail_msg("%s", e.text);
    coverage_level_free(l);
    return g;
}

static double area_of(const coverage *c) {
    geometry *g = rings_of(c);
    double area = geometry_area(g, 0);
    geometry_free(g);
    return area;
}

/* ---- polygons ----------------------------------------------------------------------------------
 */

#define BOX(x0, y0, x1, y1)                                                                        \
    { x0, y0, x0, y1, x1, y1, x1, y0, x0, y0 }
static const double left_box[] = BOX(0, 0, 2000, 2000), right_box[] = BOX(1000, 1000, 3000, 3000),
                    beside[] = BOX(2000, 0, 3000, 1000), corner_box[] = BOX(2000, 2000, 3000, 3000);

static aid_shape polygon(uint32_t type, const double *xy) {
    return (aid_shape){type, one_part, 1, xy, 5};
}

/* Two squares of 4 km2 that share 1 km2. */
static void test_overlapping_records_are_one_area(void **state) {
    static const uint32_t types[] = {AID_POLYGON, AID_POLYGON_Z, AID_POLYGON_M};
    for (size_t i = 0; i < 3; i++) {
        const aid_shape s[] = {polygon(types[i], left_box), polygon(types[i], right_box)};
        write_meters(*state, types[i], s, 2);
        context_data *c = load(*state, &plain);
        assert_int_equal(c->shape, CONTEXT_POLYGONS);
        assert_null(c->lines);
        assert_int_equal(c->records, 2);
        assert_int_equal(c->areas->n_districts, 1);
        assert_int_equal(c->areas->n_arcs, 1); /* one ring around both */
        assert_near(area_of(c->areas), 7e6, 1);
        assert_true(c->bounds.x0 == 0 && fabs(c->bounds.y1 - 3000) < 1e-6);
        assert_int_equal(c->warnings.count, 0);
        district_id d = DISTRICT_NONE;
        coverage_level *l = NULL;
        arc_list scratch = {0};
        assert_int_equal(coverage_level_make(c->areas, 0, &l, NULL), ERR_OK);
        arc_index_district_at(c->index, l, 1500, 1500, &scratch, &d, NULL);
        assert_int_equal(d, 0);
        arc_index_district_at(c->index, l, 2500, 500, &scratch, &d, NULL);
        assert_int_equal(d, DISTRICT_NONE);
        arc_list_free(&scratch);
        coverage_level_free(l);
        context_data_free(c);
    }
    context_data_free(NULL);
}

static void test_neighbors_and_corners(void **state) {
    const aid_shape side[] = {polygon(AID_POLYGON, left_box), polygon(AID_POLYGON, beside)};
    const aid_shape corner[] = {polygon(AID_POLYGON, left_box), polygon(AID_POLYGON, corner_box)};
    write_meters(*state, AID_POLYGON, side, 2);
    context_data *c = load(*state, &plain);
    assert_near(area_of(c->areas), 5e6, 1);
    assert_int_equal(c->areas->n_arcs, 1); /* what was between them is gone */
    context_data_free(c);
    write_meters(*state, AID_POLYGON, corner, 2);
    c = load(*state, &plain);
    assert_near(area_of(c->areas), 5e6, 1);
    context_data_free(c);
}

/* A lake with an island, alone and with an islet of another record on it. */
static void test_islands_are_holes(void **state) {
    static const double lake[] = {0,    0,    0,    3000, 3000, 3000, 3000, 0,    0,    0,
                                  1000, 1000, 2000, 1000, 2000, 2000, 1000, 2000, 1000, 1000};
    static const double pond[] = BOX(1400, 1400, 1600, 1600);
    static const uint32_t parts[] = {0, 5};
    const aid_shape s[] = {{AID_POLYGON, parts, 2, lake, 10}, polygon(AID_POLYGON, pond)};
    write_meters(*state, AID_POLYGON, s, 1);
    context_data *c = load(*state, &plain);
    assert_near(area_of(c->areas), 8e6, 1);
    context_data_free(c);
    write_meters(*state, AID_POLYGON, s, 2);
    c = load(*state, &plain);
    assert_near(area_of(c->areas), 8.04e6, 1);
    assert_int_equal(c->areas->n_arcs, 3);
    context_data_free(c);
}

#define STARS  12
#define POINTS 40

/* Whatever stars do to one another, they cover what GEOS says, at each of many points too. */
static void test_random_stars_are_dissolved_as_geos_does(void **state) {
    (void)state;
    aid_random r = {88};
    for (int round = 0; round < 25; round++) {
        double xy[STARS][2 * POINTS];
        aid_ring rings[STARS];
        char key[STARS][12];
        district_id group[STARS] = {0};
        for (int i = 0; i < STARS; i++) {
            snprintf(key[i], sizeof key[i], "%d", i);
            aid_star(&r, aid_random_in(&r, 0, 9000), aid_random_in(&r, 0, 9000), 500, 2500, POINTS,
                     xy[i]);
            rings[i] = (aid_ring){key[i], xy[i], POINTS};
        }
        districts *d = NULL;
        geometry *g = NULL, *wanted = NULL, *got = NULL;
        coverage *c = NULL;
        geos *lib = NULL;
        err e = {0};
        aid_geometry(rings, STARS, &d, &g);
        assert_int_equal(geos_open(&lib, NULL), ERR_OK);
        if (geos_dissolve(lib, g, group, 1, &wanted, &e)) fail_msg("%s", e.text);
        if (coverage_build(g, 0.05, NULL, &c, &e)) fail_msg("%s", e.text);
        if (coverage_union_make(c, &got, &e)) fail_msg("%s", e.text);
        assert_int_equal(got->n_districts, 1);
        geos_area *area = NULL;
        assert_int_equal(geos_area_of(lib, wanted, 0, &area, NULL), ERR_OK);
        for (int i = 0; i < 300; i++) {
            double x = aid_random_in(&r, -1000, 10000), y = aid_random_in(&r, -1000, 10000);
            if (geos_area_border_distance(area, x, y) < 0.1) continue;
            bool in = false;
            for (district_id k = 0; k < STARS; k++) in |= geometry_contains(g, k, x, y);
            assert_int_equal(geos_area_contains(area, x, y), in);
            assert_int_equal(geometry_contains(got, 0, x, y), in);
        }
        double size = geos_area_size(area);
        coverage *again = NULL;
        if (coverage_build(got, 0.05, NULL, &again, &e)) fail_msg("%s", e.text);
        assert_near(area_of(again), size, 1e-4 * size);
        geos_area_free(area);
        coverage_free(again);
        coverage_free(c);
        geometry_free(got);
        geometry_free(wanted);
        geometry_free(g);
        districts_free(d);
        geos_close(lib);
    }
}

/* ---- borders ------------------------------------------------------------------------------------
 */

static double length_of(const polylines *l) {
    double sum = 0;
    for (size_t k = 0; k < l->n; k++)
        for (uint32_t i = l->first[k] + 1; i < l->first[k + 1]; i++)
            sum += hypot(l->x[i] - l->x[i - 1], l->y[i] - l->y[i - 1]);
    return sum;
}

static void check_lines(const polylines *l) {
    assert_int_equal(l->first[0], 0);
    assert_int_equal(l->first[l->n], l->n_points);
    for (size_t k = 0; k < l->n; k++) {
        rect box = RECT_EMPTY;
        assert_true(l->first[k + 1] >= l->first[k] + 2);
        for (uint32_t i = l->first[k]; i < l->first[k + 1]; i++) rect_add(&box, l->x[i], l->y[i]);
        assert_memory_equal(&box, &l->bounds[k], sizeof box);
        assert_true(isinf(l->weight[l->first[k]]) && isinf(l->weight[l->first[k + 1] - 1]));
    }
}

/* Squares with sides of 2 and 1 km, of which 1 km is shared: 8 + 4 - 1. */
static void test_borders_of_polygons_each_once(void **state) {
    const aid_shape side[] = {polygon(AID_POLYGON, left_box), polygon(AID_POLYGON, beside)};
    write_meters(*state, AID_POLYGON, side, 2);
    context_data *c = load(*state, &borders);
    assert_int_equal(c->shape, CONTEXT_LINES);
    assert_null(c->areas);
    check_lines(c->lines);
    assert_near(length_of(c->lines), 11000, 0.5);
    context_data_free(c);
}

/* ---- lines --------------------------------------------------------------------------------------
 */

/* A hook of three points, whose triangle has 500,000 m2, and a closed line. */
static const double roads[] = {0,    0,    1000, 0,    1000, 1000, 5000,
                               5000, 6000, 5000, 6000, 6000, 5000, 5000};

static void test_lines_of_every_type(void **state) {
    static const uint32_t types[] = {AID_ARC, AID_ARC_Z, AID_ARC_M};
    for (size_t i = 0; i < 3; i++) {
        const aid_shape s[] = {{types[i], two_parts, 2, roads, 7}, {AID_NULL, NULL, 0, NULL, 0}};
        write_meters(*state, types[i], s, 2);
        context_data *c = load(*state, &plain);
        assert_int_equal(c->shape, CONTEXT_LINES);
        assert_int_equal(c->records, 2);
        assert_int_equal(c->null_shapes, 1);
        assert_string_equal(c->warnings.item[0], "1 record has no shape");
        assert_int_equal(c->lines->n, 2);
        assert_int_equal(c->lines->n_points, 7);
        check_lines(c->lines);
        assert_near(length_of(c->lines), 2000 + 2000 + sqrt(2) * 1000, 1e-3);
        assert_near((double)c->lines->weight[1], 500000, 1);
        for (int k = 3; k < 7; k++) assert_true(isinf(c->lines->weight[k])); /* a triangle stays */
        assert_near(box_tree_bounds(c->lines->index).x1, 6000, 1e-6);
        context_data_free(c);
    }
}

static void test_lines_without_length_are_left_out(void **state) {
    static const double xy[] = {7, 7, 7, 7, 7, 7, 0, 0, 0, 0, 100, 0};
    const aid_shape s[] = {{AID_ARC, two_parts, 2, xy, 6}};
    write_meters(*state, AID_ARC, s, 1);
    context_data *c = load(*state, &plain);
    assert_int_equal(c->lines->n, 1);
    assert_int_equal(c->lines->n_points, 2); /* the point that is there twice once */
    assert_string_equal(c->warnings.item[0], "1 line of fewer than 2 points was left out");
    context_data_free(c);
    const aid_shape none[] = {{AID_ARC, one_part, 1, xy, 3}};
    write_meters(*state, AID_ARC, none, 1);
    assert_string_equal(refused(*state, &plain, ERR_FORMAT), "has no line with a length");
}

/* From 170 E to 170 W on the equator, the short way: 10 degrees on either side. */
static void test_a_line_across_180_degrees_is_cut(void **state) {
    static const double xy[] = {170, 0, -170, 20, -160, 20, 175, 20};
    const double degree = 20037508.342789244 / 180;
    const aid_shape s[] = {{AID_ARC, one_part, 1, xy, 4}};
    write_degrees(*state, AID_ARC, s, 1);
    context_data *c = load(*state, &plain);
    const polylines *l = c->lines;
    check_lines(l);
    assert_int_equal(l->n, 3);
    assert_int_equal(l->n_points, 2 + 4 + 2);
    assert_near(l->x[0], 170 * degree, 1e-3);
    assert_near(l->x[1], 180 * degree, 1e-3);
    assert_near(l->x[2], -180 * degree, 1e-3);
    assert_true(l->y[1] == l->y[2]);
    /* halfway: 10 degrees north, by Mercator's formula */
    assert_near(l->y[1], 6378137 * log(tan((45 + 5) * acos(-1) / 180)), 1e-3);
    assert_near(l->x[5], -180 * degree, 1e-3);
    assert_near(l->x[6], 180 * degree, 1e-3);
    assert_near(l->x[7], 175 * degree, 1e-3);
    assert_string_equal(c->warnings.item[0], "1 line across 180 degrees was cut there");
    context_data_free(c);
}

/* ---- points -------------------------------------------------------------------------------------
 */

static const aid_field fields[] = {{"NAME", 'C', 12, 0}, {"RANK", 'N', 6, 1}};

static void write_table(const char *dir, const char *const *cells, size_t n, const char *flags) {
    buf data = BUF_EMPTY;
    aid_dbf(&(aid_table){0, fields, 2, n, cells, flags}, &data);
    aid_write_buf(dir, "c.dbf", &data);
    buf_free(&data);
}

static const double places[] = {100, 200, 300, 400};
static const char *const place_cells[] = {"\xc5r", "2.5", "By", "", "", "3"};

static void test_points_of_every_type(void **state) {
    static const struct {
        uint32_t type;
        size_t each;
    } rows[] = {{AID_POINT, 1},      {AID_POINT_Z, 1},      {AID_POINT_M, 1},
                {AID_MULTIPOINT, 2}, {AID_MULTIPOINT_Z, 2}, {AID_MULTIPOINT_M, 2}};
    for (size_t i = 0; i < 6; i++) {
        const aid_shape s = {rows[i].type, NULL, 0, places, rows[i].each};
        const aid_shape all[] = {s, s, {AID_NULL, NULL, 0, NULL, 0}};
        write_meters(*state, rows[i].type, all, 3);
        write_table(*state, place_cells, 3, NULL);
        context_data *c = load(*state, &named);
        assert_int_equal(c->shape, CONTEXT_POINTS);
        assert_int_equal(c->n_points, 2 * rows[i].each);
        assert_int_equal(c->null_shapes, 1);
        assert_string_equal(c->point[0].name, "År"); /* Windows-1252 */
        assert_true(c->point[0].rank == 2.5);
        const context_point *last = &c->point[c->n_points - 1];
        assert_string_equal(last->name, "By");
        assert_true(isinf(last->rank) && last->rank < 0);
        assert_int_equal(last->record, 2);
        assert_near(last->x, places[2 * rows[i].each - 2], 1e-6);
        assert_near(last->y, places[2 * rows[i].each - 1], 1e-6);
        context_data_free(c);
    }
}

static void test_points_without_a_table(void **state) {
    const aid_shape s = {AID_POINT, NULL, 0, places, 1};
    write_meters(*state, AID_POINT, &s, 1);
    context_data *c = load(*state, &plain);
    assert_string_equal(c->point[0].name, "");
    assert_true(c->point[0].rank == 0);
    context_data_free(c);
    refused(*state, &named, ERR_NOTFOUND);
}

static void test_deleted_rows_are_left_out(void **state) {
    const aid_shape s = {AID_POINT, NULL, 0, places, 1}, all[] = {s, s, s};
    write_meters(*state, AID_POINT, all, 3);
    write_table(*state, place_cells, 3, "* *");
    context_data *c = load(*state, &named);
    assert_int_equal(c->n_points, 1);
    assert_int_equal(c->point[0].record, 2);
    assert_string_equal(c->warnings.item[0], "2 deleted rows were left out");
    context_data_free(c);
}

/* ---- what is refused ----------------------------------------------------------------------------
 */

static void test_errors_say_which_and_what_to_do(void **state) {
    static const double nan_xy[] = {0, 0, NAN, 1};
    const aid_shape line = {AID_ARC, one_part, 1, roads, 3};
    const aid_shape point = {AID_POINT, NULL, 0, places, 1};
    const aid_shape mixed[] = {line, point}, bad[] = {line, {AID_ARC, one_part, 1, nan_xy, 2}};
    write_meters(*state, AID_ARC, mixed, 2);
    assert_string_equal(refused(*state, &plain, ERR_UNSUPPORTED),
                        "record 2: is among lines but holds points (Point); all of its shapes must "
                        "be lines");
    write_meters(*state, AID_ARC, bad, 2);
    assert_string_equal(refused(*state, &plain, ERR_FORMAT),
                        "record 2: point 2: has a coordinate that is no number");
    write_meters(*state, 31, &line, 1);
    assert_string_equal(
        refused(*state, &plain, ERR_UNSUPPORTED),
        "holds surfaces in space (MultiPatch); polygons, lines or points are needed");
    write_meters(*state, 77, &line, 1);
    assert_string_equal(refused(*state, &plain, ERR_FORMAT), "holds shapes of the unknown type 77");
    write_meters(*state, AID_POINT, NULL, 0);
    assert_string_equal(refused(*state, &plain, ERR_FORMAT), "has no point");
    write_meters(*state, AID_POINT, &point, 1);
    static const char *const word[] = {"x", "many"}, *const two[] = {"x", "1", "y", "2"};
    static const aid_field texts[] = {{"NAME", 'C', 8, 0}, {"RANK", 'C', 8, 0}};
    buf data = BUF_EMPTY;
    aid_dbf(&(aid_table){0, texts, 2, 1, word, NULL}, &data);
    aid_write_buf(*state, "c.dbf", &data);
    buf_free(&data);
    assert_string_equal(
        refused(*state, &named, ERR_FORMAT),
        "record 1: the rank \"many\" in the field RANK is no number; leave it empty "
        "or take another field");
    write_table(*state, two, 2, NULL);
    assert_string_equal(refused(*state, &named, ERR_FORMAT), "has 1 shapes but its .dbf 2 rows");
    write_table(*state, two, 1, NULL);
    const context_data_options other = {.name_field = "NAMN"};
    assert_non_null(strstr(refused(*state, &other, ERR_NOTFOUND), "NAME"));
    const context_data_options crs = {.crs = "EPSG:0"};
    assert_memory_equal(refused(*state, &crs, ERR_FORMAT), "--crs: ", 7);
}

static void remove_file(const char *dir, const char *name) {
    char path[AID_PATH];
    aid_path(dir, name, path);
    assert_int_equal(remove(path), 0);
}

static void test_without_a_prj(void **state) {
    static const double degrees[] = {18, 59};
    const aid_shape far = {AID_POINT, NULL, 0, places, 1}, near = {AID_POINT, NULL, 0, degrees, 1};
    write_meters(*state, AID_POINT, &far, 1);
    remove_file(*state, "c.prj");
    assert_non_null(strstr(refused(*state, &plain, ERR_FORMAT),
                           "record 1: point 1: (100, 200): there is no .prj file"));
    aid_write_shapes(*state, "c", AID_POINT, &near, 1, NULL);
    context_data *c = load(*state, &plain);
    assert_non_null(strstr(c->warnings.item[0], "taken as WGS 84"));
    assert_near(c->point[0].x, 18 * 20037508.342789244 / 180, 1e-3);
    context_data_free(c);
}

/* Cut anywhere, and with any byte another: told or read, in one line, and never more than that. */
static void test_damaged_files(void **state) {
    static const uint32_t types[] = {AID_ARC_Z, AID_MULTIPOINT_Z, AID_POINT_Z, AID_POLYGON};
    char path[AID_PATH];
    aid_random r = {7};
    aid_path(*state, "c.shp", path);
    for (size_t i = 0; i < 4; i++) {
        aid_shape s = {types[i], two_parts, 2, roads, 7};
        buf whole = BUF_EMPTY;
        write_meters(*state, types[i], &s, 1);
        assert_int_equal(file_read(path, 1 << 20, &whole, NULL), ERR_OK);
        for (size_t k = 0; k < whole.len + 400; k++) {
            buf b = BUF_EMPTY;
            buf_add(&b, whole.data, k < whole.len ? k : whole.len);
            if (k >= whole.len) b.data[aid_random_bits(&r) % b.len] = (uint8_t)aid_random_bits(&r);
            aid_write_buf(*state, "c.shp", &b);
            buf_free(&b);
            context_data *c = NULL;
            err e;
            if (try(*state, &plain, &c, &e)) {
                assert_true(*e.text && !strchr(e.text, '\n'));
                continue;
            }
            assert_true(k >= whole.len);
            context_data_free(c);
        }
        buf_free(&whole);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        IN_A_FOLDER(test_overlapping_records_are_one_area),
        IN_A_FOLDER(test_neighbors_and_corners),
        IN_A_FOLDER(test_islands_are_holes),
        cmocka_unit_test(test_random_stars_are_dissolved_as_geos_does),
        IN_A_FOLDER(test_borders_of_polygons_each_once),
        IN_A_FOLDER(test_lines_of_every_type),
        IN_A_FOLDER(test_lines_without_length_are_left_out),
        IN_A_FOLDER(test_a_line_across_180_degrees_is_cut),
        IN_A_FOLDER(test_points_of_every_type),
        IN_A_FOLDER(test_points_without_a_table),
        IN_A_FOLDER(test_deleted_rows_are_left_out),
        IN_A_FOLDER(test_errors_say_which_and_what_to_do),
        IN_A_FOLDER(test_without_a_prj),
        IN_A_FOLDER(test_damaged_files),
    };
    return cmocka_run_group_tests_name("context", tests, NULL, NULL);
}
