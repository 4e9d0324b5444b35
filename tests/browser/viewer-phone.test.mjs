/* The viewer in a phone's hand: as high as the mock-up's map, the row at the sheet's foot, nothing cut off. */
import assert from "node:assert/strict";
import { boxOf, finish, out, phone, settled, test, testQuiet, text, until } from "./aid.mjs";

const site = process.argv[2];
const at = (query) => `${site}?${query}`;
const small = { width: 360, height: 640, density: 2, touch: true };
const least = { width: 320, height: 568, density: 2, touch: true };
const side = { width: 844, height: 390, density: 2, touch: true };

/** Taps where the map's middle has a district: in every window that is Bromma, or a neighbor of it. */
async function tapMap(page) {
  const { x, y, width, height } = await boxOf(page, "#map");
  await page.touchscreen.tap(x + 0.46 * width, y + 0.43 * height);
  await page.waitForSelector("#subjects h2");
}

/** Where a part of the page is, of which only what lies in the sheet's window is seen. */
const inSheet = (page, selector) =>
  page.evaluate((s) => {
    const r = document.querySelector(s).getBoundingClientRect(),
      p = document.querySelector("#panel").getBoundingClientRect();
    return { top: r.top - p.top, bottom: p.bottom - r.bottom, window: innerHeight - p.bottom };
  }, selector);

/** Texts that are wider than their place, or reach beyond the window. */
const cutOff = (page) =>
  page.evaluate(() => {
    const leave = ".for-readers, .leaflet-container, svg, option, .stops"; // the periods are scrolled
    const own = (e) => [...e.childNodes].some((c) => c.nodeType === Node.TEXT_NODE && c.data.trim());
    const seen = (e) => e.checkVisibility() && own(e) && !e.closest(leave);
    const wide = (e) =>
      (e.clientWidth && e.scrollWidth > e.clientWidth + 1) || e.getBoundingClientRect().right > innerWidth + 1;
    return [...document.querySelectorAll("body *")].filter((e) => seen(e) && wide(e)).map((e) => e.outerHTML);
  });

/** Controls that a finger would miss: lower than 44 px, or narrower than 40; the sheet's handle is as wide as it. */
const missed = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll("button, a, select, .stop, summary")]
      .filter((e) => e.checkVisibility() && !e.closest("#sheet-handle, thead, .picker, p:not(.below)"))
      .map((e) => ({ e, r: (e.closest("tr") ?? e).getBoundingClientRect() }))
      .filter(({ r }) => r.width > 0 && (r.height < 43.5 || r.width < 39.5))
      .map(({ e, r }) => `${r.width} × ${r.height}: ${e.outerHTML}`),
  );

await test("the map has the mock-up's share of the window; legend, periods and sheet follow without a gap", async (open) => {
  for (const query of ["indicator=assault&lang=sv", "indicator=assault&period=2022&lang=sv&district=Södermalm"]) {
    const page = await open(at(query), phone),
      parts = {};
    for (const id of ["stage", "legends", "play-row", "panel"]) parts[id] = await boxOf(page, `#${id}`);
    assert.ok(parts.stage.height >= (312 / 844) * phone.height - 1, `${parts.stage.height} px`);
    assert.ok(Math.abs(parts.panel.height - 0.38 * phone.height) < 1.5, "38 % for the sheet");
    for (const [above, below] of [["stage", "legends"], ["legends", "play-row"], ["play-row", "panel"]])
      assert.ok(Math.abs(parts[above].y + parts[above].height - parts[below].y) < 1.5, `${below} under ${above}`);
    assert.equal(await page.locator("#legend svg [data-state]").count(), 0, "missing figures are told beside the periods");
    const missing = await page.locator("#missing").innerText();
    assert.equal(missing.replace(/\s+/g, " "), query.includes("2022") ? "2 av 11 saknas" : "");
  }
  for (const [window, share] of [[small, 0.3], [least, 0.25]]) {
    const page = await open(at("indicator=assault&period=2022&lang=sv&district=Farsta"), window);
    const { height } = await boxOf(page, "#stage");
    assert.ok(height >= share * window.height, `${height} of ${window.height} px`);
  }
});

