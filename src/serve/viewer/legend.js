/* The legend: what it says, where it lies, and its classes, each of which can be seen alone on the map. */
import { isMissing } from "./atlas.js";
import { byId, el } from "./dom.js";
import { say } from "./wording.js";

const namesMost = 12; // that are told of a class
const edge = 13,
  titleWidth = 280, // px that the legend keeps on the map
  marginBelow = 7; // that viewer.css takes off again

/** What a legend can show alone: {label, is(district)}, the classes in order, then why there is no figure. */
function groupsOf({ legend, districts }) {
  const classes = legend.classes.map((c, i) => ({ label: c.label, is: (d) => d.class === i, mark: { class: i } }));
  const states = legend.states.map((s) => ({
    label: s.label,
    is: (d) => isMissing(d) && (d.mapped_state ?? d.state ?? "missing") === s.state,
    mark: { state: s.state },
  }));
  return [...classes, ...states].filter((g) => districts.some(g.is));
}

/** A picture without its last row, that of missing figures, where the row of periods tells of them; other states keep theirs. */
function withoutMissing(svg) {
  const states = [...svg.querySelectorAll("[data-state]")],
    row = states[0]?.querySelector("rect");
  if (states.length !== 1 || states[0].dataset.state !== "missing" || states[0].nextElementSibling || !row) return svg;
  const height = Number(row.getAttribute("y")) + marginBelow;
  states[0].remove();
  svg.dataset.short = ""; // on paper the words are under it
  svg.setAttribute("height", height);
  svg.setAttribute("viewBox", `0 0 ${svg.getAttribute("width")} ${height}`);
  return svg;
}

export class Legend {
  #options;
  #groups = [];
  #data = null;
  #list;
  #at = -1; // of #groups: what is seen alone

  /** map; inColumn; only(keys): these districts are not faded, null: as before; silent(): no class can be seen alone. */
  constructor(options) {
    this.#options = options;
    this.#list = el("div", { id: "legend-classes", role: "listbox", tabindex: 0, class: "for-readers" });
    byId("legend").append(this.#list);
    this.#listenToPointer();
    this.#listenToKeys();
  }

  /** named: there is another legend beside it. */
  draw({ indicator, lang, pool, named, data }, picture) {
    const { periods } = indicator,
      pooled = periods.length > 1 && pool !== "none" && !data.legend.classes[0]?.category;
    byId("legend-head").replaceChildren(
      el("strong", {}, named ? (data.mapped ?? data).title : say(lang, "classes")),
      pooled ? ` ${say(lang, "pooled", { range: `${periods[0].id}–${periods.at(-1).id}` })}` : "",
    );
    const told = this.#options.inColumn.matches && !this.#options.silent() && !byId("play-row").hidden;
    byId("legend-picture").replaceChildren(told ? withoutMissing(picture) : picture);
    this.#data = data;
    this.#groups = data.legend.stops.length ? [] : groupsOf(data);
    this.#at = -1;
    this.#list.hidden = !this.#groups.length;
    this.#list.removeAttribute("aria-activedescendant");
    this.#list.setAttribute("aria-label", say(lang, "eachClass"));
    this.#list.replaceChildren(
      ...this.#groups.map((g, i) =>
        el("div", { role: "option", id: `class-${i}`, "aria-selected": "false" }, this.#words(g)),
      ),
    );
  }

  /**
   * It lies on the map's upper right corner if it hides no district there and leaves the title room, else it heads
   * the panel; of several maps, and where all is one column, it comes after the map. Once the reader moves the map it
   * stays.
   */
  place(compare) {
    const { map, inColumn } = this.#options,
      legend = byId("legend"),
      main = byId("main");
    const legends = byId("legends"),
      alone = !inColumn.matches && !compare;
    if (!map.isEntered) main.classList.toggle("legend-on-map", alone); // so that the map has its size before its tiles
    if (!byId("legend-picture").firstChild || (!inColumn.matches && !map.isHome())) return;
    if (legends.parentElement !== main) byId("play-row").before(legends);
    const frame = byId("map").getBoundingClientRect();
    main.classList.add("legend-on-map");
    const { width, height } = legend.getBoundingClientRect();
    const corner = new DOMRect(frame.right - edge - width, frame.top, width + edge, height + edge);
    const fits = corner.width + titleWidth < frame.width && corner.height < frame.height;
    const onMap = alone && fits && !map.hasInkIn(corner);
    main.classList.toggle("legend-on-map", onMap);
    if (alone && !onMap) byId("panel").prepend(legends);
  }

  #words(group) {
    const names = this.#data.districts.filter(group.is).map((d) => d.name),
      more = names.length - namesMost;
    return `${group.label}: ${names.slice(0, namesMost).join(", ")}${more > 0 ? ` + ${more}` : ""}`;
  }

  /** Shows a group alone; -1: all of them. */
  #show(at) {
    const { only, silent } = this.#options,
      group = silent() ? null : this.#groups[at];
    if (at === this.#at) return;
    this.#at = group ? at : -1;
    for (const [i, option] of [...this.#list.children].entries())
      option.setAttribute("aria-selected", String(i === this.#at));
    if (group) this.#list.setAttribute("aria-activedescendant", `class-${at}`);
    else this.#list.removeAttribute("aria-activedescendant");
    only(group ? this.#data.districts.filter(group.is).map((d) => d.key) : null);
  }

  /** Marks of a class in the server's picture say which. */
  #groupUnder(target) {
    const mark = target.closest("[data-class], [data-state]")?.dataset;
    if (!mark) return -1;
    return this.#groups.findIndex((g) =>
      mark.state === undefined ? g.mark.class === Number(mark.class) : g.mark.state === mark.state,
    );
  }

  #listenToPointer() {
    const picture = byId("legend-picture");
    picture.addEventListener("pointerover", ({ target }) => this.#show(this.#groupUnder(target)));
    picture.addEventListener("pointerleave", () => this.#show(-1));
  }

  #listenToKeys() {
    this.#list.addEventListener("keydown", (event) => {
      const last = this.#groups.length - 1,
        at = this.#at;
      const to = {
        ArrowRight: Math.min(last, at + 1),
        ArrowDown: Math.min(last, at + 1),
        ArrowLeft: Math.max(0, at - 1),
        ArrowUp: Math.max(0, at - 1),
        Home: 0,
        End: last,
        Escape: -1,
      }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      this.#show(to);
    });
    this.#list.addEventListener("blur", () => this.#show(-1));
  }
}
