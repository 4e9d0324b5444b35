/* margin: how far a figure may be off by chance, and whether a difference is larger than that.
 *
 * A margin is half the width of a confidence interval, in the figure's unit, >= 0; NaN: not known.
 * What a source publishes is taken as it stands, at its own level; what is made of a sample's size
 * is at 95 %.  A margin tells of chance alone: not of wrong answers, of those who did not answer,
 * nor of definitions.  Where one is not known nothing is claimed: margin_covers() is then false,
 * which does not say that a difference is sure.
 *
 * Differences.  The margins of two independent figures add as squares:
 *     m = sqrt(m1^2 + m2^2)          (U.S. Census Bureau 2020, Understanding and Using ACS Data,
 *                                     ch. 8; Newcombe 1998, Statistics in Medicine 17:873)
 * Figures of one sample, or of the same people in two years, are not independent; their difference
 * is mostly surer than this says.  Intervals that are not symmetric take part with the side that
 * lies toward the other figure (Zou & Donner 2008, Statistics in Medicine 27:1693).
 *
 * A difference from a published whole, a target or a chosen number has the district's own margin:
 * a number that was chosen has none, and a whole rests on all districts' answers together, so that
 * its own margin, which sources seldom publish, is small beside a district's.  With 10 districts
 * alike it would widen the margin by 5 %: sqrt(1 + 1/10); that the district is a part of the whole
 * takes off more than that. */
#ifndef DATA_MARGIN_H
#define DATA_MARGIN_H
#include "data/indicator.h"

typedef enum margin_basis { /* in the order in which they are preferred */
                            MARGIN_UNKNOWN,
                            MARGIN_INTERVAL,  /* the ends as published */
                            MARGIN_PUBLISHED, /* the margin likewise */
                            MARGIN_SAMPLE,    /* of a share: the size of the sample; 95 % */
                            MARGIN__BASES
} margin_basis;
extern const char
    *const margin_basis_names[MARGIN__BASES]; /* NULL, "interval", "margin", "sample" */

#define MARGIN_Z 1.96 /* of 95 % of a normal distribution */

/* How far the figure at that place of ind's joined arrays may be off on one side: `toward` > 0: the
 * side above it, < 0: below it, 0: the wider.  *basis (may be NULL) gets where it is from.  NaN:
 * no figure, or nothing is published beside it. */
double margin_of(const indicator *ind, size_t at, int toward, margin_basis *basis);
/* Whether any figure of ind has something beside it that a margin can be made of. */
bool margin_is_known(const indicator *ind);

/* Of a share p of a simple random sample of n: 1.96 sqrt(p (1 - p) / n) of 1 (Wald).  0 < p < 1 and
 * n > 0, else NaN: with none or all of the sample it would say 0, which is wrong.  It is too
 * narrow where fewer than five in the sample are of either kind (Brown, Cai & DasGupta 2001,
 * Statistical Science 16:101), and clustered samples are wider. */
double margin_of_share(double p, double n);

/* Of a - b.  NaN if either is. */
double margin_of_difference(double margin_a, double margin_b);
/* Of 100 (a - b) / b, b > 0: 100/b sqrt(ma^2 + (a/b)^2 mb^2), the first order of the ratio's
 * variance (U.S. Census Bureau 2020, ch. 8, "ratios").  NaN where one is not known or b <= 0. */
double margin_of_change(double a, double margin_a, double b, double margin_b);

/* Of the mean of figures, sum of w x / sum of w: sqrt(sum of (w m)^2) / sum of w, over the places
 * that take part, which are those where x is not NaN.  w NULL: each counts the same; NaN there: 0.
 * NaN if one that takes part has no margin. */
double margin_of_mean(const double *x, const double *margin, const double *w, size_t n);
/* Of a figure less a mean that it is a part `share` of (w / sum of w, 0..1): the figure is in both,
 * so sqrt((1 - 2 share) m^2 + margin_of_mean^2). */
double margin_from_mean(double margin, double share, double mean_margin);

/* |difference| <= margin; false where either is NaN. */
bool margin_covers(double difference, double margin);
#endif
