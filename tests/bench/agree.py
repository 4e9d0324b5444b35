"""Whether all tools painted the same: without that no time can be compared."""
import operator
import os
import re

from harness import mean

# Tools round coverage each in its own way and leave hairline cracks between neighbors, which count
# where districts are smaller than a pixel or two.  Hence a limit for each tile on what is more than
# half opaque, and one on all tiles' alpha.  The peers draw each inner border twice, once for either
# district, so theirs are darker: on the big layer that takes 3 % of the green.
COVER = 0.008    # of a tile's pixels: by how much the share that is more than half opaque may differ
ALPHA = 0.008    # of full alpha: likewise the mean, over all tiles
GREEN = 0.04     # of full green: likewise
SAMPLES = 0.995  # of the pixels well inside one class: how many must have that class's color
CHANNEL = 3      # of 255: what counts as the same color; png8 moves colors a little


def pixels(path):
    """RGBA bytes, not premultiplied, and the width."""
    import mapnik
    with open(path, 'rb') as f:
        image = mapnik.Image.fromstring(f.read())
    return image.tostring(), image.width()


def painted(rgba):
    """The share of pixels more than half opaque, the mean alpha, and the mean of green, which all
    colors but the line's have more of: where lines are wider, there is less."""
    alpha = rgba[3::4]
    green = sum(map(operator.mul, alpha, rgba[1::4])) / 255
    return (sum(a > 127 for a in alpha) / len(alpha), sum(alpha) / len(alpha) / 255,
            green / len(alpha) / 255)


def inside(rgba, width, colors, reach=3):
    """Pixels with nothing but one class's color around them: [(offset, color)]."""
    words = [rgba[i:i + 4] for i in range(0, len(rgba), 4)]
    found = []
    for y in range(reach, width - reach, 4):
        for x in range(reach, width - reach, 4):
            here = words[y * width + x]
            if here in colors and all(words[(y + d) * width + x] == here == words[y * width + x + d]
                                      for d in range(-reach, reach + 1)):
                found.append((4 * (y * width + x), here))
    return found


def same(rgba, at, color):
    return all(abs(a - b) <= CHANNEL for a, b in zip(rgba[at:at + 4], color))


class Difference:
    """What one tool paints unlike another, over many tiles."""

    def __init__(self):
        self.cover, self.alpha, self.green, self.samples, self.equal = [], [], [], 0, 0

    def add(self, first, width, second, colors):
        for list_of, a, b in zip((self.cover, self.alpha, self.green), painted(first), painted(second)):
            list_of.append(b - a)
        spots = inside(first, width, colors)
        self.samples += len(spots)
        self.equal += sum(same(second, at, color) for at, color in spots)

    def fine(self):
        return (max(map(abs, self.cover)) <= COVER and abs(mean(self.alpha)) <= ALPHA
                and abs(mean(self.green)) <= GREEN
                and self.samples > 0 and self.equal >= SAMPLES * self.samples)

    def __str__(self):
        return ('%d tiles; opaque pixels %+.2f %%, at most %.2f %%; alpha %+.2f %%, at most %.2f %%; '
                'green %+.2f %%; %d of %d samples of one color' % (
                    len(self.cover), 100 * mean(self.cover), 100 * max(map(abs, self.cover)),
                    100 * mean(self.alpha), 100 * max(map(abs, self.alpha)), 100 * mean(self.green),
                    self.equal, self.samples))


def check(workers, tiles_path, folder, colors):
    """The tools' tiles, the first tool's against each other one's: [(name, Difference)]."""
    colors = {bytes.fromhex(c[1:]) + b'\xff' for c in colors}
    for name, worker in workers.items():
        os.makedirs('%s/%s' % (folder, name), exist_ok=True)
        worker.ask('save', tiles_path, '%s/%s' % (folder, name))
    first, *others = workers
    with open(tiles_path) as f:
        files = [re.sub(r'\s+', '_', line.strip()) + '.png' for line in f]
    found = {name: Difference() for name in others}
    for file in files:
        mine, width = pixels('%s/%s/%s' % (folder, first, file))
        for name in others:
            found[name].add(mine, width, pixels('%s/%s/%s' % (folder, name, file))[0], colors)
    return list(found.items())
