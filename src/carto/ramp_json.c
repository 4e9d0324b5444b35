#include "carto/ramp_json.h"
#include "base/json.h"
#include "carto/classify.h"
#include "carto/gate.h"

#include <math.h>
#include <stdio.h>

#define COUNTS        (GATE_LAST - GATE_FIRST + 1)
#define SHOWN_CLASSES 5

static json_t *json_colors(const ramp *r, size_t k) {
    rgba color[CLASSES_MAX];
    char text[COLOR_TEXT_MAX];
    json_t *out = json_array();
    ramp_classes(r, k, false, color);
    for (size_t i = 0; i < k; i++) {
        color_format(color[i], text);
        json_array_append_new(out, json_text(text));
    }
    return out;
}

static json_t *json_title(const ramp *r) {
    json_t *out = json_object();
    for (int l = 0; l < LANG_COUNT; l++)
        json_object_set_new(out, lang_codes[l], json_text(ramp_title(r, (lang)l)));
    return out;
}

/* One digit after the point: more would claim what the formula cannot tell. */
static json_t *json_difference(double v) {
    return json_number(isfinite(v) ? round(v * 10) / 10 : (double)NAN);
}

/* {"normal": [class counts that pass], ...} */
static json_t *json_passes(const gate *g /* [COUNTS] */) {
    json_t *out = json_object();
    for (size_t n = 0; n < GATE_NEEDS; n++) {
        json_t *counts = json_array();
        for (int i = 0; i < COUNTS; i++)
            if (g[i].passes & 1u << n) json_array_append_new(counts, json_integer(GATE_FIRST + i));
        json_object_set_new(out, gate_need_names[n], counts);
    }
    return out;
}

/* {"print": ["ok", "ok", "maybe", ...]} from GATE_FIRST classes on. */
static json_t *json_tags(const ramp *r) {
    json_t *out = json_object();
    for (int u = 0; u < RAMP_USES; u++) {
        json_t *tags = json_array();
        size_t last = 0;
        for (size_t k = GATE_FIRST; k <= CLASSES_MAX; k++)
            if (ramp_tag_of(r, (ramp_use)u, k)) last = k;
        for (size_t k = GATE_FIRST; k <= last; k++)
            json_array_append_new(tags, json_text(ramp_tag_names[ramp_tag_of(r, (ramp_use)u, k)]));
        if (last)
            json_object_set_new(out, ramp_use_names[u], tags);
        else
            json_decref(tags);
    }
    return out;
}

static json_t *json_class_count(const ramp *r, size_t k, const gate *g) {
    json_t *least = json_object(), *out = json_object();
    for (int s = 0; s < SIGHT__COUNT; s++)
        json_object_set_new(least, color_sight_names[s], json_difference(g->least[s]));
    json_object_set_new(least, "ground", json_difference(g->ground));
    json_object_set_new(least, "no_data", json_difference(g->no_data));
    json_object_set_new(least, "water", json_difference(g->water));
    json_object_set_new(out, "colors", json_colors(r, k));
    for (size_t n = 0; n < GATE_NEEDS; n++)
        json_object_set_new(out, gate_need_names[n], json_boolean(g->passes & 1u << n));
    json_object_set_new(out, "least", least);
    return out;
}

static json_t *json_classes(const ramp *r, const gate *g /* [COUNTS] */) {
    json_t *out = json_object();
    for (int i = 0; i < COUNTS; i++) {
        char key[16];
        if (!ramp_suits(r, GATE_FIRST + (size_t)i)) continue;
        snprintf(key, sizeof key, "%d", GATE_FIRST + i);
        json_object_set_new(out, key, json_class_count(r, GATE_FIRST + (size_t)i, &g[i]));
    }
    return out;
}

static json_t *text_or_null(const char *text) { return json_text(*text ? text : NULL); }

json_t *ramp_json(const ramp *r, bool full) {
    gate g[COUNTS];
    bool all = ramp_kind_of(r) == RAMP_QUALITATIVE || ramp_kind_of(r) == RAMP_BIVARIATE;
    for (int i = 0; i < COUNTS; i++) gate_judge(r, GATE_FIRST + (size_t)i, ramp_is_dark(r), &g[i]);
    json_t *out =
        json_pack("{s:s,s:s,s:o,s:s,s:s,s:o,s:o,s:o,s:o,s:o}", "name", ramp_name(r), "kind",
                  ramp_kind_names[ramp_kind_of(r)], "title", json_title(r), "background",
                  ramp_is_dark(r) ? "dark" : "light", "author", ramp_author(r), "license",
                  text_or_null(ramp_license(r)), "source", text_or_null(ramp_source(r)), "colors",
                  json_colors(r, all ? ramp_longest(r) : SHOWN_CLASSES), "passes", json_passes(g),
                  "tags", json_tags(r));
    if (full && out) json_object_set_new(out, "classes", json_classes(r, g));
    return out;
}
