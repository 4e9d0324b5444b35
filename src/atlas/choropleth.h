/* choropleth: an indicator in a period under a look, resolved to one color a
 * district, with its classes: the one object from which tiles, legends, JSON and
 * statistics are all made.  Immutable and reference-counted.
 *
 * What the look leaves open is decided here.  A category has a class for each category there is in
 * any period, so that its colors stay.  The ramp goes by kind: qualitative for categories without
 * an order; diverging for an index, for methods that class around a middle, and where there is a
 * center; else sequential.
 *
 * The center is what colors diverge from: the look's reference, else 0 for a difference, else that
 * of the metric.  The class that holds it has the middle color of a diverging ramp, and classes lie
 * around it (classify_around.h).  A whole that is not known gives way to the mean; a count, a rank
 * and a category have no reference but a number that was chosen.
 *
 * What is uncertain is hatched in its class's color, unless the look says otherwise: a figure that
 * its source marks, and a difference from the center that is within its margin of error. */
#ifndef ATLAS_CHOROPLETH_H
#define ATLAS_CHOROPLETH_H
#include "atlas/choropleth_mapped.h"
#include "carto/legend.h"
#include "carto/pattern.h"
#include "carto/wording.h"
#include "data/margin.h"

#define CHOROPLETH_GROUPS 8 /* that one map outlines, at most */

/* CSS px: the outline of a group, and its casing under it. */
#define GROUP_LINE_PX   2.0
#define GROUP_CASING_PX 3.5

/* What lies over the districts (or under: where there is none), from below; each is an ink of one
 * color under a look. */
enum {
    COVER_CONTEXT,                               /* of context i: its fill, its line */
    COVER_WATER_BORDER = 2 * ATLAS_CONTEXTS_MAX, /* borders on water */
    COVER_WATER_OUTLINE,                         /* the layer's outline there */
    COVER_OUTLINE,                               /* and on land */
    COVER_GROUP_CASING,                          /* of all groups' outlines */
    COVER_GROUP,                                 /* the outline of the look's first group */
    COVERS = COVER_GROUP + CHOROPLETH_GROUPS
};
#define COVER_FILL(i) (COVER_CONTEXT + 2 * (i))
#define COVER_LINE(i) (COVER_CONTEXT + 2 * (i) + 1)

typedef struct paint {           /* what a drawing needs to know of a look; arrays over districts */
    const rgba *fill;            /* has an entry even where there is no district; or NULL then */
    const uint8_t *pattern;      /* of enum pattern: lines over the fill */
    const rgba *hatch;           /* their color */
    bool plain;                  /* no district has a pattern; false: not known */
    rgba border, casing;         /* the casing lies under the border */
    double border_px, casing_px; /* CSS px; 0: none */
    double outline_px;           /* of the layer; < 0: borders run there too */
    const rgba *cover;           /* [COVERS]; NULL: nothing covers the districts */
    uint32_t clears;             /* bit k: cover k shows what is under the map, not a color */
    const rgba *text;            /* the color of a label on a district; NULL: no labels */
    rgba place;                  /* of a place's name outside of all */
    double opacity;              /* 0..1, of all */
} paint;

/* A second indicator, whose classes make pairs with the first's.  A district that lacks either
 * figure has no class, and the classes of each are made of the districts that have both. */
typedef struct choropleth_second {
    const indicator *ind; /* NULL: there is none */
    size_t period;
    const double *value; /* [districts] its own figures */
    const uint8_t *state, *flags;
    class_breaks breaks;
} choropleth_second;

typedef struct choropleth {
    const atlas *atlas; /* a reference */
    size_t indicator, period;
    look look; /* with the period, the method and the ramp that were chosen */
    mapped_rule rule;
    mapped_figures own;  /* what is made for this map; empty where the figures are mapped */
    const double *value; /* [districts] what is mapped */
    const uint8_t *state, *flags; /* [districts] of it, as in joined */
    double whole;                 /* the whole by the same rule; NaN: none */
    double center;                /* NaN: none */
    look_reference against;       /* what it is; REFERENCE_NONE: no center, or one by nature */
    wording around_text;          /* a sentence on classes around it; WORD__COUNT: they are not */
    size_t classes_asked;         /* an even number, where an odd one is needed; else 0 */
    class_breaks breaks;
    choropleth_second second;
    size_t n_colors; /* breaks.count; of pairs, times the second's: row by row from low to high of
                        the second, each row from low to high of the first */
    rgba color[CLASSES_MAX]; /* [n_colors]; not of a continuous method */
    margin_basis basis;      /* of the margins; MARGIN_UNKNOWN: there are none */
    double *margin;          /* [districts] how far what is mapped may be off by chance on the side
                                of the center, NaN: not known; NULL: of no district, or there is no
                                center */
    size_t group[CHOROPLETH_GROUPS + 1]; /* [n_groups] the atlas's that are outlined, ascending */
    size_t n_groups;
    bool *seen;       /* [districts] those that the look's focus names; NULL: it has none */
    int8_t *class_of; /* [districts] -1: no data */
    paint paint;
    bool category_forced; /* another method was asked for, and a category has none */
    uint64_t hash;        /* of the atlas version and of all that decides the pixels */
} choropleth;

