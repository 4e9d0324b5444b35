/* What is uncertain on maps.  Truth: four squares whose figures, margins and samples are made up
 * and worked by hand. */
#include "aid_atlas.h"
#include "aid_cmocka.h"
#include "aid_files.h"
#include "aid_site.h"
#include "atlas/choropleth_alt.h"
#include "draw/png.h"
#include "tile/tiler.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SQUARES 4
static const char atlas_yaml[] =
    "id: s\nwhole: {key: W, name: {en: All, sv: Alla}}\n"
    "layers: {l: {shapefile: l.shp, key: KEY}}\n"
    "values:\n"
    "  v: {file: v.csv, key: key, period: {column: year}}\n"
    "indicators:\n"
    "- {id: p, layer: l, values: v, column: p, title: P, kind: rate, margin: pm, decimals: 1,\n"
    "   better: higher}\n"
    "- {id: q, layer: l, values: v, column: q, title: Q, kind: mean, low: ql, high: qh}\n"
    "- {id: s, layer: l, values: v, column: s, title: S, kind: share, unit: '%', sample: sn}\n"
    "- {id: n, layer: l, values: v, column: q, title: N, kind: rate}\n";
/* p of 2024 against 20: a -2 (3), b +5 (4), c 0 (none), d +1 (1).  Its change since 2020: a +4
 * (sqrt(9 + 16) = 5), b +5 (sqrt(16 + 9) = 5), c (none), d +6 (sqrt(1 + 4)).
 * q: a 10 [8, 13], b 14 [11, 15], c 12 [11, 13], no interval for d.
 * s: a half of 100, 9.8 points; b 40 % of 600, 1.96 sqrt(0.24 / 600) = 3.92; c 0 %; d none. */
static const char figures[] = "key,year,p,pm,q,ql,qh,s,sn\n"
                              "a,2024,18,3,10,8,13,50,100\n"
                              "b,2024,25,4,14,11,15,40,600\n"
                              "c,2024,20,,12,11,13,0,300\n"
                              "d,2024,21*,1,20,,,90,\n"
                              "W,2024,20,,12.5,,,44,\n"
                              "a,2020,14,4,,,,,\n"
                              "b,2020,20,3,,,,,\n"
                              "c,2020,20,2,,,,,\n"
                              "d,2020,15,2,,,,,\n";

static const atlas *open_made_up(const char *dir) {
    static const char keys[SQUARES][2] = {"a", "b", "c", "d"};
    double xy[SQUARES][8];
    aid_ring rings[SQUARES];
    char path[AID_PATH];
    for (int i = 0; i < SQUARES; i++) {
        const double square[] = {i, 0, i, 1, i + 1, 1, i + 1, 0};
        memcpy(xy[i], square, sizeof square);
        rings[i] = (aid_ring){keys[i], xy[i], 4};
    }
    aid_path(dir, "l.shp", path);
    aid_shapefile(path, rings, SQUARES, aid_wgs84);
    aid_write(dir, "atlas.yaml", atlas_yaml, NULL);
    aid_write(dir, "v.csv", figures, NULL);
    return aid_atlas(dir);
}

static legend *legend_of(const choropleth *c) {
    legend *l = NULL;
    err e = {0};
    if (choropleth_legend(c, &l, &e)) fail_msg("%s", e.text);
    return l;
}

#define NONE (double)NAN

