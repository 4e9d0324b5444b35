/* legend_label: how the classes of one legend are written.  For legend.c; the rules are in
 * legend.h. */
#ifndef CARTO_LEGEND_LABEL_H
#define CARTO_LEGEND_LABEL_H
#include "carto/legend.h"

typedef struct label_style {
    bool whole;     /* ranges of whole numbers that do not overlap */
    bool is_signed; /* a plus sign above zero */
    int decimals;
    lang language;
    closure closed;
} label_style;

/* l: with its values. */
label_style legend_label_style(const legend_input *in, const legend *l);
void legend_label_add(const label_style *s, const class_breaks *b, size_t i, buf *out);
/* What class i of n is by the method ("−1 to +1 sd"), and the sentence on its edges (static);
 * NULL where the method has nothing to say, or has other classes than it should. */
const char *legend_label_meaning(const char *method, size_t i, size_t n, lang l);
const char *legend_label_method(const char *method, lang l);
#endif
