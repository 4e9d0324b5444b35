/* tiler: whole tiles of Stockholm.  Truth: 16 x 16 samples a pixel of the same simplified borders,
 * each told by a ray through the arcs and by its distance to them; and counts of what is drawn. */
#include "aid_atlas.h"
#include "aid_cmocka.h"
#include "aid_random.h"
#include "base/hash.h"
#include "base/pool.h"
#include "draw/png.h"
#include "tile/painting.h"
#include "tile/sketch.h"
#include "tile/tiler.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static tiler *open_tiler(bool improve) {
    tiler *t = NULL;
    assert_int_equal(tiler_create(64 << 20, improve, &t, NULL), ERR_OK);
    return t;
}

static rgba *draw(tiler *t, const choropleth *c, tile_id id, unsigned scale) {
    buf png = BUF_EMPTY;
    rgba *pixels = NULL;
    uint32_t width, height;
    err e = {0};
    if (tiler_png(t, c, id, scale, &png, &e)) fail_msg("%s", e.text);
    assert_int_equal(png_decode(buf_view(&png), &pixels, &width, &height, NULL), ERR_OK);
    assert_true(width == 256 * scale && height == width);
    buf_free(&png);
    return pixels;
}

/* ---- against samples ---- */

enum { SIDE = 16 };

typedef struct truth {
    const atlas_layer *layer;
    coverage_level *level;
    arc_list ray, near;
    tile_id id;
    unsigned scale;
    double border_px; /* device px */
} truth;

static double segment_distance(double px, double py, double ax, double ay, double bx, double by) {
    double dx = bx - ax, dy = by - ay, n = dx * dx + dy * dy;
    double t = n > 0 ? ((px - ax) * dx + (py - ay) * dy) / n : 0;
    t = fmin(fmax(t, 0), 1);
    return hypot(px - ax - t * dx, py - ay - t * dy);
}

static bool is_ink(truth *q, double x, double y, double m_a_px) {
    double reach = q->border_px / 2 * m_a_px;
    for (size_t i = 0; i < q->near.count; i++) {
        uint32_t k = q->near.arc[i];
        for (uint32_t p = q->level->first[k]; p + 1 < q->level->first[k + 1]; p++)
            if (segment_distance(x, y, q->level->x[p], q->level->y[p], q->level->x[p + 1],
                                 q->level->y[p + 1]) <= reach)
                return true;
    }
    return false;
}

typedef struct sampled {
    double r, g, b, a; /* premultiplied, 0..255 */
    unsigned
        districts; /* different ones that were met, the outside among them; at most 3 counted */
    bool any_ink;
} sampled;

static void add_district(district_id seen[3], unsigned *n, district_id d) {
    for (unsigned i = 0; i < *n; i++)
        if (seen[i] == d) return;
    if (*n < 3) seen[(*n)++] = d;
}

static sampled sample_pixel(truth *q, const paint *p, uint32_t i, uint32_t j) {
    rect box = grid_tile_bounds(q->id);
    double m = (box.x1 - box.x0) / (256.0 * q->scale);
    sampled s = {0};
    district_id seen[3];
    rect around = {box.x0 + (i - 3.0) * m, box.y1 - (j + 4.0) * m, box.x0 + (i + 4.0) * m,
                   box.y1 - (j - 3.0) * m};
    assert_int_equal(arc_index_query(q->layer->index, around, &q->near, NULL), ERR_OK);
    for (int v = 0; v < SIDE; v++)
        for (int u = 0; u < SIDE; u++) {
            double x = box.x0 + (i + (u + 0.5) / SIDE) * m, y = box.y1 - (j + (v + 0.5) / SIDE) * m;
            district_id d;
            rgba c = {0};
            assert_int_equal(
                arc_index_district_at(q->layer->index, q->level, x, y, &q->ray, &d, NULL), ERR_OK);
            add_district(seen, &s.districts, d);
            if (d != DISTRICT_NONE) c = p->fill[d];
            if (is_ink(q, x, y, m)) c = p->border, s.any_ink = true;
            double a = c.a / 255.0 / (SIDE * SIDE);
            s.r += c.r * a, s.g += c.g * a, s.b += c.b * a, s.a += c.a / (double)(SIDE * SIDE);
        }
    return s;
}

