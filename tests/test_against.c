/* Maps against a reference, of differences and of metrics.  Truth: an atlas of four squares whose
 * figures are made up and worked by hand, and what is published of Stockholm's districts. */
#include "aid_atlas.h"
#include "aid_cmocka.h"
#include "aid_files.h"
#include "aid_site.h"
#include "atlas/choropleth_alt.h"
#include "tile/tiler.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const double squares[4][8] = {{0, 0, 0, 1, 1, 1, 1, 0},
                                     {1, 0, 1, 1, 2, 1, 2, 0},
                                     {2, 0, 2, 1, 3, 1, 3, 0},
                                     {3, 0, 3, 1, 4, 1, 4, 0}};
static const char atlas_yaml[] =
    "id: s\nwhole: {key: W, name: {en: All, sv: Alla}}\n"
    "layers: {l: {shapefile: l.shp, key: KEY}, m: {shapefile: l.shp, key: KEY}}\n"
    "values: {v: {file: v.csv, key: key, period: {column: year}, suppressed: [s]}}\n"
    "indicators:\n"
    "- {id: x, layer: l, values: v, column: x, title: X, kind: share, unit: '%', decimals: 1}\n"
    "- {id: y, layer: l, values: v, column: y, title: Y, kind: share, unit: '%', decimals: 1}\n"
    "- {id: z, layer: l, values: v, column: z, title: Z, kind: rate, unit: per day, decimals: 0}\n"
    "- {id: n, layer: l, values: v, column: n, title: N, kind: count, unit: people, rate: z}\n"
    "- {id: o, layer: m, values: v, column: y, title: O, kind: share, unit: '%'}\n"
    "- {id: c, layer: l, values: v, column: c, title: C, kind: category}\n";
static const char figures[] = "key,year,x,y,z,n,c\n"
                              "a,2020,10.1,5,1,100,p\n"
                              "b,2020,20,6,2,0,q\n"
                              "c,2020,,4,3,50,q\n"
                              "d,2020,40,3,4,10,p\n"
                              "W,2020,25,4.5,,160,\n"
                              "a,2024,12.3,6,1,150,p\n"
                              "b,2024,20,7,2,10,q\n"
                              "c,2024,30,8,3,50,q\n"
                              "d,2024,s,9,4,5,p\n"
                              "W,2024,24.3,7.5,,215,\n";

static const atlas *open_made_up(const char *dir) {
    static const aid_ring rings[] = {
        {"a", squares[0], 4}, {"b", squares[1], 4}, {"c", squares[2], 4}, {"d", squares[3], 4}};
    char path[AID_PATH];
    aid_path(dir, "l.shp", path);
    aid_shapefile(path, rings, 4, aid_wgs84);
    aid_write(dir, "atlas.yaml", atlas_yaml, NULL);
    aid_write(dir, "v.csv", figures, NULL);
    return aid_atlas(dir);
}

static void values_are(const choropleth *c, const double *want, double whole) {
    for (int d = 0; d < 4; d++) {
        double got = choropleth_values(c)[d];
        if (isnan(want[d]) ? !isnan(got) : got != want[d])
            fail_msg("%s, %d: %.17g, not %g", choropleth_indicator(c)->id, d, got, want[d]);
    }
    assert_true(isnan(whole) ? isnan(c->whole) : c->whole == whole);
}

static void label_is(const choropleth *c, district_id d, const char *want) {
    buf text = BUF_EMPTY;
    choropleth_value_text(c, d, &text);
    assert_string_equal(buf_text(&text), want);
    buf_free(&text);
}

/* ---- differences ---- */

