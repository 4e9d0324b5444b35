/* The row of periods: radio buttons in the shape of a time slider, stepped with the arrow keys, and played. */
import { byId, el } from "./dom.js";
import { say } from "./wording.js";

const stepMs = 1300;

function stop(indicator, period, lang) {
  const partial = period.districts < indicator.districts;
  const missing = say(lang, "missing", { n: indicator.districts - period.districts, m: indicator.districts });
  return el(
    "label",
    { class: partial ? "stop partial" : "stop", title: partial && missing },
    el("input", { type: "radio", name: "period", value: period.id }),
    el("span", {}, period.id),
    partial && el("span", { class: "for-readers" }, `, ${missing}`),
  );
}

/** Draws the row for an indicator; with one period there is nothing to choose. */
export function drawPeriods(indicator, lang) {
  const n = indicator.periods.length;
  byId("play-row").hidden = !n || !indicator.periods[0].id;
  byId("play-row").classList.toggle("single", n < 2);
  byId("periods").hidden = n < 2;
  byId("play").hidden = n < 2;
  byId("only-period").replaceChildren(
    ...(n === 1 ? [el("strong", {}, indicator.periods[0].id), ` ${say(lang, "onlyPeriod")}`] : []),
  );
  byId("periods").replaceChildren(
    el("legend", { class: "for-readers" }, say(lang, "period")),
    el("div", { class: "stops" }, ...indicator.periods.map((p) => stop(indicator, p, lang))),
  );
}

/** Marks the period that is shown, without touching the focus. */
export function markPeriod(indicator, id, lang) {
  const row = byId("periods"),
    n = indicator.periods.length;
  const at = indicator.periods.findIndex((p) => p.id === id);
  const missing = indicator.districts - indicator.periods[at].districts;
  for (const input of row.querySelectorAll("input")) input.checked = input.value === id;
  row.style.setProperty("--stops", n);
  row.style.setProperty("--at", n > 1 ? at / (n - 1) : 0);
  const stop = row.querySelector("input:checked")?.parentElement;
  const line = row.firstElementChild?.nextElementSibling;
  if (stop && line && line.scrollWidth > line.clientWidth) line.scrollLeft = stop.offsetLeft - line.clientWidth / 2;
  byId("missing").textContent = missing ? say(lang, "missing", { n: missing, m: indicator.districts }) : "";
}

/**
 * choose(period) shows a period and resolves when it is there; periods() are all that can be shown, now()
 * the one that is. Playing goes round until it is stopped, or another is chosen.
 */
export class Player {
  #timer = 0;
  #options;

  constructor(options) {
    this.#options = options;
    byId("periods").addEventListener("change", (event) => {
      this.stop();
      options.choose(event.target.value);
    });
    byId("play").addEventListener("click", () => (this.#timer ? this.stop() : this.#start()));
  }

  get isPlaying() {
    return this.#timer !== 0;
  }

  stop() {
    const { choose, now } = this.#options,
      wasPlaying = this.isPlaying;
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.draw();
    if (wasPlaying) choose(now());
  }

  draw() {
    const name = say(this.#options.lang(), this.#timer ? "stop" : "play");
    byId("play").setAttribute("aria-pressed", String(Boolean(this.#timer)));
    byId("play").setAttribute("aria-label", name);
    byId("play").title = name;
  }

  #start() {
    this.#timer = -1;
    this.draw();
    this.#step();
  }

  async #step() {
    const { periods, now, choose, prepare } = this.#options,
      all = periods();
    const next = (id) => all[(all.indexOf(id) + 1) % all.length];
    const mine = (this.#timer = setTimeout(() => {}, 0));
    await choose(next(now()));
    if (this.#timer !== mine) return;
    prepare(next(now()));
    this.#timer = setTimeout(() => this.#step(), stepMs);
  }
}
