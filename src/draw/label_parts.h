/* label_parts: what the files of label share, and nobody else. */
#ifndef DRAW_LABEL_PARTS_H
#define DRAW_LABEL_PARTS_H
#include "draw/label.h"

typedef struct room room;
typedef struct label_spots label_spots;

/* ---- label_wrap.c: from texts to lines ---- */

#define LABEL_TEXT_MAX   200 /* bytes of a name; a longer one is cut */
#define LABEL_PIECES_MAX 24  /* where it may be split; what follows stays together */

typedef struct label_setting { /* lines over one another around a position; texts are borrowed */
    size_t n;
    label_line line[LABEL_LINES_MAX];
    rect box[LABEL_LINES_MAX]; /* of each line with its ink, from the position */
    rect ink;                  /* of all lines */
    size_t chosen;             /* lines of the name */
} label_setting;

typedef struct label_words { /* a text ready to be set */
    char text[LABEL_TEXT_MAX + 8];
    size_t n_pieces;
    struct {
        size_t begin, end; /* as the last of a line; blanks behind it are not in it */
        double width, gap; /* to the next piece; 0 before it is measured */
    } piece[LABEL_PIECES_MAX];
    bool measured;
    text_extent extent; /* of the whole text, once `known` */
    bool known;
    double least, least_piece; /* of the whole text's width and the widest piece's: bounds from
                                  below, without measuring */
    char split[3 * (LABEL_TEXT_MAX + 8)]; /* lines of a setting */
} label_words;

/* Control characters and what is no UTF-8 are dropped, blanks made one, long texts cut. */
void label_words_of(text_ruler *r, const text_style *s, const char *text, label_words *out);
/* `name` in so many lines (0: none, name may be NULL), over `value` (NULL: none); false: the name
 * cannot be split so.  The setting borrows from both. */
bool label_set(text_ruler *r, const label_style *s, label_words *name, const text_style *name_style,
               size_t lines, label_words *value, label_setting *out);
/* Texts of the setting's lines again, where later ones took their buffer. */
void label_set_again(label_words *name, label_setting *t);
/* Bounds from below of such a setting: false where it is wider or higher, or covers more, than
 * any part, so that its texts need not be measured. */
bool label_may_fit(const room *m, const label_style *s, const label_words *name, size_t lines,
                   const label_words *value);
/* Of a line without looking at its letters: from the baseline, upward and downward. */
void label_line_reach(const label_style *s, double size, double *up, double *down);
rect label_line_box(const label_style *s, const label_line *l); /* from the position */
text_style label_text_style(double size, int weight, bool tabular);

/* ---- label_room.c: how much room a place leaves ---- */

typedef struct room_chain { /* edges one after another */
    rect box;
    uint32_t first, edges; /* points first to first + edges */
} room_chain;

typedef struct room_part { /* one outer ring and its holes, in pixels */
    uint32_t first, chains;
    rect bounds;
    double area, cx, cy;  /* centroid */
    uint32_t ring, rings; /* of the geometry: outer, and what follows up to the next outer one */
} room_part;

struct room { /* scratch; starts as {0} */
    double *x, *y;
    room_chain *chain;
    room_part *part;
    bool *hole; /* [rings of the district] false: outer */
    size_t n_points, n_chains, n_parts, n_rings, points_cap, chains_cap, parts_cap, holes_cap;
    bool ponds; /* holes were left out */
};

/* The parts of a district that a label may stand on, the largest first.  With `over_ponds` holes of
 * less than the style's pond that lie in the water are none. */
err_code room_make(room *m, const label_request *r, const label_spots *spots, district_id d,
                   bool over_ponds, err *e);
void room_free(room *m);
/* The largest margin by which the boxes can be widened, set at (x, y), so that they still lie
 * inside the part; negative: by how much they must shrink, or what the boxes would still have to
 * go. Moving by d in x and y changes it by at most d.  Less than `least`: may be any that is less,
 * and not less than the true one. */
double room_margin(const room *m, const room_part *p, const rect *line, size_t n, double x,
                   double y, double least);

bool label_ring_has(const geometry *g, ring r, double x, double y);
rect label_ring_bounds(const geometry *g, ring r);

/* ---- label_spots.c: what lies at a point ---- */

err_code label_spots_make(const label_request *r, label_spots **out, err *e);
void label_spots_free(label_spots *s);
bool label_spots_wet(const label_spots *s, double x, double y); /* in the request's water */
/* The lowest district that has the point on its land; DISTRICT_NONE: none, or it is wet. */
district_id label_spots_district(const label_spots *s, double x, double y);

/* ---- label_place.c: where a setting stands ---- */

typedef struct label_fit {
    int grade; /* 3: with the widest padding, 1: with the least, 0: nowhere */
    double score;
    int64_t x, y;
} label_fit;

typedef struct label_cell {
    double bound;
    int64_t x, y, size;
} label_cell;

typedef struct label_search { /* scratch; starts as {0} */
    label_cell *heap;
    size_t n, cap;
} label_search;

/* Makes *best better if a place of any part has a higher grade.  {0}: nothing yet. */
err_code label_find(label_search *s, const room *m, const label_setting *t, const double padding[3],
                    label_fit *best, err *e);
/* The pole of inaccessibility of the largest part. */
err_code label_find_pole(const room *m, const label_request *r, district_id d, int64_t *x,
                         int64_t *y, err *e);

/* ---- label_crowd.c: which labels meet ---- */

typedef struct label_crowd label_crowd;
err_code label_crowd_create(size_t labels, label_crowd **out, err *e);
void label_crowd_free(label_crowd *c);
bool label_crowd_meets(const label_crowd *c, const label *l);
err_code label_crowd_add(label_crowd *c, const label *l, err *e); /* borrowed */
#endif
