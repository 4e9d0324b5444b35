/* compare_file: comparisons and profiles as files: one table of their formats for command line and
 * server, and how each is made. */
#ifndef SHEET_COMPARE_FILE_H
#define SHEET_COMPARE_FILE_H
#include "sheet/compare_option.h"

typedef struct compare_file {
    const char *extension, *type; /* "svg", "image/svg+xml" */
    bool draws;                   /* else figures as text: `write` */
    canvas_format format;
    err_code (*write)(const comparison *c, buf *out, err *e);
    bool of_one; /* profiles are written so too */
} compare_file;

#define COMPARE_FILES 5
extern const compare_file compare_files[COMPARE_FILES];
const compare_file *compare_file_find(const char *extension, bool one); /* NULL if unknown */

#define COMPARE_BOOK "all" /* the name of all districts of the atlas's first layer */
/* Whether the asked profile is the book of all. */
bool compare_file_is_book(const compare_ask *a, bool one);

/* Appends the file.  The atlas must have been loaded with its borders, if it draws.  Errors of the
 * wish begin with the option's name. */
err_code compare_file_make(const atlas *from, const compare_ask *a, const compare_file *f, bool one,
                           buf *out, err *e);
#endif
