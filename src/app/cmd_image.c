/* kartblad image. */
#include "app/command.h"
#include "app/map.h"
#include "atlas/choropleth_alt.h"
#include "base/fileio.h"
#include "base/log.h"
#include "draw/image.h"
#include "geo/grid.h"

#include <string.h>

static err_code find_format(const args *a, const image_format **out, err *e) {
    *out = &image_formats[0];
    if (!a->output && a->json) return ERR_OK; /* drawn to tell what is in it */
    if (!a->output) return err_set(e, ERR_USAGE, "where to? give -o FILE.png, .svg or .pdf");
    const char *extension = path_extension(a->output);
    for (size_t i = 0; i < IMAGE_FORMATS; i++)
        if (!strcmp(extension, image_formats[i].extension)) {
            *out = &image_formats[i];
            return ERR_OK;
        }
    return err_set(e, ERR_USAGE, "-o %s: an image is written as .png, .svg or .pdf", a->output);
}

static err_code read_style(const args *a, image_style *out, err *e) {
    image_style_default(out);
    return args_wishes(a, &image_wishes, out, e);
}

static json_t *box_json(box b) {
    if (!(b.width > 0)) return json_null();
    return json_pack("[o,o,o,o]", json_number(b.x), json_number(b.y), json_number(b.width),
                     json_number(b.height));
}

static err_code tell(const choropleth *c, const image_style *s, const image_facts *f, err *e) {
    buf text = BUF_EMPTY;
    double west, south, east, north;
    grid_unproject(f->seen.x0, f->seen.y0, &west, &south);
    grid_unproject(f->seen.x1, f->seen.y1, &east, &north);
    json_t *root =
        json_pack("{s:o,s:[i,i],s:[o,o,o,o],s:o,s:o,s:b}", "alt",
                  choropleth_alt_json(c, f->outside), "size", (int)s->width, (int)s->height, "bbox",
                  json_number(west), json_number(south), json_number(east), json_number(north),
                  "map", box_json(f->map), "legend", box_json(f->legend), "empty", f->outside);
    err_code rc = json_print(root, 2, &text, e);
    if (!rc) rc = map_print(&text, e);
    buf_free(&text);
    return rc;
}

err_code command_image(const args *a, int *status, err *e) {
    (void)status;
    choropleth *c = NULL;
    buf out = BUF_EMPTY;
    image_style style;
    image_facts facts = {0};
    const image_format *format = NULL;
    if (a->n_rest) return err_set(e, ERR_USAGE, "\"%s\" is one argument too many", a->rest[0]);
    err_code rc = find_format(a, &format, e);
    if (!rc) rc = read_style(a, &style, e);
    if (!rc && image_style_check(&style, format->format == CANVAS_PNG, e)) rc = ERR_USAGE;
    if (!rc) rc = map_open(a, ATLAS_TILES, &c, e);
    if (!rc) map_warn_font();
    if (!rc) rc = image_draw(c, &style, format->format, &out, &facts, e);
    if (!rc && facts.outside)
        log_warn("the picture is empty: the box lies outside of the layer (%s)",
                 choropleth_layer(c)->id);
    if (!rc && a->output) rc = map_write(a, buf_view(&out), e);
    if (!rc && a->json) rc = tell(c, &style, &facts, e);
    buf_free(&out);
    choropleth_unref(c);
    return rc;
}
