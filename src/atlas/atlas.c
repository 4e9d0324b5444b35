#include "atlas/atlas.h"
#include "atlas/atlas_context.h"
#include "atlas/atlas_groups.h"
#include "atlas/atlas_values.h"
#include "atlas/target.h"
#include "base/hash.h"
#include "base/memory.h"
#include "base/pool.h"
#include "base/text.h"
#include "base/window.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Part of the version: to be raised whenever the same inputs draw other pixels. */
#define RENDERER_REVISION 10

/* Points of two neighbors that are nearer than this are one; surveys write centimeters. */
#define SNAP_M 0.05

typedef struct counted { /* the count stays out of the struct that everybody reads as const */
    atlas atlas;         /* first: an atlas * is a counted * */
    atomic_uint refs;
} counted;

typedef struct loader {
    const manifest *m;
    atlas *a;
    atlas_use use;
    strlist *problems;
    pool *workers; /* that help with the borders; NULL: none */
} loader;

/* ---- loading ---------------------------------------------------------------------------- */

static err_code load_head(loader *l, err *e) {
    const manifest *m = l->m;
    atlas *a = l->a;
    a->look = m->look;
    a->has_manifest = m->path != NULL;
    err_code rc = manifest_copy(m->id, &a->id, e);
    if (!rc) rc = manifest_text_copy(&m->title, &a->title, e);
    if (!rc) rc = manifest_text_copy(&m->attribution, &a->attribution, e);
    if (!rc) rc = manifest_text_copy(&m->whole_name, &a->whole_name, e);
    if (!rc && !manifest_text_given(&m->title)) rc = manifest_copy(m->id, &a->title.text[0], e);
    if (!rc && m->whole_key) {
        rc = text_key(m->whole_key, &a->whole_key, e);
        if (!rc && !manifest_text_given(&m->whole_name))
            rc = manifest_copy(m->whole_key, &a->whole_name.text[0], e);
    }
    a->theme = calloc(m->n_themes + 1, sizeof *a->theme);
    if (!rc && !a->theme) rc = err_nomem(e);
    for (size_t i = 0; i < m->n_themes && !rc; i++, a->n_themes++) {
        rc = manifest_copy(m->theme[i].id, &a->theme[i].id, e);
        if (!rc) rc = manifest_text_copy(&m->theme[i].title, &a->theme[i].title, e);
    }
    return rc;
}

static err_code make_borders(loader *l, atlas_layer *layer, err *e) {
    geometry *g = layer->shape->mercator;
    err_code rc;
    if (l->use != ATLAS_POLYGONS) layer->shape->mercator = NULL;
    if (l->use == ATLAS_FIGURES) {
        geometry_free(g);
        return ERR_OK;
    }
    if (l->use == ATLAS_TILES)
        rc = coverage_build_taking(g, SNAP_M, l->workers, &layer->borders, e);
    else
        rc = coverage_build(g, SNAP_M, l->workers, &layer->borders, e);
    return rc ? rc : arc_index_build(layer->borders, &layer->index, e);
}

static err_code load_layer(loader *l, const manifest_layer *in, atlas_layer *out, err *e) {
    err_code rc = manifest_copy(in->id, &out->id, e);
    if (!rc) rc = manifest_text_copy(&in->title, &out->title, e);
    if (!rc && !manifest_text_given(&in->title)) rc = manifest_copy(in->id, &out->title.text[0], e);
    if (!rc) rc = manifest_text_copy(&in->note, &out->note, e);
    if (!rc) rc = manifest_text_copy(&in->source, &out->source, e);
    shapefile_options o = {
        .key_field = in->key, .name_field = in->name, .encoding = in->encoding, .crs = in->crs};
    if (!rc) rc = shapefile_load(in->shapefile, &o, &out->shape, e);
    if (rc) return rc;
    const strlist *w = &out->shape->warnings;
    for (size_t i = 0; i < w->count && !rc; i++)
        rc = strlist_addf(&l->a->warnings, e, "%s: %s", in->shapefile, w->item[i]);
    district_id d;
    if (!rc && l->a->whole_key && districts_find(out->shape->districts, l->a->whole_key, &d))
        rc = err_set(e, ERR_FORMAT, "%s: the whole, \"%s\", must not be a district", in->shapefile,
                     l->a->whole_key);
    return rc;
}

/* With the borders of all but the last: one layer's polygons at a time. */
static err_code load_layers(loader *l, err *e) {
    l->a->layer = calloc(l->m->n_layers, sizeof *l->a->layer);
    if (!l->a->layer) return err_nomem(e);
    err_code rc = ERR_OK;
    for (size_t i = 0; i < l->m->n_layers && !rc; i++) {
        if (i) rc = make_borders(l, &l->a->layer[i - 1], e);
        if (rc) break;
        l->a->n_layers++;
        rc = load_layer(l, &l->m->layer[i], &l->a->layer[i], e);
    }
    return rc;
}

