/* aid_comparison: comparisons for tests; each fails the test where it cannot. */
#ifndef AID_COMPARISON_H
#define AID_COMPARISON_H
#include "atlas/comparison.h"

/* `rows` NULL: those by default; in English. */
comparison *aid_comparison(const atlas *a, const char *who, const char *rows);
comparison *aid_comparison_in(const atlas *a, const char *who, const char *rows, lang l);
/* The first row of that indicator; NULL: there is none. */
const comparison_row *aid_comparison_row(const comparison *c, const char *indicator);
void aid_near(double got, double wanted); /* to 1e-9 */
#endif
