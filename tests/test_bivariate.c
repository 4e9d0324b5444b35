/* Maps of two indicators.  Truth: ten squares whose figures are made up and whose classes are
 * worked by hand, and Stockholm's neighborhoods counted from the table by the edges that are asked
 * for. */
#include "aid_atlas.h"
#include "aid_cmocka.h"
#include "aid_files.h"
#include "aid_image.h"
#include "aid_sheet.h"
#include "aid_site.h"
#include "aid_town.h"
#include "atlas/choropleth_alt.h"
#include "draw/legend_draw.h"
#include "sheet/scatter.h"
#include "tile/tiler.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SQUARES 10
static const char atlas_yaml[] =
    "id: s\nwhole: {key: W, name: {en: All, sv: Alla}}\n"
    "layers: {l: {shapefile: l.shp, key: KEY}, m: {shapefile: l.shp, key: KEY}}\n"
    "values: {v: {file: v.csv, key: key, period: {column: year}, suppressed: [s]}}\n"
    "indicators:\n"
    "- {id: x, layer: l, values: v, column: x, title: Renting, kind: share, unit: '%'}\n"
    "- {id: y, layer: l, values: v, column: y, title: Low standard, kind: rate, unit: per day}\n"
    "- {id: t, layer: l, values: v, column: t, title: Tied, kind: rate}\n"
    "- {id: o, layer: m, values: v, column: y, title: O, kind: rate}\n"
    "- {id: c, layer: l, values: v, column: c, title: C, kind: category}\n";
/* Nine with both figures: x 1..9, y a permutation; j lacks y. */
static const char figures[] = "key,year,x,y,t,c\n"
                              "a,2024,1,10,1,p\n"
                              "b,2024,2,40,1,q\n"
                              "c,2024,3,90,1,p\n"
                              "d,2024,4,20,1,q\n"
                              "e,2024,5,50,1,p\n"
                              "f,2024,6,70,1,q\n"
                              "g,2024,7,30,5,p\n"
                              "h,2024,8,60,5,q\n"
                              "i,2024,9,80,5,p\n"
                              "j,2024,99,s,5,q\n"
                              "W,2024,5,50,2,\n"
                              "a,2020,2,11,1,p\n"
                              "b,2020,3,12,1,q\n";
/* By thirds of 1..9 and of 10..90 (type 7: edges at 1 + 8/3 and 1 + 16/3): row * 3 + column. */
static const int want_class[SQUARES] = {0, 3, 6, 1, 4, 7, 2, 5, 8, -1};

static const atlas *open_made_up(const char *dir) {
    static const char keys[SQUARES][2] = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"};
    double xy[SQUARES][8];
    aid_ring rings[SQUARES];
    char path[AID_PATH];
    for (int i = 0; i < SQUARES; i++) {
        const double x = i % 5, y = i / 5, square[] = {x, y, x, y + 1, x + 1, y + 1, x + 1, y};
        memcpy(xy[i], square, sizeof square);
        rings[i] = (aid_ring){keys[i], xy[i], 4};
    }
    aid_path(dir, "l.shp", path);
    aid_shapefile(path, rings, SQUARES, aid_wgs84);
    aid_write(dir, "atlas.yaml", atlas_yaml, NULL);
    aid_write(dir, "v.csv", figures, NULL);
    return aid_atlas(dir);
}

static void is_color(rgba c, const char *want) {
    char text[COLOR_TEXT_MAX];
    color_format(c, text);
    assert_string_equal(text, want);
}

