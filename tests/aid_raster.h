/* aid_raster: what a raster drew, pixel by pixel, held to what its header promises of spans. */
#ifndef AID_RASTER_H
#define AID_RASTER_H
#include "aid_partition.h"
#include "tile/raster.h"

#include <math.h>

extern const double aid_no_ink[RASTER_INKS];

typedef struct aid_picture {
    raster *r;
    raster_span *px; /* [width * height] a pixel's span */
    uint32_t width, height;
} aid_picture;

void aid_picture_open(aid_picture *p);
void aid_picture_close(aid_picture *p);
void aid_picture_begin(aid_picture *p, uint32_t width, uint32_t height, const double *ink_px);
/* n <= 64 points, stroked. */
void aid_picture_border(aid_picture *p, const double *xy, size_t n, district_id left,
                        district_id right);
/* All of a partition's borders, moved, and its corner; those between equal districts unstroked. */
void aid_picture_partition(aid_picture *p, const aid_partition *q, double dx, double dy);
/* Fails the test where spans overlap, leave gaps, could be longer, or are not as raster_span says.
 */
void aid_picture_finish_faulty(aid_picture *p);
void aid_picture_finish(aid_picture *p); /* and no faults were counted */

const raster_span *aid_at(const aid_picture *p, uint32_t x, uint32_t y);
double aid_share(const raster_span *s, district_id d); /* 0 if it has none */
bool aid_same_look(const raster_span *a, const raster_span *b);

/* With aid_cmocka.h. */
#define aid_assert_near(got, want, tolerance)                                                      \
    do {                                                                                           \
        double got_ = (double)(got), want_ = (double)(want);                                       \
        if (!(fabs(got_ - want_) <= (tolerance))) fail_msg(#got ": %.7f, not %.7f", got_, want_);  \
    } while (0)
#endif
