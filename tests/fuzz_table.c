/* CSV with options.  The first byte picks them: bits 0-1 the decimal mark, 2-3 what brackets
 * mean, 4 symbols for each state, 5 companions, 6 a period column, 7 a column for each period. */
#include "data/values.h"
#include "fuzz.h"

#include <stdlib.h>

static const char *const dash[] = {"-", NULL}, *const x[] = {"x", NULL}, *const dot[] = {".", NULL};

static number_rules rules_of(unsigned options) {
    number_rules r = {.brackets = (number_brackets)((options >> 2 & 3) % 3)};
    if (options & 16) {
        r.zero = dash;
        r.suppressed = x;
        r.cannot_occur = dot;
    }
    return r;
}

/* The table's first columns, as far as there are any, in the roles that the options ask for. */
static values_spec spec_of(const table *t, unsigned options, name_pair *columns) {
    size_t n = table_columns(t);
    values_spec s = {.key_column = table_header(t, 0),
                     .value_column = table_header(t, 1 % n),
                     .rules = rules_of(options),
                     .decimal = "\0.,"[(options & 3) % 3]};
    if (options & 32) {
        s.margin_column = table_header(t, 2 % n);
        s.low_column = table_header(t, 3 % n);
        s.high_column = table_header(t, 4 % n);
    }
    if (options & 64) s.period_column = table_header(t, n - 1);
    if (options & 128) {
        for (size_t i = 0; i < 2; i++)
            columns[i] = (name_pair){i ? "Q2" : "Q1", table_header(t, (i + 1) % n)};
        s.columns = columns;
        s.n_columns = 2;
    }
    return s;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    table *t = NULL;
    if (!size || table_parse("f.csv", (bytes){data + 1, size - 1}, &t, NULL)) return 0;
    name_pair columns[2];
    values_spec s = spec_of(t, data[0], columns);
    value_cells cells = {0};
    size_t figures[16];
    values_numeric_columns(t, 0, figures, 16);
    if (!values_read(t, &s, &cells, NULL))
        for (size_t i = 0; i < cells.count; i++)
            if ((cells.cell[i].state == VALUE_PRESENT) !=
                (cells.cell[i].value == cells.cell[i].value))
                abort(); /* a number exactly where a value is present */
    value_cells_free(&cells);
    table_free(t);
    return 0;
}
