/* The table of all districts: sorted by value or name, the whole among them, the missing last. Of very many only
 * those in view are in the page. */
import { isMissing, numberOf, textOf } from "./atlas.js";
import { swatch, whyMissing } from "./card.js";
import { cellStrip, colorOf } from "./charts.js";
import { byId, el } from "./dom.js";
import { say } from "./wording.js";

const allMost = 250; // rows that are all drawn
const beyond = 12; // rows drawn beyond the view

/** Of a row, in px. */
const rowHeight = () => parseFloat(getComputedStyle(document.documentElement).getPropertyValue("--row"));

/**
 * The rows in order. By value, the whole stands where it ranks; by name, it comes first. Missing
 * ones come last whichever way it is sorted.
 */
function orderRows(data, sort) {
  const { whole: value, text } = data.mapped
    ? { whole: data.mapped.whole, text: data.mapped.whole_text }
    : { whole: data.whole?.value ?? null, text: data.whole?.text };
  const whole = data.whole && value !== null ? [{ ...data.whole, value, text, isWhole: true }] : [];
  const names = new Intl.Collator(data.language);
  const byName = (a, b) => names.compare(a.name, b.name);
  const turn = sort.down ? -1 : 1;
  const there = data.districts.filter((d) => !isMissing(d));
  const missing = data.districts.filter(isMissing).sort(byName);
  if (sort.by === "name") return [...whole, ...there.sort((a, b) => turn * byName(a, b)), ...missing];
  const byValue = (a, b) => turn * (numberOf(a) > numberOf(b) ? 1 : numberOf(a) < numberOf(b) ? -1 : 0);
  return [...[...there, ...whole].sort((a, b) => byValue(a, b) || byName(a, b)), ...missing];
}

function differenceCell({ against }) {
  const tone = against?.better === true ? " better" : against?.better === false ? " worse" : "";
  return el("td", { class: `against${tone}` }, against ? (against.percent_text ?? against.text) : "–");
}

export class Table {
  #rows = [];
  #drawn = [0, 0]; // which of them are in the page
  #data = null;
  #lang = "en";
  #selected = [];
  #looked = "";
  #hasAgainst = false;
  #pairs = null;
  #options;

