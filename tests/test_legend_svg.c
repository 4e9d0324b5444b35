/* legend_draw as SVG: what it says, to whom, and that texts keep clear of each other.  Truth: a
 * small reader of XML, pango's widths, and numbers worked by hand. */
#include "aid_cmocka.h"
#include "aid_legend.h"
#include "aid_samples.h"
#include "draw/legend_draw.h"
#include "draw/png.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void svg_styled(const legend *l, const legend_style *o, buf *out) {
    err e = {0};
    if (legend_draw(l, o, CANVAS_SVG, out, &e)) fail_msg("%s", e.text);
    assert_false(out->failed);
}

static void svg_of(const legend *l, buf *out) { svg_styled(l, &(legend_style){0}, out); }

/* Every hard setup and every sample, in turn; NULL after the last. */
static legend *legend_at(size_t i, const ramp_set *ramps, const char *under, const char **name) {
    legend *l = NULL;
    err e = {0};
    if (i < aid_setup_count) {
        *name = aid_setups[i].name;
        return aid_legend(&aid_setups[i], under);
    }
    i -= aid_setup_count;
    if (i >= sample_count) return NULL;
    *name = samples[i].name;
    sample s = samples[i];
    s.backdrop = under;
    if (sample_legend(&s, ramps, &l, &e)) fail_msg("%s: %s", *name, e.text);
    return l;
}

static int load_ramps(void **state) {
    ramp_set *ramps = NULL;
    err_code rc = ramp_set_builtin(&ramps, NULL);
    *state = ramps;
    return rc != ERR_OK;
}

static int free_ramps(void **state) {
    ramp_set_free(*state);
    return 0;
}

static void test_svg_is_well_formed(void **state) {
    const char *name;
    legend *l;
    for (size_t i = 0; (l = legend_at(i, *state, NULL, &name)); i++) {
        buf svg = BUF_EMPTY;
        svg_of(l, &svg);
        aid_xml(buf_text(&svg));
        assert_non_null(strstr(buf_text(&svg), "width=\"320\""));
        assert_null(strstr(buf_text(&svg), "nan"));
        assert_null(strstr(buf_text(&svg), "inf\""));
        buf_free(&svg);
        legend_free(l);
    }
}

static void test_svg_holds_the_labels_as_text(void **state) {
    (void)state;
    legend *l = aid_legend(aid_setup_find("open"), NULL); /* standing, each row says its label */
    buf svg = BUF_EMPTY;
    svg_styled(l, &(legend_style){.direction = LEGEND_VERTICAL}, &svg);
    assert_true(l->count >= 3);
    for (size_t k = 0; k < l->count; k++)
        assert_true(aid_svg_has(buf_text(&svg), l->classes[k].label));
    assert_true(aid_svg_has(buf_text(&svg), "No data: 0 of 11"));
    buf_free(&svg);
    legend_free(l);
    l = aid_legend(aid_setup_find("categories"), NULL); /* categories: blocks */
    svg_of(l, &svg);
    for (size_t k = 0; k < 5; k++) assert_true(aid_svg_has(buf_text(&svg), l->classes[k].label));
    assert_non_null(strstr(buf_text(&svg), "lang=\"sv\""));
    buf_free(&svg);
    legend_free(l);
}

/* By hand: quantiles of type 7 of the eleven values are 10.6, 11.7, 13.4 and 16.0. */
static void test_a_ramp_has_its_edges_and_counts(void **state) {
    (void)state;
    static const char *const edges[] = {"9,0", "10,6", "11,7", "13,4", "16,0", "18,8"};
    legend *l = aid_legend(&aid_setups[0], NULL);
    buf svg = BUF_EMPTY;
    svg_of(l, &svg);
    for (size_t i = 0; i < 6; i++) assert_true(aid_svg_has(buf_text(&svg), edges[i]));
    assert_true(aid_svg_has(buf_text(&svg), "3"));
    assert_true(aid_svg_has(buf_text(&svg), "2"));
    assert_true(aid_svg_has(buf_text(&svg), "Hela staden 13,5"));
    assert_true(aid_svg_has(buf_text(&svg), "per 1 000 invånare, 2024"));
    size_t dots = 0;
    for (const char *p = buf_text(&svg); (p = strstr(p, "<circle ")); p++) dots++;
    assert_int_equal(dots, 11);
    buf_free(&svg);
    legend_free(l);
}

