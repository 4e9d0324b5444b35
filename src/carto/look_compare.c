/* The options of what is mapped and what it is compared with. */
#include "carto/look_compare.h"
#include "base/text.h"
#include "carto/look_read.h"

#include <math.h>
#include <string.h>

static const char *const pool_names[] = {"none", "periods"};

const char *look_compare_pool_choice(const look_sources *from, size_t i) {
    (void)from;
    return i < 2 ? pool_names[i] : NULL;
}

err_code look_compare_set_pool(look *l, const look_sources *from, const char *value, err *e) {
    (void)from, (void)e;
    return look_read_either(value, pool_names, &l->pooled);
}
void look_compare_format_pool(const look *l, buf *out) { buf_adds(out, pool_names[l->pooled]); }

static const char *const reference_names[] = {"none", "whole", "mean", "target"};
static const look_reference references[] = {REFERENCE_NONE, REFERENCE_WHOLE, REFERENCE_MEAN,
                                            REFERENCE_TARGET};
#define REFERENCES (sizeof references / sizeof *references)

err_code look_compare_set_reference(look *l, const look_sources *from, const char *value, err *e) {
    (void)from, (void)e;
    size_t i = look_read_word(value, reference_names, REFERENCES);
    double number = 0;
    if (i == REFERENCES && !look_read_number(value, -HUGE_VAL, HUGE_VAL, &number)) return ERR_RANGE;
    l->reference = i < REFERENCES ? references[i] : REFERENCE_NUMBER;
    l->reference_number = number;
    return ERR_OK;
}
void look_compare_format_reference(const look *l, buf *out) {
    if (l->reference == REFERENCE_NUMBER) look_read_add_number(l->reference_number, out);
    for (size_t i = 0; i < REFERENCES; i++)
        if (l->reference == references[i]) buf_adds(out, reference_names[i]);
}

static const char *const sides_names[] = {"symmetric", "method"};
const char *look_compare_sides_choice(const look_sources *from, size_t i) {
    (void)from;
    return i < 2 ? sides_names[i] : NULL;
}
err_code look_compare_set_sides(look *l, const look_sources *from, const char *value, err *e) {
    (void)from, (void)e;
    return look_read_either(value, sides_names, &l->sides_by_method);
}
void look_compare_format_sides(const look *l, buf *out) {
    buf_adds(out, sides_names[l->sides_by_method]);
}

/* "INDICATOR", "INDICATOR@PERIOD", "@PERIOD" or "none", to out[OTHER_MAX + 1]. */
static err_code read_other(const char *value, char *out) {
    const char *period;
    char read[OTHER_MAX + 1], id[TEXT_ID_MAX + 1] = "";
    if (look_read_line(value, OTHER_MAX, read)) return ERR_RANGE;
    size_t n = look_other_id(read, &period);
    if (n > TEXT_ID_MAX || (period && (!*period || strlen(period) > PERIOD_MAX))) return ERR_RANGE;
    memcpy(id, read, n);
    if (n ? !text_is_id(id) : !period && *read) return ERR_RANGE;
    memcpy(out, read, sizeof read);
    return ERR_OK;
}

static void format_other(const char *other, buf *out) { buf_adds(out, *other ? other : "none"); }

err_code look_compare_set_minus(look *l, const look_sources *from, const char *value, err *e) {
    (void)from, (void)e;
    return read_other(value, l->minus);
}
void look_compare_format_minus(const look *l, buf *out) { format_other(l->minus, out); }

err_code look_compare_set_bivariate(look *l, const look_sources *from, const char *value, err *e) {
    (void)from, (void)e;
    err_code rc = read_other(value, l->bivariate);
    if (!rc) l->bivariate_given = true;
    return rc;
}
void look_compare_format_bivariate(const look *l, buf *out) { format_other(l->bivariate, out); }

err_code look_compare_set_second_breaks(look *l, const look_sources *from, const char *value,
                                        err *e) {
    (void)from, (void)e;
    size_t n;
    double read[SECOND_BREAKS];
    if (!look_read_numbers(value, SECOND_BREAKS, read, &n) || n != SECOND_BREAKS) return ERR_RANGE;
    memcpy(l->second_breaks, read, sizeof read);
    l->has_second_breaks = l->second_given = true;
    return ERR_OK;
}
void look_compare_format_second_breaks(const look *l, buf *out) {
    if (l->has_second_breaks) look_read_add_numbers(l->second_breaks, SECOND_BREAKS, out);
}

static const char *const change_names[] = {"unit", "percent"};
const char *look_compare_change_choice(const look_sources *from, size_t i) {
    (void)from;
    return i < 2 ? change_names[i] : NULL;
}
err_code look_compare_set_change(look *l, const look_sources *from, const char *value, err *e) {
    (void)from, (void)e;
    return look_read_either(value, change_names, &l->percent);
}
void look_compare_format_change(const look *l, buf *out) {
    buf_adds(out, change_names[l->percent]);
}

const char *look_compare_metric_choice(const look_sources *from, size_t i) {
    (void)from;
    return i < metric_kind_count ? metric_kinds[i].name : NULL;
}
err_code look_compare_set_metric(look *l, const look_sources *from, const char *value, err *e) {
    (void)from, (void)e;
    const metric_kind *m = metric_find(value);
    if (!m) return ERR_RANGE;
    l->metric = m;
    return ERR_OK;
}
void look_compare_format_metric(const look *l, buf *out) { buf_adds(out, l->metric->name); }

err_code look_compare_set_focus(look *l, const look_sources *from, const char *value, err *e) {
    (void)from, (void)e;
    return look_read_line(value, FOCUS_MAX, l->focus);
}
void look_compare_format_focus(const look *l, buf *out) {
    buf_adds(out, *l->focus ? l->focus : "none");
}

err_code look_compare_set_groups(look *l, const look_sources *from, const char *value, err *e) {
    (void)from, (void)e;
    return look_read_line(value, FOCUS_MAX, l->groups);
}
void look_compare_format_groups(const look *l, buf *out) {
    buf_adds(out, *l->groups ? l->groups : "none");
}

static const char *const uncertain_names[] = {"hatch", "plain"};
const char *look_compare_uncertain_choice(const look_sources *from, size_t i) {
    (void)from;
    return i < 2 ? uncertain_names[i] : NULL;
}
err_code look_compare_set_uncertain(look *l, const look_sources *from, const char *value, err *e) {
    (void)from, (void)e;
    return look_read_either(value, uncertain_names, &l->uncertain_plain);
}
void look_compare_format_uncertain(const look *l, buf *out) {
    buf_adds(out, uncertain_names[l->uncertain_plain]);
}
