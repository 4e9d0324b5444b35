/* The edges of classes as numbers: those of a map, where they can go, how they are typed, what they change. */
import { classOf } from "./repaint.js";
import { written } from "./wording.js";

const digitsMost = 9; // of an edge that lies between close figures
const axisWidth = 240; // px, about: steps smaller than one of them cannot be seen

/** Whether a map has classes of numbers, whose edges can be others. */
export const hasEdges = ({ legend }) =>
  legend.classes.length > 0 && legend.classes[0].category === null && !legend.pairs && legend.values.length > 0;

/** How many values lie in the classes below an edge. */
const below = (values, edge, closed) => values.filter((v) => classOf(v, [0, edge, 0], closed) === 0).length;

/** Halves go away from zero, by the decimals that are written, as the server's do. */
function roundTo(v, digits) {
  const [whole, exponent = 0] = String(Math.abs(v)).split("e"),
    n = Math.round(Number(`${whole}e${Number(exponent) + digits}`));
  return Math.sign(v) * Number(`${n}e${-digits}`);
}

/** An edge with as few digits as leave each value on its side of it. */
function tidy(edge, { values, closed, decimals }) {
  const n = below(values, edge, closed);
  for (let digits = decimals; digits < digitsMost; digits++) {
    const rounded = roundTo(edge, digits);
    if (below(values, rounded, closed) === n) return rounded;
  }
  return edge;
}

/**
 * A map's axis and the edges that its legend has: {edges, values, closed, low, high, reference, decimals, step, signed,
 * unit}; low, high: of values and classes; reference: null where it lies far off.
 */
export function axisOf(data, indicator) {
  const { legend } = data,
    { values, closed } = legend;
  const decimals = Math.max(legend.decimals, data.mapped ? 0 : indicator.decimals); // rounded edges have fewer
  const exact = legend.classes.slice(0, -1).map((c) => c.to),
    tidied = exact.map((v) => tidy(v, { values, closed, decimals }));
  const edges = tidied.every((v, i) => !i || v > tidied[i - 1]) ? tidied : exact;
  const ends = [legend.classes[0].from, legend.classes.at(-1).to].filter(Number.isFinite);
  let low = Math.min(values[0], ...ends),
    high = Math.max(values.at(-1), ...ends);
  const { reference } = legend,
    isNear = reference && Math.abs(2 * reference.value - low - high) <= 3 * (high - low); // by their width at most
  if (isNear) [low, high] = [Math.min(low, reference.value), Math.max(high, reference.value)];
  const room = (Math.max(high, ...edges) - Math.min(low, ...edges)) / 16;
  if (edges[0] <= low) low = edges[0] - room;
  if (edges.at(-1) >= high) high = edges.at(-1) + room;
  const seen = 10 ** Math.floor(Math.log10((high - low) / axisWidth));
  return {
    edges,
    values,
    closed,
    low,
    high,
    reference: isNear ? reference : null,
    decimals,
    step: Math.max(10 ** -decimals, seen),
    signed: [...data.axis.map((t) => t.text), ...legend.classes.map((c) => c.label)].some((t) => t.includes("+")),
    unit: (data.mapped ?? data).unit,
  };
}

/** The multiple of the step that lies so many steps from a value, or at it. */
export function stepped(value, by, { step, decimals }) {
  const at = value / step,
    isOn = !by || Math.abs(at - Math.round(at)) < 1e-6;
  const from = isOn ? Math.round(at) : by > 0 ? Math.floor(at) : Math.ceil(at);
  return Number(((from + by) * step).toFixed(decimals));
}

/** How far an edge can go: just inside its neighbors. */
export function limitsOf(axis, edges, i) {
  const [left, right] = [edges[i - 1] ?? axis.low, edges[i + 1] ?? axis.high];
  return [Math.min(stepped(left, 1, axis), edges[i]), Math.max(stepped(right, -1, axis), edges[i])];
}

/** An edge as it is read. */
export const write = ({ decimals, signed }, lang, value, percent = false) =>
  written(value, lang, { decimals, signed, percent });

/** Edges as they are typed. */
export const typedText = (axis, lang, edges) =>
  edges.map((v) => written(v, lang, { decimals: axis.decimals, digits: digitsMost, grouped: false })).join("; ");

/**
 * What was typed, as the option `breaks` takes it: with semicolons between, else blanks, else commas, unless those are
 * decimal. What is no number is left for the server to refuse.
 */
export function breaksTyped(text, lang) {
  const isDecimal = written(0.5, lang, { decimals: 1 }).includes(",");
  const plain = text.trim().replaceAll("−", "-");
  const split = plain.includes(";") ? /;/ : isDecimal && !/,\S*,/.test(plain) ? /,?[ \t]+/ : /[, \t]+/;
  const parts = plain.split(split).map((part) => part.replace(/\s/g, ""));
  const number = (part) => (isDecimal ? part.replace(",", ".") : part.replace(/,(?=\d{3}(\D|$))/g, ""));
  return parts.filter(Boolean).map(number).join();
}

/* ---- the options that edges replace ----------------------------------------------------------------------- */

const replaced = { method: null, classes: null, rounded: null };
const before = new Map(); // by indicator: those options as they were when its edges were first moved

/** The change of the look that sets edges; without any it puts back the method's own. */
export function edgesChange({ indicator, look }, breaks) {
  if (!breaks) return { breaks: null, ...replaced, ...before.get(indicator.id) };
  if (!look.breaks)
    before.set(indicator.id, Object.fromEntries(Object.keys(replaced).map((name) => [name, look[name] ?? null])));
  return { breaks, ...replaced };
}

/** The edges of the map that is shown, as the option takes them. */
export const edgesNow = ({ data, indicator }) => axisOf(data, indicator).edges.join();
