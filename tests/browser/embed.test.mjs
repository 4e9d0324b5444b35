/*
 * The page for iframes, as its readers and those who put it on their pages have it.
 * node embed.test.mjs ADDRESS, from the project's root. Truth: the published figures; classes as the mock-up has them.
 */
import assert from "node:assert/strict";
import {
  browser,
  colorsIn,
  figures,
  finish,
  ground,
  out,
  proxy,
  requests,
  seriousFaults,
  test,
  text,
  troubles,
  until,
} from "./aid.mjs";
import { host } from "./host.mjs";

const site = process.argv[2].replace(/\/?$/, "/");
const ramp = ["#e3eedf", "#a9d3c3", "#5faeb3", "#2a7a98", "#153f66"];
const wide = { width: 640, height: 480 };
const narrow = { width: 340, height: 420 };
const map = (path) => `${site}embed/stockholm/${path}`;
const quiet = (page) => page.waitForLoadState("networkidle");
const plain = (s) => s.replaceAll("\u00a0", " ");
const legendText = async (page) => plain((await page.locator("#legend text").allTextContents()).join("\n"));

/** Where the page shows a place, by its own map. */
const pixelOf = (page, lon, lat) => page.evaluate(([x, y]) => {
  const tile = document.querySelector(".leaflet-tile-loaded"), r = tile.getBoundingClientRect();
  const [z, tx, ty] = tile.src.match(/\/(\d+)\/(\d+)\/(\d+)(?:@2x)?\.png/).slice(1).map(Number);
  const north = Math.log(Math.tan(Math.PI / 4 + (y * Math.PI) / 360));
  return { x: r.left + ((x / 360 + 0.5) * 2 ** z - tx) * r.width, y: r.top + ((0.5 - north / (2 * Math.PI)) * 2 ** z - ty) * r.height };
}, [lon, lat]);

async function hover(page, lon, lat) {
  const p = await pixelOf(page, lon, lat);
  await page.mouse.move(p.x - 3, p.y);
  await page.mouse.move(p.x, p.y);
  await page.waitForSelector("#card h2");
  await quiet(page);
}

/* ---- what it shows ---- */

await test("title, unit, period, legend and sources of the published figures, in Swedish", async (open) => {
  const page = await open(map("violence?lang=sv"), wide);
  assert.equal(await text(page, "h1"), "Anmälda våldsbrott");
  assert.equal(plain(await text(page, "#subtitle")), "per 1 000 invånare, Stockholm, 2024");
  const whole = figures("districts11", "valdsbrott_per_1000", "2024").get("Hela staden");
  assert.ok((await legendText(page)).includes(`Hela staden ${String(whole).replace(".", ",")}`));
  assert.match(await text(page, "footer"), /^Källa: .*Brå.*Gränser, vatten: Stockholms stad.*kartblad$/s);
  assert.equal(await page.evaluate(() => document.documentElement.lang), "sv");
  const seen = await colorsIn(page, await page.locator("#map").boundingBox());
  for (const color of ramp) assert.ok(seen[color] > 300, `${color}: ${seen[color]} px`);
  const [title, legend] = await Promise.all(["h1", "#legend svg"].map((s) => page.locator(s).boundingBox()));
  assert.ok(legend.x > title.x + 200 && legend.y < title.y + title.height, "the legend is beside the title");
});

await test("the card: value, reference, place and color of the district under the pointer", async (open) => {
  const page = await open(map("violence?lang=sv"), wide);
  const truth = figures("districts11", "valdsbrott_per_1000", "2024"), whole = truth.get("Hela staden");
  await hover(page, 17.9, 59.276);
  const lines = (await text(page, "#card")).split("\n").filter(Boolean).map(plain);
  const over = (truth.get("Skärholmen") - whole).toFixed(1).replace(".", ",");
  // a percentage may stand beside the difference
  assert.deepEqual(lines.map((l) => l.replace(/ \(\d+ %\)/, "")),
    ["Skärholmen", "18,8", `${over} över hela staden, 13,5`, "plats 1 av 11, högst först"]);
  assert.equal(await page.locator("#card .swatch").evaluate((s) => s.style.backgroundColor), "rgb(21, 63, 102)");
  assert.equal(await page.locator("#card svg circle").count(), 12, "11 districts and the one on top");
  assert.equal(await page.locator(".leaflet-overlay-pane path").count(), 2, "an outline and its casing");
  const at = await page.locator("#card").boundingBox(), p = await pixelOf(page, 17.9, 59.276);
  assert.ok(p.x < at.x || p.x > at.x + at.width || p.y < at.y || p.y > at.y + at.height, "it hides the pointer");
  await page.screenshot({ path: out("embed-wide.png") });
  await page.mouse.move(3, 3);
  await page.waitForFunction(() => !document.querySelector("#card h2"));
});

