/* ramp: named palettes.  They are data: styles/ramps.yaml, embedded in the binary.
 * A row: name, kind, title (en, sv), author and license, and colors for one or more class
 * counts; other counts interpolate the longest list in OKLab, ends kept.  A qualitative ramp
 * is never interpolated: it gives the first colors of its longest list, and begins anew after
 * the last.  Immutable once read. */
#ifndef CARTO_RAMP_H
#define CARTO_RAMP_H
#include "base/buf.h"
#include "base/lang.h"
#include "carto/color.h"
#include <stdbool.h>

typedef enum ramp_kind { RAMP_SEQUENTIAL, RAMP_DIVERGING, RAMP_QUALITATIVE } ramp_kind;
extern const char *const ramp_kind_names[3]; /* "sequential", "diverging", "qualitative" */

typedef struct ramp ramp;
typedef struct ramp_set ramp_set;

err_code ramp_set_builtin(ramp_set **out, err *e);
err_code ramp_set_parse(const char *name, bytes yaml, ramp_set **out, err *e);
void ramp_set_free(ramp_set *s);
size_t ramp_set_count(const ramp_set *s);
const ramp *ramp_at(const ramp_set *s, size_t i);
const ramp *ramp_find(const ramp_set *s, const char *name); /* NULL if unknown */
/* The first ramp of a kind in the file: the default one.  NULL if there is none. */
const ramp *ramp_default(const ramp_set *s, ramp_kind kind);
const char *ramp_name(const ramp *r);
const char *ramp_title(const ramp *r, lang l);
const char *ramp_author(const ramp *r);
const char *ramp_license(const ramp *r);
ramp_kind ramp_kind_of(const ramp *r);
size_t ramp_longest(const ramp *r); /* the class count that most colors are given for */
/* k colors, lowest class first; 1 <= k <= CLASSES_MAX.  One class takes the middle color. */
void ramp_classes(const ramp *r, size_t k, bool reversed, rgba *out /* [k] */);
#endif
