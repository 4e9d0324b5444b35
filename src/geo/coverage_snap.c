/* Which vertex each point of a geometry becomes.
 *
 * Defined by going through the points in order: each becomes the nearest vertex within a snap, else
 * a new one.  Nearly all points either equal one before or are far from all: for those the order
 * does not matter, and they are found tile by tile.  Only the others, `crowded` ones that have
 * another place within a snap, are gone through as defined. */
#include "geo/coverage_near.h"
#include "geo/coverage_net.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#define TILE_POINTS 1024 /* at least, where points are spread evenly: a tile's tables stay near */
#define BLOCKS      16   /* pieces of the list of points, for the threads */
#define CROWDED     UINT32_MAX
#define SEVERAL     UINT32_MAX /* tiles */
#define NONE        UINT32_MAX

typedef struct snapper {
    const geometry *g;
    coverage_net *net;
    double per_unit;
    size_t n;        /* points of all rings */
    uint32_t *order; /* [n] where they are in the geometry; NULL: in order */
    uint32_t *first; /* [n] its tile, or SEVERAL; then the first that equals it, or CROWDED; in the
                        end its vertex */
    exact_point origin;
    unsigned shift; /* of tiles: 2^shift wide */
    size_t columns, rows;
    uint32_t *at;            /* [BLOCKS][tiles] counts, then where to put the next */
    uint32_t *tile;          /* [tiles + 1] into list */
    uint32_t *list;          /* points of each tile and of a snap around it, ascending */
    size_t vertices[BLOCKS]; /* how many begin in each, then the number of the first */
    uint64_t *is_first;      /* a bit for each point */
} snapper;

/* llround() for what is far below 2^52: the largest double under a half carries exactly the halves
 * over. */
static int64_t nearest_int(double x) { return (int64_t)(x + copysign(0x1.fffffffffffffp-2, x)); }

static exact_point place(const snapper *s, size_t i) {
    size_t k = s->order ? s->order[i] : i;
    return (exact_point){nearest_int(s->g->x[k] * s->per_unit),
                         nearest_int(s->g->y[k] * s->per_unit)};
}

/* Multiples of 64, but for the last: no word of is_first has points of two. */
static size_t block_begin(const snapper *s, size_t block) {
    return block < BLOCKS ? s->n * block / BLOCKS / 64 * 64 : s->n;
}

static err_code find_order(snapper *s, err *e) {
    const geometry *g = s->g;
    bool in_order = true;
    for (size_t r = 0; r < g->n_rings; s->n += g->rings[r++].count)
        in_order = in_order && g->rings[r].first == s->n;
    s->first = malloc((s->n ? s->n : 1) * sizeof *s->first);
    if (!in_order) s->order = malloc((s->n ? s->n : 1) * sizeof *s->order);
    if (!s->first || (!in_order && !s->order)) return err_nomem(e);
    for (size_t r = 0, to = 0; r < g->n_rings && s->order; r++)
        for (uint32_t i = 0; i < g->rings[r].count; i++) s->order[to++] = g->rings[r].first + i;
    return ERR_OK;
}

/* ---- tiles ---- */

static void choose_tiles(snapper *s) {
    rect box = geometry_bounds(s->g);
    s->columns = s->rows = 1;
    s->shift = 60;
    if (rect_is_empty(box)) return;
    s->origin = (exact_point){nearest_int(box.x0 * s->per_unit), nearest_int(box.y0 * s->per_unit)};
    uint64_t width = (uint64_t)(nearest_int(box.x1 * s->per_unit) - s->origin.x);
    uint64_t height = (uint64_t)(nearest_int(box.y1 * s->per_unit) - s->origin.y);
    for (unsigned shift = 60; INT64_C(1) << shift >= 8 * s->net->snap; shift--) {
        size_t columns = (size_t)(width >> shift) + 1, rows = (size_t)(height >> shift) + 1;
        if (columns > s->n || rows > s->n || columns * rows > s->n / TILE_POINTS + 1) return;
        s->columns = columns, s->rows = rows, s->shift = shift;
    }
}

static void put(const snapper *s, size_t tile, size_t i, uint32_t *at) {
    if (s->list) s->list[at[tile]] = (uint32_t)i;
    at[tile]++;
}

/* Adds a point to its tile and to those that are within a snap of it: counts, or fills the list.
 * Most have but one, which `first` tells from the one to the other. */
