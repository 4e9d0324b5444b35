#include "geo/dbf.h"
#include "base/fileio.h"
#include "base/text.h"
#include "geo/dbf_encoding.h"
#include "geo/dbf_text.h"
#include "geo/saio.h"
#include "geo/sibling.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

struct dbf {
    size_t records, fields;
    size_t kept;       /* records whose cells are here: the first ones */
    char *text;        /* every name and cell, NUL-terminated, one after the other */
    uint32_t *name;    /* [fields] offsets into text */
    size_t columns;    /* fields whose cells are here */
    uint32_t *column;  /* [fields] the place among them; NOT_KEPT */
    uint32_t *cell;    /* [kept * columns] offsets into text, record by record */
    uint8_t *deleted;  /* [records] */
    uint8_t *numeric;  /* [fields] */
    uint8_t *width;    /* [fields] bytes in the file */
    char encoding[32]; /* as iconv calls it */
    const char *encoding_from;
    strlist warnings;
};

#define NOT_KEPT UINT32_MAX

typedef struct source { /* the file while it is read */
    const char *path;
    saio io;
    uint64_t size;
    uint8_t language_id;
    DBFHandle handle;
} source;

/* ---- the header, held against the file before shapelib sees it ----------------------------- */

enum { HEADER = 32, FIELD = 32, FIELD_END = 0x0d, NAME_MAX_BYTES = 10 };

static uint32_t little_endian(const uint8_t *p, int n) {
    uint32_t v = 0;
    while (n--) v = v << 8 | p[n];
    return v;
}

/* Fields end at the mark or where the header does; together they fit a row. */
static err_code check_fields(source *s, uint32_t header, uint32_t row, err *e) {
    uint32_t width = 1, fields = 0; /* the mark of deletion comes first */
    uint8_t f[FIELD];
    for (uint32_t at = HEADER; at + FIELD <= header; at += FIELD, fields++) {
        if (!window_take(s->io.main.file, at, f, FIELD))
            return err_set(e, ERR_FORMAT, "the file is cut within its header");
        if (f[0] == FIELD_END) break;
        width += f[16];
        if (width > row)
            return err_set(e, ERR_FORMAT,
                           "the header is damaged: field %u goes to byte %u of rows "
                           "of %u bytes",
                           fields + 1, width, row);
    }
    return fields ? ERR_OK : err_set(e, ERR_FORMAT, "the header is damaged: it has no fields");
}

static err_code check_header(source *s, err *e) {
    uint8_t h[HEADER];
    s->size = window_size(s->io.main.file);
    if (!window_take(s->io.main.file, 0, h, HEADER))
        return err_set(e, ERR_FORMAT, "is no dBASE table: it has %llu bytes, fewer than a header",
                       (unsigned long long)s->size);
    uint32_t rows = little_endian(h + 4, 4), header = little_endian(h + 8, 2),
             row = little_endian(h + 10, 2);
    s->language_id = h[29];
    if (header < HEADER + 1 || header > s->size)
        return err_set(e, ERR_FORMAT,
                       "is no dBASE table: it claims a header of %u bytes and has %llu", header,
                       (unsigned long long)s->size);
    err_code rc = check_fields(s, header, row, e);
    if (!rc && (uint64_t)rows * row > s->size - header)
        rc = err_set(e, ERR_FORMAT,
                     "row %llu is missing: the header claims %u rows of %u bytes: the file is cut",
                     (unsigned long long)((s->size - header) / row + 1), rows, row);
    return rc;
}

static err_code open_source(source *s, const char *path, err *e) {
    char name[SAIO_NAME_MAX];
    SAHooks hooks;
    s->path = path;
    err_code rc = window_open(path, &s->io.main.file, e);
    if (!rc) rc = check_header(s, e);
    if (rc) return rc;
    saio_hooks(&hooks);
    saio_name(&s->io, name);
    s->handle = DBFOpenLL(name, "rb", &hooks);
    return s->handle ? ERR_OK : err_set(e, ERR_FORMAT, "the header is damaged");
}

static void close_source(source *s) {
    if (s->handle) DBFClose(s->handle);
    window_close(s->io.main.file);
}

/* ---- raw cells: separated by newlines, undecoded ---------------------------------- */

