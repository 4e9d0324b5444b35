/* The map of a poster, and what stands beside it. */
#include "atlas/choropleth_alt.h"
#include "draw/png.h"
#include "sheet/poster_parts.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define ARROW    7.0 /* mm on A3 */
#define APART    6.0 /* between bar and arrow, and around both */
#define LEADERS  24
#define KEY_WIDE 46.0 /* a column of names */
#define TRIES    4    /* to find how much room the names take */

static print_map_style style_of(const sheet_source *s) {
    return (print_map_style){.label_name_pt = s->paper->map_name,
                             .label_value_pt = s->paper->map_value,
                             .scale_bar = true,
                             .labels = true,
                             .max_leaders = LEADERS};
}

static double unit(const poster_map *m) { return paper_type(m->source->paper); }

/* ---- bar and arrow ---------------------------------------------------------------------- */

/* mm; from its upper left corner. */
static box measure_scale(const poster_map *m) {
    double width, height, arrow = ARROW * unit(m);
    print_map_scale_bar(m->map, NULL, 0, 0, &width, &height);
    width /= PAPER_MM(1), height /= PAPER_MM(1);
    return (box){0, 0, width + APART * unit(m) + arrow / 2, fmax(height, arrow)};
}

static void draw_scale(const poster_map *m, canvas *c) {
    box b = m->scale;
    double arrow = ARROW * unit(m);
    print_map_scale_bar(m->map, c, PAPER_MM(b.x), PAPER_MM(b.y), NULL, NULL);
    print_map_north(m->map, c, PAPER_MM(b.x + b.width - arrow / 2), PAPER_MM(b.y), PAPER_MM(arrow));
}

/* ---- a corner that is free -------------------------------------------------------------- */

typedef struct picture { /* of the map alone, small */
    rgba *pixel;
    uint32_t width, height;
    double scale; /* pixels a mm */
} picture;

#define SMALL_PX 700.0 /* along its longer side */

/* The one truth about what is where, labels and lines to them too, is the drawing. */
static err_code picture_make(const poster_map *m, picture *out, err *e) {
    box at = {0, 0, PAPER_MM(m->at.width), PAPER_MM(m->at.height)};
    double scale = fmin(1, SMALL_PX / fmax(at.width, at.height));
    canvas *c = NULL;
    buf png = BUF_EMPTY;
    err_code rc = canvas_create(CANVAS_PNG, at.width, at.height, scale, "en", &c, e);
    if (!rc) rc = print_map_draw(m->map, c, at, e);
    if (!rc) rc = canvas_finish(c, &png, e);
    if (!rc) rc = png_decode(buf_view(&png), &out->pixel, &out->width, &out->height, e);
    out->scale = scale * PAPER_MM(1);
    canvas_free(c);
    buf_free(&png);
    return rc;
}

static bool picture_is_free(const picture *p, box b) { /* mm in the map */
    uint32_t x0 = (uint32_t)fmax(0, floor(b.x * p->scale)), y0 = (uint32_t)fmax(0, b.y * p->scale);
    for (uint32_t y = y0; y < p->height && y <= (b.y + b.height) * p->scale; y++)
        for (uint32_t x = x0; x < p->width && x <= (b.x + b.width) * p->scale; x++)
            if (p->pixel[(size_t)y * p->width + x].a) return false;
    return true;
}

static bool is_free(const poster_map *m, const picture *p, box b) {
    double around = APART / 2 * unit(m);
    return b.width <= m->at.width && b.height <= m->at.height &&
           picture_is_free(
               p, (box){b.x - around, b.y - around, b.width + 2 * around, b.height + 2 * around});
}

static err_code find_corner(poster_map *m, bool *found, err *e) {
    static const bool corners[][2] = {{true, false}, {true, true}, {false, true}, {false, false}};
    box b = measure_scale(m);
    picture p = {0};
    err_code rc = picture_make(m, &p, e);
    *found = false;
    for (size_t i = 0; i < 4 && !rc && !*found; i++) {
        b.x = corners[i][0] ? m->at.width - b.width : 0;
        b.y = corners[i][1] ? m->at.height - b.height : 0;
        *found = is_free(m, &p, b);
    }
    free(p.pixel);
    if (*found) m->scale = (box){m->at.x + b.x, m->at.y + b.y, b.width, b.height};
    return rc;
}

/* ---- names of numbered districts -------------------------------------------------------- */

static size_t key_columns(const poster_map *m, double width) {
    return (size_t)fmax(1, floor(width / (KEY_WIDE * unit(m))));
}

