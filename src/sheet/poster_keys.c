/* Names of numbered districts, in columns. */
#include "sheet/poster_parts.h"

#include <math.h>

#define WIDEST 56.0 /* mm on A3, as all of these: a column of names, at most */
#define NUMBER 6.0  /* of which the number takes so many */
#define APART  3.0  /* between columns */

static double unit(const sheet_source *s) { return paper_type(s->paper); }

double poster_keys_column(const sheet_source *s, const print_map *m) {
    const districts *d = choropleth_layer(s->map)->shape->districts;
    const text_style name = paper_text(s->paper->foot, 400, s->inks->ink_2);
    const print_map_key *key;
    size_t n = print_map_keys(m, &key);
    double most = 0;
    for (size_t i = 0; i < n; i++)
        most = fmax(most, sheet_text_width(&name, district_name(d, key[i].district)));
    return fmin(most + (NUMBER + APART) * unit(s), WIDEST * unit(s));
}

static size_t columns_in(const sheet_source *s, const print_map *m, double width) {
    return (size_t)fmax(1, floor(width / poster_keys_column(s, m)));
}

static size_t rows_in(const sheet_source *s, const print_map *m, size_t n, double width) {
    size_t columns = columns_in(s, m, width);
    return (n + columns - 1) / columns;
}

double poster_keys_height(const sheet_source *s, const print_map *m, double width) {
    const print_map_key *key;
    return (double)rows_in(s, m, print_map_keys(m, &key), width) * sheet_line(s->paper->foot);
}

static void draw_one(canvas *c, const sheet_source *s, const print_map_key *k, double x, double y,
                     double wide) {
    const districts *d = choropleth_layer(s->map)->shape->districts;
    double pt = s->paper->foot, in = fmin(NUMBER * unit(s), wide / 2);
    const text_style number = paper_figures(pt, 600, s->inks->ink);
    text_style name = paper_text(pt, 400, s->inks->ink_2);
    buf text = BUF_EMPTY;
    buf_addf(&text, "%u", k->number);
    sheet_text(c, x + in - 1.2 * unit(s), y, 1, pt, &number, buf_text(&text));
    buf_free(&text);
    const char *full = district_name(d, k->district);
    double room = wide - in - 1, width = sheet_text_width(&name, full);
    if (width > room) name.size_px *= room / width;
    sheet_text(c, x + in, y, 0, pt, &name, full);
}

void poster_keys_draw(canvas *c, const sheet_source *s, const print_map *m, box at) {
    const print_map_key *key;
    size_t n = print_map_keys(m, &key), rows = rows_in(s, m, n, at.width);
    double wide = at.width / (double)columns_in(s, m, at.width), row = sheet_line(s->paper->foot);
    for (size_t i = 0; i < n; i++)
        draw_one(c, s, &key[i], at.x + (double)(i / rows) * wide, at.y + (double)(i % rows) * row,
                 wide);
}