/* By the bytes of their names: where one is not found so, all are kept. */
static void choose_fields(DBFHandle h, dbf *d, const char *const *wanted) {
    size_t n = 0, found = 0;
    for (size_t f = 0; f < d->fields; f++) {
        char name[XBASE_FLDNAME_LEN_READ + 1] = "";
        DBFGetFieldInfo(h, (int)f, name, NULL, NULL);
        d->column[f] = NOT_KEPT;
        for (const char *const *w = wanted; w && *w; w++)
            if (!strcmp(*w, name)) d->column[f] = 0;
        found += d->column[f] != NOT_KEPT;
    }
    while (wanted && wanted[n]) n++;
    for (size_t f = 0; f < d->fields; f++)
        if (d->column[f] != NOT_KEPT || found < n || !wanted) d->column[f] = (uint32_t)d->columns++;
}

static void read_fields(DBFHandle h, dbf *d, buf *out) {
    for (size_t f = 0; f < d->fields; f++) {
        char name[XBASE_FLDNAME_LEN_READ + 1] = "";
        int width = 0;
        DBFGetFieldInfo(h, (int)f, name, &width, NULL);
        char type = DBFGetNativeFieldType(h, (int)f);
        d->numeric[f] = type == 'N' || type == 'F';
        d->width[f] = (uint8_t)width;
        dbf_text_add(out, name, NAME_MAX_BYTES);
    }
}

/* Of text that is not kept, to decide its encoding. */
#define FOREIGN_BYTES_MAX ((size_t)16 << 20)

static bool is_ascii(const char *text) {
    while (*text && (signed char)*text > 0) text++;
    return !*text;
}

typedef struct raw_text {
    buf kept, foreign; /* cells that are kept; others, for their encoding only */
} raw_text;

static err_code read_row(DBFHandle h, dbf *d, size_t r, raw_text *out, err *e) {
    for (size_t f = 0; f < d->fields; f++) {
        const char *text = DBFReadStringAttribute(h, (int)r, (int)f);
        if (!text) return err_set(e, ERR_FORMAT, "row %zu cannot be read: the file is cut", r + 1);
        bool kept = r < d->kept && d->column[f] != NOT_KEPT;
        if (!kept && (is_ascii(text) || out->foreign.len > FOREIGN_BYTES_MAX)) continue;
        buf *to = kept ? &out->kept : &out->foreign;
        if (d->numeric[f])
            dbf_text_add_number(to, text);
        else
            dbf_text_add(to, text, d->width[f]);
    }
    return ERR_OK;
}

static err_code read_rows(DBFHandle h, dbf *d, raw_text *out, err *e) {
    for (size_t r = 0; r < d->records && !out->kept.failed; r++) {
        d->deleted[r] = (uint8_t)(DBFIsRecordDeleted(h, (int)r) != 0);
        err_code rc = read_row(h, d, r, out, e);
        if (rc) return rc;
        /* three bytes of UTF-8 a byte, and offsets of 32 bits */
        if (out->kept.len + out->foreign.len > UINT32_MAX / 4)
            return err_set(e, ERR_UNSUPPORTED, "has more than 1 GB of text");
    }
    return buf_status(&out->foreign, e);
}

/* What is not kept comes behind what is, so that the lines of the others can be counted off. */
static err_code read_raw(DBFHandle h, dbf *d, buf *out, err *e) {
    raw_text raw = {BUF_EMPTY, BUF_EMPTY};
    read_fields(h, d, &raw.kept);
    err_code rc = read_rows(h, d, &raw, e);
    if (raw.foreign.len) buf_add(&raw.kept, raw.foreign.data, raw.foreign.len);
    buf_free(&raw.foreign);
    *out = raw.kept;
    return rc ? rc : buf_status(out, e);
}

/* ---- encoding ---------------------------------------------------------------------- */

static size_t lines_in(bytes text) {
    size_t n = 0;
    for (size_t i = 0; i < text.len; i++) n += text.data[i] == '\n';
    return n;
}

/* Wide encodings (UTF-16) read the line ends away, and so are wrong. */
static err_code decode_by(const char *encoding, bytes raw, buf *out, err *e) {
    buf plain = BUF_EMPTY;
    buf_reset(out);
    if (raw.len && memchr(raw.data, DBF_TEXT_CUT, raw.len)) {
        dbf_text_drop_marks(raw, !strcmp(encoding, "UTF-8"), &plain);
        raw = buf_view(&plain);
    }
    err_code rc = buf_status(&plain, e);
    if (!rc) rc = text_to_utf8(encoding, raw, out, e);
    if (!rc && lines_in(buf_view(out)) != lines_in(raw))
        rc = err_set(e, ERR_FORMAT, "text is not %s: its cells would run together", encoding);
    buf_free(&plain);
    return rc;
}

