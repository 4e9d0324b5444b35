/* legend: what a legend says, in one language, ready to be drawn or sent as JSON.
 * Made from the same breaks and colors as the tiles.  Immutable; owns its texts.
 *
 * Labels.  Where every value is a whole number and is written as one, ranges are of whole
 * numbers and do not overlap ("10–19", "20–29").  Else they run from edge to edge, with as many
 * decimals as tell the edges apart, and closed_text says which edge belongs to a class.  A
 * class that only one value fits shows that value.  Classes without an end say so ("under 10",
 * "10 or less", "over 30", "30 or more"). */
#ifndef CARTO_LEGEND_H
#define CARTO_LEGEND_H
#include "base/json.h"
#include "carto/look.h"

typedef struct legend_class {
    double from, to; /* exact; infinite where open */
    char *label;     /* "12,5–18,0" */
    rgba color;
    size_t count; /* districts */
} legend_class;

typedef struct legend_reference {
    double value;     /* NaN: none */
    char *label;      /* "Hela staden 13,5"; NULL if none */
    const char *kind; /* "whole", "mean" or NULL */
    size_t n;         /* districts a mean covers; 0 for the whole */
} legend_reference;

#define LEGEND_WARNINGS_MAX 3

typedef struct legend {
    lang language;
    char *title, *unit, *period, *source, *note; /* never NULL */
    const char *method;                          /* its name in the table */
    const char *method_title;                    /* static */
    closure closed;
    const char *closed_text; /* static */
    size_t count;
    legend_class classes[CLASSES_MAX];
    int decimals;   /* of edges and values */
    double *values; /* [n_values] those present, ascending, for the dots or bins */
    size_t n_values;
    rgba no_data_color, hatch_color;
    const char *no_data_label; /* "Uppgift saknas"; static */
    size_t no_data_count, districts;
    legend_reference reference;
    char *warnings[LEGEND_WARNINGS_MAX]; /* sentences: fewer classes than asked, a count drawn as
                                            an area, no figures at all */
    size_t n_warnings;
} legend;

typedef struct legend_input {                          /* all borrowed */
    const char *title, *unit, *period, *source, *note; /* NULL: "" */
    const char *whole_name;                            /* "Hela staden"; NULL or "": none */
    int decimals;                                      /* of the indicator; -1: as the values */
    const class_breaks *breaks; /* of these values, or pooled over periods; count 0: no value */
    const rgba *colors;         /* [breaks->count] */
    const double *values;       /* [n] one a district, NaN: missing */
    size_t n;
    double whole;     /* published value; NaN: none, then the plain mean if has_mean */
    bool has_mean;    /* false for counts and categories: they have no reference */
    bool is_count;    /* no reference, and the warning about counts as areas */
    const look *look; /* finished */
} legend_input;

err_code legend_make(const legend_input *in, legend **out, err *e);
void legend_free(legend *l);
/* Keys as in design.md §5, and more: method_title, closed_text, note, districts, warnings,
 * values, decimals, language.  reference is {value, label, kind, n} or null; open ends are null.
 * A new reference; NULL without memory. */
json_t *legend_json(const legend *l);
#endif
