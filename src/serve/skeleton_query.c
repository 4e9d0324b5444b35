#include "serve/skeleton_query.h"
#include "serve/http.h"

#include <assert.h>
#include <string.h>

/* Options of the look, in the order in which they are written. */
static const struct {
    const char *name;
    bool values; /* only where labels have values */
} deciding[] = {
    {"background", false},    {"border-width", false}, {"border-color", false},
    {"casing-width", false},  {"casing-color", false}, {"outline-width", false},
    {"outline-color", false}, {"context", false},      {"clip", false},
    {"groups", false},        {"labels", false},       {"period", true},
    {"minus", true},          {"bivariate", true},     {"change", true},
    {"metric", true},         {"lang", true},
};

/* Whether what is under a color is seen is all that a skeleton knows of it. */
static rgba without_hue(rgba c) { return (rgba){0, 0, 0, c.a == UINT8_MAX ? UINT8_MAX : 0x80}; }

static look plainly_inked(const look *l) {
    look out = *l;
    out.own_border = out.own_casing = out.own_outline = true;
    out.border_color = without_hue(l->border_color);
    out.casing_color = without_hue(l->casing_color);
    out.outline_color = without_hue(l->outline_color);
    return out;
}

static void add(buf *out, const char *name, const char *value, bool first) {
    buf_addf(out, first ? "%s=" : "&%s=", name);
    http_escape(out, value);
}

void skeleton_query(const choropleth *c, buf *out) {
    const look l = plainly_inked(&c->look);
    bool values = l.labels == LABELS_VALUES || l.labels == LABELS_BOTH;
    buf value = BUF_EMPTY;
    for (size_t i = 0; i < sizeof deciding / sizeof *deciding; i++) {
        if (deciding[i].values && !values) continue;
        const look_option *o = look_option_find(deciding[i].name);
        assert(o);
        buf_reset(&value);
        o->format(&l, &value);
        add(out, o->name, buf_text(&value), !i);
    }
    if (values) add(out, "indicator", choropleth_indicator(c)->id, false);
    out->failed |= value.failed;
    buf_free(&value);
}
