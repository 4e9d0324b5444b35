/* What tiles cost, one thread, 256 px, by CPU time.
 *     build/release/tests/bench/tile_speed                             the demo's atlas, its looks
 *     build/release/tests/bench/tile_speed FILE.shp KEY TILES [VALUES.csv] [PASSES] [cold]
 * "cold" leaves the rest out, for a profile.  TILES: a file of lines "z x y", or zooms as "4-12":
 * of each at most 64 tiles, spread over the layer.  The look: 5 classes, a border of 0.5 px
 * #444444, no casing; the first indicator.
 *
 * Each zoom has a line: cold, from geometry (levels and index are there) to a PNG's bytes; the same
 * with what the improver kept; restyled, a look of other colors from an improved skeleton, of
 * indexed tiles and of wide ones.  Means over tiles of the least of passes. */
#include "aid_atlas.h"
#include "aid_cmocka.h"
#include "tile/painting.h"
#include "tile/sketch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define PASSES_MAX  101
#define TILES_MAX   4096
#define A_ZOOM      64
#define ZOOMS       23
#define RESTYLES    50 /* of one tile, timed together */
#define LEVELS_ROOM ((size_t)4 << 30)

typedef struct tools {
    cache *levels;
    sketch *sketch;
    skeleton_scratch *scratch;
    painting *painting;
    bool cold_only;
} tools;

typedef struct sums { /* of the tiles of a zoom */
    size_t tiles, wide, rung;
    double cold_us, bytes, kept_bytes, improve_us, indexed_us, wide_us;
} sums;

