"""What is measured.  A measure takes its turn in each round and makes rows of the table at the end."""
import os
import subprocess
import tempfile
import zlib

import tiles
from harness import Row, by_tile, cores, mean, median, ns, ours, peer, size, timed


class Cold:
    """A tile from geometry to PNG bytes, in all tools: one set of tiles."""

    GOALS = {'mapnik': (3.5, 6), 'mapserver': (2, 3.5)}
    TITLES = {'mapnik': 'Mapnik png8', 'mapserver': 'MapServer AGG, compression 1'}

    def __init__(self, title, tools, path, goals=True):
        self.title, self.tools, self.path, self.goals = title, tools, path, goals
        self.chosen = tiles.read(path)
        self.spent = {name: [] for name in tools}

    def round(self, number):
        for name, worker in self.tools.items():
            self.spent[name].append(worker.ask('cold', self.path)['ns'])

    def tile_times(self, kind):
        """Of a tool by its kind: Mapnik is there twice, in degrees and in meters; the better counts."""
        runs = [by_tile(r) for name, r in self.spent.items() if name.split('-')[0] == kind]
        return min(runs, key=mean)

    def rows(self):
        mine = self.tile_times('kartblad')
        for kind, title in self.TITLES.items():
            theirs = self.tile_times(kind)
            at_least, reach = self.GOALS[kind] if self.goals else (None, None)
            yield Row('cold tile, %s, vs %s' % (self.title, title), median(theirs) / median(mine),
                      ns(median(mine)), ns(median(theirs)), at_least, reach,
                      note='by means %.2fx' % (mean(theirs) / mean(mine)))

    def zooms(self):
        """Lines: medians of each zoom."""
        times = {kind: self.tile_times(kind) for kind in ('kartblad', *self.TITLES)}
        for z in sorted({t[0] for t in self.chosen}):
            at = [i for i, t in enumerate(self.chosen) if t[0] == z]
            cells = ['%10s' % ns(median([v[i] for i in at])) for v in times.values()]
            yield '  %-10s z%-2d %3d tiles %s' % (self.title, z, len(at), ' '.join(cells))


class Restyle:
    """A new look of indexed tiles that are there, against the peer's tile, which it must draw again.
    `path`: the tiles of the cold set, and others behind them, so that they fill no processor's cache."""

    KIND, WIDE, GOALS = 'indexed', False, (1000, 2000)

    def __init__(self, worker, slot, path, cold, improve=False):
        self.worker, self.slot, self.cold, self.spent = worker, slot, cold, []
        ready = worker.ask('ready', slot, path, int(improve))
        self.of_set = [i for i, wide in enumerate(ready['wide'][:len(cold.chosen)]) if wide == self.WIDE]
        self.improved = ready['improved']

    def round(self, number):
        self.spent.append(self.worker.ask('restyle', self.slot, number + 1)['ns'])

    def pairs(self):
        """Ours and the peer's tiles, one by one; the set's come first in ours."""
        mine, theirs = by_tile(self.spent), self.cold.tile_times('mapnik')
        return [(mine[i], theirs[i]) for i in self.of_set], '%d cycled' % len(mine)

    def rows(self):
        pairs, note = self.pairs()
        if not pairs:
            return
        a, b = (median(v) for v in zip(*pairs))
        yield Row('restyled %s tile, %s, vs Mapnik png8' % (self.KIND, self.cold.title), b / a, ns(a),
                  ns(b), *self.GOALS, note='%d of %d tiles, %s' % (len(pairs), len(self.cold.chosen), note))


class RestyleWide(Restyle):
    """Likewise of the set's wide tiles, after their improvement."""

    KIND, WIDE, GOALS = 'wide', True, (60, 200)

    def __init__(self, worker, slot, path, cold):
        super().__init__(worker, slot, cold.path, cold)
        self.all_wide = self.of_set
        super().__init__(worker, slot, tiles.write(path, [cold.chosen[i] for i in self.all_wide]), cold, True)

    def pairs(self):
        mine, theirs = by_tile(self.spent), self.cold.tile_times('mapnik')
        return [(m, theirs[i]) for m, i in zip(mine, self.all_wide)], '%d improved' % self.improved


