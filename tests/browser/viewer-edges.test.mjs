/* The viewer's editor of class edges: handles that are dragged and stepped, edges that are typed. */
import assert from "node:assert/strict";
import {
  boxOf,
  colorsOf,
  figures,
  finish,
  legendText,
  out,
  phone,
  pick,
  pixelsOf,
  places,
  ramp,
  requests,
  seriousFaults,
  settled,
  test,
  testQuiet,
  text,
  texts,
  until,
  wide,
} from "./aid.mjs";

const site = process.argv[2];
const at = (query) => `${site}?${query}`;
const plain = (t) => t.replaceAll("\u00a0", " ");

/* Violence of 2024, as published: 9.0 10.1 10.6 11.4 11.7 12.6 13.4 15.1 16.0 17.3 18.8, the city 13.5. Fifths of eleven
 * figures end at the third, fifth, seventh and ninth: edges 10.6 11.7 13.4 16.0, with 3 2 2 2 2 districts. */
const [lowest, highest] = [9, 18.8];

async function openEditor(open, query, window) {
  const page = await open(at(query), window);
  if (window?.width < 800) await page.click("#menu-button");
  await page.click("#look-button");
  await page.waitForSelector("#look-breaks");
  await page.locator(".edges").scrollIntoViewIfNeeded();
  return page;
}

const valueTexts = async (page) =>
  (await page.locator(".edge").evaluateAll((all) => all.map((e) => e.getAttribute("aria-valuetext")))).map(plain);
const counts = async (page) => (await texts(page, ".edges-counts span")).map(Number);
const breaks = (page) => page.evaluate(() => new URLSearchParams(location.search).get("breaks"));

/** Waits until the address has these breaks (null: none) and the map follows. */
async function sent(page, expected) {
  await until(page, (b) => new URLSearchParams(location.search).get("breaks") === b, expected);
  await settled(page);
}

/** Where a value lies on the editor's axis, in CSS px. */
async function placeOf(page, value) {
  const { x, y, width, height } = await boxOf(page, ".edges-ramp");
  return { x: x + ((value - lowest) / (highest - lowest)) * width, y: y + height / 2 };
}

async function type(page, edges) {
  await page.fill("#look-breaks", edges);
  await page.press("#look-breaks", "Enter");
}

/** The class that a district's card tells, by the row of the table under the pointer. */
async function cardClass(page, name) {
  await page.mouse.move(2, 2);
  await page.hover(`#table tr[data-key]:has-text("${name}")`);
  await until(page, (n) => document.querySelector("#card h2 .name")?.textContent === n, name);
  return plain(await text(page, "#card .class"));
}

await test("the editor begins with the map's own edges: a dot for each district, the city, counts", async (open) => {
  const page = await openEditor(open, "indicator=violence&lang=sv&labels=none");
  assert.deepEqual(
    await valueTexts(page),
    ["10,6", "11,7", "13,4", "16,0"].map((t) => `${t} per 1 000 invånare`),
  );
  assert.equal(await page.inputValue("#look-breaks"), "10,6; 11,7; 13,4; 16,0");
  assert.deepEqual(await counts(page), [3, 2, 2, 2, 2]);
  assert.equal(await page.locator(".edges-dot").count(), 11);
  assert.equal(plain(await text(page, ".edges-reference")), "Hela staden 13,5");
  assert.ok(await page.isDisabled("#edges-own"));
  const mark = await boxOf(page, ".edges-at"),
    city = await placeOf(page, 13.5);
  assert.ok(Math.abs(mark.x + mark.width / 2 - city.x) < 1.5, "the city's mark is at 13.5");
});

