/* The map of a poster, and what stands beside it. */
#include "atlas/choropleth_alt.h"
#include "sheet/poster_parts.h"

#include <math.h>
#include <string.h>

#define ARROW     7.0 /* mm on A3 */
#define APART     6.0 /* between bar and arrow, and around both */
#define LEADERS   24
#define KEY_WIDE  46.0 /* a column of names */
#define TRIES     4    /* to find how much room the names take */
#define LEAST     24.0 /* mm of the map alone */
#define KEYS_MOST 0.3  /* of the map's height: they take no more */

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

/* A corner that is free of all else. */
static bool find_corner(poster_map *m) {
    box b = measure_scale(m);
    double around = APART * unit(m), x, y;
    if (!print_map_corner(m->map, PAPER_MM(b.width + around), PAPER_MM(b.height + around), &x, &y))
        return false;
    x = x / PAPER_MM(1) + around / 2, y = y / PAPER_MM(1) + around / 2;
    /* What lies at the map's edge needs no space there. */
    if (x - around / 2 <= 0.01) x = 0;
    if (y - around / 2 <= 0.01) y = 0;
    if (x + b.width + around / 2 >= m->at.width - 0.01) x = m->at.width - b.width;
    if (y + b.height + around / 2 >= m->at.height - 0.01) y = m->at.height - b.height;
    m->scale = (box){m->at.x + x, m->at.y + y, b.width, b.height};
    return true;
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

static err_code make_map(poster_map *m, box at, double under, bool keys, err *e) {
    print_map_style style = style_of(m->source);
    style.no_keys = !keys;
    print_map_free(m->map);
    m->map = NULL;
    m->at = (box){at.x, at.y, at.width, at.height - under};
    return print_map_create(m->source->map, m->at.width, m->at.height, &style, &m->map, e);
}

/* Numbered districts are named under the map, if that leaves it large; else the list of districts
 * names them.  A smaller map may number more, whose names take more room. */
static err_code make_with_keys(poster_map *m, box at, double strip, err *e) {
    double room = 0, needed, gap = APART / 2 * unit(m);
    err_code rc = make_map(m, at, strip, true, e);
    for (int i = 0; i < TRIES && !rc && (needed = keys_height(m, at.width)) > room; i++) {
        if (needed > KEYS_MOST * at.height) break;
        room = needed;
        rc = make_map(m, at, strip + room, true, e);
    }
    if (!rc && keys_height(m, at.width) > room) rc = make_map(m, at, strip, false, e);
    needed = rc ? 0 : keys_height(m, at.width);
    m->keys = (box){at.x, at.y + at.height - needed + gap, at.width, fmax(0, needed - gap)};
    return rc;
}

err_code poster_map_make(poster_map *m, box at, err *e) {
    err_code rc = make_with_keys(m, at, 0, e);
    if (rc || find_corner(m)) return rc;
    box b = measure_scale(m);
    rc = make_with_keys(m, at, b.height + APART * unit(m), e);
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
    double least =
        fmax(m->least, LEAST + (ARROW + APART) * unit(m)); /* with bar and arrow under it */
    return (layout_need){least, fmax(least, m->wanted), INFINITY};
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
