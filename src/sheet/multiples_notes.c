/* The notes of a sheet of several maps: those of each, without saying anything twice. */
#include "carto/wording.h"
#include "sheet/multiples.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static size_t find(const notes *n, const char *text, int last) {
    size_t i = 0;
    while (i < n->n && (n->last[i] != last || strcmp(n->text[i], text) != 0)) i++;
    return i;
}

static err_code add(notes *out, buf *text, int last, err *e) {
    err_code rc = buf_status(text, e);
    if (!rc && text->len && out->n < NOTES_MAX) {
        out->text[out->n] = (char *)buf_detach(text, NULL);
        out->last[out->n++] = last;
    }
    buf_free(text);
    return rc;
}

/* The text of a panel: as it is if all say it, else behind the titles of those that do. */
static err_code add_of(const multiples *m, const notes *each, size_t panel, size_t i, notes *out,
                       err *e) {
    const char *text = each[panel].text[i];
    int last = each[panel].last[i];
    size_t said = 0;
    buf own = BUF_EMPTY;
    for (size_t k = 0; k < m->n; k++) said += find(&each[k], text, last) < each[k].n;
    for (size_t k = 0; k < panel; k++) /* the first that says it has told it */
        if (find(&each[k], text, last) < each[k].n) return ERR_OK;
    for (size_t k = panel, told = 0; k < m->n && said < m->n; k++)
        if (find(&each[k], text, last) < each[k].n)
            buf_addf(&own, "%s%s", told++ ? ", " : "", buf_text(&m->panel[k].title));
    buf_addf(&own, "%s%s", said < m->n ? ": " : "", text);
    return add(out, &own, last, e);
}

#define ALWAYS (NOTES_LEVELS - 1)

static err_code add_pooled(const multiples *m, notes *out, err *e) {
    const choropleth *c = m->panel[0].map;
    const joined *j = &choropleth_indicator(c)->data;
    lang in = m->shared.language;
    size_t n = 0;
    buf values = BUF_EMPTY, periods = BUF_EMPTY, text = BUF_EMPTY;
    if (c->look.method->takes_breaks || m->shared.categories) return ERR_OK;
    for (size_t i = 0; i < j->n_periods * j->n_districts; i++) n += !isnan(j->value[i]);
    number_format_text((double)n, 0, in, &values);
    number_format_text((double)j->n_periods, 0, in, &periods);
    wording_fill(WORD_MULTIPLES_POOLED, in,
                 (const char *const[]){buf_text(&values), buf_text(&periods)}, 2, &text);
    if (values.failed || periods.failed) text.failed = 1;
    buf_free(&values);
    buf_free(&periods);
    return add(out, &text, ALWAYS, e);
}

static err_code add_bars(const multiples *m, notes *out, err *e) {
    lang in = m->shared.language;
    buf text = BUF_EMPTY;
    bool marked = false;
    if (m->shared.n_stops) return ERR_OK;
    for (size_t i = 0; i < m->n; i++) marked |= m->panel[i].marked >= 0;
    buf_adds(&text, wording_get(WORD_MULTIPLES_BARS, in));
    if (marked) buf_addf(&text, " %s", wording_get(WORD_MULTIPLES_MARK, in));
    return add(out, &text, 0, e);
}

err_code multiples_notes(const multiples *m, notes *out, err *e) {
    notes each[MULTIPLES_PERIODS] = {0};
    sheet_source source[MULTIPLES_PERIODS];
    err_code rc = ERR_OK;
    *out = (notes){.source = m->source};
    for (size_t i = 0; i < m->n && !rc; i++) {
        source[i] = *m->source;
        source[i].map = m->panel[i].map;
        source[i].legend = m->panel[i].legend;
        rc = notes_make(&source[i], &each[i], e);
    }
    if (!rc && m->by_period) rc = add_bars(m, out, e);
    if (!rc && m->by_period) rc = add_pooled(m, out, e);
    for (size_t i = 0; i < m->n && !rc; i++)
        for (size_t k = 0; k < each[i].n && !rc; k++) rc = add_of(m, each, i, k, out, e);
    for (size_t i = 0; i < m->n; i++) notes_free(&each[i]);
    return rc;
}
