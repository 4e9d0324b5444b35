#include "data/indicator.h"

#include <stdlib.h>

const char *const indicator_kind_names[KIND__COUNT] = {
    [KIND_COUNT] = "count", [KIND_SHARE] = "share", [KIND_RATE] = "rate",
    [KIND_MEAN] = "mean",   [KIND_INDEX] = "index", [KIND_CATEGORY] = "category",
};

const char *const direction_names[DIRECTION__COUNT] = {
    [DIRECTION_NEITHER] = "neither",
    [DIRECTION_HIGHER] = "higher",
    [DIRECTION_LOWER] = "lower",
};

void indicator_free(indicator *ind) {
    if (!ind) return;
    localized_free(&ind->title);
    localized_free(&ind->unit);
    localized_free(&ind->note);
    localized_free(&ind->source);
    localized_free(&ind->uncertain);
    for (size_t i = 0; i < ind->n_categories; i++) {
        free(ind->category[i].code);
        localized_free(&ind->category[i].title);
    }
    free(ind->category);
    free(ind->theme);
    free(ind->series);
    joined_free(&ind->data);
    *ind = (indicator){0};
}
