#include "app/inspect.h"
#include "app/map.h"
#include "base/json.h"
#include "draw/png.h"
#include "tile/tiler.h"

#include <math.h>
#include <stdlib.h>

typedef struct tile_facts {
    size_t *pixels; /* [districts] whose center lies in the district */
    size_t outside, bytes;
    const skeleton *s;
} tile_facts;

static err_code count_pixels(const choropleth *c, tile_id t, tile_facts *out, err *e) {
    const atlas_layer *layer = choropleth_layer(c);
    rect extent = grid_tile_bounds(t);
    double step = (extent.x1 - extent.x0) / GRID_TILE_PX;
    coverage_level *all = NULL; /* in full detail */
    arc_list scratch = {0};
    err_code rc = coverage_level_make(layer->borders, 0, &all, e);
    for (int i = 0; i < GRID_TILE_PX * GRID_TILE_PX && !rc; i++) {
        double x = extent.x0 + (i % GRID_TILE_PX + 0.5) * step;
        double y = extent.y1 - (i / GRID_TILE_PX + 0.5) * step;
        district_id d = DISTRICT_NONE;
        rc = arc_index_district_at(layer->index, all, x, y, &scratch, &d, e);
        if (!rc) (*(d == DISTRICT_NONE ? &out->outside : &out->pixels[d]))++;
    }
    arc_list_free(&scratch);
    coverage_level_free(all);
    return rc;
}

static const char *kind_of(const skeleton *s) { return s->pixels ? "wide" : "indexed"; }

static json_t *json_of_skeleton(const skeleton *s) {
    json_t *patterns = json_array();
    for (int p = 1; p < PATTERN__COUNT; p++)
        if (s->patterns & PHASES_PATTERN(p))
            json_array_append_new(patterns, json_text(pattern_names[p]));
    const slot_levels *l = &slot_rungs[s->rung];
    return json_pack("{s:s,s:I,s:i,s:i,s:i,s:b,s:o,s:I,s:I,s:I}", "kind", kind_of(s), "slots",
                     (json_int_t)s->n_slots, "depth", (int)s->depth, "mix_levels",
                     SLOT_WHOLE / l->mix_step, "ink_levels", SLOT_WHOLE / l->ink_step, "dominant",
                     l->dominant, "patterns", patterns, "phases", (json_int_t)s->n_phases, "memory",
                     (json_int_t)skeleton_memory(s), "idat", (json_int_t)s->tail.len);
}

static void text_of_skeleton(const skeleton *s, buf *out) {
    const slot_levels *l = &slot_rungs[s->rung];
    buf_addf(out, "skeleton: %s, %zu slot%s in %u bits, %d mix and %d ink levels%s", kind_of(s),
             s->n_slots, s->n_slots == 1 ? "" : "s", s->depth, SLOT_WHOLE / l->mix_step,
             SLOT_WHOLE / l->ink_step, l->dominant ? ", the larger district alone under ink" : "");
    if (s->patterns) buf_addf(out, ", hatched in %zu phases", s->n_phases);
    buf_addf(out, "; %zu bytes in memory\n", skeleton_memory(s));
}

static json_t *json_of_tile(const choropleth *c, tile_id t, const tile_facts *f) {
    const districts *d = choropleth_layer(c)->shape->districts;
    rect extent = grid_tile_bounds(t), deg;
    grid_unproject(extent.x0, extent.y0, &deg.x0, &deg.y0);
    grid_unproject(extent.x1, extent.y1, &deg.x1, &deg.y1);
    json_t *list = json_array();
    for (district_id i = 0; i < districts_count(d); i++) {
        if (!f->pixels[i]) continue;
        char color[COLOR_TEXT_MAX];
        color_format(c->paint.fill[i], color);
        json_array_append_new(
            list, json_pack("{s:o,s:o,s:I,s:i,s:s}", "key", json_text(district_key(d, i)), "name",
                            json_text(district_name(d, i)), "pixels", (json_int_t)f->pixels[i],
                            "class", c->class_of[i], "color", color));
    }
    return json_pack("{s:[i,I,I],s:[o,o,o,o],s:I,s:I,s:o,s:o}", "tile", (int)t.z, (json_int_t)t.x,
                     (json_int_t)t.y, "bounds", json_number(deg.x0), json_number(deg.y0),
                     json_number(deg.x1), json_number(deg.y1), "bytes", (json_int_t)f->bytes,
                     "outside", (json_int_t)f->outside, "skeleton", json_of_skeleton(f->s),
                     "districts", list);
}

