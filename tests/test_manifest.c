/* Truth: manifests written by hand, with lines and columns counted by hand. */
#include "aid_bytes.h"
#include "aid_cmocka.h"
#include "aid_files.h"
#include "atlas/manifest.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static look_library library;

#define LINES 8
static const char *const good[LINES] = {
    "layers:",     "  a: {shapefile: a.shp, key: KEY, name: NAME}",
    "values:",     "  v: {file: v.csv, key: key, value: value}",
    "themes:",     "  - {id: t, title: T}",
    "indicators:", "  - {id: i, layer: a, values: v, title: I, kind: rate}",
};

/* The good manifest with line `at` (from 1; 0: none) replaced, and `more` at its end. */
static void write_manifest(const char *dir, size_t at, const char *line, const char *more,
                           char path[AID_PATH]) {
    buf b = BUF_EMPTY;
    for (size_t i = 0; i < LINES; i++) buf_addf(&b, "%s\n", i + 1 == at ? line : good[i]);
    buf_adds(&b, more);
    aid_write(dir, "atlas.yaml", buf_text(&b), path);
    buf_free(&b);
}

static manifest *load(const char *path) {
    manifest *m = NULL;
    err e = {0};
    if (manifest_load(path, &library, &m, &e)) fail_msg("%s", e.text);
    return m;
}

static void test_the_smallest_manifest(void **state) {
    char path[AID_PATH], wanted[AID_PATH];
    write_manifest(*state, 0, "", "", path);
    manifest *m = load(path);
    assert_int_equal(m->n_layers, 1);
    assert_string_equal(m->layer[0].id, "a");
    aid_path(*state, "a.shp", wanted);
    assert_string_equal(m->layer[0].shapefile, wanted); /* from the manifest's folder */
    assert_string_equal(m->layer[0].key, "KEY");
    assert_null(m->layer[0].crs);
    assert_int_equal(m->n_indicators, 1);
    const manifest_indicator *i = &m->indicator[0];
    assert_int_equal(i->kind, KIND_RATE);
    assert_int_equal(i->better, DIRECTION_NEITHER);
    assert_int_equal(i->decimals, -1);
    assert_int_equal(i->line, 8);
    assert_string_equal(i->title.text[LANG_EN], "I");
    assert_string_equal(i->title.text[LANG_SV], "I"); /* one text is for every language */
    assert_null(i->theme);
    assert_null(m->whole_key);
    assert_memory_equal(m->id, "kartblad-test-", 14); /* after the folder */
    manifest_free(m);
    m = load(*state); /* and by its folder */
    assert_string_equal(m->path, path);
    manifest_free(m);
    manifest_free(NULL);
}

