/* The card that tells of the district under the pointer or the focus. */
import { isMissing, textOf } from "./atlas.js";
import { smallStrip } from "./charts.js";
import { el } from "./dom.js";

/** Why a district has no figure: the words of the legend for its state, else for all that have none. */
export function whyMissing(data, d) {
  const state = d.mapped_state ?? d.state;
  return data.legend.states.find((s) => s.state === state)?.label ?? data.legend.no_data.label;
}

/** The color of a district's class as the map has it, hatched as the legend has its state. */
export function swatch(data, d) {
  const box = el("span", { class: isMissing(d) ? "swatch none" : "swatch" });
  if (!isMissing(d)) box.style.backgroundColor = d.color;
  return box;
}

/** A unit after a figure that may end in its sign: "36,0 %" and "% of residents" say it once. */
export const unitAfter = (text, unit) =>
  /%$/.test(text) && unit?.startsWith("%") ? unit.slice(1).trim() : (unit ?? "");

const withUnit = (text, unit) => [text, unitAfter(text, unit)].filter(Boolean).join(" ");

/** Of a map of two indicators the second figure, of a district without a color both, each with its name. */
export function pairTexts(data, d) {
  const { pairs } = data.legend;
  if (!pairs || !d.second) return [];
  const line = ({ title, unit }, text, state) => `${title}: ${state === "present" ? withUnit(text, unit) : text}`;
  const second = line(pairs.second, d.second.text, d.second.state);
  return isMissing(d) ? [line(pairs.first, d.text, d.state), second] : [second];
}

const classLabel = (data, d) => data.legend.classes[d.class]?.label ?? "";

/** All that is told of a district, in sentences of one line each. */
function linesOf(data, d) {
  if (isMissing(d)) return [...pairTexts(data, d), d.note, d.derived_text].filter(Boolean);
  const label = classLabel(data, d);
  return [
    ...pairTexts(data, d),
    d.margin_text,
    d.reference_text,
    d.rank_text,
    label !== textOf(d) && label,
    d.derived_text,
    d.note,
  ].filter(Boolean);
}

/** As one text, for those who hear it. */
export const spoken = (data, d) =>
  [
    `${d.name}: ${isMissing(d) ? whyMissing(data, d) : withUnit(textOf(d), (data.mapped ?? data).unit)}`,
    ...linesOf(data, d),
  ].join(", ");

/** Fills the card with what the server says of a district; without one it is empty. */
export function fillCard(card, data, d) {
  card.replaceChildren();
  card.hidden = !d;
  if (!d) return;
  const value = isMissing(d) ? whyMissing(data, d) : textOf(d),
    label = classLabel(data, d);
  const isClass = !data.legend.stops.length && !data.legend.pairs && !isMissing(d) && label !== value;
  const lines = linesOf(data, d).filter((line) => !isClass || line !== label);
  card.append(
    el(
      "h2",
      {},
      swatch(data, d),
      el("span", { class: "name" }, d.name),
      isClass && el("span", { class: "class" }, label),
    ),
    el(
      "p",
      { class: value.length > 9 ? "value long" : "value" },
      value,
      !isMissing(d) && el("span", { class: "unit" }, unitAfter(value, (data.mapped ?? data).unit)),
    ),
  );
  for (const line of lines) card.append(el("p", {}, line));
  const strip = isMissing(d) ? null : smallStrip(data, d);
  if (strip) card.append(strip);
}

/**
 * Puts the card at the side or in the corner where it hides least: not the pointer, few borders, not the district's, nor what else
 * lies on the stage (boxes of the page).
 */
export function placeCard(card, stage, points, key, pointer, others = []) {
  const edge = 12,
    step = 24,
    { offsetWidth: w, offsetHeight: h } = card,
    { clientWidth: W, clientHeight: H } = stage;
  const downward = Array.from(
    { length: Math.max(1, Math.floor((H - h - 2 * edge) / step)) },
    (_, i) => edge + i * step,
  );
  const places = [
    [W - w - edge, H - h - edge],
    [edge + 48, H - h - edge],
    ...downward.flatMap((y) => [
      [W - w - edge, y],
      [edge, y],
    ]),
  ];
  const frame = stage.getBoundingClientRect();
  const boxes = others.map((o) => ({
    left: o.left - frame.left,
    right: o.right - frame.left,
    top: o.top - frame.top,
    bottom: o.bottom - frame.top,
  }));
  const cost = ([x, y]) => {
    const inside = (p) => p.x > x - edge && p.x < x + w + edge && p.y > y - edge && p.y < y + h + edge;
    let sum = pointer && inside(pointer) ? 1e9 : 0;
    for (const o of boxes) if (x < o.right && x + w > o.left && y < o.bottom && y + h > o.top) sum += 1e6;
    for (const [of, p] of points) if (inside(p)) sum += of === key ? 50 : 1;
    return sum;
  };
  const costs = places.map(cost),
    [x, y] = places[costs.indexOf(Math.min(...costs))];
  Object.assign(card.style, { left: `${x}px`, top: `${y}px` });
}
