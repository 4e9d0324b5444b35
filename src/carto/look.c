#include "carto/look.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/text.h"

#include <math.h>
#include <string.h>

void look_default(look *l) {
    *l = (look){.method = classify_find("quantile"),
                .classes = 5,
                .closed = CLOSED_RIGHT,
                .language = LANG_EN,
                .backdrop = &backdrops[0],
                .border_px = 1,
                .border_color = {0xff, 0xff, 0xff, 0xff},
                .no_data_color = {0xf1, 0xf1, 0xee, 0xff},
                .hatch_color = {0xbf, 0xc1, 0xba, 0xff},
                .opacity = 1};
}

/* ---- one option: read and written ---- */

/* Sets "one of a, b, c" and returns ERR_RANGE. */
static err_code one_of(buf *names, err *e) {
    err_code rc = buf_status(names, e);
    if (!rc) rc = err_set(e, ERR_RANGE, "one of %s", buf_text(names));
    buf_free(names);
    return rc;
}

static void add_name(const char *name, buf *names) {
    if (names->len) buf_adds(names, ", ");
    buf_adds(names, name);
}

static void add_number(double v, buf *out) {
    char text[32];
    json_shortest(v, text);
    buf_adds(out, text);
}

static bool read_number(const char *value, double min, double max, double *out) {
    double v;
    if (!text_to_double(value, &v) || v < min || v > max) return false;
    *out = v == 0 ? 0 : v; /* -0 */
    return true;
}

static void add_color(rgba c, buf *out) {
    char text[COLOR_TEXT_MAX];
    color_format(c, text);
    buf_adds(out, text);
}

static err_code set_period(look *l, const ramp_set *ramps, const char *value, err *e) {
    (void)ramps, (void)e;
    size_t n = strnlen(value, PERIOD_MAX + 1);
    if (n > PERIOD_MAX || !text_is_utf8((bytes){(const uint8_t *)value, n})) return ERR_RANGE;
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)value[i] < 0x20 || value[i] == 0x7f) return ERR_RANGE;
    memset(l->period, 0, sizeof l->period);
    memcpy(l->period, value, n);
    return ERR_OK;
}
static void format_period(const look *l, buf *out) { buf_adds(out, l->period); }

static err_code set_method(look *l, const ramp_set *ramps, const char *value, err *e) {
    (void)ramps;
    const classify_method *m = classify_find(value);
    if (!m) {
        buf names = BUF_EMPTY;
        for (size_t i = 0; i < classify_method_count; i++)
            add_name(classify_methods[i].name, &names);
        return one_of(&names, e);
    }
    l->method = m;
    l->method_given = true;
    return ERR_OK;
}
static void format_method(const look *l, buf *out) { buf_adds(out, l->method->name); }

static err_code set_classes(look *l, const ramp_set *ramps, const char *value, err *e) {
    (void)ramps, (void)e;
    unsigned long k;
    if (!text_to_uint(value, CLASSES_MAX, &k) || k < CLASSES_MIN) return ERR_RANGE;
    l->classes = k;
    l->classes_given = true;
    return ERR_OK;
}
static void format_classes(const look *l, buf *out) {
    if (!l->n_breaks) buf_addf(out, "%zu", l->classes);
}

#define BREAK_TEXT_MAX 40

static err_code set_breaks(look *l, const ramp_set *ramps, const char *value, err *e) {
    (void)ramps, (void)e;
    double breaks[CLASSES_MAX - 1];
    size_t n = 0;
    for (const char *at = value, *end = at; *end; at = end + 1, n++) {
        char text[BREAK_TEXT_MAX + 1];
        end = at + strcspn(at, ",");
        size_t len = (size_t)(end - at);
        if (len > BREAK_TEXT_MAX || n == CLASSES_MAX - 1) return ERR_RANGE;
        memcpy(text, at, len);
        text[len] = 0;
        if (!read_number(text_trim(text), -HUGE_VAL, HUGE_VAL, &breaks[n])) return ERR_RANGE;
        if (n && breaks[n] <= breaks[n - 1]) return ERR_RANGE;
    }
    if (!n) return ERR_RANGE;
    memcpy(l->breaks, breaks, n * sizeof *breaks);
    l->n_breaks = n;
    l->breaks_given = true;
    return ERR_OK;
}
static void format_breaks(const look *l, buf *out) {
    for (size_t i = 0; i < l->n_breaks; i++) {
        if (i) buf_adds(out, ",");
        add_number(l->breaks[i], out);
    }
}

static err_code set_closed(look *l, const ramp_set *ramps, const char *value, err *e) {
    (void)ramps, (void)e;
    int i = 0;
    while (i < 2 && strcmp(value, closure_names[i]) != 0) i++;
    if (i == 2) return ERR_RANGE;
    l->closed = (closure)i;
    return ERR_OK;
}
static void format_closed(const look *l, buf *out) { buf_adds(out, closure_names[l->closed]); }

