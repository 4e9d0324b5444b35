/* gate: whether the classes of a ramp can be told apart, by measure.
 *
 * Each color is judged as five eyes see it (color.h): normal, protan, deutan, tritan and in
 * shades of gray; differences are CIEDE2000.  All pairs of classes count, of sequential ramps
 * too: a reader takes a color from the map to the legend, and next to a district may lie any
 * class.  So reversing a ramp changes nothing.
 *
 * docs/ramps.md gives the reasons for the limits below, and what known ramps reach. */
#ifndef CARTO_GATE_H
#define CARTO_GATE_H
#include "carto/ramp.h"

#define GATE_NORMAL_MIN      10.0 /* two classes, by normal sight */
#define GATE_COLOR_BLIND_MIN 5.0  /* two classes, by each of protan, deutan and tritan */
#define GATE_GRAY_MIN        7.0  /* two classes, in gray */
#define GATE_BACKGROUND_MIN  5.0  /* a class and what is no class: paper, ground, no data */

typedef enum gate_need { /* bits */
                         GATE_NORMAL = 1,
                         GATE_COLOR_BLIND = 2,
                         GATE_GRAY = 4,
                         GATE_BACKGROUND = 8
} gate_need;
#define GATE_NEEDS 4
/* By bit number: "normal", "color_blind", "gray", "background". */
extern const char *const gate_need_names[GATE_NEEDS];

typedef struct gate {
    /* The smallest difference of two classes for each eye; INFINITY if there is one class. */
    double least[SIGHT__COUNT];
    /* The smallest difference by normal sight of a class and: the ground around the map (on a
     * light one also white paper); the fill of no data; water.  The middle class of a diverging
     * ramp of an odd count is left out of the first two (INFINITY if there is no other): it is
     * meant to recede, and outline and hatch tell it; so is the first of a bivariate one.  Water is
     * told by its shoreline: its figure is given, and passes nothing. */
    double ground, no_data, water;
    unsigned passes; /* of gate_need */
} gate;

/* The smallest difference of two of k colors, k <= CLASSES_MAX, as that eye sees them, and which
 * two: the first of equals; INFINITY and 0, 0 where there are not two. */
double gate_least(const rgba *color, size_t k, color_sight sight, size_t pair[2]);

/* k classes, 1..CLASSES_MAX, on a light or dark ground.  A qualitative ramp with fewer colors than
 * k repeats some, so two classes differ by 0.  A bivariate one is made for 9 alone
 * (ramp_suits()), and passes nothing with others. */
void gate_judge(const ramp *r, size_t k, bool dark, gate *out);

#define GATE_FIRST    3 /* the class counts that are judged for lists */
#define GATE_LAST     9
#define GATE_TEXT_MAX 40
/* The class counts from GATE_FIRST to GATE_LAST that pass all of `need`, on the ground the ramp is
 * made for: "3–6, 8", or "–" where none does. */
void gate_counts(const ramp *r, unsigned need, char out[GATE_TEXT_MAX]);

/* The ramp that is most like `r` among those of its kind that pass all of `need`: the smallest
 * mean difference of corresponding classes, both drawn `reversed` or both not; r itself if it
 * passes; NULL if none does.  Takes about 0.4 ms with the built-in ramps. */
const ramp *gate_nearest(const ramp_set *s, const ramp *r, size_t k, bool reversed, bool dark,
                         unsigned need);
#endif
