#include "aid_samples.h"
#include "base/hash.h"

#include <math.h>
#include <stdlib.h>

#define VALUES(v) .values = (v), .n = sizeof(v) / sizeof *(v)

/* All figures below are made up. */
static const double rates[] = {9.0, 10.1, 10.6, 11.4, 11.7, 12.6, 13.4, 15.1, 16.0, 17.3, 19.0};
static const double shares[] = {70, 72, 76, 78, 78, 79, 88, 90, 97, 99, 104, 109, 117, 121, 133};
static const double thefts[] = {22.9, 23.6, 29.3, 30.1, 31.8, 32.4, 33.6, 34.2, 35.0, 52.1, 66.3};
static const double few[] = {4, 7, 12, 14, 14, 16, 16, 16, 19, 19, 34};
static const double ages[] = {36, 37, 38, 38, 38, 38, 39, 40, 40, 41, 41};
static const double moves[] = {-727, -655, -610, -480, -390, -210, 120, 430, 610, 905, 2232};
static const double incomes[] = {212, 236, 251, 268, 274, 281, 288, 297, 312, 318, 345, 402};
static const double cases[] = {140, 210, 260, 320, 410, 480, 560, 700, 910, 1320, 2100};
static const double parts[] = {1, 1, 1, 1, 2, 2, 3, 3, 3, 3, 3, NAN};
static const double types[] = {1, 2, 2, 3, 3, 3, 4, 4, 4, 4, 4, 4, 5, 5, 5, NAN, NAN, NAN, NAN};
static const double some[] = {3.1, 3.9, 4.4, 5.0, 5.2, 6.1, 7.7, NAN, NAN, NAN, NAN, NAN};
#define MANY 117 /* a skewed distribution, and 43 without a figure */
static double many[MANY];

/* As a palette of categories, and a sequential ramp for dark pages, have them. */
static const rgba kinds[] = {
    {0x6f, 0xa8, 0xd8, 255}, {0xe0, 0xa9, 0x3b, 255}, {0x7a, 0x5b, 0xb0, 255}};
static const rgba glow[] = {{0x20, 0x38, 0x4a, 255},
                            {0x21, 0x5c, 0x78, 255},
                            {0x27, 0x7d, 0x8c, 255},
                            {0x6d, 0xba, 0xac, 255},
                            {0xd9, 0xf0, 0xd6, 255}};

static const char *const part_names[] = {"Västerort", "Inre staden", "Söderort"};
static const char *const type_names[] = {"Områdestyp 1", "Områdestyp 2", "Områdestyp 3",
                                         "Områdestyp 4", "Områdestyp 5"};

