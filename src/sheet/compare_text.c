/* What a compare sheet says of itself. */
#include "sheet/compare_parts.h"
#include "sheet/sheet_words.h"

static void write_whole_place(const chart_sheet *s, buf *out) {
    const char *place = chart_sheet_place(s->c);
    if (*place)
        sheet_words_fill(SHEET_TITLE_ALL, s->in, &place, 1, out);
    else
        buf_adds(out, s->rows.whole_low);
}

void compare_title(const chart_sheet *s, buf *out) {
    static const sheet_word words[] = {0, 0, SHEET_TITLE_TWO, SHEET_TITLE_THREE, SHEET_TITLE_FOUR};
    buf place = BUF_EMPTY;
    size_t n = s->c->n_subjects;
    write_whole_place(s, &place);
    const char *const one[] = {s->c->subject[0].name, buf_text(&place)};
    if (*s->style->title)
        buf_adds(out, s->style->title);
    else if (n == 1)
        sheet_words_fill(SHEET_TITLE_ONE, s->in, one, 2, out);
    else
        sheet_words_fill(words[n], s->in, one + 1, 1, out);
    if (place.failed) out->failed = 1;
    buf_free(&place);
}

void compare_subtitle(const chart_sheet *s, buf *out) {
    const char *name[COMPARISON_SUBJECTS];
    buf names = BUF_EMPTY;
    for (size_t i = 0; i < s->c->n_subjects; i++) name[i] = s->c->subject[i].name;
    sheet_words_list(name, s->c->n_subjects, s->in, &names);
    const char *said = buf_text(&names);
    sheet_words_fill(SHEET_SUBTITLE, s->in, &said, 1, out);
    if (names.failed) out->failed = 1;
    buf_free(&names);
}

/* All figures in words, for those who do not see the sheet. */
static void describe_row(const chart_sheet *s, const sheet_row *row, buf *out) {
    buf_addf(out, " %s, %s: %s %s", row->name, row->detail, s->rows.whole_low, row->whole);
    for (size_t j = 0; j < s->c->n_subjects; j++) {
        const sheet_cell *cell = &row->cell[j];
        buf_addf(out, "; %s", s->c->subject[j].name);
        if (!cell->n_parts) buf_addf(out, " %s", cell->value);
        if (*cell->difference) buf_addf(out, " (%s)", cell->difference);
        for (size_t i = 0; i < cell->n_parts; i++)
            buf_addf(out, "%s%s %s", i ? ", " : " ", cell->initials[i], cell->part[i]);
    }
    buf_adds(out, ".");
}

void compare_describe(const chart_sheet *s, buf *out) {
    compare_subtitle(s, out);
    for (size_t i = 0; i < s->rows.n; i++) describe_row(s, &s->rows.row[i], out);
}