static void test_change_of_a_share(void **state) {
    const atlas *a = open_made_up(*state);
    choropleth *c = AID_MAP(a, "x", {{"minus", "@2020"}, {"lang", "en"}});
    values_are(c, (const double[]){2.2, 0, NAN, NAN}, -0.7);
    assert_int_equal(c->state[0], VALUE_PRESENT);
    assert_int_equal(c->state[2], VALUE_MISSING); /* of 2020 */
    assert_int_equal(c->state[3], VALUE_SUPPRESSED);
    assert_true(c->center == 0);
    assert_int_equal(ramp_kind_of(c->look.ramp), RAMP_DIVERGING);
    label_is(c, 0, "+2.2");
    label_is(c, 1, "0.0");
    label_is(c, 3, "no data");
    legend *l = aid_legend_of(c);
    assert_string_equal(l->title, "X, change");
    assert_string_equal(l->unit, "percentage points");
    assert_string_equal(l->period, "2024");
    assert_string_equal(l->period_text, "2024 against 2020");
    assert_string_equal(l->reference.label, "All \xe2\x88\x92"
                                            "0.7");
    assert_string_equal(l->below, "decrease");
    assert_string_equal(l->above, "increase");
    assert_int_equal(l->no_data_count, 2);
    legend_free(l);
    assert_true(choropleth_figures(c)[0] == 12.3 && choropleth_whole_figure(c) == 24.3);
    choropleth_unref(c);
    c = AID_MAP(a, "x", {{"minus", "@2020"}, {"lang", "sv"}});
    l = aid_legend_of(c);
    assert_string_equal(l->title, "X, f\xc3\xb6r\xc3\xa4ndring");
    assert_string_equal(l->unit, "procentenheter");
    assert_string_equal(l->period_text, "2024 mot 2020");
    legend_free(l);
    choropleth_unref(c);
    atlas_unref(a);
}

static void test_change_of_a_count_in_percent(void **state) {
    const atlas *a = open_made_up(*state);
    choropleth *c = AID_MAP(a, "n", {{"minus", "@2020"}, {"change", "percent"}});
    values_are(c, (const double[]){50, NAN, 0, -50}, 34.375);
    assert_int_equal(c->state[1], VALUE_CANNOT_OCCUR); /* in percent of 0 */
    label_is(c, 3,
             "\xe2\x88\x92"
             "50.0%");
    legend *l = aid_legend_of(c);
    assert_string_equal(l->unit, "%");
    assert_string_equal(l->reference.kind, "whole"); /* a percentage is no count */
    assert_int_equal(l->n_warnings, 0);
    legend_free(l);
    choropleth_unref(c);
    c = AID_MAP(a, "n", {{"minus", "@2020"}});
    values_are(c, (const double[]){50, 10, 0, -5}, 55);
    l = aid_legend_of(c);
    assert_null(l->reference.kind);
    assert_true(l->n_warnings > 0);
    legend_free(l);
    choropleth_unref(c);
    atlas_unref(a);
}

static void test_a_side_without_values_is_told(void **state) {
    const atlas *a = open_made_up(*state);
    choropleth *c = AID_MAP(a, "y", {{"reference", "-100"}, {"sides", "method"}});
    legend *l = aid_legend_of(c);
    bool told = false;
    for (size_t i = 0; i < l->n_warnings; i++) {
        told |= strstr(l->warnings[i], "no value is below") != NULL;
        assert_null(strstr(l->warnings[i], "never split"));
    }
    assert_true(told);
    legend_free(l);
    choropleth_unref(c);
    atlas_unref(a);
}

static void test_one_indicator_minus_another(void **state) {
    const atlas *a = open_made_up(*state);
    choropleth *c = AID_MAP(a, "x", {{"minus", "y"}});
    values_are(c, (const double[]){6.3, 13, 22, NAN}, 16.8);
    legend *l = aid_legend_of(c);
    assert_string_equal(l->title, "X minus Y");
    assert_string_equal(l->period_text, "2024");
    assert_string_equal(l->below, "below");
    legend_free(l);
    choropleth_unref(c);
    c = AID_MAP(a, "x", {{"minus", "y@2020"}, {"period", "2020"}});
    values_are(c, (const double[]){5.1, 14, NAN, 37}, 20.5);
    choropleth_unref(c);
    atlas_unref(a);
}

