/* dbf: the attribute table of a shapefile as UTF-8 text, by shapelib.
 *
 * The text encoding is decided once for the file, in this order: the caller's, the
 * .cpg beside it, the header's language id (not 0x57 alone, which says nothing),
 * UTF-8 if all text is valid UTF-8, Windows-1252.  A .cpg or id that the text
 * contradicts is passed over with a warning; the caller's is an error then.
 * A number is its shortest decimal text: 4051, not 4051.000.  Immutable. */
#ifndef GEO_DBF_H
#define GEO_DBF_H
#include "base/buf.h"
#include "base/strlist.h"

typedef struct dbf dbf;

err_code dbf_load(const char *path, const char *encoding /* NULL: decide */, dbf **out, err *e);
/* Only the cells of the first `rows` are kept (dbf_cell() knows no other), for a look at a file of
 * any size; dbf_records() is that of the file.  All rows decide the encoding, but for those after
 * the first 16 MB of text that is not ASCII. */
err_code dbf_load_head(const char *path, const char *encoding, size_t rows, dbf **out, err *e);
/* Only the cells of these fields are kept, for what needs a key and a name out of a wide table; a
 * NULL-terminated list.  All fields decide the encoding, within the same 16 MB.  A name that is not
 * there in these very bytes keeps all. */
err_code dbf_load_fields(const char *path, const char *encoding, const char *const *fields,
                         dbf **out, err *e);
void dbf_free(dbf *d);
size_t dbf_records(const dbf *d);
size_t dbf_fields(const dbf *d);
const char *dbf_field_name(const dbf *d, size_t field);
const char *dbf_cell(const dbf *d, size_t record, size_t field); /* trimmed; "" if empty */
bool dbf_deleted(const dbf *d, size_t record);
/* ERR_NOTFOUND lists the fields there are. */
err_code dbf_find_field(const dbf *d, const char *name, size_t *out, err *e);
const char *dbf_encoding(const dbf *d); /* "ISO-8859-1" */
const char *dbf_encoding_from(
    const dbf *d); /* "--encoding", ".cpg", "language id", "valid UTF-8", "fallback" */
const strlist *dbf_warnings(const dbf *d);
/* All rows that are not deleted, as CSV with a header: a values table of its own.  Numbers with
 * three decimals get a fourth, so that their point cannot be taken for a mark of thousands. */
err_code dbf_to_csv(const dbf *d, buf *out, err *e);
#endif
