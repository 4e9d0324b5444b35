/* shore_chain: arcs of one kind joined to lines, where exactly two of them meet. */
#ifndef GEO_SHORE_CHAIN_H
#define GEO_SHORE_CHAIN_H
#include "geo/shore_near.h"

typedef struct shore_link { /* of a chain */
    uint32_t arc, first;    /* its points begin at path[first] */
} shore_link;

typedef struct shore_chain {
    shore_path path; /* a closed one repeats its first point as its last */
    shore_link *link;
    size_t n, cap;
    bool closed;
    uint32_t from, to; /* nodes */
} shore_chain;

typedef bool shore_chain_wanted(const arc *a);
typedef err_code shore_chain_visitor(void *data, const shore_chain *c, err *e);
typedef struct shore_chain_rule {
    shore_chain_wanted *wanted;
    bool same_sides; /* only arcs between the same two districts are joined */
} shore_chain_rule;

/* Each wanted arc is in one chain.  Closed chains begin with an arc for which `begins` is true (may
 * be NULL), if they have one. */
err_code shore_chain_each(const shore_cover *v, shore_chain_rule rule, shore_chain_wanted *begins,
                          shore_chain_visitor *visit, void *data, err *e);
#endif
