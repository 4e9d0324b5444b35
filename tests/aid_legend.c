#include "aid_legend.h"
#include "aid_cmocka.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- is it well-formed XML? --------------------------------------------------------- */

static const char *skip_name(const char *p) {
    assert_true(isalpha((unsigned char)*p));
    while (isalnum((unsigned char)*p) || strchr(":-_.", *p)) p++;
    return p;
}

static const char *skip_text(const char *p, const char *ends) {
    static const char *const entities[] = {"&amp;", "&lt;", "&gt;", "&quot;"};
    for (; *p && !strchr(ends, *p); p++) {
        assert_true((unsigned char)*p >= 0x20 || *p == '\n');
        assert_true(*p != '<');
        if (*p != '&') continue;
        bool known = false;
        for (size_t i = 0; i < 4; i++)
            known = known || !strncmp(p, entities[i], strlen(entities[i]));
        assert_true(known);
    }
    assert_true(*p);
    return p;
}

/* Behind a tag's '<'; true in *closed if it ends in "/>". */
static const char *skip_tag(const char *p, bool *closed) {
    p = skip_name(p);
    while (*p == ' ') {
        p = skip_name(p + 1);
        assert_memory_equal(p, "=\"", 2);
        p = skip_text(p + 2, "\"") + 1;
    }
    *closed = *p == '/';
    if (*closed) p++;
    assert_int_equal(*p, '>');
    return p + 1;
}

void aid_xml(const char *svg) {
    const char *open[32]; /* names of the elements that are open */
    size_t depth = 0;
    assert_memory_equal(svg, "<svg ", 5);
    for (const char *p = svg; *p;) {
        assert_int_equal(*p++, '<');
        if (*p == '/') {
            size_t len = (size_t)(skip_name(p + 1) - p - 1);
            assert_true(depth > 0);
            depth--;
            assert_memory_equal(p + 1, open[depth], len);
            assert_true(!isalnum((unsigned char)open[depth][len]));
            p += len + 1;
            assert_int_equal(*p++, '>');
        } else {
            bool closed;
            assert_true(depth < 32);
            open[depth] = p;
            p = skip_tag(p, &closed);
            depth += !closed;
        }
        if (depth)
            p = skip_text(p, "<");
        else
            while (*p == '\n') p++;
    }
    assert_int_equal(depth, 0);
}

bool aid_svg_has(const char *svg, const char *escaped) {
    buf b = BUF_EMPTY;
    buf_addf(&b, ">%s</text>", escaped);
    bool found = strstr(svg, buf_text(&b)) != NULL;
    buf_free(&b);
    return found;
}

/* ---- legends ---------------------------------------------------------------------------- */

static const rgba class_colors[CLASSES_MAX] = {
    {10, 20, 200, 255},  {30, 200, 40, 255}, {200, 50, 60, 255}, {70, 80, 90, 255},
    {100, 110, 0, 255},  {0, 130, 140, 255}, {150, 0, 170, 255}, {180, 190, 100, 255},
    {210, 120, 30, 255}, {40, 150, 90, 255}, {90, 60, 250, 255}, {220, 220, 20, 255},
};

#define LENGTHY                                                                                      \
    "Andel av befolkningen i åldrarna 16–64 år som har ekonomiskt bistånd under minst tio "     \
    "månader av året, Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesell" \
    "schaft <b>&amp; \"andra\"</b>"

/* 2024's violent crimes in Stockholm's eleven districts. */
static const double crimes[] = {9.0, 10.1, 10.6, 11.4, 11.7, 12.6, 13.4, 15.1, 16.0, 17.3, 18.8};
static const double gaps[] = {1, NAN, 2, 3, NAN, 4, 5};
static const double none[] = {NAN, NAN, NAN};
static const double same[] = {38, 38, 38};
static const double kinds[] = {1, 2, 3, 4, 5, 5, 1};
static const double vast[] = {-1e300, 1, 2, 3, 1e300};
static const double large[] = {1234567890123, 2234567890123, 3234567890123, 4234567890123};
static const double tens[] = {10, 19, 20, 29, 30, 38}, between[] = {15, 25};
static const double beyond[] = {5, 12, 15, 30}; /* below the lowest and above the highest crime */
static double many[400];                        /* filled by aid_legend() */

