/* The viewer as a page: windows, keyboard order, accessibility, trouble on the way, other atlases, weight. */
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  boxOf,
  clickPlace,
  colorsAt,
  colorsOf,
  figures,
  finish,
  mapAgrees,
  middle,
  out,
  phone,
  pick,
  pixelsOf,
  places,
  proxy,
  ramp,
  requests,
  rowTexts,
  seriousFaults,
  settled,
  test,
  testQuiet,
  text,
  tilesOf,
  until,
  wide,
} from "./aid.mjs";

const [, , site, kartblad] = process.argv;
const at = (query) => `${site}?${query}`;

/* ---- windows ---- */

await test("1000 px: the picker is behind a button, Escape closes it, a choice too; so is the look", async (open) => {
  const page = await open(at("indicator=violence&lang=sv"), middle);
  assert.equal(await page.isVisible("#picker"), false);
  await page.click("#picker-button");
  assert.equal(await page.evaluate(() => document.activeElement.id), "search");
  await page.keyboard.press("Escape");
  assert.equal(await page.isVisible("#picker"), false);
  assert.equal(await page.evaluate(() => document.activeElement.id), "picker-button");
  await page.click("#picker-button");
  await page.screenshot({ path: out("middle-picker.png") });
  await pick(page, "assault");
  assert.equal(await page.isVisible("#picker"), false);
  await page.click("#look-button");
  await page.waitForSelector("#controls .ramp");
  await page.keyboard.press("Escape");
  assert.equal(await page.isVisible("#look"), false);
  assert.equal(await page.evaluate(() => document.activeElement.id), "look-button");
});

await test("phone: one column in order, targets of 44 px, sharp tiles, choices behind the menu", async (open) => {
  const page = await open(at("indicator=assault&period=2022&lang=sv"), phone);
  const tops = [];
  for (const part of ["header.bar", "h1", "#map", "#legend", "#periods", "#panel"])
    tops.push((await boxOf(page, part)).y);
  assert.deepEqual(
    tops,
    [...tops].sort((a, b) => a - b),
  );
  assert.ok(
    (await boxOf(page, "#periods")).y + (await boxOf(page, "#periods")).height <= (await boxOf(page, "#panel")).y + 2,
    "the sheet covers nothing",
  );
  assert.ok((await tilesOf(page)).every((t) => t.width === 512), "two pixels for one of CSS");
  const small = await page
    .locator("button:visible, .stop, tbody tr")
    .evaluateAll((all) =>
      all
        .filter(
          (b) =>
            !b.closest("thead, .zoom") &&
            Math.max(
              b.getBoundingClientRect().height,
              b.closest("tr, #sheet-handle")?.getBoundingClientRect().height ?? 0,
            ) <
              28 + 15 * !b.closest("#sheet-handle"),
        )
        .map((b) => b.outerHTML),
    );
  assert.deepEqual(small, [], "targets of 44 px");
  await page.click("#menu-button");
  assert.ok(await page.isVisible("#show"));
  await page.screenshot({ path: out("phone-menu.png") });
  await page.selectOption("#show", "whole");
  await until(page, () => location.search.includes("reference=whole"));
  await settled(page);
  await page.keyboard.press("Escape");
  assert.equal(await page.isVisible("#show"), false);
  await page.click("#title-button");
  await page.screenshot({ path: out("phone-picker.png") });
  await pick(page, "burglary");
  assert.equal(await text(page, "h1"), "Bostadsinbrott (Brå)");
  assert.equal(await page.isVisible("#picker"), false);
});

await test("a wall screen and a very narrow window", async (open) => {
  const wall = await open(at("indicator=violence&lang=sv"), { width: 2560, height: 1440 });
  assert.ok((await boxOf(wall, "#map")).width > 1600);
  await wall.screenshot({ path: out("wall.png") });
  const narrow = await open(at("indicator=violence&lang=en"), { width: 320, height: 640 });
  assert.equal(await narrow.evaluate(() => document.documentElement.scrollWidth), 320);
  await narrow.screenshot({ path: out("narrow.png") });
});

/* ---- for everybody ---- */

