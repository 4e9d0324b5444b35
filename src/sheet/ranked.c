#include "sheet/ranked.h"
#include "carto/wording.h"
#include "draw/canvas_pattern.h"
#include "sheet/chart_axis.h"

#include <math.h>
#include <stdlib.h>

/* mm on A3, by the type */
#define ROW           6.15
#define ROW_LEAST     4.3
#define PART_ROW      5.0 /* of a part that has the choice */
#define DOT           1.75
#define STEM          0.7
#define GAP           3.0  /* between name, axis and value */
#define NAME_SHARE    0.45 /* of a column's width, at most */
#define COLUMN_MIN    48.0
#define COLUMN_GAP    8.0
#define ROWS_A_COLUMN 22 /* more stand in the next one */
#define PART          3  /* the level from which on the list is a part */

/* ---- made ------------------------------------------------------------------------------- */

static int compare(const ranked_row *a, const ranked_row *b, int first) {
    if (isnan(a->value) != isnan(b->value)) return isnan(a->value) ? 1 : -1;
    if (!isnan(a->value) && a->value != b->value) return a->value > b->value ? first : -first;
    return (a->district > b->district) - (a->district < b->district);
}

static int by_value(const void *a, const void *b) { return compare(a, b, -1); }
static int by_place(const void *a, const void *b) { return compare(a, b, 1); } /* 1 the highest */

err_code ranked_make(const sheet_source *s, ranked *out, err *e) {
    const choropleth *c = s->map;
    const double *values = choropleth_values(c), reference = s->legend->reference.value;
    size_t n = s->legend->districts;
    *out = (ranked){.source = s, .low = reference, .high = reference};
    out->row = calloc(n + 1, sizeof *out->row);
    if (!out->row) return err_nomem(e);
    out->n = n;
    for (district_id d = 0; d < n; d++) {
        bool uncertain = c->paint.pattern && c->paint.pattern[d] == PATTERN_FALLING;
        bool derived = c->flags[d] & VALUE_DERIVED;
        out->row[d] = (ranked_row){d, values[d], c->paint.fill[d], uncertain, derived};
        if (isnan(values[d])) continue;
        out->derived |= derived;
        out->n_known++;
        out->low = fmin(out->low, values[d]); /* of NaN and a number: the number */
        out->high = fmax(out->high, values[d]);
    }
    out->target = chart_axis_goal(s, out->low, out->high, &out->target_text);
    out->low = fmin(out->low, out->target), out->high = fmax(out->high, out->target);
    if (out->target_text.failed) return err_nomem(e);
    qsort(out->row, n, sizeof *out->row, c->look.metric->from_high ? by_place : by_value);
    return ERR_OK;
}

void ranked_free(ranked *r) {
    free(r->row);
    buf_free(&r->target_text);
    *r = (ranked){0};
}

/* ---- which rows ------------------------------------------------------------------------- */

typedef struct listing {       /* how the list stands in a box */
    size_t columns, rows;      /* rows: in a column, at most */
    size_t first, last, whole; /* of a part: so many of the highest, of the lowest; whole: all */
    bool gap;                  /* one column: between both */
} listing;

static bool has_target(const ranked *r) { return !isnan(r->target); }
static bool has_reference(const ranked *r) { return isfinite(r->source->legend->reference.value); }
static double unit(const ranked *r) { return paper_type(r->source->paper); }

static size_t columns_in(const ranked *r, double width) {
    double k = unit(r);
    return (size_t)fmax(1, floor((width + COLUMN_GAP * k) / ((COLUMN_MIN + COLUMN_GAP) * k)));
}

static listing list_all(const ranked *r, size_t columns) {
    size_t rows = (r->n + columns - 1) / columns;
    return (listing){.columns = columns, .rows = rows, .whole = r->n};
}

/* So many rows in a column: the highest and the lowest of those with a figure. */
static listing list_part(const ranked *r, size_t columns, size_t rows) {
    listing l = {.columns = columns > 1 ? 2 : 1, .rows = rows};
    size_t room = l.columns * rows - (l.columns == 1);
    if (r->n <= l.columns * rows) return list_all(r, l.columns);
    if (r->n_known <= l.columns * rows) {
        l.whole = r->n_known;
        l.rows = (r->n_known + l.columns - 1) / l.columns;
        return l;
    }
    l.gap = l.columns == 1;
    l.first = l.gap ? (room + 1) / 2 : rows;
    l.last = room - l.first;
    return l;
}

