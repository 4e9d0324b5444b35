/* image and map_draw.  Truth: the polygons (which district a point is in), the choropleth's colors,
 * the tile of the same box, and measures worked by hand. */
#include "aid_atlas.h"
#include "aid_cmocka.h"
#include "aid_files.h"
#include "aid_image.h"
#include "carto/wording.h"
#include "draw/map_draw.h"
#include "geo/coverage_rings.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The district that all points `r` px around (x, y) are in; DISTRICT_NONE: several, or none. */
static district_id deep_in(const choropleth *c, const image_facts *f, double x, double y,
                           double r) {
    district_id d = aid_image_district(c, f, x, y);
    for (int i = -1; i <= 1 && d != DISTRICT_NONE; i++)
        for (int j = -1; j <= 1 && d != DISTRICT_NONE; j++)
            if (aid_image_district(c, f, x + i * r, y + j * r) != d) d = DISTRICT_NONE;
    return d;
}

/* ---- colors ---- */

static const look_setting dry = {"context", "0"}; /* the polygons know of no water */

static void test_districts_have_their_color(void **state) {
    (void)state;
    for (unsigned scale = 1; scale <= 2; scale++) {
        choropleth *c = aid_map(aid_stockholm, "violence", &dry, 1);
        image_style s = aid_image_style(300, 360);
        image_facts f;
        size_t tested = 0, outside = 0;
        s.scale = scale;
        aid_pixels p = aid_image_png(c, &s, &f);
        for (unsigned y = 2; y < s.height; y += 5)
            for (unsigned x = 2; x < s.width; x += 5) {
                rgba seen = p.at[(size_t)(y * scale) * p.width + x * scale];
                district_id d = deep_in(c, &f, x + 0.5 / scale, y + 0.5 / scale, 3);
                if (d == DISTRICT_NONE) continue;
                assert_true(aid_same_color(seen, c->paint.fill[d]));
                tested++;
            }
        rgba corner = p.at[0];
        outside += aid_same_color(corner, c->look.backdrop->paper);
        assert_true(tested > 500 && outside == 1);
        aid_pixels_free(&p);
        choropleth_unref(c);
    }
}

static void test_no_paper_where_it_is_transparent(void **state) {
    (void)state;
    static const look_setting o[] = {
        {"background", "transparent"}, {"opacity", "0.5"}, {"context", "0"}};
    choropleth *c = aid_map(aid_stockholm, "violence", o, 3);
    image_style s = aid_image_style(200, 200);
    image_facts f;
    aid_pixels p = aid_image_png(c, &s, &f);
    assert_int_equal(p.at[0].a, 0);
    size_t tested = 0;
    for (unsigned y = 0; y < 200; y += 3)
        for (unsigned x = 0; x < 200; x += 3)
            if (deep_in(c, &f, x + 0.5, y + 0.5, 3) != DISTRICT_NONE) {
                assert_in_range(p.at[y * 200 + x].a, 127, 128);
                tested++;
            }
    assert_true(tested > 100);
    aid_pixels_free(&p);
    choropleth_unref(c);
}

