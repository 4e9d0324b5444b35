"""Tiles: their bounds, files of them, and sets that a layer touches."""
import math
import random

HALF_M = 20037508.342789244  # of the square of Web Mercator


def bounds(tile):
    """West, south, east, north in Mercator meters."""
    z, x, y = tile
    side = 2 * HALF_M / (1 << z)
    return (x * side - HALF_M, HALF_M - (y + 1) * side, (x + 1) * side - HALF_M, HALF_M - y * side)


def at(lon, lat, z):
    n = 1 << z
    north = math.asinh(math.tan(math.radians(lat))) / math.pi
    return int((lon + 180) / 360 * n), int((1 - north) / 2 * n)


def within(box, z):
    """All tiles of a zoom that touch a box of degrees: west, south, east, north."""
    x0, y1 = at(box[0], box[1], z)
    x1, y0 = at(box[2], box[3], z)
    return [(z, x, y) for x in range(x0, x1 + 1) for y in range(y0, y1 + 1)]


def write(path, tiles):
    with open(path, 'w') as f:
        f.writelines('%d %d %d\n' % t for t in tiles)
    return path


def read(path):
    with open(path) as f:
        return [tuple(map(int, line.split())) for line in f]


def choose(ours, path, box, zooms, each, seed=1):
    """Writes a set of tiles that the layer touches, `each` a zoom at most, spread over the box."""
    chance, chosen = random.Random(seed), []
    for z in zooms:
        near = within(box, z)
        chance.shuffle(near)
        near = near[:4 * each + 8]
        hit = ours.ask('touched', write(path, near))['touched']
        chosen += [t for t, h in zip(near, hit) if h][:each]
    write(path, chosen)
    return chosen