await test("a district without a figure says so, on a hatched ground", async (open) => {
  const page = await open(map("socioeconomic_index?lang=en"), wide);
  await hover(page, 18.075, 59.365); // Norra Djurgården, for which there is none
  assert.match(await text(page, "#card"), /No data/);
  assert.ok(await page.locator("#card .swatch.none").count());
  assert.match(await legendText(page), /No data: 43 of 117/);
});

await test("340 px: the legend under the title, a small card, labels, nothing cut off", async (open) => {
  const page = await open(map("violence?lang=en"), { ...narrow, density: 2, touch: true });
  const [title, legend, stage] = await Promise.all(["#subtitle", "#legend svg", "#stage"].map((s) => page.locator(s).boundingBox()));
  assert.ok(legend.y > title.y && legend.width <= 330 && stage.height > 240);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= 340 && document.documentElement.scrollHeight <= 420));
  const box = await page.locator("#zoom-in").boundingBox();
  assert.ok(box.width >= 44 && box.height >= 44, "a target for fingers");
  const p = await pixelOf(page, 17.9, 59.276);
  await page.touchscreen.tap(p.x, p.y);
  await page.waitForSelector("#card h2");
  assert.match(await text(page, "#card"), /Skärholmen\s+18\.8\s+5\.3( \(\d+%\))? above the whole city, 13\.5\s+rank 1 of 11, highest first/);
  assert.equal((await page.locator("#card").boundingBox()).width, 126);
  assert.equal(await page.locator("#map").evaluate((e) => getComputedStyle(e).outlineStyle), "none", "a finger needs no ring");
  await quiet(page);
  await page.screenshot({ path: out("embed-narrow.png") });
});

await test("dark, see-through, and without its parts", async (open) => {
  const page = await open(map("violence?theme=dark"), wide);
  assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), "rgb(23, 29, 35)");
  assert.ok((await colorsIn(page, await page.locator("#map").boundingBox()))["#20384a"] > 300, "the dark ramp's lowest class");
  await page.screenshot({ path: out("embed-dark.png") });
  const bare = await open(map("violence?background=transparent&title=0&legend=0&source=0"), wide);
  assert.equal(await bare.evaluate(() => getComputedStyle(document.body).backgroundColor), "rgba(0, 0, 0, 0)");
  for (const part of ["h1", "#subtitle", "#legend svg", "#source"]) assert.equal(await bare.locator(part).isVisible(), false, part);
});

await test("unknown names are left alone; of a bad value the server's words are shown", async (open) => {
  const page = await open(map("violence?utm_source=mail&bogus=1&classes=4"), wide);
  assert.equal(await page.locator("#message").isVisible(), false);
  assert.ok(requests.filter((u) => u.includes("classes=4")).every((u) => u.includes("/embed/") || !/utm_|bogus/.test(u)));
  const bad = await open(map("violence?classes=99"), { ...wide, troubled: true });
  assert.match(await text(bad, "#message"), /classes.*2 to 12/s);
  assert.equal((await fetch(map("nothing"))).status, 404);
});

/* ---- periods ---- */

await test("the slider: arrow keys step, hollow where figures are missing; classes stay", async (open) => {
  const page = await open(map("burglary?slider=1&lang=en"), { width: 640, height: 520 });
  assert.deepEqual(await page.locator("#stops span").evaluateAll((l) => l.map((s) => [s.textContent, s.className])),
    [["2021", "partial"], ["2022", "partial"], ["2023", "partial"], ["2024", ""], ["2025", "now"]]);
  const edges = async () => (await page.locator("#legend text").allTextContents()).slice(-6).join(" ");
  const before = await edges();
  await page.focus("#range");
  await page.keyboard.press("ArrowLeft");
  await page.waitForSelector('main[aria-busy="false"]');
  assert.match(await text(page, "#subtitle"), /2024$/);
  assert.equal(await edges(), before, "pooled classes");
  const truth = figures("districts11", "bra_bostadsinbrott_per_100000", "2024").get("Hela staden");
  assert.ok((await legendText(page)).replaceAll(",", "").includes(`Whole city ${truth}`), await legendText(page));
  await page.keyboard.press("ArrowLeft");
  await page.waitForSelector('main[aria-busy="false"]');
  assert.equal(await page.getAttribute("#range", "aria-valuetext"), "2023, 2 missing");
  assert.match(await legendText(page), /No data: 2 of 11/);
});

