/* legend: what a legend says, in one language, ready to be drawn or sent as JSON.
 * Made from the same breaks and colors as the tiles.  Immutable; owns its texts.
 *
 * Four kinds: classes of numbers; categories (classes with names, no numbers); a continuous
 * ramp (stops, no classes); pairs of the classes of two indicators (legend_pair.c), which are
 * classes with names whose edges the two sides hold.
 *
 * Labels.  Where every value is a whole number and is written as one, ranges are of whole
 * numbers and do not overlap ("10–19", "20–29").  Else they run from edge to edge, with as many
 * decimals as tell the edges apart, and closed_text says which edge belongs to a class.  A
 * class that only one value fits shows that value.  Classes without an end say so ("under 10",
 * "10 or less", "over 30", "30 or more").  Where numbers lie on both sides of zero, they are
 * signed ("−400 till 0", "0 till +400").  Edges that were moved to round numbers are written
 * with the decimals that those numbers have. */
#ifndef CARTO_LEGEND_H
#define CARTO_LEGEND_H
#include "base/json.h"
#include "carto/legend_state.h"
#include "carto/look.h"
#include "carto/wording.h"

typedef struct legend_class {
    double from, to;     /* exact; infinite where open; NaN for a category */
    char *label;         /* "12,5–18,0", or the category's name */
    const char *meaning; /* "−1 to +1 sd", where the method says what its classes are; else NULL;
                            static */
    rgba color;
    size_t count;     /* districts */
    size_t uncertain; /* of them, with a figure that the source marks as uncertain */
    size_t within;    /* with a difference within its margin of error */
} legend_class;

typedef struct legend_value { /* a district that has one */
    double value;
    double second;      /* of the second indicator, in pairs; else 0 */
    rgba color;         /* of its class, or its own on a continuous ramp */
    size_t class_index; /* 0 on a continuous ramp */
    bool uncertain;     /* the source marks it */
    bool within;        /* its difference from the center is within its margin of error */
} legend_value;

typedef struct legend_side { /* of pairs */
    char *title, *unit;
    char *more;                 /* "more: rental tenure, %": what grows along it */
    size_t count;               /* classes, 1..RAMP_SIDE; 0: no value */
    double edge[RAMP_SIDE + 1]; /* [count + 1] exact */
    int decimals;               /* of them as texts */
} legend_side;

typedef struct legend_stop { /* of a continuous ramp */
    double value;
    rgba color;
} legend_stop;

typedef struct legend_bin { /* of the histogram */
    double from, to;
    size_t count; /* districts; every value is in exactly one bin, that of its class */
    rgba color;
    size_t class_index; /* 0 on a continuous ramp */
} legend_bin;

#define LEGEND_BINS     27 /* bins of one width, give or take the classes' edges */
#define LEGEND_BINS_MAX (LEGEND_BINS + CLASSES_MAX)
#define LEGEND_DOTS_MAX 30 /* values up to which each is shown by itself, beyond it by bins */

typedef struct legend_row { /* a state that districts are in */
    legend_state state;
    const char *name; /* its name in the table; static */
    char *label;      /* "Uppgift saknas" */
    size_t count;
    rgba color, hatch;
    pattern pattern;
} legend_row;

typedef struct legend_context { /* what else is seen on the map: water */
    char *id, *label;
    rgba fill; /* opaque, as on the backdrop */
    rgba line; /* likewise; alpha 0: none */
} legend_context;

typedef struct legend_group { /* of districts, with an outline on the map */
    char *id, *label;
    rgba color;
} legend_group;

typedef struct legend_reference {
    double value;     /* NaN: none */
    char *label;      /* "Hela staden 13,5"; NULL if none */
    char *name;       /* inside a sentence: "hela staden", "the weighted mean of ..."; likewise */
    char *text;       /* its value: "13,5"; likewise */
    const char *kind; /* "whole", "mean", "number" (somebody's choice), "target" or NULL */
    size_t n;         /* districts a mean covers; 0 for the whole */
    bool weighted;    /* the mean is */
} legend_reference;

typedef struct legend_target { /* a goal that was set */
    double value;              /* NaN: none */
    char *label;               /* "Mål 2030: 60", with what has to be said of it; NULL if none */
    char *source;              /* NULL if none */
    bool beyond;               /* the scale does not reach there, and the label says so */
    bool on_scale;             /* it has a mark; false: beyond, or it is of no district */
} legend_target;

#define LEGEND_WARNINGS_MAX 8

