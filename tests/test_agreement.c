/* Map and legend agree, for every method, ramp and class count: the pixels of a map, and those of
 * its legend, are the colors that the legend's JSON gives for the districts' values.  Truth:
 * classes are found here from the JSON's edges and closure, and pixels are read by libpng. */
#include "aid_atlas.h"
#include "aid_cmocka.h"
#include "aid_files.h"
#include "draw/legend_draw.h"
#include "draw/png.h"
#include "tile/reference.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Stripes of 10 degrees from 120 west to 120 east: at zoom 0 each is 7 px wide.  Twelve values,
 * each twice: as many as a map can have categories. */
enum { STRIPES = 24, ROW = 110, ROWS = 2 };

static const atlas *stripes;
static char folder[AID_PATH];

/* With a few digits, so that it is read as it was. */
static double value_of(int i) { return round(pow(1.3, i / 2) * 200 + 100 * (i / 2)) / 100; }

static int open_stripes(void **state) {
    static double xy[STRIPES][8];
    static char key[STRIPES][12];
    aid_ring rings[STRIPES];
    char path[AID_PATH], csv[STRIPES * 40] = "key,v\n";
    (void)state;
    aid_dir_make(folder);
    for (int i = 0; i < STRIPES; i++) {
        double x = -120 + 10 * i;
        const double corners[8] = {x, 0, x, 60, x + 10, 60, x + 10, 0};
        memcpy(xy[i], corners, sizeof corners);
        snprintf(key[i], sizeof key[i], "%d", i);
        rings[i] = (aid_ring){key[i], xy[i], 4};
        snprintf(csv + strlen(csv), sizeof csv - strlen(csv), "%d,%.2f\n", i, value_of(i));
    }
    aid_path(folder, "l.shp", path);
    aid_shapefile(path, rings, STRIPES, aid_wgs84);
    aid_write(folder, "v.csv", csv, NULL);
    aid_write(folder, "atlas.yaml",
              "id: s\nlayers: {l: {shapefile: l.shp, key: KEY}}\n"
              "values: {v: {file: v.csv, key: key}}\n"
              "indicators: [{id: i, layer: l, values: v, column: v, title: I, kind: rate}]\n"
              "look: {border_width: 0}\n",
              NULL);
    stripes = aid_atlas(folder);
    return 0;
}

static int close_stripes(void **state) {
    (void)state;
    atlas_unref(stripes);
    aid_dir_remove(folder);
    return 0;
}

/* ---- what the legend's JSON says ---- */

static rgba color_of(const json_t *o) {
    rgba c = {0};
    assert_int_equal(color_parse(json_string_value(json_object_get(o, "color")), &c, NULL), ERR_OK);
    return c;
}

static double edge(const json_t *class, const char *key, double open) {
    const json_t *v = json_object_get(class, key);
    return json_is_null(v) ? open : json_number_value(v);
}

static bool holds(const json_t *class, double v, bool right, bool first, bool last) {
    double from = edge(class, "from", -HUGE_VAL), to = edge(class, "to", HUGE_VAL);
    bool above = right && !first ? v > from : v >= from;
    return above && (right || last ? v <= to : v < to);
}

/* The color of a value by the legend alone; it is in exactly one class. */
static rgba legend_color(const json_t *root, double v) {
    const json_t *classes = json_object_get(root, "classes"), *class;
    bool right = !strcmp(json_string_value(json_object_get(root, "closed")), "right");
    size_t i, found = 0, n = json_array_size(classes);
    rgba c = {0};
    json_array_foreach(classes, i, class) {
        if (!holds(class, v, right, i == 0, i + 1 == n)) continue;
        c = color_of(class);
        found++;
    }
    assert_int_equal(found, 1);
    return c;
}

/* ---- what is drawn ---- */

typedef struct picture {
    rgba *pixels;
    uint32_t width, height;
} picture;

static picture decoded(const buf *png) {
    picture p;
    assert_int_equal(png_decode(buf_view(png), &p.pixels, &p.width, &p.height, NULL), ERR_OK);
    return p;
}

