#include "sheet/profile.h"
#include "sheet/profile_parts.h"
#include "sheet/sheet_words.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* mm on A3 */
#define NAME_TIMES   1.25 /* a name is so much larger than a title */
#define LEFT_SHARE   0.61 /* of the head: name and figures; the map has the rest */
#define MAP_SHARE    0.34
#define MAP_TALLER   1.2 /* than name and figures, at most */
#define AFTER_NAME   5.0
#define AFTER_HEAD   6.0
#define BLOCKS_HIGH  72.0
#define BLOCKS_GIVE  0.5 /* of that, at most */
#define BLOCKS_MOST  1.7
#define BLOCK_GAP    11.0
#define MAP_WEIGHT   1.3 /* the map is so much wider than a chart */
#define BEFORE_FOOT  4.0
#define BEFORE_NOTES 2.0
#define AFTER_NOTES  4.5
#define NOTE_PT      7.2
#define BARE         5.0

typedef enum part_kind {
    PART_THEME,
    PART_ROW,
    PART_END,
    PART_NOTES,
    PART_BLOCKS,
    PART_FOOT
} part_kind;

typedef struct part {
    part_kind kind;
    size_t index; /* of the theme, the row */
} part;

typedef struct sheet {
    chart_sheet base;
    paper large; /* whose titles are names */
    sheet_source source;
    profile_columns columns;
    chart_locator locator;
    poster_texts texts;
    profile_figure figure[PROFILE_FIGURES];
    size_t n_figures;
    profile_charts charts;
    profile_inside inside;
    buf notes, no_map; /* no_map: why there is none of what is inside */
    part *part;        /* [n] */
    flow_item *flow;   /* [n] */
    size_t n;
    flow_pages pages;
    size_t n_pages;
    double foot, height;
    bool paged, has_table;
    err_code rc;
    err *e;
} sheet;

/* ---- texts ------------------------------------------------------------------------------ */

static err_code write_texts(sheet *s, size_t population, err *e) {
    s->large = *s->base.paper;
    s->large.title *= NAME_TIMES;
    s->source = s->base.source;
    s->source.paper = &s->large;
    s->texts.source = &s->source;
    buf_adds(&s->texts.title,
             *s->base.style->title ? s->base.style->title : s->base.c->subject[0].name);
    profile_kind(&s->base, &s->texts.subtitle);
    const size_t more[] = {population, s->inside.map ? s->inside.map->indicator : SIZE_MAX};
    size_t from = population == SIZE_MAX, to = s->inside.map ? 2 : 1;
    err_code rc = chart_sheet_sources(&s->base, more + from, to - from, &s->texts.sources,
                                      &s->texts.about, e);
    if (!rc) rc = buf_status(&s->texts.title, e);
    if (!rc) rc = buf_status(&s->texts.subtitle, e);
    if (!rc) rc = profile_notes(&s->base, &s->notes, e);
    if (s->no_map.len) buf_addf(&s->notes, "%s%s", s->notes.len ? " " : "", buf_text(&s->no_map));
    return rc ? rc : buf_status(&s->notes, e);
}

/* ---- which parts ------------------------------------------------------------------------ */

static void add(sheet *s, part_kind kind, size_t index, size_t head, bool keep) {
    s->part[s->n] = (part){kind, index};
    s->flow[s->n++] = (flow_item){.keep = keep, .head = head, .bare = kind > PART_END};
}

static void add_theme(sheet *s, size_t theme) {
    const sheet_rows *r = &s->base.rows;
    size_t head = SIZE_MAX;
    for (size_t i = 0; i < r->n; i++) {
        if (r->row[i].of->theme != theme || !chart_sheet_shows(&s->base, &r->row[i])) continue;
        if (head == SIZE_MAX) head = s->n, add(s, PART_THEME, theme, SIZE_MAX, true);
        add(s, PART_ROW, i, head, false);
        s->has_table = true;
    }
}

