/* legend_draw and canvas.  Truth: a small reader of XML, and pixels as libpng reads them. */
#include "aid_cmocka.h"
#include "draw/legend_draw.h"
#include "draw/png.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PADDING 12 /* px left and right, as in legend_draw.c */

/* ---- is it well-formed XML? --------------------------------------------------------- */

static const char *skip_name(const char *p) {
    assert_true(isalpha((unsigned char)*p));
    while (isalnum((unsigned char)*p) || strchr(":-_.", *p)) p++;
    return p;
}

static const char *skip_text(const char *p, const char *ends) {
    static const char *const entities[] = {"&amp;", "&lt;", "&gt;", "&quot;"};
    for (; *p && !strchr(ends, *p); p++) {
        assert_true((unsigned char)*p >= 0x20 || *p == '\n');
        assert_true(*p != '<');
        if (*p != '&') continue;
        bool known = false;
        for (size_t i = 0; i < 4; i++)
            known = known || !strncmp(p, entities[i], strlen(entities[i]));
        assert_true(known);
    }
    assert_true(*p);
    return p;
}

/* Behind a tag's '<'; true in *closed if it ends in "/>". */
static const char *skip_tag(const char *p, bool *closed) {
    p = skip_name(p);
    while (*p == ' ') {
        p = skip_name(p + 1);
        assert_memory_equal(p, "=\"", 2);
        p = skip_text(p + 2, "\"") + 1;
    }
    *closed = *p == '/';
    if (*closed) p++;
    assert_int_equal(*p, '>');
    return p + 1;
}

static void assert_xml(const char *svg) {
    const char *open[32]; /* names of the elements that are open */
    size_t depth = 0;
    assert_memory_equal(svg, "<svg ", 5);
    for (const char *p = svg; *p;) {
        assert_int_equal(*p++, '<');
        if (*p == '/') {
            size_t len = (size_t)(skip_name(p + 1) - p - 1);
            assert_true(depth > 0);
            depth--;
            assert_memory_equal(p + 1, open[depth], len);
            assert_true(!isalnum((unsigned char)open[depth][len]));
            p += len + 1;
            assert_int_equal(*p++, '>');
        } else {
            bool closed;
            assert_true(depth < 32);
            open[depth] = p;
            p = skip_tag(p, &closed);
            depth += !closed;
        }
        if (depth)
            p = skip_text(p, "<");
        else
            while (*p == '\n') p++;
    }
    assert_int_equal(depth, 0);
}

static bool has_text(const char *svg, const char *escaped) {
    buf b = BUF_EMPTY;
    buf_addf(&b, ">%s</text>", escaped);
    bool found = strstr(svg, buf_text(&b)) != NULL;
    buf_free(&b);
    return found;
}

/* ---- legends ---------------------------------------------------------------------------- */

typedef struct setup { /* what a test asks for; the rest is the default */
    const char *name;
    const double *v;
    size_t n;
    const char *method; /* NULL: breaks */
    size_t classes;
    const double *breaks;
    size_t n_breaks;
    closure closed;
    lang language;
    int decimals;
    double whole;
    const char *title, *unit, *whole_name, *note;
} setup;

static const rgba class_colors[CLASSES_MAX] = {
    {10, 20, 200, 255},  {30, 200, 40, 255}, {200, 50, 60, 255}, {70, 80, 90, 255},
    {100, 110, 0, 255},  {0, 130, 140, 255}, {150, 0, 170, 255}, {180, 190, 100, 255},
    {210, 120, 30, 255}, {40, 150, 90, 255}, {90, 60, 250, 255}, {220, 220, 20, 255},
};

