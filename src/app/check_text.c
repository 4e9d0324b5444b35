#include "app/check.h"
#include "atlas/carry.h"

#include <stdio.h>
#include <string.h>

#define ERRORS_SHOWN 20
#define KEYS_SHOWN   5   /* unmatched keys, in a list of indicators */
#define KEYS_STORY   100 /* likewise, in the story of one */
#define NAMES_SHOWN  4   /* districts */
#define NAMES_STORY  100

/* What to type to decide otherwise: with a manifest a key there, without one an option. */
static const char *typed(const atlas *a, const char *key, const char *option) {
    return a->has_manifest ? key : option;
}

static const char *plural(size_t n) { return n == 1 ? "" : "s"; }

/* ---- layers and files --------------------------------------------------------------------- */

static void tell_layer(const atlas *a, const atlas_layer *l, buf *out) {
    const shapefile *s = l->shape;
    size_t n = districts_count(s->districts);
    buf_addf(out, "\nlayer %s: %zu district%s in %zu record%s", l->id, n, plural(n), s->records,
             plural(s->records));
    if (s->null_shapes) buf_addf(out, ", %zu without a shape", s->null_shapes);
    if (s->encoding_from)
        buf_addf(out, "\n  text         %s (%s); if letters are wrong: %s", s->encoding,
                 s->encoding_from, typed(a, "encoding: NAME in the layer", "--encoding NAME"));
    buf_addf(out, "\n  coordinates  %s (%s); if it lies elsewhere: %s", s->crs, s->crs_from,
             typed(a, "crs: EPSG:NUMBER in the layer", "--crs EPSG:NUMBER"));
    buf_addf(out, "\n  extent       %.4f to %.4f east, %.4f to %.4f north\n", s->lonlat.x0,
             s->lonlat.x1, s->lonlat.y0, s->lonlat.y1);
    for (size_t i = 0; i < s->warnings.count; i++) buf_addf(out, "  ! %s\n", s->warnings.item[i]);
}

static void tell_context(const atlas *a, const atlas_context *c, buf *out) {
    const context_data *d = c->data;
    size_t told = 0;
    buf_addf(out, "\ncontext %s: kind %s, %s; %zu record%s", c->id,
             context_kind_names[c->style.kind], context_place_names[c->style.place], d->records,
             plural(d->records));
    if (d->null_shapes) buf_addf(out, ", %zu without a shape", d->null_shapes);
    buf_adds(out, "\n  drawn with   ");
    for (size_t i = 0; i < a->n_layers; i++)
        if (c->with[i]) buf_addf(out, "%s%s", told++ ? ", " : "", a->layer[i].id);
    buf_addf(out, "\n  coordinates  %s; if it lies elsewhere: crs: EPSG:NUMBER in the context\n",
             d->crs);
    for (size_t i = 0; i < d->warnings.count; i++) buf_addf(out, "  ! %s\n", d->warnings.item[i]);
}

static void tell_file(const atlas_file *f, buf *out) {
    buf_addf(out, "\n  %s: %zu row%s of %zu columns\n    %s, text is %s (%s)", f->path, f->rows,
             plural(f->rows), f->columns, f->format, f->encoding.name, f->encoding.from);
    if (f->separator == '\t')
        buf_adds(out, ", columns are divided by tabs");
    else if (f->separator && !f->encoding.dbf)
        buf_addf(out, ", columns are divided by \"%c\"", f->separator);
    buf_adds(out, "\n");
}

/* ---- indicators --------------------------------------------------------------------------- */

static void tell_names(const districts *d, const district_id *id, size_t n, size_t max, buf *out) {
    for (size_t i = 0; i < n && i < max; i++)
        buf_addf(out, "%s%s", i ? ", " : "", district_name(d, id[i]));
    if (n > max) buf_addf(out, " and %zu more", n - max);
}