static void test_markup_in_texts_is_escaped(void **state) {
    (void)state;
    aid_setup s = aid_setups[0];
    s.title = "a < b & c > \"d\"";
    s.unit = "\x01%\x1f";
    legend *l = aid_legend(&s, NULL);
    buf svg = BUF_EMPTY;
    svg_of(l, &svg);
    aid_xml(buf_text(&svg));
    assert_true(aid_svg_has(buf_text(&svg), "a &lt; b &amp; c &gt; &quot;d&quot;"));
    assert_true(aid_svg_has(buf_text(&svg), "%, 2024"));
    buf_free(&svg);
    legend_free(l);
}

/* Bars tell all districts: heights times widths are in the ratio of the counts. */
static void assert_bars_count_all(const aid_setup *s) {
    legend *l = aid_legend(s, NULL);
    buf svg = BUF_EMPTY;
    svg_of(l, &svg);
    double area[CLASSES_MAX] = {0}, all = 0;
    for (const char *p = buf_text(&svg); (p = strstr(p, "<rect ")); p++) {
        double x, y, width, height;
        unsigned r, g, b;
        if (sscanf(p, "<rect x=\"%lf\" y=\"%lf\" width=\"%lf\" height=\"%lf\" fill=\"#%2x%2x%2x\"",
                   &x, &y, &width, &height, &r, &g, &b) != 7 ||
            (fabs(height - 12) < 1e-9 && width > 20))
            continue; /* no fill, or a block of the ramp */
        for (size_t k = 0; k < l->count; k++)
            if (r == l->classes[k].color.r && g == l->classes[k].color.g &&
                b == l->classes[k].color.b)
                area[k] += width * height;
    }
    for (size_t k = 0; k < l->count; k++) all += area[k];
    assert_true(all > 0);
    for (size_t k = 0; k < l->count; k++) {
        double wanted = (double)l->classes[k].count / (double)l->n_values;
        if (fabs(area[k] / all - wanted) > 1e-3)
            fail_msg("class %zu: %g of the area for %g of the districts", k, area[k] / all, wanted);
    }
    buf_free(&svg);
    legend_free(l);
}

static void test_bins_tell_every_district(void **state) {
    (void)state;
    assert_bars_count_all(aid_setup_find("bins"));
    assert_bars_count_all(aid_setup_find("bins left"));
    /* few values in the highest class, all of them its upper edge */
    static double steps[40];
    for (size_t i = 0; i < 40; i++) steps[i] = i < 36 ? (double)(i % 3) : 4;
    aid_setup s = *aid_setup_find("bins left");
    s.v = steps, s.n = 40, s.classes = 2, s.decimals = 1;
    assert_bars_count_all(&s);
    s.closed = CLOSED_RIGHT;
    assert_bars_count_all(&s);
}

static void test_both_formats_are_laid_out_alike(void **state) {
    const char *name;
    legend *l;
    for (size_t i = 0; (l = legend_at(i, *state, NULL, &name)); i++) {
        buf svg = BUF_EMPTY, png = BUF_EMPTY;
        rgba *pixels;
        uint32_t width, tall;
        char height[40];
        svg_of(l, &svg);
        assert_int_equal(legend_draw(l, &(legend_style){0}, CANVAS_PNG, &png, NULL), ERR_OK);
        assert_int_equal(png_decode(buf_view(&png), &pixels, &width, &tall, NULL), ERR_OK);
        snprintf(height, sizeof height, " height=\"%u\"", tall);
        assert_non_null(strstr(buf_text(&svg), height));
        buf_free(&svg);
        buf_free(&png);
        free(pixels);
        legend_free(l);
    }
}

