#include "aid_image.h"
#include "aid_cmocka.h"
#include "draw/png.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

image_style aid_image_style(unsigned width, unsigned height) {
    image_style s;
    image_style_default(&s);
    s.width = width;
    s.height = height;
    return s;
}

void aid_image_draw(const choropleth *c, const image_style *s, canvas_format f, buf *out,
                    image_facts *facts) {
    err e = {0};
    if (image_draw(c, s, f, out, facts, &e)) fail_msg("%s", e.text);
}

aid_pixels aid_pixels_of(bytes png) {
    aid_pixels p = {0};
    err e = {0};
    if (png_decode(png, &p.at, &p.width, &p.height, &e)) fail_msg("%s", e.text);
    return p;
}

aid_pixels aid_image_png(const choropleth *c, const image_style *s, image_facts *facts) {
    buf png = BUF_EMPTY;
    aid_image_draw(c, s, CANVAS_PNG, &png, facts);
    aid_pixels p = aid_pixels_of(buf_view(&png));
    assert_int_equal(p.width, s->width * s->scale);
    assert_int_equal(p.height, s->height * s->scale);
    buf_free(&png);
    return p;
}

void aid_pixels_free(aid_pixels *p) {
    free(p->at);
    *p = (aid_pixels){0};
}

bool aid_same_color(rgba a, rgba b) { return a.r == b.r && a.g == b.g && a.b == b.b && a.a == b.a; }

district_id aid_image_district(const choropleth *c, const image_facts *f, double x, double y) {
    const geometry *g = choropleth_layer(c)->shape->mercator;
    double ux = f->seen.x0 + (x - f->map.x) / f->map.width * (f->seen.x1 - f->seen.x0);
    double uy = f->seen.y1 - (y - f->map.y) / f->map.height * (f->seen.y1 - f->seen.y0);
    for (district_id d = 0; d < g->n_districts; d++) {
        rect b = g->bounds[d];
        if (ux >= b.x0 && ux <= b.x1 && uy >= b.y0 && uy <= b.y1 && geometry_contains(g, d, ux, uy))
            return d;
    }
    return DISTRICT_NONE;
}

char *aid_output_of(const char *format, ...) {
    char command[1024];
    buf out = BUF_EMPTY;
    va_list ap;
    va_start(ap, format);
    vsnprintf(command, sizeof command, format, ap);
    va_end(ap);
    FILE *f = popen(command, "r");
    assert_non_null(f);
    char part[4096];
    for (size_t n; (n = fread(part, 1, sizeof part, f)) > 0;) buf_add(&out, part, n);
    int status = pclose(f);
    if (status == 127 << 8) fail_msg("%s: not installed; make setup-check does that", command);
    if (status) fail_msg("%s: status %d", command, status >> 8);
    char *text = strdup(buf_text(&out));
    buf_free(&out);
    return text;
}
