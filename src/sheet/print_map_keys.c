/* Districts that have a number, and a name in a list beside the map. */
#include "base/text.h"
#include "sheet/print_map_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MM MAP_MM_PX

/* A letter's place in the alphabet: accents are dropped, and in Swedish å, ä and ö are the last. */
static void order_of(const char *name, bool swedish, char out[3 * TEXT_ID_MAX + 4]) {
    static const char *const last[] = {"å", "Å", "ä", "Ä", "ö", "Ö"};
    size_t n = 0;
    for (const char *at = name; *at && n < 3 * TEXT_ID_MAX;) {
        char part[8] = "", folded[TEXT_ID_MAX + 1];
        size_t len = 1;
        while ((at[len] & 0xC0) == 0x80 && len < 6) len++;
        memcpy(part, at, len);
        at += len;
        int late = -1;
        for (int i = 0; swedish && i < 6; i++)
            if (!strcmp(part, last[i])) late = i / 2;
        text_slug(part, folded);
        if (late >= 0)
            out[n++] = (char)('{' + late); /* behind z */
        else if (*folded)
            out[n++] = *folded;
        else
            out[n++] = ' ';
    }
    out[n] = 0;
}

typedef struct named {
    print_leader *leader;
    char order[3 * TEXT_ID_MAX + 4];
} named;

static int by_name(const void *a_, const void *b_) {
    const named *a = a_, *b = b_;
    int c = strcmp(a->order, b->order);
    return c ? c
             : (a->leader->district > b->leader->district) -
                   (a->leader->district < b->leader->district);
}

/* Leaders without a place become keys. */
err_code print_keys_make(print_map *m, err *e) {
    named *list = calloc(m->n_leaders + 1, sizeof *list);
    m->key = calloc(m->n_leaders + 1, sizeof *m->key);
    m->number = calloc(m->n_leaders + 1, sizeof *m->number);
    err_code rc = list && m->key && m->number ? ERR_OK : err_nomem(e);
    size_t n = 0, kept = 0;
    for (size_t i = 0; !rc && i < m->n_leaders; i++) {
        print_leader *l = &m->leader[i];
        if (l->placed || m->style.no_keys) continue;
        list[n].leader = l;
        order_of(district_name(m->scene.layer->shape->districts, l->district),
                 m->map->look.language == LANG_SV, list[n].order);
        n++;
    }
    if (n) qsort(list, n, sizeof *list, by_name);
    for (size_t i = 0; i < n; i++) {
        m->key[i] = (print_map_key){(unsigned)i + 1, list[i].leader->district};
        m->number[i] =
            (print_number){list[i].leader->ax, list[i].leader->ay, list[i].leader->district};
    }
    m->n_keys = n;
    free(list);
    for (size_t i = 0; !rc && i < m->n_leaders; i++)
        if (m->leader[i].placed)
            m->leader[kept++] = m->leader[i];
        else
            free(m->leader[i].value);
    if (!rc) m->n_leaders = kept;
    return rc;
}

/* ---- numbers ---------------------------------------------------------------------------- */

static double number_size(const print_map *m) { return fmax(6, 0.85 * m->name_pt) * PRINT_PT_PX; }

err_code print_keys_clear(print_map *m, err *e) {
    double size = number_size(m);
    rect *gap = malloc((m->n_keys + 1) * sizeof *gap);
    if (!gap) return err_nomem(e);
    for (size_t i = 0; i < m->n_keys; i++) {
        double x = m->number[i].x * MM, y = m->number[i].y * MM;
        gap[i] = (rect){x - size, y - 0.7 * size, x + size, y + 0.7 * size};
    }
    err_code rc = map_plan_keep_clear(m->plan, gap, m->n_keys, e);
    free(gap);
    return rc;
}

void print_keys_write(const print_map *m, canvas *c) {
    const paint *p = &m->map->paint;
    text_style s = {number_size(m), 600, true, {0}};
    for (size_t i = 0; i < m->n_keys; i++) {
        district_id d = m->key[i].district;
        buf t = BUF_EMPTY;
        buf_addf(&t, "%u", m->key[i].number);
        s.color = p->text ? p->text[d] : m->map->look.backdrop->ink;
        canvas_text_halo(c, m->number[i].x * MM, m->number[i].y * MM + 0.36 * s.size_px, 0.5, &s,
                         buf_text(&t), p->fill[d], 0.4 * MM);
        buf_free(&t);
    }
}
