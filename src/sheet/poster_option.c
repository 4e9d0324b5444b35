#include "sheet/poster_option.h"
#include "base/text.h"
#include "sheet/crop.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define DPI_MIN 36
#define DPI_MAX 600

static bool set_paper(void *style, const char *text) {
    poster_style *s = style;
    const paper *found = paper_find(text);
    if (found) s->paper = found;
    return found != NULL;
}

static bool set_landscape(void *style, const char *text) {
    return wish_flag(&((poster_style *)style)->landscape, text);
}

static bool set_dpi(void *style, const char *text) {
    poster_style *s = style;
    unsigned long n;
    if (!text_to_uint(text, DPI_MAX, &n) || n < DPI_MIN) return false;
    s->dpi = (unsigned)n;
    return true;
}

static bool set_title(void *style, const char *text) {
    poster_style *s = style;
    return wish_text(s->title, POSTER_TEXT_MAX, text);
}
static bool set_subtitle(void *style, const char *text) {
    poster_style *s = style;
    return wish_text(s->subtitle, POSTER_TEXT_MAX, text);
}

static bool set_periods(void *style, const char *text) {
    poster_style *s = style;
    return wish_text(s->periods, POSTER_LIST_MAX, text);
}
static bool set_indicators(void *style, const char *text) {
    poster_style *s = style;
    return wish_text(s->indicators, POSTER_LIST_MAX, text);
}

static bool set_bleed(void *style, const char *text) {
    poster_style *s = style;
    double mm;
    if (!text_to_double(text, &mm) || !(mm >= 0 && mm <= POSTER_BLEED_MAX)) return false;
    s->bleed_mm = mm == 0 ? 0 : mm; /* no -0 */
    return true;
}

static const wish rows[] = {
    {"paper", "A5, A4, A3, A2, A1 or A0", "NAME", "the sheet; A3 if not given", set_paper},
    {"landscape", NULL, NULL, "the longer side lies", set_landscape},
    {"dpi", "a whole number from 36 to 600", "N", "pixels an inch, in PNG; 150 if not given",
     set_dpi},
    {"title", "a text of 1 to 200 bytes", "TEXT", "in place of the map's own title", set_title},
    {"subtitle", "a text of 1 to 200 bytes", "TEXT", "in place of unit, period and division",
     set_subtitle},
    {"bleed", "a number from 0 to 10", "MM", "paper beyond the edge, and crop marks", set_bleed},
    {"periods", "all, or 2 to 12 periods with commas", "P,P,..", "a small map for each",
     set_periods},
    {"indicators", "2 to 6 indicators of one layer with commas", "ID,ID,..", "a small map for each",
     set_indicators},
};
const wish_table poster_wishes = {rows, sizeof rows / sizeof *rows};
_Static_assert(sizeof rows / sizeof *rows <= WISHES_MAX, "wish.h");

void poster_style_default(poster_style *s) {
    *s = (poster_style){.paper = paper_find("A3"), .dpi = 150};
}

void poster_style_page(const poster_style *s, double *width, double *height) {
    const paper *p = s->paper;
    crop page = {0};
    *width = s->landscape ? p->height : p->width;
    *height = s->landscape ? p->width : p->height;
    if (crop_make(*width, *height, s->bleed_mm, &page, NULL))
        return; /* set_bleed() has seen to it */
    *width = page.width / PAPER_MM(1);
    *height = page.height / PAPER_MM(1);
}

double poster_style_outside(const poster_style *s) {
    double width, height;
    poster_style_page(s, &width, &height);
    return (width - (s->landscape ? s->paper->height : s->paper->width)) / 2;
}

err_code poster_style_check(const poster_style *s, size_t pixels_max, err *e) {
    double width, height;
    poster_style_page(s, &width, &height);
    return paper_pixels(s->paper, width, height, s->dpi, pixels_max, e);
}
