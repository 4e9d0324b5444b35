/* layout: puts the blocks of a sheet into boxes, in mm, so that nothing overlaps or is cut off.
 *
 * A block tells how much height it needs at a width, and draws itself into a box.  It can be set in
 * several ways, its levels, from the fullest on.  How blocks lie is a table of cells: columns and
 * rows within each other, and blocks at their ends.  A cell whose blocks are all missing is left
 * out, with its space and its rule.
 *
 * Where the sheet is too small, the steps of the arrangement are taken one after the other until
 * it is not; then those that turn out to be needless are taken back, the first ones first. */
#ifndef SHEET_LAYOUT_H
#define SHEET_LAYOUT_H
#include "base/err.h"
#include "draw/canvas.h"

typedef struct layout_need { /* mm of height; NaN: no memory; least infinite: cannot be so narrow */
    double least, wanted;    /* what there is beyond the least goes to what is wanted, */
    double most;             /* and then to those with a higher limit; infinite: there is none */
} layout_need;
layout_need layout_rigid(double height);

typedef struct layout_block {
    const char *name; /* of cells and steps */
    layout_need (*need)(const void *data, double width, int level);
    /* Into its box, of which it may leave some free. */
    err_code (*draw)(void *data, canvas *c, box at, int level, err *e);
    void *data;
    /* From here on by layout_solve(). */
    int level;
    box at; /* mm; of no width: the block is nowhere in the arrangement */
} layout_block;

typedef enum layout_kind { LAYOUT_COLUMN, LAYOUT_ROW, LAYOUT_BLOCK } layout_kind;

typedef struct layout_cell {
    layout_kind kind;
    int parent;        /* an earlier row of the table; -1: the sheet */
    const char *block; /* of LAYOUT_BLOCK */
    double share;  /* in a row: of its parent's width; 0: what the others leave, in equal parts */
    double before; /* mm between it and what comes before it in its parent */
    double rule;   /* mm: width of a line at its top; 0: none */
    double under_rule; /* mm between that line and its content */
} layout_cell;

typedef struct layout_step { /* sets a block to a level */
    const char *block;
    int level;
} layout_step;

#define LAYOUT_CELLS_MAX 24

typedef struct layout_arrangement { /* cell[0] is the sheet */
    const layout_cell *cell;        /* [n_cells], 1..LAYOUT_CELLS_MAX */
    size_t n_cells;
    const layout_step *step; /* [n_steps] */
    size_t n_steps;
} layout_arrangement;

typedef struct layout {
    const layout_arrangement *arrangement;
    layout_block *block; /* [n_blocks] the caller's */
    size_t n_blocks;
    double space, line; /* what the table's spaces and rules are multiplied by */
    rgba rule_color;
    box cell[LAYOUT_CELLS_MAX]; /* mm, with the rule; of no width: left out */
} layout;

/* With arrangement, blocks, space and line set.  Writes levels and boxes.  ERR_RANGE: it does not
 * fit in, and by how many mm; ERR_NOMEM. */
err_code layout_solve(layout *l, box area, err *e);
/* Blocks in the table's order, and rules.  The canvas's origin is the sheet's corner. */
err_code layout_draw(const layout *l, canvas *c, err *e);
const layout_block *layout_find(const layout *l, const char *name); /* NULL: there is none */
#endif
