#include "carto/look_library.h"

err_code look_library_open(look_library *out, err *e) {
    look_library l = {0};
    err_code rc = ramp_set_builtin(&l.ramps, e);
    if (!rc) rc = named_look_set_builtin(l.ramps, &l.styles, e);
    if (rc)
        look_library_close(&l);
    else
        *out = l;
    return rc;
}

void look_library_close(look_library *l) {
    named_look_set_free(l->styles);
    ramp_set_free(l->ramps);
    *l = (look_library){0};
}

look_sources look_library_sources(const look_library *l) {
    return (look_sources){l->ramps, l->styles};
}
