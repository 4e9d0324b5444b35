#include "draw/canvas_parts.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- the canvas ------------------------------------------------------------------------- */

static const canvas_driver *const drivers[] = {
    [CANVAS_SVG] = &canvas_svg, [CANVAS_PNG] = &canvas_png, [CANVAS_PDF] = &canvas_pdf};

err_code canvas_create(canvas_format f, double width, double height, double scale,
                       const char *language, canvas **out, err *e) {
    canvas *c = calloc(1, sizeof *c);
    if (!c) return err_nomem(e);
    *c = (canvas){
        .driver = drivers[f], .format = f, .width = width, .height = height, .scale = scale};
    snprintf(c->language, sizeof c->language, "%s", language);
    err_code rc = c->driver->open ? c->driver->open(c, e) : ERR_OK;
    if (rc)
        canvas_free(c);
    else
        *out = c;
    return rc;
}

void canvas_free(canvas *c) {
    if (!c) return;
    if (c->cr) cairo_destroy(c->cr);
    if (c->surface) cairo_surface_destroy(c->surface);
    buf_free(&c->body);
    free(c->prefix);
    free(c->title);
    free(c->text);
    free(c->author);
    free(c->keywords);
    free(c->pages.tag);
    free(c->pages.page);
    strlist_free(&c->pages.alt);
    free(c);
}

canvas_format canvas_format_of(const canvas *c) { return c->format; }

static char *copy_of(canvas *c, const char *text) {
    char *out = text ? strdup(text) : NULL;
    if (text && !out) c->body.failed = 1;
    return out;
}

void canvas_describe(canvas *c, const char *prefix, const char *title, const char *text) {
    if (c->format == CANVAS_PNG) return;
    assert(!c->body.len && !c->prefix);
    c->prefix = copy_of(c, prefix);
    c->title = copy_of(c, title);
    c->text = copy_of(c, text);
}

void canvas_credit(canvas *c, const char *author, const char *keywords) {
    if (!c || c->format != CANVAS_PDF) return;
    assert(!c->author && !c->keywords);
    c->author = copy_of(c, author);
    c->keywords = copy_of(c, keywords);
}

err_code canvas_finish(canvas *c, buf *out, err *e) {
    assert(!c->depth && !c->n_open_tags && !c->link_open && !c->mark_open);
    if (c->failed.code) return err_set(e, c->failed.code, "%s", c->failed.text);
    err_code rc = buf_status(&c->body, e);
    if (!rc) rc = c->driver->finish(c, out, e);
    return rc ? rc : buf_status(out, e);
}

/* ---- pages and structure ---------------------------------------------------------------- */

/* Those that cairo knows: PDF 32000-1, 14.8.4. */
const char *const canvas_roles[] = {
    "Document", "Part", "Art",   "Sect",  "Div",   "NonStruct", "H",    "H1",     "H2",      "H3",
    "H4",       "H5",   "H6",    "P",     "L",     "LI",        "Lbl",  "LBody",  "Table",   "TR",
    "TH",       "TD",   "THead", "TBody", "TFoot", "Span",      "Note", "Figure", "Caption", NULL};

static const char *role_of(const char *name) {
    size_t i = 0;
    while (canvas_roles[i] && strcmp(canvas_roles[i], name)) i++;
    return canvas_roles[i];
}

static bool is_faded(const canvas *c) {
    for (unsigned i = 0; i < c->depth; i++)
        if (c->level[i].opacity < 1) return true;
    return false;
}

void canvas_page(canvas *c, double width, double height) {
    if (!c) return;
    assert(!c->depth && !c->link_open);
    c->width = width, c->height = height;
    if (c->driver->page)
        c->driver->page(c);
    else if (!c->failed.code)
        err_set(&c->failed, ERR_UNSUPPORTED, "only a PDF can have more than one page");
}

void canvas_trim(canvas *c, box trim, box bleed) {
    if (c && c->driver->trim) c->driver->trim(c, trim, bleed);
}

void canvas_tag_begin(canvas *c, const char *role, const char *alt) {
    if (!c) return;
    const char *known = role_of(role);
    assert(known && c->n_open_tags < CANVAS_TAG_DEPTH && !is_faded(c) && !c->link_open);
    c->open_tag[c->n_open_tags++] = known;
    if (c->driver->tag_begin) c->driver->tag_begin(c, known, alt);
}

void canvas_tag_end(canvas *c) {
    if (!c) return;
    assert(c->n_open_tags && !is_faded(c) && !c->link_open);
    c->n_open_tags--;
    if (c->driver->tag_end) c->driver->tag_end(c, c->open_tag[c->n_open_tags]);
}

void canvas_outline(canvas *c, const char *title, int parent, int *id) {
    int made = c && c->driver->outline ? c->driver->outline(c, title, parent) : 0;
    if (id) *id = made;
}

static bool is_address(const char *url) {
    static const char *const schemes[] = {"http://", "https://", "mailto:"};
    for (size_t i = 0; i < 3; i++)
        if (!strncmp(url, schemes[i], strlen(schemes[i]))) return true;
    return false;
}

void canvas_link_begin(canvas *c, const char *url) {
    if (!c) return;
    assert(!c->link_open && !is_faded(c));
    c->link_open = true;
    c->link_dead = !is_address(url);
    if (!c->link_dead && c->driver->link_begin) c->driver->link_begin(c, url);
}

void canvas_link_end(canvas *c) {
    if (!c) return;
    assert(c->link_open);
    if (!c->link_dead && c->driver->link_end) c->driver->link_end(c);
    c->link_open = false;
}

