/* sheet_words: the texts of compare sheets and profiles in each language. */
#ifndef SHEET_SHEET_WORDS_H
#define SHEET_SHEET_WORDS_H
#include "carto/wording.h"
#include <stdbool.h>

typedef enum sheet_word {
    SHEET_TITLE_TWO, /* so many areas against {1} */
    SHEET_TITLE_THREE,
    SHEET_TITLE_FOUR,
    SHEET_TITLE_ONE, /* {1} against {2} */
    SHEET_TITLE_ALL, /* the whole of the place {1} */
    SHEET_SUBTITLE,  /* {1} names */
    SHEET_ONE_OF,    /* {1} the layer's title, {2} the place, {3} how many */
    SHEET_ONE_OF_ALL,
    SHEET_GROUP_OF, /* {1} its kind, {2} its members */
    SHEET_GROUP,    /* the kind of a group that says none */
    SHEET_RANK,
    SHEET_OTHERS, /* of the key */
    SHEET_BETTER,
    SHEET_PARTS,
    SHEET_TARGET,
    SHEET_MARGIN,
    SHEET_RANK_KEY,
    SHEET_WHOLE_ONLY, /* on a hatch */
    SHEET_NOTHING,
    SHEET_NO_VALUES, /* of a theme */
    SHEET_CONTINUED, /* {1} a theme */
    SHEET_NOTE_DIFFERENCE,
    SHEET_NOTE_POINTS,
    SHEET_NOTE_SIDES,
    SHEET_NOTE_NO_SIDES,
    SHEET_NOTE_DASH,
    SHEET_NOTE_PARTS, /* {1} "Järva: R-K Rinkeby-Kista, S-T Spånga-Tensta" */
    SHEET_NOTE_DERIVED,
    SHEET_NOTE_MARGIN,
    SHEET_NOTE_MEAN,
    SHEET_NOTE_FEW, /* {1} what, {2} of {3} */
    SHEET_NOTE_RANK,
    SHEET_NOTE_RANK_FULL,
    SHEET_NOTE_THEMES, /* {1} themes without figures */
    SHEET_NOTE_WATER,
    SHEET_SOURCES, /* {1} */
    SHEET_DATES,   /* {1} to {2}, periods */
    SHEET_DATE,    /* {1} */
    SHEET_PAGE,    /* {1} of {2} */
    SHEET_SLOPES,
    SHEET_SLOPES_SAID,
    SHEET_SINCE,    /* {1} a change, {2} a period */
    SHEET_AGAINST,  /* the head of a profile's table */
    SHEET_OF_WHOLE, /* {1} a share of the whole */
    SHEET_WHOLE_IS, /* {1} the whole's value */
    SHEET_MEAN_IS,
    SHEET_GRAY, /* under lines */
    SHEET_FORECAST,
    SHEET_CARRIED,
    SHEET_TWO_LINES,
    SHEET_INSIDE,      /* the head of the map of neighborhoods: {1} the layer's title */
    SHEET_UNLABELED,   /* {1} names and values */
    SHEET_NO_MAP,      /* {1} that head, {2} the paper */
    SHEET_LOCATOR,     /* alt: {1} names, {2} the place */
    SHEET_STRIP,       /* alt: {1} lowest, {2} highest */
    SHEET_MISSING_ALT, /* alt of a strip without any */
    SHEET_LINES_ALT,   /* alt: {1} what, {2} figures */
    SHEET_BOOK,        /* {1} how many, {2} the place */
    SHEET_AND,         /* before the last name */
    SHEET__WORDS
} sheet_word;

const char *sheet_words_get(sheet_word w, lang l); /* static */
void sheet_words_fill(sheet_word w, lang l, const char *const *args, size_t n, buf *out);
/* "A, B and C"; appends. */
void sheet_words_list(const char *const *name, size_t n, lang l, buf *out);
/* With a small first letter where the second is one too: a title within a sentence. */
void sheet_words_within(const char *text, buf *out);
/* The same of what is one of its kind: in English with its article, unless it is a name. */
void sheet_words_common(const char *text, lang l, buf *out);
#endif
