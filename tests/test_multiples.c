/* Sheets of several maps.  Truth: the JSON of the legend that the same look gives by itself, colors
 * read from the SVG, words that poppler finds, and limits worked by hand. */
#include "aid_atlas.h"
#include "aid_build.h"
#include "aid_cmocka.h"
#include "aid_files.h"
#include "aid_image.h"
#include "aid_sheet.h"
#include "base/fileio.h"
#include "sheet/poster.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char folder[AID_PATH];
static const atlas *town;

#define DISTRICTS 4
#define PERIODS   14

/* Four squares in a row with figures of fourteen years: of year i and square d, 10 (d + 1) + i; of
 * the third square none in 2003.  The whole has 25 in all of them. */
static const atlas *make_town(void) {
    static double xy[DISTRICTS][10];
    static const char *const keys[DISTRICTS] = {"A", "B", "C", "D"};
    aid_ring squares[DISTRICTS];
    char dir[AID_PATH], path[AID_PATH], text[8000];
    size_t at = (size_t)snprintf(text, sizeof text, "KEY;period;v;k\n");
    for (int d = 0; d < DISTRICTS; d++) {
        double x = 18 + 0.02 * d;
        const double square[] = {x, 59, x, 59.03, x + 0.02, 59.03, x + 0.02, 59, x, 59};
        memcpy(xy[d], square, sizeof square);
        squares[d] = (aid_ring){keys[d], xy[d], 5};
    }
    for (int i = 0; i < PERIODS; i++) {
        for (int d = 0; d < DISTRICTS; d++) {
            char value[16] = "";
            if (i != 3 || d != 2) snprintf(value, sizeof value, "%d", 10 * (d + 1) + i);
            at += (size_t)snprintf(text + at, sizeof text - at, "%s;%d;%s;%d\n", keys[d], 2000 + i,
                                   value, d % 2);
        }
        at += (size_t)snprintf(text + at, sizeof text - at, "all;%d;25;\n", 2000 + i);
    }
    aid_dir_make(dir);
    aid_path(dir, "t.shp", path);
    aid_shapefile(path, squares, DISTRICTS, aid_wgs84);
    aid_write(dir, "t.csv", text, NULL);
    aid_write(dir, "atlas.yaml",
              "id: t\ntitle: {en: Town, sv: Staden}\n"
              "whole: {key: all, name: {en: Whole town, sv: Hela orten}}\n"
              "layers:\n  t: {shapefile: t.shp, key: KEY, title: {en: Squares, sv: Rutor}}\n"
              "  u: {shapefile: t.shp, key: KEY}\n"
              "values:\n  v: {file: t.csv, key: KEY, period: {column: period}}\n"
              "indicators:\n"
              "  - {id: r, layer: t, values: v, column: v, kind: rate, decimals: 0,\n"
              "     title: {en: Things, sv: Saker}, unit: {en: per square, sv: per ruta}}\n"
              "  - {id: s, layer: t, values: v, column: v, kind: count, decimals: 0,\n"
              "     title: {en: Sums, sv: Summor}, unit: {en: things, sv: saker}}\n"
              "  - {id: k, layer: t, values: v, column: k, kind: category,\n"
              "     title: {en: Kinds, sv: Slag}}\n"
              "  - {id: other, layer: u, values: v, column: v, kind: rate,\n"
              "     title: {en: Other, sv: Annat}}\n",
              path);
    const atlas *a = aid_atlas(path);
    aid_dir_remove(dir);
    return a;
}

static int start(void **state) {
    aid_dir_make(folder);
    town = make_town();
    return aid_stockholm_open(state);
}

static int stop(void **state) {
    atlas_unref(town);
    aid_dir_remove(folder);
    return aid_stockholm_close(state);
}

static poster_style style_of(const char *name, bool landscape, const char *periods,
                             const char *indicators) {
    poster_style s;
    poster_style_default(&s);
    s.paper = paper_find(name);
    s.landscape = landscape;
    snprintf(s.periods, sizeof s.periods, "%s", periods ? periods : "");
    snprintf(s.indicators, sizeof s.indicators, "%s", indicators ? indicators : "");
    return s;
}

/* ---- boxes and words ---- */

