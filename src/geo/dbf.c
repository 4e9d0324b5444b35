#include "geo/dbf.h"
#include "base/fileio.h"
#include "base/json.h"
#include "base/text.h"
#include "geo/dbf_encoding.h"
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
    uint32_t *cell;    /* [kept * fields] likewise, record by record */
    uint8_t *deleted;  /* [records] */
    uint8_t *numeric;  /* [fields] */
    uint8_t *width;    /* [fields] bytes in the file */
    char encoding[32]; /* as iconv calls it */
    const char *encoding_from;
    strlist warnings;
};

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
        if (fread(f, 1, FIELD, s->io.main.file) != FIELD)
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
    FILE *f = s->io.main.file;
    off_t end = fseeko(f, 0, SEEK_END) ? -1 : ftello(f);
    if (end < 0 || fseeko(f, 0, SEEK_SET)) return err_set_errno(e, "cannot read");
    s->size = (uint64_t)end;
    if (fread(h, 1, HEADER, f) != HEADER)
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
    if (file_is_dir(path)) return err_set(e, ERR_IO, "is a folder");
    if (!file_exists(path)) return err_set(e, ERR_NOTFOUND, "no such file");
    if (!(s->io.main.file = fopen(path, "rb"))) return err_set_errno(e, "cannot open");
    err_code rc = check_header(s, e);
    if (rc || fseeko(s->io.main.file, 0, SEEK_SET))
        return rc ? rc : err_set_errno(e, "cannot read");
    saio_hooks(&hooks);
    saio_name(&s->io, name);
    s->handle = DBFOpenLL(name, "rb", &hooks);
    return s->handle ? ERR_OK : err_set(e, ERR_FORMAT, "the header is damaged");
}

static void close_source(source *s) {
    if (s->handle) DBFClose(s->handle);
    if (s->io.main.file) fclose(s->io.main.file);
}

/* ---- raw cells: separated by newlines, undecoded ---------------------------------- */

/* Set between the whole text and a letter of UTF-8 that the end of its field cut, if it is one;
 * no other byte below 0x20 is left in raw text but the newlines. */
enum { CUT_MARK = 0x01 };

/* How many bytes at the end begin a letter of UTF-8 that is not complete. */
static size_t cut_letter(const char *text, size_t len) {
    for (size_t back = 1; back <= 3 && back <= len; back++) {
        uint8_t c = (uint8_t)text[len - back];
        if ((c & 0xc0) == 0x80) continue;
        size_t wanted = c >= 0xf0 && c < 0xf8 ? 4 : c >= 0xe0 ? 3 : c >= 0xc2 ? 2 : 1;
        return c < 0xf8 && back < wanted ? back : 0;
    }
    return 0;
}

static void add_raw(buf *out, const char *text, size_t width) {
    static const char mark = CUT_MARK;
    size_t len = strlen(text), cut = len == width ? cut_letter(text, len) : 0;
    for (size_t i = 0; i < len; i++) {
        char c = (unsigned char)text[i] < 0x20 ? ' ' : text[i];
        if (cut && i == len - cut) buf_add(out, &mark, 1);
        buf_add(out, &c, 1);
    }
    buf_add(out, "\n", 1);
}

/* Of a whole number every digit, also where a double would not hold them: it may be a key. */
static bool add_whole(buf *out, const char *text) {
    bool minus = *text == '-';
    if (minus || *text == '+') text++;
    size_t digits = strspn(text, "0123456789"), zeros = strspn(text, "0");
    const char *rest = text + digits;
    if (*rest == '.') rest += 1 + strspn(rest + 1, "0");
    if (!digits || *rest) return false;
    if (zeros == digits) zeros--, minus = false;
    buf_addf(out, "%s%.*s\n", minus ? "-" : "", (int)(digits - zeros), text + zeros);
    return true;
}

/* What is no number stays as it is for the reader to complain of, but stars: they stand for a
 * number that was too long for its field. */
static void add_number(buf *out, const char *text) {
    double v;
    char shortest[32];
    text += strspn(text, " ");
    if (add_whole(out, text)) return;
    if (text_to_double(text, &v)) {
        json_shortest(v, shortest);
        text = shortest;
    } else if (text[strspn(text, "* ")] == 0)
        text = "";
    add_raw(out, text, SIZE_MAX);
}

static void read_fields(DBFHandle h, dbf *d, buf *out) {
    for (size_t f = 0; f < d->fields; f++) {
        char name[XBASE_FLDNAME_LEN_READ + 1] = "";
        int width = 0;
        DBFGetFieldInfo(h, (int)f, name, &width, NULL);
        char type = DBFGetNativeFieldType(h, (int)f);
        d->numeric[f] = type == 'N' || type == 'F';
        d->width[f] = (uint8_t)width;
        add_raw(out, name, NAME_MAX_BYTES);
    }
}

#define FOREIGN_BYTES_MAX                                                                          \
    ((size_t)16 << 20) /* of text that is not kept, to decide its encoding                         \
                        */

static bool is_ascii(const char *text) {
    while (*text && (signed char)*text > 0) text++;
    return !*text;
}

