/* radix: sorting numbered keys in linear time. */
#ifndef BASE_RADIX_H
#define BASE_RADIX_H
#include <stddef.h>
#include <stdint.h>

/* Sorts by the upper 32 bits; equal ones keep their order.  `spare` has room for n; what it holds
 * afterwards is of no use. */
void radix_sort(uint64_t *keyed, uint64_t *spare, size_t n);
#endif
