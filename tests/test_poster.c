/* poster.  Truth: what poppler finds in the file (page, words and where they stand), visual.md's
 * measures, and the legend's JSON for classes and colors.  The combinations are of grids of
 * squares that are made up. */
#include "aid_atlas.h"
#include "aid_build.h"
#include "aid_cmocka.h"
#include "aid_files.h"
#include "aid_image.h"
#include "aid_sheet.h"
#include "base/fileio.h"
#include "sheet/poster.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static poster_style style_of(const char *name, bool landscape) {
    poster_style s;
    poster_style_default(&s);
    s.paper = paper_find(name);
    s.landscape = landscape;
    return s;
}

static char folder[AID_PATH];

/* ---- words by poppler ---- */

static bool has_word(const aid_word *w, size_t n, const char *text) {
    for (size_t i = 0; i < n; i++)
        if (!strcmp(w[i].text, text)) return true;
    return false;
}

/* ---- boxes ---- */

static const box *part(const poster_facts *f, const char *name) {
    for (size_t i = 0; i < f->n_parts; i++)
        if (!strcmp(f->part[i].name, name)) return &f->part[i].at;
    return NULL;
}

static bool is_within_map(const char *name) {
    return !strcmp(name, "scale") || !strcmp(name, "keys") || !strcmp(name, "inset");
}

static void assert_boxes(const poster_style *s, const poster_facts *f) {
    double h = s->landscape ? s->paper->width : s->paper->height;
    const box inside = aid_sheet_inside(s);
    for (size_t i = 0; i < f->n_parts; i++) {
        const poster_box *a = &f->part[i];
        assert_true(aid_contains(inside, a->at, 1e-6));
        if (is_within_map(a->name)) {
            assert_true(aid_contains(*part(f, "map"), a->at, 1e-6));
            for (size_t j = 0; j < i; j++)
                if (is_within_map(f->part[j].name))
                    assert_false(aid_overlap(a->at, f->part[j].at, 1e-6));
            continue;
        }
        for (size_t j = 0; j < i; j++) assert_false(aid_overlap(a->at, f->part[j].at, 1e-6));
    }
    assert_true(part(f, "map")->height >= 0.4 * h - 1e-6);
}

/* Every word is in one block, wholly; and none lies on another one.  poppler gives a line's whole
 * height, which is more than its letters take: a fifth of it is slack. */
static void assert_words(const poster_style *s, const poster_facts *f, const aid_word *w,
                         size_t n) {
    double outside = poster_style_outside(s);
    for (size_t i = 0; i < n; i++) {
        box b = w[i].at;
        b.x -= outside, b.y -= outside;
        size_t blocks = 0;
        for (size_t k = 0; k < f->n_parts; k++)
            if (!is_within_map(f->part[k].name))
                blocks += aid_contains(f->part[k].at, b, 0.2 * b.height);
        if (blocks != 1) fail_msg("\"%s\" is in %zu blocks", w[i].text, blocks);
        for (size_t j = 0; j < i; j++)
            if (aid_overlap(w[i].at, w[j].at, 0.2 * fmin(w[i].at.height, w[j].at.height)))
                fail_msg("\"%s\" and \"%s\" overlap", w[i].text, w[j].text);
    }
}

/* ---- atlases of squares ---- */

static const size_t sizes[] = {1, 11, 117};
static const atlas *grids[3];

static void name_of(size_t i, char out[64]) {
    static const char *const long_names[] = {"Åsbäcken", "Östra Ängsjö-Mälarhöjden", "Ek",
                                             "Norra Hammarbyhamnen med Årsta"};
    snprintf(out, 64, "%s %zu", long_names[i % 4], i);
}

