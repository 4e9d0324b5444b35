/* Profiles, and books of them.  Truth: figures copied from shapes/stockholm/figures.csv and
 * neighborhood_figures_2024.csv by hand, and what poppler and qpdf find in the files. */
#include "aid_atlas.h"
#include "aid_build.h"
#include "aid_cmocka.h"
#include "aid_comparison.h"
#include "aid_files.h"
#include "aid_image.h"
#include "aid_pages.h"
#include "aid_pdf.h"
#include "aid_town.h"
#include "sheet/profile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char folder[AID_PATH];
static const atlas *town;

static int start(void **state) {
    aid_dir_make(folder);
    town = aid_town();
    return aid_stockholm_open(state);
}

static int stop(void **state) {
    atlas_unref(town);
    aid_dir_remove(folder);
    return aid_stockholm_close(state);
}

static comparison *one(const char *who, const char *what, lang l) {
    return aid_comparison_in(aid_stockholm, who, what, l);
}

static void draw(const comparison *c, const compare_style *s, canvas_format f, buf *out) {
    err e = {0};
    if (profile_draw(c, s, f, out, &e)) fail_msg("%s: %s", c->subject[0].name, e.text);
}

static void draw_pdf(const comparison *c, const compare_style *s, char path[AID_PATH]) {
    buf out = BUF_EMPTY;
    draw(c, s, CANVAS_PDF, &out);
    aid_pages_write(&out, folder, path);
    buf_free(&out);
}

/* ---- tests ---- */

static const char *const subjects[] = {"Järva",     "Skärholmen", "Norra innerstaden",
                                       "Södermalm", "vasterort",  "Enskede-Årsta-Vantör",
                                       "skarholmen"};

static void test_nothing_overlaps(void **state) {
    (void)state;
    for (size_t i = 0; i < PAPERS * 4; i++) {
        if (!aid_has_turn(i / PAPERS / 2 + i, 2))
            continue; /* each paper and way, in one language */
        const compare_style s = {.paper = &papers[i % PAPERS], .landscape = i / PAPERS % 2};
        char path[AID_PATH], what[120];
        comparison *c =
            one(subjects[(i + i / PAPERS) % 7], NULL, i / PAPERS / 2 ? LANG_SV : LANG_EN);
        draw_pdf(c, &s, path);
        snprintf(what, sizeof what, "%s of %s, case %zu", s.paper->name, c->subject[0].name, i);
        aid_pages_check(path, folder, s.paper->margin, what);
        comparison_free(c);
    }
}

static void test_long_names(void **state) {
    (void)state;
    for (size_t i = 0; i < PAPERS * 2; i++) {
        const compare_style s = {.paper = &papers[i % PAPERS], .landscape = i >= PAPERS};
        char path[AID_PATH];
        comparison *c = aid_comparison_in(town, i % 2 ? AID_TOWN_FIRST : AID_TOWN_THIRD, NULL,
                                          i % 4 < 2 ? LANG_SV : LANG_EN);
        draw_pdf(c, &s, path);
        aid_pages_check(path, folder, s.paper->margin, s.paper->name);
        comparison_free(c);
    }
}

/* Skärholmen has the same borders in both divisions: its figures of 2007 and 2017 are published. */
static void test_figures(void **state) {
    (void)state;
    static const struct {
        lang l;
        const char *says[28];
    } all[] = {{LANG_SV,
                {"Skärholmen",
                 "Ett av 11 stadsdelsområden i Stockholm, sedan juli 2023.",
                 "Folkmängd 2024",
                 "38 112",
                 "3,8 % av hela staden",
                 "Medelålder 2024",
                 "39 år",
                 "hela staden 40",
                 "5,1 %",
                 "hela staden 2,7 %",
                 "Mot hela staden och alla områden",
                 "7–10 av 11",
                 "18,8",
                 "13,5",
                 "1 av 11",
                 "13 av 14",
                 "585,1",
                 "40 678",
                 "Streckat: prognos.",
                 "Stadsdelar i Skärholmen",
                 "Uppgift saknas: 1 av 4",
                 "Plats 1 är det högsta värdet, inte det bästa.",
                 "kultur och föreningsliv",
                 "levande stadsdelar",
                 "Källor: ",
                 NULL}},
               {LANG_EN,
                {"One of 11 districts in Stockholm, since July 2023.", "Population 2024", "38,112",
                 "3.8% of the whole city", "39 years", "5.1%", "Rank", "7–10 of 11", "40,678",
                 "Neighborhoods in Skärholmen", "No data: 1 of 4", "Vårberg", "Sources: ", NULL}}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        const compare_style s = {.paper = paper_find("A4")};
        char path[AID_PATH];
        comparison *c = one("Skärholmen", NULL, all[i].l);
        draw_pdf(c, &s, path);
        assert_int_equal(aid_pages_count(path), 1);
        char *text = aid_pages_text(path);
        for (size_t k = 0; all[i].says[k]; k++) aid_text_has(text, all[i].says[k]);
        free(text);
        comparison_free(c);
    }
}

