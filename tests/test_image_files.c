/* Pictures as files, as other programs read them: poppler (pdfinfo, pdffonts, pdftotext,
 * pdftoppm) and libxml2 (xmllint). */
#include "aid_atlas.h"
#include "aid_cmocka.h"
#include "aid_files.h"
#include "aid_image.h"
#include "base/fileio.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void draw_to(const choropleth *c, const image_style *s, canvas_format f, const char *path,
                    image_facts *facts) {
    buf out = BUF_EMPTY;
    err e = {0};
    aid_image_draw(c, s, f, &out, facts);
    if (file_write_atomic(path, buf_view(&out), &e)) fail_msg("%s", e.text);
    buf_free(&out);
}

static image_style whole(unsigned width, unsigned height) {
    image_style s = aid_image_style(width, height);
    s.title = TITLE_OWN;
    s.legend = s.source = true;
    return s;
}

static void assert_has(const char *text, const char *part) {
    if (!strstr(text, part)) fail_msg("\"%s\" is not in:\n%s", part, text);
}

static size_t count_of(const char *text, const char *part) {
    size_t n = 0;
    for (const char *at = text; (at = strstr(at, part)); at += strlen(part)) n++;
    return n;
}

/* 794 x 1123 px are 595.5 x 842.25 pt: A4. */
static void test_pdf(void **state) {
    char path[AID_PATH];
    const look_setting o[] = {{"lang", "sv"}, {"period", "2024"}};
    choropleth *c = aid_map(aid_stockholm, "violence", o, 2);
    image_style s = whole(794, 1123);
    aid_path(*state, "a.pdf", path);
    draw_to(c, &s, CANVAS_PDF, path, NULL);
    char *info = aid_output_of("pdfinfo -enc UTF-8 '%s' 2>/dev/null", path);
    assert_has(info, "Pages:           1\n");
    assert_has(info, "595.5 x 842.25 pts");
    assert_has(info, "Title:           Anmälda våldsbrott, per 1 000 invånare, 2024\n");
    assert_has(info, "Högst: Skärholmen, 18,8.");
    assert_has(info, "CreationDate:    Sat Jan  1");
    char *text = aid_output_of("pdftotext -enc UTF-8 '%s' -", path);
    assert_has(text, "Anmälda våldsbrott");
    assert_has(text, "Hela staden 13,5");
    assert_has(text, "Källa: ");
    char *fonts = aid_output_of("pdffonts '%s' | tail -n +3", path);
    assert_true(count_of(fonts, "\n") >= 2);
    assert_int_equal(count_of(fonts, " yes yes "), count_of(fonts, "\n")); /* embedded, a subset */
    free(info);
    free(text);
    free(fonts);
    choropleth_unref(c);
}

/* Every pixel well inside the layer has the one color, at any resolution: no cracks. */
static void test_pdf_has_no_cracks(void **state) {
    static const int dpi[] = {36, 72, 150, 300};
    static const look_setting o[] = {{"breaks", "1000000"},
                                     {"border-width", "0"},
                                     {"casing-width", "0"},
                                     {"outline-width", "none"},
                                     {"context", "0"}};
    char path[AID_PATH], png[AID_PATH];
    choropleth *c = aid_map(aid_stockholm, "violence", o, 5);
    image_style s = aid_image_style(240, 240);
    image_facts f;
    aid_path(*state, "b.pdf", path);
    aid_path(*state, "b.png", png);
    draw_to(c, &s, CANVAS_PDF, path, &f);
    for (size_t k = 0; k < 4; k++) {
        char *said = aid_output_of("pdftoppm -r %d -png -singlefile '%s' '%.*s'", dpi[k], path,
                                   (int)strlen(png) - 4, png);
        free(said);
        buf file = BUF_EMPTY;
        assert_int_equal(file_read(png, 64 << 20, &file, NULL), ERR_OK);
        aid_pixels p = aid_pixels_of(buf_view(&file));
        double px = 96.0 / dpi[k]; /* CSS px a pixel */
        uint32_t step = k == 3 ? 2 : 1;
        size_t tested = 0;
        for (uint32_t y = 1; y + 1 < p.height; y += step)
            for (uint32_t x = 1; x + 1 < p.width; x += step) {
                bool inside = true;
                district_id first = DISTRICT_NONE;
                unsigned met = 0;
                for (int i = -3; i <= 3 && inside; i++)
                    for (int j = -3; j <= 3 && inside; j++) {
                        district_id d = aid_image_district(c, &f, (x + 0.5 + i * 0.5) * px,
                                                           (y + 0.5 + j * 0.5) * px);
                        inside = d != DISTRICT_NONE;
                        if (first == DISTRICT_NONE) first = d;
                        met += d != first;
                    }
                if (!inside || !met) continue; /* on a border between two */
                rgba seen = p.at[(size_t)y * p.width + x];
                if (!aid_same_color(seen, c->paint.fill[first]))
                    fail_msg("%d dpi: %u %u: #%02x%02x%02x", dpi[k], x, y, seen.r, seen.g, seen.b);
                tested++;
            }
        assert_true(tested > 60);
        aid_pixels_free(&p);
        buf_free(&file);
    }
    choropleth_unref(c);
}

