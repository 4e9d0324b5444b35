/* Titles, notes and sources of the map that is shown, and the choices in the bar. */
import { findIndicator, layerOf } from "./atlas.js";
import { byId, el } from "./dom.js";
import { count, localized, say } from "./wording.js";

/** Titles and sources around a map; data: its figures. */
export function drawWords({ atlas, indicator, data, lang, inColumn }) {
  const layer = layerOf(atlas, indicator),
    { title, unit, period } = data.mapped ?? data;
  const division = localized(layer.title, lang),
    places = say(lang, "areas", { n: count(layer.districts, lang) });
  const sources = [data.source, localized(layer.source, lang)].filter(Boolean).join("; ");
  document.title = `${[title, period].filter(Boolean).join(", ")} – kartblad`;
  byId("title").textContent = title;
  byId("subtitle").textContent = [[unit, period].filter(Boolean).join(", "), inColumn ? places : division]
    .filter(Boolean)
    .join(" · ");
  byId("layer").textContent = division;
  byId("layer-note").textContent = [
    say(lang, "areas", { n: count(layer.districts, lang) }),
    localized(layer.note, lang),
  ]
    .filter(Boolean)
    .join(", ");
  byId("note").textContent = localized(indicator.note, lang);
  byId("source").textContent = sources && say(lang, "source", { text: sources });
  byId("attribution").textContent = [
    !inColumn && data.source && say(lang, "source", { text: data.source }), // there it follows #source
    localized(atlas.attribution, lang),
  ]
    .filter(Boolean)
    .join(". ");
  byId("map").setAttribute("aria-label", data.alt[lang]);
  const empty = !data.districts.some((d) => d.class !== null);
  byId("nothing").hidden = !empty;
  byId("nothing").textContent = empty ? say(lang, "noFigures", { period: data.period }) : "";
}

const options = (select, list, value) =>
  select.replaceChildren(...list.map(([v, text]) => el("option", { value: v, selected: v === value }, text)));

/** What the map shows together with its own figures, as the option names it; "": nothing. */
function secondOf(indicator, look) {
  const value = look.bivariate ?? indicator.look.bivariate ?? "none";
  return value === "none" ? "" : value;
}

/** How the figures are shown, as one of three; others are set by the look's controls. */
function wayOf(indicator, { look }) {
  if (secondOf(indicator, look)) return "together";
  if (look.minus && look.minus !== "none") return look.minus;
  return ["whole", "mean"].includes(look.reference) ? look.reference : "values";
}

const isLow = matchMedia("(max-height: 520px)");

/**
 * What a legend is asked for with. One on the map has all; where there is little room, and of several maps, the
 * ramp alone, in steps of width, so that another window seldom asks for another picture. In one column it is of the
 * small size, and shown a little larger (viewer.css).
 */
export function legendOptions(compare, inColumn) {
  const room = byId("main").clientWidth,
    two = compare === "swipe" || compare === "side";
  if (inColumn) {
    const width = two ? room - 28 : (room * 11) / 12;
    return { bare: 1, size: "embed", width: Math.max(160, Math.min(440, 10 * Math.floor(width / 10))) };
  }
  if (two) {
    const width = Math.max(280, Math.min(320, 20 * Math.floor((room / 2 - 24) / 20)));
    return { bare: 1, width, ...(width < 320 ? { size: "embed" } : {}) };
  }
  if (compare) return { bare: 1, width: Math.min(480, 20 * Math.floor((room - 16) / 20)) };
  return isLow.matches ? { bare: 1, width: 320 } : { compact: 1 };
}

/** A way that is not among the usual ones, in words. */
function otherWay(way, { atlas, indicator, state: { look, lang } }) {
  if (way === "mean") return say(lang, "showAgainst", { whole: say(lang, "theMean") });
  if (way !== "together") return `${say(lang, "lookMinus")} ${way}`;
  const [id, period] = secondOf(indicator, look).split("@"),
    title = localized(findIndicator(atlas, id)?.title, lang) || id;
  return `${say(lang, "lookSecond")} ${[title, period].filter(Boolean).join(", ")}`;
}

/** What can be chosen in the bar, and what is: atlas, division, what is shown of the figures, how many maps. */
export function drawChoices({ atlases, atlas, indicator, state }) {
  const { lang, compare } = state,
    whole = localized(atlas.whole, lang),
    first = indicator.periods.find((p) => p.districts),
    way = wayOf(indicator, state);
  options(
    byId("atlas-choice"),
    atlases.map((a) => [a, a]),
    atlas.id,
  );
  options(
    byId("division"),
    atlas.layers.map((l) => [l.id, `${count(l.districts, lang)} ${localized(l.title, lang).toLocaleLowerCase(lang)}`]),
    indicator.layer,
  );
  const against = whole
    ? [["whole", say(lang, "showAgainst", { whole: whole.toLocaleLowerCase(lang) })]]
    : [["mean", say(lang, "showAgainst", { whole: say(lang, "theMean") })]];
  const canDiffer = indicator.kind !== "category" && indicator.kind !== "count";
  const change =
    first && first.id !== state.period ? [[`@${first.id}`, say(lang, "showChange", { period: first.id })]] : [];
  const ways = [
    ["values", say(lang, "showValues")],
    ...(canDiffer ? against : []),
    ...(indicator.kind === "category" ? [] : change),
  ];
  if (!ways.some(([v]) => v === way)) ways.push([way, otherWay(way, { atlas, indicator, state })]);
  options(byId("show"), ways, way);
  options(
    byId("mode"),
    [
      ["", say(lang, "modeOne")],
      ["swipe", say(lang, "modeSwipe")],
      ["side", say(lang, "modeSide")],
      ...(indicator.periods.length > 1 ? [["periods", say(lang, "modePeriods")]] : []),
    ],
    compare,
  );
}
