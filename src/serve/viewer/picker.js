/* The picker: themes as groups that open, their indicators as links, and a search among them. */
import { isMappable, lastPeriod, layerOf, periodRange, sharesTitle } from "./atlas.js";
import { byId, el } from "./dom.js";
import { localized, say } from "./wording.js";

/** Letters as a person types them: "ratt" and "Rätt" find "rätt". */
const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** Which indicators have a title, unit or theme with this in it; all of them for "". */
function matching(atlas, wanted, lang) {
  const needle = fold(wanted.trim());
  return atlas.indicators.filter((i) => {
    const theme = atlas.themes.find((t) => t.id === i.theme);
    return [i.title, i.unit, theme?.title].some((t) => fold(localized(t, lang)).includes(needle));
  });
}

function remark(indicator, lang) {
  if (!isMappable(indicator)) return say(lang, "notByDistrict");
  const there = lastPeriod(indicator).districts;
  return there < indicator.districts && say(lang, "of", { n: there, m: indicator.districts });
}

function indicatorItem(atlas, indicator, lang) {
  const mappable = isMappable(indicator);
  const note = remark(indicator, lang);
  const hint = sharesTitle(atlas, indicator) && localized(layerOf(atlas, indicator).title, lang);
  const name = el("span", { class: "name" }, localized(indicator.title, lang));
  if (hint) name.append(" ", el("small", {}, hint));
  const when = el("span", { class: "when" }, periodRange(indicator));
  if (note) when.append(" ", el("small", {}, note));
  const address = `?indicator=${encodeURIComponent(indicator.id)}&lang=${lang}`;
  return el(
    "li",
    {},
    mappable
      ? el("a", { href: address, "data-indicator": indicator.id }, name, when)
      : el("span", { class: "muted" }, name, when),
  );
}

const list = (atlas, indicators, lang) => el("ul", {}, ...indicators.map((i) => indicatorItem(atlas, i, lang)));

function themeGroup(atlas, theme, shown, lang, open) {
  const inTheme = atlas.indicators.filter((i) => i.theme === theme.id);
  const title = localized(theme.title, lang);
  if (!inTheme.some(isMappable))
    return el(
      "p",
      { class: "theme muted" },
      el("span", { class: "name" }, title),
      el("span", { class: "when" }, say(lang, "noValues")),
    );
  const items = inTheme.filter((i) => shown.includes(i));
  if (!items.length) return null;
  const summary = el(
    "summary",
    { class: "theme" },
    el("span", { class: "name" }, title),
    el("span", { class: "when" }, String(items.length)),
  );
  return el("details", { open, "data-theme": theme.id }, summary, list(atlas, items, lang));
}

/** Draws the list anew; groups that the reader opened stay open. */
export function drawPicker(atlas, current, lang) {
  const search = byId("search"),
    wanted = search.value,
    shown = matching(atlas, wanted, lang);
  const wasOpen = new Set([...document.querySelectorAll("#themes details[open]")].map((d) => d.dataset.theme));
  const open = (theme) => wanted.trim() !== "" || wasOpen.has(theme.id) || theme.id === current?.theme;
  search.placeholder = say(lang, "search", { n: atlas.indicators.length });
  search.setAttribute("aria-label", search.placeholder);
  byId("found").textContent = wanted.trim() ? say(lang, "found", { n: shown.length }) : "";
  byId("themes").dataset.atlas = atlas.id;
  const groups = atlas.themes.map((t) => themeGroup(atlas, t, shown, lang, open(t)));
  const others = shown.filter((i) => !atlas.themes.some((t) => t.id === i.theme));
  byId("themes").replaceChildren(...groups.filter((g) => g), list(atlas, others, lang));
  markCurrent(current);
}

/** Marks the indicator that is shown, and opens its group; the rest stays as it is. */
export function markCurrent(current) {
  for (const a of document.querySelectorAll("#themes a")) {
    const here = a.dataset.indicator === current?.id;
    here ? a.setAttribute("aria-current", "true") : a.removeAttribute("aria-current");
    if (!here) continue;
    a.closest("details")?.setAttribute("open", "");
    a.scrollIntoView({ block: "nearest" });
  }
}

/** choose(id) is called for a plain click or Enter; other clicks open the link as links do. */
export function listenToPicker(choose, redraw) {
  byId("search").addEventListener("input", redraw);
  byId("themes").addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    choose(link.dataset.indicator);
  });
}
