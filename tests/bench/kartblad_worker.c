/* kartblad_worker FILE.shp KEY COLUMN, or DIR "" INDICATOR: kartblad's side of `make bench`.  Loads
 * the layer, or the atlas of that folder, once, then answers each line on standard input by one
 * line of JSON: cold TILES                   each tile drawn anew: ns and bytes save TILES DIR
 * likewise, into DIR/Z_X_Y.png improve TILES [DIR]          bytes at once and after
 * skeleton_improve(); if wide; DIR as above ready SLOT TILES IMPROVE     tiles for `restyle`, drawn
 * and kept; IMPROVE 1: improved; 2: not, but with context and names restyle SLOT LOOK
 * [NAME=VALUE;...] those in a look they have not had, its choropleth made before; with settings
 * that one instead of classes of its own classify METHOD N            N looks that are new: ns
 * pyramid TILES LOOKS THREADS  all tiles in all those looks: ns in all touched TILES 1 for each
 * tile that the layer touches TILES is a file of lines "Z X Y".  The first answer, before any
 * request, tells the memory. */
#include "aid_atlas.h"
#include "aid_cmocka.h"
#include "base/fileio.h"
#include "base/pool.h"
#include "tile/painting.h"
#include "tile/sketch.h"
#include "tile/tiler.h"

#include <dirent.h>
#include <jansson.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define CACHE_BYTES ((size_t)4 << 30) /* nothing that a measurement needs is to be dropped */
#define SETTINGS    8
#define SLOTS       4

typedef struct tile_list {
    tile_id *tile;
    size_t n;
} tile_list;

typedef struct kept_set {
    tiler *tiler;
    tile_list tiles;
    bool dressed; /* with context and names */
} kept_set;

typedef struct worker {
    const atlas *atlas;
    size_t indicator;
    kept_set slot[SLOTS]; /* of `ready` and `restyle` */
    int looks_classified; /* so that each is new */
} worker;

static void must(err_code rc, const err *e) {
    if (!rc) return;
    fprintf(stderr, "kartblad_worker: %s\n", e->text);
    exit(1);
}

static double now_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static json_t *whole(double v) { return json_integer((json_int_t)v); }

static tile_list tiles_read(const char *path) {
    tile_list l = {0};
    size_t cap = 0;
    FILE *f = fopen(path, "r");
    err e = {0};
    if (!f) must(err_set_errno(&e, "%s", path), &e);
    for (tile_id t; fscanf(f, "%u %u %u", &t.z, &t.x, &t.y) == 3; l.tile[l.n++] = t) {
        void *p = l.tile;
        if (l.n == cap) p = realloc(p, (cap = 2 * cap + 64) * sizeof *l.tile);
        if (!p) must(err_nomem(&e), &e);
        l.tile = p;
        if (!grid_tile_valid(t)) must(err_set(&e, ERR_RANGE, "%s: no such tile", path), &e);
    }
    fclose(f);
    return l;
}

/* ---- looks: five classes; each has breaks of its own, number 0 those that the peers have ---- */

static look look_of(const worker *w, int number, bool dressed) {
    char breaks[64];
    double d = number * 0.05;
    snprintf(breaks, sizeof breaks, "%g,%g,%g,%g", 20 + d, 40 + d, 60 + d, 80 + d);
    const look_setting s[SETTINGS] = {
        {"breaks", breaks},
        {"closed", "left"},
        {"ramp", "bugn"},
        {"border-width", "0.5"},
        {"border-color", "#444444"},
        {"casing-width", "0"},
        {"context", dressed ? "1" : "0"},
        {"labels", dressed ? "names" : "none"},
    };
    const look_sources from = look_library_sources(&w->atlas->library);
    look l = w->atlas->design[w->indicator].look;
    size_t bad;
    err e = {0};
    must(look_apply(&l, &from, s, SETTINGS, &bad, &e), &e);
    return l;
}