/* One color, no lines: a pixel well inside the layer has it, on borders too. */
static void test_no_cracks(void **state) {
    (void)state;
    static const char *const maps[] = {"violence", "regso_low_income"};
    static const look_setting o[] = {
        {"breaks", "1000000"}, {"border-width", "0"}, {"casing-width", "0"}, {"context", "0"}};
    for (size_t k = 0; k < 2; k++) {
        size_t index;
        const char *id = maps[k];
        if (k && atlas_find_indicator(aid_stockholm, id, &index, NULL))
            for (size_t i = 0; i < aid_stockholm->n_indicators; i++)
                if (!strcmp(atlas_layer_of(aid_stockholm, i)->id, "neighborhoods") &&
                    aid_stockholm->indicator[i].kind != KIND_CATEGORY)
                    id = aid_stockholm->indicator[i].id;
        choropleth *c = aid_map(aid_stockholm, id, o, 4);
        image_style s = aid_image_style(300, 300);
        image_facts f;
        aid_pixels p = aid_image_png(c, &s, &f);
        size_t on_borders = 0;
        for (unsigned y = 1; y < 299; y++)
            for (unsigned x = 1; x < 299; x++) {
                district_id first = aid_image_district(c, &f, x + 0.5, y + 0.5);
                bool inside = first != DISTRICT_NONE, border = false;
                for (int i = -4; i <= 4 && inside; i++)
                    for (int j = -4; j <= 4 && inside; j++) {
                        district_id d =
                            aid_image_district(c, &f, x + 0.5 + 0.375 * i, y + 0.5 + 0.375 * j);
                        inside = d != DISTRICT_NONE &&
                                 aid_same_color(c->paint.fill[d], c->paint.fill[first]) &&
                                 !c->paint.pattern[d];
                        border |= d != first;
                    }
                if (!inside) continue;
                on_borders += border;
                assert_true(aid_same_color(p.at[y * 300 + x], c->paint.fill[first]));
            }
        assert_true(on_borders > 200);
        aid_pixels_free(&p);
        choropleth_unref(c);
    }
}

/* ---- tiles ---- */

/* The picture of a tile's box: where the tile is even, the same color; else antialiasing. */
static void compare_with_tile(const char *id, const look_setting *o, size_t n, tile_id t,
                              unsigned scale) {
    choropleth *c = aid_map(aid_stockholm, id, o, n);
    buf png = BUF_EMPTY;
    image_style s = aid_image_style(256, 256);
    rect b = grid_tile_bounds(t);
    grid_unproject(b.x0, b.y0, &s.bbox.x0, &s.bbox.y0);
    grid_unproject(b.x1, b.y1, &s.bbox.x1, &s.bbox.y1);
    s.scale = scale;
    aid_tile(c, t, scale, &png);
    aid_pixels tile = aid_pixels_of(buf_view(&png)), image = aid_image_png(c, &s, NULL);
    assert_true(tile.width == image.width && tile.height == image.height);
    size_t even = 0, edges = 0, far = 0, side = tile.width;
    for (size_t y = 1; y + 1 < side; y++)
        for (size_t x = 1; x + 1 < side; x++) {
            bool flat = true;
            for (size_t j = y - 1; j <= y + 1; j++)
                for (size_t i = x - 1; i <= x + 1; i++)
                    flat &= aid_same_color(tile.at[j * side + i], tile.at[y * side + x]);
            rgba p = tile.at[y * side + x], q = image.at[y * side + x];
            if (flat) {
                assert_true(aid_same_color(p, q));
                even++;
                continue;
            }
            const int d[] = {(p.r * p.a - q.r * q.a) / 255, (p.g * p.a - q.g * q.a) / 255,
                             (p.b * p.a - q.b * q.a) / 255, p.a - q.a};
            int most = 0;
            for (int k = 0; k < 4; k++) most = abs(d[k]) > most ? abs(d[k]) : most;
            edges++;
            far += most > 40;
        }
    assert_true(even > side * side / 8);
    if (far * 100 > edges) fail_msg("%s: %zu of %zu pixels at edges are far off", id, far, edges);
    buf_free(&png);
    aid_pixels_free(&tile);
    aid_pixels_free(&image);
    choropleth_unref(c);
}

static void test_a_tiles_box_is_the_tile(void **state) {
    (void)state;
    static const look_setting plain[] = {{"background", "transparent"}, {"context", "0"}},
                              wide[] = {{"background", "transparent"},
                                        {"context", "0"},
                                        {"border-width", "3"},
                                        {"border-color", "#336699"},
                                        {"casing-width", "0"}};
    compare_with_tile("violence", plain, 2, (tile_id){10, 563, 301}, 1);
    compare_with_tile("violence", plain, 2, (tile_id){11, 1126, 602}, 2);
    compare_with_tile("violence", wide, 5, (tile_id){12, 2253, 1204}, 1);
}

