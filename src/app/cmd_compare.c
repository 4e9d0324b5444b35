/* kartblad compare, kartblad profile. */
#include "app/command.h"
#include "app/map.h"
#include "base/fileio.h"
#include "sheet/compare_file.h"

#include <string.h>

typedef struct asked { /* a command on the way */
    const args *a;
    compare_ask ask;
    const compare_file *file;
    const atlas *from;
    bool one; /* a profile */
} asked;

static err_code find_file(asked *q, const char *what, err *e) {
    const char *name = q->a->output;
    const char *extension = name && strcmp(name, "-") ? path_extension(name) : "json";
    if (!name) return err_set(e, ERR_USAGE, "where to? give -o FILE.pdf, .svg, .png or .json");
    q->file = compare_file_find(extension, q->one);
    if (q->file) return ERR_OK;
    return err_set(e, ERR_USAGE, "-o %s: %s is written as .pdf, .svg, .png%s .json%s", name, what,
                   q->one ? " or" : ",", q->one ? "" : " or .csv");
}

static err_code read_ask(asked *q, const wish_table *t, err *e) {
    compare_ask_default(&q->ask);
    if (q->a->n_rest)
        return err_set(e, ERR_USAGE, "\"%s\" is one argument too many", q->a->rest[0]);
    if (q->a->indicator)
        return err_set(e, ERR_USAGE, "-i is of maps; the rows are named by --indicators");
    err_code rc = args_wishes(q->a, t, &q->ask, e);
    if (!rc && q->file->draws && q->file->format == CANVAS_PNG &&
        compare_ask_check(&q->ask, COMPARE_PIXELS_MAX, e))
        rc = ERR_USAGE;
    return rc;
}

static err_code write_file(asked *q, err *e) {
    buf out = BUF_EMPTY;
    err_code rc = map_open_atlas(q->a, ATLAS_TILES, NULL, &q->from, e);
    if (!rc && q->file->draws) map_warn_font();
    if (!rc) rc = compare_file_make(q->from, &q->ask, q->file, q->one, &out, e);
    if (!rc) rc = map_write(q->a, buf_view(&out), e);
    buf_free(&out);
    atlas_unref(q->from);
    return rc;
}

err_code command_compare(const args *a, int *status, err *e) {
    asked q = {.a = a};
    (void)status;
    err_code rc = find_file(&q, "a comparison", e);
    if (!rc) rc = read_ask(&q, &compare_wishes, e);
    if (!rc && !*q.ask.districts) rc = err_set(e, ERR_USAGE, "whom? give --districts KEY,KEY,...");
    return rc ? rc : write_file(&q, e);
}

err_code command_profile(const args *a, int *status, err *e) {
    asked q = {.a = a, .one = true};
    (void)status;
    err_code rc = find_file(&q, "a profile", e);
    if (!rc) rc = read_ask(&q, &profile_wishes, e);
    if (!rc && !a->district) rc = err_set(e, ERR_USAGE, "whose? give --district KEY, or all");
    if (!rc && !compare_ask_set_one(&q.ask, a->district))
        rc = err_set(e, ERR_USAGE, "--district: a name of 1 to %d bytes is needed",
                     COMPARE_LIST_MAX);
    return rc ? rc : write_file(&q, e);
}
