/* What a manifest says of profiles, and the colors of groups.  Truth: figures copied from
 * shapes/stockholm/figures.csv and neighborhood_figures_2024.csv by hand, colors from its
 * manifest, and squares made up. */
#include "aid_atlas.h"
#include "aid_cmocka.h"
#include "aid_comparison.h"
#include "aid_files.h"
#include "aid_sheet.h"
#include "atlas/group.h"
#include "sheet/profile.h"
#include "sheet/subject_colors.h"

#include <string.h>

/* ---- which figures stand large ---- */

static void assert_main(const comparison *c, size_t n, const char *const *ids) {
    comparison_main f[COMPARISON_MAIN];
    assert_int_equal(comparison_main_of(c, f), n);
    for (size_t i = 0; i < n; i++)
        assert_string_equal(c->atlas->indicator[f[i].indicator].id, ids[i]);
}

static void test_the_demo(void **state) {
    (void)state;
    comparison *c = aid_comparison(aid_stockholm, "Skärholmen", NULL);
    comparison_main f[COMPARISON_MAIN];
    assert_main(c, 4, (const char *const[]){"population", "mean_age", "assistance", "violence"});
    comparison_main_of(c, f);
    aid_near(f[0].value, 38112);
    aid_near(f[0].whole, 995574);
    aid_near(f[1].value, 39);
    aid_near(f[2].value, 5.1);
    aid_near(f[3].value, 18.8);
    assert_true(!f[0].row && f[1].row && !f[2].derived);
    comparison_free(c);
    /* Järva's two parts have shares without weights: the first of the themes not yet told steps
     * in that has a figure, of jobs the income (of two districts, by households). */
    c = aid_comparison(aid_stockholm, "Järva", NULL);
    assert_main(c, 4, (const char *const[]){"population", "mean_age", "violence", "income_mean"});
    comparison_free(c);
    /* Rows that are named leave the list. */
    c = aid_comparison(aid_stockholm, "Skärholmen", "crime,theft");
    assert_main(c, 3, (const char *const[]){"population", "crime", "theft"});
    comparison_free(c);
}

static void test_json(void **state) {
    (void)state;
    comparison *c = aid_comparison(aid_stockholm, "Skärholmen", NULL);
    json_t *r = comparison_json(c), *all = json_object_get(r, "main");
    assert_int_equal(json_array_size(all), 4);
    json_t *first = json_array_get(all, 0);
    assert_string_equal(json_string_value(json_object_get(first, "indicator")), "population");
    assert_string_equal(json_string_value(json_object_get(first, "text")), "38,112");
    assert_string_equal(json_string_value(json_object_get(first, "period")), "2024");
    assert_true(json_number_value(json_object_get(first, "whole")) == 995574);
    json_decref(r);
    comparison_free(c);
    c = aid_comparison(aid_stockholm, "Skärholmen,Bromma", NULL);
    r = comparison_json(c);
    assert_int_equal(json_array_size(json_object_get(r, "main")), 0);
    json_decref(r);
    comparison_free(c);
}

/* ---- manifests ---- */

static const double squares[4][8] = {
    {0, 0, 0, 1, 1, 1, 1, 0}, {1, 0, 1, 1, 2, 1, 2, 0}, {0, 0, 0, 1, 2, 1, 2, 0}};

/* Layer "fine" has a and b, layer "coarse" both as t; r of each, s of the fine one alone. */
static void write_town(const char *dir, const char *profile) {
    static const aid_ring fine[] = {{"a", squares[0], 4}, {"b", squares[1], 4}};
    static const aid_ring coarse[] = {{"t", squares[2], 4}};
    char path[AID_PATH];
    buf yaml = BUF_EMPTY;
    aid_path(dir, "fine.shp", path);
    aid_shapefile(path, fine, 2, aid_wgs84);
    aid_path(dir, "coarse.shp", path);
    aid_shapefile(path, coarse, 1, aid_wgs84);
    aid_write(dir, "v.csv", "key,n,r,s,c\na,100,1,11,x\nb,200,2,22,y\nt,300,3,,x\n", NULL);
    aid_write(dir, "units.csv", "id,in\na,t\nb,t\n", NULL);
    buf_adds(&yaml,
             "id: p\nlayers:\n  coarse: {shapefile: coarse.shp, key: KEY}\n"
             "  fine: {shapefile: fine.shp, key: KEY}\n"
             "divisions: {file: units.csv, key: id, layers: {fine: id, coarse: in}}\n"
             "values: {v: {file: v.csv, key: key, period: \"2024\"}}\nindicators:\n"
             "  - {id: people, layer: coarse, values: v, column: n, title: People, kind: count}\n"
             "  - {id: r, layer: coarse, values: v, column: r, title: Rate, kind: rate, "
             "unit: of them, weight: people}\n"
             "  - {id: one, layer: fine, values: v, column: r, compare: false, title: First "
             "inside, kind: rate}\n"
             "  - {id: two, layer: fine, values: v, column: s, compare: false, title: Second "
             "inside, kind: rate}\n"
             "  - {id: kinds, layer: coarse, values: v, column: c, title: Kind, kind: category}\n");
    buf_adds(&yaml, profile);
    aid_write(dir, "atlas.yaml", buf_text(&yaml), NULL);
    buf_free(&yaml);
}

