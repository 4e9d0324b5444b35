#include "serve/openapi.h"
#include "base/json.h"
#include "carto/look.h"
#include "serve/picture.h"

#include <stdio.h>
#include <string.h>

typedef struct variable {
    const char *name, *type, *pattern, *help;
} variable;

static const variable variables[] = {
    {"atlas", "string", "^[a-z0-9_-]{1,64}$", "an atlas, as /health names them"},
    {"indicator", "string", "^[a-z0-9_-]{1,64}$", "an indicator of the atlas's catalog"},
    {"layer", "string", "^[a-z0-9_-]{1,64}$", "a layer of the atlas's catalog"},
    {"district", "string", NULL, "a district's key or a group's id; all: every district, as PDF"},
    {"z", "integer", NULL, "zoom, 0 to 22"},
    {"x", "integer", NULL, "column, from the west"},
    {"y", "string", "^[0-9]+(@2x)?$", "row, from the north; with @2x twice the pixels"},
    {"file", "string", NULL, "one of the viewer's files"},
};

/* Parameters of single routes. */
static const struct {
    const char *pattern, *name, *help;
} others[] = {
    {"/data/{atlas}/{indicator}.json", "periods",
     "all: with the figures of every period as series"},
    {"/data/{atlas}/{indicator}.csv", "periods", "all: a row for each period"},
    {"/data/{atlas}/{indicator}.geojson", "zoom",
     "borders as tiles of that zoom have them: 0 to 22"},
    {"/data/{atlas}/{indicator}.geojson", "geometry",
     "borders, or point: one inside each district, with its key alone"},
    {"/data/{atlas}/{indicator}.geojson", "districts",
     "KEY or KEY,KEY: these districts alone; a text that is a key as a whole is no list"},
    {"/skeleton/{atlas}/{layer}/{z}/{x}/{y}.png", "indicator",
     "ID of the layer: whose look and figures count; the first if not given"},
    {"/skeleton/{atlas}/{layer}/{z}/{x}/{y}.png", "patterns",
     "rising, falling, crossed, level, with commas between: hatches that it tells apart"},
    {"/skeleton/{atlas}/{layer}/{z}/{x}/{y}.json", "indicator",
     "ID of the layer: whose look and figures count; the first if not given"},
    {"/skeleton/{atlas}/{layer}/{z}/{x}/{y}.json", "patterns",
     "rising, falling, crossed, level, with commas between: hatches that it tells apart"},
    {"/paint/{atlas}/{indicator}.json", "periods", "all: the colors of each period"},
    {"/stats/{atlas}/{indicator}.json", "with", "ID or ID@PERIOD: an indicator to correlate with"},
    {"/stats/{atlas}/{indicator}.json", "weight",
     "ID or ID@PERIOD: what the figures are shares or means of"},
    {"/stats/{atlas}/{indicator}.json", "parts",
     "ID or ID@PERIOD: a category, for inequality between and within its parts; or groups, or ids "
     "of "
     "groups that are all districts together, with commas"},
};

static json_t *with(json_t *o, const char *key, json_t *value) {
    if (o) json_object_set_new(o, key, value);
    return o;
}

/* ---- parameters ---- */

static json_t *parameter(const char *name, const char *in, const char *help, json_t *schema) {
    return json_pack("{s:s,s:s,s:b,s:s,s:o}", "name", name, "in", in, "required",
                     !strcmp(in, "path"), "description", help, "schema", schema);
}

static void add_path_parameters(const char *route_pattern, json_t *list) {
    for (size_t i = 0; i < sizeof variables / sizeof *variables; i++) {
        const variable *v = &variables[i];
        char braced[32];
        snprintf(braced, sizeof braced, "{%s}", v->name);
        if (!strstr(route_pattern, braced)) continue;
        json_t *schema = json_pack("{s:s}", "type", v->type);
        if (v->pattern) with(schema, "pattern", json_string(v->pattern));
        json_array_append_new(list, parameter(v->name, "path", v->help, schema));
    }
}

/* What an option of the look may be: numbers by their range, choices as they depend on the atlas
 * only by their description. */
static json_t *look_schema(const look_option *o) {
    bool number = o->max > o->min && strcmp(o->type, "numbers") != 0;
    bool whole = !strcmp(o->type, "integer");
    json_t *s = json_pack("{s:s}", "type", whole ? "integer" : number ? "number" : "string");
    if (!number) return s;
    with(s, "minimum", json_number(o->min));
    with(s, "maximum", json_number(o->max));
    return o->step > 0 && !whole ? with(s, "multipleOf", json_number(o->step)) : s;
}

