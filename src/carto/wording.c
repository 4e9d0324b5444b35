#include "carto/wording.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define NO_BREAK_SPACE "\xc2\xa0"
#define MINUS          "\xe2\x88\x92"
#define EN_DASH        "\xe2\x80\x93"

static const char *const texts[WORD__COUNT][LANG_COUNT] = {
    [WORD_NO_DATA] = {"No data", "Uppgift saknas"},
    [WORD_MISSING] = {"no data", "saknas"},
    [WORD_NO_DATA_OF] = {"No data: {1} of {2}", "Uppgift saknas: {1} av {2}"},
    [WORD_WHOLE] = {"Whole area", "Hela området"},
    [WORD_WHOLE_VALUE] = {"{1} {2}", "{1} {2}"},
    [WORD_MEAN_VALUE] = {"Unweighted mean {1} ({2} of {3} districts)",
                         "Oviktat medelvärde {1} ({2} av {3} områden)"},
    [WORD_CLOSED_RIGHT] = {"Each class includes its upper edge; the lowest includes both.",
                           "Varje klass innehåller sin övre gräns; den lägsta båda sina gränser."},
    [WORD_CLOSED_LEFT] = {"Each class includes its lower edge; the highest includes both.",
                          "Varje klass innehåller sin undre gräns; den högsta båda sina gränser."},
    [WORD_SOURCE] = {"Source: {1}", "Källa: {1}"},
    [WORD_COUNT_WARNING] =
        {"Counts drawn as areas mislead, since large districts have more.",
         "Antal som ritas som ytor vilseleder, eftersom stora områden har fler."},
    [WORD_OR_LESS] = {"{1} or less", "{1} eller mindre"},
    [WORD_OVER] = {"over {1}", "över {1}"},
    [WORD_UNDER] = {"under {1}", "under {1}"},
    [WORD_OR_MORE] = {"{1} or more", "{1} eller mer"},
    [WORD_NO_FIGURES] = {"No figures for any district.", "Inga uppgifter för något område."},
    [WORD_FEWER_CLASSES] = {"Fewer classes than asked for ({1} instead of {2}): equal values are "
                            "never split.",
                            "Färre klasser än begärt ({1} i stället för {2}): lika värden delas "
                            "aldrig."},
    [WORD_NONE_BELOW] =
        {"Fewer classes than asked for ({1} instead of {2}): no value is below {3}.",
         "Färre klasser än begärt ({1} i stället för {2}): inget värde är under "
         "{3}."},
    [WORD_NONE_ABOVE] =
        {"Fewer classes than asked for ({1} instead of {2}): no value is above {3}.",
         "Färre klasser än begärt ({1} i stället för {2}): inget värde är över "
         "{3}."},
    [WORD_COUNT_RATE] =
        {"Counts drawn as areas mislead, since large districts have more. Better: {1}.",
         "Antal som ritas som ytor vilseleder, eftersom stora områden har fler. Bättre: {1}."},
    [WORD_CLASSES_IGNORED] =
        {"The number of classes asked for is not used: the method decides it ({1}).",
         "Det begärda antalet klasser används inte: metoden avgör det ({1})."},
    [WORD_CATEGORY_FORCED] =
        {"Categories are not divided into classes: the method asked for is not used.",
         "Kategorier delas inte in i klasser: den begärda metoden används inte."},
    [WORD_LABEL_COUNT] = {"{1}: {2}", "{1}: {2}"},
    [WORD_SUPPRESSED] = {"Not published (confidential)", "Sekretess, redovisas inte"},
    [WORD_CANNOT_OCCUR] = {"Cannot occur", "Kan inte förekomma"},
    [WORD_ROUNDED_ZERO] = {"Rounded to zero", "Avrundat till noll"},
    [WORD_UNCERTAIN] = {"Uncertain, marked so by the source", "Osäker enligt källan"},
    [WORD_UNCERTAIN_WHY] = {"Uncertain, {1}", "Osäker, {1}"},
    [WORD_UNCLASSED] = {"Color follows the value, without classes.",
                        "Färgen följer värdet, utan klasser."},
    [WORD_BELOW] = {"below", "under"},
    [WORD_ABOVE] = {"above", "över"},
    [WORD_STDDEV] = {"Edges lie 1 and 2 standard deviations (sd) from the mean.",
                     "Gränserna ligger 1 och 2 standardavvikelser (sd) från medelvärdet."},
    [WORD_STDDEV_1] = {"below " MINUS "2 sd", "under " MINUS "2 sd"},
    [WORD_STDDEV_2] = {MINUS "2 to " MINUS "1 sd", MINUS "2 till " MINUS "1 sd"},
    [WORD_STDDEV_3] = {MINUS "1 to +1 sd", MINUS "1 till +1 sd"},
    [WORD_STDDEV_4] = {"+1 to +2 sd", "+1 till +2 sd"},
    [WORD_STDDEV_5] = {"above +2 sd", "över +2 sd"},
    [WORD_BOXPLOT] = {"Edges are the quartiles, the median, and 1.5 times the distance between "
                      "the quartiles beyond them.",
                      "Gränserna är kvartilerna, medianen och 1,5 gånger kvartilavståndet utanför "
                      "kvartilerna."},
    [WORD_BOXPLOT_1] = {"unusually low", "ovanligt låga"},
    [WORD_BOXPLOT_2] = {"below the quartiles", "under kvartilerna"},
    [WORD_BOXPLOT_3] = {"up to the median", "upp till medianen"},
    [WORD_BOXPLOT_4] = {"over the median", "över medianen"},
    [WORD_BOXPLOT_5] = {"above the quartiles", "över kvartilerna"},
    [WORD_BOXPLOT_6] = {"unusually high", "ovanligt höga"},
    [WORD_ALT_MAP] = {"Map: {1}.", "Karta: {1}."},
    [WORD_ALT_COVERED] = {" Figures for {1} of {2} districts.", " Uppgift för {1} av {2} områden."},
    [WORD_ALT_RANGE] = {" From {1} to {2}.", " Från {1} till {2}."},
    [WORD_ALT_HIGHEST] = {" Highest: {1}, {2}.", " Högst: {1}, {2}."},
    [WORD_ALT_LOWEST] = {" Lowest: {1}, {2}.", " Lägst: {1}, {2}."},
    [WORD_ALT_ALIKE] = {" All: {1}.", " Alla: {1}."},
    [WORD_ALT_MISSING] = {" No figure: {1}.", " Uppgift saknas: {1}."},
    [WORD_ALT_DISTRICTS] = {"{1} districts", "{1} områden"},
    [WORD_ALT_AND] = {" and ", " och "},
    [WORD_ALT_OUTSIDE] = {" The part shown lies outside of the districts.",
                          " Den visade delen ligger utanför områdena."},
    [WORD_POSTER_TITLE] = {"{1} in {2}", "{1} i {2}"},
    [WORD_POSTER_CLASSES] = {"Classes", "Klasser"},
    [WORD_POSTER_CATEGORIES] = {"Categories", "Kategorier"},
    [WORD_POSTER_COLORS] = {"Colors", "Färger"},
    [WORD_POSTER_DOTS] = {"Each dot is a district, drawn at its value.",
                          "Varje punkt är ett område, ritat vid sitt värde."},
    [WORD_POSTER_DOTS_CLASSED] = {"Each dot is a district, drawn in its class.",
                                  "Varje punkt är ett område, ritat i sin klass."},
    [WORD_POSTER_AGAINST] = {"against {1}", "mot {1}"},
    [WORD_POSTER_AGAINST_MEAN] = {"against the mean", "mot medelvärdet"},
    [WORD_POSTER_BINS] = {"The columns count the districts at each value.",
                          "Staplarna räknar områdena vid varje värde."},
    [WORD_POSTER_COUNTS] = {"Number of districts in each class", "Antal områden i varje klass"},
    [WORD_POSTER_RANKED] = {"Districts in order", "Områdena i ordning"},
    [WORD_POSTER_GROUPED] = {"Districts by category", "Områdena efter kategori"},
    [WORD_POSTER_HIGHEST] = {"Highest first.", "Högst först."},
    [WORD_POSTER_STEMS] =
        {"Highest first. Each line runs from the reference to the district’s value.",
         "Högst först. Strecket går från jämförelsevärdet till områdets."},
    [WORD_POSTER_DERIVED] = {"° was put together, not published.",
                             "° är sammanräknat, inte publicerat."},
    [WORD_POSTER_CUT] =
        {"Shown are the {1} highest and the {2} lowest, and {3} more lie between them.",
         "Här visas de {1} högsta och de {2} lägsta, och {3} till ligger mellan dem."},
    [WORD_POSTER_WITHOUT] = {"No figure: {1} districts.", "Uppgift saknas: {1} områden."},
    [WORD_POSTER_MORE] = {"and {1} more", "och {1} till"},
    [WORD_POSTER_WHOLE] = {"“{1}” is the published figure, not a mean of the districts.",
                           "{1} är det publicerade värdet, inte ett medelvärde av områdena."},
    [WORD_POSTER_MEAN] =
        {"The reference is the plain mean of the {1} of {2} districts that have a figure: each "
         "counts the same, whatever its size.",
         "Jämförelsevärdet är medelvärdet av de {1} av {2} områden som har uppgift: alla räknas "
         "lika, oavsett storlek."},
    [WORD_POSTER_HATCHED] = {"Hatched districts have no figure: they are in no class and no rank.",
                             "Streckade områden saknar uppgift: de är inte med i klasserna och "
                             "inte i ordningen."},
    [WORD_POSTER_UNCERTAIN] = {"Lines on the color of a class mark an uncertain figure.",
                               "Streck på en klassfärg märker en osäker uppgift."},
    [WORD_POSTER_WATER] = {"Pale blue is water.", "Blågrått är vatten."},
    [WORD_POSTER_WATER_PART] =
        {"It is part of the districts in the statistics; the map shows the land.",
         "Det ingår i områdena i statistiken; kartan visar landet."},
    [WORD_POSTER_WATER_DARK] =
        {"Water is part of the districts in the statistics; the map shows the land.",
         "Vatten ingår i områdena i statistiken; kartan visar landet."},
    [WORD_POSTER_PROJECTION] = {"Projection: {1}.", "Projektion: {1}."},
    [WORD_POSTER_PERIOD] = {"Date of the figures: {1}.", "Uppgifterna avser {1}."},
    [WORD_POSTER_SCALE] = {"Scale 1:{1} on {2}.", "Skala 1:{1} i {2}."},
    [WORD_RATIO_ON] = {"1:{1} on {2}", "1:{1} i {2}"},
    [WORD_POSTER_INSET] = {"The framed part, {1}", "Den inramade delen, {1}"},
    [WORD_CHANGE_TITLE] = {"{1}, change", "{1}, förändring"},
    [WORD_MINUS_TITLE] = {"{1} minus {2}", "{1} minus {2}"},
    [WORD_CHANGE_PERIODS] = {"{1} against {2}", "{1} mot {2}"},
    [WORD_POINTS] = {"percentage points", "procentenheter"},
    [WORD_FELL] = {"decrease", "minskning"},
    [WORD_ROSE] = {"increase", "ökning"},
    [WORD_REFERENCE_VALUE] = {"Reference {1}", "Jämförelsevärde {1}"},
    [WORD_CLOSED_RIGHT_OPEN] = {"Each class includes its upper edge.",
                                "Varje klass innehåller sin övre gräns."},
    [WORD_CLOSED_LEFT_OPEN] = {"Each class includes its lower edge.",
                               "Varje klass innehåller sin undre gräns."},
    [WORD_AROUND] = {"Edges lie equally far from the reference on both sides; the ends are open.",
                     "Gränserna ligger lika långt från jämförelsevärdet åt båda håll; ändarna är "
                     "öppna."},
    [WORD_AROUND_ZERO] = {"Edges lie equally far from zero on both sides; the ends are open.",
                          "Gränserna ligger lika långt från noll åt båda håll; ändarna är öppna."},
    [WORD_AROUND_SIDES] = {"Classed on each side of the reference, which lies in the middle class.",
                           "Indelat för sig på var sida om jämförelsevärdet, som ligger i "
                           "mittklassen."},
    [WORD_AROUND_ZERO_SIDES] = {"Classed on each side of zero, which lies in the middle class.",
                                "Indelat för sig på var sida om noll, som ligger i mittklassen."},
    [WORD_ODD_CLASSES] = {"{1} classes instead of {2}: an even number has no middle class.",
                          "{1} klasser i stället för {2}: ett jämnt antal har ingen mittklass."},
    [WORD_COUNT_NO_REFERENCE] =
        {"A count has no reference, since the whole is no yardstick for its parts.",
         "Ett antal har inget jämförelsevärde, eftersom helheten inte är något mått på delarna."},
    [WORD_NO_REFERENCE] = {"There is no reference here to compare with.",
                           "Här finns inget jämförelsevärde."},
    [WORD_MEAN_INSTEAD] = {"No figure for the whole: districts are compared with their mean.",
                           "Uppgift för helheten saknas: områdena jämförs med sitt medelvärde."},
    [WORD_MULTIPLES_LEGEND] = {"Colors of all {1} maps", "Färger i alla {1} kartor"},
    [WORD_MULTIPLES_POOLED] =
        {"The classes are made from the {1} figures of all {2} periods, so that "
         "a color means the same in every map.",
         "Klasserna är gjorda av de {1} uppgifterna för alla {2} perioder: en "
         "färg betyder samma sak i varje karta."},
    [WORD_MULTIPLES_BARS] = {"The bars count the districts in each class.",
                             "Staplarna räknar områdena i varje klass."},
    [WORD_MULTIPLES_MARK] = {"The triangle marks the class of the reference.",
                             "Pilen visar klassen för jämförelsevärdet."},
    [WORD_MULTIPLES_NAMES] = {"The districts", "Områdena"},
    [WORD_WEIGHTED_MEAN_VALUE] = {"Weighted mean {1} ({2} of {3} districts)",
                                  "Vägt medelvärde {1} ({2} av {3} områden)"},
    [WORD_POSTER_WEIGHTED_MEAN] =
        {"The reference is the mean of the {1} of {2} districts that have a figure, weighted by "
         "“{3}”.",
         "Jämförelsevärdet är medelvärdet av de {1} av {2} områden som har uppgift, vägt med "
         "”{3}”."},
    [WORD_CARRIED] =
        {"Put together from the figures of another division ({3}): {1} of {2} districts",
         "Sammanräknade av uppgifter för en annan indelning ({3}): {1} av {2} områden"},
    [WORD_CARRIED_SAME] =
        {"Figures of another division ({1}), for districts with the same borders.",
         "Uppgifter för en annan indelning ({1}), för områden med samma "
         "gränser."},
    [WORD_CARRIED_LACK] = {"Could not be put together: {1} of {2} districts",
                           "Kunde inte räknas samman: {1} av {2} områden"},
    [WORD_SUM_OF] = {"Not published: the sum of {1}.", "Inte publicerat: summan av {1}."},
    [WORD_MEAN_OF] = {"Not published: the weighted mean of {1}.",
                      "Inte publicerat: vägt medelvärde av {1}."},
    [WORD_LACK_BORDERS] = {"Not known: the borders of the other division do not fit.",
                           "Saknas: den andra indelningens gränser passar inte."},
    [WORD_LACK_PART] = {"Cannot be put together: the figures do not cover all parts.",
                        "Kan inte räknas samman: uppgifterna täcker inte alla delar."},
    [WORD_LACK_WEIGHT] = {"Cannot be put together: the weights of its parts are not known.",
                          "Kan inte räknas samman: delarnas vikter är inte kända."},
    [WORD_LACK_KIND] = {"Cannot be put together: an index is no sum and no mean of parts.",
                        "Kan inte räknas samman: ett index är varken summa eller medelvärde av "
                        "delar."},
    [WORD_LACK_MEMBERS] = {"It is not made of these districts.",
                           "Den består inte av dessa områden."},
    [WORD_GROUPS] = {"Groups", "Grupper"},
    [WORD_TARGET] = {"Target", "Mål"},
    [WORD_TARGET_EACH] = {"Target for each district", "Mål för varje område"},
    [WORD_TARGET_WHOLE] = {"Target for the whole", "Mål för helheten"},
    [WORD_TARGET_VALUE] = {"{1}: {2}", "{1}: {2}"},
    [WORD_TARGET_BEYOND] = {"{1} (beyond the scale)", "{1} (utanför skalan)"},
    [WORD_TARGET_SOURCE] = {"Source of the target: {1}", "Källa till målet: {1}"},
    [WORD_TARGET_AGAINST] = {"Districts are compared with a target: {1}.",
                             "Områdena jämförs med ett mål: {1}."},
    [WORD_WITHIN] = {"Difference within the margin of error", "Skillnaden ryms i felmarginalen"},
    [WORD_WITHIN_SAMPLE] =
        {"Difference within the margin of error (95%, from the size of the sample)",
         "Skillnaden ryms i felmarginalen (95" NO_BREAK_SPACE "%, av urvalets storlek)"},
    [WORD_WITHIN_SOME] = {"The margin of error is known for {1} of {2} districts.",
                          "Felmarginalen är känd för {1} av {2} områden."},
    [WORD_ALT_WITHIN] = {" Within the margin of error: {1}.", " Inom felmarginalen: {1}."},
    [WORD_POSTER_WITHIN] =
        {"Lines on the color of a class mark a difference that is no larger than its margin of "
         "error: it may be chance.",
         "Streck på en klassfärg märker en skillnad som inte är större än sin felmarginal: den kan "
         "bero på slumpen."},
    [WORD_PAIR_TITLE] = {"{1} and {2}", "{1} och {2}"},
    [WORD_PAIR_CLASS] = {"{1}; {2}", "{1}; {2}"},
    [WORD_PAIR_SIDE] = {"{1}: {2}", "{1}: {2}"},
    [WORD_PAIR_LOW] = {"low", "lågt"},
    [WORD_PAIR_MIDDLE] = {"middle", "mellan"},
    [WORD_PAIR_HIGH] = {"high", "högt"},
    [WORD_PAIR_MORE] = {"more: {1}", "mer: {1}"},
    [WORD_PAIR_VALUE] = {"{1} | {2}", "{1} | {2}"},
    [WORD_PAIR_HEAD] = {"Each color is a pair of classes", "Varje färg är ett par av klasser"},
    [WORD_PAIR_COUNTS] = {"Number of districts in each square.", "Antal områden i varje ruta."},
    [WORD_PAIR_POINTS] = {"The same {1} districts as points", "Samma {1} områden som punkter"},
    [WORD_PAIR_EDGES] = {"Dashed lines are the edges of the classes.",
                         "Streckade linjer är klassernas gränser."},
    [WORD_PAIR_BOTH] = {"Classes are made of the districts that have both figures.",
                        "Klasserna är gjorda av de områden som har båda uppgifterna."},
    [WORD_ALT_PAIR_LOW] = {" Low in both: {1}.", " Lågt i båda: {1}."},
    [WORD_ALT_PAIR_FIRST] = {" High in the first, low in the second: {1}.",
                             " Högt i det första, lågt i det andra: {1}."},
    [WORD_ALT_PAIR_SECOND] = {" Low in the first, high in the second: {1}.",
                              " Lågt i det första, högt i det andra: {1}."},
    [WORD_ALT_PAIR_HIGH] = {" High in both: {1}.", " Högt i båda: {1}."},
    [WORD_CARD_ABOVE] = {"{1} above {2}, {3}", "{1} över {2}, {3}"},
    [WORD_CARD_BELOW] = {"{1} below {2}, {3}", "{1} under {2}, {3}"},
    [WORD_CARD_EQUAL] = {"equal to {1}, {2}", "lika med {1}, {2}"},
    [WORD_CARD_RANK] = {"rank {1} of {2}, highest first", "plats {1} av {2}, högst först"},
    [WORD_INSIDE_WHOLE_HEAD] = {"Whole ", "Hela "},
    [WORD_INSIDE_WHOLE] = {"the whole {1}", "hela {1}"},
    [WORD_INSIDE_MEAN] = {"the unweighted mean of {1} of {2} districts",
                          "det oviktade medelvärdet av {1} av {2} områden"},
    [WORD_INSIDE_WEIGHTED_MEAN] = {"the weighted mean of {1} of {2} districts",
                                   "det vägda medelvärdet av {1} av {2} områden"},
    [WORD_INSIDE_REFERENCE] = {"the reference", "jämförelsevärdet"},
    [WORD_MULTIPLES_CHANGE] = {"Change {1}–{2}", "Förändring {1}–{2}"},
};

