#include "sheet/poster.h"
#include "atlas/choropleth_alt.h"
#include "sheet/crop.h"
#include "sheet/legend_block.h"
#include "sheet/multiples.h"
#include "sheet/notes.h"
#include "sheet/poster_parts.h"
#include "sheet/ranked.h"
#include "sheet/scatter.h"

#include <inttypes.h>
#include <math.h>

/* ---- how sheets are arranged ------------------------------------------------------------ */

#define RULE 0.7
#define THIN 0.3

/* Notes get shorter, then the list has more columns, the legend gets lower, and the list becomes a
 * part; the title sees to itself. */
static const layout_step steps[] = {{"notes", 1},  {"notes", 2},  {"ranked", 1}, {"ranked", 2},
                                    {"legend", 1}, {"ranked", 3}, {"legend", 2}, {"ranked", 4}};

enum { SHEET, TITLE, UPRIGHT_MAP, BAND, BAND_LEFT };
static const layout_cell upright[] = {
    [SHEET] = {LAYOUT_COLUMN, -1, NULL, 0, 0, 0, 0},
    [TITLE] = {LAYOUT_BLOCK, SHEET, "title", 0, 0, RULE, 0},
    [UPRIGHT_MAP] = {LAYOUT_BLOCK, SHEET, "map", 0, 8, 0, 0},
    [BAND] = {LAYOUT_ROW, SHEET, NULL, 0, 8, THIN, 4},
    [BAND_LEFT] = {LAYOUT_COLUMN, BAND, NULL, 112.0 / 269, 0, 0, 0},
    {LAYOUT_BLOCK, BAND_LEFT, "legend", 0, 0, 0, 0},
    {LAYOUT_BLOCK, BAND_LEFT, "notes", 0, 8, 0, 0},
    {LAYOUT_BLOCK, BAND, "ranked", 0, 17, 0, 0},
    {LAYOUT_BLOCK, SHEET, "foot", 0, 8, THIN, 2},
};

enum { LYING_ROW = 2, LYING_LEFT, LYING_RIGHT };
#define LYING(right, notes)                                                                        \
    [SHEET] = {LAYOUT_COLUMN, -1, NULL, 0, 0, 0, 0},                                               \
    [TITLE] = {LAYOUT_BLOCK, SHEET, "title", 0, 0, RULE, 0},                                       \
    [LYING_ROW] = {LAYOUT_ROW, SHEET, NULL, 0, 8, 0, 0},                                           \
    [LYING_LEFT] = {LAYOUT_COLUMN, LYING_ROW, NULL, 0, 0, 0, 0}, [LYING_RIGHT] = {LAYOUT_COLUMN,   \
                                                                                  LYING_ROW,       \
                                                                                  NULL,            \
                                                                                  right,           \
                                                                                  17,              \
                                                                                  0,               \
                                                                                  0},              \
    {LAYOUT_BLOCK, LYING_LEFT, "map", 0, 0, 0, 0},                                                 \
    {LAYOUT_BLOCK, LYING_RIGHT, "legend", 0, 0, 0, 0},                                             \
    {LAYOUT_BLOCK, LYING_RIGHT, "ranked", 0, 8, 0, 0}, {LAYOUT_BLOCK, notes, "notes", 0, 8, 0, 0}, \
    {                                                                                              \
        LAYOUT_BLOCK, SHEET, "foot", 0, 8, THIN, 2                                                 \
    }
static const layout_cell lying[] = {LYING(0.3, LYING_RIGHT)};
static const layout_cell lying_low[] = {LYING(0.36, LYING_LEFT)}; /* notes under the map */

/* Of several maps: the legend of all beside the title; below, or beside, a map of names and a chart
 * of change. */
static const layout_step steps_several[] = {{"notes", 1}, {"notes", 2}};
enum { SEVERAL_TOP = 1, SEVERAL_ROW = 4, SEVERAL_BAND, SEVERAL_SIDE };
#define SEVERAL_HEAD                                                                               \
    {LAYOUT_COLUMN, -1, NULL, 0, 0, 0, 0}, {LAYOUT_ROW, SHEET, NULL, 0, 0, RULE, 0},               \
        {LAYOUT_BLOCK, SEVERAL_TOP, "title", 0, 0, 0, 0}, {                                        \
        LAYOUT_BLOCK, SEVERAL_TOP, "legend", 0, 12, 0, 0                                           \
    }
