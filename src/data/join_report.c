#include "data/join_report.h"
#include "data/excerpt.h"

#include <string.h>

#define EXAMPLES 3

typedef struct slip_text {
    const char *many;   /* after "N of M unmatched keys " */
    const char *one;    /* after "the nearest is X, which " */
    const char *remedy; /* what to do */
} slip_text;

static const slip_text slip_texts[KEY_SLIP__COUNT] = {
    [KEY_SLIP_NAME] = {"are names of districts, not keys", "has it as its name",
                       "join by the field with the names (-k FIELD, or `key: FIELD` in the layer)"},
    [KEY_SLIP_ZEROS] = {"match but for leading zeros", "differs in leading zeros only",
                        "write them as the districts' keys have them (a spreadsheet keeps zeros "
                        "where the column is formatted as text)"},
    [KEY_SLIP_DECIMALS] = {"match but for decimals that no key has", "differs in decimals only",
                           "write the keys as text, without decimals"},
    [KEY_SLIP_LETTERS] = {"look the same but have other blanks, hyphens or forms of letters",
                          "looks the same but has other blanks, hyphens or forms of letters",
                          "copy the districts' own spelling"},
    [KEY_SLIP_CASE] = {"match but for upper and lower case", "differs in upper and lower case only",
                       "write them as the districts' keys are"},
    [KEY_SLIP_ACCENTS] = {"match but for accents or case", "differs in accents or case only",
                          "write them as the districts' keys are, or check the file's encoding"},
    [KEY_SLIP_LABEL] = {"match but for the words after the code", "is the code at its beginning",
                        "put the words in a column of their own"},
    [KEY_SLIP_PREFIX] = {"match without what stands in front", "lacks what stands in front",
                         "take it away, or choose another key column"},
    [KEY_SLIP_NO_PREFIX] = {"match with more in front", "has more in front",
                            "put it in front, or choose another key column"},
};

static size_t count_slips(const join_report *r, key_slip slip) {
    size_t n = 0;
    for (size_t i = 0; i < r->n_unmatched_values; i++) n += r->unmatched_values[i].slip == slip;
    return n;
}

/* "both unmatched keys", "all 11 unmatched keys", "9 of 11 unmatched keys"; n > 1 */
static void tell_count(const join_report *r, size_t n, buf *out) {
    if (n == r->n_unmatched_values && n == 2)
        buf_adds(out, "both unmatched keys");
    else if (n == r->n_unmatched_values)
        buf_addf(out, "all %zu unmatched keys", n);
    else
        buf_addf(out, "%zu of %zu unmatched keys", n, r->n_unmatched_values);
}

static void tell_slips(const join_report *r, key_slip slip, size_t n, buf *out) {
    size_t shown = 0;
    tell_count(r, n, out);
    buf_addf(out, " %s", slip_texts[slip].many);
    if ((slip == KEY_SLIP_PREFIX || slip == KEY_SLIP_NO_PREFIX) && r->prefix)
        buf_addf(out, " (\"%s\")", r->prefix);
    for (size_t i = 0; i < r->n_unmatched_values && shown < EXAMPLES; i++) {
        const unmatched_value *u = &r->unmatched_values[i];
        if (u->slip != slip) continue;
        buf_addf(out, "%s\"%s\" (%s %zu) for \"%s\"", shown++ ? ", " : ": ",
                 excerpt_of(u->key).text, r->line_word, u->line, excerpt_of(u->nearest).text);
    }
    buf_addf(out, "%s; %s", n > shown ? ", ..." : "", slip_texts[slip].remedy);
}

static bool is_in(const unmatched_value *u, const char *layer) {
    return u->layer && !strcmp(u->layer, layer);
}

static size_t count_layer(const join_report *r, const char *layer) {
    size_t n = 0;
    for (size_t i = 0; i < r->n_unmatched_values; i++) n += is_in(&r->unmatched_values[i], layer);
    return n;
}

/* Boundary vintages: figures of another division. */
static void tell_layer(const join_report *r, const char *other, const char *layer, buf *out) {
    size_t n = count_layer(r, other), shown = 0;
    for (size_t i = 0; i < r->n_unmatched_values && shown < EXAMPLES; i++) {
        const unmatched_value *u = &r->unmatched_values[i];
        if (is_in(u, other))
            buf_addf(out, "%s\"%s\" (%s %zu)", shown++ ? ", " : "", excerpt_of(u->key).text,
                     r->line_word, u->line);
    }
    if (n > shown) buf_addf(out, " and %zu more", n - shown);
    buf_addf(out,
             n == 1 ? " is a district of layer %s, not of" : " are districts of layer %s, not of",
             other);
    buf_addf(out, " %s; figures of that division belong to an indicator with `layer: %s`",
             layer ? layer : "this one", other);
}

