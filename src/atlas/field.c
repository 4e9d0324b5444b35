#include "atlas/field.h"
#include "base/fileio.h"
#include "base/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

err_code field_text(const field_reader *r, ynode n, void *at, err *e) {
    (void)r;
    const char *text = ynode_text(n);
    if (!text) return ynode_fail(n, e, "a text is needed here");
    *(const char **)at = text;
    return ERR_OK;
}

err_code field_id(const field_reader *r, ynode n, void *at, err *e) {
    err_code rc = field_text(r, n, at, e);
    if (!rc && !text_is_id(*(const char **)at))
        rc = ynode_fail(n, e,
                        "\"%.70s\" is no id: use a to z, 0 to 9, _ and -, 64 at most, not \"all\"",
                        *(const char **)at);
    return rc;
}

err_code field_path(const field_reader *r, ynode n, void *at, err *e) {
    const char *text = NULL;
    err_code rc = field_text(r, n, &text, e);
    return rc ? rc : strlist_own(&r->m->owned, path_join(r->dir, text), at, e);
}

err_code field_localized(const field_reader *r, ynode n, void *at, err *e) {
    (void)r;
    manifest_text *out = at;
    const char *plain = ynode_text(n);
    for (int l = 0; plain && l < LANG_COUNT; l++) out->text[l] = plain;
    if (plain) return ERR_OK;
    if (ynode_kind_of(n) != YNODE_MAP)
        return ynode_fail(n, e, "a text or {en: ..., sv: ...} is needed here");
    for (size_t i = 0; i < ynode_count(n); i++) {
        int l = lang_find(ynode_text(ynode_key(n, i)));
        if (l < 0) return ynode_fail(ynode_key(n, i), e, "the languages are en and sv");
        if (!(out->text[l] = ynode_text(ynode_value(n, i))))
            return ynode_fail(ynode_value(n, i), e, "a text is needed here");
    }
    return ERR_OK;
}

err_code field_cell(const field_reader *r, ynode n, void *at, err *e) {
    manifest_cell *out = at;
    ynode column = ynode_get(n, "column");
    if (ynode_kind_of(column) == YNODE_ABSENT) return field_localized(r, n, &out->text, e);
    if (ynode_count(n) != 1) return ynode_fail(n, e, "{column: NAME} takes no other key");
    return field_text(r, column, &out->column, e);
}

err_code field_list(const field_reader *r, ynode n, void *at, err *e) {
    manifest_list *out = at;
    if (ynode_kind_of(n) != YNODE_LIST) return ynode_fail(n, e, "a list is needed here");
    size_t count = ynode_count(n);
    if (!(out->item = calloc(count + 1, sizeof *out->item))) return err_nomem(e);
    for (size_t i = 0; i < count; i++) {
        err_code rc = field_text(r, ynode_item(n, i), &out->item[i], e);
        if (rc) return rc;
    }
    return ERR_OK;
}

err_code field_pairs(const field_reader *r, ynode n, void *at, err *e) {
    manifest_pairs *out = at;
    if (ynode_kind_of(n) != YNODE_MAP || !ynode_count(n))
        return ynode_fail(n, e, "{NAME: TEXT, ...} is needed here");
    if (!(out->item = calloc(ynode_count(n), sizeof *out->item))) return err_nomem(e);
    out->count = ynode_count(n);
    for (size_t i = 0; i < out->count; i++) {
        out->item[i].name = ynode_text(ynode_key(n, i));
        err_code rc = field_text(r, ynode_value(n, i), &out->item[i].value, e);
        if (rc) return rc;
    }
    return ERR_OK;
}

err_code field_name(ynode n, const char *const *names, int count, int *out, err *e) {
    const char *text = ynode_text(n);
    buf list = BUF_EMPTY;
    for (int i = 0; i < count; i++) {
        if (text && !strcmp(text, names[i])) {
            *out = i;
            buf_free(&list);
            return ERR_OK;
        }
        buf_addf(&list, "%s%s", i ? ", " : "", names[i]);
    }
    err_code rc = ynode_fail(n, e, "one of %s is needed here", buf_text(&list));
    buf_free(&list);
    return rc;
}

err_code field_number(ynode n, double min, double max, double step, double *out, err *e) {
    const char *text = ynode_text(n);
    double v = NAN;
    if (text && text_to_double(text, &v) && v >= min && v <= max) {
        double steps = step > 0 ? round(v / step) : 0;
        *out = step > 0 ? steps * step : v;
        if (fabs(*out - v) < 1e-9) return ERR_OK;
    }
    if (step > 0)
        return ynode_fail(n, e, "a number from %g to %g in steps of %g is needed here", min, max,
                          step);
    return ynode_fail(n, e, "a number from %g to %g is needed here", min, max);
}

