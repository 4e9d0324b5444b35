/* Posters over a real socket.  Truth: the drawing of the same sheet in this process, and what the
 * documentation promises. */
#include "aid_atlas.h"
#include "aid_cmocka.h"
#include "aid_site.h"
#include "draw/image.h"
#include "sheet/poster.h"

#include <stdio.h>
#include <string.h>

static const aid_site *const site = &aid_site_stockholm;

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
        assert_int_equal(poster_draw(c, &s, image_formats[i].format, &mine, NULL, NULL), ERR_OK);
        aid_site_serves(site, target, image_formats[i].type, buf_view(&mine));
        buf_free(&mine);
    }
    choropleth_unref(c);
}

#define A5 "/poster/stockholm/violence.pdf?paper=A5"

static void test_several_maps(void **state) {
    (void)state;
    choropleth *c = aid_map(aid_stockholm, "mean_age", NULL, 0);
    poster_style s;
    poster_style_default(&s);
    s.paper = paper_find("A5");
    for (int k = 0; k < 2; k++) {
        buf mine = BUF_EMPTY;
        strcpy(s.periods, k ? "" : "2010,2024");
        strcpy(s.indicators, k ? "mean_age,violence" : "");
        assert_int_equal(poster_draw(c, &s, CANVAS_PDF, &mine, NULL, NULL), ERR_OK);
        aid_site_serves(site,
                        k ? "/poster/stockholm/mean_age.pdf?indicators=mean_age,violence&paper=A5"
                          : "/poster/stockholm/mean_age.pdf?periods=2010,2024&paper=A5",
                        "application/pdf", buf_view(&mine));
        buf_free(&mine);
    }
    choropleth_unref(c);
}

static void test_keeping(void **state) {
    (void)state;
    static const char *const others[] = {"/poster/stockholm/violence.pdf?paper=A4",
                                         A5 "&landscape=1",
                                         A5 "&title=a",
                                         A5 "&subtitle=a",
                                         A5 "&bleed=3",
                                         A5 "&classes=4"};
    aid_site_keeps(site, A5, others, sizeof others / sizeof *others);
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
        {"pdf?periods=2024", "periods"},
        {"pdf?periods=2023,2024&indicators=violence,assault", "periods"},
        {"pdf?indicators=violence", "indicators"},
        {"pdf?indicators=violence,income_mean", "indicators"}, /* of another layer */
        {"pdf?periods=2024,1800", "periods"},
        {"pdf?indicators=violence,violins", "indicators"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char target[120];
        bool unknown = strstr(rows[i].query, "1800") || strstr(rows[i].query, "violins");
        int status = unknown ? 404 : 400;
        snprintf(target, sizeof target, "/poster/stockholm/violence.%s", rows[i].query);
        aid_site_refuses(site, target, status, rows[i].parameter);
    }
    aid_site_refuses(site, "/poster/stockholm/violins.pdf", 404, NULL);
}

static void test_all_options_are_described(void **state) {
    (void)state;
    json_t *root = aid_site_json(site, "/openapi.json", 200);
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
        cmocka_unit_test(test_several_maps),
        cmocka_unit_test(test_keeping),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_all_options_are_described),
    };
    return cmocka_run_group_tests(tests, aid_site_stockholm_open, aid_site_stockholm_close);
}
