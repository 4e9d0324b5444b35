#include "data/join_keys.h"
#include "base/strmap.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

/* Keys compared while looking for near spellings, over one whole join: about a second. */
#define NEAREST_BUDGET 500000
/* More districts than this are not looked through for slips: a second and 100 MB. */
#define SLIP_DISTRICTS_MAX 300000
#define PREFIX_MAX         16 /* bytes */

const char *const key_slip_names[KEY_SLIP__COUNT] = {
    [KEY_SLIP_NAME] = "name",           [KEY_SLIP_ZEROS] = "leading_zeros",
    [KEY_SLIP_DECIMALS] = "decimals",   [KEY_SLIP_LETTERS] = "letters",
    [KEY_SLIP_CASE] = "case",           [KEY_SLIP_ACCENTS] = "accents",
    [KEY_SLIP_LABEL] = "label",         [KEY_SLIP_PREFIX] = "prefix",
    [KEY_SLIP_NO_PREFIX] = "no_prefix",
};

/* ---- what is left of a key when a slip is taken away; a new text, NULL without memory */

typedef char *fold_key(const char *key);

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static char *fold_zeros(const char *key) {
    while (key[0] == '0' && is_digit(key[1])) key++;
    return strdup(key);
}

static char *fold_decimals(const char *key) {
    while (key[0] == '0' && is_digit(key[1])) key++;
    size_t digits = strspn(key, "0123456789"), rest = strlen(key + digits);
    bool zeros = digits && rest > 1 && strchr(".,", key[digits]) &&
                 strspn(key + digits + 1, "0") == rest - 1;
    return strndup(key, zeros ? digits : digits + rest);
}

/* One blank for each run of them. */
static char *join_blanks(char *text) {
    size_t n = 0;
    for (const char *p = text; p && *p; p++)
        if (*p != ' ' || (n && text[n - 1] != ' ')) text[n++] = *p;
    if (text) text[n] = 0;
    return text;
}

static bool is_ascii(const char *text) {
    while (*text && (signed char)*text > 0) text++;
    return !*text;
}

/* What the folds of Unicode come to where there is none: most keys are codes. */
static char *fold_ascii(const char *key, bool lower) {
    char *out = join_blanks(strdup(key));
    for (char *p = out; lower && p && *p; p++)
        if (*p >= 'A' && *p <= 'Z') *p = (char)(*p - 'A' + 'a');
    return out;
}

/* Compatible letters (NFKC) as one, blanks and hyphens of all kinds as ' ' and '-' (LUMP),
 * invisible ones dropped. */
static char *fold_unicode(const char *key, utf8proc_option_t how) {
    uint8_t *out = NULL;
    if (is_ascii(key)) return fold_ascii(key, how & UTF8PROC_CASEFOLD);
    utf8proc_ssize_t n = utf8proc_map((const uint8_t *)key, 0, &out,
                                      UTF8PROC_NULLTERM | UTF8PROC_STABLE | UTF8PROC_COMPAT |
                                          UTF8PROC_LUMP | UTF8PROC_IGNORE | how);
    return n < 0 ? strdup(key) : join_blanks((char *)out);
}

static char *fold_letters(const char *key) { return fold_unicode(key, UTF8PROC_COMPOSE); }
static char *fold_case(const char *key) {
    return fold_unicode(key, UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD);
}
static char *fold_accents(const char *key) {
    return fold_unicode(key, UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK);
}

/* Only after a number: "Norra Ängby" is no label of "Norra". */
static char *fold_label(const char *key) {
    size_t digits = strspn(key, "0123456789");
    return strndup(key, digits && key[digits] == ' ' ? digits : strlen(key));
}

static const struct {
    key_slip slip;
    fold_key *fold;
    bool of_names; /* what is looked for is a district's name */
} folds[] = {
    {KEY_SLIP_NAME, strdup, true},
    {KEY_SLIP_ZEROS, fold_zeros, false},
    {KEY_SLIP_DECIMALS, fold_decimals, false},
    {KEY_SLIP_LETTERS, fold_letters, false},
    {KEY_SLIP_CASE, fold_case, false},
    {KEY_SLIP_ACCENTS, fold_accents, false},
    {KEY_SLIP_LABEL, fold_label, false},
};

/* ---- looking folded keys up */

typedef struct folded { /* the districts by their folded keys or names */
    strmap *map;
    bool *shared; /* [districts] another district folds to the same */
} folded;

static void folded_free(folded *f) {
    strmap_free(f->map);
    free(f->shared);
}

static err_code fold_districts(const districts *d, fold_key *fold, bool of_names, folded *f,
                               err *e) {
    size_t n = districts_count(d);
    f->shared = calloc(n + 1, sizeof *f->shared);
    err_code rc = f->shared ? strmap_create(&f->map, e) : err_nomem(e);
    for (district_id i = 0; i < n && !rc; i++) {
        char *text = fold(of_names ? district_name(d, i) : district_key(d, i));
        district_id first;
        bool added = false;
        if (!text) return err_nomem(e);
        if (strmap_get(f->map, text, &first))
            f->shared[first] = true;
        else
            rc = strmap_put(f->map, text, i, &added, e);
        free(text);
    }
    return rc;
}