class Dressed:
    """A new look of the demo's tiles with water and names, against the same without them."""

    def __init__(self, worker, path):
        self.worker, self.spent = worker, ([], [])
        worker.ask('ready', 0, path, 0)
        worker.ask('ready', 1, path, 2)

    def round(self, number):
        for slot in (0, 1):
            self.spent[slot].append(self.worker.ask('restyle', slot, number + 1)['ns'])

    def rows(self):
        plain, dressed = (median(by_tile(s)) for s in self.spent)
        yield Row('restyled tile of the demo, with water and names vs without', dressed / plain,
                  ns(dressed), ns(plain), 1.5, 1.2, more=False)


class Comparisons:
    """A new look that compares, against a new look of other colors: tiles of the demo with margins.  Hatched
    tiles have more slots, so they are also put beside another ramp of hatched ones."""

    RAMP, HATCHED = 'ramp=blues', 'reference=whole;ramp=purple-green'
    KINDS = {'reference': ('reference=whole;uncertain=plain', RAMP, 1.5, 1.2), 'minus': ('minus=theft;uncertain=plain', RAMP, 1.5, 1.2),
             'bivariate': ('bivariate=theft', RAMP, 1.5, 1.2), 'focus': ('focus=Bromma', RAMP, 1.5, 1.2),
             'uncertain': ('reference=whole', HATCHED, 1.5, 1.2), 'uncertain ': ('reference=whole', RAMP, 2.5, 1.5)}

    def __init__(self, worker, path):
        self.worker, self.looks = worker, 0
        self.spent = {s: [] for k in self.KINDS.values() for s in k[:2]}
        worker.ask('ready', 2, path, 0)
        for settings in self.spent:  # a hatch has a skeleton of its own
            self.ask(settings)

    def ask(self, settings):
        self.looks += 1
        return self.worker.ask('restyle', 2, self.looks, settings)['ns']

    def round(self, number):
        for settings, spent in self.spent.items():
            spent.append(self.ask(settings))

    def rows(self):
        for kind, (settings, beside, at_least, reach) in self.KINDS.items():
            mine, theirs = (median(by_tile(self.spent[s])) for s in (settings, beside))
            other = 'another ramp of it' if beside == self.HATCHED else 'another ramp'
            yield Row('restyled tile of the demo, %s vs %s' % (kind.strip(), other), mine / theirs, ns(mine), ns(theirs),
                      at_least, reach, more=False)


class Classify:
    """A new look whose classes are not there yet: its choropleth alone."""

    GOALS = {'quantile': (0.2, 0.1), 'jenks': (2, 1)}

    def __init__(self, worker, looks):
        self.worker, self.looks, self.spent = worker, looks, {m: [] for m in self.GOALS}

    def round(self, number):
        for method in self.GOALS:
            self.spent[method].append(median(self.worker.ask('classify', method, self.looks)['ns']))

    def rows(self):
        for method, (at_least, reach) in self.GOALS.items():
            ms = median(self.spent[method]) / 1e6
            yield Row('classification of a new look, 3,142 districts, %s' % method, ms,
                      '%.3f ms' % ms, '', at_least, reach, more=False, unit=' ms')