const sample samples[] = {
    {.name = "sequential",
     .caption = "Classes of numbers, 30 districts or fewer: dots",
     .ramp = "teal",
     .method_title = "Lika intervall",
     .language = LANG_SV,
     .title = "Anmälda våldsbrott",
     .unit = "per 1\u00a0000 invånare",
     .period = "2024",
     .whole_name = "Hela staden",
     .whole = 13.5,
     .water = "Vatten",
     .decimals = 1,
     .edge = {9, 11, 13, 15, 17, 19},
     .classes = 5,
     VALUES(rates)},
    {.name = "bins",
     .caption = "More districts: bins; areas tell how many",
     .ramp = "teal",
     .method_title = "Manual breaks",
     .title = "Socioeconomic index",
     .unit = "index value",
     .period = "2024, neighborhoods",
     .whole_name = "Whole city",
     .whole = 7.4,
     .decimals = 0,
     .edge = {1, 4, 8, 12, 16, 28},
     .classes = 5,
     VALUES(many)},
    {.name = "diverging",
     .caption = "Diverging around the reference, open ends",
     .ramp = "brown-blue",
     .method_title = "Egna klassgränser",
     .language = LANG_SV,
     .title = "Disponibel inkomst per hushåll",
     .unit = "procent av staden",
     .period = "2016",
     .whole_name = "Staden",
     .whole = 100,
     .decimals = 0,
     .edge = {-INFINITY, 75, 85, 95, 105, 115, 125, INFINITY},
     .classes = 7,
     VALUES(shares)},
    {.name = "categories",
     .caption = "Categories without order",
     .ramp = "brown-blue",
     .colors = kinds,
     .language = LANG_SV,
     .title = "Del av staden",
     .unit = "12 områden",
     .period = "",
     .category = part_names,
     .edge = {1, 1, 2, 3},
     .classes = 3,
     VALUES(parts)},
    {.name = "unclassed",
     .caption = "Without classes: color follows the value",
     .ramp = "teal",
     .continuous = true,
     .method_title = "Unclassed",
     .title = "Reported theft and robbery",
     .unit = "per 1,000 residents",
     .period = "2024",
     .whole_name = "Whole city",
     .whole = 41,
     .decimals = 1,
     .edge = {22.9, 66.3},
     .classes = 1,
     VALUES(thefts)},
    {.name = "uncertain",
     .caption = "Uncertain figures, hatched on their class's color",
     .ramp = "teal",
     .method_title = "Lika intervall",
     .language = LANG_SV,
     .title = "Mordförsök",
     .unit = "per 100\u00a0000 invånare",
     .period = "2025",
     .whole_name = "Hela staden",
     .whole = 14,
     .decimals = 0,
     .uncertain_why = "färre än 10 fall",
     .edge = {4, 11.5, 19, 26.5, 34},
     .classes = 4,
     VALUES(few),
     .n_uncertain = 5},
    {.name = "one-value",
     .caption = "Classes of one value: the value, never a range",
     .ramp = "teal",
     .language = LANG_SV,
     .title = "Medelålder",
     .unit = "år",
     .period = "2010",
     .whole_name = "Hela staden",
     .whole = 39,
     .decimals = 0,
     .edge = {36, 36, 37, 38, 39, 40, 41},
     .classes = 6,
     VALUES(ages)},
    {.name = "embed",
     .caption = "For an embedded page: 280 px wide",
     .ramp = "teal",
     .method_title = "Rounded equal intervals",
     .title = "Reported crimes",
     .unit = "per 100,000",
     .period = "2024",
     .whole_name = "City",
     .whole = 1240,
     .decimals = 0,
     .edge = {140, 500, 1000, 1500, 2100},
     .classes = 4,
     VALUES(cases),
     .size = "embed"},
    {.name = "signed",
     .caption = "Signed numbers, standing: a line at zero",
     .ramp = "brown-blue",
     .language = LANG_SV,
     .title = "Flyttningsnetto",
     .unit = "personer",
     .period = "2024",
     .whole_name = "Medianen",
     .whole = -210,
     .decimals = 0,
     .edge = {-727, -400, 0, 400, 800, 2232},
     .classes = 5,
     VALUES(moves),
     .direction = LEGEND_VERTICAL},
    {.name = "ordered",
     .caption = "Categories in order, no data last",
     .ramp = "teal",
     .language = LANG_SV,
     .title = "Områdestyp",
     .unit = "fem typer",
     .period = "2024",
     .category = type_names,
     .water = "Vatten",
     .ordered = true,
     .edge = {1, 1, 2, 3, 4, 5},
     .classes = 5,
     VALUES(types)},
    {.name = "stddev",
     .caption = "Classes that mean something",
     .ramp = "brown-blue",
     .method = "stddev",
     .method_title = "Standard deviation",
     .title = "Median income",
     .unit = "thousand kronor",
     .period = "2023",
     .whole_name = "Whole city",
     .whole = 296,
     .decimals = 0,
     .edge = {-INFINITY, 190.2, 240.3, 340.5, 390.6, INFINITY},
     .classes = 5,
     VALUES(incomes),
     .direction = LEGEND_VERTICAL},
    {.name = "dark",
     .caption = "Dark: more is lighter",
     .ramp = "teal",
     .colors = glow,
     .backdrop = "dark",
     .method_title = "Lika intervall",
     .language = LANG_SV,
     .title = "Anmälda våldsbrott",
     .unit = "per 1\u00a0000 invånare",
     .period = "2024",
     .whole_name = "Hela staden",
     .whole = 13.5,
     .decimals = 1,
     .edge = {9, 11, 13, 15, 17, 19},
     .classes = 5,
     VALUES(rates)},
    {.name = "states",
     .caption = "Why there is no figure; standing, without classes",
     .ramp = "plum",
     .continuous = true,
     .method_title = "Unclassed",
     .title = "Social assistance",
     .unit = "% of residents",
     .period = "2024",
     .water = "Water",
     .whole_name = "Whole city",
     .whole = 5.3,
     .decimals = 1,
     .edge = {3.1, 7.7},
     .classes = 1,
     VALUES(some),
     .states = {[LEGEND_SUPPRESSED] = 2, [LEGEND_CANNOT_OCCUR] = 1, [LEGEND_ROUNDED_ZERO] = 1},
     .direction = LEGEND_VERTICAL},
    {.name = "poster",
     .caption = "For print, by the measures of an A3 poster: 112 mm",
     .ramp = "amber",
     .method_title = "Lika intervall",
     .language = LANG_SV,
     .title = "Anmälda brott",
     .unit = "antal",
     .period = "2024",
     .decimals = 0,
     .is_count = true,
     .rate = "Anmälda brott per 1\u00a0000 invånare",
     .edge = {140, 532, 924, 1316, 1708, 2100},
     .classes = 5,
     VALUES(cases),
     .size = "poster"},
    {.name = "dark-bins",
     .caption = "Dark, with bins",
     .ramp = "purple-green",
     .backdrop = "dark",
     .method_title = "Manual breaks",
     .title = "Socioeconomic index",
     .unit = "index value",
     .period = "2024",
     .whole_name = "Whole city",
     .water = "Water",
     .whole = 11,
     .decimals = 0,
     .edge = {1, 5, 9, 13, 17, 28},
     .classes = 5,
     VALUES(many)},
};
const size_t sample_count = sizeof samples / sizeof *samples;

