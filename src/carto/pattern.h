/* pattern: the hatches that tell what a color cannot: no figure, and why; an uncertain one.
 * Drawn alike on maps, legends and paper. */
#ifndef CARTO_PATTERN_H
#define CARTO_PATTERN_H

typedef enum pattern {
    PATTERN_NONE,
    PATTERN_RISING,  /* lines at 45°: no data */
    PATTERN_FALLING, /* lines at -45°: an uncertain figure, on its class's color */
    PATTERN_CROSSED, /* both: a figure that is known and not published */
    PATTERN_LEVEL,   /* level lines: more than zero, and rounded to it */
    PATTERN__COUNT
} pattern;

extern const char *const pattern_names[PATTERN__COUNT]; /* "none", "rising", "falling", ... */

/* Measures on the web, CSS px; on paper 0.28 and 1.5 mm.  The step is 8 px along a row, which
 * divides a tile. */
#define PATTERN_LINE_PX 1.2  /* width of a line */
#define PATTERN_STEP_PX 5.66 /* from line to line, across them */
#endif