static legend *make(const setup *s) {
    look l;
    look_default(&l);
    l.method = classify_find(s->method ? s->method : "manual");
    l.classes = s->method ? s->classes : s->n_breaks + 1;
    l.closed = s->closed;
    l.language = s->language;
    classify_request r = {l.classes, s->closed, s->breaks, s->n_breaks};
    class_breaks b;
    err e = {0};
    if (classify(l.method, s->v, s->n, &r, &b, &e)) fail_msg("%s: %s", s->name, e.text);
    legend_input in = {.title = s->title ? s->title : "Anmälda våldsbrott",
                       .unit = s->unit ? s->unit : "per 1 000 invånare",
                       .period = "2024",
                       .source =
                           "Stockholms stad & Brå, "
                           "http://statistik.stockholm.se/attachments/article/tv.07437.html?t=a1",
                       .note = s->note,
                       .whole_name = s->whole_name ? s->whole_name : "Hela staden",
                       .decimals = s->decimals,
                       .breaks = &b,
                       .colors = class_colors,
                       .values = s->v,
                       .n = s->n,
                       .whole = s->whole,
                       .has_mean = true,
                       .look = &l};
    legend *out = NULL;
    if (legend_make(&in, &out, &e)) fail_msg("%s: %s", s->name, e.text);
    return out;
}

#define LENGTHY                                                                                      \
    "Andel av befolkningen i åldrarna 16–64 år som har ekonomiskt bistånd under minst tio "     \
    "månader av året, Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesell" \
    "schaft <b>&amp; \"andra\"</b>"

/* 2024's violent crimes in Stockholm's eleven districts. */
static const double crimes[] = {9.0, 10.1, 10.6, 11.4, 11.7, 12.6, 13.4, 15.1, 16.0, 17.3, 18.8};
static const double gaps[] = {1, NAN, 2, 3, NAN, 4, 5};
static const double none[] = {NAN, NAN, NAN};
static const double same[] = {38, 38, 38};
static const double kinds[] = {1, 2, 3, 4, 5, 5, 1};
static const double vast[] = {-1e300, 1, 2, 3, 1e300};
static const double large[] = {1234567890123, 2234567890123, 3234567890123, 4234567890123};
static const double tens[] = {10, 19, 20, 29, 30, 38}, between[] = {15, 25};
static const double beyond[] = {5, 12, 15, 30}; /* below the lowest and above the highest crime */
static double many[400];                        /* filled by main() */

static const setup setups[] = {
    {"quantile", crimes, 11, "quantile", 5, NULL, 0, CLOSED_RIGHT, LANG_SV, 1, 13.5, NULL, NULL,
     NULL, NULL},
    {"two classes", crimes, 11, "equal", 2, NULL, 0, CLOSED_RIGHT, LANG_EN, 1, NAN, NULL, NULL,
     NULL, NULL},
    {"twelve", crimes, 11, "quantile", 11, NULL, 0, CLOSED_RIGHT, LANG_EN, 1, 1e9, NULL, NULL, NULL,
     NULL},
    {"with gaps", gaps, 7, "jenks", 3, NULL, 0, CLOSED_RIGHT, LANG_EN, -1, -7, NULL, NULL, NULL,
     "x"},
    {"all missing", none, 3, "quantile", 5, NULL, 0, CLOSED_RIGHT, LANG_EN, -1, 4, NULL, NULL, NULL,
     NULL},
    {"one value", same, 3, "quantile", 5, NULL, 0, CLOSED_RIGHT, LANG_EN, 0, 38, NULL, NULL, NULL,
     NULL},
    {"categories", kinds, 7, "jenks", 5, NULL, 0, CLOSED_RIGHT, LANG_SV, 0, NAN, NULL, NULL, NULL,
     NULL},
    {"vast", vast, 5, "quantile", 3, NULL, 0, CLOSED_RIGHT, LANG_EN, 2, 1e300, NULL, NULL, NULL,
     NULL},
    {"vast, Swedish", vast, 5, "quantile", 3, NULL, 0, CLOSED_LEFT, LANG_SV, 2, 1e300, NULL, NULL,
     NULL, NULL},
    {"large", large, 4, "quantile", 4, NULL, 0, CLOSED_RIGHT, LANG_SV, 0, 2e12, NULL, NULL, NULL,
     NULL},
    {"open", crimes, 11, NULL, 0, beyond, 4, CLOSED_RIGHT, LANG_EN, 1, 13.5, NULL, NULL, NULL,
     NULL},
    {"open left", crimes, 11, NULL, 0, beyond, 4, CLOSED_LEFT, LANG_SV, 1, 13.5, NULL, NULL, NULL,
     NULL},
    {"manual", tens, 6, NULL, 0, between, 2, CLOSED_LEFT, LANG_SV, 0, 22, NULL, NULL, NULL, NULL},
    {"bins", many, 400, "equal", 4, NULL, 0, CLOSED_RIGHT, LANG_EN, 0, 500, NULL, NULL, NULL, NULL},
    {"bins left", many, 400, "equal", 4, NULL, 0, CLOSED_LEFT, LANG_EN, 0, 0, NULL, NULL, NULL,
     NULL},
    {"bins in blocks", many, 400, "quantile", 12, NULL, 0, CLOSED_RIGHT, LANG_EN, 1, 1, NULL, NULL,
     NULL, NULL},
    {"lengthy", crimes, 11, "quantile", 5, NULL, 0, CLOSED_RIGHT, LANG_SV, 1, 9.0, LENGTHY, LENGTHY,
     LENGTHY, LENGTHY},
    {"lengthy list", crimes, 11, NULL, 0, beyond, 4, CLOSED_RIGHT, LANG_EN, 1, 18.8, LENGTHY,
     LENGTHY, LENGTHY, LENGTHY},
};
#define SETUPS (sizeof setups / sizeof *setups)