static void make_up_many(void) {
    for (size_t i = 0; i < MANY; i++) {
        double t = ((double)(i * 31 % 74) + 0.5) / 74;
        many[i] =
            i < 74 ? round(10 * fmin(28, 1 + 2.2 * pow(-log(1 - t), 1.3) * 1.8)) / 10 : (double)NAN;
    }
    many[0] = 1, many[1] = 28;
}

#define STOPS 17

/* A ramp of five, in as many stops as a continuous one is given by. */
static void make_stops(const sample *s, const rgba *five, legend_stop *out) {
    for (size_t i = 0; i < STOPS; i++) {
        double t = (double)i / (STOPS - 1), at = t * 4;
        size_t k = at < 4 ? (size_t)at : 3;
        out[i] = (legend_stop){s->edge[0] + t * (s->edge[1] - s->edge[0]),
                               color_lerp_oklab(five[k], five[k + 1], at - (double)k)};
    }
}

static void fill_districts(const sample *s, const legend_stop *stops, rgba *fill, bool *uncertain) {
    for (size_t i = 0; i < s->n; i++) {
        double at = (s->values[i] - s->edge[0]) / (s->edge[1] - s->edge[0]) * (STOPS - 1);
        if (s->continuous && !isnan(at)) fill[i] = stops[(size_t)round(at)].color;
        uncertain[i] = i < s->n_uncertain;
    }
}

static legend_input input_of(const sample *s, const look *l, const class_breaks *b) {
    return (legend_input){.title = s->title,
                          .unit = s->unit,
                          .period = s->period,
                          .source = s->source                ? s->source
                                    : s->language == LANG_SV ? "påhittade siffror"
                                                             : "made-up figures",
                          .whole_name = s->whole_name,
                          .decimals = s->decimals,
                          .breaks = b,
                          .values = s->values,
                          .n = s->n,
                          .uncertain_why = s->uncertain_why,
                          .category = s->category,
                          .ordered = s->ordered,
                          .n_stops = s->continuous ? STOPS : 0,
                          .whole = s->whole == 0 ? (double)NAN : s->whole,
                          .is_count = s->is_count,
                          .rate_id = s->rate,
                          .rate_title = s->rate,
                          .gvf = NAN,
                          .hash = hash_str(HASH_INIT, s->name),
                          .look = l};
}

err_code sample_legend(const sample *s, const ramp_set *ramps, legend **out, err *e) {
    const char *backdrop_name = s->backdrop ? s->backdrop : "light";
    const char *title = s->method_title          ? s->method_title
                        : s->language == LANG_SV ? "Egna klassgränser"
                                                 : "Manual breaks";
    classify_method method = {.name = s->method ? s->method : "manual",
                              .title_en = title,
                              .title_sv = title,
                              .own_count = true,
                              .continuous = s->continuous};
    class_breaks b = {.count = s->classes, .closed = CLOSED_RIGHT};
    legend_stop stops[STOPS];
    rgba colors[CLASSES_MAX], fill[MANY];
    bool uncertain[MANY];
    look l;
    make_up_many();
    look_default(&l);
    l.method = &method;
    l.language = s->language;
    l.backdrop = backdrop_find(backdrop_name);
    l.ramp = ramp_find(ramps, s->ramp);
    if (!l.ramp || !l.backdrop) return err_set(e, ERR_NOTFOUND, "%s: no such ramp", s->name);
    l.no_data_color = l.backdrop->no_data;
    l.hatch_color = backdrop_hatch(l.backdrop, l.no_data_color);
    for (size_t i = 0; i <= s->classes; i++) b.edge[i] = s->edge[i];
    size_t asked = s->continuous ? 5 : s->classes;
    ramp_classes(l.ramp, asked, false, colors);
    make_stops(s, colors, stops);
    fill_districts(s, stops, fill, uncertain);
    legend_input in = input_of(s, &l, &b);
    in.colors = s->colors ? s->colors : colors;
    in.stops = stops;
    in.fill = s->continuous ? fill : NULL;
    in.uncertain = uncertain;
    for (int k = 0; k < LEGEND__STATES; k++) in.states[k] = s->states[k];
    legend_context_input water = {"water", s->water, l.backdrop->water, l.backdrop->shoreline};
    in.context = &water;
    in.n_contexts = s->water != NULL;
    return legend_make(&in, out, e);
}

legend_style sample_style(const sample *s) {
    return (legend_style){.direction = s->direction,
                          .size = legend_size_find(s->size ? s->size : "page")};
}
