#include "tile/skeleton.h"
#include "base/hash.h"
#include "tile/recipe.h"
#include "tile/skeleton_parts.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

typedef struct counted {
    skeleton skeleton; /* first */
    atomic_uint refs;
    size_t memory;
} counted;

/* ---- one block ---------------------------------------------------------------------- */

static size_t pixels_size(const skeleton *s) {
    return s->pixels ? (size_t)s->size * s->size * sizeof *s->pixels : 0;
}

static void *put(uint8_t **at, const void *data, size_t size) {
    void *place = *at;
    if (size) memcpy(place, data, size);
    *at += size;
    return place;
}

/* In the order of their alignments: covers, slots, pixels, bytes. */
static void fill(counted *c, const skeleton *view) {
    uint8_t *at = (uint8_t *)(c + 1);
    c->skeleton = *view;
    c->skeleton.covers = put(&at, view->covers, view->n_covers * sizeof *view->covers);
    c->skeleton.slots = put(&at, view->slots, view->n_slots * sizeof *view->slots);
    void *pixels = put(&at, view->pixels, pixels_size(view));
    c->skeleton.pixels = view->pixels ? pixels : NULL;
    c->skeleton.phases = put(&at, view->phases, view->n_phases * sizeof *view->phases);
    c->skeleton.tail.data = put(&at, view->tail.data, view->tail.len);
}

/* Of those that are indexed, have covers and no hatch. */
static err_code make_recipe(const skeleton *s, recipe **out, err *e) {
    *out = NULL;
    if (s->pixels || s->patterns || !s->n_covers) return ERR_OK;
    return recipe_make(s->slots, s->n_slots, s->covers, out, e);
}

err_code skeleton_copy(const skeleton *view, skeleton **out, err *e) {
    size_t parse = view->tokens ? tokens_memory(view->tokens) : 0;
    size_t memory = sizeof(counted) + view->n_covers * sizeof *view->covers +
                    view->n_slots * sizeof *view->slots + pixels_size(view) +
                    view->n_phases * sizeof *view->phases + view->tail.len;
    recipe *how = NULL;
    err_code rc = make_recipe(view, &how, e);
    counted *c = rc ? NULL : malloc(memory);
    if (!c) {
        recipe_free(how);
        return rc ? rc : err_nomem(e);
    }
    fill(c, view);
    atomic_init(&c->refs, 1);
    c->skeleton.recipe = how;
    c->memory = memory + parse + (how ? recipe_memory(how) : 0);
    *out = &c->skeleton;
    return ERR_OK;
}

size_t skeleton_memory(const skeleton *s) { return ((const counted *)s)->memory; }

skeleton *skeleton_ref(skeleton *s) {
    atomic_fetch_add(&((counted *)s)->refs, 1);
    return s;
}

void skeleton_unref(skeleton *s) {
    if (!s || atomic_fetch_sub(&((counted *)s)->refs, 1) != 1) return;
    tokens_free((tokens *)(uintptr_t)s->tokens);
    recipe_free((recipe *)(uintptr_t)s->recipe);
    free(s);
}

/* ---- equality ----------------------------------------------------------------------- */

bool skeleton_is_solid(const skeleton *s) { return s->n_slots == 1; }

static bool same_slots(const skeleton *s, const skeleton *t) {
    if (s->n_slots != t->n_slots || s->n_covers != t->n_covers) return false;
    for (size_t i = 0; i < s->n_covers; i++)
        if (!cover_equal(&s->covers[i], &t->covers[i])) return false;
    for (size_t i = 0; i < s->n_slots; i++)
        if (!slot_equal(&s->slots[i], &t->slots[i])) return false;
    return true;
}

bool skeleton_equal(const skeleton *s, const skeleton *t) {
    return s->size == t->size && s->patterns == t->patterns && s->depth == t->depth &&
           s->rung == t->rung && s->tail.len == t->tail.len && same_slots(s, t) &&
           !memcmp(s->tail.data, t->tail.data, s->tail.len) &&
           (!s->pixels || !memcmp(s->pixels, t->pixels, pixels_size(s)));
}

uint64_t skeleton_hash(const skeleton *s) {
    uint64_t h = hash_u64(hash_u64(HASH_INIT, s->size), s->patterns);
    for (size_t i = 0; i < s->n_slots; i++) h = hash_u64(h, slot_hash(&s->slots[i]));
    h = hash_bytes(h, s->pixels, pixels_size(s));
    return hash_bytes(h, s->tail.data, s->tail.len);
}

/* ---- the image ---------------------------------------------------------------------- */

static err_code read_rows(skeleton_scratch *scratch, const skeleton *s, size_t *size, err *e) {
    *size = tilepng_rows_size(s->size, s->size, s->depth);
    err_code rc = array_reserve(&scratch->rows, &scratch->rows_cap, *size, 1, e);
    return rc ? rc : tilepng_tail_rows(scratch->deflater, s->tail, scratch->rows, *size, e);
}

err_code skeleton_pixels(skeleton_scratch *scratch, const skeleton *s, uint16_t *pixels, err *e) {
    if (s->pixels) {
        memcpy(pixels, s->pixels, pixels_size(s));
        return ERR_OK;
    }
    size_t size;
    err_code rc = read_rows(scratch, s, &size, e);
    if (!rc) tilepng_pixels(scratch->rows, s->size, s->size, s->depth, pixels);
    return rc;
}

static err_code parse_wide(const skeleton *s, skeleton **out, err *e) {
    skeleton better = *s;
    tokens *parse;
    better.improved = true;
    err_code rc = tokens_make(s->pixels, s->size, s->size, &parse, e);
    if (rc) return rc;
    better.tokens = parse;
    rc = skeleton_copy(&better, out, e); /* which takes it over */
    if (rc) tokens_free(parse);
    return rc;
}

static err_code deflate_again(skeleton_scratch *scratch, skeleton *s, skeleton **out, err *e) {
    skeleton better = *s;
    size_t size;
    better.improved = true;
    err_code rc = read_rows(scratch, s, &size, e);
    if (!rc)
        rc = tilepng_tail_least(scratch->deflater, scratch->rows, s->size, s->size, s->depth,
                                &better.tail, e);
    if (rc) return rc;
    if (better.tail.len < s->tail.len) return skeleton_copy(&better, out, e);
    *out = skeleton_ref(s);
    return ERR_OK;
}

err_code skeleton_improve(skeleton_scratch *scratch, skeleton *s, skeleton **out, err *e) {
    bool parsable = s->n_slots <= TOKENS_SLOTS_MAX;
    if (s->improved || (s->pixels && !parsable)) {
        *out = skeleton_ref(s);
        return ERR_OK;
    }
    return s->pixels ? parse_wide(s, out, e) : deflate_again(scratch, s, out, e);
}

/* ---- scratch ------------------------------------------------------------------------ */

err_code skeleton_scratch_create(skeleton_scratch **out, err *e) {
    skeleton_scratch *s = calloc(1, sizeof *s);
    if (!s) return err_nomem(e);
    err_code rc = tilepng_deflater_create(&s->deflater, e);
    if (rc)
        free(s);
    else
        *out = s;
    return rc;
}

void skeleton_scratch_free(skeleton_scratch *s) {
    if (!s) return;
    tilepng_deflater_free(s->deflater);
    slot_set_free(&s->set);
    cover_set_free(&s->covers);
    slot_merge_free(s->merge);
    free(s->counts);
    free(s->leader);
    free(s->pixels);
    free(s->number_of);
    free(s->rows);
    free(s->slots);
    free(s->spans);
    free(s->drafts);
    free(s->numbers);
    free(s->order);
    free(s);
}