await test("a handle is dragged: counts follow, the map when it is let go, and it stops at its neighbor", async (open) => {
  const page = await openEditor(open, "indicator=violence&lang=sv&labels=none");
  const from = await placeOf(page, 11.7),
    to = await placeOf(page, 12.9),
    far = await placeOf(page, 18);
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps: 5 });
  assert.deepEqual(await counts(page), [3, 3, 1, 2, 2], "12.6 is now in the second class");
  assert.equal(await breaks(page), null, "not before it is let go");
  await page.mouse.move(far.x, far.y, { steps: 5 });
  assert.equal((await valueTexts(page))[1], "13,3 per 1 000 invånare");
  await page.mouse.move(to.x, to.y, { steps: 5 });
  await page.mouse.up();
  await sent(page, "10.6,12.9,13.4,16");
  assert.match(await legendText(page), /12,9/);
  assert.equal(await cardClass(page, "Hässelby-Vällingby"), "10,6–12,9");
  assert.equal(await cardClass(page, "Enskede-Årsta-Vantör"), "12,9–13,4");
  assert.equal(await page.inputValue("#look-method"), "manual");
  for (const id of ["#look-classes", "#look-rounded"]) assert.ok(await page.isDisabled(id), id);
  await page.screenshot({ path: out("edges.png") });
});

await test("keys step a handle by the last decimal, by ten of them, and to its neighbors; the focus stays", async (open) => {
  const page = await openEditor(open, "indicator=violence&lang=en&labels=none");
  const handle = page.locator("#look-edge-2"),
    now = async () => Number(await handle.getAttribute("aria-valuenow"));
  assert.equal(await handle.getAttribute("role"), "slider");
  assert.equal(await handle.getAttribute("aria-label"), "Edge 2 of 4");
  assert.deepEqual(
    [await handle.getAttribute("aria-valuemin"), await handle.getAttribute("aria-valuemax")],
    ["10.7", "13.3"],
  );
  await handle.focus();
  for (const [key, value] of [
    ["ArrowRight", 11.8],
    ["ArrowUp", 11.9],
    ["ArrowLeft", 11.8],
    ["PageUp", 12.8],
    ["PageDown", 11.8],
    ["End", 13.3],
    ["ArrowRight", 13.3],
    ["Home", 10.7],
    ["ArrowRight", 10.8],
  ]) {
    await page.keyboard.press(key);
    assert.equal(await now(), value, key);
  }
  assert.equal(await handle.getAttribute("aria-valuetext"), "10.8 per 1,000 residents");
  await sent(page, "10.6,10.8,13.4,16");
  assert.equal(await page.evaluate(() => document.activeElement.id), "look-edge-2");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Escape");
  assert.equal(await now(), 10.8, "Escape takes back what is not sent");
  assert.ok(await page.isVisible("#look"));
});

await test("of large numbers a step is a round one that can be seen; any edge can be typed", async (open) => {
  const page = await openEditor(open, "indicator=population&lang=en&labels=none&breaks=47263,66000");
  const handle = page.locator("#look-edge-1");
  await handle.focus();
  /* All figures lie between 30,000 and 160,000, so that a pixel is about 500: steps of 100. */
  for (const [key, value] of [
    ["ArrowRight", "47,300"],
    ["ArrowRight", "47,400"],
    ["PageUp", "48,400"],
    ["End", "65,900"],
  ]) {
    await page.keyboard.press(key);
    assert.equal((await handle.getAttribute("aria-valuetext")).split(" ")[0], value, key);
  }
  await sent(page, "65900,66000");
  await type(page, "50001; 66000");
  await sent(page, "50001,66000");
  assert.match((await handle.getAttribute("aria-valuetext")).split(" ")[0], /^50,001$/);
});

await test("edges are typed as the language writes numbers", async (open) => {
  const page = await openEditor(open, "indicator=violence&lang=sv&labels=none");
  for (const [typed, expected] of [
    ["10; 12,5; 15", "10,12.5,15"],
    ["10 12,5 16", "10,12.5,16"],
    ["11, 12,5", "11,12.5"],
    ["12", "12"],
    ["9,5;  12.25", "9.5,12.25"],
  ]) {
    await type(page, typed);
    await sent(page, expected);
    assert.equal((await valueTexts(page)).length, expected.split(",").length);
  }
  await page.click('[data-lang="en"]');
  await until(page, () => document.documentElement.lang === "en");
  await settled(page);
  for (const [typed, expected] of [
    ["10, 12.5, 15", "10,12.5,15"],
    ["10,12.5 16", "10,12.5,16"],
    ["1,000; 2,000", "1000,2000"],
  ]) {
    await type(page, typed);
    await sent(page, expected);
  }
});

