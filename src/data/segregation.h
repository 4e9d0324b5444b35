/* segregation: how unevenly people of a group are spread over districts.
 *
 * Both measures need, of each district, the share p of the group and the t people that it is a
 * share of.  T = sum of t, P = sum of t p / T.
 *
 * They depend on the division: smaller districts give higher values, so two divisions must not
 * be compared, nor cities.  They say nothing of where districts lie (spatial.h does) nor why.  In
 * districts or groups of few people, chance alone makes D larger than zero (Cortese, Falk and
 * Cohen 1976, American Sociological Review 41(4)). */
#ifndef DATA_SEGREGATION_H
#define DATA_SEGREGATION_H
#include <stddef.h>

typedef struct segregation {
    size_t n;             /* districts with both */
    double people, share; /* T and P; share NaN where T is 0 */
    /* D = sum of t |p - P| / (2 T P (1 - P)), 0..1: the part of the group, or of all others, that
     * would have to move for all shares to be P.  Duncan and Duncan 1955, American Sociological
     * Review 20(2); in this form Massey and Denton 1988.  NaN where P is 0 or 1. */
    double dissimilarity;
    /* xPx = sum of t p^2 / (T P), P..1: the share of the group in the district of an average one
     * of its people.  It is high where the group is large; D is not.  Bell 1954, Social Forces
     * 32(4); Massey and Denton 1988, Social Forces 67(2).  NaN where P is 0. */
    double isolation;
} segregation;

/* p[n]: 0..1; t[n]: >= 0; NaN in either: the district is left out.  A share outside of 0..1 makes
 * all but n and people NaN. */
void segregation_of(const double *p, const double *t, size_t n, segregation *out);
#endif
