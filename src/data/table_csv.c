#include "data/table_csv.h"
#include "base/text.h"
#include "data/table_decode.h"

#include <csv.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

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

/* Excel's own first line, "sep=;": the separator, and no header. */
static bool is_sep_line(const record *r) {
    bytes t = r->text;
    while (t.len && strchr("\r\n", t.data[t.len - 1])) t.len--;
    return t.len == 5 && !strncasecmp((const char *)t.data, "sep=", 4) &&
           strchr(",;\t|", t.data[4]);
}

static char find_separator(bytes text) {
    scanner s = {text, 0, 1};
    record header = {{NULL, 0}, 0, false};
    while (next_record(&s, &header) && is_blank_record(&header)) continue;
    if (is_sep_line(&header)) return (char)header.text.data[4];
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
    if (!r->rc)
        r->rc = array_reserve(&t->cell, &t->cells_cap, t->n_cells + 1, sizeof *t->cell, r->e);
    if (!r->rc) r->rc = table_store_text(t, data, len, &t->cell[t->n_cells], r->e);
    t->n_cells += !r->rc;
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
        if (!t->n_rows && is_sep_line(&rec)) continue;
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

err_code table_csv_parse(bytes text, table *t, err *e) {
    static const decode_as other = {"Windows-1252", "CP1252", false};
    buf store = BUF_EMPTY;
    bytes view;
    err_code rc = table_decode(text, &other, &store, &view, &t->encoding, e);
    if (!rc) {
        t->separator = find_separator(view);
        rc = read_rows(view, t, e);
    }
    if (!rc) rc = read_header(t, e);
    buf_free(&store);
    return rc;
}
