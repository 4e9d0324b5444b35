/* table_formats: the formats that figures are read from, one row each. */
#ifndef DATA_TABLE_FORMATS_H
#define DATA_TABLE_FORMATS_H
#include "data/table_store.h"

typedef struct table_format_row {
    const char *name;          /* as table_format() tells it */
    const char *extensions;    /* "csv tsv txt", lower case */
    bool (*sniff)(bytes text); /* by the first bytes, a BOM left out; NULL: knows no mark */
    err_code (*parse)(bytes text, table *t, err *e);
} table_format_row;

extern const table_format_row table_formats[];
extern const size_t table_format_count;

/* The format of `text`, which came from a file of that name.  ERR_UNSUPPORTED: it is a spreadsheet,
 * a web page..., and the text says what to do. */
err_code table_formats_find(const char *name, bytes text, const table_format_row **out, err *e);
#endif