static const ranked_row *row_at(const ranked *r, const listing *l, size_t column, size_t i) {
    size_t at = column * l->rows + i;
    if (i >= l->rows) return NULL;
    if (l->whole) return at < l->whole ? &r->row[at] : NULL;
    if (at < l->first) return &r->row[at];
    if (l->gap && at == l->first) return NULL;
    at -= l->first + l->gap;
    return at < l->last ? &r->row[r->n_known - l->last + at] : NULL;
}

static size_t count_shown(const listing *l) { return l->whole ? l->whole : l->first + l->last; }

#define DERIVED "°"

/* ---- texts ------------------------------------------------------------------------------ */

static void add_number(size_t v, lang in, buf *out) { number_format_text((double)v, 0, in, out); }

static void say(lang in, wording w, const size_t *v, size_t n, buf *out) {
    buf text[3] = {BUF_EMPTY, BUF_EMPTY, BUF_EMPTY};
    for (size_t i = 0; i < n; i++) add_number(v[i], in, &text[i]);
    const char *const args[] = {buf_text(&text[0]), buf_text(&text[1]), buf_text(&text[2])};
    buf_adds(out, out->len ? " " : "");
    wording_fill(w, in, args, n, out);
    for (size_t i = 0; i < n; i++) {
        if (text[i].failed) out->failed = 1;
        buf_free(&text[i]);
    }
}

static void add_sentences(const ranked *r, const listing *l, buf *out) {
    lang in = r->source->language;
    size_t shown = count_shown(l), missing = r->n - r->n_known;
    buf_adds(out, wording_get(has_reference(r) ? WORD_POSTER_STEMS : WORD_POSTER_HIGHEST, in));
    if (!l->whole)
        say(in, WORD_POSTER_CUT, (const size_t[]){l->first, l->last, r->n_known - shown}, 3, out);
    if (r->derived) buf_addf(out, " %s", wording_get(WORD_POSTER_DERIVED, in));
    if (missing && shown < r->n && shown <= r->n_known)
        say(in, WORD_POSTER_WITHOUT, &missing, 1, out);
}

static double heading(canvas *c, const ranked *r, const listing *l, box at, bool *failed) {
    buf text = BUF_EMPTY;
    add_sentences(r, l, &text);
    *failed |= text.failed;
    double height =
        sheet_heading(c, r->source, at.x, at.y, at.width,
                      wording_get(WORD_POSTER_RANKED, r->source->language), buf_text(&text));
    buf_free(&text);
    return height;
}

static void value_text(const ranked *r, const ranked_row *row, buf *out) {
    const legend *l = r->source->legend;
    int decimals = choropleth_decimals(r->source->map);
    if (isnan(row->value))
        buf_adds(out, "–");
    else if (l->is_signed) /* as axis and legend have it */
        legend_number(l, row->value, decimals, out);
    else
        choropleth_value_text(r->source->map, row->district, out);
    if (row->derived && !isnan(row->value)) buf_adds(out, DERIVED);
}

/* mm: what a figure without the mark stands farther left, so that the digits of all are under each
 * other. */
static double mark_room(const ranked *r, const ranked_row *row, const text_style *t) {
    bool marked = row->derived && !isnan(row->value);
    return r->derived && !marked ? sheet_text_width(t, DERIVED) : 0;
}

static const char *name_of(const ranked *r, const ranked_row *row) {
    return district_name(choropleth_layer(r->source->map)->shape->districts, row->district);
}

/* ---- a column --------------------------------------------------------------------------- */

/* Rows of the highest, and of the lowest, in a part. */
static size_t least_rows(int level) { return level == PART ? 5 : 2; }
#define WANTED_ROWS 8

typedef struct column { /* mm */
    box at;             /* with label and ticks */
    double top, row;    /* of the first row; height of one */
    double name;
    chart_axis axis;
} column;

