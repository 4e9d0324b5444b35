/* kartblad: the command line. */
#include "app/command.h"
#include "base/embedded.h"
#include "base/log.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>

#define VERSION "0.1.0"

const command commands[] = {
    {"serve", "MAP [--listen ADDR:PORT] [--cache-mb N]", "serve maps, legends and data over HTTP",
     ARGS_MAP | ARGS_SERVE, command_serve},
    {"tile", "MAP LOOK Z/X/Y -o FILE.png", "draw one tile",
     ARGS_MAP | ARGS_LOOK | ARGS_OUTPUT | ARGS_SCALE, command_tile},
    {"image", "MAP LOOK -o FILE.png|svg|pdf [--size WxH] [--bbox W,S,E,N]",
     "draw the map alone, or with title, legend and sources; --json tells what it shows",
     ARGS_MAP | ARGS_LOOK | ARGS_OUTPUT | ARGS_IMAGE | ARGS_JSON, command_image},
    {"poster", "MAP LOOK -o FILE.pdf|svg|png [--paper A5..A0] [--landscape] [--title T]",
     "draw a sheet for the wall: map, legend, notes, districts in order, sources",
     ARGS_MAP | ARGS_LOOK | ARGS_OUTPUT | ARGS_POSTER, command_poster},
    {"legend", "MAP LOOK -o FILE.svg|png|json", "draw the legend",
     ARGS_MAP | ARGS_LOOK | ARGS_OUTPUT | ARGS_LEGEND, command_legend},
    {"compare", "MAP -o FILE.svg|png|pdf|json|csv --districts K,K,.. [--indicators I,I,..]",
     "compare one to four districts or groups with the city, over all themes",
     ARGS_MAP | ARGS_OUTPUT | ARGS_COMPARE, command_compare},
    {"profile", "MAP -o FILE.pdf|svg|png|json --district KEY|all",
     "one district or group against the city on a page; all: a book of them",
     ARGS_MAP | ARGS_OUTPUT | ARGS_PROFILE, command_profile},
    {"check", "MAP [--print [--paper A3]] [--json]",
     "tell every decision on encoding, CRS and join; exit 1 if the map cannot be trusted",
     ARGS_MAP | ARGS_JSON | ARGS_CHECK, command_check},
    {"inspect", "FILE.shp | MAP LOOK Z/X/Y [-o SLOTS.png]",
     "tell what is in a shapefile, or in a tile, and draw how the tile is kept",
     ARGS_MAP | ARGS_LOOK | ARGS_JSON | ARGS_SHAPEFILE | ARGS_OUTPUT, command_inspect},
    {"stats", "MAP LOOK [--json] [--with ID] [--weight ID]",
     "summary of the districts' figures, inequality, segregation, whether neighbors are alike",
     ARGS_MAP | ARGS_LOOK | ARGS_JSON | ARGS_STATS, command_stats},
    {"classify", "--method M --classes K [--json] < NUMBERS",
     "class breaks of the numbers on standard input", ARGS_CLASSES | ARGS_JSON, command_classify},
    {"ramps", "[--classes K] [--json] [-o FILE.svg|png] [-a ATLAS] [NAME...]",
     "list color ramps, and who can tell their classes apart", ARGS_RAMPS | ARGS_JSON | ARGS_OUTPUT,
     command_ramps},
};
const size_t command_count = sizeof commands / sizeof *commands;

static int print(FILE *to, buf *text) {
    fputs(buf_text(text), to);
    buf_free(text);
    return to == stderr ? 2 : 0;
}

static int overview(FILE *to) {
    buf b = BUF_EMPTY;
    buf_adds(&b, "kartblad: choropleth maps of districts: tiles over HTTP, images, posters, "
                 "legends, data\n\n");
    for (size_t i = 0; i < command_count; i++)
        buf_addf(&b, "  kartblad %-9s %s\n", commands[i].name, commands[i].title);
    buf_adds(&b, "\n  kartblad COMMAND --help   its options\n"
                 "  kartblad --version, --licenses\n");
    return print(to, &b);
}

static int help(const command *c) {
    buf b = BUF_EMPTY;
    buf_addf(&b, "kartblad %s %s\n  %s\n\n", c->name, c->usage, c->title);
    args_help(c->groups, &b);
    return print(stdout, &b);
}

static int licenses(void) {
    const embedded_file *f = embedded_find("LICENSES");
    fwrite(f->data.data, 1, f->data.len, stdout);
    return 0;
}

static int run(const command *c, int argc, char **argv) {
    args a;
    err e = {0};
    int status = 0;
    err_code rc = args_parse(c->groups, argc, argv, &a, &e);
    if (!rc && a.help) {
        args_free(&a);
        return help(c);
    }
    if (!rc) {
        rc = c->run(&a, &status, &e);
        args_free(&a);
    }
    if (!rc) return status;
    fprintf(stderr, "kartblad %s: %s\n", c->name, e.text);
    return rc == ERR_USAGE ? 2 : 1;
}

int main(int argc, char **argv) {
    setlocale(LC_ALL, "C"); /* numbers are read and written by C's rules on every machine */
    log_init();
    if (argc < 2) return overview(stderr);
    const char *verb = argv[1];
    if (!strcmp(verb, "--help") || !strcmp(verb, "-h") || !strcmp(verb, "help"))
        return overview(stdout);
    if (!strcmp(verb, "--licenses")) return licenses();
    if (!strcmp(verb, "--version")) return puts("kartblad " VERSION) < 0;
    for (size_t i = 0; i < command_count; i++)
        if (!strcmp(verb, commands[i].name)) return run(&commands[i], argc - 2, argv + 2);
    fprintf(stderr, "kartblad: there is no command \"%s\"; kartblad --help lists them\n", verb);
    return 2;
}