/* Two rows of the map, through PNG: a whole tile takes a hundred times as long. */
static picture draw_rows(const choropleth *c) {
    static rgba row[256 * ROWS];
    pixel_window w = {0, 256, 0, ROW, 256, ROWS};
    buf png = BUF_EMPTY;
    const geometry *g = choropleth_layer(c)->shape->mercator;
    assert_int_equal(reference_draw(g, &c->paint, 1, &w, row, NULL), ERR_OK);
    assert_int_equal(png_encode(row, 256, ROWS, &png, NULL), ERR_OK);
    picture p = decoded(&png);
    buf_free(&png);
    return p;
}

static rgba stripe_pixel(const picture *p, int i, uint32_t y) {
    double x = (180 - 120 + 10 * i + 5) / 360.0 * 256;
    return p->pixels[y * p->width + (uint32_t)x];
}

static picture draw_legend(const legend *l) {
    buf png = BUF_EMPTY;
    assert_int_equal(legend_draw(l, &(legend_style){0}, CANVAS_PNG, &png, NULL), ERR_OK);
    picture p = decoded(&png);
    buf_free(&png);
    return p;
}

/* A run of the color that is no accident of two colors' mixing. */
static bool has_color(const picture *p, rgba c) {
    size_t run = 0;
    for (size_t i = 0; i < (size_t)p->width * p->height && run < 8; i++)
        run = memcmp(&p->pixels[i], &c, sizeof c) ? 0 : run + 1;
    return run == 8;
}

/* ---- the comparison ---- */

static void check_map(const json_t *says, const picture *p, uint32_t y, const char *what) {
    for (int i = 0; i < STRIPES; i++) {
        rgba want = legend_color(says, value_of(i)), got = stripe_pixel(p, i, y);
        if (memcmp(&want, &got, sizeof want)) fail_msg("%s: stripe %d", what, i);
    }
}

static void check_legend(const json_t *says, const legend *l, const char *what) {
    picture p = draw_legend(l);
    size_t i;
    const json_t *class;
    json_array_foreach(json_object_get(says, "classes"), i,
                       class) if (!has_color(&p, color_of(class)))
        fail_msg("%s: class %zu of the legend", what, i);
    free(p.pixels);
}

static void check_look(const look_setting *o, size_t n, const char *what) {
    choropleth *c = aid_map(stripes, "i", o, n);
    legend *l = NULL;
    assert_int_equal(choropleth_legend(c, &l, NULL), ERR_OK);
    json_t *says = legend_json(l);
    assert_non_null(says);
    picture p = draw_rows(c);
    check_map(says, &p, 1, what);
    check_legend(says, l, what);
    free(p.pixels);
    json_decref(says);
    legend_free(l);
    choropleth_unref(c);
}

static void test_every_ramp_and_class_count(void **state) {
    (void)state;
    for (size_t r = 0; r < ramp_set_count(stripes->library.ramps); r++)
        for (int k = CLASSES_MIN; k <= CLASSES_MAX; k++) {
            char count[12], what[80];
            const char *name = ramp_name(ramp_at(stripes->library.ramps, r));
            if (ramp_kind_of(ramp_at(stripes->library.ramps, r)) == RAMP_BIVARIATE) continue;
            snprintf(count, sizeof count, "%d", k);
            snprintf(what, sizeof what, "%s, %d classes", name, k);
            check_look((const look_setting[]){{"ramp", name}, {"classes", count}}, 2, what);
        }
}

static void test_every_method_and_class_count(void **state) {
    (void)state;
    for (size_t m = 0; m < classify_method_count; m++) {
        const classify_method *method = &classify_methods[m];
        if (method->takes_breaks || method->continuous) continue;
        for (int k = CLASSES_MIN; k <= CLASSES_MAX; k++)
            for (int left = 0; left < 2; left++) {
                char count[12], what[80];
                snprintf(count, sizeof count, "%d", k);
                snprintf(what, sizeof what, "%s, %d classes, closed %s", method->name, k,
                         closure_names[left]);
                const look_setting o[] = {{"method", method->name},
                                          {"closed", closure_names[left]},
                                          {"rounded", k % 2 ? "1" : "0"},
                                          {"classes", count}};
                check_look(o, 4, what);
                if (method->own_count) k = CLASSES_MAX; /* once is enough */
            }
    }
}

