/* The viewer: what is shown, the address that says it, and drawing all parts of it together. */
/* global L */
import { addressesOf, usualLabels } from "./addresses.js";
import { findDistrict, findIndicator, firstIndicator, focusKeys, lastPeriod, layerOf, nearestOn, periodOf } from "./atlas.js";
import { addStyle, askJson, askSvg, byId, Kept } from "./dom.js";
import { Legend } from "./legend.js";
import { Looking } from "./looking.js";
import { AtlasMap } from "./map.js";
import { Painting } from "./painting.js";
import { drawPanel } from "./panel.js";
import { drawPeriods, markPeriod, Player } from "./periods.js";
import { drawPicker, listenToPicker, markCurrent } from "./picker.js";
import { districtsMost, readState, stateQuery } from "./state.js";
import { drawSheetButton, isOpen, isTitleOnMap, listenToSheet, openMenu, openSide } from "./sides.js";
import { Table } from "./table.js";
import { drawChoices, drawWords, legendOptions } from "./words.js";
import { languages, localized, readersLanguage, say, sayAll } from "./wording.js";

const inColumn = matchMedia("(max-width: 799px)"),
  darkDevice = matchMedia("(prefers-color-scheme: dark)");
const kept = new Kept(); // legends, figures: what was asked for lately
let atlases = []; // ids
let atlas; // the catalog
let state = { ...readState(""), lang: readersLanguage() }; // what is shown
let data; // of the map that is shown
let colors = null; // likewise, if the page paints it
let routes = new Set(); // patterns of what the server answers
let asked = 0; // counts what was asked for: only the latest may be shown
let controls = null,
  comparison = null,
  share = null; // modules that are loaded when they are wanted

const painting = new Painting(kept);
const map = new AtlasMap(byId("map"), { inColumn, isTitled: isTitleOnMap, settled: () => legend.place(state.compare) });
const legend = new Legend({
  map,
  inColumn,
  silent: () => Boolean(state.compare),
  only: (keys) => tryLook(keys && {}, keys),
});
const looking = new Looking({
  marked: (selected, looked) => table.mark(selected, looked),
  pick,
  silent: () => inColumn.matches || state.compare === "periods",
});
const table = new Table({
  sort: () => state.sort,
  sorted: (sort) => set({ sort }, drawTable),
  look: (key) => looking.at(key),
  pick,
});
const player = new Player({
  lang: () => state.lang,
  now: () => state.period,
  choose: (period) => show({ ...state, period }, "replaceState"),
  periods: () =>
    indicatorNow()
      .periods.filter((p) => p.districts)
      .map((p) => p.id),
  prepare,
});

const indicatorNow = () => findIndicator(atlas, state.indicator);
const isDark = (theme) => (theme === "auto" ? darkDevice.matches : theme === "dark");
const pageOf = ({ lang, theme, compare }) => ({
  lang,
  dark: isDark(theme),
  playing: player.isPlaying,
  swiped: compare === "swipe",
});

/* ---- the address ---------------------------------------------------------------------------- */

function writeAddress(how) {
  history[how](null, "", `?${stateQuery({ ...state, atlas: atlases.length > 1 ? state.atlas : null })}`);
}

/** A part of the state that no map depends on. */
function set(change, draw) {
  state = { ...state, ...change };
  writeAddress("replaceState");
  draw();
}

/** Only options of the look that there are; what is of the page is never one. */
const knownLook = (look) =>
  Object.fromEntries(
    Object.entries(look).filter(
      ([name]) => atlas.options.some((o) => o.name === name) && !["lang", "period"].includes(name),
    ),
  );

/** A period of the indicator; undefined if it has none of this name. */
const goodPeriod = (indicator, id) => periodOf(indicator, id)?.id;

/** What can be shown of what was asked for, and a remark where that is something else. */
function resolve(wanted) {
  const { lang, indicator: id, period } = wanted,
    indicator = findIndicator(atlas, id) ?? firstIndicator(atlas);
  const title = localized(indicator.title, lang),
    last = lastPeriod(indicator)?.id ?? "";
  const found = {
    ...wanted,
    atlas: atlas.id,
    indicator: indicator.id,
    period: goodPeriod(indicator, period) ?? last,
    look: knownLook(wanted.look),
  };
  if (found.compare === "periods" && indicator.periods.length < 2) found.compare = "";
  if (found.compare === "swipe" || found.compare === "side") found.other = goodOther(found);
  if (id && id !== indicator.id) return { found, remark: say(lang, "unknownIndicator", { id, title }) };
  if (period && period !== found.period)
    return { found, remark: say(lang, "unknownPeriod", { id: period, title, period: last }) };
  return { found, remark: "" };
}

