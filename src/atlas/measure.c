#include "atlas/measure.h"

#define DISTRICTS_EN                                                                               \
    "Between districts only: what differs inside them is not in it, and a finer division gives "   \
    "a higher value. Not for comparing two divisions, nor for inequality between people."
#define DISTRICTS_SV                                                                                 \
    "Mellan områden: det som skiljer inom dem ingår inte, och en finare indelning ger ett högre " \
    "värde. Inte för att jämföra två indelningar, eller för ojämlikhet mellan personer."

const measure measures[MEASURE__COUNT] = {
    [MEASURE_MEAN] = {"mean",
                      {"Mean of districts", "Medelvärde av områden"},
                      {"The sum of the districts' values by their number: each counts the same.",
                       "Summan av områdenas värden genom deras antal: alla räknas lika."},
                      {"It is not the value of the whole.", "Det är inte helhetens värde."},
                      NULL},
    [MEASURE_WEIGHTED_MEAN] =
        {"weighted_mean",
         {"Weighted mean", "Viktat medelvärde"},
         {"sum of w v / sum of w, w the weight of each district.",
          "summan av w v / summan av w, där w är områdets vikt."},
         {"It differs from the published value of the whole where that covers what is in no "
          "district, and by rounding.",
          "Det skiljer sig från det publicerade värdet för helheten om det omfattar sådant som "
          "inte "
          "förs till något område, och genom avrundning."},
         NULL},
    [MEASURE_MEDIAN] = {"median",
                        {"Median", "Median"},
                        {"The value in the middle: half of the districts are at most that high.",
                         "Det mittersta värdet: hälften av områdena är högst så höga."},
                        {NULL, NULL},
                        NULL},
    [MEASURE_SD] = {"sd",
                    {"Standard deviation", "Standardavvikelse"},
                    {"sqrt(sum of (v - mean)^2 / (n - 1)).",
                     "roten ur (summan av (v - medelvärdet)^2 / (n - 1))."},
                    {NULL, NULL},
                    NULL},
    [MEASURE_QUARTILES] = {"quartiles",
                           {"Quartiles", "Kvartiler"},
                           {"q1 and q3, type 7: the values at the places 1 + (n - 1) / 4 and "
                            "1 + 3 (n - 1) / 4, between neighbors by proportion.",
                            "q1 och q3, typ 7: värdena på platserna 1 + (n - 1) / 4 och "
                            "1 + 3 (n - 1) / 4, proportionellt mellan grannar."},
                           {NULL, NULL},
                           "Hyndman and Fan 1996, The American Statistician 50(4)"},
    [MEASURE_GAP] = {"gap",
                     {"Gap, highest - lowest", "Avstånd, högst - lägst"},
                     {"The highest value minus the lowest.", "Det högsta värdet minus det lägsta."},
                     {"It rests on two districts alone, and grows with their number.",
                      "Det vilar på bara två områden och växer med deras antal."},
                     NULL},
    [MEASURE_RATIO] =
        {"ratio",
         {"Ratio, highest / lowest", "Kvot, högst / lägst"},
         {"The highest value by the lowest; none where the lowest is not above zero.",
          "Det högsta värdet genom det lägsta; saknas om det lägsta inte är över noll."},
         {"It rests on two districts alone, and a lowest value near zero makes it any size. Of a "
          "share, that of the rest has another ratio.",
          "Den vilar på bara två områden, och ett lägsta värde nära noll gör den hur stor som "
          "helst. För en andel har resten en annan kvot."},
         NULL},
    [MEASURE_GINI] =
        {"gini",
         {"Gini coefficient", "Ginikoefficient"},
         {"Half the mean difference between two districts, by the mean: 0 all equal, to 1 - 1/n. "
          "gini: each district counts the same; weighted.gini: by its weight.",
          "Halva medelskillnaden mellan två områden, genom medelvärdet: 0 alla lika, till 1 - 1/n. "
          "gini: alla områden räknas lika; weighted.gini: efter sin vikt."},
         {DISTRICTS_EN, DISTRICTS_SV},
         "Gini 1912; Dorfman 1979, The Review of Economics and Statistics 61(1)"},
    [MEASURE_THEIL] =
        {"theil",
         {"Theil index", "Theils index"},
         {"T = mean of (v/m) ln(v/m), m the mean, 0 ln 0 = 0: 0 all equal, to ln n.",
          "T = medelvärdet av (v/m) ln(v/m), m medelvärdet, 0 ln 0 = 0: 0 alla lika, till ln n."},
         {DISTRICTS_EN, DISTRICTS_SV},
         "Theil 1967, Economics and Information Theory, ch. 4"},
    [MEASURE_LORENZ] =
        {"lorenz",
         {"Lorenz curve", "Lorenzkurva"},
         {"Points [p, L]: the p of the districts (or of the weight) with the lowest values have "
          "the "
          "part L of the sum.",
          "Punkter [p, L]: den del p av områdena (eller av vikten) som har de lägsta värdena har "
          "delen L av summan."},
         {DISTRICTS_EN, DISTRICTS_SV},
         "Lorenz 1905, Publications of the American Statistical Association 9(70)"},
    [MEASURE_TARGET] =
        {"target",
         {"Reached the target", "Har nått målet"},
         {"Districts whose value is the target's or on its better side, of those with a figure; "
          "not told of an indicator without a better direction.",
          "Områden vars värde är målets eller ligger på den bättre sidan om det, av dem som har "
          "uppgift; anges inte för ett mått som inte har någon bättre riktning."},
         {"A target set for the whole is not one for each of its districts.",
          "Ett mål för helheten är inte ett mål för vart och ett av områdena."},
         NULL},
    [MEASURE_PARTS] =
        {"parts",
         {"Theil index by parts", "Theils index efter delar"},
         {"T = between + within: between = sum of s ln(m of the part / m), within = sum of s "
          "T(part), "
          "s the part's share of the sum of w v. Districts without a part are left out.",
          "T = mellan + inom: mellan = summan av s ln(delens m / m), inom = summan av s T(delen), "
          "s delens andel av summan av w v. Områden utan del är utelämnade."},
         {DISTRICTS_EN, DISTRICTS_SV},
         "Theil 1967, ch. 4; Shorrocks 1980, Econometrica 48(3)"},
    [MEASURE_DISSIMILARITY] =
        {"dissimilarity",
         {"Dissimilarity D", "Segregationsindex D"},
         {"D = sum of t |p - P| / (2 T P (1 - P)), 0 to 1: the part of the group, or of all "
          "others, "
          "that would have to move for all shares p to be P. t: the weight, T their sum. Only of a "
          "share, with what it is a share of as the weight.",
          "D = summan av t |p - P| / (2 T P (1 - P)), 0 till 1: den del av gruppen, eller av alla "
          "andra, som skulle behöva flytta för att alla andelar p skulle vara P. t: vikten, T "
          "deras "
          "summa. Endast för en andel, med det som den är en andel av som vikt."},
         {"Smaller districts give higher values: not for comparing divisions or cities. With few "
          "people, chance alone makes it larger than zero. It says nothing of where districts lie, "
          "nor why.",
          "Mindre områden ger högre värden: inte för att jämföra indelningar eller städer. Med få "
          "personer gör slumpen ensam det större än noll. Det säger inget om var områden ligger "
          "eller varför."},
         "Duncan and Duncan 1955, American Sociological Review 20(2); Massey and Denton 1988, "
         "Social "
         "Forces 67(2)"},
    [MEASURE_ISOLATION] =
        {"isolation",
         {"Isolation", "Isolering"},
         {"xPx = sum of t p^2 / (T P), P to 1: the share of the group in the district of an "
          "average "
          "one of its people.",
          "xPx = summan av t p^2 / (T P), P till 1: gruppens andel i området för en genomsnittlig "
          "person i gruppen."},
         {"It is high where the group is large: to be read beside P. Otherwise as D.",
          "Den är hög där gruppen är stor: ska läsas bredvid P. I övrigt som D."},
         "Bell 1954, Social Forces 32(4); Massey and Denton 1988, Social Forces 67(2)"},
    [MEASURE_MORAN] =
        {"moran",
         {"Moran's I", "Morans I"},
         {"I = sum of z lag / sum of z^2, z = v - mean, lag the mean z of the neighbors (a shared "
          "border or point, each counting the same); expected by chance: -1 / (n - 1). p = (r + 1) "
          "/ "
          "(permutations + 1), r the permutations with at least so large an I: one-sided, small "
          "where neighbors are alike. Districts without a neighbor that has a value are left out "
          "(islands).",
          "I = summan av z lag / summan av z^2, z = v - medelvärdet, lag grannarnas z i medeltal "
          "(gemensam gräns eller punkt, alla räknas lika); väntat av slumpen: -1 / (n - 1). p = "
          "(r + 1) / (permutations + 1), r de permutationer som har minst så stort I: ensidigt, "
          "litet där grannar är lika. Områden utan en granne med värde är utelämnade (islands)."},
         {"Under 30 districts a pattern is hard to tell from chance. Not of counts, nor of rates "
          "whose districts have very different populations; it depends on the division, and says "
          "nothing of why.",
          "Under 30 områden går ett mönster knappast att skilja från slump. Inte för antal, eller "
          "för "
          "tal där områdena har mycket olika folkmängd; det beror på indelningen och säger inget "
          "om "
          "varför."},
         "Moran 1950, Biometrika 37; p: Phipson and Smyth 2010, Stat. Appl. Genet. Mol. Biol. "
         "9(1)"},
    [MEASURE_LOCAL_MORAN] =
        {"local_moran",
         {"Local Moran's I", "Lokalt Morans I"},
         {"I(i) = z(i) lag(i) / (sum of z^2 / n); their sum is n I. p: the district's own value "
          "held, "
          "the others dealt out, as far to the side that I(i) is on. quadrant: high or low among "
          "high or low ones.",
          "I(i) = z(i) lag(i) / (summan av z^2 / n); deras summa är n I. p: områdets eget värde "
          "ligger fast, de andra delas ut, lika långt åt det håll där I(i) ligger. quadrant: högt "
          "eller lågt bland höga eller låga."},
         {"Not for picking out districts by p: of 100 without any pattern, some 10 are under 0.05.",
          "Inte för att välja ut områden efter p: av 100 utan något mönster ligger omkring 10 "
          "under "
          "0,05."},
         "Anselin 1995, Geographical Analysis 27(2)"},
    [MEASURE_PEARSON] =
        {"pearson",
         {"Pearson's r", "Pearsons r"},
         {"sum of (x - mx)(y - my) / sqrt(sum of (x - mx)^2 sum of (y - my)^2), -1 to 1, each "
          "district counting the same.",
          "summan av (x - mx)(y - my) / roten ur (summan av (x - mx)^2 summan av (y - my)^2), -1 "
          "till 1, alla områden räknas lika."},
         {"Of districts: nothing follows for people (the ecological fallacy), nor what causes "
          "what. "
          "It sees straight lines only, and one district can make it.",
          "Gäller områden: inget följer om personer (det ekologiska felslutet), inte heller vad "
          "som "
          "orsakar vad. Det ser bara räta samband, och ett enda område kan skapa det."},
         "Pearson 1896; Robinson 1950, American Sociological Review 15(3)"},
    [MEASURE_SPEARMAN] =
        {"spearman",
         {"Spearman's rho", "Spearmans rho"},
         {"Pearson's r of the ranks, equal values sharing the mean of theirs.",
          "Pearsons r för rangerna, där lika värden delar medelvärdet av sina."},
         {"Of districts: nothing follows for people, nor what causes what.",
          "Gäller områden: inget följer om personer, inte heller vad som orsakar vad."},
         "Spearman 1904, The American Journal of Psychology 15(1)"},
};