static void assert_boxes(const poster_style *s, const poster_facts *f) {
    const box inside = aid_sheet_inside(s);
    for (size_t i = 0; i < f->n_parts; i++) {
        assert_true(aid_contains(inside, f->part[i].at, 1e-6));
        for (size_t j = 0; j < i; j++)
            assert_false(aid_overlap(f->part[i].at, f->part[j].at, 1e-6));
        for (size_t k = 0; k < f->n_panels; k++)
            assert_true(!strcmp(f->part[i].name, "map") ==
                        aid_contains(f->part[i].at, f->panel[k].at, 1e-6));
    }
    for (size_t i = 0; i < f->n_panels; i++) {
        const poster_panel *p = &f->panel[i], *first = &f->panel[0];
        assert_true(aid_contains(p->at, p->map, 1e-6));
        assert_true(fabs(p->map.width - first->map.width) < 1e-9 &&
                    fabs(p->map.height - first->map.height) < 1e-9);
        assert_true(p->denominator > 0 && p->denominator == first->denominator);
        for (size_t j = 0; j < i; j++) assert_false(aid_overlap(p->at, f->panel[j].at, 1e-6));
    }
}

/* Every word is wholly in one block, those of "map" in one panel, and none lies on another one.
 * poppler's boxes are of a line's whole height: a fifth of it is slack. */
static size_t assert_words(const poster_facts *f, const buf *pdf) {
    static aid_word w[AID_WORDS_MAX];
    size_t n = aid_words_of(pdf, folder, w);
    for (size_t i = 0; i < n; i++) {
        size_t blocks = 0, panels = 0;
        double slack = 0.2 * w[i].at.height;
        for (size_t k = 0; k < f->n_parts; k++)
            if (strcmp(f->part[k].name, "map"))
                blocks += aid_contains(f->part[k].at, w[i].at, slack);
        for (size_t k = 0; k < f->n_panels; k++)
            panels += aid_contains(f->panel[k].at, w[i].at, slack);
        if (blocks + panels != 1)
            fail_msg("\"%s\" is in %zu blocks and %zu panels", w[i].text, blocks, panels);
        for (size_t j = 0; j < i; j++)
            if (aid_overlap(w[i].at, w[j].at, 0.2 * fmin(w[i].at.height, w[j].at.height)))
                fail_msg("\"%s\" lies on another word", w[i].text);
    }
    return n;
}

/* ---- tests ---- */

static const struct {
    bool stockholm;
    const char *indicator, *periods, *indicators;
    size_t panels;
} sheets[] = {
    {false, "r", "2000,2003", NULL, 2},
    {false, "r", "2000,2001,2002,2003,2004,2005,2006,2007,2008,2009,2010,2011", NULL, 12},
    {false, "k", "2001, 2003 ,2002", NULL, 3},
    {false, "r", NULL, "r,s,k", 3},
    {true, "mean_age", "all", NULL, 7},
    {true, "assault", "all", NULL, 5},
    {true, "population_14", "all", NULL, 4},
    {true, "assault", NULL, "assault,violence,mean_age,population", 4},
    {true, "area_type", NULL, "socioeconomic_index,area_type", 2},
};
#define SHEETS (sizeof sheets / sizeof *sheets)

static void test_nothing_overlaps(void **state) {
    (void)state;
    static const char *const methods[] = {"", "equal", "unclassed"};
    size_t tried = 0, done = 0, small = 0, words = 0;
    for (size_t i = 0; i < SHEETS; i++)
        for (size_t k = 0; k < 12; k++) {
            if (!aid_has_turn(i + k, 3)) continue;
            tried++;
            poster_style s =
                style_of(papers[k % 4].name, k & 1, sheets[i].periods, sheets[i].indicators);
            const look_setting o[] = {{"lang", k < 6 ? "sv" : "en"},
                                      {"method", methods[(i + k) % 3]}};
            const atlas *a = sheets[i].stockholm ? aid_stockholm : town;
            choropleth *c = aid_map(a, sheets[i].indicator, o, *o[1].value ? 2 : 1);
            poster_facts f;
            buf pdf = BUF_EMPTY;
            err e = {0};
            if (poster_draw(c, &s, CANVAS_PDF, &pdf, &f, &e)) {
                /* the smallest sheet here may be too low */
                if (!strstr(e.text, "paper: A5") && !strstr(e.text, "paper: A4"))
                    fail_msg("%s on %s: %s", sheets[i].indicator, s.paper->name, e.text);
            } else {
                small += s.paper == &papers[0];
                assert_int_equal(f.n_panels, sheets[i].panels);
                assert_boxes(&s, &f);
                words += assert_words(&f, &pdf);
                done++;
            }
            buf_free(&pdf);
            choropleth_unref(c);
        }
    assert_int_equal(tried, SHEETS * (aid_is_instrumented() ? 4 : 12));
    assert_true(done * SHEETS * 12 >= tried * (SHEETS * 12 - 20) && small * 12 >= tried);
    assert_true(words > 1000);
}