await test("every control is reached with Tab, has a name, and shows where the focus is", async (open) => {
  const page = await open(at("indicator=assault&lang=en&district=Bromma"));
  const controls =
    "division show mode look-button share-button sv en theme-button search assault map zoom-in zoom-out home play period let-go name value row".split(
      " ",
    );
  const seen = [];
  // Where the first Tab goes differs between browsers: all the way round, past the page's end.
  for (let i = 0; i < 140 && !controls.every((id) => seen.includes(id)); i++) {
    await page.keyboard.press("Tab");
    if (await page.evaluate(() => document.activeElement === document.body)) continue;
    const here = await page.evaluate(() => {
      const e = document.activeElement,
        s = getComputedStyle(e);
      return {
        id: e.dataset.letGo
          ? "let-go"
          : e.closest("tbody")
            ? "row"
            : e.id || e.dataset.lang || e.dataset.sort || e.name || e.dataset.indicator || "",
        ring: s.outlineStyle === "solid" && s.outlineColor === "rgb(29, 78, 216)" && s.outlineWidth === "2px",
        name: e.getAttribute("aria-label") || e.innerText || e.labels?.[0]?.innerText || "",
      };
    });
    assert.ok(here.ring, `no ring on ${JSON.stringify(here)}`);
    assert.ok(here.name.trim(), `no name: ${JSON.stringify(here)}`);
    seen.push(here.id);
  }
  assert.deepEqual(
    controls.filter((id) => !seen.includes(id)),
    [],
  );
});

await test("axe finds nothing serious: light, dark, phone, look, several maps, dialog", async (open) => {
  const views = {
    light: ["indicator=assault&period=2022&lang=sv&district=Bromma", wide],
    dark: ["indicator=assault&lang=en&theme=dark&district=Bromma&district=Farsta", wide],
    phone: ["indicator=assault&lang=sv", { ...phone, touch: false }],
    swipe: ["indicator=assault&lang=en&compare=swipe", wide],
    "swipe on a phone": ["indicator=assault&lang=en&compare=swipe", { ...phone, touch: false }],
    periods: ["indicator=assault&lang=en&compare=periods", wide],
  };
  for (const [name, [query, window]] of Object.entries(views)) {
    const page = await open(at(query), window);
    await page.waitForTimeout(300);
    assert.deepEqual(await seriousFaults(page), [], name);
    if (name === "light" || name === "dark") {
      await page.click("#look-button");
      await page.waitForSelector("#controls .ramp");
      assert.deepEqual(await seriousFaults(page), [], `${name}, look`);
      await page.click("#share-button");
      await page.waitForSelector("#share-dialog[open] [data-copy]");
      assert.deepEqual(await seriousFaults(page), [], `${name}, dialog`);
    }
  }
});

await test("reduced motion: nothing moves by itself", async (open) => {
  const page = await open(at("indicator=violence&lang=sv"), { still: true });
  assert.equal(await page.locator("#map").evaluate((m) => m.classList.contains("leaflet-zoom-anim")), false);
  await page.click("#zoom-in");
  await page.waitForTimeout(60);
  assert.equal(await page.locator(".leaflet-zoom-anim").count(), 0);
});

/* ---- trouble ---- */

await test("a busy server is asked again when it says so, and the page tells of it", async (open) => {
  const page = await open(at("indicator=violence&lang=sv"), { troubled: true });
  let refusals = 2,
    asked = [];
  await page.route("**/data/stockholm/assault.json*", async (route) => {
    asked.push(Date.now());
    if (refusals-- > 0)
      return route.fulfill({ status: 503, headers: { "Retry-After": "1" }, json: { error: { message: "busy" } } });
    return route.continue();
  });
  await page.click('[data-indicator="assault"]');
  await until(page, () => document.querySelector("#message").innerText.includes("frågar igen om 1 s"));
  await until(page, () => document.querySelector("h1").textContent === "Misshandel (Brå)");
  assert.equal(asked.length, 3);
  assert.ok(asked[1] - asked[0] >= 1000, "not before it said");
  assert.equal(await page.isVisible("#message"), false);
});