static void test_everything_at_once(void **state) {
    static const char text[] =
        "id: city\n"
        "title: {en: City, sv: Stad}\n"
        "attribution: {sv: Staden}\n"
        "whole: {key: Alla, name: {en: All, sv: Alla}}\n"
        "themes:\n"
        "  - {id: t, title: {en: T}}\n"
        "  - {id: u, title: U}\n"
        "layers:\n"
        "  a: {shapefile: a.shp, key: KEY}\n"
        "  b: {shapefile: /abs/b.shp, key: K, name: N, encoding: CP850, crs: EPSG:3011,\n"
        "      title: B, note: n, source: s}\n"
        "values:\n"
        "  v: {file: v.csv, key: k, value: x, period: {column: year}, source: {column: src},\n"
        "      note: text, missing: ['x', '-9'], zero: ['-'], decimal: ',',\n"
        "      suppressed: ['..C'], cannot_occur: ['.'], rounded_zero: ['0*', '0'],\n"
        "      brackets: negative, status: st, margin: moe, sample: n}\n"
        "  w: {file: w.dbf, key: k, period: '2024', note: {column: n},\n"
        "      notes: {'PARTIAL: 2 of 13': {en: Part, sv: Del}, x: both, y: {sv: Bara}}}\n"
        "indicators:\n"
        "  - {id: i, layer: b, values: v, title: I, kind: count, better: lower, theme: u,\n"
        "     decimals: 2, series: s, where: {level: '1', sex: all}, periods: [2020, 2019],\n"
        "     unit: {en: people}, note: N, source: S, margin: m2, low: lo, high: hi}\n"
        "  - {id: j, layer: a, values: w, title: J, kind: category, columns: {2023: c1, 2024: "
        "c2}}\n"
        "  - {id: k, layer: a, values: w, title: K, kind: share, column: c3}\n"
        "look: {classes: 7, ramp: teal, border_width: 0.5, lang: sv}\n";
    char path[AID_PATH];
    aid_write(*state, "atlas.yaml", text, path);
    manifest *m = load(path);
    assert_string_equal(m->id, "city");
    assert_string_equal(m->title.text[LANG_SV], "Stad");
    assert_null(m->attribution.text[LANG_EN]);
    assert_string_equal(m->whole_key, "Alla");
    assert_string_equal(m->whole_name.text[LANG_EN], "All");
    assert_int_equal(m->n_themes, 2);
    assert_string_equal(m->layer[1].shapefile, "/abs/b.shp");
    assert_string_equal(m->layer[1].crs, "EPSG:3011");
    const manifest_values *v = &m->values[0];
    assert_string_equal(v->period.column, "year");
    assert_string_equal(v->note.text.text[LANG_EN], "text");
    assert_string_equal(v->missing.item[1], "-9");
    assert_null(v->missing.item[2]);
    assert_string_equal(v->zero.item[0], "-");
    assert_int_equal(v->decimal, ',');
    assert_string_equal(v->suppressed.item[0], "..C");
    assert_string_equal(v->cannot_occur.item[0], ".");
    assert_string_equal(v->rounded_zero.item[1], "0");
    assert_int_equal(v->brackets, BRACKETS_NEGATIVE);
    assert_string_equal(v->status, "st");
    assert_string_equal(v->companions.margin, "moe");
    assert_string_equal(v->companions.sample, "n");
    assert_null(v->companions.low);
    assert_int_equal(m->values[1].brackets, BRACKETS_ASK);
    assert_string_equal(m->values[1].period.text.text[LANG_EN], "2024");
    assert_int_equal(v->n_notes, 0);
    const manifest_note *notes = m->values[1].notes;
    assert_int_equal(m->values[1].n_notes, 3);
    assert_string_equal(notes[0].cell, "PARTIAL: 2 of 13");
    assert_string_equal(notes[0].text.text[LANG_EN], "Part");
    assert_string_equal(notes[0].text.text[LANG_SV], "Del");
    assert_string_equal(notes[1].text.text[LANG_SV], "both");
    assert_null(notes[2].text.text[LANG_EN]);
    const manifest_indicator *i = &m->indicator[0], *j = &m->indicator[1];
    assert_int_equal(i->layer_index, 1);
    assert_int_equal(i->values_index, 0);
    assert_int_equal(i->better, DIRECTION_LOWER);
    assert_int_equal(i->decimals, 2);
    assert_int_equal(i->where.count, 2);
    assert_string_equal(i->where.item[1].name, "sex");
    assert_string_equal(i->where.item[1].value, "all");
    assert_string_equal(i->periods.item[0], "2020");
    assert_string_equal(i->companions.margin, "m2");
    assert_string_equal(i->companions.low, "lo");
    assert_string_equal(i->companions.high, "hi");
    assert_null(i->companions.sample);
    assert_int_equal(j->columns.count, 2);
    assert_string_equal(j->columns.item[1].name, "2024");
    assert_string_equal(j->columns.item[1].value, "c2");
    assert_string_equal(m->indicator[2].column, "c3");
    assert_int_equal(m->look.classes, 7);
    assert_string_equal(ramp_name(m->look.ramp), "teal");
    assert_true(m->look.border_px == 0.5);
    assert_int_equal(m->look.language, LANG_SV);
    manifest_free(m);
}

static void test_how_indicators_are_compared(void **state) {
    static const struct {
        const char *line;
        compare_as compare;
        bool in_unit;
    } rows[] = {
        {"  - {id: i, layer: a, values: v, title: I, kind: rate}", COMPARE_BY_KIND, false},
        {"  - {id: i, layer: a, values: v, title: I, kind: rate, compare: false}", COMPARE_NOT,
         false},
        {"  - {id: i, layer: a, values: v, title: I, kind: count, compare: true}", COMPARE_FIGURE,
         false},
        {"  - {id: i, layer: a, values: v, title: I, kind: count, compare: change,\n"
         "     difference: unit}",
         COMPARE_CHANGE, true},
    };
    char path[AID_PATH];
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        write_manifest(*state, 8, rows[i].line, "", path);
        manifest *m = load(path);
        assert_int_equal(m->indicator[0].compare, rows[i].compare);
        assert_int_equal(m->indicator[0].in_unit, rows[i].in_unit);
        manifest_free(m);
    }
}

typedef struct mistake {
    size_t line; /* replaced by: */
    const char *text;
    const char *message; /* behind "PATH: " */
} mistake;

