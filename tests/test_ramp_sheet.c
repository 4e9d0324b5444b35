#include "aid_ramps.h"
#include "draw/png.h"
#include "draw/ramp_sheet.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static buf draw(const ramp *const *ramps, size_t n, size_t classes, lang l, canvas_format f) {
    buf out = BUF_EMPTY;
    err e = {0};
    if (ramp_sheet_draw(ramps, n, classes, l, f, 1, &out, &e)) fail_msg("%s", e.text);
    return out;
}

static void has(const buf *svg, const char *part) {
    if (!strstr(buf_text(svg), part)) fail_msg("the sheet lacks \"%s\"", part);
}

static void every_ramp_is_there_in_words(void **state) {
    const ramp_set *s = *state;
    size_t n = ramp_set_count(s);
    const ramp **all = calloc(n, sizeof(const ramp *));
    for (size_t i = 0; i < n; i++) all[i] = ramp_at(s, i);
    buf svg = draw(all, n, 0, LANG_SV, CANVAS_SVG);
    for (size_t i = 0; i < n; i++) has(&svg, ramp_name(all[i]));
    has(&svg, "Sekventiella");
    has(&svg, "Divergerande");
    has(&svg, "Kvalitativa");
    has(&svg, "designs developed by Cynthia Brewer");
    buf_free(&svg);
    free(all);
}

/* Truth: the ramp's own colors; those of teal are in styles/ramps.yaml. */
static void as_many_classes_as_asked_for(void **state) {
    const ramp *const teal[] = {ramp_find(*state, "teal")};
    buf five = draw(teal, 1, 0, LANG_EN, CANVAS_SVG), three = draw(teal, 1, 3, LANG_EN, CANVAS_SVG);
    has(&five, "#a9d3c3");
    has(&five, "color-blind 3–5");
    assert_null(strstr(buf_text(&three), "#a9d3c3"));
    has(&three, "#5faeb3");
    assert_null(strstr(buf_text(&five), "Qualitative"));
    buf_free(&five);
    buf_free(&three);
}

static void a_dark_ramp_stands_on_its_ground(void **state) {
    const ramp *const dark[] = {ramp_find(*state, "teal-dark")};
    buf png = draw(dark, 1, 0, LANG_EN, CANVAS_PNG);
    rgba *pixels = NULL;
    uint32_t width, height;
    size_t ground = 0;
    assert_int_equal(png_decode(buf_view(&png), &pixels, &width, &height, NULL), ERR_OK);
    assert_int_equal(width, RAMP_SHEET_WIDTH_PX);
    for (size_t i = 0; i < (size_t)width * height; i++)
        ground += pixels[i].r == 0x0e && pixels[i].g == 0x13 && pixels[i].b == 0x17;
    assert_true(ground > 1000);
    free(pixels);
    buf_free(&png);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_ramp_is_there_in_words),
        cmocka_unit_test(as_many_classes_as_asked_for),
        cmocka_unit_test(a_dark_ramp_stands_on_its_ground),
    };
    return cmocka_run_group_tests_name("ramp_sheet", tests, aid_ramps_open, aid_ramps_close);
}
