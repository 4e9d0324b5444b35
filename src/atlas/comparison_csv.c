#include "atlas/comparison.h"
#include "data/csv_write.h"

#include <math.h>

typedef struct line {            /* of the table: a subject or a part of it, in a row */
    const comparison_cell *cell; /* NULL: of a part */
    const comparison_part *part; /* NULL: of the subject */
    const comparison_subject *subject;
    const comparison_row *row;
} line;

static void write_head(csv_write *w) {
    static const char *const columns[] = {
        "district", "name",       "part",    "theme",         "indicator", "title",   "layer",
        "period",   "since",      "unit",    "value",         "state",     "derived", "city",
        "city_is",  "difference", "percent", "within_margin", "rank",      "rank_to", "of",
        "better",   "side",       "change",  "changed_since", "source"};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) csv_write_text(w, columns[i]);
    csv_write_end(w);
}

static void write_phrase(csv_write *w, const comparison_row *r,
                         void (*tell)(const choropleth *, lang, buf *), lang l) {
    buf text = BUF_EMPTY;
    tell(r->map, l, &text);
    csv_write_text(w, buf_text(&text));
    if (text.failed) w->out->failed = 1;
    buf_free(&text);
}

static void write_row_texts(csv_write *w, const comparison *c, const line *l) {
    const comparison_row *r = l->row;
    const indicator *ind = &c->atlas->indicator[r->indicator];
    csv_write_text(w, r->theme == SIZE_MAX ? NULL : c->atlas->theme[r->theme].id);
    csv_write_text(w, ind->id);
    write_phrase(w, r, choropleth_title, c->language);
    csv_write_text(w, choropleth_layer(r->map)->id);
    csv_write_text(w, ind->data.period[r->period]);
    csv_write_text(w, r->since == SIZE_MAX ? NULL : ind->data.period[r->since]);
    write_phrase(w, r, choropleth_unit, c->language);
}

static void write_place(csv_write *w, size_t place) {
    csv_write_number(w, place ? (double)place : (double)NAN);
}

/* What only the subject itself has; a part has its figure alone. */
static void write_comparison(csv_write *w, const comparison_row *r, const comparison_cell *c) {
    static const comparison_cell nothing = {.difference = NAN, .percent = NAN, .change = NAN};
    if (!c) c = &nothing;
    csv_write_number(w, c->difference);
    csv_write_number(w, c->percent);
    csv_write_number(w, c == &nothing ? (double)NAN : c->within_margin);
    write_place(w, c->rank_from);
    write_place(w, c->rank_to);
    write_place(w, c->ranked);
    csv_write_text(w, direction_names[choropleth_indicator(r->map)->better]);
    csv_write_text(w, c->side > 0 ? "better" : c->side < 0 ? "worse" : NULL);
    csv_write_number(w, c->change);
    csv_write_text(w, c->change_from);
}

static void write_line(csv_write *w, const comparison *c, const line *l) {
    const comparison_row *r = l->row;
    const choropleth *map = r->map;
    const districts *names = choropleth_layer(map)->shape->districts;
    csv_write_text(w, l->subject->id);
    csv_write_text(w, l->subject->name);
    csv_write_text(w, l->part ? district_key(names, l->part->district) : NULL);
    write_row_texts(w, c, l);
    csv_write_number(w, l->part ? l->part->value : l->cell->value);
    csv_write_text(
        w, value_state_names[l->part ? map->state[l->part->district] : (uint8_t)l->cell->state]);
    csv_write_number(w, l->cell ? l->cell->derived : 0);
    csv_write_number(w, r->reference_is == REFERENCE_NONE ? r->whole : r->reference);
    csv_write_text(w, r->reference_is == REFERENCE_MEAN ? "mean"
                      : isnan(r->whole)                 ? NULL
                                                        : "whole");
    write_comparison(w, r, l->cell);
    csv_write_text(w, comparison_source_text(r, c->language));
    csv_write_end(w);
}

static void write_cell(csv_write *w, const comparison *c, const comparison_row *r, size_t i) {
    const comparison_cell *cell = &r->cell[i];
    write_line(w, c, &(line){cell, NULL, &c->subject[i], r});
    for (size_t k = 0; k < cell->n_parts; k++)
        write_line(w, c, &(line){NULL, &cell->part[k], &c->subject[i], r});
}

void comparison_csv(const comparison *c, buf *out) {
    csv_write w = {.out = out};
    csv_write_mark(&w);
    write_head(&w);
    for (size_t i = 0; i < c->n_rows; i++)
        for (size_t s = 0; s < c->n_subjects; s++) write_cell(&w, c, &c->row[i], s);
}
