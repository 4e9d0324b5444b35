/* Groups in a map's statistics.  Truth: four square districts, worked by hand in the comments. */
#include "aid_atlas.h"
#include "aid_cmocka.h"
#include "aid_files.h"
#include "atlas/statistics.h"
#include "base/json.h"

#include <math.h>
#include <string.h>

#define near(a, b) assert_true(fabs((a) - (b)) <= 1e-12)

/* Districts a b c d from west to east, in two layers. */
static const char town_manifest[] =
    "id: town\n"
    "whole: W\n"
    "layers:\n"
    "  cells: {shapefile: l.shp, key: KEY}\n"
    "  again: {shapefile: l.shp, key: KEY}\n"
    "groups:\n"
    "  - {id: west, title: {en: West, sv: Väster}, members: {cells: [a, b]}}\n"
    "  - {id: east, title: {en: East, sv: Öster}, members: {cells: [c, d]}}\n"
    "  - {id: mid, title: Mid, members: {cells: [b, c]}}\n"
    "  - {id: one, title: One, members: {cells: [a]}}\n"
    "  - {id: far, title: Far, members: {again: [a]}}\n"
    "  - {id: rest, title: Rest, members: {again: [b, c, d]}}\n"
    "values:\n"
    "  v: {file: v.csv, key: key, period: {column: year}}\n"
    "indicators:\n"
    "  - {id: share, layer: cells, values: v, column: share, title: Share, unit: '%',\n"
    "     kind: share, weight: people}\n"
    "  - {id: people, layer: cells, values: v, column: people, title: People, kind: count}\n"
    "  - {id: gaps, layer: cells, values: v, column: gaps, title: Gaps, kind: count}\n"
    "  - {id: bare, layer: cells, values: v, column: share, title: Bare, kind: rate}\n"
    "  - {id: index, layer: cells, values: v, column: share, title: Index, kind: index}\n"
    "  - {id: part, layer: cells, values: v, column: part, title: Part, kind: category}\n"
    "  - {id: apart, layer: again, values: v, column: people, title: Apart, kind: count}\n";
static const char town_values[] = "key,year,share,people,gaps,part\n"
                                  "a,2019,9,100,1,x\nb,2019,9,300,1,x\nc,2019,9,200,1,y\n"
                                  "d,2019,9,400,1,y\nW,2019,9,1000,,\n"
                                  "a,2020,10,100,,x\nb,2020,20,300,7,x\nc,2020,40,200,8,y\n"
                                  "d,2020,50,400,9,y\nW,2020,33,1010,,\n";

static const atlas *town;

static int open_town(void **state) {
    static const char *const keys[] = {"a", "b", "c", "d"};
    double xy[4][8];
    aid_ring rings[4];
    char path[AID_PATH];
    for (int i = 0; i < 4; i++) {
        const double x = i, corners[] = {x, 0, x, 1, x + 1, 1, x + 1, 0};
        memcpy(xy[i], corners, sizeof corners);
        rings[i] = (aid_ring){keys[i], xy[i], 4};
    }
    aid_dir_setup(state);
    aid_path(*state, "l.shp", path);
    aid_shapefile(path, rings, 4, aid_wgs84);
    aid_write(*state, "v.csv", town_values, NULL);
    aid_write(*state, "atlas.yaml", town_manifest, NULL);
    town = aid_atlas(*state);
    return 0;
}

static int close_town(void **state) {
    atlas_unref(town);
    return aid_dir_teardown(state);
}

static err_code try_of(const char *id, const look_setting *o, size_t n, const char *parts,
                       statistics **out, const char **at_fault, err *e) {
    const statistics_wish asked = {.parts = parts};
    choropleth *c = aid_map(town, id, o, n);
    err_code rc = statistics_make(c, &asked, NULL, out, at_fault, e);
    choropleth_unref(c);
    return rc;
}

static statistics *of(const char *id, const look_setting *o, size_t n, const char *parts) {
    statistics *s = NULL;
    err e = {0};
    if (try_of(id, o, n, parts, &s, NULL, &e)) fail_msg("%s: %s", id, e.text);
    return s;
}

