#include "app/args.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct option {
    const char *letter, *name, *value, *help; /* letter NULL: none; value NULL: a flag */
    unsigned groups;
    size_t offset;
} option;

static const option options[] = {
    {"a", "atlas", "FILE|DIR", "the manifest, or the folder it is in as atlas.yaml",
     ARGS_MAP | ARGS_RAMPS, offsetof(args, atlas)},
    {"i", "indicator", "ID", "which indicator (default: the first)", ARGS_MAP,
     offsetof(args, indicator)},
    {"s", "shapes", "FILE.shp", "without a manifest: the districts", ARGS_MAP,
     offsetof(args, shapes)},
    {"k", "key", "FIELD", "the shapefile's field that values are joined by", ARGS_MAP,
     offsetof(args, key)},
    {"n", "name", "FIELD", "the shapefile's field with the districts' names", ARGS_MAP,
     offsetof(args, name)},
    {"v", "values", "FILE",
     "CSV, PX, JSON-stat or DBF with the values (default: the shapefile's own columns)", ARGS_MAP,
     offsetof(args, values)},
    {"K", "key-column", "COLUMN", "the values' key column (default: named as the field)", ARGS_MAP,
     offsetof(args, key_column)},
    {"p", "period-column", "COLUMN", "the values' column with each row's period", ARGS_MAP,
     offsetof(args, period_column)},
    {"c", "column", "COLUMN",
     "a column that is an indicator; may be repeated (default: all numeric)", ARGS_MAP, SIZE_MAX},
    {"w", "whole", "KEY", "the row that is the whole and no district", ARGS_MAP,
     offsetof(args, whole)},
    {NULL, "decimal", ",|.", "the values' decimal sign, where a column can be read in two ways",
     ARGS_MAP, offsetof(args, decimal)},
    {NULL, "encoding", "NAME", "the shapefile's text encoding (default: decided from its files)",
     ARGS_MAP | ARGS_SHAPEFILE, offsetof(args, encoding)},
    {NULL, "crs", "CRS", "the shapefile's coordinate system, as EPSG:3006 (default: its .prj)",
     ARGS_MAP | ARGS_SHAPEFILE, offsetof(args, crs)},
    {"o", "output", "FILE", "where to write; - is standard output", ARGS_OUTPUT,
     offsetof(args, output)},
    {NULL, "scale", "1|2", "device pixels a CSS pixel (default 1)", ARGS_SCALE,
     offsetof(args, scale)},
    {NULL, "print", NULL,
     "tell also what will not do on paper: colors that look alike in gray or to color-blind "
     "readers, names without room, counts drawn as areas",
     ARGS_CHECK, offsetof(args, print)},
    {NULL, "paper", "A5..A0", "the paper of --print (default A3)", ARGS_CHECK,
     offsetof(args, paper)},
    {NULL, "json", NULL, "answer as JSON on standard output", ARGS_JSON, offsetof(args, json)},
    {NULL, "listen", "ADDR:PORT", "or unix:PATH, or systemd (default 127.0.0.1:8080)", ARGS_SERVE,
     offsetof(args, listen)},
    {NULL, "threads", "N", "threads that draw (default: as many as cores)", ARGS_SERVE,
     offsetof(args, threads)},
    {NULL, "cache-mb", "N", "memory for drawn tiles (default 256)", ARGS_SERVE,
     offsetof(args, cache_mb)},
    {NULL, "base-url", "URL", "where the server is reached from outside, for absolute links",
     ARGS_SERVE, offsetof(args, base_url)},
    {NULL, "trusted-proxy", "ADDR,..",
     "proxies, as 10.0.0.0/8, whose X-Forwarded-For is believed and whose connections are not "
     "limited",
     ARGS_SERVE, offsetof(args, trusted_proxy)},
    {NULL, "max-connections", "N", "open connections (default 1000); more wait", ARGS_SERVE,
     offsetof(args, max_connections)},
    {NULL, "max-per-address", "N",
     "of one address (default 200; 0: any number); more are closed at once", ARGS_SERVE,
     offsetof(args, max_per_address)},
    {NULL, "access-log", NULL, "log every request", ARGS_SERVE, offsetof(args, access_log)},
    {NULL, "log-format", "FORMAT", "lines or json (default lines)", ARGS_SERVE,
     offsetof(args, log_format)},
    {NULL, "with", "ID[@PERIOD]", "an indicator to correlate with", ARGS_STATS,
     offsetof(args, with)},
    {NULL, "weight", "ID[@PERIOD]",
     "what the figures are shares or means of (default: by the atlas)", ARGS_STATS,
     offsetof(args, weight)},
    {NULL, "parts", "ID[@PERIOD]",
     "a category, groups, or ids of groups: inequality between and within", ARGS_STATS,
     offsetof(args, parts)},
    {NULL, "district", "KEY|all", "whose profile: a district, a group; all: a book of them, as PDF",
     ARGS_PROFILE, offsetof(args, district)},
    {"h", "help", NULL, "this text", ~0u, offsetof(args, help)},
};
#define OPTION_COUNT (sizeof options / sizeof *options)