/* ---- room ------------------------------------------------------------------------------- */

#define TEXTS_MAX 400
#define TOUCH     0.5 /* px: rounding in the file, and letters that are wider than their box */

static bool overlap(const box *a, const box *b) {
    return a->x + TOUCH < b->x + b->width && b->x + TOUCH < a->x + a->width &&
           a->y + TOUCH < b->y + b->height && b->y + TOUCH < a->y + a->height;
}

static void has_room(const legend *l, const legend_style *o, const char *name) {
    static aid_text t[TEXTS_MAX];
    buf svg = BUF_EMPTY;
    double width = 0, height = 0;
    svg_styled(l, o, &svg);
    const char *size = strstr(buf_text(&svg), "viewBox=");
    assert_int_equal(sscanf(size, "viewBox=\"0 0 %lf %lf\"", &width, &height), 2);
    size_t n = aid_svg_texts(buf_text(&svg), t, TEXTS_MAX);
    for (size_t i = 0; i < n; i++) {
        const box *b = &t[i].b;
        if (b->x < -TOUCH || b->x + b->width > width + TOUCH || b->y < 0 ||
            b->y + b->height > height)
            fail_msg("%s at %g px: \"%s\" leaves the page", name, width, t[i].text);
        for (size_t j = 0; j < i; j++)
            if (overlap(b, &t[j].b))
                fail_msg("%s at %g px: \"%s\" lies on \"%s\"", name, width, t[i].text, t[j].text);
    }
    buf_free(&svg);
}

#define LONG_NAME                                                                                  \
    "Områden med socioekonomiska utmaningar, "                                                    \
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk"

/* What the samples do not have: long names, numbers of 300 digits and of six decimals, one value
 * on a continuous ramp. */
static sample hard(size_t i) {
    static const char *const names[] = {LONG_NAME, "Å", LONG_NAME " " LONG_NAME};
    static const double kinds[] = {1, 2, 3, 3}, vast[] = {-1e300, 3, 1e300},
                        tiny[] = {1e-9, 2e-9, 5e-9}, same[] = {7, 7};
    const sample all[] = {
        {.name = "long names",
         .title = LONG_NAME,
         .category = names,
         .classes = 3,
         .edge = {1, 1, 2, 3},
         .values = kinds,
         .n = 4,
         .whole_name = LONG_NAME},
        {.name = "vast ramp",
         .title = LONG_NAME,
         .continuous = true,
         .classes = 1,
         .edge = {-1e300, 1e300},
         .values = vast,
         .n = 3,
         .whole = 1e299,
         .whole_name = LONG_NAME},
        {.name = "tiny ramp",
         .title = "",
         .continuous = true,
         .classes = 1,
         .edge = {1e-9, 5e-9},
         .values = tiny,
         .n = 3,
         .whole = 2e-9,
         .decimals = 6},
        {.name = "one value",
         .title = "",
         .continuous = true,
         .classes = 1,
         .edge = {7, 7},
         .values = same,
         .n = 2,
         .whole = 7},
        {.name = "long criterion",
         .title = "",
         .language = LANG_SV,
         .classes = 2,
         .edge = {-1e-9, 0, 1e9},
         .values = kinds,
         .n = 4,
         .n_uncertain = 2,
         .uncertain_why = LONG_NAME,
         .whole = -5,
         .whole_name = "Å"},
    };
    sample s = i < sizeof all / sizeof *all ? all[i] : (sample){0};
    s.ramp = "teal", s.unit = s.unit ? s.unit : "", s.period = "";
    return s;
}