static double keys_height(const poster_map *m, double width) {
    const print_map_key *key;
    size_t n = print_map_keys(m->map, &key), columns = key_columns(m, width);
    if (!n) return 0;
    return (double)((n + columns - 1) / columns) * sheet_line(m->source->paper->foot) +
           APART / 2 * unit(m);
}

static void draw_keys(const poster_map *m, canvas *c) {
    const sheet_source *s = m->source;
    const districts *d = choropleth_layer(s->map)->shape->districts;
    const print_map_key *key;
    double pt = s->paper->foot, wide, row = sheet_line(pt);
    size_t n = print_map_keys(m->map, &key), columns = key_columns(m, m->keys.width);
    size_t rows = (n + columns - 1) / columns;
    const text_style number = paper_figures(pt, 600, s->inks->ink);
    wide = m->keys.width / (double)columns;
    for (size_t i = 0; i < n; i++) {
        double x = m->keys.x + (double)(i / rows) * wide, y = m->keys.y + (double)(i % rows) * row;
        double in = 6 * unit(m);
        text_style name = paper_text(pt, 400, s->inks->ink_2);
        buf text = BUF_EMPTY;
        buf_addf(&text, "%u", key[i].number);
        sheet_text(c, x + in - 1.2 * unit(m), y, 1, pt, &number, buf_text(&text));
        const char *full = district_name(d, key[i].district);
        double room = wide - in - 1, width = sheet_text_width(&name, full);
        if (width > room) name.size_px *= room / width;
        sheet_text(c, x + in, y, 0, pt, &name, full);
        buf_free(&text);
    }
}

/* ---- made ------------------------------------------------------------------------------- */

static err_code make_map(poster_map *m, box at, double under, err *e) {
    const print_map_style style = style_of(m->source);
    print_map_free(m->map);
    m->map = NULL;
    m->at = (box){at.x, at.y, at.width, at.height - under};
    return print_map_create(m->source->map, m->at.width, m->at.height, &style, &m->map, e);
}

/* A smaller map may number more districts, whose names take more room. */
static err_code make_with_keys(poster_map *m, box at, double strip, err *e) {
    double room = 0;
    err_code rc = make_map(m, at, strip, e);
    for (int i = 0; i < TRIES && !rc; i++) {
        double needed = keys_height(m, at.width);
        if (needed <= room) break;
        room = needed + (i + 1 == TRIES - 1 ? 4 * sheet_line(m->source->paper->foot) : 0);
        rc = make_map(m, at, strip + room, e);
    }
    if (!rc && keys_height(m, at.width) > room + 1e-9)
        rc = err_set(e, ERR_RANGE, "the names beside the map have no room");
    if (!rc) {
        double needed = keys_height(m, at.width), gap = APART / 2 * unit(m);
        m->keys = (box){at.x, at.y + at.height - needed + gap, at.width, fmax(0, needed - gap)};
    }
    return rc;
}

err_code poster_map_make(poster_map *m, box at, err *e) {
    bool found = false;
    err_code rc = make_with_keys(m, at, 0, e);
    if (!rc) rc = find_corner(m, &found, e);
    if (rc || found) return rc;
    box b = measure_scale(m);
    double strip = b.height + APART * unit(m);
    rc = make_with_keys(m, at, strip, e);
    if (rc) return rc;
    b = measure_scale(m); /* the scale may be another one now */
    m->scale = (box){at.x + at.width - b.width, m->at.y + m->at.height + APART * unit(m) / 2,
                     b.width, b.height};
    return ERR_OK;
}

void poster_map_free(poster_map *m) {
    print_map_free(m->map);
    *m = (poster_map){0};
}

/* ---- the block -------------------------------------------------------------------------- */

layout_need poster_map_need(const void *data, double width, int level) {
    const poster_map *m = data;
    (void)width, (void)level;
    return (layout_need){m->least, fmax(m->least, m->wanted), INFINITY};
}

err_code poster_map_draw(void *data, canvas *c, box at, int level, err *e) {
    const poster_map *m = data;
    const choropleth *map = m->source->map;
    buf alt = BUF_EMPTY;
    (void)at, (void)level;
    box on = {PAPER_MM(m->at.x), PAPER_MM(m->at.y), PAPER_MM(m->at.width), PAPER_MM(m->at.height)};
    choropleth_alt_text(map, false, m->source->language, &alt);
    err_code rc = buf_status(&alt, e);
    if (rc) return rc;
    canvas_tag_begin(c, "Figure", buf_text(&alt));
    rc = print_map_draw(m->map, c, on, e);
    canvas_tag_end(c);
    buf_free(&alt);
    if (rc) return rc;
    canvas_tag_begin(c, "P", NULL);
    draw_scale(m, c);
    draw_keys(m, c);
    canvas_tag_end(c);
    return ERR_OK;
}
