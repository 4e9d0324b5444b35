/* Water and labels on tiles of the demo.  Truth: which points are water, by GEOS over the polygons
 * of water.shp; where letters are, by the image of the same area, which is drawn as vectors by
 * cairo in one piece. */
#include "aid_atlas.h"
#include "aid_cmocka.h"
#include "aid_image.h"
#include "aid_random.h"
#include "draw/png.h"
#include "geo/coverage_rings.h"
#include "geo/geos.h"
#include "tile/tiler.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static tiler *drawing;

static int open_all(void **state) {
    err e = {0};
    if (tiler_create(64 << 20, false, &drawing, &e)) return -1;
    return aid_stockholm_open(state);
}

static int close_all(void **state) {
    tiler_free(drawing);
    return aid_stockholm_close(state);
}

/* Tiles side by side, n x n from `first` on. */
static rgba *mosaic(const choropleth *c, tile_id first, uint32_t n, unsigned scale) {
    uint32_t side = 256 * scale, all = n * side;
    rgba *out = calloc((size_t)all * all, sizeof *out);
    assert_non_null(out);
    for (uint32_t k = 0; k < n * n; k++) {
        tile_id id = {first.z, first.x + k % n, first.y + k / n};
        buf png = BUF_EMPTY;
        rgba *p;
        uint32_t w, h;
        err e = {0};
        if (tiler_png(drawing, c, id, scale, &png, &e)) fail_msg("%s", e.text);
        assert_int_equal(png_decode(buf_view(&png), &p, &w, &h, NULL), ERR_OK);
        assert_true(w == side && h == side);
        for (uint32_t y = 0; y < side; y++)
            memcpy(out + ((size_t)(k / n * side + y) * all + k % n * side), p + (size_t)y * side,
                   side * sizeof *p);
        buf_free(&png);
        free(p);
    }
    return out;
}

/* ---- water -------------------------------------------------------------------------- */

typedef struct truth {
    geos *g;
    geos_area *water, *layer;
} truth;

static const context_data *water_data(void) {
    size_t layer = aid_stockholm->indicator_layer[0], i = atlas_water_of(aid_stockholm, layer);
    assert_true(i < aid_stockholm->n_contexts);
    return aid_stockholm->context[i].data;
}

static void truth_open(truth *t, const choropleth *c) {
    coverage_level *l = NULL;
    geometry *wet = NULL, *all = NULL;
    const context_data *d = water_data();
    const geometry *districts_ = choropleth_layer(c)->shape->mercator;
    district_id *group = calloc(districts_->n_districts, sizeof *group);
    assert_int_equal(geos_open(&t->g, NULL), ERR_OK);
    assert_int_equal(coverage_level_make(d->areas, 0, &l, NULL), ERR_OK);
    assert_int_equal(coverage_rings_make(d->areas, l, &wet, NULL), ERR_OK);
    assert_int_equal(geos_area_of(t->g, wet, 0, &t->water, NULL), ERR_OK);
    assert_int_equal(geos_dissolve(t->g, districts_, group, 1, &all, NULL), ERR_OK);
    assert_int_equal(geos_area_of(t->g, all, 0, &t->layer, NULL), ERR_OK);
    coverage_level_free(l);
    geometry_free(wet);
    geometry_free(all);
    free(group);
}

static void truth_close(truth *t) {
    geos_area_free(t->water);
    geos_area_free(t->layer);
    geos_close(t->g);
}

static district_id district_at(const geometry *g, double x, double y) {
    for (district_id d = 0; d < g->n_districts; d++)
        if (geometry_contains(g, d, x, y)) return d;
    return DISTRICT_NONE;
}

/* Well inside water is the water's color, well inside land the district's; `wet`: what is seen
 * where water is. */
