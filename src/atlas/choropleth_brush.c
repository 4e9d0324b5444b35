#include "atlas/choropleth_brush.h"

#include <assert.h>

#define FADED_LEFT 0.25 /* of the color of a district that is not looked at */

legend_state choropleth_legend_state(value_state s) {
    static const legend_state rows[VALUE__STATES] = {
        [VALUE_MISSING] = LEGEND_MISSING,
        [VALUE_SUPPRESSED] = LEGEND_SUPPRESSED,
        [VALUE_CANNOT_OCCUR] = LEGEND_CANNOT_OCCUR,
        [VALUE_ROUNDED_ZERO] = LEGEND_ROUNDED_ZERO,
    };
    assert(s > VALUE_PRESENT && s < VALUE__STATES);
    return rows[s];
}

static rgba faded_color(rgba c, const backdrop *b) {
    rgba thin = c;
    thin.a = (uint8_t)(FADED_LEFT * 255 + 0.5);
    thin = color_over(thin, b->under);
    thin.a = c.a;
    return thin;
}

static rgba readable_on(const choropleth *c, rgba fill) {
    static const rgba white = {255, 255, 255, 255}, ink = {0x1b, 0x21, 0x27, 255};
    rgba seen = fill.a == 255 ? fill : color_over(fill, c->look.backdrop->under);
    return color_contrast(ink, seen) >= color_contrast(white, seen) ? ink : white;
}

/* A district without a figure, or that is not looked at, has a quieter name, as far as its fill
 * lets that be read. */
static rgba text_color(const choropleth *c, rgba fill, bool classed, bool faded) {
    const backdrop *b = c->look.backdrop;
    if ((faded || !classed) && color_contrast(b->muted, fill) >= 4.5) return b->muted;
    if (faded && color_contrast(b->ink_2, fill) >= 4.5) return b->ink_2;
    return readable_on(c, fill);
}

/* `known` may be NULL.  A class, or none, has one fill, unless there are as many as values. */
static rgba text_of(const choropleth *c, rgba fill, int class, bool faded, brush_texts *known) {
    size_t at = 2 * (size_t)(class + 1) + faded;
    if (!known || c->look.method->continuous) return text_color(c, fill, class >= 0, faded);
    if (!known->known[at]) known->text[at] = text_color(c, fill, class >= 0, faded);
    known->known[at] = true;
    return known->text[at];
}

static brush finished(const choropleth *c, brush b, int class, bool faded, brush_texts *known) {
    if (faded) {
        b.fill = faded_color(b.fill, c->look.backdrop);
        b.hatch = faded_color(b.hatch, c->look.backdrop);
    }
    b.text = text_of(c, b.fill, class, faded, known);
    return b;
}

static brush uncertain_on(rgba fill) {
    return (brush){.fill = fill,
                   .hatch = backdrop_uncertain(fill),
                   .pattern = (uint8_t)legend_states[LEGEND_UNCERTAIN].pattern};
}

static rgba fill_of(const choropleth *c, int class, double value) {
    if (class < 0) return c->look.no_data_color;
    return c->look.method->continuous ? choropleth_color(c, value) : c->color[class];
}

brush choropleth_brush_of(const choropleth *c, district_id d, bool faded) {
    return choropleth_brush_next(c, d, faded, NULL);
}

brush choropleth_brush_next(const choropleth *c, district_id d, bool faded, brush_texts *known) {
    value_state state = (value_state)c->state[d];
    int class = c->class_of[d];
    brush b = {.fill = fill_of(c, class, c->value[d]), .hatch = c->look.hatch_color};
    bool marked = state == VALUE_PRESENT && c->flags[d] & VALUE_BRACKETED;
    if (!c->look.uncertain_plain && (marked || choropleth_is_within(c, d)))
        b = uncertain_on(b.fill);
    else if (state != VALUE_PRESENT)
        b.pattern = (uint8_t)legend_states[choropleth_legend_state(state)].pattern;
    return finished(c, b, class, faded, known);
}

brush choropleth_brush_in(const choropleth *c, size_t class, bool uncertain, bool faded) {
    assert(class < c->n_colors && !c->look.method->continuous);
    rgba fill = c->color[class];
    brush b = {.fill = fill, .hatch = c->look.hatch_color};
    return finished(c, uncertain ? uncertain_on(fill) : b, (int)class, faded, NULL);
}
