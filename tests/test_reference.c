/* Truth: areas worked out by hand for axis-parallel squares; GEOS for points; a second drawing in
 * another window for seams between tiles. */
#include "aid_cmocka.h"
#include "aid_files.h"
#include "tile/reference.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const rgba red = {200, 30, 20, 255}, blue = {10, 60, 210, 255}, white = {255, 255, 255, 255},
                  dark = {1, 2, 3, 255};

/* Zoom 0 at 256 px: one pixel is this many meters. */
#define PX_M (2 * GRID_HALF_M / 256)

static double mx(double px) { return px * PX_M - GRID_HALF_M; }
static double my(double px) { return GRID_HALF_M - px * PX_M; }

typedef struct scene {
    districts *d;
    geometry *g;
    rgba fill[8];
    uint8_t pattern[8];
    rgba hatch[8];
    paint colors;
    rgba *out;
} scene;

static void add_rect(double *xy, double x0, double y0, double x1, double y1) { /* in z0 pixels */
    const double p[8] = {mx(x0), my(y0), mx(x1), my(y0), mx(x1), my(y1), mx(x0), my(y1)};
    memcpy(xy, p, sizeof p);
}

static void open_scene(scene *s, const aid_ring *rings, size_t n, double border_px) {
    *s = (scene){0};
    aid_geometry(rings, n, &s->d, &s->g);
    for (int i = 0; i < 8; i++) s->fill[i] = i % 2 ? blue : red, s->hatch[i] = dark;
    s->colors = (paint){.fill = s->fill,
                        .pattern = s->pattern,
                        .hatch = s->hatch,
                        .border = white,
                        .border_px = border_px,
                        .opacity = 1};
    s->out = calloc(512 * 512, sizeof *s->out);
    assert_non_null(s->out);
}

static void close_scene(scene *s) {
    districts_free(s->d);
    geometry_free(s->g);
    free(s->out);
}

static void draw(scene *s, const pixel_window *w) {
    err e;
    if (reference_draw(s->g, &s->colors, 1, w, s->out, &e)) fail_msg("%s", e.text);
}

/* Two rectangles of rows 100 to 120: from x = 100 to a_to, and from b_from to b_to. */
static void open_pair(scene *s, double a_to, double b_from, double b_to, double border_px) {
    double a[8], b[8];
    add_rect(a, 100, 100, a_to, 120);
    add_rect(b, b_from, 100, b_to, 120);
    const aid_ring rings[] = {{"a", a, 4}, {"b", b, 4}};
    open_scene(s, rings, 2, border_px);
}

static rgba at(const scene *s, const pixel_window *w, uint32_t x, uint32_t y) {
    return s->out[(size_t)y * w->width + x];
}

static void assert_color(rgba got, rgba want) {
    if (memcmp(&got, &want, sizeof got))
        fail_msg("#%02x%02x%02x%02x is not #%02x%02x%02x%02x", got.r, got.g, got.b, got.a, want.r,
                 want.g, want.b, want.a);
}

/* Two squares side by side, their common border at a whole pixel: each pixel is one color. */
static void whole_pixels(void **state) {
    (void)state;
    scene s;
    open_pair(&s, 120, 120, 150, 0);
    pixel_window w = grid_tile_window((tile_id){0, 0, 0}, 256);
    draw(&s, &w);
    for (uint32_t y = 99; y < 121; y++)
        for (uint32_t x = 99; x < 151; x++) {
            bool in = y >= 100 && y < 120 && x >= 100 && x < 150;
            assert_color(at(&s, &w, x, y), !in ? (rgba){0} : x < 120 ? red : blue);
        }
    close_scene(&s);
}

/* A common border at 3/8 of a pixel: the pixel is 3 parts red, 5 parts blue, and opaque; an outer
 * border at 3/4 leaves a quarter of the alpha. */
static void parts_of_pixels(void **state) {
    (void)state;
    scene s;
    open_pair(&s, 120.375, 120.375, 150.25, 0);
    pixel_window w = grid_tile_window((tile_id){0, 0, 0}, 256);
    draw(&s, &w);
    /* (3 * 200 + 5 * 10) / 8 = 81.25, (3 * 30 + 5 * 60) / 8 = 48.75, (3 * 20 + 5 * 210) / 8 =
     * 138.75 */
    assert_color(at(&s, &w, 120, 110), (rgba){81, 49, 139, 255});
    assert_color(at(&s, &w, 150, 110), (rgba){10, 60, 210, 64}); /* 255 / 4 = 63.75 */
    close_scene(&s);
}

static void lower_district_wins(void **state) {
    (void)state;
    scene s;
    open_pair(&s, 120, 110, 130, 0);
    pixel_window w = grid_tile_window((tile_id){0, 0, 0}, 256);
    draw(&s, &w);
    assert_color(at(&s, &w, 115, 110), red);
    assert_color(at(&s, &w, 125, 110), blue);
    close_scene(&s);
}

