/* A tile with more districts than a skeleton has slots.  Truth: the reference drawing of the
 * polygons as they were written. */
#include "aid_atlas.h"
#include "aid_cmocka.h"
#include "aid_files.h"
#include "draw/png.h"
#include "tile/reference.h"
#include "tile/tiler.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SIDE    290 /* squares: over 65,536 in all */
#define SIZE_M  16
#define ALLOWED 18 /* half a level of sixteenths in shares and in ink, of 255, and rounding */

static const tile_id crowded = {13, 4096, 4095}; /* east and north of 0, 4,892 m wide */

static char *write_squares(const char *dir) {
    size_t n = (size_t)SIDE * SIDE;
    double(*xy)[8] = malloc(n * sizeof *xy);
    char(*key)[12] = malloc(n * sizeof *key), *path = malloc(AID_PATH);
    aid_ring *rings = malloc(n * sizeof *rings);
    assert_true(xy && key && rings && path);
    for (size_t i = 0; i < n; i++) {
        double x = (double)(i % SIDE) * SIZE_M + 100, y = (double)(i / SIDE) * SIZE_M + 100;
        const double corners[] = {x, y, x, y + SIZE_M, x + SIZE_M, y + SIZE_M, x + SIZE_M, y};
        memcpy(xy[i], corners, sizeof corners);
        snprintf(key[i], sizeof key[i], "%zu", i + 1);
        rings[i] = (aid_ring){key[i], xy[i], 4};
    }
    aid_path(dir, "a.shp", path);
    aid_shapefile(path, rings, n, aid_mercator);
    free(xy);
    free(key);
    free(rings);
    return path;
}

/* The largest difference of a channel, premultiplied. */
static int apart(rgba a, rgba b) {
    const int p[] = {a.r * a.a / 255, a.g * a.a / 255, a.b * a.a / 255, a.a},
              q[] = {b.r * b.a / 255, b.g * b.a / 255, b.b * b.a / 255, b.a};
    int most = 0;
    for (int k = 0; k < 4; k++) most = abs(p[k] - q[k]) > most ? abs(p[k] - q[k]) : most;
    return most;
}

/* Where four squares meet in a pixel, the two largest are shown: the colors of this ramp are that
 * far from each other. */
#define FARTHEST 80

static void test_as_the_reference_draws_it(void **state) {
    char *path = write_squares(*state);
    const char *const columns[] = {"KEY"};
    const manifest_plain p = {.shapes = path, .key = "KEY", .columns = columns, .n_columns = 1};
    const look_setting plain[] = {{"border-width", "0.5"}, {"ramp", "viridis"}};
    const atlas *a = aid_atlas_plain(&p);
    choropleth *c = aid_bare_map(a, "key", plain, 2);
    tiler *t = NULL;
    skeleton *s = NULL;
    buf png = BUF_EMPTY;
    rgba *drawn = NULL, *right = calloc((size_t)512 * 512, sizeof *right);
    uint32_t width, height;
    err e = {0};
    assert_int_equal(tiler_create(32 << 20, false, &t, NULL), ERR_OK);
    assert_int_equal(tiler_skeleton(t, c, crowded, 2, &s, NULL), ERR_UNSUPPORTED);
    if (tiler_png(t, c, crowded, 2, &png, &e)) fail_msg("%s", e.text);
    assert_int_equal(png_decode(buf_view(&png), &drawn, &width, &height, NULL), ERR_OK);
    assert_true(width == 512 && height == 512);
    pixel_window w = grid_tile_window(crowded, 512);
    const geometry *g = choropleth_layer(c)->shape->mercator;
    assert_int_equal(reference_draw(g, &c->paint, 2, &w, right, NULL), ERR_OK);
    size_t inside = 0, off = 0;
    for (size_t i = 0; i < (size_t)512 * 512; i++) {
        int far = apart(drawn[i], right[i]);
        if (far > FARTHEST) fail_msg("pixel %zu is %d off", i, far);
        off += far > ALLOWED;
        inside += drawn[i].a > 0;
    }
    assert_true(off < (size_t)512 * 512 / 50);
    assert_true(inside > (size_t)480 * 480);
    buf_free(&png);
    free(drawn);
    free(right);
    tiler_free(t);
    choropleth_unref(c);
    atlas_unref(a);
    free(path);
}

int main(void) {
    const struct CMUnitTest tests[] = {IN_A_FOLDER(test_as_the_reference_draws_it)};
    return cmocka_run_group_tests_name("tiler_crowded", tests, NULL, NULL);
}
