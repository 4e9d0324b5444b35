/* Targets on the axes of lists and charts, and the mark of figures that were put together.  Truth:
 * squares with made-up figures, worked by hand, and Stockholm's merged districts of 2000. */
#include "aid_atlas.h"
#include "aid_cmocka.h"
#include "aid_comparison.h"
#include "aid_files.h"
#include "aid_sheet.h"
#include "draw/chart.h"
#include "draw/goal.h"
#include "sheet/compare_sheet.h"
#include "sheet/ranked.h"

#include <math.h>
#include <string.h>

static const double squares[4][8] = {{0, 0, 0, 1, 1, 1, 1, 0},
                                     {1, 0, 1, 1, 2, 1, 2, 0},
                                     {2, 0, 2, 1, 3, 1, 3, 0},
                                     {3, 0, 3, 1, 4, 1, 4, 0}};
static const char made_up_yaml[] =
    "id: s\ntitle: Made up\nwhole: {key: W, name: {en: All, sv: Alla}}\n"
    "layers: {l: {shapefile: l.shp, key: KEY}}\n"
    "values: {v: {file: v.csv, key: key, period: {column: year}}}\nindicators:\n"
    "- {id: near, layer: l, values: v, column: x, title: Near, kind: share, unit: '%',\n"
    "   decimals: 0, better: higher, target: {value: 60, period: \"2030\", source: made up}}\n"
    "- {id: beyond, layer: l, values: v, column: x, title: Beyond, kind: share, unit: '%',\n"
    "   decimals: 0, better: higher, target: {value: 400, source: made up}}\n"
    "- {id: sum, layer: l, values: v, column: x, title: Sum, kind: count,\n"
    "   decimals: 0, better: higher, target: {value: 60, source: made up}}\n"
    "- {id: free, layer: l, values: v, column: x, title: Free, kind: share, unit: '%',\n"
    "   decimals: 0, better: higher}\n";
static const char made_up[] = "key,year,x\na,2020,50\nb,2020,52\nc,2020,54\nd,2020,\nW,2020,53\n"
                              "a,2024,50\nb,2024,55\nc,2024,58\nd,2024,\nW,2024,54\n";

static const atlas *open_made_up(const char *dir) {
    static const aid_ring rings[] = {
        {"a", squares[0], 4}, {"b", squares[1], 4}, {"c", squares[2], 4}, {"d", squares[3], 4}};
    char path[AID_PATH];
    aid_path(dir, "l.shp", path);
    aid_shapefile(path, rings, 4, aid_wgs84);
    aid_write(dir, "atlas.yaml", made_up_yaml, NULL);
    aid_write(dir, "v.csv", made_up, NULL);
    return aid_atlas(dir);
}

/* ---- which goals ---- */

/* Values from 10 to 20: an axis of 20 at most.  From 50 to 58: half of 58 is more than their 8. */
static void test_which_fit(void **state) {
    (void)state;
    assert_true(goal_fits(10, 20, 15) && goal_fits(10, 20, 30) && goal_fits(10, 20, 0));
    assert_false(goal_fits(10, 20, 30.1) || goal_fits(10, 20, -0.1));
    assert_true(goal_fits(50, 58, 100) && goal_fits(-3, 3, -9));
    assert_false(goal_fits(50, 58, 109) || goal_fits(-3, 3, -9.1));
    assert_false(goal_fits(10, 20, NAN) || goal_fits(NAN, NAN, 5) || goal_fits(0, 0, 1));
}

/* ---- the list of a poster ---- */

typedef struct listed {
    choropleth *map;
    legend *legend;
    sheet_source source;
    ranked list;
} listed;

static void list(const atlas *a, const char *id, const look_setting *o, size_t n, listed *out) {
    err e = {0};
    out->map = aid_map(a, id, o, n);
    if (choropleth_legend(out->map, &out->legend, &e)) fail_msg("%s", e.text);
    out->source = (sheet_source){out->map, out->legend, paper_find("A4"), out->map->look.backdrop,
                                 out->map->look.language};
    if (ranked_make(&out->source, &out->list, &e)) fail_msg("%s", e.text);
}

static void unlist(listed *l) {
    ranked_free(&l->list);
    legend_free(l->legend);
    choropleth_unref(l->map);
}

static void test_the_list_has_it(void **state) {
    static const struct {
        const char *id;
        look_setting o;
        double target;
    } rows[] = {
        {"near", {"lang", "en"}, 60},
        {"near", {"reference", "whole"}, 60},
        {"near", {"reference", "target"}, NAN}, /* it is the reference's own line */
        {"near", {"metric", "rank"}, NAN},
        {"near", {"minus", "@2020"}, NAN},
        {"beyond", {"lang", "en"}, NAN},
        {"sum", {"lang", "en"}, NAN}, /* set for the whole */
        {"free", {"lang", "en"}, NAN},
    };
    const atlas *a = open_made_up(*state);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        listed l;
        list(a, rows[i].id, &rows[i].o, 1, &l);
        if (isnan(rows[i].target) ? !isnan(l.list.target) : l.list.target != rows[i].target)
            fail_msg("%zu: %g", i, l.list.target);
        if (!isnan(rows[i].target)) {
            assert_string_equal(buf_text(&l.list.target_text), "Target 2030: 60%");
            assert_true(l.list.low == 50 && l.list.high == 60); /* its figures end at 58 */
        }
        unlist(&l);
    }
    atlas_unref(a);
}

static size_t words_of_poster(const atlas *a, const char *id, const look_setting *o, size_t n,
                              const char *dir, aid_word w[AID_WORDS_MAX]) {
    const poster_style s = {.paper = paper_find("A4")};
    choropleth *c = aid_map(a, id, o, n);
    buf pdf = BUF_EMPTY;
    aid_sheet_draw(c, &s, CANVAS_PDF, &pdf, NULL);
    size_t count = aid_words_of(&pdf, dir, w);
    buf_free(&pdf);
    choropleth_unref(c);
    return count;
}