/* A hole, and an island in it that is another ring of the same district. */
static void holes_and_islands(void **state) {
    (void)state;
    double a[8], hole[8], island[8];
    add_rect(a, 100, 100, 130, 130);
    add_rect(hole, 105, 105, 125, 125);
    add_rect(island, 110, 110, 120, 120);
    const aid_ring rings[] = {{"a", a, 4}, {"a", hole, 4}, {"a", island, 4}};
    scene s;
    open_scene(&s, rings, 3, 0);
    pixel_window w = grid_tile_window((tile_id){0, 0, 0}, 256);
    draw(&s, &w);
    assert_color(at(&s, &w, 102, 115), red);
    assert_color(at(&s, &w, 107, 115), (rgba){0});
    assert_color(at(&s, &w, 115, 115), red);
    close_scene(&s);
}

/* A border of 2 px lies one pixel on each side of the line, also of the outer one. */
static void border_is_centered(void **state) {
    (void)state;
    scene s;
    open_pair(&s, 120, 120, 150, 2);
    pixel_window w = grid_tile_window((tile_id){0, 0, 0}, 256);
    draw(&s, &w);
    assert_color(at(&s, &w, 118, 110), red);
    assert_color(at(&s, &w, 119, 110), white);
    assert_color(at(&s, &w, 120, 110), white);
    assert_color(at(&s, &w, 121, 110), blue);
    assert_color(at(&s, &w, 99, 110), white);
    assert_color(at(&s, &w, 98, 110), (rgba){0});
    close_scene(&s);
}

static void opacity_is_alpha(void **state) {
    (void)state;
    double a[8];
    add_rect(a, 100, 100, 120, 120);
    const aid_ring rings[] = {{"a", a, 4}};
    scene s;
    open_scene(&s, rings, 1, 0);
    s.colors.opacity = 0.4;
    pixel_window w = grid_tile_window((tile_id){0, 0, 0}, 256);
    draw(&s, &w);
    assert_color(at(&s, &w, 110, 110), (rgba){200, 30, 20, 102}); /* 255 * 0.4 */
    close_scene(&s);
}

/* The hatch: period 8 px along a row and a column, rising to the right, about a fifth inked
 * (1.2 * sqrt(2) / 8 = 0.212), and going on unbroken from tile to tile. */
static void hatch_is_regular(void **state) {
    (void)state;
    double a[8];
    add_rect(a, 0, 0, 256, 256);
    const aid_ring rings[] = {{"a", a, 4}};
    scene s;
    open_scene(&s, rings, 1, 0);
    s.pattern[0] = PATTERN_RISING;
    pixel_window w = {3, 256, 700, 900, 256, 256};
    draw(&s, &w);
    double inked = 0;
    for (uint32_t y = 0; y < 240; y++)
        for (uint32_t x = 8; x < 240; x++) {
            rgba c = at(&s, &w, x, y);
            assert_color(at(&s, &w, x + 8, y), c);
            assert_color(at(&s, &w, x, y + 8), c);
            assert_color(at(&s, &w, x - 1, y + 1), c);
            inked += (red.r - c.r) / (double)(red.r - 1);
        }
    assert_true(fabs(inked / (240 * 232) - 0.212) < 0.01);
    close_scene(&s);
}

typedef struct expected_pattern { /* period along a row and a column, step that changes nothing,
                                     and the share that is inked */
    pattern lines;
    uint32_t period_x, period_y;
    int step_x, step_y;
    double inked;
} expected_pattern;

/* Shares by hand: slanting lines cover 1.2 * sqrt(2) / 8 = 0.212 of a row, two sets of them
 * 2 * 0.212 - 0.212^2, level ones 1.2 / 6.  (Widths are whole samples, 14 of 64 and 10 of 48.) */
static void every_pattern_is_regular(void **state) {
    (void)state;
    static const expected_pattern want[] = {
        {PATTERN_NONE, 1, 1, 1, 1, 0},        {PATTERN_RISING, 8, 8, -1, 1, 0.212},
        {PATTERN_FALLING, 8, 8, 1, 1, 0.212}, {PATTERN_CROSSED, 8, 8, 8, 8, 0.379},
        {PATTERN_LEVEL, 1, 6, 1, 0, 0.2},
    };
    assert_int_equal(sizeof want / sizeof *want, PATTERN__COUNT);
    double a[8];
    add_rect(a, 0, 0, 256, 256);
    const aid_ring rings[] = {{"a", a, 4}};
    for (size_t k = 0; k < PATTERN__COUNT; k++) {
        scene s;
        open_scene(&s, rings, 1, 0);
        s.pattern[0] = (uint8_t)want[k].lines;
        pixel_window w = {3, 256, 700, 900, 256, 256};
        draw(&s, &w);
        double inked = 0;
        for (uint32_t y = 0; y < 240; y++)
            for (uint32_t x = 8; x < 240; x++) {
                rgba c = at(&s, &w, x, y);
                assert_color(at(&s, &w, x + want[k].period_x, y), c);
                assert_color(at(&s, &w, x, y + want[k].period_y), c);
                assert_color(at(&s, &w, x + (uint32_t)want[k].step_x, y + (uint32_t)want[k].step_y),
                             c);
                inked += (red.r - c.r) / (double)(red.r - 1);
            }
        assert_true(fabs(inked / (240 * 232) - want[k].inked) < 0.012);
        close_scene(&s);
    }
}

