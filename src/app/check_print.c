#include "app/check_print.h"
#include "app/check.h"
#include "atlas/choropleth.h"
#include "carto/print_check.h"

#include <stdlib.h>
#include <string.h>

#define NAMES_SHOWN 4

/* Takes the text over. */
static err_code add(print_findings *f, size_t index, const char *check, buf *text, err *e) {
    err_code rc = buf_status(text, e);
    if (!rc) rc = array_reserve(&f->item, &f->cap, f->count + 1, sizeof *f->item, e);
    char *own = rc ? NULL : strdup(buf_text(text));
    buf_free(text);
    if (rc) return rc;
    if (!own) return err_nomem(e);
    f->item[f->count++] = (print_finding){index, check, own};
    return ERR_OK;
}

void check_print_free(print_findings *f) {
    for (size_t i = 0; i < f->count; i++) free(f->item[i].text);
    free(f->item);
    *f = (print_findings){0};
}

/* ---- colors ----------------------------------------------------------------------------- */

static const char *ramp_to_take(const choropleth *c, color_sight sight) {
    const look *l = &c->look;
    unsigned need = GATE_NORMAL | GATE_COLOR_BLIND | (sight == SIGHT_GRAY ? GATE_GRAY : 0);
    const ramp *r = gate_nearest(c->atlas->library.ramps, l->ramp, c->n_colors, l->reverse,
                                 l->backdrop->dark, need);
    return r && r != l->ramp ? ramp_name(r) : NULL;
}

static void advise(const choropleth *c, color_sight sight, buf *out) {
    bool own = c->atlas->design[c->indicator].category_color;
    const char *other = own ? NULL : ramp_to_take(c, sight);
    if (other)
        buf_addf(out, "; the nearest ramp that passes is %s", other);
    else if (sight == SIGHT_GRAY && !own && ramp_kind_of(c->look.ramp) == RAMP_DIVERGING)
        buf_addf(out,
                 "; no diverging ramp of %zu classes passes: print it in color, or with the "
                 "figures on the map",
                 c->n_colors);
    else
        buf_addf(out, "; %s%s", own ? "give them other colors" : "take fewer classes",
                 sight == SIGHT_GRAY ? ", or print it in color" : "");
}

static err_code check_colors(const choropleth *c, print_findings *out, err *e) {
    const indicator *ind = choropleth_indicator(c);
    const char *names[CLASSES_MAX];
    print_trouble found[PRINT_TROUBLES];
    bool named = ind->n_categories > 0 && ind->n_categories == c->n_colors;
    err_code rc = ERR_OK;
    if (c->look.method->continuous) return ERR_OK;
    for (size_t i = 0; named && i < ind->n_categories; i++) names[i] = ind->category[i].code;
    size_t n = print_check_colors(c->color, c->n_colors, c->paint.opacity, found);
    for (size_t i = 0; i < n && !rc; i++) {
        bool gray = found[i].sight == SIGHT_GRAY;
        buf text = BUF_EMPTY;
        print_check_say(&found[i], named ? names : NULL, &text);
        advise(c, found[i].sight, &text);
        rc = add(out, c->indicator, gray ? "gray" : "color_blind", &text, e);
    }
    return rc;
}

/* ---- counts, labels --------------------------------------------------------------------- */

static err_code check_counts(const atlas *a, size_t i, print_findings *out, err *e) {
    strlist said = {0};
    err_code rc = check_count(a, i, &said, e);
    for (size_t k = 0; k < said.count && !rc; k++) {
        buf text = BUF_EMPTY;
        buf_adds(&text, said.item[k]);
        rc = add(out, i, "count", &text, e);
    }
    strlist_free(&said);
    return rc;
}

/* The least larger paper on which all names have room; NULL: there is none.  *left: how many have
 * none on the largest that was tried. */
static err_code find_paper(const atlas *a, size_t layer, const paper *p, const paper **out,
                           size_t *left, err *e) {
    err_code rc = ERR_OK;
    *out = NULL;
    while (!rc && !*out && ++p < papers + PAPERS) {
        rc = check_room(a, layer, p, NULL, 0, left, e);
        if (!rc && !*left) *out = p;
    }
    return rc;
}

typedef struct tight { /* names without room */
    const paper *sheet, *larger;
    district_id which[NAMES_SHOWN];
    size_t n, left; /* left: on the largest paper */
} tight;