static err_code set_ramp(look *l, const ramp_set *ramps, const char *value, err *e) {
    const ramp *r = ramp_find(ramps, value);
    if (!r) {
        buf names = BUF_EMPTY;
        for (size_t i = 0; i < ramp_set_count(ramps); i++)
            add_name(ramp_name(ramp_at(ramps, i)), &names);
        return one_of(&names, e);
    }
    l->ramp = r;
    return ERR_OK;
}
static void format_ramp(const look *l, buf *out) {
    if (l->ramp) buf_adds(out, ramp_name(l->ramp));
}

static err_code set_reverse(look *l, const ramp_set *ramps, const char *value, err *e) {
    (void)ramps, (void)e;
    static const char *const names[] = {"0", "1", "false", "true"};
    int i = 0;
    while (i < 4 && strcmp(value, names[i]) != 0) i++;
    if (i == 4) return ERR_RANGE;
    l->reverse = i % 2;
    return ERR_OK;
}
static void format_reverse(const look *l, buf *out) { buf_adds(out, l->reverse ? "1" : "0"); }

static err_code set_lang(look *l, const ramp_set *ramps, const char *value, err *e) {
    (void)ramps, (void)e;
    int found = lang_find(value);
    if (found < 0) return ERR_RANGE;
    l->language = (lang)found;
    return ERR_OK;
}
static void format_lang(const look *l, buf *out) { buf_adds(out, lang_codes[l->language]); }

static err_code set_border_px(look *l, const ramp_set *ramps, const char *value, err *e) {
    (void)ramps, (void)e;
    double px;
    if (!read_number(value, 0, 4, &px) || 2 * px != floor(2 * px)) return ERR_RANGE;
    l->border_px = px;
    return ERR_OK;
}
static void format_border_px(const look *l, buf *out) { add_number(l->border_px, out); }

static err_code set_border_color(look *l, const ramp_set *ramps, const char *value, err *e) {
    (void)ramps, (void)e;
    return color_parse(value, &l->border_color, NULL);
}
static void format_border_color(const look *l, buf *out) { add_color(l->border_color, out); }

static err_code set_no_data_color(look *l, const ramp_set *ramps, const char *value, err *e) {
    (void)ramps, (void)e;
    return color_parse(value, &l->no_data_color, NULL);
}
static void format_no_data_color(const look *l, buf *out) { add_color(l->no_data_color, out); }

static err_code set_opacity(look *l, const ramp_set *ramps, const char *value, err *e) {
    (void)ramps, (void)e;
    return read_number(value, 0, 1, &l->opacity) ? ERR_OK : ERR_RANGE;
}
static void format_opacity(const look *l, buf *out) { add_number(l->opacity, out); }

/* ---- the options ---- */

#define TEXT_OF(n)  TEXT_OF_(n)
#define TEXT_OF_(n) #n
#define COLOR_VALUE "#rgb, #rrggbb or #rrggbbaa"

_Static_assert(CLASSES_MAX == 12, "the text of `breaks` says 11");

const look_option look_options[] = {
    {"period", "a period of the indicator, at most " TEXT_OF(PERIOD_MAX) " bytes",
     "which period is shown; the last if not given",
     "vilken period som visas; den sista om inget anges", false, set_period, format_period},
    {"method", "a class method", "how classes are made", "hur klasserna bildas", false, set_method,
     format_method},
    {"classes", "a whole number from " TEXT_OF(CLASSES_MIN) " to " TEXT_OF(CLASSES_MAX),
     "how many classes", "hur många klasser", false, set_classes, format_classes},
    {"breaks", "1 to 11 numbers separated by commas, each larger than the one before",
     "the edges between classes, instead of method and classes",
     "gränserna mellan klasser, i stället för metod och antal", false, set_breaks, format_breaks},
    {"closed", "right or left", "which edge a class includes", "vilken gräns som hör till klassen",
     false, set_closed, format_closed},
    {"ramp", "the name of a ramp", "the colors; by kind of indicator if not given",
     "färgerna; efter slag av mått om inget anges", false, set_ramp, format_ramp},
    {"reverse", "0, 1, false or true", "the colors in reverse order", "färgerna i omvänd ordning",
     true, set_reverse, format_reverse},
    {"lang", "en or sv", "the language of texts and numbers", "språk i texter och tal", false,
     set_lang, format_lang},
    {"border-width", "0 to 4 in steps of 0.5", "the width of borders in CSS pixels",
     "gränsernas bredd i CSS-pixlar", false, set_border_px, format_border_px},
    {"border-color", COLOR_VALUE, "the color of borders", "gränsernas färg", false,
     set_border_color, format_border_color},
    {"no-data-color", COLOR_VALUE, "the color of districts without a figure",
     "färgen på områden utan uppgift", false, set_no_data_color, format_no_data_color},
    {"opacity", "a number from 0 to 1", "how opaque the map is", "hur täckande kartan är", false,
     set_opacity, format_opacity},
};
const size_t look_option_count = sizeof look_options / sizeof *look_options;

