#include "carto/legend_state.h"

const legend_state_kind legend_states[LEGEND__STATES] = {
    [LEGEND_MISSING] = {"missing", PATTERN_RISING, WORD_NO_DATA, false},
    [LEGEND_SUPPRESSED] = {"suppressed", PATTERN_CROSSED, WORD_SUPPRESSED, false},
    [LEGEND_CANNOT_OCCUR] = {"cannot_occur", PATTERN_NONE, WORD_CANNOT_OCCUR, false},
    [LEGEND_ROUNDED_ZERO] = {"rounded_zero", PATTERN_LEVEL, WORD_ROUNDED_ZERO, false},
    [LEGEND_UNCERTAIN] = {"uncertain", PATTERN_FALLING, WORD_UNCERTAIN, true},
    [LEGEND_WITHIN] = {"within_margin", PATTERN_FALLING, WORD_WITHIN, true},
};
