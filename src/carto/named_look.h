/* named_look: settings of the look under a name, from styles/looks.yaml and from manifests.
 * A look takes one with its option `style`, and other options of the same layer lie above it. */
#ifndef CARTO_NAMED_LOOK_H
#define CARTO_NAMED_LOOK_H
#include "base/ydoc.h"
#include "carto/look.h"

/* The built-in ones.  `ramps`, which they name, must outlive the set. */
err_code named_look_set_builtin(const ramp_set *ramps, named_look_set **out, err *e);
/* Adds those of a manifest: {NAME: {title: ..., OPTION: VALUE, ...}, ...}.  Errors name file and
 * line: an option that is none, a bad value, a name that is taken, a look that lies on another. */
err_code named_look_set_add(named_look_set *s, ynode map, err *e);
void named_look_set_free(named_look_set *s);
size_t named_look_set_count(const named_look_set *s);
const named_look *named_look_at(const named_look_set *s,
                                size_t i); /* stays where it is while others are added */
const named_look *named_look_find(const named_look_set *s, const char *name); /* NULL if unknown */
const char *named_look_name(const named_look *s);
const char *named_look_title(const named_look *s, lang l);
/* Its settings; borrowed. */
const look_setting *named_look_settings(const named_look *s, size_t *n);

/* Settings of a look as a mapping of YAML has them: {OPTION: VALUE, ...}; `skip` (may be NULL) is
 * no setting.  Applied as one layer; errors name file and line. */
err_code named_look_read_look(ynode map, const char *skip, const look_sources *from, look *l,
                              err *e);
#endif