static err_code read_row(DBFHandle h, dbf *d, size_t r, buf *out, size_t *foreign, err *e) {
    for (size_t f = 0; f < d->fields; f++) {
        const char *text = DBFReadStringAttribute(h, (int)r, (int)f);
        if (!text) return err_set(e, ERR_FORMAT, "row %zu cannot be read: the file is cut", r + 1);
        size_t before = out->len;
        bool kept = r < d->kept;
        if (!kept && (is_ascii(text) || *foreign > FOREIGN_BYTES_MAX)) continue;
        if (d->numeric[f])
            add_number(out, text);
        else
            add_raw(out, text, d->width[f]);
        if (!kept) *foreign += out->len - before;
    }
    return ERR_OK;
}

static err_code read_raw(DBFHandle h, dbf *d, buf *out, err *e) {
    size_t foreign = 0;
    read_fields(h, d, out);
    for (size_t r = 0; r < d->records && !out->failed; r++) {
        d->deleted[r] = (uint8_t)(DBFIsRecordDeleted(h, (int)r) != 0);
        err_code rc = read_row(h, d, r, out, &foreign, e);
        if (rc) return rc;
        if (out->len > UINT32_MAX / 4) /* three bytes of UTF-8 a byte, and offsets of 32 bits */
            return err_set(e, ERR_UNSUPPORTED, "has more than 1 GB of text");
    }
    return buf_status(out, e);
}

/* ---- encoding ---------------------------------------------------------------------- */

static size_t lines_in(bytes text) {
    size_t n = 0;
    for (size_t i = 0; i < text.len; i++) n += text.data[i] == '\n';
    return n;
}

/* Without the marks; for UTF-8 also without the cut letters behind them. */
static void drop_marks(bytes raw, bool letters, buf *out) {
    bool dropping = false;
    for (size_t i = 0; i < raw.len; i++) {
        if (raw.data[i] == '\n') dropping = false;
        if (raw.data[i] == CUT_MARK)
            dropping = letters;
        else if (!dropping)
            buf_add(out, &raw.data[i], 1);
    }
}

/* Wide encodings (UTF-16) read the line ends away, and so are wrong. */
static err_code decode_by(const char *encoding, bytes raw, buf *out, err *e) {
    buf plain = BUF_EMPTY;
    buf_reset(out);
    if (raw.len && memchr(raw.data, CUT_MARK, raw.len)) {
        drop_marks(raw, !strcmp(encoding, "UTF-8"), &plain);
        raw = buf_view(&plain);
    }
    err_code rc = buf_status(&plain, e);
    if (!rc) rc = text_to_utf8(encoding, raw, out, e);
    if (!rc && lines_in(buf_view(out)) != lines_in(raw))
        rc = err_set(e, ERR_FORMAT, "text is not %s: its cells would run together", encoding);
    buf_free(&plain);
    return rc;
}

/* Text whose only letters beyond ASCII are cut ones is more likely Latin-1 than UTF-8. */
static bool has_whole_letters(bytes raw) {
    bool dropping = false;
    for (size_t i = 0; i < raw.len; i++) {
        dropping = raw.data[i] != '\n' && (dropping || raw.data[i] == CUT_MARK);
        if (!dropping && raw.data[i] >= 0x80) return true;
    }
    return !raw.len || !memchr(raw.data, CUT_MARK, raw.len);
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
        {has_whole_letters(raw) ? "UTF-8" : NULL, "valid UTF-8"},
        {"CP1252", "fallback"},
        {"ISO-8859-1", "fallback"},
    };
    if (!rc) rc = decode(d, tries, sizeof tries / sizeof *tries, raw, out, e);
    buf_free(&cpg);
    return rc;
}

/* ---- the table ----------------------------------------------------------------------- */

static err_code split(dbf *d, buf *text, err *e) {
    size_t cells = d->kept * d->fields;
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

static err_code read_table(dbf *d, source *s, const char *encoding, size_t rows, err *e) {
    d->records = (size_t)DBFGetRecordCount(s->handle);
    d->fields = (size_t)DBFGetFieldCount(s->handle);
    d->kept = rows < d->records ? rows : d->records;
    d->deleted = calloc(d->records ? d->records : 1, 1);
    d->numeric = calloc(d->fields, 1);
    d->width = calloc(d->fields, 1);
    if (!d->deleted || !d->numeric || !d->width) return err_nomem(e);
    buf raw = BUF_EMPTY, text = BUF_EMPTY;
    err_code rc = read_raw(s->handle, d, &raw, e);
    if (!rc) rc = decide_encoding(d, s, encoding, buf_view(&raw), &text, e);
    buf_free(&raw);
    if (!rc) rc = split(d, &text, e);
    buf_free(&text);
    return rc;
}

err_code dbf_load(const char *path, const char *encoding, dbf **out, err *e) {
    return dbf_load_head(path, encoding, SIZE_MAX, out, e);
}

err_code dbf_load_head(const char *path, const char *encoding, size_t rows, dbf **out, err *e) {
    source s = {0};
    dbf *d = calloc(1, sizeof *d);
    err_code rc = d ? open_source(&s, path, e) : err_nomem(e);
    if (!rc) rc = read_table(d, &s, encoding, rows, e);
    close_source(&s);
    if (rc) {
        dbf_free(d);
        return err_wrap(e, rc, "%s", path);
    }
    *out = d;
    return ERR_OK;
}

void dbf_free(dbf *d) {
    if (!d) return;
    free(d->text);
    free(d->name);
    free(d->cell);
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
    assert(record < d->kept);
    return d->text + d->cell[record * d->fields + field];
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
    buf_adds(out, "\"");
    for (; *text; text++) buf_add(out, *text == '"' ? "\"\"" : text, *text == '"' ? 2 : 1);
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
