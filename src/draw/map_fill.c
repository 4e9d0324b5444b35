/* Fills and patterns of a map. */
#include "draw/canvas_pattern.h"
#include "draw/map_parts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A line in one of both colors lies under each border between two, so that antialiasing mixes these
 * and not what is under the map.  So wide that it covers the pixels that the border meets, and so
 * narrow that nobody sees its end at the layer's outline; or clipped to the layer. */

typedef struct tint { /* districts or arcs of one color; ascending */
    uint64_t key;
    uint32_t which;
} tint;

static uint32_t word_of(rgba c) {
    return (uint32_t)c.r << 24 | (uint32_t)c.g << 16 | (uint32_t)c.b << 8 | c.a;
}
static rgba color_of(uint64_t key) {
    return (rgba){(uint8_t)(key >> 24), (uint8_t)(key >> 16), (uint8_t)(key >> 8), (uint8_t)key};
}

static int by_key(const void *a_, const void *b_) {
    const tint *a = a_, *b = b_;
    if (a->key != b->key) return a->key < b->key ? -1 : 1;
    return (a->which > b->which) - (a->which < b->which);
}

/* Calls draw() once for each key with the path of all that has it. */
static void draw_tints(map_drawing *d, tint *t, size_t n,
                       void (*add)(map_drawing *d, uint32_t which),
                       void (*draw)(map_drawing *d, uint64_t key)) {
    if (n) qsort(t, n, sizeof *t, by_key);
    for (size_t i = 0; i < n;) {
        uint64_t key = t[i].key;
        map_path_clear(&d->path);
        for (; i < n && t[i].key == key; i++) add(d, t[i].which);
        draw(d, key);
    }
}

/* ---- traps ------------------------------------------------------------------------------ */

static void add_arc(map_drawing *d, uint32_t k) {
    const coverage_level *l = d->scene->level;
    map_path_add_line(&d->path, d->frame, MAP_REACH_PX, l->x + l->first[k], l->y + l->first[k],
                      l->first[k + 1] - l->first[k]);
}

static void draw_trap(map_drawing *d, uint64_t key) {
    const map_lines *l = &d->style->lines;
    map_stroke(d, color_of(key), l->trap_clipped ? l->trap : l->trap / d->frame->detail, false);
}

/* Borders between districts of two opaque colors; in an SVG, where each is filled by itself, of
 * one color too. */
static size_t find_traps(const map_drawing *d, tint *out) {
    const coverage *c = d->scene->borders;
    const rgba *fill = d->scene->map->paint.fill;
    bool each = canvas_format_of(d->canvas) == CANVAS_SVG;
    size_t n = 0;
    for (size_t k = 0; k < c->n_arcs; k++) {
        district_id a = c->arcs[k].left, b = c->arcs[k].right;
        if (a == DISTRICT_NONE || b == DISTRICT_NONE) continue;
        uint32_t one = word_of(fill[a]), two = word_of(fill[b]);
        if ((one == two && !each) || fill[a].a < 255 || fill[b].a < 255) continue;
        out[n++] = (tint){a < b ? one : two, (uint32_t)k};
    }
    return n;
}

static void draw_traps(map_drawing *d, tint *t) {
    bool bare_water = d->wet && d->district == d->shore->land; /* nothing would cover them there */
    canvas_push(d->canvas, 0, 0);
    if (bare_water)
        map_clip_to_land(d);
    else if (d->style->lines.trap_clipped)
        map_clip_to(d, d->district);
    draw_tints(d, t, find_traps(d, t), add_arc, draw_trap);
    canvas_pop(d->canvas);
}

/* ---- fills ------------------------------------------------------------------------------ */

static void add_district(map_drawing *d, uint32_t k) { map_add_rings(d, d->district, k); }

static void fill_color(map_drawing *d, uint64_t key) {
    canvas_path p = map_take(d);
    canvas_area(d->canvas, &p, color_of(key), NULL);
}

static void fill_together(map_drawing *d, tint *t) {
    const rgba *fill = d->scene->map->paint.fill;
    size_t n = 0;
    for (district_id k = 0; k < d->district->n_districts; k++)
        if (fill[k].a) t[n++] = (tint){word_of(fill[k]), k};
    draw_tints(d, t, n, add_district, fill_color);
}

/* Also those that are not seen through their color: there is something to point at. */
static void fill_each(map_drawing *d) {
    const choropleth *m = d->scene->map;
    const districts *all = d->scene->layer->shape->districts;
    for (district_id k = 0; k < d->district->n_districts; k++) {
        buf title = BUF_EMPTY;
        map_path_clear(&d->path);
        add_district(d, k);
        canvas_path p = map_take(d);
        buf_addf(&title, "%s: ", district_name(all, k));
        choropleth_value_text(m, k, &title);
        canvas_note note = {"district", district_key(all, k), buf_text(&title)};
        canvas_area(d->canvas, &p, m->paint.fill[k], &note);
        if (title.failed) d->path.failed = true;
        buf_free(&title);
    }
}

/* ---- patterns --------------------------------------------------------------------------- */

/* Lines are counted in pixels of the world, as in tiles, but for paper. */
static void draw_pattern(map_drawing *d, uint64_t key) {
    const map_frame *f = d->frame;
    canvas_path clip = map_take(d);
    if (!clip.n) return;
    canvas_push(d->canvas, 0, 0);
    canvas_clip_path(d->canvas, &clip);
    const map_lines *l = &d->style->lines;
    if (l->hatch > 0) {
        pattern_style s = {(pattern)(key >> 32), color_of(key), l->hatch, l->hatch_step};
        canvas_pattern_box(d->canvas, f->at, (rgba){0}, &s);
    } else
        canvas_pattern_field(d->canvas, f->at, (f->x0 + GRID_HALF_M) * f->scale,
                             (GRID_HALF_M - f->y0) * f->scale, (pattern)(key >> 32), color_of(key));
    canvas_pop(d->canvas);
}

static void draw_patterns(map_drawing *d, tint *t) {
    const paint *p = &d->scene->map->paint;
    size_t n = 0;
    for (district_id k = 0; k < d->district->n_districts; k++)
        if (p->pattern[k]) t[n++] = (tint){(uint64_t)p->pattern[k] << 32 | word_of(p->hatch[k]), k};
    draw_tints(d, t, n, add_district, draw_pattern);
}

err_code map_fill(map_drawing *d, err *e) {
    size_t arcs = d->scene->borders->n_arcs, n = d->district->n_districts;
    tint *t = malloc(((arcs > n ? arcs : n) + 1) * sizeof *t);
    if (!t) return err_nomem(e);
    draw_traps(d, t);
    if (canvas_format_of(d->canvas) == CANVAS_SVG)
        fill_each(d);
    else
        fill_together(d, t);
    if (!d->scene->map->paint.plain) draw_patterns(d, t);
    free(t);
    return ERR_OK;
}
