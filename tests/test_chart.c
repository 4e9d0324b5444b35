/* Charts: where values stand, worked by hand, and the pixels of marks and lines. */
#include "aid_cmocka.h"
#include "aid_image.h"
#include "draw/chart.h"
#include "sheet/flow.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* A strip of 300 px whose districts stand between 30 and 270. */
static chart_strip_size size(void) {
    chart_strip_size z = chart_strip_size_of(300, 1, 1, 6);
    z.inset = 30;
    z.beyond = 90;
    return z;
}

static void assert_near(double a, double b) {
    if (!(fabs(a - b) < 1e-9)) fail_msg("%.12g is not %.12g", a, b);
}

static void test_strip_places(void **state) {
    (void)state;
    static const double two[] = {20, (double)NAN, 10};
    static const struct {
        double city, target, value, x;
    } rows[] = {
        {15, NAN, 10, 30}, {15, NAN, 20, 270},  {15, NAN, 15, 150}, {10, NAN, 10, 30},
        {0, NAN, 0, 90},   {0, NAN, 20, 270},   {0, NAN, 10, 180},  {30, NAN, 30, 210},
        {30, NAN, 10, 30}, {30, NAN, 20, 120},  {15, 0, 0, 90},     {15, 0, 20, 270},
        {15, 25, 25, 210}, {NAN, NAN, 15, 150}, {0, 30, 0, 90},     {0, 30, 30, 210},
        {0, 30, 15, 150},
    };
    const chart_strip_size z = size();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const chart_strip s = {
            .other = two, .n_others = 3, .city = rows[i].city, .target = rows[i].target};
        assert_near(chart_strip_x(&s, &z, rows[i].value), rows[i].x);
    }
}

static void test_strip_of_little(void **state) {
    (void)state;
    static const double one[] = {7};
    const chart_strip_size z = size();
    chart_strip s = {.other = one, .n_others = 1, .city = NAN, .target = NAN};
    assert_near(chart_strip_x(&s, &z, 7), 150);
    s.city = 7;
    assert_near(chart_strip_x(&s, &z, 7), 150);
    s.n_others = 0;
    assert_near(chart_strip_x(&s, &z, 7), 150); /* the city alone */
    s.city = NAN;
    assert_true(isnan(chart_strip_x(&s, &z, 7)));
    s.n_others = 1;
    assert_true(isnan(chart_strip_x(&s, &z, NAN)));
}

static chart_dot dot(double value, int owner) {
    return (chart_dot){value, {CHART_CIRCLE, {0, 0, 0, 255}, 10, 2, false, false}, owner};
}

static void test_marks_that_would_hide_each_other_move(void **state) {
    (void)state;
    const chart_strip_size z = size();
    const chart_dot dots[] = {dot(10, 0), dot(10, 1), dot(20, 2), dot((double)NAN, 3), dot(10, 4)};
    const chart_strip s = {.city = NAN, .target = NAN, .dot = dots, .n_dots = 5};
    double offset[5];
    chart_strip_offsets(&s, &z, offset);
    assert_near(offset[0], 0);
    assert_true(offset[1] < 0); /* upward first */
    assert_near(offset[2], 0);  /* far away */
    assert_near(offset[3], 0);
    assert_true(offset[4] > 0);
    for (size_t i = 0; i < 5; i++) assert_true(fabs(offset[i]) <= 13);
    assert_true(fabs(offset[4] - offset[1]) > 15);
}

static void test_moved_marks_keep_off_texts(void **state) {
    (void)state;
    const chart_strip_size z = size();
    const chart_dot dots[] = {dot(10, 0), dot(10, 1), dot(10, 2), dot(10, 3), dot(20, 4)};
    const chart_strip s = {
        .city = NAN, .target = NAN, .dot = dots, .n_dots = 5, .low_text = "10", .high_text = "20"};
    double offset[5];
    chart_strip_offsets(&s, &z, offset);
    /* 3 mm to the end of the wash, then a line of 6 pt (8 px) whose capitals are 0.73 of it high */
    double text = 3 * 96 / 25.4 + 8 * (1 - 0.73);
    for (size_t i = 0; i < 5; i++) assert_true(offset[i] + 10 <= text);
    assert_true(offset[1] < 0);
}

/* Two of one owner that stand apart, and a third that hides the first: the line between them lies
 * on the axis, whichever was moved, and a stem leads to what was. */