/** The second map of two: on the same layer where they share a frame. */
function goodOther(found) {
  const other = findIndicator(atlas, found.other?.indicator),
    own = findIndicator(atlas, found.indicator);
  if (!other || (found.compare === "swipe" && other.layer !== own.layer)) return comparison.usualOther(atlas, found);
  return {
    indicator: other.id,
    period: goodPeriod(other, found.other.period) ?? lastPeriod(other).id,
    look: knownLook(found.other.look),
  };
}

/* ---- drawing ---------------------------------------------------------------------------------- */

function tell(message, again = false) {
  byId("message-text").textContent = message;
  byId("again").hidden = !again;
  byId("message").hidden = !message;
}

const waiting = (n) => tell(say(state.lang, "busy", { n }));
const wordsOf = (error) => (error.cause === "unreachable" ? say(state.lang, "unreachable") : error.message);

/** The language's words, and all that depends on nothing else. */
function drawFrame() {
  const { lang, theme } = state,
    themeName = say(lang, `theme${theme}`);
  sayAll(lang);
  document.documentElement.lang = lang;
  document.documentElement.dataset.theme = isDark(theme) ? "dark" : "light";
  byId("theme-button").dataset.now = theme;
  byId("theme-button").setAttribute("aria-label", themeName);
  byId("theme-button").title = themeName;
  for (const b of document.querySelectorAll("[data-lang]"))
    b.setAttribute("aria-pressed", String(b.dataset.lang === lang));
  if (data) drawSheetButton(state.lang);
  if (atlas) byId("atlas").textContent = localized(atlas.title, lang);
  byId("atlas").hidden = atlases.length > 1;
  byId("atlas-choice").hidden = atlases.length < 2;
  player.draw();
}

function drawTable() {
  table.draw(data, state.lang);
}

async function drawSubjects() {
  const indicator = indicatorNow(),
    { lang } = state,
    shown = data;
  const draw = (series) => drawPanel({ data, series, indicator, keys: state.districts, focus: state.look.focus, routes, lang });
  draw(null);
  if (!state.districts.length || indicator.periods.length < 2) return;
  const full = await kept.get(addressesOf(atlas, state, pageOf(state)).series).catch(() => null);
  if (shown === data && state.districts.length) draw(full?.series ?? null);
}

function drawControls() {
  if (!controls || byId("look").hidden) return;
  const indicator = indicatorNow();
  controls.drawControls({
    atlas,
    indicator,
    look: state.look,
    labels: usualLabels(layerOf(atlas, indicator), pageOf(state)),
    data,
    preview: (edges) => tryLook(edges && { edges }),
    ...pageOf(state),
  });
}

function drawAll(before, picture) {
  const indicator = indicatorNow();
  if (before.lang !== state.lang || before.theme !== state.theme) drawFrame();
  if (before.lang !== state.lang || !before.indicator || byId("themes").dataset.atlas !== atlas.id)
    drawPicker(atlas, indicator, state.lang);
  else markCurrent(indicator);
  if (before.lang !== state.lang || before.indicator !== state.indicator) drawPeriods(indicator, state.lang);
  markPeriod(indicator, state.period, state.lang);
  drawWords({ atlas, indicator, data, lang: state.lang, inColumn: inColumn.matches });
  drawChoices({ atlases, atlas, indicator, state });
  const named = ["swipe", "side"].includes(state.compare);
  legend.draw({ indicator, data, lang: state.lang, pool: state.look.pool, named }, picture);
  drawTable();
  looking.show(atlas, data, state.districts);
  drawSubjects();
  drawControls();
  legend.place(state.compare);
}

/* ---- showing ---------------------------------------------------------------------------------- */

async function loadComparison() {
  const module = await import("./compare.js");
  comparison ??= Object.assign(
    new module.Comparison({
      map,
      looking,
      inColumn,
      kept,
      painting,
      change: (other) => show({ ...state, other }, "replaceState"),
      choosePeriod: (period) => show({ ...state, period }, "replaceState"),
    }),
    { usualOther: module.usualOther },
  );
}

const focusOf = ({ indicator, look }) => focusKeys(atlas, findIndicator(atlas, indicator).layer, look.focus);

/** What is shown of a map in tiles that are painted here; null: the server's are. */
const paintedOf = (its, addresses, wanted, values) =>
  painting.of(its, addresses.tiles, { period: wanted.period }, values, focusOf(wanted));

/** Other colors of the map for a moment, without asking for anything: {edges}, or keys that are not faded; null: its own. */
function tryLook(own, keys = focusOf(state)) {
  map.tryLook(own && painting.of(colors, null, { period: state.period, ...own }, data, keys)?.look);
}

