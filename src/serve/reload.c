#include "serve/reload.h"
#include "base/fileio.h"
#include "base/log.h"
#include "serve/watch.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#define QUIET_MS   300
#define MOST_MS    5000 /* files that never rest are read all the same */
#define REWATCH_MS 1000 /* for a folder that went away */
#define WATCHED                                                                                    \
    (IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_CREATE | IN_DELETE | IN_DELETE_SELF |       \
     IN_MOVE_SELF)

struct reload {
    service *service;
    reload_source from;
    pthread_t thread;
    int wake[2]; /* a pipe: 'r' reload, 'q' quit */
    int notify;  /* -1: none */
    strlist inputs;
    bool lost; /* a folder went away */
};

/* ---- what is watched ---- */

static void watch_folder(reload *r, const char *folder) {
    if (inotify_add_watch(r->notify, folder, WATCHED) >= 0) return;
    if (errno != ENOENT)
        log_warn("changes in %s are not noticed (%s); send SIGHUP instead", folder,
                 strerror(errno));
    r->lost = true;
}

/* Folders rather than files, since files are replaced by renaming others onto them. */
static void watch_inputs(reload *r) {
    r->lost = false;
    for (size_t i = 0; r->notify >= 0 && i < r->inputs.count; i++) {
        char *folder = path_dir(r->inputs.item[i]);
        if (folder) watch_folder(r, folder);
        free(folder);
    }
}

static void take_inputs(reload *r) {
    edition *d = service_edition(r->service);
    strlist fresh = {0};
    err_code rc = ERR_OK;
    for (size_t i = 0; i < d->atlas->inputs.count && !rc; i++)
        rc = strlist_add(&fresh, d->atlas->inputs.item[i], NULL);
    edition_unref(d);
    if (rc) {
        strlist_free(&fresh); /* the old list is better than half a one */
        return;
    }
    strlist_free(&r->inputs);
    r->inputs = fresh;
    watch_inputs(r);
}

/* An input's own name, one of the files beside a .shp, or a link by which whole folders are swapped
 * ("..data" of Kubernetes). */
static bool is_input(const reload *r, const char *name) {
    bool found = !strncmp(name, "..", 2);
    char *stem = path_stem(name);
    for (size_t i = 0; i < r->inputs.count && !found; i++) {
        const char *slash = strrchr(r->inputs.item[i], '/');
        const char *input = slash ? slash + 1 : r->inputs.item[i];
        char *own = path_stem(input);
        found = !strcmp(input, name) ||
                (stem && own && !strcmp(stem, own) && !strcmp(path_extension(input), "shp"));
        free(own);
    }
    free(stem);
    return found;
}

/* Whether any of what happened is of interest. */
static bool read_events(reload *r) {
    _Alignas(struct inotify_event) char room[16384];
    bool changed = false;
    ssize_t n = read(r->notify, room, sizeof room);
    for (char *at = room; n > 0 && at < room + n;) {
        const struct inotify_event *event = (const struct inotify_event *)(const void *)at;
        if (event->mask & (IN_DELETE_SELF | IN_MOVE_SELF | IN_IGNORED)) r->lost = changed = true;
        if (event->mask & IN_Q_OVERFLOW || (event->len && is_input(r, event->name))) changed = true;
        at += sizeof *event + event->len;
    }
    return changed;
}

/* ---- loading ---- */

static void load(reload *r) {
    const atlas *fresh = NULL;
    err e = {0};
    bool changed = false;
    err_code rc = r->from.load(r->from.ctx, &fresh, &e);
    if (!rc) rc = service_replace(r->service, fresh, &changed, &e);
    if (rc) {
        log_error("cannot reload: %s; what was loaded before is served on", e.text);
        service_failed(r->service, e.text);
    } else if (changed) {
        log_info("reloaded %s: version %016llx", fresh->id, (unsigned long long)fresh->version);
    } else {
        log_info("reloaded: the data is the same");
    }
    atlas_unref(fresh);
    take_inputs(r);
}

/* What the pipe says; false: to stop. */
static bool read_orders(reload *r, bool *asked) {
    char orders[64];
    ssize_t n = read(r->wake[0], orders, sizeof orders);
    for (ssize_t i = 0; i < n; i++) {
        if (orders[i] == 'q') return false;
        *asked = true;
    }
    return true;
}

static int wait_ms(const reload *r, int64_t due, int64_t now) {
    if (due) return due > now ? (int)(due - now) : 0;
    return r->lost ? REWATCH_MS : -1;
}

static void *run(void *arg) {
    reload *r = arg;
    int64_t first = 0, due = 0; /* when a change was first seen; when it is to be read; 0: none */
    for (bool go_on = true; go_on;) {
        struct pollfd fds[2] = {{r->wake[0], POLLIN, 0}, {r->notify, POLLIN, 0}};
        int64_t now = watch_now_ms();
        bool asked = false, changed = false;
        int n = poll(fds, 2, wait_ms(r, due, now));
        now = watch_now_ms();
        if (n > 0 && fds[0].revents) go_on = read_orders(r, &asked);
        if (n > 0 && fds[1].revents) changed = read_events(r);
        if (!n && !due && r->lost) {
            watch_inputs(r);
            changed = !r->lost; /* the folder is there again */
        }
        if (changed) {
            if (!first) first = now;
            due = now + r->from.quiet_ms;
            if (due > first + MOST_MS) due = first + MOST_MS;
        }
        if (go_on && (asked || (due && now >= due))) {
            first = due = 0;
            load(r);
        }
    }
    return NULL;
}

/* ---- beginning and end ---- */

static bool start_thread(reload *r) {
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    bool started = !pthread_create(&r->thread, NULL, run, r);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return started;
}

static void give_back(reload *r) {
    for (int i = 0; i < 2; i++)
        if (r->wake[i] >= 0) close(r->wake[i]);
    if (r->notify >= 0) close(r->notify);
    strlist_free(&r->inputs);
    free(r);
}

err_code reload_start(service *s, const reload_source *from, reload **out, err *e) {
    reload *r = calloc(1, sizeof *r);
    if (!r) return err_nomem(e);
    r->service = s;
    r->from = *from;
    if (!r->from.quiet_ms) r->from.quiet_ms = QUIET_MS;
    r->wake[0] = r->wake[1] = -1;
    r->notify = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (r->notify < 0)
        log_warn("changes of files are not noticed (%s); send SIGHUP instead", strerror(errno));
    take_inputs(r);
    if (!pipe(r->wake) && start_thread(r)) {
        *out = r;
        return ERR_OK;
    }
    give_back(r);
    return err_set(e, ERR_IO, "cannot start a thread");
}

static void order(reload *r, char what) {
    ssize_t n = write(r->wake[1], &what, 1); /* a full pipe has orders enough */
    (void)n;
}

void reload_now(reload *r) { order(r, 'r'); }

void reload_stop(reload *r) {
    if (!r) return;
    order(r, 'q');
    pthread_join(r->thread, NULL);
    give_back(r);
}
