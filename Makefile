# kartblad: choropleth tiles, tile server and posters.      GNU make 4.x, C11.
# `make help` lists the targets.  One Makefile, no recursion into folders: all rules are here.
#
#   MODE=release|debug|asan|tsan|cov   each mode builds in its own build/MODE/
#   V=1                                show the full commands
-include config.mak

NAME    := kartblad
MODE    ?= release
PREFIX  ?= /usr/local
BINDIR  ?= $(PREFIX)/bin
DATADIR ?= $(PREFIX)/share/$(NAME)
INSTALL ?= install
PKG_CONFIG ?= pkg-config
PKGS    := cairo pangocairo shapelib libpng libdeflate zlib libmicrohttpd proj geos yaml-0.1 jansson libutf8proc libqpdf
CSV_LIB := -lcsv# libcsv has no .pc file

# What Debian calls the things needed to build, and those that only the tests need.
BUILD_DEBS := gcc libc6-dev make pkg-config libcairo2-dev libpango1.0-dev libshp-dev libpng-dev \
              libdeflate-dev zlib1g-dev libmicrohttpd-dev libproj-dev proj-data libgeos-dev libyaml-dev \
              libjansson-dev libcsv-dev libutf8proc-dev libqpdf-dev libjs-leaflet fonts-inter fonttools python3-brotli
TEST_DEBS  := libcmocka-dev clang-format chromium pngcheck gdal-bin poppler-utils qpdf libxml2-utils
FUZZ_DEBS  := clang-14 libclang-rt-14-dev
BENCH_DEBS := gdal-bin python3-mapnik mapnik-utils python3-mapscript mapserver-bin nginx-light wrk zopfli util-linux libcmocka-dev
US_ATLAS   := 3.0.1# counties of `make bench`
PLAYWRIGHT := 1.56.1# runs on Debian 12's own Node 18; 1.64 wants 20
AXE        := 4.10.3# finds what is hard to use without eyes, pointer or color
PDFJS      := 3.11.174# likewise; 4 wants 20
# What the examples of docs/embed.md are run with.
MAP_PAGES  := leaflet@1.9.4 maplibre-gl@4.7.1 ol@10.3.1

# ---- the folders, lowest first: a folder may include only from itself and those named
# after it; `make includes` checks that, so these lists are the architecture.
FOLDERS    := base data geo carto atlas draw tile sheet serve app
MAY_base   := base
MAY_data   := base data
MAY_geo    := base data geo
MAY_carto  := base data geo carto
MAY_atlas  := base data geo carto atlas
MAY_draw   := base data geo carto atlas draw
MAY_tile   := base data geo carto atlas draw tile
MAY_sheet  := base data geo carto atlas draw tile sheet
MAY_serve  := base data geo carto atlas draw tile sheet serve
MAY_app    := $(FOLDERS)

WARN := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
        -Wconversion -Wno-sign-conversion -Wdouble-promotion -Wvla -Wformat=2 \
        -Wundef -Wcast-qual -Wwrite-strings
MODE_release := -O2 -g
MODE_debug   := -O0 -g3 -Werror
MODE_asan    := -O1 -g -Werror -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all
MODE_tsan    := -O1 -g -fsanitize=thread
MODE_cov     := -O0 -g --coverage
$(if $(MODE_$(MODE)),,$(error unknown MODE=$(MODE): use release, debug, asan, tsan or cov))

B := build/$(MODE)
# -ffp-contract=off: every machine must round, and so draw, the same.
ALL_CFLAGS  := -std=c11 -D_XOPEN_SOURCE=700 -Isrc -I$(B)/gen $(WARN) -ffp-contract=off \
               $(MODE_$(MODE)) -pthread $(shell $(PKG_CONFIG) --cflags $(PKGS) 2>/dev/null) $(CFLAGS)
