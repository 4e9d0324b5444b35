/* PDFs of several pages, as poppler and qpdf read them. */
#include "aid_cmocka.h"
#include "aid_pdf.h"
#include "base/fileio.h"
#include "draw/pdf_finish.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define PX (96 / 25.4) /* a mm */

static const rgba ink = {0x1b, 0x21, 0x27, 255};
static const text_style body = {12, 400, false, {0x1b, 0x21, 0x27, 255}};
static const text_style head = {30, 700, false, {0x1b, 0x21, 0x27, 255}};

static void say(canvas *c, const char *role, double y, const text_style *s, const char *text) {
    canvas_tag_begin(c, role, NULL);
    canvas_text(c, 40, y, 0, s, text);
    canvas_tag_end(c);
}

/* A3 upright, then A4 lying, with an element over both. */
static canvas *two_pages(void) {
    canvas *c = NULL;
    int first = -1;
    err e = {0};
    if (canvas_create(CANVAS_PDF, 297 * PX, 420 * PX, 1, "sv", &c, &e)) fail_msg("%s", e.text);
    canvas_describe(c, "p-", "Våldsbrott på två sidor", "Ämnet");
    canvas_credit(c, "Åsa Öberg", "karta, Stockholm");
    canvas_tag_begin(c, "Document", NULL);
    canvas_outline(c, "Första sidan", 0, &first);
    assert_true(first > 0);
    say(c, "H1", 60, &head, "Rubriken");
    canvas_tag_begin(c, "Figure", "Karta: å ä ö, −4 till 😀");
    canvas_push_faded(c, 0.5);
    canvas_circle(c, 200, 200, 50, ink, ink, 1);
    canvas_pop(c);
    canvas_tag_end(c);
    canvas_line(c, 0, 300, 100, 300, ink, 1);
    canvas_tag_begin(c, "Table", NULL);
    for (int row = 0; row < 2; row++) {
        canvas_tag_begin(c, "TR", NULL);
        say(c, "TD", 400 + 20 * row, &body, row ? "Bromma" : "Järva");
        say(c, "TD", 400 + 20 * row, &body, row ? "9,0" : "16,5");
        canvas_tag_end(c);
    }
    canvas_tag_end(c);
    canvas_page(c, 297 * PX, 210 * PX);
    canvas_outline(c, "Förorten", first, NULL);
    say(c, "H2", 60, &head, "Andra");
    canvas_tag_begin(c, "Figure", "plain (\\) text");
    canvas_circle(c, 200, 200, 50, ink, ink, 1);
    canvas_tag_end(c);
    canvas_tag_begin(c, "P", NULL);
    canvas_link_begin(c, "https://example.org/it's");
    canvas_text(c, 40, 400, 0, &body, "länken");
    canvas_link_end(c);
    canvas_tag_end(c);
    canvas_tag_begin(c, "P", NULL);
    canvas_link_begin(c, "javascript:alert(1)");
    canvas_text(c, 40, 450, 0, &body, "ingen länk");
    canvas_link_end(c);
    canvas_tag_end(c);
    canvas_tag_end(c);
    return c;
}

static void assert_size(const char *info, const char *line, double width_mm, double height_mm) {
    double w, h;
    const char *at = strstr(info, line);
    assert_non_null(at);
    assert_int_equal(sscanf(at + strlen(line), "%lf x %lf pts", &w, &h), 2);
    assert_true(fabs(w * 25.4 / 72 - width_mm) < 0.05 && fabs(h * 25.4 / 72 - height_mm) < 0.05);
}

