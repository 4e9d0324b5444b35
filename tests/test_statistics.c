/* Truth: a town of nine square districts, worked by hand; for Stockholm the published numbers of
 * people and crimes, of which its shares and rates were made. */
#include "aid_atlas.h"
#include "aid_cmocka.h"
#include "aid_files.h"
#include "aid_site.h"
#include "app/command.h"
#include "atlas/statistics.h"
#include "base/fileio.h"

#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define COUNT(a)       (sizeof(a) / sizeof *(a))
#define near(a, b, by) assert_true(fabs((a) - (b)) <= (by))

/* ---- the town: cells of 100 m, a b c / d e f / g h i ---- */

static const char town_manifest[] =
    "id: town\n"
    "whole: all of it\n"
    "layers:\n"
    "  cells: {shapefile: cells.shp, key: KEY}\n"
    "values:\n"
    "  v: {file: v.csv, key: key}\n"
    "indicators:\n"
    "  - {id: checks, layer: cells, values: v, columns: {2020: checks}, title: Checks, kind: "
    "rate}\n"
    "  - {id: share, layer: cells, values: v, columns: {2020: s20, 2021: s21}, title: Share,\n"
    "     unit: '%', kind: share, weight: people}\n"
    "  - {id: people, layer: cells, values: v, columns: {2020: people}, title: People, kind: "
    "count}\n"
    "  - {id: part, layer: cells, values: v, columns: {2020: part}, title: Part, kind: category}\n"
    "  - {id: below, layer: cells, values: v, columns: {2020: below}, title: Below, kind: rate}\n";

/* people: 100 each; part: x y z by row; s21 lacks i, and is no share of a hundred. */
static const char town_values[] = "key,checks,s20,s21,people,part,below\n"
                                  "a,1,10,10,100,x,-1\n"
                                  "b,0,20,20,100,x,0\n"
                                  "c,1,30,30,100,x,1\n"
                                  "d,0,40,40,100,y,2\n"
                                  "e,1,50,50,100,y,3\n"
                                  "f,0,60,60,100,y,4\n"
                                  "g,1,70,70,100,z,5\n"
                                  "h,0,80,80,100,z,6\n"
                                  "i,1,90,,100,z,7\n"
                                  "all of it,0.6,51,44,905,,\n";

static const atlas *town;

static int open_town(void **state) {
    static const char *const keys[] = {"a", "b", "c", "d", "e", "f", "g", "h", "i"};
    double xy[9][8];
    aid_ring rings[9];
    char path[AID_PATH];
    for (size_t i = 0; i < 9; i++) {
        double x = 2e6 + 100 * (double)(i % 3), y = 8e6 - 100 * (double)(i / 3);
        const double corners[] = {x, y, x, y + 100, x + 100, y + 100, x + 100, y};
        memcpy(xy[i], corners, sizeof corners);
        rings[i] = (aid_ring){keys[i], xy[i], 4};
    }
    aid_dir_setup(state);
    aid_path(*state, "cells.shp", path);
    aid_shapefile(path, rings, 9, aid_mercator);
    aid_write(*state, "v.csv", town_values, NULL);
    aid_write(*state, "atlas.yaml", town_manifest, NULL);
    town = aid_atlas(*state);
    return 0;
}

static int close_town(void **state) {
    atlas_unref(town);
    return aid_dir_teardown(state);
}

static statistics *of(const atlas *a, const char *id, const char *period, statistics_wish asked) {
    const look_setting when = {"period", period};
    choropleth *c = aid_map(a, id, &when, period ? 1 : 0);
    statistics *s = NULL;
    err e = {0};
    if (statistics_make(c, &asked, NULL, &s, NULL, &e)) fail_msg("%s", e.text);
    choropleth_unref(c);
    return s;
}

static bool warns(const statistics *s, const char *part) {
    for (size_t i = 0; i < s->warnings.count; i++)
        if (strstr(s->warnings.item[i], part)) return true;
    return false;
}

