/* choropleth_groups: the groups that a look names: those it outlines, and those it looks at.  For
 * choropleth.c. */
#ifndef ATLAS_CHOROPLETH_GROUPS_H
#define ATLAS_CHOROPLETH_GROUPS_H
#include "atlas/choropleth.h"

/* Sets group and n_groups by the look's `groups`.  ERR_RANGE: no such group, none of its members is
 * in the map's layer, or too many; the message begins with the option's name. */
err_code choropleth_groups_find(choropleth *c, err *e);
/* The members of a group in the map's layer, by district; *out NULL: no group has that id.
 * ERR_RANGE: none of its members is in that layer; the message begins with `option`. */
err_code choropleth_group_members(const choropleth *c, const char *option, const char *id,
                                  const bool **out, err *e);
/* The colors of their inks. */
void choropleth_groups_color(const choropleth *c, rgba cover[COVERS]);
#endif
