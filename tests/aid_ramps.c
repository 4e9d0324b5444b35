#include "aid_ramps.h"
#include "aid_cmocka.h"

int aid_ramps_open(void **state) {
    ramp_set *s = NULL;
    err e = {0};
    if (ramp_set_builtin(&s, &e)) print_error("%s\n", e.text);
    *state = s;
    return s ? 0 : -1;
}

int aid_ramps_close(void **state) {
    ramp_set_free(*state);
    return 0;
}