static void test_pages_and_metadata(void **state) {
    char path[AID_PATH];
    aid_pdf_write(two_pages(), *state, "a.pdf", path);
    char *info = aid_pdf_asked("pdfinfo -enc UTF-8 -f 1 -l 2 '%s' 2>/dev/null", path);
    aid_text_has(info, "Pages:           2\n");
    assert_size(info, "Page    1 size:", 297, 420);
    assert_size(info, "Page    2 size:", 297, 210);
    aid_text_has(info, "Title:           Våldsbrott på två sidor\n");
    aid_text_has(info, "Subject:         Ämnet\n");
    aid_text_has(info, "Author:          Åsa Öberg\n");
    aid_text_has(info, "Keywords:        karta, Stockholm\n");
    aid_text_has(info, "Tagged:          yes\n");
    aid_text_has(info, "CreationDate:    Sat Jan  1");
    assert_null(strstr(info, "ModDate"));
    char *fonts = aid_pdf_asked("pdffonts '%s' | tail -n +3", path);
    assert_true(aid_text_count(fonts, "\n") >= 2);
    assert_int_equal(aid_text_count(fonts, " yes yes yes "), aid_text_count(fonts, "\n"));
    char *text = aid_pdf_asked("pdftotext -enc UTF-8 '%s' -", path);
    aid_text_has(text, "Järva");
    aid_text_has(text, "ingen länk");
    free(info);
    free(fonts);
    free(text);
}

static void test_elements(void **state) {
    char path[AID_PATH];
    aid_pdf_write(two_pages(), *state, "a.pdf", path);
    char *tree = aid_pdf_asked("pdfinfo -enc UTF-8 -struct-text '%s' 2>/dev/null | "
                               "sed -e 's/Object .*//' -e 's/ (.*)//' | tr -s '\\n ' ' '",
                               path);
    aid_text_has(tree, "Document H1 \"Rubriken\" Figure \"\" "
                       "Table TR TD \"Järva\" TD \"16,5\" TR TD \"Bromma\" TD \"9,0\" "
                       "H2 \"Andra\" Figure \"\" P Link \"länken\" P \"ingen länk\"");
    char *json = aid_pdf_asked("qpdf --json=2 '%s' 2>/dev/null", path);
    aid_text_has(json, "\"/Lang\": \"u:sv\"");
    aid_text_has(json, "\"/DisplayDocTitle\": true");
    aid_text_has(json, "\"/Marked\": true");
    aid_text_has(json, "\"/Alt\": \"u:Karta: å ä ö, −4 till 😀\"");
    aid_text_has(json, "\"/Alt\": \"u:plain (\\\\) text\"");
    assert_int_equal(aid_text_count(json, "\"/Alt\""), 2);
    aid_text_has(json, "\"/URI\": \"u:https://example.org/it%27s\"");
    assert_int_equal(aid_text_count(json, "\"/URI\": "), 1);
    char *plain = aid_pdf_asked("qpdf --qdf '%s' - 2>/dev/null | grep -a /Alt", path);
    aid_text_has(plain, "<feff004b");            /* K */
    aid_text_has(plain, "00e5002000e4002000f6"); /* å ä ö */
    aid_text_has(plain, "d83dde00>");            /* 😀, of two units */
    free(tree);
    free(json);
    free(plain);
}

/* Read by an XML parser, as RDF/XML names things. */
static void test_metadata_as_xmp(void **state) {
    static const char rdf[] = "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
                      dc[] = "http://purl.org/dc/elements/1.1/";
    char path[AID_PATH], ask[1200];
    canvas *c = NULL;
    assert_int_equal(canvas_create(CANVAS_PDF, 400, 200, 1, "sv", &c, NULL), ERR_OK);
    canvas_describe(c, "p-", "Våld & sånt: <3 > 2", NULL);
    aid_pdf_write(c, *state, "a.pdf", path);
    snprintf(ask, sizeof ask,
             "pdfinfo -meta '%%s' 2>/dev/null | python3 -c '\n"
             "import sys, xml.etree.ElementTree as t\n"
             "root = t.fromstring(sys.stdin.buffer.read().strip())\n"
             "for key in (\"title\", \"language\"):\n"
             "    at = root.find(\".//{%s}\" + key)\n"
             "    sys.stdout.buffer.write((at.find(\".//{%s}li\").text + \"|\").encode())\n'",
             dc, rdf);
    char *said = aid_pdf_asked(ask, path);
    assert_string_equal(said, "Våld & sånt: <3 > 2|sv|");
    free(said);
}