static size_t count_blocks(const sheet *s) { return s->charts.n + (s->inside.map != NULL); }

static err_code list_parts(sheet *s, err *e) {
    const atlas *a = s->base.c->atlas;
    size_t most = 2 * s->base.rows.n + a->n_themes + 8;
    s->part = calloc(most, sizeof *s->part);
    s->flow = calloc(most, sizeof *s->flow);
    if (!s->part || !s->flow) return err_nomem(e);
    for (size_t t = 0; t < a->n_themes; t++) add_theme(s, t);
    add_theme(s, SIZE_MAX);
    if (s->n) s->flow[s->n - 1].keep = true;
    if (s->has_table) add(s, PART_END, 0, SIZE_MAX, true);
    add(s, PART_NOTES, 0, SIZE_MAX, false);
    if (count_blocks(s)) add(s, PART_BLOCKS, 0, SIZE_MAX, true);
    if (s->paged) add(s, PART_FOOT, 0, SIZE_MAX, false);
    return ERR_OK;
}

/* ---- heights ---------------------------------------------------------------------------- */

static chart_text note_text(const sheet *s) {
    return (chart_text){chart_sheet_pt(&s->base, NOTE_PT), 400, s->base.inks->muted, true};
}

/* `squeeze` to 1: rows give way; to 2: charts do. */
static double height_of(const sheet *s, const part *p, double squeeze) {
    const chart_sheet *b = &s->base;
    double rows = fmin(squeeze, 1);
    const chart_text note = note_text(s);
    switch (p->kind) {
    case PART_THEME:
        return profile_theme_height(b, rows) * (p->index == SIZE_MAX ? 0.3 : 1);
    case PART_ROW:
        return profile_row_height(b, &s->columns, &b->rows.row[p->index], rows);
    case PART_END:
        return BEFORE_NOTES * b->k;
    case PART_NOTES:
        return chart_sheet_paragraph(NULL, 0, 0, chart_sheet_inner(b), &note, buf_text(&s->notes)) +
               AFTER_NOTES * b->k;
    case PART_BLOCKS:
        return BLOCKS_HIGH * b->k * (1 - BLOCKS_GIVE * fmax(0, squeeze - 1));
    case PART_FOOT:
        return s->foot + BEFORE_FOOT * b->k;
    }
    return 0;
}

static size_t place(sheet *s, double squeeze) {
    for (size_t i = 0; i < s->n; i++) s->flow[i].height = height_of(s, &s->part[i], squeeze);
    return flow_place(s->flow, s->n, &s->pages);
}

static void place_all(sheet *s) {
    size_t loose = place(s, 0), tight = place(s, 2);
    s->n_pages = loose < tight ? loose : tight;
    for (int step = 0; step <= 20; step++)
        if (place(s, step / 10.0) <= s->n_pages) return;
}

/* ---- head ------------------------------------------------------------------------------- */

/* Name, kind and figures left, the map of where right; the height. */
static double draw_names(sheet *s, canvas *c) {
    const chart_sheet *b = &s->base;
    double y = b->margin, left = LEFT_SHARE * chart_sheet_inner(b);
    double title = poster_title_need(&s->texts, left, 0).least;
    if (!isfinite(title)) {
        s->rc = s->rc ? s->rc : err_set(s->e, ERR_RANGE, "title: too long for %s", b->paper->name);
        return 0;
    }
    if (c) poster_title_draw(&s->texts, c, (box){b->margin, y, left, title}, 0, s->e);
    y += title + AFTER_NAME * b->k;
    y += profile_figures_draw(b, s->figure, s->n_figures, c, b->margin, y, left);
    return y - b->margin;
}

