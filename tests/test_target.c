/* Targets: read, mapped, drawn, counted.  Truth: an atlas of four squares whose figures and targets
 * are made up and worked by hand. */
#include "aid_atlas.h"
#include "aid_cmocka.h"
#include "aid_comparison.h"
#include "aid_files.h"
#include "aid_site.h"
#include "atlas/choropleth_alt.h"
#include "atlas/statistics.h"
#include "atlas/target.h"
#include "carto/legend_alt.h"
#include "draw/legend_draw.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double squares[4][8] = {{0, 0, 0, 1, 1, 1, 1, 0},
                                     {1, 0, 1, 1, 2, 1, 2, 0},
                                     {2, 0, 2, 1, 3, 1, 3, 0},
                                     {3, 0, 3, 1, 4, 1, 4, 0}};
static const char head_yaml[] =
    "id: s\ntitle: Made up for tests\nwhole: {key: W, name: {en: All, sv: Alla}}\n"
    "layers: {l: {shapefile: l.shp, key: KEY}}\n"
    "values: {v: {file: v.csv, key: key, period: \"2024\"}}\nindicators:\n";
static const char share_yaml[] = ", layer: l, values: v, column: x, title: X, kind: share, "
                                 "unit: '%', decimals: 0";
static const char count_yaml[] = ", layer: l, values: v, column: n, title: N, kind: count, "
                                 "unit: people, decimals: 0, better: higher";
static const char figures[] = "key,x,n\na,50,100\nb,60,150\nc,70,10\nd,,5\nW,58,215\n";

#define INDICATORS 8
/* id, which of the two, what else */
static const char *const indicators[INDICATORS][3] = {
    {"up", share_yaml, "better: higher, target: {value: 60, period: \"2030\", source: made up}"},
    {"down", share_yaml,
     "better: lower, target: {value: 60, period: \"2030\", of: district, source: made up}"},
    {"side", share_yaml, "target: {value: 60, source: {en: made up, sv: \"p\xc3\xa5hittat\"}}"},
    {"far", share_yaml, "better: higher, target: {value: 95, source: made up}"},
    {"named", share_yaml,
     "better: higher, target: {value: 60.5, title: {en: Aim, sv: Syfte}, source: made up}"},
    {"all_", count_yaml, "target: {value: 1000, period: \"2040\", source: made up}"},
    {"each", count_yaml, "target: {value: 100, of: district, source: made up}"},
    {"plain", share_yaml, "better: higher"},
};

static void write_inputs(const char *dir, const char *manifest_) {
    static const aid_ring rings[] = {
        {"a", squares[0], 4}, {"b", squares[1], 4}, {"c", squares[2], 4}, {"d", squares[3], 4}};
    char path[AID_PATH];
    aid_path(dir, "l.shp", path);
    aid_shapefile(path, rings, 4, aid_wgs84);
    aid_write(dir, "atlas.yaml", manifest_, NULL);
    aid_write(dir, "v.csv", figures, NULL);
}

static void write_made_up(const char *dir) {
    buf text = BUF_EMPTY;
    buf_adds(&text, head_yaml);
    for (int i = 0; i < INDICATORS; i++) {
        buf_addf(&text, "- {id: %s%s, %s}\n", indicators[i][0], indicators[i][1], indicators[i][2]);
    }
    write_inputs(dir, buf_text(&text));
    buf_free(&text);
}

static const atlas *open_made_up(const char *dir) {
    write_made_up(dir);
    return aid_atlas(dir);
}

/* ---- the manifest ---- */

static void test_what_is_read(void **state) {
    const atlas *a = open_made_up(*state);
    const atlas_target *up = target_of(a, 0), *down = target_of(a, 1), *side = target_of(a, 2);
    assert_true(up->value == 60 && up->of == TARGET_CITY && !strcmp(up->period, "2030"));
    assert_string_equal(localized_get(&up->source, LANG_SV), "made up");
    assert_true(down->of == TARGET_DISTRICT);
    assert_null(side->period);
    assert_string_equal(localized_get(&side->source, LANG_SV), "p\xc3\xa5hittat");
    assert_null(target_of(a, 7));
    atlas_unref(a);
}

