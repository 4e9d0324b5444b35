/* check: what `kartblad check` tells of an atlas, in its two forms. */
#ifndef APP_CHECK_H
#define APP_CHECK_H
#include "app/check_print.h"
#include "atlas/atlas.h"
#include <jansson.h>

typedef struct check_facts {
    const atlas *atlas;    /* NULL: nothing could be loaded */
    const strlist *errors; /* sentences; any makes the map one that cannot be trusted */
    size_t chosen;         /* the indicator of -i, else the first */
    bool one;              /* -i was given, or there is but one: its whole story */
    strlist *looks;        /* [n_indicators] what check_look() says */
    size_t warnings;       /* different ones, the atlas's and those of looks */
    const paper *paper;    /* of --print; NULL: not asked */
    print_findings print;  /* what was found then, of all indicators or the one of -i */
} check_facts;

/* Appends a sentence if the indicator is a count, which areas should not show. */
err_code check_count(const atlas *a, size_t index, strlist *out, err *e);
/* Appends sentences on how an indicator is drawn by its own look. */
err_code check_look(const atlas *a, size_t index, strlist *out, err *e);

/* check_carried.c: the periods of an indicator that were carried over; divisions and groups. */
void check_carried_text(const atlas *a, size_t index, buf *out);
json_t *check_carried_json(const atlas *a, size_t index);
void check_groups_text(const atlas *a, buf *out);

void check_text(const check_facts *f, buf *out);
json_t *check_json(const check_facts *f); /* NULL without memory; docs/json.md */
#endif
