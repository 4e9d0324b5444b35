#include "sheet/layout.h"
#include "sheet/paper.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

#define ENOUGH 1e-6 /* mm that rounding may be off by */

static layout_block *find(const layout *l, const char *name) {
    for (size_t i = 0; i < l->n_blocks; i++)
        if (!strcmp(l->block[i].name, name)) return &l->block[i];
    return NULL;
}

layout_need layout_rigid(double height) { return (layout_need){height, height, height}; }

const layout_block *layout_find(const layout *l, const char *name) { return find(l, name); }

static bool is_there(const layout *l, size_t k) {
    const layout_arrangement *a = l->arrangement;
    if (a->cell[k].kind == LAYOUT_BLOCK) return find(l, a->cell[k].block) != NULL;
    for (size_t i = k + 1; i < a->n_cells; i++)
        if (a->cell[i].parent == (int)k && is_there(l, i)) return true;
    return false;
}

/* ---- children --------------------------------------------------------------------------- */

static size_t children(const layout *l, size_t k, size_t out[LAYOUT_CELLS_MAX]) {
    const layout_arrangement *a = l->arrangement;
    size_t n = 0;
    for (size_t i = k + 1; i < a->n_cells; i++)
        if (a->cell[i].parent == (int)k && is_there(l, i)) out[n++] = i;
    return n;
}

static double above(const layout *l, size_t k) { /* a cell's rule and what is under it */
    const layout_cell *c = &l->arrangement->cell[k];
    return c->rule > 0 ? c->rule * l->line + c->under_rule * l->space : 0;
}

static double before(const layout *l, size_t k, size_t i) { /* of the i-th child */
    return i ? l->arrangement->cell[k].before * l->space : 0;
}

static void share_width(const layout *l, double width, const size_t *child, size_t n,
                        double out[LAYOUT_CELLS_MAX]) {
    double given = 0;
    size_t open = 0;
    for (size_t i = 0; i < n; i++) {
        double share = l->arrangement->cell[child[i]].share;
        out[i] = share * width;
        given += out[i] + before(l, child[i], i);
        open += share == 0;
    }
    for (size_t i = 0; i < n; i++)
        if (l->arrangement->cell[child[i]].share == 0) out[i] = (width - given) / (double)open;
}

/* ---- what is needed --------------------------------------------------------------------- */

static layout_need cell_need(const layout *l, size_t k, double width);

static layout_need group_need(const layout *l, size_t k, double width) {
    size_t child[LAYOUT_CELLS_MAX], n = children(l, k, child);
    bool row = l->arrangement->cell[k].kind == LAYOUT_ROW;
    double wide[LAYOUT_CELLS_MAX];
    layout_need all = {0, 0, 0};
    if (row) share_width(l, width, child, n, wide);
    for (size_t i = 0; i < n; i++) {
        layout_need one = cell_need(l, child[i], row ? wide[i] : width);
        if (isnan(one.least) || isnan(one.most)) return one;
        double space = row ? 0 : before(l, child[i], i);
        all.least = row ? fmax(all.least, one.least) : all.least + space + one.least;
        all.wanted = row ? fmax(all.wanted, one.wanted) : all.wanted + space + one.wanted;
        all.most = row ? fmax(all.most, one.most) : all.most + space + one.most;
    }
    return all;
}

static layout_need cell_need(const layout *l, size_t k, double width) {
    const layout_cell *c = &l->arrangement->cell[k];
    layout_need need;
    if (!(width > 0)) return layout_rigid(INFINITY);
    if (c->kind == LAYOUT_BLOCK) {
        const layout_block *b = find(l, c->block);
        need = b->need(b->data, width, b->level);
    } else {
        need = group_need(l, k, width);
    }
    need.least += above(l, k);
    need.wanted += above(l, k);
    need.most += above(l, k);
    return need;
}

/* ---- boxes ------------------------------------------------------------------------------ */

static void place(layout *l, size_t k, box at);

static void place_row(layout *l, box at, const size_t *child, size_t n) {
    double wide[LAYOUT_CELLS_MAX], x = at.x;
    share_width(l, at.width, child, n, wide);
    for (size_t i = 0; i < n; i++) {
        x += before(l, child[i], i);
        place(l, child[i], (box){x, at.y, wide[i], at.height});
        x += wide[i];
    }
}

static double grow(double *height, double to, double rest) {
    double more = fmin(rest, to - *height);
    if (!(more > 0)) return rest;
    *height += more;
    return rest - more;
}

/* What is left over the least heights: first what is wanted, of those without a limit before the
 * others; then all to those without one; if there is none, to each up to its limit. */