#define SEVERAL(names, change)                                                                     \
    SEVERAL_HEAD, {LAYOUT_BLOCK, SHEET, "map", 0, 8, 0, 0},                                        \
        {LAYOUT_ROW, SHEET, NULL, 0, 8, THIN, 3},                                                  \
        {LAYOUT_BLOCK, SEVERAL_BAND, "names", names, 0, 0, 0},                                     \
        {LAYOUT_BLOCK, SEVERAL_BAND, "notes", 0, 12, 0, 0},                                        \
        {LAYOUT_BLOCK, SEVERAL_BAND, "change", change, 12, 0, 0}, {                                \
        LAYOUT_BLOCK, SHEET, "foot", 0, 8, THIN, 2                                                 \
    }
static const layout_cell several[] = {SEVERAL(0.27, 0.42)};
static const layout_cell several_lying[] = {SEVERAL(0.23, 0.49)};
static const layout_cell several_beside[] = {SEVERAL_HEAD,
                                             {LAYOUT_ROW, SHEET, NULL, 0, 8, 0, 0},
                                             {LAYOUT_BLOCK, SEVERAL_ROW, "map", 0, 0, 0, 0},
                                             {LAYOUT_COLUMN, SEVERAL_ROW, NULL, 0.3, 12, 0, 0},
                                             {LAYOUT_BLOCK, SEVERAL_SIDE, "change", 0, 0, THIN, 3},
                                             {LAYOUT_BLOCK, SEVERAL_SIDE, "notes", 0, 8, THIN, 3},
                                             {LAYOUT_BLOCK, SEVERAL_SIDE, "names", 0, 8, THIN, 3},
                                             {LAYOUT_BLOCK, SHEET, "foot", 0, 8, THIN, 2}};

#define LENGTH(a) (sizeof(a) / sizeof *(a))
static const struct {
    bool lies, several, beside; /* beside: the maps, all the height of the sheet */
    layout_arrangement cells;
} arrangements[] = {
    /* the first that the content fits into */
    {false, false, false, {upright, LENGTH(upright), steps, LENGTH(steps)}},
    {true, false, false, {lying, LENGTH(lying), steps, LENGTH(steps)}},
    {true, false, false, {lying_low, LENGTH(lying_low), steps, LENGTH(steps)}},
    {false, true, false, {several, LENGTH(several), steps_several, LENGTH(steps_several)}},
    {true,
     true,
     false,
     {several_lying, LENGTH(several_lying), steps_several, LENGTH(steps_several)}},
    {true,
     true,
     true,
     {several_beside, LENGTH(several_beside), steps_several, LENGTH(steps_several)}},
};
#define MAP_LEAST      0.4 /* of the sheet's height */
#define MAP_WANTED     0.58
#define SEVERAL_LEAST  0.25
#define SEVERAL_WANTED 0.62

/* ---- the sheet -------------------------------------------------------------------------- */

#define BLOCKS_MAX 8

typedef struct sheet {
    sheet_source source;
    legend *legend;
    poster_style style;
    poster_texts texts;
    notes notes;
    ranked ranked;
    poster_map map;
    multiples several;  /* of no panel: one map */
    bool names, change; /* their map of names, their chart of change */
    layout_block block[BLOCKS_MAX];
    layout layout;
    double width, height; /* mm of the paper */
} sheet;

static void add_block(sheet *s, const char *name, layout_need (*need)(const void *, double, int),
                      err_code (*draw)(void *, canvas *, box, int, err *), void *data) {
    s->block[s->layout.n_blocks++] = (layout_block){.name = name, need, draw, data, 0, {0}};
}

static void list_one(sheet *s) {
    add_block(s, "map", poster_map_need, poster_map_draw, &s->map);
    add_block(s, "legend", legend_block_need, legend_block_draw, &s->source);
    if (!s->ranked.n_known) return;
    if (s->legend->pairs)
        add_block(s, "ranked", scatter_need, scatter_draw, &s->source);
    else
        add_block(s, "ranked", ranked_need, ranked_draw, &s->ranked);
}