err_code field_kind(const field_reader *r, ynode n, void *at, err *e) {
    (void)r;
    int i = 0;
    err_code rc = field_name(n, indicator_kind_names, KIND__COUNT, &i, e);
    *(indicator_kind *)at = (indicator_kind)i;
    return rc;
}

err_code field_better(const field_reader *r, ynode n, void *at, err *e) {
    (void)r;
    int i = 0;
    err_code rc = field_name(n, direction_names, DIRECTION__COUNT, &i, e);
    *(direction *)at = (direction)i;
    return rc;
}

err_code field_decimals(const field_reader *r, ynode n, void *at, err *e) {
    (void)r;
    unsigned long v;
    const char *text = ynode_text(n);
    if (!text || !text_to_uint(text, 6, &v))
        return ynode_fail(n, e, "a whole number from 0 to 6 is needed here");
    *(int *)at = (int)v;
    return ERR_OK;
}

err_code field_decimal_sign(const field_reader *r, ynode n, void *at, err *e) {
    (void)r;
    const char *text = ynode_text(n);
    if (!text || (strcmp(text, ",") && strcmp(text, ".")))
        return ynode_fail(n, e, "\",\" or \".\" is needed here");
    *(char *)at = text[0];
    return ERR_OK;
}

err_code field_brackets(const field_reader *r, ynode n, void *at, err *e) {
    static const char *const names[] = {"uncertain", "negative"};
    static const number_brackets meanings[] = {BRACKETS_UNCERTAIN, BRACKETS_NEGATIVE};
    (void)r;
    int i = 0;
    err_code rc = field_name(n, names, 2, &i, e);
    if (!rc) *(number_brackets *)at = meanings[i];
    return rc;
}

static err_code read_style_name(const field_reader *r, ynode n, look *l, err *e) {
    const look_setting name = {"style", ynode_text(n)};
    const look_sources from = look_library_sources(r->library);
    size_t bad;
    err why;
    if (!name.value) return ynode_fail(n, e, "the name of a look is needed here");
    return look_apply(l, &from, &name, 1, &bad, &why) ? ynode_fail(n, e, "%s", why.text) : ERR_OK;
}

/* {OPTION: VALUE, ...}, or the name of a look. */
err_code field_look(const field_reader *r, ynode n, void *at, err *e) {
    const look_sources from = look_library_sources(r->library);
    if (ynode_kind_of(n) == YNODE_SCALAR) return read_style_name(r, n, at, e);
    return named_look_read_look(n, NULL, &from, at, e);
}

err_code field_ramps(const field_reader *r, ynode n, void *at, err *e) {
    (void)at;
    return ramp_set_add(r->library->ramps, n, "the atlas", e);
}

err_code field_looks(const field_reader *r, ynode n, void *at, err *e) {
    (void)at;
    return named_look_set_add(r->library->styles, n, e);
}

err_code field_bool(const field_reader *r, ynode n, void *at, err *e) {
    static const char *const names[] = {"false", "true"};
    (void)r;
    int i = 0;
    err_code rc = field_name(n, names, 2, &i, e);
    *(bool *)at = i;
    return rc;
}

err_code field_color(const field_reader *r, ynode n, void *at, err *e) {
    (void)r;
    const char *text = ynode_text(n);
    rgba *out = at;
    if (!text || color_parse(text, out, NULL) || out->a != 255)
        return ynode_fail(n, e, "an opaque color, as \"#2A7A98\", is needed here");
    return ERR_OK;
}

#define FIELDS_MAX 32

err_code field_read_all(const field_reader *r, ynode map, const field *f, size_t n, void *base,
                        err *e) {
    const char *allowed[FIELDS_MAX + 1] = {NULL};
    for (size_t i = 0; i < n; i++) allowed[i] = f[i].name;
    err_code rc = ynode_check_keys(map, allowed, e);
    for (size_t i = 0; i < n && !rc; i++) {
        ynode v = ynode_get(map, f[i].name);
        if (ynode_kind_of(v) != YNODE_ABSENT)
            rc = f[i].read(r, v, (char *)base + f[i].offset, e);
        else if (f[i].required)
            rc = ynode_fail(map, e, "\"%s\" is missing", f[i].name);
    }
    return rc;
}
