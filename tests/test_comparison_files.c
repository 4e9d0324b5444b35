/* A comparison as JSON and CSV.  Truth: the published figures, the atlas's own JSON, and each
 * other.
 */
#include "aid_atlas.h"
#include "aid_cmocka.h"
#include "aid_files.h"
#include "aid_site.h"
#include "atlas/comparison.h"
#include "base/json.h"
#include "data/table.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static comparison *of(const atlas *a, const char *who, const char *rows, lang l) {
    const comparison_wish w = {.districts = who, .indicators = rows, .language = l};
    comparison *c = NULL;
    err e = {0};
    if (comparison_make(a, &w, &c, &e)) fail_msg("%s", e.text);
    return c;
}

static const json_t *get(const json_t *o, const char *key) {
    const json_t *found = json_object_get(o, key);
    if (!found) fail_msg("there is no %s", key);
    return found;
}

static const json_t *at(const json_t *list, size_t i) { return json_array_get(list, i); }

static double number(const json_t *o, const char *key) {
    const json_t *found = get(o, key);
    return json_is_null(found) ? (double)NAN : json_number_value(found);
}

static bool same(double a, double b) { return a == b || (isnan(a) && isnan(b)); }

/* ---- JSON ---- */

static void test_the_whole_object(void **state) {
    (void)state;
    comparison *c =
        of(aid_stockholm, "Skärholmen,jarva", "violence,employed_foreign_born", LANG_SV);
    json_t *root = comparison_json(c);
    assert_string_equal(aid_json_text(root, "atlas"), "stockholm");
    assert_string_equal(aid_json_text(root, "layer"), "districts");
    assert_string_equal(aid_json_text(root, "whole"), "Hela staden");
    const json_t *who = get(root, "districts");
    assert_string_equal(aid_json_text(at(who, 1), "id"), "jarva");
    assert_string_equal(aid_json_text(at(who, 1), "kind"), "group");
    assert_string_equal(aid_json_text(at(who, 1), "kind_text"), "fokusområde");
    const json_t *themes = get(root, "themes"); /* those of the chosen rows alone */
    assert_int_equal(json_array_size(themes), 2);
    assert_string_equal(aid_json_text(at(themes, 0), "title"), "Arbete");
    assert_int_equal(json_array_size(get(root, "left_out")), 0);
    const json_t *row =
        at(get(root, "rows"), 1); /* violence, in figures as test_comparison.c has */
    assert_string_equal(aid_json_text(row, "title"), "Anmälda våldsbrott");
    assert_string_equal(aid_json_text(row, "unit"), "per 1 000 invånare");
    assert_string_equal(aid_json_text(row, "difference_in"), "percent");
    assert_string_equal(aid_json_text(row, "better"), "lower");
    assert_string_equal(aid_json_text(get(row, "reference"), "kind"), "whole");
    assert_true(number(get(row, "reference"), "value") == 13.5);
    assert_string_equal(aid_json_text(get(row, "lowest"), "key"), "Bromma");
    const json_t *cell = at(get(row, "cells"), 0);
    assert_string_equal(aid_json_text(cell, "district"), "Skärholmen");
    assert_string_equal(aid_json_text(cell, "text"), "18,8");
    assert_string_equal(aid_json_text(cell, "state"), "present");
    assert_string_equal(aid_json_text(cell, "difference_text"), "+39\xc2\xa0%");
    assert_string_equal(aid_json_text(cell, "side"), "worse");
    assert_true(number(cell, "difference") == 5.3 && json_is_null(get(cell, "lack")));
    const json_t *rank = get(cell, "rank");
    assert_true(number(rank, "from") == 1 && number(rank, "of") == 11);
    assert_string_equal(aid_json_text(rank, "order"), "highest first");
    assert_string_equal(aid_json_text(rank, "text"), "1 av 11");
    const json_t *more = get(cell, "metrics"); /* 10 of 11 lie below 18.8; the city has 13.5 */
    assert_true(fabs(number(more, "percentile") - 100 * 10.5 / 11) < 1e-9);
    assert_true(fabs(number(more, "ratio") - 100 * 18.8 / 13.5) < 1e-9);
    /* 18.8 17.3 16.0 15.1 13.4 12.6 11.7 11.4 10.6 10.1 9.0: mean 13.27..., sd by n - 1 */
    static const double all[] = {18.8, 17.3, 16, 15.1, 13.4, 12.6, 11.7, 11.4, 10.6, 10.1, 9};
    double sum = 0, squares = 0;
    for (int i = 0; i < 11; i++) sum += all[i] / 11;
    for (int i = 0; i < 11; i++) squares += (all[i] - sum) * (all[i] - sum);
    assert_true(fabs(number(more, "zscore") - (18.8 - sum) / sqrt(squares / 10)) < 1e-9);
    cell = at(get(at(get(root, "rows"), 0), "cells"), 1); /* of two parts */
    assert_true(json_is_null(get(get(cell, "metrics"), "ratio")));
    assert_true(json_is_null(get(cell, "value")) && json_is_null(get(cell, "rank")));
    assert_string_equal(aid_json_text(cell, "lack"), "no_weight");
    const json_t *parts = get(cell, "parts");
    assert_int_equal(json_array_size(parts), 2);
    assert_string_equal(aid_json_text(at(parts, 0), "initials"), "R-K");
    assert_true(number(at(parts, 0), "value") == 49.9);
    json_decref(root);
    comparison_free(c);
}