static json_t *described(const char *name, const char *help, const char *value, json_t *schema) {
    buf text = BUF_EMPTY;
    buf_addf(&text, value ? "%s: %s" : "%s", help, value);
    json_t *out = parameter(name, "query", buf_text(&text), schema);
    buf_free(&text);
    return out;
}

static void add_query_parameters(const route *row, json_t *list) {
    for (size_t i = 0; row->flags & ROUTE_LOOK && i < look_option_count; i++) {
        const look_option *o = &look_options[i];
        json_array_append_new(list, described(o->name, o->help_en, o->value, look_schema(o)));
    }
    const wish_table *t = picture_wishes(row);
    for (size_t i = 0; t && i < t->count; i++)
        json_array_append_new(list,
                              described(t->row[i].name, t->row[i].help, wish_allowed(&t->row[i]),
                                        json_pack("{s:s}", "type", "string")));
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (!strcmp(others[i].pattern, row->pattern))
            json_array_append_new(list, parameter(others[i].name, "query", others[i].help,
                                                  json_pack("{s:s}", "type", "string")));
    if (row->flags & ROUTE_VERSION)
        json_array_append_new(
            list,
            parameter("v", "query",
                      "the atlas's version, from its catalog: with the current one the answer "
                      "may be kept for a year",
                      json_pack("{s:s,s:s}", "type", "string", "pattern", "^[0-9a-f]{16}$")));
}

/* ---- answers ---- */

static json_t *answer(const char *help, const char *type, json_t *schema) {
    json_t *out = json_pack("{s:s}", "description", help);
    if (!type) {
        json_decref(schema);
        return out;
    }
    return with(out, "content", json_pack("{s:{s:o}}", type, "schema", schema));
}

static json_t *error_answer(const char *help) {
    return answer(help, "application/json",
                  json_pack("{s:s}", "$ref", "#/components/schemas/Error"));
}

static json_t *json_answers(const route *row) {
    static const struct {
        const char *status, *help;
        unsigned flags; /* of which the route has one; 0: always */
        bool work;      /* only where a worker answers */
    } errors[] = {
        {"400", "a parameter is unknown, repeated or out of range", ROUTE_LOOK | ROUTE_VERSION,
         false},
        {"404", "no such atlas, indicator, period or tile", ROUTE_LOOK | ROUTE_VERSION, false},
        {"503", "too much to do; Retry-After says when to ask again", 0, true},
    };
    char help[120];
    bool json = row->type && !strcmp(row->type, "application/json");
    snprintf(help, sizeof help, "%s; kept: %s", row->title, route_cache_names[row->cache]);
    json_t *out = json_pack("{s:o}", "200",
                            answer(help, row->type ? row->type : "*/*",
                                   json ? json_pack("{s:s}", "type", "object") : json_object()));
    if (row->cache != ROUTE_NEVER_KEPT)
        with(out, "304", answer("as If-None-Match has it", NULL, json_object()));
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
        if ((!errors[i].flags || errors[i].flags & row->flags) && (!errors[i].work || row->work))
            with(out, errors[i].status, error_answer(errors[i].help));
    return out;
}

static json_t *error_schema(void) {
    return json_pack(
        "{s:s,s:[s],s:{s:{s:s,s:[s,s,s],s:{s:{s:s},s:{s:s},s:{s:s},s:{s:s},s:{s:s},s:{s:s,s:s}}}}}",
        "type", "object", "required", "error", "properties", "error", "type", "object", "required",
        "status", "code", "message", "properties", "status", "type", "integer", "code", "type",
        "string", "message", "type", "string", "parameter", "type", "string", "allowed", "type",
        "string", "language", "type", "string", "description", "of message and allowed");
}

static json_t *json_operation(const route *row) {
    json_t *parameters = json_array();
    add_path_parameters(row->pattern, parameters);
    add_query_parameters(row, parameters);
    return json_pack("{s:s,s:o,s:o}", "summary", row->title, "parameters", parameters, "responses",
                     json_answers(row));
}

json_t *openapi_json(const route *row, size_t count) {
    json_t *paths = json_object();
    for (size_t i = 0; i < count; i++)
        with(paths, row[i].pattern, json_pack("{s:o}", "get", json_operation(&row[i])));
    return json_pack("{s:s,s:{s:s,s:s,s:s},s:o,s:{s:{s:o}}}", "openapi", "3.1.0", "info", "title",
                     "kartblad", "version", "1", "summary",
                     "choropleth tiles, legends and figures of an atlas", "paths", paths,
                     "components", "schemas", "Error", error_schema());
}
