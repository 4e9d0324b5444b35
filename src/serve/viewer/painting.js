/*
 * Tiles that the page paints itself: a tile's skeleton is asked for once, and another look of it, another period or
 * another indicator of the same division is only other colors (repaint.js). Where a browser cannot, or a tile has too
 * many colors for a palette, the server's tiles are shown: they are the same.
 */
/* global L */
import { canRepaint, paintOf, repaintLayer, Skeletons } from "./repaint.js";

/** The numbers of the districts with these keys, in the order of the figures; null if there are none of them. */
function numbersOf(data, keys) {
  const wanted = new Set(keys),
    numbers = data.districts.flatMap((d, i) => (wanted.has(d.key) ? [i] : []));
  return numbers.length ? numbers : null;
}

export class Painting {
  #kept;
  #skeletons = new Skeletons();

  /** kept: what was asked for lately, by address. */
  constructor(kept) {
    this.#kept = kept;
  }

  /** The colors of a map; null: it is to be shown in tiles of the server. */
  async colors(address, period) {
    if (!canRepaint()) return null;
    const colors = await this.#kept.get(address).catch(() => null);
    return colors?.periods.some((p) => p.period === period) ? colors : null;
  }

  /**
   * {look, layer(options)} for AtlasMap.show(), or null without colors. tiles: the template of the server's tiles of
   * that look, null while there are none; own: {period, edges}; keys of the districts of data that are not
   * faded, none: as the colors have it.
   */
  of(colors, tiles, own, data, keys) {
    const focus = keys && numbersOf(data, keys);
    return (
      colors && {
        look: { map: colors, paint: paintOf(colors, keys ? { ...own, focus } : own), tiles },
        layer: (options) => repaintLayer(L, { ...options, skeletons: this.#skeletons }),
      }
    );
  }
}
