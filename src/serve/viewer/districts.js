/* Which district is where on a map, and lines around some of them. */
/* global L */

const atOnceMost = 1000; // districts of a layer whose borders are asked for together
const keptMost = 200; // borders of a larger layer that are kept, and grids
const restMs = 30; // a district of a larger layer that is looked at for less is passed over

/** UTFGrid 1.3: the number of a key in a cell. */
function keyNumber(code) {
  if (code >= 93) code--;
  if (code >= 35) code--;
  return code - 32;
}

/** Puts a value under a key at the end of a Map, and lets go of the first beyond what may be kept. */
function keepLast(map, key, value) {
  map.delete(key);
  map.set(key, value);
  if (map.size > keptMost) map.delete(map.keys().next().value);
  return value;
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
    const kept = keepLast(this.#grids, address, this.#grids.get(address) ?? this.#ask(address).then((r) => r.json()));
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

const byKey = (collection) =>
  new Map(collection.features.filter((f) => f.geometry).map((f) => [f.properties.key, f]));
const pause = () => new Promise((done) => setTimeout(done, restMs));

/** The borders of a layer's districts, asked for together: ask.all() gives GeoJSON. */
class Together {
  #all = null;
  #places = null;
  #ask;

  constructor(ask) {
    this.#ask = ask;
  }

  /** {key: feature} of all; empty if they cannot be had. */
  async #features() {
    this.#all ??= this.#ask.all().then(byKey);
    return this.#all.catch(() => {
      this.#all = null;
      return new Map();
    });
  }

  async border(key) {
    return (await this.#features()).get(key);
  }

  /** Those whose borders tell what a card would hide. */
  async around() {
    return this.#features();
  }

  async places() {
    const features = await this.#features();
    if (features.size) this.#places ??= new Map([...features].map(([key, f]) => [key, middleOf(f)]));
    return this.#places ?? new Map();
  }
}

/** The same of many districts: each border by itself, ask.one(key), when it is wanted; a point in each, ask.points(). */
class OneByOne {
  #kept = new Map();
  #places = null;
  #ask;

  constructor(ask) {
    this.#ask = ask;
  }

  /** undefined: it cannot be had, or stillWanted() is no longer true. */
  async border(key, stillWanted = () => true) {
    if (!this.#kept.has(key)) {
      await pause();
      if (!stillWanted()) return undefined;
    }
    const asked = this.#kept.get(key) ?? this.#ask.one(key).then((g) => byKey(g).get(key));
    keepLast(this.#kept, key, asked);
    return asked.catch(() => void this.#kept.delete(key));
  }

  async around(key, stillWanted) {
    const border = await this.border(key, stillWanted);
    return new Map(border ? [[key, border]] : []);
  }

  async places() {
    this.#places ??= this.#ask
      .points()
      .then((g) => new Map([...byKey(g)].map(([key, f]) => [key, L.latLng(f.geometry.coordinates.toReversed())])));
    return this.#places.catch(() => {
      this.#places = null;
      return new Map();
    });
  }
}

/**
 * Lines around some of a layer's districts, asked for when they are first needed. ask: {all(), one(key), points()}
 * give GeoJSON: of a small layer all borders are asked for, of a larger one those that are looked at.
 */
export class Outlines {
  #shown = null;
  #wanted = null;
  #borders;

  constructor(districts, ask) {
    this.#borders = districts <= atOnceMost ? new Together(ask) : new OneByOne(ask);
  }

  /**
   * Draws these lines on a map, and no others: [{key, color, casing, weight, casingWeight}], from below. Those whose
   * borders are not there yet come as soon as they are, if they are still wanted then.
   */
  async draw(map, lines) {
    this.#wanted = lines;
    const isWanted = () => this.#wanted === lines,
      borders = new Map();
    const redraw = () => isWanted() && this.#show(map, lines, borders);
    const all = lines.map(async ({ key }) => {
      const border = await this.#borders.border(key, isWanted);
      if (border) borders.set(key, border);
    });
    const late = setTimeout(redraw); // what is kept is there by then
    await Promise.all(all);
    clearTimeout(late);
    redraw();
  }

  #show(map, lines, borders) {
    this.#shown?.remove();
    const around = lines
      .filter((l) => borders.has(l.key))
      .flatMap((l) =>
        [
          [l.casingWeight, l.casing],
          [l.weight, l.color],
        ].map(([weight, color]) =>
          L.geoJSON(borders.get(l.key), {
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

  /** Points of borders as pixels of the map's frame, by district: what a card of one (key) would hide. */
  async points(map, key) {
    const out = [],
      isWanted = () => this.#wanted?.some((l) => l.key === key);
    for (const [of, f] of await this.#borders.around(key, isWanted))
      eachPoint(f.geometry.coordinates, (lng, lat) => out.push([of, map.latLngToContainerPoint([lat, lng])]));
    return out;
  }

  /** The nearest district in a direction ("ArrowLeft" ...) from one, or from the map's middle. */
  async next(map, key, direction) {
    const places = await this.#borders.places();
    const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[direction];
    const from = places.has(key) ? map.latLngToContainerPoint(places.get(key)) : map.getSize().divideBy(2);
    let best = key,
      least = Infinity;
    for (const [k, place] of places) {
      if (k === key) continue;
      const d = map.latLngToContainerPoint(place).subtract(from);
      const along = d.x * dx + d.y * dy,
        across = Math.abs(d.x * dy) + Math.abs(d.y * dx);
      const cost = places.has(key) ? along + 2 * across : Math.hypot(d.x, d.y);
      if ((places.has(key) && along <= 0) || cost >= least) continue;
      [best, least] = [k, cost];
    }
    return best;
  }

  /** Moves the map so that a district is in view. */
  async reveal(map, key) {
    const place = (await this.#borders.places()).get(key);
    if (place && !map.getBounds().contains(place)) map.panTo(place, { animate: false });
  }
}
