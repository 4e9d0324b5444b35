/* coverage_exact: points on an integer grid and their exact predicates.  Coordinates are at most
 * COVERAGE_REACH, so that a cross product of differences, and a sum of 2^32 of them, fits in 128
 * bits: nothing here ever rounds. */
#ifndef GEO_COVERAGE_EXACT_H
#define GEO_COVERAGE_EXACT_H
#include <stdbool.h>
#include <stdint.h>

#define COVERAGE_REACH 0x1p40 /* largest absolute coordinate, in grid units */

__extension__ typedef __int128 exact_int;

typedef struct exact_point {
    int64_t x, y;
} exact_point;

static inline exact_int exact_cross(exact_point a, exact_point b, exact_point c) {
    return (exact_int)(b.x - a.x) * (c.y - a.y) - (exact_int)(b.y - a.y) * (c.x - a.x);
}
/* Seen from a towards b: 1 if c lies to the left (y upward), -1 to the right, 0 on the line. */
static inline int exact_side(exact_point a, exact_point b, exact_point c) {
    exact_int z = exact_cross(a, b, c);
    return (z > 0) - (z < 0);
}
/* The directions of [-180, 0) degrees come before those of [0, 180). */
static inline bool exact_upper(exact_point from, exact_point to) {
    return to.y > from.y || (to.y == from.y && to.x > from.x);
}
/* By angle, counterclockwise from -180 degrees: negative if a comes before b as seen from o. */
static inline int exact_by_angle(exact_point o, exact_point a, exact_point b) {
    bool ua = exact_upper(o, a), ub = exact_upper(o, b);
    return ua != ub ? (int)ua - (int)ub : -exact_side(o, a, b);
}
/* By x, then y. */
static inline bool exact_before(exact_point a, exact_point b) {
    return a.x < b.x || (a.x == b.x && a.y < b.y);
}
#endif
