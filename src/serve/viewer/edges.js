/* The edges of classes as handles on the axis of values: dragged, stepped by keys, or typed. The server makes the
 * classes; here is shown what it will make of the edges, until they are let go. */
import { axisOf, edgesChange, limitsOf, stepped, typedText, write } from "./breaks.js";
import { stacked } from "./charts.js";
import { byId, el } from "./dom.js";
import { group } from "./fields.js";
import { classOf } from "./repaint.js";
import { count, say } from "./wording.js";

const sendAfterMs = 500; // of rest, after a key
const stepsInPage = 10;
const reach = { touch: 24, other: 14 }; // px from a handle where it is taken

/* ---- drawing ------------------------------------------------------------------------------------------------ */

const margin = 10, // px at each end of the axis, as in controls.css
  few = 40, // dots that are large enough to have the color of their class
  dotsMost = 150,
  stackMost = 64, // px
  columnTall = 48,
  bins = 30;

/** Marks of all values over the axis: {tall, all: [{mark, value}]}; dots side by side, of very many columns. */
function marks(axis, share, width) {
  const n = axis.values.length,
    r = n > few ? 2 : 4;
  const dots =
    n <= dotsMost
      ? stacked(
          axis.values.map((value) => ({ value })),
          (v) => share(v) * width,
          0,
          r,
        )
      : [];
  const tall = Math.max(24, ...dots.map((d) => r - d.y));
  if (dots.length && tall <= stackMost)
    return {
      tall,
      all: dots.map(({ d: { value }, y }) => {
        const place = `left:${100 * share(value)}%;bottom:${-y - r}px;width:${2 * r}px;margin-left:${-r}px`;
        return { value, mark: el("i", { class: n > few ? "edges-dot small" : "edges-dot", style: place }) };
      }),
    };
  const counts = new Array(bins).fill(0);
  for (const v of axis.values) counts[Math.min(bins - 1, Math.floor(share(v) * bins))]++;
  const most = Math.max(...counts);
  const column = (c, i) => {
    const place = `left:${(100 * i) / bins}%;width:${100 / bins}%;height:${(columnTall * c) / most}px`;
    return { mark: el("i", { class: "edges-column", style: place }) };
  };
  return { tall: columnTall, all: counts.map(column) };
}

const textWidth = (text) => 7 * text.length;

/** The middle of a text that stays inside the axis and its margins. */
function inside({ text, x }, width) {
  const half = textWidth(text) / 2;
  return Math.max(half - margin, Math.min(width + margin - half, x));
}

/** Texts around places, from left to right, pushed apart where they would touch. */
function spread(texts, width) {
  const out = texts.map((t) => ({ ...t, half: textWidth(t.text) / 2 + 3 }));
  let left = -margin,
    right = width + margin;
  for (const t of out) left = (t.x = Math.max(t.x, left + t.half)) + t.half;
  for (const t of [...out].reverse()) right = (t.x = Math.min(t.x, right - t.half)) - t.half;
  return out;
}

/** Of texts around places, the first first: those that touch none before them. */
function fitting(texts) {
  const placed = [];
  for (const t of texts) {
    const half = textWidth(t.text) / 2 + 3;
    if (placed.every((p) => Math.abs(p.x - t.x) > p.half + half)) placed.push({ ...t, half });
  }
  return placed;
}

class Editor {
  /** context: as of drawControls(); edges: those that are not sent yet, or null. */
  constructor(context, edges) {
    const { data, indicator, lang, look } = context;
    const axis = axisOf(data, indicator);
    this.context = context;
    this.axis = axis;
    this.edges = edges ?? axis.edges;
    this.width = Math.max(200, byId("controls").clientWidth - 8 - 2 * margin);
    this.share = (v) => (v - axis.low) / (axis.high - axis.low);
    this.handles = this.edges.map((_, i) =>
      el("span", {
        role: "slider",
        tabindex: 0,
        id: `look-edge-${i + 1}`,
        class: "edge",
        "aria-label": say(lang, "edge", { n: i + 1, m: this.edges.length }),
      }),
    );
    this.blocks = data.legend.classes.map((c) => el("i", { style: `background:${c.color}` }));
    this.dots = [];
    this.numbers = el("div", { class: "edges-numbers", "aria-hidden": "true" });
    this.counts = el("div", { class: "edges-counts" });
    this.input = el("input", {
      type: "text",
      id: "look-breaks",
      name: "breaks",
      autocomplete: "off",
      spellcheck: "false",
    });
    this.input.setAttribute("aria-describedby", "edges-help");
    this.element = group(
      "breaks",
      "edges",
      el("label", { for: "look-breaks" }, say(lang, "edges")),
      axis.high > axis.low && this.#plot(),
      this.input,
      el("p", { class: "help", id: "edges-help" }, say(lang, "edgesHelp")),
      el("button", { type: "button", class: "button", id: "edges-own", disabled: !look.breaks }, say(lang, "edgesOwn")),
    );
    this.draw();
  }

