#include "aid_comparison.h"
#include "aid_cmocka.h"

#include <math.h>
#include <string.h>

comparison *aid_comparison_in(const atlas *a, const char *who, const char *rows, lang l) {
    const comparison_wish w = {.districts = who, .indicators = rows, .language = l};
    comparison *c = NULL;
    err e = {0};
    if (comparison_make(a, &w, &c, &e)) fail_msg("%s, %s: %s", who, rows ? rows : "", e.text);
    return c;
}

comparison *aid_comparison(const atlas *a, const char *who, const char *rows) {
    return aid_comparison_in(a, who, rows, LANG_EN);
}

const comparison_row *aid_comparison_row(const comparison *c, const char *id) {
    for (size_t i = 0; i < c->n_rows; i++)
        if (!strcmp(c->atlas->indicator[c->row[i].indicator].id, id)) return &c->row[i];
    return NULL;
}

void aid_near(double got, double wanted) {
    if (!(fabs(got - wanted) < 1e-9)) fail_msg("%.17g is not %.17g", got, wanted);
}