static void put_near(const snapper *s, size_t i, uint32_t *at) {
    exact_point p = place(s, i);
    int64_t m = s->net->snap, x = p.x - s->origin.x, y = p.y - s->origin.y;
    size_t x0 = (size_t)((x > m ? x - m : 0) >> s->shift), x1 = (size_t)((x + m) >> s->shift);
    size_t y0 = (size_t)((y > m ? y - m : 0) >> s->shift), y1 = (size_t)((y + m) >> s->shift);
    size_t tile = y0 * s->columns + x0;
    s->first[i] = x0 == x1 && y0 == y1 ? (uint32_t)tile : SEVERAL;
    for (size_t row = y0; row <= y1 && row < s->rows; row++)
        for (size_t column = x0; column <= x1 && column < s->columns; column++)
            put(s, row * s->columns + column, i, at);
}

static err_code put_block(void *ctx, size_t block, err *e) {
    const snapper *s = ctx;
    (void)e;
    uint32_t *at = s->at + block * s->columns * s->rows;
    for (size_t i = block_begin(s, block); i < block_begin(s, block + 1); i++)
        if (s->list && s->first[i] != SEVERAL)
            put(s, s->first[i], i, at);
        else
            put_near(s, i, at);
    return ERR_OK;
}

static err_code place_tiles(snapper *s, err *e) { /* by tile, then by block: so they ascend */
    size_t tiles = s->columns * s->rows, sum = 0;
    for (size_t t = 0; t < tiles; t++) {
        s->tile[t] = (uint32_t)sum;
        for (size_t block = 0; block < BLOCKS; block++) {
            uint32_t *at = &s->at[block * tiles + t], count = *at;
            *at = (uint32_t)sum;
            sum += count;
        }
    }
    if (sum >= NONE) return err_set(e, ERR_UNSUPPORTED, "borders have more than 4 billion points");
    s->tile[tiles] = (uint32_t)sum;
    return ERR_OK;
}

static err_code fill_tiles(snapper *s, err *e) {
    size_t tiles = s->columns * s->rows;
    s->at = calloc(BLOCKS * tiles, sizeof *s->at);
    s->tile = malloc((tiles + 1) * sizeof *s->tile);
    if (!s->at || !s->tile) return err_nomem(e);
    err_code rc = coverage_net_each(s->net, BLOCKS, put_block, s, e);
    if (!rc) rc = place_tiles(s, e);
    if (!rc && !(s->list = malloc(((size_t)s->tile[tiles] + 1) * sizeof *s->list)))
        rc = err_nomem(e);
    if (!rc) rc = coverage_net_each(s->net, BLOCKS, put_block, s, e);
    free(s->at);
    s->at = NULL;
    return rc;
}

/* ---- one tile ---- */

typedef struct spot { /* a place where points are */
    exact_point at;
    uint32_t first, next; /* point; spot of the same bucket */
    bool crowded;
} spot;

typedef struct table { /* the spots of a tile, by cells as in coverage_near.h */
    coverage_near cells;
    spot *spots;
    uint32_t *bucket, *spot_of; /* of each point of the tile */
    size_t n, mask;
} table;

static err_code table_open(table *t, int64_t snap, size_t points, err *e) {
    size_t size = 64;
    while (size < points) size *= 2;
    *t = (table){.cells = coverage_near_of(snap), .mask = size - 1};
    t->spots = malloc((points + 1) * sizeof *t->spots);
    t->spot_of = malloc((points + 1) * sizeof *t->spot_of);
    t->bucket = malloc(size * sizeof *t->bucket);
    if (!t->spots || !t->spot_of || !t->bucket) return err_nomem(e);
    for (size_t i = 0; i < size; i++) t->bucket[i] = NONE;
    return ERR_OK;
}

static void table_close(table *t) {
    free(t->spots);
    free(t->spot_of);
    free(t->bucket);
}

static void mark_crowd(table *t, spot *new) {
    near_cells cells = coverage_near_cells(&t->cells, new->at);
    double most = (double)t->cells.snap * (double)t->cells.snap;
    for (size_t k = 0; k < cells.n; k++)
        for (uint32_t i = t->bucket[cells.hash[k] & t->mask]; i != NONE; i = t->spots[i].next) {
            spot *o = &t->spots[i];
            double dx = (double)(o->at.x - new->at.x), dy = (double)(o->at.y - new->at.y);
            if (dx * dx + dy * dy <= most) o->crowded = new->crowded = true;
        }
}

static uint32_t spot_at(table *t, exact_point p, uint32_t point) {
    uint32_t *bucket = &t->bucket[coverage_near_cell(&t->cells, p) & t->mask];
    for (uint32_t i = *bucket; i != NONE; i = t->spots[i].next)
        if (t->spots[i].at.x == p.x && t->spots[i].at.y == p.y) return i;
    spot *new = &t->spots[t->n];
    *new = (spot){.at = p, .first = point, .next = *bucket};
    mark_crowd(t, new);
    *bucket = (uint32_t)t->n;
    return (uint32_t)t->n++;
}