typedef struct candidate {
    const char *encoding, *from;
} candidate;

static err_code decode(dbf *d, const candidate *tries, size_t n, bytes raw, buf *out, err *e) {
    for (size_t i = 0; i < n; i++) {
        err why;
        if (!tries[i].encoding) continue;
        err_code rc = decode_by(tries[i].encoding, raw, out, &why);
        if (!rc) {
            snprintf(d->encoding, sizeof d->encoding, "%s", tries[i].encoding);
            d->encoding_from = tries[i].from;
            return ERR_OK;
        }
        if (rc == ERR_NOMEM) return err_nomem(e);
        if (i == 0) return err_set(e, rc, "--encoding %s: %s", tries[i].encoding, why.text);
        if (!strcmp(tries[i].from, "valid UTF-8")) continue;
        rc = strlist_addf(&d->warnings, e, "%s says %s: %s; it is passed over", tries[i].from,
                          tries[i].encoding, why.text);
        if (rc) return rc;
    }
    return err_set(e, ERR_FORMAT, "text in no encoding that was tried; give --encoding");
}

/* The first line of the .cpg, "" if there is none. */
static err_code read_cpg(const char *path, buf *out, err *e) {
    char *cpg = sibling_path(path, "cpg");
    if (!cpg) return err_nomem(e);
    err_code rc = file_read(cpg, 1024, out, NULL); /* that there is none is fine */
    free(cpg);
    if (rc == ERR_NOMEM) return err_nomem(e);
    if (rc) buf_reset(out);
    buf_adds(out, "");
    return buf_status(out, e);
}

static const char *first_line(buf *text) {
    if (!text->len) return "";
    char *line = (char *)text->data;
    if (!strncmp(line, "\xef\xbb\xbf", 3)) line += 3;
    line[strcspn(line, "\r\n")] = 0;
    return text_trim(line);
}

static const char *unless_empty(const char *encoding) {
    return encoding && *encoding ? encoding : NULL;
}

static err_code decide_encoding(dbf *d, const source *s, const char *wanted, bytes raw, buf *out,
                                err *e) {
    buf cpg = BUF_EMPTY;
    err_code rc = read_cpg(s->path, &cpg, e);
    const char *line = first_line(&cpg);
    const candidate tries[] = {
        {wanted ? dbf_encoding_of_name(wanted) : NULL, "--encoding"},
        {unless_empty(dbf_encoding_of_name(line)), ".cpg"},
        {dbf_encoding_of_id(s->language_id), "language id"},
        {dbf_text_has_letters(raw) ? "UTF-8" : NULL, "valid UTF-8"},
        {"CP1252", "fallback"},
        {"ISO-8859-1", "fallback"},
    };
    if (!rc) rc = decode(d, tries, sizeof tries / sizeof *tries, raw, out, e);
    buf_free(&cpg);
    return rc;
}

/* ---- the table ----------------------------------------------------------------------- */

static err_code split(dbf *d, buf *text, err *e) {
    size_t cells = d->kept * d->columns;
    d->name = calloc(d->fields, sizeof *d->name);
    d->cell = calloc(cells ? cells : 1, sizeof *d->cell);
    size_t len;
    d->text = (char *)buf_detach(text, &len);
    if (!d->name || !d->cell || !d->text) return err_nomem(e);
    char *p = d->text;
    for (size_t i = 0; i < d->fields + cells; i++) {
        char *end = memchr(p, '\n', len - (size_t)(p - d->text)); /* a NUL may come before it */
        assert(end);                                              /* see decode_by() */
        *end = 0;
        uint32_t at = (uint32_t)(text_trim(p) - d->text);
        *(i < d->fields ? &d->name[i] : &d->cell[i - d->fields]) = at;
        p = end + 1;
    }
    return ERR_OK;
}

static err_code read_table(dbf *d, source *s, const char *encoding, size_t rows,
                           const char *const *fields, err *e) {
    d->records = (size_t)DBFGetRecordCount(s->handle);
    d->fields = (size_t)DBFGetFieldCount(s->handle);
    d->kept = rows < d->records ? rows : d->records;
    d->deleted = calloc(d->records ? d->records : 1, 1);
    d->numeric = calloc(d->fields, 1);
    d->width = calloc(d->fields, 1);
    d->column = calloc(d->fields, sizeof *d->column);
    if (!d->deleted || !d->numeric || !d->width || !d->column) return err_nomem(e);
    choose_fields(s->handle, d, fields);
    buf raw = BUF_EMPTY, text = BUF_EMPTY;
    err_code rc = read_raw(s->handle, d, &raw, e);
    if (!rc) rc = decide_encoding(d, s, encoding, buf_view(&raw), &text, e);
    buf_free(&raw);
    if (!rc) rc = split(d, &text, e);
    buf_free(&text);
    return rc;
}

