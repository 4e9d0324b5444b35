/* look: everything that decides how a map is drawn.  One table of options reads it
 * from YAML, command line and query, with the same names, limits and messages (an
 * underscore in YAML and JSON stands for the hyphen).  A look is a value: copy freely.
 *
 *     look l;
 *     look_default(&l);
 *     look_apply(&l, sources, settings, n, &bad, e)
 * Looks are laid on each other (the atlas's, the indicator's, a query's): apply again.  Within
 * one layer the order of settings does not matter; its `style`, a named look, lies below the rest
 * of it. */
#ifndef CARTO_LOOK_H
#define CARTO_LOOK_H
#include "base/buf.h"
#include "base/lang.h"
#include "carto/backdrop.h"
#include "carto/classify.h"
#include "carto/metric.h"
#include "carto/ramp.h"

#define PERIOD_MAX 64                    /* bytes */
#define OTHER_MAX  (64 + 1 + PERIOD_MAX) /* likewise: an id, "@", a period */
#define FOCUS_MAX  256                   /* likewise */

#define SECOND_BREAKS (RAMP_SIDE - 1) /* between the classes of a second indicator */

typedef enum look_labels { LABELS_NONE, LABELS_NAMES, LABELS_VALUES, LABELS_BOTH } look_labels;
extern const char *const look_labels_names[]; /* [4] */

/* What the map is compared with: colors diverge from there. */
typedef enum look_reference {
    REFERENCE_NONE, /* nothing; but differences from 0, and metrics from their own center */
    REFERENCE_WHOLE,
    REFERENCE_MEAN,
    REFERENCE_NUMBER,
    REFERENCE_TARGET /* the indicator's own; what has none is an error of choropleth_make() */
} look_reference;

typedef struct named_look_set named_look_set; /* named_look.h */
typedef struct named_look named_look;

typedef struct look_sources { /* where names are looked up; all borrowed, and by looks too */
    const ramp_set *ramps;
    const named_look_set *styles; /* NULL: there are none */
} look_sources;

typedef struct look {
    char period[PERIOD_MAX + 1]; /* "": the last */
    const classify_method *method;
    size_t classes;                 /* with breaks: n_breaks + 1 */
    double breaks[CLASSES_MAX - 1]; /* inner edges, ascending */
    size_t n_breaks;                /* > 0 if and only if method->takes_breaks */
    bool method_given, classes_given, breaks_given, ramp_given, reverse_given, bivariate_given,
        second_given;  /* while a layer is read */
    bool method_asked; /* by the last layer */
    bool classes_idle; /* the last layer asked for a number of classes that its method decides */
    closure closed;
    bool rounded; /* breaks moved to round numbers between values */
    look_reference reference;
    double reference_number; /* of REFERENCE_NUMBER; else 0 */
    bool sides_by_method;    /* classes on each side of it by the method; else at equal distances */
    char minus[OTHER_MAX + 1]; /* "INDICATOR", "INDICATOR@PERIOD" or "@PERIOD": what is taken off;
                                  "": nothing.  Looked up by choropleth_make() */
    bool percent;              /* what is left is in percent of that; else in its unit */
    const metric_kind *metric;
    char bivariate[OTHER_MAX + 1];       /* likewise: the second indicator; "": there is none */
    double second_breaks[SECOND_BREAKS]; /* its inner edges, ascending; */
    bool has_second_breaks;              /* else they are by the method */
    bool uncertain_plain;                /* what is uncertain is not hatched */
    char focus[FOCUS_MAX + 1];           /* "KEY,KEY": others are dimmed; "": none is.  Likewise */
    char groups[FOCUS_MAX + 1];          /* "ID,ID": those with an outline; "": none.  Likewise */
    bool pooled; /* classes of the values of all periods, so that a color means the same in each */
    const named_look
        *style;       /* the named look that lies below; NULL: none.  What it sets is set here */
    const ramp *ramp; /* borrowed; NULL: by kind of the indicator */
    bool reverse;     /* as drawn once look_apply() has run */
    bool turned;      /* look_apply() reversed what the layers say */
    bool reverse_for_dark; /* they say it for dark ground: it is not turned */
    lang language;
    const backdrop *backdrop;
    double border_px; /* CSS px, 0..4 in steps of 0.5 */
    double
        casing_px; /* likewise, 0..6: a line under the border's, seen where it is wider; 0: none */
    double outline_px; /* of the layer, likewise 0..4; < 0: it is a border like others */
    look_labels labels;
    bool context; /* water and what else lies over the districts */
    bool clip;    /* to land: what is under the map shows in the water's place */
    bool own_outline;
    rgba outline_color;
    bool own_border, own_casing, own_no_data;       /* else the colors are the backdrop's */
    rgba border_color, casing_color, no_data_color; /* as drawn once look_apply() has run */
    rgba hatch_color;                               /* likewise; follows from the two above it */
    double opacity;                                 /* 0..1 */
} look;

typedef struct look_option {
    const char *name;  /* as on the command line, with hyphens: "border-width" */
    const char *value; /* what it takes, for help and messages: "0 to 4 in steps of 0.5" */
    const char *value_sv;
    const char *help_en, *help_sv;
    const char *type;      /* "text", "choice", "integer", "number", "numbers", "color", "flag" */
    double min, max, step; /* of a number; step 0: any between; all 0 for other types */
    /* The i-th name that a choice takes; NULL after the last.  NULL for other types. */
    const char *(*choice)(const look_sources *from, size_t i);
    /* Reads untrusted text; on failure *l is as before. */
    err_code (*set)(look *l, const look_sources *from, const char *value, err *e);
    /* The canonical text that set() reads back; nothing if unset. */
    void (*format)(const look *l, buf *out);
} look_option;

extern const look_option look_options[];
extern const size_t look_option_count;
const look_option *look_option_find(const char *name); /* hyphen or underscore; NULL if unknown */
const char *look_option_value(const look_option *o, lang l);
bool look_option_is_flag(const look_option *o); /* takes no value on the command line: then "1" */

typedef struct look_setting {
    const char *name, *value;
} look_setting;

void look_default(look *l);
/* One layer.  ERR_NOTFOUND: no such option (the message lists all); ERR_RANGE: a bad value (it
 * says what is allowed), or options that do not go together: breaks exclude classes, and methods
 * that make their own; breaks alone set the method manual, and manual needs breaks.  A method or
 * a number of classes drops the breaks of the layers below, and so does a second indicator, which
 * has three classes beside three of the first; with or without it, a ramp of layers below that is
 * not made for that is dropped, too.
 *   On dark ground a sequential ramp for light ground that the last layer does not name (but a
 * layer or a style below it) is drawn the other way round, so that what was farthest from the
 * ground still is; unless the layer that made the ground dark, or one above it, says `reverse`.  A
 * ramp that no layer names is one made for that ground anyway (ramp_default()). On failure *l is as
 * before, and *bad is the index of the setting at fault, n if all of them are. */
err_code look_apply(look *l, const look_sources *from, const look_setting *s, size_t n, size_t *bad,
                    err *e);
/* The parts of minus or bivariate: how long the id is (0: the same indicator), and where the period
 * begins (NULL: the same). */
size_t look_other_id(const char *other, const char **period);
/* Whether there is a side to be on: a reference, a difference, a metric with a center. */
bool look_has_sides(const look *l);
/* Looks that draw the same hash the same, however they were written; stable across runs. */
uint64_t look_hash(const look *l);
#endif