static double draw_head(sheet *s, canvas *c) {
    const chart_sheet *b = &s->base;
    double inner = chart_sheet_inner(b), names = draw_names(s, NULL), top = 3 * b->k;
    double wide = MAP_SHARE * inner, high = isnan(s->locator.shape) ? 0 : wide / s->locator.shape;
    double most = fmax(names, 30 * b->k) * MAP_TALLER;
    if (high > most) high = most, wide = high * s->locator.shape;
    if (c) {
        chart_sheet_rule(b, c, b->margin, b->margin, inner, CHART_SHEET_RULE);
        draw_names(s, c);
    }
    box at = {b->width - b->margin - wide, b->margin + top, wide, high};
    if (c && high > 10 && !s->rc) s->rc = chart_locator_draw(b, &s->locator, c, at, s->e);
    return b->margin + fmax(names, high + top) + AFTER_HEAD * b->k;
}

static double draw_first_head(sheet *s, canvas *c) {
    double y = draw_head(s, c);
    return s->has_table ? y + profile_heads_draw(&s->base, &s->columns, true, c, y) : y;
}

static double draw_next_head(const sheet *s, canvas *c, bool heads) {
    double y = chart_sheet_next_head(&s->base, c, heads ? buf_text(&s->texts.title) : "");
    if (!heads) return y;
    y += 1.5 * s->base.k;
    return y + profile_heads_draw(&s->base, &s->columns, false, c, y);
}

/* ---- parts ------------------------------------------------------------------------------ */

/* Of a chart. */
static double block_width(const sheet *s) {
    double n = (double)count_blocks(s), shares = n + (s->inside.map ? MAP_WEIGHT - 1 : 0);
    return (chart_sheet_inner(&s->base) - BLOCK_GAP * s->base.k * (n - 1)) / shares;
}

static void draw_blocks(sheet *s, canvas *c, double y, double height) {
    chart_sheet *b = &s->base;
    double wide = block_width(s), gap = BLOCK_GAP * b->k, x = b->margin;
    for (size_t i = 0; i < s->charts.n && !s->rc; i++, x += wide + gap)
        s->rc = profile_charts_draw(b, &s->charts, i, c, (box){x, y, wide, height}, s->e);
    if (s->inside.map && !s->rc)
        s->rc = profile_inside_draw(b, &s->inside, c, (box){x, y, wide * MAP_WEIGHT, height}, s->e);
}

static void draw_continued(const sheet *s, size_t i, canvas *c) {
    size_t head = s->flow[i].head;
    buf text = BUF_EMPTY;
    chart_sheet_continued(&s->base, s->part[head].index, &text);
    profile_theme_draw(&s->base, buf_text(&text), c, s->flow[i].y - s->flow[head].height,
                       s->flow[head].height);
    buf_free(&text);
}

static void draw_notes(const sheet *s, canvas *c, double y) {
    const chart_text note = note_text(s);
    canvas_tag_begin(c, "P", NULL);
    chart_sheet_paragraph(c, s->base.margin, y, chart_sheet_inner(&s->base), &note,
                          buf_text(&s->notes));
    canvas_tag_end(c);
}

static void draw_part(sheet *s, size_t i, canvas *c) {
    const chart_sheet *b = &s->base;
    const part *p = &s->part[i];
    double y = s->flow[i].y, high = s->flow[i].height;
    if (s->flow[i].repeat) draw_continued(s, i, c);
    switch (p->kind) {
    case PART_THEME:
        profile_theme_draw(b, chart_sheet_theme(&s->base, p->index), c, y, high);
        break;
    case PART_ROW:
        profile_row_draw(b, &s->columns, &b->rows.row[p->index], c, y, high);
        break;
    case PART_END:
        chart_sheet_rule(b, c, b->margin, y, chart_sheet_inner(b), CHART_SHEET_THIN);
        canvas_tag_end(c); /* Table */
        break;
    case PART_NOTES:
        draw_notes(s, c, y);
        break;
    case PART_BLOCKS:
        draw_blocks(s, c, y, high);
        break;
    case PART_FOOT:
        break;
    }
}

/* ---- pages ------------------------------------------------------------------------------ */

