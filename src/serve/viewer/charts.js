/* Small charts of what the server says: districts on an axis, lines over periods. All numbers are written by it. */
import { numberOf, textOf } from "./atlas.js";
import { el, svgEl } from "./dom.js";

const isNumber = (v) => typeof v === "number";

/** Colors (of viewer.css) and shapes of the selected, by their place; one alone has the accent. */
const shapes = ["circle", "square", "diamond", "triangle"];
export const colorOf = (i, n) => (n > 1 ? `var(--subject-${i + 1})` : "var(--accent)");

/** A mark of a shape around a point. */
function mark(shape, x, y, r, attributes) {
  const path = {
    square: `M${x - r * 0.9} ${y - r * 0.9}h${1.8 * r}v${1.8 * r}h${-1.8 * r}z`,
    diamond: `M${x} ${y - r * 1.2}L${x + r * 1.2} ${y}L${x} ${y + r * 1.2}L${x - r * 1.2} ${y}z`,
    triangle: `M${x} ${y - r * 1.15}L${x + r * 1.15} ${y + r * 0.85}H${x - r * 1.15}z`,
  }[shape];
  return path ? svgEl("path", { d: path, ...attributes }) : svgEl("circle", { cx: x, cy: y, r, ...attributes });
}

/** The mark of the selected number i of n, for headings and keys. */
export const keyMark = (i, n) =>
  svgEl(
    "svg",
    { viewBox: "0 0 14 14", width: 14, height: 14, class: "mark", "aria-hidden": "true" },
    mark(n > 1 ? shapes[i] : "circle", 7, 7, 5.2, { fill: colorOf(i, n) }),
  );

const spans = new WeakMap(); // by data: rows of a table ask for it one by one

function findSpan(data) {
  if (!data.axis.length) return null;
  const all = data.districts.map(numberOf).filter(isNumber),
    at = data.legend.reference?.value;
  if (isNumber(at)) all.push(at);
  const low = all.reduce((a, b) => Math.min(a, b), Infinity),
    high = all.reduce((a, b) => Math.max(a, b), -Infinity);
  return high > low ? { low, high, at } : null;
}

/** Lowest and highest of what is mapped and the reference; null for categories, and where there is no width. */
function spanOf(data) {
  if (!spans.has(data)) spans.set(data, findSpan(data));
  return spans.get(data);
}

/** Where numbers lie between two x. */
const scale =
  ({ low, high }, from, to) =>
  (v) =>
    from + ((to - from) * (v - low)) / (high - low);

const stroke = (x, top, bottom) => [
  svgEl("path", { d: `M${x} ${top}V${bottom}`, stroke: "var(--paper)", "stroke-width": 5 }),
  svgEl("path", { d: `M${x} ${top}V${bottom}`, stroke: "var(--ink)", "stroke-width": 2 }),
];

const apartMost = 400; // dots that are drawn one by one

/** Of very many places only those that differ by half a pixel, from the left. */
function distinct(places) {
  if (places.length <= apartMost) return places;
  return [...new Set(places.map((x) => Math.round(2 * x) / 2))].sort((a, b) => a - b);
}

/** Dots {x, y} of one color; very many as one line with round ends and no length. */
function dotsOf(dots, r, color) {
  if (dots.length <= apartMost) return dots.map((p) => svgEl("circle", { cx: p.x, cy: p.y, r, fill: color }));
  const d = dots.map((p) => `M${p.x.toFixed(2)} ${p.y.toFixed(2)}h0`).join("");
  return [svgEl("path", { d, stroke: color, "stroke-width": 2 * r, "stroke-linecap": "round" })];
}

