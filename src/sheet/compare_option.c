#include "sheet/compare_option.h"
#include "base/text.h"

#include <stdio.h>
#include <string.h>

#define DPI_MIN 36
#define DPI_MAX 600

static bool set_districts(void *ask, const char *text) {
    return wish_text(((compare_ask *)ask)->districts, COMPARE_LIST_MAX, text);
}

static bool set_indicators(void *ask, const char *text) {
    return wish_text(((compare_ask *)ask)->indicators, COMPARE_LIST_MAX, text);
}

static bool set_lang(void *ask, const char *text) {
    int found = lang_find(text);
    if (found >= 0) ((compare_ask *)ask)->language = (lang)found;
    return found >= 0;
}

static bool set_paper(void *ask, const char *text) {
    const paper *found = paper_find(text);
    if (found) ((compare_ask *)ask)->style.paper = found;
    return found != NULL;
}

static bool set_landscape(void *ask, const char *text) {
    return wish_flag(&((compare_ask *)ask)->style.landscape, text);
}

static bool set_dpi(void *ask, const char *text) {
    unsigned long n;
    if (!text_to_uint(text, DPI_MAX, &n) || n < DPI_MIN) return false;
    ((compare_ask *)ask)->style.dpi = (unsigned)n;
    return true;
}

static bool set_title(void *ask, const char *text) {
    compare_style *s = &((compare_ask *)ask)->style;
    return wish_text(s->title, sizeof s->title - 1, text);
}

static bool set_slopes(void *ask, const char *text) {
    return wish_flag(&((compare_ask *)ask)->style.slopes, text);
}

#define LIST "a text of 1 to 2000 bytes: "

/* Whom it is of, what both kinds of sheets take, what compare sheets alone do. */
static const wish rows[] = {
    {"districts", LIST "one to four names with commas", "KEY,KEY,..",
     "keys of districts and ids of groups", set_districts},
    {"indicators", LIST "ID, ID@PERIOD or ID@change, with commas", "ID,ID,..",
     "the rows; those that compare by themselves if not given", set_indicators},
    {"lang", "en or sv", "NAME", "the language of texts and numbers; the atlas's if not given",
     set_lang},
    {"paper", "A5, A4, A3, A2, A1 or A0", "NAME", "the sheet; A4 if not given", set_paper},
    {"landscape", NULL, NULL, "the longer side lies", set_landscape},
    {"dpi", "a whole number from 36 to 600", "N", "pixels an inch, in PNG; 150 if not given",
     set_dpi},
    {"title", "a text of 1 to 199 bytes", "TEXT", "in place of the names", set_title},
    {"slopes", NULL, NULL, "lines over the periods too", set_slopes},
};
const wish_table compare_wishes = {rows, sizeof rows / sizeof *rows};
const wish_table profile_wishes = {rows + 1, sizeof rows / sizeof *rows - 2};
_Static_assert(sizeof rows / sizeof *rows <= WISHES_MAX, "wish.h");

void compare_ask_default(compare_ask *a) {
    *a = (compare_ask){.language = LANG_COUNT, .style = {.paper = paper_find("A4"), .dpi = 150}};
}

bool compare_ask_set_one(compare_ask *a, const char *name) { return set_districts(a, name); }

comparison_wish compare_ask_wish(const compare_ask *a, const atlas *from, bool one) {
    return (comparison_wish){.districts = a->districts,
                             .one = one,
                             .indicators = *a->indicators ? a->indicators : NULL,
                             .language =
                                 a->language == LANG_COUNT ? from->look.language : a->language};
}

err_code compare_ask_check(const compare_ask *a, size_t pixels_max, err *e) {
    const paper *p = a->style.paper;
    return paper_pixels(p, p->width, p->height, a->style.dpi, pixels_max, e);
}