static const atlas *make_grid(size_t n) {
    char dir[AID_PATH], path[AID_PATH];
    static double xy[117][10];
    static char keys[117][64], text[20000];
    aid_ring squares[117];
    size_t across = (size_t)ceil(sqrt((double)n)), at = 0;
    for (size_t i = 0; i < n; i++) {
        double x = 18 + 0.02 * (double)(i % across), y = 59 + 0.01 * (double)(i / across);
        const double square[] = {x, y, x, y + 0.01, x + 0.02, y + 0.01, x + 0.02, y, x, y};
        memcpy(xy[i], square, sizeof square);
        name_of(i, keys[i]);
        squares[i] = (aid_ring){keys[i], xy[i], 5};
    }
    aid_dir_make(dir);
    aid_path(dir, "g.shp", path);
    aid_shapefile(path, squares, n, aid_wgs84);
    at += (size_t)snprintf(text, sizeof text, "KEY;2024;antal\nall;34,5;100\n");
    for (size_t i = 0; i < n; i++) { /* every seventh has no figure */
        char value[32] = "";
        if (i % 7 != 6) snprintf(value, sizeof value, "%zu,%zu", 10 + i * 37 % 91, i % 10);
        at += (size_t)snprintf(text + at, sizeof text - at, "%s;%s;%zu\n", keys[i], value,
                               1000 + i * 7919 % 5000);
    }
    aid_write(dir, "g.csv", text, NULL);
    aid_write(dir, "atlas.yaml",
              "id: g\ntitle: {en: Ödeborg, sv: Ödeborg}\n"
              "whole: {key: all, name: {en: Whole town, sv: Hela orten}}\n"
              "attribution: {en: \"Borders: made up\", sv: \"Gränser: påhittade\"}\n"
              "layers:\n  g: {shapefile: g.shp, key: KEY, title: {en: Squares, sv: Rutor}}\n"
              "values:\n  v: {file: g.csv, key: KEY}\n"
              "indicators:\n"
              "  - {id: rate, layer: g, values: v, column: \"2024\", kind: rate, decimals: 1,\n"
              "     title: {en: \"Things, found\", sv: \"Saker, hittade\"},\n"
              "     unit: {en: per 1000 squares, sv: per 1000 rutor}, source: Påhittat}\n"
              "  - {id: number, layer: g, values: v, column: antal, kind: count, decimals: 0,\n"
              "     title: {en: Number, sv: Antal}, unit: {en: things, sv: saker}}\n",
              path);
    const atlas *a = aid_atlas(path);
    aid_dir_remove(dir);
    return a;
}

static int start(void **state) {
    aid_dir_make(folder);
    for (size_t i = 0; i < 3; i++) grids[i] = make_grid(sizes[i]);
    return aid_stockholm_open(state);
}

static int stop(void **state) {
    for (size_t i = 0; i < 3; i++) atlas_unref(grids[i]);
    aid_dir_remove(folder);
    return aid_stockholm_close(state);
}

/* ---- tests ---- */

static const char long_title[] =
    "Anmälda våldsbrott mot personer som är äldre än sextiofem år och bor ensamma i småhus eller "
    "i lägenhet utan hiss, efter område och år";

/* 6 papers x 2 x 3 titles x 3 grids x 2 languages, with classes and methods by turns. */
static void test_combinations(void **state) {
    (void)state;
    static const char *const titles[] = {"", "Ä", long_title};
    static const char *const methods[] = {"quantile", "equal", "jenks", "unclassed", "stddev"};
    static const char *const classes[] = {"2", "5", "7", "12"};
    static aid_word w[AID_WORDS_MAX];
    size_t tried = 0, done = 0, refused = 0, words = 0;
    for (int p = 0; p < PAPERS; p++)
        for (int k = 0; k < 36; k++) {
            if (!aid_has_turn((size_t)(p + k), 3)) continue;
            tried++;
            poster_style s = style_of(papers[p].name, k & 1);
            size_t grid = (size_t)(k / 2) % 3, turn = (size_t)(p * 36 + k);
            snprintf(s.title, sizeof s.title, "%s", titles[k / 6 % 3]);
            if (turn % 7 == 0) s.bleed_mm = 3;
            const char *method = methods[turn % 5];
            const look_setting o[] = {{"lang", k / 18 ? "sv" : "en"},
                                      {"method", method},
                                      {"classes", classes[turn % 4]},
                                      {"labels", turn % 3 ? "none" : "names"}};
            choropleth *c = aid_map(grids[grid], turn % 4 == 1 ? "number" : "rate", o, 4);
            poster_facts f;
            buf pdf = BUF_EMPTY;
            err e = {0};
            if (poster_draw(c, &s, CANVAS_PDF, &pdf, &f, &e)) {
                /* 12 classes, a title of two lines: only the smallest sheet may be too low */
                assert_string_equal(
                    e.text, "paper: A5 lying is too small for what is to be on it: at least A4");
                refused++;
                choropleth_unref(c);
                continue;
            }
            assert_boxes(&s, &f);
            size_t n = aid_words_of(&pdf, folder, w);
            assert_words(&s, &f, w, n);
            words += n;
            buf_free(&pdf);
            choropleth_unref(c);
            done++;
        }
    assert_int_equal(tried, aid_is_instrumented() ? 72 : 216);
    assert_int_equal(done + refused, tried);
    assert_true(done * 216 >= tried * 200);
    assert_true(words > 1000);
}