/* Each in a color of no data of its own, so that it is new; text: settings with semicolons between.
 */
static look look_with(const worker *w, int number, char *text) {
    char color[8];
    look_setting s[SETTINGS] = {{"no-data-color", color}};
    size_t n = 1, bad;
    err e = {0};
    const look_sources from = look_library_sources(&w->atlas->library);
    look l = w->atlas->design[w->indicator].look;
    snprintf(color, sizeof color, "#%06x", 0xe0e0e0 + number % 4096);
    for (char *rest = NULL, *one = strtok_r(text, ";", &rest); one && n < SETTINGS;
         one = strtok_r(NULL, ";", &rest)) {
        char *value = strchr(one, '=');
        if (!value) exit(2);
        *value = 0;
        s[n++] = (look_setting){one, value + 1};
    }
    must(look_apply(&l, &from, s, n, &bad, &e), &e);
    return l;
}

static tiler *new_tiler(bool improve) {
    tiler *t = NULL;
    err e = {0};
    must(tiler_create(CACHE_BYTES, improve, &t, &e), &e);
    return t;
}

static choropleth *dressed_map_of(const worker *w, tiler *t, int number, bool dressed) {
    choropleth *c = NULL;
    err e = {0};
    look l = look_of(w, number, dressed);
    must(tiler_choropleth(t, w->atlas, w->indicator, &l, &c, &e), &e);
    return c;
}

static choropleth *map_of(const worker *w, tiler *t, int number) {
    return dressed_map_of(w, t, number, false);
}

static size_t draw(tiler *t, const choropleth *c, tile_id id, buf *out) {
    err e = {0};
    out->len = 0;
    must(tiler_png(t, c, id, 1, out, &e), &e);
    return out->len;
}

/* A level of geometry is made with the first tile of its zoom, wherever that is. */
static void warm_levels(tiler *t, const choropleth *c, const tile_list *l) {
    buf png = BUF_EMPTY;
    for (size_t i = 0; i < l->n; i++)
        if (!i || l->tile[i].z != l->tile[i - 1].z) draw(t, c, (tile_id){l->tile[i].z, 0, 0}, &png);
    buf_free(&png);
}

/* ---- requests ---- */

static void write_tile(const char *dir, tile_id t, bytes png) {
    char path[1024];
    err e = {0};
    snprintf(path, sizeof path, "%s/%u_%u_%u.png", dir, t.z, t.x, t.y);
    must(file_write_atomic(path, png, &e), &e);
}

static json_t *answer_cold(worker *w, char **arg) {
    tile_list l = tiles_read(arg[0]);
    tiler *t = new_tiler(false);
    choropleth *c = map_of(w, t, 0);
    json_t *ns = json_array(), *sizes = json_array();
    warm_levels(t, c, &l);
    for (size_t i = 0; i < l.n; i++) {
        buf png = BUF_EMPTY;
        double from = now_ns();
        size_t size = draw(t, c, l.tile[i], &png);
        json_array_append_new(ns, whole(now_ns() - from));
        json_array_append_new(sizes, whole((double)size));
        if (arg[1]) write_tile(arg[1], l.tile[i], buf_view(&png));
        buf_free(&png);
    }
    choropleth_unref(c);
    tiler_free(t);
    free(l.tile);
    return json_pack("{so so}", "ns", ns, "bytes", sizes);
}

typedef struct improving { /* a tile's way without a tiler, to have the skeleton in both states */
    cache *levels;
    sketch *sketch;
    painting *painting;
    skeleton_scratch *scratch;
    choropleth *map;
    json_t *before, *after, *wide;
} improving;

