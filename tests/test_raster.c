/* Truth: areas worked out by hand. */
#include "aid_cmocka.h"
#include "aid_raster.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define NONE DISTRICT_NONE

/* ---- by hand -------------------------------------------------------------------------- */

/* A square ring, clockwise on the screen: the inside is at the right hand. */
static void square(aid_picture *p, double x0, double y0, double x1, double y1, district_id in,
                   district_id out) {
    const double xy[] = {x0, y0, x1, y0, x1, y1, x0, y1, x0, y0};
    aid_picture_border(p, xy, 5, out, in);
}

/* A square from (2.25, 3.5) to (5.75, 6.5): sides cover 3/4, 1/2, 3/4, 1/2 of their pixels, corners
 * the products. */
static void square_at_fractions(void **state) {
    (void)state;
    aid_picture p;
    aid_picture_open(&p);
    aid_picture_begin(&p, 9, 9, aid_no_ink);
    square(&p, 2.25, 3.5, 5.75, 6.5, 7, NONE);
    aid_picture_finish(&p);
    static const double column[9] = {0, 0, 0.75, 1, 1, 0.75, 0, 0, 0};
    static const double row[9] = {0, 0, 0, 0.5, 1, 1, 0.5, 0, 0};
    for (uint32_t y = 0; y < 9; y++)
        for (uint32_t x = 0; x < 9; x++) {
            aid_assert_near(aid_share(aid_at(&p, x, y), 7), column[x] * row[y], 1e-6);
            aid_assert_near(aid_share(aid_at(&p, x, y), NONE), 1 - column[x] * row[y], 1e-6);
        }
    aid_picture_close(&p);
}

/* The triangle (1, 1), (5, 1), (1, 5): half of each pixel on its slope.  Then one inside a pixel:
 * (3.25, 3.25), (3.75, 3.25), (3.25, 3.75), an eighth.  Then a slope of 1 in 4: the pixels under
 * it have 1/8, 3/8, 5/8, 7/8. */
static void triangles(void **state) {
    (void)state;
    aid_picture p;
    aid_picture_open(&p);
    aid_picture_begin(&p, 6, 6, aid_no_ink);
    const double big[] = {1, 1, 5, 1, 1, 5, 1, 1};
    aid_picture_border(&p, big, 4, NONE, 1);
    aid_picture_finish(&p);
    for (uint32_t y = 0; y < 6; y++)
        for (uint32_t x = 0; x < 6; x++) {
            bool in = x >= 1 && y >= 1;
            aid_assert_near(aid_share(aid_at(&p, x, y), 1),
                            !in          ? 0
                            : x + y < 5  ? 1
                            : x + y == 5 ? 0.5
                                         : 0,
                            1e-6);
        }
    aid_picture_begin(&p, 6, 6, aid_no_ink);
    const double small[] = {3.25, 3.25, 3.75, 3.25, 3.25, 3.75, 3.25, 3.25};
    aid_picture_border(&p, small, 4, NONE, 1);
    aid_picture_finish(&p);
    aid_assert_near(aid_share(aid_at(&p, 3, 3), 1), 0.125, 1e-6);
    aid_picture_begin(&p, 6, 6, aid_no_ink);
    const double ramp[] = {1, 3, 5, 2, 5, 3, 1, 3};
    aid_picture_border(&p, ramp, 4, NONE, 1);
    aid_picture_finish(&p);
    for (uint32_t x = 1; x < 5; x++)
        aid_assert_near(aid_share(aid_at(&p, x, 2), 1), (2 * x - 1) / 8.0, 1e-6);
    aid_picture_close(&p);
}