typedef struct picture {
    rgba *pixels;
    uint32_t width, height;
} picture;

static picture draw(const legend *l, double scale) {
    picture p = {0};
    buf png = BUF_EMPTY;
    err e = {0};
    if (legend_draw(l, CANVAS_PNG, scale, false, &png, &e)) fail_msg("%s", e.text);
    if (png_decode(buf_view(&png), &p.pixels, &p.width, &p.height, &e)) fail_msg("%s", e.text);
    buf_free(&png);
    return p;
}

static bool is(rgba a, rgba b) { return a.r == b.r && a.g == b.g && a.b == b.b && a.a == b.a; }

static bool white(const picture *p, uint32_t x0, uint32_t y0, uint32_t x1, uint32_t y1) {
    for (uint32_t y = y0; y < y1; y++)
        for (uint32_t x = x0; x < x1; x++)
            if (!is(p->pixels[y * p->width + x], (rgba){255, 255, 255, 255})) return false;
    return true;
}

static uint32_t longest_run(const picture *p, rgba color) {
    uint32_t longest = 0;
    for (uint32_t y = 0; y < p->height; y++)
        for (uint32_t x = 0, run = 0; x < p->width; x++) {
            run = is(p->pixels[y * p->width + x], color) ? run + 1 : 0;
            if (run > longest) longest = run;
        }
    return longest;
}

static void test_nothing_leaves_the_picture(void **state) {
    (void)state;
    for (size_t i = 0; i < SETUPS; i++)
        for (uint32_t scale = 1; scale <= 2; scale++) {
            legend *l = make(&setups[i]);
            picture p = draw(l, scale);
            uint32_t side = (PADDING - 5) * scale; /* a mark at an end stands 4.5 px out */
            assert_int_equal(p.width, 320 * scale);
            if (!white(&p, 0, 0, side, p.height))
                fail_msg("%s: something stands left of the padding", setups[i].name);
            if (!white(&p, p.width - side, 0, p.width, p.height))
                fail_msg("%s: something stands right of the padding", setups[i].name);
            if (!white(&p, 0, 0, p.width, 4 * scale))
                fail_msg("%s: something stands above", setups[i].name);
            if (!white(&p, 0, p.height - 4 * scale, p.width, p.height))
                fail_msg("%s: something stands below", setups[i].name);
            free(p.pixels);
            legend_free(l);
        }
}

/* Wider than a dot is, so in the ramp or in a row's swatch. */
static void test_every_class_shows_its_color(void **state) {
    (void)state;
    for (size_t i = 0; i < SETUPS; i++)
        for (uint32_t scale = 1; scale <= 2; scale++) {
            legend *l = make(&setups[i]);
            picture p = draw(l, scale);
            for (size_t k = 0; k < l->count; k++)
                if (longest_run(&p, l->classes[k].color) < 14 * scale)
                    fail_msg("%s: the color of class %zu is not there", setups[i].name, k);
            free(p.pixels);
            legend_free(l);
        }
}

static void svg_of(const legend *l, buf *out) {
    err e = {0};
    if (legend_draw(l, CANVAS_SVG, 1, false, out, &e)) fail_msg("%s", e.text);
    assert_false(out->failed);
}