static const mistake mistakes[] = {
    {1, "layer:",
     "line 1, column 1: unknown key \"layer\"; allowed are: id, ramps, looks, look, title, "
     "attribution, whole"},
    {1, "layers: []\nunused:", "line 2, column 1: unknown key \"unused\""},
    {2, "  a: {key: KEY}", "line 2, column 6: \"shapefile\" is missing"},
    {2, "  a: {shapefile: a.shp}", "line 2, column 6: \"key\" is missing"},
    {2, "  a: {shapefile: a.shp, key: KEY, nme: X}",
     "line 2, column 35: unknown key \"nme\"; allowed are: shapefile, key, name, encoding"},
    {2, "  a: a.shp", "line 2, column 6: a mapping is needed here"},
    {2, "  A b: {shapefile: a.shp, key: KEY}", "line 2, column 3: \"A b\" is no id: use a to z"},
    {2, "  all: {shapefile: a.shp, key: KEY}", "line 2, column 3: \"all\" is no id"},
    {2, "  a: {shapefile: a.shp, key: [K]}", "line 2, column 30: a text is needed here"},
    {2, "  a: {shapefile: ~, key: K}", "line 2, column 18: a text is needed here"},
    {2, "  a: {shapefile: a.shp, key: K, title: {en: A, de: B}}",
     "line 2, column 48: the languages are en and sv"},
    {2, "  a: {shapefile: a.shp, key: K, title: [A]}",
     "line 2, column 40: a text or {en: ..., sv: ...} is needed here"},
    {2, "  a: {shapefile: a.shp, key: K}\n  a: {shapefile: b.shp, key: K}",
     "line 3, column 3: \"a\" is given twice"},
    {2, "", "line 1, column 8: {ID: {shapefile: ..., key: ...}, ...} is needed here"},
    {4, "  v: {key: key}", "line 4, column 6: \"file\" is missing"},
    {4, "  v: {file: v.csv, key: k, value: x, decimal: ';'}",
     "line 4, column 47: \",\" or \".\" is needed here"},
    {4, "  v: {file: v.csv, key: k, value: x, brackets: round}",
     "line 4, column 48: one of uncertain, negative is needed here"},
    {4, "  v: {file: v.csv, key: k, value: x, suppressed: x}",
     "line 4, column 50: a list is needed here"},
    {4, "  v: {file: v.csv, key: k, value: x, missing: x}",
     "line 4, column 47: a list is needed here"},
    {4, "  v: {file: v.csv, key: k, value: x, missing: [[x]]}",
     "line 4, column 48: a text is needed here"},
    {4, "  v: {file: v.csv, key: k, value: x, period: {column: y, en: 1}}",
     "line 4, column 46: {column: NAME} takes no other key"},
    {4, "  v: {file: v.csv, key: k, value: x, note: {column: n}, notes: [a]}",
     "line 4, column 64: {CELL: {en: ..., sv: ...}, ...} is needed here"},
    {4, "  v: {file: v.csv, key: k, value: x, note: {column: n}, notes: {}}",
     "line 4, column 64: {CELL: {en: ..., sv: ...}, ...} is needed here"},
    {4,
     "  v:\n    {file: v.csv, key: k, value: x, note: {column: n},\n     notes: {a: {en: A, "
     "de: B}}}",
     "line 6, column 25: the languages are en and sv"},
    {4, "  v: {file: v.csv, key: k, value: x, note: {column: n}, notes: {a: [A]}}",
     "line 4, column 68: a text or {en: ..., sv: ...} is needed here"},
    {4, "  v: {file: v.csv, key: k, value: x, note: {column: n}, notes: {a: {}}}",
     "line 4, column 68: a text or {en: ..., sv: ...} is needed here"},
    {4, "  v: {file: v.csv, key: k, value: x, note: {column: n}, notes: {a: {en: [A]}}}",
     "line 4, column 73: a text is needed here"},
    {4, "  v: {file: v.csv, key: k, value: x, note: {column: n}, notes: {a: A, a: B}}",
     "line 4, column 71: \"a\" is given twice"},
    {4, "  v: {file: v.csv, key: k, value: x, note: text, notes: {a: A}}",
     "line 4, column 57: notes are of a column's cells: note: {column: NAME} is missing"},
    {6, "  - {title: T}", "line 6, column 5: \"id\" is missing"},
    {6, "  - {id: t, title: T}\n  - {id: t, title: U}",
     "line 7, column 5: theme \"t\" is there twice"},
    {6, "  t: {id: t}", "line 6, column 3: a list is needed here"},
    {8, "  - {id: i, layer: a, values: v, title: I}", "line 8, column 5: \"kind\" is missing"},
    {8, "  - {id: i, layer: a, values: v, title: I, kind: ratio}",
     "line 8, column 50: one of count, share, rate, mean, index, category is needed here"},
    {8, "  - {id: i, layer: a, values: v, title: I, kind: rate, better: up}",
     "line 8, column 64: one of neither, higher, lower is needed here"},
    {8, "  - {id: i, layer: a, values: v, title: I, kind: rate, decimals: 7}",
     "line 8, column 66: a whole number from 0 to 6 is needed here"},
    {8, "  - {id: i, layer: a, values: v, title: I, kind: rate, decimals: -1}",
     "line 8, column 66: a whole number from 0 to 6 is needed here"},
    {8, "  - {id: i, layer: b, values: v, title: I, kind: rate}",
     "line 8, column 5: indicator \"i\": there is no layer \"b\""},
    {8, "  - {id: i, layer: a, values: x, title: I, kind: rate}",
     "line 8, column 5: indicator \"i\": there is no values file \"x\""},
    {8, "  - {id: i, layer: a, values: v, title: I, kind: rate, theme: x}",
     "line 8, column 5: indicator \"i\": there is no theme \"x\""},
    {8, "  - {id: i, layer: a, values: v, title: I, kind: rate, columns: {1: a}}",
     "line 8, column 5: indicator \"i\": which column holds the values?"},
    {8, "  - {id: i, layer: a, values: v, title: I, kind: rate, where: {}}",
     "line 8, column 63: {NAME: TEXT, ...} is needed here"},
    {8, "  - {id: I, layer: a, values: v, title: I, kind: rate}",
     "line 8, column 10: \"I\" is no id"},
    {8,
     "  - {id: i, layer: a, values: v, title: I, kind: rate}\n"
     "  - {id: i, layer: a, values: v, title: J, kind: rate}",
     "line 9, column 5: indicator \"i\" is there twice (line 8)"},
    {8, "  - {id: i, layer: a, values: v, title: I, kind: rate, weight: x}",
     "line 8, column 5: indicator \"i\": there is no indicator \"x\""},
    {8, "  - {id: i, layer: a, values: v, title: I, kind: rate, weight: i}",
     "line 8, column 5: indicator \"i\": its weight, \"i\", is a rate of layer a; a count"},
    {8, "  - {id: i, layer: a, values: v, title: I, kind: count, weight: i}",
     "line 8, column 5: indicator \"i\": weight does not go with kind: count"},
    {8, "  - {id: i, layer: a, values: v, title: I, kind: rate, compare: no}",
     "line 8, column 65: one of false, true, change is needed here"},
    {8, "  - {id: i, layer: a, values: v, title: I, kind: category, compare: true}",
     "line 8, column 5: indicator \"i\": categories are not compared"},
    {8, "  - {id: i, layer: a, values: v, title: I, kind: rate, difference: points}",
     "line 8, column 68: one of percent, unit is needed here"},
    {8, "", "line 7, column 12: a list of indicators is needed here"},
    {8, "  - {id: i", "line 9, column 1: "}, /* libyaml's own words follow */
    {8, "  - &x {id: i}\n  - *x", "line 9, column 5: aliases (*name) are not allowed"},
};

