/* embedded: files that are inside the binary: ramps, the viewer, Leaflet, fonts,
 * licenses.  The table is written by base/embed.sh from the Makefile's EMBED list. */
#ifndef BASE_EMBEDDED_H
#define BASE_EMBEDDED_H
#include "base/buf.h"

typedef struct embedded_file {
    const char *name; /* "viewer/index.html" */
    bytes data;
} embedded_file;

extern const embedded_file embedded_files[];
extern const size_t embedded_file_count;
const embedded_file *embedded_find(const char *name); /* NULL if there is none */
#endif
