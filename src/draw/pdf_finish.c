#include "draw/pdf_finish.h"

#include <qpdf/qpdf-c.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

typedef struct walk { /* over the tree of elements, as they begin */
    qpdf_data q;
    const pdf_facts *facts;
    size_t at;    /* elements seen */
    bool strange; /* one is not what the facts say */
    buf scratch;
} walk;

/* qpdf keeps its first error until it is asked for.  A warning is one too: there is none about what
 * cairo writes, and an object that could not be read becomes a null with a mere warning. */
static err_code status_of(qpdf_data q, err *e) {
    if (!qpdf_has_error(q) && !qpdf_more_warnings(q)) return ERR_OK;
    qpdf_error bad = qpdf_has_error(q) ? qpdf_get_error(q) : qpdf_next_warning(q);
    const char *text = qpdf_get_error_message_detail(q, bad);
    /* What is not qpdf's own is an exception of C++, told by its name. */
    if (strstr(text, "bad_alloc")) return err_nomem(e);
    return err_set(e, ERR_FORMAT, "qpdf: %s", text);
}

/* ---- texts ------------------------------------------------------------------------------ */

static void put_16(buf *out, uint32_t unit) {
    buf_put(out, (uint8_t)(unit >> 8));
    buf_put(out, (uint8_t)unit);
}

/* UTF-16 as cairo writes it too; qpdf itself would take the encoding that only PDF has. */
static qpdf_oh new_text(qpdf_data q, const char *utf8, buf *scratch) {
    const utf8proc_uint8_t *at = (const utf8proc_uint8_t *)utf8;
    utf8proc_ssize_t left = (utf8proc_ssize_t)strlen(utf8);
    buf_reset(scratch);
    put_16(scratch, 0xfeff);
    while (left > 0) {
        utf8proc_int32_t letter;
        utf8proc_ssize_t n = utf8proc_iterate(at, left, &letter);
        uint32_t code = n > 0 ? (uint32_t)letter : 0xfffd;
        if (n <= 0) n = 1;
        if (code >= 0x10000) {
            put_16(scratch, 0xd800 + ((code - 0x10000) >> 10));
            put_16(scratch, 0xdc00 + ((code - 0x10000) & 0x3ff));
        } else {
            put_16(scratch, code);
        }
        at += n, left -= n;
    }
    return qpdf_oh_new_binary_string(q, buf_text(scratch), scratch->len);
}

/* ---- elements --------------------------------------------------------------------------- */

static void see_element(walk *w, qpdf_oh element) {
    const pdf_facts *f = w->facts;
    qpdf_oh role = qpdf_oh_get_key(w->q, element, "/S");
    const char *name = qpdf_oh_is_name(w->q, role) ? qpdf_oh_get_name(w->q, role) : "/";
    if (w->at >= f->n_tags || strcmp(name + 1, f->tag[w->at].role)) {
        w->strange = true;
        return;
    }
    const char *alt = f->tag[w->at++].alt;
    if (alt) qpdf_oh_replace_key(w->q, element, "/Alt", new_text(w->q, alt, &w->scratch));
}

/* A kid is an element, a list of kids, or what an element holds: a number, a reference. */
static void see_kid(walk *w, qpdf_oh kid, unsigned depth) {
    enum { DEEPEST = 64 };
    if (w->strange || depth > DEEPEST) return;
    if (qpdf_oh_is_array(w->q, kid)) {
        int n = qpdf_oh_get_array_n_items(w->q, kid);
        for (int i = 0; i < n; i++) {
            qpdf_oh item = qpdf_oh_get_array_item(w->q, kid, i);
            see_kid(w, item, depth + 1);
            qpdf_oh_release(w->q, item);
        }
    } else if (qpdf_oh_is_dictionary(w->q, kid) && qpdf_oh_has_key(w->q, kid, "/S")) {
        see_element(w, kid);
        see_kid(w, qpdf_oh_get_key(w->q, kid, "/K"), depth + 1);
    }
}

static err_code add_alternatives(qpdf_data q, qpdf_oh root, const pdf_facts *f, err *e) {
    walk w = {.q = q, .facts = f};
    if (!f->n_tags) return ERR_OK;
    qpdf_oh tree = qpdf_oh_get_key(q, root, "/StructTreeRoot");
    if (qpdf_oh_is_dictionary(q, tree)) see_kid(&w, qpdf_oh_get_key(q, tree, "/K"), 0);
    err_code rc = status_of(q, e);
    if (!rc) rc = buf_status(&w.scratch, e);
    buf_free(&w.scratch);
    if (rc) return rc;
    if (w.strange || w.at != f->n_tags)
        return err_set(e, ERR_FORMAT, "element %zu of the PDF is not the one that was drawn",
                       w.at + 1);
    return ERR_OK;
}

/* ---- pages, document -------------------------------------------------------------------- */

static void add_box(qpdf_data q, qpdf_oh page, const char *key, const pdf_box *b) {
    const double edge[] = {b->x0, b->y0, b->x1, b->y1};
    qpdf_oh list = qpdf_oh_new_array(q);
    for (int i = 0; i < 4; i++)
        qpdf_oh_append_item(q, list, qpdf_oh_new_real_from_double(q, edge[i], 4));
    qpdf_oh_replace_key(q, page, key, list);
}

