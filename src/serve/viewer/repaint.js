/*
 * Tiles painted in the page: a tile's skeleton is asked for once, and every look of it is a palette
 * that is worked out here and put into the bytes of its PNG. The result is the server's tile, byte by
 * byte; docs/skeleton.md has the format and the arithmetic. Nothing else is imported here.
 */

/* ---- reading a skeleton's file ---------------------------------------------------------------- */

const headerEnd = 33; // signature and IHDR
const wide = 0;

/** Where each chunk of a PNG begins, by name; the first of each. */
function chunksOf(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length), found = {};
  for (let at = 8; at + 12 <= bytes.length; at += 12 + view.getUint32(at))
    found[String.fromCharCode(...bytes.subarray(at + 4, at + 8))] ??= at;
  return found;
}

function reader(bytes, at) {
  const byte = () => bytes[at++];
  const number = () => {
    let v = 0;
    for (let shift = 0, b = 128; b & 128; shift += 7) v |= ((b = byte()) & 127) << shift;
    return v;
  };
  return { byte, number, list: (n, each) => Array.from({ length: n }, each) };
}

function readCover({ byte, number, list }) {
  const label = number() - 1, halo = byte(), text = byte();
  const inks = list(byte(), () => {
    const id = byte(), at = byte();
    return { id, place: at >> 5, share: (at & 31) * 16 };
  });
  const placed = (place) => inks.filter((k) => k.place === place);
  return { label, halo: halo * 16, text: text * 16, under: placed(0), over: placed(1), top: placed(2) };
}

/** Districts are by their number in the layer, -1: the outside. Shares are of 256. */
function readSlots({ byte, number, list }, covers) {
  let first = -1, second = -1;
  return list(number(), () => {
    const has = byte();
    if (has & 1) first = number() - 1;
    if (has & 2) second = number() - 1;
    return {
      a: first, b: second, share: has & 4 ? byte() * 16 : 0, casing: has & 8 ? byte() * 16 : 0,
      line: has & 16 ? byte() * 16 : 0, phase: has & 32 ? byte() : 0,
      cover: has & 64 ? covers[number() - 1] : null,
    };
  });
}

/** A skeleton from the bytes of its file; null: it is wide, and only the server can paint it. */
export function readSkeleton(bytes) {
  const { kbSL: slots, IDAT: data } = chunksOf(bytes);
  if (slots === undefined || bytes[slots + 8] !== 1) throw new Error("not a skeleton of version 1");
  if (bytes[slots + 9] === wide) return null;
  const from = reader(bytes, slots + 10), { byte, number, list } = from;
  const phases = list(number(), () => [0, ...list(4, () => byte() * 16)]);
  const covers = list(number(), () => readCover(from));
  const read = readSlots(from, covers);
  const districts = [...new Set(read.flatMap((s) => (s.share ? [s.a, s.b] : [s.a])))].filter((d) => d >= 0);
  return { head: bytes.slice(0, headerEnd), tail: bytes.slice(data), phases, slots: read, districts };
}

/* ---- a look's colors --------------------------------------------------------------------------- */

const one = 65536; // of a channel's 0..255: all colors below are premultiplied, in such parts

/** "#rrggbb" or "#rrggbbaa" as four bytes. */
function bytesOf(color) {
  const v = parseInt(color.slice(1).padEnd(8, "f"), 16);
  return [v >>> 24, (v >>> 16) & 255, (v >>> 8) & 255, v & 255];
}

const premultiplied = ([r, g, b, a]) =>
  a === 255 ? [r * one, g * one, b * one, a * one]
    : [...[r, g, b].map((c) => Math.floor((c * a * one + 127) / 255)), a * one];

/** An ink is mixed as if it were opaque, by so much less; null shows what is under the map. */
function inkOf(color) {
  if (!color) return { color: [0, 0, 0, 0], alpha: 255 };
  const [r, g, b, alpha] = bytesOf(color);
  return { color: premultiplied([r, g, b, 255]), alpha };
}

/** The class of a value between edges, which all values have: the ends do not count. */
export function classOf(value, edges, closed) {
  let i = 0;
  while (i + 2 < edges.length && !(closed === "right" ? value <= edges[i + 1] : value < edges[i + 1])) i++;
  return i;
}