static void list_several(sheet *s) {
    multiples *m = &s->several;
    add_block(s, "map", multiples_panels_need, multiples_panels_draw, m);
    if (m->by_period) add_block(s, "legend", multiples_legend_need, multiples_legend_draw, m);
    if (s->names) add_block(s, "names", multiples_names_need, multiples_names_draw, m);
    if (s->change) add_block(s, "change", multiples_change_need, multiples_change_draw, m);
}

/* The list of blocks: what this sheet shows. */
static void list_blocks(sheet *s) {
    s->layout.n_blocks = 0;
    add_block(s, "title", poster_title_need, poster_title_draw, &s->texts);
    if (s->several.n)
        list_several(s);
    else
        list_one(s);
    if (s->notes.n) add_block(s, "notes", notes_need, notes_draw, &s->notes);
    add_block(s, "foot", poster_foot_need, poster_foot_draw, &s->texts);
}

static void set_paper(sheet *s, const paper *p) {
    bool lies = s->style.landscape;
    s->source.paper = p;
    s->width = lies ? p->height : p->width;
    s->height = lies ? p->width : p->height;
    s->map.least = s->height * MAP_LEAST;
    s->map.wanted = s->height * MAP_WANTED;
    s->several.least = s->height * SEVERAL_LEAST;
    s->several.wanted = s->height * SEVERAL_WANTED;
    s->layout.block = s->block;
    s->layout.space = paper_space(p);
    s->layout.line = p->line;
    s->layout.rule_color = s->source.inks->ink;
}

static err_code solve_by(sheet *s, size_t arrangement, err *e) {
    double m = s->source.paper->margin;
    s->layout.arrangement = &arrangements[arrangement].cells;
    s->several.fills = arrangements[arrangement].beside || !s->names;
    return layout_solve(&s->layout, (box){m, m, s->width - 2 * m, s->height - 2 * m}, e);
}

static bool is_for(const sheet *s, size_t arrangement) {
    return arrangements[arrangement].lies == s->style.landscape &&
           arrangements[arrangement].several == (s->several.n > 0);
}

static err_code solve_one(sheet *s, err *e) {
    err_code rc = ERR_RANGE;
    list_blocks(s);
    for (size_t i = 0; i < LENGTH(arrangements) && rc == ERR_RANGE; i++)
        if (is_for(s, i)) rc = solve_by(s, i, e);
    return rc;
}

/* A way to set several maps: which of both blocks that may be left out it has. */
static const struct {
    bool names, change;
    double worth; /* what maps may be larger by without them */
} ways[] = {{true, true, 1.45}, {false, true, 1.3}, {true, false, 1.15}, {false, false, 1}};

static bool take_way(sheet *s, size_t way, bool names) {
    if (ways[way].names && !(names && s->several.names)) return false;
    if (ways[way].change && !s->several.n_rows) return false;
    s->names = ways[way].names;
    s->change = ways[way].change;
    list_blocks(s);
    return true;
}

/* The arrangement and the way with the largest maps, by what else there is. */
static err_code solve_several(sheet *s, bool names, err *e) {
    double best = 0;
    size_t way = 0, arrangement = 0;
    err_code rc = ERR_RANGE;
    for (size_t i = 0; i < LENGTH(ways); i++)
        for (size_t k = 0; k < LENGTH(arrangements) && take_way(s, i, names); k++) {
            err_code one = is_for(s, k) ? solve_by(s, k, e) : ERR_RANGE;
            if (one == ERR_NOMEM) return one;
            if (one) continue;
            double size =
                multiples_map_size(&s->several, layout_find(&s->layout, "map")->at) * ways[i].worth;
            if (size <= best) continue;
            best = size, way = i, arrangement = k, rc = ERR_OK;
        }
    if (rc) return rc;
    take_way(s, way, names);
    return solve_by(s, arrangement, e);
}

static int level_of(const sheet *s, const char *name) {
    const layout_block *b = layout_find(&s->layout, name);
    return b ? b->level : 0;
}

#define LARGER_BY 1.25 /* of the map's height, at most */
#define FEW       30   /* of more districts, names take what room there is */

