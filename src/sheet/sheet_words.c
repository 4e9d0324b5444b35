#include "sheet/sheet_words.h"

#include <assert.h>
#include <string.h>

static const char *const texts[SHEET__WORDS][LANG_COUNT] = {
    [SHEET_TITLE_TWO] = {"Two areas against {1}", "Två områden mot {1}"},
    [SHEET_TITLE_THREE] = {"Three areas against {1}", "Tre områden mot {1}"},
    [SHEET_TITLE_FOUR] = {"Four areas against {1}", "Fyra områden mot {1}"},
    [SHEET_TITLE_ONE] = {"{1} against {2}", "{1} mot {2}"},
    [SHEET_TITLE_ALL] = {"all of {1}", "hela {1}"},
    [SHEET_SUBTITLE] = {"{1}. Every row has its own scale, from the lowest to the highest.",
                        "{1}. Varje rad har sin egen skala, från lägst till högst."},
    [SHEET_ONE_OF] = {"One of {3} {1} in {2}", "Ett av {3} {1} i {2}"},
    [SHEET_ONE_OF_ALL] = {"One of {3} {1}", "Ett av {3} {1}"},
    [SHEET_GROUP_OF] = {"{1}: {2}", "{1}: {2}"},
    [SHEET_GROUP] = {"Group of districts", "Grupp av områden"},
    [SHEET_RANK] = {"Rank", "Plats"},
    [SHEET_OTHERS] = {"other districts", "övriga områden"},
    [SHEET_BETTER] = {"better than {1}", "bättre än {1}"},
    [SHEET_PARTS] = {"the parts it had, each by itself", "områdets delar, var för sig"},
    [SHEET_TARGET] = {"target", "mål"},
    [SHEET_MARGIN] = {"within the margin of error", "inom felmarginalen"},
    [SHEET_RANK_KEY] = {"2/11: rank 2 of 11", "2/11: plats 2 av 11"},
    [SHEET_WHOLE_ONLY] = {"{1} only", "endast {1}"},
    [SHEET_NOTHING] = {"no values", "inga värden"},
    [SHEET_NO_VALUES] = {"No values published by district yet",
                         "Inga publicerade värden per område ännu"},
    [SHEET_CONTINUED] = {"{1} (continued)", "{1} (forts.)"},
    [SHEET_NOTE_DIFFERENCE] =
        {"Under each value stands its difference from {1}: in percent, of years in years.",
         "Under varje värde står skillnaden mot {1}: i procent, för år i år."},
    [SHEET_NOTE_POINTS] = {"Shares differ by percentage points ({1}).",
                           "Andelar skiljer sig i procentenheter ({1})."},
    [SHEET_NOTE_SIDES] = {"Green is better than {1}, brown is worse.",
                          "Grönt är bättre än {1}, brunt sämre."},
    [SHEET_NOTE_NO_SIDES] = {"Gray has no better side.", "Grått har ingen bättre sida."},
    [SHEET_NOTE_DASH] = {"A dash (–) means that there is no value, which is not zero.",
                         "Ett streck (–) betyder att värdet saknas, inte att det är noll."},
    [SHEET_NOTE_PARTS] = {"Hollow marks are districts of another division, not put together "
                          "without weights: {1}.",
                          "Ihåliga märken är områden i en annan indelning, som inte läggs ihop "
                          "utan vikter: {1}."},
    [SHEET_NOTE_DERIVED] = {"° is put together from parts by sums or weights, not published.",
                            "° är sammanlagt av delar med summor eller vikter, inte publicerat."},
    [SHEET_NOTE_MARGIN] =
        {"A ring and ≈ say that the difference from {1} is within the margin of error.",
         "En ring och ≈ visar att skillnaden mot {1} är inom felmarginalen."},
    [SHEET_NOTE_MEAN] = {"Where nothing is published of {1}, districts are compared with their "
                         "mean: {2}.",
                         "Där inget är publicerat för {1} jämförs med områdenas medelvärde: {2}."},
    [SHEET_NOTE_FEW] = {"{1}: {2} of {3} districts have a value.",
                        "{1}: värden för {2} av {3} områden."},
    [SHEET_NOTE_RANK] = {"2/11 before a value is its rank among 11 districts; rank 1 is the "
                         "highest, not the best.",
                         "2/11 före ett värde är platsen bland 11 områden; plats 1 är högst, inte "
                         "bäst."},
    [SHEET_NOTE_RANK_FULL] = {"Rank 1 is the highest value, not the best.",
                              "Plats 1 är det högsta värdet, inte det bästa."},
    [SHEET_NOTE_THEMES] = {"Themes without published values for {1}: {2}.",
                           "Teman utan publicerade värden för {1}: {2}."},
    [SHEET_NOTE_WATER] = {"Blue-gray is water.", "Blågrått är vatten."},
    [SHEET_SOURCES] = {"Sources: {1}.", "Källor: {1}."},
    [SHEET_DATES] = {"Values of {1}–{2}.", "Värden från {1}–{2}."},
    [SHEET_DATE] = {"Values of {1}.", "Värden från {1}."},
    [SHEET_PAGE] = {"Page {1} of {2}", "Sida {1} av {2}"},
    [SHEET_SLOPES] = {"Over the years", "Över åren"},
    [SHEET_SLOPES_SAID] = {"Under each end: the change since the first value shown.",
                           "Under varje slutvärde: ändringen sedan det första värdet."},
    [SHEET_SINCE] = {"{1} since {2}", "{1} sedan {2}"},
    [SHEET_AGAINST] = {"Against {1} and all districts", "Mot {1} och alla områden"},
    [SHEET_OF_WHOLE] = {"{1} of {2}", "{1} av {2}"},
    [SHEET_WHOLE_IS] = {"{1} {2}", "{1} {2}"},
    [SHEET_MEAN_IS] = {"mean {2}", "medel {2}"},
    [SHEET_GRAY] = {"Gray: other districts.", "Grått: övriga områden."},
    [SHEET_FORECAST] = {"Dashed: forecast.", "Streckat: prognos."},
    [SHEET_CARRIED] = {"Thin: put together from earlier districts.",
                       "Tunt: sammanlagt av tidigare områden."},
    [SHEET_TWO_LINES] = {"Two lines: two divisions.", "Två linjer: två indelningar."},
    [SHEET_INSIDE] = {"{1} in {2}", "{1} i {2}"},
    [SHEET_NO_MAP] = {"No room on {2} for the map “{1}”.", "Kartan ”{1}” får inte plats på {2}."},
    [SHEET_UNLABELED] = {"Without room on the map: {1}.", "Utan plats i kartan: {1}."},
    [SHEET_LOCATOR] = {"Map: where in {2} these lie: {1}.", "Karta: var i {2} dessa ligger: {1}."},
    [SHEET_STRIP] = {"Lowest {1}, highest {2}.", "Lägst {1}, högst {2}."},
    [SHEET_MISSING_ALT] = {"No value of any district.", "Inget värde för något område."},
    [SHEET_LINES_ALT] = {"Lines over the years. {1}: {2}.", "Linjer över åren. {1}: {2}."},
    [SHEET_BOOK] = {"{2}: {1} profiles", "{2}: {1} profiler"},
    [SHEET_AND] = {" and ", " och "},
};

