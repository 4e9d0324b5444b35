/* Making elements, and asking the server. */

/** An element with attributes (those that are null or false are left out) and children. */
export function el(tag, attributes = {}, ...children) {
  const e = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes))
    if (value != null && value !== false) e.setAttribute(name, value === true ? "" : value);
  e.append(...children.filter((c) => c != null && c !== false));
  return e;
}

export const byId = (id) => document.getElementById(id);

/**
 * The response at a relative address. Throws an Error whose message may be shown, the server's
 * own words; if no answer came, its cause is "unreachable".
 */
async function ask(address) {
  const response = await fetch(address).catch(() => null);
  if (!response) throw new Error("", { cause: "unreachable" });
  if (response.ok) return response;
  const said = await response.json().catch(() => null);
  throw new Error(said?.error?.message ?? `${response.status} ${response.statusText}`);
}

export const askJson = async (address) => (await ask(address)).json();

/** An SVG document as an element of this page, so that its text is text in the page's font. */
export async function askSvg(address) {
  const text = await (await ask(address)).text();
  const svg = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
  if (svg.nodeName !== "svg") throw new Error(`${address}: not an SVG`);
  return document.importNode(svg, true);
}
