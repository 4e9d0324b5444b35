/*
 * Tiles that a page paints itself, in Chromium: repaint.js on a foreign page, and in the page for
 * iframes. node repaint.test.mjs ADDRESS. Truth: the tiles and classes that the server paints and tells.
 */
import assert from "node:assert/strict";
import { finish, test, troubles } from "./aid.mjs";
import { host } from "./host.mjs";

const site = process.argv[2].replace(/\/?$/, "/");
const foreign = await host({ "/": `<!doctype html><meta charset="utf-8"><title>foreign</title>
<link rel="stylesheet" href="/npm/leaflet/dist/leaflet.css"><script src="/npm/leaflet/dist/leaflet.js"></script>
<main aria-busy="false">A page</main><div id="map" style="width:900px;height:600px"></div>
<script type="module">
  const site = "${site}";
  window.repaint = await import(site + "assets/repaint.js");
  window.ask = async (path) => (await fetch(site + path)).json();
  /** Whether two PNG files show the same pixels on a canvas; how many do not. */
  window.different = async (a, b) => {
    const [x, y] = await Promise.all([a, b].map(async (blob) => {
      const image = await createImageBitmap(blob), canvas = new OffscreenCanvas(image.width, image.height);
      const g = canvas.getContext("2d");
      g.drawImage(image, 0, 0);
      return g.getImageData(0, 0, image.width, image.height);
    }));
    if (x.width !== y.width || x.height !== y.height) return Infinity;
    let n = 0;
    for (let i = 0; i < x.data.length; i++) n += x.data[i] !== y.data[i];
    return n;
  };
  /** Tiles of the layer's middle at zooms 8 to 13, painted here and there: {painted, wide, bad}. */
  window.compare = async (indicator, query, own = {}, scale = 1, theirs = query) => {
    const map = await ask("paint/stockholm/" + indicator + ".json?" + query);
    const paint = repaint.paintOf(map, own), skeletons = new repaint.Skeletons(site);
    const out = { painted: 0, wide: 0, bad: [] };
    for (let z = 8; z <= 13; z++)
      for (const [lon, lat] of [[18.06, 59.32], [17.94, 59.34], [18.1, 59.26]]) {
        const x = Math.floor((lon / 360 + 0.5) * 2 ** z);
        const y = Math.floor((0.5 - Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) / 2 / Math.PI) * 2 ** z);
        const skeleton = await skeletons.of(map, paint, { z, x, y }, scale);
        if (!skeleton) { out.wide++; continue; }
        const mine = new Blob(repaint.pngOf(skeleton, paint), { type: "image/png" });
        const r = scale > 1 ? "@2x" : "";
        const tile = await fetch(site + "tiles/stockholm/" + indicator + "/" + z + "/" + x + "/" + y + r + ".png?" + theirs);
        const n = await different(mine, await tile.blob());
        if (n) out.bad.push([z, x, y, n].join());
        out.painted++;
      }
    return out;
  };
  window.ready = true;
</script>` });

const openForeign = async (open) => {
  const page = await open(foreign.address, { width: 1000, height: 700 });
  await page.waitForFunction(() => window.ready);
  return page;
};
const metric = async (name) =>
  Number((await (await fetch(`${site}metrics`)).text()).match(new RegExp(`^${name} (.*)$`, "m"))[1]);

/* ---- pixels ---- */

const looks = [ // and how many of 18 tiles a palette can paint, at least; the second has hatches
  ["population", "labels=names&lang=sv", 18],
  ["burglary", "period=2023&labels=names&background=dark", 5],
  ["crime", "clip=land&background=transparent&opacity=0.6&method=unclassed&border-width=2", 18],
];
for (const [indicator, query, least] of looks)
  await test(`a page paints the server's pixels, zooms 8 to 13: ${indicator}?${query}`, async (open) => {
    const page = await openForeign(open);
    const one = await page.evaluate(([i, q]) => compare(i, q), [indicator, query]);
    const two = await page.evaluate(([i, q]) => compare(i, q, {}, 2), [indicator, query]);
    for (const { painted, wide, bad } of [one, two]) {
      assert.deepEqual(bad, []);
      assert.ok(painted + wide === 18 && painted >= least, `${painted} painted, ${wide} wide`);
    }
  });

