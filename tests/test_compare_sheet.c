/* Compare sheets.  Truth: figures copied from shapes/stockholm/figures.csv by hand, and what
 * poppler and qpdf find in the files. */
#include "aid_atlas.h"
#include "aid_build.h"
#include "aid_cmocka.h"
#include "aid_comparison.h"
#include "aid_files.h"
#include "aid_image.h"
#include "aid_pages.h"
#include "aid_pdf.h"
#include "aid_town.h"
#include "sheet/compare_sheet.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char folder[AID_PATH];
static const atlas *town;

#define FOUR "Järva,Skärholmen,Norra innerstaden,Södermalm"

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

static void draw(const comparison *c, const compare_style *s, canvas_format f, buf *out) {
    err e = {0};
    if (compare_sheet_draw(c, s, f, out, &e)) fail_msg("%s: %s", s->paper->name, e.text);
}

/* The file's path goes to `path`. */
static void draw_pdf(const comparison *c, const compare_style *s, char path[AID_PATH]) {
    buf out = BUF_EMPTY;
    draw(c, s, CANVAS_PDF, &out);
    aid_pages_write(&out, folder, path);
    buf_free(&out);
}

/* ---- tests ---- */

static const char *const subjects[] = {FOUR, "Järva", "Skärholmen,vasterort",
                                       "Norra innerstaden,Hässelby-Vällingby,Enskede-Årsta-Vantör"};

static void test_nothing_overlaps(void **state) {
    (void)state;
    for (size_t i = 0; i < PAPERS * 4; i++) {
        if (!aid_has_turn(i / PAPERS / 2 + i, 2))
            continue; /* each paper and way, in one language */
        const compare_style s = {
            .paper = &papers[i % PAPERS], .landscape = i / PAPERS % 2, .slopes = i % 3 != 1};
        char path[AID_PATH], what[80];
        comparison *c = aid_comparison_in(aid_stockholm, subjects[(i + i / PAPERS) % 4], NULL,
                                          i / PAPERS / 2 ? LANG_SV : LANG_EN);
        draw_pdf(c, &s, path);
        snprintf(what, sizeof what, "%s, %zu subjects, case %zu", s.paper->name, c->n_subjects, i);
        aid_pages_check(path, folder, s.paper->margin, what);
        comparison_free(c);
    }
}

static void test_long_names(void **state) {
    (void)state;
    for (size_t i = 0; i < PAPERS * 2; i++) {
        compare_style s = {.paper = &papers[i % PAPERS], .landscape = i >= PAPERS, .slopes = true};
        char path[AID_PATH];
        snprintf(s.title, sizeof s.title, "%s %s", AID_TOWN_LONG, AID_TOWN_LONG);
        comparison *c = aid_comparison_in(town, AID_TOWN_FIRST ",B," AID_TOWN_THIRD ",D", NULL,
                                          i % 2 ? LANG_SV : LANG_EN);
        draw_pdf(c, &s, path);
        aid_pages_check(path, folder, s.paper->margin, s.paper->name);
        char *text = aid_pages_text(path);
        aid_text_has(text, i % 2 ? "1 234 567,5" : "1,234,567.5");
        aid_text_has(text, i % 2 ? "Hela" : "Whole");
        free(text);
        comparison_free(c);
    }
}