await test("negative edges: the sign of typography, typed with any", async (open) => {
  const page = await openEditor(open, "indicator=assault&period=2025&minus=%402021&lang=sv");
  await type(page, "-100; −20; 150");
  await sent(page, "-100,-20,150");
  assert.deepEqual(
    (await valueTexts(page)).map((t) => t.split(" ")[0]),
    ["−100", "−20", "+150"],
  );
  assert.match(await legendText(page), /−100/);
  assert.equal(await page.inputValue("#look-breaks"), "−100; −20; 150");
});

await test("what the server refuses is said beside the field; the map stays, and so does what was typed", async (open) => {
  const page = await openEditor(open, "indicator=violence&lang=sv", { troubled: true });
  const error = page.locator('.field[data-option="breaks"] > .error');
  for (const typed of ["12; 10", "banan"]) {
    await type(page, typed);
    await error.waitFor();
    assert.match(await error.innerText(), /breaks: ".*" är inte tillåtet: .* större än det före/);
    assert.equal(await page.inputValue("#look-breaks"), typed);
    assert.equal(await breaks(page), null);
  }
  await type(page, "10; 12");
  await sent(page, "10,12");
  assert.equal(await page.locator(".error:visible").count(), 0);
});

await test("the method's own edges come back, with the method and the number of classes from before", async (open) => {
  const page = await openEditor(open, "indicator=violence&lang=en&method=equal&classes=4");
  /* Four equal steps of 2.45 from 9.0; 13.9 is one as it is, 11.45 and 16.35 lie between tenths. */
  assert.equal(await page.inputValue("#look-breaks"), "11.5; 13.9; 16.4");
  await page.locator("#look-edge-1").focus();
  await page.keyboard.press("ArrowLeft");
  await sent(page, "11.4,13.9,16.4");
  assert.ok(!page.url().includes("classes="), "edges stand instead of method and classes");
  await page.click("#edges-own");
  await sent(page, null);
  assert.match(page.url(), /method=equal&classes=4/);
  assert.equal(await page.inputValue("#look-method"), "equal");
  assert.equal((await valueTexts(page)).length, 3);
});

await test("the method “Manual breaks” takes over the edges; another one lets them go, as another indicator does", async (open) => {
  const page = await openEditor(open, "indicator=violence&lang=en");
  await page.selectOption("#look-method", { label: "Manual breaks" });
  await sent(page, "10.6,11.7,13.4,16");
  await page.selectOption("#look-method", "jenks");
  await sent(page, null);
  assert.equal(await page.inputValue("#look-method"), "jenks");
  await type(page, "10; 12");
  await sent(page, "10,12");
  await page.selectOption("#look-metric", "rank");
  await sent(page, null);
  await page.selectOption("#look-metric", "value");
  await until(page, () => !location.search.includes("metric=rank"));
  await settled(page);
  await type(page, "10; 12");
  await sent(page, "10,12");
  await page.click("#look-close");
  await pick(page, "theft");
  assert.equal(await breaks(page), null);
});

await test("an address has the edges: a reload shows the same, also where colors diverge", async (open) => {
  const page = await openEditor(open, "indicator=violence&lang=en&reference=whole&breaks=10,12.5,15");
  assert.deepEqual(
    (await valueTexts(page)).map((t) => t.split(" ")[0]),
    ["10.0", "12.5", "15.0"],
  );
  assert.deepEqual(await counts(page), [1, 4, 2, 4]);
  assert.equal(await page.inputValue("#look-reference"), "whole");
  assert.equal(await page.inputValue("#look-method"), "manual");
  const shown = await (
    await page.request.get(`${site}legend/stockholm/violence.json?reference=whole&breaks=10,12.5,15`)
  ).json();
  const blocks = await page.locator(".edges-ramp > i").evaluateAll((all) => all.map((b) => b.style.background));
  const rgb = (c) => `rgb(${[1, 3, 5].map((i) => parseInt(c.slice(i, i + 2), 16)).join(", ")})`;
  assert.deepEqual(
    blocks,
    shown.classes.map((c) => rgb(c.color)),
  );
});

