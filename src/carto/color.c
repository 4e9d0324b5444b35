#include "carto/color.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

err_code color_parse(const char *text, rgba *out, err *e) {
    size_t digits = text[0] == '#' ? strnlen(text + 1, COLOR_TEXT_MAX) : 0;
    uint8_t part[4] = {0, 0, 0, 255};
    bool bad = digits != 3 && digits != 6 && digits != 8;
    size_t width = digits == 3 ? 1 : 2;
    for (size_t i = 0; !bad && i < digits / width; i++) {
        const char *p = text + 1 + i * width;
        int high = hex_digit(p[0]), low = hex_digit(p[width - 1]);
        bad = high < 0 || low < 0;
        if (!bad) part[i] = (uint8_t)(high * 16 + low);
    }
    if (bad) return err_set(e, ERR_RANGE, "a color is #rgb, #rrggbb or #rrggbbaa");
    *out = (rgba){part[0], part[1], part[2], part[3]};
    return ERR_OK;
}

void color_format(rgba c, char out[COLOR_TEXT_MAX]) {
    snprintf(out, COLOR_TEXT_MAX, "#%02x%02x%02x", c.r, c.g, c.b);
    if (c.a != 255) snprintf(out + 7, COLOR_TEXT_MAX - 7, "%02x", c.a);
}

static uint8_t mix(unsigned top, unsigned bottom, unsigned alpha) {
    return (uint8_t)((top * alpha + bottom * (255 - alpha) + 127) / 255);
}

rgba color_over(rgba top, rgba bottom) {
    return (rgba){mix(top.r, bottom.r, top.a), mix(top.g, bottom.g, top.a),
                  mix(top.b, bottom.b, top.a), 255};
}

/* ---- linear light (IEC 61966-2-1) ---- */

static double decode(uint8_t byte) {
    double v = byte / 255.0;
    return v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);
}

static uint8_t encode(double v) {
    v = fmin(fmax(v, 0), 1); /* out of gamut */
    v = v <= 0.0031308 ? 12.92 * v : 1.055 * pow(v, 1 / 2.4) - 0.055;
    return (uint8_t)lround(255 * v);
}

linear_rgb color_linear(rgba c) { return (linear_rgb){decode(c.r), decode(c.g), decode(c.b)}; }

static rgba from_linear(linear_rgb v, uint8_t alpha) {
    return (rgba){encode(v.r), encode(v.g), encode(v.b), alpha};
}

static double dot(const double m[3], double x, double y, double z) {
    return m[0] * x + m[1] * y + m[2] * z;
}

/* ---- OKLab: Björn Ottosson, "A perceptual color space for image processing", 2020 ---- */

oklab color_oklab(rgba c) {
    static const double to_lms[3][3] = {{0.4122214708, 0.5363325363, 0.0514459929},
                                        {0.2119034982, 0.6806995451, 0.1073969566},
                                        {0.0883024619, 0.2817188376, 0.6299787005}};
    static const double to_lab[3][3] = {{0.2104542553, 0.7936177850, -0.0040720468},
                                        {1.9779984951, -2.4285922050, 0.4505937099},
                                        {0.0259040371, 0.7827717662, -0.8086757660}};
    linear_rgb v = color_linear(c);
    double l = cbrt(dot(to_lms[0], v.r, v.g, v.b)), m = cbrt(dot(to_lms[1], v.r, v.g, v.b)),
           s = cbrt(dot(to_lms[2], v.r, v.g, v.b));
    return (oklab){dot(to_lab[0], l, m, s), dot(to_lab[1], l, m, s), dot(to_lab[2], l, m, s)};
}

static rgba from_oklab(oklab c, uint8_t alpha) {
    static const double to_lms[3][3] = {{1, 0.3963377774, 0.2158037573},
                                        {1, -0.1055613458, -0.0638541728},
                                        {1, -0.0894841775, -1.2914855480}};
    static const double to_rgb[3][3] = {{4.0767416621, -3.3077115913, 0.2309699292},
                                        {-1.2684380046, 2.6097574011, -0.3413193965},
                                        {-0.0041960863, -0.7034186147, 1.7076147010}};
    double l = dot(to_lms[0], c.l, c.a, c.b), m = dot(to_lms[1], c.l, c.a, c.b),
           s = dot(to_lms[2], c.l, c.a, c.b);
    l = l * l * l, m = m * m * m, s = s * s * s;
    return from_linear(
        (linear_rgb){dot(to_rgb[0], l, m, s), dot(to_rgb[1], l, m, s), dot(to_rgb[2], l, m, s)},
        alpha);
}

rgba color_lerp_oklab(rgba a, rgba b, double t) {
    oklab x = color_oklab(a), y = color_oklab(b);
    return from_oklab((oklab){x.l + t * (y.l - x.l), x.a + t * (y.a - x.a), x.b + t * (y.b - x.b)},
                      a.a);
}

double color_distance_oklab(rgba a, rgba b) {
    oklab x = color_oklab(a), y = color_oklab(b);
    return sqrt((x.l - y.l) * (x.l - y.l) + (x.a - y.a) * (x.a - y.a) + (x.b - y.b) * (x.b - y.b));
}

/* ---- WCAG 2.1 "relative luminance" and "contrast ratio" ---- */

static double luminance(rgba c) {
    linear_rgb v = color_linear(c);
    return 0.2126 * v.r + 0.7152 * v.g + 0.0722 * v.b;
}

double color_contrast(rgba a, rgba b) {
    double x = luminance(a), y = luminance(b);
    return (fmax(x, y) + 0.05) / (fmin(x, y) + 0.05);
}

/* ---- sight ---- */

const char *const color_sight_names[SIGHT__COUNT] = {[SIGHT_NORMAL] = "normal",
                                                     [SIGHT_PROTAN] = "protan",
                                                     [SIGHT_DEUTAN] = "deutan",
                                                     [SIGHT_TRITAN] = "tritan",
                                                     [SIGHT_GRAY] = "gray"};

static rgba gray_of(rgba c) {
    double y = luminance(c);
    return from_linear((linear_rgb){y, y, y}, c.a);
}

/* Machado, Oliveira, Fernandes 2009, table of severity 1.0. */
rgba color_simulate(rgba c, color_sight sight) {
    static const double eye[SIGHT_GRAY][3][3] = {
        [SIGHT_PROTAN] = {{0.152286, 1.052583, -0.204868},
                          {0.114503, 0.786281, 0.099216},
                          {-0.003882, -0.048116, 1.051998}},
        [SIGHT_DEUTAN] = {{0.367322, 0.860646, -0.227968},
                          {0.280085, 0.672501, 0.047413},
                          {-0.011820, 0.042940, 0.968881}},
        [SIGHT_TRITAN] = {{1.255528, -0.076749, -0.178779},
                          {-0.078411, 0.930809, 0.147602},
                          {0.004733, 0.691367, 0.303900}},
    };
    assert((unsigned)sight < SIGHT__COUNT);
    if (sight == SIGHT_NORMAL) return c;
    if (sight == SIGHT_GRAY) return gray_of(c);
    linear_rgb v = color_linear(c);
    const double(*m)[3] = eye[sight];
    return from_linear(
        (linear_rgb){dot(m[0], v.r, v.g, v.b), dot(m[1], v.r, v.g, v.b), dot(m[2], v.r, v.g, v.b)},
        c.a);
}
