/* aid_legend: legends that are hard to lay out, and what a test reads from an SVG. */
#ifndef AID_LEGEND_H
#define AID_LEGEND_H
#include "carto/legend.h"
#include "draw/canvas.h"

typedef struct aid_setup { /* what a test asks for; the rest is the default */
    const char *name;
    const double *v;
    size_t n;
    const char *method; /* NULL: breaks */
    size_t classes;
    const double *breaks;
    size_t n_breaks;
    closure closed;
    lang language;
    int decimals;
    double whole;
    const char *title, *unit, *whole_name, *note;
} aid_setup;

extern const aid_setup aid_setups[];
extern const size_t aid_setup_count;
const aid_setup *aid_setup_find(const char *name);
/* Colors differ from each other and from all inks; `under` is a backdrop, "light" if NULL. */
legend *aid_legend(const aid_setup *s, const char *under);

/* Fails the test where it is not well-formed XML, as far as canvases write it. */
void aid_xml(const char *svg);
bool aid_svg_has(const char *svg, const char *escaped); /* a whole <text> */

typedef struct aid_text {
    box b; /* from the height of capitals to the depth of descenders */
    rgba color;
    char text[80]; /* its beginning, escaped */
} aid_text;

/* All texts of an SVG, with their widths as pango measures them; fails over `most`. */
size_t aid_svg_texts(const char *svg, aid_text *out, size_t most);
#endif
