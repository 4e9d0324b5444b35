/* The controls of the look: each is an option that the server's catalog describes, and sets it in the address. */
import { optionOf } from "./atlas.js";
import { breaksTyped, edgesChange, edgesNow, hasEdges } from "./breaks.js";
import { byId, el } from "./dom.js";
import { edgesField } from "./edges.js";
import { choice, field, tick } from "./fields.js";
import { isPaired, makesThree, secondChange, secondField } from "./second.js";
import { localized, say } from "./wording.js";

/* ---- one control after another ------------------------------------------------------------------------- */

/** What a value is if the look says nothing: the indicator's own, else the atlas's. */
const usual = (atlas, indicator, name) => indicator.look[name] ?? optionOf(atlas, name).default;

/** The map's method and all to choose from; one that takes breaks takes the edges of now. */
function methodsOf({ atlas, data }) {
  const now = atlas.methods.find((m) => m.name === data.legend.method);
  const canMove = hasEdges(data) && data.legend.classes.length > 1;
  const isThere = (m) => {
    if (m.name === "category") return false;
    if (isPaired({ data })) return m === now || makesThree(m);
    return !m.takes_breaks || m === now || canMove;
  };
  return { now, all: atlas.methods.filter(isThere) };
}

function methodFields(context) {
  const { atlas, indicator, look, data, lang } = context;
  if (indicator.kind === "category") return [];
  const { now, all } = methodsOf(context),
    isManual = now?.takes_breaks;
  const range = optionOf(atlas, "classes").range,
    count = data.legend.classes.length;
  const classes = el("input", {
    type: "number",
    min: range.min,
    max: range.max,
    step: range.step,
    value: isManual ? count : (look.classes ?? (count || usual(atlas, indicator, "classes"))),
    disabled: isManual || now?.own_count || now?.continuous,
  });
  const methods = choice(
    all.map((m) => [m.name, localized(m.title, lang)]),
    now?.name,
  );
  const pooled = { on: isManual || look.pool !== "none", values: ["", "none"], disabled: isManual };
  const rounded = { on: look.rounded === "1" && !isManual, values: ["1", ""], disabled: isManual };
  return [
    field("method", say(lang, "lookMethod"), methods, localized(now?.help, lang)),
    !isPaired(context) && field("classes", say(lang, "lookClasses"), classes),
    hasEdges(data) && edgesField({ ...context, set: act.set }),
    tick("rounded", say(lang, "lookRounded"), rounded),
    indicator.periods.length > 1 && tick("pool", say(lang, "lookPool"), pooled),
  ].filter(Boolean);
}

function referenceField({ atlas, indicator, look, data, lang }) {
  if (indicator.kind === "category" || isPaired({ data })) return [];
  const value = look.reference ?? usual(atlas, indicator, "reference"),
    isNumber = !["none", "whole", "mean", "target"].includes(value);
  const options = [
    ["none", say(lang, "lookNone")],
    ...(atlas.whole ? [["whole", localized(atlas.whole, lang)]] : []),
    ["mean", say(lang, "lookMean")],
    ...(indicator.target ? [["target", localized(indicator.target.title, lang) || say(lang, "lookTarget")]] : []),
    ["number", say(lang, "lookNumber")],
  ];
  const select = field("reference", say(lang, "lookReference"), choice(options, isNumber ? "number" : value));
  const number = el("input", {
    type: "text",
    inputmode: "decimal",
    name: "reference-number",
    value: isNumber ? value : "",
    hidden: !isNumber,
    "aria-label": say(lang, "lookNumber"),
  });
  select.querySelector("select").after(number);
  return [select];
}

function minusFields({ atlas, indicator, look, data, lang }) {
  if (indicator.kind === "category" || isPaired({ data })) return [];
  const own = indicator.periods.filter((p) => p.id !== data.period && p.districts).map((p) => [`@${p.id}`, p.id]);
  const others = atlas.indicators.filter(
    (i) =>
      i.id !== indicator.id &&
      i.layer === indicator.layer &&
      i.kind === indicator.kind &&
      localized(i.unit, "en") === localized(indicator.unit, "en"),
  );
  const value = look.minus ?? "none";
  if (!own.length && !others.length) return [];
  const select = el(
    "select",
    {},
    el("option", { value: "none" }, say(lang, "lookNone")),
    own.length && el("optgroup", { label: say(lang, "period") }, ...own.map(([v, t]) => el("option", { value: v }, t))),
    others.length &&
      el(
        "optgroup",
        { label: say(lang, "indicators") },
        ...others.map((i) => el("option", { value: i.id }, localized(i.title, lang))),
      ),
  );
  if (![...select.options].some((o) => o.value === value)) select.append(el("option", { value }, value));
  select.value = value;
  return [
    field("minus", say(lang, "lookMinus"), select),
    value !== "none" &&
      field(
        "change",
        say(lang, "lookChange"),
        choice(
          [
            ["unit", say(lang, "lookUnit")],
            ["percent", say(lang, "lookPercent")],
          ],
          look.change ?? "unit",
        ),
      ),
  ].filter(Boolean);
}