await test("a tile that does not come is asked for again", async (open) => {
  const failed = new Set();
  const page = await open(at("indicator=violence&lang=sv&labels=none"), {
    troubled: true,
    before: (p) =>
      p.route("**/skeleton/**", (route) => {
        const first = !failed.has(route.request().url());
        failed.add(route.request().url());
        return first ? route.fulfill({ status: 503, headers: { "Retry-After": "1" } }) : route.continue();
      }),
  });
  assert.ok(failed.size > 4);
  assert.deepEqual(await colorsAt(page, places.Skärholmen), [ramp[4]]);
});

await test("a server that does not answer is said in one line, and so is what it refuses", async (open) => {
  const page = await open(at("indicator=violence&lang=sv"), { troubled: true });
  await page.route("**/data/**", (route) => route.abort());
  await pick(page, "assault");
  assert.match(await text(page, "#message"), /^Servern svarar inte/);
  assert.equal(await text(page, "h1"), "Anmälda våldsbrott", "what is shown stays whole");
  await page.unroute("**/data/**");
  await page.click("#again");
  await until(page, () => document.querySelector("h1").textContent === "Misshandel (Brå)");
  await page.route("**/legend/**", (route) =>
    route.fulfill({ status: 400, json: { error: { message: "classes: 99 is not allowed" } } }),
  );
  await pick(page, "burglary");
  assert.match(await text(page, "#message"), /^classes: 99 is not allowed/);
  await page.unroute("**/legend/**");
  await pick(page, "violence");
  assert.equal(await page.isVisible("#message"), false);
});

await test("a page whose server is gone from the start says so", async (open) => {
  const page = await open(at("lang=en"), {
    troubled: true,
    before: async (p) => {
      await p.route("**/health", (route) => route.abort());
      await p.addInitScript(() =>
        addEventListener("DOMContentLoaded", () =>
          // nothing will be ready to wait for
          setTimeout(() => document.querySelector("main").setAttribute("aria-busy", "false"), 300),
        ),
      );
    },
  });
  assert.match(await text(page, "#message"), /^The server does not answer/);
  assert.ok(await page.isVisible("#again"));
});

await test("a period without any figure says so on the map", async (open) => {
  const empty = async (route) => {
    const response = await route.fetch(),
      data = await response.json();
    for (const d of data.districts)
      Object.assign(d, {
        value: null,
        text: "–",
        class: null,
        rank: null,
        state: "missing",
        against: null,
        reference_text: null,
        rank_text: null,
      });
    await route.fulfill({ response, json: { ...data, axis: [] } });
  };
  const page = await open(at("indicator=assault&period=2022&lang=sv&district=Bromma"), {
    before: (p) => p.route("**/data/stockholm/assault.json*", empty),
  });
  assert.equal(await text(page, "#nothing"), "Inga uppgifter för 2022.");
  assert.match(await text(page, "#subjects"), /Bromma[\s\S]*Uppgift saknas/);
});

/* ---- elsewhere ---- */

await test("behind a proxy under a folder: page, figures, tiles and all that is shared come from there", async (open) => {
  const behind = await proxy(site, "/sub/path/");
  const asked = requests.length;
  try {
    const page = await open(`${behind.address}?indicator=assault&period=2024&lang=sv&labels=none`);
    assert.equal(await text(page, "h1"), "Misshandel (Brå)");
    await page.hover('tr[data-key="Bromma"]');
    await page.click('tr[data-key="Bromma"] button');
    await page.waitForSelector("#subjects svg.lines");
    await page.selectOption("#mode", "swipe");
    await page.waitForSelector("#other-indicator");
    await page.click("#share-button");
    await page.waitForSelector("#share-shareXyz");
    assert.ok((await page.inputValue("#share-shareXyz")).startsWith(behind.address));
    const outside = requests.slice(asked).filter((u) => !u.startsWith(behind.address));
    assert.deepEqual(outside, []);
  } finally {
    behind.close();
  }
});

