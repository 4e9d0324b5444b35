"""peer_worker.py TOOL FILE.shp: a peer's side of the bench.  Opens the map once, tells how
long that took (without Python's start and imports), then answers requests, one a line, by one line of
JSON each, as kartblad_worker.c does: cold TILES, save TILES DIR, pyramid TILES LOOKS."""
import json
import sys
import time

import peers
import tiles


def cold(tool, path, folder=None):
    spent, sizes = [], []
    for tile in tiles.read(path):
        start = time.perf_counter_ns()
        png = tool.draw(tile, 0)
        spent.append(time.perf_counter_ns() - start)
        sizes.append(len(png))
        if folder:
            with open('%s/%d_%d_%d.png' % (folder, *tile), 'wb') as f:
                f.write(png)
    return {'ns': spent, 'bytes': sizes}


def pyramid(tool, path, looks):
    wanted = tiles.read(path)
    for look in range(int(looks)):
        tool.open(look)
    start = time.perf_counter_ns()
    for look in range(int(looks)):
        for tile in wanted:
            tool.draw(tile, look)
    return {'ns': time.perf_counter_ns() - start}


REQUESTS = {'cold': cold, 'save': cold, 'pyramid': pyramid}


def main():
    __import__('mapnik' if sys.argv[1] == 'mapnik' else 'mapscript')
    start = time.perf_counter_ns()
    tool = peers.TOOLS[sys.argv[1]](sys.argv[2])
    tool.open(0)
    print(json.dumps({'ns': time.perf_counter_ns() - start}), flush=True)
    for line in sys.stdin:
        name, *arguments = line.split()
        print(json.dumps(REQUESTS[name](tool, *arguments)), flush=True)


if __name__ == '__main__':
    main()