/** The numbers of the districts' brushes; with other edges than the server's, where a figure then is. */
function brushesOf(map, period, edges) {
  if (!edges || !period.edges || !period.values) return period.of;
  const uncertain = new Set(period.uncertain);
  return period.of.map((brush, d) => {
    const value = period.values[d];
    if (value === null) return brush;
    return (uncertain.has(brush) ? period.uncertain : period.classes)[classOf(value, edges, period.closed)];
  });
}

/**
 * What painting needs of a map (the JSON at paint/): a period (an id; the first if none), edges
 * of classes instead of the server's (as many), and focus: numbers of the districts that are not faded
 * (null: all; left out: as the server's look has it).
 */
export function paintOf(map, { period, edges, focus = map.focus } = {}) {
  const of = map.periods.find((p) => p.period === period) ?? map.periods[0];
  const seen = focus && new Set(focus), kept = new Map();
  const colorsOf = (brush, faded) => {
    const key = brush * 2 + faded;
    if (!kept.has(key)) {
      const [fill, hatch, text, pattern, ...dim] = map.brushes[brush];
      const [f, h, t] = (faded ? dim : [fill, hatch, text]).map((c) => premultiplied(bytesOf(c)));
      kept.set(key, { fill: f, hatch: h, text: t, pattern });
    }
    return kept.get(key);
  };
  return {
    districts: brushesOf(map, of, edges).map((brush, d) => colorsOf(brush, Boolean(seen && !seen.has(d)))),
    inks: map.inks.map(inkOf), casing: inkOf(map.casing), line: inkOf(map.line),
    place: premultiplied(bytesOf(map.place)), opacity: map.opacity,
  };
}

/* ---- painting: docs/skeleton.md, "Colors" --------------------------------------------------------- */

function lay(c, [r, g, b, a], share) {
  const rest = 256 - share;
  c[0] = (c[0] * rest + r * share) >>> 8;
  c[1] = (c[1] * rest + g * share) >>> 8;
  c[2] = (c[2] * rest + b * share) >>> 8;
  c[3] = (c[3] * rest + a * share) >>> 8;
}

function layInk(c, { color, alpha }, share) {
  if (share) lay(c, color, alpha === 255 ? share : Math.floor((share * alpha + 127) / 255));
}

/** Makes c the color of a slot's districts, where `outside` shows around them. */
function setFills(c, slot, phase, paint, outside) {
  const parts = slot.share ? [slot.a, slot.b] : [slot.a];
  parts.forEach((d, i) => {
    const color = d < 0 ? outside.slice() : paint.districts[d].fill.slice();
    if (d >= 0 && phase) {
      const lines = phase[paint.districts[d].pattern];
      if (lines) lay(color, paint.districts[d].hatch, lines);
    }
    if (i) lay(c, color, slot.share);
    else c.splice(0, 4, ...color);
  });
}

const clear = [0, 0, 0, 0];

function slotColor(slot, phase, paint, c) {
  const over = slot.cover, outside = clear.slice();
  for (const k of over?.under ?? []) layInk(outside, paint.inks[k.id], k.share);
  setFills(c, slot, phase, paint, outside);
  for (const k of over?.over ?? []) layInk(c, paint.inks[k.id], k.share);
  layInk(c, paint.casing, slot.casing);
  layInk(c, paint.line, slot.line);
  if (!over) return;
  for (const k of over.top) layInk(c, paint.inks[k.id], k.share);
  if (over.halo) {
    const bare = [0, 0, 0, 0];
    setFills(bare, slot, null, paint, clear);
    lay(c, bare, over.halo);
  }
  if (over.text) lay(c, over.label < 0 ? paint.place : paint.districts[over.label].text, over.text);
}

/** Straight bytes of a premultiplied color, at out[4 * i]. */
function putBytes(c, opacity, out, i) {
  const a = c[3], alpha = Math.floor((a / one) * opacity + 0.5);
  if (!alpha) return;
  for (let k = 0; k < 3; k++)
    out[4 * i + k] = a === 255 * one ? (c[k] + 32768) >>> 16 : Math.floor((c[k] * 255 + (a >>> 1)) / a);
  out[4 * i + 3] = alpha;
}

