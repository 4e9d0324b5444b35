/* aid_image: pictures of maps for tests; each fails the test where it cannot. */
#ifndef AID_IMAGE_H
#define AID_IMAGE_H
#include "draw/image.h"

typedef struct aid_pixels {
    rgba *at;
    uint32_t width, height;
} aid_pixels;

image_style aid_image_style(unsigned width, unsigned height);
void aid_image_draw(const choropleth *c, const image_style *s, canvas_format f, buf *out,
                    image_facts *facts /* may be NULL */);
aid_pixels aid_image_png(const choropleth *c, const image_style *s, image_facts *facts);
aid_pixels aid_pixels_of(bytes png);
void aid_pixels_free(aid_pixels *p);
bool aid_same_color(rgba a, rgba b);

/* Which district is at a point of the map, in px; DISTRICT_NONE: none.  By the polygons. */
district_id aid_image_district(const choropleth *c, const image_facts *facts, double x, double y);
/* What a program says, which `make setup-check` has installed.  Free it. */
char *aid_output_of(const char *format, ...) __attribute__((format(printf, 1, 2)));
#endif
