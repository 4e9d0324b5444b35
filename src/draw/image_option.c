#include "draw/image_option.h"
#include "base/text.h"

#include <stdio.h>
#include <string.h>

/* The number before `end`, which is taken away with it. */
static bool take_number(const char **text, char end, double *out) {
    char part[64];
    const char *stop = end ? strchr(*text, end) : *text + strlen(*text);
    if (!stop || (size_t)(stop - *text) >= sizeof part) return false;
    snprintf(part, sizeof part, "%.*s", (int)(stop - *text), *text);
    *text = stop + (end != 0);
    return text_to_double(part, out);
}

static bool set_size(void *style, const char *text) {
    image_style *s = style;
    double side[2];
    if (!take_number(&text, 'x', &side[0]) || !take_number(&text, 0, &side[1])) return false;
    for (int i = 0; i < 2; i++)
        if (!(side[i] >= IMAGE_SIDE_MIN && side[i] <= IMAGE_SIDE_MAX &&
              side[i] == (unsigned)side[i]))
            return false;
    s->width = (unsigned)side[0];
    s->height = (unsigned)side[1];
    return true;
}

static bool set_bbox(void *style, const char *text) {
    image_style *s = style;
    double v[4];
    for (int i = 0; i < 4; i++)
        if (!take_number(&text, i < 3 ? ',' : 0, &v[i])) return false;
    if (!(v[0] >= -180 && v[0] < v[2] && v[2] <= 180 && v[1] >= -90 && v[1] < v[3] && v[3] <= 90))
        return false;
    s->bbox = (rect){v[0], v[1], v[2], v[3]};
    return true;
}

static bool set_scale(void *style, const char *text) {
    image_style *s = style;
    unsigned long n;
    if (!text_to_uint(text, 2, &n) || !n) return false;
    s->scale = (unsigned)n;
    return true;
}

static bool set_title(void *style, const char *text) {
    image_style *s = style;
    if (strlen(text) > IMAGE_TITLE_MAX) return false;
    for (const char *c = text; *c; c++)
        if ((unsigned char)*c < 0x20 || *c == 0x7f) return false;
    if (!text_is_utf8((bytes){(const uint8_t *)text, strlen(text)})) return false;
    bool flag = *text && !text[1] && (*text == '0' || *text == '1');
    s->title = flag ? (*text == '1' ? TITLE_OWN : TITLE_NONE) : *text ? TITLE_GIVEN : TITLE_NONE;
    snprintf(s->title_text, sizeof s->title_text, "%s", s->title == TITLE_GIVEN ? text : "");
    return true;
}

static bool set_legend(void *style, const char *text) {
    image_style *s = style;
    return wish_flag(&s->legend, text);
}
static bool set_source(void *style, const char *text) {
    image_style *s = style;
    return wish_flag(&s->source, text);
}

static const wish rows[] = {
    {"size", "two whole numbers from 16 to 4000, as 800x600", "WxH",
     "CSS pixels; 800x800 if not given", set_size},
    {"bbox", "west,south,east,north in degrees, as 17.9,59.2,18.2,59.4", "W,S,E,N",
     "what is seen; the whole layer if not given", set_bbox},
    {"scale", "1 or 2", "N", "device pixels a CSS pixel, in PNG", set_scale},
    {"title", "0, 1 for the indicator's own, or a text of up to 200 bytes", "TEXT",
     "title with unit and period over the map", set_title},
    {"legend", NULL, NULL, "with the legend", set_legend},
    {"source", NULL, NULL, "with a line on the sources", set_source},
};
const wish_table image_wishes = {rows, sizeof rows / sizeof *rows};
_Static_assert(sizeof rows / sizeof *rows <= WISHES_MAX, "wish.h");

void image_style_default(image_style *s) {
    *s = (image_style){.width = 800, .height = 800, .scale = 1, .bbox = RECT_EMPTY};
}

err_code image_style_check(const image_style *s, bool pixels, err *e) {
    unsigned k = pixels ? s->scale : 1;
    size_t all = (size_t)s->width * k * s->height * k;
    if (all <= IMAGE_PIXELS_MAX) return ERR_OK;
    return err_set(e, ERR_RANGE,
                   "size: %ux%u at scale %u has %zu pixels: %d are allowed; take a smaller size, "
                   "scale 1, svg or pdf",
                   s->width, s->height, k, all, IMAGE_PIXELS_MAX);
}
