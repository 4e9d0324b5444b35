/* What a profile says of its district or group. */
#include "sheet/profile_parts.h"
#include "sheet/sheet_words.h"

/* ---- kind ------------------------------------------------------------------------------- */

static void write_members(const chart_sheet *s, buf *out) {
    const comparison *c = s->c;
    const districts *all = c->atlas->layer[c->home].shape->districts;
    const bool *member = c->atlas->group[c->subject[0].group].member[c->home];
    for (district_id d = 0; member && d < districts_count(all); d++)
        if (member[d]) buf_addf(out, "%s%s", out->len ? ", " : "", district_name(all, d));
}

static void capital(const char *text, buf *out) {
    char first = *text;
    if (first >= 'a' && first <= 'z') {
        buf_put(out, (uint8_t)(first - 'a' + 'A'));
        buf_adds(out, text + 1);
    } else {
        buf_adds(out, text);
    }
}

static void write_group(const chart_sheet *s, buf *out) {
    const char *kind = comparison_kind_text(s->c, &s->c->subject[0]);
    buf members = BUF_EMPTY, named = BUF_EMPTY;
    write_members(s, &members);
    capital(*kind ? kind : sheet_words_get(SHEET_GROUP, s->in), &named);
    sheet_words_fill(SHEET_GROUP_OF, s->in,
                     (const char *const[]){buf_text(&named), buf_text(&members)}, 2, out);
    if (members.failed || named.failed) out->failed = 1;
    buf_free(&members);
    buf_free(&named);
}

void profile_kind(const chart_sheet *s, buf *out) {
    const comparison_subject *k = &s->c->subject[0];
    if (k->group != SIZE_MAX) {
        write_group(s, out);
        return;
    }
    const atlas_layer *layer = &s->c->atlas->layer[k->layer];
    const char *place = chart_sheet_place(s->c), *since = localized_get(&layer->note, s->in);
    buf title = BUF_EMPTY, count = BUF_EMPTY;
    sheet_words_within(localized_get(&layer->title, s->in), &title);
    number_format_text((double)districts_count(layer->shape->districts), 0, s->in, &count);
    sheet_words_fill(*place ? SHEET_ONE_OF : SHEET_ONE_OF_ALL, s->in,
                     (const char *const[]){buf_text(&title), place, buf_text(&count)}, 3, out);
    buf_addf(out, "%s%s.", *since ? ", " : "", since);
    if (title.failed || count.failed) out->failed = 1;
    buf_free(&title);
    buf_free(&count);
}

/* ---- notes ------------------------------------------------------------------------------ */

static bool theme_is_shown(const chart_sheet *s, size_t theme) {
    for (size_t i = 0; i < s->rows.n; i++)
        if (s->rows.row[i].of->theme == theme && chart_sheet_shows(s, &s->rows.row[i])) return true;
    return false;
}

static void say_missing_themes(const chart_sheet *s, buf *out) {
    const atlas *a = s->c->atlas;
    buf names = BUF_EMPTY;
    for (size_t t = 0; t < a->n_themes && !s->c->chosen; t++) {
        if (theme_is_shown(s, t)) continue;
        buf_adds(&names, names.len ? ", " : "");
        sheet_words_within(localized_get(&a->theme[t].title, s->in), &names);
    }
    if (names.len) {
        buf_adds(out, out->len ? " " : "");
        sheet_words_fill(SHEET_NOTE_THEMES, s->in,
                         (const char *const[]){s->c->subject[0].name, buf_text(&names)}, 2, out);
    }
    if (names.failed) out->failed = 1;
    buf_free(&names);
}

err_code profile_notes(const chart_sheet *s, buf *out, err *e) {
    strlist all = {0};
    err_code rc = chart_sheet_notes(s, true, &all, e);
    for (size_t i = 0; i < all.count; i++) buf_addf(out, "%s%s", i ? " " : "", all.item[i]);
    say_missing_themes(s, out);
    strlist_free(&all);
    return rc ? rc : buf_status(out, e);
}

/* ---- all of it -------------------------------------------------------------------------- */

static void say_row(const chart_sheet *s, const sheet_row *row, buf *out) {
    const sheet_cell *cell = &row->cell[0];
    buf_addf(out, " %s, %s: %s", row->name, row->detail, cell->value);
    for (size_t i = 0; i < cell->n_parts; i++)
        buf_addf(out, "%s%s %s", i ? ", " : "", cell->initials[i], cell->part[i]);
    buf_addf(out, " (%s %s%s%s).", s->rows.whole_low, row->whole, *cell->rank_full ? "; " : "",
             cell->rank_full);
}

void profile_describe(const chart_sheet *s, buf *out) {
    profile_kind(s, out);
    for (size_t i = 0; i < s->rows.n; i++)
        if (chart_sheet_shows(s, &s->rows.row[i])) say_row(s, &s->rows.row[i], out);
}
