/* Zooms between two whole ones, as of a map that fills its frame. Leaflet shows the tiles of the nearest whole one, at
 * another size: 181 to 362 px. */

const side = 256; // px of a tile at a whole zoom
const leastSide = 208, mostSide = 359; // labels of 12 px keep 10, and borders look drawn, not blown up

const sideAt = (zoom) => side * 2 ** (zoom - Math.round(zoom));
const zoomOf = (whole, px) => whole + Math.log2(px / side);

/** The nearest zoom at which tiles are whole px wide: no seam can show between them. */
export const seamless = (zoom) => zoomOf(Math.round(zoom), Math.round(sideAt(zoom)));

/** The largest such zoom of at most this one at which tiles are neither blown up nor too small to be read. */
export function tidyZoom(zoom) {
  const whole = Math.round(zoom), px = Math.floor(sideAt(zoom) + 1e-6);
  if (whole > zoom && px < leastSide) return zoomOf(whole - 1, mostSide);
  return zoomOf(whole, Math.min(px, mostSide));
}
