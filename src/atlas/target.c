#include "atlas/target.h"

#include <math.h>
#include <stdlib.h>

err_code target_copy(const manifest_target *in, atlas_target *out, err *e) {
    *out = (atlas_target){.value = in->given ? in->value : (double)NAN, .of = in->of};
    if (!in->given) return ERR_OK;
    err_code rc = manifest_copy(in->period, &out->period, e);
    if (!rc) rc = manifest_text_copy(&in->title, &out->title, e);
    if (!rc) rc = manifest_text_copy(&in->source, &out->source, e);
    if (rc) target_free(out);
    return rc;
}

void target_free(atlas_target *t) {
    free(t->period);
    localized_free(&t->title);
    localized_free(&t->source);
    *t = (atlas_target){.value = (double)NAN};
}

/* ---- which there is ---- */

const atlas_target *target_of(const atlas *a, size_t index) {
    const atlas_target *t = &a->design[index].target;
    return isnan(t->value) ? NULL : t;
}

bool target_is_comparable(const atlas *a, size_t index) {
    const atlas_target *t = target_of(a, index);
    return t && (t->of == TARGET_DISTRICT || a->indicator[index].kind != KIND_COUNT);
}

const atlas_target *target_of_map(const choropleth *c) {
    return c->rule.plain && !c->second.ind ? target_of(c->atlas, c->indicator) : NULL;
}

err_code target_check(const choropleth *c, err *e) {
    const char *id = choropleth_indicator(c)->id;
    if (c->look.reference != REFERENCE_TARGET) return ERR_OK;
    if (!target_of(c->atlas, c->indicator))
        return err_tell(e, ERR_RANGE, "reference: %s has no target", "reference: %s har inget mål",
                        id);
    if (!c->rule.plain)
        return err_tell(e, ERR_RANGE,
                        "reference: the target of %s goes with its figures, not with minus or a "
                        "metric",
                        "reference: målet för %s hör till uppgifterna själva, inte till skillnader "
                        "(minus) eller metric",
                        id);
    if (!target_is_comparable(c->atlas, c->indicator))
        return err_tell(
            e, ERR_RANGE,
            "reference: %s is a count, and its target is set for the whole: no district "
            "can be held against it",
            "reference: %s är ett antal, och målet är satt för helheten: inget område kan jämföras "
            "med det",
            id);
    return ERR_OK;
}

/* ---- texts ---- */

static wording name_of(const atlas *a, size_t index) {
    if (a->design[index].target.of == TARGET_DISTRICT) return WORD_TARGET_EACH;
    return target_is_comparable(a, index) ? WORD_TARGET : WORD_TARGET_WHOLE;
}

void target_name(const atlas *a, size_t index, lang in, buf *out) {
    const atlas_target *t = &a->design[index].target;
    const char *own = localized_get(&t->title, in);
    buf_adds(out, *own ? own : wording_get(name_of(a, index), in));
    if (t->period) buf_addf(out, " %s", t->period);
}

void target_text(const atlas *a, size_t index, lang in, buf *out) {
    const double v = a->design[index].target.value;
    int own = a->indicator[index].decimals, needed = number_decimals_of(&v, 1, NUMBER_DECIMALS_MAX);
    buf name = BUF_EMPTY, value = BUF_EMPTY;
    target_name(a, index, in, &name);
    number_format_value(v, own > needed ? own : needed,
                        localized_get(&a->indicator[index].unit, in), in, &value);
    wording_fill(WORD_TARGET_VALUE, in, (const char *const[]){buf_text(&name), buf_text(&value)}, 2,
                 out);
    if (name.failed || value.failed) out->failed = 1;
    buf_free(&name);
    buf_free(&value);
}

/* ---- who has reached it ---- */

static bool is_reached(direction better, double value, double goal) {
    return better == DIRECTION_HIGHER ? value >= goal : value <= goal;
}

target_reach target_reached(const atlas *a, size_t index, const double *value, size_t n,
                            double whole) {
    const atlas_target *t = target_of(a, index);
    direction better = a->indicator[index].better;
    target_reach r = {.whole = -1};
    for (size_t d = 0; d < n; d++) r.n += !isnan(value[d]);
    if (!t || better == DIRECTION_NEITHER) return r;
    if (t->of == TARGET_CITY && !isnan(whole)) r.whole = is_reached(better, whole, t->value);
    r.known = target_is_comparable(a, index);
    for (size_t d = 0; d < n && r.known; d++)
        r.reached += !isnan(value[d]) && is_reached(better, value[d], t->value);
    return r;
}
