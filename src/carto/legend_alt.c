#include "carto/legend_alt.h"

#include <string.h>

static void add_part(buf *out, const char *between, const char *text) {
    if (*text) buf_addf(out, "%s%s", out->len ? between : "", text);
}

/* Of a continuous ramp: "9,0–18,8". */
static void add_stops(const legend *l, buf *out) {
    legend_number(l, l->stops[0].value, l->decimals, out);
    buf_adds(out, "–");
    legend_number(l, l->stops[l->n_stops - 1].value, l->decimals, out);
}

void legend_alt_text(const legend *l, buf *out) {
    buf head = BUF_EMPTY, body = BUF_EMPTY;
    add_part(&head, ", ", l->title);
    add_part(&head, ", ", l->unit);
    add_part(&head, ", ", l->period);
    if (l->n_stops) add_stops(l, &body);
    for (size_t i = 0; i < l->count; i++) {
        add_part(&body, "; ", l->classes[i].label);
        buf_addf(&body, " (%zu)", l->classes[i].count);
    }
    for (size_t i = 0; i < l->n_rows; i++) {
        if (!l->rows[i].count) continue;
        add_part(&body, "; ", l->rows[i].label);
        buf_addf(&body, " (%zu)", l->rows[i].count);
    }
    if (l->reference.label) add_part(&body, "; ", l->reference.label);
    bool both = l->reference.kind && !strcmp(l->reference.kind, "target");
    if (l->target.label && !both) add_part(&body, "; ", l->target.label);
    for (size_t i = 0; i < l->n_contexts; i++) add_part(&body, "; ", l->context[i].label);
    for (size_t i = 0; i < l->n_groups; i++) add_part(&body, "; ", l->groups[i].label);
    buf_addf(out, "%s%s%s", buf_text(&head), head.len && body.len ? ": " : "", buf_text(&body));
    if (head.failed || body.failed) out->failed = 1;
    buf_free(&head);
    buf_free(&body);
}