await test("faded districts and moved class edges are the server's too", async (open) => {
  const page = await openForeign(open);
  const faded = await page.evaluate(() => ask("data/stockholm/violence.json").then(({ districts }) =>
    compare("violence", "labels=names", { focus: [districts.findIndex((d) => d.key === "Bromma")] }, 1, "labels=names&focus=Bromma")));
  assert.deepEqual(faded, { painted: 18, wide: 0, bad: [] });
  // the figures are 9 to 18.8; the server is asked for the same edges, classes of the same number
  const moved = await page.evaluate(() =>
    compare("violence", "", { edges: [9, 10.05, 11.55, 13, 17, 18.8] }, 1, "breaks=10.05,11.55,13,17"));
  assert.deepEqual(moved, { painted: 18, wide: 0, bad: [] });
});

await test("a value on an edge belongs to the class that the closure says", async (open) => {
  const page = await openForeign(open);
  const of = (closed) => page.evaluate((c) => [8, 9, 10, 10.1, 11, 12, 99].map((v) => repaint.classOf(v, [9, 10, 11, 12], c)), closed);
  assert.deepEqual(await of("right"), [0, 0, 0, 1, 1, 2, 2]);
  assert.deepEqual(await of("left"), [0, 0, 1, 1, 2, 2, 2]);
});

await test("what a palette cannot paint is shown as the server paints it", async (open) => {
  const page = await openForeign(open);
  const result = await page.evaluate(async (root) => {
    const map = await ask("paint/stockholm/socioeconomic_index.json?");
    const shown = L.map("map", { zoomAnimation: false, fadeAnimation: false }).setView([59.32, 18.06], 10);
    const layer = repaint.repaintLayer(L, { skeletons: new repaint.Skeletons(root) });
    const tiles = root + "tiles/stockholm/socioeconomic_index/{z}/{x}/{y}{r}.png";
    layer.setLook({ map, paint: repaint.paintOf(map), tiles });
    await new Promise((done) => layer.once("load", done).addTo(shown));
    const asked = performance.getEntriesByType("resource").map((e) => e.name).filter((u) => u.includes("/tiles/"));
    const out = { asked: asked.length, bad: 0, shown: 0 };
    for (const { el, coords } of Object.values(layer._tiles)) {
      const png = await new Promise((done) => el.toBlob(done));
      const tile = await fetch(tiles.replace("{z}", coords.z).replace("{x}", coords.x).replace("{y}", coords.y).replace("{r}", ""));
      out.bad += (await different(png, await tile.blob())) > 0;
      out.shown++;
    }
    return out;
  }, site);
  assert.equal(result.bad, 0);
  assert.ok(result.shown >= 6 && result.asked >= 1 && result.asked < result.shown, JSON.stringify(result));
});

/* ---- dragging ---- */