static void text_of_tile(const choropleth *c, tile_id t, const tile_facts *f, buf *out) {
    const districts *d = choropleth_layer(c)->shape->districts;
    buf_addf(out, "tile %u/%u/%u: %zu bytes\n", t.z, t.x, t.y, f->bytes);
    text_of_skeleton(f->s, out);
    buf_adds(out, "pixels by district:\n");
    for (district_id i = 0; i < districts_count(d); i++) {
        char color[COLOR_TEXT_MAX];
        color_format(c->paint.fill[i], color);
        if (f->pixels[i])
            buf_addf(out, "  %6zu  %s  %s\n", f->pixels[i], color, district_name(d, i));
    }
    buf_addf(out, "  %6zu  outside\n", f->outside);
}

/* Colors far from each other for numbers near each other: steps of the golden angle in hue; slots
 * under ink are darker. */
static rgba slot_color(const slot *s, size_t i) {
    if (slot_is_outside(s) && !s->ink[0] && !s->ink[1]) return (rgba){255, 255, 255, 255};
    double hue = fmod((double)i * 2.399963229728653, 6.283185307179586);
    double light = 1 - 0.7 * fmax(s->ink[0], s->ink[1]) / SLOT_WHOLE;
    return (rgba){(uint8_t)(light * (170 + 80 * cos(hue))),
                  (uint8_t)(light * (170 + 80 * cos(hue - 2.0944))),
                  (uint8_t)(light * (170 + 80 * cos(hue + 2.0944))), 255};
}

static err_code draw_slots(const skeleton *s, buf *png, err *e) {
    size_t n = (size_t)s->size * s->size;
    skeleton_scratch *scratch = NULL;
    uint16_t *number = calloc(n, sizeof *number);
    rgba *pixels = calloc(n, sizeof *pixels);
    err_code rc = number && pixels ? skeleton_scratch_create(&scratch, e) : err_nomem(e);
    if (!rc) rc = skeleton_pixels(scratch, s, number, e);
    for (size_t i = 0; i < n && !rc; i++) pixels[i] = slot_color(&s->slots[number[i]], number[i]);
    if (!rc) rc = png_encode(pixels, s->size, s->size, png, e);
    skeleton_scratch_free(scratch);
    free(number);
    free(pixels);
    return rc;
}

static err_code tell_tile(const args *a, const choropleth *c, tile_id t, tile_facts *f, buf *out,
                          err *e) {
    err_code rc;
    f->pixels = calloc(districts_count(choropleth_layer(c)->shape->districts), sizeof *f->pixels);
    if (!f->pixels) return err_nomem(e);
    rc = count_pixels(c, t, f, e);
    if (!rc && a->json)
        rc = json_print(json_of_tile(c, t, f), 2, out, e);
    else if (!rc)
        text_of_tile(c, t, f, out);
    free(f->pixels);
    return rc;
}

static err_code write_slots(const args *a, const skeleton *s, err *e) {
    buf png = BUF_EMPTY;
    err_code rc = draw_slots(s, &png, e);
    if (!rc) rc = map_write(a, buf_view(&png), e);
    buf_free(&png);
    return rc;
}

err_code inspect_tile(const args *a, const char *tile, buf *out, err *e) {
    choropleth *c = NULL;
    tiler *drawing = NULL;
    skeleton *s = NULL;
    buf png = BUF_EMPTY;
    tile_id t;
    err_code rc = grid_tile_parse(tile, &t, e);
    if (rc) return ERR_USAGE;
    rc = map_open(a, ATLAS_TILES, &c, e);
    if (!rc) rc = tiler_create(MAP_CACHE_BYTES, false, &drawing, e);
    if (!rc) rc = tiler_skeleton(drawing, c, t, 1, &s, e);
    if (!rc) rc = tiler_png(drawing, c, t, 1, &png, e);
    tile_facts f = {.bytes = png.len, .s = s};
    if (!rc) rc = tell_tile(a, c, t, &f, out, e);
    if (!rc && a->output) rc = write_slots(a, s, e);
    skeleton_unref(s);
    buf_free(&png);
    tiler_free(drawing);
    choropleth_unref(c);
    return rc;
}
