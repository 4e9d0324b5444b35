/* Where the server has what belongs to one map. All addresses of a map have the same look, so that its
 * tiles, its legend and its figures cannot disagree. */
import { findIndicator, layerOf } from "./atlas.js";
import { lookQuery } from "./state.js";

const manyDistricts = 40; // more than that have names alone on the map

/**
 * What is written on the districts where the look says nothing. Names alone while periods are played, when figures would
 * change before they can be read, and where one map is swiped over another: halves of two figures would make a third.
 */
export const usualLabels = (layer, { playing, swiped }) =>
  playing || swiped || layer.districts > manyDistricts ? "names" : "both";

/** The look as it is asked for: the page's choices where the address makes none. */
function fullLook(atlas, { indicator: id, period, look }, { lang, dark }) {
  const indicator = findIndicator(atlas, id);
  return {
    period,
    lang,
    background: dark ? "dark" : null,
    pool: indicator.periods.length > 1 ? "periods" : null,
    ...look,
  };
}

/**
 * {path, query, data, legend(options), tiles, paint, quietTiles, quietPaint, series}: addresses for a map {indicator,
 * period, look} in a language, on light or dark ground. paint: the colors that the page paints tiles with; of all periods
 * where the same skeletons serve them, as while periods are played. quiet: without labels, all periods.
 * Which districts are not faded is the page's own when it paints: no figure and no color of a class depends on it.
 */
export function addressesOf(atlas, map, page) {
  const look = fullLook(atlas, map, page),
    { focus, ...plain } = look,
    path = `${encodeURIComponent(atlas.id)}/${encodeURIComponent(map.indicator)}`;
  const labels = look.labels ?? usualLabels(layerOf(atlas, findIndicator(atlas, map.indicator)), page),
    ofAll = page.playing && !["values", "both"].includes(labels);
  const ask = (kind, values) => `${kind}?${lookQuery(values, atlas.version)}`;
  const tiles = (values) => ask(`tiles/${path}/{z}/{x}/{y}{r}.png`, values);
  const paint = (values, all) =>
    ask(`paint/${path}.json`, all ? { ...plain, ...values, period: null, periods: "all" } : { ...plain, ...values });
  const query = lookQuery(plain, atlas.version);
  return {
    path,
    query: lookQuery(look, atlas.version),
    data: `data/${path}.json?${query}`,
    legend: (options) => `legend/${path}.svg?${new URLSearchParams(options)}&${query}`,
    tiles: tiles({ ...look, labels }),
    paint: paint({ labels }, ofAll),
    quietTiles: tiles({ ...look, labels: "none" }),
    quietPaint: paint({ labels: "none" }, true),
    series: ask(`data/${path}.json`, { lang: page.lang, periods: "all" }),
  };
}

const closer = 5; // zooms: the border of one district is light, and seen from near too

/** Grids, borders and points of a layer are the same for all its maps: asked for by one of its indicators. */
export function layerAddresses(atlas, layer) {
  const first = atlas.indicators.find((i) => i.layer === layer.id),
    path = `${encodeURIComponent(atlas.id)}/${encodeURIComponent(first.id)}`;
  const span = Math.max(layer.bounds[2] - layer.bounds[0], 1e-6),
    zoom = Math.max(0, Math.min(18, Math.ceil(Math.log2((360 * 6) / span))));
  const shapes = (values) => `data/${path}.geojson?${new URLSearchParams({ ...values, v: atlas.version })}`;
  return {
    grid: (z, x, y) => `grid/${path}/${z}/${x}/${y}.json?v=${atlas.version}`,
    borders: shapes({ zoom }),
    border: (key) => shapes({ districts: key, zoom: Math.min(18, zoom + closer) }),
    points: shapes({ geometry: "point" }),
  };
}
