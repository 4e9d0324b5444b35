/* look_library: what looks are made of: the ramps and the named looks, built-in ones and those
 * that a manifest adds.  Its owner frees it after all looks that borrow from it. */
#ifndef CARTO_LOOK_LIBRARY_H
#define CARTO_LOOK_LIBRARY_H
#include "carto/named_look.h"

typedef struct look_library { /* starts as {0} */
    ramp_set *ramps;
    named_look_set *styles;
} look_library;

err_code look_library_open(look_library *out, err *e); /* with the built-in ones */
void look_library_close(look_library *l);              /* back to {0} */
look_sources look_library_sources(const look_library *l);
#endif
