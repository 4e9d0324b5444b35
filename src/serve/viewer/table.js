/* The table of all districts: sorted by value or name, the whole among them, the missing last. */
import { byId, el } from "./dom.js";
import { say } from "./wording.js";

const isMissing = (row) => row.value === null;

/**
 * The rows in order. By value, the whole stands where it ranks; by name, it comes first. Missing
 * ones come last whichever way it is sorted.
 */
export function orderRows(data, sort) {
  const whole = data.whole ? [{ ...data.whole, isWhole: true }] : [];
  const names = new Intl.Collator(data.language);
  const byName = (a, b) => names.compare(a.name, b.name);
  const turn = sort.down ? -1 : 1;
  const there = data.districts.filter((d) => !isMissing(d));
  const missing = data.districts.filter(isMissing).sort(byName);
  if (sort.by === "name")
    return [...whole, ...there.sort((a, b) => turn * byName(a, b)), ...missing];
  return [...[...there, ...whole].sort((a, b) => turn * (a.value - b.value) || byName(a, b)), ...missing];
}

function swatch(row) {
  if (row.isWhole) return el("span", { class: "swatch whole" });
  const box = el("span", { class: isMissing(row) ? "swatch none" : "swatch" });
  if (!isMissing(row)) box.style.backgroundColor = row.color;
  return box;
}

function drawRow(row, lang) {
  const kind = row.isWhole ? "whole" : isMissing(row) ? "missing" : null;
  const value = el("td", { class: "value" }, row.text);
  if (isMissing(row)) value.append(el("span", { class: "for-readers" }, say(lang, "noData")));
  return el("tr", { class: kind }, el("td", { class: "rank" }, row.rank ? String(row.rank) : ""),
    el("th", { scope: "row" }, swatch(row), row.name), value);
}

function head(name, text, sort) {
  const here = sort.by === name;
  const [mark, order] = sort.down ? ["▾", "descending"] : ["▴", "ascending"];
  const arrow = el("span", { class: "arrow", "aria-hidden": "true" }, here ? mark : "");
  return el("th", { scope: "col", class: name, "aria-sort": here && order },
    el("button", { type: "button", "data-sort": name }, text, arrow));
}

export function drawTable(data, sort, lang) {
  const focused = document.activeElement?.dataset?.sort;
  const heads = el("tr", {}, el("th", { scope: "col", class: "rank" }, say(lang, "rank")),
    head("name", say(lang, "area"), sort), head("value", data.period || say(lang, "value"), sort));
  byId("table").replaceChildren(el("thead", {}, heads),
    el("tbody", {}, ...orderRows(data, sort).map((r) => drawRow(r, lang))));
  if (focused) byId("table").querySelector(`[data-sort="${focused}"]`).focus();
}

/** A click on a head sorts by it: values highest first, names from A; again turns it round. */
export function listenToTable(sort, redraw) {
  byId("table").addEventListener("click", (event) => {
    const by = event.target.closest("[data-sort]")?.dataset.sort;
    if (!by) return;
    sort.down = sort.by === by ? !sort.down : by === "value";
    sort.by = by;
    redraw();
  });
}
