/* samples: legends of every kind, with figures that are made up.  For the sheet in docs, and for
 * tests that hold every kind to the same rules. */
#ifndef AID_SAMPLES_H
#define AID_SAMPLES_H
#include "carto/legend.h"
#include "draw/legend_size.h"

typedef struct sample {
    const char *name, *caption;
    /* the look */
    const char *ramp, *backdrop;
    const rgba *colors;                /* [classes]; NULL: the ramp's */
    const char *method, *method_title; /* NULL: manual, in both languages */
    lang language;
    bool continuous;
    /* the indicator */
    const char *title, *unit, *period, *source, *whole_name, *uncertain_why, *rate;
    const char *water; /* its row's text; NULL: none */
    const char *const *category;
    int decimals;
    double whole; /* 0: none */
    bool is_count, ordered;
    /* classes and values */
    double edge[CLASSES_MAX + 1];
    size_t classes;
    const double *values;  /* NaN: missing */
    size_t n, n_uncertain; /* the first of them */
    size_t states[LEGEND__STATES];
    /* the drawing */
    const char *size; /* NULL: "page" */
    legend_direction direction;
} sample;

extern const sample samples[];
extern const size_t sample_count;

/* ERR_NOTFOUND: no such ramp or backdrop. */
err_code sample_legend(const sample *s, const ramp_set *ramps, legend **out, err *e);
legend_style sample_style(const sample *s);
#endif