await test("dragging a class edge asks for nothing, and the last look is what is shown", async (open) => {
  const page = await openForeign(open);
  const result = await page.evaluate(async (root) => {
    const map = await ask("paint/stockholm/violence.json?labels=names"), [of] = map.periods;
    const shown = L.map("map", { zoomAnimation: false, fadeAnimation: false }).setView([59.32, 18.06], 11);
    const layer = repaint.repaintLayer(L, { skeletons: new repaint.Skeletons(root) });
    layer.setLook({ map, paint: repaint.paintOf(map), tiles: null });
    await new Promise((done) => layer.once("load", done).addTo(shown));
    performance.clearResourceTimings();
    const from = performance.now();
    let frames = 0, edges;
    while (performance.now() - from < 3000) {
      edges = of.edges.slice();
      edges[2] += (edges[3] - edges[2]) * (0.5 + 0.5 * Math.sin(frames / 9));
      await layer.setLook({ map, paint: repaint.paintOf(map, { edges }), tiles: null });
      await new Promise(requestAnimationFrame);
      frames++;
    }
    const seconds = (performance.now() - from) / 1000;
    const begun = performance.now();
    for (let i = 0; i < 20; i++)
      for (const t of Object.values(layer._tiles)) {
        const s = await layer.options.skeletons.of(map, repaint.paintOf(map), t.coords, 1);
        repaint.pngOf(s, repaint.paintOf(map, { edges }));
      }
    const tiles = Object.keys(layer._tiles).length, ms = (performance.now() - begun) / 20 / tiles;
    edges[2] = of.edges[2];
    await Promise.all([11, 12, 13].map((v) => layer.setLook({ map, paint: repaint.paintOf(map, { edges: edges.with?.(2, v) ?? edges }), tiles: null })));
    await layer.setLook({ map, paint: repaint.paintOf(map), tiles: null });
    let bad = 0;
    const asked = performance.getEntriesByType("resource").length;
    for (const { el, coords: { z, x, y } } of Object.values(layer._tiles)) {
      const png = await new Promise((done) => el.toBlob(done));
      const tile = await fetch(root + "tiles/stockholm/violence/" + [z, x, y].join("/") + ".png?labels=names");
      bad += (await different(png, await tile.blob())) > 0;
    }
    return { rate: frames / seconds, tiles, ms, asked, bad };
  }, site);
  console.log(`# dragging an edge: ${result.rate.toFixed(0)} frames a second with ${result.tiles} tiles, ${result.ms.toFixed(2)} ms a tile for its bytes`);
  assert.equal(result.asked, 0, "requests while dragging");
  assert.equal(result.bad, 0, "tiles that differ from the server's at the end");
  assert.ok(result.tiles >= 12);
});

/* ---- playing, in the page for iframes ---- */

const slider = `${site}embed/stockholm/population?slider=1&lang=sv`;

/** Until nothing has been asked for in a while. */
const quiet = (page) => page.waitForLoadState("networkidle");

