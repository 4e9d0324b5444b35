/* The search for repeats, and the cheapest way through them: dynamic programming from the end to
 * the start, twice, the second time with the prices that the first way leads to. */
#include "tile/tokens_parts.h"

#include <stdlib.h>
#include <string.h>

/* Prices are in sixteenths of a bit. */
#define BIT 16u
/* What looks make of literals is not known here: that many bits, for the rarest and the commonest.
 */
#define LITERAL_BITS_MAX (6 * BIT)
#define LITERAL_BITS_MIN (1 * BIT)

#define NEAR        2 /* distances that are tried everywhere */
#define CHAIN_DEPTH 8
#define HASH_BITS   15
#define NOWHERE     UINT32_MAX

typedef struct prices {
    uint32_t *literal; /* [FILTER + 1] */
    uint32_t length[MATCH_MAX + 1], distance[DISTANCE_SYMBOLS];
} prices;

typedef struct candidate {
    uint32_t length, distance, price;
} candidate;

typedef struct search {
    const uint16_t *symbol;
    size_t n;
    parse_step *step;
    uint32_t *previous; /* [n] the last place before with the same key; NOWHERE */
    uint16_t *run;      /* [n] equal symbols from here on, MATCH_MAX at most */
    uint32_t *cost;     /* [n + 1] from here to the end */
    uint32_t *head;     /* [1 << HASH_BITS] */
    prices price;
    uint32_t near[NEAR], near_length[NEAR];
    uint8_t symbol_of_distance[512];         /* of distance - 1 below 256, then of its 256ths */
    uint16_t shorter[MATCH_MAX + 1];         /* the longest length of the symbol below */
    candidate candidate[NEAR + CHAIN_DEPTH]; /* longest first */
    size_t candidates;
} search;

symbol_range length_range(unsigned symbol) {
    unsigned extra = symbol < 8 ? 0 : symbol / 4 - 1;
    if (symbol == LENGTH_SYMBOLS - 1) return (symbol_range){MATCH_MAX, 0};
    return (symbol_range){MATCH_MIN + (symbol < 8 ? symbol : (4 + symbol % 4) << extra), extra};
}

symbol_range distance_range(unsigned symbol) {
    unsigned extra = symbol < 4 ? 0 : symbol / 2 - 1;
    return (symbol_range){1 + (symbol < 4 ? symbol : (2 + symbol % 2) << extra), extra};
}

static unsigned log2_floor(unsigned x) {
    unsigned k = 0;
    while (x >>= 1) k++;
    return k;
}

unsigned length_symbol(unsigned length) {
    unsigned above = length - MATCH_MIN;
    if (length == MATCH_MAX) return LENGTH_SYMBOLS - 1;
    if (above < 8) return above;
    unsigned extra = log2_floor(above) - 2;
    return 4 * extra + (above >> extra);
}

unsigned distance_symbol(unsigned distance) {
    unsigned above = distance - 1;
    if (above < 4) return above;
    unsigned extra = log2_floor(above) - 1;
    return 2 * extra + (above >> extra);
}

/* log2(whole / part) in sixteenths, in integers, so that all machines find the same way: the
 * fraction's binary digits by squaring.  1 <= part <= whole < 2^24. */
static uint32_t bits_of(uint64_t part, uint64_t whole) {
    uint64_t ratio = (whole << 16) / part; /* 16.16, below 2^40 */
    uint32_t bits = 0;
    for (; ratio >= 2u << 16; ratio >>= 1) bits += BIT;
    for (uint32_t digit = BIT / 2; digit; digit /= 2) {
        ratio = ratio * ratio >> 16;
        if (ratio < 2u << 16) continue;
        ratio >>= 1;
        bits += digit;
    }
    return bits;
}

/* ---- candidates ------------------------------------------------------------------------ */

/* What begins at a place is keyed so that equal keys match at least MATCH_MIN symbols: a run by its
 * symbol, its length and what follows it.  In a plain hash of the next symbols all places in a run
 * would be alike, and the chains long and of no use. */
static uint32_t key_at(const search *s, size_t at) {
    uint32_t run = s->run[at], key = s->symbol[at] * 0x9e3779b1u + run * 0x85ebca6bu;
    for (size_t i = at + run, end = at + run + (run == 1 ? 2 : 1); i < end; i++)
        key = (key ^ (i < s->n ? s->symbol[i] : 0)) * 0xc2b2ae35u;
    return (key ^ key >> 15) * 0x9e3779b1u >> (32 - HASH_BITS);
}

