/* atlas, and choropleths of it.  Truth: small atlases written here. */
#include "aid_atlas.h"
#include "aid_bytes.h"
#include "aid_cmocka.h"
#include "aid_files.h"

#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const double square[] = {0, 0, 0, 1, 1, 1, 1, 0}, second[] = {1, 0, 1, 1, 2, 1, 2, 0};
static const double third[] = {2, 0, 2, 1, 3, 1, 3, 0};
static const char small[] = "id: small\n"
                            "whole: Alla\n"
                            "layers:\n"
                            "  a: {shapefile: a.shp, key: KEY, name: NAME}\n"
                            "values:\n"
                            "  v: {file: v.csv, key: area, value: x, period: {column: year}}\n"
                            "indicators:\n"
                            "  - {id: i, layer: a, values: v, title: I, kind: rate}\n";
static const char figures[] = "area,year,x\n01,2023,1\n02,2023,2.5\n1,2023,4\nAlla,2023,2\n"
                              "01,2024,5\n02,2024,NA\nAlla,2024,3\n";

static void write_small(const char *dir, const char *yaml, const char *csv) {
    static const aid_ring rings[] = {{"01", square, 4}, {"02", second, 4}, {"1", third, 4}};
    char path[AID_PATH];
    aid_path(dir, "a.shp", path);
    aid_shapefile(path, rings, 3, aid_wgs84);
    aid_write(dir, "atlas.yaml", yaml, NULL);
    aid_write(dir, "v.csv", csv, NULL);
}

static uint64_t version_of(const char *dir) {
    const atlas *a = aid_atlas(dir);
    uint64_t version = a->version;
    atlas_unref(a);
    return version;
}

static void test_a_small_atlas(void **state) {
    write_small(*state, small, figures);
    const atlas *a = aid_atlas(*state);
    const joined *j = &a->indicator[0].data;
    assert_int_equal(j->n_periods, 2);
    assert_true(j->whole[0] == 2 && j->whole[1] == 3);
    assert_true(joined_values(j, 0)[1] == 2.5);
    assert_true(isnan(joined_values(j, 1)[1]) && isnan(joined_values(j, 1)[2]));
    assert_string_equal(a->whole_name.text[LANG_EN], "Alla");
    assert_string_equal(a->title.text[LANG_EN], "small");
    assert_string_equal(a->layer[0].title.text[LANG_EN], "a");
    choropleth *c = aid_map(a, "i", NULL, 0); /* the last period, where one district has a value */
    assert_string_equal(c->look.period, "2024");
    assert_int_equal(c->breaks.count, 1);
    assert_int_equal(c->class_of[0], 0);
    assert_int_equal(c->class_of[1], -1);
    atlas_unref(a); /* the choropleth keeps it */
    assert_string_equal(choropleth_indicator(c)->id, "i");
    choropleth_unref(choropleth_ref(c));
    choropleth_unref(c);
    choropleth_unref(NULL);
    atlas_unref(NULL);
}

static void touch(const char *dir, const char *name) {
    char path[AID_PATH];
    const struct timespec times[2] = {{1000000000, 0}, {1000000000, 0}};
    aid_path(dir, name, path);
    assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
}

static void test_the_version_is_of_what_the_files_hold(void **state) {
    static const char *const files[] = {"atlas.yaml", "a.shp", "a.dbf", "a.prj", "v.csv"};
    char other[AID_PATH];
    write_small(*state, small, figures);
    uint64_t first = version_of(*state);
    for (size_t i = 0; i < 5; i++) touch(*state, files[i]);
    assert_true(version_of(*state) == first);
    aid_dir_make(other); /* elsewhere: the same */
    write_small(other, small, figures);
    assert_true(version_of(other) == first);
    aid_dir_remove(other);
    write_small(*state, small, "area,year,x\n01,2023,1\n");
    uint64_t data = version_of(*state);
    assert_true(data != first);
    buf b = BUF_EMPTY;
    buf_addf(&b, "%slook: {classes: 3}\n", small);
    write_small(*state, buf_text(&b), figures);
    uint64_t looks = version_of(*state);
    buf_free(&b);
    assert_true(looks != first && looks != data);
    static const aid_ring moved[] = {{"01", second, 4}, {"02", square, 4}, {"1", third, 4}};
    char path[AID_PATH];
    write_small(*state, small, figures);
    aid_path(*state, "a.shp", path);
    aid_shapefile(path, moved, 3, aid_wgs84);
    assert_true(version_of(*state) != first);
}

