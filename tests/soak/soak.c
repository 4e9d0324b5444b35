/* soak KARTBLAD SECONDS: serves the Stockholm atlas under more load than it can take, with reloads,
 * slow clients and aborted connections, and looks at every answer.
 *
 * Two versions of the atlas take turns; they differ in whether ramps are reversed, so that every
 * tile differs.  What each of some 200 tiles must look like in either is drawn here beforehand, and
 * each tile that comes is decoded and compared.  At the end: no wrong pixel, no 5xx but 503, no
 * broken answer, memory flat after warm-up, and a clean exit. */
#include "aid_atlas.h"
#include "aid_cmocka.h"
#include "aid_files.h"
#include "aid_http.h"
#include "aid_random.h"
#include "base/fileio.h"
#include "base/hash.h"
#include "draw/png.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define TILES       200
#define LOADERS     12
#define CONNECTIONS 120 /* of each loader, a request on each: more than workers and queue hold */
#define RELOAD_S    10
#define SLOW        8

typedef struct wanted { /* a tile and what it must be */
    char target[200];
    uint64_t pixels[2]; /* hash of the decoded pixels, in each version */
} wanted;

static const char *const other_targets[] = {
    "/data/stockholm.json",
    "/data/stockholm/violence.json",
    "/data/stockholm/socioeconomic_index.csv",
    "/data/stockholm/population.csv?periods=all",
    "/data/stockholm/socioeconomic_index.geojson",
    "/grid/stockholm/violence/11/1126/602.json",
    "/legend/stockholm/violence.svg?lang=sv",
    "/legend/stockholm/violence.png?scale=2",
    "/legend/stockholm/violence.json",
    "/tiles/stockholm/violence.json",
    "/",
    "/assets/leaflet.js",
    "/openapi.json",
    "/metrics",
    "/health",
    "/tiles/stockholm/violence/11/1126/602.png?classes=99", /* 400 */
    "/tiles/stockholm/nothing/11/1126/602.png",             /* 404 */
};
#define OTHERS (sizeof other_targets / sizeof *other_targets)

static struct {
    const char *program;
    char dir[AID_PATH];
    buf manifest[2];
    wanted tile[TILES];
    pid_t pid;
    int port;
    atomic_bool stop;
    atomic_ulong tiles, others, busy, conditional, wrong, broken, unwanted, slow, aborted, reloads;
} soak;

static void die(const char *what) {
    fprintf(stderr, "soak: %s: %s\n", what, strerror(errno));
    if (soak.pid) kill(soak.pid, SIGKILL);
    exit(1);
}

/* ---- the atlas, in two versions ---- */

static void make_manifests(void) {
    char path[AID_PATH];
    aid_path("shapes/stockholm", "atlas.yaml", path);
    for (int v = 0; v < 2; v++) {
        buf text = BUF_EMPTY;
        if (file_read(path, 1 << 20, &text, NULL)) die(path);
        char *at = strstr((char *)text.data, "\nlook: {");
        if (!at) die("atlas.yaml has no look: {...}");
        at += strlen("\nlook: {");
        buf_add(&soak.manifest[v], text.data, (size_t)(at - (char *)text.data));
        buf_adds(&soak.manifest[v], v ? "reverse: true, " : "reverse: false, ");
        buf_adds(&soak.manifest[v], at);
        buf_free(&text);
    }
}

static void put_manifest(int v) {
    char path[AID_PATH];
    aid_path(soak.dir, "atlas.yaml", path);
    if (file_write_atomic(path, buf_view(&soak.manifest[v]), NULL)) die(path);
}

static void copy_atlas(void) {
    char command[2 * AID_PATH];
    aid_dir_make(soak.dir);
    snprintf(command, sizeof command,
             "cp shapes/stockholm/*.csv shapes/stockholm/*.[sdpc][hbrp][pfjgx] %s", soak.dir);
    if (system(command)) die(command);
}

/* ---- what tiles must be ---- */