/* The lines of what has no figure fall on the same pixels. */
static void test_hatches_are_the_tiles(void **state) {
    (void)state;
    static const look_setting o[] = {{"background", "transparent"}, {"context", "0"}};
    size_t compared = 0;
    for (size_t i = 0; i < aid_stockholm->n_indicators && compared < 3; i++) {
        const char *id = aid_stockholm->indicator[i].id;
        choropleth *c = aid_map(aid_stockholm, id, o, 2);
        size_t patterns = 0;
        for (district_id d = 0; d < choropleth_indicator(c)->data.n_districts; d++)
            patterns += c->paint.pattern[d] != PATTERN_NONE;
        choropleth_unref(c);
        if (patterns < 2) continue;
        compare_with_tile(id, o, 2, (tile_id){10, 563, 301}, 1);
        compared++;
    }
    assert_true(compared > 0);
}

/* ---- laying out ---- */

static const unsigned sizes[][2] = {{300, 420}, {340, 600}, {480, 640},  {640, 480},
                                    {800, 500}, {800, 800}, {794, 1123}, {1200, 800}};
#define SIZES (sizeof sizes / sizeof *sizes)

static void check_layout(const choropleth *c, const image_style *s) {
    image_facts f;
    err e = {0};
    buf svg = BUF_EMPTY;
    if (image_draw(c, s, CANVAS_SVG, &svg, &f, &e))
        fail_msg("%ux%u: %s", s->width, s->height, e.text);
    buf_free(&svg);
    assert_false(f.outside);
    assert_true(f.map.x >= 0 && f.map.y >= 0 && f.map.x + f.map.width <= s->width &&
                f.map.y + f.map.height <= s->height);
    if (!s->legend) return;
    const double pad = 12; /* the legend's own, which is empty */
    box in = {f.legend.x + pad, f.legend.y + pad, f.legend.width - 2 * pad,
              f.legend.height - 2 * pad};
    assert_true(in.x >= 0 && in.y >= 0 && in.x + in.width <= s->width &&
                in.y + in.height <= s->height);
    if (rect_is_empty(s->bbox) == false) return; /* the layer is cut at the map's box */
    for (double y = 0; y <= 1; y += 0.05)
        for (double x = 0; x <= 1; x += 0.05)
            assert_int_equal(aid_image_district(c, &f, in.x + x * in.width, in.y + y * in.height),
                             DISTRICT_NONE);
}

static void test_legends_cover_no_district(void **state) {
    (void)state;
    for (size_t i = 0; i < aid_stockholm->n_indicators; i += 7) {
        for (size_t k = 0; k < SIZES; k++) {
            const look_setting o[] = {{"lang", k & 1 ? "sv" : "en"}};
            choropleth *c = aid_map(aid_stockholm, aid_stockholm->indicator[i].id, o, 1);
            image_style s = aid_image_style(sizes[k][0], sizes[k][1]);
            s.legend = s.source = true;
            s.title = TITLE_OWN;
            check_layout(c, &s);
            choropleth_unref(c);
        }
    }
}

