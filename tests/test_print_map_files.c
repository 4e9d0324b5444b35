/* The map of a sheet as other programs show it: poppler. */
#include "aid_atlas.h"
#include "aid_cmocka.h"
#include "aid_files.h"
#include "aid_image.h"
#include "base/fileio.h"
#include "sheet/print_map.h"

#include <stdlib.h>
#include <string.h>

#define MM (96 / 25.4)

static buf draw(const choropleth *c, canvas_format f, double width, double height,
                const print_map_style *s) {
    print_map *m = NULL;
    canvas *k = NULL;
    buf out = BUF_EMPTY;
    err e = {0};
    if (print_map_create(c, width, height, s, &m, &e)) fail_msg("%s", e.text);
    if (canvas_create(f, width * MM, height * MM, 1, "sv", &k, &e)) fail_msg("%s", e.text);
    if (print_map_draw(m, k, (box){0, 0, width * MM, height * MM}, &e)) fail_msg("%s", e.text);
    if (canvas_finish(k, &out, &e)) fail_msg("%s", e.text);
    canvas_free(k);
    print_map_free(m);
    return out;
}

#define WINDOW 2 /* pixels each way */

/* Where only districts' colors are around, a pixel is of one of them or between them: nothing of
 * the paper, which is white, shines through. */
static size_t check_pixels(const aid_pixels *p, const choropleth *c, int dpi) {
    size_t n = choropleth_layer(c)->borders->n_districts, tested = 0;
    const uint32_t step = dpi > 300 ? 3 : 1;
    for (uint32_t y = WINDOW; y + WINDOW < p->height; y += step)
        for (uint32_t x = WINDOW; x + WINDOW < p->width; x++) {
            uint8_t low[3] = {255, 255, 255}, high[3] = {0, 0, 0};
            size_t colors = 0, white = 0;
            rgba at = p->at[(size_t)y * p->width + x];
            for (int j = -WINDOW; j <= WINDOW; j++)
                for (int i = -WINDOW; i <= WINDOW; i++) {
                    rgba q = p->at[(size_t)((int)y + j) * p->width + (size_t)((int)x + i)];
                    white += q.r == 255 && q.g == 255 && q.b == 255;
                    bool fill = false;
                    for (size_t d = 0; d < n && !fill; d++)
                        fill = aid_same_color(q, c->paint.fill[d]);
                    if (!fill) continue;
                    const uint8_t v[3] = {q.r, q.g, q.b};
                    for (int k = 0; k < 3; k++) {
                        if (v[k] < low[k]) low[k] = v[k];
                        if (v[k] > high[k]) high[k] = v[k];
                    }
                    colors++;
                }
            if (white || colors < 2 * WINDOW * (2 * WINDOW + 1)) continue;
            if (at.r > high[0] + 2 || at.g > high[1] + 2 || at.b > high[2] + 2)
                fail_msg("%d dpi: %u %u: #%02x%02x%02x", dpi, x, y, at.r, at.g, at.b);
            tested += low[0] != high[0];
        }
    return tested;
}

static void test_no_cracks(void **state) {
    static const int dpi[] = {36, 72, 150, 300, 600};
    static const look_setting o[] = {
        {"border-width", "0"}, {"casing-width", "0"}, {"outline-width", "none"}, {"context", "0"}};
    static const print_map_style s = {.label_name_pt = 6, .label_value_pt = 7, .small = true};
    char path[AID_PATH], png[AID_PATH];
    choropleth *c = aid_map(aid_stockholm, "violence", o, 4);
    aid_path(*state, "a.pdf", path);
    aid_path(*state, "a.png", png);
    buf pdf = draw(c, CANVAS_PDF, 60, 60, &s);
    err e = {0};
    if (file_write_atomic(path, buf_view(&pdf), &e)) fail_msg("%s", e.text);
    buf_free(&pdf);
    for (size_t k = 0; k < sizeof dpi / sizeof *dpi; k++) {
        char *said = aid_output_of("pdftoppm -r %d -png -singlefile '%s' '%.*s'", dpi[k], path,
                                   (int)strlen(png) - 4, png);
        free(said);
        buf file = BUF_EMPTY;
        assert_int_equal(file_read(png, 64 << 20, &file, NULL), ERR_OK);
        aid_pixels p = aid_pixels_of(buf_view(&file));
        size_t tested = check_pixels(&p, c, dpi[k]);
        if (dpi[k] > 36 && tested < 20) fail_msg("%d dpi: %zu", dpi[k], tested);
        aid_pixels_free(&p);
        buf_free(&file);
    }
    choropleth_unref(c);
}

static void test_text_is_text_and_files_are_alike(void **state) {
    static const look_setting o[] = {{"lang", "sv"}};
    static const print_map_style s = {.label_name_pt = 8,
                                      .label_value_pt = 11,
                                      .scale_bar = true,
                                      .labels = true,
                                      .max_leaders = 100};
    char path[AID_PATH];
    choropleth *c = aid_map(aid_stockholm, "violence", o, 1);
    buf one = draw(c, CANVAS_PDF, 186, 190, &s), two = draw(c, CANVAS_PDF, 186, 190, &s);
    assert_int_equal(one.len, two.len);
    assert_memory_equal(one.data, two.data, one.len);
    aid_path(*state, "a.pdf", path);
    err e = {0};
    if (file_write_atomic(path, buf_view(&one), &e)) fail_msg("%s", e.text);
    char *text = aid_output_of("pdftotext -enc UTF-8 -layout '%s' - 2>/dev/null", path);
    if (text) {
        assert_non_null(strstr(text, "Järva"));
        assert_non_null(strstr(text, "15,1"));
        assert_non_null(strstr(text, "Kungsholmen 11,4")); /* beside its district */
    }
    free(text);
    buf_free(&one);
    buf_free(&two);
    choropleth_unref(c);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        IN_A_FOLDER(test_no_cracks),
        IN_A_FOLDER(test_text_is_text_and_files_are_alike),
    };
    return cmocka_run_group_tests_name("print_map_files", tests, aid_stockholm_open,
                                       aid_stockholm_close);
}
