/* What a choropleth says of where its figures are from, and of those that were put together. */
#include "atlas/carry.h"
#include "atlas/choropleth.h"
#include "atlas/division.h"

#include <math.h>
#include <string.h>

typedef struct side { /* figures of one indicator and period that the map is made of */
    size_t index, period;
    size_t from; /* the indicator that they were carried from; SIZE_MAX: none */
} side;

/* The map's own figures, and those that are taken off them. */
static size_t sides_of(const choropleth *c, side out[2]) {
    const atlas *a = c->atlas;
    out[0] = (side){c->indicator, c->period, carry_from(a, c->indicator, c->period)};
    if (!c->rule.other) return 1;
    size_t other = (size_t)(c->rule.other - a->indicator), period = c->rule.other_period;
    const char *name = choropleth_indicator(c)->data.period[c->period];
    if (period == SIZE_MAX && !joined_find_period(&c->rule.other->data, name, &period)) return 1;
    out[1] = (side){other, period, carry_from(a, other, period)};
    return 2;
}

static const indicator *published(const atlas *a, const side *s) {
    return &a->indicator[s->from == SIZE_MAX ? s->index : s->from];
}

static const char *source_of(const atlas *a, const side *s, lang l) {
    const char *own = localized_get(&published(a, s)->source, l);
    return *own ? own : a->indicator[s->index].data.source[s->period];
}

static void add_text(buf *out, size_t from, const char *between, const char *text) {
    if (*text) buf_addf(out, "%s%s", out->len > from ? between : "", text);
}

void choropleth_source(const choropleth *c, lang l, buf *out) {
    side s[2];
    size_t n = sides_of(c, s), from = out->len;
    const char *first = source_of(c->atlas, &s[0], l);
    add_text(out, from, "", first);
    if (n == 2 && strcmp(first, source_of(c->atlas, &s[1], l)) != 0)
        add_text(out, from, "; ", source_of(c->atlas, &s[1], l));
}

/* ---- how many were put together
 * ------------------------------------------------------------------ */

#define NAMED_MAX 5 /* districts; of more it is only said how many they are */

static bool is_meant(const joined *j, size_t at, bool missing) {
    bool present = j->state[at] == VALUE_PRESENT;
    return missing ? !present : present && j->flags[at] & VALUE_DERIVED;
}

/* "Districts, earlier division, until June 2020": the map's own layer says since when it is. */
static void name_division(const atlas_layer *layer, lang l, buf *out) {
    const char *when = localized_get(&layer->note, l);
    buf_addf(out, "%s%s%s", localized_get(&layer->title, l), *when ? ", " : "", when);
}

/* "3 of 11 districts, Järva, ..." */
static void tell_districts(const choropleth *c, const side *s, bool missing, size_t count, lang l,
                           buf *out) {
    const joined *j = &c->atlas->indicator[s->index].data;
    const districts *names = choropleth_layer(c)->shape->districts;
    buf k = BUF_EMPTY, n = BUF_EMPTY, from = BUF_EMPTY;
    name_division(atlas_layer_of(c->atlas, s->from), l, &from);
    number_format_text((double)count, 0, l, &k);
    number_format_text((double)j->n_districts, 0, l, &n);
    const char *const args[] = {buf_text(&k), buf_text(&n), buf_text(&from)};
    wording_fill(missing ? WORD_CARRIED_LACK : WORD_CARRIED, l, args, 3, out);
    for (district_id d = 0; d < j->n_districts && count <= NAMED_MAX; d++)
        if (is_meant(j, s->period * j->n_districts + d, missing))
            buf_addf(out, ", %s", district_name(names, d));
    buf_adds(out, ".");
    if (k.failed || n.failed || from.failed) out->failed = 1;
    buf_free(&k);
    buf_free(&n);
    buf_free(&from);
}

static void tell_same(const choropleth *c, const side *s, lang l, buf *out) {
    buf from = BUF_EMPTY;
    name_division(atlas_layer_of(c->atlas, s->from), l, &from);
    wording_fill(WORD_CARRIED_SAME, l, (const char *const[]){buf_text(&from)}, 1, out);
    if (from.failed) out->failed = 1;
    buf_free(&from);
}

