/* canvas.  Truth: pixels as libpng reads them, and coordinates worked by hand. */
#include "aid_cmocka.h"
#include "aid_legend.h"
#include "draw/canvas_pattern.h"
#include "draw/png.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct picture {
    rgba *pixels;
    uint32_t width, height;
} picture;

#define ROUGH 12 /* of 255: what cairo rounds away at the edge of a polygon */

static bool is(rgba a, rgba b) { return a.r == b.r && a.g == b.g && a.b == b.b && a.a == b.a; }

static const rgba black = {0, 0, 0, 255}, red = {255, 0, 0, 255}, clear = {0, 0, 0, 0},
                  white = {255, 255, 255, 255};

static picture finish(canvas *c) {
    picture p = {0};
    buf png = BUF_EMPTY;
    err e = {0};
    if (canvas_finish(c, &png, &e)) fail_msg("%s", e.text);
    assert_int_equal(png_decode(buf_view(&png), &p.pixels, &p.width, &p.height, NULL), ERR_OK);
    buf_free(&png);
    canvas_free(c);
    return p;
}

static void test_shapes_fill_the_pixels_they_say(void **state) {
    (void)state;
    canvas *c = NULL;
    assert_int_equal(canvas_create(CANVAS_PNG, 10, 6, 2, "en", &c, NULL), ERR_OK);
    canvas_rect(c, (box){1, 1, 3, 2}, red);
    canvas_rect_line(c, (box){5, 1, 4, 4}, black, 1);
    picture p = finish(c);
    assert_true(p.width == 20 && p.height == 12);
    for (uint32_t y = 0; y < 12; y++)
        for (uint32_t x = 0; x < 20; x++) {
            bool filled = x >= 2 && x < 8 && y >= 2 && y < 6;
            bool outer = x >= 10 && x < 18 && y >= 2 && y < 10;
            bool inner = x >= 12 && x < 16 && y >= 4 && y < 8; /* the line lies inside the edge */
            assert_true(is(p.pixels[y * 20 + x], filled ? red : outer && !inner ? black : clear));
        }
    free(p.pixels);
}

/* Lines at 45° that rise to the right: a pixel's color is that of the one up and right of it. */
static void test_the_hatch_rises_to_the_right(void **state) {
    (void)state;
    canvas *c = NULL;
    assert_int_equal(canvas_create(CANVAS_PNG, 40, 20, 1, "en", &c, NULL), ERR_OK);
    pattern_style s = {PATTERN_RISING, black, 1.2, 5.66};
    canvas_pattern_box(c, (box){2, 2, 36, 16}, white, &s);
    picture p = finish(c);
    unsigned dark = 0, differs = 0;
    for (uint32_t y = 3; y < 17; y++)
        for (uint32_t x = 3; x < 36; x++) {
            const rgba *a = &p.pixels[y * 40 + x], *b = &p.pixels[(y - 1) * 40 + x + 1];
            dark += a->r < 128;
            differs += y > 3 && abs(a->r - b->r) > ROUGH;
        }
    assert_int_equal(differs, 0);
    assert_in_range(dark, 14 * 33 / 10, 14 * 33 / 3); /* about 1.2 of 5.66 */
    for (uint32_t x = 0; x < 40; x++) assert_true(is(p.pixels[40 + x], clear)); /* clipped */
    free(p.pixels);
}

static void test_text_measures(void **state) {
    (void)state;
    if (!text_font_found()) skip(); /* another font has other widths */
    text_style s = {.size_px = 12, .weight = 400, .tabular = true, .color = black};
    assert_true(text_width(&s, "") == 0);
    double one = text_width(&s, "1"), eight = text_width(&s, "8");
    assert_true(one > 4 && fabs(one - eight) < 0.01); /* tabular figures */
    assert_true(fabs(text_width(&s, "11111111") - 8 * one) < 0.05);
    text_style twice = s;
    twice.size_px = 24;
    assert_true(fabs(text_width(&twice, "Stockholm") - 2 * text_width(&s, "Stockholm")) < 0.1);
    assert_true(text_paragraph_height(100, 16, &s, "") == 0);
    assert_true(text_paragraph_height(1000, 16, &s, "one line") == 16);
    assert_true(text_paragraph_height(20, 16, &s, "three short words") >= 48);
    assert_true(text_paragraph_height(1000, 16, &s, "two\nlines") == 32);
}