/* Järva was Rinkeby-Kista and Spånga-Tensta: two values, no rank, and what is put together is
 * marked so. */
static void test_parts(void **state) {
    (void)state;
    const compare_style s = {.paper = paper_find("A4")};
    char path[AID_PATH];
    comparison *c = one("Järva", NULL, LANG_SV);
    draw_pdf(c, &s, path);
    char *text = aid_pages_text(path);
    aid_text_has(text, "R-K 49,9");
    aid_text_has(text, "S-T 49,0");
    aid_text_has(text, "R-K Rinkeby-Kista, S-T Spånga-Tensta");
    aid_text_has(text, "68,9°"); /* (36,977 + 21,493) of (46,792 + 38,115) residents */
    aid_text_has(text, "sammanlagt av delar");
    free(text);
    comparison_free(c);
}

static void test_group(void **state) {
    (void)state;
    const compare_style s = {.paper = paper_find("A4")};
    char path[AID_PATH];
    comparison *c = one("vasterort", NULL, LANG_EN);
    draw_pdf(c, &s, path);
    char *text = aid_pages_text(path);
    aid_text_has(text, "Västerort");
    aid_text_has(text, "Part of the city: Bromma, Järva, Hässelby-Vällingby");
    aid_text_has(text, "254,678"); /* 83,118 + 95,220 + 76,340 */
    free(text);
    comparison_free(c);
}

/* On A4 the rows of Järva leave its neighborhoods no map that could be read; on A3 they do. */
static void test_a_map_without_room_is_told(void **state) {
    (void)state;
    static const char *const names[] = {"A4", "A3"};
    for (int i = 0; i < 2; i++) {
        const compare_style s = {.paper = paper_find(names[i])};
        char path[AID_PATH];
        comparison *c = one("jarva", NULL, LANG_EN);
        draw_pdf(c, &s, path);
        char *text = aid_pages_text(path);
        assert_true((strstr(text, "No room on A4") != NULL) == (i == 0));
        assert_true((strstr(text, "No data: 4 of 11") != NULL) == (i == 1)); /* its legend */
        free(text);
        comparison_free(c);
    }
}

/* The district's own figures of burglary begin in 2024, the city's in 2021. */
static void test_the_city_s_years_are_on_the_axis(void **state) {
    (void)state;
    const compare_style s = {.paper = paper_find("A4")};
    char path[AID_PATH];
    comparison *c = one("Norra innerstaden", "burglary", LANG_EN);
    draw_pdf(c, &s, path);
    char *text = aid_pages_text(path);
    aid_text_has(text, "’22");
    aid_text_has(text, "’23");
    free(text);
    comparison_free(c);
}

static void test_svg_and_png(void **state) {
    (void)state;
    const compare_style s = {.paper = paper_find("A4"), .dpi = 40};
    comparison *c = one("Södermalm", NULL, LANG_EN);
    buf svg = BUF_EMPTY, png = BUF_EMPTY;
    draw(c, &s, CANVAS_SVG, &svg);
    draw(c, &s, CANVAS_PNG, &png);
    aid_text_has(buf_text(&svg), "<title id=\"f");
    aid_text_has(buf_text(&svg), "Södermalm</title>");
    aid_text_has(buf_text(&svg), "Mean age, years, 2024: 44 (the whole city 40; 1 of 11).");
    aid_text_has(buf_text(&svg), "fill=\"#c2410c\"");
    aid_pixels p = aid_pixels_of(buf_view(&png));
    assert_true(p.width == 331 || p.width == 330); /* 210 mm at 40 dpi */
    aid_pixels_free(&p);
    buf_free(&svg);
    buf_free(&png);
    comparison_free(c);
}

