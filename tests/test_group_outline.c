/* Groups of districts in drawings and in focus.  Truth: the distance of a pixel from the border of
 * the group's area, which GEOS has put together from the districts' polygons; and the vectors that
 * cairo draws of the same area in one piece. */
#include "aid_atlas.h"
#include "aid_cmocka.h"
#include "aid_files.h"
#include "aid_image.h"
#include "aid_site.h"
#include "atlas/group.h"
#include "draw/png.h"
#include "geo/geos.h"
#include "tile/tiler.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static tiler *drawing;

static int open_all(void **state) {
    if (tiler_create(64 << 20, false, &drawing, NULL)) return -1;
    return aid_stockholm_open(state);
}

static int close_all(void **state) {
    tiler_free(drawing);
    return aid_stockholm_close(state);
}

static aid_pixels tile_of(const choropleth *c, tile_id id, unsigned scale) {
    buf png = BUF_EMPTY;
    err e = {0};
    if (tiler_png(drawing, c, id, scale, &png, &e)) fail_msg("%s", e.text);
    aid_pixels p = aid_pixels_of(buf_view(&png));
    buf_free(&png);
    return p;
}

static size_t group_named(const char *id) {
    size_t found = 0;
    assert_true(group_find(aid_stockholm, id, &found));
    return found;
}

/* ---- tiles ---- */

typedef struct truth {
    geos *g;
    geos_area *area; /* of the group */
    rgba line;
} truth;

static truth truth_of(const choropleth *c, const char *id) {
    const geometry *g = choropleth_layer(c)->shape->mercator;
    const atlas_group *group = &aid_stockholm->group[group_named(id)];
    const bool *member = group->member[aid_stockholm->indicator_layer[c->indicator]];
    district_id *part = calloc(g->n_districts, sizeof *part);
    geometry *whole = NULL;
    truth t = {.line = group->color};
    assert_non_null(part);
    assert_int_equal(geos_open(&t.g, NULL), ERR_OK);
    for (district_id d = 0; d < g->n_districts; d++) part[d] = member[d] ? 0 : DISTRICT_NONE;
    assert_int_equal(geos_dissolve(t.g, g, part, 1, &whole, NULL), ERR_OK);
    assert_int_equal(geos_area_of(t.g, whole, 0, &t.area, NULL), ERR_OK);
    geometry_free(whole);
    free(part);
    return t;
}

static void truth_free(truth *t) {
    geos_area_free(t->area);
    geos_close(t->g);
}

/* A pixel's middle is 0.71 px from its corner, the line may be off by a bit more than the level's
 * quarter of a pixel, where the borders of districts were snapped. */
#define OFF 1.1

/* Pixels of one tile: those within the line have its color, those beyond its casing do not. */
static void check_tile(const choropleth *c, const truth *t, tile_id id, unsigned scale,
                       size_t *on) {
    aid_pixels p = tile_of(c, id, scale);
    rect r = grid_tile_bounds(id);
    uint32_t side = 256 * scale;
    double px = 1 / grid_pixels_per_m(id.z, side);
    double line = GROUP_LINE_PX * scale / 2, edge = GROUP_CASING_PX * scale / 2;
    for (uint32_t k = 0; k < side * side; k++) {
        double x = r.x0 + (k % side + 0.5) * px, y = r.y1 - (k / side + 0.5) * px;
        double far = geos_area_border_distance(t->area, x, y) / px;
        bool colored = aid_same_color(p.at[k], t->line);
        if (far < line - OFF) {
            if (!colored) fail_msg("%u/%u/%u@%u: no line at %u", id.z, id.x, id.y, scale, k);
            ++*on;
        } else if (far > edge + OFF && colored) {
            fail_msg("%u/%u/%u@%u: a line at %u, %.1f px away", id.z, id.x, id.y, scale, k, far);
        }
    }
    aid_pixels_free(&p);
}

static void check_tiles(const char *indicator_, const char *group, tile_id first, uint32_t n,
                        unsigned scale) {
    choropleth *c = AID_MAP(aid_stockholm, indicator_, {{"groups", group}, {"labels", "none"}});
    truth t = truth_of(c, group);
    size_t on = 0;
    for (uint32_t k = 0; k < n * n; k++) /* side by side: no seam between them */
        check_tile(c, &t, (tile_id){first.z, first.x + k % n, first.y + k / n}, scale, &on);
    if (scale > 1 && on < 500) fail_msg("%s: only %zu pixels of the line", group, on);
    truth_free(&t);
    choropleth_unref(c);
}

