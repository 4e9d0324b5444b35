/* canvas: a small surface for maps, legends, charts and sheets, with text that stays
 * text.  Drawings go through one set of calls to a PNG, a PDF (cairo, pango) or an
 * SVG whose text is <text> (cairo's would be outlines); all measure text by pango,
 * so they are laid out alike.  Units are CSS px from the upper left corner.  The first failure
 * sticks and canvas_finish() reports it.  A canvas belongs to one thread.
 *
 * NULL can be drawn on: nothing is seen, and canvas_paragraph() tells the height all the same, so
 * that one function both measures a part of a drawing and draws it. */
#ifndef DRAW_CANVAS_H
#define DRAW_CANVAS_H
#include "base/buf.h"
#include "draw/text.h"

typedef struct canvas canvas;

typedef struct box {
    double x, y, width, height;
} box;

typedef enum canvas_format { CANVAS_SVG, CANVAS_PNG, CANVAS_PDF } canvas_format;

/* `scale`: device pixels a CSS px, for PNG.  `language`: "sv", "en".  A PDF has pages of 96 px an
 * inch; its fonts are embedded, its creation date is a fixed one, and equal drawings give equal
 * files.  ERR_NOMEM: the picture is too large. */
err_code canvas_create(canvas_format f, double width, double height, double scale,
                       const char *language, canvas **out, err *e);
void canvas_free(canvas *c);
err_code canvas_finish(canvas *c, buf *out, err *e); /* appends the file */

canvas_format canvas_format_of(const canvas *c);

/* What a picture says to those who do not see it (an SVG's <title> and <desc>, a PDF's title and
 * subject), and the beginning of an SVG's ids and classes, which must differ from those of other
 * drawings in one page.  Before anything is drawn; nothing happens in a PNG. */
void canvas_describe(canvas *c, const char *prefix, const char *title, const char *text);
/* A PDF's author and keywords; NULL: none.  Nothing in other formats. */
void canvas_credit(canvas *c, const char *author, const char *keywords);

/* ---- files of pages, with structure --------------------------------------------------------
 * PDF.  Pages and their boxes, tags and bookmarks are nothing in other formats, which have one
 * page: canvas_page() makes canvas_finish() report ERR_UNSUPPORTED there. */

/* Ends this page, begins another; outside of every push.  Open tags go on. */
void canvas_page(canvas *c, double width, double height);
/* `trim`: where this page is cut, in px of the page, whatever is pushed; `bleed`: how far the
 * drawing goes beyond.  Without this call they are the page. */
void canvas_trim(canvas *c, box trim, box bleed);
/* What is drawn until the end is an element of that role: one of canvas_roles, in reading order.
 * An element has either a drawing or other elements in it: what is drawn beside those belongs to
 * none, as what is drawn outside of all tags (rules, marks, grounds).  `alt`: what it says to those
 * who do not see it, for Figure; NULL: none.  Not within canvas_push_faded(). */
void canvas_tag_begin(canvas *c, const char *role, const char *alt);
void canvas_tag_end(canvas *c);
extern const char *const canvas_roles[]; /* ends with NULL */
/* A bookmark to this page, under `parent`, 0: at the top.  *id (may be NULL) is for those under
 * it; 0 in other formats. */
void canvas_outline(canvas *c, const char *title, int parent, int *id);
/* What is drawn until the end leads to an address, in PDF and SVG; an element "Link".  One that
 * does not begin with http://, https:// or mailto: is no link. */
void canvas_link_begin(canvas *c, const char *url);
void canvas_link_end(canvas *c);
/* What is drawn until the end stands for one thing, which a page's script finds by an attribute of
 * the <g> around it: `name` is a static one ("data-class").  SVG only; not within each other, and
 * pushes begin and end inside of it. */
void canvas_mark_begin(canvas *c, const char *name, const char *value);
void canvas_mark_end(canvas *c);

/* Moves the origin, until the pop that belongs to it; at most CANVAS_DEPTH within each other. */
#define CANVAS_DEPTH 16
void canvas_push(canvas *c, double x, double y);
/* Likewise, and what is drawn then is `scale` times as large. */
void canvas_push_scaled(canvas *c, double x, double y, double scale);
/* Until its pop, all that is drawn is one layer of that opacity, 0..1. */
void canvas_push_faded(canvas *c, double opacity);
void canvas_pop(canvas *c);

void canvas_rect(canvas *c, box b, rgba fill);
void canvas_rect_line(canvas *c, box b, rgba color, double width); /* line inside the edge */
void canvas_line(canvas *c, double x0, double y0, double x1, double y1, rgba color, double width);
void canvas_circle(canvas *c, double x, double y, double r, rgba fill, rgba line, double width);
/* Patterns on areas: canvas_pattern.h. */
void canvas_polygon(canvas *c, const double *xy /* [2 * n] */, size_t n, rgba fill);

/* Rings or lines: part k has the points [first[k], first[k + 1]). */
typedef struct canvas_path {
    const double *x, *y;
    const uint32_t *first; /* [n + 1] */
    size_t n;
} canvas_path;

typedef struct canvas_note { /* of a shape, for an SVG's readers; NULL: none of it */
    const char *class;       /* with the prefix before it */
    const char *key;         /* data-key */
    const char *title;       /* shown by browsers when the pointer is over it */
} canvas_note;

/* Even-odd, so that the borders between parts that touch are no edges.  `note` may be NULL. */
void canvas_area(canvas *c, const canvas_path *p, rgba fill, const canvas_note *note);
/* Round joins; the ends are round or cut off.  Closed parts repeat their first point. */
void canvas_stroke(canvas *c, const canvas_path *p, rgba color, double width, bool round_ends);
/* What follows is seen inside only, until the pop of the push before. */
void canvas_clip_box(canvas *c, box b);
void canvas_clip_path(canvas *c, const canvas_path *p); /* even-odd */

/* `align` 0: x is the left end, 0.5: the middle, 1: the right end; y is the baseline. */
void canvas_text(canvas *c, double x, double y, double align, const text_style *s,
                 const char *text);
/* The same over its own outline, `halo_px` beyond the letters with round joins. */
void canvas_text_halo(canvas *c, double x, double y, double align, const text_style *s,
                      const char *text, rgba halo, double halo_px);
/* Lines near each other, each over the halos of all. */
typedef struct canvas_row {
    double x, y; /* its start, its baseline */
    text_style style;
    const char *text;
} canvas_row;
void canvas_rows_halo(canvas *c, const canvas_row *row, size_t n, rgba halo, double halo_px);
/* Wrapped at `width`; y is the top; returns the height. */
double canvas_paragraph(canvas *c, double x, double y, double width, double leading,
                        const text_style *s, const char *text);
#endif
