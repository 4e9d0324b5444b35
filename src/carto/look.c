#include "carto/look.h"
#include "base/hash.h"
#include "base/text.h"
#include "carto/named_look.h"

#include <math.h>
#include <string.h>

const char *const look_labels_names[] = {"none", "names", "values", "both"};

/* The colors that the look leaves to what it lies on. */
static void finish_colors(look *l) {
    if (!l->own_border) l->border_color = l->backdrop->border;
    if (!l->own_casing) l->casing_color = l->backdrop->border;
    if (!l->own_outline) l->outline_color = l->backdrop->ink;
    if (!l->own_no_data) l->no_data_color = l->backdrop->no_data;
    l->hatch_color = backdrop_hatch(l->backdrop, l->no_data_color);
}

void look_default(look *l) {
    *l = (look){.method = classify_find("quantile"),
                .classes = 5,
                .closed = CLOSED_RIGHT,
                .metric = &metric_kinds[0],
                .language = LANG_EN,
                .backdrop = &backdrops[0],
                .border_px = 1,
                .outline_px = -1,
                .context = true,
                .opacity = 1};
    finish_colors(l);
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

static void add_name(const char *name, buf *names) {
    if (names->len) buf_adds(names, ", ");
    buf_adds(names, name);
}

static err_code unknown_option(const char *shown, err *e) {
    buf names = BUF_EMPTY;
    for (size_t i = 0; i < look_option_count; i++) add_name(look_options[i].name, &names);
    err_code rc = buf_status(&names, e);
    if (!rc)
        rc = err_tell(e, ERR_NOTFOUND, "\"%s\" is no option of a map; there are %s",
                      "\"%s\" är inget val för en karta; de som finns är %s", shown,
                      buf_text(&names));
    buf_free(&names);
    return rc;
}

#define CHOICES_TOLD 16 /* of a longer list only the nearest is */

/* What is allowed, in words: a choice's names, or the option's own text. */
static void add_allowed(const look_option *o, const look_sources *from, const char *value, lang l,
                        buf *out) {
    const char *name, *nearest = NULL;
    unsigned least = 0;
    size_t n = 0;
    buf names = BUF_EMPTY;
    for (; o->choice && (name = o->choice(from, n)); n++) {
        unsigned far = text_distance(value, name);
        if (!nearest || far < least) least = far, nearest = name;
        add_name(name, &names);
    }
    if (!n)
        buf_adds(out, look_option_value(o, l));
    else if (n <= CHOICES_TOLD)
        buf_addf(out, l == LANG_SV ? "något av %s" : "one of %s", buf_text(&names));
    else
        buf_addf(out,
                 l == LANG_SV ? "%s; av %zu ligger \"%s\" närmast"
                              : "%s; of %zu the nearest is \"%s\"",
                 look_option_value(o, l), n, nearest);
    buf_free(&names);
}

static err_code bad_value(const look_option *o, const look_sources *from, const char *value,
                          err_code rc, err *e) {
    char shown[EXCERPT_MAX + 4];
    buf allowed[LANG_COUNT] = {0};
    excerpt(value, shown);
    err_code failed = ERR_OK;
    for (int l = 0; l < LANG_COUNT; l++) {
        add_allowed(o, from, shown, (lang)l, &allowed[l]);
        if (!failed) failed = buf_status(&allowed[l], e);
    }
    if (!failed) {
        err_set(e, rc, "%s: \"%s\" is not allowed: %s", o->name, shown,
                buf_text(&allowed[LANG_EN]));
        failed = err_sv(e, rc, "%s: \"%s\" är inte tillåtet: %s", o->name, shown,
                        buf_text(&allowed[LANG_SV]));
    }
    for (int l = 0; l < LANG_COUNT; l++) buf_free(&allowed[l]);
    return failed;
}

static err_code set_one(look *l, const look_sources *from, const look_setting *s, err *e) {
    const look_option *o = look_option_find(s->name);
    if (!o) {
        char shown[EXCERPT_MAX + 4];
        excerpt(s->name, shown);
        return unknown_option(shown, e);
    }
    err_code rc = o->set(l, from, s->value, NULL);
    return rc ? bad_value(o, from, s->value, rc, e) : ERR_OK;
}

static err_code check_given(const look *l, err *e) {
    if (*l->bivariate && l->classes_given && l->classes != RAMP_SIDE)
        return err_tell(e, ERR_RANGE, "classes: %d for each of the two indicators, not %zu",
                        "classes: %d för vart och ett av de två måtten, inte %zu", RAMP_SIDE,
                        l->classes);
    if (*l->bivariate && l->breaks_given && l->n_breaks != SECOND_BREAKS)
        return err_tell(e, ERR_RANGE, "breaks: %d of them, with a second indicator",
                        "breaks: %d stycken, med ett andra mått", SECOND_BREAKS);
    if (l->breaks_given && l->classes_given)
        return err_tell(e, ERR_RANGE, "breaks, classes: give one of them, not both",
                        "breaks, classes: ange en av dem, inte båda");
    if (l->breaks_given && l->method_given && !l->method->takes_breaks)
        return err_tell(e, ERR_RANGE, "breaks: not with the method \"%s\", which makes its own",
                        "breaks: inte med metoden \"%s\", som gör egna gränser", l->method->name);
    return ERR_OK;
}

static err_code finish_classes(look *l, err *e) {
    err_code rc = check_given(l, e);
    if (rc) return rc;
    look plain;
    look_default(&plain);
    bool pair = l->bivariate_given && *l->bivariate && !l->breaks_given;
    if (l->classes_given || (l->method_given && !l->method->takes_breaks) || pair) l->n_breaks = 0;
    if (l->breaks_given && !l->method_given) l->method = classify_find("manual");
    if (!l->n_breaks && l->method->takes_breaks) {
        if (l->method_given)
            return err_tell(e, ERR_RANGE, "method: \"%s\" needs breaks",
                            "method: \"%s\" behöver gränser (breaks)", l->method->name);
        l->method = plain.method; /* its breaks were a lower layer's, and are dropped */
    }
    if (l->n_breaks) l->classes = l->n_breaks + 1;
    l->classes_idle = l->classes_given && l->method->own_count;
    l->method_asked = l->method_given || l->breaks_given;
    l->method_given = l->classes_given = l->breaks_given = false;
    return ERR_OK;
}

/* What a layer below chose for one indicator does not hold for a pair, nor the other way round. */
static void finish_pair(look *l) {
    bool pair = *l->bivariate;
    if (l->bivariate_given && !l->second_given) l->has_second_breaks = false;
    if (l->bivariate_given && !l->ramp_given && l->ramp &&
        (ramp_kind_of(l->ramp) == RAMP_BIVARIATE) != pair)
        l->ramp = NULL;
    l->bivariate_given = l->second_given = false;
}

/* A `reverse` for light ground is turned as well: it chose which end is far from the ground. */
static void finish_reverse(look *l) {
    const ramp *r = l->ramp;
    bool dark = l->backdrop->dark;
    if (l->turned) l->reverse = !l->reverse;
    if (l->reverse_given) l->reverse_for_dark = dark;
    l->turned = dark && r && ramp_kind_of(r) == RAMP_SEQUENTIAL && !ramp_is_dark(r) &&
                !l->ramp_given && !l->reverse_for_dark;
    if (l->turned) l->reverse = !l->reverse;
    l->ramp_given = l->reverse_given = false;
}

static bool is_style(const look_setting *s) { return !strcmp(s->name, "style"); }

static err_code apply_style(look *l, const look_sources *from, err *e) {
    const named_look *below = l->style;
    size_t n, bad;
    const look_setting *s = named_look_settings(below, &n);
    err_code rc = look_apply(l, from, s, n, &bad, e);
    l->style = below;
    return rc;
}

err_code look_apply(look *l, const look_sources *from, const look_setting *s, size_t n, size_t *bad,
                    err *e) {
    look done = *l;
    err_code rc = ERR_OK;
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < n && !rc; i++) {
            if (is_style(&s[i]) != !pass) continue;
            *bad = i;
            rc = set_one(&done, from, &s[i], e);
            if (!rc && !pass) rc = apply_style(&done, from, e);
        }
    if (rc) return rc;
    *bad = n;
    rc = finish_classes(&done, e);
    if (rc) return rc;
    finish_pair(&done);
    finish_reverse(&done);
    finish_colors(&done);
    *l = done;
    return ERR_OK;
}