static void test_a_line_around_the_whole_area(void **state) {
    (void)state;
    check_tiles("violence", "jarva", (tile_id){11, 1125, 600}, 2, 2);
    check_tiles("violence", "vasterort", (tile_id){10, 562, 300}, 2, 2); /* on water too */
    check_tiles("low_standard", "inre-staden", (tile_id){12, 2252, 1203}, 2, 2);
    check_tiles("assistance", "jarva", (tile_id){12, 2250, 1201}, 2, 2); /* of two districts */
    check_tiles("violence", "skarholmen", (tile_id){12, 2250, 1205}, 2, 1);
}

/* How light a tile is between line and casing's edge, inside the area. */
static double inside_casing(const choropleth *c, const truth *t, tile_id id) {
    aid_pixels p = tile_of(c, id, 2);
    rect r = grid_tile_bounds(id);
    double px = 1 / grid_pixels_per_m(id.z, 512), sum = 0;
    size_t n = 0;
    for (uint32_t k = 0; k < 512 * 512; k++) {
        double x = r.x0 + (k % 512 + 0.5) * px, y = r.y1 - (k / 512 + 0.5) * px;
        double far = geos_area_border_distance(t->area, x, y) / px;
        if (far < GROUP_LINE_PX + 0.4 || far > GROUP_CASING_PX - 0.4) continue;
        if (!geos_area_contains(t->area, x, y)) continue;
        sum += (p.at[k].r + p.at[k].g + p.at[k].b) / 3.0;
        n++;
    }
    aid_pixels_free(&p);
    assert_true(n > 300);
    return sum / (double)n;
}

/* Järva's class is dark, the ground is white. */
static void test_a_casing_of_the_ground(void **state) {
    (void)state;
    const tile_id id = {11, 1125, 601};
    choropleth *c = AID_MAP(aid_stockholm, "violence", {{"groups", "jarva"}}),
               *bare = AID_MAP(aid_stockholm, "violence", {{"lang", "en"}});
    truth t = truth_of(c, "jarva");
    double with = inside_casing(c, &t, id), without = inside_casing(bare, &t, id);
    if (with < without + 40) fail_msg("%.0f with a casing, %.0f without", with, without);
    truth_free(&t);
    choropleth_unref(c);
    choropleth_unref(bare);
}

/* ---- tiles and pictures ---- */

static aid_pixels picture(const choropleth *c, tile_id id, unsigned scale) {
    image_style s = aid_image_style(256, 256);
    rect r = grid_tile_bounds(id);
    s.scale = scale;
    grid_unproject(r.x0, r.y0, &s.bbox.x0, &s.bbox.y0);
    grid_unproject(r.x1, r.y1, &s.bbox.x1, &s.bbox.y1);
    return aid_image_png(c, &s, NULL);
}

static int apart(rgba a, rgba b) {
    int most = abs(a.r - b.r);
    if (abs(a.g - b.g) > most) most = abs(a.g - b.g);
    return abs(a.b - b.b) > most ? abs(a.b - b.b) : most;
}

static void check_picture(const char *groups, tile_id id, unsigned scale) {
    choropleth *c = AID_MAP(aid_stockholm, "violence", {{"groups", groups}, {"labels", "none"}});
    choropleth *bare = AID_MAP(aid_stockholm, "violence", {{"labels", "none"}});
    aid_pixels a = tile_of(c, id, scale), b = picture(c, id, scale),
               none = tile_of(bare, id, scale);
    size_t outlined = 0, off = 0;
    for (uint32_t k = 0; k < a.width * a.height; k++) {
        if (aid_same_color(a.at[k], none.at[k])) continue; /* not of an outline */
        outlined++;
        off += apart(a.at[k], b.at[k]) > 60;
    }
    if (outlined < 400 || (double)off > 0.02 * (double)outlined)
        fail_msg("%s %u/%u/%u@%u: %zu of %zu differ", groups, id.z, id.x, id.y, scale, off,
                 outlined);
    aid_pixels_free(&a);
    aid_pixels_free(&b);
    aid_pixels_free(&none);
    choropleth_unref(bare);
    choropleth_unref(c);
}

static void test_tiles_are_as_pictures(void **state) {
    (void)state;
    check_picture("jarva", (tile_id){11, 1125, 601}, 1);
    check_picture("vasterort,inre-staden,soderort", (tile_id){10, 563, 301}, 2);
    check_picture("soderort,inre-staden", (tile_id){12, 2253, 1204}, 2);
}

/* ---- what a skeleton depends on ---- */

