/* look: everything that decides how a map is drawn.  One table of options reads it
 * from YAML, command line and query, with the same names, limits and messages (an
 * underscore in YAML and JSON stands for the hyphen).  A look is a value: copy freely.
 *
 *     look l;
 *     look_default(&l);
 *     look_set(&l, ramps, "classes", "7", e) ...   once an option, in any order
 *     look_finish(&l, e)
 * Looks can be laid on each other (a manifest's, then a query's): set and finish again. */
#ifndef CARTO_LOOK_H
#define CARTO_LOOK_H
#include "base/buf.h"
#include "base/lang.h"
#include "carto/backdrop.h"
#include "carto/classify.h"
#include "carto/ramp.h"

#define PERIOD_MAX 64 /* bytes */

typedef struct look {
    char period[PERIOD_MAX + 1]; /* "": the last */
    const classify_method *method;
    size_t classes;                                 /* with breaks: n_breaks + 1 */
    double breaks[CLASSES_MAX - 1];                 /* inner edges, ascending */
    size_t n_breaks;                                /* > 0 if and only if method->takes_breaks */
    bool method_given, classes_given, breaks_given; /* since look_default() or look_finish() */
    closure closed;
    bool rounded;     /* breaks moved to round numbers between values */
    const ramp *ramp; /* borrowed; NULL: by kind and direction of the indicator */
    bool reverse;
    lang language;
    const backdrop *backdrop;
    double border_px;                 /* CSS px, 0..4 in steps of 0.5 */
    bool own_border, own_no_data;     /* else the colors are the backdrop's */
    rgba border_color, no_data_color; /* as drawn once look_finish() has run */
    rgba hatch_color;                 /* likewise; follows from the two above it */
    double opacity;                   /* 0..1 */
} look;

typedef struct look_option {
    const char *name;  /* as on the command line, with hyphens: "border-width" */
    const char *value; /* what it takes, for help and messages: "0..4 in steps of 0.5" */
    const char *help_en, *help_sv;
    bool flag; /* takes no value on the command line (look_set() gets "1"); 0/1/true/false
                  elsewhere */
    /* Reads untrusted text.  On failure *l is as before, and look_set() adds name and value to
     * the message, and what is allowed if set() does not say it. */
    err_code (*set)(look *l, const ramp_set *ramps, const char *value, err *e);
    /* The canonical text that set() reads back; nothing if unset. */
    void (*format)(const look *l, buf *out);
} look_option;

extern const look_option look_options[];
extern const size_t look_option_count;
const look_option *look_option_find(const char *name); /* hyphen or underscore; NULL if unknown */

void look_default(look *l);
/* One option from text.  ERR_NOTFOUND: no such option (the message lists all); ERR_RANGE: a bad
 * value (it says what is allowed). */
err_code look_set(look *l, const ramp_set *ramps, const char *name, const char *value, err *e);
/* What only shows when all options of a layer are read (ERR_RANGE): breaks exclude classes, and
 * methods that make their own; breaks alone set the method manual, and manual needs breaks.
 * A method or a number of classes drops the breaks of the layer below. */
err_code look_finish(look *l, err *e);
/* Finished looks that draw the same hash the same, however they were written; stable across
 * runs. */
uint64_t look_hash(const look *l);
#endif