/* A picture of the size that the message says can be drawn, and one pixel less cannot. */
static void test_what_is_too_small_says_how_large(void **state) {
    (void)state;
    static const unsigned widths[] = {180, 240, 400, 600, 900, 1300};
    choropleth *c = aid_map(aid_stockholm, "violence", NULL, 0);
    for (size_t i = 0; i < sizeof widths / sizeof *widths; i++)
        for (int parts = 1; parts < 8; parts++) {
            image_style s = aid_image_style(widths[i], 40);
            buf out = BUF_EMPTY;
            err e = {0};
            unsigned width = 0, height = 0;
            s.title = parts & 1 ? TITLE_OWN : TITLE_NONE;
            s.legend = parts & 2;
            s.source = parts & 4;
            assert_int_equal(image_draw(c, &s, CANVAS_SVG, &out, NULL, &e), ERR_RANGE);
            const char *least = strstr(e.text, "width at least ");
            assert_non_null(least);
            assert_int_equal(sscanf(least, "width at least %ux%u", &width, &height), 2);
            assert_int_equal(width, widths[i]);
            s.height = height;
            err_clear(&e);
            if (image_draw(c, &s, CANVAS_SVG, &out, NULL, &e)) fail_msg("%s", e.text);
            s.height = height - 1;
            assert_int_equal(image_draw(c, &s, CANVAS_SVG, &out, NULL, &e), ERR_RANGE);
            buf_free(&out);
        }
    image_style narrow = aid_image_style(150, 900);
    buf none = BUF_EMPTY;
    err e = {0};
    narrow.legend = true;
    assert_int_equal(image_draw(c, &narrow, CANVAS_SVG, &none, NULL, &e), ERR_RANGE);
    assert_non_null(strstr(e.text, "too narrow"));
    choropleth_unref(c);
}

/* ---- boxes ---- */

/* A degree of the box lies where Mercator has it: worked by atanh(sin(lat)) (Snyder, 7-2a). */
static void test_a_box_is_shown_whole(void **state) {
    (void)state;
    choropleth *c = aid_map(aid_stockholm, "violence", NULL, 0);
    image_style s = aid_image_style(400, 100);
    image_facts f;
    s.bbox = (rect){17.9, 59.2, 18.2, 59.4};
    buf out = BUF_EMPTY;
    aid_image_draw(c, &s, CANVAS_SVG, &out, &f);
    const double r = 6378137.0, rad = acos(-1) / 180;
    double low = r * atanh(sin(59.2 * rad)), high = r * atanh(sin(59.4 * rad));
    assert_true(fabs(f.seen.y0 - low) < 1e-3 && fabs(f.seen.y1 - high) < 1e-3);
    double middle = (f.seen.x0 + f.seen.x1) / 2, width = f.seen.x1 - f.seen.x0;
    assert_true(fabs(middle - 18.05 * rad * r) < 1e-3);
    assert_true(fabs(width - 4 * (high - low)) < 1e-3);
    buf_free(&out);
    choropleth_unref(c);
}

static void test_a_box_beside_the_layer_is_empty(void **state) {
    (void)state;
    choropleth *c = aid_map(aid_stockholm, "violence", NULL, 0);
    image_style s = aid_image_style(100, 100);
    image_facts f;
    s.bbox = (rect){10, 50, 11, 51};
    aid_pixels p = aid_image_png(c, &s, &f);
    assert_true(f.outside);
    for (size_t i = 0; i < 100 * 100; i++)
        assert_true(aid_same_color(p.at[i], c->look.backdrop->paper));
    aid_pixels_free(&p);
    buf svg = BUF_EMPTY;
    aid_image_draw(c, &s, CANVAS_SVG, &svg, NULL);
    assert_non_null(strstr(buf_text(&svg), "lies outside of the districts"));
    buf_free(&svg);
    s.bbox = (rect){-180, -90, 180, 90}; /* all the world */
    s.width = s.height = 16;
    p = aid_image_png(c, &s, &f);
    assert_false(f.outside);
    aid_pixels_free(&p);
    choropleth_unref(c);
}

/* Far inside of a district: coordinates a million px away must not reach cairo. */
static void test_deep_in_a_district(void **state) {
    (void)state;
    choropleth *c = aid_map(aid_stockholm, "violence", &dry, 1);
    district_id d;
    assert_true(districts_find(choropleth_layer(c)->shape->districts, "Bromma", &d));
    image_style s = aid_image_style(200, 200);
    s.bbox = (rect){17.9400, 59.3400, 17.94001, 59.340005};
    aid_pixels p = aid_image_png(c, &s, NULL);
    for (size_t i = 0; i < 200 * 200; i++) assert_true(aid_same_color(p.at[i], c->paint.fill[d]));
    aid_pixels_free(&p);
    choropleth_unref(c);
}

/* ---- context, made by hand ---- */

