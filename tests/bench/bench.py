"""bench.py [--runs N] [--short] --programs DIR: kartblad side by side with its peers; `make bench` runs it.

Every tool has a process that has opened its map once; in each round all take their turns.  A tile's
time is the median of the rounds; a row compares medians over tiles.  docs/benchmarks.md says more."""
import argparse
import os
import sys

import agree
import layers
import measures
import peers
import report
import serving
import tiles
from harness import ours, peer

STATES = (-124.8, 24.4, -66.9, 49.4)      # degrees: the contiguous ones
STOCKHOLM = (17.77, 59.24, 18.19, 59.43)
CELLS = (5.1, 48.1, 20.7, 57.4)           # of make_layer's whole
MIDDLE = (12.76, 52.66, 13.04, 52.82)     # the z12 tiles here lie within its middle 10 x 10 cells
CYCLED = 8000                             # tiles of `restyle`: more than a processor's caches hold


class Bench:
    def __init__(self, runs, short, programs):
        self.runs, self.short, self.programs = runs, short, programs
        self.folder = layers.FOLDER + ('/short' if short else '')
        self.each = 2 if short else 24    # tiles a zoom
        self.workers, self.measures, self.agreement, self.serving = [], [], [], None
        os.makedirs(self.folder, exist_ok=True)

    def path(self, name):
        return '%s/%s.tiles' % (self.folder, name)

    def open(self, stem, mapserver):
        """All tools on one layer; Mapnik in degrees too."""
        file = layers.stem(stem, 3857) + '.shp'
        tools = {'kartblad': ours(self.programs, file), 'mapnik-3857': peer('mapnik', file),
                 'mapnik-4326': peer('mapnik', layers.stem(stem, 4326) + '.shp'),
                 'mapserver-3857': peer(mapserver, file)}
        self.workers += tools.values()
        return tools

    def check(self, name, tools, chosen):
        """The same area: a few tiles of each zoom."""
        few = [t for i, t in enumerate(chosen) if [c[0] for c in chosen[:i]].count(t[0]) < 3]
        for tool, found in agree.check(tools, tiles.write(self.path(name + '-check'), few),
                                       self.folder + '/check-' + name, peers.COLORS):
            self.agreement.append(('%s, %s' % (name, tool), found))
            if not found.fine():
                raise SystemExit('bench: %s, %s paints something else: %s' % (name, tool, found))

    def cold(self, name, stem, box, zooms, goals=True, mapserver='mapserver'):
        tools = self.open(stem, mapserver)
        chosen = tiles.choose(tools['kartblad'], self.path(name), box, zooms, self.each)
        self.check(name, tools, chosen)
        self.measures.append(measures.Cold(name, tools, self.path(name), goals))
        return self.measures[-1]

    def cycled(self, worker, cold, box, zooms):
        """The set, and behind it others of the same layer up to CYCLED."""
        path, known = self.path(cold.title + '-cycled'), set(cold.chosen)
        rest = [t for z in zooms for t in tiles.within(box, z) if t not in known][:2 * CYCLED]
        hit = worker.ask('touched', tiles.write(path, rest))['touched']
        wanted = cold.chosen + [t for t, h in zip(rest, hit) if h]
        return tiles.write(path, wanted[:200 if self.short else CYCLED])

    def add_us(self, stem):
        us = self.cold('US', stem, STATES, range(3, 10))
        worker = us.tools['kartblad']
        cycled = self.cycled(worker, us, STATES, (9,) if self.short else (8, 9, 10))
        self.measures.append(measures.Restyle(worker, 0, cycled, us))
        self.measures.append(measures.RestyleWide(worker, 1, self.path('US-wide'), us))
        self.measures.append(measures.Classify(worker, 5 if self.short else 50))
        self.measures.append(measures.Bytes(worker, us.path, us, self.folder + '/improved',
                                            3 if self.short else 40))
        top = 5 if self.short else 8
        path = tiles.write(self.path('pyramid'), [t for z in range(top + 1) for t in tiles.within(STATES, z)])
        free = ours(self.programs, layers.stem(stem, 3857) + '.shp', None)
        self.workers.append(free)
        self.measures.append(measures.Pyramid(worker, free, us.tools['mapnik-3857'], path, top, 3))
        self.serving = serving.Serving(self.programs, layers.stem(stem, 3857), tiles.read(us.path),
                                       self.folder + '/http', 5 if self.short else 60, 1 if self.short else 3)
        self.measures.append(self.serving)

    def add_big(self, stem, polygons, small):
        big = self.cold('big', stem, CELLS, range(8 if self.short else 4, 13),
                        mapserver='mapserver-rounding')
        worker = big.tools['kartblad']
        self.measures.append(measures.RestyleWide(worker, 0, self.path('big-wide'), big))
        few = ours(self.programs, layers.stem(small, 3857) + '.shp')
        self.workers.append(few)
        middle = tiles.write(self.path('middle'), tiles.within(MIDDLE, 12))
        self.measures.append(measures.Growth(few, worker, middle, polygons))
        first = {'overview z4': (4, *tiles.at(12.9, 52.7, 4)), 'z12': (12, *tiles.at(12.9, 52.7, 12))}
        self.measures.append(measures.FirstTile(self.programs, layers.stem(stem, 3857),
                                                self.folder + '/first', first))
        self.measures.append(measures.Loading(self.programs, layers.stem(stem, 3857) + '.shp'))

    def add_demo(self):
        worker = ours(self.programs, 'shapes/stockholm', names=('', 'violence'))
        self.workers.append(worker)
        chosen = [t for z in range(9, 15) for t in tiles.within(STOCKHOLM, z)]
        path = tiles.write(self.path('demo'), chosen)
        hit = worker.ask('touched', path)['touched']
        path = tiles.write(path, [t for t, h in zip(chosen, hit) if h])
        self.measures.append(measures.Dressed(worker, path))
        surer = ours(self.programs, layers.demo_with_margins(), names=('', 'violence'))
        self.workers.append(surer)
        self.measures.append(measures.Comparisons(surer, path))

    def add_posters(self, counties):
        demo = ('-a', 'shapes/stockholm', '--labels', 'both')
        county = ('-s', layers.stem(counties, 4326) + '.shp', '-k', 'KEY', '-c', 'val', '--labels', 'both')
        self.measures.append(measures.Posters(self.programs, self.folder + '/poster.pdf', {
            'A3, 14 districts': (*demo, '-i', 'population_14', '--paper', 'A3'),
            'A0, 11 districts': (*demo, '-i', 'violence', '--paper', 'A0'),
            'A0, 117 districts': (*demo, '-i', 'socioeconomic_index', '--paper', 'A0'),
            'A0, 3,142 counties': (*county, '--paper', 'A0', '--landscape')}))

    def prepare(self):
        names = layers.prepare(self.programs, self.short)
        self.cold('Stockholm', names['stockholm'][0], STOCKHOLM, range(8, 15), False)
        self.add_demo()
        self.add_us(names['us'][0])
        self.add_posters(names['us'][0])
        self.add_big(*names['big'], names['small'][0])

    def run(self):
        for number in range(self.runs):
            for measure in self.measures:
                measure.round(number)
            print('round %d of %d' % (number + 1, self.runs), file=sys.stderr, flush=True)

    def end(self):
        if self.serving:
            self.serving.end()
        for worker in self.workers:
            worker.end()

    def report(self, command):
        rows = [row for measure in self.measures for row in measure.rows()]
        zooms = [line for m in self.measures if isinstance(m, measures.Cold) for line in m.zooms()]
        return report.write(layers.FOLDER + '/result' + ('-short' if self.short else ''), self.programs,
                            command, rows, self.agreement, zooms)


def main():
    words = argparse.ArgumentParser()
    words.add_argument('--runs', type=int, default=7)
    words.add_argument('--short', action='store_true')
    words.add_argument('--programs', required=True)
    given = words.parse_args()
    bench = Bench(1 if given.short else given.runs, given.short, given.programs)
    try:
        bench.prepare()
        bench.run()
    finally:
        bench.end()
    print(bench.report('make bench ' + ('SHORT=1' if given.short else 'RUNS=%d' % given.runs)), end='')


if __name__ == '__main__':
    main()
