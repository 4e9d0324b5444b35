/* kartblad ramps: the color ramps there are. */
#include "app/command.h"
#include "app/map.h"
#include "base/fileio.h"
#include "base/json.h"
#include "carto/gate.h"
#include "carto/ramp_json.h"
#include "data/excerpt.h"
#include "draw/ramp_sheet.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SHEET_SCALE 2.0 /* device px a CSS px, of a PNG */

typedef struct listing {
    const ramp **ramps; /* [n] owned array */
    size_t n;
    size_t classes; /* 0: not asked for */
    lang language;
    bool colored; /* for a terminal */
} listing;

/* ---- which ---- */

static err_code add_named(const ramp_set *from, const char *name, listing *l, err *e) {
    const ramp *r = ramp_find(from, name);
    if (r) l->ramps[l->n++] = r;
    if (r) return ERR_OK;
    return err_set(e, ERR_NOTFOUND, "there is no ramp \"%s\"; the nearest is %s",
                   excerpt_of(name).text, ramp_nearest_name(from, name));
}

static err_code choose(const args *a, const ramp_set *from, listing *l, err *e) {
    size_t all = ramp_set_count(from);
    err_code rc = ERR_OK;
    l->ramps = calloc(all > ARGS_REST_MAX ? all : ARGS_REST_MAX, sizeof(const ramp *));
    if (!l->ramps) return err_nomem(e);
    for (size_t i = 0; i < a->n_rest && !rc; i++) rc = add_named(from, a->rest[i], l, e);
    for (size_t i = 0; i < all && !a->n_rest; i++) l->ramps[l->n++] = ramp_at(from, i);
    return rc;
}

/* ---- in words ---- */

static void add_swatches(const listing *l, const ramp *r, size_t k, buf *out) {
    rgba color[CLASSES_MAX];
    char text[COLOR_TEXT_MAX];
    ramp_classes(r, k, false, color);
    for (size_t i = 0; i < k; i++) {
        color_format(color[i], text);
        if (l->colored)
            buf_addf(out, "\033[48;2;%d;%d;%dm  ", color[i].r, color[i].g, color[i].b);
        else
            buf_addf(out, "%s%s", i ? " " : "", text);
    }
    if (l->colored) buf_adds(out, "\033[0m");
}

/* printf counts bytes, and an en dash has three. */
static void add_padded(const char *text, size_t width, buf *out) {
    size_t letters = 0;
    for (const char *p = text; *p; p++) letters += (*p & 0xc0) != 0x80;
    buf_adds(out, text);
    for (; letters < width; letters++) buf_adds(out, " ");
}

static void add_counts(const ramp *r, const char *what, unsigned need, buf *out) {
    char counts[GATE_TEXT_MAX];
    gate_counts(r, need, counts);
    buf_addf(out, "  %s ", what);
    add_padded(counts, 8, out);
}

static size_t shown_classes(const listing *l, const ramp *r) {
    bool all = ramp_kind_of(r) == RAMP_QUALITATIVE && !l->classes;
    if (all || ramp_kind_of(r) == RAMP_BIVARIATE) return ramp_longest(r);
    return l->classes ? l->classes : 5;
}

static void add_line(const listing *l, const ramp *r, buf *out) {
    buf_adds(out, "  ");
    add_padded(ramp_name(r), 13, out);
    buf_adds(out, " ");
    add_swatches(l, r, shown_classes(l, r), out);
    add_counts(r, "color-blind", GATE_NORMAL | GATE_COLOR_BLIND, out);
    add_counts(r, "gray", GATE_NORMAL | GATE_GRAY, out);
    buf_addf(out, " %s. %s%s%s\n", ramp_title(r, l->language), ramp_author(r),
             *ramp_license(r) ? ", " : "", ramp_license(r));
}

static void list_all(const listing *l, buf *out) {
    for (int k = 0; k < RAMP_KINDS; k++) {
        buf_addf(out, "%s%s\n", k ? "\n" : "", ramp_kind_names[k]);
        for (size_t i = 0; i < l->n; i++)
            if (ramp_kind_of(l->ramps[i]) == (ramp_kind)k) add_line(l, l->ramps[i], out);
    }
    buf_adds(out,
             "\ncolor-blind, gray: the class counts from 3 to 9 that can be told apart so, and by "
             "normal sight;\nkartblad ramps NAME shows the figures\n");
}

static void add_tags(const ramp *r, buf *out) {
    for (int u = 0; u < RAMP_USES; u++) {
        const char *before = ": ";
        for (size_t k = 1; k <= CLASSES_MAX; k++) {
            ramp_tag tag = ramp_tag_of(r, (ramp_use)u, k);
            if (!tag) continue;
            if (*before == ':') buf_addf(out, "  by its author, %s", ramp_use_names[u]);
            buf_addf(out, "%s%zu %s", before, k, ramp_tag_names[tag]);
            before = ", ";
        }
        if (*before == ',') buf_adds(out, "\n");
    }
}

