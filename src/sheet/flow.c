#include "sheet/flow.h"

#include <stdint.h>

#define SLACK 1e-6 /* mm */

/* What must stand together with item i, itself first. */
static size_t chain_end(const flow_item *item, size_t n, size_t i) {
    while (i + 1 < n && item[i].keep) i++;
    return i + 1;
}

static double height_of(const flow_item *item, size_t from, size_t to) {
    double sum = 0;
    for (size_t i = from; i < to; i++) sum += item[i].height;
    return sum;
}

size_t flow_place(flow_item *item, size_t n, const flow_pages *p) {
    size_t page = 0;
    double y = p->first;
    bool fresh = true; /* nothing stands on the page yet */
    for (size_t i = 0; i < n;) {
        size_t end = chain_end(item, n, i);
        double need = height_of(item, i, end);
        double top = item[i].bare ? p->bare : p->next;
        if (!fresh && y + need > p->bottom + SLACK) page++, y = top, fresh = true;
        if (fresh && !page && need > p->bottom - y + SLACK && top < p->first)
            page++, y = top; /* beside a large head there is less room than on a page */
        for (; i < end; i++) {
            item[i].repeat = fresh && page && item[i].head != SIZE_MAX;
            if (item[i].repeat) y += item[item[i].head].height;
            item[i].page = page;
            item[i].y = y;
            y += item[i].height;
            fresh = false;
        }
    }
    return page + 1;
}

double flow_end(const flow_item *item, size_t n, const flow_pages *p) {
    return n ? item[n - 1].y + item[n - 1].height : p->first;
}