static void improve_one(improving *m, tile_id t, const char *dir) {
    err e = {0};
    skeleton *s[2] = {0};
    buf png = BUF_EMPTY;
    sketch_input in = sketch_input_of(m->map, t, 1);
    must(sketch_make(m->sketch, m->levels, &in, &s[0], &e), &e);
    must(skeleton_improve(m->scratch, s[0], &s[1], &e), &e);
    for (int i = 0; i < 2; i++) {
        png.len = 0;
        must(painting_png(m->painting, s[i], &m->map->paint, &png, &e), &e);
        json_array_append_new(i ? m->after : m->before, whole((double)png.len));
    }
    json_array_append_new(m->wide, json_boolean(s[0]->pixels));
    if (dir) write_tile(dir, t, buf_view(&png));
    buf_free(&png);
    skeleton_unref(s[0]);
    skeleton_unref(s[1]);
}

static json_t *answer_improve(worker *w, char **arg) {
    err e = {0};
    tile_list l = tiles_read(arg[0]);
    tiler *t = new_tiler(false);
    improving m = {.map = map_of(w, t, 0),
                   .before = json_array(),
                   .after = json_array(),
                   .wide = json_array()};
    must(cache_create(CACHE_BYTES, &m.levels, &e), &e);
    must(sketch_create(&m.sketch, &e), &e);
    must(painting_create(&m.painting, &e), &e);
    must(skeleton_scratch_create(&m.scratch, &e), &e);
    for (size_t i = 0; i < l.n; i++) improve_one(&m, l.tile[i], arg[1]);
    skeleton_scratch_free(m.scratch);
    painting_free(m.painting);
    sketch_free(m.sketch);
    cache_free(m.levels);
    choropleth_unref(m.map);
    tiler_free(t);
    free(l.tile);
    return json_pack("{so so so}", "inline", m.before, "improved", m.after, "wide", m.wide);
}

static bool kind_of(tiler *t, const choropleth *c, tile_id id, bool *improved) {
    skeleton *s = NULL;
    err e = {0};
    must(tiler_skeleton(t, c, id, 1, &s, &e), &e);
    bool wide = s->pixels != NULL;
    *improved = s->improved || skeleton_is_solid(s);
    skeleton_unref(s);
    return wide;
}

/* All threads of this process get their share of a busy processor, the improver's too, which is
 * else content with what nobody wants; where that is not allowed, it takes longer. */
static void hurry(void) {
    DIR *tasks = opendir("/proc/self/task");
    for (struct dirent *d; tasks && (d = readdir(tasks));)
        if (atoi(d->d_name) > 0)
            sched_setscheduler(atoi(d->d_name), SCHED_OTHER, &(struct sched_param){0});
    if (tasks) closedir(tasks);
}

/* The improver does not take tiles of one slot, and leaves one as it is that gains nothing, so what
 * is waited for is its count. */
static void wait_improved(tiler *t, const choropleth *c, tile_id id) {
    const struct timespec rest = {.tv_nsec = 1000000};
    uint64_t before = tiler_stats_get(t).improved;
    bool improved;
    for (int ms = 0; ms < 5000; ms++) {
        kind_of(t, c, id, &improved); /* draws it the first time */
        if (improved || tiler_stats_get(t).improved > before) return;
        if (ms % 50 == 1) hurry();
        nanosleep(&rest, NULL);
    }
}

static kept_set *slot_of(worker *w, const char *text) {
    int i = atoi(text);
    if (i < 0 || i >= SLOTS) exit(2);
    return &w->slot[i];
}

static void drop(kept_set *k) {
    free(k->tiles.tile);
    tiler_free(k->tiler);
    *k = (kept_set){0};
}

static json_t *answer_ready(worker *w, char **arg) {
    kept_set *k = slot_of(w, arg[0]);
    bool better = !strcmp(arg[2], "1");
    drop(k);
    *k = (kept_set){new_tiler(better), tiles_read(arg[1]), !strcmp(arg[2], "2")};
    choropleth *c = dressed_map_of(w, k->tiler, 0, k->dressed);
    json_t *wide = json_array();
    buf png = BUF_EMPTY;
    int improved = 0;
    for (size_t i = 0; i < k->tiles.n; i++) {
        bool done;
        if (better) wait_improved(k->tiler, c, k->tiles.tile[i]);
        draw(k->tiler, c, k->tiles.tile[i], &png);
        json_array_append_new(wide, json_boolean(kind_of(k->tiler, c, k->tiles.tile[i], &done)));
        improved += done;
    }
    buf_free(&png);
    choropleth_unref(c);
    return json_pack("{so si}", "wide", wide, "improved", improved);
}