static void test_each_mistake_is_one_line_with_its_place(void **state) {
    char path[AID_PATH];
    for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
        const mistake *k = &mistakes[i];
        manifest *m = NULL;
        err e = {0};
        write_manifest(*state, k->line, k->text, "", path);
        assert_int_equal(manifest_load(path, &library, &m, &e), ERR_FORMAT);
        assert_null(m);
        assert_memory_equal(e.text, path, strlen(path));
        assert_memory_equal(e.text + strlen(path), ": ", 2);
        const char *said = e.text + strlen(path) + 2;
        if (strncmp(said, k->message, strlen(k->message)))
            fail_msg("\"%s\" does not begin with \"%s\"", said, k->message);
        assert_null(strchr(e.text, '\n'));
    }
}

static void test_contexts(void **state) {
    static const char text[] =
        "context:\n"
        "  h: {shapefile: h.shp, kind: line, width: 1.3, line: '#123456',\n"
        "      zoom: [9, 14], layers: [a], crs: EPSG:3006}\n"
        "  w: {shapefile: w.shp, kind: water, title: {en: Water},\n"
        "      source: S, opacity: 0.5, line: none, fill: {dark: '#010203'}}\n"
        "  p: {shapefile: p.shp, kind: point, name: N, rank: R,\n"
        "      encoding: CP850}\n"
        "  g: {shapefile: g.shp, kind: area, place: under, fill: '#0000ff80'}\n";
    char path[AID_PATH], wanted[AID_PATH];
    write_manifest(*state, 0, "", text, path);
    manifest *m = load(path);
    assert_int_equal(m->n_contexts, 4);
    const manifest_context *h = &m->context[0], *w = &m->context[1], *p = &m->context[2];
    const manifest_context *g = &m->context[3];
    const rgba none = {0}, blue = {1, 2, 3, 255}, water = {0xd2, 0xdc, 0xe8, 255};
    const rgba line = {0x12, 0x34, 0x56, 255}, green = {0, 0, 255, 0x80};
    assert_string_equal(h->id, "h");
    aid_path(*state, "h.shp", wanted);
    assert_string_equal(h->shapefile, wanted);
    assert_int_equal(h->style.kind, CONTEXT_LINE);
    assert_int_equal(h->style.place, CONTEXT_OVER);
    assert_true(fabs(h->style.width_px - 1.3) < 1e-12);
    assert_memory_equal(&h->style.line.light, &line, sizeof line);
    assert_memory_equal(&h->style.line.dark, &line, sizeof line);
    assert_int_equal(h->style.zoom_min, 9);
    assert_int_equal(h->style.zoom_max, 14);
    assert_true(h->with[0]);
    assert_string_equal(h->crs, "EPSG:3006");
    assert_int_equal(h->line, 10);
    assert_int_equal(w->style.kind, CONTEXT_WATER);
    assert_memory_equal(&w->style.fill.light, &water, sizeof water); /* the kind's own */
    assert_memory_equal(&w->style.fill.dark, &blue, sizeof blue);
    assert_memory_equal(&w->style.line.light, &none, sizeof none);
    assert_true(w->style.opacity == 0.5 && w->style.width_px == 0.6);
    assert_int_equal(w->style.zoom_max, 22);
    assert_true(w->with[0]); /* all */
    assert_string_equal(w->title.text[LANG_EN], "Water");
    assert_string_equal(w->source.text[LANG_SV], "S");
    assert_string_equal(p->name, "N");
    assert_string_equal(p->rank, "R");
    assert_string_equal(p->encoding, "CP850");
    assert_int_equal(g->style.place, CONTEXT_UNDER);
    assert_memory_equal(&g->style.fill.dark, &green, sizeof green);
    assert_true(g->style.width_px == 0);
    manifest_free(m);
    write_manifest(*state, 0, "", "context: {a: {shapefile: a.shp, kind: area, line: '#fff'}}",
                   path);
    m = load(path); /* a color for an edge asks for one */
    assert_true(m->context[0].style.width_px == 0.6);
    manifest_free(m);
}

