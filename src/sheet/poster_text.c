#include "atlas/choropleth_alt.h"
#include "carto/wording.h"
#include "sheet/poster_parts.h"
#include "sheet/sheet_words.h"

#include <math.h>
#include <string.h>

#define PLACE_MAX     40    /* bytes: longer is no place's name */
#define TITLE_DOWN    1.285 /* of the title's size: from the rule to the first baseline */
#define TITLE_LEADING 1.18
#define SUBTITLE_DOWN 1.81 /* of the subtitle's size: from baseline to baseline */
#define DESCENT       0.3

/* ---- title and subtitle ----------------------------------------------------------------- */

static const char *place_of(const sheet_source *s, const char *title) {
    const atlas *a = s->map->atlas;
    const char *place = a->has_manifest ? localized_get(&a->title, s->language) : "";
    bool name = *place && strlen(place) <= PLACE_MAX && !strpbrk(place, ",:;.(");
    return name && !strstr(title, place) ? place : NULL;
}

static void write_title(const sheet_source *s, buf *out) {
    const char *title = s->legend->title, *place = place_of(s, title);
    bool pairs = s->legend->pairs; /* what is added belongs to the first title alone */
    const char *comma = pairs ? NULL : strstr(title, ", ");
    const char *bracket = pairs ? NULL : strstr(title, " (");
    const char *rest = title + strlen(title);
    if (comma) rest = comma;
    if (bracket && bracket < rest) rest = bracket;
    buf what = BUF_EMPTY;
    if (!place) {
        buf_adds(out, title);
        return;
    }
    buf_add(&what, title, (size_t)(rest - title));
    wording_fill(WORD_POSTER_TITLE, s->language, (const char *const[]){buf_text(&what), place}, 2,
                 out);
    buf_adds(out, rest);
    if (what.failed) out->failed = 1;
    buf_free(&what);
}

/* With a capital, as it begins a sentence; of letters that have one in ASCII and Latin-1. */
static void add_sentence(const char *text, buf *out) {
    unsigned char c = (unsigned char)*text, d = c ? (unsigned char)text[1] : 0;
    if (c >= 'a' && c <= 'z') {
        buf_put(out, (uint8_t)(c - 'a' + 'A'));
        buf_adds(out, text + 1);
    } else if (c == 0xc3 && d >= 0xa0 && d <= 0xbe && d != 0xb7) {
        buf_put(out, c);
        buf_put(out, (uint8_t)(d - 0x20));
        buf_adds(out, text + 2);
    } else {
        buf_adds(out, text);
    }
}

/* What colors and classes are around, if that was chosen. */
static void write_against(const sheet_source *s, buf *out) {
    const choropleth *c = s->map;
    const char *given = localized_get(&c->atlas->whole_name, s->language);
    buf name = BUF_EMPTY;
    if (c->against != REFERENCE_WHOLE && c->against != REFERENCE_MEAN) return;
    buf_adds(out, out->len ? ", " : "");
    sheet_words_common(*given ? given : wording_get(WORD_WHOLE, s->language), s->language, &name);
    const char *const args[] = {buf_text(&name)};
    wording_fill(c->against == REFERENCE_WHOLE ? WORD_POSTER_AGAINST : WORD_POSTER_AGAINST_MEAN,
                 s->language, args, 1, out);
    if (name.failed) out->failed = 1;
    buf_free(&name);
}

static void write_subtitle(const sheet_source *s, buf *out) {
    const legend *l = s->legend;
    const atlas_layer *layer = choropleth_layer(s->map);
    const char *division = localized_get(&layer->title, s->language);
    const char *since = localized_get(&layer->note, s->language);
    add_sentence(l->unit, out);
    buf_addf(out, "%s%s", *l->unit && *l->period_text ? ", " : "", l->period_text);
    write_against(s, out);
    if (!*division) return;
    buf_adds(out, out->len ? ". " : "");
    add_sentence(division, out);
    buf_addf(out, "%s%s.", *since ? ", " : "", since);
}

/* ---- foot ------------------------------------------------------------------------------- */

static void end_sentence(buf *b) {
    if (b->len && b->data[b->len - 1] != '.') buf_adds(b, ".");
}

static void write_sources(const sheet_source *s, buf *out) {
    const char *source = s->legend->source;
    const char *also = localized_get(&s->map->atlas->attribution, s->language);
    if (*source) wording_fill(WORD_SOURCE, s->language, (const char *const[]){source}, 1, out);
    end_sentence(out);
    if (*also) buf_addf(out, "%s%s", out->len ? " " : "", also);
    end_sentence(out);
}

static void add_number(double v, lang in, buf *out) { number_format_text(v, 0, in, out); }

static void write_about(const sheet_source *s, const char *projection, buf *out) {
    const legend *l = s->legend;
    lang in = s->language;
    buf some = BUF_EMPTY, all = BUF_EMPTY;
    add_number((double)l->n_values, in, &some);
    add_number((double)l->districts, in, &all);
    const char *const of[] = {buf_text(&some), buf_text(&all)};
    wording_fill(WORD_POSTER_PROJECTION, in, (const char *const[]){projection}, 1, out);
    wording_fill(WORD_ALT_COVERED, in, of, 2, out);
    if (*l->period_text) {
        buf_adds(out, " ");
        wording_fill(WORD_POSTER_PERIOD, in, (const char *const[]){l->period_text}, 1, out);
    }
    if (some.failed || all.failed) out->failed = 1;
    buf_free(&some);
    buf_free(&all);
}

