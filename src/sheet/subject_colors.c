#include "sheet/subject_colors.h"
#include "carto/gate.h"

_Static_assert(COMPARISON_SUBJECTS <= CHART_SUBJECTS, "each subject has a color and a shape");

static rgba own_of(const comparison *c, size_t subject) {
    size_t group = c->subject[subject].group;
    return group == SIZE_MAX ? (rgba){0} : c->atlas->group[group].color;
}

static bool differ(rgba a, rgba b) { return color_difference_2000(a, b) >= GATE_NORMAL_MIN; }

static bool can_be_read(const chart_inks *inks, rgba own) {
    return own.a == 255 && color_contrast(own, inks->ground) >= SUBJECT_CONTRAST_MIN &&
           differ(own, inks->ink);
}

/* Subjects of the set in their own colors, the others in those of their places; how many are in it,
 * or -1 where it cannot be. */
static int try_set(const comparison *c, const chart_inks *inks, unsigned set, const rgba *place,
                   rgba *out) {
    int n = 0;
    for (size_t i = 0; i < c->n_subjects; i++) {
        bool own = set >> i & 1;
        out[i] = own ? own_of(c, i) : place[i];
        n += own;
        if (own && !can_be_read(inks, out[i])) return -1;
        for (size_t k = 0; k < i; k++)
            if ((own || set >> k & 1) && !differ(out[i], out[k])) return -1;
    }
    return n;
}

void subject_colors(const comparison *c, const chart_inks *inks, bool single,
                    rgba out[COMPARISON_SUBJECTS]) {
    rgba place[COMPARISON_SUBJECTS], tried[COMPARISON_SUBJECTS];
    int most = 0;
    for (size_t i = 0; i < COMPARISON_SUBJECTS; i++)
        out[i] = place[i] = single ? inks->accent : chart_subjects[i].color;
    for (unsigned set = 1; set < 1u << c->n_subjects; set++) {
        int n = try_set(c, inks, set, place, tried);
        if (n <= most) continue;
        most = n;
        for (size_t i = 0; i < c->n_subjects; i++) out[i] = tried[i];
    }
}
