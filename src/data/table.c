#include "data/table.h"
#include "base/fileio.h"
#include "base/text.h"
#include "data/excerpt.h"
#include "data/table_formats.h"
#include "data/table_store.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static err_code parse(bytes text, table *t, err *e) {
    const table_format_row *f = NULL;
    if (text.len > TABLE_BYTES_MAX)
        return err_set(e, ERR_RANGE, "larger than %zu bytes", TABLE_BYTES_MAX);
    err_code rc = table_formats_find(t->name, text, &f, e);
    if (rc) return rc;
    t->format = f->name;
    return f->parse(text, t, e);
}

err_code table_parse(const char *name, bytes text, table **out, err *e) {
    table *t = calloc(1, sizeof *t);
    if (!t || !(t->name = strdup(name))) {
        table_free(t);
        return err_nomem(e);
    }
    err_code rc = parse(text, t, e);
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
    for (int i = 0; i < TABLE_FACTS; i++) free(t->about[i]);
    free(t->header);
    free(t->cell);
    free(t->row);
    cube_free(&t->cube);
    buf_free(&t->text);
    free(t->name);
    free(t);
}

/* ---- for the readers */

err_code table_store_text(table *t, const void *text, size_t len, uint32_t *at, err *e) {
    if (t->text.len > UINT32_MAX - len - 1) return err_set(e, ERR_RANGE, "more than 4 GB of text");
    *at = (uint32_t)t->text.len;
    buf_add(&t->text, text, len);
    buf_add(&t->text, "", 1);
    return buf_status(&t->text, e);
}

/* The name of column i, as a new text. */
static err_code name_cube_column(const cube *c, size_t i, char **out, err *e) {
    buf name = BUF_EMPTY;
    if (i < 2 * c->n_dimensions)
        buf_addf(&name, "%s%s", c->dimension[i / 2].name, i % 2 ? " label" : "");
    else
        buf_adds(&name, i == 2 * c->n_dimensions ? "value" : "status");
    *out = (char *)buf_detach(&name, NULL);
    return *out ? ERR_OK : err_nomem(e);
}

err_code table_store_cube_header(table *t, err *e) {
    t->is_cube = true;
    t->columns = cube_columns(&t->cube);
    if (!(t->header = calloc(t->columns, sizeof *t->header))) return err_nomem(e);
    err_code rc = ERR_OK;
    for (size_t i = 0; i < t->columns && !rc; i++)
        rc = name_cube_column(&t->cube, i, &t->header[i], e);
    return rc;
}

/* ---- what was read */

const char *table_name(const table *t) { return t->name; }
const char *table_format(const table *t) { return t->format; }
size_t table_columns(const table *t) { return t->columns; }
size_t table_rows(const table *t) { return t->is_cube ? t->cube.rows : t->n_rows - 1; }
char table_separator(const table *t) { return t->separator; }
const char *table_encoding(const table *t) { return t->encoding; }
char table_decimal(const table *t) { return t->decimal; }

const char *table_header(const table *t, size_t column) {
    assert(column < t->columns);
    return t->header[column];
}

bool table_is_figure(const table *t, size_t column) {
    assert(column < t->columns);
    return !t->is_cube || column == 2 * t->cube.n_dimensions;
}

const char *table_about(const table *t, table_fact fact) {
    assert(fact < TABLE_FACTS);
    return t->about[fact] ? t->about[fact] : "";
}

const char *table_cell(const table *t, size_t row, size_t column) {
    assert(row < table_rows(t) && column < t->columns);
    if (t->is_cube) return (const char *)t->text.data + cube_cell(&t->cube, row, column);
    const table_row *r = &t->row[row + 1];
    size_t end = row + 2 < t->n_rows ? r[1].first : t->n_cells;
    size_t i = r->first + column;
    return i < end ? (const char *)t->text.data + t->cell[i] : "";
}

size_t table_line(const table *t, size_t row) {
    assert(row < table_rows(t));
    if (!t->is_cube) return t->row[row + 1].line;
    return t->cube.line ? t->cube.line[row] : row + 1;
}

const char *table_line_word(const table *t) {
    return t->is_cube && !t->cube.line ? "value" : "line";
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
