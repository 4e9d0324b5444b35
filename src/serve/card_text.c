#include "serve/card_text.h"

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
    if (!isfinite(difference) || !reference->label) return;
    number_format_value(fabs(difference), choropleth_decimals(c), c->rule.percent ? "%" : "", l,
                        &size);
    const char *const parts[] = {buf_text(&size), reference->label};
    if (reads_zero(parts[0]))
        wording_fill(WORD_CARD_EQUAL, l, parts + 1, 1, out);
    else
        wording_fill(difference > 0 ? WORD_CARD_ABOVE : WORD_CARD_BELOW, l, parts, 2, out);
    buf_free(&size);
}

void card_text_rank(const choropleth *c, const size_t *rank, district_id d, buf *out) {
    size_t n = choropleth_indicator(c)->data.n_districts, ranked = 0, same = 0;
    lang l = c->look.language;
    buf place = BUF_EMPTY, all = BUF_EMPTY;
    for (size_t i = 0; i < n; i++) ranked += rank[i] > 0, same += rank[i] == rank[d];
    number_format_text((double)rank[d], 0, l, &place);
    if (same > 1) {
        buf_adds(&place, "\u2013");
        number_format_text((double)(rank[d] + same - 1), 0, l, &place);
    }
    number_format_text((double)ranked, 0, l, &all);
    wording_fill(WORD_CARD_RANK, l, (const char *const[]){buf_text(&place), buf_text(&all)}, 2,
                 out);
    out->failed |= place.failed | all.failed;
    buf_free(&place);
    buf_free(&all);
}