typedef struct number_style {
    const char *decimal, *thousand, *percent, *to;
} number_style;

static const number_style styles[LANG_COUNT] = {
    [LANG_EN] = {".", ",", "%", " to "},
    [LANG_SV] = {",", NO_BREAK_SPACE, NO_BREAK_SPACE "%", " till "},
};

const char *wording_get(wording w, lang l) {
    assert((unsigned)w < WORD__COUNT && (unsigned)l < LANG_COUNT);
    return texts[w][l];
}

void wording_fill(wording w, lang l, const char *const args[], size_t n_args, buf *out) {
    wording_fill_text(wording_get(w, l), args, n_args, out);
}

void wording_fill_text(const char *text, const char *const args[], size_t n_args, buf *out) {
    for (const char *open; (open = strchr(text, '{')); text = open + 3) {
        assert(open[1] >= '1' && open[1] <= '0' + WORDING_ARGS_MAX && open[2] == '}');
        size_t arg = (size_t)(open[1] - '1');
        buf_add(out, text, (size_t)(open - text));
        if (arg < n_args) buf_adds(out, args[arg]);
    }
    buf_adds(out, text);
}

static double rounded(double v, int decimals) {
    static const double power[NUMBER_DECIMALS_MAX + 1] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6};
    double scaled = v * power[decimals];
    return fabs(scaled) < 0x1p52 ? round(scaled) / power[decimals] : v; /* above it has none */
}

