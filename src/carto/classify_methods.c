/* The methods, and their table.  Each works on sorted, finite values of which at least two
 * differ, and leaves ties, empty classes and rounding to classify(). */
#include "carto/classify.h"
#include "carto/classify_round.h"
#include "carto/jenks.h"
#include "carto/wording.h"
#include "data/stats.h"

#include <math.h>
#include <string.h>

/* ---- what several need ---- */

/* The power of two that scales the values to [-1, 1]: no sum or square of them overflows, and
 * those of subnormal ones do not vanish. */
static int scale_of(const double *sorted, size_t n) {
    int exponent;
    frexp(fmax(fabs(sorted[0]), fabs(sorted[n - 1])), &exponent);
    return exponent;
}

/* The mean in scaled values, rounded once: a value that is the mean must compare equal to it.  A
 * compensated sum (Neumaier 1974), and one step of division with its remainder. */
static double scaled_mean(const double *sorted, size_t n, int exponent) {
    double sum = 0, lost = 0;
    for (size_t i = 0; i < n; i++) {
        double v = ldexp(sorted[i], -exponent), next = sum + v;
        lost += fabs(sum) >= fabs(v) ? (sum - next) + v : (v - next) + sum;
        sum = next;
    }
    double mean = (sum + lost) / (double)n;
    return mean + (fma(-mean, (double)n, sum) + lost) / (double)n;
}

/* An edge that puts low and high (low < high) on its two sides, whatever rounding did to it: where
 * they are next to each other, nothing lies between. */
static double part(double edge, double low, double high, closure closed) {
    if (closed == CLOSED_RIGHT) return fmin(fmax(edge, low), nextafter(high, low));
    return fmin(fmax(edge, nextafter(low, high)), high);
}

/* ---- the methods ---- */

/* The position (n - 1) i / k in whole numbers: as a product with the fraction i / k it can fall
 * just short of the value it hits (n = 91, i / k = 7 / 10). */
static double quantile_edge(const double *sorted, size_t n, size_t i, const classify_request *r) {
    size_t product = (n - 1) * i, at = product / r->classes, rest = product % r->classes;
    if (!rest || sorted[at] == sorted[at + 1]) return sorted[at];
    double low = sorted[at], high = sorted[at + 1];
    double edge = low + (high - low) * ((double)rest / (double)r->classes);
    return part(edge, low, high, r->closed);
}

static err_code quantile(const double *sorted, size_t n, const classify_request *r, double *inner,
                         size_t *n_inner, err *e) {
    (void)e;
    for (size_t i = 1; i < r->classes; i++) inner[i - 1] = quantile_edge(sorted, n, i, r);
    *n_inner = r->classes - 1;
    return ERR_OK;
}

static err_code equal(const double *sorted, size_t n, const classify_request *r, double *inner,
                      size_t *n_inner, err *e) {
    (void)e;
    double low = sorted[0], high = sorted[n - 1], k = (double)r->classes;
    for (size_t i = 1; i < r->classes; i++)
        inner[i - 1] = part(low + (high - low) * (double)i / k, low, high, r->closed);
    *n_inner = r->classes - 1;
    return ERR_OK;
}

/* Edges are values: where right-closed, the highest of the class below; else the lowest above. */
static err_code jenks(const double *sorted, size_t n, const classify_request *r, double *inner,
                      size_t *n_inner, err *e) {
    size_t first[CLASSES_MAX], count;
    err_code rc = jenks_classes(sorted, n, r->classes, first, &count, e);
    if (rc) return rc;
    for (size_t c = 1; c < count; c++)
        inner[c - 1] = sorted[r->closed == CLOSED_RIGHT ? first[c] - 1 : first[c]];
    *n_inner = count - 1;
    return ERR_OK;
}

