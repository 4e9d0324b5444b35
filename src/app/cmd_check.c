/* kartblad check: every decision made while loading, as text or JSON. */
#include "app/check.h"
#include "app/command.h"
#include "app/map.h"
#include "base/json.h"

#include <stdlib.h>
#include <string.h>

static err_code load(const args *a, check_facts *f, strlist *errors, err *e) {
    err why = {0};
    err_code rc = map_open_atlas(a, ATLAS_TILES, errors, &f->atlas, &why);
    if (rc == ERR_USAGE || rc == ERR_NOMEM) return err_set(e, rc, "%s", why.text);
    if (!rc && a->indicator) rc = atlas_find_indicator(f->atlas, a->indicator, &f->chosen, &why);
    if (!rc) f->one = a->indicator || f->atlas->n_indicators == 1;
    return rc ? strlist_add(errors, why.text, e) : ERR_OK;
}

static err_code judge_looks(check_facts *f, err *e) {
    strlist all = {0};
    size_t n = f->atlas ? f->atlas->n_indicators : 0;
    err_code rc = ERR_OK;
    if (!(f->looks = calloc(n + 1, sizeof *f->looks))) return err_nomem(e);
    for (size_t i = 0; i < n && !rc; i++) {
        rc = check_look(f->atlas, i, &f->looks[i], e);
        for (size_t k = 0; k < f->looks[i].count && !rc; k++)
            if (!strlist_has(&all, f->looks[i].item[k]))
                rc = strlist_add(&all, f->looks[i].item[k], e);
    }
    f->warnings = all.count + (f->atlas ? f->atlas->warnings.count : 0);
    strlist_free(&all);
    return rc;
}

static err_code find_paper(const args *a, check_facts *f, err *e) {
    if (a->paper && !a->print)
        return err_set(e, ERR_USAGE, "--paper is the paper of --print, which is not given");
    if (!a->print) return ERR_OK;
    const char *name = a->paper ? a->paper : "A3";
    f->paper = paper_find(name);
    return f->paper
               ? ERR_OK
               : err_set(e, ERR_USAGE, "--paper %s: it is one of A5, A4, A3, A2, A1, A0", name);
}

/* Different ones count, as among the others, but for those that check_look() tells too. */
static err_code judge_print(check_facts *f, err *e) {
    strlist all = {0};
    if (!f->paper || !f->atlas) return ERR_OK;
    err_code rc = check_print(f->atlas, f->paper, f->one ? f->chosen : SIZE_MAX, &f->print, e);
    for (size_t i = 0; i < f->print.count && !rc; i++)
        if (strcmp(f->print.item[i].check, "count") && !strlist_has(&all, f->print.item[i].text))
            rc = strlist_add(&all, f->print.item[i].text, e);
    f->warnings += all.count;
    strlist_free(&all);
    return rc;
}

static void free_facts(check_facts *f) {
    size_t n = f->atlas ? f->atlas->n_indicators : 0;
    for (size_t i = 0; f->looks && i < n; i++) strlist_free(&f->looks[i]);
    free(f->looks);
    check_print_free(&f->print);
    atlas_unref(f->atlas);
}

err_code command_check(const args *a, int *status, err *e) {
    strlist errors = {0};
    check_facts f = {.errors = &errors};
    buf out = BUF_EMPTY;
    if (a->n_rest) return err_set(e, ERR_USAGE, "\"%s\" is one argument too many", a->rest[0]);
    err_code rc = find_paper(a, &f, e);
    if (!rc) rc = load(a, &f, &errors, e);
    if (!rc) rc = judge_looks(&f, e);
    if (!rc) rc = judge_print(&f, e);
    if (!rc && a->json) rc = json_print(check_json(&f), 2, &out, e);
    if (!rc && !a->json) check_text(&f, &out);
    if (!rc) rc = map_print(&out, e);
    *status = errors.count ? 1 : 0;
    free_facts(&f);
    strlist_free(&errors);
    buf_free(&out);
    return rc;
}