static double farthest(sampled want, rgba got) {
    double a = got.a / 255.0;
    double d = fmax(fabs(want.r - got.r * a), fabs(want.g - got.g * a));
    return fmax(fmax(d, fabs(want.b - got.b * a)), fabs(want.a - got.a));
}

/* A pixel is looked at where a neighbor has another color, and now and then inside. */
static bool is_edge(const rgba *p, uint32_t side, uint32_t i, uint32_t j) {
    const rgba *at = &p[j * side + i];
    return i && j && (memcmp(at, at - 1, sizeof *at) || memcmp(at, at - side, sizeof *at));
}

typedef struct found {
    size_t edges, inside, of_three;
    double worst, worst_of_three;
} found;

static void compare(const choropleth *c, tile_id id, unsigned scale, found *f) {
    tiler *t = open_tiler(false);
    skeleton *s = NULL;
    rgba *got = draw(t, c, id, scale);
    assert_int_equal(tiler_skeleton(t, c, id, scale, &s, NULL), ERR_OK);
    double m = 1 / grid_pixels_per_m(id.z, 256 * scale);
    /* Half a level of the districts' mix and of the ink's, each of up to 255; the samples' own
     * grain of 1/16; and the 2 of rounding. */
    const slot_levels *levels = &slot_rungs[s->rung];
    double half = 255 * (levels->mix_step / 32.0 + levels->ink_step / 32.0), allowed = half + 2;
    truth q = {.layer = choropleth_layer(c),
               .id = id,
               .scale = scale,
               .border_px = c->paint.border_px * scale};
    assert_int_equal(
        coverage_level_make(q.layer->borders, m * m * SKETCH_TOLERANCE_PX2, &q.level, NULL),
        ERR_OK);
    aid_random random = {id.z * 1000 + id.x + scale};
    for (int n = 0; n < 4000; n++) {
        uint32_t i = (uint32_t)(aid_random_bits(&random) % (256 * scale)),
                 j = (uint32_t)(aid_random_bits(&random) % (256 * scale));
        bool edge = is_edge(got, 256 * scale, i, j);
        if (!edge && n % 20) continue;
        sampled want = sample_pixel(&q, &c->paint, i, j);
        double off = farthest(want, got[j * 256 * scale + i]);
        if (want.districts == 1 && !want.any_ink) {
            f->inside++;
            if (off > 0.51)
                fail_msg("%u/%u/%u: pixel %u, %u inside: off by %g", id.z, id.x, id.y, i, j, off);
        } else if (want.districts == 3) {
            f->of_three++;
            f->worst_of_three = fmax(f->worst_of_three, off);
        } else {
            f->edges++;
            f->worst = fmax(f->worst, off);
            if (off > allowed)
                fail_msg("%u/%u/%u: pixel %u, %u: off by %g, %g allowed", id.z, id.x, id.y, i, j,
                         off, allowed);
        }
    }
    coverage_level_free(q.level);
    arc_list_free(&q.ray);
    arc_list_free(&q.near);
    skeleton_unref(s);
    free(got);
    tiler_free(t);
}

static void test_pixels_are_what_samples_say(void **state) {
    (void)state;
    static const tile_id ids[] = {{9, 281, 150}, {10, 563, 301}, {11, 1126, 602}, {13, 4507, 2409}};
    static const char *const maps[] = {"violence", "population_14", "population_nbh"};
    found f = {0};
    for (size_t k = 0; k < sizeof ids / sizeof *ids; k++)
        for (size_t n = 0; n < sizeof maps / sizeof *maps; n++) {
            const look_setting o[] = {{"border-width", n == 1 ? "0" : "1"},
                                      {"no-data-color", "#808080"},
                                      {"border-color", "#ff0000"},
                                      {"casing-width", "0"}};
            choropleth *c = aid_bare_map(aid_stockholm, maps[n], o, 4);
            choropleth plain = *c; /* without hatches, whose samples are test_painting's */
            uint8_t *none = calloc(200, 1);
            assert_non_null(none);
            plain.paint.pattern = none;
            compare(&plain, ids[k], 1 + (unsigned)(k % 2), &f);
            free(none);
            choropleth_unref(c);
        }
    print_message("%zu pixels at borders, worst %.1f; %zu inside; %zu of three districts, worst "
                  "%.1f of 255\n",
                  f.edges, f.worst, f.inside, f.of_three, f.worst_of_three);
    assert_true(f.edges > 500 && f.inside > 500);
}