/* Living neighborhoods: figures are of neighborhoods alone. */
static void test_themes_without_rows_stay(void **state) {
    (void)state;
    comparison *c = of(aid_stockholm, "Skärholmen", NULL, LANG_EN);
    json_t *root = comparison_json(c);
    const json_t *themes = get(root, "themes");
    assert_int_equal(json_array_size(themes), aid_stockholm->n_themes);
    assert_string_equal(aid_json_text(at(themes, 5), "id"), "living");
    assert_true(number(at(themes, 5), "rows") == 0);
    assert_true(json_array_size(get(root, "left_out")) > 0);
    json_decref(root);
    comparison_free(c);
}

/* Mean age of Skärholmen: seven figures in the file, from 37 in 2010 to 39 in 2024. */
static void test_lines(void **state) {
    (void)state;
    comparison *c = of(aid_stockholm, "Skärholmen", "mean_age", LANG_EN);
    json_t *root = comparison_json(c);
    const json_t *row = at(get(root, "rows"), 0), *cell = at(get(row, "cells"), 0);
    const json_t *line = at(get(cell, "series"), 0), *points = get(line, "points");
    assert_string_equal(aid_json_text(line, "indicator"), "mean_age");
    assert_int_equal(json_array_size(points), 7);
    assert_string_equal(aid_json_text(at(points, 0), "period"), "2010");
    assert_true(number(at(points, 0), "at") == 2010 && number(at(points, 0), "value") == 37);
    assert_true(number(at(points, 6), "value") == 39);
    assert_true(number(at(get(at(get(row, "city"), 0), "points"), 6), "value") == 40);
    assert_true(number(get(cell, "change"), "value") == 2);
    assert_string_equal(aid_json_text(get(cell, "change"), "text"), "+2 years");
    json_decref(root);
    comparison_free(c);
}

/* The figures of a map's own JSON. */
static void test_the_same_as_the_map(void **state) {
    (void)state;
    json_t *data = aid_site_json(&aid_site_stockholm, "/data/stockholm/violence.json", 200);
    json_t *mine =
        aid_site_json(&aid_site_stockholm,
                      "/compare/stockholm.json?districts=Bromma,Farsta&indicators=violence", 200);
    const json_t *row = at(get(mine, "rows"), 0), *all = get(data, "districts");
    assert_string_equal(aid_json_text(mine, "version"), aid_json_text(data, "version"));
    assert_string_equal(aid_json_text(row, "source"), aid_json_text(data, "source"));
    assert_true(number(row, "whole") == number(get(data, "whole"), "value"));
    size_t found = 0;
    for (size_t i = 0; i < json_array_size(all); i++)
        for (size_t k = 0; k < 2; k++) {
            const json_t *cell = at(get(row, "cells"), k), *d = at(all, i);
            if (strcmp(aid_json_text(cell, "district"), aid_json_text(d, "key")) != 0) continue;
            assert_true(number(cell, "value") == number(d, "value"));
            assert_true(number(get(cell, "rank"), "from") == number(d, "rank"));
            assert_string_equal(aid_json_text(cell, "text"), aid_json_text(d, "text"));
            found++;
        }
    assert_int_equal(found, 2);
    json_decref(data);
    json_decref(mine);
}

/* ---- CSV ---- */

static table *read_table(bytes text) {
    table *t = NULL;
    err e = {0};
    if (table_parse("compare.csv", text, &t, &e)) fail_msg("%s", e.text);
    return t;
}

static const char *cell_of(const table *t, size_t row, const char *column) {
    size_t k;
    if (table_find_column(t, column, &k, NULL)) fail_msg("there is no column %s", column);
    return table_cell(t, row, k);
}

static double number_in(const table *t, size_t row, const char *column) {
    const char *text = cell_of(t, row, column);
    return *text ? strtod(text, NULL) : (double)NAN;
}

