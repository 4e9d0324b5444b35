#include "atlas/atlas_values.h"
#include "atlas/carry.h"
#include "atlas/target.h"
#include "base/strmap.h"
#include "carto/wording.h"
#include "data/join_report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Where nobody says with how many decimals an indicator is written: as its values need, at most. */
#define UNTOLD_DECIMALS_MAX 2
/* Unmatched keys that are told one by one in an atlas's warnings. */
#define WARNED_KEYS_MAX 5

typedef struct values_loader {
    const manifest *m;
    atlas *a;
    table **own;          /* [n_values] read here; NULL: the manifest's */
    const table **tables; /* [n_values] */
    join_layer *layers;   /* [2 n_layers] all of them twice: the others of any stand in a row */
    strmap *told;         /* warnings: a wide table's columns have the same */
    strlist *problems;
} values_loader;

/* ---- files ------------------------------------------------------------------------------ */

static err_code read_file(values_loader *l, size_t i, atlas_file *out, err *e) {
    const manifest *m = l->m;
    err_code rc = ERR_OK;
    if (i == 0 && m->first)
        out->encoding = m->first_encoding;
    else
        rc = manifest_read_table(&m->values[i], &l->own[i], &out->encoding, e);
    l->tables[i] = l->own[i] ? l->own[i] : m->first;
    return rc;
}

/* What readers are told for its figures' notes; a warning for each that no row has. */
static err_code load_notes(values_loader *l, const manifest_values *v, const table *t,
                           atlas_file *out, err *e) {
    strlist unused = {0};
    size_t column;
    if (!v->n_notes) return ERR_OK;
    err_code rc = note_texts_create(&out->notes, e);
    for (size_t i = 0; i < v->n_notes && !rc; i++)
        rc = note_texts_add(out->notes, v->notes[i].cell, v->notes[i].text.text, e);
    if (rc) return err_wrap(e, rc, "%s: values \"%s\"", l->m->path, v->id);
    if (table_find_column(t, v->note.column, &column, NULL)) return ERR_OK; /* indicators tell it */
    rc = note_texts_unused(out->notes, t, column, &unused, e);
    for (size_t i = 0; i < unused.count && !rc; i++)
        rc = strlist_addf(&l->a->warnings, e,
                          "%s: no row has the note \"%.70s\", which the manifest has a text for "
                          "under `notes`",
                          v->file, unused.item[i]);
    strlist_free(&unused);
    return rc;
}

static err_code load_file(values_loader *l, size_t i, atlas_file *out, err *e) {
    const manifest_values *v = &l->m->values[i];
    err_code rc = read_file(l, i, out, e);
    if (rc) return rc;
    const table *t = l->tables[i];
    out->separator = table_separator(t);
    out->format = out->encoding.dbf ? "DBF" : table_format(t);
    out->rows = table_rows(t);
    out->columns = table_columns(t);
    rc = manifest_copy(v->id, &out->id, e);
    if (!rc) rc = manifest_copy(v->file, &out->path, e);
    return rc ? rc : load_notes(l, v, t, out, e);
}

static err_code load_files(values_loader *l, err *e) {
    l->own = calloc(l->m->n_values + 1, sizeof(table *));
    l->tables = calloc(l->m->n_values + 1, sizeof(table *));
    l->a->file = calloc(l->m->n_values + 1, sizeof *l->a->file);
    if (!l->own || !l->tables || !l->a->file) return err_nomem(e);
    err_code rc = ERR_OK;
    for (size_t i = 0; i < l->m->n_values && !rc; i++, l->a->n_files++)
        rc = load_file(l, i, &l->a->file[i], e);
    return rc;
}

/* ---- one indicator ------------------------------------------------------------------------ */

/* The default missing symbols and those that the manifest adds; a new list. */
static const char **missing_symbols(const char *const *added) {
    size_t n = 0, m = 0;
    while (number_missing_default[n]) n++;
    while (added && added[m]) m++;
    const char **all = calloc(n + m + 1, sizeof *all);
    for (size_t i = 0; all && i < n; i++) all[i] = number_missing_default[i];
    for (size_t i = 0; all && i < m; i++) all[n + i] = added[i];
    return all;
}

