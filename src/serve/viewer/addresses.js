/* Where the server has what belongs to one map. All addresses of a map have the same look, so that its
 * tiles, its legend and its figures cannot disagree. */
import { findIndicator, layerOf } from "./atlas.js";
import { lookQuery } from "./state.js";

const manyDistricts = 40; // more than that have names alone on the map

/** What is written on the districts where the look says nothing. */
export const usualLabels = (layer) => (layer.districts > manyDistricts ? "names" : "both");

/** On dark ground the colors of more are to be lighter: a manifest's own ramp is turned round there. */
function isMadeForLight(atlas, name) {
  const ramp = atlas.ramps.find((r) => r.name === name);
  return ramp?.kind === "sequential" && ramp.background === "light";
}

/** The look as it is asked for: the page's choices where the address makes none. */
function fullLook(atlas, { indicator: id, period, look }, { lang, dark }) {
  const indicator = findIndicator(atlas, id);
  return {
    period,
    lang,
    background: dark ? "dark" : null,
    pool: indicator.periods.length > 1 ? "periods" : null,
    reverse: dark && !look.ramp && isMadeForLight(atlas, indicator.look.ramp) ? "1" : null,
    ...look,
  };
}

/**
 * {path, query, data, legend(options), tiles, quietTiles, paint, series}: addresses for a map {indicator, period,
 * look} in a language, on light or dark ground. paint: the colors of all periods, null where figures are written on
 * the map, since its tiles are then other ones in each period. While periods are played, figures on the map would change before
 * they can be read, and each have tiles of their own drawn: there are names alone then.
 */
export function addressesOf(atlas, map, page) {
  const labelsOf = (layer) => (page.playing ? "names" : usualLabels(layer));
  const look = fullLook(atlas, map, page),
    path = `${encodeURIComponent(atlas.id)}/${encodeURIComponent(map.indicator)}`;
  const query = lookQuery(look, atlas.version),
    labels = labelsOf(layerOf(atlas, findIndicator(atlas, map.indicator)));
  const hasFigures = ["values", "both"].includes(look.labels ?? labels);
  const tiles = (values) => `tiles/${path}/{z}/{x}/{y}{r}.png?${lookQuery(values, atlas.version)}`;
  return {
    path,
    query,
    data: `data/${path}.json?${query}`,
    legend: (options) => `legend/${path}.svg?${new URLSearchParams(options)}&${query}`,
    tiles: tiles({ labels, ...look }),
    quietTiles: tiles({ ...look, labels: "none" }),
    paint: hasFigures
      ? null
      : `paint/${path}.json?${lookQuery({ labels, ...look, period: null, periods: "all" }, atlas.version)}`,
    series: `data/${path}.json?${lookQuery({ lang: page.lang, periods: "all" }, atlas.version)}`,
  };
}

/** Grids and borders of a layer are the same for all its maps: asked for by one of its indicators. */
export function layerAddresses(atlas, layer) {
  const first = atlas.indicators.find((i) => i.layer === layer.id),
    path = `${encodeURIComponent(atlas.id)}/${encodeURIComponent(first.id)}`;
  const span = Math.max(layer.bounds[2] - layer.bounds[0], 1e-6),
    zoom = Math.max(0, Math.min(18, Math.ceil(Math.log2((360 * 6) / span))));
  return {
    grid: (z, x, y) => `grid/${path}/${z}/${x}/${y}.json?v=${atlas.version}`,
    borders: `data/${path}.geojson?zoom=${zoom}&v=${atlas.version}`,
  };
}