await test("playing goes from year to year until it is stopped", async (open) => {
  const page = await open(map("population?slider=1&lang=en"), { width: 640, height: 520 });
  const years = new Set();
  await page.click("#play");
  for (let i = 0; i < 120 && years.size < 7; i++) {
    years.add((await text(page, "#subtitle")).slice(-4));
    await page.waitForTimeout(150);
  }
  assert.deepEqual([...years].sort(), ["2000", "2005", "2010", "2011", "2015", "2020", "2024"]);
  assert.equal(await page.getAttribute("#play", "aria-pressed"), "true");
  await page.click("#play");
  await page.waitForTimeout(300);
  await page.waitForSelector('main[aria-busy="false"]');
  const stopped = await text(page, "#subtitle");
  await page.waitForTimeout(1800);
  assert.equal(await text(page, "#subtitle"), stopped);
  await page.screenshot({ path: out("embed-slider.png") });
});

/* ---- by keyboard ---- */

await test("by keyboard alone: districts, zoom and link are reached, seen and named", async (open) => {
  const page = await open(map("violence?lang=sv"), wide);
  const names = [];
  for (let i = 0; i < 6; i++) {
    await page.keyboard.press("Tab");
    const here = await page.evaluate(() => {
      const e = document.activeElement, s = getComputedStyle(e);
      return { id: e.id, name: e.getAttribute("aria-label") || e.textContent, ring: s.outlineStyle === "solid" && s.outlineWidth === "2px" };
    });
    if (!here.id) break;
    assert.ok(here.ring && here.name.trim(), JSON.stringify(here));
    names.push(here.id);
  }
  assert.deepEqual(names, ["map", "areas", "zoom-in", "more"]);
  await page.focus("#areas");
  await page.keyboard.press("ArrowDown");
  assert.match(await text(page, "#card"), /^Skärholmen/, "the highest comes first");
  await page.keyboard.press("ArrowDown");
  assert.match(await text(page, "#card"), /^Södermalm\s+17,3/);
  assert.match(await text(page, "[aria-selected=true]"), /^Södermalm: 17,3: plats 2 av 11/);
  await page.keyboard.press("End");
  assert.match(await text(page, "#card"), /^Bromma\s+9,0/);
  await page.keyboard.press("Escape");
  assert.equal(await text(page, "#card"), "");
  assert.equal(await page.locator("#areas [role=option]").count(), 11, "every district is told");
  await page.focus("#zoom-in");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => !document.querySelector("#zoom-out").disabled);
});

await test("axe finds nothing serious: light, dark, with a slider, without a title, with a card", async (open) => {
  for (const path of ["violence?lang=sv", "violence?lang=en&theme=dark", "burglary?lang=sv&slider=1&period=2022",
    "population?lang=en&slider=1&theme=dark", "violence?title=0"])
    for (const size of [wide, narrow]) {
      const page = await open(map(path), size);
      await quiet(page);
      assert.deepEqual(await seriousFaults(page), [], path);
      await page.focus("#areas");
      await page.keyboard.press("ArrowDown");
      await page.waitForSelector("#card h2");
      assert.deepEqual(await seriousFaults(page), [], `${path}, with a card`);
    }
});

await test("the source and the name of the program stand beside each other, and neither is cut off", async (open) => {
  for (const [path, size] of [["violence?lang=sv", wide], ["violence?lang=en", narrow], ["population?lang=sv&slider=1", narrow]]) {
    const page = await open(map(path), size);
    const [source, more] = await Promise.all(["#source", "#more"].map((s) => page.locator(s).boundingBox()));
    assert.ok(source.x + source.width <= more.x && more.x + more.width <= size.width, path);
    assert.ok(Math.abs(source.y + source.height - more.y - more.height) < 3, `${path}: on the last line`);
    assert.ok(source.y + source.height <= size.height, path);
  }
});

/* ---- on other pages ---- */