static rgba pixel_near(const aid_pixels *p, const image_facts *f, double x, double y) {
    double px = f->map.x + (x - f->seen.x0) / (f->seen.x1 - f->seen.x0) * f->map.width;
    double py = f->map.y + (f->seen.y1 - y) / (f->seen.y1 - f->seen.y0) * f->map.height;
    return p->at[(size_t)py * p->width + (size_t)px];
}

/* An area over the middle of Stockholm's bounds, and a line across it on top. */
static void test_context(void **state) {
    (void)state;
    choropleth *c = aid_map(aid_stockholm, "violence", NULL, 0);
    rect b = choropleth_layer(c)->shape->bounds;
    double x = (b.x0 + b.x1) / 2, y = (b.y0 + b.y1) / 2, r = 1500;
    const double square[] = {x - r, y - r, x + r, y - r, x + r, y + r, x - r, y + r};
    districts *names;
    geometry *g;
    aid_ring one = {"a", square, 4};
    aid_geometry(&one, 1, &names, &g);
    coverage *areas = NULL;
    assert_int_equal(coverage_build(g, 0.05, NULL, &areas, NULL), ERR_OK);
    double lx[] = {x - 2 * r, x + 2 * r}, ly[] = {y, y};
    polylines lines = {.n = 1,
                       .n_points = 2,
                       .first = (uint32_t[]){0, 2},
                       .x = lx,
                       .y = ly,
                       .weight = (float[]){INFINITY, INFINITY}};
    context_data area = {.shape = CONTEXT_POLYGONS,
                         .areas = areas,
                         .bounds = {x - r, y - r, x + r, y + r}},
                 line = {.shape = CONTEXT_LINES, .lines = &lines, .bounds = {x - r, y, x + r, y}};
    char ids[2][2] = {"a", "b"};
    bool with[] = {true, true, true};
    atlas_context two[2] = {{.id = ids[0], .with = with, .data = &area},
                            {.id = ids[1], .with = with, .data = &line}};
    const rgba green = {0, 200, 0, 255}, red = {200, 0, 0, 255};
    context_style_default(CONTEXT_AREA, &two[0].style);
    context_style_default(CONTEXT_LINE, &two[1].style);
    two[0].style.fill = (context_color){green, green};
    two[1].style.line = (context_color){red, red};
    two[1].style.width_px = 4;
    two[1].style.place = CONTEXT_TOP;
    atlas with_context = *aid_stockholm;
    with_context.context = two;
    with_context.n_contexts = 2;
    choropleth mine = *c;
    rgba cover[COVERS];
    memcpy(cover, c->paint.cover, sizeof cover);
    for (size_t i = 0; i < 2; i++) {
        cover[COVER_FILL(i)] = context_fill(&two[i].style, c->look.backdrop);
        cover[COVER_LINE(i)] = context_line(&two[i].style, c->look.backdrop);
    }
    mine.atlas = &with_context;
    mine.paint.cover = cover;
    image_style s = aid_image_style(400, 400);
    image_facts f;
    aid_pixels p = aid_image_png(&mine, &s, &f);
    assert_true(aid_same_color(pixel_near(&p, &f, x, y), red));
    assert_true(aid_same_color(pixel_near(&p, &f, x, y + r / 2), green));
    assert_false(aid_same_color(pixel_near(&p, &f, x, y + 1.2 * r), green));
    assert_true(aid_same_color(pixel_near(&p, &f, x - 1.5 * r, y), red));
    aid_pixels_free(&p);
    two[0].style.zoom_min = 15; /* a larger scale only */
    mine.look.context = true;
    p = aid_image_png(&mine, &s, &f);
    assert_false(aid_same_color(pixel_near(&p, &f, x, y + r / 2), green));
    aid_pixels_free(&p);
    two[0].style.zoom_min = 0;
    mine.look.context = false;
    p = aid_image_png(&mine, &s, &f);
    assert_false(aid_same_color(pixel_near(&p, &f, x, y), red));
    aid_pixels_free(&p);
    coverage_free(areas);
    geometry_free(g);
    districts_free(names);
    choropleth_unref(c);
}

