/* The states of a figure, its flags and what stands beside it, from the cell to map, legend and
 * JSON; and categories.  Truth: a small table made up here, to be read by eye. */
#include "aid_atlas.h"
#include "aid_cmocka.h"
#include "aid_files.h"
#include "aid_site.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const keys[] = {"a", "b", "c", "d", "e", "f"};
enum { A, B, C, D, E, F, N };

static const char figures[] = "key;v;m;lo;hi;n;why\n"
                              "a;10,5;1,5;9;12;100;\n"
                              "b;[20];;;;;few cases\n"
                              "c;x;;;;;\n"
                              "d;.;;;;;\n"
                              "e;<1;;;;;\n"
                              "f;..;;;;;closed\n";

static const char manifest_text_[] =
    "id: s\n"
    "layers: {l: {shapefile: l.shp, key: KEY}}\n"
    "values:\n"
    "  v: {file: v.csv, key: key, suppressed: [x], cannot_occur: ['.'], rounded_zero: ['<1'],\n"
    "      note: {column: why}, margin: m, low: lo, high: hi, sample: n}\n"
    "indicators:\n"
    "  - {id: i, layer: l, values: v, column: v, title: I, kind: rate,\n"
    "     uncertain: {en: under 30 cases, sv: under 30 fall}}\n";

static void write_layer(const char *dir) {
    static double xy[N][8];
    aid_ring rings[N];
    char path[AID_PATH];
    for (int i = 0; i < N; i++) {
        const double corner[8] = {i, 0, i, 1, i + 1, 1, i + 1, 0};
        memcpy(xy[i], corner, sizeof corner);
        rings[i] = (aid_ring){keys[i], xy[i], 4};
    }
    aid_path(dir, "l.shp", path);
    aid_shapefile(path, rings, N, aid_wgs84);
}

static const atlas *open_atlas(const char *dir, const char *yaml, const char *csv) {
    write_layer(dir);
    aid_write(dir, "atlas.yaml", yaml, NULL);
    aid_write(dir, "v.csv", csv, NULL);
    return aid_atlas(dir);
}

static void test_all_of_a_cell_reaches_the_indicator(void **state) {
    const atlas *a = open_atlas(*state, manifest_text_, figures);
    const joined *j = &a->indicator[0].data;
    static const value_state states[N] = {VALUE_PRESENT,      VALUE_PRESENT,      VALUE_SUPPRESSED,
                                          VALUE_CANNOT_OCCUR, VALUE_ROUNDED_ZERO, VALUE_MISSING};
    for (int i = 0; i < N; i++) {
        assert_int_equal(j->state[i], states[i]);
        assert_int_equal(isnan(j->value[i]) != 0, states[i] != VALUE_PRESENT);
        assert_int_equal(j->flags[i], i == B ? VALUE_BRACKETED : 0);
        assert_int_equal(isnan(j->margin[i]) != 0, i != A);
    }
    assert_true(j->margin[A] == 1.5 && j->low[A] == 9 && j->high[A] == 12 && j->sample[A] == 100);
    assert_string_equal(j->note[B], "few cases");
    assert_null(j->note[A]);
    assert_string_equal(j->note[F], "closed");
    atlas_unref(a);
}

static void test_columns_that_are_not_there_take_no_room(void **state) {
    const atlas *a = open_atlas(*state,
                                "id: s\nlayers: {l: {shapefile: l.shp, key: KEY}}\n"
                                "values: {v: {file: v.csv, key: key}}\n"
                                "indicators: [{id: i, layer: l, values: v, column: v, title: I, "
                                "kind: rate}]\n",
                                "key,v\na,1\nb,2\n");
    const joined *j = &a->indicator[0].data;
    assert_true(!j->margin && !j->low && !j->high && !j->sample && !j->note);
    for (int i = C; i < N; i++) assert_int_equal(j->state[i], VALUE_MISSING); /* no row */
    atlas_unref(a);
}

