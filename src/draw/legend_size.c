#include "draw/legend_size.h"

#include <string.h>

#define MM(v) ((v)*96 / 25.4)
#define PT(v) ((v)*96 / 72)

/* What the two web sizes have in common. */
#define WEB                                                                                        \
    .outline = 0.6, .ramp_height = 12, .ramp_divider = 1, .tick = 4, .narrowest = 28,              \
    .dot_radius = 4.5, .dot_line = 0.8, .dot_distance = 9.6, .dots_height = 68, .mark_width = 9,   \
    .mark_height = 6, .mark_line = 1.5, .mark_casing = 4, .swatch_width = 20, .bar_narrowest = 40, \
    .group_line = 2, .zero_line = 1.5, .hatch_line = 1.2, .hatch_step = 5.66, .fleck_line = 1,     \
    .fleck_step = 3.2, .band_height = 120, .cell_gap = 1.5, .arrow = 1

const legend_size legend_sizes[] = {
    {.name = "embed",
     .width = 280,
     .padding = 10,
     .space = 6,
     .gap = 7,
     .title = {12, 16, 600},
     .unit = {11, 15, 400},
     .reference = {11, 14, 600},
     .edge = {11, 14, 500},
     .row = {11, 14, 400},
     .count = {11, 14, 400},
     .small = {11, 14, 400},
     .bins_height = 30,
     .cell = 40,
     .row_height = 18,
     WEB},
    {.name = "page",
     .width = 320,
     .padding = 12,
     .space = 8,
     .gap = 8,
     .title = {14, 19, 600},
     .unit = {12, 16, 400},
     .reference = {12, 16, 600},
     .edge = {12, 16, 500},
     .row = {12, 16, 400},
     .count = {12, 16, 400},
     .small = {11, 14, 400},
     .bins_height = 36,
     .cell = 48,
     .row_height = 20,
     .context = true,
     WEB},
    {.name = "poster",
     .width = MM(112),
     .padding = 0,
     .space = MM(3),
     .gap = MM(2),
     .title = {PT(9), PT(12.4), 700},
     .unit = {PT(8), PT(11), 400},
     .reference = {PT(8), PT(11), 600},
     .edge = {PT(8), PT(11), 500},
     .row = {PT(8), PT(11), 400},
     .count = {PT(8), PT(11), 400},
     .small = {PT(7.5), PT(10.3), 400},
     .outline = MM(0.12),
     .ramp_height = MM(3.6),
     .ramp_divider = MM(0.3),
     .tick = MM(1),
     .narrowest = MM(9),
     .dot_radius = MM(1.35),
     .dot_line = MM(0.16),
     .dot_distance = MM(2.95),
     .dots_height = MM(22),
     .bins_height = MM(15),
     .mark_width = MM(2.4),
     .mark_height = MM(1.7),
     .mark_line = MM(0.38),
     .mark_casing = MM(0.95),
     .swatch_width = MM(6),
     .row_height = MM(5.6),
     .bar_narrowest = MM(12),
     .group_line = MM(0.6),
     .zero_line = MM(0.38),
     .hatch_line = MM(0.28),
     .hatch_step = MM(1.5),
     .fleck_line = MM(0.25),
     .fleck_step = MM(0.95),
     .band_height = MM(36),
     .cell = MM(16.5),
     .cell_gap = MM(0.5),
     .arrow = MM(0.3),
     .context = true},
};
const size_t legend_size_count = sizeof legend_sizes / sizeof *legend_sizes;

const legend_size *legend_size_find(const char *name) {
    for (size_t i = 0; i < legend_size_count; i++)
        if (!strcmp(legend_sizes[i].name, name)) return &legend_sizes[i];
    return NULL;
}

text_style legend_size_text(const legend_type *t, rgba color) {
    return (text_style){.size_px = t->size, .weight = t->weight, .tabular = true, .color = color};
}
