/* kartblad stats: a map's figures in sum: a table for readers, or JSON. */
#include "app/command.h"
#include "app/map.h"
#include "atlas/comparison.h"
#include "atlas/statistics.h"
#include "base/text.h"
#include "carto/wording.h"

#include <math.h>
#include <string.h>

#define TITLE_COLUMNS  28
#define INDEX_DECIMALS 3 /* of what has no unit: Gini, I, r */
#define SHARE_DECIMALS 1
#define NAMES_MOST     3 /* of the districts that share the highest or lowest value */

/* ---- the table --------------------------------------------------------------------------------
 */

typedef struct sheet {
    const statistics *s;
    lang in;
    buf *out;
} sheet;

static const char *pick(const sheet *t, const char *en, const char *sv) {
    return t->in == LANG_SV ? sv : en;
}

/* The title in its column; letters are counted, not bytes. */
static void add_title(const sheet *t, const char *title) {
    size_t letters = 0;
    for (const char *c = title; *c; c++) letters += ((unsigned char)*c & 0xc0) != 0x80;
    buf_addf(t->out, "  %s", title);
    for (; letters < TITLE_COLUMNS; letters++) buf_adds(t->out, " ");
    buf_adds(t->out, " ");
}

static void add_number(const sheet *t, double v, int decimals) {
    if (isnan(v))
        buf_adds(t->out, "–");
    else
        number_format_text(v, decimals, t->in, t->out);
}

static void add_row(const sheet *t, const char *title, double v, int decimals) {
    add_title(t, title);
    add_number(t, v, decimals);
    buf_adds(t->out, "\n");
}

static void add_measure(const sheet *t, measure_id m, double v, int decimals) {
    add_row(t, measures[m].title[t->in], v, decimals);
}

static int decimals_of(const sheet *t) { return choropleth_indicator(t->s->map)->decimals; }

/* Of means, which fall between the figures. */
static int more_decimals(const sheet *t) {
    int d = decimals_of(t) + 1;
    return d < NUMBER_DECIMALS_MAX ? d : NUMBER_DECIMALS_MAX;
}

static void add_end(const sheet *t, const char *title, double value) {
    const districts *names = choropleth_layer(t->s->map)->shape->districts;
    const double *v = choropleth_values(t->s->map);
    size_t found = 0;
    add_title(t, title);
    add_number(t, value, decimals_of(t));
    for (district_id d = 0; d < districts_count(names); d++)
        if (v[d] == value && found++ < NAMES_MOST)
            buf_addf(t->out, "%s%s", found == 1 ? "  " : ", ", district_name(names, d));
    if (found > NAMES_MOST) buf_adds(t->out, ", ...");
    buf_adds(t->out, "\n");
}

/* "Reported violent crime, per 1,000 residents, 2024"; without what is empty. */
static void add_name(const sheet *t, const indicator *ind, size_t period) {
    const char *const part[] = {localized_get(&ind->title, t->in), localized_get(&ind->unit, t->in),
                                ind->data.period[period]};
    for (size_t i = 0; i < 3; i++)
        if (*part[i]) buf_addf(t->out, "%s%s", i ? ", " : "", part[i]);
}

static void add_heading(const sheet *t) {
    const indicator *ind = choropleth_indicator(t->s->map);
    add_name(t, ind, t->s->map->period);
    buf_adds(t->out, "\n");
    buf_addf(t->out, "%zu %s, %zu %s\n", t->s->summary.n,
             pick(t, "districts with a figure", "områden med uppgift"), t->s->summary.missing,
             pick(t, "without", "utan"));
}

static void add_summary(const sheet *t) {
    const stats *s = &t->s->summary;
    add_end(t, pick(t, "Highest", "Högst"), s->max);
    add_row(t, pick(t, "Upper quartile", "Övre kvartil"), s->q3, more_decimals(t));
    add_measure(t, MEASURE_MEDIAN, s->median, more_decimals(t));
    add_row(t, pick(t, "Lower quartile", "Nedre kvartil"), s->q1, more_decimals(t));
    add_end(t, pick(t, "Lowest", "Lägst"), s->min);
    add_measure(t, MEASURE_MEAN, s->mean, more_decimals(t));
    add_measure(t, MEASURE_WEIGHTED_MEAN, t->s->weighted_mean, more_decimals(t));
    add_row(t, pick(t, "The whole, as published", "Helheten, som publicerad"), t->s->whole,
            decimals_of(t));
    add_measure(t, MEASURE_SD, s->sd, more_decimals(t));
}