static void test_mistakes_in_contexts(void **state) {
    static const char *const rows[][2] = {
        {"[]", "line 9, column 10: {ID: {shapefile: ..., kind: ...}, ...} is needed here"},
        {"{w: {kind: water}}", "line 9, column 14: \"shapefile\" is missing"},
        {"{w: {shapefile: w.shp}}", "line 9, column 14: \"kind\" is missing"},
        {"{W: {shapefile: w.shp, kind: water}}", "line 9, column 11: \"W\" is no id"},
        {"{w: {shapefile: w.shp, kind: river}}",
         "line 9, column 39: one of water, area, line, point is needed here"},
        {"{w: {shapefile: w.shp, kind: water, colour: red}}",
         "line 9, column 46: unknown key \"colour\"; allowed are: kind, shapefile, place"},
        {"{w: {shapefile: w.shp, kind: water, place: below}}",
         "line 9, column 53: one of under, over, top is needed here"},
        {"{w: {shapefile: w.shp, kind: water, fill: blue}}",
         "line 9, column 52: a color, as \"#D2DCE8\", or none is needed here"},
        {"{w: {shapefile: w.shp, kind: water, fill: {night: none}}}",
         "line 9, column 53: unknown key \"night\"; allowed are: light, dark"},
        {"{w: {shapefile: w.shp, kind: water, width: 6.1}}",
         "line 9, column 53: a number from 0 to 6 in steps of 0.1 is needed here"},
        {"{w: {shapefile: w.shp, kind: water, width: 0.55}}",
         "line 9, column 53: a number from 0 to 6 in steps of 0.1 is needed here"},
        {"{w: {shapefile: w.shp, kind: water, opacity: 2}}",
         "line 9, column 55: a number from 0 to 1 is needed here"},
        {"{w: {shapefile: w.shp, kind: water, zoom: [3, 23]}}",
         "line 9, column 52: [A, B], the first and the last zoom of 0 to 22, is needed here"},
        {"{w: {shapefile: w.shp, kind: water, zoom: [4, 3]}}", "line 9, column 52: [A, B]"},
        {"{w: {shapefile: w.shp, kind: water, layers: [b]}}",
         "line 9, column 55: there is no layer \"b\""},
        {"{w: {shapefile: w.shp, kind: water, layers: [a, a]}}",
         "line 9, column 58: layer \"a\" is there twice"},
        {"{w: {shapefile: w.shp, kind: water, layers: []}}",
         "line 9, column 54: a list of layers, [ID, ...], is needed here"},
        {"{w: {shapefile: w.shp, kind: water, name: N}}",
         "line 9, column 52: context \"w\": \"name\" is for kind: point; this is kind: water"},
        {"{r: {shapefile: r.shp, kind: line, fill: none}}",
         "line 9, column 51: context \"r\": \"fill\" is for kind: water or area; this is kind: "
         "line"},
        {"{p: {shapefile: p.shp, kind: point, width: 1}}",
         "line 9, column 53: context \"p\": \"width\" is for kind: water, area or line; this is"},
        {"{w: {shapefile: w.shp, kind: water}, v: {shapefile: v.shp, kind: water}}",
         "line 9, column 50: layer \"a\" has water from \"w\" and \"v\""},
        {"{a: {}, b: {}, c: {}, d: {}, e: {}, f: {}, g: {}, h: {}, i: {}}",
         "line 9, column 10: 9 contexts: 8 at most can be drawn"},
    };
    char path[AID_PATH], text[200];
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        manifest *m = NULL;
        err e = {0};
        snprintf(text, sizeof text, "context: %s\n", rows[i][0]);
        write_manifest(*state, 0, "", text, path);
        assert_int_equal(manifest_load(path, &library, &m, &e), ERR_FORMAT);
        const char *said = e.text + strlen(path) + 2;
        if (strncmp(said, rows[i][1], strlen(rows[i][1])))
            fail_msg("\"%s\" does not begin with \"%s\"", said, rows[i][1]);
        assert_null(strchr(e.text, '\n'));
    }
}

