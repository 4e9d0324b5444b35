#include "geo/dbf.h"
#include "base/fileio.h"
#include "base/json.h"
#include "base/text.h"

#include <assert.h>
#include <ctype.h>
#include <shapefil.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct dbf {
    size_t records, fields;
    char *text;        /* every name and cell, NUL-terminated, one after the other */
    char **name;       /* [fields] into text */
    char **cell;       /* [records * fields] into text, record by record */
    uint8_t *deleted;  /* [records] */
    uint8_t *numeric;  /* [fields] */
    char encoding[32]; /* as iconv calls it */
    const char *encoding_from;
    strlist warnings;
};

typedef struct alias {
    const char *spelling, *iconv;
} alias;

/* Spellings in .cpg files, letters and digits only, upper case. */
static const alias cpg_aliases[] = {
    {"UTF8", "UTF-8"},          {"65001", "UTF-8"},        {"88591", "ISO-8859-1"},
    {"ISO88591", "ISO-8859-1"}, {"28591", "ISO-8859-1"},   {"LATIN1", "ISO-8859-1"},
    {"1252", "CP1252"},         {"ANSI1252", "CP1252"},    {"CP1252", "CP1252"},
    {"WINDOWS1252", "CP1252"},  {"885915", "ISO-8859-15"}, {"ISO885915", "ISO-8859-15"},
    {"850", "CP850"},           {"437", "CP437"},          {"1250", "CP1250"},
};

typedef struct language_id {
    uint8_t id;
    const char *iconv;
} language_id;

/* dBASE language driver ids (Borland); 0x57 is "current ANSI", so it is not listed. */
static const language_id language_ids[] = {
    {0x01, "CP437"}, {0x02, "CP850"}, {0x03, "CP1252"}, {0x08, "CP865"},
    {0x64, "CP852"}, {0x65, "CP866"}, {0xc8, "CP1250"}, {0xc9, "CP1251"},
};

static void stay_silent(const char *text) { (void)text; }

static DBFHandle open_dbf(const char *path) {
    SAHooks hooks;
    SASetupDefaultHooks(&hooks);
    hooks.Error = stay_silent;
    return DBFOpenLL(path, "rb", &hooks);
}

/* ---- raw cells: separated by newlines, undecoded ---------------------------------- */