static void test_what_is_no_target(void **state) {
    static const struct {
        const char *target, *message;
    } rows[] = {
        {"{value: 60}", "\"source\" is missing"},
        {"{source: s}", "\"value\" is missing"},
        {"{value: 60, source: \"\"}", "who has set the target"},
        {"{value: 60, source: {en: s}, of: town}", "one of city, district is needed here"},
        {"{value: sixty, source: s}", "a number is needed here, in the indicator's unit"},
        {"{value: 1e999, source: s}", "a number is needed here, in the indicator's unit"},
        {"{value: 60, source: s, by: 2030}", "by"},
        {"60", "{value: NUMBER, source: TEXT, ...} is needed here"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows + 1; i++) {
        const bool last = i == sizeof rows / sizeof *rows;
        const atlas *a = NULL;
        err e = {0};
        buf text = BUF_EMPTY;
        buf_addf(
            &text,
            "%s- {id: x, layer: l, values: v, column: x, title: X, kind: %s,\n   target: %s}\n",
            head_yaml, last ? "category" : "share",
            last ? "{value: 1, source: s}" : rows[i].target);
        write_inputs(*state, buf_text(&text));
        buf_free(&text);
        assert_int_equal(aid_atlas_try(*state, NULL, &a, &e), ERR_FORMAT);
        const char *want = last ? "target does not go with kind: category" : rows[i].message;
        if (!strstr(e.text, want) || !strstr(e.text, "atlas.yaml: line "))
            fail_msg("%zu: %s", i, e.text);
    }
}

/* ---- maps ---- */

static void test_distances_to_the_target(void **state) {
    const atlas *a = open_made_up(*state);
    choropleth *c = AID_MAP(a, "up", {{"reference", "target"}});
    assert_true(c->center == 60 && c->against == REFERENCE_TARGET);
    assert_int_equal(ramp_kind_of(c->look.ramp), RAMP_DIVERGING);
    assert_int_equal(c->class_of[1], c->breaks.count / 2); /* b has it exactly */
    assert_true(c->class_of[0] < c->class_of[1] && c->class_of[1] < c->class_of[2]);
    choropleth_unref(c);
    c = AID_MAP(a, "each",
                {{"reference", "target"}}); /* a count, and each district is to have it */
    assert_true(c->center == 100);
    choropleth_unref(c);
    atlas_unref(a);
}

static void fails(const atlas *a, const char *id, const look_setting *o, size_t n,
                  const char *want) {
    choropleth *c = NULL;
    err e = {0};
    assert_int_equal(aid_map_try(a, id, o, n, &c, &e), ERR_RANGE);
    if (strcmp(e.text, want) != 0) fail_msg("%s, not %s", e.text, want);
}

static void test_what_has_no_target(void **state) {
    const atlas *a = open_made_up(*state);
    const look_setting o[] = {{"reference", "target"}, {"metric", "rank"}, {"minus", "down"}};
    const look_setting minus[] = {o[0], o[2]};
    fails(a, "plain", o, 1, "reference: plain has no target");
    fails(a, "up", o, 2,
          "reference: the target of up goes with its figures, not with minus or a metric");
    fails(a, "up", minus, 2,
          "reference: the target of up goes with its figures, not with minus or a metric");
    fails(a, "all_", o, 1,
          "reference: all_ is a count, and its target is set for the whole: no district can be "
          "held against it");
    atlas_unref(a);
}

/* ---- legends ---- */

static void label_is(const atlas *a, const char *id, const char *in, const char *want,
                     bool on_scale, bool beyond) {
    choropleth *c = AID_MAP(a, id, {{"lang", in}});
    legend *l = aid_legend_of(c);
    assert_string_equal(l->target.label, want);
    assert_int_equal(l->target.on_scale, on_scale);
    assert_int_equal(l->target.beyond, beyond);
    assert_true(!l->reference.kind || strcmp(l->reference.kind, "target") != 0);
    legend_free(l);
    choropleth_unref(c);
}

static void test_how_it_is_called(void **state) {
    const atlas *a = open_made_up(*state);
    label_is(a, "up", "en", "Target 2030: 60", true, false);
    label_is(a, "up", "sv", "M\xc3\xa5l 2030: 60", true, false);
    label_is(a, "down", "en", "Target for each district 2030: 60", true, false);
    label_is(a, "far", "en", "Target: 95 (beyond the scale)", false, true);
    label_is(a, "named", "sv", "Syfte: 60,5", true, false); /* as it was set, whatever decimals */
    label_is(a, "all_", "en", "Target for the whole 2040: 1,000", false, false);
    choropleth *c = AID_MAP(a, "up", {{"metric", "rank"}}); /* of another unit */
    legend *l = aid_legend_of(c);
    assert_null(l->target.label);
    legend_free(l);
    choropleth_unref(c);
    atlas_unref(a);
}

static void test_it_can_be_the_reference(void **state) {
    const atlas *a = open_made_up(*state);
    choropleth *c = AID_MAP(a, "up", {{"reference", "target"}});
    legend *l = aid_legend_of(c);
    assert_string_equal(l->reference.kind, "target");
    assert_true(l->reference.value == 60);
    assert_string_equal(l->reference.label, "Target 2030: 60");
    assert_true(l->target.on_scale && l->n_warnings == 0);
    buf text = BUF_EMPTY;
    legend_alt_text(l, &text); /* once */
    const char *first = strstr(buf_text(&text), "Target 2030: 60");
    assert_true(first && !strstr(first + 1, "Target"));
    buf_free(&text);
    json_t *o = legend_json(l), *t = json_object_get(o, "target");
    assert_true(json_number_value(json_object_get(t, "value")) == 60);
    assert_string_equal(aid_json_text(t, "label"), "Target 2030: 60");
    assert_string_equal(aid_json_text(t, "source"), "made up");
    assert_true(json_is_false(json_object_get(t, "beyond")));
    json_decref(o);
    legend_free(l);
    choropleth_unref(c);
    c = AID_MAP(a, "plain", {{"lang", "en"}});
    l = aid_legend_of(c);
    o = legend_json(l);
    assert_true(json_is_null(json_object_get(o, "target")));
    json_decref(o);
    legend_free(l);
    choropleth_unref(c);
    atlas_unref(a);
}

/* Middles of the diamonds of ink in an SVG: four corners, each with its own x or y of the middle.
 */
static size_t diamonds_of(const char *svg, double x[8]) {
    size_t n = 0;
    for (const char *at = svg; (at = strstr(at, "<path d=\"M")); at++) {
        double p[8];
        int end = 0;
        if (sscanf(at, "<path d=\"M%lf %lfL%lf %lfL%lf %lfL%lf %lfZ\" fill=\"#1b2127\"%n", &p[0],
                   &p[1], &p[2], &p[3], &p[4], &p[5], &p[6], &p[7], &end) == 8 &&
            end && p[1] == p[5] && p[2] == p[6] && n < 8)
            x[n++] = p[2];
    }
    return n;
}

static char *svg_of(const atlas *a, const char *id, const char *method, legend_direction d) {
    choropleth *c = AID_MAP(a, id, {{"method", method}});
    legend *l = aid_legend_of(c);
    buf out = BUF_EMPTY;
    const legend_style o = {.direction = d};
    assert_int_equal(legend_draw(l, &o, CANVAS_SVG, &out, NULL), ERR_OK);
    char *text = strdup(buf_text(&out));
    buf_free(&out);
    legend_free(l);
    choropleth_unref(c);
    return text;
}

static double x_of_text(const char *svg, const char *what) {
    char end[40];
    snprintf(end, sizeof end, ">%s</text>", what);
    const char *at = strstr(svg, end);
    double x = NAN;
    while (at && at > svg && strncmp(at, "<text", 5) != 0) at--;
    assert_true(at && sscanf(at, "<text x=\"%lf\"", &x) == 1);
    return x;
}

/* From 50 to 70 on a line, 60 is in the middle; then there is the key. */
static void test_a_diamond_marks_it(void **state) {
    const atlas *a = open_made_up(*state);
    double x[8];
    char *svg = svg_of(a, "up", "unclassed", LEGEND_HORIZONTAL);
    assert_int_equal(diamonds_of(svg, x), 2);
    assert_true(fabs(x[0] - (x_of_text(svg, "50") + x_of_text(svg, "70")) / 2) < 0.02);
    assert_true(x[1] < x_of_text(svg, "Target 2030: 60"));
    assert_non_null(strstr(svg, "Source of the target: made up"));
    free(svg);
    static const struct {
        const char *id, *method;
        legend_direction d;
        size_t marks;
    } rows[] = {{"up", "quantile", LEGEND_VERTICAL, 2},   {"up", "unclassed", LEGEND_VERTICAL, 2},
                {"up", "quantile", LEGEND_HORIZONTAL, 2}, {"far", "unclassed", LEGEND_AUTO, 0},
                {"far", "quantile", LEGEND_VERTICAL, 0},  {"all_", "quantile", LEGEND_AUTO, 0},
                {"plain", "unclassed", LEGEND_AUTO, 0}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        svg = svg_of(a, rows[i].id, rows[i].method, rows[i].d);
        if (diamonds_of(svg, x) != rows[i].marks) fail_msg("%zu: %zu", i, diamonds_of(svg, x));
        bool told = strstr(svg, "Target") != NULL;
        assert_int_equal(told, strcmp(rows[i].id, "plain") != 0);
        free(svg);
    }
    atlas_unref(a);
}

/* ---- who has reached it ---- */

static statistics *statistics_of(const atlas *a, const char *id) {
    const statistics_wish none = {NULL, NULL, NULL};
    statistics *s = NULL;
    err e = {0};
    choropleth *c = AID_MAP(a, id, {{"lang", "en"}});
    if (statistics_make(c, &none, NULL, &s, NULL, &e)) fail_msg("%s", e.text);
    choropleth_unref(c);
    return s;
}

static void test_who_has_reached_it(void **state) {
    const atlas *a = open_made_up(*state);
    static const struct {
        const char *id;
        int reached, whole; /* -1: not told */
        size_t n;
        const char *reason;
    } rows[] = {
        {"up", 2, 0, 3, NULL},    /* b, which has it exactly, and c; all have 58 */
        {"down", 2, -1, 3, NULL}, /* a and b; it is not set for all */
        {"side", -1, -1, 3, "(better)"},
        {"far", 0, 0, 3, NULL},
        {"all_", -1, 0, 4, "a number for the whole"},
        {"each", 2, -1, 4, NULL}, /* a and b */
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        statistics *s = statistics_of(a, rows[i].id);
        json_t *o = statistics_json(s), *t = json_object_get(o, "target");
        json_t *reached = json_object_get(t, "reached"),
               *whole = json_object_get(t, "whole_reached");
        assert_int_equal(json_integer_value(json_object_get(t, "n")), rows[i].n);
        assert_true(rows[i].reached < 0 ? json_is_null(reached)
                                        : json_integer_value(reached) == rows[i].reached);
        assert_true(rows[i].whole < 0 ? json_is_null(whole) : json_is_true(whole) == rows[i].whole);
        json_t *reason = json_object_get(t, "reason");
        assert_true(rows[i].reason ? strstr(json_string_value(reason), rows[i].reason) != NULL
                                   : json_is_null(reason));
        json_decref(o);
        statistics_free(s);
    }
    statistics *s = statistics_of(a, "plain");
    json_t *o = statistics_json(s);
    assert_true(json_is_null(json_object_get(o, "target")));
    json_decref(o);
    statistics_free(s);
    atlas_unref(a);
}

/* ---- texts and addresses ---- */

static void test_the_text_names_it(void **state) {
    const atlas *a = open_made_up(*state);
    choropleth *c = AID_MAP(a, "up", {{"lang", "en"}});
    buf text = BUF_EMPTY;
    choropleth_alt_text(c, false, LANG_EN, &text);
    assert_string_equal(buf_text(&text),
                        "Map: X, %, 2024. Figures for 3 of 4 districts. From 50% to 70%. Highest: "
                        "c, 70%. Lowest: a, 50%. All: 58%. Target 2030: 60%. No figure: d.");
    buf_free(&text);
    choropleth_unref(c);
    atlas_unref(a);
}

static void test_it_is_served(void **state) {
    aid_site site;
    const char *dir = *state;
    write_made_up(dir);
    aid_site_open(&site, dir, (server_options){0});
    json_t *r = aid_site_json(&site, "/data/s/up.json?reference=target", 200);
    json_t *a = json_array_get(json_object_get(r, "districts"), 0);
    assert_true(json_number_value(json_object_get(a, "difference")) == -10);
    assert_string_equal(aid_json_text(json_object_get(r, "mapped"), "reference"), "target");
    assert_string_equal(aid_json_text(a, "reference_text"), "10 below Target 2030, 60");
    json_decref(r);
    r = aid_site_json(&site, "/data/s/plain.json?reference=target", 400);
    assert_string_equal(aid_json_text(json_object_get(r, "error"), "parameter"), "reference");
    json_decref(r);
    r = aid_site_json(&site, "/data/s.json", 200);
    json_t *all = json_object_get(r, "indicators");
    json_t *t = json_object_get(json_array_get(all, 1), "target");
    assert_true(json_number_value(json_object_get(t, "value")) == 60);
    assert_string_equal(aid_json_text(t, "of"), "district");
    assert_string_equal(aid_json_text(t, "period"), "2030");
    assert_string_equal(aid_json_text(json_object_get(t, "source"), "sv"), "made up");
    assert_true(json_is_null(json_object_get(json_array_get(all, 7), "target")));
    json_decref(r);
    aid_site_close(&site);
}

static void test_comparisons_have_it(void **state) {
    const atlas *a = open_made_up(*state);
    comparison *c = aid_comparison(a, "a", "up,all_,each");
    assert_true(aid_comparison_row(c, "up")->target == 60);
    assert_true(isnan(aid_comparison_row(c, "all_")->target)); /* set for the whole */
    assert_true(aid_comparison_row(c, "each")->target == 100);
    comparison_free(c);
    atlas_unref(a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        IN_A_FOLDER(test_what_is_read),
        IN_A_FOLDER(test_what_is_no_target),
        IN_A_FOLDER(test_distances_to_the_target),
        IN_A_FOLDER(test_what_has_no_target),
        IN_A_FOLDER(test_how_it_is_called),
        IN_A_FOLDER(test_it_can_be_the_reference),
        IN_A_FOLDER(test_a_diamond_marks_it),
        IN_A_FOLDER(test_who_has_reached_it),
        IN_A_FOLDER(test_the_text_names_it),
        IN_A_FOLDER(test_it_is_served),
        IN_A_FOLDER(test_comparisons_have_it),
    };
    return cmocka_run_group_tests_name("target", tests, NULL, NULL);
}