static void check_line(const table *t, size_t line, const json_t *row, const json_t *cell) {
    static const char *const numbers[] = {"value", "difference", "percent"};
    const json_t *rank = get(cell, "rank");
    assert_string_equal(cell_of(t, line, "district"), aid_json_text(cell, "district"));
    assert_string_equal(cell_of(t, line, "indicator"), aid_json_text(row, "indicator"));
    assert_string_equal(cell_of(t, line, "period"), aid_json_text(row, "period"));
    assert_string_equal(cell_of(t, line, "unit"), aid_json_text(row, "unit"));
    assert_string_equal(cell_of(t, line, "state"), aid_json_text(cell, "state"));
    assert_string_equal(cell_of(t, line, "better"), aid_json_text(row, "better"));
    assert_string_equal(cell_of(t, line, "source"), aid_json_text(row, "source"));
    assert_string_equal(cell_of(t, line, "part"), "");
    for (size_t i = 0; i < 3; i++)
        assert_true(same(number_in(t, line, numbers[i]), number(cell, numbers[i])));
    assert_true(same(number_in(t, line, "city"), number(row, "whole")));
    assert_int_equal(number_in(t, line, "derived") == 1, json_is_true(get(cell, "derived")));
    assert_true(
        same(number_in(t, line, "rank"), json_is_null(rank) ? (double)NAN : number(rank, "from")));
    assert_true(
        same(number_in(t, line, "of"), json_is_null(rank) ? (double)NAN : number(rank, "of")));
}

static size_t check_parts(const table *t, size_t line, const json_t *cell) {
    const json_t *parts = get(cell, "parts");
    for (size_t i = 0; i < json_array_size(parts); i++) {
        assert_string_equal(cell_of(t, line + i, "part"), aid_json_text(at(parts, i), "key"));
        assert_true(same(number_in(t, line + i, "value"), number(at(parts, i), "value")));
        assert_string_equal(cell_of(t, line + i, "state"), aid_json_text(at(parts, i), "state"));
    }
    return json_array_size(parts);
}

static void test_the_table_says_what_the_object_says(void **state) {
    (void)state;
    comparison *c = of(aid_stockholm, "Järva,Skärholmen,soderort", NULL, LANG_SV);
    json_t *root = comparison_json(c);
    buf csv = BUF_EMPTY;
    comparison_csv(c, &csv);
    table *t = read_table(buf_view(&csv));
    const json_t *rows = get(root, "rows");
    size_t line = 0;
    for (size_t i = 0; i < json_array_size(rows); i++) {
        const json_t *cells = get(at(rows, i), "cells");
        for (size_t k = 0; k < json_array_size(cells); k++) {
            check_line(t, line++, at(rows, i), at(cells, k));
            line += check_parts(t, line, at(cells, k));
        }
    }
    assert_int_equal(line, table_rows(t));
    table_free(t);
    buf_free(&csv);
    json_decref(root);
    comparison_free(c);
}

/* Titles and keys that a spreadsheet would take for formulas. */
static void test_cells_are_no_formulas(void **state) {
    static const double square[] = {0, 0, 0, 1, 1, 1, 1, 0};
    const aid_ring only = {"=1+1", square, 4};
    char path[AID_PATH];
    aid_path(*state, "l.shp", path);
    aid_shapefile(path, &only, 1, aid_wgs84);
    aid_write(*state, "v.csv", "key,x\n=1+1,-5\n", NULL);
    aid_write(*state, "atlas.yaml",
              "layers: {l: {shapefile: l.shp, key: KEY}}\nvalues: {v: {file: v.csv, key: key}}\n"
              "indicators:\n- {id: x, layer: l, values: v, column: x, title: '@X', kind: rate}\n",
              NULL);
    const atlas *a = aid_atlas(*state);
    comparison *c = of(a, "=1+1", NULL, LANG_EN);
    buf csv = BUF_EMPTY;
    comparison_csv(c, &csv);
    assert_non_null(strstr(buf_text(&csv), "\n'=1+1,"));
    assert_non_null(strstr(buf_text(&csv), ",'@X,"));
    assert_non_null(strstr(buf_text(&csv), ",-5,present,")); /* a number is one */
    buf_free(&csv);
    comparison_free(c);
    atlas_unref(a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_whole_object),
        cmocka_unit_test(test_themes_without_rows_stay),
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_the_same_as_the_map),
        cmocka_unit_test(test_the_table_says_what_the_object_says),
        IN_A_FOLDER(test_cells_are_no_formulas),
    };
    return cmocka_run_group_tests(tests, aid_site_stockholm_open, aid_site_stockholm_close);
}