static const char *column_of(const manifest_values *v, const manifest_indicator *ind) {
    return ind->columns.count ? NULL : ind->column ? ind->column : v->value;
}

static const char *first_of(const char *own, const char *other) { return own ? own : other; }

static manifest_companions companions_of(const manifest_values *v, const manifest_indicator *ind) {
    const manifest_companions *own = &ind->companions, *all = &v->companions;
    if (ind->columns.count) return (manifest_companions){0}; /* one column for all periods */
    return (manifest_companions){first_of(own->margin, all->margin), first_of(own->low, all->low),
                                 first_of(own->high, all->high),
                                 first_of(own->sample, all->sample)};
}

static number_rules rules_of(const manifest_values *v, const char *const *missing) {
    return (number_rules){
        .missing = missing,
        .zero = (const char *const *)v->zero.item,
        .suppressed = (const char *const *)v->suppressed.item,
        .cannot_occur = (const char *const *)v->cannot_occur.item,
        .rounded_zero = (const char *const *)v->rounded_zero.item,
        .brackets = v->brackets,
    };
}

static values_spec spec_of(const manifest_values *v, const manifest_indicator *ind,
                           const note_texts *notes, const char *const *missing,
                           const char *const *order) {
    manifest_companions beside = companions_of(v, ind);
    return (values_spec){
        .key_column = v->key,
        .value_column = column_of(v, ind),
        .period_column = v->period.column,
        .period = v->period.text.text[LANG_EN],
        .source_column = v->source.column,
        .note_column = v->note.column,
        .notes = notes,
        .where = ind->where.item,
        .n_where = ind->where.count,
        .columns = ind->columns.item,
        .n_columns = ind->columns.count,
        .rules = rules_of(v, missing),
        .decimal = v->decimal,
        .status_column = v->status,
        .margin_column = beside.margin,
        .low_column = beside.low,
        .high_column = beside.high,
        .sample_column = beside.sample,
        .categorical = ind->kind == KIND_CATEGORY,
        .category_order = order,
    };
}

static join_spec join_of(const values_loader *l, const manifest_values *v,
                         const manifest_indicator *ind) {
    return (join_spec){
        .file = v->file,
        .line_word = table_line_word(l->tables[ind->values_index]),
        .whole_key = l->a->whole_key,
        .period_order = (const char *const *)ind->periods.item,
        .column = column_of(v, ind),
        .columns = ind->columns.item,
        .n_columns = ind->columns.count,
        .layer = l->a->layer[ind->layer_index].id,
        .others = l->layers + ind->layer_index + 1,
        .n_others = l->a->n_layers - 1,
    };
}

static err_code describe_indicator(const manifest *m, const manifest_indicator *in, indicator *out,
                                   err *e) {
    snprintf(out->id, sizeof out->id, "%s", in->id);
    out->kind = in->kind;
    out->better = in->better;
    out->decimals = in->decimals;
    const manifest_text *source =
        manifest_text_given(&in->source) ? &in->source : &m->values[in->values_index].source.text;
    err_code rc = manifest_text_copy(&in->title, &out->title, e);
    if (!rc) rc = manifest_text_copy(&in->unit, &out->unit, e);
    if (!rc) rc = manifest_text_copy(&in->note, &out->note, e);
    if (!rc) rc = manifest_text_copy(source, &out->source, e);
    if (!rc) rc = manifest_copy(in->theme ? in->theme : "", &out->theme, e);
    if (!rc) rc = manifest_copy(in->series ? in->series : "", &out->series, e);
    if (!rc) rc = manifest_text_copy(&in->uncertain, &out->uncertain, e);
    out->ordered = in->ordered;
    return rc;
}

