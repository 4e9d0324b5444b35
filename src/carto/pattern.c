#include "carto/pattern.h"

const char *const pattern_names[PATTERN__COUNT] = {
    [PATTERN_NONE] = "none",       [PATTERN_RISING] = "rising", [PATTERN_FALLING] = "falling",
    [PATTERN_CROSSED] = "crossed", [PATTERN_LEVEL] = "level",
};
