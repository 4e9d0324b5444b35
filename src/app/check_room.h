/* check_room: which districts have no room for their name on a sheet of paper. */
#ifndef APP_CHECK_ROOM_H
#define APP_CHECK_ROOM_H
#include "atlas/atlas.h"

typedef struct check_paper { /* upright */
    const char *name;        /* "A3" */
    double width, height;    /* mm */
    double margin;           /* mm */
} check_paper;

#define CHECK_PAPERS 6
extern const check_paper check_papers[CHECK_PAPERS];   /* A5 to A0 */
const check_paper *check_paper_find(const char *name); /* in any case; NULL: there is none */

/* How many districts cannot have their name on their land at PRINT_LABEL_MIN_PT, 0.5 mm from its
 * edge, in up to three lines, where the layer fills the map's part of a poster of that paper: the
 * width between the margins, 0.59 of the height.  The first `max` of them go to `which`.  The map
 * of a poster is as large at most, since its scale is a round number. */
err_code check_room(const atlas *a, size_t layer, const check_paper *paper, district_id *which,
                    size_t max, size_t *out, err *e);
#endif
