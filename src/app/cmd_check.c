/* kartblad check: every decision made while loading, as text or JSON. */
#include "app/check.h"
#include "app/command.h"
#include "app/map.h"
#include "base/json.h"

static err_code load(const args *a, check_facts *f, strlist *errors, err *e) {
    err why = {0};
    err_code rc = map_open_atlas(a, errors, &f->atlas, &why);
    if (rc == ERR_USAGE || rc == ERR_NOMEM) return err_set(e, rc, "%s", why.text);
    if (!rc && a->indicator) rc = atlas_find_indicator(f->atlas, a->indicator, &f->chosen, &why);
    if (!rc) f->one = a->indicator || f->atlas->n_indicators == 1;
    return rc ? strlist_add(errors, why.text, e) : ERR_OK;
}

err_code command_check(const args *a, int *status, err *e) {
    strlist errors = {0};
    check_facts f = {.errors = &errors};
    buf out = BUF_EMPTY;
    if (a->n_rest) return err_set(e, ERR_USAGE, "\"%s\" is one argument too many", a->rest[0]);
    err_code rc = load(a, &f, &errors, e);
    if (!rc && a->json) rc = json_print(check_json(&f), 2, &out, e);
    if (!rc && !a->json) check_text(&f, &out);
    if (!rc) rc = map_print(&out, e);
    *status = errors.count ? 1 : 0;
    atlas_unref(f.atlas);
    strlist_free(&errors);
    buf_free(&out);
    return rc;
}