/* Four squares in a window that they fill, meeting in the middle of a pixel at (4.5, 4.25). */
static void four_parts(void **state) {
    (void)state;
    aid_picture p;
    aid_picture_open(&p);
    aid_picture_begin(&p, 9, 9, aid_no_ink);
    const double north[] = {4.5, -3, 4.5, 4.25}, south[] = {4.5, 4.25, 4.5, 20};
    const double west[] = {-9, 4.25, 4.5, 4.25}, east[] = {4.5, 4.25, 30, 4.25};
    aid_picture_border(&p, north, 2, 1, 0);
    aid_picture_border(&p, south, 2, 3, 2);
    aid_picture_border(&p, west, 2, 0, 2);
    aid_picture_border(&p, east, 2, 1, 3);
    raster_corner(p.r, 0);
    aid_picture_finish(&p);
    const raster_span *s = aid_at(&p, 4, 4);
    assert_int_equal(s->n_parts, 4);
    static const district_id order[4] = {2, 3, 0, 1}; /* 3/8 each below, 1/8 each above */
    for (int i = 0; i < 4; i++) {
        assert_int_equal(s->part[i].district, order[i]);
        aid_assert_near(s->part[i].share, i < 2 ? 0.375 : 0.125, 1e-6);
    }
    aid_assert_near(aid_share(aid_at(&p, 0, 4), 0), 0.25, 1e-6);
    aid_assert_near(aid_share(aid_at(&p, 8, 4), 3), 0.75, 1e-6);
    aid_assert_near(aid_share(aid_at(&p, 8, 8), 3), 1, 0);
    aid_picture_close(&p);
}

/* Six strips in one pixel, of 0.3, 0.25, 0.2, 0.15, 0.099 and 0.001: the fifth and the sliver go to
 * the largest. */
static void parts_beyond_the_fourth(void **state) {
    (void)state;
    static const double edge[] = {2, 2.3, 2.55, 2.75, 2.9, 2.999};
    aid_picture p;
    aid_picture_open(&p);
    aid_picture_begin(&p, 5, 2, aid_no_ink);
    for (district_id d = 0; d < 6; d++) {
        const double down[] = {edge[d], -1, edge[d], 4};
        aid_picture_border(&p, down, 2, d + 1, d);
    }
    raster_corner(p.r, 0);
    aid_picture_finish(&p);
    const raster_span *s = aid_at(&p, 2, 1);
    assert_int_equal(s->n_parts, 4);
    static const double want[] = {0.3 + 0.099 + 0.001, 0.25, 0.2, 0.15};
    for (int i = 0; i < 4; i++) {
        assert_int_equal(s->part[i].district, i + 1);
        aid_assert_near(s->part[i].share, want[i], 1e-5);
    }
    aid_assert_near(aid_share(aid_at(&p, 3, 1), 6), 1, 0);
    aid_picture_close(&p);
}

/* ---- the left edge -------------------------------------------------------------------- */

/* Borders that meet on the left edge at one point, in each order: what follows downward is the
 * chain 0, 1, 2 in lengths 1.5 of 4 rows. */
static void node_on_the_left_edge(void **state) {
    (void)state;
    const double a[] = {-4, 0, 0, 1.5, 6, 1}, b[] = {-4, 3, 0, 1.5, 6, 3};
    for (int order = 0; order < 2; order++) {
        aid_picture p;
        aid_picture_open(&p);
        aid_picture_begin(&p, 4, 4, aid_no_ink);
        if (order) aid_picture_border(&p, a, 3, 0, 1);
        aid_picture_border(&p, b, 3, 1, 2);
        if (!order) aid_picture_border(&p, a, 3, 0, 1);
        raster_corner(p.r, 0);
        aid_picture_finish(&p);
        aid_assert_near(aid_share(aid_at(&p, 0, 0), 0), 1, 0);
        aid_assert_near(aid_share(aid_at(&p, 0, 3), 2), 1, 0);
        /* under the lines y = 1.5 - x / 12 and over y = 1.5 + x / 4, from x = 0 to 1 */
        aid_assert_near(aid_share(aid_at(&p, 0, 1), 0), 0.5 - 1 / 24.0, 1e-6);
        aid_assert_near(aid_share(aid_at(&p, 0, 1), 2), 0.5 - 1 / 8.0, 1e-6);
        aid_picture_close(&p);
    }
}

/* A border on the edge itself, one that only touches it, and one that crosses it there and back:
 * with any district at the corner that lies there. */