/* The target's label stands over the reference's. */
static double label_height(const ranked *r) {
    int rows = has_reference(r) + has_target(r);
    return rows ? rows * sheet_line(r->source->paper->body) + unit(r) : 0;
}

static double ticks_height(const ranked *r) { return chart_axis_ticks_height(r->source); }

static void widest(const ranked *r, const listing *l, double *name, double *value, bool *failed) {
    const sheet_source *s = r->source;
    const text_style names = paper_text(s->paper->body, 400, s->inks->ink);
    const text_style values = paper_figures(s->paper->body, 600, s->inks->ink);
    *name = *value = 0;
    for (size_t k = 0; k < l->columns; k++)
        for (size_t i = 0; i < l->rows; i++) {
            const ranked_row *row = row_at(r, l, k, i);
            buf text = BUF_EMPTY;
            if (!row) continue;
            value_text(r, row, &text);
            *name = fmax(*name, sheet_text_width(&names, name_of(r, row)));
            *value = fmax(*value,
                          sheet_text_width(&values, buf_text(&text)) + mark_room(r, row, &values));
            *failed |= text.failed;
            buf_free(&text);
        }
}

/* The box is as high as a row. */
static column make_column(const ranked *r, box at, double name, double value) {
    double u = unit(r);
    column k = {.at = at, .row = at.height};
    k.top = at.y + label_height(r);
    k.name = fmin(name, NAME_SHARE * at.width);
    k.axis = chart_axis_make(r->source, at.x + k.name + (GAP + DOT) * u,
                             at.x + at.width - value - (GAP + DOT) * u, r->low, r->high);
    return k;
}

/* ---- drawing ---------------------------------------------------------------------------- */

static double bottom_of(const column *k, size_t rows) { return k->top + (double)rows * k->row; }

/* mm: the left end of a label in the middle over x, within the column. */
static double label_left(const column *k, double x, double width) {
    return fmin(fmax(x - width / 2, k->at.x), k->at.x + k->at.width - width);
}

static void draw_target(canvas *c, const ranked *r, const column *k, size_t rows) {
    const sheet_source *s = r->source;
    const text_style t = paper_figures(s->paper->body, 400, s->inks->ink);
    const char *label = buf_text(&r->target_text);
    double x = chart_axis_x(&k->axis, r->target), width = sheet_text_width(&t, label);
    double row = sheet_line(s->paper->body);
    chart_axis_goal_line(c, s, x, k->top - 0.6 * unit(r), bottom_of(k, rows));
    if (width <= k->at.width) { /* else the legend has it */
        sheet_text(c, label_left(k, x, width), k->at.y, 0, s->paper->body, &t, label);
        if (!has_reference(r)) return;
        double away = sheet_text_width(&t, s->legend->reference.label) / 2 + unit(r);
        bool beside = fabs(x - chart_axis_x(&k->axis, s->legend->reference.value)) > away;
        if (beside) chart_axis_goal_line(c, s, x, k->at.y + row, k->top - 0.6 * unit(r));
    }
}

static void draw_reference(canvas *c, const ranked *r, const column *k, size_t rows) {
    const sheet_source *s = r->source;
    const text_style t = paper_figures(s->paper->body, 600, s->inks->ink);
    buf number = BUF_EMPTY;
    const char *label = s->legend->reference.label;
    double x = chart_axis_x(&k->axis, s->legend->reference.value),
           width = sheet_text_width(&t, label);
    if (width > k->at.width) { /* the legend has all of it */
        int decimals = choropleth_decimals(s->map);
        legend_number(s->legend, s->legend->reference.value,
                      decimals > s->legend->decimals ? decimals : s->legend->decimals, &number);
        label = buf_text(&number);
        width = sheet_text_width(&t, label);
    }
    chart_line(c, x, k->top - 0.6 * unit(r), x, bottom_of(k, rows), s->inks->ink,
               0.38 * s->paper->line);
    double y = k->at.y + (has_target(r) ? sheet_line(s->paper->body) : 0);
    sheet_text(c, label_left(k, x, width), y, 0, s->paper->body, &t, label);
    buf_free(&number);
}