/** On the hover card: all districts on one line, the reference as a stroke, this one in the color of its class. */
export function smallStrip(data, district) {
  const span = spanOf(data),
    own = numberOf(district);
  if (!span || !isNumber(own)) return null;
  const x = scale(span, 7, 189),
    places = distinct(data.districts.map(numberOf).filter(isNumber).map(x));
  return svgEl(
    "svg",
    { viewBox: "0 0 196 24", "aria-hidden": "true", class: "small-strip" },
    svgEl("path", { d: "M2 12H194", stroke: "var(--axis)" }),
    ...places.map((at) => svgEl("circle", { cx: at, cy: 12, r: 3.5, fill: "var(--dot)", stroke: "var(--paper)" })),
    ...(isNumber(span.at) ? stroke(x(span.at), 0, 24) : []),
    svgEl("circle", { cx: x(own), cy: 12, r: 5.5, fill: district.color, stroke: "var(--ink)", "stroke-width": 1.6 }),
  );
}

/** In a table's row: where the number lies between all, and where the reference does. */
export function cellStrip(data, district, color) {
  const span = spanOf(data),
    own = numberOf(district);
  if (!span || !isNumber(own)) return null;
  const part = scale(span, 4, 96);
  return el(
    "span",
    { class: "cell-strip", "aria-hidden": "true" },
    isNumber(span.at) && el("i", { class: "at", style: `left:${part(span.at)}%` }),
    el("b", { style: `left:${part(own)}%;${color ? `background:${color}` : ""}` }),
  );
}

/* ---- the strip of the panel ----------------------------------------------------------------------- */

const crowd = 40; // more dots than that are stacked on an axis

function wash(span, better, x, top, height, [left, right]) {
  if (!isNumber(span.at) || better === "neither") return null;
  const [from, to] = better === "higher" ? [x(span.at), right] : [left, x(span.at)];
  return svgEl("rect", { x: from, y: top, width: Math.max(0, to - from), height, fill: "var(--better-wash)" });
}

/** A label over the reference's stroke, kept inside the chart. */
function referenceLabel(text, x, width) {
  const half = 3.6 * text.length,
    at = Math.min(Math.max(x, half), width - half);
  return svgEl("text", { x: at, y: 12, class: "strong", "text-anchor": "middle" }, text);
}

/** Circles stacked upward where they would cover each other: [{x, y, d}]. */
export function stacked(districts, x, base, r) {
  const columns = [];
  return districts
    .map((d) => ({ d, x: x(numberOf(d)) }))
    .sort((a, b) => a.x - b.x)
    .map((dot) => {
      let row = 0;
      while (columns[row] !== undefined && dot.x - columns[row] < 2 * r + 0.6) row++;
      columns[row] = dot.x;
      return { ...dot, y: base - r - 1 - row * (2 * r + 0.6) };
    });
}

function axisOf(axis, x, y, [left, right]) {
  const inside = axis.filter((t) => x(t.value) >= left - 1 && x(t.value) <= right + 1);
  return [
    svgEl("path", { d: `M${left} ${y}H${right}`, stroke: "var(--axis)" }),
    ...inside.flatMap((t) => [
      svgEl("path", { d: `M${x(t.value)} ${y}v4`, stroke: "var(--axis)" }),
      svgEl("text", { x: x(t.value), y: y + 17, class: "quiet", "text-anchor": "middle" }, t.text),
    ]),
  ];
}

function crowdStrip(data, selected, width) {
  const ticks = data.axis.map((t) => t.value),
    low = Math.min(...ticks),
    high = Math.max(...ticks);
  const edges = [10, width - 10],
    x = scale({ low, high }, ...edges),
    n = data.districts.length;
  const r = n > 400 ? 1.2 : n > 150 ? 2 : 3.4,
    at = data.legend.reference?.value;
  const present = data.districts.filter((d) => isNumber(numberOf(d)));
  const flat = stacked(present, x, 0, r),
    tall = flat.reduce((most, p) => Math.max(most, r - p.y), 40);
  const top = isNumber(at) ? 18 : 4,
    base = top + tall + 2;
  const dots = flat.map((p) => ({ ...p, y: p.y + base, i: selected.findIndex((s) => s.key === p.d.key) }));
  const label = data.legend.reference?.label;
  return svgEl(
    "svg",
    { viewBox: `0 0 ${width} ${base + 22}`, role: "img", "aria-label": data.alt[data.language], class: "strip" },
    ...dotsOf(
      dots.filter((p) => p.i < 0),
      r,
      "var(--dot)",
    ),
    ...axisOf(data.axis, x, base, edges),
    ...(isNumber(at) ? [...stroke(x(at), top, base), referenceLabel(label, x(at), width)] : []),
    ...dots
      .filter((p) => p.i >= 0)
      .map((p) =>
        mark(selected.length > 1 ? shapes[p.i] : "circle", p.x, p.y, Math.max(r, 5), {
          fill: colorOf(p.i, selected.length),
          stroke: "var(--paper)",
          "stroke-width": 1.5,
        }),
      ),
  );
}

