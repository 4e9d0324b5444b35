#include "sheet/compare_sheet.h"
#include "sheet/compare_parts.h"
#include "sheet/sheet_words.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* mm on A3 */
#define AFTER_TITLE  5.0
#define BEFORE_NOTES 3.0
#define BETWEEN      0.9 /* notes */
#define BEFORE_FOOT  5.0
#define SLOPE_WIDE   78.0 /* of a chart over time, at least */
#define SLOPE_HIGH   50.0
#define SLOPE_GAP    9.0
#define SLOPES_HEAD  13.0
#define NOTE_PT      7.2
#define SLOPE_PT     8.6
#define SLOPES_MOST  4 /* beside each other */

typedef enum part_kind {
    PART_THEME,
    PART_ROW,
    PART_MISSING,
    PART_END,
    PART_SLOPES_HEAD,
    PART_SLOPES,
    PART_NOTE,
    PART_FOOT
} part_kind;

typedef struct part {
    part_kind kind;
    size_t index; /* of the theme, the row, the note; of slopes: the first row in `slope` */
} part;

typedef struct sheet {
    chart_sheet base;
    compare_columns columns;
    chart_locator locator;
    poster_texts texts;
    strlist notes;
    size_t *slope; /* [n_slopes] rows that have lines */
    size_t n_slopes, slopes_a_line;
    part *part;      /* [n] */
    flow_item *flow; /* [n] */
    size_t n;
    flow_pages pages;
    size_t n_pages;
    double foot;   /* height of the sources' block */
    double height; /* of a page */
    bool paged;    /* a PDF */
    err_code rc;
    err *e;
} sheet;

/* ---- texts ------------------------------------------------------------------------------ */

static err_code write_texts(sheet *s, err *e) {
    s->texts.source = &s->base.source;
    compare_title(&s->base, &s->texts.title);
    compare_subtitle(&s->base, &s->texts.subtitle);
    err_code rc = chart_sheet_sources(&s->base, NULL, 0, &s->texts.sources, &s->texts.about, e);
    if (!rc) rc = buf_status(&s->texts.title, e);
    return rc ? rc : buf_status(&s->texts.subtitle, e);
}

/* ---- which parts ------------------------------------------------------------------------ */

static void add(sheet *s, part_kind kind, size_t index, size_t head, bool keep) {
    s->part[s->n] = (part){kind, index};
    s->flow[s->n++] = (flow_item){.keep = keep, .head = head, .bare = kind > PART_END};
}

static void add_theme(sheet *s, size_t theme) {
    const comparison *c = s->base.c;
    size_t head = SIZE_MAX;
    for (size_t i = 0; i < c->n_rows; i++) {
        if (c->row[i].theme != theme) continue;
        if (head == SIZE_MAX) head = s->n, add(s, PART_THEME, theme, SIZE_MAX, true);
        add(s, PART_ROW, i, head, false);
    }
    if (head == SIZE_MAX && theme != SIZE_MAX && !c->chosen)
        add(s, PART_MISSING, theme, SIZE_MAX, false);
}

static void find_slopes(sheet *s) {
    const chart_sheet *b = &s->base;
    double inner = chart_sheet_inner(b), gap = SLOPE_GAP * b->k;
    s->slopes_a_line = (size_t)fmax(1, floor((inner + gap) / (SLOPE_WIDE * b->k + gap)));
    if (s->slopes_a_line > SLOPES_MOST) s->slopes_a_line = SLOPES_MOST;
    for (size_t i = 0; i < b->rows.n && b->style->slopes; i++) {
        const chart_history h = chart_history_of(b, &b->rows.row[i], false);
        if (chart_history_points(b->c, &h) > 1) s->slope[s->n_slopes++] = i;
    }
}

static err_code list_parts(sheet *s, err *e) {
    const comparison *c = s->base.c;
    size_t most = 2 * c->n_rows + c->atlas->n_themes + s->notes.count + c->n_rows + 8;
    s->part = calloc(most, sizeof *s->part);
    s->flow = calloc(most, sizeof *s->flow);
    s->slope = calloc(c->n_rows + 1, sizeof *s->slope);
    if (!s->part || !s->flow || !s->slope) return err_nomem(e);
    for (size_t t = 0; t < c->atlas->n_themes; t++) add_theme(s, t);
    add_theme(s, SIZE_MAX);
    if (s->n) s->flow[s->n - 1].keep = true;
    add(s, PART_END, 0, SIZE_MAX, false);
    find_slopes(s);
    if (s->n_slopes) add(s, PART_SLOPES_HEAD, 0, SIZE_MAX, true);
    for (size_t i = 0; i < s->n_slopes; i += s->slopes_a_line)
        add(s, PART_SLOPES, i, SIZE_MAX, false);
    for (size_t i = 0; i < s->notes.count; i++) add(s, PART_NOTE, i, SIZE_MAX, false);
    assert(s->n <= most);
    return ERR_OK;
}

