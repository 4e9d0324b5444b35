/* wording: every text of maps and legends in each language, and how numbers are
 * written there (visual.md "Numbers"): Swedish decimal comma, no-break space for
 * thousands, "13,5 %" with no-break space; English point, comma, "13.5%"; in both
 * U+2212 minus, en dash in ranges, and "till" or "to" when an end is negative.
 * A number that reads zero has no sign. */
#ifndef CARTO_WORDING_H
#define CARTO_WORDING_H
#include "base/buf.h"
#include "base/lang.h"

typedef enum wording {
    WORD_NO_DATA,         /* "No data", "Uppgift saknas" */
    WORD_MISSING,         /* in place of a value: "no data", "saknas" */
    WORD_NO_DATA_OF,      /* ... {1} of {2} districts */
    WORD_WHOLE,           /* the name of the whole where the atlas has none */
    WORD_WHOLE_VALUE,     /* {1} its name, {2} its value */
    WORD_MEAN_VALUE,      /* {1} the mean, over {2} of {3} districts, unweighted */
    WORD_CLOSED_RIGHT,    /* a sentence on which edge a class includes */
    WORD_CLOSED_LEFT,     /* likewise */
    WORD_SOURCE,          /* {1} the source */
    WORD_COUNT_WARNING,   /* counts drawn as areas mislead: one sentence */
    WORD_OR_LESS,         /* classes without an end: {1} the number at the other one */
    WORD_OVER,            /* likewise, and the number itself is outside */
    WORD_UNDER,           /* likewise outside */
    WORD_OR_MORE,         /* inside */
    WORD_NO_FIGURES,      /* no district has a figure */
    WORD_FEWER_CLASSES,   /* {1} instead of {2} */
    WORD_NONE_BELOW,      /* the same, as no value is below {3} */
    WORD_NONE_ABOVE,      /* above it */
    WORD_COUNT_RATE,      /* the count warning, and {1} the indicator to map instead */
    WORD_CLASSES_IGNORED, /* {1} the method that decides how many there are */
    WORD_CATEGORY_FORCED, /* categories are never classed */
    WORD_LABEL_COUNT,     /* {1} a label, {2} how many districts */
    WORD_SUPPRESSED,      /* states of a value, as labels */
    WORD_CANNOT_OCCUR,
    WORD_ROUNDED_ZERO,
    WORD_UNCERTAIN,
    WORD_UNCERTAIN_WHY, /* {1} the criterion */
    WORD_UNCLASSED,     /* a sentence: color follows the value */
    WORD_BELOW,         /* the ends of a diverging ramp, seen from the reference */
    WORD_ABOVE,
    WORD_STDDEV,   /* a sentence on the method's edges */
    WORD_STDDEV_1, /* what its five classes are, lowest first */
    WORD_STDDEV_2,
    WORD_STDDEV_3,
    WORD_STDDEV_4,
    WORD_STDDEV_5,
    WORD_BOXPLOT,   /* likewise */
    WORD_BOXPLOT_1, /* six classes */
    WORD_BOXPLOT_2,
    WORD_BOXPLOT_3,
    WORD_BOXPLOT_4,
    WORD_BOXPLOT_5,
    WORD_BOXPLOT_6,
    WORD_ALT_MAP,     /* what a map says to those who do not see it: {1} title, unit, period */
    WORD_ALT_COVERED, /* {1} of {2} districts have a figure */
    WORD_ALT_RANGE,   /* the same, from {1} to {2} */
    WORD_ALT_HIGHEST, /* {1} names, {2} their figure */
    WORD_ALT_LOWEST,
    WORD_ALT_ALIKE,      /* {1} the figure that all have */
    WORD_ALT_MISSING,    /* {1} names of districts without a figure */
    WORD_ALT_DISTRICTS,  /* {1} so many, in place of their names */
    WORD_ALT_AND,        /* between the last two of a list */
    WORD_ALT_OUTSIDE,    /* the part that is shown has no district in it */
    WORD_POSTER_TITLE,   /* {1} what is mapped, {2} where */
    WORD_POSTER_CLASSES, /* heads over legends */
    WORD_POSTER_CATEGORIES,
    WORD_POSTER_COLORS,
    WORD_POSTER_DOTS,         /* sentences under them */
    WORD_POSTER_DOTS_CLASSED, /* where the axis is no scale */
    WORD_POSTER_AGAINST,      /* of subtitles: {1} the whole, as within a sentence */
    WORD_POSTER_AGAINST_MEAN,
    WORD_POSTER_BINS,
    WORD_POSTER_COUNTS, /* what the numbers under the classes are */
    WORD_POSTER_RANKED, /* heads over lists of districts */
    WORD_POSTER_GROUPED,
    WORD_POSTER_HIGHEST, /* sentences under them */
    WORD_POSTER_STEMS,
    WORD_POSTER_DERIVED, /* in a list: what the mark after a figure means */
    WORD_POSTER_CUT,     /* {1} highest and {2} lowest are shown, {3} more lie between */
    WORD_POSTER_WITHOUT, /* {1} districts have no figure */
    WORD_POSTER_MORE,    /* at the end of names: {1} more */
    WORD_POSTER_WHOLE,   /* sentences of notes: {1} the name of the whole */
    WORD_POSTER_MEAN,    /* {1} of {2} districts */
    WORD_POSTER_HATCHED,
    WORD_POSTER_UNCERTAIN,
    WORD_POSTER_WATER,      /* on light paper */
    WORD_POSTER_WATER_PART, /* follows it */
    WORD_POSTER_WATER_DARK, /* both, without the color */
    WORD_POSTER_PROJECTION, /* of the foot: {1} its name */
    WORD_POSTER_PERIOD,     /* {1} */
    WORD_POSTER_SCALE,      /* {1} the denominator, {2} the paper */
    WORD_RATIO_ON,          /* under a scale bar: likewise */
    WORD_POSTER_INSET,      /* a part of the map at a larger scale: {1} the ratio */
    /* comparisons */
    WORD_CHANGE_TITLE,   /* {1} the title: of a difference between periods */
    WORD_MINUS_TITLE,    /* {1} minus {2}, two titles */
    WORD_CHANGE_PERIODS, /* {1} a period, {2} what it is compared with */
    WORD_POINTS,         /* the unit of a difference between shares */
    WORD_FELL,           /* the ends of a ramp of changes */
    WORD_ROSE,
    WORD_REFERENCE_VALUE,   /* {1} a number that somebody chose */
    WORD_CLOSED_RIGHT_OPEN, /* which edge a class includes, where the outer class is open */
    WORD_CLOSED_LEFT_OPEN,
    WORD_AROUND,       /* sentences on classes: equally far from the reference */
    WORD_AROUND_ZERO,  /* from 0 */
    WORD_AROUND_SIDES, /* by the method on each side of the reference */
    WORD_AROUND_ZERO_SIDES,
    WORD_ODD_CLASSES,        /* {1} instead of {2}, since an even number has no middle */
    WORD_COUNT_NO_REFERENCE, /* a reference was asked for, and a count has none */
    WORD_NO_REFERENCE,       /* likewise, and there is none */
    WORD_MEAN_INSTEAD,       /* there is no figure for the whole */
    WORD_MULTIPLES_LEGEND,   /* sheets of several maps: over the common legend; {1} maps */
    WORD_MULTIPLES_POOLED,   /* sentences of notes: {1} figures of {2} periods */
    WORD_MULTIPLES_BARS,
    WORD_MULTIPLES_MARK,       /* follows it */
    WORD_MULTIPLES_NAMES,      /* over the map of names */
    WORD_WEIGHTED_MEAN_VALUE,  /* as WORD_MEAN_VALUE */
    WORD_POSTER_WEIGHTED_MEAN, /* {1} of {2} districts, {3} the title of the weight */
    /* figures carried over from another division */
    WORD_CARRIED,      /* {1} of {2} districts, {3} the other layer's title; names follow */
    WORD_CARRIED_SAME, /* none of them: {1} that title */
    WORD_CARRIED_LACK, /* {1} of {2} districts; names follow */
    WORD_SUM_OF,       /* of one district: {1} its parts */
    WORD_MEAN_OF,
    WORD_LACK_BORDERS, /* why it has no figure */
    WORD_LACK_PART,
    WORD_LACK_WEIGHT,
    WORD_LACK_KIND,
    WORD_LACK_MEMBERS,   /* of a group */
    WORD_GROUPS,         /* as a heading */
    WORD_TARGET,         /* a goal that was set: its name where it has none */
    WORD_TARGET_EACH,    /* likewise, set for each district */
    WORD_TARGET_WHOLE,   /* likewise, and only the whole can reach it */
    WORD_TARGET_VALUE,   /* {1} its name with its period, {2} its value */
    WORD_TARGET_BEYOND,  /* {1} that: and the scale does not reach there */
    WORD_TARGET_SOURCE,  /* {1} who set it */
    WORD_TARGET_AGAINST, /* sentences of notes: {1} its name and value, and it is the reference */
    /* what is uncertain */
    WORD_WITHIN,        /* a state, as a label */
    WORD_WITHIN_SAMPLE, /* likewise, of margins made of the size of the sample */
    WORD_WITHIN_SOME,   /* a sentence: the margin is known for {1} of {2} districts */
    WORD_ALT_WITHIN,    /* {1} names of districts whose difference is within its margin */
    WORD_POSTER_WITHIN, /* a sentence of notes */
    /* pairs of classes */
    WORD_PAIR_TITLE, /* {1} and {2}, two titles, the second without its capital */
    WORD_PAIR_CLASS, /* {1}, {2} as the next */
    WORD_PAIR_SIDE,  /* {1} a title, {2} one of the next three */
    WORD_PAIR_LOW,
    WORD_PAIR_MIDDLE,
    WORD_PAIR_HIGH,
    WORD_PAIR_MORE,  /* {1} a title and unit, along an arrow */
    WORD_PAIR_VALUE, /* {1}, {2} both figures of a district, as a label */
    WORD_PAIR_HEAD,  /* over the legend of a sheet, and a sentence under it */
    WORD_PAIR_COUNTS,
    WORD_PAIR_POINTS,  /* over the figures as points: {1} how many districts */
    WORD_PAIR_EDGES,   /* a sentence under it */
    WORD_PAIR_BOTH,    /* of notes: who has a class */
    WORD_ALT_PAIR_LOW, /* {1} names of districts in a corner of the square */
    WORD_ALT_PAIR_FIRST,
    WORD_ALT_PAIR_SECOND,
    WORD_ALT_PAIR_HIGH,
    /* cards over maps */
    WORD_CARD_ABOVE, /* {1} how much, {2} the reference as WORD_INSIDE_..., {3} its value */
    WORD_CARD_BELOW,
    WORD_CARD_EQUAL,        /* {1} the reference, {2} its value */
    WORD_CARD_RANK,         /* {1} of {2} districts */
    WORD_INSIDE_WHOLE_HEAD, /* of a name of the whole that is no proper name */
    WORD_INSIDE_WHOLE,      /* inside a sentence; {1} the rest of such a name */
    WORD_INSIDE_MEAN,       /* of {1} of {2} districts */
    WORD_INSIDE_WEIGHTED_MEAN,
    WORD_INSIDE_REFERENCE, /* a number that somebody chose */
    WORD_MULTIPLES_CHANGE, /* over the chart of changes: from {1} to {2} */
    WORD__COUNT
} wording;
#define WORDING_ARGS_MAX 3

