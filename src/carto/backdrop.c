#include "carto/backdrop.h"

#include <string.h>

#define RGB(r, g, b)                                                                               \
    { 0x##r, 0x##g, 0x##b, 255 }
#define LIGHT_INKS                                                                                 \
    .under = RGB(ff, ff, ff), .ink = RGB(1b, 21, 27), .ink_2 = RGB(45, 4e, 57),                    \
    .muted = RGB(5f, 69, 72), .line = RGB(dd, e1, e4), .no_data = RGB(f1, f1, ee),                 \
    .hatch = RGB(bf, c1, ba), .border = RGB(ff, ff, ff), .water = RGB(d2, dc, e8),                 \
    .shoreline = RGB(85, 98, ab), .border_on_water = RGB(ff, ff, ff)
#define DARK_INKS                                                                                  \
    .dark = true, .under = RGB(17, 1d, 23), .ink = RGB(ed, f1, f3), .ink_2 = RGB(c3, cc, d2),      \
    .muted = RGB(94, a1, aa), .line = RGB(2e, 38, 40), .no_data = RGB(1b, 22, 28),                 \
    .hatch = RGB(3b, 46, 4f), .border = RGB(0e, 13, 17), .water = RGB(06, 0b, 13),                 \
    .shoreline = RGB(4a, 5f, 73), .border_on_water = RGB(2a, 38, 45)

const backdrop backdrops[] = {
    {.name = "light", .paper = RGB(ff, ff, ff), LIGHT_INKS},
    {.name = "dark", .paper = RGB(17, 1d, 23), DARK_INKS},
    {.name = "transparent", LIGHT_INKS},
    {.name = "transparent-dark", DARK_INKS},
};
const size_t backdrop_count = sizeof backdrops / sizeof *backdrops;

const backdrop *backdrop_find(const char *name) {
    for (size_t i = 0; i < backdrop_count; i++)
        if (!strcmp(backdrops[i].name, name)) return &backdrops[i];
    return NULL;
}

rgba backdrop_uncertain(rgba fill) {
    static const rgba white = RGB(ff, ff, ff), gray = RGB(7e, 8b, 86);
    return color_contrast(white, fill) > color_contrast(gray, fill) ? white : gray;
}

/* Lines fainter than the built-in ones on their own no-data color (0.13 to 0.16) are not seen. */
#define HATCH_DISTANCE_MIN 0.1

rgba backdrop_hatch(const backdrop *b, rgba fill) {
    if (color_distance_oklab(b->hatch, fill) >= HATCH_DISTANCE_MIN) return b->hatch;
    return color_contrast(b->ink, fill) > color_contrast(b->under, fill) ? b->ink : b->under;
}