static size_t count(const aid_word *w, size_t n, const char *text) {
    size_t found = 0;
    for (size_t i = 0; i < n; i++) found += !strcmp(w[i].text, text);
    return found;
}

/* In the legend and over the list, and nowhere on the other one's label. */
static void test_a_poster_says_it_twice(void **state) {
    static aid_word w[AID_WORDS_MAX];
    const atlas *a = open_made_up(*state);
    const look_setting whole = {"reference", "whole"};
    size_t n = words_of_poster(a, "near", &whole, 1, *state, w);
    assert_int_equal(count(w, n, "2030:"), 2);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < i; k++)
            if (aid_overlap(w[i].at, w[k].at, 0.4)) fail_msg("%s on %s", w[i].text, w[k].text);
    n = words_of_poster(a, "beyond", &whole, 1, *state, w);
    assert_int_equal(count(w, n, "Target:"),
                     1); /* the legend alone, which says that it is beyond */
    atlas_unref(a);
}

/* ---- lines over time ---- */

static void test_a_plot_makes_room(void **state) {
    const double at[] = {2020, 2024}, value[] = {50, 58};
    const chart_line line = {.at = at, .value = value, .n = 2};
    chart_plot p = {.line = &line, .n_lines = 1, .decimals = 0, .goal_text = "goal", .goal = 62};
    (void)state;
    p.axis = p.label = (text_style){8, 400, true, {0}};
    const box b = {0, 0, 200, 100};
    chart_frame f = chart_plot_frame(&p, b);
    assert_true(f.has_goal && f.y.high >= 62 && f.y.low <= 50);
    p.goal = 200;
    f = chart_plot_frame(&p, b);
    assert_true(!f.has_goal && f.y.high < 62);
    p.goal = 62;
    p.goal_text = NULL;
    f = chart_plot_frame(&p, b);
    assert_true(!f.has_goal && f.y.high < 62);
}

static size_t words_of_lines(const atlas *a, const char *id, const char *dir,
                             aid_word w[AID_WORDS_MAX]) {
    comparison *c = aid_comparison(a, "a,c", id);
    const compare_style s = {.slopes = true};
    buf pdf = BUF_EMPTY;
    err e = {0};
    if (compare_sheet_draw(c, &s, CANVAS_PDF, &pdf, &e)) fail_msg("%s", e.text);
    size_t n = aid_words_of(&pdf, dir, w);
    buf_free(&pdf);
    comparison_free(c);
    return n;
}

static void test_lines_have_it(void **state) {
    static aid_word w[AID_WORDS_MAX];
    const atlas *a = open_made_up(*state);
    size_t n = words_of_lines(a, "near", *state, w);
    assert_int_equal(count(w, n, "2030:"), 1);
    n = words_of_lines(a, "free", *state, w);
    assert_int_equal(count(w, n, "2030:"), 0);
    atlas_unref(a);
}

static void test_change_has_it(void **state) {
    static aid_word w[AID_WORDS_MAX];
    const atlas *a = open_made_up(*state);
    for (int has = 0; has < 2; has++) {
        const poster_style s = {.paper = paper_find("A4"), .periods = "2020,2024"};
        choropleth *c = aid_map(a, has ? "near" : "free", NULL, 0);
        buf pdf = BUF_EMPTY;
        aid_sheet_draw(c, &s, CANVAS_PDF, &pdf, NULL);
        size_t n = aid_words_of(&pdf, *state, w);
        assert_int_equal(count(w, n, "2030:"), 2 * has); /* the legend's too */
        buf_free(&pdf);
        choropleth_unref(c);
    }
    atlas_unref(a);
}

/* ---- figures that were put together ---- */

/* Three of today's districts were put together of others: they alone have the mark, and one
 * sentence has it too. */
static void test_figures_that_are_no_ones(void **state) {
    static const char *const merged[] = {"Norra innerstaden", "Hägersten-Älvsjö", "Järva"};
    static aid_word w[AID_WORDS_MAX];
    const atlas *a = aid_atlas("shapes/stockholm");
    const look_setting o[] = {{"period", "2000"}, {"lang", "sv"}};
    listed l;
    list(a, "population", o, 2, &l);
    size_t n = 0;
    for (size_t i = 0; i < l.list.n; i++) {
        const districts *names = choropleth_layer(l.map)->shape->districts;
        if (!l.list.row[i].derived) continue;
        assert_true(n < 3);
        assert_string_equal(district_name(names, l.list.row[i].district), merged[n++]);
    }
    assert_int_equal(n, 3);
    unlist(&l);
    size_t marks = 0, words = words_of_poster(a, "population", o, 2, *state, w);
    for (size_t i = 0; i < words; i++) marks += strstr(w[i].text, "°") != NULL;
    assert_int_equal(marks, 3 + 1);
    words = words_of_poster(a, "population", &(look_setting){"lang", "sv"}, 1, *state, w);
    for (size_t i = 0; i < words; i++) assert_null(strstr(w[i].text, "°"));
    atlas_unref(a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_which_fit),
        IN_A_FOLDER(test_the_list_has_it),
        IN_A_FOLDER(test_a_poster_says_it_twice),
        cmocka_unit_test(test_a_plot_makes_room),
        IN_A_FOLDER(test_lines_have_it),
        IN_A_FOLDER(test_change_has_it),
        IN_A_FOLDER(test_figures_that_are_no_ones),
    };
    return cmocka_run_group_tests_name("goal", tests, NULL, NULL);
}