static void test_paragraphs_lose_no_word(void **state) {
    (void)state;
    canvas *c = NULL;
    buf svg = BUF_EMPTY;
    text_style s = {.size_px = 12, .weight = 400, .color = black};
    assert_int_equal(canvas_create(CANVAS_SVG, 100, 100, 1, "en", &c, NULL), ERR_OK);
    double height =
        canvas_paragraph(c, 0, 0, 60, 16, &s, "alpha beta\ngamma deltaepsilonzetaetatheta");
    assert_int_equal(canvas_finish(c, &svg, NULL), ERR_OK);
    aid_xml(buf_text(&svg));
    size_t lines = 0;
    char letters[200] = "";
    for (const char *p = buf_text(&svg); (p = strstr(p, "<text ")); lines++)
        for (p = strchr(p, '>') + 1; *p != '<'; p++)
            if (*p != ' ') strncat(letters, p, 1);
    assert_string_equal(letters, "alphabetagammadeltaepsilonzetaetatheta");
    assert_true(lines >= 3 && height == 16.0 * (double)lines);
    canvas_free(c);
    canvas_free(NULL);
    buf_free(&svg);
}

static picture draw_pattern(pattern kind) {
    canvas *c = NULL;
    assert_int_equal(canvas_create(CANVAS_PNG, 24, 24, 1, "en", &c, NULL), ERR_OK);
    pattern_style s = {kind, black, 2, 8};
    canvas_pattern_box(c, (box){0, 0, 24, 24}, white, &s);
    return finish(c);
}

/* Pixel (i, j) and its mirror image: rising and falling lines are each other's, crossed ones and
 * level ones their own; level rows are of one color. */
static void test_patterns_lie_as_they_are_called(void **state) {
    (void)state;
    picture p[PATTERN__COUNT];
    for (int k = 0; k < PATTERN__COUNT; k++) p[k] = draw_pattern((pattern)k);
    for (uint32_t y = 0; y < 24; y++)
        for (uint32_t x = 0; x < 24; x++) {
            uint32_t here = y * 24 + x, there = y * 24 + 23 - x;
            assert_true(is(p[PATTERN_NONE].pixels[here], white));
            assert_in_range(
                abs(p[PATTERN_RISING].pixels[here].r - p[PATTERN_FALLING].pixels[there].r), 0,
                ROUGH);
            assert_in_range(
                abs(p[PATTERN_CROSSED].pixels[here].r - p[PATTERN_CROSSED].pixels[there].r), 0,
                ROUGH);
            assert_true(is(p[PATTERN_LEVEL].pixels[here], p[PATTERN_LEVEL].pixels[y * 24]));
        }
    /* Level lines 2 px wide, 8 px apart, around the middle: at 8 and 16, and half of those at the
     * edges. */
    for (uint32_t y = 0; y < 24; y++) {
        bool line = y % 8 == 7 || y % 8 == 0;
        assert_true(is(p[PATTERN_LEVEL].pixels[y * 24], line ? black : white));
    }
    for (int k = 0; k < PATTERN__COUNT; k++) free(p[k].pixels);
}

static void test_lines_end_at_the_disc(void **state) {
    (void)state;
    canvas *c = NULL;
    assert_int_equal(canvas_create(CANVAS_PNG, 40, 40, 1, "en", &c, NULL), ERR_OK);
    pattern_style s = {PATTERN_FALLING, black, 1, 5};
    canvas_pattern_disc(c, 20, 20, 15, red, &s);
    picture p = finish(c);
    unsigned dark = 0;
    for (uint32_t y = 0; y < 40; y++)
        for (uint32_t x = 0; x < 40; x++) {
            rgba at = p.pixels[y * 40 + x];
            dark += at.a == 255 && at.r < 128;
            if (hypot(x + 0.5 - 20, y + 0.5 - 20) > 16.5) assert_true(is(at, clear));
        }
    assert_true(dark > 50);
    free(p.pixels);
}

static void test_nothing_is_drawn_on_no_canvas(void **state) {
    (void)state;
    text_style s = {.size_px = 12, .weight = 400, .color = black};
    canvas_push(NULL, 1, 1);
    canvas_rect(NULL, (box){0, 0, 1, 1}, red);
    canvas_rect_line(NULL, (box){0, 0, 1, 1}, red, 1);
    canvas_line(NULL, 0, 0, 1, 1, red, 1);
    canvas_circle(NULL, 0, 0, 1, red, red, 1);
    canvas_polygon(NULL, (const double[]){0, 0, 1, 0, 1, 1}, 3, red);
    canvas_text(NULL, 0, 0, 0, &s, "text");
    canvas_pop(NULL);
    assert_true(canvas_paragraph(NULL, 0, 0, 1000, 16, &s, "one line") == 16);
}