static void test_divisions_and_groups(void **state) {
    static const char text[] =
        "divisions: {file: units.csv, key: id, layers: {a: in_a}}\n"
        "groups:\n"
        "  - {id: west, title: {en: West, sv: Väst}, kind: part, color: '#010203', source: map,\n"
        "     members: {column: part, equals: West}}\n"
        "  - {id: few, title: Few, members: {a: ['01', '02']}}\n";
    char path[AID_PATH], wanted[AID_PATH];
    write_manifest(*state, 0, "", text, path);
    manifest *m = load(path);
    aid_path(*state, "units.csv", wanted);
    assert_string_equal(m->divisions.file, wanted);
    assert_string_equal(m->divisions.key, "id");
    assert_string_equal(m->divisions.column[0], "in_a");
    assert_int_equal(m->n_groups, 2);
    const manifest_group *west = &m->group[0], *few = &m->group[1];
    assert_string_equal(west->id, "west");
    assert_string_equal(west->title.text[LANG_SV], "Väst");
    assert_string_equal(west->kind.text[LANG_EN], "part");
    assert_string_equal(west->source.text[LANG_EN], "map");
    assert_true(west->color.b == 3 && west->color.a == 255 && west->line == 11);
    assert_string_equal(west->column, "part");
    assert_string_equal(west->equals, "West");
    assert_null(west->member);
    assert_int_equal(few->color.a, 0);
    assert_string_equal(few->member[0].item[1], "02");
    assert_null(few->member[0].item[2]);
    assert_null(few->column);
    manifest_free(m);
}

static void test_mistakes_in_divisions_and_groups(void **state) {
    static const char *const rows[][2] = {
        {"divisions: u.csv", "line 9, column 12: {file: ..., key: ..., layers: {LAYER: COLUMN}}"},
        {"divisions: {file: u.csv, layers: {a: x}}", "line 9, column 12: \"key\" is missing"},
        {"divisions: {file: u.csv, key: k, layers: [a]}",
         "line 9, column 42: {LAYER: COLUMN, ...} is needed here"},
        {"divisions: {file: u.csv, key: k, layers: {b: x}}",
         "line 9, column 43: there is no layer \"b\"; `layers` has their ids"},
        {"divisions: {file: u.csv, key: k, layers: {a: [x]}}",
         "line 9, column 46: a text is needed here"},
        {"groups: {g: {}}", "line 9, column 9: a list of groups is needed here"},
        {"groups: [{id: g, title: G}]", "line 9, column 10: \"members\" is missing"},
        {"groups: [{id: G, title: G, members: {a: [p]}}]", "line 9, column 15: \"G\" is no id"},
        {"groups: [{id: g, title: G, members: []}]",
         "line 9, column 37: {LAYER: [KEY, ...], ...} or {column: NAME, equals: TEXT} is needed"},
        {"groups: [{id: g, title: G, members: {b: [p]}}]",
         "line 9, column 38: there is no layer \"b\""},
        {"groups: [{id: g, title: G, members: {a: p}}]",
         "line 9, column 41: a list is needed here"},
        {"groups: [{id: g, title: G, members: {a: []}}]",
         "line 9, column 41: a group needs one key at least"},
        {"groups: [{id: g, title: G, members: {column: part, equals: W}}]",
         "line 9, column 37: a column is one of the table of `divisions`, which the manifest has "
         "not; list keys instead: {LAYER: [KEY, ...]}"},
        {"groups: [{id: g, title: G, color: red, members: {a: [p]}}]",
         "line 9, column 35: an opaque color"},
        {"groups: [{id: g, title: G, members: {a: [p]}},\n  {id: g, title: H, members: {a: "
         "[q]}}]",
         "line 10, column 3: group \"g\" is there twice (line 9)"},
    };
    char path[AID_PATH], text[200];
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        manifest *m = NULL;
        err e = {0};
        snprintf(text, sizeof text, "%s\n", rows[i][0]);
        write_manifest(*state, 0, "", text, path);
        assert_int_equal(manifest_load(path, &library, &m, &e), ERR_FORMAT);
        const char *said = e.text + strlen(path) + 2;
        if (strncmp(said, rows[i][1], strlen(rows[i][1])))
            fail_msg("\"%s\" does not begin with \"%s\"", said, rows[i][1]);
        assert_null(strchr(e.text, '\n'));
    }
}

