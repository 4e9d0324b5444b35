#include "data/table_px.h"
#include "data/excerpt.h"
#include "data/px.h"
#include "data/table_decode.h"

#include <assert.h>
#include <string.h>
#include <strings.h>

/* ---- is it one? */

/* What files begin with; any other first keyword needs the name .px. */
static const char *const first_keywords[] = {
    "CHARSET", "AXIS-VERSION", "CODEPAGE",     "LANGUAGE", "LANGUAGES", "CREATION-DATE",
    "MATRIX",  "SUBJECT-AREA", "SUBJECT-CODE", "DECIMALS", "TITLE",     "COPYRIGHT"};

bool table_px_sniff(bytes text) {
    while (text.len && *text.data && strchr(" \t\r\n", *text.data))
        text = (bytes){text.data + 1, text.len - 1};
    for (size_t i = 0; i < sizeof first_keywords / sizeof *first_keywords; i++) {
        size_t n = strlen(first_keywords[i]);
        if (text.len > n && !strncasecmp((const char *)text.data, first_keywords[i], n) &&
            strchr("=[(", text.data[n]) && text.data[n])
            return true;
    }
    return false;
}

/* ---- encoding */

static const struct {
    const char *page; /* of CODEPAGE, in any case */
    decode_as as;
} pages[] = {
    {"utf-8", {"UTF-8", NULL, true}},
    {"utf8", {"UTF-8", NULL, true}},
    /* Windows-1252 has letters where ISO-8859-1 has controls, and files use them. */
    {"iso-8859-1", {"Windows-1252", "CP1252", true}},
    {"latin1", {"Windows-1252", "CP1252", true}},
    {"windows-1252", {"Windows-1252", "CP1252", true}},
    {"us-ascii", {"Windows-1252", "CP1252", false}},
    {"iso-8859-2", {"ISO-8859-2", "ISO-8859-2", true}},
    {"iso-8859-4", {"ISO-8859-4", "ISO-8859-4", true}},
    {"iso-8859-5", {"ISO-8859-5", "ISO-8859-5", true}},
    {"iso-8859-7", {"ISO-8859-7", "ISO-8859-7", true}},
    {"iso-8859-9", {"ISO-8859-9", "ISO-8859-9", true}},
    {"iso-8859-13", {"ISO-8859-13", "ISO-8859-13", true}},
    {"iso-8859-15", {"ISO-8859-15", "ISO-8859-15", true}},
    {"windows-1250", {"Windows-1250", "CP1250", true}},
    {"windows-1251", {"Windows-1251", "CP1251", true}},
    {"windows-1253", {"Windows-1253", "CP1253", true}},
    {"windows-1254", {"Windows-1254", "CP1254", true}},
    {"windows-1257", {"Windows-1257", "CP1257", true}},
    {"ibm850", {"CP850", "CP850", true}},
};

/* The first text of a statement; "" without one. */
static err_code first_text(const px_statement *s, buf *out, err *e) {
    bool found = false;
    bytes rest = s ? s->value : (bytes){NULL, 0};
    err_code rc = px_next_string(&rest, out, &found, e);
    return rc ? err_wrap(e, rc, "line %zu", s->line) : ERR_OK;
}

/* Quotes, "=" and ";" are the same bytes in all these encodings, so the file's own words on it
 * can be read before it is decoded. */
static err_code find_encoding(const px_file *f, decode_as *out, err *e) {
    const px_statement *page = px_find(f, "CODEPAGE", NULL);
    bool ansi = px_find(f, "CHARSET", NULL) != NULL;
    *out =
        ansi ? (decode_as){"Windows-1252", "CP1252", false} : (decode_as){"CP850", "CP850", false};
    if (!page) return ERR_OK;
    buf name = BUF_EMPTY;
    err_code rc = first_text(page, &name, e);
    bool found = false;
    for (size_t i = 0; i < sizeof pages / sizeof *pages && !rc && !found; i++) {
        found = !strcasecmp(pages[i].page, buf_text(&name));
        if (found) *out = pages[i].as;
    }
    if (!rc && !found)
        rc = err_set(e, ERR_UNSUPPORTED,
                     "line %zu: the code page \"%s\" is not known here; save the file as UTF-8",
                     page->line, excerpt_of(buf_text(&name)).text);
    buf_free(&name);
    return rc;
}

/* ---- dimensions */

static err_code count_texts(const px_statement *s, buf *scratch, size_t *n, err *e) {
    bool found = true;
    bytes rest = s->value;
    err_code rc = ERR_OK;
    for (*n = 0; !rc && found;) {
        rc = px_next_string(&rest, scratch, &found, e);
        *n += !rc && found;
    }
    return rc ? err_wrap(e, rc, "line %zu", s->line) : ERR_OK;
}

/* The texts were counted before: there are n of them. */
static err_code store_texts(table *t, const px_statement *s, buf *scratch, uint32_t *out, size_t n,
                            err *e) {
    bool found;
    bytes rest = s->value;
    err_code rc = ERR_OK;
    for (size_t i = 0; i < n && !rc; i++) {
        rc = px_next_string(&rest, scratch, &found, e);
        if (!rc) rc = table_store_text(t, buf_text(scratch), scratch->len, &out[i], e);
    }
    return rc;
}