function metricField({ atlas, indicator, look, data, lang }) {
  if (indicator.kind === "category" || isPaired({ data })) return [];
  const value = look.metric ?? usual(atlas, indicator, "metric");
  const there = atlas.metrics.filter((m) => !m.needs_whole || atlas.whole);
  return [
    field(
      "metric",
      say(lang, "lookMetric"),
      choice(
        there.map((m) => [m.name, localized(m.title, lang)]),
        value,
      ),
      localized(there.find((m) => m.name === value)?.help, lang),
    ),
  ];
}

function drawingFields({ atlas, look, labels, lang }) {
  const opacity = optionOf(atlas, "opacity"),
    range = el("input", {
      type: "range",
      min: 0.2,
      max: opacity.range.max,
      step: 0.1,
      value: look.opacity ?? opacity.default,
    });
  return [
    field(
      "labels",
      say(lang, "lookLabels"),
      choice(
        optionOf(atlas, "labels").choices.map((c) => [c, say(lang, `labels${c}`)]),
        look.labels ?? labels,
      ),
    ),
    field("opacity", say(lang, "lookOpacity"), range),
    tick("context", say(lang, "lookContext"), { on: look.context !== "0", values: ["", "0"] }),
  ];
}

const unsaid = new Map(); // by a map without the option: whether its colors are in reverse order by themselves

/** Whether colors would be in reverse order if the look did not say; undefined: not known. */
function reversedUnsaid({ atlas, indicator, look, data, dark }) {
  const { reverse, ramp, style, background, bivariate } = look, // what decides, beside the option itself
    map = JSON.stringify([atlas.id, indicator.id, dark, ramp, style, background, bivariate]);
  if (reverse === undefined) unsaid.set(map, data.legend.reversed);
  const isDark = dark || (background ?? usual(atlas, indicator, "background")).endsWith("dark");
  const turns = isDark || style; // the server may turn a ramp that is made for light ground
  return unsaid.get(map) ?? (turns ? undefined : usual(atlas, indicator, "reverse") === "1");
}

/** Says the order that is not there now, or nothing where that is how the colors are by themselves. */
function reverseField(context) {
  const byItself = reversedUnsaid(context),
    values = [byItself === true ? "" : "1", byItself === false ? "" : "0"];
  return tick("reverse", say(context.lang, "lookReverse"), { on: context.data.legend.reversed, values });
}

/** Outlines around groups of districts, those of a kind together. */
function groupsField({ atlas, indicator, look, lang }) {
  const kinds = new Map();
  for (const g of atlas.groups.filter((one) => one.members[indicator.layer])) {
    const kind = localized(g.kind, lang) || localized(g.title, lang);
    kinds.set(kind, [...(kinds.get(kind) ?? []), g]);
  }
  if (!kinds.size) return [];
  const options = [...kinds].map(([kind, groups]) => [
    groups.map((g) => g.id).join(),
    `${kind}: ${groups.map((g) => localized(g.title, lang)).join(", ")}`,
  ]);
  const value = look.groups ?? usual(atlas, indicator, "groups") ?? "none";
  if (value !== "none" && !options.some(([ids]) => ids === value)) options.push([value, value]);
  return [field("groups", say(lang, "lookGroups"), choice([["none", say(lang, "lookNone")], ...options], value))];
}

/* ---- ramps ------------------------------------------------------------------------------------------------ */

const seen = { onlySafe: false };

/** A ramp's colors as they are read: those of pairs from the upper row down, as in the legend's square. */
const inRows = ({ kind, colors }) =>
  kind === "bivariate" ? [6, 7, 8, 3, 4, 5, 0, 1, 2].map((i) => colors[i]) : colors;

function rampItem(r, { look, data, lang, dark }) {
  const n = data.legend.classes.length || 5,
    safe = r.passes.color_blind.includes(Math.min(9, Math.max(3, n)));
  const title = localized(r.title, lang),
    other = (r.background === "dark") !== dark;
  const input = el("input", { type: "radio", name: "ramp", value: r.name, checked: look.ramp === r.name });
  const bar = el(
    "span",
    { class: r.kind === "bivariate" ? "ramp-bar square" : "ramp-bar", "aria-hidden": "true" },
    ...inRows(r).map((c) => el("i", { style: `background:${c}` })),
  );
  return el(
    "label",
    {
      class: "ramp",
      title: [title, say(lang, safe ? "safe" : "notSafe"), other && say(lang, "otherGround")]
        .filter(Boolean)
        .join(": "),
    },
    input,
    bar,
    el("span", { class: "ramp-name" }, title, other && el("small", {}, ` ${say(lang, "otherGround")}`)),
    el(
      "span",
      { class: safe ? "tag safe" : "tag", role: "img", "aria-label": say(lang, safe ? "safe" : "notSafe") },
      safe ? "✓" : "–",
    ),
  );
}