/** A server over a layer of n × n squares, whose values are their numbers; with that layer's address. */
async function squares(n) {
  const dir = mkdtempSync(join(tmpdir(), "kartblad-viewer-")),
    step = 4 / n;
  const ring = (i, j) =>
    [
      [i, j],
      [i + 1, j],
      [i + 1, j + 1],
      [i, j + 1],
      [i, j],
    ].map(([x, y]) => [10 + x * step, 55 + y * step]);
  const features = Array.from({ length: n * n }, (_, k) => ({
    type: "Feature",
    properties: { id: `a${k}`, name: `Area ${k}`, v: k },
    geometry: { type: "Polygon", coordinates: [ring(k % n, Math.floor(k / n))] },
  }));
  writeFileSync(join(dir, "squares.geojson"), JSON.stringify({ type: "FeatureCollection", features }));
  execFileSync("ogr2ogr", ["-f", "ESRI Shapefile", join(dir, "squares.shp"), join(dir, "squares.geojson")], {
    stdio: "ignore",
  });
  const server = spawn(kartblad, [
    "serve",
    "-s",
    join(dir, "squares.shp"),
    "-k",
    "id",
    "-n",
    "name",
    "-c",
    "v",
    "--listen",
    "127.0.0.1:0",
  ]);
  const address = await new Promise((done, fail) => {
    server.stdout.once("data", (line) => done(String(line).split("\n")[0]));
    server.once("exit", (code) => fail(new Error(`kartblad ended with ${code}`)));
  });
  return {
    address,
    close: () =>
      new Promise((done) => {
        server.removeAllListeners("exit").once("exit", () => done(rmSync(dir, { recursive: true })));
        server.kill("SIGTERM");
      }),
  };
}

await test("one district: a map, a table of one row, no strip", async (open) => {
  const one = await squares(1);
  let page;
  try {
    page = await open(`${one.address}?lang=en`);
    assert.deepEqual(
      (await rowTexts(page)).map((r) => r[0]),
      ["Area 0"],
    );
    await page.click("tbody button");
    await page.waitForSelector("#subjects h2");
    assert.equal(await page.locator("#subjects svg.strip").count(), 0);
    assert.equal(await page.isVisible("#play-row"), false, "no periods");
  } finally {
    await page?.goto("about:blank"); // it asks no more of a server that ends
    await one.close();
  }
});

await test("5,041 districts: the table has few rows at a time, keys go to the last, selecting works", async (open) => {
  const many = await squares(71);
  let page;
  try {
    page = await open(`${many.address}?lang=en`);
    assert.equal(await page.getAttribute("#table", "aria-rowcount"), "5042");
    const drawn = await page.locator("tbody tr").count();
    assert.ok(drawn < 120, `${drawn} rows`);
    await page.locator("tbody button[tabindex='0']").focus();
    await page.keyboard.press("End");
    await until(page, () => document.activeElement.closest("tr")?.dataset.key === "a0");
    assert.equal(await page.evaluate(() => document.activeElement.closest("tr").getAttribute("aria-rowindex")), "5042");
    await page.keyboard.press("Enter");
    await page.waitForSelector("#subjects svg.strip");
    await page.locator("#panel").evaluate((p) => (p.scrollTop = 60000));
    await until(
      page,
      () => Number(document.querySelector("tbody tr[aria-rowindex]").getAttribute("aria-rowindex")) > 1000,
    );
    const shown = (await rowTexts(page)).map((r) => Number(r[1].replace(/\D/g, "")));
    assert.deepEqual(
      shown,
      [...shown].sort((a, b) => b - a),
      "in order",
    );
    await page.screenshot({ path: out("many.png") });
  } finally {
    await page?.goto("about:blank"); // it asks no more of a server that ends
    await many.close();
  }
});

/* ---- weight ---- */

await test("requests and bytes until the first map", async (open) => {
  const parts = {};
  const add = async (response) => {
    const kind = new URL(response.url()).pathname.match(/\.(\w+)$/)?.[1] ?? "html",
      sizes = await response
        .request()
        .sizes()
        .catch(() => null);
    const name = { woff2: "font", png: "tiles", js: "scripts", css: "styles" }[kind] ?? "rest";
    const part = (parts[name] ??= { requests: 0, bytes: 0 });
    part.requests++;
    part.bytes += (sizes?.responseBodySize ?? 0) + (sizes?.responseHeadersSize ?? 0);
  };
  const page = await open(at("indicator=violence&lang=sv"), { before: (p) => p.on("response", add) });
  await page.waitForTimeout(200);
  const sum = (key) => Object.values(parts).reduce((n, p) => n + p[key], 0);
  for (const [name, p] of Object.entries(parts))
    console.log(`# ${name}: ${p.requests} requests, ${(p.bytes / 1000).toFixed(1)} kB`);
  console.log(`# first map: ${sum("requests")} requests, ${(sum("bytes") / 1000).toFixed(1)} kB`);
  assert.ok(parts.tiles.requests > 0 && sum("bytes") > 100000);
  assert.ok(sum("bytes") < 450000, `${sum("bytes")} bytes`);
  assert.ok(sum("requests") <= 55, `${sum("requests")} requests`);
});