static void test_hollow_marks_are_joined_on_the_axis(void **state) {
    (void)state;
    const chart_strip_size z = size();
    chart_dot dots[] = {dot(10, 0), dot(10, 1), dot(20, 1)};
    for (int i = 0; i < 3; i++) dots[i].mark.hollow = true;
    dots[1].mark.color = dots[2].mark.color = (rgba){200, 0, 0, 255};
    const chart_strip s = {.city = NAN, .target = NAN, .dot = dots, .n_dots = 3};
    double offset[3];
    chart_strip_offsets(&s, &z, offset);
    assert_true(offset[1] < 0);
    canvas *c = NULL;
    err e = {0};
    buf out = BUF_EMPTY;
    assert_int_equal(canvas_create(CANVAS_SVG, 300, 60, 1, "en", &c, &e), ERR_OK);
    chart_strip_draw(c, &chart_inks_paper, &s, &z, 0, 30);
    assert_int_equal(canvas_finish(c, &out, &e), ERR_OK);
    canvas_free(c);
    size_t along = 0, stems = 0;
    for (const char *at = buf_text(&out); (at = strstr(at, "<line")); at++) {
        double x1, y1, x2, y2;
        if (sscanf(at, "<line x1=\"%lf\" y1=\"%lf\" x2=\"%lf\" y2=\"%lf\"", &x1, &y1, &x2, &y2) !=
            4)
            fail_msg("%.60s", at);
        assert_true(x1 == x2 || y1 == y2);
        along += x1 == 30 && x2 == 270 && y1 == 30;
        stems += x1 == 30 && x2 == 30 && y1 == 30 && y2 < 30;
    }
    assert_int_equal(along, 1);
    assert_int_equal(stems, 1);
    buf_free(&out);
}