/** The colors of a skeleton's slots, straight RGBA, four bytes each. */
export function colorsOf(skeleton, paint) {
  const { slots, phases } = skeleton, out = new Uint8Array(4 * slots.length), c = [0, 0, 0, 0];
  slots.forEach((slot, i) => {
    slotColor(slot, phases[slot.phase], paint, c);
    putBytes(c, paint.opacity, out, i);
  });
  return out;
}

/** The hatches of a look's districts in a tile, as the names that `patterns=` takes; "": none. */
export function patternsOf(skeleton, paint, names) {
  const used = new Set(skeleton.districts.map((d) => paint.districts[d].pattern));
  return names.filter((_, i) => i && used.has(i)).join();
}

/* ---- the file -------------------------------------------------------------------------------------- */

const crcTable = Uint32Array.from({ length: 256 }, (_, n) => {
  for (let k = 0; k < 8; k++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
  return n;
});

function crcOf(bytes) {
  let c = 0xffffffff;
  for (const b of bytes) c = crcTable[(c ^ b) & 255] ^ (c >>> 8);
  return ~c >>> 0;
}

/** A chunk whose n bytes each(i) gives. */
function chunk(name, n, each) {
  const out = new Uint8Array(12 + n), view = new DataView(out.buffer);
  view.setUint32(0, n);
  for (let i = 0; i < 4; i++) out[4 + i] = name.charCodeAt(i);
  for (let i = 0; i < n; i++) out[8 + i] = each(i);
  view.setUint32(8 + n, crcOf(out.subarray(4, 8 + n)));
  return out;
}

/** The tile's PNG, as parts of a Blob. */
export function pngOf(skeleton, paint) {
  const colors = colorsOf(skeleton, paint);
  const n = colors.length / 4;
  let translucent = n;
  while (translucent && colors[4 * translucent - 1] === 255) translucent--;
  const parts = [skeleton.head, chunk("PLTE", 3 * n, (i) => colors[4 * Math.floor(i / 3) + (i % 3)])];
  if (translucent) parts.push(chunk("tRNS", translucent, (i) => colors[4 * i + 3]));
  return [...parts, skeleton.tail];
}

/* ---- skeletons that are kept ------------------------------------------------------------------------ */

const pause = (seconds) => new Promise((done) => setTimeout(done, 1000 * seconds));
const triesMost = 5, pauseMost = 10, lostPause = 1.5;

/** What the server said, as an Error whose message may be shown; `parameter` is the one at fault. */
async function refusal(response) {
  const said = (await response.json().catch(() => null))?.error;
  return Object.assign(new Error(said?.message ?? `${response.status} ${response.statusText}`.trim()),
    { parameter: said?.parameter, allowed: said?.allowed });
}

/**
 * The server's answer at an address. A busy one (503) is asked again when it says, one that does not answer
 * `lost` times; waiting(seconds) is called meanwhile. Throws an Error with the server's own words, or, if
 * no answer came, without any and with the cause "unreachable".
 */
export async function ask(address, { waiting = () => {}, lost = 0 } = {}) {
  for (let tries = 1; ; tries++) {
    const response = await fetch(address).catch(() => null);
    if (response?.ok) return response;
    const again = response ? response.status === 503 && tries < triesMost : tries <= lost;
    if (!again) throw response ? await refusal(response) : new Error("", { cause: "unreachable" });
    const seconds = response ? Math.min(Number(response.headers.get("Retry-After")) || 1, pauseMost) : lostPause;
    waiting(seconds);
    await pause(seconds);
  }
}

export class Skeletons {
  #root;
  #most;
  #kept = new Map(); // by address; those used last come last

  /** root: where the server is, "" or with a final slash; most: how many are kept. */
  constructor(root = "", most = 1000) {
    this.#root = root;
    this.#most = most;
  }

  address(map, { x, y, z }, scale, patterns = "") {
    const query = `${map.skeleton}${patterns && `&patterns=${patterns}`}&v=${map.version}`;
    return `${this.#root}skeleton/${map.atlas}/${map.layer}/${z}/${x}/${y}${scale > 1 ? "@2x" : ""}.png?${query}`;
  }

  /** What read() makes of an address: asked for once, whoever waits for it. */
  #once(address, read) {
    const kept = this.#kept.get(address) ?? ask(address, { lost: 4 }).then((r) => r.arrayBuffer()).then(read);
    this.#kept.delete(address);
    this.#kept.set(address, kept);
    kept.catch(() => this.#kept.delete(address));
    if (this.#kept.size > this.#most) this.#kept.delete(this.#kept.keys().next().value);
    return kept;
  }

  get(address) {
    return this.#once(address, (b) => readSkeleton(new Uint8Array(b)));
  }

  /** The one that a tile of a look is painted from; null: it is wide. */
  async of(map, paint, tile, scale) {
    const plain = await this.get(this.address(map, tile, scale));
    const patterns = plain && patternsOf(plain, paint, map.patterns);
    return patterns ? this.get(this.address(map, tile, scale, patterns)) : plain;
  }

  /**
   * A tile's PNG under a look: {map, paint, tiles} as of setLook() below; from the server where it cannot
   * be painted, or null, where the look has no tiles there.
   */
  async png({ map, paint, tiles }, tile, scale) {
    const skeleton = await this.of(map, paint, tile, scale);
    if (skeleton) return new Blob(pngOf(skeleton, paint), { type: "image/png" });
    const values = { ...tile, r: scale > 1 ? "@2x" : "" };
    return tiles && this.#once(tiles.replace(/{(\w)}/g, (_, name) => values[name]),
      (b) => new Blob([b], { type: "image/png" }));
  }
}

/* ---- a layer for Leaflet -------------------------------------------------------------------------------- */

/** Whether this browser can show painted tiles; else the server's are to be shown. */
export const canRepaint = () => typeof createImageBitmap === "function" &&
  typeof ImageBitmapRenderingContext === "function";

const plainBitmap = (blob) => createImageBitmap(blob, { premultiplyAlpha: "premultiply", colorSpaceConversion: "none" });

/**
 * A layer of painted tiles. options: those of L.GridLayer; skeletons: a Skeletons, which may be
 * shared; retina: tiles of twice the pixels. setLook() comes before it is added to a map.
 */
export function repaintLayer(L, options) {
  const Layer = L.GridLayer.extend({
    createTile(coords, done) {
      const size = this.getTileSize(), tile = L.DomUtil.create("canvas", "leaflet-tile");
      [tile.width, tile.height] = [size.x * this.scale, size.y * this.scale];
      tile.coords = coords;
      this._first(tile).then(() => done(null, tile), (error) => done(error, tile));
      return tile;
    },

    /** A look that comes meanwhile is the one to be drawn. */
    async _first(tile) {
      for (let look = null; look !== this.look;) {
        look = this.look;
        const bitmap = await this._draw(tile, look);
        if (look === this.look) this._put(tile, bitmap);
      }
    },

    /** null: it cannot be painted, and there is no tile. */
    async _draw(tile, look) {
      const png = await this.options.skeletons.png(look, tile.coords, this.scale);
      return png && plainBitmap(png);
    },

    _put(tile, bitmap) {
      if (bitmap) tile.getContext("bitmaprenderer").transferFromImageBitmap(bitmap);
    },

    /**
     * Another look: {map: the JSON at paint/, paint: paintOf(map, ...), tiles: the template of the
     * server's tiles of that look, or null while there are none, as of edges that are dragged}. All
     * tiles change at once, or none, where one of them cannot be painted and has no tile: a map is
     * never two looks mixed. Resolves to whether it is shown: false also if another one came first.
     */
    async setLook(look) {
      const before = this.look, tiles = Object.values(this._tiles ?? {}).map((t) => t.el);
      this.look = look;
      const bitmaps = await Promise.all(tiles.map((t) => this._draw(t, look)));
      if (this.look !== look) return false;
      if (bitmaps.includes(null)) this.look = before;
      if (this.look !== look) return false;
      tiles.forEach((t, i) => this._put(t, bitmaps[i]));
      return true;
    },

    /** Asks for what those looks' tiles of this view will need, so that showing them asks for nothing. */
    async prepare(looks) {
      const tiles = Object.values(this._tiles ?? {}).map((t) => t.el.coords);
      const { skeletons } = this.options;
      await Promise.all(looks.flatMap((l) => tiles.map((t) => skeletons.png(l, t, this.scale))));
    },
  });
  const layer = new Layer(options);
  layer.scale = options.retina ? 2 : 1;
  return layer;
}