static void assert_page(const char *pdf_path, double width, double height) {
    char *text = aid_output_of("pdfinfo '%s' 2>/dev/null", pdf_path);
    double w, h;
    assert_non_null(strstr(text, "Pages:           1\n"));
    assert_int_equal(sscanf(strstr(text, "Page size:"), "Page size: %lf x %lf", &w, &h), 2);
    assert_true(fabs(w * 25.4 / 72 - width) <= 0.1 && fabs(h * 25.4 / 72 - height) <= 0.1);
    free(text);
}

static void test_page_sizes(void **state) {
    (void)state;
    static const double mm[][2] = {{148, 210}, {210, 297}, {297, 420},
                                   {420, 594}, {594, 841}, {841, 1189}};
    choropleth *c = aid_map(grids[1], "rate", NULL, 0);
    for (int p = 0; p < PAPERS; p++)
        for (int k = 0; k < 3; k++) {
            char path[AID_PATH];
            buf pdf = BUF_EMPTY;
            poster_style s = style_of(papers[p].name, k == 1);
            if (k == 2) s.bleed_mm = 3;
            double more = k == 2 ? 20 : 0; /* 3 of bleed, 5 of marks and 2 mm on each side */
            aid_sheet_draw(c, &s, CANVAS_PDF, &pdf, NULL);
            aid_path(folder, "p.pdf", path);
            assert_int_equal(file_write_atomic(path, buf_view(&pdf), NULL), ERR_OK);
            assert_page(path, mm[p][k == 1] + more, mm[p][k != 1] + more);
            buf_free(&pdf);
        }
    choropleth_unref(c);
}

static void test_all_is_said(void **state) {
    (void)state;
    static const char *const wanted[] = {"Anmälda",
                                         "våldsbrott",
                                         "Stockholm",
                                         "Per",
                                         "invånare,",
                                         "2024.",
                                         "Stadsdelsområden,",
                                         "Klasser",
                                         "Kvantiler.",
                                         "gräns;",
                                         "publicerade",
                                         "Blågrått",
                                         "vatten.",
                                         "Vatten",
                                         "Källa:",
                                         "Projektion:",
                                         "SWEREF99",
                                         "18,8",
                                         "13,5",
                                         "9,0",
                                         "Enskede-Årsta-Vantör",
                                         "Skärholmen",
                                         "Hässelby-Vällingby",
                                         "Järva",
                                         "A3",
                                         "avser",
                                         "11"};
    static aid_word w[AID_WORDS_MAX];
    const look_setting o[] = {{"lang", "sv"}, {"period", "2024"}};
    choropleth *c = aid_map(aid_stockholm, "violence", o, 2);
    poster_style s = style_of("A3", false);
    poster_facts f;
    buf pdf = BUF_EMPTY;
    aid_sheet_draw(c, &s, CANVAS_PDF, &pdf, &f);
    assert_int_equal(f.ranked, 11);
    assert_true(f.denominator == 100000); /* as visual.md has it for A3 */
    size_t n = aid_words_of(&pdf, folder, w);
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        if (!has_word(w, n, wanted[i])) fail_msg("\"%s\" is not there", wanted[i]);
    buf_free(&pdf);
    choropleth_unref(c);
}