await test("a tap selects; name, value, strip and row are in the sheet, without scrolling", async (open) => {
  for (const window of [phone, small, least]) {
    const page = await open(at("indicator=assault&lang=sv"), window);
    assert.equal(await page.isVisible("#actions"), false, "the sheet is the table already");
    assert.ok((await inSheet(page, "#table tbody tr")).bottom > 0, "with its first row");
    await tapMap(page);
    await page.waitForSelector("#actions a");
    const row = await inSheet(page, "#actions"),
      value = await inSheet(page, "#subjects .big");
    assert.ok(Math.abs(row.bottom) < 1 && Math.abs(row.window) < 1, "the row is at the foot");
    assert.ok(value.top > 0 && value.bottom > 60, "the value is over it");
    assert.deepEqual(await page.locator("#actions > *").evaluateAll((all) => all.map((e) => e.ariaLabel ?? e.innerText.trim())),
      ["Alla områden", "Jämför", "Dela"]);
    const [table, compare, share] = await page
      .locator("#actions > *")
      .evaluateAll((all) => all.map((e) => getComputedStyle(e).backgroundColor));
    assert.deepEqual([table, compare, share], ["rgb(27, 33, 39)", "rgb(255, 255, 255)", "rgb(255, 255, 255)"]);
    if (window === phone) {
      await page.waitForSelector("#subjects svg.lines");
      assert.ok((await inSheet(page, "#subjects svg.lines")).bottom >= 60, "the years too");
      await page.screenshot({ path: out("phone-selected.png") });
    }
  }
});

await test("“Alla områden” leads to the table of all, a row of it to another district, the handle back to the map", async (open) => {
  const page = await open(at("indicator=assault&lang=sv&district=Farsta"), phone);
  await page.tap("[data-show-all]");
  assert.equal(await page.getAttribute("#sheet-handle", "aria-expanded"), "true");
  assert.equal(await page.evaluate(() => document.activeElement.id), "layer", "the focus is at its head");
  const head = await inSheet(page, "#layer"),
    last = await inSheet(page, "#table tbody tr:last-child");
  assert.ok(head.top >= 20 && head.top < 60, `the head is on top: ${head.top}`);
  assert.ok(last.bottom > 50, "all eleven are seen");
  await page.tap('tr[data-key="Bromma"] button');
  await until(page, () => document.querySelectorAll("#subjects li").length === 2);
  assert.equal(await text(page, "#subjects h2"), "2 områden");
  assert.match(await page.getAttribute("#actions a", "href"), /^compare\/stockholm\.pdf\?districts=Farsta,Bromma&/);
  await page.tap("#sheet-handle");
  assert.ok(Math.abs((await boxOf(page, "#panel")).height - 0.38 * phone.height) < 1.5);
  for (const key of ["Farsta", "Bromma"]) await page.tap(`[data-let-go="${key}"]`);
  assert.equal(await page.isVisible("#actions"), false);
});

await test("sharing from the sheet opens the dialog; what is shared fits, and the profile is under the years", async (open) => {
  const page = await open(at("indicator=assault&lang=en&district=Farsta"), phone);
  await page.waitForSelector("#subjects .below a");
  assert.match(await page.getAttribute("#subjects .below a", "href"), /^profile\/stockholm\/Farsta\.pdf/);
  await page.tap("[data-share]");
  await page.waitForSelector("#share-dialog[open] [data-copy]");
  const box = await boxOf(page, "#share-dialog");
  assert.ok(box.x >= 0 && box.x + box.width <= phone.width && box.y + box.height <= phone.height);
  assert.deepEqual(await missed(page), []);
  await page.tap("[data-close]");
  assert.equal(await page.isVisible("#share-dialog"), false);
});

await test("a finger hits everything, and nothing is cut off: three phones, and one on its side", async (open) => {
  const queries = [
    "indicator=assault&period=2022&lang=sv&district=Enskede-Årsta-Vantör",
    "indicator=assault&lang=en&district=Bromma&district=Hässelby-Vällingby&theme=dark",
    "indicator=socioeconomic_index&lang=sv",
    "indicator=violence&lang=sv&reference=whole",
    "indicator=assault&lang=en&compare=swipe",
    "indicator=assault&lang=sv&compare=periods",
  ];
  for (const window of [phone, small, least, side])
    for (const query of queries) {
      const page = await open(at(query), window),
        name = `${window.width} px, ${query}`;
      await page.waitForTimeout(700); // the sheets' links come after the map
      assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= window.width, name);
      assert.deepEqual(await cutOff(page), [], name);
      if (window !== side) assert.deepEqual(await missed(page), [], name);
    }
});