static void test_the_origin_moves_and_returns(void **state) {
    (void)state;
    canvas *c = NULL;
    assert_int_equal(canvas_create(CANVAS_PNG, 10, 10, 1, "en", &c, NULL), ERR_OK);
    canvas_push(c, 4, 2);
    canvas_push(c, 1, 1);
    canvas_rect(c, (box){0, 0, 1, 1}, red);
    canvas_pop(c);
    canvas_pop(c);
    canvas_rect(c, (box){0, 0, 1, 1}, black);
    picture p = finish(c);
    for (uint32_t i = 0; i < 100; i++)
        assert_true(is(p.pixels[i], i == 35 ? red : i == 0 ? black : clear));
    free(p.pixels);
}

/* ---- paths ---- */

static const double path_x[] = {2, 18, 18, 2, 18, 34, 34, 18, 6, 14, 14, 6};
static const double path_y[] = {2, 2, 18, 18, 2, 2, 18, 18, 6, 6, 14, 14};
static const uint32_t path_first[] = {0, 4, 8, 12};
/* Two squares side by side, and a hole in the first. */
static const canvas_path squares = {path_x, path_y, path_first, 3};

static void test_areas_are_even_odd_and_have_no_seam(void **state) {
    (void)state;
    for (int scale = 1; scale <= 3; scale++) {
        canvas *c = NULL;
        assert_int_equal(canvas_create(CANVAS_PNG, 36, 20, scale / 1.7, "en", &c, NULL), ERR_OK);
        canvas_area(c, &squares, red, NULL);
        picture p = finish(c);
        double px = 1.7 / scale;
        size_t tested = 0;
        for (uint32_t y = 0; y < p.height; y++)
            for (uint32_t x = 0; x < p.width; x++) {
                double a = x * px, b = (x + 1) * px, top = y * px, low = (y + 1) * px;
                if (low > 18 || b > 36) continue;
                bool hole = b > 6 && a < 14 && low > 6 && top < 14;
                if (a < 2 || top < 2 || b > 34 || hole) continue;
                assert_true(is(p.pixels[y * p.width + x], red));
                tested++;
            }
        assert_true(tested > 50);
        if (scale == 1) assert_true(is(p.pixels[5 * p.width + 5], clear)); /* 8.5..10.2: the hole */
        free(p.pixels);
    }
}

static void test_clips_end_with_their_push(void **state) {
    (void)state;
    canvas *c = NULL;
    assert_int_equal(canvas_create(CANVAS_PNG, 36, 20, 1, "en", &c, NULL), ERR_OK);
    canvas_push(c, 0, 0);
    canvas_clip_path(c, &squares);
    canvas_clip_box(c, (box){0, 0, 20, 20});
    canvas_rect(c, (box){0, 0, 36, 20}, red);
    canvas_pop(c);
    canvas_rect(c, (box){30, 0, 6, 20}, black);
    picture p = finish(c);
    for (uint32_t x = 0; x < 36; x++) {
        bool in = x >= 2 && x < 20 && !(x >= 6 && x < 14);
        assert_true(is(p.pixels[10 * 36 + x], x >= 30 ? black : in ? red : clear));
    }
    free(p.pixels);
}

static void test_a_faded_layer_is_one(void **state) {
    (void)state;
    canvas *c = NULL;
    assert_int_equal(canvas_create(CANVAS_PNG, 4, 4, 1, "en", &c, NULL), ERR_OK);
    canvas_push_faded(c, 0.5);
    canvas_rect(c, (box){0, 0, 4, 4}, red);
    canvas_rect(c, (box){0, 0, 4, 4}, black);
    canvas_pop(c);
    picture p = finish(c);
    assert_in_range(p.pixels[0].a, 127, 128); /* not 191, nor red under black */
    assert_int_equal(p.pixels[0].r, 0);
    free(p.pixels);
}