static void test_against_the_whole_is_said(void **state) {
    (void)state;
    static aid_word w[AID_WORDS_MAX];
    const look_setting o[] = {{"lang", "sv"}, {"reference", "whole"}};
    for (size_t around = 0; around < 2; around++) {
        choropleth *c = aid_map(aid_stockholm, "violence", o, 1 + around);
        poster_style s = style_of("A4", false);
        buf pdf = BUF_EMPTY;
        aid_sheet_draw(c, &s, CANVAS_PDF, &pdf, NULL);
        size_t n = aid_words_of(&pdf, folder, w);
        assert_true(has_word(w, n, "mot") == (around == 1));
        assert_true(has_word(w, n, "lägsta") == false || !around); /* ends are open */
        assert_true(has_word(w, n, "klass.") == (around == 1));    /* dots: in their class */
        buf_free(&pdf);
        choropleth_unref(c);
    }
}

static void test_the_list_has_the_map_s_decimals(void **state) {
    (void)state;
    static aid_word w[AID_WORDS_MAX];
    const look_setting o[] = {{"minus", "@2010"}, {"change", "percent"}};
    choropleth *c = aid_map(aid_stockholm, "population", o, 2);
    poster_style s = style_of("A4", false);
    buf pdf = BUF_EMPTY;
    aid_sheet_draw(c, &s, CANVAS_PDF, &pdf, NULL);
    size_t n = aid_words_of(&pdf, folder, w);
    assert_true(has_word(w, n, "+30.1")); /* 128,794 of 99,013 */
    buf_free(&pdf);
    choropleth_unref(c);
}

/* What has no water is not said to have any, and so on. */
static void test_nothing_else_is_said(void **state) {
    (void)state;
    static aid_word w[AID_WORDS_MAX];
    const look_setting o[] = {{"lang", "sv"}, {"context", "0"}, {"period", "2024"}};
    choropleth *c = aid_map(aid_stockholm, "violence", o, 3);
    poster_style s = style_of("A3", true);
    buf pdf = BUF_EMPTY;
    aid_sheet_draw(c, &s, CANVAS_PDF, &pdf, NULL);
    size_t n = aid_words_of(&pdf, folder, w);
    assert_false(has_word(w, n, "Blågrått") || has_word(w, n, "Vatten"));
    assert_false(has_word(w, n, "Streckade")); /* all have a figure */
    buf_free(&pdf);
    choropleth_unref(c);
}

/* By rank, 1 is the highest and stands first; a change says between which periods. */
static void test_other_figures(void **state) {
    (void)state;
    static aid_word w[AID_WORDS_MAX];
    const look_setting rank[] = {{"metric", "rank"}, {"period", "2024"}};
    const look_setting change[] = {{"minus", "mean_age@2010"}, {"period", "2024"}, {"lang", "sv"}};
    poster_style s = style_of("A3", false);
    poster_facts f;
    for (int k = 0; k < 2; k++) {
        choropleth *c = k ? aid_map(aid_stockholm, "mean_age", change, 3)
                          : aid_map(aid_stockholm, "violence", rank, 2);
        double first = 0, last = 0; /* 18.8 is the highest of 2024, 9.0 the lowest */
        buf pdf = BUF_EMPTY;
        aid_sheet_draw(c, &s, CANVAS_PDF, &pdf, &f);
        size_t n = aid_words_of(&pdf, folder, w);
        for (size_t i = 0; i < n; i++) {
            if (!aid_contains(*part(&f, "ranked"), w[i].at, 1)) continue;
            if (!strcmp(w[i].text, "Skärholmen")) first = w[i].at.y;
            if (!strcmp(w[i].text, "Bromma")) last = w[i].at.y;
        }
        if (k)
            assert_true(has_word(w, n, "mot") && has_word(w, n, "2010."));
        else
            assert_true(first > 0 && first < last);
        buf_free(&pdf);
        choropleth_unref(c);
    }
}