static uint64_t hash_png(bytes png) {
    rgba *pixels;
    uint32_t width, height;
    if (png_decode(png, &pixels, &width, &height, NULL)) return 0;
    uint64_t h = hash_bytes(HASH_INIT, pixels, (size_t)width * height * sizeof *pixels);
    free(pixels);
    return h;
}

static void choose_tile(aid_random *r, const atlas *a, int version, wanted *w) {
    static const char *const ids[] = {"violence", "socioeconomic_index", "population_14", "rental"};
    static const char *const names[] = {"classes", "ramp", "method", "border-width"};
    static const char *const values[][3] = {{"3", "5", "7"},
                                            {"plum", "blues", "viridis"},
                                            {"equal", "jenks", "quantile"},
                                            {"0", "1", "2"}};
    const char *id = ids[aid_random_bits(r) % 4];
    size_t option = aid_random_bits(r) % 4, value = aid_random_bits(r) % 3;
    unsigned z = 9 + (unsigned)(aid_random_bits(r) % 6),
             scale = 1 + (unsigned)(aid_random_bits(r) % 8 / 7);
    uint32_t x = (uint32_t)((281.3 + aid_random_in(r, 0, 0.5)) * (double)(1u << (z - 9)));
    uint32_t y = (uint32_t)((150.2 + aid_random_in(r, 0, 0.6)) * (double)(1u << (z - 9)));
    buf png = BUF_EMPTY;
    choropleth *c = aid_map(a, id, &(look_setting){names[option], values[option][value]}, 1);
    aid_tile(c, (tile_id){z, x, y}, scale, &png);
    w->pixels[version] = hash_png(buf_view(&png));
    snprintf(w->target, sizeof w->target, "/tiles/stockholm/%s/%u/%u/%u%s.png?%s=%s", id, z, x, y,
             scale == 2 ? "@2x" : "", names[option], values[option][value]);
    choropleth_unref(c);
    buf_free(&png);
}

static void draw_wanted(void) {
    for (int v = 0; v < 2; v++) {
        aid_random r = {2026};
        put_manifest(v);
        const atlas *a = aid_atlas(soak.dir);
        for (size_t i = 0; i < TILES; i++) choose_tile(&r, a, v, &soak.tile[i]);
        atlas_unref(a);
    }
}

/* ---- the server ---- */

static void start_server(void) {
    int out[2];
    char address[200] = "";
    if (pipe(out)) die("pipe");
    soak.pid = fork();
    if (soak.pid < 0) die("fork");
    if (!soak.pid) {
        dup2(out[1], STDOUT_FILENO);
        close(out[0]);
        close(out[1]);
        setenv("KARTBLAD_LOG", "error", 1); /* each 503 is a warning */
        execl(soak.program, soak.program, "serve", "-a", soak.dir, "--listen", "127.0.0.1:0",
              "--cache-mb", "32", "--max-connections", "4000", "--max-per-address", "0",
              (char *)NULL);
        _exit(127);
    }
    close(out[1]);
    ssize_t n = read(out[0], address, sizeof address - 1);
    close(out[0]);
    if (n <= 0 || sscanf(address, "http://127.0.0.1:%d/", &soak.port) != 1) die("no server");
}

static size_t resident_kb(void) {
    char path[64];
    size_t size, resident = 0;
    snprintf(path, sizeof path, "/proc/%d/statm", (int)soak.pid);
    FILE *f = fopen(path, "r");
    if (!f || fscanf(f, "%zu %zu", &size, &resident) != 2) die("the server has gone");
    fclose(f);
    return resident * (size_t)sysconf(_SC_PAGESIZE) / 1024;
}

/* ---- clients ---- */