class Bytes:
    """The size of tiles, at once and after improvement; zopfli on what is kept of them."""

    def __init__(self, worker, path, cold, folder, zopflied):
        self.folder, self.zopflied, self.cold = folder, zopflied, cold
        os.makedirs(folder, exist_ok=True)
        self.worker, self.path, self.peer = worker, path, None

    def round(self, number):
        if number:
            return
        self.peer = self.cold.tools['mapnik-3857'].ask('cold', self.path)['bytes']
        self.mine = self.worker.ask('improve', self.path, self.folder)
        self.zopfli()

    def zopfli(self):
        chosen, mine, theirs = tiles.read(self.path), 0, 0
        kept = [t for t, wide in zip(chosen, self.mine['wide']) if not wide]
        step = max(1, len(kept) // self.zopflied)
        for t in kept[::step]:
            with open('%s/%d_%d_%d.png' % (self.folder, *t), 'rb') as f:
                stream = idat(f.read())
            mine += len(stream)
            theirs += zopfli(zlib.decompress(stream))
        self.streams = (mine, theirs, len(kept[::step]))

    def rows(self):
        theirs = sum(self.peer)
        for state, goals in (('inline', (0.75, 0.6)), ('improved', (0.7, 0.55))):
            mine = sum(self.mine[state])
            yield Row('bytes of the US set vs Mapnik png8, %s' % state, mine / theirs,
                      size(mine / len(self.peer)), size(theirs / len(self.peer)), *goals, more=False,
                      note='means of %d tiles' % len(self.peer))
        mine, theirs, n = self.streams
        yield Row('kept IDAT, improved, vs zopfli on the same rows', mine / theirs, size(mine / n),
                  size(theirs / n), 1.06, 1.02, more=False, note='means of %d tiles' % n)


def idat(png):
    at, found = 8, b''
    while at < len(png):
        n = int.from_bytes(png[at:at + 4], 'big')
        if png[at + 4:at + 8] == b'IDAT':
            found += png[at + 8:at + 8 + n]
        at += 12 + n
    return found


def zopfli(raw):
    with tempfile.NamedTemporaryFile() as f:
        f.write(raw)
        f.flush()
        return len(subprocess.run(['zopfli', '--zlib', '-c', f.name], check=True,
                                  stdout=subprocess.PIPE).stdout)


class Posters:
    """A sheet as PDF, from the command line to the file, on one core."""

    def __init__(self, programs, out, sheets):
        self.program, self.out, self.sheets = programs + '/kartblad', out, sheets
        self.spent = {title: [] for title in sheets}

    def round(self, number):
        for title, words in self.sheets.items():
            self.spent[title].append(timed([self.program, 'poster', *words, '-o', self.out])[0])

    def rows(self):
        for title, runs in self.spent.items():
            yield Row('poster, %s' % title, median(runs), ns(median(runs) * 1e9), unit=' s')


class FirstTile:
    """From nothing to the first tile: whole processes, Mapnik's index made first."""

    def __init__(self, programs, stem, folder, shown):
        """In a folder of its own, whose files have no index."""
        self.program, self.shown = programs + '/kartblad', shown
        self.path, self.index, self.out = (folder + end for end in ('/layer.shp', '/layer.index', '/tile'))
        os.makedirs(folder, exist_ok=True)
        for end in ('shp', 'shx', 'dbf', 'prj', 'cpg'):
            if os.path.lexists('%s/layer.%s' % (folder, end)):
                os.remove('%s/layer.%s' % (folder, end))
            os.symlink(os.path.abspath('%s.%s' % (stem, end)), '%s/layer.%s' % (folder, end))
        self.spent = {title: ([], [], []) for title in shown}

    def kartblad(self, tile, core):
        look = ('--breaks', '20,40,60,80', '--closed', 'left', '--ramp', 'bugn', '--border-width',
                '0.5', '--border-color', '#444444')
        return timed([self.program, 'tile', '-s', self.path, '-k', 'KEY', '-c', 'val', *look,
                      '%d/%d/%d' % tile, '-o', self.out + '.png'], core)[0]

    def mapnik(self, tile):
        """Without Python's own start: from opening the map on."""
        if os.path.exists(self.index):
            os.remove(self.index)
        indexed = timed(['shapeindex', self.path])[0]
        worker = peer('mapnik', self.path)
        drawn = worker.ask('cold', tiles.write(self.out + '.tiles', [tile]))['ns'][0]
        worker.end()
        return indexed + (worker.opened['ns'] + drawn) / 1e9

    def round(self, number):
        for title, tile in self.shown.items():
            for k, take in enumerate((lambda: self.kartblad(tile, None), lambda: self.kartblad(tile, 0),
                                      lambda: self.mapnik(tile))):
                self.spent[title][k].append(take())

    def rows(self):
        for title, (free, pinned, theirs) in self.spent.items():
            for mine, where in ((free, 'all cores'), (pinned, 'one core')):
                a, b = median(mine), median(theirs)
                yield Row('start to first tile, big layer, %s, %s, vs Mapnik with shapeindex' % (title, where),
                          a / b, ns(a * 1e9), ns(b * 1e9), 1, 1 / 3, more=False)


class Loading:
    """The big layer into memory: time beside GDAL, and our memory."""

    def __init__(self, programs, path):
        self.programs, self.path = programs, path
        self.mine, self.gdal, self.memory = [], [], []

    def round(self, number):
        self.mine.append(timed([self.programs + '/kartblad', 'inspect', self.path])[0])
        self.gdal.append(timed(['ogr2ogr', '-f', 'Memory', 'out', self.path])[0])
        worker = ours(self.programs, self.path)
        self.memory.append(worker.opened)
        worker.end()

    def rows(self):
        a, b = median(self.mine), median(self.gdal)
        yield Row('reading the big layer (inspect) vs GDAL into memory', a / b, ns(a * 1e9), ns(b * 1e9),
                  more=False)
        shp = os.path.getsize(self.path)
        for title, key, goals in (('after loading', 'loaded_kb', (3, 1.5)), ('peak', 'peak_kb', (4, 2))):
            mine = median([m[key] - m['empty_kb'] for m in self.memory]) * 1024
            yield Row('memory for the big layer, %s, as multiple of the .shp' % title, mine / shp,
                      size(mine), size(shp), *goals, more=False)
        yield Row('loading the big layer for tiles', median([m['ns'] for m in self.memory]) / 1e9,
                  unit=' s', more=False)


class Growth:
    """The same tiles of a layer of 100 polygons, and of that layer grown around them."""

    def __init__(self, small, big, path, polygons):
        self.workers, self.path, self.spent = (small, big), path, ([], [])
        self.polygons = polygons

    def round(self, number):
        for worker, spent in zip(self.workers, self.spent):
            worker.ask('cold', self.path)  # the first ones after a pause are slow
            spent.append(worker.ask('cold', self.path)['ns'])

    def rows(self):
        small, big = (median(by_tile(s)) for s in self.spent)
        yield Row('z12 tile of a layer of %d polygons vs of 100' % self.polygons, big / small,
                  ns(big), ns(small), 1.5, 1.1, more=False)


class Pyramid:
    """All tiles of zooms 0 to 8 of the contiguous states, in one look and in ten."""

    GOALS = {1: (5, 10), 10: (30, 80)}

    def __init__(self, worker, free, mapnik, path, top, rounds):
        self.top = top
        self.worker, self.free, self.mapnik, self.path = worker, free, mapnik, path
        self.rounds, self.threads = rounds, len(cores())
        self.spent = {looks: ([], []) for looks in self.GOALS}
        self.spread = {n: [] for n in (1, self.threads)}

    def round(self, number):
        for threads, spent in self.spread.items():
            spent.append(self.free.ask('pyramid', self.path, 1, threads)['ns'])
        if number >= self.rounds:
            return
        for looks, (mine, theirs) in self.spent.items():
            mine.append(self.worker.ask('pyramid', self.path, looks, 1)['ns'])
            theirs.append(self.mapnik.ask('pyramid', self.path, looks)['ns'])

    def rows(self):
        n = len(tiles.read(self.path))
        for looks, (mine, theirs) in self.spent.items():
            a, b = median(mine), median(theirs)
            yield Row('US pyramid z0 to z%d, %d look%s, vs Mapnik png8' % (self.top, looks, 's' * (looks > 1)),
                      b / a, ns(a), ns(b), *self.GOALS[looks],
                      note='%d tiles, %d rounds' % (n, len(mine)))
        one, all_cores = (median(s) for s in self.spread.values())
        yield Row('US pyramid, 1 look, %d threads vs 1, ours' % self.threads, one / all_cores,
                  ns(all_cores), ns(one))
