#include "aid_pages.h"
#include "aid_cmocka.h"
#include "aid_files.h"
#include "aid_image.h"
#include "base/fileio.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DPI      50
#define LEAST_MM (6 * 1.21 * 25.4 / 72 - 0.02) /* a line of 6 pt: Inter's ascent and descent */

void aid_pages_write(const buf *pdf, const char *folder, char path[]) {
    aid_path(folder, "p.pdf", path);
    assert_int_equal(file_write_atomic(path, buf_view(pdf), NULL), ERR_OK);
}

size_t aid_pages_count(const char *path) {
    char *text = aid_output_of("pdfinfo '%s' 2>/dev/null | sed -n 's/^Pages: *//p'", path);
    size_t n = (size_t)atol(text);
    free(text);
    return n;
}

char *aid_pages_text(const char *path) {
    return aid_output_of("pdftotext -enc UTF-8 -raw '%s' - 2>/dev/null", path);
}

static box page_box(const char *text) {
    double w, h;
    const char *at = strstr(text, "<page ");
    assert_non_null(at);
    assert_int_equal(sscanf(at, "<page width=\"%lf\" height=\"%lf\"", &w, &h), 2);
    return (box){0, 0, w * 25.4 / 72, h * 25.4 / 72};
}

static void check_words(const char *path, size_t page, double margin, const char *what) {
    static aid_word w[AID_WORDS_MAX];
    char *text =
        aid_output_of("pdftotext -f %zu -l %zu -bbox '%s' - 2>/dev/null", page, page, path);
    size_t n = aid_words_read(text, w);
    box b = page_box(text);
    box inside = {margin, margin, b.width - 2 * margin, b.height - 2 * margin};
    for (size_t i = 0; i < n; i++) {
        double high = w[i].at.height;
        if (!aid_contains(inside, w[i].at, 0.3 * high))
            fail_msg("%s, page %zu: \"%s\" is beyond the margins", what, page, w[i].text);
        if (high < LEAST_MM) fail_msg("%s, page %zu: \"%s\" is under 6 pt", what, page, w[i].text);
        for (size_t j = 0; j < i; j++)
            if (aid_overlap(w[i].at, w[j].at, 0.22 * fmin(high, w[j].at.height)))
                fail_msg("%s, page %zu: \"%s\" lies on \"%s\" at %.0f, %.0f mm", what, page,
                         w[i].text, w[j].text, w[i].at.x, w[i].at.y);
    }
    free(text);
}

/* What pdftoppm writes unless told otherwise; making and reading PNG takes longer than the drawing.
 */
static aid_pixels pixels_of_ppm(buf *file) {
    aid_pixels p = {0};
    int head = 0;
    assert_int_equal(sscanf(buf_text(file), "P6 %u %u 255%n", &p.width, &p.height, &head), 2);
    const size_t n = (size_t)p.width * p.height;
    assert_true(head > 0 && n > 0);
    assert_int_equal(file->len, (size_t)head + 1 + 3 * n); /* one white space before the pixels */
    const uint8_t *at = file->data + head + 1;
    p.at = malloc(n * sizeof *p.at);
    assert_non_null(p.at);
    for (size_t i = 0; i < n; i++, at += 3) p.at[i] = (rgba){at[0], at[1], at[2], 255};
    return p;
}

static bool is_ink(rgba c) { return c.r < 250 || c.g < 250 || c.b < 250; }

static void check_ink(const char *path, const char *folder, size_t page, double margin,
                      const char *what) {
    char ppm[AID_PATH];
    aid_path(folder, "page", ppm);
    free(aid_output_of("pdftoppm -singlefile -f %zu -l %zu -r %d '%s' '%s' 2>&1", page, page, DPI,
                       path, ppm));
    aid_path(folder, "page.ppm", ppm);
    buf file = BUF_EMPTY;
    assert_int_equal(file_read(ppm, 1 << 26, &file, NULL), ERR_OK);
    aid_pixels p = pixels_of_ppm(&file);
    uint32_t edge = (uint32_t)(margin * DPI / 25.4) - 1, seen = 0;
    for (uint32_t y = 0; y < p.height; y++)
        for (uint32_t x = 0; x < p.width; x++) {
            bool inside = x >= edge && y >= edge && x < p.width - edge && y < p.height - edge;
            bool ink = is_ink(p.at[y * p.width + x]);
            seen += ink && inside;
            if (ink && !inside)
                fail_msg("%s, page %zu: ink beyond the margins at %u, %u of %u x %u", what, page, x,
                         y, p.width, p.height);
        }
    assert_true(seen > 100);
    aid_pixels_free(&p);
    buf_free(&file);
}

void aid_pages_check(const char *path, const char *folder, double margin_mm, const char *what) {
    size_t n = aid_pages_count(path);
    assert_true(n > 0);
    for (size_t page = 1; page <= n; page++) {
        check_words(path, page, margin_mm, what);
        check_ink(path, folder, page, margin_mm, what);
    }
}
