#define _DEFAULT_SOURCE
#include "base/text.h"

#include <errno.h>
#include <iconv.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

/* How many bytes from `at` on are ASCII, or fewer by up to 7. */
static size_t ascii_run(bytes text, size_t at) {
    size_t i = at;
    for (uint64_t word; text.len - i >= sizeof word; i += sizeof word) {
        memcpy(&word, text.data + i, sizeof word);
        if (word & UINT64_C(0x8080808080808080)) break;
    }
    return i - at;
}

bool text_is_utf8(bytes text) {
    utf8proc_int32_t c;
    for (size_t i = 0; i < text.len;) {
        i += ascii_run(text, i);
        if (i == text.len) break;
        utf8proc_ssize_t n = utf8proc_iterate(text.data + i, (utf8proc_ssize_t)(text.len - i), &c);
        if (n <= 0) return false;
        i += (size_t)n;
    }
    return true;
}

static err_code convert(iconv_t cd, bytes text, buf *out, err *e) {
    char *in = (char *)(uintptr_t)text.data; /* iconv does not write through it */
    size_t left = text.len;
    for (bool flushed = false; !flushed;) {
        char chunk[4096], *o = chunk;
        size_t room = sizeof chunk;
        flushed = !left; /* some encodings (CP1258) hold back a letter that an accent may follow */
        size_t n = iconv(cd, flushed ? NULL : &in, &left, &o, &room);
        buf_add(out, chunk, sizeof chunk - room);
        if (n == (size_t)-1 && !flushed && errno != E2BIG)
            return err_set(e, ERR_FORMAT, "byte %zu (0x%02x) does not fit", text.len - left,
                           text.data[text.len - left]);
    }
    return buf_status(out, e);
}

err_code text_to_utf8(const char *encoding, bytes text, buf *out, err *e) {
    if (!strcmp(encoding, "UTF-8") && text_is_utf8(text)) {
        buf_add(out, text.data, text.len);
        return buf_status(out, e);
    }
    iconv_t cd = *encoding ? iconv_open("UTF-8", encoding) : (iconv_t)-1; /* "": the locale's */
    if (cd == (iconv_t)-1)
        return err_set(e, ERR_UNSUPPORTED, "\"%s\" is no known text encoding", encoding);
    err_code rc = convert(cd, text, out, e);
    iconv_close(cd);
    return rc ? err_wrap(e, rc, "text is not %s", encoding) : ERR_OK;
}

static bool is_blank(utf8proc_int32_t c) {
    return c <= 0x20 || c == 0xa0 || c == 0xfeff || c == 0x202f || c == 0x3000 ||
           (c >= 0x2000 && c <= 0x200b);
}

static size_t blank_prefix(const char *s) {
    size_t at = 0;
    utf8proc_int32_t c;
    while (s[at]) {
        utf8proc_ssize_t n = utf8proc_iterate((const uint8_t *)s + at, -1, &c);
        if (n <= 0 || !is_blank(c)) break;
        at += (size_t)n;
    }
    return at;
}

static size_t without_blank_suffix(const char *s, size_t len) {
    while (len) {
        size_t start = len - 1;
        while (start && ((uint8_t)s[start] & 0xc0) == 0x80) start--;
        utf8proc_int32_t c;
        if (utf8proc_iterate((const uint8_t *)s + start, (utf8proc_ssize_t)(len - start), &c) <= 0)
            break;
        if (!is_blank(c)) break;
        len = start;
    }
    return len;
}

bool text_is_plain(const char *text) {
    const char *p = text;
    while (*p && (signed char)*p > 0) p++;
    return !*p && *text > ' ' && p[-1] > ' ';
}