/* ---- one map from many tiles ---- */

/* How far a color can be from the exact one: half a step of the mix and half a step of the ink;
 * where under ink only the larger district is kept, the smaller one's share, a half at most. */
static int half_step_of(tiler *t, const choropleth *c, tile_id id, unsigned scale) {
    skeleton *s = NULL;
    assert_int_equal(tiler_skeleton(t, c, id, scale, &s, NULL), ERR_OK);
    const slot_levels *l = &slot_rungs[s->rung];
    int half = l->dominant ? 255 / 2 : 255 * (l->mix_step + l->ink_step) / (2 * SLOT_WHOLE);
    skeleton_unref(s);
    return half;
}

static int apart(rgba p, rgba q) { /* premultiplied */
    int d = abs(p.a - q.a);
    const int pairs[3][2] = {{p.r, q.r}, {p.g, q.g}, {p.b, q.b}};
    for (int i = 0; i < 3; i++) {
        int one = abs(pairs[i][0] * p.a - pairs[i][1] * q.a) / 255;
        if (one > d) d = one;
    }
    return d;
}

/* A tile of 512 px has the pixels of four of 256 px a zoom further in, if the lines are as wide:
 * their common edges run through its middle.  So what a pixel shows does not depend on the tile,
 * but for the levels, which may be others: each tile is at most half a step from the truth. */
static void test_four_tiles_are_one(void **state) {
    (void)state;
    static const tile_id ids[] = {{9, 281, 150}, {10, 562, 301}, {10, 563, 301}, {11, 1126, 602}};
    tiler *t = open_tiler(false);
    size_t same = 0, all = 0;
    for (size_t k = 0; k < sizeof ids / sizeof *ids; k++) {
        const look_setting wide[] = {
            {"border-width", "0.5"}, {"casing-width", "0"}, {"border-color", "#fff"}};
        const look_setting thin[] = {
            {"border-width", "1"}, {"casing-width", "0"}, {"border-color", "#fff"}};
        choropleth *big = aid_bare_map(aid_stockholm, "population_14", wide, 3);
        choropleth *small = aid_bare_map(aid_stockholm, "population_14", thin, 3);
        tile_id id = ids[k];
        rgba *whole = draw(t, big, id, 2);
        int half = half_step_of(t, big, id, 2);
        for (uint32_t q = 0; q < 4; q++) {
            tile_id part = {id.z + 1, 2 * id.x + q % 2, 2 * id.y + q / 2};
            rgba *p = draw(t, small, part, 1);
            int allowed = half + half_step_of(t, small, part, 1) + 2;
            for (uint32_t j = 0; j < 256; j++)
                for (uint32_t i = 0; i < 256; i++) {
                    const rgba *there = &whole[(q / 2 * 256 + j) * 512 + q % 2 * 256 + i];
                    int far = apart(p[j * 256 + i], *there);
                    if (far > allowed)
                        fail_msg("%u/%u/%u: pixel %u, %u: %d, %d allowed", part.z, part.x, part.y,
                                 i, j, far, allowed);
                    same += far == 0;
                    all++;
                }
            free(p);
        }
        free(whole);
        choropleth_unref(big);
        choropleth_unref(small);
    }
    print_message("%zu of %zu pixels are the same to the bit\n", same, all);
    assert_true(same > all / 100 * 97);
    tiler_free(t);
}

static void mark_slots(tiler *t, const choropleth *c, tile_id id, bool *seen) {
    skeleton *s = NULL;
    assert_int_equal(tiler_skeleton(t, c, id, 1, &s, NULL), ERR_OK);
    for (size_t i = 0; i < s->n_slots; i++) {
        const slot *x = &s->slots[i];
        if (x->a != DISTRICT_NONE) seen[x->a] = true;
        if (x->weight_b && x->b != DISTRICT_NONE) seen[x->b] = true;
    }
    skeleton_unref(s);
}

