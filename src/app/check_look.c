/* What check says of how indicators are drawn where nobody asks for another look. */
#include "app/check.h"
#include "atlas/choropleth.h"
#include "carto/gate.h"

#include <math.h>

err_code check_count(const atlas *a, size_t index, strlist *out, err *e) {
    size_t rate = a->design[index].rate;
    if (a->indicator[index].kind != KIND_COUNT) return ERR_OK;
    if (rate != SIZE_MAX)
        return strlist_addf(out, e, "a count drawn as areas misleads; %s is the one to map",
                            a->indicator[rate].id);
    return strlist_add(out,
                       "a count drawn as areas misleads, since large districts have more of "
                       "anything; name the indicator to map instead, as rate: ID",
                       e);
}

/* The eye to which two classes are most alike, among those that are asked for. */
static color_sight worst_sight(const gate *g, unsigned failed) {
    color_sight worst = SIGHT_NORMAL;
    for (color_sight s = SIGHT_PROTAN; failed & GATE_COLOR_BLIND && s <= SIGHT_TRITAN; s++)
        if (worst == SIGHT_NORMAL || g->least[s] < g->least[worst]) worst = s;
    return worst;
}

static err_code tell_ramp(const choropleth *c, strlist *out, err *e) {
    static const char *const eyes[SIGHT__COUNT] = {[SIGHT_NORMAL] = "normal sight",
                                                   [SIGHT_PROTAN] = "protanopic sight",
                                                   [SIGHT_DEUTAN] = "deuteranopic sight",
                                                   [SIGHT_TRITAN] = "tritanopic sight"};
    const unsigned need = GATE_NORMAL | GATE_COLOR_BLIND;
    const look *l = &c->look;
    size_t k = c->n_colors;
    gate g;
    if (l->method->continuous || k < 2 || c->atlas->design[c->indicator].category_color)
        return ERR_OK;
    gate_judge(l->ramp, k, l->backdrop->dark, &g);
    unsigned failed = need & ~g.passes;
    if (!failed) return ERR_OK;
    color_sight eye = worst_sight(&g, failed);
    const ramp *better =
        gate_nearest(c->atlas->library.ramps, l->ramp, k, l->reverse, l->backdrop->dark, need);
    return strlist_addf(
        out, e,
        "the ramp %s with %zu classes: two of them are hard to tell apart by %s (CIEDE2000 %.1f; "
        "at least %.0f is wanted); %s%s",
        ramp_name(l->ramp), k, eyes[eye], g.least[eye],
        eye == SIGHT_NORMAL ? GATE_NORMAL_MIN : GATE_COLOR_BLIND_MIN,
        better ? "the nearest ramp that passes is " : "take fewer classes",
        better ? ramp_name(better) : "");
}

err_code check_look(const atlas *a, size_t index, strlist *out, err *e) {
    choropleth *c = NULL;
    err why;
    err_code rc = check_count(a, index, out, e);
    if (rc) return rc;
    if ((rc = choropleth_make(a, index, &a->design[index].look, &c, &why)))
        return rc == ERR_NOMEM ? err_nomem(e)
                               : strlist_addf(out, e, "it cannot be drawn: %s", why.text);
    rc = tell_ramp(c, out, e);
    choropleth_unref(c);
    return rc;
}
