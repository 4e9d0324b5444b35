/* Several maps at once: swiped one over the other, side by side, or one for each period. */
import { addressesOf } from "./addresses.js";
import { findIndicator, focusKeys, isMappable, lastPeriod, layerOf, periodOf } from "./atlas.js";
import { askSvg, byId, el } from "./dom.js";
import { AtlasMap } from "./map.js";
import { isTitleOnMap } from "./sides.js";
import { localized, say } from "./wording.js";
import { legendOptions } from "./words.js";

const isNarrow = matchMedia("(max-width: 1199px)"); // the choices do not lie on the map

/** What the other map shows if nothing is said: the same measure a period before, else another of its theme. */
export function usualOther(atlas, { indicator: id, period, look }) {
  const indicator = findIndicator(atlas, id),
    at = indicator.periods.findIndex((p) => p.id === period);
  if (at > 0 && indicator.periods[at - 1].districts) return { indicator: id, period: indicator.periods[0].id, look };
  const other =
    atlas.indicators.find(
      (i) => i.layer === indicator.layer && i.theme === indicator.theme && i.id !== id && isMappable(i),
    ) ?? indicator;
  return { indicator: other.id, period: lastPeriod(other).id, look: {} };
}

/** The two maps' texts beside each other: what the other one shows, to be chosen. */
function otherChoices(atlas, other, lang, sameLayer) {
  const indicator = findIndicator(atlas, other.indicator),
    all = atlas.indicators.filter((i) => isMappable(i) && (!sameLayer || i.layer === indicator.layer));
  const groups = atlas.themes
    .map((t) => [localized(t.title, lang), all.filter((i) => i.theme === t.id)])
    .filter(([, list]) => list.length);
  const rest = all.filter((i) => !atlas.themes.some((t) => t.id === i.theme));
  const option = (i) => el("option", { value: i.id, selected: i.id === other.indicator }, localized(i.title, lang));
  const which = el(
    "select",
    { class: "control", id: "other-indicator", "aria-label": say(lang, "otherMap") },
    ...groups.map(([label, list]) => el("optgroup", { label }, ...list.map(option))),
    ...rest.map(option),
  );
  const when = el(
    "select",
    { class: "control", id: "other-period", "aria-label": say(lang, "period") },
    ...indicator.periods
      .filter((p) => p.districts)
      .map((p) => el("option", { value: p.id, selected: p.id === other.period }, p.id)),
  );
  return [which, indicator.periods.length > 1 && when].filter(Boolean);
}

export class Comparison {
  #mapB = null;
  #parts = null; // what was shown last
  #split = 0.5;
  #small = []; // maps of periods
  #options;