static void test_what_is_refused(void **state) {
    static const struct {
        const char *profile, *says;
    } rows[] = {
        {"profile: {main: [people, nobody]}\n", "there is no indicator \"nobody\""},
        {"profile: {map: nobody}\n", "there is no indicator \"nobody\""},
        {"profile: {main: [r, r]}\n", "r is there twice"},
        {"profile: {main: [kinds]}\n", "kinds has categories"},
        {"profile: {main: []}\n", "a list of one to 4 indicators is needed here"},
        {"profile: {main: [r, r, r, r, r]}\n", "a list of one to 4 indicators is needed here"},
        {"profile: {main: r}\n", "a list of one to 4 indicators is needed here"},
        {"profile: r\n", "{main: [ID, ...], map: ID} is needed here"},
        {"profile: {figures: [r]}\n", "figures"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const atlas *a = NULL;
        err e = {0};
        write_town(*state, rows[i].profile);
        assert_int_equal(aid_atlas_try(*state, NULL, &a, &e), ERR_FORMAT);
        if (!strstr(e.text, rows[i].says) || !strstr(e.text, "atlas.yaml: line "))
            fail_msg("%zu: %s", i, e.text);
        assert_null(strchr(e.text, '\n'));
    }
}

static bool says(const aid_word *w, size_t n, const char *text) {
    for (size_t i = 0; i < n; i++)
        if (!strcmp(w[i].text, text)) return true;
    return false;
}

static size_t draw(const char *dir, const atlas *a, aid_word w[AID_WORDS_MAX]) {
    comparison *c = aid_comparison(a, "t", NULL);
    const compare_style s = {0};
    buf pdf = BUF_EMPTY;
    err e = {0};
    if (profile_draw(c, &s, CANVAS_PDF, &pdf, &e)) fail_msg("%s", e.text);
    size_t n = aid_words_of(&pdf, dir, w);
    buf_free(&pdf);
    comparison_free(c);
    return n;
}

/* By rule the later one of two that are known everywhere is mapped. */
static void test_the_map_that_is_named(void **state) {
    static aid_word w[AID_WORDS_MAX];
    for (int named = 0; named < 2; named++) {
        write_town(*state, named ? "profile: {map: one, main: [r]}\n" : "");
        const atlas *a = aid_atlas(*state);
        size_t n = draw(*state, a, w);
        assert_true(says(w, n, "First") == (named == 1));
        assert_true(says(w, n, "Second") == (named == 0));
        assert_true(says(w, n, "People") == (named == 0)); /* no large figure any more */
        atlas_unref(a);
    }
}

/* ---- colors ---- */

#define RGB(r, g, b)                                                                               \
    { 0x##r, 0x##g, 0x##b, 255 }

static void assert_colors(const char *who, bool single, const rgba *want) {
    comparison *c = aid_comparison(aid_stockholm, who, "violence");
    rgba got[COMPARISON_SUBJECTS];
    subject_colors(c, &chart_inks_paper, single, got);
    for (size_t i = 0; i < c->n_subjects; i++)
        if (memcmp(&got[i], &want[i], sizeof *got) != 0) fail_msg("%s: %zu", who, i);
    comparison_free(c);
}

static void test_groups_have_their_own_colors(void **state) {
    static const rgba teal = RGB(1f, 73, 6d), violet = RGB(7a, 5b, b0), brown = RGB(b5, 56, 1f),
                      blue = RGB(1a, 73, c4);
    const rgba first = chart_subjects[0].color, second = chart_subjects[1].color;
    (void)state;
    assert_colors("vasterort,inre-staden,soderort,skarholmen", false,
                  (const rgba[]){teal, violet, brown, blue});
    assert_colors("skarholmen", true, &blue);
    assert_colors("Skärholmen", true, &chart_inks_paper.accent);
    assert_colors("Bromma,Järva", false, (const rgba[]){first, second});
    /* Brown is too near to the orange of the first place, which a district has. */
    assert_colors("Bromma,soderort", false, (const rgba[]){first, second});
    assert_colors("Bromma,vasterort", false, (const rgba[]){first, teal});
}

/* White on the paper cannot be read, nor can a black be told from the city's ink. */
static void test_colors_that_cannot_be_read(void **state) {
    static const rgba bad[] = {RGB(ff, ff, ff), RGB(ff, e0, 00), RGB(18, 20, 28), {0}};
    (void)state;
    size_t group;
    assert_true(group_find(aid_stockholm, "vasterort", &group));
    rgba own = aid_stockholm->group[group].color;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        aid_stockholm->group[group].color = bad[i];
        assert_colors("Bromma,vasterort", false,
                      (const rgba[]){chart_subjects[0].color, chart_subjects[1].color});
    }
    aid_stockholm->group[group].color = own;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_demo),
        cmocka_unit_test(test_json),
        IN_A_FOLDER(test_what_is_refused),
        IN_A_FOLDER(test_the_map_that_is_named),
        cmocka_unit_test(test_groups_have_their_own_colors),
        cmocka_unit_test(test_colors_that_cannot_be_read),
    };
    return cmocka_run_group_tests_name("profile_main", tests, aid_stockholm_open,
                                       aid_stockholm_close);
}