/** Those of the kind that is used; of them those made for this background first. */
function rampField(context) {
  const { atlas, look, data, lang, dark } = context,
    { legend } = data;
  const diverges = legend.center !== null || atlas.ramps.find((r) => r.name === look.ramp)?.kind === "diverging";
  const isNominal = legend.classes[0]?.category != null && !legend.ordered;
  const kind = legend.pairs ? "bivariate" : isNominal ? "qualitative" : diverges ? "diverging" : "sequential";
  const n = Math.min(9, Math.max(3, legend.classes.length || 5));
  const all = atlas.ramps.filter((r) => r.kind === kind && (!seen.onlySafe || r.passes.color_blind.includes(n)));
  const fits = (r) => (r.background === "dark") === dark;
  const sorted = [...all.filter(fits), ...all.filter((r) => !fits(r))];
  const own = el(
    "label",
    { class: "ramp" },
    el("input", { type: "radio", name: "ramp", value: "", checked: !look.ramp }),
    el("span", { class: "ramp-name" }, say(lang, "lookRampOwn")),
  );
  return el(
    "fieldset",
    { class: "field ramps", "data-option": "ramp" },
    el("legend", {}, say(lang, "lookRamp")),
    el(
      "label",
      { class: "only-safe" },
      el("input", { type: "checkbox", id: "only-safe", checked: seen.onlySafe }),
      say(lang, "onlySafe"),
    ),
    el("div", { class: "ramp-list" }, own, ...sorted.map((r) => rampItem(r, context))),
    el("p", { class: "error", role: "alert", hidden: true }),
  );
}

/* ---- all of them -------------------------------------------------------------------------------------------- */

let shown = null; // what the controls are of
const act = { set: null }; // as of listenToControls()

/**
 * Draws the controls for the map that is shown: {atlas, indicator, look, labels, data, lang, dark, preview}; labels:
 * the value where the look says nothing; preview(edges): colors the map by other edges of classes, [lowest, inner ...,
 * highest], until the next map or null; it may be left out.
 */
export function drawControls(context) {
  shown = context;
  const { look, lang } = context,
    box = byId("controls"),
    focused = document.activeElement;
  const again = focused && box.contains(focused) ? [focused.name, focused.value, focused.type, focused.id] : null;
  box.replaceChildren(
    el(
      "div",
      { class: "fields" },
      ...metricField(context),
      ...referenceField(context),
      ...minusFields(context),
      ...secondField(context),
      ...methodFields(context),
      rampField(context),
      reverseField(context),
      ...drawingFields(context),
      ...groupsField(context),
      el(
        "button",
        { type: "button", class: "button", id: "look-reset", disabled: !Object.keys(look).length },
        say(lang, "lookReset"),
      ),
    ),
  );
  if (!again) return;
  const [name, value, type, id] = again;
  const same = id
    ? byId(id)
    : [...box.querySelectorAll(`[name="${name}"]`)].find((e) => type !== "radio" || e.value === value);
  same?.focus({ preventScroll: true });
}

/** What the server said of an option, beside it; "": nothing. Whether there is such a control. */
export function showError(option, text) {
  for (const e of byId("controls").querySelectorAll(".error")) e.hidden = true;
  const place = byId("controls").querySelector(`[data-option="${CSS.escape(option ?? "")}"] > .error`);
  if (!place || !text) return false;
  place.textContent = text;
  place.hidden = false;
  place.scrollIntoView({ block: "nearest" });
  return true;
}

/** What a chosen value of an option changes in the look. */
function changeOf(name, value) {
  const { atlas, indicator } = shown,
    own = (n) => usual(atlas, indicator, n);
  if (name === "breaks") return edgesChange(shown, breaksTyped(value, shown.lang));
  if (name === "bivariate") return secondChange(shown, value, own);
  if (name === "method" && atlas.methods.find((m) => m.name === value)?.takes_breaks)
    return edgesChange(shown, edgesNow(shown));
  const change = { [name]: value };
  if (value === "none" && !["pool", "labels"].includes(name) && ["none", "", null, undefined].includes(own(name)))
    change[name] = null;
  if (name === "minus" && value === "none") change.change = null;
  if (["method", "minus", "change", "metric"].includes(name)) change.breaks = null; // the edges were of something else
  return change;
}

/** set({option: value}) is called with what was changed ("" or null: as the atlas has it); redraw() for what is only here. */
export function listenToControls(set, redraw) {
  act.set = set;
  const box = byId("controls");
  const change = ({ target }) => {
    if (target.id === "only-safe") return redraw((seen.onlySafe = target.checked));
    if (target.name === "reference-number") return target.value.trim() && set({ reference: target.value.trim() });
    const value = target.type === "checkbox" ? (target.checked ? target.dataset.on : target.dataset.off) : target.value;
    if (target.name === "reference" && value === "number") {
      const number = box.querySelector("[name='reference-number']");
      number.hidden = false;
      return number.focus();
    }
    if (target.name) set(changeOf(target.name, value));
  };
  box.addEventListener("change", change);
  box.addEventListener("click", (event) => event.target.id === "look-reset" && set(null));
}