static err_code look_up(const districts *d, const folded *f, fold_key *fold, key_slip slip,
                        unmatched_value *u, err *e) {
    char *text = fold(u->key);
    district_id id;
    if (!text) return err_nomem(e);
    if (strmap_get(f->map, text, &id) && !f->shared[id]) {
        u->slip = slip;
        u->nearest = district_key(d, id);
    }
    free(text);
    return ERR_OK;
}

static bool is_any_left(const unmatched_value *u, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (!u[i].slip) return true;
    return false;
}

static err_code find_slip(const districts *d, size_t kind, unmatched_value *u, size_t n, err *e) {
    folded f = {NULL, NULL};
    if (!is_any_left(u, n)) return ERR_OK;
    err_code rc = fold_districts(d, folds[kind].fold, folds[kind].of_names, &f, e);
    for (size_t i = 0; i < n && !rc; i++)
        if (!u[i].slip) rc = look_up(d, &f, folds[kind].fold, folds[kind].slip, &u[i], e);
    folded_free(&f);
    return rc;
}

/* ---- prefixes */

typedef struct prefix_guess {
    char text[PREFIX_MAX + 1];
    size_t len;
    key_slip slip;
} prefix_guess;

static bool fits(const districts *d, const prefix_guess *g, const char *key, district_id *out) {
    char longer[256];
    if (g->slip == KEY_SLIP_PREFIX)
        return !strncmp(key, g->text, g->len) && key[g->len] &&
               districts_find(d, key + g->len, out);
    int n = snprintf(longer, sizeof longer, "%s%s", g->text, key);
    return n > 0 && (size_t)n < sizeof longer && districts_find(d, longer, out);
}

static size_t count_fitting(const districts *d, const prefix_guess *g, const unmatched_value *u,
                            size_t n) {
    size_t count = 0;
    district_id id;
    for (size_t i = 0; i < n; i++) count += !u[i].slip && fits(d, g, u[i].key, &id);
    return count;
}

/* Every beginning of `seed`, a key that should have the prefix; keeps the best in *best. */
static void try_beginnings(const districts *d, const char *seed, key_slip slip,
                           const unmatched_value *u, size_t n, prefix_guess *best, size_t *score) {
    for (size_t len = 1; len <= PREFIX_MAX && seed[len - 1] && seed[len]; len++) {
        prefix_guess g = {.len = len, .slip = slip};
        if (((unsigned char)seed[len] & 0xc0) == 0x80) continue; /* inside a letter */
        memcpy(g.text, seed, len);
        size_t count = count_fitting(d, &g, u, n);
        if (count <= *score) continue;
        *score = count;
        *best = g;
    }
}

/* The first key may be an odd one (a total): one from the middle is tried too. */
static err_code find_prefix(const districts *d, unmatched_value *u, size_t n, char **prefix,
                            err *e) {
    prefix_guess best = {.slip = KEY_SLIP_NONE};
    size_t score = 0, middle = districts_count(d) / 2;
    try_beginnings(d, u[0].key, KEY_SLIP_PREFIX, u, n, &best, &score);
    try_beginnings(d, u[n / 2].key, KEY_SLIP_PREFIX, u, n, &best, &score);
    try_beginnings(d, district_key(d, 0), KEY_SLIP_NO_PREFIX, u, n, &best, &score);
    try_beginnings(d, district_key(d, (district_id)middle), KEY_SLIP_NO_PREFIX, u, n, &best,
                   &score);
    if (score < 2 || score < (n + 1) / 2) return ERR_OK;
    for (size_t i = 0; i < n; i++) {
        district_id id;
        if (u[i].slip || !fits(d, &best, u[i].key, &id)) continue;
        u[i].slip = best.slip;
        u[i].nearest = district_key(d, id);
    }
    return (*prefix = strdup(best.text)) ? ERR_OK : err_nomem(e);
}

/* ---- all of it */

static void find_layers(const join_layer *others, size_t n_others, unmatched_value *u) {
    district_id id;
    for (size_t i = 0; i < n_others && !u->layer; i++)
        if (districts_find(others[i].districts, u->key, &id)) u->layer = others[i].id;
}

static void find_nearest(const districts *d, unmatched_value *u, size_t n) {
    size_t left = NEAREST_BUDGET / (districts_count(d) + 1);
    for (size_t i = 0; i < n && left; i++)
        if (!u[i].nearest) {
            u[i].nearest = districts_nearest(d, u[i].key);
            left--;
        }
}

err_code join_keys_explain(const districts *d, const join_layer *others, size_t n_others,
                           unmatched_value *u, size_t n, char **prefix, err *e) {
    size_t n_districts = districts_count(d);
    bool look = n && n_districts && n_districts <= SLIP_DISTRICTS_MAX;
    err_code rc = ERR_OK;
    *prefix = NULL;
    for (size_t i = 0; i < n; i++) find_layers(others, n_others, &u[i]);
    for (size_t k = 0; look && k < sizeof folds / sizeof *folds && !rc; k++)
        rc = find_slip(d, k, u, n, e);
    if (look && !rc) rc = find_prefix(d, u, n, prefix, e);
    if (!rc) find_nearest(d, u, n);
    return rc;
}
