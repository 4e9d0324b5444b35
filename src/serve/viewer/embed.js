/* One map in an iframe: what it shows is in its address, and what the page must know, in #about. */
/* global L */
import { fillCard, placeCard } from "./card.js";
import { byId } from "./dom.js";
import { Finder, Outlines } from "./districts.js";
import { ask, canRepaint, paintOf, repaintLayer, Skeletons } from "./repaint.js";
import { tidyZoom } from "./zoom.js";

const words = {
  en: { areas: "Areas: arrow keys choose one", zoomIn: "Zoom in", zoomOut: "Zoom out", period: "Period",
    play: "Play", source: "Source: {}", missing: "{} missing", again: "Try again",
    unreachable: "The map could not be loaded." },
  sv: { areas: "Områden: välj med piltangenterna", zoomIn: "Zooma in", zoomOut: "Zooma ut", period: "Period",
    play: "Spela upp", source: "Källa: {}", missing: "{} saknas", again: "Försök igen",
    unreachable: "Kartan kunde inte hämtas." },
};

const root = "../../";
const about = JSON.parse(byId("about").textContent);
const own = new URLSearchParams(location.search); // slider, theme, title, legend, source: others are the look's
const say = (name, value) => words[about.language][name].replace("{}", value);
const path = `${about.atlas}/${about.indicator}`;
const shows = (name) => own.get(name) !== "0";
const hasSlider = own.get("slider") === "1" && about.periods.length > 1;

/* ---- the look ------------------------------------------------------------------------------------- */

const look = new URLSearchParams(about.query);
const theme = own.get("theme");
const dark = theme === "auto" ? matchMedia("(prefers-color-scheme: dark)").matches : theme === "dark" || (about.dark && theme !== "light");
const seeThrough = Boolean(look.get("background")?.startsWith("transparent"));
if (dark !== about.dark)
  look.set("background", seeThrough ? (dark ? "transparent-dark" : "transparent") : dark ? "dark" : "light");
if (hasSlider && !look.has("pool")) look.set("pool", "periods");
look.set("lang", about.language);

function queryOf(period, more = {}) {
  const q = new URLSearchParams(look);
  if (period) q.set("period", period);
  for (const [name, value] of Object.entries({ ...more, v: about.version })) q.set(name, value);
  return q.toString();
}

/* ---- the map ---------------------------------------------------------------------------------------- */

const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
const main = byId("main"), stage = byId("stage"), card = byId("card");
const [west, south, east, north] = about.bounds;
const bounds = L.latLngBounds([south, west], [north, east]);
const map = L.map("map", {
  attributionControl: false, zoomControl: false, fadeAnimation: false, zoomAnimation: !still, inertia: !still,
  scrollWheelZoom: false, zoomSnap: 0,
});
let home = null;
const isHome = () => home && Math.abs(map.getZoom() - home.zoom) < 0.01;

/** The whole layer. */
function goHome() {
  map.setMinZoom(0).setMaxZoom(30);
  home = { zoom: Math.max(0, tidyZoom(map.getBoundsZoom(bounds, false, L.point(12, 6)))) };
  map.setView(bounds.getCenter(), home.zoom, { animate: false });
  map.setMinZoom(home.zoom).setMaxZoom(Math.floor(home.zoom) + 7);
}

/** The whole map lets the page scroll; a part of it can be moved. */
function settleMoves() {
  const moves = !isHome();
  byId("map").classList.toggle("moves", moves);
  moves || !L.Browser.mobile ? map.dragging.enable() : map.dragging.disable();
  byId("zoom-out").disabled = !moves;
}

const zoomTo = (zoom) => map.setZoom(Math.max(home.zoom, zoom));

/* ---- tiles ------------------------------------------------------------------------------------------- */

