/* flow: puts the parts of a long sheet under each other, from page to page, in mm: rows of a table
 * and what follows it.  Nothing is cut: a part that is higher than a page has one of its own. */
#ifndef SHEET_FLOW_H
#define SHEET_FLOW_H
#include <stdbool.h>
#include <stddef.h>

typedef struct flow_item {
    double height;
    bool keep;   /* not the last of a page: a heading with what it is of */
    bool bare;   /* it needs no head of the page: it begins higher */
    size_t head; /* an earlier item that is told again above it where it is the first of a page
                    without it; SIZE_MAX: none */
    /* From here on by flow_place(). */
    size_t page;
    double y;    /* of its top */
    bool repeat; /* the head stands above it: at y less the head's height */
} flow_item;

typedef struct flow_pages {
    double first, next, bare; /* where items begin on the first page, on those after it, and there
                                 those that are bare */
    double bottom;            /* infinite: there is one page */
} flow_pages;

size_t flow_place(flow_item *item, size_t n, const flow_pages *p); /* how many pages; at least 1 */
double flow_end(const flow_item *item, size_t n, const flow_pages *p); /* on the last page */
#endif
