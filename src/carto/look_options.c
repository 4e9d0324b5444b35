/* The options of a look: one reader, one writer and one row each. */
#include "base/text.h"
#include "carto/look_compare.h"
#include "carto/look_read.h"
#include "carto/named_look.h"

#include <math.h>
#include <string.h>

static void add_color(rgba c, buf *out) {
    char text[COLOR_TEXT_MAX];
    color_format(c, text);
    buf_adds(out, text);
}

static err_code set_period(look *l, const look_sources *from, const char *value, err *e) {
    (void)from, (void)e;
    size_t n = strnlen(value, PERIOD_MAX + 1);
    if (n > PERIOD_MAX || !text_is_utf8((bytes){(const uint8_t *)value, n})) return ERR_RANGE;
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)value[i] < 0x20 || value[i] == 0x7f) return ERR_RANGE;
    memset(l->period, 0, sizeof l->period);
    memcpy(l->period, value, n);
    return ERR_OK;
}
static void format_period(const look *l, buf *out) { buf_adds(out, l->period); }

static const char *method_choice(const look_sources *from, size_t i) {
    (void)from;
    return i < classify_method_count ? classify_methods[i].name : NULL;
}

static err_code set_method(look *l, const look_sources *from, const char *value, err *e) {
    (void)from, (void)e;
    const classify_method *m = classify_find(value);
    if (!m) return ERR_RANGE;
    l->method = m;
    l->method_given = true;
    return ERR_OK;
}
static void format_method(const look *l, buf *out) { buf_adds(out, l->method->name); }

static err_code set_classes(look *l, const look_sources *from, const char *value, err *e) {
    (void)from, (void)e;
    unsigned long k;
    if (!text_to_uint(value, CLASSES_MAX, &k) || k < CLASSES_MIN) return ERR_RANGE;
    l->classes = k;
    l->classes_given = true;
    return ERR_OK;
}
static void format_classes(const look *l, buf *out) {
    if (!l->n_breaks) buf_addf(out, "%zu", l->classes);
}

static err_code set_breaks(look *l, const look_sources *from, const char *value, err *e) {
    (void)from, (void)e;
    size_t n;
    if (!look_read_numbers(value, CLASSES_MAX - 1, l->breaks, &n)) return ERR_RANGE;
    l->n_breaks = n;
    l->breaks_given = true;
    return ERR_OK;
}
static void format_breaks(const look *l, buf *out) {
    look_read_add_numbers(l->breaks, l->n_breaks, out);
}

static const char *closed_choice(const look_sources *from, size_t i) {
    (void)from;
    return i < 2 ? closure_names[i] : NULL;
}

static err_code set_closed(look *l, const look_sources *from, const char *value, err *e) {
    (void)from, (void)e;
    size_t i = look_read_word(value, closure_names, 2);
    if (i < 2) l->closed = (closure)i;
    return i < 2 ? ERR_OK : ERR_RANGE;
}
static void format_closed(const look *l, buf *out) { buf_adds(out, closure_names[l->closed]); }

static const char *ramp_choice(const look_sources *from, size_t i) {
    return from->ramps && i < ramp_set_count(from->ramps) ? ramp_name(ramp_at(from->ramps, i))
                                                          : NULL;
}

static err_code set_ramp(look *l, const look_sources *from, const char *value, err *e) {
    (void)e;
    const ramp *r = ramp_find(from->ramps, value);
    if (!r) return ERR_RANGE;
    l->ramp = r;
    l->ramp_given = true;
    return ERR_OK;
}
static void format_ramp(const look *l, buf *out) {
    if (l->ramp) buf_adds(out, ramp_name(l->ramp));
}

/* Of flags that are on if nothing is said. */
static const char *flag_choice(const look_sources *from, size_t i) {
    (void)from;
    return i < 2 ? (i ? "1" : "0") : NULL;
}

static err_code set_reverse(look *l, const look_sources *from, const char *value, err *e) {
    (void)from, (void)e;
    if (!look_read_flag(value, &l->reverse)) return ERR_RANGE;
    l->reverse_given = true;
    l->turned = false; /* what a layer below had turned is no longer said */
    return ERR_OK;
}
static void format_reverse(const look *l, buf *out) { buf_adds(out, l->reverse ? "1" : "0"); }