static void borders_along_the_left_edge(void **state) {
    (void)state;
    aid_picture p;
    aid_picture_open(&p);
    for (district_id corner = 0; corner < 2; corner++) {
        aid_picture_begin(&p, 4, 4, aid_no_ink);
        const double on[] = {0, -5, 0, 9};
        aid_picture_border(&p, on, 2, 1, 0);
        raster_corner(p.r, corner);
        aid_picture_finish_faulty(&p);
        for (uint32_t y = 0; y < 4; y++)
            for (uint32_t x = 0; x < 4; x++) aid_assert_near(aid_share(aid_at(&p, x, y), 1), 1, 0);
    }
    aid_picture_begin(&p, 4, 4, aid_no_ink);
    const double touches[] = {3, 0.5, 0, 2, 3, 3.5, 3, 0.5}, bay[] = {-3, 1, 0.5, 2.5, -3, 3};
    aid_picture_border(&p, touches, 4, 1, 0);
    aid_picture_border(&p, bay, 3, 0, 2);
    raster_corner(p.r, 0);
    aid_picture_finish_faulty(&p);
    aid_picture_begin(&p, 4, 4, aid_no_ink);
    aid_picture_border(&p, bay, 3, 0, 2);
    raster_corner(p.r, 0);
    aid_picture_finish(&p);
    aid_assert_near(aid_share(aid_at(&p, 0, 0), 0), 1, 0);
    aid_assert_near(aid_share(aid_at(&p, 0, 3), 0), 1, 0);
    /* y = 2.2857 to 2.5714 at x = 0, a point at x = 0.5: a triangle */
    aid_assert_near(aid_share(aid_at(&p, 0, 2), 2), 0.5 * 0.5 * (2 / 7.0), 1e-6);
    aid_picture_close(&p);
}

/* A corner that was told wrongly colors nothing, where there is a border in the tile. */
static void wrong_corner(void **state) {
    (void)state;
    aid_picture p;
    aid_picture_open(&p);
    const double across[] = {-2, 2, 9, 2}, down[] = {2, -2, 2, 9};
    for (district_id wrong = 1; wrong < 6; wrong += 4) {
        aid_picture_begin(&p, 4, 4, aid_no_ink);
        aid_picture_border(&p, across, 2, 0, 1);
        raster_corner(p.r, wrong);
        aid_picture_finish_faulty(&p);
        aid_assert_near(aid_share(aid_at(&p, 3, 1), 0), 1, 0);
        aid_assert_near(aid_share(aid_at(&p, 3, 2), 1), 1, 0);
        aid_picture_begin(&p, 4, 4, aid_no_ink);
        aid_picture_border(&p, down, 2, 1, 0);
        raster_corner(p.r, wrong);
        aid_picture_finish_faulty(&p);
        aid_assert_near(aid_share(aid_at(&p, 1, 0), 0), 1, 0);
        aid_assert_near(aid_share(aid_at(&p, 2, 3), 1), 1, 0);
    }
    aid_picture_close(&p);
}

/* A border with a gap from y = 2 to 4 spoils those rows only, and is told. */
static void open_borders_stay_in_their_rows(void **state) {
    (void)state;
    aid_picture p;
    aid_picture_open(&p);
    aid_picture_begin(&p, 6, 6, aid_no_ink);
    const double top[] = {2.5, 1, 2.5, 2}, bottom[] = {2.5, 4, 2.5, 5}, right[] = {4.5, 5, 4.5, 1};
    aid_picture_border(&p, top, 2, 1, 0);
    aid_picture_border(&p, bottom, 2, 1, 0);
    aid_picture_border(&p, right, 2, 1, 0);
    raster_corner(p.r, 0);
    aid_picture_finish_faulty(&p);
    assert_true(raster_faults(p.r) > 0);
    for (uint32_t y = 0; y < 6; y++) {
        aid_assert_near(aid_share(aid_at(&p, 0, y), 0), 1, 0);
        if (y < 2 || y > 3) aid_assert_near(aid_share(aid_at(&p, 5, y), 0), 1, 0);
        if (y == 1 || y == 4) aid_assert_near(aid_share(aid_at(&p, 3, y), 1), 1, 0);
    }
    aid_picture_close(&p);
}

/* ---- ink ------------------------------------------------------------------------------ */

/* Level lines: 1 px wide at y = 3 covers half of both rows, 2 px wide all of them; 0.5 px wide at
 * y = 3.5 half of one; 0.1 px wide a tenth.  Ends are round: half a disk. */
