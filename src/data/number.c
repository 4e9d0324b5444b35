#include "data/number.h"
#include "base/text.h"
#include "data/excerpt.h"

#include <assert.h>
#include <math.h>
#include <string.h>
#include <strings.h>

const char *const number_missing_default[] = {"", "..", ".", "NA", "n/a", "null", "-", NULL};

/* The blanks beyond ASCII: no-break, figure, thin, narrow no-break. */
static const char *const wide_blanks[] = {"\u00a0", "\u2007", "\u2009", "\u202f"};

static size_t blank_at(const char *s) { /* bytes of the blank at s; 0: none */
    unsigned char c = (unsigned char)*s;
    if (c == ' ' || (c >= '\t' && c <= '\r')) return 1;
    if (c < 0x80) return 0;
    for (size_t i = 0; i < sizeof wide_blanks / sizeof *wide_blanks; i++) {
        size_t len = strlen(wide_blanks[i]);
        if (!strncmp(s, wide_blanks[i], len)) return len;
    }
    return 0;
}

typedef struct span {
    const char *at;
    size_t len;
} span;

static span trim(const char *cell) {
    for (size_t n; (n = blank_at(cell)) > 0;) cell += n;
    size_t len = 0;
    for (size_t i = 0, n; cell[i];) {
        if ((n = blank_at(cell + i)) > 0)
            i += n;
        else
            len = ++i;
    }
    return (span){cell, len};
}

static bool is_symbol(span s, const char *const *list) {
    for (; list && *list; list++)
        if (strlen(*list) == s.len && !strncasecmp(*list, s.at, s.len)) return true;
    return false;
}

static bool is_missing(span s, const number_rules *r) {
    if (is_symbol(s, r->zero)) return false;
    return s.len == 0 || is_symbol(s, r->missing ? r->missing : number_missing_default);
}

bool number_is_missing(const char *cell, const number_rules *rules) {
    return is_missing(trim(cell), rules);
}

bool number_is_zero_symbol(const char *cell, const number_rules *rules) {
    return is_symbol(trim(cell), rules->zero);
}

/* ---- a cell taken apart, before it is known what its marks mean */

typedef struct lexeme {
    bool negative;
    char text[NUMBER_TEXT_MAX + 1]; /* digits and single marks: '.', ',', ' ' for any blank */
    char exponent[6];               /* "e-05"; "" if none */
} lexeme;

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static const char *lex_sign(const char *p, lexeme *out) {
    static const char minus[] = "\u2212";
    out->negative = *p == '-' || !strncmp(p, minus, strlen(minus));
    if (*p == '-' || *p == '+') return p + 1;
    return out->negative ? p + strlen(minus) : p;
}

/* Up to the first byte that is neither a digit nor a mark; NULL if that is too long or two
 * marks stand side by side. */
static const char *lex_digits(const char *p, const char *end, lexeme *out) {
    size_t n = 0;
    while (p < end) {
        size_t blank = blank_at(p);
        char c = blank ? ' ' : *p;
        if (!is_digit(c) && !strchr("., ", c)) break;
        if (n == NUMBER_TEXT_MAX) return NULL;
        if (!is_digit(c) && n && !is_digit(out->text[n - 1])) return NULL;
        out->text[n++] = c;
        p += blank ? blank : 1;
    }
    if (n && out->text[n - 1] == ' ') n--; /* the one before a percent sign */
    out->text[n] = 0;
    return n && is_digit(out->text[n - 1]) ? p : NULL;
}

static const char *lex_exponent(const char *p, const char *end, lexeme *out) {
    out->exponent[0] = 0;
    if (p == end || (*p != 'e' && *p != 'E')) return p;
    size_t n = 0;
    out->exponent[n++] = *p++;
    if (p < end && (*p == '+' || *p == '-')) out->exponent[n++] = *p++;
    if (p == end || !is_digit(*p)) return NULL;
    while (p < end && is_digit(*p)) {
        if (n == sizeof out->exponent - 1) return NULL;
        out->exponent[n++] = *p++;
    }
    out->exponent[n] = 0;
    return p;
}

static bool lex(span s, lexeme *out) {
    const char *end = s.at + s.len;
    const char *p = lex_digits(lex_sign(s.at, out), end, out);
    if (p) p = lex_exponent(p, end, out);
    if (p && p < end && *p == '%') p++;
    return p == end;
}

/* ---- a lexeme read by one format */

#define NUMERAL_MAX (1 + NUMBER_TEXT_MAX + 5) /* sign, digits, exponent */

/* Writes it the way C does; false if the format does not allow it.  In groups, all but the
 * first have three digits, and nothing follows the decimals. */
static bool read_as(const lexeme *l, number_format f, char out[NUMERAL_MAX + 1]) {
    size_t n = 0, run = 0;
    bool grouped = false, decimals = false;
    if (l->negative) out[n++] = '-';
    for (const char *p = l->text;; p++) {
        if (is_digit(*p)) {
            out[n++] = *p;
            run++;
            continue;
        }
        if (grouped && !decimals && run != 3) return false;
        if (!*p) break;
        if (decimals) return false;
        if (*p == f.thousand) {
            if (!grouped && (run < 1 || run > 3 || l->text[0] == '0')) return false;
            grouped = true;
        } else if (*p == f.decimal) {
            decimals = true;
            out[n++] = '.';
        } else
            return false;
        run = 0;
    }
    if (grouped && l->exponent[0]) return false;
    strcpy(out + n, l->exponent);
    return true;
}

/* A column is written in one of these.  A blank is never a decimal mark, so the rows with ' '
 * stand for "no thousands" too. */
