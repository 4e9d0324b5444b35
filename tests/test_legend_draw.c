/* legend_draw as pixels.  Truth: pixels as libpng reads them. */
#include "aid_cmocka.h"
#include "aid_legend.h"
#include "aid_samples.h"
#include "draw/legend_draw.h"
#include "draw/png.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PADDING 12 /* px left and right of a legend on a page */

typedef struct picture {
    rgba *pixels;
    uint32_t width, height;
} picture;

static picture draw_styled(const legend *l, const legend_style *o) {
    picture p = {0};
    buf png = BUF_EMPTY;
    err e = {0};
    if (legend_draw(l, o, CANVAS_PNG, &png, &e)) fail_msg("%s", e.text);
    if (png_decode(buf_view(&png), &p.pixels, &p.width, &p.height, &e)) fail_msg("%s", e.text);
    buf_free(&png);
    return p;
}

static picture draw(const legend *l, double scale) {
    return draw_styled(l, &(legend_style){.scale = scale});
}

static bool is(rgba a, rgba b) { return a.r == b.r && a.g == b.g && a.b == b.b && a.a == b.a; }

static bool white(const picture *p, uint32_t x0, uint32_t y0, uint32_t x1, uint32_t y1) {
    for (uint32_t y = y0; y < y1; y++)
        for (uint32_t x = x0; x < x1; x++)
            if (!is(p->pixels[y * p->width + x], (rgba){255, 255, 255, 255})) return false;
    return true;
}

/* The longest line of one color, along a row or a column. */
static uint32_t longest_run(const picture *p, rgba color) {
    uint32_t longest = 0;
    for (uint32_t y = 0; y < p->height; y++)
        for (uint32_t x = 0, run = 0; x < p->width; x++) {
            run = is(p->pixels[y * p->width + x], color) ? run + 1 : 0;
            if (run > longest) longest = run;
        }
    for (uint32_t x = 0; x < p->width; x++)
        for (uint32_t y = 0, run = 0; y < p->height; y++) {
            run = is(p->pixels[y * p->width + x], color) ? run + 1 : 0;
            if (run > longest) longest = run;
        }
    return longest;
}

static void test_nothing_leaves_the_picture(void **state) {
    (void)state;
    for (size_t i = 0; i < aid_setup_count; i++)
        for (uint32_t scale = 1; scale <= 2; scale++) {
            legend *l = aid_legend(&aid_setups[i], NULL);
            picture p = draw(l, scale);
            uint32_t side = (PADDING - 5) * scale; /* a mark at an end stands 4.5 px out */
            assert_int_equal(p.width, 320 * scale);
            if (!white(&p, 0, 0, side, p.height))
                fail_msg("%s: something stands left of the padding", aid_setups[i].name);
            if (!white(&p, p.width - side, 0, p.width, p.height))
                fail_msg("%s: something stands right of the padding", aid_setups[i].name);
            if (!white(&p, 0, 0, p.width, 4 * scale))
                fail_msg("%s: something stands above", aid_setups[i].name);
            if (!white(&p, 0, p.height - 4 * scale, p.width, p.height))
                fail_msg("%s: something stands below", aid_setups[i].name);
            free(p.pixels);
            legend_free(l);
        }
}

static legend *sample_of(size_t i, const ramp_set *ramps) {
    legend *l = NULL;
    err e = {0};
    if (sample_legend(&samples[i], ramps, &l, &e)) fail_msg("%s: %s", samples[i].name, e.text);
    return l;
}

/* Dots are at most 9 px wide, so a longer run is in the ramp, a swatch or a bar. */
static void shows_its_colors(const legend *l, const legend_style *o, const char *name) {
    picture p = draw_styled(l, o);
    for (size_t k = 0; k < l->count; k++)
        if (longest_run(&p, l->classes[k].color) < 10)
            fail_msg("%s: the color of class %zu is not there", name, k);
    for (size_t k = 0; k < l->n_stops; k++)
        if (longest_run(&p, l->stops[k].color) < 10)
            fail_msg("%s: the color of stop %zu is not there", name, k);
    free(p.pixels);
}

static void test_every_color_is_in_the_ramp(void **state) {
    (void)state;
    for (size_t i = 0; i < aid_setup_count; i++)
        for (int d = LEGEND_AUTO; d <= LEGEND_VERTICAL; d++) {
            legend *l = aid_legend(&aid_setups[i], NULL);
            legend_style o = {.scale = d ? 1 : 2, .direction = (legend_direction)d};
            shows_its_colors(l, &o, aid_setups[i].name);
            legend_free(l);
        }
}