static void test_each_color_is_a_pair(void **state) {
    static const char *const cell[9] = {"#efede4", "#a9c6e8", "#3f97d0", "#edbe86", "#a48894",
                                        "#33689b", "#dc6a2b", "#96443a", "#22305a"};
    const atlas *a = open_made_up(*state);
    choropleth *c = AID_MAP(a, "x", {{"bivariate", "y"}});
    assert_int_equal(c->n_colors, 9);
    for (district_id d = 0; d < SQUARES; d++) {
        assert_int_equal(c->class_of[d], want_class[d]);
        is_color(c->paint.fill[d], want_class[d] < 0 ? "#f1f1ee" : cell[want_class[d]]);
        assert_int_equal(c->paint.pattern[d],
                         want_class[d] < 0 ? PATTERN_CROSSED : PATTERN_NONE); /* suppressed */
    }
    choropleth *back = AID_MAP(a, "x", {{"bivariate", "y"}, {"reverse", "1"}});
    for (district_id d = 0; d < 9; d++) is_color(back->paint.fill[d], cell[8 - want_class[d]]);
    choropleth *night = AID_MAP(a, "x", {{"bivariate", "y"}, {"background", "dark"}});
    assert_string_equal(ramp_name(night->look.ramp), "blue-orange-dark");
    choropleth *other = AID_MAP(a, "x", {{"bivariate", "y"}, {"ramp", "pink-green"}});
    is_color(other->paint.fill[8], "#07355f");
    choropleth_unref(c), choropleth_unref(back), choropleth_unref(night), choropleth_unref(other);
    atlas_unref(a);
}

/* Edges 2 and 5 of x, 25 and 60 of y, classes with their upper edge:
 * a low low, b low mid, c mid high, d mid low, e mid mid, f high high, g high mid, h high mid,
 * i high high. */
static void test_edges_that_are_asked_for(void **state) {
    static const int want[9] = {0, 3, 7, 1, 4, 8, 5, 5, 8};
    const atlas *a = open_made_up(*state);
    choropleth *c =
        AID_MAP(a, "x", {{"bivariate", "y"}, {"breaks", "2,5"}, {"bivariate-breaks", "25,60"}});
    for (district_id d = 0; d < 9; d++) assert_int_equal(c->class_of[d], want[d]);
    legend *l = aid_legend_of(c);
    static const size_t counts[9] = {1, 1, 0, 1, 1, 2, 0, 1, 2};
    for (size_t i = 0; i < 9; i++) assert_int_equal(l->classes[i].count, counts[i]);
    assert_true(l->side[0].edge[1] == 2 && l->side[0].edge[2] == 5);
    assert_true(l->side[1].edge[1] == 25 && l->side[1].edge[2] == 60);
    legend_free(l);
    choropleth_unref(c);
    c = AID_MAP(a, "x", {{"bivariate", "y"}, {"breaks", "2,5"}}); /* y by the default method */
    assert_true(fabs(c->second.breaks.edge[1] - 110. / 3) < 1e-9);
    choropleth_unref(c);
    c = AID_MAP(a, "x", {{"bivariate", "y"}, {"bivariate-breaks", "25,60"}, {"closed", "left"}});
    assert_int_equal(c->class_of[7] / 3, 2); /* h: 60 is in the upper class now */
    choropleth_unref(c);
    atlas_unref(a);
}

/* t is 1 six times and 5 four times: two classes, the outer rows of the square. */
static void test_ties_leave_fewer(void **state) {
    const atlas *a = open_made_up(*state);
    choropleth *c = AID_MAP(a, "x", {{"bivariate", "t"}});
    assert_int_equal(c->second.breaks.count, 2);
    assert_int_equal(c->n_colors, 6);
    is_color(c->paint.fill[0], "#efede4");
    is_color(c->paint.fill[9], "#22305a");
    is_color(c->paint.fill[6], "#96443a");
    legend *l = aid_legend_of(c);
    assert_int_equal(l->count, 6);
    assert_int_equal(l->n_warnings, 1);
    legend_free(l);
    choropleth_unref(c);
    atlas_unref(a);
}

