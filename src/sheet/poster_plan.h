/* poster_plan: what the blocks of a sheet are made from.  For poster.c and its parts. */
#ifndef SHEET_POSTER_PLAN_H
#define SHEET_POSTER_PLAN_H
#include "atlas/choropleth.h"
#include "sheet/layout.h"
#include "sheet/paper.h"

typedef struct sheet_source { /* borrowed */
    const choropleth *map;
    const legend *legend;
    const paper *paper;
    const backdrop *inks;
    lang language;
} sheet_source;

/* A paragraph in mm, drawn where c is one; its height in mm. */
double sheet_paragraph(canvas *c, double x, double y, double width, const text_style *s,
                       const char *text);
double sheet_line(double pt); /* mm from line to line of running text */
/* One line; y is its top. */
void sheet_text(canvas *c, double x, double y, double align, double pt, const text_style *s,
                const char *text);
double sheet_text_width(const text_style *s, const char *text); /* mm */
/* The head of a block, and a sentence under it ("": none); the height with the space below. */
double sheet_heading(canvas *c, const sheet_source *s, double x, double y, double width,
                     const char *title, const char *text);
#endif