static void test_margins_of_maps(void **state) {
    const atlas *a = open_made_up(*state);
    const struct {
        const char *id;
        look_setting o[3];
        double margin[SQUARES];
        bool within[SQUARES];
        margin_basis basis;
    } rows[] = {
        {"p", {{"reference", "whole"}}, {3, 4, NONE, 1}, {1, 0, 0, 1}, MARGIN_PUBLISHED},
        {"p", {{"reference", "15"}}, {3, 4, NONE, 1}, {1, 0, 0, 0}, MARGIN_PUBLISHED},
        {"p", {{"minus", "@2020"}}, {5, 5, NONE, 2.23606797749979}, {1, 1, 0, 0}, MARGIN_PUBLISHED},
        /* a: 28.6 %, 100/14 sqrt(9 + (18/14)^2 16) = 42.53; b: 25 %, 5 sqrt(16 + 14.0625)
         * = 27.41; d: 40 %, 100/15 sqrt(1 + 1.96 x 4) = 19.82 */
        {"p",
         {{"minus", "@2020"}, {"change", "percent"}},
         {42.528, 27.414, NONE, 19.821},
         {1, 1, 0, 0},
         MARGIN_PUBLISHED},
        /* in percent of 20 */
        {"p", {{"metric", "ratio"}}, {15, 20, NONE, 5}, {1, 0, 0, 1}, MARGIN_PUBLISHED},
        /* toward 12.5: a's high end, b's low end, c's high end */
        {"q", {{"reference", "whole"}}, {3, 3, 1, NONE}, {1, 1, 1, 0}, MARGIN_INTERVAL},
        {"q", {{"reference", "8.5"}}, {2, 3, 1, NONE}, {1, 0, 0, 0}, MARGIN_INTERVAL},
        {"s", {{"reference", "whole"}}, {9.8, 3.92, NONE, NONE}, {1, 0, 0, 0}, MARGIN_SAMPLE},
        {"p",
         {{"period", "2020"}, {"reference", "mean"}}, /* 17.25; (1/4) sqrt(33) = 1.4361 */
         {3.1721, 2.5617, 2.0157, 2.0157},            /* sqrt(m^2 / 2 + 33/16) */
         {0, 0, 0, 0},
         MARGIN_PUBLISHED},
        /* not every district has one, so that of the mean is not known */
        {"p", {{"reference", "mean"}}, {NONE, NONE, NONE, NONE}, {0, 0, 0, 0}, MARGIN_PUBLISHED},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t n = 0;
        while (n < 3 && rows[i].o[n].name) n++;
        choropleth *c = aid_map(a, rows[i].id, rows[i].o, n);
        assert_non_null(c->margin);
        assert_int_equal(c->basis, rows[i].basis);
        for (district_id d = 0; d < SQUARES; d++) {
            double want = rows[i].margin[d], got = c->margin[d];
            if (isnan(want) ? !isnan(got) : !(fabs(got - want) < 0.006))
                fail_msg("row %zu, %u: %g, not %g", i, d, got, want);
            if (choropleth_is_within(c, d) != rows[i].within[d]) fail_msg("row %zu, %u", i, d);
            assert_int_equal(c->paint.pattern[d],
                             rows[i].within[d] ? PATTERN_FALLING : PATTERN_NONE);
        }
        choropleth_unref(c);
    }
    atlas_unref(a);
}

/* Where there are no sides or no margins, nothing is said. */
static void test_where_nothing_is_claimed(void **state) {
    const atlas *a = open_made_up(*state);
    const struct {
        const char *id;
        look_setting o;
    } rows[] = {{"p", {"lang", "en"}},     {"n", {"reference", "whole"}},
                {"p", {"metric", "rank"}}, {"p", {"metric", "zscore"}},
                {"p", {"bivariate", "q"}}, {"q", {"minus", "n"}}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        choropleth *c = aid_map(a, rows[i].id, &rows[i].o, 1);
        assert_null(c->margin);
        for (district_id d = 0; d < SQUARES; d++) {
            assert_false(choropleth_is_within(c, d));
            assert_int_equal(c->paint.pattern[d], PATTERN_NONE);
        }
        choropleth_unref(c);
    }
    atlas_unref(a);
}

static void test_the_legend_counts_them(void **state) {
    const atlas *a = open_made_up(*state);
    const look_setting o[] = {{"reference", "whole"}, {"lang", "sv"}, {"uncertain", "plain"}};
    choropleth *c = aid_map(a, "p", o, 2), *sample = aid_map(a, "s", o, 2);
    choropleth *plain = aid_map(a, "p", o, 3);
    legend *l = legend_of(c), *of_sample = legend_of(sample), *without = legend_of(plain);
    assert_int_equal(l->n_rows, 2); /* missing has a row always */
    assert_int_equal(l->rows[1].state, LEGEND_WITHIN);
    assert_int_equal(l->rows[1].count, 2);
    assert_string_equal(l->rows[1].label, "Skillnaden ryms i felmarginalen");
    assert_string_equal(l->warnings[0], "Felmarginalen är känd för 3 av 4 områden.");
    assert_non_null(strstr(of_sample->rows[1].label, "95"));
    size_t within = 0;
    for (size_t i = 0; i < l->count; i++) within += l->classes[i].within;
    assert_int_equal(within, 2);
    assert_int_equal(without->n_rows, 1);
    for (district_id d = 0; d < SQUARES; d++) {
        assert_int_equal(plain->paint.pattern[d], PATTERN_NONE);
        assert_true(choropleth_is_within(plain, d) == choropleth_is_within(c, d));
        assert_memory_equal(&plain->paint.fill[d], &c->paint.fill[d], sizeof(rgba));
    }
    assert_true(plain->hash != c->hash);
    buf text = BUF_EMPTY;
    choropleth_alt_text(c, false, LANG_EN, &text);
    assert_non_null(strstr(buf_text(&text), " Within the margin of error: a and d."));
    buf_free(&text);
    legend_free(l), legend_free(of_sample), legend_free(without);
    choropleth_unref(c), choropleth_unref(sample), choropleth_unref(plain);
    atlas_unref(a);
}

static rgba *tile_of(tiler *t, const choropleth *c) {
    buf png = BUF_EMPTY;
    rgba *pixels = NULL;
    uint32_t width, height;
    assert_int_equal(tiler_png(t, c, (tile_id){6, 32, 31}, 1, &png, NULL), ERR_OK);
    assert_int_equal(png_decode(buf_view(&png), &pixels, &width, &height, NULL), ERR_OK);
    buf_free(&png);
    return pixels;
}