static json_t *answer_restyle(worker *w, char **arg) {
    const kept_set *k = slot_of(w, arg[0]);
    const int number = atoi(arg[1]);
    const look l = arg[2] ? look_with(w, number, arg[2]) : look_of(w, number, k->dressed);
    json_t *ns = json_array(), *sizes = json_array();
    choropleth *made = NULL;
    err e = {0};
    must(tiler_choropleth(k->tiler, w->atlas, w->indicator, &l, &made, &e), &e);
    choropleth_unref(made);
    for (size_t i = 0; i < k->tiles.n; i++) {
        buf png = BUF_EMPTY;
        choropleth *c = NULL;
        double from = now_ns();
        must(tiler_choropleth(k->tiler, w->atlas, w->indicator, &l, &c, &e), &e);
        size_t size = draw(k->tiler, c, k->tiles.tile[i], &png);
        choropleth_unref(c);
        json_array_append_new(ns, whole(now_ns() - from));
        json_array_append_new(sizes, whole((double)size));
        buf_free(&png);
    }
    return json_pack("{so so}", "ns", ns, "bytes", sizes);
}

static json_t *answer_classify(worker *w, char **arg) {
    json_t *ns = json_array();
    tiler *t = new_tiler(false);
    const look_sources from = look_library_sources(&w->atlas->library);
    for (int i = 0, n = atoi(arg[1]); i < n; i++) {
        char opacity[16];
        snprintf(opacity, sizeof opacity, "%.4f", 1 - 0.0001 * (++w->looks_classified % 9000));
        const look_setting s[] = {{"method", arg[0]}, {"classes", "5"}, {"opacity", opacity}};
        look l = w->atlas->design[w->indicator].look;
        choropleth *c = NULL;
        size_t bad;
        err e = {0};
        must(look_apply(&l, &from, s, sizeof s / sizeof *s, &bad, &e), &e);
        double start = now_ns();
        must(tiler_choropleth(t, w->atlas, w->indicator, &l, &c, &e), &e);
        json_array_append_new(ns, whole(now_ns() - start));
        choropleth_unref(c);
    }
    tiler_free(t);
    return json_pack("{so}", "ns", ns);
}

typedef struct pyramid_job {
    const worker *w;
    tiler *tiler;
    tile_list tiles;
    const look *looks;
    int n_looks;
} pyramid_job;

static err_code pyramid_tile(void *ctx, size_t i, err *e) {
    const pyramid_job *j = ctx;
    buf png = BUF_EMPTY;
    err_code rc = ERR_OK;
    for (int k = 0; k < j->n_looks && !rc; k++) {
        choropleth *c = NULL;
        rc = tiler_choropleth(j->tiler, j->w->atlas, j->w->indicator, &j->looks[k], &c, e);
        png.len = 0;
        if (!rc) rc = tiler_png(j->tiler, c, j->tiles.tile[i], 1, &png, e);
        choropleth_unref(c);
    }
    buf_free(&png);
    return rc;
}