/* Any pixel is the same in whichever window it is drawn: wiggly districts with borders and a
 * hatch, in a tile, in its neighbors and in windows that straddle them. */
static void windows_agree(void **state) {
    (void)state;
    double outline[2][2 * 120];
    for (int d = 0; d < 2; d++)
        for (int i = 0; i < 120; i++) {
            double t = 2 * 3.14159265358979 * i / 120,
                   r = 4.1 + 1.3 * sin(7 * t) + 0.4 * cos(23 * t);
            outline[d][2 * i] = mx(128.2 + d * 5 + r * cos(t));
            outline[d][2 * i + 1] = my(127.9 + r * sin(t));
        }
    const aid_ring rings[] = {{"a", outline[0], 120}, {"b", outline[1], 120}};
    for (unsigned z = 3; z <= 9; z += 2) {
        scene big, small;
        open_scene(&big, rings, 2, 1.5);
        open_scene(&small, rings, 2, 1.5);
        big.pattern[0] = small.pattern[0] = PATTERN_CROSSED;
        big.pattern[1] = small.pattern[1] = PATTERN_FALLING;
        int64_t center = (int64_t)128 << z;
        pixel_window b = {z, 256, center - 200, center - 230, 512, 512};
        draw(&big, &b);
        for (int k = 0; k < 4; k++) {
            pixel_window w = {z, 256, center - 200 + 37 * k, center - 230 + 61 * k, 256, 256};
            draw(&small, &w);
            for (uint32_t y = 0; y < 256; y++)
                for (uint32_t x = 0; x < 256; x++)
                    assert_color(at(&small, &w, x, y),
                                 at(&big, &b, x + 37 * (uint32_t)k, y + 61 * (uint32_t)k));
        }
        close_scene(&big);
        close_scene(&small);
    }
}

/* A polygon 1,000 km across: right at zoom 0, and at 18 and 22, where it is millions of pixels wide
 * and cairo alone would lose it. */
static void huge_polygon(void **state) {
    (void)state;
    double half = 500000;
    const double a[8] = {-half, -half, half, -half, half, half, -half, half};
    const aid_ring rings[] = {{"a", a, 4}};
    scene s;
    open_scene(&s, rings, 1, 0);
    pixel_window w = grid_tile_window((tile_id){0, 0, 0}, 256);
    draw(&s, &w);
    double side_px = 2 * half / PX_M, sum = 0; /* 6.39 px: its alpha adds up to its area */
    for (uint32_t i = 0; i < 256 * 256; i++) sum += s.out[i].a / 255.0;
    assert_true(fabs(sum - side_px * side_px) < 2 * side_px / 8 + 0.1); /* a sample a side */
    static const unsigned zooms[] = {18, 22};
    for (int k = 0; k < 2; k++) {
        unsigned z = zooms[k];
        double edge, y;
        grid_m_to_pixel(z, 256, half, 0, &edge, &y);
        pixel_window in = {z, 256, (int64_t)256 << (z - 1), (int64_t)256 << (z - 1), 256, 256};
        draw(&s, &in);
        for (uint32_t i = 0; i < 256 * 256; i++) assert_color(s.out[i], red);
        pixel_window on = {z, 256, (int64_t)edge - 100, (int64_t)y - 128, 256, 256};
        draw(&s, &on);
        for (uint32_t j = 0; j < 256; j++) {
            assert_color(at(&s, &on, 99, j), red);
            assert_color(at(&s, &on, 101, j), (rgba){0});
            uint8_t part = at(&s, &on, 100, j).a; /* the pixel that the edge is in, to 1/8 */
            assert_true(fabs(part / 255.0 - (edge - floor(edge))) <= 1 / 8.0 + 0.01);
        }
        pixel_window out = {z, 256, (int64_t)edge + 5000, (int64_t)y, 256, 256};
        draw(&s, &out);
        for (uint32_t i = 0; i < 256 * 256; i++) assert_color(s.out[i], (rgba){0});
    }
    close_scene(&s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_pixels),        cmocka_unit_test(parts_of_pixels),
        cmocka_unit_test(lower_district_wins), cmocka_unit_test(holes_and_islands),
        cmocka_unit_test(border_is_centered),  cmocka_unit_test(opacity_is_alpha),
        cmocka_unit_test(hatch_is_regular),    cmocka_unit_test(every_pattern_is_regular),
        cmocka_unit_test(windows_agree),       cmocka_unit_test(huge_polygon),
    };
    return cmocka_run_group_tests_name("reference", tests, NULL, NULL);
}
