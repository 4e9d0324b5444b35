#include "sheet/multiples.h"
#include "atlas/choropleth_alt.h"
#include "carto/wording.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool multiples_wanted(const poster_style *s) { return *s->periods || *s->indicators; }

/* ---- which panels ----------------------------------------------------------------------- */

/* The next name of a list with commas, without blanks around it; false: there is none. */
static bool next_name(const char **list, char *out, size_t room) {
    const char *from = *list + strspn(*list, " "), *end = strchr(from, ',');
    if (!**list) return false;
    size_t n = end ? (size_t)(end - from) : strlen(from);
    *list = end ? end + 1 : from + n;
    while (n && from[n - 1] == ' ') n--;
    snprintf(out, room, "%.*s", (int)n, from);
    return true;
}

static err_code too_many(const char *option, int most, err *e) {
    return err_set(e, ERR_RANGE,
                   "%s: at most %d maps are on a sheet; name those that it shall have", option,
                   most);
}

static err_code add_panel(multiples *m, const choropleth *c, size_t which, const look *l, err *e) {
    multiples_panel *p = &m->panel[m->n];
    look own = *l;
    own.labels = LABELS_VALUES;
    err_code rc = choropleth_make(c->atlas, which, &own, &p->map, e);
    if (!rc) m->n++;
    return rc ? rc : choropleth_legend(p->map, &p->legend, e);
}

static err_code add_period(multiples *m, const choropleth *c, const char *period, err *e) {
    look l = c->look;
    snprintf(l.period, sizeof l.period, "%s", period);
    l.pooled = true;
    for (size_t i = 0; i < m->n; i++)
        if (!strcmp(m->panel[i].map->look.period, period))
            return err_set(e, ERR_RANGE, "periods: \"%.40s\" is named twice", period);
    if (m->n == MULTIPLES_PERIODS) return too_many("periods", MULTIPLES_PERIODS, e);
    err_code rc = add_panel(m, c, c->indicator, &l, e);
    return rc == ERR_NOTFOUND ? err_wrap(e, rc, "periods") : rc;
}

static err_code add_periods(multiples *m, const choropleth *c, const char *list, err *e) {
    const joined *j = &choropleth_indicator(c)->data;
    char name[PERIOD_MAX + 1];
    err_code rc = ERR_OK;
    if (strcmp(list, "all") != 0) {
        while (!rc && next_name(&list, name, sizeof name)) rc = add_period(m, c, name, e);
        return rc;
    }
    if (j->n_periods > MULTIPLES_PERIODS)
        return err_set(e, ERR_RANGE,
                       "periods: %s has %zu, and at most %d maps are on a sheet; name those that "
                       "it shall have",
                       choropleth_indicator(c)->id, j->n_periods, MULTIPLES_PERIODS);
    for (size_t i = 0; i < j->n_periods && !rc; i++) rc = add_period(m, c, j->period[i], e);
    return rc;
}

/* What the map was asked for holds for all; what is an indicator's own matter is its own. */
static look look_of(const choropleth *c, size_t which) {
    const look *design = &c->atlas->design[which].look;
    look l = c->look;
    if (which == c->indicator) return l;
    l.ramp = design->ramp;
    l.reverse = design->reverse;
    l.pooled = design->pooled;
    if (c->period + 1 == choropleth_indicator(c)->data.n_periods) *l.period = 0;
    if (c->look.method_asked && choropleth_indicator(c)->kind != KIND_CATEGORY) return l;
    l.method = design->method;
    l.classes = design->classes;
    memcpy(l.breaks, design->breaks, sizeof l.breaks);
    l.n_breaks = design->n_breaks;
    l.closed = design->closed;
    l.rounded = design->rounded;
    return l;
}

static err_code add_indicator(multiples *m, const choropleth *c, const char *id, err *e) {
    size_t k;
    if (m->n == MULTIPLES_INDICATORS) return too_many("indicators", MULTIPLES_INDICATORS, e);
    if (atlas_find_indicator(c->atlas, id, &k, e)) return err_wrap(e, ERR_NOTFOUND, "indicators");
    for (size_t i = 0; i < m->n; i++) {
        const choropleth *other = m->panel[i].map;
        if (other->indicator == k)
            return err_set(e, ERR_RANGE, "indicators: \"%.40s\" is named twice", id);
        if (choropleth_layer(other) != atlas_layer_of(c->atlas, k))
            return err_set(e, ERR_RANGE,
                           "indicators: %s is of the layer \"%s\" and %s of \"%s\": maps of one "
                           "sheet are of one layer",
                           choropleth_indicator(other)->id, choropleth_layer(other)->id, id,
                           atlas_layer_of(c->atlas, k)->id);
    }
    const look l = look_of(c, k);
    err_code rc = add_panel(m, c, k, &l, e);
    return rc == ERR_NOTFOUND ? err_wrap(e, rc, "indicators") : rc;
}

static err_code add_indicators(multiples *m, const choropleth *c, const char *list, err *e) {
    char name[80];
    err_code rc = ERR_OK;
    while (!rc && next_name(&list, name, sizeof name)) rc = add_indicator(m, c, name, e);
    return rc;
}

