/* choropleth_alt.  Truth: sentences written by hand from a small table made for the test. */
#include "aid_atlas.h"
#include "aid_cmocka.h"
#include "aid_files.h"
#include "atlas/choropleth_alt.h"

#include <stdio.h>
#include <string.h>

static const char manifest_file[] =
    "id: town\n"
    "whole: {key: ALL, name: {en: Whole town, sv: Hela orten}}\n"
    "layers:\n"
    "  parts: {shapefile: parts.shp, key: KEY}\n"
    "values:\n"
    "  v: {file: v.csv, key: key, period: \"2024\"}\n"
    "indicators:\n"
    "  - {id: share, layer: parts, values: v, column: share, kind: share, decimals: 1,\n"
    "     title: {en: Share, sv: Andel}, unit: {en: \"% of all\", sv: \"% av alla\"}}\n"
    "  - {id: tied, layer: parts, values: v, column: tied, kind: rate, decimals: 0,\n"
    "     title: {en: Tied, sv: Lika}, unit: {en: per person, sv: per person}}\n"
    "  - {id: same, layer: parts, values: v, column: same, kind: rate, decimals: 0,\n"
    "     title: {en: Same, sv: Samma}}\n"
    "  - {id: none, layer: parts, values: v, column: none, kind: rate, decimals: 0,\n"
    "     title: {en: None, sv: Inga}}\n"
    "  - {id: type, layer: parts, values: v, column: type, kind: category,\n"
    "     title: {en: Type, sv: Typ}}\n";

static const char values_file[] = "key;share;tied;same;none;type\n"
                                  "Å;12.5;1200;7;;villa\n"
                                  "B;-3.25;1200;7;;flat\n"
                                  "C;;5;7;;villa\n"
                                  "D;4;5;7;;villa\n"
                                  "E;4;5;7;;flat\n"
                                  "F;4;5;7;;\n"
                                  "ALL;5.5;600;7;;\n";

static const atlas *open_town(const char *dir) {
    char path[AID_PATH], shapes[AID_PATH];
    static const char *const keys[] = {"Å", "B", "C", "D", "E", "F"};
    double xy[6][8];
    aid_ring rings[6];
    for (int i = 0; i < 6; i++) {
        const double square[] = {i, 0, i + 1, 0, i + 1, 1, i, 1};
        memcpy(xy[i], square, sizeof square);
        rings[i] = (aid_ring){keys[i], xy[i], 4};
    }
    aid_path(dir, "parts.shp", shapes);
    aid_shapefile(shapes, rings, 6, aid_wgs84);
    aid_write(dir, "v.csv", values_file, NULL);
    aid_write(dir, "atlas.yaml", manifest_file, path);
    return aid_atlas(path);
}

static void check(const atlas *a, const char *id, bool outside, lang in, const char *wanted) {
    choropleth *c = aid_map(a, id, NULL, 0);
    buf text = BUF_EMPTY;
    choropleth_alt_text(c, outside, in, &text);
    assert_string_equal(buf_text(&text), wanted);
    buf_free(&text);
    choropleth_unref(c);
}

static void test_sentences(void **state) {
    const atlas *a = open_town(*state);
    check(a, "share", false, LANG_EN,
          "Map: Share, % of all, 2024. Figures for 5 of 6 districts. From −3.3% to 12.5%. "
          "Highest: Å, 12.5%. Lowest: B, −3.3%. Whole town: 5.5%. No figure: C.");
    check(a, "share", false, LANG_SV,
          "Karta: Andel, % av alla, 2024. Uppgift för 5 av 6 områden. Från −3,3\u00a0% till "
          "12,5\u00a0%. Högst: Å, 12,5\u00a0%. Lägst: B, −3,3\u00a0%. Hela orten: 5,5\u00a0%. "
          "Uppgift saknas: C.");
    check(a, "tied", false, LANG_EN,
          "Map: Tied, per person, 2024. Figures for 6 of 6 districts. From 5 to 1,200. "
          "Highest: Å and B, 1,200. Lowest: 4 districts, 5. Whole town: 600.");
    check(a, "tied", true, LANG_SV,
          "Karta: Lika, per person, 2024. Den visade delen ligger utanför områdena. Uppgift för 6 "
          "av 6 områden. Från 5 till 1\u00a0200. Högst: Å och B, 1\u00a0200. Lägst: 4 områden, 5. "
          "Hela orten: 600.");
    check(a, "same", false, LANG_EN,
          "Map: Same, 2024. Figures for 6 of 6 districts. All: 7. Whole town: 7.");
    check(a, "type", false, LANG_EN,
          "Map: Type, 2024. Figures for 5 of 6 districts. villa: 3; flat: 2. No figure: F.");
    atlas_unref(a);
}

static void test_both_languages(void **state) {
    const atlas *a = open_town(*state);
    choropleth *c = aid_map(a, "same", NULL, 0);
    json_t *all = choropleth_alt_json(c, false);
    assert_int_equal(json_object_size(all), LANG_COUNT);
    assert_string_equal(json_string_value(json_object_get(all, "sv")),
                        "Karta: Samma, 2024. Uppgift för 6 av 6 områden. Alla: 7. Hela orten: 7.");
    json_decref(all);
    choropleth_unref(c);
    atlas_unref(a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        IN_A_FOLDER(test_sentences),
        IN_A_FOLDER(test_both_languages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
