/* aid_ramps: the built-in ramps for a whole group: *state is the ramp_set. */
#ifndef AID_RAMPS_H
#define AID_RAMPS_H
#include "carto/ramp.h"

int aid_ramps_open(void **state);
int aid_ramps_close(void **state);
#endif
