#include "base/err.h"

#include <assert.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <utf8proc.h>

static const char *const names[ERR__COUNT] = {
    [ERR_OK] = "no error",
    [ERR_NOMEM] = "out of memory",
    [ERR_IO] = "input or output failed",
    [ERR_FORMAT] = "bad format",
    [ERR_RANGE] = "out of range",
    [ERR_NOTFOUND] = "not found",
    [ERR_UNSUPPORTED] = "not supported",
    [ERR_BUSY] = "busy",
    [ERR_USAGE] = "wrong usage",
};

/* Keeps the text one line of UTF-8: control bytes become spaces, bytes that are no UTF-8 (of a
 * file's name, or cut by a precision) question marks; a text that was cut ends in "...". */
static void tidy(char *text, size_t size, size_t wanted) {
    if (wanted >= size) {
        size_t end = size - 4;
        while (end > 0 && ((unsigned char)text[end] & 0xc0) == 0x80) end--;
        memcpy(text + end, "...", 4);
    }
    for (utf8proc_uint8_t *p = (utf8proc_uint8_t *)text; *p;) {
        utf8proc_int32_t c;
        utf8proc_ssize_t n = utf8proc_iterate(p, -1, &c);
        if (n <= 0)
            *p++ = '?';
        else if (c < 0x20 || c == 0x7f)
            *p++ = ' ';
        else
            p += n;
    }
}

static void print(char *text, size_t size, const char *fmt, va_list ap) ERR_PRINTF(3, 0);

static void print(char *text, size_t size, const char *fmt, va_list ap) {
    int n = vsnprintf(text, size, fmt, ap);
    tidy(text, size, n < 0 ? 0 : (size_t)n);
}

static void set_va(err *e, err_code code, const char *fmt, va_list ap) ERR_PRINTF(3, 0);

static void set_va(err *e, err_code code, const char *fmt, va_list ap) {
    if (!e) return;
    e->code = code;
    e->text_sv[0] = 0;
    print(e->text, sizeof e->text, fmt, ap);
}

err_code err_set(err *e, err_code code, const char *fmt, ...) {
    assert(code > ERR_OK && code < ERR__COUNT);
    va_list ap;
    va_start(ap, fmt);
    set_va(e, code, fmt, ap);
    va_end(ap);
    return code;
}

err_code err_tell(err *e, err_code code, const char *en, const char *sv, ...) {
    assert(code > ERR_OK && code < ERR__COUNT);
    va_list ap;
    va_start(ap, sv);
    set_va(e, code, en, ap);
    va_end(ap);
    va_start(ap, sv);
    if (e) print(e->text_sv, sizeof e->text_sv, sv, ap);
    va_end(ap);
    return code;
}

err_code err_sv(err *e, err_code code, const char *fmt, ...) {
    va_list ap;
    va_start(ap, fmt);
    if (e) print(e->text_sv, sizeof e->text_sv, fmt, ap);
    va_end(ap);
    return code;
}

const char *err_text(const err *e, lang *l) {
    if (*l == LANG_SV && e->text_sv[0]) return e->text_sv;
    *l = LANG_EN;
    return e->text;
}

err_code err_set_errno(err *e, const char *fmt, ...) {
    int number = errno;
    err_code code = number == ENOENT ? ERR_NOTFOUND : number == ENOMEM ? ERR_NOMEM : ERR_IO;
    va_list ap;
    va_start(ap, fmt);
    set_va(e, code, fmt, ap);
    va_end(ap);
    if (e) {
        char why[128];
        if (strerror_r(number, why, sizeof why)) snprintf(why, sizeof why, "error %d", number);
        size_t len = strlen(e->text);
        int n = snprintf(e->text + len, sizeof e->text - len, ": %s", why);
        tidy(e->text, sizeof e->text, len + (n < 0 ? 0 : (size_t)n));
    }
    return code;
}

err_code err_nomem(err *e) { return err_set(e, ERR_NOMEM, "out of memory"); }

/* Puts `front` and ": " in front of what is there. */
static void put_front(char *text, size_t size, const char *front) {
    char old[sizeof((err *)0)->text];
    memcpy(old, text, sizeof old);
    int n = snprintf(text, size, "%s: %s", front, old);
    tidy(text, size, n < 0 ? 0 : (size_t)n);
}

err_code err_wrap(err *e, err_code code, const char *fmt, ...) {
    assert(code > ERR_OK && code < ERR__COUNT);
    if (!e) return code;
    char front[sizeof e->text];
    va_list ap;
    va_start(ap, fmt);
    print(front, sizeof front, fmt, ap);
    va_end(ap);
    e->code = code;
    put_front(e->text, sizeof e->text, front);
    if (e->text_sv[0]) put_front(e->text_sv, sizeof e->text_sv, front);
    return code;
}

void err_clear(err *e) {
    if (e) *e = (err){0};
}

const char *err_name(err_code code) {
    return (unsigned)code < ERR__COUNT ? names[code] : "unknown error";
}
