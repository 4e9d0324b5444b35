/* Crop marks: pixels and boxes worked by hand from the measures in crop.h. */
#include "aid_cmocka.h"
#include "aid_image.h"
#include "aid_pdf.h"
#include "sheet/crop.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PX (96 / 25.4) /* a mm */

static const rgba white = {255, 255, 255, 255}, red = {255, 0, 0, 255};

static crop made(double width, double height, double bleed) {
    crop p;
    assert_int_equal(crop_make(width, height, bleed, &p, NULL), ERR_OK);
    return p;
}

static void test_sizes(void **state) {
    (void)state;
    crop p = made(148, 210, 0);
    assert_true(!p.marks && fabs(p.width - 148 * PX) < 1e-9 && fabs(p.height - 210 * PX) < 1e-9);
    assert_true(p.trim.x == 0 && p.trim.y == 0 && p.trim.width == p.width);
    /* 3 mm, or the bleed if that is more, then 5 of mark and 2 around. */
    p = made(148, 210, 2);
    assert_true(fabs(p.width - 168 * PX) < 1e-9 && fabs(p.height - 230 * PX) < 1e-9);
    assert_true(fabs(p.trim.x - 10 * PX) < 1e-9 && fabs(p.bleed.x - 8 * PX) < 1e-9);
    assert_true(fabs(p.bleed.height - 214 * PX) < 1e-9);
    p = made(148, 210, 5);
    assert_true(fabs(p.width - 172 * PX) < 1e-9 && fabs(p.bleed.x - 7 * PX) < 1e-9);
    err e = {0};
    const double bad[] = {-1, 20.01, (double)NAN, (double)INFINITY};
    for (size_t i = 0; i < 4; i++) assert_int_equal(crop_make(148, 210, bad[i], &p, &e), ERR_RANGE);
}

/* Of a sheet of 30 x 20 mm, all of it red and more, 20 pixels a mm: the page is 50 x 40 mm with the
 * paper from 10 to 40 and 10 to 30, the bleed from 7 to 43 and 7 to 33. */
static void test_marks(void **state) {
    (void)state;
    const crop p = made(30, 20, 3);
    canvas *c = NULL;
    buf png = BUF_EMPTY;
    assert_int_equal(canvas_create(CANVAS_PNG, p.width, p.height, 20 / PX, "en", &c, NULL), ERR_OK);
    canvas_rect(c, (box){0, 0, p.width, p.height}, white);
    crop_begin(&p, c, white);
    canvas_rect(c, (box){-100, -100, 400, 400}, red);
    crop_end(&p, c);
    assert_int_equal(canvas_finish(c, &png, NULL), ERR_OK);
    canvas_free(c);
    aid_pixels all = aid_pixels_of(buf_view(&png));
    assert_in_range(all.width, 1000, 1001);
    assert_in_range(all.height, 800, 801);
    size_t marks = 0;
    for (int y = 2; y < 798; y++)
        for (int x = 2; x < 998; x++) {
            double mx = (x + 0.5) / 20, my = (y + 0.5) / 20;
            rgba seen = all.at[(size_t)y * all.width + (size_t)x];
            bool at_x = fabs(mx - 10) < 0.05 || fabs(mx - 40) < 0.05;
            bool at_y = fabs(my - 10) < 0.05 || fabs(my - 30) < 0.05;
            bool out_x = (mx > 2 && mx < 7) || (mx > 43 && mx < 48);
            bool out_y = (my > 2 && my < 7) || (my > 33 && my < 38);
            bool black = (at_x && out_y) || (at_y && out_x);
            bool inside = mx > 7 && mx < 43 && my > 7 && my < 33;
            marks += black;
            rgba want = black ? (rgba){0, 0, 0, 255} : inside ? red : white;
            if (abs(seen.r - want.r) > 2 || abs(seen.g - want.g) > 2 || abs(seen.b - want.b) > 2)
                fail_msg("%d %d: #%02x%02x%02x", x, y, seen.r, seen.g, seen.b);
        }
    assert_int_equal(marks, 8 * 100 * 2);
    aid_pixels_free(&all);
    buf_free(&png);
}

static void test_boxes_of_a_pdf(void **state) {
    char path[AID_PATH];
    const crop p = made(148, 210, 3);
    canvas *c = NULL;
    assert_int_equal(canvas_create(CANVAS_PDF, p.width, p.height, 1, "en", &c, NULL), ERR_OK);
    crop_begin(&p, c, white);
    canvas_rect(c, (box){10, 10, 40, 40}, red);
    crop_end(&p, c);
    aid_pdf_write(c, *state, "a.pdf", path);
    char *info = aid_pdf_asked("pdfinfo -box '%s' 2>/dev/null | tr -s ' '", path);
    /* mm / 25.4 * 72 */
    aid_text_has(info, "MediaBox: 0.00 0.00 476.22 651.97\n");
    aid_text_has(info, "TrimBox: 28.35 28.35 447.87 623.62\n");
    aid_text_has(info, "BleedBox: 19.84 19.84 456.38 632.13\n");
    free(info);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sizes),
        cmocka_unit_test(test_marks),
        IN_A_FOLDER(test_boxes_of_a_pdf),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