/* A district of over one square pixel has a pixel, at any zoom. */
static void test_no_district_is_lost(void **state) {
    (void)state;
    static const char *const maps[] = {"violence", "population_14", "rental"};
    tiler *t = open_tiler(false);
    size_t looked_for = 0;
    for (size_t m = 0; m < 3; m++) {
        const look_setting plain[] = {{"border-width", "0"}, {"casing-width", "0"}};
        choropleth *c = aid_bare_map(aid_stockholm, maps[m], plain, 2);
        const geometry *g = choropleth_layer(c)->shape->mercator;
        rect b = geometry_bounds(g);
        for (unsigned z = 3; z <= 12; z++) {
            bool seen[200] = {false};
            double x0, y0, x1, y1, scale = grid_pixels_per_m(z, 256);
            grid_m_to_pixel(z, 256, b.x0, b.y1, &x0, &y0);
            grid_m_to_pixel(z, 256, b.x1, b.y0, &x1, &y1);
            for (uint32_t y = (uint32_t)(y0 / 256); y <= (uint32_t)(y1 / 256); y++)
                for (uint32_t x = (uint32_t)(x0 / 256); x <= (uint32_t)(x1 / 256); x++)
                    mark_slots(t, c, (tile_id){z, x, y}, seen);
            for (district_id d = 0; d < g->n_districts; d++) {
                if (geometry_area(g, d) * scale * scale <= 1) continue;
                looked_for++;
                if (!seen[d]) fail_msg("%s: district %u is lost at zoom %u", maps[m], d, z);
            }
        }
        choropleth_unref(c);
    }
    assert_true(looked_for > 800);
    tiler_free(t);
}

/* ---- what is drawn, and what only painted ---- */

static void test_a_look_draws_nothing_again(void **state) {
    (void)state;
    static const look_setting looks[] = {
        {"method", "jenks"},      {"method", "unclassed"},
        {"classes", "3"},         {"breaks", "10,12"},
        {"closed", "left"},       {"ramp", "viridis"},
        {"reverse", "1"},         {"lang", "sv"},
        {"rounded", "1"},         {"border-color", "#123456"},
        {"opacity", "0.4"},       {"period", "2023"},
        {"background", "dark"},   {"method", "boxplot"},
        {"style", "color-blind"},
    };
    static const char *const maps[] = {"violence", "theft", "drugs"};
    tiler *t = open_tiler(false);
    tile_id id = {10, 563, 301};
    choropleth *first = aid_map(aid_stockholm, "violence", NULL, 0);
    free(draw(t, first, id, 1));
    assert_int_equal(tiler_stats_get(t).drawn, 1);
    for (size_t m = 0; m < 3; m++)
        for (size_t i = 0; i < sizeof looks / sizeof *looks; i++) {
            choropleth *c = NULL;
            err e;
            if (aid_map_try(aid_stockholm, maps[m], &looks[i], 1, &c, &e))
                continue; /* no such period */
            free(draw(t, c, id, 1));
            choropleth_unref(c);
        }
    tiler_stats s = tiler_stats_get(t);
    assert_int_equal(s.drawn, 1);
    assert_true(s.painted > 40);
    choropleth *wider =
        aid_bare_map(aid_stockholm, "violence", &(look_setting){"border-width", "2"}, 1);
    free(draw(t, wider, id, 1)); /* other geometry */
    assert_int_equal(tiler_stats_get(t).drawn, 2);
    choropleth_unref(wider);
    choropleth_unref(first);
    tiler_free(t);
}

static void test_choropleths_are_made_once(void **state) {
    (void)state;
    tiler *t = open_tiler(false);
    choropleth *a = NULL, *b = NULL, *other = NULL;
    look l = aid_stockholm->design[0].look, written = l;
    const look_sources from = look_library_sources(&aid_stockholm->library);
    size_t bad;
    const look_setting same[] = {{"opacity", "1.0"}};
    assert_int_equal(look_apply(&written, &from, same, 1, &bad, NULL), ERR_OK);
    assert_int_equal(tiler_choropleth(t, aid_stockholm, 0, &l, &a, NULL), ERR_OK);
    assert_int_equal(tiler_choropleth(t, aid_stockholm, 0, &written, &b, NULL), ERR_OK);
    assert_int_equal(tiler_choropleth(t, aid_stockholm, 1, &l, &other, NULL), ERR_OK);
    assert_ptr_equal(a, b);
    assert_ptr_not_equal(a, other);
    choropleth_unref(a);
    choropleth_unref(b);
    choropleth_unref(other);
    tiler_free(t);
}