static err_code add_boxes(qpdf_data q, const pdf_facts *f, err *e) {
    int n = qpdf_get_num_pages(q);
    err_code rc = status_of(q, e);
    if (rc) return rc;
    if (n < 0 || (size_t)n != f->n_pages)
        return err_set(e, ERR_FORMAT, "the PDF has %d pages, and %zu were drawn", n, f->n_pages);
    for (size_t i = 0; i < f->n_pages; i++) {
        if (!f->page[i].trimmed) continue;
        qpdf_oh page = qpdf_get_page_n(q, i);
        add_box(q, page, "/TrimBox", &f->page[i].trim);
        add_box(q, page, "/BleedBox", &f->page[i].bleed);
    }
    return status_of(q, e);
}

static void add_flag(qpdf_data q, qpdf_oh root, const char *key, const char *flag) {
    qpdf_oh d = qpdf_oh_get_key(q, root, key);
    if (!qpdf_oh_is_dictionary(q, d)) {
        d = qpdf_oh_new_dictionary(q);
        qpdf_oh_replace_key(q, root, key, d);
    }
    qpdf_oh_replace_key(q, d, flag, qpdf_oh_new_bool(q, QPDF_TRUE));
}

static void describe(qpdf_data q, qpdf_oh root, const pdf_facts *f) {
    qpdf_oh_replace_key(q, root, "/Lang", qpdf_oh_new_unicode_string(q, f->language));
    add_flag(q, root, "/ViewerPreferences", "/DisplayDocTitle");
    if (f->n_tags) add_flag(q, root, "/MarkInfo", "/Marked");
}

/* ---- XMP -------------------------------------------------------------------------------- */

static void add_xml(const char *text, buf *out) {
    for (; *text; text++) {
        const char *as = *text == '&'   ? "&amp;"
                         : *text == '<' ? "&lt;"
                         : *text == '>' ? "&gt;"
                                        : NULL;
        if (as)
            buf_adds(out, as);
        else if ((unsigned char)*text >= ' ')
            buf_put(out, (uint8_t)*text);
    }
}

static void write_xmp(const pdf_facts *f, buf *out) {
    buf_adds(out, "<?xpacket begin=\"\xef\xbb\xbf\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
                  "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">"
                  "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">"
                  "<rdf:Description rdf:about=\"\" "
                  "xmlns:dc=\"http://purl.org/dc/elements/1.1/\">"
                  "<dc:format>application/pdf</dc:format><dc:language><rdf:Bag><rdf:li>");
    add_xml(f->language, out);
    buf_adds(out, "</rdf:li></rdf:Bag></dc:language>");
    if (f->title) {
        buf_adds(out, "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">");
        add_xml(f->title, out);
        buf_adds(out, "</rdf:li></rdf:Alt></dc:title>");
    }
    buf_adds(out, "</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>");
}

static err_code add_xmp(qpdf_data q, qpdf_oh root, const pdf_facts *f, err *e) {
    buf xmp = BUF_EMPTY;
    write_xmp(f, &xmp);
    err_code rc = buf_status(&xmp, e);
    if (!rc) {
        qpdf_oh stream = qpdf_oh_new_stream(q), none = qpdf_oh_new_null(q);
        qpdf_oh_replace_stream_data(q, stream, xmp.data, xmp.len, none, none);
        qpdf_oh d = qpdf_oh_get_dict(q, stream);
        qpdf_oh_replace_key(q, d, "/Type", qpdf_oh_new_name(q, "/Metadata"));
        qpdf_oh_replace_key(q, d, "/Subtype", qpdf_oh_new_name(q, "/XML"));
        qpdf_oh_replace_key(q, root, "/Metadata", qpdf_make_indirect_object(q, stream));
        rc = status_of(q, e);
    }
    buf_free(&xmp);
    return rc;
}

static err_code write_file(qpdf_data q, buf *out, err *e) {
    qpdf_init_write_memory(q);
    qpdf_set_object_stream_mode(q, qpdf_o_generate);
    qpdf_set_deterministic_ID(q, QPDF_TRUE);
    qpdf_write(q);
    err_code rc = status_of(q, e);
    if (!rc) buf_add(out, qpdf_get_buffer(q), qpdf_get_buffer_length(q));
    return rc ? rc : buf_status(out, e);
}

/* qpdf's C interface ends the process where its smallest allocations fail, so that what it needs is
 * asked for before: the stream it copies, the file it makes, and its objects.  (volatile: a
 * compiler may leave out what is only asked for.) */
static err_code ask_for_memory(size_t len, err *e) {
    const size_t least = (size_t)4 << 20;
    void *volatile room = len < SIZE_MAX / 4 ? malloc(4 * len + least) : NULL;
    if (!room) return err_nomem(e);
    free(room);
    return ERR_OK;
}

err_code pdf_finish(bytes pdf, const pdf_facts *f, buf *out, err *e) {
    if (ask_for_memory(pdf.len, e)) return ERR_NOMEM;
    qpdf_data q = qpdf_init();
    qpdf_silence_errors(q);
    qpdf_set_suppress_warnings(q, QPDF_TRUE);
    qpdf_set_attempt_recovery(q, QPDF_FALSE);
    qpdf_read_memory(q, "drawing", (const char *)pdf.data, pdf.len, NULL);
    err_code rc = status_of(q, e);
    qpdf_oh root = rc ? 0 : qpdf_get_root(q);
    if (!rc) rc = status_of(q, e);
    if (!rc) rc = add_alternatives(q, root, f, e);
    if (!rc) rc = add_boxes(q, f, e);
    if (!rc) {
        describe(q, root, f);
        rc = add_xmp(q, root, f, e);
    }
    if (!rc) {
        rc = write_file(q, out, e);
    }
    qpdf_cleanup(&q);
    return rc;
}
