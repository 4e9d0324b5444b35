#include "aid_build.h"

bool aid_is_instrumented(void) {
#if defined __SANITIZE_ADDRESS__ || defined __SANITIZE_THREAD__
    return true;
#else
    return false;
#endif
}

bool aid_has_turn(size_t turn, size_t every) { return !aid_is_instrumented() || turn % every == 0; }