static void say_room(const atlas_layer *l, const tight *t, buf *out) {
    const districts *d = l->shape->districts;
    buf_addf(out, "on %s a name would be under %.0f pt in %zu of %zu districts (", t->sheet->name,
             PRINT_LABEL_MIN_PT, t->n, districts_count(d));
    for (size_t i = 0; i < t->n && i < NAMES_SHOWN; i++)
        buf_addf(out, "%s%s", i ? ", " : "", district_name(d, t->which[i]));
    if (t->n > NAMES_SHOWN) buf_addf(out, " and %zu more", t->n - NAMES_SHOWN);
    buf_adds(out, "), where names stand beside the map or are left out; ");
    if (t->larger)
        buf_addf(out, "all have room on %s", t->larger->name);
    else
        buf_addf(out, "on %s, the largest, in %zu: take a coarser division or a part of the map",
                 papers[PAPERS - 1].name, t->left);
}

/* One text a layer: "" where all names fit. */
static err_code check_rooms(const atlas *a, const paper *sheet, size_t one, buf *of_layer, err *e) {
    err_code rc = ERR_OK;
    for (size_t l = 0; l < a->n_layers && !rc; l++) {
        tight t = {.sheet = sheet};
        if (one != SIZE_MAX && a->indicator_layer[one] != l) continue;
        rc = check_room(a, l, sheet, t.which, NAMES_SHOWN, &t.n, e);
        t.left = t.n;
        if (!rc && t.n) rc = find_paper(a, l, sheet, &t.larger, &t.left, e);
        if (!rc && t.n) say_room(&a->layer[l], &t, &of_layer[l]);
    }
    return rc;
}

/* ---- all -------------------------------------------------------------------------------- */

static err_code check_one(const atlas *a, size_t i, const buf *of_layer, print_findings *out,
                          err *e) {
    choropleth *c = NULL;
    err why;
    const buf *room = &of_layer[a->indicator_layer[i]];
    err_code rc = choropleth_make(a, i, &a->design[i].look, &c, &why);
    if (rc) return rc == ERR_NOMEM ? err_nomem(e) : ERR_OK; /* check_look() tells why */
    rc = check_colors(c, out, e);
    if (!rc) rc = check_counts(a, i, out, e);
    if (!rc && room->len) {
        buf text = BUF_EMPTY;
        buf_adds(&text, buf_text(room));
        rc = add(out, i, "label", &text, e);
    }
    choropleth_unref(c);
    return rc;
}

err_code check_print(const atlas *a, const paper *sheet, size_t one, print_findings *out, err *e) {
    buf *of_layer = calloc(a->n_layers + 1, sizeof *of_layer);
    if (!of_layer) return err_nomem(e);
    err_code rc = check_rooms(a, sheet, one, of_layer, e);
    for (size_t i = 0; i < a->n_indicators && !rc; i++)
        if (one == SIZE_MAX || i == one) rc = check_one(a, i, of_layer, out, e);
    for (size_t l = 0; l < a->n_layers; l++) buf_free(&of_layer[l]);
    free(of_layer);
    return rc;
}

static bool said_before(const print_findings *f, size_t k) {
    for (size_t i = 0; i < k; i++)
        if (!strcmp(f->item[i].text, f->item[k].text)) return true;
    return false;
}

void check_print_text(const atlas *a, const paper *sheet, const print_findings *f, buf *out) {
    buf_addf(out, "\nprint on %s\n", sheet->name);
    if (!f->count)
        buf_adds(out, "  every ramp can be told apart in gray and by color-blind readers, every "
                      "name has room\n");
    for (size_t k = 0; k < f->count; k++) {
        size_t also = 0;
        if (said_before(f, k)) continue;
        buf_addf(out, "  ! %s", a->indicator[f->item[k].indicator].id);
        for (size_t i = k + 1; i < f->count; i++) {
            if (strcmp(f->item[i].text, f->item[k].text)) continue;
            if (++also < NAMES_SHOWN) buf_addf(out, ", %s", a->indicator[f->item[i].indicator].id);
        }
        if (also >= NAMES_SHOWN) buf_addf(out, " and %zu more", also - NAMES_SHOWN + 1);
        buf_addf(out, ": %s\n", f->item[k].text);
    }
}
