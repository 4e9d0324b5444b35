/* backdrop: what a map lies on, and the inks that go with it.  A look names one; legends,
 * charts and pages take their inks from here, and the colors that a look does not give itself
 * (no data, borders). */
#ifndef CARTO_BACKDROP_H
#define CARTO_BACKDROP_H
#include "carto/color.h"
#include <stdbool.h>
#include <stddef.h>

typedef struct backdrop {
    const char *name; /* "light", "dark", "transparent", "transparent-dark" */
    bool dark;        /* inks are light: for dark pages */
    rgba paper;       /* under a legend; alpha 0: nothing is painted */
    rgba under;       /* opaque: what lies there, or is taken to lie there */
    rgba ink, ink_2, muted;
    rgba line;    /* rules */
    rgba no_data; /* districts without a figure */
    rgba hatch;   /* lines on them */
    rgba border;  /* between districts */
    rgba water, shoreline;
    rgba border_on_water; /* between districts */
} backdrop;

extern const backdrop backdrops[];
extern const size_t backdrop_count;
const backdrop *backdrop_find(const char *name); /* NULL if unknown */

/* The lines that mark an uncertain value on its class's color: white on dark ones. */
rgba backdrop_uncertain(rgba fill);
/* The hatch where it is seen on the fill, else the ink or what is under the map. */
rgba backdrop_hatch(const backdrop *b, rgba fill);
#endif