/* Two passes; the second sum takes out what rounding left in the mean (Chan et al. 1983). */
static err_code stddev(const double *sorted, size_t n, const classify_request *r, double *inner,
                       size_t *n_inner, err *e) {
    (void)r, (void)e;
    static const int steps[] = {-2, -1, 1, 2};
    int exponent = scale_of(sorted, n);
    double mean = scaled_mean(sorted, n, exponent), squares = 0, rest = 0;
    for (size_t i = 0; i < n; i++) {
        double d = ldexp(sorted[i], -exponent) - mean;
        squares += d * d;
        rest += d;
    }
    double sd = sqrt(fmax(0, squares - rest * rest / (double)n) / (double)(n - 1));
    for (size_t i = 0; i < 4; i++) inner[i] = ldexp(mean + steps[i] * sd, exponent);
    *n_inner = 4;
    return ERR_OK;
}

/* The head is what lies above the mean under either closure, so that edges do not depend on it. */
static err_code headtail(const double *sorted, size_t n, const classify_request *r, double *inner,
                         size_t *n_inner, err *e) {
    (void)e;
    size_t head = 0, count = 0;
    double high = sorted[n - 1];
    while (count < CLASSES_MAX - 1 && sorted[head] < high) {
        int exponent = scale_of(sorted + head, n - head);
        double mean = ldexp(scaled_mean(sorted + head, n - head, exponent), exponent);
        inner[count++] = part(mean, sorted[head], high, r->closed);
        mean = part(mean, sorted[head], high, CLOSED_RIGHT);
        head = classify_count_below(sorted, n, mean, CLOSED_RIGHT);
    }
    *n_inner = count;
    return ERR_OK;
}

static err_code boxplot(const double *sorted, size_t n, const classify_request *r, double *inner,
                        size_t *n_inner, err *e) {
    (void)r, (void)e;
    double q1 = stats_quantile(sorted, n, 0.25), q3 = stats_quantile(sorted, n, 0.75);
    double whisker = 1.5 * (q3 - q1);
    inner[0] = q1 - whisker;
    inner[1] = q1;
    inner[2] = stats_quantile(sorted, n, 0.5);
    inner[3] = q3;
    inner[4] = q3 + whisker;
    *n_inner = 5;
    return ERR_OK;
}

static err_code pretty(const double *sorted, size_t n, const classify_request *r, double *inner,
                       size_t *n_inner, err *e) {
    (void)e;
    *n_inner = classify_round_steps(sorted[0], sorted[n - 1], r->classes, inner);
    return ERR_OK;
}

/* Inserts gap `at` into top[*count], the widest first; of equal ones the first to come. */
static void keep_widest(const double *sorted, size_t at, size_t *top, size_t *count, size_t most) {
    double gap = sorted[at + 1] - sorted[at];
    size_t i = *count;
    while (i && gap > sorted[top[i - 1] + 1] - sorted[top[i - 1]]) i--;
    if (i == most) return;
    if (*count < most) ++*count;
    memmove(top + i + 1, top + i, (*count - i - 1) * sizeof *top);
    top[i] = at;
}

static err_code maximum(const double *sorted, size_t n, const classify_request *r, double *inner,
                        size_t *n_inner, err *e) {
    (void)e;
    size_t top[CLASSES_MAX - 1], count = 0;
    for (size_t i = 0; i + 1 < n; i++)
        if (sorted[i] < sorted[i + 1]) keep_widest(sorted, i, top, &count, r->classes - 1);
    for (size_t i = 0; i < count; i++) { /* into ascending order */
        double low = sorted[top[i]], high = sorted[top[i] + 1];
        double middle = part(low + (high - low) / 2, low, high, r->closed);
        size_t j = i;
        for (; j && inner[j - 1] > middle; j--) inner[j] = inner[j - 1];
        inner[j] = middle;
    }
    *n_inner = count;
    return ERR_OK;
}