  #plot() {
    const { axis, share, width } = this,
      { reference } = axis,
      { tall, all } = marks(axis, share, width);
    const label = reference && { text: reference.label, x: share(reference.value) * width },
      isLong = label && textWidth(label.text) > width + 2 * margin;
    const style = label && !isLong ? `left:${(100 * inside(label, width)) / width}%` : null;
    this.dots = all.filter((d) => d.value !== undefined && axis.values.length <= few);
    this.axisLine = el("div", { class: "edges-ramp" }, ...this.blocks, ...this.handles);
    return el(
      "div",
      { class: "edges-plot", style: `--tall:${tall}px` },
      label &&
        el("p", { class: isLong ? "edges-reference long" : "edges-reference" }, el("span", { style }, label.text)),
      el(
        "div",
        { class: "edges-values", "aria-hidden": "true" },
        ...all.map((d) => d.mark),
        label && el("i", { class: "edges-at", style: `left:${(100 * label.x) / width}%` }),
      ),
      this.axisLine,
      this.numbers,
      this.counts,
    );
  }

  /** Puts all parts where the edges are. */
  draw() {
    const { axis, edges, share } = this,
      { lang, data } = this.context;
    const all = this.all,
      classOfValue = (v) => classOf(v, all, axis.closed);
    this.blocks.forEach((b, k) => {
      b.style.left = `${100 * share(all[k])}%`;
      b.style.width = `${100 * (share(all[k + 1]) - share(all[k]))}%`;
    });
    this.handles.forEach((h, i) => this.#drawHandle(h, i));
    for (const { mark, value } of this.dots) mark.style.background = data.legend.classes[classOfValue(value)].color;
    const counts = this.blocks.map(() => 0);
    for (const v of axis.values) counts[classOfValue(v)]++;
    const middle = (k) => (share(all[k]) + share(all[k + 1])) / 2;
    const texts = counts.map((n, k) => ({ text: count(n, lang), x: middle(k) * this.width }));
    this.#drawTexts(this.counts, spread(texts, this.width));
    this.#drawNumbers();
    this.input.value = typedText(axis, lang, edges);
  }

  /** The edges with both ends. */
  get all() {
    return [this.axis.low, ...this.edges, this.axis.high];
  }

  #drawHandle(handle, i) {
    const { axis, edges } = this,
      [least, most] = limitsOf(axis, edges, i),
      percent = axis.unit === "%",
      text = write(axis, this.context.lang, edges[i], percent);
    handle.style.left = `${100 * this.share(edges[i])}%`;
    for (const [name, value] of Object.entries({ valuemin: least, valuemax: most, valuenow: edges[i] }))
      handle.setAttribute(`aria-${name}`, value);
    handle.setAttribute("aria-valuetext", axis.unit && !percent ? `${text} ${axis.unit}` : text);
  }

  /** The numbers at the edges that have room: first that of the handle in use, last those at the ends. */
  #drawNumbers() {
    const { axis, width, share } = this,
      used = this.handles.indexOf(document.activeElement);
    const of = (v, kind) => ({ text: write(axis, this.context.lang, v), x: share(v) * width, kind });
    const inner = this.edges.map((v, i) => of(v, i === used ? "used" : "")),
      ends = [of(axis.low, "end"), of(axis.high, "end")];
    const order = [...inner.filter((t) => t.kind), ...inner.filter((t) => !t.kind), ...ends];
    this.#drawTexts(this.numbers, fitting(order.map((t) => ({ ...t, x: inside(t, width) }))));
  }

  #drawTexts(box, texts) {
    const left = (t) => `left:${(100 * t.x) / this.width}%`;
    box.replaceChildren(...texts.map((t) => el("span", { class: t.kind || null, style: left(t) }, t.text)));
  }
}

