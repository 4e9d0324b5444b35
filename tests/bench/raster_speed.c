/* raster_speed [FILE.shp KEYFIELD ZOOM TILE_PX]: CPU time of the raster a tile, fill and ink, over
 * all tiles of a layer at a zoom; without a file, of made-up tiles with more and more districts.
 * Borders are thinned to half a pixel first, as simplified levels are. */
#include "aid_cmocka.h"
#include "aid_partition.h"
#include "geo/grid.h"
#include "geo/shapefile.h"
#include "tile/raster.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define RUNS 31

typedef struct line_set { /* borders of one tile, in its pixels */
    aid_border *borders;
    size_t n, n_points, cap, cap_points;
    double *x, *y;
    district_id corner;
} line_set;

static double now_us(void) {
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static int compare_doubles(const void *a, const void *b) {
    const double *p = a, *q = b;
    return (*p > *q) - (*p < *q);
}

/* The median time of one tile; *spans gets its spans. */
static double time_tile(raster *r, const line_set *s, uint32_t side, const double *ink,
                        size_t *spans) {
    double t[RUNS];
    for (int run = 0; run < RUNS; run++) {
        const raster_span *out;
        double start = now_us();
        raster_begin(r, side, side, ink);
        for (size_t i = 0; i < s->n; i++) {
            const aid_border *b = &s->borders[i];
            raster_arc(r, s->x + b->first, s->y + b->first, b->count, b->left, b->right, true,
                       NULL);
        }
        raster_corner(r, s->corner);
        if (raster_finish(r, &out, spans, NULL)) exit(1);
        t[run] = now_us() - start;
    }
    qsort(t, RUNS, sizeof *t, compare_doubles);
    return t[RUNS / 2];
}

typedef struct figures { /* a tile: fill alone, with one ink of 1 px, with 3 px and 1 px */
    double us[3];
    size_t segments, spans, faults;
} figures;

static figures measure(raster *r, const line_set *s, uint32_t side) {
    static const double inks[3][RASTER_INKS] = {{0, 0}, {1, 0}, {3, 1}};
    figures f = {.segments = s->n_points - s->n};
    for (int k = 0; k < 3; k++) f.us[k] = time_tile(r, s, side, inks[k], &f.spans);
    f.faults = raster_faults(r);
    return f;
}

static void print_figures(const char *name, const figures *f) {
    printf("%-28s %7zu segments %7zu spans  fill %7.0f us  1 px %7.0f us  3 + 1 px %7.0f us%s\n",
           name, f->segments, f->spans, f->us[0], f->us[1], f->us[2], f->faults ? "  FAULTS" : "");
}

/* ---- made-up tiles -------------------------------------------------------------------- */

static void made_up(raster *r) {
    static const size_t cells[] = {2, 4, 6, 7, 12, 20, 60};
    aid_random random = {42};
    for (size_t k = 0; k < sizeof cells / sizeof *cells; k++) {
        aid_partition p;
        double size = 256.0 / (double)cells[k];
        size_t steps = size > 12 ? (size_t)(size / 4) : 3;
        if (steps > 60) steps = 60;
        aid_partition_make(&random, cells[k] + 2, cells[k] + 2, steps, -size, -size, size, &p);
        line_set s = {.borders = p.borders,
                      .n = p.n_borders,
                      .n_points = p.n_points,
                      .x = p.x,
                      .y = p.y,
                      .corner = aid_partition_at(&p, 0, 0)};
        figures f = measure(r, &s, 256);
        char name[40];
        snprintf(name, sizeof name, "made up, %zu cells", cells[k] * cells[k]);
        print_figures(name, &f);
        aid_partition_free(&p);
    }
}

/* ---- a layer -------------------------------------------------------------------------- */

typedef struct half_edge { /* an edge of a ring; `key` is that of both its directions */
    uint64_t key;
    uint32_t at;
    district_id district;
} half_edge;

static uint64_t edge_key(const geometry *g, uint32_t a, uint32_t b) {
    uint64_t bits[4];
    if (g->x[a] > g->x[b] || (!(g->x[a] < g->x[b]) && g->y[a] > g->y[b])) {
        uint32_t swap = a;
        a = b, b = swap;
    }
    memcpy(bits, (double[]){g->x[a], g->y[a], g->x[b], g->y[b]}, sizeof bits);
    uint64_t h = 0;
    for (int i = 0; i < 4; i++) h = (h ^ bits[i]) * UINT64_C(0x9E3779B97F4A7C15), h ^= h >> 29;
    return h;
}

static int compare_edges(const void *a, const void *b) {
    const half_edge *p = a, *q = b;
    if (p->key != q->key) return p->key < q->key ? -1 : 1;
    return (p->at > q->at) - (p->at < q->at);
}

/* other[i]: the district beyond the edge that begins at point i; DISTRICT_NONE if there is none. */
static void find_neighbors(const geometry *g, district_id *other) {
    half_edge *edges = calloc(g->n_points, sizeof *edges);
    if (!edges) exit(1);
    for (district_id d = 0; d < g->n_districts; d++)
        for (uint32_t k = g->ring_of[d]; k < g->ring_of[d + 1]; k++)
            for (uint32_t i = 0; i < g->rings[k].count; i++) {
                uint32_t a = g->rings[k].first + i,
                         b = g->rings[k].first + (i + 1) % g->rings[k].count;
                edges[a] = (half_edge){edge_key(g, a, b), a, d};
                other[a] = DISTRICT_NONE;
            }
    qsort(edges, g->n_points, sizeof *edges, compare_edges);
    for (size_t i = 0; i + 1 < g->n_points; i++)
        if (edges[i].key == edges[i + 1].key) {
            other[edges[i].at] = edges[i + 1].district;
            other[edges[i + 1].at] = edges[i].district;
        }
    free(edges);
}

static void add_point(line_set *s, double x, double y) {
    if (s->n_points == s->cap_points) {
        s->cap_points = s->cap_points * 2 + 64;
        s->x = realloc(s->x, s->cap_points * sizeof *s->x);
        s->y = realloc(s->y, s->cap_points * sizeof *s->y);
        if (!s->x || !s->y) exit(1);
    }
    s->x[s->n_points] = x, s->y[s->n_points++] = y;
}

static bool border_touches(const line_set *s, const aid_border *b, double side) {
    rect r = RECT_EMPTY;
    for (size_t i = b->first; i < s->n_points; i++) rect_add(&r, s->x[i], s->y[i]);
    return rect_touches(r, (rect){-4, -4, side + 4, side + 4});
}

/* The ring's edges with one neighbor from `i` on as a border, thinned; returns where they end. */
static uint32_t add_chain(line_set *s, const geometry *g, ring r, district_id d,
                          const district_id *other, uint32_t i, const pixel_window *w,
                          bool inside_right) {
    if (s->n == s->cap) {
        s->cap = s->cap * 2 + 64;
        if (!(s->borders = realloc(s->borders, s->cap * sizeof *s->borders))) exit(1);
    }
    aid_border b = {.first = s->n_points};
    district_id beyond = other[r.first + i];
    uint32_t end = i;
    while (end < r.count && other[r.first + end] == beyond) end++;
    for (uint32_t k = i; k <= end; k++) {
        double x, y;
        uint32_t at = r.first + k % r.count;
        grid_m_to_pixel(w->z, w->tile_px, g->x[at], g->y[at], &x, &y);
        x -= (double)w->x0, y -= (double)w->y0;
        double dx = k > i ? x - s->x[s->n_points - 1] : 1,
               dy = k > i ? y - s->y[s->n_points - 1] : 1;
        if (k == end || dx * dx + dy * dy >= 0.25) add_point(s, x, y);
    }
    b.count = s->n_points - b.first;
    b.left = inside_right ? beyond : d, b.right = inside_right ? d : beyond;
    bool wanted = (d < beyond || beyond == DISTRICT_NONE) && b.count > 1;
    if (wanted && border_touches(s, &b, w->width))
        s->borders[s->n++] = b;
    else
        s->n_points = b.first;
    return end;
}

/* True if the inside lies at the right hand as one walks along the ring on the map: clockwise
 * with y up, for outer rings; holes are turned likewise by what lies within them. */
static bool ring_is_clockwise(const geometry *g, ring r) {
    double sum = 0;
    for (uint32_t i = 0, j = r.count - 1; i < r.count; j = i++)
        sum += (g->x[r.first + j] - g->x[r.first]) * (g->y[r.first + i] - g->y[r.first]) -
               (g->x[r.first + i] - g->x[r.first]) * (g->y[r.first + j] - g->y[r.first]);
    return sum < 0;
}

static void tile_lines(const geometry *g, const district_id *other, const pixel_window *w,
                       line_set *s) {
    s->n = s->n_points = 0;
    s->corner = DISTRICT_NONE;
    double m = 1 / grid_pixels_per_m(w->z, w->tile_px);
    double x = (double)w->x0 * m - GRID_HALF_M, y = GRID_HALF_M - (double)w->y0 * m;
    for (district_id d = 0; d < g->n_districts; d++) {
        if (s->corner == DISTRICT_NONE && geometry_contains(g, d, x, y)) s->corner = d;
        uint32_t first = g->ring_of[d];
        for (uint32_t k = first; k < g->ring_of[d + 1]; k++) {
            bool right = ring_is_clockwise(g, g->rings[k]);
            for (uint32_t i = 0; i < g->rings[k].count;)
                i = add_chain(s, g, g->rings[k], d, other, i, w, right);
        }
    }
}

static void layer(raster *r, const char *path, const char *key, unsigned z, uint32_t side) {
    err e;
    shapefile *f = NULL;
    if (shapefile_load(path, &(shapefile_options){.key_field = key}, &f, &e)) {
        fprintf(stderr, "%s\n", e.text);
        exit(1);
    }
    const geometry *g = f->mercator;
    district_id *other = calloc(g->n_points, sizeof *other);
    if (!other) exit(1);
    find_neighbors(g, other);
    rect all = geometry_bounds(g);
    double x0, y0, x1, y1, sum[3] = {0}, tiles = 0;
    grid_m_to_pixel(z, side, all.x0, all.y1, &x0, &y0);
    grid_m_to_pixel(z, side, all.x1, all.y0, &x1, &y1);
    line_set s = {0};
    for (uint32_t ty = (uint32_t)(y0 / side); ty <= (uint32_t)(y1 / side); ty++)
        for (uint32_t tx = (uint32_t)(x0 / side); tx <= (uint32_t)(x1 / side); tx++) {
            pixel_window w = grid_tile_window((tile_id){z, tx, ty}, side);
            tile_lines(g, other, &w, &s);
            if (!s.n) continue;
            figures t = measure(r, &s, side);
            char name[40];
            snprintf(name, sizeof name, "%u/%u/%u", z, tx, ty);
            print_figures(name, &t);
            for (int k = 0; k < 3; k++) sum[k] += t.us[k];
            tiles++;
        }
    printf("mean of %.0f tiles: fill %.0f us, 1 px %.0f us, 3 + 1 px %.0f us\n", tiles,
           sum[0] / tiles, sum[1] / tiles, sum[2] / tiles);
    free(s.borders);
    free(s.x);
    free(s.y);
    free(other);
    shapefile_free(f);
}

int main(int argc, char **argv) {
    raster *r = NULL;
    if (raster_create(&r, NULL)) return 1;
    if (argc == 5)
        layer(r, argv[1], argv[2], (unsigned)atoi(argv[3]), (uint32_t)atoi(argv[4]));
    else
        made_up(r);
    raster_free(r);
    return 0;
}
