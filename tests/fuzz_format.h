/* What the fuzz targets of table formats have in common: every cell that is read is looked at, and
 * the last column is read as values. */
#ifndef FUZZ_FORMAT_H
#define FUZZ_FORMAT_H
#include "data/values.h"
#include "fuzz.h"

#include <string.h>

#define FUZZ_ROWS_WALKED 4096

static inline void fuzz_walk(const table *t) {
    size_t rows = table_rows(t) < FUZZ_ROWS_WALKED ? table_rows(t) : FUZZ_ROWS_WALKED, length = 0;
    for (size_t row = 0; row < rows; row++)
        for (size_t i = 0; i < table_columns(t); i++)
            length += strlen(table_cell(t, row, i)) + table_line(t, row);
    for (int i = 0; i < TABLE_FACTS; i++) length += strlen(table_about(t, (table_fact)i));
    (void)length;
}

static inline int fuzz_format(const char *file, const uint8_t *data, size_t size) {
    table *t = NULL;
    value_cells cells = {0};
    if (table_parse(file, (bytes){data, size}, &t, NULL)) return 0;
    fuzz_walk(t);
    const values_spec s = {.key_column = table_header(t, 0),
                           .value_column = table_header(t, table_columns(t) - 1)};
    if (table_rows(t) <= FUZZ_ROWS_WALKED) values_read(t, &s, &cells, NULL);
    value_cells_free(&cells);
    table_free(t);
    return 0;
}
#endif
