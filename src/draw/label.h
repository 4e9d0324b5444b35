/* label: names and values on a map: where they stand, chosen once for the whole layer at one scale,
 * so that tiles, threads and servers agree.
 *
 * Positions are pixels of the map (CSS px at a zoom, or mm on paper: whatever the style's measures
 * are in), x to the right, y down, rounded to whole ones, so that letters fall alike on every tile.
 *
 * A district's label stands on its land, in the largest part or another of at least a quarter of
 * it, where all its lines lie inside with the most room, drawn a little to the part's centroid.  A
 * name is set in one line, else split at a hyphen or a space, else in three; with the style's
 * paddings from the widest to the least.  What does not fit is set without its name, then over
 * ponds, then not at all: with a smaller scale it is shown from the zoom where it fits.  Such
 * labels cannot meet one another; places' names yield to them, then to those of higher rank, of
 * equal ones to the earlier record.
 *
 * What a district shows at one scale it shows at twice of it too, its name if that was there, but
 * for labels over ponds: those grow.  This holds for the same land; names of places come and go. */
#ifndef DRAW_LABEL_H
#define DRAW_LABEL_H
#include "base/pool.h"
#include "draw/canvas.h"
#include "geo/geometry.h"

typedef struct label_style {
    double name, value, place; /* sizes of text; Inter 600, 400, 400 */
    double leading;            /* from line to line, of the size */
    double padding[3];         /* around each line, from the widest to the least */
    double halo, halo_hatched; /* beyond the letters */
    double clear;              /* hairlines stop so far from the text */
    double pond;               /* area of ponds that a label may lie over */
    bool always;               /* what fits nowhere stands at the land's pole of inaccessibility */
    double shrink; /* what does not fit is tried at so much of its sizes; 0: it is not */
    bool whole;    /* what does not fit with all its texts on land is not shown; without `always` */
} label_style;

extern const label_style label_style_screen; /* CSS px */
/* Tenths of a millimeter on paper; sizes in pt.  Whole: who draws finds a place for the others. */
label_style label_style_paper(double name_pt, double value_pt);

typedef struct label_line {
    char *text;
    double x, baseline; /* of its left end, from the label's position */
    double width;
    text_style style; /* its color is not set */
} label_line;

#define LABEL_LINES_MAX 4

typedef struct label {
    district_id district; /* of a place: the one it lies in; DISTRICT_NONE: on water or outside */
    bool place;
    bool muted;   /* of a district without a figure */
    int64_t x, y; /* position, in pixels of the map */
    size_t n_lines;
    label_line line[LABEL_LINES_MAX];
    int64_t x0, y0, x1, y1; /* of all that it covers, with its halo and what it clears */
} label;

typedef struct label_place {
    double x, y; /* units of the geometry */
    const char *name;
    double rank;
} label_place;

typedef struct label_request { /* all borrowed */
    const geometry *land;      /* y upward; each outer ring is followed by its holes */
    double x0, y0, scale;     /* a point (x, y) is the pixel ((x - x0) * scale, (y0 - y) * scale) */
    const char *const *name;  /* [districts] NULL: no names */
    const char *const *value; /* [districts] NULL: no values */
    const bool *muted;        /* [districts] NULL: none */
    const label_place *places; /* [n_places] by rank, then record */
    size_t n_places;
    const geometry *water; /* one district: places there are not in any, and holes
                              of land there are ponds; NULL: none */
    const label_style *style;
    pool *workers; /* NULL: none; the result is the same */
} label_request;

typedef struct label_plan label_plan; /* immutable; any number of threads may read it */
err_code label_plan_make(const label_request *r, label_plan **out, err *e);
void label_plan_free(label_plan *p); /* NULL is fine */
size_t label_plan_memory(const label_plan *p);
size_t label_plan_count(const label_plan *p);
const label *label_plan_at(const label_plan *p, size_t i); /* districts, then places */
/* Calls visit() with each label that covers something of the rectangle, in order. */
void label_plan_visit(const label_plan *p, int64_t x0, int64_t y0, int64_t x1, int64_t y1,
                      void (*visit)(void *data, const label *l), void *data);

/* ---- as coverage, for tiles ---- */

typedef struct label_pen label_pen; /* scratch; belongs to one thread */
err_code label_pen_create(label_pen **out, err *e);
void label_pen_free(label_pen *p); /* NULL is fine */

typedef struct label_mask { /* valid until the pen's next use */
    int64_t x, y;           /* device pixel of the upper left corner: label's times the scale */
    uint32_t width, height;
    const uint8_t *text, *halo; /* [height][width] coverage, 0..255; the halo lies under the text */
    const uint8_t *clear;       /* 255 where hairlines stop, else 0 */
} label_mask;
/* scale: 1 or 2 device px a CSS px.  Equal labels give equal masks, wherever they are drawn. */
err_code label_pen_draw(label_pen *p, const label *l, const label_style *s, unsigned scale,
                        label_mask *out, err *e);
#endif
