/* What the browser tests share: Chromium, pages that are watched, pixels, a proxy, TAP. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import http from "node:http";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const flags = ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync"];

export const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: flags });
const lab = await browser.newPage(); // a blank page, where images are decoded
export const troubles = []; // console errors and the like, of all pages where none is expected
export const requests = []; // every URL that a page asked for

/* ---- tests ---- */

let count = 0;
let failed = 0;

/** Runs one test with its pages; a failed assertion fails the test, not those after it. */
export async function test(name, run) {
  const pages = [];
  const open = async (address, options) => {
    const page = await openPage(address, options);
    pages.push(page);
    return page;
  };
  try {
    await run(open);
    console.log(`ok ${++count} - ${name}`);
  } catch (error) {
    failed++;
    console.log(`not ok ${++count} - ${name}`);
    console.log(String(error.stack ?? error).replace(/^/gm, "# "));
    await pages.at(-1)?.screenshot({ path: out(`failed-${count}.png`) }).catch(() => {});
  }
  for (const page of pages) await page.context().close();
}

/** Over all pages of a file: no error that is not expected, and no request to another host. */
export const testQuiet = () => test("no errors in the console, no request to another host", async () => {
  assert.deepEqual(troubles, []);
  const hosts = new Set(requests.map((u) => new URL(u).hostname));
  assert.deepEqual([...hosts], ["127.0.0.1"]);
});

export async function finish() {
  await browser.close();
  process.exitCode = failed ? 1 : 0;
}

export const out = (name) => fileURLToPath(new URL(`out/${name}`, import.meta.url));

/* ---- pages ---- */

/**
 * A page in a window of its own. width, height, density, locale, dark, still (reduced motion); before(page) may
 * lay routes; troubled: it is expected to log errors.
 */
async function openPage(address, { width = 1440, height = 900, density = 1, locale = "sv-SE",
  before, troubled = false, touch = false, dark = false, still = false } = {}) {
  const context = await browser.newContext({
    viewport: { width, height }, deviceScaleFactor: density, locale, hasTouch: touch,
    colorScheme: dark ? "dark" : "light", reducedMotion: still ? "reduce" : "no-preference",
  });
  const page = await context.newPage();
  const blame = (text) => troubled || troubles.push(`${address}: ${text}`);
  /* Chromium asks for the icon of a page that is being left in the name of no page, and refuses itself. */
  const isLeft = (m) => /icon\.svg' from origin 'null'/.test(m.text()) || (/ERR_FAILED/.test(m.text()) && /icon\.svg$/.test(m.location().url));
  page.setDefaultTimeout(8000);
  page.on("console", (m) => ["error", "warning"].includes(m.type()) && !isLeft(m) && blame(m.text()));
  page.on("pageerror", (e) => blame(e.message));
  page.on("request", (r) => r.url().startsWith("data:") || requests.push(r.url()));
  await before?.(page);
  await page.goto(address);
  await settled(page);
  return page;
}

/** Waits until all of what was asked for is shown. */
export const settled = (page) => page.waitForSelector('main[aria-busy="false"]');

export const text = (page, selector) => page.locator(selector).innerText();
export const texts = (page, selector) => page.locator(selector).allInnerTexts();

/** Clicks an indicator in the picker, after opening its group if that is closed. */
export async function pick(page, id) {
  const link = page.locator(`[data-indicator="${id}"]`);
  if (!(await link.isVisible())) await page.click(`details:has([data-indicator="${id}"]) > summary`);
  await link.click();
  await settled(page);
}

/* ---- pixels ---- */

/** A PNG's colors "#rrggbb": at points [{left, top}] as an array, else of all pixels as {color: count}. */
export async function colorsOf(png, points) {
  return lab.evaluate(async ([data, at]) => {
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    await image.decode();
    const { width, height } = image;
    const canvas = Object.assign(document.createElement("canvas"), { width, height });
    const g = canvas.getContext("2d");
    g.drawImage(image, 0, 0);
    const rgba = g.getImageData(0, 0, width, height).data;
    const color = (i) => "#" + [0, 1, 2].map((k) => rgba[4 * i + k].toString(16).padStart(2, "0")).join("");
    if (at) return at.map((p) => color(p.top * width + p.left));
    const first = {}, counts = {}; // by the three bytes as one number: 600,000 strings are slow
    for (let i = 0; i < width * height; i++) {
      const key = (rgba[4 * i] << 16) | (rgba[4 * i + 1] << 8) | rgba[4 * i + 2];
      first[key] ??= i;
      counts[key] = (counts[key] ?? 0) + 1;
    }
    return Object.fromEntries(Object.keys(counts).map((key) => [color(first[key]), counts[key]]));
  }, [png.toString("base64"), points]);
}

/** How many pixels of each color a part of the page has (clip in CSS px), as {color: count}. */
export const colorsIn = async (page, clip) => colorsOf(await page.screenshot({ clip }));

export const boxOf = (page, selector) => page.locator(selector).boundingBox();
export const mapColors = async (page) => colorsIn(page, await boxOf(page, "#map"));

/**
 * The tiles that are seen inside a part of the page: {z, x, y, left, top, side, width, painted}, in CSS px; width: of
 * the image; painted: by the page.
 */
export const tilesOf = (page, part = "#map") => page.evaluate((selector) => {
  const seen = (t) => getComputedStyle(t).visibility === "visible";
  return [...document.querySelectorAll(`${selector} .leaflet-tile-loaded`)].filter(seen).map((t) => {
    const r = t.getBoundingClientRect(), own = t.src?.match(/\/(\d+)\/(\d+)\/(\d+)(?:@2x)?\.png/)?.map(Number);
    const { z, x, y } = t.coords ?? { z: own[1], x: own[2], y: own[3] };
    return { z, x, y, left: r.left, top: r.top, side: r.width, width: t.naturalWidth ?? t.width, painted: Boolean(t.coords) };
  });
}, part);