static void level_lines(void **state) {
    (void)state;
    aid_picture p;
    aid_picture_open(&p);
    const double line[] = {-5, 3, 30, 3}, middle[] = {-5, 3.5, 30, 3.5};
    aid_picture_begin(&p, 8, 8, (double[]){2, 1});
    aid_picture_border(&p, line, 2, 1, 1);
    aid_picture_finish(&p);
    static const double half[] = {0, 0, 0.5, 0.5, 0, 0, 0, 0}, full[] = {0, 0, 1, 1, 0, 0, 0, 0};
    for (uint32_t y = 0; y < 8; y++)
        for (uint32_t x = 0; x < 8; x++) {
            aid_assert_near(aid_at(&p, x, y)->ink[0], full[y], 1e-6);
            aid_assert_near(aid_at(&p, x, y)->ink[1], half[y], 1e-6);
        }
    aid_picture_begin(&p, 8, 8, (double[]){0.5, 0.1});
    aid_picture_border(&p, middle, 2, 1, 1);
    aid_picture_finish(&p);
    aid_assert_near(aid_at(&p, 4, 3)->ink[0], 0.5, 1e-6);
    aid_assert_near(aid_at(&p, 4, 3)->ink[1], 0.1, 0.01);
    aid_picture_begin(&p, 20, 20, (double[]){9, 0});
    const double dot[] = {10.3, 9.8, 10.3, 9.8};
    aid_picture_border(&p, dot, 2, 1, 1);
    aid_picture_finish(&p);
    double sum = 0;
    for (uint32_t i = 0; i < 400; i++) sum += (double)p.px[i].ink[0];
    aid_assert_near(sum, 3.14159265 * 4.5 * 4.5, 0.05);
    for (uint32_t i = 0; i < 400; i++) assert_true(p.px[i].ink[1] == 0);
    aid_picture_close(&p);
}

/* Borders that are not to be drawn leave none; two that lie on each other count once. */
static void strokes_are_a_union(void **state) {
    (void)state;
    aid_picture p;
    aid_picture_open(&p);
    const double x[] = {1, 7}, y[] = {4.5, 4.5}, back_x[] = {7, 1};
    aid_picture_begin(&p, 8, 8, (double[]){0.5, 0});
    assert_int_equal(raster_arc(p.r, x, y, 2, 1, 1, false, NULL), ERR_OK);
    aid_picture_finish(&p);
    assert_true(aid_at(&p, 4, 4)->ink[0] == 0);
    aid_picture_begin(&p, 8, 8, (double[]){0.5, 0});
    for (int i = 0; i < 3; i++)
        assert_int_equal(raster_arc(p.r, i % 2 ? back_x : x, y, 2, 1, 1, true, NULL), ERR_OK);
    aid_picture_finish(&p);
    aid_assert_near(aid_at(&p, 4, 4)->ink[0], 0.5, 1e-6);
    aid_picture_close(&p);
}

/* ---- sizes and poor borders ----------------------------------------------------------- */

/* Segments of a million pixels: the line through (0, 3.25) with a slope of 1/7, and one that
 * passes steeply, against areas worked out from their equations. */
static void huge_segments(void **state) {
    (void)state;
    aid_picture p;
    aid_picture_open(&p);
    aid_picture_begin(&p, 14, 8, (double[]){1, 0});
    double far = 7e6;
    const double flat[] = {-far, 3.25 - far / 7, far, 3.25 + far / 7};
    aid_picture_border(&p, flat, 2, 1, 2);
    raster_corner(p.r, 1);
    aid_picture_finish(&p);
    for (uint32_t x = 0; x < 5; x++) /* below the line, in row 3, until it leaves at x = 5.25 */
        aid_assert_near(aid_share(aid_at(&p, x, 3), 2), 0.75 - (x + 0.5) / 7, 1e-5);
    /* a stroke of 1 px: its height along a column is sqrt(1 + 1/49) */
    double column = 0;
    for (uint32_t y = 0; y < 8; y++) column += (double)aid_at(&p, 6, y)->ink[0];
    aid_assert_near(column, sqrt(1 + 1 / 49.0), 0.01);
    aid_picture_begin(&p, 8, 8, aid_no_ink);
    const double steep[] = {4.5 - far / 1000, -far, 4.5 + far / 1000, far};
    aid_picture_border(&p, steep, 2, 2, 1);
    raster_corner(p.r, 1);
    aid_picture_finish(&p);
    for (uint32_t y = 0; y < 8; y++)
        aid_assert_near(aid_share(aid_at(&p, 4, y), 1), 0.5 + (y + 0.5) / 1000, 1e-5);
    aid_picture_close(&p);
}