static double now_us(void) {
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

/* The machine's other work only ever adds. */
static double least(const double *v, int n) {
    double m = v[0];
    for (int i = 1; i < n; i++) m = v[i] < m ? v[i] : m;
    return m;
}

/* ---- one tile ---- */

static void must(err_code rc, const err *e) {
    if (!rc) return;
    fprintf(stderr, "%s\n", e->text);
    exit(1);
}

static skeleton *draw(tools *t, const choropleth *c, tile_id id) {
    err e = {0};
    skeleton *s = NULL;
    sketch_input in = sketch_input_of(c, id, 1);
    must(sketch_make(t->sketch, t->levels, &in, &s, &e), &e);
    unsigned patterns = painting_patterns(s, &c->paint);
    if (!patterns) return s;
    skeleton_unref(s);
    in.patterns = patterns;
    must(sketch_make(t->sketch, t->levels, &in, &s, &e), &e);
    return s;
}

static size_t paint_tile(tools *t, const skeleton *s, const choropleth *c, buf *png) {
    err e = {0};
    buf_reset(png);
    must(painting_png(t->painting, s, &c->paint, png, &e), &e);
    return png->len;
}

/* The last pass's skeleton is handed out. */
static skeleton *time_cold(tools *t, const choropleth *c, tile_id id, int passes, sums *sum,
                           buf *png) {
    double us[PASSES_MAX];
    skeleton *s = NULL;
    for (int p = 0; p < passes; p++) {
        skeleton_unref(s);
        double from = now_us();
        s = draw(t, c, id);
        paint_tile(t, s, c, png);
        us[p] = now_us() - from;
    }
    sum->cold_us += least(us, passes);
    sum->bytes += (double)png->len;
    return s;
}

static double time_restyled(tools *t, const skeleton *s, const choropleth *c, int passes,
                            buf *png) {
    double us[PASSES_MAX];
    for (int p = 0; p < passes; p++) {
        double from = now_us();
        for (int k = 0; k < RESTYLES; k++) paint_tile(t, s, c, png);
        us[p] = (now_us() - from) / RESTYLES;
    }
    return least(us, passes);
}

/* map: a look, and one of other colors. */
static void measure(tools *t, choropleth *const map[2], tile_id id, int passes, sums *sum) {
    err e = {0};
    buf png = BUF_EMPTY;
    skeleton *s = time_cold(t, map[0], id, passes, sum, &png), *kept = NULL;
    if (t->cold_only) {
        sum->tiles++;
        skeleton_unref(s);
        buf_free(&png);
        return;
    }
    double from = now_us();
    must(skeleton_improve(t->scratch, s, &kept, &e), &e);
    sum->improve_us += now_us() - from;
    sum->kept_bytes += (double)paint_tile(t, kept, map[0], &png);
    double us = time_restyled(t, kept, map[1], passes, &png);
    *(s->pixels ? &sum->wide_us : &sum->indexed_us) += us;
    sum->wide += s->pixels != NULL;
    sum->rung += s->rung;
    sum->tiles++;
    skeleton_unref(s);
    skeleton_unref(kept);
    buf_free(&png);
}

/* ---- tiles ---- */

static size_t zoom_tiles(const choropleth *c, unsigned z, tile_id *out) {
    rect b = choropleth_layer(c)->shape->bounds;
    double x0, y0, x1, y1;
    grid_m_to_pixel(z, 256, b.x0, b.y1, &x0, &y0);
    grid_m_to_pixel(z, 256, b.x1, b.y0, &x1, &y1);
    uint32_t left = (uint32_t)(x0 / 256), top = (uint32_t)(y0 / 256);
    uint64_t columns = (uint32_t)(x1 / 256) - left + 1, rows = (uint32_t)(y1 / 256) - top + 1;
    uint64_t all = columns * rows, n = all < A_ZOOM ? all : A_ZOOM;
    for (uint64_t i = 0; i < n; i++) {
        uint64_t k = (2 * i + 1) * all / (2 * n);
        out[i] = (tile_id){z, left + (uint32_t)(k % columns), top + (uint32_t)(k / columns)};
    }
    return n;
}

static size_t read_tiles(const char *path, tile_id *out) {
    FILE *f = fopen(path, "r");
    if (!f) {
        perror(path);
        exit(1);
    }
    size_t n = 0;
    while (n < TILES_MAX && fscanf(f, "%u %u %u", &out[n].z, &out[n].x, &out[n].y) == 3) n++;
    fclose(f);
    return n;
}

static size_t find_tiles(const choropleth *c, const char *which, tile_id *out) {
    unsigned from, to;
    size_t n = 0;
    if (sscanf(which, "%u-%u", &from, &to) != 2) return read_tiles(which, out);
    for (unsigned z = from; z <= to && z < ZOOMS; z++) n += zoom_tiles(c, z, out + n);
    return n;
}

/* ---- reports ---- */

static double mean(double sum, size_t n) { return n ? sum / (double)n : 0; }

static void print_sums(const char *name, const sums *s) {
    printf("%-8s %4zu tiles %4zu wide  rung %.1f  cold %8.1f us %7.0f B   kept %7.0f B in %8.0f us "
           "  restyled: indexed %5.2f us, wide %6.1f us\n",
           name, s->tiles, s->wide, mean((double)s->rung, s->tiles), mean(s->cold_us, s->tiles),
           mean(s->bytes, s->tiles), mean(s->kept_bytes, s->tiles), mean(s->improve_us, s->tiles),
           mean(s->indexed_us, s->tiles - s->wide), mean(s->wide_us, s->wide));
}

static void add_sums(sums *all, const sums *s) {
    all->tiles += s->tiles, all->wide += s->wide, all->rung += s->rung;
    all->cold_us += s->cold_us, all->bytes += s->bytes, all->kept_bytes += s->kept_bytes;
    all->improve_us += s->improve_us, all->indexed_us += s->indexed_us, all->wide_us += s->wide_us;
}

static void report(tools *t, choropleth *const map[2], const char *which, int passes) {
    static tile_id tiles[TILES_MAX];
    size_t n = find_tiles(map[0], which, tiles);
    sums zoom[ZOOMS] = {0}, all = {0};
    for (size_t i = 0; i < n; i++) {
        skeleton_unref(draw(t, map[0], tiles[i])); /* the level is there from here on */
        measure(t, map, tiles[i], passes, &zoom[tiles[i].z]);
    }
    for (unsigned z = 0; z < ZOOMS; z++) {
        char name[16];
        snprintf(name, sizeof name, "z%u", z);
        if (zoom[z].tiles) print_sums(name, &zoom[z]);
        add_sums(&all, &zoom[z]);
    }
    print_sums("all", &all);
}

static void demo(tools *t, int passes) {
    static const char *const maps[] = {"violence", "population_14", "rental"};
    const atlas *a = aid_atlas("shapes/stockholm");
    for (size_t m = 0; m < sizeof maps / sizeof *maps; m++) {
        choropleth *map[2] = {aid_map(a, maps[m], NULL, 0),
                              aid_map(a, maps[m], &(look_setting){"ramp", "plum"}, 1)};
        printf("%s\n", maps[m]);
        report(t, map, "9-13", passes);
        choropleth_unref(map[0]);
        choropleth_unref(map[1]);
    }
    atlas_unref(a);
}

static void layer(tools *t, const char *shapes, const char *key, const char *values,
                  const char *which, int passes) {
    static const look_setting settings[] = {{"border_width", "0.5"},
                                            {"border_color", "#444444"},
                                            {"casing_width", "0"},
                                            {"ramp", "plum"}};
    const atlas *a =
        aid_atlas_plain(&(manifest_plain){.shapes = shapes, .key = key, .values = values});
    choropleth *map[2] = {aid_map(a, a->indicator[0].id, settings, 3),
                          aid_map(a, a->indicator[0].id, settings, 4)};
    report(t, map, which, passes);
    choropleth_unref(map[0]);
    choropleth_unref(map[1]);
    atlas_unref(a);
}

int main(int argc, char **argv) {
    tools t = {0};
    if (argc > 1 && (argc < 4 || argc > 7)) return 2;
    int passes = argc > 5 ? atoi(argv[5]) : 5;
    if (passes < 1 || passes > PASSES_MAX) return 2;
    t.cold_only = argc > 6;
    if (cache_create(LEVELS_ROOM, &t.levels, NULL) || sketch_create(&t.sketch, NULL) ||
        skeleton_scratch_create(&t.scratch, NULL) || painting_create(&t.painting, NULL))
        return 1;
    if (argc > 1)
        layer(&t, argv[1], argv[2], argc > 4 && *argv[4] ? argv[4] : NULL, argv[3], passes);
    else
        demo(&t, passes);
    painting_free(t.painting);
    skeleton_scratch_free(t.scratch);
    sketch_free(t.sketch);
    cache_free(t.levels);
    return 0;
}