static bool takes_look(unsigned groups, const look_option *o) {
    static const char *const classing[] = {"method", "classes", "breaks", "closed", "rounded"};
    if (groups & ARGS_LOOK) return true;
    if (groups & ARGS_RAMPS && (!strcmp(o->name, "classes") || !strcmp(o->name, "lang")))
        return true;
    for (size_t i = 0; groups & ARGS_CLASSES && i < 5; i++)
        if (!strcmp(o->name, classing[i])) return true;
    return false;
}

static const option *find_option(unsigned groups, const char *name, size_t len, bool letter) {
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        const char *mine = letter ? options[i].letter : options[i].name;
        if ((options[i].groups & groups) && mine && strlen(mine) == len &&
            !strncmp(mine, name, len))
            return &options[i];
    }
    return NULL;
}

typedef struct cursor {
    char **argv;
    int argc, at;
    const char *inline_value; /* after '=', or NULL */
} cursor;

static err_code take_value(cursor *c, const char *shown, const char **out, err *e) {
    if (c->inline_value)
        *out = c->inline_value;
    else if (c->at + 1 < c->argc)
        *out = c->argv[++c->at];
    else
        return err_set(e, ERR_USAGE, "%s needs a value", shown);
    return ERR_OK;
}

static err_code add_column(args *a, const char *value, err *e) {
    const char **grown = realloc(a->column, (a->n_columns + 1) * sizeof *grown);
    if (!grown) return err_nomem(e);
    a->column = grown;
    a->column[a->n_columns++] = value;
    return ERR_OK;
}

static err_code take_option(args *a, const option *o, cursor *c, err *e) {
    const char *value = NULL;
    if (!o->value) {
        if (c->inline_value) return err_set(e, ERR_USAGE, "--%s takes no value", o->name);
        *(bool *)((char *)a + o->offset) = true;
        return ERR_OK;
    }
    err_code rc = take_value(c, c->argv[c->at], &value, e);
    if (rc) return rc;
    if (o->offset == SIZE_MAX) return add_column(a, value, e);
    const char **at = (const char **)((char *)a + o->offset);
    if (*at) return err_set(e, ERR_USAGE, "--%s is given twice", o->name);
    *at = value;
    return ERR_OK;
}

static err_code take_look(args *a, const look_option *o, cursor *c, err *e) {
    const char *value = "1";
    bool flag = look_option_is_flag(o);
    if (flag && c->inline_value) return err_set(e, ERR_USAGE, "--%s takes no value", o->name);
    err_code rc = flag ? ERR_OK : take_value(c, c->argv[c->at], &value, e);
    for (size_t i = 0; i < a->n_look && !rc; i++)
        if (!strcmp(a->look[i].name, o->name))
            rc = err_set(e, ERR_USAGE, "--%s is given twice", o->name);
    if (!rc) a->look[a->n_look++] = (look_setting){o->name, value};
    return rc;
}

