/* aid_random: repeatable random numbers, and star polygons made of them. */
#ifndef AID_RANDOM_H
#define AID_RANDOM_H
#include <stddef.h>
#include <stdint.h>

typedef struct aid_random {
    uint64_t state; /* not 0 */
} aid_random;

uint64_t aid_random_bits(aid_random *r);                      /* xorshift64, Marsaglia 2003 */
double aid_random_in(aid_random *r, double low, double high); /* [low, high) */
/* n corners at ascending angles around (cx, cy), each at a distance of [near, far): a ring
 * that does not cross itself; xy[2 * n]. */
void aid_star(aid_random *r, double cx, double cy, double near, double far, size_t n, double *xy);
#endif