static void draw_pages(sheet *s, canvas *c) {
    const chart_sheet *b = &s->base;
    size_t page = 0;
    canvas_rect(c, (box){0, 0, PAPER_MM(b->width), PAPER_MM(s->height)}, b->inks->ground);
    canvas_outline(c, buf_text(&s->texts.title), 0, NULL);
    draw_first_head(s, c);
    for (size_t i = 0; i < s->n && !s->rc; i++) {
        for (; page < s->flow[i].page; page++) {
            canvas_page(c, PAPER_MM(b->width), PAPER_MM(s->height));
            draw_next_head(s, c, s->part[i].kind <= PART_END);
        }
        draw_part(s, i, c);
    }
    if (!s->rc) chart_sheet_foot(b, c, &s->texts, s->height - b->margin - s->foot, s->foot, s->e);
}

/* What is left of a page goes to charts and map. */
static void stretch(sheet *s) {
    const chart_sheet *b = &s->base;
    double free = s->pages.bottom - flow_end(s->flow, s->n, &s->pages);
    for (size_t i = 0; i < s->n && free > 0 && s->paged; i++) {
        if (s->part[i].kind != PART_BLOCKS) continue;
        double most = BLOCKS_HIGH * b->k * BLOCKS_MOST, more = fmin(free, most - s->flow[i].height);
        if (more > 0) s->flow[i].height += more;
    }
}

static void lay_out(sheet *s) {
    const chart_sheet *b = &s->base;
    double first = draw_first_head(s, NULL), next = draw_next_head(s, NULL, true);
    s->pages = (flow_pages){first, next, b->margin + BARE * b->k, INFINITY};
    s->n_pages = 1;
    if (!s->paged) {
        place(s, 0);
        s->height = flow_end(s->flow, s->n, &s->pages) + s->foot + BEFORE_FOOT * b->k + b->margin;
        return;
    }
    s->height = b->height;
    s->pages.bottom = b->height - b->margin;
    place_all(s);
    stretch(s);
}

/* ---- made ------------------------------------------------------------------------------- */

static void free_texts(sheet *s) {
    profile_charts_free(&s->charts);
    poster_texts_free(&s->texts);
    buf_free(&s->notes);
    free(s->part);
    free(s->flow);
}

static err_code arrange(sheet *s, size_t population, err *e) {
    size_t charts = s->inside.map ? PROFILE_CHARTS - 1 : PROFILE_CHARTS;
    err_code rc = write_texts(s, population, e);
    if (!rc) rc = profile_charts_make(&s->base, population, charts, &s->charts, e);
    if (rc) return rc;
    profile_columns_make(&s->base, &s->columns);
    rc = list_parts(s, e);
    if (rc) return rc;
    s->foot = chart_sheet_foot_need(&s->base, &s->texts);
    lay_out(s);
    return s->rc;
}

static bool map_fits(const sheet *s) {
    for (size_t i = 0; i < s->n; i++)
        if (s->part[i].kind == PART_BLOCKS) {
            box at = {0, 0, block_width(s) * MAP_WEIGHT, s->flow[i].height};
            return profile_inside_fits(&s->base, &s->inside, at);
        }
    return true;
}

/* A map that nobody could read gives its room to a chart, and a note says so. */
static err_code arrange_without_map(sheet *s, size_t population, err *e) {
    buf title = BUF_EMPTY;
    profile_inside_title(&s->base, &s->inside, &title);
    sheet_words_fill(SHEET_NO_MAP, s->base.in,
                     (const char *const[]){buf_text(&title), s->base.paper->name}, 2, &s->no_map);
    err_code rc = buf_status(&title, e);
    buf_free(&title);
    profile_inside_free(&s->inside);
    free_texts(s);
    s->charts = (profile_charts){0};
    s->part = NULL, s->flow = NULL, s->n = 0, s->has_table = false;
    return rc ? rc : arrange(s, population, e);
}