static int decimals_within(double v, int most) {
    int d = 0;
    while (d < most && rounded(v, d) != v) d++;
    while (d > 0 && rounded(v, d) == rounded(v, d - 1)) d--; /* 0.1 + 0.2 needs one, not six */
    return d;
}

static int decimals_used(double v, int decimals) {
    if (decimals < 0) return decimals_within(v, NUMBER_DECIMALS_MAX);
    return decimals < NUMBER_DECIMALS_MAX ? decimals : NUMBER_DECIMALS_MAX;
}

/* The digits of a double's largest value, six decimals, point and NUL. */
#define DIGITS_MAX (309 + 1 + NUMBER_DECIMALS_MAX + 1)

static void add_grouped(const char *digits, const number_style *style, buf *out) {
    size_t whole = strcspn(digits, ".");
    for (size_t i = 0; i < whole; i++) {
        if (i && (whole - i) % 3 == 0) buf_adds(out, style->thousand);
        buf_add(out, &digits[i], 1);
    }
    if (!digits[whole]) return;
    buf_adds(out, style->decimal);
    buf_adds(out, digits + whole + 1);
}

static void add_number(double v, int decimals, bool plus, lang l, buf *out) {
    if (!isfinite(v)) {
        buf_adds(out, EN_DASH);
        return;
    }
    int d = decimals_used(v, decimals);
    double shown = rounded(v, d);
    char digits[DIGITS_MAX];
    snprintf(digits, sizeof digits, "%.*f", d, fabs(shown));
    if (shown < 0) buf_adds(out, MINUS);
    if (shown > 0 && plus) buf_adds(out, "+");
    add_grouped(digits, &styles[l], out);
}

