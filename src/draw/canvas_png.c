/* PNG: a surface of pixels. */
#include "draw/canvas_parts.h"
#include "draw/png.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static err_code open_png(canvas *c, err *e) {
    c->surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, (int)ceil(c->width * c->scale),
                                            (int)ceil(c->height * c->scale));
    c->cr = cairo_create(c->surface);
    cairo_scale(c->cr, c->scale, c->scale);
    return canvas_cairo_status(c, e);
}

static rgba straight(uint32_t premultiplied) { /* cairo's ARGB32 */
    unsigned a = premultiplied >> 24;
    if (!a) return (rgba){0};
    unsigned r = premultiplied >> 16 & 255, g = premultiplied >> 8 & 255, b = premultiplied & 255;
    return (rgba){(uint8_t)((r * 255 + a / 2) / a), (uint8_t)((g * 255 + a / 2) / a),
                  (uint8_t)((b * 255 + a / 2) / a), (uint8_t)a};
}

static err_code finish_png(canvas *c, buf *out, err *e) {
    err_code rc = canvas_cairo_status(c, e);
    if (rc) return rc;
    cairo_surface_flush(c->surface);
    uint32_t width = (uint32_t)cairo_image_surface_get_width(c->surface);
    uint32_t height = (uint32_t)cairo_image_surface_get_height(c->surface);
    size_t stride = (size_t)cairo_image_surface_get_stride(c->surface);
    const unsigned char *data = cairo_image_surface_get_data(c->surface);
    rgba *pixels = calloc((size_t)width * height + 1, sizeof *pixels);
    if (!pixels) return err_nomem(e);
    for (size_t y = 0; y < height; y++)
        for (size_t x = 0; x < width; x++) {
            uint32_t word;
            memcpy(&word, data + y * stride + 4 * x, sizeof word);
            pixels[y * width + x] = straight(word);
        }
    rc = png_encode(pixels, width, height, out, e);
    free(pixels);
    return rc;
}

const canvas_driver canvas_png = {.open = open_png, .finish = finish_png, CANVAS_CAIRO};
