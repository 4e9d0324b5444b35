/* saio: lets shapelib read files that are open already, and an index that lies in memory.
 * It opens files by name and hands its hooks nothing else, so the name is an address. */
#ifndef GEO_SAIO_H
#define GEO_SAIO_H
#include "base/buf.h"
#include "base/window.h"
#include <shapefil.h>

typedef struct saio_stream {
    window *file; /* borrowed; NULL: `memory` is read */
    bytes memory; /* borrowed */
    uint64_t at;
} saio_stream;

typedef struct saio {  /* stays where it is and outlives the shapelib handle */
    saio_stream main;  /* what shapelib opens as .shp or .dbf */
    saio_stream index; /* as .shx; empty: there is none */
} saio;

#define SAIO_NAME_MAX 48
void saio_hooks(SAHooks *out);                            /* silent, for reading only */
void saio_name(const saio *io, char name[SAIO_NAME_MAX]); /* for SHPOpenLL() and DBFOpenLL() */
#endif