static void judge(const char *target, const wanted *w, aid_http_reply *r) {
    if (r->status == 503) {
        const char *keep = aid_http_field(r, "Cache-Control");
        if (!keep || strcmp(keep, "no-store") || !aid_http_field(r, "Retry-After"))
            atomic_fetch_add(&soak.unwanted, 1);
        atomic_fetch_add(&soak.busy, 1);
    } else if (r->status == 0) {
        atomic_fetch_add(&soak.broken, 1);
    } else if (r->status >= 500) {
        fprintf(stderr, "soak: %s: %d %s\n", target, r->status, aid_http_body(r));
        atomic_fetch_add(&soak.unwanted, 1);
    } else if (r->status == 200 && w) {
        uint64_t got = hash_png(buf_view(&r->body));
        atomic_fetch_add(&soak.tiles, 1);
        if (got == w->pixels[0] || got == w->pixels[1]) return;
        fprintf(stderr, "soak: wrong pixels: %s\n", target);
        atomic_fetch_add(&soak.wrong, 1);
    } else if (w) {
        atomic_fetch_add(r->status == 304 ? &soak.conditional : &soak.unwanted, 1);
    } else {
        atomic_fetch_add(&soak.others, 1);
    }
}

/* Many connections at once, a request on each, again and again. */
static void *load(void *arg) {
    aid_random r = {7 + (uint64_t)(uintptr_t)arg};
    static _Thread_local aid_http c[CONNECTIONS];
    bool open[CONNECTIONS] = {false};
    while (!atomic_load(&soak.stop)) {
        const char *target[CONNECTIONS];
        const wanted *w[CONNECTIONS];
        for (int i = 0; i < CONNECTIONS; i++) {
            uint64_t pick = aid_random_bits(&r) % 10;
            w[i] = pick < 8 ? &soak.tile[aid_random_bits(&r) % TILES] : NULL;
            target[i] = w[i] ? w[i]->target : other_targets[aid_random_bits(&r) % OTHERS];
            if (!open[i]) open[i] = aid_http_open(&c[i], soak.port);
            char text[500];
            snprintf(text, sizeof text, "GET %s HTTP/1.1\r\nHost: soak\r\n%s\r\n", target[i],
                     pick == 9 ? "Accept-Encoding: gzip\r\n" : "");
            if (open[i] && !aid_http_sends(&c[i], text)) {
                aid_http_close(&c[i]);
                open[i] = false;
            }
        }
        for (int i = 0; i < CONNECTIONS; i++) {
            aid_http_reply reply = {0};
            if (!open[i]) continue;
            bool came = aid_http_read(&c[i], false, &reply);
            judge(target[i], w[i], &reply);
            if (!came || reply.ended) {
                aid_http_close(&c[i]);
                open[i] = false;
            }
            aid_http_reply_free(&reply);
        }
    }
    for (int i = 0; i < CONNECTIONS; i++)
        if (open[i]) aid_http_close(&c[i]);
    return NULL;
}

/* A byte now and then; the server may cut it off. */
static void *drip(void *unused) {
    (void)unused;
    while (!atomic_load(&soak.stop)) {
        aid_http c;
        if (!aid_http_open(&c, soak.port)) continue;
        for (int i = 0; i < 40 && !atomic_load(&soak.stop); i++)
            if (!aid_http_drip(&c, "G", 500)) break;
        atomic_fetch_add(&soak.slow, 1);
        aid_http_close(&c);
    }
    return NULL;
}

/* Asks for something large, and leaves before it has come. */
static void *leave(void *arg) {
    aid_random r = {99 + (uint64_t)(uintptr_t)arg};
    const struct timespec pause = {0, 5000000};
    while (!atomic_load(&soak.stop)) {
        aid_http c;
        if (!aid_http_open(&c, soak.port)) continue;
        const char *half = "GET /data/stock", *whole = "GET /data/stockholm.json HTTP/1.1\r\n"
                                                       "Host: soak\r\n\r\n";
        aid_http_sends(&c, aid_random_bits(&r) % 2 ? half : whole);
        aid_http_close(&c);
        atomic_fetch_add(&soak.aborted, 1);
        nanosleep(&pause, NULL);
    }
    return NULL;
}

/* ---- the run ---- */

static int by_size(const void *a, const void *b) {
    size_t x = *(const size_t *)a, y = *(const size_t *)b;
    return (x > y) - (x < y);
}

