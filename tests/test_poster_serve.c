/* Posters over a real socket.  Truth: the drawing of the same sheet in this process, and what the
 * documentation promises. */
#include "aid_atlas.h"
#include "aid_cmocka.h"
#include "aid_site.h"
#include "draw/image.h"
#include "sheet/poster.h"

#include <stdio.h>
#include <string.h>

static aid_site site;

static int start(void **state) {
    aid_stockholm_open(state);
    aid_site_serve(&site, aid_stockholm, (server_options){0});
    return 0;
}

static int stop(void **state) {
    aid_site_close(&site);
    return aid_stockholm_close(state);
}

static void test_the_sheet_is_the_drawn_one(void **state) {
    (void)state;
    const look_setting o[] = {{"classes", "4"}, {"lang", "sv"}};
    choropleth *c = aid_map(aid_stockholm, "violence", o, 2);
    poster_style s;
    poster_style_default(&s);
    s.paper = paper_find("A5");
    s.landscape = true;
    s.dpi = 50;
    s.bleed_mm = 2.5;
    strcpy(s.title, "Våld & sånt");
    strcpy(s.subtitle, "2024");
    for (size_t i = 0; i < IMAGE_FORMATS; i++) {
        char target[200];
        buf mine = BUF_EMPTY;
        snprintf(target, sizeof target,
                 "/poster/stockholm/violence.%s?classes=4&lang=sv&paper=A5&landscape=1&dpi=50&"
                 "bleed=2.5&title=V%%C3%%A5ld+%%26+s%%C3%%A5nt&subtitle=2024",
                 image_formats[i].extension);
        aid_http_reply r = aid_site_get(&site, target, NULL, 200);
        assert_int_equal(poster_draw(c, &s, image_formats[i].format, &mine, NULL, NULL), ERR_OK);
        assert_string_equal(aid_http_field(&r, "Content-Type"), image_formats[i].type);
        assert_int_equal(r.body.len, mine.len);
        assert_memory_equal(r.body.data, mine.data, mine.len);
        buf_free(&mine);
        aid_http_reply_free(&r);
    }
    choropleth_unref(c);
}

static void test_keeping(void **state) {
    (void)state;
    char again[200];
    aid_http_reply r = aid_site_get(&site, "/poster/stockholm/violence.pdf?paper=A5", NULL, 200);
    assert_string_equal(aid_http_field(&r, "Cache-Control"), "public, max-age=60");
    snprintf(again, sizeof again, "If-None-Match: %s\r\n", aid_http_field(&r, "ETag"));
    aid_http_reply_free(&r);
    r = aid_site_get(&site, "/poster/stockholm/violence.pdf?paper=A5", again, 304);
    aid_http_reply_free(&r);
    static const char *const others[] = {"paper=A4",         "paper=A5&landscape=1",
                                         "paper=A5&title=a", "paper=A5&subtitle=a",
                                         "paper=A5&bleed=3", "paper=A5&classes=4"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        char target[120];
        snprintf(target, sizeof target, "/poster/stockholm/violence.pdf?%s", others[i]);
        r = aid_site_get(&site, target, again, 200);
        aid_http_reply_free(&r);
    }
}

static void test_refusals(void **state) {
    (void)state;
    static const struct {
        const char *query, *parameter;
    } rows[] = {
        {"pdf?paper=A6", "paper"},
        {"pdf?landscape=2", "landscape"},
        {"png?dpi=35", "dpi"},
        {"png?dpi=601", "dpi"},
        {"pdf?title=", "title"},
        {"pdf?bleed=11", "bleed"},
        {"png?paper=A0&dpi=200", "dpi"},
        {"pdf?size=9x9", "size"},
        {"pdf?paper=A4&paper=A5", "paper"},
        {"pdf?classes=99", "classes"},
        {"pdf?period=1800", "period"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char target[120];
        int status = strstr(rows[i].query, "period") ? 404 : 400;
        snprintf(target, sizeof target, "/poster/stockholm/violence.%s", rows[i].query);
        json_t *root = aid_site_json(&site, target, status);
        assert_string_equal(aid_json_text(json_object_get(root, "error"), "parameter"),
                            rows[i].parameter);
        json_decref(root);
    }
    aid_http_reply r = aid_site_get(&site, "/poster/stockholm/violins.pdf", NULL, 404);
    aid_http_reply_free(&r);
}

static void test_all_options_are_described(void **state) {
    (void)state;
    json_t *root = aid_site_json(&site, "/openapi.json", 200);
    const json_t *path =
        json_object_get(json_object_get(root, "paths"), "/poster/{atlas}/{indicator}.pdf");
    const json_t *list = json_object_get(json_object_get(path, "get"), "parameters");
    for (size_t k = 0; k < poster_wishes.count; k++) {
        bool found = false;
        for (size_t i = 0; i < json_array_size(list); i++)
            found |=
                !strcmp(aid_json_text(json_array_get(list, i), "name"), poster_wishes.row[k].name);
        assert_true(found);
    }
    json_decref(root);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_sheet_is_the_drawn_one),
        cmocka_unit_test(test_keeping),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_all_options_are_described),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
