#include "data/table.h"
#include "base/fileio.h"
#include "base/text.h"
#include "data/excerpt.h"

#include <assert.h>
#include <csv.h>
#include <stdlib.h>
#include <string.h>

typedef struct table_row {
    uint32_t first; /* index of its first cell; the row after it tells where it ends */
    uint32_t line;
} table_row;

struct table {
    char *name;
    const char *encoding;
    char separator;
    size_t columns;
    char **header; /* [columns] */
    buf text;      /* all cells, each with its NUL */
    uint32_t *cell;
    size_t n_cells, cells_cap; /* cell[i]: where it begins in text */
    table_row *row;
    size_t n_rows, rows_cap; /* with the header */
};

/* ---- encoding */

static bool begins_with(bytes text, const char *mark, size_t len) {
    return text.len >= len && !memcmp(text.data, mark, len);
}

/* `view` is the text without its mark, as UTF-8: a part of `raw`, or of `store`. */
static err_code decode(bytes raw, buf *store, bytes *view, const char **encoding, err *e) {
    if (begins_with(raw, "\xff\xfe", 2) || begins_with(raw, "\xfe\xff", 2))
        return err_set(e, ERR_UNSUPPORTED, "the file is UTF-16; save it as CSV in UTF-8");
    const uint8_t *nul = raw.len ? memchr(raw.data, 0, raw.len) : NULL;
    if (nul)
        return err_set(e, ERR_FORMAT, "byte %zu is NUL, so this is no CSV; save it as UTF-8 text",
                       (size_t)(nul - raw.data));
    bool marked = begins_with(raw, "\xef\xbb\xbf", 3);
    *view = marked ? (bytes){raw.data + 3, raw.len - 3} : raw;
    *encoding = marked ? "UTF-8 with BOM" : "UTF-8";
    if (text_is_utf8(*view)) return ERR_OK;
    if (marked)
        return err_set(e, ERR_FORMAT, "the file is marked as UTF-8 (BOM) but is not; save it anew");
    *encoding = "Windows-1252";
    err_code rc = text_to_utf8("CP1252", raw, store, e);
    *view = buf_view(store);
    return rc ? err_wrap(e, rc, "neither UTF-8 nor Windows-1252") : ERR_OK;
}

/* ---- records: libcsv does not tell lines, so it is fed one record at a time */

typedef struct scanner {
    bytes text;
    size_t at, line; /* line: of the byte at `at`, 1-based */
} scanner;

typedef struct record { /* up to and with the line end that is outside quotes */
    bytes text;
    size_t line;   /* where it begins */
    bool unclosed; /* the file ends inside quotes */
} record;

/* With strict quoting a line end is inside quotes exactly if an odd number of quotes went before.
 */
static bool next_record(scanner *s, record *out) {
    if (s->at == s->text.len) return false;
    size_t from = s->at;
    bool quoted = false, ended = false;
    out->line = s->line;
    while (s->at < s->text.len && !ended) {
        uint8_t c = s->text.data[s->at++];
        if (c == '"') quoted = !quoted;
        bool half = c == '\r' && s->at < s->text.len && s->text.data[s->at] == '\n';
        if (half || (c != '\n' && c != '\r')) continue;
        s->line++;
        ended = !quoted;
    }
    out->text = (bytes){s->text.data + from, s->at - from};
    out->unclosed = quoted;
    return true;
}

static bool is_blank_record(const record *r) {
    for (size_t i = 0; i < r->text.len; i++)
        if (!strchr(" \t\r\n", r->text.data[i])) return false;
    return true;
}

static size_t count_outside_quotes(bytes text, char c) {
    bool quoted = false;
    size_t n = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.data[i] == '"') quoted = !quoted;
        n += !quoted && text.data[i] == (uint8_t)c;
    }
    return n;
}

static char find_separator(bytes text) {
    scanner s = {text, 0, 1};
    record header = {{NULL, 0}, 0, false};
    while (next_record(&s, &header) && is_blank_record(&header)) continue;
    char best = ',';
    size_t most = 0;
    for (const char *c = ",;\t|"; *c; c++) {
        size_t n = count_outside_quotes(header.text, *c);
        if (n <= most) continue;
        most = n;
        best = *c;
    }
    return best;
}

