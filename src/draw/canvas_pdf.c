/* PDF: one page. */
#include "draw/canvas_parts.h"

#include <cairo-pdf.h>

#define POINTS_A_PX 0.75
/* cairo would write the time of the drawing: equal drawings give equal files. */
#define CREATED "2000-01-01T00:00:00Z"

static cairo_status_t take(void *body, const unsigned char *data, unsigned int len) {
    buf_add(body, data, len);
    return ((buf *)body)->failed ? CAIRO_STATUS_NO_MEMORY : CAIRO_STATUS_SUCCESS;
}

static err_code open_pdf(canvas *c, err *e) {
    c->surface = cairo_pdf_surface_create_for_stream(take, &c->body, c->width * POINTS_A_PX,
                                                     c->height * POINTS_A_PX);
    cairo_pdf_surface_set_metadata(c->surface, CAIRO_PDF_METADATA_CREATE_DATE, CREATED);
    cairo_pdf_surface_set_metadata(c->surface, CAIRO_PDF_METADATA_CREATOR, "kartblad");
    c->cr = cairo_create(c->surface);
    cairo_scale(c->cr, POINTS_A_PX, POINTS_A_PX);
    return canvas_cairo_status(c, e);
}

static err_code finish_pdf(canvas *c, buf *out, err *e) {
    if (c->title) cairo_pdf_surface_set_metadata(c->surface, CAIRO_PDF_METADATA_TITLE, c->title);
    if (c->text) cairo_pdf_surface_set_metadata(c->surface, CAIRO_PDF_METADATA_SUBJECT, c->text);
    err_code rc = canvas_cairo_status(c, e);
    cairo_surface_finish(c->surface);
    if (!rc) rc = buf_status(&c->body, e);
    if (!rc) rc = canvas_cairo_status(c, e);
    if (!rc) buf_add(out, c->body.data, c->body.len);
    return rc;
}

const canvas_driver canvas_pdf = {.open = open_pdf, .finish = finish_pdf, CANVAS_CAIRO};
