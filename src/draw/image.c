#include "draw/image.h"
#include "atlas/choropleth_alt.h"
#include "carto/legend_alt.h"
#include "carto/wording.h"
#include "draw/legend_draw.h"
#include "draw/map_draw.h"
#include "geo/grid.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

const image_format image_formats[IMAGE_FORMATS] = {{"png", "image/png", CANVAS_PNG},
                                                   {"svg", "image/svg+xml", CANVAS_SVG},
                                                   {"pdf", "application/pdf", CANVAS_PDF}};

/* ---- measures --------------------------------------------------------------------------- */

typedef struct image_size { /* by the picture's width */
    double below;           /* px */
    double margin;
    legend_type title, subtitle, foot;
    const char *legend; /* its size */
    bool narrow;        /* legends lie under the map, labels are smaller */
} image_size;

static const image_size sizes[] = {
    {360, 10, {15, 19, 700}, {11, 15, 400}, {11, 14, 400}, "embed", true},
    {480, 14, {17, 22, 700}, {12, 16, 400}, {11, 14, 400}, "embed", true},
    {720, 18, {20, 26, 700}, {13, 18, 400}, {11, 14, 400}, "page", false},
    {1100, 24, {22, 28, 700}, {14, 20, 400}, {11, 14, 400}, "page", false},
    {INFINITY, 32, {30, 38, 700}, {18, 25, 400}, {12, 16, 400}, "page", false},
};

#define MAP_MIN   96   /* px each way beside title, legend or sources */
#define WIDTH_MIN 120  /* of a picture with text */
#define EDGE      3    /* px between the layer and its box: half of its lines */
#define GAP       8    /* px between parts */
#define ALONE_M   1000 /* meters around a layer without any extent */
#define SHRINK    0.94 /* steps by which a map makes room for a legend in its corner */
#define VECTORS   2    /* device px a px that vectors are drawn for */

static const image_size *size_for(double width) {
    size_t i = 0;
    while (width >= sizes[i].below) i++;
    return &sizes[i];
}

typedef struct layout {
    const choropleth *map;
    const image_style *style;
    const image_size *z;
    const backdrop *inks;
    legend *legend;
    legend_style legend_style;
    buf title, subtitle, source;
    buf map_alt, legend_alt; /* what the figures say to those who do not see them */
    double head, foot;       /* heights, with the space to the map; 0: none */
    bool bare;               /* the map alone */
    box area;                /* what title and sources leave */
    box legend_box;
    map_frame frame;
} layout;

/* ---- texts ------------------------------------------------------------------------------ */

static bool is_compact(const layout *l) { return l->style->title != TITLE_NONE; }

static void write_title(layout *l) {
    const legend *say = l->legend;
    if (l->style->title == TITLE_NONE) return;
    buf_adds(&l->title, l->style->title == TITLE_GIVEN ? l->style->title_text : say->title);
    buf_addf(&l->subtitle, "%s%s%s", say->unit, *say->unit && *say->period_text ? ", " : "",
             say->period_text);
}

static void add_target_source(layout *l) {
    const char *source = l->legend->target.source, *const args[] = {source};
    if (!source) return;
    buf_adds(&l->source, l->source.len ? " " : "");
    wording_fill(WORD_TARGET_SOURCE, l->legend->language, args, 1, &l->source);
    buf_adds(&l->source, source[strlen(source) - 1] == '.' ? "" : ".");
}

/* A legend with a title tells its sources itself. */
static void write_source(layout *l) {
    const char *source = l->legend->source, *const args[] = {source};
    const char *also = localized_get(&l->map->atlas->attribution, l->legend->language);
    bool told = l->style->legend && !is_compact(l);
    if (!l->style->source) return;
    if (*source && !told) {
        wording_fill(WORD_SOURCE, l->legend->language, args, 1, &l->source);
        buf_adds(&l->source, source[strlen(source) - 1] == '.' ? "" : ".");
    }
    if (l->style->legend && !told) add_target_source(l);
    if (*also)
        buf_addf(&l->source, "%s%s%s", l->source.len ? " " : "", also,
                 also[strlen(also) - 1] == '.' ? "" : ".");
}

static text_style text_of(const legend_type *t, rgba color) {
    text_style s = legend_size_text(t, color);
    s.tabular = false;
    return s;
}