static void every_size(void **state) {
    (void)state;
    static const uint32_t sides[] = {0, 1, 2, 63, 64, 65, 256, 1024};
    const double slant[] = {-3, 700, 500, -80, 1400, 1100};
    aid_picture p;
    aid_picture_open(&p);
    for (size_t i = 0; i < sizeof sides / sizeof *sides; i++)
        for (size_t j = 0; j < sizeof sides / sizeof *sides; j += 1 + i % 3) {
            aid_picture_begin(&p, sides[i], sides[j], (double[]){2, 1});
            aid_picture_border(&p, slant, 3, 0, 1);
            raster_corner(p.r, 0);
            aid_picture_finish(&p);
        }
    aid_picture_begin(&p, 300, 200, aid_no_ink); /* no border at all */
    raster_corner(p.r, 9);
    aid_picture_finish(&p);
    for (uint32_t i = 0; i < 300 * 200; i++) aid_assert_near(aid_share(&p.px[i], 9), 1, 0);
    aid_picture_close(&p);
}

/* Points, repeated points, borders back and forth, borders on pixel edges and on the window's. */
static void poor_borders(void **state) {
    (void)state;
    aid_picture p;
    aid_picture_open(&p);
    const double point[] = {3.5, 3.5}, same[] = {1, 1, 1, 1, 1, 1},
                 spike[] = {2, 2, 5, 5, 2, 2, 2.5, 6, 2, 2};
    aid_picture_begin(&p, 8, 8, (double[]){1, 0});
    aid_picture_border(&p, point, 1, 1, 2);
    aid_picture_border(&p, point, 0, 1, 2);
    aid_picture_border(&p, same, 3, 1, 2);
    aid_picture_border(&p, spike, 5, NONE, 1);
    aid_picture_finish(&p);
    for (uint32_t i = 0; i < 64; i++) aid_assert_near(aid_share(&p.px[i], NONE), 1, 0);
    assert_true(aid_at(&p, 3, 3)->ink[0] > 0.9F);
    aid_picture_begin(&p, 8, 8, aid_no_ink);
    square(&p, 0, 0, 8, 8, 1, NONE);
    square(&p, 2, 3, 4, 6, 2, 1);
    raster_corner(p.r, NONE);
    aid_picture_finish(&p);
    for (uint32_t y = 0; y < 8; y++)
        for (uint32_t x = 0; x < 8; x++) {
            assert_int_equal(aid_at(&p, x, y)->n_parts, 1);
            bool in = x >= 2 && x < 4 && y >= 3 && y < 6;
            assert_int_equal(aid_at(&p, x, y)->part[0].district, in ? 2 : 1);
        }
    aid_picture_close(&p);
}

/* Borders with random sides that do not fit together: shares stay shares. */
static void nonsense(void **state) {
    (void)state;
    aid_random r = {99};
    aid_picture p;
    aid_picture_open(&p);
    for (int round = 0; round < 200; round++) {
        aid_picture_begin(&p, 24, 24, (double[]){1.5, 0.5});
        for (int k = 0; k < 8; k++) {
            double xy[40];
            for (int i = 0; i < 40; i++) xy[i] = aid_random_in(&r, -20, 44);
            if (round % 4 == 0) /* half pixels, on edges */
                for (int i = 0; i < 40; i++) xy[i] = nearbyint(xy[i]) / 2;
            if (round % 4 == 1) /* from a millionth of a pixel to a billion */
                for (int i = 0; i < 40; i++) xy[i] *= pow(10, aid_random_in(&r, -7, 7));
            aid_picture_border(&p, xy, 20, (district_id)(aid_random_bits(&r) % 4), NONE);
        }
        raster_corner(p.r, (district_id)round % 5);
        aid_picture_finish_faulty(&p);
    }
    aid_picture_close(&p);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(square_at_fractions),
        cmocka_unit_test(triangles),
        cmocka_unit_test(four_parts),
        cmocka_unit_test(parts_beyond_the_fourth),
        cmocka_unit_test(node_on_the_left_edge),
        cmocka_unit_test(borders_along_the_left_edge),
        cmocka_unit_test(wrong_corner),
        cmocka_unit_test(open_borders_stay_in_their_rows),
        cmocka_unit_test(level_lines),
        cmocka_unit_test(strokes_are_a_union),
        cmocka_unit_test(huge_segments),
        cmocka_unit_test(every_size),
        cmocka_unit_test(poor_borders),
        cmocka_unit_test(nonsense),
    };
    return cmocka_run_group_tests_name("raster", tests, NULL, NULL);
}
