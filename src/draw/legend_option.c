#include "draw/legend_option.h"
#include "base/text.h"

#include <string.h>

#define SCALE_MAX 4
#define WIDTH_MAX 1200

static bool set_scale(legend_style *s, const char *text) {
    unsigned long n;
    if (!text_to_uint(text, SCALE_MAX, &n) || !n) return false;
    s->scale = (double)n;
    return true;
}

static bool set_compact(legend_style *s, const char *text) {
    if (strcmp(text, "0") && strcmp(text, "1")) return false;
    s->compact = *text == '1';
    return true;
}

static bool set_direction(legend_style *s, const char *text) {
    static const char *const names[] = {
        [LEGEND_AUTO] = "auto", [LEGEND_HORIZONTAL] = "horizontal", [LEGEND_VERTICAL] = "vertical"};
    int i = 0;
    while (i < 3 && strcmp(text, names[i]) != 0) i++;
    if (i < 3) s->direction = (legend_direction)i;
    return i < 3;
}

static bool set_size(legend_style *s, const char *text) {
    const legend_size *found = legend_size_find(text);
    if (found) s->size = found;
    return found != NULL;
}

static bool set_width(legend_style *s, const char *text) {
    unsigned long n;
    if (!text_to_uint(text, WIDTH_MAX, &n) || (double)n < LEGEND_WIDTH_MIN) return false;
    s->width_px = (double)n;
    return true;
}

const legend_option legend_options[] = {
    {"scale", "a whole number from 1 to 4", "N", "device pixels a CSS pixel, in PNG", set_scale},
    {"compact", NULL, NULL, "without title, note and source", set_compact},
    {"direction", "auto, horizontal or vertical", "NAME", "whether the classes lie or stand",
     set_direction},
    {"size", "embed, page or poster", "NAME", "for which use: measures and sizes of type",
     set_size},
    {"width", "a whole number from 160 to 1200", "N", "CSS pixels", set_width},
};
_Static_assert(sizeof legend_options / sizeof *legend_options == LEGEND_OPTIONS, "its count");

const legend_option *legend_option_find(const char *name) {
    for (size_t i = 0; i < LEGEND_OPTIONS; i++)
        if (!strcmp(legend_options[i].name, name)) return &legend_options[i];
    return NULL;
}

err_code legend_option_set(legend_style *s, const legend_option *o, const char *text, err *e) {
    if (o->set(s, text)) return ERR_OK;
    return err_set(e, ERR_RANGE, "%s: \"%.40s\" is not allowed: %s", o->name, text,
                   o->value ? o->value : "0 or 1");
}