static void test_legend_says_pairs(void **state) {
    const atlas *a = open_made_up(*state);
    choropleth *c = AID_MAP(a, "x", {{"bivariate", "y"}, {"lang", "en"}});
    legend *l = aid_legend_of(c);
    assert_true(l->pairs);
    assert_string_equal(l->title, "Renting and low standard");
    assert_string_equal(l->unit, "%; per day");
    assert_string_equal(l->side[0].more, "more: renting, %");
    assert_string_equal(l->side[1].more, "more: low standard, per day");
    assert_string_equal(l->classes[2].label, "Renting: high; Low standard: low");
    assert_string_equal(l->classes[4].label, "Renting: middle; Low standard: middle");
    assert_int_equal(l->no_data_count, 1);
    assert_int_equal(l->rows[1].state, LEGEND_SUPPRESSED);
    assert_null(l->reference.kind);
    json_t *j = legend_json(l), *pairs = json_object_get(j, "pairs"),
           *first = json_object_get(pairs, "first"), *second = json_object_get(pairs, "second");
    assert_int_equal(json_array_size(json_object_get(j, "classes")), 9);
    assert_true(json_is_null(
        json_object_get(json_array_get(json_object_get(j, "classes"), 0), "category")));
    assert_true(json_number_value(json_array_get(json_object_get(first, "edges"), 3)) == 9);
    assert_int_equal(json_array_size(json_object_get(second, "values")), 9);
    assert_true(json_number_value(json_array_get(json_object_get(second, "values"), 1)) == 40);
    json_decref(j);
    legend_free(l);
    choropleth_unref(c);
    atlas_unref(a);
}

/* Each count stands in its cell: the cell's color is in the drawing, row above row. */
static void test_legend_draws_a_square(void **state) {
    const atlas *a = open_made_up(*state);
    choropleth *c = AID_MAP(a, "x", {{"bivariate", "y"}});
    legend *l = aid_legend_of(c);
    for (size_t i = 0; i < legend_size_count; i++) {
        const legend_style style = {.size = &legend_sizes[i]};
        buf png = BUF_EMPTY, svg = BUF_EMPTY;
        assert_int_equal(legend_draw(l, &style, CANVAS_PNG, &png, NULL), ERR_OK);
        assert_int_equal(legend_draw(l, &style, CANVAS_SVG, &svg, NULL), ERR_OK);
        aid_pixels p = aid_pixels_of(buf_view(&png));
        int x[9], y[9];
        for (size_t k = 0; k < 9; k++) {
            double sx = 0, sy = 0, n = 0;
            for (uint32_t i_px = 0; i_px < p.width * p.height; i_px++)
                if (aid_same_color(p.at[i_px], l->classes[k].color))
                    sx += i_px % p.width, sy += i_px / p.width, n++;
            assert_true(n > 500);
            x[k] = (int)(sx / n), y[k] = (int)(sy / n);
        }
        for (size_t k = 0; k < 9; k++) {
            if (k % 3) assert_true(x[k] > x[k - 1] + 20 && abs(y[k] - y[k - 1]) < 4);
            if (k >= 3) assert_true(y[k] < y[k - 3] - 20 && abs(x[k] - x[k - 3]) < 4);
        }
        assert_non_null(strstr(buf_text(&svg), "more: renting, %"));
        aid_pixels_free(&p);
        buf_free(&png), buf_free(&svg);
    }
    legend_free(l);
    choropleth_unref(c);
    atlas_unref(a);
}