static void test_each_state_has_its_pattern_on_the_map(void **state) {
    static const pattern want[N] = {PATTERN_NONE, PATTERN_FALLING, PATTERN_CROSSED,
                                    PATTERN_NONE, PATTERN_LEVEL,   PATTERN_RISING};
    const atlas *a = open_atlas(*state, manifest_text_, figures);
    choropleth *c = aid_map(a, "i", NULL, 0);
    const rgba no_data = {0xf1, 0xf1, 0xee, 255}, white = {255, 255, 255, 255};
    for (int i = 0; i < N; i++) {
        assert_int_equal(c->paint.pattern[i], want[i]);
        assert_int_equal(c->class_of[i], i == A ? 0 : i == B ? 1 : -1);
        if (i > B) assert_memory_equal(&c->paint.fill[i], &no_data, sizeof no_data);
    }
    assert_memory_equal(&c->paint.fill[B], &c->color[1], sizeof(rgba)); /* its class's color */
    assert_memory_equal(&c->paint.hatch[B], &white, sizeof white);      /* the darkest class */
    choropleth_unref(c);
    atlas_unref(a);
}

/* ---- JSON, over a socket ---- */

static json_t *ask(const atlas *a, const char *target) {
    aid_site site;
    aid_site_serve(&site, a, (server_options){.threads = 1});
    json_t *out = aid_site_json(&site, target, 200);
    aid_site_close(&site);
    return out;
}

static const char *text_of(json_t *o, const char *key) {
    return json_string_value(json_object_get(o, key));
}

static void test_data_tells_states_apart(void **state) {
    static const char *const names[N] = {"present",      "present",      "suppressed",
                                         "cannot_occur", "rounded_zero", "missing"};
    const atlas *a = open_atlas(*state, manifest_text_, figures);
    json_t *root = ask(a, "/data/s/i.json"), *list = json_object_get(root, "districts");
    for (size_t i = 0; i < N; i++) {
        json_t *d = json_array_get(list, i);
        assert_string_equal(text_of(d, "state"), names[i]);
        assert_int_equal(json_is_null(json_object_get(d, "value")), i > B);
        assert_int_equal(json_object_get(d, "flags") != NULL, i == B);
        assert_int_equal(json_object_get(d, "margin") != NULL, i == A);
    }
    json_t *first = json_array_get(list, A), *second = json_array_get(list, B);
    assert_true(json_real_value(json_object_get(first, "margin")) == 1.5);
    assert_int_equal(json_number_value(json_object_get(first, "sample")), 100);
    assert_string_equal(text_of(second, "note"), "few cases");
    assert_string_equal(json_string_value(json_array_get(json_object_get(second, "flags"), 0)),
                        "uncertain");
    json_decref(root);
    atlas_unref(a);
}

/* ---- notes in the reader's language ---- */

static const char noted_manifest[] =
    "id: s\n"
    "layers: {l: {shapefile: l.shp, key: KEY}}\n"
    "values:\n"
    "  v: {file: v.csv, key: key, note: {column: why},\n"
    "      notes: {few cases: {en: under ten, sv: under tio}, \"caf\\u00e9\": {sv: ett kafé},\n"
    "              closed: '', never: {en: n, sv: n}}}\n"
    "indicators:\n"
    "  - {id: i, layer: l, values: v, column: v, title: I, kind: rate}\n";

/* c: with blanks around it, as keys are compared; d: decomposed; e: not listed; f: nothing to say.
 */
static const char noted_figures[] = "key;v;why\n"
                                    "a;1;\n"
                                    "b;2;few cases\n"
                                    "c;3; few cases \n"
                                    "d;4;cafe\xcc\x81\n"
                                    "e;5;few cases of it\n"
                                    "f;6;closed\n";

