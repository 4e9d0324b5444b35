/* The map: one layer of our own tiles in Leaflet, and nothing else. */
/* global L */

/** Room kept around the layer in the whole view, in px; the title is above it, on the map. */
const wideMargin = { side: 16, top: 84, bottom: 2 };
const columnMargin = { side: 12, top: 12, bottom: 12 };
const noMargin = { side: 0, top: 0, bottom: 0 }; // in a window too small for any

export class AtlasMap {
  #map;
  #layer = null; // of the catalog
  #shown = null;
  #coming = null;
  #home = null;
  #inColumn;
  #settled;

  /**
   * inColumn: a media query that matches where map and text are one column. settled() is called
   * when all tiles of the view are there.
   */
  constructor(element, inColumn, settled) {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.#inColumn = inColumn;
    this.#settled = settled;
    this.#map = L.map(element, {
      attributionControl: false, zoomControl: false, fadeAnimation: false,
      zoomAnimation: !still, inertia: !still, zoomSnap: 0.5,
    });
    this.#map.on("zoomend", () => {
      element.classList.toggle("scaled", !Number.isInteger(this.#map.getZoom()));
      this.#letPageScroll();
    });
    new ResizeObserver(() => this.#resize()).observe(element);
  }

  /**
   * Shows an indicator's tiles. Resolves when they are there and have taken the place of the old
   * ones; never, if another show() comes first. failed() is called if a tile does not come.
   */
  show(url, layer, failed) {
    this.#coming?.remove();
    if (layer.id !== this.#layer?.id) this.#enter(layer);
    const tiles = L.tileLayer(url, { bounds: this.#bounds().pad(0.01), maxZoom: 30, maxNativeZoom: 22 });
    this.#coming = tiles.addTo(this.#map);
    tiles.once("tileerror", failed);
    tiles.getContainer().style.visibility = "hidden"; // until complete: never two maps mixed
    return new Promise((done) => {
      if (tiles.isLoading()) tiles.once("load", () => done(this.#reveal(tiles)));
      else done(this.#reveal(tiles));
    });
  }

  /** The whole layer, a little below the middle: the legend goes above, where there is room. */
  goHome() {
    const map = this.#map, bounds = this.#bounds(), size = map.getSize();
    const wanted = this.#inColumn.matches ? columnMargin : wideMargin;
    const m = size.x > 4 * wanted.side && size.y > 2 * (wanted.top + wanted.bottom) ? wanted : noMargin;
    map.setMinZoom(0).setMaxZoom(30);
    const room = L.point(2 * m.side, m.top + m.bottom);
    const zoom = size.x && size.y ? map.getBoundsZoom(bounds, false, room) : 0; // 0: not laid out yet
    const box = L.bounds(map.project(bounds.getSouthWest(), zoom), map.project(bounds.getNorthEast(), zoom));
    const spare = Math.max(0, size.y - m.top - m.bottom - box.getSize().y) / 2;
    const lower = this.#inColumn.matches ? 0 : Math.min(spare, 48);
    const y = box.max.y + m.bottom + spare - lower - size.y / 2;
    map.setView(map.unproject(L.point(box.getCenter().x, y), zoom), zoom, { animate: false });
    map.setMinZoom(Math.floor(zoom) - 1).setMaxZoom(Math.floor(zoom) + 7);
    this.#home = { zoom, center: map.getCenter() };
    this.#letPageScroll();
  }

  zoomIn() {
    this.#map.setZoom(Math.floor(this.#map.getZoom()) + 1);
  }

  zoomOut() {
    this.#map.setZoom(Math.ceil(this.#map.getZoom()) - 1);
  }

  isHome() {
    const map = this.#map, home = this.#home;
    if (!home || map.getZoom() !== home.zoom) return false;
    return map.project(map.getCenter(), home.zoom).distanceTo(map.project(home.center, home.zoom)) < 2;
  }

  /** Whether any ink of the map lies inside a box of the page (as of getBoundingClientRect). */
  hasInkIn(box) {
    const coarse = 4, canvas = document.createElement("canvas");
    canvas.width = Math.ceil(box.width / coarse);
    canvas.height = Math.ceil(box.height / coarse);
    const g = canvas.getContext("2d");
    for (const tile of this.#shown?.getContainer()?.querySelectorAll(".leaflet-tile-loaded") ?? []) {
      const r = tile.getBoundingClientRect();
      if (tile.naturalWidth)
        g.drawImage(tile, (r.left - box.left) / coarse, (r.top - box.top) / coarse,
          r.width / coarse, r.height / coarse);
    }
    return g.getImageData(0, 0, canvas.width, canvas.height).data.some((v, i) => i % 4 === 3 && v > 0);
  }

  #bounds() {
    const [west, south, east, north] = this.#layer.bounds;
    return L.latLngBounds([south, west], [north, east]);
  }

  #enter(layer) {
    this.#layer = layer;
    this.goHome();
  }

  #reveal(tiles) {
    tiles.getContainer().style.visibility = "";
    this.#shown?.remove();
    this.#shown = tiles;
    this.#coming = null;
    tiles.on("load", this.#settled);
  }

  #resize() {
    const wasHome = this.isHome();
    this.#map.invalidateSize({ pan: false });
    if (!wasHome) return;
    this.goHome();
    if (this.#shown && !this.#shown.isLoading()) this.#settled();
  }

  /** In one column the whole map takes neither drags nor the wheel: they scroll the page. */
  #letPageScroll() {
    const take = !this.#inColumn.matches || (this.#home && this.#map.getZoom() > this.#home.zoom);
    for (const handler of [this.#map.dragging, this.#map.scrollWheelZoom])
      take ? handler.enable() : handler.disable();
  }
}