static size_t occurrences(const char *text, const char *what) {
    size_t n = 0;
    for (; (text = strstr(text, what)); text++) n++;
    return n;
}

/* The color of a value by the classes of a legend's JSON: upper edges are inside, and the lowest
 * one. */
static rgba color_by_json(const json_t *classes, double v) {
    size_t i;
    json_t *one;
    unsigned r, g, b;
    json_array_foreach(classes, i, one) {
        if (v > json_number_value(json_object_get(one, "to"))) continue;
        const char *color = json_string_value(json_object_get(one, "color"));
        assert_int_equal(sscanf(color, "#%2x%2x%2x", &r, &g, &b), 3);
        return (rgba){(uint8_t)r, (uint8_t)g, (uint8_t)b, 255};
    }
    fail_msg("no class has %g", v);
    return (rgba){0};
}

/* A square is 0.02 degrees wide, which at 59.015 degrees north is 1,149 m, and 0.03 high, 3,342 m;
 * the row of four is in the middle of its map.  Looked at a third of it off its middle, beside its
 * label. */
static void assert_squares(const poster_panel *p, const aid_pixels *picture, double dpi,
                           const json_t *classes, int year) {
    for (int d = 0; d < DISTRICTS; d++) {
        double x = p->map.x + p->map.width / 2 + (d - 1.5) * 1149e3 / p->denominator;
        double y = p->map.y + p->map.height / 2 + 3342e3 / p->denominator / 3;
        size_t px = (size_t)(x * dpi / 25.4), py = (size_t)(y * dpi / 25.4);
        assert_true(px < picture->width && py < picture->height);
        rgba is = picture->at[py * picture->width + px];
        rgba must = color_by_json(classes, 10 * (d + 1) + year - 2000);
        if (!aid_same_color(is, must))
            fail_msg("%d, square %d: #%02x%02x%02x, not #%02x%02x%02x", year, d, is.r, is.g, is.b,
                     must.r, must.g, must.b);
    }
}

/* The legend of another period under pool=periods by itself: its colors are those of all maps, and
 * its labels those of the sheet. */
static void test_classes_are_the_pooled_ones(void **state) {
    (void)state;
    static const int years[] = {2000, 2005, 2010};
    const look_setting pooled[] = {{"pool", "periods"}, {"classes", "4"}, {"period", "2007"}};
    choropleth *c = aid_map(town, "r", pooled + 1, 1), *own = aid_map(town, "r", pooled, 3);
    poster_style s = style_of("A3", true, "2000,2005,2010", NULL);
    poster_facts f;
    legend *l = NULL;
    char path[AID_PATH];
    buf png = BUF_EMPTY, pdf = BUF_EMPTY;
    assert_int_equal(choropleth_legend(own, &l, NULL), ERR_OK);
    json_t *json = legend_json(l), *classes = json_object_get(json, "classes"), *one;
    size_t i;
    assert_int_equal(json_array_size(classes), 4);
    s.dpi = 100;
    aid_sheet_draw(c, &s, CANVAS_PNG, &png, &f);
    aid_pixels picture = aid_pixels_of(buf_view(&png));
    assert_int_equal(f.n_panels, 3);
    for (i = 0; i < 3; i++) assert_squares(&f.panel[i], &picture, 100, classes, years[i]);
    aid_pixels_free(&picture);
    aid_sheet_draw(c, &s, CANVAS_PDF, &pdf, NULL);
    aid_path(folder, "p.pdf", path);
    assert_int_equal(file_write_atomic(path, buf_view(&pdf), NULL), ERR_OK);
    char *text = aid_output_of("pdftotext '%s' - 2>/dev/null", path);
    json_array_foreach(classes, i, one) {
        const char *label = json_string_value(json_object_get(one, "label"));
        if (text && occurrences(text, label) != 1) fail_msg("\"%s\" is not there once", label);
    }
    free(text);
    json_decref(json);
    legend_free(l);
    buf_free(&png);
    buf_free(&pdf);
    choropleth_unref(c);
    choropleth_unref(own);
}

