/* The row of periods: radio buttons in the shape of a time slider, stepped with the arrow keys. */
import { byId, el } from "./dom.js";
import { say } from "./wording.js";

function stop(indicator, period, lang) {
  const partial = period.districts < indicator.districts;
  const missing = say(lang, "missing",
    { n: indicator.districts - period.districts, m: indicator.districts });
  return el("label", { class: partial ? "stop partial" : "stop", title: partial && missing },
    el("input", { type: "radio", name: "period", value: period.id }),
    el("span", {}, period.id),
    partial && el("span", { class: "for-readers" }, `, ${missing}`));
}

/** Draws the row for an indicator; with one period there is nothing to choose. */
export function drawPeriods(indicator, lang) {
  const row = byId("periods");
  row.hidden = indicator.periods.length < 2;
  row.replaceChildren(
    el("legend", { class: "for-readers" }, say(lang, "period")),
    el("div", { class: "stops" }, ...indicator.periods.map((p) => stop(indicator, p, lang))),
    el("p", { class: "missing", "aria-hidden": "true" }));
}

/** Marks the period that is shown, without touching the focus. */
export function markPeriod(indicator, id, lang) {
  const row = byId("periods"), n = indicator.periods.length;
  const at = indicator.periods.findIndex((p) => p.id === id);
  const missing = indicator.districts - indicator.periods[at].districts;
  for (const input of row.querySelectorAll("input")) input.checked = input.value === id;
  row.style.setProperty("--stops", n);
  row.style.setProperty("--at", n > 1 ? at / (n - 1) : 0);
  row.querySelector(".missing").textContent =
    missing ? say(lang, "missing", { n: missing, m: indicator.districts }) : "";
}

export function listenToPeriods(choose) {
  byId("periods").addEventListener("change", (event) => choose(event.target.value));
}