void number_format_text(double v, int decimals, lang l, buf *out) {
    add_number(v, decimals, false, l, out);
}

void number_format_signed(double v, int decimals, lang l, buf *out) {
    add_number(v, decimals, true, l, out);
}

void number_format_value(double v, int decimals, const char *unit, lang l, buf *out) {
    number_format_text(v, decimals, l, out);
    if (isfinite(v) && unit && unit[0] == '%') buf_adds(out, styles[l].percent);
}

static void add_range(double from, double to, int decimals, bool plus, lang l, buf *out) {
    int d = decimals_used(from, decimals), of_end = decimals_used(to, decimals);
    if (of_end > d) d = of_end;
    double low = rounded(from, d), high = rounded(to, d);
    add_number(from, d, plus, l, out);
    if (low == high) return;
    bool has_sign = low < 0 || high < 0 || (plus && high > 0);
    buf_adds(out, has_sign ? styles[l].to : EN_DASH);
    add_number(to, d, plus, l, out);
}

void number_format_range(double from, double to, int decimals, lang l, buf *out) {
    add_range(from, to, decimals, false, l, out);
}

void number_format_signed_range(double from, double to, int decimals, lang l, buf *out) {
    add_range(from, to, decimals, true, l, out);
}

static bool read_differently(const double *edges, size_t n, int decimals) {
    for (size_t i = 1; i < n; i++)
        if (edges[i] != edges[i - 1] &&
            rounded(edges[i], decimals) == rounded(edges[i - 1], decimals))
            return false;
    return true;
}

int number_decimals_needed(const double *edges, size_t n, int decimals) {
    int d = decimals < 0 ? 0 : decimals;
    while (d < NUMBER_DECIMALS_MAX && !read_differently(edges, n, d)) d++;
    return d < NUMBER_DECIMALS_MAX ? d : NUMBER_DECIMALS_MAX;
}

int number_decimals_of(const double *values, size_t n, int most) {
    int d = 0;
    for (size_t i = 0; i < n; i++) {
        int own = isfinite(values[i]) ? decimals_within(values[i], most) : 0;
        if (own > d) d = own;
    }
    return d;
}

void number_format_signed_value(double v, int decimals, const char *unit, lang l, buf *out) {
    number_format_signed(v, decimals, l, out);
    if (isfinite(v) && unit && unit[0] == '%') buf_adds(out, styles[l].percent);
}
