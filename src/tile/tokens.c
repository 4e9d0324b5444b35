#include "tile/huffman.h"
#include "tile/tokens_parts.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* A distance of the parse. */
typedef struct ranked {
    uint32_t times, back; /* back: distance - 1 */
} ranked;

/* What is gathered before its size is known; then all goes into one allocation. */
typedef struct draft {
    uint16_t *symbol;         /* [decoded] */
    parse_step *step;         /* [decoded] */
    uint32_t *literals, *sum; /* [FILTER + 1] */
    uint64_t *weight;         /* [FILTER + 1] */
    ranked *distance;         /* [WINDOW], at first by `back`, then the most frequent first */
    uint8_t *rank;            /* [WINDOW] of each distance - 1; WORD_FAR: it has none */
    uint32_t places;          /* where tokens meet with different slots */
    tokens head;              /* all but its pointers */
} draft;

static err_code draft_allocate(draft *d, err *e) {
    d->symbol = calloc(d->head.decoded, sizeof *d->symbol);
    d->step = calloc(d->head.decoded, sizeof *d->step);
    d->literals = calloc(FILTER + 1, sizeof *d->literals);
    d->sum = calloc(FILTER + 1, sizeof *d->sum);
    d->weight = calloc(FILTER + 1, sizeof *d->weight);
    d->distance = calloc(WINDOW, sizeof *d->distance);
    d->rank = calloc(WINDOW, sizeof *d->rank);
    if (d->symbol && d->step && d->literals && d->sum && d->weight && d->distance && d->rank)
        return ERR_OK;
    return err_nomem(e);
}

static void draft_free(draft *d) {
    free(d->symbol);
    free(d->step);
    free(d->literals);
    free(d->sum);
    free(d->weight);
    free(d->distance);
    free(d->rank);
}

static err_code read_slots(draft *d, const uint16_t *slots, uint32_t width, uint32_t height,
                           err *e) {
    uint16_t *to = d->symbol, most = 0;
    for (uint32_t y = 0; y < height; y++) {
        *to++ = FILTER;
        for (uint32_t x = 0; x < width; x++, slots++) {
            if (*slots > most) most = *slots;
            *to++ = *slots;
        }
    }
    if (most >= TOKENS_SLOTS_MAX)
        return err_set(e, ERR_RANGE, "slot %u: slots must be below %d", most, TOKENS_SLOTS_MAX);
    d->head.slots = most + 1u;
    return ERR_OK;
}

/* Adler-32's second sum has each byte as often as there are bytes from it to the end. */
static void sum_positions(draft *d) {
    for (uint32_t i = 0; i < d->head.decoded; i++) {
        uint16_t s = d->symbol[i];
        d->sum[s]++;
        d->weight[s] += d->head.decoded - i;
    }
}

/* The slots on both sides of `at` differ, and none is a row's filter byte. */
static bool is_place(const draft *d, uint32_t at) {
    return at && d->symbol[at] != d->symbol[at - 1] && d->symbol[at] != FILTER &&
           d->symbol[at - 1] != FILTER;
}

static void count_steps(draft *d) {
    tokens *t = &d->head;
    for (uint32_t i = 0; i < WINDOW; i++) d->distance[i].back = i;
    for (uint32_t at = 0; at < t->decoded; at += d->step[at].length) {
        const parse_step *s = &d->step[at];
        t->tokens++;
        d->places += is_place(d, at);
        if (s->length == 1) {
            d->literals[d->symbol[at]]++;
            continue;
        }
        d->distance[s->back].times++;
        t->length_count[length_symbol(s->length)]++;
        t->distance_count[distance_symbol(s->back + 1u)]++;
    }
}

static int by_times(const void *a, const void *b) {
    const ranked *p = a, *q = b;
    if (p->times != q->times) return p->times < q->times ? 1 : -1;
    return p->back < q->back ? -1 : p->back > q->back;
}

static void rank_distances(draft *d) {
    size_t n = 0;
    for (size_t i = 0; i < WINDOW; i++)
        if (d->distance[i].times) d->distance[n++] = d->distance[i];
    qsort(d->distance, n, sizeof *d->distance, by_times);
    memset(d->rank, WORD_FAR, WINDOW);
    d->head.distances = (uint32_t)(n < WORD_FAR ? n : WORD_FAR);
    for (size_t i = 0; i < n; i++)
        if (i < WORD_FAR)
            d->rank[d->distance[i].back] = (uint8_t)i;
        else
            d->head.words += d->distance[i].times; /* the second word */
}

static void measure(draft *d) {
    tokens *t = &d->head;
    count_steps(d);
    rank_distances(d);
    t->words += t->tokens;
    for (uint32_t s = WORD_FILTER; s < FILTER; s++) t->words += d->literals[s];
    for (uint32_t s = 0; s < t->slots; s++) t->many += d->literals[s] > UINT8_MAX;
    t->filters = d->literals[FILTER];
    huffman_lengths(t->distance_count, DISTANCE_SYMBOLS, HUFFMAN_BITS_MAX, t->distance_length);
    t->pairs = d->places < TOKENS_PAIRS_MAX ? d->places : TOKENS_PAIRS_MAX;
    t->memory = sizeof *t + t->many * sizeof *t->more +
                sizeof *t->word * (t->words + 2u * t->slots + t->distances + 2u * t->pairs) +
                sizeof *t->literals * t->slots;
}