/* Mean 5/9.  Lags: corners (2 of 3 neighbors are 0) -2/9, sides 2/45, the middle -1/18.  I =
 * (4 (4/9)(-2/9) + 4 (-5/9)(2/45) + (4/9)(-1/18)) / (180/81) = -7/30.  Without corners as
 * neighbors it would be -1. */
static void test_neighbors_share_a_border_or_a_point(void **state) {
    (void)state;
    statistics *s = of(town, "checks", NULL, (statistics_wish){0});
    near(s->neighbors.i, -7. / 30, 1e-12);
    near(s->neighbors.expected, -1. / 8, 1e-15);
    assert_int_equal(s->neighbors.n, 9);
    near(s->neighbors.local[0].i, 4. / 9 * -2 / 9 / (180. / 81 / 9), 1e-12);
    assert_int_equal(s->neighbors.local[0].quadrant, SPATIAL_HIGH_LOW);
    assert_true(warns(s, "(weight)"));
    assert_true(warns(s, "There is no ratio") || warns(s, "there is no ratio"));
    assert_true(isnan(s->each.ratio) && s->each.gap == 1);
    near(s->each.gini, 4. / 9, 1e-15); /* five have a fifth each: 1 - 5/9 */
    statistics_free(s);
}

/* P = 0.5: D = 200 / 450, xPx = 2.85 / 4.5; the mean of parts x y z is 20 50 80, of all 50. */
static void test_shares_of_people(void **state) {
    (void)state;
    statistics *s = of(town, "share", "2020", (statistics_wish){.parts = "part", .with = "below"});
    near(s->weighted_mean, 50, 1e-12);
    near(s->weight_total, 900, 0);
    near(s->whole, 51, 0);
    near(s->apart.share, 0.5, 1e-15);
    near(s->apart.dissimilarity, 4. / 9, 1e-15);
    near(s->apart.isolation, 2.85 / 4.5, 1e-15);
    near(s->each.gini, 8. / 27, 1e-15); /* of 1..9: (n - 1) / 3n */
    near(s->weighted.gini, 8. / 27, 1e-15);
    near(s->by_part.between, (2 * log(0.4) + 5 * log(1.0) + 8 * log(1.6)) / 15, 1e-15);
    near(s->by_part.between + s->by_part.within, s->each.theil, 1e-15);
    assert_int_equal(s->pair.n, 9);
    near(s->pair.pearson, 1, 1e-15);
    assert_string_equal(s->weight.of->id, "people");
    assert_true(warns(s, "Few districts have a figure (9; under 30)"));
    assert_false(warns(s, "weight"));
    statistics_free(s);
}

static void test_a_weight_of_another_period(void **state) {
    (void)state;
    statistics *s = of(town, "share", "2021", (statistics_wish){0});
    assert_true(warns(s, "The weight, People, has no figures for 2021"));
    assert_true(warns(s, "Districts without a figure: 1 of 9."));
    assert_true(isnan(s->weighted_mean) && isnan(s->apart.dissimilarity) && !s->weight.of);
    near(s->summary.mean, 45, 0);
    statistics_free(s);
    s = of(town, "share", "2021", (statistics_wish){.weight = "people@2020"});
    near(s->weighted_mean, 45, 1e-12);
    assert_int_equal(s->weighted_n, 8);
    assert_false(isnan(s->apart.dissimilarity));
    statistics_free(s);
}

