#include "draw/png.h"

#include <png.h>
#include <setjmp.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* ---- palette ------------------------------------------------------------------------ */

typedef struct palette { /* transparent colors first, so tRNS is short */
    unsigned count, transparent;
    rgba color[256];
} palette;

static uint32_t word_of(rgba c) {
    if (!c.a) return 0; /* all fully transparent pixels are one color */
    return (uint32_t)c.r | (uint32_t)c.g << 8 | (uint32_t)c.b << 16 | (uint32_t)c.a << 24;
}

#define TABLE_SIZE 1024 /* open addressing, at most a quarter full */

typedef struct color_table {
    uint32_t word[TABLE_SIZE];
    int16_t index[TABLE_SIZE]; /* -1: free */
} color_table;

static unsigned table_slot(const color_table *t, uint32_t word) {
    unsigned i = (word * 2654435761u) >> 22;
    while (t->index[i] >= 0 && t->word[i] != word) i = (i + 1) % TABLE_SIZE;
    return i;
}

/* False if there are more than 256 colors. */
static bool collect(const rgba *pixels, size_t n, color_table *t, palette *p) {
    memset(t->index, 0xff, sizeof t->index);
    p->count = 0;
    for (size_t i = 0; i < n; i++) {
        uint32_t word = word_of(pixels[i]);
        unsigned slot = table_slot(t, word);
        if (t->index[slot] >= 0) continue;
        if (p->count == 256) return false;
        t->word[slot] = word;
        t->index[slot] = (int16_t)p->count;
        p->color[p->count++] = pixels[i];
    }
    return true;
}

static int by_alpha(const void *a, const void *b) {
    const rgba *x = a, *y = b;
    if ((x->a < 255) != (y->a < 255)) return x->a < 255 ? -1 : 1;
    uint32_t u = word_of(*x), v = word_of(*y);
    return (u > v) - (u < v);
}

static void arrange(palette *p, color_table *t) {
    qsort(p->color, p->count, sizeof *p->color, by_alpha);
    p->transparent = 0;
    for (unsigned i = 0; i < p->count; i++) {
        t->index[table_slot(t, word_of(p->color[i]))] = (int16_t)i;
        if (p->color[i].a < 255) p->transparent = i + 1;
    }
}

/* ---- encoding ------------------------------------------------------------------------ */

typedef struct writer {
    png_structp png;
    png_infop info;
    buf *out;
    uint8_t *rows; /* [height * width] indices, or NULL for RGBA */
    const rgba *pixels;
    uint32_t width, height;
    palette palette;
    color_table table;
} writer;

static void append(png_structp png, png_bytep data, size_t len) {
    buf_add(png_get_io_ptr(png), data, len);
}

static void no_flush(png_structp png) { (void)png; }
static void no_warning(png_structp png, png_const_charp text) { (void)png, (void)text; }

static void write_header(writer *w) {
    int depth = 8, type = PNG_COLOR_TYPE_RGBA;
    const palette *p = &w->palette;
    if (w->rows) {
        type = PNG_COLOR_TYPE_PALETTE;
        depth = p->count <= 2 ? 1 : p->count <= 4 ? 2 : p->count <= 16 ? 4 : 8;
    }
    png_set_IHDR(w->png, w->info, w->width, w->height, depth, type, PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    if (!w->rows) return;
    png_color colors[256];
    png_byte alpha[256];
    for (unsigned i = 0; i < p->count; i++) {
        colors[i] = (png_color){p->color[i].r, p->color[i].g, p->color[i].b};
        alpha[i] = p->color[i].a;
    }
    png_set_PLTE(w->png, w->info, colors, (int)p->count);
    if (p->transparent) png_set_tRNS(w->png, w->info, alpha, (int)p->transparent, NULL);
}

/* Everything that may longjmp out of libpng; no local changes after setjmp. */
static bool write_file(writer *w) {
    if (setjmp(png_jmpbuf(w->png))) return false;
    png_set_write_fn(w->png, w->out, append, no_flush);
    png_set_filter(w->png, 0, PNG_FILTER_NONE);
    png_set_compression_level(w->png, 6);
    write_header(w);
    png_write_info(w->png, w->info);
    if (w->rows) png_set_packing(w->png);
    for (uint32_t y = 0; y < w->height; y++) {
        size_t at = (size_t)y * w->width;
        png_write_row(w->png, w->rows ? w->rows + at : (png_const_bytep)(w->pixels + at));
    }
    png_write_end(w->png, NULL);
    return true;
}

static err_code index_pixels(writer *w, err *e) {
    size_t n = (size_t)w->width * w->height;
    if (!collect(w->pixels, n, &w->table, &w->palette)) return ERR_OK;
    arrange(&w->palette, &w->table);
    if (!(w->rows = malloc(n))) return err_nomem(e);
    for (size_t i = 0; i < n; i++)
        w->rows[i] = (uint8_t)w->table.index[table_slot(&w->table, word_of(w->pixels[i]))];
    return ERR_OK;
}

err_code png_encode(const rgba *pixels, uint32_t width, uint32_t height, buf *out, err *e) {
    writer *w = calloc(1, sizeof *w);
    if (!w) return err_nomem(e);
    *w = (writer){.out = out, .pixels = pixels, .width = width, .height = height};
    err_code rc = index_pixels(w, e);
    if (!rc) {
        w->png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, no_warning);
        w->info = w->png ? png_create_info_struct(w->png) : NULL;
        rc = w->info && write_file(w) ? buf_status(out, e) : err_nomem(e);
        png_destroy_write_struct(&w->png, &w->info);
    }
    free(w->rows);
    free(w);
    return rc;
}

err_code png_decode(bytes file, rgba **pixels, uint32_t *width, uint32_t *height, err *e) {
    png_image image = {.version = PNG_IMAGE_VERSION};
    if (!png_image_begin_read_from_memory(&image, file.data, file.len))
        return err_set(e, ERR_FORMAT, "PNG: %s", image.message);
    image.format = PNG_FORMAT_RGBA;
    rgba *data = malloc(PNG_IMAGE_SIZE(image));
    if (!data || !png_image_finish_read(&image, NULL, data, 0, NULL)) {
        png_image_free(&image);
        err_code rc = data ? err_set(e, ERR_FORMAT, "PNG: %s", image.message) : err_nomem(e);
        free(data);
        return rc;
    }
    *pixels = data;
    *width = image.width;
    *height = image.height;
    return ERR_OK;
}
