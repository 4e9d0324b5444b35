#include "data/csv_write.h"
#include "base/json.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

void csv_write_mark(csv_write *w) { buf_adds(w->out, "\xef\xbb\xbf"); }

static void next_cell(csv_write *w) {
    if (w->cells++) buf_adds(w->out, ",");
}

void csv_write_text(csv_write *w, const char *text) {
    next_cell(w);
    if (!text || !*text) return;
    bool formula = strchr("=+-@\t\r\n", *text) != NULL;
    bool quoted = strpbrk(text, ",\"\r\n") != NULL;
    if (quoted) buf_adds(w->out, "\"");
    if (formula) buf_adds(w->out, "'");
    for (const char *c = text; *c; c++) {
        if (*c == '"') buf_adds(w->out, "\"");
        buf_add(w->out, c, 1);
    }
    if (quoted) buf_adds(w->out, "\"");
}

void csv_write_number(csv_write *w, double v) {
    char text[32];
    next_cell(w);
    if (!isfinite(v)) return;
    json_shortest(v, text);
    buf_adds(w->out, text);
}

void csv_write_end(csv_write *w) {
    buf_adds(w->out, "\r\n");
    w->cells = 0;
}
