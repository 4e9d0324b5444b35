/* image_option: how an image is wished, read from text: one table for command line and query. */
#ifndef DRAW_IMAGE_OPTION_H
#define DRAW_IMAGE_OPTION_H
#include "base/err.h"
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

typedef struct image_option {
    const char *name, *value; /* value: what it takes, in words; NULL: a flag, "0" or "1" */
    const char *placeholder;  /* for it in help; NULL: a flag */
    const char *help;
    bool (*set)(image_style *s, const char *text); /* false: not allowed, *s is as before */
} image_option;

extern const image_option image_options[];
#define IMAGE_OPTIONS 6 /* size, bbox, scale, title, legend, source */

void image_style_default(image_style *s);                /* the map alone, 800 x 800 */
const image_option *image_option_find(const char *name); /* NULL if unknown */
/* ERR_RANGE says what is allowed. */
err_code image_option_set(image_style *s, const image_option *o, const char *text, err *e);
/* What no option can tell alone: too many device px.  `pixels`: the format has any. */
err_code image_style_check(const image_style *s, bool pixels, err *e);
#endif