static void test_svg_is_well_formed(void **state) {
    (void)state;
    for (size_t i = 0; i < SETUPS; i++) {
        legend *l = make(&setups[i]);
        buf svg = BUF_EMPTY;
        svg_of(l, &svg);
        assert_xml(buf_text(&svg));
        assert_non_null(strstr(buf_text(&svg), "width=\"320\""));
        assert_null(strstr(buf_text(&svg), "nan"));
        assert_null(strstr(buf_text(&svg), "inf"));
        buf_free(&svg);
        legend_free(l);
    }
}

static void test_svg_holds_the_labels_as_text(void **state) {
    (void)state;
    legend *l = make(&setups[10]); /* open ends: a list, whose rows say each label */
    buf svg = BUF_EMPTY;
    svg_of(l, &svg);
    assert_true(l->count >= 3);
    for (size_t k = 0; k < l->count; k++)
        assert_true(has_text(buf_text(&svg), l->classes[k].label));
    assert_true(has_text(buf_text(&svg), "No data: 0 of 11"));
    buf_free(&svg);
    legend_free(l);
    l = make(&setups[6]); /* categories: blocks */
    svg_of(l, &svg);
    for (size_t k = 0; k < 5; k++) assert_true(has_text(buf_text(&svg), l->classes[k].label));
    assert_non_null(strstr(buf_text(&svg), "lang=\"sv\""));
    buf_free(&svg);
    legend_free(l);
}

/* By hand: quantiles of type 7 of the eleven values are 10.6, 11.7, 13.4 and 16.0. */
static void test_a_ramp_has_its_edges_and_counts(void **state) {
    (void)state;
    static const char *const edges[] = {"9,0", "10,6", "11,7", "13,4", "16,0", "18,8"};
    legend *l = make(&setups[0]);
    buf svg = BUF_EMPTY;
    svg_of(l, &svg);
    for (size_t i = 0; i < 6; i++) assert_true(has_text(buf_text(&svg), edges[i]));
    assert_true(has_text(buf_text(&svg), "3"));
    assert_true(has_text(buf_text(&svg), "2"));
    assert_true(has_text(buf_text(&svg), "Hela staden 13,5"));
    assert_true(has_text(buf_text(&svg), "per 1 000 invånare, 2024"));
    size_t dots = 0;
    for (const char *p = buf_text(&svg); (p = strstr(p, "<circle ")); p++) dots++;
    assert_int_equal(dots, 11);
    buf_free(&svg);
    legend_free(l);
}

static void test_markup_in_texts_is_escaped(void **state) {
    (void)state;
    setup s = setups[0];
    s.title = "a < b & c > \"d\"";
    s.unit = "\x01%\x1f";
    legend *l = make(&s);
    buf svg = BUF_EMPTY;
    svg_of(l, &svg);
    assert_xml(buf_text(&svg));
    assert_true(has_text(buf_text(&svg), "a &lt; b &amp; c &gt; &quot;d&quot;"));
    assert_true(has_text(buf_text(&svg), "%, 2024"));
    buf_free(&svg);
    legend_free(l);
}

/* Bars tell all districts: heights times widths are in the ratio of the counts. */
static void assert_bars_count_all(const setup *s) {
    legend *l = make(s);
    buf svg = BUF_EMPTY;
    svg_of(l, &svg);
    double area[CLASSES_MAX] = {0}, all = 0;
    for (const char *p = buf_text(&svg); (p = strstr(p, "<rect ")); p++) {
        double x, y, width, height;
        unsigned r, g, b;
        if (sscanf(p, "<rect x=\"%lf\" y=\"%lf\" width=\"%lf\" height=\"%lf\" fill=\"#%2x%2x%2x\"",
                   &x, &y, &width, &height, &r, &g, &b) != 7 ||
            (fabs(height - 12) < 1e-9 && width > 20))
            continue; /* no fill, or a block of the ramp */
        for (size_t k = 0; k < l->count; k++)
            if (r == l->classes[k].color.r && g == l->classes[k].color.g &&
                b == l->classes[k].color.b)
                area[k] += width * height;
    }
    for (size_t k = 0; k < l->count; k++) all += area[k];
    assert_true(all > 0);
    for (size_t k = 0; k < l->count; k++) {
        double wanted = (double)l->classes[k].count / (double)l->n_values;
        if (fabs(area[k] / all - wanted) > 1e-3)
            fail_msg("class %zu: %g of the area for %g of the districts", k, area[k] / all, wanted);
    }
    buf_free(&svg);
    legend_free(l);
}

