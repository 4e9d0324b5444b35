/* What is looked at: the district under the pointer or the focus, on map, card and table alike, and which are selected. */
import { layerAddresses } from "./addresses.js";
import { findDistrict, layerOf, findIndicator } from "./atlas.js";
import { fillCard, placeCard, spoken } from "./card.js";
import { colorOf } from "./charts.js";
import { Finder, Outlines } from "./districts.js";
import { ask, askJson, byId } from "./dom.js";

const announceAfterMs = 350;

/** Lines around districts of one map: selected ones under the one that is looked at. */
function linesAround(selected, looked) {
  const css = getComputedStyle(document.documentElement),
    value = (name) => css.getPropertyValue(name).trim();
  const colorNames = selected.map((_, i) => colorOf(i, selected.length).slice(4, -1));
  const lines = selected.map((key, i) => ({
    key,
    color: value(colorNames[i]),
    casing: value("--paper"),
    weight: 3,
    casingWeight: 6,
  }));
  if (looked)
    lines.push({ key: looked, color: value("--ink"), casing: value("--ground"), weight: 2, casingWeight: 4.5 });
  return lines;
}

export class Looking {
  #maps = []; // {map, outlines}: all that show the layer
  #finder = null;
  #layer = null;
  #key = "";
  #selected = [];
  #data = null;
  #timer = 0;
  #turn = 0;
  #options;

  /** marked(selected, looked): draw it elsewhere too; pick(key): a district of the map was chosen; silent(): no card. */
  constructor(options) {
    this.#options = options;
    document.addEventListener("keydown", (event) => event.key === "Escape" && this.at(""));
  }

  get key() {
    return this.#key;
  }

  /** A map of the same layer that takes part from now on. */
  join(map) {
    if (this.#maps.some((m) => m.map === map)) return;
    const one = { map, outlines: this.#outlines() };
    this.#maps.push(one);
    const leaflet = map.leaflet;
    leaflet.on("mousemove", (event) => event.originalEvent.pointerType !== "touch" && this.#find(one, event));
    leaflet.on("mouseout", () => (++this.#turn, this.at("")));
    leaflet.on("click", async (event) => {
      const key = await this.#finder?.at(leaflet, event.latlng).catch(() => "");
      if (key) this.#options.pick(key);
    });
    map.listenToKeys({
      step: async (direction) => this.#step(one, await one.outlines.next(leaflet, this.#key, direction)),
      pick: () => this.#key && this.#options.pick(this.#key),
      leave: () => this.at(""),
    });
    leaflet.getContainer().addEventListener("blur", () => this.at(""));
  }

  leave(map) {
    this.#maps = this.#maps.filter((m) => m.map !== map || m.outlines.remove());
  }

  /** Figures of the map, whose layer may be another than before. */
  show(atlas, data, selected) {
    const layer = layerOf(atlas, findIndicator(atlas, data.indicator)),
      addresses = layerAddresses(atlas, layer);
    this.#data = data;
    if (addresses.borders !== this.#layer?.addresses.borders) {
      this.#layer = { layer, addresses };
      this.#finder = new Finder(ask, addresses.grid);
      for (const m of this.#maps) {
        m.outlines.remove();
        m.outlines = this.#outlines();
      }
    }
    if (!findDistrict(data, this.#key)) this.#key = "";
    this.select(selected);
    this.#drawCard(null);
  }

  select(keys) {
    this.#selected = keys;
    this.#draw();
  }

  /** A district is looked at; "": none. pointer: where, in pixels of the map. */
  at(key, pointer = null, from = this.#maps[0]) {
    if (key === this.#key) return;
    this.#key = key;
    this.#draw();
    this.#drawCard(pointer, from);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#announce(), announceAfterMs);
  }

  #outlines() {
    const { layer, addresses } = this.#layer ?? { layer: { districts: 0 }, addresses: null };
    const get = async (address) => (addresses ? askJson(address()) : { features: [] });
    return new Outlines(layer.districts, {
      all: () => get(() => addresses.borders),
      one: (key) => get(() => addresses.border(key)),
      points: () => get(() => addresses.points),
    });
  }

  async #find(one, event) {
    const turn = ++this.#turn,
      key = await this.#finder?.at(one.map.leaflet, event.latlng).catch(() => "");
    if (turn === this.#turn) this.at(key ?? "", event.containerPoint, one);
  }

  async #step(one, key) {
    await one.outlines.reveal(one.map.leaflet, key);
    this.at(key, null, one);
  }

  #announce() {
    const d = findDistrict(this.#data, this.#key);
    byId("live").textContent = d ? spoken(this.#data, d) : "";
  }

  #draw() {
    for (const m of this.#maps) m.outlines.draw(m.map.leaflet, linesAround(this.#selected, this.#key));
    this.#options.marked(this.#selected, this.#key);
  }

  async #drawCard(pointer, from = this.#maps[0]) {
    const key = this.#key,
      card = byId("card"),
      d = findDistrict(this.#data, key);
    fillCard(card, this.#data, this.#options.silent() ? null : d);
    if (card.hidden) return;
    const inTheWay = ["legend", "title", "zoom", "other"]
      .map((id) => byId(id).getBoundingClientRect())
      .filter((r) => r.width);
    const place = (points) => placeCard(card, byId("stage"), points, key, pointer, inTheWay);
    place([]);
    const offset = from.map.leaflet.getContainer().offsetLeft,
      points = await from.outlines.points(from.map.leaflet, key);
    if (this.#key === key && !card.hidden) place(points.map(([k, p]) => [k, { x: p.x + offset, y: p.y }]));
  }
}
