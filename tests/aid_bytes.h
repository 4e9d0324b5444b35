/* aid_bytes: files of binary formats, put together byte by byte after their published
 * layouts (ESRI Shapefile Technical Description, July 1998; dBASE III table), so that
 * readers are tested against the formats and not against a library's writer. */
#ifndef AID_BYTES_H
#define AID_BYTES_H
#include "base/buf.h"
#include <stdint.h>

void aid_u16(buf *out, uint16_t v); /* little-endian, as the next two */
void aid_u32(buf *out, uint32_t v);
void aid_f64(buf *out, double v);
void aid_u32_big(buf *out, uint32_t v);

typedef struct aid_field {
    const char *name; /* at most 10 bytes */
    char type;        /* 'C' text, 'N' number */
    uint8_t length, decimals;
} aid_field;

typedef struct aid_table {
    uint8_t language_id;
    const aid_field *field;
    size_t fields, records;
    const char *const *cell; /* [records * fields], raw bytes; 'N' is set to the right */
    const char *flags;       /* [records] ' ' or '*' (deleted); NULL: none is deleted */
} aid_table;
void aid_dbf(const aid_table *t, buf *out);

enum {
    AID_NULL = 0,
    AID_POINT = 1,
    AID_ARC = 3,
    AID_POLYGON = 5,
    AID_MULTIPOINT = 8,
    AID_POINT_Z = 11,
    AID_ARC_Z = 13,
    AID_POLYGON_Z = 15,
    AID_MULTIPOINT_Z = 18,
    AID_POINT_M = 21,
    AID_ARC_M = 23,
    AID_POLYGON_M = 25,
    AID_MULTIPOINT_M = 28,
};

typedef struct aid_shape {
    uint32_t type; /* AID_NULL has nothing else; points take their first point */
    const uint32_t *part;
    size_t parts;
    const double *xy; /* [2 * points]; heights and measures are 100, 101, ... */
    size_t points;
} aid_shape;
/* The .shp and the .shx; `type` stands in the header, whose box is that of all shapes. */
void aid_shp(uint32_t type, const aid_shape *shape, size_t n, buf *shp, buf *shx);

/* DIR/NAME.shp, .shx and .prj; prj NULL: none is written. */
void aid_write_shapes(const char *dir, const char *name, uint32_t type, const aid_shape *s,
                      size_t n, const char *prj);
void aid_write_buf(const char *dir, const char *name, const buf *data); /* DIR/NAME */
#endif