static void test_bins_tell_every_district(void **state) {
    (void)state;
    assert_bars_count_all(&setups[13]);
    assert_bars_count_all(&setups[14]);
    /* few values in the highest class, all of them its upper edge */
    static double steps[40];
    for (size_t i = 0; i < 40; i++) steps[i] = i < 36 ? (double)(i % 3) : 4;
    setup s = setups[14];
    s.v = steps, s.n = 40, s.classes = 2, s.decimals = 1;
    assert_bars_count_all(&s);
    s.closed = CLOSED_RIGHT;
    assert_bars_count_all(&s);
}

static void test_both_formats_are_laid_out_alike(void **state) {
    (void)state;
    for (size_t i = 0; i < SETUPS; i++) {
        legend *l = make(&setups[i]);
        picture p = draw(l, 1);
        buf svg = BUF_EMPTY;
        char height[40];
        svg_of(l, &svg);
        snprintf(height, sizeof height, " height=\"%u\"", p.height);
        assert_non_null(strstr(buf_text(&svg), height));
        buf_free(&svg);
        free(p.pixels);
        legend_free(l);
    }
}

static void test_the_same_legend_gives_the_same_bytes(void **state) {
    (void)state;
    legend *l = make(&setups[0]);
    for (int f = 0; f < 2; f++) {
        buf a = BUF_EMPTY, b = BUF_EMPTY;
        buf_adds(&b, "x"); /* appended to what is there */
        assert_int_equal(legend_draw(l, f ? CANVAS_PNG : CANVAS_SVG, 2, false, &a, NULL), ERR_OK);
        assert_int_equal(legend_draw(l, f ? CANVAS_PNG : CANVAS_SVG, 2, false, &b, NULL), ERR_OK);
        assert_int_equal(b.len, a.len + 1);
        assert_memory_equal(b.data + 1, a.data, a.len);
        buf_free(&a);
        buf_free(&b);
    }
    legend_free(l);
}

/* ---- canvas ------------------------------------------------------------------------------- */

static const rgba black = {0, 0, 0, 255}, red = {255, 0, 0, 255}, clear = {0, 0, 0, 0};

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
    canvas_hatch(c, (box){2, 2, 36, 16}, (rgba){255, 255, 255, 255}, black, 1.2, 5.66);
    picture p = finish(c);
    unsigned dark = 0, differs = 0;
    for (uint32_t y = 3; y < 17; y++)
        for (uint32_t x = 3; x < 36; x++) {
            const rgba *a = &p.pixels[y * 40 + x], *b = &p.pixels[(y - 1) * 40 + x + 1];
            dark += a->r < 128;
            differs += y > 3 && abs(a->r - b->r) > 2;
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
    assert_xml(buf_text(&svg));
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

int main(void) {
    for (size_t i = 0; i < 400; i++) many[i] = 1000 * pow((double)i / 399, 2);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nothing_leaves_the_picture),
        cmocka_unit_test(test_every_class_shows_its_color),
        cmocka_unit_test(test_svg_is_well_formed),
        cmocka_unit_test(test_svg_holds_the_labels_as_text),
        cmocka_unit_test(test_a_ramp_has_its_edges_and_counts),
        cmocka_unit_test(test_markup_in_texts_is_escaped),
        cmocka_unit_test(test_bins_tell_every_district),
        cmocka_unit_test(test_both_formats_are_laid_out_alike),
        cmocka_unit_test(test_the_same_legend_gives_the_same_bytes),
        cmocka_unit_test(test_shapes_fill_the_pixels_they_say),
        cmocka_unit_test(test_the_hatch_rises_to_the_right),
        cmocka_unit_test(test_text_measures),
        cmocka_unit_test(test_paragraphs_lose_no_word),
    };
    return cmocka_run_group_tests_name("legend_draw", tests, NULL, NULL);
}
