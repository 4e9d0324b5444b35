/* subject_colors: the colors of a comparison's subjects in charts: a group's own where it can be
 * read and told apart, else those of chart.h. */
#ifndef SHEET_SUBJECT_COLORS_H
#define SHEET_SUBJECT_COLORS_H
#include "atlas/comparison.h"
#include "draw/chart.h"

#define SUBJECT_CONTRAST_MIN 4.5 /* on the ground: names are set in it (WCAG 2, 1.4.3) */

/* Groups have their own color (opaque, in the manifest) if its contrast is enough and it differs by
 * GATE_NORMAL_MIN from the city's ink and from all other subjects: as many of them as can, of equal
 * sets the earlier ones.  All others have that of their place in chart_subjects, and a `single` one
 * the accent. */
void subject_colors(const comparison *c, const chart_inks *inks, bool single,
                    rgba out[COMPARISON_SUBJECTS]);
#endif
