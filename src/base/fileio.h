/* fileio: whole files in and out.  Writing is atomic: a temporary file of its
 * own name in the same folder, fsync, rename; on failure the old file stays and
 * the temporary one is removed. */
#ifndef BASE_FILEIO_H
#define BASE_FILEIO_H
#include "base/buf.h"
#include <stdbool.h>

/* Replaces what `out` holds.  ERR_NOTFOUND, ERR_IO, ERR_RANGE over `limit` bytes. */
err_code file_read(const char *path, size_t limit, buf *out, err *e);
err_code file_write_atomic(const char *path, bytes data, err *e);
bool file_exists(const char *path);
bool file_is_dir(const char *path);

/* Paths as new strings, freed with free(); NULL without memory. */
char *path_join(const char *dir, const char *rest);           /* an absolute `rest` stands alone */
char *path_dir(const char *path);                             /* "a/b.c" -> "a", "b.c" -> "." */
char *path_stem(const char *path);                            /* "a/b.c" -> "b" */
char *path_with_extension(const char *path, const char *ext); /* "a/b.shp", "dbf" -> "a/b.dbf" */
const char *path_extension(const char *path);                 /* "a/b.shp" -> "shp"; "" if none */
#endif