static void test_missing_is_said(void **state) {
    (void)state;
    const look_setting o[] = {{"lang", "en"}};
    choropleth *c = aid_map(town, "r", o, 1);
    poster_style s = style_of("A3", true, "2002,2003", NULL);
    char path[AID_PATH];
    buf pdf = BUF_EMPTY;
    aid_sheet_draw(c, &s, CANVAS_PDF, &pdf, NULL);
    aid_path(folder, "p.pdf", path);
    assert_int_equal(file_write_atomic(path, buf_view(&pdf), NULL), ERR_OK);
    char *text = aid_output_of("pdftotext '%s' - 2>/dev/null", path);
    assert_int_equal(occurrences(text, "No data: 1 of 4"), 1);
    assert_non_null(strstr(text, "Things in Town 2002 and 2003"));
    assert_int_equal(occurrences(text, "Whole town 25"), 2);
    assert_non_null(strstr(text, "55 figures of all 14 periods")); /* 14 x 4, and one missing */
    assert_non_null(strstr(text, "Hatched districts have no figure"));
    free(text);
    buf_free(&pdf);
    choropleth_unref(c);
}

typedef struct dot { /* of the chart of change, px */
    double x, y;
    rgba fill;
} dot;

static size_t dots_of(const char *svg, dot out[64]) {
    size_t n = 0;
    for (const char *at = svg; (at = strstr(at, "<circle ")); at++) {
        unsigned r, g, b;
        assert_true(n < 64);
        assert_int_equal(sscanf(strstr(at, " cx="), " cx=\"%lf\"", &out[n].x), 1);
        assert_int_equal(sscanf(strstr(at, " cy="), " cy=\"%lf\"", &out[n].y), 1);
        assert_int_equal(sscanf(strstr(at, " fill="), " fill=\"#%2x%2x%2x", &r, &g, &b), 3);
        out[n++].fill = (rgba){(uint8_t)r, (uint8_t)g, (uint8_t)b, 255};
    }
    return n;
}

/* From 2000 to 2004 each square gains 4 and the whole nothing: on the axis a square's two dots are
 * 4 apart, and those of two squares that follow each other 10.  The second dot has the color of
 * its class in the legend's JSON. */
static void test_the_chart_of_change(void **state) {
    (void)state;
    const look_setting pooled[] = {{"pool", "periods"}, {"period", "2004"}};
    choropleth *c = aid_map(town, "r", NULL, 0), *own = aid_map(town, "r", pooled, 2);
    poster_style s = style_of("A3", true, "2000,2004", NULL);
    buf svg = BUF_EMPTY;
    dot d[64];
    legend *l = NULL;
    assert_int_equal(choropleth_legend(own, &l, NULL), ERR_OK);
    json_t *json = legend_json(l);
    aid_sheet_draw(c, &s, CANVAS_SVG, &svg, NULL);
    assert_int_equal(dots_of(buf_text(&svg), d), 2 + 2 * 5); /* two in the key */
    double ten = d[4].x - d[2].x;
    assert_true(ten > 30);
    for (size_t i = 0; i < 4; i++) {
        const dot *from = &d[2 + 2 * i], *to = from + 1;
        assert_true(from->y == to->y && (!i || from->y > from[-2].y));
        assert_true(fabs((to->x - from->x) / ten - 0.4) < 1e-3);
        assert_true(fabs((from->x - d[2].x) / ten - (double)i) < 1e-3);
        assert_true(aid_same_color(from->fill, (rgba){255, 255, 255, 255}));
        rgba must = color_by_json(json_object_get(json, "classes"), 10.0 * (double)(i + 1) + 4);
        assert_true(aid_same_color(to->fill, must));
    }
    assert_true(d[10].x == d[11].x); /* the whole is the last: it did not change */
    assert_true(fabs((d[10].x - d[2].x) / ten - 1.5) < 1e-3);
    assert_int_equal(occurrences(buf_text(&svg), ">+4<"), 4);
    assert_non_null(strstr(buf_text(&svg), ">Change 2000–2004<"));
    json_decref(json);
    legend_free(l);
    buf_free(&svg);
    choropleth_unref(c);
    choropleth_unref(own);
}

