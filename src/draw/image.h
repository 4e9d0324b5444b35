/* image: a map as a picture for articles, mail, slides and reports: PNG, SVG or PDF, alone or with
 * title, legend and line of sources.
 *
 * The projection is that of the tiles, so the picture of a tile's box, 256 px wide, is that tile
 * but for antialiasing.  A box of another shape than the picture's is shown whole, with what lies
 * beside it.  The legend lies where the layer leaves the picture empty, else under the map or
 * beside it, whichever leaves the map larger; in pictures under 480 px always under it.  Nothing is
 * cut off or lies over another part: what is too small for that is an error. */
#ifndef DRAW_IMAGE_H
#define DRAW_IMAGE_H
#include "atlas/choropleth.h"
#include "draw/canvas.h"
#include "draw/image_option.h"

typedef struct image_facts {
    bool outside; /* nothing of the layer is in the picture */
    rect seen;    /* Mercator meters: the map's part of the picture */
    box map;      /* px: where that is */
    box legend;   /* px; of no width if there is none */
} image_facts;

/* The atlas must have been loaded with its borders.  Appends the file.  `facts` may be NULL.
 * ERR_RANGE: the size does not go, and why. */
err_code image_draw(const choropleth *c, const image_style *s, canvas_format f, buf *out,
                    image_facts *facts, err *e);

typedef struct image_format {
    const char *extension, *type; /* "png", "image/png" */
    canvas_format format;
} image_format;
#define IMAGE_FORMATS 3
extern const image_format image_formats[IMAGE_FORMATS];
#endif