static void check_points(const choropleth *c, tile_id first, uint32_t n, rgba wet,
                         size_t *wet_points, size_t *dry_points) {
    truth t;
    const geometry *g = choropleth_layer(c)->shape->mercator;
    rgba *p = mosaic(c, first, n, 1);
    rect r = grid_tile_bounds(first);
    double px = 1 / grid_pixels_per_m(first.z, 256), far = 3 * px + 80; /* 36 m of strips */
    aid_random random = {first.z * 77 + 5};
    truth_open(&t, c);
    *wet_points = *dry_points = 0;
    for (int k = 0; k < 20000; k++) {
        uint32_t i = (uint32_t)(aid_random_bits(&random) % (256 * n)),
                 j = (uint32_t)(aid_random_bits(&random) % (256 * n));
        double x = r.x0 + (i + 0.5) * px, y = r.y1 - (j + 0.5) * px;
        district_id d = district_at(g, x, y);
        if (d == DISTRICT_NONE || geos_area_border_distance(t.layer, x, y) < far) continue;
        if (geos_area_border_distance(t.water, x, y) < far) continue;
        bool is_wet = geos_area_contains(t.water, x, y);
        rgba got = p[j * 256 * n + i], want = is_wet ? wet : c->paint.fill[d];
        /* Borders on water and hairlines on land are drawn over both: other colors are few. */
        if (aid_same_color(got, want))
            *(is_wet ? wet_points : dry_points) += 1;
        else if (aid_same_color(got, is_wet ? c->paint.fill[d] : wet))
            fail_msg("%u: %s at pixel %u, %u", first.z, is_wet ? "land" : "water", i, j);
    }
    truth_close(&t);
    free(p);
}

static int span_of(rgba c) {
    int low = c.r < c.g ? c.r : c.g, high = c.r > c.g ? c.r : c.g;
    return (c.b > high ? c.b : high) - (c.b < low ? c.b : low);
}

/* Whether a place and those around it lie in a district without a figure. */
static bool is_missing(const choropleth *c, const geometry *g, double x, double y, double around) {
    for (district_id d = 0; d < g->n_districts; d++) {
        if (!isnan(c->value[d])) continue;
        bool in = true;
        for (int k = 0; k < 9 && in; k++)
            in = geometry_contains(g, d, x + (k % 3 - 1) * around, y + (k / 3 - 1) * around);
        if (in) return true;
    }
    return false;
}

/* What is drawn on districts without a figure is gray, or almost (#8598ab of the shore has 38
 * between its channels), and the classes are not. */
static void test_no_line_on_a_district_has_the_color_of_another(void **state) {
    (void)state;
    const tile_id tiles[] = {{10, 562, 300}, {11, 1125, 601}, {11, 1126, 601}, {11, 1126, 602}};
    choropleth *c = AID_MAP(aid_stockholm, "assault",
                            {{"period", "2022"}, {"labels", "names"}, {"pool", "periods"}});
    const geometry *g = choropleth_layer(c)->shape->mercator;
    size_t gray = 0;
    for (size_t k = 0; k < 2 * sizeof tiles / sizeof *tiles; k++) {
        tile_id id = tiles[k / 2];
        unsigned scale = 1 + (unsigned)k % 2;
        uint32_t side = 256 * scale;
        rgba *p = mosaic(c, id, 1, scale);
        rect r = grid_tile_bounds(id);
        double px = (r.x1 - r.x0) / side;
        for (uint32_t i = 0; i < side * side; i++) {
            if (!p[i].a || span_of(p[i]) <= 38) {
                gray += p[i].a != 0;
                continue;
            }
            double x = r.x0 + (i % side + 0.5) * px, y = r.y1 - (i / side + 0.5) * px;
            if (is_missing(c, g, x, y, 3 * px))
                fail_msg("%u/%u/%u: #%02x%02x%02x at pixel %u, %u", id.z, id.x, id.y, p[i].r,
                         p[i].g, p[i].b, i % side, i / side);
        }
        free(p);
    }
    assert_true(gray > 100000);
    choropleth_unref(c);
}

static void test_water_is_where_it_is(void **state) {
    (void)state;
    const tile_id first[] = {{10, 562, 300}, {11, 1125, 601}, {12, 2252, 1203}, {14, 9013, 4815}};
    const look_setting bare[] = {{"casing-width", "0"}, {"border-width", "0"}};
    const look_setting clip[] = {{"casing-width", "0"}, {"border-width", "0"}, {"clip", "land"}};
    choropleth *c = aid_map(aid_stockholm, "violence", bare, 2);
    choropleth *land = aid_map(aid_stockholm, "violence", clip, 3);
    for (size_t k = 0; k < 4; k++) {
        size_t wet, dry;
        check_points(c, first[k], 2, (rgba){0xd2, 0xdc, 0xe8, 255}, &wet, &dry);
        if (wet < 8 || dry < 200) fail_msg("zoom %u: %zu wet, %zu dry", first[k].z, wet, dry);
        check_points(land, first[k], 2, (rgba){0}, &wet, &dry);
        if (wet < 8 || dry < 200) fail_msg("zoom %u: %zu wet, %zu dry", first[k].z, wet, dry);
    }
    choropleth_unref(c);
    choropleth_unref(land);
}