/* Far away, and in the middle of a district: one color, and few bytes. */
static void test_tiles_of_one_color(void **state) {
    (void)state;
    tiler *t = open_tiler(true);
    choropleth *c = aid_bare_map(aid_stockholm, "violence", NULL, 0);
    rgba *p = draw(t, c, (tile_id){5, 3, 7}, 1);
    for (size_t i = 0; i < 256 * 256; i++) assert_int_equal(p[i].a, 0);
    free(p);
    double px, py; /* the middle of Bromma */
    rect b = choropleth_layer(c)->shape->mercator->bounds[0];
    grid_m_to_pixel(17, 256, (b.x0 + b.x1) / 2, (b.y0 + b.y1) / 2, &px, &py);
    p = draw(t, c, (tile_id){17, (uint32_t)(px / 256), (uint32_t)(py / 256)}, 2);
    for (size_t i = 0; i < 512 * 512; i++) assert_memory_equal(&p[i], &p[0], sizeof *p);
    assert_memory_equal(&p[0], &c->paint.fill[0], sizeof *p);
    free(p);
    choropleth_unref(c);
    tiler_free(t);
}

/* All that lie outside, or within one district, are one skeleton. */
static void test_equal_tiles_are_stored_once(void **state) {
    (void)state;
    tiler *t = open_tiler(false);
    choropleth *c = aid_bare_map(aid_stockholm, "violence", NULL, 0);
    skeleton *a = NULL, *b = NULL, *large = NULL;
    assert_int_equal(tiler_skeleton(t, c, (tile_id){5, 3, 7}, 1, &a, NULL), ERR_OK);
    assert_int_equal(tiler_skeleton(t, c, (tile_id){12, 2000, 1000}, 1, &b, NULL), ERR_OK);
    assert_int_equal(tiler_skeleton(t, c, (tile_id){5, 3, 7}, 2, &large, NULL), ERR_OK);
    assert_ptr_equal(a, b);
    assert_ptr_not_equal(a, large);
    skeleton_unref(a);
    skeleton_unref(b);
    skeleton_unref(large);
    choropleth_unref(c);
    tiler_free(t);
}

/* Missing looks missing in tiles: hatched pixels, in the variant alone. */
static void test_a_hatch_is_a_variant(void **state) {
    (void)state;
    tiler *t = open_tiler(false);
    tile_id id = {11, 1126, 602};
    choropleth *c = aid_bare_map(aid_stockholm, "area_type", NULL, 0);
    skeleton *s = NULL;
    rgba *p = draw(t, c, id, 1);
    assert_int_equal(tiler_stats_get(t).drawn, 2); /* the plain one told that there is a hatch */
    assert_int_equal(tiler_skeleton(t, c, id, 1, &s, NULL), ERR_OK);
    assert_true(s->patterns & PHASES_PATTERN(PATTERN_RISING));
    size_t hatched = 0;
    for (size_t i = 0; i < 256 * 256; i++)
        hatched += !memcmp(&p[i], &c->look.hatch_color, sizeof *p);
    assert_true(hatched > 500);
    skeleton_unref(s);
    free(p);
    choropleth_unref(c);
    tiler_free(t);
}

/* ---- improved in the background ---- */

static rgba *painted(const skeleton *s, const choropleth *c, size_t *size) {
    painting *p = NULL;
    buf png = BUF_EMPTY;
    rgba *pixels = NULL;
    uint32_t width, height;
    assert_int_equal(painting_create(&p, NULL), ERR_OK);
    assert_int_equal(painting_png(p, s, &c->paint, &png, NULL), ERR_OK);
    assert_int_equal(png_decode(buf_view(&png), &pixels, &width, &height, NULL), ERR_OK);
    *size = png.len;
    buf_free(&png);
    painting_free(p);
    return pixels;
}