/* figures.csv: violent crime 2024, mean age 2024, assistance 2017, income 2016. */
static void test_figures(void **state) {
    (void)state;
    static const struct {
        lang l;
        const char *says[30];
    } all[] = {
        {LANG_SV,
         {"Fyra områden mot hela Stockholm",
          "Järva, Skärholmen, Norra innerstaden och Södermalm.",
          "Anmälda våldsbrott",
          "per 1 000 invånare, 2024",
          "15,1",
          "+12 %",
          "18,8",
          "+39 %",
          "16,0",
          "17,3",
          "+28 %",
          "13,5",
          "7–10/11",
          "−1 år",
          "R-K 49,9",
          "S-T 49,0",
          "Österm. 55,9",
          "451,2°",
          "394,5",
          "964,4",
          "Inga publicerade värden per område ännu",
          "endast hela staden",
          "Källor: ",
          "Ett streck (–) betyder",
          NULL}},
        {LANG_EN,
         {"Four areas against all of Stockholm", "Reported violent crime",
          "per 1,000 residents, 2024", "15.1", "+12%", "18.8", "+39%", "13.5", "−1 years",
          "the whole city only", "No values published by district yet",
          "Sources: ", "Boundaries, water", "Green is better", NULL}},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        const compare_style s = {.paper = paper_find("A3")};
        char path[AID_PATH];
        comparison *c = aid_comparison_in(aid_stockholm, FOUR, NULL, all[i].l);
        draw_pdf(c, &s, path);
        char *text = aid_pages_text(path);
        for (size_t k = 0; all[i].says[k]; k++) {
            char plain[200]; /* no-break spaces come back as they are, or as spaces */
            snprintf(plain, sizeof plain, "%s", all[i].says[k]);
            aid_text_has(text, plain);
        }
        free(text);
        comparison_free(c);
    }
}

/* A mark's place: Södermalm has the highest mean age, at the end of its strip; all dots of the row
 * lie between the texts of the lowest and the highest. */
static void test_svg(void **state) {
    (void)state;
    const compare_style s = {.paper = paper_find("A4"), .slopes = true};
    comparison *c = aid_comparison_in(aid_stockholm, FOUR, NULL, LANG_SV);
    buf out = BUF_EMPTY;
    draw(c, &s, CANVAS_SVG, &out);
    const char *svg = buf_text(&out);
    aid_text_has(svg, "<title id=\"c");
    aid_text_has(svg, "Fyra områden mot hela Stockholm</title>");
    aid_text_has(svg, "Medelålder, år, 2024: hela staden 40; Järva 37 (−3 år);");
    aid_text_has(svg, "lang=\"sv\"");
    aid_text_has(svg, "fill=\"#c04e00\""); /* the four colors of districts */
    aid_text_has(svg, "fill=\"#5a2a8c\"");
    aid_text_has(svg, "fill=\"#1a73c4\"");
    aid_text_has(svg, "fill=\"#0b5d4e\"");
    aid_text_has(svg, "fill=\"#e8f1ee\""); /* the better side */
    assert_null(strstr(svg, "Sida 1"));    /* one page, as high as it needs */
    double w = 0, h = 0;
    assert_int_equal(sscanf(strstr(svg, " width="), " width=\"%lf\" height=\"%lf\"", &w, &h), 2);
    assert_true(w > 793 && w < 795 && h > 1123);
    buf_free(&out);
    comparison_free(c);
}

static void test_pages(void **state) {
    (void)state;
    const compare_style s = {.paper = paper_find("A5")};
    char path[AID_PATH];
    comparison *c = aid_comparison_in(aid_stockholm, FOUR, NULL, LANG_SV);
    draw_pdf(c, &s, path);
    size_t pages = aid_pages_count(path);
    char last[40];
    assert_true(pages >= 3 && pages <= 5);
    snprintf(last, sizeof last, "Sida %zu av %zu", pages, pages);
    char *text = aid_pages_text(path);
    aid_text_has(text, last);
    aid_text_has(text, " (forts.)");
    assert_true(aid_text_count(text, "Hela staden") >= pages - 1); /* heads again */
    free(text);
    char *info = aid_pdf_asked("pdfinfo -enc UTF-8 '%s' 2>/dev/null", path);
    aid_text_has(info, "Title:           Fyra områden mot hela Stockholm\n");
    aid_text_has(info, "Tagged:          yes\n");
    free(info);
    comparison_free(c);
}