// Twice the pixels: the whole map is seldom at a whole zoom.
const options = { bounds: bounds.pad(0.05), maxNativeZoom: 22, maxZoom: 30, minZoom: 0 };
const tilesOf = (period) => `${root}tiles/${path}/{z}/{x}/{y}@2x.png?${queryOf(period)}`;
const skeletons = new Skeletons(root);
let tiles = null;
let paints = null; // the JSON at paint/, where the page paints itself

/** Resolves when all tiles of the view are there. */
async function showTiles(period) {
  const address = tilesOf(period);
  if (hasSlider && canRepaint()) {
    paints ??= await (await ask(`${root}paint/${path}.json?${queryOf(null, { periods: "all" })}`)).json();
    if (tiles) return tiles.setLook(paintedLook(period));
    tiles = repaintLayer(L, { ...options, skeletons, retina: true });
    tiles.setLook(paintedLook(period));
  } else if (tiles) {
    tiles.setUrl(address);
  } else {
    tiles = L.tileLayer(address, options);
  }
  if (!map.hasLayer(tiles)) tiles.addTo(map);
  return new Promise((done, fail) => {
    if (!tiles.isLoading()) done();
    tiles.once("load", done).once("tileerror", (event) => fail(event.error));
  });
}

const paintedLook = (id) => ({ map: paints, paint: paintOf(paints, { period: id }), tiles: tilesOf(id) });

let touched = false; // the slider: until then no tiles of other periods are asked for, only skeletons

/** So that playing asks for no tile. */
function prepare() {
  if (!paints || document.hidden) return;
  const looks = paints.periods.map((p) => paintedLook(p.period));
  tiles.prepare(touched ? looks : looks.map((l) => ({ ...l, tiles: null }))).catch(() => {});
}

/* ---- texts --------------------------------------------------------------------------------------------- */

const asked = new Map();

/** What an address says; asked for once. */
function get(address, read) {
  const kept = asked.get(address) ?? ask(address).then(read);
  asked.set(address, kept);
  kept.catch(() => asked.delete(address));
  return kept;
}

const dataOf = (period) => get(`${root}data/${path}.json?${queryOf(period)}`, (r) => r.json());

/** In steps, so that a frame of another width seldom asks for another picture. */
function legendWidth() {
  const room = main.clientWidth - 2 * 16;
  return room + 32 >= 480 ? 280 : Math.max(160, 10 * Math.floor((room + 20) / 10));
}

const legendOf = (period) => get(
  `${root}legend/${path}.svg?${queryOf(period, { bare: 1, size: "embed", width: legendWidth() })}`, (r) => r.text());

function drawLegend(text) {
  const svg = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
  if (svg.nodeName === "svg") byId("legend").replaceChildren(document.importNode(svg, true));
}

const sentence = (text) => (/[.!?]$/.test(text) ? text : `${text}.`);

function drawTexts(data) {
  const { title, unit, period } = data.mapped ?? data;
  byId("title").textContent = title;
  byId("subtitle").textContent = [unit, about.place, period].filter(Boolean).join(", ");
  byId("source").textContent = [...data.legend.warnings, data.source && say("source", data.source), about.attribution]
    .filter(Boolean).map(sentence).join(" ");
  byId("map").setAttribute("aria-label", data.alt[about.language]);
  byId("areas").replaceChildren(...data.districts.map((d, i) => {
    const option = Object.assign(document.createElement("div"), { id: `area-${i}`, role: "option" });
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", String(d.key === seen.key));
    option.textContent = [d.name, d.mapped_text ?? d.text, d.rank_text].filter(Boolean).join(": ");
    return option;
  }));
}

/* ---- what is looked at ---------------------------------------------------------------------------------- */

let data = null;
const seen = { key: "", pointer: null };
const finder = new Finder(ask, (z, x, y) => `${root}grid/${path}/${z}/${x}/${y}.json?v=${about.version}`);
const shapes = async (values) => (await ask(`${root}data/${path}.geojson?${
  new URLSearchParams({ zoom: Math.min(22, Math.ceil(home.zoom) + 1), ...values, v: about.version })}`)).json();