static void test_axes(void **state) {
    (void)state;
    static const struct {
        double low, high;
        int steps, decimals;
        chart_axis is;
    } rows[] = {
        {31102, 40678, 4, -1, {30000, 45000, 5000, 0}}, /* 2,500 would take 5 */
        {35, 44, 4, 0, {35, 45, 5, 0}},                 /* 2.5 would need a decimal */
        {0.3, 7.2, 4, 1, {0, 8, 2, 0}},
        {554, 1582, 4, 0, {0, 2000, 500, 0}},
        {-3, 5, 4, -1, {-5, 5, 2.5, 1}},
        {-9, -2, 4, -1, {-10, 0, 2.5, 1}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        chart_axis a = chart_axis_of(rows[i].low, rows[i].high, rows[i].steps, rows[i].decimals);
        assert_near(a.low, rows[i].is.low);
        assert_near(a.high, rows[i].is.high);
        assert_near(a.step, rows[i].is.step);
        assert_int_equal(a.decimals, rows[i].is.decimals);
    }
    chart_axis one = chart_axis_of(5, 5, 4, -1);
    assert_true(one.low < 5 && one.high > 5);
    chart_axis none = chart_axis_of(INFINITY, -INFINITY, 4, -1);
    assert_true(none.low < none.high);
}

/* ---- pixels ---- */

static aid_pixels drawn(void (*draw)(canvas *c)) {
    canvas *c = NULL;
    buf out = BUF_EMPTY;
    assert_int_equal(canvas_create(CANVAS_PNG, 200, 100, 1, "en", &c, NULL), ERR_OK);
    canvas_rect(c, (box){0, 0, 200, 100}, chart_inks_paper.ground);
    draw(c);
    assert_int_equal(canvas_finish(c, &out, NULL), ERR_OK);
    canvas_free(c);
    aid_pixels p = aid_pixels_of(buf_view(&out));
    buf_free(&out);
    return p;
}

static const rgba red = {200, 10, 20, 255};

static void draw_marks(canvas *c) {
    for (int i = 0; i < CHART_SUBJECTS; i++) {
        chart_mark m = {(chart_shape)i, red, 10, 2, false, false};
        chart_mark_draw(c, &chart_inks_paper, 25 + 50 * i, 25, &m);
        m.hollow = true;
        chart_mark_draw(c, &chart_inks_paper, 25 + 50 * i, 75, &m);
    }
}

static void assert_pixel(const aid_pixels *p, uint32_t x, uint32_t y, rgba is) {
    rgba c = p->at[y * p->width + x];
    if (!aid_same_color(c, is))
        fail_msg("at %u, %u is #%02x%02x%02x, not #%02x%02x%02x", x, y, c.r, c.g, c.b, is.r, is.g,
                 is.b);
}

static void test_marks(void **state) {
    (void)state;
    const rgba white = chart_inks_paper.ground;
    aid_pixels p = drawn(draw_marks);
    for (uint32_t i = 0; i < CHART_SUBJECTS; i++) {
        assert_pixel(&p, 25 + 50 * i, 25, red);
        assert_pixel(&p, 25 + 50 * i, 75, white);
        assert_pixel(&p, 3 + 50 * i, 25, white);
    }
    assert_pixel(&p, 25 + 8, 25 + 8, white); /* a circle of 10 ends there */
    assert_pixel(&p, 75 + 8, 25 + 8, red);   /* a square of 9 does not */
    assert_pixel(&p, 125 + 10, 25, red);     /* a diamond reaches 12.8 */
    assert_pixel(&p, 125 + 8, 25 + 8, white);
    assert_pixel(&p, 175 + 8, 25 - 8, white); /* a triangle is narrow above */
    assert_pixel(&p, 175 + 8, 25 + 7, red);
    assert_pixel(&p, 25 + 8, 75, red); /* hollow: the line is there */
    assert_pixel(&p, 75 + 8, 75, red);
    aid_pixels_free(&p);
}

static const double at[] = {2000, 2001, 2002, 2003, 2004}, value[] = {10, 10, NAN, 10, 10};
static const bool forecast[] = {false, false, false, false, true};
static chart_frame frame;

static void draw_line(canvas *c) {
    const chart_line l = {
        .at = at, .value = value, .forecast = forecast, .n = 5, .color = red, .width = 4};
    const chart_plot p = {.line = &l,
                          .n_lines = 1,
                          .axis = {.size_px = 8, .weight = 400},
                          .label = {.size_px = 8, .weight = 600},
                          .decimals = -1,
                          .language = LANG_EN};
    const box b = {0, 0, 200, 100};
    frame = chart_plot_frame(&p, b);
    chart_plot_draw(c, &chart_inks_paper, &p, b);
}

static bool red_at(const aid_pixels *p, double year) {
    uint32_t x = (uint32_t)chart_frame_x(&frame, year), y = (uint32_t)chart_frame_y(&frame, 10);
    return aid_same_color(p->at[y * p->width + x], red);
}

static void test_lines(void **state) {
    (void)state;
    aid_pixels p = drawn(draw_line);
    assert_near(chart_frame_x(&frame, 2000), frame.at.x);
    assert_near(chart_frame_x(&frame, 2004), frame.at.x + frame.at.width);
    assert_near(chart_frame_y(&frame, frame.y.high), frame.at.y);
    assert_near(chart_frame_y(&frame, frame.y.low), frame.at.y + frame.at.height);
    assert_true(red_at(&p, 2000.5));
    assert_false(red_at(&p, 2001.5)); /* a gap */
    assert_false(red_at(&p, 2002.5));
    size_t on = 0, off = 0;
    for (int i = 1; i < 40; i++) *(red_at(&p, 2003 + i / 40.0) ? &on : &off) += 1;
    assert_true(on > 5 && off > 5); /* dashed */
    aid_pixels_free(&p);
}

/* ---- what stands under each other ---- */

static void test_flow(void **state) {
    (void)state;
    flow_item f[] = {{.height = 10, .keep = true, .head = SIZE_MAX}, /* a head and four rows */
                     {.height = 30, .head = 0},
                     {.height = 30, .head = 0},
                     {.height = 30, .head = 0},
                     {.height = 30, .head = 0},
                     {.height = 10, .keep = true, .head = SIZE_MAX},
                     {.height = 30, .head = 5}};
    const flow_pages p = {.first = 20, .next = 5, .bare = 1, .bottom = 100};
    assert_int_equal(flow_place(f, 7, &p), 3);
    static const struct {
        size_t page;
        double y;
    } is[] = {{0, 20}, {0, 30}, {0, 60}, {1, 15}, {1, 45}, {2, 5}, {2, 15}};
    for (size_t i = 0; i < 7; i++) {
        assert_int_equal(f[i].page, is[i].page);
        assert_near(f[i].y, is[i].y);
        assert_int_equal(f[i].repeat, i == 3); /* its head again above it */
    }
    assert_near(flow_end(f, 7, &p), 45);
    const flow_pages endless = {.first = 20, .next = 5, .bottom = INFINITY};
    assert_int_equal(flow_place(f, 7, &endless), 1);
    assert_near(flow_end(f, 7, &endless), 190);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_strip_places),
        cmocka_unit_test(test_strip_of_little),
        cmocka_unit_test(test_marks_that_would_hide_each_other_move),
        cmocka_unit_test(test_moved_marks_keep_off_texts),
        cmocka_unit_test(test_hollow_marks_are_joined_on_the_axis),
        cmocka_unit_test(test_axes),
        cmocka_unit_test(test_marks),
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_flow),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