static void test_what_has_no_measure(void **state) {
    (void)state;
    statistics *s = of(town, "below", NULL, (statistics_wish){0});
    assert_true(warns(s, "negative"));
    assert_true(isnan(s->each.gini) && isnan(s->each.theil) && isnan(s->each.ratio));
    assert_false(isnan(s->neighbors.i));
    statistics_free(s);
    s = of(town, "part", NULL, (statistics_wish){0});
    assert_true(warns(s, "Categories"));
    assert_int_equal(s->summary.n, 9);
    assert_int_equal(s->summary.missing, 0);
    assert_true(isnan(s->summary.mean) && isnan(s->neighbors.i) && isnan(s->each.gini));
    statistics_free(s);
    s = of(town, "people", NULL, (statistics_wish){.weight = "people", .with = "share"});
    assert_true(warns(s, "Counts"));
    assert_true(warns(s, "needs 3 districts with neighbors and different values"));
    assert_true(warns(s, "the same everywhere"));
    assert_true(isnan(s->weighted_mean));
    assert_true(s->each.gini == 0 && s->each.ratio == 1);
    statistics_free(s);
    s = of(town, "share", "2020", (statistics_wish){.with = "share@2021"});
    near(s->pair.pearson, 1, 1e-15);
    assert_int_equal(s->pair.n, 8);
    statistics_free(s);
}

static void test_wishes_that_cannot_be_met(void **state) {
    (void)state;
    static const struct {
        statistics_wish wish;
        const char *name, *says;
        err_code rc;
    } cases[] = {
        {{.with = "none"}, "with", "with: atlas town has no indicator \"none\"", ERR_NOTFOUND},
        {{.with = "part"}, "with", "part is a category", ERR_RANGE},
        {{.with = "share@1999"}, "with", "share has no figures for \"1999\"", ERR_NOTFOUND},
        {{.weight = "below"}, "weight", "below has negative figures", ERR_RANGE},
        {{.parts = "people"}, "parts", "people is no category", ERR_RANGE},
        {{.with = "@"}, "with", "no indicator \"\"", ERR_NOTFOUND},
    };
    choropleth *c = aid_map(town, "checks", NULL, 0);
    for (size_t i = 0; i < COUNT(cases); i++) {
        statistics *s = NULL;
        const char *at_fault = NULL;
        err e = {0};
        assert_int_equal(statistics_make(c, &cases[i].wish, NULL, &s, &at_fault, &e), cases[i].rc);
        assert_null(s);
        assert_string_equal(at_fault, cases[i].name);
        if (!strstr(e.text, cases[i].says)) fail_msg("%s", e.text);
    }
    choropleth_unref(c);
    c = aid_map(aid_stockholm, "violence", NULL, 0);
    statistics *s = NULL;
    err e = {0};
    const statistics_wish other_layer = {.with = "low_standard@2024"};
    assert_int_equal(statistics_make(c, &other_layer, NULL, &s, NULL, &e), ERR_RANGE);
    assert_non_null(strstr(e.text, "layer neighborhoods"));
    choropleth_unref(c);
}

/* ---- Stockholm ---- */

static const double *published(const char *id, const char *period, size_t *n) {
    size_t index, at;
    assert_int_equal(atlas_find_indicator(aid_stockholm, id, &index, NULL), ERR_OK);
    const joined *j = &aid_stockholm->indicator[index].data;
    assert_true(joined_find_period(j, period, &at));
    *n = j->n_districts;
    return joined_values(j, at);
}

/* From the numbers of people: half the sum of |x/X - y/Y| (Duncan and Duncan 1955), and the share
 * that an average one of the group lives among.  The shares are printed with one decimal. */
static void test_foreign_background(void **state) {
    (void)state;
    size_t n;
    const double *x = published("foreign_background_count", "2011", &n),
                 *t = published("population_14", "2011", &n);
    double all_x = 0, all_y = 0, d = 0, met = 0;
    for (size_t i = 0; i < n; i++) all_x += x[i], all_y += t[i] - x[i];
    for (size_t i = 0; i < n; i++) {
        d += fabs(x[i] / all_x - (t[i] - x[i]) / all_y) / 2;
        met += x[i] / all_x * x[i] / t[i];
    }
    statistics *s = of(aid_stockholm, "foreign_background", "2011", (statistics_wish){0});
    near(s->weighted_mean, 100 * all_x / (all_x + all_y), 0.05);
    near(s->apart.share, all_x / (all_x + all_y), 0.0005);
    near(s->apart.dissimilarity, d, 0.0005);
    near(s->apart.isolation, met, 0.0005);
    near(s->neighbors.p, 0.024, 0); /* stays what it is: the seed is fixed */
    statistics_free(s);
}