static void test_hard_texts_keep_clear_of_each_other(void **state) {
    for (size_t i = 0; hard(i).name; i++) {
        sample s = hard(i);
        legend *l = NULL;
        err e = {0};
        if (sample_legend(&s, *state, &l, &e)) fail_msg("%s: %s", s.name, e.text);
        for (double width = 160; width < 1300; width += 230)
            for (int d = LEGEND_AUTO; d <= LEGEND_VERTICAL; d += LEGEND_VERTICAL)
                for (size_t z = 0; z < legend_size_count; z++)
                    has_room(l,
                             &(legend_style){.width_px = width,
                                             .direction = (legend_direction)d,
                                             .size = &legend_sizes[z]},
                             s.name);
        legend_free(l);
    }
}

static void test_texts_keep_clear_of_each_other(void **state) {
    static const double widths[] = {160, 220, 480, 1200};
    const char *name;
    legend *l;
    for (size_t i = 0; (l = legend_at(i, *state, NULL, &name)); i++) {
        for (size_t w = 0; w < sizeof widths / sizeof *widths; w++)
            for (int d = LEGEND_AUTO; d <= LEGEND_VERTICAL; d += LEGEND_VERTICAL)
                has_room(l,
                         &(legend_style){.width_px = widths[w], .direction = (legend_direction)d},
                         name);
        for (size_t z = 0; z < legend_size_count; z++)
            has_room(l, &(legend_style){.size = &legend_sizes[z]}, name);
        legend_free(l);
    }
}

/* WCAG 2.1, 1.4.3 (AA): 4.5 for text, on all that a legend can lie on. */
static void test_all_text_can_be_read(void **state) {
    static aid_text t[TEXTS_MAX];
    const char *name;
    legend *l;
    for (size_t k = 0; k < backdrop_count; k++)
        for (size_t i = 0; (l = legend_at(i, *state, backdrops[k].name, &name)); i++) {
            buf svg = BUF_EMPTY;
            svg_of(l, &svg);
            size_t n = aid_svg_texts(buf_text(&svg), t, TEXTS_MAX);
            assert_true(n > 0);
            for (size_t j = 0; j < n; j++)
                if (color_contrast(t[j].color, backdrops[k].under) < 4.5)
                    fail_msg("%s, %s: \"%s\"", backdrops[k].name, name, t[j].text);
            buf_free(&svg);
            legend_free(l);
        }
}

/* ---- for those who do not see it, and beside others --------------------------------------- */

static void test_a_legend_says_what_it_shows(void **state) {
    (void)state;
    legend *l = aid_legend(&aid_setups[0], NULL);
    l->hash = 0xabc;
    buf svg = BUF_EMPTY;
    svg_of(l, &svg);
    const char *text = buf_text(&svg);
    assert_non_null(strstr(text, " lang=\"sv\""));
    assert_non_null(strstr(text, " role=\"img\" "
                                 "aria-labelledby=\"k0000000000000abc-title "
                                 "k0000000000000abc-text\""));
    assert_non_null(strstr(text, "<title id=\"k0000000000000abc-title\">Anmälda våldsbrott, "
                                 "per 1 000 invånare, 2024</title>"));
    assert_non_null(strstr(text, "<desc id=\"k0000000000000abc-text\">9,0–10,6: 3; 10,6–11,7: 2; "
                                 "11,7–13,4: 2; 13,4–16,0: 2; 16,0–18,8: 2; Uppgift saknas: 0; "
                                 "Hela staden 13,5</desc>"));
    buf_free(&svg);
    legend_free(l);
}

/* Ids, classes and references to them: all begin with the hash. */
static void test_two_legends_share_no_id(void **state) {
    const char *name;
    legend *l;
    for (size_t i = 0; (l = legend_at(i, *state, NULL, &name)); i++) {
        static const char *const named[] = {" id=\"", " class=\"", "<style>.", "url(#"};
        buf svg = BUF_EMPTY;
        l->hash = 0x123456789abcdef0;
        svg_of(l, &svg);
        for (size_t k = 0; k < 4; k++)
            for (const char *p = buf_text(&svg); (p = strstr(p, named[k]));) {
                p += strlen(named[k]);
                assert_memory_equal(p, "k123456789abcdef0-", 18);
            }
        buf_free(&svg);
        legend_free(l);
    }
}

