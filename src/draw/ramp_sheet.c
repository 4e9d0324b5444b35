#include "draw/ramp_sheet.h"
#include "carto/classify.h"
#include "carto/gate.h"

#define MARGIN      32.0
#define COLUMNS     3
#define GAP         32.0
#define CELL_HEIGHT 96.0
#define HEAD_HEIGHT 52.0 /* of a kind */
#define BAR_HEIGHT  24.0
#define BAR_TOP     28.0
#define NOTE_HEIGHT 40.0
#define PAD         6.0 /* of dark ground around a bar */

#define CELL_WIDTH ((RAMP_SHEET_WIDTH_PX - 2 * MARGIN - (COLUMNS - 1) * GAP) / COLUMNS)

static const rgba paper = {255, 255, 255, 255}, ink = {0x1b, 0x21, 0x27, 255},
                  muted = {0x5f, 0x69, 0x72, 255}, rule = {0xdd, 0xe1, 0xe4, 255},
                  dark_ground = {0x0e, 0x13, 0x17, 255};

/* In the words that the conditions of those colors ask for. */
#define THANKS                                                                                     \
    " This product includes color specifications and designs developed by Cynthia Brewer "         \
    "(http://colorbrewer.org/)."

typedef struct sheet_words {
    const char *kind[RAMP_KINDS], *blind, *gray, *note;
} sheet_words;

static const sheet_words words[LANG_COUNT] = {
    [LANG_EN] = {{"Sequential", "Diverging", "Qualitative", "Bivariate"},
                 "color-blind",
                 "gray",
                 "Under each ramp: how many classes, from 3 to 9, readers can tell apart, also "
                 "color-blind ones or in a gray print." THANKS},
    [LANG_SV] = {{"Sekventiella", "Divergerande", "Kvalitativa", "Bivariata"},
                 "färgblinda",
                 "gråskala",
                 "Under varje skala: hur många klasser, från 3 till 9, som kan skiljas åt, även av "
                 "färgblinda eller i gråskala." THANKS},
};

typedef struct sheet {
    const ramp *const *ramps;
    size_t n, classes;
    lang language;
    canvas *c;
} sheet;

static size_t count_kind(const sheet *s, ramp_kind kind) {
    size_t count = 0;
    for (size_t i = 0; i < s->n; i++) count += ramp_kind_of(s->ramps[i]) == kind;
    return count;
}

static double kind_height(size_t count) {
    size_t rows = (count + COLUMNS - 1) / COLUMNS;
    return count ? HEAD_HEIGHT + (double)rows * CELL_HEIGHT : 0;
}

static void draw_bar(const sheet *s, const ramp *r, double x, double y) {
    rgba color[CLASSES_MAX];
    size_t k = s->classes ? s->classes : 5;
    bool own = !s->classes && ramp_kind_of(r) == RAMP_QUALITATIVE;
    if (own || ramp_kind_of(r) == RAMP_BIVARIATE) k = ramp_longest(r);
    ramp_classes(r, k, false, color);
    if (ramp_is_dark(r))
        canvas_rect(s->c, (box){x - PAD, y - PAD, CELL_WIDTH + 2 * PAD, BAR_HEIGHT + 2 * PAD},
                    dark_ground);
    double width = (CELL_WIDTH + 1) / (double)k;
    for (size_t i = 0; i < k; i++)
        canvas_rect(s->c, (box){x + (double)i * width, y, width - 1, BAR_HEIGHT}, color[i]);
    if (!ramp_is_dark(r)) canvas_rect_line(s->c, (box){x, y, CELL_WIDTH, BAR_HEIGHT}, rule, 0.6);
}

static void draw_cell(const sheet *s, const ramp *r, double x, double y) {
    const text_style name = {13, 600, false, ink}, small = {11, 400, true, muted};
    const sheet_words *w = &words[s->language];
    char counts[GATE_TEXT_MAX];
    buf line = BUF_EMPTY;
    canvas_text(s->c, x, y + 13, 0, &name, ramp_name(r));
    canvas_text(s->c, x + CELL_WIDTH, y + 13, 1, &small, ramp_title(r, s->language));
    draw_bar(s, r, x, y + BAR_TOP);
    gate_counts(r, GATE_NORMAL | GATE_COLOR_BLIND, counts);
    buf_addf(&line, "%s %s", w->blind, counts);
    gate_counts(r, GATE_NORMAL | GATE_GRAY, counts);
    buf_addf(&line, "   %s %s", w->gray, counts);
    canvas_text(s->c, x, y + BAR_TOP + BAR_HEIGHT + 20, 0, &small, buf_text(&line));
    canvas_text(s->c, x + CELL_WIDTH, y + BAR_TOP + BAR_HEIGHT + 20, 1, &small, ramp_license(r));
    buf_free(&line);
}

/* Returns where the next kind begins. */
static double draw_kind(const sheet *s, ramp_kind kind, double y) {
    const text_style head = {20, 700, false, ink};
    size_t at = 0;
    if (!count_kind(s, kind)) return y;
    canvas_text(s->c, MARGIN, y + 22, 0, &head, words[s->language].kind[kind]);
    canvas_line(s->c, MARGIN, y + 34, RAMP_SHEET_WIDTH_PX - MARGIN, y + 34, rule, 1);
    for (size_t i = 0; i < s->n; i++) {
        if (ramp_kind_of(s->ramps[i]) != kind) continue;
        draw_cell(s, s->ramps[i], MARGIN + (double)(at % COLUMNS) * (CELL_WIDTH + GAP),
                  y + HEAD_HEIGHT + (double)(at / COLUMNS) * CELL_HEIGHT);
        at++;
    }
    return y + kind_height(at);
}

err_code ramp_sheet_draw(const ramp *const *ramps, size_t n, size_t classes, lang l,
                         canvas_format f, double scale, buf *out, err *e) {
    sheet s = {ramps, n, classes, l, NULL};
    const text_style small = {11, 400, false, muted};
    double height = 2 * MARGIN + NOTE_HEIGHT, y = MARGIN;
    for (int k = 0; k < RAMP_KINDS; k++) height += kind_height(count_kind(&s, (ramp_kind)k));
    err_code rc = canvas_create(f, RAMP_SHEET_WIDTH_PX, height, scale, lang_codes[l], &s.c, e);
    if (rc) return rc;
    canvas_rect(s.c, (box){0, 0, RAMP_SHEET_WIDTH_PX, height}, paper);
    for (int k = 0; k < RAMP_KINDS; k++) y = draw_kind(&s, (ramp_kind)k, y);
    canvas_paragraph(s.c, MARGIN, y + 8, RAMP_SHEET_WIDTH_PX - 2 * MARGIN, 16, &small,
                     words[l].note);
    rc = canvas_finish(s.c, out, e);
    canvas_free(s.c);
    return rc;
}
