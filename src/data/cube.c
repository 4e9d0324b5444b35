#include "data/cube.h"
#include "base/text.h"
#include "data/excerpt.h"

#include <assert.h>
#include <stdlib.h>

err_code cube_add_dimension(cube *c, const char *name, size_t size, err *e) {
    if (!c->dimension && !(c->dimension = calloc(CUBE_DIMENSIONS_MAX, sizeof *c->dimension)))
        return err_nomem(e);
    if (c->n_dimensions == CUBE_DIMENSIONS_MAX)
        return err_set(e, ERR_RANGE, "more than %d dimensions", CUBE_DIMENSIONS_MAX);
    if (!size)
        return err_set(e, ERR_FORMAT, "the dimension \"%s\" has no categories",
                       excerpt_of(name).text);
    cube_dimension *d = &c->dimension[c->n_dimensions];
    err_code rc = text_key(name, &d->name, e);
    if (rc) return rc;
    c->n_dimensions++;
    d->size = size;
    d->code = calloc(size, sizeof *d->code);
    d->label = calloc(size, sizeof *d->label);
    if (!d->code || !d->label) return err_nomem(e);
    return *d->name ? ERR_OK : err_set(e, ERR_FORMAT, "a dimension has no name");
}

err_code cube_measure(cube *c, size_t rows_max, size_t cells_max, err *e) {
    size_t rows = 1, most = cells_max / (2 * c->n_dimensions + 2);
    if (rows_max < most) most = rows_max;
    for (size_t i = c->n_dimensions; i-- > 0;) {
        cube_dimension *d = &c->dimension[i];
        d->stride = rows;
        if (d->size > most / rows)
            return err_set(e, ERR_RANGE,
                           "its dimensions make more than %zu values; save a part of it", most);
        rows *= d->size;
    }
    c->rows = rows;
    return ERR_OK;
}

err_code cube_reserve_values(cube *c, bool status, bool line, err *e) {
    c->value = calloc(c->rows, sizeof *c->value);
    if (status) c->status = calloc(c->rows, sizeof *c->status);
    if (line) c->line = calloc(c->rows, sizeof *c->line);
    return c->value && (!status || c->status) && (!line || c->line) ? ERR_OK : err_nomem(e);
}

size_t cube_columns(const cube *c) { return 2 * c->n_dimensions + 1 + (c->status != NULL); }

uint32_t cube_cell(const cube *c, size_t row, size_t column) {
    assert(row < c->rows && column < cube_columns(c));
    if (column == 2 * c->n_dimensions) return c->value[row];
    if (column > 2 * c->n_dimensions) return c->status[row];
    const cube_dimension *d = &c->dimension[column / 2];
    size_t i = row / d->stride % d->size;
    return column % 2 ? d->label[i] : d->code[i];
}

void cube_free(cube *c) {
    for (size_t i = 0; i < c->n_dimensions; i++) {
        free(c->dimension[i].name);
        free(c->dimension[i].code);
        free(c->dimension[i].label);
    }
    free(c->dimension);
    free(c->value);
    free(c->status);
    free(c->line);
    *c = (cube){0};
}