/* Where a little more height gives the map a larger scale, notes and legend make room for it, but
 * not the list. */
static err_code solve_larger(sheet *s, err *e) {
    double least = s->map.least, wanted = s->map.wanted;
    err_code rc = solve_one(s, e);
    if (rc || s->legend->districts > FEW) return rc;
    box at = layout_find(&s->layout, "map")->at;
    int ranked_level = level_of(s, "ranked");
    double height = poster_map_larger(&s->map, at);
    if (height <= at.height || height > LARGER_BY * at.height) return ERR_OK;
    s->map.least = s->map.wanted = height + 0.01;
    rc = solve_one(s, e);
    s->map.least = least, s->map.wanted = wanted;
    bool kept = !rc && level_of(s, "ranked") == ranked_level && level_of(s, "legend") < 2;
    box now = rc ? at : layout_find(&s->layout, "map")->at;
    if (kept && now.width >= at.width - 1e-6) return ERR_OK;
    return rc == ERR_NOMEM ? rc : solve_one(s, e);
}

static err_code solve(sheet *s, err *e) {
    return s->several.n ? solve_several(s, true, e) : solve_larger(s, e);
}

/* The same on larger paper, to say which one would do. */
static err_code refuse(sheet *s, err *e) {
    const paper *asked = s->style.paper;
    const char *way = s->style.landscape ? " lying" : "";
    for (const paper *p = asked + 1; p < papers + PAPERS; p++) {
        err why = {0};
        set_paper(s, p);
        if (!solve(s, &why))
            return err_set(e, ERR_RANGE,
                           "paper: %s%s is too small for what is to be on it: at least %s",
                           asked->name, way, p->name);
    }
    return err_set(e, ERR_RANGE,
                   "paper: %s%s is too small for what is to be on it, and so are all others: take "
                   "a shorter title or subtitle",
                   asked->name, way);
}

static err_code gather_one(sheet *s, const choropleth *c, err *e) {
    err_code rc = choropleth_legend(c, &s->legend, e);
    if (rc) return rc;
    s->source = (sheet_source){c, s->legend, s->style.paper, c->look.backdrop, c->look.language};
    s->map.source = &s->source;
    rc = poster_texts_make(&s->source, s->style.title, s->style.subtitle, &s->texts, e);
    if (!rc) rc = notes_make(&s->source, &s->notes, e);
    if (!rc) rc = poster_map_measure(&s->map, e);
    return rc ? rc : ranked_make(&s->source, &s->ranked, e);
}

static err_code gather_several(sheet *s, const choropleth *c, err *e) {
    multiples *m = &s->several;
    s->source = (sheet_source){c, &m->shared, s->style.paper, c->look.backdrop, c->look.language};
    err_code rc = multiples_make(c, &s->style, &s->source, m, e);
    if (rc) return rc;
    s->source.map = m->panel[m->n - 1].map;
    rc = poster_texts_make(&s->source, s->style.title, s->style.subtitle, &s->texts, e);
    if (!rc && !*s->style.title) multiples_title(m, &s->texts.title);
    if (!rc) rc = buf_status(&s->texts.title, e);
    return rc ? rc : multiples_notes(m, &s->notes, e);
}

static err_code gather(sheet *s, const choropleth *c, err *e) {
    return multiples_wanted(&s->style) ? gather_several(s, c, e) : gather_one(s, c, e);
}

static err_code make_one(sheet *s, err *e) {
    err_code rc = poster_map_make(&s->map, layout_find(&s->layout, "map")->at, e);
    if (rc) return rc;
    return poster_texts_map(&s->texts, print_map_projection(s->map.map), e);
}

/* Where names would have to be numbers, there is no map of them after all. */
static err_code make_several(sheet *s, err *e) {
    bool named = true;
    err_code rc = ERR_OK;
    if (s->names)
        rc = multiples_make_names(&s->several, layout_find(&s->layout, "names")->at, &named, e);
    if (!named) {
        rc = rc ? rc : solve_several(s, false, e);
    }
    if (!rc) rc = multiples_make_maps(&s->several, layout_find(&s->layout, "map")->at, e);
    return rc ? rc : multiples_about(&s->several, &s->texts.about, e);
}