const char *wording_get(wording w, lang l); /* static; with its {1}, {2}... if it has any */
/* Appends the text with args[0] for {1} and so on; an argument that is missing is left out. */
void wording_fill(wording w, lang l, const char *const args[], size_t n_args, buf *out);

/* Likewise with a text of the caller's, whose braces are such places. */
void wording_fill_text(const char *text, const char *const args[], size_t n_args, buf *out);

/* `decimals` -1: as few as the value needs, at most NUMBER_DECIMALS_MAX.  Halves are rounded away
 * from zero, as readers (and Intl.NumberFormat in a page) do.  NaN or infinite: an en dash. */
#define NUMBER_DECIMALS_MAX 6
void number_format_text(double v, int decimals, lang l, buf *out);
/* As above with the unit where it is written after the number: a unit that begins with '%' adds a
 * percent sign; other units add nothing. */
void number_format_value(double v, int decimals, const char *unit, lang l, buf *out);
/* Likewise with a plus sign above zero. */
void number_format_signed_value(double v, int decimals, const char *unit, lang l, buf *out);
/* "12,5–18,0", "−4 till 12", one value if both read the same. */
void number_format_range(double from, double to, int decimals, lang l, buf *out);
/* Where numbers lie on both sides of zero: with a plus sign too; "+442", "0 till +400". */
void number_format_signed(double v, int decimals, lang l, buf *out);
void number_format_signed_range(double from, double to, int decimals, lang l, buf *out);
/* The fewest decimals >= `decimals` (-1: >= 0; at most NUMBER_DECIMALS_MAX) with which neighbors
 * in edges[n], ascending, read differently wherever they differ. */
int number_decimals_needed(const double *edges, size_t n, int decimals);
/* The fewest decimals, at most `most`, with which each value reads as it is: what an indicator
 * that says nothing of its decimals is written with.  NaN and infinite are skipped. */
int number_decimals_of(const double *values, size_t n, int most);
#endif