/* 117 districts on A3 and A4 have an inset, with its own scale, and 11 and 14 have none. */
static void test_insets(void **state) {
    (void)state;
    static const char *const ids[] = {"low_standard", "violence", "income_mean"};
    static aid_word w[AID_WORDS_MAX];
    for (int i = 0; i < 3; i++)
        for (int k = 0; k < 4; k++) {
            const look_setting o[] = {{"lang", "sv"}};
            choropleth *c = aid_map(aid_stockholm, ids[i], o, 1);
            poster_style s = style_of(k & 1 ? "A4" : "A3", k & 2);
            poster_facts f;
            buf pdf = BUF_EMPTY;
            aid_sheet_draw(c, &s, CANVAS_PDF, &pdf, &f);
            const box *at = part(&f, "inset");
            assert_boxes(&s, &f);
            if (i || k == 3) { /* a lying A4 has no free corner for one */
                assert_true(i == 0 || !at);
            } else {
                assert_non_null(at);
                assert_true(f.inset_denominator <= f.denominator / 1.5 + 1e-6);
                size_t n = aid_words_of(&pdf, folder, w), within = 0;
                for (size_t j = 0; j < n; j++) {
                    within += aid_contains(*at, w[j].at, 0.2 * w[j].at.height);
                    if (aid_overlap(*at, w[j].at, 0.2 * w[j].at.height))
                        assert_true(aid_contains(*at, w[j].at, 0.2 * w[j].at.height));
                }
                assert_true(within >= 8);
                assert_true(has_word(w, n, "inramade"));
            }
            buf_free(&pdf);
            choropleth_unref(c);
        }
}

static void test_titles(void **state) {
    (void)state;
    static const struct {
        const char *indicator, *language, *title;
    } rows[] = {
        {"violence", "en", ">Reported violent crime in Stockholm</text>"},
        {"population_forecast", "sv", ">Folkmängd i Stockholm, prognos</text>"},
        {"school_merit", "sv", ">Meritvärde i Stockholm, årskurs 9</text>"},
    };
    poster_style s = style_of("A3", false);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const look_setting o[] = {{"lang", rows[i].language}};
        choropleth *c = aid_map(aid_stockholm, rows[i].indicator, o, 1);
        buf svg = BUF_EMPTY;
        aid_sheet_draw(c, &s, CANVAS_SVG, &svg, NULL);
        assert_non_null(strstr(buf_text(&svg), rows[i].title));
        buf_free(&svg);
        choropleth_unref(c);
    }
    choropleth *c = aid_map(aid_stockholm, "violence", NULL, 0);
    buf svg = BUF_EMPTY;
    strcpy(s.title, "Egen <titel>");
    strcpy(s.subtitle, "Egen underrubrik");
    aid_sheet_draw(c, &s, CANVAS_SVG, &svg, NULL);
    assert_non_null(strstr(buf_text(&svg), ">Egen &lt;titel&gt;</text>"));
    assert_non_null(strstr(buf_text(&svg), ">Egen underrubrik</text>"));
    assert_null(strstr(buf_text(&svg), "in Stockholm</text>"));
    buf_free(&svg);
    choropleth_unref(c);
}

