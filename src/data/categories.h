/* categories: the names that a column of categories holds, in an order, each with its number. */
#ifndef DATA_CATEGORIES_H
#define DATA_CATEGORIES_H
#include "base/strlist.h"
#include "data/number.h"

#define CATEGORIES_MAX 1000

/* Reads n cells: a symbol of the rules is a state (as number_parse() has it), any other text, as
 * keys are normalized, a category; where all are whole numbers, "4.0" is "4".  `order`
 * (NULL-terminated) names all there can be; NULL: those that occur, by number if all are whole
 * numbers, else as they come.  out[n] holds the index into *names as the value.  ERR_FORMAT: a cell
 * that is not in the order; ERR_RANGE: more than CATEGORIES_MAX; *bad is its index, SIZE_MAX for
 * another failure. */
err_code categories_read(const char *const *cells, size_t n, const number_rules *rules,
                         const char *const *order, strlist *names, number_value *out, size_t *bad,
                         err *e);
#endif
