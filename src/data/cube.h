/* cube: figures by the combinations of categories, as PX and JSON-stat have them.
 *
 * Seen as a long table it has one row for each combination, the last dimension varying
 * fastest, and the columns code and label of each dimension, value, status.  Rows are never
 * written out: a cell is computed.  Texts are offsets into the owner's store. */
#ifndef DATA_CUBE_H
#define DATA_CUBE_H
#include "base/err.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CUBE_DIMENSIONS_MAX 64

typedef struct cube_dimension {
    char *name;             /* normalized; not empty */
    size_t size;            /* > 0 */
    uint32_t *code, *label; /* [size] */
    size_t stride;          /* rows from one category to the next */
} cube_dimension;

typedef struct cube { /* starts as {0} */
    cube_dimension *dimension;
    size_t n_dimensions, rows;
    uint32_t *value;  /* [rows] */
    uint32_t *status; /* [rows]; NULL: there is none */
    uint32_t *line;   /* [rows]; NULL: the row's number */
} cube;

/* `size` categories that the caller has counted in the file, so that memory follows the file. */
err_code cube_add_dimension(cube *c, const char *name, size_t size, err *e);
/* After the last dimension: strides, and the number of rows.  ERR_RANGE: rows or cells over the
 * limits; nothing was allocated for them. */
err_code cube_measure(cube *c, size_t rows_max, size_t cells_max, err *e);
err_code cube_reserve_values(cube *c, bool status, bool line, err *e); /* all zero */
size_t cube_columns(const cube *c);
uint32_t cube_cell(const cube *c, size_t row, size_t column); /* the text's offset */
void cube_free(cube *c);                                      /* back to {0} */
#endif