await test("another period draws no skeleton; without painting, the next one's tiles are there before it is played", async (open) => {
  const page = await open(at("indicator=assault&period=2023&lang=sv&labels=names"), {
    before: (p) => p.addInitScript(() => delete window.createImageBitmap),
  });
  const drawn = async () =>
    Number((await (await page.request.get(`${site}metrics`)).text()).match(/skeletons_drawn_total (\d+)/)[1]);
  const ask = (id) => requests.filter((u) => u.includes("/tiles/") && u.includes(`period=${id}`)).length;
  await page.locator(".stop", { hasText: "2024" }).click();
  await settled(page);
  const before = await drawn(),
    asked = ask("2021");
  await page.locator(".stop", { hasText: "2025" }).click();
  await settled(page);
  assert.equal(await drawn(), before, "drawn once, painted twice");
  await page.click("#play"); // 2021 comes first, and 2022 is asked for meanwhile
  await until(page, () => document.querySelector("#subtitle").textContent.includes("2021"));
  assert.ok(ask("2021") > asked);
  for (let i = 0; i < 40 && ask("2022") < 4; i++) await page.waitForTimeout(50);
  assert.ok(ask("2022") >= 4, "the next period's tiles");
  assert.equal(await page.locator("canvas.leaflet-tile").count(), 0);
});

await test("playing asks for no tile but wide ones: they are painted here, in the colors of the classes", async (open) => {
  const page = await open(at("indicator=assault&period=2025&lang=sv&labels=none"));
  const points = await pixelsOf(page, Object.values(places)),
    years = ["2021", "2022", "2023", "2024", "2025"];
  const truth = {};
  for (const year of years) {
    const address = `${site}data/stockholm/assault.json?lang=sv&pool=periods&period=${year}`;
    const { legend } = await (await page.request.get(address)).json();
    const published = figures("districts11", "bra_misshandel_per_100000", year);
    truth[year] = Object.keys(places).map((name) => {
      const v = published.get(name);
      return v === null ? null : legend.classes.findLast((c, i) => i === 0 || v > legend.classes[i - 1].to).color;
    });
  }
  const yearNow = () => page.evaluate(() => document.querySelector("input[name=period]:checked").value);
  const asked = (what, from) => requests.slice(from).filter((u) => u.includes(what)).length;
  const start = requests.length,
    seen = {};
  await page.mouse.move(2, 2);
  await page.focus("#play");
  await page.keyboard.press("Enter");
  await until(page, () => document.querySelector("canvas.leaflet-tile"));
  for (let i = 0; i < 150 && Object.keys(seen).length < years.length; i++) {
    const busy = () => page.getAttribute("#main", "aria-busy");
    const before = [await yearNow(), await busy()].join(),
      colors = await colorsOf(await page.screenshot(), points);
    if (before === [await yearNow(), await busy()].join() && before.endsWith("false")) seen[before.slice(0, 4)] = colors;
    await page.waitForTimeout(60);
  }
  for (const year of years)
    assert.deepEqual(
      seen[year].filter((_, i) => truth[year][i]),
      truth[year].filter((c) => c),
      year,
    );
  /* One tile, with the city's center and districts hatched, is wide in the three years that lack figures. */
  const tiles = requests.slice(start).filter((u) => u.includes("/tiles/"));
  assert.ok(tiles.length <= 3 && tiles.every((u) => /\/11\/1126\/602@2x.*period=202[123]/.test(u)), tiles.join());
  assert.ok(asked("/skeleton/", start) >= 4, "skeletons");
  const round = requests.length;
  await page.waitForTimeout(years.length * 1500);
  assert.equal(asked("/tiles/", round) + asked("/skeleton/", round) + asked("/paint/", round), 0, "the second round");
});

