/* The control of a second indicator: a color is then a pair of classes. */
import { findIndicator, isMappable, lastPeriod, periodOf } from "./atlas.js";
import { el } from "./dom.js";
import { field } from "./fields.js";
import { localized, say } from "./wording.js";

/** Whether the map has two indicators. */
export const isPaired = ({ data }) => Boolean(data.legend.pairs);

/** How the option names an indicator: by itself where it has all periods of the map's own, else in its last one. */
function nameOf(indicator, own) {
  const has = own.periods.filter((p) => p.districts).every((p) => periodOf(indicator, p.id)?.districts);
  return has ? indicator.id : `${indicator.id}@${lastPeriod(indicator).id}`;
}

function option(indicator, own, lang) {
  const name = nameOf(indicator, own),
    period = name.split("@")[1];
  return el("option", { value: name }, [localized(indicator.title, lang), period].filter(Boolean).join(", "));
}

/** What an address names that the list does not have. */
function otherOption(atlas, value, lang) {
  const [id, period] = value.split("@"),
    title = localized(findIndicator(atlas, id)?.title, lang) || id;
  return el("option", { value }, [title, period].filter(Boolean).join(", "));
}

/** Other indicators of the layer, by theme, and other periods of the map's own. */
export function secondField(context) {
  const { atlas, indicator, look, data, lang } = context;
  const fits = (i) => i.id !== indicator.id && i.layer === indicator.layer && i.kind !== "category" && isMappable(i);
  const others = atlas.indicators.filter(fits),
    own = indicator.periods.filter((p) => p.id !== data.period && p.districts);
  if (indicator.kind === "category" || (!others.length && !own.length)) return [];
  const themed = atlas.themes.map((t) => [localized(t.title, lang), others.filter((i) => i.theme === t.id)]);
  const rest = others.filter((i) => !atlas.themes.some((t) => t.id === i.theme));
  const list = (label, options) => (options.length ? [el("optgroup", { label }, ...options)] : []);
  const select = el(
    "select",
    {},
    el("option", { value: "none" }, say(lang, "lookNone")),
    ...list(
      say(lang, "period"),
      own.map((p) => el("option", { value: `@${p.id}` }, p.id)),
    ),
    ...themed.flatMap(([title, all]) =>
      list(
        title,
        all.map((i) => option(i, indicator, lang)),
      ),
    ),
    ...rest.map((i) => option(i, indicator, lang)),
  );
  const value = look.bivariate ?? indicator.look.bivariate ?? "none";
  if (![...select.options].some((o) => o.value === value)) select.append(otherOption(atlas, value, lang));
  select.value = value;
  return [field("bivariate", say(lang, "lookSecond"), select, isPaired(context) && say(lang, "secondHelp"))];
}

/** Class methods that make three classes. */
export const makesThree = (method) => !method.own_count && !method.continuous && !method.takes_breaks;

/**
 * The change of the look that takes a second indicator ("none": lets it go), with what does not go with it; usual(name):
 * what the map has by itself.
 */
export function secondChange({ atlas, look }, value, usual) {
  const isOn = value !== "none",
    ramp = atlas.ramps.find((r) => r.name === (look.ramp ?? usual("ramp")));
  const plain = (name, none) => ((usual(name) || none) === none ? null : none);
  const gone = ramp && (ramp.kind === "bivariate") !== isOn;
  if (!isOn) return { bivariate: plain("bivariate", "none"), "bivariate-breaks": null, ...(gone && { ramp: null }) };
  const fits = (name) => atlas.methods.some((m) => m.name === name && makesThree(m));
  return {
    bivariate: value,
    metric: plain("metric", "value"),
    reference: plain("reference", "none"),
    minus: plain("minus", "none"),
    change: null,
    classes: null,
    breaks: null,
    "bivariate-breaks": null,
    ...(!fits(look.method ?? usual("method")) && { method: fits(usual("method")) ? null : "quantile" }),
    ...(gone && { ramp: null }),
  };
}