static err_code lay_out(sheet *s, err *e) {
    set_paper(s, s->style.paper);
    err_code rc = solve(s, e);
    if (rc == ERR_RANGE) return refuse(s, e);
    if (rc) return rc;
    return s->several.n ? make_several(s, e) : make_one(s, e);
}

static void sheet_free(sheet *s) {
    poster_map_free(&s->map);
    multiples_free(&s->several);
    ranked_free(&s->ranked);
    notes_free(&s->notes);
    poster_texts_free(&s->texts);
    legend_free(s->legend);
}

/* ---- drawing ---------------------------------------------------------------------------- */

static err_code describe(canvas *c, const sheet *s, err *e) {
    buf prefix = BUF_EMPTY, text = BUF_EMPTY;
    buf_addf(&prefix, "p%016" PRIx64 "-", s->source.map->hash);
    if (s->several.n)
        multiples_alt(&s->several, &text);
    else
        choropleth_alt_text(s->source.map, false, s->source.language, &text);
    err_code rc = buf_status(&prefix, e);
    if (!rc) rc = buf_status(&text, e);
    if (!rc) canvas_describe(c, buf_text(&prefix), buf_text(&s->texts.title), buf_text(&text));
    buf_free(&prefix);
    buf_free(&text);
    return rc;
}

static err_code draw_sheet(canvas *c, sheet *s, const crop *page, err *e) {
    err_code rc = describe(c, s, e);
    if (rc) return rc;
    crop_begin(page, c, s->source.inks->paper);
    canvas_tag_begin(c, "Document", NULL);
    canvas_outline(c, buf_text(&s->texts.title), 0, NULL);
    rc = layout_draw(&s->layout, c, e);
    canvas_tag_end(c);
    crop_end(page, c);
    return rc;
}

static void add_part(poster_facts *f, const char *name, int level, box at) {
    if (at.width > 0 && at.height > 0) f->part[f->n_parts++] = (poster_box){name, level, at};
}

static void tell_several(const multiples *m, poster_facts *f) {
    f->denominator = print_map_denominator(m->panel[0].drawn);
    for (size_t i = 0; i < m->n; i++) {
        const multiples_panel *p = &m->panel[i];
        f->panel[f->n_panels++] = (poster_panel){p->at, p->on, print_map_denominator(p->drawn)};
    }
}

static void tell(const sheet *s, poster_facts *f) {
    poster_style_page(&s->style, &f->width, &f->height);
    for (size_t i = 0; i < s->layout.n_blocks; i++)
        add_part(f, s->block[i].name, s->block[i].level, s->block[i].at);
    if (s->several.n) {
        tell_several(&s->several, f);
        return;
    }
    f->denominator = print_map_denominator(s->map.map);
    f->ranked = s->ranked.shown;
    add_part(f, "scale", 0, s->map.scale);
    add_part(f, "keys", 0, s->map.keys);
    add_part(f, "inset", 0, s->map.inset);
    if (s->map.part) f->inset_denominator = print_map_denominator(s->map.part);
}

static err_code draw(sheet *s, canvas_format f, buf *out, err *e) {
    canvas *c = NULL;
    crop page;
    err_code rc = crop_make(s->width, s->height, s->style.bleed_mm, &page, e);
    if (!rc)
        rc = canvas_create(f, page.width, page.height, s->style.dpi / 96.0,
                           lang_codes[s->source.language], &c, e);
    if (!rc) rc = draw_sheet(c, s, &page, e);
    if (!rc) rc = canvas_finish(c, out, e);
    canvas_free(c);
    return rc;
}

err_code poster_draw(const choropleth *c, const poster_style *style, canvas_format f, buf *out,
                     poster_facts *facts, err *e) {
    sheet s = {.style = *style};
    err_code rc = f == CANVAS_PNG ? poster_style_check(style, POSTER_PIXELS_MAX, e) : ERR_OK;
    if (!rc) rc = gather(&s, c, e);
    if (!rc) rc = lay_out(&s, e);
    if (!rc) rc = draw(&s, f, out, e);
    if (!rc && facts) {
        *facts = (poster_facts){0};
        tell(&s, facts);
    }
    sheet_free(&s);
    return rc;
}