static err_code set_rounded(look *l, const look_sources *from, const char *value, err *e) {
    (void)from, (void)e;
    return look_read_flag(value, &l->rounded) ? ERR_OK : ERR_RANGE;
}
static void format_rounded(const look *l, buf *out) { buf_adds(out, l->rounded ? "1" : "0"); }

static const char *background_choice(const look_sources *from, size_t i) {
    (void)from;
    return i < backdrop_count ? backdrops[i].name : NULL;
}

static err_code set_background(look *l, const look_sources *from, const char *value, err *e) {
    (void)from, (void)e;
    const backdrop *b = backdrop_find(value);
    if (!b) return ERR_RANGE;
    l->backdrop = b;
    return ERR_OK;
}
static void format_background(const look *l, buf *out) { buf_adds(out, l->backdrop->name); }

static const char *style_choice(const look_sources *from, size_t i) {
    return from->styles && i < named_look_set_count(from->styles)
               ? named_look_name(named_look_at(from->styles, i))
               : NULL;
}

/* Its settings are applied by look_apply(), before any other. */
static err_code set_style(look *l, const look_sources *from, const char *value, err *e) {
    (void)e;
    const named_look *found = from->styles ? named_look_find(from->styles, value) : NULL;
    if (!found) return ERR_RANGE;
    l->style = found;
    return ERR_OK;
}
static void format_style(const look *l, buf *out) {
    if (l->style) buf_adds(out, named_look_name(l->style));
}

static const char *lang_choice(const look_sources *from, size_t i) {
    (void)from;
    return i < LANG_COUNT ? lang_codes[i] : NULL;
}

static err_code set_lang(look *l, const look_sources *from, const char *value, err *e) {
    (void)from, (void)e;
    int found = lang_find(value);
    if (found < 0) return ERR_RANGE;
    l->language = (lang)found;
    return ERR_OK;
}
static void format_lang(const look *l, buf *out) { buf_adds(out, lang_codes[l->language]); }

#define BORDER_MAX 4
#define CASING_MAX 6

/* A width of half pixels. */
static err_code read_width(const char *value, double max, double *out) {
    double px;
    if (!look_read_number(value, 0, max, &px) || 2 * px != floor(2 * px)) return ERR_RANGE;
    *out = px;
    return ERR_OK;
}

/* A color that the background no longer decides. */
static err_code read_own_color(const char *value, rgba *out, bool *own) {
    err_code rc = color_parse(value, out, NULL);
    *own |= !rc;
    return rc;
}

static err_code set_casing_px(look *l, const look_sources *from, const char *value, err *e) {
    (void)from, (void)e;
    return read_width(value, CASING_MAX, &l->casing_px);
}
static void format_casing_px(const look *l, buf *out) { look_read_add_number(l->casing_px, out); }

static err_code set_casing_color(look *l, const look_sources *from, const char *value, err *e) {
    (void)from, (void)e;
    return read_own_color(value, &l->casing_color, &l->own_casing);
}
static void format_casing_color(const look *l, buf *out) {
    if (l->own_casing) add_color(l->casing_color, out);
}

static err_code set_border_px(look *l, const look_sources *from, const char *value, err *e) {
    (void)from, (void)e;
    return read_width(value, BORDER_MAX, &l->border_px);
}
static void format_border_px(const look *l, buf *out) { look_read_add_number(l->border_px, out); }

static err_code set_border_color(look *l, const look_sources *from, const char *value, err *e) {
    (void)from, (void)e;
    return read_own_color(value, &l->border_color, &l->own_border);
}
static void format_border_color(const look *l, buf *out) {
    if (l->own_border) add_color(l->border_color, out);
}

static err_code set_outline_px(look *l, const look_sources *from, const char *value, err *e) {
    (void)from, (void)e;
    if (strcmp(value, "none") != 0) return read_width(value, BORDER_MAX, &l->outline_px);
    l->outline_px = -1;
    return ERR_OK;
}
static void format_outline_px(const look *l, buf *out) {
    if (l->outline_px >= 0)
        look_read_add_number(l->outline_px, out);
    else
        buf_adds(out, "none");
}

static err_code set_outline_color(look *l, const look_sources *from, const char *value, err *e) {
    (void)from, (void)e;
    return read_own_color(value, &l->outline_color, &l->own_outline);
}
static void format_outline_color(const look *l, buf *out) {
    if (l->own_outline) add_color(l->outline_color, out);
}