/* ---- water, where the atlas has it ---- */

/* Whether all points up to 3 px around are on water, or all on land. */
static bool is_deep(const geometry *water, const image_facts *f, double x, double y, bool *wet) {
    size_t n = 0;
    for (int i = -1; i <= 1; i++)
        for (int j = -1; j <= 1; j++) {
            double ux = f->seen.x0 + (x + 3 * i) / f->map.width * (f->seen.x1 - f->seen.x0);
            double uy = f->seen.y1 - (y + 3 * j) / f->map.height * (f->seen.y1 - f->seen.y0);
            n += geometry_contains(water, 0, ux, uy);
        }
    *wet = n == 9;
    return n == 0 || n == 9;
}

static void check_water(const char *clip, size_t water_at) {
    const look_setting o[] = {{"background", "transparent"},
                              {"clip", clip},
                              {"border-width", "0"},
                              {"casing-width", "0"},
                              {"outline-width", "0"}};
    choropleth *c = aid_map(aid_stockholm, "violence", o, 5);
    const context_data *data = aid_stockholm->context[water_at].data;
    image_style s = aid_image_style(400, 400);
    image_facts f;
    coverage_level *l = NULL;
    geometry *water = NULL;
    size_t tested = 0, n_wrong = 0;
    assert_int_equal(coverage_level_make(data->areas, 0, &l, NULL), ERR_OK);
    assert_int_equal(coverage_rings_make(data->areas, l, &water, NULL), ERR_OK);
    aid_pixels p = aid_image_png(c, &s, &f);
    for (unsigned y = 5; y < 395; y++)
        for (unsigned x = 5; x < 395; x++) {
            bool wet, inside = true; /* the layer: on borders, too */
            for (int k = 0; k < 4 && inside; k++)
                inside = aid_image_district(c, &f, x + 0.5 + (k & 1 ? 3 : -3),
                                            y + 0.5 + (k & 2 ? 3 : -3)) != DISTRICT_NONE;
            if (!inside || !is_deep(water, &f, x + 0.5, y + 0.5, &wet)) continue;
            rgba seen = p.at[y * 400 + x], fill = c->paint.cover[COVER_FILL(water_at)];
            if (wet && !strcmp(clip, "land"))
                n_wrong += seen.a != 0;
            else if (wet)
                n_wrong += !aid_same_color(seen, fill);
            tested += wet;
        }
    assert_true(tested > 100);
    assert_true(n_wrong * 50 < tested); /* thin islands are left out, and small water */
    aid_pixels_free(&p);
    geometry_free(water);
    coverage_level_free(l);
    choropleth_unref(c);
}

static void test_water(void **state) {
    (void)state;
    size_t index;
    assert_int_equal(atlas_find_indicator(aid_stockholm, "violence", &index, NULL), ERR_OK);
    size_t at = atlas_water_of(aid_stockholm, aid_stockholm->indicator_layer[index]);
    if (at == SIZE_MAX) return;
    check_water("none", at);
    check_water("land", at);
}

/* ---- files ---- */

static void test_the_same_bytes_twice(void **state) {
    (void)state;
    choropleth *c = aid_map(aid_stockholm, "violence", NULL, 0);
    for (int i = 0; i < IMAGE_FORMATS; i++) {
        buf a = BUF_EMPTY, b = BUF_EMPTY;
        image_style s = aid_image_style(500, 500);
        s.legend = s.source = true;
        aid_image_draw(c, &s, image_formats[i].format, &a, NULL);
        aid_image_draw(c, &s, image_formats[i].format, &b, NULL);
        assert_int_equal(a.len, b.len);
        assert_memory_equal(a.data, b.data, a.len);
        buf_free(&a);
        buf_free(&b);
    }
    choropleth_unref(c);
}

/* ---- options ---- */

