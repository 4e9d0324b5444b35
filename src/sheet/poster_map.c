/* The map of a poster, and what stands beside it. */
#include "atlas/choropleth_alt.h"
#include "carto/wording.h"
#include "sheet/poster_parts.h"

#include <math.h>
#include <stdlib.h>

#define ARROW     7.0 /* mm on A3 */
#define APART     6.0 /* between bar and arrow, and around both */
#define LEADERS   24
#define FEW       8 /* of these on a map of two indicators that asks for no labels */
#define FEW_KEYS  8
#define SURE      0.8  /* of the labels that an inset is thought to have */
#define TRIES     4    /* to find how much room the names take */
#define LEAST     24.0 /* mm of the map alone */
#define KEYS_MOST 0.3  /* of the map's height: they take no more */

/* The colors of pairs need room more than names do: there are those that fit, and no keys. */
static bool has_few_names(const sheet_source *s) {
    return s->map->second.ind && s->map->look.labels == LABELS_NONE;
}

static print_map_style style_of(const sheet_source *s) {
    return (print_map_style){.label_name_pt = s->paper->map_name,
                             .label_value_pt = s->paper->map_value,
                             .scale_bar = true,
                             .labels = true,
                             .max_leaders = has_few_names(s) ? FEW : LEADERS,
                             .paper = s->paper->name};
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

/* ---- made ------------------------------------------------------------------------------- */

/* Under the map it has so many mm for other things. */
static err_code make_map(poster_map *m, box at, double under, bool keys, err *e) {
    print_map_style style = style_of(m->source);
    style.no_keys = !keys || has_few_names(m->source);
    m->numbered = !style.no_keys;
    style.told = m->told;
    style.kept = m->kept;
    style.marked = m->marked;
    print_map_free(m->map);
    m->map = NULL;
    m->at = (box){at.x, at.y, at.width, at.height - under};
    return print_map_create(m->source->map, m->at.width, m->at.height, &style, &m->map, e);
}

static double keys_height(const poster_map *m, double width) {
    double height = poster_keys_height(m->source, m->map, width);
    return height > 0 ? height + APART / 2 * unit(m) : 0;
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

/* A few names find room in a corner, nearer to their numbers than under the map. */
static bool keys_in_corner(poster_map *m) {
    const print_map_key *key;
    size_t n = print_map_keys(m->map, &key);
    double gap = APART * unit(m), width = poster_keys_column(m->source, m->map), x, y;
    if (!n || n > FEW_KEYS) return !n;
    double height = (double)n * sheet_line(m->source->paper->foot);
    print_map_occupy(
        m->map, (box){m->scale.x - m->at.x, m->scale.y - m->at.y, m->scale.width, m->scale.height});
    if (!print_map_corner(m->map, PAPER_MM(width + gap), PAPER_MM(height + gap), &x, &y))
        return false;
    m->keys = (box){m->at.x + x / PAPER_MM(1) + gap / 2, m->at.y + y / PAPER_MM(1) + gap / 2, width,
                    height};
    return true;
}

static err_code make_plain(poster_map *m, box at, err *e) {
    err_code rc = make_map(m, at, 0, true, e);
    m->keys = (box){0};
    if (rc || (find_corner(m) && keys_in_corner(m))) return rc;
    rc = make_with_keys(m, at, 0, e);
    if (rc || find_corner(m)) return rc;
    box b = measure_scale(m);
    rc = make_with_keys(m, at, b.height + APART * unit(m), e);
    if (rc) return rc;
    b = measure_scale(m); /* the scale may be another one now */
    m->scale = (box){at.x + at.width - b.width, m->at.y + m->at.height + APART * unit(m) / 2,
                     b.width, b.height};
    return ERR_OK;
}

/* ---- a part at a larger scale ----------------------------------------------------------- */

static double caption_height(const poster_map *m) {
    return sheet_line(m->source->paper->foot) + 0.6 * unit(m);
}

static double below(const poster_map *m, box at) { /* of the map, mm of the block */
    return at.y + at.height - m->at.y - m->at.height;
}

/* Names stand beside an inset that reaches under the map, else under all of it. */
static bool keys_beside(poster_map *m, box at, const print_inset *i) {
    double under = below(m, at), gap = APART * unit(m), needed;
    bool low = i->at.y + i->at.height > m->at.height / 2, right = i->at.x > 0;
    m->keys = (box){at.x, 0, at.width, 0};
    if (low) m->keys.width -= i->at.width + 2 * gap;
    if (low && !right) m->keys.x += i->at.width + 2 * gap;
    needed = poster_keys_height(m->source, m->map, m->keys.width);
    m->keys.y = at.y + at.height - under + gap / 2, m->keys.height = needed;
    return needed + gap / 2 <= under + 1e-6 || needed == 0;
}

static err_code make_inset(poster_map *m, box at, const print_inset *i, bool *done, err *e) {
    double strip = below(m, at), free = APART / 4 * unit(m);
    m->told = calloc(m->source->legend->districts + 1, sizeof *m->told);
    if (!m->told) return err_nomem(e);
    err_code rc = print_map_create_part(m->map, i->window, i->denominator, &m->part, e);
    if (rc) return rc;
    print_map_tell(m->part, m->told);
    m->inset = (box){m->at.x + i->at.x, m->at.y + i->at.y, i->at.width, i->at.height};
    m->kept = (box){i->at.x - free, i->at.y - free, i->at.width + 2 * free,
                    i->at.height + 2 * free + caption_height(m)};
    m->marked = i->window;
    rc = make_map(m, at, strip, m->numbered, e);
    *done = !rc && find_corner(m) && keys_beside(m, at, i);
    return rc || !*done ? rc : print_map_number_part(m->part, m->map, e);
}

static void drop_inset(poster_map *m) {
    free(m->told);
    m->told = NULL;
    print_map_free(m->part);
    m->part = NULL;
    m->inset = m->kept = m->marked = (box){0};
}

/* How many names have room beside it. */
static size_t room_beside(const poster_map *m, box at, const print_inset *i) {
    double under = below(m, at) - APART / 2 * unit(m), width = at.width;
    if (i->at.y + i->at.height > m->at.height / 2) width -= i->at.width + 2 * APART * unit(m);
    double columns = floor(width / poster_keys_column(m->source, m->map));
    double rows = floor(under / sheet_line(m->source->paper->foot) + 1e-6);
    return columns > 0 && rows > 0 ? (size_t)(columns * rows) : 0;
}

/* Where many districts have no room for their label, those of a part get it in an inset: of all
 * that leave room for the names of the others, the widest. */
static err_code try_inset(poster_map *m, box at, err *e) {
    const print_map_key *key;
    print_inset i;
    err_code rc = ERR_OK;
    bool done = false;
    double column = poster_keys_column(m->source, m->map), gap = 2 * APART * unit(m);
    size_t keys = print_map_keys(m->map, &key);
    if (m->scale.y >= m->at.y + m->at.height) return ERR_OK; /* bar and arrow are there */
    if (has_few_names(m->source)) return ERR_OK;
    for (double beside = keys ? 2 : 0; !done && at.width - beside * column - gap > 0; beside++) {
        double widest = at.width - beside * column - gap;
        bool found =
            print_map_find_inset(m->map, below(m, at) - caption_height(m), widest, &i, &rc, e);
        if (rc || !found) return rc;
        done = keys <= room_beside(m, at, &i) + (size_t)(SURE * (double)i.told);
    }
    if (!done) return ERR_OK;
    rc = make_inset(m, at, &i, &done, e);
    if (rc || done) return rc;
    drop_inset(m);
    return make_plain(m, at, e);
}

static err_code draw_inset(const poster_map *m, canvas *c, err *e) {
    const sheet_source *s = m->source;
    box b = m->inset, on = {PAPER_MM(b.x), PAPER_MM(b.y), PAPER_MM(b.width), PAPER_MM(b.height)};
    const text_style t = paper_figures(s->paper->foot, 400, s->inks->muted);
    buf ratio = BUF_EMPTY, text = BUF_EMPTY;
    if (!m->part) return ERR_OK;
    print_map_ratio(m->part, &ratio);
    wording_fill(WORD_POSTER_INSET, s->language, (const char *const[]){buf_text(&ratio)}, 1, &text);
    err_code rc = buf_status(&text, e);
    if (!rc) {
        canvas_tag_begin(c, "Figure", buf_text(&text));
        rc = print_map_draw(m->part, c, on, e);
        canvas_rect_line(c, on, s->inks->ink, PAPER_MM(0.35) * s->paper->line);
        canvas_tag_end(c);
        canvas_tag_begin(c, "Caption", NULL);
        sheet_text(c, b.x, b.y + b.height + 0.6 * unit(m), 0, s->paper->foot, &t, buf_text(&text));
        canvas_tag_end(c);
    }
    buf_free(&ratio);
    buf_free(&text);
    return rc;
}

#define PROBE_MM 200.0

err_code poster_map_measure(poster_map *m, err *e) {
    const print_map_style style = {.label_name_pt = 7, .label_value_pt = 7};
    print_map *probe = NULL;
    err_code rc = print_map_create(m->source->map, PROBE_MM, PROBE_MM, &style, &probe, e);
    if (rc) return rc;
    box b = print_map_extent(probe);
    m->wide = b.width * print_map_denominator(probe);
    m->high = b.height * print_map_denominator(probe);
    print_map_free(probe);
    return ERR_OK;
}

double poster_map_larger(const poster_map *m, box at) {
    double now = print_map_fitting(m->wide, m->high, at.width, at.height);
    double next = print_map_larger(now);
    double height = m->high / next + PRINT_MAP_EDGES;
    return m->wide / next + PRINT_MAP_EDGES <= at.width ? height : (double)INFINITY;
}

err_code poster_map_make(poster_map *m, box at, err *e) {
    err_code rc = make_plain(m, at, e);
    return rc ? rc : try_inset(m, at, e);
}

void poster_map_free(poster_map *m) {
    print_map_free(m->map);
    drop_inset(m);
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
    if (m->keys.height > 0) poster_keys_draw(c, m->source, m->map, m->keys);
    canvas_tag_end(c);
    return draw_inset(m, c, e);
}