/* ---- heights ---------------------------------------------------------------------------- */

static chart_text note_text(const sheet *s) {
    return (chart_text){chart_sheet_pt(&s->base, NOTE_PT), 400, s->base.inks->ink_2, true};
}

#define NOTES_WIDE 190.0 /* of a line that one can read, at most */

static double notes_width(const sheet *s) {
    return fmin(chart_sheet_inner(&s->base), NOTES_WIDE * s->base.k);
}

static double height_of(const sheet *s, const part *p, double squeeze) {
    const chart_sheet *b = &s->base;
    const chart_text note = note_text(s);
    switch (p->kind) {
    case PART_THEME:
        return compare_theme_height(b, &s->columns, chart_sheet_theme(&s->base, p->index),
                                    squeeze) *
               (p->index == SIZE_MAX ? 0.25 : 1);
    case PART_MISSING:
        return compare_theme_height(b, &s->columns, chart_sheet_theme(&s->base, p->index), squeeze);
    case PART_ROW:
        return compare_row_height(b, &s->columns, &b->rows.row[p->index], squeeze);
    case PART_END:
        return BEFORE_NOTES * b->k;
    case PART_SLOPES_HEAD:
        return SLOPES_HEAD * b->k;
    case PART_SLOPES:
        return (SLOPE_HIGH + SLOPE_GAP * 0.5) * b->k;
    case PART_NOTE:
        return chart_sheet_paragraph(NULL, 0, 0, notes_width(s), &note, s->notes.item[p->index]) +
               BETWEEN * b->k;
    case PART_FOOT:
        return s->foot + BEFORE_FOOT * b->k;
    }
    return 0;
}

static size_t place(sheet *s, double squeeze) {
    for (size_t i = 0; i < s->n; i++) s->flow[i].height = height_of(s, &s->part[i], squeeze);
    return flow_place(s->flow, s->n, &s->pages);
}

/* As little as saves a page. */
static void place_all(sheet *s) {
    size_t loose = place(s, 0), tight = place(s, 1);
    s->n_pages = loose;
    if (loose == tight) {
        place(s, 0);
        return;
    }
    s->n_pages = tight;
    for (int step = 1; step <= 20; step++)
        if (place(s, step / 20.0) == tight) return;
}

/* ---- head and foot of pages ------------------------------------------------------------- */

static double page_line(const sheet *s) {
    return chart_sheet_leading(fmax(s->base.paper->foot, CHART_SHEET_LEAST_PT)) + 2 * s->base.k;
}

static double draw_first_head(sheet *s, canvas *c) {
    const chart_sheet *b = &s->base;
    double y = b->margin, inner = chart_sheet_inner(b);
    double title = poster_title_need(&s->texts, inner, 0).least;
    if (!isfinite(title)) {
        s->rc = s->rc ? s->rc : err_set(s->e, ERR_RANGE, "title: too long for %s", b->paper->name);
        return b->margin;
    }
    if (c) {
        chart_sheet_rule(b, c, b->margin, y, inner, CHART_SHEET_RULE);
        poster_title_draw(&s->texts, c, (box){b->margin, y, inner, title}, 0, s->e);
    }
    y += title + AFTER_TITLE * b->k;
    double high = compare_heads_draw(b, &s->columns, &s->locator, true, c, y, s->e);
    if (isnan(high)) s->rc = ERR_RANGE, high = 0;
    return y + high;
}

/* Of pages without a table; its end. */
static double draw_bare_head(const sheet *s, canvas *c) {
    return chart_sheet_next_head(&s->base, c, buf_text(&s->texts.title)) + 2 * s->base.k;
}

static double draw_next_head(const sheet *s, canvas *c) {
    double y = draw_bare_head(s, c);
    return y + compare_heads_draw(&s->base, &s->columns, &s->locator, false, c, y, s->e);
}