/* Each rate with a weight is the number by that weight: the atlas names what is true. */
static void test_weights_are_true(void **state) {
    (void)state;
    static const char *const rates[][2] = {{"crime", "crime_count"},
                                           {"violence", "violence_count"},
                                           {"theft", "theft_count"},
                                           {"vandalism", "vandalism_count"},
                                           {"drugs", "drugs_count"}};
    for (size_t k = 0; k < COUNT(rates); k++) {
        size_t n;
        const double *count = published(rates[k][1], "2024", &n),
                     *people = published("population", "2024", &n),
                     *rate = published(rates[k][0], "2024", &n);
        double all = 0, residents = 0;
        for (size_t i = 0; i < n; i++) {
            near(rate[i], 1000 * count[i] / people[i], 0.0501); /* one decimal */
            all += count[i];
            residents += people[i];
        }
        statistics *s = of(aid_stockholm, rates[k][0], "2024", (statistics_wish){0});
        near(s->weighted_mean, 1000 * all / residents, 0.05);
        near(s->weight_total, residents, 0);
        assert_int_equal(s->apart.n, 0); /* a rate is no share */
        statistics_free(s);
    }
    size_t weights = 0;
    for (size_t i = 0; i < aid_stockholm->n_indicators; i++)
        weights += aid_stockholm->design[i].weight != SIZE_MAX;
    assert_int_equal(weights, COUNT(rates) + 4); /* mean age; foreign background; and
                                                    income and persons of households: test_carry */
}

/* ---- JSON ---- */

static const char *const fixed[] = {
    "n",      "missing", "min",         "max",         "mean",        "median", "sd",
    "q1",     "q3",      "gini",        "theil",       "moran",       "ratio",  "gap",
    "lorenz", "weight",  "weighted",    "segregation", "correlation", "parts",  "highest",
    "lowest", "whole",   "definitions", "warnings",    "version",     "source", "kind"};
static const char *const fixed_moran[] = {"i",    "expected", "p",       "permutations",
                                          "seed", "n",        "islands", "local"};

static void test_keys_of_every_indicator(void **state) {
    (void)state;
    for (size_t i = 0; i < aid_stockholm->n_indicators; i++)
        for (int in = 0; in < LANG_COUNT; in++) {
            const look_setting tongue = {"lang", lang_codes[in]};
            choropleth *c = aid_map(aid_stockholm, aid_stockholm->indicator[i].id, &tongue, 1);
            statistics *s = NULL;
            assert_int_equal(statistics_make(c, &(statistics_wish){0}, NULL, &s, NULL, NULL),
                             ERR_OK);
            json_t *root = statistics_json(s);
            assert_non_null(root);
            for (size_t k = 0; k < COUNT(fixed); k++)
                if (!json_object_get(root, fixed[k])) fail_msg("no %s", fixed[k]);
            for (size_t k = 0; k < COUNT(fixed_moran); k++)
                if (!json_object_get(json_object_get(root, "moran"), fixed_moran[k]))
                    fail_msg("no moran.%s", fixed_moran[k]);
            /* what is null says why */
            bool silent = !json_array_size(json_object_get(root, "warnings"));
            assert_false(silent && json_is_null(json_object_get(root, "gini")));
            json_decref(root);
            statistics_free(s);
            choropleth_unref(c);
        }
}

