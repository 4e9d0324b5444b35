/* table_csv: the reader of CSV, over libcsv.
 *
 * UTF-8, with or without BOM, else Windows-1252.  Separator `,` `;` tab or `|`: the one that
 * splits the header most often, outside quotes, or what Excel's first line `sep=;` says.  The first
 * row is the header.  Blank lines are skipped; ASCII blanks around a cell are dropped, inside
 * quotes they are kept.  A quoted cell may hold separators, doubled quotes and line ends.  A row
 * with more cells than the header is an error that names its line, and so is a quote out of place;
 * a shorter row reads as filled with "".  UTF-16 and files with NUL bytes are refused.  Memory is a
 * small multiple of the file, whatever it holds. */
#ifndef DATA_TABLE_CSV_H
#define DATA_TABLE_CSV_H
#include "data/table_store.h"

err_code table_csv_parse(bytes text, table *t, err *e);
#endif