/* How the column writes 1234.5, or 1234 if no cell has decimals. */
static void show_format(const number_format *f, char out[16]) {
    const char thousand[] = {f->thousand, 0}, decimal[] = {f->decimal, 0};
    snprintf(out, 16, "1%s234%s%s", thousand, decimal, f->decimal ? "5" : "");
}

static void show_periods(const joined *j, char out[80]) {
    const char *first = j->period[0], *last = j->period[j->n_periods - 1];
    if (j->n_periods > 1)
        snprintf(out, 80, "%.24s to %.24s (%zu)", first, last, j->n_periods);
    else
        snprintf(out, 80, "%.60s", *first ? first : "unnamed");
}

static void tell_part(buf *out, size_t from, const char *text) {
    buf_addf(out, "%s%s", out->len > from ? "; " : "", text);
}

/* `periods`: those of the file. */
static void tell_missing(const joined *j, const atlas_origin *o, size_t periods, size_t from,
                         buf *out) {
    static const char *const also[VALUE__STATES] = {
        [VALUE_SUPPRESSED] = "suppressed",
        [VALUE_CANNOT_OCCUR] = "cannot occur",
        [VALUE_ROUNDED_ZERO] = "rounded to zero",
    };
    const join_report *r = &j->report;
    size_t missing = r->missing - (j->n_districts - r->matched) * periods;
    if (missing) {
        tell_part(out, from, "");
        buf_addf(out, "%zu of %zu values missing", missing, r->matched * periods);
    }
    for (size_t s = VALUE_SUPPRESSED; s < VALUE__STATES; s++)
        if (o->states[s]) buf_addf(out, ", %zu cells say %s", o->states[s], also[s]);
}

/* What one would want to know of an indicator that is loaded well. */
static void tell_gaps(const atlas *a, size_t i, size_t max, buf *out) {
    const joined *j = &a->indicator[i].data;
    const atlas_origin *o = &a->origin[i];
    const districts *d = atlas_layer_of(a, i)->shape->districts;
    const join_report *r = &j->report;
    size_t from = out->len;
    if (!r->matched) {
        buf_adds(out, "known for the whole only");
        return;
    }
    tell_missing(j, o, carry_published(a, i), from, out);
    if (r->n_unmatched_districts) {
        tell_part(out, from, "no row: ");
        tell_names(d, r->unmatched_districts, r->n_unmatched_districts, max, out);
    }
    if (r->n_without_number) {
        tell_part(out, from, "rows but no number: ");
        tell_names(d, r->without_number, r->n_without_number, max, out);
    }
    if (r->n_duplicates) {
        tell_part(out, from, "");
        buf_addf(out, "%zu given twice, alike", r->n_duplicates);
    }
    if (o->bracketed) {
        tell_part(out, from, "");
        buf_addf(out, "%zu in brackets", o->bracketed);
    }
}

/* Each sentence once in a file's list: the columns of a wide table have the same strangers. */
static void tell_list(const strlist *sentences, strlist *told, buf *out) {
    for (size_t k = 0; k < sentences->count; k++) {
        if (strlist_has(told, sentences->item[k])) continue;
        buf_addf(out, "      ! %s\n", sentences->item[k]);
        if (strlist_add(told, sentences->item[k], NULL)) out->failed = 1;
    }
}

static void tell_sentences(const check_facts *f, size_t i, size_t max, strlist *told, buf *out) {
    strlist sentences = {0};
    if (atlas_join_warnings(f->atlas, i, max, &sentences, NULL))
        out->failed = 1; /* no memory: the text is not whole */
    tell_list(&sentences, told, out);
    tell_list(&f->looks[i], told, out);
    strlist_free(&sentences);
}

