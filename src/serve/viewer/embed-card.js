/* The card that tells of the district under the pointer or the focus, in a small frame. */

const el = (tag, className, text = "") => Object.assign(document.createElement(tag), { className, textContent: text });

function svgEl(tag, attributes) {
  const e = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) e.setAttribute(name, value);
  return e;
}

/** All districts on one line, the reference as a stroke, this one in its color. */
function strip(data, district) {
  const of = (d) => (d.mapped === undefined ? d.value : d.mapped);
  const numbers = data.districts.map(of).filter((v) => typeof v === "number");
  const mark = data.legend.reference?.value, all = mark == null ? numbers : [...numbers, mark];
  const [low, high] = [Math.min(...all), Math.max(...all)];
  if (!(high > low) || typeof of(district) !== "number") return null;
  const x = (v) => 6 + (184 * (v - low)) / (high - low);
  const svg = svgEl("svg", { viewBox: "0 0 196 24", "aria-hidden": "true" });
  svg.append(svgEl("path", { d: "M6 12H190", stroke: "var(--axis)" }));
  for (const v of numbers)
    svg.append(svgEl("circle", { cx: x(v), cy: 12, r: 3.5, fill: "var(--dot)", stroke: "var(--paper)" }));
  if (mark != null)
    svg.append(svgEl("path", { d: `M${x(mark)} 0V24`, stroke: "var(--paper)", "stroke-width": 5 }),
      svgEl("path", { d: `M${x(mark)} 0V24`, stroke: "var(--ink)", "stroke-width": 2 }));
  svg.append(svgEl("circle", { cx: x(of(district)), cy: 12, r: 6.5, fill: district.color, stroke: "var(--ink)" }));
  return svg;
}

/** Fills the card with what the server says of a district; without one it is empty. */
export function fillCard(card, data, district) {
  card.replaceChildren();
  if (!district) return;
  const missing = district.class === null, head = el("h2", ""), swatch = el("span", missing ? "swatch none" : "swatch");
  swatch.style.backgroundColor = district.color;
  head.append(swatch, district.name);
  const value = missing ? data.legend.states.find((s) => s.state === (district.mapped_state ?? district.state))?.label
    ?? data.legend.no_data.label : district.mapped_text ?? district.text;
  card.append(head, el("div", value.length > 9 ? "value long" : "value", value));
  for (const line of [district.reference_text, district.rank_text])
    if (line) card.append(el("div", "", line));
  if (!missing && strip(data, district)) card.append(strip(data, district));
}

/** Puts the card into the corner where it hides least: not the pointer, few borders, not the district's. */
export function placeCard(card, stage, points, key, pointer) {
  const edge = 12, { offsetWidth: w, offsetHeight: h } = card, { clientWidth: W, clientHeight: H } = stage;
  const corners = [[W - w - edge, edge], [edge, edge], [W - w - edge, H - h - edge], [edge + 40, H - h - edge]];
  const cost = ([x, y]) => {
    const inside = (p) => p.x > x - edge && p.x < x + w + edge && p.y > y - edge && p.y < y + h + edge;
    let sum = pointer && inside(pointer) ? 1e9 : 0;
    for (const [of, p] of points) if (inside(p)) sum += of === key ? 50 : 1;
    return sum;
  };
  const costs = corners.map(cost), [x, y] = corners[costs.indexOf(Math.min(...costs))];
  Object.assign(card.style, { left: `${x}px`, top: `${y}px` });
}
