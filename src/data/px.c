#include "data/px.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

typedef struct scanner {
    bytes text;
    size_t at, line; /* line: of the byte at `at`, 1-based */
} scanner;

static bool is_blank(uint8_t c) { return c && strchr(" \t\r\n\f\v\x1a", c); }

static bool at_end(const scanner *s) { return s->at == s->text.len; }

static uint8_t peek(const scanner *s) { return at_end(s) ? 0 : s->text.data[s->at]; }

static void step(scanner *s) { s->line += s->text.data[s->at++] == '\n'; }

static void skip_blanks(scanner *s) {
    while (!at_end(s) && is_blank(peek(s))) step(s);
}

static bool is_keyword_letter(uint8_t c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
}

static bytes take_word(scanner *s) {
    size_t from = s->at;
    while (!at_end(s) && is_keyword_letter(peek(s))) s->at++;
    return (bytes){s->text.data + from, s->at - from};
}

/* Up to `end`, which is stepped over, outside quotes; false if it never comes. */
static bool take_until(scanner *s, char end, bytes *out) {
    size_t from = s->at;
    bool quoted = false;
    for (; !at_end(s); step(s)) {
        if (peek(s) == '"') quoted = !quoted;
        if (quoted || peek(s) != (uint8_t)end) continue;
        *out = (bytes){s->text.data + from, s->at - from};
        step(s);
        return true;
    }
    return false;
}

static err_code fail(size_t line, const char *what, err *e) {
    return err_set(e, ERR_FORMAT, "line %zu: %s", line, what);
}

/* KEYWORD, then [language] and ("about") if they are there, then "=". */
static err_code take_left(scanner *s, px_statement *out, err *e) {
    out->line = s->line;
    out->keyword = take_word(s);
    if (!out->keyword.len) return fail(s->line, "a keyword such as VALUES is expected here", e);
    skip_blanks(s);
    if (peek(s) == '[') {
        s->at++;
        if (!take_until(s, ']', &out->language)) return fail(out->line, "\"[\" has no \"]\"", e);
        skip_blanks(s);
    }
    if (peek(s) == '(') {
        s->at++;
        if (!take_until(s, ')', &out->about)) return fail(out->line, "\"(\" has no \")\"", e);
        skip_blanks(s);
    }
    if (peek(s) != '=') return fail(s->line, "\"=\" is expected after a keyword", e);
    s->at++;
    return ERR_OK;
}

static err_code take_statement(scanner *s, px_statement *out, err *e) {
    err_code rc = take_left(s, out, e);
    if (rc) return rc;
    out->value_line = s->line;
    if (take_until(s, ';', &out->value)) return ERR_OK;
    return fail(out->line,
                "what begins here has no \";\" at its end, or a quote is never closed; is the file "
                "cut short?",
                e);
}

err_code px_scan(bytes text, px_file *out, err *e) {
    scanner s = {text, 0, 1};
    for (skip_blanks(&s); !at_end(&s); skip_blanks(&s)) {
        px_statement st = {0};
        err_code rc = take_statement(&s, &st, e);
        if (!rc)
            rc = array_reserve(&out->statement, &out->cap, out->count + 1, sizeof *out->statement,
                               e);
        if (rc) return rc;
        out->statement[out->count++] = st;
    }
    return ERR_OK;
}

void px_free(px_file *f) {
    free(f->statement);
    *f = (px_file){0};
}

static bool is_keyword(bytes word, const char *keyword) {
    return word.len == strlen(keyword) && !strncasecmp((const char *)word.data, keyword, word.len);
}

/* Compares the one string between the parentheses; a name broken over lines is not met. */
static bool is_about(bytes span, const char *name) {
    while (span.len && is_blank(*span.data)) span = (bytes){span.data + 1, span.len - 1};
    while (span.len && is_blank(span.data[span.len - 1])) span.len--;
    if (!name) return !span.len;
    return span.len == strlen(name) + 2 && span.data[0] == '"' && span.data[span.len - 1] == '"' &&
           !memcmp(span.data + 1, name, span.len - 2);
}

const px_statement *px_find(const px_file *f, const char *keyword, const char *about) {
    const px_statement *other = NULL;
    for (size_t i = 0; i < f->count; i++) {
        const px_statement *s = &f->statement[i];
        if (!is_keyword(s->keyword, keyword) || !is_about(s->about, about)) continue;
        if (!s->language.len) return s;
        if (!other) other = s;
    }
    return other;
}

/* ---- values */

static void drop(bytes *b, size_t n) { *b = (bytes){b->data + n, b->len - n}; }

static void drop_blanks(bytes *b) {
    while (b->len && is_blank(*b->data)) drop(b, 1);
}

static err_code take_quoted(bytes *rest, buf *out, err *e) {
    const uint8_t *end = memchr(rest->data + 1, '"', rest->len - 1);
    if (!end) return err_set(e, ERR_FORMAT, "a quote is never closed");
    size_t len = (size_t)(end - rest->data) - 1;
    buf_add(out, rest->data + 1, len);
    drop(rest, len + 2);
    drop_blanks(rest);
    return buf_status(out, e);
}

err_code px_next_string(bytes *rest, buf *out, bool *found, err *e) {
    buf_reset(out);
    buf_add(out, "", 0);
    drop_blanks(rest);
    *found = rest->len > 0;
    if (!*found) return ERR_OK;
    if (*rest->data != '"') return err_set(e, ERR_FORMAT, "a text in quotes is expected");
    err_code rc = ERR_OK;
    while (!rc && rest->len && *rest->data == '"') rc = take_quoted(rest, out, e);
    if (rc || !rest->len) return rc;
    if (*rest->data != ',') return err_set(e, ERR_FORMAT, "a comma is expected between two texts");
    drop(rest, 1);
    drop_blanks(rest);
    return rest->len ? ERR_OK : err_set(e, ERR_FORMAT, "a text is expected after the last comma");
}

bool px_next_datum(bytes *rest, size_t *line, bytes *out) {
    while (rest->len && (is_blank(*rest->data) || *rest->data == ',')) {
        *line += *rest->data == '\n';
        drop(rest, 1);
    }
    if (!rest->len) return false;
    bool quoted = *rest->data == '"';
    if (quoted) drop(rest, 1);
    size_t n = 0;
    while (n < rest->len && rest->data[n] != '"' &&
           (quoted || (!is_blank(rest->data[n]) && rest->data[n] != ',')))
        n++;
    *out = (bytes){rest->data, n};
    drop(rest, n);
    if (quoted && rest->len) drop(rest, 1);
    return true;
}
