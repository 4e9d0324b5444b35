/* The square of a legend of pairs: a cell a pair with its count, the edges of both sides outside,
 * and an arrow along each side with what grows there. */
#include "draw/legend_parts.h"

#include <math.h>

typedef struct square {
    double x, y, cell; /* of the upper left corner; of a cell, with its gap */
    size_t columns, rows;
} square;

static const double bare_part = 0.6; /* of a cell's side, in small frames */

static void edge_text(legend_plan *p, int side, size_t i, char out[LEGEND_NUMBER]) {
    const legend_side *s = &p->l->side[side];
    legend_plan_number(p, s->edge[i], s->decimals, out);
}

static double widest_edge(legend_plan *p) {
    text_style s = legend_size_text(&p->z->edge, p->inks->ink);
    double widest = 0;
    for (size_t i = 1; i < p->l->side[1].count; i++) {
        char text[LEGEND_NUMBER];
        edge_text(p, 1, i, text);
        widest = fmax(widest, text_width(&s, text));
    }
    return widest;
}

static square place(legend_plan *p, double y) {
    const legend_size *z = p->z;
    square q = {.y = y, .columns = p->l->side[0].count, .rows = p->l->side[1].count};
    q.x = p->left + z->mark_width + z->gap / 2 + widest_edge(p) + z->gap / 2 + z->tick;
    double most = p->bare ? z->cell * bare_part : z->cell;
    q.cell = fmin(most, (p->left + p->inner - q.x) / (double)q.columns);
    return q;
}

static rgba readable_on(const legend_plan *p, rgba fill) {
    static const rgba white = {255, 255, 255, 255}, ink = {0x1b, 0x21, 0x27, 255};
    rgba seen = color_over(fill, p->inks->under);
    return color_contrast(ink, seen) >= color_contrast(white, seen) ? ink : white;
}

static void draw_cell(canvas *c, legend_plan *p, const square *q, size_t i) {
    const legend_class *class = &p->l->classes[i];
    double x = q->x + (double)(i % q->columns) * q->cell;
    double y = q->y + (double)(q->rows - 1 - i / q->columns) * q->cell;
    text_style s = legend_size_text(&p->z->reference, readable_on(p, class->color));
    char number[LEGEND_NUMBER];
    legend_plan_count(p, class->count, number);
    legend_mark_class(c, i);
    canvas_rect(c, (box){x, y, q->cell, q->cell}, class->color);
    canvas_text(c, x + q->cell / 2, y + legend_mark_baseline(&p->z->reference, q->cell), 0.5, &s,
                number);
    legend_mark_end(c);
}

static void draw_dividers(canvas *c, const legend_plan *p, const square *q) {
    double width = (double)q->columns * q->cell, height = (double)q->rows * q->cell;
    rgba line = p->inks->under;
    for (size_t i = 1; i < q->columns; i++) {
        double x = q->x + (double)i * q->cell;
        canvas_line(c, x, q->y, x, q->y + height, line, p->z->cell_gap);
    }
    for (size_t i = 1; i < q->rows; i++) {
        double y = q->y + (double)i * q->cell;
        canvas_line(c, q->x, y, q->x + width, y, line, p->z->cell_gap);
    }
    canvas_rect_line(c, (box){q->x, q->y, width, height}, p->inks->muted, p->z->outline);
}

static void draw_upward(canvas *c, legend_plan *p, const square *q) {
    const legend_size *z = p->z;
    text_style s = legend_size_text(&z->edge, p->inks->ink);
    double low = q->y + (double)q->rows * q->cell, x = p->left + z->mark_width / 2;
    for (size_t i = 1; i < q->rows; i++) {
        double y = low - (double)i * q->cell;
        char text[LEGEND_NUMBER];
        edge_text(p, 1, i, text);
        canvas_line(c, q->x - z->tick, y, q->x, y, p->inks->ink, z->outline);
        canvas_text(c, q->x - z->tick - z->gap / 2,
                    y - z->edge.leading / 2 + legend_mark_baseline(&z->edge, z->edge.leading), 1,
                    &s, text);
    }
    canvas_line(c, x, low, x, q->y + z->mark_height / 2, p->inks->ink, z->arrow);
    legend_mark_tip(c, p, x, q->y, TIP_UP, p->inks->ink);
}

/* Numbers that are wider than a cell stand away from each other. */
static double align_of(legend_plan *p, const square *q, size_t i) {
    text_style s = legend_size_text(&p->z->edge, p->inks->ink);
    double wide = 0;
    for (size_t k = 1; k < q->columns; k++) {
        char text[LEGEND_NUMBER];
        edge_text(p, 0, k, text);
        wide += text_width(&s, text) / 2;
    }
    if (q->columns < 3 || wide + p->z->gap <= q->cell) return 0.5;
    return i == 1 ? 0.9 : 0.1;
}

/* Returns the height below the square. */
static double draw_rightward(canvas *c, legend_plan *p, const square *q) {
    const legend_size *z = p->z;
    text_style s = legend_size_text(&z->edge, p->inks->ink);
    double top = q->y + (double)q->rows * q->cell, y = top + z->tick;
    double right = q->x + (double)q->columns * q->cell;
    for (size_t i = 1; i < q->columns; i++) {
        double x = q->x + (double)i * q->cell;
        char text[LEGEND_NUMBER];
        edge_text(p, 0, i, text);
        canvas_line(c, x, top, x, y, p->inks->ink, z->outline);
        canvas_text(c, x, y + legend_mark_baseline(&z->edge, z->edge.leading), align_of(p, q, i),
                    &s, text);
    }
    y += z->edge.leading + z->mark_width / 2;
    canvas_line(c, q->x, y, right - z->mark_height / 2, y, p->inks->ink, z->arrow);
    legend_mark_tip(c, p, right, y, TIP_RIGHT, p->inks->ink);
    y += z->mark_width / 2 + z->tick / 2;
    return y - top +
           canvas_paragraph(c, q->x, y, p->left + p->inner - q->x, z->edge.leading, &s,
                            p->l->side[0].more);
}

double legend_square_draw(canvas *c, legend_plan *p, double y) {
    const legend_size *z = p->z;
    double above = legend_mark_text(c, p, y, &z->edge, p->inks->ink, p->l->side[1].more);
    square q = place(p, y + above + z->tick);
    for (size_t i = 0; i < p->l->count; i++) draw_cell(c, p, &q, i);
    draw_dividers(c, p, &q);
    draw_upward(c, p, &q);
    return q.y + (double)q.rows * q.cell - y + draw_rightward(c, p, &q);
}
