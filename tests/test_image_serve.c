/* Pictures over a real socket.  Truth: the drawing of the same picture in this process, and what
 * the documentation promises. */
#include "aid_atlas.h"
#include "aid_cmocka.h"
#include "aid_image.h"
#include "aid_site.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const aid_site *const site = &aid_site_stockholm;

static void test_the_picture_is_the_drawn_one(void **state) {
    (void)state;
    const look_setting o[] = {{"classes", "4"}, {"lang", "sv"}};
    choropleth *c = aid_map(aid_stockholm, "violence", o, 2);
    image_style s = aid_image_style(420, 500);
    s.bbox = (rect){17.9, 59.2, 18.2, 59.4};
    s.title = TITLE_OWN;
    s.source = true;
    for (size_t i = 0; i < IMAGE_FORMATS; i++) {
        char target[200];
        buf mine = BUF_EMPTY;
        snprintf(target, sizeof target,
                 "/image/stockholm/violence.%s?classes=4&lang=sv&size=420x500&"
                 "bbox=17.9,59.2,18.2,59.4&title=1&source=1",
                 image_formats[i].extension);
        aid_image_draw(c, &s, image_formats[i].format, &mine, NULL);
        aid_site_serves(site, target, image_formats[i].type, buf_view(&mine));
        buf_free(&mine);
    }
    choropleth_unref(c);
}

/* Percent signs and two digits back to bytes. */
static void unescape(char *text) {
    char *to = text;
    for (const char *at = text; *at; at++) {
        unsigned byte;
        if (*at == '%' && sscanf(at + 1, "%2x", &byte) == 1) {
            *to++ = (char)byte;
            at += 2;
        } else {
            *to++ = *at;
        }
    }
    *to = 0;
}

static void test_alternative_text(void **state) {
    (void)state;
    static const char wanted[] =
        "Karta: Anmälda våldsbrott, per 1 000 invånare, 2024. Uppgift för 11 av 11 områden. "
        "Från 9,0 till 18,8. Högst: Skärholmen, 18,8. Lägst: Bromma, 9,0. Hela staden: 13,5.";
    aid_http_reply r = aid_site_get(
        site, "/image/stockholm/violence.png?lang=sv&period=2024&size=100x100", NULL, 200);
    char text[1024];
    snprintf(text, sizeof text, "%s", aid_http_field(&r, "Kartblad-Alt"));
    for (const char *c = text; *c; c++) assert_in_range(*c, 0x21, 0x7e); /* ASCII */
    unescape(text);
    assert_string_equal(text, wanted);
    assert_string_equal(aid_http_field(&r, "Access-Control-Expose-Headers"), "Kartblad-Alt");
    aid_http_reply_free(&r);
    static const char *const targets[] = {"/legend/stockholm/violence.json?period=2024",
                                          "/data/stockholm/violence.json?period=2024"};
    for (size_t i = 0; i < 2; i++) { /* in both languages, whatever the look's is */
        json_t *root = aid_site_json(site, targets[i], 200);
        assert_string_equal(aid_json_text(json_object_get(root, "alt"), "sv"), wanted);
        assert_non_null(strstr(aid_json_text(json_object_get(root, "alt"), "en"), "Highest: Skär"));
        json_decref(root);
    }
}

static void test_keeping(void **state) {
    (void)state;
    static const char *const others[] = {
        "/image/stockholm/violence.svg?size=101x100", "/image/stockholm/violence.pdf?size=100x100",
        "/image/stockholm/violence.svg?size=100x100&bbox=17,59,18,60",
        "/image/stockholm/violence.svg?size=100x100&scale=2",
        "/image/stockholm/violence.svg?size=100x100&opacity=0.5"};
    aid_site_keeps(site, "/image/stockholm/violence.svg?size=100x100", others,
                   sizeof others / sizeof *others);
}

static void test_refusals(void **state) {
    (void)state;
    static const struct {
        const char *query, *parameter;
        int status;
    } rows[] = {
        {"size=15x15", "size", 400},
        {"size=4000x4000&scale=2", "size", 400},
        {"size=200x100&legend=1", "size", 400},
        {"bbox=1,2,3", "bbox", 400},
        {"scale=3", "scale", 400},
        {"legend=yes", "legend", 400},
        {"title=a%0Ab", "title", 400},
        {"direction=vertical", "direction", 400},
        {"classes=99", "classes", 400},
        {"period=1900", "period", 404},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char target[120];
        snprintf(target, sizeof target, "/image/stockholm/violence.png?%s", rows[i].query);
        aid_site_refuses(site, target, rows[i].status, rows[i].parameter);
    }
    aid_site_refuses(site, "/image/stockholm/violence.gif", 404, NULL);
    aid_site_refuses(site, "/image/stockholm/violins.png", 404, NULL);
}

/* Every one waits in the queue of its own, and so do statistics and all sheets (whose rules
 * test_server_load.c tests); figures of sheets do not. */
static void test_pictures_are_heavy(void **state) {
    (void)state;
    size_t n = 0;
    for (size_t i = 0; i < route_count; i++) {
        bool sheet = !strncmp(routes[i].pattern, "/compare/", 9) ||
                     !strncmp(routes[i].pattern, "/profile/", 9);
        bool text = routes[i].type && (!strcmp(routes[i].type, "application/json") ||
                                       !strncmp(routes[i].type, "text/", 5));
        bool heavy = (sheet && !text) || !strncmp(routes[i].pattern, "/image/", 7) ||
                     !strncmp(routes[i].pattern, "/poster/", 8) ||
                     !strncmp(routes[i].pattern, "/stats/", 7);
        assert_int_equal((routes[i].flags & ROUTE_HEAVY) != 0, heavy);
        n += !strncmp(routes[i].pattern, "/image/", 7);
    }
    assert_int_equal(n, IMAGE_FORMATS);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_picture_is_the_drawn_one),
        cmocka_unit_test(test_alternative_text),
        cmocka_unit_test(test_keeping),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_pictures_are_heavy),
    };
    return cmocka_run_group_tests(tests, aid_site_stockholm_open, aid_site_stockholm_close);
}