const outlines = new Outlines(about.districts, { all: () => shapes(), one: (key) => shapes({ districts: key }) });

async function drawCard() {
  const at = data?.districts.findIndex((d) => d.key === seen.key) ?? -1;
  for (const o of byId("areas").children) o.setAttribute("aria-selected", String(o.id === `area-${at}`));
  if (at < 0) byId("areas").removeAttribute("aria-activedescendant");
  else byId("areas").setAttribute("aria-activedescendant", `area-${at}`);
  fillCard(card, data, data?.districts[at]);
  const inTheWay = [byId("zoom").getBoundingClientRect()];
  if (at >= 0) placeCard(card, stage, [], seen.key, seen.pointer, inTheWay);
  const { key } = seen, colors = getComputedStyle(document.documentElement);
  const [ink, paper] = ["--ink", "--paper"].map((name) => colors.getPropertyValue(name));
  await outlines.draw(map, at < 0 ? [] : [{ key, color: ink, weight: 2, casing: paper, casingWeight: 4.5 }]);
  const points = at < 0 ? [] : await outlines.points(map, key);
  if (seen.key === key && key) placeCard(card, stage, points, key, seen.pointer, inTheWay);
}

function lookAt(key, pointer = null) {
  if (key === seen.key) return;
  Object.assign(seen, { key, pointer });
  drawCard();
}

function listenToPointer() {
  let latest = 0;
  const find = async (event) => {
    const turn = ++latest, key = await finder.at(map, event.latlng).catch(() => "");
    if (turn === latest) lookAt(key, event.containerPoint);
  };
  map.on("mousemove click", find);
  map.on("mouseout", () => (++latest, lookAt("")));
}

/** Arrow keys go from district to district, highest first as the card's places are. */
function listenToKeys() {
  const areas = byId("areas");
  areas.addEventListener("keydown", (event) => {
    const order = [...data.districts].sort((a, b) => (a.rank ?? Infinity) - (b.rank ?? Infinity)).map((d) => d.key);
    const at = order.indexOf(seen.key), last = order.length - 1;
    const to = { ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: at - 1, ArrowLeft: at - 1, Home: 0, End: last }[event.key];
    if (event.key === "Escape") lookAt("");
    if (to === undefined) return;
    event.preventDefault();
    lookAt(order[at < 0 ? 0 : Math.max(0, Math.min(last, to))]);
  });
  areas.addEventListener("blur", () => lookAt(""));
}

/* ---- showing ------------------------------------------------------------------------------------------------ */

let period = look.get("period") ?? about.periods.at(-1)[0];
let turn = 0;

function fail(error) {
  const again = Object.assign(document.createElement("button"), { type: "button", textContent: say("again") });
  again.addEventListener("click", () => show(period));
  byId("message").replaceChildren(error.message || say("unreachable"), again);
  byId("message").hidden = false;
}

/** A period, all of it when all of it is there. */
async function show(wanted) {
  const mine = ++turn;
  period = wanted;
  main.setAttribute("aria-busy", "true");
  markPeriod();
  try {
    const [figures, legend] = await Promise.all([dataOf(wanted), shows("legend") && legendOf(wanted), showTiles(wanted)]);
    if (mine !== turn) return;
    data = figures;
    drawTexts(data);
    if (legend) drawLegend(legend);
    byId("message").hidden = true;
    if (seen.key) drawCard();
  } catch (error) {
    const why = await dataOf(wanted).then(() => error, (said) => said); // what the server says in words
    if (mine === turn) fail(why);
  }
  if (mine !== turn) return;
  main.setAttribute("aria-busy", "false");
  tellHeight();
}

/* ---- periods -------------------------------------------------------------------------------------------------- */

let playing = 0;