static void test_companions_do_not_go_with_a_column_a_period(void **state) {
    static const char text[] =
        "layers: {a: {shapefile: a.shp, key: K}}\n"
        "values: {v: {file: v.csv, key: k}}\n"
        "indicators:\n"
        "  - {id: i, layer: a, values: v, title: I, kind: rate, columns: {1: a}, low: b}\n";
    char path[AID_PATH];
    manifest *m = NULL;
    err e = {0};
    aid_write(*state, "atlas.yaml", text, path);
    assert_int_equal(manifest_load(path, &library, &m, &e), ERR_FORMAT);
    assert_non_null(strstr(e.text,
                           "line 4, column 5: indicator \"i\": margin, low, high and sample "
                           "go with column: NAME"));
}

static void test_looks_are_checked_as_everywhere(void **state) {
    static const char *const rows[][2] = {
        {"look: {classes: 99}\n", "line 9, column 17: classes"},
        {"look:\n  ramp: rainbow\n", "line 10, column 9: ramp"},
        {"look: {colour: red}\n", "line 9, column 16: "},
        {"look: {classes: [1]}\n", "line 9, column 17: a text is needed here"},
        {"look: {breaks: '1,2', classes: 5}\n", "line 9, column 7: "},
        {"look: teal\n", "line 9, column 7: style: \"teal\" is not allowed: one of dark"},
        {"look: [teal]\n", "line 9, column 7: {OPTION: VALUE, ...} is needed here"},
    };
    char path[AID_PATH];
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        manifest *m = NULL;
        err e = {0};
        write_manifest(*state, 0, "", rows[i][0], path);
        assert_int_equal(manifest_load(path, &library, &m, &e), ERR_FORMAT);
        const char *said = e.text + strlen(path) + 2;
        if (strncmp(said, rows[i][1], strlen(rows[i][1])))
            fail_msg("\"%s\" does not begin with \"%s\"", said, rows[i][1]);
    }
}

static void test_what_is_no_manifest(void **state) {
    char path[AID_PATH];
    manifest *m = NULL;
    err e = {0};
    aid_path(*state, "atlas.yaml", path);
    assert_int_equal(manifest_load(path, &library, &m, &e), ERR_NOTFOUND);
    assert_memory_equal(e.text, path, strlen(path));
    assert_int_equal(manifest_load(*state, &library, &m, &e),
                     ERR_NOTFOUND); /* the folder has none */
    static const char *const bad[] = {"", "# nothing\n", "- a\n- b\n", "just text\n"};
    for (size_t i = 0; i < 4; i++) {
        aid_write(*state, "atlas.yaml", bad[i], NULL);
        assert_int_equal(manifest_load(path, &library, &m, &e), ERR_FORMAT);
        assert_memory_equal(e.text, path, strlen(path));
    }
}

/* ---- without a manifest ----------------------------------------------------------------- */

static const aid_field fields[] = {{"KEY", 'N', 8, 2},
                                   {"NAME", 'N', 4, 0},
                                   {"POP 2024", 'N', 8, 0},
                                   {"Text", 'C', 8, 0},
                                   {"Rate", 'N', 8, 3}};
static const char *const cells[] = {"1.00", "11", "120", "x", "1.125",
                                    "2.00", "12", "",    "y", "2.250"};

static void write_dbf(const char *dir, const aid_field *f, size_t n) {
    buf data = BUF_EMPTY;
    aid_dbf(&(aid_table){0, f, n, 2, cells, NULL}, &data);
    aid_write_buf(dir, "City Map.dbf", &data);
    buf_free(&data);
}

