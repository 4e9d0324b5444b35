/* A map: layers of our own tiles in Leaflet, and nothing else. */
/* global L */
import { seamless, tidyZoom } from "./zoom.js";

/** Room kept around the layer in the whole view, in px; the title is above it, on the map. */
const wideMargin = { side: 16, top: 84, bottom: 2 };
const columnMargin = { side: 12, top: 12, bottom: 12 };
const noMargin = { side: 0, top: 0, bottom: 0 }; // in a window too small for any
const smallMargin = { side: 4, top: 4, bottom: 4 };
const retries = 4,
  retryAfterMs = 1500;
const arrows = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"];

/**
 * A busy server is asked again for a tile, the last time after six seconds; then failed() is called.
 * Whole tiles of another size than the screen's are asked for at twice the pixels.
 */
function tileLayer(template, map, options, failed) {
  const sharp = L.Browser.retina || !Number.isInteger(map.getZoom()) ? "@2x" : "";
  const tiles = L.tileLayer(template.replace("{r}", sharp), options);
  tiles.on("tileerror", ({ tile }) => {
    const tries = (tile.tries = (tile.tries ?? 0) + 1);
    if (tries > retries) failed();
    else setTimeout(() => tile.isConnected && (tile.src = tile.src), retryAfterMs);
  });
  return tiles;
}

/** Whether a look is one of the tiles that are there: other colors, and nothing else. */
const isSameDrawing = (tiles, painted) =>
  Boolean(painted && tiles?.look) &&
  ["atlas", "version", "layer", "skeleton"].every((name) => tiles.look.map[name] === painted.look.map[name]);

/**
 * Where a layer puts the tiles of one zoom. Leaflet rounds the place of their origin, which lies anywhere in a tile: all
 * edges of tiles that are scaled then lie between two pixels, though their sides are whole (zoom.js).
 */
function placeExactly(level, center, zoom) {
  const scale = this._map.getZoomScale(zoom, level.zoom),
    at = level.origin.multiplyBy(scale).subtract(this._map._getNewPixelOrigin(center, zoom));
  L.DomUtil.setTransform(level.el, at, scale);
}

const loaded = (tiles) => new Promise((done) => (tiles.isLoading() ? tiles.once("load", () => done()) : done()));

export class AtlasMap {
  #map;
  #layer = null; // of the catalog
  #shown = null;
  #coming = null;
  #over = null; // the second map of a swipe
  #look = null; // of painted tiles: what is shown when nothing is tried
  #home = null;
  #given = null; // the view that was asked for: whole pixels may be half of one beside it
  #split = null;
  #fixed;
  #inColumn;
  #isTitled;
  #settled;

