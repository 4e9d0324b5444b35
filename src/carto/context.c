#include "carto/context.h"
#include "geo/grid.h"

const char *const context_kind_names[CONTEXT__KINDS] = {"water", "area", "line", "point"};
const char *const context_place_names[CONTEXT__PLACES] = {"under", "over", "top"};

static context_color of_both(size_t at) {
    const backdrop *light = backdrop_find("light"), *dark = backdrop_find("dark");
    return (context_color){*(const rgba *)((const char *)light + at),
                           *(const rgba *)((const char *)dark + at)};
}

void context_style_default(context_kind kind, context_style *out) {
    *out = (context_style){
        .kind = kind, .place = CONTEXT_OVER, .opacity = 1, .zoom_max = GRID_ZOOM_MAX};
    if (kind == CONTEXT_WATER) out->fill = of_both(offsetof(backdrop, water));
    if (kind == CONTEXT_WATER || kind == CONTEXT_LINE) {
        out->line = of_both(offsetof(backdrop, shoreline));
        out->width_px = 0.6;
    }
    if (kind == CONTEXT_POINT) out->line = of_both(offsetof(backdrop, muted));
}

static rgba on(const context_color *c, const backdrop *b, double opacity) {
    rgba color = b->dark ? c->dark : c->light;
    color.a = (uint8_t)(color.a * opacity + 0.5);
    return color;
}

rgba context_fill(const context_style *s, const backdrop *b) { return on(&s->fill, b, s->opacity); }
rgba context_line(const context_style *s, const backdrop *b) { return on(&s->line, b, s->opacity); }