enum { WEST, EAST, MID, ONE, FAR_, REST, GROUPS };

/* west (10 * 100 + 20 * 300) / 400 = 17.5, east (40 * 200 + 50 * 400) / 600 = 140 / 3, mid
 * (20 * 300 + 40 * 200) / 500 = 28; the whole is 33 as published. */
static void test_means(void **state) {
    (void)state;
    statistics *s = of("share", NULL, 0, NULL);
    assert_int_equal(s->n_groups, GROUPS);
    near(s->group[WEST].figure.value, 17.5);
    near(s->group[WEST].difference, -15.5);
    near(s->group[EAST].figure.value, 140. / 3);
    near(s->group[EAST].difference, 140. / 3 - 33);
    near(s->group[MID].figure.value, 28);
    assert_true(s->group[WEST].figure.derived && s->group[WEST].lack == WORD__COUNT);
    near(s->group[ONE].figure.value, 10);
    assert_false(s->group[ONE].figure.derived);
    assert_true(isnan(s->group[FAR_].figure.value) && isnan(s->group[FAR_].difference));
    assert_int_equal(s->group[FAR_].lack, WORD_LACK_MEMBERS);
    assert_null(s->part_group);
    statistics_free(s);
}

static void test_sums_and_what_cannot_be(void **state) {
    (void)state;
    statistics *s = of("people", NULL, 0, NULL);
    near(s->group[WEST].figure.value, 400);
    near(s->group[EAST].figure.value, 600);
    assert_true(isnan(s->group[WEST].difference)); /* of a count nothing is told */
    statistics_free(s);
    s = of("gaps", NULL, 0, NULL);
    assert_int_equal(s->group[WEST].lack, WORD_LACK_PART);
    assert_int_equal(s->group[WEST].figure.with, 1);
    assert_int_equal(s->group[WEST].figure.members, 2);
    near(s->group[EAST].figure.value, 17);
    assert_int_equal(s->group[ONE].lack, WORD_NO_DATA);
    statistics_free(s);
    s = of("bare", NULL, 0, NULL);
    assert_int_equal(s->group[EAST].lack, WORD_LACK_WEIGHT);
    statistics_free(s);
    s = of("index", NULL, 0, NULL);
    assert_int_equal(s->group[EAST].lack, WORD_LACK_KIND);
    statistics_free(s);
}

static void test_other_maps_have_none(void **state) {
    (void)state;
    statistics *s = of("share", &(look_setting){"minus", "@2019"}, 1, NULL);
    assert_int_equal(s->n_groups, 0);
    statistics_free(s);
    s = of("share", &(look_setting){"metric", "rank"}, 1, NULL);
    assert_int_equal(s->n_groups, 0);
    statistics_free(s);
    s = of("part", NULL, 0, NULL);
    assert_int_equal(s->n_groups, 0);
    statistics_free(s);
}

static double term(double weight, double v, double m) { return weight * (v / m) * log(v / m); }

/* Sum of w v 35000: west 7000, s = 0.2; m of all 35, of west 17.5, of east 140 / 3. */
static void test_theil_by_groups(void **state) {
    (void)state;
    statistics *s = of("share", NULL, 0, "west,east");
    const double m = 140. / 3;
    double west = (term(100, 10, 17.5) + term(300, 20, 17.5)) / 400;
    double east = (term(200, 40, m) + term(400, 50, m)) / 600;
    assert_int_equal(s->n_part_groups, 2);
    assert_int_equal(s->by_part.n_parts, 2);
    assert_int_equal(s->by_part.n, 4);
    near(s->by_part.between, 0.2 * log(0.5) + 0.8 * log(4. / 3));
    near(s->by_part.within, 0.2 * west + 0.8 * east);
    near(s->by_part.part[1].theil, east);
    near(s->by_part.part[0].share, 0.2);
    near(s->by_part.theil, s->weighted.theil);
    statistics_free(s);
    s = of("share", NULL, 0, " east , west ");
    near(s->by_part.part[0].share, 0.8);
    statistics_free(s);
    s = of("apart", NULL, 0, "groups"); /* far and rest are all there is in that layer */
    assert_int_equal(s->by_part.n_parts, 2);
    near(s->by_part.part[0].share, 0.1);
    near(s->by_part.between, 0.1 * log(100. / 250) + 0.9 * log(300. / 250));
    statistics_free(s);
    s = of("share", NULL, 0, "part"); /* a category, as ever */
    assert_null(s->part_group);
    near(s->by_part.between, 0.2 * log(0.5) + 0.8 * log(4. / 3));
    statistics_free(s);
}