static void draw_dot(canvas *c, const ranked *r, double x, double y, const ranked_row *row) {
    const sheet_source *s = r->source;
    double radius = PAPER_MM(DOT * unit(r)), px = PAPER_MM(x), py = PAPER_MM(y);
    const pattern_style lines = {PATTERN_FALLING, backdrop_uncertain(row->color),
                                 PAPER_MM(0.25) * s->paper->line, PAPER_MM(0.95) * unit(r)};
    if (row->uncertain) canvas_pattern_disc(c, px, py, radius, row->color, &lines);
    canvas_circle(c, px, py, radius, row->uncertain ? (rgba){0} : row->color, s->inks->ink,
                  PAPER_MM(0.16) * s->paper->line);
}

static bool is_seen(const ranked *r, const ranked_row *row) { /* one that the look is about */
    const bool *seen = r->source->map->seen;
    return seen && seen[row->district];
}

static void draw_row(canvas *c, const ranked *r, const column *k, double y, const ranked_row *row) {
    const sheet_source *s = r->source;
    bool known = !isnan(row->value);
    const text_style value =
        paper_figures(s->paper->body, known ? 600 : 400, known ? s->inks->ink : s->inks->muted);
    double middle = y + k->row / 2;
    buf text = BUF_EMPTY;
    value_text(r, row, &text);
    canvas_tag_begin(c, "TR", NULL);
    canvas_tag_begin(c, "TD", NULL);
    chart_name(c, s, k->at.x + k->name, k->name, middle, name_of(r, row),
               is_seen(r, row) ? 700 : 400, known ? s->inks->ink : s->inks->muted);
    canvas_tag_end(c);
    canvas_tag_begin(c, "TD", NULL);
    sheet_text(c, k->at.x + k->at.width - mark_room(r, row, &value),
               middle - sheet_line(s->paper->body) / 2, 1, s->paper->body, &value, buf_text(&text));
    canvas_tag_end(c);
    canvas_tag_end(c);
    buf_free(&text);
    if (!known) return;
    double x = chart_axis_x(&k->axis, row->value);
    if (has_reference(r)) {
        rgba stem = color_lerp_oklab(s->inks->under, s->inks->muted, 0.5);
        chart_line(c, chart_axis_x(&k->axis, s->legend->reference.value), middle, x, middle, stem,
                   STEM * s->paper->line);
    }
    draw_dot(c, r, x, middle, row);
}

static size_t rows_in_column(const ranked *r, const listing *l, size_t k) {
    size_t rows = 0;
    for (size_t i = 0; i < l->rows; i++)
        if (row_at(r, l, k, i)) rows = i + 1;
    return rows;
}

/* Where rows are left out: three points under each other. */
static void draw_gap(canvas *c, const ranked *r, const column *k, double y) {
    double x = k->at.x + k->name - unit(r);
    for (int i = -1; i <= 1; i++)
        canvas_circle(c, PAPER_MM(x), PAPER_MM(y + k->row / 2 + i * 1.3 * unit(r)),
                      PAPER_MM(0.3 * unit(r)), r->source->inks->muted, (rgba){0}, 0);
}

static void draw_column(canvas *c, const ranked *r, const listing *l, const column *k, size_t at) {
    size_t rows = rows_in_column(r, l, at);
    if (!rows) return;
    chart_axis_draw(c, r->source, &k->axis, k->top, bottom_of(k, rows));
    if (has_target(r)) draw_target(c, r, k, rows);
    for (size_t i = 0; i < rows; i++) {
        const ranked_row *row = row_at(r, l, at, i);
        double y = k->top + (double)i * k->row;
        if (row)
            draw_row(c, r, k, y, row);
        else
            draw_gap(c, r, k, y);
    }
    if (has_reference(r)) draw_reference(c, r, k, rows);
}