/* ---- labels ------------------------------------------------------------------------- */

#define LETTERS 60 /* of 255 in a channel: what a letter's body changes at least */

static bool differ(rgba a, rgba b) {
    return abs(a.r - b.r) > LETTERS || abs(a.g - b.g) > LETTERS || abs(a.b - b.b) > LETTERS;
}

/* Which pixels labels change. */
static uint8_t *letters_of(rgba *with, rgba *without, size_t n) {
    uint8_t *out = calloc(n, 1);
    for (size_t i = 0; i < n; i++) out[i] = differ(with[i], without[i]);
    return out;
}

static bool any_near(const uint8_t *set, uint32_t side, uint32_t x, uint32_t y) {
    for (uint32_t j = y ? y - 1 : 0; j <= y + 1 && j < side; j++)
        for (uint32_t i = x ? x - 1 : 0; i <= x + 1 && i < side; i++)
            if (set[(size_t)j * side + i]) return true;
    return false;
}

/* The share of a's pixels that have none of b's within one pixel. */
static double missed(const uint8_t *a, const uint8_t *b, uint32_t side, size_t *count) {
    size_t off = 0;
    *count = 0;
    for (uint32_t y = 0; y < side; y++)
        for (uint32_t x = 0; x < side; x++)
            if (a[(size_t)y * side + x]) ++*count, off += !any_near(b, side, x, y);
    return *count ? (double)off / (double)*count : 0;
}

static rect degrees_of(tile_id first, uint32_t n) {
    rect a = grid_tile_bounds(first),
         b = grid_tile_bounds((tile_id){first.z, first.x + n - 1, first.y + n - 1});
    rect out;
    grid_unproject(a.x0, b.y0, &out.x0, &out.y0);
    grid_unproject(b.x1, a.y1, &out.x1, &out.y1);
    return out;
}

static rgba *picture(const choropleth *c, tile_id first, uint32_t n, unsigned scale) {
    image_style s = aid_image_style(256 * n, 256 * n);
    s.scale = scale;
    s.bbox = degrees_of(first, n);
    aid_pixels p = aid_image_png(c, &s, NULL);
    assert_int_equal(p.width, 256 * n * scale);
    return p.at;
}

static void check_labels(const char *indicator_, const char *labels, tile_id first, uint32_t n,
                         unsigned scale) {
    const look_setting with[] = {{"labels", labels}, {"background", "transparent"}},
                       none[] = {{"labels", "none"}, {"background", "transparent"}};
    choropleth *a = aid_map(aid_stockholm, indicator_, with, 2),
               *b = aid_map(aid_stockholm, indicator_, none, 2);
    uint32_t side = 256 * n * scale;
    size_t all = (size_t)side * side, tiled, whole;
    rgba *p[] = {mosaic(a, first, n, scale), mosaic(b, first, n, scale),
                 picture(a, first, n, scale), picture(b, first, n, scale)};
    uint8_t *in_tiles = letters_of(p[0], p[1], all), *in_one = letters_of(p[2], p[3], all);
    double cut = missed(in_one, in_tiles, side, &whole),
           added = missed(in_tiles, in_one, side, &tiled);
    if (cut > 0.05 || added > 0.05 || whole < 300 || tiled < 300)
        fail_msg("%s %s z%u @%u: of %zu pixels of letters %.3f are cut, of %zu %.3f are added",
                 indicator_, labels, first.z, scale, whole, cut, tiled, added);
    for (int i = 0; i < 4; i++) free(p[i]);
    free(in_tiles);
    free(in_one);
    choropleth_unref(a);
    choropleth_unref(b);
}

/* Letters run over the edges of tiles: drawn in pieces they are what is drawn in one. */
static void test_no_label_is_cut(void **state) {
    (void)state;
    check_labels("violence", "names", (tile_id){10, 562, 300}, 2, 1);
    check_labels("violence", "both", (tile_id){11, 1125, 601}, 3, 1);
    check_labels("violence", "both", (tile_id){11, 1125, 601}, 3, 2);
    check_labels("population_14", "values", (tile_id){12, 2251, 1203}, 3, 1);
    check_labels("socioeconomic_index", "names", (tile_id){13, 4504, 2406}, 4, 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_water_is_where_it_is),
        cmocka_unit_test(test_no_line_on_a_district_has_the_color_of_another),
        cmocka_unit_test(test_no_label_is_cut),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