static void test_for_readers(void **state) {
    (void)state;
    const compare_style s = {.paper = paper_find("A4")};
    char path[AID_PATH];
    comparison *c = one("Södermalm", NULL, LANG_SV);
    draw_pdf(c, &s, path);
    char *tree = aid_pdf_asked("pdfinfo -enc UTF-8 -struct-text '%s' 2>/dev/null | "
                               "sed -e 's/Object .*//' -e 's/ (.*)//' | tr -s '\\n ' ' '",
                               path);
    aid_text_has(tree, "Document H1 \"Södermalm\" P ");
    aid_text_has(tree, "Table TR TH \"Södermalm\" TH \"Hela staden\" TH \"Plats\" TR TH \"Befolk");
    aid_text_has(tree, "H3 \"Folkmängd\"");
    char *json = aid_pdf_asked("qpdf --json=2 '%s' 2>/dev/null", path);
    aid_text_has(json, "\"/Lang\": \"u:sv\"");
    aid_text_has(json, "u:Linjer över åren. Medelålder: Södermalm 2010: 41,"); /* figures.csv */
    aid_text_has(json, "u:Karta: var i Stockholm dessa ligger: Södermalm.");
    char *fonts = aid_pdf_asked("pdffonts '%s' | tail -n +3", path);
    assert_int_equal(aid_text_count(fonts, " yes yes yes "), aid_text_count(fonts, "\n"));
    free(tree);
    free(json);
    free(fonts);
    comparison_free(c);
}

static void test_book(void **state) {
    (void)state;
    const compare_style s = {.paper = paper_find("A4")};
    static const char *const names[] = {"Järva", "Skärholmen", "Södermalm"};
    const comparison *all[3];
    size_t pages = 0;
    char path[AID_PATH];
    buf out = BUF_EMPTY;
    err e = {0};
    for (size_t i = 0; i < 3; i++) {
        all[i] = one(names[i], NULL, LANG_SV);
        draw_pdf(all[i], &s, path);
        pages += aid_pages_count(path);
    }
    if (profile_book(all, 3, &s, &out, &e)) fail_msg("%s", e.text);
    aid_pages_write(&out, folder, path);
    buf_free(&out);
    assert_int_equal(aid_pages_count(path), pages);
    aid_pages_check(path, folder, s.paper->margin, "book");
    char *marks =
        aid_pdf_asked("qpdf --json=2 --json-key=outlines '%s' 2>/dev/null | tr -d ' \\n'", path);
    const char *at = marks;
    for (size_t i = 0; i < 3; i++) {
        at = strstr(at, names[i]);
        assert_non_null(at);
    }
    assert_int_equal(aid_text_count(marks, "\"title\""), 3);
    aid_text_has(marks, "\"destpageposfrom1\":2");
    char *info = aid_pdf_asked("pdfinfo -enc UTF-8 '%s' 2>/dev/null", path);
    aid_text_has(info, "Title:           Stockholm: 3 profiler\n");
    free(info);
    free(marks);
    for (size_t i = 0; i < 3; i++) comparison_free((comparison *)(uintptr_t)all[i]);
    assert_int_equal(profile_book(NULL, 0, &s, &out, &e), ERR_RANGE);
}

static void test_the_same_twice(void **state) {
    (void)state;
    const compare_style s = {.paper = paper_find("A5"), .dpi = 50};
    comparison *c = one("Järva", NULL, LANG_EN);
    for (canvas_format f = CANVAS_SVG; f <= CANVAS_PDF; f++) {
        buf a = BUF_EMPTY, b = BUF_EMPTY;
        draw(c, &s, f, &a);
        draw(c, &s, f, &b);
        assert_int_equal(a.len, b.len);
        assert_memory_equal(a.data, b.data, a.len);
        buf_free(&a);
        buf_free(&b);
    }
    comparison_free(c);
}

static void test_of_one_only(void **state) {
    (void)state;
    const compare_style s = {.paper = paper_find("A4")};
    comparison *c = one("Järva,Södermalm", NULL, LANG_EN);
    buf out = BUF_EMPTY;
    err e = {0};
    assert_int_equal(profile_draw(c, &s, CANVAS_PDF, &out, &e), ERR_RANGE);
    aid_text_has(e.text, "district: a profile is of one");
    assert_int_equal(out.len, 0);
    comparison_free(c);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nothing_overlaps),
        cmocka_unit_test(test_long_names),
        cmocka_unit_test(test_figures),
        cmocka_unit_test(test_parts),
        cmocka_unit_test(test_group),
        cmocka_unit_test(test_a_map_without_room_is_told),
        cmocka_unit_test(test_the_city_s_years_are_on_the_axis),
        cmocka_unit_test(test_svg_and_png),
        cmocka_unit_test(test_for_readers),
        cmocka_unit_test(test_book),
        cmocka_unit_test(test_the_same_twice),
        cmocka_unit_test(test_of_one_only),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
