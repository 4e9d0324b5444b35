/* measure: what the measures of `stats` are called, what they mean, where they come from and what
 * they may not be used for, in each language; and the sentences that warn of one map's figures.
 * Adding a measure is a row here and its number in statistics.c.  docs/stats.md and the headers of
 * data/inequality, segregation, spatial and correlate say the same at length. */
#ifndef ATLAS_MEASURE_H
#define ATLAS_MEASURE_H
#include "base/json.h"
#include "base/lang.h"

typedef enum measure_id {
    MEASURE_MEAN,
    MEASURE_WEIGHTED_MEAN,
    MEASURE_MEDIAN,
    MEASURE_SD,
    MEASURE_QUARTILES,
    MEASURE_GAP,
    MEASURE_RATIO,
    MEASURE_GINI,
    MEASURE_THEIL,
    MEASURE_LORENZ,
    MEASURE_TARGET,
    MEASURE_PARTS,
    MEASURE_DISSIMILARITY,
    MEASURE_ISOLATION,
    MEASURE_MORAN,
    MEASURE_LOCAL_MORAN,
    MEASURE_PEARSON,
    MEASURE_SPEARMAN,
    MEASURE__COUNT
} measure_id;

typedef struct measure {
    const char *name;                   /* in JSON */
    const char *title[LANG_COUNT];      /* for readers */
    const char *definition[LANG_COUNT]; /* a sentence or two with the formula */
    const char *not_for[LANG_COUNT];    /* what it may not be used for; NULL: nothing to say */
    const char *source;                 /* of the formula; NULL: common knowledge */
} measure;
extern const measure measures[MEASURE__COUNT];

/* {NAME: {title, text, not_for, source}, ...} of all of them. */
json_t *measure_definitions(lang in);

typedef enum measure_warning {
    WARN_MISSING, /* {1} of {2} districts */
    WARN_FEW,     /* {1} districts, fewer than {2} */
    WARN_NEGATIVE,
    WARN_LOWEST_ZERO,
    WARN_ALL_ZERO,
    WARN_CATEGORY,
    WARN_COUNT,
    WARN_INDEX,
    WARN_NO_WEIGHT,      /* a count has none */
    WARN_WEIGHT_PERIOD,  /* {1} the weight, {2} the period */
    WARN_WEIGHT_MISSING, /* {1} districts with a figure have none in {2} */
    WARN_NO_PROPORTION,  /* a share that is not written in percent */
    WARN_ISLANDS,        /* {1} districts */
    WARN_NO_MORAN,
    WARN_NO_NEIGHBORS,  /* not known: an atlas without borders */
    WARN_PARTS_MISSING, /* {1} districts with a figure have no part in {2} */
    WARN_PAIRS,         /* {1} pairs of figures, {2} needed */
    WARN_TARGET_SIDE,   /* a target, and no better direction */
    WARN_TARGET_COUNT,  /* a count's target is the whole's */
    WARN_ALIKE,         /* no correlation with what is the same everywhere */
    WARN__COUNT
} measure_warning;
const char *measure_warning_text(measure_warning w, lang in); /* with its {1}, {2}; static */
#endif
