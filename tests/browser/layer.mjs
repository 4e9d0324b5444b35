/*
 * Made-up atlases of as many districts as are wanted: a lattice of wiggly cells that share their borders, in degrees,
 * as a shapefile, figures as CSV and a manifest. Where each cell is, and its figures, are known here, and not by
 * what is tested.
 */
import { mkdirSync, writeFileSync } from "node:fs";

const west = 14, south = 57, wide = 0.02, high = 0.01; // of a cell, in degrees

/** A point of the lattice, moved by smooth functions of its place, so little that no cell folds. */
export function place(u, v) {
  const x = u + 0.11 * Math.sin(1.7 * u + 2.3 * v) + 0.012 * Math.sin(15 * u + 11 * v);
  const y = v + 0.11 * Math.cos(2.1 * u - 1.3 * v) + 0.012 * Math.cos(13 * u - 17 * v);
  return [west + x * wide, south + y * high];
}

/** The border of the cell in a column from the west and a row from the south, clockwise and closed, as shapefiles want it. */
function ringOf(column, row, steps) {
  const corners = [[0, 0, 0, 1], [0, 1, 1, 0], [1, 1, 0, -1], [1, 0, -1, 0]], ring = [];
  for (const [u, v, du, dv] of corners)
    for (let k = 0; k < steps; k++) ring.push(place(column + u + (du * k) / steps, row + v + (dv * k) / steps));
  return [...ring, ring[0]];
}

const two = (n) => String(n).padStart(2, "0");

/** The cell's key; that of the first has a comma in it. */
export const keyOf = (column, row) => `${two(column)}${column + row ? "-" : ","}${two(row)}`;
export const nameOf = (column, row) => `Ruta ${two(column)} ${two(row)}`;

/** Its share; null: missing. No two are the same, so that the order is known. */
export const shareOf = (column, row) =>
  column % 13 === 5 && row % 11 === 3 ? null : Number((10 + 0.4 * column + 0.3 * row + 0.001 * ((column * 7 + row * 3) % 100)).toFixed(3));

/* ---- files ---- */

function boxOf(rings) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const ring of rings)
    for (const [x, y] of ring) {
      box[0] = Math.min(box[0], x), box[1] = Math.min(box[1], y);
      box[2] = Math.max(box[2], x), box[3] = Math.max(box[3], y);
    }
  return box;
}

/** ESRI's description of the format: a head of 100 bytes, records of words of 16 bits, lengths big-endian. */
function head(bytes, box) {
  const h = Buffer.alloc(100);
  h.writeInt32BE(9994, 0), h.writeInt32BE(bytes / 2, 24), h.writeInt32LE(1000, 28), h.writeInt32LE(5, 32);
  box.forEach((v, i) => h.writeDoubleLE(v, 36 + 8 * i));
  return h;
}

function writeShapes(path, rings) {
  const records = rings.map((ring, i) => {
    const r = Buffer.alloc(8 + 48 + 16 * ring.length);
    r.writeInt32BE(i + 1, 0), r.writeInt32BE((r.length - 8) / 2, 4), r.writeInt32LE(5, 8);
    boxOf([ring]).forEach((v, k) => r.writeDoubleLE(v, 12 + 8 * k));
    r.writeInt32LE(1, 44), r.writeInt32LE(ring.length, 48);
    ring.flat().forEach((v, k) => r.writeDoubleLE(v, 56 + 8 * k));
    return r;
  });
  const box = boxOf(rings), index = Buffer.alloc(8 * rings.length);
  let at = 100;
  records.forEach((r, i) => {
    index.writeInt32BE(at / 2, 8 * i), index.writeInt32BE((r.length - 8) / 2, 8 * i + 4);
    at += r.length;
  });
  writeFileSync(`${path}.shp`, Buffer.concat([head(at, box), ...records]));
  writeFileSync(`${path}.shx`, Buffer.concat([head(100 + index.length, box), index]));
  writeFileSync(`${path}.prj`, 'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],' +
    'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]');
}

/** dBASE III: fields of text. */
function writeTable(path, fields, rows) {
  const size = 1 + fields.reduce((n, f) => n + f.size, 0), h = Buffer.alloc(32 + 32 * fields.length + 1);
  h.writeUInt8(3, 0), h.writeUInt8(126, 1), h.writeUInt8(1, 2), h.writeUInt8(1, 3);
  h.writeUInt32LE(rows.length, 4), h.writeUInt16LE(h.length, 8), h.writeUInt16LE(size, 10);
  fields.forEach((f, i) => {
    h.write(f.name, 32 + 32 * i, "latin1"), h.write("C", 32 + 32 * i + 11, "latin1");
    h.writeUInt8(f.size, 32 + 32 * i + 16);
  });
  h.writeUInt8(13, h.length - 1);
  const lines = rows.map((r) => ` ${r.map((text, i) => text.padEnd(fields[i].size)).join("")}`);
  writeFileSync(`${path}.dbf`, Buffer.concat([h, Buffer.from(`${lines.join("")}\x1a`, "latin1")]));
}

/** An atlas `id` in a folder; its indicators `share` and, of two periods, `rate`. steps: points on each side of a cell. */
export function writeAtlas(folder, { id, title, columns, rows, steps = 10 }) {
  const cells = Array.from({ length: columns * rows }, (_, i) => [i % columns, Math.floor(i / columns)]);
  mkdirSync(folder, { recursive: true });
  writeShapes(`${folder}/cells`, cells.map(([c, r]) => ringOf(c, r, steps)));
  writeTable(`${folder}/cells`, [{ name: "KEY", size: 8 }, { name: "NAME", size: 16 }], cells.map(([c, r]) => [keyOf(c, r), nameOf(c, r)]));
  const figures = cells.flatMap(([c, r]) =>
    ["2020", "2024"].map((year, i) => [`"${keyOf(c, r)}"`, year, shareOf(c, r) ?? "", (100 + c - r + 5 * i).toFixed(1)].join(",")));
  writeFileSync(`${folder}/figures.csv`, `key,year,share,rate\n${figures.join("\n")}\nW,2024,30,100\n`);
  writeFileSync(`${folder}/atlas.yaml`, `id: ${id}
title: ${title}
whole: {key: W, name: {en: The whole, sv: Hela}}
layers: {cells: {shapefile: cells.shp, key: KEY, name: NAME, title: {en: Cells, sv: Rutor}}}
values: {v: {file: figures.csv, key: key, period: {column: year}}}
indicators:
- {id: share, layer: cells, values: v, column: share, title: {en: Share, sv: Andel}, kind: share, unit: "%", decimals: 1, better: lower}
- {id: rate, layer: cells, values: v, column: rate, title: {en: Rate, sv: Tal}, kind: rate, unit: per day, decimals: 0}
`);
  return folder;
}