static void test_a_compact_legend_leaves_out_what_the_page_says(void **state) {
    (void)state;
    aid_setup s = aid_setups[0];
    s.note = "a note";
    legend *l = aid_legend(&s, NULL);
    for (int compact = 0; compact < 2; compact++) {
        buf svg = BUF_EMPTY;
        svg_styled(l, &(legend_style){.compact = compact}, &svg);
        const char *text = buf_text(&svg);
        assert_true(aid_svg_has(text, "Anmälda våldsbrott") == !compact);
        assert_true(aid_svg_has(text, "per 1 000 invånare, 2024") == !compact);
        assert_true(aid_svg_has(text, "a note") == !compact);
        assert_true(aid_svg_has(text, "Hela staden 13,5"));
        buf_free(&svg);
    }
    legend_free(l);
}

/* Dots are circles; the method is told in small print; "0 av 11" is the row of no data. */
static void test_a_bare_legend_has_ramp_edges_and_reference(void **state) {
    (void)state;
    aid_setup s = aid_setups[0];
    legend *l = aid_legend(&s, NULL);
    for (int bare = 0; bare < 2; bare++) {
        buf svg = BUF_EMPTY;
        svg_styled(l, &(legend_style){.compact = true, .bare = bare}, &svg);
        const char *text = buf_text(&svg);
        assert_true(aid_svg_has(text, "Hela staden 13,5"));
        assert_true(aid_svg_has(text, "18,8"));
        assert_true((strstr(text, "<circle") != NULL) == !bare);
        assert_true((strstr(text, "Varje klass") != NULL) == !bare);
        assert_true(aid_svg_has(text, "Uppgift saknas: 0 av 11") == !bare);
        buf_free(&svg);
    }
    legend_free(l);
}

/* ---- forms -------------------------------------------------------------------------------- */

static void sample_svg(const char *name, const ramp_set *ramps, legend_direction d, buf *out) {
    for (size_t i = 0; i < sample_count; i++) {
        if (strcmp(samples[i].name, name)) continue;
        legend *l = NULL;
        assert_int_equal(sample_legend(&samples[i], ramps, &l, NULL), ERR_OK);
        svg_styled(l, &(legend_style){.direction = d}, out);
        legend_free(l);
        return;
    }
    fail_msg("no sample is called %s", name);
}

static void sample_says(const char *name, void **state, legend_direction d,
                        const char *const *texts, size_t n) {
    buf svg = BUF_EMPTY;
    sample_svg(name, *state, d, &svg);
    for (size_t i = 0; i < n; i++)
        if (!aid_svg_has(buf_text(&svg), texts[i])) fail_msg("%s: no \"%s\"", name, texts[i]);
    buf_free(&svg);
}
#define SAYS(name, direction, ...)                                                                 \
    sample_says(name, state, direction, (const char *const[]){__VA_ARGS__},                        \
                sizeof(const char *const[]){__VA_ARGS__} / sizeof(char *))

static void test_each_kind_says_its_own(void **state) {
    SAYS("diverging", LEGEND_AUTO, "75", "125", "under", "över", "Staden 100");
    SAYS("categories", LEGEND_AUTO, "Västerort", "Söderort", "5", "Uppgift saknas", "1");
    SAYS("unclassed", LEGEND_AUTO, "30", "40", "50", "60", "Whole city 41.0",
         "Color follows the value, without classes.");
    SAYS("unclassed", LEGEND_VERTICAL, "30", "60", "Whole city 41.0");
    SAYS("uncertain", LEGEND_AUTO, "Osäker, färre än 10 fall: 5", "Uppgift saknas: 0 av 11");
    SAYS("one-value", LEGEND_AUTO, "36", "41", "Hela staden 39");
    SAYS("signed", LEGEND_VERTICAL, "+801 till +2 232", "−399 till 0", "Medianen −210");
    SAYS("stddev", LEGEND_VERTICAL, "−1 to +1 sd", "391 or more", "190 or less");
    SAYS("states", LEGEND_AUTO, "No data: 1 of 12", "Not published (confidential): 2",
         "Cannot occur: 1", "Rounded to zero: 1");
}