static void test_what_does_not_go_with_it(void **state) {
    const atlas *a = open_made_up(*state);
    const struct {
        const char *id;
        look_setting o[2];
        err_code code;
        const char *says;
    } rows[] = {
        {"x",
         {{"bivariate", "y"}, {"reference", "whole"}},
         ERR_RANGE,
         "reference: \"whole\" does not"},
        {"x", {{"bivariate", "y"}, {"minus", "@2020"}}, ERR_RANGE, "minus: \"@2020\" does not"},
        {"x", {{"bivariate", "y"}, {"metric", "rank"}}, ERR_RANGE, "metric: \"rank\" does not"},
        {"x",
         {{"bivariate", "y"}, {"method", "unclassed"}},
         ERR_RANGE,
         "method: \"unclassed\" does"},
        {"x", {{"bivariate", "y"}, {"method", "stddev"}}, ERR_RANGE, "method: \"stddev\" does"},
        {"x", {{"bivariate", "y"}, {"ramp", "teal"}}, ERR_RANGE, "ramp: teal is not made for two"},
        {"x",
         {{"lang", "en"}, {"ramp", "blue-orange"}},
         ERR_RANGE,
         "ramp: blue-orange is made for"},
        {"x",
         {{"lang", "en"}, {"bivariate-breaks", "25,60"}},
         ERR_RANGE,
         "bivariate-breaks: they are edges of a second indicator's classes; name it, as "
         "bivariate="},
        {"x",
         {{"bivariate", "none"}, {"bivariate-breaks", "25,60"}},
         ERR_RANGE,
         "bivariate-breaks: they are"},
        {"x", {{"lang", "en"}, {"bivariate", "q"}}, ERR_NOTFOUND, "bivariate: "},
        {"x", {{"lang", "en"}, {"bivariate", "o"}}, ERR_RANGE, "bivariate: o lies on the layer m"},
        {"x", {{"lang", "en"}, {"bivariate", "c"}}, ERR_RANGE, "bivariate: c has categories"},
        {"c", {{"lang", "en"}, {"bivariate", "x"}}, ERR_RANGE, "bivariate: c has categories"},
        {"x", {{"lang", "en"}, {"bivariate", "x"}}, ERR_RANGE, "bivariate: x in 2024 is the map's"},
        {"x",
         {{"lang", "en"}, {"bivariate", "y@1999"}},
         ERR_NOTFOUND,
         "bivariate: y has no period \"1999\""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        choropleth *c = NULL;
        err e = {0};
        assert_int_equal(aid_map_try(a, rows[i].id, rows[i].o, 2, &c, &e), rows[i].code);
        if (strncmp(e.text, rows[i].says, strlen(rows[i].says)) != 0) fail_msg("%s", e.text);
    }
    atlas_unref(a);
}

static void test_one_indicator_in_two_periods(void **state) {
    const atlas *a = open_made_up(*state);
    choropleth *c = AID_MAP(a, "x", {{"bivariate", "@2020"}, {"lang", "en"}});
    legend *l = aid_legend_of(c);
    assert_string_equal(l->title, "Renting");
    assert_string_equal(l->period_text, "2024 and 2020");
    assert_string_equal(l->side[0].title, "Renting, 2024");
    assert_string_equal(l->side[1].title, "Renting, 2020");
    assert_int_equal(l->n_values, 2);
    legend_free(l);
    choropleth_unref(c);
    atlas_unref(a);
}

static void test_words(void **state) {
    const atlas *a = open_made_up(*state);
    choropleth *c = AID_MAP(a, "x", {{"bivariate", "y"}, {"lang", "sv"}});
    buf text = BUF_EMPTY;
    choropleth_alt_text(c, false, LANG_EN, &text);
    assert_string_equal(buf_text(&text),
                        "Map: Renting and low standard, %; per day, 2024. Figures for 9 of 10 "
                        "districts. High in both: i. Low in the first, high in the second: c. High "
                        "in the first, low in the second: g. Low in both: a. No figure: j.");
    buf_reset(&text);
    choropleth_value_text(c, 3, &text);
    assert_string_equal(buf_text(&text), "4\xc2\xa0% | 20");
    buf_reset(&text);
    choropleth_value_text(c, 9, &text);
    assert_string_equal(buf_text(&text), "saknas");
    buf_free(&text);
    choropleth_unref(c);
    atlas_unref(a);
}

/* No skeleton is drawn but the first; labels of values are others. */
static void test_it_is_a_palette(void **state) {
    const atlas *a = open_made_up(*state);
    tiler *t = NULL;
    assert_int_equal(tiler_create(1 << 24, false, &t, NULL), ERR_OK);
    const look_setting o[][2] = {
        {{"bivariate", "y"}, {"lang", "en"}},     {{"bivariate", "y"}, {"ramp", "pink-green"}},
        {{"bivariate", "y"}, {"focus", "a"}},     {{"bivariate", "@2020"}, {"reverse", "1"}},
        {{"bivariate", "y"}, {"closed", "left"}}, {{"bivariate", "y"}, {"breaks", "1,2"}},
        {{"lang", "en"}, {"classes", "4"}},       {{"bivariate", "y"}, {"labels", "values"}},
        {{"lang", "en"}, {"labels", "values"}}};
    /* A skeleton has a variant for each set of hatches that a tile has: none, crossed lines, and
     * rising ones where figures are missing in 2020. */
    static const uint64_t drawn[] = {2, 2, 2, 3, 3, 3, 3, 5, 6};
    for (size_t i = 0; i < sizeof o / sizeof *o; i++) {
        choropleth *c = aid_map(a, "x", o[i], 2);
        buf png = BUF_EMPTY;
        assert_int_equal(tiler_png(t, c, (tile_id){6, 32, 31}, 1, &png, NULL), ERR_OK);
        if (tiler_stats_get(t).drawn != drawn[i])
            fail_msg("look %zu: %d skeletons", i, (int)tiler_stats_get(t).drawn);
        choropleth_unref(c);
        buf_free(&png);
    }
    tiler_free(t);
    atlas_unref(a);
}

/* ---- posters ---- */

static bool has_words(const aid_word *w, size_t n, const char *text) {
    for (size_t i = 0; i < n; i++)
        if (!strcmp(w[i].text, text)) return true;
    return false;
}

/* On every paper both ways: all words within the margins, none over another; both titles are there.
 */
static void test_posters(void **state) {
    const atlas *a = aid_atlas("shapes/stockholm");
    static aid_word w[AID_WORDS_MAX];
    for (int i = 0; i < PAPERS; i++)
        for (int way = 0; way < 2; way++) {
            const look_setting o[] = {{"bivariate", "low_standard"}, {"lang", way ? "sv" : "en"}};
            poster_style s = {.paper = &papers[i], .landscape = way};
            choropleth *c = aid_map(a, "rental", o, 2);
            buf pdf = BUF_EMPTY;
            aid_sheet_draw(c, &s, CANVAS_PDF, &pdf, NULL);
            size_t n = aid_words_of(&pdf, *state, w);
            box inside = aid_sheet_inside(&s);
            assert_true(n > 60);
            for (size_t k = 0; k < n; k++)
                if (!aid_contains(inside, w[k].at, 0.3))
                    fail_msg("%s: %s", papers[i].name, w[k].text);
            assert_true(has_words(w, n, way ? "ekonomisk" : "economic"));
            if (i) assert_true(has_words(w, n, way ? "Streckade" : "Dashed"));
            buf_free(&pdf);
            choropleth_unref(c);
        }
    atlas_unref(a);
}

static double denominator_of(const choropleth *c, const poster_style *s, bool *keys) {
    poster_facts facts;
    buf pdf = BUF_EMPTY;
    aid_sheet_draw(c, s, CANVAS_PDF, &pdf, &facts);
    *keys = false;
    for (size_t i = 0; i < facts.n_parts; i++)
        *keys |= !strcmp(facts.part[i].name, "keys") || !strcmp(facts.part[i].name, "inset");
    buf_free(&pdf);
    return facts.denominator;
}

/* 117 neighborhoods: with all of their names the map has another 93 keys under it. */
static void test_a_poster_that_asks_for_no_labels_has_few(void **state) {
    const atlas *a = aid_atlas("shapes/stockholm");
    const poster_style s = {.paper = paper_find("A3"), .landscape = true};
    const look_setting plain[] = {{"bivariate", "low_standard"}},
                       all[] = {{"bivariate", "low_standard"}, {"labels", "names"}};
    bool keys;
    (void)state;
    choropleth *c = aid_map(a, "rental", plain, 1);
    double few = denominator_of(c, &s, &keys);
    assert_false(keys);
    choropleth_unref(c);
    c = aid_map(a, "rental", all, 2);
    assert_true(denominator_of(c, &s, &keys) > few);
    assert_true(keys);
    assert_true(few <= 125000);
    choropleth_unref(c);
    atlas_unref(a);
}

static size_t count_words(const aid_word *w, size_t n, const char *text) {
    size_t found = 0;
    for (size_t i = 0; i < n; i++) found += !strcmp(w[i].text, text);
    return found;
}

/* The whole is a point where both of its figures are published: of crimes they are (203.5 and 13.5
 * in 2024), of neighborhoods not. */
static void test_the_whole_is_a_point(void **state) {
    const atlas *a = aid_atlas("shapes/stockholm");
    static const char *const pairs[2][2] = {{"crime", "violence"}, {"rental", "low_standard"}};
    static aid_word w[AID_WORDS_MAX];
    for (int i = 0; i < 2; i++) {
        const poster_style s = {.paper = paper_find("A3"), .landscape = true};
        const look_setting o[] = {{"bivariate", pairs[i][1]}, {"lang", "sv"}};
        choropleth *c = aid_map(a, pairs[i][0], o, 2);
        buf pdf = BUF_EMPTY;
        aid_sheet_draw(c, &s, CANVAS_PDF, &pdf, NULL);
        size_t n = aid_words_of(&pdf, *state, w);
        assert_int_equal(count_words(w, n, "Hela"), !i);
        buf_free(&pdf);
        choropleth_unref(c);
    }
    atlas_unref(a);
}

/* Where the points are; of no height: there are none. */
static box points_of(const poster_facts *f) {
    for (size_t i = 0; i < f->n_parts; i++)
        if (!strcmp(f->part[i].name, "ranked")) return f->part[i].at;
    return (box){0};
}

static bool has_within(const aid_word *w, size_t n, box at, const char *text) {
    for (size_t i = 0; i < n; i++)
        if (!strcmp(w[i].text, text) && aid_contains(at, w[i].at, 1)) return true;
    return false;
}

/* Titles of axes that are wider than the plot: their first words are in its block too. */
static void test_long_titles_stay_on_the_paper(void **state) {
    static aid_word w[AID_WORDS_MAX];
    const atlas *a = aid_town();
    choropleth *both[] = {
        AID_MAP(a, "s", {{"bivariate", "r@2020"}, {"period", "2020"}, {"lang", "sv"}}),
        AID_MAP(a, "r", {{"bivariate", "s@2020"}, {"period", "2020"}, {"lang", "sv"}})};
    size_t drawn = 0;
    for (int i = 0; i < PAPERS * 4; i++) {
        const poster_style s = {.paper = &papers[i / 4], .landscape = i % 2};
        const choropleth *c = both[i / 2 % 2];
        poster_facts facts;
        buf pdf = BUF_EMPTY;
        aid_sheet_draw(c, &s, CANVAS_PDF, &pdf, &facts);
        const box points = points_of(&facts);
        size_t n = aid_words_of(&pdf, *state, w);
        const box inside = aid_sheet_inside(&s);
        for (size_t k = 0; k < n; k++)
            if (!aid_contains(inside, w[k].at, 0.3)) fail_msg("%s: %s", s.paper->name, w[k].text);
        bool has_points = points.height > 20;
        drawn += has_points;
        if (has_points &&
            !(has_within(w, n, points, "Norra") && has_within(w, n, points, "ringvägen")))
            fail_msg("%s, case %d", s.paper->name, i);
        buf_free(&pdf);
    }
    assert_true(drawn > 0);
    choropleth_unref(both[0]);
    choropleth_unref(both[1]);
    atlas_unref(a);
}

static void test_several_maps_are_refused(void **state) {
    const atlas *a = aid_atlas("shapes/stockholm");
    choropleth *c = aid_map(a, "rental", &(look_setting){"bivariate", "low_standard"}, 1);
    const poster_style s = {.paper = paper_find("A3"), .indicators = "rental,low_standard"};
    buf out = BUF_EMPTY;
    err e = {0};
    (void)state;
    assert_int_equal(poster_draw(c, &s, CANVAS_PDF, &out, NULL, &e), ERR_RANGE);
    assert_non_null(strstr(e.text, "indicators: not with bivariate"));
    buf_free(&out);
    choropleth_unref(c);
    atlas_unref(a);
}

/* Worked by hand: 1.2..93.4 at most 6 ticks: 0, 20 ... 100; 30..34 in 5: 30, 31 ... 34. */
static void test_axes_of_points(void **state) {
    (void)state;
    scatter_axis x = scatter_axis_of(1.2, 93.4, 6), y = scatter_axis_of(30, 34, 5);
    assert_true(x.low == 0 && fabs(x.high - 100) < 1e-9 && fabs(x.step - 20) < 1e-9);
    assert_true(fabs(y.low - 30) < 1e-9 && fabs(y.high - 34) < 1e-9 && fabs(y.step - 1) < 1e-9);
    assert_int_equal(x.decimals, 0);
    y = scatter_axis_of(-0.31, 0.12, 8); /* -0.35, -0.3 ... would be ten */
    assert_true(fabs(y.low + 0.4) < 1e-9 && fabs(y.high - 0.2) < 1e-9 && fabs(y.step - 0.1) < 1e-9);
    assert_int_equal(y.decimals, 1);
    y = scatter_axis_of(7, 7, 5);
    assert_true(y.low < 7 && y.high > 7);
}

/* ---- the demo, served ---- */

static aid_site site;

/* Counted from the table by an independent reader of it: both figures there, and above the edge. */
static void test_stockholm_is_served(void **state) {
    (void)state;
    aid_site_open(&site, "shapes/stockholm", (server_options){0});
    const char *query = "?bivariate=low_standard&breaks=30,55&bivariate-breaks=6,12&lang=en";
    char target[256];
    snprintf(target, sizeof target, "/data/stockholm/rental.json%s", query);
    json_t *r = aid_site_json(&site, target, 200), *one;
    static const json_int_t want[9] = {17, 5, 0, 7, 18, 4, 1, 4, 18}; /* bivariate.png */
    json_int_t got[9] = {0}, missing = 0;
    size_t i;
    json_array_foreach(json_object_get(r, "districts"), i, one) {
        json_t *pair = json_object_get(one, "pair"), *second = json_object_get(one, "second");
        if (json_is_null(pair)) {
            missing++;
            continue;
        }
        double x = json_number_value(json_object_get(one, "value"));
        double y = json_number_value(json_object_get(second, "value"));
        int column = (x > 30) + (x > 55), row = (y > 6) + (y > 12);
        assert_int_equal(json_integer_value(json_array_get(pair, 0)), column);
        assert_int_equal(json_integer_value(json_array_get(pair, 1)), row);
        assert_int_equal(json_integer_value(json_object_get(one, "class")), 3 * row + column);
        got[3 * row + column]++;
    }
    assert_int_equal(missing, 43);
    for (size_t k = 0; k < 9; k++) assert_int_equal(got[k], want[k]);
    assert_string_equal(
        aid_json_text(json_object_get(json_object_get(r, "mapped"), "second"), "indicator"),
        "low_standard");
    json_decref(r);
    static const char *const paths[] = {"/tiles/stockholm/rental/10/563/301.png",
                                        "/tiles/stockholm/rental.json",
                                        "/legend/stockholm/rental.svg",
                                        "/legend/stockholm/rental.png",
                                        "/image/stockholm/rental.svg",
                                        "/grid/stockholm/rental/10/563/301.json",
                                        "/data/stockholm/rental.csv",
                                        "/data/stockholm/rental.geojson"};
    for (size_t k = 0; k < sizeof paths / sizeof *paths; k++) {
        snprintf(target, sizeof target, "%s%s", paths[k], query);
        aid_http_reply one_reply = aid_site_get(&site, target, "", 200);
        aid_http_reply_free(&one_reply);
    }
    r = aid_site_json(&site, "/data/stockholm/rental.json?bivariate=low_standard&minus=@2024", 400);
    assert_string_equal(aid_json_text(json_object_get(r, "error"), "parameter"), "minus");
    json_decref(r);
    aid_site_close(&site);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        IN_A_FOLDER(test_each_color_is_a_pair),
        IN_A_FOLDER(test_edges_that_are_asked_for),
        IN_A_FOLDER(test_ties_leave_fewer),
        IN_A_FOLDER(test_legend_says_pairs),
        IN_A_FOLDER(test_legend_draws_a_square),
        IN_A_FOLDER(test_what_does_not_go_with_it),
        IN_A_FOLDER(test_one_indicator_in_two_periods),
        IN_A_FOLDER(test_words),
        IN_A_FOLDER(test_it_is_a_palette),
        IN_A_FOLDER(test_posters),
        cmocka_unit_test(test_a_poster_that_asks_for_no_labels_has_few),
        IN_A_FOLDER(test_the_whole_is_a_point),
        IN_A_FOLDER(test_long_titles_stay_on_the_paper),
        cmocka_unit_test(test_several_maps_are_refused),
        cmocka_unit_test(test_axes_of_points),
        cmocka_unit_test(test_stockholm_is_served),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