err_code text_key(const char *text, char **out, err *e) {
    if (text_is_plain(text)) return (*out = strdup(text)) ? ERR_OK : err_nomem(e);
    uint8_t *nfc = NULL;
    utf8proc_ssize_t n = utf8proc_map((const uint8_t *)text, 0, &nfc,
                                      UTF8PROC_NULLTERM | UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    if (n == UTF8PROC_ERROR_NOMEM) return err_nomem(e);
    if (n < 0) return err_set(e, ERR_FORMAT, "text is not UTF-8");
    size_t from = blank_prefix((char *)nfc);
    size_t len = without_blank_suffix((char *)nfc, (size_t)n);
    memmove(nfc, nfc + from, len > from ? len - from : 0);
    nfc[len > from ? len - from : 0] = 0;
    *out = (char *)nfc;
    return ERR_OK;
}

static uint8_t *folded(const char *text) {
    uint8_t *out = NULL;
    utf8proc_ssize_t n =
        utf8proc_map((const uint8_t *)text, 0, &out,
                     UTF8PROC_NULLTERM | UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE |
                         UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK);
    return n < 0 ? NULL : out;
}

void text_slug(const char *text, char out[TEXT_ID_MAX + 1]) {
    uint8_t *flat = folded(text);
    size_t n = 0;
    bool gap = false;
    for (const uint8_t *p = flat; p && *p && n < TEXT_ID_MAX; p++) {
        bool keep = (*p >= 'a' && *p <= 'z') || (*p >= '0' && *p <= '9') || *p == '-';
        if (keep && gap && n && n + 1 < TEXT_ID_MAX) out[n++] = '_';
        if (keep) out[n++] = (char)*p;
        gap = !keep;
    }
    out[n] = 0;
    free(flat);
}

bool text_is_id(const char *text) {
    size_t n = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_-");
    return n >= 1 && n <= TEXT_ID_MAX && !text[n] && strcmp(text, "all") != 0;
}

#define DISTANCE_MAX 64

static size_t letters(const char *text, utf8proc_int32_t out[DISTANCE_MAX]) {
    size_t n = 0;
    for (const uint8_t *p = (const uint8_t *)text; *p && n < DISTANCE_MAX;) {
        utf8proc_ssize_t step = utf8proc_iterate(p, -1, &out[n]);
        if (step <= 0) step = 1;
        p += step;
        n++;
    }
    return n;
}

static utf8proc_int32_t bare(utf8proc_int32_t c) {
    utf8proc_int32_t parts[8];
    int boundary = 0;
    utf8proc_ssize_t n = utf8proc_decompose_char(c, parts, 8, UTF8PROC_DECOMPOSE, &boundary);
    return utf8proc_tolower(n > 0 ? parts[0] : c);
}

unsigned text_distance(const char *a, const char *b) {
    utf8proc_int32_t x[DISTANCE_MAX], y[DISTANCE_MAX];
    size_t n = letters(a, x), m = letters(b, y);
    unsigned row[DISTANCE_MAX + 1];
    for (size_t j = 0; j <= m; j++) row[j] = (unsigned)(2 * j);
    for (size_t i = 1; i <= n; i++) {
        unsigned diagonal = row[0];
        row[0] = (unsigned)(2 * i);
        for (size_t j = 1; j <= m; j++) {
            unsigned change = x[i - 1] == y[j - 1] ? 0 : bare(x[i - 1]) == bare(y[j - 1]) ? 1 : 2;
            unsigned best = diagonal + change;
            if (row[j] + 2 < best) best = row[j] + 2;
            if (row[j - 1] + 2 < best) best = row[j - 1] + 2;
            diagonal = row[j];
            row[j] = best;
        }
    }
    return row[m];
}

char *text_trim(char *text) {
    while (*text == ' ' || (*text >= '\t' && *text <= '\r')) text++;
    size_t n = strlen(text);
    while (n && (text[n - 1] == ' ' || (text[n - 1] >= '\t' && text[n - 1] <= '\r'))) n--;
    text[n] = 0;
    return text;
}

bool text_to_double(const char *text, double *out) {
    size_t n = strspn(text, "0123456789+-.eE");
    if (!n || text[n]) return false;
    char *end;
    double v = strtod(text, &end); /* the program stays in the C locale */
    if (*end || !isfinite(v)) return false;
    *out = v;
    return true;
}

bool text_to_uint(const char *text, unsigned long max, unsigned long *out) {
    if (!*text || text[strspn(text, "0123456789")]) return false;
    errno = 0;
    unsigned long v = strtoul(text, NULL, 10);
    if (errno || v > max) return false;
    *out = v;
    return true;
}