/* How many elements of one kind have an attribute. */
static size_t count_of(const char *svg, const char *element, const char *attribute) {
    size_t n = 0;
    for (const char *p = svg; (p = strstr(p, element)); p++) {
        const char *end = strstr(p, "/>"), *found = strstr(p, attribute);
        n += found && found < end;
    }
    return n;
}

/* Triangles of ink (hatches have another color): one over or under what lies, two beside what
 * stands, at the row and in the key. */
static void test_the_reference_is_marked_on_every_form(void **state) {
    static const struct {
        const char *name;
        legend_direction direction;
        size_t marks;
    } row[] = {{"sequential", LEGEND_AUTO, 1}, {"sequential", LEGEND_VERTICAL, 2},
               {"bins", LEGEND_AUTO, 1},       {"one-value", LEGEND_AUTO, 1},
               {"unclassed", LEGEND_AUTO, 1},  {"unclassed", LEGEND_VERTICAL, 2},
               {"categories", LEGEND_AUTO, 0}, {"diverging", LEGEND_AUTO, 1},
               {"embed", LEGEND_VERTICAL, 2},  {"poster", LEGEND_AUTO, 0}};
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        buf svg = BUF_EMPTY;
        sample_svg(row[i].name, *state, row[i].direction, &svg);
        size_t marks = count_of(buf_text(&svg), "<path ", " fill=\"#1b2127\"");
        if (marks != row[i].marks) fail_msg("%s: %zu marks", row[i].name, marks);
        buf_free(&svg);
    }
}

/* A line of ink between the two classes that meet at zero, and only there. */
static void test_a_line_lies_where_numbers_change_sign(void **state) {
    buf svg = BUF_EMPTY;
    sample_svg("signed", *state, LEGEND_VERTICAL, &svg);
    assert_int_equal(count_of(buf_text(&svg), "<line ", " stroke-width=\"1.5\""), 1);
    buf_reset(&svg);
    sample_svg("embed", *state, LEGEND_VERTICAL, &svg);
    assert_int_equal(count_of(buf_text(&svg), "<line ", " stroke-width=\"1.5\""), 0);
    buf_free(&svg);
}

/* Five of the sample's dots are uncertain: they have lines, on their class's color. */
static void test_uncertain_dots_are_hatched(void **state) {
    buf svg = BUF_EMPTY;
    sample_svg("uncertain", *state, LEGEND_AUTO, &svg);
    assert_int_equal(count_of(buf_text(&svg), "<circle ", " fill=\"none\""), 5);
    assert_int_equal(count_of(buf_text(&svg), "<circle ", " stroke-width=\"0.8\""), 11);
    buf_free(&svg);
}

/* ---- what a page finds ---------------------------------------------------------------------- */

typedef struct marks { /* of all groups with one attribute and value */
    size_t groups, colored, other_swatches, circles, colored_circles, texts;
    bool says; /* one of the texts is the wanted one */
} marks;

static bool starts(const char *p, const char *with) { return !strncmp(p, with, strlen(with)); }

/* Groups of marks have no group in them, so the next end is theirs. */
static marks marks_of(const char *svg, const char *attribute, const char *color, const char *says) {
    marks m = {0};
    char open[80], fill[40], text[200];
    snprintf(open, sizeof open, "<g %s>", attribute);
    snprintf(fill, sizeof fill, " fill=\"%s\"", color);
    snprintf(text, sizeof text, ">%s</text>", says);
    for (const char *p = svg; (p = strstr(p, open)); p++) {
        m.groups++;
        for (const char *q = p + 1; !starts(q, "</g>"); q++) {
            assert_false(starts(q, "<g "));
            const char *end = strchr(q, '>'), *found = strstr(q, fill);
            bool has = found && found < end,
                 filled = !strstr(q, " fill=\"none\"") || strstr(q, " fill=\"none\"") > end;
            if (starts(q, "<rect")) m.colored += has, m.other_swatches += filled && !has;
            if (starts(q, "<circle")) m.circles++, m.colored_circles += has;
            if (starts(q, "<text")) m.texts++, m.says |= starts(end, text);
        }
    }
    return m;
}