static void test_a_halo_lies_under_its_text(void **state) {
    (void)state;
    text_style s = {.size_px = 30, .weight = 700, .color = black};
    size_t blacks[2] = {0}, reds = 0;
    for (int halo = 0; halo < 2; halo++) {
        canvas *c = NULL;
        assert_int_equal(canvas_create(CANVAS_PNG, 100, 50, 1, "en", &c, NULL), ERR_OK);
        canvas_text_halo(c, 50, 35, 0.5, &s, "Åö", red, halo ? 3 : 0);
        picture p = finish(c);
        for (size_t i = 0; i < 5000; i++) {
            blacks[halo] += is(p.pixels[i], black);
            reds += halo && is(p.pixels[i], red);
        }
        free(p.pixels);
    }
    assert_true(blacks[0] > 100 && blacks[0] == blacks[1]);
    assert_true(reds > blacks[0] / 2);
}

/* The second line's halo reaches over the first one's letters: all of both are seen, and in SVG
 * each text is there once. */
static void test_halos_of_rows_lie_under_all_letters(void **state) {
    (void)state;
    const text_style s = {.size_px = 30, .weight = 700, .color = black};
    const canvas_row row[] = {{10, 40, s, "gg"}, {10, 54, s, "ÅÅ"}};
    size_t blacks[2] = {0};
    for (int halo = 0; halo < 2; halo++) {
        canvas *c = NULL;
        assert_int_equal(canvas_create(CANVAS_PNG, 100, 70, 1, "en", &c, NULL), ERR_OK);
        canvas_rows_halo(c, row, 2, red, halo ? 4 : 0);
        picture p = finish(c);
        for (size_t i = 0; i < 7000; i++) blacks[halo] += is(p.pixels[i], black);
        free(p.pixels);
    }
    assert_true(blacks[0] > 100 && blacks[0] == blacks[1]);
    canvas *c = NULL;
    buf svg = BUF_EMPTY;
    assert_int_equal(canvas_create(CANVAS_SVG, 100, 70, 1, "en", &c, NULL), ERR_OK);
    canvas_rows_halo(c, row, 2, red, 4);
    assert_int_equal(canvas_finish(c, &svg, NULL), ERR_OK);
    canvas_free(c);
    const char *first = strstr(buf_text(&svg), "gg</text>");
    const char *halo = strstr(buf_text(&svg), "<use href=\"#w1\"");
    assert_non_null(first);
    assert_null(strstr(first + 1, "gg</text>"));
    assert_true(halo && halo < first && strstr(first, "id=\"w1\""));
    buf_free(&svg);
}

static double rest(double v, double period) { return v - floor(v / period) * period; }

/* By the rule of tiles (tile/reference.c), with (x, y) counted from the world's corner: lines are
 * where x + y, x - y or y, modulo 8, 8 and 6 px, lie in the first 1.7, 1.7 and 1.2 px. */
static bool on_pattern(pattern which, double x, double y, double more) {
    bool rises = rest(x + y + more, 8) < 1.697 + 2 * more;
    bool falls = rest(x - y + more, 8) < 1.697 + 2 * more;
    if (which == PATTERN_RISING) return rises;
    if (which == PATTERN_FALLING) return falls;
    if (which == PATTERN_CROSSED) return rises || falls;
    return rest(y + more, 6) < 1.2 + 2 * more;
}

static void test_fields_are_counted_from_the_world(void **state) {
    (void)state;
    for (int which = PATTERN_RISING; which < PATTERN__COUNT; which++) {
        canvas *c = NULL;
        size_t inked = 0, left = 0;
        assert_int_equal(canvas_create(CANVAS_PNG, 40, 30, 4, "en", &c, NULL), ERR_OK);
        canvas_push(c, 0, 0);
        canvas_clip_box(c, (box){4, 6, 30, 20});
        canvas_pattern_field(c, (box){4, 6, 30, 20}, 1005, 2003, (pattern)which, red);
        canvas_pop(c);
        picture p = finish(c);
        for (uint32_t j = 24; j < 104; j++)
            for (uint32_t i = 16; i < 136; i++) {
                double x = 1005 - 4 + (i + 0.5) / 4, y = 2003 - 6 + (j + 0.5) / 4;
                bool surely = on_pattern((pattern)which, x, y, -0.3);
                bool maybe = on_pattern((pattern)which, x, y, 0.3);
                if (surely && !is(p.pixels[j * 160 + i], red))
                    fail_msg("%d at %u %u: %d %d", which, i, j, p.pixels[j * 160 + i].r,
                             p.pixels[j * 160 + i].a);
                if (!maybe) assert_true(is(p.pixels[j * 160 + i], clear));
                inked += surely;
                left += !maybe;
            }
        assert_true(inked > 500 && left > 3000);
        assert_true(is(p.pixels[0], clear));
        free(p.pixels);
    }
}