static void test_every_kind_shows_its_colors(void **state) {
    (void)state;
    ramp_set *ramps = NULL;
    assert_int_equal(ramp_set_builtin(&ramps, NULL), ERR_OK);
    for (size_t i = 0; i < sample_count; i++)
        for (int d = LEGEND_AUTO; d <= LEGEND_VERTICAL; d++)
            for (size_t z = 0; z < legend_size_count; z++) {
                legend *l = sample_of(i, ramps);
                legend_style o = {
                    .scale = 2, .direction = (legend_direction)d, .size = &legend_sizes[z]};
                shows_its_colors(l, &o, samples[i].name);
                legend_free(l);
            }
    ramp_set_free(ramps);
}

/* Under transparent ones there is nothing; else the corners are the paper. */
static void test_paper_lies_only_where_there_is_one(void **state) {
    (void)state;
    for (size_t i = 0; i < backdrop_count; i++) {
        legend *l = aid_legend(&aid_setups[0], backdrops[i].name);
        picture p = draw(l, 1);
        rgba wanted = backdrops[i].paper.a ? backdrops[i].paper : (rgba){0};
        assert_true(is(p.pixels[0], wanted));
        assert_true(is(p.pixels[p.width * p.height - 1], wanted));
        free(p.pixels);
        legend_free(l);
    }
}

/* At another place of a larger canvas the same pixels are drawn, and the height is told. */
static void test_a_legend_on_a_sheet_is_the_same(void **state) {
    (void)state;
    for (size_t i = 0; i < aid_setup_count; i++) {
        legend *l = aid_legend(&aid_setups[i], "transparent");
        legend_style o = {.scale = 1};
        picture alone = draw(l, 1), sheet = {0};
        canvas *c = NULL;
        buf png = BUF_EMPTY;
        double height = legend_draw_on(NULL, l, &o, 7, 30);
        assert_int_equal(ceil(height), alone.height);
        assert_int_equal(canvas_create(CANVAS_PNG, 400, ceil(height) + 50, 1, "en", &c, NULL),
                         ERR_OK);
        assert_true(legend_draw_on(c, l, &o, 7, 30) == height);
        assert_int_equal(canvas_finish(c, &png, NULL), ERR_OK);
        canvas_free(c);
        assert_int_equal(
            png_decode(buf_view(&png), &sheet.pixels, &sheet.width, &sheet.height, NULL), ERR_OK);
        for (uint32_t y = 0; y < alone.height; y++)
            assert_memory_equal(&sheet.pixels[(y + 30) * 400 + 7], &alone.pixels[y * alone.width],
                                alone.width * sizeof(rgba));
        buf_free(&png);
        free(alone.pixels);
        free(sheet.pixels);
        legend_free(l);
    }
}

static void test_the_same_legend_gives_the_same_bytes(void **state) {
    (void)state;
    legend *l = aid_legend(&aid_setups[0], NULL);
    legend_style o = {.scale = 2};
    for (int f = 0; f < 2; f++) {
        buf a = BUF_EMPTY, b = BUF_EMPTY;
        buf_adds(&b, "x"); /* appended to what is there */
        assert_int_equal(legend_draw(l, &o, f ? CANVAS_PNG : CANVAS_SVG, &a, NULL), ERR_OK);
        assert_int_equal(legend_draw(l, &o, f ? CANVAS_PNG : CANVAS_SVG, &b, NULL), ERR_OK);
        assert_int_equal(b.len, a.len + 1);
        assert_memory_equal(b.data + 1, a.data, a.len);
        buf_free(&a);
        buf_free(&b);
    }
    legend_free(l);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nothing_leaves_the_picture),
        cmocka_unit_test(test_every_color_is_in_the_ramp),
        cmocka_unit_test(test_every_kind_shows_its_colors),
        cmocka_unit_test(test_paper_lies_only_where_there_is_one),
        cmocka_unit_test(test_a_legend_on_a_sheet_is_the_same),
        cmocka_unit_test(test_the_same_legend_gives_the_same_bytes),
    };
    return cmocka_run_group_tests_name("legend_draw", tests, NULL, NULL);
}
