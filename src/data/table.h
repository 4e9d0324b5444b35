/* table: a file of figures as rows of text cells, whatever it was written in.
 *
 * The formats are the rows of table_formats.c: CSV (table_csv.h), PX (table_px.h)
 * and JSON-stat (table_jsonstat.h).  Content decides before the file's name; what
 * no reader knows by its content or its name is read as CSV.  Spreadsheets, web pages and
 * archives are refused with what they are.
 *
 * CSV: the first row is the header, the others are the rows.
 * PX and JSON-stat: one row for each combination of categories (a long table).
 * Each dimension has two columns: "NAME" with the codes (the labels, where it has
 * no codes) and "NAME label" with the labels; then "value", and "status" where
 * the file has one.  Figures keep the text they were written with.
 *
 * Decided from the whole file and kept for the report: format, encoding,
 * separator.  Immutable once read; any number of threads may read it. */
#ifndef DATA_TABLE_H
#define DATA_TABLE_H
#include "base/buf.h"
#include <stdbool.h>

#define TABLE_BYTES_MAX   ((size_t)1 << 30)
#define TABLE_COLUMNS_MAX 10000
#define TABLE_CELLS_MAX   ((size_t)1 << 28) /* rows x columns */

typedef struct table table;

typedef enum table_fact { /* what a PX or JSON-stat file says of itself */
                          TABLE_TITLE,
                          TABLE_SOURCE,
                          TABLE_UNITS,
                          TABLE_NOTE,
                          TABLE_FACTS
} table_fact;

err_code table_read(const char *path, table **out, err *e);
err_code table_parse(const char *name, bytes text, table **out, err *e); /* name: for messages */
void table_free(table *t);

const char *table_name(const table *t);
const char *table_format(const table *t); /* "CSV", "PX" or "JSON-stat" */
size_t table_columns(const table *t);
size_t table_rows(const table *t);                                 /* without the header */
const char *table_header(const table *t, size_t column);           /* normalized by text_key() */
const char *table_cell(const table *t, size_t row, size_t column); /* UTF-8, as written */
bool table_is_figure(const table *t, size_t column); /* false: a dimension's column, or a status */
/* Where the row begins, 1-based: the line of the file (PX: of its value); in JSON-stat, whose
 * lines mean nothing, its place among the values. */
size_t table_line(const table *t, size_t row);
const char *table_line_word(const table *t); /* what table_line() counts: "line" or "value" */
/* `name` is compared as keys are.  ERR_NOTFOUND names the file and lists its columns;
 * ERR_FORMAT: two columns have that name. */
err_code table_find_column(const table *t, const char *name, size_t *out, err *e);
char table_separator(const table *t);       /* of CSV; else 0 */
const char *table_encoding(const table *t); /* "UTF-8", "UTF-8 with BOM", "Windows-1252"... */
char table_decimal(const table *t); /* '.' where the format fixes the decimal mark; else 0 */
const char *table_about(const table *t, table_fact fact); /* "" if the file does not say */
#endif