/* Indexed ones take fewer bytes; wide ones are emitted from their parse, for looks of few equal
 * neighbors, and painted for others.  No pixel changes. */
static void test_improved_skeletons_paint_the_same(void **state) {
    (void)state;
    static const struct {
        const char *map;
        look_setting look;
        bool wide;
    } row[] = {{"violence", {"classes", "5"}, false},
               {"rental", {"classes", "9"}, true},
               {"rental", {"classes", "2"}, true},
               {"rental", {"method", "unclassed"}, true}};
    tiler *t = open_tiler(false);
    skeleton_scratch *scratch = NULL;
    assert_int_equal(skeleton_scratch_create(&scratch, NULL), ERR_OK);
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        choropleth *c = aid_bare_map(aid_stockholm, row[i].map, &row[i].look, 1);
        skeleton *s = NULL, *better = NULL, *again = NULL;
        size_t before, after, n = 256 * 256;
        assert_int_equal(tiler_skeleton(t, c, (tile_id){11, 1126, 602}, 1, &s, NULL), ERR_OK);
        assert_int_equal(s->pixels != NULL, row[i].wide);
        assert_int_equal(skeleton_improve(scratch, s, &better, NULL), ERR_OK);
        assert_ptr_not_equal(s, better);
        assert_true(better->improved && !better->tokens == !row[i].wide);
        assert_true(row[i].wide ? skeleton_memory(better) > skeleton_memory(s)
                                : skeleton_memory(better) < skeleton_memory(s));
        rgba *a = painted(s, c, &before), *b = painted(better, c, &after);
        assert_memory_equal(a, b, n * sizeof *a);
        if (!row[i].wide) assert_true(after < before);
        assert_int_equal(skeleton_improve(scratch, better, &again, NULL), ERR_OK);
        assert_ptr_equal(again, better); /* once is enough */
        skeleton_unref(again);
        skeleton_unref(better);
        skeleton_unref(s);
        free(a);
        free(b);
        choropleth_unref(c);
    }
    skeleton_scratch_free(scratch);
    tiler_free(t);
}

/* A wide tile of a few more than 256 colors: those that no eye tells apart become one, and none of
 * a district inside its borders. */
static void test_a_few_colors_too_many_fit_a_palette(void **state) {
    (void)state;
    tiler *t = open_tiler(false);
    choropleth *c = aid_bare_map(aid_stockholm, "rental", NULL, 0);
    skeleton_scratch *scratch = NULL;
    skeleton *s = NULL;
    static uint16_t slots[256 * 256];
    static rgba exact[SKELETON_WIDE_MAX];
    assert_int_equal(skeleton_scratch_create(&scratch, NULL), ERR_OK);
    assert_int_equal(tiler_skeleton(t, c, (tile_id){11, 1126, 602}, 1, &s, NULL), ERR_OK);
    assert_int_equal(skeleton_pixels(scratch, s, slots, NULL), ERR_OK);
    painting_colors(s, &c->paint, exact);
    buf png = BUF_EMPTY;
    rgba *got = draw(t, c, (tile_id){11, 1126, 602}, 1);
    assert_int_equal(tiler_png(t, c, (tile_id){11, 1126, 602}, 1, &png, NULL), ERR_OK);
    assert_int_equal(png.data[25], 3); /* the IHDR's color type: a palette */
    size_t merged = 0;
    for (size_t i = 0; i < 256 * 256; i++) {
        const slot *x = &s->slots[slots[i]];
        rgba want = exact[slots[i]];
        bool same = !memcmp(&want, &got[i], sizeof want);
        bool inside = !x->weight_b && !x->ink[0] && !x->ink[1];
        assert_true(same || (!inside && got[i].a == want.a && apart(got[i], want) <= 2));
        merged += !same;
    }
    assert_true(merged > 0 && merged < 6000);
    buf_free(&png);
    free(got);
    skeleton_unref(s);
    skeleton_scratch_free(scratch);
    choropleth_unref(c);
    tiler_free(t);
}

