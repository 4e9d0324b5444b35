"""The layers that are measured, in build/bench: made once, again when their maker has changed.  Each is
there in degrees and in Mercator meters, with the peers' indexes, and has a column `val`."""
import os
import shutil
import struct
import subprocess
import zlib

FOLDER = 'build/bench'
ATLAS = FOLDER + '/npm/node_modules/us-atlas/counties-10m.json'
DEMO = 'shapes/stockholm/neighborhoods.shp'


def run(*command):
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def value(key):
    """Made up: 0.0 to 99.9, by the key alone."""
    return zlib.crc32(key) % 1000 / 10


def add_values(path):
    """Adds a column `val` to a DBF whose first column is the key (dBASE III: a header of 32 bytes, one
    row of 32 for each column, 0x0D; then the records, each behind a byte that tells if it is deleted).
    """
    with open(path, 'rb') as f:
        old = f.read()
    n, head, size = struct.unpack_from('<IHH', old, 4)
    width = old[32 + 16]
    column = b'val'.ljust(11, b'\0') + b'N' + bytes(4) + bytes((6, 1)) + bytes(14)
    new = bytearray(old[:32] + old[32:head - 1] + column + b'\r')
    struct.pack_into('<HH', new, 8, head + 32, size + 6)
    for at in range(head, head + n * size, size):
        key = old[at + 1:at + 1 + width].strip()
        new += old[at:at + size] + b'%6.1f' % value(key)
    with open(path, 'wb') as f:
        f.write(new + b'\x1a')


def demo_with_margins():
    """The demo's folder, with a made-up margin of error beside each rate of violent crime."""
    folder = FOLDER + '/demo'
    shutil.copytree(os.path.dirname(DEMO), folder, dirs_exist_ok=True)
    with open(folder + '/figures.csv') as f:
        head, *rows = f.read().splitlines()
    with open(folder + '/figures.csv', 'w') as f:
        f.write(head + ',margin\n')
        f.writelines(row + (',2\n' if ',valdsbrott_per_1000,' in row else ',\n') for row in rows)
    with open(folder + '/atlas.yaml') as f:
        text = f.read()
    with open(folder + '/atlas.yaml', 'w') as f:
        f.write(text.replace('indicator: valdsbrott_per_1000},', 'indicator: valdsbrott_per_1000}, margin: margin,'))
    return folder


def stale(path, source):
    """Older than what it is made from, or than how."""
    made_from = max(map(os.path.getmtime, (source, __file__)))
    return not os.path.exists(path) or os.path.getmtime(path) < made_from


def stem(name, crs):
    return '%s/%s%s' % (FOLDER, name, crs)


def finish(name):
    """From NAME4326 without values to both files with all that the peers want."""
    add_values(stem(name, 4326) + '.dbf')
    run('ogr2ogr', '-overwrite', '-t_srs', 'EPSG:3857', '-lco', 'ENCODING=UTF-8',
        stem(name, 3857) + '.shp', stem(name, 4326) + '.shp')
    for crs in (4326, 3857):
        run('shapeindex', stem(name, crs) + '.shp')
        run('shptree', stem(name, crs) + '.shp')


def convert(path, source, *options):
    """To a shapefile in degrees with KEY and NAME."""
    run('ogr2ogr', '-overwrite', '-lco', 'ENCODING=UTF-8', *options, path, source)


def make_us(path):
    """The 50 states and the District of Columbia: FIPS codes from 60 on are territories."""
    convert(path, ATLAS, '-nlt', 'PROMOTE_TO_MULTI', '-a_srs', 'EPSG:4326', '-sql',
            "select id as KEY, name as NAME from counties where id < '57000'")


def make_stockholm(path):
    convert(path, DEMO, '-t_srs', 'EPSG:4326', '-select', 'KEY,NAME')


def prepare(programs, short):
    """Makes what is missing; {layer: (name of its files, number of polygons)}."""
    maker = programs + '/tests/bench/make_layer'

    def cells(side):
        return 'cells%d-' % side, 'tests/bench/make_layer.c', lambda path: run(maker, path, str(side)), side * side

    wanted = {'us': ('us', ATLAS, make_us, 3142), 'stockholm': ('stockholm', DEMO, make_stockholm, 117),
              'small': cells(10), 'big': cells(60 if short else 317)}
    os.makedirs(FOLDER, exist_ok=True)
    for name, source, make, _ in wanted.values():
        if stale(stem(name, 3857) + '.qix', source):
            make(stem(name, 4326) + '.shp')
            finish(name)
    return {layer: (name, polygons) for layer, (name, _, _, polygons) in wanted.items()}