static void tell_row(const check_facts *f, size_t i, int width, strlist *told, buf *out) {
    const atlas *a = f->atlas;
    const joined *j = &a->indicator[i].data;
    size_t with_number = j->report.matched - j->report.n_without_number;
    char format[16], periods[80];
    buf gaps = BUF_EMPTY;
    show_format(&a->origin[i].format, format);
    if (a->indicator[i].kind == KIND_CATEGORY) snprintf(format, sizeof format, "names");
    show_periods(j, periods);
    tell_gaps(a, i, NAMES_SHOWN, &gaps);
    buf_addf(out, "    %-*s %5zu of %-5zu %-20s %-10s", width, a->indicator[i].id, with_number,
             j->n_districts, periods, format);
    if (gaps.failed) out->failed = 1;
    buf_addf(out, "%s%s", gaps.len ? "  " : "", buf_text(&gaps));
    while (out->len && out->data[out->len - 1] == ' ') out->data[--out->len] = 0;
    buf_adds(out, "\n");
    buf_free(&gaps);
    check_carried_text(a, i, out);
    tell_sentences(f, i, KEYS_SHOWN, told, out);
}

static void tell_periods(const joined *j, buf *out) {
    for (size_t p = 0; p < j->n_periods; p++)
        buf_addf(out, "%s%s", p ? ", " : "", *j->period[p] ? j->period[p] : "unnamed");
}

/* "..: 12, *: 3 suppressed": what stands where a number does not. */
static void tell_symbols(const atlas_origin *o, buf *out) {
    static const char *const words[VALUE__STATES] = {
        [VALUE_SUPPRESSED] = " suppressed",
        [VALUE_CANNOT_OCCUR] = " that cannot occur",
        [VALUE_ROUNDED_ZERO] = " rounded to zero",
    };
    if (!o->n_symbols) return;
    buf_adds(out, "\n      symbols    ");
    for (size_t i = 0; i < o->n_symbols; i++) {
        const char *word = words[o->symbol[i].state];
        buf_addf(out, "%s\"%s\": %zu%s", i ? ", " : "", o->symbol[i].text, o->symbol[i].count,
                 word ? word : "");
    }
}

/* How its figures are written, and what to type if that is wrong. */
static void tell_format(const atlas *a, size_t index, buf *out) {
    const indicator *ind = &a->indicator[index];
    const atlas_origin *o = &a->origin[index];
    char format[16];
    show_format(&o->format, format);
    if (ind->kind == KIND_CATEGORY) {
        buf_adds(out, "\n      categories ");
        for (size_t i = 0; i < ind->n_categories; i++)
            buf_addf(out, "%s%s", i ? ", " : "", ind->category[i].code);
        return;
    }
    buf_addf(out, "\n      numbers    written as %s (%s); if that is wrong: %s", format,
             o->decimal ? "as the manifest says" : "decided from the whole column",
             typed(a, "decimal: \",\" or \".\" in the values", "--decimal , or --decimal ."));
}

static void tell_cells(const atlas *a, size_t index, buf *out) {
    const atlas_origin *o = &a->origin[index];
    tell_format(a, index, out);
    buf_addf(out, "\n      cells      %zu: %zu numbers, %zu empty or a symbol for missing",
             o->cells, o->states[VALUE_PRESENT], o->states[VALUE_MISSING]);
    if (o->footnotes) buf_addf(out, ", %zu with a footnote's mark", o->footnotes);
    if (o->states[VALUE_MISSING])
        buf_adds(
            out,
            "; for other symbols: missing, zero, suppressed, cannot_occur or rounded_zero in the "
            "manifest's values");
    tell_symbols(o, out);
    buf_adds(out, "\n      gaps       ");
}

