/* Comparisons of districts.  Truth: two layers of four squares whose figures are made up, worked by
 * hand. */
#include "aid_atlas.h"
#include "aid_cmocka.h"
#include "aid_comparison.h"
#include "aid_files.h"

#include <math.h>
#include <string.h>

static const char town_yaml[] =
    "id: town\nwhole: {key: W, name: {en: All, sv: Alla}}\n"
    "themes: [{id: t, title: T}, {id: u, title: U}]\n"
    "layers: {l: {shapefile: l.shp, key: KEY}, m: {shapefile: m.shp, key: KEY}}\n"
    "values: {v: {file: v.csv, key: key, period: {column: year}, suppressed: [s]}}\n"
    "indicators:\n"
    "- {id: share, layer: l, values: v, column: share, title: S, kind: share, unit: '%',\n"
    "   better: higher, decimals: 1, margin: margin, theme: u, series: q}\n"
    "- {id: net, layer: l, values: v, column: net, title: N, kind: rate, unit: per day}\n"
    "- {id: index, layer: l, values: v, column: index, title: I, kind: index, theme: t}\n"
    "- {id: days, layer: l, values: v, column: days, title: D, kind: mean, unit: days,\n"
    "   difference: unit, theme: t}\n"
    "- {id: hidden, layer: l, values: v, column: days, title: H, kind: mean, compare: false}\n"
    "- {id: people, layer: l, values: v, column: people, title: P, kind: count, compare: true}\n"
    "- {id: share_m, layer: m, values: v, column: share, title: S, kind: share, unit: '%',\n"
    "   series: q}\n"
    "- {id: only_m, layer: m, values: v, column: days, title: M, kind: mean, unit: days}\n";
/* e is of the layer m alone, d of l alone. */
static const char town_values[] = "key,year,share,margin,net,index,days,people\n"
                                  "a,2020,10.0,1,1,5,1,100\n"
                                  "a,2024,12.3,3,-2,7,2,200\n"
                                  "b,2024,12.3,1,3,5,4,150\n"
                                  "\"c,1\",2024,s,,5,6,8,50\n"
                                  "d,2024,20,0.5,,4,8,10\n"
                                  "e,2024,40,0.5,,4,8,10\n"
                                  "W,2020,9,,,,,\n"
                                  "W,2024,15,,4,5,5,410\n";

static const atlas *town;

static void write_layer(const char *dir, const char *name, const char *last) {
    static const double squares[4][8] = {{0, 0, 0, 1, 1, 1, 1, 0},
                                         {1, 0, 1, 1, 2, 1, 2, 0},
                                         {2, 0, 2, 1, 3, 1, 3, 0},
                                         {3, 0, 3, 1, 4, 1, 4, 0}};
    const aid_ring rings[] = {
        {"a", squares[0], 4}, {"b", squares[1], 4}, {"c,1", squares[2], 4}, {last, squares[3], 4}};
    char path[AID_PATH];
    aid_path(dir, name, path);
    aid_shapefile(path, rings, 4, aid_wgs84);
}

static int open_town(void **state) {
    aid_dir_setup(state);
    write_layer(*state, "l.shp", "d");
    write_layer(*state, "m.shp", "e");
    aid_write(*state, "atlas.yaml", town_yaml, NULL);
    aid_write(*state, "v.csv", town_values, NULL);
    town = aid_atlas(*state);
    return 0;
}

static int close_town(void **state) {
    atlas_unref(town);
    return aid_dir_teardown(state);
}

/* a: 12.3 is 2.7 below 15, and may be 3 off; b: 1 off; d: 5 above, 0.5 off. */
static void test_margins(void **state) {
    (void)state;
    comparison *c = aid_comparison(town, "a,b,d", "share");
    const comparison_cell *cell = c->row[0].cell;
    assert_true(cell[0].difference == -2.7 && cell[0].margin == 3 && cell[0].within_margin);
    assert_true(cell[1].difference == -2.7 && cell[1].margin == 1 && !cell[1].within_margin);
    assert_true(cell[2].margin == 0.5 && !cell[2].within_margin);
    assert_true(cell[0].side == 0 && cell[1].side == -1 && cell[2].side == 1);
    assert_true(cell[0].rank_from == 2 && cell[0].rank_to == 3 && cell[0].ranked == 3);
    comparison_free(c);
    c = aid_comparison(town, "a",
                       "share@change"); /* 12.3 - 10 = 2.3, 15 - 9 = 6; sqrt(3² + 1²) off */
    assert_true(c->row[0].cell[0].value == 2.3 && c->row[0].reference == 6);
    aid_near(c->row[0].cell[0].margin, sqrt(10));
    assert_false(c->row[0].cell[0].within_margin);
    comparison_free(c);
}