static const number_format candidates[] = {{'.', ' '}, {'.', ','}, {',', ' '}, {',', '.'}};
#define CANDIDATES (sizeof candidates / sizeof *candidates)
#define POINT_BITS 3u
#define COMMA_BITS 12u

static unsigned fitting(const lexeme *l) {
    unsigned bits = 0;
    char text[NUMERAL_MAX + 1];
    for (unsigned i = 0; i < CANDIDATES; i++)
        if (read_as(l, candidates[i], text)) bits |= 1u << i;
    return bits;
}

static unsigned fitting_cell(const char *cell, lexeme *l) {
    return lex(trim(cell), l) ? fitting(l) : 0;
}

bool number_is_readable(const char *cell) {
    lexeme l;
    return fitting_cell(cell, &l) != 0;
}

/* ---- deciding */

static bool is_skipped(const char *cell, const number_rules *rules) {
    span s = trim(cell);
    return is_symbol(s, rules->zero) || is_missing(s, rules);
}

static err_code fail_unreadable(const char *cell, err *e) {
    return err_set(e, ERR_FORMAT,
                   "\"%s\" is neither a number nor a symbol for missing; correct it, or add it to "
                   "`missing` in the manifest",
                   excerpt_of(cell).text);
}

static err_code fail_two_ways(const char *cell, err *e) {
    return err_set(e, ERR_FORMAT,
                   "\"%s\" can be read with decimals or with thousands, and no other cell of the "
                   "column settles it; add `decimal: \",\"` or `decimal: \".\"` to the manifest",
                   excerpt_of(cell).text);
}

/* cells[at] is a number, but not in any format of the cells before it. */
static err_code fail_conflict(const char *const *cells, size_t at, const number_rules *rules,
                              char decimal, err *e) {
    lexeme l;
    excerpt x = excerpt_of(cells[at]);
    unsigned bits = fitting_cell(cells[at], &l);
    if (decimal && !(bits & (decimal == '.' ? POINT_BITS : COMMA_BITS)))
        return err_set(e, ERR_FORMAT, "\"%s\" cannot be read with `decimal: \"%c\"`", x.text,
                       decimal);
    for (size_t i = 0; i < at; i++)
        if (!is_skipped(cells[i], rules) && !(fitting_cell(cells[i], &l) & bits))
            return err_set(e, ERR_FORMAT,
                           "\"%s\" and \"%s\" write numbers in two ways in one column; write all "
                           "in one",
                           excerpt_of(cells[i]).text, x.text);
    return err_set(e, ERR_FORMAT,
                   "\"%s\" is not written as the numbers before it; write all in one way", x.text);
}

typedef struct tally { /* over the cells read so far */
    unsigned live;     /* candidates that read all of them */
    bool point, comma; /* seen in one of them */
    size_t marked;     /* the first with a point or comma */
} tally;

static void tally_cell(tally *t, const lexeme *l, unsigned bits, size_t i) {
    bool point = strchr(l->text, '.'), comma = strchr(l->text, ',');
    if ((point || comma) && !t->point && !t->comma) t->marked = i;
    t->point |= point;
    t->comma |= comma;
    t->live &= bits;
}

/* Of the two candidates with the decided decimal mark, both are live exactly if no cell has
 * thousands. */
static number_format tally_format(const tally *t) {
    bool comma = !(t->live & POINT_BITS);
    unsigned pair = comma ? t->live >> 2 : t->live & POINT_BITS;
    number_format f = {0, 0};
    if (comma ? t->comma : t->point) f.decimal = comma ? ',' : '.';
    if (pair == 1) f.thousand = ' ';
    if (pair == 2) f.thousand = comma ? '.' : ',';
    return f;
}

err_code number_decide(const char *const *cells, size_t n, const number_rules *rules, char decimal,
                       number_format *out, size_t *bad, err *e) {
    assert(!decimal || decimal == '.' || decimal == ',');
    tally t = {.live = decimal == '.'   ? POINT_BITS
                       : decimal == ',' ? COMMA_BITS
                                        : POINT_BITS | COMMA_BITS};
    for (size_t i = 0; i < n; i++) {
        if (is_skipped(cells[i], rules)) continue;
        lexeme l;
        unsigned bits = fitting_cell(cells[i], &l);
        if (!(t.live & bits)) {
            *bad = i;
            return bits ? fail_conflict(cells, i, rules, decimal, e) : fail_unreadable(cells[i], e);
        }
        tally_cell(&t, &l, bits, i);
    }
    if ((t.live & POINT_BITS) && (t.live & COMMA_BITS) && (t.point || t.comma)) {
        *bad = t.marked;
        return fail_two_ways(cells[t.marked], e);
    }
    *out = tally_format(&t);
    return ERR_OK;
}

err_code number_parse(const char *cell, const number_format *f, const number_rules *rules,
                      double *out, value_state *state, err *e) {
    span s = trim(cell);
    lexeme l;
    char text[NUMERAL_MAX + 1];
    double v = 0;
    bool missing = is_missing(s, rules);
    if (!missing && !is_symbol(s, rules->zero)) {
        if (!lex(s, &l)) return fail_unreadable(cell, e);
        if (!read_as(&l, *f, text))
            return err_set(e, ERR_FORMAT, "\"%s\" is not written as its column's other numbers",
                           excerpt_of(cell).text);
        if (!text_to_double(text, &v))
            return err_set(e, ERR_RANGE, "\"%s\" is too large for a number", excerpt_of(cell).text);
    }
    *out = missing ? (double)NAN : v;
    *state = missing ? VALUE_MISSING : VALUE_PRESENT;
    return ERR_OK;
}
