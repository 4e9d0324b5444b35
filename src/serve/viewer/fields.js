/* What the controls of the look are made of: each stands for an option, with a place for what the server says of it. */
import { el } from "./dom.js";

const errorPlace = () => el("p", { class: "error", role: "alert", hidden: true });

/** A labeled control. */
export function field(name, label, input, help) {
  input.id = `look-${name}`;
  input.name = name;
  return group(name, "", el("label", { for: input.id }, label), input, help && el("p", { class: "help" }, help));
}

/** Several elements that stand for one option; kind: a class of the style sheet. */
export const group = (name, kind, ...parts) =>
  el("div", { class: `field ${kind}`.trim(), "data-option": name }, ...parts, errorPlace());

export const choice = (options, value) =>
  el("select", {}, ...options.map(([v, text]) => el("option", { value: v, selected: v === value }, text)));

export function tick(name, label, { on, values: [yes, no], disabled = false }) {
  const input = el("input", {
    type: "checkbox",
    checked: on,
    disabled,
    "data-on": yes,
    "data-off": no,
    id: `look-${name}`,
    name,
  });
  return group(name, "tick", el("label", {}, input, label));
}