static err_code find_spots(void *ctx, size_t tile, err *e) {
    const snapper *s = ctx;
    table t;
    const uint32_t *list = s->list + s->tile[tile];
    size_t count = s->tile[tile + 1] - s->tile[tile];
    err_code rc = table_open(&t, s->net->snap, count, e);
    for (size_t i = 0; i < count && !rc; i++)
        t.spot_of[i] = spot_at(&t, place(s, list[i]), list[i]);
    for (size_t i = 0; i < count && !rc; i++) {
        const spot *at = &t.spots[t.spot_of[i]];
        size_t column = (size_t)((at->at.x - s->origin.x) >> s->shift);
        size_t row = (size_t)((at->at.y - s->origin.y) >> s->shift);
        if (row * s->columns + column == tile)
            s->first[list[i]] = at->crowded ? CROWDED : at->first;
    }
    table_close(&t);
    return rc;
}

/* ---- numbers ---- */

/* The crowded points in their order.  They are known by the first point of their vertex as yet, and
 * those have the order of the vertices. */
static err_code settle_crowd(snapper *s, err *e) {
    coverage_near crowd = coverage_near_of(s->net->snap);
    err_code rc = ERR_OK;
    for (size_t i = 0; i < s->n && !rc; i++) {
        if (s->first[i] != CROWDED) continue;
        exact_point p = place(s, i);
        if (coverage_near_find(&crowd, p, &s->first[i])) continue;
        s->first[i] = (uint32_t)i;
        rc = coverage_near_put(&crowd, p, (uint32_t)i, e);
    }
    coverage_near_free(&crowd);
    return rc;
}

static err_code count_block(void *ctx, size_t block, err *e) {
    snapper *s = ctx;
    size_t count = 0;
    (void)e;
    for (size_t i = block_begin(s, block); i < block_begin(s, block + 1); i++)
        count += s->first[i] == i;
    s->vertices[block] = count;
    return ERR_OK;
}

static err_code make_room(snapper *s, err *e) {
    size_t sum = 0;
    for (size_t block = 0; block < BLOCKS; block++) {
        size_t count = s->vertices[block];
        s->vertices[block] = sum;
        sum += count;
    }
    s->net->points = malloc((sum + 1) * sizeof *s->net->points);
    s->is_first = calloc(s->n / 64 + 1, sizeof *s->is_first);
    if (!s->net->points || !s->is_first) return err_nomem(e);
    s->net->n_points = sum;
    s->net->cap_points = sum + 1;
    return ERR_OK;
}

/* First points get the numbers of their vertices; then all others can ask them. */
static err_code number_block(void *ctx, size_t block, err *e) {
    const snapper *s = ctx;
    size_t number = s->vertices[block];
    (void)e;
    for (size_t i = block_begin(s, block); i < block_begin(s, block + 1); i++) {
        if (s->first[i] != i) continue;
        s->net->points[number] = place(s, i);
        s->first[i] = (uint32_t)number++;
        s->is_first[i / 64] |= UINT64_C(1) << i % 64;
    }
    return ERR_OK;
}

static err_code ask_block(void *ctx, size_t block, err *e) {
    const snapper *s = ctx;
    (void)e;
    for (size_t i = block_begin(s, block); i < block_begin(s, block + 1); i++)
        if (!(s->is_first[i / 64] >> i % 64 & 1)) s->first[i] = s->first[s->first[i]];
    return ERR_OK;
}

static err_code number_vertices(snapper *s, err *e) {
    err_code rc = settle_crowd(s, e);
    if (!rc) rc = coverage_net_each(s->net, BLOCKS, count_block, s, e);
    if (!rc) rc = make_room(s, e);
    if (!rc) rc = coverage_net_each(s->net, BLOCKS, number_block, s, e);
    if (!rc) rc = coverage_net_each(s->net, BLOCKS, ask_block, s, e);
    free(s->is_first);
    return rc;
}

err_code coverage_snap(coverage_net *n, const geometry *g, uint32_t **vertices, err *e) {
    snapper s = {.g = g, .net = n, .per_unit = 1 / n->unit};
    err_code rc = find_order(&s, e);
    choose_tiles(&s);
    if (!rc) rc = fill_tiles(&s, e);
    if (!rc) rc = coverage_net_each(n, s.columns * s.rows, find_spots, &s, e);
    free(s.at);
    free(s.list);
    free(s.tile);
    if (!rc) rc = number_vertices(&s, e);
    free(s.order);
    if (rc)
        free(s.first);
    else
        *vertices = s.first;
    return rc;
}