static err_code add_dimension(table *t, const px_file *f, const char *name, size_t line, err *e) {
    const px_statement *values = px_find(f, "VALUES", name), *codes = px_find(f, "CODES", name);
    if (!values)
        return err_set(e, ERR_FORMAT, "line %zu: the variable \"%s\" has no VALUES(\"%s\")", line,
                       excerpt_of(name).text, excerpt_of(name).text);
    buf text = BUF_EMPTY;
    size_t n = 0, n_codes = 0;
    err_code rc = count_texts(values, &text, &n, e);
    if (!rc && codes) rc = count_texts(codes, &text, &n_codes, e);
    if (!rc && codes && n_codes != n)
        rc = err_set(e, ERR_FORMAT, "line %zu: %zu CODES for %zu VALUES of \"%s\"", codes->line,
                     n_codes, n, excerpt_of(name).text);
    if (!rc && (rc = cube_add_dimension(&t->cube, name, n, e)))
        err_wrap(e, rc, "line %zu", values->line);
    if (!rc) {
        cube_dimension *d = &t->cube.dimension[t->cube.n_dimensions - 1];
        rc = store_texts(t, values, &text, d->label, n, e);
        if (!rc && codes) rc = store_texts(t, codes, &text, d->code, n, e);
        if (!codes) memcpy(d->code, d->label, n * sizeof *d->code);
    }
    buf_free(&text);
    return rc;
}

/* Those of STUB or HEADING. */
static err_code add_dimensions(table *t, const px_file *f, const char *keyword, err *e) {
    const px_statement *s = px_find(f, keyword, NULL);
    if (!s) return ERR_OK;
    buf name = BUF_EMPTY;
    bytes rest = s->value;
    err_code rc = ERR_OK;
    for (bool found = true; !rc && found;) {
        rc = px_next_string(&rest, &name, &found, e);
        if (rc) err_wrap(e, rc, "line %zu", s->line);
        if (!rc && found) rc = add_dimension(t, f, buf_text(&name), s->line, e);
    }
    buf_free(&name);
    return rc;
}

/* ---- figures */

static size_t count_data(bytes rest) {
    size_t n = 0, line = 0;
    for (bytes datum; px_next_datum(&rest, &line, &datum);) n++;
    return n;
}

static err_code check_data(const table *t, const px_statement *data, err *e) {
    size_t n = count_data(data->value);
    if (n == t->cube.rows) return ERR_OK;
    return err_set(e, ERR_FORMAT,
                   "line %zu: DATA has %zu values where its variables make %zu; is the file whole?",
                   data->line, n, t->cube.rows);
}

static err_code store_data(table *t, const px_statement *data, err *e) {
    bytes rest = data->value, datum;
    size_t line = data->value_line, row = 0;
    err_code rc = cube_reserve_values(&t->cube, false, true, e);
    while (!rc && px_next_datum(&rest, &line, &datum)) {
        assert(row < t->cube.rows);
        t->cube.line[row] = (uint32_t)line;
        rc = table_store_text(t, datum.data, datum.len, &t->cube.value[row++], e);
    }
    return rc;
}

static err_code store_facts(table *t, const px_file *f, err *e) {
    static const char *const keyword[TABLE_FACTS] = {"TITLE", "SOURCE", "UNITS", "NOTE"};
    err_code rc = ERR_OK;
    for (int i = 0; i < TABLE_FACTS && !rc; i++) {
        const px_statement *s = px_find(f, keyword[i], NULL);
        if (!s) continue;
        buf text = BUF_EMPTY;
        rc = first_text(s, &text, e);
        if (rc)
            buf_free(&text);
        else
            t->about[i] = (char *)buf_detach(&text, NULL);
    }
    return rc;
}

static err_code read_file(table *t, const px_file *f, err *e) {
    const px_statement *keys = px_find(f, "KEYS", NULL), *data = px_find(f, "DATA", NULL);
    for (size_t i = 0; i < f->count && !keys; i++) /* KEYS("Region")=... */
        if (f->statement[i].keyword.len == 4 &&
            !strncasecmp((const char *)f->statement[i].keyword.data, "KEYS", 4))
            keys = &f->statement[i];
    if (keys)
        return err_set(e, ERR_UNSUPPORTED,
                       "line %zu: the sparse form of PX (KEYS) is not read; save the table as PX "
                       "without it, or as CSV",
                       keys->line);
    if (!data) return err_set(e, ERR_FORMAT, "there is no DATA; is the file whole?");
    err_code rc = add_dimensions(t, f, "STUB", e);
    if (!rc) rc = add_dimensions(t, f, "HEADING", e);
    if (!rc && !t->cube.n_dimensions)
        rc = err_set(e, ERR_FORMAT, "neither STUB nor HEADING names a variable");
    if (!rc) rc = cube_measure(&t->cube, UINT32_MAX, TABLE_CELLS_MAX, e);
    if (!rc) rc = check_data(t, data, e);
    if (!rc) rc = store_data(t, data, e);
    if (!rc) rc = store_facts(t, f, e);
    return rc ? rc : table_store_cube_header(t, e);
}

err_code table_px_parse(bytes text, table *t, err *e) {
    bool marked = text.len >= 3 && !memcmp(text.data, "\xef\xbb\xbf", 3);
    bytes view = marked ? (bytes){text.data + 3, text.len - 3} : text;
    buf store = BUF_EMPTY;
    px_file f = {0};
    decode_as as = {"UTF-8", NULL, true};
    err_code rc = px_scan(view, &f, e);
    if (!rc && !marked) rc = find_encoding(&f, &as, e);
    px_free(&f);
    if (!rc) rc = table_decode(text, &as, &store, &view, &t->encoding, e);
    if (!rc) rc = px_scan(view, &f, e);
    if (!rc) rc = read_file(t, &f, e);
    t->decimal = '.'; /* the format's only one */
    px_free(&f);
    buf_free(&store);
    return rc;
}