static void test_options(void **state) {
    (void)state;
    static const struct {
        const char *name, *text;
        bool good;
    } rows[] = {
        {"size", "16x4000", true},
        {"size", "15x100", false},
        {"size", "100x4001", false},
        {"size", "100", false},
        {"size", "100x", false},
        {"size", "1e2x100", true},
        {"size", "100.5x100", false},
        {"size", "-100x100", false},
        {"size", "100x100x100", false},
        {"bbox", "17.9,59.2,18.2,59.4", true},
        {"bbox", "18,59,17,60", false},
        {"bbox", "17,60,18,59", false},
        {"bbox", "17,59,18", false},
        {"bbox", "17,59,18,60,61", false},
        {"bbox", "-181,0,0,1", false},
        {"bbox", "0,0,nan,1", false},
        {"bbox", "-180,-90,180,90", true},
        {"scale", "1", true},
        {"scale", "2", true},
        {"scale", "0", false},
        {"scale", "3", false},
        {"title", "1", true},
        {"title", "A title", true},
        {"title", "a\nb", false},
        {"legend", "1", true},
        {"legend", "yes", false},
        {"source", "0", true},
        {"source", "", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        image_style s, before;
        err e = {0};
        image_style_default(&s);
        before = s;
        const wish *o = wish_find(&image_wishes, rows[i].name);
        assert_non_null(o);
        err_code rc = wish_set(o, &s, rows[i].text, &e);
        if (!rc != rows[i].good) fail_msg("%s=%s: %s", rows[i].name, rows[i].text, e.text);
        if (!rc) continue;
        assert_memory_equal(&s, &before, sizeof s);
        assert_non_null(strstr(e.text, rows[i].name));
    }
    assert_null(wish_find(&image_wishes, "sizes"));
    char text[IMAGE_TITLE_MAX + 2];
    memset(text, 'x', sizeof text);
    text[IMAGE_TITLE_MAX + 1] = 0;
    image_style s = aid_image_style(100, 100);
    assert_int_equal(wish_set(wish_find(&image_wishes, "title"), &s, text, NULL), ERR_RANGE);
    text[IMAGE_TITLE_MAX] = 0;
    assert_int_equal(wish_set(wish_find(&image_wishes, "title"), &s, text, NULL), ERR_OK);
    assert_int_equal(s.title, TITLE_GIVEN);
    assert_string_equal(s.title_text, text);
}

static void test_pixels_are_limited(void **state) {
    (void)state;
    image_style s = aid_image_style(4000, 4000);
    assert_int_equal(image_style_check(&s, true, NULL), ERR_OK); /* 16 million */
    s.scale = 2;
    assert_int_equal(image_style_check(&s, true, NULL), ERR_RANGE);
    assert_int_equal(image_style_check(&s, false, NULL), ERR_OK);
    s.width = s.height = 2000;
    assert_int_equal(image_style_check(&s, true, NULL), ERR_OK);
    s.height = 2001;
    assert_int_equal(image_style_check(&s, true, NULL), ERR_RANGE);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_districts_have_their_color),
        cmocka_unit_test(test_no_paper_where_it_is_transparent),
        cmocka_unit_test(test_no_cracks),
        cmocka_unit_test(test_a_tiles_box_is_the_tile),
        cmocka_unit_test(test_hatches_are_the_tiles),
        cmocka_unit_test(test_legends_cover_no_district),
        cmocka_unit_test(test_what_is_too_small_says_how_large),
        cmocka_unit_test(test_a_box_is_shown_whole),
        cmocka_unit_test(test_a_box_beside_the_layer_is_empty),
        cmocka_unit_test(test_deep_in_a_district),
        cmocka_unit_test(test_context),
        cmocka_unit_test(test_water),
        cmocka_unit_test(test_the_same_bytes_twice),
        cmocka_unit_test(test_options),
        cmocka_unit_test(test_pixels_are_limited),
    };
    return cmocka_run_group_tests(tests, aid_stockholm_open, aid_stockholm_close);
}
