/* box_tree: a packed R-tree over numbered boxes, in Hilbert order, built once: which of them may
 * touch a rectangle.  It keeps the bounds of groups only; the visitor tests the items by its own
 * data. Reading is safe for any number of threads; box_tree_drop() is a change. */
#ifndef GEO_BOX_TREE_H
#define GEO_BOX_TREE_H
#include "base/err.h"
#include "geo/rect.h"
#include <stddef.h>
#include <stdint.h>

#define BOX_TREE_FAN    16
#define BOX_TREE_LEVELS 8 /* 16^8 items */

typedef struct box_tree {
    size_t n;
    uint32_t *item; /* [n] in Hilbert order of their centers, equal ones ascending */
    unsigned levels;
    size_t first[BOX_TREE_LEVELS + 1]; /* the groups of level k are [first[k], first[k + 1]) */
    rect *box;                         /* of each group; level 0 are groups of items */
    uint32_t *live;                    /* items left in each group */
} box_tree;

/* box_of() gives item i's box, i in [0, n); n < UINT32_MAX. */
err_code box_tree_build(size_t n, rect (*box_of)(const void *data, uint32_t i), const void *data,
                        box_tree **out, err *e);
void box_tree_free(box_tree *t);
rect box_tree_bounds(const box_tree *t); /* of all items; RECT_EMPTY without any */
/* Takes the item at item[place] out of the counts: groups with none left are not visited.  Items of
 * a visited group may still be ones that were dropped. */
void box_tree_drop(box_tree *t, size_t place);

/* Calls visit() with the place in item[] of each item of each lowest group that touches r, until it
 * returns false.  What r points to is the visitor's to shrink while it goes. */
typedef bool box_tree_visitor(void *data, size_t place);
void box_tree_visit(const box_tree *t, const rect *r, box_tree_visitor *visit, void *data);
#endif
