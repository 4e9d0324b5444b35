#include "data/number.h"
#include "base/text.h"
#include "data/excerpt.h"

#include <assert.h>
#include <math.h>
#include <string.h>
#include <strings.h>

const char *const value_state_names[VALUE__STATES] = {
    [VALUE_PRESENT] = "present",           [VALUE_MISSING] = "missing",
    [VALUE_SUPPRESSED] = "suppressed",     [VALUE_CANNOT_OCCUR] = "cannot_occur",
    [VALUE_ROUNDED_ZERO] = "rounded_zero",
};

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

static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

typedef struct span {
    const char *at;
    size_t len;
} span;

static bool is_solid(char c) { return c > ' ' && (signed char)c > 0; } /* no part of a blank */

static span trim_to(const char *cell, const char *end) {
    if (cell < end && is_solid(*cell) && is_solid(end[-1]))
        return (span){cell, (size_t)(end - cell)}; /* as nearly all cells */
    for (size_t n; cell < end && (n = blank_at(cell)) > 0;) cell += n;
    size_t len = 0;
    for (size_t i = 0, n; cell + i < end;) {
        if ((n = blank_at(cell + i)) > 0)
            i += n;
        else
            len = ++i;
    }
    return (span){cell, len};
}

static span trim(const char *cell) { return trim_to(cell, cell + strlen(cell)); }

static bool is_symbol(span s, const char *const *list) {
    for (; list && *list; list++)
        if (strlen(*list) == s.len && !strncasecmp(*list, s.at, s.len)) return true;
    return false;
}

/* False if s is no symbol.  Zero is VALUE_PRESENT. */
static bool symbol_state(span s, const number_rules *r, value_state *out) {
    const struct {
        const char *const *list;
        value_state state;
    } rows[] = {
        {r->zero, VALUE_PRESENT},
        {r->suppressed, VALUE_SUPPRESSED},
        {r->cannot_occur, VALUE_CANNOT_OCCUR},
        {r->rounded_zero, VALUE_ROUNDED_ZERO},
        {r->missing ? r->missing : number_missing_default, VALUE_MISSING},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (is_symbol(s, rows[i].list)) {
            *out = rows[i].state;
            return true;
        }
    *out = VALUE_MISSING;
    return s.len == 0;
}

value_state number_symbol_state(const char *cell, const number_rules *rules) {
    value_state state;
    return symbol_state(trim(cell), rules, &state) ? state : VALUE_PRESENT;
}

bool number_is_missing(const char *cell, const number_rules *rules) {
    return number_symbol_state(cell, rules) == VALUE_MISSING;
}

bool number_is_zero_symbol(const char *cell, const number_rules *rules) {
    return is_symbol(trim(cell), rules->zero);
}

/* ---- marks round the number */

/* Beyond ASCII: daggers, superscript digits and parenthesis. */
static const char *const note_marks[] = {"*",      "\u2020", "\u2021", "\u00b9", "\u00b2",
                                         "\u00b3", "\u2070", "\u2074", "\u2075", "\u2076",
                                         "\u2077", "\u2078", "\u2079", "\u207e"};
#define NOTE_MARKS_MAX 3

static size_t note_mark_before(span s) { /* bytes of the mark at the end of s; 0: none */
    if (!s.len || is_digit(s.at[s.len - 1])) return 0; /* as nearly all end: no mark does */
    for (size_t i = 0; i < sizeof note_marks / sizeof *note_marks; i++) {
        size_t len = strlen(note_marks[i]);
        if (s.len > len && !memcmp(s.at + s.len - len, note_marks[i], len)) return len;
    }
    return 0;
}

/* Bytes of "1)" or "a)" at the end of s, if a blank stands before it; 0: none.  The parenthesis
 * of "( 5)" is no note's. */
static size_t note_number_before(span s) {
    if (s.len < 4 || s.at[s.len - 1] != ')') return 0;
    const char *p = s.at + s.len - 2;
    if (!is_digit(*p) && !is_letter(*p)) return 0;
    size_t n = is_digit(*p) && is_digit(p[-1]) ? 3 : 2;
    span before = trim_to(s.at, s.at + s.len - n);
    if (!before.len || before.len == s.len - n) return 0;
    return *s.at == '(' && before.at[before.len - 1] != ')' ? 0 : n;
}

typedef struct marked { /* a trimmed cell without its marks */
    span core;
    unsigned flags;
    bool round; /* in round brackets */
} marked;

static span without_note(span s) {
    size_t n = note_number_before(s);
    for (int i = 0; i < NOTE_MARKS_MAX && !n; i++) {
        size_t mark = note_mark_before(s);
        if (!mark) break;
        s.len -= mark;
    }
    return trim_to(s.at, s.at + s.len - n);
}

static marked unmark(span s) {
    marked m = {.core = without_note(s)};
    if (m.core.len < s.len) m.flags |= VALUE_FOOTNOTE;
    s = m.core;
    if (s.len < 3) return m;
    m.round = s.at[0] == '(' && s.at[s.len - 1] == ')';
    if (!m.round && !(s.at[0] == '[' && s.at[s.len - 1] == ']')) return m;
    m.core = trim_to(s.at + 1, s.at + s.len - 1);
    m.flags |= VALUE_BRACKETED;
    return m;
}

/* ---- a cell taken apart, before it is known what its marks mean */

typedef struct lexeme {
    bool negative;
    char text[NUMBER_TEXT_MAX + 1]; /* digits and single marks: '.', ',', ' ' for any blank */
    char exponent[6];               /* "e-05"; "" if none */
} lexeme;

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
        size_t blank = is_solid(*p) ? 0 : blank_at(p);
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
    if (!s.len) return false;
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
    return lex(unmark(trim(cell)).core, l) ? fitting(l) : 0;
}

