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

typedef struct cielab {
    double l, a, b; /* l: 0 black, 100 white; CIE 1976, D65, 2 degrees */
} cielab;
cielab color_cielab(rgba c); /* alpha ignored; grays have a = b = 0 */
/* CIEDE2000 with kL = kC = kH = 1; Sharma, Wu, Dalal 2005.  0 for the same color, about 1 where
 * two large fields side by side can just be told apart, 100 from black to white. */
double color_difference_lab(cielab a, cielab b);
double color_difference_2000(rgba a, rgba b); /* the same of two colors on a screen */

typedef struct linear_rgb {
    double r, g, b; /* 0..1, proportional to light */
} linear_rgb;
linear_rgb color_linear(rgba c); /* IEC 61966-2-1; alpha ignored */

typedef enum color_sight {
    SIGHT_NORMAL,
    SIGHT_PROTAN, /* red cones missing */
    SIGHT_DEUTAN, /* green */
    SIGHT_TRITAN, /* blue */
    SIGHT_GRAY,   /* lightness alone: printed or copied in black */
    SIGHT__COUNT
} color_sight;
extern const char *const color_sight_names[SIGHT__COUNT]; /* "normal", "protan", ... "gray" */
/* As that eye sees it: Machado, Oliveira, Fernandes 2009, severity 1, in linear RGB; gray has
 * the same luminance. */
rgba color_simulate(rgba c, color_sight sight);
#endif