static void test_bookmarks(void **state) {
    char path[AID_PATH];
    aid_pdf_write(two_pages(), *state, "a.pdf", path);
    char *json =
        aid_pdf_asked("qpdf --json=2 --json-key=outlines '%s' 2>/dev/null | tr -d ' \\n'", path);
    const char *first = strstr(json, "\"title\":\"Första"), *second = strstr(json, "Förorten");
    const char *kids = strstr(json, "\"kids\":[{");
    assert_true(first && second && kids && kids < second);
    aid_text_has(json, "\"destpageposfrom1\":1");
    aid_text_has(json, "\"destpageposfrom1\":2");
    /* the one within the other: its kids close after the inner title */
    aid_text_has(second, "Förorten\"}],");
    free(json);
}

static void test_equal_drawings_are_equal_files(void **state) {
    (void)state;
    buf a = BUF_EMPTY, b = BUF_EMPTY;
    canvas *c = two_pages(), *d = two_pages();
    assert_int_equal(canvas_finish(c, &a, NULL), ERR_OK);
    assert_int_equal(canvas_finish(d, &b, NULL), ERR_OK);
    assert_int_equal(a.len, b.len);
    assert_memory_equal(a.data, b.data, a.len);
    assert_memory_equal(a.data, "%PDF-1.", 7);
    canvas_free(c);
    canvas_free(d);
    buf_free(&a);
    buf_free(&b);
}

static void test_boxes_of_a_page(void **state) {
    char path[AID_PATH];
    canvas *c = NULL;
    assert_int_equal(canvas_create(CANVAS_PDF, 400, 200, 1, "en", &c, NULL), ERR_OK);
    canvas_text(c, 10, 50, 0, &body, "whole");
    canvas_page(c, 400, 200);
    canvas_push(c, 30, 30); /* the boxes are the page's all the same */
    canvas_trim(c, (box){40, 20, 320, 120}, (box){32, 12, 336, 136});
    canvas_pop(c);
    aid_pdf_write(c, *state, "a.pdf", path);
    char *info = aid_pdf_asked("pdfinfo -box -f 1 -l 2 '%s' 2>/dev/null | tr -s ' '", path);
    aid_text_has(info, "Page 1 TrimBox: 0.00 0.00 300.00 150.00\n");
    /* 40 px are 30 pt; 60 px of the page are below it. */
    aid_text_has(info, "Page 2 MediaBox: 0.00 0.00 300.00 150.00\n");
    aid_text_has(info, "Page 2 TrimBox: 30.00 45.00 270.00 135.00\n");
    aid_text_has(info, "Page 2 BleedBox: 24.00 39.00 276.00 141.00\n");
    char *json = aid_pdf_asked("qpdf --json=2 '%s' 2>/dev/null", path);
    assert_int_equal(aid_text_count(json, "\"/TrimBox\""), 1);
    assert_null(strstr(json, "/MarkInfo")); /* it has no tags */
    free(info);
    free(json);
}

static err_code finish_as(bytes pdf, const pdf_facts *f, err *e) {
    buf out = BUF_EMPTY;
    err_code rc = pdf_finish(pdf, f, &out, e);
    assert_true(rc ? !out.len : out.len > 0);
    buf_free(&out);
    return rc;
}