static void tell_story(const check_facts *f, size_t i, buf *out) {
    const atlas *a = f->atlas;
    const indicator *ind = &a->indicator[i];
    const join_report *r = &ind->data.report;
    strlist told = {0};
    buf_addf(out, "\n    indicator %s\n      districts  %zu of %zu have a number", ind->id,
             r->matched - r->n_without_number, ind->data.n_districts);
    buf_adds(out, "\n      periods    ");
    tell_periods(&ind->data, out);
    tell_cells(a, i, out);
    size_t before = out->len;
    tell_gaps(a, i, NAMES_STORY, out);
    if (out->len == before) buf_adds(out, "none");
    buf_adds(out, "\n");
    for (size_t k = 0; k < r->n_duplicates && k < NAMES_STORY; k++)
        buf_addf(out, "      given twice, with the same value: %s\n", r->duplicates[k]);
    check_carried_text(a, i, out);
    tell_sentences(f, i, KEYS_STORY, &told, out);
    strlist_free(&told);
}

/* ---- by layer, then by file ---------------------------------------------------------------- */

static bool is_shown(const check_facts *f, size_t i, size_t layer, size_t file) {
    const atlas *a = f->atlas;
    return a->indicator_layer[i] == layer && a->origin[i].file == file &&
           (!f->one || i == f->chosen);
}

static void tell_group(const check_facts *f, size_t layer, size_t file, buf *out) {
    const atlas *a = f->atlas;
    strlist told = {0};
    int width = 9;
    size_t n = 0;
    for (size_t i = 0; i < a->n_indicators; i++) {
        if (!is_shown(f, i, layer, file)) continue;
        n++;
        if ((int)strlen(a->indicator[i].id) > width) width = (int)strlen(a->indicator[i].id);
    }
    if (!n) return;
    tell_file(&a->file[file], out);
    if (!f->one)
        buf_addf(out, "\n    %-*s %-15s %-20s %s\n", width, "indicator", "  with number", "periods",
                 "written as");
    for (size_t i = 0; i < a->n_indicators; i++) {
        if (!is_shown(f, i, layer, file)) continue;
        if (f->one)
            tell_story(f, i, out);
        else
            tell_row(f, i, width, &told, out);
    }
    strlist_free(&told);
}

static void tell_errors(const check_facts *f, buf *out) {
    size_t n = f->errors->count, warnings = f->warnings;
    if (f->atlas) buf_adds(out, "\n");
    for (size_t i = 0; i < n && i < ERRORS_SHOWN; i++)
        buf_addf(out, "error: %s\n", f->errors->item[i]);
    if (n > ERRORS_SHOWN)
        buf_addf(out, "and %zu more error%s (--json has all of them)\n", n - ERRORS_SHOWN,
                 plural(n - ERRORS_SHOWN));
    if (n)
        buf_addf(out, "%zu error%s, %zu warning%s: this map cannot be trusted.\n", n, plural(n),
                 warnings, plural(warnings));
    else if (warnings)
        buf_addf(out,
                 "No errors, %zu warning%s (marked with !): the map shows what the files say, as "
                 "told above.\n",
                 warnings, plural(warnings));
    else
        buf_adds(out, "No errors: the map shows what the files say.\n");
}

void check_text(const check_facts *f, buf *out) {
    const atlas *a = f->atlas;
    if (a)
        buf_addf(out, "atlas %s: %zu layer%s, %zu values file%s, %zu indicator%s\n", a->id,
                 a->n_layers, plural(a->n_layers), a->n_files, plural(a->n_files), a->n_indicators,
                 plural(a->n_indicators));
    for (size_t l = 0; a && l < a->n_layers; l++) {
        if (f->one && a->n_indicators && a->indicator_layer[f->chosen] != l) continue;
        tell_layer(a, &a->layer[l], out);
        for (size_t k = 0; k < a->n_files; k++) tell_group(f, l, k, out);
    }
    for (size_t i = 0; a && i < a->n_contexts; i++) {
        bool idle = f->one && a->n_indicators && !a->context[i].with[a->indicator_layer[f->chosen]];
        if (!idle) tell_context(a, &a->context[i], out);
    }
    if (a && !f->one) check_groups_text(a, out);
    if (a && f->paper) check_print_text(a, f->paper, &f->print, out);
    tell_errors(f, out);
}
