/*
 * The viewer with very many districts, and with one. node large.test.mjs ADDRESS KARTBLAD, from the project's root;
 * it serves atlases of its own. Truth: layer.mjs knows where each cell is, and its figures.
 */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import http from "node:http";
import {
  boxOf,
  colorsIn,
  figures,
  finish,
  hover,
  out,
  pixelsOf,
  requests,
  settled,
  test,
  testQuiet,
  text,
  until,
  wide,
} from "./aid.mjs";
import { keyOf, nameOf, place, shareOf, writeAtlas } from "./layer.mjs";

const kartblad = process.argv[3], folder = "build/large";
const columns = 72, rows = 70;

/** A server of one atlas: its address, and how to end it. */
async function serve(atlas) {
  const server = spawn(kartblad, ["serve", "-a", atlas, "--listen", "127.0.0.1:0"], { stdio: ["ignore", "pipe", "ignore"] });
  const line = await new Promise((done) => server.stdout.once("data", done));
  return { address: String(line).trim(), close: () => server.kill() };
}

const many = await serve(writeAtlas(`${folder}/many`, { id: "many", title: "Many", columns, rows }));
const one = await serve(writeAtlas(`${folder}/one`, { id: "one", title: "One", columns: 1, rows: 1 }));

/* ---- where things are ---- */

/** Where the page shows the middle of a cell. */
async function middleOf(page, column, row) {
  const [{ left, top }] = await pixelsOf(page, [place(column + 0.5, row + 0.5)]);
  return { x: left, y: top };
}

async function hoverCell(page, column, row) {
  const at = await middleOf(page, column, row);
  await page.mouse.move(at.x - 2, at.y);
  await page.mouse.move(at.x, at.y);
  await until(page, (name) => document.querySelector("#card h2 .name")?.textContent === name, nameOf(column, row));
  return at;
}

const outlineBox = (page) => page.evaluate(() => {
  const paths = [...document.querySelectorAll(".leaflet-overlay-pane path")].filter((p) => p.getAttribute("d")?.length > 9);
  const r = paths.at(-1)?.getBoundingClientRect();
  return r && { x: r.x + r.width / 2, y: r.y + r.height / 2, width: r.width, height: r.height };
});

/** Waits until a line is drawn whose middle is near a place. */
const outlined = (page, at) => until(page, ({ x, y }) => {
  const paths = [...document.querySelectorAll(".leaflet-overlay-pane path")].filter((p) => p.getAttribute("d")?.length > 9);
  const r = paths.at(-1)?.getBoundingClientRect();
  return r && Math.hypot(r.x + r.width / 2 - x, r.y + r.height / 2 - y) < 3;
}, at);

const ink = "#1b2127";
const inkIn = async (page, at, side) =>
  (await colorsIn(page, { x: at.x - side / 2, y: at.y - side / 2, width: side, height: side }))[ink] ?? 0;

/* ---- many ---- */

await test("many: the border of the district under the pointer is asked for alone, and drawn around it", async (open) => {
  const page = await open(`${many.address}?lang=sv`), asked = [];
  page.on("request", (r) => r.url().includes(".geojson") && asked.push(new URL(r.url()).searchParams));
  const at = await middleOf(page, 30, 40);
  assert.equal(await inkIn(page, at, 24), 0, "no line before");
  await hoverCell(page, 30, 40);
  await outlined(page, at);
  assert.deepEqual(asked.map((q) => q.get("districts")), [keyOf(30, 40)]);
  const box = await outlineBox(page), next = await middleOf(page, 31, 40);
  assert.ok(Math.abs(box.width - (next.x - at.x)) < 0.5 * (next.x - at.x) + 4, `as wide as a cell: ${box.width}`);
  assert.ok((await inkIn(page, at, 24)) > 8, "a line that is seen");
  const far = await middleOf(page, 50, 20);
  assert.equal(await inkIn(page, far, 24), 0, "and none elsewhere");
  await page.screenshot({ path: out("large-hover.png") });
  await hoverCell(page, 33, 40);
  await outlined(page, await middleOf(page, 33, 40));
  await hoverCell(page, 30, 40);
  await outlined(page, at);
  assert.equal(asked.length, 2, "a border is asked for once");
  assert.ok((await text(page, "#card .value")).startsWith(shareOf(30, 40).toFixed(1).replace(".", ",")));
});

