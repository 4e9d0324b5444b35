/* image_option: how an image is wished, read from text: one table for command line and query. */
#ifndef DRAW_IMAGE_OPTION_H
#define DRAW_IMAGE_OPTION_H
#include "draw/wish.h"
#include "geo/rect.h"
#include <stddef.h>

#define IMAGE_SIDE_MIN   16
#define IMAGE_SIDE_MAX   4000
#define IMAGE_PIXELS_MAX 16000000 /* device px in all */
#define IMAGE_TITLE_MAX  200      /* bytes */

typedef enum image_title { TITLE_NONE, TITLE_OWN, TITLE_GIVEN } image_title;

typedef struct image_style {
    unsigned width, height; /* CSS px */
    unsigned scale;         /* device px a CSS px, in PNG */
    rect bbox;              /* degrees; RECT_EMPTY: fitted to the layer */
    image_title title;      /* the indicator's own, or the text given */
    char title_text[IMAGE_TITLE_MAX + 1];
    bool legend, source;
} image_style;

extern const wish_table
    image_wishes; /* of an image_style: size, bbox, scale, title, legend, source */

void image_style_default(image_style *s); /* the map alone, 800 x 800 */
/* What no option can tell alone: too many device px.  `pixels`: the format has any. */
err_code image_style_check(const image_style *s, bool pixels, err *e);
#endif