static err_code fails(const char *dir, const char *csv, const char *yaml, strlist *problems,
                      err *e) {
    const atlas *a = NULL;
    write_small(dir, yaml, csv);
    err_code rc = aid_atlas_try(dir, problems, &a, e);
    atlas_unref(a);
    return rc;
}

static void test_mistakes_name_indicator_file_and_line(void **state) {
    static const struct {
        const char *csv;
        err_code rc;
        const char *says;
    } rows[] = {
        {"area,year,x\n01,2023,1\n01,2023,2\n", ERR_FORMAT,
         "v.csv: lines 2 and 3, column \"x\", give different values for \"01\", 2023: 1 and 2"},
        {"area,year,x\n01,2023,1\n02,2023,many\n", ERR_FORMAT, "v.csv: line 3"},
        {"area,year,x\nA,2023,1\nB,2023,2\n", ERR_FORMAT, "v.csv"},
        {"area,year,y\n01,2023,1\n", ERR_NOTFOUND, "\"x\""},
        {"area,year,x\n", ERR_NOTFOUND, "v.csv"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        err e = {0};
        strlist problems = {0};
        assert_int_equal(fails(*state, rows[i].csv, small, NULL, &e), rows[i].rc);
        assert_memory_equal(e.text, "indicator \"i\": ", 15);
        if (!strstr(e.text, rows[i].says)) fail_msg("\"%s\": no \"%s\"", e.text, rows[i].says);
        assert_int_equal(fails(*state, rows[i].csv, small, &problems, &e), ERR_OK); /* for check */
        assert_int_equal(problems.count, 1);
        assert_non_null(strstr(problems.item[0], rows[i].says));
        strlist_free(&problems);
    }
    err e = {0};
    assert_int_equal(fails(*state, "", small, NULL, &e), ERR_FORMAT);
    assert_non_null(strstr(e.text, "v.csv"));
}

static void test_the_whole_must_not_be_a_district(void **state) {
    err e = {0};
    char yaml[sizeof small + 8];
    snprintf(yaml, sizeof yaml, "%s", small);
    memcpy(strstr(yaml, "Alla"), "'01'", 4);
    assert_int_equal(fails(*state, figures, yaml, NULL, &e), ERR_FORMAT);
    assert_non_null(strstr(e.text, "the whole, \"01\", must not be a district"));
}

static void test_warnings_name_the_file(void **state) {
    char path[AID_PATH];
    write_small(*state, small, figures);
    aid_path(*state, "a.prj", path);
    assert_int_equal(unlink(path), 0);
    const atlas *a = aid_atlas(*state);
    aid_path(*state, "a.shp", path);
    assert_int_equal(a->warnings.count, 1);
    assert_memory_equal(a->warnings.item[0], path, strlen(path));
    assert_non_null(strstr(a->warnings.item[0], "taken as WGS 84"));
    atlas_unref(a);
}

/* Two divisions: a with 01, 02, 1 and b with 04, 05; a wide table of both, read for a. */
static void write_two_layers(const char *dir, const char *csv) {
    static const char yaml[] =
        "id: two\n"
        "layers:\n"
        "  a: {shapefile: a.shp, key: KEY}\n"
        "  b: {shapefile: b.shp, key: KEY}\n"
        "values:\n"
        "  v: {file: v.csv, key: area, suppressed: ['x'], zero: ['-'], decimal: ',',\n"
        "      rounded_zero: ['0*'], cannot_occur: ['/'], brackets: uncertain, period: '2024'}\n"
        "indicators:\n"
        "  - {id: i, layer: a, values: v, title: I, kind: rate, column: i, margin: m}\n"
        "  - {id: j, layer: a, values: v, title: J, kind: rate, column: j}\n"
        "  - {id: k, layer: b, values: v, title: K, kind: rate, column: j}\n";
    static const aid_ring rings[] = {{"04", square, 4}, {"05", second, 4}};
    char path[AID_PATH];
    write_small(dir, yaml, csv);
    aid_path(dir, "b.shp", path);
    aid_shapefile(path, rings, 2, aid_wgs84);
}

/* Truth: read off the table by hand. */
static void test_strangers_of_another_layer_are_warned_of_once(void **state) {
    write_two_layers(*state, "area;i;j;m\n01;1,5;2;0,1\n02;x;-;\n04;3;4;\n05;4;5;\n9;(5);0*;\n");
    const atlas *a = aid_atlas(*state);
    char path[AID_PATH];
    buf list = BUF_EMPTY;
    aid_path(*state, "v.csv", path);
    for (size_t i = 0; i < a->warnings.count; i++) {
        assert_memory_equal(a->warnings.item[i], path, strlen(path));
        buf_addf(&list, "%s\n", a->warnings.item[i] + strlen(path));
    }
    assert_string_equal(
        buf_text(&list), /* i and j have the same strangers: told once */
        ": \"04\" (line 4), \"05\" (line 5) are districts of layer b, not of a; figures of that "
        "division belong to an indicator with `layer: b`\n"
        ": line 6: no district of layer a is called \"9\"\n"
        ": \"01\" (line 2), \"02\" (line 3) are districts of layer a, not of b; figures of that "
        "division belong to an indicator with `layer: a`\n"
        ": line 6: no district of layer b is called \"9\"\n");
    buf_free(&list);
    assert_string_equal(a->indicator[0].data.report.unmatched_values[0].layer, "b");
    assert_null(a->indicator[0].data.report.unmatched_values[2].layer);
    assert_string_equal(a->indicator[2].data.report.unmatched_values[0].layer, "a");
    atlas_unref(a);
}

static void test_origins_tell_how_values_were_read(void **state) {
    write_two_layers(*state, "area;i;j;m\n01;1,5;2;0,1\n02;x;-;\n1;(5);0*;\n04;/;1;\n");
    const atlas *a = aid_atlas(*state);
    assert_true(a->has_manifest);
    assert_int_equal(a->n_files, 1);
    assert_string_equal(a->file[0].id, "v");
    assert_string_equal(a->file[0].format, "CSV");
    assert_string_equal(a->file[0].encoding.name, "UTF-8");
    assert_int_equal(a->file[0].separator, ';');
    assert_int_equal(a->file[0].rows, 4);
    assert_int_equal(a->file[0].columns, 4);
    const atlas_origin *i = &a->origin[0], *j = &a->origin[1];
    assert_int_equal(i->cells, 4);
    assert_int_equal(i->format.decimal, ',');
    assert_int_equal(i->decimal, ',');
    assert_int_equal(i->states[VALUE_PRESENT], 2);
    assert_int_equal(i->states[VALUE_SUPPRESSED], 1);
    assert_int_equal(i->states[VALUE_CANNOT_OCCUR], 1);
    assert_int_equal(i->bracketed, 1);
    assert_int_equal(j->states[VALUE_ROUNDED_ZERO], 1);
    assert_true(joined_values(&a->indicator[1].data, 0)[1] == 0); /* "-" is told to be zero */
    assert_false(a->indicator[1].data.report.saw_dash);
    atlas_unref(a);
}

/* A row of the whole only: no district has a value, and the legend says so. */
static void test_figures_of_the_whole_only(void **state) {
    write_small(*state, small, "area,year,x\nAlla,2024,7\n");
    const atlas *a = aid_atlas(*state);
    choropleth *c = aid_map(a, "i", NULL, 0);
    legend *l = NULL;
    assert_int_equal(c->breaks.count, 0);
    for (district_id d = 0; d < 3; d++)
        assert_true(c->paint.pattern[d] == PATTERN_RISING && c->class_of[d] == -1);
    assert_int_equal(choropleth_legend(c, &l, NULL), ERR_OK);
    assert_int_equal(l->no_data_count, 3);
    assert_true(l->reference.value == 7);
    legend_free(l);
    choropleth_unref(c);
    atlas_unref(a);
}

/* ---- without a manifest --------------------------------------------------------------------- */

static uint64_t plain_version(const manifest_plain *p) {
    const atlas *a = aid_atlas_plain(p);
    uint64_t version = a->version;
    atlas_unref(a);
    return version;
}

/* The shapefile's own table in CP850, which no header or file says: --encoding holds for the
 * districts and for the values, so that keys with letters of Swedish meet. */
static void test_own_columns_in_the_callers_encoding(void **state) {
    static const aid_field fields[] = {{"KEY", 'C', 8, 0}, {"V", 'N', 8, 3}, {"W", 'N', 8, 0}};
    static const char *const cells[] = {"\x8e"
                                        "rsta",
                                        "1.125",
                                        "10",
                                        "T\x84"
                                        "by",
                                        "2.250",
                                        "20"};
    static const uint32_t part[] = {0};
    const aid_shape shapes[] = {{AID_POLYGON, part, 1, square, 4},
                                {AID_POLYGON, part, 1, second, 4}};
    char path[AID_PATH];
    buf shp = BUF_EMPTY, shx = BUF_EMPTY, dbf = BUF_EMPTY;
    aid_shp(AID_POLYGON, shapes, 2, &shp, &shx);
    aid_dbf(&(aid_table){0, fields, 3, 2, cells, NULL}, &dbf);
    aid_write_buf(*state, "b.shp", &shp);
    aid_write_buf(*state, "b.shx", &shx);
    aid_write_buf(*state, "b.dbf", &dbf);
    buf_free(&shp), buf_free(&shx), buf_free(&dbf);
    aid_path(*state, "b.shp", path);
    const manifest_plain p = {
        .shapes = path, .key = "KEY", .encoding = "CP850", .crs = "EPSG:4326"};
    const atlas *a = aid_atlas_plain(&p);
    assert_string_equal(a->id, "b");
    assert_int_equal(a->n_indicators, 2);
    assert_string_equal(district_key(a->layer[0].shape->districts, 0), "Ärsta");
    assert_int_equal(a->indicator[0].data.report.matched, 2);
    assert_true(joined_values(&a->indicator[0].data, 0)[0] == 1.125);
    assert_true(joined_values(&a->indicator[1].data, 0)[1] == 20);
    choropleth *c = aid_map(a, "v", NULL, 0); /* the one period has no name */
    assert_string_equal(c->look.period, "");
    assert_int_equal(c->breaks.count, 2);
    choropleth_unref(c);
    atlas_unref(a);
}

/* What is chosen on the command line is part of the version too. */
static void test_choices_are_part_of_the_version(void **state) {
    char shapes[AID_PATH], values[AID_PATH];
    static const char *const one[] = {"x y"}, *const under[] = {"x_y"};
    write_small(*state, small, figures);
    aid_write(*state, "w.csv", "KEY,other,x y,x_y\n01,02,1,2\n02,01,3,4\n1,1,5,6\nAlla,Alla,7,8\n",
              values);
    aid_path(*state, "a.shp", shapes);
    const manifest_plain base = {.shapes = shapes,
                                 .key = "KEY",
                                 .values = values,
                                 .columns = one,
                                 .n_columns = 1,
                                 .whole = "Alla"};
    manifest_plain column = base, key = base, whole = base;
    column.columns = under; /* the same id, x_y */
    key.key_column = "other";
    whole.whole = NULL;
    uint64_t first = plain_version(&base);
    assert_true(plain_version(&base) == first);
    assert_true(plain_version(&column) != first);
    assert_true(plain_version(&key) != first);
    assert_true(plain_version(&whole) != first);
}

/* Polygons are kept only where asked for; how far they reach is known without them. */
static void test_what_is_kept_for_a_use(void **state) {
    write_small(*state, small, figures);
    atlas *all = aid_atlas_for(*state, ATLAS_POLYGONS), *tiles = aid_atlas_for(*state, ATLAS_TILES);
    atlas *plain = aid_atlas_for(*state, ATLAS_FIGURES);
    const double degree = 20037508.342789244 / 180;
    assert_int_equal(all->layer[0].shape->mercator->n_points, 12);
    assert_null(tiles->layer[0].shape->mercator);
    assert_null(plain->layer[0].shape->mercator);
    assert_non_null(tiles->layer[0].index);
    assert_null(plain->layer[0].borders);
    assert_int_equal(tiles->layer[0].borders->n_arcs, all->layer[0].borders->n_arcs);
    const atlas *const each[] = {all, tiles, plain};
    for (size_t i = 0; i < 3; i++) {
        rect b = each[i]->layer[0].shape->bounds; /* three squares of a degree in a row */
        assert_true(fabs(b.x0) < 1e-6 && fabs(b.x1 - 3 * degree) < 1e-6 && fabs(b.y0) < 1e-6);
        assert_true(joined_values(&each[i]->indicator[0].data, 0)[1] == 2.5);
        atlas_unref(each[i]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        IN_A_FOLDER(test_a_small_atlas),
        IN_A_FOLDER(test_what_is_kept_for_a_use),
        IN_A_FOLDER(test_the_version_is_of_what_the_files_hold),
        IN_A_FOLDER(test_mistakes_name_indicator_file_and_line),
        IN_A_FOLDER(test_the_whole_must_not_be_a_district),
        IN_A_FOLDER(test_warnings_name_the_file),
        IN_A_FOLDER(test_strangers_of_another_layer_are_warned_of_once),
        IN_A_FOLDER(test_origins_tell_how_values_were_read),
        IN_A_FOLDER(test_figures_of_the_whole_only),
        IN_A_FOLDER(test_own_columns_in_the_callers_encoding),
        IN_A_FOLDER(test_choices_are_part_of_the_version),
    };
    return cmocka_run_group_tests_name("atlas", tests, NULL, NULL);
}