static void tell_key(const join_report *r, const unmatched_value *u, const char *layer, buf *out) {
    buf_addf(out, "%s %zu: no district%s%s is called \"%s\"", r->line_word, u->line,
             layer ? " of layer " : "", layer ? layer : "", excerpt_of(u->key).text);
    if (!u->nearest) return;
    buf_addf(out, "; the nearest is \"%s\"", excerpt_of(u->nearest).text);
    if (u->slip)
        buf_addf(out, ", which %s: %s", slip_texts[u->slip].one, slip_texts[u->slip].remedy);
}

static void tell_one_slip(const join_report *r, key_slip slip, buf *out) {
    const unmatched_value *u = r->unmatched_values;
    while (u->slip != slip) u++;
    buf_addf(out, "the nearest to \"%s\" is \"%s\", which %s: %s", excerpt_of(u->key).text,
             excerpt_of(u->nearest).text, slip_texts[slip].one, slip_texts[slip].remedy);
}

bool join_report_reason(const join_report *r, const char *layer, buf *out) {
    key_slip slip = KEY_SLIP_NONE;
    const char *other = NULL;
    size_t best = (r->n_unmatched_values - 1) / 2; /* to be more than that: half, rounded up */
    for (int k = KEY_SLIP_NONE + 1; k < KEY_SLIP__COUNT; k++) {
        size_t n = count_slips(r, (key_slip)k);
        if (n > best) best = n, slip = (key_slip)k;
    }
    for (size_t i = 0; i < r->n_unmatched_values && i < EXAMPLES; i++) {
        const char *at = r->unmatched_values[i].layer;
        size_t n = at ? count_layer(r, at) : 0;
        if (n > best) best = n, other = at;
    }
    if (other)
        tell_layer(r, other, layer, out);
    else if (slip && best == 1)
        tell_one_slip(r, slip, out);
    else if (slip)
        tell_slips(r, slip, best, out);
    return other || slip;
}

/* ---- the list ---- */

static err_code add_sentence(strlist *out, buf *sentence, err *e) {
    err_code rc = buf_status(sentence, e);
    if (!rc && sentence->len) rc = strlist_add(out, buf_text(sentence), e);
    buf_free(sentence);
    return rc;
}

static err_code add_layers(const join_report *r, const char *layer, strlist *out, err *e) {
    strlist told = {0};
    err_code rc = ERR_OK;
    for (size_t i = 0; i < r->n_unmatched_values && !rc; i++) {
        const char *other = r->unmatched_values[i].layer;
        buf text = BUF_EMPTY;
        if (!other || strlist_has(&told, other)) continue;
        tell_layer(r, other, layer, &text);
        rc = add_sentence(out, &text, e);
        if (!rc) rc = strlist_add(&told, other, e);
    }
    strlist_free(&told);
    return rc;
}

/* A slip of one key is told with the key. */
static err_code add_slips(const join_report *r, strlist *out, err *e) {
    err_code rc = ERR_OK;
    for (int k = KEY_SLIP_NONE + 1; k < KEY_SLIP__COUNT && !rc; k++) {
        size_t n = count_slips(r, (key_slip)k);
        buf text = BUF_EMPTY;
        if (n < 2) continue;
        tell_slips(r, (key_slip)k, n, &text);
        rc = add_sentence(out, &text, e);
    }
    return rc;
}

static err_code add_keys(const join_report *r, const char *layer, size_t max, strlist *out,
                         err *e) {
    size_t seen = 0, of_slip[KEY_SLIP__COUNT];
    err_code rc = ERR_OK;
    for (int k = 0; k < KEY_SLIP__COUNT; k++) of_slip[k] = count_slips(r, (key_slip)k);
    for (size_t i = 0; i < r->n_unmatched_values && !rc; i++) {
        const unmatched_value *u = &r->unmatched_values[i];
        buf text = BUF_EMPTY;
        bool explained = u->slip ? of_slip[u->slip] > 1 : u->layer != NULL;
        if (explained || seen++ >= max) continue;
        tell_key(r, u, layer, &text);
        rc = add_sentence(out, &text, e);
    }
    if (!rc && seen > max)
        rc = strlist_addf(out, e, "and %zu more keys that are no district%s%s", seen - max,
                          layer ? " of layer " : "", layer ? layer : "");
    return rc;
}

static bool has_number(const joined *j) {
    const join_report *r = &j->report;
    return !r->matched || r->n_without_number < r->matched;
}

err_code join_report_warnings(const joined *j, const char *layer, size_t max, strlist *out,
                              err *e) {
    const join_report *r = &j->report;
    err_code rc = add_layers(r, layer, out, e);
    if (!rc) rc = add_slips(r, out, e);
    if (!rc) rc = add_keys(r, layer, max, out, e);
    if (!rc && !has_number(j))
        rc = strlist_add(out, "no district has a number: every value is missing", e);
    if (!rc && r->saw_dash)
        rc = strlist_add(out,
                         "\"-\" was taken as missing; does it mean zero here? say `zero: [\"-\"]` "
                         "or `missing: [\"-\"]` in the manifest's values",
                         e);
    return rc;
}