static void draw_page_line(const sheet *s, canvas *c, size_t page) {
    const chart_sheet *b = &s->base;
    double pt = fmax(b->paper->foot, CHART_SHEET_LEAST_PT);
    const chart_text t = {pt, 400, b->inks->muted, true};
    buf text = BUF_EMPTY, this = BUF_EMPTY, all = BUF_EMPTY;
    buf_addf(&this, "%zu", page + 1);
    buf_addf(&all, "%zu", s->n_pages);
    sheet_words_fill(SHEET_PAGE, b->in, (const char *const[]){buf_text(&this), buf_text(&all)}, 2,
                     &text);
    chart_sheet_line(b, c, b->margin, s->height - b->margin - chart_sheet_leading(pt) / 2, 0, 0, &t,
                     buf_text(&text));
    buf_free(&text);
    buf_free(&this);
    buf_free(&all);
}

/* ---- slopes ----------------------------------------------------------------------------- */

static void draw_slope(sheet *s, size_t which, canvas *c, box at) {
    chart_sheet *b = &s->base;
    const sheet_row *row = &b->rows.row[s->slope[which]];
    const chart_history h = chart_history_of(b, row, false);
    const chart_text head = {chart_sheet_pt(b, SLOPE_PT), 600, b->inks->ink, false};
    const chart_text detail = {chart_sheet_pt(b, NOTE_PT), 400, b->inks->muted, true};
    double y = at.y;
    canvas_tag_begin(c, "H3", NULL);
    chart_sheet_line(b, c, at.x, y + 2 * b->k, 0, at.width, &head, h.title);
    canvas_tag_end(c);
    y += 4.2 * b->k;
    canvas_tag_begin(c, "P", NULL);
    chart_sheet_line(b, c, at.x, y + 1.6 * b->k, 0, at.width, &detail,
                     localized_get(&b->c->atlas->indicator[h.indicator].unit, b->in));
    canvas_tag_end(c);
    y += 3.6 * b->k;
    if (!s->rc)
        s->rc = chart_history_draw(b, &h, c, (box){at.x, y, at.width, at.y + at.height - y}, s->e);
}

static void draw_slopes(sheet *s, size_t first, canvas *c, double y) {
    const chart_sheet *b = &s->base;
    double gap = SLOPE_GAP * b->k, n = (double)s->slopes_a_line;
    double wide = (chart_sheet_inner(b) - gap * (n - 1)) / n;
    for (size_t i = 0; i < s->slopes_a_line && first + i < s->n_slopes; i++)
        draw_slope(s, first + i, c,
                   (box){b->margin + (double)i * (wide + gap), y, wide, SLOPE_HIGH * b->k});
}

static void draw_slopes_head(const sheet *s, canvas *c, double y) {
    const chart_sheet *b = &s->base;
    const chart_text head = {chart_sheet_pt(b, 11), 700, b->inks->ink, false}, note = note_text(s);
    chart_sheet_cell(b, c, "H2", b->margin, y + 4 * b->k, 0, 0, &head,
                     sheet_words_get(SHEET_SLOPES, b->in));
    chart_sheet_cell(b, c, "P", b->margin, y + 9 * b->k, 0, chart_sheet_inner(b), &note,
                     sheet_words_get(SHEET_SLOPES_SAID, b->in));
}

/* ---- pages ------------------------------------------------------------------------------ */

static void draw_continued(const sheet *s, size_t i, canvas *c) {
    size_t head = s->flow[i].head;
    double high = s->flow[head].height;
    buf text = BUF_EMPTY;
    chart_sheet_continued(&s->base, s->part[head].index, &text);
    compare_theme_draw(&s->base, &s->columns, buf_text(&text), c, s->flow[i].y - high, high);
    buf_free(&text);
}

static void draw_part(sheet *s, size_t i, canvas *c) {
    const chart_sheet *b = &s->base;
    const part *p = &s->part[i];
    const chart_text note = note_text(s);
    double y = s->flow[i].y, high = s->flow[i].height;
    if (s->flow[i].repeat) draw_continued(s, i, c);
    switch (p->kind) {
    case PART_THEME:
        compare_theme_draw(b, &s->columns, chart_sheet_theme(&s->base, p->index), c, y, high);
        break;
    case PART_MISSING:
        compare_missing_draw(b, &s->columns, chart_sheet_theme(&s->base, p->index), c, y, high);
        break;
    case PART_ROW:
        compare_row_draw(b, &s->columns, &b->rows.row[p->index], c, y, high);
        break;
    case PART_END:
        chart_sheet_rule(b, c, b->margin, y, chart_sheet_inner(b), CHART_SHEET_THIN);
        canvas_tag_end(c); /* Table */
        break;
    case PART_SLOPES_HEAD:
        draw_slopes_head(s, c, y);
        break;
    case PART_SLOPES:
        draw_slopes(s, p->index, c, y);
        break;
    case PART_NOTE:
        canvas_tag_begin(c, "P", NULL);
        chart_sheet_paragraph(c, b->margin, y, notes_width(s), &note, s->notes.item[p->index]);
        canvas_tag_end(c);
        break;
    case PART_FOOT:
        break;
    }
}