/** The lowest and the highest district, under their marks. */
function ends(data, width) {
  const present = data.districts.filter((d) => isNumber(numberOf(d))).sort((a, b) => numberOf(a) - numberOf(b));
  const say = (d) => `${d.name} ${textOf(d)}`;
  return [
    svgEl("text", { x: 0, y: 70, class: "quiet" }, say(present[0])),
    svgEl("text", { x: width, y: 70, class: "quiet", "text-anchor": "end" }, say(present.at(-1))),
  ];
}

/**
 * All districts of what is mapped, the selected among them, the reference and the side of it that is
 * better ("higher", "lower", "neither"). null where there are no two numbers. width in px; low: without the names of
 * its ends.
 */
export function strip(data, selected, better, width, low = false) {
  const span = spanOf(data);
  if (!span) return null;
  if (data.districts.length > crowd) return crowdStrip(data, selected, width);
  const edges = [8, width - 8],
    x = scale(span, ...edges),
    y = 36;
  const others = data.districts.filter((d) => isNumber(numberOf(d)) && !selected.includes(d));
  const label = data.legend.reference?.label;
  return svgEl(
    "svg",
    { viewBox: `0 0 ${width} ${low ? 50 : 76}`, role: "img", "aria-label": data.alt[data.language], class: "strip" },
    wash(span, better, x, y - 9, 18, [0, width]),
    svgEl("path", { d: `M0 ${y}H${width}`, stroke: "var(--axis)" }),
    ...others.map((d) =>
      svgEl("circle", {
        cx: x(numberOf(d)),
        cy: y,
        r: 4.5,
        fill: "var(--dot)",
        stroke: "var(--paper)",
        "stroke-width": 1.2,
      }),
    ),
    ...(isNumber(span.at) ? [...stroke(x(span.at), y - 12, y + 12), referenceLabel(label, x(span.at), width)] : []),
    ...selected.map(
      (d, i) =>
        isNumber(numberOf(d)) &&
        mark(selected.length > 1 ? shapes[i] : "circle", x(numberOf(d)), y, 6.5, {
          fill: colorOf(i, selected.length),
          stroke: "var(--paper)",
          "stroke-width": 1.2,
        }),
    ),
    ...(low ? [] : ends(data, width)),
  );
}

/* ---- lines over periods ------------------------------------------------------------------------------ */

/** Years are as far apart as they are; other periods evenly. */
function placesOf(periods) {
  const years = periods.map((p) => (/^\d{4}$/.test(p) ? Number(p) : NaN));
  return years.every(Number.isFinite) ? years : periods.map((_, i) => i);
}

/** A path with a gap where a period is missing; a lone figure is a point. */
function path(values, x, y) {
  let out = "";
  values.forEach((v, i) => {
    if (!isNumber(v)) return;
    const joined = isNumber(values[i - 1]);
    out += `${joined ? "L" : "M"}${x[i]} ${y(v)}`;
    if (!joined && !isNumber(values[i + 1])) out += "h0.01";
  });
  return out;
}

/** Labels at the ends of lines, pushed apart: [{y, text, color}]. */
function spread(labels) {
  const gap = 15,
    sorted = [...labels].sort((a, b) => a.y - b.y);
  sorted.forEach((l, i) => i && (l.y = Math.max(l.y, sorted[i - 1].y + gap)));
  return sorted;
}

