/* color: sRGB 8-bit colors and the few things we do to them. */
#ifndef CARTO_COLOR_H
#define CARTO_COLOR_H
#include "base/err.h"
#include <stdint.h>

typedef struct rgba {
    uint8_t r, g, b, a;
} rgba; /* sRGB, straight (not premultiplied) alpha */

#define COLOR_TEXT_MAX 10 /* "#rrggbbaa" and its NUL */

err_code color_parse(const char *text, rgba *out, err *e); /* "#rgb", "#rrggbb", "#rrggbbaa" */
void color_format(rgba c, char out[COLOR_TEXT_MAX]);       /* "#rrggbb"; alpha only if not 255 */
rgba color_over(rgba top, rgba bottom); /* bottom opaque; mixed as sRGB bytes, as cairo does */

typedef struct oklab {
    double l, a, b; /* l: 0 black, 1 white */
} oklab;
oklab color_oklab(rgba c);                       /* Ottosson 2020; alpha ignored */
rgba color_lerp_oklab(rgba a, rgba b, double t); /* t in [0,1]; alpha of a */
double color_distance_oklab(rgba a, rgba b);     /* Euclidean in OKLab; black to white is 1 */
double color_contrast(rgba a, rgba b);           /* WCAG 2 ratio, 1..21; alpha ignored */

typedef enum color_sight {
    SIGHT_NORMAL,
    SIGHT_PROTAN,
    SIGHT_DEUTAN,
    SIGHT_TRITAN,
    SIGHT__COUNT
} color_sight;
/* As that eye sees it: Machado, Oliveira, Fernandes 2009, severity 1, in linear RGB. */
rgba color_simulate(rgba c, color_sight sight);
#endif