/* The file has the colors of the legend's JSON, and its edges and counts as texts. */
static void test_classes_are_the_legends(void **state) {
    (void)state;
    static const char *const methods[] = {"quantile", "equal", "jenks"};
    for (size_t i = 0; i < 3; i++) {
        const look_setting o[] = {{"method", methods[i]}, {"classes", "4"}};
        choropleth *c = aid_map(aid_stockholm, "violence", o, 2);
        poster_style s = style_of("A3", false);
        legend *l;
        buf svg = BUF_EMPTY;
        assert_int_equal(choropleth_legend(c, &l, NULL), ERR_OK);
        json_t *root = legend_json(l), *classes = json_object_get(root, "classes");
        aid_sheet_draw(c, &s, CANVAS_SVG, &svg, NULL);
        assert_int_equal(json_array_size(classes), 4);
        for (size_t k = 0; k < 4; k++) {
            const json_t *one = json_array_get(classes, k);
            char text[64];
            snprintf(text, sizeof text, "%.1f</text>",
                     json_number_value(json_object_get(one, "to")));
            assert_non_null(strstr(buf_text(&svg), text));
            snprintf(text, sizeof text, "\"%s\"", json_string_value(json_object_get(one, "color")));
            assert_non_null(strstr(buf_text(&svg), text));
            snprintf(text, sizeof text, ">%d</text>",
                     (int)json_integer_value(json_object_get(one, "count")));
            assert_non_null(strstr(buf_text(&svg), text));
        }
        json_decref(root);
        legend_free(l);
        buf_free(&svg);
        choropleth_unref(c);
    }
}

/* 100 of 117 have a figure (every seventh has none: 16). */
static void test_long_lists_say_what_they_leave_out(void **state) {
    (void)state;
    const look_setting o[] = {{"lang", "en"}};
    choropleth *c = aid_map(grids[2], "rate", o, 1);
    for (int k = 0; k < 4; k++) {
        poster_style s = style_of(k / 2 ? "A4" : "A1", k & 1);
        poster_facts f;
        buf svg = BUF_EMPTY, flat = BUF_EMPTY;
        aid_sheet_draw(c, &s, CANVAS_SVG, &svg, &f);
        assert_true(f.ranked >= 4 && f.ranked < 101);
        for (const char *at = buf_text(&svg); (at = strstr(at, "<text")); at++) {
            const char *from = strchr(at, '>') + 1;
            buf_add(&flat, from, strcspn(from, "<"));
            buf_adds(&flat, " ");
        }
        char text[100];
        snprintf(text, sizeof text, "and %zu more lie between them. No figure: 16 districts.",
                 101 - f.ranked);
        assert_non_null(strstr(buf_text(&flat), text));
        buf_free(&svg);
        buf_free(&flat);
    }
    choropleth_unref(c);
}

static void test_png(void **state) {
    (void)state;
    choropleth *c = aid_map(grids[1], "rate", NULL, 0);
    poster_style s = style_of("A5", false);
    buf png = BUF_EMPTY;
    s.dpi = 72;
    aid_sheet_draw(c, &s, CANVAS_PNG, &png, NULL);
    aid_pixels p = aid_pixels_of(buf_view(&png));
    assert_int_equal(p.width, 420);  /* 148 mm at 72 an inch: 419.53 */
    assert_int_equal(p.height, 596); /* 210 mm: 595.28 */
    bool white = aid_same_color(p.at[0], (rgba){255, 255, 255, 255});
    assert_true(white);
    aid_pixels_free(&p);
    buf_free(&png);
    choropleth_unref(c);
}

static void test_the_same_twice(void **state) {
    (void)state;
    choropleth *c = aid_map(aid_stockholm, "violence", NULL, 0);
    poster_style s = style_of("A4", true);
    for (canvas_format f = CANVAS_SVG; f <= CANVAS_PDF; f++) {
        buf one = BUF_EMPTY, two = BUF_EMPTY;
        s.dpi = 60;
        aid_sheet_draw(c, &s, f, &one, NULL);
        aid_sheet_draw(c, &s, f, &two, NULL);
        assert_int_equal(one.len, two.len);
        assert_memory_equal(one.data, two.data, one.len);
        buf_free(&one);
        buf_free(&two);
    }
    choropleth_unref(c);
}

