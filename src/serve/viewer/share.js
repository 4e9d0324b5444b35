/* What can be taken along: links, code for other pages and programs, files. */
import { byId, el } from "./dom.js";
import { say } from "./wording.js";

/** An address of this server as one that works from elsewhere; the {places} of templates stay. */
const absolute = (address) => new URL(address, document.baseURI).href.replaceAll("%7B", "{").replaceAll("%7D", "}");

const attribute = (text) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;");

function frameCode(address, title, height) {
  return `<iframe src="${attribute(absolute(address))}" title="${attribute(title)}" width="100%" height="${height}" style="border:0" loading="lazy"></iframe>`;
}

/** A row with a text and a button that copies it. */
function copyRow(lang, name, text) {
  const id = `share-${name}`,
    multi = text.length > 90;
  const input = el(multi ? "textarea" : "input", { id, readonly: true, rows: multi && 3, spellcheck: "false" });
  input.value = text;
  return el(
    "div",
    { class: "copy" },
    el("label", { for: id }, say(lang, name)),
    input,
    el("button", { type: "button", class: "button", "data-copy": id, "aria-describedby": id }, say(lang, "copy")),
  );
}

const fileLink = (lang, name, address) =>
  el("a", { class: "button", href: address, download: "", "data-file": name }, say(lang, name));

/**
 * Fills and opens the dialog. path: "ATLAS/INDICATOR"; query: of the look; has(pattern): whether the server
 * answers such addresses; title: of the map.
 */
export function openShare({ path, query, has, title, lang }) {
  const dialog = byId("share-dialog"),
    [atlas, indicator] = path.split("/").map(encodeURIComponent),
    map = `${atlas}/${indicator}`;
  const embed = has("/embed/{atlas}/{indicator}") && frameCode(`embed/${map}?${query}`, title, 480);
  dialog.replaceChildren(
    el(
      "header",
      {},
      el("h2", { id: "share-title" }, say(lang, "share")),
      el(
        "button",
        { type: "button", class: "icon", "data-close": true, "aria-label": say(lang, "close") },
        el("span", { "aria-hidden": "true" }, "✕"),
      ),
    ),
    copyRow(lang, "shareLink", location.href),
    ...(embed ? [copyRow(lang, "shareFrame", embed)] : []),
    copyRow(lang, "shareXyz", absolute(`tiles/${map}/{z}/{x}/{y}.png?${query}`)),
    copyRow(lang, "shareTileJson", absolute(`tiles/${map}.json?${query}`)),
    el("h3", {}, say(lang, "download")),
    el(
      "div",
      { class: "files" },
      fileLink(lang, "getPng", `image/${map}.png?size=1600x1200&title=1&legend=1&source=1&${query}`),
      fileLink(lang, "getSvg", `image/${map}.svg?size=1600x1200&title=1&legend=1&source=1&${query}`),
      fileLink(lang, "getPoster", `poster/${map}.pdf?paper=A3&${query}`),
      fileLink(lang, "getCsv", `data/${map}.csv?periods=all&${query}`),
      fileLink(lang, "getGeojson", `data/${map}.geojson?${query}`),
      el("button", { type: "button", class: "button", "data-print": true }, say(lang, "print")),
    ),
    el("p", { class: "for-readers", role: "status" }),
  );
  dialog.showModal();
}

export function listenToShare(lang) {
  const dialog = byId("share-dialog");
  dialog.addEventListener("click", async ({ target }) => {
    if (target === dialog || target.closest("[data-close]")) return dialog.close();
    if (target.closest("[data-print]")) {
      dialog.close();
      return print();
    }
    const id = target.closest("[data-copy]")?.dataset.copy;
    if (!id) return;
    byId(id).select();
    await navigator.clipboard?.writeText(byId(id).value).catch(() => document.execCommand("copy"));
    target.textContent = say(lang(), "copied");
    dialog.querySelector("[role='status']").textContent = say(lang(), "copied");
    setTimeout(() => (target.textContent = say(lang(), "copy")), 2000);
  });
}