function periodTicks(periods, x, y, now, label) {
  let free = -Infinity;
  return periods.map((p, i) => {
    const half = 3.7 * p.length,
      anchor = i === 0 ? "start" : "middle",
      isNow = p === now;
    const from = i === 0 ? x[i] : x[i] - half;
    if (from < free && !isNow) return null;
    free = x[i] + (i === 0 ? 2 * half : half) + 8;
    return svgEl("text", { x: x[i], y, class: isNow ? "strong" : "quiet", "text-anchor": anchor }, label(p));
  });
}

/**
 * The figures over all periods (the member `series` of the data): all districts in gray, the selected, and the
 * whole unless its numbers lie far off, as those of a count do. low: no axis, and the selected and the whole alone.
 */
export function lines({ series, selected, keys, period, width, low: isLow = false }) {
  const ticks = series.axis.map((t) => t.value),
    [low, high] = [Math.min(...ticks), Math.max(...ticks)];
  if (!(high > low)) return null;
  const places = placesOf(series.periods),
    foot = isLow ? 44 : 124,
    left = isLow ? 16 : 8 + 7.2 * Math.max(...series.axis.map((t) => t.text.length)),
    right = width - 64;
  const xOf = scale({ low: places[0], high: places.at(-1) }, left, right),
    x = places.map((p) => xOf(p));
  const at = (key) => keys.indexOf(key),
    n = selected.length;
  const line = (values, color, weight) =>
    svgEl("path", {
      d: path(values, x, y),
      fill: "none",
      stroke: color,
      "stroke-width": weight,
      "stroke-linejoin": "round",
      "stroke-linecap": "round",
    });
  const withWhole = series.whole.some((v) => isNumber(v) && v <= high && v >= low);
  const named = [
    ...(withWhole ? [{ values: series.whole, texts: series.whole_text, color: "var(--ink)", weight: 2 }] : []),
    ...selected.map((d, i) => ({
      values: series.values[at(d.key)],
      texts: series.texts[at(d.key)],
      color: colorOf(i, n),
      weight: 2.5,
      shape: n > 1 ? shapes[i] : "circle",
    })),
  ];
  const reach = named.flatMap((l) => l.values).filter(isNumber),
    [from, to] = isLow ? [Math.min(...reach), Math.max(...reach)] : [low, high];
  const y = to > from ? scale({ low: from, high: to }, foot, 10) : () => foot / 2;
  const last = named.map((l) => ({ ...l, i: l.values.findLastIndex(isNumber) })).filter((l) => l.i >= 0);
  const now = series.periods.indexOf(period);
  const shownGray = isLow || series.values.length > 300 ? [] : series.values;
  return svgEl(
    "svg",
    { viewBox: `0 0 ${width} ${foot + 24}`, "aria-hidden": "true", class: "lines" },
    now >= 0 && svgEl("rect", { x: x[now] - 16, y: 4, width: 32, height: foot + 18, rx: 4, fill: "var(--here)" }),
    ...(isLow ? [] : series.axis).flatMap((t) => [
      svgEl("path", { d: `M${left} ${y(t.value)}H${right}`, stroke: "var(--row-line)" }),
      svgEl("text", { x: left - 6, y: y(t.value) + 4, class: "quiet", "text-anchor": "end" }, t.text),
    ]),
    ...shownGray.map((v) => line(v, "var(--axis)", 1)),
    ...named.map((l) => line(l.values, l.color, l.weight)),
    ...last.map((l) =>
      mark(l.shape ?? "circle", x[l.i], y(l.values[l.i]), 3.6, {
        fill: l.color,
        stroke: "var(--paper)",
        "stroke-width": 1.2,
      }),
    ),
    ...spread(last.map((l) => ({ y: y(l.values[l.i]) + 4, x: x[l.i], text: l.texts[l.i], color: l.color }))).map((l) =>
      svgEl("text", { x: l.x + 8, y: l.y, class: "strong", style: `fill:${l.color}` }, l.text),
    ),
    ...periodTicks(series.periods, x, foot + 18, period, (p) => p),
  );
}
