/* args: a command line, read by one table of options; the options of the look come
 * from carto/look.h's table, so that they are the same everywhere. */
#ifndef APP_ARGS_H
#define APP_ARGS_H
#include "base/err.h"
#include "base/strlist.h"
#include "carto/look.h"
#include "draw/image_option.h"
#include "draw/legend_option.h"
#include "sheet/compare_option.h"
#include "sheet/poster_option.h"

typedef enum arg_group {               /* which options a command takes */
                         ARGS_MAP = 1, /* -a, -i or -s, -k ... */
                         ARGS_LOOK = 2,
                         ARGS_CLASSES = 4, /* of the look only those that classify */
                         ARGS_OUTPUT = 8,  /* -o */
                         ARGS_SCALE = 16,
                         ARGS_JSON = 32,
                         ARGS_SERVE = 64,
                         ARGS_LEGEND = 256,
                         ARGS_RAMPS = 512,     /* of the map -a, of the look --classes and --lang */
                         ARGS_SHAPEFILE = 128, /* --encoding and --crs alone */
                         ARGS_IMAGE = 1024,
                         ARGS_CHECK = 2048, /* --print, --paper */
                         ARGS_POSTER = 4096,
                         ARGS_STATS = 8192, /* --with, --weight, --parts */
                         ARGS_COMPARE = 16384,
                         ARGS_PROFILE = 32768, /* --district too */
} arg_group;

#define ARGS_LOOK_MAX 32 /* more than there are options */
#define ARGS_REST_MAX 16
#define ARGS_WISH_MAX (3 * WISHES_MAX)

typedef struct args { /* texts are borrowed from argv; NULL where not given */
    const char *atlas, *indicator, *shapes, *key, *name, *values, *key_column, *period_column,
        *whole, *encoding, *crs, *decimal;
    const char *output, *scale, *listen, *threads, *cache_mb, *base_url, *trusted_proxy,
        *max_connections, *max_per_address, *log_format;
    const char *paper; /* of --print */
    const char *with, *weight, *parts;
    const char *district; /* of a profile */
    bool json, help, access_log, print;
    const char **column; /* [n_columns] of -c; owned */
    size_t n_columns;
    look_setting look[ARGS_LOOK_MAX];
    size_t n_look;
    look_setting wish[ARGS_WISH_MAX]; /* options of legends, images or sheets */
    size_t n_wish;
    const char *rest[ARGS_REST_MAX]; /* positional */
    size_t n_rest;
} args;

/* ERR_USAGE: an option that the command (its `groups`) does not know, a value that is missing, ...
 */
err_code args_parse(unsigned groups, int argc, char **argv, args *out, err *e);
void args_free(args *a);
/* "  -a, --atlas FILE    what it is" for each option of the groups. */
void args_help(unsigned groups, buf *out);
/* True if that option of the look was given. */
bool args_gives(const args *a, const char *name);
/* Applies the options of the table's group, which the command must have, to its style. */
err_code args_wishes(const args *a, const wish_table *t, void *style, err *e);
/* Applies the look's settings to *l, which holds the atlas's default. */
err_code args_look(const args *a, const look_sources *from, look *l, err *e);
#endif
