/* What a tile of the Stockholm atlas costs: by the reference drawing, drawn anew, and restyled.
 *     build/release/tests/bench/tile_speed [PASSES]
 * All tiles of zooms 9 to 13 that touch the layer, 256 px, one thread; medians over tiles of the
 * median of passes, the three ways in turn in each pass.  No background improvement. */
#include "aid_atlas.h"
#include "aid_cmocka.h"
#include "draw/png.h"
#include "tile/reference.h"
#include "tile/tiler.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define PASSES_MAX 31
#define TILES_MAX  600

static double now_us(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *v, size_t n) {
    qsort(v, n, sizeof *v, ascending);
    return n % 2 ? v[n / 2] : (v[n / 2 - 1] + v[n / 2]) / 2;
}

enum { REFERENCE, COLD, RESTYLED, WAYS };

typedef struct cost {
    double us[WAYS];
    size_t bytes[WAYS];
} cost;

static size_t by_reference(const choropleth *c, tile_id t) {
    static rgba pixels[256 * 256];
    pixel_window w = grid_tile_window(t, 256);
    buf png = BUF_EMPTY;
    if (reference_draw(choropleth_layer(c)->shape->mercator, &c->paint, 1, &w, pixels, NULL) ||
        png_encode(pixels, 256, 256, &png, NULL))
        abort();
    size_t n = png.len;
    buf_free(&png);
    return n;
}

static size_t by_tiler(tiler *t, const choropleth *c, tile_id id) {
    buf png = BUF_EMPTY;
    if (tiler_png(t, c, id, 1, &png, NULL)) abort();
    size_t n = png.len;
    buf_free(&png);
    return n;
}

/* Levels of geometry are there, as in a server that runs; the tile itself is not. */
static void measure(choropleth *const map[2], tile_id id, int passes, cost *out) {
    static double us[WAYS][PASSES_MAX];
    for (int p = 0; p < passes; p++) {
        tiler *t = NULL;
        if (tiler_create(64 << 20, false, &t, NULL)) abort();
        tile_id near = {id.z, id.x ^ 1, id.y};
        by_tiler(t, map[0], near);
        double a = now_us();
        out->bytes[REFERENCE] = by_reference(map[0], id);
        double b = now_us();
        out->bytes[COLD] = by_tiler(t, map[0], id);
        double c = now_us();
        out->bytes[RESTYLED] = by_tiler(t, map[1], id);
        double d = now_us();
        us[REFERENCE][p] = b - a, us[COLD][p] = c - b, us[RESTYLED][p] = d - c;
        tiler_free(t);
    }
    for (int w = 0; w < WAYS; w++) out->us[w] = median(us[w], (size_t)passes);
}

static void report(const char *name, const cost *all, size_t n) {
    static const char *const ways[WAYS] = {"reference", "cold", "restyled"};
    for (int w = 0; w < WAYS; w++) {
        static double us[TILES_MAX], sizes[TILES_MAX];
        for (size_t i = 0; i < n; i++) us[i] = all[i].us[w], sizes[i] = (double)all[i].bytes[w];
        double middle = median(us, n), size = median(sizes, n);
        printf("%-16s %4zu tiles  %-10s %9.1f us  %7.0f bytes\n", name, n, ways[w], middle, size);
    }
}

static size_t find_tiles(const choropleth *c, tile_id *out) {
    size_t n = 0;
    rect b = geometry_bounds(choropleth_layer(c)->shape->mercator);
    for (unsigned z = 9; z <= 13; z++) {
        double x0, y0, x1, y1;
        grid_m_to_pixel(z, 256, b.x0, b.y1, &x0, &y0);
        grid_m_to_pixel(z, 256, b.x1, b.y0, &x1, &y1);
        for (uint32_t y = (uint32_t)(y0 / 256); y <= (uint32_t)(y1 / 256); y++)
            for (uint32_t x = (uint32_t)(x0 / 256); x <= (uint32_t)(x1 / 256) && n < TILES_MAX; x++)
                out[n++] = (tile_id){z, x, y};
    }
    return n;
}

int main(int argc, char **argv) {
    static const char *const maps[] = {"violence", "population_14", "rental"};
    static tile_id tiles[TILES_MAX];
    static cost all[TILES_MAX];
    int passes = argc > 1 ? atoi(argv[1]) : 5;
    if (passes < 1 || passes > PASSES_MAX) return 2;
    const atlas *a = aid_atlas("shapes/stockholm");
    for (size_t m = 0; m < sizeof maps / sizeof *maps; m++) {
        choropleth *map[2] = {aid_map(a, maps[m], NULL, 0),
                              aid_map(a, maps[m], &(look_setting){"ramp", "plum"}, 1)};
        size_t n = find_tiles(map[0], tiles);
        for (size_t i = 0; i < n; i++) measure(map, tiles[i], passes, &all[i]);
        report(maps[m], all, n);
        choropleth_unref(map[0]);
        choropleth_unref(map[1]);
    }
    atlas_unref(a);
    return 0;
}