static void add_comparison(const sheet *t) {
    const statistics *s = t->s;
    add_measure(t, MEASURE_GAP, s->each.gap, decimals_of(t));
    add_measure(t, MEASURE_RATIO, s->each.ratio, 2);
    add_measure(t, MEASURE_GINI, s->each.gini, INDEX_DECIMALS);
    add_measure(t, MEASURE_THEIL, s->each.theil, INDEX_DECIMALS);
    if (s->weight.of) {
        add_row(t, pick(t, "Gini, weighted", "Gini, viktad"), s->weighted.gini, INDEX_DECIMALS);
        add_row(t, pick(t, "Theil, weighted", "Theil, viktat"), s->weighted.theil, INDEX_DECIMALS);
    }
    if (s->parts.of || s->part_group) {
        add_row(t, pick(t, "Theil between parts", "Theil mellan delar"), s->by_part.between,
                INDEX_DECIMALS);
        add_row(t, pick(t, "Theil within parts", "Theil inom delar"), s->by_part.within,
                INDEX_DECIMALS);
    }
    if (!s->apart.n) return;
    add_measure(t, MEASURE_DISSIMILARITY, s->apart.dissimilarity, INDEX_DECIMALS);
    add_measure(t, MEASURE_ISOLATION, s->apart.isolation, INDEX_DECIMALS);
}

static void add_neighbors(const sheet *t) {
    const spatial *m = &t->s->neighbors;
    add_title(t, measures[MEASURE_MORAN].title[t->in]);
    add_number(t, m->i, INDEX_DECIMALS);
    if (!isnan(m->i)) {
        buf_addf(t->out, "  %s ", pick(t, "by chance", "av slumpen"));
        add_number(t, m->expected, INDEX_DECIMALS);
        buf_adds(t->out, ", p ");
        add_number(t, m->p, INDEX_DECIMALS);
        buf_addf(t->out, " (%u %s, %zu %s)", m->permutations,
                 pick(t, "permutations", "permutationer"), m->n, pick(t, "districts", "områden"));
    }
    buf_adds(t->out, "\n");
}

static void add_correlation(const sheet *t) {
    const statistics *s = t->s;
    if (!s->with.of) return;
    buf_addf(t->out, "%s ", pick(t, "with", "med"));
    add_name(t, s->with.of, s->with.period);
    buf_addf(t->out, ": %zu %s\n", s->pair.n, pick(t, "districts", "områden"));
    add_measure(t, MEASURE_PEARSON, s->pair.pearson, INDEX_DECIMALS);
    add_measure(t, MEASURE_SPEARMAN, s->pair.spearman, INDEX_DECIMALS);
}

/* "Reached the target           2 of 4  Target 2030: 60% or more". */
static void add_target(const sheet *t) {
    const choropleth *c = t->s->map;
    const target_reach *r = &t->s->reach;
    buf text = BUF_EMPTY;
    if (!target_of(c->atlas, c->indicator)) return;
    target_text(c->atlas, c->indicator, t->in, &text);
    add_title(t, measures[MEASURE_TARGET].title[t->in]);
    if (r->known)
        buf_addf(t->out, "%zu %s %zu  ", r->reached, pick(t, "of", "av"), r->n);
    else
        buf_adds(t->out, "–  ");
    if (choropleth_indicator(c)->better == DIRECTION_NEITHER)
        buf_adds(t->out, buf_text(&text));
    else
        wording_fill(choropleth_indicator(c)->better == DIRECTION_HIGHER ? WORD_OR_MORE
                                                                         : WORD_OR_LESS,
                     t->in, (const char *const[]){buf_text(&text)}, 1, t->out);
    if (r->whole >= 0)
        buf_addf(t->out, "; %s",
                 r->whole ? pick(t, "the whole has", "helheten har")
                          : pick(t, "the whole has not", "helheten har inte"));
    buf_adds(t->out, "\n");
    if (text.failed) t->out->failed = 1;
    buf_free(&text);
}

