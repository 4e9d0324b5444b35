/* Stockholm's tiles against GEOS: which district each pixel shows, common edges of tiles, seams.
 * The points are chosen by a seeded generator; GEOS decides where they lie, on the same
 * geometry that is drawn. */
#include "aid_atlas.h"
#include "aid_build.h"
#include "aid_cmocka.h"
#include "aid_truth.h"
#include "atlas/choropleth.h"
#include "draw/png.h"
#include "geo/geos.h"
#include "tile/reference.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define POINTS   20 /* a district and zoom, at least where it has room for them */
#define TRIES    4000
#define ZOOM_LOW 9
#define ZOOM_TOP 15

/* Every layer of the demo, each district in a color of its own. */
static void points_show_their_district(void **state) {
    (void)state;
    const size_t points = aid_is_instrumented() ? POINTS / 4 : POINTS;
    for (size_t i = 0; i < aid_stockholm->n_layers; i++) {
        const geometry *g = aid_stockholm->layer[i].shape->mercator;
        size_t tested = 0, districts_tested = 0;
        for (unsigned z = ZOOM_LOW; z <= ZOOM_TOP; z++)
            aid_truth_points(g, g, z, points, TRIES, 2.0, &tested, &districts_tested);
        print_message("# %s: %zu points right\n", aid_stockholm->layer[i].id, tested);
        /* At zoom 15 every district has room; at zoom 9 the small ones have none. */
        assert_true(tested >= g->n_districts * points * 2);
    }
}

static void every_district_has_its_points_at_zoom_15(void **state) {
    (void)state;
    for (size_t i = 0; i < aid_stockholm->n_layers; i++) {
        const geometry *g = aid_stockholm->layer[i].shape->mercator;
        size_t tested = 0, full = 0;
        aid_truth_points(g, g, ZOOM_TOP, POINTS, TRIES, 2.0, &tested, &full);
        assert_int_equal(full, g->n_districts);
    }
}

/* Neighboring tiles of one map, and a window across their common edge: the same pixels. */
static void tile_edges_agree(void **state) {
    (void)state;
    for (size_t i = 0; i < aid_stockholm->n_layers; i++) {
        const geometry *g = aid_stockholm->layer[i].shape->mercator;
        aid_colors c;
        aid_colors_make(&c, g->n_districts, 1.0);
        rgba *left = calloc(256 * 256, sizeof *left), *right = calloc(256 * 256, sizeof *right),
             *across = calloc(256 * 256, sizeof *across);
        for (unsigned z = ZOOM_LOW; z <= ZOOM_TOP; z += 2) {
            double px, py;
            rect b = geometry_bounds(g);
            grid_m_to_pixel(z, 256, (b.x0 + b.x1) / 2, (b.y0 + b.y1) / 2, &px, &py);
            tile_id t = {z, (uint32_t)(px / 256), (uint32_t)(py / 256)};
            for (int down = 0; down < 2; down++) {
                tile_id n = {z, t.x + !down, t.y + (uint32_t)down};
                pixel_window a = grid_tile_window(t, 256), d = grid_tile_window(n, 256), w = a;
                w.x0 += down ? 0 : 128;
                w.y0 += down ? 128 : 0;
                assert_int_equal(reference_draw(g, &c.colors, 1, &a, left, NULL), ERR_OK);
                assert_int_equal(reference_draw(g, &c.colors, 1, &d, right, NULL), ERR_OK);
                assert_int_equal(reference_draw(g, &c.colors, 1, &w, across, NULL), ERR_OK);
                for (uint32_t y = 0; y < 256; y++)
                    for (uint32_t x = 0; x < 256; x++) {
                        uint32_t u = x + (down ? 0 : 128), v = y + (down ? 128 : 0);
                        const rgba *whole = u < 256 && v < 256 ? &left[v * 256 + u]
                                                               : &right[(v % 256) * 256 + u % 256];
                        assert_memory_equal(&across[y * 256 + x], whole, sizeof *whole);
                    }
            }
        }
        free(left);
        free(right);
        free(across);
        aid_colors_free(&c);
    }
}

/* The neighborhoods in one color without borders: every pixel that lies wholly inside the city is
 * of that color; only the one real gap (3,312 m2 near 152868, 6570945 in SWEREF 99 18 00) is open.
 */
static void no_seams(void **state) {
    (void)state;
    const atlas_layer *l = NULL;
    for (size_t i = 0; i < aid_stockholm->n_layers; i++)
        if (!strcmp(aid_stockholm->layer[i].id, "neighborhoods")) l = &aid_stockholm->layer[i];
    assert_non_null(l);
    unsigned top = aid_is_instrumented() ? ZOOM_TOP - 3 : ZOOM_TOP - 1;
    size_t inside = aid_truth_seams(l->shape->mercator, ZOOM_LOW, top);
    print_message("# %zu pixels inside the city\n", inside);
    assert_true(inside > 100000);
}

/* The gap is there, open, where the source says it is, and of its size within a tenth. */
static void the_real_gap_is_open(void **state) {
    (void)state;
    for (size_t i = 0; i < aid_stockholm->n_layers; i++) {
        if (strcmp(aid_stockholm->layer[i].id, "neighborhoods")) continue;
        const geometry *g = aid_stockholm->layer[i].shape->mercator;
        crs_transform *t;
        double x = 152868, y = 6570945;
        assert_int_equal(crs_open("EPSG:3011", &t, NULL), ERR_OK);
        assert_int_equal(crs_to_lonlat(t, &x, &y, 1, NULL), ERR_OK);
        crs_free(t);
        double lat = y, px, py;
        grid_project(x, y, &x, &y);
        grid_m_to_pixel(17, 256, x, y, &px, &py);
        aid_colors c;
        aid_colors_make(&c, g->n_districts, 0);
        rgba *out = calloc(256 * 256, sizeof *out);
        pixel_window w = {17, 256, (int64_t)px - 128, (int64_t)py - 128, 256, 256};
        assert_int_equal(reference_draw(g, &c.colors, 1, &w, out, NULL), ERR_OK);
        double open = 0;
        for (int k = 0; k < 256 * 256; k++) open += 1 - out[k].a / 255.0;
        double side_m = cos(lat * 3.14159265358979 / 180) / grid_pixels_per_m(17, 256);
        assert_true(fabs(open * side_m * side_m - 3312) < 331);
        free(out);
        aid_colors_free(&c);
    }
}

/* The whole way, by indicator, classes and PNG: a pixel inside a district has that district's class
 * color, and a district without data has the no-data color or its hatch. */
static void png_shows_class_colors(void **state) {
    (void)state;
    static const char *const ids[] = {"violence", "population_14", "socioeconomic_index"};
    for (size_t k = 0; k < 3; k++) {
        choropleth *c = aid_bare_map(aid_stockholm, ids[k], NULL, 0);
        const geometry *g = choropleth_layer(c)->shape->mercator;
        aid_truth_tiles(c, g, 11);
        aid_truth_tiles(c, g, 13);
        choropleth_unref(c);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(points_show_their_district),
        cmocka_unit_test(every_district_has_its_points_at_zoom_15),
        cmocka_unit_test(tile_edges_agree),
        cmocka_unit_test(no_seams),
        cmocka_unit_test(the_real_gap_is_open),
        cmocka_unit_test(png_shows_class_colors),
    };
    return cmocka_run_group_tests_name("truth", tests, aid_stockholm_open, aid_stockholm_close);
}