static void test_what_cannot_be_taken_off(void **state) {
    const atlas *a = open_made_up(*state);
    const struct {
        const char *indicator, *option, *value;
        err_code code;
        const char *says;
    } rows[] = {
        {"x", "minus", "z", ERR_RANGE, "minus: z is in \"per day\", x in \"%\""},
        {"x", "minus", "o", ERR_RANGE, "minus: o lies on the layer m, x on l"},
        {"x", "minus", "q", ERR_NOTFOUND, "minus: "},
        {"x", "minus", "@1999", ERR_NOTFOUND,
         "minus: x has no period \"1999\"; it has 2, from \"2020\" to \"2024\""},
        {"x", "minus", "c", ERR_RANGE, "minus: c is in"},
        {"c", "minus", "@2020", ERR_RANGE, "minus: c has categories"},
        {"c", "metric", "rank", ERR_RANGE, "metric: c has categories"},
        {"z", "metric", "ratio", ERR_RANGE, "metric: \"ratio\" needs a value of the whole"},
        {"x", "focus", "a,D", ERR_RANGE,
         "focus: the layer l has no district \"D\"; the nearest is \"d\""},
        {"x", "focus", "a,", ERR_RANGE, "focus: the layer l has no district \"\""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        choropleth *c = NULL;
        err e = {0};
        const look_setting o = {rows[i].option, rows[i].value};
        assert_int_equal(aid_map_try(a, rows[i].indicator, &o, 1, &c, &e), rows[i].code);
        if (strncmp(e.text, rows[i].says, strlen(rows[i].says)) != 0) fail_msg("%s", e.text);
        assert_null(c);
    }
    atlas_unref(a);
}

/* ---- references ---- */

static void test_each_reference(void **state) {
    const atlas *a = open_made_up(*state);
    const struct {
        const char *indicator, *value;
        double center;
        const char *kind, *warning;
    } rows[] = {
        {"x", "none", NAN, "whole", NULL},
        {"x", "whole", 24.3, "whole", NULL},
        {"y", "mean", 7.5, "mean", NULL},
        {"z", "mean", 2.5, "mean", NULL},
        {"z", "whole", 2.5, "mean",
         "No figure for the whole: districts are compared with their mean."},
        {"z", "-1.5", -1.5, "number", NULL},
        {"n", "whole", NAN, NULL,
         "A count has no reference, since the whole is no yardstick for its parts."},
        {"n", "mean", NAN, NULL,
         "A count has no reference, since the whole is no yardstick for its parts."},
        {"n", "60", 60, "number", NULL},
        {"c", "whole", NAN, NULL, "There is no reference here to compare with."},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        choropleth *c = AID_MAP(a, rows[i].indicator, {{"reference", rows[i].value}});
        legend *l = aid_legend_of(c);
        bool none = isnan(rows[i].center), warned = false;
        assert_true(none ? isnan(c->center) : c->center == rows[i].center);
        assert_true(none ? isnan(l->center) : l->center == rows[i].center);
        if (!none) assert_int_equal(ramp_kind_of(c->look.ramp), RAMP_DIVERGING);
        assert_true(!l->reference.kind == !rows[i].kind);
        if (rows[i].kind) assert_string_equal(l->reference.kind, rows[i].kind);
        for (size_t k = 0; k < l->n_warnings; k++)
            warned |= rows[i].warning && !strcmp(l->warnings[k], rows[i].warning);
        assert_true(warned == (rows[i].warning != NULL));
        legend_free(l);
        choropleth_unref(c);
    }
    atlas_unref(a);
}

/* The class of the center has the ramp's middle color, wherever it lies among the classes. */
static void test_the_middle_color_is_the_center_s(void **state) {
    const atlas *a = open_made_up(*state);
    static const char *const breaks[] = {"5.5", "7", "6.5,7,7.2", "1,2,3,7.6,7.8"};
    rgba middle;
    for (size_t i = 0; i < 4; i++) {
        choropleth *c = AID_MAP(a, "y", {{"reference", "whole"}, {"breaks", breaks[i]}});
        ramp_classes(c->look.ramp, 1, false, &middle);
        int at = class_of(&c->breaks, 7.5);
        assert_memory_equal(&c->color[at], &middle, sizeof middle);
        for (int k = 0; k < (int)c->breaks.count; k++) /* brown below, blue above */
            if (k != at) assert_true((c->color[k].r < c->color[k].b) == (k > at));
        choropleth_unref(c);
    }
    choropleth *c = AID_MAP(a, "y", {{"reference", "whole"}, {"method", "unclassed"}});
    ramp_classes(c->look.ramp, 1, false, &middle);
    rgba at_center = choropleth_color(c, 7.5), at_low = choropleth_color(c, 6);
    assert_memory_equal(&at_center, &middle, sizeof middle);
    assert_true(at_low.r > at_low.b);
    choropleth_unref(c);
    atlas_unref(a);
}

/* Figures of 2020 and 2024 lie at most 2 and 1.5 from their wholes, 4.5 and 7.5: one step, 0.6,
 * since t = 2 x 1.5 / 3 is 1 on the nearer side but 2 x 1.5 / 5 = 0.6 in all. */
static void test_pooled_distances_are_the_same_in_all_periods(void **state) {
    const atlas *a = open_made_up(*state);
    static const char *const years[] = {"2020", "2024"};
    static const double whole[] = {4.5, 7.5};
    for (int i = 0; i < 2; i++) {
        choropleth *c =
            AID_MAP(a, "y", {{"reference", "whole"}, {"pool", "periods"}, {"period", years[i]}});
        assert_int_equal(c->breaks.count, 5);
        for (int k = 1; k < 5; k++)
            assert_true(fabs(c->breaks.edge[k] - whole[i] - (2 * k - 5) * 0.3) < 1e-12);
        choropleth_unref(c);
    }
    atlas_unref(a);
}

static void test_an_even_number_of_classes_says_so(void **state) {
    const atlas *a = open_made_up(*state);
    choropleth *c = AID_MAP(a, "y", {{"reference", "whole"}, {"classes", "4"}});
    legend *l = aid_legend_of(c);
    assert_int_equal(l->count, 5);
    assert_string_equal(l->warnings[0],
                        "5 classes instead of 4: an even number has no middle class.");
    legend_free(l);
    choropleth_unref(c);
    atlas_unref(a);
}

/* ---- metrics ---- */

static void test_metrics_are_mapped(void **state) {
    const atlas *a = open_made_up(*state);
    for (size_t i = 0; i < metric_kind_count; i++) {
        const metric_kind *m = &metric_kinds[i];
        double want[4], whole;
        choropleth *c = AID_MAP(a, "y", {{"metric", m->name}});
        assert_int_equal(m->compute(choropleth_figures(c), 4, 7.5, want, &whole, NULL), ERR_OK);
        values_are(c, want, whole);
        assert_true(isnan(m->center) ? isnan(c->center) : c->center == m->center);
        legend *l = aid_legend_of(c);
        assert_true((l->reference.kind != NULL) == m->has_whole);
        assert_int_equal(l->n_values, 4);
        legend_free(l);
        choropleth_unref(c);
    }
    choropleth *c = AID_MAP(a, "y", {{"metric", "ratio"}, {"lang", "sv"}});
    legend *l = aid_legend_of(c);
    assert_string_equal(l->unit, "Alla = 100");
    label_is(c, 3, "120");
    legend_free(l);
    choropleth_unref(c);
    /* the rank of a change: 1, 1, 4 and 6 points, so that two share the third place */
    c = AID_MAP(a, "y", {{"minus", "@2020"}, {"metric", "rank"}});
    values_are(c, (const double[]){3, 3, 2, 1}, NAN);
    rgba lowest = c->paint.fill[0], highest = c->paint.fill[3];
    assert_true(color_oklab(highest).l < color_oklab(lowest).l); /* 1 is the highest figure */
    choropleth_unref(c);
    atlas_unref(a);
}

/* ---- focus ---- */

static void near_color(rgba got, rgba full, rgba under) {
    const uint8_t g[] = {got.r, got.g, got.b}, f[] = {full.r, full.g, full.b};
    const uint8_t u[] = {under.r, under.g, under.b};
    for (int i = 0; i < 3; i++) assert_true(fabs(g[i] - (0.25 * f[i] + 0.75 * u[i])) <= 1);
    assert_int_equal(got.a, full.a);
}

static void test_focus_dims_all_others(void **state) {
    const atlas *a = open_made_up(*state);
    static const char *const grounds[] = {"light", "dark", "transparent"};
    for (size_t i = 0; i < 3; i++) {
        choropleth *c = AID_MAP(a, "x", {{"background", grounds[i]}});
        choropleth *f = AID_MAP(a, "x", {{"background", grounds[i]}, {"focus", " b,c"}});
        for (district_id d = 0; d < 4; d++) {
            bool seen = d == 1 || d == 2;
            if (seen) assert_memory_equal(&f->paint.fill[d], &c->paint.fill[d], sizeof(rgba));
            if (!seen) near_color(f->paint.fill[d], c->paint.fill[d], c->look.backdrop->under);
            if (!seen) near_color(f->paint.hatch[d], c->paint.hatch[d], c->look.backdrop->under);
            assert_int_equal(f->paint.pattern[d], c->paint.pattern[d]);
            assert_int_equal(f->class_of[d], c->class_of[d]);
            assert_true(color_contrast(f->paint.text[d], f->paint.fill[d]) >= 4.5);
        }
        choropleth_unref(c), choropleth_unref(f);
    }
    atlas_unref(a);
}

/* ---- tiles ---- */

static void test_all_paint_on_the_same_skeleton(void **state) {
    const atlas *a = open_made_up(*state);
    const look_setting looks[] = {
        {"lang", "en"},      {"reference", "whole"},   {"reference", "7"},
        {"metric", "rank"},  {"metric", "percentile"}, {"metric", "zscore"},
        {"metric", "ratio"}, {"minus", "@2020"},       {"focus", "a,d"}};
    tiler *t = NULL;
    assert_int_equal(tiler_create(1 << 24, false, &t, NULL), ERR_OK);
    uint64_t drawn = 0;
    buf first = BUF_EMPTY;
    for (size_t i = 0; i < sizeof looks / sizeof *looks; i++) {
        buf png = BUF_EMPTY;
        choropleth *c = aid_map(a, "y", &looks[i], 1);
        assert_int_equal(tiler_png(t, c, (tile_id){6, 32, 31}, 1, i ? &png : &first, NULL), ERR_OK);
        if (!i) drawn = tiler_stats_get(t).drawn;
        assert_int_equal(tiler_stats_get(t).drawn, drawn);
        /* figures, ranks and percentiles have the same quantiles */
        bool same = !i || !strcmp(looks[i].value, "percentile") || !strcmp(looks[i].value, "rank");
        assert_true(same || png.len != first.len || memcmp(png.data, first.data, png.len) != 0);
        choropleth_unref(c);
        buf_free(&png);
    }
    assert_int_equal(drawn, 1);
    buf_free(&first);
    tiler_free(t);
    atlas_unref(a);
}

/* Labels say what is mapped, so they are drawn anew: but only then. */
static void test_labels_follow_what_is_mapped(void **state) {
    const atlas *a = open_made_up(*state);
    const struct {
        look_setting o;
        uint64_t drawn;
    } rows[] = {{{"lang", "en"}, 1},      {{"reference", "whole"}, 1}, {{"focus", "a"}, 1},
                {{"metric", "ratio"}, 2}, {{"minus", "@2020"}, 3},     {{"minus", "x"}, 4}};
    tiler *t = NULL;
    assert_int_equal(tiler_create(1 << 24, false, &t, NULL), ERR_OK);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        buf png = BUF_EMPTY;
        choropleth *c = AID_MAP(a, "y", {{"period", "2020"}, {"labels", "values"}, rows[i].o});
        if (!strcmp(rows[i].o.value, "@2020")) { /* 0 everywhere, with no district missing */
            for (int d = 0; d < 4; d++) assert_true(choropleth_values(c)[d] == 0);
        }
        assert_int_equal(tiler_png(t, c, (tile_id){6, 32, 31}, 1, &png, NULL), ERR_OK);
        assert_true(tiler_stats_get(t).drawn >= rows[i].drawn);
        if (rows[i].drawn == 1) assert_int_equal(tiler_stats_get(t).drawn, 1);
        choropleth_unref(c);
        buf_free(&png);
    }
    tiler_free(t);
    atlas_unref(a);
}

