/* series: one measure over time: the figures of an indicator and of those that its series links it
 * to on other layers, as lines.  Two divisions, or two sources, are two lines, never one: where
 * both have figures there is a break. */
#ifndef ATLAS_SERIES_H
#define ATLAS_SERIES_H
#include "atlas/group.h"

typedef enum series_of { SERIES_DISTRICT, SERIES_GROUP, SERIES_WHOLE } series_of;

typedef struct series_point {
    double at;          /* years: series_year(); else the period's place in the order */
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

/* Lines: the indicator's own, with the forecasts of its series on its layer at the end; then one
 * for each other indicator of the series with the same kind and unit: of the same layer as another
 * source, of another layer put together for this one's borders, where they fit and its figures
 * allow.  Only published figures of each are asked.  `subject`: a district_id of the indicator's
 * layer, a group; ignored for the whole.  A line without any figure is left out. */
err_code series_make(const atlas *a, size_t indicator, series_of of, size_t subject, series *out,
                     err *e);
void series_free(series *s); /* back to {0} */
/* Where a period stands on an axis of years: "2017" at 2017, a month, quarter or half-year at its
 * middle ("2017-08" at 2017.625, "2017 Q1" at 2017.125), two years ("2017/18", "2015-2017")
 * half-way between them; NaN: it is none of these. */
double series_year(const char *period);
#endif
