#include "aid_bytes.h"
#include "aid_cmocka.h"
#include "aid_files.h"
#include "base/fileio.h"
#include "geo/rect.h"

#include <stdio.h>
#include <string.h>

static void add_integer(buf *out, uint64_t v, int size, bool big) {
    for (int i = 0; i < size; i++) {
        uint8_t byte = (uint8_t)(v >> 8 * (big ? size - 1 - i : i));
        buf_add(out, &byte, 1);
    }
}

void aid_u16(buf *out, uint16_t v) { add_integer(out, v, 2, false); }
void aid_u32(buf *out, uint32_t v) { add_integer(out, v, 4, false); }
void aid_u32_big(buf *out, uint32_t v) { add_integer(out, v, 4, true); }
void aid_f64(buf *out, double v) {
    uint64_t bits;
    memcpy(&bits, &v, sizeof bits);
    add_integer(out, bits, 8, false);
}

static void add_zeros(buf *out, size_t n) {
    while (n--) buf_add(out, "", 1);
}

/* ---- dBASE III ------------------------------------------------------------------- */

static void add_cell(buf *out, const aid_field *f, const char *text) {
    size_t len = strlen(text);
    assert_true(len <= f->length);
    if (f->type == 'C') buf_add(out, text, len);
    for (size_t i = len; i < f->length; i++) buf_adds(out, " ");
    if (f->type != 'C') buf_add(out, text, len);
}

void aid_dbf(const aid_table *t, buf *out) {
    uint16_t row = 1;
    for (size_t f = 0; f < t->fields; f++) row = (uint16_t)(row + t->field[f].length);
    buf_add(out, "\x03\x7c\x01\x01", 4); /* version, 1 January 2024 */
    aid_u32(out, (uint32_t)t->records);
    aid_u16(out, (uint16_t)(32 + 32 * t->fields + 1));
    aid_u16(out, row);
    add_zeros(out, 17);
    buf_add(out, &t->language_id, 1);
    add_zeros(out, 2);
    for (size_t f = 0; f < t->fields; f++) {
        const aid_field *field = &t->field[f];
        char name[11] = "";
        memcpy(name, field->name, strlen(field->name));
        buf_add(out, name, 11);
        buf_add(out, &field->type, 1);
        add_zeros(out, 4);
        buf_add(out, &field->length, 1);
        buf_add(out, &field->decimals, 1);
        add_zeros(out, 14);
    }
    buf_adds(out, "\r");
    for (size_t r = 0; r < t->records; r++) {
        buf_add(out, t->flags ? &t->flags[r] : " ", 1);
        for (size_t f = 0; f < t->fields; f++)
            add_cell(out, &t->field[f], t->cell[r * t->fields + f]);
    }
    buf_adds(out, "\x1a");
}

/* ---- shapefile ----------------------------------------------------------------------- */

static void add_box(buf *out, rect r) {
    aid_f64(out, r.x0), aid_f64(out, r.y0), aid_f64(out, r.x1), aid_f64(out, r.y1);
}

static rect box_of(const aid_shape *s) {
    rect box = RECT_EMPTY;
    for (size_t i = 0; i < s->points; i++) rect_add(&box, s->xy[2 * i], s->xy[2 * i + 1]);
    return box;
}

/* Heights or measures; those of a shape with heights may be left out, and are. */
static void add_thirds(buf *out, size_t n) {
    aid_f64(out, 100), aid_f64(out, 100 + (double)n);
    for (size_t i = 0; i < n; i++) aid_f64(out, 100 + (double)i);
}

static void add_content(buf *out, const aid_shape *s) {
    uint32_t plain = s->type % 10; /* Z adds 10, M 20 */
    aid_u32(out, s->type);
    if (s->type == AID_NULL) return;
    if (plain == AID_POINT) {
        aid_f64(out, s->xy[0]), aid_f64(out, s->xy[1]);
        if (s->type != AID_POINT) aid_f64(out, 100);
        return;
    }
    add_box(out, box_of(s));
    if (plain != AID_MULTIPOINT) aid_u32(out, (uint32_t)s->parts);
    aid_u32(out, (uint32_t)s->points);
    for (size_t i = 0; i < s->parts && plain != AID_MULTIPOINT; i++) aid_u32(out, s->part[i]);
    for (size_t i = 0; i < 2 * s->points; i++) aid_f64(out, s->xy[i]);
    if (s->type > 10) add_thirds(out, s->points);
}

static void add_header(buf *out, uint32_t type, size_t size, rect box) {
    aid_u32_big(out, 9994);
    add_zeros(out, 20);
    aid_u32_big(out, (uint32_t)(size / 2)); /* lengths are in 16-bit words */
    aid_u32(out, 1000);
    aid_u32(out, type);
    add_box(out, box);
    add_zeros(out, 32);
}

void aid_shp(uint32_t type, const aid_shape *shape, size_t n, buf *shp, buf *shx) {
    buf body = BUF_EMPTY, index = BUF_EMPTY;
    rect all = RECT_EMPTY;
    for (size_t i = 0; i < n; i++) {
        buf content = BUF_EMPTY;
        add_content(&content, &shape[i]);
        all = rect_union(all, box_of(&shape[i]));
        aid_u32_big(&index, (uint32_t)((100 + body.len) / 2));
        aid_u32_big(&index, (uint32_t)(content.len / 2));
        aid_u32_big(&body, (uint32_t)i + 1);
        aid_u32_big(&body, (uint32_t)(content.len / 2));
        buf_add(&body, content.data, content.len);
        buf_free(&content);
    }
    add_header(shp, type, 100 + body.len, all);
    buf_add(shp, body.data, body.len);
    add_header(shx, type, 100 + index.len, all);
    buf_add(shx, index.data, index.len);
    buf_free(&body);
    buf_free(&index);
}

void aid_write_buf(const char *dir, const char *name, const buf *data) {
    char path[AID_PATH];
    err e;
    aid_path(dir, name, path);
    assert_false(data->failed);
    if (file_write_atomic(path, buf_view(data), &e)) fail_msg("%s", e.text);
}

void aid_write_shapes(const char *dir, const char *name, uint32_t type, const aid_shape *s,
                      size_t n, const char *prj) {
    buf shp = BUF_EMPTY, shx = BUF_EMPTY;
    char file[64];
    aid_shp(type, s, n, &shp, &shx);
    snprintf(file, sizeof file, "%s.shp", name);
    aid_write_buf(dir, file, &shp);
    snprintf(file, sizeof file, "%s.shx", name);
    aid_write_buf(dir, file, &shx);
    snprintf(file, sizeof file, "%s.prj", name);
    if (prj) aid_write(dir, file, prj, NULL);
    buf_free(&shp);
    buf_free(&shx);
}
