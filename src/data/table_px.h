/* table_px: the reader of PX (PC-Axis), as SCB and Stockholm publish.
 *
 * Dimensions are those of STUB, then those of HEADING, with VALUES as labels and CODES as codes.
 * Where a statement is given in several languages, the file's own (without "[..]") is read, else
 * the first.  DATA must hold exactly one figure or symbol for each combination.  Symbols
 * ("..", ".", "-") stay as they are: what they mean is said by number_rules.
 *
 * Encoding: CODEPAGE; else UTF-8 if the text is that; else CHARSET="ANSI" is Windows-1252, and
 * nothing at all is the old DOS page 850.  ERR_UNSUPPORTED: the sparse form with KEYS; a code
 * page that is not in the table. */
#ifndef DATA_TABLE_PX_H
#define DATA_TABLE_PX_H
#include "data/table_store.h"

bool table_px_sniff(bytes text);
err_code table_px_parse(bytes text, table *t, err *e);
#endif