/* ---- cells and rows, from libcsv's callbacks */

typedef struct reader {
    table *t;
    size_t line, first; /* of the record being read: its line, its first cell's index */
    err_code rc;        /* the first failure; the callbacks then do nothing */
    err *e;
} reader;

static err_code check_width(const reader *r) {
    const table *t = r->t;
    size_t before = t->n_cells - r->first;
    if (!t->n_rows && before == TABLE_COLUMNS_MAX)
        return err_set(r->e, ERR_RANGE, "more than %d columns", TABLE_COLUMNS_MAX);
    if (t->n_rows && before == t->columns)
        return err_set(r->e, ERR_FORMAT,
                       "more cells than the header's %zu; a cell that holds \"%c\" must be in "
                       "quotes",
                       t->columns, t->separator);
    return ERR_OK;
}

static void on_cell(void *data, size_t len, void *ctx) {
    reader *r = ctx;
    table *t = r->t;
    if (!r->rc) r->rc = check_width(r);
    if (!r->rc && t->text.len > UINT32_MAX - len - 1)
        r->rc = err_set(r->e, ERR_RANGE, "more than 4 GB of text");
    if (!r->rc)
        r->rc = array_reserve(&t->cell, &t->cells_cap, t->n_cells + 1, sizeof *t->cell, r->e);
    if (r->rc) return;
    t->cell[t->n_cells++] = (uint32_t)t->text.len;
    buf_add(&t->text, data, len);
    buf_add(&t->text, "", 1);
}

static void on_row(int end, void *ctx) {
    (void)end;
    reader *r = ctx;
    table *t = r->t;
    if (!r->rc && t->n_rows && t->n_rows > TABLE_CELLS_MAX / t->columns)
        r->rc = err_set(r->e, ERR_RANGE, "more than %zu cells", TABLE_CELLS_MAX);
    if (!r->rc) r->rc = array_reserve(&t->row, &t->rows_cap, t->n_rows + 1, sizeof *t->row, r->e);
    if (r->rc) return;
    if (!t->n_rows) t->columns = t->n_cells;
    t->row[t->n_rows++] = (table_row){(uint32_t)r->first, (uint32_t)r->line};
}

static err_code fail_quote(bool unclosed, err *e) {
    return unclosed ? err_set(e, ERR_FORMAT, "a quote that opens here is never closed")
                    : err_set(e, ERR_FORMAT,
                              "a quote (\") stands inside a cell, or text after a closing one; put "
                              "the whole cell in quotes and double those within");
}

static err_code read_record(struct csv_parser *p, const record *rec, reader *r) {
    r->line = rec->line;
    r->first = r->t->n_cells;
    size_t n = csv_parse(p, rec->text.data, rec->text.len, on_cell, on_row, r);
    bool failed = n != rec->text.len;
    if (!failed && rec->unclosed) return fail_quote(true, r->e);
    if (failed) return csv_error(p) == CSV_EPARSE ? fail_quote(false, r->e) : err_nomem(r->e);
    return r->rc;
}

static err_code read_records(struct csv_parser *p, bytes text, table *t, err *e) {
    scanner s = {text, 0, 1};
    reader r = {.t = t, .e = e};
    record rec;
    while (next_record(&s, &rec)) {
        err_code rc = read_record(p, &rec, &r);
        /* The last line may have no end: csv_fini submits its row. */
        if (!rc && s.at == text.len && csv_fini(p, on_cell, on_row, &r)) rc = fail_quote(true, e);
        if (!rc) rc = r.rc;
        if (rc) return err_wrap(e, rc, "line %zu", rec.line);
    }
    return buf_status(&t->text, e);
}

static err_code read_rows(bytes text, table *t, err *e) {
    struct csv_parser p;
    if (csv_init(&p, CSV_STRICT | CSV_STRICT_FINI)) return err_nomem(e);
    csv_set_delim(&p, (unsigned char)t->separator);
    csv_set_blk_size(&p, 4096);
    err_code rc = read_records(&p, text, t, e);
    csv_free(&p);
    return rc;
}