  /** sort: {by, down}, changed here; sorted() when it was; look(key), pick(key): a row pointed at, chosen. */
  constructor(options) {
    this.#options = options;
    const table = byId("table");
    table.addEventListener("click", (event) => this.#click(event));
    table.addEventListener("keydown", (event) => this.#key(event));
    table.addEventListener("mouseover", (event) => options.look(this.#keyOf(event)));
    table.addEventListener("mouseleave", () => options.look(""));
    table.addEventListener("focusin", (event) => this.#keyOf(event) && options.look(this.#keyOf(event)));
    table.addEventListener("focusout", () => options.look(""));
    byId("panel").addEventListener("scroll", () => this.#follow(), { passive: true });
    new ResizeObserver(() => this.#follow()).observe(byId("panel"));
  }

  draw(data, lang) {
    const focused = document.activeElement?.dataset?.sort;
    this.#data = data;
    this.#lang = lang;
    this.#rows = orderRows(data, this.#options.sort());
    this.#hasAgainst = data.districts.some((d) => d.against);
    this.#pairs = data.legend.pairs;
    const caption = this.#pairs?.first.title ?? ((data.mapped ?? data).period || say(lang, "value"));
    const heads = el(
      "tr",
      {},
      this.#head("name", say(lang, "area")),
      this.#head("value", caption),
      this.#pairs && el("th", { scope: "col", class: "value" }, this.#pairs.second.title),
      this.#hasAgainst &&
        el("th", { scope: "col", class: "against", title: data.legend.reference.label }, say(lang, "difference")),
    );
    const table = byId("table");
    table.setAttribute("aria-rowcount", this.#rows.length + 1);
    table.replaceChildren(el("thead", {}, heads), el("tbody"));
    this.#drawBody();
    if (focused) table.querySelector(`[data-sort="${focused}"]`)?.focus();
  }

  /** Marks the selected (keys) and the one that is looked at. */
  mark(selected, looked) {
    const news = selected.join("\n") !== this.#selected.join("\n");
    this.#selected = selected;
    this.#looked = looked;
    if (news && this.#data) return this.#drawBody();
    for (const row of byId("table").querySelectorAll("tr.looked")) row.classList.remove("looked");
    if (looked)
      byId("table")
        .querySelector(`tr[data-key="${CSS.escape(looked)}"]`)
        ?.classList.add("looked");
  }

  #head(name, text) {
    const { by, down } = this.#options.sort(),
      here = by === name;
    const [arrow, order] = down ? ["▾", "descending"] : ["▴", "ascending"];
    return el(
      "th",
      { scope: "col", class: name, "aria-sort": here && order },
      el(
        "button",
        { type: "button", "data-sort": name },
        text,
        el("span", { class: "arrow", "aria-hidden": "true" }, here ? arrow : ""),
      ),
    );
  }

  /** Which rows are to be in the page: [first, end). */
  #window() {
    const n = this.#rows.length;
    if (n <= allMost) return [0, n];
    const height = rowHeight(),
      frame = byId("panel").getBoundingClientRect(),
      top = byId("table").getBoundingClientRect().top + height;
    const first = Math.floor((frame.top - top) / height) - beyond;
    const start = Math.max(0, Math.min(first, n - 1));
    return [start, Math.min(n, start + Math.ceil(frame.height / height) + 2 * beyond)];
  }

  /** Draws the rows that come into view, once those drawn beyond it are half used up. */
  #follow() {
    if (this.#rows.length <= allMost) return;
    const [first, end] = this.#window(),
      [from, to] = this.#drawn,
      spare = beyond / 2;
    if (Math.abs(first - from) > spare || Math.abs(end - to) > spare) this.#drawBody();
  }

  #drawBody() {
    const body = byId("table").tBodies[0],
      [first, end] = this.#window();
    this.#drawn = [first, end];
    const focused = document.activeElement?.closest?.("tr")?.dataset.key;
    const gap = (n) => n > 0 && el("tr", { class: "gap", "aria-hidden": "true", style: `height:${n * rowHeight()}px` });
    const open =
      this.#rows.slice(first, end).find((r) => r.key !== undefined && r.key === (focused ?? this.#looked)) ??
      this.#rows.slice(first, end).find((r) => !r.isWhole);
    body.replaceChildren(
      ...[
        gap(first),
        ...this.#rows.slice(first, end).map((r, i) => this.#row(r, first + i, r === open)),
        gap(this.#rows.length - end),
      ].filter(Boolean),
    );
    if (focused !== undefined) this.#button(focused)?.focus({ preventScroll: true });
  }

  #row(row, i, tabbable) {
    const data = this.#data,
      missing = !row.isWhole && isMissing(row),
      at = this.#selected.indexOf(row.key);
    const kind = [
      row.isWhole && "whole",
      missing && "missing",
      at >= 0 && "selected",
      row.key === this.#looked && "looked",
    ]
      .filter(Boolean)
      .join(" ");
    const color = at >= 0 ? colorOf(at, this.#selected.length) : null;
    const name = row.isWhole
      ? el("span", { class: "name" }, el("span", { class: "swatch whole" }), row.name)
      : el(
          "button",
          { type: "button", class: "name", tabindex: tabbable ? 0 : -1, "aria-pressed": String(at >= 0) },
          swatch(data, row),
          row.name,
        );
    const value = el("td", { class: "value" }, row.isWhole ? row.text : textOf(row));
    if (missing) value.append(el("span", { class: "for-readers" }, whyMissing(data, row)));
    return el(
      "tr",
      { class: kind || null, "data-key": row.key, "aria-rowindex": i + 2, style: color && `--subject:${color}` },
      el(
        "th",
        { scope: "row" },
        el("span", { class: "cell" }, name, missing || row.isWhole || this.#pairs ? null : cellStrip(data, row, color)),
      ),
      value,
      this.#pairs && el("td", { class: "value" }, row.second?.text ?? "–"),
      this.#hasAgainst && (row.isWhole ? el("td", { class: "against" }, "–") : differenceCell(row)),
    );
  }

  #keyOf(event) {
    return event.target.closest?.("tr[data-key]")?.dataset.key ?? "";
  }

  #button(key) {
    return byId("table").querySelector(`tr[data-key="${CSS.escape(key)}"] button`);
  }

  /** A click on a head sorts by it: values highest first, names from A; again turns it round. */
  #click(event) {
    const by = event.target.closest("[data-sort]")?.dataset.sort,
      key = this.#keyOf(event);
    if (!by) return key && this.#options.pick(key);
    const { sort, sorted } = this.#options,
      now = sort();
    sorted({ by, down: now.by === by ? !now.down : by === "value" });
  }

  /** Up and down go from row to row. */
  #key(event) {
    const rows = this.#rows.filter((r) => !r.isWhole),
      key = this.#keyOf(event);
    const to = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity }[event.key];
    if (!to || !key) return;
    event.preventDefault();
    const at = Math.max(0, Math.min(rows.length - 1, rows.findIndex((r) => r.key === key) + to));
    this.focus(rows[at].key);
  }

  /** Puts the focus on a district's row, after bringing it into view. */
  focus(key) {
    if (!this.#button(key)) {
      const at = this.#rows.findIndex((r) => r.key === key),
        panel = byId("panel");
      panel.scrollTop +=
        byId("table").getBoundingClientRect().top +
        at * rowHeight() -
        panel.getBoundingClientRect().top -
        panel.clientHeight / 2;
      this.#drawBody();
    }
    const button = this.#button(key);
    for (const b of byId("table").querySelectorAll("button.name[tabindex='0']")) b.tabIndex = -1;
    if (button) button.tabIndex = 0;
    button?.focus();
  }
}