await test("playing all years of population asks for no tile, at zooms 10 to 13", async (open) => {
  const page = await open(slider, { width: 640, height: 560 });
  const seen = [];
  page.on("request", (r) => /\/(tiles|skeleton)\//.test(r.url()) && seen.push(r.url()));
  const zooms = [];
  for (let zoom = 10; zoom <= 13; zoom++) {
    if (zoom > 10) await page.click("#zoom-in");
    await quiet(page);
    await page.waitForTimeout(500);
    await quiet(page);
    zooms.push(Number((await page.evaluate(() => performance.getEntriesByType("resource").map((e) => e.name)
      .filter((u) => u.includes("/skeleton/")).at(-1))).match(/skeleton\/\w+\/\w+\/(\d+)/)[1]));
    const drawn = await metric("kartblad_skeletons_drawn_total"), before = seen.length, shown = new Set();
    await page.focus("#range");
    for (const key of ["Home", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowLeft"]) {
      await page.keyboard.press(key);
      await page.waitForSelector('main[aria-busy="false"]');
      shown.add(await page.evaluate(() => {
        const t = document.querySelector("canvas.leaflet-tile"), c = new OffscreenCanvas(512, 512).getContext("2d");
        document.querySelectorAll("canvas.leaflet-tile").forEach((one) => c.drawImage(one, 0, 0));
        return t && c.getImageData(0, 0, 512, 512).data.reduce((a, v, i) => (a * 31 + v * (i % 7)) % 1000003, 0);
      }));
    }
    assert.equal(seen.length, before, `zoom ${zoom}: ${seen.slice(before).join(" ")}`);
    assert.equal(await metric("kartblad_skeletons_drawn_total"), drawn, "skeletons drawn");
    assert.ok(shown.size >= (zoom < 13 ? 2 : 1), `zoom ${zoom}: years look different`);
  }
  assert.deepEqual(zooms, [10, 11, 12, 13]);
  assert.ok(seen.every((u) => u.includes("/skeleton/")), "all of it was painted here");
});

await test("each year has the server's colors where districts are", async (open) => {
  const page = await open(slider, { width: 640, height: 560 });
  for (const year of ["2010", "2015", "2020", "2024"]) {
    await page.focus("#range");
    await page.evaluate((y) => {
      const range = document.querySelector("#range");
      range.value = [...document.querySelectorAll("#stops span")].findIndex((stop) => stop.textContent === y);
      range.dispatchEvent(new Event("input"));
    }, year);
    await page.waitForSelector('main[aria-busy="false"]');
    const { districts } = await (await fetch(`${site}data/stockholm/population.json?period=${year}&pool=periods`)).json();
    const wanted = ["Bromma", "Skärholmen", "Södermalm"].map((k) => districts.find((d) => d.key === k).color);
    const got = await page.evaluate(() => {
      // places well inside the three, without a label
      const places = [[17.945, 59.325], [17.9, 59.276], [18.06, 59.309]];
      return places.map(([lon, lat]) => {
        for (const t of document.querySelectorAll("canvas.leaflet-tile")) {
          const { z, x, y } = t.coords, px = ((lon / 360 + 0.5) * 2 ** z - x) * 512;
          const py = ((0.5 - Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) / 2 / Math.PI) * 2 ** z - y) * 512;
          if (px < 0 || py < 0 || px >= 512 || py >= 512) continue;
          const c = new OffscreenCanvas(512, 512).getContext("2d");
          c.drawImage(t, 0, 0);
          return "#" + [...c.getImageData(px, py, 1, 1).data].slice(0, 3).map((v) => v.toString(16).padStart(2, "0")).join("");
        }
        return null;
      });
    });
    assert.deepEqual(got, wanted, year);
  }
});

await test("a browser that cannot paint takes tiles, and shows the same", async (open) => {
  const frame = { width: 640, height: 560, density: 2 };
  const page = await open(slider, { ...frame, before: (p) => p.addInitScript(() => delete window.createImageBitmap) });
  assert.equal(await page.locator("canvas.leaflet-tile").count(), 0);
  assert.ok(await page.locator("img.leaflet-tile-loaded").count() >= 1);
  const painted = await open(slider, frame);
  for (const p of [page, painted]) {
    await p.click("#zoom-in"); // to a whole zoom, where nothing is resampled
    await quiet(p);
    await p.mouse.move(2, 2);
    await p.waitForTimeout(400);
  }
  const [a, b] = await Promise.all([page, painted].map((p) => p.screenshot({ clip: { x: 120, y: 120, width: 400, height: 300 } })));
  const n = await (await openForeign(open)).evaluate(([x, y]) => {
    const blob = (s) => new Blob([Uint8Array.from(atob(s), (c) => c.charCodeAt(0))], { type: "image/png" });
    return different(blob(x), blob(y));
  }, [a.toString("base64"), b.toString("base64")]);
  assert.equal(n, 0);
});

await test("where hatches are too many for a palette, playing takes tiles that were asked for before", async (open) => {
  const page = await open(`${site}embed/stockholm/burglary?slider=1`, { width: 640, height: 560 });
  const seen = [];
  page.on("request", (r) => /\/(tiles|skeleton)\//.test(r.url()) && seen.push(r.url()));
  await quiet(page);
  await page.waitForTimeout(600);
  await quiet(page);
  const early = seen.filter((u) => u.includes("/tiles/") && !u.includes("period=2025"));
  assert.deepEqual(early, [], "no other period's tile before somebody comes to the slider");
  await page.focus("#range");
  await page.waitForTimeout(600);
  await quiet(page);
  assert.ok(seen.some((u) => u.includes("/tiles/") && u.includes("period=2023")));
  seen.length = 0;
  for (const key of ["Home", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight"]) {
    await page.focus("#range");
    await page.keyboard.press(key);
    await page.waitForSelector('main[aria-busy="false"]');
  }
  assert.deepEqual(seen, []);
});

await test("a busy server is asked again when it says", async (open) => {
  let refused = 0;
  const page = await open(slider, { width: 640, height: 560, troubled: true, before: (p) =>
    p.route("**/skeleton/**", (route) => (refused++ === 0
      ? route.fulfill({ status: 503, headers: { "Retry-After": "1", "Access-Control-Allow-Origin": "*" }, body: "{}" })
      : route.continue())) });
  assert.ok(refused > 1);
  await quiet(page);
  assert.equal(await page.locator("#message").isHidden(), true);
  assert.ok(await page.locator("canvas.leaflet-tile-loaded").count() >= 1);
});

await test("nothing was complained of", async () => assert.deepEqual(troubles, []));
foreign.close();
await finish();
