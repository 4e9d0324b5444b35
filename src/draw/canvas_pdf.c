/* PDF: pages with structure, by cairo; what cairo cannot say is added by pdf_finish. */
#include "draw/canvas_parts.h"

#include <cairo-pdf.h>

#define POINTS_A_PX 0.75
/* cairo would write the time of the drawing: equal drawings give equal files. */
#define CREATED "2000-01-01T00:00:00Z"

static cairo_status_t take(void *body, const unsigned char *data, unsigned int len) {
    buf_add(body, data, len);
    return ((buf *)body)->failed ? CAIRO_STATUS_NO_MEMORY : CAIRO_STATUS_SUCCESS;
}

/* ---- pages ------------------------------------------------------------------------------ */

static void add_page(canvas *c) {
    canvas_pages *p = &c->pages;
    if (array_reserve(&p->page, &p->cap_pages, p->n_pages + 1, sizeof *p->page, NULL))
        c->body.failed = 1;
    else
        p->page[p->n_pages++] = (pdf_page){.trimmed = false};
}

static err_code open_pdf(canvas *c, err *e) {
    c->surface = cairo_pdf_surface_create_for_stream(take, &c->body, c->width * POINTS_A_PX,
                                                     c->height * POINTS_A_PX);
    cairo_pdf_surface_set_metadata(c->surface, CAIRO_PDF_METADATA_CREATE_DATE, CREATED);
    cairo_pdf_surface_set_metadata(c->surface, CAIRO_PDF_METADATA_CREATOR, "kartblad");
    c->cr = cairo_create(c->surface);
    cairo_scale(c->cr, POINTS_A_PX, POINTS_A_PX);
    add_page(c);
    return canvas_cairo_status(c, e);
}

static void next_page(canvas *c) {
    cairo_show_page(c->cr);
    cairo_pdf_surface_set_size(c->surface, c->width * POINTS_A_PX, c->height * POINTS_A_PX);
    add_page(c);
}

static pdf_box on_page(const canvas *c, box b) {
    return (pdf_box){b.x * POINTS_A_PX, (c->height - b.y - b.height) * POINTS_A_PX,
                     (b.x + b.width) * POINTS_A_PX, (c->height - b.y) * POINTS_A_PX};
}

static void trim_page(canvas *c, box trim, box bleed) {
    canvas_pages *p = &c->pages;
    if (p->n_pages) p->page[p->n_pages - 1] = (pdf_page){true, on_page(c, trim), on_page(c, bleed)};
}

/* ---- structure -------------------------------------------------------------------------- */

static void add_tag(canvas *c, const char *role, const char *alt) {
    canvas_pages *p = &c->pages;
    if (array_reserve(&p->tag, &p->cap_tags, p->n_tags + 1, sizeof *p->tag, NULL) ||
        (alt && strlist_add(&p->alt, alt, NULL))) {
        c->body.failed = 1;
        return;
    }
    p->tag[p->n_tags++] = (pdf_tag){role, alt ? p->alt.item[p->alt.count - 1] : NULL};
}

static void tag_begin(canvas *c, const char *role, const char *alt) {
    add_tag(c, role, alt);
    cairo_tag_begin(c->cr, role, NULL);
}

static void tag_end(canvas *c, const char *role) { cairo_tag_end(c->cr, role); }

static int outline(canvas *c, const char *title, int parent) {
    char place[80];
    snprintf(place, sizeof place, "page=%zu pos=[0 0]", c->pages.n_pages);
    return cairo_pdf_surface_add_outline(c->surface, parent, title, place,
                                         parent ? 0 : CAIRO_PDF_OUTLINE_FLAG_OPEN);
}

static void link_begin(canvas *c, const char *url) {
    buf attributes = BUF_EMPTY;
    buf_adds(&attributes, "uri='");
    for (; *url; url++) {
        unsigned char k = (unsigned char)*url;
        if (k <= ' ' || k >= 127 || k == '\'' || k == '\\') /* an address has none of them */
            buf_addf(&attributes, "%%%02X", k);
        else
            buf_put(&attributes, k);
    }
    buf_adds(&attributes, "'");
    if (attributes.failed) c->body.failed = 1;
    add_tag(c, CAIRO_TAG_LINK, NULL);
    cairo_tag_begin(c->cr, CAIRO_TAG_LINK, buf_text(&attributes));
    buf_free(&attributes);
}

static void link_end(canvas *c) { cairo_tag_end(c->cr, CAIRO_TAG_LINK); }

/* ---- the file --------------------------------------------------------------------------- */

static void add_metadata(const canvas *c) {
    const struct {
        cairo_pdf_metadata_t key;
        const char *text;
    } all[] = {{CAIRO_PDF_METADATA_TITLE, c->title},
               {CAIRO_PDF_METADATA_SUBJECT, c->text},
               {CAIRO_PDF_METADATA_AUTHOR, c->author},
               {CAIRO_PDF_METADATA_KEYWORDS, c->keywords}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i].text) cairo_pdf_surface_set_metadata(c->surface, all[i].key, all[i].text);
}

static err_code finish_pdf(canvas *c, buf *out, err *e) {
    const canvas_pages *p = &c->pages;
    const pdf_facts facts = {c->language, c->title, p->tag, p->n_tags, p->page, p->n_pages};
    add_metadata(c);
    cairo_show_page(c->cr); /* a last page without a drawing would be left out */
    err_code rc = canvas_cairo_status(c, e);
    cairo_surface_finish(c->surface);
    if (!rc) rc = buf_status(&c->body, e);
    if (!rc) rc = canvas_cairo_status(c, e);
    return rc ? rc : pdf_finish(buf_view(&c->body), &facts, out, e);
}

const canvas_driver canvas_pdf = {.open = open_pdf,
                                  .finish = finish_pdf,
                                  .page = next_page,
                                  .trim = trim_page,
                                  .tag_begin = tag_begin,
                                  .tag_end = tag_end,
                                  .outline = outline,
                                  .link_begin = link_begin,
                                  .link_end = link_end,
                                  CANVAS_CAIRO};