static uint64_t drawn_for(const choropleth *c) {
    aid_pixels p = tile_of(c, (tile_id){11, 1125, 601}, 1);
    aid_pixels_free(&p);
    return tiler_stats_get(drawing).drawn;
}

static void test_a_look_with_the_same_groups_is_painted(void **state) {
    (void)state;
    choropleth *c[] = {
        AID_MAP(aid_stockholm, "crime", {{"groups", "jarva,vasterort"}}),
        AID_MAP(aid_stockholm, "crime", {{"groups", "vasterort,jarva,jarva"}, {"ramp", "blues"}}),
        AID_MAP(aid_stockholm, "theft",
                {{"groups", "jarva,vasterort"}, {"reference", "whole"}, {"focus", "jarva"}}),
        AID_MAP(aid_stockholm, "crime", {{"groups", "jarva"}}),
        AID_MAP(aid_stockholm, "crime", {{"groups", "vasterort"}}),
        AID_MAP(aid_stockholm, "crime", {{"groups", "none"}}),
        AID_MAP(aid_stockholm, "theft", {{"lang", "en"}}),
    };
    const uint64_t more[] = {1, 0, 0, 1, 1, 1, 0};
    uint64_t before = 0;
    tiler_free(drawing);
    assert_int_equal(tiler_create(64 << 20, false, &drawing, NULL), ERR_OK);
    for (size_t i = 0; i < sizeof c / sizeof *c; i++) {
        uint64_t now = drawn_for(c[i]);
        if (now - before != more[i]) fail_msg("%zu: %d drawn", i, (int)(now - before));
        before = now;
        choropleth_unref(c[i]);
    }
}

/* ---- colors, legends ---- */

static void test_they_are_in_the_legend(void **state) {
    (void)state;
    choropleth *c =
        AID_MAP(aid_stockholm, "violence", {{"groups", "skarholmen,jarva"}, {"lang", "sv"}});
    legend *l = aid_legend_of(c);
    assert_int_equal(l->n_groups, 2); /* in the atlas's order */
    assert_string_equal(l->groups[0].id, "jarva");
    assert_string_equal(l->groups[0].label, "J\xc3\xa4rva");
    assert_true(
        aid_same_color(l->groups[1].color, aid_stockholm->group[group_named("skarholmen")].color));
    json_t *o = legend_json(l), *all = json_object_get(o, "groups");
    assert_int_equal(json_array_size(all), 2);
    assert_string_equal(aid_json_text(json_array_get(all, 1), "id"), "skarholmen");
    json_decref(o);
    legend_free(l);
    choropleth_unref(c);
    c = AID_MAP(aid_stockholm, "violence", {{"lang", "sv"}});
    l = aid_legend_of(c);
    assert_int_equal(l->n_groups, 0);
    legend_free(l);
    choropleth_unref(c);
}

/* ---- focus ---- */

static void seen_are(const char *id, const char *focus, const char *keys) {
    choropleth *c = AID_MAP(aid_stockholm, id, {{"focus", focus}});
    const districts *names = choropleth_layer(c)->shape->districts;
    buf got = BUF_EMPTY;
    for (district_id d = 0; d < districts_count(names); d++)
        if (c->seen[d]) buf_addf(&got, "%s;", district_key(names, d));
    assert_string_equal(buf_text(&got), keys);
    buf_free(&got);
    choropleth_unref(c);
}

/* Which they are: SOURCES.md, Boundaries. */
static void test_a_group_is_looked_at(void **state) {
    (void)state;
    seen_are("violence", "jarva", "J\xc3\xa4rva;");
    seen_are("violence", "J\xc3\xa4rva", "J\xc3\xa4rva;");
    seen_are("violence", "jarva,Bromma", "Bromma;J\xc3\xa4rva;");
    seen_are("assistance", "jarva", "Rinkeby-Kista;Sp\xc3\xa5nga-Tensta;");
}

