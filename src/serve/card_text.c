#include "serve/card_text.h"
#include "serve/panel_json.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A difference that reads zero is none. */
static bool reads_zero(const char *text) { return !text[strcspn(text, "123456789")]; }

void card_text_reference(const choropleth *c, const legend_reference *reference, district_id d,
                         buf *out) {
    double difference = c->value[d] - reference->value;
    lang l = c->look.language;
    buf size = BUF_EMPTY;
    if (!isfinite(difference) || !reference->name) return;
    number_format_value(fabs(difference), choropleth_decimals(c), c->rule.percent ? "%" : "", l,
                        &size);
    bool equal = reads_zero(buf_text(&size));
    if (panel_json_has_percent(c, reference->value)) {
        buf_adds(&size, " (");
        number_format_value(100 * fabs(difference) / reference->value, 0, "%", l, &size);
        buf_adds(&size, ")");
    }
    const char *const parts[] = {buf_text(&size), reference->name, reference->text};
    if (equal)
        wording_fill(WORD_CARD_EQUAL, l, parts + 1, 2, out);
    else
        wording_fill(difference > 0 ? WORD_CARD_ABOVE : WORD_CARD_BELOW, l, parts, 3, out);
    buf_free(&size);
}

err_code card_places_make(const size_t *rank, size_t n, card_places *out, err *e) {
    *out = (card_places){.rank = rank, .sharing = calloc(n + 1, sizeof *out->sharing)};
    if (!out->sharing) return err_nomem(e);
    for (size_t d = 0; d < n; d++) out->sharing[rank[d]]++;
    out->ranked = n - out->sharing[0];
    return ERR_OK;
}

void card_places_free(card_places *p) {
    free(p->sharing);
    *p = (card_places){0};
}

void card_text_rank(const card_places *p, district_id d, lang l, buf *out) {
    size_t rank = p->rank[d], last = rank + p->sharing[rank] - 1;
    buf place = BUF_EMPTY, all = BUF_EMPTY;
    if (!rank) return;
    number_format_text((double)rank, 0, l, &place);
    if (last > rank) {
        buf_adds(&place, "\u2013");
        number_format_text((double)last, 0, l, &place);
    }
    number_format_text((double)p->ranked, 0, l, &all);
    wording_fill(WORD_CARD_RANK, l, (const char *const[]){buf_text(&place), buf_text(&all)}, 2,
                 out);
    out->failed |= place.failed | all.failed;
    buf_free(&place);
    buf_free(&all);
}