/* Options of legends, images and sheets. */
static const struct wish_group {
    unsigned group;
    const wish_table *table;
} wish_groups[] = {{ARGS_LEGEND, &legend_wishes},
                   {ARGS_IMAGE, &image_wishes},
                   {ARGS_POSTER, &poster_wishes},
                   {ARGS_COMPARE, &compare_wishes},
                   {ARGS_PROFILE, &profile_wishes}};
#define WISH_GROUPS (sizeof wish_groups / sizeof *wish_groups)

static const wish *find_wish(unsigned groups, const char *name) {
    const wish *w = NULL;
    for (size_t i = 0; i < WISH_GROUPS && !w; i++)
        if (groups & wish_groups[i].group) w = wish_find(wish_groups[i].table, name);
    return w;
}

static err_code take_wish(args *a, const wish *o, cursor *c, err *e) {
    const char *value = "1";
    if (!o->value && c->inline_value) return err_set(e, ERR_USAGE, "--%s takes no value", o->name);
    err_code rc = o->value ? take_value(c, c->argv[c->at], &value, e) : ERR_OK;
    for (size_t i = 0; i < a->n_wish && !rc; i++)
        if (!strcmp(a->wish[i].name, o->name))
            rc = err_set(e, ERR_USAGE, "--%s is given twice", o->name);
    if (!rc) a->wish[a->n_wish++] = (look_setting){o->name, value};
    return rc;
}

static err_code take_long(unsigned groups, args *a, cursor *c, err *e) {
    char name[64];
    const char *text = c->argv[c->at] + 2, *equals = strchr(text, '=');
    size_t len = equals ? (size_t)(equals - text) : strlen(text);
    c->inline_value = equals ? equals + 1 : NULL;
    const option *o = find_option(groups, text, len, false);
    if (o) return take_option(a, o, c, e);
    snprintf(name, sizeof name, "%.*s", (int)(len < 63 ? len : 63), text);
    const wish *w = find_wish(groups, name);
    if (w) return take_wish(a, w, c, e);
    const look_option *l = look_option_find(name);
    if (l && takes_look(groups, l)) return take_look(a, l, c, e);
    return err_set(e, ERR_USAGE, "there is no option --%s here; --help lists them", name);
}

err_code args_parse(unsigned groups, int argc, char **argv, args *out, err *e) {
    *out = (args){0};
    cursor c = {argv, argc, 0, NULL};
    err_code rc = ERR_OK;
    for (; c.at < argc && !rc; c.at++) {
        const char *text = argv[c.at];
        c.inline_value = NULL;
        if (!strncmp(text, "--", 2) && text[2]) {
            rc = take_long(groups, out, &c, e);
        } else if (text[0] == '-' && text[1] && !(text[1] >= '0' && text[1] <= '9')) {
            const option *o = find_option(groups, text + 1, 1, true);
            if (o && text[2]) c.inline_value = text + 2;
            rc = o ? take_option(out, o, &c, e)
                   : err_set(e, ERR_USAGE, "there is no option %s here; --help lists them", text);
        } else if (out->n_rest == ARGS_REST_MAX) {
            rc = err_set(e, ERR_USAGE, "\"%s\" is one argument too many", text);
        } else {
            out->rest[out->n_rest++] = text;
        }
    }
    if (rc) args_free(out);
    return rc;
}

void args_free(args *a) {
    free(a->column);
    *a = (args){0};
}

/* ---- help: the option at the left, what it is in the column beside it ---- */

#define HELP_COLUMN 33
#define HELP_WIDTH  100