/** Shows a state, all of it at once when all of it is there; how: "pushState", "replaceState". */
async function show(wanted, how) {
  const turn = ++asked;
  if (wanted.compare && !comparison) await loadComparison();
  if (turn !== asked) return;
  const { found, remark } = resolve(wanted),
    page = pageOf(found),
    indicator = findIndicator(atlas, found.indicator);
  const addresses = addressesOf(atlas, found, page);
  let message = remark;
  byId("main").setAttribute("aria-busy", "true");
  try {
    const [values, picture, itsColors] = await Promise.all([
      kept.get(addresses.data, (a) => askJson(a, waiting)),
      kept.get(addresses.legend(legendOptions(found.compare, inColumn.matches)), (a) => askSvg(a, waiting)),
      painting.colors(addresses.paint, found.period),
    ]);
    if (turn !== asked) return;
    if (found.compare) byId("main").dataset.mode = found.compare;
    found.districts = found.districts.filter((key) => findDistrict(values, key));
    const before = data ? state : {},
      isFirst = !data;
    const take = () => {
      [state, data, colors] = [{ ...found, sort: isFirst ? found.sort : state.sort }, values, itsColors];
      drawAll(before, picture.cloneNode(true));
    };
    if (isFirst) take(); // what stands around the map decides how large it is
    await map.show(addresses.tiles, layerOf(atlas, indicator), {
      view: found.at,
      painted: paintedOf(itsColors, addresses, found, values),
      failed: () => tell(say(found.lang, "tiles"), true),
    });
    if (turn !== asked) return;
    if (!isFirst) take();
    state.at = map.view;
    if (how) writeAddress(how);
    controls?.showError("", "");
    if (state.compare) await comparison.show(atlas, state, page, data);
    else comparison?.leave();
    legend.place(state.compare);
  } catch (error) {
    if (turn !== asked) return;
    if (!data && error.parameter && found.look[error.parameter] !== undefined) {
      const { [error.parameter]: left, ...look } = found.look;
      await show({ ...found, look }, "replaceState");
      return tell(say(found.lang, "refused", { text: error.message }));
    }
    message = controls?.showError(error.parameter, error.message) && !byId("look").hidden ? "" : wordsOf(error);
    if (data) markPeriod(indicatorNow(), state.period, state.lang);
    if (data) drawChoices({ atlases, atlas, indicator: indicatorNow(), state });
    tell(message, error.cause === "unreachable");
    byId("again").onclick = () => show(wanted, how);
    return byId("main").setAttribute("aria-busy", "false");
  }
  tell(message);
  byId("main").setAttribute("aria-busy", "false");
}

/** Another indicator: in the period that is shown, if it has that one. */
function showIndicator(id) {
  openSide(null);
  const has = periodOf(findIndicator(atlas, id), state.period)?.districts,
    look = { ...state.look };
  if (look.minus?.startsWith("@") && !has) delete look.minus;
  if (id !== state.indicator) for (const name of ["breaks", "bivariate", "bivariate-breaks"]) delete look[name];
  show(
    { ...state, indicator: id, period: has ? state.period : undefined, look },
    id === state.indicator ? "replaceState" : "pushState",
  );
}

/** Sets options of the look; null: all as the atlas has them. */
function setLook(change) {
  const look = change
    ? Object.fromEntries(Object.entries({ ...state.look, ...change }).filter(([, v]) => v != null && v !== ""))
    : {};
  return show({ ...state, look }, "replaceState");
}

/** What will be wanted next: the palette of another period costs little now, and nothing then. */
async function prepare(period) {
  const wanted = { ...state, period },
    addresses = addressesOf(atlas, wanted, pageOf(state));
  const values = kept.get(addresses.data);
  kept.get(addresses.legend(legendOptions(state.compare, inColumn.matches)), askSvg);
  if (state.compare) return;
  const its = await painting.colors(addresses.paint, period);
  map.preload(addresses.tiles, its && paintedOf(its, addresses, wanted, await values));
}

/* ---- districts ------------------------------------------------------------------------------------ */

/** The others are faded on the map, or no longer. */
const fadeOthers = (fades, keys = state.districts) => setLook({ focus: fades && keys.length ? keys.join() : null });

/** A district is selected, or let go if it is. */
function pick(key) {
  const has = state.districts.includes(key),
    fades = state.look.focus === state.districts.join();
  if (!has && state.districts.length === districtsMost) return tell(say(state.lang, "tooMany"));
  tell("");
  const districts = has ? state.districts.filter((k) => k !== key) : [...state.districts, key];
  set({ districts }, () => {
    looking.select(state.districts);
    drawSubjects();
    drawSheetButton(state.lang);
    if (!has) byId("panel").scrollTop = 0;
  });
  if (fades) fadeOthers(true);
}

/** The controls of the look, which are loaded when they are first wanted. */
async function openLook() {
  if (!controls) {
    [controls] = await Promise.all([import("./controls.js"), addStyle("assets/controls.css")]);
    controls.listenToControls(setLook, drawControls);
  }
  openSide("look");
  drawControls();
}