void canvas_mark_begin(canvas *c, const char *name, const char *value) {
    if (!c) return;
    assert(!c->mark_open);
    c->mark_open = true;
    c->mark_depth = c->depth;
    if (c->driver->mark_begin) c->driver->mark_begin(c, name, value);
}

void canvas_mark_end(canvas *c) {
    if (!c) return;
    assert(c->mark_open && c->depth == c->mark_depth);
    if (c->driver->mark_end) c->driver->mark_end(c);
    c->mark_open = false;
}

/* ---- calls ------------------------------------------------------------------------------ */

static canvas_level *enter(canvas *c) {
    assert(c->depth < CANVAS_DEPTH);
    canvas_level *l = &c->level[c->depth++];
    *l = (canvas_level){.opacity = 1};
    return l;
}

void canvas_push(canvas *c, double x, double y) {
    if (!c) return;
    enter(c);
    c->driver->push(c, x, y, 1, 1);
}

void canvas_push_scaled(canvas *c, double x, double y, double scale) {
    if (!c) return;
    enter(c);
    c->driver->push(c, x, y, scale, 1);
}

void canvas_push_faded(canvas *c, double opacity) {
    if (!c) return;
    enter(c)->opacity = opacity;
    c->driver->push(c, 0, 0, 1, opacity);
}

void canvas_pop(canvas *c) {
    if (!c) return;
    assert(c->depth);
    c->driver->pop(c, &c->level[--c->depth]);
}

void canvas_rect(canvas *c, box b, rgba fill) {
    if (c) c->driver->rect(c, b, fill);
}

void canvas_rect_line(canvas *c, box b, rgba color, double width) {
    box in = {b.x + width / 2, b.y + width / 2, b.width - width, b.height - width};
    if (c) c->driver->rect_line(c, in, color, width);
}

void canvas_line(canvas *c, double x0, double y0, double x1, double y1, rgba color, double width) {
    if (c) c->driver->line(c, (double[]){x0, y0, x1, y1}, color, width);
}

void canvas_circle(canvas *c, double x, double y, double r, rgba fill, rgba line, double width) {
    if (c) c->driver->circle(c, x, y, r - width / 2, fill, line, width);
}

void canvas_polygon(canvas *c, const double *xy, size_t n, rgba fill) {
    if (c) c->driver->polygon(c, xy, n, fill);
}

void canvas_area(canvas *c, const canvas_path *p, rgba fill, const canvas_note *note) {
    static const canvas_note none = {NULL};
    if (c && p->n) c->driver->area(c, p, fill, note ? note : &none);
}

void canvas_stroke(canvas *c, const canvas_path *p, rgba color, double width, bool round_ends) {
    if (c && p->n && color.a && width > 0) c->driver->stroke(c, p, color, width, round_ends);
}

void canvas_clip_box(canvas *c, box b) {
    const double x[] = {b.x, b.x + b.width, b.x + b.width, b.x};
    const double y[] = {b.y, b.y, b.y + b.height, b.y + b.height};
    canvas_clip_path(c, &(canvas_path){x, y, (const uint32_t[]){0, 4}, 1});
}

void canvas_clip_path(canvas *c, const canvas_path *p) {
    if (!c) return;
    assert(c->depth);
    c->level[c->depth - 1].clips++;
    c->driver->clip(c, p);
}

void canvas_text(canvas *c, double x, double y, double align, const text_style *s,
                 const char *text) {
    canvas_text_halo(c, x, y, align, s, text, (rgba){0}, 0);
}

void canvas_text_halo(canvas *c, double x, double y, double align, const text_style *s,
                      const char *text, rgba halo, double halo_px) {
    const canvas_words w = {x, y, align, s, text, halo, halo.a ? halo_px : 0, WORDS_BOTH, 0};
    if (c) c->driver->words(c, &w);
}

void canvas_rows_halo(canvas *c, const canvas_row *row, size_t n, rgba halo, double halo_px) {
    bool apart = n > 1 && halo.a && halo_px > 0;
    for (int letters = !apart; c && letters < 2; letters++)
        for (size_t i = 0; i < n; i++) {
            const canvas_row *r = &row[i];
            canvas_words w = {r->x,
                              r->y,
                              0,
                              &r->style,
                              r->text,
                              halo,
                              halo.a ? halo_px : 0,
                              WORDS_BOTH,
                              c->rows + (unsigned)i};
            if (apart) w.part = letters ? WORDS_LETTERS : WORDS_HALO;
            c->driver->words(c, &w);
        }
    if (c && apart) c->rows += (unsigned)n;
}

double canvas_paragraph(canvas *c, double x, double y, double width, double leading,
                        const text_style *s, const char *text) {
    if (!*text) return 0;
    PangoLayout *layout = text_layout(NULL, s, text, width);
    int lines = pango_layout_get_line_count(layout);
    for (int i = 0; c && i < lines; i++) {
        PangoLayoutLine *line = pango_layout_get_line_readonly(layout, i);
        char *part = strndup(text + line->start_index, (size_t)line->length);
        if (!part) {
            c->body.failed = 1;
            break;
        }
        size_t len = strlen(part);
        while (len && part[len - 1] == ' ') part[--len] = 0;
        canvas_text(c, x, y + i * leading + text_baseline(s->size_px, leading), 0, s, part);
        free(part);
    }
    g_object_unref(layout);
    return lines * leading;
}