/* ---- the demo, served ---- */

static aid_site site;

static json_t *district_of(json_t *root, const char *key) {
    size_t i;
    json_t *one;
    json_array_foreach(json_object_get(root, "districts"), i,
                       one) if (!strcmp(aid_json_text(one, "key"), key)) return one;
    fail_msg("no district %s", key);
    return NULL;
}

static double number(const json_t *o, const char *key) {
    assert_true(json_is_number(json_object_get(o, key)));
    return json_number_value(json_object_get(o, key));
}

/* Södermalm 17.3 and Bromma 9.0 against the city's 13.5. */
static void test_differences_are_served(void **state) {
    (void)state;
    aid_site_open(&site, "shapes/stockholm", (server_options){0});
    json_t *r =
        aid_site_json(&site, "/data/stockholm/violence.json?reference=whole&period=2024", 200);
    json_t *one = district_of(r, "Södermalm"), *mapped = json_object_get(r, "mapped");
    assert_true(number(one, "value") == 17.3 && number(one, "difference") == 3.8);
    assert_string_equal(aid_json_text(one, "difference_text"), "+3.8");
    assert_string_equal(aid_json_text(district_of(r, "Bromma"), "difference_text"), "\xe2\x88\x92"
                                                                                    "4.5");
    assert_string_equal(aid_json_text(mapped, "reference"), "whole");
    assert_true(number(mapped, "center") == 13.5);
    assert_null(json_object_get(one, "mapped"));
    json_decref(r);
    r = aid_site_json(&site, "/data/stockholm/violence.json", 200);
    assert_true(json_is_null(json_object_get(r, "mapped")));
    assert_null(json_object_get(district_of(r, "Bromma"), "difference"));
    json_decref(r);
    /* residents: 121,366 in 2010, 130,402 in 2024; the city 847,073 and 995,574 */
    r = aid_site_json(
        &site, "/data/stockholm/population.json?minus=@2010&change=percent&period=2024", 200);
    one = district_of(r, "Södermalm"), mapped = json_object_get(r, "mapped");
    assert_true(number(one, "value") == 130402);
    assert_true(fabs(number(one, "mapped") - 100 * 9036.0 / 121366) < 1e-12);
    assert_string_equal(aid_json_text(one, "mapped_text"), "+7.4%");
    assert_string_equal(aid_json_text(mapped, "whole_text"), "+17.5%");
    assert_string_equal(aid_json_text(json_object_get(mapped, "minus"), "period"), "2010");
    json_decref(r);
    /* the ranks of what is mapped: Norra innerstaden has most residents, Hägersten-Älvsjö grew most
     */
    r = aid_site_json(&site, "/data/stockholm/population.json?metric=rank&period=2024", 200);
    one = district_of(r, "Norra innerstaden");
    assert_true(number(one, "rank") == 1 && number(one, "mapped") == 1);
    json_decref(r);
    r = aid_site_json(
        &site, "/data/stockholm/population.json?minus=@2010&change=percent&period=2024", 200);
    assert_true(number(district_of(r, "Hägersten-Älvsjö"), "rank") == 1);
    json_decref(r);
    aid_site_close(&site);
}

