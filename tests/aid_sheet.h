/* aid_sheet: sheets for tests, their boxes, and the words that poppler finds on them. */
#ifndef AID_SHEET_H
#define AID_SHEET_H
#include "sheet/poster.h"

typedef struct aid_word {
    box at; /* mm; of the whole height of its line */
    char text[96];
} aid_word;
#define AID_WORDS_MAX 4000

void aid_sheet_draw(const choropleth *c, const poster_style *s, canvas_format f, buf *out,
                    poster_facts *facts /* may be NULL */);
/* The paper within its margins, mm. */
box aid_sheet_inside(const poster_style *s);
bool aid_overlap(box a, box b, double slack);
bool aid_contains(box out, box in, double slack);
/* Of what pdftotext -bbox says. */
size_t aid_words_read(const char *text, aid_word out[AID_WORDS_MAX]);
/* By pdftotext; `folder`: for the file.  Returns how many. */
size_t aid_words_of(const buf *pdf, const char *folder, aid_word out[AID_WORDS_MAX]);
#endif