  /**
   * inColumn: a media query that matches where map and text are one column. settled() is called
   * when all tiles of the view are there. isTitled(): whether a title lies on the map. fixed: a small map, which does not move and takes no focus.
   */
  constructor(element, { inColumn, isTitled = () => false, settled = () => {}, fixed = false } = {}) {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.#inColumn = inColumn;
    this.#isTitled = isTitled;
    this.#settled = settled;
    this.#fixed = fixed;
    const moves = fixed
      ? {
          dragging: false,
          keyboard: false,
          scrollWheelZoom: false,
          doubleClickZoom: false,
          boxZoom: false,
          touchZoom: false,
        }
      : {};
    this.#map = L.map(element, {
      attributionControl: false,
      zoomControl: false,
      fadeAnimation: false,
      zoomAnimation: !still && !fixed,
      inertia: !still,
      zoomSnap: 1,
      ...moves,
    });
    this.#map.on("zoomend", () => {
      element.classList.toggle("scaled", !Number.isInteger(this.#map.getZoom()));
      this.#letPageScroll();
    });
    this.#map.on("move zoom viewreset", () => this.#clip());
    this.#map.on("click", () => fixed || element.focus({ preventScroll: true }));
    new ResizeObserver(() => this.#resize()).observe(element);
  }

  /** Leaflet's own map: for what looks at places, and draws over the tiles. */
  get leaflet() {
    return this.#map;
  }

  /** Leaflet's events, by name. */
  on(names, call) {
    this.#map.on(names, call);
  }

  /**
   * Shows an indicator's tiles. Resolves when they are there and have taken the place of the old
   * ones; never, if another show() comes first. failed() is called if a tile does not come. view: {zoom,
   * lat, lng} where a layer is entered; the whole layer if none. painted: {look, layer(options)} of tiles that the
   * page paints (painting.js), in place of those at url; another look of them only changes their colors.
   */
  async show(url, layer, { failed = () => {}, view = null, painted = null } = {}) {
    this.#coming?.remove();
    this.#coming = null;
    if (layer !== this.#layer) this.#enter(layer, view);
    else if (isSameDrawing(this.#shown, painted)) return this.#shown.setLook((this.#look = painted.look));
    const tiles = (this.#coming = this.#hiddenTiles(url, painted, {}, failed));
    await loaded(tiles);
    if (this.#coming !== tiles) return new Promise(() => {});
    this.#look = painted?.look ?? null;
    this.#reveal(tiles);
  }

  /** Other colors for a moment, as of Painting.look(); null: those that were shown. Asks for nothing. */
  tryLook(look) {
    if (this.#look) this.#shown.setLook(look ?? this.#look).catch(() => {});
  }

  /** A second map right of a line, at this part of the width; null takes it away. */
  async showOver(url, part, { painted = null, failed = () => {} } = {}) {
    const before = this.#over;
    if (!url) {
      before?.remove();
      this.#over = this.#split = null;
      return this.#clip();
    }
    if (isSameDrawing(before, painted)) await before.setLook(painted.look);
    else {
      const tiles = this.#hiddenTiles(url, painted, { zIndex: 5 }, failed);
      await loaded(tiles);
      before?.remove();
      tiles.getContainer().style.visibility = "";
      this.#over = tiles;
    }
    this.split(part);
  }

  /** Moves the line between two maps: 0 is the left edge, 1 the right one. */
  split(part) {
    this.#split = part;
    this.#clip();
  }

  /** Asks for the tiles that this view of another map will need, so that they are there at once. */
  preload(url, painted = null) {
    if (painted && this.#shown?.look) return void this.#shown.prepare([painted.look]).catch(() => {});
    const sharp = this.#shown?.getContainer()?.querySelector("img")?.src.includes("@2x.png") ? "@2x" : "";
    for (const tile of this.#shown?.getContainer()?.querySelectorAll("img") ?? []) {
      const [, z, x, y] = tile.src.match(/\/(\d+)\/(\d+)\/(\d+)(?:@2x)?\.png/) ?? [];
      const values = { z, x, y, r: sharp };
      if (z) new Image().src = url.replace(/{(\w)}/g, (_, name) => values[name]);
    }
  }

  /** The whole layer, a little below the middle: the legend goes above, where there is room. */
  goHome() {
    const map = this.#map,
      bounds = this.#bounds(),
      size = map.getSize();
    const column = this.#fixed || !this.#isTitled(),
      wanted = this.#fixed ? smallMargin : column ? columnMargin : wideMargin;
    const m = size.x > 4 * wanted.side && size.y > 2 * (wanted.top + wanted.bottom) ? wanted : noMargin;
    map.setMinZoom(0).setMaxZoom(30);
    map.options.zoomSnap = 0; // this view alone is at any zoom
    const room = L.point(2 * m.side, m.top + m.bottom);
    const zoom = size.x && size.y ? tidyZoom(Math.max(0, map.getBoundsZoom(bounds, false, room))) : 0; // 0: not laid out yet
    const box = L.bounds(map.project(bounds.getSouthWest(), zoom), map.project(bounds.getNorthEast(), zoom));
    const spare = Math.max(0, size.y - m.top - m.bottom - box.getSize().y) / 2;
    const lower = column ? 0 : Math.min(spare, 48);
    const y = box.max.y + m.bottom + spare - lower - size.y / 2;
    this.#home = { zoom, center: map.unproject(L.point(box.getCenter().x, y), zoom) }; // before its events
    map.setView(this.#home.center, zoom, { animate: false });
    map.options.zoomSnap = this.#fixed ? 0 : 1;
    map.setMinZoom(Math.max(0, Math.floor(zoom) - 1)).setMaxZoom(Math.floor(zoom) + 7);
    this.#letPageScroll();
  }

  zoomIn() {
    this.#map.setZoom(Math.floor(this.#map.getZoom()) + 1);
  }

  zoomOut() {
    this.#map.setZoom(Math.ceil(this.#map.getZoom()) - 1);
  }

  /** Whether it has been shown a layer. */
  get isEntered() {
    return this.#home !== null;
  }

  isHome() {
    const home = this.#home;
    return home !== null && this.#isAt({ zoom: home.zoom, ...home.center });
  }

  /** What is seen: {zoom, lat, lng}; null: the whole. */
  get view() {
    if (!this.#home || this.isHome()) return null;
    const { lat, lng } = this.#map.getCenter(),
      zoom = this.#map.getZoom();
    return this.#isAt(this.#given) ? this.#given : { zoom, lat, lng };
  }

  #isAt(view) {
    const map = this.#map;
    if (!view || Math.abs(map.getZoom() - view.zoom) > 0.01) return false;
    return map.project(map.getCenter(), view.zoom).distanceTo(map.project([view.lat, view.lng], view.zoom)) < 1.5;
  }

  set view(view) {
    if (!this.#layer) return;
    this.#given = view;
    if (!view) return this.goHome();
    const snap = this.#map.options.zoomSnap;
    this.#map.options.zoomSnap = 0;
    this.#map.setView([view.lat, view.lng], seamless(view.zoom), { animate: false });
    this.#map.options.zoomSnap = snap;
  }

  /** Keys on the map itself: step(direction) with Shift and an arrow, pick() Enter or space, leave() Escape. */
  listenToKeys({ step, pick, leave }) {
    this.#map.getContainer().addEventListener(
      "keydown",
      (event) => {
        const call =
          event.shiftKey && arrows.includes(event.key)
            ? () => step(event.key)
            : event.key === "Enter" || event.key === " "
              ? pick
              : event.key === "Escape"
                ? leave
                : null;
        if (!call || event.target !== this.#map.getContainer()) return;
        event.preventDefault();
        event.stopImmediatePropagation();
        call();
      },
      true,
    );
  }

  /** Whether any ink of the map lies inside a box of the page (as of getBoundingClientRect). */
  hasInkIn(box) {
    const coarse = 4,
      canvas = document.createElement("canvas");
    canvas.width = Math.ceil(box.width / coarse);
    canvas.height = Math.ceil(box.height / coarse);
    const g = canvas.getContext("2d");
    for (const tile of this.#shown?.getContainer()?.querySelectorAll(".leaflet-tile-loaded") ?? []) {
      const r = tile.getBoundingClientRect();
      if (tile.naturalWidth ?? tile.width)
        g.drawImage(
          tile,
          (r.left - box.left) / coarse,
          (r.top - box.top) / coarse,
          r.width / coarse,
          r.height / coarse,
        );
    }
    return g.getImageData(0, 0, canvas.width, canvas.height).data.some((v, i) => i % 4 === 3 && v > 0);
  }

  #bounds() {
    const [west, south, east, north] = this.#layer.bounds;
    return L.latLngBounds([south, west], [north, east]);
  }

  #tileOptions() {
    return { bounds: this.#bounds().pad(0.01), maxZoom: 30, maxNativeZoom: 22 };
  }

  /** Tiles that are not seen until all are there: never two maps mixed. */
  #hiddenTiles(url, painted, more, failed) {
    const options = { ...this.#tileOptions(), ...more };
    const tiles = painted ? this.#paintedLayer(painted, options, failed) : tileLayer(url, this.#map, options, failed);
    tiles._setZoomTransform = placeExactly;
    tiles.addTo(this.#map).getContainer().style.visibility = "hidden";
    this.#map.off("viewprereset", tiles._invalidateAll, tiles); // of another size, tiles stay until the new ones are there
    return tiles;
  }

  /** What still fails when repaint.js has asked again is told. */
  #paintedLayer({ look, layer }, options, failed) {
    const retina = L.Browser.retina || !Number.isInteger(this.#map.getZoom());
    const tiles = layer({ ...options, retina });
    tiles.setLook(look);
    return tiles.on("tileerror", failed);
  }

  #enter(layer, view) {
    this.#layer = layer;
    this.goHome();
    if (view) this.view = view;
  }

  #reveal(tiles) {
    tiles.getContainer().style.visibility = "";
    this.#shown?.remove();
    this.#shown = tiles;
    this.#coming = null;
    tiles.on("load", this.#settled);
    this.#clip();
  }

  /** The first map ends where the second begins; both lie in a pane that moves with the map. */
  #clip() {
    const first = this.#shown?.getContainer(),
      second = this.#over?.getContainer();
    if (first) first.style.clipPath = "";
    if (!first || !second || this.#split === null) return;
    const size = this.#map.getSize(),
      from = this.#map.containerPointToLayerPoint([0, 0]);
    const x = from.x + size.x * this.#split,
      [top, bottom] = [from.y, from.y + size.y];
    const box = (a, b) => `polygon(${a}px ${top}px, ${b}px ${top}px, ${b}px ${bottom}px, ${a}px ${bottom}px)`;
    first.style.clipPath = box(from.x, x);
    second.style.clipPath = box(x, from.x + size.x);
  }

  #resize() {
    const view = this.view; // its middle stays
    this.#map.invalidateSize({ pan: false });
    if (view) this.view = view;
    this.#clip();
    if (view || !this.#home) return;
    this.goHome();
    if (this.#shown && !this.#shown.isLoading()) this.#settled();
  }

  /** In one column the whole map takes neither drags nor the wheel: they scroll the page. */
  #letPageScroll() {
    if (this.#fixed) return;
    const take = !this.#inColumn?.matches || (this.#home && this.#map.getZoom() > this.#home.zoom);
    for (const handler of [this.#map.dragging, this.#map.scrollWheelZoom]) take ? handler.enable() : handler.disable();
  }
}
