/* aid_build: how much of a test's repetition this build does.  Sanitizers make it several times
 * slower and watch for other things than the release build's tests, which do all of it. */
#ifndef AID_BUILD_H
#define AID_BUILD_H
#include <stdbool.h>
#include <stddef.h>

bool aid_is_instrumented(void); /* by ASan or TSan */
/* True for all turns; where the build is instrumented for every `every`th, from 0 on.  Add to
 * `turn` what makes each kind of case have its turn. */
bool aid_has_turn(size_t turn, size_t every);
#endif