static void test_manual_breaks(void **state) {
    (void)state;
    const look_setting o[] = {{"breaks", "3,10.5,20"}};
    check_look(o, 1, "manual");
    const look_setting beyond[] = {{"breaks", "-5,10,900"}, {"reverse", "1"}};
    check_look(beyond, 2, "manual, with classes beyond the data");
}

/* Without classes: the color at a stop is that of a district with its value; between two stops
 * the map's color lies between theirs. */
static void test_a_continuous_ramp(void **state) {
    (void)state;
    for (size_t r = 0; r < ramp_set_count(stripes->library.ramps); r++) {
        const char *name = ramp_name(ramp_at(stripes->library.ramps, r));
        if (ramp_kind_of(ramp_at(stripes->library.ramps, r)) == RAMP_BIVARIATE) continue;
        const look_setting o[] = {{"method", "unclassed"}, {"ramp", name}};
        choropleth *c = aid_map(stripes, "i", o, 2);
        legend *l = NULL;
        assert_int_equal(choropleth_legend(c, &l, NULL), ERR_OK);
        json_t *says = legend_json(l), *stops = json_object_get(says, "stops");
        picture p = draw_rows(c);
        size_t n = json_array_size(stops);
        assert_int_equal(json_array_size(json_object_get(says, "classes")), 0);
        rgba first = color_of(json_array_get(stops, 0)), got = stripe_pixel(&p, 0, 1);
        rgba last = color_of(json_array_get(stops, n - 1));
        assert_memory_equal(&got, &first, sizeof got);
        got = stripe_pixel(&p, STRIPES - 1, 1);
        assert_memory_equal(&got, &last, sizeof got);
        for (int i = 0; i < STRIPES; i++) {
            size_t k = 1;
            while (k + 1 < n && json_number_value(json_object_get(json_array_get(stops, k),
                                                                  "value")) < value_of(i))
                k++;
            rgba a = color_of(json_array_get(stops, k - 1)), b = color_of(json_array_get(stops, k));
            got = stripe_pixel(&p, i, 1);
            double apart = color_distance_oklab(a, b) + 0.01; /* of rounding to bytes */
            if (ramp_kind_of(c->look.ramp) != RAMP_QUALITATIVE &&
                (color_distance_oklab(a, got) > apart || color_distance_oklab(got, b) > apart))
                fail_msg("%s: stripe %d", name, i);
        }
        free(p.pixels);
        json_decref(says);
        legend_free(l);
        choropleth_unref(c);
    }
}

/* Whole tiles, for one look of each method. */
static void test_whole_tiles(void **state) {
    (void)state;
    for (size_t m = 0; m < classify_method_count; m++) {
        const classify_method *method = &classify_methods[m];
        if (method->takes_breaks || method->continuous) continue;
        choropleth *c = aid_map(stripes, "i", &(look_setting){"method", method->name}, 1);
        legend *l = NULL;
        buf png = BUF_EMPTY;
        assert_int_equal(choropleth_legend(c, &l, NULL), ERR_OK);
        aid_tile(c, (tile_id){0, 0, 0}, 1, &png);
        json_t *says = legend_json(l);
        picture p = decoded(&png);
        check_map(says, &p, ROW, method->name);
        free(p.pixels);
        buf_free(&png);
        json_decref(says);
        legend_free(l);
        choropleth_unref(c);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_ramp_and_class_count),
        cmocka_unit_test(test_every_method_and_class_count),
        cmocka_unit_test(test_manual_breaks),
        cmocka_unit_test(test_a_continuous_ramp),
        cmocka_unit_test(test_whole_tiles),
    };
    return cmocka_run_group_tests_name("agreement", tests, open_stripes, close_stripes);
}