static json_t *text_or_null(const char *s) { return s ? json_text(s) : json_null(); }

json_t *measure_definitions(lang in) {
    json_t *out = json_object();
    for (size_t i = 0; out && i < MEASURE__COUNT; i++) {
        const measure *m = &measures[i];
        json_object_set_new(out, m->name,
                            json_pack("{s:o,s:o,s:o,s:o}", "title", json_text(m->title[in]), "text",
                                      json_text(m->definition[in]), "not_for",
                                      text_or_null(m->not_for[in]), "source",
                                      text_or_null(m->source)));
    }
    return out;
}

static const char *const warnings[WARN__COUNT][LANG_COUNT] = {
    [WARN_MISSING] = {"Districts without a figure: {1} of {2}. All measures are of the others.",
                      "Områden utan uppgift: {1} av {2}. Alla mått gäller de andra."},
    [WARN_FEW] = {"Few districts have a figure ({1}; under {2}): single ones move every measure, "
                  "and p says little.",
                  "Få områden har uppgift ({1}; under {2}): enstaka områden påverkar varje mått, "
                  "och p säger lite."},
    [WARN_NEGATIVE] = {"Some values are negative: there is no ratio, Gini, Theil or Lorenz curve.",
                       "Några värden är negativa: kvot, Gini, Theil och Lorenzkurva saknas."},
    [WARN_LOWEST_ZERO] = {"The lowest value is zero: there is no ratio.",
                          "Det lägsta värdet är noll: kvoten saknas."},
    [WARN_ALL_ZERO] = {"All values are zero: there is no ratio, Gini, Theil or Lorenz curve.",
                       "Alla värden är noll: kvot, Gini, Theil och Lorenzkurva saknas."},
    [WARN_CATEGORY] = {"Categories are no numbers: they are counted, and nothing is measured.",
                       "Kategorier är inga tal: de räknas, och inget mäts."},
    [WARN_COUNT] = {"Counts follow how large districts are: their differences are mostly of size, "
                    "and a weighted mean of them means nothing.",
                    "Antal följer hur stora områden är: skillnaderna är mest skillnader i storlek, "
                    "och ett viktat medelvärde betyder inget."},
    [WARN_INDEX] = {"An index may have a made-up zero: ratio, Gini, Theil and Lorenz curve mean "
                    "something only where zero means none.",
                    "Ett index kan ha en påhittad nollpunkt: kvot, Gini, Theil och Lorenzkurva "
                    "betyder något bara där noll betyder inget alls."},
    [WARN_NO_WEIGHT] = {"It is not told what the figures are shares or means of (weight): there is "
                        "no weighted mean, D or isolation.",
                        "Det anges inte vad uppgifterna är andelar eller medelvärden av (weight): "
                        "viktat medelvärde, D och isolering saknas."},
    [WARN_WEIGHT_PERIOD] =
        {"The weight, {1}, has no figures for {2}: there is no weighted mean, D or isolation.",
         "Vikten, {1}, saknar uppgifter för {2}: viktat medelvärde, D och isolering saknas."},
    [WARN_WEIGHT_MISSING] = {"Districts with a figure, but none of the weight, {2}: {1}. Weighted "
                             "measures are of the others.",
                             "Områden med uppgift, men utan uppgift om vikten, {2}: {1}. Viktade "
                             "mått gäller de andra."},
    [WARN_NO_PROPORTION] =
        {"The values are not shares from 0 to 100% (or from 0 to 1): there is no D or isolation.",
         "Värdena är inte andelar från 0 till 100 % (eller från 0 till 1): D och isolering "
         "saknas."},
    [WARN_ISLANDS] =
        {"Districts with a figure, but no neighbor with one: {1}. Moran's I leaves them out.",
         "Områden med uppgift, men utan granne med uppgift: {1}. De ingår inte i Morans I."},
    [WARN_NO_MORAN] =
        {"There is no Moran's I: it needs 3 districts with neighbors and different values.",
         "Morans I saknas: det kräver 3 områden med grannar och olika värden."},
    [WARN_NO_NEIGHBORS] = {"The borders are not loaded: there is no Moran's I.",
                           "Gränserna är inte lästa: Morans I saknas."},
    [WARN_PARTS_MISSING] =
        {"Districts with a figure, but in no part of {2}: {1}. The Theil index by parts leaves "
         "them out.",
         "Områden med uppgift, men utan del i {2}: {1}. De ingår inte i Theils index efter delar."},
    [WARN_PAIRS] =
        {"Too few districts have both figures ({1}; {2} are needed): there is no correlation.",
         "För få områden har båda uppgifterna ({1}; {2} krävs): korrelation saknas."},
    [WARN_TARGET_SIDE] =
        {"There is a target, but it is not told which direction is better (better): who has "
         "reached "
         "it is not known.",
         "Det finns ett mål, men det anges inte vilken riktning som är bättre (better): vilka som "
         "har nått det är inte känt."},
    [WARN_TARGET_COUNT] =
        {"The target is a number for the whole: districts cannot be held against it.",
         "Målet är ett antal för helheten: områden kan inte jämföras med det."},
    [WARN_ALIKE] = {"One of the two figures is the same everywhere: there is no correlation.",
                    "Den ena av de två uppgifterna är lika överallt: korrelation saknas."},
};

const char *measure_warning_text(measure_warning w, lang in) { return warnings[w][in]; }