static double draw_head(canvas *c, const layout *l) {
    const image_size *z = l->z;
    text_style title = text_of(&z->title, l->inks->ink);
    text_style subtitle = text_of(&z->subtitle, l->inks->ink_2);
    double width = l->style->width - 2 * z->margin, y = z->margin;
    canvas_tag_begin(c, "H1", NULL);
    y += canvas_paragraph(c, z->margin, y, width, z->title.leading, &title, buf_text(&l->title));
    canvas_tag_end(c);
    if (!l->subtitle.len) return y;
    canvas_tag_begin(c, "P", NULL);
    y += canvas_paragraph(c, z->margin, y, width, z->subtitle.leading, &subtitle,
                          buf_text(&l->subtitle));
    canvas_tag_end(c);
    return y;
}

static double draw_foot(canvas *c, const layout *l, double y) {
    text_style s = text_of(&l->z->foot, l->inks->muted);
    canvas_tag_begin(c, "P", NULL);
    double height = canvas_paragraph(c, l->z->margin, y, l->style->width - 2 * l->z->margin,
                                     l->z->foot.leading, &s, buf_text(&l->source));
    canvas_tag_end(c);
    return height;
}

/* ---- places ----------------------------------------------------------------------------- */

static bool has_bbox(const layout *l) { return !rect_is_empty(l->style->bbox); }

static rect wanted(const layout *l) {
    rect b = l->style->bbox, out;
    if (!has_bbox(l)) return choropleth_layer(l->map)->shape->bounds;
    grid_project(b.x0, b.y0, &out.x0, &out.y0);
    grid_project(b.x1, b.y1, &out.x1, &out.y1);
    return out;
}

static map_frame fit(const layout *l, box at, double align_x, double align_y) {
    double margin = has_bbox(l) ? 0 : l->bare ? l->z->margin : EDGE;
    return map_frame_fit(at, wanted(l), margin, align_x, align_y, ALONE_M);
}

/* A corner of the area; the legend's own padding lies outside, so that its texts are on one line
 * with the title's. */
static box corner_of(const layout *l, bool right, bool low) {
    box b = l->legend_box, a = l->area;
    double padding = l->legend_style.size->padding;
    b.x = right ? a.x + a.width - b.width + padding : a.x - padding;
    b.y = low ? a.y + a.height - b.height + padding : a.y - padding;
    return b;
}

static err_code try_corner(layout *l, const map_scene *s, const map_frame *f, box b, bool *done,
                           err *e) {
    err_code rc = map_scene_is_free(s, f, b, done, e);
    if (!rc && *done) {
        l->legend_box = b;
        l->frame = *f;
    }
    return rc;
}

/* The layer in the middle, or moved away from the corner. */
static err_code try_corners(layout *l, const map_scene *s, double shrink, bool *done, err *e) {
    err_code rc = ERR_OK;
    for (int k = 0; k < 4 && !rc && !*done; k++) {
        bool right = k == 0 || k == 2, low = k == 1 || k == 2;
        box b = corner_of(l, right, low), at = l->area;
        for (int moved = 0; moved < (has_bbox(l) ? 1 : 4) && !rc && !*done; moved++) {
            double x = moved & 1 ? !right : 0.5, y = moved & 2 ? !low : 0.5;
            map_frame f = fit(l, at, x, y);
            if (shrink < 1) {
                box less = {at.x, at.y, at.width * shrink, at.height * shrink};
                less.x += x * (at.width - less.width);
                less.y += y * (at.height - less.height);
                f = fit(l, less, x, y);
                f.x0 -= (less.x - at.x) / f.scale;
                f.y0 += (less.y - at.y) / f.scale;
                f.at = at;
            }
            rc = try_corner(l, s, &f, b, done, e);
        }
    }
    return rc;
}

/* Under the map, or beside it; NaN where there is no room. */
static double place_apart(layout *l, bool beside, box *legend_at, map_frame *f) {
    box map = l->area, b = l->legend_box;
    double padding = l->legend_style.size->padding;
    if (beside)
        map.width -= b.width - padding + GAP;
    else
        map.height -= b.height - padding + GAP;
    if (map.width < MAP_MIN || map.height < MAP_MIN || b.height - 2 * padding > l->area.height)
        return (double)NAN;
    b.x = beside ? l->area.x + l->area.width - b.width + padding : l->area.x - padding;
    b.y = beside ? l->area.y - padding : l->area.y + l->area.height - b.height + padding;
    *legend_at = b;
    *f = fit(l, map, 0.5, 0.5);
    return f->scale;
}