static bool same_name(const char *a, const char *b) {
    for (; *a && (*a == *b || (*a == '-' && *b == '_')); a++) b++;
    return !*a && !*b;
}

const look_option *look_option_find(const char *name) {
    for (size_t i = 0; i < look_option_count; i++)
        if (same_name(look_options[i].name, name)) return &look_options[i];
    return NULL;
}

/* ---- a look from its options ---- */

#define EXCERPT_MAX 40

/* The beginning of an untrusted text, fit for a message: printable, whole UTF-8. */
static void excerpt(const char *text, char out[EXCERPT_MAX + 4]) {
    size_t n = strnlen(text, EXCERPT_MAX + 1);
    bool cut = n > EXCERPT_MAX;
    if (cut)
        for (n = EXCERPT_MAX; n && ((unsigned char)text[n] & 0xc0) == 0x80;) n--;
    bool utf8 = text_is_utf8((bytes){(const uint8_t *)text, n});
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)text[i];
        out[i] = c < 0x20 || c == 0x7f || (c >= 0x80 && !utf8) ? '?' : text[i];
    }
    memcpy(out + n, cut ? "..." : "", cut ? 4 : 1);
}

static err_code unknown_option(const char *shown, err *e) {
    buf names = BUF_EMPTY;
    for (size_t i = 0; i < look_option_count; i++) add_name(look_options[i].name, &names);
    err_code rc = buf_status(&names, e);
    if (!rc)
        rc = err_set(e, ERR_NOTFOUND, "\"%s\" is no option of a map; there are %s", shown,
                     buf_text(&names));
    buf_free(&names);
    return rc;
}

err_code look_set(look *l, const ramp_set *ramps, const char *name, const char *value, err *e) {
    char shown[EXCERPT_MAX + 4];
    const look_option *o = look_option_find(name);
    if (!o) {
        excerpt(name, shown);
        return unknown_option(shown, e);
    }
    err why = {0};
    err_code rc = o->set(l, ramps, value, &why);
    if (!rc) return ERR_OK;
    excerpt(value, shown);
    return err_set(e, rc, "%s: \"%s\" is not allowed: %s", o->name, shown,
                   why.text[0] ? why.text : o->value);
}

static err_code check_given(const look *l, err *e) {
    if (l->breaks_given && l->classes_given)
        return err_set(e, ERR_RANGE, "breaks, classes: give one of them, not both");
    if (l->breaks_given && l->method_given && !l->method->takes_breaks)
        return err_set(e, ERR_RANGE, "breaks: not with the method \"%s\", which makes its own",
                       l->method->name);
    return ERR_OK;
}

err_code look_finish(look *l, err *e) {
    err_code rc = check_given(l, e);
    if (rc) return rc;
    look done = *l, plain;
    look_default(&plain);
    if (done.classes_given || (done.method_given && !done.method->takes_breaks)) done.n_breaks = 0;
    if (done.breaks_given && !done.method_given) done.method = classify_find("manual");
    if (!done.n_breaks && done.method->takes_breaks) {
        if (done.method_given)
            return err_set(e, ERR_RANGE, "method: \"%s\" needs breaks", done.method->name);
        done.method = plain.method; /* its breaks were a lower layer's, and are dropped */
    }
    if (done.n_breaks) done.classes = done.n_breaks + 1;
    done.method_given = done.classes_given = done.breaks_given = false;
    *l = done;
    return ERR_OK;
}

static uint64_t hash_color(uint64_t h, rgba c) {
    return hash_u64(h, (uint64_t)c.r << 24 | (uint64_t)c.g << 16 | (uint64_t)c.b << 8 | c.a);
}

uint64_t look_hash(const look *l) {
    uint64_t h = hash_str(HASH_INIT, l->period);
    h = hash_str(h, l->method->name);
    h = hash_u64(h, l->classes);
    h = hash_u64(h, l->n_breaks);
    for (size_t i = 0; i < l->n_breaks; i++) h = hash_f64(h, l->breaks[i]);
    h = hash_u64(h, l->closed);
    h = hash_str(h, l->ramp ? ramp_name(l->ramp) : "");
    h = hash_u64(h, l->reverse);
    h = hash_u64(h, l->language);
    h = hash_f64(h, l->border_px);
    h = hash_color(h, l->border_color);
    h = hash_color(h, l->no_data_color);
    h = hash_color(h, l->hatch_color);
    return hash_f64(h, l->opacity);
}