static void test_what_is_not_the_drawing_is_refused(void **state) {
    (void)state;
    static const pdf_tag tags[] = {{"Document", NULL}, {"H1", NULL}, {"Figure", "x"}};
    static const pdf_tag others[] = {{"Document", NULL}, {"P", NULL}, {"Figure", "x"}};
    static const pdf_page page[2] = {{.trimmed = false}};
    canvas *c = NULL;
    buf pdf = BUF_EMPTY;
    err e = {0};
    assert_int_equal(canvas_create(CANVAS_PDF, 100, 100, 1, "en", &c, NULL), ERR_OK);
    canvas_tag_begin(c, "Document", NULL);
    say(c, "H1", 30, &body, "a");
    say(c, "Figure", 60, &body, "b");
    canvas_tag_end(c);
    assert_int_equal(canvas_finish(c, &pdf, NULL), ERR_OK);
    canvas_free(c);
    pdf_facts f = {"en", NULL, tags, 3, page, 1};
    assert_int_equal(finish_as(buf_view(&pdf), &f, &e), ERR_OK);
    f.n_tags = 2;
    assert_int_equal(finish_as(buf_view(&pdf), &f, &e), ERR_FORMAT);
    assert_string_equal(e.text, "element 3 of the PDF is not the one that was drawn");
    f = (pdf_facts){"en", NULL, others, 3, page, 1};
    assert_int_equal(finish_as(buf_view(&pdf), &f, &e), ERR_FORMAT);
    assert_string_equal(e.text, "element 2 of the PDF is not the one that was drawn");
    f = (pdf_facts){"en", NULL, tags, 3, page, 2};
    assert_int_equal(finish_as(buf_view(&pdf), &f, &e), ERR_FORMAT);
    assert_string_equal(e.text, "the PDF has 1 pages, and 2 were drawn");
    f.n_pages = 1;
    assert_int_equal(finish_as((bytes){(const uint8_t *)"no PDF at all", 13}, &f, &e), ERR_FORMAT);
    for (size_t cut = 1; cut < 30; cut++) /* half a file */
        assert_int_equal(finish_as((bytes){pdf.data, pdf.len * cut / 31}, &f, &e), ERR_FORMAT);
    buf_free(&pdf);
}

/* What memory there is must do for 30 MB of file: the rest of the process has its own already. */
static void test_no_memory_is_an_error(void **state) {
    (void)state;
#if !defined __SANITIZE_ADDRESS__ && !defined __SANITIZE_THREAD__
    static const pdf_page page[1] = {{.trimmed = false}};
    const pdf_facts f = {"en", NULL, NULL, 0, page, 1};
    canvas *c = NULL;
    buf pdf = BUF_EMPTY;
    assert_int_equal(canvas_create(CANVAS_PDF, 100, 100, 1, "en", &c, NULL), ERR_OK);
    for (unsigned i = 0; i < 400000; i++)
        canvas_circle(c, i * 7919 % 10007 / 100.0, i % 9973 / 99.0, 2 + i % 89 / 77.0, ink, ink, 1);
    assert_int_equal(canvas_finish(c, &pdf, NULL), ERR_OK);
    canvas_free(c);
    pid_t child = fork();
    assert_true(child >= 0);
    if (!child) {
        struct rlimit limit = {0, 0};
        buf out = BUF_EMPTY;
        err e = {0};
        limit.rlim_cur = limit.rlim_max = 32u << 20; /* the data's, of which more is in use */
        setrlimit(RLIMIT_DATA, &limit);
        err_code rc = pdf_finish(buf_view(&pdf), &f, &out, &e);
        _exit(rc == ERR_NOMEM && !out.len ? 0 : 1 + (int)rc);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    buf_free(&pdf);
#endif
}

int main(void) {
    const struct CMUnitTest tests[] = {
        IN_A_FOLDER(test_pages_and_metadata),
        IN_A_FOLDER(test_elements),
        IN_A_FOLDER(test_metadata_as_xmp),
        IN_A_FOLDER(test_bookmarks),
        cmocka_unit_test(test_equal_drawings_are_equal_files),
        IN_A_FOLDER(test_boxes_of_a_page),
        cmocka_unit_test(test_what_is_not_the_drawing_is_refused),
        cmocka_unit_test(test_no_memory_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
