/* print_check: whether a map's classes can still be told apart on paper: in color by readers of any
 * sight, and printed or copied in black.  The limits are those of gate.h; here the colors count
 * that are drawn, whatever ramp or list they are from, and the two that are alike are named. */
#ifndef CARTO_PRINT_CHECK_H
#define CARTO_PRINT_CHECK_H
#include "base/buf.h"
#include "carto/gate.h"

#define PRINT_LABEL_MIN_PT 6.0 /* of any text on paper */

typedef struct print_trouble {
    color_sight sight;         /* SIGHT_GRAY, or the color-blind one that tells them apart worst */
    size_t a, b;               /* the two classes most alike, a < b */
    double difference, wanted; /* CIEDE2000 */
} print_trouble;

#define PRINT_TROUBLES 2 /* at most: one in gray, one of color-blind readers */

/* k colors, k <= CLASSES_MAX, drawn with that opacity (0..1) on white paper. */
size_t print_check_colors(const rgba *color, size_t k, double opacity,
                          print_trouble out[PRINT_TROUBLES]);
/* "in gray, classes 2 and 5 look alike (CIEDE2000 3.1; at least 7 is wanted)", counted from 1, or
 * with the categories' names; `name` NULL: numbers.  Appends. */
void print_check_say(const print_trouble *t, const char *const *name, buf *out);
#endif