/* The categories with the manifest's titles; without one a category is called what it is. */
static err_code name_categories(const manifest_indicator *in, const strlist *found, indicator *out,
                                err *e) {
    out->category = calloc(found->count + 1, sizeof *out->category);
    if (!out->category) return err_nomem(e);
    err_code rc = ERR_OK;
    for (size_t i = 0; i < found->count && !rc; i++) {
        indicator_category *c = &out->category[out->n_categories++];
        rc = manifest_copy(found->item[i], &c->code, e);
        if (!rc && i < in->n_categories)
            rc = manifest_text_copy(&in->category[i].title, &c->title, e);
        else if (!rc)
            rc = manifest_copy(found->item[i], &c->title.text[0], e);
    }
    return rc;
}

/* NULL without memory; empty where the manifest lists none. */
static const char **category_order(const manifest_indicator *in) {
    const char **order = calloc(in->n_categories + 1, sizeof *order);
    for (size_t i = 0; order && i < in->n_categories; i++) order[i] = in->category[i].code;
    return order;
}

static atlas_origin origin_of(const manifest_indicator *in, const value_cells *cells,
                              char decimal) {
    atlas_origin o = {.file = in->values_index,
                      .cells = cells->count,
                      .footnotes = cells->footnotes,
                      .bracketed = cells->bracketed,
                      .format = cells->format,
                      .decimal = decimal,
                      .n_symbols = cells->n_symbols};
    memcpy(o.states, cells->states, sizeof o.states);
    memcpy(o.symbol, cells->symbol, sizeof o.symbol);
    return o;
}

static err_code read_and_join(values_loader *l, const manifest_indicator *in, indicator *out,
                              atlas_origin *origin, err *e) {
    const manifest_values *v = &l->m->values[in->values_index];
    const char **missing = NULL; /* NULL: the defaults, and a "-" is asked about */
    if (v->missing.item && !(missing = missing_symbols((const char *const *)v->missing.item)))
        return err_nomem(e);
    const char **order = category_order(in);
    values_spec spec = spec_of(v, in, l->a->file[in->values_index].notes, missing, order);
    join_spec how = join_of(l, v, in);
    value_cells cells = {0};
    err_code rc = order ? ERR_OK : err_nomem(e);
    if (!rc) rc = values_read(l->tables[in->values_index], &spec, &cells, e);
    if (!rc && spec.categorical) rc = name_categories(in, &cells.category, out, e);
    if (!rc) rc = join(&how, &cells, l->a->layer[in->layer_index].shape->districts, &out->data, e);
    *origin = origin_of(in, &cells, v->decimal);
    value_cells_free(&cells);
    free(order);
    free(missing);
    return rc;
}

static err_code design_indicator(const manifest_indicator *in, atlas_design *out, err *e) {
    *out = (atlas_design){.look = in->look,
                          .rate = in->rate_index,
                          .weight = in->weight_index,
                          .compare = in->compare,
                          .in_unit = in->in_unit,
                          .forecast = in->forecast};
    err_code rc = target_copy(&in->target, &out->target, e);
    if (rc || !in->n_categories) return rc;
    out->category_color = calloc(in->n_categories, sizeof *out->category_color);
    if (!out->category_color) {
        target_free(&out->target);
        return err_nomem(e);
    }
    for (size_t i = 0; i < in->n_categories; i++) out->category_color[i] = in->category[i].color;
    return ERR_OK;
}

static err_code load_indicator(values_loader *l, const manifest_indicator *in, size_t at, err *e) {
    indicator *out = &l->a->indicator[at];
    err_code rc = describe_indicator(l->m, in, out, e);
    if (!rc) rc = read_and_join(l, in, out, &l->a->origin[at], e);
    if (!rc && out->decimals <
                   0) /* one number of decimals for all its values, wherever they are written */
        out->decimals = number_decimals_of(
            out->data.value, out->data.n_periods * out->data.n_districts, UNTOLD_DECIMALS_MAX);
    return rc ? rc : design_indicator(in, &l->a->design[at], e);
}

/* ---- warnings ---------------------------------------------------------------------------- */

err_code atlas_join_warnings(const atlas *a, size_t index, size_t max, strlist *out, err *e) {
    return join_report_warnings(&a->indicator[index].data, atlas_layer_of(a, index)->id, max, out,
                                e);
}