/* ERR_NOTFOUND: no such period (the message lists them); ERR_RANGE: the look asks for classes that
 * the values cannot have. */
err_code choropleth_make(const atlas *a, size_t index, const look *l, choropleth **out, err *e);
choropleth *choropleth_ref(choropleth *c);
void choropleth_unref(choropleth *c);                 /* NULL is fine */
size_t choropleth_memory(const choropleth *c);        /* bytes, without the atlas's */
const double *choropleth_values(const choropleth *c); /* [districts] what is mapped */
/* [districts] the indicator's own figures, whatever is mapped of them; and that of the whole. */
const double *choropleth_figures(const choropleth *c);
double choropleth_whole_figure(const choropleth *c);
/* [districts] By which a mean of what is mapped is weighted in a period (atlas_weights()); NULL:
 * the weights are not known, or it is not the figures themselves that are mapped. */
const double *choropleth_weights(const choropleth *c, size_t period);
const atlas_layer *choropleth_layer(const choropleth *c);
const indicator *choropleth_indicator(const choropleth *c);
/* The difference of what is mapped from the center; NaN: it is missing, or there is no center. */
double choropleth_difference(const choropleth *c, district_id d);
/* Whether that difference is no larger than its margin of error; false where one is not known. */
bool choropleth_is_within(const choropleth *c, district_id d);
/* Index of a district's figure in the arrays of joined. */
size_t choropleth_at(const choropleth *c, district_id d);
/* The color of a value; a missing one has the no-data color. */
rgba choropleth_color(const choropleth *c, double value);
/* What is mapped (choropleth_text.c): "Population, change", "percentage points", "2024 against
 * 2010"; a number of it with its sign; what it differs from something by.  Append. */
void choropleth_title(const choropleth *c, lang l, buf *out);
void choropleth_unit(const choropleth *c, lang l, buf *out);
void choropleth_period_text(const choropleth *c, lang l, buf *out);
void choropleth_number_text(const choropleth *c, double v, lang l, buf *out);
void choropleth_difference_text(const choropleth *c, double v, lang l, buf *out);
/* Where the figures are from, and the indicator's note (choropleth_carried.c).  Of a period that
 * was carried over they are those of the other division, and the note says how many districts were
 * put together; where figures are taken off others, both sides are told.  Append. */
void choropleth_source(const choropleth *c, lang l, buf *out);
void choropleth_note(const choropleth *c, lang l, buf *out);
/* The sentences of that note on what was carried over; nothing where all is published. */
void choropleth_carried_note(const choropleth *c, lang l, buf *out);
/* "Put together from A and B", or why it could not be; nothing for a figure as published. */
void choropleth_carried(const choropleth *c, district_id d, lang l, buf *out);
/* With a second indicator: the title of the first (side 0) or of it (1), with its period where they
 * have not the same.  Appends. */
void choropleth_side_title(const choropleth *c, int side, lang l, buf *out);
bool choropleth_is_signed(const choropleth *c); /* written with a plus sign above zero */
int choropleth_decimals(const choropleth *c);   /* of those numbers; -1: as they need */
/* What a label says of a district: what is mapped of it as the language writes it, or that there is
 * none. Appends. */
void choropleth_value_text(const choropleth *c, district_id d, buf *out);
/* Of the i-th group that is outlined: [districts] its members; the color of its outline. */
const bool *choropleth_group(const choropleth *c, size_t i);
rgba choropleth_group_color(const choropleth *c, size_t i);
/* The row of the legend that a figure without a number belongs to. */
legend_state choropleth_legend_state(value_state s);
err_code choropleth_legend(const choropleth *c, legend **out, err *e); /* choropleth_legend.c */
#endif