static void test_texts(void **state) {
    (void)state;
    for (size_t i = 0; i < MEASURE__COUNT; i++)
        for (int in = 0; in < LANG_COUNT; in++) {
            const measure *m = &measures[i];
            assert_non_null(m->name);
            assert_true(m->title[in] && *m->title[in] && m->definition[in] && *m->definition[in]);
            assert_true(!m->not_for[LANG_EN] == !m->not_for[LANG_SV]);
            for (size_t k = 0; k < i; k++) assert_string_not_equal(m->name, measures[k].name);
        }
    buf page = BUF_EMPTY;
    assert_int_equal(file_read("docs/stats.md", 1 << 20, &page, NULL), ERR_OK);
    for (size_t i = 0; i < MEASURE__COUNT; i++) {
        char code[40];
        snprintf(code, sizeof code, "`%s`", measures[i].name);
        if (!strstr(buf_text(&page), code)) fail_msg("docs/stats.md lacks %s", code);
    }
    buf_free(&page);
    for (size_t w = 0; w < WARN__COUNT; w++) {
        const char *en = measure_warning_text((measure_warning)w, LANG_EN),
                   *sv = measure_warning_text((measure_warning)w, LANG_SV);
        assert_true(en && sv && *en && *sv);
        for (const char *arg = "123"; *arg; arg++) {
            const char braced[] = {'{', *arg, '}', 0};
            assert_true(!strstr(en, braced) == !strstr(sv, braced));
        }
    }
}

/* Over 101 points are thinned out, and both ends stay. */
static void test_a_long_lorenz_curve(void **state) {
    (void)state;
    double v[1234];
    for (size_t i = 0; i < COUNT(v); i++) v[i] = (double)i;
    statistics *s = of(town, "checks", NULL, (statistics_wish){0});
    inequality_free(&s->each);
    assert_int_equal(inequality_of(v, NULL, COUNT(v), &s->each, NULL), ERR_OK);
    json_t *root = statistics_json(s), *curve = json_object_get(root, "lorenz");
    size_t n = json_array_size(curve);
    assert_true(n > 80 && n <= STATISTICS_LORENZ_MOST);
    near(json_number_value(json_array_get(json_array_get(curve, 0), 1)), 0, 0);
    near(json_number_value(json_array_get(json_array_get(curve, n - 1), 1)), 1, 0);
    for (size_t i = 1; i < n; i++)
        assert_true(json_number_value(json_array_get(json_array_get(curve, i), 0)) >
                    json_number_value(json_array_get(json_array_get(curve, i - 1), 0)));
    json_decref(root);
    statistics_free(s);
}

/* ---- command line and server ---- */

/* What the command prints. */
static buf printed(const char *dir, int argc, const char *const argv[]) {
    char path[AID_PATH];
    args a;
    err e = {0};
    int status = 0, kept = dup(STDOUT_FILENO), file;
    buf out = BUF_EMPTY;
    aid_path(dir, "printed", path);
    assert_int_equal(args_parse(ARGS_MAP | ARGS_LOOK | ARGS_JSON | ARGS_STATS, argc,
                                (char **)(uintptr_t)argv, &a, &e),
                     ERR_OK);
    fflush(stdout);
    file = open(path, O_CREAT | O_TRUNC | O_WRONLY, 0600);
    assert_true(file >= 0 && dup2(file, STDOUT_FILENO) >= 0);
    err_code rc = command_stats(&a, &status, &e);
    fflush(stdout);
    dup2(kept, STDOUT_FILENO);
    close(kept);
    close(file);
    args_free(&a);
    if (rc) fail_msg("%s", e.text);
    assert_int_equal(file_read(path, 1 << 24, &out, NULL), ERR_OK);
    return out;
}

static void assert_same(const aid_site *site, const char *dir, const char *target, int argc,
                        const char *const argv[]) {
    buf text = printed(dir, argc, argv);
    json_t *mine = json_loads(buf_text(&text), 0, NULL), *served = aid_site_json(site, target, 200);
    assert_non_null(mine);
    char *a = json_dumps(mine, JSON_INDENT(1)), *b = json_dumps(served, JSON_INDENT(1));
    assert_string_equal(a, b); /* keys in the same order, too */
    free(a);
    free(b);
    json_decref(mine);
    json_decref(served);
    buf_free(&text);
}