const script = `<script src="${site}assets/kartblad-embed.js"`;
const foreign = await host({
  "/script.html": `<!doctype html><title>a</title><main aria-busy="false"><p>Before</p><div style="width:640px">${script} data-atlas="stockholm" data-indicator="violence" data-lang="sv" data-classes="4"></script></div><p>After</p></main>`,
  "/element.html": `<!doctype html><title>b</title>${script} async></script><main aria-busy="false"><p>Before</p><div style="width:340px"><kartblad-map atlas="stockholm" indicator="violence" lang="sv" frame-title="Våldsbrott"></kartblad-map></div></main>`,
  "/sandboxed.html": `<!doctype html><title>c</title>${script} async></script><main aria-busy="false"><p>Before</p><div style="width:640px"><kartblad-map atlas="stockholm" indicator="population" slider="1" sandbox></kartblad-map></div></main>`,
  "/frame.html": `<!doctype html><title>d</title><main aria-busy="false"><iframe src="${map("violence?lang=sv")}" width="640" height="480" style="border:0" title="x"></iframe></main>`,
});
const frameOf = async (page) => {
  const frame = await (await page.waitForSelector("iframe")).contentFrame();
  await frame.waitForSelector('main[aria-busy="false"]');
  return frame;
};
const sized = (page) => page.waitForFunction(() => document.querySelector("iframe").style.height !== "440px");

await test("one line of script on a foreign page: a map where the line is, as high as it asks", async (open) => {
  const page = await open(`${foreign.address}script.html`, { width: 900, height: 700 });
  const frame = await frameOf(page);
  assert.match(await frame.locator("h1").innerText(), /Anmälda våldsbrott/);
  assert.ok(frame.url().startsWith(map("violence?")) && frame.url().includes("classes=4"));
  await sized(page);
  const box = await page.locator("iframe").boundingBox(), before = await page.locator("p").first().boundingBox();
  assert.ok(box.width === 640 && box.height > 420 && box.height < 560, JSON.stringify(box));
  assert.ok(box.y > before.y && box.y < (await page.locator("p").last().boundingBox()).y);
  assert.ok(await frame.evaluate(() => document.documentElement.scrollHeight <= innerHeight), "nothing is cut off");
});

await test("an element: sizes itself, follows its attributes, listens to nobody else", async (open) => {
  const page = await open(`${foreign.address}element.html`, { width: 600, height: 700 });
  await frameOf(page);
  await sized(page);
  const height = () => page.locator("kartblad-map iframe").evaluate((f) => f.style.height);
  const own = await height();
  assert.equal(await page.locator("iframe").getAttribute("title"), "Våldsbrott");
  await page.evaluate(() => new Promise((done) => { // from the page itself, and from a frame of somebody else
    postMessage({ kartblad: "height", height: 1234 }, "*");
    const other = document.createElement("iframe");
    other.srcdoc = "<script>parent.postMessage({ kartblad: 'height', height: 1234 }, '*')</script>";
    other.onload = () => setTimeout(done, 200);
    document.body.append(other);
  }));
  assert.equal(await height(), own);
  await page.locator("kartblad-map").evaluate((e) => e.setAttribute("indicator", "burglary"));
  await page.waitForFunction(() => document.querySelector("kartblad-map iframe").src.includes("burglary"));
  await page.waitForTimeout(200);
  assert.match(await (await frameOf(page)).locator("h1").innerText(), /Bostadsinbrott/);
});

await test("sandboxed: no origin of its own, and all of it works", async (open) => {
  const page = await open(`${foreign.address}sandboxed.html`, { width: 900, height: 700 });
  const frame = await frameOf(page);
  assert.equal(await page.locator("iframe").getAttribute("sandbox"), "allow-scripts allow-popups");
  assert.equal(await frame.evaluate(() => origin), "null");
  await sized(page);
  await frame.focus("#range");
  await page.keyboard.press("Home");
  await frame.waitForFunction(() => document.querySelector("#subtitle").textContent.endsWith("2000"));
  assert.ok(await frame.locator("canvas.leaflet-tile").count() >= 1, "painted there");
  const box = await page.locator("iframe").boundingBox();
  assert.ok((await colorsIn(page, box))[ramp[0]] > 300);
  assert.ok(await frame.evaluate(() => document.fonts.check("700 18px Inter", "Å")), "with its own letters");
});