static void test_what_there_is_not(void **state) {
    (void)state;
    static const struct {
        const char *option, *value, *message;
    } rows[] = {
        {"groups", "jarvafaltet",
         "groups: the atlas stockholm has no group \"jarvafaltet\"; it has "},
        {"groups", "jarva,", "groups: the atlas stockholm has no group \"\""},
        {"groups", "J\xc3\xa4rva", "groups: the atlas stockholm has no group"},
        {"focus", "jarvafaltet", "focus: the layer districts has no district \"jarvafaltet\""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const look_setting o = {rows[i].option, rows[i].value};
        choropleth *c = NULL;
        err e = {0};
        assert_int_equal(aid_map_try(aid_stockholm, "violence", &o, 1, &c, &e), ERR_RANGE);
        if (!strstr(e.text, rows[i].message)) fail_msg("%zu: %s", i, e.text);
    }
}

/* ---- an atlas that is made up ---- */

static const double squares[2][8] = {{0, 0, 0, 1, 1, 1, 1, 0}, {1, 0, 1, 1, 2, 1, 2, 0}};

/* Nine groups of one layer, none of the other. */
static const atlas *open_made_up(const char *dir) {
    static const aid_ring rings[] = {{"a", squares[0], 4}, {"b", squares[1], 4}};
    char path[AID_PATH];
    buf text = BUF_EMPTY;
    aid_path(dir, "l.shp", path);
    aid_shapefile(path, rings, 2, aid_wgs84);
    aid_write(dir, "v.csv", "key,x\na,1\nb,2\n", NULL);
    buf_adds(&text, "id: s\ntitle: Made up for tests\n"
                    "layers: {l: {shapefile: l.shp, key: KEY}, m: {shapefile: l.shp, key: KEY}}\n"
                    "values: {v: {file: v.csv, key: key, value: x, period: \"2024\"}}\n"
                    "indicators:\n"
                    "- {id: x, layer: l, values: v, title: X, kind: rate}\n"
                    "- {id: y, layer: m, values: v, title: Y, kind: rate}\n"
                    "groups:\n");
    for (int i = 1; i <= 9; i++)
        buf_addf(&text, "- {id: g%d, title: G%d, color: \"%s\", members: {l: [%s]}}\n", i, i,
                 i == 1 ? "#202020" : "#B23A6B", i % 2 ? "a" : "b");
    aid_write(dir, "atlas.yaml", buf_text(&text), NULL);
    buf_free(&text);
    return aid_atlas(dir);
}

static void test_what_cannot_be_outlined(void **state) {
    static const struct {
        const char *indicator, *option, *value, *message;
    } rows[] = {
        {"y", "groups", "g1", "groups: the group g1 has no districts in the layer m"},
        {"y", "focus", "a,g1", "focus: the group g1 has no districts in the layer m"},
        {"x", "groups", "g1,g2,g3,g4,g5,g6,g7,g8,g9",
         "groups: at most 8 can be told apart on one map"},
    };
    const atlas *a = open_made_up(*state);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const look_setting o = {rows[i].option, rows[i].value};
        choropleth *c = NULL;
        err e = {0};
        assert_int_equal(aid_map_try(a, rows[i].indicator, &o, 1, &c, &e), ERR_RANGE);
        assert_string_equal(e.text, rows[i].message);
    }
    atlas_unref(a);
}

/* Contrast by WCAG 2.1: #202020 on white 16.3, on #171d23 1.04; #edf1f3 is the ink there. */
static void test_a_color_that_is_not_seen_gives_way(void **state) {
    const atlas *a = open_made_up(*state);
    const look_setting light[] = {{"groups", "g8,g1,g2,g3,g4,g5,g6,g7"}, {"background", "light"}};
    const look_setting dark[] = {{"groups", "g1"}, {"background", "dark"}};
    choropleth *c = aid_map(a, "x", light, 2);
    assert_int_equal(c->n_groups, 8);
    assert_true(aid_same_color(choropleth_group_color(c, 0), (rgba){0x20, 0x20, 0x20, 255}));
    assert_true(aid_same_color(choropleth_group_color(c, 7), (rgba){0xb2, 0x3a, 0x6b, 255}));
    choropleth_unref(c);
    c = aid_map(a, "x", dark, 2);
    assert_true(aid_same_color(choropleth_group_color(c, 0), (rgba){0xed, 0xf1, 0xf3, 255}));
    choropleth_unref(c);
    atlas_unref(a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_line_around_the_whole_area),
        cmocka_unit_test(test_a_casing_of_the_ground),
        cmocka_unit_test(test_tiles_are_as_pictures),
        cmocka_unit_test(test_a_look_with_the_same_groups_is_painted),
        cmocka_unit_test(test_they_are_in_the_legend),
        cmocka_unit_test(test_a_group_is_looked_at),
        cmocka_unit_test(test_what_there_is_not),
        IN_A_FOLDER(test_what_cannot_be_outlined),
        IN_A_FOLDER(test_a_color_that_is_not_seen_gives_way),
    };
    return cmocka_run_group_tests_name("group_outline", tests, open_all, close_all);
}