/* ---- start ---------------------------------------------------------------------------------------- */

async function openShare() {
  if (!share) {
    share = await import("./share.js");
    share.listenToShare(() => state.lang);
  }
  await routesKnown();
  const { path, query } = addressesOf(atlas, state, { ...pageOf(state), dark: false });
  share.openShare({
    path,
    query,
    has: (pattern) => routes.has(pattern),
    title: (data.mapped ?? data).title,
    lang: state.lang,
  });
}

let asking = null;

/** Which addresses this server answers: sheets and pages that others may not have. */
function routesKnown() {
  asking ??= askJson("openapi.json").then(
    ({ paths }) => {
      routes = new Set(Object.keys(paths));
      if (state.districts.length) drawSubjects();
    },
    () => (asking = null),
  );
  return asking;
}

function listenToChoices() {
  byId("atlas-choice").addEventListener("change", async ({ target }) => {
    atlas = await askJson(`data/${target.value}.json`);
    show({ ...readState(""), atlas: atlas.id, lang: state.lang, theme: state.theme }, "pushState");
  });
  byId("division").addEventListener("change", ({ target }) => {
    showIndicator(nearestOn(atlas, indicatorNow(), target.value).id);
  });
  byId("show").addEventListener("change", ({ target: { value } }) =>
    setLook({
      reference: ["whole", "mean"].includes(value) ? value : null,
      minus: value.includes("@") || findIndicator(atlas, value) ? value : null,
      change: null,
      metric: null,
      breaks: null,
      bivariate: null,
    }),
  );
  byId("mode").addEventListener("change", ({ target }) => show({ ...state, compare: target.value }, "pushState"));
  byId("look-button").addEventListener("click", () => (isOpen("look") ? openSide(null) : openLook()));
  byId("look-close").addEventListener("click", () => openSide(null));
  byId("menu-button").addEventListener("click", () => openMenu(!byId("choices").classList.contains("open")));
  byId("share-button").addEventListener("click", openShare);
  byId("theme-button").addEventListener("click", () => {
    const order = ["auto", "light", "dark"];
    show({ ...state, theme: order[(order.indexOf(state.theme) + 1) % 3] }, "replaceState");
  });
}

function listen() {
  listenToPicker(showIndicator, () => drawPicker(atlas, indicatorNow(), state.lang));
  listenToChoices();
  listenToSheet(() => state.lang);
  looking.join(map);
  /* Steps through periods and languages replace the entry: "back" leads to the last indicator. */
  for (const b of document.querySelectorAll("[data-lang]"))
    b.addEventListener("click", () => show({ ...state, lang: b.dataset.lang }, "replaceState"));
  addEventListener("popstate", () => {
    const wanted = readState(location.search);
    state = { ...state, sort: wanted.sort };
    map.view = wanted.at;
    show({ ...wanted, lang: wanted.lang ?? state.lang }, null);
  });
  map.on("moveend", () => !byId("main").matches("[aria-busy='true']") && set({ at: map.view }, () => {}));
  byId("zoom-in").addEventListener("click", () => map.zoomIn());
  byId("zoom-out").addEventListener("click", () => map.zoomOut());
  byId("home").addEventListener("click", () => map.goHome());
  byId("subjects").addEventListener("click", ({ target }) => {
    const key = target.closest("[data-let-go]")?.dataset.letGo;
    if (key !== undefined) pick(key);
  });
  byId("subjects").addEventListener("change", ({ target }) => target.id === "fade" && fadeOthers(target.checked));
  for (const id of ["picker-button", "title-button"])
    byId(id).addEventListener("click", () => openSide(isOpen("picker") ? null : "picker"));
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || byId("share-dialog").open) return;
    openMenu(false);
    if (isOpen("picker") || isOpen("look")) openSide(null);
  });
  inColumn.addEventListener("change", () => show(state, null));
  darkDevice.addEventListener("change", () => state.theme === "auto" && show(state, null).then(drawFrame));
}

async function start() {
  const wanted = readState(location.search);
  wanted.lang = languages.includes(wanted.lang) ? wanted.lang : state.lang;
  state = { ...state, lang: wanted.lang, theme: wanted.theme, sort: wanted.sort };
  drawFrame();
  try {
    const health = await askJson("health", waiting);
    atlases = health.atlases.map((a) => a.id);
    const id = atlases.includes(wanted.atlas) ? wanted.atlas : atlases[0];
    atlas = await askJson(`data/${id}.json`, waiting);
  } catch (error) {
    tell(wordsOf(error), true);
    byId("again").onclick = () => location.reload();
    return;
  }
  tell("");
  drawFrame();
  if (!atlas.indicators.length) return tell(say(state.lang, "noAtlas"));
  listen();
  await show(wanted, "replaceState");
  setTimeout(routesKnown, 500);
}

start();