static void draw_pages(sheet *s, canvas *c) {
    const chart_sheet *b = &s->base;
    size_t page = 0;
    canvas_tag_begin(c, "Document", NULL);
    canvas_rect(c, (box){0, 0, PAPER_MM(b->width), PAPER_MM(s->height)}, b->inks->ground);
    canvas_outline(c, buf_text(&s->texts.title), 0, NULL);
    draw_first_head(s, c);
    for (size_t i = 0; i < s->n && !s->rc; i++) {
        for (; page < s->flow[i].page; page++) {
            draw_page_line(s, c, page);
            canvas_page(c, PAPER_MM(b->width), PAPER_MM(s->height));
            if (s->part[i].kind <= PART_END)
                draw_next_head(s, c);
            else
                draw_bare_head(s, c);
        }
        draw_part(s, i, c);
    }
    double line = s->n_pages > 1 ? page_line(s) : 0;
    double end = flow_end(s->flow, s->n, &s->pages) + BEFORE_FOOT * b->k;
    chart_sheet_foot(b, c, &s->texts, s->paged ? s->height - b->margin - line - s->foot : end,
                     s->foot, s->e);
    if (s->n_pages > 1) draw_page_line(s, c, page);
    canvas_tag_end(c);
}

/* ---- made ------------------------------------------------------------------------------- */

/* The foot needs room under the last part, and each page its line where there are several. */
static void lay_out(sheet *s) {
    const chart_sheet *b = &s->base;
    double bottom = b->height - b->margin;
    s->pages = (flow_pages){draw_first_head(s, NULL), draw_next_head(s, NULL),
                            draw_bare_head(s, NULL), INFINITY};
    s->n_pages = 1;
    if (!s->paged) {
        place(s, 0);
        s->height = flow_end(s->flow, s->n, &s->pages) + s->foot + BEFORE_FOOT * b->k + b->margin;
        return;
    }
    s->height = b->height;
    if (s->notes.count) s->flow[s->n - 1].keep = true;
    add(s, PART_FOOT, 0, SIZE_MAX, false);
    s->pages.bottom = bottom;
    place_all(s);
    if (s->n_pages > 1) {
        s->pages.bottom = bottom - page_line(s);
        place_all(s);
    }
}

static err_code make(sheet *s, const comparison *c, const compare_style *style, err *e) {
    err_code rc = chart_sheet_make(c, style, false, &s->base, e);
    if (!rc) rc = write_texts(s, e);
    if (!rc) rc = chart_locator_make(&s->base, &s->locator, e);
    if (rc) return rc;
    compare_columns_make(&s->base, &s->columns);
    rc = chart_sheet_notes(&s->base, s->columns.ranks, &s->notes, e);
    if (!rc) rc = list_parts(s, e);
    if (rc) return rc;
    s->foot = chart_sheet_foot_need(&s->base, &s->texts);
    lay_out(s);
    return s->rc;
}

static void sheet_free(sheet *s) {
    chart_locator_free(&s->locator);
    poster_texts_free(&s->texts);
    strlist_free(&s->notes);
    chart_sheet_free(&s->base);
    free(s->part);
    free(s->flow);
    free(s->slope);
}

static err_code draw(sheet *s, canvas_format f, buf *out, err *e) {
    canvas *c = NULL;
    err_code rc = chart_sheet_open(&s->base, s->height, f, &c, e);
    if (!rc)
        rc = chart_sheet_describe(&s->base, c, 'c', buf_text(&s->texts.title), compare_describe, e);
    if (!rc) draw_pages(s, c), rc = s->rc;
    if (!rc) rc = canvas_finish(c, out, e);
    canvas_free(c);
    return rc;
}

err_code compare_sheet_draw(const comparison *c, const compare_style *style, canvas_format f,
                            buf *out, err *e) {
    sheet s = {.paged = f == CANVAS_PDF, .e = e};
    err_code rc = make(&s, c, style, e);
    if (!rc) rc = draw(&s, f, out, e);
    sheet_free(&s);
    return rc;
}
