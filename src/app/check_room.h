/* check_room: which districts have no room for their name on a sheet of paper. */
#ifndef APP_CHECK_ROOM_H
#define APP_CHECK_ROOM_H
#include "atlas/atlas.h"
#include "sheet/paper.h"

/* How many districts cannot have their name on their land at PRINT_LABEL_MIN_PT, 0.5 mm from its
 * edge, in up to three lines, where the layer fills the map's part of a poster of that paper: the
 * width between the margins, 0.59 of the height.  The first `max` of them go to `which`.  The map
 * of a poster is as large at most, since its scale is a round number. */
err_code check_room(const atlas *a, size_t layer, const paper *on, district_id *which, size_t max,
                    size_t *out, err *e);
#endif