static manifest *plain(const manifest_plain *p) {
    manifest *m = NULL;
    err e = {0};
    if (manifest_make_plain(p, &m, &e)) fail_msg("%s", e.text);
    return m;
}

static void test_a_shapefiles_own_columns(void **state) {
    char shapes[AID_PATH];
    write_dbf(*state, fields, 5);
    aid_path(*state, "City Map.shp", shapes);
    const manifest_plain p = {.shapes = shapes, .key = "KEY", .name = "NAME", .whole = "0"};
    manifest *m = plain(&p);
    assert_string_equal(m->id, "city_map");
    assert_string_equal(m->title.text[LANG_SV], "City Map");
    assert_string_equal(m->whole_key, "0");
    assert_int_equal(m->n_indicators, 2); /* neither key nor name nor text */
    assert_string_equal(m->indicator[0].id, "pop_2024");
    assert_string_equal(m->indicator[0].column, "POP 2024");
    assert_string_equal(m->indicator[0].title.text[LANG_EN], "POP 2024");
    assert_string_equal(m->indicator[1].id, "rate");
    manifest_free(m);
    const char *const chosen[] = {"Rate"};
    const manifest_plain one = {.shapes = shapes, .key = "KEY", .columns = chosen, .n_columns = 1};
    m = plain(&one);
    assert_int_equal(m->n_indicators, 1);
    assert_string_equal(m->indicator[0].id, "rate");
    manifest_free(m);
}

static void test_columns_of_another_table(void **state) {
    char values[AID_PATH];
    aid_write(*state, "v.csv", "area;2023;2024;note\na;1,5;2;x\nb;3;..;y\n", values);
    const manifest_plain p = {
        .shapes = "dir/x.shp", .key = "KEY", .values = values, .key_column = "area"};
    manifest *m = plain(&p);
    assert_string_equal(m->id, "x");
    assert_int_equal(m->n_indicators, 2);
    assert_string_equal(m->indicator[1].id, "2024");
    assert_string_equal(m->values[0].key, "area");
    manifest_free(m);
}

static void assert_plain_fails(const manifest_plain *p, err_code wanted, const char *says) {
    manifest *m = NULL;
    err e = {0};
    assert_int_equal(manifest_make_plain(p, &m, &e), wanted);
    assert_null(m);
    if (!strstr(e.text, says)) fail_msg("\"%s\" does not say \"%s\"", e.text, says);
}

static void test_mistakes_without_a_manifest(void **state) {
    char v[AID_PATH];
    aid_write(*state, "v.csv", "KEY,A b,a-b,A-B,t\n1,1,2,3,x\n", v);
    const char *const none[] = {"zzz"};
    manifest_plain p = {.shapes = "x.shp", .key = "KEY", .values = v};
    assert_plain_fails(&p, ERR_FORMAT, "the columns \"a-b\" and \"A-B\" would both be called a-b");
    p.columns = none, p.n_columns = 1;
    assert_plain_fails(&p, ERR_NOTFOUND, "zzz");
    p.n_columns = 0, p.key_column = "ID";
    assert_plain_fails(&p, ERR_NOTFOUND, "ID");
    aid_write(*state, "v.csv", "KEY,t\n1,x\n", v);
    p.key_column = NULL;
    assert_plain_fails(&p, ERR_FORMAT, "no column other than the key holds numbers");
    p.values = NULL;
    assert_plain_fails(&p, ERR_NOTFOUND, "x.dbf: no such file");
}

static int open_library(void **state) {
    (void)state;
    return look_library_open(&library, NULL) ? -1 : 0;
}

static int close_library(void **state) {
    (void)state;
    look_library_close(&library);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        IN_A_FOLDER(test_the_smallest_manifest),
        IN_A_FOLDER(test_everything_at_once),
        IN_A_FOLDER(test_how_indicators_are_compared),
        IN_A_FOLDER(test_each_mistake_is_one_line_with_its_place),
        IN_A_FOLDER(test_contexts),
        IN_A_FOLDER(test_mistakes_in_contexts),
        IN_A_FOLDER(test_divisions_and_groups),
        IN_A_FOLDER(test_mistakes_in_divisions_and_groups),
        IN_A_FOLDER(test_companions_do_not_go_with_a_column_a_period),
        IN_A_FOLDER(test_looks_are_checked_as_everywhere),
        IN_A_FOLDER(test_what_is_no_manifest),
        IN_A_FOLDER(test_a_shapefiles_own_columns),
        IN_A_FOLDER(test_columns_of_another_table),
        IN_A_FOLDER(test_mistakes_without_a_manifest),
    };
    return cmocka_run_group_tests_name("manifest", tests, open_library, close_library);
}