/* Rows are as high as the box has room for. */
static bool draw_listing(canvas *c, const ranked *r, const listing *l, box at) {
    double gap = COLUMN_GAP * unit(r), name, value;
    double width = (at.width - gap * (double)(l->columns - 1)) / (double)l->columns;
    bool failed = false;
    canvas_tag_begin(c, "P", NULL);
    double head = heading(c, r, l, at, &failed), y = at.y + head;
    canvas_tag_end(c);
    double row = (at.height - head - label_height(r) - ticks_height(r)) / (double)l->rows;
    row = fmin(row, ROW * unit(r));
    widest(r, l, &name, &value, &failed);
    canvas_tag_begin(c, "Table", NULL);
    for (size_t i = 0; i < l->columns; i++) {
        double x = at.x + (double)i * (width + gap);
        column k = make_column(r, (box){x, y, width, row}, name, value);
        draw_column(c, r, l, &k, i);
    }
    canvas_tag_end(c);
    return failed;
}

/* ---- the block -------------------------------------------------------------------------- */

static double fixed_height(const ranked *r, const listing *l, double width, bool *failed) {
    return heading(NULL, r, l, (box){0, 0, width, 0}, failed) + label_height(r) + ticks_height(r);
}

/* With the longest sentences that a part may need. */
static double part_fixed(const ranked *r, double width, bool *failed) {
    listing l = list_part(r, columns_in(r, width), least_rows(PART + 1));
    return fixed_height(r, &l, width, failed);
}

static layout_need rows_need(const ranked *r, double fixed, size_t least, size_t wanted,
                             size_t most) {
    double u = unit(r);
    return (layout_need){fixed + (double)least * ROW_LEAST * u, fixed + (double)wanted * ROW * u,
                         fixed + (double)most * ROW * u};
}

static size_t smaller(size_t a, size_t b) { return a < b ? a : b; }

static layout_need part_need(const ranked *r, double width, int level, bool *failed) {
    bool one = columns_in(r, width) == 1;
    size_t most = one ? r->n : (r->n + 1) / 2, least = least_rows(level);
    most = smaller(most, ROWS_A_COLUMN);
    return rows_need(r, part_fixed(r, width, failed), smaller(most, one ? 2 * least + 1 : least),
                     smaller(most, one ? 2 * WANTED_ROWS + 1 : WANTED_ROWS), most);
}

layout_need ranked_need(const void *data, double width, int level) {
    const ranked *r = data;
    bool failed = false;
    layout_need need;
    if (r->source->legend->categories) {
        err_code rc = ERR_OK;
        double height = ranked_groups(NULL, r, (box){0, 0, width, 0}, level, &rc);
        return layout_rigid(rc ? (double)NAN : height);
    }
    if (level >= PART) {
        need = part_need(r, width, level, &failed);
    } else {
        size_t columns = (size_t)level + 1;
        listing l = list_all(r, columns);
        if (columns > columns_in(r, width) || l.rows > ROWS_A_COLUMN) return layout_rigid(INFINITY);
        need = rows_need(r, fixed_height(r, &l, width, &failed), l.rows, l.rows, l.rows);
    }
    return failed ? layout_rigid((double)NAN) : need;
}

/* As many rows as have room at a good distance, or nearer than that if they would be too few. */
static size_t part_rows(const ranked *r, double width, double room, int level) {
    bool one = columns_in(r, width) == 1;
    size_t rows = (size_t)fmax(0, floor(room / (PART_ROW * unit(r)) + 1e-6));
    size_t most = (size_t)fmax(0, floor(room / (ROW_LEAST * unit(r)) + 1e-6));
    size_t needed = one ? 2 * least_rows(level) + 1 : least_rows(level);
    return rows < needed ? smaller(needed, most) : rows;
}

err_code ranked_draw(void *data, canvas *c, box at, int level, err *e) {
    ranked *r = data;
    bool failed = false;
    err_code rc = ERR_OK;
    if (r->source->legend->categories) {
        canvas_tag_begin(c, "P", NULL);
        ranked_groups(c, r, at, level, &rc);
        canvas_tag_end(c);
        r->shown = r->n;
        return rc ? err_nomem(e) : ERR_OK;
    }
    listing l = list_all(r, (size_t)level + 1);
    if (level >= PART) {
        double room = at.height - part_fixed(r, at.width, &failed);
        l = list_part(r, columns_in(r, at.width), part_rows(r, at.width, room, level));
    }
    failed |= draw_listing(c, r, &l, at);
    r->shown = count_shown(&l);
    return failed ? err_nomem(e) : ERR_OK;
}
