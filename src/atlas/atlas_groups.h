/* atlas_groups: the part of atlas_load() that reads divisions and groups. */
#ifndef ATLAS_ATLAS_GROUPS_H
#define ATLAS_ATLAS_GROUPS_H
#include "atlas/group.h"

/* After the layers; adds to a->warnings.  Errors name file and line. */
err_code atlas_groups_load(const manifest *m, atlas *a, err *e);
void atlas_groups_free(atlas *a);
#endif