static err_code read_header(table *t, err *e) {
    if (!t->n_rows) return err_set(e, ERR_FORMAT, "the file is empty; a header row is needed");
    if (!(t->header = calloc(t->columns, sizeof *t->header))) return err_nomem(e);
    for (size_t i = 0; i < t->columns; i++) {
        err_code rc = text_key((const char *)t->text.data + t->cell[i], &t->header[i], e);
        if (rc) return rc;
    }
    return ERR_OK;
}

err_code table_parse(const char *name, bytes text, table **out, err *e) {
    buf store = BUF_EMPTY;
    bytes view = text;
    table *t = calloc(1, sizeof *t);
    if (!t || !(t->name = strdup(name))) {
        table_free(t);
        return err_nomem(e);
    }
    err_code rc = text.len > TABLE_BYTES_MAX
                      ? err_set(e, ERR_RANGE, "larger than %zu bytes", TABLE_BYTES_MAX)
                      : decode(text, &store, &view, &t->encoding, e);
    if (!rc) {
        t->separator = find_separator(view);
        rc = read_rows(view, t, e);
    }
    if (!rc) rc = read_header(t, e);
    buf_free(&store);
    if (!rc) {
        *out = t;
        return ERR_OK;
    }
    table_free(t);
    return err_wrap(e, rc, "%s", name);
}

err_code table_read(const char *path, table **out, err *e) {
    buf text = BUF_EMPTY;
    err_code rc = file_read(path, TABLE_BYTES_MAX, &text, e);
    if (!rc) rc = table_parse(path, buf_view(&text), out, e);
    buf_free(&text);
    return rc;
}

void table_free(table *t) {
    if (!t) return;
    for (size_t i = 0; t->header && i < t->columns; i++) free(t->header[i]);
    free(t->header);
    free(t->cell);
    free(t->row);
    buf_free(&t->text);
    free(t->name);
    free(t);
}

/* ---- what was read */

const char *table_name(const table *t) { return t->name; }
size_t table_columns(const table *t) { return t->columns; }
size_t table_rows(const table *t) { return t->n_rows - 1; }
char table_separator(const table *t) { return t->separator; }
const char *table_encoding(const table *t) { return t->encoding; }

const char *table_header(const table *t, size_t column) {
    assert(column < t->columns);
    return t->header[column];
}

const char *table_cell(const table *t, size_t row, size_t column) {
    assert(row < table_rows(t) && column < t->columns);
    const table_row *r = &t->row[row + 1];
    size_t end = row + 2 < t->n_rows ? r[1].first : t->n_cells;
    size_t i = r->first + column;
    return i < end ? (const char *)t->text.data + t->cell[i] : "";
}

size_t table_line(const table *t, size_t row) {
    assert(row < table_rows(t));
    return t->row[row + 1].line;
}

static err_code fail_no_column(const table *t, const char *name, err *e) {
    buf list = BUF_EMPTY;
    for (size_t i = 0; i < t->columns && list.len < sizeof e->text; i++)
        buf_addf(&list, "%s%s", i ? ", " : "", excerpt_of(t->header[i]).text);
    err_code rc = buf_status(&list, e);
    if (!rc)
        rc = err_set(e, ERR_NOTFOUND, "%s: no column \"%s\"; it has: %s", t->name,
                     excerpt_of(name).text, buf_text(&list));
    buf_free(&list);
    return rc;
}

err_code table_find_column(const table *t, const char *name, size_t *out, err *e) {
    char *key;
    err_code rc = text_key(name, &key, e);
    if (rc) return rc;
    size_t found = 0, at = 0;
    for (size_t i = 0; i < t->columns; i++)
        if (!strcmp(t->header[i], key) && !found++) at = i;
    free(key);
    if (!found) return fail_no_column(t, name, e);
    if (found > 1)
        return err_set(e, ERR_FORMAT,
                       "%s: %zu columns are called \"%s\"; give them different names", t->name,
                       found, excerpt_of(name).text);
    *out = at;
    return ERR_OK;
}