static void share_height(const layout_need *need, size_t n, double rest, double *height) {
    size_t open = 0;
    for (int limited = 0; limited < 2; limited++)
        for (size_t i = 0; i < n; i++)
            if ((isinf(need[i].most) == 0) == limited)
                rest = grow(&height[i], need[i].wanted, rest);
    for (size_t i = 0; i < n; i++) open += isinf(need[i].most);
    for (size_t i = 0; i < n; i++)
        if (isinf(need[i].most)) height[i] += rest / (double)open;
    for (size_t i = 0; i < n && !open; i++) rest = grow(&height[i], need[i].most, rest);
}

static void place_column(layout *l, box at, const size_t *child, size_t n) {
    layout_need need[LAYOUT_CELLS_MAX];
    double height[LAYOUT_CELLS_MAX], rest = at.height, y = at.y;
    for (size_t i = 0; i < n; i++) {
        need[i] = cell_need(l, child[i], at.width);
        height[i] = need[i].least;
        rest -= need[i].least + before(l, child[i], i);
    }
    share_height(need, n, fmax(rest, 0), height);
    for (size_t i = 0; i < n; i++) {
        y += before(l, child[i], i);
        place(l, child[i], (box){at.x, y, at.width, height[i]});
        y += height[i];
    }
}

static void place(layout *l, size_t k, box at) {
    const layout_cell *c = &l->arrangement->cell[k];
    size_t child[LAYOUT_CELLS_MAX];
    l->cell[k] = at;
    at.y += above(l, k);
    at.height -= above(l, k);
    if (c->kind == LAYOUT_BLOCK)
        find(l, c->block)->at = at;
    else if (c->kind == LAYOUT_ROW)
        place_row(l, at, child, children(l, k, child));
    else
        place_column(l, at, child, children(l, k, child));
}

/* ---- fitting ---------------------------------------------------------------------------- */

static bool fits(const layout *l, box area, double *missing) {
    layout_need need = cell_need(l, 0, area.width);
    *missing = need.least - area.height;
    return need.least <= area.height + ENOUGH; /* not if it is NaN */
}

/* Undoes what was done for a block and did not help, as far as it still fits. */
static void take_back(layout *l, box area) {
    const layout_arrangement *a = l->arrangement;
    double missing;
    for (size_t i = 0; i < a->n_steps; i++) {
        layout_block *b = find(l, a->step[i].block);
        int needed = b ? b->level : 0;
        for (int level = 0; level < needed; level++) {
            b->level = level;
            if (fits(l, area, &missing)) break;
            b->level = needed;
        }
    }
}

err_code layout_solve(layout *l, box area, err *e) {
    const layout_arrangement *a = l->arrangement;
    double missing;
    assert(a->n_cells && a->n_cells <= LAYOUT_CELLS_MAX);
    for (size_t i = 0; i < l->n_blocks; i++) l->block[i].level = 0, l->block[i].at = (box){0};
    for (size_t i = 0; i < LAYOUT_CELLS_MAX; i++) l->cell[i] = (box){0};
    bool done = fits(l, area, &missing);
    for (size_t i = 0; i < a->n_steps && !done && !isnan(missing); i++) {
        layout_block *b = find(l, a->step[i].block);
        if (!b) continue;
        b->level = a->step[i].level;
        done = fits(l, area, &missing);
    }
    if (isnan(missing)) return err_nomem(e);
    if (!done && isinf(missing)) return err_set(e, ERR_RANGE, "the sheet is too narrow");
    if (!done) return err_set(e, ERR_RANGE, "the sheet is %.0f mm too short", ceil(missing));
    take_back(l, area);
    place(l, 0, area);
    return ERR_OK;
}

/* ---- drawing ---------------------------------------------------------------------------- */

static void draw_rule(const layout *l, canvas *c, size_t k) {
    box at = l->cell[k];
    double width = l->arrangement->cell[k].rule * l->line;
    if (!(at.width > 0) || !(width > 0)) return;
    canvas_rect(c, (box){PAPER_MM(at.x), PAPER_MM(at.y), PAPER_MM(at.width), PAPER_MM(width)},
                l->rule_color);
}

err_code layout_draw(const layout *l, canvas *c, err *e) {
    const layout_arrangement *a = l->arrangement;
    err_code rc = ERR_OK;
    for (size_t k = 0; k < a->n_cells && !rc; k++) {
        draw_rule(l, c, k);
        if (a->cell[k].kind != LAYOUT_BLOCK) continue;
        layout_block *b = find(l, a->cell[k].block);
        if (b && b->at.width > 0) rc = b->draw(b->data, c, b->at, b->level, e);
    }
    return rc;
}
