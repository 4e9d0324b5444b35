/* table_jsonstat: the reader of JSON-stat 2 (class "dataset"), as PxWeb and Eurostat publish, and
 * of the one dataset of a JSON-stat 1 file ("dataset": {...}).
 *
 * Columns are by dimension id.  A value that is null or not there is an empty cell.  "status"
 * (one for all, a list, or by number) becomes the column "status".  Every count is checked
 * against what is in the file: as many categories as `size` says, as many values as the sizes
 * make; values given by number may span JSONSTAT_SPARSE_MAX combinations.  Errors of syntax name
 * line and column, others the dimension.  ERR_UNSUPPORTED: another class, several datasets. */
#ifndef DATA_TABLE_JSONSTAT_H
#define DATA_TABLE_JSONSTAT_H
#include "data/table_store.h"

#define JSONSTAT_SPARSE_MAX ((size_t)1 << 22)

bool table_jsonstat_sniff(bytes text);
err_code table_jsonstat_parse(bytes text, table *t, err *e);
#endif