/* The steps of a path add up to its points, to the hundredth. */
static void test_svg_paths(void **state) {
    (void)state;
    const double x[] = {-1.006, 0.5, 100.25, 100.25, 3}, y[] = {0, -0.05, 7, 7.001, 1234.567};
    const canvas_path line = {x, y, (const uint32_t[]){0, 5}, 1};
    canvas *c = NULL;
    buf svg = BUF_EMPTY;
    assert_int_equal(canvas_create(CANVAS_SVG, 10, 10, 1, "en", &c, NULL), ERR_OK);
    canvas_stroke(c, &line, red, 2, true);
    assert_int_equal(canvas_finish(c, &svg, NULL), ERR_OK);
    /* by hand: (-1.01, 0) (0.5, -0.05) (100.25, 7) [the same] (3, 1234.57) */
    assert_non_null(strstr(buf_text(&svg), " d=\"M-1.01 0l1.51-.05 99.75 7.05-97.25 1227.57\""));
    buf_free(&svg);
    canvas_free(c);
}

/* A square of 2 at (3, 1), three times as large and moved by (4, 5): from (13, 8), 6 each way. */
static void test_a_scaled_push(void **state) {
    (void)state;
    canvas *c = NULL;
    assert_int_equal(canvas_create(CANVAS_PNG, 24, 24, 1, "en", &c, NULL), ERR_OK);
    canvas_push_scaled(c, 4, 5, 3);
    canvas_rect(c, (box){3, 1, 2, 2}, red);
    canvas_pop(c);
    canvas_rect(c, (box){0, 0, 1, 1}, black);
    picture p = finish(c);
    for (uint32_t y = 0; y < 24; y++)
        for (uint32_t x = 0; x < 24; x++) {
            bool in = x >= 13 && x < 19 && y >= 8 && y < 14;
            assert_true(is(p.pixels[y * 24 + x], in ? red : !x && !y ? black : clear));
        }
    free(p.pixels);
}

static void draw_structure(canvas *c, bool with) {
    int id = 7;
    canvas_push_scaled(c, 4, 5, 3);
    if (with) canvas_tag_begin(c, "Figure", "text");
    canvas_rect(c, (box){3, 1, 2, 2}, red);
    if (with) canvas_tag_end(c);
    canvas_pop(c);
    if (!with) return;
    canvas_outline(c, "bookmark", 0, &id);
    assert_int_equal(id, 0);
    canvas_trim(c, (box){1, 1, 4, 4}, (box){0, 0, 6, 6});
    canvas_credit(c, "somebody", "words");
}

/* Tags, bookmarks and boxes are a PDF's alone. */
static void test_structure_changes_no_other_format(void **state) {
    (void)state;
    for (canvas_format f = CANVAS_SVG; f <= CANVAS_PNG; f++) {
        buf out[2] = {BUF_EMPTY, BUF_EMPTY};
        for (int with = 0; with < 2; with++) {
            canvas *c = NULL;
            assert_int_equal(canvas_create(f, 30, 30, 1, "en", &c, NULL), ERR_OK);
            draw_structure(c, with);
            assert_int_equal(canvas_finish(c, &out[with], NULL), ERR_OK);
            canvas_free(c);
        }
        assert_int_equal(out[0].len, out[1].len);
        assert_memory_equal(out[0].data, out[1].data, out[0].len);
        if (f == CANVAS_SVG)
            assert_non_null(strstr(buf_text(&out[0]), "translate(4.00 5.00) scale(3)"));
        buf_free(&out[0]);
        buf_free(&out[1]);
    }
    draw_structure(NULL, true);
}

static void test_other_formats_have_one_page(void **state) {
    (void)state;
    for (canvas_format f = CANVAS_SVG; f <= CANVAS_PNG; f++) {
        canvas *c = NULL;
        buf out = BUF_EMPTY;
        err e = {0};
        assert_int_equal(canvas_create(f, 30, 30, 1, "en", &c, NULL), ERR_OK);
        canvas_page(c, 30, 30);
        assert_int_equal(canvas_finish(c, &out, &e), ERR_UNSUPPORTED);
        assert_string_equal(e.text, "only a PDF can have more than one page");
        assert_int_equal(out.len, 0);
        canvas_free(c);
    }
}