static err_code add_panels(multiples *m, const choropleth *c, const poster_style *s, err *e) {
    const char *option = m->by_period ? "periods" : "indicators";
    if (c->second.ind)
        return err_set(e, ERR_RANGE,
                       "%s: not with bivariate: pairs of classes have no axis that several maps "
                       "could share; take bivariate=none, or one poster a map",
                       option);
    if (*s->periods && *s->indicators)
        return err_set(e, ERR_RANGE,
                       "periods: not beside indicators: a sheet has one or the other");
    err_code rc =
        m->by_period ? add_periods(m, c, s->periods, e) : add_indicators(m, c, s->indicators, e);
    if (rc || m->n >= MULTIPLES_LEAST) return rc;
    return err_set(e, ERR_RANGE, "%s: there %s %zu; small maps are at least %d", option,
                   m->n == 1 ? "is" : "are", m->n, MULTIPLES_LEAST);
}

/* ---- texts ------------------------------------------------------------------------------ */

static void write_whole(multiples_panel *p) {
    const choropleth *c = p->map;
    const indicator *ind = choropleth_indicator(c);
    const legend_reference *r = &p->legend->reference;
    lang in = c->look.language;
    const char *name = localized_get(&c->atlas->whole_name, in);
    double v = ind->data.whole[c->period];
    p->marked = -1;
    if (r->label) {
        buf_adds(&p->whole, r->label);
        if (!p->legend->n_stops && p->legend->count) p->marked = class_of(&c->breaks, r->value);
    } else if (ind->kind == KIND_COUNT && isfinite(v)) { /* a sum: it is in no class */
        buf value = BUF_EMPTY;
        const char *const args[] = {*name ? name : wording_get(WORD_WHOLE, in), NULL};
        number_format_value(v, ind->decimals, p->legend->unit, in, &value);
        wording_fill(WORD_WHOLE_VALUE, in, (const char *const[]){args[0], buf_text(&value)}, 2,
                     &p->whole);
        if (value.failed) p->whole.failed = 1;
        buf_free(&value);
    }
}

static void write_missing(multiples_panel *p) {
    const legend *l = p->legend;
    buf some = BUF_EMPTY, all = BUF_EMPTY;
    if (!l->no_data_count) return;
    number_format_text((double)l->no_data_count, 0, l->language, &some);
    number_format_text((double)l->districts, 0, l->language, &all);
    wording_fill(WORD_NO_DATA_OF, l->language,
                 (const char *const[]){buf_text(&some), buf_text(&all)}, 2, &p->missing);
    if (some.failed || all.failed) p->missing.failed = 1;
    buf_free(&some);
    buf_free(&all);
}

static err_code write_panel(const multiples *m, multiples_panel *p, err *e) {
    const legend *l = p->legend;
    buf_adds(&p->title, m->by_period ? l->period : l->title);
    if (!m->by_period)
        buf_addf(&p->detail, "%s%s%s", l->unit, *l->unit && *l->period ? ", " : "", l->period);
    write_whole(p);
    if (m->by_period) write_missing(p);
    buf *const all[] = {&p->title, &p->detail, &p->whole, &p->missing};
    err_code rc = ERR_OK;
    for (size_t i = 0; i < 4 && !rc; i++) rc = buf_status(all[i], e);
    return rc;
}

static bool is_fraction(const legend *l) {
    for (size_t i = 0; i < l->n_values; i++)
        if (l->values[i].value != floor(l->values[i].value)) return true;
    return false;
}

/* Labels of classes are of whole numbers where one period's figures are; where another's are not,
 * its labels hold for both. */
static const legend *widest_labels(const multiples *m) {
    for (size_t i = 0; i < m->n; i++)
        if (is_fraction(m->panel[i].legend)) return m->panel[i].legend;
    return m->panel[m->n - 1].legend;
}

static void add_row(legend *to, const legend_row *row) {
    for (size_t k = 0; k < to->n_rows; k++)
        if (to->rows[k].state == row->state) {
            to->rows[k].count += row->count;
            return;
        }
    to->rows[to->n_rows++] = *row;
}

static void share_source(multiples *m, const char *source) {
    if (!*source || strstr(buf_text(&m->sources), source)) return;
    buf_addf(&m->sources, "%s%s", m->sources.len ? "; " : "", source);
}

/* A copy whose texts are the panels'. */
static err_code share_legend(multiples *m, err *e) {
    static char none[] = "";
    const atlas *a = m->panel[0].map->atlas;
    m->shared = *widest_labels(m);
    m->shared.n_rows = 0;
    m->shared.reference = (legend_reference){.value = (double)NAN};
    m->shared.period = m->shared.period_text = none;
    for (size_t i = 0; i < m->n; i++) {
        const legend *l = m->panel[i].legend;
        for (size_t k = 0; k < l->n_rows; k++)
            if (l->rows[k].count) add_row(&m->shared, &l->rows[k]);
        for (size_t k = 0; k < l->count; k++)
            if (l->classes[k].count > m->most) m->most = l->classes[k].count;
        share_source(m, l->source);
    }
    err_code rc = buf_status(&m->sources, e);
    if (rc) return rc;
    if (m->sources.len) m->shared.source = (char *)m->sources.data;
    if (m->by_period) return ERR_OK;
    m->shared.unit = none;
    const localized *title = &a->title;
    lang in = m->shared.language;
    if (*localized_get(title, in)) m->shared.title = title->text[title->text[in] ? in : !in];
    return ERR_OK;
}

