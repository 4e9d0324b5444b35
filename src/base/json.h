/* json: what jansson lacks: numbers as the shortest decimal that reads back to
 * the same double (jansson 2.14 prints 17 digits), and null for NaN. */
#ifndef BASE_JSON_H
#define BASE_JSON_H
#include "base/buf.h"
#include <jansson.h>

/* A whole number below 2^53 as an integer, any other as a real, NaN or infinite as null.
 * A new reference; NULL without memory (jansson's functions pass that on). */
json_t *json_number(double v);
json_t *json_text(const char *s); /* null for NULL; bytes that are not UTF-8 become '?' */
/* Adds the member, which it takes over, and returns `o`; NULL stays NULL, and a member that is NULL
 * or cannot be added takes the whole object with it: a chain of these needs one check, at its end.
 */
json_t *json_with(json_t *o, const char *name, json_t *member);
/* Appends the document and takes over (frees) `root`; members in the order they were
 * added; indent 0 for one line.  NULL root: ERR_NOMEM. */
err_code json_print(json_t *root, unsigned indent, buf *out, err *e);
void json_shortest(double v, char out[32]); /* "0.1", "1e+300"; v finite */
#endif