/* Means fall between the figures, sums do not. */
static int decimals_of_group(const sheet *t, const group_figure *f) {
    bool mean = f->derived && choropleth_indicator(t->s->map)->kind != KIND_COUNT;
    return mean ? more_decimals(t) : decimals_of(t);
}

/* In the figures' own unit: of shares points. */
static void add_difference(const sheet *t, double v, int decimals) {
    const indicator *ind = choropleth_indicator(t->s->map);
    const char *unit = localized_get(&ind->unit, t->in);
    if (isnan(v)) return;
    buf_adds(t->out, ", ");
    number_format_signed(v, decimals, t->in, t->out);
    if (*unit == '%') buf_addf(t->out, " %s", comparison_word_of(COMPARISON_POINTS, t->in));
    buf_addf(t->out, " %s", pick(t, "from the whole", "mot helheten"));
}

/* "  Västerort       12.9  4 districts, −0.6 from the whole; put together". */
static void add_group(const sheet *t, const statistics_group *g) {
    const group_figure *f = &g->figure;
    add_title(t, localized_get(&t->s->map->atlas->group[g->group].title, t->in));
    add_number(t, f->value, decimals_of_group(t, f));
    if (g->lack != WORD__COUNT) {
        buf_addf(t->out, "  %s\n", wording_get(g->lack, t->in));
        return;
    }
    buf_addf(t->out, "  %zu %s", f->members,
             f->members == 1 ? pick(t, "district", "område") : pick(t, "districts", "områden"));
    add_difference(t, g->difference, decimals_of_group(t, f));
    buf_addf(t->out, "%s\n",
             f->derived ? pick(t, "; put together, not published", "; sammanräknat, ej publicerat")
                        : "");
}

static void add_groups(const sheet *t) {
    if (t->s->n_groups) buf_addf(t->out, "%s\n", wording_get(WORD_GROUPS, t->in));
    for (size_t i = 0; i < t->s->n_groups; i++) add_group(t, &t->s->group[i]);
}

static void to_text(const statistics *s, buf *out) {
    const sheet t = {s, s->map->look.language, out};
    add_heading(&t);
    if (choropleth_indicator(s->map)->kind != KIND_CATEGORY) {
        add_summary(&t);
        add_comparison(&t);
        add_target(&t);
        add_neighbors(&t);
        add_correlation(&t);
        add_groups(&t);
    }
    if (s->weight.of) {
        buf_addf(out, "%s: ", pick(&t, "weight", "vikt"));
        add_name(&t, s->weight.of, s->weight.period);
        buf_adds(out, "\n");
    }
    for (size_t i = 0; i < s->warnings.count; i++)
        buf_addf(out, "%s: %s\n", pick(&t, "note", "obs"), s->warnings.item[i]);
}

/* ---- the command ------------------------------------------------------------------------------
 */

err_code command_stats(const args *a, int *status, err *e) {
    (void)status;
    choropleth *c = NULL;
    statistics *s = NULL;
    pool *workers = NULL;
    buf out = BUF_EMPTY;
    const statistics_wish asked = {a->with, a->weight, a->parts};
    if (a->n_rest) return err_set(e, ERR_USAGE, "\"%s\" is one argument too many", a->rest[0]);
    err_code rc = map_open(a, ATLAS_TILES, &c, e);
    if (!rc && pool_cores() > 1) rc = pool_create(pool_cores() - 1, 0, &workers, e);
    if (!rc) rc = statistics_make(c, &asked, workers, &s, NULL, e);
    if (!rc && a->json) rc = json_print(statistics_json(s), 2, &out, e);
    if (!rc && a->json) buf_adds(&out, "\n");
    if (!rc && !a->json) to_text(s, &out);
    if (!rc) rc = map_print(&out, e);
    buf_free(&out);
    statistics_free(s);
    pool_free(workers);
    choropleth_unref(c);
    return rc;
}
