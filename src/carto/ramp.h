/* ramp: named palettes.  They are data: styles/ramps*.yaml, embedded in the binary, and what an
 * atlas adds (docs/ramps.md describes a row).
 *
 * Colors are given for one or more class counts, or as stops; other counts interpolate the stops,
 * or else the longest list, in OKLab, ends kept.  A qualitative ramp is never interpolated: it
 * gives the first colors of its longest list, and begins anew after the last.  So does a bivariate
 * one, whose nine colors are the cells of a square: row by row from low to high of the second
 * indicator, each row from low to high of the first.  Reversed, low and high change places on both.
 *
 * A set grows only while an atlas is loaded; then it is read by any number of threads.  Ramps
 * and texts are borrowed from the set and stay where they are while it grows. */
#ifndef CARTO_RAMP_H
#define CARTO_RAMP_H
#include "base/buf.h"
#include "base/lang.h"
#include "base/ydoc.h"
#include "carto/color.h"
#include <stdbool.h>

typedef enum ramp_kind {
    RAMP_SEQUENTIAL,
    RAMP_DIVERGING,
    RAMP_QUALITATIVE,
    RAMP_BIVARIATE,
    RAMP_KINDS
} ramp_kind;
extern const char *const ramp_kind_names[RAMP_KINDS]; /* "sequential", "diverging", ... */
#define RAMP_SIDE 3 /* classes along each side of a bivariate one */

/* What a ramp's author says it can be used for; nothing that kartblad has measured (gate.h). */
typedef enum ramp_use { RAMP_COLOR_BLIND, RAMP_PRINT, RAMP_SCREEN, RAMP_COPY, RAMP_USES } ramp_use;
typedef enum ramp_tag { RAMP_UNTOLD, RAMP_BAD, RAMP_MAYBE, RAMP_OK, RAMP_TAGS } ramp_tag;
extern const char *const ramp_use_names[RAMP_USES]; /* "color_blind", "print", "screen", "copy" */
extern const char *const ramp_tag_names[RAMP_TAGS]; /* NULL, "bad", "maybe", "ok" */

typedef struct ramp ramp;
typedef struct ramp_set ramp_set;

err_code ramp_set_builtin(ramp_set **out, err *e);
/* One file alone; `name` is for messages. */
err_code ramp_set_parse(const char *name, bytes yaml, ramp_set **out, err *e);
void ramp_set_free(ramp_set *s);

/* Adds the rows of a manifest.  There `author` (`default_author` if left out), `license`, `source`
 * may be missing, and a title may be one text or lack a language.  ERR_FORMAT with file and line:
 * a row that is not as docs/ramps.md says, a name that is taken; then nothing is added. */
err_code ramp_set_add(ramp_set *s, ynode list, const char *default_author, err *e);

size_t ramp_set_count(const ramp_set *s);
const ramp *ramp_at(const ramp_set *s, size_t i); /* built-in ones first, in the files' order */
const ramp *ramp_find(const ramp_set *s, const char *name); /* NULL if unknown */
/* The name that is spelled most like `name`, which is none; NULL if the set is empty. */
const char *ramp_nearest_name(const ramp_set *s, const char *name);
/* The default: the first ramp of a kind made for that ground, else for a light one; NULL if there
 * is none. */
const ramp *ramp_default(const ramp_set *s, ramp_kind kind, bool dark);

const char *ramp_name(const ramp *r);
const char *ramp_title(const ramp *r, lang l);
const char *ramp_author(const ramp *r);
const char *ramp_license(const ramp *r); /* "" if not told */
const char *ramp_source(const ramp *r);  /* a URL, or "" */
ramp_kind ramp_kind_of(const ramp *r);
bool ramp_is_dark(const ramp *r);   /* made for a dark ground */
size_t ramp_longest(const ramp *r); /* classes of its longest list; 0: it has stops alone */
/* Whether it can be asked for k classes: a bivariate one for its nine alone. */
bool ramp_suits(const ramp *r, size_t k);
/* The tag for k classes, 1..CLASSES_MAX; RAMP_UNTOLD where nothing is said. */
ramp_tag ramp_tag_of(const ramp *r, ramp_use use, size_t k);

/* k colors, lowest class first; 1 <= k <= CLASSES_MAX.  One class takes the middle color. */
void ramp_classes(const ramp *r, size_t k, bool reversed, rgba *out /* [k] */);
/* The color at t of a continuous scale, 0 the lowest value, 1 the highest; outside of that the
 * nearer end; not NaN.  A qualitative ramp gives its colors in equal steps. */
rgba ramp_color(const ramp *r, double t, bool reversed);
#endif