/* Of who has no figure in either of both, and of sums' whole, nothing can be said. */
static void test_what_has_no_change(void **state) {
    (void)state;
    static const struct {
        const char *indicator, *periods;
        size_t rows;
    } rows[] = {{"r", "2000,2003", 4},
                {"r", "2000,2003,2004", 5},
                {"s", "2000,2004", 4},
                {"k", "2000,2004", 0}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        choropleth *c = aid_map(town, rows[i].indicator, NULL, 0);
        poster_style s = style_of("A3", true, rows[i].periods, NULL);
        buf svg = BUF_EMPTY;
        dot d[64];
        aid_sheet_draw(c, &s, CANVAS_SVG, &svg, NULL);
        assert_int_equal(dots_of(buf_text(&svg), d), rows[i].rows ? 2 + 2 * rows[i].rows : 0);
        buf_free(&svg);
        choropleth_unref(c);
    }
}

static void test_limits(void **state) {
    (void)state;
    static const struct {
        const char *periods, *indicators, *says;
        err_code rc;
    } rows[] = {
        {"all", NULL, "periods: r has 14, and at most 12", ERR_RANGE},
        {"2000", NULL, "periods: there is 1; small maps are at least 2", ERR_RANGE},
        {"2000,1999", NULL, "periods: period: r has none called \"1999\"; it has 2000, 2001",
         ERR_NOTFOUND},
        {"2000,", NULL, "periods: there is 1", ERR_RANGE},
        {"2000,2001,2000", NULL, "periods: \"2000\" is named twice", ERR_RANGE},
        {"2000,2001", "r,s", "periods: not beside indicators", ERR_RANGE},
        {NULL, "r", "indicators: there is 1", ERR_RANGE},
        {NULL, "r,r", "indicators: \"r\" is named twice", ERR_RANGE},
        {NULL, "r,nothing", "indicators: ", ERR_NOTFOUND},
        {NULL, "r,other", "maps of one sheet are of one layer", ERR_RANGE},
        {"2000,2001,2002,2003,2004,2005,2006,2007,2008,2009,2010,2011,2012", NULL,
         "periods: at most 12", ERR_RANGE},
    };
    choropleth *c = aid_map(town, "r", NULL, 0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        poster_style s = style_of("A3", false, rows[i].periods, rows[i].indicators);
        buf out = BUF_EMPTY;
        err e = {0};
        assert_int_equal(poster_draw(c, &s, CANVAS_PDF, &out, NULL, &e), rows[i].rc);
        if (!strstr(e.text, rows[i].says)) fail_msg("\"%s\" lacks \"%s\"", e.text, rows[i].says);
        assert_int_equal(out.len, 0);
        buf_free(&out);
    }
    choropleth_unref(c);
}

static void test_the_same_twice(void **state) {
    (void)state;
    choropleth *c = aid_map(aid_stockholm, "mean_age", NULL, 0);
    poster_style s = style_of("A4", true, "2010,2024", NULL);
    s.dpi = 50;
    for (canvas_format f = CANVAS_SVG; f <= CANVAS_PDF; f++) {
        buf one = BUF_EMPTY, two = BUF_EMPTY;
        aid_sheet_draw(c, &s, f, &one, NULL);
        aid_sheet_draw(c, &s, f, &two, NULL);
        assert_int_equal(one.len, two.len);
        assert_memory_equal(one.data, two.data, one.len);
        buf_free(&one);
        buf_free(&two);
    }
    choropleth_unref(c);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nothing_overlaps),
        cmocka_unit_test(test_classes_are_the_pooled_ones),
        cmocka_unit_test(test_missing_is_said),
        cmocka_unit_test(test_the_chart_of_change),
        cmocka_unit_test(test_what_has_no_change),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_the_same_twice),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