static const char *labels_choice(const look_sources *from, size_t i) {
    (void)from;
    return i <= LABELS_BOTH ? look_labels_names[i] : NULL;
}

static err_code set_labels(look *l, const look_sources *from, const char *value, err *e) {
    (void)from, (void)e;
    size_t i = look_read_word(value, look_labels_names, LABELS_BOTH + 1);
    if (i <= LABELS_BOTH) l->labels = (look_labels)i;
    return i <= LABELS_BOTH ? ERR_OK : ERR_RANGE;
}
static void format_labels(const look *l, buf *out) { buf_adds(out, look_labels_names[l->labels]); }

static err_code set_context(look *l, const look_sources *from, const char *value, err *e) {
    (void)from, (void)e;
    return look_read_flag(value, &l->context) ? ERR_OK : ERR_RANGE;
}
static void format_context(const look *l, buf *out) { buf_adds(out, l->context ? "1" : "0"); }

static const char *const clip_names[] = {"none", "land"};

static const char *clip_choice(const look_sources *from, size_t i) {
    (void)from;
    return i < 2 ? clip_names[i] : NULL;
}

static err_code set_clip(look *l, const look_sources *from, const char *value, err *e) {
    (void)from, (void)e;
    return look_read_either(value, clip_names, &l->clip);
}
static void format_clip(const look *l, buf *out) { buf_adds(out, clip_names[l->clip]); }

static err_code set_no_data_color(look *l, const look_sources *from, const char *value, err *e) {
    (void)from, (void)e;
    return read_own_color(value, &l->no_data_color, &l->own_no_data);
}
static void format_no_data_color(const look *l, buf *out) {
    if (l->own_no_data) add_color(l->no_data_color, out);
}

static err_code set_opacity(look *l, const look_sources *from, const char *value, err *e) {
    (void)from, (void)e;
    return look_read_number(value, 0, 1, &l->opacity) ? ERR_OK : ERR_RANGE;
}
static void format_opacity(const look *l, buf *out) { look_read_add_number(l->opacity, out); }

/* ---- the options ---- */

#define TEXT_OF(n)     TEXT_OF_(n)
#define TEXT_OF_(n)    #n
#define COLOR_VALUE    "#rgb, #rrggbb or #rrggbbaa"
#define COLOR_VALUE_SV "#rgb, #rrggbb eller #rrggbbaa"

_Static_assert(CLASSES_MAX == 12, "the texts of `breaks` say 11");

#define NO_RANGE 0, 0, 0, NULL

