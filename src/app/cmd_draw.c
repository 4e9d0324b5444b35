/* kartblad tile, kartblad legend. */
#include "app/command.h"
#include "app/map.h"
#include "base/fileio.h"
#include "draw/legend_draw.h"
#include "draw/legend_option.h"
#include "tile/tiler.h"

#include <string.h>

static err_code read_scale(const args *a, unsigned *out, err *e) {
    *out = 1;
    if (!a->scale) return ERR_OK;
    if (strcmp(a->scale, "1") && strcmp(a->scale, "2"))
        return err_set(e, ERR_USAGE, "--scale: \"%s\" is not allowed: 1 or 2", a->scale);
    *out = (unsigned)(a->scale[0] - '0');
    return ERR_OK;
}

err_code command_tile(const args *a, int *status, err *e) {
    (void)status;
    choropleth *c = NULL;
    tiler *drawing = NULL;
    buf png = BUF_EMPTY;
    tile_id t;
    unsigned scale;
    if (a->n_rest != 1) return err_set(e, ERR_USAGE, "which tile? give Z/X/Y, as 10/563/301");
    if (!a->output) return err_set(e, ERR_USAGE, "where to? give -o FILE.png");
    err_code rc = grid_tile_parse(a->rest[0], &t, e);
    if (rc) return ERR_USAGE;
    rc = read_scale(a, &scale, e);
    if (!rc) rc = map_open(a, ATLAS_TILES, &c, e);
    if (!rc && c->look.labels != LABELS_NONE) map_warn_font();
    if (!rc) rc = tiler_create(MAP_CACHE_BYTES, false, &drawing, e);
    if (!rc) rc = tiler_png(drawing, c, t, scale, &png, e);
    if (!rc) rc = map_write(a, buf_view(&png), e);
    buf_free(&png);
    tiler_free(drawing);
    choropleth_unref(c);
    return rc;
}

typedef struct legend_format {
    const char *extension;
    err_code (*write)(const legend *l, const legend_style *s, buf *out, err *e);
} legend_format;

static err_code write_svg(const legend *l, const legend_style *s, buf *out, err *e) {
    return legend_draw(l, s, CANVAS_SVG, out, e);
}
static err_code write_png(const legend *l, const legend_style *s, buf *out, err *e) {
    return legend_draw(l, s, CANVAS_PNG, out, e);
}
static err_code write_json(const legend *l, const legend_style *s, buf *out, err *e) {
    (void)s;
    return json_print(legend_json(l), 2, out, e);
}

static const legend_format legend_formats[] = {
    {"svg", write_svg},
    {"png", write_png},
    {"json", write_json},
};

static err_code find_format(const args *a, const legend_format **out, err *e) {
    if (!a->output) return err_set(e, ERR_USAGE, "where to? give -o FILE.svg, .png or .json");
    const char *extension = strcmp(a->output, "-") ? path_extension(a->output) : "json";
    for (size_t i = 0; i < sizeof legend_formats / sizeof *legend_formats; i++)
        if (!strcmp(extension, legend_formats[i].extension)) {
            *out = &legend_formats[i];
            return ERR_OK;
        }
    return err_set(e, ERR_USAGE, "-o %s: a legend is written as .svg, .png or .json", a->output);
}

err_code command_legend(const args *a, int *status, err *e) {
    (void)status;
    choropleth *c = NULL;
    legend *l = NULL;
    buf out = BUF_EMPTY;
    legend_style style = {0};
    const legend_format *format = NULL;
    if (a->n_rest) return err_set(e, ERR_USAGE, "\"%s\" is one argument too many", a->rest[0]);
    err_code rc = find_format(a, &format, e);
    if (!rc) rc = args_wishes(a, &legend_wishes, &style, e);
    if (!rc) rc = map_open(a, ATLAS_FIGURES, &c, e);
    if (!rc && format->write != write_json) map_warn_font();
    if (!rc) rc = choropleth_legend(c, &l, e);
    if (!rc) rc = format->write(l, &style, &out, e);
    if (!rc) rc = map_write(a, buf_view(&out), e);
    buf_free(&out);
    legend_free(l);
    choropleth_unref(c);
    return rc;
}