static void test_options(void **state) {
    (void)state;
    static const struct {
        const char *name, *text;
        bool allowed;
    } rows[] = {
        {"paper", "A5", true},    {"paper", "A6", false},   {"paper", "a4", true},
        {"paper", "", false},     {"landscape", "1", true}, {"landscape", "yes", false},
        {"dpi", "36", true},      {"dpi", "600", true},     {"dpi", "35", false},
        {"dpi", "601", false},    {"dpi", "1e2", false},    {"title", "x", true},
        {"title", "", false},     {"title", "  ", false},   {"title", "a\nb", false},
        {"title", "\xff", false}, {"subtitle", "å", true},  {"bleed", "0", true},
        {"bleed", "10", true},    {"bleed", "10.1", false}, {"bleed", "-1", false},
        {"bleed", "nan", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        poster_style s, before;
        err e = {0};
        memset(&s, 0, sizeof s);
        poster_style_default(&s);
        before = s;
        const wish *o = wish_find(&poster_wishes, rows[i].name);
        err_code rc = wish_set(o, &s, rows[i].text, &e);
        assert_int_equal(rc, rows[i].allowed ? ERR_OK : ERR_RANGE);
        if (!rc) continue;
        assert_non_null(strstr(e.text, rows[i].name));
        assert_true(s.paper == before.paper && s.dpi == before.dpi && !*s.title &&
                    s.bleed_mm == before.bleed_mm && !s.landscape);
    }
    char text[POSTER_TEXT_MAX + 2];
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = 0;
    poster_style s;
    poster_style_default(&s);
    assert_int_equal(wish_set(wish_find(&poster_wishes, "title"), &s, text, NULL), ERR_RANGE);
    assert_int_equal(wish_set(wish_find(&poster_wishes, "title"), &s, text + 1, NULL), ERR_OK);
    assert_null(wish_find(&poster_wishes, "size"));
}

/* A0 at 300 dpi is 33.11 x 46.81 inches: 9,933 x 14,043 pixels = 139.5 million; at 278 119.8. */
static void test_pixels(void **state) {
    (void)state;
    poster_style s = style_of("A0", false);
    err e = {0};
    s.dpi = 300;
    assert_int_equal(poster_style_check(&s, POSTER_PIXELS_MAX, &e), ERR_RANGE);
    assert_non_null(strstr(e.text, "140 million"));
    assert_non_null(strstr(e.text, "at most 278 dpi"));
    s.dpi = 278;
    assert_int_equal(poster_style_check(&s, POSTER_PIXELS_MAX, &e), ERR_OK);
}

static void test_too_small_names_the_least_paper(void **state) {
    (void)state;
    const look_setting o[] = {{"lang", "sv"}, {"method", "equal"}, {"classes", "12"}};
    choropleth *c = aid_map(grids[2], "rate", o, 3);
    poster_style s = style_of("A5", true);
    memset(s.subtitle, 'w', POSTER_TEXT_MAX);
    for (int i = 9; i < POSTER_TEXT_MAX; i += 10) s.subtitle[i] = ' ';
    snprintf(s.title, sizeof s.title, "%s", long_title);
    buf out = BUF_EMPTY;
    err e = {0};
    assert_int_equal(poster_draw(c, &s, CANVAS_PDF, &out, NULL, &e), ERR_RANGE);
    const char *least = strstr(e.text, "at least ");
    assert_non_null(least);
    assert_int_equal(out.len, 0);
    s.paper = paper_find(least + strlen("at least "));
    assert_non_null(s.paper);
    aid_sheet_draw(c, &s, CANVAS_PDF, &out, NULL);
    buf_free(&out);
    choropleth_unref(c);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_combinations),
        cmocka_unit_test(test_page_sizes),
        cmocka_unit_test(test_all_is_said),
        cmocka_unit_test(test_against_the_whole_is_said),
        cmocka_unit_test(test_the_list_has_the_map_s_decimals),
        cmocka_unit_test(test_nothing_else_is_said),
        cmocka_unit_test(test_other_figures),
        cmocka_unit_test(test_insets),
        cmocka_unit_test(test_titles),
        cmocka_unit_test(test_classes_are_the_legends),
        cmocka_unit_test(test_long_lists_say_what_they_leave_out),
        cmocka_unit_test(test_png),
        cmocka_unit_test(test_the_same_twice),
        cmocka_unit_test(test_options),
        cmocka_unit_test(test_pixels),
        cmocka_unit_test(test_too_small_names_the_least_paper),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