static err_code too_small(const layout *l, err *e) {
    const image_style *s = l->style;
    double inner = l->legend_box.height - 2 * (s->legend ? l->legend_style.size->padding : 0);
    double room = s->width - 2 * l->z->margin, taken = s->legend ? inner : 0;
    bool beside = s->legend && !l->z->narrow &&
                  room - l->legend_box.width + l->legend_style.size->padding - GAP >= MAP_MIN;
    double middle = beside      ? fmax(taken, MAP_MIN)
                    : s->legend ? taken + l->legend_style.size->padding + GAP + MAP_MIN
                                : MAP_MIN;
    double width = s->legend ? LEGEND_WIDTH_MIN + 2 * l->z->margin : WIDTH_MIN;
    if (s->width < width)
        return err_set(e, ERR_RANGE,
                       "size: %ux%u is too narrow for what is to be beside the map: at least "
                       "%.0f px",
                       s->width, s->height, width);
    return err_set(e, ERR_RANGE,
                   "size: %ux%u is too small for the map with what is to be beside it: at this "
                   "width at least %ux%.0f",
                   s->width, s->height, s->width, ceil(l->head + l->foot + middle));
}

static err_code place_legend(layout *l, const map_scene *s, err *e) {
    box at[2];
    map_frame f[2];
    bool done = false;
    double under = place_apart(l, false, &at[0], &f[0]);
    double beside = l->z->narrow ? (double)NAN : place_apart(l, true, &at[1], &f[1]);
    double apart = fmax(under, beside), whole = fit(l, l->area, 0.5, 0.5).scale;
    err_code rc = ERR_OK;
    bool fits = !l->z->narrow && l->legend_box.height <= l->area.height;
    for (double k = 1; fits && k > 0.5 && !rc && !done && !(k * whole <= apart); k *= SHRINK) {
        rc = try_corners(l, s, k, &done, e);
        if (has_bbox(l)) break;
    }
    if (rc || done) return rc;
    if (isnan(apart)) return too_small(l, e);
    int chosen = isnan(under) || beside > under;
    l->legend_box = at[chosen];
    l->frame = f[chosen];
    return ERR_OK;
}

static err_code measure_legend(layout *l, err *e) {
    const legend_size *z = legend_size_find(l->z->legend);
    double room = l->area.width + 2 * z->padding;
    l->legend_style = (legend_style){
        .size = z, .compact = is_compact(l), .width_px = floor(fmin(z->width, room))};
    if (l->area.width < LEGEND_WIDTH_MIN) return too_small(l, e);
    double height = legend_draw_on(NULL, l->legend, &l->legend_style, 0, 0);
    if (isnan(height)) return err_nomem(e);
    l->legend_box = (box){0, 0, l->legend_style.width_px, ceil(height)};
    return ERR_OK;
}

/* ---- laying out ------------------------------------------------------------------------- */

static err_code lay_out(layout *l, err *e) {
    const image_style *s = l->style;
    const image_size *z = l->z = size_for(s->width);
    l->inks = l->map->look.backdrop;
    write_title(l);
    write_source(l);
    if (l->title.failed || l->subtitle.failed || l->source.failed) return err_nomem(e);
    l->bare = !l->title.len && !l->source.len && !s->legend;
    l->area = (box){0, 0, s->width, s->height};
    if (!l->bare) {
        if (s->width < WIDTH_MIN) return too_small(l, e);
        l->head = l->title.len ? draw_head(NULL, l) + GAP : z->margin;
        double foot = draw_foot(NULL, l, 0);
        l->foot = z->margin + (foot > 0 ? foot + GAP : 0);
        l->area =
            (box){z->margin, l->head, s->width - 2 * z->margin, s->height - l->head - l->foot};
    }
    err_code rc = s->legend ? measure_legend(l, e) : ERR_OK;
    if (!rc && !l->bare && (l->area.height < MAP_MIN || l->area.width < MAP_MIN))
        rc = too_small(l, e);
    if (!rc) l->frame = fit(l, l->area, 0.5, 0.5);
    return rc;
}

/* The scene is of the frame's scale: made anew if a legend's place changed that. */
static err_code make_scene(layout *l, double detail, map_scene *s, err *e) {
    l->frame.detail = detail;
    err_code rc = map_scene_make(l->map, &l->frame, s, e);
    if (rc || !l->style->legend) return rc;
    double before = l->frame.scale;
    rc = place_legend(l, s, e);
    l->frame.detail = detail;
    if (rc || l->frame.scale == before) return rc;
    map_scene_free(s);
    return map_scene_make(l->map, &l->frame, s, e);
}