const look_option look_options[] = {
    {"style", "the name of a look, built in or of the manifest",
     "namnet på en stil, inbyggd eller ur manifestet",
     "a named look, on which the other options lie",
     "en namngiven stil, som övriga val läggs ovanpå", "choice", 0, 0, 0, style_choice, set_style,
     format_style},
    {"period", "a period of the indicator, at most " TEXT_OF(PERIOD_MAX) " bytes",
     "en period som måttet har, högst " TEXT_OF(PERIOD_MAX) " byte",
     "which period is shown; the last if not given",
     "vilken period som visas; den sista om inget anges", "text", NO_RANGE, set_period,
     format_period},
    {"method", "a class method", "en klassmetod", "how classes are made", "hur klasserna bildas",
     "choice", 0, 0, 0, method_choice, set_method, format_method},
    {"classes", "a whole number from " TEXT_OF(CLASSES_MIN) " to " TEXT_OF(CLASSES_MAX),
     "ett heltal från " TEXT_OF(CLASSES_MIN) " till " TEXT_OF(CLASSES_MAX), "how many classes",
     "hur många klasser", "integer", CLASSES_MIN, CLASSES_MAX, 1, NULL, set_classes,
     format_classes},
    {"breaks", "1 to 11 numbers separated by commas, each larger than the one before",
     "1 till 11 tal med kommatecken mellan, vart och ett större än det före",
     "the edges between classes, instead of method and classes",
     "gränserna mellan klasser, i stället för metod och antal", "numbers", NO_RANGE, set_breaks,
     format_breaks},
    {"closed", "right or left", "right (övre) eller left (undre)", "which edge a class includes",
     "vilken gräns som hör till klassen", "choice", 0, 0, 0, closed_choice, set_closed,
     format_closed},
    {"rounded", "0, 1, false or true", "0, 1, false eller true",
     "breaks moved to round numbers between values, so that no district changes class",
     "klassgränser flyttade till jämna tal mellan värden, så att inget område byter klass", "flag",
     NO_RANGE, set_rounded, format_rounded},
    {"pool", "none or periods", "none eller periods",
     "classes made of the values of all periods, so that a color means the same in each",
     "klasser av alla perioders värden, så att en färg betyder detsamma i varje", "choice", 0, 0, 0,
     look_compare_pool_choice, look_compare_set_pool, look_compare_format_pool},
    {"reference", "none, whole, mean, target or a number",
     "none, whole, mean, target eller ett tal",
     "what districts are compared with: colors diverge from there",
     "vad områdena jämförs med: färgerna går åt var sitt håll därifrån", "text", NO_RANGE,
     look_compare_set_reference, look_compare_format_reference},
    {"sides", "symmetric or method", "symmetric eller method",
     "classes around a reference: at equal distances on both sides, or by the method on each",
     "klasser runt ett jämförelsevärde: lika långt åt båda håll, eller efter metoden på var sida",
     "choice", 0, 0, 0, look_compare_sides_choice, look_compare_set_sides,
     look_compare_format_sides},
    {"minus", "INDICATOR, INDICATOR@PERIOD or @PERIOD; none",
     "MÅTT, MÅTT@PERIOD eller @PERIOD; none",
     "what is taken off the figures: the map shows the difference",
     "vad som dras från uppgifterna: kartan visar skillnaden", "text", NO_RANGE,
     look_compare_set_minus, look_compare_format_minus},
    {"change", "unit or percent", "unit eller percent",
     "differences in the figures' unit, or in percent of what was "
     "taken off",
     "skillnader i uppgifternas enhet, eller i procent av det som drogs från", "choice", 0, 0, 0,
     look_compare_change_choice, look_compare_set_change, look_compare_format_change},
    {"metric", "a metric", "ett sätt att räkna",
     "what is mapped of the figures: themselves, or each beside the others",
     "vad som visas av uppgifterna: de själva, eller var och en bredvid de andra", "choice", 0, 0,
     0, look_compare_metric_choice, look_compare_set_metric, look_compare_format_metric},
    {"bivariate", "INDICATOR, INDICATOR@PERIOD or @PERIOD; none",
     "MÅTT, MÅTT@PERIOD eller @PERIOD; none",
     "a second indicator of the same layer: each color is a pair of classes, three of each",
     "ett andra mått i samma indelning: varje färg är ett par av klasser, tre av vardera", "text",
     NO_RANGE, look_compare_set_bivariate, look_compare_format_bivariate},
    {"bivariate-breaks", "2 numbers separated by a comma, the second larger",
     "2 tal med kommatecken mellan, det andra större",
     "the edges between the second indicator's three classes",
     "gränserna mellan det andra måttets tre klasser", "numbers", NO_RANGE,
     look_compare_set_second_breaks, look_compare_format_second_breaks},
    {"uncertain", "hatch or plain", "hatch eller plain",
     "hatch: figures that their source marks, and differences within their margin of error, are "
     "hatched",
     "hatch: uppgifter som källan märker, och skillnader inom sin felmarginal, skrafferas",
     "choice", 0, 0, 0, look_compare_uncertain_choice, look_compare_set_uncertain,
     look_compare_format_uncertain},
    {"focus",
     "KEY,KEY: keys of districts or ids of groups, at most " TEXT_OF(FOCUS_MAX) " bytes; none",
     "KOD,KOD: koder för områden eller grupper, högst " TEXT_OF(FOCUS_MAX) " byte; none",
     "the districts that are looked at: all others are dimmed",
     "områdena som det gäller: alla andra dämpas", "text", NO_RANGE, look_compare_set_focus,
     look_compare_format_focus},
    {"groups", "ID,ID: ids of groups, at most " TEXT_OF(FOCUS_MAX) " bytes; none",
     "KOD,KOD: koder för grupper, högst " TEXT_OF(FOCUS_MAX) " byte; none",
     "the groups of districts that have an outline", "områdesgrupperna som får en kontur", "text",
     NO_RANGE, look_compare_set_groups, look_compare_format_groups},
    {"ramp", "the name of a ramp: kartblad ramps lists them", "namnet på en färgskala",
     "the colors; by kind of indicator if not given", "färgerna; efter slag av mått om inget anges",
     "choice", 0, 0, 0, ramp_choice, set_ramp, format_ramp},
    {"reverse", "0, 1, false or true", "0, 1, false eller true", "the colors in reverse order",
     "färgerna i omvänd ordning", "flag", NO_RANGE, set_reverse, format_reverse},
    {"lang", "en or sv", "en eller sv", "the language of texts and numbers",
     "språk i texter och tal", "choice", 0, 0, 0, lang_choice, set_lang, format_lang},
    {"background", "light, dark, transparent or transparent-dark",
     "light, dark, transparent eller transparent-dark",
     "what the map lies on; decides the inks of legends, and the colors of borders and of no data "
     "where they are not given",
     "vad kartan ligger på; bestämmer teckenförklaringens färger, och gränsernas och de saknade "
     "uppgifternas där de inte anges",
     "choice", 0, 0, 0, background_choice, set_background, format_background},
    {"border-width", "0 to 4 in steps of 0.5", "0 till 4 i steg om 0,5",
     "the width of borders in CSS pixels", "gränsernas bredd i CSS-pixlar", "number", 0, BORDER_MAX,
     0.5, NULL, set_border_px, format_border_px},
    {"border-color", COLOR_VALUE, COLOR_VALUE_SV,
     "the color of borders; by the background if not given",
     "gränsernas färg; efter bakgrunden om inget anges", "color", NO_RANGE, set_border_color,
     format_border_color},
    {"casing-width", "0 to 6 in steps of 0.5", "0 till 6 i steg om 0,5",
     "the width of a line under the borders, seen where it is wider than they are",
     "bredden på en linje under gränserna, som syns där den är bredare än de", "number", 0,
     CASING_MAX, 0.5, NULL, set_casing_px, format_casing_px},
    {"casing-color", COLOR_VALUE, COLOR_VALUE_SV,
     "the color of that line; by the background if not given",
     "den linjens färg; efter bakgrunden om inget anges", "color", NO_RANGE, set_casing_color,
     format_casing_color},
    {"outline-width", "0 to 4 in steps of 0.5, or none", "0 till 4 i steg om 0,5, eller none",
     "the width of the line around all districts; none: their outer edge is a border",
     "bredden på linjen runt alla områden; none: ytterkanten är en gräns som andra", "number", 0,
     BORDER_MAX, 0.5, NULL, set_outline_px, format_outline_px},
    {"outline-color", COLOR_VALUE, COLOR_VALUE_SV,
     "the color of that line; by the background if not given",
     "den linjens färg; efter bakgrunden om inget anges", "color", NO_RANGE, set_outline_color,
     format_outline_color},
    {"labels", "none, names, values or both", "none, names, values eller both",
     "what is written on the districts", "vad som skrivs på områdena", "choice", 0, 0, 0,
     labels_choice, set_labels, format_labels},
    {"context", "0, 1, false or true", "0, 1, false eller true",
     "whether water and the atlas's other context is drawn",
     "om vatten och atlasens övriga sammanhang ritas", "choice", 0, 0, 0, flag_choice, set_context,
     format_context},
    {"clip", "none or land", "none eller land",
     "land: what lies under the map is seen in the place of water",
     "land: det som ligger under kartan syns där det är vatten", "choice", 0, 0, 0, clip_choice,
     set_clip, format_clip},
    {"no-data-color", COLOR_VALUE, COLOR_VALUE_SV,
     "the color of districts without a figure; by the background if not given",
     "färgen på områden utan uppgift; efter bakgrunden om inget anges", "color", NO_RANGE,
     set_no_data_color, format_no_data_color},
    {"opacity", "a number from 0 to 1", "ett tal från 0 till 1", "how opaque the map is",
     "hur täckande kartan är", "number", 0, 1, 0, NULL, set_opacity, format_opacity},
};
const size_t look_option_count = sizeof look_options / sizeof *look_options;

const char *look_option_value(const look_option *o, lang l) {
    return l == LANG_SV ? o->value_sv : o->value;
}

bool look_option_is_flag(const look_option *o) { return !strcmp(o->type, "flag"); }

static bool same_name(const char *a, const char *b) {
    for (; *a && (*a == *b || (*a == '-' && *b == '_')); a++) b++;
    return !*a && !*b;
}

const look_option *look_option_find(const char *name) {
    for (size_t i = 0; i < look_option_count; i++)
        if (same_name(look_options[i].name, name)) return &look_options[i];
    return NULL;
}
