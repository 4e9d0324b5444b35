/* The panel: what is known of the selected districts, over the table of all. */
import { findDistrict, isMissing, textOf } from "./atlas.js";
import { pairTexts, whyMissing } from "./card.js";
import { keyMark, lines, strip } from "./charts.js";
import { byId, el, svgEl } from "./dom.js";
import { say } from "./wording.js";

const inColumn = matchMedia("(max-width: 799px)"); // what can be done stands at the sheet's foot, not beside the name

const closeButton = (lang, d) =>
  el(
    "button",
    {
      type: "button",
      class: "icon",
      "data-let-go": d.key,
      "aria-label": say(lang, "deselect", { name: d.name }),
      title: say(lang, "deselect", { name: d.name }),
    },
    el("span", { "aria-hidden": "true" }, "✕"),
  );

const valueOf = (data, d) => (isMissing(d) ? whyMissing(data, d) : textOf(d));

function tellOne(data, d, lang, links) {
  const facts = [...pairTexts(data, d), d.margin_text, d.reference_text, d.rank_text, d.derived_text, d.note].filter(
    Boolean,
  );
  return [
    el("header", { class: "subject" }, el("h2", {}, d.name), ...links, closeButton(lang, d)),
    el(
      "div",
      { class: "headline" },
      el("p", { class: isMissing(d) ? "big missing" : "big" }, valueOf(data, d)),
      el("div", { class: "facts" }, ...facts.map((f) => el("p", {}, f))),
    ),
  ];
}

function tellSeveral(data, all, lang, links) {
  const row = (d, i) =>
    el(
      "li",
      {},
      keyMark(i, all.length),
      el("span", { class: "name" }, d.name),
      el("strong", {}, valueOf(data, d)),
      closeButton(lang, d),
      el(
        "span",
        { class: "facts" },
        [...pairTexts(data, d), d.against && (d.against.percent_text ?? d.against.text), d.rank_text]
          .filter(Boolean)
          .join(", "),
      ),
    );
  return [
    el("header", { class: "subject" }, el("h2", {}, say(lang, "areas", { n: all.length })), ...links),
    el("ol", { class: "subjects" }, ...all.map(row)),
  ];
}

const dot = (style) => el("i", { class: "dot", style });

function stripKey(data, selected, better, lang) {
  const others = data.districts.filter((d) => !isMissing(d) && !selected.includes(d)).length;
  const side = better !== "neither" && data.legend.reference && data.districts.length <= 40;
  return el(
    "p",
    { class: "key" },
    el("span", {}, dot(), say(lang, "others", { n: others })),
    side && el("span", {}, el("i", { class: "wash" }), say(lang, better)),
  );
}

/** The option is a list with commas, and so holds no key with one. */
const fadeBox = (focus, keys, lang) =>
  !keys.some((key) => key.includes(",")) &&
  el(
    "label",
    { class: "fade" },
    el("input", { type: "checkbox", id: "fade", checked: focus === keys.join() }),
    say(lang, "fade"),
  );

/** The sheets that the server can make of the selected, as links; routes: the patterns of what it answers. */
function sheetLinks(atlas, selected, routes, lang) {
  const keys = selected.map((d) => d.key),
    link = (name, address) =>
      el("a", { class: "button", href: `${address}lang=${lang}`, target: "_blank", rel: "noopener" }, say(lang, name));
  return [
    routes.has("/compare/{atlas}.pdf") &&
      link("compareSheet", `compare/${atlas}.pdf?districts=${keys.map(encodeURIComponent).join(",")}&`),
    selected.length === 1 &&
      routes.has("/profile/{atlas}/{district}.pdf") &&
      link("profileSheet", `profile/${atlas}/${encodeURIComponent(keys[0])}.pdf?`),
  ].filter(Boolean);
}

/** The row at the foot of a phone's sheet: the table of all, the sheets of the selected, sharing. */
function drawActions(links, lang) {
  const icon = (d) => {
    const box = el("span", { class: "picture", "aria-hidden": "true" });
    box.append(svgEl("svg", { viewBox: "0 0 16 16" }, svgEl("path", { d })));
    return box;
  };
  byId("actions").hidden = !links;
  byId("actions").replaceChildren();
  if (!links) return;
  byId("actions").append(
    el(
      "button",
      { type: "button", class: "button strong", "data-show-all": true },
      icon("M2 3h12v10H2zM2 6.5h12M6 6.5V13"),
      el("span", {}, say(lang, "allAreas")),
    ),
    ...links,
    el(
      "button",
      { type: "button", class: "button share", "data-share": true, "aria-label": say(lang, "share") },
      icon("M8 10V2M5 4.8 8 2l3 2.8M3 8.5V14h10V8.5"),
    ),
  );
}

/**
 * Draws the panel's upper part. data: of the map; series: of all periods, or null; indicator: of the catalog;
 * keys: the selected; focus: of the look.
 */
export function drawPanel({ data, series, indicator, keys, focus, routes, lang }) {
  const selected = keys.map((k) => findDistrict(data, k)).filter(Boolean),
    box = byId("subjects");
  const width = Math.max(240, Math.min(560, byId("panel").clientWidth - 32));
  box.hidden = !selected.length;
  byId("panel").classList.toggle("has-subjects", selected.length > 0);
  if (!selected.length) return (drawActions(null), box.replaceChildren());
  const links = sheetLinks(data.atlas, selected, routes, lang),
    low = inColumn.matches,
    [beside, below] = low ? [[], links.slice(1)] : [links, []];
  drawActions(low ? links.slice(0, 1) : null, lang);
  const chart = strip(data, selected, indicator.better, width, low);
  const over =
    series && lines({ series, selected, keys: data.districts.map((d) => d.key), period: data.period, width, low });
  const focused = document.activeElement?.dataset?.letGo,
    fadeFocused = document.activeElement?.id === "fade";
  box.replaceChildren(
    ...(selected.length === 1 ? tellOne(data, selected[0], lang, beside) : tellSeveral(data, selected, lang, beside)),
    ...(chart ? [chart, stripKey(data, selected, indicator.better, lang)] : []),
    ...(over && low ? [over] : []),
    ...[fadeBox(focus, keys, lang)].filter(Boolean),
    ...(over && !low
      ? [
          el(
            "h3",
            {},
            `${series.periods[0]}–${series.periods.at(-1)} `,
            el("span", {}, say(lang, indicator.kind === "count" ? "overAreas" : "overPeriods")),
          ),
          over,
        ]
      : []),
    ...(below.length ? [el("p", { class: "below" }, ...below)] : []),
  );
  if (focused) box.querySelector(`[data-let-go="${CSS.escape(focused)}"]`)?.focus();
  if (fadeFocused) byId("fade")?.focus();
}
