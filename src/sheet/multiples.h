/* multiples: a sheet of several small maps of one layer, at one size and scale: one for each period
 * of an indicator, under classes of all its periods and one legend; or one for each of several
 * indicators, each with its own legend.  For poster.c.
 *
 * Each panel of a period has the period, the whole's figure, the map, and bars that count the
 * districts of each class, with a triangle under the whole's class.  Bars of all panels have one
 * scale.  Maps have values where all of them find a place, at least half of them in their
 * districts, in every panel, else none has any.  Names are on a map of their own, where they have
 * room, and a chart tells how each district changed from the first period to the last. */
#ifndef SHEET_MULTIPLES_H
#define SHEET_MULTIPLES_H
#include "sheet/notes.h"
#include "sheet/poster_option.h"
#include "sheet/print_map.h"

#define MULTIPLES_LEAST      2
#define MULTIPLES_PERIODS    12 /* panels, at most */
#define MULTIPLES_INDICATORS 6
#define MULTIPLES_DISTRICTS  30 /* of more, neither values nor names are told */

typedef struct multiples_panel {
    choropleth *map;
    legend *legend;
    print_map *drawn;                  /* NULL before multiples_make_maps() */
    buf title, detail, whole, missing; /* "2024"; unit and period; the whole's figure; how many
                                          have none */
    int marked;                        /* class of the whole; -1: none */
    box at, on;                        /* mm on the paper: all of it, its map */
} multiples_panel;

typedef struct multiples_row { /* of the chart of change */
    district_id district;      /* DISTRICT_NONE: the whole */
    double from, to;           /* figures of the first and the last period */
    rgba color;                /* of the last one */
} multiples_row;

typedef struct multiples {
    const sheet_source *source; /* paper and inks; borrowed */
    bool by_period;
    multiples_panel panel[MULTIPLES_PERIODS]; /* [n] */
    size_t n;
    legend shared; /* what is common to all, for title, notes and foot; its texts are borrowed */
    buf sources;
    bool values;           /* maps have labels */
    double wide;           /* of the layer: width by height */
    bool fills;            /* there is nothing else that takes room that is left */
    double taller;         /* mm, of bars: what room was left */
    double least, wanted;  /* mm of height of all panels */
    size_t most;           /* districts in a class: the longest bar */
    struct ramp_set *gray; /* of the map of names */
    choropleth *names;     /* NULL: none is wished */
    print_map *key;        /* likewise drawn */
    box key_at;
    multiples_row *row; /* [n_rows] those with both figures, what grew most first */
    size_t n_rows;      /* 0: there is no chart of change */
} multiples;

/* Whether the style wishes several maps. */
bool multiples_wanted(const poster_style *s);
/* The panels of a map's atlas, under its look.  ERR_NOTFOUND: no such period or indicator;
 * ERR_RANGE: too few, too many, not of one layer; the text begins with the option's name and a
 * colon.  `source` is filled later, but stays where it is; multiples_free() also after a failure.
 */
err_code multiples_make(const choropleth *c, const poster_style *s, const sheet_source *source,
                        multiples *out, err *e);
void multiples_free(multiples *m);
/* Of all panels, each sentence once; what not all share begins with the panel's title. */
err_code multiples_notes(const multiples *m, notes *out, err *e);
/* After the title that the indicator has: which periods. */
void multiples_title(const multiples *m, buf *title);
/* The foot's second sentence, once the maps are made. */
err_code multiples_about(const multiples *m, buf *about, err *e);
/* What all panels say to those who do not see them. */
void multiples_alt(const multiples *m, buf *out);

/* Rows of the chart of change: of figures by period, for at most MULTIPLES_DISTRICTS. */
err_code multiples_make_change(multiples *m, err *e);
/* The width of the maps in a box, mm; 0: they have no room. */
double multiples_map_size(const multiples *m, box panels);

/* In the boxes that the layout gave.  *named: names found their place on their map. */
err_code multiples_make_maps(multiples *m, box panels, err *e);
err_code multiples_make_names(multiples *m, box at, bool *named, err *e);

/* Blocks; `data`: multiples. */
layout_need multiples_panels_need(const void *data, double width, int level);
err_code multiples_panels_draw(void *data, canvas *c, box at, int level, err *e);
layout_need multiples_legend_need(const void *data, double width, int level);
err_code multiples_legend_draw(void *data, canvas *c, box at, int level, err *e);
layout_need multiples_names_need(const void *data, double width, int level);
err_code multiples_names_draw(void *data, canvas *c, box at, int level, err *e);
layout_need multiples_change_need(const void *data, double width, int level);
err_code multiples_change_draw(void *data, canvas *c, box at, int level, err *e);

/* multiples_legend.c: mm of height; c NULL: measured; NaN: no memory; infinite: too narrow. */
double multiples_own_legend(canvas *c, const multiples *m, const multiples_panel *p, box at);
double multiples_bars(canvas *c, const multiples *m, const multiples_panel *p, box at);
#endif