static void test_what_are_no_parts(void **state) {
    static const struct {
        const char *wish;
        err_code code;
        const char *says;
    } rows[] = {
        {"groups", ERR_RANGE,
         "parts: west and one overlap: both have a. Name groups that do not, as ID,ID,..."},
        {"west,east,one", ERR_RANGE, "parts: west and one overlap: both have a."},
        {"west", ERR_RANGE, "parts: the groups leave out 2 of the 4 districts, c among them:"},
        {"one,mid", ERR_RANGE, "parts: the groups leave out 1 of the 4 districts, d: together"},
        {"west,nobody", ERR_NOTFOUND, "parts: there is no group \"nobody\""},
        {"west,part", ERR_NOTFOUND, "parts: there is no group \"part\""},
        {"west,west", ERR_RANGE, "parts: group west is named twice"},
        {"far,east", ERR_RANGE, "parts: group far is not made of the districts of layer cells"},
        {",", ERR_NOTFOUND, "parts: there is no group \"\""},
        {"people", ERR_RANGE, "parts: people is no category"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        statistics *s = NULL;
        const char *at_fault = NULL;
        err e = {0};
        assert_int_equal(try_of("share", NULL, 0, rows[i].wish, &s, &at_fault, &e), rows[i].code);
        if (strncmp(e.text, rows[i].says, strlen(rows[i].says)) != 0) fail_msg("%s", e.text);
        assert_string_equal(at_fault, "parts");
    }
}

static const char *text_of(const json_t *o, const char *key) {
    return json_string_value(json_object_get(o, key));
}

static void test_json(void **state) {
    (void)state;
    statistics *s = of("share", &(look_setting){"lang", "sv"}, 1, "west,east");
    json_t *r = statistics_json(s), *groups = json_object_get(r, "groups");
    json_t *west = json_array_get(groups, WEST), *away = json_array_get(groups, FAR_);
    assert_int_equal(json_array_size(groups), GROUPS);
    assert_string_equal(text_of(west, "id"), "west");
    assert_string_equal(text_of(west, "title"), "Väster");
    assert_true(json_number_value(json_object_get(west, "value")) == 17.5);
    assert_true(json_number_value(json_object_get(west, "difference")) == -15.5);
    assert_int_equal(json_integer_value(json_object_get(west, "members")), 2);
    assert_int_equal(json_integer_value(json_object_get(west, "with")), 2);
    assert_true(json_is_true(json_object_get(west, "derived")));
    assert_true(json_is_null(json_object_get(west, "lack")));
    assert_string_equal(text_of(away, "lack"), "Den består inte av dessa områden.");
    assert_true(json_is_null(json_object_get(away, "value")));
    json_t *parts = json_object_get(r, "parts"), *east;
    assert_string_equal(text_of(parts, "of"), "groups");
    assert_string_equal(text_of(parts, "title"), "Grupper");
    assert_true(json_is_null(json_object_get(parts, "indicator")));
    east = json_array_get(json_object_get(parts, "parts"), 1);
    assert_string_equal(text_of(east, "code"), "east");
    assert_string_equal(text_of(east, "title"), "Öster");
    json_decref(r);
    statistics_free(s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_means),
        cmocka_unit_test(test_sums_and_what_cannot_be),
        cmocka_unit_test(test_other_maps_have_none),
        cmocka_unit_test(test_theil_by_groups),
        cmocka_unit_test(test_what_are_no_parts),
        cmocka_unit_test(test_json),
    };
    return cmocka_run_group_tests_name("statistics_groups", tests, open_town, close_town);
}