/* Percent of amounts only: not of shares, indices, what the manifest says, nor signed figures. */
static void test_what_differences_are_in(void **state) {
    (void)state;
    static const struct {
        const char *id;
        bool points, unit;
    } rows[] = {{"share", true, false},
                {"net", false, true},
                {"index", false, true},
                {"days", false, true},
                {"only_m", false, false}};
    comparison *c = aid_comparison(town, "a", "share,net,index,days,only_m");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const comparison_row *r = aid_comparison_row(c, rows[i].id);
        assert_int_equal(r->in_points, rows[i].points);
        assert_int_equal(r->in_unit, rows[i].unit);
        assert_int_equal(isnan(r->cell[0].percent), rows[i].points || rows[i].unit);
    }
    aid_near(aid_comparison_row(c, "only_m")->cell[0].percent, -60); /* 2 of 5 */
    comparison_free(c);
}

static void test_states_and_commas_in_keys(void **state) {
    (void)state;
    const comparison_wish w = {.districts = "c,1", .one = true, .language = LANG_EN};
    comparison *c = NULL;
    assert_int_equal(comparison_make(town, &w, &c, NULL), ERR_OK);
    assert_string_equal(c->subject[0].id, "c,1");
    const comparison_cell *cell = &aid_comparison_row(c, "share")->cell[0];
    assert_true(isnan(cell->value) && cell->state == VALUE_SUPPRESSED && cell->is_district);
    assert_int_equal(cell->lack, COMPARISON_MISSING);
    comparison_free(c);
}

/* Without a table of divisions, a key is the same district in each layer.  Of the series the home
 * layer's; themes in order, rows without one last; a count that the manifest wants. */
static void test_default_rows_of_two_layers(void **state) {
    (void)state;
    static const char *const home_l[] = {"index", "days", "share", "net", "people", "only_m"};
    static const char *const home_m[] = {"index", "days", "net", "people", "share_m", "only_m"};
    comparison *c = aid_comparison(town, "a,d", NULL);
    assert_int_equal(c->n_rows, 6);
    for (size_t i = 0; i < 6; i++)
        assert_string_equal(town->indicator[c->row[i].indicator].id, home_l[i]);
    assert_int_equal(aid_comparison_row(c, "only_m")->cell[1].lack, COMPARISON_ABSENT);
    assert_true(aid_comparison_row(c, "only_m")->cell[0].value == 2);
    comparison_free(c);
    c = aid_comparison(town, "a,e", NULL); /* e says which layer is meant */
    for (size_t i = 0; i < 6; i++)
        assert_string_equal(town->indicator[c->row[i].indicator].id, home_m[i]);
    comparison_free(c);
}

static void test_one_to_four(void **state) {
    (void)state;
    static const char *const who[] = {"a", "a,b", "a,b,d", "a, b ,d, e"};
    for (size_t n = 1; n <= 4; n++) {
        comparison *c = aid_comparison(town, who[n - 1], NULL);
        assert_int_equal(c->n_subjects, n);
        for (size_t i = 0; i < c->n_rows; i++)
            for (size_t s = n; s < COMPARISON_SUBJECTS; s++)
                assert_int_equal(c->row[i].line[s].count, 0);
        comparison_free(c);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_margins),
        cmocka_unit_test(test_what_differences_are_in),
        cmocka_unit_test(test_states_and_commas_in_keys),
        cmocka_unit_test(test_default_rows_of_two_layers),
        cmocka_unit_test(test_one_to_four),
    };
    return cmocka_run_group_tests(tests, open_town, close_town);
}
