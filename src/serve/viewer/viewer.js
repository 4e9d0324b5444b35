/* The viewer: what is shown, the address that says it, and drawing all parts of it together. */
import { findIndicator, firstIndicator, hasPeriod, lastPeriod, layerOf } from "./atlas.js";
import { askJson, askSvg, byId } from "./dom.js";
import { AtlasMap } from "./map.js";
import { drawPeriods, listenToPeriods, markPeriod } from "./periods.js";
import { drawPicker, listenToPicker, markCurrent } from "./picker.js";
import { drawTable, listenToTable } from "./table.js";
import { languages, localized, readersLanguage, say, sayAll } from "./wording.js";

const inColumn = matchMedia("(max-width: 799px)");
const sort = { by: "value", down: true };
let atlas; // the catalog
let state = { lang: readersLanguage() }; // indicator and period (ids), lang: what is shown
let data; // of the indicator that is shown
let asked = 0; // counts what was asked for: only the latest may be shown
const map = new AtlasMap(byId("map"), inColumn, placeLegend);

/* ---- the address ---------------------------------------------------------------------------- */

function stateOfAddress() {
  const given = Object.fromEntries(new URLSearchParams(location.search));
  const lang = languages.includes(given.lang) ? given.lang : state.lang;
  return { indicator: given.indicator, period: given.period, lang };
}

/** As a query; a period without a name, of an atlas that has no periods, is left out. */
const queryOf = (values) =>
  new URLSearchParams(Object.entries(values).filter(([, value]) => value)).toString();

/** What can be shown of what was asked for, and a remark where that is something else. */
function resolve({ indicator: id, period, lang }) {
  const indicator = findIndicator(atlas, id) ?? firstIndicator(atlas);
  const title = localized(indicator.title, lang), last = lastPeriod(indicator).id;
  const found = { indicator: indicator.id, period: hasPeriod(indicator, period) ? period : last, lang };
  if (id && id !== indicator.id) return { found, remark: say(lang, "unknownIndicator", { id, title }) };
  if (period && period !== found.period)
    return { found, remark: say(lang, "unknownPeriod", { id: period, title, period: last }) };
  return { found, remark: "" };
}

/* ---- drawing ---------------------------------------------------------------------------------- */

function tell(message) {
  byId("message").textContent = message;
  byId("message").hidden = !message;
}

const wordsOf = (error) => (error.cause === "unreachable" ? say(state.lang, "unreachable") : error.message);

function drawWords(indicator) {
  const { lang } = state, layer = layerOf(atlas, indicator);
  const division = localized(layer.title, lang);
  const sources = [data.source, localized(layer.source, lang)].filter(Boolean).join("; ");
  const unit = [data.unit, data.period].filter(Boolean).join(", ");
  document.title = `${[data.title, data.period].filter(Boolean).join(", ")} – kartblad`;
  byId("title").textContent = data.title;
  byId("subtitle").textContent = [unit, division].filter(Boolean).join(" · ");
  byId("layer").textContent = division;
  byId("layer-note").textContent = [say(lang, "areas", { n: layer.districts }), localized(layer.note, lang)]
    .filter(Boolean).join(", ");
  byId("note").textContent = localized(indicator.note, lang);
  byId("source").textContent = sources && say(lang, "source", { text: sources });
  byId("attribution").textContent = [data.source && say(lang, "source", { text: data.source }),
    localized(atlas.attribution, lang)].filter(Boolean).join(". ");
  byId("map").setAttribute("aria-label", `${say(lang, "map")}: ${data.title}`);
}

/** The language's words, and all that depends on nothing else. */
function drawFrame() {
  const { lang } = state;
  sayAll(lang);
  for (const b of document.querySelectorAll("[data-lang]"))
    b.setAttribute("aria-pressed", String(b.dataset.lang === lang));
  if (atlas) byId("atlas").textContent = localized(atlas.title, lang);
}

function drawAll(before, legend) {
  const indicator = findIndicator(atlas, state.indicator);
  if (before.lang !== state.lang) drawFrame();
  if (before.lang !== state.lang || !before.indicator) drawPicker(atlas, indicator, state.lang);
  else markCurrent(indicator);
  if (before.lang !== state.lang || before.indicator !== state.indicator) drawPeriods(indicator, state.lang);
  markPeriod(indicator, state.period, state.lang);
  drawWords(indicator);
  drawTable(data, sort, state.lang);
  byId("legend").replaceChildren(legend);
  placeLegend();
}

