/* phases: where in the hatches' periods a pixel lies.  A phase tells how much of the pixel the
 * lines of each pattern cover, so one hatched skeleton serves every look, whichever district it
 * hatches and with which pattern.  Only patterns that are asked for are told apart: they are few (a
 * tile with lines at 45° alone has four or five phases).
 *
 * Lines and coverage are the reference drawing's: counted in world pixels, so that tiles fit, and
 * sampled 8 x 8 times a pixel. */
#ifndef TILE_PHASES_H
#define TILE_PHASES_H
#include "carto/pattern.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PHASES_MAX        256
#define PHASES_SLANT_MAX  16 /* period of slanting lines along a row, device px at scale 2 */
#define PHASES_LEVEL_MAX  12 /* of level lines along a column */
#define PHASES_PATTERN(p) (1U << (p))

typedef struct phase {
    uint8_t cover[PATTERN__COUNT]; /* sixteenths of the pixel; 0 for patterns that were not asked */
} phase;

typedef struct phases { /* a value of its own: no pointer */
    unsigned patterns, scale;
    size_t count;
    phase list[PHASES_MAX]; /* [count]; the first has no line of any pattern */
    uint8_t slant[PHASES_SLANT_MAX][PHASES_SLANT_MAX],
        level[PHASES_LEVEL_MAX]; /* parts of a number */
} phases;

/* `patterns`: PHASES_PATTERN() of those needed; 0: the one phase without lines.  scale: 1 or 2
 * device pixels a CSS pixel.  Costs some 50 microseconds at most; equal arguments give equal
 * tables. */
void phases_make(phases *p, unsigned patterns, unsigned scale);
/* The phase of the world pixel (x, y). */
uint8_t phases_at(const phases *p, int64_t x, int64_t y);
#endif