static void add_raw(buf *out, const char *text) {
    for (; text && *text; text++) {
        char c = (unsigned char)*text < 0x20 ? ' ' : *text;
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

static void add_number(buf *out, const char *text) {
    double v;
    char shortest[32];
    if (add_whole(out, text)) return;
    if (!text_to_double(text, &v)) { /* blank, or the stars of an overflow */
        add_raw(out, text);
        return;
    }
    json_shortest(v, shortest);
    add_raw(out, shortest);
}

static err_code read_raw(DBFHandle h, dbf *d, buf *out, err *e) {
    for (size_t f = 0; f < d->fields; f++) {
        char name[XBASE_FLDNAME_LEN_READ + 1] = "";
        DBFGetFieldInfo(h, (int)f, name, NULL, NULL);
        char type = DBFGetNativeFieldType(h, (int)f);
        d->numeric[f] = type == 'N' || type == 'F';
        add_raw(out, name);
    }
    for (size_t r = 0; r < d->records; r++) {
        d->deleted[r] = (uint8_t)(DBFIsRecordDeleted(h, (int)r) != 0);
        for (size_t f = 0; f < d->fields; f++) {
            const char *text = DBFReadStringAttribute(h, (int)r, (int)f);
            if (!text)
                return err_set(e, ERR_FORMAT, "record %zu cannot be read: the file is cut", r + 1);
            if (d->numeric[f])
                add_number(out, text);
            else
                add_raw(out, text);
        }
    }
    return buf_status(out, e);
}

/* ---- encoding ---------------------------------------------------------------------- */

static void plain_spelling(const char *text, char out[32]) {
    size_t n = 0;
    for (; *text && n < 31; text++)
        if (isalnum((unsigned char)*text)) out[n++] = (char)toupper((unsigned char)*text);
    out[n] = 0;
}

static const char *from_cpg(const char *text) {
    char plain[32];
    plain_spelling(text, plain);
    for (size_t i = 0; i < sizeof cpg_aliases / sizeof *cpg_aliases; i++)
        if (!strcmp(plain, cpg_aliases[i].spelling)) return cpg_aliases[i].iconv;
    return text; /* iconv may know it */
}

/* The header's byte 29.  (DBFGetCodePage() tells the .cpg instead where there is one.) */
static const char *from_language_id(const char *path) {
    FILE *f = fopen(path, "rb");
    int id = f && !fseek(f, 29, SEEK_SET) ? fgetc(f) : EOF;
    if (f) fclose(f);
    for (size_t i = 0; i < sizeof language_ids / sizeof *language_ids; i++)
        if (language_ids[i].id == id) return language_ids[i].iconv;
    return NULL;
}

static size_t lines_in(bytes text) {
    size_t n = 0;
    for (size_t i = 0; i < text.len; i++) n += text.data[i] == '\n';
    return n;
}

/* Wide encodings (UTF-16) read the line ends away, and so are wrong. */
static err_code decode_by(const char *encoding, bytes raw, buf *out, err *e) {
    buf_reset(out);
    err_code rc = text_to_utf8(encoding, raw, out, e);
    if (rc || lines_in(buf_view(out)) == lines_in(raw)) return rc;
    return err_set(e, ERR_FORMAT, "text is not %s: its cells would run together", encoding);
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
            strncpy(d->encoding, tries[i].encoding, sizeof d->encoding - 1);
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

static err_code decide_encoding(dbf *d, const char *path, const char *wanted, bytes raw, buf *out,
                                err *e) {
    char *cpg_path = path_sibling(path, "cpg");
    if (!cpg_path) return err_nomem(e);
    buf cpg = BUF_EMPTY;
    err_code rc = file_read(cpg_path, 1024, &cpg, NULL); /* that there is none is fine */
    free(cpg_path);
    if (rc == ERR_NOMEM) {
        buf_free(&cpg);
        return err_nomem(e);
    }
    char *line = cpg.len ? text_trim((char *)cpg.data) : NULL;
    const candidate tries[] = {
        {wanted ? from_cpg(wanted) : NULL, "--encoding"},
        {line && *line ? from_cpg(line) : NULL, ".cpg"},
        {from_language_id(path), "language id"},
        {"UTF-8", "valid UTF-8"},
        {"CP1252", "fallback"},
        {"ISO-8859-1", "fallback"},
    };
    rc = decode(d, tries, sizeof tries / sizeof *tries, raw, out, e);
    buf_free(&cpg);
    return rc;
}

/* ---- the table ----------------------------------------------------------------------- */

static err_code split(dbf *d, buf *text, err *e) {
    size_t cells = d->records * d->fields;
    d->name = calloc(d->fields ? d->fields : 1, sizeof *d->name);
    d->cell = calloc(cells ? cells : 1, sizeof *d->cell);
    buf_adds(text, "");
    d->text = (char *)buf_detach(text, NULL);
    if (!d->name || !d->cell || !d->text) return err_nomem(e);
    char *p = d->text;
    for (size_t i = 0; i < d->fields + cells; i++) {
        char *end = strchr(p, '\n');
        assert(end); /* see decode_by() */
        *end = 0;
        *(i < d->fields ? &d->name[i] : &d->cell[i - d->fields]) = text_trim(p);
        p = end + 1;
    }
    return ERR_OK;
}

static err_code load(dbf *d, DBFHandle h, const char *path, const char *encoding, err *e) {
    int records = DBFGetRecordCount(h), fields = DBFGetFieldCount(h);
    if (records < 0 || fields < 1) return err_set(e, ERR_FORMAT, "the header is damaged");
    d->records = (size_t)records;
    d->fields = (size_t)fields;
    d->deleted = calloc(d->records ? d->records : 1, 1);
    d->numeric = calloc(d->fields, 1);
    if (!d->deleted || !d->numeric) return err_nomem(e);
    buf raw = BUF_EMPTY, text = BUF_EMPTY;
    err_code rc = read_raw(h, d, &raw, e);
    if (!rc) rc = decide_encoding(d, path, encoding, buf_view(&raw), &text, e);
    if (!rc) rc = split(d, &text, e);
    buf_free(&raw);
    buf_free(&text);
    return rc;
}

err_code dbf_load(const char *path, const char *encoding, dbf **out, err *e) {
    if (!file_exists(path)) return err_set(e, ERR_NOTFOUND, "%s: no such file", path);
    DBFHandle h = open_dbf(path);
    if (!h) return err_set(e, ERR_FORMAT, "%s: not a dBASE table, or its header is damaged", path);
    dbf *d = calloc(1, sizeof *d);
    err_code rc = d ? load(d, h, path, encoding, e) : err_nomem(e);
    DBFClose(h);
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
    strlist_free(&d->warnings);
    free(d);
}

size_t dbf_records(const dbf *d) { return d->records; }
size_t dbf_fields(const dbf *d) { return d->fields; }
const char *dbf_field_name(const dbf *d, size_t field) { return d->name[field]; }
const char *dbf_cell(const dbf *d, size_t record, size_t field) {
    return d->cell[record * d->fields + field];
}
bool dbf_deleted(const dbf *d, size_t record) { return d->deleted[record] != 0; }
const char *dbf_encoding(const dbf *d) { return d->encoding; }
const char *dbf_encoding_from(const dbf *d) { return d->encoding_from; }
const strlist *dbf_warnings(const dbf *d) { return &d->warnings; }

err_code dbf_find_field(const dbf *d, const char *name, size_t *out, err *e) {
    buf list = BUF_EMPTY;
    for (size_t f = 0; f < d->fields; f++) {
        if (!strcmp(d->name[f], name)) {
            *out = f;
            buf_free(&list);
            return ERR_OK;
        }
        buf_addf(&list, "%s%s", f ? ", " : "", d->name[f]);
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
    for (size_t f = 0; f < d->fields; f++) add_csv_cell(out, d->name[f], false, f + 1 == d->fields);
    for (size_t r = 0; r < d->records; r++)
        for (size_t f = 0; f < d->fields && !d->deleted[r]; f++)
            add_csv_cell(out, dbf_cell(d, r, f), d->numeric[f], f + 1 == d->fields);
    return buf_status(out, e);
}