await test("classes of all periods: edges hold in each", async (open) => {
  const page = await openEditor(open, "indicator=assault&period=2025&lang=en&labels=none");
  await type(page, "700; 1000");
  await sent(page, "700,1000");
  assert.ok((await page.isDisabled("#look-pool")) && (await page.isChecked("#look-pool")));
  await page.check('.stop input[value="2022"]', { force: true });
  await until(page, () => location.search.includes("period=2022"));
  await settled(page);
  assert.deepEqual(
    (await valueTexts(page)).map((t) => t.split(" ")[0]),
    ["700", "1,000"],
  );
});

await test("on a phone a handle has 44 px, and a finger moves it", async (open) => {
  const page = await openEditor(open, "indicator=violence&lang=sv", phone);
  const box = await boxOf(page, "#look-edge-4");
  assert.ok(box.width >= 44 && box.height >= 44, `${box.width} × ${box.height}`);
  const session = await page.context().newCDPSession(page);
  const touch = (kind, p) =>
    session.send("Input.dispatchTouchEvent", { type: kind, touchPoints: p ? [{ x: p.x, y: p.y }] : [] });
  const from = await placeOf(page, 16),
    to = await placeOf(page, 17.5);
  await touch("touchStart", from);
  for (let i = 1; i <= 6; i++) await touch("touchMove", { x: from.x + ((to.x - from.x) * i) / 6, y: from.y });
  await touch("touchEnd");
  await until(page, () => location.search.includes("breaks="));
  await settled(page);
  const last = Number((await breaks(page)).split(",").at(-1));
  assert.ok(Math.abs(last - 17.5) <= 0.1, `${last}`);
  assert.deepEqual(await counts(page), [3, 2, 2, 3, 1], "17.3 is now in the fourth class");
  await page.locator(".edges").scrollIntoViewIfNeeded();
  await page.screenshot({ path: out("edges-phone.png") });
});

await test("the map follows a handle before it is let go, asks for nothing meanwhile, and goes back", async (open) => {
  const page = await openEditor(open, "indicator=violence&lang=sv&labels=none");
  const [point] = await pixelsOf(page, [places.Farsta]), // 11.7, which the second class includes
    farsta = async () => (await page.waitForTimeout(200), (await colorsOf(await page.screenshot(), [point]))[0]);
  assert.equal(await farsta(), ramp[1]);
  const asked = requests.length,
    from = await placeOf(page, 11.7);
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  const frames = await page.evaluate(() => {
    window.shown = 0;
    const layer = document.querySelector("#map .leaflet-tile"),
      put = ImageBitmapRenderingContext.prototype.transferFromImageBitmap;
    ImageBitmapRenderingContext.prototype.transferFromImageBitmap = function (bitmap) {
      if (this.canvas === layer) window.shown++;
      return put.call(this, bitmap);
    };
    return performance.now();
  });
  const left = await placeOf(page, 11);
  for (let i = 0; i < 60; i++) {
    const share = 0.5 - 0.5 * Math.cos((i + 1) * Math.PI / 12);
    await page.mouse.move(from.x + share * (left.x - from.x), left.y);
  }
  await page.mouse.move(left.x, left.y);
  const shown = await page.evaluate((f) => [window.shown, performance.now() - f], frames);
  console.log(`# dragging a handle: ${shown[0]} looks of the map in ${(shown[1] / 1000).toFixed(1)} s`);
  assert.ok(shown[0] > 5, `${shown[0]} looks`);
  assert.equal(await farsta(), ramp[2], "11.7 lies over an edge at 11.0");
  assert.deepEqual(requests.slice(asked), []);
  await page.keyboard.press("Escape");
  assert.equal(await farsta(), ramp[1]);
  assert.deepEqual(requests.slice(asked), []);
  await page.mouse.up();
  assert.equal(await breaks(page), null);
});

await test("axe finds nothing serious in the editor: light, dark, two indicators", async (open) => {
  for (const query of [
    "indicator=violence&lang=sv&breaks=10,12.5",
    "indicator=low_standard&lang=en&theme=dark&breaks=5,10",
    "indicator=low_standard&lang=en&bivariate=pre_secondary",
    "indicator=low_standard&lang=sv&theme=dark&bivariate=pre_secondary",
  ]) {
    const page = await open(at(query), wide);
    await page.click("#look-button");
    await page.waitForSelector("#controls .ramp");
    assert.deepEqual(await seriousFaults(page), [], query);
  }
});

await testQuiet();
await finish();