static void test_svg(void **state) {
    char path[AID_PATH];
    const look_setting o[] = {{"lang", "sv"}, {"period", "2024"}};
    choropleth *c = aid_map(aid_stockholm, "violence", o, 2);
    image_style s = whole(600, 700);
    buf svg = BUF_EMPTY;
    aid_path(*state, "a.svg", path);
    strcpy(s.title_text, "Våld & <brott>");
    s.title = TITLE_GIVEN;
    draw_to(c, &s, CANVAS_SVG, path, NULL);
    char *said = aid_output_of("xmllint --noout '%s' 2>&1", path);
    if (said) assert_string_equal(said, "");
    free(said);
    assert_int_equal(file_read(path, 1 << 24, &svg, NULL), ERR_OK);
    const char *text = buf_text(&svg);
    assert_has(text, "width=\"600\" height=\"700\"");
    assert_has(text, " lang=\"sv\"");
    assert_has(text, "title\">Våld &amp; &lt;brott&gt;</title>");
    assert_has(text, "Högst: Skärholmen, 18,8. Lägst: Bromma, 9,0. Hela staden: 13,5.</desc>");
    assert_has(text, ">Våld &amp; &lt;brott&gt;</text>");
    assert_int_equal(count_of(text, "data-key="), 11);
    assert_has(text, "data-key=\"Bromma\"");
    assert_has(text, "<title>Bromma: 9,0</title>");
    buf_free(&svg);
    choropleth_unref(c);
}

/* Each id is there once and begins as no other drawing's does. */
static void test_ids_of_an_svg(void **state) {
    (void)state;
    choropleth *c = NULL;
    for (size_t i = 0; i < aid_stockholm->n_indicators; i++) {
        choropleth_unref(c);
        c = aid_map(aid_stockholm, aid_stockholm->indicator[i].id, NULL, 0);
        if (!c->paint.plain) break;
    }
    assert_false(c->paint.plain); /* with a pattern, which is clipped */
    image_style s = whole(600, 700);
    buf svg = BUF_EMPTY;
    char prefix[40];
    aid_image_draw(c, &s, CANVAS_SVG, &svg, NULL);
    snprintf(prefix, sizeof prefix, " id=\"i%016llx-", (unsigned long long)c->hash);
    assert_true(count_of(buf_text(&svg), "clipPath id=") >= 2);
    assert_int_equal(count_of(buf_text(&svg), " id=\""), count_of(buf_text(&svg), prefix));
    for (const char *at = buf_text(&svg); (at = strstr(at, " id=\"")); at++) {
        char id[80];
        snprintf(id, sizeof id, "%.*s", (int)strcspn(at + 5, "\"") + 6, at);
        assert_int_equal(count_of(buf_text(&svg), id), 1);
    }
    buf_free(&svg);
    choropleth_unref(c);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        IN_A_FOLDER(test_pdf),
        IN_A_FOLDER(test_pdf_has_no_cracks),
        IN_A_FOLDER(test_svg),
        cmocka_unit_test(test_ids_of_an_svg),
    };
    return cmocka_run_group_tests(tests, aid_stockholm_open, aid_stockholm_close);
}