/* A square is 45.5 px wide at zoom 6, and lies in the lower left corner.  Its class color and the
 * lines' ink are met where it is hatched, the color alone where it is not; and the skeleton is one,
 * whichever are hatched. */
static void test_tiles_hatch_in_the_class_color(void **state) {
    const atlas *a = open_made_up(*state);
    const look_setting hatched[] = {{"reference", "whole"}, {"border-width", "0"}},
                       other[] = {{"reference", "15"}, {"border-width", "0"}},
                       change[] = {{"minus", "@2020"}, {"border-width", "0"}};
    const look_setting *const looks[] = {hatched, other, change};
    tiler *t = NULL;
    uint64_t drawn = 0;
    assert_int_equal(tiler_create(1 << 24, false, &t, NULL), ERR_OK);
    for (size_t i = 0; i < 3; i++) {
        choropleth *c = aid_map(a, "p", looks[i], 2);
        rgba *pixels = tile_of(t, c);
        for (district_id d = 0; d < SQUARES; d++) {
            size_t fill = 0, ink = 0, else_where = 0;
            for (uint32_t y = 215; y < 250; y++)
                for (uint32_t x = 0; x < 35; x++) {
                    rgba at = pixels[y * 256 + (uint32_t)(d * 45.51) + 5 + x];
                    bool is_fill = !memcmp(&at, &c->paint.fill[d], sizeof at);
                    rgba line = c->paint.hatch[d];
                    bool is_ink = abs(at.r - line.r) + abs(at.g - line.g) + abs(at.b - line.b) < 60;
                    fill += is_fill, ink += !is_fill && is_ink, else_where += !is_fill && !is_ink;
                }
            assert_true(fill > 200);
            if (choropleth_is_within(c, d))
                assert_true(ink > 20);
            else
                assert_true(ink == 0 && else_where == 0);
        }
        if (!i) drawn = tiler_stats_get(t).drawn;
        assert_int_equal(tiler_stats_get(t).drawn, drawn);
        free(pixels);
        choropleth_unref(c);
    }
    tiler_free(t);
    atlas_unref(a);
}

/* a's -2 is within its margin of 3, b's +5 is not within 4: whether the map compares or not. */
static void test_no_side_is_taken_within_the_margin(void **state) {
    static const char *const pages[] = {"/data/s/p.json", "/data/s/p.json?reference=whole"};
    static aid_site site;
    const atlas *a = open_made_up(*state);
    aid_site_serve(&site, a, (server_options){0});
    for (int i = 0; i < 2; i++) {
        json_t *r = aid_site_json(&site, pages[i], 200), *list = json_object_get(r, "districts");
        const json_t *first = json_object_get(json_array_get(list, 0), "against");
        const json_t *second = json_object_get(json_array_get(list, 1), "against");
        assert_true(json_is_null(json_object_get(first, "better")));
        assert_true(json_is_true(json_object_get(second, "better")));
        json_decref(r);
    }
    aid_site_close(&site);
    atlas_unref(a);
}

static void test_it_is_served(void **state) {
    static aid_site site;
    const atlas *a = open_made_up(*state);
    aid_site_serve(&site, a, (server_options){0});
    json_t *r = aid_site_json(&site, "/data/s/p.json?reference=whole", 200);
    json_t *list = json_object_get(r, "districts"), *one = json_array_get(list, 0);
    assert_true(json_is_true(json_object_get(one, "within_margin")));
    assert_true(json_number_value(json_object_get(one, "difference_margin")) == 3);
    assert_true(json_is_false(json_object_get(json_array_get(list, 1), "within_margin")));
    assert_null(json_object_get(json_array_get(list, 2), "within_margin"));
    assert_string_equal(aid_json_text(json_object_get(r, "mapped"), "margin_basis"), "margin");
    json_decref(r);
    aid_http_reply csv = aid_site_get(&site, "/data/s/p.csv?reference=whole", "", 200);
    const char *text = buf_text(&csv.body);
    assert_non_null(strstr(text, ",difference,difference_margin,within_margin,derived,second,"));
    assert_non_null(strstr(text, ",-2,3,1,0,,,,"));
    assert_non_null(strstr(text, ",5,4,0,0,,,,"));
    aid_http_reply_free(&csv);
    aid_site_close(&site);
    atlas_unref(a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        IN_A_FOLDER(test_margins_of_maps),
        IN_A_FOLDER(test_where_nothing_is_claimed),
        IN_A_FOLDER(test_the_legend_counts_them),
        IN_A_FOLDER(test_tiles_hatch_in_the_class_color),
        IN_A_FOLDER(test_no_side_is_taken_within_the_margin),
        IN_A_FOLDER(test_it_is_served),
    };
    return cmocka_run_group_tests_name("uncertain", tests, NULL, NULL);
}
