/* manifest_target: what a manifest says of an indicator's target. */
#include "atlas/field.h"
#include "base/text.h"

#include <math.h>
#include <stddef.h>

const char *const target_scope_names[TARGET__SCOPES] = {"city", "district"};

static err_code read_value(const field_reader *r, ynode n, void *at, err *e) {
    (void)r;
    const char *text = ynode_text(n);
    double v;
    if (!text || !text_to_double(text, &v) || !isfinite(v))
        return ynode_fail(n, e, "a number is needed here, in the indicator's unit");
    *(double *)at = v;
    return ERR_OK;
}

static err_code read_scope(const field_reader *r, ynode n, void *at, err *e) {
    (void)r;
    int i = 0;
    err_code rc = field_name(n, target_scope_names, TARGET__SCOPES, &i, e);
    *(target_scope *)at = (target_scope)i;
    return rc;
}

/* A text in at least one language: what nobody has published is no target. */
static err_code read_source(const field_reader *r, ynode n, void *at, err *e) {
    manifest_text *out = at;
    err_code rc = field_localized(r, n, out, e);
    for (int l = 0; l < LANG_COUNT && !rc; l++)
        if (out->text[l] && *out->text[l]) return ERR_OK;
    return rc ? rc : ynode_fail(n, e, "who has set the target, and where, is needed here");
}

err_code manifest_target_read(const field_reader *r, ynode n, void *at, err *e) {
    static const field fields[] = {
        {"value", offsetof(manifest_target, value), read_value, true},
        {"source", offsetof(manifest_target, source), read_source, true},
        {"period", offsetof(manifest_target, period), field_text, false},
        {"of", offsetof(manifest_target, of), read_scope, false},
        {"title", offsetof(manifest_target, title), field_localized, false},
    };
    if (ynode_kind_of(n) != YNODE_MAP)
        return ynode_fail(n, e, "{value: NUMBER, source: TEXT, ...} is needed here");
    manifest_target *out = at;
    err_code rc = field_read_all(r, n, fields, sizeof fields / sizeof *fields, out, e);
    out->given = !rc;
    return rc;
}