static void test_notes_are_told_in_the_language(void **state) {
    static const char *const queries[] = {"", "?lang=en", "?lang=sv"};
    static const char *const want[][N] = {
        {NULL, "under ten", "under ten", "ett kafé", "few cases of it", NULL},
        {NULL, "under ten", "under ten", "ett kafé", "few cases of it", NULL},
        {NULL, "under tio", "under tio", "ett kafé", "few cases of it", NULL}};
    const atlas *a = open_atlas(*state, noted_manifest, noted_figures);
    aid_site site;
    aid_site_serve(&site, a, (server_options){.threads = 1});
    for (size_t q = 0; q < sizeof queries / sizeof *queries; q++) {
        char target[60];
        snprintf(target, sizeof target, "/data/s/i.json%s", queries[q]);
        json_t *root = aid_site_json(&site, target, 200);
        snprintf(target, sizeof target, "/data/s/i.geojson%s", queries[q]);
        json_t *shapes = aid_site_json(&site, target, 200);
        for (size_t i = 0; i < N; i++) {
            json_t *d = json_array_get(json_object_get(root, "districts"), i);
            json_t *f = json_array_get(json_object_get(shapes, "features"), i);
            const char *said = text_of(d, "note");
            const char *there = text_of(json_object_get(f, "properties"), "note");
            assert_true(want[q][i] ? said && !strcmp(said, want[q][i]) : !said);
            assert_true(want[q][i] ? there && !strcmp(there, want[q][i]) : !there);
        }
        json_decref(shapes);
        json_decref(root);
    }
    aid_site_close(&site);
    atlas_unref(a);
}

static void test_a_listed_note_that_no_row_has_is_a_warning(void **state) {
    const atlas *a = open_atlas(*state, noted_manifest, noted_figures);
    char path[AID_PATH], want[AID_PATH + 100];
    aid_path(*state, "v.csv", path);
    snprintf(want, sizeof want,
             "%s: no row has the note \"never\", which the manifest has a text for under `notes`",
             path);
    size_t of_notes = 0;
    for (size_t i = 0; i < a->warnings.count; i++)
        of_notes += strstr(a->warnings.item[i], "`notes`") != NULL;
    assert_int_equal(of_notes, 1);
    assert_true(strlist_has(&a->warnings, want));
    atlas_unref(a);
}

/* The same text written in two ways is one key. */
static void test_a_note_is_listed_once(void **state) {
    const atlas *a = NULL;
    err e = {0};
    write_layer(*state);
    aid_write(*state, "v.csv", noted_figures, NULL);
    aid_write(*state, "atlas.yaml",
              "layers: {l: {shapefile: l.shp, key: KEY}}\n"
              "values: {v: {file: v.csv, key: key, note: {column: why}, notes: {x: a, ' x': b}}}\n"
              "indicators: [{id: i, layer: l, values: v, column: v, title: I, kind: rate}]\n",
              NULL);
    assert_int_equal(aid_atlas_try(*state, NULL, &a, &e), ERR_FORMAT);
    assert_non_null(strstr(e.text, "atlas.yaml: values \"v\": the note \"x\" is there twice"));
}

static json_t *row_of(json_t *root, const char *name) {
    size_t i;
    json_t *row;
    json_array_foreach(json_object_get(root, "states"), i,
                       row) if (!strcmp(text_of(row, "state"), name)) return row;
    return NULL;
}

static void test_the_legend_has_a_row_for_each_state(void **state) {
    static const struct {
        const char *name, *pattern;
    } want[] = {{"missing", "rising"},
                {"suppressed", "crossed"},
                {"cannot_occur", "none"},
                {"rounded_zero", "level"},
                {"uncertain", "falling"}};
    const atlas *a = open_atlas(*state, manifest_text_, figures);
    json_t *says = ask(a, "/legend/s/i.json?lang=sv");
    for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
        json_t *row = row_of(says, want[i].name);
        assert_non_null(row);
        assert_int_equal(json_integer_value(json_object_get(row, "count")), 1);
        assert_string_equal(text_of(row, "pattern"), want[i].pattern);
    }
    assert_non_null(strstr(text_of(row_of(says, "uncertain"), "label"), "under 30 fall"));
    json_t *no_data = json_object_get(says, "no_data");
    assert_int_equal(json_integer_value(json_object_get(no_data, "count")), 4);
    json_decref(says);
    atlas_unref(a);
}