static err_code load(const char *path, const char *encoding, size_t rows, const char *const *fields,
                     dbf **out, err *e) {
    source s = {0};
    dbf *d = calloc(1, sizeof *d);
    err_code rc = d ? open_source(&s, path, e) : err_nomem(e);
    if (!rc) rc = read_table(d, &s, encoding, rows, fields, e);
    close_source(&s);
    if (rc) {
        dbf_free(d);
        return err_wrap(e, rc, "%s", path);
    }
    *out = d;
    return ERR_OK;
}

err_code dbf_load(const char *path, const char *encoding, dbf **out, err *e) {
    return load(path, encoding, SIZE_MAX, NULL, out, e);
}

err_code dbf_load_head(const char *path, const char *encoding, size_t rows, dbf **out, err *e) {
    return load(path, encoding, rows, NULL, out, e);
}

err_code dbf_load_fields(const char *path, const char *encoding, const char *const *fields,
                         dbf **out, err *e) {
    return load(path, encoding, SIZE_MAX, fields, out, e);
}

void dbf_free(dbf *d) {
    if (!d) return;
    free(d->text);
    free(d->name);
    free(d->cell);
    free(d->column);
    free(d->deleted);
    free(d->numeric);
    free(d->width);
    strlist_free(&d->warnings);
    free(d);
}

size_t dbf_records(const dbf *d) { return d->records; }
size_t dbf_fields(const dbf *d) { return d->fields; }
const char *dbf_field_name(const dbf *d, size_t field) { return d->text + d->name[field]; }
const char *dbf_cell(const dbf *d, size_t record, size_t field) {
    assert(record < d->kept && d->column[field] != NOT_KEPT);
    return d->text + d->cell[record * d->columns + d->column[field]];
}
bool dbf_deleted(const dbf *d, size_t record) { return d->deleted[record] != 0; }
const char *dbf_encoding(const dbf *d) { return d->encoding; }
const char *dbf_encoding_from(const dbf *d) { return d->encoding_from; }
const strlist *dbf_warnings(const dbf *d) { return &d->warnings; }

err_code dbf_find_field(const dbf *d, const char *name, size_t *out, err *e) {
    buf list = BUF_EMPTY;
    for (size_t f = 0; f < d->fields; f++) {
        if (!strcmp(dbf_field_name(d, f), name)) {
            *out = f;
            buf_free(&list);
            return ERR_OK;
        }
        buf_addf(&list, "%s%s", f ? ", " : "", dbf_field_name(d, f));
    }
    err_set(e, ERR_NOTFOUND, "there is no field \"%s\"; the fields are: %s", name, buf_text(&list));
    buf_free(&list);
    return ERR_NOTFOUND;
}

/* A table may write thousands as "1.234", a dBASE number never does: a fourth digit tells. */
static bool could_be_thousands(const char *number) {
    const char *point = strchr(number, '.');
    return point && strlen(point + 1) == 3 && strspn(point + 1, "0123456789") == 3;
}

static void add_csv_cell(buf *out, const char *text, bool numeric, bool last) {
    bool settle = numeric && could_be_thousands(text);
    buf_put(out, '"');
    for (const char *quote; (quote = strchr(text, '"')); text = quote + 1) {
        buf_add(out, text, (size_t)(quote - text));
        buf_adds(out, "\"\"");
    }
    buf_adds(out, text);
    buf_adds(out, settle ? "0" : "");
    buf_adds(out, last ? "\"\n" : "\",");
}

err_code dbf_to_csv(const dbf *d, buf *out, err *e) {
    for (size_t f = 0; f < d->fields; f++)
        add_csv_cell(out, dbf_field_name(d, f), false, f + 1 == d->fields);
    for (size_t r = 0; r < d->records; r++)
        for (size_t f = 0; f < d->fields && !d->deleted[r]; f++)
            add_csv_cell(out, dbf_cell(d, r, f), d->numeric[f], f + 1 == d->fields);
    return buf_status(out, e);
}