static size_t values_in(const legend *l, size_t class) {
    size_t n = 0;
    for (size_t i = 0; i < l->n_values; i++) n += l->values[i].class_index == class;
    return n;
}

static void classes_are_marked(const char *svg, const legend *l, json_t *json, const char *name) {
    json_t *classes = json_object_get(json, "classes"), *class;
    size_t k, groups = 0, dots = 0, all = 0;
    json_array_foreach(classes, k, class) {
        char attribute[40], count[24];
        snprintf(attribute, sizeof attribute, "data-class=\"%zu\"", k);
        snprintf(count, sizeof count, "%lld",
                 (long long)json_integer_value(json_object_get(class, "count")));
        marks m =
            marks_of(svg, attribute, json_string_value(json_object_get(class, "color")), count);
        if (!m.colored || m.other_swatches || !m.says)
            fail_msg("%s, class %zu: %zu swatches, %zu of other colors", name, k, m.colored,
                     m.other_swatches);
        if (m.circles && m.circles < values_in(l, k)) fail_msg("%s: dots of class %zu", name, k);
        groups += m.groups, dots += m.circles;
    }
    for (const char *p = svg; (p = strstr(p, " data-class=\"")); p++) all++;
    assert_int_equal(groups, all); /* of these classes alone */
    all = 0;
    for (const char *p = svg; (p = strstr(p, "<circle ")); p++) all++;
    if (!l->n_stops) assert_int_equal(dots, all); /* no dot is of no class */
}

static void states_are_marked(const char *svg, json_t *json, const char *name) {
    json_t *row;
    size_t k;
    json_array_foreach(json_object_get(json, "states"), k, row) {
        const char *state = json_string_value(json_object_get(row, "state"));
        char attribute[60];
        snprintf(attribute, sizeof attribute, "data-state=\"%s\"", state);
        marks m = marks_of(svg, attribute, json_string_value(json_object_get(row, "color")), "");
        if (m.groups != 1 || !m.colored || m.other_swatches || !m.texts)
            fail_msg("%s: state %s", name, state);
    }
    assert_true(k > 0);
}

/* Standing and lying, in all sizes of legends: what a class or a state has is in groups with the
 * number or the name that JSON gives it, in the color that JSON gives it. */
static void test_the_marks_of_classes_and_states_are_found(void **state) {
    const char *name;
    legend *l;
    for (size_t i = 0; (l = legend_at(i, *state, NULL, &name)); i++) {
        json_t *json = legend_json(l);
        for (int d = LEGEND_AUTO; d <= LEGEND_VERTICAL; d += LEGEND_VERTICAL) {
            buf svg = BUF_EMPTY;
            svg_styled(l, &(legend_style){.direction = (legend_direction)d}, &svg);
            classes_are_marked(buf_text(&svg), l, json, name);
            states_are_marked(buf_text(&svg), json, name);
            buf_free(&svg);
        }
        json_decref(json);
        legend_free(l);
    }
}

/* By hand: of the eleven values 9.0 to 18.8 the first class has three, each of the others two. */
static void test_each_dot_is_of_its_class(void **state) {
    (void)state;
    legend *l = aid_legend(&aid_setups[0], NULL);
    buf svg = BUF_EMPTY;
    svg_of(l, &svg);
    for (size_t k = 0; k < 5; k++) {
        char attribute[40], color[COLOR_TEXT_MAX];
        snprintf(attribute, sizeof attribute, "data-class=\"%zu\"", k);
        color_format(l->classes[k].color, color);
        marks m = marks_of(buf_text(&svg), attribute, color, k ? "2" : "3");
        assert_int_equal(m.circles, k ? 2 : 3);
        assert_int_equal(m.colored_circles, m.circles);
        assert_int_equal(m.colored, 1); /* the ramp's block */
        assert_int_equal(m.texts, 1);   /* the count */
        assert_true(m.says);
        assert_int_equal(m.groups, 3);
    }
    buf_free(&svg);
    legend_free(l);
}

