#include "aid_sheet.h"
#include "aid_cmocka.h"
#include "aid_files.h"
#include "aid_image.h"
#include "base/fileio.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void aid_sheet_draw(const choropleth *c, const poster_style *s, canvas_format f, buf *out,
                    poster_facts *facts) {
    err e = {0};
    if (poster_draw(c, s, f, out, facts, &e))
        fail_msg("%s%s%s, %s: %s", choropleth_indicator(c)->id, s->periods, s->indicators,
                 c->look.method->name, e.text);
}

box aid_sheet_inside(const poster_style *s) {
    double w = s->landscape ? s->paper->height : s->paper->width;
    double h = s->landscape ? s->paper->width : s->paper->height, m = s->paper->margin;
    return (box){m, m, w - 2 * m, h - 2 * m};
}

bool aid_overlap(box a, box b, double slack) {
    return fmin(a.x + a.width, b.x + b.width) - fmax(a.x, b.x) > slack &&
           fmin(a.y + a.height, b.y + b.height) - fmax(a.y, b.y) > slack;
}

bool aid_contains(box out, box in, double slack) {
    return in.x >= out.x - slack && in.y >= out.y - slack &&
           in.x + in.width <= out.x + out.width + slack &&
           in.y + in.height <= out.y + out.height + slack;
}

size_t aid_words_read(const char *text, aid_word out[AID_WORDS_MAX]) {
    size_t n = 0;
    for (const char *at = text; (at = strstr(at, "<word ")); at++, n++) {
        double x0, y0, x1, y1, k = 25.4 / 72;
        assert_true(n < AID_WORDS_MAX);
        assert_int_equal(sscanf(at,
                                "<word xMin=\"%lf\" yMin=\"%lf\" xMax=\"%lf\" yMax=\"%lf\">%95[^<]",
                                &x0, &y0, &x1, &y1, out[n].text),
                         5);
        out[n].at = (box){x0 * k, y0 * k, (x1 - x0) * k, (y1 - y0) * k};
    }
    return n;
}

size_t aid_words_of(const buf *pdf, const char *folder, aid_word out[AID_WORDS_MAX]) {
    char path[AID_PATH + 16];
    aid_path(folder, "p.pdf", path);
    assert_int_equal(file_write_atomic(path, buf_view(pdf), NULL), ERR_OK);
    char *text = aid_output_of("pdftotext -bbox '%s' - 2>/dev/null", path);
    size_t n = aid_words_read(text, out);
    free(text);
    return n;
}
