/* compare_option: how a compare sheet or a profile is wished, read from text: a table of each for
 * command line and query. */
#ifndef SHEET_COMPARE_OPTION_H
#define SHEET_COMPARE_OPTION_H
#include "draw/wish.h"
#include "sheet/compare_sheet.h"

#define COMPARE_LIST_MAX 2000 /* bytes of a list of names */
#define COMPARE_PIXELS_MAX                                                                         \
    120000000                       /* of a PNG; a sheet without pages can be higher than paper    \
                                     */
#define COMPARE_SERVED_MAX 40000000 /* likewise, over HTTP */

typedef struct compare_ask {
    char districts[COMPARE_LIST_MAX + 1];  /* "": not said; of a profile one name */
    char indicators[COMPARE_LIST_MAX + 1]; /* "": those that compare by default */
    lang language;                         /* LANG_COUNT: the atlas's */
    compare_style style;
} compare_ask;

extern const wish_table compare_wishes; /* districts, indicators, lang, paper, landscape, dpi,
                                           title, slopes */
extern const wish_table profile_wishes; /* all but districts and slopes: whom it is of is said
                                           elsewhere */

void compare_ask_default(compare_ask *a); /* A4, upright, 150 dpi */
/* Whom a profile is of; false: too long, or no text. */
bool compare_ask_set_one(compare_ask *a, const char *name);
/* The wish for comparison_make(), which borrows the texts.  `one`: of a profile. */
comparison_wish compare_ask_wish(const compare_ask *a, const atlas *from, bool one);
/* What no option can tell alone: too many pixels, counted as of a sheet of that paper. */
err_code compare_ask_check(const compare_ask *a, size_t pixels_max, err *e);
#endif