/* ---- the hand ---------------------------------------------------------------------------------------------- */

let editor = null; // what is shown
let draft = null; // {of, edges} that were moved and are not sent yet
let held = null; // {i, pointer, off}: the handle that is dragged
let timer = 0,
  frame = 0;

/** What the edges of a map are of: others, where something else is mapped. */
const mapOf = ({ data, look }) =>
  [data.atlas, data.indicator, data.period, look.minus, look.metric, look.change].join();

const preview = (edges) => editor.context.preview?.(edges);

function showDraft() {
  editor.draw();
  cancelAnimationFrame(frame);
  frame = requestAnimationFrame(() => draft && preview(editor.all));
}

function move(i, value) {
  const [least, most] = limitsOf(editor.axis, editor.edges, i),
    at = Math.max(least, Math.min(most, value));
  if (at === editor.edges[i]) return;
  editor.edges = editor.edges.map((v, k) => (k === i ? at : v));
  draft = { of: mapOf(editor.context), edges: editor.edges };
  showDraft();
}

function send() {
  clearTimeout(timer);
  held = null;
  if (!draft) return;
  const breaks = draft.edges.join();
  draft = null;
  editor.context.set(edgesChange(editor.context, breaks));
}

/** Back to what the server has. */
function letGo() {
  clearTimeout(timer);
  cancelAnimationFrame(frame);
  held = draft = null;
  editor.edges = editor.axis.edges;
  editor.draw();
  preview(null);
}

/** The handle near a pointer, the nearest; of several at one place that on the pointer's side. */
function nearest(event) {
  const most = event.pointerType === "touch" ? reach.touch : reach.other;
  const off = editor.handles.map((h) => {
    const r = h.getBoundingClientRect();
    return event.clientX - (r.left + r.right) / 2;
  });
  const least = Math.min(...off.map(Math.abs)),
    near = off.map((d, i) => [d, i]).filter(([d]) => Math.abs(d) < least + 0.5);
  if (!near.length || least > most) return null;
  const [d, i] = near[0][0] > 0 ? near.at(-1) : near[0];
  return { i, off: d, pointer: event.pointerId };
}

function grab(event) {
  if (event.button > 0 || held) return;
  held = nearest(event);
  if (!held) return;
  event.preventDefault();
  clearTimeout(timer);
  editor.handles[held.i].focus({ preventScroll: true });
}

function drag(event) {
  if (held?.pointer !== event.pointerId) return;
  const { left, width } = editor.axisLine.getBoundingClientRect(),
    { axis } = editor;
  const share = (event.clientX - held.off - left) / width;
  move(held.i, stepped(axis.low + share * (axis.high - axis.low), 0, axis));
}

function press(event) {
  const i = editor.handles.indexOf(event.target);
  if (i < 0) return;
  if (event.key === "Escape" && draft) {
    event.stopPropagation();
    return letGo();
  }
  const by = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -stepsInPage, PageUp: stepsInPage };
  const to = { Home: -Infinity, End: Infinity }[event.key] ?? stepped(editor.edges[i], by[event.key], editor.axis);
  if (Number.isNaN(to)) return;
  event.preventDefault();
  clearTimeout(timer);
  move(i, to);
  timer = setTimeout(send, sendAfterMs);
}

/* The parts are drawn anew when a map comes, which may be in the middle of a drag. */
addEventListener("pointermove", drag);
addEventListener("pointerup", (event) => held?.pointer === event.pointerId && send());
addEventListener("pointercancel", (event) => held?.pointer === event.pointerId && letGo());

/** The field with the editor. context: as of drawControls(), with set(change). */
export function edgesField(context) {
  const n = context.data.legend.classes.length - 1;
  if (held?.i >= n || (draft && (draft.of !== mapOf(context) || draft.edges.length !== n))) {
    clearTimeout(timer);
    draft = held = null;
  }
  editor = new Editor(context, draft?.edges);
  if (draft) showDraft();
  const { element, handles, axisLine } = editor;
  axisLine?.addEventListener("pointerdown", grab);
  element.addEventListener("keydown", press);
  for (const handle of handles) {
    handle.addEventListener("focus", () => editor.draw());
    handle.addEventListener("blur", () => draft && !held && editor.handles.includes(handle) && send());
  }
  element.querySelector("#edges-own").addEventListener("click", () => {
    editor.input.focus();
    context.set(edgesChange(context, ""));
  });
  return element;
}
