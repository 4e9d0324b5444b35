#include "draw/legend_option.h"
#include "base/text.h"

#include <string.h>

#define SCALE_MAX 4
#define WIDTH_MAX 1200

static bool set_scale(void *style, const char *text) {
    legend_style *s = style;
    unsigned long n;
    if (!text_to_uint(text, SCALE_MAX, &n) || !n) return false;
    s->scale = (double)n;
    return true;
}

static bool set_compact(void *style, const char *text) {
    return wish_flag(&((legend_style *)style)->compact, text);
}

static bool set_bare(void *style, const char *text) {
    return wish_flag(&((legend_style *)style)->bare, text);
}

static bool set_direction(void *style, const char *text) {
    legend_style *s = style;
    static const char *const names[] = {
        [LEGEND_AUTO] = "auto", [LEGEND_HORIZONTAL] = "horizontal", [LEGEND_VERTICAL] = "vertical"};
    int i = 0;
    while (i < 3 && strcmp(text, names[i]) != 0) i++;
    if (i < 3) s->direction = (legend_direction)i;
    return i < 3;
}

static bool set_size(void *style, const char *text) {
    legend_style *s = style;
    const legend_size *found = legend_size_find(text);
    if (found) s->size = found;
    return found != NULL;
}

static bool set_width(void *style, const char *text) {
    legend_style *s = style;
    unsigned long n;
    if (!text_to_uint(text, WIDTH_MAX, &n) || (double)n < LEGEND_WIDTH_MIN) return false;
    s->width_px = (double)n;
    return true;
}

static const wish rows[] = {
    {"scale", "a whole number from 1 to 4", "N", "device pixels a CSS pixel, in PNG", set_scale},
    {"compact", NULL, NULL, "without title, note and source", set_compact},
    {"bare", NULL, NULL, "the ramp, its edges and the reference alone", set_bare},
    {"direction", "auto, horizontal or vertical", "NAME", "whether the classes lie or stand",
     set_direction},
    {"size", "embed, page or poster", "NAME", "for which use: measures and sizes of type",
     set_size},
    {"width", "a whole number from 160 to 1200", "N", "CSS pixels", set_width},
};
const wish_table legend_wishes = {rows, sizeof rows / sizeof *rows};
_Static_assert(sizeof rows / sizeof *rows <= WISHES_MAX, "wish.h");