const aid_setup aid_setups[] = {
    {"quantile", crimes, 11, "quantile", 5, NULL, 0, CLOSED_RIGHT, LANG_SV, 1, 13.5, NULL, NULL,
     NULL, NULL},
    {"two classes", crimes, 11, "equal", 2, NULL, 0, CLOSED_RIGHT, LANG_EN, 1, NAN, NULL, NULL,
     NULL, NULL},
    {"twelve", crimes, 11, "quantile", 11, NULL, 0, CLOSED_RIGHT, LANG_EN, 1, 1e9, NULL, NULL, NULL,
     NULL},
    {"with gaps", gaps, 7, "jenks", 3, NULL, 0, CLOSED_RIGHT, LANG_EN, -1, -7, NULL, NULL, NULL,
     "x"},
    {"all missing", none, 3, "quantile", 5, NULL, 0, CLOSED_RIGHT, LANG_EN, -1, 4, NULL, NULL, NULL,
     NULL},
    {"one value", same, 3, "quantile", 5, NULL, 0, CLOSED_RIGHT, LANG_EN, 0, 38, NULL, NULL, NULL,
     NULL},
    {"categories", kinds, 7, "jenks", 5, NULL, 0, CLOSED_RIGHT, LANG_SV, 0, NAN, NULL, NULL, NULL,
     NULL},
    {"vast", vast, 5, "quantile", 3, NULL, 0, CLOSED_RIGHT, LANG_EN, 2, 1e300, NULL, NULL, NULL,
     NULL},
    {"vast, Swedish", vast, 5, "quantile", 3, NULL, 0, CLOSED_LEFT, LANG_SV, 2, 1e300, NULL, NULL,
     NULL, NULL},
    {"large", large, 4, "quantile", 4, NULL, 0, CLOSED_RIGHT, LANG_SV, 0, 2e12, NULL, NULL, NULL,
     NULL},
    {"open", crimes, 11, NULL, 0, beyond, 4, CLOSED_RIGHT, LANG_EN, 1, 13.5, NULL, NULL, NULL,
     NULL},
    {"open left", crimes, 11, NULL, 0, beyond, 4, CLOSED_LEFT, LANG_SV, 1, 13.5, NULL, NULL, NULL,
     NULL},
    {"manual", tens, 6, NULL, 0, between, 2, CLOSED_LEFT, LANG_SV, 0, 22, NULL, NULL, NULL, NULL},
    {"bins", many, 400, "equal", 4, NULL, 0, CLOSED_RIGHT, LANG_EN, 0, 500, NULL, NULL, NULL, NULL},
    {"bins left", many, 400, "equal", 4, NULL, 0, CLOSED_LEFT, LANG_EN, 0, 0, NULL, NULL, NULL,
     NULL},
    {"bins in blocks", many, 400, "quantile", 12, NULL, 0, CLOSED_RIGHT, LANG_EN, 1, 1, NULL, NULL,
     NULL, NULL},
    {"lengthy", crimes, 11, "quantile", 5, NULL, 0, CLOSED_RIGHT, LANG_SV, 1, 9.0, LENGTHY, LENGTHY,
     LENGTHY, LENGTHY},
    {"lengthy list", crimes, 11, NULL, 0, beyond, 4, CLOSED_RIGHT, LANG_EN, 1, 18.8, LENGTHY,
     LENGTHY, LENGTHY, LENGTHY},
    {"target", crimes, 11, "quantile", 5, NULL, 0, CLOSED_RIGHT, LANG_SV, 1, 13.5, NULL, NULL, NULL,
     NULL},
    {"target in a list", crimes, 11, NULL, 0, beyond, 4, CLOSED_RIGHT, LANG_EN, 1, 13.5, NULL, NULL,
     NULL, NULL},
    {"target in blocks", same, 3, "quantile", 5, NULL, 0, CLOSED_RIGHT, LANG_EN, 0, 38, NULL, NULL,
     NULL, NULL},
    {"target beyond", many, 400, "equal", 4, NULL, 0, CLOSED_RIGHT, LANG_EN, 0, 500, NULL, NULL,
     NULL, NULL},
    {"target at the end of bins", many, 400, "equal", 4, NULL, 0, CLOSED_RIGHT, LANG_EN, 0, 500,
     NULL, NULL, NULL, NULL},
};
const size_t aid_setup_count = sizeof aid_setups / sizeof *aid_setups;

/* Of the setups of these names, which have groups too. */
static const struct {
    const char *setup, *name;
    double value;
} targets[] = {{"target", "Mål 2030", 9.0},
               {"target in a list", "Target", 18.8},
               {"target in blocks", "Target", 38},
               {"target beyond", "Target", 2000},
               {"target at the end of bins", LENGTHY, 1000}};

static const legend_group_input groups[] = {{"a", "Västerort", {46, 125, 79, 255}},
                                            {"b", LENGTHY, {138, 90, 0, 255}},
                                            {"c", "Söderort", {79, 95, 176, 255}}};

