/* table: a CSV file as rows of text cells, over libcsv.
 *
 * Decided from the whole file and kept for the report: encoding (UTF-8, with or
 * without BOM, else Windows-1252), separator (`,` `;` tab or `|`: the one that
 * splits the header most often, outside quotes).  The first row is the header.
 * Blank lines are skipped; ASCII blanks around a cell are dropped, inside quotes
 * they are kept.  A quoted cell may hold separators, doubled quotes and line
 * ends.  A row with more cells than the header is an error that names its line,
 * and so is a quote out of place; a shorter row reads as filled with "".  UTF-16
 * and files with NUL bytes are refused.  Memory is a small multiple of the file,
 * whatever it holds.  Immutable once read; any number of threads may read it. */
#ifndef DATA_TABLE_H
#define DATA_TABLE_H
#include "base/buf.h"
#include <stdbool.h>

#define TABLE_BYTES_MAX   ((size_t)1 << 30)
#define TABLE_COLUMNS_MAX 10000
#define TABLE_CELLS_MAX   ((size_t)1 << 28) /* rows x columns */

typedef struct table table;

err_code table_read(const char *path, table **out, err *e);
err_code table_parse(const char *name, bytes text, table **out, err *e); /* name: for messages */
void table_free(table *t);

const char *table_name(const table *t);
size_t table_columns(const table *t);
size_t table_rows(const table *t);                                 /* without the header */
const char *table_header(const table *t, size_t column);           /* normalized by text_key() */
const char *table_cell(const table *t, size_t row, size_t column); /* UTF-8, as written */
size_t table_line(const table *t, size_t row); /* 1-based, where the row begins */
/* `name` is compared as keys are.  ERR_NOTFOUND names the file and lists its columns;
 * ERR_FORMAT: two columns have that name. */
err_code table_find_column(const table *t, const char *name, size_t *out, err *e);
char table_separator(const table *t);
const char *table_encoding(const table *t); /* "UTF-8", "UTF-8 with BOM" or "Windows-1252" */
#endif