ALL_LDFLAGS := $(filter -fsanitize=% --coverage,$(MODE_$(MODE))) -pthread $(LDFLAGS)
ALL_LIBS    := $(shell $(PKG_CONFIG) --libs $(PKGS) 2>/dev/null) $(CSV_LIB) -lm

# Without the libraries only those goals make sense that install them.
NEED_LIBS := $(filter-out setup setup-check setup-npm demo bench soak check check-shared check-tsan help clean format \
                          format-check includes uninstall,$(or $(MAKECMDGOALS),all))
ifneq ($(and $(NEED_LIBS),$(shell $(PKG_CONFIG) --exists $(PKGS) >/dev/null 2>&1 || echo missing)),)
$(error libraries are missing: run `make setup`, which installs them)
endif

SRC   := $(sort $(wildcard $(FOLDERS:%=src/%/*.c)))
HDR   := $(sort $(wildcard $(FOLDERS:%=src/%/*.h)))
OBJ   := $(patsubst src/%.c,$(B)/%.o,$(filter-out src/app/main.c,$(SRC))) $(B)/gen/embedded_files.o
LIB   := $(B)/lib$(NAME).a
BIN   := $(B)/$(NAME)
TESTS := $(patsubst tests/%.c,$(B)/tests/%,$(sort $(wildcard tests/test_*.c)))
SHARED_TESTS := $(patsubst tests/%.c,$(B)/tests/%,$(sort $(wildcard tests/shared_*.c)))
FUZZ  := $(patsubst tests/%.c,$(B)/tests/%,$(sort $(wildcard tests/fuzz_*.c)))
TEST_AIDS := $(patsubst tests/%.c,$(B)/tests/%.o,$(sort $(wildcard tests/aid_*.c)))
FORMATTED := $(SRC) $(HDR) $(wildcard tests/*.[ch] tests/bench/*.c tests/legends/*.c tests/soak/*.c) $(wildcard shapes/*/*.c)

Q := $(if $(V),,@)
say = $(if $(V),,@printf '  %-6s %s\n' $(1) $@)
JOBS := -j$(shell nproc 2>/dev/null || echo 2)

.DELETE_ON_ERROR:
.SECONDARY:
.PHONY: all bench bench-parts demo fuzz check check-shared check-tsan run-tests run-shared run-tsan setup setup-check shapes includes headers \
        format format-check lint install uninstall clean help FORCE

all: $(BIN) shapes   ## build the program and the demo's shapefiles (default)

$(BIN): $(B)/app/main.o $(LIB)
	$(call say,LINK)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(ALL_LIBS)

$(LIB): $(OBJ)
	$(call say,AR)
	$(Q)rm -f $@ && $(AR) rcs $@ $^

$(B)/%.o: src/%.c $(B)/.flags
	$(call say,CC)
	$(Q)mkdir -p $(@D) && $(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$(B)/tests/%.o: tests/%.c $(B)/.flags
	$(call say,CC)
	$(Q)mkdir -p $(@D) && $(CC) $(ALL_CFLAGS) -Itests -MMD -MP -c -o $@ $<

# Changing CFLAGS, CC or PKGS rebuilds; a plain `make` does not.
$(B)/.flags: FORCE
	$(Q)mkdir -p $(@D); printf '%s\n' '$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS)' | cmp -s - $@ || \
	    printf '%s\n' '$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS)' > $@

# ---- files inside the binary: NAME=PATH ----------------------------------------
LEAFLET := /usr/share/javascript/leaflet
INTER   := /usr/share/fonts/opentype/inter
VIEWER  := $(sort $(wildcard src/serve/viewer/*))
FONTS   := $(foreach w,Regular SemiBold Bold,$(B)/gen/inter-$(w).woff2)
APACHE  := /usr/share/common-licenses/Apache-2.0
STYLES  := $(sort $(wildcard styles/*.yaml))
EMBED   := $(foreach f,$(STYLES),$f=$f) LICENSES=$(B)/gen/LICENSES \
           leaflet/leaflet.js=$(LEAFLET)/leaflet.min.js leaflet/leaflet.css=$(LEAFLET)/leaflet.css \
           $(foreach f,$(VIEWER),viewer/$(notdir $f)=$f) $(foreach f,$(FONTS),fonts/$(notdir $f)=$f)
EMBED_PATHS := $(foreach e,$(EMBED),$(lastword $(subst =, ,$e)))

$(B)/.embed: FORCE
	$(Q)mkdir -p $(@D); printf '%s\n' '$(EMBED)' | cmp -s - $@ || printf '%s\n' '$(EMBED)' > $@
$(B)/gen/embedded_files.c: src/base/embed.sh $(EMBED_PATHS) $(B)/.embed
	$(call say,EMBED)
	$(Q)mkdir -p $(@D) && sh src/base/embed.sh $(EMBED) > $@
$(B)/gen/embedded_files.o: $(B)/gen/embedded_files.c
	$(Q)$(CC) $(ALL_CFLAGS) -c -o $@ $<
# kartblad's license, and those of what is inside the binary: colors that others designed, the rest as Debian has them.
$(B)/gen/LICENSES: LICENSE styles/COPYRIGHT
	$(Q)mkdir -p $(@D) && { cat LICENSE; printf '\n\n==== in this binary: color ramps ====\n\n'; \
	    cat styles/COPYRIGHT; for p in libjs-leaflet fonts-inter; do \
	    printf '\n\n==== in this binary, from the Debian package %s ====\n\n' $$p; cat /usr/share/doc/$$p/copyright; \
	    done; printf '\n\n==== Apache License, Version 2.0 ====\n\n'; cat $(APACHE); } > $@
# The page's font, cut down to the letters of European languages.
$(B)/gen/inter-%.woff2: $(INTER)/Inter-%.otf
	$(call say,FONT)
	$(Q)mkdir -p $(@D) && pyftsubset $< --unicodes=U+20-17F,U+2010-2026,U+2030,U+2190-2193,U+2212,U+25B2-25BE,U+202F,U+2009 \
	    --layout-features=kern,liga,calt,tnum,ccmp,locl,mark --flavor=woff2 --output-file=$@

# ---- the demo's shapefiles, written from the coordinate table --------------------
R := build/release
SHAPES := $(foreach l,neighborhoods districts districts14 water,$(foreach x,shp shx dbf prj cpg,shapes/stockholm/$l.$x))
shapes: $(SHAPES)   ## write shapes/stockholm/*.shp from its tables
ifeq ($(MODE),release)
$(SHAPES) &: shapes/stockholm/boundaries.csv shapes/stockholm/neighborhoods.csv shapes/stockholm/water.csv $(R)/shapes/make_shapes
	@printf '  %-6s %s\n' SHAPES shapes/stockholm
	$(Q)$(R)/shapes/make_shapes shapes/stockholm
$(R)/shapes/make_shapes: shapes/stockholm/make_shapes.c $(LIB)
	$(call say,LINK)
	$(Q)mkdir -p $(@D) && $(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $^ $(ALL_LIBS)
else
$(SHAPES) &:
	$(Q)$(MAKE) --no-print-directory MODE=release shapes
endif

# ---- set-up, demo ---------------------------------------------------------------
# $(call install-missing,PACKAGES): installs with apt-get exactly what is missing, or says how.
define install-missing
	@missing=$$(for p in $(1); do dpkg-query -W -f '$${Status}' $$p 2>/dev/null | grep -q 'ok installed' || printf '%s ' $$p; done); \
	if [ -z "$$missing" ]; then exit 0; fi; \
	if [ "$$(id -u)" = 0 ]; then as=; elif command -v sudo >/dev/null 2>&1; then as=sudo; else \
	    echo "these packages are missing; as root, run:  apt-get install $$missing" >&2; exit 1; fi; \
	echo "installing: $$missing"; log=$$(mktemp); \
	if $$as apt-get update -qq >$$log 2>&1 && \
	   $$as env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $$missing >>$$log 2>&1; \
	then rm -f $$log; else tail -n 20 $$log >&2; \
	    echo "that failed; as root, run:  apt-get install $$missing" >&2; exit 1; fi
endef
# $(call npm-install,PACKAGE@VERSION ...): into the folder it is run in, all that are wanted there.
npm-install = { ( for p in $1; do grep -qs "\"version\": \"$${p\#\#*@}\"" node_modules/$${p%@*}/package.json || exit 1; done ) || \
	    npm install --prefix . --omit=optional --loglevel=error --no-fund --no-audit --no-save --no-package-lock $1; }
setup:   ## install what is missing for building (apt-get)
	$(call install-missing,$(BUILD_DEBS))
setup-check: setup   ## likewise for the tests
	$(call install-missing,$(TEST_DEBS))
	@command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1 || \
	    $(MAKE) --no-print-directory setup-npm
	@cd tests/browser && $(call npm-install,playwright-core@$(PLAYWRIGHT) axe-core@$(AXE))
	@mkdir -p tests/browser/maps && cd tests/browser/maps && $(call npm-install,$(MAP_PAGES))
	@cd tests/pdf && $(call npm-install,pdfjs-dist@$(PDFJS))
.PHONY: setup-npm
setup-npm:
	$(call install-missing,nodejs npm)

DEMO_LISTEN ?= 127.0.0.1:8080
demo: setup   ## install what is missing, build, serve the Stockholm atlas
	@$(MAKE) --no-print-directory $(JOBS) MODE=release all
	$(Q)$(R)/$(NAME) serve -a shapes/stockholm --listen $(DEMO_LISTEN)

# ---- tests -----------------------------------------------------------------------
RESULTS := build/results
SHARED  ?= ../shared
check: setup-check   ## install what is missing, build and run every test, plainly and under ASan+UBSan
	@rm -rf $(RESULTS) && mkdir -p $(RESULTS)
	@$(MAKE) --no-print-directory $(JOBS) MODE=release all
	@$(MAKE) --no-print-directory $(JOBS) MODE=release run-tests
	@$(MAKE) --no-print-directory $(JOBS) MODE=asan run-tests
	@sh tests/run.sh summary $(RESULTS)
check-shared: setup-check   ## the checks on data in ../shared
	@rm -rf $(RESULTS)-shared && mkdir -p $(RESULTS)-shared
	@$(MAKE) --no-print-directory $(JOBS) MODE=release all run-shared
	@sh tests/run.sh summary $(RESULTS)-shared
# Its own target: a third build; CI runs it after `make check`.
check-tsan: setup-check   ## the tests that start threads, under ThreadSanitizer
	@rm -rf $(RESULTS)-tsan && mkdir -p $(RESULTS)-tsan
	@$(MAKE) --no-print-directory $(JOBS) MODE=tsan run-tsan
	@sh tests/run.sh summary $(RESULTS)-tsan
TSAN_TESTS := $(foreach t,cache coverage_build operating pool reload server server_load service shp_rings simplify spatial tiler,$(B)/tests/test_$t)
run-tsan: $(TSAN_TESTS) $(SHAPES)
	@for t in $(TSAN_TESTS); do sh tests/run.sh cmocka $(RESULTS)-tsan $(MODE) $$t; done
# Tests are many and linked twice: gold, where there is one, takes less than half of the time.
TEST_LD := $(if $(shell command -v ld.gold 2>/dev/null),-fuse-ld=gold)
# As many at a time as there are cores, the longest first; what they share, they share safely.
LONG_TESTS := $(foreach t,poster multiples truth profile bivariate group_outline compare_sheet context image reload,$(B)/tests/test_$t)
run-tests: $(TESTS) $(FUZZ) $(BIN) $(SHAPES)
	@{ echo script $(RESULTS) $(MODE) tests/cli.sh $(BIN); \
	    printf 'cmocka $(RESULTS) $(MODE) %s\n' $(LONG_TESTS) $(filter-out $(LONG_TESTS),$(TESTS)); \
	    for t in $(FUZZ); do echo cmocka $(RESULTS) $(MODE) $$t tests/corpus/$${t##*/fuzz_}; done; \
	    $(if $(filter release,$(MODE)),printf 'rule $(RESULTS) %s\n' includes headers format-check; \
	    echo script $(RESULTS) $(MODE) tests/pdf/run.sh $(BIN);) } | \
	    xargs -P $(patsubst -j%,%,$(JOBS)) -L 1 sh tests/run.sh
	@$(if $(filter release,$(MODE)),sh tests/run.sh script $(RESULTS) $(MODE) tests/browser/run.sh $(BIN))
run-shared: $(SHARED_TESTS) $(BIN) $(SHAPES)
	@for t in $(SHARED_TESTS); do sh tests/run.sh cmocka $(RESULTS)-shared $(MODE) $$t $(SHARED); done
$(TESTS) $(SHARED_TESTS): $(B)/tests/%: $(B)/tests/%.o $(TEST_AIDS) $(LIB)
	$(call say,LINK)
	$(Q)$(CC) $(ALL_LDFLAGS) $(TEST_LD) -o $@ $^ $(ALL_LIBS) -lcmocka

$(FUZZ): $(B)/tests/%: $(B)/tests/%.o $(B)/tests/replay.o $(LIB)
	$(call say,LINK)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(ALL_LIBS)

# libFuzzer over one target: everything is built by clang with its instrumentation.  What it finds is
# left in build/fuzz/; inputs worth keeping go to tests/corpus/NAME/ by hand.
fuzz:   ## fuzz one target: make fuzz F=table TIME=60 (seconds)
	$(call install-missing,$(FUZZ_DEBS))
	@$(if $(wildcard tests/fuzz_$(F).c),,echo 'which? F=$(subst $(eval ) ,|,$(patsubst tests/fuzz_%.c,%,$(wildcard tests/fuzz_*.c)))' >&2; exit 1)
	@$(MAKE) --no-print-directory $(B)/gen/embedded_files.c shapes
	$(Q)mkdir -p build/fuzz/$(F) && clang-14 $(filter-out -O% -W%,$(ALL_CFLAGS)) -O1 -g -Itests \
	    -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=undefined -o build/fuzz/fuzz_$(F) tests/fuzz_$(F).c \
	    $(filter-out src/app/% $(if $(filter request,$(F)),,src/serve/% src/draw/canvas% src/draw/legend% src/draw/map_% src/draw/image% src/draw/ramp_sheet.c),$(SRC)) $(B)/gen/embedded_files.c $(ALL_LIBS)
	$(Q)LSAN_OPTIONS=suppressions=tests/lsan.supp build/fuzz/fuzz_$(F) -max_total_time=$(or $(TIME),60) -print_final_stats=1 -rss_limit_mb=2048 \
	    -artifact_prefix=build/fuzz/$(F)- build/fuzz/$(F) tests/corpus/$(F)

# The server under more load than it can take: 30 minutes; CI runs a short form.
.PHONY: soak run-soak
soak: setup-check   ## load, reloads and bad clients: make soak TIME=1800 (seconds)
	@$(MAKE) --no-print-directory $(JOBS) MODE=release run-soak
run-soak: $(BIN) $(B)/tests/soak/soak $(SHAPES)
	$(Q)$(B)/tests/soak/soak $(BIN) $(or $(TIME),1800)
$(B)/tests/soak/soak: $(B)/tests/soak/soak.o $(TEST_AIDS) $(LIB)
	$(call say,LINK)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(ALL_LIBS) -lcmocka

# ---- pictures of docs/legends.md --------------------------------------------------------
.PHONY: legends
legends: $(B)/tests/legends/sheet   ## draw the sample legends of docs/legends.md
	$(Q)mkdir -p docs/legends && $< docs
$(B)/tests/legends/sheet: $(B)/tests/legends/sheet.o $(B)/tests/aid_samples.o $(LIB)
	$(call say,LINK)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(ALL_LIBS)

# ---- pictures of the README --------------------------------------------------------------
# Maps are PNG as they are drawn, sheets are PDF and shown by poppler. pngquant leaves 256 colors, without dither
# and by one thread, so that the same drawing gives the same bytes.
PICTURE_DEBS := poppler-utils pngquant
MAPS   := against change bivariate
SHEETS := poster years profile compare
VIEWS  := viewer viewer-dark viewer-swipe viewer-phone
MAP_against   := -i income_mean --reference whole --labels both
MAP_change    := -i population --minus @2010 --change percent --breaks=-5,5,10,15,20,25 --labels both
MAP_bivariate := -i low_standard --bivariate pre_secondary
SHEET_poster  := poster -i violence --labels both --lang sv
SHEET_years   := poster -i mean_age --periods 2010,2015,2020,2024 --labels both --landscape
SHEET_profile := profile --district Skärholmen
SHEET_compare := compare --districts "Järva,Skärholmen,Norra innerstaden,Södermalm" --paper A3
PICTURE = $(B)/pictures/$*.png
THIN = $(Q)OMP_NUM_THREADS=1 pngquant --nofs --speed 1 --strip --force --output docs/pictures/$*.png 256 $(PICTURE)
.PHONY: pictures setup-pictures screenshots $(MAPS:%=picture-%) $(SHEETS:%=picture-%) $(VIEWS:%=picture-%)
pictures: $(MAPS:%=picture-%) $(SHEETS:%=picture-%) $(VIEWS:%=picture-%)   ## draw the pictures of the README
setup-pictures: all
	$(call install-missing,$(PICTURE_DEBS))
	$(Q)mkdir -p $(B)/pictures docs/pictures
$(MAPS:%=picture-%): picture-%: setup-pictures
	$(Q)$(BIN) image -a shapes/stockholm $(MAP_$*) --title 1 --legend --source --size 900x880 -o $(PICTURE)
	$(THIN)
$(SHEETS:%=picture-%): picture-%: setup-pictures
	$(Q)$(BIN) $(SHEET_$*) -a shapes/stockholm -o $(PICTURE:png=pdf)
	$(Q)pdftoppm -png -singlefile -scale-to-x 900 -scale-to-y -1 $(PICTURE:png=pdf) $(PICTURE:.png=)
	$(THIN)

screenshots: setup-check setup-pictures
	$(Q)node tests/browser/pictures.mjs $(BIN) $(B)/pictures
$(VIEWS:%=picture-%): picture-%: screenshots
	$(THIN)

# ---- measuring, side by side with peers in one run ------------------------------------
# RUNS: rounds, in each of which all tools take turns.  SHORT=1: one round of few tiles, which tells
# only that it runs.  docs/benchmarks.md says what is measured.
RUNS ?= 7
BENCH_PROGRAMS := $(addprefix $(B)/tests/bench/,make_layer kartblad_worker)
.PHONY: bench-programs
bench: setup   ## measure beside Mapnik, MapServer, GDAL, nginx and zopfli (RUNS=7, SHORT=1)
	$(call install-missing,$(BENCH_DEBS))
	@command -v npm >/dev/null 2>&1 || $(MAKE) --no-print-directory setup-npm
	@$(MAKE) --no-print-directory $(JOBS) MODE=release all bench-programs
	@mkdir -p build/bench/npm && { grep -qs '"version": "$(US_ATLAS)"' build/bench/npm/node_modules/us-atlas/package.json || \
	    npm install --prefix build/bench/npm --loglevel=error --no-fund --no-audit --no-save --no-package-lock us-atlas@$(US_ATLAS); }
	@PYTHONDONTWRITEBYTECODE=1 /usr/bin/python3 tests/bench/bench.py --runs $(RUNS) $(if $(SHORT),--short) --programs $(R)
bench-programs: $(BENCH_PROGRAMS)
	@:
$(BENCH_PROGRAMS): %: %.o $(TEST_AIDS) $(LIB)
	$(call say,LINK)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(ALL_LIBS) -lcmocka

# Parts alone: build/release/tests/bench/raster_speed shapes/stockholm/neighborhoods.shp NAME 12 256,
# build/release/tests/bench/tokens_speed [CLASSES].
bench-parts: $(B)/tests/bench/tile_speed $(B)/tests/bench/raster_speed $(B)/tests/bench/tokens_speed   ## measure tiles of the demo, raster and tokens
	@for t in $^; do $$t; done
$(B)/tests/bench/%_speed: $(B)/tests/bench/%_speed.o $(TEST_AIDS) $(LIB)
	$(call say,LINK)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(ALL_LIBS) -lcmocka

# ---- the house rules, checked ------------------------------------------------------
headers: $(HDR:src/%=$(B)/hdr/%.ok)   ## every header compiles alone
$(B)/hdr/%.ok: src/% $(B)/.flags
	$(Q)mkdir -p $(@D) && $(CC) $(ALL_CFLAGS) -Werror -fsyntax-only -x c -include $< /dev/null && touch $@

INCLUDE_RULES := $(FOLDERS:%=includes-%)
.PHONY: $(INCLUDE_RULES)
includes: $(INCLUDE_RULES)   ## no folder includes from a higher one
$(INCLUDE_RULES): includes-%:
	$(Q)! grep -Hn '#include "[a-z]*/' /dev/null $(filter src/$*/%,$(SRC) $(HDR)) | \
	    grep -v $(MAY_$*:%=-e 'include "%/') || { echo 'src/$* may include only: $(MAY_$*)'; false; }

format:   ## clang-format all sources in place
	clang-format -i $(FORMATTED)
format-check:   ## fail if a source is not formatted
	$(Q)clang-format --dry-run --Werror $(FORMATTED)
lint:   ## clang-tidy
	clang-tidy --quiet $(SRC) -- $(ALL_CFLAGS)

install: all   ## install under $(DESTDIR)$(PREFIX)
	$(INSTALL) -d $(DESTDIR)$(BINDIR) $(DESTDIR)$(DATADIR)/styles $(DESTDIR)$(DATADIR)/shapes/stockholm
	$(INSTALL) -m 755 $(BIN) $(DESTDIR)$(BINDIR)/$(NAME)
	$(INSTALL) -m 644 LICENSE $(B)/gen/LICENSES $(DESTDIR)$(DATADIR)
	$(INSTALL) -m 644 $(wildcard styles/*) $(DESTDIR)$(DATADIR)/styles
	$(INSTALL) -m 644 $(SHAPES) $(wildcard shapes/stockholm/*.csv shapes/stockholm/*.yaml shapes/stockholm/*.md) \
	    $(DESTDIR)$(DATADIR)/shapes/stockholm
uninstall:   ## remove what install put there
	rm -f $(DESTDIR)$(BINDIR)/$(NAME)
	rm -rf $(DESTDIR)$(DATADIR)

clean:   ## remove build/ and the written shapefiles
	rm -rf build $(SHAPES)
help:   ## this list
	@awk -F':.*[ \t]## *' '/^[a-z-]+:.*[ \t]## /{printf "  %-14s %s\n",$$1,$$2}' $(firstword $(MAKEFILE_LIST))

-include $(OBJ:.o=.d) $(B)/app/main.d $(TESTS:=.d) $(SHARED_TESTS:=.d) $(TEST_AIDS:.o=.d) $(FUZZ:=.d) $(BENCH_PROGRAMS:=.d)