/* The figures of one class count, and the swatches. */
static void add_judged(const listing *l, const ramp *r, size_t k, buf *out) {
    gate g;
    gate_judge(r, k, ramp_is_dark(r), &g);
    buf_addf(out, "  %7zu", k);
    for (int s = 0; s < SIGHT__COUNT; s++) buf_addf(out, " %7.1f", g.least[s]);
    buf_addf(out, " %7.1f %7.1f %7.1f  ", g.ground, g.no_data, g.water);
    add_swatches(l, r, k, out);
    const char *before = "  passes ";
    for (size_t n = 0; n < GATE_NEEDS; n++) {
        if (!(g.passes & 1u << n)) continue;
        buf_addf(out, "%s%s", before, gate_need_names[n]);
        before = ", ";
    }
    buf_adds(out, "\n");
}

static void add_details(const listing *l, const ramp *r, buf *out) {
    size_t first = l->classes ? l->classes : GATE_FIRST, last = l->classes ? l->classes : GATE_LAST;
    buf_addf(out, "%s: %s\n  %s, for a %s ground\n  %s", ramp_name(r), ramp_title(r, l->language),
             ramp_kind_names[ramp_kind_of(r)], ramp_is_dark(r) ? "dark" : "light", ramp_author(r));
    if (*ramp_license(r)) buf_addf(out, ", %s", ramp_license(r));
    if (*ramp_source(r)) buf_addf(out, ", %s", ramp_source(r));
    buf_adds(out, "\n");
    add_tags(r, out);
    buf_adds(
        out,
        "  the smallest difference (CIEDE2000) of two classes, and of a class and what is none\n"
        "  classes  normal  protan  deutan  tritan    gray  ground no data   water\n");
    for (size_t k = first; k <= last; k++) add_judged(l, r, k, out);
}

static err_code print_words(const args *a, const listing *l, err *e) {
    buf out = BUF_EMPTY;
    if (a->n_rest)
        for (size_t i = 0; i < l->n; i++) {
            if (i) buf_adds(&out, "\n");
            add_details(l, l->ramps[i], &out);
        }
    else
        list_all(l, &out);
    err_code rc = map_print(&out, e);
    buf_free(&out);
    return rc;
}

/* ---- as JSON, as a picture ---- */

static err_code print_json(const listing *l, err *e) {
    buf out = BUF_EMPTY;
    json_t *list = json_array();
    for (size_t i = 0; i < l->n; i++) json_array_append_new(list, ramp_json(l->ramps[i], true));
    err_code rc = json_print(json_pack("{s:o}", "ramps", list), 0, &out, e);
    if (!rc) buf_adds(&out, "\n");
    if (!rc) rc = map_print(&out, e);
    buf_free(&out);
    return rc;
}

static err_code write_sheet(const args *a, const listing *l, err *e) {
    const char *extension = path_extension(a->output);
    bool png = !strcmp(extension, "png");
    buf out = BUF_EMPTY;
    if (a->json) return err_set(e, ERR_USAGE, "give either --json or -o, not both");
    if (!png && strcmp(extension, "svg"))
        return err_set(e, ERR_USAGE, "-o %s: a sheet of ramps is written as .svg or .png",
                       a->output);
    err_code rc = ramp_sheet_draw(l->ramps, l->n, l->classes, l->language,
                                  png ? CANVAS_PNG : CANVAS_SVG, png ? SHEET_SCALE : 1, &out, e);
    if (!rc) rc = map_write(a, buf_view(&out), e);
    buf_free(&out);
    return rc;
}

static err_code show(const args *a, const look_library *library, err *e) {
    const look_sources sources = look_library_sources(library);
    const ramp_set *from = library->ramps;
    look k;
    listing l = {.colored = isatty(STDOUT_FILENO) && !getenv("NO_COLOR")};
    look_default(&k);
    err_code rc = args_look(a, &sources, &k, e);
    if (args_gives(a, "classes")) l.classes = k.classes; /* else as each ramp has them */
    l.language = k.language;
    if (!rc) rc = choose(a, from, &l, e);
    if (!rc)
        rc = a->output ? write_sheet(a, &l, e)
             : a->json ? print_json(&l, e)
                       : print_words(a, &l, e);
    free(l.ramps);
    return rc;
}

err_code command_ramps(const args *a, int *status, err *e) {
    (void)status;
    look_library builtin = {0};
    const atlas *from = NULL;
    strlist problems = {0}; /* figures that cannot be trusted are no matter here */
    err_code rc = a->atlas ? map_open_atlas(a, ATLAS_FIGURES, &problems, &from, e)
                           : look_library_open(&builtin, e);
    if (!rc) rc = show(a, from ? &from->library : &builtin, e);
    strlist_free(&problems);
    atlas_unref(from);
    look_library_close(&builtin);
    return rc;
}