static err_code make(sheet *s, const comparison *c, const compare_style *style, err *e) {
    size_t population = comparison_population(c);
    if (c->n_subjects != 1)
        return err_set(e, ERR_RANGE, "district: a profile is of one district or group");
    err_code rc = chart_sheet_make(c, style, true, &s->base, e);
    if (!rc) rc = chart_locator_make(&s->base, &s->locator, e);
    if (!rc) rc = profile_figures_make(&s->base, s->figure, &s->n_figures, e);
    if (!rc) rc = profile_inside_make(&s->base, &s->inside, e);
    if (!rc) rc = arrange(s, population, e);
    if (!rc && s->inside.map && !map_fits(s)) rc = arrange_without_map(s, population, e);
    return rc;
}

static void sheet_free(sheet *s) {
    chart_locator_free(&s->locator);
    profile_inside_free(&s->inside);
    free_texts(s);
    buf_free(&s->no_map);
    chart_sheet_free(&s->base);
}

err_code profile_draw(const comparison *c, const compare_style *style, canvas_format f, buf *out,
                      err *e) {
    sheet s = {.paged = f == CANVAS_PDF, .e = e};
    canvas *on = NULL;
    err_code rc = make(&s, c, style, e);
    if (!rc) rc = chart_sheet_open(&s.base, s.height, f, &on, e);
    if (!rc)
        rc = chart_sheet_describe(&s.base, on, 'f', buf_text(&s.texts.title), profile_describe, e);
    if (!rc) {
        canvas_tag_begin(on, "Document", NULL);
        draw_pages(&s, on);
        canvas_tag_end(on);
        rc = s.rc;
    }
    if (!rc) rc = canvas_finish(on, out, e);
    canvas_free(on);
    sheet_free(&s);
    return rc;
}

/* ---- book ------------------------------------------------------------------------------- */

static err_code describe_book(canvas *c, const comparison *first, size_t n, err *e) {
    buf title = BUF_EMPTY, count = BUF_EMPTY;
    const char *place = chart_sheet_place(first);
    number_format_text((double)n, 0, first->language, &count);
    const char *const args[] = {buf_text(&count), *place ? place : first->atlas->id};
    sheet_words_fill(SHEET_BOOK, first->language, args, 2, &title);
    err_code rc = buf_status(&title, e);
    if (!rc) canvas_describe(c, "book-", buf_text(&title), buf_text(&title));
    buf_free(&title);
    buf_free(&count);
    return rc;
}

static err_code add_to_book(const comparison *c, const compare_style *style, size_t n, canvas **on,
                            bool first, err *e) {
    sheet s = {.paged = true, .e = e};
    err_code rc = make(&s, c, style, e);
    if (!rc && first) {
        rc = chart_sheet_open(&s.base, s.height, CANVAS_PDF, on, e);
        if (!rc) rc = describe_book(*on, c, n, e);
        if (!rc) canvas_tag_begin(*on, "Document", NULL);
    } else if (!rc) {
        canvas_page(*on, PAPER_MM(s.base.width), PAPER_MM(s.height));
    }
    if (!rc) {
        canvas_tag_begin(*on, "Sect", NULL);
        draw_pages(&s, *on);
        canvas_tag_end(*on);
        rc = s.rc;
    }
    sheet_free(&s);
    return rc;
}

err_code profile_book(const comparison *const *c, size_t n, const compare_style *s, buf *out,
                      err *e) {
    canvas *on = NULL;
    err_code rc = n ? ERR_OK : err_set(e, ERR_RANGE, "district: there is none");
    for (size_t i = 0; i < n && !rc; i++) {
        rc = add_to_book(c[i], s, n, &on, i == 0, e);
        if (rc) rc = err_wrap(e, rc, "%s", c[i]->subject[0].name);
    }
    if (!rc) canvas_tag_end(on);
    if (!rc) rc = canvas_finish(on, out, e);
    canvas_free(on);
    return rc;
}