static json_t *answer_pyramid(worker *w, char **arg) {
    static look looks[64];
    err e = {0};
    unsigned threads = (unsigned)atoi(arg[2]);
    pool *p = NULL;
    pyramid_job j = {w, NULL, tiles_read(arg[0]), looks, atoi(arg[1])};
    if (j.n_looks < 1 || j.n_looks > 64) exit(2);
    for (int k = 0; k < j.n_looks; k++) looks[k] = look_of(w, k, false);
    if (threads > 1) must(pool_create(threads - 1, 0, &p, &e), &e); /* this one takes part */
    double from = now_ns();
    j.tiler = new_tiler(false);
    for (size_t i = 0; i < j.tiles.n && !p; i++) must(pyramid_tile(&j, i, &e), &e);
    if (p) must(pool_run(p, j.tiles.n, pyramid_tile, &j, &e), &e);
    double took = now_ns() - from;
    pool_free(p);
    tiler_free(j.tiler);
    free(j.tiles.tile);
    return json_pack("{so}", "ns", whole(took));
}

static json_t *answer_touched(worker *w, char **arg) {
    tile_list l = tiles_read(arg[0]);
    tiler *t = new_tiler(false);
    choropleth *c = map_of(w, t, 0);
    json_t *out = json_array();
    for (size_t i = 0; i < l.n; i++) {
        skeleton *s = NULL;
        err e = {0};
        must(tiler_skeleton(t, c, l.tile[i], 1, &s, &e), &e);
        bool empty = skeleton_is_solid(s) && s->slots->a == DISTRICT_NONE;
        json_array_append_new(out, json_integer(!empty));
        skeleton_unref(s);
    }
    choropleth_unref(c);
    tiler_free(t);
    free(l.tile);
    return json_pack("{so}", "touched", out);
}

static const struct request {
    const char *name;
    int args; /* at least */
    json_t *(*answer)(worker *w, char **arg);
} requests[] = {
    {"cold", 1, answer_cold},       {"save", 2, answer_cold},
    {"improve", 1, answer_improve}, {"ready", 3, answer_ready},
    {"restyle", 2, answer_restyle}, {"classify", 2, answer_classify},
    {"pyramid", 3, answer_pyramid}, {"touched", 1, answer_touched},
};

/* ---- the loop ---- */

static void print(json_t *line) {
    json_dumpf(line, stdout, JSON_COMPACT);
    json_decref(line);
    putchar('\n');
    fflush(stdout);
}

static void take_request(worker *w, char *text) {
    char *word[5] = {0};
    int n = 0;
    for (char *at = strtok(text, " \n"); at && n < 4; at = strtok(NULL, " \n")) word[n++] = at;
    for (size_t i = 0; i < sizeof requests / sizeof *requests; i++)
        if (n > requests[i].args && !strcmp(word[0], requests[i].name)) {
            print(requests[i].answer(w, word + 1));
            return;
        }
    fprintf(stderr, "kartblad_worker: no such request\n");
    exit(2);
}

/* Kilobytes, by the row of /proc/self/status. */
static double memory_kb(const char *row) {
    char text[256];
    double kb = 0;
    FILE *f = fopen("/proc/self/status", "r");
    while (f && fgets(text, sizeof text, f))
        if (!strncmp(text, row, strlen(row))) kb = atof(text + strlen(row) + 1);
    if (f) fclose(f);
    return kb;
}

int main(int argc, char **argv) {
    char text[4096];
    if (argc != 4) return 2;
    const char *const columns[] = {argv[3]};
    const manifest_plain p = {
        .shapes = argv[1], .key = argv[2], .columns = columns, .n_columns = 1};
    worker w = {0};
    err e = {0};
    double empty = memory_kb("VmRSS"), from = now_ns();
    w.atlas = *argv[2] ? aid_atlas_plain(&p) : aid_atlas(argv[1]);
    if (!*argv[2]) must(atlas_find_indicator(w.atlas, argv[3], &w.indicator, &e), &e);
    print(json_pack("{so so so so}", "ns", whole(now_ns() - from), "empty_kb", whole(empty),
                    "loaded_kb", whole(memory_kb("VmRSS")), "peak_kb", whole(memory_kb("VmHWM"))));
    while (fgets(text, sizeof text, stdin)) take_request(&w, text);
    for (int i = 0; i < SLOTS; i++) drop(&w.slot[i]);
    atlas_unref(w.atlas);
    return 0;
}