await test("another look asks for no tile: ramp, classes, reference, opacity, faded districts", async (open) => {
  const page = await open(at("indicator=violence&lang=sv"));
  await page.click("#look-button");
  const from = requests.length,
    asked = (what) => requests.slice(from).filter((u) => u.includes(what)).length;
  const changed = async (part) => {
    await until(page, (p) => decodeURIComponent(location.search).includes(p), part);
    await settled(page);
  };
  await page.locator("input[name=ramp][value=plum]").check();
  await changed("ramp=plum");
  await mapAgrees(page, `${site}data/stockholm/violence.json?ramp=plum`);
  await page.selectOption("#look-method", "jenks");
  await changed("method=jenks");
  await mapAgrees(page, `${site}data/stockholm/violence.json?ramp=plum&method=jenks`);
  await page.selectOption("#look-reference", "whole");
  await changed("reference=whole");
  await mapAgrees(page, `${site}data/stockholm/violence.json?ramp=plum&method=jenks&reference=whole`);
  assert.deepEqual([asked("/tiles/"), asked("/skeleton/"), asked("/paint/")], [0, 0, 3]);
  await clickPlace(page, places.Bromma);
  await page.waitForSelector("#fade");
  await page.waitForTimeout(300);
  const before = requests.length;
  await page.check("#fade");
  await changed("focus=Bromma");
  await mapAgrees(page, `${site}data/stockholm/violence.json?ramp=plum&method=jenks&reference=whole&focus=Bromma`);
  await clickPlace(page, places.Farsta);
  await changed("focus=Bromma,Farsta");
  await mapAgrees(page, `${site}data/stockholm/violence.json?ramp=plum&method=jenks&reference=whole&focus=Bromma,Farsta`);
  await page.uncheck("#fade");
  await until(page, () => !location.search.includes("focus="));
  await settled(page);
  await mapAgrees(page, `${site}data/stockholm/violence.json?ramp=plum&method=jenks&reference=whole`);
  assert.deepEqual(requests.slice(before).filter((u) => /\/(tiles|skeleton|paint|legend|data)\//.test(u)), []);
});

await test("another indicator of a division with names alone asks for no skeleton that is there", async (open) => {
  const page = await open(at("indicator=assault&lang=sv&labels=names"));
  const from = requests.length;
  await pick(page, "burglary");
  await mapAgrees(page, `${site}data/stockholm/burglary.json?pool=periods`);
  assert.deepEqual(requests.slice(from).filter((u) => /\/(tiles|skeleton)\//.test(u)), []);
});

await test("a class alone: with the arrow keys in the legend, told, and without asking for anything", async (open) => {
  const page = await open(at("indicator=violence&lang=sv&labels=none"));
  const from = requests.length,
    points = await pixelsOf(page, [places.Skärholmen, places.Bromma]);
  const shown = async () => colorsOf(await page.screenshot(), points);
  await page.focus("#legend-classes");
  await page.keyboard.press("End"); // no figure is missing: the highest class
  await until(page, () => document.querySelector("#legend-classes").getAttribute("aria-activedescendant") === "class-4");
  await page.waitForTimeout(200);
  const [high, low] = await shown();
  assert.equal(high, ramp[4]);
  assert.notEqual(low, ramp[0], "faded");
  assert.match(await text(page, "#class-4"), /^16,0–18,8: .*Skärholmen/);
  await page.keyboard.press("Home");
  await page.waitForTimeout(200);
  assert.equal((await shown())[1], ramp[0]);
  await page.keyboard.press("Escape");
  await page.waitForTimeout(200);
  assert.deepEqual(await shown(), [ramp[4], ramp[0]]);
  await page.hover('#legend-picture [data-class="0"] rect'); // of a picture that the server made
  await page.waitForTimeout(200);
  assert.equal((await shown())[1], ramp[0]);
  assert.notEqual((await shown())[0], ramp[4]);
  await page.mouse.move(2, 2);
  await page.waitForTimeout(200);
  assert.deepEqual(await shown(), [ramp[4], ramp[0]]);
  assert.deepEqual(requests.slice(from).filter((u) => /\/(tiles|skeleton|paint|legend|data)\//.test(u)), []);
});

await testQuiet();
await finish();
