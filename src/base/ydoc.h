/* ydoc: a YAML file as a tree of nodes that know their line and column.
 *
 * One document a file; aliases are refused, and so are a second document, a key
 * given twice in one mapping, more than YDOC_DEPTH_MAX levels and files over
 * YDOC_BYTES_MAX.  Scalars are text: callers parse numbers strictly.  A ydoc
 * never changes once loaded, and any number of threads may read it. */
#ifndef BASE_YDOC_H
#define BASE_YDOC_H
#include "base/buf.h"
#include <stdbool.h>

#define YDOC_BYTES_MAX ((size_t)16 << 20)
#define YDOC_DEPTH_MAX 32

typedef struct ydoc ydoc;
typedef enum ynode_kind { YNODE_ABSENT, YNODE_SCALAR, YNODE_LIST, YNODE_MAP } ynode_kind;
typedef struct ynode { /* a value; valid as long as its ydoc */
    const ydoc *doc;
    int id; /* 0: absent */
} ynode;

err_code ydoc_load(const char *path, ydoc **out, err *e);
err_code ydoc_parse(const char *name, bytes text, ydoc **out, err *e); /* name: for messages */
void ydoc_free(ydoc *d);
ynode ydoc_root(const ydoc *d); /* absent if the document is empty */

ynode_kind ynode_kind_of(ynode n);
size_t ynode_count(ynode n); /* items of a list, pairs of a map, else 0 */
ynode ynode_item(ynode list, size_t i);
ynode ynode_key(ynode map, size_t i);
ynode ynode_value(ynode map, size_t i);
ynode ynode_get(ynode map, const char *key); /* absent if there is none */
/* The text of a scalar; NULL for anything else and for a plain empty, `~` or `null`. */
const char *ynode_text(ynode n);
unsigned ynode_line(ynode n); /* 1-based; 0 if absent */

/* Sets "FILE: line L, column C: TEXT" and returns ERR_FORMAT. */
err_code ynode_fail(ynode n, err *e, const char *fmt, ...) ERR_PRINTF(3, 4);
/* Fails at the first key of `map` that is not in `allowed` (NULL-terminated), naming those. */
err_code ynode_check_keys(ynode map, const char *const *allowed, err *e);
#endif