static void test_for_readers(void **state) {
    (void)state;
    const compare_style s = {.paper = paper_find("A3")};
    char path[AID_PATH];
    comparison *c = aid_comparison_in(aid_stockholm, "Järva,Södermalm", "violence", LANG_SV);
    draw_pdf(c, &s, path);
    char *tree = aid_pdf_asked("pdfinfo -enc UTF-8 -struct-text '%s' 2>/dev/null | "
                               "sed -e 's/Object .*//' -e 's/ (.*)//' | tr -s '\\n ' ' '",
                               path);
    aid_text_has(tree, "Document H1 \"Två områden mot hela Stockholm\" P ");
    aid_text_has(tree, "Table TR TH \"Hela staden\" TH \"Järva\" TH \"Södermalm\" TR TH \"Brott");
    aid_text_has(tree, "TD \"13,5\" TD");
    char *json = aid_pdf_asked("qpdf --json=2 '%s' 2>/dev/null", path);
    aid_text_has(json, "\"/Lang\": \"u:sv\"");
    aid_text_has(json, "u:Karta: var i Stockholm dessa ligger: Järva och Södermalm.");
    aid_text_has(json, "u:Lägst 9,0, högst 18,8.");
    char *fonts = aid_pdf_asked("pdffonts '%s' | tail -n +3", path);
    assert_int_equal(aid_text_count(fonts, " yes yes yes "), aid_text_count(fonts, "\n"));
    char *marks =
        aid_pdf_asked("qpdf --json=2 --json-key=outlines '%s' 2>/dev/null | tr -d '\\n'", path);
    aid_text_has(marks, "Två områden mot hela Stockholm");
    free(tree);
    free(json);
    free(fonts);
    free(marks);
    comparison_free(c);
}

/* What does not occur is not explained. */
static void test_marks_that_occur(void **state) {
    (void)state;
    static const char *const words[] = {"mål", "inom felmarginalen", "≈ "};
    const compare_style s = {.paper = paper_find("A4")};
    for (int occurs = 0; occurs < 2; occurs++) {
        char path[AID_PATH];
        comparison *c =
            aid_comparison_in(aid_stockholm, "Järva,Södermalm", "violence,mean_age", LANG_SV);
        if (occurs) {
            c->row[1].target = 12;
            c->row[1].cell[0].within_margin = true;
        }
        draw_pdf(c, &s, path);
        aid_pages_check(path, folder, s.paper->margin, "target");
        char *text = aid_pages_text(path);
        for (size_t i = 0; i < 3; i++)
            if ((strstr(text, words[i]) != NULL) != occurs)
                fail_msg("\"%s\" is %s", words[i], occurs ? "missing" : "there");
        assert_null(strstr(text, "Ihåliga"));
        free(text);
        comparison_free(c);
    }
}

static void test_the_same_twice(void **state) {
    (void)state;
    const compare_style s = {
        .paper = paper_find("A4"), .landscape = true, .dpi = 50, .slopes = true};
    comparison *c = aid_comparison_in(aid_stockholm, FOUR, NULL, LANG_EN);
    for (canvas_format f = CANVAS_SVG; f <= CANVAS_PDF; f++) {
        buf one = BUF_EMPTY, two = BUF_EMPTY;
        draw(c, &s, f, &one);
        draw(c, &s, f, &two);
        assert_int_equal(one.len, two.len);
        assert_memory_equal(one.data, two.data, one.len);
        buf_free(&one);
        buf_free(&two);
    }
    comparison_free(c);
}

static void test_limits(void **state) {
    (void)state;
    const compare_style s = {.paper = paper_find("A0"), .dpi = 600};
    comparison *c = aid_comparison_in(aid_stockholm, "Järva", "violence", LANG_EN);
    buf out = BUF_EMPTY;
    err e = {0};
    assert_int_equal(compare_sheet_draw(c, &s, CANVAS_PNG, &out, &e), ERR_RANGE);
    aid_text_has(e.text, "dpi: 600 make ");
    assert_int_equal(out.len, 0);
    comparison_free(c);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nothing_overlaps),
        cmocka_unit_test(test_long_names),
        cmocka_unit_test(test_figures),
        cmocka_unit_test(test_svg),
        cmocka_unit_test(test_pages),
        cmocka_unit_test(test_for_readers),
        cmocka_unit_test(test_marks_that_occur),
        cmocka_unit_test(test_the_same_twice),
        cmocka_unit_test(test_limits),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