static size_t median_of(const size_t *from, size_t n) {
    size_t *sorted = malloc((n + 1) * sizeof *sorted);
    memcpy(sorted, from, n * sizeof *sorted);
    qsort(sorted, n, sizeof *sorted, by_size);
    size_t m = n ? sorted[n / 2] : 0;
    free(sorted);
    return m;
}

/* A second at a time: memory, and the other version now and then. */
static void watch_server(size_t seconds, size_t *kb) {
    for (size_t s = 0; s < seconds; s++) {
        sleep(1);
        kb[s] = resident_kb();
        if (s % RELOAD_S == RELOAD_S / 2) {
            put_manifest((int)(s / RELOAD_S + 1) % 2);
            atomic_fetch_add(&soak.reloads, 1);
        }
        if (s % 30 == 29)
            fprintf(stderr, "soak: %zu s: %lu tiles, %lu others, %lu busy, %zu MB\n", s + 1,
                    atomic_load(&soak.tiles), atomic_load(&soak.others), atomic_load(&soak.busy),
                    kb[s] / 1024);
    }
}

static int end_server(void) {
    int status = 0;
    kill(soak.pid, SIGTERM);
    for (int i = 0; i < 200; i++) {
        if (waitpid(soak.pid, &status, WNOHANG) == soak.pid)
            return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
        nanosleep(&(struct timespec){0, 50000000}, NULL);
    }
    kill(soak.pid, SIGKILL);
    return -1;
}

static int report(const size_t *kb, size_t seconds, int status) {
    /* Warm-up is the first quarter; short runs are all warm-up, and their memory is only told. */
    size_t early = median_of(kb + seconds / 4, seconds / 4);
    size_t late = median_of(kb + seconds - seconds / 4, seconds / 4);
    bool flat = seconds < 120 || late < early + early / 20 + 4096;
    bool good =
        !soak.wrong && !soak.unwanted && !soak.broken && flat && !status && soak.tiles && soak.busy;
    printf(
        "%zu s, %lu reloads: %lu tiles with the right pixels, %lu other answers, %lu times 503,\n"
        "%lu slow clients, %lu that left; wrong pixels %lu, other 5xx or 4xx %lu, broken answers "
        "%lu;\n"
        "memory, median of the second quarter %.1f MB, of the last %.1f MB; exit status %d: %s\n",
        seconds, soak.reloads, soak.tiles - soak.wrong, soak.others, soak.busy, soak.slow,
        soak.aborted, soak.wrong, soak.unwanted, soak.broken, (double)early / 1024,
        (double)late / 1024, status, good ? "passed" : "FAILED");
    return !good;
}

int main(int argc, char **argv) {
    size_t seconds = argc > 2 ? strtoul(argv[2], NULL, 10) : 0;
    pthread_t threads[LOADERS + SLOW + 2];
    size_t n = 0;
    if (argc != 3 || seconds < 10) {
        fprintf(stderr, "usage: soak KARTBLAD SECONDS (10 or more)\n");
        return 2;
    }
    signal(SIGPIPE, SIG_IGN);
    soak.program = argv[1];
    make_manifests();
    copy_atlas();
    draw_wanted();
    start_server();
    for (uintptr_t i = 0; i < LOADERS; i++)
        if (pthread_create(&threads[n++], NULL, load, (void *)i)) die("thread");
    for (int i = 0; i < SLOW; i++)
        if (pthread_create(&threads[n++], NULL, drip, NULL)) die("thread");
    for (uintptr_t i = 0; i < 2; i++)
        if (pthread_create(&threads[n++], NULL, leave, (void *)i)) die("thread");
    size_t *kb = calloc(seconds, sizeof *kb);
    watch_server(seconds, kb);
    atomic_store(&soak.stop, true);
    for (size_t i = 0; i < n; i++) pthread_join(threads[i], NULL);
    int failed = report(kb, seconds, end_server());
    free(kb);
    aid_dir_remove(soak.dir);
    return failed;
}