static void link_places(search *s) {
    for (size_t i = s->n; i-- > 0;) {
        uint32_t after = i + 1 < s->n && s->symbol[i] == s->symbol[i + 1] ? s->run[i + 1] : 0;
        s->run[i] = (uint16_t)(after < MATCH_MAX ? after + 1 : MATCH_MAX);
    }
    memset(s->head, 0xff, sizeof *s->head << HASH_BITS);
    for (size_t i = 0; i < s->n; i++) {
        uint32_t *head = &s->head[key_at(s, i)];
        s->previous[i] = *head;
        *head = (uint32_t)i;
    }
}

static uint32_t match_length(const search *s, size_t at, size_t from) {
    const uint16_t *a = s->symbol + at, *b = s->symbol + from;
    size_t most = s->n - at < MATCH_MAX ? s->n - at : MATCH_MAX, i = 0;
    while (i < most && a[i] == b[i]) i++;
    return (uint32_t)i;
}

static void add(search *s, uint32_t length, uint32_t distance) {
    uint32_t above = distance - 1;
    unsigned symbol = s->symbol_of_distance[above < 256 ? above : 256 + (above >> 8)];
    size_t at = s->candidates++;
    for (; at && s->candidate[at - 1].length < length; at--)
        s->candidate[at] = s->candidate[at - 1];
    s->candidate[at] = (candidate){length, distance, s->price.distance[symbol]};
}

/* Going backward, a match at a distance is one longer than it was, or has ended. */
static uint32_t add_near(search *s, size_t at) {
    uint32_t longest = 0;
    for (size_t i = 0; i < NEAR; i++) {
        uint32_t d = s->near[i], *length = &s->near_length[i];
        if (d > at || s->symbol[at] != s->symbol[at - d])
            *length = 0;
        else if (*length < MATCH_MAX)
            ++*length;
        if (*length < MATCH_MIN) continue;
        add(s, *length, d);
        if (*length > longest) longest = *length;
    }
    return longest;
}

/* Those farther away cost more bits, and are of use only if they are longer. */
static void add_chain(search *s, size_t at, uint32_t longest) {
    uint32_t from = s->previous[at];
    for (int depth = 0; depth < CHAIN_DEPTH && from != NOWHERE && at - from <= WINDOW &&
                        longest < MATCH_MAX && at + longest < s->n;
         depth++, from = s->previous[from]) {
        if (s->symbol[at + longest] != s->symbol[from + longest]) continue;
        uint32_t length = match_length(s, at, from);
        if (length < MATCH_MIN || length <= longest) continue;
        add(s, length, (uint32_t)(at - from));
        longest = length;
    }
}

/* ---- the cheapest way ------------------------------------------------------------------ */

/* For each length the nearest candidate that is as long; of the lengths of one symbol, the longest.
 */
static void choose(search *s, size_t at) {
    uint32_t nearest = UINT32_MAX, back = 0;
    uint32_t best = s->price.literal[s->symbol[at]] + s->cost[at + 1];
    parse_step step = {1, 0};
    for (size_t c = 0; c < s->candidates; c++) {
        const candidate *k = &s->candidate[c];
        uint32_t stop = c + 1 < s->candidates ? k[1].length : MATCH_MIN - 1;
        if (k->price < nearest) nearest = k->price, back = k->distance - 1;
        for (uint32_t length = k->length; length > stop; length = s->shorter[length]) {
            uint32_t cost = nearest + s->cost[at + length];
            if (cost >= best) break; /* shorter ones leave more, and so cost more */
            cost += s->price.length[length];
            if (cost >= best) continue;
            best = cost;
            step = (parse_step){(uint16_t)length, (uint16_t)back};
        }
    }
    s->cost[at] = best;
    s->step[at] = step;
}

static void find_way(search *s) {
    memset(s->near_length, 0, sizeof s->near_length);
    s->cost[s->n] = 0;
    for (size_t at = s->n; at-- > 0;) {
        s->candidates = 0;
        add_chain(s, at, add_near(s, at));
        choose(s, at);
    }
}

/* ---- prices ---------------------------------------------------------------------------- */