static err_code hash_file(const char *path, uint64_t *h, err *e) {
    window *w = NULL;
    err_code rc = window_open(path, &w, e);
    if (!rc) rc = window_hash(w, h, e);
    window_close(w);
    return rc ? err_wrap(e, rc, "%s", path) : ERR_OK;
}

/* What of a manifest decides the values: without a file its bytes do not tell. */
static uint64_t hash_choices(const manifest *m, uint64_t h) {
    h = hash_str(h, m->whole_key ? m->whole_key : "");
    for (size_t i = 0; i < m->n_values; i++) {
        h = hash_str(h, m->values[i].key);
        h = hash_str(h, m->values[i].encoding ? m->values[i].encoding : "");
        h = hash_str(h, m->values[i].period.column ? m->values[i].period.column : "");
    }
    for (size_t i = 0; i < m->n_indicators; i++)
        h = hash_str(h, m->indicator[i].column ? m->indicator[i].column : "");
    return h;
}

static err_code set_version(loader *l, err *e) {
    uint64_t h = hash_choices(l->m, hash_u64(HASH_INIT, RENDERER_REVISION));
    err_code rc = l->m->path ? hash_file(l->m->path, &h, e) : ERR_OK;
    for (size_t i = 0; i < l->a->n_layers; i++) h = hash_u64(h, l->a->layer[i].shape->hash);
    if (!rc) rc = atlas_context_hash(l->m, l->a, &h, e);
    for (size_t i = 0; i < l->m->n_values && !rc; i++) rc = hash_file(l->m->values[i].file, &h, e);
    if (!rc && l->m->divisions.file) rc = hash_file(l->m->divisions.file, &h, e);
    for (size_t i = 0; i < l->a->n_indicators; i++) h = hash_str(h, l->a->indicator[i].id);
    l->a->version = h;
    return rc;
}

static err_code list_inputs(loader *l, err *e) {
    const manifest *m = l->m;
    strlist *out = &l->a->inputs;
    err_code rc = m->path ? strlist_add(out, m->path, e) : ERR_OK;
    for (size_t i = 0; i < m->n_layers && !rc; i++) rc = strlist_add(out, m->layer[i].shapefile, e);
    for (size_t i = 0; i < m->n_contexts && !rc; i++)
        rc = strlist_add(out, m->context[i].shapefile, e);
    for (size_t i = 0; i < m->n_values && !rc; i++) rc = strlist_add(out, m->values[i].file, e);
    if (!rc && m->divisions.file) rc = strlist_add(out, m->divisions.file, e);
    return rc;
}

static err_code load_last_borders(loader *l, err *e) {
    return make_borders(l, &l->a->layer[l->a->n_layers - 1], e);
}

static err_code load_values(loader *l, err *e) {
    return atlas_values_load(l->m, l->a, l->problems, e);
}

/* Of indicators that could not be loaded, and are told of, there is nothing to show. */
static void find_profile(loader *l) {
    const manifest_profile *from = &l->m->profile;
    atlas_profile *out = &l->a->profile;
    size_t found;
    *out = (atlas_profile){.map = SIZE_MAX};
    for (const char *const *id = (const char *const *)from->main.item; id && *id; id++)
        if (!atlas_find_indicator(l->a, *id, &found, NULL)) out->main[out->n_main++] = found;
    if (from->map && !atlas_find_indicator(l->a, from->map, &found, NULL)) out->map = found;
}

/* What needs the districts and nothing else, side by side; errors come as if in turn. */
static err_code (*const steps[])(loader *, err *) = {load_last_borders, load_values};
enum { STEPS = sizeof steps / sizeof *steps };

typedef struct stepping {
    loader *l;
    err_code rc[STEPS];
    err error[STEPS];
} stepping;

static err_code run_step(void *ctx, size_t i, err *e) {
    (void)e;
    stepping *s = ctx;
    s->rc[i] = steps[i](s->l, &s->error[i]);
    return ERR_OK;
}

static err_code run_steps(loader *l, err *e) {
    stepping s = {.l = l};
    pool *beside = NULL;
    err_code rc = pool_cores() > 1 ? pool_create(STEPS - 1, 0, &beside, e) : ERR_OK;
    if (!rc) rc = pool_run(beside, STEPS, run_step, &s, e);
    pool_free(beside);
    for (size_t i = 0; i < STEPS && !rc; i++)
        if ((rc = s.rc[i]) && e) *e = s.error[i];
    return rc;
}

