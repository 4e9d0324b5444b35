/* Contexts of an atlas, and their row in legends.  Truth: areas by hand, and for the demo the
 * shoelace formula over its table. */
#include "aid_atlas.h"
#include "aid_bytes.h"
#include "aid_cmocka.h"
#include "aid_files.h"
#include "base/text.h"
#include "data/table.h"
#include "geo/coverage_rings.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define BOX(x0, y0, x1, y1)                                                                        \
    { x0, y0, x0, y1, x1, y1, x1, y0, x0, y0 }
static const double left_box[] = BOX(0, 0, 2000, 2000), right_box[] = BOX(1000, 1000, 3000, 3000);
static const uint32_t one_part[] = {0};

static aid_shape polygon(const double *xy) { return (aid_shape){AID_POLYGON, one_part, 1, xy, 5}; }

/* In Mercator meters. */
static void write_context(const char *dir, uint32_t type, const aid_shape *s) {
    aid_write_shapes(dir, "c", type, s, 1, aid_mercator);
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

/* ---- of an atlas --------------------------------------------------------------------------------
 */

static const double field_box[] = {0, 0, 1, 0, 1, 1, 0, 1};

static void write_atlas(const char *dir, const char *context) {
    static const aid_ring rings[] = {{"01", field_box, 4}};
    char path[AID_PATH];
    buf b = BUF_EMPTY;
    buf_addf(&b,
             "layers: {a: {shapefile: a.shp, key: KEY}}\n"
             "context: %s\n"
             "values: {v: {file: v.csv, key: k, value: x}}\n"
             "indicators: [{id: i, layer: a, values: v, title: I, kind: rate}]\n",
             context);
    aid_path(dir, "a.shp", path);
    aid_shapefile(path, rings, 1, aid_wgs84);
    aid_write(dir, "atlas.yaml", buf_text(&b), NULL);
    aid_write(dir, "v.csv", "k,x\n01,5\n", NULL);
    buf_free(&b);
}

static void test_an_atlas_with_water(void **state) {
    const aid_shape s = polygon(left_box), other = polygon(right_box);
    write_atlas(*state, "{w: {shapefile: c.shp, kind: water, title: {en: Water}}}");
    write_context(*state, AID_POLYGON, &s);
    atlas *a = aid_atlas_for(*state, ATLAS_TILES),
          *plain_one = aid_atlas_for(*state, ATLAS_FIGURES);
    assert_int_equal(a->n_contexts, 1);
    assert_string_equal(a->context[0].id, "w");
    assert_string_equal(localized_get(&a->context[0].title, LANG_EN), "Water");
    assert_int_equal(a->context[0].style.kind, CONTEXT_WATER);
    assert_int_equal(atlas_water_of(a, 0), 0);
    assert_near(area_of(a->context[0].data->areas), 4e6, 1);
    assert_null(plain_one->context[0].data);
    assert_true(a->version == plain_one->version);
    assert_int_equal(a->warnings.count, 0);
    char path[AID_PATH];
    aid_path(*state, "c.shp", path);
    assert_true(strlist_has(&a->inputs, path));
    uint64_t version = a->version;
    atlas_unref(a);
    atlas_unref(plain_one);
    write_context(*state, AID_POLYGON, &other);
    a = aid_atlas_for(*state, ATLAS_TILES);
    assert_true(a->version != version);
    atlas_unref(a);
}

static void test_a_context_elsewhere_is_warned_of(void **state) {
    static const double far[] = BOX(9000000, 9000000, 9001000, 9001000);
    const aid_shape s = polygon(far);
    write_atlas(*state, "{w: {shapefile: c.shp, kind: area}}");
    write_context(*state, AID_POLYGON, &s);
    const atlas *a = aid_atlas(*state);
    char path[AID_PATH];
    aid_path(*state, "c.shp: lies wholly outside the layers", path);
    assert_int_equal(a->warnings.count, 1);
    assert_memory_equal(a->warnings.item[0], path, strlen(path));
    atlas_unref(a);
}

static void test_a_kind_must_fit_the_file(void **state) {
    static const struct {
        const char *kind;
        uint32_t type;
        const char *says; /* NULL: fits */
    } rows[] = {
        {"water", AID_ARC, "c.shp holds lines, and kind: water needs polygons"},
        {"area", AID_POINT, "c.shp holds points, and kind: area needs polygons"},
        {"line", AID_POINT, "c.shp holds points, and kind: line needs lines, or polygons"},
        {"point", AID_POLYGON, "c.shp holds polygons, and kind: point needs points"},
        {"line", AID_ARC, NULL},
        {"line", AID_POLYGON, NULL},
        {"point", AID_POINT, NULL},
        {"water", AID_POLYGON, NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const aid_shape s = {rows[i].type, one_part, 1, left_box, 5};
        char text[80];
        const atlas *a = NULL;
        err e = {0};
        snprintf(text, sizeof text, "{w: {shapefile: c.shp, kind: %s}}", rows[i].kind);
        write_atlas(*state, text);
        write_context(*state, rows[i].type, &s);
        err_code rc = aid_atlas_try(*state, NULL, &a, &e);
        assert_int_equal(rc, rows[i].says ? ERR_FORMAT : ERR_OK);
        if (rc && !strstr(e.text, rows[i].says))
            fail_msg("\"%s\": no \"%s\"", e.text, rows[i].says);
        if (rc) assert_non_null(strstr(e.text, "atlas.yaml: line 2: context \"w\": "));
        atlas_unref(a);
    }
}

/* ---- its row in legends -------------------------------------------------------------------------
 */

static legend *legend_of(const atlas *a, const char *id, const look_setting *s, size_t n) {
    choropleth *c = aid_map(a, id, s, n);
    legend *l = aid_legend_of(c);
    choropleth_unref(c);
    return l;
}

static void test_legends_have_a_row_for_water(void **state) {
    (void)state;
    const atlas *a = aid_atlas("shapes/stockholm");
    legend *l = legend_of(a, "assault", (const look_setting[]){{"lang", "sv"}}, 1);
    assert_int_equal(l->n_contexts, 1); /* hairlines have no name and no fill */
    assert_string_equal(l->context[0].id, "water");
    assert_string_equal(l->context[0].label, "Vatten");
    char text[COLOR_TEXT_MAX];
    color_format(l->context[0].fill, text);
    assert_string_equal(text, "#d2dce8");
    color_format(l->context[0].line, text);
    assert_string_equal(text, "#8598ab");
    json_t *o = legend_json(l), *rows = json_object_get(o, "context");
    assert_int_equal(json_array_size(rows), 1);
    json_t *row = json_array_get(rows, 0);
    assert_string_equal(json_string_value(json_object_get(row, "label")), "Vatten");
    assert_string_equal(json_string_value(json_object_get(row, "fill")), "#d2dce8");
    assert_string_equal(json_string_value(json_object_get(row, "line")), "#8598ab");
    json_decref(o);
    legend_free(l);
    l = legend_of(a, "assault", (const look_setting[]){{"background", "dark"}}, 1);
    color_format(l->context[0].fill, text);
    assert_string_equal(text, "#060b13");
    legend_free(l);
    l = legend_of(a, "assault", (const look_setting[]){{"context", "0"}}, 1);
    assert_int_equal(l->n_contexts, 0);
    legend_free(l);
    l = legend_of(a, "assault", (const look_setting[]){{"clip", "land"}}, 1);
    assert_int_equal(l->n_contexts, 0); /* what is under the map shows there */
    legend_free(l);
    atlas_unref(a);
}

/* ---- the demo -----------------------------------------------------------------------------------
 */

static double cell(const table *t, size_t row, const char *column) {
    size_t at = 0;
    double v = 0;
    assert_int_equal(table_find_column(t, column, &at, NULL), ERR_OK);
    assert_true(text_to_double(table_cell(t, row, at), &v));
    return v;
}

/* Outer rings less islands, square meters of the grid, whose scale is 1 to some millionths here. */
static double area_of_table(void) {
    table *t = NULL;
    err e = {0};
    if (table_read("shapes/stockholm/water.csv", &t, &e)) fail_msg("%s", e.text);
    double sum = 0;
    for (size_t i = 0, end, n = table_rows(t); i < n; i = end) {
        double twice = 0, part = cell(t, i, "part"), hole = cell(t, i, "ring");
        for (end = i; end < n && cell(t, end, "part") == part && cell(t, end, "ring") == hole;)
            end++;
        for (size_t k = i; k < end; k++) {
            size_t next = k + 1 < end ? k + 1 : i;
            double x0 = cell(t, k, "x_m") - 150000, x1 = cell(t, next, "x_m") - 150000;
            double y0 = cell(t, k, "y_m") - 6580000, y1 = cell(t, next, "y_m") - 6580000;
            twice += x0 * y1 - x1 * y0;
        }
        sum += hole > 0 ? -fabs(twice) / 2 : fabs(twice) / 2;
    }
    table_free(t);
    return sum;
}

/* On the sphere: x and the sine of the latitude keep areas; the ellipsoid's radii of curvature at
 * 59.33 degrees, 1.00072 and 1.00248 equatorial ones, make it what was measured. */
static double area_on_earth(const geometry *g) {
    double sum = 0;
    for (size_t r = 0; r < g->n_rings; r++) {
        double twice = 0;
        for (uint32_t i = 0; i < g->rings[r].count; i++) {
            uint32_t a = g->rings[r].first + i;
            uint32_t b = g->rings[r].first + (i + 1) % g->rings[r].count;
            double ya = 6378137 * tanh(g->y[a] / 6378137), yb = 6378137 * tanh(g->y[b] / 6378137);
            twice += (g->x[a] - 2e6) * yb - (g->x[b] - 2e6) * ya;
        }
        sum += twice / 2; /* holes run the other way */
    }
    return sum * 1.00072 * 1.00248;
}

static void test_the_waters_of_stockholm(void **state) {
    (void)state;
    const atlas *a = aid_atlas("shapes/stockholm");
    for (size_t layer = 0; layer < a->n_layers; layer++)
        assert_string_equal(a->context[atlas_water_of(a, layer)].id, "water");
    const context_data *water = a->context[atlas_water_of(a, 0)].data;
    assert_int_equal(water->records, 51);
    geometry *g = rings_of(water->areas);
    double wanted = area_of_table();
    assert_true(wanted > 1e7);
    assert_near(area_on_earth(g), wanted, 2e-3 * wanted);
    geometry_free(g);
    atlas_unref(a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        IN_A_FOLDER(test_an_atlas_with_water),
        IN_A_FOLDER(test_a_context_elsewhere_is_warned_of),
        IN_A_FOLDER(test_a_kind_must_fit_the_file),
        cmocka_unit_test(test_legends_have_a_row_for_water),
        cmocka_unit_test(test_the_waters_of_stockholm),
    };
    return cmocka_run_group_tests_name("context_atlas", tests, NULL, NULL);
}