size_t look_other_id(const char *other, const char **period) {
    size_t n = strcspn(other, "@");
    *period = other[n] ? &other[n + 1] : NULL;
    return n;
}

bool look_has_sides(const look *l) {
    return l->reference != REFERENCE_NONE || *l->minus || !isnan(l->metric->center);
}

static uint64_t hash_comparison(uint64_t h, const look *l) {
    h = hash_f64(hash_u64(h, l->reference), l->reference_number);
    h = hash_u64(h, l->sides_by_method && look_has_sides(l));
    h = hash_str(h, l->minus);
    h = hash_u64(h, l->percent && *l->minus);
    bool edges = *l->bivariate && l->has_second_breaks;
    h = hash_str(h, l->bivariate);
    for (int i = 0; i < SECOND_BREAKS; i++) h = hash_f64(h, edges ? l->second_breaks[i] : 0);
    /* edges alone are refused, and must not be taken for the map without them, which may be kept */
    h = hash_u64(h, (uint64_t)l->has_second_breaks << 1 | l->uncertain_plain);
    return hash_str(hash_str(hash_str(h, l->metric->name), l->focus), l->groups);
}

static uint64_t hash_color(uint64_t h, rgba c) {
    return hash_u64(h, (uint64_t)c.r << 24 | (uint64_t)c.g << 16 | (uint64_t)c.b << 8 | c.a);
}

uint64_t look_hash(const look *l) {
    uint64_t h = hash_str(HASH_INIT, l->period);
    h = hash_str(h, l->method->name);
    h = hash_u64(h, l->method->own_count ? 0 : l->classes);
    h = hash_u64(h, l->n_breaks);
    for (size_t i = 0; i < l->n_breaks; i++) h = hash_f64(h, l->breaks[i]);
    h = hash_u64(h, l->closed);
    h = hash_u64(h, (uint64_t)l->pooled << 1 | l->rounded);
    h = hash_comparison(h, l);
    h = hash_str(h, l->backdrop->name);
    h = hash_str(h, l->ramp ? ramp_name(l->ramp) : "");
    h = hash_u64(h, l->reverse);
    h = hash_u64(h, l->language);
    h = hash_f64(h, l->border_px);
    h = hash_color(h, l->border_color);
    h = hash_f64(h, l->casing_px);
    h = hash_color(h, l->casing_px > 0 ? l->casing_color : (rgba){0});
    h = hash_f64(h, l->outline_px);
    h = hash_color(h, l->outline_px > 0 ? l->outline_color : (rgba){0});
    h = hash_u64(h, (uint64_t)l->labels << 2 | (uint64_t)l->context << 1 | l->clip);
    h = hash_color(h, l->no_data_color);
    h = hash_color(h, l->hatch_color);
    return hash_f64(h, l->opacity);
}
