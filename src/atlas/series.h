/* series: one measure over time: the figures of an indicator and of those that its series links it
 * to on other layers, as lines.  Two divisions, or two sources, are two lines, never one: where
 * both have figures there is a break. */
#ifndef ATLAS_SERIES_H
#define ATLAS_SERIES_H
#include "atlas/group.h"

typedef enum series_of { SERIES_DISTRICT, SERIES_GROUP, SERIES_WHOLE } series_of;

typedef struct series_point {
    double at;          /* years: "2017-08" is 2017.58 (the month's middle), "2017/18" 2017.5; else
                           the period's place in its order */
    const char *period; /* borrowed from the atlas */
    double value;       /* NaN: a gap */
    bool derived;       /* put together from parts, by sum or weight */
    bool forecast;      /* not known yet when it was published */
} series_point;

typedef struct series_line {
    size_t indicator;    /* whose figures they are */
    bool carried;        /* of another layer, put together for this one's borders */
    series_point *point; /* [count] ascending by `at` */
    size_t count;
} series_line;

typedef struct series {
    series_line *line; /* [count] the indicator's own first */
    size_t count;
    bool in_years; /* `at` of all points is a year */
} series;

/* `subject`: a district_id of the indicator's layer, a group; ignored for the whole.  A line
 * without any figure is left out. */
err_code series_make(const atlas *a, size_t indicator, series_of of, size_t subject, series *out,
                     err *e);
void series_free(series *s);            /* back to {0} */
double series_year(const char *period); /* as `at`; NaN: names no year */
#endif
