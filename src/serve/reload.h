/* reload: loads the atlas anew when its files change, beside the one that is served, and hands it
 * to the service.  A thread of its own waits for changes (inotify) and for reload_now(); it loads
 * once the files have been quiet for a moment, so that a copy under way is not read half.  What
 * cannot be loaded is logged and told to the service; the old atlas is served on. */
#ifndef SERVE_RELOAD_H
#define SERVE_RELOAD_H
#include "serve/service.h"

typedef struct reload reload;

typedef struct reload_source {
    err_code (*load)(void *ctx, const atlas **out, err *e); /* a new reference; on that thread */
    void *ctx;                                              /* outlives the reload */
    unsigned quiet_ms; /* how long files must rest before they are read; 0: 300 */
} reload_source;

/* Watches the inputs of the edition that is served, and of each that follows.  Where the system
 * cannot watch (too many watches, no inotify) a warning is logged and reload_now() still works. */
err_code reload_start(service *s, const reload_source *from, reload **out, err *e);
void reload_now(reload *r);  /* any thread; returns at once */
void reload_stop(reload *r); /* after a load that is under way; NULL is fine */
#endif