static const aid_text *find_text(const aid_text *t, size_t n, const char *beginning) {
    for (size_t i = 0; i < n; i++)
        if (!strncmp(t[i].text, beginning, strlen(beginning))) return &t[i];
    return NULL;
}

/* On the row of no data, at its right end, where it fits; else below; not in an embedded page. */
static void test_water_has_its_row(void **state) {
    static const struct {
        const char *size;
        double width;
        int rows_below; /* no data: -1: it is not told */
    } rows[] = {{"page", 320, 0}, {"poster", 0, 0}, {"page", 220, 1}, {"embed", 280, -1}};
    const sample *s = &samples[0];
    legend *l = NULL;
    assert_string_equal(s->name, "sequential");
    assert_int_equal(sample_legend(s, *state, &l, NULL), ERR_OK);
    for (size_t i = 0; i < 4; i++) {
        const legend_style style = {.size = legend_size_find(rows[i].size),
                                    .width_px = rows[i].width};
        buf svg = BUF_EMPTY;
        aid_text text[64];
        svg_styled(l, &style, &svg);
        size_t n = aid_svg_texts(buf_text(&svg), text, 64);
        const aid_text *water = find_text(text, n, "Vatten");
        const aid_text *none = find_text(text, n, "Uppgift saknas");
        assert_int_equal(water != NULL, rows[i].rows_below >= 0);
        assert_int_equal(strstr(buf_text(&svg), "#d2dce8") != NULL, water != NULL);
        assert_int_equal(strstr(buf_text(&svg), "#8598ab") != NULL, water != NULL);
        if (water) {
            double down = water->b.y - none->b.y, height = style.size->row_height;
            assert_true(fabs(down - rows[i].rows_below * height) < 0.5);
            double inner =
                (style.width_px > 0 ? style.width_px : style.size->width) - style.size->padding;
            if (!rows[i].rows_below) assert_true(fabs(water->b.x + water->b.width - inner) < 0.6);
        }
        buf_free(&svg);
    }
    legend_free(l);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_svg_is_well_formed),
        cmocka_unit_test(test_svg_holds_the_labels_as_text),
        cmocka_unit_test(test_a_ramp_has_its_edges_and_counts),
        cmocka_unit_test(test_markup_in_texts_is_escaped),
        cmocka_unit_test(test_bins_tell_every_district),
        cmocka_unit_test(test_both_formats_are_laid_out_alike),
        cmocka_unit_test(test_texts_keep_clear_of_each_other),
        cmocka_unit_test(test_hard_texts_keep_clear_of_each_other),
        cmocka_unit_test(test_all_text_can_be_read),
        cmocka_unit_test(test_a_legend_says_what_it_shows),
        cmocka_unit_test(test_two_legends_share_no_id),
        cmocka_unit_test(test_a_compact_legend_leaves_out_what_the_page_says),
        cmocka_unit_test(test_a_bare_legend_has_ramp_edges_and_reference),
        cmocka_unit_test(test_each_kind_says_its_own),
        cmocka_unit_test(test_the_reference_is_marked_on_every_form),
        cmocka_unit_test(test_a_line_lies_where_numbers_change_sign),
        cmocka_unit_test(test_uncertain_dots_are_hatched),
        cmocka_unit_test(test_water_has_its_row),
        cmocka_unit_test(test_the_marks_of_classes_and_states_are_found),
        cmocka_unit_test(test_each_dot_is_of_its_class),
    };
    return cmocka_run_group_tests_name("legend_svg", tests, load_ramps, free_ramps);
}