typedef struct legend {
    lang language;
    char *title, *unit, *period, *source, *note; /* never NULL */
    char *period_text;                           /* likewise: "2024 against 2010", or period */
    const char *method;                          /* its name in the table */
    const char *method_title;                    /* static */
    const char *method_text; /* a sentence on what its edges mean; NULL: none; static */
    closure closed;
    const char *closed_text;  /* static */
    double gvf;               /* goodness of variance fit; NaN: none */
    bool categories, ordered; /* ordered: the categories have an order */
    bool pairs;               /* class i: column i % side[0].count, row i / side[0].count */
    legend_side side[2];      /* of pairs: from left to right, and upward */
    bool is_signed;           /* numbers have a plus sign where they are above zero */
    size_t count;             /* 0: no value at all, or continuous */
    legend_class classes[CLASSES_MAX];
    legend_stop *stops; /* [n_stops], values evenly spaced; n_stops > 0: continuous */
    size_t n_stops;
    int decimals;         /* of edges and values in labels */
    legend_value *values; /* [n_values] those present, ascending */
    size_t n_values;
    legend_bin bins[LEGEND_BINS_MAX]; /* of more than LEGEND_DOTS_MAX values, else none */
    size_t n_bins;
    bool reversed;            /* colors are in reverse order from the ramp's own: look.reverse */
    const backdrop *backdrop; /* what the legend lies on, and its inks; static */
    rgba no_data_color, hatch_color;
    const char *no_data_label; /* "Uppgift saknas"; static */
    size_t no_data_count;      /* all districts without a number, whatever their state */
    size_t districts;
    legend_row rows[LEGEND__STATES]; /* LEGEND_MISSING always, others where there are some */
    size_t n_rows;
    legend_context *context; /* [n_contexts] from below */
    size_t n_contexts;
    legend_group *groups; /* [n_groups] */
    size_t n_groups;
    legend_reference reference;
    legend_target target;
    double center;              /* what colors diverge from; NaN: none */
    const char *below, *above;  /* hints at the ends of a diverging ramp, if there are classes on
                                   that side of the one that holds the center or, without one, of
                                   a middle class that holds the reference; else NULL; static */
    char *rate_id, *rate_title; /* what should be mapped instead of a count; NULL: none known */
    char *warnings[LEGEND_WARNINGS_MAX]; /* sentences: fewer classes than asked, a count drawn as
                                            an area, no figures at all ... */
    size_t n_warnings;
    uint64_t hash; /* of all that decides the map; a drawing's ids begin with it */
} legend;

typedef struct legend_context_input { /* borrowed */
    const char *id, *label;
    rgba fill, line; /* alpha counts */
} legend_context_input;

typedef struct legend_group_input { /* borrowed */
    const char *id, *label;
    rgba color;
} legend_group_input;
typedef struct legend_second {      /* what a second indicator adds; borrowed */
    const char *title[2], *unit[2]; /* of both */
    int decimals;                   /* of its figures; -1: as they need */
    const class_breaks *breaks;
    const double *values; /* [n] */
} legend_second;

typedef struct legend_input {                          /* all borrowed */
    const char *title, *unit, *period, *source, *note; /* NULL: "" */
    const char *period_text;                           /* NULL: the period */
    const char *whole_name;                            /* "Hela staden"; NULL or "": none */
    int decimals;                                      /* of the indicator; -1: as the values */
    const class_breaks *breaks;  /* of these values, or pooled over periods; count 0: no value */
    const rgba *colors;          /* [breaks->count], of pairs times second->breaks->count */
    const legend_second *second; /* NULL: no pairs */
    const double *values;        /* [n] one a district, NaN: missing */
    const bool *uncertain;       /* [n] the source marks the figure; NULL: none */
    const bool *within;          /* [n] within the margin of error; NULL: none */
    bool of_samples;             /* margins are made of the size of samples */
    size_t with_margin;          /* districts with a figure whose margin is known */
    const rgba *fill;            /* [n] each district's color, for stops; NULL: by class */
    size_t n;
    size_t states[LEGEND__STATES]; /* districts without a number, by why; LEGEND_MISSING and
                                      those with a number are not read: they follow from the rest */
    const char *uncertain_why;     /* "färre än 10 fall"; NULL or "": not known */
    const char *const *category;   /* [breaks->count] names; NULL: numbers */
    bool ordered;                  /* they have an order */
    const legend_stop *stops;      /* [n_stops] for a method that is continuous; NULL: classes */
    size_t n_stops;                /* 0 or >= 2 */
    bool diverges;                 /* colors do from `center` */
    double center;
    bool changes;    /* numbers are of a change: sides are falls and rises */
    bool is_signed;  /* numbers have a plus sign, on whichever side of zero they lie */
    bool has_number; /* `number` was chosen as the reference */
    double number;
    const char *target_name; /* "Mål 2030"; NULL: none */
    const char *target_source;
    double target;           /* its value */
    bool target_apart;       /* districts cannot be held against it: it has no mark */
    bool target_is_it;       /* it is the reference */
    const char *method_text; /* instead of the method's own sentence; NULL: that */
    const wording *warnings; /* [n_warnings] sentences without arguments to be added */
    size_t n_warnings;
    size_t classes_asked;  /* an even number, where an odd one was made; else 0 */
    double whole;          /* published value; NaN: none, then the mean if has_mean */
    const double *weights; /* [n] of that mean, >= 0, NaN: not known; NULL: it is plain */
    bool has_mean;         /* false for counts and categories: they have no reference */
    bool is_count;         /* no reference, and the warning about counts as areas */
    const char *rate_id, *rate_title; /* for a count: what to map instead; NULL: none */
    bool classes_ignored; /* a number of classes was asked for and the method decides it */
    bool category_forced; /* another method was asked for, and these are categories */
    const legend_context_input *context; /* [n_contexts] those that have a row */
    size_t n_contexts;
    const legend_group_input *groups; /* [n_groups] */
    size_t n_groups;
    double gvf;       /* NaN: none */
    uint64_t hash;    /* the choropleth's */
    const look *look; /* finished */
} legend_input;

err_code legend_make(const legend_input *in, legend **out, err *e);
void legend_free(legend *l);
/* The lower edge of class i, or the upper one of the last: i <= count. */
double legend_edge(const legend *l, size_t i);
/* Likewise, and an open end lies where the data do: at the value farthest out, or at the inner
 * edge if there is none beyond it.  Finite unless both ends are open and there is no value. */
double legend_edge_drawn(const legend *l, size_t i);
/* Appends a number as the legend writes its edges, with `decimals`. */
void legend_number(const legend *l, double v, int decimals, buf *out);
/* Keys: docs/json.md.  A new reference; NULL without memory. */
json_t *legend_json(const legend *l);
#endif