bool number_is_readable(const char *cell) {
    lexeme l;
    return fitting_cell(cell, &l) != 0;
}

/* ---- deciding */

/* A symbol, with a mark or without. */
static bool read_symbol(span s, const number_rules *rules, number_value *out) {
    out->flags = 0;
    if (symbol_state(s, rules, &out->state)) return true;
    marked m = unmark(s);
    out->flags = m.flags;
    return m.flags && m.core.len && symbol_state(m.core, rules, &out->state);
}

static bool is_skipped(const char *cell, const number_rules *rules) {
    number_value v;
    return read_symbol(trim(cell), rules, &v);
}

static err_code fail_unreadable(const char *cell, err *e) {
    return err_set(e, ERR_FORMAT,
                   "\"%s\" is neither a number nor a symbol for missing; correct it, or add it to "
                   "`missing` in the manifest",
                   excerpt_of(cell).text);
}

static err_code fail_brackets(const char *cell, err *e) {
    return err_set(e, ERR_FORMAT,
                   "\"%s\" is negative in accounts and uncertain in statistics; add `brackets: "
                   "negative` or `brackets: uncertain` to the manifest",
                   excerpt_of(cell).text);
}

/* Round brackets that nobody has explained, or a sign inside those that are one. */
static err_code check_brackets(const char *cell, const number_rules *rules, const lexeme *l,
                               err *e) {
    if (!unmark(trim(cell)).round) return ERR_OK;
    if (rules->brackets == BRACKETS_ASK) return fail_brackets(cell, e);
    if (rules->brackets == BRACKETS_NEGATIVE && l->negative) return fail_unreadable(cell, e);
    return ERR_OK;
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
        err_code rc = check_brackets(cells[i], rules, &l, e);
        if (rc) {
            *bad = i;
            return rc;
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

const char *number_describe(number_format f) {
    static const struct {
        number_format format;
        const char *text;
    } rows[] = {
        {{'.', 0}, "decimal point"},
        {{',', 0}, "decimal comma"},
        {{0, ' '}, "whole numbers, thousands by spaces"},
        {{0, '.'}, "whole numbers, thousands by points"},
        {{0, ','}, "whole numbers, thousands by commas"},
        {{'.', ' '}, "decimal point, thousands by spaces"},
        {{'.', ','}, "decimal point, thousands by commas"},
        {{',', ' '}, "decimal comma, thousands by spaces"},
        {{',', '.'}, "decimal comma, thousands by points"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].format.decimal == f.decimal && rows[i].format.thousand == f.thousand)
            return rows[i].text;
    return "whole numbers";
}

static err_code parse_number(const char *cell, const number_format *f, const number_rules *rules,
                             number_value *out, err *e) {
    lexeme l;
    char text[NUMERAL_MAX + 1];
    marked m = unmark(trim(cell));
    if (!lex(m.core, &l)) return fail_unreadable(cell, e);
    err_code rc = check_brackets(cell, rules, &l, e);
    if (rc) return rc;
    if (!read_as(&l, *f, text))
        return err_set(e, ERR_FORMAT, "\"%s\" is not written as its column's other numbers",
                       excerpt_of(cell).text);
    if (!text_to_double(text, &out->value))
        return err_set(e, ERR_RANGE, "\"%s\" is too large for a number", excerpt_of(cell).text);
    bool negative = m.round && rules->brackets == BRACKETS_NEGATIVE;
    if (negative) out->value = -out->value;
    out->state = VALUE_PRESENT;
    out->flags = negative ? m.flags & ~(unsigned)VALUE_BRACKETED : m.flags;
    return ERR_OK;
}

err_code number_parse(const char *cell, const number_format *f, const number_rules *rules,
                      number_value *out, err *e) {
    number_value v = {0};
    if (!read_symbol(trim(cell), rules, &v)) {
        err_code rc = parse_number(cell, f, rules, &v, e);
        if (rc) return rc;
    } else if (v.state != VALUE_PRESENT)
        v.value = (double)NAN;
    *out = v;
    return ERR_OK;
}
