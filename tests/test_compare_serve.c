/* Compare sheets and profiles over a real socket.  Truth: the same files made in this process, and
 * what the documentation promises. */
#include "aid_atlas.h"
#include "aid_cmocka.h"
#include "aid_site.h"
#include "sheet/compare_file.h"

#include <stdio.h>
#include <string.h>

static const aid_site *const site = &aid_site_stockholm;

#define JARVA "J%C3%A4rva"
#define TWO   "districts=" JARVA ",soderort"

static compare_ask asked(const char *who) {
    compare_ask a;
    compare_ask_default(&a);
    assert_true(compare_ask_set_one(&a, who));
    a.language = LANG_SV;
    a.style.paper = paper_find("A5");
    a.style.landscape = true;
    a.style.dpi = 50;
    strcpy(a.style.title, "Å & ä");
    return a;
}

static void expect_file(const char *target, const compare_ask *a, const compare_file *f, bool one) {
    buf mine = BUF_EMPTY;
    err e = {0};
    if (compare_file_make(aid_stockholm, a, f, one, &mine, &e)) fail_msg("%s: %s", target, e.text);
    aid_site_serves(site, target, f->type, buf_view(&mine));
    buf_free(&mine);
}

#define STYLE "lang=sv&paper=A5&landscape=1&dpi=50&title=%C3%85+%26+%C3%A4"

static void test_files_are_those_made_here(void **state) {
    (void)state;
    char target[300];
    compare_ask a = asked("Järva,soderort"), one = asked("Järva");
    strcpy(a.indicators, "violence,population@change");
    for (size_t i = 0; i < COMPARE_FILES; i++) {
        const compare_file *f = &compare_files[i];
        snprintf(target, sizeof target, "/compare/stockholm.%s?%s", f->extension,
                 TWO "&indicators=violence,population@change&" STYLE);
        expect_file(target, &a, f, false);
        snprintf(target, sizeof target, "/profile/stockholm/%s.%s?%s", JARVA, f->extension, STYLE);
        if (f->of_one)
            expect_file(target, &one, f, true);
        else
            aid_site_refuses(site, target, 404, NULL);
    }
    one = asked(COMPARE_BOOK);
    expect_file("/profile/stockholm/all.pdf?" STYLE, &one, compare_file_find("pdf", true), true);
}

static void test_keeping(void **state) {
    (void)state;
    static const char *const others[] = {"/compare/stockholm.json?districts=" JARVA,
                                         "/compare/stockholm.json?districts=soderort," JARVA,
                                         "/compare/stockholm.csv?" TWO,
                                         "/compare/stockholm.json?" TWO "&indicators=violence",
                                         "/compare/stockholm.json?" TWO "&lang=sv",
                                         "/profile/stockholm/" JARVA ".json"};
    static const char *const pages[] = {"/profile/stockholm/soderort.json?lang=en",
                                        "/profile/stockholm/" JARVA ".json?lang=sv",
                                        "/compare/stockholm.json?lang=en&districts=" JARVA};
    aid_site_keeps(site, "/compare/stockholm.json?" TWO, others, sizeof others / sizeof *others);
    aid_site_keeps(site, "/profile/stockholm/" JARVA ".json?lang=en", pages, 3);
}

static void test_refusals(void **state) {
    (void)state;
    static const struct {
        const char *target, *parameter;
        int status;
    } rows[] = {
        {"/compare/stockholm.json", "districts", 400},
        {"/compare/stockholm.json?districts=", "districts", 400},
        {"/compare/stockholm.json?districts=Jarva", "districts", 404},
        {"/compare/stockholm.json?districts=a,b,c,d,e", "districts", 400},
        {"/compare/stockholm.json?districts=" JARVA "," JARVA, "districts", 400},
        {"/compare/stockholm.json?" TWO "&indicators=violins", "indicators", 404},
        {"/compare/stockholm.json?" TWO "&indicators=violence@1800", "indicators", 404},
        {"/compare/stockholm.json?" TWO "&indicators=area_type", "indicators", 400},
        {"/compare/stockholm.svg?" TWO "&paper=A6", "paper", 400},
        {"/compare/stockholm.svg?" TWO "&lang=de", "lang", 400},
        {"/compare/stockholm.svg?" TWO "&slopes=2", "slopes", 400},
        {"/compare/stockholm.png?" TWO "&paper=A0&dpi=300", "dpi", 400},
        {"/compare/stockholm.svg?" TWO "&classes=4", "classes", 400},
        {"/compare/stockholm.svg?" TWO "&" TWO, "districts", 400},
        {"/compare/gotham.svg?" TWO, NULL, 404},
        {"/profile/stockholm/Jarva.pdf", "district", 404},
        {"/profile/stockholm/" JARVA ",soderort.pdf", "district", 404},
        {"/profile/stockholm/" JARVA ".pdf?districts=a", "districts", 400},
        {"/profile/stockholm/" JARVA ".pdf?slopes=1", "slopes", 400},
        {"/profile/stockholm/" JARVA ".json?indicators=violins", "indicators", 404},
        {"/profile/stockholm/all.json", "district", 400},
        {"/profile/stockholm/all.svg", "district", 400},
        {"/profile/stockholm/a%2Fb.pdf", NULL, 400},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        aid_site_refuses(site, rows[i].target, rows[i].status, rows[i].parameter);
}

static void test_a_table_is_a_download(void **state) {
    (void)state;
    aid_http_reply r = aid_site_get(site, "/compare/stockholm.csv?" TWO, NULL, 200);
    assert_string_equal(aid_http_field(&r, "Content-Disposition"),
                        "attachment; filename=\"compare.csv\"");
    aid_http_reply_free(&r);
}

static bool takes(const json_t *paths, const char *path, const char *name) {
    const json_t *get = json_object_get(json_object_get(paths, path), "get");
    const json_t *list = json_object_get(get, "parameters");
    for (size_t i = 0; i < json_array_size(list); i++)
        if (!strcmp(aid_json_text(json_array_get(list, i), "name"), name)) return true;
    return false;
}

static void test_all_options_are_described(void **state) {
    (void)state;
    json_t *root = aid_site_json(site, "/openapi.json", 200);
    const json_t *paths = json_object_get(root, "paths");
    for (size_t k = 0; k < compare_wishes.count; k++)
        assert_true(takes(paths, "/compare/{atlas}.csv", compare_wishes.row[k].name));
    for (size_t k = 0; k < profile_wishes.count; k++)
        assert_true(takes(paths, "/profile/{atlas}/{district}.pdf", profile_wishes.row[k].name));
    assert_true(takes(paths, "/profile/{atlas}/{district}.pdf", "district"));
    assert_false(takes(paths, "/profile/{atlas}/{district}.pdf", "districts"));
    assert_false(takes(paths, "/compare/{atlas}.csv", "classes"));
    json_decref(root);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_files_are_those_made_here),
        cmocka_unit_test(test_keeping),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_a_table_is_a_download),
        cmocka_unit_test(test_all_options_are_described),
    };
    return cmocka_run_group_tests(tests, aid_site_stockholm_open, aid_site_stockholm_close);
}