/**
 * The legend lies on the map's upper right corner if it hides no district there and leaves the title
 * room, else it heads the panel; where all is one column it comes after the map. Once the reader
 * moves the map it stays.
 */
function placeLegend() {
  const legend = byId("legend"), svg = legend.querySelector("svg");
  if (!svg || (!inColumn.matches && !map.isHome())) return;
  const edge = 13, titleWidth = 280, frame = byId("map").getBoundingClientRect();
  const [width, height] = ["width", "height"].map((a) => Number(svg.getAttribute(a)));
  const corner = new DOMRect(frame.right - edge - width, frame.top, width + edge, height + edge);
  const fits = corner.width + titleWidth < frame.width && corner.height < frame.height;
  const onMap = inColumn.matches || (fits && !map.hasInkIn(corner));
  if (onMap) byId("attribution").after(legend);
  else byId("panel").prepend(legend);
  byId("main").classList.toggle("legend-on-map", onMap);
}

/* ---- showing ---------------------------------------------------------------------------------- */

/** Shows a state, all of it at once when all of it is there; how: "pushState", "replaceState". */
async function show(wanted, how) {
  const turn = ++asked, { found, remark } = resolve(wanted);
  const { indicator, period, lang } = found, query = queryOf({ period, lang, v: atlas.version });
  const path = `${atlas.id}/${indicator}`;
  const named = queryOf({ period, lang, labels: "names", v: atlas.version });
  const tiles = `tiles/${path}/{z}/{x}/{y}{r}.png?${named}`;
  let message = remark;
  if (how) history[how](null, "", `?${queryOf({ indicator, period, lang })}`);
  byId("main").setAttribute("aria-busy", "true");
  try {
    const [values, legend] = await Promise.all(
      [askJson(`data/${path}.json?${query}`), askSvg(`legend/${path}.svg?compact=1&${query}`)]);
    if (turn !== asked) return;
    await map.show(tiles, layerOf(atlas, findIndicator(atlas, indicator)),
      () => (message = say(lang, "tiles")));
    if (turn !== asked) return;
    const before = state;
    [state, data] = [found, values];
    drawAll(before, legend);
  } catch (error) {
    if (turn !== asked) return;
    message = wordsOf(error);
    if (data) markPeriod(findIndicator(atlas, state.indicator), state.period, state.lang);
  }
  tell(message);
  byId("main").setAttribute("aria-busy", "false");
}

function showIndicator(id) {
  openPicker(false);
  const period = hasPeriod(findIndicator(atlas, id), state.period) ? state.period : undefined;
  show({ ...state, indicator: id, period }, id === state.indicator ? "replaceState" : "pushState");
}

/* ---- the picker where it is behind a button ------------------------------------------------------ */

function openPicker(open) {
  const button = byId("picker-button"), wasOpen = button.getAttribute("aria-expanded") === "true";
  button.setAttribute("aria-expanded", String(open));
  byId("picker").classList.toggle("open", open);
  if (open === wasOpen || !button.checkVisibility()) return;
  (open ? byId("search") : button).focus();
}

/* ---- start ---------------------------------------------------------------------------------------- */

function listen() {
  listenToPicker(showIndicator, () => drawPicker(atlas, findIndicator(atlas, state.indicator), state.lang));
  listenToTable(sort, () => drawTable(data, sort, state.lang));
  /* Steps through periods and languages replace the entry: "back" leads to the last indicator. */
  listenToPeriods((period) => show({ ...state, period }, "replaceState"));
  for (const b of document.querySelectorAll("[data-lang]"))
    b.addEventListener("click", () => show({ ...state, lang: b.dataset.lang }, "replaceState"));
  addEventListener("popstate", () => show(stateOfAddress(), null));
  byId("zoom-in").addEventListener("click", () => map.zoomIn());
  byId("zoom-out").addEventListener("click", () => map.zoomOut());
  byId("home").addEventListener("click", () => map.goHome());
  byId("picker-button").addEventListener("click", () =>
    openPicker(byId("picker-button").getAttribute("aria-expanded") === "false"));
  addEventListener("keydown", (event) => event.key === "Escape" && openPicker(false));
  inColumn.addEventListener("change", placeLegend);
}

async function start() {
  const wanted = stateOfAddress();
  state = { lang: wanted.lang };
  drawFrame();
  try {
    const { atlases } = await askJson("health");
    atlas = await askJson(`data/${atlases[0].id}.json`);
  } catch (error) {
    return tell(wordsOf(error));
  }
  drawFrame();
  if (!atlas.indicators.length) return tell(say(state.lang, "noAtlas"));
  listen();
  await show(wanted, "replaceState");
}

start();
