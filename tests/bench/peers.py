"""The peers as tools: each opens a shapefile once and draws tiles of it, 256 px, five classes of the
column `val`, a line of half a pixel, nothing behind.  Both must draw what kartblad_worker draws."""
import os

import tiles

COLORS = ('#edf8fb', '#b2e2e2', '#66c2a4', '#2ca25f', '#006d2c')
LINE = '#444444'
SIZE = 256


def classes(look):
    """(from, to, color) of each class; look_of() in kartblad_worker.c has the same breaks."""
    edges = [0] + [20 * i + 0.05 * look for i in range(1, 5)] + [101]
    return list(zip(edges, edges[1:], COLORS))


class Mapnik:
    WORLD = ('+proj=merc +a=6378137 +b=6378137 +lat_ts=0.0 +lon_0=0.0 +x_0=0.0 +y_0=0 +k=1.0 '
             '+units=m +nadgrids=@null +wktext +no_defs +over')
    DEGREES = '+proj=longlat +datum=WGS84 +no_defs'

    def __init__(self, path):
        self.path, self.maps = os.path.abspath(path), {}

    def xml(self, look):
        rules = ''.join('<Rule><Filter>[val] &gt;= %g and [val] &lt; %g</Filter>'
                        '<PolygonSymbolizer fill="%s"/></Rule>' % c for c in classes(look))
        return ('<Map srs="%s" background-color="transparent"><Style name="fill">%s</Style>'
                '<Style name="line"><Rule><LineSymbolizer stroke="%s" stroke-width="0.5"/></Rule>'
                '</Style><Layer name="l" srs="%s"><StyleName>fill</StyleName>'
                '<StyleName>line</StyleName><Datasource><Parameter name="type">shape</Parameter>'
                '<Parameter name="file">%s</Parameter></Datasource></Layer></Map>'
                % (self.WORLD, rules, LINE, self.DEGREES if '4326' in self.path else self.WORLD,
                   self.path))

    def open(self, look):
        import mapnik
        if look not in self.maps:
            self.maps[look] = mapnik.Map(SIZE, SIZE)
            mapnik.load_map_from_string(self.maps[look], self.xml(look))
        self.mapnik = mapnik

    def draw(self, tile, look):
        image = self.mapnik.Image(SIZE, SIZE)
        shown = self.maps[look]
        shown.zoom_to_box(self.mapnik.Box2d(*tiles.bounds(tile)))
        self.mapnik.render(shown, image)
        return image.tostring('png8')


class MapServer:
    LAYER = ''

    def __init__(self, path):
        self.path, self.maps = os.path.abspath(path), {}

    def text(self, look):
        def rgb(color):
            return '%d %d %d' % tuple(bytes.fromhex(color[1:]))
        shown = ''.join('CLASS EXPRESSION ([val] >= %g and [val] < %g) STYLE COLOR %s OUTLINECOLOR %s '
                        'WIDTH 0.5 END END\n' % (a, b, rgb(c), rgb(LINE))
                        for a, b, c in classes(look))
        return ('MAP SIZE %d %d EXTENT -1 -1 1 1 UNITS meters PROJECTION "init=epsg:3857" END\n'
                'OUTPUTFORMAT NAME "fast" DRIVER "AGG/PNG" MIMETYPE "image/png" IMAGEMODE RGBA '
                'EXTENSION "png" TRANSPARENT ON FORMATOPTION "COMPRESSION=1" END IMAGETYPE "fast"\n'
                'LAYER NAME "l" TYPE POLYGON STATUS DEFAULT DATA "%s" %s '
                'PROJECTION "init=epsg:%s" END\n%s END END\n'
                % (SIZE, SIZE, self.path, self.LAYER, '4326' if '4326' in self.path else '3857', shown))

    def open(self, look):
        import mapscript
        if look not in self.maps:
            self.maps[look] = mapscript.fromstring(self.text(look))

    def draw(self, tile, look):
        west, south, east, north = tiles.bounds(tile)
        inset = (east - west) / SIZE / 2  # its extent ends at the centers of the outer pixels
        shown = self.maps[look]
        shown.setExtent(west + inset, south + inset, east - inset, north - inset)
        return shown.draw().getBytes()


class MapServerRounding(MapServer):
    """For districts as small as pixels, which it else leaves undrawn: points are rounded to whole
    pixels.  That is as fast; drawing all points takes twice as long."""

    LAYER = 'PROCESSING "APPROXIMATION_SCALE=ROUND"'


TOOLS = {'mapnik': Mapnik, 'mapserver': MapServer, 'mapserver-rounding': MapServerRounding}
