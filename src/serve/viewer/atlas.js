/* Questions to the catalog of an atlas (data/ATLAS.json). */

export const findIndicator = (atlas, id) => atlas.indicators.find((i) => i.id === id);
export const layerOf = (atlas, indicator) => atlas.layers.find((l) => l.id === indicator.layer);
export const lastPeriod = (indicator) => indicator.periods.at(-1);
export const hasPeriod = (indicator, id) => indicator.periods.some((p) => p.id === id);

/** Whether any district has a figure in any period: else there is nothing to map. */
export const isMappable = (indicator) => indicator.periods.some((p) => p.districts > 0);

/** What the page opens with: the first rate, mean or share, since counts mislead as areas. */
export function firstIndicator(atlas) {
  const mappable = atlas.indicators.filter(isMappable);
  return mappable.find((i) => i.kind !== "count") ?? mappable[0] ?? atlas.indicators[0];
}

export function periodRange(indicator) {
  const [first, last] = [indicator.periods[0], lastPeriod(indicator)];
  if (!first) return "";
  return first === last ? first.id : `${first.id}–${last.id}`;
}

/** Whether the title alone does not tell which one is meant, as for two divisions of a city. */
export function sharesTitle(atlas, indicator) {
  const title = JSON.stringify(indicator.title);
  return atlas.indicators.some((i) => i !== indicator && JSON.stringify(i.title) === title);
}