  /** map: the first one; looking; inColumn; kept: answers; painting; change(other), choosePeriod(id): the reader's choices. */
  constructor(options) {
    this.#options = options;
    byId("other").addEventListener("change", () => this.#chosen());
    this.#listenToSwipe();
    byId("multiples").addEventListener("click", (event) => {
      const id = event.target.closest("[data-period]")?.dataset.period;
      if (id) options.choosePeriod(id);
    });
  }

  /** Shows what the state says beside the first map, which is there already. page: {lang, dark}. */
  async show(atlas, state, page, data) {
    this.#parts = { atlas, state, page };
    byId("main").dataset.mode = state.compare;
    const two = state.compare === "swipe" || state.compare === "side";
    byId("legends").tabIndex = two && isNarrow.matches ? 0 : -1; // it may be wider than the window
    if (isNarrow.matches) byId("stage").before(byId("other"));
    else byId("multiples").before(byId("other"));
    byId("other").hidden = byId("legend-b").hidden = !two;
    byId("map-b").hidden = state.compare !== "side";
    byId("swipe").hidden = state.compare !== "swipe";
    byId("multiples").hidden = state.compare !== "periods";
    byId("map").classList.toggle("away", state.compare === "periods");
    if (state.compare !== "swipe") this.#options.map.showOver(null);
    if (state.compare !== "periods") this.#clearSmall();
    if (state.compare === "periods") return this.#showPeriods(data);
    if (two) await this.#showOther();
  }

  leave() {
    delete byId("main").dataset.mode;
    for (const id of ["other", "legend-b", "map-b", "swipe", "multiples"]) byId(id).hidden = true;
    byId("map").classList.remove("away");
    this.#options.map.showOver(null);
    this.#clearSmall();
  }

  /** The language or the period changed in the middle of playing: the same parts anew. */
  async #showOther() {
    const { atlas, state, page } = this.#parts,
      other = state.other,
      indicator = findIndicator(atlas, other.indicator);
    const addresses = addressesOf(atlas, other, page),
      parts = this.#parts;
    const { kept, painting, inColumn } = this.#options;
    const [legend, data, colors] = await Promise.all([
      kept.get(addresses.legend(legendOptions(state.compare, inColumn.matches)), askSvg),
      kept.get(addresses.data),
      painting.colors(addresses.paint, other.period),
    ]);
    if (parts !== this.#parts) return;
    const focus = focusKeys(atlas, indicator.layer, other.look.focus),
      painted = painting.of(colors, addresses.tiles, { period: other.period }, data, focus);
    byId("other").replaceChildren(
      el(
        "p",
        { class: "other-title" },
        el("strong", {}, (data.mapped ?? data).title),
        ` ${[(data.mapped ?? data).unit, (data.mapped ?? data).period].filter(Boolean).join(", ")}`,
      ),
      el("div", { class: "other-choices" }, ...otherChoices(atlas, other, page.lang, state.compare === "swipe")),
    );
    byId("legend-b").setAttribute("aria-label", `${say(page.lang, "legend")}: ${(data.mapped ?? data).title}`);
    byId("legend-b").replaceChildren(
      el("p", { class: "legend-head" }, el("strong", {}, (data.mapped ?? data).title)),
      legend.cloneNode(true),
    );
    byId("map-b").setAttribute("aria-label", data.alt[page.lang]);
    if (state.compare === "swipe") return this.#options.map.showOver(addresses.tiles, this.#split, { painted });
    this.#mapB ??= this.#makeMapB();
    await this.#mapB.show(addresses.tiles, layerOf(atlas, indicator), { view: this.#options.map.view, painted });
    this.#follow(this.#options.map, this.#mapB);
  }

  /* ---- side by side ---- */

  #makeMapB() {
    const { map, looking, inColumn } = this.#options,
      b = new AtlasMap(byId("map-b"), { inColumn, isTitled: isTitleOnMap });
    b.on("move zoomend", () => this.#follow(b, map));
    map.on("move zoomend", () => byId("map-b").hidden || this.#follow(map, b));
    looking.join(b);
    return b;
  }

  #follows = false;

  /** The other map shows the same place. */
  #follow(from, to) {
    if (this.#follows || byId("map-b").hidden) return;
    this.#follows = true;
    const { lat, lng } = from.leaflet.getCenter();
    to.view = { zoom: from.leaflet.getZoom(), lat, lng };
    this.#follows = false;
  }

  #chosen() {
    const { atlas, state } = this.#parts,
      id = byId("other-indicator").value,
      indicator = findIndicator(atlas, id);
    const wanted = byId("other-period")?.value,
      period = id === state.other.indicator ? wanted : state.other.period;
    const there = periodOf(indicator, period)?.districts ? period : lastPeriod(indicator).id;
    this.#options.change({ indicator: id, period: there, look: id === state.other.indicator ? state.other.look : {} });
  }

  /* ---- swipe ---- */

  #setSplit(part) {
    this.#split = Math.min(1, Math.max(0, part));
    byId("swipe").style.left = `${100 * this.#split}%`;
    byId("swipe").setAttribute("aria-valuenow", Math.round(100 * this.#split));
    this.#options.map.split(this.#split);
  }

  #listenToSwipe() {
    const handle = byId("swipe");
    handle.setAttribute("aria-valuenow", 50);
    handle.addEventListener("pointerdown", (event) => {
      handle.setPointerCapture(event.pointerId);
      event.preventDefault();
      handle.focus();
    });
    handle.addEventListener("pointermove", (event) => {
      if (!handle.hasPointerCapture(event.pointerId)) return;
      const frame = byId("stage").getBoundingClientRect();
      this.#setSplit((event.clientX - frame.left) / frame.width);
    });
    handle.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -0.02, ArrowRight: 0.02, PageDown: -0.1, PageUp: 0.1, Home: -1, End: 1 }[event.key];
      if (!step) return;
      event.preventDefault();
      this.#setSplit(this.#split + step);
    });
  }

  /* ---- one map for each period ---- */

  #clearSmall() {
    for (const { map } of this.#small) map.leaflet.remove();
    this.#small = [];
    byId("multiples").replaceChildren();
  }

  /** Small maps of one scale, under one legend: the classes are those of all periods. */
  async #showPeriods(data) {
    const { atlas, state, page } = this.#parts,
      indicator = findIndicator(atlas, state.indicator),
      layer = layerOf(atlas, indicator);
    const { kept, painting } = this.#options,
      own = addressesOf(atlas, state, page);
    const [{ series }, colors] = await Promise.all([
      kept.get(own.series),
      painting.colors(own.quietPaint, state.period),
    ]);
    if (this.#parts.state !== state) return;
    const name = `${indicator.id} ${page.lang}`,
      isNew = byId("multiples").dataset.of !== name || !this.#small.length;
    if (isNew) this.#makeSmall(indicator, layer, series, data, page.lang);
    byId("multiples").dataset.of = name;
    await Promise.all(
      this.#small.map(({ id, map, button }) => {
        button.setAttribute("aria-pressed", String(id === state.period));
        const { quietTiles } = addressesOf(atlas, { ...state, period: id }, page),
          there = colors?.periods.some((p) => p.period === id) ? colors : null;
        return map.show(quietTiles, layer, {
          painted: painting.of(there, quietTiles, { period: id }, data, focusKeys(atlas, layer.id, state.look.focus)),
        });
      }),
    );
  }

  #makeSmall(indicator, layer, series, data, lang) {
    this.#clearSmall();
    this.#small = indicator.periods
      .filter((p) => p.districts)
      .map((p) => {
        const place = el("div", { class: "small-map" }),
          missing = indicator.districts - p.districts;
        const whole = series && data.whole ? series.whole_text[series.periods.indexOf(p.id)] : "";
        const button = el(
          "button",
          { type: "button", class: "multiple", "data-period": p.id },
          el(
            "span",
            { class: "caption" },
            el("strong", {}, p.id),
            el("span", {}, whole && `${data.whole.name} ${whole}`),
          ),
          place,
          missing ? el("small", {}, say(lang, "missing", { n: missing, m: indicator.districts })) : null,
        );
        byId("multiples").append(button);
        return { id: p.id, button, map: new AtlasMap(place, { fixed: true }) };
      });
  }
}
