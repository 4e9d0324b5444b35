/* choropleth_classes: the center of a choropleth, and the classes of its numbers.  For
 * choropleth.c. */
#ifndef ATLAS_CHOROPLETH_CLASSES_H
#define ATLAS_CHOROPLETH_CLASSES_H
#include "atlas/choropleth.h"

/* c: of numbers, with its rule and what is mapped; sets center, against, around_text,
 * classes_asked, breaks, and the method and classes of its look as they are used.  Errors as
 * classify(). */
err_code choropleth_classes(choropleth *c, err *e);
#endif