static void test_the_server_says_the_same(void **state) {
    aid_site site;
    aid_site_open(&site, "shapes/stockholm", (server_options){0});
    const char *const plain[] = {"-a", "shapes/stockholm", "-i", "violence", "--json"};
    assert_same(&site, *state, "/stats/stockholm/violence.json", 5, plain);
    const char *const all[] = {"-a",
                               "shapes/stockholm",
                               "-i",
                               "socioeconomic_index",
                               "--json",
                               "--lang",
                               "sv",
                               "--with",
                               "low_standard",
                               "--parts",
                               "area_type",
                               "--weight",
                               "population_nbh@2024"};
    assert_same(&site, *state,
                "/stats/stockholm/socioeconomic_index.json?weight=population_nbh@2024&lang=sv"
                "&with=low_standard&parts=area_type",
                13, all);
    aid_site_close(&site);
}

static void test_etags_and_errors(void **state) {
    (void)state;
    aid_site site;
    char one[100], header[200];
    aid_site_open(&site, "shapes/stockholm", (server_options){0});
    aid_http_reply r = aid_site_get(&site, "/stats/stockholm/violence.json", NULL, 200);
    snprintf(one, sizeof one, "%s", aid_http_field(&r, "ETag"));
    aid_http_reply_free(&r);
    snprintf(header, sizeof header, "If-None-Match: %s\r\n", one);
    r = aid_site_get(&site, "/stats/stockholm/violence.json", header, 304);
    aid_http_reply_free(&r);
    static const char *const others[] = {"?with=mean_age", "?weight=mean_age", "?with=theft",
                                         "?lang=sv", "?weight=population"};
    for (size_t i = 0; i < COUNT(others); i++) { /* another answer has another etag */
        char target[200];
        snprintf(target, sizeof target, "/stats/stockholm/violence.json%s", others[i]);
        r = aid_site_get(&site, target, header, 200);
        aid_http_reply_free(&r);
    }
    static const struct {
        const char *target, *parameter;
        int status;
    } bad[] = {
        {"/stats/stockholm/violence.json?with=none", "with", 404},
        {"/stats/stockholm/violence.json?with=area_type", "with", 400},
        {"/stats/stockholm/violence.json?weight=net_migration", "weight", 400},
        {"/stats/stockholm/violence.json?parts=population", "parts", 400},
        {"/stats/stockholm/violence.json?wish=1", "wish", 400},
        {"/stats/stockholm/violence.json?with=theft&with=drugs", "with", 400},
        {"/stats/stockholm/violence.json?period=1999", "period", 404},
    };
    for (size_t i = 0; i < COUNT(bad); i++) {
        json_t *root = aid_site_json(&site, bad[i].target, bad[i].status);
        const char *name = aid_json_text(json_object_get(root, "error"), "parameter");
        if (strcmp(name, bad[i].parameter)) fail_msg("%s: %s", bad[i].target, name);
        json_decref(root);
    }
    aid_site_close(&site);
}

int main(void) {
    const struct CMUnitTest in_town[] = {
        cmocka_unit_test(test_neighbors_share_a_border_or_a_point),
        cmocka_unit_test(test_shares_of_people),
        cmocka_unit_test(test_a_weight_of_another_period),
        cmocka_unit_test(test_what_has_no_measure),
        cmocka_unit_test(test_wishes_that_cannot_be_met),
        cmocka_unit_test(test_a_long_lorenz_curve),
        cmocka_unit_test(test_texts),
        cmocka_unit_test(test_foreign_background),
        cmocka_unit_test(test_weights_are_true),
        cmocka_unit_test(test_keys_of_every_indicator),
        IN_A_FOLDER(test_the_server_says_the_same),
        cmocka_unit_test(test_etags_and_errors),
    };
    aid_stockholm_open(NULL);
    int failed = cmocka_run_group_tests(in_town, open_town, close_town);
    aid_stockholm_close(NULL);
    return failed;
}
