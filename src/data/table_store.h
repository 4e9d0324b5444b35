/* table_store: the inside of a table, for table.c and the readers only.
 *
 * A reader gets an empty table with its name, fills in either `rows` or `cube`, and
 * may fail at any point: table_free() frees what there is.  Texts are offsets into
 * `text`, so that a label is stored once however many rows have it. */
#ifndef DATA_TABLE_STORE_H
#define DATA_TABLE_STORE_H
#include "data/cube.h"
#include "data/table.h"

typedef struct table_row {
    uint32_t first; /* index of its first cell; the row after it tells where it ends */
    uint32_t line;
} table_row;

struct table {
    char *name;
    const char *format, *encoding; /* static */
    char separator, decimal;
    size_t columns;
    char **header; /* [columns] */
    buf text;      /* all texts, each with its NUL */
    /* CSV */
    uint32_t *cell;
    size_t n_cells, cells_cap; /* cell[i]: where it begins in text */
    table_row *row;
    size_t n_rows, rows_cap; /* with the header */
    /* PX, JSON-stat */
    bool is_cube;
    cube cube;
    char *about[TABLE_FACTS]; /* NULL: not said */
};

/* Appends one text and tells where it is. */
err_code table_store_text(table *t, const void *text, size_t len, uint32_t *at, err *e);
/* The header of a cube whose dimensions are complete: is_cube, columns, header. */
err_code table_store_cube_header(table *t, err *e);
#endif