legend *aid_legend(const aid_setup *s, const char *under) {
    look l;
    look_default(&l);
    l.method = classify_find(s->method ? s->method : "manual");
    l.classes = s->method ? s->classes : s->n_breaks + 1;
    l.closed = s->closed;
    l.language = s->language;
    l.backdrop = backdrop_find(under ? under : "light");
    l.no_data_color = l.backdrop->no_data;
    l.hatch_color = l.backdrop->hatch;
    for (size_t i = 0; i < 400; i++) many[i] = 1000 * pow((double)i / 399, 2);
    classify_request r = {l.classes, s->closed, s->breaks, s->n_breaks, false};
    class_breaks b;
    err e = {0};
    if (classify(l.method, s->v, s->n, &r, &b, &e)) fail_msg("%s: %s", s->name, e.text);
    legend_input in = {.title = s->title ? s->title : "Anmälda våldsbrott",
                       .unit = s->unit ? s->unit : "per 1 000 invånare",
                       .period = "2024",
                       .source =
                           "Stockholms stad & Brå, "
                           "http://statistik.stockholm.se/attachments/article/tv.07437.html?t=a1",
                       .note = s->note,
                       .whole_name = s->whole_name ? s->whole_name : "Hela staden",
                       .decimals = s->decimals,
                       .breaks = &b,
                       .colors = class_colors,
                       .values = s->v,
                       .n = s->n,
                       .whole = s->whole,
                       .has_mean = true,
                       .gvf = NAN,
                       .look = &l};
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++)
        if (!strcmp(targets[i].setup, s->name)) {
            in.target_name = targets[i].name, in.target = targets[i].value;
            in.target_source = "påhittad";
            in.groups = groups, in.n_groups = sizeof groups / sizeof *groups;
        }
    legend *out = NULL;
    if (legend_make(&in, &out, &e)) fail_msg("%s: %s", s->name, e.text);
    return out;
}

const aid_setup *aid_setup_find(const char *name) {
    for (size_t i = 0; i < aid_setup_count; i++)
        if (!strcmp(aid_setups[i].name, name)) return &aid_setups[i];
    fail_msg("no setup is called %s", name);
    return NULL;
}

/* ---- texts of an SVG -------------------------------------------------------------------- */

static void unescape(const char *from, const char *end, char *out) {
    static const struct {
        const char *entity;
        char c;
    } entities[] = {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}};
    while (from < end) {
        char c = *from;
        size_t len = 1;
        for (size_t i = 0; i < 4; i++)
            if (!strncmp(from, entities[i].entity, strlen(entities[i].entity)))
                c = entities[i].c, len = strlen(entities[i].entity);
        *out++ = c;
        from += len;
    }
    *out = 0;
}

static double attribute(const char *tag, const char *end, const char *name) {
    const char *p = strstr(tag, name);
    return p && p < end ? strtod(p + strlen(name), NULL) : 0;
}

static bool says(const char *tag, const char *end, const char *what) {
    const char *p = strstr(tag, what);
    return p && p < end;
}

static aid_text read_text(const char *tag) {
    aid_text t = {.color = {.a = 255}};
    const char *from = strchr(tag, '>') + 1, *to = strchr(from, '<');
    char *text = malloc((size_t)(to - from) + 1);
    assert_non_null(text);
    unescape(from, to, text);
    text_style s = {.size_px = attribute(tag, from, " font-size=\""),
                    .weight = (int)attribute(tag, from, " font-weight=\""),
                    .tabular = says(tag, from, " class=\"")};
    double width = text_width(&s, text);
    double align = says(tag, from, "\"middle\"") ? 0.5 : says(tag, from, "\"end\"") ? 1 : 0;
    t.b = (box){attribute(tag, from, " x=\"") - align * width,
                attribute(tag, from, " y=\"") - 0.73 * s.size_px, width, 0.95 * s.size_px};
    unsigned r = 0, g = 0, b = 0;
    const char *fill = strstr(tag, " fill=\"#");
    if (fill && fill < from) sscanf(fill, " fill=\"#%2x%2x%2x\"", &r, &g, &b);
    t.color = (rgba){(uint8_t)r, (uint8_t)g, (uint8_t)b, 255};
    snprintf(t.text, sizeof t.text, "%s", text);
    free(text);
    return t;
}

size_t aid_svg_texts(const char *svg, aid_text *out, size_t most) {
    size_t n = 0;
    for (const char *p = svg; (p = strstr(p, "<text ")); p++) {
        assert_true(n < most);
        out[n++] = read_text(p);
    }
    return n;
}