function markPeriod() {
  const at = about.periods.findIndex(([id]) => id === period), range = byId("range");
  [...byId("stops").children].forEach((s, i) => s.classList.toggle("now", i === at));
  range.value = at;
  const missing = about.districts - (about.periods[at]?.[1] ?? 0);
  range.setAttribute("aria-valuetext", missing > 0 ? `${period}, ${say("missing", missing)}` : period);
}

function play(on) {
  clearTimeout(playing);
  playing = 0;
  byId("play").setAttribute("aria-pressed", String(on));
  if (!on) return;
  const step = async () => {
    const at = about.periods.findIndex(([id]) => id === period);
    const shown = show(about.periods[(at + 1) % about.periods.length][0]);
    playing = setTimeout(() => shown.then(() => playing && step()), 1200);
  };
  step();
}

function drawSlider() {
  const n = about.periods.length, range = byId("range");
  byId("slider").hidden = false;
  range.max = n - 1;
  range.setAttribute("aria-label", say("period"));
  byId("play").setAttribute("aria-label", say("play"));
  byId("stops").classList.toggle("crowded", n * 56 > main.clientWidth - 100);
  byId("stops").replaceChildren(...about.periods.map(([id, there], i) => {
    const stop = Object.assign(document.createElement("span"), { textContent: id, className: there < about.districts ? "partial" : "" });
    stop.style.left = `${(100 * i) / (n - 1)}%`;
    return stop;
  }));
  range.addEventListener("input", () => {
    play(false);
    show(about.periods[range.value][0]);
  });
  byId("play").addEventListener("click", () => play(!playing));
  for (const type of ["focusin", "pointerenter"])
    byId("slider").addEventListener(type, () => {
      if (!touched) setTimeout(prepare);
      touched = true;
    });
  map.on("moveend", () => setTimeout(prepare, 300));
}

/* ---- the frame -------------------------------------------------------------------------------------------------- */

/** The height that suits the width: kartblad-embed.js gives it to the iframe. */
function tellHeight() {
  if (parent === window) return;
  const rest = main.scrollHeight - stage.clientHeight, wide = main.clientWidth >= 480;
  const area = Math.min(Math.max(wide ? 0.57 * main.clientWidth : 0.8 * main.clientWidth, 240), 560);
  parent.postMessage({ kartblad: "height", height: Math.round(rest + area) }, "*");
}

let lastWidth = 0;
new ResizeObserver(() => {
  const wasHome = !home || isHome();
  map.invalidateSize({ pan: false });
  if (wasHome) goHome();
  if (main.clientWidth === lastWidth) return;
  lastWidth = main.clientWidth;
  tellHeight();
  if (data && shows("legend")) legendOf(period).then(drawLegend, () => {});
}).observe(stage);

function start() {
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  document.documentElement.classList.toggle("see-through", seeThrough);
  for (const name of ["title", "source"]) byId(name).hidden = !shows(name);
  byId("subtitle").hidden = !shows("title");
  byId("areas").setAttribute("aria-label", say("areas"));
  byId("zoom-in").setAttribute("aria-label", say("zoomIn"));
  byId("zoom-out").setAttribute("aria-label", say("zoomOut"));
  byId("more").href = `${root}?indicator=${about.indicator}&lang=${about.language}`;
  goHome();
  settleMoves();
  map.on("zoomend", settleMoves);
  byId("zoom-in").addEventListener("click", () => zoomTo(Math.floor(map.getZoom() + 0.01) + 1));
  byId("zoom-out").addEventListener("click", () => zoomTo(Math.ceil(map.getZoom() - 0.01) - 1));
  byId("map").addEventListener("pointerdown", () => byId("map").classList.add("pointed"));
  addEventListener("keydown", () => byId("map").classList.remove("pointed"));
  // the wheel is the page's, but with Ctrl
  byId("map").addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    zoomTo(map.getZoom() - Math.sign(event.deltaY) / 2);
  }, { passive: false });
  listenToPointer();
  listenToKeys();
  if (hasSlider) drawSlider();
  show(period).then(prepare);
}

start();
