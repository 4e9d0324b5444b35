/* Which district is where on a map, and lines around some of them. */
/* global L */

const outlinesMost = 1000; // districts of a layer whose borders are asked for

/** UTFGrid 1.3: the number of a key in a cell. */
function keyNumber(code) {
  if (code >= 93) code--;
  if (code >= 35) code--;
  return code - 32;
}

/** Finds districts by the grids of tiles: address(z, x, y) is where they are; ask(address) a Response. */
export class Finder {
  #grids = new Map();
  #address;
  #ask;

  constructor(ask, address) {
    this.#ask = ask;
    this.#address = address;
  }

  #grid(z, x, y) {
    const address = this.#address(z, x, y);
    const kept = this.#grids.get(address) ?? this.#ask(address).then((r) => r.json());
    this.#grids.set(address, kept);
    kept.catch(() => this.#grids.delete(address));
    return kept;
  }

  /** The key of the district at a place of a map; "": none. */
  async at(map, place) {
    const z = Math.min(22, Math.max(0, Math.ceil(map.getZoom()))),
      p = map.project(place, z);
    const [x, y] = [Math.floor(p.x / 256), Math.floor(p.y / 256)];
    if (x < 0 || y < 0 || x >= 2 ** z || y >= 2 ** z) return "";
    const { grid, keys } = await this.#grid(z, x, y);
    const row = grid[Math.floor((p.y - 256 * y) / 4)];
    return keys[keyNumber(row.charCodeAt(Math.floor((p.x - 256 * x) / 4)))] ?? "";
  }
}

/** Calls each(lng, lat) for every point of a geometry's coordinates. */
function eachPoint(coordinates, each) {
  if (typeof coordinates[0] === "number") each(...coordinates);
  else coordinates.forEach((part) => eachPoint(part, each));
}

/** The middle of the largest ring's box: a place to steer by. */
function middleOf(feature) {
  let best = null,
    most = -1;
  for (const [outer] of feature.geometry?.coordinates ?? []) {
    const box = L.latLngBounds(outer.map(([lng, lat]) => [lat, lng]));
    const size = (box.getEast() - box.getWest()) * (box.getNorth() - box.getSouth());
    if (size > most) [best, most] = [box.getCenter(), size];
  }
  return best;
}

/** The borders of a layer's districts, asked for when they are first needed: load() gives GeoJSON. */
export class Outlines {
  #features = null;
  #shown = null;
  #wanted = null;
  #load;

  constructor(districts, load) {
    this.#load = districts <= outlinesMost ? load : async () => ({ features: [] });
  }

  /** The features by key; empty if they cannot be had. */
  async features() {
    this.#features ??= this.#load().then(
      (g) => new Map(g.features.filter((f) => f.geometry).map((f) => [f.properties.key, f])),
    );
    return this.#features.catch(() => {
      this.#features = null;
      return new Map();
    });
  }

  /** Draws these lines on a map, and no others: [{key, color, casing, weight, casingWeight}], from below. */
  async draw(map, lines) {
    this.#wanted = lines;
    const features = lines.length ? await this.features() : new Map();
    if (this.#wanted !== lines) return;
    this.#shown?.remove();
    const around = lines
      .filter((l) => features.has(l.key))
      .flatMap((l) =>
        [
          [l.casingWeight, l.casing],
          [l.weight, l.color],
        ].map(([weight, color]) =>
          L.geoJSON(features.get(l.key), {
            fill: false,
            interactive: false,
            style: { fill: false, weight, color, opacity: 1, lineJoin: "round" },
          }),
        ),
      );
    this.#shown = around.length ? L.layerGroup(around).addTo(map) : null;
  }

  remove() {
    this.#wanted = null;
    this.#shown?.remove();
    this.#shown = null;
  }

  /** Points of borders as pixels of the map's frame, by district: what a card would hide. */
  async points(map) {
    const out = [];
    for (const [key, f] of await this.features())
      eachPoint(f.geometry.coordinates, (lng, lat) => out.push([key, map.latLngToContainerPoint([lat, lng])]));
    return out;
  }

  /** The nearest district in a direction ("ArrowLeft" ...) from one, or from the map's middle. */
  async next(map, key, direction) {
    const features = await this.features();
    const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[direction];
    const from = features.has(key)
      ? map.latLngToContainerPoint(middleOf(features.get(key)))
      : map.getSize().divideBy(2);
    let best = key,
      least = Infinity;
    for (const [k, f] of features) {
      if (k === key) continue;
      const d = map.latLngToContainerPoint(middleOf(f)).subtract(from);
      const along = d.x * dx + d.y * dy,
        across = Math.abs(d.x * dy) + Math.abs(d.y * dx);
      const cost = features.has(key) ? along + 2 * across : Math.hypot(d.x, d.y);
      if ((features.has(key) && along <= 0) || cost >= least) continue;
      [best, least] = [k, cost];
    }
    return best;
  }

  /** Moves the map so that a district is in view. */
  async reveal(map, key) {
    const feature = (await this.features()).get(key);
    if (!feature) return;
    const box = L.geoJSON(feature).getBounds();
    if (!map.getBounds().contains(box.getCenter())) map.panTo(box.getCenter(), { animate: false });
  }
}
