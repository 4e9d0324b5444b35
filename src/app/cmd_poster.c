/* kartblad poster. */
#include "app/command.h"
#include "app/map.h"
#include "base/fileio.h"
#include "draw/image.h"
#include "sheet/poster.h"

#include <string.h>

static err_code find_format(const args *a, canvas_format *out, err *e) {
    if (!a->output) return err_set(e, ERR_USAGE, "where to? give -o FILE.pdf, .svg or .png");
    const char *extension = path_extension(a->output);
    for (size_t i = 0; i < IMAGE_FORMATS; i++)
        if (!strcmp(extension, image_formats[i].extension)) {
            *out = image_formats[i].format;
            return ERR_OK;
        }
    return err_set(e, ERR_USAGE, "-o %s: a poster is written as .pdf, .svg or .png", a->output);
}

static err_code read_style(const args *a, canvas_format f, poster_style *out, err *e) {
    poster_style_default(out);
    err_code rc = args_wishes(a, &poster_wishes, out, e);
    if (rc) return rc;
    return f == CANVAS_PNG && poster_style_check(out, POSTER_PIXELS_MAX, e) ? ERR_USAGE : ERR_OK;
}

err_code command_poster(const args *a, int *status, err *e) {
    (void)status;
    choropleth *c = NULL;
    buf out = BUF_EMPTY;
    poster_style style;
    canvas_format format = CANVAS_PDF;
    if (a->n_rest) return err_set(e, ERR_USAGE, "\"%s\" is one argument too many", a->rest[0]);
    err_code rc = find_format(a, &format, e);
    if (!rc) rc = read_style(a, format, &style, e);
    if (!rc) rc = map_open(a, ATLAS_TILES, &c, e);
    if (!rc) map_warn_font();
    if (!rc) rc = poster_draw(c, &style, format, &out, NULL, e);
    if (!rc) rc = map_write(a, buf_view(&out), e);
    buf_free(&out);
    choropleth_unref(c);
    return rc;
}