static err_code not_above_zero(double v, err *e) {
    buf number = BUF_EMPTY;
    number_format_text(v, -1, LANG_SV, &number);
    err_set(e, ERR_RANGE,
            "geometric: the value %g is not above 0; choose a method that takes any value, as "
            "quantile or jenks",
            v);
    err_code rc = buf_status(&number, e);
    if (!rc)
        rc = err_sv(e, ERR_RANGE,
                    "geometric: värdet %s är inte större än 0; välj en metod som tar alla värden, "
                    "som quantile eller jenks",
                    buf_text(&number));
    buf_free(&number);
    return rc;
}

/* In long double, so that the edges of 1 to 1000 in three classes are 10 and 100 and not just
 * under them. */
static err_code geometric(const double *sorted, size_t n, const classify_request *r, double *inner,
                          size_t *n_inner, err *e) {
    if (sorted[0] <= 0) return not_above_zero(sorted[0], e);
    long double low = sorted[0], high = sorted[n - 1], k = (long double)r->classes;
    for (size_t i = 1; i < r->classes; i++) {
        long double share = (long double)i / k;
        double edge = (double)(powl(low, 1 - share) * powl(high, share));
        inner[i - 1] = part(edge, sorted[0], sorted[n - 1], r->closed);
    }
    *n_inner = r->classes - 1;
    return ERR_OK;
}

static err_code manual(const double *sorted, size_t n, const classify_request *r, double *inner,
                       size_t *n_inner, err *e) {
    (void)sorted, (void)n, (void)e;
    memcpy(inner, r->breaks, r->n_breaks * sizeof *inner);
    *n_inner = r->n_breaks;
    return ERR_OK;
}

static err_code unclassed(const double *sorted, size_t n, const classify_request *r, double *inner,
                          size_t *n_inner, err *e) {
    (void)sorted, (void)n, (void)r, (void)inner, (void)e;
    *n_inner = 0;
    return ERR_OK;
}

/* Edges are values, as those of jenks, so that each class holds its value under either closure. */
static err_code category(const double *sorted, size_t n, const classify_request *r, double *inner,
                         size_t *n_inner, err *e) {
    size_t different = 1;
    for (size_t i = 1; i < n; i++) {
        if (sorted[i] == sorted[i - 1]) continue;
        if (different < CLASSES_MAX)
            inner[different - 1] = sorted[r->closed == CLOSED_RIGHT ? i - 1 : i];
        different++;
    }
    if (different > CLASSES_MAX)
        return err_tell(e, ERR_RANGE,
                        "category: there are %zu different values, and at most %d can have a class "
                        "of their own; choose a method that groups them, as quantile or jenks",
                        "category: det finns %zu olika värden, och högst %d kan ha en egen klass; "
                        "välj en metod som slår ihop dem, som quantile eller jenks",
                        different, CLASSES_MAX);
    *n_inner = different - 1;
    return ERR_OK;
}

/* ---- the table ---- */

