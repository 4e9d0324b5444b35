/* pdf_finish: what a PDF of cairo 1.16 cannot say by itself, added by libqpdf: the document's
 * language, what figures say to those who do not see them, that readers show the title rather than
 * the file's name, both once more as XMP (ISO 16684), where pages are cut.
 *
 * The file is written anew, with object streams and an /ID made of its content: equal inputs give
 * equal bytes. */
#ifndef DRAW_PDF_FINISH_H
#define DRAW_PDF_FINISH_H
#include "base/buf.h"
#include <stdbool.h>

typedef struct pdf_tag { /* an element of the structure */
    const char *role;    /* "Figure" */
    const char *alt;     /* UTF-8; NULL: none */
} pdf_tag;

typedef struct pdf_box { /* pt from the page's lower left corner */
    double x0, y0, x1, y1;
} pdf_box;

typedef struct pdf_page {
    bool trimmed; /* else the boxes are the page */
    pdf_box trim, bleed;
} pdf_page;

typedef struct pdf_facts { /* all borrowed */
    const char *language;  /* "sv" */
    const char *title;     /* UTF-8; NULL: none */
    const pdf_tag *tag;    /* [n_tags] all elements as they begin, those within others too; 0: the
                              file is not a tagged one */
    size_t n_tags;
    const pdf_page *page; /* [n_pages] all pages */
    size_t n_pages;
} pdf_facts;

/* Appends the file; nothing where it fails.  ERR_FORMAT: `pdf` is no PDF, or its pages or elements
 * are not those of the facts.  ERR_NOMEM: there is not four times the file's size and 4 MB; where
 * others take that in the meantime, qpdf may end the process. */
err_code pdf_finish(bytes pdf, const pdf_facts *f, buf *out, err *e);
#endif