/* ---- made ------------------------------------------------------------------------------- */

#define PROBE_MM 200.0

/* How wide the layer is, by its height, as it is drawn. */
static err_code measure(multiples *m, err *e) {
    const print_map_style style = {.label_name_pt = 7, .label_value_pt = 7, .small = true};
    print_map *probe = NULL;
    err_code rc = print_map_create(m->panel[0].map, PROBE_MM, PROBE_MM, &style, &probe, e);
    if (rc) return rc;
    box b = print_map_extent(probe);
    m->wide = b.width > 0 && b.height > 0 ? b.width / b.height : 1;
    print_map_free(probe);
    return ERR_OK;
}

/* The districts in one gray. */
static err_code make_gray(multiples *m, err *e) {
    static const char rows[] = "author: kartblad\nlicense: MIT\nramps:\n  - name: names\n"
                               "    kind: sequential\n    title: {en: Names, sv: Namn}\n"
                               "    colors: [[\"#ECEEEE\", \"#ECEEEE\"]]\n";
    static const char dark[] = "author: kartblad\nlicense: MIT\nramps:\n  - name: names\n"
                               "    kind: sequential\n    title: {en: Names, sv: Namn}\n"
                               "    colors: [[\"#2E3840\", \"#2E3840\"]]\n";
    const choropleth *c = m->panel[m->n - 1].map;
    look l = c->look;
    const char *text = l.backdrop->dark ? dark : rows;
    err_code rc =
        ramp_set_parse("names", (bytes){(const uint8_t *)text, strlen(text)}, &m->gray, e);
    if (rc) return rc;
    l.ramp = ramp_at(m->gray, 0);
    l.labels = LABELS_NAMES;
    l.own_no_data = true;
    l.no_data_color = l.hatch_color = ramp_color(l.ramp, 0, false);
    return choropleth_make(c->atlas, c->indicator, &l, &m->names, e);
}

err_code multiples_make(const choropleth *c, const poster_style *s, const sheet_source *source,
                        multiples *out, err *e) {
    *out = (multiples){.source = source, .by_period = *s->periods != 0};
    err_code rc = add_panels(out, c, s, e);
    for (size_t i = 0; i < out->n && !rc; i++) rc = write_panel(out, &out->panel[i], e);
    if (!rc) rc = share_legend(out, e);
    if (!rc) rc = measure(out, e);
    if (!rc) rc = multiples_make_change(out, e);
    if (rc || out->shared.districts > MULTIPLES_DISTRICTS) return rc;
    out->values = out->panel[0].legend->categories == false;
    return make_gray(out, e);
}

static void free_panel(multiples_panel *p) {
    print_map_free(p->drawn);
    legend_free(p->legend);
    choropleth_unref(p->map);
    buf_free(&p->title);
    buf_free(&p->detail);
    buf_free(&p->whole);
    buf_free(&p->missing);
}

void multiples_free(multiples *m) {
    for (size_t i = 0; i < MULTIPLES_PERIODS; i++) free_panel(&m->panel[i]);
    print_map_free(m->key);
    choropleth_unref(m->names);
    ramp_set_free(m->gray);
    buf_free(&m->sources);
    free(m->row);
    *m = (multiples){0};
}

/* ---- what is said of all ---------------------------------------------------------------- */

#define JOINED_DASH "\xe2\x80\x93\xe2\x81\xa0" /* no line ends after this one */

void multiples_title(const multiples *m, buf *title) {
    const char *first = buf_text(&m->panel[0].title), *last = buf_text(&m->panel[m->n - 1].title);
    if (!m->by_period) return;
    const char *between = m->n == 2 ? wording_get(WORD_ALT_AND, m->shared.language) : JOINED_DASH;
    buf_addf(title, " %s%s%s", first, between, last);
}

err_code multiples_about(const multiples *m, buf *about, err *e) {
    const print_map *map = m->panel[0].drawn;
    lang in = m->shared.language;
    buf scale = BUF_EMPTY;
    number_format_text(print_map_denominator(map), 0, in, &scale);
    buf_reset(about);
    wording_fill(WORD_POSTER_SCALE, in,
                 (const char *const[]){buf_text(&scale), m->source->paper->name}, 2, about);
    buf_adds(about, " ");
    wording_fill(WORD_POSTER_PROJECTION, in, (const char *const[]){print_map_projection(map)}, 1,
                 about);
    if (scale.failed) about->failed = 1;
    buf_free(&scale);
    return buf_status(about, e);
}

void multiples_alt(const multiples *m, buf *out) {
    for (size_t i = 0; i < m->n; i++) {
        if (i) buf_adds(out, " ");
        choropleth_alt_text(m->panel[i].map, false, m->shared.language, out);
    }
}
