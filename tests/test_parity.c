/* One look, however it is asked for: the command line, a query, a manifest and a named look give
 * the same choropleth.  Truth: the four ways against each other, and each option against the plain
 * look, so that none is lost on all four. */
#include "aid_atlas.h"
#include "aid_cmocka.h"
#include "aid_files.h"
#include "app/args.h"
#include "serve/service.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct wished {
    const char *name, *value;
    bool same; /* draws the same as the plain look: the value is the default */
} wished;

/* At least one for each option. */
static const wished wishes[] = {
    {"style", "dark", false},
    {"style", "outline", false},
    {"period", "2023", false},
    {"period", "2024", true},
    {"method", "jenks", false},
    {"method", "unclassed", false},
    {"method", "boxplot", false},
    {"method", "quantile", true},
    {"classes", "4", false},
    {"classes", "5", true},
    {"breaks", "2,3.5", false},
    {"closed", "left", false},
    {"closed", "right", true},
    {"rounded", "1", false},
    {"ramp", "viridis", false},
    {"ramp", "teal", true},
    {"reverse", "1", false},
    {"reverse", "0", true},
    {"lang", "sv", false},
    {"lang", "en", true},
    {"background", "dark", false},
    {"background", "light", true},
    {"border-width", "2", false},
    {"border-width", "1", true},
    {"border-color", "#000", false},
    {"border-color", "#ffffffff", true},
    {"no-data-color", "#ccc", false},
    {"no-data-color", "#F1F1EE", true},
    {"casing-width", "2.5", false},
    {"casing-width", "0", true},
    {"casing-color", "#abc", true}, /* not seen without a width */
    {"outline-width", "1", false},
    {"outline-width", "none", true},
    {"outline-color", "#abc", true}, /* likewise */
    {"reference", "mean", false},
    {"reference", "2.5", false},
    {"reference", "none", true},
    {"sides", "method", true}, /* of nothing */
    {"minus", "@2023", false},
    {"minus", "i@2023", false},
    {"minus", "none", true},
    {"change", "percent", true}, /* there is none */
    {"metric", "rank", false},
    {"metric", "zscore", false},
    {"metric", "value", true},
    {"bivariate", "i@2023", false},
    {"bivariate", "none", true},
    {"bivariate-breaks", "1,2", false}, /* with what `needed` says */
    {"uncertain", "plain", false},
    {"uncertain", "hatch", true},
    {"focus", "a,c", false},
    {"focus", "none", true},
    {"focus", "g", false},
    {"groups", "g", false},
    {"groups", "none", true},
    {"reference", "target", false},
    {"pool", "periods", false},
    {"pool", "none", true},
    {"labels", "names", false},
    {"labels", "none", true},
    {"context", "false", false},
    {"context", "1", true},
    {"clip", "land", false},
    {"clip", "none", true},
    {"opacity", "0.5", false},
    {"opacity", "1.0", true},
};
#define WISHES (sizeof wishes / sizeof *wishes)

/* What an option cannot do without; NULL: nothing. */
static const look_setting *needed(const wished *w) {
    static const look_setting second = {"bivariate", "i@2023"};
    return !strcmp(w->name, "bivariate-breaks") ? &second : NULL;
}

static const double square[] = {0, 0, 0, 1, 1, 1, 1, 0}, second[] = {1, 0, 1, 1, 2, 1, 2, 0};
static const double third[] = {2, 0, 2, 1, 3, 1, 3, 0};

/* The atlas, with `more` in its manifest; its version is that of the files, so hashes of maps are
 * compared with the versions taken out. */
static const atlas *open_atlas(const char *dir, const char *more) {
    static const aid_ring rings[] = {{"a", square, 4}, {"b", second, 4}, {"c", third, 4}};
    char path[AID_PATH], yaml[800];
    aid_path(dir, "l.shp", path);
    aid_shapefile(path, rings, 3, aid_wgs84);
    snprintf(yaml, sizeof yaml,
             "id: s\nlayers: {l: {shapefile: l.shp, key: KEY}}\n"
             "groups: [{id: g, title: G, members: {l: [a, c]}}]\n"
             "values: {v: {file: v.csv, key: key, period: {column: year}}}\n"
             "indicators: [{id: i, layer: l, values: v, column: v, title: I, kind: rate,\n"
             "  target: {value: 3, source: made up}}]\n%s",
             more);
    aid_write(dir, "atlas.yaml", yaml, NULL);
    aid_write(dir, "v.csv",
              "key,year,v\na,2023,1\nb,2023,2\nc,2023,4\na,2024,1.25\nb,2024,3.4\nc,2024,5\n",
              NULL);
    return aid_atlas(dir);
}

/* Of all that the look decides. */
static uint64_t drawn(const atlas *a, const look *l) {
    choropleth *c = NULL;
    err e = {0};
    if (choropleth_make(a, 0, l, &c, &e)) fail_msg("%s", e.text);
    uint64_t h = look_hash(&c->look);
    choropleth_unref(c);
    return h;
}