/* ---- categories ---- */

#define CATEGORY_HEAD                                                                              \
    "id: s\nlayers: {l: {shapefile: l.shp, key: KEY}}\n"                                           \
    "values: {v: {file: v.csv, key: key, period: {column: year}}}\n"                               \
    "indicators:\n  - {id: i, layer: l, values: v, column: v, title: I, kind: category"

static const char named[] =
    "key,year,v\na,2023,north\nb,2023,south\nc,2023,\u00f6st\na,2024,south\n"
    "b,2024,..\n";

/* In the order of the file; the color of a category is the same in a year that lacks others. */
static void test_names_are_categories(void **state) {
    const atlas *a = open_atlas(*state, CATEGORY_HEAD "}\n", named);
    const indicator *ind = &a->indicator[0];
    static const char *const codes[] = {"north", "south", "\u00f6st"};
    assert_int_equal(ind->n_categories, 3);
    for (size_t i = 0; i < 3; i++) assert_string_equal(ind->category[i].code, codes[i]);
    choropleth *before = aid_map(a, "i", &(look_setting){"period", "2023"}, 1);
    choropleth *after = aid_map(a, "i", NULL, 0);
    assert_string_equal(before->look.method->name, "category");
    assert_string_equal(ramp_kind_names[ramp_kind_of(before->look.ramp)], "qualitative");
    assert_int_equal(before->breaks.count, 3);
    assert_int_equal(after->class_of[A], 1);
    assert_int_equal(after->class_of[B], -1);
    assert_memory_equal(&after->paint.fill[A], &before->paint.fill[B], sizeof(rgba));
    choropleth_unref(before);
    choropleth_unref(after);
    atlas_unref(a);
}

static void test_categories_have_titles_colors_and_an_order(void **state) {
    const atlas *a = open_atlas(
        *state,
        CATEGORY_HEAD
        ", ordered: true,\n     categories: {south: {title: {en: South, sv: S\u00f6der}, "
        "color: '#123456'}, north: N, \u00f6st: {en: East, sv: \u00d6st}, west: West}}\n",
        named);
    choropleth *c = aid_map(a, "i", (const look_setting[]){{"period", "2023"}, {"lang", "sv"}}, 2);
    const rgba own = {0x12, 0x34, 0x56, 255};
    legend *l = NULL;
    assert_int_equal(c->class_of[B], 0);
    assert_memory_equal(&c->paint.fill[B], &own, sizeof own);
    assert_string_equal(ramp_kind_names[ramp_kind_of(c->look.ramp)], "sequential"); /* ordered */
    assert_int_equal(choropleth_legend(c, &l, NULL), ERR_OK);
    static const char *const labels[] = {"S\u00f6der", "N", "\u00d6st", "West"};
    static const size_t counts[] = {1, 1, 1, 0};
    assert_int_equal(l->count, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_string_equal(l->classes[i].label, labels[i]);
        assert_int_equal(l->classes[i].count, counts[i]);
    }
    legend_free(l);
    choropleth_unref(c);
    atlas_unref(a);
}

/* Left-closed classes hold the same categories. */
static void test_closure_does_not_move_categories(void **state) {
    const atlas *a = open_atlas(*state, CATEGORY_HEAD "}\n", named);
    const look_setting o[] = {{"period", "2023"}, {"closed", "left"}};
    choropleth *c = aid_map(a, "i", o, 2);
    for (int i = A; i <= C; i++) assert_int_equal(c->class_of[i], i);
    choropleth_unref(c);
    atlas_unref(a);
}