await test("many: Shift and arrows go to the neighbors", async (open) => {
  const page = await open(`${many.address}?lang=sv`);
  await hoverCell(page, 0, 0); // its key has a comma
  await outlined(page, await middleOf(page, 0, 0));
  await page.locator("#map").evaluate((m) => m.focus({ preventScroll: true }));
  const named = (c, r) => until(page, (name) => document.querySelector("#card h2 .name")?.textContent === name, nameOf(c, r));
  for (const [key, c, r] of [["ArrowRight", 1, 0], ["ArrowUp", 1, 1], ["ArrowUp", 1, 2], ["ArrowLeft", 0, 2], ["ArrowDown", 0, 1]]) {
    await page.keyboard.press(`Shift+${key}`);
    await named(c, r);
  }
  await outlined(page, await middleOf(page, 0, 1));
});

await test("many: the table scrolls, sorts and selects, with few rows in the page; borders of the selected stay", async (open) => {
  const page = await open(`${many.address}?lang=sv`);
  const highest = [];
  for (let c = 0; c < columns; c++) for (let r = 0; r < rows; r++) if (shareOf(c, r) !== null) highest.push([shareOf(c, r), c, r]);
  highest.sort((a, b) => b[0] - a[0]);
  const names = () => page.locator("#table tbody button.name").allInnerTexts();
  assert.equal((await names())[0].trim(), nameOf(highest[0][1], highest[0][2]));
  await page.locator("#panel").evaluate((p) => (p.scrollTop = 0.5 * p.scrollHeight));
  const middle = Math.round(highest.length / 2);
  await until(page, (all) => [...document.querySelectorAll("#table button.name")].some((b) => all.includes(b.textContent.trim())),
    highest.slice(middle - 60, middle + 60).map(([, c, r]) => nameOf(c, r)));
  assert.ok((await page.locator("#table tbody tr").count()) < 120);
  await page.locator("#panel").evaluate((p) => (p.scrollTop = 0));
  await page.click('[data-sort="name"]');
  await until(page, (name) => document.querySelector("#table tbody button.name").textContent.trim() === name, nameOf(0, 0));
  await page.locator("#table tbody button.name").nth(2).click();
  await page.mouse.move(700, 20);
  await outlined(page, await middleOf(page, 0, 2));
  assert.ok(page.url().includes("district=00-02"));
  await page.screenshot({ path: out("large-selected.png") });
});

await test("many: a card is not long in coming: few elements in it and in the page", async (open) => {
  const page = await open(`${many.address}?lang=sv`);
  await hoverCell(page, 40, 30);
  assert.ok((await page.locator("#card circle").count()) <= 400);
  assert.ok((await page.evaluate(() => document.querySelectorAll("*").length)) < 3000);
});

/* ---- one ---- */

await test("one district: map, legend, table and card", async (open) => {
  const page = await open(`${one.address}?lang=sv`);
  assert.equal(await page.locator("#table tbody button.name").count(), 1);
  const at = await boxOf(page, "#map");
  await page.mouse.move(at.x + at.width / 2, at.y + at.height / 2);
  await page.mouse.move(at.x + at.width / 2 + 2, at.y + at.height / 2);
  await until(page, (name) => document.querySelector("#card h2 .name")?.textContent === name, nameOf(0, 0));
  await until(page, () => document.querySelectorAll(".leaflet-overlay-pane path").length === 2);
  assert.match(await text(page, "#card"), /10,0/);
  assert.ok(await page.locator("#legend text").count());
  await page.screenshot({ path: out("large-one.png") });
});

/* ---- several atlases: one address over two servers ---- */

const both = await new Promise((done) => {
  const server = http.createServer(async (request, response) => {
    if (request.url.startsWith("/health")) {
      const [a, b] = await Promise.all([many, one].map(async (s) => (await fetch(`${s.address}health`)).json()));
      return response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify({ ...a, atlases: [...a.atlases, ...b.atlases] }));
    }
    const to = /^\/[a-z]+\/one[/.]/.test(request.url) ? one : many;
    http.get(new URL(request.url.slice(1), to.address), (r) => r.pipe(response.writeHead(r.statusCode, r.headers)));
  });
  server.listen(0, "127.0.0.1", () => done({ address: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() }));
});

await test("the bar's chooser changes the atlas", async (open) => {
  const page = await open(`${both.address}?lang=sv`);
  assert.ok(await page.locator("#atlas-choice").isVisible());
  await page.selectOption("#atlas-choice", "one");
  await until(page, () => document.querySelectorAll("#table tbody button.name").length === 1);
  await settled(page);
  assert.equal(new URL(page.url()).searchParams.get("atlas"), "one");
  assert.equal(new URL(requests.findLast((u) => u.includes("/skeleton/"))).pathname.split("/")[2], "one");
  await page.selectOption("#atlas-choice", "many");
  await until(page, () => document.querySelectorAll("#table tbody button.name").length > 20);
});

await testQuiet();
for (const s of [many, one, both]) s.close();
await finish();