/* A guess for the first way: 8 bits a match and its distance's extra bits. */
static void guess_prices(search *s) {
    for (size_t i = 0; i <= FILTER; i++) s->price.literal[i] = LITERAL_BITS_MAX;
    for (unsigned i = MATCH_MIN; i <= MATCH_MAX; i++)
        s->price.length[i] = (4 + length_range(length_symbol(i)).extra) * BIT;
    for (unsigned i = 0; i < DISTANCE_SYMBOLS; i++)
        s->price.distance[i] = (4 + distance_range(i).extra) * BIT;
}

typedef struct tally {
    uint32_t *literal; /* [FILTER + 1] */
    uint32_t literals, matches, length[LENGTH_SYMBOLS], distance[DISTANCE_SYMBOLS];
} tally;

static void count_steps(const search *s, tally *t) {
    for (size_t at = 0; at < s->n; at += s->step[at].length)
        if (s->step[at].length == 1) {
            t->literals++;
            t->literal[s->symbol[at]]++;
        } else {
            t->matches++;
            t->length[length_symbol(s->step[at].length)]++;
            t->distance[distance_symbol(s->step[at].back + 1u)]++;
        }
}

static uint32_t clamp(uint32_t x, uint32_t low, uint32_t high) {
    return x < low ? low : x > high ? high : x;
}

/* A symbol that did not occur is priced as if it had once. */
static void set_prices(search *s, const tally *t) {
    uint32_t all = t->literals + t->matches + 1, literals = t->literals + 1;
    uint32_t matches = t->matches + DISTANCE_SYMBOLS, is_literal = bits_of(literals, all);
    for (size_t i = 0; i <= FILTER; i++) {
        uint32_t bits = t->literal[i] ? bits_of(t->literal[i], literals) : LITERAL_BITS_MAX;
        s->price.literal[i] = is_literal + clamp(bits, LITERAL_BITS_MIN, LITERAL_BITS_MAX);
    }
    for (unsigned i = MATCH_MIN; i <= MATCH_MAX; i++) {
        unsigned symbol = length_symbol(i);
        s->price.length[i] =
            bits_of(t->length[symbol] + 1, all + LENGTH_SYMBOLS) + length_range(symbol).extra * BIT;
    }
    for (unsigned i = 0; i < DISTANCE_SYMBOLS; i++)
        s->price.distance[i] = bits_of(t->distance[i] + 1, matches) + distance_range(i).extra * BIT;
}

static err_code reprice(search *s, err *e) {
    tally t = {.literal = calloc(FILTER + 1, sizeof *t.literal)};
    if (!t.literal) return err_nomem(e);
    count_steps(s, &t);
    set_prices(s, &t);
    free(t.literal);
    return ERR_OK;
}

/* ---- set-up ---------------------------------------------------------------------------- */

static void set_tables(search *s, uint32_t stride) {
    s->near[0] = 1; /* a run */
    s->near[1] = stride;
    for (unsigned i = 0; i < 256; i++) s->symbol_of_distance[i] = (uint8_t)distance_symbol(i + 1);
    for (unsigned i = 1; i < WINDOW / 256; i++)
        s->symbol_of_distance[256 + i] = (uint8_t)distance_symbol(256 * i + 1);
    for (unsigned i = MATCH_MIN; i <= MATCH_MAX; i++)
        s->shorter[i] = (uint16_t)(length_range(length_symbol(i)).base - 1);
}

static err_code allocate(search *s, err *e) {
    s->previous = calloc(s->n, sizeof *s->previous);
    s->run = calloc(s->n, sizeof *s->run);
    s->cost = calloc(s->n + 1, sizeof *s->cost);
    s->head = calloc((size_t)1 << HASH_BITS, sizeof *s->head);
    s->price.literal = calloc(FILTER + 1, sizeof *s->price.literal);
    if (s->previous && s->run && s->cost && s->head && s->price.literal) return ERR_OK;
    return err_nomem(e);
}

err_code tokens_parse(const uint16_t *symbol, size_t n, uint32_t stride, parse_step *step, err *e) {
    search s = {.symbol = symbol, .n = n, .step = step};
    err_code rc = allocate(&s, e);
    if (!rc) {
        set_tables(&s, stride);
        link_places(&s);
        guess_prices(&s);
        find_way(&s);
        rc = reprice(&s, e);
    }
    if (!rc) find_way(&s);
    free(s.previous);
    free(s.run);
    free(s.cost);
    free(s.head);
    free(s.price.literal);
    return rc;
}