/* The arrays lie behind the struct, those of larger items first, so that each is aligned. */
static tokens *lay_out(const tokens *head) {
    tokens *t = malloc(head->memory);
    if (!t) return NULL;
    *t = *head;
    t->more = (many_literals *)(t + 1);
    t->word = (uint16_t *)(t->more + t->many);
    t->sum = t->word + t->words;
    t->weight = t->sum + t->slots;
    t->distance = t->weight + t->slots;
    t->pair = t->distance + t->distances;
    t->literals = (uint8_t *)(t->pair + 2 * (size_t)t->pairs);
    return t;
}

static uint16_t *write_literal(uint16_t *to, uint16_t symbol) {
    if (symbol < WORD_FILTER) {
        *to++ = symbol;
    } else if (symbol == FILTER) {
        *to++ = WORD_FILTER;
    } else {
        *to++ = WORD_FAR_SLOT;
        *to++ = symbol;
    }
    return to;
}

static uint16_t *write_match(uint16_t *to, const parse_step *s, uint8_t rank) {
    *to++ = (uint16_t)(WORD_MATCH | rank << 8 | (s->length - MATCH_MIN));
    if (rank == WORD_FAR) *to++ = s->back;
    return to;
}

static void write_words(const draft *d, tokens *t) {
    uint16_t *to = t->word;
    for (uint32_t at = 0; at < t->decoded; at += d->step[at].length) {
        const parse_step *s = &d->step[at];
        to = s->length == 1 ? write_literal(to, d->symbol[at])
                            : write_match(to, s, d->rank[s->back]);
    }
}

/* Of all places those at even steps. */
static void write_pairs(const draft *d, tokens *t) {
    uint64_t place = 0;
    uint32_t taken = 0;
    for (uint32_t at = 0; at < t->decoded && taken < t->pairs; at += d->step[at].length) {
        if (!is_place(d, at) || place++ < (uint64_t)taken * d->places / t->pairs) continue;
        t->pair[2 * taken] = d->symbol[at - 1];
        t->pair[2 * taken + 1] = d->symbol[at];
        taken++;
    }
}

static void write_slots(const draft *d, tokens *t) {
    many_literals *more = t->more;
    for (uint32_t s = 0; s < t->slots; s++) {
        uint32_t n = d->literals[s];
        t->sum[s] = (uint16_t)(d->sum[s] % ADLER);
        t->weight[s] = (uint16_t)(d->weight[s] % ADLER);
        t->literals[s] = (uint8_t)(n < UINT8_MAX ? n : UINT8_MAX);
        if (n > UINT8_MAX) *more++ = (many_literals){s, n - UINT8_MAX};
    }
}

static err_code build(draft *d, tokens **out, err *e) {
    sum_positions(d);
    measure(d);
    tokens *t = lay_out(&d->head);
    if (!t) return err_nomem(e);
    write_words(d, t);
    write_slots(d, t);
    write_pairs(d, t);
    for (uint32_t i = 0; i < t->distances; i++) t->distance[i] = (uint16_t)d->distance[i].back;
    *out = t;
    return ERR_OK;
}

err_code tokens_make(const uint16_t *slots, uint32_t width, uint32_t height, tokens **out, err *e) {
    if (!width || !height || width > TOKENS_SIDE_MAX || height > TOKENS_SIDE_MAX)
        return err_set(e, ERR_RANGE, "an image of %u x %u pixels: sides must be 1 to %d", width,
                       height, TOKENS_SIDE_MAX);
    draft d = {.head.decoded = height * (1 + width)};
    err_code rc = draft_allocate(&d, e);
    if (!rc) rc = read_slots(&d, slots, width, height, e);
    if (!rc) rc = tokens_parse(d.symbol, d.head.decoded, 1 + width, d.step, e);
    if (!rc) rc = build(&d, out, e);
    draft_free(&d);
    return rc;
}

void tokens_free(tokens *t) { free(t); }

size_t tokens_memory(const tokens *t) { return t->memory; }

size_t tokens_count(const tokens *t) { return t->tokens; }

size_t tokens_slots(const tokens *t) { return t->slots; }

size_t tokens_decoded(const tokens *t) { return t->decoded; }

double tokens_same_share(const tokens *t, const uint8_t *byte_of_slot) {
    uint32_t same = 0;
    for (uint32_t i = 0; i < t->pairs; i++)
        same += byte_of_slot[t->pair[2 * i]] == byte_of_slot[t->pair[2 * i + 1]];
    return t->pairs ? (double)same / t->pairs : 0;
}