err_code poster_texts_map(poster_texts *t, const char *projection, err *e) {
    buf_reset(&t->about);
    write_about(t->source, projection, &t->about);
    return buf_status(&t->about, e);
}

err_code poster_texts_make(const sheet_source *s, const char *title, const char *subtitle,
                           poster_texts *out, err *e) {
    static const char longest[] = "Lambert azimuthal equal-area, 000.0° E 00.0° N, meter";
    const char *own = choropleth_layer(s->map)->shape->crs;
    *out = (poster_texts){.source = s};
    if (title && *title)
        buf_adds(&out->title, title);
    else
        write_title(s, &out->title);
    if (subtitle && *subtitle)
        buf_adds(&out->subtitle, subtitle);
    else
        write_subtitle(s, &out->subtitle);
    write_sources(s, &out->sources);
    err_code rc = poster_texts_map(out, strlen(own) > strlen(longest) ? own : longest, e);
    if (!rc) rc = buf_status(&out->title, e);
    if (!rc) rc = buf_status(&out->subtitle, e);
    return rc ? rc : buf_status(&out->sources, e);
}

void poster_texts_free(poster_texts *t) {
    buf_free(&t->title);
    buf_free(&t->subtitle);
    buf_free(&t->sources);
    buf_free(&t->about);
}

/* ---- the title's block ------------------------------------------------------------------ */

typedef struct title_form {
    double pt;
    int lines;
} title_form;

static int lines_of(const poster_texts *t, double width, double pt) {
    const text_style s = paper_text(pt, 700, t->source->inks->ink);
    double px = text_paragraph_height(PAPER_MM(width), 1, &s, buf_text(&t->title));
    return (int)lround(px);
}

/* First smaller down to 80 % in one line, then in two, then smaller and in more. */
static bool choose_title(const poster_texts *t, double width, title_form *out) {
    static const struct {
        double most, least;
        int lines;
    } forms[] = {{1, 0.8, 1}, {0.8, 0.6, 2}, {0.6, 0.5, 3}, {0.5, 0.5, 6}};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        for (double k = forms[i].most; k > forms[i].least - 1e-9; k -= 0.02) {
            *out = (title_form){t->source->paper->title * k, forms[i].lines};
            int lines = lines_of(t, width, out->pt);
            if (lines > out->lines) continue;
            out->lines = lines;
            return true;
        }
    return false;
}

static double draw_subtitle(canvas *c, const poster_texts *t, box at, double baseline) {
    const paper *p = t->source->paper;
    const text_style s = paper_text(p->subtitle, 400, t->source->inks->ink_2);
    double size = p->subtitle * PAPER_POINT_MM;
    double up = text_baseline(size, size * PAPER_LEADING);
    double first = baseline + SUBTITLE_DOWN * size;
    double height = sheet_paragraph(c, at.x, first - up, at.width, &s, buf_text(&t->subtitle));
    return t->subtitle.len ? first - up + height : baseline;
}

static double draw_title(canvas *c, const poster_texts *t, box at) {
    const paper *p = t->source->paper;
    title_form form;
    if (!choose_title(t, at.width, &form)) return INFINITY;
    double size = form.pt * PAPER_POINT_MM, full = p->title * PAPER_POINT_MM;
    double leading = size * TITLE_LEADING, first = at.y + TITLE_DOWN * full;
    const text_style s = paper_text(form.pt, 700, t->source->inks->ink);
    canvas_tag_begin(c, "H1", NULL);
    canvas_paragraph(c, PAPER_MM(at.x), PAPER_MM(first - text_baseline(size, leading)),
                     PAPER_MM(at.width), PAPER_MM(leading), &s, buf_text(&t->title));
    canvas_tag_end(c);
    double last = first + (form.lines - 1) * leading;
    canvas_tag_begin(c, "P", NULL);
    double bottom = draw_subtitle(c, t, at, last);
    canvas_tag_end(c);
    return fmax(bottom, last + DESCENT * size) - at.y;
}

layout_need poster_title_need(const void *data, double width, int level) {
    (void)level;
    double height = draw_title(NULL, data, (box){0, 0, width, 0});
    return layout_rigid(height);
}

err_code poster_title_draw(void *data, canvas *c, box at, int level, err *e) {
    (void)level, (void)e;
    draw_title(c, data, at);
    return ERR_OK;
}

/* ---- the foot's block ------------------------------------------------------------------- */

#define BRAND "kartblad"

static double draw_foot(canvas *c, const poster_texts *t, box at) {
    const sheet_source *s = t->source;
    double pt = s->paper->foot, y = at.y;
    const text_style text = paper_text(pt, 400, s->inks->ink_2);
    const text_style brand = paper_text(pt, 700, s->inks->ink);
    double name = sheet_text_width(&brand, BRAND),
           width = at.width - name - 4 * paper_type(s->paper);
    y += sheet_paragraph(c, at.x, y, width, &text, buf_text(&t->sources));
    y += sheet_paragraph(c, at.x, y, width, &text, buf_text(&t->about));
    sheet_text(c, at.x + at.width, y - sheet_line(pt), 1, pt, &brand, BRAND);
    return y - at.y;
}

layout_need poster_foot_need(const void *data, double width, int level) {
    (void)level;
    double height = draw_foot(NULL, data, (box){0, 0, width, 0});
    return layout_rigid(height);
}

err_code poster_foot_draw(void *data, canvas *c, box at, int level, err *e) {
    (void)level, (void)e;
    canvas_tag_begin(c, "P", NULL);
    draw_foot(c, data, at);
    canvas_tag_end(c);
    return ERR_OK;
}