static void test_links_of_an_svg(void **state) {
    (void)state;
    canvas *c = NULL;
    buf out = BUF_EMPTY;
    assert_int_equal(canvas_create(CANVAS_SVG, 30, 30, 1, "en", &c, NULL), ERR_OK);
    canvas_link_begin(c, "https://example.org/?a=1&b=\"2\"");
    canvas_rect(c, (box){3, 1, 2, 2}, red);
    canvas_link_end(c);
    canvas_link_begin(c, "javascript:alert(1)");
    canvas_rect(c, (box){3, 1, 2, 2}, red);
    canvas_link_end(c);
    assert_int_equal(canvas_finish(c, &out, NULL), ERR_OK);
    const char *text = buf_text(&out), *at = strstr(text, "<a href=");
    assert_non_null(at);
    assert_memory_equal(at, "<a href=\"https://example.org/?a=1&amp;b=&quot;2&quot;\">\n<rect ",
                        60);
    assert_null(strstr(at + 1, "<a "));
    assert_null(strstr(text, "javascript"));
    assert_non_null(strstr(at, "</a>"));
    canvas_free(c);
    buf_free(&out);
}

static void draw_marked(canvas *c, bool marked) {
    if (marked) canvas_mark_begin(c, "data-state", "a<\"b\"");
    canvas_push(c, 1, 1);
    canvas_rect(c, (box){3, 1, 2, 2}, red);
    canvas_pop(c);
    if (marked) canvas_mark_end(c);
    canvas_rect(c, (box){9, 1, 2, 2}, black);
}

/* A group around what was drawn, in an SVG; no other byte differs, and other formats do not. */
static void test_marks_of_an_svg(void **state) {
    static const char begin[] = "<g data-state=\"a&lt;&quot;b&quot;\">\n", end[] = "</g>\n";
    (void)state;
    for (canvas_format f = CANVAS_SVG; f <= CANVAS_PDF; f++) {
        buf out[2] = {BUF_EMPTY, BUF_EMPTY};
        for (int marked = 0; marked < 2; marked++) {
            canvas *c = NULL;
            assert_int_equal(canvas_create(f, 30, 30, 1, "en", &c, NULL), ERR_OK);
            draw_marked(c, marked);
            assert_int_equal(canvas_finish(c, &out[marked], NULL), ERR_OK);
            canvas_free(c);
        }
        size_t more = f == CANVAS_SVG ? strlen(begin) + strlen(end) : 0;
        assert_int_equal(out[1].len, out[0].len + more);
        if (!more) assert_memory_equal(out[0].data, out[1].data, out[0].len);
        if (more) {
            const char *at = strstr(buf_text(&out[1]), begin);
            assert_non_null(at);
            assert_memory_equal(at + strlen(begin), "<g transform=\"translate(1.00 1.00)\">", 36);
            assert_non_null(strstr(at, "</g>\n</g>\n<rect x=\"9.00\""));
        }
        buf_free(&out[0]);
        buf_free(&out[1]);
    }
    draw_marked(NULL, true);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shapes_fill_the_pixels_they_say),
        cmocka_unit_test(test_the_hatch_rises_to_the_right),
        cmocka_unit_test(test_patterns_lie_as_they_are_called),
        cmocka_unit_test(test_lines_end_at_the_disc),
        cmocka_unit_test(test_nothing_is_drawn_on_no_canvas),
        cmocka_unit_test(test_the_origin_moves_and_returns),
        cmocka_unit_test(test_text_measures),
        cmocka_unit_test(test_paragraphs_lose_no_word),
        cmocka_unit_test(test_areas_are_even_odd_and_have_no_seam),
        cmocka_unit_test(test_clips_end_with_their_push),
        cmocka_unit_test(test_a_faded_layer_is_one),
        cmocka_unit_test(test_a_halo_lies_under_its_text),
        cmocka_unit_test(test_halos_of_rows_lie_under_all_letters),
        cmocka_unit_test(test_fields_are_counted_from_the_world),
        cmocka_unit_test(test_svg_paths),
        cmocka_unit_test(test_a_scaled_push),
        cmocka_unit_test(test_structure_changes_no_other_format),
        cmocka_unit_test(test_other_formats_have_one_page),
        cmocka_unit_test(test_links_of_an_svg),
        cmocka_unit_test(test_marks_of_an_svg),
    };
    return cmocka_run_group_tests_name("canvas", tests, NULL, NULL);
}