static err_code add_warning(values_loader *l, const char *file, const char *sentence, err *e) {
    buf text = BUF_EMPTY;
    bool added = false;
    buf_addf(&text, "%s: %s", file, sentence);
    err_code rc = buf_status(&text, e);
    if (!rc) rc = strmap_put(l->told, buf_text(&text), 0, &added, e);
    if (!rc && added) rc = strlist_add(&l->a->warnings, buf_text(&text), e);
    buf_free(&text);
    return rc;
}

static err_code add_warnings(values_loader *l, size_t index, err *e) {
    strlist sentences = {0};
    const char *file = l->a->file[l->a->origin[index].file].path;
    err_code rc = atlas_join_warnings(l->a, index, WARNED_KEYS_MAX, &sentences, e);
    for (size_t i = 0; i < sentences.count && !rc; i++)
        rc = add_warning(l, file, sentences.item[i], e);
    strlist_free(&sentences);
    return rc;
}

/* ---- all indicators ------------------------------------------------------------------------ */

static err_code tell_problem(values_loader *l, const char *id, err_code rc, const err *why,
                             err *e) {
    if (!l->problems || rc == ERR_NOMEM)
        return err_set(e, rc, "indicator \"%s\": %s", id, why->text);
    return strlist_addf(l->problems, e, "indicator \"%s\": %s", id, why->text);
}

static err_code load_indicators(values_loader *l, err *e) {
    atlas *a = l->a;
    err_code rc = ERR_OK;
    a->indicator = calloc(l->m->n_indicators, sizeof *a->indicator);
    a->indicator_layer = calloc(l->m->n_indicators, sizeof *a->indicator_layer);
    a->origin = calloc(l->m->n_indicators, sizeof *a->origin);
    a->design = calloc(l->m->n_indicators, sizeof *a->design);
    if (!a->indicator || !a->indicator_layer || !a->origin || !a->design) return err_nomem(e);
    for (size_t i = 0; i < l->m->n_indicators && !rc; i++) {
        const manifest_indicator *in = &l->m->indicator[i];
        size_t at = a->n_indicators;
        err why;
        a->indicator_layer[at] = in->layer_index;
        rc = load_indicator(l, in, at, &why);
        if (rc) {
            indicator_free(&a->indicator[at]);
            rc = tell_problem(l, in->id, rc, &why, e);
            continue;
        }
        a->n_indicators++;
        rc = add_warnings(l, at, e);
    }
    return rc;
}

/* Indicators that could not be loaded are left out: others are found again by their ids. */
static void find_again(const values_loader *l, size_t *index) {
    const char *id = *index == SIZE_MAX ? NULL : l->m->indicator[*index].id;
    *index = SIZE_MAX;
    for (size_t k = 0; id && k < l->a->n_indicators; k++)
        if (!strcmp(l->a->indicator[k].id, id)) *index = k;
}

static void find_companions(values_loader *l) {
    for (size_t i = 0; i < l->a->n_indicators; i++) {
        find_again(l, &l->a->design[i].rate);
        find_again(l, &l->a->design[i].weight);
    }
}

static err_code list_layers(values_loader *l, err *e) {
    size_t n = l->a->n_layers;
    l->layers = calloc(2 * n, sizeof *l->layers);
    if (!l->layers) return err_nomem(e);
    for (size_t i = 0; i < 2 * n; i++) {
        const atlas_layer *layer = &l->a->layer[i % n];
        l->layers[i] = (join_layer){layer->id, layer->shape->districts};
    }
    return ERR_OK;
}

err_code atlas_values_load(const manifest *m, atlas *a, strlist *problems, err *e) {
    values_loader l = {.m = m, .a = a, .problems = problems};
    err_code rc = list_layers(&l, e);
    if (!rc) rc = strmap_create(&l.told, e);
    if (!rc) rc = load_files(&l, e);
    if (!rc) rc = load_indicators(&l, e);
    if (!rc) find_companions(&l);
    if (!rc) rc = carry_over(a, e);
    for (size_t i = 0; l.own && i < m->n_values; i++) table_free(l.own[i]);
    free(l.own);
    free(l.tables);
    free(l.layers);
    strmap_free(l.told);
    return rc;
}