const char *sheet_words_get(sheet_word w, lang l) {
    assert(w < SHEET__WORDS && texts[w][l]);
    return texts[w][l];
}

void sheet_words_fill(sheet_word w, lang l, const char *const *args, size_t n, buf *out) {
    wording_fill_text(sheet_words_get(w, l), args, n, out);
}

void sheet_words_list(const char *const *name, size_t n, lang l, buf *out) {
    for (size_t i = 0; i < n; i++) {
        if (i) buf_adds(out, i + 1 == n ? sheet_words_get(SHEET_AND, l) : ", ");
        buf_adds(out, name[i]);
    }
}

static bool is_small(unsigned char c) { return c >= 'a' && c <= 'z'; }

void sheet_words_within(const char *text, buf *out) {
    unsigned char a = (unsigned char)text[0], b = a ? (unsigned char)text[1] : 0;
    bool accent = a == 0xc3 && b >= 0x80 && b <= 0x9e && b != 0x97;
    if (accent) {
        buf_put(out, a);
        buf_put(out, (uint8_t)(b + 0x20));
        buf_adds(out, text + 2);
    } else if (a >= 'A' && a <= 'Z' && (is_small(b) || b >= 0x80)) {
        buf_put(out, (uint8_t)(a - 'A' + 'a'));
        buf_adds(out, text + 1);
    } else {
        buf_adds(out, text);
    }
}

void sheet_words_common(const char *text, lang l, buf *out) {
    buf small = BUF_EMPTY;
    sheet_words_within(text, &small);
    bool name = !strcmp(buf_text(&small), text) || !strncmp(buf_text(&small), "the ", 4);
    buf_addf(out, "%s%s", l == LANG_EN && !name ? "the " : "", buf_text(&small));
    if (small.failed) out->failed = 1;
    buf_free(&small);
}