/** Where the page shows places, in CSS px: by the Web Mercator formula from where one tile is. */
export async function pixelsOf(page, places) {
  await page.waitForSelector("#map .leaflet-tile-loaded");
  const [{ z, x, y, ...tile }] = await tilesOf(page);
  return places.map(([lon, lat]) => {
    const north = Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)), tiles = 2 ** z;
    return {
      left: Math.round(tile.left + ((lon / 360 + 0.5) * tiles - x) * tile.side),
      top: Math.round(tile.top + ((0.5 - north / (2 * Math.PI)) * tiles - y) * tile.side),
    };
  });
}

/** The colors that a page of density 1 shows at places [lon, lat]. */
export async function colorsAt(page, ...places) {
  return colorsOf(await page.screenshot(), await pixelsOf(page, places));
}

/** The color that most of a small square around a point of the page has, in a page of density 1. */
export async function mainColor(page, { left, top }, side = 16) {
  const seen = await colorsIn(page, { x: left - side / 2, y: top - side / 2, width: side, height: side });
  return Object.entries(seen).sort((a, b) => b[1] - a[1])[0][0];
}

/* ---- what every viewer test knows ---- */

export const wide = { width: 1440, height: 900 };
export const middle = { width: 1000, height: 700 };
export const phone = { width: 390, height: 844, density: 2, touch: true };
export const ramp = ["#e3eedf", "#a9d3c3", "#5faeb3", "#2a7a98", "#153f66"]; // the sequential one, low to high
export const ground = "#f4f6f6";
export const places = { // well inside districts, [longitude, latitude]
  Skärholmen: [17.9, 59.276], Bromma: [17.94, 59.34], Farsta: [18.085, 59.245], Järva: [17.93, 59.4],
};

/** What each row of the table says: name, value, difference. */
export const rowTexts = (page) => page.locator("#table tbody tr:not(.gap)").evaluateAll((rows) => {
  const ownText = (cell) => [...cell.querySelectorAll(".name")].map((n) => n.innerText).join("") ||
    [...cell.childNodes].map((n) => n.nodeType === Node.TEXT_NODE ? n.data : "").join("");
  return rows.map((r) => [...r.cells].map((c) => ownText(c).trim()));
});

export const legendText = async (page) =>
  (await page.locator("#legend text").allTextContents()).join("\n").replaceAll("\u00a0", " ");
export const swedish = (value, decimals) => value.toLocaleString("sv-SE", { minimumFractionDigits: decimals, maximumFractionDigits: decimals });

/** Waits until a condition of the page's state, evaluated there, holds. */
export const until = (page, condition, argument) => page.waitForFunction(condition, argument, { polling: 40 });

/** Moves the pointer over a place of the map, and waits for its card. */
export async function hover(page, place) {
  const [{ left, top }] = await pixelsOf(page, [place]);
  await page.mouse.move(left - 3, top);
  await page.mouse.move(left, top);
  await page.waitForSelector("#card:not([hidden])");
  return { left, top };
}

/** Clicks a place of the map. */
export async function clickPlace(page, place) {
  const [{ left, top }] = await pixelsOf(page, [place]);
  await page.mouse.click(left, top);
}

/** What the map shows of places inside districts that have a figure is what the figures at an address say. */
export async function mapAgrees(page, address) {
  const { districts } = await (await page.request.get(address)).json();
  const there = Object.keys(places).filter((key) => districts.find((d) => d.key === key)?.class != null);
  const points = await pixelsOf(page, there.map((key) => places[key]));
  const shown = await Promise.all(points.map((point) => mainColor(page, point, 12)));
  assert.deepEqual(Object.fromEntries(there.map((key, i) => [key, shown[i]])),
    Object.fromEntries(there.map((key) => [key, districts.find((d) => d.key === key).color])));
}

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe finds on a page that is serious, as "rule: selector" lines. */
export async function seriousFaults(page) {
  await page.evaluate(`(0, eval)(${JSON.stringify(axe)})`);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  return violations.filter((v) => ["serious", "critical"].includes(v.impact))
    .flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target} ${n.failureSummary}`));
}

/* ---- truth: the figures as the city published them ---- */

/** figures.csv of the demo: value (number, or null where missing) by area, for one indicator and period. */
export function figures(level, indicator, period) {
  const lines = readFileSync("shapes/stockholm/figures.csv", "utf8").split("\n").map((l) => l.split(","));
  const own = lines.filter((l) => l[0] === level && l[2] === indicator && l[4] === period);
  return new Map(own.map((l) => [l[1], Number.isNaN(Number(l[5])) ? null : Number(l[5])]));
}

/* ---- a reverse proxy that serves the site under a folder ---- */

export function proxy(target, folder) {
  const server = http.createServer((request, response) => {
    const answer = (status, headers, body) => {
      response.writeHead(status, headers);
      body?.pipe ? body.pipe(response) : response.end();
    };
    if (!request.url.startsWith(folder)) return answer(404, {});
    const address = new URL(request.url.slice(folder.length), target);
    http.get(address, (r) => answer(r.statusCode, r.headers, r)).on("error", () => answer(502, {}));
  });
  return new Promise((done) => server.listen(0, "127.0.0.1", () =>
    done({ address: `http://127.0.0.1:${server.address().port}${folder}`, close: () => server.close() })));
}