/* ---- drawing ---------------------------------------------------------------------------- */

static err_code describe(canvas *c, layout *l, bool outside, err *e) {
    buf prefix = BUF_EMPTY, title = BUF_EMPTY;
    buf_addf(&prefix, "i%016" PRIx64 "-", l->map->hash);
    if (l->style->title == TITLE_GIVEN)
        buf_adds(&title, l->style->title_text);
    else
        choropleth_alt_title(l->map, l->legend->language, &title);
    choropleth_alt_text(l->map, outside, l->legend->language, &l->map_alt);
    legend_alt_text(l->legend, &l->legend_alt);
    canvas_describe(c, buf_text(&prefix), buf_text(&title), buf_text(&l->map_alt));
    bool failed = prefix.failed || title.failed || l->map_alt.failed || l->legend_alt.failed;
    buf_free(&prefix);
    buf_free(&title);
    return failed ? err_nomem(e) : ERR_OK;
}

/* Labels of a small map are smaller, and never under 10 px. */
static label_style small_labels(void) {
    label_style s = label_style_screen;
    s.name = 10.5, s.value = 11, s.place = 10, s.halo = 1.4;
    return s;
}

static err_code draw_legend(canvas *c, const layout *l, err *e) {
    canvas_tag_begin(c, "Figure", buf_text(&l->legend_alt));
    double height =
        legend_draw_on(c, l->legend, &l->legend_style, l->legend_box.x, l->legend_box.y);
    canvas_tag_end(c);
    return isnan(height) ? err_nomem(e) : ERR_OK;
}

static err_code draw_parts(canvas *c, const layout *l, const map_scene *s, err *e) {
    const label_style labels = l->z->narrow ? small_labels() : label_style_screen;
    map_style style = map_style_screen;
    style.labels = &labels;
    if (l->inks->paper.a)
        canvas_rect(c, (box){0, 0, l->style->width, l->style->height}, l->inks->paper);
    canvas_tag_begin(c, "Document", NULL);
    if (l->title.len) draw_head(c, l); /* first, since tags are read as they come */
    canvas_tag_begin(c, "Figure", buf_text(&l->map_alt));
    err_code rc = map_draw(c, s, &l->frame, &style, e);
    if (rc) return rc;
    canvas_tag_end(c);
    if (l->style->legend && (rc = draw_legend(c, l, e))) return rc;
    if (l->source.len) draw_foot(c, l, l->style->height - l->foot + GAP);
    canvas_tag_end(c);
    return ERR_OK;
}

static err_code draw(layout *l, const map_scene *s, canvas_format f, buf *out, image_facts *facts,
                     err *e) {
    canvas *c = NULL;
    err_code rc = map_scene_is_outside(s, &l->frame, &facts->outside, e);
    facts->map = l->frame.at;
    facts->seen = map_frame_units(&l->frame, l->frame.at);
    if (l->style->legend) facts->legend = l->legend_box;
    if (!rc)
        rc = canvas_create(f, l->style->width, l->style->height, l->style->scale,
                           lang_codes[l->legend->language], &c, e);
    if (rc) return rc;
    rc = describe(c, l, facts->outside, e);
    if (!rc) rc = draw_parts(c, l, s, e);
    if (!rc) rc = canvas_finish(c, out, e);
    canvas_free(c);
    return rc;
}

err_code image_draw(const choropleth *c, const image_style *s, canvas_format f, buf *out,
                    image_facts *facts, err *e) {
    layout l = {.map = c, .style = s};
    map_scene scene = {0};
    image_facts own;
    if (!facts) facts = &own;
    *facts = (image_facts){0};
    err_code rc = image_style_check(s, f == CANVAS_PNG, e);
    if (!rc) rc = choropleth_legend(c, &l.legend, e);
    if (!rc) rc = lay_out(&l, e);
    if (!rc) rc = make_scene(&l, f == CANVAS_PNG ? s->scale : VECTORS, &scene, e);
    if (!rc) rc = draw(&l, &scene, f, out, facts, e);
    map_scene_free(&scene);
    legend_free(l.legend);
    buf_free(&l.title);
    buf_free(&l.subtitle);
    buf_free(&l.source);
    buf_free(&l.map_alt);
    buf_free(&l.legend_alt);
    return rc;
}