static void tell_carried(const choropleth *c, const side *s, bool name_period, lang l, buf *out) {
    const atlas *a = c->atlas;
    carry_count n = carry_count_of(a, s->index, s->period);
    if (name_period) buf_addf(out, "%s: ", a->indicator[s->index].data.period[s->period]);
    if (n.derived)
        tell_districts(c, s, false, n.derived, l, out);
    else
        tell_same(c, s, l, out);
    if (!n.missing) return;
    buf_adds(out, " ");
    tell_districts(c, s, true, n.missing, l, out);
}

void choropleth_carried_note(const choropleth *c, lang l, buf *out) {
    side s[2];
    size_t n = sides_of(c, s), from = out->len;
    for (size_t i = 0; i < n; i++) {
        if (s[i].from == SIZE_MAX) continue;
        if (out->len > from) buf_adds(out, " ");
        tell_carried(c, &s[i], n > 1, l, out);
    }
}

void choropleth_note(const choropleth *c, lang l, buf *out) {
    side s[2];
    size_t n = sides_of(c, s), from = out->len;
    const char *first = localized_get(&published(c->atlas, &s[0])->note, l);
    buf carried = BUF_EMPTY;
    add_text(out, from, "", first);
    if (n == 2 && s[1].from != SIZE_MAX) {
        const char *other = localized_get(&published(c->atlas, &s[1])->note, l);
        if (strcmp(other, first) != 0) add_text(out, from, " ", other);
    }
    choropleth_carried_note(c, l, &carried);
    add_text(out, from, " ", buf_text(&carried));
    if (carried.failed) out->failed = 1;
    buf_free(&carried);
}

/* ---- one district
 * ---------------------------------------------------------------------------------- */

static void name_parts(const districts *names, division_parts p, lang l, buf *out) {
    for (size_t i = 0; i < p.count; i++) {
        const char *between = i + 1 < p.count ? ", " : wording_get(WORD_ALT_AND, l);
        buf_addf(out, "%s%s", i ? between : "", district_name(names, p.part[i]));
    }
}

static void tell_parts(const choropleth *c, size_t from, division_parts p, lang l, buf *out) {
    buf parts = BUF_EMPTY;
    bool counts = choropleth_indicator(c)->kind == KIND_COUNT;
    name_parts(atlas_layer_of(c->atlas, from)->shape->districts, p, l, &parts);
    const char *const args[] = {buf_text(&parts)};
    wording_fill(counts ? WORD_SUM_OF : WORD_MEAN_OF, l, args, 1, out);
    if (parts.failed) out->failed = 1;
    buf_free(&parts);
}

/* A whole figure that was not taken: the others of its layer are not all known. */
static group_lack lack_of(const atlas *a, size_t from, size_t period, division_parts p) {
    group_lack lack = group_figure_of_parts(a, from, period, p.part, p.count).lack;
    return lack == GROUP_WHOLE ? GROUP_MISSING : lack;
}

void choropleth_carried(const choropleth *c, district_id d, lang l, buf *out) {
    static const wording lacks[] = {[GROUP_NO_MEMBERS] = WORD_LACK_BORDERS,
                                    [GROUP_MISSING] = WORD_LACK_PART,
                                    [GROUP_NO_WEIGHT] = WORD_LACK_WEIGHT,
                                    [GROUP_KIND] = WORD_LACK_KIND};
    const atlas *a = c->atlas;
    const joined *j = &choropleth_indicator(c)->data;
    size_t from = carry_from(a, c->indicator, c->period), period;
    if (from == SIZE_MAX ||
        !joined_find_period(&a->indicator[from].data, j->period[c->period], &period))
        return;
    division_parts p =
        division_parts_of(a, a->indicator_layer[c->indicator], d, a->indicator_layer[from]);
    if (p.count == 1) return;
    if (j->flags[choropleth_at(c, d)] & VALUE_DERIVED)
        tell_parts(c, from, p, l, out);
    else
        buf_adds(out, wording_get(lacks[lack_of(a, from, period, p)], l));
}