/* Programs that know no missing whole number write 4.0; the order is by number. */
static void test_numbers_are_names(void **state) {
    const atlas *a =
        open_atlas(*state, CATEGORY_HEAD "}\n", "key,year,v\na,1,10.0\nb,1,9.0\nc,1,10.0\nd,1,\n");
    assert_int_equal(a->indicator[0].n_categories, 2);
    assert_string_equal(a->indicator[0].category[0].code, "9");
    assert_string_equal(a->indicator[0].category[1].code, "10");
    json_t *root = ask(a, "/data/s/i.json");
    json_t *first = json_array_get(json_object_get(root, "districts"), A);
    assert_int_equal(json_number_value(json_object_get(first, "value")), 10);
    assert_string_equal(text_of(first, "text"), "10");
    assert_true(json_is_null(json_object_get(first, "rank")));
    json_decref(root);
    atlas_unref(a);
}

static void test_what_is_wrong_with_categories(void **state) {
    static const struct {
        const char *more, *csv, *says;
    } row[] = {
        {", categories: {north: N}}\n", named,
         "line 3, column \"v\": \"south\" is none of the categories (north)"},
        {", categories: {}}\n", named, "{CODE: TITLE, ...} is needed here"},
        {", categories: {a: {title: A, color: red}}}\n", named, "an opaque color"},
        {", ordered: maybe}\n", named, "one of false, true"},
        {", rate: i}\n", named, "rate goes with kind: count"},
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        char yaml[600];
        const atlas *a = NULL;
        err e = {0};
        snprintf(yaml, sizeof yaml, "%s%s", CATEGORY_HEAD, row[i].more);
        write_layer(*state);
        aid_write(*state, "atlas.yaml", yaml, NULL);
        aid_write(*state, "v.csv", row[i].csv, NULL);
        assert_int_not_equal(aid_atlas_try(*state, NULL, &a, &e), ERR_OK);
        if (!strstr(e.text, row[i].says)) fail_msg("%s", e.text);
    }
}

/* More than a map can tell apart are loaded, and refused where they are to be drawn. */
static void test_too_many_categories_are_not_drawn(void **state) {
    char csv[400] = "key,year,v\n";
    for (int i = 0; i < 13; i++)
        snprintf(csv + strlen(csv), sizeof csv - strlen(csv), "a,%d,c%d\n", 2000 + i, i);
    const atlas *a = open_atlas(*state, CATEGORY_HEAD "}\n", csv);
    choropleth *c = NULL;
    err e = {0};
    assert_int_equal(aid_map_try(a, "i", NULL, 0, &c, &e), ERR_RANGE);
    assert_non_null(strstr(e.text, "13 categories: a map can tell 12 apart"));
    atlas_unref(a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        IN_A_FOLDER(test_all_of_a_cell_reaches_the_indicator),
        IN_A_FOLDER(test_columns_that_are_not_there_take_no_room),
        IN_A_FOLDER(test_each_state_has_its_pattern_on_the_map),
        IN_A_FOLDER(test_data_tells_states_apart),
        IN_A_FOLDER(test_notes_are_told_in_the_language),
        IN_A_FOLDER(test_a_listed_note_that_no_row_has_is_a_warning),
        IN_A_FOLDER(test_a_note_is_listed_once),
        IN_A_FOLDER(test_the_legend_has_a_row_for_each_state),
        IN_A_FOLDER(test_names_are_categories),
        IN_A_FOLDER(test_categories_have_titles_colors_and_an_order),
        IN_A_FOLDER(test_closure_does_not_move_categories),
        IN_A_FOLDER(test_numbers_are_names),
        IN_A_FOLDER(test_what_is_wrong_with_categories),
        IN_A_FOLDER(test_too_many_categories_are_not_drawn),
    };
    return cmocka_run_group_tests_name("states", tests, NULL, NULL);
}