await test("a plain iframe, and the headers that let anyone frame it", async (open) => {
  const page = await open(`${foreign.address}frame.html`, { width: 700, height: 520 });
  assert.match(await (await frameOf(page)).locator("h1").innerText(), /Anmälda våldsbrott/);
  const { headers } = await fetch(map("violence"));
  assert.equal(headers.get("x-frame-options"), null);
  assert.equal(headers.get("set-cookie"), null);
  assert.match(headers.get("content-security-policy"), /default-src 'self';.*frame-ancestors \*/);
});

await test("without scripts it is a picture with a text alternative", async () => {
  const context = await browser.newContext({ viewport: wide, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(map("violence?lang=sv&classes=4"));
  const image = page.locator("img.picture"), src = await image.getAttribute("src");
  assert.match(src, /^\.\.\/\.\.\/image\/stockholm\/violence\.png\?.*classes=4/);
  assert.match(await image.getAttribute("alt"), /Anmälda våldsbrott.*Högst: Skärholmen, 18,8/);
  assert.ok((await colorsIn(page, { x: 0, y: 0, ...wide }))[ramp[4]] > 500, "it is drawn");
  assert.equal(await page.locator("main").isVisible(), false);
  await context.close();
});

await test("under a folder of another server all of it is asked for there", async (open) => {
  const behind = await proxy(site, "/maps/");
  const from = requests.length;
  const page = await open(`${behind.address}embed/stockholm/population?slider=1`, wide);
  await hover(page, 17.9, 59.276).catch(() => {}); // painted tiles have no address: below by another map
  const other = await open(`${behind.address}embed/stockholm/violence`, wide);
  await hover(other, 17.9, 59.276);
  assert.match(await text(other, "#card"), /^Skärholmen/);
  assert.ok(await page.locator("canvas.leaflet-tile").count() >= 1);
  const asked = requests.slice(from).filter((u) => !u.startsWith("blob:"));
  assert.ok(asked.length > 20 && asked.every((u) => u.startsWith(behind.address)), asked.join("\n"));
  behind.close();
});

/* ---- weight ---- */

/** Requests and bytes as they come over the wire, headers aside: by what they are. */
async function weigh(path, act) {
  const context = await browser.newContext({ viewport: wide }), page = await context.newPage();
  const client = await context.newCDPSession(page), of = new Map(), sums = {};
  await client.send("Network.enable");
  client.on("Network.responseReceived", (e) => of.set(e.requestId, { url: e.response.url, head: e.response.headers }));
  client.on("Network.loadingFinished", (e) => {
    const { url } = of.get(e.requestId) ?? {};
    if (!url || url.startsWith("blob:")) return;
    const kind = /leaflet\.(js|css)/.test(url) ? "Leaflet" : /\.woff2/.test(url) ? "font" : /\/(tiles|skeleton)\//.test(url) ? "tiles" : "own";
    sums[kind] ??= { n: 0, bytes: 0 };
    sums[kind].n++;
    sums[kind].bytes += e.encodedDataLength;
  });
  await page.goto(map(path));
  await page.waitForSelector('main[aria-busy="false"]');
  await act?.(page);
  await quiet(page);
  await context.close();
  return sums;
}
const told = (sums) => Object.entries(sums).map(([k, { n, bytes }]) => `${k} ${n} requests ${(bytes / 1000).toFixed(1)} kB`).join(", ");

await test("under 60 kB beyond Leaflet, font and tiles, with all that hovering and playing need", async () => {
  const still = await weigh("violence?lang=sv"), hovered = await weigh("violence?lang=sv", (p) => hover(p, 17.9, 59.276));
  const playing = await weigh("population?lang=sv&slider=1", async (p) => {
    await p.focus("#range");
    for (const key of ["Home", "ArrowRight", "ArrowRight", "ArrowRight"]) {
      await p.keyboard.press(key);
      await p.waitForSelector('main[aria-busy="false"]');
    }
  });
  console.log(`# until the first map: ${told(still)}`);
  console.log(`# with a card and an outline: ${told(hovered)}`);
  console.log(`# with a slider, all years played: ${told(playing)}`);
  for (const { own } of [still, hovered, playing]) assert.ok(own.bytes < 60000, `${own.bytes} bytes`);
});

await test("nothing was complained of, and nothing asked for elsewhere", async () => {
  assert.deepEqual(troubles, []);
  const hosts = new Set(requests.filter((u) => u.startsWith("http")).map((u) => new URL(u).hostname));
  assert.deepEqual([...hosts], ["127.0.0.1"]);
});

foreign.close();
await finish();