/* Words from the column on, in lines of HELP_WIDTH; `at` is where the line stands. */
static void help_words(buf *out, size_t at, const char *text) {
    for (bool first = true; *text; first = false) {
        size_t n = strcspn(text, " ");
        if (first || at + 1 + n > HELP_WIDTH) {
            if (at > HELP_COLUMN - 1 || !first) buf_adds(out, "\n"), at = 0;
            for (; at < HELP_COLUMN; at++) buf_adds(out, " ");
        } else {
            buf_adds(out, " "), at++;
        }
        buf_add(out, text, n);
        at += n;
        text += n + (text[n] == ' ');
    }
    buf_adds(out, "\n");
}

static void help_line(buf *out, const char *letter, const char *name, const char *value,
                      const char *help) {
    size_t before = out->len;
    if (letter)
        buf_addf(out, "  -%s, --%s", letter, name);
    else
        buf_addf(out, "      --%s", name);
    if (value) buf_addf(out, " %s", value);
    help_words(out, out->len - before, help);
}

/* "HELP (what is allowed)"; `allowed` may be NULL. */
static void help_allowed(buf *out, const char *name, const char *value, const char *help,
                         const char *allowed) {
    buf text = BUF_EMPTY;
    buf_adds(&text, help);
    if (allowed) buf_addf(&text, " (%s)", allowed);
    if (text.failed) out->failed = 1;
    help_line(out, NULL, name, value, buf_text(&text));
    buf_free(&text);
}

static const char *placeholder(const look_option *o) {
    static const char *const of_type[][2] = {{"text", "TEXT"},     {"choice", "NAME"},
                                             {"integer", "N"},     {"number", "N"},
                                             {"numbers", "N,N.."}, {"color", "COLOR"}};
    for (size_t i = 0; i < sizeof of_type / sizeof *of_type; i++)
        if (!strcmp(o->type, of_type[i][0])) return of_type[i][1];
    return NULL;
}

static void help_look(buf *out, const look_option *o) {
    bool flag = look_option_is_flag(o), names = o->choice && o->choice(&(look_sources){0}, 0);
    buf list = BUF_EMPTY;
    const char *name;
    for (size_t i = 0; names && (name = o->choice(&(look_sources){0}, i)); i++)
        buf_addf(&list, "%s%s", i ? ", " : "", name);
    if (list.failed) out->failed = 1;
    help_allowed(out, o->name, placeholder(o), o->help_en,
                 flag    ? NULL
                 : names ? buf_text(&list)
                         : o->value);
    buf_free(&list);
}

static void help_wishes(buf *out, const wish_table *t) {
    for (const wish *w = t->row; w < t->row + t->count; w++)
        help_allowed(out, w->name, w->placeholder, w->help, w->value);
}

void args_help(unsigned groups, buf *out) {
    for (size_t i = 0; i < OPTION_COUNT; i++)
        if (options[i].groups & groups)
            help_line(out, options[i].letter, options[i].name, options[i].value, options[i].help);
    for (size_t i = 0; i < WISH_GROUPS; i++)
        if (groups & wish_groups[i].group) help_wishes(out, wish_groups[i].table);
    for (size_t i = 0; i < look_option_count; i++)
        if (takes_look(groups, &look_options[i])) help_look(out, &look_options[i]);
}

bool args_gives(const args *a, const char *name) {
    for (size_t i = 0; i < a->n_look; i++)
        if (!strcmp(a->look[i].name, name)) return true;
    return false;
}

err_code args_wishes(const args *a, const wish_table *t, void *style, err *e) {
    for (size_t i = 0; i < a->n_wish; i++)
        if (wish_set(wish_find(t, a->wish[i].name), style, a->wish[i].value, e)) return ERR_USAGE;
    return ERR_OK;
}

err_code args_look(const args *a, const look_sources *from, look *l, err *e) {
    size_t bad;
    return look_apply(l, from, a->look, a->n_look, &bad, e) ? ERR_USAGE : ERR_OK;
}