await test("two legends are below each other and whole in the window, each marked with its side", async (open) => {
  for (const window of [phone, least]) {
    const page = await open(at("indicator=assault&lang=sv&compare=swipe"), window);
    const boxes = await Promise.all(["#legend svg", "#legend-b svg", "#play-row", "#panel"].map((s) => boxOf(page, s)));
    const [a, b, periods, sheet] = boxes;
    assert.ok(b.y > a.y + 30 && b.y + b.height <= periods.y + 20, JSON.stringify(boxes));
    for (const l of [a, b]) assert.ok(l.x >= 0 && l.x + l.width <= window.width);
    assert.ok(periods.y + periods.height <= sheet.y + 1.5, "the sheet hides nothing");
    const marks = await page.locator(".legend").evaluateAll((all) => all.map((l) => getComputedStyle(l, "::before").content));
    assert.deepEqual(marks, ['"◂"', '"▸"']);
    const ramps = await page.locator(".legend svg").evaluateAll((all) => all.map((s) => s.textContent));
    assert.ok(ramps[0].includes("Hela staden 1") && ramps[1].includes("Uppgift saknas: 2 av 11"));
  }
});

await test("on paper: the map is whole, and what the row of periods told of missing figures is there", async (open) => {
  const page = await open(at("indicator=assault&period=2022&lang=sv&district=Farsta"), phone);
  await page.waitForSelector("#subjects svg.lines");
  const seen = await boxOf(page, "#stage");
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  await page.emulateMedia({ media: "print" });
  assert.equal((await text(page, "#missing")).replace(/\s+/g, " "), "2 av 11 saknas");
  const { width, height } = await boxOf(page, "#stage"),
    scale = Math.min(1.6, 690 / seen.width, 500 / seen.height); // as large as half a page allows
  assert.ok(Math.abs(width - scale * seen.width) < 2 && Math.abs(height - scale * seen.height) < 2, `${width} × ${height}`);
  for (const part of [".bar", ".zoom", "#periods", "#play", "#actions"]) assert.equal(await page.isVisible(part), false, part);
});

await test("credits end the sheet; in a wider window they are under the map again, and the legend by them", async (open) => {
  const page = await open(at("indicator=assault&lang=sv"), phone);
  assert.equal(await page.locator("#panel #attribution").count(), 1);
  assert.match(await text(page, "#attribution"), /Gränser, vatten: Stockholms stad/);
  await page.setViewportSize({ width: 1440, height: 900 });
  await until(page, () => document.querySelector("main #attribution"));
  await settled(page);
  await until(page, () => document.querySelector("#attribution").textContent.startsWith("Källa: Brå"));
  assert.deepEqual(
    await page.locator("main > :is(#stage, #attribution, #legends, #play-row)").evaluateAll((all) => all.map((e) => e.id)),
    ["stage", "attribution", "legends", "play-row"],
  );
});

await test("on its side: the title is one line above the map, which has most of the height", async (open) => {
  const page = await open(at("indicator=assault&period=2022&lang=sv&district=Farsta"), side);
  const title = await boxOf(page, ".title"),
    stage = await boxOf(page, "#stage");
  assert.ok(title.height < 40 && title.y + title.height <= stage.y + 1);
  assert.ok(stage.height > 0.5 * side.height, `${stage.height} px`);
  await page.screenshot({ path: out("phone-side.png") });
});

await test("the legend's numbers are all seen, with the row of missing figures told beside the periods or under them", async (open) => {
  for (const query of ["indicator=socioeconomic_index&lang=en", "indicator=assault&period=2022&lang=sv", "indicator=violence&lang=sv&reference=whole"]) {
    const page = await open(`${site}?${query}`, phone);
    const [box, hidden] = await page.evaluate(() => {
      const of = (e) => e.getBoundingClientRect(), box = of(document.querySelector("#legends"));
      const all = [...document.querySelectorAll("#legend-picture text")].map((t) => [t.textContent, of(t)]);
      return [all.length, all.filter(([, r]) => r.top < box.top - 2 || r.bottom > box.bottom + 2).map(([t]) => t)];
    });
    assert.ok(box >= 5, query);
    assert.deepEqual(hidden, [], query);
  }
});

await testQuiet();
await finish();
