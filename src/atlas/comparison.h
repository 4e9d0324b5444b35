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
#include <jansson.h>

#define COMPARISON_SUBJECTS 4 /* more cannot be told apart: small multiples are for those */
#define COMPARISON_PARTS    6
#define COMPARISON_METRICS  8 /* room for all of metric_kinds */

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

typedef enum comparison_lack {                     /* why a cell has no figure */
                               COMPARISON_HAS,     /* it has one */
                               COMPARISON_MISSING, /* there is none for the district: see state */
                               COMPARISON_ABSENT,  /* the row's layer does not divide it so */
                               COMPARISON_PART_MISSING, /* a part, or a member, has none */
                               COMPARISON_NO_WEIGHT,    /* parts whose weights are not known */
                               COMPARISON_KIND,         /* an index cannot be put together */
                               COMPARISON__LACKS
} comparison_lack;
extern const char *const comparison_lack_names[COMPARISON__LACKS]; /* NULL, "missing", ... */

typedef struct comparison_cell { /* a subject in a row */
    double value;                /* NaN: missing */
    value_state state;           /* of a missing one of a district */
    comparison_lack lack;
    unsigned flags;       /* of the figure: VALUE_FOOTNOTE ... */
    bool derived;         /* put together from parts, or carried over: not published */
    bool is_district;     /* one of the row's districts: it has a rank */
    district_id district; /* then which */
    double difference;    /* from the row's reference, in its unit; NaN: not known */
    double percent;       /* likewise; NaN for shares, signed figures and years of age */
    bool within_margin;   /* the difference is no larger than the margin of error */
    double margin;        /* of the difference; NaN: not known */
    int side;             /* 1: on the better side of the reference, -1: on the worse one,
                             0: neither, within the margin, or it has no direction */
    size_t rank_from, rank_to, ranked; /* 1: the highest; ties share places; 0: no rank */
    double metric[COMPARISON_METRICS]; /* of the district, in the order of metric_kinds; NaN: not
                                          known, or no district of the layer */
    double change; /* since the earliest period of its line with a figure; NaN: none, and in rows of
                      change */
    const char *change_from;                /* that period; NULL: there is no other */
    comparison_part part[COMPARISON_PARTS]; /* [n_parts] of those without a figure of their own, by
                                               initials */
    size_t n_parts;
} comparison_cell;

typedef struct comparison_row { /* an indicator */
    size_t indicator, period, layer;
    size_t since; /* a row of change: the period that its figures are changes from; else SIZE_MAX */
    size_t theme; /* index into the atlas's; SIZE_MAX: none */
    double whole; /* the published one, of a count too; NaN: none */
    double reference;            /* that of the whole, else a mean; NaN: none, as of a count */
    look_reference reference_is; /* REFERENCE_WHOLE, REFERENCE_MEAN or REFERENCE_NONE */
    double target;               /* that districts can be held against; NaN: none */
    double low, high;            /* of all districts and the reference; NaN: nothing */
    district_id lowest, highest; /* DISTRICT_NONE: none has a figure */
    size_t n;                    /* districts with a figure: 0: known for the whole only */
    bool in_points;              /* differences are percentage points */
    bool in_unit;                /* differences are told in the unit, not in percent */
    choropleth *map; /* its figures, and by choropleth_title(), _unit(), _period_text() its texts,
                        which of a change are others than the indicator's */
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
    size_t home; /* the layer that most subjects are of, the first of several; of groups only: the
                    first that the most of them are made of */
    bool chosen; /* the rows were named: a theme without one is then not missing */
} comparison;

/* Rows without a wish: in the last period, the indicators that compare by themselves: all that are
 * no counts or categories, but for those whose manifest says `compare: false`, and the change of
 * those that it says `compare: change` of.  Of a series one: that of the home layer, else the
 * first. Of the layers that the subjects are districts of, wholly or by parts, no finer than twice
 * the home layer: neighborhoods are compared with neighborhoods. */
typedef struct comparison_wish {
    const char *districts; /* "KEY,KEY": keys of districts, ids of groups */
    bool one;              /* it is one name, in which commas are letters; errors say "district:" */
    const char *indicators; /* "ID,ID@PERIOD,ID@change"; NULL: as above.  "change" is that since the
                               earliest period with as many published figures as the last */
    lang language;
} comparison_wish;

/* ERR_NOTFOUND, ERR_RANGE: which name, and what there is; the text begins with "districts:" or
 * "indicators:". */
err_code comparison_make(const atlas *a, const comparison_wish *w, comparison **out, err *e);
void comparison_free(comparison *c); /* NULL is fine */

typedef enum comparison_why { /* why an indicator that compares has no row by itself */
                              COMPARISON_SHOWN,       /* it has one, or is a count or a category */
                              COMPARISON_BY_MANIFEST, /* `compare: false` */
                              COMPARISON_BY_SERIES,   /* another of its series has it */
                              COMPARISON_BY_LAYER,    /* of other or smaller districts */
                              COMPARISON__WHYS
} comparison_why;
extern const char *const comparison_why_names[COMPARISON__WHYS]; /* NULL, "manifest", ... */
/* Always COMPARISON_SHOWN where rows were chosen. */
comparison_why comparison_why_not(const comparison *c, size_t index);

/* ---- what stands large on a profile (comparison_main.c): of the first subject ---- */

#define COMPARISON_MAIN PROFILE_MAIN_MOST

typedef struct comparison_main {
    size_t indicator, period;
    const comparison_row *row; /* the indicator's, with the same figure; NULL: it has none */
    double value;              /* never NaN */
    bool derived;
    double whole; /* the published one; NaN: none */
} comparison_main;

/* Those that the manifest's `profile` lists, unless rows were chosen; where it lists none or one
 * has no figure: how many people, and then the first figure of each theme, until there are as many
 * as it lists, or four. */
size_t comparison_main_of(const comparison *c, comparison_main out[COMPARISON_MAIN]);
/* The count of the home layer that most indicators are shares or rates of; SIZE_MAX: none. */
size_t comparison_population(const comparison *c);

/* ---- what it says (comparison_text.c); all append ---- */

typedef enum comparison_word {
    COMPARISON_RANK,   /* {1} of {2} */
    COMPARISON_ORDER,  /* how ranks run */
    COMPARISON_POINTS, /* the unit of differences between shares, in one word */
    COMPARISON__WORDS
} comparison_word;
const char *comparison_word_of(comparison_word w, lang l);

/* "+12 %", "−2.8 points", "−3 years"; nothing where it is not known. */
void comparison_difference_text(const comparison_row *r, const comparison_cell *c, lang l,
                                buf *out);
/* The change likewise: amounts in percent of what they were. */
void comparison_change_text(const comparison_row *r, const comparison_cell *c, lang l, buf *out);
/* Percent of the figure that it changed from; NaN where that is not above zero, and of what is not
 * told in percent. */
double comparison_change_percent(const comparison_row *r, const comparison_cell *c);
/* "7-10 of 11" with an en dash; nothing without a rank. */
void comparison_rank_text(const comparison_cell *c, lang l, buf *out);
/* The title of a group's kind or of the layer: what the subject is. */
const char *comparison_kind_text(const comparison *c, const comparison_subject *s);

/* The indicator's short form, else those of the figures. */
const char *comparison_source_text(const comparison_row *r, lang l);

/* docs/json.md and docs/compare.md; NULL without memory. */
json_t *comparison_json(const comparison *c); /* comparison_json.c */
/* A line for each subject in each row, and for each of its parts where it has no figure. */
void comparison_csv(const comparison *c, buf *out); /* comparison_csv.c */
#endif