static void test_who_is_to_blame(void **state) {
    (void)state;
    static const struct {
        const char *query, *parameter;
        int status;
    } rows[] = {
        {"focus=Jarva", "focus", 400},      {"minus=nothing", "minus", 404},
        {"minus=population", "minus", 400}, {"minus=@1848", "minus", 404},
        {"metric=none", "metric", 400},     {"reference=city", "reference", 400},
        {"period=1848", "period", 404},     {"change=points", "change", 400},
    };
    aid_site_open(&site, "shapes/stockholm", (server_options){0});
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char target[200];
        snprintf(target, sizeof target, "/data/stockholm/violence.json?%s", rows[i].query);
        json_t *r = aid_site_json(&site, target, rows[i].status);
        assert_string_equal(aid_json_text(json_object_get(r, "error"), "parameter"),
                            rows[i].parameter);
        json_decref(r);
    }
    aid_site_close(&site);
}

static void alt_is(const choropleth *c, const char *want) {
    buf text = BUF_EMPTY;
    choropleth_alt_text(c, false, LANG_EN, &text);
    assert_string_equal(buf_text(&text), want);
    buf_free(&text);
}

static void test_the_text_tells_what_is_mapped(void **state) {
    const atlas *a = open_made_up(*state);
    choropleth *c = AID_MAP(a, "y", {{"minus", "@2020"}});
    alt_is(c, "Map: Y, change, percentage points, 2024 against 2020. Figures for 4 of 4 districts. "
              "From +1.0 to +6.0. Highest: d, +6.0. Lowest: a and b, +1.0. All: +3.0.");
    choropleth_unref(c);
    c = AID_MAP(a, "y", {{"metric", "rank"}});
    alt_is(c, "Map: Y, rank, highest first, 2024. Figures for 4 of 4 districts. From 1 to 4. "
              "Highest: d, 1. Lowest: a, 4.");
    choropleth_unref(c);
    atlas_unref(a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        IN_A_FOLDER(test_change_of_a_share),
        IN_A_FOLDER(test_change_of_a_count_in_percent),
        IN_A_FOLDER(test_a_side_without_values_is_told),
        IN_A_FOLDER(test_one_indicator_minus_another),
        IN_A_FOLDER(test_what_cannot_be_taken_off),
        IN_A_FOLDER(test_each_reference),
        IN_A_FOLDER(test_the_middle_color_is_the_center_s),
        IN_A_FOLDER(test_pooled_distances_are_the_same_in_all_periods),
        IN_A_FOLDER(test_an_even_number_of_classes_says_so),
        IN_A_FOLDER(test_metrics_are_mapped),
        IN_A_FOLDER(test_focus_dims_all_others),
        IN_A_FOLDER(test_all_paint_on_the_same_skeleton),
        IN_A_FOLDER(test_labels_follow_what_is_mapped),
        cmocka_unit_test(test_differences_are_served),
        cmocka_unit_test(test_who_is_to_blame),
        IN_A_FOLDER(test_the_text_tells_what_is_mapped),
    };
    return cmocka_run_group_tests_name("against", tests, NULL, NULL);
}
