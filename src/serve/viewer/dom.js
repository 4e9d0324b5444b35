/* Making elements, and asking the server. */
import { ask } from "./repaint.js";

export { ask };

const svgSpace = "http://www.w3.org/2000/svg";

function dress(e, attributes, children) {
  for (const [name, value] of Object.entries(attributes))
    if (value != null && value !== false) e.setAttribute(name, value === true ? "" : value);
  e.append(...children.filter((c) => c != null && c !== false));
  return e;
}

/** An element with attributes (those that are null or false are left out) and children. */
export const el = (tag, attributes = {}, ...children) => dress(document.createElement(tag), attributes, children);

/** Likewise one of SVG. */
export const svgEl = (tag, attributes = {}, ...children) =>
  dress(document.createElementNS(svgSpace, tag), attributes, children);

export const byId = (id) => document.getElementById(id);

export const askJson = async (address, waiting) => (await ask(address, { waiting })).json();

/** An SVG document as an element of this page, so that its text is text in the page's font. */
export async function askSvg(address, waiting) {
  const text = await (await ask(address, { waiting })).text();
  const svg = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
  if (svg.nodeName !== "svg") throw new Error(`${address}: not an SVG`);
  return document.importNode(svg, true);
}

/** What an address says, asked for once and kept; what fails is asked for anew. */
export class Kept {
  #answers = new Map();

  get(address, read = askJson) {
    const kept = this.#answers.get(address) ?? read(address);
    this.#answers.set(address, kept);
    kept.catch(() => this.#answers.delete(address));
    if (this.#answers.size > 200) this.#answers.delete(this.#answers.keys().next().value);
    return kept;
  }
}

/** A style sheet that is wanted from now on; resolves when it holds. */
export const addStyle = (href) =>
  new Promise((done) => {
    const link = el("link", { rel: "stylesheet", href });
    link.addEventListener("load", done);
    link.addEventListener("error", done);
    document.head.append(link);
  });
