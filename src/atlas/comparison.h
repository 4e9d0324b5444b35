/* comparison: chosen districts and groups against the city, over many indicators: all that compare
 * sheets, profiles, their JSON and CSV are made of, so that they cannot disagree.  Immutable.
 *
 * A subject keeps its name over all layers.  In an indicator's layer it is the district of the same
 * key, or else its parts there (division.h), or the other way round the district that it lies in is
 * NOT taken: a part is not the whole.  Parts are never averaged without weights: where they cannot
 * be put together, the cell has no figure of its own, but those of its parts. */
#ifndef ATLAS_COMPARISON_H
#define ATLAS_COMPARISON_H
#include "atlas/choropleth.h"
#include "atlas/group.h"
#include "atlas/series.h"

#define COMPARISON_SUBJECTS 4 /* more cannot be told apart: small multiples are for those */
#define COMPARISON_PARTS    6

typedef struct comparison_subject {
    const char *id;   /* a district's key, a group's id */
    const char *name; /* in the language asked for */
    size_t layer;     /* where the key was found; of a group SIZE_MAX */
    district_id district;
    size_t group; /* SIZE_MAX: a district */
} comparison_subject;

typedef struct comparison_part { /* a district that is a part of the subject */
    district_id district;
    char initials[12]; /* "R-K"; UTF-8 */
    double value;      /* NaN: missing */
} comparison_part;

typedef struct comparison_cell { /* a subject in a row */
    double value;                /* NaN: missing */
    value_state state;           /* why */
    unsigned flags;              /* of the figure: VALUE_FOOTNOTE ... */
    bool derived;                /* put together from parts, or carried over: not published */
    bool is_district;            /* one of the row's districts: it has a rank */
    district_id district;        /* then which */
    double difference;           /* from the row's reference, in its unit; NaN: not known */
    double percent;              /* likewise; NaN for shares, signed figures and years of age */
    bool within_margin;          /* the difference is no larger than the margin of error */
    double margin;               /* of the difference; NaN: not known */
    int side;                    /* 1: on the better side of the reference, -1: on the worse one,
                                    0: neither, or it has no direction */
    size_t rank_from, rank_to, ranked; /* 1: the highest; ties share places; 0: no rank */
    double change;                     /* since the earliest period of its line with a figure */
    const char *change_from;           /* that period; NULL: there is no other */
    comparison_part part[COMPARISON_PARTS]; /* [n_parts], of those without a figure of their own */
    size_t n_parts;
} comparison_cell;

typedef struct comparison_row { /* an indicator */
    size_t indicator, period, layer;
    size_t theme;                /* index into the atlas's; SIZE_MAX: none */
    double reference;            /* that of the whole, else a mean; NaN: none */
    look_reference reference_is; /* REFERENCE_WHOLE, REFERENCE_MEAN or REFERENCE_NONE */
    double target;               /* NaN: none */
    double low, high;            /* of all districts and the reference; NaN: nothing */
    district_id lowest, highest;
    size_t n;        /* districts with a figure */
    bool in_points;  /* differences are percentage points */
    bool in_unit;    /* differences are told in the unit, not in percent */
    choropleth *map; /* its figures, classes and texts */
    comparison_cell cell[COMPARISON_SUBJECTS];
    series city; /* the whole's lines */
    series line[COMPARISON_SUBJECTS];
} comparison_row;

typedef struct comparison {
    const atlas *atlas; /* a reference */
    lang language;
    comparison_subject subject[COMPARISON_SUBJECTS];
    size_t n_subjects;
    comparison_row *row; /* [n_rows] by theme in the atlas's order, those without a theme last */
    size_t n_rows;
    size_t home; /* the layer that most subjects are of; of groups only: with most members */
} comparison;

typedef struct comparison_wish {
    const char *districts;  /* "KEY,KEY": keys of districts, ids of groups */
    const char *indicators; /* "ID,ID@PERIOD"; NULL: those that compare by default: of every measure
                               one, in its last period, no counts, no neighborhoods' unless the
                               subjects are */
    lang language;
} comparison_wish;

/* ERR_NOTFOUND, ERR_RANGE: which name, and what there is; the text begins with "districts:" or
 * "indicators:".  The atlas must outlive it. */
err_code comparison_make(const atlas *a, const comparison_wish *w, comparison **out, err *e);
void comparison_free(comparison *c); /* NULL is fine */
#endif
