/* err: how every fallible function reports.
 *
 * A function that can fail returns err_code (0 is success) and takes `err *e`
 * last.  The place that finds the fault calls err_set(); each caller that knows
 * something the callee did not (which file, record, tile) calls err_wrap() on
 * the way up, which puts its text in front:
 *     shapes/a.shp: record 12: ring of 3 points is not closed
 * Texts are one line of UTF-8, say what is wrong and, where there is one, what
 * to do.  A fault that readers of a page can cause is said in Swedish beside the English,
 * by err_tell() or err_sv(); what wraps it stands in front of both, and so holds names alone.
 *   `e` may be NULL: the text is then dropped.  Nothing here allocates or
 * prints.  Programmer errors are assert()ed, never returned.  An err belongs to
 * one thread. */
#ifndef BASE_ERR_H
#define BASE_ERR_H
#include "base/lang.h"

typedef enum err_code {
    ERR_OK = 0,
    ERR_NOMEM,       /* allocation failed */
    ERR_IO,          /* the operating system refused; text holds strerror() */
    ERR_FORMAT,      /* a file or request is not what its format says */
    ERR_RANGE,       /* well-formed, but outside what is allowed */
    ERR_NOTFOUND,    /* a name that does not exist: indicator, ramp, tile... */
    ERR_UNSUPPORTED, /* valid, but this build cannot */
    ERR_BUSY,        /* a limit on work in progress was reached; try again */
    ERR_USAGE,       /* the command line is wrong */
    ERR__COUNT
} err_code;

typedef struct err {
    err_code code;
    char text[512];    /* one line, no newline; a longer text is cut at its end by "..." */
    char text_sv[512]; /* the same in Swedish; "" where nobody has said it */
} err;

#if defined(__GNUC__)
#define ERR_PRINTF(f, a) __attribute__((format(printf, f, a)))
#else
#define ERR_PRINTF(f, a)
#endif

/* Sets the text and returns `code`. */
err_code err_set(err *e, err_code code, const char *fmt, ...) ERR_PRINTF(3, 4);
/* The same in two languages: both formats take all the arguments, in this order. */
err_code err_tell(err *e, err_code code, const char *en, const char *sv, ...) ERR_PRINTF(3, 5)
    ERR_PRINTF(4, 5);
/* Adds the Swedish text to the fault that was set last, where its arguments are other ones; returns
 * `code`. */
err_code err_sv(err *e, err_code code, const char *fmt, ...) ERR_PRINTF(3, 4);
/* The text in that language or, where it has none in it, in English, as *l then says. */
const char *err_text(const err *e, lang *l);
/* Sets "TEXT: strerror(errno)"; returns ERR_NOTFOUND for ENOENT, else ERR_IO. */
err_code err_set_errno(err *e, const char *fmt, ...) ERR_PRINTF(2, 3);
/* ERR_NOMEM with its one text. */
err_code err_nomem(err *e);
/* Puts "TEXT: " in front of what is there; returns `code` unchanged. */
err_code err_wrap(err *e, err_code code, const char *fmt, ...) ERR_PRINTF(3, 4);
void err_clear(err *e);
const char *err_name(err_code code); /* "out of memory"; static */
#endif