/* What was drawn is replaced by the better one, and the next request has it. */
static void test_the_improver_works_behind(void **state) {
    (void)state;
    tiler *t = open_tiler(true);
    choropleth *c = aid_bare_map(aid_stockholm, "violence", NULL, 0);
    tile_id id = {11, 1126, 602};
    buf first = BUF_EMPTY, second = BUF_EMPTY;
    assert_int_equal(tiler_png(t, c, id, 1, &first, NULL), ERR_OK);
    for (int i = 0; i < 1000 && !tiler_stats_get(t).improved; i++)
        nanosleep(&(struct timespec){0, 10000000}, NULL);
    assert_int_equal(tiler_stats_get(t).improved, 1);
    assert_int_equal(tiler_png(t, c, id, 1, &second, NULL), ERR_OK);
    assert_int_equal(tiler_stats_get(t).drawn, 1);
    assert_true(second.len < first.len);
    buf_free(&first);
    buf_free(&second);
    choropleth_unref(c);
    tiler_free(t);
}

/* ---- threads ---- */

typedef struct work {
    tiler *t;
    choropleth *map[3];
    uint64_t *hash;
} work;

static const tile_id around[] = {{9, 281, 150},   {10, 563, 301},  {10, 562, 301},
                                 {11, 1126, 602}, {11, 1127, 602}, {12, 2253, 1204},
                                 {12, 2252, 1204}};
#define AROUND (sizeof around / sizeof *around)

static err_code draw_one(void *ctx, size_t i, err *e) {
    work *w = ctx;
    buf png = BUF_EMPTY;
    size_t n = i % (AROUND * 6);
    err_code rc =
        tiler_png(w->t, w->map[n % 3], around[n % AROUND], 1 + (unsigned)(n / 3 % 2), &png, e);
    uint64_t h = hash_bytes(HASH_INIT, png.data, png.len);
    if (!rc && w->hash[n] && w->hash[n] != h) rc = err_set(e, ERR_FORMAT, "tile %zu differs", n);
    buf_free(&png);
    return rc;
}

/* The same bytes from one thread, and from eight at once. */
static void test_threads_draw_the_same(void **state) {
    (void)state;
    static uint64_t hash[AROUND * 6];
    work w = {.t = open_tiler(false), .hash = hash};
    static const char *const maps[] = {"violence", "population_14", "rental"};
    for (int i = 0; i < 3; i++) w.map[i] = aid_bare_map(aid_stockholm, maps[i], NULL, 0);
    for (size_t n = 0; n < AROUND * 6; n++) {
        buf png = BUF_EMPTY;
        assert_int_equal(
            tiler_png(w.t, w.map[n % 3], around[n % AROUND], 1 + (unsigned)(n / 3 % 2), &png, NULL),
            ERR_OK);
        hash[n] = hash_bytes(HASH_INIT, png.data, png.len);
        buf_free(&png);
    }
    tiler_free(w.t);
    w.t = open_tiler(false);
    pool *p = NULL;
    err e = {0};
    assert_int_equal(pool_create(8, 0, &p, NULL), ERR_OK);
    if (pool_run(p, AROUND * 6 * 4, draw_one, &w, &e)) fail_msg("%s", e.text);
    pool_free(p);
    for (int i = 0; i < 3; i++) choropleth_unref(w.map[i]);
    tiler_free(w.t);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pixels_are_what_samples_say),
        cmocka_unit_test(test_four_tiles_are_one),
        cmocka_unit_test(test_no_district_is_lost),
        cmocka_unit_test(test_a_look_draws_nothing_again),
        cmocka_unit_test(test_choropleths_are_made_once),
        cmocka_unit_test(test_tiles_of_one_color),
        cmocka_unit_test(test_equal_tiles_are_stored_once),
        cmocka_unit_test(test_a_hatch_is_a_variant),
        cmocka_unit_test(test_improved_skeletons_paint_the_same),
        cmocka_unit_test(test_a_few_colors_too_many_fit_a_palette),
        cmocka_unit_test(test_the_improver_works_behind),
        cmocka_unit_test(test_threads_draw_the_same),
    };
    return cmocka_run_group_tests_name("tiler", tests, aid_stockholm_open, aid_stockholm_close);
}
