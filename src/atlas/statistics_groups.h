/* statistics_groups: the atlas's groups in a map's statistics: a row for each, and groups as the
 * parts of the Theil index.  For statistics.c. */
#ifndef ATLAS_STATISTICS_GROUPS_H
#define ATLAS_STATISTICS_GROUPS_H
#include "atlas/statistics.h"

#define STATISTICS_ALL_GROUPS                                                                      \
    "groups" /* as a wish of parts: all that have districts of the layer */

/* s: with its map and its whole.  Sets group and n_groups: none where the map shows anything but
 * plain figures. */
err_code statistics_groups_make(statistics *s, err *e);

/* Whether a wish of parts means groups: STATISTICS_ALL_GROUPS, several names, or one that is a
 * group's and no indicator's.  "ID@PERIOD" is always an indicator. */
bool statistics_groups_meant(const atlas *a, const char *wish);
/* Sets part_group and n_part_groups.  Groups are parts where each district of the map's layer, with
 * a figure or without, is in one of them and in no other.  ERR_NOTFOUND: no such group; ERR_RANGE:
 * one is named twice, or the rule is broken: the message says by which groups and districts. */
err_code statistics_groups_parts(statistics *s, const char *wish, err *e);
/* part[districts]: which of part_group each is in. */
void statistics_groups_part_of(const statistics *s, uint32_t *part);
#endif