const classify_method classify_methods[] = {
    {.name = "quantile",
     .title_en = "Quantiles",
     .title_sv = "Kvantiler",
     .help_en = "About as many values in each class; equal values stay together.",
     .help_sv = "Ungefär lika många värden i varje klass; lika värden hålls ihop.",
     .can_round = true,
     .empty = EMPTY_MERGED,
     .compute = quantile},
    {.name = "equal",
     .title_en = "Equal intervals",
     .title_sv = "Lika intervall",
     .help_en = "Classes of one width between the lowest and the highest value.",
     .help_sv = "Lika breda klasser mellan det lägsta och det högsta värdet.",
     .can_round = true,
     .empty = EMPTY_BETWEEN,
     .compute = equal},
    {.name = "jenks",
     .title_en = "Natural breaks (Jenks)",
     .title_sv = "Naturliga brytpunkter (Jenks)",
     .help_en = "The classes within which values differ least: the least sum of squares about "
                "their means.",
     .help_sv = "De klasser inom vilka värdena skiljer sig minst: minsta kvadratsumman kring "
                "klassernas medelvärden.",
     .can_round = true,
     .empty = EMPTY_MERGED,
     .compute = jenks},
    {.name = "stddev",
     .title_en = "Standard deviations",
     .title_sv = "Standardavvikelser",
     .help_en = "Five classes by distance from the mean, with edges one and two standard "
                "deviations on either side.",
     .help_sv = "Fem klasser efter avståndet från medelvärdet, med gränser en och två "
                "standardavvikelser åt vardera hållet.",
     .own_count = true,
     .diverging = true,
     .empty = EMPTY_KEPT,
     .compute = stddev},
    {.name = "headtail",
     .title_en = "Head/tail breaks",
     .title_sv = "Upprepade medelvärden (head/tail)",
     .help_en = "For many low values and few high ones: a break at the mean, then at the mean of "
                "the values above it, until one value is left.",
     .help_sv = "För många låga värden och få höga: en gräns vid medelvärdet, sedan vid "
                "medelvärdet av dem som ligger över, tills ett värde återstår.",
     .own_count = true,
     .can_round = true,
     .empty = EMPTY_MERGED,
     .compute = headtail},
    {.name = "boxplot",
     .title_en = "Box plot",
     .title_sv = "Lådagram",
     .help_en = "The four quarters of the values, with classes of their own for those more than "
                "1.5 interquartile ranges outside the middle half.",
     .help_sv = "Värdenas fyra fjärdedelar, med egna klasser för dem som ligger mer än 1,5 "
                "kvartilavstånd utanför den mellersta hälften.",
     .own_count = true,
     .diverging = true,
     .empty = EMPTY_KEPT,
     .compute = boxplot},
    {.name = "pretty",
     .title_en = "Round numbers",
     .title_sv = "Jämna tal",
     .help_en = "Equal steps from round number to round number, in at most as many classes as "
                "asked for.",
     .help_sv = "Lika steg mellan jämna tal, i högst så många klasser som begärts.",
     .at_most = true,
     .empty = EMPTY_BETWEEN,
     .compute = pretty},
    {.name = "maximum",
     .title_en = "Largest gaps",
     .title_sv = "Största luckorna",
     .help_en = "Breaks in the middle of the largest gaps between values.",
     .help_sv = "Gränser mitt i de största luckorna mellan värdena.",
     .can_round = true,
     .empty = EMPTY_MERGED,
     .compute = maximum},
    {.name = "geometric",
     .title_en = "Geometric intervals",
     .title_sv = "Geometriska intervall",
     .help_en = "Each edge is the same multiple of the one before; for positive values of very "
                "different size.",
     .help_sv = "Varje gräns är lika många gånger större än den förra; för positiva värden av "
                "mycket olika storlek.",
     .can_round = true,
     .empty = EMPTY_BETWEEN,
     .compute = geometric},
    {.name = "manual",
     .title_en = "Manual breaks",
     .title_sv = "Egna klassgränser",
     .help_en = "The breaks that are given.",
     .help_sv = "De gränser som anges.",
     .takes_breaks = true,
     .empty = EMPTY_KEPT,
     .compute = manual},
    {.name = "unclassed",
     .title_en = "Unclassed (continuous)",
     .title_sv = "Utan klasser (steglöst)",
     .help_en = "No classes: the color follows the value.",
     .help_sv = "Inga klasser: färgen följer värdet.",
     .own_count = true,
     .continuous = true,
     .empty = EMPTY_MERGED,
     .compute = unclassed},
    {.name = "category",
     .title_en = "A class for each value",
     .title_sv = "En klass för varje värde",
     .help_en = "One class for each different value.",
     .help_sv = "En klass för varje förekommande värde.",
     .own_count = true,
     .empty = EMPTY_MERGED,
     .compute = category},
};
const size_t classify_method_count = sizeof classify_methods / sizeof *classify_methods;

const classify_method *classify_find(const char *name) {
    for (size_t i = 0; i < classify_method_count; i++)
        if (!strcmp(classify_methods[i].name, name)) return &classify_methods[i];
    return NULL;
}