err_code atlas_load(const manifest *m, look_library *library, atlas_use use, strlist *problems,
                    atlas **out, err *e) {
    counted *c = calloc(1, sizeof *c);
    if (!c) return err_nomem(e);
    atomic_init(&c->refs, 1);
    loader l = {.m = m, .a = &c->atlas, .use = use, .problems = problems};
    unsigned cores = pool_cores();
    err_code rc = load_head(&l, e);
    if (!rc && use != ATLAS_FIGURES && cores > 1) rc = pool_create(cores - 1, 0, &l.workers, e);
    if (!rc) rc = load_layers(&l, e);
    if (!rc) rc = atlas_groups_load(m, l.a, e);
    if (!rc) rc = atlas_context_load(m, l.a, use != ATLAS_FIGURES, l.workers, e);
    if (!rc) rc = run_steps(&l, e);
    if (!rc) find_profile(&l);
    pool_free(l.workers);
    if (!rc) rc = set_version(&l, e);
    if (!rc) rc = list_inputs(&l, e);
    if (rc) {
        atlas_unref(l.a);
        return rc;
    }
    l.a->library = *library;
    *library = (look_library){0};
    memory_trim();
    *out = l.a;
    return ERR_OK;
}

const atlas *atlas_ref(const atlas *a) {
    atomic_fetch_add(&((counted *)(uintptr_t)a)->refs, 1);
    return a;
}

void atlas_unref(const atlas *shared) {
    counted *c = (counted *)(uintptr_t)shared;
    if (!c || atomic_fetch_sub(&c->refs, 1) != 1) return;
    atlas *a = &c->atlas;
    for (size_t i = 0; i < a->n_layers; i++) {
        free(a->layer[i].id);
        localized_free(&a->layer[i].title);
        localized_free(&a->layer[i].note);
        localized_free(&a->layer[i].source);
        shapefile_free(a->layer[i].shape);
        arc_index_free(a->layer[i].index);
        coverage_free(a->layer[i].borders);
    }
    atlas_context_free(a);
    atlas_groups_free(a);
    for (size_t i = 0; i < a->n_themes; i++) {
        free(a->theme[i].id);
        localized_free(&a->theme[i].title);
    }
    for (size_t i = 0; i < a->n_indicators; i++) indicator_free(&a->indicator[i]);
    for (size_t i = 0; i < a->n_files; i++) {
        free(a->file[i].id);
        free(a->file[i].path);
        note_texts_free(a->file[i].notes);
    }
    free(a->file);
    for (size_t i = 0; i < a->n_indicators; i++) free(a->origin[i].carried);
    free(a->origin);
    for (size_t i = 0; i < a->n_indicators; i++) {
        free(a->design[i].category_color);
        target_free(&a->design[i].target);
    }
    free(a->design);
    localized_free(&a->title);
    localized_free(&a->attribution);
    localized_free(&a->whole_name);
    free(a->id);
    free(a->whole_key);
    free(a->theme);
    free(a->layer);
    free(a->indicator);
    free(a->indicator_layer);
    look_library_close(&a->library);
    strlist_free(&a->warnings);
    strlist_free(&a->inputs);
    free(c);
}

err_code atlas_find_indicator(const atlas *a, const char *id, size_t *out, err *e) {
    for (size_t i = 0; i < a->n_indicators; i++)
        if (!strcmp(a->indicator[i].id, id)) {
            *out = i;
            return ERR_OK;
        }
    char some[200] = "";
    for (size_t i = 0; i < a->n_indicators && strlen(some) < 120; i++)
        snprintf(some + strlen(some), sizeof some - strlen(some), "%s%s", i ? ", " : "",
                 a->indicator[i].id);
    return err_tell(e, ERR_NOTFOUND, "atlas %s has no indicator \"%.64s\"; it has %zu: %s%s",
                    "atlasen %s har inget mått \"%.64s\"; den har %zu: %s%s", a->id, id,
                    a->n_indicators, some, strlen(some) >= 120 ? ", ..." : "");
}

const atlas_layer *atlas_layer_of(const atlas *a, size_t index) {
    return &a->layer[a->indicator_layer[index]];
}

const double *atlas_weights(const atlas *a, size_t index, const char *period) {
    size_t w = a->design[index].weight, p;
    if (w == SIZE_MAX) return NULL;
    const joined *j = &a->indicator[w].data;
    return joined_find_period(j, period, &p) ? joined_values(j, p) : NULL;
}

size_t atlas_water_of(const atlas *a, size_t layer) {
    for (size_t i = 0; i < a->n_contexts; i++)
        if (a->context[i].style.kind == CONTEXT_WATER && a->context[i].with[layer]) return i;
    return SIZE_MAX;
}