static uint64_t by_command_line(const atlas *a, const wished *w) {
    const look_setting *more = needed(w);
    char option[40], other[40];
    const look_sources from = look_library_sources(&a->library);
    bool flag = look_option_is_flag(look_option_find(w->name));
    snprintf(option, sizeof option, "--%s%s%s", w->name, flag ? "" : "=", flag ? "" : w->value);
    if (more) snprintf(other, sizeof other, "--%s=%s", more->name, more->value);
    char *argv[] = {option, other};
    args given;
    err e = {0};
    look l = a->design[0].look;
    if (args_parse(ARGS_LOOK, (strcmp(w->value, "0") != 0) + (more != NULL), argv, &given, &e))
        fail_msg("%s", e.text);
    if (args_look(&given, &from, &l, &e)) fail_msg("%s", e.text);
    args_free(&given);
    return drawn(a, &l);
}

static uint64_t by_query(const atlas *a, const wished *w) {
    service s;
    char target[200];
    const look_setting *more = needed(w);
    snprintf(target, sizeof target, "/?%s=%s", w->name, w->value); /* what a memo would go by */
    http_request q = {.target = target,
                      .params = 1,
                      .vars = 2,
                      .param = {{w->name, w->value}},
                      .var = {{"atlas", 5, "s"}, {"indicator", 9, "i"}}};
    if (more) q.param[q.params++] = (http_param){more->name, more->value};
    http_reply r = {0};
    map_request m = {0};
    err e = {0};
    if (service_open(&s, a, NULL, NULL, &e)) fail_msg("%s", e.text);
    if (params_map(&s, &q, NULL, &m, &r, &e)) fail_msg("%s", e.text);
    uint64_t h = drawn(a, &m.look);
    params_clear(&m);
    service_close(&s);
    return h;
}

static uint64_t by_manifest(const char *dir, const wished *w) {
    char more[200];
    const look_setting *also = needed(w);
    snprintf(more, sizeof more, "look: {%s: '%s'%s%s%s%s}\n", w->name, w->value, also ? ", " : "",
             also ? also->name : "", also ? ": " : "", also ? also->value : "");
    const atlas *a = open_atlas(dir, more);
    uint64_t h = drawn(a, &a->design[0].look);
    atlas_unref(a);
    return h;
}

static uint64_t by_named_look(const char *dir, const wished *w) {
    char more[200];
    const look_setting *also = needed(w);
    snprintf(more, sizeof more, "looks: {mine: {%s: '%s'%s%s%s%s}}\nlook: {style: mine}\n", w->name,
             w->value, also ? ", " : "", also ? also->name : "", also ? ": " : "",
             also ? also->value : "");
    const atlas *a = open_atlas(dir, more);
    uint64_t h = drawn(a, &a->design[0].look);
    atlas_unref(a);
    return h;
}

static void test_every_way_gives_the_same_map(void **state) {
    const atlas *a = open_atlas(*state, "");
    uint64_t plain = drawn(a, &a->design[0].look);
    for (size_t i = 0; i < WISHES; i++) {
        const wished *w = &wishes[i];
        uint64_t first = by_command_line(a, w);
        if ((first == plain) != w->same) fail_msg("%s=%s", w->name, w->value);
        if (by_query(a, w) != first) fail_msg("query: %s=%s", w->name, w->value);
        if (by_manifest(*state, w) != first) fail_msg("manifest: %s=%s", w->name, w->value);
        if (strcmp(w->name, "style") && by_named_look(*state, w) != first)
            fail_msg("named look: %s=%s", w->name, w->value);
    }
    atlas_unref(a);
}

/* Colors of a map whose manifest says `look`, under a query. */
static uint64_t under(const char *dir, const char *look_yaml, const char *option,
                      const char *value) {
    const wished w = {option, value, false};
    const atlas *a = open_atlas(dir, look_yaml);
    uint64_t by_line = by_command_line(a, &w), by_url = by_query(a, &w);
    assert_true(by_line == by_url);
    atlas_unref(a);
    return by_line;
}

/* A ramp that is turned round on dark ground draws what the same ramp does that is reversed, by all
 * ways of asking for that ground. */
static void test_a_turned_ramp_is_the_reversed_one(void **state) {
    const char *dir = *state, *named = "look: {ramp: blues}\n";
    const char *style = "looks: {night: {background: dark}}\nlook: {ramp: blues}\n";
    uint64_t turned = under(dir, named, "background", "dark");
    assert_true(turned ==
                under(dir, "look: {ramp: blues, reverse: 1, background: dark}\n", "opacity", "1"));
    assert_true(turned == under(dir, "look: {ramp: blues, background: dark}\n", "opacity", "1"));
    assert_true(turned == under(dir, "look: {background: dark, reverse: 1}\n", "ramp", "blues"));
    assert_true(turned == under(dir, named, "style", "dark"));
    assert_true(turned == under(dir, style, "style", "night"));
    assert_true(turned != under(dir, "look: {background: dark}\n", "ramp", "blues"));
    assert_true(turned !=
                under(dir, "look: {ramp: blues, background: dark, reverse: 0}\n", "opacity", "1"));
}

static void test_every_option_is_asked_for(void **state) {
    (void)state;
    for (size_t i = 0; i < look_option_count; i++) {
        size_t k = 0;
        while (k < WISHES && strcmp(wishes[k].name, look_options[i].name) != 0) k++;
        if (k == WISHES) fail_msg("no wish for %s", look_options[i].name);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        IN_A_FOLDER(test_every_way_gives_the_same_map),
        IN_A_FOLDER(test_a_turned_ramp_is_the_reversed_one),
        cmocka_unit_test(test_every_option_is_asked_for),
    };
    return cmocka_run_group_tests_name("parity", tests, NULL, NULL);
}
