/* Questions to the catalog of an atlas (data/ATLAS.json), and to the figures of one map. */

export const findIndicator = (atlas, id) => atlas.indicators.find((i) => i.id === id);
export const layerOf = (atlas, indicator) => atlas.layers.find((l) => l.id === indicator.layer);
export const optionOf = (atlas, name) => atlas.options.find((o) => o.name === name);
export const periodOf = (indicator, id) => indicator.periods.find((p) => p.id === id);

/** Whether any district has a figure in any period: else there is nothing to map. */
export const isMappable = (indicator) => indicator.periods.some((p) => p.districts > 0);

/** The last period with a figure. */
export const lastPeriod = (indicator) => indicator.periods.findLast((p) => p.districts > 0) ?? indicator.periods.at(-1);

/** What the page opens with: the first rate, mean or share, since counts mislead as areas. */
export function firstIndicator(atlas, layer) {
  const mappable = atlas.indicators.filter((i) => isMappable(i) && (!layer || i.layer === layer));
  return mappable.find((i) => i.kind !== "count") ?? mappable[0] ?? atlas.indicators[0];
}

/** What stands closest to an indicator on another layer: the same measure, else one of its theme. */
export function nearestOn(atlas, indicator, layer) {
  const there = atlas.indicators.filter((i) => i.layer === layer && isMappable(i));
  return (
    there.find((i) => indicator.series && i.series === indicator.series) ??
    there.find((i) => i.theme === indicator.theme && i.kind !== "count") ??
    firstIndicator(atlas, layer)
  );
}

/** The keys of the districts that a look's focus names, itself or by groups; undefined if it says nothing of it. */
export function focusKeys(atlas, layer, focus) {
  if (focus === "none") return [];
  return focus?.split(",").flatMap((id) => atlas.groups.find((g) => g.id === id)?.members[layer] ?? [id]);
}

export function periodRange(indicator) {
  const [first, last] = [indicator.periods[0], indicator.periods.at(-1)];
  if (!first) return "";
  return first === last ? first.id : `${first.id}–${last.id}`;
}

/** Whether the title alone does not tell which one is meant, as for two divisions of a city. */
export function sharesTitle(atlas, indicator) {
  const title = JSON.stringify(indicator.title);
  return atlas.indicators.some((i) => i !== indicator && JSON.stringify(i.title) === title);
}

/* ---- a district of data/ATLAS/INDICATOR.json ---- */

/** What is mapped of it, as number and as text. */
export const numberOf = (d) => (d.mapped === undefined ? d.value : d.mapped);
export const textOf = (d) => d.mapped_text ?? d.text;
export const isMissing = (d) => d.class === null;
export const findDistrict = (data, key) => data?.districts.find((d) => d.key === key);
