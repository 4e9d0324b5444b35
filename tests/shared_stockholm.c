/* shared_stockholm DIR: checks on the published shapefiles of Stockholm in DIR.
 * Two of them, in two coordinate systems and encodings, must give the same map; the names are
 * those of the demo's table of divisions. */
#include "aid_atlas.h"
#include "aid_cmocka.h"
#include "aid_truth.h"
#include "base/fileio.h"
#include "data/table.h"
#include "geo/geos.h"
#include "geo/shapefile.h"
#include "tile/reference.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *dir;

static shapefile *open_shapes(const char *name, const char *key) {
    char path[600];
    shapefile *s;
    err e;
    snprintf(path, sizeof path, "%s/data/stockholm/shapes/%s", dir, name);
    shapefile_options o = {.key_field = key};
    if (shapefile_load(path, &o, &s, &e)) fail_msg("%s", e.text);
    return s;
}

static table *open_divisions(size_t *old, size_t *now, size_t *name) {
    table *t;
    assert_int_equal(table_read("shapes/stockholm/neighborhoods.csv", &t, NULL), ERR_OK);
    assert_int_equal(table_find_column(t, "districts14", old, NULL), ERR_OK);
    assert_int_equal(table_find_column(t, "districts", now, NULL), ERR_OK);
    assert_int_equal(table_find_column(t, "name", name, NULL), ERR_OK);
    return t;
}

/* The 14 districts, merged into the 11 that they are today, in the order of `now`. */
static geometry *merge_to_11(const shapefile *of14, const shapefile *of11) {
    size_t old, now, name;
    table *t = open_divisions(&old, &now, &name);
    district_id group[14];
    assert_int_equal(districts_count(of14->districts), 14);
    for (district_id d = 0; d < 14; d++) group[d] = DISTRICT_NONE;
    for (size_t r = 0; r < table_rows(t); r++) {
        district_id from, to;
        if (!districts_find(of14->districts, table_cell(t, r, old), &from))
            fail_msg("no district %s", table_cell(t, r, old));
        if (!districts_find(of11->districts, table_cell(t, r, now), &to))
            fail_msg("no district %s", table_cell(t, r, now));
        assert_true(group[from] == DISTRICT_NONE || group[from] == to);
        group[from] = to;
    }
    table_free(t);
    geos *g;
    geometry *merged;
    assert_int_equal(geos_open(&g, NULL), ERR_OK);
    assert_int_equal(geos_dissolve(g, of14->mercator, group, 11, &merged, NULL), ERR_OK);
    geos_close(g);
    return merged;
}

/* A pixel whose neighbors in `a` all show what it shows lies over a pixel from any border: `b` must
 * show the same there.  Returns how many were compared. */
static size_t compare(const rgba *a, const rgba *b, tile_id t) {
    size_t n = 0;
    for (int y = 1; y < 255; y++)
        for (int x = 1; x < 255; x++) {
            const rgba *p = a + y * 256 + x;
            bool inner = true;
            for (int j = -1; j <= 1; j++)
                for (int i = -1; i <= 1; i++) inner &= !memcmp(p, p + j * 256 + i, sizeof *p);
            if (!inner) continue;
            n++;
            if (memcmp(p, b + y * 256 + x, sizeof *p))
                fail_msg("tile %u/%u/%u: pixel %d, %d differs", t.z, t.x, t.y, x, y);
        }
    return n;
}

static void two_publications_give_one_map(void **state) {
    (void)state;
    shapefile *of14 = open_shapes("sdo14_3011.shp", "NAMN");
    shapefile *of11 = open_shapes("sdo11_4326.shp", "NAMN");
    geometry *merged = merge_to_11(of14, of11);
    aid_colors c;
    aid_colors_make(&c, 11, 0);
    rgba *a = calloc(256 * 256, sizeof *a), *b = calloc(256 * 256, sizeof *b);
    rect box = geometry_bounds(merged);
    size_t compared = 0;
    for (unsigned z = 9; z <= 15; z++) {
        double x0, y0, x1, y1;
        grid_m_to_pixel(z, 256, box.x0, box.y1, &x0, &y0);
        grid_m_to_pixel(z, 256, box.x1, box.y0, &x1, &y1);
        uint32_t step = z > 13 ? 3 : 1; /* at the highest zooms every third tile each way */
        for (uint32_t y = (uint32_t)(y0 / 256); y <= (uint32_t)(y1 / 256); y += step)
            for (uint32_t x = (uint32_t)(x0 / 256); x <= (uint32_t)(x1 / 256); x += step) {
                tile_id t = {z, x, y};
                pixel_window w = grid_tile_window(t, 256);
                assert_int_equal(reference_draw(merged, &c.colors, 1, &w, a, NULL), ERR_OK);
                assert_int_equal(reference_draw(of11->mercator, &c.colors, 1, &w, b, NULL), ERR_OK);
                compared += compare(a, b, t) + compare(b, a, t);
            }
    }
    print_message("# %zu pixels compared\n", compared);
    assert_true(compared > 1000000);
    free(a);
    free(b);
    aid_colors_free(&c);
    geometry_free(merged);
    shapefile_free(of14);
    shapefile_free(of11);
}

/* Latin-1 without a .cpg, Latin-1 with one, UTF-8: each name is one of the table's. */
static void names_are_right(void **state) {
    (void)state;
    size_t column[3];
    table *t = open_divisions(&column[1], &column[2], &column[0]);
    static const char *const files[] = {"stadsdelar_3011.shp", "sdo14_3011.shp", "sdo11_4326.shp"};
    static const size_t counts[] = {117, 14, 11};
    for (int f = 0; f < 3; f++) {
        shapefile *s = open_shapes(files[f], "NAMN");
        assert_int_equal(districts_count(s->districts), counts[f]);
        for (size_t r = 0; r < table_rows(t); r++)
            if (!districts_find(s->districts, table_cell(t, r, column[f]), NULL))
                fail_msg("%s has no %s", files[f], table_cell(t, r, column[f]));
        shapefile_free(s);
    }
    table_free(t);
}

/* The published outlines are not generalized; the demo's are, to 30 m, with the same areas: a point
 * 60 m inside a published neighborhood shows that neighborhood in the demo. */
static void demo_shows_the_published_places(void **state) {
    (void)state;
    const atlas *a = aid_atlas("shapes/stockholm");
    shapefile *s = open_shapes("stadsdelar_3011.shp", "ID");
    const atlas_layer *l = NULL;
    for (size_t i = 0; i < a->n_layers; i++)
        if (!strcmp(a->layer[i].id, "neighborhoods")) l = &a->layer[i];
    assert_non_null(l);
    for (district_id d = 0; d < 117; d++)
        assert_string_equal(district_key(s->districts, d), district_key(l->shape->districts, d));
    size_t points = 0, full = 0;
    double clear_px = 60 * 2 * grid_pixels_per_m(14, 256); /* a meter is two in Mercator here */
    aid_truth_points(s->mercator, l->shape->mercator, 14, 20, 3000, clear_px, &points, &full);
    print_message("# %zu points right\n", points);
    assert_true(points > 1500);
    shapefile_free(s);
    atlas_unref(a);
}

int main(int argc, char **argv) {
    dir = argc > 1 ? argv[1] : "../shared";
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_publications_give_one_map),
        cmocka_unit_test(names_are_right),
        cmocka_unit_test(demo_shows_the_published_places),
    };
    return cmocka_run_group_tests_name("shared_stockholm", tests, NULL, NULL);
}
